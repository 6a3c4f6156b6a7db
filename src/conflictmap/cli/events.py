"""`conflictmap events`: one row of the hand-coded table shown, added or changed; `events_import` has the others."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from conflictmap.cli.options import Where, project_at
from conflictmap.cli.output import AsJson, out, print_json
from conflictmap.errors import ConflictmapError

if TYPE_CHECKING:
    from conflictmap.project import Project

app = typer.Typer(no_args_is_help=True, help="Rows of data/events.csv, and imported tables of events.")
Values = Annotated[
    list[str] | None, typer.Option("--set", help="column=value; may be given several times.", show_default=False)
]


@app.command()
def show(
    event_id: Annotated[str, typer.Argument(help="For example E0012.")], where: Where = None, as_json: AsJson = False
) -> None:
    """Show a row, and the sentences it was read from where `ingest` drafted it.

    Example: `conflictmap events show E0012`
    """
    from conflictmap.chronicle.review.ledger import read_ledger
    from conflictmap.cli.draft_review import sentence
    from conflictmap.event_tables.event_table import find_row, read_rows

    project = project_at(where)
    row = find_row(read_rows(project), event_id)
    drafts = [record.draft for record in read_ledger(project).values() if record.event_id == event_id]
    if as_json:
        mentions = [
            {
                "entry_id": draft.entry_id,
                "source": draft.value("source"),
                "span": draft.span,
                "text": draft.text[slice(*draft.span)],
            }
            for draft in drafts
        ]
        print_json({**row, "told_in": mentions})
        return
    for name, value in row.items():
        out.print(Text.assemble((f"{name:16}", "dim"), value or "–"), soft_wrap=True)
    for draft in drafts:
        out.print(
            Text(
                f"\n{draft.entry_id}, {draft.value('source')}, characters {draft.span[0]} to {draft.span[1]}:",
                style="dim",
            )
        )
        out.print(sentence(draft) if draft.text else Text("(the text is not kept on this machine)"))


@app.command()
def add(values: Values = None, where: Where = None) -> None:
    """Add a row with the next id; what is needed and not given is asked for in a terminal.

    Example: `conflictmap events add --set event_date=2023-11-06 --set act=clash --set actor1=KNDF ...`
    """
    from conflictmap.event_tables.event_table import added, rows_to_change, write_rows

    project = project_at(where)
    writable(project)
    given = _pairs(values)
    given = _complete(given) if sys.stdin.isatty() else given
    with rows_to_change(project) as before:
        rows, event_id = added(before, given)
        write_rows(project, rows, checked=before)
    out.print(event_id)


@app.command()
def edit(
    event_id: Annotated[str, typer.Argument(help="For example E0012.")],
    values: Values = None,
    where: Where = None,
) -> None:
    """Change cells of a row; the whole row is checked before the table is written.

    Example: `conflictmap events edit E0012 --set fatalities=3 --set "notes=Three died."`
    """
    from conflictmap.event_tables.event_table import changed, find_row, read_rows, rows_to_change, write_rows

    project = project_at(where)
    writable(project)
    given = _pairs(values)
    if not given and sys.stdin.isatty():
        row = find_row(read_rows(project), event_id)
        given = {
            name: new
            for name in row
            if name != "event_id" and (new := str(typer.prompt(name, default=row[name]))) != row[name]
        }
    if not given:
        raise ConflictmapError("nothing to change; give --set column=value")
    with rows_to_change(project) as rows:
        row = find_row(rows, event_id)
        write_rows(project, changed(rows, event_id, given), checked=rows)
    for name, value in given.items():
        out.print(Text(f"{event_id} {name}: {row[name] or '–'} → {value or '–'}"))


@app.command()
def place(
    event_id: Annotated[str, typer.Argument(help="For example E0012 or acled:MMR17526.")],
    to: Annotated[
        str,
        typer.Argument(
            metavar="PLACE", help="A place_id or P-code; or not_locatable, not_in_gazetteer, outside; or undo."
        ),
    ],
    name: Annotated[str, typer.Option(help="Which name of its location, where it has several.")] = "",
    precision: Annotated[int | None, typer.Option(min=1, max=3, help="1 the place, 2 near it, 3 the township.")] = None,
    note: Annotated[str, typer.Option(help="Why; it stands in the row.")] = "",
    by: Annotated[str, typer.Option("--by", help="Who decides; else the user's name.")] = "",
    where: Where = None,
) -> None:
    """Say where one event was, whatever its name means elsewhere; a row of judgements.csv, which every build obeys.

    It goes before decisions about the name, and before the point that the event's source gives. Other events keep
    theirs.

    Example: `conflictmap events place E0412 MMR005024 --note "The town, by the photograph."`
    """
    from conflictmap.cli.event_judgement import EventDecision, decide

    project = project_at(where)
    writable(project)
    out.print(Text(decide(project, EventDecision(event_id, to, name, precision, note, by))), soft_wrap=True)


def _pairs(values: list[str] | None) -> dict[str, str]:
    pairs = {}
    for pair in values or []:
        name, mark, value = pair.partition("=")
        if not mark:
            raise ConflictmapError(f"--set {pair!r} has no '='; write it as column=value")
        pairs[name.strip()] = value.strip()
    return pairs


def _complete(given: dict[str, str]) -> dict[str, str]:
    from conflictmap.schema import EVENTS

    free = {"event_id", "entry_id", "end_date", "time_precision", "reported_on", "mode"}
    needed = [
        column.name
        for column in EVENTS.columns
        if column.required and column.name not in free and column.name not in given
    ]
    return {**given, **{name: str(typer.prompt(name)) for name in needed}}


def writable(project: Project) -> None:
    """Refuse the data that ships inside the package: it is not a person's own to change."""
    if project.shipped:
        raise ConflictmapError(
            "there is no project here to write to; run `conflictmap init`, go to the folder with data/events.csv, "
            "or name it with -C"
        )
