"""Trials of what is brought in: boundaries, packed files, tables and chronicles of every kind, damaged byte by byte."""

from __future__ import annotations

import functools
import gzip
import io
import json
import random
from collections.abc import Iterator
from pathlib import Path

from torture.bench import CAMPS, CHRONICLE, LOCATED, Bench, squares
from torture.hostile import DAMAGES, HOSTILE
from torture.packed import packed_files, zipped
from torture.trial import Trial

Job = tuple[str, ...]
TABLES: tuple[Job, ...] = (("gazetteer", "add", "table"), ("events", "import"))
POLYGONS: tuple[Job, ...] = (("boundaries", "use"), ("events", "import"))
TEXTS: tuple[Job, ...] = (("ingest", "--no-review"),)
ROUNDS = 14  # random damages of each file of a kind


def boundaries(bench: Bench) -> Iterator[Trial]:
    """Polygons of every wrong kind; what was in use stays in use."""
    square = [[[95, 20], [96, 20], [96, 21], [95, 21], [95, 20]]]
    kinds: dict[str, object] = {
        "polygon": {"type": "Polygon", "coordinates": square},
        "empty": {"type": "Polygon", "coordinates": []},
        "no area": {"type": "Polygon", "coordinates": [[[95, 20], [96, 20], [95, 20], [95, 20]]]},
        "a collection": {"type": "GeometryCollection", "geometries": [{"type": "Polygon", "coordinates": square}]},
        "an empty collection": {"type": "GeometryCollection", "geometries": []},
        "a point": {"type": "Point", "coordinates": [95, 20]},
        "a line": {"type": "LineString", "coordinates": square[0]},
        "elsewhere": {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]},
        "too far": {"type": "Polygon", "coordinates": [[[1e300, 0], [1, 1e300], [1, 1], [1e300, 0]]]},
        "crossed": {"type": "Polygon", "coordinates": [[[95, 20], [96, 21], [96, 20], [95, 21], [95, 20]]]},
        "nothing": None,
    }
    codes: tuple[object, ...] = ({}, *({"ADM3_PCODE": code} for code in ("XXR001001", "", "XXR", 5, None)))
    for name, geometry in kinds.items():
        for number, properties in enumerate(codes):
            feature = {"type": "Feature", "properties": properties, "geometry": geometry}
            content = json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
            yield _given(
                bench, "boundaries", f"{name}, properties {number}", ("a.geojson", content), ("boundaries", "use")
            )
    yield _given(bench, "boundaries", "moved", ("a.geojson", squares(moved=20)), ("boundaries", "use"))
    for name, content in _reaching_out().items():
        yield _given(bench, "boundaries", f"reaching out, {name}", (name, content), ("boundaries", "use"))


def _reaching_out() -> dict[str, bytes]:
    return {
        "a.vrt": b'<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>http://192.0.2.1/x</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>',
        "b.geojson": b'<OGRVRTDataSource><OGRVRTLayer name="x"/></OGRVRTDataSource>',
        "c.xml": b"<GDAL_WMS><Service name='WMS'><ServerUrl>http://192.0.2.1</ServerUrl></Service></GDAL_WMS>",
        "d.gml": b'<FeatureCollection xsi:schemaLocation="http://192.0.2.1/x.xsd http://192.0.2.1/x.xsd"/>',
        "e.json": b"http://192.0.2.1/x.geojson", "f.gpkg": b"SQLite format 3\0 and no more", "g.shp": b"\0\0\x27\x0a",
        "h.geojson": b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "i.zip": b"PK\x05\x06" + b"\0" * 18,
        "j.kml": b"<kml><Document><NetworkLink><href>http://192.0.2.1</href></NetworkLink></Document></kml>",
    }  # fmt: skip


