"""The days a text names: "From November 13 to 15", "on Friday", "ten days after", Burmese dates, with their precision.
Nothing here reads the clock: what has no year takes it from the day the text itself stands under.

Time precision is ACLED's: 1 the day is known, 2 the week, 3 the month.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from conflictmap.chronicle.language.lexicon import Lexicon
from conflictmap.chronicle.language.phrase_matcher import PhraseMatch
from conflictmap.chronicle.language.tokens import Sentence
from conflictmap.chronicle.text.date_phrases import Anchor, DatePhrase
from conflictmap.chronicle.text.relative_dates import days_alone, is_explained, joined_days, relative_day

_BURMESE_DIGITS = str.maketrans("၀၁၂၃၄၅၆၇၈၉", "0123456789")
_DASH = r"\s*(?:-|–|—|\bto\b|until|till|through|&|မှ)\s*"
_AND = r"\s+and\s+(?=\d{1,2}(?:(?:st|nd|rd|th)\b(?!\s(?:anniversary|battalion|brigade|division|infantry|light|of|regiment|time)\b)|\s*(?:[,.;)]|$|(?:in|at|near|of)\b|(?-i:[A-Z]))))"  # "5 and 6", not "5 and 12 people"


_REACH = 80  # characters before a day in which "since" or "by the evening of" stands
_TO = re.compile(r"\s*(?:-|–|—|to|until|till|through)\s*")
_DIGITS = re.compile(r"(?<![\d/.-])(\d{1,2})\s?([-–/.])\s?(\d{1,2})\s?\2\s?(?:(?:19|20)\d\d|(?<=/)2\d)(?![\d/-])")
_YEAR = re.compile(r"(?:19|20)\d\d")


def burmese_to_ascii(text: str) -> str:
    """Convert Burmese digits to 0-9; every character stays where it was."""
    return text.translate(_BURMESE_DIGITS)


def written_dates(text: str, lexicon: Lexicon, near: date | None, *, year: int | None = None) -> Iterator[DatePhrase]:
    """Find dates written with a month's name or in digits, left to right.

    Parameters: near, a day whose year serves dates without one (the nearest such day is meant); year, used where there
    is no such day. A date that is not in the calendar, or has no year at all, is left out.
    """
    plain = burmese_to_ascii(text)
    before: DatePhrase | None = None
    for match in _pattern(tuple(lexicon.months)).finditer(plain):
        date_phrase = _read(match, lexicon, near, year)
        if date_phrase is None:
            continue
        if _YEAR.search(plain, *match.span()):  # "taken on 22 November 2023, lost on 25 January": the year goes on
            near = date_phrase.last
        whole = _joined(before, date_phrase, plain) if before else None
        if before and not whole:
            yield before
        before = whole or date_phrase
    if before:
        yield before


def digit_order(text: str, stated: bool | None) -> tuple[bool | None, str]:
    """Find whether a text writes the month first in dates such as "9/18/2022".

    Returns: the order a person stated, else the one that a date of the text shows; None, with the first date whose order
    stays open, where dates show none or both.
    """
    pairs = [(int(match[1]), int(match[3]), match.group()) for match in _DIGITS.finditer(burmese_to_ascii(text))]
    if stated is not None:
        return stated, ""
    shown = {second > 12 for first, second, _ in pairs if (first > 12) != (second > 12)}
    if len(shown) == 1:
        return shown.pop(), ""
    open_dates = [written for first, second, written in pairs if first <= 12 and second <= 12 and first != second]
    return None, open_dates[0] if open_dates else ""


def find_dates(sentence: Sentence, times: list[PhraseMatch], lexicon: Lexicon, anchor: Anchor) -> list[DatePhrase]:
    """Find all dates of a sentence, left to right: written ones, weekdays, and those that lean on `anchor`."""
    phrases = [
        _shifted(date_phrase, sentence.start)
        for date_phrase in (written_dates(sentence.text, lexicon, anchor.near) if _maybe(sentence.text) else ())
    ]
    phrases += [
        _shifted(date_phrase, sentence.start)
        for date_phrase in days_alone(sentence.text, anchor, [each.first for each in phrases if each.kind == "day"])
        if not any(
            dated.start < date_phrase.end + sentence.start and date_phrase.start + sentence.start < dated.end
            for dated in phrases
        )
    ]
    for time in sorted(
        times, key=lambda each: each.payload[0][0] != "weekday"
    ):  # others may count from a weekday behind them
        low, high = sentence.span(time.first, time.end)
        spoken = _spoken_at(low, high, phrases, sentence, anchor)
        if not any(date_phrase.start < high and low < date_phrase.end for date_phrase in phrases):
            relative = relative_day(sentence, time, lexicon, anchor, spoken)
            if relative is not None and not is_explained(relative, sentence, phrases):
                phrases.append(relative)
    phrases = [_in_named_year(date_phrase, sentence, anchor) for date_phrase in phrases]
    phrases = joined_days(sorted(phrases, key=lambda date_phrase: date_phrase.start), sentence)
    return [_since(date_phrase, sentence) for date_phrase in phrases]


def _spoken_at(low: int, high: int, phrases: list[DatePhrase], sentence: Sentence, anchor: Anchor) -> date:
    """The day that words at these characters count from: the one named last before them, else, for "three days after taking A, it
    attacked B on Monday", the sentence's own behind them, else the one spoken of before."""
    named = [each for each in phrases if each.kind != "month"]
    before = [each for each in named if each.end <= low]
    if before:
        return max(before, key=lambda each: each.start).last
    behind = [each for each in named if each.start >= high and each.kind in ("day", "weekday")]
    if behind and _AFTER.match(sentence.text, high - sentence.start):
        return min(behind, key=lambda each: each.start).first
    return anchor.spoken


