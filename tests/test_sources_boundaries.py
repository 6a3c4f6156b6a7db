"""Boundaries that a user brings: named, mended with a word about it, generalised; or refused, and nothing changes."""

from __future__ import annotations

import contextlib
import zipfile
from collections.abc import Sequence
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from typer.testing import CliRunner

from conflictmap.cli import app
from conflictmap.cli.init import make_project
from conflictmap.errors import ConflictmapError, SourceError
from conflictmap.places.gazetteer.gazetteer import Gazetteer
from conflictmap.places.gazetteer.parents import successors
from conflictmap.places.gazetteer.topology import polygons
from conflictmap.places.gazetteer.units import CORE_CREDIT, Units
from conflictmap.project import Project, find_project
from conflictmap.sources.boundaries import Chosen, Used, reset, use

ROOT = Path(__file__).parents[1]
REFERENCE = ROOT.parent / "shared" / "reference" / "mimu_adm3.geojson"

AY, BEE = shapely.box(95, 20, 96, 21), shapely.box(96, 20, 97, 21)
CEE = shapely.Polygon([(95, 21), (96, 21), (97, 21), (97, 22), (95, 22)])
BOWTIE = shapely.Polygon([(95, 20), (96, 21), (96, 20), (95, 21)])


def _frame(shapes: list[shapely.Polygon] | None = None, **columns: Sequence[str | None]) -> gpd.GeoDataFrame:
    given = columns or {"ADM3_PCODE": ["XXR001001", "XXR001002", "XXR002001"], "ADM3_EN": ["Ay", "Bee", "Cee"]}
    return gpd.GeoDataFrame(given, geometry=shapes or [AY, BEE, CEE], crs="EPSG:4326")


def _use(tiny: Project, frame: gpd.GeoDataFrame, name: str = "ours.geojson", **said: object) -> Used:
    path = tiny.root / name
    frame.to_file(path)
    return use(Chosen(path, **said), tiny)


def test_other_boundaries_are_used_for_joins_and_can_be_reset(tiny: Project) -> None:
    before = Units.open(tiny)
    moved = [shapely.box(95, 20, 96.5, 21), shapely.box(96.5, 20, 97, 21), CEE]
    used = _use(tiny, _frame(moved), credit="Boundaries: us")
    units = Units.open(tiny)
    assert (used.townships, used.credit) == (3, "Boundaries: us")
    assert units.join(96.2, 20.5).tolist() == ["XXR001001"]
    assert units.credit == "Boundaries: us"
    assert units.table.at["XXR001001", "name_my"] == "အေ"
    assert Gazetteer.open(tiny).credits[0] == "Boundaries: us"
    assert reset(tiny)
    assert Units.open(tiny).version == before.version
    assert Units.open(tiny).join(96.2, 20.5).tolist() == ["XXR001002"]
    assert not reset(tiny)


@pytest.mark.parametrize("column", ["ADM3_PCODE", "adm3_pcode", "TS_PCODE", "Tsp_Pcode", "TownshipPCode"])
def test_the_column_of_p_codes_is_found(tiny: Project, column: str) -> None:
    used = _use(tiny, _frame(**{column: ["XXR001001", "XXR001002", "XXR002001"]}))
    assert used.townships == 3


def test_the_column_of_p_codes_can_be_told(tiny: Project) -> None:
    frame = _frame(code=["XXR001001", "XXR001002", "XXR002001"], label=["Ay", "Bee", "Cee"])
    assert _use(tiny, frame, pcode="code", name="label").townships == 3
    with pytest.raises(SourceError, match=r"no column 'kode'; its columns are: code, label"):
        _use(tiny, frame, pcode="kode")


@pytest.mark.parametrize("column", ["shapeName", "NAME_3"])
def test_without_p_codes_they_are_given_by_overlap_and_name(tiny: Project, column: str) -> None:
    nudged = [shapely.affinity.translate(shape, 0.03, 0.02) for shape in (CEE, AY, BEE)]
    used = _use(tiny, _frame(nudged, **{column: ["See", "Ay", "Bee"]}))
    assert any("by overlap with the core's townships" in remark for remark in used.remarks)
    assert Units.open(tiny).join([95.5, 96.5, 96.0], [20.5, 20.5, 21.5]).tolist() == [
        "XXR001001", "XXR001002", "XXR002001",
    ]  # fmt: skip


