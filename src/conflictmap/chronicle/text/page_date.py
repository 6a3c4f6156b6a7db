"""The day a page is published: "Mandalay, 23 September", "By Staff, 27 May 2022", "Published on ...", "YANGON, Aug. 5 (Agency) --".
Nothing here reads the clock; a dateline dates what stands below it, as a heading does, but not the actions themselves.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from conflictmap.chronicle.language.lexicon import Lexicon
from conflictmap.chronicle.language.tokens import split_words
from conflictmap.chronicle.text.date_headings import Heading, read_heading
from conflictmap.chronicle.text.date_phrases import DatePhrase
from conflictmap.chronicle.text.dates import burmese_to_ascii, written_dates
from conflictmap.chronicle.text.layout import (
    Block,
    furniture,
    is_sentence,
    is_short_sentence,
    opens_links,
    plain,
    reports,
    split_lead,
)
from conflictmap.errors import Problem

_LONGEST = 110  # characters of a dateline
_MOST_WORDS = 10  # of a dateline beside its date
_SMALL = frozenset({
    "by", "on", "at", "for", "of", "the", "in", "to", "and", "published", "updated", "posted", "last", "minutes", "minute", "read", "min",
    "pm", "am", "from", "news", "a.m.", "p.m.", "ago", "modified", "edited", "with", "a", "an", "week", "weekly", "daily",
    "as", "no", "issue", "period", "covering", "between", "report", "update", "situation", "hrs", "hours",
    "team", "reading", "time", "author", "comment", "comments", "views", "view", "shares", "share", "staff", "correspondent", "editor", "reporter", "edition", "volume",
})  # fmt: skip
_BYLINE = re.compile(r"^\s*(?:written |posted |published )?by [\w.@-]{2,30}(?= [·|•–-] |, )", re.IGNORECASE)
_BY = re.compile(r"^\W*(?:written |posted |published )?by [A-Z]", re.IGNORECASE)
_OLD = re.compile(r"\b(?:updated|modified|edited|retrieved|accessed)\b", re.IGNORECASE)
_LABEL = re.compile(r"^\W*(?:first )?(?:published|posted)\b", re.IGNORECASE)
_BARS = re.compile(r"\s*[|•·]\s*")
_LONGEST_IN_PARTS = (
    240  # characters of a dateline in parts: "JANUARY 19, 2024 | Member newsletter. Was this forwarded to you?"
)
_AGENCY = re.compile(
    r"^(?P<head>[^\n]{2,80}?)\s*(?:--|—|–|\s-|(?<=\)):)\s+(?P<body>\S.{30,})$",
    re.DOTALL,
)
HeadingOf = Callable[[Block], Heading | None]
_HEAD = 8  # blocks below a caption or a line under the headline in which the day of the page may stand
_PLACED = re.compile(
    r"(?:[A-Z][A-Z .'-]+|[A-Z][\w.'-]+(?: [A-Z][\w.'-]+){0,3})(?:, [A-Z][\w. '-]+)?\s*(?:\([^()]{2,30}\))?\s*"
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """A page's day; `stated` says that its year was written, `old` that it is the day of a later change of the page, `labelled`
    that the line calls it the day of publication."""

    day: date
    stated: bool
    old: bool = False
    labelled: bool = False


def read_dateline(line: str, lexicon: Lexicon, near: date | None, year: int | None) -> Dateline | None:
    """Read a line that holds one day beside names, titles or a byline, and tells nothing; None for any other line."""
    text = plain(line).lstrip("# ").strip()
    if len(text) > _LONGEST or _told_beside(text):
        text = _dated_part(text, lexicon, near, year)
    if not text:
        return None
    days = [
        date_phrase
        for date_phrase in written_dates(text, lexicon, near, year=year)
        if date_phrase.kind in ("day", "range")
    ]
    if len(days) != 1 or not _names_only(text, days[0]):
        return None
    shown = text[days[0].start : days[0].end]
    stated = bool(re.search(r"\d{4}|[၀-၉]{4}", shown))
    return Dateline(days[0].last, stated, bool(_OLD.search(text)), bool(_LABEL.search(text)))


def _told_beside(text: str) -> bool:
    """Whether a line in parts has a sentence or a question beside its day."""
    return bool(_BARS.search(text)) and bool(re.search(r"[.!?] [A-Z]|[!?]$", text))


def _dated_part(text: str, lexicon: Lexicon, near: date | None, year: int | None) -> str:
    """The part of a line in parts that has its day with the year, or is nothing but a day, where no other part tells of an action.

    "" for any other line.
    """
    parts = [part for part in _BARS.split(text) if part]
    dated = [
        part
        for part in parts
        if next(written_dates(part, lexicon, None), None) is not None
        or ((heading := read_heading(part, lexicon, near, year=year)) is not None and heading.kind == "day")
    ]
    if len(parts) < 2 or len(text) > _LONGEST_IN_PARTS or len(dated) != 1:
        return ""
    beside = split_words(" ".join(part for part in parts if part is not dated[0]))
    told = any(code for match in lexicon.book.find(beside, beside).get("trigger", ()) for _, code in match.payload)
    return "" if told else dated[0]


def split_agency(paragraph: str, lexicon: Lexicon, near: date | None, year: int | None) -> tuple[Dateline | None, str]:
    """Split off the agency's head "YANGON, Aug. 5 (Agency) --"; return its day, if it has one, and the rest."""
    match = _AGENCY.match(paragraph)
    if match is None:
        return None, paragraph
    head = match["head"].strip()
    days = [date_phrase for date_phrase in written_dates(head, lexicon, near, year=year) if date_phrase.kind == "day"]
    rest = (head[: days[0].start] + " " + head[days[0].end :]).strip(" ,") if days else head
    bare = re.sub(r"[,\s]+", " ", re.sub(r"\([^()]*\)", "", rest)).strip(" ,-")
    if bare and not _PLACED.fullmatch(bare):
        return None, paragraph
    if not days and not re.search(r"\([^()]+\)$", head) and not (bare.isupper() and len(bare) > 3):
        return None, paragraph
    line = Dateline(days[0].first, bool(re.search(r"\d{4}", head))) if days else None
    return line, match["body"]