_AFTER = re.compile(r"\s+(?:after|before)\b", re.IGNORECASE)
_YEAR_BEFORE = re.compile(r",?\s+(?:of\s+)?(?:last year|the year before)\b", re.IGNORECASE)
_THIS_YEAR = re.compile(r",?\s+(?:of\s+)?this year\b", re.IGNORECASE)
_THAT_YEAR = re.compile(r",?\s+(?:of\s+)?(?:that|the same) year\b", re.IGNORECASE)
_WEEK_BEFORE = re.compile(r",?\s+(?:of\s+)?(?:last week|the week before|the previous week)\b", re.IGNORECASE)


def _in_named_year(date_phrase: DatePhrase, sentence: Sentence, anchor: Anchor) -> DatePhrase:
    """ "On January 16 last year", "on Friday of last week": the year, or the week, before that of the page."""
    behind = sentence.text[date_phrase.end - sentence.start :]
    if date_phrase.kind == "weekday" and _WEEK_BEFORE.match(behind):
        monday = anchor.last - timedelta(days=anchor.last.weekday() + 7)
        day = monday + timedelta(days=date_phrase.first.weekday())
        return replace(date_phrase, first=day, last=day)
    this, told = bool(_THIS_YEAR.match(behind)), bool(_THAT_YEAR.match(behind))
    if date_phrase.kind not in ("day", "range") or not (this or told or _YEAR_BEFORE.match(behind)):
        return date_phrase
    with suppress(ValueError):  # 29 February
        year = (anchor.here or anchor.spoken).year if told else anchor.last.year - (not this)
        shift = year - date_phrase.last.year
        first = date_phrase.first.replace(year=date_phrase.first.year + shift)
        return replace(date_phrase, first=first, last=date_phrase.last.replace(year=year))
    return date_phrase


