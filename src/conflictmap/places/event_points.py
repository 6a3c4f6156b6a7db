"""Events whose source says itself where they were: their matches, from coordinates or a township's P-code.
No name is looked up to find a place; a name only tells which place of the gazetteer a point is. Nothing here guesses."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, partial
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from conflictmap.errors import Problem
from conflictmap.geo import distance_km
from conflictmap.model import Reason
from conflictmap.places.gazetteer.gazetteer import Gazetteer
from conflictmap.places.gazetteer.units import Units
from conflictmap.places.names.keys import fold
from conflictmap.places.names.kinds import kind_of_word, split_kind
from conflictmap.places.resolution.matcher import Matcher
from conflictmap.schema import MATCH_COLUMNS

SAME_PLACE_KM = 5.0  # a point so near to a place of the same name and township is that place: a town is so wide
NEAR_KM = 10.0  # radius of a mark of precision 2 whose source does not say how near
BORDER_KM = 2.0  # boundaries are generalised by less; a point so far outside the country lies in the nearest township
PLACE, PART, TOWNSHIP, REGION, COUNTRY = 1, 2, 3, 4, 5  # `geo_precision` of the events' table
_SETTLED = "the source gives this point"
_LOCATION_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Located:
    """A row of events that says where it is."""

    row: int
    event_id: str
    location: str
    lon: float
    lat: float
    precision: int
    stated: str
    holder: str

    @property
    def where(self) -> tuple[Any, ...]:
        """All that its match depends on: the location's text, point, precision, stated township and holder."""
        point = (self.lon, self.lat) if self.lon == self.lon else None  # nan is not equal to itself
        return (self.location, point, self.precision, self.stated, self.holder)


def is_located(events: pd.DataFrame) -> pd.Series[Any]:
    """Tell which rows say themselves where they were, by a point, a township's P-code, or "the country only"."""
    if "lon" not in events.columns:
        return pd.Series(False, index=events.index)
    country = events["geo_precision"].eq(COUNTRY).fillna(False).astype(bool)
    return events["lon"].notna() | (events["adm3_pcode"].fillna("") != "") | country


def without_located_names(events: pd.DataFrame, judged_events: frozenset[str] = frozenset()) -> pd.DataFrame:
    """Return the events, with no location to look up where the row says itself where it was.

    Those of `judged_events` keep theirs: a person's decision about an event goes before its source's point.
    """
    own = is_located(events) & ~events["event_id"].isin(list(judged_events))
    return events.assign(location=events["location"].mask(own, "")) if own.any() else events


def match_points(
    events: pd.DataFrame, matcher: Matcher, gazetteer: Gazetteer, units: Units, *, file: str = "data/events.csv"
) -> tuple[pd.DataFrame, list[Problem]]:
    """Place the events that say where they were.

    Parameters: events, n rows of `schema.EVENTS` for which `is_located` holds, the index the spreadsheet's row.
    Returns: a row an event with `schema.MATCH_COLUMNS`, in their order, and a question or an error for each row whose
    township is not known or is another than the one that holds its point. `geo_precision` of the result is 1 to 3; a
    row known by state (4) or country (5) only is matched to that unit. A point outside the country is "outside".
    """
    names = _Names(gazetteer)
    unit = cache(lambda pcode: _unit(pcode, matcher))
    rows = _rows(events, units)
    problems = [problem for row in rows if (problem := _disagreement(row, units, file)) is not None]
    at = {row.where: row for row in reversed(rows)}  # an export has thousands of events at one place
    made = {where: _match(row, unit, units, names) for where, row in at.items()}
    matches = [made[row.where] for row in rows]
    columns = {name: [match[name] for match in matches] for name in MATCH_COLUMNS}
    columns["event_id"] = [row.event_id for row in rows]
    whole = ("geo_precision", "mention_no", "start", "end")
    numbers = ("lon", "lat", "radius_km", "score")
    return pd.DataFrame(
        {
            name: pd.Series(values, dtype="Int64" if name in whole else "float64" if name in numbers else object)
            for name, values in columns.items()
        },
        columns=MATCH_COLUMNS,
    ), problems


