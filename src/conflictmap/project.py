"""Where the tables are, and how they are read and written whole.
A read names every fault; a write is atomic: the old file stays until the new one is complete."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from conflictmap.checking import as_text, check
from conflictmap.errors import DataError, Problem
from conflictmap.schema import Table

SIZE_LIMIT_MB = 512  # an event table of a million rows is about 400 MB


@dataclass(frozen=True, slots=True)
class Project:
    """The folders of one project. `root` holds `data/` and `maps/`; `shipped` says that data is the package's own."""

    root: Path
    data: Path
    maps: Path
    shipped: bool = False

    def table(self, name: str) -> Path:
        """Path of a table of `data/`; those of the gazetteer are asked for as "gazetteer/places.csv"."""
        return self.data / name

    def shown(self, path: Path) -> str:
        """The path as messages show it: relative to the project where it lies inside it."""
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else str(path)


def find_project(start: Path | str = ".") -> Project:
    """The project that holds `start`: the nearest folder upwards with data/events.csv, else the data that ships.

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


def shipped_data() -> Path:
    """The folder of the tables that ship with the package."""
    packaged = Path(__file__).parent / "_data"
    # in an editable install the data lies beside src/
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "data"


def read_table(path: Path, table: Table, shown: str | None = None) -> tuple[pd.DataFrame, list[Problem]]:
    """Read one CSV table and name every fault in it.

    Returns: the typed frame (see `schema.check`), its index the spreadsheet's row, and its problems.
    Raises: DataError, where no row can be read at all.
    """
    file = shown or path.name
    text = read_text(path, file)
    try:
        raw = pd.read_csv(
            io.StringIO(text), dtype=object, keep_default_na=False, na_filter=False, skip_blank_lines=False
        )
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise DataError(
            [Problem(file, f"is not a CSV table ({error})", "check quotes and commas in that line")]
        ) from None
    if not isinstance(raw.index, pd.RangeIndex):  # more cells than column names: pandas took one as the index
        cells = enumerate(csv.reader(io.StringIO(text)), start=1)
        row = next((number for number, row in cells if len(row) > len(raw.columns)), None)
        fix = "quote cells that hold commas"
        raise DataError([Problem(file, "has a row with more cells than there are columns", fix, row=row)])
    raw.index = pd.RangeIndex(2, len(raw) + 2)
    return check(raw, table, file)


def write_table(path: Path, frame: pd.DataFrame, table: Table) -> None:
    """Write a typed frame as CSV (UTF-8, \\n, the table's column order), atomically."""
    text = as_text(frame, table)
    empty = [column.name for column in table.columns if column.sparse and not text[column.name].any()]
    write_atomic(path, text.drop(columns=empty).to_csv(index=False, lineterminator="\n").encode("utf-8"))


def write_atomic(path: Path, content: bytes) -> None:
    """Put `content` at `path` whole or not at all: written beside it, flushed to disk, then renamed over it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp makes 0600; a page or a table is for others to read, as the umask allows
        umask = os.umask(0)
        os.umask(umask)
        temporary.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~umask)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def read_text(path: Path, file: str) -> str:
    """The text of a UTF-8 file. Raises: DataError, naming the byte or the cure, where it is none."""

    def fail(message: str, fix: str) -> DataError:
        return DataError([Problem(file, message, fix)])

    if not path.is_file():
        raise fail("does not exist", "restore it, or run in the project's folder")
    if path.stat().st_size > SIZE_LIMIT_MB * 1_000_000:
        raise fail(f"is larger than {SIZE_LIMIT_MB} MB", "split it")
    content = path.read_bytes()
    if not content.strip():
        raise fail("is empty", "restore it; its first line must name the columns")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise fail(
            f"has a byte that is not UTF-8 ({content[error.start]:#04x} in line {line})",
            "save it as UTF-8 (spreadsheets call it 'CSV UTF-8')",
        ) from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise fail(f"has a null character in line {line}", "remove it")
    return text
