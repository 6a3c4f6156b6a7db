"""The units that a place belongs to, and whether its point lies in them.
A stated parent is a claim of the list that states it; the polygons are the check."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from conflictmap.errors import Problem

if TYPE_CHECKING:
    from conflictmap.places.gazetteer.units import Units

# Townships that were split: the part's code -> the code of the whole. Boundaries hold one or the other, never both.
# Hlaingtharya was split on 27 January 2020 (notification 32/2020, MIMU towns 9.6); geoBoundaries has it whole.
PARTS: Mapping[str, str] = {"MMR013046": "MMR013008", "MMR013047": "MMR013008"}

SHORE_KM = 0.3  # how far the drawn coast and border may lie beside the real ones


def successors(units: Units, core: Units, places: pd.DataFrame) -> dict[str, str]:
    """Return the township in use for each code of another vintage that these boundaries have not.

    For a part stands its whole; for one that was split, or joined to another, the township that now holds its seat.

    Parameters: places, indexed by place_id with lon and lat; core, the boundaries that ship.
    """
    known = units.townships.index
    wholes = {part: whole for part, whole in PARTS.items() if part not in known and whole in known}
    lost = core.townships[~core.townships.index.isin(known)]
    if not len(lost):
        return wholes
    seats = places[["lon", "lat"]].reindex(lost["seat_id"]).set_axis(lost.index, axis=0)
    point = seats.where(seats.notna(), lost[["lon", "lat"]])
    held = units.join(point["lon"], point["lat"]).tolist()
    return wholes | {str(code): holder for code, holder in zip(lost.index, held, strict=True) if holder is not None}


def settled(places: pd.DataFrame, units: Units) -> pd.DataFrame:
    """Return the places with the parents that these boundaries have: townships without a polygon here are exchanged for one.

    For the township that was split or joined stands the one that holds the point; without a point, the part that the
    place's own code names, or the whole of a part; else none. Districts and states follow the townships.

    Parameters: places, indexed by place_id with lon, lat, adm1_pcode to adm3_pcode; units of whole countries pass by.
    """
    known = units.townships
    gone = (places["adm3_pcode"] != "") & ~places["adm3_pcode"].isin(known.index)
    lost = places[gone]
    if not len(lost):
        return _followed(places, known)
    located = lost["lon"].notna() & (lost["radius_km"] == 0)
    held = pd.Series(units.join(lost["lon"].where(located), lost["lat"].where(located)), lost.index, dtype=object)
    named = pd.Series(
        [_named(str(code), str(adm3), known.index) for code, adm3 in lost["adm3_pcode"].items()], lost.index
    )
    codes = held.where(held.notna(), named)
    adm3 = places["adm3_pcode"].astype(object).where(~gone, codes.reindex(places.index))
    return _followed(places.assign(adm3_pcode=adm3.astype(places["adm3_pcode"].dtype)), known)


def _named(place_id: str, adm3: str, known: pd.Index[str]) -> str:
    own = place_id[: len(adm3)]
    return next((code for code in (own, PARTS.get(adm3, ""), PARTS.get(own, "")) if code in known), "")


def _followed(places: pd.DataFrame, townships: pd.DataFrame) -> pd.DataFrame:
    wider = {}
    for name in ("adm1_pcode", "adm2_pcode"):
        parent = places["adm3_pcode"].map(townships[name].to_dict())
        wider[name] = places[name].where(parent.isna(), parent)
    return places.assign(**wider)


def outside_parent(places: pd.DataFrame, units: Units) -> pd.DataFrame:
    """Return the places whose point lies outside their own township.

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
    """Return a question for each place whose point and stated township disagree; with the CSV's `row` where it is there.

    A point just off the coast or the border, in no township at all, is no question: the simplified outline is no finer.
    """
    wrong = outside_parent(places, units)
    wrong = wrong[(wrong["held"] != "") | (wrong["away_km"] > SHORE_KM)]
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
