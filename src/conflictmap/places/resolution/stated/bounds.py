"""What the stated units allow: the candidates that lie inside the narrowest one that is understood.
Nothing here ranks; a unit whose name stands in no list, or is only like one, bounds nothing.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from conflictmap.geo import distance_km
from conflictmap.places.mentions.phrase import read_part
from conflictmap.places.names.keys import fold
from conflictmap.places.resolution.candidates import ALIAS, SKELETON, Query
from conflictmap.places.resolution.context import Context
from conflictmap.places.resolution.index import CLASSES, Index
from conflictmap.places.resolution.lookup import Ints
from conflictmap.places.resolution.stated.foreign import Abroad
from conflictmap.places.resolution.stated.former_districts import FORMER

UNDERSTOOD = 0.95  # the similarity of a unit whose name stands in the gazetteer, in this or another romanisation
_FAMILY = {
    kind: frozenset(CLASSES.index(own) for own in family)
    for kind, family in (
        ("township", ("township", "town")),
        ("town", ("town", "township")),
        ("district", ("district",)),
        ("state", ("state",)),
    )
}
_REGIONS = frozenset(CLASSES.index(kind) for kind in ("district", "state"))  # "the Yaw region" is a district here
_TOWNS = frozenset(CLASSES.index(kind) for kind in ("town", "township", "district", "state"))
_ABROAD_KINDS = ("", "town", "state", "country", "district", "township")
_NOTHING = frozenset[int]()
_NEAR_KM = 10.0  # "near", said of a town, reaches about this far beyond its township
FAR_KM = 25.0  # a stated distance from which a place is hardly in the township of what it is measured from
_MARGIN_KM = 80.0  # a town this far from a stated district was in it before a redrawing that `FORMER` does not have


def understood(query: Query, level: int) -> list[Context]:
    """Return the stated units of a level whose names are known."""
    return [c for c in query.contexts if c.level == level and c.similarity >= UNDERSTOOD]


def inside(index: Index, query: Query, place: Ints, how: NDArray[np.int8]) -> NDArray[np.bool_]:
    """Tell which candidates the stated units allow: all where none is understood.

    The township stated, else the district with a margin; within the state where a place of the name lies in it; near
    what the mention is said to be near; and of the kind that its kind word says, where one of the name is.
    """
    keep = _narrowest(index, query, place, how)
    surely = how <= ALIAS
    states = understood(query, 1)
    if states:
        allowed = among(index.adm1[place], frozenset[int]().union(*(context.units for context in states)))
        keep &= allowed if np.any(allowed & surely & keep) else True
    if query.kind in _FAMILY:
        alike = among(index.classes[place], _FAMILY[query.kind])
        exact = index.classes[place] == CLASSES.index(query.kind)
        wide = among(index.classes[place], _REGIONS) if query.kind in ("district", "state") else exact
        keep &= alike if np.any(exact & surely & keep) else wide if np.any(wide & surely & keep) else True
    return np.asarray(keep & _beside(index, query, place, how), bool)


def _narrowest(index: Index, query: Query, place: Ints, how: NDArray[np.int8]) -> NDArray[np.bool_]:
    townships = understood(query, 3)
    if townships:
        allowed = frozenset[int]().union(*(context.units for context in townships))
        return np.asarray(among(index.adm3[place], allowed) | _around(index, place, townships), bool)
    districts = [context for context in understood(query, 2) if not context.loose]
    if not districts or len(place) == 0:
        return np.ones(len(place), bool)
    units = frozenset[int]().union(*(context.units for context in districts))
    near = among(index.adm2[place], units | former(index, units)) | _around(index, place, districts)
    towns = among(index.classes[place], _TOWNS)  # a village beyond it is another of the name
    for unit in units:
        centre = index.unit_place.get(unit)
        if centre is not None and not np.isnan(index.lon[centre]):
            same = towns & (index.adm1[place] == index.adm1[centre])
            near |= same & (_apart_km(index, place, centre) <= index.radius_km[centre] + _MARGIN_KM)
    inner = among(index.adm3[place], frozenset[int]().union(*(context.inner for context in districts)))
    return inner if np.any(inner & (how <= SKELETON)) else near


def former(index: Index, districts: frozenset[int]) -> frozenset[int]:
    """Return the districts that were parts of these before they were made: reports and data sets go on with the old ones."""
    codes = [code for unit in districts for code in FORMER.get(index.units[unit], ())]
    return frozenset(index.unit_number[code] for code in codes if code in index.unit_number)


def _beside(index: Index, query: Query, place: Ints, how: NDArray[np.int8]) -> NDArray[np.bool_]:
    """The candidates in the township that the mention is near, else those not far from it."""
    centre = index.unit_place.get(anchor(query))
    if centre is None or understood(query, 3) or not len(place):
        return np.ones(len(place), bool)
    held = (index.adm3[place] == index.adm3[centre]) & (how <= SKELETON)
    near = _apart_km(index, place, centre) <= index.radius_km[centre] + max(_NEAR_KM, reach_km(query) * 1.3)
    if reach_km(query) > FAR_KM:
        return np.asarray(near, bool)
    return np.asarray(held if held.any() else near, bool)


def among(column: NDArray[np.signedinteger[Any]], units: frozenset[int]) -> NDArray[np.bool_]:
    """Whether each number is one of a few; ten times as fast as `numpy.isin` on a handful of candidates."""
    inside = np.zeros(len(column), bool)
    for unit in units:
        inside |= column == unit
    return inside


def _apart_km(index: Index, place: Ints, centre: int) -> NDArray[np.float64]:
    apart = distance_km(index.lon[place], index.lat[place], index.lon[centre], index.lat[centre])
    return np.asarray(np.nan_to_num(apart, nan=1e9), np.float64)


def _around(index: Index, place: Ints, stated: list[Context]) -> NDArray[np.bool_]:
    """List wider units that hold a stated one: a district of its township's name."""
    outer = (index.around.get(unit, _NOTHING) for context in stated for unit in context.units)
    return among(place, frozenset[int]().union(*outer))


