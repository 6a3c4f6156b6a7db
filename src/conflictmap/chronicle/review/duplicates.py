"""Rows that may tell the same event: suggested to a person, never merged here.
Two reports are alike where their days, act and place agree; unlike actors make it less so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz

from conflictmap.places.mentions.location import named_pieces

Row = Mapping[str, str]  # the columns of data/events.csv as strings
WINDOW_DAYS = 3  # outlets differ by a day or two over when a thing was
_LINE = 0.7
_ENOUGH = 4  # points: an act and an actor, or a place and a day with the type, make two rows the same event
_COMMON = frozenset({
    "township", "village", "town", "region", "state", "near", "city", "context", "target", "origin", "district",
    "ward", "the", "and", "of", "station", "base", "camp", "outpost",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class DuplicatePair:
    """A row that may be the same event, how alike it is (0 to 1), and why."""

    event_id: str
    score: float
    why: str


def pair(gold: Sequence[Row], drafts: Sequence[Row]) -> dict[int, int]:
    """Pair gold rows with drafts, one to one, the most alike first: gold index -> draft index."""
    scores = sorted(
        ((-_points(wanted, drafted), g, d) for g, wanted in enumerate(gold) for d, drafted in enumerate(drafts)),
    )
    pairs: dict[int, int] = {}
    used: set[int] = set()
    for score, g, d in scores:
        if -score >= _ENOUGH and g not in pairs and d not in used:
            pairs[g] = d
            used.add(d)
    return pairs


def find_duplicates(row: Mapping[str, str], rows: Sequence[Mapping[str, str]]) -> list[DuplicatePair]:
    """Find rows that a new row may repeat, most alike first. Rows of the same entry are never duplicates."""
    duplicates = []
    for other in rows:
        if other["entry_id"] == row["entry_id"] or not _near(row, other):
            continue
        score, why = likeness(row, other)
        if score >= _LINE:
            duplicates.append(DuplicatePair(other["event_id"], round(score, 2), why))
    return sorted(duplicates, key=lambda duplicate: (-duplicate.score, duplicate.event_id))


def likeness(row: Mapping[str, str], other: Mapping[str, str]) -> tuple[float, str]:
    """Measure how alike two rows are: 0.45 the place, 0.3 the act (0.15 the type alone), 0.15 actors, 0.1 the very day."""
    place = _place_likeness(row["location"], other["location"])
    same_act = row["act"] == other["act"] and row["event_type"] == other["event_type"]
    actors = bool(_parties(row) & _parties(other))
    if place < 0.8:
        return 0.0, ""
    score = 0.45 * place + (0.3 if same_act else 0.15 * (row["event_type"] == other["event_type"]))
    score += 0.15 * actors + 0.1 * (row["event_date"] == other["event_date"])
    parts = [
        "same place",
        "same act" if same_act else "",
        "shared actor" if actors else "",
        f"{row['event_date']} and {other['event_date']}",
    ]
    return score, ", ".join(part for part in parts if part)


def _near(row: Mapping[str, str], other: Mapping[str, str]) -> bool:
    low, high = date.fromisoformat(row["event_date"]), date.fromisoformat(row["end_date"])
    first, last = date.fromisoformat(other["event_date"]), date.fromisoformat(other["end_date"])
    return (first - high).days <= WINDOW_DAYS and (low - last).days <= WINDOW_DAYS


def _parties(row: Mapping[str, str]) -> frozenset[str]:
    return frozenset(
        actor_id for actor_id in f"{row['actor1']}|{row['actor2']}".split("|") if actor_id not in ("", "CIV", "UNK")
    )


def _place_likeness(location: str, other: str) -> float:
    """How alike the narrowest names of two locations are, 0 to 1; 0 where either names none."""
    here, there = _narrowest(location), _narrowest(other)
    return fuzz.ratio(here, there) / 100 if here and there else 0.0


def _narrowest(location: str) -> str:
    """Give the first proper name of a location's first piece that has one, its contexts left out."""
    for role, piece in named_pieces(location):
        for part in piece.split(",") if role != "context" else ():
            words = [
                word for word in re.findall(r"[^\W\d_]+", part) if word[:1].isupper() and word.lower() not in _COMMON
            ]
            if words:
                return "".join(words).lower()
    return ""


def _points(wanted: Row, drafted: Row) -> float:
    """Points: same entry 1, act 2, type 1, day 1 (0.5 within three), a shared word of the location 2, a shared actor 1, mode 0.25."""
    days = abs((date.fromisoformat(wanted["event_date"]) - date.fromisoformat(drafted["event_date"])).days)
    if days > 31:
        return 0.0
    points = 1.0 * (wanted["entry_id"] == drafted["entry_id"])
    points += 2.0 * (wanted["act"] == drafted["act"]) + 1.0 * (wanted["event_type"] == drafted["event_type"])
    points += 0.5 * (wanted["sub_event_type"] == drafted["sub_event_type"])
    points += 1.0 if days == 0 else 0.5 * (days <= 3)
    points += 2.0 * bool(_names(wanted["location"]) & _names(drafted["location"]))
    points += 0.5 * bool(actor_ids(wanted["actor1"]) & actor_ids(drafted["actor1"])) + 0.5 * bool(
        actor_ids(wanted["actor2"]) & actor_ids(drafted["actor2"])
    )
    # two events of different entries are the same only where place and act agree
    if wanted["entry_id"] != drafted["entry_id"] and not _names(wanted["location"]) & _names(drafted["location"]):
        return 0.0
    return points + 0.25 * (wanted["mode"] == drafted["mode"])


def _names(location: str) -> frozenset[str]:
    words = "".join(char.lower() if char.isalpha() else " " for char in location).split()
    return frozenset(word for word in words if len(word) > 2 and word not in _COMMON)


def actor_ids(cell: str) -> frozenset[str]:
    """Split a cell of actors: "KNLA|PDF"."""
    return frozenset(part for part in cell.split("|") if part)