def _rows(events: pd.DataFrame, units: Units) -> list[Located]:
    lon, lat = (events[name].to_numpy(dtype="float64") for name in ("lon", "lat"))
    holders = units.join(lon, lat).tolist()
    text = (events[name].fillna("").astype(str).tolist() for name in ("event_id", "location", "adm3_pcode"))
    precision = events["geo_precision"].astype("Int64").fillna(0).tolist()
    nearest = cache(lambda x, y: _nearest(units, x, y))
    return [
        Located(
            int(row), event, _one_line(location), x, y, int(given) or (PLACE if x == x else TOWNSHIP), stated,
            holder or nearest(x, y),
        )
        for row, event, location, stated, x, y, given, holder in zip(
            events.index.tolist(), *text, lon.tolist(), lat.tolist(), precision, holders, strict=True
        )
    ]  # fmt: skip


def _one_line(text: str) -> str:
    return " ".join(text[:_LOCATION_LIMIT].split())


def outside(lon: NDArray[np.float64], lat: NDArray[np.float64], units: Units) -> NDArray[np.bool_]:
    """Whether each of n points lies outside the country, by more than `BORDER_KM`."""
    far = np.array([holder is None for holder in units.join(lon, lat)], dtype=bool)
    far[far] = [_nearest(units, float(x), float(y)) == "" for x, y in zip(lon[far], lat[far], strict=True)]
    return far


def _nearest(units: Units, lon: float, lat: float) -> str:
    """The township within `BORDER_KM` of a point that none holds, "" where there is none."""
    if lon != lon:
        return ""
    margin = 0.03  # degrees, a little more than BORDER_KM
    around = units.bounds
    near = (
        (around[:, 0] - margin <= lon) & (lon <= around[:, 2] + margin)
        & (around[:, 1] - margin <= lat) & (lat <= around[:, 3] + margin)
    )  # fmt: skip
    codes = units.frame.index[near].tolist()
    nearest = min(((units.distance_km(code, lon, lat), code) for code in codes), default=(BORDER_KM + 1, ""))
    return nearest[1] if nearest[0] <= BORDER_KM else ""


def _disagreement(row: Located, units: Units, file: str) -> Problem | None:
    if not row.stated or row.stated == row.holder:
        return None
    problem = partial(Problem, file, row=row.row, column="adm3_pcode", value=row.stated)
    if row.stated not in units.table.index:
        fix = "give the code of a township of data/gazetteer/units.csv, or leave it empty"
        severity = "error" if row.lon != row.lon else "question"
        return problem(f"{row.event_id}: is no township here", fix, severity=severity)
    if row.lon != row.lon:
        return None
    there = f"in {_called(row.holder, units)}" if row.holder else "outside the country"
    text = f"{row.event_id}: is the township stated, but the point lies {there}"
    off = units.distance_km(row.stated, row.lon, row.lat)
    text += f", {off:.1f} km from it" if off == off else ""
    fix = "mend the point or the township; the point is used"
    return problem(text, fix, severity="question")


def _called(pcode: str, units: Units) -> str:
    name = str(units.table["name"][pcode])
    return f"{name} ({pcode})"


def _match(row: Located, unit: Callable[[str], dict[str, Any]], units: Units, names: _Names) -> dict[str, Any]:
    """One row of `schema.MATCH_COLUMNS`."""
    has_point = row.lon == row.lon
    township = row.holder if has_point else row.stated if row.stated in units.table.index else ""
    toponym = row.location or _written(row)
    made: dict[str, Any] = dict.fromkeys(MATCH_COLUMNS, "") | {
        "event_id": row.event_id, "mention_no": 1, "toponym": toponym, "start": 0, "end": len(row.location),
        "role": "site", "status": "automatic", "score": 1.0, "candidates": (), "judgement_id": None,
        "place_id": None, "geo_precision": None, "lon": None, "lat": None, "radius_km": None,
        "reasons": (Reason("decision", 1.0, 1.0, _SETTLED if has_point else "the source gives this township"),),
    }  # fmt: skip
    if row.precision == COUNTRY:
        return made | _country(units)
    if not township:
        return made | _outside(row, has_point)
    if row.precision == REGION:
        return made | unit(str(unit(township)["adm1_pcode"]))
    place = unit(township)
    if not has_point or row.precision == TOWNSHIP:
        return made | place | ({"lon": row.lon, "lat": row.lat} if has_point else {})
    return made | place | _at_point(row, township, names)


