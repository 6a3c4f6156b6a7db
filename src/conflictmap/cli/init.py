"""`conflictmap init`: a project of one's own, ready for events."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from conflictmap.cli.output import out
from conflictmap.errors import ConflictmapError

if TYPE_CHECKING:
    from conflictmap.project import Project

LEFT_OUT = ("events.csv", "events", "coding/drafts.jsonl")  # the shipped events are not one's own
README = """\
# A map of one's own

    conflictmap events import FILE     # ACLED, UCDP GED or any table of events with coordinates
    conflictmap events add --help      # or one row at a time
    conflictmap build                  # maps/index.html
    conflictmap check                  # what is wrong or open in the tables

| file | what it holds |
|---|---|
| data/events.csv | events coded by hand, a row each |
| data/events/ | imported tables, never edited by hand, each with a .toml that says where it came from |
| data/actors.csv | who takes part, and with whom they stand, when |
| data/sources.csv | who reports, and on whose side they stand |
| data/control_baseline.csv | who held what on 1 February 2021 |
| data/coding/ | the words by which `conflictmap ingest` reads a chronicle |
| data/gazetteer/ | places, units, their names and boundaries; judgements.csv holds what an editor decided |
| maps/ | what was built; may be deleted |
"""


def init(
    folder: Annotated[Path, typer.Argument(help="Where to make it.")] = Path(),
    source: Annotated[
        Path | None, typer.Option("--from", help="A file of events to import at once, actors included.")
    ] = None,
) -> None:
    """Make a project: an empty table of events, and the actors, sources, word lists and gazetteer that ship.

    Nothing that is there is written over. With `--from` the actors that the file names are added.

    Example: `conflictmap init mymap --from GEDEvent_v25_1.csv`
    """
    from conflictmap.event_tables.imported_events import name_of_file
    from conflictmap.project import is_file

    folder = folder.resolve()
    if os.path.lexists(folder / "data"):
        raise ConflictmapError(f"{folder / 'data'}: is there already; name an empty folder")
    if source is not None and not is_file(source):
        raise ConflictmapError(f"{source}: no such file")
    project = make_project(folder)
    out.print(Text(f"{folder}: a project with an empty table of events; README.md says what each file is"))
    if source is None:
        out.print(Text("Now: conflictmap events import FILE, or conflictmap events add"))
        return
    from conflictmap.cli.events_import import import_

    import_(source.resolve(), name=name_of_file(source), add_actors=True, where=project.root)


def make_project(folder: Path) -> Project:
    """Put the tables that ship into a folder that has none, without their events; data/events.csv comes last."""
    from conflictmap.project import Project
    from conflictmap.schema import EVENTS
    from conflictmap.version import shipped_data
    from conflictmap.writing import write_atomic

    shipped = shipped_data()
    for path in sorted(shipped.rglob("*")):
        within = path.relative_to(shipped)
        if path.is_file() and not any(within.as_posix().startswith(name) for name in LEFT_OUT):
            write_atomic(folder / "data" / within, path.read_bytes())
    if not (folder / "README.md").exists():
        write_atomic(folder / "README.md", README.encode("utf-8"))
    header = ",".join(name for name in EVENTS.names) + "\n"
    write_atomic(folder / "data" / "events.csv", header.encode("utf-8"))
    return Project(folder, folder / "data", folder / "maps")
