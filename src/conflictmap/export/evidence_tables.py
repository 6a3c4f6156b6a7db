"""The tables of what was reported: events with their places, assertions, counts by township and month.
An event whose place is known by township only has no point."""

from __future__ import annotations

import numpy as np
import pandas as pd

from conflictmap.event_tables.death_counts import added_up
from conflictmap.export.choice import Subject
from conflictmap.export.filled_table import FilledTable, filled, points
from conflictmap.export.table_specs import ACTIVITY_TABLE, ASSERTION_TABLE, EVENT_TABLE, OWN_PLACE

DRAWN_ROLES = ("site", "target")
PLACED = ("confirmed", "automatic")
FINEST_WITHOUT_POINT = 3  # geo_precision: the township or larger


def event_table(subject: Subject) -> FilledTable:
    """Make the table of events: a row an event, in the order of the tables, with the first place it was resolved to."""
    events = subject.events
    match = resolved_places(events["event_id"], subject.atlas.matches)
    township = match["adm3_pcode"].astype(object)
    known = township.notna() & (township != "")
    places = subject.of_townships(township.where(known, events["adm3_pcode"].astype(object)))
    exact = match["status"].isin(PLACED) & (
        pd.to_numeric(match["geo_precision"]).fillna(FINEST_WITHOUT_POINT) < FINEST_WITHOUT_POINT
    )
    lon, lat = (match[name].astype(float).where(exact).to_numpy() for name in ("lon", "lat"))
    state = places["adm1_pcode"].where(places["adm1_pcode"].notna(), match["adm1_pcode"])
    columns = {
        **{name: events[name] for name in events.columns if name not in OWN_PLACE},
        "actor1_name": subject.actor_names(events["actor1"].fillna("").tolist()),
        "actor2_name": subject.actor_names(events["actor2"].fillna("").tolist()),
        "place_id": match["place_id"],
        "place_name": match["name"],
        "place_name_my": match["name_my"],
        **places,
        "adm1_pcode": state,
        "adm1_name": state.map(subject.atlas.inputs.units.table["name"]),
        "geo_precision": match["geo_precision"],
        "match_status": match["status"],
        "match_score": match["score"],
        "lon": lon,
        "lat": lat,
        **{f"source_{name}": events[name] for name in OWN_PLACE},
    }
    return filled(EVENT_TABLE, columns, points(lon, lat))


def resolved_places(event_ids: pd.Series, matches: pd.DataFrame) -> pd.DataFrame:
    """Pick the match that draws each event: the first placed site or target, else the first site, else the first.

    Returns: n rows in the order of `event_ids`, index from 0, of `schema.MATCH_COLUMNS`; missing where none was named.
    """
    drawn = matches["role"].isin(DRAWN_ROLES)
    rank = np.where(drawn & matches["status"].isin(PLACED), 0, np.where(drawn, 1, 2))
    order = matches.assign(_rank=rank).sort_values("_rank", kind="stable").drop_duplicates("event_id")
    return order.set_index("event_id").reindex(event_ids).reset_index()


def assertion_table(subject: Subject) -> FilledTable:
    """Make the table of assertions: a row an assertion of the events exported, sorted by event and number."""
    wanted = set(subject.events["event_id"])
    rows = [row for row in subject.atlas.control.assertions if row.event_id in wanted]
    renamed = {"earliest": "t_low", "latest": "t_high"}
    columns = {name: [getattr(row, renamed.get(name, name)) for row in rows] for name in ASSERTION_TABLE.names}
    columns |= {name: ["|".join(cell) for cell in columns[name]] for name in ("sources", "sides")}
    return filled(ASSERTION_TABLE, columns)


def activity_table(subject: Subject, events: FilledTable) -> FilledTable:
    """Count events, and deaths each happening once: a row a township, month and event_type, sorted; adm3_pcode is empty outside townships."""
    frame = events.frame()
    places = pd.factorize(frame["place_id"].where(frame["place_id"].fillna("").ne("")))[0]
    added = added_up(frame, places.astype(np.int64))
    given = frame["fatalities"].notna().to_numpy()
    frame = frame[["adm3_pcode", "event_date", "event_type"]].assign(
        fatalities=frame["fatalities"].where(added, 0), unknown=~given, apart=given & ~added
    )
    month = frame["event_date"].dt.to_period("M").dt.to_timestamp().dt.date
    keys = ["adm3_pcode", "month", "event_type"]
    table = (
        frame.assign(month=month)
        .groupby(keys, sort=True)
        .agg(
            events=("event_date", "size"), fatalities=("fatalities", "sum"), fatalities_unknown=("unknown", "sum"),
            fatalities_apart=("apart", "sum"),
        )
        .reset_index()
    )  # fmt: skip
    names = subject.of_townships(table["adm3_pcode"])
    return filled(ACTIVITY_TABLE, {**{str(name): table[name] for name in table.columns}, **names})
