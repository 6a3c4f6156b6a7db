"""The index of a gazetteer, compiled once and kept in the gazetteer's cache folder.
A cache that is missing, broken or of another version is made again; it is never needed for the answer to be right."""

from __future__ import annotations

import contextlib
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from conflictmap.places.gazetteer.gazetteer import Gazetteer
from conflictmap.places.names.keys import deletions
from conflictmap.places.resolution.index import FORMAT, Index, compile_index, load_index, save_index
from conflictmap.places.resolution.lookup import Hashes, Ints, Lookup, Texts, hashes, key_hash, lookup

DAMAGED = (OSError, ValueError, KeyError, TypeError, EOFError, IndexError, zipfile.BadZipFile, zlib.error)
_NAMESAKES = ("ADM3", "PPLA", "PPLC")  # a township and its towns share their aliases


def extended(base: Index, frame: pd.DataFrame, places: pd.DataFrame, names: pd.DataFrame) -> Index:
    """Return the index with further places and names.

    Parameters: base, of n places; frame, the columns of `Gazetteer.frame()` for all places, old and new; places, the
    new ones of the same columns; names, rows of `Gazetteer.names()` that are new, of old and of new places.
    """
    owners = frame[frame.index.isin(names["place_id"])]
    beside = frame["adm3_pcode"].isin(set(owners["adm3_pcode"]) - {""}) & frame["feature_code"].str.startswith(
        _NAMESAKES
    )
    rows = frame[beside | frame.index.isin(names["place_id"]) | frame.index.isin(places.index)]
    return _joined(base, compile_index(rows, names))


def _joined(base: Index, more: Index) -> Index:
    """`base` with the places of `more` that it lacks, and with those records of `more` that say something new."""
    known = [base.place_number.get(place_id, -1) for place_id in _all(more.place_ids)]
    fresh = np.flatnonzero(np.array(known) < 0)
    numbers = np.array(known, np.int32)
    numbers[fresh] = len(base) + np.arange(len(fresh))
    kept = _new_records(base, more, numbers)
    skeletons, of_skeleton, new = _skeletons(base, more, kept)
    first, cut = len(base.skeletons), [(key_hash(p), i) for i, key in enumerate(new) for p in deletions(key)]
    records = (len(base.record_place) + np.arange(len(kept))).astype(np.int32)
    named = [more.record_name[i] for i in kept]
    units, spelled = np.array([*map(base.unit_number.__getitem__, _all(more.units)), -1], np.int32), of_skeleton >= 0
    fields: dict[str, Any] = {
        "record_place": np.append(base.record_place, numbers[more.record_place[kept]]),
        "record_kind": np.append(base.record_kind, more.record_kind[kept]),
        "record_name": _with(base.record_name, named),
        "record_traits": np.append(base.record_traits, more.record_traits[kept]),
        "record_skeleton": np.append(base.record_skeleton, of_skeleton),
        "skeletons": skeletons,
        "by_fold": _more(base.by_fold, hashes(named), records),
        "by_skeleton": _more(base.by_skeleton, hashes(new), first + np.arange(len(new))),
        "by_deletion": _more(base.by_deletion, np.array([h for h, _ in cut], np.uint64),
                             first + np.array([i for _, i in cut])),
        "skeleton_records": _more(base.skeleton_records, of_skeleton[spelled].astype(np.uint64), records[spelled]),
    }  # fmt: skip
    for name in ("place_ids", "names", "names_my", "codes"):
        fields[name] = _with(getattr(base, name), [getattr(more, name)[int(i)] for i in fresh])
    for name in ("lon", "lat", "radius_km", "classes"):
        fields[name] = np.append(getattr(base, name), getattr(more, name)[fresh])
    for name in ("adm1", "adm2", "adm3"):
        fields[name] = np.append(getattr(base, name), units[getattr(more, name)[fresh]])
    return replace(base, **fields)


def _new_records(base: Index, more: Index, numbers: Ints) -> list[int]:
    """The records of `more` by which its place is not known yet."""
    asked, records = base.by_fold.find(hashes(_all(more.record_name)))
    borne = {(int(i), int(base.record_place[record])) for i, record in zip(asked, records, strict=True)}
    return [i for i, place in enumerate(more.record_place.tolist()) if (i, int(numbers[place])) not in borne]


def _skeletons(base: Index, more: Index, kept: list[int]) -> tuple[Texts, Ints, list[str]]:
    """All skeletons, the number of each kept record's among them (-1: none), and those that are new."""
    of_record = more.record_skeleton[kept].tolist()
    keys = [more.skeletons[number] if number >= 0 else "" for number in of_record]
    asked, numbers = base.by_skeleton.find(hashes(keys))
    number = {keys[i]: int(known) for i, known in zip(asked, numbers, strict=True)}
    new = sorted(set(keys) - number.keys() - {""})
    number |= {key: len(base.skeletons) + i for i, key in enumerate(new)}
    return _with(base.skeletons, new), np.array([number.get(key, -1) for key in keys], np.int32), new


def _more(base: Lookup, keys: Hashes, values: Any) -> Lookup:
    old = np.repeat(base.keys, np.diff(base.starts))
    return lookup(np.append(old, keys), np.append(base.values, values).astype(np.int32)) if len(keys) else base


def _with(texts: Texts, strings: list[str]) -> Texts:
    more = Texts.of(strings)
    return Texts(texts.block + more.block, np.append(texts.starts, texts.starts[-1] + more.starts[1:]))


def _all(texts: Texts) -> list[str]:
    return [texts[i] for i in range(len(texts))]


def open_index(gazetteer: Gazetteer) -> Index:
    """Return the compiled names: of what was imported, from the cache folder where they are there; what editors added, new."""
    index = _imported(gazetteer)
    places, names = gazetteer.added
    return extended(index, gazetteer.frame(), places, names) if len(names) else index


def _imported(gazetteer: Gazetteer) -> Index:
    path = index_path(gazetteer)
    with contextlib.suppress(*DAMAGED):
        return load_index(path)
    index = compile_index(*gazetteer.imported)
    with contextlib.suppress(OSError):  # a read-only home costs time, not the answer
        save_index(index, path)
    return index


def index_path(gazetteer: Gazetteer) -> Path:
    """Tell where the compiled index of what this gazetteer was made of lies."""
    return gazetteer.cache_dir / f"names-{FORMAT}.npz"


def index_of(gazetteer: Any) -> Index:
    """Return the compiled names: from the cache of a Gazetteer, else made of the two tables that the object gives."""
    if isinstance(gazetteer, Gazetteer):
        return open_index(gazetteer)
    return compile_index(gazetteer.frame(), gazetteer.names())
