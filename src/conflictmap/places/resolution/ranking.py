"""Candidates ranked by reasons: features, their weighted sum, and scores that sum to at most one.
Nothing here accepts or refuses; `decisions` does.

The model is a conditional logit (McFadden 1974): a candidate's score is exp(utility) over the sum of all candidates'
and of the alternative "not in the gazetteer". So a near rival lowers a score by itself, and no cut-off on likeness has
to tell a variant from a neighbour.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from sys import intern

import numpy as np
from numpy.typing import NDArray

from conflictmap.geo import distance_km
from conflictmap.model import Reason
from conflictmap.places.names.keys import fold
from conflictmap.places.names.kinds import UNIT_KINDS, class_agreement, kind_agreement
from conflictmap.places.resolution.candidates import ALIAS, EXACT, SKELETON, Pairs, Query, padded_units
from conflictmap.places.resolution.index import CLASSES, Index
from conflictmap.places.resolution.lookup import Ints
from conflictmap.places.resolution.weights import ABSENT, WEIGHTS

FEATURES = tuple(WEIGHTS)
ABSENT_FEATURES = tuple(ABSENT)
NOWHERE = -1  # in the place of a place's number
SIBLING_KM = 60.0  # at this distance a sibling's pull has fallen to a third: about the width of a township
_SEATS = ("PPLC", "PPLA", "PPLA2", "PPLA3", "PPLA4", "PPLT")
Floats = NDArray[np.float64]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Ranked:
    """Candidates with features (a row a candidate, columns `FEATURES`) and scores; `absent` a row a query."""

    pairs: Pairs
    features: Floats
    score: Floats
    absent_features: Floats
    absent: Floats


@dataclass
class Ranker:
    """Ranks a batch against one index. `weights` and `absent` are by feature name."""

    index: Index
    weights: Mapping[str, float]
    absent: Mapping[str, float]

    def __post_init__(self) -> None:
        self._codes = [intern(self.index.codes[i]) for i in range(len(self.index))]  # a few hundred distinct ones
        self._code_number, self._code_of = _numbered(self._codes)
        self._city = _cities(self.index)
        settlement = np.isin(self.index.classes, [CLASSES.index("village"), CLASSES.index("ward")])
        inside = self.index.adm3[settlement & (self.index.adm3 >= 0)]
        self._villages = np.bincount(inside, minlength=max(1, len(self.index.units)))

    def rank(self, queries: Sequence[Query], pairs: Pairs, siblings: Sequence[Sequence[Point]] | None = None) -> Ranked:
        """Score every candidate of a batch. `siblings`: for each query the points of the entry's other places."""
        features = self.features(queries, pairs, siblings)
        utility = features @ np.array([self.weights[name] for name in FEATURES])
        absent_features = self.absent_features(queries)
        nothing = absent_features @ np.array([self.absent[name] for name in ABSENT_FEATURES])
        score, absent = softmax(pairs.query, utility, nothing)
        return Ranked(pairs, features, score, absent_features, absent)

    def features(
        self, queries: Sequence[Query], pairs: Pairs, siblings: Sequence[Sequence[Point]] | None = None
    ) -> Floats:
        """Return values 0 to 1, a row a candidate, columns in the order of `FEATURES`."""
        how, place, query = pairs.how, pairs.place, pairs.query
        code = self._code_number[place]
        stated_kind = self._kinds(queries, query, place)
        bare = np.array([not q.kind for q in queries], bool)[query] if len(query) else np.empty(0, bool)
        classes = self.index.classes[place]
        city, seat = self._city[place], self._is(code, _SEATS)
        within = np.array([q.relation == "in" for q in queries], bool)[query] if len(query) else np.empty(0, bool)
        columns: dict[str, NDArray[np.generic]] = {
            "name_exact": how == EXACT,
            "name_alias": how == ALIAS,
            "name_skeleton": how == SKELETON,
            "name_similarity": np.where(how < SKELETON, 1.0, np.clip((pairs.similarity - 0.5) * 2, 0, 1)),
            "kind": np.where(bare, 0.0, stated_kind),
            "bare_city": bare & city,
            "bare_seat": bare & seat & ~city,
            "bare_town": bare & (classes == CLASSES.index("town")) & ~seat,
            "bare_township": bare & (classes == CLASSES.index("township")),
            "bare_district": bare & (classes == CLASSES.index("district")),
            "bare_state": bare & (classes == CLASSES.index("state")),
            "bare_other": bare & np.isin(classes, [CLASSES.index(c) for c in ("ward", "village tract", "site")]),
            "site_in_wide_unit": within & np.isin(classes, [CLASSES.index("district"), CLASSES.index("state")]),
            "near_siblings": self._near(pairs, siblings),
            "actors_area": self._area(queries, pairs),
        }
        columns["own_context"] = self._own_context(queries, pairs)
        columns |= self._context(queries, pairs)
        return np.column_stack([np.asarray(columns[name], float) for name in FEATURES])

    def absent_features(self, queries: Sequence[Query]) -> Floats:
        """Tell what speaks for "not in the gazetteer", a row a query, columns in the order of `ABSENT_FEATURES`."""
        rows = []
        for query in queries:
            stated = query.units(3)
            known = max((int(self._villages[unit]) for unit in stated), default=0)
            site = bool(query.kind) and query.kind not in UNIT_KINDS
            small = query.kind in ("village", "ward", "village tract")
            coverage = min(1.0, known / 100) if small and stated else 0.0
            unstated = not any(context.level for context in query.contexts)
            rows.append([1.0, float(bool(stated)), float(unstated), float(small), float(site), coverage])
        return np.array(rows, float).reshape(len(rows), len(ABSENT_FEATURES))

    def _context(self, queries: Sequence[Query], pairs: Pairs) -> dict[str, Floats]:
        columns: dict[str, Floats] = {}
        levels = ((3, "township", self.index.adm3), (2, "district", self.index.adm2), (1, "state", self.index.adm1))
        for level, name, column in levels:
            padded = padded_units(queries, level)
            sure = np.array([max((c.similarity for c in q.contexts if c.level == level), default=0.0) for q in queries])
            agree = (column[pairs.place][:, None] == padded[pairs.query]).any(axis=1)
            known = sure[pairs.query] if len(pairs.query) else np.empty(0)
            columns[f"context_{name}"] = agree * known
            columns[f"context_{name}_conflict"] = ~agree * known
        return columns

    def _own_context(self, queries: Sequence[Query], pairs: Pairs) -> NDArray[np.bool_]:
        """Whether a candidate is the very unit stated around the name: "Mandalay, Mandalay Region" is the city."""
        own = {place: unit for unit, place in self.index.unit_place.items()}
        unit = np.array([own.get(place, -1) for place in pairs.place.tolist()], np.int32)
        stated = np.column_stack([padded_units(queries, level) for level in (1, 2, 3)])
        bare = np.array([not q.kind for q in queries], bool)
        return np.asarray((stated[pairs.query] == unit[:, None]).any(axis=1) & bare[pairs.query], bool)

    def _area(self, queries: Sequence[Query], pairs: Pairs) -> NDArray[np.bool_]:
        if not any(query.areas for query in queries):
            return np.zeros(len(pairs.query), bool)
        states = self.index.adm1[pairs.place].tolist()
        return np.array([s in queries[q].areas for q, s in zip(pairs.query.tolist(), states, strict=True)], bool)

    def _kinds(self, queries: Sequence[Query], query: Ints, place: Ints) -> Floats:
        kinds, number = _numbered([q.kind for q in queries])
        by_class = np.array([[class_agreement(kind, c) for c in CLASSES] for kind in number]).reshape(len(number), -1)
        by_code = np.array([[kind_agreement(kind, c) for c in self._code_of] for kind in number]).reshape(
            len(number), -1
        )
        if not len(query):
            return np.empty(0)
        asked = kinds[query]
        settled = np.array([kind in UNIT_KINDS for kind in number], bool)[asked]
        classes, codes = self.index.classes[place], self._code_number[place]
        return np.asarray(np.where(settled, by_class[asked, classes], by_code[asked, codes]), float)

    def _is(self, code: Ints, wanted: Sequence[str]) -> NDArray[np.bool_]:
        return np.isin(code, [i for i, name in enumerate(self._code_of) if name in wanted])

    def _near(self, pairs: Pairs, siblings: Sequence[Sequence[Point]] | None) -> Floats:
        pull = np.zeros(len(pairs.query))
        if siblings is None:
            return pull
        for i, points in enumerate(siblings):
            rows = np.flatnonzero(pairs.query == i) if points else np.empty(0, int)
            if len(rows):
                place = pairs.place[rows]
                lon, lat = np.array(points).T
                apart = distance_km(self.index.lon[place][:, None], self.index.lat[place][:, None], lon, lat)
                pull[rows] = np.exp(-np.nan_to_num(apart.min(axis=1), nan=1e9) / SIBLING_KM)
        return pull

    def reasons(self, features: Floats, similarity: float) -> tuple[Reason, ...]:
        """Return the features of one candidate that count, strongest first, each with a line a person reads."""
        reasons = []
        for number in np.flatnonzero(features).tolist():
            name, value = FEATURES[number], float(features[number])
            if self.weights[name]:
                reasons.append(
                    Reason(name, round(value, 3), round(self.weights[name], 3), _detail(name, value, similarity))
                )
        return tuple(sorted(reasons, key=lambda reason: -abs(reason.value * reason.weight)))


