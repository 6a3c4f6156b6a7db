"""Where a user's imported gazetteers and boundaries lie, and which of them are in use.
Reads one small file, `layers.json`; what writes it is in `sources`."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import platformdirs

from conflictmap.errors import DataError, Problem
from conflictmap.project import Project, is_file

FILE = "layers.json"
VARIABLE = "CONFLICTMAP_DATA_DIR"
TEXTS = "texts.json"  # the copies of chronicles' texts, which lie in the same folder as a project's imports
LOCAL = ".conflictmap"  # a folder of this name beside data/ keeps a project's imports with the project


@dataclass(frozen=True, slots=True)
class Layer:
    """An imported gazetteer: `folder` holds places.parquet and names.parquet; `version` is their content's hash."""

    name: str
    kind: str
    folder: Path
    version: str
    credit: str
    licence: str
    source: str
    rows: int


@dataclass(frozen=True, slots=True)
class Layers:
    """What is in use. `layers` lie over the core in this order; `boundaries` is None while the core's are used."""

    root: Path
    layers: tuple[Layer, ...] = ()
    boundaries: Path | None = None
    credit_of_boundaries: str = ""


def layers_of(project: Project, data_dir: Path | None = None) -> Layers:
    """Return the layers in use: of `data_dir` where it is given, else of the project's own folder, else of the user's.

    Raises: DataError, where layers.json cannot be read or a layer that it names is gone.
    """
    layers = read_layers(data_folder(project, data_dir))
    gone = [layer for layer in layers.layers if not is_file(layer.folder / "places.parquet")]
    if gone:
        fix = f"run `conflictmap gazetteer remove {gone[0].name}`, then add it again"
        raise DataError([Problem(str(gone[0].folder), "the compiled gazetteer is gone", fix)])
    if layers.boundaries is not None and not is_file(layers.boundaries / "units.csv"):
        fix = "run `conflictmap boundaries reset`, then use the file again"
        raise DataError([Problem(str(layers.boundaries), "the compiled boundaries are gone", fix)])
    return layers


def read_layers(root: Path) -> Layers:
    """Tell what layers.json of a folder names, whether it is still there or not. Raises: DataError, where it is damaged."""
    path = root / FILE
    try:
        if not path.is_file():
            return Layers(root)
        kept = json.loads(path.read_text(encoding="utf-8"))
        layers = tuple(Layer(**{**entry, "folder": root / entry["folder"]}) for entry in kept["layers"])
        chosen = kept.get("boundaries")
        return Layers(root, layers, chosen and root / chosen["folder"], chosen["credit"] if chosen else "")
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        fix = "delete it and add the gazetteers again, or name another folder"
        what = f"cannot be read ({type(error).__name__}: {error})"
        raise DataError([Problem(str(path), what, fix)]) from None


def read_compiled(layer: Layer, file: str) -> pd.DataFrame:
    """Return a compiled table of a layer: "places", "names" or "findings". Raises: DataError, where it is damaged or gone."""
    path = layer.folder / f"{file}.parquet"
    try:
        return pd.read_parquet(path)
    except (OSError, ValueError, KeyError, TypeError) as error:  # Arrow's faults are among these
        fix = f"run `conflictmap gazetteer remove {layer.name}`, then add it again"
        raise DataError([Problem(str(path), f"cannot be read ({_first_line(error)})", fix)]) from None


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]


def data_folder(project: Project, data_dir: Path | None = None) -> Path:
    """Return the folder of imported layers: `data_dir`, else $CONFLICTMAP_DATA_DIR, else the project's `.conflictmap` where
    gazetteers are kept in it, else the user's data folder."""
    return chosen_folder(project, data_dir)[0]


def chosen_folder(project: Project, data_dir: Path | None = None) -> tuple[Path, str]:
    """Return the folder of imported layers, and in words why it is that one. The only place where this is decided.

    The project's own folder counts once anything but the texts that `ingest` keeps is in it, or while it is empty: a
    person made it for this. Else what the user has imported for all projects would vanish with the first `ingest`.
    """
    if data_dir is not None:
        return data_dir, "named by --data-dir"
    if folder := os.environ.get(VARIABLE):
        return Path(folder), f"named by {VARIABLE}"
    local = project.root / LOCAL
    try:
        names = [path.name for path in local.iterdir() if not path.name.startswith(".")] if local.is_dir() else [TEXTS]
    except OSError:  # without the right to look into it nothing in it can be used
        names = [TEXTS]
    if set(names) != {TEXTS}:
        return local, "the project's own"
    return Path(platformdirs.user_data_path("conflictmap")), "your own, for all projects"


def in_use(project: Project, data_dir: Path | None = None) -> str:
    """Return a line that says which gazetteers and boundaries a command works with, and where they and the caches lie."""
    root, why = chosen_folder(project, data_dir)
    layers = read_layers(root)
    names = ", ".join(["core", *[layer.name for layer in layers.layers]])
    boundaries = layers.boundaries.name if layers.boundaries else "the core's"
    return f"Gazetteers: {names}; boundaries: {boundaries}; kept in {root} ({why})"
