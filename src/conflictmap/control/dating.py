"""Who says on which day a change took place, where its day is in doubt (R14).
Nothing here decides the day; `one_change` does."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from conflictmap.control.rules import MOVES
from conflictmap.model import Assertion


def says(one: Assertion) -> str:
    """The day or days that a report gives: 2023-11-01, or 2023-11-01 to 2023-11-07."""
    return f"{one.t_low}" if one.t_low == one.t_high else f"{one.t_low} to {one.t_high}"


def sayings(
    evidence: Iterable[str], low: date, high: date, by_event: dict[str, list[Assertion]], pcode: str
) -> list[dict[str, Any]]:
    """The reports of a change and the days they give, in order of day; none where there is no doubt about the day.

    Parameters: evidence, event_ids of a span; low, high, the first and the last day on which it can have begun;
    by_event, the assertions of each event; pcode, the township.
    Returns: for each report event_id, says, earliest, latest (YYYY-MM-DD), sources.
    """
    if low == high:
        return []
    found = [
        one
        for event in evidence
        for one in by_event.get(event, ())
        if one.adm3_pcode == pcode and one.act in MOVES and low <= one.t_high and one.t_low <= high
    ]
    ordered = sorted(found, key=lambda one: (one.t_low, one.t_high, one.event_id))
    told = {
        one.event_id: {
            "event_id": one.event_id, "says": says(one), "earliest": one.t_low.isoformat(),
            "latest": one.t_high.isoformat(), "sources": list(one.sources),
        }
        for one in ordered
    }  # fmt: skip
    return list(told.values())


def by_event(assertions: Iterable[Assertion]) -> dict[str, list[Assertion]]:
    """The assertions of each event, by its event_id."""
    found: dict[str, list[Assertion]] = {}
    for one in assertions:
        found.setdefault(one.event_id, []).append(one)
    return found


def in_words(told: Iterable[dict[str, Any]]) -> str:
    """Who says which day, in one line."""
    return "; ".join(f"{one['says']}: {one['event_id']} ({', '.join(one['sources'])})" for one in told)
