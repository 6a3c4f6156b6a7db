"""Tables of events in partitions (`dask.dataframe`): names resolved, points joined to townships, counts by month.
Each function gives what its namesake of one machine gives, whatever the partitions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from conflictmap.distributed.shared_matcher import SharedMatcher
from conflictmap.places.batch import ADDED, added_names, geocode_frame
from conflictmap.places.gazetteer.point_in_polygon import Holder
from conflictmap.places.gazetteer.units import Units

MONTHLY = ("adm3_pcode", "month", "events", "fatalities")


def resolved(
    events: Any, matcher: SharedMatcher, *, toponym: str = "toponym", context: Sequence[str] = ("context",)
) -> Any:
    """Return `geocode_frame` of a dask DataFrame: the same columns beside each row. Each distinct name is resolved once."""
    asked = [toponym, *(name for name in context if name in events.columns)]
    names = events[asked].fillna("").drop_duplicates().compute().sort_values(asked).reset_index(drop=True)
    answers = geocode_frame(matcher, names, toponym=toponym, context=tuple(asked[1:]))
    own = added_names(events.columns)
    beside = answers.rename(columns=dict(zip(added_names(names.columns).values(), own.values(), strict=True)))
    table = matcher.shared(beside[[*asked, *own.values()]])
    meta = events._meta.assign(**{own[name]: beside[own[name]].iloc[:0] for name in ADDED})
    return events.map_partitions(_beside, table, asked, meta=meta)


def joined(events: Any, units: Units, *, lon: str = "lon", lat: str = "lat") -> Any:
    """Return a dask DataFrame with `adm3_pcode`, the township that holds each point; "" where none does."""
    townships = units.frame
    holder = Holder(townships.index.tolist(), townships.geometry.to_numpy())
    meta = events._meta.assign(adm3_pcode=pd.Series([], dtype=object))
    return events.map_partitions(_held, holder.pcodes, holder.shapes, lon, lat, meta=meta)


def by_month(events: Any) -> pd.DataFrame:
    """Return events and fatalities by township and month: the columns of `MONTHLY`, sorted.

    Parameters: events, a dask DataFrame with adm3_pcode, event_date (a day) and fatalities (missing counts as none).
    """
    meta = pd.DataFrame({"adm3_pcode": pd.Series(dtype=object), "month": pd.Series(dtype=object),
                         "events": pd.Series(dtype="int64"), "fatalities": pd.Series(dtype="float64")})  # fmt: skip
    parts = events.map_partitions(_counted, meta=meta).compute()
    whole: pd.DataFrame = parts.groupby(["adm3_pcode", "month"], as_index=False).sum()
    typed: pd.DataFrame = whole.astype({"fatalities": "int64"})[list(MONTHLY)]
    return typed


def _beside(part: pd.DataFrame, table: pd.DataFrame, asked: list[str]) -> pd.DataFrame:
    keys = part[asked].fillna("").astype(object)
    merged = keys.merge(table, how="left", on=asked, validate="many_to_one").set_axis(part.index)
    return part.assign(**{name: merged[name] for name in table.columns if name not in asked})


_HOLDERS: dict[int, Holder] = {}


def _held(part: pd.DataFrame, pcodes: list[str], shapes: Any, lon: str, lat: str) -> pd.DataFrame:
    holder = _HOLDERS.get(id(shapes))
    if holder is None:
        _HOLDERS.clear()
        holder = _HOLDERS[id(shapes)] = Holder(pcodes, shapes)
    number = holder.join(part[lon], part[lat])
    names = np.append(np.array(holder.pcodes, dtype=object), "")
    return part.assign(adm3_pcode=names[number])


def _counted(part: pd.DataFrame) -> pd.DataFrame:
    months = pd.to_datetime(part["event_date"]).dt.strftime("%Y-%m").astype(object)
    rows = pd.DataFrame({"adm3_pcode": part["adm3_pcode"].astype(object), "month": months, "events": 1,
                         "fatalities": pd.to_numeric(part["fatalities"]).fillna(0).astype("float64")})  # fmt: skip
    return rows.groupby(["adm3_pcode", "month"], as_index=False).sum()
