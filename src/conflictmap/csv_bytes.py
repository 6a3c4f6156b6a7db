"""The rows of a CSV text, and one row more or some rows fewer in its bytes; every other byte stays as it was.
Nothing here reads or writes a file."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from conflictmap.errors import DataError, Problem

_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
_FORMULA = re.compile(r"[\s\ufeff]*[=+@\-＝＋＠－]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_BOM = "\ufeff"
OPTIONAL = frozenset({"seen", "radius_km"})  # columns that an older table may lack


def one_line(text: str, limit: int = 2000) -> str:
    """Return text that stays in one line of a file: control characters become a space, what is beyond `limit` is cut."""
    whole = text.encode("utf-8", "replace").decode("utf-8")  # half a character cannot be written
    return _CONTROL.sub(" ", whole).strip()[:limit]


def csv_rows(text: str, file: str, *, delimiter: str = ",") -> list[list[str]]:
    """Return the cells of every row of a CSV text, whatever its line ends; a blank line is a row without cells.

    Raises: DataError with the row, where the text is no CSV, or a cell is longer than the csv module reads.
    """
    rows: list[list[str]] = []
    try:
        rows.extend(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        fix = "check the quotes of that row: one that is never closed takes in the rest of the file"
        raise DataError([Problem(file, f"is not a CSV table ({error})", fix, row=len(rows) + 1)]) from None
    return rows


def is_formula(text: str) -> bool:
    """Whether a spreadsheet that opens the table would run the cell, by what it begins with; numbers it would not."""
    return _FORMULA.match(text) is not None and _NUMBER.fullmatch(text.strip()) is None


def as_kept(row: Mapping[str, str]) -> dict[str, str]:
    """Return the cells as `with_rows` writes them."""
    return {name: one_line(cell) for name, cell in row.items()}


def with_rows(content: bytes, rows: Iterable[Mapping[str, str]], columns: Sequence[str]) -> bytes:
    """Return the table with rows appended, one line each, in the order of the header that it has.

    A table that is empty gets `columns` as its header. One that has a header and no row yet gets the columns that its
    header lacks; one that has rows keeps its header, and what it has no column for is left out.
    Raises: ValueError, where a column (but for `OPTIONAL` ones) is missing from the header; DataError, where that is no CSV.
    """
    text = content.decode("utf-8")
    header = next(_records(text.removeprefix(_BOM)), ([], ""))[0]
    if not text.strip() or (set(columns) > set(header) and len(text.strip().splitlines()) == 1):
        header, text = list(columns), _line(columns)
    missing = [name for name in columns if name not in header and name not in OPTIONAL]
    if missing:
        raise ValueError(", ".join(missing))
    if not text.endswith("\n"):
        text += "\n"
    return (text + "".join(_line([one_line(row.get(name, "")) for name in header]) for row in rows)).encode("utf-8")


def without_rows(content: bytes, drop: Callable[[Mapping[str, str]], bool]) -> bytes:
    """Return the table without the rows for which `drop` is true; the other lines as they stand. Raises: DataError, where it is no CSV."""
    records = _records(content.decode("utf-8"))
    header, first = next(records, ([], ""))
    names = [name.removeprefix(_BOM) for name in header]
    kept = [raw for cells, raw in records if not cells or not drop(dict(zip(names, cells, strict=False)))]
    return "".join([first, *kept]).encode("utf-8")


def _records(text: str) -> Iterator[tuple[list[str], str]]:
    """Every record with the very characters that it was written with, its line end included."""
    lines = io.StringIO(text, newline="").readlines()  # not splitlines: it splits at U+2028 and others within a cell
    reader = csv.reader(iter(lines))
    done = 0
    try:
        for cells in reader:
            yield cells, "".join(lines[done : reader.line_num])
            done = reader.line_num
    except csv.Error as error:
        message, fix = f"is not a CSV table ({error})", "mend that line, or restore the table"
        raise DataError([Problem("the table", message, fix, row=done + 1)]) from None


def _line(cells: Sequence[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerow(cells)
    return buffer.getvalue()