@lru_cache(maxsize=8)
def _pattern(months: tuple[str, ...]) -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, months), key=len, reverse=True))
    month, day, year = rf"(?:{names})", r"\d{1,2}", r"(?:19|20)\d\d"
    nth, sep = r"(?:st|nd|rd|th)?", r"\.?,?\s*"
    row = rf"(?:\s*,\s*{day}{nth}){{1,30}}"  # no more than a month has days, so that a long row of numbers is read once
    return re.compile(
        rf"(?<![\w])(?:"
        rf"(?P<iso>{year}(?P<cut>[-./])\d\d(?P=cut)\d\d)(?:\s*(?:to|/|–)\s*(?P<iso2>{year}-\d\d-\d\d))?"
        rf"|(?:(?P<y4>{year})\s*(?:ခုနှစ်)?\s*[၊,]?\s*)?(?P<m4>{month})လ?\s*(?P<d4>\d{{1,2}})\s*(?:ရက်)(?:နေ့)?(?:\s*(?:မှ|နဲ့|နှင့်|ကနေ)\s*(?P<d4b>\d{{1,2}})\s*ရက်)?"
        rf"|(?P<y6>{year})\s+(?P<m6d>{month})(?![a-z])\s+(?P<d6>{day})(?!\d)"
        rf"|(?P<d7>{day}){nth}{row},?\s+and\s+(?P<d7b>{day}){nth}\s+(?P<m7>{month})(?![a-z])(?:{sep}(?P<y7>{year}))?"
        rf"|(?P<m8>{month})(?![a-z])\.?\s*(?P<d8>{day}){nth}{row},?\s+and\s+(?P<d8b>{day}){nth}(?!\d)(?:,?\s*(?P<y8>{year}))?"
        rf"|(?P<d9>{day})\s?(?P<cut9>[-–/.])\s?(?P<m9>{day})\s?(?P=cut9)\s?(?P<y9>{year}|(?<=/)2\d)(?![\d/-])"
        rf"|(?P<m1>{month})(?![a-z])\.?\s*(?:the\s+)?\(?(?P<d1>{day})\)?{nth}(?!\d|,\d)(?:(?:{_DASH}|{_AND})(?:(?P<m1b>{month})\.?\s*)?(?P<d1b>{day}){nth}(?![\d,]\d|:\d))?(?:[,၊]?\s*(?P<y1>{year}))?"
        rf"|(?P<d2>{day}){nth}(?:\s+(?:of\s+)?(?P<m2a>{month})(?![a-z])\.?)?(?:{_DASH}|\s+and\s+)(?P<d2b>{day}){nth}\s+(?:of\s+)?(?P<m2b>{month})(?![a-z]){sep}(?P<y2>{year})?"
        rf"|\(?(?P<d3>{day})\)?{nth}(?:\s+|-)(?:of\s+)?(?P<m3>{month})(?![a-z])-?{sep}(?P<y3>{year})?"
        rf"|(?P<m5>{month})(?![a-z])\.?,?\s+(?:of\s+)?(?P<y5>{year})"
        rf"|(?<=\bin\s)(?P<m6>{month})(?![a-z])"
        rf")",
        re.IGNORECASE,
    )


def _maybe(text: str) -> bool:
    return bool(re.search(r"\d|[၀-၉]|\b[Ii]n\s+[A-Z]", text))


def _read(match: re.Match[str], lexicon: Lexicon, near: date | None, year: int | None) -> DatePhrase | None:
    part, months = match.groupdict(), lexicon.months
    start, end = match.span()
    if part["iso"]:
        first = _day_of(part["iso"])
        last = _day_of(part["iso2"]) if part["iso2"] else first
        return (
            DatePhrase(start, end, first, max(first, last), 1, "range" if last > first else "day")
            if first and last
            else None
        )
    if part["m5"] or part["m6"]:
        return _month(match, months, near, year)
    if part["d9"]:
        return _numeric(match, lexicon.month_first)
    for n in ("2", "1", "3", "4", "6", "7", "8"):
        if part[f"d{n}"]:
            return _days(match, n, months, near, year)
    return None


def _numeric(match: re.Match[str], month_first: bool | None) -> DatePhrase | None:
    """Read "18/9/2022": the order that can be a date, else the reporter's, else the day first, which is not sure."""
    first_number, two, year = int(match["d9"]), int(match["m9"]), int(match["y9"])
    year += 2000 if year < 100 else 0
    swapped = two > 12 or (bool(month_first) and first_number <= 12)
    day, month = (two, first_number) if swapped else (first_number, two)
    try:
        day_read = date(year, month, day)
    except ValueError:
        return None
    return DatePhrase(
        match.start(),
        match.end(),
        day_read,
        day_read,
        1,
        "day",
        sure=max(first_number, two) > 12 or first_number == two or month_first is not None,
    )


