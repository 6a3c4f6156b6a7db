"""What `conflictmap build` makes: everything worked out, the pages drawn, and in words what they hold and leave out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from conflictmap.cache.piece_store import PieceStore
from conflictmap.calendar_day import YEARS
from conflictmap.cli.aggregate import build_aggregated
from conflictmap.cli.build_cache import Asked, Built, cache_folder
from conflictmap.cli.freed_memory import give_back_freed_memory
from conflictmap.cli.left_out import left_out, questions
from conflictmap.cli.options import shared_by
from conflictmap.control.collector import collector_at_rest
from conflictmap.control.processes import processors
from conflictmap.errors import ConflictmapError, raise_if_errors
from conflictmap.event_tables.imported_events import notices, tables_size
from conflictmap.page import PageOptions
from conflictmap.page.folium_map import render_page
from conflictmap.page.from_atlas import page_data
from conflictmap.page.page_data import PLACINGS, ROW, PageData, placings, shown_events
from conflictmap.page.state_pages import render_split_pages
from conflictmap.pipeline import build, load

if TYPE_CHECKING:
    import pandas as pd

    from conflictmap.pipeline import Atlas, Inputs, Tell
    from conflictmap.project import Project


_OF_DAYS = ["event_id", "event_date", "end_date", "reported_on"]  # by which the events of the page are chosen


@collector_at_rest()
def make(project: Project, asked: Asked, *, tell: Tell, fresh: bool = False) -> Built:
    """Work everything out and draw the pages; without `fresh`, what an earlier build has worked out of the same is not again.

    Raises: ConflictmapError, as `pipeline.load`, and for what stops a build.
    """
    give_back_freed_memory(tables_size(project))
    store = PieceStore(None) if fresh else PieceStore.of_project(cache_folder("pieces"), project.root)
    data, said = _worked_out(project, asked, tell, store)  # what is not on the page is gone before it is drawn
    options = asked.options
    pages = render_split_pages(data, options) if asked.split else {"index.html": render_page(data, options, store)}
    return Built({name: page.encode("utf-8") for name, page in pages.items()}, *said)


def _worked_out(
    project: Project, asked: Asked, tell: Tell, store: PieceStore
) -> tuple[PageData, tuple[tuple[str, ...], tuple[str, ...]]]:
    """The data of the pages, and the notices and lines of the build."""
    inputs = load(project, tell=tell, store=store)
    with shared_by(inputs.matcher, asked.scheduler, asked.workers, tell=tell) as matcher:
        atlas, counted = _atlas(replace(inputs, matcher=matcher), asked, tell, store)
    raise_if_errors(atlas.problems)
    of_days = atlas.inputs.events[_OF_DAYS].assign(**{ROW: np.arange(len(atlas.inputs.events))})
    shown = shown_events(of_days, asked.options, ordered=False)
    _check_days(atlas, asked.options, shown)
    tell("Drawing a page for each state and region" if asked.split else "Drawing the page")
    lines = (*_placed(atlas, asked.options, shown), *questions(atlas.problems))
    return page_data(atlas, asked.options), ((*counted, *notices(atlas.inputs.provenances)), lines)


def _atlas(inputs: Inputs, asked: Asked, tell: Tell, store: PieceStore) -> tuple[Atlas, list[str]]:
    if not asked.aggregate:
        processes = asked.workers or processors()
        return build(inputs, assume_baseline=asked.assume_baseline, tell=tell, store=store, processes=processes), []
    return build_aggregated(
        inputs, asked.aggregate, count_for_control=asked.count_for_control, assume_baseline=asked.assume_baseline,
        tell=tell,
    )  # fmt: skip


def _check_days(atlas: Atlas, options: PageOptions, shown: pd.DataFrame) -> None:
    """Raise ConflictmapError where the options leave out all events, or name a day that no event can have: the page would be empty."""
    events = atlas.inputs.events
    for option, day in (("--from", options.start), ("--to", options.end)):
        if day is not None and not len(events) and not YEARS[0] <= day.year <= YEARS[1]:
            raise ConflictmapError(
                f"{option} {day}: give a day from {YEARS[0]} to {YEARS[1]}; the page that was there stays"
            )
    if not len(events) or len(shown):
        return
    first, last = min(events["event_date"]), max(events["end_date"])
    raise ConflictmapError(
        f"--from, --to and --delay leave none of the {len(events)} events ({first} to {last}); the page that was there "
        "stays. Give other days, or a shorter delay"
    )


def _placed(atlas: Atlas, options: PageOptions, events: pd.DataFrame) -> list[str]:
    """How many events the page shows, and where, and what is left out: nothing is in silence."""
    rows = atlas.mention_rows
    known = None if rows is None else (rows.among(events[ROW].to_numpy(), len(atlas.inputs.events)), rows)
    placing = placings(events, atlas.matches, options, known)
    number = dict(zip(PLACINGS, np.bincount(placing, minlength=len(PLACINGS)).tolist(), strict=True))
    line = (
        f"{len(events)} events: {number['point']} at a place, {number['township']} in a township, "
        f"{number['region']} in a state or region, {number['abroad']} abroad, {number['unplaced']} not placed"
    )
    return [line, *left_out(atlas, len(events), number["unplaced"], options.rules or "standard")]
