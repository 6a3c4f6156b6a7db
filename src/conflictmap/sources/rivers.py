"""The courses of Myanmar's main rivers, generalised to about a kilometre, as GeoJSON.
From Natural Earth (public domain). Only the five that a reader looks for; nothing here is cut from memory."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import geopandas as gpd
import shapely

from conflictmap.errors import SourceError

TOLERANCE = 0.01  # degrees; about a kilometre

# Natural Earth's names -> the name in use, Burmese name. Salween and Nu are the Thanlwin's lower and upper course.
RIVERS: Mapping[str, tuple[str, str]] = {
    "Ayeyarwady": ("Ayeyarwady", "ဧရာဝတီမြစ်"),
    "Irrawaddy Delta": ("Ayeyarwady", "ဧရာဝတီမြစ်"),
    "Chindwin": ("Chindwin", "ချင်းတွင်းမြစ်"),
    "Salween": ("Thanlwin", "သံလွင်မြစ်"),
    "Nu": ("Thanlwin", "သံလွင်မြစ်"),
    "Sittong": ("Sittaung", "စစ်တောင်းမြစ်"),
    "Kaladan": ("Kaladan", "ကုလားတန်မြစ်"),
}


def rivers(lines: gpd.GeoDataFrame, country: Any) -> bytes:
    """Return geoJSON, a feature a river, sorted: name, name_my; the course within half a degree of the country.

    Parameters: lines, Natural Earth's rivers with `name`, EPSG:4326; country, its polygon.
    Raises: SourceError, where one of the rivers is missing.
    """
    chosen = lines[lines["name"].isin(list(RIVERS))]
    lost = set(RIVERS) - set(chosen["name"])
    if lost:
        raise SourceError(f"rivers: {', '.join(sorted(lost))} not found; give Natural Earth's 1:10m rivers")
    near = shapely.box(*shapely.bounds(shapely.buffer(country, 0.5)))
    features = []
    for name in sorted({name for name, _ in RIVERS.values()}):
        course: Any = shapely.line_merge(
            shapely.union_all(chosen.geometry[[RIVERS[n][0] == name for n in chosen["name"]]].to_numpy())
        )
        course = shapely.intersection(shapely.simplify(course, TOLERANCE), near)
        name_my = next(my for english, my in RIVERS.values() if english == name)
        features.append(_feature(name, name_my, course))
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, separators=(",", ":"))
    return text.encode() + b"\n"


def _feature(name: str, name_my: str, course: Any) -> dict[str, Any]:
    parts = [part for part in shapely.get_parts(course) if part.length > TOLERANCE]
    lines = [shapely.get_coordinates(part).round(3).tolist() for part in parts]
    geometry = {"type": "MultiLineString", "coordinates": lines}
    return {"type": "Feature", "properties": {"name": name, "name_my": name_my}, "geometry": geometry}
