"""Downloads from a server on this machine that drops the line halfway, changes its mind, or sends the wrong thing."""

from __future__ import annotations

import gzip
import hashlib
import io
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from typer.testing import CliRunner

from conflictmap.cli import app
from conflictmap.errors import SourceError
from conflictmap.places.gazetteer.gazetteer import Gazetteer
from conflictmap.places.gazetteer.units import Units
from conflictmap.project import Project
from conflictmap.sources.catalogue import catalogue
from conflictmap.sources.download import download

pytestmark = pytest.mark.loopback


@dataclass
class Served:
    """What the server gives: `drops` times it breaks off halfway; `ranges` are the starts that it was asked for."""

    files: dict[str, bytes] = field(default_factory=dict)
    drops: int = 0
    tag: str = '"one"'
    resumes: bool = True
    status: int = 200
    ranges: list[int] = field(default_factory=list)
    address: str = ""


@pytest.fixture
def server() -> Iterator[Served]:
    served = Served()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = served.files.get(self.path)
            if body is None or served.status != 200:
                self.send_error(404 if body is None else served.status)
                return
            wanted = self.headers.get("Range")
            fresh = self.headers.get("If-Range", served.tag) == served.tag
            start = int(wanted[6:-1]) if wanted and served.resumes and fresh else 0
            served.ranges.append(start)
            self.send_response(206 if start else 200)
            if start:
                self.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
            self.send_header("Content-Length", str(len(body) - start))
            self.send_header("ETag", served.tag)
            self.end_headers()
            rest = body[start:]
            if served.drops:
                served.drops -= 1
                self.wfile.write(rest[: len(rest) // 2])
                self.wfile.flush()
                self.connection.close()
                return
            self.wfile.write(rest)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        served.address = f"http://127.0.0.1:{http.server_port}"
        threading.Thread(target=http.serve_forever, daemon=True).start()
        yield served
        http.shutdown()


BODY = bytes(range(256)) * 4000  # a megabyte


def test_a_download_goes_on_where_it_was_dropped(server: Served, tmp_path: Path) -> None:
    server.files["/a.bin"], server.drops = BODY, 1
    seen: list[tuple[int, int | None]] = []
    path = download(f"{server.address}/a.bin", tmp_path, progress=lambda done, whole: seen.append((done, whole)))
    assert path.read_bytes() == BODY
    assert server.ranges == [0, len(BODY) // 2]
    assert seen[-1] == (len(BODY), len(BODY))
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.bin"]


def test_a_download_of_yesterday_is_taken_up(server: Served, tmp_path: Path) -> None:
    server.files["/a.bin"], server.drops = BODY, 99
    with pytest.raises(SourceError, match=r"cannot be fetched .*bytes are kept and will be taken up"):
        download(f"{server.address}/a.bin", tmp_path)
    kept = (tmp_path / "a.bin.part").stat().st_size
    assert kept > len(BODY) * 0.9
    server.drops = 0
    assert download(f"{server.address}/a.bin", tmp_path).read_bytes() == BODY
    assert server.ranges[-1] == kept


def test_two_versions_are_never_joined(server: Served, tmp_path: Path) -> None:
    server.files["/a.bin"], server.drops = BODY, 99
    with pytest.raises(SourceError):
        download(f"{server.address}/a.bin", tmp_path)
    server.files["/a.bin"], server.drops, server.tag = BODY[::-1], 0, '"two"'
    assert download(f"{server.address}/a.bin", tmp_path).read_bytes() == BODY[::-1]
    assert server.ranges[-1] == 0


def test_a_server_that_cannot_resume_is_asked_from_the_start(server: Served, tmp_path: Path) -> None:
    server.files["/a.bin"], server.drops, server.resumes = BODY, 1, False
    assert download(f"{server.address}/a.bin", tmp_path).read_bytes() == BODY
    assert server.ranges == [0, 0]


def test_a_wrong_checksum_is_said_and_the_old_file_stays(server: Served, tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_bytes(b"old")
    server.files["/a.bin"] = BODY
    with pytest.raises(SourceError, match=r"a.bin: its content is not the one known \(sha256 "):
        download(f"{server.address}/a.bin", tmp_path, sha256="0" * 64)
    assert (tmp_path / "a.bin").read_bytes() == b"old"
    assert not (tmp_path / "a.bin.part").exists()
    right = hashlib.sha256(BODY).hexdigest()
    assert download(f"{server.address}/a.bin", tmp_path, sha256=right).read_bytes() == BODY


def test_an_error_page_is_no_file(server: Served, tmp_path: Path) -> None:
    server.files["/MM.zip"] = b"<!doctype html><title>Busy</title>"
    with pytest.raises(SourceError, match=r"MM.zip: is a web page"):
        download(f"{server.address}/MM.zip", tmp_path)
    assert not (tmp_path / "MM.zip").exists()


@pytest.mark.parametrize(("status", "said"), [(404, "404 Not Found"), (503, "503 Service Unavailable")])
def test_the_servers_refusal_is_told(server: Served, tmp_path: Path, status: int, said: str) -> None:
    server.files["/a.bin"], server.status = BODY, status
    with pytest.raises(SourceError, match=said):
        download(f"{server.address}/a.bin", tmp_path)


def test_no_server_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="the connection broke, or there is none"):
        download("http://127.0.0.1:9/a.bin", tmp_path)


def test_only_the_web_is_asked(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="is no web address"):
        download("file:///etc/hostname", tmp_path)


VILLAGES = (
    "SR_Pcode,Tsp_Pcode,VT_Pcode,Village_Pcode,Village_Name_Eng,Village_Name_MMR,Longitude,Latitude\n"
    "XXR001,XXR001001,XXR001001001,1001,Alpha,အယ်,95.5,20.4\n"
)
GEONAMES = "\t".join(["1", "Alpha", "Alpha", "", "20.4", "95.5", "P", "PPL", "MM", *[""] * 9, "2024-01-01"]) + "\n"


def _content(name: str) -> bytes:
    """A small file of each source, in the form in which it is published."""
    if name == "mimu":
        book = io.BytesIO()
        rows = [line.split(",") for line in VILLAGES.strip().split("\n")]
        pd.DataFrame(rows[1:], columns=rows[0]).to_excel(book, index=False)
        return book.getvalue()
    if name == "geonames":
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("MM.txt", GEONAMES)
            archive.writestr("readme.txt", "about the columns\n")
        return packed.getvalue()
    boxes = [shapely.box(95, 20, 96.3, 21), shapely.box(96.3, 20, 97, 21), shapely.box(95, 21, 97, 22)]
    columns = {
        "cod-ab": {"ADM3_PCODE": ["XXR001001", "XXR001002", "XXR002001"]},
        "mimu-boundaries": {"TS_PCODE": ["XXR001001", "XXR001002", "XXR002001"], "PCode_V": ["9.3"] * 3},
        "geoboundaries": {"shapeName": ["Ay", "Bee", "Cee"]},
    }[name]
    frame = gpd.GeoDataFrame(columns, geometry=boxes, crs="EPSG:4326")
    if name == "geoboundaries":
        return frame.to_json().encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("adm3.geojson", frame.to_json())
    return packed.getvalue()


@pytest.mark.parametrize("name", ["mimu", "geonames", "cod-ab", "mimu-boundaries", "geoboundaries"])
def test_every_source_is_fetched_and_used_though_the_line_drops(
    server: Served, tiny: Project, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    source = catalogue(tiny)[name]
    server.files[f"/{source.file}"], server.drops = _content(name), 1
    monkeypatch.chdir(tiny.root)
    done = CliRunner().invoke(app, ["gazetteer", "fetch", name, "--url", f"{server.address}/{source.file}", "--json"])
    assert done.exit_code == 0, (done.output, done.exception)
    assert server.ranges == [0, len(server.files[f"/{source.file}"]) // 2]
    if source.kind == "boundaries":
        assert Units.open(tiny).join(96.2, 20.5).tolist() == ["XXR001001"]
        assert Units.open(tiny).credit == source.credit
    else:
        gazetteer = Gazetteer.open(tiny)
        assert gazetteer.candidates("alpha")["adm3_pcode"].tolist() == ["XXR001001"]
        assert source.credit in gazetteer.credits


def test_every_source_is_tried() -> None:
    from conflictmap.project import find_project

    listed = catalogue(find_project(Path(__file__).parent))
    assert set(listed) == {"mimu", "geonames", "cod-ab", "mimu-boundaries", "geoboundaries"}
    assert all(source.credit and source.licence and source.page for source in listed.values())


def test_an_address_can_be_added_at_once(server: Served, tiny: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    server.files["/villages.csv.gz"], server.drops = gzip.compress(VILLAGES.encode()), 1
    monkeypatch.chdir(tiny.root)
    done = CliRunner().invoke(app, ["gazetteer", "add", "mimu", f"{server.address}/villages.csv.gz"])
    assert done.exit_code == 0, (done.output, done.exception)
    assert Gazetteer.open(tiny).place("1001").name == "Alpha"


def test_a_source_without_an_address_says_where_to_get_it(tiny: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tiny.root)
    done = CliRunner().invoke(app, ["gazetteer", "fetch", "mimu"])
    assert "download it from https://themimu.info/place-codes" in str(done.exception)
