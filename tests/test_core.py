"""The core that ships is what its importers make, and its P-codes are those of MIMU's own polygons."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from conflictmap.errors import SourceError
from conflictmap.geo import EQUAL_AREA
from conflictmap.places.gazetteer import topology
from conflictmap.places.gazetteer.units import Units
from conflictmap.project import find_project
from conflictmap.sources import core_units, mimu_lists, ucdp
from conflictmap.sources.core_build import CoreFiles, build_core

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
GAZETTEER = ROOT / "data" / "gazetteer"
needs_sources = pytest.mark.skipif(not SHARED.is_dir(), reason="the sources of the core are not beside the project")


@needs_sources
def test_importers_make_the_core_that_ships(tmp_path: Path) -> None:
    # 942 until villages and sites that reports name were added
    assert build_core(CoreFiles.of(SHARED, GAZETTEER), tmp_path) == {"units": 429, "places": 3515, "rivers": 5}
    for name in ("units.topojson", "units.csv", "places.csv", "rivers.geojson"):
        assert (tmp_path / name).read_bytes() == (ROOT / "data" / "gazetteer" / name).read_bytes(), name


@needs_sources
def test_each_polygon_has_the_code_of_the_reference_that_it_overlaps_most() -> None:
    core = Units.open(find_project(ROOT), data_dir=Path("none")).frame.to_crs(EQUAL_AREA)
    reference = gpd.read_file(SHARED / "reference" / "mimu_adm3.geojson").to_crs(EQUAL_AREA)
    pairs = shapely.STRtree(reference.geometry.to_numpy()).query(core.geometry.to_numpy(), predicate="intersects")
    ours, theirs = core.geometry.to_numpy()[pairs[0]], reference.geometry.to_numpy()[pairs[1]]
    common = pd.Series(shapely.area(shapely.intersection(ours, theirs)))
    best = common.groupby(pairs[0]).idxmax()
    found = pd.Series(reference["TS_PCODE"].to_numpy()[pairs[1][best]], index=core.index)
    wrong = found[found != found.index].to_dict()
    # the reference has Hlaingtharya in two, and no Seikkan any more
    assert wrong == {"MMR013008": "MMR013046", "MMR013045": "MMR013035"}


def test_a_folder_without_sources_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"missing: .*mmr_adm3.geojson.*named_villages.*pcodes_\*.csv"):
        CoreFiles.of(tmp_path, tmp_path)


KNOWN = pd.DataFrame({"name": ["Same", "Same", "Other"]}, index=["T1", "T2", "T3"])
SQUARES = np.array([shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1), shapely.box(2, 0, 3, 1)], dtype=object)


def _points(*rows: tuple[float, float, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["lon", "lat", "adm3_pcode"])


def test_places_tell_two_townships_of_one_name_apart() -> None:
    points = _points((0.5, 0.5, "T2"), (1.5, 0.5, "T1"))
    assert core_units.assign_pcodes(SQUARES, ["Same", "Same", "Other"], points, KNOWN) == ["T2", "T1", "T3"]


def test_a_name_does_not_outvote_the_places_inside() -> None:
    points = _points((0.5, 0.5, "T3"), (0.6, 0.5, "T3"), (1.5, 0.5, "T1"), (2.5, 0.5, "T2"))
    assert core_units.assign_pcodes(SQUARES, ["Same", "Same", "Other"], points, KNOWN) == ["T3", "T1", "T2"]


def test_a_polygon_without_a_code_is_named() -> None:
    with pytest.raises(SourceError, match="Elsewhere"):
        core_units.assign_pcodes(SQUARES, ["Same", "Same", "Elsewhere"], _points((0.5, 0.5, "T1")), KNOWN)


def test_slivers_and_overlaps_are_cleaned_away() -> None:
    ragged = np.array([shapely.box(0, 0, 1.00012, 1), shapely.box(1, 0, 2, 1.00003)], dtype=object)
    clean = topology.clean_coverage(ragged, what="ragged")
    assert shapely.coverage_is_valid(clean)
    assert shapely.area(clean).sum() == pytest.approx(2, abs=1e-3)


def test_a_polygon_on_top_of_another_is_refused() -> None:
    twice = np.array([shapely.box(0, 0, 1, 1), shapely.box(0, 0, 1, 1)], dtype=object)
    with pytest.raises(SourceError, match=r"twice.geojson: .*double"):
        topology.clean_coverage(twice, what="twice.geojson")


def test_reach_is_the_farthest_corner() -> None:
    size = core_units.measure(np.array([shapely.box(96, 0, 96.2, 0.2)], dtype=object))
    # half a diagonal of 0.2 by 0.2 degrees at the equator: 15.7 km; the square is 22.24 x 22.11 km
    assert 15.7 <= size.at[0, "radius_km"] <= 15.9
    assert size.at[0, "area_km2"] == pytest.approx(491, abs=3)


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        (["StateRegionPCode", "StateRegion"], "state"),
        (["SR_Pcode", "District/SAZ_Pcode", "District/SAZ_Name_Eng"], "district"),
        (["SR_Pcode", "Tsp_Pcode", "Town_Pcode", "Town_Name_Eng"], "town"),
        (["TownshipPCode", "VillageTractTownPCode"], "tract"),
        (["Tsp_Pcode", "VT_Pcode", "Village_Pcode", "Village_Name_Eng"], "village"),
        (["Tsp_Pcode", "Town_Pcode", "Ward_Pcode", "Ward_Name_Eng"], "ward"),
        (["id", "title"], ""),
    ],
)
def test_a_list_is_known_by_its_columns(headers: list[str], kind: str) -> None:
    assert mimu_lists.level(pd.DataFrame(columns=headers)) == kind


def test_columns_of_two_releases_become_one() -> None:
    old = pd.DataFrame({"StateRegionPCode": ["M1"], "TownshipPCode": [" T1 "], "LocationPCode": ["1"]})
    new = pd.DataFrame({"SR_Pcode": ["M1"], "Tsp_Pcode": ["T1"], "Village_Pcode": ["1"]})
    assert mimu_lists.canonical(old).equals(mimu_lists.canonical(new))


def test_ucdp_places_are_the_exact_ones_once_each() -> None:
    events = pd.DataFrame(
        [
            ("1", "Kinma village", "21.2", "94.3"),
            ("1", "Kinma village", "21.2", "94.3"),
            ("2", "Pauk town", "21.4", "94.4"),
            ("1", "Kyaik Htee Yoe Pagoda (Golden Rock)", "17.4", "97.0"),
        ],
        columns=["where_prec", "where_coordinates", "latitude", "longitude"],
    )
    places = ucdp.exact_places(events)
    assert places[["name", "feature_code", "lon", "lat"]].to_numpy().tolist() == [
        ["Kinma", "PPL", 94.3, 21.2],
        ["Kyaik Htee Yoe Pagoda", "PGDA", 97.0, 17.4],
    ]