def test_coordinates_in_metres_are_turned_into_degrees_and_said(tiny: Project) -> None:
    used = _use(tiny, _frame().to_crs("EPSG:32647"), "ours.gpkg")
    assert any("WGS 84 / UTM zone 47N and are now degrees" in remark for remark in used.remarks)
    assert Units.open(tiny).join(95.5, 20.5).tolist() == ["XXR001001"]


def test_edges_that_do_not_match_are_mended_and_counted(tiny: Project) -> None:
    ragged = [shapely.box(95, 20, 96.001, 21), BEE, CEE]
    used = _use(tiny, _frame(ragged))
    assert used.edges == 3  # Ay overlaps Bee by 0.001 degrees, and Cee has no corner where Ay now ends
    assert 0 < used.changed_km2 < 12  # 104 m by 111 km, given to one of the two
    assert shapely.coverage_is_valid(Units.open(tiny).frame.geometry.to_numpy())


def test_an_outline_that_crosses_itself_is_refused_by_name(tiny: Project) -> None:
    with pytest.raises(SourceError, match=r"crossed by the outline of Ay; repair it in a GIS"):
        _use(tiny, _frame([BOWTIE, BEE, CEE]))
    assert Units.open(tiny).join(95.5, 20.9).tolist() == ["XXR001001"]


def test_a_small_loop_is_mended_and_said(tiny: Project) -> None:
    loop = shapely.Polygon(
        [(95, 20), (96, 20), (96, 21), (95, 21), (95, 20.5), (95.01, 20.49), (95.01, 20.5), (95, 20.49)]
    )
    used = _use(tiny, _frame([loop, BEE, CEE]))
    assert any(remark.startswith("Outlines that crossed themselves and were mended: Ay") for remark in used.remarks)


def test_townships_that_are_missing_or_new_are_said(tiny: Project) -> None:
    frame = _frame(
        [AY, BEE],
        ADM3_PCODE=["XXR001001", "XXR001009"],
        ADM3_EN=["Ay", "Dee"],
        ADM2_PCODE=["XXR001D001", "XXR001D009"],
        ADM2_EN=["South District", "New District"],
        ADM1_PCODE=["XXR001", "XXR001"],
        ADM1_EN=["South", "South"],
    )
    used = _use(tiny, frame)
    assert "P-codes that the core has not: XXR001009 Dee." in used.remarks
    assert any(
        remark.startswith("Townships of the core that the file has not: XXR001002 Bee") for remark in used.remarks
    )
    table = Units.open(tiny).table
    assert table.at["XXR001009", "adm2_pcode"] == "XXR001D009"
    assert table.at["XXR001D009", "name"] == "New District"


def test_an_unknown_p_code_without_parents_is_refused(tiny: Project) -> None:
    frame = _frame(ADM3_PCODE=["XXR001001", "XXR001002", "ZZZ"], ADM3_EN=["Ay", "Bee", "Zed"])
    with pytest.raises(SourceError, match="ZZZ: no known township, and the file names no district and state"):
        _use(tiny, frame)


def test_p_codes_that_are_missing_are_no_code(tiny: Project) -> None:
    """A column of nulls is read with missing values, whatever its kind; a file without any code is named by overlap."""
    frame = _frame(ADM3_PCODE=[None, None, None], ADM3_EN=["Ay", "Bee", "Cee"])
    assert "The file has no P-codes: they were given by overlap" in " ".join(_use(tiny, frame).remarks)
    frame = _frame(ADM3_PCODE=["XXR001001", None, None], ADM3_EN=["Ay", None, "Cee"])
    with pytest.raises(SourceError, match="2 polygons have no P-code; fill them in"):
        _use(tiny, frame)
    path = tiny.root / "null.geojson"
    path.write_text(
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"ADM3_PCODE": null}, "geometry": '
        '{"type": "Polygon", "coordinates": [[[95, 20], [96, 20], [96, 21], [95, 21], [95, 20]]]}}]}'
    )
    with contextlib.suppress(SourceError):
        use(Chosen(path), tiny)


