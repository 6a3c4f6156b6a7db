"""Which reports' deaths may be added up: of one happening those of one report, and none of a span so long that its days are not known.
A report's own number is told wherever the report is; only sums leave it out."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from conflictmap.event_tables.actor_cells import split_actors
from conflictmap.event_tables.distinct import numbered, order_of

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
    keys = [first.astype(np.int64)[asked], places[asked], numbered(events["event_type"])[0][asked]]
    order = order_of(*keys, deaths[asked].astype(np.int64))  # in each group from the lowest number
    new: NDArray[np.bool_] = np.ones(len(asked), dtype=bool)
    new[1:] = np.logical_or.reduce([np.diff(key[order]) != 0 for key in keys])
    groups = np.cumsum(new) - 1
    several = np.bincount(groups, minlength=1)[groups] > 1
    rows, groups = asked[order[several]], groups[several]
    sides = [_Side(events[name], rows) for name in ("actor1", "actor2")]
    left = np.arange(len(rows))
    while len(left):  # the first that is left of each group counts, and those that may be one with it do not
        counts = left[np.searchsorted(groups[left], groups[left])]
        out = np.logical_and.reduce([side.may_be_one(left, counts) for side in sides])
        added[rows[left[out & (left != counts)]]] = False
        left = left[~out & (left != counts)]
    return added


class _Side:
    """The cells of actors of some reports, each distinct one by its number; each pair of these is compared once."""

    def __init__(self, cells: pd.Series[Any], rows: NDArray[np.int64]) -> None:
        numbers, values = numbered(cells)
        self._numbers, self._values = numbers[rows], ["" if pd.isna(value) else value for value in values.tolist()]
        self._known: dict[int, bool] = {}

    def may_be_one(self, rows: NDArray[np.int64], others: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Return whether the cell of each row may name the same as that of the other."""
        pairs, distinct = pd.factorize(self._numbers[rows] * len(self._values) + self._numbers[others])
        return np.array([self._asked(pair) for pair in distinct.tolist()], dtype=bool)[pairs]

    def _asked(self, pair: int) -> bool:
        if pair not in self._known:
            one, other = divmod(pair, len(self._values))
            self._known[pair] = _may_be_one(self._values[one], self._values[other])
        return self._known[pair]


def _days(days: pd.Series[Any]) -> NDArray[np.datetime64]:
    """Days of dates or of what else tells a day; each is read once."""
    numbers, distinct = numbered(days, missing=False)
    read: NDArray[np.datetime64] = pd.to_datetime(pd.Series([*distinct, None])).to_numpy().astype("datetime64[D]")
    return read[numbers]


def _may_be_one(side: str, other: str) -> bool:
    """Whether two cells of actors may name the same: they share one, or one of them names nobody."""
    mine, theirs = (frozenset(split_actors(cell)) - _UNKNOWN for cell in (side, other))
    return not mine or not theirs or bool(mine & theirs)
