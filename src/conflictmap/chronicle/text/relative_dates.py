"""Days that lean on another: "on Friday", "yesterday", "two weeks earlier", "last Wednesday".
Nothing here reads a written date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta

from conflictmap.chronicle.language.lexicon import Lexicon
from conflictmap.chronicle.language.phrase_matcher import PhraseMatch
from conflictmap.chronicle.language.tokens import Sentence
from conflictmap.chronicle.text.date_phrases import Anchor, DatePhrase

_TOLD = frozenset({
    "fight", "fighting", "attack", "attacks", "battle", "clash", "clashes", "raid", "ambush", "strike", "airstrike", "incident", "shelling", "bombing",
    "explosion", "massacre", "capture", "seizure", "arrest", "arrests",
})  # fmt: skip
_UNITS_OF_ARMIES = (
    "battalion|brigade|infantry|light|military|division|regiment|column|strategic|tactical|regional|naval|air"
)
#: "On the 19th", "the night of the 7th", "between the 3rd and the 5th".
_ALONE = re.compile(
    r"\b(?:on|until|till|since|by|of|from|and|to|through|between|(?:mon|tues|wednes|thurs|fri|satur|sun)day,?) the (?P<day>\d{1,2})(?:st|nd|rd|th)\b(?!-)"
    rf"(?!\s+(?:(?:armou?red|artillery|combined|joint|engineer)\s+)?(?:{_UNITS_OF_ARMIES}|of (?!(?:this|that|the same|last|the previous) month)|township|ward|mile|street"
    r"|day|time|year|anniversary|century|floor|round|month|week|meeting|session|congress|attack|town|camp|base|post|village|person|victim|strike"
    r"|edition|issue|grade|pdf))",
    re.IGNORECASE,
)
_TIME_OF_DAY = r"(?:(?:the )?(?:early |late )?(?:morning|afternoon|evening|night|noon|dawn|midnight|hours) (?:of|on) )?(?:on )?(?:the )?"
_TO_DAY = re.compile(rf",? (?:to|until|till|through|up to) {_TIME_OF_DAY}")
_AND_DAY = re.compile(rf" and (?:again |also )?{_TIME_OF_DAY}")
_OPENS_RANGE = re.compile(rf"\b(?:between|from|starting on|starting) {_TIME_OF_DAY}$", re.IGNORECASE)
_ONE_DAY = ("day", "weekday")
_LONGEST_RANGE = 31  # days from the first to the last of days that "and" joins
_FARTHEST = 40_000  # days, weeks or months: what is said to lie further off is no date


def relative_day(
    sentence: Sentence, time: PhraseMatch, lexicon: Lexicon, anchor: Anchor, spoken: date
) -> DatePhrase | None:
    """Read a word of the table of times, counted from the page's day or the day spoken of."""
    kind, value = time.payload[0]
    low, high = sentence.span(time.first, time.end)
    if kind == "weekday":
        day = _weekday(int(value), anchor.last)
        if day == anchor.last and sentence.words[time.first - 1 : time.first] == ("last",):
            day -= timedelta(days=7)  # "last Wednesday", written on a Wednesday
        return DatePhrase(low, high, day, day, 1, "weekday", sure=False)
    if kind == "now":  # "today", "yesterday": counted from the day of the page, whatever was spoken of before
        day = anchor.last + timedelta(days=int(value))
        return DatePhrase(low, high, day, day, 1, "relative", sure=True)
    if kind in ("day", "same"):
        day = spoken if kind == "same" else spoken + timedelta(days=int(value))
        return DatePhrase(low, high, day, day, 1, "relative", sure=int(value) == 0)
    if kind == "unit":
        return _counted(sentence, time, lexicon, spoken, anchor)
    return _named_days(kind, value, (low, high), anchor)


def _named_days(kind: str, value: str, span: tuple[int, int], anchor: Anchor) -> DatePhrase | None:
    """Read a week, a weekend or a feast."""
    if kind == "week":
        monday = anchor.first + timedelta(days=7 * int(value) - anchor.first.weekday())
        return DatePhrase(*span, monday, monday + timedelta(days=6), 2, "relative", sure=False)
    if kind == "weekend":
        sunday = _weekday(6, anchor.last)
        return DatePhrase(*span, sunday - timedelta(days=1), sunday, 1, "range", sure=False)
    return _feast(value, *span, anchor) if kind == "feast" else None


def counts_days(cue: PhraseMatch, sentence: Sentence) -> bool:
    """Test whether a cue is the "following" of "the following day", behind which nothing is told as background."""
    before, behind = sentence.words[max(0, cue.first - 1) : cue.first + 1], sentence.words[cue.end : cue.end + 1]
    return before == ("the", "following") and behind in (("day",), ("morning",), ("evening",), ("night",), ("week",))


def is_explained(relative: DatePhrase, sentence: Sentence, phrases: Sequence[DatePhrase]) -> bool:
    """Test whether the day itself stands beside a date that leans on another: "Eight weeks earlier, on June 22", "Monday 26 May"."""
    if relative.kind == "weekday":
        return any(
            phrase.kind == "day" and _WITH_WEEKDAY.fullmatch(_gap(relative, phrase, sentence)) for phrase in phrases
        )
    if relative.kind not in ("relative", "after"):
        return False
    behind = (
        _gap(relative, phrase, sentence)
        for phrase in phrases
        if phrase.start >= relative.end and phrase.kind in ("day", "range")
    )
    return any(gap.strip() in (", on", ",", "on", "(", ", (", "(on", ", between", ", from") for gap in behind)


_WITH_WEEKDAY = re.compile(r",? (?:the |\()?|,? \((?:a )?|, an? ")