def test_village_tracts_are_joined_to_townships(tiny: Project) -> None:
    halves = [shapely.box(95, 20, 95.5, 21), shapely.box(95.5, 20, 96, 21), BEE, CEE]
    frame = _frame(halves, ADM3_PCODE=["XXR001001", "XXR001001", "XXR001002", "XXR002001"], VT_PCODE=list("abcd"))
    used = _use(tiny, frame, level=4)
    assert used.townships == 3
    assert "1 polygons share a P-code with another and were joined to it." in used.remarks


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        pytest.param("a.geojson", b"<html><body>Sign in</body></html>", r"a.geojson: is a web page", id="web page"),
        pytest.param(
            "a.geojson", b'{"type":"FeatureCollection","features":[{"ty', r"GDAL cannot read it", id="cut off"
        ),
        pytest.param("a.geojson", b"", r"a.geojson: the file is empty", id="empty"),
        pytest.param("a.zip", b"PK\x03\x04 and no more", r"a.zip: the zip file is cut off", id="zip"),
        pytest.param("a.gpkg", b"not a database", r"a.gpkg: GDAL cannot read it", id="no GeoPackage"),
    ],
)
def test_what_is_no_file_of_polygons_is_named(tiny: Project, name: str, content: bytes, message: str) -> None:
    (tiny.root / name).write_bytes(content)
    with pytest.raises(SourceError, match=message):
        use(Chosen(tiny.root / name), tiny)


@pytest.mark.parametrize("lost", [".dbf", ".shx"])
def test_a_shapefile_without_a_part_says_which(tiny: Project, lost: str) -> None:
    _frame().to_file(tiny.root / "ours.shp")
    (tiny.root / f"ours{lost}").unlink()
    with pytest.raises(SourceError, match=rf"ours.shp: its {lost} is missing; copy all files"):
        use(Chosen(tiny.root / "ours.shp"), tiny)


def test_a_shapefile_without_a_coordinate_system_asks_for_it(tiny: Project) -> None:
    _frame().to_file(tiny.root / "ours.shp")
    (tiny.root / "ours.prj").unlink()
    with pytest.raises(SourceError, match=r"states no coordinate system .*--crs EPSG:4326"):
        use(Chosen(tiny.root / "ours.shp"), tiny)
    with pytest.raises(SourceError, match="--crs nonsense: is no coordinate system"):
        use(Chosen(tiny.root / "ours.shp", crs="nonsense"), tiny)
    assert use(Chosen(tiny.root / "ours.shp", crs="EPSG:4326"), tiny).townships == 3


def test_a_zipped_shapefile_is_read(tiny: Project) -> None:
    _frame().to_file(tiny.root / "ours.shp")
    with zipfile.ZipFile(tiny.root / "ours.zip", "w") as archive:
        for path in sorted(tiny.root.glob("ours.???")):
            archive.write(path, f"shapes/{path.name}")
    assert use(Chosen(tiny.root / "ours.zip"), tiny).townships == 3


def test_of_several_layers_the_townships_are_taken(tiny: Project) -> None:
    path = tiny.root / "all.gpkg"
    _frame([shapely.box(95, 20, 97, 22)] * 3).to_file(path, layer="adm0")
    _frame().to_file(path, layer="mmr_polbnda_adm3")
    assert use(Chosen(path), tiny).townships == 3
    _frame().to_file(path, layer="adm3_old")
    with pytest.raises(SourceError, match=r"which layer holds the townships\? .*--layer; there are: adm0"):
        use(Chosen(path), tiny)
    assert use(Chosen(path, layer="adm3_old"), tiny).townships == 3
    with pytest.raises(SourceError, match="no layer 'adm9'"):
        use(Chosen(path, layer="adm9"), tiny)


def test_heights_are_left_out_and_rows_without_a_shape_told(tiny: Project) -> None:
    raised = [shapely.force_3d(shape, 12.0) for shape in (AY, BEE, CEE)]
    frame = _frame(raised)
    frame.loc[1, "geometry"] = None
    used = _use(tiny, frame, "ours.gpkg")
    assert used.townships == 2
    assert "1 rows have no geometry and were passed over." in used.remarks
    assert not Units.open(tiny).frame.geometry.has_z.any()


def test_a_polygon_on_top_of_another_is_refused(tiny: Project) -> None:
    with pytest.raises(SourceError, match=r"ours.geojson: a polygon lies wholly inside others"):
        _use(tiny, _frame([AY, AY, CEE]))


