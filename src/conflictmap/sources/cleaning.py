"""A layer made fit for use: coordinates checked, tracts made areas, Zawgyi turned into Unicode, all of it reported.
Nothing is dropped but what has no code or name, and that is reported too."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from conflictmap.errors import SourceError
from conflictmap.geo import distance_km, in_country_box
from conflictmap.places.gazetteer.parents import PARTS, outside_parent
from conflictmap.places.gazetteer.units import Units
from conflictmap.places.names import zawgyi
from conflictmap.sources.layer import LayerData, findings

DOUBT_KM = 5.0  # beyond it the point contradicts the township: the core's edges are true to about a kilometre
TRACT_FLOOR_KM = 1.0  # a tract of one located village is still an area
NAME_LIMIT = 200  # characters; the longest name in MIMU's lists has 72
SWAPPED_SHARE = 0.5  # most rows swapped is a mistake of columns, not of rows


def clean(data: LayerData, units: Units) -> LayerData:
    """Return the layer with every fault mended that can be, and a finding for each.

    Parameters: data, whose lon and lat are text or numbers; units, the boundaries in use.
    Raises: SourceError, where most coordinates are swapped, which is for the user to put right.
    """
    reports = [data.findings]
    # the core has these townships itself, with their polygons
    places = data.places[~((data.places["feature_code"] == "ADM3") & data.places.index.isin(units.townships.index))]
    places, parts = _short(places)
    reports += parts
    places, parts = _numbers(places)
    reports += parts
    places, parts = _in_country(places, units)
    reports += parts
    places, parts = _parents(places, units)
    reports += parts
    places, parts = _own_township(places, units)
    reports += parts
    places, parts = areas(places)
    reports += parts
    places, names, parts = _unicode(places, data.names)
    reports += parts
    report = pd.concat([part for part in reports if len(part)] or [data.findings], ignore_index=True)
    return replace(data, places=places.sort_index(), names=names, findings=report)


def areas(places: pd.DataFrame) -> tuple[pd.DataFrame, list[pd.DataFrame]]:
    """Return tracts as circles around their located places, and the unlocated places put into their tract's circle.

    A tract's centre is the median of its places' coordinates, its radius the farthest of them. Where no place of a
    tract is located, tract and places stay without a position.
    """
    located = places[places["lon"].notna() & (places["adm4_pcode"] != "") & (places["feature_code"] != "ADM4")]
    groups = located.groupby("adm4_pcode")
    centre = groups[["lon", "lat"]].median().round(6)
    tract_centre = centre.reindex(located["adm4_pcode"])
    away = distance_km(located["lon"], located["lat"], tract_centre["lon"].to_numpy(), tract_centre["lat"].to_numpy())
    reach = pd.Series(away, located["adm4_pcode"].to_numpy()).groupby(level=0).max()
    circle = centre.assign(radius_km=np.ceil(np.maximum(reach.reindex(centre.index), TRACT_FLOOR_KM) * 10) / 10)
    bare = places["lon"].isna()
    put = circle.reindex(places["adm4_pcode"].where(bare, "")).set_axis(places.index)
    filled = bare & put["lon"].notna()
    out = places.assign(
        lon=places["lon"].where(~filled, put["lon"]),
        lat=places["lat"].where(~filled, put["lat"]),
        radius_km=places["radius_km"].where(~filled, put["radius_km"]),
    )
    point = places["feature_code"] != "ADM4"
    return out, [
        findings("no_coordinates", places[filled & point], put["radius_km"][filled & point].astype(str) + " km"),
        findings("no_position", places[bare & ~filled]),
    ]


def _short(places: pd.DataFrame) -> tuple[pd.DataFrame, list[pd.DataFrame]]:
    """Without the rows of which a name is no name but a text."""
    long = (places["name"].str.len() > NAME_LIMIT) | (places["name_my"].str.len() > NAME_LIMIT)
    shown = places[long].assign(name=places["name"][long].str.slice(0, 40) + "…")
    return places[~long], [findings("too_long", shown, done="left out")]


def _numbers(places: pd.DataFrame) -> tuple[pd.DataFrame, list[pd.DataFrame]]:
    written = {name: places[name].astype(str).str.strip().replace({"nan": "", "None": ""}) for name in ("lon", "lat")}
    lon, lat = (pd.to_numeric(written[name], errors="coerce").astype("float64") for name in ("lon", "lat"))
    odd = ((written["lon"] != "") & ~np.isfinite(lon)) | ((written["lat"] != "") & ~np.isfinite(lat))
    null = (lon == 0) & (lat == 0)
    half = (lon.isna() | lat.isna()) & ~odd
    unknown = odd | null | half
    reports = [
        findings("not_a_number", places[odd], written["lon"][odd] + ", " + written["lat"][odd]),
        findings("null_island", places[null]),
    ]
    return places.assign(lon=lon.mask(unknown), lat=lat.mask(unknown)), reports


def _in_country(places: pd.DataFrame, units: Units) -> tuple[pd.DataFrame, list[pd.DataFrame]]:
    lon, lat = places["lon"], places["lat"]
    known = lon.notna()
    out = known & ~in_country_box(lon, lat)
    turned = out & in_country_box(lat, lon)
    if known.any() and turned.sum() > SWAPPED_SHARE * known.sum():
        first = places.index[turned][0]
        raise SourceError(
            f"longitude and latitude are swapped in {turned.sum():,} of {known.sum():,} rows "
            f"(first: {first}, lon {lon[first]:g}, lat {lat[first]:g}); swap the columns and add it again"
        )
    held = pd.Series(units.join(lat.where(turned).to_numpy(), lon.where(turned).to_numpy()), places.index)
    mended = turned & (held == places["adm3_pcode"])
    lost = out & ~mended
    reports = [
        findings("swapped", places[mended], lon[mended].astype(str) + ", " + lat[mended].astype(str), done="put right"),
        findings("outside_country", places[lost], lon[lost].astype(str) + ", " + lat[lost].astype(str)),
    ]
    fixed = places.assign(lon=lon.where(~mended, lat).mask(lost), lat=lat.where(~mended, lon).mask(lost))
    return fixed, reports


def _parents(places: pd.DataFrame, units: Units) -> tuple[pd.DataFrame, list[pd.DataFrame]]:
    known = units.townships.index
    parts = {part: whole for part, whole in PARTS.items() if part not in known}
    stated = places["adm3_pcode"].replace(parts)
    held = pd.Series(units.join(places["lon"].to_numpy(), places["lat"].to_numpy()), places.index, dtype=object).fillna(
        ""
    )
    bare = ~stated.isin(known)
    code = bare & (stated != "")
    adm3 = stated.where(~bare, held)
    own = bare & (places["feature_code"] == "ADM3")
    put = _own_divisions(places.assign(stated=stated, adm3=adm3)[bare & (adm3 != "")]).reindex(
        places.index.where(own, "")
    )
    put = put.set_axis(places.index)
    adm3 = adm3.where(~own, put["adm3"].fillna(""))
    table = units.townships.reindex(adm3)
    out = places.assign(
        adm3_pcode=adm3,
        lon=places["lon"].where(~own, put["lon"]),
        lat=places["lat"].where(~own, put["lat"]),
        radius_km=places["radius_km"].where(~own, put["radius_km"].fillna(0.0)),
        adm2_pcode=table["adm2_pcode"].fillna("").set_axis(places.index).where(adm3 != "", places["adm2_pcode"]),
        adm1_pcode=table["adm1_pcode"].fillna("").set_axis(places.index).where(adm3 != "", places["adm1_pcode"]),
    )
    return out, [findings("no_polygon", places[code], stated[code] + " -> " + adm3[code].replace("", "unknown"))]


def _own_divisions(inside: pd.DataFrame) -> pd.DataFrame:
    """A township of the Wa's or the Kokang's own, which has no polygon, stands where most of its places do.

    Returns: indexed by the stated code: adm3 (the township that holds most of it), lon, lat, radius_km.
    """
    made = inside.groupby("stated").agg(adm3=("adm3", _commonest), lon=("lon", "median"), lat=("lat", "median"))
    middle = made.loc[inside["stated"]]
    away = distance_km(inside["lon"], inside["lat"], middle["lon"].to_numpy(), middle["lat"].to_numpy())
    reach = pd.Series(away, inside["stated"].to_numpy()).groupby(level=0).max()
    return made.assign(radius_km=np.ceil(np.maximum(reach.reindex(made.index), TRACT_FLOOR_KM)))


def _commonest(codes: pd.Series[Any]) -> str:
    return str(codes.mode().iloc[0])


def _own_township(places: pd.DataFrame, units: Units) -> tuple[pd.DataFrame, list[pd.DataFrame]]:
    """Points that lie elsewhere than stated are reported; those beyond `DOUBT_KM` are no longer taken as positions."""
    wrong = outside_parent(places, units)
    far = wrong.index[wrong["away_km"] > DOUBT_KM]
    names = units.table["name"]
    where = wrong["held"].map(names).fillna("no township")
    done = pd.Series("point kept", wrong.index).mask(wrong["away_km"] > DOUBT_KM, "point not used")
    report = findings("outside_township", wrong, wrong["away_km"].astype(str) + " km, in " + where)
    doubtful = places.index.isin(far)
    return places.assign(lon=places["lon"].mask(doubtful), lat=places["lat"].mask(doubtful)), [
        report.assign(done=done.to_numpy())
    ]


def _unicode(places: pd.DataFrame, names: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, list[pd.DataFrame]]:
    reports = []
    if zawgyi.is_zawgyi(places["name_my"]):
        text, part = _converted(places["name_my"], places)
        places = places.assign(name_my=text)
        reports.append(part)
    scripts = names["kind"] == "script"
    if zawgyi.is_zawgyi(names["name"].where(scripts, "")):
        rows = names[scripts].set_index("place_id")
        text, part = _converted(rows["name"], rows)
        mended = names["name"].copy()
        mended.loc[scripts] = text.to_numpy()
        names = names.assign(name=mended)[mended != ""]
        reports.append(part)
    return places, names, reports


def _converted(column: pd.Series[Any], rows: pd.DataFrame) -> tuple[pd.Series[Any], pd.DataFrame]:
    """A column typed in Zawgyi, in Unicode; "" where the outcome still looks like Zawgyi."""
    turned = column.map(lambda text: zawgyi.to_unicode(text) if zawgyi.probability(text) > zawgyi.UNICODE_TO else text)
    lost = turned.map(zawgyi.probability) >= zawgyi.ZAWGYI_FROM
    changed = (turned != column) & ~lost
    report = pd.concat(
        [
            findings("zawgyi", rows[changed], column[changed], done="turned into Unicode"),
            findings("zawgyi_lost", rows[lost], column[lost], done="left out"),
        ]
    )
    return turned.mask(lost, ""), report
