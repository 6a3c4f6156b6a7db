"""Rows of data/events.csv added and changed one at a time, checked before they are written.
The table is always written in the order of its event_ids and in one form, so that one change is one line of a diff.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import count

import pandas as pd

from conflictmap.checking import as_text, check
from conflictmap.errors import ConflictmapError, Problem, raise_if_errors
from conflictmap.project import Project, read_table
from conflictmap.schema import EVENTS
from conflictmap.writing import locked, write_atomic

Row = dict[str, str]


@contextmanager
def rows_to_change(project: Project) -> Iterator[list[Row]]:
    """Yield the rows of the table as they are now, held against every other writer until the block ends.

    Raises: WriteError, where another program does not let go of the table; DataError as `read_rows`.
    """
    with locked(project.table("events.csv")):
        yield read_rows(project)


def read_rows(project: Project) -> list[Row]:
    """Return the event table as strings, in its order.

    Raises: DataError, where the table has faults: nothing is added to a table that is not whole.
    """
    path = project.table("events.csv")
    frame, problems = read_table(path, EVENTS, project.shown(path))
    raise_if_errors(problems)
    return as_rows(frame)


def as_rows(frame: pd.DataFrame) -> list[Row]:
    """Turn a frame of `schema.EVENTS` into rows of strings, in its order."""
    return [{str(name): str(value) for name, value in row.items()} for row in as_text(frame, EVENTS).to_dict("records")]


def write_rows(project: Project, rows: Sequence[Row], *, checked: Sequence[Row] | None = None) -> None:
    """Check rows and write them all in the order of their ids.

    Parameters: checked, rows that were read from the table and so need no second check: a review of 100,000 rows would
    else wait six seconds for each key.
    Raises: DataError, with every fault, by the row of the file or as "the new row" and its id; the file then stays as
    it was.
    """
    path = project.table("events.csv")
    known = {row["event_id"]: row for row in checked or ()}
    twice = len({row["event_id"] for row in rows}) < len(rows)
    fresh = [row for row in rows if twice or known.get(row["event_id"]) != row]
    numbers = _numbers(fresh, rows if twice or checked is None else checked)
    text = pd.DataFrame(fresh, columns=EVENTS.names, index=pd.Index(numbers), dtype=object)
    frame, problems = check(text, EVENTS, project.shown(path))
    if checked is not None and not twice:
        new = {number: row["event_id"] for number, row in zip(numbers, fresh, strict=True) if number > len(checked) + 1}
        problems = [_of_new(problem, new) for problem in problems]
    raise_if_errors(problems)
    clean = {row["event_id"]: row for row in as_rows(frame)}
    out = io.StringIO()
    writer = csv.DictWriter(out, _written_columns(rows), extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(
        sorted((clean.get(row["event_id"], row) for row in rows), key=lambda row: order_of(row["event_id"]))
    )
    write_atomic(path, out.getvalue().encode("utf-8"))


def _written_columns(rows: Sequence[Row]) -> list[str]:
    """All columns but the sparse ones that no row has: a table without coordinates does not carry four empty ones."""
    return [column.name for column in EVENTS.columns if not column.sparse or any(row.get(column.name) for row in rows)]


def _numbers(fresh: Sequence[Row], table: Sequence[Row]) -> list[int]:
    """The spreadsheet's row of each of the fresh rows; those that the table has not are counted on after its last."""
    if fresh == list(table):
        return list(range(2, len(fresh) + 2))
    at = {row["event_id"]: number for number, row in enumerate(table, start=2)}
    after = count(len(table) + 2)
    return [at[row["event_id"]] if row["event_id"] in at else next(after) for row in fresh]


def _of_new(problem: Problem, ids: Mapping[int, str]) -> Problem:
    """A problem of a row that the file has not yet names the row by its id: there is no number to look up."""
    if problem.row is None or problem.row not in ids:
        return problem
    return replace(problem, file=f"{problem.file}, the new row {ids[problem.row]}", row=None)


def order_of(event_id: str) -> tuple[str, int, str]:
    """Give the key that sorts E2 before E10."""
    match = re.fullmatch(r"(\D*)(\d{1,12})(.*)", event_id)
    return (match[1], int(match[2]), match[3]) if match else (event_id, 0, "")


def next_id(rows: Sequence[Mapping[str, str]]) -> str:
    """Return the id after the highest: E0042 after E0041."""
    numbers = [int(match[1]) for row in rows if (match := re.fullmatch(r"E(\d{1,12})", row["event_id"]))]
    return f"E{max(numbers, default=0) + 1:04d}"


def find_row(rows: Sequence[Row], event_id: str) -> Row:
    """Find the row of an event_id. Raises: ConflictmapError, where no row has it."""
    for row in rows:
        if row["event_id"] == event_id:
            return row
    near = ", ".join(row["event_id"] for row in rows[-3:])
    raise ConflictmapError(f"data/events.csv: no event {event_id!r}; the last ones are {near}")


def changed(rows: Sequence[Row], event_id: str, values: Mapping[str, str]) -> list[Row]:
    """Return the rows with some cells of one set. Raises: ConflictmapError, for an unknown row or column."""
    find_row(rows, event_id)
    unknown = [name for name in values if name not in EVENTS.names or name == "event_id"]
    if unknown:
        raise ConflictmapError(
            f"data/events.csv: {unknown[0]!r} is no column that can be set; use one of: {', '.join(EVENTS.names[1:])}"
        )
    return [{**row, **values} if row["event_id"] == event_id else dict(row) for row in rows]


def added(rows: Sequence[Row], values: Mapping[str, str]) -> tuple[list[Row], str]:
    """Return the rows and one more, with the next id; what is not given follows from what is (end_date from event_date)."""
    event_id = next_id(rows)
    day = values.get("event_date", "")
    defaults = {
        "end_date": day,
        "reported_on": values.get("end_date", day),
        "time_precision": "1",
        "mode": "reported",
        "entry_id": f"HAND-{day}",
    }
    unknown = [name for name in values if name not in EVENTS.names]
    if unknown:
        raise ConflictmapError(
            f"data/events.csv: {unknown[0]!r} is no column; use one of: {', '.join(EVENTS.names[1:])}"
        )
    row = {name: values.get(name, defaults.get(name, "")) for name in EVENTS.names}
    return [*[dict(kept) for kept in rows], {**row, "event_id": event_id}], event_id
