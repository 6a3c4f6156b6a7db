"""Township boundaries brought by the user: any file that GDAL reads, made into the units of a project.
What is not right is mended where that is safe and said; else refused, and the boundaries in use stay."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from conflictmap.errors import SourceError
from conflictmap.geo import EQUAL_AREA, WGS84
from conflictmap.places.gazetteer import Gazetteer
from conflictmap.places.layers import Layers, layers_of
from conflictmap.places.units import Units
from conflictmap.project import Project, write_table
from conflictmap.schema import UNITS
from conflictmap.sources import lists, store, topology, townships
from conflictmap.sources.polygons import read_polygons

PAGE_KB = 400  # what the page can bear of boundaries at its first sight
FINE_KB = 1200  # and of the detail that a closer look shows
TOLERANCES = (0.0, 0.0005, 0.001, 0.002, 0.003, 0.005, 0.01, 0.02)  # degrees; tried in turn
FULL_STEP = 1e-6  # degrees, a tenth of a metre: the grid of what is joined to; the page's is `topology.STEP`
CROSSED_LIMIT = 0.05  # of a polygon's area: where its outline crosses itself by more, what it means is a guess
CHANGE_LIMIT = 0.3  # of its area, that it loses or gains to fit its neighbours; small wards of geoBoundaries: 0.15
WORTH_TELLING = 0.02
BYTES_A_POINT = 5.5  # a topology takes 5.6 for each point of the polygons; what is sure to be too large is not tried

# Whose file it is, by columns that only they have -> the credit that they ask for.
_CREDITS = {
    "PCode_V": "Boundaries: Myanmar Information Management Unit (MIMU), townships 1:250,000",
    "ADM3_PCODE": "Boundaries: MIMU and OCHA, Common Operational Dataset (COD-AB)",
    "adm3_pcode": "Boundaries: MIMU and OCHA, Common Operational Dataset (COD-AB)",
    "shapeName": "Boundaries: geoBoundaries, www.geoboundaries.org, Runfola et al. (2020), CC BY 4.0",
    "GID_3": "Boundaries: GADM, gadm.org (free for academic and other non-commercial use)",
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which file, and what the user said of it: `pcode` and `name` columns, `layer` of the file, `crs`, `credit`."""

    path: Path
    level: int = 3
    pcode: str = ""
    name: str = ""
    layer: str | None = None
    crs: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Used:
    """What came of it. `remarks` are sentences for the user; numbers are townships, edges that did not match their
    neighbour's, square kilometres that changed hands or were filled, vertices before and after, kilobytes for the page.
    """

    townships: int
    edges: int
    changed_km2: float
    vertices: int
    page_vertices: int
    page_kb: float
    credit: str
    remarks: tuple[str, ...]


def use(
    chosen: Chosen, project: Project, *, data_dir: Path | None = None, tell: Callable[[str], None] = lambda step: None
) -> Used:
    """Put the boundaries of a file in use.

    Raises: SourceError; nothing has changed then."""
    if chosen.level not in (3, 4):
        raise SourceError(
            f"--level {chosen.level}: give townships (3), or village tracts (4) that are joined to townships; "
            "districts and states are made of townships"
        )
    tell(f"Reading {chosen.path.name}")
    polygons, remarks = read_polygons(chosen.path, layer=chosen.layer, crs=chosen.crs)
    core = Units.open(project, data_dir=project.root / "no imported layers")
    tell(f"Naming {len(polygons):,} polygons")
    polygons, known, more = _named(polygons, chosen, core)
    remarks += more
    tell("Making edges match")
    pcodes = polygons["pcode"].tolist()
    before = polygons.geometry.to_numpy()
    edges = _unmatched(before)
    shapes = topology.clean_coverage(before, what=chosen.path.name, step=FULL_STEP)
    changed, more = _changed(before, shapes, polygons["shown"].tolist(), chosen.path.name)
    remarks += more
    tell("Generalising for the page")
    page = _within(shapes, pcodes, PAGE_KB, chosen.path.name)
    fine = _within(shapes, pcodes, FINE_KB, chosen.path.name)
    credit = chosen.credit or next((line for column, line in _CREDITS.items() if column in polygons.columns), "")
    credit = credit or f"Boundaries: {chosen.path.name}"
    units = townships.unit_table(shapes, pcodes, known, source=credit.removeprefix("Boundaries: "))
    gazetteer = Gazetteer.open(project, data_dir=data_dir)
    seats = core.table["seat_id"].reindex(units["pcode"]).fillna("")
    town = units["pcode"] + "701"
    ids = gazetteer.frame().index
    units = units.assign(seat_id=np.where(seats.to_numpy() != "", seats, town.where(town.isin(ids), "")))
    _keep(layers_of(project, data_dir), units, {"units": page, "units-fine": fine}, (pcodes, shapes), credit)
    return Used(
        townships=len(shapes),
        edges=edges,
        changed_km2=round(changed, 1),
        vertices=int(shapely.get_num_coordinates(before).sum()),
        page_vertices=sum(len(arc) for arc in page["arcs"]),
        page_kb=round(len(topology.to_bytes(page)) / 1000, 1),
        credit=credit,
        remarks=tuple(remarks),
    )


