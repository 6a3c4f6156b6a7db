"""A line that dates what stands below it: "November 7, 2023", "Sept. 16", "Day 143", "14 to 20 November 2022".
Nothing here looks at the text below.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from conflictmap.chronicle.dates import When, written_dates
from conflictmap.chronicle.lexicon import Lexicon

#: Day 1 where a chronicle counts days and does not say from when: the coup of 1 February 2021.
DAY_ONE = date(2021, 2, 1)
_MARKS = re.compile(r"^[\s#*_>•·\-–—|\[(]+|[\s*_:;.|\])–—-]+$")
_DAY = re.compile(r"\bday\s+(?:no\.?\s*)?(\d{1,5})\b", re.IGNORECASE)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = re.compile(rf"\b({'|'.join(_WEEKDAYS)})\b,?", re.IGNORECASE)
_FILLER = re.compile(
    r"\b(?:date|dated|week(?:ly)?|update|of|the|for|on|from|report|news|events?|timeline|summary|digest|brief|daily|issue|no)\b",
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
    line: str, lexicon: Lexicon, near: date | None, *, year: int | None, day_one: date = DAY_ONE
) -> Heading | None:
    """Read a line that holds a date and next to nothing else; None for any other line.

    Parameters: near, the day of the heading above, for dates without a year; year, for the first of them.
    """
    text = _MARKS.sub("", line)
    if not text or len(text) > 80:
        return None
    counted = _DAY.search(text)
    if counted:
        near = day_one + timedelta(days=int(counted[1]) - 1)
    whens = list(written_dates(text, lexicon, near, year=year))
    if len(whens) > 2 or not (whens or counted) or not _is_bare(text, whens, counted):
        return None
    if len(whens) == 2:  # "30 December 2022 - 5 January 2023"
        return Heading(whens[0].first, whens[1].last, "range") if whens[0].last < whens[1].first else None
    return _heading(text, whens[0] if whens else None, counted, day_one)


def split_inline(
    paragraph: str, lexicon: Lexicon, near: date | None, *, year: int | None, day_one: date = DAY_ONE
) -> tuple[Heading, str] | None:
    """A paragraph that begins with its date, "Sept. 16: Two helicopters ...": the date and the rest; None for others."""
    match = _INLINE.match(paragraph)
    if match is None:
        return None
    heading = read_heading(match["head"], lexicon, near, year=year, day_one=day_one)
    return (heading, match["body"]) if heading is not None and heading.kind != "month" else None


def _is_bare(text: str, whens: list[When], counted: re.Match[str] | None) -> bool:
    rest = text
    for when in whens:
        rest = rest[: when.start] + " " * (when.end - when.start) + rest[when.end :]
    if counted:
        rest = rest[: counted.start()] + " " * len(counted.group()) + rest[counted.end() :]
    rest = _FILLER.sub(" ", _WEEKDAY.sub(" ", rest))
    return len(re.findall(r"[^\W\d_]{2,}", rest)) == 0


def _heading(text: str, when: When | None, counted: re.Match[str] | None, day_one: date) -> Heading:
    counted_day = day_one + timedelta(days=int(counted[1]) - 1) if counted else None
    if when is None:
        assert counted_day is not None
        return Heading(counted_day, counted_day, "count")
    doubt = ""
    if counted_day is not None and when.kind == "day" and counted_day != when.first:
        if (counted_day.month, counted_day.day) == (when.first.month, when.first.day):
            when = When(when.start, when.end, counted_day, counted_day, 1, "day")
        else:
            doubt = f"{text!r}: day {counted[1] if counted else ''} counted from {day_one} is {counted_day}, not {when.first}"
    named = _WEEKDAY.search(text)
    if named and when.kind == "day" and _WEEKDAYS.index(named[1].lower()) != when.first.weekday():
        doubt = f"{text!r}: {when.first} was a {_WEEKDAYS[when.first.weekday()].capitalize()}"
    return Heading(when.first, when.last, when.kind, doubt)
