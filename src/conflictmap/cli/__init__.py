"""The verbs: what a person types. Prints, exit codes, progress and the clock are here and nowhere else."""

from __future__ import annotations

from typing import Annotated

import typer

from conflictmap.cli import boundaries, events, events_import, faults, gazetteer, gazetteer_show
from conflictmap.cli.build import build
from conflictmap.cli.check import check
from conflictmap.cli.control import changes, control
from conflictmap.cli.control_compare import compare
from conflictmap.cli.control_sensitivity import sensitivity
from conflictmap.cli.evaluate import evaluate
from conflictmap.cli.export import export
from conflictmap.cli.figures import figures
from conflictmap.cli.geocode import geocode
from conflictmap.cli.ingest import ingest
from conflictmap.cli.init import init
from conflictmap.cli.review import review
from conflictmap.cli.why import why
from conflictmap.version import __version__, data_version, shipped_data

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Turn written reports of the war in Myanmar into maps one can check.\n\nStart with `conflictmap build`.",
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"conflictmap {__version__}\ndata {data_version(shipped_data())}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    pass


app.command()(build)
app.command()(init)
app.command()(check)
app.command()(geocode)
app.command()(evaluate)
app.command()(review)
app.command()(control)
app.command()(why)
app.command()(changes)
app.command()(sensitivity)
app.command()(compare)
app.command()(export)
app.command()(figures)
gazetteer.app.command("list")(gazetteer_show.list_)
gazetteer.app.command()(gazetteer_show.show)
gazetteer.app.command()(gazetteer_show.stats)
gazetteer.app.command()(gazetteer_show.check)
app.command()(ingest)
events.app.command("import")(events_import.import_)
events.app.command("list")(events_import.list_)
events.app.command()(events_import.drop)
app.add_typer(events.app, name="events")
app.add_typer(gazetteer.app, name="gazetteer")
app.add_typer(boundaries.app, name="boundaries")


def main() -> None:
    """Run the command line; see `faults.run` for the ways in which it ends."""
    faults.run(app)
