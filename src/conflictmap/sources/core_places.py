"""The places of the core: seats and towns, the villages that events name, and those that UCDP puts exactly.
From the full lists only these single facts are taken; every row says whose word it is."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
import pandas as pd
from rapidfuzz import fuzz

from conflictmap.geo import distance_km
from conflictmap.places.gazetteer.parents import PARTS
from conflictmap.places.gazetteer.point_in_polygon import Holder
from conflictmap.schema import Column, Table
from conflictmap.sources import ucdp
from conflictmap.sources.mimu_lists import letters

TOWNS_SOURCE = "MIMU towns 9.6"
VILLAGES_SOURCE = "MIMU villages 9.4"
MIDDLE = "position: the middle of the other villages of its tract"

# Sites that no list of villages has, kept by hand; `build-core` gives them their parents and puts them into `PLACES`.
GAZETTEER_SITES = Table(
    "sites",
    (
        Column("place_id", required=True),
        Column("name", required=True),
        Column("name_my"),
        Column("feature_code", required=True),
        Column("lon", "float", low=-180, high=180),
        Column("lat", "float", low=-90, high=90),
        Column("adm3_pcode"),
        Column("radius_km", "float", low=0, high=500),
        Column("source", required=True),
    ),
    key="place_id",
)

SAME_PLACE_KM = 3.0  # two sources' points of one village lie this near; villages of one name are farther apart
TOWN_KM = 12.0  # two sources' points of one town lie this near
SAME_TOWN_KM = 5.0  # two towns of the list are farther apart, whatever a town is called ("Kalay" is the list's Kale)
LIKE = 78.0  # rapidfuzz ratio of letters: two romanisations of one Burmese name; distance carries the proof

_CODES = {"Union Capital": "PPLC", "State/Region Capital": "PPLA", "District Capital": "PPLA2"}


def core_places(
    points: pd.DataFrame,
    exact: pd.DataFrame,
    levels: Mapping[str, str],
    *,
    wanted: Collection[str],
    sites: pd.DataFrame,
    drawn: Collection[str],
) -> pd.DataFrame:
    """Return the rows of places.csv before their parents are settled, a row a code.

    Parameters: points, towns and villages of the lists (see `core_build.located`); exact, UCDP's places; levels, town
    code -> level of seat; wanted, MIMU's codes of the villages to take; sites, columns of `GAZETTEER_SITES`;
    drawn, the P-codes of the townships that have a polygon.
    """
    towns, villages = points[points["town"]], points[~points["town"]]
    seat = towns["code"].str[-3:].isin(["701"]) & towns["adm3_pcode"].isin(drawn)
    towns = towns[towns["active"] | seat].assign(source=TOWNS_SOURCE)
    towns = towns.assign(
        name=towns["name"].str.replace(r"\s*(Town|City)$", "", regex=True).str.strip(),
        feature_code=[
            _seat_code(code, levels) if adm3 not in PARTS else "PPLX"
            for code, adm3 in zip(towns["code"], towns["adm3_pcode"], strict=True)
        ],
    )
    named = _named(villages, wanted)
    from_ucdp = _ucdp_places(exact, towns, villages)
    kept = sites.rename(columns={"place_id": "code"})
    more = from_ucdp[~from_ucdp["code"].isin({*named["code"], *kept["code"]})]
    listed = pd.concat([towns, named], ignore_index=True)
    listed = listed[~listed["code"].isin(kept["code"])]  # a site kept by hand knows better where a listed place is
    return pd.concat([listed, more, kept], ignore_index=True)


def _named(villages: pd.DataFrame, wanted: Collection[str]) -> pd.DataFrame:
    """The villages and wards of these codes; one without a position stands in the middle of its tract's, and says so."""
    middle = villages.dropna(subset=["lon"]).groupby("adm4_pcode")[["lon", "lat"]].median().round(6)
    named = villages[villages["code"].isin(wanted)]
    put, bare = middle.reindex(named["adm4_pcode"]).set_index(named.index), named["lon"].isna()
    return named.assign(
        lon=named["lon"].fillna(put["lon"]),
        lat=named["lat"].fillna(put["lat"]),
        feature_code=np.where(named["ward"], "PPLX", "PPL"),
        source=np.where(bare & put["lon"].notna(), f"{VILLAGES_SOURCE}; {MIDDLE}", VILLAGES_SOURCE),
    )


