"""The gazetteer core that ships: units, their polygons, places and rivers, made from the sources in one folder.
Writes units.topojson, units.csv, places.csv and rivers.geojson; from MIMU only single facts, as its terms allow."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from conflictmap.errors import SourceError, raise_if_errors
from conflictmap.places.gazetteer import topology
from conflictmap.project import read_table, write_table
from conflictmap.schema import PLACES, UNITS
from conflictmap.sources import core_places, core_units, mimu_lists, rivers, ucdp
from conflictmap.writing import write_atomic

POLYGON_SOURCE = "geoBoundaries gbOpen MMR ADM3, CC BY 4.0; codes and names: MIMU place codes 9.4"
# The Kokang's and the Wa's own divisions have township numbers from 200 up; they lie across the 330, without polygons.
OWN_DIVISIONS_FROM = 200
STATES = ("MMR001", "MMR002", "MMR003", "MMR004", "MMR011", "MMR012", "MMR014", "MMR015", "MMR016")
UNION_TERRITORY = "MMR018"
SIZE_LIMIT_KB = 400  # what the page can bear of boundaries


@dataclass(frozen=True, slots=True)
class CoreFiles:
    """Where the sources lie: `boundaries` and `rivers` vector files, `lists` MIMU's CSVs, `events` UCDP's CSV,
    `named` the villages of the list to take (data/gazetteer/named_villages.csv), `sites` the places that no list has
    (data/gazetteer/sites.csv)."""

    boundaries: Path
    rivers: Path
    lists: tuple[Path, ...]
    towns: Path
    events: Path
    named: Path
    sites: Path

    @classmethod
    def of(cls, folder: Path, gazetteer: Path) -> CoreFiles:
        """Return the files by their usual places under `folder`; `gazetteer`, the folder of the tables kept by hand.

        Raises: SourceError, which names all that is missing.
        """
        files = cls(
            boundaries=folder / "sources/geoboundaries/mmr_adm3.geojson",
            rivers=folder / "sources/naturalearth/ne_10m_rivers_seasia.geojson",
            lists=tuple(sorted((folder / "sources/mimu").glob("pcodes_*.csv*"))),
            towns=folder / "sources/mimu/towns_250k.geojson",
            events=folder / "eval/ucdp_ged_mmr_2021_2022.csv",
            named=gazetteer / "named_villages.csv",
            sites=gazetteer / "sites.csv",
        )
        wanted = (files.boundaries, files.rivers, files.towns, files.events, files.named, files.sites)
        missing = [str(path) for path in wanted if not path.is_file()]
        if not files.lists:
            missing.append(str(folder / "sources/mimu/pcodes_*.csv"))
        if missing:
            raise SourceError(f"missing: {', '.join(missing)}; put the files there, or name another folder")
        return files


def build_core(files: CoreFiles, out: Path) -> dict[str, int]:
    """Write the core to the folder `out`. Returns: what was written, name -> rows (units, places, rivers).

    Raises: SourceError, where a source is not what it should be. Files that were there stay until all are ready.
    """
    tables = {path: mimu_lists.canonical(pd.read_csv(path, dtype=str, keep_default_na=False)) for path in files.lists}
    known = kinds(mimu_lists.parents(tables.values()))
    points = located(pd.concat(tables.values(), ignore_index=True))
    polygons = gpd.read_file(files.boundaries)
    shapes = topology.clean_coverage(polygons.geometry.to_numpy(), what=files.boundaries.name)
    numbered = known[(known["level"] == 3) & (known.index.str[-3:].astype(int) < OWN_DIVISIONS_FROM)]
    pcodes = core_units.assign_pcodes(shapes, polygons["name"].tolist(), points, numbered)
    order = np.argsort(pcodes)
    shapes, pcodes = shapes[order], [pcodes[number] for number in order]

    units = core_units.unit_table(shapes, pcodes, known, source=POLYGON_SOURCE)
    levels = gpd.read_file(files.towns).set_index("Town_Pcode")["Level"].to_dict()
    exact = ucdp.exact_places(pd.read_csv(files.events, dtype=str, keep_default_na=False))
    named = pd.read_csv(files.named, dtype=str, keep_default_na=False)
    by_ucdp = set(named.loc[named["named_by"].str.startswith("UCDP"), "place_id"])
    sites, problems = read_table(files.sites, core_places.GAZETTEER_SITES)
    raise_if_errors(problems)
    polygon_of = dict(zip(pcodes, shapes, strict=True))
    every = core_places.core_places(points, exact, levels, wanted=set(named["place_id"]), sites=sites, drawn=polygon_of)
    marked = every["code"].isin(by_ucdp) & ~every["source"].str.contains("UCDP")
    every["source"] = every["source"].mask(marked, every["source"] + f"; {ucdp.SOURCE}")
    places = core_places.with_parents(every, polygon_of, known).rename(columns={"code": "place_id"})
    places = places.sort_values("place_id", ignore_index=True)
    units = units.assign(seat_id=core_places.seat_ids(units, places))
    topo = topology.to_bytes(topology.topology(shapes, pcodes))
    if len(topo) > SIZE_LIMIT_KB * 1000:
        raise SourceError(f"units.topojson is {len(topo) / 1000:.0f} kB; simplify to {SIZE_LIMIT_KB} kB at most")
    course = rivers.rivers(gpd.read_file(files.rivers), shapely.coverage_union_all(shapes))

    write_atomic(out / "units.topojson", topo)
    write_table(out / "units.csv", units, UNITS)
    write_table(out / "places.csv", places, PLACES)
    write_atomic(out / "rivers.geojson", course)
    return {"units": len(units), "places": len(places), "rivers": len(set(rivers.RIVERS.values()))}


def kinds(known: pd.DataFrame) -> pd.DataFrame:
    """Return the units with `kind`: state, region, union territory, district, self-administered zone or division, township."""

    def kind(pcode: str, level: int, name: str) -> str:
        if level == 3:
            return "township"
        if level == 2:
            zone = "Self-Administered Zone" in name or "SAZ" in name
            return "self-administered zone" if zone else "self-administered division" if "SAD" in name else "district"
        return "union territory" if pcode == UNION_TERRITORY else "state" if pcode in STATES else "region"

    named = zip(known.index, known["level"], known["name"], strict=True)
    return known.assign(kind=[kind(pcode, level, name) for pcode, level, name in named])


def located(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the villages, wards and towns of all lists as one frame of candidates for the core.

    Returns: code, name, name_my, town and ward (whether it is one), adm1..adm4 codes as stated, lon, lat (missing where the list
    has none or says 0, 0), active.
    """
    town = rows["town_pcode"] != ""
    point = rows[town | (rows["village_pcode"] != "")]
    town = town.loc[point.index]
    lon, lat = mimu_lists.numbers(point["lon"]), mimu_lists.numbers(point["lat"])
    nowhere = (lon == 0) & (lat == 0)
    return pd.DataFrame(
        {
            "code": point["town_pcode"].where(town, point["village_pcode"]),
            "name": point["town_name"].where(town, point["village_name"]),
            "name_my": point["town_name_my"].where(town, point["village_name_my"]),
            "town": town,
            "ward": ~town & (point["kind"].str.lower() == "ward"),
            **{f"adm{level}_pcode": point[f"adm{level}_pcode"] for level in (1, 2, 3, 4)},
            "lon": lon.mask(nowhere),
            "lat": lat.mask(nowhere),
            "active": ~point["active"].isin(["0", "Inactive"]),
        }
    )