def reset(project: Project, *, data_dir: Path | None = None) -> bool:
    """Return to the core's boundaries. Returns: whether others were in use."""
    layers = layers_of(project, data_dir)
    if layers.boundaries is None:
        return False
    store.write(Layers(layers.root, layers.layers))
    store.clear(layers.root)
    return True


def _named(polygons: gpd.GeoDataFrame, chosen: Chosen, core: Units) -> tuple[gpd.GeoDataFrame, pd.DataFrame, list[str]]:
    """One row a township with `pcode` and `shown`, the known units with the file's own parents, and remarks."""
    for column in (chosen.pcode, chosen.name):
        if column and column not in polygons.columns:
            shown = ", ".join(str(name) for name in polygons.columns if name != "geometry")
            raise SourceError(f"{chosen.path.name}: no column {column!r}; its columns are: {shown}")
    text = polygons.drop(columns="geometry").astype(str).replace({"nan": "", "None": "", "<NA>": ""})
    rows = lists.canonical(text)
    names = text[chosen.name] if chosen.name else rows["adm3_name"].where(rows["adm3_name"] != "", _bare_name(text))
    codes = text[chosen.pcode].str.strip() if chosen.pcode else rows["adm3_pcode"]
    if (codes == "").all():
        if chosen.level == 4:
            raise SourceError(
                f"{chosen.path.name}: village tracts need a column with the township's P-code; name it with --pcode"
            )
        codes = _by_overlap(polygons, names.tolist(), core, chosen.path.name)
        remarks = ["The file has no P-codes: they were given by overlap with the core's townships and by name."]
        rows = rows.assign(adm1_pcode="", adm2_pcode="")
    elif (codes == "").any():
        raise SourceError(
            f"{chosen.path.name}: {(codes == '').sum()} polygons have no P-code; "
            "fill them in, or name another column with --pcode"
        )
    else:
        remarks = []
    out = polygons.assign(pcode=codes.to_numpy(), shown=names.to_numpy())
    if out["pcode"].duplicated().any():
        doubled = int(out["pcode"].duplicated().sum())
        remarks.append(f"{doubled} polygons share a P-code with another and were joined to it.")
        out = out.dissolve("pcode", as_index=False, aggfunc="first")
    known, more = _known(rows.assign(adm3_pcode=codes, adm3_name=names), core)
    return out.sort_values("pcode", ignore_index=True), known, remarks + more


def _bare_name(text: pd.DataFrame) -> pd.Series[Any]:
    column = next((name for name in ("shapeName", "NAME_3", "name", "NAME") if name in text.columns), None)
    return text[column] if column else pd.Series("", text.index)


def _by_overlap(polygons: gpd.GeoDataFrame, names: list[str], core: Units, what: str) -> pd.Series[Any]:
    """P-codes by the share of area in common with the core's townships, and the name; each given once."""
    ours = core.frame.to_crs(EQUAL_AREA)
    theirs = polygons.geometry.to_crs(EQUAL_AREA).make_valid().to_numpy()
    left, right = shapely.STRtree(ours.geometry.to_numpy()).query(theirs, predicate="intersects")
    common = shapely.area(shapely.intersection(theirs[left], ours.geometry.to_numpy()[right]))
    whole = shapely.area(theirs)[left] + ours.area.to_numpy()[right] - common
    alike = np.array(
        [lists.letters(names[i]) == lists.letters(ours["name"].iloc[j]) for i, j in zip(left, right, strict=True)]
    )
    score = pd.DataFrame({"left": left, "right": right, "score": common / whole + 0.25 * alike})
    score = score[common / whole > 0.01].sort_values(["score", "left"], ascending=[False, True])
    given: dict[int, str] = {}
    for i, j in zip(score["left"], score["right"], strict=True):
        if i not in given and ours.index[j] not in given.values():
            given[int(i)] = str(ours.index[j])
    if lost := [names[i] or f"number {i + 1}" for i in range(len(names)) if i not in given]:
        raise SourceError(
            f"{what}: no township of the core fits {', '.join(lost[:5])}; name the column of P-codes with --pcode"
        )
    return pd.Series([given[i] for i in range(len(names))], polygons.index)


