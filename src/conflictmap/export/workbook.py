"""A spreadsheet's workbook of all tables, a sheet each: true days and numbers, and text that is never run.
Written row by row, so that a large table needs little memory."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from conflictmap.errors import ConflictmapError
from conflictmap.export.filled_table import FilledTable

ROW_LIMIT = 1_048_575  # of a sheet, beside its header
CELL_LIMIT = 32_767  # characters of a cell
SHEET_NAME_LIMIT = 31


def write_workbook(tables: Mapping[str, FilledTable], path: Path) -> None:
    """Write the tables as sheets. Raises: ConflictmapError, where one has more rows than a sheet can hold."""
    import xlsxwriter

    for name, table in tables.items():
        if table.rows.num_rows > ROW_LIMIT:
            raise ConflictmapError(f"{name} has {table.rows.num_rows:,} rows, a sheet at most {ROW_LIMIT:,}; take csv")
    # what begins with = stays text: nothing is taken for a formula or a link
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(
        str(path), {"constant_memory": True, "default_date_format": "yyyy-mm-dd", **plain}
    ) as book:
        bold = book.add_format({"bold": True})
        for name, table in tables.items():
            sheet = book.add_worksheet(name[:SHEET_NAME_LIMIT])
            sheet.freeze_panes(1, 0)
            sheet.write_row(0, 0, table.spec.names, bold)
            _write_rows(sheet, table)


def _write_rows(sheet: Any, table: FilledTable) -> None:
    writers = {
        "text": lambda row, column, cell: sheet.write_string(row, column, cell[:CELL_LIMIT]),
        "int": sheet.write_number,
        "float": sheet.write_number,
        "date": sheet.write_datetime,
        "bool": sheet.write_boolean,
    }
    columns = [column.to_pylist() for column in table.rows.columns]
    write = [writers[one.kind] for one in table.spec.fields]
    for row, cells in enumerate(zip(*columns, strict=True), start=1):
        for place, cell in enumerate(cells):
            if cell is not None and cell != "":
                write[place](row, place, cell)
