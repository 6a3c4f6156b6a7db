"""Where a user's imported gazetteers and boundaries lie, and which of them are in use.
Reads one small file, `layers.json`; what writes it is in `sources`."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from conflictmap.errors import DataError, Problem
from conflictmap.project import Project

FILE = "layers.json"
VARIABLE = "CONFLICTMAP_DATA_DIR"
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
    """The layers in use: of `data_dir` where it is given, else of the project's own folder, else of the user's.

    Raises: DataError, where layers.json cannot be read or a layer that it names is gone.
    """
    root = data_folder(project, data_dir)
    path = root / FILE
    if not path.is_file():
        return Layers(root)
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        layers = tuple(Layer(**{**one, "folder": root / one["folder"]}) for one in kept["layers"])
        chosen = kept.get("boundaries")
        found = Layers(root, layers, chosen and root / chosen["folder"], chosen["credit"] if chosen else "")
    except (OSError, ValueError, KeyError, TypeError) as error:
        fix = "delete it and add the gazetteers again"
        raise DataError([Problem(str(path), f"cannot be read ({error})", fix)]) from None
    gone = [layer for layer in layers if not (layer.folder / "places.parquet").is_file()]
    if gone:
        fix = f"run `conflictmap gazetteer remove {gone[0].name}`, then add it again"
        raise DataError([Problem(str(gone[0].folder), "the compiled gazetteer is gone", fix)])
    return found


def data_folder(project: Project, data_dir: Path | None = None) -> Path:
    """The folder of imported layers: `data_dir`, else $CONFLICTMAP_DATA_DIR, else the project's `.conflictmap` where
    it is there, else the user's data folder."""
    if data_dir is not None:
        return data_dir
    if told := os.environ.get(VARIABLE):
        return Path(told)
    local = project.root / LOCAL
    return local if local.is_dir() else Path(platformdirs.user_data_path("conflictmap"))
