"""The places that UCDP's georeferenced events put exactly, once each.
UCDP GED is CC BY 4.0: Sundberg and Melander (2013), Davies et al. (2024). Events themselves are not taken."""

from __future__ import annotations

import re

import pandas as pd

from conflictmap.sources.mimu_lists import numbers

SOURCE = "UCDP GED (Sundberg and Melander 2013; Davies et al. 2024), CC BY 4.0"
_KINDS = {"village": "PPL", "locality": "PPLL", "town": "PPL", "city": "PPL", "pagoda": "PGDA"}


def exact_places(events: pd.DataFrame) -> pd.DataFrame:
    """Return the places of rows with `where_prec` 1, in order of name.

    Parameters: events, rows of str with where_prec, where_coordinates, latitude, longitude.
    Returns: one row a name and position: name, kind ("village", "town", ...), feature_code, lon, lat.
    """
    exact = events[events["where_prec"] == "1"]
    places = pd.DataFrame(
        {
            "written": exact["where_coordinates"].str.strip(),
            "lon": numbers(exact["longitude"]),
            "lat": numbers(exact["latitude"]),
        }
    ).drop_duplicates()
    places = places.dropna().sort_values(["written", "lon", "lat"])
    kind = places["written"].str.extract(rf"(?i)\b({'|'.join(_KINDS)})\b", expand=False).str.lower().fillna("village")
    bare = [
        re.sub(rf"(?i)\s+({kind})$|\s*\([^)]*\)", "", name) for name, kind in zip(places["written"], kind, strict=True)
    ]
    return places.assign(name=[_whole(name) for name in bare], kind=kind, feature_code=kind.map(_KINDS)).drop(
        columns="written"
    )


def _whole(name: str) -> str:
    """Keep "Pagoda" in a pagoda's name, drop the kind word of a settlement."""
    return re.sub(r"(?i)\s+(village|town|city|locality)$", "", name).strip()
