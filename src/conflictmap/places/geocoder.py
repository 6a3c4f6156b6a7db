"""`MyanmarGazetteer`: this package's resolution as a geopy geocoder, offline.

    >>> from geopandas.tools import geocode
    >>> geocode(["Welet Township, Sagaing"], provider=MyanmarGazetteer)  # doctest: +SKIP

A name that cannot be told is None, never an exception: geopy's RateLimiter would ask again and wait. Only an accepted
match is an answer; what is left to an editor is not. Nothing here reaches the network.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from conflictmap.geo import distance_km
from conflictmap.model import Match
from conflictmap.places.gazetteer.gazetteer import Gazetteer
from conflictmap.places.gazetteer.units import Units
from conflictmap.places.mentions.location import parse_location
from conflictmap.places.resolution.index import CLASSES
from conflictmap.places.resolution.matcher import TOP, Matcher
from conflictmap.places.written_position import located, read_position

QUERY_LIMIT = 2_000  # characters; a name with its units has a hundred, and a pasted page is no name
REVERSE_KM = 50.0  # beyond this the nearest known place says nothing about a point


class MyanmarGazetteer(Geocoder):  # type: ignore[misc]  # geopy carries no types
    """Geocode names of Myanmar as reports write them, and say which place a point is at.

    `raw` of every Location holds place_id, level (the GeoNames code), score, status, geo_precision, reasons and
    alternatives (place_id, name, score). Safe in threads: nothing changes after the first call.
    """

    def __init__(
        self,
        matcher: Matcher | None = None,
        *,
        timeout: Any = DEFAULT_SENTINEL,
        user_agent: str | None = None,
        **kwargs: Any,
    ) -> None:
        """`matcher`: else one over the gazetteer of the current project. `kwargs` are geopy's, and unused offline."""
        super().__init__(timeout=timeout, user_agent=user_agent or "conflictmap", **kwargs)
        self.matcher = matcher if matcher is not None else _shipped_matcher()
        index = self.matcher.index
        spots = [CLASSES.index(kind) for kind in ("village", "ward", "town", "site")]
        self._spots = np.flatnonzero(np.isin(index.classes, spots) & ~np.isnan(index.lon))

    def geocode(self, query: str, *, exactly_one: bool = True, timeout: Any = DEFAULT_SENTINEL) -> Any:
        """Return the accepted place of a written name as a Location, or None.

        With exactly_one=False a list of the candidates, best first, at most five; None where nothing was accepted.
        """
        del timeout
        position = read_position(query) if isinstance(query, str) else None
        if position is not None:
            place = self._at(located(position, self.matcher), query)
            return place if exactly_one or place is None else [place]
        match = self._match(query)
        if match is None or match.status not in ("automatic", "confirmed"):
            return None
        first = self._location(match)
        if first is None or exactly_one:
            return first
        alternatives = [self._candidate(c.place_id, c.score) for c in match.candidates if c.place_id != match.place_id]
        return [first, *[place for place in alternatives if place is not None]][:TOP]

    def reverse(self, query: Any, *, exactly_one: bool = True, timeout: Any = DEFAULT_SENTINEL) -> Any:
        """Return the nearest known village, town or site within 50 km of a point (lat, lon), or None.

        With exactly_one=False the five nearest. Raises: ValueError, as geopy does, where the query is no point.
        """
        del timeout
        point = Point(query)
        index, spots = self.matcher.index, self._spots
        if not len(spots):
            return None
        box = np.abs(index.lat[spots] - point.latitude) <= REVERSE_KM / 110.5
        near = spots[box]
        apart = distance_km(point.longitude, point.latitude, index.lon[near], index.lat[near])
        order = np.lexsort((near, apart))[:TOP]
        candidates = [
            self._candidate(index.place_ids[int(near[i])], 1.0, float(apart[i]))
            for i in order
            if apart[i] <= REVERSE_KM
        ]
        places = [place for place in candidates if place is not None]
        if not places:
            return None
        return places[0] if exactly_one else places

    def _match(self, query: Any) -> Match | None:
        text = query[:QUERY_LIMIT] if isinstance(query, str) else ""
        mentions = parse_location("", text)
        return self.matcher.match(mentions[0]) if mentions else None

    def _at(self, place: dict[str, Any], query: str) -> Location | None:
        """The Location of a query that is itself a position; None where it is none that can be used."""
        if place["status"] != "automatic" or place["lon"] is None:
            return None
        raw = {name: place[name] for name in ("place_id", "score", "status", "geo_precision")}
        raw |= {"level": place["feature_code"], "reasons": [place["reason"]], "alternatives": []}
        is_code = place["place_id"] in self.matcher.index.place_number
        name = self._address(place["place_id"]) if is_code else query.strip()
        return Location(name, Point(place["lat"], place["lon"]), raw)

    def _location(self, match: Match) -> Location | None:
        place = self.matcher.describe(match)
        if match.drawn_at is None or place["lon"] is None:
            return None
        raw = {
            "place_id": match.place_id,
            "level": place["feature_code"],
            "score": match.score,
            "status": match.status,
            "geo_precision": match.geo_precision,
            "reasons": [reason.detail for reason in match.reasons],
            "alternatives": [
                {"place_id": c.place_id, "name": self.matcher.place(c.place_id)["name"], "score": c.score}
                for c in match.candidates
                if c.place_id != match.place_id
            ],
        }
        return Location(self._address(str(match.place_id)), Point(place["lat"], place["lon"]), raw)

    def _candidate(self, place_id: str, score: float, apart_km: float | None = None) -> Location | None:
        place = self.matcher.place(place_id)
        if place["lon"] is None:
            return None
        raw = {"place_id": place_id, "level": place["feature_code"], "score": score, "reasons": [], "alternatives": []}
        if apart_km is not None:
            raw["distance_km"] = round(apart_km, 3)
        return Location(self._address(place_id), Point(place["lat"], place["lon"]), raw)

    def _address(self, place_id: str) -> str:
        """The name and its units, each once: "Pan Tein, Mese, Kayah"."""
        place = self.matcher.place(place_id)
        units = [code for code in (place["adm3_pcode"], place["adm1_pcode"]) if code and code != place_id]
        names = [
            place["name"],
            *[self.matcher.place(code)["name"] for code in units if code in self.matcher.index.place_number],
        ]
        return ", ".join(dict.fromkeys(name for name in names if name))


def _shipped_matcher() -> Matcher:
    return Matcher(Gazetteer.open(), Units.open())
