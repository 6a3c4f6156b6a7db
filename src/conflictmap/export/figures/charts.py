"""The charts over time and by kind: holders, changes, events and deaths, claims.
Each function draws one figure of a `FigureSource`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from conflictmap.control import flows, shares, transitions
from conflictmap.event_tables.death_counts import added_up
from conflictmap.export.control_tables import NOT_ASSESSED, with_unassessed
from conflictmap.export.evidence_tables import resolved_places
from conflictmap.export.figures.figure_source import (
    OTHERS,
    STATE_COLOURS,
    FigureSource,
    binned,
    bins,
    new_figure,
    number,
    say_none,
    time_axis,
)
from conflictmap.export.page_colours import TYPE_COLOURS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BESIDE_LEGEND = {"en": 0.8, "my": 0.7}  # where the axes end, so that the names stand beside them
FIGURES = ["townships_low", "townships_central", "townships_high"]
NARROW_TICKS = {"en": 9, "my": 5}  # Burmese months are long words
STEPS = 110  # days on which shares are worked out: a step of a week over two years
NAMED_HOLDERS = 7
SHOWN_STATES = 12
CLAIM_STATUSES = {"confirmed": "#1f5fa8", "open": "#e69f00", "lapsed": "#c9c4b8", "denied": "#9a1b1e"}


def holders_over_time(source: FigureSource) -> Figure:
    """Draw townships by holder as areas, with what is not assessed; below, each holder's low, central and high figures."""
    days = _steps(*source.days)
    spans, claims = with_unassessed(source.assessment.spans), source.assessment.claims
    tables = [shares(spans, day, claims=claims).assign(day=day) for day in days]
    every = pd.concat(tables, ignore_index=True)
    figure = new_figure(source, source.say("holders"), (10, 7.5))
    above, below = figure.subplots(2, 1, sharex=True, height_ratios=[3, 2])
    holders = _largest(every)
    x = [*(number(day) for day in days), number(days[-1]) + 1]  # a state lasts to the end of its day
    _areas(above, source, every, holders, x)
    for holder in holders:
        rows = every[every["holder"] == holder].set_index("day")[FIGURES].reindex(days).fillna(0)
        low, central, high = (_held_on(rows[f"townships_{grade}"]) for grade in ("low", "central", "high"))
        below.plot(x, central, color=source.colour(holder), linewidth=1.6, drawstyle="steps-post")
        below.fill_between(x, low, high, color=source.colour(holder), alpha=0.18, linewidth=0, step="post")
    below.set_title(source.say("holders_bounds"))
    below.set_ylim(bottom=0)
    time_axis(above, source)
    time_axis(below, source)
    figure.subplots_adjust(right=BESIDE_LEGEND[source.lang])
    return figure


def changes_by_month(source: FigureSource) -> Figure:
    """Draw townships gained above the line and lost below it, by month (or week) and holder."""
    from matplotlib.ticker import MaxNLocator

    moved = transitions(source.assessment.spans, *source.days)
    edges = bins(source)
    figure = new_figure(source, source.say("transitions"), (10, 5), note="note_transitions")
    axes = figure.subplots()
    places = np.array(binned(moved["day"], edges))
    parts = [flows(moved[places == place]).assign(bin=place) for place in sorted(set(places.tolist()))]
    full = [part for part in parts if len(part)]
    if not full:
        say_none(axes, source)
        return figure
    table = pd.concat(full, ignore_index=True)
    total = table.groupby("holder")[["townships_gained", "townships_lost"]].sum().sum(axis=1)
    holders = [str(name) for name in total.sort_values(ascending=False, kind="stable").index]
    rows = {holder: table[table["holder"] == holder].set_index("bin") for holder in holders}
    ups = {holder: row["townships_gained"] for holder, row in rows.items()}
    downs = {holder: -row["townships_lost"] for holder, row in rows.items()}
    for heights in (ups, downs):
        _stacked(axes, edges, heights, {holder: source.colour(holder) for holder in holders})
    axes.axhline(0, color="#1b1b1a", linewidth=0.8)
    _legend(axes, {source.actor(holder): source.colour(holder) for holder in holders[: NAMED_HOLDERS + 3]})
    axes.set_ylabel(f"{source.say('lost')}  ←  {source.say('townships')}  →  {source.say('gained')}")
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    time_axis(axes, source)
    figure.subplots_adjust(right=BESIDE_LEGEND[source.lang])
    return figure


