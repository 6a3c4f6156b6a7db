"""A gazetteer to lay over the core, as it is before it is stored: its places, their names, and what was found wrong.
Every importer makes one; `cleaning` mends it, `store` keeps it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

PLACE_COLUMNS = (
    "name", "name_my", "feature_code", "lon", "lat", "radius_km",
    "adm1_pcode", "adm2_pcode", "adm3_pcode", "adm4_pcode", "source", "other_ids",
)  # fmt: skip
NAME_COLUMNS = ("place_id", "name", "kind", "source", "start", "end")
FINDING_COLUMNS = ("check", "place_id", "name", "value", "done")

#: What each check of an import means, as `conflictmap gazetteer check` says it.
CHECKS = {
    "null_island": "points at (0, 0): the coordinates are taken as unknown",
    "not_a_number": "coordinates that are no numbers: taken as unknown",
    "swapped": "longitude and latitude swapped: put right, since the swapped point lies in the stated township",
    "outside_country": "points outside the country: the coordinates are taken as unknown",
    "outside_township": "points outside their own township (with the distance)",
    "no_coordinates": "without coordinates: placed at the centre of their village tract, with its radius",
    "no_position": "without coordinates or a located neighbour in their tract: the township is all that is known",
    "no_polygon": "codes without a polygon: the township is the one that holds the point",
    "duplicate": "rows that repeat a code: the first is kept",
    "inactive": "rows that the list marks as no longer in use: kept, with the kind PPLH",
    "zawgyi": "Burmese text in Zawgyi: turned into Unicode",
    "zawgyi_lost": "Burmese text in Zawgyi that could not be turned into Unicode: left out",
    "too_long": "names of more than 200 characters: the rows are left out",
    "no_code": "rows without a code or a name: left out",
    "other_kind": "rows of other kinds (units, which the core has; streams, hills, fields): left out",
}


@dataclass(frozen=True, slots=True)
class LayerData:
    """`places` indexed by place_id (columns `PLACE_COLUMNS`; lon, lat missing where unknown), `names` one row a written
    form beyond name and name_my (`NAME_COLUMNS`), `findings` one row a thing found (`FINDING_COLUMNS`), `rows` how
    many rows the source had."""

    places: pd.DataFrame
    names: pd.DataFrame
    findings: pd.DataFrame
    rows: int


def findings(
    check: str, rows: pd.DataFrame, value: pd.Series | Sequence[object] | str = "", *, done: str = ""
) -> pd.DataFrame:
    """Return one finding a row of places (indexed by place_id, with `name`)."""
    shown = (
        pd.Series(value, rows.index).astype(str)
        if isinstance(value, str)
        else pd.Series(list(value), rows.index).astype(str)
    )
    return pd.DataFrame(
        {
            "check": check,
            "place_id": rows.index.astype(str),
            "name": rows["name"].to_numpy(),
            "value": shown.to_numpy(),
            "done": done,
        }
    )[list(FINDING_COLUMNS)]


def no_findings() -> pd.DataFrame:
    """Return an empty frame of findings."""
    return pd.DataFrame(columns=list(FINDING_COLUMNS), dtype=object)
