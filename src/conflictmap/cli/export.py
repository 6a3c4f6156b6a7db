"""`conflictmap export`: every table with its evidence, in the formats that analysts use."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from conflictmap.cli.control_tables import population_of
from conflictmap.cli.lookup import day_of
from conflictmap.cli.options import Where, project_at
from conflictmap.cli.output import AsJson, err, out, print_json, steps
from conflictmap.errors import ConflictmapError

ALL_FORMATS = "gpkg,geoparquet,csv,hxl,xlsx"


def export(
    folder: Annotated[Path, typer.Argument(metavar="OUT", help="A new or empty folder, or that of an earlier export.")],
    formats: Annotated[str, typer.Option("--format", help="Some of these, separated by commas.")] = ALL_FORMATS,
    start: Annotated[str | None, typer.Option("--from", metavar="DATE", help="The first day, inclusive.")] = None,
    end: Annotated[str | None, typer.Option("--to", metavar="DATE", help="The last day, inclusive.")] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="One day: as --from and --to of it.")] = None,
    rules: Annotated[str, typer.Option(help="Rule sets, separated by commas: strict, standard, lenient.")] = "standard",
    population: Annotated[
        Path | None, typer.Option(help="For the shares: people by township (MIMU, OCHA, a census; CSV or workbook).")
    ] = None,
    partial: Annotated[
        bool, typer.Option("--partial", help="With --population: also where it covers under 95 % of the townships.")
    ] = False,
    include_restricted: Annotated[
        bool, typer.Option("--include-restricted", help="Rows of sources whose terms forbid to pass them on, too.")
    ] = False,
    where: Where = None,
    as_json: AsJson = False,
) -> None:
    """Write events, control, changes, shares, places and sources as tables, with a datapackage.json that describes them.

    The folder is written whole or not at all; one that holds other files is refused.

    Example: `conflictmap export out --format gpkg,csv --from 2023-11-01 --to 2023-11-30`
    """
    from conflictmap.export.choice import Choice, restricted_tables
    from conflictmap.export.folder import check_folder, check_formats, write_export
    from conflictmap.pipeline import build, load

    if on is not None and (start is not None or end is not None):
        raise ConflictmapError("--on is one day, --from and --to several; give one or the other")
    wanted = tuple(name.strip() for name in formats.split(",") if name.strip())
    first, last = day_of(on or start, "--on" if on else "--from"), day_of(on or end, "--on" if on else "--to")
    names = tuple(name.strip() for name in rules.split(",") if name.strip())
    check_formats(wanted)
    check_folder(folder.resolve())
    with steps() as tell:
        inputs = load(project_at(where), tell=tell)
        people = None if population is None else population_of(population, inputs, partial=partial)
        choice = Choice(first, last, names, include_restricted, people)
        atlas = build(inputs, tell=tell)
        for name in restricted_tables(atlas):
            word = "are in the export: keep it to yourself" if include_restricted else "are left out"
            text = f"{name}: its terms forbid to pass its rows on; they {word} (--include-restricted)"
            err.print(Text(text, style="yellow"), soft_wrap=True)
        written = write_export(atlas, folder, formats=wanted, choice=choice, tell=tell)
    if as_json:
        print_json(list(written))
        return
    size = sum((folder / name).stat().st_size for name in written) / 1e6
    out.print(Text(f"{folder}: {len(written)} files, {size:.1f} MB; datapackage.json describes them"), soft_wrap=True)
