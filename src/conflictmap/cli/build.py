"""`conflictmap build`: the main job."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from conflictmap.cli.output import out, steps
from conflictmap.cli.where import Where, project_at

if TYPE_CHECKING:
    from conflictmap.page import PageOptions
    from conflictmap.pipeline import Atlas


def build(
    where: Where = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Where to write the page; else maps/index.html of the project."),
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
        options = PageOptions()
        page = render(atlas, options)
        write_atomic(path, page.encode("utf-8"))
    out.print(_placed(atlas, options), soft_wrap=True)
    questions = sum(problem.severity == "question" for problem in atlas.problems)
    if questions:
        out.print(f"{questions} questions for an editor: conflictmap check")
    out.print(f"[bold]{path}[/bold] ({path.stat().st_size / 1e6:.2f} MB): open it in a browser", soft_wrap=True)


def _placed(atlas: Atlas, options: PageOptions) -> str:
    """How many events the page shows, and where: none is left out in silence."""
    from conflictmap.page.layers import PLACINGS, place_marks, shown_events

    events = shown_events(atlas.inputs.events, options)
    placing = place_marks(events, atlas.matches, options).placing.tolist()
    number = {name: placing.count(index) for index, name in enumerate(PLACINGS)}
    return (
        f"{len(events)} events: {number['point']} at a place, {number['township']} in a township, "
        f"{number['region']} in a state or region, {number['abroad']} abroad, {number['unplaced']} not placed"
    )
