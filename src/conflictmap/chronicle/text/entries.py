"""A chronicle's text as dated entries: one a paragraph, under the date it stands under.
Nothing here reads a file or codes what happened.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from conflictmap.chronicle.language.lexicon import Lexicon
from conflictmap.chronicle.text.dates import When, written_dates
from conflictmap.errors import DataError, Problem
from conflictmap.model import Entry

#: Day 1 where a chronicle counts days and does not say from when: the coup of 1 February 2021.
DAY_ONE = date(2021, 2, 1)
_MARKS = re.compile(r"^[\s#*_>•·\-–—|\[(]+")
_MARKS_BEHIND = re.compile(r"[\s*_:;.|\])–—-]*+")  # matched backwards: a run in the middle of a line costs nothing
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
    text = _without_marks(line)
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


def _without_marks(line: str) -> str:
    """The line without Markdown's and lists' marks before and behind it."""
    inner = _MARKS.sub("", line)
    behind = _MARKS_BEHIND.match(inner[::-1])
    return inner[: len(inner) - (behind.end() if behind else 0)]


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


_END = re.compile(r"[.!?။][\"”’)\]*_]*$|\)[*_]*$")
_BULLET = re.compile(r"^\s*(?:[-*•·]|\d{1,2}[.)])\s+")
_MARKUP = re.compile(r"(\*\*|__|`)|\[([^\]\[]{1,1000})\]\([^()]{1,2000}\)")
_LONG = 100  # characters: a line this long is a paragraph by itself, not one line of a wrapped one
_SHORTEST = 30  # characters of a sentence that can report something


@dataclass(frozen=True, slots=True)
class Chronicle:
    """The entries of one text, in its order, and what a person should know of its dates."""

    source: str
    url: str
    entries: tuple[Entry, ...]
    topics: dict[str, str] = field(default_factory=dict)  # entry_id -> the heading of its section that is no date
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """How a text is to be read: who reports, where, which year its dates without one belong to, and what day 1 is."""

    source: str
    url: str = ""
    year: int | None = None
    day_one: date = DAY_ONE


def read_entries(text: str, file: str, reading: Reading, lexicon: Lexicon) -> Chronicle:
    """Cut a text into dated entries.

    An entry_id is the source's initials and the first day, "MM-2023-11-01"; further paragraphs of that day get "-2" and on.
    Raises: DataError, where nothing in the text has a date, or the dates do not fit the year that was given.
    """
    entries: list[Entry] = []
    topics: dict[str, str] = {}
    problems: list[Problem] = []
    count: Counter[date] = Counter()
    initials = initials_of(reading.source)
    for heading, topic, paragraph in _dated(text, file, reading, lexicon, problems):
        count[heading.first] += 1
        number = count[heading.first]
        entry_id = f"{initials}-{heading.first.isoformat()}" + (f"-{number}" if number > 1 else "")
        entries.append(Entry(entry_id, heading.first, heading.last, paragraph, reading.source))
        topics[entry_id] = topic
    if not entries:
        raise DataError([_undated(file, reading)])
    problems += _wrong_year(entries, file, reading.year)
    _stop(problems)
    return Chronicle(reading.source, reading.url, tuple(entries), topics, tuple(problems))


def initials_of(source: str) -> str:
    """The letters that begin an entry_id: "Mohinga Matters" -> "MM", "Mizzima" -> "MIZ"."""
    words = re.findall(r"[^\W\d_]+", source)
    if not words:
        return "SRC"
    return "".join(word[0] for word in words).upper() if len(words) > 1 else words[0][:3].upper()


def blocks(text: str) -> Iterator[str]:
    """Paragraphs, headings and list items of a plain or Markdown text, in order, lines of one paragraph joined."""
    for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\r", "\n")):
        held: list[str] = []
        for line in block.split("\n"):
            apart = _BULLET.match(line) or line.lstrip().startswith("#") or (held and len(held[-1]) > _LONG)
            if held and (apart or (len(line) > _LONG and _END.search(held[-1]))):
                yield " ".join(held)
                held = []
            if line.strip():
                held.append(line.strip())
            if held and line.lstrip().startswith("#"):
                yield held.pop()
        if held:
            yield " ".join(held)


def _dated(
    text: str, file: str, reading: Reading, lexicon: Lexicon, problems: list[Problem]
) -> Iterator[tuple[Heading, str, str]]:
    """Each paragraph with the heading that dates it and the topic it stands under."""
    current: Heading | None = None
    above = False  # whether a heading dates what follows; else each paragraph's own first date does
    topic, year, undated = "", reading.year, 0
    for block in blocks(text):
        heading, body = _split(block, lexicon, current, replace(reading, year=year))
        if heading is not None:
            problems += _doubts(heading, file)
            current, year, above = heading, heading.first.year, True
        if not _reports(body):
            topic = body.lstrip("# ").strip() if 0 < len(body) < _LONG else topic
            continue
        current = current if above else _own_date(body, lexicon, current, reading.year)
        if current is not None:
            yield current, topic, body
        undated += current is None
    if undated and current is not None:
        what = f"has {undated} paragraphs above its first date"
        problems.append(Problem(file, f"{what}; they were left out", "put a date above them", severity="question"))


def _split(block: str, lexicon: Lexicon, current: Heading | None, reading: Reading) -> tuple[Heading | None, str]:
    """The heading that a block is or begins with, and its body without marks."""
    near = current.first if current else None
    heading = read_heading(block, lexicon, near, year=reading.year, day_one=reading.day_one)
    if heading is not None:
        return heading, ""
    inline = split_inline(block, lexicon, near, year=reading.year, day_one=reading.day_one)
    if inline is not None:
        heading, block = inline
    return heading, _MARKUP.sub(lambda match: match[2] or "", _BULLET.sub("", block)).strip()


def _doubts(heading: Heading, file: str) -> list[Problem]:
    cure = "correct the heading, or give --day-one"
    return [Problem(file, heading.doubt, cure, severity="question")] if heading.doubt else []


def _reports(body: str) -> bool:
    return len(body) >= _SHORTEST and not body.startswith("#") and bool(_END.search(body) or len(body) > _LONG)


def _own_date(body: str, lexicon: Lexicon, before: Heading | None, year: int | None) -> Heading | None:
    """A text without date headings: a paragraph's own first date carries it, else that of the paragraph before."""
    near = before.first if before else None
    days = [when for when in written_dates(body, lexicon, near, year=year) if when.kind in ("day", "range")]
    return Heading(days[0].first, days[0].last, "day") if days else before


def _undated(file: str, reading: Reading) -> Problem:
    if reading.year is None:
        return Problem(
            file,
            "has no date that could be read with its year",
            'put a heading like "November 7, 2023" above the paragraphs, or give --year',
        )
    return Problem(file, "has no dates", 'put a heading like "November 7" or "Day 143" above the paragraphs')


def _wrong_year(entries: list[Entry], file: str, year: int | None) -> list[Problem]:
    if year is None:
        return []
    # a text may run over New Year's Eve, so the neighbours of the year are let through when they touch it
    low, high = date(year, 1, 1) - timedelta(days=31), date(year, 12, 31) + timedelta(days=31)
    odd = sorted({entry.date.year for entry in entries if not low <= entry.date <= high})
    return [
        Problem(
            file,
            f"has dates of {one}, but --year {year} was given",
            "leave --year out, or correct the text",
            value=str(one),
        )
        for one in odd
    ]


def _stop(problems: list[Problem]) -> None:
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        raise DataError(errors)
