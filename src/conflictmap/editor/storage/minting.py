"""A place that no gazetteer has, made by an editor with a source: its row, its id, and the units that hold it.
Nothing here writes; `store` does."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from conflictmap.csv_bytes import is_formula, one_line
from conflictmap.errors import ConflictmapError
from conflictmap.geo import in_country_box
from conflictmap.places.gazetteer.gazetteer import MADE_PREFIX
from conflictmap.places.gazetteer.units import Units

CODES = ("PPL", "PPLX", "PPLT", "ADM4", "MILB", "PSTB", "BDG", "PRT", "AIRP", "HLL", "MT", "ISL", "MN", "CMP", "BDRG")


class MintError(ConflictmapError):
    """A place cannot be made of what was given."""


@dataclass(frozen=True, slots=True)
class NewPlace:
    """A place as an editor gives it: degrees (EPSG:4326), a feature code of `CODES`, and who says that it is there."""

    name: str
    lon: float
    lat: float
    source: str
    name_my: str = ""
    feature_code: str = "PPL"


def minted_row(new: NewPlace, units: Units) -> dict[str, str]:
    """Return the row of data/gazetteer/places.csv, its parents found by the polygons.

    The id is a hash of name and point, so that two editors who make the same place make one row.
    Raises: MintError, where a part is missing, the point lies beyond Myanmar's townships, or the code is not known.
    """
    name, source = one_line(new.name, 120), one_line(new.source, 300)
    if not name or not source:
        raise MintError("a new place needs a name and a source (who says that it is there)")
    runs = next((text for text in (name, source, new.name_my) if is_formula(text)), None)
    if runs is not None:
        raise MintError(f"{runs[:40]!r} begins with a sign that a spreadsheet runs as a formula; leave it out")
    if new.feature_code not in CODES:
        raise MintError(f"{new.feature_code!r} is no feature code for a new place; use one of: {', '.join(CODES)}")
    if not in_country_box(new.lon, new.lat):
        raise MintError(f"({new.lon}, {new.lat}) is not in Myanmar; click on the place itself")
    township = units.join(new.lon, new.lat)[0]
    if township is None:
        raise MintError(f"({new.lon:.5f}, {new.lat:.5f}) lies in no township of Myanmar; click inside its border")
    parents = units.table.loc[township]
    lon, lat = f"{new.lon:.6f}", f"{new.lat:.6f}"
    return {
        "place_id": MADE_PREFIX + hashlib.sha256(f"{name}|{lon}|{lat}".encode()).hexdigest()[:10],
        "name": name,
        "name_my": one_line(new.name_my, 120),
        "feature_code": new.feature_code,
        "lon": lon,
        "lat": lat,
        "adm1_pcode": str(parents["adm1_pcode"]),
        "adm2_pcode": str(parents["adm2_pcode"]),
        "adm3_pcode": str(township),
        "adm4_pcode": "",
        "source": source,
    }


def as_place(cells: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row of places.csv as `Matcher.place` gives one: degrees as numbers, None where empty."""
    point = {name: None if cells[name] in ("", None) else float(cells[name]) for name in ("lon", "lat")}
    names = ("place_id", "name", "name_my", "feature_code", "adm1_pcode", "adm2_pcode", "adm3_pcode")
    return {**{name: str(cells[name] or "") for name in names}, **point, "radius_km": 0.0}
