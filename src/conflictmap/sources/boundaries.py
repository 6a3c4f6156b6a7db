"""Township boundaries brought by the user: any file that GDAL reads, made into the units of a project.
What is not right is mended where that is safe and said; else refused, and the boundaries in use stay."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from conflictmap.errors import SourceError
from conflictmap.geo import EQUAL_AREA, WGS84
from conflictmap.places.gazetteer import topology
from conflictmap.places.gazetteer.gazetteer import Gazetteer
from conflictmap.places.gazetteer.layers import Layers, data_folder, layers_of, read_layers
from conflictmap.places.gazetteer.units import Units
from conflictmap.project import Project, write_table
from conflictmap.schema import UNITS
from conflictmap.sources import core_units, layer_store
from conflictmap.sources.boundary_names import NamingOptions, named
from conflictmap.sources.polygon_files import read_polygons

PAGE_KB = 400  # what the page can bear of boundaries at its first sight
TOLERANCES = (0.0, 0.0005, 0.001, 0.002, 0.003, 0.005, 0.01, 0.02)  # degrees; tried in turn
FULL_STEP = 1e-6  # degrees, a tenth of a metre: the grid of what is joined to; the page's is `topology.STEP`
CROSSED_LIMIT = 0.05  # of a polygon's area: where its outline crosses itself by more, what it means is a guess
CHANGE_LIMIT = 0.3  # of its area, that it loses or gains to fit its neighbours; small wards of geoBoundaries: 0.15
CHANGE_KM2 = 5.0  # and by more than this: a ward of a city is smaller than what a file's edges are off
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
    """The outcome of `use`. `remarks` are sentences for the user; numbers are townships, edges that did not match their
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
    chosen: Chosen,
    project: Project,
    *,
    data_dir: Path | None = None,
    tell: Callable[[str], None] = lambda step: None,
    trial: Callable[[], None] = lambda: None,
) -> Used:
    """Put the boundaries of a file in use.

    Parameters: tell, called with each step in words; trial, called once they are in use: what it raises puts back
    what was in use before.
    Raises: SourceError, where the file is not what it should be or cannot be stored; nothing has changed then.
    """
    if chosen.level not in (3, 4):
        raise SourceError(
            f"--level {chosen.level}: give townships (3), or village tracts (4) that are joined to townships; "
            "districts and states are made of townships"
        )
    file = chosen.path.name
    tell(f"Reading {file}")
    polygons, remarks = read_polygons(chosen.path, layer=chosen.layer, crs=chosen.crs)
    core = Units.of_core(project)
    tell(f"Naming {len(polygons):,} polygons")
    polygons, known, name_remarks = named(polygons, NamingOptions(file, chosen.level, chosen.pcode, chosen.name), core)
    tell("Making edges match")
    pcodes, before = polygons["pcode"].tolist(), polygons.geometry.to_numpy()
    shapes = topology.clean_coverage(before, what=file, step=FULL_STEP)
    changed, repair_remarks = _changed(before, shapes, polygons["shown"].tolist(), file)
    tell("Generalising for the page")
    page = _within(shapes, pcodes, PAGE_KB, file)
    credit = _credit(chosen, polygons)
    units = core_units.unit_table(shapes, pcodes, known, source=credit.removeprefix("Boundaries: "))
    units = units.assign(seat_id=_seats(units["pcode"], core, Gazetteer.open(project, data_dir=data_dir)))
    tell("Trying them on the project's tables")
    _keep(layers_of(project, data_dir), units, page, (pcodes, shapes), credit, trial)
    return Used(
        townships=len(shapes),
        edges=_unmatched(before),
        changed_km2=round(changed, 1),
        vertices=int(shapely.get_num_coordinates(before).sum()),
        page_vertices=sum(len(arc) for arc in page["arcs"]),
        page_kb=round(len(topology.to_bytes(page)) / 1000, 1),
        credit=credit,
        remarks=(*remarks, *name_remarks, *repair_remarks),
    )


def reset(project: Project, *, data_dir: Path | None = None) -> bool:
    """Return to the core's boundaries. Returns: whether others were in use."""
    root = data_folder(project, data_dir)
    if read_layers(root).boundaries is None:
        return False
    with layer_store.changing(root):
        return layer_store.use_boundaries(root, None, "")


def _credit(chosen: Chosen, polygons: gpd.GeoDataFrame) -> str:
    known = next((line for column, line in _CREDITS.items() if column in polygons.columns), "")
    return chosen.credit or known or f"Boundaries: {chosen.path.name}"


def _seats(pcodes: pd.Series[str], core: Units, gazetteer: Gazetteer) -> list[str]:
    """The core's seat of each unit; for a township that it has not, its town numbered 701, if that is a place."""
    seats, ids = core.table["seat_id"].to_dict(), gazetteer.frame().index
    return [seats.get(pcode) or (f"{pcode}701" if f"{pcode}701" in ids else "") for pcode in pcodes]


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
        (share > CHANGE_LIMIT) & (moved > CHANGE_KM2 * 1e6),
        names,
        f"{what}: to fit its neighbours over {CHANGE_LIMIT:.0%} would be lost or gained by",
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
    labels = [names[int(i)] or f"polygon {int(i) + 1}" for i in np.flatnonzero(chosen)]
    return ", ".join(labels[:10]) + (f" and {len(labels) - 10} more" if len(labels) > 10 else "")


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
    page: dict[str, Any],
    full: tuple[list[str], Any],
    credit: str,
    trial: Callable[[], None],
) -> None:
    with layer_store.changing(layers.root) as before, layer_store.writing(layers.root) as scratch:
        write_table(scratch / "units.csv", units, UNITS)
        (scratch / "units.topojson").write_bytes(topology.to_bytes(page))
        pd.DataFrame({"pcode": full[0], "wkb": shapely.to_wkb(full[1])}).to_parquet(scratch / "polygons.parquet")
        folder = layers.root / "boundaries" / layer_store.version_of(scratch)
        layer_store.place(scratch, folder)
        layer_store.use_boundaries(layers.root, folder, credit)
        try:
            trial()
        except BaseException:  # a break by the user too
            layer_store.use_boundaries(layers.root, before.boundaries, before.credit_of_boundaries)
            raise
