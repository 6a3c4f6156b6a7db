"""Builds kept in the user's cache folder: what was built of the same tables by the same program is not built again.
A key is a digest of everything a build reads. A cache that is gone, damaged or full costs time, never the answer."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import platformdirs

from conflictmap.cache.piece_store import program_digest
from conflictmap.places.gazetteer.layers import chosen_folder
from conflictmap.project import Project
from conflictmap.version import __version__
from conflictmap.writing import write_atomic

if TYPE_CHECKING:
    from conflictmap.page import PageOptions

VARIABLE = "CONFLICTMAP_CACHE_DIR"  # where builds are kept; empty: none are
KEPT = 6  # builds; of the shipped data they are 6 MB
LARGEST = 200_000_000  # bytes of one build's pages; larger ones are not kept
FILE = "built.json"


@dataclass(frozen=True)
class Asked:
    """What a build was asked for; see the options of `conflictmap build`."""

    options: PageOptions
    assume_baseline: bool
    aggregate: tuple[str, ...]
    count_for_control: bool
    split: bool
    scheduler: str | None
    workers: int

    def choices(self) -> dict[str, Any]:
        """Return those that bear on what is built, as plain values; how many processes work does not."""
        values = asdict(self)
        return {name: value for name, value in values.items() if name not in ("scheduler", "workers")}


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made: `pages` by file name, and what it says: `notices` to standard error, `lines` to the output."""

    pages: Mapping[str, bytes]
    notices: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()


def built(project: Project, options: Mapping[str, Any], make: Callable[[], Built], *, fresh: bool = False) -> Built:
    """Return the build of a project's tables as they are now: the kept one, or what `make` makes, which is kept.

    `options` are all the choices that bear on the pages, as plain values. With `fresh` nothing is read from the cache.
    """
    folder = cache_folder()
    if folder is None:
        return make()
    key = _key_now(project, options)
    kept = None if fresh or not key else _read(folder / key)
    if kept is not None:
        return kept
    result = make()
    if key and _key_now(project, options) == key:  # else a table changed while it was being read
        with contextlib.suppress(OSError):  # a full disk or a read-only home
            _keep(folder, key, result)
    return result


def cache_folder(kind: str = "builds") -> Path | None:
    """Tell where builds, or the pieces of builds, are kept; None where the user wants none."""
    named = os.environ.get(VARIABLE)
    if named is not None:
        return Path(named) / kind if named else None
    return Path(platformdirs.user_cache_path("conflictmap")) / kind


def _key_now(project: Project, options: Mapping[str, Any]) -> str:
    """The key; "" where a file cannot be read or goes away meanwhile: what reads it for the build says what is wrong."""
    try:
        return key_of(project, options)
    except OSError:
        return ""


def key_of(project: Project, options: Mapping[str, Any]) -> str:
    """Return a digest of all that a build reads: the program's own files, its packages, the tables, what was imported, options."""
    digest = hashlib.sha256(json.dumps([__version__, options], sort_keys=True, default=str).encode())
    digest.update(program_digest())
    _add(digest, project.data, project.data.rglob("*"))
    imported = chosen_folder(project)[0]
    digest.update(f"{project.root}\0{imported}\0".encode())
    if imported.is_dir():  # large, and never edited: names, sizes and times tell of a change
        for path in sorted(imported.rglob("*")):
            status = path.stat()
            if path.is_file() and "cache" not in path.relative_to(imported).parts:
                digest.update(f"{path.relative_to(imported)}\0{status.st_size}\0{status.st_mtime_ns}\0".encode())
    return digest.hexdigest()


def _add(digest: Any, root: Path, paths: Any) -> None:
    for path in sorted(set(paths)):
        if path.is_file() and not path.name.startswith(".") and "__pycache__" not in path.parts:
            with path.open("rb") as file:
                content = hashlib.file_digest(file, "sha256").digest()
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + content)


def _read(folder: Path) -> Built | None:
    """A kept build whose every page is whole; None otherwise."""
    try:
        kept = json.loads((folder / FILE).read_bytes())
        pages = {name: (folder / "pages" / name).read_bytes() for name in kept["digests"]}
        if {name: hashlib.sha256(page).hexdigest() for name, page in pages.items()} != kept["digests"]:
            return None
        result = Built(pages, tuple(kept["notices"]), tuple(kept["lines"]))
        os.utime(folder)  # the least used go first
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return result


def _keep(folder: Path, key: str, result: Built) -> None:
    if sum(map(len, result.pages.values())) > LARGEST:
        return
    home = folder / key
    (home / "pages").mkdir(parents=True, exist_ok=True)
    for name, page in result.pages.items():
        write_atomic(home / "pages" / name, page)
    digests = {name: hashlib.sha256(page).hexdigest() for name, page in result.pages.items()}
    said = {"notices": result.notices, "lines": result.lines, "digests": digests}
    write_atomic(home / FILE, json.dumps(said).encode())  # last: without it the build is none
    builds = sorted((path for path in folder.iterdir() if path.is_dir()), key=lambda path: path.stat().st_mtime)
    for old in builds[:-KEPT]:
        shutil.rmtree(old, ignore_errors=True)
