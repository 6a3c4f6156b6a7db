"""A TopoJSON topology as polygons whose shared edges are the same numbers.
Nothing here reads a file or needs geopandas."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

Arc = NDArray[np.float64]


def polygons(topo: Mapping[str, Any], name: str = "units") -> dict[str, Any]:
    """P-code -> polygon or multipolygon, degrees, in the topology's order."""
    arcs = absolute_arcs(topo)
    return {
        shape["properties"]["pcode"]: _shape(shape, arcs) for shape in topo["objects"][name]["geometries"]
    }  # fmt: skip


def absolute_arcs(topo: Mapping[str, Any]) -> list[Arc]:
    """Each arc's points, degrees, k rows of lon, lat."""
    scale, translate = np.array(topo["transform"]["scale"]), np.array(topo["transform"]["translate"])
    return [np.cumsum(np.asarray(arc, dtype=np.int64), axis=0) * scale + translate for arc in topo["arcs"]]


def _shape(shape: Mapping[str, Any], arcs: list[Arc]) -> Any:
    parts = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    made = [shapely.Polygon(_ring(rings[0], arcs), [_ring(hole, arcs) for hole in rings[1:]]) for rings in parts]
    return made[0] if shape["type"] == "Polygon" else shapely.MultiPolygon(made)


def _ring(numbers: list[int], arcs: list[Arc]) -> Arc:
    lines = [arcs[number] if number >= 0 else arcs[~number][::-1] for number in numbers]
    return np.vstack([lines[0], *[line[1:] for line in lines[1:]]])
