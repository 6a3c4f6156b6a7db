"""From ranked candidates to one answer: a place, a wider unit that is surely right, or a refusal with its class.
Nothing here ranks, and nothing here knows of judgements.

A name that two nested units share (Sagaing: town, township, district, region) is settled at the smallest unit that
holds enough of the score, so it is never a guess. A site whose own name is unknown goes to the smallest unit that the
text names. Between the two thresholds the answer is "ambiguous": an editor decides. So does one where the only place of
the name lies outside the stated state or region ("Kalay, Chin State"): the text may be wrong, or mean another place.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from conflictmap.geo import distance_km
from conflictmap.model import Status
from conflictmap.places.names.keys import fold
from conflictmap.places.names.kinds import LINE_KINDS, UNIT_KINDS, is_generic, is_unnamed_many
from conflictmap.places.resolution.candidates import ALIAS, SKELETON, Query
from conflictmap.places.resolution.foreign import Abroad
from conflictmap.places.resolution.index import CLASSES, Index
from conflictmap.places.resolution.lookup import Ints
from conflictmap.places.resolution.ranking import Floats
from conflictmap.places.resolution.weights import ACCEPT, ACCEPT_ALIKE, REFUSE, REFUSE_ALIKE

_UNITS = ("township", "district", "state", "country")
_SAME_SPOT_KM = 3.0  # North and South of one village, a town and its first ward
_SAME_AREA_KM = 12.0  # a part of a township: its area is 1,900 km2 at the median, 25 km across
_SHARE = 0.75  # of the township's score, for its best place to be the one
_KNOWN = 0.95  # the similarity of a stated unit whose name stands in the gazetteer, in this or another romanisation
NOWHERE = -1


@dataclass(frozen=True, slots=True)
class Decision:
    """What a query resolved to. `place` numbers the index's places, NOWHERE where there is none.

    `where` is the place whose point is drawn: the same, or the unit around it where its own point is not known.
    """

    status: Status
    place: int
    where: int
    geo_precision: int | None
    score: float
    note: str = ""
    country: str = ""


@dataclass(frozen=True)
class Decider:
    """Decides against one index; `accept` and `refuse` are scores (see `weights`)."""

    index: Index
    abroad: Abroad
    accept: float = ACCEPT
    refuse: float = REFUSE
    accept_alike: float = ACCEPT_ALIKE
    refuse_alike: float = REFUSE_ALIKE

    def decide(self, query: Query, place: Ints, how: NDArray[np.int8], score: Floats, absent: float) -> Decision:
        """Settle one query from its candidates (any order) and the score of "not in the gazetteer"."""
        country = self._country(query, place, how)
        if country:
            return Decision("outside", NOWHERE, NOWHERE, None, 1.0, "a place beyond Myanmar", country)
        if fold(query.toponym) in _WHOLE_COUNTRY:
            return Decision("not_locatable", NOWHERE, NOWHERE, None, 0.0, "the whole country")
        if query.kind in LINE_KINDS:
            return self._fall_back(query, "a road, river or border is no one spot; this is the smallest unit named")
        if is_unnamed_many(query.toponym) or (is_generic(query.toponym) and not len(place)):
            return self._fall_back(query, "a common noun names no one spot")
        site = query.kind not in UNIT_KINDS and query.kind != ""
        settle = self._decide_site if site else self._decide_named
        return self._unless_contradicted(query, settle(query, place, how, score, absent))

    def _unless_contradicted(self, query: Query, decision: Decision) -> Decision:
        """An accepted place outside the stated state or region is an editor's to accept, unless more was stated.

        A stated township or district that holds the place agrees with it; a state read from a name that is only like
        one of the gazetteer's says too little to contradict.
        """
        index, place = self.index, decision.place
        against = self._other_state(query, place) if decision.status == "automatic" else ""
        narrower = query.units(3) | query.units(2)
        if not against or int(index.adm3[place]) in narrower or int(index.adm2[place]) in narrower:
            return decision
        return self._contradicted(place, against, decision.score)

    def _other_state(self, query: Query, place: int) -> str:
        """The stated state or region, as written, that does not hold the place; "" where none is, or one does."""
        stated = [context for context in query.contexts if context.level == 1 and context.similarity >= _KNOWN]
        held = any(int(self.index.adm1[place]) in context.units for context in stated)
        return "" if held or not stated else stated[0].text

    def _contradicted(self, place: int, against: str, score: float) -> Decision:
        note = f"{self.index.names[place]} lies outside the stated {against}"
        return Decision("ambiguous", NOWHERE, NOWHERE, None, score, note)

    def _decide_named(self, query: Query, place: Ints, how: NDArray[np.int8], score: Floats, absent: float) -> Decision:
        if not len(place) or (absent >= self.refuse and absent > score.max()):
            return self._refused(query, absent)
        group, mass = self._best_township(place, score)
        if group >= 0 and mass >= self.accept and self._enough(place, how, score):
            return self._inside(query, place, score, group, mass)
        if how.min() > SKELETON and absent >= self.refuse_alike:
            return self._refused(query, absent)
        unit, wide_mass = self._nested(place, score)
        if unit != NOWHERE and wide_mass >= self.accept:
            return Decision("automatic", unit, unit, 3, wide_mass, "the widest of the units that bear the name")
        top = place[int(np.argmax(score))]
        return Decision(
            "ambiguous", NOWHERE, NOWHERE, None, float(max(mass, score.max())), f"or {self.index.names[top]}"
        )

    def _decide_site(self, query: Query, place: Ints, how: NDArray[np.int8], score: Floats, absent: float) -> Decision:
        sites = self.index.classes[place] == CLASSES.index("site")
        if len(place) and sites[int(np.argmax(score))]:
            return self._decide_named(query, place, how, score, absent)
        decision = self._decide_named(query, place, how, score, absent)
        named = decision.status == "automatic" and self._class(decision.place) in ("town", "township")
        if not named and self._stated_place(query) != NOWHERE:
            note = "the site's own name is not in the gazetteer; this is the smallest unit named"
            return self._fall_back(query, note)
        if decision.status != "automatic":
            return decision
        if not named:
            note = "a site that may be named after a village"
            return Decision("ambiguous", NOWHERE, NOWHERE, None, decision.score, note)
        precision = max(2, decision.geo_precision or 2)
        note = "a site named after it"
        return Decision("automatic", decision.place, decision.where, precision, decision.score, note)

    def _enough(self, place: Ints, how: NDArray[np.int8], score: Floats) -> bool:
        """A village whose name is only alike must be the one by itself, and surely: three that are alike are none."""
        best = int(np.argmax(score))
        if how[best] <= SKELETON or self._class(int(place[best])) not in ("village", "ward", "village tract"):
            return True
        return bool(score[best] >= self.accept_alike)

    def _inside(self, query: Query, place: Ints, score: Floats, group: int, mass: float) -> Decision:
        index = self.index
        rows = np.flatnonzero(index.adm3[place] == group)
        rows = rows[np.argsort(-score[rows], kind="stable")]
        best = int(place[rows[0]])
        if self._class(best) in _UNITS:
            return self._placed(query, best, mass)
        rivals = [int(p) for p, s in zip(place[rows], score[rows], strict=True)
                  if s > (1 - _SHARE) * mass and self._rival(int(p), best)]  # fmt: skip
        if score[rows[0]] >= _SHARE * mass or not rivals:
            return self._placed(query, best, mass)
        apart = max(self._apart_km(best, rival) for rival in rivals)
        if apart <= _SAME_SPOT_KM:
            return self._placed(query, best, mass)
        if apart <= _SAME_AREA_KM:
            return self._placed(query, best, mass, least=2, note="one of several of the name, close together")
        unit = index.unit_place.get(group, NOWHERE)
        return self._placed(query, unit if unit != NOWHERE else best, mass, least=3, note="several of the name here")

    def _rival(self, place: int, best: int) -> bool:
        """Another spot, not the unit or the tract around the best one."""
        return place != best and self._class(place) not in (*_UNITS, "village tract")

    def _placed(self, query: Query, place: int, score: float, *, least: int = 1, note: str = "") -> Decision:
        precision = max(least, self.precision(place, query.relation))
        where = place
        if np.isnan(self.index.lon[place]):
            where = self.index.unit_place.get(int(self.index.adm3[place]), NOWHERE)
            precision, note = 3, note or "its point is not known; drawn as its township"
        return Decision("automatic", place, where, precision, score, note)

    def precision(self, place: int, relation: str) -> int:
        """The geo_precision of a place with this relation: 1 it, 2 near it or its tract, 3 a township or more."""
        return precision_of(self._class(place), float(self.index.radius_km[place]), relation)

    def _fall_back(self, query: Query, note: str) -> Decision:
        """The smallest stated unit; a bare name is its township before its district, as reports name townships."""
        unit = self._stated_place(query, bare_is_township=True)
        if unit == NOWHERE:
            return Decision("not_locatable", NOWHERE, NOWHERE, None, 0.0, note)
        sure = max(context.similarity for context in query.contexts if context.level)
        if sure < self.accept:
            return Decision(
                "ambiguous", NOWHERE, NOWHERE, None, sure, f"the stated unit is only like {self.index.names[unit]}"
            )
        against = self._other_state(query, unit)
        return self._contradicted(unit, against, sure) if against else self._placed(query, unit, sure, note=note)

    def _refused(self, query: Query, absent: float) -> Decision:
        """Not in the gazetteer; the stated township, if there is one, is still where it happened."""
        unit = self._stated_place(query)
        wide = unit != NOWHERE and self._class(unit) in ("township", "town")
        return Decision("not_in_gazetteer", NOWHERE, unit if wide else NOWHERE, 3 if wide else None, absent,
                        "no place of this name is known there")  # fmt: skip

    def _stated_place(self, query: Query, *, bare_is_township: bool = False) -> int:
        """The smallest stated unit that is one unit and no other, as a place."""
        for level in (3, 2, 1):
            for context in query.contexts:
                if bare_is_township and level == 2 and context.level == 2 and len(context.inner) == 1:
                    return self.index.unit_place.get(next(iter(context.inner)), NOWHERE)
                if context.level == level and len(context.units) == 1:
                    return self.index.unit_place.get(next(iter(context.units)), NOWHERE)
        return NOWHERE

    def _best_township(self, place: Ints, score: Floats) -> tuple[int, float]:
        mass: dict[int, float] = {}
        for unit, value in zip(self.index.adm3[place].tolist(), score.tolist(), strict=True):
            if unit >= 0:
                mass[unit] = mass.get(unit, 0.0) + value
        best = max(mass, key=lambda unit: (mass[unit], -unit), default=-1)
        return best, mass.get(best, 0.0)

    def _nested(self, place: Ints, score: Floats) -> tuple[int, float]:
        """The smallest district or state among the candidates whose own score and that of all inside it suffice."""
        best = (NOWHERE, 0.0)
        for kind, column in (("district", self.index.adm2), ("state", self.index.adm1)):
            for unit in place[self.index.classes[place] == CLASSES.index(kind)].tolist():
                mass = float(score[column[place] == column[unit]].sum())
                if mass >= self.accept:
                    return unit, mass
                best = max(best, (unit, mass), key=lambda pair: pair[1])
        return best

    def _country(self, query: Query, place: Ints, how: NDArray[np.int8]) -> str:
        stated = next((context.country for context in query.contexts if context.country), "")
        named = bool(np.any(how <= ALIAS))
        if stated and not any(context.level for context in query.contexts):
            return stated
        if query.kind not in ("", "town", "state", "country") or any(context.level for context in query.contexts):
            return ""
        wide = named and bool(np.isin(self.index.classes[place[how <= ALIAS]], _TOWNS).any())
        return "" if wide else self.abroad.country(query.toponym) or self.abroad.city(query.toponym)

    def _class(self, place: int) -> str:
        return CLASSES[self.index.classes[place]] if place != NOWHERE else ""

    def _apart_km(self, one: int, other: int) -> float:
        index = self.index
        apart = float(distance_km(index.lon[one], index.lat[one], index.lon[other], index.lat[other]))
        return 1e9 if np.isnan(apart) else apart


def precision_of(kind: str, radius_km: float, relation: str) -> int:
    """`Decider.precision` of a place of this class of the ladder and this radius, in an index or not."""
    if kind in _UNITS:
        return 3
    wide = radius_km > _SAME_SPOT_KM and kind != "town"
    return 2 if kind == "village tract" or wide or relation not in ("", "in") else 1


_WHOLE_COUNTRY = ("myanmar", "burma", "မြန်မာ", "မြန်မာနိုင်ငံ")
_TOWNS = tuple(CLASSES.index(kind) for kind in ("town", "township", "district", "state"))
