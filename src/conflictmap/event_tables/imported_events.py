"""The event tables of a project read as one: data/events.csv, and each table of data/events/ (CSV, Parquet, parts) with its provenance.
An imported table is written whole, or not at all, and never edited by hand."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from conflictmap.cache.piece_store import PieceStore, row_digests, row_hashes
from conflictmap.checking import as_text
from conflictmap.errors import ConflictmapError, DataError, Problem
from conflictmap.event_tables.kept_tables import Named, read_event_table
from conflictmap.project import Project, parse_table, read_text, write_table
from conflictmap.schema import EVENTS
from conflictmap.writing import locked, put_back, refused, write_atomic

SEPARATOR = ":"  # between a table's name and an event's id there: "ucdp:386003"
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where an imported table came from; NAME.toml beside NAME.csv holds it."""

    name: str
    kind: str
    file: str
    sha256: str
    imported_on: str
    rows: int
    credit: str
    terms: str
    redistribution: bool


@dataclass(frozen=True, slots=True)
class EventTables:
    """All events as one frame of `schema.EVENTS`, its index unique; `in_its_file` says which row of which file one is.

    `digested` is the frame as it was read and a digest of each row, None where none were asked for.
    """

    frame: pd.DataFrame
    problems: tuple[Problem, ...]
    provenances: tuple[Provenance, ...]
    starts: tuple[tuple[int, str], ...]  # the first index of each table, less its first row there; the file's name
    digested: tuple[pd.DataFrame, NDArray[np.uint64]] | None = None

    def digests_of(self, events: pd.DataFrame) -> NDArray[np.uint64] | None:
        """Return a digest of each row of `events`, if it is the frame that was read and not one that was made of it."""
        return self.digested[1] if self.digested is not None and events is self.digested[0] else None

    def in_their_files(self, rows: NDArray[np.int64]) -> tuple[list[str], list[int]]:
        """Return the file of each of some rows of the one frame, and the row there."""
        starts = np.array([start for start, _ in self.starts], dtype=np.int64)
        at = np.maximum(np.searchsorted(starts + 2, rows, side="right") - 1, 0)
        return [self.starts[number][1] for number in at.tolist()], (rows - starts[at]).tolist()

    def in_its_file(self, problem: Problem) -> Problem:
        """Return a problem of a row of the one frame, as one of the file that the row is in."""
        if problem.row is None or problem.file != self.starts[0][1]:
            return problem
        before = [(start, file) for start, file in self.starts if problem.row >= start + 2]
        start, file = before[-1] if before else self.starts[0]
        row = problem.row - start  # not by `replace`, which takes five times as long: there are as many as open names
        return Problem(file, problem.message, problem.fix, row, problem.column, problem.value, problem.severity)


def read_events(project: Project, store: PieceStore | None = None) -> EventTables:
    """Return every event table of the project, with all faults; of a large one the store spares rows that are as they were.

    The hand-coded table's rows keep their ids; those of data/events/NAME.csv get NAME and a colon before theirs. Of
    problems with severity "error" the caller decides; a table that cannot be read has no rows.
    """
    problems: list[Problem] = []
    frames: list[pd.DataFrame] = []
    digests: list[NDArray[np.uint64]] = []
    starts: list[tuple[int, str]] = []
    start = 0
    store = store or PieceStore(None)
    paths = table_paths(project)
    problems += _twice(paths, project)
    for path in (project.table("events.csv"), *paths):
        shown = project.shown(path)
        prefix = partial(_prefixed, name=path.stem) if frames else _as_they_are
        frame, faults, rows = _read(path, shown, store, prefix)
        problems += faults
        starts.append((start, shown))
        if store.keeps:  # what is done to rows as they are written is the same for equal rows of a table
            of_table = np.repeat(row_hashes([[shown]]), len(frame))
            digests.append(row_hashes([row_digests(frame) if rows is None else rows, of_table]))
        if frames:
            frame = frame.set_axis(frame.index + start, axis=0)
        frames.append(_one_separator(frame))
        start = start + len(frame)
    filled = [frame for frame in frames if len(frame)]
    whole = pd.concat(filled) if len(filled) > 1 else filled[0] if filled else frames[0]
    every = (whole, np.concatenate(digests)) if digests else None
    return EventTables(whole, tuple(problems), tuple(provenances(project)), tuple(starts), every)


