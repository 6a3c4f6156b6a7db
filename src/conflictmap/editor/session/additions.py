"""Which names of the events a place that was made, or a spelling that was accepted, can bear on.
More than it does bear on, never fewer: the names are matched again, and most come out as before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz import fuzz

from conflictmap.model import Mention
from conflictmap.places.gazetteer.gazetteer import MADE_PREFIX, Gazetteer
from conflictmap.places.mentions.phrase import read_part
from conflictmap.places.names.keys import deletions, fold, skeleton
from conflictmap.places.resolution.candidates import spellings
from conflictmap.places.resolution.context import variants, without_direction
from conflictmap.places.resolution.index import name_parts
from conflictmap.places.resolution.matcher import Matcher

IN_TOWNSHIP, ANYWHERE = 62.0, 74.0  # per cent of the skeleton's letters from which `candidates` looks at a name
Addition = tuple[str, str, str]  # place_id, a written form of it, its township


def additions(gazetteer: Gazetteer) -> tuple[Addition, ...]:
    """What editors added to a gazetteer, sorted."""
    names = gazetteer.added[1]
    townships = gazetteer.frame()["adm3_pcode"].reindex(names["place_id"]).fillna("").tolist()
    return tuple(sorted(zip(names["place_id"].tolist(), names["name"].tolist(), townships, strict=True)))


def reached(names: Sequence[Mention], changed: Iterable[Addition], matcher: Matcher) -> list[int]:
    """The positions of the names whose match these additions, come or gone, can change.

    Those that are found as one of them is, less a letter or so, or have a stated unit that is; those that are like one
    in their township, or anywhere where they state none; and those in the township of a place that was made, where
    villages are one more.
    """
    reach = _Reach(list(changed), matcher)
    return [at for at, name in enumerate(names) if reach.to(name)] if reach.added else []


class _Reach:
    """What additions lead to: keys with a letter left out, and by likeness their townships (numbers of units)."""

    def __init__(self, changed: list[Addition], matcher: Matcher) -> None:
        unit = matcher.index.unit_number
        forms = [(form, unit.get(pcode, -1)) for _, name, pcode in changed for form in (name, *name_parts(name))]
        self.added = [(skeleton(form), township) for form, township in forms]
        self._matcher = matcher
        self._keys = {part for key, _ in self.added for part in deletions(key)} - {""}
        self._folds = {fold(form) for form, _ in forms}
        self._made = {unit.get(pcode, -1) for place_id, _, pcode in changed if place_id.startswith(MADE_PREFIX)}

    def to(self, name: Mention) -> bool:
        query = self._matcher.query(name)
        stated, forms = query.units(3), spellings(query)
        if stated & self._made or any(self._found(form) for form in (*forms, *_units(name))):
            return True
        for key, township in self.added:
            if township in stated if stated else True:
                least = IN_TOWNSHIP if stated else ANYWHERE
                if any(fuzz.ratio(key, skeleton(form), score_cutoff=least) for form in forms):
                    return True
        return False

    def _found(self, form: str) -> bool:
        return fold(form) in self._folds or not self._keys.isdisjoint(deletions(skeleton(form)))


def _units(name: Mention) -> Iterator[str]:
    """The forms under which stated units are looked for."""
    for text in name.context:
        unit = read_part(text)[1]
        yield from (*variants(unit), without_direction(unit))