def test_swapped_or_foreign_polygons_are_refused(tiny: Project) -> None:
    swapped = [shapely.transform(shape, lambda xy: xy[:, ::-1]) for shape in (AY, BEE, CEE)]
    with pytest.raises(SourceError, match="longitude and latitude seem to be swapped"):
        _use(tiny, _frame(swapped))
    points = gpd.GeoDataFrame({"ADM3_PCODE": ["a"]}, geometry=gpd.points_from_xy([95], [20]), crs="EPSG:4326")
    with pytest.raises(SourceError, match="holds no polygons"):
        _use(tiny, points, "points.geojson")


def test_names_come_from_the_core_whatever_lies_in_the_project_or_is_in_use(tiny: Project) -> None:
    other = tiny.root / "no imported layers"
    other.mkdir()
    (other / "layers.json").write_text("no JSON", encoding="utf-8")
    _use(tiny, _frame())
    used = _use(tiny, _frame())  # the first ones are in use now
    assert used.townships == 3
    assert Units.of_core(tiny).credit == CORE_CREDIT != Units.open(tiny).credit


def test_boundaries_are_kept_whole_and_once_for_the_page(tiny: Project) -> None:
    _use(tiny, _frame())
    [folder] = (tiny.root / ".conflictmap" / "boundaries").iterdir()
    assert {path.name for path in folder.iterdir()} == {"units.csv", "units.topojson", "polygons.parquet"}


def test_other_levels_are_refused(tiny: Project) -> None:
    with pytest.raises(SourceError, match="--level 2: give townships"):
        _use(tiny, _frame(), level=2)


@pytest.mark.skipif(not REFERENCE.is_file(), reason="MIMU's polygons are not beside the project")
def test_mimus_townships_are_used_whole(tmp_path: Path) -> None:
    project = find_project(ROOT)
    used = use(Chosen(REFERENCE), project, data_dir=tmp_path)
    units = Units.open(project, data_dir=tmp_path)
    assert (used.townships, used.edges, used.changed_km2) == (330, 0, 0.0)
    assert used.page_kb <= 400
    assert len(units.frame) == 330
    assert shapely.coverage_is_valid(units.frame.geometry.to_numpy())
    assert {"MMR013046", "MMR013047"} <= set(units.frame.index)
    own = gpd.read_file(REFERENCE).set_index("TS_PCODE").geometry.representative_point()
    assert (units.join(own.x.to_numpy(), own.y.to_numpy()) == np.array(own.index)).all()
    page = np.array(list(polygons(units.topology).values()), dtype=object)
    assert len(page) == 330
    assert shapely.coverage_is_valid(page)
    gazetteer = Gazetteer.open(project, data_dir=tmp_path)
    # Hlaingtharya is in two here, and Seikkan is gone: its point lies where the ground went
    assert [gazetteer.place(f"MMR0130{number}701").adm3_pcode for number in (46, 47)] == ["MMR013046", "MMR013047"]
    assert gazetteer.place("MMR013008701").adm3_pcode in ("MMR013046", "MMR013047")
    assert gazetteer.place("MMR013045701").adm3_pcode not in ("MMR013045", "")
    assert set(gazetteer.frame()["adm3_pcode"]) - {""} == set(units.frame.index)
    seats = gazetteer.frame().loc[units.townships["seat_id"]]
    assert len(seats) == 330


@pytest.mark.skipif(not REFERENCE.is_file(), reason="MIMU's polygons are not beside the project")
@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("Hlaingtharya", r"is in 2 parts .* ask for one: MMR013046 \(Hlaingtharya \(East\), Yangon\); MMR013047 \(Hl"),
        ("MMR013008", r"is in 2 parts .* ask for one: MMR013046"),
        ("Seikkan", r"Seikkan \(MMR013045\) is no township of its own .* ask for MMR013035 \(Lanmadaw, Yangon\)"),
    ],
)
def test_a_township_that_other_boundaries_have_is_told_with_what_stands_for_it(
    mimu: Project, asked: str, answer: str
) -> None:
    with pytest.raises(ConflictmapError, match=answer):
        CliRunner().invoke(app, ["why", asked, "2023-12-01", "-C", str(mimu.root)], catch_exceptions=False)


