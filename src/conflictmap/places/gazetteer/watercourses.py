"""The rivers that pages draw under the townships: GeoJSON of the core, read whole or named as damaged.
Nothing here draws."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conflictmap.errors import DataError, Problem
from conflictmap.project import Project, read_bytes, read_json

FILE = "gazetteer/rivers.geojson"


def read_rivers(project: Project) -> Mapping[str, Any] | None:
    """Return lines in degrees, as GeoJSON; None where the project has none. Raises: DataError, where the file is damaged."""
    path = project.table(FILE)
    if not path.exists():
        return None
    shown = project.shown(path)
    try:
        collection = read_json(read_bytes(path, shown))
        lines = [line for feature in collection["features"] for line in _lines(feature["geometry"])]
        whole = all(
            len(point) >= 2 and all(abs(float(degrees)) <= 180 for degrees in point[:2])
            for line in lines
            for point in line
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError) as error:
        raise DataError(
            [_broken(shown, f"is not GeoJSON of lines ({type(error).__name__}: {str(error)[:120]})")]
        ) from None
    if not whole:
        raise DataError([_broken(shown, "has a point that is not in degrees (EPSG:4326)")])
    rivers: Mapping[str, Any] = collection
    return rivers


def _lines(geometry: Mapping[str, Any]) -> list[Any]:
    if geometry["type"] not in ("LineString", "MultiLineString"):
        raise ValueError(f"a {geometry['type']} among the lines")
    return list(geometry["coordinates"]) if geometry["type"] == "MultiLineString" else [geometry["coordinates"]]


def _broken(file: str, message: str) -> Problem:
    return Problem(file, message, "restore it from the repository, or delete it: pages then draw no rivers")
