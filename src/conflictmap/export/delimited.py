"""CSV of a table, plain or with a row of HXL tags, safe to open in a spreadsheet.
Text that a spreadsheet would run as a formula gets an apostrophe before it; nothing else is changed."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from conflictmap.export.filled_table import FilledTable

# How a cell begins that spreadsheets take for a formula (OWASP, CSV injection). One that is marked already is marked
# once more, so that an import that takes one apostrophe away has the cell as it was.
FORMULA = r"^'*[=+\-@\t\r]"
_LINES = csv.WriteOptions(include_header=False, quoting_style="needed")


def write_csv(table: FilledTable, path: Path) -> None:
    """Write the rows as UTF-8 CSV: days as YYYY-MM-DD, true and false, an empty cell for what is missing."""
    with path.open("wb") as file:
        _header(file, table.spec.names)
        _rows(file, table)


def write_hxl(table: FilledTable, path: Path) -> None:
    """Write as `write_csv` does, with a second row of HXL hashtags (Humanitarian Exchange Language 1.1)."""
    with path.open("wb") as file:
        _header(file, table.spec.names)
        _header(file, [field.hxl for field in table.spec.fields])
        _rows(file, table)


def without_formulas(rows: pa.Table) -> pa.Table:
    """Put an apostrophe before each text that a spreadsheet would take for a formula."""
    for place, name in enumerate(rows.column_names):
        column = rows[name]
        if pa.types.is_string(column.type):
            risky = pc.match_substring_regex(column, FORMULA)
            if pc.any(risky).as_py():
                marked = pc.binary_join_element_wise("'", column, "")
                rows = rows.set_column(place, name, pc.if_else(risky, marked, column))
    return rows


def _header(file: BinaryIO, cells: list[str]) -> None:
    file.write((",".join(cells) + "\n").encode("utf-8"))


def _rows(file: BinaryIO, table: FilledTable) -> None:
    csv.write_csv(without_formulas(table.rows), file, _LINES)
