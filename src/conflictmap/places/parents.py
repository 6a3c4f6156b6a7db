"""The units that a place belongs to, and whether its point lies in them.
A stated parent is a claim of the list that states it; the polygons are the check."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from conflictmap.errors import Problem

if TYPE_CHECKING:
    from conflictmap.places.units import Units

# Townships that were split: the part's code -> the code of the whole. Boundaries hold one or the other, never both.
# Hlaingtharya was split on 27 January 2020 (notification 32/2020, MIMU towns 9.6); geoBoundaries has it whole.
PARTS: Mapping[str, str] = {"MMR013046": "MMR013008", "MMR013047": "MMR013008"}


def township_codes(stated: pd.Series[str], known: pd.Index[str]) -> pd.Series[str]:
    """The stated townships as these boundaries have them: a part becomes its whole where only the whole has a polygon.

    Parameters: stated, n codes; known, the codes that have polygons. Returns: n codes, "" where none has a polygon.
    """
    parts = {part: whole for part, whole in PARTS.items() if part not in known}
    mended = stated.replace(parts)
    return mended.where(mended.isin(known), "")


def outside_parent(places: pd.DataFrame, units: Units) -> pd.DataFrame:
    """The places whose point lies outside their own township.

    Parameters: places, rows indexed by place_id with lon, lat, adm3_pcode, radius_km (0 for a point).
    Returns: those rows with `held` (the township that holds the point, "" if none) and `away_km` (to their own).
    """
    # a circle is no point of the place, and a unit is no place in a township
    points = places[places["lon"].notna() & (places["adm3_pcode"] != "") & (places["radius_km"] == 0)]
    held = pd.Series(units.join(points["lon"].to_numpy(), points["lat"].to_numpy()), points.index).fillna("")
    apart = held != points["adm3_pcode"]
    wrong = points[apart].assign(held=held[apart])
    away = [
        units.distance_km(pcode, lon, lat)
        for pcode, lon, lat in zip(wrong["adm3_pcode"], wrong["lon"], wrong["lat"], strict=True)
    ]
    return wrong.assign(away_km=np.round(np.array(away, dtype=float), 1))


def parent_problems(places: pd.DataFrame, units: Units, file: str) -> list[Problem]:
    """A question for each place whose point and stated township disagree; with the CSV's `row` where it is there."""
    wrong = outside_parent(places, units)
    names = units.table["name"]
    problems = []
    for place_id, place in wrong.to_dict("index").items():
        stated, held = place["adm3_pcode"], place["held"]
        there = f"in {names.get(held, held)} ({held})" if held else "in no township"
        message = (
            f"{place['name']} ({place_id}) lies {there}, {place['away_km']} km outside {names.get(stated, stated)}"
        )
        fix = "check the position against another source, or the township; until then the stated township counts"
        row = int(place["row"]) if place.get("row") else None
        problems.append(Problem(file, message, fix, row=row, column="adm3_pcode", value=stated, severity="question"))
    return problems
