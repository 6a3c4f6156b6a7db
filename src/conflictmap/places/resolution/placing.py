"""What one name resolved to, and where it is drawn: its place, the area of several close together, or the unit around it.
Nothing here settles which place is meant.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from conflictmap.geo import distance_km
from conflictmap.model import Status
from conflictmap.places.names.keys import fold
from conflictmap.places.resolution.candidates import Query
from conflictmap.places.resolution.index import Index
from conflictmap.places.resolution.lookup import Ints
from conflictmap.places.resolution.ranking import NOWHERE, Floats
from conflictmap.places.resolution.stated.surroundings import Surroundings

_SAME_SPOT_KM = 3.0  # North and South of one village, a town and its first ward
_SAME_AREA_KM = 12.0  # a part of a township: its area is 1,900 km2 at the median, 25 km across
_SHARE = 0.75  # of the township's score, for its best place to be the one
_RIVAL = 0.15  # of the township's score, from which another place of the name is one that may be meant
UNITS = ("township", "district", "state", "country")
_WIDE_KM = 3.0  # the radius from which a place other than a town is an area


@dataclass(frozen=True, slots=True)
class Decision:
    """What a query resolved to. `place` numbers the index's places, NOWHERE for a refusal.

    `where` is the place whose point is drawn: the same, or the unit around it where its own point is not known.
    `unlisted`: no list has the place; it stands at the township that is stated, until an editor adds it.
    """

    status: Status
    place: int
    where: int
    geo_precision: int | None
    score: float
    note: str = ""
    country: str = ""
    unlisted: bool = False


def precision_of(kind: str, radius_km: float, relation: str) -> int:
    """Return the geo_precision of a place of this class of the ladder and this radius, in an index or not.

    1 it, 2 near it or its tract, 3 a township or more.
    """
    if kind in UNITS:
        return 3
    wide = radius_km > _WIDE_KM and kind != "town"
    return 2 if kind == "village tract" or wide or relation not in ("", "in") else 1


@dataclass(frozen=True)
class Placer:
    """Places queries against one index and what is stated around them."""

    index: Index
    around: Surroundings

    def inside(self, query: Query, place: Ints, score: Floats, group: int, mass: float) -> Decision:
        """Place a query in the township of number `group`, which holds `mass` of its score: at one place, or as its area."""
        index = self.index
        rows = np.flatnonzero(index.adm3[place] == group)
        rows = rows[np.argsort(-score[rows], kind="stable")]
        best = int(place[rows[0]])
        if query.kind == "district" and (district := self.around.district_of_name(best)) != NOWHERE:
            return self.placed(query, district, mass, note="the district of the township of this name")
        if self.around.class_of(best) in UNITS:
            return self.placed(query, best, mass)
        rivals = [int(p) for p, s in zip(place[rows], score[rows], strict=True)
                  if s > _RIVAL * mass and self._rival(int(p), best)]  # fmt: skip
        if score[rows[0]] >= _SHARE * mass or not rivals:
            return self.placed(query, best, mass)
        apart = max(self._apart_km(best, rival) for rival in rivals)
        if apart <= _SAME_SPOT_KM:
            return self.placed(query, best, mass)
        if apart <= _SAME_AREA_KM:
            return self.placed(query, best, mass, least=2, note="one of several of the name, close together")
        unit = index.unit_place.get(group, NOWHERE)
        return self.placed(query, unit if unit != NOWHERE else best, mass, least=3, note="several of the name here")

    def _rival(self, place: int, best: int) -> bool:
        """Another spot, not the unit or the tract around the best one."""
        return place != best and self.around.class_of(place) not in (*UNITS, "village tract")

    def placed(self, query: Query, place: int, score: float, *, least: int = 1, note: str = "") -> Decision:
        """Place a query at a place of this number, no more precisely than `least`; near a city it is in its district."""
        if query.relation not in ("", "in") and self.around.is_city(place):
            return self._around_city(query, place, score)
        precision = max(least, self.precision(place, query.relation))
        where = place
        if np.isnan(self.index.lon[place]):
            where = self.index.unit_place.get(int(self.index.adm3[place]), NOWHERE)
            precision, note = 3, note or "its point is not known; drawn as its township"
        return Decision("automatic", place, where, precision, score, note)

    def _around_city(self, query: Query, place: int, score: float) -> Decision:
        """The outskirts of a city of several townships: its district where that bears its name, else its region."""
        index = self.index
        district, state = (index.unit_place.get(int(column[place]), NOWHERE) for column in (index.adm2, index.adm1))
        same = district != NOWHERE and fold(index.names[district]) == fold(index.names[place])
        unit = district if same else state
        note = f"{query.relation} a city of several townships"
        return Decision("automatic", unit, unit, 3, score, note)

    def precision(self, place: int, relation: str) -> int:
        """Return the geo_precision of a place with this relation: 1 it, 2 near it or its tract, 3 a township or more."""
        return precision_of(self.around.class_of(place), float(self.index.radius_km[place]), relation)

    def _apart_km(self, here: int, there: int) -> float:
        index = self.index
        apart = float(distance_km(index.lon[here], index.lat[here], index.lon[there], index.lat[there]))
        return 1e9 if np.isnan(apart) else apart
