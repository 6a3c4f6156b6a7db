"""Which reports' deaths may be added up: of one happening those of one report, and none of a span so long that its days are not known.
A report's own number is told wherever the report is; only sums leave it out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from conflictmap.event_tables.actor_cells import split_actors
from conflictmap.event_tables.distinct import firsts, numbered

LONGEST = 31  # days: a report of a longer time is a sum over it, and its deaths are of no day or month
_UNKNOWN = frozenset(["UNK"])


def added_up(events: pd.DataFrame, places: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell of each event whether its deaths are added up with those of others.

    Reports of the same first day, place and event type whose sides do not exclude each other may be of one happening: of these
    the one with the lowest number counts, as with numbers that differ in one report.

    Parameters: events, n rows of `schema.EVENTS`; places, the number of the place of each, -1 where it is not known.
    """
    deaths = events["fatalities"].astype("Float64").fillna(-1).to_numpy(dtype=float)
    first, last = (_days(events[name]) for name in ("event_date", "end_date"))
    given = deaths >= 0
    added: NDArray[np.bool_] = given & ((last - first).astype(np.int64) <= LONGEST)
    asked = np.flatnonzero(added & (deaths > 0) & (places >= 0))
    groups = _groups(asked, first.astype(np.int64), places, numbered(events["event_type"])[0])
    several = np.bincount(groups, minlength=1)[groups] > 1
    rows, groups = asked[several], groups[several]
    order = np.lexsort((rows, deaths[rows], groups))  # in each group from the lowest number
    rows, groups = rows[order], groups[order]
    sides = [events[name].iloc[rows].astype(object).fillna("").to_numpy(dtype=object) for name in ("actor1", "actor2")]
    begins = np.searchsorted(groups, groups)  # the first of each group counts; most of the others exclude it or not
    doubtful = ~_each_may_be_one(sides, np.arange(len(rows)), begins)
    added[rows[~doubtful & (begins < np.arange(len(rows)))]] = False
    asked_once = cache(_may_be_one)
    counted: dict[int, list[int]] = {}
    for at in np.flatnonzero(doubtful).tolist():
        known = counted.setdefault(int(groups[at]), [])
        if any(all(asked_once(side[at], side[other]) for side in sides) for other in known):
            added[rows[at]] = False
        else:
            known.append(at)
    return added


def _days(days: pd.Series[Any]) -> NDArray[np.datetime64]:
    """Days of dates or of what else tells a day; each is read once."""
    numbers, distinct = numbered(days, missing=False)
    read: NDArray[np.datetime64] = pd.to_datetime(pd.Series([*distinct, None])).to_numpy().astype("datetime64[D]")
    return read[numbers]


def _groups(rows: NDArray[np.int64], *of_rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """The number of the group of each of some rows: those that are the same in all numbers are of one."""
    groups = np.zeros(len(rows), dtype=np.int64)
    for numbers in of_rows:
        own = firsts(numbers[rows])[0]
        groups = firsts(groups * (int(own.max(initial=0)) + 1) + own)[0]
    return groups


def _each_may_be_one(
    sides: Sequence[NDArray[Any]], rows: NDArray[np.int64], others: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Whether both sides of each row may be those of the other that stands beside it; each pair of cells is asked once."""
    may: NDArray[np.bool_] = np.ones(len(rows), dtype=bool)
    for side in sides:
        numbers, cells = numbered(side)
        pairs, first = firsts(numbers[rows] * (len(cells) + 1) + numbers[others])
        told = [_may_be_one(side[rows[at]], side[others[at]]) for at in first.tolist()]
        may &= np.array(told, dtype=bool)[pairs]
    return may


def _may_be_one(side: str, other: str) -> bool:
    """Whether two cells of actors may name the same: they share one, or one of them names nobody."""
    mine, theirs = (frozenset(split_actors(cell)) - _UNKNOWN for cell in (side, other))
    return not mine or not theirs or bool(mine & theirs)
