"""What one name resolved to, and how precisely a place answers it. Nothing here decides."""

from __future__ import annotations

from dataclasses import dataclass

from conflictmap.model import Status

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
