"""`conflictmap figures`: what a report prints, as SVG and PNG, in English and Burmese."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from conflictmap.cli.lookup import day_of, township_asked
from conflictmap.cli.options import Where, project_at
from conflictmap.cli.output import AsJson, out, print_json, steps


def figures(
    folder: Annotated[Path, typer.Argument(metavar="OUT", help="Where the figures go; other files there stay.")],
    start: Annotated[str | None, typer.Option("--from", metavar="DATE", help="The first day drawn.")] = None,
    end: Annotated[str | None, typer.Option("--to", metavar="DATE", help="The last day drawn.")] = None,
    rules: Annotated[str, typer.Option(help="strict, standard or lenient: how a party's claims count.")] = "standard",
    lang: Annotated[str, typer.Option(help="en, my, or both with a comma between.")] = "en,my",
    township: Annotated[
        str, typer.Option(help="Whose timeline to draw: a name or P-code; else the one with most changes.")
    ] = "",
    where: Where = None,
    as_json: AsJson = False,
) -> None:
    """Draw holders over time, changes, events and deaths, maps by quarter, a timeline, and claims: SVG and PNG.

    Needs matplotlib: pip install 'conflictmap[figures]'

    Example: `conflictmap figures out --from 2023-10-01 --lang en --township Laukkaing`
    """
    from conflictmap.export.choice import Choice
    from conflictmap.export.figures.figure_folder import require_matplotlib, write_figures
    from conflictmap.pipeline import build, load

    languages = tuple(name.strip() for name in lang.split(",") if name.strip())
    choice = Choice(day_of(start, "--from"), day_of(end, "--to"), (rules,), restricted=True)
    require_matplotlib()
    with steps() as tell:
        atlas = build(load(project_at(where), tell=tell), tell=tell)
        pcode = township_asked(atlas.inputs, atlas.control, township) if township else ""
        names = write_figures(atlas, folder, choice=choice, languages=languages, township=pcode, tell=tell)
    if as_json:
        print_json(list(names))
        return
    out.print(Text(f"{folder}: {len(names)} files"), soft_wrap=True)
