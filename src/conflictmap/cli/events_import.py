"""`conflictmap events import`, `list` and `drop`: tables of events with coordinates, brought in whole."""

from __future__ import annotations

from collections import Counter
from contextlib import nullcontext
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer
from rich.text import Text

from conflictmap.cli.options import Where, project_at
from conflictmap.cli.output import AsJson, err, out, print_rows
from conflictmap.errors import ConflictmapError, raise_if_errors
from conflictmap.writing import locked, put_back

IMPORT_WAIT_S = 600.0  # a file of a million rows takes minutes, and the next import waits for it

if TYPE_CHECKING:
    import pandas as pd

    from conflictmap.event_tables.imported_events import Provenance
    from conflictmap.project import Project
    from conflictmap.sources.located.reader import FileEvents

Kind = Annotated[
    str | None, typer.Option("--as", help="What the file is: acled, ucdp or table; else told by its columns.")
]
Maps = Annotated[
    list[str] | None,
    typer.Option("--map", help="COLUMN=NAME: the file's column that holds ours, for example Datum=event_date."),
]


class _Outcome(NamedTuple):
    """The table's name, how many actors were added, and how many events lie outside the country."""

    name: str
    new_actors: int
    abroad: int


def import_(
    file: Annotated[
        Path, typer.Argument(help="CSV, JSON, .xlsx, Parquet, GeoJSON, GeoPackage or KML.", show_default=False)
    ],
    kind: Kind = None,
    columns: Maps = None,
    name: Annotated[str | None, typer.Option(help="The table's name; else the file's.")] = None,
    add_actors: Annotated[
        bool, typer.Option("--add-actors", help="Add the actors that data/actors.csv has not.")
    ] = False,
    dayfirst: Annotated[bool, typer.Option("--dayfirst", help="5/11/2023 is the fifth of November.")] = False,
    sheet: Annotated[
        str | None, typer.Option(help="The sheet of a workbook, or the layer of a file of points.")
    ] = None,
    where: Where = None,
) -> None:
    """Bring in a table of events that carry coordinates: ACLED's exports, UCDP GED, or any other.

    It goes to data/events/NAME.csv, with where it came from beside it; a newer file of the same name replaces it and
    says what was added, changed and withdrawn. With a fault in any row nothing is imported.

    Example: `conflictmap events import GEDEvent_v25_1.csv --name ucdp`
    """
    import pandas as pd

    from conflictmap.cli.events import writable
    from conflictmap.event_tables.imported_events import (
        changes,
        name_of_file,
        notices,
        table_path,
        write_imported,
    )
    from conflictmap.sources.located.reader import KINDS, Wishes, events_of, read_file, refuse_unknown_codes

    project = project_at(where)
    writable(project)
    if kind is not None and kind not in KINDS:
        raise ConflictmapError(f"--as {kind!r}: use one of: {', '.join(KINDS)}")
    called = name or name_of_file(file)
    table_path(project, called)
    wishes = Wishes(date.today(), kind or "", called, _pairs(columns), dayfirst, sheet)
    with locked(project.table("actors.csv"), wait_s=IMPORT_WAIT_S) if add_actors else nullcontext():
        actors = _actors(project)
        file_events = read_file(file, wishes, actors)
        if file_events.text["adm3_pcode"].any():
            refuse_unknown_codes(file_events, _townships(project))
        new = _new_rows(actors, file_events, add_actors)
        events = events_of(file_events, pd.concat([actors, pd.DataFrame(new)]) if new else actors)
        provenance = replace(_provenance(file_events, file, project, called, wishes.today), rows=len(events))
        for line in notices([provenance]):
            err.print(Text(line, style="yellow"), soft_wrap=True)
        change = changes(project, called, events)
        with put_back(project.table("actors.csv")) if new else nullcontext():
            if new:
                _add_actors(project, new)
            write_imported(project, events, provenance)
    _tell(file_events, events, change, _Outcome(called, len(new), _abroad(events, project)))


def list_(where: Where = None, as_json: AsJson = False) -> None:
    """List the imported tables of events.

    Example: `conflictmap events list`
    """
    from conflictmap.event_tables.imported_events import provenances

    rows = [
        {
            "name": table.name, "kind": table.kind, "rows": table.rows, "imported_on": table.imported_on, "file": table.file,
            "credit": table.credit, "terms": table.terms,
        }
        for table in provenances(project_at(where))
    ]  # fmt: skip
    print_rows(rows, as_json=as_json, title="imported tables")


def drop(name: Annotated[str, typer.Argument(help="A name that `events list` shows.")], where: Where = None) -> None:
    """Remove an imported table; actors that came with it stay.

    Example: `conflictmap events drop ucdp`
    """
    from conflictmap.cli.events import writable
    from conflictmap.event_tables.imported_events import drop_imported

    project = project_at(where)
    writable(project)
    out.print(Text(f"{name}: {drop_imported(project, name):,} events removed"))