def _days(
    match: re.Match[str], n: str, months: dict[str, int], near: date | None, year: int | None
) -> DatePhrase | None:
    part = match.groupdict()
    first_month = months[
        (part.get(f"m{n}a") or part.get(f"m{n}d") or part.get(f"m{n}") or part.get(f"m{n}b") or "").lower()
    ]
    last_month = months[
        (part.get(f"m{n}b") or part.get(f"m{n}d") or part.get(f"m{n}") or part.get(f"m{n}a") or "").lower()
    ]
    stated = int(part[f"y{n}"]) if part.get(f"y{n}") else None
    last_day = part.get(f"d{n}b")
    start = (first_month, int(part[f"d{n}"]))
    end = (last_month, int(last_day)) if last_day else start
    if start[0] == end[0] and end < start:  # "November 15 to 3 villages"
        end = start
    days = _nearest(start, end, stated, near, year)
    if days is None:
        return None
    first, last = days
    kind = "range" if last > first else "day"
    return DatePhrase(match.start(), match.end(), first, last, 1, kind, sure=stated is not None or near is not None)


def _joined(date_phrase: DatePhrase, other: DatePhrase, text: str) -> DatePhrase | None:
    """Join "December 30, 2022 to January 5, 2023", or "between" one day "and" another, each with its year."""
    dated = date_phrase.kind == other.kind == "day" and date_phrase.first < other.first
    between = text[: date_phrase.start].rstrip().lower().endswith("between")
    to = _TO.fullmatch(text, date_phrase.end, other.start)
    if not dated or not (to or (between and text[date_phrase.end : other.start].strip() == "and")):
        return None
    if not (_YEAR.search(text, date_phrase.start, date_phrase.end) and _YEAR.search(text, other.start, other.end)):
        return None
    return DatePhrase(date_phrase.start, other.end, date_phrase.first, other.last, 1, "range")


def _month(match: re.Match[str], months: dict[str, int], near: date | None, year: int | None) -> DatePhrase | None:
    month = months[(match["m5"] or match["m6"]).lower()]
    days = _nearest((month, 1), (month, 1), int(match["y5"]) if match["y5"] else None, near, year)
    if days is None:
        return None
    first = days[0]
    following = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
    return DatePhrase(match.start(), match.end(), first, following - timedelta(days=1), 3, "month")


def _nearest(
    start: tuple[int, int], end: tuple[int, int], stated: int | None, near: date | None, year: int | None
) -> tuple[date, date] | None:
    """The first and the last day meant by their months and days; without a stated year those that end nearest to `near`.

    A stated year is the last day's. The first is in the year before where its month is the later one. None where no such
    year has both days: 29 February is not in each.
    """
    years = [stated] if stated else ([near.year - 1, near.year, near.year + 1] if near else ([year] if year else []))
    spans = []
    for end_year in years:
        with suppress(ValueError):
            spans.append((date(end_year - (start[0] > end[0]), *start), date(end_year, *end)))
    if near is None or stated:
        return spans[0] if spans else None
    return min(spans, key=lambda span: abs(span[1] - near), default=None)


def _day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(re.sub(r"[./]", "-", text))
    except ValueError:
        return None


def _since(date_phrase: DatePhrase, sentence: Sentence) -> DatePhrase:
    end = max(0, date_phrase.start - sentence.start)
    before = sentence.text[max(0, end - _REACH) : end].rstrip().lower().removesuffix(" the")
    kind = next(
        (word for word in ("since", "by the end of", "by") if before.endswith(f" {word}") or before == word), None
    )
    if kind is None and re.search(
        r"\bby (?:the )?(?:early |late )?(?:morning|afternoon|evening|night|noon|dawn)(?: of)?$", before
    ):
        kind = "by"
    if kind == "since" and re.match(
        r"[^.;]{0,12},? (?:when|on which)\b", sentence.text[date_phrase.end - sentence.start :]
    ):
        kind = None  # "the deadliest since Oct. 23, when bombs fell": the day of what follows
    if kind is None:
        return date_phrase
    return DatePhrase(
        date_phrase.start,
        date_phrase.end,
        date_phrase.first,
        date_phrase.last,
        date_phrase.precision,
        "since" if kind == "since" else "until",
        date_phrase.sure,
    )


def _shifted(date_phrase: DatePhrase, by: int) -> DatePhrase:
    return DatePhrase(
        date_phrase.start + by,
        date_phrase.end + by,
        date_phrase.first,
        date_phrase.last,
        date_phrase.precision,
        date_phrase.kind,
        date_phrase.sure,
    )
