"""The core and the layers over it: one frame of places and one of names, a row a place whatever sources know it.
The first source that has a place gives its row; later ones fill what is missing and add their names and ids."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from conflictmap.places.gazetteer.layers import Layer, read_compiled
from conflictmap.places.names.keys import fold, skeleton
from conflictmap.writing import write_atomic

Tables = tuple[pd.DataFrame, pd.DataFrame]

# Two sources' points of one place lie this near. Villages are 1.5 km apart in the median; a town's point may be its
# market or its middle.
SAME_KM = {"village": 2.0, "town": 8.0, "site": 2.0}
LIKE = 85.0  # rapidfuzz ratio of folded names, where the keys differ
_TOWNS = ("PPLC", "PPLA", "PPLA2", "PPLA3", "PPLA4")


def combined(
    core: Callable[[], Tables], layers: Sequence[Layer], cache: Path, *, settle: Callable[[pd.DataFrame], pd.DataFrame]
) -> Tables:
    """Combine as `combine` does, read from the folder `cache` where it was kept there before, else made and kept.

    Parameters: core, called only where it is needed; cache, a folder of this version alone; settle, what makes the
    parents those of the boundaries in use.
    """
    paths = cache / "places.parquet", cache / "names.parquet"
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError, EOFError):
        return pd.read_parquet(paths[0]), pd.read_parquet(paths[1])
    stored = [(read_compiled(layer, "places"), read_compiled(layer, "names")) for layer in layers]
    frame, names = combine(core(), stored)
    made = settle(frame), names
    with contextlib.suppress(OSError):  # a folder that cannot be written costs time, not the answer
        cache.mkdir(parents=True, exist_ok=True)
        for frame, path in zip(made, paths, strict=True):
            content = io.BytesIO()
            frame.to_parquet(content)
            write_atomic(path, content.getvalue())
        for left in cache.glob("*.new"):  # of releases that wrote these files otherwise
            left.unlink(missing_ok=True)
    return made


def combine(
    core: tuple[pd.DataFrame, pd.DataFrame], layers: Sequence[tuple[pd.DataFrame, pd.DataFrame]]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Lay each layer over what lies below it.

    Parameters: core and layers, each a frame of places (indexed by place_id, `gazetteer.FRAME_COLUMNS`) and one of
    names (`gazetteer.NAME_COLUMNS`); a layer's official names need not be among its names.
    Returns: the same two, places sorted by place_id, names by place_id.
    """
    places, names = core
    for more, forms in layers:
        same = same_places(places, names, more, forms)
        places, names = _lay(places, names, more, forms, same)
    return places.sort_index(), names.sort_values("place_id", kind="stable", ignore_index=True)


def same_places(
    below: pd.DataFrame, below_names: pd.DataFrame, above: pd.DataFrame, above_names: pd.DataFrame
) -> pd.Series[str]:
    """Return for each place of `above` the place_id of the place below that is the same; "" where it is new.

    The same by code; else by name, kind and distance: a form of the name equal by skeleton or alike, the same kind,
    near enough, and the best of what is near. One place below is given to one above.
    """
    others = below["other_ids"][below["other_ids"] != ""].str.split("|").explode()
    codes = dict(zip(others, others.index, strict=True)) | {
        code: code for code in above.index.intersection(below.index)
    }
    by_code = pd.Series([codes.get(code, "") for code in above.index], above.index, dtype=object)
    pairs = _near(below, above[(by_code == "") & above["lon"].notna() & (above["radius_km"] == 0)])
    if not len(pairs):
        return by_code
    pairs = pairs[~pairs["below"].isin(set(by_code))]
    scored = pairs.assign(score=_alike(pairs, _forms(below, below_names), _forms(above, above_names)))
    scored = scored[scored["score"] >= LIKE].sort_values(["score", "km"], ascending=[False, True], kind="stable")
    scored = scored.drop_duplicates("above").drop_duplicates("below")
    named = dict(zip(scored["above"], scored["below"], strict=True))
    by_name = pd.Series([named.get(code, "") for code in above.index], above.index, dtype=object)
    return by_code.where(by_code != "", by_name)


def _near(below: pd.DataFrame, above: pd.DataFrame) -> pd.DataFrame:
    """Pairs of the same kind within reach: above, below (place_ids), km."""
    import shapely

    lower = below[below["lon"].notna() & (below["radius_km"] == 0)]
    parts = []
    for kind, within in SAME_KM.items():
        ours, theirs = lower[_kinds(lower) == kind], above[_kinds(above) == kind]
        if not len(ours) or not len(theirs):
            continue
        # degrees of longitude shrink northwards: take them as at 28 north, the widest, and measure afterwards
        flat = [shapely.points(part["lon"] * 0.88, part["lat"]) for part in (ours, theirs)]
        left, right = shapely.STRtree(flat[0]).query(flat[1], predicate="dwithin", distance=within / 97.0)
        pairs = pd.DataFrame({"above": theirs.index[left], "below": ours.index[right]})
        km = _km(theirs.iloc[left], ours.iloc[right])
        parts.append(pairs.assign(km=km)[km <= within])
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["above", "below", "km"])


