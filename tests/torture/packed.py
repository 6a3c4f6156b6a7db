"""Zips and workbooks that are damaged, locked, or ask for more memory than there is."""

from __future__ import annotations

import functools
import gzip
import io
import zipfile

PACKED = (
    "cut.zip", "empty.zip", "far.xlsx", "page.zip", "encrypted.zip", "method.zip", "bomb.zip", "bomb.csv.gz", "cut.csv.gz",
    "binary.xlsx", "hollow.xlsx", "long.xlsx", "shared.xlsx", "bomb.docx",
)  # fmt: skip


@functools.cache
def packed_files() -> dict[str, bytes]:
    """Zips and workbooks, by name; none of them is larger than a megabyte."""
    files = {
        "cut.zip": zipped({"a.csv": b"place_id,name\n"})[:-10],
        "empty.zip": zipped({}),
        "far.xlsx": _book('<c r="XFD1048576"><v>1</v></c>'),
    }
    files["page.zip"] = zipped({"a.csv": b"<html></html>", "b.csv": b""})
    files["encrypted.zip"] = _marked(zipped({"a.csv": b"place_id,name\n1,Ay\n", "a.geojson": b"{}"}), flag=1)
    files["method.zip"] = _marked(zipped({"a.csv": b"place_id,name\n1,Ay\n", "a.geojson": b"{}"}), method=99)
    files["bomb.zip"] = _sized(zipped({"a.csv": b"0" * 1_000_000}), 320_000_000)
    files["bomb.csv.gz"] = gzip.compress(b"0" * 1_000_000, 1) * 320
    files["cut.csv.gz"] = gzip.compress(b"place_id,name\n1,Ay\n")[:-6]
    files["binary.xlsx"] = zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.bin": b"\0"})
    files["hollow.xlsx"] = zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"})
    files["long.xlsx"] = _book('<c r="A1" t="s"><v>0</v></c>', b"<sst><si><t>" + b"x" * 2_000_000 + b"</t></si></sst>")
    cells = "".join(
        f'<row r="{row}">{"".join(f"<c r=@{column}{row}@ t=@s@><v>0</v></c>" for column in "ABCDEF")}</row>'
        for row in range(3, 5000)
    )
    files["shared.xlsx"] = _book(
        "</row>" + cells.replace("@", '"') + "<row>", b"<sst><si><t>" + b"x" * 30_000 + b"</t></si></sst>"
    )
    files["bomb.docx"] = _sized(
        zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"0" * 1_000_000}), 420_000_000
    )
    return files


def zipped(members: dict[str, bytes]) -> bytes:
    """A zip of the members, by name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def _book(cell: str, texts: bytes = b"<sst/>") -> bytes:
    spaces = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    related = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    return zipped({
        "[Content_Types].xml": b"<Types/>",
        "xl/workbook.xml": f'<workbook {spaces} {related}><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>'.encode(),
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="{kind}" Target="worksheets/sheet1.xml"/></Relationships>'.encode(),
        "xl/sharedStrings.xml": texts,
        "xl/worksheets/sheet1.xml": f'<worksheet {spaces}><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row>{cell}</row></sheetData></worksheet>'.encode(),
    })  # fmt: skip


def _marked(content: bytes, *, flag: int = 0, method: int | None = None) -> bytes:
    """The zip with a flag or a method set in every header of a member, both the local and the central ones."""
    out = bytearray(content)
    for mark, flags_at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := content.find(mark, at + 1)) >= 0:
            out[at + flags_at] |= flag
            if method is not None:
                out[at + flags_at + 2] = method
    return bytes(out)


def _sized(content: bytes, size: int) -> bytes:
    """The zip with another unpacked size in its directory."""
    at = content.find(b"PK\x01\x02")
    return content[: at + 24] + size.to_bytes(4, "little") + content[at + 28 :]
