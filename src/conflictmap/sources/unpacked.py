"""How large a packed file may become: asked of a zip or a workbook before anything of it is unpacked into memory.
A workbook's sheets are looked through as a stream; what is too large is refused with its size and a cure."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import IO

from conflictmap.errors import SourceError

TABLE_LIMIT_MB = 300  # of text; a reader takes up to nine times as much memory. MIMU's and GeoNames' have 30 at most
BOOK_LIMIT_MB = 400  # of a workbook's parts; MIMU's largest, 20 MB packed, has 150
DOCUMENT_LIMIT_MB = 100  # of a Word document's parts, pictures too; a chronicle of a year has 10
CELLS_LIMIT = 8_000_000  # of a sheet's rectangle, empty cells too: they take memory as well. MIMU's villages: 2 million
TEXT_LIMIT = 40_000  # characters of one text of a workbook; Excel itself allows 32,767
PIECE = 1 << 20
FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError, KeyError)

_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]{0,200}?\br="([A-Z]{1,7})(\d{1,12})"')
_SHARED = re.compile(rb'<(?:\w+:)?c\b[^>]{0,200}?\bt="s"[^>]{0,200}>\s{0,9}<(?:\w+:)?v>\s{0,9}(\d{1,9})\s{0,9}<')
_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]{0,400}?\br="(\d{1,12})"')


def reason(error: BaseException) -> str:
    """Tell what is wrong with a packed file, in words: damaged, encrypted, or packed in a way that is not known here."""
    text = str(error)
    if isinstance(error, NotImplementedError):
        return "is packed by a method that is not known here; pack it as an ordinary zip, or unpack it"
    if "encrypted" in text or "password" in text.lower():
        return "is encrypted; unpack it with its password first"
    return f"is cut off or damaged ({text[:120] or type(error).__name__}); download it again"


def check_members(name: str, members: list[zipfile.ZipInfo], limit_mb: int = TABLE_LIMIT_MB) -> None:
    """Raise SourceError where the members of a zip would be larger than `limit_mb` together, unpacked."""
    size = sum(member.file_size for member in members)
    if size > limit_mb * 1_000_000:
        raise SourceError(
            f"{name}: unpacked it has {size / 1e6:,.0f} MB, which is more than the {limit_mb} MB that can be read; "
            "split it, or give only the part that is needed"
        )


def check_text(name: str, size: int, limit_mb: int = TABLE_LIMIT_MB) -> None:
    """Raise SourceError where a table's text has more bytes than can be read."""
    if size > limit_mb * 1_000_000:
        raise SourceError(
            f"{name}: {size / 1e6:,.0f} MB of text is more than the {limit_mb} MB that can be read; split it"
        )


def check_document(name: str, content: bytes, limit_mb: int = DOCUMENT_LIMIT_MB) -> None:
    """Raise SourceError where a Word document is no zip that can be read, or would be too large unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as document:
            check_members(name, document.infolist(), limit_mb)
    except FAULTS as error:
        raise SourceError(f"{name}: the document {reason(error)}") from None


def check_workbook(name: str, content: bytes) -> None:
    """Raise SourceError where reading a workbook would ask for more memory than a list of places or events can need."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            members = book.infolist()
            check_members(name, members, BOOK_LIMIT_MB)
            if not any(member.filename == "xl/workbook.xml" for member in members):
                raise SourceError(f"{name}: is no workbook of the kind .xlsx; save it as .xlsx or CSV")
            sizes: list[int] = []
            for member in members:
                if member.filename.lower() == "xl/sharedstrings.xml":
                    with book.open(member) as texts:
                        sizes = _check_texts(name, texts)
            for member in members:  # a workbook may keep its sheets under any name
                if member.filename.lower().endswith(".xml"):
                    with book.open(member) as sheet:
                        _check_sheet(name, member.filename, sheet, sizes)
    except FAULTS as error:
        raise SourceError(f"{name}: the workbook {reason(error)}") from None


def _check_sheet(name: str, sheet: str, file: IO[bytes], sizes: list[int]) -> None:
    """`sizes`: bytes of each text that cells share; readers make a text of its own of it for every cell."""
    columns, rows, held, shared = 0, 0, b"", 0
    while piece := file.read(PIECE):
        seen, held = len(held), held + piece
        ended = (match for match in _SHARED.finditer(held) if match.end() > seen)  # the rest was counted with its piece
        shared += sum(sizes[int(match[1])] for match in ended if int(match[1]) < len(sizes))
        check_text(f"{name}, {sheet}", shared)
        for letters, row in _CELL.findall(held):
            columns, rows = max(columns, _number(letters)), max(rows, int(row))
        rows = max(rows, *map(int, _ROW.findall(held)), 0)
        held = held[-1000:]  # a cell may lie across two pieces
        cells = columns * rows  # readers make the whole rectangle from the first cell on
        if cells > CELLS_LIMIT:
            raise SourceError(
                f"{name}, {sheet}: reaches over {cells:,} cells, more than the {CELLS_LIMIT:,} that can be read; delete the "
                "cells far right and below (select them, then Delete rows or columns), and save it again"
            )


def _check_texts(name: str, file: IO[bytes]) -> list[int]:
    """The bytes of each text that cells of a workbook share, with the marks of its format. Raises: SourceError."""
    since, sizes = 0, []
    while piece := file.read(PIECE):
        ends = [match.end() for match in re.finditer(rb"</(?:\w+:)?si>", piece)]
        spans = [end - start for start, end in zip([-since, *ends], [*ends, len(piece)], strict=True)]
        sizes += spans[:-1]
        longest = max(spans)
        if longest > 8 * TEXT_LIMIT:  # bytes: three a character in Burmese, and the marks of its format
            raise SourceError(
                f"{name}: a cell holds more than {TEXT_LIMIT:,} characters; shorten it, or save it as CSV"
            )
        since = spans[-1]
    return sizes


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
