"""The day a page is published: "Mandalay, 23 September", "By Staff, 27 May 2022", "Published on ...", "YANGON, Aug. 5 (Agency) --".
Nothing here reads the clock; a dateline dates what stands below it, as a heading does, but not the actions themselves.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from conflictmap.chronicle.language.lexicon import Lexicon
from conflictmap.chronicle.text.date_phrases import DatePhrase
from conflictmap.chronicle.text.dates import written_dates
from conflictmap.chronicle.text.layout import plain

_LONGEST = 110  # characters of a dateline
_MOST_WORDS = 10  # of a dateline beside its date
_SMALL = frozenset({
    "by", "on", "at", "for", "of", "the", "in", "to", "and", "published", "updated", "posted", "last", "minutes", "minute", "read", "min",
    "pm", "am", "from", "news", "a.m.", "p.m.", "ago", "modified", "edited", "with", "a", "an", "week", "weekly", "daily",
    "as", "no", "issue", "period", "covering", "between", "report", "update", "situation", "hrs", "hours",
    "team", "reading", "time", "author", "comment", "comments", "views", "view", "shares", "share", "staff", "correspondent", "editor", "reporter", "edition", "volume",
})  # fmt: skip
_BYLINE = re.compile(r"^\s*(?:written |posted |published )?by [\w.@-]{2,30}(?= [·|•–-] |, )", re.IGNORECASE)
_OLD = re.compile(r"\b(?:updated|modified|edited|retrieved|accessed)\b", re.IGNORECASE)
_AGENCY = re.compile(
    r"^(?P<head>[^\n]{2,80}?)\s*(?:--|—|–|\s-)\s+(?P<body>\S.{30,})$",
    re.DOTALL,
)
_PLACED = re.compile(
    r"(?:[A-Z][A-Z .'-]+|[A-Z][\w.'-]+(?: [A-Z][\w.'-]+){0,3})(?:, [A-Z][\w. '-]+)?\s*(?:\([^()]{2,30}\))?\s*"
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """A page's day; `stated` says that its year was written, `old` that it is the day of a later change of the page."""

    day: date
    stated: bool
    old: bool = False


def read_dateline(line: str, lexicon: Lexicon, near: date | None, year: int | None) -> Dateline | None:
    """Read a line that holds one day beside names, titles or a byline, and tells nothing; None for any other line."""
    text = plain(line).lstrip("# ").strip()
    if not text or len(text) > _LONGEST:
        return None
    days = [
        date_phrase
        for date_phrase in written_dates(text, lexicon, near, year=year)
        if date_phrase.kind in ("day", "range")
    ]
    if len(days) != 1 or not _names_only(text, days[0]):
        return None
    shown = text[days[0].start : days[0].end]
    return Dateline(days[0].last, bool(re.search(r"\d{4}|[၀-၉]{4}", shown)), bool(_OLD.search(text)))


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


def is_far_change(dateline: Dateline, year: int | None) -> bool:
    """Test whether a page was only changed on that day, in another year than the one its dates are known to be of."""
    return dateline.old and is_outside(dateline.day, year)
