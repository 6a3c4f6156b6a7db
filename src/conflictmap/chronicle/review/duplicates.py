"""Rows that may tell the same happening: suggested to a person, never merged here.
Two reports are alike where their days, act and spot agree; unlike actors make it less so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz

WINDOW_DAYS = 3  # outlets differ by a day or two over when a thing was
_LINE = 0.7
_COMMON = frozenset({
    "township", "village", "town", "region", "state", "near", "city", "context", "target", "origin", "district",
    "ward", "the", "and", "of", "station", "base", "camp", "outpost",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class DuplicatePair:
    """A row that may be the same happening, how alike it is (0 to 1), and why."""

    event_id: str
    score: float
    why: str


def find_twins(row: Mapping[str, str], rows: Sequence[Mapping[str, str]]) -> list[DuplicatePair]:
    """The rows that a new one may repeat, most alike first. Rows of the same entry are no twins: it told them apart."""
    found = []
    for other in rows:
        if other["entry_id"] == row["entry_id"] or not _near(row, other):
            continue
        score, why = likeness(row, other)
        if score >= _LINE:
            found.append(DuplicatePair(other["event_id"], round(score, 2), why))
    return sorted(found, key=lambda twin: (-twin.score, twin.event_id))


def likeness(row: Mapping[str, str], other: Mapping[str, str]) -> tuple[float, str]:
    """How alike two rows are: 0.45 the spot, 0.3 the act (0.15 the type alone), 0.15 actors, 0.1 the very day."""
    spot = _spot(row["location"], other["location"])
    same_act = row["act"] == other["act"] and row["event_type"] == other["event_type"]
    actors = bool(_ids(row) & _ids(other))
    if spot < 0.8:
        return 0.0, ""
    score = 0.45 * spot + (0.3 if same_act else 0.15 * (row["event_type"] == other["event_type"]))
    score += 0.15 * actors + 0.1 * (row["event_date"] == other["event_date"])
    parts = [
        "same spot",
        "same act" if same_act else "",
        "shared actor" if actors else "",
        f"{row['event_date']} and {other['event_date']}",
    ]
    return score, ", ".join(part for part in parts if part)


def _near(row: Mapping[str, str], other: Mapping[str, str]) -> bool:
    low, high = date.fromisoformat(row["event_date"]), date.fromisoformat(row["end_date"])
    first, last = date.fromisoformat(other["event_date"]), date.fromisoformat(other["end_date"])
    return (first - high).days <= WINDOW_DAYS and (low - last).days <= WINDOW_DAYS


def _ids(row: Mapping[str, str]) -> frozenset[str]:
    return frozenset(one for one in f"{row['actor1']}|{row['actor2']}".split("|") if one not in ("", "CIV", "UNK"))


def _spot(one: str, other: str) -> float:
    """How alike the narrowest names of two locations are, 0 to 1; 0 where either names none."""
    here, there = _narrowest(one), _narrowest(other)
    return fuzz.ratio(here, there) / 100 if here and there else 0.0


def _narrowest(location: str) -> str:
    for piece in location.split(";"):
        if piece.strip().startswith("context:"):
            continue
        for part in re.sub(r"^\s*(origin|target|site):", "", piece).split(","):
            words = [
                word for word in re.findall(r"[^\W\d_]+", part) if word[:1].isupper() and word.lower() not in _COMMON
            ]
            if words:
                return "".join(words).lower()
    return ""