def is_byline(line: str) -> bool:
    """Test whether a line begins by saying who wrote: "By Staff Reporter, 27 May"."""
    return bool(_BY.match(plain(line).lstrip("# ")))


def _names_only(text: str, day: DatePhrase) -> bool:
    """Whether nothing but names, titles and small words stands beside the date."""
    if re.search(r"[.!?။][\"”’)]*$", text[day.end :]) or re.search(r"[.!?] [A-Z]", text[: day.start]):
        return False
    rest = _BYLINE.sub(" ", text[: day.start] + " " + text[day.end :])
    words = re.findall(r"[^\W\d_][\w.’'-]*", rest)
    return len(words) <= _MOST_WORDS and all(not word[0].islower() or word.lower() in _SMALL for word in words)


def is_outside(day: date, year: int | None) -> bool:
    """Test whether a day is of another year than the one given; a text may run a month over either end of it."""
    if year is None:
        return False
    return not date(year, 1, 1) - timedelta(days=31) <= day <= date(year, 12, 31) + timedelta(days=31)


def visit_days(every: Sequence[Block], lexicon: Lexicon, year: int | None) -> tuple[Block, ...]:
    """Days alone on a line above the report that are of a later year than the one given: days of a visit to the site.

    None, where the text itself states no day of the year given: that year may be the wrong one.
    """
    if year is None:
        return ()
    first = next((at for at, block in enumerate(every) if not furniture(block) and reports(split_lead(block))), 0)
    late = [
        block
        for block in every[:first]
        if (heading := read_heading(block.text, lexicon, None, year=year)) is not None
        and heading.kind == "day"
        and heading.first.year > year
        and is_outside(heading.first, year)
    ]
    stated = late and any(_states(block.text, lexicon, year) for block in every if block not in late)
    return tuple(late) if stated else ()


def _states(text: str, lexicon: Lexicon, year: int) -> bool:
    dates = (phrase for phrase in written_dates(text, lexicon, None) if phrase.last.year == year)
    return any(str(year) in burmese_to_ascii(text[phrase.start : phrase.end]) for phrase in dates)


def other_years(days: Sequence[date], file: str, year: int | None) -> list[Problem]:
    """Days of other years than the one that was given: a fault where all are, else a question a year."""
    odd = [day.year for day in days if is_outside(day, year)]
    return [
        Problem(
            file,
            f"has dates of {odd_year}, but --year {year} was given",
            "leave --year out, or correct the text",
            severity="error" if len(odd) == len(days) else "question",
            value=str(odd_year),
        )
        for odd_year in sorted(set(odd))
    ]


def undated(file: str, year: int | None) -> Problem:
    """The fault of a text without a day, and its cure."""
    if year is None:
        return Problem(
            file,
            "has no date that could be read with its year",
            'put a heading like "November 7, 2023" above the paragraphs, or give --published or --year',
        )
    return Problem(
        file, "has no dates", 'put a heading like "November 7" or "Day 143" above the paragraphs, or give --published'
    )


def is_far_change(dateline: Dateline, year: int | None) -> bool:
    """Test whether a page was only changed on that day, in another year than the one its dates are known to be of."""
    return dateline.old and is_outside(dateline.day, year)


@dataclass(frozen=True, slots=True)
class PageDay:
    """The day of a page as a heading; `opens` is the line below which the report begins (0: not known), `dateline` says that
    the day stands beside a name."""

    heading: Heading
    opens: int = 0
    dateline: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    """A day above the report: whether its year was written, whether it is no day of change, whether it calls itself the day of
    publication, whether it stands beside a name."""

    stated: bool
    fresh: bool
    labelled: bool
    beside: bool
    day: date