def _cities(index: Index) -> NDArray[np.bool_]:
    """Regional capitals that lie over several townships and so are named after none: Yangon and Mandalay."""
    cities = np.zeros(len(index), bool)
    for place in range(len(index)):
        if index.codes[place] == "PPLA":
            unit = index.unit_place.get(int(index.adm3[place]))
            cities[place] = unit is None or fold(index.names[unit]) != fold(index.names[place])
    return cities


def softmax(query: Ints, utility: Floats, nothing: Floats) -> tuple[Floats, Floats]:
    """Return scores of candidates and of the absent alternative; for each query they sum to one."""
    top = nothing.copy()
    np.maximum.at(top, query, utility)
    mass = np.exp(utility - top[query])
    none = np.exp(nothing - top)
    total = none + np.bincount(query, weights=mass, minlength=len(nothing))
    return mass / total[query], none / total


def best_township(index: Index, place: Ints, score: Floats) -> tuple[int, float]:
    """Return the township whose candidates hold most of the score, as a unit, and how much; -1 and 0 where none is in one."""
    mass: dict[int, float] = {}
    for unit, value in zip(index.adm3[place].tolist(), score.tolist(), strict=True):
        if unit >= 0:
            mass[unit] = mass.get(unit, 0.0) + value
    best = max(mass, key=lambda unit: (mass[unit], -unit), default=-1)
    return best, mass.get(best, 0.0)