def _pairs(columns: list[str] | None) -> dict[str, str]:
    pairs = {}
    for pair in columns or []:
        theirs, mark, ours = pair.rpartition("=")
        if not mark or not theirs:
            raise ConflictmapError(f"--map {pair!r}: write it as COLUMN=NAME, for example Datum=event_date")
        pairs[theirs.strip()] = ours.strip()
    return pairs


def _actors(project: Project) -> pd.DataFrame:
    from conflictmap.project import read_table
    from conflictmap.schema import ACTORS

    path = project.table("actors.csv")
    frame, problems = read_table(path, ACTORS, project.shown(path))
    raise_if_errors(problems)
    return frame


def _townships(project: Project) -> set[str]:
    """The P-codes of townships, in use or of another vintage."""
    from conflictmap.places.gazetteer.parents import PARTS
    from conflictmap.places.gazetteer.units import Units

    return {*Units.open(project).townships.index, *Units.of_core(project).townships.index, *PARTS}


def _new_rows(actors: pd.DataFrame, file_events: FileEvents, wanted: bool) -> list[dict[str, str]]:
    """Rows of actors that the file names and the table has not. Raises: ConflictmapError, where they are not wanted."""
    from conflictmap.sources.located.party_names import rows_to_add

    if file_events.unknown and not wanted:
        raise ConflictmapError(
            f"{file_events.file}: {len(file_events.unknown)} actors are not in data/actors.csv: {_counted(file_events.unknown)}. "
            "Add them all with --add-actors, or give them as aliases of yours in data/actors.csv; nothing was imported"
        )
    return rows_to_add(sorted(file_events.unknown), actors, f"named in {file_events.file} ({file_events.kind})")


def _counted(names: Counter[str]) -> str:
    shown = [f"{name} ({count})" for name, count in names.most_common(40)]
    return "; ".join(shown) + (f"; and {len(names) - 40} more" if len(names) > 40 else "")


def _add_actors(project: Project, rows: list[dict[str, str]]) -> None:
    """Append rows to data/actors.csv; its other bytes stay as they are."""
    from conflictmap.csv_bytes import with_rows
    from conflictmap.schema import ACTORS
    from conflictmap.writing import rewrite

    rewrite(project.table("actors.csv"), lambda old: with_rows(old, rows, ACTORS.names))


def _provenance(file_events: FileEvents, file: Path, project: Project, name: str, today: date) -> Provenance:
    """Where the table comes from; one of another project, or our own export of it, keeps the terms that it came with."""
    from conflictmap.event_tables.imported_events import Provenance, beside_file, digest, table_path
    from conflictmap.sources.located.terms import TERMS

    kept = beside_file(file) or (beside_file(table_path(project, name)) if file_events.is_own_export else None)
    terms = TERMS[file_events.kind]
    own = Provenance(
        name=name, kind=file_events.kind, file=file.name, sha256=digest(file), imported_on=today.isoformat(),
        rows=len(file_events.text), credit=terms.credit, terms=terms.text, redistribution=terms.redistribution,
    )  # fmt: skip
    if kept is None:
        return own
    return replace(own, kind=kept.kind, credit=kept.credit, terms=kept.terms, redistribution=kept.redistribution)


def _tell(file_events: FileEvents, events: pd.DataFrame, change: dict[str, int], outcome: _Outcome) -> None:
    name, new_actors, abroad = outcome
    for remark in file_events.remarks:
        err.print(Text(f"{file_events.file}: {remark}", style="yellow"), soft_wrap=True)
    summary = ", ".join(f"{count:,} {what}" for what, count in change.items())
    out.print(Text(f"{name}: {len(events):,} events ({file_events.kind}); {summary}"), soft_wrap=True)
    notes = [
        (file_events.elsewhere, "rows of other countries left out"),
        (len(file_events.text) - len(events), "rows that repeat another one left out"),
        (new_actors, "actors added to data/actors.csv; say there on whose side they stand"),
        (abroad, "events lie outside the country; they are kept, and a build counts them as abroad"),
        (int((events["geo_precision"] == 2).sum()), "events known near a place or in a part of a township"),
        (int((events["geo_precision"] == 3).sum()), "known by township only"),
        (int((events["geo_precision"] >= 4).sum()), "known by state or country only"),
    ]
    for count, what in notes:
        if count:
            out.print(Text(f"  {count:,} {what}"), soft_wrap=True)
    out.print(Text("Now: conflictmap build"), soft_wrap=True)


def _abroad(events: pd.DataFrame, project: Project) -> int:
    """How many points lie more than `event_points.BORDER_KM` outside the country."""
    from conflictmap.places.event_points import outside
    from conflictmap.places.gazetteer.units import Units

    given = events.loc[events["lon"].notna(), ["lon", "lat"]].astype(float)
    points = given.drop_duplicates()
    away = points[outside(points["lon"].to_numpy(), points["lat"].to_numpy(), Units.open(project))]
    return int(given.merge(away).shape[0]) if len(away) else 0
