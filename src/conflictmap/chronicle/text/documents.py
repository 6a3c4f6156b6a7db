"""A chronicle's file as Markdown text: text, Markdown, a table, a Word document, a PDF's text, or the body of an HTML page.
Nothing here knows what the text says; what is no text is refused with its kind and a cure.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from conflictmap.chronicle.text.office_files import docx_text, markdown_table, pdf_text, table_text
from conflictmap.errors import DataError, NotUtf8Error, Problem, decode_utf8
from conflictmap.project import read_bytes

SIZE_LIMIT_MB = 20  # a year of daily notes has about 2 MB
_MAGIC = (
    (
        b"\xd0\xcf\x11\xe0",
        "is an old office document, whatever its name says",
        "save it as .docx or as plain text (.txt)",
    ),
    (b"{\\rtf", "is an RTF document", "save it as plain text (.txt)"),
    (b"\x89PNG", "is an image", "type its text into a .txt file"),
    (b"\xff\xd8\xff", "is an image", "type its text into a .txt file"),
    (b"\x1f\x8b", "is compressed", "unpack it first"),
)
_HTML = (".html", ".htm", ".xhtml")
_TABLES = (".csv", ".tsv")
_NOTE = re.compile(r"(?:\[[\w ]{1,20}\]\s*)+")  # a footnote's mark
_LITTLE = 400  # characters: a page with less beside a notice on cookies has kept its text back
_WALL = re.compile(r"cookie|consent", re.IGNORECASE)
_LEAVES = frozenset({
    "span", "div", "b", "strong", "em", "p", "td", "th", "dt", "dd", "summary", "button", "a", "li", "time",
    "label", "h1", "h2", "h4", "h5", "h6",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Document:
    """A file's text, headings, items and table rows in Markdown, and the day of publication that its metadata have."""

    text: str
    published: date | None = None


def read_document(path: Path, is_heading: Callable[[str], bool], shown: str | None = None) -> str:
    """Read the text alone of `open_document`."""
    return open_document(path, is_heading, shown).text


def open_document(path: Path, is_heading: Callable[[str], bool], shown: str | None = None) -> Document:
    """Read a chronicle's file, paragraphs apart by blank lines.

    Parameters: is_heading, whether a line dates what stands below it: in HTML such a line is kept as a heading whatever
    its tag, since pages put dates into spans and buttons that an extractor of running text takes for ornament.
    Raises: DataError, where the file is absent, empty, too large, of another kind, or not UTF-8.
    """
    file = shown or path.name
    content = _content(path, file)
    if content.startswith(b"%PDF"):
        return Document(pdf_text(content, file))
    if content.startswith(b"PK\x03\x04"):
        return Document(docx_text(content, file))
    if path.suffix.lower() in _HTML or content.lstrip()[:15].lower().startswith((b"<!doctype html", b"<html")):
        return _html_body(content, is_heading, file)
    text = _decoded(content, file)
    return Document(table_text(text, file) if path.suffix.lower() in _TABLES else text)


def _content(path: Path, file: str) -> bytes:
    content = read_bytes(path, file, limit_mb=SIZE_LIMIT_MB)
    for magic, what, cure in _MAGIC:
        if content.startswith(magic):
            raise _fail(file, what, cure)
    if not content.strip():
        raise _fail(file, "is empty", "name another file")
    return content


def _decoded(content: bytes, file: str) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError as error:
            what = f"is UTF-16 that is cut off or damaged (at byte {error.start})"
            raise _fail(file, what, "save it as UTF-8") from None
    if b"\0" in content:
        raise _fail(file, "is a binary file, no text", "save the chronicle as plain text in UTF-8")
    try:
        return decode_utf8(content)
    except NotUtf8Error as error:
        raise _fail(file, str(error), "save it as UTF-8") from None


