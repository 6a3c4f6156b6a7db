"""No test reaches beyond this machine."""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import platformdirs
import pytest
import shapely
from pytest_socket import disable_socket, socket_allow_hosts

from conflictmap.chronicle.coding.coder import Coder
from conflictmap.chronicle.extraction.known_names import known_names
from conflictmap.chronicle.language.lexicon import Lexicon
from conflictmap.pipeline import Atlas, build, load
from conflictmap.places.gazetteer import topology
from conflictmap.project import Project, find_project
from november import november_project
from tiny_country import CEE, TINY_ALIASES, TINY_PLACES, TINY_UNITS

os.environ["CONFLICTMAP_CACHE_DIR"] = ""  # what a test builds is built
# Nothing of the user's own is read or written: neither what is imported for all projects nor boundaries in use. Each test
# has an empty folder of its own, so that what one puts in use is not in use in the next; commands it starts inherit it.
_ROOT = Path(__file__).parents[1]
_OWN = tempfile.TemporaryDirectory(prefix="conflictmap-tests-")
os.environ["XDG_DATA_HOME"] = _OWN.name


@pytest.fixture(autouse=True)
def _no_network(request: pytest.FixtureRequest) -> None:
    """Block sockets; browser tests and those that serve files themselves may use 127.0.0.1 and unix sockets."""
    if request.node.get_closest_marker("browser") or request.node.get_closest_marker("loopback"):
        socket_allow_hosts(["127.0.0.1", "localhost"], allow_unix_socket=True)
    else:
        disable_socket(allow_unix_socket=True)


@pytest.fixture(autouse=True)
def _nothing_of_the_users_own(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    assert str(platformdirs.user_data_path("conflictmap")).startswith(_OWN.name)
    with tempfile.TemporaryDirectory(dir=_OWN.name) as folder:
        monkeypatch.setenv("XDG_DATA_HOME", folder)
        yield


@pytest.fixture
def short_cells() -> Iterator[None]:
    """The csv module's own limit of a cell, which readers of large tables raise for the process."""
    before = csv.field_size_limit(131_072)
    yield
    csv.field_size_limit(before)


@pytest.fixture
def tiny(tmp_path: Path) -> Project:
    """A country of three townships in two states, a degree or two wide, with three places: all numbers by hand.

    22 +-------------+
       | Cee XXR002001|
    21 +------+------+
       | Ay   | Bee  |   XXR001001, XXR001002
    20 +------+------+
       95     96     97
    """
    boxes = [(95, 20, 96, 21), (96, 20, 97, 21), (95, 21, 97, 22)]
    # Cee needs the corner at (96, 21) that its neighbours have, else edges do not match
    shapes = np.array([shapely.box(*box) for box in boxes[:2]] + [CEE], dtype=object)
    folder = tmp_path / "data" / "gazetteer"
    folder.mkdir(parents=True)
    (tmp_path / "data" / "events.csv").write_text("event_id\n")
    pcodes = ["XXR001001", "XXR001002", "XXR002001"]
    (folder / "units.topojson").write_bytes(topology.to_bytes(topology.topology(shapes, pcodes)))
    (folder / "units.csv").write_text(TINY_UNITS, encoding="utf-8")
    (folder / "places.csv").write_text(TINY_PLACES, encoding="utf-8")
    (folder / "aliases.csv").write_text(TINY_ALIASES, encoding="utf-8")
    sources = Path(__file__).parents[1] / "data" / "gazetteer" / "sources.toml"
    (folder / "sources.toml").write_bytes(sources.read_bytes())
    (tmp_path / ".conflictmap").mkdir()
    return Project(tmp_path, tmp_path / "data", tmp_path / "maps")


@pytest.fixture(scope="session")
def november(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The project of November 2023, to read: a test that writes makes one of its own."""
    return november_project(tmp_path_factory.mktemp("november"))


@pytest.fixture(scope="session")
def atlas(november: Project) -> Atlas:
    """All that is worked out of the tables of November 2023."""
    return build(load(november))


@pytest.fixture(scope="session")
def shipped() -> Atlas:
    """All that is worked out of the data that ships."""
    return build(load(find_project(Path(__file__).parent)))


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    """The word lists that ship."""
    return Lexicon.open(Project(_ROOT, _ROOT / "data", _ROOT / "maps"))


@pytest.fixture(scope="module")
def coder(lexicon: Lexicon) -> Coder:
    """A coder of the word lists and the names of the gazetteer that ship."""
    return Coder.of(lexicon, known_names(Project(_ROOT, _ROOT / "data", _ROOT / "maps")))
