"""Which names of the events a place that was made, or a spelling that was accepted, can bear on.
More than it does bear on, never fewer: the names are matched again, and most come out as before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from rapidfuzz import fuzz, process

from conflictmap.model import Mention
from conflictmap.places.candidates import Query, spellings
from conflictmap.places.contexts import variants, without_direction
from conflictmap.places.gazetteer import Gazetteer
from conflictmap.places.index import name_parts
from conflictmap.places.matching import Matcher
from conflictmap.places.names import fold, skeleton
from conflictmap.places.phrases import read_part

LIKE = 60.0  # per cent of the skeleton's letters; candidates are looked for among names that share 62 or more
Addition = tuple[str, str, str]  # place_id, a written form, the township of a place that was made ("" of a spelling)


def additions(gazetteer: Gazetteer) -> tuple[Addition, ...]:
    """What editors added to a gazetteer, sorted."""
    places, names = gazetteer.added
    township = places["adm3_pcode"].to_dict()
    rows = zip(names["place_id"].tolist(), names["name"].tolist(), strict=True)
    return tuple(sorted((place_id, name, str(township.get(place_id, ""))) for place_id, name in rows))


def reached(names: Sequence[Mention], changed: Iterable[Addition], matcher: Matcher) -> list[int]:
    """The positions of the names whose match these additions, come or gone, can change.

    Those spelled like one of them, or with a stated unit that is; and those in a stated township of a place that was
    made, whose villages are one more.
    """
    changed = list(changed)
    if not changed:
        return []
    number = matcher.index.unit_number
    townships = {number[township] for _, _, township in changed if township in number}
    queries = [matcher.query(name) for name in names]
    alike = _alike({form for query, name in zip(queries, names, strict=True) for form in _forms(query, name)},
                   {form for _, name, _ in changed for form in (name, *name_parts(name))})  # fmt: skip
    return [
        at
        for at, (query, name) in enumerate(zip(queries, names, strict=True))
        if query.units(3) & townships or any(form in alike for form in _forms(query, name))
    ]


def _forms(query: Query, name: Mention) -> Iterator[str]:
    """What is looked for in the gazetteer: the name's own forms, and its stated units'."""
    yield from spellings(query)
    for text in name.context:
        unit = read_part(text)[1]
        yield from (*variants(unit), without_direction(unit))


def _alike(forms: set[str], added: set[str]) -> set[str]:
    """The forms that are like one of the added ones."""
    asked = sorted(forms)
    score = process.cdist([skeleton(form) for form in asked], [skeleton(form) for form in added], scorer=fuzz.ratio)
    near = np.flatnonzero((score >= LIKE).any(axis=1))
    same = {fold(form) for form in added}
    return {asked[int(at)] for at in near} | {form for form in asked if fold(form) in same}
