"""Tables out of whatever file they come in: CSV, text with tabs, workbooks; plain, gzipped or zipped.
Every cell is text as written. A file that is not what it should be is a SourceError that says what it is instead."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from conflictmap.errors import NotUtf8Error, SourceError, decode_utf8
from conflictmap.sources import unpacked
from conflictmap.sources.mimu_lists import SPELLINGS, letters

SIZE_LIMIT_MB = 1_000  # MIMU's largest workbook is 20 MB, GeoNames' country file 5 MB; beyond this it is something else
HEADER_ROWS = 15  # MIMU's workbooks have a title and notes above the header

_KNOWN = {spelling for spellings in SPELLINGS.values() for spelling in spellings}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a file: `name` as messages show it (file, or file and sheet), `rows` of str, "" where empty."""

    name: str
    rows: pd.DataFrame


def sheets(path: Path, *, sheet: str | None = None) -> Iterator[Sheet]:
    """Yield every table in a file whose first line, or a line near the top of a sheet, names columns.

    Parameters: sheet, the only sheet of a workbook to read. Raises: SourceError.
    """
    for name, content in contents(path):
        if content[:4] == b"PK\x03\x04":
            yield from _workbook(name, content, sheet)
        else:
            yield Sheet(name, _csv(name, decoded(name, content)))


def contents(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the file's content, unpacked: one for a plain or gzipped file, one a member for a zip; workbooks stay whole.

    Raises: SourceError, where the file is missing, too large, cut off, or a web page.
    """
    start = first_bytes(path)
    if not start.strip():
        raise SourceError(f"{path.name}: the file is empty; download it again")
    if start[:2] == b"\x1f\x8b":
        yield path.name, _gunzip(path)
    elif start[:2] == b"PK":
        yield from _unzip(path)
    else:
        refuse_page(path.name, start)
        unpacked.check_text(path.name, path.stat().st_size, _text_limit_mb())
        yield path.name, path.read_bytes()


def first_bytes(path: Path) -> bytes:
    """Return the first 4,096 bytes of a file. Raises: SourceError, where it is not there, too large, or may not be read."""
    try:
        if not path.is_file():
            what = "is a folder; name the file in it" if path.is_dir() else "no such file"
            raise SourceError(f"{path}: {what}")
        _check_size(path.name, path.stat().st_size)
        with path.open("rb") as file:
            return file.read(4096)
    except (OSError, ValueError) as error:  # no right, a disk's fault, too long a name, a null in it
        why = getattr(error, "strerror", None) or str(error)
        raise SourceError(
            f"{str(path)[:200]}: cannot be read ({why}); give yourself the right, or name another"
        ) from None


def decoded(name: str, content: bytes) -> str:
    """Return the content as text. Raises: SourceError, where it is UTF-16, not UTF-8, or not text."""
    refuse_page(name, content[:4096])
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise SourceError(f"{name}: the text is UTF-16; save it as UTF-8 (spreadsheets call it 'CSV UTF-8')")
    if b"\0" in content[:4096]:
        raise SourceError(f"{name}: is no text (it has null bytes); give a CSV file or a workbook")
    try:
        return decode_utf8(content)
    except NotUtf8Error as error:
        fix = "save it as UTF-8 (spreadsheets call it 'CSV UTF-8')"
        raise SourceError(f"{name} line {error.line}: the byte {error.byte} is not UTF-8; {fix}") from None


def refuse_page(name: str, start: bytes) -> None:
    """Raise SourceError where the file begins as a web page does: an error page saved in the place of the data."""
    head = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html", b"<head", b"<!--")):
        raise SourceError(f"{name}: is a web page, not data (the server may have sent an error); download it again")


def _text_limit_mb() -> int:
    return min(SIZE_LIMIT_MB, unpacked.TABLE_LIMIT_MB)


def _check_size(name: str, size: int) -> None:
    if size > SIZE_LIMIT_MB * 1_000_000:
        raise SourceError(
            f"{name}: {size / 1e9:.1f} GB is more than the {SIZE_LIMIT_MB / 1000:g} GB that a list may have"
        )


def _gunzip(path: Path) -> bytes:
    try:
        with gzip.open(path) as file:
            content = file.read(_text_limit_mb() * 1_000_000 + 1)
    except (EOFError, OSError, zlib.error) as error:
        raise SourceError(f"{path.name}: the gzip file is cut off or damaged ({error}); download it again") from None
    unpacked.check_text(path.name, len(content), _text_limit_mb())
    return content


def _unzip(path: Path) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            if any(member.filename == "[Content_Types].xml" for member in members):
                yield path.name, path.read_bytes()
                return
            lists = [
                member for member in members if member.filename.lower().endswith((".csv", ".txt", ".tsv", ".xlsx"))
            ]
            unpacked.check_members(path.name, lists, _text_limit_mb())
            parts = [(f"{path.name}/{member.filename}", archive.read(member)) for member in lists]
    except unpacked.FAULTS as error:
        raise SourceError(f"{path.name}: the zip file {unpacked.reason(error)}") from None
    yield from parts


def _csv(name: str, text: str) -> pd.DataFrame:
    first = text.split("\n", 1)[0]
    separator = max((",", "\t", ";"), key=first.count)
    try:
        rows = pd.read_csv(io.StringIO(text), sep=separator, dtype=str, keep_default_na=False, na_filter=False)
    except (ValueError, OverflowError) as error:  # pandas' own faults are ValueErrors
        raise SourceError(f"{name}: is not a table ({error}); check quotes and separators in that line") from None
    if not isinstance(rows.index, pd.RangeIndex):  # more cells than names: pandas took the first ones as the index
        raise SourceError(f"{name}: has rows with more cells than its header; put cells that hold commas into quotes")
    return rows


def _workbook(name: str, content: bytes, sheet: str | None) -> Iterator[Sheet]:
    unpacked.check_workbook(name, content)
    import python_calamine  # reads 76,000 rows in a second, where openpyxl takes half a minute

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        titles = book.sheet_names
        wanted = titles if sheet is None else [title for title in titles if title == sheet]
        raw = {title: book.get_sheet_by_name(title).to_python() for title in wanted}
    except (python_calamine.CalamineError, *unpacked.FAULTS) as error:
        raise SourceError(f"{name}: the workbook cannot be read ({error}); download it again") from None
    tables = [Sheet(f"{name} [{title}]", table) for title, rows in raw.items() if (table := _table(rows)) is not None]
    if not tables:
        missing = f"sheet {sheet!r} is not there" if sheet is not None and not wanted else "no sheet has P-codes in it"
        raise SourceError(f"{name}: {missing}; its sheets are: {', '.join(titles)}; name one with --sheet")
    yield from tables


def _table(rows: Sequence[Sequence[object]]) -> pd.DataFrame | None:
    """The sheet from its header on, the first line that names three known columns; None where no line does."""
    for number, row in enumerate(rows[:HEADER_ROWS]):
        headers = [str(cell).strip() for cell in row]
        if sum(letters(header) in _KNOWN for header in headers) >= 3:
            body = [[_text(cell) for cell in line] for line in rows[number + 1 :]]
            table = pd.DataFrame(body, columns=headers, dtype=str)
            return table.loc[:, [header != "" for header in headers]]
    return None


def _text(cell: object) -> str:
    # a workbook holds codes such as 168862 as numbers
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