def with_parents(places: pd.DataFrame, polygons: Mapping[str, Any], known: pd.DataFrame) -> pd.DataFrame:
    """Return the places with all parents: the stated township where it has a polygon, else the one that holds the point.

    A stated township that disagrees with the polygons is kept: near a border the list is truer than simplified edges.
    `Gazetteer.problems` puts each such row to an editor.
    """
    codes = sorted(polygons)
    holder = Holder(codes, np.array([polygons[code] for code in codes], dtype=object))
    held = np.append(np.array(codes, dtype=object), "")[holder.join(places["lon"], places["lat"])]
    stated = places["adm3_pcode"].fillna("").replace(dict(PARTS))
    adm3 = stated.where(stated.isin(codes), pd.Series(held, places.index))
    parents = known.reindex(adm3)
    return places.assign(
        adm3_pcode=adm3,
        adm2_pcode=parents["adm2_pcode"].fillna("").to_numpy(),
        adm1_pcode=parents["adm1_pcode"].fillna("").to_numpy(),
        adm4_pcode=places["adm4_pcode"].fillna(""),
        name_my=places["name_my"].fillna(""),
    )


def seat_ids(units: pd.DataFrame, places: pd.DataFrame) -> list[str]:
    """Return for each unit the place_id of its seat, "" where none is known: a township's town numbered 701, the wider ones'
    seat by its feature_code."""
    ids = set(places["place_id"])
    seats = []
    for pcode, level in zip(units["pcode"], units["level"], strict=True):
        if level == 3:
            seats.append(f"{pcode}701" if f"{pcode}701" in ids else "")
            continue
        codes = (["PPLC"], ["PPLC", "PPLA"], ["PPLC", "PPLA", "PPLA2"])[level]
        inside = pd.Series(True, places.index) if level == 0 else places[f"adm{level}_pcode"] == pcode
        rows = places[inside & places["feature_code"].isin(codes)]
        first = rows.assign(rank=rows["feature_code"].map(codes.index)).sort_values(["rank", "place_id"])
        seats.append(str(first["place_id"].iloc[0]) if len(first) else "")
    return seats


def _seat_code(code: str, levels: Mapping[str, str]) -> str:
    if levels.get(code) in _CODES:
        return _CODES[levels[code]]
    return "PPLA3" if code.endswith("701") else "PPL"


def _ucdp_places(exact: pd.DataFrame, towns: pd.DataFrame, villages: pd.DataFrame) -> pd.DataFrame:
    """UCDP's places that are no town of the lists; with the list's code and both names where the village is in it."""
    rows = []
    for place in exact.itertuples(index=False):
        if _is_town(place, towns):
            continue
        twin = _twin(place, villages, SAME_PLACE_KM)
        if twin is None:
            row = {"code": _ucdp_id(place), "name": place.name, "name_my": "", "source": ucdp.SOURCE}
            row |= {"lon": place.lon, "lat": place.lat}
        else:
            row = {str(name): value for name, value in twin.items()} | {"source": f"{VILLAGES_SOURCE}; {ucdp.SOURCE}"}
        rows.append(row | {"feature_code": place.feature_code})
    return pd.DataFrame(rows).drop_duplicates("code")


def _is_town(place: Any, towns: pd.DataFrame) -> bool:
    if place.kind in ("town", "city"):
        away = distance_km(place.lon, place.lat, towns["lon"].to_numpy(), towns["lat"].to_numpy())
        if (away <= SAME_TOWN_KM).any():
            return True
    return _twin(place, towns, TOWN_KM) is not None


def _ucdp_id(place: Any) -> str:
    """UCDP numbers no places: the name and the position make an id that stays when rows are added."""
    slug = re.sub(r"[^a-z0-9]+", "-", place.name.lower()).strip("-")
    return f"ucdp-{slug}-{place.lat:.2f}-{place.lon:.2f}"


def _twin(place: Any, places: pd.DataFrame, within_km: float) -> pd.Series[Any] | None:
    away = distance_km(place.lon, place.lat, places["lon"].to_numpy(), places["lat"].to_numpy())
    near = places[away <= within_km].assign(km=away[away <= within_km])
    like = [fuzz.ratio(letters(place.name), letters(name)) for name in near["name"]]
    near = near.assign(like=like)
    near = near[near["like"] >= LIKE].sort_values(["like", "km"], ascending=[False, True])
    return near.iloc[0].drop(["km", "like"]) if len(near) else None
