"""A file of events, of whatever dialect, as a checked frame of events with this project's actors.
Nothing is written here; a file with a fault gives no row at all."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from conflictmap.checking import check
from conflictmap.errors import ConflictmapError, DataError, Problem
from conflictmap.schema import EVENTS
from conflictmap.sources.located import acled, table, ucdp_ged
from conflictmap.sources.located.column_names import is_known, kind_of, known_columns
from conflictmap.sources.located.fields import Faults
from conflictmap.sources.located.own_export import as_imported, is_own_export
from conflictmap.sources.located.party_names import BETWEEN, KnownParties, unknown_actors
from conflictmap.sources.located.reading import TYPED_FILES, Cells, read_cells

KINDS = ("acled", "ucdp", "table")
SHOWN = 20  # problems of a file that are named; ten thousand rows of one fault are one fault


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a file is to be read: `kind` "" is told by its columns; `columns` ours by the file's."""

    today: dt.date
    kind: str = ""
    name: str = "table"
    columns: Mapping[str, str] = field(default_factory=dict)
    dayfirst: bool = False
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class FileEvents:
    """What a file holds: `text`, rows of `schema.EVENTS` as text whose actors are names; `elsewhere`, rows left out
    because they are another country's; `unknown`, names of actors that are not in data/actors.csv, with counts;
    `is_own_export`, whether this program wrote the file."""

    file: str
    kind: str
    text: pd.DataFrame
    elsewhere: int
    unknown: Counter[str]
    remarks: tuple[str, ...]
    is_own_export: bool = False


def is_event_table(path: Path) -> bool:
    """Whether a file is a table of events, by its columns, and no prose: a day and two more columns that are known."""
    try:
        columns = known_columns(read_cells(path, is_known), {})
    except ConflictmapError:
        return False
    return "event_date" in columns and len(columns) > 2


def read_file(path: Path, wishes: Wishes, actors: pd.DataFrame) -> FileEvents:
    """Read a file of events. Raises: SourceError, ConflictmapError, or DataError with the problems of its rows."""
    cells = read_cells(path, is_known, sheet=wishes.sheet)
    headers = [str(header) for header in cells.frame.columns]
    is_own = is_own_export(headers)
    kind = wishes.kind or ("table" if wishes.columns or is_own else kind_of(headers))
    if is_own and kind == "table":
        cells = as_imported(cells, wishes.name, is_csv=path.suffix.lower() not in TYPED_FILES)
    in_country = {"acled": acled.is_myanmar, "ucdp": ucdp_ged.is_myanmar}.get(kind)
    kept_rows = in_country(cells) if in_country else [True] * len(cells.frame)
    kept = replace(cells, frame=cells.frame[kept_rows])
    if not len(cells.frame):
        raise ConflictmapError(f"{cells.name}: has no row below its header; give a file with events")
    if not len(kept.frame):
        raise ConflictmapError(f"{cells.name}: holds no event of Myanmar ({len(cells.frame)} rows of other countries)")
    known = KnownParties.of(actors)
    text = _rows(kept, kind, wishes, known)
    unknown = unknown_actors([*text["actor1"], *text["actor2"]], known)
    elsewhere = len(cells.frame) - len(kept.frame)
    return FileEvents(cells.name, kind, text, elsewhere, unknown, cells.remarks, is_own and kind == "table")


def events_of(file_events: FileEvents, actors: pd.DataFrame) -> pd.DataFrame:
    """Return the file's events with ids of actors, checked; `actors` must know every name.

    Raises: DataError, with the file's rows and columns.
    """
    known = KnownParties.of(actors)
    ids = {
        name: file_events.text[name].map({cell: _ids(cell, known) for cell in file_events.text[name].unique()})
        for name in _SIDES
    }
    text = file_events.text.assign(
        **ids,
        source=file_events.text["source"].map({cell: _sources(cell) for cell in file_events.text["source"].unique()}),
    )
    same = text.duplicated(keep="first") & text.duplicated("event_id", keep="first")
    frame, problems = check(text[~same], EVENTS, file_events.file)
    _stop([problem for problem in problems if problem.severity == "error"])
    return frame.sort_values(["event_date", "event_id"], kind="stable")


def refuse_unknown_codes(file_events: FileEvents, townships: Collection[str]) -> None:
    """Raise DataError where a row without a point states a township that is none: it would stop every build.

    Parameters: townships, the P-codes in use, with those of other vintages that stand for one of them.
    """
    text = file_events.text
    bare = text[(text["lon"] == "") & ~text["adm3_pcode"].isin(["", *townships])]
    fix = "give the code of a township, as MMR005001, or leave it empty and name the place"
    _stop(
        [
            Problem(file_events.file, "is no township", fix, row=row, column="adm3_pcode", value=str(code))
            for row, code in zip(bare.index.tolist(), bare["adm3_pcode"].tolist(), strict=True)
        ]
    )


_SIDES = ("actor1", "actor2")


def _rows(cells: Cells, kind: str, wishes: Wishes, known: KnownParties) -> pd.DataFrame:
    faults = Faults(cells.name, cells.frame.index.tolist())
    if kind == "ucdp":
        text = ucdp_ged.read(cells, faults, today=wishes.today)
    elif kind == "acled":
        text = acled.read(cells, faults, today=wishes.today, dayfirst=wishes.dayfirst, known=known)
    else:
        text = table.read(
            cells, faults, given=wishes.columns, today=wishes.today, dayfirst=wishes.dayfirst, name=wishes.name
        )
    _stop(faults.problems)
    return text


def _ids(cell: str, known: KnownParties) -> str:
    """One side's ids; of several that name one actor one is kept."""
    return BETWEEN.join(dict.fromkeys(known.actor(name) for name in cell.split(BETWEEN) if name))


def _sources(cell: str) -> str:
    """Several sources in one cell, each once, separated by |: each speaks for its own side."""
    parts = (part.strip() for part in str(cell).replace(";", BETWEEN).split(BETWEEN))
    return BETWEEN.join(dict.fromkeys(part for part in parts if part))


def _stop(problems: list[Problem]) -> None:
    if not problems:
        return
    shown = sorted(problems, key=lambda problem: problem.row or 0)[:SHOWN]
    if len(problems) > SHOWN:
        last = problems[0]
        more = f"has {len(problems) - SHOWN:,} further faults of this kind or others"
        shown.append(Problem(last.file, more, "mend these first; nothing was imported"))
    raise DataError(shown)