def packed(bench: Bench) -> Iterator[Trial]:
    """Zips and workbooks that are damaged, locked, or ask for more memory than there is."""
    for name, content in packed_files().items():
        for job in (("gazetteer", "add", "table"), ("gazetteer", "add", "mimu"), ("gazetteer", "add", "geonames"),
                    ("events", "import"), ("boundaries", "use"), ("ingest", "--no-review")):  # fmt: skip
            yield _given(bench, "packed files", name, (name, content), job)


def texts(bench: Bench) -> Iterator[Trial]:
    """Texts that are no tables, given to every importer and to ingest."""
    contents = [damage(CAMPS.encode()) or b"" for damage in DAMAGES.values()]
    contents += [text.encode("utf-8", "replace") + b"\n" for text in HOSTILE]
    contents += [CAMPS.encode("utf-16") + b"x", b"March 3, 2024\n\nThe KIA " + b"a" * 5000]
    for number, content in enumerate(contents):
        for job, name in ((("gazetteer", "add", "table"), "a.csv"), (("events", "import"), "a.csv"), (("events", "import"), "a.json"),
                          (("ingest", "--no-review"), "a.txt"), (("ingest", "--no-review"), "a.html"), (("geocode", "--out", "o.csv", "--csv"), "a.csv")):  # fmt: skip
            yield _given(bench, "imports", f"text {number}", (name, content), job)


def files_of_every_kind(bench: Bench) -> Iterator[Trial]:
    """A good file of every kind that can be brought in, whole and with bytes damaged at random."""
    for name, (content, jobs) in sample_files().items():
        for job in jobs:
            yield _given(bench, "files of every kind", "whole", (name, content), job)
        for number in range(ROUNDS):
            damaged = damaged_bytes(content, random.Random(f"{name} {number}"))
            job = jobs[number % len(jobs)]
            yield _given(bench, "files of every kind", f"damage {number}", (name, damaged), job)


def damaged_bytes(content: bytes, chance: random.Random) -> bytes:
    """Content cut, with bytes flipped, a piece doubled, left out or zeroed, or moved."""
    at, length = chance.randrange(len(content)), chance.choice((1, 4, 40, 400))
    how = chance.randrange(6)
    if how == 0:
        return content[:at]
    if how == 1:
        out = bytearray(content)
        for _ in range(chance.choice((1, 3, 30))):
            out[chance.randrange(len(out))] ^= 1 << chance.randrange(8)
        return bytes(out)
    piece = content[at : at + length]
    if how == 2:
        return content[:at] + piece * chance.choice((2, 50)) + content[at + length :]
    if how == 3:
        return content[:at] + content[at + length :]
    if how == 4:
        return content[:at] + bytes(len(piece)) + content[at + length :]
    other = chance.randrange(len(content))
    return content[:other] + piece + content[other:]


