"""Where the tables are, and how they are read and written whole.
A read names every fault; a write is atomic: the old file stays until the new one is complete."""

from __future__ import annotations

import csv
import io
import json
import math
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from conflictmap.checking import as_text, check
from conflictmap.errors import DataError, NotUtf8Error, Problem, decode_utf8
from conflictmap.schema import Table
from conflictmap.version import shipped_data
from conflictmap.writing import write_atomic

SIZE_LIMIT_MB = 512  # an event table of a million rows is about 400 MB


@dataclass(frozen=True, slots=True)
class Project:
    """The folders of one project. `root` holds `data/` and `maps/`; `shipped` says that data is the package's own."""

    root: Path
    data: Path
    maps: Path
    shipped: bool = False

    def table(self, name: str) -> Path:
        """Return path of a table of `data/`; those of the gazetteer are asked for as "gazetteer/places.csv"."""
        return self.data / name

    @property
    def kept(self) -> tuple[Path, ...]:
        """Folders of what people made or brought in: no output is written into them."""
        return (self.data, self.root / ".conflictmap")

    def shown(self, path: Path) -> str:
        """Return the path as messages show it: relative to the project where it lies inside it."""
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else str(path)


def find_project(start: Path | str = ".") -> Project:
    """Return the project that holds `start`: the nearest folder upwards with data/events.csv, else the data that ships.

    Raises: TypeError, where `start` is no path.

    >>> find_project(".").table("events.csv").name
    'events.csv'
    """
    if not isinstance(start, str | Path):
        raise TypeError(f"find_project: expected a folder as text or Path, got {type(start).__name__}")
    start = Path(start).resolve()
    for folder in (start, *start.parents):
        if (folder / "data" / "events.csv").is_file():
            return Project(folder, folder / "data", folder / "maps")
    return Project(start, shipped_data(), start / "maps", shipped=True)


def is_file(path: Path) -> bool:
    """Whether there is a file; False as well where the system does not say, as for a name that is too long."""
    try:
        return path.is_file()
    except (OSError, ValueError):  # no right to look, or a null character
        return False


def read_table(path: Path, table: Table, shown: str | None = None) -> tuple[pd.DataFrame, list[Problem]]:
    """Read one CSV table and name every fault in it.

    Returns: the typed frame (see `schema.check`), its index the spreadsheet's row, and its problems.
    Raises: DataError, where no row can be read at all.
    """
    file = shown or path.name
    raw = parse_table(read_text(path, file), file)
    raw.index = pd.RangeIndex(2, len(raw) + 2)
    return check(raw, table, file)


def parse_table(text: str, file: str, *, skip_blank_lines: bool = False) -> pd.DataFrame:
    """Return the cells of a CSV table as they are written, "" where empty.

    Raises: DataError, where the text is no table, or a row has more cells than there are columns: its cells would else
    stand in the wrong ones.
    """
    try:
        raw = pd.read_csv(
            io.BytesIO(text.encode("utf-8", "surrogatepass")),
            dtype=object,
            keep_default_na=False,
            na_filter=False,
            skip_blank_lines=skip_blank_lines,
        )
    except (ValueError, OverflowError, RecursionError) as error:  # pandas' own faults are ValueErrors
        what, fix = f"is not a CSV table ({str(error)[:200]})", "check quotes and commas in that line"
        raise DataError([Problem(file, what, fix)]) from None
    if not isinstance(raw.index, pd.RangeIndex):  # more cells than column names: pandas took one as the index
        row, cells = None, enumerate(csv.reader(io.StringIO(text)), start=1)
        with suppress(csv.Error):  # a cell beyond 131,072 characters
            row = next((number for number, row in cells if len(row) > len(raw.columns)), None)
        fix = "quote cells that hold commas"
        raise DataError([Problem(file, "has a row with more cells than there are columns", fix, row=row)])
    return raw


def write_table(path: Path, frame: pd.DataFrame, table: Table) -> None:
    """Write a typed frame as CSV (UTF-8, \\n, the table's column order), atomically."""
    text = as_text(frame, table)
    empty = [column.name for column in table.columns if column.sparse and not text[column.name].any()]
    write_atomic(path, _as_csv(text.drop(columns=empty)))


def _as_csv(text: pd.DataFrame) -> bytes:
    """A frame of strings as UTF-8 CSV, as pandas writes it, in half its time and a quarter of its memory."""
    content = io.BytesIO()
    with io.TextIOWrapper(content, "utf-8", newline="", write_through=True) as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(text.columns)
        writer.writerows(zip(*(text[name].tolist() for name in text.columns), strict=True))
        return content.getvalue()


def read_bytes(path: Path, file: str, *, limit_mb: int = SIZE_LIMIT_MB) -> bytes:
    """Return the bytes of a file. Raises: DataError, where it is not there, too large, or the system does not let it be read."""
    try:
        if path.is_dir():
            raise DataError([Problem(file, "is a folder", "name the file in it, or restore the file")])
        if not path.exists():
            raise DataError([Problem(file, "does not exist", "restore it, or run in the project's folder")])
        if not path.is_file():
            raise DataError([Problem(file, "is a device or a pipe", "save it as a file first")])
        if path.stat().st_size > limit_mb * 1_000_000:
            raise DataError([Problem(file, f"is larger than {limit_mb} MB", "split it")])
        return path.read_bytes()
    except (
        OSError,
        ValueError,
        RuntimeError,
    ) as error:  # no right, a disk's fault, a null in the name, links in circles
        why = getattr(error, "strerror", None) or str(error)
        raise DataError(
            [Problem(file, f"cannot be read ({why})", "give yourself the right, or mend the disk")]
        ) from None


def read_json(content: bytes) -> Any:
    """Return the value of a JSON text. Raises: ValueError, also for NaN and numbers beyond a float: a page could not hold them;
    RecursionError, where it is nested too deep."""
    return json.loads(content, parse_constant=_finite, parse_float=_finite)


def _finite(number: str) -> float:
    value = float(number)
    if not math.isfinite(value):
        raise ValueError(f"{number} is no number of JSON")
    return value


def read_text(path: Path, file: str) -> str:
    """Return the text of a UTF-8 file. Raises: DataError, naming the byte or the cure, where it is none."""

    def fail(message: str, fix: str) -> DataError:
        return DataError([Problem(file, message, fix)])

    content = read_bytes(path, file)
    if not content.strip():
        raise fail("is empty", "restore it; its first line must name the columns")
    try:
        text = decode_utf8(content)
    except NotUtf8Error as error:
        raise fail(str(error), "save it as UTF-8 (spreadsheets call it 'CSV UTF-8')") from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise fail(f"has a null character in line {line}", "remove it")
    return text