def contradiction(query: Query) -> str:
    """Return two stated townships of which no unit is both, as written; "" where they agree."""
    stated = [c for c in understood(query, 3) if read_part(c.text)[2] in ("township", "town")]
    for i, first in enumerate(stated):
        for second in stated[i + 1 :]:
            if not first.units & second.units:
                return f"{first.text} and {second.text}"
    return ""


def not_understood(query: Query) -> str:
    """Return the first stated unit, by its kind word, that no known unit bears; "" where all are known."""
    for context in query.contexts:
        known = context.anchor or context.country or (context.level and context.similarity >= UNDERSTOOD)
        if not known and read_part(context.text)[2] in ("township", "district", "town"):
            return context.text
    return ""


def country_of(index: Index, abroad: Abroad, query: Query, place: Ints, how: NDArray[np.int8]) -> str:
    """Return the country beyond Myanmar that the query names or states; "" where it may be a place here."""
    beside = any(context.anchor and (context.country or not context.units) for context in query.contexts)
    stated = "" if beside else next((context.country for context in query.contexts if context.country), "")
    before = next((context for context in query.contexts if context.country or context.anchor), None)
    if beside and before is not None and not before.anchor:
        stated = before.country  # "China; close to Kyukoke"; but "near Ruili; China" is where Ruili is
    here = any(fold(context.text) in ("myanmar", "burma") for context in query.contexts)
    if (
        stated
        and not here
        and not any(context.level and context.similarity >= UNDERSTOOD for context in query.contexts)
    ):
        return stated
    if here or query.kind not in _ABROAD_KINDS or any(context.level for context in query.contexts):
        return ""
    town = among(index.classes[place[how <= ALIAS]], _TOWNS).any()
    return "" if town else abroad.country(query.toponym) or abroad.city(query.toponym)


def reach_km(query: Query) -> float:
    """Return how far from its anchor the text says that the mention is; 0 where it says no distance."""
    return next((c.reach_km for c in query.contexts if c.anchor and c.units), 0.0)


def sure_anchor(query: Query) -> int:
    """Return `anchor` where it is of a known town of Myanmar, -1 otherwise.

    Across from a foreign town is this side of the border only where the text says a state of Myanmar.
    """
    here = bool(understood(query, 1))
    sure = any(c.anchor and c.units and (here or not c.country) and c.similarity >= UNDERSTOOD for c in query.contexts)
    return anchor(query) if sure else -1


def anchor(query: Query) -> int:
    """Return the one township that the mention is stated to be near, as a unit; -1 where none is."""
    units = [next(iter(c.units)) for c in query.contexts if c.anchor and len(c.units) == 1]
    return units[0] if units else -1
