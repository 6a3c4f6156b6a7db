"""The timeline of one township: its own spans, those of its towns and bases, and the events there.
What is not assessed is drawn as paper, what is contested is hatched."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pandas as pd

from conflictmap.export.control_tables import with_unassessed
from conflictmap.export.evidence_tables import resolved_places
from conflictmap.export.figures.figure_source import NOT_ASSESSED as PAPER
from conflictmap.export.figures.figure_source import (
    QUIET,
    FigureSource,
    new_figure,
    number,
    paler,
    time_axis,
)
from conflictmap.export.figures.map_figures import HATCHED
from conflictmap.export.page_colours import TYPE_COLOURS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SITES = 8
NAME_WIDTH = 34  # letters of a row's name on one line
MARK_STEP = 0.09  # how far apart events of one day are drawn, in rows


def township_timeline(source: FigureSource, pcode: str = "") -> Figure:
    """Draw the timeline of a township, by default that with the most changes; its towns and bases are rows of it.

    Raises: KeyError, where the P-code is no township's.
    """
    chosen = pcode or busiest_township(source)
    spans, sites = (with_unassessed(frame) for frame in (source.assessment.spans, source.assessment.sites))
    mine = sites[sites["adm3_pcode"] == chosen]
    names = dict.fromkeys(mine["site_id"])
    title = f"{source.place(chosen)} ({source.say('township')})"
    rows = [(title, spans[spans["adm3_pcode"] == chosen])]
    rows += [(_site_name(source, str(site)), mine[mine["site_id"] == site]) for site in list(names)[:SITES]]
    figure = new_figure(source, source.say("timeline", name=source.place(chosen)), (10, 2.8 + 0.5 * (len(rows) + 2)))
    axes = figure.subplots()
    for place, (_, frame) in enumerate(rows):
        _bars(axes, source, frame, len(rows) - place)
    _events(axes, source, chosen)
    axes.set_yticks([0, *range(len(rows), 0, -1)], [source.say("events_time"), *(_wrapped(name) for name, _ in rows)])
    axes.set_ylim(-0.7, len(rows) + 0.6)
    time_axis(axes, source)
    axes.grid(visible=False)
    figure.subplots_adjust(left=0.24, top=1 - 1.0 / figure.get_figheight())
    _legend(axes, source, [frame for _, frame in rows])
    return figure


def busiest_township(source: FigureSource) -> str:
    """Find the township with the most changes of state, then reports, in the days drawn; of several the smallest P-code."""
    spans = source.assessment.spans
    first, last = source.days
    changed = spans[spans["start"].map(lambda day: first <= day <= last).astype(bool)]["adm3_pcode"].value_counts()
    places = resolved_places(source.events["event_id"], source.subject.atlas.matches)["adm3_pcode"]
    reports = places[places.fillna("") != ""].value_counts()
    table = pd.DataFrame({"changes": changed, "reports": reports}).fillna(0).sort_index()
    table = table[table.index.isin(spans["adm3_pcode"])]
    if table.empty:
        return str(spans["adm3_pcode"].iloc[0])
    return str(table.sort_values(["changes", "reports"], ascending=False, kind="stable").index[0])


def _bars(axes: Axes, source: FigureSource, frame: pd.DataFrame, height: float) -> None:
    first, last = source.days
    columns = ("start", "end", "state", "holder")
    for start, end, state, holder in zip(*(frame[name] for name in columns), strict=True):
        begin, stop = max(number(start), number(first)), min(number(end or last + dt.timedelta(1)), number(last) + 1)
        if stop <= begin:
            continue
        look: dict[str, Any] = {"hatch": "//////"} if state in HATCHED else {}
        axes.barh(
            height,
            stop - begin,
            left=begin,
            height=0.62,
            color=source.fill(state, holder),
            edgecolor="white",
            linewidth=0.8,
            **look,
        )


def _events(axes: Axes, source: FigureSource, pcode: str) -> None:
    places = resolved_places(source.events["event_id"], source.subject.atlas.matches)
    mine = source.events[(places["adm3_pcode"] == pcode).to_numpy()]
    order = mine.groupby("event_date").cumcount().to_numpy()
    colours = [TYPE_COLOURS[name] for name in mine["event_type"]]
    x = [number(day) + 0.5 for day in mine["event_date"]]
    axes.scatter(x, -0.35 + MARK_STEP * order, s=16, c=colours, linewidths=0, zorder=3)


def _site_name(source: FigureSource, site: str) -> str:
    base, _, part = site.partition("/")
    places = source.subject.atlas.inputs.gazetteer.frame()
    name = base
    if base in places.index:
        row = places.loc[base]
        name = str((source.lang == "my" and row["name_my"]) or row["name"])
    return f"{source.say(part)}, {name}" if part else name


def _wrapped(name: str) -> str:
    import textwrap

    return "\n".join(textwrap.wrap(name, NAME_WIDTH))


def _legend(axes: Axes, source: FigureSource, frames: list[pd.DataFrame]) -> None:
    from matplotlib.patches import Patch

    holders = dict.fromkeys(holder for frame in frames for holder in frame["holder"] if holder)
    patches = [Patch(facecolor=source.colour(holder), label=source.actor(holder)) for holder in holders]
    patches.append(Patch(facecolor=PAPER, edgecolor=QUIET, linewidth=0.3, label=source.say("not_assessed")))
    if any((frame["state"] == "predominant").any() for frame in frames):
        patches.append(Patch(facecolor=paler(QUIET), label=source.say("paler")))
    axes.legend(handles=patches, loc="lower right", bbox_to_anchor=(1, 1), ncols=4, borderaxespad=0.1)