def _html_body(content: bytes, is_heading: Callable[[str], bool], file: str) -> Document:
    import lxml.html
    import trafilatura

    try:
        tree = lxml.html.document_fromstring(content, parser=_parser(content))
    except (ValueError, lxml.etree.ParserError) as error:
        raise _fail(file, f"is no HTML page that can be read ({error})", "save its text as .txt") from None
    published = _published(content)
    page_text = str(tree.text_content())
    whole = len(" ".join(page_text.split()))
    for mark in [mark for mark in tree.iter("sup") if _NOTE.fullmatch(mark.text_content().strip())]:
        mark.drop_tree()
    tables = list(_tables(tree))
    headlines = list(_headlines(tree))
    try:
        for element in list(tree.iter()):
            _keep_heading(element, is_heading)
        text = trafilatura.extract(
            tree, favor_recall=True, include_comments=False, include_tables=True, output_format="markdown"
        )
    except (RecursionError, ValueError, TypeError, AttributeError, lxml.etree.LxmlError) as error:
        raise _fail(
            file, f"is no page whose text can be read ({type(error).__name__})", "save its text as .txt"
        ) from None
    if not text or not text.strip():
        raise _fail(file, "holds no running text", "save the page's text as .txt; it may be drawn by a script")
    bare = " ".join(line for line in str(text).split("\n") if not _WALL.search(line))
    if len(bare) < _LITTLE and whole > 4 * len(bare) and _WALL.search(page_text):
        raise _fail(file, "has next to no text behind a notice on cookies", "save the page's text as .txt")
    lost = [
        table for table in tables if table.split("\n")[-1].strip("| ").split("|")[0].strip() not in _rows_of(str(text))
    ]
    above = [f"# {line}" for line in headlines if _letters(line) not in _letters(str(text))]
    return Document("\n\n".join([*above, str(text), *lost]), published)


def _headlines(tree: Any) -> Iterator[str]:
    """The headline of a page of one article, with a heading that stands right below it: the extraction takes some for navigation."""
    heads = [head for head in tree.iter("h1", "h2", "h3") if head.text_content().strip()]
    if [head.tag for head in heads].count("h1") != 1:
        return
    top = next(number for number, head in enumerate(heads) if head.tag == "h1")
    yield " ".join(heads[top].text_content().split())
    below = heads[top].getnext()
    if below is not None and below in heads:
        yield " ".join(below.text_content().split())


def _letters(text: str) -> str:
    return "".join(character for character in text.lower() if character.isalpha())


def _tables(tree: Any) -> Iterator[str]:
    """The tables of a page with two columns and more, in Markdown, each under the heading above it."""
    for table in tree.iter("table"):
        rows = [[cell.text_content() for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
        rows = [row for row in rows if len(row) > 1]
        if len(rows) > 1:
            heads = table.xpath("(preceding::h1|preceding::h2|preceding::h3|caption)[last()]")
            above = " ".join(heads[-1].text_content().split()) if heads else ""
            yield (f"## {above}\n\n" if above else "") + markdown_table(rows)


def _rows_of(text: str) -> set[str]:
    """The first cells of the rows that a text holds already."""
    return {line.strip("| ").split("|")[0].strip() for line in text.split("\n") if line.startswith("|")}


def _published(content: bytes) -> date | None:
    """The day of publication in a page's own metadata; the day of a later change is none."""
    import trafilatura

    metadata = trafilatura.extract_metadata(content, extensive=False)
    try:
        return date.fromisoformat(str(metadata.date)[:10]) if metadata is not None and metadata.date else None
    except ValueError:
        return None


def _parser(content: bytes) -> Any:
    """UTF-8 where the bytes are UTF-8, else what the page itself declares."""
    import lxml.html

    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return lxml.html.HTMLParser()
    return lxml.html.HTMLParser(encoding="utf-8")


def _keep_heading(element: Any, is_heading: Callable[[str], bool]) -> None:
    if element.tag not in _LEAVES or len(element) or not element.text or len(element.text) > 80:
        return
    if any(node.tag in ("td", "th") and len(node.getparent()) > 1 for node in (element, *element.iterancestors())):
        return  # a cell of a table of several columns: its row is read as a whole
    if not is_heading(element.text.strip()):
        return
    parent = element.getparent()
    element.tag = "h3"
    element.attrib.clear()
    if (
        parent is not None
        and parent.tag in ("p", "div", "button", "a")
        and parent.text_content().strip() == element.text.strip()
    ):
        parent.tag = "div"
        parent.attrib.clear()


def _fail(file: str, what: str, cure: str) -> DataError:
    return DataError([Problem(file, what, cure)])
