"""Lines between neighbouring townships whose seats are known to be in different hands: how long, and how sure.
A line is the townships' border, because the evidence is no finer; it never says where troops stand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import shapely

from conflictmap.control.alliances import Alliances
from conflictmap.control.confidence import lower
from conflictmap.control.queries import HOLDING, state_on
from conflictmap.control.turns import overlap

EARTH_KM = 6371.0088
COLUMNS = ("adm3_pcode", "neighbour", "holder", "neighbour_holder", "allied", "km", "confidence")


def lines_on(spans: pd.DataFrame, day: date, shapes: Mapping[str, Any], alliances: Alliances) -> pd.DataFrame:
    """List the lines of a day: a row a pair of neighbours, the smaller P-code first, sorted by both.

    Parameters: spans, as `Assessment.spans`; shapes, the polygon of each township, degrees, together a coverage.
    Returns: both P-codes and holders, allied (whether the holders share a coalition that day), km of common border,
    confidence, the lower of the two. A township that no one side is known to hold has no line.
    """
    here = state_on(spans, day)
    held = here[here["state"].isin(HOLDING) & (here["holder"] != "")]
    codes = [code for code in held.index if code in shapes]
    polygons = np.array([shapes[code] for code in codes], dtype=object)
    rows = []
    first, second = shapely.STRtree(polygons).query(polygons, predicate="intersects") if codes else ((), ())
    for place, other in zip(first, second, strict=True):
        mine, theirs = held.loc[codes[place]], held.loc[codes[other]]
        if place >= other or overlap(mine["holder"], theirs["holder"]):
            continue
        length = length_km(shapely.intersection(polygons[place], polygons[other]))
        if length:
            allied = alliances.allied(mine["holder"], theirs["holder"], day)
            sure = lower(mine["confidence"], theirs["confidence"])
            rows.append((codes[place], codes[other], mine["holder"], theirs["holder"], allied, round(length, 1), sure))
    lines = pd.DataFrame(rows, columns=list(COLUMNS))
    return lines.sort_values(["adm3_pcode", "neighbour"]).reset_index(drop=True)


def length_km(shape: Any) -> float:
    """Measure the lines of a shape in degrees (lon, lat) along great circles; points and areas count nothing."""
    total = 0.0
    for part in shapely.get_parts(shape):
        if shapely.get_type_id(part) in (1, 2):  # a line, or a ring
            lon, lat = np.radians(shapely.get_coordinates(part)).T
            half = np.sin(np.diff(lat) / 2) ** 2 + np.cos(lat[:-1]) * np.cos(lat[1:]) * np.sin(np.diff(lon) / 2) ** 2
            total += float((2 * EARTH_KM * np.arcsin(np.sqrt(half))).sum())
        elif shapely.get_type_id(part) == 5:
            total += length_km(part)
    return total
