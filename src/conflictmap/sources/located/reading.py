"""The cells of a file of events, as text: CSV of any common kind, JSON, workbooks, points that GDAL reads.
Nothing here knows what a column means, but for finding the line that names the columns."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any

import pandas as pd

from conflictmap.errors import NotUtf8Error, SourceError, decode_utf8
from conflictmap.schema import CELL_LIMIT
from conflictmap.sources import unpacked
from conflictmap.sources.gdal_files import closed_to_the_network, refuse_reaching_out
from conflictmap.sources.table_files import contents, refuse_page

HEADER_LINES = 15  # a title and notes may stand above the header
SHORT = 60  # letters: longer cells are notes, which do not repeat
POINT_FILES = (".geojson", ".gpkg", ".kml", ".shp")
TYPED_FILES = (*POINT_FILES, ".xlsx", ".parquet")  # whose text no spreadsheet runs


@dataclass(frozen=True, slots=True)
class Cells:
    """A table as written: `frame` of stripped str, "" where empty, its index the spreadsheet's row.

    `tags` holds the HXL tag of each column that has one; `remarks` are for the user.
    """

    name: str
    frame: pd.DataFrame
    tags: dict[str, str]
    remarks: tuple[str, ...] = ()
    workbook: bool = False


def read_cells(path: Path, known: Callable[[str], bool], *, sheet: str | None = None) -> Cells:
    """Read the one table of a file.

    Parameters: known, whether a header names a column that an importer has; sheet, of a workbook or a GeoPackage.
    Raises: SourceError, where it is no table, or several.
    """
    if path.suffix.lower() in POINT_FILES:
        return _points(path, sheet)
    if path.suffix.lower() == ".parquet":
        return _parquet(path)
    parts = list(contents(path))
    if len(parts) != 1:
        names = ", ".join(name for name, _ in parts) or "no table"
        raise SourceError(f"{path.name}: holds {names}; unpack it and give one of them")
    name, content = parts[0]
    if content[:4] == b"PK\x03\x04":
        return _workbook(name, content, known, sheet)
    if path.suffix.lower() == ".json" or content.lstrip()[:1] in (b"{", b"["):
        return _json(path, name, content, sheet)
    text, remarks = _decoded(name, content)
    rows = _csv_rows(name, text, known)
    del content, parts, text  # a file of a million rows is held once, not three times
    return _table(name, rows, known, remarks)


def _decoded(name: str, content: bytes) -> tuple[str, tuple[str, ...]]:
    refuse_page(name, content[:4096])
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return content.decode("utf-16", "strict"), ()
        except UnicodeDecodeError:
            raise SourceError(f"{name}: its UTF-16 text is cut off or damaged; save it as UTF-8") from None
    if b"\0" in content[:4096]:
        raise SourceError(f"{name}: is no text (it has null bytes); give a CSV file, a workbook or a GeoPackage")
    try:
        return decode_utf8(content), ()
    except NotUtf8Error as error:
        line = error.line
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        raise SourceError(f"{name} line {line}: is neither UTF-8 nor Windows-1252; save it as UTF-8") from None
    if "\u00e2\u20ac" in text or "\u00e1\u20ac" in text:  # UTF-8's signs read as cp1252
        raise SourceError(
            f"{name} line {line}: the file mixes UTF-8 and another encoding; open it in an editor, save it as UTF-8"
        )
    return text, (f"read as Windows-1252 (line {line} is not UTF-8); save it as UTF-8 if names look wrong",)


def _separator(text: str, known: Callable[[str], bool]) -> str:
    """The sign between cells: by which a line near the top names the most known columns, or has the most cells."""
    head = text[:20_000].splitlines()[:HEADER_LINES]

    def score(sign: str) -> tuple[int, int]:
        names = [sum(known(cell.strip(' "')) for cell in line.split(sign)) for line in head]
        return max(names, default=0), max((line.count(sign) for line in head), default=0)

    return max((",", "\t", ";", "|"), key=score)


def _csv_rows(name: str, text: str, known: Callable[[str], bool]) -> Iterator[list[str]]:
    separator = _separator(text, known)
    is_odd = text.count('"') % 2 == 1
    csv.field_size_limit(max(csv.field_size_limit(), CELL_LIMIT * 10))
    # not StringIO, which takes four bytes a letter
    lines = io.TextIOWrapper(io.BytesIO(text.encode("utf-8", "surrogatepass")), "utf-8", "surrogatepass", newline="")
    del text
    number, row = 0, []
    try:
        for row in csv.reader(lines, delimiter=separator):
            number += 1
            yield row
    except csv.Error as error:
        fix = "check the quotes of that row: one that is never closed takes in the rest of the file"
        raise SourceError(f"{name} row {number + 1}: is not CSV ({error}); {fix}") from None
    if is_odd and any("\n" in cell for cell in row):
        fix = "close it: all lines after it would be one cell"
        raise SourceError(f"{name} row {number}: has a quote that is never closed; {fix}")


def _table(
    name: str,
    rows: Iterable[Sequence[str]],
    known: Callable[[str], bool],
    remarks: tuple[str, ...] = (),
    *,
    workbook: bool = False,
) -> Cells:
    """The table from its header on: the line near the top that names the most known columns."""
    rest = iter(rows)
    top = _top(rest)
    at = _header_line(top, known)
    header = [cell.strip() for cell in top[at]] if top else []
    while header and not header[-1]:
        header.pop()
    if len(header) < 2:
        raise SourceError(
            f"{name}: is no table of events: no line near its top names columns (is it prose? see ingest)"
        )
    _refuse_repeated(name, header, at + 1, known)
    numbers, body = _body(name, enumerate(chain(top[at + 1 :], rest), start=at + 2), len(header))
    tags: dict[str, str] = {}
    if body and _is_hxl(body[0]):
        tags = {head: tag for head, tag in zip(header, body.pop(0), strict=True) if tag}
        numbers.pop(0)
    frame = pd.DataFrame(body, columns=header, index=pd.Index(numbers, dtype="int64"), dtype=object)
    for position in range(frame.shape[1]):  # a column at a time: a copy of the whole would double the memory
        cells = frame.iloc[:, position]
        if (missing := cells.isin(MISSING)).any():
            frame.isetitem(position, cells.mask(missing, "").to_numpy())
    return Cells(name, frame.loc[:, [head != "" for head in header]], tags, remarks, workbook)


#: What R, Python and spreadsheets write for a cell without a value, in just these letters: "Na" may be a village.
MISSING = ("NA", "N/A", "NaN", "nan", "NULL", "null", "None", "#N/A", "<NA>")


def _top(rows: Iterator[Sequence[str]]) -> list[Sequence[str]]:
    """Take the rows in which the header is looked for: `HEADER_LINES`, and on to the first that is not empty."""
    top = list(islice(rows, HEADER_LINES))
    while not any(map(any, top)) and (row := next(rows, None)) is not None:
        top.append(row)
    return top


def _body(name: str, rows: Iterable[tuple[int, Sequence[str]]], width: int) -> tuple[list[int], list[list[str]]]:
    """The rows that hold something, `width` stripped cells each, and their numbers in the file."""
    numbers, body = [], []
    same: dict[str, str] = {}  # one object for each short value: an export repeats them
    for number, row in rows:
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        if len(cells) > width and any(cells[width:]):
            raise SourceError(
                f"{name} row {number}: has more cells than the header's {width}; "
                "put cells that hold the separator into quotes"
            )
        cells += [""] * (width - len(cells))
        numbers.append(number)
        body.append([same.setdefault(cell, cell) if len(cell) < SHORT else cell for cell in cells[:width]])
    return numbers, body


def _header_line(top: Sequence[Sequence[str]], known: Callable[[str], bool]) -> int:
    """The line above HXL's tags; else the one near the top that names the most known columns; else the first."""
    tagged = next((line for line, row in enumerate(top) if _is_hxl(row)), 0)
    if tagged:
        return tagged - 1
    hits = [sum(1 for cell in row if known(cell)) for row in top]
    best = max(hits, default=0)
    return hits.index(best) if best else next((line for line, row in enumerate(top) if any(row)), 0)


