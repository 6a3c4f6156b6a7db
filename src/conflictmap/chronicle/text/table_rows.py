"""Rows of a table as sentences: "Town | Captured | By" with "Cikha | 19 May 2024 | CNA" reads "CNA captured Cikha on 19 May 2024."
A row is an event for each day it holds; its verb is the head of the day's column, else the table's caption.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from conflictmap.chronicle.language.lexicon import Lexicon
from conflictmap.chronicle.language.tokens import split_words
from conflictmap.chronicle.text.dates import written_dates
from conflictmap.chronicle.text.layout import plain

_PLACE = re.compile(r"\b(?:town|township|city|place|village|location|base|camp|outpost|site|area|settlement)s?\b", re.I)
_REMARK = re.compile(r"\b(?:position|remark|note|detail|comment|source|last|held by|from)s?\b", re.IGNORECASE)
_BACK = re.compile(
    r"(?:re-?taken|re-?captured|regained|won back|taken back|(?P<given>(?:handed|given) (?:back|over)|returned))\b",
    re.I,
)
_LONGEST, _LONGEST_EVENT = 45, 90  # characters of a cell with a day; of one that also tells what happened then
_NUMBER = re.compile(r"[\s\d.,#№]*")
_ACTIVE = {
    "capture": "captured", "recapture": "recaptured", "fallen": "captured", "lost": "captured", "withdrawal": "withdrew from",
    "airstrike": "bombed", "shelling": "shelled", "raid": "raided", "arson": "burned", "attack": "attacked",
    "clash": "fought in",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RowSentence:
    """An event of a row as a sentence, and whether the actor stood in the row itself."""

    text: str
    named: bool


def cells(line: str) -> list[str]:
    """Split a Markdown row into cells, without marks."""
    return [plain(cell) for cell in line.strip().strip("|").split("|")]


def is_rule(line: str) -> bool:
    """Test whether a row only parts the head from the body: "|---|---|"."""
    return bool(re.fullmatch(r"[\s|:\-]+", line))


def row_sentences(heads: Sequence[str], row: Sequence[str], about: str, lexicon: Lexicon) -> Iterator[RowSentence]:
    """Write the events of one row as sentences.

    Parameters: about, the caption or heading above the table and the paragraph before it, for the verb and the actor that
    the row does not have. A row without a day, or whose place cannot be told, gives none.
    """
    days = [at for at, cell in enumerate(row) if _day(cell, lexicon)]
    place_at = _place_column(heads, row, days, lexicon)
    if place_at is None:
        return
    holder = ""
    for number, at in enumerate(days):
        until = days[number + 1] if number + 1 < len(days) else len(row)
        told = _own_event(row[at], row[place_at], holder, lexicon)
        if told:
            yield RowSentence(told, True)
            continue
        verb = _verb(heads[at] if at < len(heads) else "", lexicon) or _verb(about, lexicon)
        beside = [*range(at + 1, until), *(range(at) if number == 0 else ())]
        here = [row[near] for near in beside if near != place_at and _holds_actor(heads, row, near, lexicon)]
        actor = (
            (here[0] if here else "") or _actor(heads[at] if at < len(heads) else "", lexicon) or _actor(about, lexicon)
        )
        if verb == _ACTIVE["recapture"] and not here:
            actor = "The military"
        source = f" from {holder}" if holder and verb == _ACTIVE["recapture"] else ""
        holder = actor
        if verb and actor:
            yield RowSentence(
                f"{actor} {verb} {_named(heads[place_at], row[place_at])}{source} on {_day(row[at], lexicon)}.",
                bool(here),
            )


def _own_event(cell: str, place: str, holder: str, lexicon: Lexicon) -> str:
    """A cell that tells by itself that a place changed hands again, as a sentence: "Retaken by the army on 12 February 2024"."""
    day = _day(cell, lexicon)
    back = _BACK.match(cell)
    if back is None or not day:
        return ""
    link = " to " if back["given"] else " by "
    actor = _actor(cell.partition(link)[2], lexicon) or "the military"
    if back["given"] and holder:
        return f"{holder} handed {place} back to {actor} on {day}."
    source = f" from {holder}" if holder and holder != actor else ""
    return f"{actor[:1].upper()}{actor[1:]} recaptured {place}{source} on {day}."


def _holds_actor(heads: Sequence[str], row: Sequence[str], at: int, lexicon: Lexicon) -> bool:
    """Whether a cell names who did it: not one of a column of places, positions or remarks."""
    head = heads[at] if at < len(heads) else ""
    return bool(_actor(row[at], lexicon)) and not (_PLACE.search(head) or _REMARK.search(head))


def _named(head: str, name: str) -> str:
    """The place with the kind that its column says, where its name has none."""
    kind = re.search(r"\b(township|village)s?\b", head, re.IGNORECASE)
    return f"{name} {kind[1].capitalize()}" if kind and kind[1].lower() not in name.lower() else name


def _place_column(heads: Sequence[str], row: Sequence[str], days: Sequence[int], lexicon: Lexicon) -> int | None:
    named = [at for at, head in enumerate(heads[: len(row)]) if _PLACE.search(head) and at not in days and row[at]]
    if named:
        return named[0]
    free = (at for at, cell in enumerate(row) if at not in days and at < len(heads) and not _NUMBER.fullmatch(cell))
    return next((at for at in free if row[at][:1].isupper() and not _actor(row[at], lexicon)), None)


def _day(cell: str, lexicon: Lexicon) -> str:
    """A cell's day as written, "" where it has none or is a sentence."""
    if len(cell) > (_LONGEST_EVENT if _BACK.match(cell) else _LONGEST):
        return ""
    dates = [date_phrase for date_phrase in written_dates(cell, lexicon, None) if date_phrase.kind in ("day", "range")]
    return cell[dates[0].start : dates[0].end] if dates else ""


def _verb(text: str, lexicon: Lexicon) -> str:
    words = split_words(text)
    for match in lexicon.book.find(words, words).get("trigger", ()):
        for _, code in match.payload:
            if code in _ACTIVE:
                return _ACTIVE[code]
    return "captured" if re.search(r"\b(?:seizure|capture|fall|liberated|under)\b", text, re.IGNORECASE) else ""


def _actor(text: str, lexicon: Lexicon) -> str:
    """The first actor that a text names by its own name, as written."""
    raw = re.findall(r"[\w'-]+|[^\w\s]", text)
    for match in lexicon.book.find([word.lower() for word in raw], raw).get("actor", ()):
        if match.payload[0][0] and raw[match.first][:1].isupper():
            return " ".join(raw[match.first : match.end])
    return ""