def find_page_day(
    every: Sequence[Block], lexicon: Lexicon, heading_of: HeadingOf, *, year: int | None, metadata: date | None
) -> PageDay | None:
    """Find the day of a page: its datelines' before the first report, else its metadata's.

    Of several the last with its year; a day of change counts only where there is no other.
    """
    lines, opens = _lines(every, lexicon, heading_of, year)
    best = max(
        enumerate(lines), key=lambda pair: (pair[1].stated, pair[1].fresh, pair[1].labelled, pair[0]), default=None
    )
    if best is not None:
        line = best[1]
        kind = "page" if line.beside or _is_article(every, heading_of) else "day"
        return PageDay(Heading(line.day, line.day, kind), opens, line.beside)
    if metadata is None or is_outside(metadata, year):
        return None  # the page's last change: its own dates are of the year that was given
    return PageDay(Heading(metadata, metadata, "page"))


def closing_day(every: Sequence[Block], heading_of: HeadingOf) -> Heading | None:
    """Find the day of a page that is signed at its end, "Date: 24 June 2024", and has no other heading with a day."""
    reporting = [at for at, block in enumerate(every) if _is_report(block)]
    days = [(at, heading) for at, block in enumerate(every) if (heading := heading_of(block)) is not None]
    if len(days) != 1 or not reporting or days[0][0] < reporting[-1] or days[0][1].kind != "day":
        return None
    return replace(days[0][1], kind="page")


def _lines(
    every: Sequence[Block], lexicon: Lexicon, heading_of: HeadingOf, year: int | None
) -> tuple[list[_Line], int]:
    """The days above the first report, and the line below which it begins: one that calls itself the day of publication, or stands below a caption."""
    lines: list[_Line] = []
    opens, doubtful, listed = 0, False, False
    for at, block in enumerate(every):
        dateline = read_dateline(block.text, lexicon, None, year)
        if dateline is None and _is_report(block):
            agency = split_agency(plain(block.text), lexicon, None, year)[0]
            lines += [_Line(agency.stated, True, False, True, agency.day)] if agency else []
            dated = any(not line.beside for line in lines)
            if agency or (is_sentence(block) and not _is_of_head(every, at, lexicon, heading_of, year, dated=dated)):
                break
            doubtful = True  # navigation, a caption, a line below the headline
            listed = listed or block.form in ("item", "row")
            continue
        if dateline is None or is_far_change(dateline, year):
            continue
        bare = heading_of(block) is not None and not dateline.labelled
        of_page = not listed and block.form != "row" and _is_of_page(dateline, block, every[at + 1 :], heading_of)
        if doubtful and not dateline.labelled and not of_page:
            continue
        opens = block.first if dateline.labelled or doubtful else opens
        lines.append(_Line(dateline.stated, not dateline.old, dateline.labelled, not bare, dateline.day))
    return lines, opens


def _is_report(block: Block) -> bool:
    return not furniture(block) and reports(split_lead(block))


def _is_of_head(
    every: Sequence[Block], at: int, lexicon: Lexicon, heading_of: HeadingOf, year: int | None, *, dated: bool
) -> bool:
    """Whether a sentence is a caption or a line below the headline: short, and the day of the page stands close below it.

    Parameters: dated, whether a day on a line of its own stands above; with another below, a chronicle has a day for each.
    """
    if not is_short_sentence(every[at]):
        return False
    for below, block in enumerate(every[at + 1 : at + 1 + _HEAD], at + 2):
        dateline = read_dateline(block.text, lexicon, None, year)
        if dateline is not None:
            if dated and heading_of(block) is not None and not (dateline.labelled or is_byline(block.text)):
                return False
            return dateline.labelled or _is_of_page(dateline, block, every[below:], heading_of)
        if _is_report(block) and not is_short_sentence(block):
            return False
    return False


def _is_of_page(dateline: Dateline, block: Block, below: Sequence[Block], heading_of: HeadingOf) -> bool:
    """Whether a day below a caption is the page's: beside a byline, or the only day that stands on a line of its own."""
    if is_byline(block.text):
        return True
    days = (heading_of(other) is not None for other in _above_links(below) if not furniture(other))
    return not any(days)


def _is_article(every: Sequence[Block], heading_of: HeadingOf) -> bool:
    """Whether no further day stands on a line of its own below the first report: an article has one day, a chronicle many."""
    kept = [block for block in _above_links(every) if not furniture(block)]
    days = [at for at, block in enumerate(kept) if heading_of(block) is not None]
    between = [_is_report(block) for block in kept[days[0] : days[-1]]] if days else []
    return not any(between)


def _above_links(blocks: Sequence[Block]) -> Sequence[Block]:
    """The blocks above the first heading of links."""
    end = next((at for at, block in enumerate(blocks) if opens_links(block)), len(blocks))
    return blocks[:end]
