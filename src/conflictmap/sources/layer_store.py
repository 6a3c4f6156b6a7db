"""Layers as they are kept: Parquet files in a folder of their own, and `layers.json`, which says which are in use.
A layer is written beside the others and counts only once `layers.json` names it, so a failure changes nothing."""

from __future__ import annotations

import errno
import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd

from conflictmap.errors import SourceError
from conflictmap.places.gazetteer.layers import FILE, Layer, Layers, read_compiled, read_layers
from conflictmap.sources.layer import LayerData
from conflictmap.writing import locked, write_atomic


def keep_layer(layers: Layers, name: str, data: LayerData, about: dict[str, str]) -> Layer:
    """Store a layer and put it in use, on top of the others; one of the same name is replaced in its place.

    Parameters: layers, those in use now; about: kind, credit, licence and source of the layer.
    Raises: SourceError, where there is no room or no right to write; what was in use stays so.
    """
    with changing(layers.root) as now, writing(layers.root) as scratch:
        for file, frame in (("places", data.places), ("names", data.names), ("findings", data.findings)):
            _parquet(frame, scratch / f"{file}.parquet", name)
        version = version_of(scratch)
        folder = layers.root / "layers" / f"{name}-{version}"
        layer = Layer(name=name, folder=folder, version=version, rows=data.rows, **about)
        place(scratch, folder)
        others = [other for other in now.layers if other.name != name]
        at = next((i for i, other in enumerate(now.layers) if other.name == name), len(others))
        write(Layers(layers.root, (*others[:at], layer, *others[at:]), now.boundaries, now.credit_of_boundaries))
    return layer


def remove_layer(layers: Layers, name: str) -> Layers:
    """Take a layer out of use and delete it, whole or damaged. Raises: SourceError, where there is none of this name."""
    with changing(layers.root) as now:
        if name not in [layer.name for layer in now.layers]:
            known = ", ".join(layer.name for layer in now.layers) or "none"
            raise SourceError(f"{name!r} is not among the gazetteers added ({known}); see `conflictmap gazetteer list`")
        kept = tuple(layer for layer in now.layers if layer.name != name)
        left = Layers(now.root, kept, now.boundaries, now.credit_of_boundaries)
        write(left)
    return left


def use_boundaries(root: Path, folder: Path | None, credit: str) -> bool:
    """Put compiled boundaries in use, the core's where folder is None; under `changing`. Returns: whether it changed."""
    now = read_layers(root)
    if now.boundaries == folder:
        return False
    write(Layers(root, now.layers, folder, credit))
    return True


@contextmanager
def changing(root: Path) -> Iterator[Layers]:
    """Hold the store against every other process; gives what is in use now, and clears up after the change.

    Raises: WriteError, where another program does not let go of it.
    """
    with locked(root / FILE):
        with _as_source_error(root):
            for left in root.glob(".new-*"):  # of a killed process: nobody else is writing here
                shutil.rmtree(left, ignore_errors=True)
        now = read_layers(root)
        try:
            yield now
        finally:  # after a full disk as well: what was placed and not named is nobody's
            clear(root)


def write(layers: Layers) -> None:
    """Write `layers.json`, whole or not at all."""
    kept: dict[str, Any] = {
        "layers": [
            asdict(layer) | {"folder": layer.folder.relative_to(layers.root).as_posix()} for layer in layers.layers
        ]
    }
    if layers.boundaries is not None:
        folder = layers.boundaries.relative_to(layers.root).as_posix()
        kept["boundaries"] = {"folder": folder, "credit": layers.credit_of_boundaries}
    with _as_source_error(layers.root):
        write_atomic(layers.root / FILE, json.dumps(kept, ensure_ascii=False, indent=2).encode() + b"\n")


@contextmanager
def writing(root: Path) -> Iterator[Path]:
    """Yield a folder to write into under `root`, gone afterwards unless it was moved. Raises: SourceError for a full disk."""
    with _as_source_error(root):
        root.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix=".new-", dir=root))
        try:
            yield scratch
        finally:
            shutil.rmtree(scratch, ignore_errors=True)


def place(scratch: Path, folder: Path) -> None:
    """Move a finished folder to its place; one that holds the same content already is kept."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    if not folder.is_dir():
        scratch.chmod(0o755)
        scratch.rename(folder)


def clear(root: Path) -> None:
    """Delete what `layers.json` no longer names, and every index made of it; what cannot be deleted stays."""
    kept = json.loads((root / FILE).read_text(encoding="utf-8")) if (root / FILE).is_file() else {"layers": []}
    named = {entry["folder"] for entry in kept["layers"]} | {kept.get("boundaries", {}).get("folder")}
    for folder in [*root.glob("layers/*"), *root.glob("boundaries/*")]:
        if folder.relative_to(root).as_posix() not in named:
            shutil.rmtree(folder, ignore_errors=True)
    shutil.rmtree(root / "cache", ignore_errors=True)


@contextmanager
def _as_source_error(root: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        what = "no room left" if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG) else str(error.strerror)
        fix = "free some, or name another folder with --data-dir; what was there before is unchanged"
        raise SourceError(f"{root}: {what} while writing; {fix}") from None


def version_of(folder: Path) -> str:
    """Return a hash of all that a folder holds."""
    digest = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def read_findings(layer: Layer) -> pd.DataFrame:
    """Tell what was found when the layer was added; columns `layer.FINDING_COLUMNS`."""
    return read_compiled(layer, "findings")


def _parquet(frame: pd.DataFrame, path: Path, name: str) -> None:
    try:
        frame.to_parquet(path)
    except (ValueError, TypeError, OverflowError) as error:  # Arrow's faults are among these
        raise SourceError(f"{name}: {path.stem} cannot be compiled ({str(error)[:200]}); nothing was added") from None
