"""No test reaches beyond this machine."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import shapely
from pytest_socket import disable_socket, socket_allow_hosts

from conflictmap.pipeline import Atlas, build, load
from conflictmap.places.gazetteer import topology
from conflictmap.project import Project, find_project
from november import november_project


@pytest.fixture(autouse=True)
def _no_network(request: pytest.FixtureRequest) -> None:
    """Block sockets; browser tests and those that serve files themselves may use 127.0.0.1 and unix sockets."""
    if request.node.get_closest_marker("browser") or request.node.get_closest_marker("loopback"):
        socket_allow_hosts(["127.0.0.1", "localhost"], allow_unix_socket=True)
    else:
        disable_socket(allow_unix_socket=True)


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


CEE = shapely.Polygon([(95, 21), (96, 21), (97, 21), (97, 22), (95, 22)])

TINY_UNITS = """\
pcode,level,name,name_my,kind,adm1_pcode,adm2_pcode,seat_id,lon,lat,radius_km,area_km2,source
XXR,0,Tinyland,တိုင်နီ,country,,,,96,21,160,46000,by hand
XXR001,1,South,တောင်,state,,,,96,20.5,130,23000,by hand
XXR001001,3,Ay,အေ,township,XXR001,XXR001D001,XXR001001701,95.5,20.5,80,11500,by hand
XXR001002,3,Bee,ဘီ,township,XXR001,XXR001D001,,96.5,20.5,80,11500,by hand
XXR001D001,2,South District,တောင်ခရိုင်,district,XXR001,,,96,20.5,130,23000,by hand
XXR002,1,North,မြောက်,state,,,,96,21.5,130,23000,by hand
XXR002001,3,Cee,စီ,township,XXR002,XXR002D001,,96,21.5,130,23000,by hand
XXR002D001,2,North District,မြောက်ခရိုင်,district,XXR002,,,96,21.5,130,23000,by hand
"""

TINY_PLACES = """\
place_id,name,name_my,feature_code,lon,lat,adm1_pcode,adm2_pcode,adm3_pcode,adm4_pcode,source
XXR001001701,Ay,အေ,PPLA3,95.5,20.5,XXR001,XXR001D001,XXR001001,,by hand
900001,Far Off,,PPL,96.2,20.5,XXR001,XXR001D001,XXR001001,,by hand
900002,Nowhere Known,,PPL,,,XXR001,XXR001D001,XXR001002,,by hand
"""

TINY_ALIASES = """\
alias,place_id,kind,source,start,end
Old Ay,XXR001001701,former,by hand,,1989-06-18
"""


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