def events_and_deaths(source: FigureSource) -> Figure:
    """Draw events and reported deaths by type over time, and by state or region."""
    from matplotlib.patches import Patch

    events = source.events
    place = resolved_places(events["event_id"], source.subject.atlas.matches)
    spots = pd.factorize(place["place_id"].where(place["place_id"].fillna("").ne("")))[0]
    deaths = events["fatalities"].astype("Float64").fillna(0).to_numpy(dtype=float)
    table = pd.DataFrame(
        {
            "bin": binned(events["event_date"], bins(source)),
            "type": events["event_type"],
            "state": place["adm1_pcode"].fillna("").to_numpy(),
            "events": 1,
            "deaths": np.where(added_up(events, spots.astype(np.int64)), deaths, 0.0),
        }
    )
    unknown = int(events["fatalities"].isna().sum())
    figure = new_figure(source, source.say("events"), (11, 8))
    (left, right), (low_left, low_right) = figure.subplots(2, 2, height_ratios=[1, 1.35])
    titles = (source.say("events_time"), source.say("deaths_time", n=unknown))
    for axes, what, title in ((left, "events", titles[0]), (right, "deaths", titles[1])):
        heights = {name: rows.groupby("bin")[what].sum() for name, rows in table.groupby("type")}
        ordered = {name: heights[name] for name in TYPE_COLOURS if name in heights}
        _stacked(axes, bins(source), ordered, TYPE_COLOURS)
        axes.set_title(title)
        time_axis(axes, source, at_most=NARROW_TICKS[source.lang])
    seen = {source.say(name): TYPE_COLOURS[name] for name in TYPE_COLOURS if (table["type"] == name).any()}
    handles = [Patch(facecolor=colour, label=name) for name, colour in seen.items()]
    height = figure.get_figheight()
    figure.legend(handles=handles, loc="upper left", bbox_to_anchor=(0.06, 1 - 0.4 / height), ncols=6)
    for axes, what, title in ((low_left, "events", "by_state"), (low_right, "deaths", "deaths_by_state")):
        _by_state(axes, source, table, what)
        axes.set_title(source.say(title))
    figure.subplots_adjust(hspace=0.42, wspace=0.38, left=0.15, top=1 - 1.05 / height)
    return figure


def claims_and_outcomes(source: FigureSource) -> Figure:
    """Draw claims of own gains by actor, and how many were confirmed, are open, lapsed or were denied."""
    from matplotlib.ticker import MaxNLocator

    claims = source.assessment.claims
    first, last = source.days
    shown = claims[claims["opened_on"].map(lambda day: first <= day <= last).astype(bool)]
    figure = new_figure(source, source.say("claims"), (10, 5))
    axes = figure.subplots()
    if shown.empty:
        say_none(axes, source)
        return figure
    table = shown.groupby(["actor", "status"]).size().unstack(fill_value=0)
    ordered = table.loc[table.sum(axis=1).sort_values(ascending=False, kind="stable").index[:SHOWN_STATES]][::-1]
    base = np.zeros(len(ordered))
    for status, colour in CLAIM_STATUSES.items():
        if status in ordered:
            counts = ordered[status].to_numpy(dtype=float)
            axes.barh(range(len(ordered)), counts, left=base, color=colour, label=source.say(status), height=0.7)
            base += counts
    axes.set_yticks(range(len(ordered)), [source.actor(str(actor)) for actor in ordered.index])
    axes.set_ylim(min(len(ordered) - SHOWN_STATES / 2, 0) - 0.6, len(ordered) - 0.4)
    axes.set_xlabel(source.say("claims_axis"))
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.legend(loc="lower right")
    figure.subplots_adjust(left=0.3)
    return figure


