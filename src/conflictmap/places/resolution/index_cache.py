"""The index of a gazetteer, compiled once and kept in the gazetteer's cache folder.
A cache that is missing, broken or of another version is made again; it is never needed for the answer to be right."""

from __future__ import annotations

import contextlib
import zipfile
from pathlib import Path
from typing import Any

from conflictmap.places.gazetteer.gazetteer import Gazetteer
from conflictmap.places.resolution.extending import extended
from conflictmap.places.resolution.index import FORMAT, Index, compile_index, load_index, save_index


def open_index(gazetteer: Gazetteer) -> Index:
    """The compiled names: of what was imported, from the cache folder where they are there; what editors added, new."""
    index = _imported(gazetteer)
    places, names = gazetteer.added
    return extended(index, gazetteer.frame(), places, names) if len(names) else index


def _imported(gazetteer: Gazetteer) -> Index:
    path = index_path(gazetteer)
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile):
        return load_index(path)
    index = compile_index(*gazetteer.imported)
    with contextlib.suppress(OSError):  # a read-only home costs time, not the answer
        save_index(index, path)
    return index


def index_path(gazetteer: Gazetteer) -> Path:
    """Where the compiled index of what this gazetteer was made of lies."""
    return gazetteer.cache_dir / f"names-{FORMAT}.npz"


def index_of(gazetteer: Any) -> Index:
    """The compiled names: from the cache of a Gazetteer, else made of the two tables that the object gives."""
    if isinstance(gazetteer, Gazetteer):
        return open_index(gazetteer)
    return compile_index(gazetteer.frame(), gazetteer.names())