def table_paths(project: Project) -> list[Path]:
    """Return the imported tables, by name: NAME.csv, NAME.parquet, or a folder NAME of parts of one kind."""
    found = project.table("events").glob("[a-z0-9]*")
    return sorted(
        (path for path in found if path.suffix.lower() in (".csv", ".parquet") or (path.is_dir() and not path.suffix)),
        key=lambda path: (path.stem, path.suffix),
    )


def tables_size(project: Project) -> int:
    """Return the bytes of all event tables; what cannot be looked at has none."""
    paths = [project.table("events.csv"), *table_paths(project)]
    size = 0
    for path in paths:
        with suppress(OSError):
            size += sum(part.stat().st_size for part in [path, *path.rglob("*")] if part.is_file())
    return size


def provenances(project: Project) -> list[Provenance]:
    """Tell what is known of each imported table. Raises: DataError, where a table has no readable NAME.toml."""
    return [_provenance(path, project) for path in table_paths(project)]


def _twice(paths: Sequence[Path], project: Project) -> list[Problem]:
    """An error for each further table of one name: their events would have the same ids."""
    return [
        Problem(project.shown(path), f"has the name of {before.name}", "rename or remove one of them")
        for before, path in pairwise(paths)
        if before.stem == path.stem
    ]


def table_path(project: Project, name: str) -> Path:
    """Give the path of a table. Raises: ConflictmapError, where the name is none that a table can have."""
    if not _NAME.fullmatch(name):
        raise ConflictmapError(f"--name {name!r}: use lower-case letters, digits, - and _, at most 40, as in ucdp-2024")
    return project.table("events") / f"{name}.csv"


def name_of_file(path: Path) -> str:
    """Return the name a table gets from its file: "UCDP GED (25.1).csv" -> "ucdp-ged-25-1"."""
    name = re.sub(r"[^a-z0-9]+", "-", path.name.partition(".")[0].lower()).strip("-")[:40]
    return name or "table"


def read_imported(project: Project, name: str) -> pd.DataFrame:
    """Return the events of an imported table, of `schema.EVENTS`; none where there is no such table or it is not whole."""
    path = table_path(project, name)
    return _read(path, project.shown(path), PieceStore(None))[0]


def write_imported(project: Project, frame: pd.DataFrame, provenance: Provenance) -> None:
    """Write the provenance, then the table; each is whole or as it was. Parameters: frame, of `schema.EVENTS`."""
    path = table_path(project, provenance.name)
    lines = [f"{key} = {_toml(value)}\n" for key, value in _as_dict(provenance).items()]
    others = [other.name for other in table_paths(project) if other.stem == path.stem and other != path]
    if others:
        raise ConflictmapError(
            f"data/events/{others[0]} has the name {provenance.name!r}; give another with --name, or remove it"
        )
    beside = path.with_suffix(".toml")
    with locked(path), put_back(beside):
        # the table last: without it nothing reads the provenance, without provenance no command reads the table
        write_atomic(beside, "".join(lines).encode("utf-8"))
        write_table(path, frame, EVENTS)


def drop_imported(project: Project, name: str) -> int:
    """Remove a table; returns how many rows it had. Raises: ConflictmapError, where there is none of this name."""
    own = table_path(project, name)
    path = next((path for path in table_paths(project) if path.stem == own.stem), own)
    if path.is_dir():
        raise ConflictmapError(f"data/events/{path.name} is a folder of parts; remove it and {name}.toml yourself")
    with locked(path), refused(path):
        return _dropped(project, path, name)


def _dropped(project: Project, path: Path, name: str) -> int:
    if not path.is_file():
        there = ", ".join(path.stem for path in table_paths(project)) or "none"
        raise ConflictmapError(f"no imported table {name!r}; there are: {there} (`conflictmap events list`)")
    rows = _provenance(path, project).rows if path.with_suffix(".toml").is_file() else 0
    path.unlink()
    path.with_suffix(".toml").unlink(missing_ok=True)
    return rows


def changes(project: Project, name: str, after: pd.DataFrame) -> dict[str, int]:
    """Count the events that a newer table adds to the one of its name, changes and withdraws.

    Parameters: after, n rows of `schema.EVENTS`. A table that is not there, or not whole, has no events.
    """
    old = _row_hashes(_as_written(project, name))
    new = _row_hashes(as_text(after, EVENTS)) if old else dict.fromkeys(after["event_id"], 0)
    shared = old.keys() & new.keys()
    changed = sum(old[event] != new[event] for event in shared)
    return {"added": len(new) - len(shared), "changed": changed, "withdrawn": len(old) - len(shared)}