@functools.cache
def sample_files() -> dict[str, tuple[bytes, tuple[Job, ...]]]:
    """A small good file of each kind, and the commands that take it."""
    rows = [line.split(",") for line in CAMPS.splitlines()]
    located = [line.split(",") for line in LOCATED.splitlines()]
    objects = [dict(zip(located[0], row, strict=True)) for row in located[1:]]
    page = "<html><head><title>March</title></head><body><h1>Chronicle</h1>" + "".join(
        f"<h2>{line}</h2>" if line[:5] == "March" else f"<p>{line}</p>" for line in CHRONICLE.split("\n\n")
    )
    kml = (
        '<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>Ay</name><ExtendedData>'
        '<Data name="date"><value>2023-11-05</value></Data><Data name="event_type"><value>Battles</value></Data></ExtendedData>'
        "<Point><coordinates>95.5,20.5</coordinates></Point></Placemark></Document></kml>"
    )
    files: dict[str, tuple[bytes, tuple[Job, ...]]] = {
        "camps.csv": (CAMPS.encode(), (*TABLES[:1], ("geocode", "--toponym", "name", "--out", "o.csv", "--csv"))),
        "located.csv": (LOCATED.encode(), TABLES[1:]), "located.csv.gz": (gzip.compress(LOCATED.encode()), TABLES),
        "camps.csv.gz": (gzip.compress(CAMPS.encode()), TABLES[:1]), "camps.zip": (zipped({"camps.csv": CAMPS.encode()}), TABLES),
        "located.tsv": (LOCATED.replace(",", "\t").encode(), TABLES), "camps.xlsx": (_workbook(rows), TABLES),
        "located.xlsx": (_workbook(located), TABLES), "located.json": (json.dumps({"data": objects}).encode(), TABLES[1:]),
        "places.txt": (b"1\tAy\tAy\t\t20.5\t95.5\tP\tPPL\tMM\t\t\t\t\t\t0\t\t\tAsia/Yangon\t2020-01-01\n", (("gazetteer", "add", "geonames"),)),
        "own.geojson": (squares(), POLYGONS), "own.gpkg": (_written("own.gpkg"), POLYGONS), "own.shp.zip": (_shapefile(), POLYGONS),
        "points.kml": (kml.encode(), POLYGONS), "own.fgb": (_written("own.fgb"), POLYGONS[:1]),
        "march.txt": (CHRONICLE.encode(), TEXTS), "march.md": (CHRONICLE.replace("March", "## March").encode(), TEXTS),
        "march.html": (page.encode(), TEXTS), "march.docx": (_document(), TEXTS), "march.pdf": (_pdf(), TEXTS),
        "march.csv": (b"date,place,what\n2024-03-03,Ay Township,The KIA captured an outpost\n", TEXTS),
        "rules.toml": (b'name = "mine"\nbase = "standard"\n', (("control", "--rules"), ("why", "Ay", "--rules"))),
        "others.csv": (b"adm3_pcode,holder\nXXR001001,KIA\n", (("compare",), ("control", "--totals", "--population"))),
    }  # fmt: skip
    return files


def _workbook(rows: list[list[str]]) -> bytes:
    import openpyxl

    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def _written(name: str) -> bytes:
    """The squares in another format of GDAL's."""
    import tempfile

    import geopandas

    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "own.geojson"
        source.write_bytes(squares())
        geopandas.read_file(source).to_file(Path(folder) / name)
        return (Path(folder) / name).read_bytes()


def _shapefile() -> bytes:
    import tempfile

    import geopandas

    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "own.geojson"
        source.write_bytes(squares())
        geopandas.read_file(source).to_file(Path(folder) / "own.shp")
        return zipped({path.name: path.read_bytes() for path in sorted(Path(folder).glob("own.*")) if path != source})


def _document() -> bytes:
    import docx

    document, out = docx.Document(), io.BytesIO()
    for line in CHRONICLE.split("\n\n"):
        document.add_paragraph(line, style="Heading 1" if line[:5] == "March" else None)
    document.save(out)
    return out.getvalue()


def _pdf() -> bytes:
    """A page of text, as small as a PDF may be."""
    lines = "".join(f"({line}) Tj 0 -14 Td " for line in CHRONICLE.split("\n"))
    stream = f"BT /F1 12 Tf 40 700 Td {lines}ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]  # fmt: skip
    out, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj%s\nendobj\n" % (number, content)
    table = b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return out + table + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(out)


def _given(bench: Bench, kind: str, name: str, file: tuple[str, bytes], job: Job) -> Trial:
    """A file given to a command; the tables are as they were where it is refused, and `check` does not end badly after it."""
    file_name, content = file

    def run() -> None:
        root = bench.fresh()
        (root / file_name).write_bytes(content)
        before = (root / "data" / "events.csv").read_bytes()
        code, text = bench.run(*job, file_name)
        bench.check_end(code, text)
        assert (root / "data" / "events.csv").read_bytes() == before, "a table was changed"
        if code == 0:
            bench.held("check")

    return Trial(kind, f"{file_name}, {name}, {' '.join(job)}", run)
