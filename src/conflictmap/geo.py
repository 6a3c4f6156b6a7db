"""Longitude before latitude, and which coordinate system that is in.
The one home of CRS, of distances on the ground and of the projection for areas. Nothing here reads a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from conflictmap.errors import CrsError

if TYPE_CHECKING:  # geopandas takes longer to import than a name takes to be answered
    import geopandas as gpd

WGS84 = "EPSG:4326"
# Lambert azimuthal equal-area centred on Myanmar, so that areas are true and shapes little bent (metres).
EQUAL_AREA = "+proj=laea +lat_0=19.5 +lon_0=96.5 +datum=WGS84 +units=m +no_defs"
EARTH_RADIUS_KM = 6371.0088  # mean radius, IUGG
COUNTRY_BOX = (91.0, 9.0, 102.5, 29.0)  # min lon, min lat, max lon, max lat: Myanmar with its islands and a margin


def require_wgs84(frame: gpd.GeoDataFrame, what: str) -> None:
    """Raise CrsError unless the frame is longitude and latitude in degrees (EPSG:4326)."""
    import pyproj

    if frame.crs is None:
        raise CrsError(f"{what}: no coordinate system is stated; say .set_crs('{WGS84}') if it is degrees")
    if not pyproj.CRS.from_user_input(frame.crs).equals(pyproj.CRS.from_user_input(WGS84), ignore_axis_order=True):
        raise CrsError(f"{what}: coordinates are in {frame.crs.to_string()[:60]}; reproject with .to_crs('{WGS84}')")


def distance_km(lon1: ArrayLike, lat1: ArrayLike, lon2: ArrayLike, lat2: ArrayLike) -> NDArray[np.float64]:
    """Return great-circle distance in kilometres; broadcasts; degrees in. Within 0.5 % of the ellipsoid's (haversine)."""
    a1, a2 = np.radians(np.asarray(lat1, float)), np.radians(np.asarray(lat2, float))
    dlon = np.radians(np.asarray(lon2, float) - np.asarray(lon1, float))
    half = np.sin((a2 - a1) / 2) ** 2 + np.cos(a1) * np.cos(a2) * np.sin(dlon / 2) ** 2
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1))), dtype=np.float64)


def in_country_box(lon: Any, lat: Any) -> NDArray[np.bool_]:
    """Whether each point is inside the box around Myanmar; False where a coordinate is missing."""
    x, y = np.asarray(lon, float), np.asarray(lat, float)
    west, south, east, north = COUNTRY_BOX
    return np.asarray((x >= west) & (x <= east) & (y >= south) & (y <= north))
