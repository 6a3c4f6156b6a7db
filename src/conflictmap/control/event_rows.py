"""The events' table as plain rows, and what is wrong with them for control.
A row that cannot be used is a Problem with its cure; nothing is dropped in silence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

import pandas as pd

from conflictmap.control.alliances import Alliances, day_or_none
from conflictmap.errors import Problem
from conflictmap.event_tables.actor_cells import split_actors
from conflictmap.model import COUP_DAY

FILE = "data/events.csv"
#: The columns of the events' table that control reads.
COLUMNS = ("event_id", "event_date", "end_date", "time_precision", "reported_on", "act", "actor1", "actor2", "mode",
           "source", "location", "supersedes")  # fmt: skip


class EventRow(NamedTuple):
    """A row of the events' table, as plain values. A tuple, for it is made by the hundred thousand."""

    row: int
    event_id: str
    first: date
    last: date
    precision: int
    reported: date
    act: str
    actor1: str
    actor2: str
    mode: str
    sources: tuple[str, ...]
    supersedes: str


def is_number(value: Any) -> bool:
    """Tell whether a cell holds a number; False where it is missing."""
    return isinstance(value, (int, float)) and value == value


def read_rows(events: pd.DataFrame) -> Iterator[EventRow]:
    """Yield the rows that have a day, in order; `schema.check` has named the others."""
    supersedes = events["supersedes"].tolist() if "supersedes" in events.columns else [""] * len(events)
    columns = (events[name].tolist() for name in COLUMNS[:10])
    for row, event, first, last, precision, reported, act, actor1, two, mode, source, target in zip(
        events.index.tolist(), *columns, supersedes, strict=True
    ):
        start = day_or_none(first)
        if start is None:
            continue
        end, known = day_or_none(last) or start, day_or_none(reported)
        yield EventRow(
            int(row), event, start, end, int(precision) if is_number(precision) else 1, known or end, act, actor1, two or "",
            mode, split_actors(source), target if isinstance(target, str) else "",
        )  # fmt: skip


def faults_of(event: EventRow, alliances: Alliances, reported: Mapping[str, Any]) -> list[Problem]:
    """List what is wrong with a row; `reported` is the day on which each event of the table was."""
    problems = [
        _problem(
            event, (column, actor), "is not in data/actors.csv", "mend the id, or add the actor to data/actors.csv"
        )
        for column, cell in (("actor1", event.actor1), ("actor2", event.actor2))
        for actor in split_actors(cell)
        if not alliances.knows(actor)
    ]
    if event.last < event.first:
        problems.append(
            _problem(event, ("end_date", str(event.last)), "ends before it begins", "put the later day here")
        )
    if event.first < COUP_DAY:
        fix = f"put what held before that day in data/control_baseline.csv, dated {COUP_DAY}"
        text = "is before the baseline; the row changes nobody's holding"
        problems.append(_problem(event, ("event_date", str(event.first)), text, fix, "question"))
    if event.act in ("handover", "surrender") and not event.actor2:
        problems.append(
            _problem(event, ("actor2", ""), "is empty: nobody receives it", "name who received it", "question")
        )
    if event.supersedes and (event.supersedes not in reported or event.supersedes == event.event_id):
        fix = "give the event_id of the row that this one corrects"
        problems.append(_problem(event, ("supersedes", event.supersedes), "is no other row of this table", fix))
    elif event.supersedes and (day_or_none(reported[event.supersedes]) or COUP_DAY) > event.reported:
        fix = "a correction is known after what it corrects: mend reported_on"
        problems.append(_problem(event, ("supersedes", event.supersedes), "was reported later", fix, "question"))
    return problems


def no_place(event: EventRow) -> Problem:
    """Raise the question that a capture, withdrawal or siege without a place raises."""
    text = f"gives no place that is known, so this {event.act} changes nobody's holding"
    return _problem(
        event, ("location", ""), text, "name a place, or decide its match with `conflictmap review`", "question"
    )


def _problem(event: EventRow, cell: tuple[str, str], text: str, fix: str, severity: str = "error") -> Problem:
    """A problem of one cell: (column, value)."""
    column, value = cell
    return Problem(FILE, f"{event.event_id}: {text}", fix, row=event.row, column=column, value=value, severity=severity)