def _country(units: Units) -> dict[str, Any]:
    """The country as a match; it is no place of the gazetteer, and has no point."""
    code = str(units.table.index[units.table["level"] == 0][0])
    empty = dict.fromkeys(("name_my", "adm1_pcode", "adm2_pcode", "adm3_pcode"), "")
    named = {"place_id": code, "name": str(units.table["name"][code]), "feature_code": "PCLI", "geo_precision": 3}
    return empty | named


def _outside(row: Located, has_point: bool) -> dict[str, Any]:
    if not has_point:
        text = f"{row.stated} is no township of the boundaries in use"
        return {"status": "not_locatable", "reasons": (Reason("decision", 1.0, 1.0, text),)}
    text = f"{_SETTLED}, and it lies outside the country"
    return {"status": "outside", "lon": row.lon, "lat": row.lat, "reasons": (Reason("decision", 1.0, 1.0, text),)}


def _unit(pcode: str, matcher: Matcher) -> dict[str, Any]:
    """A unit as a match of precision 3."""
    return {**matcher.place(pcode), "geo_precision": 3}


def _at_point(row: Located, township: str, names: _Names) -> dict[str, Any]:
    """The point, and the place of the gazetteer that it is, where name, township and distance agree.

    Of precision 2 it never is: what is near a seat, or in a part of its township, is not the seat (R11).
    """
    known = names.at(row, township) if row.precision == PLACE else None
    own = {"place_id": _point_id(row), "name": row.location or _written(row), "name_my": "", "feature_code": ""}
    return {
        **own, **(known or {}), "lon": row.lon, "lat": row.lat, "geo_precision": min(row.precision, PART),
        "radius_km": 0.0 if row.precision == PLACE else NEAR_KM, "kind": _kind(row.location),
    }  # fmt: skip


def _point_id(row: Located) -> str:
    """The id of a spot that the gazetteer has not: the same for one point, whatever the event."""
    return f"point:{row.lon:.5f},{row.lat:.5f}"


def _written(row: Located) -> str:
    return f"{row.lat:.4f}, {row.lon:.4f}" if row.lon == row.lon else row.stated


def _kind(location: str) -> str:
    """The kind that a location ends in: "Moebye police station" -> "police station"; "" where it is none."""
    words = location.partition(",")[0].split()
    return next((kind for start in range(len(words)) if (kind := kind_of_word(" ".join(words[start:])))), "")


@dataclass(frozen=True)
class _Names:
    """The written forms of the gazetteer's places, by township."""

    gazetteer: Gazetteer

    def at(self, row: Located, township: str) -> Mapping[str, Any] | None:
        """Return the nearest place of this name in the township, within `SAME_PLACE_KM` of the point."""
        for name in _forms(row.location):
            places = [place for place in self._by_name.get(name, ()) if self._places[place]["adm3_pcode"] == township]
            far = {place: self._distance(place, row) for place in places}
            nearest = min(far, key=lambda place: (far[place], place), default="")
            if nearest and far[nearest] <= SAME_PLACE_KM:
                kept = ("name", "name_my", "feature_code")
                return {"place_id": nearest, **{key: self._places[nearest][key] for key in kept}}
        return None

    def _distance(self, place: str, row: Located) -> float:
        away = float(distance_km(self._places[place]["lon"], self._places[place]["lat"], row.lon, row.lat))
        return away if np.isfinite(away) else float("inf")

    @cached_property
    def _places(self) -> Mapping[str, Mapping[str, Any]]:
        frame = self.gazetteer.frame()
        own = frame[~frame["feature_code"].str.startswith("ADM")]
        rows = own[["name", "name_my", "feature_code", "lon", "lat", "adm3_pcode"]].to_dict("index")
        return {str(place): {str(key): value for key, value in row.items()} for place, row in rows.items()}

    @cached_property
    def _by_name(self) -> Mapping[str, Sequence[str]]:
        by_name: dict[str, list[str]] = {}
        names = self.gazetteer.names()
        for place, name in zip(names["place_id"].tolist(), names["name"].tolist(), strict=True):
            if place in self._places and (folded := fold(str(name))):
                by_name.setdefault(folded, []).append(place)
        return by_name


def _forms(location: str) -> list[str]:
    """A location's name as it is looked up: the part before a comma or dash, with and without its kind word."""
    head = location.partition(",")[0].partition(" - ")[0].strip()
    bare, kind = split_kind(head)
    wanted = [head, bare] if kind in ("", "town", "city", "village") else [head]
    return [folded for folded in dict.fromkeys(fold(name) for name in wanted) if folded]