def _areas(axes: Axes, source: FigureSource, every: pd.DataFrame, holders: Sequence[str], x: Sequence[int]) -> None:
    days = sorted(set(every["day"]))
    held = every[every["holder"] != ""]

    def heights(rows: pd.DataFrame) -> Any:
        return _held_on(rows.groupby("day")["townships_central"].sum().reindex(days).fillna(0))

    layers = [
        (source.actor(holder), source.colour(holder), heights(held[held["holder"] == holder])) for holder in holders
    ]
    layers.append((source.say("others"), OTHERS, heights(held[~held["holder"].isin(holders)])))
    layers += [
        (source.say(state), STATE_COLOURS.get(state, OTHERS), heights(every[every["state"] == state]))
        for state in [*(name for name in every["state"].unique() if name not in ("", NOT_ASSESSED)), NOT_ASSESSED]
    ]
    shown = [layer for layer in layers if layer[2].any()]
    axes.stackplot(x, [layer[2] for layer in shown], colors=[layer[1] for layer in shown], linewidth=0, step="post")
    total = round(sum(layer[2][-1] for layer in shown))
    axes.set_title(source.say("holders_all", n=total))
    axes.set_ylim(0, total)
    _legend(axes, {name: colour for name, colour, _ in reversed(shown)})


def _held_on(figures: pd.Series) -> Any:
    """The figures of n days as n + 1 steps: the last one lasts to the end of its day."""
    values = figures.to_numpy(dtype=float)
    return np.append(values, values[-1])


def _by_state(axes: Axes, source: FigureSource, table: pd.DataFrame, what: str) -> None:
    counts = table.pivot_table(index="state", columns="type", values=what, aggfunc="sum", fill_value=0)
    ordered = counts.loc[counts.sum(axis=1).sort_values(ascending=False, kind="stable").index[:SHOWN_STATES]][::-1]
    ordered = ordered[ordered.sum(axis=1) > 0]
    base = np.zeros(len(ordered))
    for name, colour in TYPE_COLOURS.items():
        if name in ordered:
            widths = ordered[name].to_numpy(dtype=float)
            shown = np.flatnonzero(widths)
            axes.barh(shown, widths[shown], left=base[shown], color=colour, height=0.75)
            base += widths
    names = [source.place(str(code)) if code else source.say("unlocated") for code in ordered.index]
    axes.set_yticks(range(len(ordered)), names)
    axes.set_ylim(min(len(ordered) - SHOWN_STATES / 2, 0) - 0.6, len(ordered) - 0.4)  # a few bars are no walls


def _stacked(
    axes: Axes,
    edges: Sequence[dt.date],
    heights: Mapping[str, pd.Series],
    colours: Mapping[str, str],
) -> None:
    """Bars from edge to edge, one on the other; heights by the number of the bin."""
    starts = np.array([number(edge) for edge in edges])
    widths = np.diff(starts)
    base = np.zeros(len(widths))
    for name, series in heights.items():
        values = series.reindex(range(len(widths))).fillna(0).to_numpy(dtype=float)
        shown = np.flatnonzero(values)  # a bar of no height takes as long, and cuts the room above the highest
        left, bottom = starts[shown], base[shown]
        axes.bar(left, values[shown], widths[shown] * 0.92, bottom=bottom, align="edge", color=colours[name])
        base += values


def _legend(axes: Axes, names: Mapping[str, str]) -> None:
    from matplotlib.patches import Patch

    patches = [Patch(facecolor=colour, label=name) for name, colour in names.items()]
    axes.legend(handles=patches, loc="upper left", bbox_to_anchor=(1.01, 1), borderaxespad=0)


def _largest(every: pd.DataFrame) -> list[str]:
    held = every[every["holder"] != ""]
    by = ["townships_central", "townships_high"]  # not by high alone: a party that fights everywhere may hold nothing
    greatest = held.groupby("holder")[by].max().sort_values(by, ascending=False, kind="stable")
    return [str(name) for name in greatest[greatest["townships_high"] > 0].index[:NAMED_HOLDERS]]


def _steps(first: dt.date, last: dt.date) -> list[dt.date]:
    length = (last - first).days
    step = max(1, -(-length // STEPS))
    days = [first + dt.timedelta(days=place) for place in range(0, length, step)]
    return [*days, last]
