"""A chronicle's file as plain text: text, Markdown, or the body of an HTML page.
Nothing here knows what the text says; what is no text is refused with its kind and a cure.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable
from pathlib import Path
from typing import Any

from conflictmap.errors import DataError, Problem
from conflictmap.project import read_bytes

SIZE_LIMIT_MB = 20  # a year of daily notes has about 2 MB
_MAGIC = (
    (b"%PDF", "is a PDF", "copy its text into a .txt file (pdftotext does it), and check the headings"),
    (b"PK\x03\x04", "is a ZIP archive or an office document", "save it as plain text (.txt)"),
    (b"\xd0\xcf\x11\xe0", "is an old office document", "save it as plain text (.txt)"),
    (b"{\\rtf", "is an RTF document", "save it as plain text (.txt)"),
    (b"\x89PNG", "is an image", "type its text into a .txt file"),
    (b"\xff\xd8\xff", "is an image", "type its text into a .txt file"),
    (b"\x1f\x8b", "is compressed", "unpack it first"),
)
_HTML = (".html", ".htm", ".xhtml")
_LEAVES = frozenset({
    "span", "div", "b", "strong", "em", "p", "td", "th", "dt", "dd", "summary", "button", "a", "li", "time",
    "label", "h1", "h2", "h4", "h5", "h6",
})  # fmt: skip


def read_document(path: Path, is_heading: Callable[[str], bool], shown: str | None = None) -> str:
    """The text of a chronicle's file, paragraphs apart by blank lines.

    Parameters: is_heading, whether a line dates what stands below it: in HTML such a line is kept as a heading whatever
    its tag, since pages put dates into spans and buttons that an extractor of running text takes for ornament.
    Raises: DataError, where the file is absent, empty, too large, of another kind, or not UTF-8.
    """
    file = shown or path.name
    content = _content(path, file)
    if path.suffix.lower() in _HTML or content.lstrip()[:15].lower().startswith((b"<!doctype html", b"<html")):
        return _html_body(content, is_heading, file)
    return _decoded(content, file)


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
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        what = f"has a byte that is not UTF-8 ({content[error.start]:#04x} in line {line})"
        raise _fail(file, what, "save it as UTF-8") from None


def _html_body(content: bytes, is_heading: Callable[[str], bool], file: str) -> str:
    import lxml.html
    import trafilatura

    try:
        tree = lxml.html.document_fromstring(content, parser=_parser(content))
    except (ValueError, lxml.etree.ParserError) as error:
        raise _fail(file, f"is no HTML page that can be read ({error})", "save its text as .txt") from None
    try:
        for element in list(tree.iter()):
            _keep_heading(element, is_heading)
        text = trafilatura.extract(tree, favor_recall=True, include_comments=False, output_format="txt")
    except (RecursionError, ValueError, TypeError, AttributeError, lxml.etree.LxmlError) as error:
        raise _fail(
            file, f"is no page whose text can be read ({type(error).__name__})", "save its text as .txt"
        ) from None
    if not text or not text.strip():
        raise _fail(file, "holds no running text", "save the page's text as .txt; it may be drawn by a script")
    return str(text).replace("\n", "\n\n")


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
