"""Maps of who holds what: one day, or a quarter's last day a panel.
A township that nothing is known of has the colour of paper."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from conflictmap.control import state_on
from conflictmap.export.control_tables import with_unassessed
from conflictmap.export.figures.figure_source import NOT_ASSESSED as PAPER
from conflictmap.export.figures.figure_source import QUIET, FigureSource, new_figure, paler

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TOLERANCE_DEGREES = 0.02  # of the outlines: finer than a pixel of a panel
COLUMNS = 6
PANELS = 12
HATCHED = ("contested", "besieged", "mixed", "split")
NAMED_HOLDERS = 12
NARROW = 9  # inches: so wide are four columns of Burmese names


def map_by_quarter(source: FigureSource) -> Figure:
    """Draw the map on the last day of each quarter, of at most twelve: the first day, the quarters, the last day."""
    days = quarter_days(*source.days)
    columns = min(len(days), COLUMNS)
    rows = -(-len(days) // columns)
    figure = new_figure(source, source.say("quarters"), (max(1.9 * columns, 8), 3.6 * rows + 2.4))
    grid = np.atleast_1d(figure.subplots(rows, columns)).ravel()
    shapes, outline = _shapes(source)
    seen: dict[str, None] = {}
    for axes, day in zip(grid, days, strict=False):
        seen |= dict.fromkeys(_draw(axes, source, day, (shapes, outline)))
        axes.set_title(source.day(day), fontsize=8, loc="center")
    for axes in grid[len(days) :]:
        axes.set_axis_off()
    _legend_below(figure, source, list(seen))
    figure.subplots_adjust(left=0.01, right=0.99, wspace=0.02, hspace=0.12, bottom=2.0 / figure.get_figheight())
    return figure


def map_of_day(source: FigureSource, day: dt.date, axes: Axes | None = None) -> Axes:
    """Draw the map of one day, in axes of yours or in a figure of its own."""
    if axes is None:
        figure = new_figure(source, source.day(day), (6, 9.5))
        axes = figure.subplots()
        figure.subplots_adjust(left=0.02, right=0.98, bottom=0.15)
    holders = _draw(axes, source, day, _shapes(source))
    _legend_inside(axes, source, holders)
    return axes


def quarter_days(first: dt.date, last: dt.date) -> list[dt.date]:
    """List the first day, each quarter's last day and the last day: at most twelve, the latest."""
    ends = [day.date() for day in pd.date_range(first, last, freq="QE")]
    days = [first, *(day for day in ends if first < day < last), last]
    return list(dict.fromkeys(days))[-PANELS:]


def _shapes(source: FigureSource) -> tuple[dict[str, Any], Any]:
    """Paths of the townships, by P-code, simplified as one coverage; and lines between states and regions."""
    import shapely
    from matplotlib.collections import LineCollection

    units = source.subject.atlas.inputs.units
    simple = shapely.coverage_simplify(units.frame.geometry.to_numpy(), TOLERANCE_DEGREES)
    paths = {str(pcode): _path(shape) for pcode, shape in zip(units.frame.index, simple, strict=True)}
    lines = []
    for _, group in pd.Series(simple, index=units.frame.index).groupby(units.frame["adm1_pcode"]):
        edge = shapely.boundary(shapely.coverage_union_all(group.to_numpy()))
        lines += [shapely.get_coordinates(part) for part in shapely.get_parts(edge)]
    return paths, LineCollection(lines, colors=QUIET, linewidths=0.35)


def _path(shape: Any) -> Any:
    import shapely
    from matplotlib.path import Path

    rings = [shapely.get_coordinates(ring) for ring in shapely.get_rings(shape)]
    codes = [[Path.MOVETO, *[Path.LINETO] * (len(ring) - 2), Path.CLOSEPOLY] for ring in rings]
    return Path(np.concatenate(rings), np.concatenate(codes)) if rings else Path(np.empty((0, 2)))


def _draw(axes: Axes, source: FigureSource, day: dt.date, shapes: tuple[dict[str, Any], Any]) -> list[str]:
    """Colour the townships of a day; returns the holders seen, in the order of their number."""
    from matplotlib.collections import LineCollection, PathCollection

    paths, outline = shapes
    here = with_unassessed(state_on(source.assessment.spans, day).reset_index())
    here = here[here["adm3_pcode"].isin(list(paths))]
    for hatched in (False, True):
        rows = here[here["state"].isin(HATCHED) == hatched]
        colours = [source.fill(state, holder) for state, holder in zip(rows["state"], rows["holder"], strict=True)]
        drawn = [paths[pcode] for pcode in rows["adm3_pcode"]]
        look = {"hatch": "//////", "edgecolors": "white"} if hatched else {"edgecolors": "#d4cfc2"}
        axes.add_collection(
            PathCollection(drawn, facecolors=colours, linewidths=0.15, transform=axes.transData, **look)
        )
    axes.add_collection(LineCollection(outline.get_segments(), colors=QUIET, linewidths=0.35))
    axes.autoscale_view()
    axes.set_aspect(1 / np.cos(np.radians(19.5)))  # a degree of longitude in the middle of the country
    axes.set_axis_off()
    return [str(holder) for holder in here.loc[here["holder"] != "", "holder"].value_counts().index]


def _handles(source: FigureSource, holders: list[str]) -> list[Any]:
    from matplotlib.patches import Patch

    first: dict[str, str] = {}
    for holder in holders:
        first.setdefault(holder.split("|")[0], holder)
    named = [Patch(facecolor=source.colour(actor), label=source.actor(actor)) for actor in list(first)[:NAMED_HOLDERS]]
    return [
        *named,
        Patch(facecolor=PAPER, edgecolor="#d4cfc2", label=source.say("not_assessed")),
        Patch(facecolor=paler(QUIET), label=source.say("paler")),
        Patch(facecolor=QUIET, edgecolor="white", hatch="//////", label=source.say("hatched")),
    ]


def _legend_below(figure: Figure, source: FigureSource, holders: list[str]) -> None:
    height = figure.get_figheight()
    figure.legend(
        handles=_handles(source, holders),
        loc="lower center",
        bbox_to_anchor=(0.5, 0.65 / height),
        ncols=2 if figure.get_figwidth() < NARROW else 4,
    )


def _legend_inside(axes: Axes, source: FigureSource, holders: list[str]) -> None:
    axes.legend(
        handles=_handles(source, holders), loc="lower left", fontsize=7, frameon=True, framealpha=0.9, edgecolor="none"
    )
