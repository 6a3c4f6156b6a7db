"""The wider units that a text states ("Mese Township", "Southern Shan State") as units of the gazetteer.
Nothing here decides: a stated unit that is not found, or that disagrees with another, is only weaker evidence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import pairwise

import numpy as np

from conflictmap.places.mentions.phrase import PART, read_part
from conflictmap.places.names.keys import fold, script
from conflictmap.places.resolution.index import CLASSES, RECORD_KINDS, Index
from conflictmap.places.resolution.stated.foreign import WHOLE_COUNTRY, Abroad
from conflictmap.places.resolution.stated.middle import middle
from conflictmap.places.resolution.stated.unit_names import LEVEL, SURE, UnitNames

# What a bare name means first as a wider unit: the widest, since it holds the others.
_BARE_ORDER = ("state", "district", "township", "town")
_DIRECTION = re.compile(
    r"^(?:north|south|east|west|central|upper|lower)(?:ern|[\s-]?east(?:ern)?|[\s-]?west(?:ern)?)?[\s-]+", re.I
)
_DIRECTION_LAST = re.compile(
    r"(?<=\w)\s+(?:north|south|east|west)(?:[\s-]?(?:east|west))?$|(?:မြောက်|တောင်|အရှေ့|အနောက်|အလယ်)(?:ပိုင်း|ခြမ်း|ဘက်)$", re.I
)
_ACROSS = re.compile(r"opposite|across|beyond")
_REMEMBERED = 100_000  # stated units; a bound, so that a hostile table cannot fill the memory
#: What says on which side of the country a place lies, and names no unit.
_DIRECTIONS = frozenset(
    f"{side}{end}"
    for side in ("north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest")
    for end in ("", "ern")
) | {"central", "upper", "lower"}
_VILLAGE = 0.9  # the similarity of a village that stands for its township: what is near it may lie in the next one
_NAMED = 4  # letters of a village's name that says where, by itself
_AND = re.compile(r"\s+(?:and|&)\s+")
_ENDS = re.compile(r"\s*[-–—]\s*(?!U\b)|\s+to\s+")
_DISTANCE = re.compile(r"(\d+(?:\.\d+)?)[\s-]*(mile|k)|\b(ten|twelve|fifteen|twenty|fifty)[\s-]+(mile|k)", re.I)
_WORDS = {"ten": 10.0, "twelve": 12.0, "fifteen": 15.0, "twenty": 20.0, "fifty": 50.0}
_MILE_KM = 1.609
_OTHER_LEVEL = 0.7  # taken of the likeness when a district is stated and only a state or a township bears the name
_OTHERS = (RECORD_KINDS.index("other_administration"),)
_PARTS = (*_OTHERS, RECORD_KINDS.index("part"))  # of its name: "Nyaunglebin (Kler Lwe Htoo)"


@dataclass(frozen=True, slots=True)
class Context:
    """One stated unit. `level` 1 to 3, 0 where nothing was found; `units` number the index's units; all of them hold.

    `similarity` is 1 where the name stands in the gazetteer, less where it was only near; `country` is set abroad.
    """

    text: str
    level: int = 0
    units: frozenset[int] = frozenset()
    similarity: float = 0.0
    country: str = ""
    inner: frozenset[int] = frozenset()  # townships of a bare name within its districts: "Kawlin" may mean only them
    loose: bool = False  # a unit of another administration, whose bounds only resemble these
    anchor: bool = False  # "near Laiza": `units` are townships beside the place, not around it
    middle: int = -1  # of two townships between which it lies, the one with the middle of the way
    reach_km: float = 0.0  # how far from the anchor the text says it is; 0 where it says no distance


@dataclass
class ContextReader:
    """Reads stated units against one index, and remembers what it has read."""

    index: Index
    abroad: Abroad
    _seen: dict[tuple[str, frozenset[int]], Context] = field(default_factory=dict)
    _together: dict[tuple[str, ...], tuple[Context, ...]] = field(default_factory=dict)

    @cached_property
    def names(self) -> UnitNames:
        """The names of towns and units, against the same index."""
        return UnitNames(self.index)

    def read(self, texts: Sequence[str]) -> tuple[Context, ...]:
        """Read all stated units of one mention; a wider unit narrows a name borne twice (Minhla)."""
        key = tuple(texts[:6])
        known = self._together.get(key)
        if known is None:
            known = self._read(key)
            if len(self._together) < _REMEMBERED:
                self._together[key] = known
        return known

    def read_one(self, text: str) -> Context:
        """Read one stated unit by itself; a road that no gazetteer has is one that is not understood."""
        read = self.read((text,))
        return read[0] if read else Context(text)

    def _read(self, texts: tuple[str, ...]) -> tuple[Context, ...]:
        contexts = [self._one(text) for text in texts if text.strip().lower() not in _DIRECTIONS]
        wide = [context for context in contexts if context.level == 1 and context.similarity >= SURE]
        states = frozenset[int]().union(*(context.units for context in wide))
        if states:
            contexts = [c if c in wide or c.similarity >= SURE else self._one(c.text, states) for c in contexts]
        contexts = [self._inside_state(context, states) for context in contexts]
        contexts = self._without_villages([self._narrowed(context, wide) for context in contexts])
        if not any(context.level > 1 or context.anchor or context.country for context in contexts):
            contexts = [self._settlement(c) if not c.level else c for c in contexts]
        districts = [context for context in contexts if context.level == 2 and context.similarity >= SURE]
        contexts = [c for c in contexts if c.units or read_part(c.text)[2] != "road"]
        return tuple(self._narrowed(context, districts) if context.level == 3 else context for context in contexts)

    def _inside_state(self, context: Context, states: frozenset[int]) -> Context:
        """A township by another spelling that lies in none of the states stated: what it is like there, or not understood."""
        own = self._states(context)
        if context.level != 3 or context.similarity >= 1 or not states or not own or own & states:
            return context
        _, name, kind = read_part(context.text)
        near, similarity = self.names.near(name, kind, states)
        return self._context(context.text, near, kind, similarity) if len(near) else Context(context.text)

    def _without_villages(self, contexts: list[Context]) -> list[Context]:
        """The stated units, but for a bare name of another state's township before a town's: "Ahlone; Monywa" is a village's."""
        kept = list(contexts)
        for i, (narrow, wider) in enumerate(pairwise(contexts)):
            bare = narrow.level == 3 and not read_part(narrow.text)[2]
            town = wider.level == 3 or bool(wider.inner)
            if bare and town and wider.similarity >= SURE and not self._states(narrow) & self._states(wider):
                kept[i] = Context(narrow.text)
        return kept

    def _settlement(self, context: Context) -> Context:
        """A village or site that stands for a stated unit ("Laiza area"): near it, where all of its name are in one township."""
        _, name, kind = read_part(context.text)
        if kind == "road":
            return self._road(context, name)
        if kind not in ("", "area", "village"):
            return context
        townships = self._townships(name)
        sure = SURE if kind == "area" else _VILLAGE  # "Lay Kay Kaw area" is not beside it
        return replace(context, units=townships, similarity=sure, anchor=True) if len(townships) == 1 else context

    def _townships(self, name: str) -> frozenset[int]:
        """The townships that have a place of this very name, under all that it may be written."""
        if len(fold(name)) < _NAMED:
            return frozenset()
        records = self.index.by_fold.of(fold(name))
        units = self.index.adm3[self.index.record_place[records]]
        return frozenset(int(unit) for unit in units if unit >= 0)

    def _road(self, context: Context, name: str) -> Context:
        """A road both of whose ends lie in one township is in it: "the Kyondoe-Kawkareik road"."""
        ends = [part for part in _ENDS.split(name) if part]
        known = [self._look_up(end) for end in ends] if len(ends) == 2 else []
        units = [
            c.inner or (c.units if c.level == 3 else self._townships(end)) for c, end in zip(known, ends, strict=False)
        ]
        both = units[0] & units[1] if len(units) == 2 else frozenset[int]()
        return replace(context, units=both, similarity=1.0, anchor=True) if len(both) == 1 else context

    def _states(self, context: Context) -> set[int]:
        place = self.index.unit_place
        return {int(self.index.adm1[place[unit]]) for unit in context.units if unit in place}

    def _one(self, text: str, states: frozenset[int] = frozenset()) -> Context:
        """One stated unit; one that no list has is looked for by its sounds, within `states` where any are known."""
        known = self._seen.get((text, states))
        if known is None:
            known = self._look_up(text, states)
            if len(self._seen) < _REMEMBERED:
                self._seen[text, states] = known
        return known

    def _look_up(self, text: str, states: frozenset[int] = frozenset()) -> Context:
        relation, name, kind = read_part(text)
        if fold(name) in WHOLE_COUNTRY:
            return Context(text)
        if relation and not PART.search(relation):
            return self._anchor(text, relation, name, kind)
        if kind not in ("", "area", *LEVEL, "country"):
            return Context(text)
        kind = "" if kind == "area" else kind
        if kind == "township" and len(ends := _AND.split(name)) == 2:  # the one or the other
            return self._between(text, [f"{end} {kind}" for end in ends])
        return self._known(text, name, kind) or self._like(text, name, kind, states)

    def _known(self, text: str, name: str, kind: str) -> Context | None:
        """The unit that bears the name, in this or another romanisation, or the country of one abroad; None for neither."""
        forms = variants(name)
        if len(forms) == 3 and script(forms[2]) == "burmese" and script(forms[1]) == "latin":
            forms = [forms[0], forms[2], forms[1]]  # its own script says more than a romanisation
        found = [self.names.known(variant) for variant in dict.fromkeys((*forms, without_direction(name)))]
        for places, similarity in sorted(found, key=lambda pair: -pair[1]):  # a name before what is only romanised so
            if len(places):
                border = self.abroad.border(name) if similarity < 1 else ""
                return Context(text, country=border) if border else self._context(text, places, kind, similarity)
        country = self.abroad.country(name) or self.abroad.border(name)
        return Context(text, country=country) if country else None

    def _like(self, text: str, name: str, kind: str, states: frozenset[int]) -> Context:
        """The unit that an unknown name is like by its sounds, or but for a slip of the pen; else the township around it."""
        found = [self.names.near(name, kind, states), self.names.mistyped(name, kind, states)]
        near, similarity = max(found, key=lambda pair: pair[1])
        if len(near):
            return self._context(text, near, kind, similarity)
        return self._part_of_township(text, name, states) if kind in ("township", "town") else Context(text)

    def _between(self, text: str, ends: list[str]) -> Context:
        """Between two towns or villages: in the township of the one or the other; in the one township that holds both."""
        known = [self._look_up(end) for end in ends]
        units = [c.inner or (c.units if c.level == 3 else frozenset[int]()) for c in known]
        if all(units) and all(c.similarity >= SURE for c in known):
            shared, either = units[0] & units[1], units[0] | units[1]
            seats = [self.index.unit_place.get(next(iter(own)), -1) for own in units]
            through = middle(self.index, seats) if not shared and -1 not in seats else -1
            return Context(text, 3, shared or either, 1.0, middle=through)
        both = [own or self._townships(read_part(end)[1]) for own, end in zip(units, ends, strict=True)]
        shared = both[0] & both[1]
        return Context(text, units=shared, similarity=_VILLAGE, anchor=True) if len(shared) == 1 else Context(text)

    def _part_of_township(self, text: str, name: str, states: frozenset[int]) -> Context:
        """What others call a township and lists do not: the township around the town, else tract or village, of the name."""
        if len(fold(name)) < _NAMED:
            return Context(text)
        places = self.index.record_place[self.index.by_fold.of(fold(name))].tolist()
        common = self.index.record_kind[self.index.by_fold.of(fold(name))] == RECORD_KINDS.index("common")
        usual = [place for place, so in zip(places, common.tolist(), strict=True) if so]
        for kind in ("common", "town", "village tract", "village"):
            own = usual if kind == "common" else [p for p in places if CLASSES[self.index.classes[p]] == kind]
            units = frozenset(int(self.index.adm3[p]) for p in own if not states or int(self.index.adm1[p]) in states)
            if units:
                return (
                    Context(text, units=units, similarity=_VILLAGE, anchor=True) if len(units) == 1 else Context(text)
                )
        return Context(text)

    def _anchor(self, text: str, relation: str, name: str, kind: str) -> Context:
        """A place that the mention is near: its township, where one town bears the name; across the border, its like."""
        if len(ends := _AND.split(name)) == 2:  # near both, too
            return self._between(text, [f"{end} {kind}".strip() for end in ends])
        if kind == "road":
            return self._road(Context(text), name)
        across = self.abroad.opposite(name) if _ACROSS.search(relation) else ""
        near = self._look_up(across or f"{name} {kind}".strip()) if name else Context(text)
        townships = near.inner or (near.units if near.level == 3 else frozenset())
        known = len(townships) == 1 and near.similarity >= SURE
        country = self.abroad.border(name) if across else ""
        units = townships if known else frozenset[int]()
        sure = near.similarity
        if not near.level and not country and not near.country:
            villages = self._townships(name)
            units, sure = (villages, _VILLAGE) if len(villages) == 1 else (units, sure)
        return Context(text, units=units, similarity=sure, anchor=True, country=country, reach_km=distance_of(relation))

    def _context(self, text: str, places: np.ndarray, kind: str, similarity: float) -> Context:
        index = self.index
        by_class: dict[str, list[int]] = {}
        for place in places.tolist():
            by_class.setdefault(CLASSES[index.classes[place]], []).append(place)
        order = (
            _BARE_ORDER
            if kind not in LEVEL
            else (kind, *(k for k in ("township", "town", "district", "state") if k != kind))
        )
        if (
            kind == "district"
            and "district" not in by_class
            and self._named_so(text, by_class.get("state", []), _PARTS)
        ):
            order = ("state", *order)  # a district of another administration, as wide as one of ours
        chosen = next((word for word in order if word in by_class), None)
        if chosen is None:
            return Context(text)
        level = LEVEL[chosen]
        if chosen == "town" and all(self._is_city(place) for place in by_class["town"]):
            level = 1
        column = {1: index.adm1, 2: index.adm2, 3: index.adm3}[level]
        units = frozenset(int(column[place]) for place in by_class[chosen] if column[place] >= 0)
        bare = [p for word in ("township", "town") if level == 2 and kind != "district" for p in by_class.get(word, ())]
        inner = frozenset(int(index.adm3[p]) for p in bare if index.adm3[p] >= 0 and int(index.adm2[p]) in units)
        if kind in LEVEL and LEVEL[kind] != LEVEL[chosen] and not self._named_so(text, by_class[chosen]):
            similarity *= _OTHER_LEVEL
        loose = level == 2 and self._named_so(text, by_class[chosen])
        return Context(text, level, units, similarity, inner=inner, loose=loose) if units else Context(text)

    def _is_city(self, place: int) -> bool:
        """Whether a capital lies over several townships, and bounds its region only: Yangon, Mandalay."""
        index = self.index
        unit = index.unit_place.get(int(index.adm3[place]))
        return index.codes[place] == "PPLA" and (unit is None or fold(index.names[unit]) != fold(index.names[place]))

    def _named_so(self, text: str, places: list[int], of: tuple[int, ...] = _OTHERS) -> bool:
        """Whether another administration calls these units by this name, whatever kind it says they are."""
        _, name, _ = read_part(text)
        records = self.index.by_fold.of(fold(name))
        kinds = self.index.record_kind[records[np.isin(self.index.record_place[records], places)]]
        return bool(np.isin(kinds, of).any())

    def _narrowed(self, context: Context, wide: list[Context]) -> Context:
        if context.level not in (2, 3) or len(context.units) < 2 or not wide:
            return context
        outer = frozenset[int]().union(*(other.units for other in wide))
        column = self.index.adm2 if wide[0].level == 2 else self.index.adm1
        place = self.index.unit_place
        inside = frozenset(u for u in context.units if u in place and int(column[place[u]]) in outer)
        return replace(context, units=inside) if inside else context


def distance_of(relation: str) -> float:
    """Return the kilometres that a relation states, 0 where it states none.

    >>> distance_of("10 km south of"), round(distance_of("50 miles from")), distance_of("near")
    (10.0, 80, 0.0)
    """
    match = _DISTANCE.search(relation)
    if match is None:
        return 0.0
    count = float(match[1]) if match[1] else _WORDS[match[3].lower()]
    return count * (_MILE_KM if (match[2] or match[4]).lower() == "mile" else 1.0)


def variants(name: str) -> list[str]:
    """Return the name as written, then without its bracket, then the bracket's content."""
    if "(" not in name:
        return [name] if name else []
    forms = [name]
    inside = re.findall(r"\(([^()]+)\)", name)
    if inside:
        forms += [re.sub(r"\s*\([^()]*\)\s*", " ", name).strip(), *inside]
    return [part for part in dict.fromkeys(forms) if part]


@lru_cache(maxsize=50_000)
def without_direction(name: str) -> str:
    """Return a stated unit without its direction: northern Rakhine is in Rakhine. Never for a toponym: see North Dagon."""
    return _DIRECTION_LAST.sub("", _DIRECTION.sub("", name))