def _refuse_repeated(name: str, header: list[str], row: int, known: Callable[[str], bool]) -> None:
    twice = next((head for head in header if head and header.count(head) > 1 and known(head)), None)
    if twice is not None:
        raise SourceError(f"{name} row {row}: two columns are named {twice!r}; rename or remove one of them")


def _is_hxl(row: Sequence[str]) -> bool:
    filled = [cell.strip() for cell in row if cell.strip()]
    return bool(filled) and sum(cell.startswith("#") for cell in filled) >= max(1, len(filled) * 0.7)


def _workbook(name: str, content: bytes, known: Callable[[str], bool], sheet: str | None) -> Cells:
    unpacked.check_workbook(name, content)
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        raw = {title: book.get_sheet_by_name(title).to_python(skip_empty_area=False) for title in book.sheet_names}
    except (python_calamine.CalamineError, *unpacked.FAULTS) as error:
        raise SourceError(f"{name}: the workbook cannot be read ({error}); save it again as .xlsx or as CSV") from None
    filled = [title for title, rows in raw.items() if len(rows) > 1]
    if sheet is None and len(filled) > 1:
        likely = [title for title in filled if any(sum(known(str(c)) for c in row) >= 3 for row in raw[title][:15])]
        filled = likely if len(likely) == 1 else filled
    wanted = [title for title in raw if title == sheet] if sheet is not None else filled
    if len(wanted) != 1:
        raise SourceError(f"{name}: which sheet? name it with --sheet; there are: {', '.join(raw)}")
    rows = [[_text(cell) for cell in row] for row in raw[wanted[0]]]
    return _table(f"{name} [{wanted[0]}]", rows, known, workbook=True)


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat() if hasattr(cell, "isoformat") else str(cell)