def nested(index: Index, place: Ints, score: Floats, accept: float) -> tuple[int, float]:
    """Return the smallest district or state among the candidates whose own score and that of all inside it reach `accept`.

    Where none does, the one that comes nearest.
    """
    best = (NOWHERE, 0.0)
    for kind, column in (("district", index.adm2), ("state", index.adm1)):
        for unit in place[index.classes[place] == CLASSES.index(kind)].tolist():
            mass = float(score[column[place] == column[unit]].sum())
            if mass >= accept:
                return unit, mass
            best = max(best, (unit, mass), key=lambda pair: pair[1])
    return best


_DETAILS = {
    "name_exact": "the gazetteer has this name",
    "name_alias": "another written form of its name",
    "name_skeleton": "the same name in another romanisation",
    "context_township": "lies in the stated township",
    "context_township_conflict": "lies outside the stated township",
    "context_district": "lies in the stated district",
    "context_district_conflict": "lies outside the stated district",
    "context_state": "lies in the stated state or region",
    "context_state_conflict": "lies outside the stated state or region",
    "bare_city": "a capital: what its bare name means first",
    "bare_seat": "a town: what a bare name means first",
    "bare_town": "a town: what a bare name means before a village",
    "bare_township": "a township, though the text does not say so",
    "bare_district": "a district, though the text does not say so",
    "bare_state": "a state or region, though the text does not say so",
    "bare_other": "a ward, tract or site, though the text does not say so",
    "site_in_wide_unit": "a site is in a town rather than in a whole region",
    "own_context": "is the very unit that is stated around the name",
    "near_siblings": "near the entry's other places",
    "actors_area": "where the event's actors operate",
}


def _detail(name: str, value: float, similarity: float) -> str:
    if name == "name_similarity":
        return "the same letters" if similarity >= 1 else f"{similarity:.0%} of the letters agree"
    if name == "kind":
        return "is the kind of place that the text says" if value == 1 else "is a kind of place that may be meant"
    return _DETAILS[name]


def _numbered(values: Sequence[str]) -> tuple[Ints, list[str]]:
    distinct = sorted(set(values))
    number = {value: i for i, value in enumerate(distinct)}
    return np.array([number[value] for value in values], np.int32), distinct
