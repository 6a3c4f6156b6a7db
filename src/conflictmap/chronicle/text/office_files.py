"""The text of a Word document, a PDF and a table, as Markdown: headings "# ", items "- ", rows "| a | b |".
Nothing here reads a date or an event.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from conflictmap.csv_bytes import csv_rows
from conflictmap.errors import DataError, Problem
from conflictmap.sources.unpacked import check_document

_PICTURES = 20  # characters a page: a PDF with fewer holds pictures of its text


def docx_text(content: bytes, file: str) -> str:
    """Read a Word document's paragraphs, lists and tables in their order.

    Raises: SourceError, where it would be too large unpacked; DataError, where the file is another archive, broken, or
    the optional extra is not installed.
    """
    if zipfile.is_zipfile(io.BytesIO(content)):  # what is none, or broken, python-docx refuses
        check_document(file, content)
    document = _docx_of(content, file)
    parts = [_docx_part(block) for block in document.iter_inner_content()]
    text = "\n\n".join(part for part in parts if part.strip())
    if not text:
        raise _fail(file, "is a Word document without text", "name another file")
    return text


def _docx_of(content: bytes, file: str) -> Any:
    try:
        import docx
    except ImportError:
        raise _fail(
            file,
            "is an office document, for which python-docx is not installed",
            "pip install 'conflictmap[documents]', or save it as plain text (.txt)",
        ) from None
    try:
        return docx.Document(io.BytesIO(content))
    except Exception as error:  # a broken archive fails in zipfile, lxml or docx itself, each with its own class
        what = f"is a ZIP archive or an office document that cannot be read as .docx ({type(error).__name__})"
        raise _fail(file, what, "save it as .docx or as plain text (.txt)") from None


def _docx_part(part: Any) -> str:
    rows = getattr(part, "rows", None)
    if rows is not None:
        return markdown_table([[cell.text for cell in row.cells] for row in rows])
    text = " ".join(str(part.text).split())
    style = str(getattr(part.style, "name", "")) if part.style is not None else ""
    if text and style.startswith(("Heading", "Title")):
        return f"# {text}"
    return f"- {text}" if text and style.startswith("List") else text


def pdf_text(content: bytes, file: str) -> str:
    """Read a PDF's text, lines as they stand.

    Raises: DataError, where it is broken, locked, holds pictures of its text, or the optional extra is not installed.
    """
    try:
        import pypdf
    except ImportError:
        raise _fail(
            file,
            "is a PDF, for which pypdf is not installed",
            "pip install 'conflictmap[documents]', or copy its text into a .txt file",
        ) from None
    try:
        pages = [page.extract_text() or "" for page in pypdf.PdfReader(io.BytesIO(content)).pages]
    except Exception as error:  # a broken file fails with many classes besides pypdf's own
        what = f"is a PDF that cannot be read ({type(error).__name__})"
        raise _fail(file, what, "copy its text into a .txt file, and check the headings") from None
    if sum(map(len, pages)) < _PICTURES * max(1, len(pages)):
        what = "is a PDF of pictures, without text"
        raise _fail(file, what, "recognise its text first (OCR), or type it into a .txt file")
    return "\n\n".join(pages)


def table_text(text: str, file: str) -> str:
    """Convert a CSV or TSV table to Markdown. Raises: DataError, where it is none."""
    head = text.partition("\n")[0]
    delimiter = max("\t;,", key=head.count)
    return markdown_table(csv_rows(text, file, delimiter=delimiter))


def markdown_table(rows: Sequence[Iterable[str]]) -> str:
    """Write rows as lines "| a | b |", the first as the head."""
    return "\n".join(_lines(rows))


def _lines(rows: Sequence[Iterable[str]]) -> Iterator[str]:
    for number, row in enumerate(rows):
        cells = [re.sub(r"[\s|]+", " ", cell).strip() for cell in row]
        if any(cells):
            yield "| " + " | ".join(cells) + " |"
        if number == 0:
            yield "|" + "---|" * len(cells)


def _fail(file: str, what: str, cure: str) -> DataError:
    return DataError([Problem(file, what, cure)])
