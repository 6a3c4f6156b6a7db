"""Everything that disks, files and people do to the program, tried in a small country; prints tried, held and failed.

A trial is one command or one call of a reader. It is held where it ends done or with a message that a person can act on
(exit code 0 or 2), within its time, with the tables as they were or as they should be. `make torture` runs all of it and
ten minutes of fuzzing; `tests/test_torture.py` runs a part in less than a minute. The corpus of inputs that once failed
is kept in tests/data/torture.
"""

from __future__ import annotations

import contextlib
import errno
import functools
import gzip
import io
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

sys.path.insert(0, str(Path(__file__).parent))

from writers import at_once, command, kill_a_writer

ROOT = Path(__file__).parents[1]
CORPUS = Path(__file__).parent / "data" / "torture"
LIMIT_S = 60
HOSTILE = (
    "", " ", "\t", "\n=1+1", "=cmd|' /C calc'!A0", "＝1+1", "@SUM(1)", "-2+3", "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>", "{{ 7*7 }}", "{% raw %}", "${alert(1)}", "\\", "'\"`", "&amp;&#60;", "\u202eabc",
    "\u2028\u2029", "\ufeffx", "\x85", "é́́́" * 50, "မြို့" * 300, "𝕏", "x" * 19_000, "x" * 30_000, "NaN", "inf", "-0", "1e400",
    "9" * 400, "None", "nan", "9999-12-31", "0001-01-01", "20231106xx", "2023-W45-1", "2023-02-30", "٢٠٢٣-١١-٠٦",
    "../../etc/passwd", "javascript:alert(1)", "C:\\con", "%s%n", "a|b|c|" * 500, ";" * 5_000, "(" * 5_000, "[" * 5_000, "@2021..2020",
)  # fmt: skip
EVENTS_HEAD = (
    "event_id,entry_id,event_date,end_date,time_precision,reported_on,event_type,sub_event_type,act,actor1,actor2,mode,"
    "location,notes,source,source_url,fatalities,supersedes"
)
EVENT = (
    "E0001,T-1,2023-11-01,2023-11-01,1,2023-11-01,Battles,Non-state actor overtakes territory,capture,KIA,SAC,reported,"
    "Ay Township,A note.,Paper,https://paper.example/,,"
)


@dataclass(frozen=True)
class Trial:
    """`run` raises AssertionError where it is not held; any other exception is a failure too."""

    kind: str
    name: str
    run: Callable[[], None]


@dataclass(frozen=True)
class Result:
    """Trials by kind, and what failed, in words."""

    tried: Counter[str]
    failed: list[str]

    def __str__(self) -> str:
        bad = Counter(one.partition(":")[0] for one in self.failed)
        lines = [f"{'kind':28}{'tried':>8}{'held':>8}{'failed':>8}"]
        lines += [f"{kind:28}{count:8}{count - bad[kind]:8}{bad[kind]:8}" for kind, count in sorted(self.tried.items())]
        total = sum(self.tried.values())
        lines.append(f"{'all':28}{total:8}{total - len(self.failed):8}{len(self.failed):8}")
        return "\n".join([*lines, *self.failed[:50]])