def _json(path: Path, name: str, content: bytes, sheet: str | None) -> Cells:
    """The API's answer of ACLED ({"data": [...]}), a plain list of records, or GeoJSON."""
    try:
        whole = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise SourceError(f"{name}: is not JSON ({error}); download it again") from None
    if isinstance(whole, dict) and whole.get("type") == "FeatureCollection":
        return _points(path, sheet)
    records = whole.get("data") if isinstance(whole, dict) else whole
    if not isinstance(records, list) or not records or not all(isinstance(record, dict) for record in records):
        raise SourceError(
            f"{name}: holds no list of events; give a CSV file, GeoJSON, or the API's answer with its data"
        )
    frame = pd.DataFrame.from_records(records).astype(object)
    return Cells(name, _as_text(frame), {})


def _points(path: Path, layer: str | None) -> Cells:
    """The points of a layer with their columns, and lon and lat in degrees."""
    import geopandas as gpd
    import pyogrio

    refuse_reaching_out(path)
    try:
        with closed_to_the_network():
            layers = [str(name) for name in pyogrio.list_layers(path)[:, 0]]
            if layer is None and len(layers) != 1:
                raise SourceError(f"{path.name}: which layer? name it with --sheet; there are: {', '.join(layers)}")
            frame = pyogrio.read_dataframe(path, layer=layer or layers[0])
    except SourceError:
        raise
    except Exception as error:  # GDAL's faults come as many classes, and all of them are the file's
        raise SourceError(f"{path.name}: GDAL cannot read it ({str(error)[:200]})") from None
    if not isinstance(frame, gpd.GeoDataFrame) or not (frame.geom_type.dropna() == "Point").all():
        raise SourceError(f"{path.name}: holds other shapes than points; give events as points")
    if frame.crs is None:
        raise SourceError(f"{path.name}: states no coordinate system; save it with EPSG:4326")
    frame = frame.to_crs("EPSG:4326")
    plain = pd.DataFrame(frame.drop(columns=frame.geometry.name)).astype(object)
    has = ~(frame.geometry.is_empty | frame.geometry.isna())
    lon, lat = frame.geometry.x.where(has), frame.geometry.y.where(has)
    old = [name for name in plain.columns if name.lower() in ("lon", "lat", "longitude", "latitude", "x", "y")]
    return Cells(path.name, _as_text(plain.drop(columns=old).assign(lon=lon, lat=lat).astype(object)), {})


def _parquet(path: Path) -> Cells:
    """The columns of a Parquet file; of GeoParquet without the geometry, which lon and lat repeat."""
    import pyarrow as pa
    from pyarrow import parquet

    try:
        rows = parquet.read_table(path)
    except (pa.ArrowException, OSError) as error:
        raise SourceError(f"{path.name}: is no Parquet file ({str(error)[:200]}); give it whole, or as CSV") from None
    plain = [
        field.name for field in rows.schema if not pa.types.is_nested(field.type) and not pa.types.is_binary(field.type)
    ]
    return Cells(path.name, _as_text(rows.select(plain).to_pandas().astype(object)), {})


def _as_text(frame: pd.DataFrame) -> pd.DataFrame:
    text = frame.apply(lambda column: column.map(lambda cell: "" if _missing(cell) else _text(cell).strip()))
    typed: pd.DataFrame = text.astype(object)
    return typed.set_axis(pd.RangeIndex(2, len(frame) + 2), axis=0)


def _missing(cell: Any) -> bool:
    return cell is None or (not isinstance(cell, (list, dict)) and bool(pd.isna(cell)))
