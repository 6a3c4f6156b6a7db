"""A gazetteer brought by the user: read, cleaned against the boundaries in use, compiled and put in use.
What was in use stays so until the new one is whole."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from conflictmap.errors import SourceError
from conflictmap.places.gazetteer.gazetteer import Gazetteer
from conflictmap.places.gazetteer.layers import Layer, layers_of
from conflictmap.places.gazetteer.units import Units
from conflictmap.places.resolution.index_cache import open_index
from conflictmap.project import Project
from conflictmap.sources import cleaning, custom, geonames, layer_store, mimu, table_files
from conflictmap.sources.catalogue import source_of
from conflictmap.sources.layer import LayerData

KINDS = ("mimu", "geonames", "table")


@dataclass(frozen=True, slots=True)
class Asked:
    """What to add: `kind` one of `KINDS`; `name` what to call it; `columns` and `credit` for a table."""

    kind: str
    paths: tuple[Path, ...]
    name: str = ""
    sheet: str | None = None
    columns: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Added:
    """The layer now in use, `counts` of its findings (check -> rows), and how many places and names are in use."""

    layer: Layer
    counts: dict[str, int]
    places: int
    names: int


def add(
    asked: Asked, project: Project, *, data_dir: Path | None = None, tell: Callable[[str], None] = lambda step: None
) -> Added:
    """Add a gazetteer to those in use. Parameters: tell, called with each step in words.

    Raises: SourceError, where a file is not what it should be or cannot be stored; nothing has changed then.
    """
    layers = layers_of(project, data_dir)
    units = Units.open(project, data_dir=data_dir)
    tell("Reading " + ", ".join(path.name for path in asked.paths[:3]) + ("" if len(asked.paths) <= 3 else " and more"))
    data = _read(asked)
    if not len(data.places):
        raise SourceError(f"{', '.join(path.name for path in asked.paths)}: lists no place; nothing was added")
    tell(f"Checking {len(data.places):,} places against the boundaries")
    data = cleaning.clean(data, units)
    tell("Compiling")
    known = source_of(asked.kind, project)
    about = {
        "kind": asked.kind,
        "credit": asked.credit or known.credit or f"Places: {asked.paths[0].name}",
        "licence": known.licence,
        "source": ", ".join(f"{path.name} sha256:{_digest(path)}" for path in asked.paths),
    }
    layer = layer_store.keep_layer(layers, asked.name or asked.kind, data, about)
    tell("Laying it over the core")
    gazetteer = Gazetteer.open(project, data_dir=data_dir)
    tell(f"Indexing {len(gazetteer.names()):,} names")
    open_index(gazetteer)  # now, so that the next command starts at once
    counts = data.findings["check"].value_counts().to_dict()
    return Added(
        layer,
        {str(check): int(count) for check, count in counts.items()},
        len(gazetteer.frame()),
        len(gazetteer.names()),
    )


def report(layers: Sequence[Layer]) -> pd.DataFrame:
    """Tell what was found in each layer when it was added: the findings with a first column `layer`."""
    parts = [layer_store.read_findings(layer).assign(layer=layer.name) for layer in layers]
    if not parts:
        return pd.DataFrame(columns=["layer"])
    every = pd.concat(parts, ignore_index=True)
    return every[["layer", *[name for name in every.columns if name != "layer"]]]


def _read(asked: Asked) -> LayerData:
    if asked.kind not in KINDS:
        raise SourceError(f"{asked.kind!r} is no kind of gazetteer; use one of: {', '.join(KINDS)}")
    if asked.name and not re.fullmatch(r"[A-Za-z0-9_-]{1,40}", asked.name):
        raise SourceError(f"--name {asked.name!r}: use letters, digits, - and _ only")
    if not asked.paths:
        raise SourceError("name at least one file or address")
    if asked.kind == "geonames":
        texts = [
            (name, table_files.decoded(name, content))
            for path in asked.paths
            for name, content in table_files.contents(path)
        ]
        return geonames.layer(texts)
    # boundaries and pictures that lie in the same folder are no lists
    files = [path for path in asked.paths if path.suffix.lower() not in (".geojson", ".md", ".pdf")] or list(
        asked.paths
    )
    tables = [sheet for path in files for sheet in table_files.sheets(path, sheet=asked.sheet)]
    if asked.kind == "mimu":
        return mimu.layer(tables)
    if len(tables) != 1:
        raise SourceError(f"{len(tables)} tables found; add one at a time, and name its --sheet")
    return custom.layer(tables[0], custom.column_map(asked.columns), source=asked.credit or files[0].name)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:16]
