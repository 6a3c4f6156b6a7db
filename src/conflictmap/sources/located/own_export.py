"""The events that `conflictmap export` writes, read back as the rows that they were made of.
An export says where each event was resolved to, and beside it what its source gave; here the latter counts."""

from __future__ import annotations

import re
from dataclasses import replace

from conflictmap.sources.located.column_names import plain
from conflictmap.sources.located.reading import Cells

_MARKS = {"eventid", "matchstatus", "sourcelon", "sourcelat", "sourcegeoprecision", "sourceadm3pcode"}
_IDS = ("event_id", "entry_id", "supersedes")
_SEPARATOR = ":"  # as `imported_events.SEPARATOR`, which this room does not know
_ESCAPED = re.compile(r"'+[=+\-@]")  # as `delimited.without_formulas` marks what a spreadsheet would run


def is_own_export(headers: list[str]) -> bool:
    """Whether a file's columns are those of the events that this program exports."""
    return {plain(header) for header in headers} >= _MARKS


def as_imported(cells: Cells, name: str, *, is_csv: bool) -> Cells:
    """Return the rows of the table called `name`, with the ids that they have in it.

    A CSV file has an apostrophe before what a spreadsheet would run, which is taken away; the other formats have none.

    An export holds the rows of all of a project's tables: where some are of the table called `name` ("name:386003"),
    the others are left out and a remark says how many. Where none is, all of them are taken as they are.
    """
    frame = cells.frame.map(lambda cell: cell[1:] if _ESCAPED.match(cell) else cell) if is_csv else cells.frame
    prefix = name + _SEPARATOR
    ids = next(header for header in frame.columns if plain(str(header)) == "eventid")
    own = frame[ids].str.startswith(prefix)
    if not own.any():
        return replace(cells, frame=frame)
    columns = [header for header in frame.columns if plain(str(header)) in map(plain, _IDS)]
    kept = frame[own].assign(**{header: frame.loc[own, header].str.removeprefix(prefix) for header in columns})
    left = len(frame) - len(kept)
    remark = (f"{left:,} events that are not of the table {name!r} left out; they are in their own tables",)
    return replace(cells, frame=kept, remarks=(*cells.remarks, *(remark if left else ())))
