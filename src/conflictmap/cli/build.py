"""`conflictmap build`: the main job."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from conflictmap.cli.output import out, steps
from conflictmap.cli.where import Where, project_at


def build(
    where: Where = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Where to write the page; else maps/index.html of the project.")
    ] = None,
) -> None:
    """Build the map: one HTML file that opens from disk and asks the network for nothing.

    Reads `data/`, writes `maps/index.html`. With faulty tables nothing is written: the page that was there stays.

    Example: `conflictmap build --output /tmp/november.html`
    """
    from conflictmap.page import PageOptions, render
    from conflictmap.pipeline import build as build_atlas
    from conflictmap.pipeline import load
    from conflictmap.project import write_atomic

    project = project_at(where)
    path = output or project.maps / "index.html"
    with steps() as tell:
        atlas = build_atlas(load(project, tell=tell), tell=tell)
        tell("Drawing the page")
        page = render(atlas, PageOptions())
        write_atomic(path, page.encode("utf-8"))
    counts = atlas.counts()
    out.print(
        f"{counts['events']} events: {counts['at_place']} at a place, {counts['area']} at township level or wider, "
        f"{counts['outside']} abroad, {counts['not_placed']} not placed"
    )
    questions = sum(problem.severity == "question" for problem in atlas.problems)
    if questions:
        out.print(f"{questions} questions for an editor: conflictmap check")
    out.print(f"[bold]{path}[/bold] ({path.stat().st_size / 1e6:.2f} MB): open it in a browser", soft_wrap=True)
