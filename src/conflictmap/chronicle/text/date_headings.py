"""Lines that date what stands below them: "November 7, 2023", "Day 143", "Sept. 16: Two helicopters ...".
Nothing here reads a text as a whole; `entries` does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from conflictmap.chronicle.language.lexicon import Lexicon
from conflictmap.chronicle.text.date_phrases import DatePhrase
from conflictmap.chronicle.text.dates import written_dates
from conflictmap.model import COUP_DAY

_MARKS = re.compile(r"^[\s#*_>•·\-–—|\[(]+")
_MARKS_BEHIND = re.compile(r"[\s*_:;.?/|\])–—-]*+")  # matched backwards: a run in the middle of a line costs nothing
_DAY = re.compile(r"\bday\s+(?:no\.?\s*)?(\d{1,5})\b", re.IGNORECASE)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = re.compile(rf"\b({'|'.join(_WEEKDAYS)})\b,?", re.IGNORECASE)
_FILLER = re.compile(
    r"\b(?:date|dated|week(?:ly)?|update|of|the|for|on|from|report|news|events?|timeline|summary|digest|brief|daily|issue|no|as"
    r"|first|second|third|fourth|fifth|last|at|hrs|hours|posted|published|period|covering|between|and|what|happened|in|a\.?m|p\.?m)\b",
    re.IGNORECASE,
)
_INLINE = re.compile(
    r"^\s*(?:[-*•]\s+)?(?:\*\*|__)?(?P<head>[^:–—\n]{3,40}?)(?:\*\*|__)?\s*(?:[:–—]|\s-\s)(?:\*\*|__)?\s*(?P<body>\S.{20,})$",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Heading:
    """What a line says of the days below it, inclusive; `doubt` is a sentence where its own parts do not fit."""

    first: date
    last: date
    kind: str  # "day", "range", "month", "count"
    doubt: str = ""


def read_heading(
    line: str, lexicon: Lexicon, near: date | None, *, year: int | None, day_one: date = COUP_DAY
) -> Heading | None:
    """Read a line that holds a date and next to nothing else; None for any other line.

    Parameters: near, the day of the heading above, for dates without a year; year, for the first of them.
    """
    text = _without_marks(line)
    if not text or len(text) > 80:
        return None
    counted = _DAY.search(text)
    if counted:
        near = day_one + timedelta(days=int(counted[1]) - 1)
    dates = list(written_dates(text, lexicon, near, year=year))
    if len(dates) > 2 or not (dates or counted) or not _is_bare(text, dates, counted):
        return None
    narrow = [date_phrase for date_phrase in dates if date_phrase.kind != "month"]
    if len(dates) == 2 and len(narrow) == 1:  # "Third week of June 2024 (16 - 22 June 2024)"
        return _heading(text, narrow[0], counted, day_one)
    if len(dates) == 2:  # "30 December 2022 - 5 January 2023"
        return Heading(dates[0].first, dates[1].last, "range") if dates[0].last < dates[1].first else None
    return _heading(text, dates[0] if dates else None, counted, day_one)


def split_inline(
    paragraph: str, lexicon: Lexicon, near: date | None, *, year: int | None, day_one: date = COUP_DAY
) -> tuple[Heading, str] | None:
    """Split a paragraph that begins with its date, "Sept. 16: Two helicopters ...", from it; None for others."""
    match = _INLINE.match(paragraph)
    if match is None:
        return None
    heading = read_heading(match["head"], lexicon, near, year=year, day_one=day_one)
    return (heading, match["body"]) if heading is not None and heading.kind != "month" else None


def _without_marks(line: str) -> str:
    """The line without Markdown's and lists' marks before and behind it."""
    inner = _MARKS.sub("", line)
    behind = _MARKS_BEHIND.match(inner[::-1])
    return inner[: len(inner) - (behind.end() if behind else 0)]


def _is_bare(text: str, dates: list[DatePhrase], counted: re.Match[str] | None) -> bool:
    rest = text
    for date_phrase in dates:
        rest = rest[: date_phrase.start] + " " * (date_phrase.end - date_phrase.start) + rest[date_phrase.end :]
    if counted:
        rest = rest[: counted.start()] + " " * len(counted.group()) + rest[counted.end() :]
    rest = _FILLER.sub(" ", _WEEKDAY.sub(" ", rest))
    return len(re.findall(r"[^\W\d_]{2,}", rest)) == 0


def _heading(text: str, date_phrase: DatePhrase | None, counted: re.Match[str] | None, day_one: date) -> Heading:
    counted_day = day_one + timedelta(days=int(counted[1]) - 1) if counted else None
    if date_phrase is None:
        assert counted_day is not None
        return Heading(counted_day, counted_day, "count")
    doubt = ""
    if counted_day is not None and date_phrase.kind == "day" and counted_day != date_phrase.first:
        if (counted_day.month, counted_day.day) == (date_phrase.first.month, date_phrase.first.day):
            date_phrase = DatePhrase(date_phrase.start, date_phrase.end, counted_day, counted_day, 1, "day")
        else:
            doubt = f"{text!r}: day {counted[1] if counted else ''} counted from {day_one} is {counted_day}, not {date_phrase.first}"
    named = _WEEKDAY.search(text)
    if named and date_phrase.kind == "day" and _WEEKDAYS.index(named[1].lower()) != date_phrase.first.weekday():
        doubt = f"{text!r}: {date_phrase.first} was a {_WEEKDAYS[date_phrase.first.weekday()].capitalize()}"
    return Heading(date_phrase.first, date_phrase.last, date_phrase.kind, doubt)
