"""Which of two townships holds the middle of the way between two places: a road from one to the other is in both.
Nothing here accepts; what stands so is an area (geo_precision 3), and neither end.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from conflictmap.geo import distance_km
from conflictmap.places.resolution.index import CLASSES, Index

NOWHERE = -1
SURE = 0.6  # of a road through two townships an event lies in the one with its middle about so often
_LONG_KM = 160.0  # ends farther apart say no township: other ones lie between
_SPOTS = tuple(CLASSES.index(kind) for kind in ("village", "ward", "town", "site"))


def middle(index: Index, ends: Sequence[int]) -> int:
    """Return the township, as a unit, with the middle of the way between two or three places, told in their order.

    Only townships of the places themselves. The one whose known spots come nearest to the middle; of equals the first.
    NOWHERE where an end is in no township, has no point, or lies too far from the other.
    """
    townships = [int(index.adm3[end]) for end in ends]
    points = [(float(index.lon[end]), float(index.lat[end])) for end in ends]
    if len(ends) < 2 or NOWHERE in townships or np.isnan(points).any():
        return NOWHERE
    (first_lon, first_lat), (last_lon, last_lat) = points[0], points[-1]
    if float(distance_km(first_lon, first_lat, last_lon, last_lat)) > _LONG_KM:
        return NOWHERE
    if len(ends) > 2:
        return townships[len(ends) // 2]
    lon, lat = (first_lon + last_lon) / 2, (first_lat + last_lat) / 2
    apart = [_apart_km(index, unit, lon, lat) for unit in townships]
    return townships[int(np.argmin(apart))]


def _apart_km(index: Index, unit: int, lon: float, lat: float) -> float:
    rows = np.flatnonzero((index.adm3 == unit) & np.isin(index.classes, _SPOTS))
    apart = distance_km(index.lon[rows], index.lat[rows], lon, lat)
    return round(float(np.nanmin(apart)), 1) if len(rows) and not np.isnan(apart).all() else 1e9
