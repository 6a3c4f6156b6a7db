"""Who says on which day a change took place, where its day is in doubt (R14).
Nothing here decides the day; `one_change` does."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from conflictmap.control.rules import MOVES
from conflictmap.model import Assertion


def says(assertion: Assertion) -> str:
    """Write the day or days that a report gives: 2023-11-01, or 2023-11-01 to 2023-11-07."""
    return f"{assertion.t_low}" if assertion.t_low == assertion.t_high else f"{assertion.t_low} to {assertion.t_high}"


def sayings(
    evidence: Iterable[str], low: date, high: date, by_event: dict[str, list[Assertion]], pcode: str
) -> list[dict[str, Any]]:
    """List the reports of a change and the days they give, in order of day; none where there is no doubt about the day.

    Parameters: evidence, event_ids of a span; low, high, the first and the last day on which it can have begun;
    by_event, the assertions of each event; pcode, the township.
    Returns: for each report event_id, says, earliest, latest (YYYY-MM-DD), sources.
    """
    if low == high:
        return []
    reports = [
        assertion
        for event in evidence
        for assertion in by_event.get(event, ())
        if assertion.adm3_pcode == pcode
        and assertion.act in MOVES
        and low <= assertion.t_high
        and assertion.t_low <= high
    ]
    ordered = sorted(reports, key=lambda assertion: (assertion.t_low, assertion.t_high, assertion.event_id))
    by_id = {
        assertion.event_id: {
            "event_id": assertion.event_id, "says": says(assertion), "earliest": assertion.t_low.isoformat(),
            "latest": assertion.t_high.isoformat(), "sources": list(assertion.sources),
        }
        for assertion in ordered
    }  # fmt: skip
    return list(by_id.values())


def by_event(assertions: Iterable[Assertion]) -> dict[str, list[Assertion]]:
    """Group the assertions by event_id."""
    grouped: dict[str, list[Assertion]] = {}
    for assertion in assertions:
        grouped.setdefault(assertion.event_id, []).append(assertion)
    return grouped


def in_words(reports: Iterable[dict[str, Any]]) -> str:
    """Write who gives which day, in one line."""
    return "; ".join(f"{report['says']}: {report['event_id']} ({', '.join(report['sources'])})" for report in reports)