def _as_written(project: Project, name: str) -> pd.DataFrame:
    """The cells of an imported table as text, of `schema.EVENTS`; they were checked when they were written."""
    path = table_path(project, name)
    shown = project.shown(path)
    try:
        text = parse_table(read_text(path, shown), shown)
    except DataError:
        return pd.DataFrame(columns=EVENTS.names)
    return text.reindex(columns=EVENTS.names, fill_value="")


def _row_hashes(text: pd.DataFrame) -> dict[str, int]:
    """A hash of the cells of each event as they are written, by event_id: a fraction of the memory of the cells."""
    rows = zip(*(text[name].tolist() for name in text.columns), strict=True)
    return dict(zip(text["event_id"].tolist(), map(hash, rows), strict=True))


def digest(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def notices(provenance: Iterable[Provenance]) -> list[str]:
    """Return a line for each table whose terms forbid to pass its rows on, for the terminal."""
    return [
        f"{table.name}: {table.rows:,} rows of {table.kind.upper()} data. {table.terms} Credit: {table.credit}"
        for table in provenance
        if not table.redistribution
    ]


def _as_they_are(frame: pd.DataFrame) -> pd.DataFrame:
    return frame


def _read(
    path: Path, shown: str, store: PieceStore, named: Named = _as_they_are
) -> tuple[pd.DataFrame, list[Problem], NDArray[np.uint64] | None]:
    try:
        if path.suffix.lower() != ".csv":
            from conflictmap.event_tables.columnar import read_columnar  # brings pyarrow's datasets

            frame, problems = read_columnar(path, EVENTS, shown)
            return named(frame), problems, None
        return read_event_table(path, shown, store, named)
    except DataError as error:
        return pd.DataFrame(columns=EVENTS.names), list(error.problems), None


def _prefixed(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    def named(column: str) -> Any:
        if not frame[column].any():  # as the corrections of a table that has none
            return frame[column].astype(object)
        cells = [f"{name}{SEPARATOR}{cell}" if cell != "" else "" for cell in frame[column].astype(object).tolist()]
        return pd.Series(cells, index=frame.index, dtype=object)

    return frame.assign(**{column: named(column) for column in ("event_id", "entry_id", "supersedes")})


def _one_separator(frame: pd.DataFrame) -> pd.DataFrame:
    """Several sources in one cell are separated by | from here on, as several actors are; a person may write ";"."""
    if not any(";" in str(cell) for cell in frame["source"].unique()):
        return frame
    several = frame["source"].astype(str).str.contains(";", regex=False)
    parts = frame["source"].astype(str).map(lambda cell: "|".join(p.strip() for p in cell.split(";") if p.strip()))
    return frame.assign(source=parts.where(several, frame["source"]))


def _provenance(path: Path, project: Project) -> Provenance:
    beside = path.with_suffix(".toml")
    fix = f"import the file again, or remove the table: conflictmap events drop {path.stem}"
    try:
        values = tomllib.loads(beside.read_text(encoding="utf-8"))
        provenance = Provenance(**{**{"name": path.stem}, **values})
        _check_kinds(provenance)
        return provenance
    except (OSError, ValueError, TypeError, RecursionError) as error:
        raise DataError([Problem(project.shown(beside), f"cannot be read ({error})", fix)]) from None


def beside_file(path: Path) -> Provenance | None:
    """Tell what a .toml beside a table says of it, as `write_imported` writes it; None where there is none, or another's."""
    try:
        provenance = Provenance(**tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8")))
        _check_kinds(provenance)
    except (OSError, ValueError, TypeError, RecursionError):
        return None
    return provenance


def _check_kinds(provenance: Provenance) -> None:
    """Raise TypeError where a value is not of its field's kind: the text "false" would let a table be passed on."""
    kinds = {"rows": int, "redistribution": bool}
    for name, value in _as_dict(provenance).items():
        if type(value) is not kinds.get(name, str):
            raise TypeError(f"{name} = {value!r} is no {kinds.get(name, str).__name__}")


def _as_dict(provenance: Provenance) -> Mapping[str, Any]:
    return {name: getattr(provenance, name) for name in Provenance.__slots__}


def _toml(value: Any) -> str:
    """A value as TOML: JSON's strings, numbers and truth values are TOML's too."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
