"""`conflictmap build`: the main job."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape
from rich.text import Text

from conflictmap.cli.lookup import Assume
from conflictmap.cli.options import Scheduler, Where, Workers, project_at, shared_by
from conflictmap.cli.output import err, out, steps
from conflictmap.errors import ConflictmapError

if TYPE_CHECKING:
    from conflictmap.cli.build_cache import Built
    from conflictmap.page import PageOptions
    from conflictmap.pipeline import Atlas, Tell
    from conflictmap.project import Project


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
    split: Annotated[
        bool, typer.Option("--split", help="One page a state or region and an index, for phones; --output is a folder.")
    ] = False,
    scheduler: Scheduler = None,
    workers: Workers = 0,
    watch: Annotated[
        bool, typer.Option("--watch", help="Build again when a table changes, and show the page on this machine.")
    ] = False,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Work everything out, though the same tables were built before.")
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

    Example: `conflictmap build --from 2023-11-06 --rules strict --output november.html`
    """
    from conflictmap.cli.build_cache import built
    from conflictmap.page.options import PageOptions
    from conflictmap.places.gazetteer.layers import in_use
    from conflictmap.writing import check_output, write_output

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
    asked = Asked(options, assume_baseline=assume, split=split, scheduler=scheduler, workers=workers)

    def once() -> None:
        with steps() as tell:
            err.print(Text(in_use(project), style="dim"), soft_wrap=True)
            done = built(project, asked.choices(), lambda: make(project, asked, tell=tell), fresh=fresh)
            for notice in done.notices:
                err.print(Text(notice, style="yellow"), soft_wrap=True)
            for name, page in done.pages.items():
                write_output(path if name == "index.html" else path.with_name(name), page, keep_out=project.kept)
        for line in done.lines:
            out.print(Text(line), soft_wrap=True)
        size = len(done.pages["index.html"]) / 1e6
        out.print(f"[bold]{escape(str(path))}[/bold] ({size:.2f} MB): open it in a browser", soft_wrap=True)

    if watch:
        _watch(project, path, once)
    else:
        once()


@dataclass(frozen=True)
class Asked:
    """What a build was asked for."""

    options: PageOptions
    assume_baseline: bool
    split: bool
    scheduler: str | None
    workers: int

    def choices(self) -> dict[str, Any]:
        """Those that bear on what is built, as plain values."""
        return {"options": asdict(self.options), "assume": self.assume_baseline, "split": self.split}


def make(project: Project, asked: Asked, *, tell: Tell) -> Built:
    """Work everything out and draw the pages. Raises: ConflictmapError, as `pipeline.load` and for what stops a build."""
    from conflictmap.cli.build_cache import Built
    from conflictmap.errors import raise_if_errors
    from conflictmap.event_tables.imported_events import notices
    from conflictmap.page import render, render_split
    from conflictmap.pipeline import build as build_atlas
    from conflictmap.pipeline import load

    inputs = load(project, tell=tell)
    with shared_by(inputs.matcher, asked.scheduler, asked.workers, tell=tell) as matcher:
        atlas = build_atlas(replace(inputs, matcher=matcher), assume_baseline=asked.assume_baseline, tell=tell)
    raise_if_errors(atlas.problems)
    _check_days(atlas, asked.options)
    tell("Drawing a page for each state and region" if asked.split else "Drawing the page")
    pages = render_split(atlas, asked.options) if asked.split else {"index.html": render(atlas, asked.options)}
    lines = [_placed(atlas, asked.options)]
    questions = sum(problem.severity == "question" for problem in atlas.problems)
    if questions:
        lines.append(f"{questions} questions for an editor: conflictmap check")
    encoded = {name: page.encode("utf-8") for name, page in pages.items()}
    return Built(encoded, tuple(notices(atlas.inputs.provenances)), tuple(lines))


def _watch(project: Project, path: Path, once: Callable[[], None]) -> None:
    """Build on each change until Ctrl+C; a fault is said, and the page stays as it was."""
    import contextlib
    import threading

    from conflictmap.cli import build_watch

    def build_again() -> str:
        try:
            once()
        except ConflictmapError as error:
            err.print(Text(str(error), style="red"), soft_wrap=True)
            return (str(error).splitlines() or [""])[0][:300]
        return ""

    with contextlib.suppress(KeyboardInterrupt):
        build_watch.watch(project, path, build_again, say=lambda line: err.print(Text(line)), stop=threading.Event())


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


def _placed(atlas: Atlas, options: PageOptions) -> str:
    """How many events the page shows, and where: none is left out in silence."""
    from conflictmap.page.page_data import PLACINGS, place_marks, shown_events

    events = shown_events(atlas.inputs.events, options)
    placing = place_marks(events, atlas.matches, options).placing.tolist()
    number = {name: placing.count(index) for index, name in enumerate(PLACINGS)}
    return (
        f"{len(events)} events: {number['point']} at a place, {number['township']} in a township, "
        f"{number['region']} in a state or region, {number['abroad']} abroad, {number['unplaced']} not placed"
    )
