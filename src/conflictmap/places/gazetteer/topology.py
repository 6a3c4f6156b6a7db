"""A TopoJSON topology as polygons whose shared edges are the same numbers.
Nothing here reads a file or needs geopandas."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from topojson.core.topology import Topology

from conflictmap.errors import SourceError

Arc = NDArray[np.float64]


def polygons(topo: Mapping[str, Any], name: str = "units") -> dict[str, Any]:
    """Return P-code -> polygon or multipolygon, degrees, in the topology's order."""
    arcs = absolute_arcs(topo)
    return {
        shape["properties"]["pcode"]: _shape(shape, arcs) for shape in topo["objects"][name]["geometries"]
    }  # fmt: skip


def absolute_arcs(topo: Mapping[str, Any]) -> list[Arc]:
    """Return each arc's points, degrees, k rows of lon, lat. Raises: ValueError, TypeError or OverflowError for what is no line."""
    scale, translate = np.array(topo["transform"]["scale"]), np.array(topo["transform"]["translate"])
    steps = [np.asarray(arc, dtype=np.int64) for arc in topo["arcs"]]
    broken = next((number for number, arc in enumerate(steps) if arc.ndim != 2 or arc.shape[1] != 2), None)
    if broken is not None:
        raise ValueError(f"arc {broken} is no line of points")
    return [np.cumsum(arc, axis=0) * scale + translate for arc in steps]


def _shape(shape: Mapping[str, Any], arcs: list[Arc]) -> Any:
    parts = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    made = [shapely.Polygon(_ring(rings[0], arcs), [_ring(hole, arcs) for hole in rings[1:]]) for rings in parts]
    return made[0] if shape["type"] == "Polygon" else shapely.MultiPolygon(made)


def _ring(numbers: list[int], arcs: list[Arc]) -> Arc:
    lines = [arcs[number] if number >= 0 else arcs[~number][::-1] for number in numbers]
    return np.vstack([lines[0], *[line[1:] for line in lines[1:]]])


coverage_clean = shapely.coverage_clean  # type: ignore[attr-defined]  # new in shapely 2.2, not yet in types-shapely

GAP = 0.01  # degrees, about 1 km: a gap narrower than this between neighbours is bad drawing, not land of nobody's
STEP = 1e-4  # degrees; about ten metres, a tenth of what 1:250,000 mapping can show; a finer grid only adds bytes


def clean_coverage(geometry: NDArray[Any], *, what: str, step: float = STEP) -> NDArray[Any]:
    """Return the polygons as a valid coverage on the grid: no gap narrower than `GAP`, no overlap, edges that match.

    A gap goes to the neighbour with which it shares the longest edge.

    Parameters: geometry, n polygons or multipolygons in degrees; what, the name for messages;
    step, the grid in degrees.
    Returns: n of them in the same order.
    Raises: SourceError, where a polygon vanishes or no valid coverage results.
    """
    current = coverage_clean(shapely.make_valid(geometry, method="structure"), gap_width=GAP)
    for _ in range(4):  # rounding can bend a sliver over its neighbour; cleaned again, it settles in two rounds
        current = coverage_clean(_on_grid(current, step), gap_width=GAP)
        rounded = _on_grid(current, step)
        if shapely.coverage_is_valid(rounded) and shapely.is_valid(rounded).all():
            if shapely.is_empty(rounded).any():
                raise SourceError(f"{what}: a polygon lies wholly inside others; remove it or its double")
            return np.asarray(rounded, dtype=object)
        current = rounded
    raise SourceError(f"{what}: edges could not be made to match; repair it in a GIS first (overlaps, slivers)")


def topology(geometry: NDArray[Any], pcodes: Sequence[str]) -> dict[str, Any]:
    """Return a TopoJSON topology with one object "units", a geometry each in the order given, `properties.pcode`.

    Parameters: geometry, n polygons that are a valid coverage in degrees; pcodes, n.
    """
    west, south = np.floor(shapely.total_bounds(geometry)[:2])
    whole = shapely.transform(geometry, lambda xy: np.round((xy - [west, south]) / STEP))
    made = Topology(gpd.GeoDataFrame(geometry=list(whole)), prequantize=False, topology=True).to_dict()
    arcs = [np.asarray(arc, dtype=np.int64) for arc in made["arcs"]]
    return {
        "type": "Topology",
        "transform": {"scale": [STEP, STEP], "translate": [float(west), float(south)]},
        "objects": {
            "units": {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": shape["type"], "arcs": shape["arcs"], "properties": {"pcode": pcode}}
                    for shape, pcode in zip(made["objects"]["data"]["geometries"], pcodes, strict=True)
                ],
            }
        },
        "arcs": [np.vstack([arc[:1], np.diff(arc, axis=0)]).tolist() for arc in arcs],
    }


def to_bytes(topo: dict[str, Any]) -> bytes:
    """Return the topology as compact JSON with a final newline."""
    return json.dumps(topo, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"


def _on_grid(geometry: NDArray[Any], step: float) -> NDArray[Any]:
    return np.asarray(shapely.transform(geometry, lambda xy: np.round(xy / step) * step), dtype=object)
