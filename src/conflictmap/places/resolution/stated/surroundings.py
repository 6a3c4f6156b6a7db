"""What a query's stated units say of places: the smallest of them, what lies in one, who bears a name there.
Nothing here accepts or refuses."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from conflictmap.places.mentions.phrase import read_part
from conflictmap.places.names.keys import fold, skeleton
from conflictmap.places.names.kinds import kind_agreement, split_kind
from conflictmap.places.names.sound_choice import choose
from conflictmap.places.resolution.candidates import ALIAS, SKELETON, Query
from conflictmap.places.resolution.context import Context
from conflictmap.places.resolution.index import CLASSES, RECORD_KINDS, Index
from conflictmap.places.resolution.lookup import Ints
from conflictmap.places.resolution.stated.bounds import UNDERSTOOD, among, anchor, former, not_understood, understood

NOWHERE = -1
_MANY_VILLAGES = 20_000  # MIMU lists 70,000; the core has some hundreds that were in the news
_LIKE = 0.7  # the similarity from which a district that is only like one may contradict a township
_LONG_KEY = 4  # letters of the skeleton; nearly every shorter one is near another
_SETTLED_KINDS = ("", "village", "ward", "town", "village tract")
_ORDER = ("town", "township", "district", "village", "ward", "village tract")
SETTLED = tuple(CLASSES.index(kind) for kind in ("village", "ward", "village tract", "town", "township"))
TOWNS = tuple(CLASSES.index(kind) for kind in ("town", "township", "district", "state"))
_VILLAGES = frozenset(CLASSES.index(kind) for kind in ("village", "village tract"))
_SETTLEMENTS, _TOWN_CLASSES = frozenset(SETTLED[:4]), frozenset(TOWNS[:2])
_SETTLED, _REGIONS = frozenset(SETTLED), frozenset(TOWNS[2:])
_OWN_NAMES = (
    "bridge",
    "river",
    "monastery",
    "school",
    "area",
)  # named after people and virtues as often as after villages


@dataclass(frozen=True)
class Surroundings:
    """Answers about stated units against one index; places and units are its numbers, NOWHERE for none."""

    index: Index
    _keys: dict[int, str] = field(default_factory=dict)  # the skeletons of places that were asked for

    def class_of(self, place: int) -> str:
        """Return the place's class of the ladder, "" for NOWHERE."""
        return CLASSES[self.index.classes[place]] if place != NOWHERE else ""

    def smallest(self, query: Query, *, bare_is_township: bool = False) -> int:
        """Return the smallest stated unit that is one unit and no other, as a place."""
        contexts = sorted(query.contexts, key=lambda context: -context.similarity)
        for level in (3, 2, 1):
            for context in contexts:
                if bare_is_township and level == 2 and context.level == 2 and len(context.inner) == 1:
                    return self.index.unit_place.get(next(iter(context.inner)), NOWHERE)
                if context.level == level and len(context.units) == 1:
                    return self.index.unit_place.get(next(iter(context.units)), NOWHERE)
        return NOWHERE

    def sure(self, query: Query) -> float:
        """Return the likeness of the smallest stated unit to the name it was read as."""
        for level in (3, 2, 1):
            similarities = [context.similarity for context in query.contexts if context.level == level]
            if similarities:
                return max(similarities)
        return 0.0

    def township(self, query: Query) -> int:
        """Give the one township that is stated and understood, as a place; NOWHERE for none or several."""
        unit = self.smallest(query, bare_is_township=True)
        return unit if self.class_of(unit) == "township" and self.sure(query) >= UNDERSTOOD else NOWHERE

    def through(self, query: Query) -> int:
        """Return the township with the middle of the way between two stated townships, as a place; NOWHERE where none is."""
        units = [context.middle for context in query.contexts if context.middle >= 0]
        return self.index.unit_place.get(units[0], NOWHERE) if len(units) == 1 else NOWHERE

    def agreed(self, query: Query) -> bool:
        """Whether the townships and towns stated are all of one township, a bare name read as the district it may be."""
        if len(query.contexts) < 2:
            return True
        bare = [c for c in understood(query, 2) if not c.loose and read_part(c.text)[2] != "district"]
        like = [c for c in query.contexts if c.level == 2 and _LIKE <= c.similarity < UNDERSTOOD and not c.loose]
        stated = [self._may_be(context) for context in (*understood(query, 3), *bare, *like)]
        return not stated or bool(frozenset.intersection(*stated))

    def _may_be(self, context: Context) -> frozenset[int]:
        """The townships that a stated unit may mean: all of a district."""
        if context.level == 3:
            return context.units
        index = self.index
        districts = context.units | former(index, context.units)
        inside = among(index.adm2, districts) & (index.classes == TOWNS[1])
        return frozenset(index.adm3[inside].tolist()) | context.inner

    def holds(self, query: Query, place: int) -> bool:
        """Whether a stated unit that is understood holds the place."""
        columns = ((3, self.index.adm3), (2, self.index.adm2), (1, self.index.adm1))
        if place == NOWHERE:
            return False
        bare = [context.inner for context in understood(query, 2) if context.inner]  # "Sittwe" is first its township
        if bare and not understood(query, 3):
            return any(int(self.index.adm3[place]) in inner for inner in bare)
        return any(int(column[place]) in c.units for level, column in columns for c in understood(query, level))

    def only_wide(self, query: Query) -> bool:
        """Whether the smallest stated unit is a state, or the area of an armed organisation: its bounds are not ours."""
        loose = any(context.loose for context in query.contexts) and not query.units(3)
        return loose or self.class_of(self.smallest(query, bare_is_township=True)) == "state"

    def namesakes(self, query: Query, place: Ints, how: NDArray[np.int8]) -> int:
        """Tell how many townships of the state stated have a village of the name, in this or another romanisation."""
        villages = among(self.index.classes[place], _VILLAGES)
        states = frozenset[int]().union(*(context.units for context in understood(query, 1)))
        held = among(self.index.adm1[place], states) if states else np.ones(len(place), bool)
        return len(set(self.index.adm3[place[villages & held & (how <= SKELETON)]].tolist()))

    def alone(self, query: Query, place: Ints, how: NDArray[np.int8], best: int) -> bool:
        """Whether no village of the name, in this or another romanisation, lies in another township of the district stated.

        A bare name that is a township's too says the township.
        """
        inner = frozenset[int]().union(*(context.inner for context in understood(query, 2)))
        if int(self.index.adm3[best]) in inner:
            return True
        least = max(ALIAS, int(how[place == best].min(initial=SKELETON)))
        rivals = among(self.index.classes[place], _VILLAGES) & (how <= least)
        return len({*self.index.adm3[place[rivals]].tolist(), int(self.index.adm3[best])}) == 1

    def commonly(self, query: Query, place: int) -> bool:
        """Whether reports commonly call the place so, and nothing else by this very name: Laiza."""
        records = self.index.by_fold.of(fold(query.toponym))
        bearers = set(self.index.record_place[records].tolist())
        kinds = self.index.record_kind[records[self.index.record_place[records] == place]]
        return bearers == {place} and RECORD_KINDS.index("common") in kinds.tolist()

    def settles(self, query: Query, place: Ints, how: NDArray[np.int8], best: int) -> bool:
        """Whether the village numbered `best` of the candidates is the one of its name: in the stated units, or at all.

        A gazetteer of few villages does not know a name's other bearers: there the text must state where it is.
        """
        common = not query.contexts and not query.kind and self.commonly(query, int(place[best]))
        if common or understood(query, 3) or anchor(query) != NOWHERE:
            return True
        if understood(query, 2):
            return self.alone(query, place, how, int(place[best]))
        if (
            self.sparse
        ):  # of villages' names that stand once in it, and only in the state stated, one in ten is another's
            return self.commonly(query, int(place[best]))
        return query.kind != "village" or self.namesakes(query, place, how) <= 1

    @cached_property
    def sparse(self) -> bool:
        """Whether the gazetteer holds few villages, as the core does: then a name may be of many that it does not know."""
        return int(np.sum(self.index.classes == CLASSES.index("village"))) < _MANY_VILLAGES

    def only_town(self, query: Query, place: Ints, how: NDArray[np.int8], score: NDArray[np.float64]) -> bool:
        """Whether the best is a town or unit of this name, and no other town or unit is called so.

        Of this very name where the name is bare, and in this or another romanisation within a stated state.
        """
        best = int(np.argmax(score))
        if not among(self.index.classes[place[best : best + 1]], _TOWN_CLASSES)[0] or how[best] > SKELETON:
            return False
        states = frozenset[int]().union(*(context.units for context in understood(query, 1)))
        held = among(self.index.adm1[place], states)
        if query.kind not in ("", "town", "township") or not (held[best] or (how[best] <= ALIAS and not query.kind)):
            return False
        rivals = how <= (SKELETON if how[best] > ALIAS else ALIAS)
        wide = place[among(self.index.classes[place], frozenset(TOWNS)) & rivals & (held | ~held[best])]
        return len(set(self.index.adm3[wide].tolist()) - {-1}) == 1

    def ward(self, query: Query, place: Ints, how: NDArray[np.int8]) -> int:
        """Return the ward of this number in the one township that is stated, else the township; NOWHERE where none is.

        A township of two towns has two wards of a number: that of its seat, whose code is the smaller.
        """
        township = self.township(query)
        held = place[(self.index.adm3[place] == self.index.adm3[township]) & (how <= ALIAS)]
        wards = [int(p) for p in held if self.class_of(int(p)) == "ward"]
        return township if township == NOWHERE or not wards else min(wards)

    def only_township(self, district: int) -> int:
        index = self.index
        inside = (index.adm2 == index.adm2[district]) & (index.classes == CLASSES.index("township"))
        places = np.flatnonzero(inside)
        return int(places[0]) if len(places) == 1 else NOWHERE

    def district_of_name(self, place: int) -> int:
        """Return the district that bears the name of this town or township, which lies in it; NOWHERE where it does not."""
        index = self.index
        district = index.unit_place.get(int(index.adm2[place]), NOWHERE)
        named = self.class_of(place) in ("town", "township") and district != NOWHERE
        return district if named and fold(index.names[district]) == fold(index.names[place]) else NOWHERE

    def township_of(self, place: int) -> int:
        return self.index.unit_place.get(int(self.index.adm3[place]), NOWHERE)

    def town_outside(self, every: Ints, kept: Ints) -> int:
        """Return a town or unit of this very name that the stated units left out, where they left no place of it."""
        wide = every[among(self.index.classes[every], frozenset(TOWNS))]
        return int(wide[0]) if len(wide) and not among(every, frozenset(kept.tolist())).any() else NOWHERE

    def unit_of_name(self, place: Ints, how: NDArray[np.int8]) -> int:
        """Return the one district or state that bears the name, where no settlement does."""
        surely = how <= ALIAS
        wide = place[surely & among(self.index.classes[place], _REGIONS)]
        settled = surely & among(self.index.classes[place], _SETTLED)
        return int(wide[0]) if len(wide) == 1 and not settled.any() else NOWHERE

    def namesake(self, query: Query, place: Ints, how: NDArray[np.int8]) -> int:
        """Return the settlement of this very name in the stated units, where all that bear it are in one township."""
        settled = among(self.index.classes[place], _SETTLED) & (how <= SKELETON)
        held = np.array([self.holds(query, int(p)) for p in place], bool)
        wide = among(self.index.classes[place], _TOWN_CLASSES) & (how <= ALIAS) & settled
        if not any(context.level for context in query.contexts) or np.any(wide & held):
            settled, held = wide, held | (not any(context.level for context in query.contexts))
        if self.sparse and self.only_wide(query):  # a village by its own name alone: others are spelled like it
            own = [fold(self.index.names[int(p)].split(" (")[0]) == fold(query.toponym) for p in place]
            settled &= among(self.index.classes[place], _TOWN_CLASSES) | np.array(own, bool)
        rows = np.flatnonzero(settled & held)
        for least in (ALIAS,) if query.kind in _OWN_NAMES else (ALIAS, SKELETON):
            chosen = rows[how[rows] <= least]
            if len(chosen):
                # in a whole state a rival may be spelled otherwise: reporters write sites by ear
                rivals = rows if self.only_wide(query) and query.kind not in _OWN_NAMES else chosen
                alone = len(set(self.index.adm3[place[rivals]].tolist())) == 1
                return int(place[chosen[int(np.argmin(how[chosen]))]]) if alone else NOWHERE
        return NOWHERE

    def own_site(self, query: Query, place: Ints, how: NDArray[np.int8]) -> int:
        """Return the one site that bears this very name and is of the kind said, in the stated units; NOWHERE where none is.

        "Man Wein gate" is the gate, whatever villages are called Man Wein.
        """
        named = place[(self.index.classes[place] == CLASSES.index("site")) & (how <= ALIAS)]
        free = not any(context.level for context in query.contexts)
        sites = {
            int(p)
            for p in named
            if kind_agreement(query.kind, self.index.codes[p]) == 1 and (free or self.holds(query, int(p)))
        }
        return sites.pop() if len(sites) == 1 else NOWHERE

    def whole_region(self, query: Query, place: Ints, how: NDArray[np.int8]) -> NDArray[np.bool_]:
        """Return all but the halves of a region where the bare name is a town's too: Bago is the town, not (East) or (West)."""
        if query.kind:
            return np.ones(len(place), bool)
        states = self.index.classes[place] == CLASSES.index("state")
        if not states.any():
            return np.ones(len(place), bool)
        towns = (self.index.classes[place] == CLASSES.index("town")) & (how <= ALIAS)
        halves = bool(query.kind == "" and np.sum(states & (how <= ALIAS)) > 1 and towns.any())
        return ~states if halves else np.ones(len(place), bool)

    def is_city(self, place: int) -> bool:
        """Return a capital that lies over several townships."""
        unit = self.township_of(place)
        names, codes = self.index.names, self.index.codes
        return codes[place] == "PPLA" and (unit == NOWHERE or fold(names[unit]) != fold(names[place]))

    def other_state(self, query: Query, place: int) -> str:
        """Return the stated state or region, as written, that does not hold the place; "" where none is, or one does."""
        stated = [context for context in query.contexts if context.level == 1 and context.similarity >= UNDERSTOOD]
        held = any(int(self.index.adm1[place]) in context.units for context in stated)
        return "" if held or not stated else stated[0].text

    def alike(
        self, query: Query, place: Ints, how: NDArray[np.int8], similarity: NDArray[np.float64]
    ) -> tuple[int, float]:
        """Return the settlement of the stated township, or the town or unit of the stated region, that the name may spell.

        Returns: the place and the probability that it is meant (`sound_choice`); NOWHERE and 0 where none fits.
        """
        key = skeleton(query.toponym)
        if len(key) < _LONG_KEY or not (how > SKELETON).any() or any(letter.isdigit() for letter in query.toponym):
            return NOWHERE, 0.0
        rows = np.flatnonzero(self._choices(query, place) & (how > SKELETON))
        if not len(rows):
            return NOWHERE, 0.0
        keys = [self._key(int(place[row])) for row in rows]
        likeness = similarity[rows].tolist()
        best, chance = choose(key, keys, likeness)
        chosen = [int(place[row]) for row, own in zip(rows, keys, strict=True) if own == best]
        first = min(chosen, key=lambda p: (self.class_of(p) != query.kind, _ORDER.index(self.class_of(p)), p))
        maybe = query.kind == "" and self.sparse and not self._townships(query)  # a village that it does not hold
        village = query.kind in ("village", "ward") or maybe
        if self.class_of(first) in ("town", "township", "district") and not village:
            chance = choose(key, keys, likeness, units=True)[1]
        return first, chance

    def _choices(self, query: Query, place: Ints) -> NDArray[np.bool_]:
        """Which candidates stand among the names that the stated units leave."""
        townships = self._townships(query)
        if townships:
            settled = among(self.index.classes[place], _SETTLEMENTS)
            return settled & among(self.index.adm3[place], townships) & (query.kind in _SETTLED_KINDS)
        if not_understood(query):
            return np.zeros(len(place), bool)
        said = query.kind in ("town", "township") or (query.kind == "" and anchor(query) == NOWHERE)
        wide = among(self.index.classes[place], _TOWN_CLASSES) & said
        if query.kind == "township" and not query.contexts:
            return np.asarray(wide, bool)  # what is said to be a township is one
        if query.kind == "district":
            wide = self.index.classes[place] == TOWNS[2]
            if not understood(query, 1):
                return np.asarray(wide, bool)
        for level, column in ((2, self.index.adm2), (1, self.index.adm1)):
            regions = frozenset[int]().union(*(c.units for c in understood(query, level)))
            if regions:
                return wide & among(column[place], regions)
        return np.zeros(len(place), bool)

    def _townships(self, query: Query) -> frozenset[int]:
        stated = (*(c.units for c in understood(query, 3)), *(c.inner for c in understood(query, 2)))
        return frozenset[int]().union(*stated)

    def _key(self, place: int) -> str:
        key = self._keys.get(place)
        if key is None:
            key = self._keys[place] = skeleton(split_kind(self.index.names[place])[0])
        return key
