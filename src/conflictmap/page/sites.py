"""What a page tells of the places inside a township: the state of each site, and how fresh the evidence is.
A page that may not be as exact as its data tells of no site at all: a site's name is as exact as its point."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from conflictmap.control.confidence import FRESH_DAYS
from conflictmap.control.township_pieces import COUNT
from conflictmap.event_tables.distinct import order_of
from conflictmap.page.columns import EventNumbers, span_columns, unit_numbers, whole_degrees
from conflictmap.page.page_data import epoch_days, shown_spans, where
from conflictmap.page.payload import Column, Words, column

KINDS = ("seat", "village", "base", "infrastructure", "rural")


def shown_sites(
    sites: Mapping[str, pd.DataFrame], codes: pd.Index, *, last: int, known: int | None, precision: int
) -> dict[str, pd.DataFrame]:
    """Select the sites' spans that a page may hold, by rule set, sorted by adm3_pcode, site_id, start.

    A site of which nothing is known by then is left out, but for the seats: its name alone would tell that something
    is to come.
    """
    shown = {}
    for name, spans in sorted(sites.items()):
        mine = where(spans, spans["adm3_pcode"].isin(codes)) if precision == 1 else spans.iloc[:0]
        own = mine.assign(township=mine["adm3_pcode"], adm3_pcode=mine["site_id"])  # laid out as a township's spans
        keys = own[["township", "site_id"]].assign(start=epoch_days(own["start"])).reset_index(drop=True)
        order = None if _in_order(keys) else keys.sort_values([*keys.columns], kind="stable").index
        kept = shown_spans(own if order is None else own.iloc[order], last, known)
        assessed = set(kept.loc[kept["state"] != "unknown", "site_id"]) | set(
            kept.loc[kept["place_kind"] == "seat", "site_id"]
        )
        shown[name] = where(kept, kept["site_id"].isin(assessed))
    return shown


def _in_order(keys: pd.DataFrame) -> bool:
    """Whether rows are sorted by all their columns, as control makes them: to look costs less than to sort."""
    equal: NDArray[np.bool_] = np.ones(max(len(keys) - 1, 0), dtype=bool)
    for name in keys.columns:
        cells = keys[name].to_numpy()
        if (equal & (cells[1:] < cells[:-1])).any():
            return False
        equal &= cells[1:] == cells[:-1]
    return True


def reported_places(
    spans: pd.DataFrame | None, places: pd.DataFrame, *, last: int, known: int | None
) -> dict[str, int]:
    """Count the populated places of each township that have a report that the page may tell of; spans, of one rule set."""
    if spans is None or spans.empty or "populated" not in places.columns:
        return {}
    counts = spans[COUNT] if COUNT in spans.columns else spans["evidence"].map(len)
    visible = (epoch_days(spans["start"]) <= last) & (counts > 0).to_numpy()
    if known is not None:
        visible &= epoch_days(spans["known_since"]) <= known
    populated = places.index[places["populated"].astype(bool)]
    mine = spans[visible & spans["site_id"].isin(populated).to_numpy()]
    counts = mine.groupby("adm3_pcode")["site_id"].nunique()
    return {str(pcode): int(count) for pcode, count in counts.items()}


def site_columns(
    shown: Mapping[str, pd.DataFrame],
    places: pd.DataFrame,
    units: pd.Series,
    *,
    first: int,
    words: tuple[Words, Words, Words, Words, Words],
) -> tuple[list[Column], list[list[str]]]:
    """Make the columns of the sites and of their spans by rule set, and the sites' names, [name, name_my] each."""
    every = [frame[["site_id", "township", "place_kind"]] for frame in shown.values()]
    table = pd.concat(every) if every else pd.DataFrame(columns=["site_id", "township", "place_kind"])
    table = table.drop_duplicates("site_id").sort_values(["township", "site_id"]).set_index("site_id")
    numbers = pd.Series(np.arange(1, len(table) + 1), index=table.index)
    own = places.reindex(table.index)
    columns = [
        column("site.x", whole_degrees(own["lon"]), "int"),
        column("site.y", whole_degrees(own["lat"]), "int"),
        column("site.unit", unit_numbers(table["township"], units), "delta"),
        column("site.kind", [KINDS.index(kind) for kind in table["place_kind"]]),
    ]
    none = EventNumbers(pd.DataFrame())  # the township's span names the events
    for name, spans in shown.items():
        columns += span_columns(f"{name}.site", spans, first, words=words, units=numbers, events=none)
    names = [[_text(name), _text(name_my)] for name, name_my in zip(own["name"], own["name_my"], strict=True)]
    return columns, [each if each[1] else each[:1] for each in names]


def fresh_columns(
    bearing: pd.DataFrame, units: pd.Series, codes: pd.Index, *, first: int, last: int, known: int | None
) -> list[Column]:
    """Make the columns of the stretches in which evidence about a township never was older than `FRESH_DAYS`: unit, first day, last report.

    After the last report of a stretch it is fresh, then ageing, then stale by the days that have passed; see
    `control.freshness`. Only reports of the page's days that were known by then count.
    """
    mine = bearing[bearing["adm3_pcode"].isin(codes)]
    day, since = epoch_days(mine["day"]), epoch_days(mine["known_since"])
    keep = (day <= last) & (since <= known if known is not None else True)
    unit, day = unit_numbers(mine["adm3_pcode"], units)[keep], day[keep]
    order = order_of(unit, day)
    unit, day = unit[order], day[order]
    new = np.ones(len(day), dtype=bool)
    new[1:] = (np.diff(unit) != 0) | (np.diff(day) > FRESH_DAYS)
    begins = np.flatnonzero(new)
    ends = np.append(begins[1:], len(day))[: len(begins)] - 1
    return [
        column("fresh.unit", unit[begins], "delta"),
        column("fresh.from", day[begins] - first, "int"),
        column("fresh.last", day[ends] - day[begins]),
    ]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