@pytest.fixture(scope="module")
def mimus_in_use(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, Path]:
    """A project of one's own with MIMU's polygons in use, and the user's folder that says so."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(home))
        project = make_project(tmp_path_factory.mktemp("mimu") / "mine")
        use(Chosen(REFERENCE), project)
    return project, home


@pytest.fixture
def mimu(mimus_in_use: tuple[Project, Path], monkeypatch: pytest.MonkeyPatch) -> Project:
    """The project with MIMU's polygons, which are in use for this test alone."""
    project, home = mimus_in_use
    monkeypatch.setenv("XDG_DATA_HOME", str(home))
    return project


def test_a_trial_that_fails_puts_back_what_was_in_use(tiny: Project) -> None:
    moved = [shapely.box(95, 20, 96.5, 21), shapely.box(96.5, 20, 97, 21), CEE]
    _use(tiny, _frame(moved), credit="Boundaries: the first")
    first = Units.open(tiny).version

    def trial() -> None:
        assert Units.open(tiny).version != first
        raise SourceError("the tables do not go with them")

    path = tiny.root / "second.geojson"
    _frame().to_file(path)
    with pytest.raises(SourceError, match="the tables do not go with them"):
        use(Chosen(path), tiny, trial=trial)
    units = Units.open(tiny)
    assert (units.version, units.credit) == (first, "Boundaries: the first")
    assert units.join(96.2, 20.5).tolist() == ["XXR001001"]


def test_parts_of_a_township_that_the_core_has_whole_are_joined_under_its_name(tiny: Project) -> None:
    west, east = shapely.box(95, 20, 95.7, 21), shapely.box(95.7, 20, 96, 21)
    frame = _frame([west, east, BEE, CEE], NAME_3=["Ay (West)", "Ay (East)", "Bee", "Cee"])
    used = _use(tiny, frame)
    units = Units.open(tiny)
    assert used.townships == 3
    assert units.join([95.2, 95.9], [20.5, 20.5]).tolist() == ["XXR001001", "XXR001001"]
    assert units.table.at["XXR001001", "name"] == "Ay"


@pytest.mark.parametrize(
    ("code", "bridged"),
    [
        # the seat of Ay lies in the western half: what is told of the whole goes there
        pytest.param("XXR001001", "XXR001008", id="a whole that was split"),
        pytest.param("XXR001002", "XXR001002", id="one that is in use"),
    ],
)
def test_a_code_of_another_vintage_stands_for_the_township_with_its_seat(
    tiny: Project, code: str, bridged: str
) -> None:
    core, places = Units.open(tiny), Gazetteer.open(tiny).frame()
    seat = places.loc[core.table.at["XXR001001", "seat_id"]]
    cut = float(seat["lon"]) + 0.05
    halves = [shapely.box(95, 20, cut, 21), shapely.box(cut, 20, 96, 21)]
    frame = _frame(
        [*halves, BEE, CEE],
        ADM3_PCODE=["XXR001008", "XXR001009", "XXR001002", "XXR002001"],
        ADM3_EN=["Ay West", "Ay East", "Bee", "Cee"],
        ADM2_PCODE=["XXR001D001", "XXR001D001", "XXR001D001", "XXR002D001"],
        ADM1_PCODE=["XXR001", "XXR001", "XXR001", "XXR002"],
    )
    _use(tiny, frame)
    assert successors(Units.open(tiny), core, places).get(code, code) == bridged


def test_burmese_of_a_shapefile_without_its_encoding_is_read(tiny: Project) -> None:
    names = ["အေ", "ဘီ", "စီ"]
    frame = _frame(ADM3_PCODE=["XXR001008", "XXR001002", "XXR002001"], ADM3_EN=["Ay", "Bee", "Cee"], ADM3_MY=names,
                   ADM2_PCODE=["XXR001D001", "XXR001D001", "XXR002D001"], ADM1_PCODE=["XXR001", "XXR001", "XXR002"])  # fmt: skip
    path = tiny.root / "ours.shp"
    frame.to_file(path, encoding="UTF-8")
    path.with_suffix(".cpg").unlink()
    use(Chosen(path), tiny)
    assert Units.open(tiny).table.at["XXR001008", "name_my"] == "အေ"