def _known(rows: pd.DataFrame, core: Units) -> tuple[pd.DataFrame, list[str]]:
    """The units of the file with the core's names where it has none, and what the two do not agree on."""
    theirs = lists.parents([rows])
    columns = ["name", "name_my", "kind", "adm1_pcode", "adm2_pcode"]
    mine = core.table.reindex(theirs.index)[columns].fillna("")
    kind = np.select([theirs["level"] == 3, theirs["level"] == 2], ["township", "district"], "region")
    new = theirs.assign(kind=kind)
    filled = {name: new[name].where(new[name] != "", mine[name]) for name in ("name", "adm1_pcode", "adm2_pcode")}
    # the core's Burmese names are checked Unicode; a file's may be anything
    filled |= {name: mine[name].where(mine[name] != "", new[name]) for name in ("name_my", "kind")}
    whole = pd.concat([new.assign(**filled), core.table[~core.table.index.isin(new.index)]])[[*columns, "level"]]
    townships = theirs.index[theirs["level"] == 3]
    strange = [pcode for pcode in townships if pcode not in core.table.index]
    lost = [pcode for pcode in core.townships.index if pcode not in townships]
    orphans = [pcode for pcode in townships if not whole.at[pcode, "adm1_pcode"] or not whole.at[pcode, "adm2_pcode"]]
    if orphans:
        raise SourceError(
            f"{', '.join(orphans[:5])}: no known township, and the file names no district and state for it; "
            "correct the P-code"
        )
    remarks = []
    if strange:
        remarks.append(f"P-codes that the core has not: {', '.join(_told(strange, whole))}.")
    if lost:
        remarks.append(f"Townships of the core that the file has not: {', '.join(_told(lost, whole))}.")
    return whole, remarks


def _told(pcodes: list[str], known: pd.DataFrame) -> list[str]:
    names = known["name"].astype(str).to_dict()
    return [f"{pcode} {names[pcode]}" for pcode in pcodes[:10]] + (["..."] if len(pcodes) > 10 else [])


def _unmatched(shapes: Any) -> int:
    """How many polygons have an edge that does not match a neighbour's."""
    valid = shapely.make_valid(shapes)
    return int((~shapely.is_empty(shapely.coverage_invalid_edges(valid))).sum())


def _changed(before: Any, after: Any, names: list[str], what: str) -> tuple[float, list[str]]:
    """Square kilometres that the repair moved, and what a person should know of it.

    Raises: SourceError, where an outline crosses itself by more than `CROSSED_LIMIT` of its area, or a polygon changes
    by more than `CHANGE_LIMIT` of it.
    """
    whole = shapely.make_valid(before)
    # an outline that crosses itself encloses some of its area backwards: the net area falls short of the whole
    crossed = ~shapely.is_valid(before)
    backwards = 1 - shapely.area(before) / np.maximum(shapely.area(whole), 1e-12)
    _refuse(crossed & (np.abs(backwards) > CROSSED_LIMIT), names, f"{what}: its own line is crossed by the outline of")
    areas = [gpd.GeoSeries(shapes, crs=WGS84).to_crs(EQUAL_AREA).to_numpy() for shapes in (whole, after)]
    moved = shapely.area(shapely.symmetric_difference(*areas))
    share = moved / np.maximum(shapely.area(areas[0]), 1.0)
    _refuse(
        share > CHANGE_LIMIT, names, f"{what}: {{}} would lose or gain over {CHANGE_LIMIT:.0%} to fit its neighbours"
    )
    remarks = []
    if crossed.any():
        remarks.append(f"Outlines that crossed themselves and were mended: {_listed(crossed, names)}.")
    if (much := share > WORTH_TELLING).any():
        remarks.append(f"Changed by more than {WORTH_TELLING:.0%} to fit their neighbours: {_listed(much, names)}.")
    return float(moved.sum() / 2e6), remarks


def _refuse(bad: Any, names: list[str], message: str) -> None:
    if bad.any():
        raise SourceError(f"{message} {_listed(bad, names)}; repair it in a GIS, and use the file again")


def _listed(chosen: Any, names: list[str]) -> str:
    told = [names[int(i)] or f"polygon {int(i) + 1}" for i in np.flatnonzero(chosen)]
    return ", ".join(told[:10]) + (f" and {len(told) - 10} more" if len(told) > 10 else "")


def _within(shapes: Any, pcodes: list[str], limit_kb: int, what: str) -> dict[str, Any]:
    """The finest topology of the shapes, shared edges kept, that is no larger than `limit_kb`."""
    for tolerance in TOLERANCES:
        simple = shapes if tolerance == 0 else shapely.coverage_simplify(shapes, tolerance)
        if shapely.get_num_coordinates(simple).sum() * BYTES_A_POINT > limit_kb * 1000:
            continue
        simple = topology.clean_coverage(simple, what=what)
        topo = topology.topology(simple, pcodes)
        if len(topology.to_bytes(topo)) <= limit_kb * 1000:
            return topo
    raise SourceError(f"{what}: cannot be generalised to {limit_kb} kB; is it a file of townships?")


def _keep(
    layers: Layers,
    units: pd.DataFrame,
    topologies: Mapping[str, dict[str, Any]],
    full: tuple[list[str], Any],
    credit: str,
) -> None:
    with store.writing(layers.root) as scratch:
        write_table(scratch / "units.csv", units, UNITS)
        for name, topo in topologies.items():
            (scratch / f"{name}.topojson").write_bytes(topology.to_bytes(topo))
        pd.DataFrame({"pcode": full[0], "wkb": shapely.to_wkb(full[1])}).to_parquet(scratch / "polygons.parquet")
        folder = layers.root / "boundaries" / store.version_of(scratch)
        store.place(scratch, folder)
        store.write(Layers(layers.root, layers.layers, folder, credit))
    store.clear(layers.root)
