"""Units: polygons that share edges, and one township for each point."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from conflictmap.errors import CrsError, DataError
from conflictmap.places.gazetteer import point_in_polygon
from conflictmap.places.gazetteer.units import Units
from conflictmap.project import Project, find_project

ROOT = Path(__file__).parents[1]


@pytest.fixture
def units(tiny: Project) -> Units:
    return Units.open(tiny)


@pytest.fixture(scope="module")
def core() -> Units:
    return Units.open(find_project(ROOT), data_dir=Path("no such folder"))


@pytest.mark.parametrize(
    ("lon", "lat", "pcode"),
    [
        pytest.param(95.5, 20.5, "XXR001001", id="within"),
        pytest.param(96.0, 20.5, "XXR001001", id="on a shared border: the smaller P-code"),
        pytest.param(96.5, 21.0, "XXR001002", id="on the other shared border"),
        pytest.param(96.0, 21.0, "XXR001001", id="where three meet"),
        pytest.param(95.0, 22.0, "XXR002001", id="on the outer corner"),
        pytest.param(94.9, 20.5, None, id="outside"),
        pytest.param(float("nan"), 20.5, None, id="no longitude"),
        pytest.param(0.0, 0.0, None, id="null island"),
        pytest.param(20.5, 95.5, None, id="swapped"),
    ],
)
def test_each_point_gets_one_township(units: Units, lon: float, lat: float, pcode: str | None) -> None:
    assert units.join(lon, lat).tolist() == [pcode]


def test_many_points_get_the_answers_that_each_alone_gets(units: Units, monkeypatch: pytest.MonkeyPatch) -> None:
    generator = np.random.default_rng(7)
    lon, lat = generator.uniform(94.9, 97.1, 3000), generator.uniform(19.9, 22.1, 3000)
    lon[:600], lat[600:1200] = 96.0, 21.0  # on the borders
    lon[1200:1800], lat[1200:1800] = 96.25, 20.75  # one place again and again
    lon[1800], lat[1801] = np.nan, np.inf
    alone = units.join(lon, lat).tolist()
    monkeypatch.setattr(point_in_polygon, "GRID_FROM", 100)
    fresh = Units.open(find_project(units._topology_path))
    assert fresh.join(lon, lat).tolist() == alone  # places repeat: distinct places first, then the grid
    assert fresh.join(lon[1802:], lat[1802:]).tolist() == alone[1802:]  # all distinct: the grid at once
    expected = np.where(lat <= 21, np.where(lon <= 96, "XXR001001", "XXR001002"), "XXR002001").astype(object)
    expected[~((lon >= 95) & (lon <= 97) & (lat >= 20) & (lat <= 22))] = None
    assert alone == expected.tolist()


def test_lists_of_two_lengths_are_refused(units: Units) -> None:
    with pytest.raises(ValueError, match="one length"):
        units.join([1.0, 2.0], [1.0])


def test_a_frame_of_points_keeps_its_index(units: Units) -> None:
    points = gpd.GeoDataFrame(index=["E2", "E1"], geometry=gpd.points_from_xy([96.5, 1], [20.5, 1]), crs="EPSG:4326")
    joined = units.join_frame(points)
    assert joined.to_dict() == {"E2": "XXR001002", "E1": None}
    assert joined.name == "adm3_pcode"


def test_a_frame_in_metres_is_refused(units: Units) -> None:
    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy([96.5], [20.5]), crs="EPSG:4326").to_crs("EPSG:32647")
    with pytest.raises(CrsError, match="to_crs"):
        units.join_frame(points)


def test_wider_units_are_made_of_their_townships(units: Units) -> None:
    states = units.dissolve(1)
    assert states.index.tolist() == ["XXR001", "XXR002"]
    assert states.geometry["XXR001"].equals(shapely.box(95, 20, 97, 21))
    assert units.dissolve(0).geometry["XXR"].equals(shapely.box(95, 20, 97, 22))
    with pytest.raises(ValueError, match="level 3"):
        units.dissolve(3)


def test_distance_to_a_township(units: Units) -> None:
    assert units.distance_km("XXR001001", 95.5, 20.5) == 0
    # 0.2 degrees of longitude at 20.5 north: 0.2 x 111.2 km x cos(20.5)
    assert units.distance_km("XXR001001", 96.2, 20.5) == pytest.approx(20.8, abs=0.2)
    assert np.isnan(units.distance_km("XXR009009", 96.2, 20.5))


def test_a_broken_topology_is_named(tiny: Project) -> None:
    (tiny.data / "gazetteer" / "units.topojson").write_text("<html>not found</html>")
    with pytest.raises(DataError, match=r"units.topojson: is not a topology"):
        _ = Units.open(tiny).frame


def test_a_missing_topology_is_named_when_units_are_opened(tiny: Project) -> None:
    (tiny.data / "gazetteer" / "units.topojson").unlink()
    with pytest.raises(DataError, match=r"units.topojson: does not exist"):
        Units.open(tiny)


def test_the_version_changes_with_an_edge(tiny: Project, units: Units) -> None:
    path = tiny.data / "gazetteer" / "units.topojson"
    path.write_bytes(path.read_bytes().replace(b"[", b"[ ", 1))
    assert Units.open(tiny).version != units.version


def test_the_core_has_330_townships_without_gap_or_overlap(core: Units) -> None:
    frame = core.frame
    assert len(frame) == 330
    assert frame.index.is_unique
    assert frame.index.is_monotonic_increasing
    assert shapely.is_valid(frame.geometry.to_numpy()).all()
    assert shapely.coverage_is_valid(frame.geometry.to_numpy())
    country = shapely.coverage_union_all(frame.geometry.to_numpy())
    assert not [ring for part in shapely.get_parts(country) for ring in part.interiors], "a gap between townships"
    assert core.table.groupby("level").size().to_dict() == {0: 1, 1: 18, 2: 80, 3: 330}
    assert (core.table["name_my"] != "").all()


def test_the_core_is_small_and_each_edge_is_stored_once(core: Units) -> None:
    assert core._topology_path.stat().st_size <= 400_000
    uses = np.zeros(len(core.topology["arcs"]), dtype=int)
    for shape in core.topology["objects"]["units"]["geometries"]:
        parts = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        for number in [number for rings in parts for ring in rings for number in ring]:
            uses[number if number >= 0 else ~number] += 1
    assert set(uses.tolist()) == {1, 2}  # an edge has one side or two
    coast = sum(shape.length for shape in core.dissolve(0).geometry)
    from conflictmap.places.gazetteer.topology import absolute_arcs

    once = [arc for arc, count in zip(absolute_arcs(core.topology), uses, strict=True) if count == 1]
    assert sum(shapely.LineString(arc).length for arc in once) == pytest.approx(coast, rel=1e-6)


def test_parents_of_the_core_are_units_of_the_core(core: Units) -> None:
    table = core.table
    townships = table[table["level"] == 3]
    assert townships["adm1_pcode"].isin(table.index[table["level"] == 1]).all()
    assert townships["adm2_pcode"].isin(table.index[table["level"] == 2]).all()
    # never the prefix: Hlaingtharya's district is the North's, its code says nothing of it
    assert table.at["MMR013008", "adm2_pcode"] == "MMR013D001"


@pytest.mark.parametrize(
    ("name", "lon", "lat", "pcode"),
    [
        pytest.param("Minhla of Magway", 95.03, 19.96, "MMR009013", id="one of two Minhlas"),
        pytest.param("Minhla of Bago", 95.71, 17.97, "MMR008009", id="the other"),
        pytest.param("Sittwe", 92.88, 20.16, "MMR012001", id="Sittwe"),
        pytest.param("Hpakant", 96.31, 25.61, "MMR001009", id="Hpakant"),
    ],
)
def test_known_towns_lie_in_their_townships(core: Units, name: str, lon: float, lat: float, pcode: str) -> None:
    assert core.join(lon, lat).tolist() == [pcode], name


def test_names_and_units_open_without_geopandas() -> None:
    code = (
        "import sys; from pathlib import Path; from conflictmap.project import find_project;"
        "from conflictmap.places.gazetteer.gazetteer import Gazetteer;"
        f"g = Gazetteer.open(find_project(Path({str(ROOT)!r})), data_dir=Path('none')); g.frame(); g.names();"
        "print(sorted({'geopandas', 'shapely', 'pyproj'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
