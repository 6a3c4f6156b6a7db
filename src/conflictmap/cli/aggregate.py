"""`conflictmap build --aggregate`: an atlas in which a table whose rows may not be passed on is counts only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from conflictmap.errors import ConflictmapError

if TYPE_CHECKING:
    from conflictmap.control import Assessment, Control
    from conflictmap.event_tables.imported_events import Provenance
    from conflictmap.pipeline import Atlas, Inputs, Tell

_TERMS = "Shown as counts by township and week; no row of it is here."


def build_aggregated(
    inputs: Inputs, names: Sequence[str], *, count_for_control: bool, assume_baseline: bool, tell: Tell
) -> tuple[Atlas, list[str]]:
    """Build an atlas whose page holds counts in the place of the rows of some imported tables.

    Parameters: count_for_control, whether those rows bear on who holds what; a span then rests on more reports than
    the page shows. Returns: the atlas, and a line a table for the terminal.
    Raises: ConflictmapError, where there is no imported table of a name.
    """
    from conflictmap.pipeline import build

    known = {table.name: table for table in inputs.provenances}
    for name in names:
        if name not in known:
            there = ", ".join(known) or "none"
            raise ConflictmapError(f"--aggregate {name!r}: no imported table of this name; there are: {there}")
    counted, lines = _with_counts(inputs, [known[name] for name in names])
    atlas = build(counted, assume_baseline=assume_baseline, tell=tell)
    if count_for_control:
        control = build(inputs, assume_baseline=assume_baseline, tell=tell).control
        atlas = replace(atlas, control=_without_rows_of(control, names))
    return atlas, lines


def _with_counts(inputs: Inputs, tables: Sequence[Provenance]) -> tuple[Inputs, list[str]]:
    from conflictmap.event_tables.weekly_counts import rows_of, weekly_counts
    from conflictmap.pipeline import match_all

    matches, _ = match_all(inputs)
    events, starts, lines = inputs.events, list(inputs.tables.starts if inputs.tables else ()), []
    for table in tables:
        mine = rows_of(events, table.name)
        own = matches[matches["event_id"].isin(set(events["event_id"][mine]))]
        source = f"{table.kind.upper()} (counts only)"
        counts, lost = weekly_counts(events[mine], own, inputs.units.table, table=table.name, source=source)
        start = int(events.index.max()) + 1
        starts.append((start - 2, f"{table.name}, counted by township and week"))
        rest = [
            frame for frame in (events[~mine], counts.set_axis(pd.RangeIndex(start, start + len(counts)))) if len(frame)
        ]
        events = pd.concat(rest) if rest else events[~mine]
        away = f", {lost:,} without a place in the country in none" if lost else ""
        lines.append(
            f"{table.name}: {int(mine.sum()):,} events are {len(counts):,} counts by township and week{away}; "
            f"the page holds no row of it. Credit: {table.credit}"
        )
    names = {table.name for table in tables}
    provenances = tuple(
        replace(table, terms=_TERMS, redistribution=True) if table.name in names else table
        for table in inputs.provenances
    )
    read = None if inputs.tables is None else replace(
        inputs.tables, frame=events, starts=tuple(starts), provenances=provenances
    )  # fmt: skip
    return replace(inputs, events=events, tables=read), lines


def _without_rows_of(control: Control, names: Sequence[str]) -> Control:
    """Control in which no event of some tables is named: states of townships stay, sites and claims known by them go."""
    from conflictmap.event_tables.imported_events import SEPARATOR

    prefixes = tuple(f"{name}{SEPARATOR}" for name in names)

    def kept(assessment: Assessment) -> Assessment:
        sites, claims = assessment.sites, assessment.claims
        seen = [any(event.startswith(prefixes) for event in events) for events in sites["evidence"]]
        theirs = claims["event_id"].astype(str).str.startswith(prefixes).astype(bool)
        others: list[Any] = [
            tuple(event for event in events if not event.startswith(prefixes))
            for events in assessment.spans["evidence"]
        ]
        spans = assessment.spans.assign(evidence=others)
        return replace(assessment, spans=spans, sites=sites[[not one for one in seen]], claims=claims[~theirs])

    by_rules = {name: kept(assessment) for name, assessment in control.by_rules.items()}
    assertions = tuple(one for one in control.assertions if not one.event_id.startswith(prefixes))
    return replace(control, by_rules=by_rules, assertions=assertions)