def _km(here: pd.DataFrame, there: pd.DataFrame) -> NDArray[np.float64]:
    from conflictmap.geo import distance_km

    lon1, lat1, lon2, lat2 = (frame[name].to_numpy() for frame in (here, there) for name in ("lon", "lat"))
    return distance_km(lon1, lat1, lon2, lat2)


def _kinds(places: pd.DataFrame) -> NDArray[Any]:
    code = places["feature_code"]
    town = code.isin(_TOWNS)
    unit = code.str.startswith("ADM")
    return np.select([unit, town, code.str.startswith("PPL")], ["unit", "town", "village"], "site")


def _forms(places: pd.DataFrame, names: pd.DataFrame) -> pd.Series[Any]:
    """place_id -> the set of its written forms in Latin letters."""
    further = names[names["kind"] != "script"]
    every = pd.concat([places["name"], further.set_index("place_id")["name"]])
    forms: pd.Series[Any] = every[every != ""].groupby(level=0).agg(set)
    return forms


def _alike(pairs: pd.DataFrame, below: pd.Series[Any], above: pd.Series[Any]) -> list[float]:
    from rapidfuzz import fuzz

    def score(theirs: set[str], ours: set[str]) -> float:
        if {skeleton(name) for name in theirs} & {skeleton(name) for name in ours}:
            return 100.0
        return max(fuzz.ratio(fold(their), fold(our)) for their in theirs for our in ours)

    return [score(above[mine], below[filler]) for mine, filler in zip(pairs["above"], pairs["below"], strict=True)]


def _lay(
    places: pd.DataFrame, names: pd.DataFrame, more: pd.DataFrame, forms: pd.DataFrame, same: pd.Series[str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    twin = same != ""
    rows = more[twin].assign(below=same[twin]).drop_duplicates("below").set_index("below", append=True)
    filler = rows.reset_index("below").set_index("below", append=True).reset_index(level=0, names="theirs")
    mine = places.loc[filler.index]
    bare = mine["lon"].isna() | (
        (mine["radius_km"] > 0) & (filler["radius_km"] == 0) & ~mine["feature_code"].str.startswith("ADM")
    )
    ids = np.where(filler["theirs"] == filler.index, filler["other_ids"], filler["theirs"] + "|" + filler["other_ids"])
    filled = mine.assign(
        **{
            name: mine[name].where(mine[name] != "", filler[name])
            for name in ("name_my", "adm1_pcode", "adm2_pcode", "adm3_pcode", "adm4_pcode")
        },
        **{name: mine[name].where(~bare, filler[name]) for name in ("lon", "lat", "radius_km")},
        source=[_joined(above, below, "; ") for above, below in zip(mine["source"], filler["source"], strict=True)],
        other_ids=[_joined(above, below.strip("|"), "|") for above, below in zip(mine["other_ids"], ids, strict=True)],
    )
    whole = pd.concat([places.drop(index=filled.index), filled, more[~twin]]).rename_axis("place_id")
    owner = same.where(twin, same.index.to_series())
    official, further = _forms_above(more, forms, owner, set(filled.index))
    every = pd.concat([names, official, further[names.columns]], ignore_index=True)
    every = every[every["name"] != ""].drop_duplicates(["place_id", "name"], ignore_index=True)
    return whole, every


def _forms_above(
    more: pd.DataFrame, forms: pd.DataFrame, owner: pd.Series[Any], taken: set[str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A layer's own names and its further ones, under the place_ids that they have now."""
    official = pd.concat(
        [
            pd.DataFrame(
                {
                    "place_id": owner.to_numpy(),
                    "name": more[column].to_numpy(),
                    "kind": kind,
                    "source": more["source"].to_numpy(),
                }
            )
            for column, kind in (("name", "official"), ("name_my", "script"))
        ]
    ).assign(start=None, end=None)
    # the first source's name is the official one; the others' are spellings of it
    doubled = official["place_id"].isin(taken) & (official["kind"] == "official")
    official = official.assign(kind=official["kind"].mask(doubled, "spelling"))
    further = forms.assign(place_id=forms["place_id"].map(owner).fillna(forms["place_id"]))
    return official, further


def _joined(first: str, second: str, separator: str) -> str:
    parts = [part for text in (first, second) for part in text.split(separator) if part]
    return separator.join(dict.fromkeys(parts))
