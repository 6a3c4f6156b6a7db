"""A spreadsheet's workbook of all tables (Office Open XML), a sheet each: true days and numbers, text that is never run.

The sheets are written from Arrow's columns, ten thousand rows at a time: XlsxWriter needs 104 s for the tables of 100,000
events and GDAL some 45 s, both a cell at a time; this needs a few seconds and the memory of one block of rows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pyarrow as pa
import pyarrow.compute as pc

from conflictmap.errors import ConflictmapError
from conflictmap.export.filled_table import FilledTable

ROW_LIMIT = 1_048_575  # of a sheet, beside its header
CELL_LIMIT = 32_767  # characters of a cell
SHEET_NAME_LIMIT = 31
BLOCK_ROWS = 10_000
SERIAL_OF_1970 = (dt.date(1970, 1, 1) - dt.date(1899, 12, 30)).days  # spreadsheets count days from 30 December 1899
NOT_IN_XML = "[\x01-\x08\x0b\x0c\x0e-\x1f]"  # control characters that XML 1.0 has no form for

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_BOLD, _DAY = 1, 2  # places in cellXfs below
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def write_workbook(tables: Mapping[str, FilledTable], path: Path) -> None:
    """Write the tables as sheets, the same bytes each time.

    Raises: ConflictmapError, where a table has more rows than a sheet can hold.
    """
    for name, table in tables.items():
        if table.rows.num_rows > ROW_LIMIT:
            raise ConflictmapError(f"{name} has {table.rows.num_rows:,} rows, a sheet at most {ROW_LIMIT:,}; take csv")
    with ZipFile(path, "w") as archive:
        for part, text in _parts([name[:SHEET_NAME_LIMIT] for name in tables]).items():
            _write(archive, part, iter([_HEAD + text]))
        for place, table in enumerate(tables.values(), start=1):
            _write(archive, f"xl/worksheets/sheet{place}.xml", _sheet(table))


def _write(archive: ZipFile, part: str, texts: Iterator[str]) -> None:
    info = ZipInfo(part)  # dated 1980, so that the bytes are the same each time
    info.compress_type = ZIP_DEFLATED
    with archive.open(info, "w", force_zip64=True) as file:
        for text in texts:
            file.write(text.encode("utf-8"))


def _parts(sheets: list[str]) -> dict[str, str]:
    """The parts of the package beside the sheets: what is in it, and how one part leads to another."""
    count = range(1, len(sheets) + 1)
    sheet_types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{place}.xml" ContentType="{_KIND}.worksheet+xml"/>' for place in count
    )
    named = "".join(
        f'<sheet name="{escape(name)}" sheetId="{place}" r:id="rId{place}"/>' for place, name in enumerate(sheets, 1)
    )
    links = "".join(
        f'<Relationship Id="rId{place}" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet{place}.xml"/>'
        for place in count
    )
    style = f'<Relationship Id="rId{len(sheets) + 1}" Type="{_RELATIONS}/styles" Target="styles.xml"/>'
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/>{sheet_types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>{named}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{links}{style}</Relationships>',
        "xl/styles.xml": _STYLES,
    }


def _sheet(table: FilledTable) -> Iterator[str]:
    names = "".join(f'<c s="{_BOLD}" t="inlineStr"><is><t>{escape(name)}</t></is></c>' for name in table.spec.names)
    frozen = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    yield f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">{frozen}</sheetView></sheetViews>'
    yield f"<sheetData><row>{names}</row>"
    for start in range(0, table.rows.num_rows, BLOCK_ROWS):
        block = table.rows.slice(start, BLOCK_ROWS).combine_chunks()
        cells = [_cells(block[field.name].combine_chunks(), field.kind) for field in table.spec.fields]
        opening, closing = (pa.scalar(text) for text in ("<row>", "</row>"))
        yield "".join(pc.binary_join_element_wise(opening, *cells, closing, "").to_pylist())
    yield "</sheetData></worksheet>"


def _cells(column: pa.Array, kind: str) -> pa.Array:
    """The XML of each cell; a cell without a value is there, but empty, so that its neighbours keep their places."""
    if kind == "text":
        text = pc.utf8_slice_codeunits(pc.replace_substring_regex(column, NOT_IN_XML, ""), 0, CELL_LIMIT)
        for sign, word in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
            text = pc.replace_substring(text, sign, word)
        before, after = '<c t="inlineStr"><is><t xml:space="preserve">', "</t></is></c>"
        return pc.if_else(pc.equal(text, ""), "<c/>", pc.binary_join_element_wise(before, text, after, ""))
    if kind == "date":
        column = pc.add(column.cast(pa.int32()), SERIAL_OF_1970)
    elif kind == "bool":
        column = column.cast(pa.int8())
    before = {"date": f'<c s="{_DAY}"><v>', "bool": '<c t="b"><v>'}.get(kind, "<c><v>")
    return pc.fill_null(pc.binary_join_element_wise(before, column.cast(pa.string()), "</v></c>", ""), "<c/>")
