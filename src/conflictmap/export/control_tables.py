"""The tables of who held what: spans, months, transitions, shares and sites, what is not assessed kept apart.
A township of which nothing but the first day's assumption is known counts for no holder."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from conflictmap.control import shares, state_on, transitions
from conflictmap.export.choice import Subject
from conflictmap.export.filled_table import FilledTable, filled, points
from conflictmap.export.table_specs import MONTH_TABLE, SHARE_TABLE, SITE_TABLE, SPAN_TABLE, TRANSITION_TABLE

NOT_ASSESSED = "not_assessed"
ASSUMED_ONLY = ("B0",)  # the rules of a span that rests on the first day's assumption and nothing else
WITHOUT_REPORT = ("unknown", "baseline")


def with_unassessed(spans: pd.DataFrame) -> pd.DataFrame:
    """Set state not_assessed and no holder where no report and no documented baseline speaks.

    Parameters: spans, as `Assessment.spans` or `.sites`. `assumed_holder` is a further column: who is assumed to hold
    such a township since the first day, "" elsewhere.
    """
    assumed = spans["rules"].map(lambda rules: tuple(rules) == ASSUMED_ONLY).astype(bool)
    silent = (assumed & spans["state"].isin(WITHOUT_REPORT)) | spans["state"].isin(("unknown", NOT_ASSESSED))
    return spans.assign(
        assumed_holder=spans["holder"].where(silent, ""),
        state=spans["state"].mask(silent, NOT_ASSESSED),
        **{name: spans[name].mask(silent, "") for name in ("holder", "other", "confidence")},
    )


def shares_on(spans: pd.DataFrame, day: dt.date, **options: Any) -> pd.DataFrame:
    """Compute `control.shares` with what is not assessed in a row of its own, and in no holder's figures.

    Parameters: spans, as `Assessment.spans`; options, as `control.shares` takes them.
    """
    return shares(with_unassessed(spans), day, **options)


def span_table(subject: Subject) -> FilledTable:
    """Make the table of spans: a row a rule set, township and span that touches the days asked for."""
    rows = _of_rules(subject, "spans")
    shapes = subject.atlas.inputs.units.frame.geometry.reindex(rows["adm3_pcode"]).to_numpy()
    columns = {**_span_columns(subject, rows), "sites_known": rows["sites_known"]}
    return filled(SPAN_TABLE, columns, np.asarray(shapes, dtype=object))


def site_table(subject: Subject) -> FilledTable:
    """Make the table of sites: a row a rule set, site and span that touches the days; a base has no point of its own."""
    rows = _of_rules(subject, "sites")
    places = subject.atlas.inputs.gazetteer.frame()[["name", "lon", "lat"]].reindex(rows["place_id"])
    part = rows["site_id"].str.partition("/")[2]
    own = (part == "").to_numpy()
    name = places["name"].fillna("").astype(str).to_numpy()
    lon, lat = (np.where(own, places[axis].astype(float).to_numpy(), np.nan) for axis in ("lon", "lat"))
    columns = {
        **_span_columns(subject, rows),
        "site_id": rows["site_id"],
        "site_name": np.where(own, name, part + " (" + name + ")"),
        "place_kind": rows["place_kind"],
        "lon": lon,
        "lat": lat,
    }
    return filled(SITE_TABLE, columns, points(lon, lat))


def month_table(subject: Subject) -> FilledTable:
    """Make the table of months: the state of each township on a month's last day, of the last month on the last day."""
    parts = [
        state_on(spans, day).reset_index().assign(rule_set=name, day=day)
        for name, spans in _spans(subject).items()
        for day in month_ends(subject.first, subject.last)
    ]
    return filled(MONTH_TABLE, _state_columns(subject, pd.concat(parts, ignore_index=True)))


def transition_table(subject: Subject) -> FilledTable:
    """Make the table of changes, by day; the change from not assessed to assessed is one, too."""
    parts = [
        transitions(spans, subject.first, subject.last).assign(rule_set=name) for name, spans in _spans(subject).items()
    ]
    rows = pd.concat(parts, ignore_index=True)
    sides = {
        f"{side}_{name}": values
        for side in ("from", "to")
        for name, values in (
            ("state", rows[f"{side}_state"]),
            ("holder", rows[f"{side}_holder"]),
            ("holder_name", subject.actor_names(rows[f"{side}_holder"].tolist())),
            ("rivals", rows[f"{side}_other"]),
        )
    }
    evidence = rows["evidence"].tolist()
    columns = {
        "rule_set": rows["rule_set"],
        **subject.of_townships(rows["adm3_pcode"]),
        **{"day": rows["day"], "earliest": rows["start_low"], "latest": rows["start_high"]},
        **sides,
        **{"confidence": rows["confidence"], "known_since": rows["known_since"], "rules": rows["rules"].map("|".join)},
        "towns": _towns(subject, evidence),
        "evidence": ["|".join(ids) for ids in evidence],
        "sources": _sources(subject, evidence),
        "source_urls": subject.addresses(evidence),
    }
    return filled(TRANSITION_TABLE, columns)


