"""`conflictmap build`: the main job."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.text import Text

from conflictmap.cli.lookup import Assume
from conflictmap.cli.options import Scheduler, Where, Workers, project_at
from conflictmap.cli.output import err, out, steps
from conflictmap.errors import ConflictmapError

if TYPE_CHECKING:
    from conflictmap.pipeline import Tell
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

    A page that holds rows of a source whose terms forbid to pass them on says so before it is written. With
    `--aggregate acled` it holds numbers in their place: no note, actor, day or point of a row.

    Example: `conflictmap build --from 2023-11-06 --rules strict --output november.html`
    """
    from conflictmap.cli.build_cache import Asked, Built, built
    from conflictmap.page.options import PageOptions
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
    asked = Asked(
        options, assume_baseline=assume, aggregate=tuple(aggregate or ()), count_for_control=count_for_control,
        split=split, scheduler=scheduler, workers=workers,
    )  # fmt: skip

    def made(tell: Tell) -> Built:
        from conflictmap.cli.build_pages import make  # brings folium and geopandas, which a kept build can do without

        return make(project, asked, tell=tell, fresh=fresh)

    def once() -> None:
        with steps() as tell:
            err.print(Text(in_use(project), style="dim"), soft_wrap=True)
            done = built(project, asked.choices(), lambda: made(tell), fresh=fresh)
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
