"""Events of a source whose rows may not be passed on, as counts by township and week.
No word, day, name or point of a row is kept; what a reader gets is a number."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping

import pandas as pd

from conflictmap.event_tables.imported_events import SEPARATOR
from conflictmap.schema import EVENTS

_UNKNOWN_ACTOR = "UNK"  # data/actors.csv: not known
_TOWNSHIP, _REGION = 3, 4  # `geo_precision` of the events' table


def rows_of(events: pd.DataFrame, table: str) -> pd.Series[bool]:
    """Tell which events are those of an imported table."""
    return events["event_id"].astype(str).str.startswith(f"{table}{SEPARATOR}").astype(bool)


def weekly_counts(
    events: pd.DataFrame, matches: pd.DataFrame, units: pd.DataFrame, *, table: str, source: str
) -> tuple[pd.DataFrame, int]:
    """Count the events of a table by township and week, those known by state only by state and week.

    Parameters: events, n rows of `schema.EVENTS`; matches, their rows of `schema.MATCH_COLUMNS`; units, a row a unit
    indexed by pcode with `name` and `adm1_pcode`; table and source, what the rows are called.
    Returns: rows of `schema.EVENTS`, one a unit and week (Monday to Sunday) that says how many events of which types;
    and how many events have no place in the country, and are in no count.
    """
    first = matches.drop_duplicates("event_id").set_index("event_id")[["adm3_pcode", "adm1_pcode"]]
    codes = [code or state for code, state in first.fillna("").itertuples(index=False, name=None)]
    unit_of = dict(zip(first.index, codes, strict=True))
    counts: dict[tuple[dt.date, str], Counter[str]] = {}
    placed = 0
    rows = zip(events["event_id"].tolist(), events["event_date"].tolist(), events["event_type"].tolist(), strict=True)
    for event, day, kind in rows:
        unit = unit_of.get(event, "")
        if unit in units.index:
            week = day - dt.timedelta(days=day.weekday())
            counts.setdefault((week, unit), Counter())[kind] += 1
            placed += 1
    last = max(events["end_date"], default=dt.date.max)
    townships = units[units["level"] == 3]
    smallest = townships.index.to_series().groupby(townships["adm1_pcode"]).min()
    some_township = {str(state): str(pcode) for state, pcode in smallest.items()}
    made = [
        _row(week, unit, kinds, units["name"], some_township, last) | {"source": source, "table": table}
        for (week, unit), kinds in sorted(counts.items(), key=lambda item: item[0])
    ]
    return _frame(made), len(events) - placed


def _row(
    week: dt.date,
    unit: str,
    kinds: Counter[str],
    names: pd.Series[str],
    some_township: Mapping[str, str],
    last: dt.date,
) -> dict[str, object]:
    is_region = unit in some_township
    end = min(week + dt.timedelta(days=6), last)
    each = ", ".join(
        f"{count} {kind.lower()}" for kind, count in sorted(kinds.items(), key=lambda item: (-item[1], item[0]))
    )
    total = kinds.total()
    return {
        "event_id": f"{week.isoformat()}-{unit}",
        "event_date": week,
        "end_date": end,
        "notes": f"{total} {'event' if total == 1 else 'events'} in the week from {week}: {each}.",
        "location": names[unit],
        "geo_precision": _REGION if is_region else _TOWNSHIP,
        "adm3_pcode": some_township[unit] if is_region else unit,
    }


def _frame(rows: list[dict[str, object]]) -> pd.DataFrame:
    """Typed rows of `schema.EVENTS`; what a count does not say is the same in each."""
    same = {
        "time_precision": 2, "event_type": "Strategic developments", "sub_event_type": "Other", "act": "other",
        "actor1": _UNKNOWN_ACTOR, "actor2": "", "mode": "reported", "source_url": "", "fatalities": None,
        "supersedes": "", "lon": None, "lat": None,
    }  # fmt: skip
    whole = [
        {**same, **row, "event_id": f"{row['table']}{SEPARATOR}{row['event_id']}", "reported_on": row["end_date"]}
        for row in rows
    ]
    frame = pd.DataFrame(whole, columns=[*EVENTS.names, "table"])
    kinds = {"int": "Int64", "float": "float64"}
    typed = {column.name: kinds[column.kind] for column in EVENTS.columns if column.kind in kinds}
    return frame.assign(entry_id=frame["event_id"]).astype(typed)[EVENTS.names]
