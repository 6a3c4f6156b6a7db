"""`conflictmap build`: the main job."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.text import Text

from conflictmap.cli.lookup import Assume
from conflictmap.cli.options import Where, project_at
from conflictmap.cli.output import err, out, steps
from conflictmap.errors import ConflictmapError

if TYPE_CHECKING:
    from conflictmap.page import PageOptions
    from conflictmap.pipeline import Atlas


def build(
    where: Where = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Where to write the page; else maps/index.html of the project."),
    ] = None,
    start: Annotated[
        datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="First day shown; else the first event's.")
    ] = None,
    end: Annotated[
        datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day shown; else the last event's.")
    ] = None,
    lang: Annotated[str, typer.Option(help="Language the page opens in: en or my; the reader can change it.")] = "en",
    rules: Annotated[
        str, typer.Option(help="Rule set the page opens with: strict, standard or lenient; the reader can change it.")
    ] = "standard",
    delay: Annotated[
        int,
        typer.Option(
            min=0, max=36500, help="Leave out the events of the last so many days, to protect people on the ground."
        ),
    ] = 0,
    max_precision: Annotated[
        int, typer.Option(min=1, max=3, help="Finest place drawn: 1 the place, 2 about 11 km, 3 townships only.")
    ] = 1,
    title: Annotated[str | None, typer.Option(help="Title of the page, instead of its own.")] = None,
    only_layers: Annotated[
        str, typer.Option(help="The layers the page holds, separated by commas, for example control,adm1,towns.")
    ] = "",
    tiles: Annotated[
        str | None,
        typer.Option(
            help="Address of map tiles, https://host/{z}/{x}/{y}.png. Off by default: that host sees who looks."
        ),
    ] = None,
    assume: Assume = False,
    aggregate: Annotated[
        list[str] | None,
        typer.Option("--aggregate", help="An imported table of which the page holds counts by township and week only."),
    ] = None,
    count_for_control: Annotated[
        bool, typer.Option("--count-for-control", help="With --aggregate: its events still bear on who holds what.")
    ] = False,
    split: Annotated[
        bool, typer.Option("--split", help="One page a state or region and an index, for phones; --output is a folder.")
    ] = False,
) -> None:
    """Build the map: one HTML file that opens from disk and asks the network for nothing.

    Reads `data/`, writes `maps/index.html`. With an error nothing is written: the page that was there stays. What stops
    a build, the same that `conflictmap check` calls an error:

    - a table that is missing, empty, no UTF-8 or no CSV, or has a row longer than its header
    - a needed column or cell that is missing, or a value that is not of its kind, list or range
    - a key that stands twice, or an event that ends before it begins
    - an actor, place, township or decision that is named and not known
    - a member_of that is not understood, or a supersedes that leads nowhere
    - two holders of one place from one day in the baseline
    - boundaries, gazetteers or rivers that are damaged
    - options that leave no event to show

    A page that holds rows of a source whose terms forbid to pass them on says so before it is written. With
    `--aggregate acled` it holds numbers in their place: no note, actor, day or point of a row.

    Example: `conflictmap build --from 2023-11-06 --rules strict --output november.html`
    """
    from conflictmap.cli.aggregate import build_aggregated
    from conflictmap.cli.left_out import questions
    from conflictmap.errors import raise_if_errors
    from conflictmap.event_tables.imported_events import notices
    from conflictmap.page import PageOptions, render, render_split
    from conflictmap.pipeline import build as build_atlas
    from conflictmap.pipeline import load
    from conflictmap.places.gazetteer.layers import in_use
    from conflictmap.writing import check_output, write_output

    if count_for_control and (not aggregate or delay):
        cure = (
            "give --aggregate NAME"
            if not aggregate
            else "leave out --delay, which works control out from what is shown"
        )
        raise ConflictmapError(f"--count-for-control goes with --aggregate and without --delay; {cure}")
    options = PageOptions(
        start=start.date() if start else None,
        end=end.date() if end else None,
        lang=lang,
        rules=rules,
        delay_days=delay,
        max_precision=max_precision,
        title=title,
        only_layers=tuple(name.strip() for name in only_layers.split(",") if name.strip()),
        tiles=tiles,
    )
    project = project_at(where)
    folder = output or project.maps / "split"
    path = folder / "index.html" if split else output or project.maps / "index.html"
    check_output(path, keep_out=project.kept)
    with steps() as tell:
        err.print(Text(in_use(project), style="dim"), soft_wrap=True)
        inputs = load(project, tell=tell)
        if aggregate:
            atlas, lines = build_aggregated(
                inputs, aggregate, count_for_control=count_for_control, assume_baseline=assume, tell=tell
            )
        else:
            atlas, lines = build_atlas(inputs, assume_baseline=assume, tell=tell), []
        for line in lines:
            err.print(Text(line, style="yellow"), soft_wrap=True)
        for notice in notices(atlas.inputs.provenances):
            err.print(Text(notice, style="yellow"), soft_wrap=True)
        raise_if_errors(atlas.problems)
        _check_days(atlas, options)
        tell("Drawing the page" if not split else "Drawing a page for each state and region")
        pages = render_split(atlas, options) if split else {path.name: render(atlas, options)}
        for name, page in pages.items():
            write_output(path.with_name(name), page.encode("utf-8"), keep_out=project.kept)
    for line in (*_placed(atlas, options), *questions(atlas.problems)):
        out.print(line, soft_wrap=True)
    out.print(
        f"[bold]{escape(str(path))}[/bold] ({len(pages[path.name].encode()) / 1e6:.2f} MB): open it in a browser",
        soft_wrap=True,
    )


def _check_days(atlas: Atlas, options: PageOptions) -> None:
    """Raise ConflictmapError where there are events and the options leave out all: the page would be empty."""
    from conflictmap.page.page_data import shown_events

    events = atlas.inputs.events
    if not len(events) or len(shown_events(events, options)):
        return
    first, last = min(events["event_date"]), max(events["end_date"])
    raise ConflictmapError(
        f"--from, --to and --delay leave none of the {len(events)} events ({first} to {last}); the page that was there "
        "stays. Give other days, or a shorter delay"
    )


def _placed(atlas: Atlas, options: PageOptions) -> list[str]:
    """How many events the page shows, and where, and what is left out: nothing is in silence."""
    from conflictmap.cli.left_out import left_out
    from conflictmap.page.page_data import PLACINGS, place_marks, shown_events

    events = shown_events(atlas.inputs.events, options)
    placing = place_marks(events, atlas.matches, options).placing.tolist()
    number = {name: placing.count(index) for index, name in enumerate(PLACINGS)}
    line = (
        f"{len(events)} events: {number['point']} at a place, {number['township']} in a township, "
        f"{number['region']} in a state or region, {number['abroad']} abroad, {number['unplaced']} not placed"
    )
    return [line, *left_out(atlas, len(events), number["unplaced"], options.rules or "standard")]