def country(root: Path) -> Path:
    """A project of three townships with one event, whole and without questions of its own."""
    import numpy as np
    from shapely import box

    from conflictmap.places.gazetteer import topology
    from tiny_country import CEE, TINY_ALIASES, TINY_PLACES, TINY_UNITS

    gazetteer = root / "data" / "gazetteer"
    shutil.copytree(ROOT / "data" / "coding", root / "data" / "coding")
    gazetteer.mkdir(parents=True)
    shapes = np.array([box(95, 20, 96, 21), box(96, 20, 97, 21), CEE], dtype=object)
    pcodes = ["XXR001001", "XXR001002", "XXR002001"]
    (gazetteer / "units.topojson").write_bytes(topology.to_bytes(topology.topology(shapes, pcodes)))
    river = {
        "type": "Feature",
        "properties": {},
        "geometry": {"type": "LineString", "coordinates": [[95, 20], [96, 21]]},
    }
    (gazetteer / "rivers.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [river]}))
    for name, text in (("units", TINY_UNITS), ("places", TINY_PLACES), ("aliases", TINY_ALIASES)):
        (gazetteer / f"{name}.csv").write_text(text, encoding="utf-8")
    for name in ("sources.toml",):
        shutil.copy(ROOT / "data" / "gazetteer" / name, gazetteer / name)
    head = (ROOT / "data" / "gazetteer" / "judgements.csv").read_text(encoding="utf-8").splitlines()[0]
    (gazetteer / "judgements.csv").write_text(head + "\n", encoding="utf-8")
    actors = (ROOT / "data" / "actors.csv").read_text(encoding="utf-8")
    (root / "data" / "actors.csv").write_text(actors, encoding="utf-8")
    (root / "data" / "sources.csv").write_text(
        "source,side,actor,start,end,reason,source_url\nPaper,independent,,2021-02-01,,none,\n"
    )
    baseline = (ROOT / "data" / "control_baseline.csv").read_text(encoding="utf-8").splitlines()[:2]
    (root / "data" / "control_baseline.csv").write_text("\n".join(baseline) + "\n", encoding="utf-8")
    (root / "data" / "events.csv").write_text(f"{EVENTS_HEAD}\n{EVENT}\n", encoding="utf-8")
    (root / "maps").mkdir()
    (root / ".conflictmap").mkdir()
    return root


class Bench:
    """Makes trials over one country, which is put back as it was before each."""

    def __init__(self, folder: Path, seed: int = 13) -> None:
        self.whole = country(folder / "whole")
        self.root = folder / "tried"
        self.random = random.Random(seed)

    def fresh(self) -> Path:
        shutil.rmtree(self.root, ignore_errors=True)
        shutil.copytree(self.whole, self.root)
        (self.root / "maps" / "index.html").write_bytes(b"the page of yesterday")
        return self.root

    def run(self, *arguments: str) -> tuple[int, str]:
        """A command in the country, in this process. Returns: exit code and what it printed."""
        from conflictmap.cli import main

        told = io.StringIO()
        with contextlib.ExitStack() as stack:
            stack.enter_context(mock.patch.object(sys, "argv", ["conflictmap", *arguments]))
            stack.enter_context(contextlib.chdir(self.root))
            stack.enter_context(contextlib.redirect_stdout(told))
            stack.enter_context(contextlib.redirect_stderr(told))
            stack.enter_context(in_time())
            try:
                main()
                code = 0
            except SystemExit as end:
                code = end.code if isinstance(end.code, int) else 1
        return code, told.getvalue()

    def held(self, *arguments: str, codes: tuple[int, ...] = (0, 2)) -> None:
        """Assert that a command ends done or with a message, and that a page that was not made anew is as it was."""
        code, text = self.run(*arguments)
        assert code in codes, f"exit {code}: {text[-400:]}"
        assert "Traceback" not in text, text[-400:]
        assert code == 0 or text.strip(), "refused without a word"
        page = self.root / "maps" / "index.html"
        if code and page.exists():
            assert page.read_bytes() == b"the page of yesterday", "the page was replaced all the same"

    def trials(self) -> Iterator[Trial]:
        yield from self.tables()
        yield from self.cells()
        yield from self.options()
        yield from self.shapes()
        yield from self.boundaries()
        yield from self.packed()
        yield from self.imports()
        yield from self.disks()
        yield from self.writers()
        yield from self.kills()

    def tables(self) -> Iterator[Trial]:
        """Every file of data/ damaged in every way, before check, build and geocode."""
        files = sorted(
            path.relative_to(self.whole).as_posix() for path in (self.whole / "data").rglob("*.*") if path.is_file()
        )
        for file in files:
            for name, damage in DAMAGES.items():
                for job in (("check",), ("build",), ("geocode", "Ay Township")):

                    def run(
                        file: str = file, damage: Callable[[bytes], bytes | None] = damage, job: tuple[str, ...] = job
                    ) -> None:
                        path = self.fresh() / file
                        content = damage(path.read_bytes())
                        path.unlink()
                        if content is not None:
                            path.write_bytes(content)
                        self.held(*job)

                    yield Trial("damaged tables", f"{file}, {name}, {job[0]}", run)
            for name, change in (("is a folder", Path.mkdir), ("is a pipe", os.mkfifo)):

                def instead(file: str = file, change: Callable[[Path], None] = change) -> None:
                    path = self.fresh() / file
                    path.unlink()
                    change(path)
                    self.held("check")

                yield Trial("damaged tables", f"{file} {name}", instead)

    def cells(self) -> Iterator[Trial]:
        """Every hostile text in every column of the events, by hand and by command."""
        import csv

        columns = EVENTS_HEAD.split(",")
        for column in columns:
            for number, text in enumerate(HOSTILE):

                def by_hand(column: str = column, text: str = text) -> None:
                    path = self.fresh() / "data" / "events.csv"
                    row = dict(zip(columns, EVENT.split(","), strict=True)) | {column: text}
                    with path.open("w", encoding="utf-8", newline="") as file:
                        writer = csv.DictWriter(file, columns)
                        writer.writeheader()
                        writer.writerow(row)
                    self.held("build")
                    page = (self.root / "maps" / "index.html").read_bytes()
                    assert b"<script>alert(1)" not in page
                    assert b"onerror=alert" not in page.replace(b"&lt;", b"")

                def by_command(column: str = column, text: str = text) -> None:
                    before = (self.fresh() / "data" / "events.csv").read_bytes()
                    self.held("events", "edit", "E0001", "--set", f"{column}={text}")
                    after = (self.root / "data" / "events.csv").read_bytes()
                    assert after == before or after.count(b"E0001") >= 1

                yield Trial("hostile cells", f"{column}, text {number}, by hand", by_hand)
                yield Trial("hostile cells", f"{column}, text {number}, by command", by_command)

    def options(self) -> Iterator[Trial]:
        """Options that mean nothing, and places that cannot be written."""
        paths = (
            "/proc/x",
            "/dev/full",
            "no/such/../../x",
            "x" * 300,
            "data/events.csv",
            "data",
            "data/events.csv/x",
            "maps",
            ".",
            "",
        )
        cases: list[tuple[str, ...]] = [("build", "-o", path) for path in paths]
        cases += [("geocode", "--csv", "data/events.csv", "--out", path) for path in paths]
        days = ("9999-12-31", "0001-01-01", "2023-W45-1", "20231106xx", "", "2023-13-01")
        cases += [("build", option, day) for option in ("--from", "--to") for day in days]
        cases += [
            (job, option, day)
            for job, option in (("control", "--on"), ("control", "--as-of"), ("changes", "--from"))
            for day in days
        ]
        cases += [
            ("build", option, text)
            for option in ("--title", "--lang", "--rules", "--only-layers", "--tiles")
            for text in HOSTILE
        ]
        cases += [("build", "--delay", text) for text in ("-1", "99999999999999999999", "x", "36500")]
        cases += [("build", "-C", path) for path in ("nowhere", "data", "maps", "/", "\udcff", "x" * 300)]
        cases += [("review", "--no-browser", "--port", text) for text in ("99999", "-5", "x", "99999999999999999999")]
        cases += [
            ("review", "--no-browser", "--token", "t" * 20, "--host", text)
            for text in ("nohost.invalid", "1::2::3", "x" * 300)
        ]
        cases += [
            (*job, text)
            for job in (("geocode",), ("gazetteer", "show"), ("why",), ("events", "show"))
            for text in HOSTILE
            if text[:1] != "-"
        ]
        cases += [
            ("ingest", path, "--no-review") for path in ("data", "nowhere", "data/gazetteer/units.topojson", "x" * 300)
        ]
        cases += [("gazetteer", "remove", text) for text in HOSTILE if text[:1] != "-"]
        for case in cases:

            def run(case: tuple[str, ...] = case) -> None:
                before = (self.fresh() / "data" / "events.csv").read_bytes()
                self.held(*case)
                assert (self.root / "data" / "events.csv").read_bytes() == before, "a table was replaced"

            yield Trial("options", " ".join(one[:40] for one in case).encode("utf-8", "replace").decode(), run)

    def shapes(self) -> Iterator[Trial]:
        """Members of the topology and of the rivers taken out, emptied or of another kind, one at a time."""
        for file in ("units.topojson", "rivers.geojson"):
            whole = json.loads((self.whole / "data" / "gazetteer" / file).read_bytes())
            for path in _paths(whole):
                for value in (None, [], {}, "x", 10**30, -7, [[[[]]]], float("nan")):

                    def run(file: str = file, path: tuple[str | int, ...] = path, value: object = value) -> None:
                        target = self.fresh() / "data" / "gazetteer" / file
                        target.write_text(json.dumps(_with(json.loads(target.read_bytes()), path, value)))
                        self.held("build")

                    yield Trial("shapes", f"{file} {'/'.join(map(str, path))} = {str(value)[:10]}", run)

    def boundaries(self) -> Iterator[Trial]:
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
        codes = (
            {},
            {"ADM3_PCODE": "XXR001001"},
            {"ADM3_PCODE": ""},
            {"ADM3_PCODE": "XXR"},
            {"ADM3_PCODE": 5},
            {"ADM3_PCODE": None},
        )
        for name, geometry in kinds.items():
            for number, properties in enumerate(codes):
                feature = {"type": "Feature", "properties": properties, "geometry": geometry}
                yield self._use(
                    f"{name}, properties {number}",
                    "a.geojson",
                    json.dumps({"type": "FeatureCollection", "features": [feature]}).encode(),
                )
        reaching = {
            "a.vrt": b'<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>http://192.0.2.1/x</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>',
            "b.geojson": b'<OGRVRTDataSource><OGRVRTLayer name="x"/></OGRVRTDataSource>',
            "c.xml": b"<GDAL_WMS><Service name='WMS'><ServerUrl>http://192.0.2.1</ServerUrl></Service></GDAL_WMS>",
            "d.gml": b'<FeatureCollection xsi:schemaLocation="http://192.0.2.1/x.xsd http://192.0.2.1/x.xsd"/>',
            "e.json": b"http://192.0.2.1/x.geojson", "f.gpkg": b"SQLite format 3\0 and no more", "g.shp": b"\0\0\x27\x0a",
            "h.geojson": b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "i.zip": b"PK\x05\x06" + b"\0" * 18,
            "j.kml": b"<kml><Document><NetworkLink><href>http://192.0.2.1</href></NetworkLink></Document></kml>",
        }  # fmt: skip
        for name, content in reaching.items():
            yield self._use(f"reaching out, {name}", name, content)

    def _use(self, name: str, file: str, content: bytes) -> Trial:
        def run() -> None:
            (self.fresh() / file).write_bytes(content)
            self.held("boundaries", "use", file)
            self.held("check")

        return Trial("boundaries", name, run)

    def packed(self) -> Iterator[Trial]:
        """Zips and workbooks that are damaged, locked, or ask for more memory than there is."""
        for name, content in packed_files().items():
            for job in (("gazetteer", "add", "table"), ("gazetteer", "add", "mimu"), ("gazetteer", "add", "geonames"),
                        ("events", "import"), ("boundaries", "use"), ("ingest", "--no-review")):  # fmt: skip

                def run(name: str = name, content: bytes = content, job: tuple[str, ...] = job) -> None:
                    (self.fresh() / name).write_bytes(content)
                    self.held(*job, name)

                yield Trial("packed files", f"{name}, {' '.join(job)}", run)

    def imports(self) -> Iterator[Trial]:
        """Texts that are no tables, given to every importer and to ingest."""
        texts = [damage(b"place_id,name,lon,lat\n1,Ay,95.5,20.5\n") or b"" for damage in DAMAGES.values()]
        texts += [text.encode("utf-8", "replace") + b"\n" for text in HOSTILE]
        texts += [
            "place_id,name,lon,lat\n1,Ay,95,20\n".encode("utf-16") + b"x",
            b"March 3, 2024\n\nThe KIA " + b"a" * 5000,
        ]
        texts += [path.read_bytes() for path in sorted(CORPUS.glob("*"))] if CORPUS.is_dir() else []
        for number, text in enumerate(texts):
            for job, name in ((("gazetteer", "add", "table"), "a.csv"), (("events", "import"), "a.csv"), (("events", "import"), "a.json"),
                              (("ingest", "--no-review"), "a.txt"), (("ingest", "--no-review"), "a.html"), (("geocode", "--out", "o.csv", "--csv"), "a.csv")):  # fmt: skip

                def run(text: bytes = text, job: tuple[str, ...] = job, name: str = name) -> None:
                    (self.fresh() / name).write_bytes(text)
                    self.held(*job, name)

                yield Trial("imports", f"text {number}, {' '.join(job)} {name}", run)

    def disks(self) -> Iterator[Trial]:
        """A disk that refuses, in every way and at every write of every command: the tables stay as they were."""
        jobs = (
            ("events", "edit", "E0001", "--set", "notes=x"),
            ("build",),
            ("geocode", "--csv", "data/events.csv", "--out", "o.csv"),
        )
        for job in jobs:
            for number in (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EIO, errno.EFBIG, errno.EMFILE):
                for call in ("os.fsync", "pathlib.Path.replace", "tempfile.mkstemp"):

                    def run(job: tuple[str, ...] = job, number: int = number, call: str = call) -> None:
                        root = self.fresh()
                        path = root / "data" / "events.csv"
                        path.write_bytes(
                            path.read_bytes().replace(b"location", b"location").replace(b"source_url", b"source_url")
                        )
                        before = path.read_bytes()
                        with mock.patch(call, side_effect=OSError(number, os.strerror(number))):
                            self.held(*job)
                        assert path.read_bytes() == before
                        assert not list(root.rglob(".*events*")), "a half file stays"

                    yield Trial("disks that refuse", f"{job[0]}, {errno.errorcode[number]} at {call}", run)

    def writers(self) -> Iterator[Trial]:
        """Pairs of writers at once: every row is kept."""

        def rows() -> None:
            root = self.fresh()
            jobs = [command(root, "events", "add", *_cells(number)) for number in range(10)]
            results = at_once([*jobs, command(root, "events", "edit", "E0001", "--set", "notes=edited")])
            assert [code for code, _ in results] == [0] * 11, results
            text = (root / "data" / "events.csv").read_text(encoding="utf-8")
            assert all(f"added {number}" in text for number in range(10))
            assert "edited" in text

        for number in range(5):
            yield Trial("writers at once", f"events, round {number}", rows)

    def kills(self) -> Iterator[Trial]:
        """A writer killed at a random moment: the table is whole, and the next one leaves nothing of it."""
        for number in range(1000):

            def run(number: int = number) -> None:
                from conflictmap import writing

                folder = self.root / "kills"
                folder.mkdir(parents=True, exist_ok=True)
                path = folder / "table"
                path.write_bytes(b"0\n")
                kill_a_writer(path, 0.0005 * (number % 40 + 1))
                writing.rewrite(path, lambda old: old + b"end\n")
                assert [one.name for one in folder.iterdir()] == ["table"]

            yield Trial("kills", str(number), run)


def _cells(number: int) -> list[str]:
    cells = {
        "event_date": "2024-03-01", "event_type": "Battles", "sub_event_type": "Armed clash", "act": "clash",
        "actor1": "KIA", "location": "Ay Township", "source": "Paper", "notes": f"added {number}",
    }  # fmt: skip
    return [part for name, cell in cells.items() for part in ("--set", f"{name}={cell}")]


DAMAGES: dict[str, Callable[[bytes], bytes | None]] = {
    "missing": lambda content: None,
    "empty": lambda content: b"",
    "blank": lambda content: b"\n\n  \n",
    "cut": lambda content: content[: len(content) // 2],
    "cut in its first line": lambda content: content[:7],
    "null bytes": lambda content: b"\0" * 100 + content,
    "a byte that is not UTF-8": lambda content: content[:50] + b"\xff" + content[50:],
    "UTF-16": lambda content: content.decode("utf-8", "ignore").encode("utf-16"),
    "UTF-16 of odd length": lambda content: content.decode("utf-8", "ignore").encode("utf-16") + b"x",
    "marks of a conflict": lambda content: b"<<<<<<< HEAD\n" + content + b"=======\n>>>>>>> other\n",
    "a pointer of Git LFS": lambda content: b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n",
    "a web page": lambda content: b"<!doctype html><html><body>Sign in</body></html>",
    "twice": lambda content: content + content,
    "a quote that never closes": lambda content: content + b'"' + b"x" * 200,
    "longer rows": lambda content: content.replace(b"\n", b",x,y\n").replace(b",x,y\n", b"\n", 1),
    "nested deep": lambda content: b"[" * 100_000,
    "a long line": lambda content: content + b"x" * 3_000_000,
    "no head": lambda content: content.partition(b"\n")[2],
    "a null": lambda content: b"null",
    "a list": lambda content: b"[1, [2], {}]",
}


PACKED = (
    "cut.zip", "empty.zip", "far.xlsx", "page.zip", "encrypted.zip", "method.zip", "bomb.zip", "bomb.csv.gz", "cut.csv.gz",
    "binary.xlsx", "hollow.xlsx", "long.xlsx",
)  # fmt: skip


@functools.cache
def packed_files() -> dict[str, bytes]:
    """Zips and workbooks, by name; none of them is larger than a megabyte."""
    files = {
        "cut.zip": _zip({"a.csv": b"place_id,name\n"})[:-10],
        "empty.zip": _zip({}),
        "far.xlsx": _book('<c r="XFD1048576"><v>1</v></c>'),
    }
    files["page.zip"] = _zip({"a.csv": b"<html></html>", "b.csv": b""})
    files["encrypted.zip"] = _marked(_zip({"a.csv": b"place_id,name\n1,Ay\n", "a.geojson": b"{}"}), flag=1)
    files["method.zip"] = _marked(_zip({"a.csv": b"place_id,name\n1,Ay\n", "a.geojson": b"{}"}), method=99)
    files["bomb.zip"] = _sized(_zip({"a.csv": b"0" * 1_000_000}), 320_000_000)
    files["bomb.csv.gz"] = gzip.compress(b"0" * 1_000_000, 1) * 320
    files["cut.csv.gz"] = gzip.compress(b"place_id,name\n1,Ay\n")[:-6]
    files["binary.xlsx"] = _zip({"[Content_Types].xml": b"<Types/>", "xl/workbook.bin": b"\0"})
    files["hollow.xlsx"] = _zip({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"})
    files["long.xlsx"] = _book('<c r="A1" t="s"><v>0</v></c>', b"<sst><si><t>" + b"x" * 2_000_000 + b"</t></si></sst>")
    return files


def _zip(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def _book(cell: str, texts: bytes = b"<sst/>") -> bytes:
    spaces = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    related = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    return _zip({
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


def _paths(value: object, at: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if at:
        yield at
    if isinstance(value, dict):
        for name, one in value.items():
            yield from _paths(one, (*at, name))
    elif isinstance(value, list):
        for number, one in enumerate(value[:2]):
            yield from _paths(one, (*at, number))


def _with(whole: object, path: tuple[str | int, ...], value: object) -> object:
    inner = whole
    for part in path[:-1]:
        inner = inner[part]  # type: ignore[index]
    inner[path[-1]] = value  # type: ignore[index]
    return whole


@contextlib.contextmanager
def in_time(seconds: int = LIMIT_S) -> Iterator[None]:
    """Raise AssertionError in a trial that does not end."""

    def late(*_: object) -> None:
        raise AssertionError(f"no end after {seconds} seconds")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def fuzz(seconds: float, seed: int, *, keep: Path | None = None) -> Result:
    """Draw inputs for each parser until the time is over; what ends in an unforeseen exception is kept in `keep`."""
    parsers = _parsers()
    tried: Counter[str] = Counter()
    failed: list[str] = []
    chance = random.Random(seed)
    seeds = [
        *HOSTILE,
        EVENT,
        EVENTS_HEAD,
        "March 3, 2024\n\nThe KIA captured an outpost near Bhamo, killing 3.",
        "origin: Ay; target: Bee Township, South",
    ]
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for name, parse in parsers.items():
            text = _drawn(chance, seeds)
            tried[f"fuzz {name}"] += 1
            try:
                with in_time(20):
                    parse(text)
            except _foreseen():
                pass
            except BaseException as error:
                failed.append(f"fuzz {name}: {type(error).__name__}: {str(error)[:100]} for {text[:80]!r}")
                if keep is not None:
                    keep.mkdir(parents=True, exist_ok=True)
                    (keep / f"{name}-{len(failed)}").write_text(text, encoding="utf-8", errors="surrogatepass")
    return Result(tried, failed)


def _foreseen() -> tuple[type[BaseException], ...]:
    from conflictmap.errors import ConflictmapError

    return (ConflictmapError,)


def _parsers() -> dict[str, Callable[[str], object]]:
    from datetime import date

    from conflictmap.calendar_day import read_day
    from conflictmap.checking import check
    from conflictmap.chronicle.coding.coder import Coder
    from conflictmap.chronicle.language.lexicon import Lexicon
    from conflictmap.chronicle.text.entries import EntrySettings, read_entries
    from conflictmap.places.mentions.location import parse_location
    from conflictmap.places.names.keys import fold, skeleton
    from conflictmap.project import Project, parse_table
    from conflictmap.schema import EVENTS
    from conflictmap.sources.custom import column_map

    data = ROOT / "data"
    lexicon = Lexicon.open(Project(ROOT, data, ROOT / "maps"))
    coder = Coder.of(lexicon)

    def chronicle(text: str) -> object:
        found = read_entries(
            f"March 3, 2024\n\n{text}\n\nThe KIA left an outpost near Bhamo today.\n",
            "text",
            EntrySettings("T", year=2024),
            lexicon,
        )
        return coder.code_chronicle(found)

    def table(text: str) -> object:
        return check(parse_table(f"{EVENTS_HEAD}\n{text}\n", "events.csv"), EVENTS, "events.csv")

    return {
        "chronicle": chronicle, "location": lambda text: parse_location("E1", text), "table": table,
        "key": lambda text: (fold(text), skeleton(text)), "day": read_day, "columns": column_map,
        "dates": lambda text: read_entries(text, "text", EntrySettings("T", year=2024, day_one=date(2021, 2, 1)), lexicon),
    }  # fmt: skip


def _drawn(chance: random.Random, seeds: list[str]) -> str:
    text = chance.choice(seeds)[:2000]
    for _ in range(chance.randint(0, 6)):
        at = chance.randint(0, len(text))
        what = chance.randint(0, 5)
        if what == 0:
            text = (
                text[:at]
                + chr(
                    chance.choice(
                        (chance.randint(0, 127), chance.randint(128, 0xD7FF), 0x1000 + chance.randint(0, 159))
                    )
                )
                + text[at:]
            )
        elif what == 1:
            text = text[:at] + text[at + chance.randint(1, 20) :]
        elif what == 2:
            text = text[:at] + chance.choice(seeds)[:500] + text[at:]
        elif what == 3:
            text = text[:at] + text[max(0, at - 10) : at] * chance.randint(2, 30) + text[at:]
        elif what == 4:
            text = text[:at] + str(chance.choice((0, 31, 99999, 10**12))) + text[at:]
        else:
            text = text[at:] + text[:at]
    return text[:4_000]


def torture(folder: Path, *, every: int = 1, seconds: float = float("inf"), offset: int = 0) -> Result:
    """Run every n-th trial until the time is over, those of each kind in turn."""
    kinds: dict[str, list[Trial]] = {}
    for trial in Bench(folder).trials():
        kinds.setdefault(trial.kind, []).append(trial)
    chosen = {
        kind: trials[offset % max(every, 1) :: every] if len(trials) > every else trials[:1]
        for kind, trials in kinds.items()
    }
    tried: Counter[str] = Counter()
    failed: list[str] = []
    end = time.monotonic() + seconds
    for number in range(max(len(trials) for trials in chosen.values())):
        for kind, trials in chosen.items():
            if number >= len(trials) or time.monotonic() > end:
                continue
            tried[kind] += 1
            try:
                trials[number].run()
            except (Exception, AssertionError) as error:
                failed.append(
                    f"{kind}: {trials[number].name}: {type(error).__name__}: {' '.join(str(error).split())[:300]}"
                )
    return Result(tried, failed)


def main() -> int:
    """Run the bench: all trials, then ten minutes of fuzzing; `--every N` and `--fuzz SECONDS` take less."""
    import argparse

    asked = argparse.ArgumentParser(description="Try everything; print tried, held and failed.")
    asked.add_argument("--every", type=int, default=1, help="only each n-th trial")
    asked.add_argument("--seconds", type=float, default=float("inf"), help="stop the trials after this time")
    asked.add_argument("--fuzz", type=float, default=600, help="seconds of fuzzing")
    asked.add_argument("--seed", type=int, default=int(time.time()))
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        result = torture(Path(folder), every=given.every, seconds=given.seconds)
    more = fuzz(given.fuzz, given.seed, keep=CORPUS)
    both = Result(result.tried + more.tried, result.failed + more.failed)
    print(f"{both}\nseed {given.seed}")
    return 1 if both.failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
