"""From ranked candidates to one answer: a place, a wider unit that is surely right, or a refusal with its class.
Nothing here ranks, and nothing here knows of judgements.

A name that two nested units share (Sagaing: town, township, district, region) is settled at the smallest unit that
holds enough of the score, so it is never a guess. A site whose own name is unknown goes to the smallest unit that the
text names. Between the two thresholds the answer is "ambiguous": an editor decides. So does one where the only place of
the name lies outside the stated state or region ("Kalay, Chin State"): the text may be wrong, or mean another place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from conflictmap.places.mentions.phrase import PART, read_part
from conflictmap.places.names.armies import army_unit, is_common_word, is_no_place
from conflictmap.places.names.keys import fold
from conflictmap.places.names.kinds import LINE_KINDS, UNIT_KINDS, counted, is_generic, is_unnamed_many, ward_number
from conflictmap.places.resolution.candidates import ALIAS, SKELETON, Query
from conflictmap.places.resolution.index import CLASSES, Index
from conflictmap.places.resolution.lookup import Ints
from conflictmap.places.resolution.placing import UNITS, Decision, Placer
from conflictmap.places.resolution.ranking import NOWHERE, Floats, best_township, nested
from conflictmap.places.resolution.stated.bounds import (
    FAR_KM,
    UNDERSTOOD,
    contradiction,
    country_of,
    inside,
    not_understood,
    reach_km,
    sure_anchor,
    understood,
)
from conflictmap.places.resolution.stated.foreign import WHOLE_COUNTRY, Abroad
from conflictmap.places.resolution.stated.middle import SURE
from conflictmap.places.resolution.stated.surroundings import Surroundings
from conflictmap.places.resolution.weights import ACCEPT, ACCEPT_ALIKE, ACCEPT_BOUNDED, REFUSE, REFUSE_ALIKE

_NAMED_KINDS = ("", "village", "village tract", "town")
_TOWN_KINDS = ("", "town", "township")
_UNKNOWN_UNIT = 0.9  # of the score is left where a stated unit is not known
_ALIKE_HERE = 0.6  # the probability from which a village that only sounds alike is taken: 3 % of absent names reach it
_ALIKE_UNIT = 0.75  # the same of a town or unit of a stated region
_STATION = 0.9  # the score of a unit of the army at its station: units move, and reports err in their numbers
_NAMESAKE = 0.85  # the least score of a site placed at the only place of its name in the stated unit


@dataclass(frozen=True)
class Decider:
    """Decides against one index; `accept` and `refuse` are scores (see `weights`)."""

    index: Index
    abroad: Abroad
    accept: float = ACCEPT
    refuse: float = REFUSE
    accept_alike: float = ACCEPT_ALIKE
    refuse_alike: float = REFUSE_ALIKE
    accept_bounded: float = ACCEPT_BOUNDED
    stations: Mapping[str, int] = field(default_factory=dict)  # units of the army -> the place of their station

    @cached_property
    def placing(self) -> Placer:
        """Puts what is settled at its place, against the same index."""
        return Placer(self.index, self.around)

    def precision(self, place: int, relation: str) -> int:
        """Return the geo_precision of a place with this relation: 1 it, 2 near it or its tract, 3 a township or more."""
        return self.placing.precision(place, relation)

    @cached_property
    def around(self) -> Surroundings:
        """What is stated around a name, against the same index."""
        return Surroundings(self.index)

    def decide(
        self,
        query: Query,
        place: Ints,
        how: NDArray[np.int8],
        score: Floats,
        absent: float,
        similarity: Floats | None = None,
    ) -> Decision:
        """Settle one query from its candidates (any order) and the score of "not in the gazetteer".

        `similarity`, the likeness of each candidate's name, lets one that is spelled far otherwise be found where its
        township is stated.
        """
        early = self._without_ranking(query, place, how)
        if early is not None:
            return early
        every, candidates = place[how <= ALIAS], (place, how, similarity)
        place, how, score, absent = self._bounded(query, place, how, score, absent)
        both = contradiction(query)
        if both and query.kind not in LINE_KINDS and not np.any(how <= SKELETON):
            return Decision("ambiguous", NOWHERE, NOWHERE, None, 0.0, f"{both} are two townships that contradict")
        if query.kind in LINE_KINDS:
            return self._line(query)
        nameless = is_generic(query.toponym) and (not len(place) or query.toponym[:1].islower())
        if is_unnamed_many(query.toponym) or nameless:
            return self._fall_back(query, "a common noun names no one spot")
        site = query.kind not in UNIT_KINDS and query.kind != ""
        settle = self._decide_site if site else self._decide_named
        decision = settle(query, place, how, score, absent)
        if decision.status == "ambiguous":
            decision = self._unlisted(query, decision, f"{decision.note}: several of the township stated may be meant")
        decision = self._unless_contradicted(query, decision)
        if decision.status == "not_in_gazetteer":
            decision = self._once_more(query, decision, candidates, self.around.town_outside(every, place))
            if decision.status == "not_in_gazetteer":
                return self._unlisted(query, decision, "no list has this name; this is the township stated")
        return self._unless_unknown(query, self._unless_beside_state(query, decision), place, how)

    def _unless_beside_state(self, query: Query, decision: Decision) -> Decision:
        """What is near or next to a whole state or region is a question: it may lie in any of its neighbours."""
        beside = query.relation not in ("", "in") and not PART.search(query.relation)
        if not beside or decision.status != "automatic" or self._class(decision.place) != "state":
            return decision
        return Decision(
            "ambiguous", NOWHERE, NOWHERE, None, decision.score, f"{query.relation} a whole state or region"
        )

    def _unlisted(self, query: Query, decision: Decision, note: str) -> Decision:
        """A part of a town, or what is near a place, that no list has, at the one township that is stated; else as it is.

        As for a site without a place of its own. A village or bare name that no list has stays refused, its township told:
        it is absent, and to be said so. A name that is said to be a township or more is none of another.
        """
        if query.kind in UNITS or not self.around.agreed(query):
            return decision
        if self.around.township(query) != NOWHERE:
            absent = query.kind in _NAMED_KINDS and query.relation == ""
            return decision if absent else replace(self._fall_back(query, note), unlisted=True)
        return self._halfway(query) or decision

    def _only_township(self, query: Query) -> Decision | None:
        """The one township of the district that is stated; None where it has more, or none is."""
        unit = self.around.smallest(query, bare_is_township=True)
        only = self.around.only_township(unit) if self._class(unit) == "district" else NOWHERE
        if only == NOWHERE or self.around.sure(query) < UNDERSTOOD:
            return None
        note = "the only township of the district stated"
        return replace(self.placing.placed(query, only, self.around.sure(query), note=note), unlisted=True)

    def _halfway(self, query: Query) -> Decision | None:
        """What lies between two stated townships, in the one with the middle of the way; None where none are."""
        unit = self.around.through(query)
        if unit == NOWHERE:
            return None
        note = "between two townships; this one has the middle of the way"
        return Decision("automatic", unit, unit, 3, SURE, note, unlisted=True)

    def _once_more(
        self, query: Query, decision: Decision, candidates: tuple[Ints, NDArray[np.int8], Floats | None], outside: int
    ) -> Decision:
        """A refusal, unless one name of the stated township is very like, or a town of the name lies `outside` it."""
        place, how, similarity = candidates
        alike, chance = (NOWHERE, 0.0) if similarity is None else self.around.alike(query, place, how, similarity)
        outside = outside if query.kind in _TOWN_KINDS else NOWHERE  # no town is a village's or a ward's rival
        if outside != NOWHERE:
            alike = NOWHERE
        least = _ALIKE_UNIT if self._class(alike) in ("town", "township", "district") else _ALIKE_HERE
        if alike != NOWHERE and chance >= least:
            note = "spelled otherwise, and like no other name of the unit that is stated"
            return self.placing.placed(query, alike, chance, note=note)
        if outside == NOWHERE:
            return decision
        if query.relation not in ("", "in") and self.around.township(query) != NOWHERE:
            return self._fall_back(query, f"{query.relation} {query.toponym}, in the township stated")
        note = f"{self.index.names[outside]} lies outside the unit that is stated"
        return Decision("ambiguous", NOWHERE, NOWHERE, None, decision.score, note)

    def _without_ranking(self, query: Query, place: Ints, how: NDArray[np.int8]) -> Decision | None:
        """What needs no ranking: a place abroad, the country itself, a name of no place; None for all others."""
        country = country_of(self.index, self.abroad, query, place, how)
        if country:
            return Decision("outside", NOWHERE, NOWHERE, None, 1.0, "a place beyond Myanmar", country)
        if fold(query.toponym) in WHOLE_COUNTRY or (query.kind == "country" and not len(place)):
            return Decision("not_locatable", NOWHERE, NOWHERE, None, 0.0, "the whole country")
        if query.kind == "ward" and ward_number(f"{query.toponym} ward"):
            ward = self.around.ward(query, place, how)
            if ward == NOWHERE:
                note = "a ward by its number, of no town that is stated"
                return Decision("not_in_gazetteer", NOWHERE, NOWHERE, None, 0.0, note)
            return self.placing.placed(
                query, ward, self.around.sure(query), note="the ward of this number, or its township"
            )
        if is_no_place(query.toponym) and not np.any(how <= ALIAS):
            return self._no_place(query)
        if counted(query.toponym) and query.kind in UNITS and not np.any(how <= ALIAS):
            return Decision("ambiguous", NOWHERE, NOWHERE, None, 0.0, "several units, of which none is named")
        if is_common_word(query.toponym) and not (query.kind in UNIT_KINDS and understood(query, 3)):
            return self._no_place(query)
        return None

    def _bounded(
        self, query: Query, place: Ints, how: NDArray[np.int8], score: Floats, absent: float
    ) -> tuple[Ints, NDArray[np.int8], Floats, float]:
        """The candidates inside the stated units, their scores and that of none of them summing to what they did."""
        keep = inside(self.index, query, place, how) & self.around.whole_region(query, place, how)
        if keep.all():
            return place, how, score, absent
        kept, whole = score[keep], float(score.sum()) + absent
        scale = whole / max(float(kept.sum()) + absent, 1e-12)
        return place[keep], how[keep], kept * scale, absent * scale

    def _line(self, query: Query) -> Decision:
        """A road, river or border in the smallest unit named; in a whole state or region it is a question."""
        note = "a road, river or border is no one spot"
        if self.around.only_wide(query):
            return Decision("ambiguous", NOWHERE, NOWHERE, None, 0.0, f"{note}, and only a wide unit is named")
        return self._fall_back(query, f"{note}; this is the smallest unit named")

    def _no_place(self, query: Query) -> Decision:
        """A group, an army's unit, "online": nowhere, unless a township is stated or the unit has a known station."""
        note = "the name of no place"
        station = self.stations.get(army_unit(query.toponym), NOWHERE)
        township = self.around.township(query)  # which is stated: a unit may be elsewhere than at its station
        there = self.around.holds(query, station) and township in (NOWHERE, self.around.township_of(station))
        if station != NOWHERE and there:
            return self.placing.placed(query, station, _STATION, least=2, note="the station of this unit of the army")
        unit = self.around.smallest(query, bare_is_township=True)
        if unit != NOWHERE and self._class(unit) == "township":
            return self._fall_back(query, f"{note}; this is the township stated")
        if (near := self._near_anchor(query)) is not None:
            return near
        return Decision("not_locatable", NOWHERE, NOWHERE, None, 0.0, note)

    def _unless_unknown(self, query: Query, decision: Decision, place: Ints, how: NDArray[np.int8]) -> Decision:
        """Leave a village that is only spelled alike to an editor, where the stated unit is unknown."""
        unknown = not_understood(query) if decision.status == "automatic" else ""
        if not unknown or self._class(decision.place) not in ("village", "ward", "village tract"):
            return decision
        note = f"the stated {unknown!r} is not known here"
        if how[place == decision.place].min(initial=0) <= ALIAS and (understood(query, 3) or understood(query, 2)):
            return replace(decision, score=decision.score * _UNKNOWN_UNIT, note=decision.note or note)
        return Decision("ambiguous", NOWHERE, NOWHERE, None, decision.score * _UNKNOWN_UNIT, note)

    def _unless_contradicted(self, query: Query, decision: Decision) -> Decision:
        """An accepted place outside the stated state or region is an editor's to accept, unless more was stated.

        A stated township or district that holds the place agrees with it; a state read from a name that is only like
        one of the gazetteer's says too little to contradict.
        """
        index, place = self.index, decision.place
        against = self.around.other_state(query, place) if decision.status == "automatic" else ""
        narrower = query.units(3) | query.units(2)
        if not against or int(index.adm3[place]) in narrower or int(index.adm2[place]) in narrower:
            return decision
        return self._contradicted(place, against, decision.score)

    def _contradicted(self, place: int, against: str, score: float) -> Decision:
        note = f"{self.index.names[place]} lies outside the stated {against}"
        return Decision("ambiguous", NOWHERE, NOWHERE, None, score, note)

    def _decide_named(self, query: Query, place: Ints, how: NDArray[np.int8], score: Floats, absent: float) -> Decision:
        if not len(place) or (absent >= self.refuse and absent > score.max()):
            return self._refused(query, absent)
        group, mass = best_township(self.index, place, score)
        sure = self._sure_inside(query, place, how, score) or self.around.only_town(query, place, how, score)
        least = self.accept_bounded if sure else self.accept
        if group >= 0 and mass >= least and self._enough(query, place, how, score):
            return self.placing.inside(query, place, score, group, mass)
        if how.min() > SKELETON and absent >= self.refuse_alike:
            return self._refused(query, absent)
        unit, wide_mass = nested(self.index, place, score, self.accept)
        if unit != NOWHERE and wide_mass >= self.accept:
            return Decision("automatic", unit, unit, 3, wide_mass, "the widest of the units that bear the name")
        top = place[int(np.argmax(score))]
        return Decision(
            "ambiguous", NOWHERE, NOWHERE, None, float(max(mass, score.max())), f"or {self.index.names[top]}"
        )

    def _sure_inside(self, query: Query, place: Ints, how: NDArray[np.int8], score: Floats) -> bool:
        """Whether the best is of this name, if romanised otherwise, in the township that is stated or that a bare name is."""
        best = int(np.argmax(score))
        stated = [c.units for c in understood(query, 3)] or [c.inner for c in understood(query, 2)]
        stated += [c.units for c in query.contexts if c.anchor and not stated]
        if not query.contexts and not query.kind and self.around.commonly(query, int(place[best])):
            return True
        return bool(how[best] <= SKELETON and any(int(self.index.adm3[place[best]]) in units for units in stated))

    def _decide_site(self, query: Query, place: Ints, how: NDArray[np.int8], score: Floats, absent: float) -> Decision:
        """A site at its own place; else at the one it is named after; else in the stated township or district."""
        decision = self._decide_named(query, place, how, score, absent)
        if query.kind == "area" and (unit := self.around.unit_of_name(place, how)) != NOWHERE:
            stated = self.around.township(query)  # of a wide area, the part of it that is stated
            unit = unit if stated == NOWHERE else stated
            return self.placing.placed(query, unit, max(decision.score, self.accept), note="the area of this name")
        if decision.status != "automatic" and (own := self.around.own_site(query, place, how)) != NOWHERE:
            return self.placing.placed(
                query, own, max(decision.score, self.accept), note="the one site of this name and kind"
            )
        sites = self.index.classes[place] == CLASSES.index("site")
        if decision.status == "automatic" and len(place) and sites[int(np.argmax(score))]:
            return decision
        named = decision.place if decision.status == "automatic" else NOWHERE
        if named != NOWHERE and named not in place:
            return decision  # where it is near, and named after no place
        around = self.around.holds(query, named) and self._class(named) not in UNITS
        if self._class(named) not in ("town", "township") and not around:
            named = self.around.namesake(query, place, how)
        if named != NOWHERE:
            precision = max(2, self.placing.precision(named, query.relation))
            where = named if not np.isnan(self.index.lon[named]) else self.around.township_of(named)
            sure = float(score[place == named].sum()) if named in place else decision.score
            return Decision("automatic", named, where, precision, max(sure, _NAMESAKE), "a site named after it")
        return self._site_in_unit(query, decision)

    def _site_in_unit(self, query: Query, decision: Decision) -> Decision:
        if (only := self._only_township(query)) is not None:
            return only
        unit = self.around.smallest(query, bare_is_township=True)
        if unit != NOWHERE and self._class(unit) != "state":
            note = "the site's own name is not in the gazetteer; this is the smallest unit named"
            return replace(self._fall_back(query, note), unlisted=True)
        near = self._near_anchor(query)
        if near is not None or decision.status != "automatic":
            return near or decision
        note = "a site that may be named after a village"
        return Decision("ambiguous", NOWHERE, NOWHERE, None, decision.score, note)

    def _near_anchor(self, query: Query) -> Decision | None:
        """The township that holds what the mention is stated to be near; None where none is."""
        place = self.index.unit_place.get(sure_anchor(query), NOWHERE)
        if place == NOWHERE or reach_km(query) > FAR_KM:
            return None
        note = "its own name is not in the gazetteer; this is the township of what it is near"
        decision = Decision("automatic", place, place, 3, self.accept, note)
        return self._unless_contradicted(query, decision)

    def _enough(self, query: Query, place: Ints, how: NDArray[np.int8], score: Floats) -> bool:
        """A village whose name is only alike must be the one by itself, and surely: three that are alike are none.

        A gazetteer of few villages does not know a name's other bearers: there the text must state where it is.
        """
        best = int(np.argmax(score))
        kind = self._class(int(place[best]))
        if how[best] > SKELETON and query.kind == "district" and kind != "district":
            return False
        if kind not in ("village", "ward", "village tract", "site"):
            alone = not query.kind and not query.contexts and self.around.sparse
            return how[best] <= ALIAS or not alone
        if how[best] > SKELETON:
            return bool(score[best] >= self.accept_alike) and kind != "site"
        if kind == "site":
            return True
        return self.around.settles(query, place, how, best)

    def _fall_back(self, query: Query, note: str) -> Decision:
        """The smallest stated unit; a bare name is its township before its district, as reports name townships."""
        unit = self.around.smallest(query, bare_is_township=True)
        if self._class(unit) != "township" and (near := self._near_anchor(query)) is not None:
            return near
        if self._class(unit) != "township" and (halfway := self._halfway(query)) is not None:
            return halfway
        if unit == NOWHERE:
            return Decision("not_locatable", NOWHERE, NOWHERE, None, 0.0, note)
        if not self.around.agreed(query):
            return Decision("ambiguous", NOWHERE, NOWHERE, None, 0.0, "several townships are stated")
        lost = next(
            (c.text for c in query.contexts if not (c.level or c.country or c.anchor) and read_part(c.text)[1]), ""
        )
        if self._class(unit) == "state" and lost and fold(lost) not in WHOLE_COUNTRY:
            return Decision("ambiguous", NOWHERE, NOWHERE, None, 0.0, f"the stated {lost!r} is not known here")
        sure = self.around.sure(query)
        if sure < self.accept:
            return Decision(
                "ambiguous", NOWHERE, NOWHERE, None, sure, f"the stated unit is only like {self.index.names[unit]}"
            )
        against = self.around.other_state(query, unit)
        return self._contradicted(unit, against, sure) if against else self.placing.placed(query, unit, sure, note=note)

    def _refused(self, query: Query, absent: float) -> Decision:
        """Not in the gazetteer; the stated township, if there is one, is still where it happened."""
        unit = self.around.smallest(query, bare_is_township=True)
        wide = unit != NOWHERE and self._class(unit) in ("township", "town") and self.around.sure(query) >= UNDERSTOOD
        near = None if wide else self._near_anchor(query)
        if near is not None:
            return near
        return Decision("not_in_gazetteer", NOWHERE, unit if wide else NOWHERE, 3 if wide else None, absent,
                        "no place of this name is known there")  # fmt: skip

    def _class(self, place: int) -> str:
        return CLASSES[self.index.classes[place]] if place != NOWHERE else ""
