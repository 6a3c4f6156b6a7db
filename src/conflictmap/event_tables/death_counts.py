"""Which reports' deaths may be added up: of one happening those of one report, and none of a span so long that its days are not known.
A report's own number is told wherever the report is; only sums leave it out."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from conflictmap.event_tables.actor_cells import split_actors

LONGEST = 31  # days: a report of a longer time is a sum over it, and its deaths are of no day or month
_UNKNOWN = frozenset(["UNK"])


def added_up(events: pd.DataFrame, places: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell of each event whether its deaths are added up with those of others.

    Reports of the same first day, place and event type whose sides do not exclude each other may be of one happening: of these
    the one with the lowest number counts, as with numbers that differ in one report.

    Parameters: events, n rows of `schema.EVENTS`; places, the number of the place of each, -1 where it is not known.
    """
    deaths = events["fatalities"].astype("Float64").fillna(-1).to_numpy(dtype=float)
    first, last = (
        pd.to_datetime(events[name]).to_numpy().astype("datetime64[D]") for name in ("event_date", "end_date")
    )
    given = deaths >= 0
    added: NDArray[np.bool_] = given & ((last - first).astype(np.int64) <= LONGEST)
    keys = pd.DataFrame({"day": first, "place": places, "type": events["event_type"].to_numpy()})
    asked = np.flatnonzero(added & (deaths > 0) & (places >= 0))
    several = asked[keys.iloc[asked].duplicated(keep=False).to_numpy()]
    if not len(several):
        return added
    groups = keys.iloc[several].groupby(["day", "place", "type"], sort=False).ngroup().to_numpy()
    sides = [events[name].fillna("").to_numpy(dtype=object) for name in ("actor1", "actor2")]
    counted: dict[int, list[int]] = {}
    for at in np.lexsort((several, deaths[several], groups)).tolist():  # in each group from the lowest number
        row = int(several[at])
        known = counted.setdefault(int(groups[at]), [])
        if any(all(_may_be_one(side[row], side[other]) for side in sides) for other in known):
            added[row] = False
        else:
            known.append(row)
    return added


def _may_be_one(side: str, other: str) -> bool:
    """Whether two cells of actors may name the same: they share one, or one of them names nobody."""
    mine, theirs = (frozenset(split_actors(cell)) - _UNKNOWN for cell in (side, other))
    return not mine or not theirs or bool(mine & theirs)