def share_table(subject: Subject) -> FilledTable:
    """Make the table of shares: a row a rule set, month's last day, holder or state, and measure."""
    measures = {"km2": subject.township_names["area_km2"]}
    if subject.choice.population is not None:
        measures["population"] = subject.choice.population
    parts = []
    for name, spans in _spans(subject).items():
        claims = subject.atlas.control.by_rules[name].claims
        for day in month_ends(subject.first, subject.last):
            table = shares(spans, day, measures=measures, claims=claims)
            parts += [
                table[["holder", "state"]].assign(
                    rule_set=name,
                    day=day,
                    measure=measure,
                    **{grade: table[f"{measure}_{grade}"] for grade in ("low", "central", "high", "share")},
                )
                for measure in ("townships", *measures)
            ]
    rows = pd.concat(parts, ignore_index=True)
    return filled(SHARE_TABLE, {str(name): rows[name] for name in rows.columns})


def month_ends(first: dt.date, last: dt.date) -> list[dt.date]:
    """List the last day of each month from the first day to the last; of the last month the last day itself."""
    ends = [day.date() for day in pd.date_range(first, last, freq="ME")]
    return ends if ends and ends[-1] == last else [*ends, last]


def _spans(subject: Subject) -> Mapping[str, pd.DataFrame]:
    return {name: with_unassessed(subject.atlas.control.by_rules[name].spans) for name in subject.choice.rules}


def _of_rules(subject: Subject, what: str) -> pd.DataFrame:
    """The spans of townships or sites of each rule set that touch the days, one below the other."""
    parts = []
    for name in subject.choice.rules:
        spans = getattr(subject.atlas.control.by_rules[name], what)
        begun = spans["start"].map(lambda day: day <= subject.last).astype(bool)
        running = spans["end"].map(lambda day: day is None or day > subject.first).astype(bool)
        parts.append(with_unassessed(spans[begun & running]).assign(rule_set=name))
    return pd.concat(parts, ignore_index=True)


def _state_columns(subject: Subject, rows: pd.DataFrame) -> dict[str, Any]:
    own = {name: rows[name] for name in ("rule_set", "state", "holder", "confidence", "assumed_holder")}
    days = {"day": rows["day"]} if "day" in rows else {}
    return {
        **own,
        **days,
        **subject.of_townships(rows["adm3_pcode"]),
        "holder_name": subject.actor_names(rows["holder"].tolist()),
        "rivals": rows["other"],
    }


def _span_columns(subject: Subject, rows: pd.DataFrame) -> dict[str, Any]:
    return {
        **_state_columns(subject, rows),
        **{"valid_from": rows["start"], "valid_to": rows["end"], "known_since": rows["known_since"]},
        **{"earliest": rows["start_low"], "latest": rows["start_high"], "disputed": rows["disputed"]},
        "rules": rows["rules"].map("|".join),
        "evidence": rows["evidence"].map("|".join),
        "source_urls": subject.addresses(rows["evidence"].tolist()),
    }


def _towns(subject: Subject, evidence: Iterable[tuple[str, ...]]) -> list[str]:
    matches = subject.atlas.matches
    sited = matches[matches["role"].isin(("site", "target")) & matches["name"].notna()]
    names: dict[str, list[str]] = {}
    for event, name in zip(sited["event_id"], sited["name"], strict=True):
        if name:
            names.setdefault(event, []).append(name)
    return ["|".join(dict.fromkeys(name for event_id in ids for name in names.get(event_id, ()))) for ids in evidence]


def _sources(subject: Subject, evidence: Iterable[tuple[str, ...]]) -> list[str]:
    named = subject.event_links["source"].to_dict()
    cells = ([part for event_id in ids for part in str(named.get(event_id, "")).split("|") if part] for ids in evidence)
    return ["|".join(dict.fromkeys(parts)) for parts in cells]
