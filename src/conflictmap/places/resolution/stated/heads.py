"""Which part of a phrase is meant, where only the gazetteer can tell: "Yangon, Insein Township" is Insein.
Nothing here ranks or refuses. A mention comes out as it went in unless one of the rules below holds.

1. A bare name of a unit that holds a stated, narrower one stands around it; the narrowest part is meant.
2. A name in brackets that is the unit around the other, or inside it, parts the two: "Kayah (Loikaw)".
3. A direction before a unit that has no name of that kind is a part of it: "Upper Sagaing".
4. "Opposite Mae Sot" is the Myanmar side of it.
5. A name in Thai, Chinese or Bengali script is the unit, or the country, that the table of such names gives.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from conflictmap.model import Mention
from conflictmap.places.mentions.phrase import read_part
from conflictmap.places.names.keys import fold, script, skeleton
from conflictmap.places.names.kinds import BURMESE_KINDS, is_generic
from conflictmap.places.resolution.context import Context, ContextReader, variants, without_direction
from conflictmap.places.resolution.index import CLASSES, RECORD_KINDS, Index
from conflictmap.places.resolution.stated.foreign import Abroad

_SMALL = ("village", "ward", "village tract")
_WARDS = ("ward",)
_UNIT = ("state", "district", "township", "town")
_VILLAGE, _WARD = CLASSES.index("village"), CLASSES.index("ward")
_TOWN_CLASSES = [CLASSES.index(kind) for kind in ("town", "township")]
_REGION_CLASSES = [CLASSES.index(kind) for kind in ("district", "state")]
_GIVEN = [RECORD_KINDS.index(kind) for kind in ("common", "former", "other_administration")]
_UNDERSTOOD = 0.95  # similarity from which a unit's name stands in the gazetteer
_BRACKET = re.compile(r"(.+?)\s*\(([^()]+)\)\s*")
_REMEMBERED = 100_000  # texts; a bound, so that a hostile table cannot fill the memory
_ACROSS = re.compile(r"opposite|across")
_COUNTRY_NAMES = {"CN": "China", "TH": "Thailand", "LA": "Laos", "IN": "India", "BD": "Bangladesh"}


@dataclass(frozen=True)
class HeadReader:
    """Settles the heads of mentions against one index."""

    index: Index
    contexts: ContextReader
    abroad: Abroad
    _settled: dict[str, Context | None] = field(default_factory=dict)

    def settle(self, mention: Mention) -> Mention:
        """Return the mention with the part that is meant as its toponym; positions and event stay."""
        mention = self._town_first(self._whole(self._other_script(mention)))
        mention = self._across(mention)
        mention = self._bracket(mention)
        mention = self._side(mention)
        return self._side(self._narrowest(mention))

    def _whole(self, mention: Mention) -> Mention:
        """A Burmese town whose own name ends as a kind word does (Monywa), and a bare name known as a unit's (Kokang)."""
        if mention.kind in ("", "state", "area") and (kind := self._unit_named(mention.toponym)):
            return replace(mention, kind=kind)
        if mention.kind not in BURMESE_KINDS or script(mention.toponym) != "burmese":
            return mention
        for word in BURMESE_KINDS[mention.kind]:
            if kind := self._unit_named(mention.toponym + word):
                return replace(mention, toponym=mention.toponym + word, kind=kind)
            if np.isin(self.index.classes[self._named(mention.toponym + word)], _TOWN_CLASSES).any():
                return replace(mention, toponym=mention.toponym + word, kind="")
        return mention

    def _town_first(self, mention: Mention) -> Mention:
        """A ward or village behind its town's bare name: "Myitkyina Ram Pu" ward is Ram Pu in Myitkyina."""
        words = mention.toponym.split(" ")
        burmese = script(mention.toponym) == "burmese"
        if mention.kind not in (_SMALL if burmese else _WARDS) or len(words) < 2 or len(self._named(mention.toponym)):
            return mention
        for count in (1,) if burmese else range(len(words) - 1, 0, -1):
            town, name = " ".join(words[:count]), " ".join(words[count:])
            unit = self._understood(town)
            if unit is not None and name and (burmese or unit.level == 3 or unit.inner):
                return replace(mention, toponym=name.strip(), context=(town, *mention.context))
        return mention

    def _unit_named(self, name: str) -> str:
        """The class of the one district or state that an alias of this name is given to; "" where a town bears it too."""
        return self._given.get(fold(name), "")

    @cached_property
    def _given(self) -> Mapping[str, str]:
        index = self.index
        classes = index.classes[index.record_place]
        towns = {index.record_name[i] for i in np.flatnonzero(np.isin(classes, _TOWN_CLASSES)).tolist()}
        named: dict[str, set[int]] = {}
        for i in np.flatnonzero(np.isin(classes, _REGION_CLASSES) & np.isin(index.record_kind, _GIVEN)).tolist():
            named.setdefault(index.record_name[i], set()).add(int(index.record_place[i]))
        return {
            key: CLASSES[index.classes[min(places)]]
            for key, places in named.items()
            if len(places) == 1 and key not in towns
        }

    @cached_property
    def _unit_keys(self) -> frozenset[str]:
        """Folds and skeletons of all towns' and units' names: what has none of them is no unit."""
        index = self.index
        wide = np.isin(index.classes[index.record_place], [*_TOWN_CLASSES, *_REGION_CLASSES])
        rows = np.flatnonzero(wide).tolist()
        skeletons = {int(index.record_skeleton[i]) for i in rows} - {-1}
        return frozenset([index.record_name[i] for i in rows] + [index.skeletons[n] for n in skeletons])

    def _narrowest(self, mention: Mention) -> Mention:
        if not mention.context or mention.kind not in ("", "state", "district", "town", "township"):
            return mention
        if mention.relation not in ("", "in"):
            return mention
        head = self._understood(f"{mention.toponym} {mention.kind}".strip())
        if head is None:
            return mention
        stated = [self.contexts.read_one(text) for text in mention.context]
        inner = [i for i, c in enumerate(stated) if self._inside(c, head)]
        if not inner:
            return mention
        at = max(inner, key=lambda i: (stated[i].level, -i))
        if self._bears(mention.toponym, stated[at]) or fold(read_part(stated[at].text)[1]) == fold(mention.toponym):
            return mention
        small = next((i for i, text in enumerate(mention.context) if read_part(text)[2] in _SMALL), None)
        after = at + 1 if at + 1 < len(stated) and not _known(stated[at + 1]) else None
        chosen = small if small is not None else after if after is not None and not mention.kind else at
        relation, name, kind = read_part(mention.context[chosen])
        wide = f"{mention.toponym} {mention.kind}".strip()
        rest = tuple(text for i, text in enumerate(mention.context) if i != chosen)
        return replace(mention, toponym=name, kind=kind, context=(*rest, wide), relation=relation or mention.relation)

    def _understood(self, text: str) -> Context | None:
        known = self._settled.get(text, self)
        if known is self:
            known = self._read(text)
            if len(self._settled) < _REMEMBERED:
                self._settled[text] = known
        return known if isinstance(known, Context) else None

    def _read(self, text: str) -> Context | None:
        name = read_part(text)[1]
        forms = (*variants(name), without_direction(name))
        if not any(fold(form) in self._unit_keys or skeleton(form) in self._unit_keys for form in forms):
            return None
        context = self.contexts.read_one(text)
        return context if context.level and not context.anchor and context.similarity >= _UNDERSTOOD else None

    def _inside(self, inner: Context, outer: Context) -> bool:
        """Whether a stated unit is understood, narrower than another, and lies in it."""
        level, units = (3, inner.inner) if outer.level == 2 and inner.inner else (inner.level, inner.units)
        if inner.anchor or level <= outer.level or inner.similarity < _UNDERSTOOD or not units:
            return False
        column = {1: self.index.adm1, 2: self.index.adm2}[outer.level]
        places = [self.index.unit_place[unit] for unit in units if unit in self.index.unit_place]
        return bool(places) and any(int(column[place]) in outer.units for place in places)

    def _bears(self, name: str, unit: Context) -> bool:
        """Whether a village, ward or town inside the unit has this very name: then the name is its own."""
        column = {2: self.index.adm2, 3: self.index.adm3}[unit.level]
        places = self._named(name)
        classes = self.index.classes[places]
        settled = places[(classes == _VILLAGE) | (classes == _WARD)]
        return not unit.units.isdisjoint(column[settled].tolist())

    def _named(self, name: str) -> np.ndarray:
        return self.index.record_place[self.index.by_fold.of(fold(name))]

    def _is_kind(self, name: str, kind: str) -> bool:
        return bool(np.any(self.index.classes[self._named(name)] == CLASSES.index(kind)))

    def beside(self, mention: Mention) -> list[str]:
        """Return the names of a list of bare towns parted by commas, "Tamwe, Thingangyun"; none where one holds another."""
        if mention.kind or mention.relation or not mention.context or self._understood(mention.toponym) is None:
            return []
        around = self._understood(mention.context[0])
        towns = (
            frozenset[int]()
            if around is None
            else around.inner or (around.units if around.level == 3 else around.inner)
        )
        if around is not None and towns and self._bears(mention.toponym, replace(around, level=3, units=towns)):
            return []  # a ward of the town: "Mong Lone, Loikaw"
        names, seen = [], frozenset[int]()
        for text in (mention.toponym, *mention.context):
            context = self._understood(text)
            townships = (context.inner or (context.units if context.level == 3 else None)) if context else None
            if not townships or len(townships) != 1 or townships & seen or read_part(text)[2]:
                break
            names.append(text)
            seen |= townships
        return names if len(names) > 1 else []

    def _bracket(self, mention: Mention) -> Mention:
        match = _BRACKET.fullmatch(mention.toponym)
        if match is None:
            return mention
        outside, inside = match[1], match[2]
        if len(self._named(mention.toponym)):  # the gazetteer's own name: no part of it stands for it
            return replace(mention, toponym=f"{outside} {inside}")
        for name in (outside, inside):
            if mention.kind in _UNIT and self._is_kind(name, mention.kind):
                return replace(mention, toponym=name)
        if is_generic(inside):
            return replace(mention, toponym=outside)
        return self._bracket_around(mention, outside, inside)

    def _bracket_around(self, mention: Mention, outside: str, inside: str) -> Mention:
        """The narrower of a name and its bracket, with the wider one around it, where both are understood units."""
        outer, inner = self._understood(f"{outside} {mention.kind}".strip()), self._understood(inside)
        if outer is None or inner is None:
            return mention
        if outer.level < 3 and self._inside(inner, outer):
            _, name, kind = read_part(inside)
            wide = f"{outside} {mention.kind}".strip()
            return replace(mention, toponym=name, kind=kind, context=(*mention.context, wide))
        if inner.level < 3 and self._inside(outer, inner):
            _, name, kind = read_part(outside)
            return replace(mention, toponym=name, kind=mention.kind or kind, context=(*mention.context, inside))
        return mention

    def _side(self, mention: Mention) -> Mention:
        bare = without_direction(mention.toponym)
        if bare == mention.toponym or mention.kind not in ("", "state", "district", "township"):
            return mention
        if len(self._named(mention.toponym)) or is_generic(bare):
            return mention
        side = mention.toponym[: len(mention.toponym) - len(bare)].strip(" -").lower().removesuffix("ern").capitalize()
        for own in (f"{side} {bare}", f"{bare} ({side})"):  # southern Okkalapa is South Okkalapa
            if np.isin(self.index.classes[self._named(own)], _TOWN_CLASSES).any():
                return replace(mention, toponym=own)
        stated = self.contexts.read((f"{bare} {mention.kind}".strip(), *mention.context))
        unit = stated[0] if stated and stated[0].level and not stated[0].country else None
        if unit is None or unit.similarity < 1 or len(unit.units) != 1:
            return mention
        kind = mention.kind or {1: "state", 2: "township" if unit.inner else "district", 3: "township"}[unit.level]
        if kind == "state" and self._is_city(bare):
            return mention
        return replace(mention, toponym=bare, kind=kind, relation=mention.relation or "part of")

    def _is_city(self, name: str) -> bool:
        """Whether the name is a city over several townships as well: a side of it is neither region nor township."""
        codes = [self.index.codes[int(place)] for place in self._named(name)]
        return "PPLA" in codes and name.lower() in ("yangon", "mandalay", "rangoon")

    def _across(self, mention: Mention) -> Mention:
        if not _ACROSS.search(mention.relation):
            return mention
        near = self.abroad.opposite(mention.toponym) or self._side_here(mention)
        if not near:
            return mention
        _, name, kind = read_part(near)
        return replace(mention, toponym=name, kind=kind or "town")

    def _side_here(self, mention: Mention) -> str:
        """The township of Myanmar that is stated beside what lies across the border; "" where none is."""
        stated = self.contexts.read(mention.context)
        if not (self.abroad.border(mention.toponym) or any(context.country for context in stated)):
            return ""
        units = [next(iter(c.inner or c.units)) for c in stated if c.inner or c.level == 3]
        place = self.index.unit_place.get(units[0]) if units else None
        return f"{self.index.names[place]} Township" if place is not None else ""

    def _other_script(self, mention: Mention) -> Mention:
        texts = (mention.toponym, *mention.context)
        if all(script(text) or not any(c.isalpha() for c in text) for text in texts):
            return mention
        named = [self.abroad.in_script(text) if not script(text) else "" for text in texts]
        context = tuple(self._name_of(code) or text for code, text in zip(named[1:], mention.context, strict=True))
        place = self.index.place_number.get(named[0], self.index.place_number.get(named[0][:9]))
        if place is None:
            country = _COUNTRY_NAMES.get(named[0], "")
            return replace(mention, context=(*context, country) if country else context)
        kind = CLASSES[self.index.classes[place]]
        return replace(mention, toponym=self.index.names[place], kind=kind, context=context)

    def _name_of(self, code: str) -> str:
        """A stated unit in Thai or Chinese script as it is called here; Myanmar itself says nothing."""
        if code == "MMR":
            return "Myanmar"
        place = self.index.place_number.get(code)
        if place is None:
            return _COUNTRY_NAMES.get(code, "")
        return f"{self.index.names[place]} {CLASSES[self.index.classes[place]]}"


def _known(context: Context) -> bool:
    return bool(context.level or context.country or context.anchor)