def _gap(phrase: DatePhrase, other: DatePhrase, sentence: Sentence) -> str:
    """The text between two dates, whichever stands first."""
    first, last = (phrase, other) if phrase.start < other.start else (other, phrase)
    return sentence.text[first.end - sentence.start : last.start - sentence.start]


def days_alone(text: str, anchor: Anchor, told: Sequence[date]) -> Iterator[DatePhrase]:
    """Find days without a month, "on the 19th": the one of the month just told of, else the last up to the day of the page.

    Parameters: told, the days that the sentence itself names with their months.
    """
    near = told[-1] if told else anchor.here
    for match in _ALONE.finditer(text):
        number = int(match["day"])
        day = _last_day(number, anchor.last)
        if _LAST_MONTH.match(text, match.end()):
            day = _last_day(number, anchor.last.replace(day=1) - timedelta(days=1))
        elif near is not None:
            with suppress(ValueError):
                day = near.replace(day=number) if near.replace(day=number) <= anchor.last else day
        if day is not None:
            yield DatePhrase(match.start("day"), match.end(), day, day, 1, "day", sure=False)


_LAST_MONTH = re.compile(r" (?:of )?(?:last|the previous) month\b", re.IGNORECASE)


def _last_day(number: int, last: date) -> date | None:
    days = (last - timedelta(days=back) for back in range(62))
    return next((day for day in days if day.day == number), None)


def joined_days(phrases: Sequence[DatePhrase], sentence: Sentence) -> list[DatePhrase]:
    """Join days that are one range: "between July 3 and the evening of July 6", "from Friday to Sunday", "on Saturday and Sunday".

    Parameters: phrases, the dates of a sentence, left to right.
    """
    out: list[DatePhrase] = []
    for phrase in [_lasting(each, sentence) for each in phrases]:
        whole = _range_of(out[-1], phrase, sentence) if out else None
        out[-1:] = [whole] if whole is not None else [*out[-1:], phrase]
    return out


_FOR_DAYS = re.compile(
    r"\bfor (?P<number>two|three|four|five|six|seven|eight|nine|ten|\d{1,2}) (?:consecutive |straight |full |whole |successive )?days,? "
    rf"(?:from|starting(?: on| from)?|beginning(?: on| from)?) {_TIME_OF_DAY}$",
    re.IGNORECASE,
)
_SMALL = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def _lasting(phrase: DatePhrase, sentence: Sentence) -> DatePhrase:
    """ "For three days from 18 May": the day with those that follow."""
    match = _FOR_DAYS.search(sentence.text, 0, phrase.start - sentence.start) if phrase.kind in _ONE_DAY else None
    if match is None:
        return phrase
    number = int(match["number"]) if match["number"].isdecimal() else _SMALL.index(match["number"].lower()) + 2
    return replace(phrase, last=phrase.first + timedelta(days=max(1, number) - 1), kind="range")


def _range_of(phrase: DatePhrase, other: DatePhrase, sentence: Sentence) -> DatePhrase | None:
    if phrase.kind not in _ONE_DAY or other.kind not in _ONE_DAY:
        return None
    first = (
        phrase.first - timedelta(days=7) if phrase.kind == "weekday" and phrase.first > other.first else phrase.first
    )
    gap = _gap(phrase, other, sentence)
    opened = _OPENS_RANGE.search(sentence.text[: phrase.start - sentence.start])
    run = _TO_DAY.fullmatch(gap) or (opened and _AND_DAY.fullmatch(gap))
    pair = _AND_DAY.fullmatch(gap) and phrase.kind == other.kind
    if not (run or pair) or not 0 < (other.last - first).days <= _LONGEST_RANGE:
        return None
    sure = phrase.sure and other.sure
    return replace(phrase, end=other.end, first=first, last=other.last, kind="range", sure=sure)


def _feast(value: str, low: int, high: int, anchor: Anchor) -> DatePhrase | None:
    """ "On Christmas Eve": a day of the calendar that has a name, the nearest one."""
    month, day = map(int, value.split("-"))
    days = [date(year, month, day) for year in range(anchor.near.year - 1, anchor.near.year + 2)]
    nearest = min(days, key=lambda each: abs(each - anchor.near))
    return DatePhrase(low, high, nearest, nearest, 1, "day", sure=False)


def _counted(
    sentence: Sentence, time: PhraseMatch, lexicon: Lexicon, spoken: date, anchor: Anchor
) -> DatePhrase | None:
    """ "ten days after X", "two weeks earlier": a number before the unit and a direction behind it."""
    words = sentence.words
    if time.first == 0 or time.end >= len(words):
        return None
    before = words[time.first - 1]
    number = lexicon.numbers.get(before) or (int(before) if before.isdecimal() and len(before) <= 4 else 0)
    after = words[time.end]
    if not 0 < number <= _FARTHEST or after not in ("after", "later", "earlier", "before", "ago"):
        return None
    # "ten days after taking B, they took A": B lies ten days before the day spoken of; "ten days later" moves on from it
    shift = timedelta(days=number * int(time.payload[0][1]))
    behind = words[time.end + 1 : time.end + 3]
    if after == "after" and len(behind) == 2 and behind[0] in ("the", "that", "this") and behind[1] in _TOLD:
        after = "later"  # "three days after the fight": it was told before
    spoken = anchor.last if after == "ago" and anchor.page else spoken  # "two days ago" counts from the page's day
    day = spoken + shift if after == "later" else spoken - shift
    low, high = sentence.span(time.first - 1, time.end + 1)
    exact = int(time.payload[0][1]) == 1
    return DatePhrase(low, high, day, day, 2, "after" if after == "after" else "relative", sure=exact)


def _weekday(number: int, last: date) -> date:
    """The last such weekday up to and with `last`: a report speaks of the week behind it."""
    return last - timedelta(days=(last.weekday() - number) % 7)
