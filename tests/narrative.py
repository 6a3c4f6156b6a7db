"""A tiny country for control: one township with a seat, three villages and a base, and a second township.
Reads the short chronicles of tests/data/narratives into the frames that `control_of` takes."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from conflictmap.control import RULE_SETS, Control, RuleSet, control_of
from conflictmap.schema import ACTORS, CONTROL_BASELINE, EVENTS, MATCH_COLUMNS, SOURCES

FOLDER = Path(__file__).parent / "data" / "narratives"
TOWNSHIPS = {"T1": "P1", "T2": "P2"}
# name of a place in a narrative -> place_id, feature_code, precision, relation, kind, adm3, text before the place
PLACES: Mapping[str, tuple[str, str, int, str, str, str, str]] = {
    "seat": ("P1", "PPLA3", 1, "", "town", "T1", ""),
    "seat 2": ("P2", "PPLA3", 1, "", "town", "T2", ""),
    "village": ("V1", "PPL", 1, "", "village", "T1", ""),
    "village 2": ("V2", "PPL", 1, "", "village", "T1", ""),
    "village 3": ("V3", "PPL", 1, "", "village", "T1", ""),
    "base": ("B1", "MILB", 1, "", "base", "T1", ""),
    "township": ("T1", "ADM3", 3, "", "township", "T1", ""),
    "region": ("R1", "ADM1", 3, "", "region", "", ""),
    "near the seat": ("P1", "PPLA3", 2, "near", "town", "T1", ""),
    "police station in the seat": ("P1", "PPLA3", 1, "in", "town", "T1", "Police Station, "),
    "hospital in the seat": ("P1", "PPLA3", 1, "in", "town", "T1", "hospital, "),
}
SITES = {"seat": "P1", "village": "V1", "base": "B1", "police station in the seat": "P1/Police Station"}
ACTOR_ROWS = (
    ("SAC", "state", ""), ("RES", "coalition", ""), ("NUG", "state", "RES"), ("PDF", "armed_group", "NUG@2021-05-05"),
    ("3BHA", "coalition", "RES@2023-10-27"), ("MNDAA", "armed_group", "3BHA"), ("TNLA", "armed_group", "3BHA"),
    ("KNLA", "armed_group", "RES"), ("UWSA", "armed_group", ""), ("PNO", "armed_group", "SAC"), ("CIV", "civilian", ""),
    ("KNPLF", "armed_group", "SAC@..2023-06-12|RES@2023-06-13"),
)  # fmt: skip
SOURCE_ROWS = (
    ("Wire", "independent", ""), ("Agency", "independent", ""), ("NUG", "party", "NUG"), ("SAC press", "party", "SAC"),
    ("Magazine", "aligned", "RES"), ("MNDAA", "party", "MNDAA"), ("Atlas", "map", ""),
)  # fmt: skip


def actors() -> pd.DataFrame:
    rows = [
        dict.fromkeys(ACTORS.names, "") | {"actor_id": a, "name": a, "kind": k, "member_of": m}
        for a, k, m in ACTOR_ROWS
    ]
    return pd.DataFrame(rows, index=range(2, len(rows) + 2))


def sources() -> pd.DataFrame:
    rows = [
        dict.fromkeys(SOURCES.names, "") | {"source": s, "side": k, "actor": a, "reason": "test"}
        for s, k, a in SOURCE_ROWS
    ]
    return pd.DataFrame(rows, index=range(2, len(rows) + 2))


def baseline(rows: Iterable[Mapping[str, Any]] = ()) -> pd.DataFrame:
    """The State everywhere from the first day, and the rows given: at (a name of PLACES), day, state, by, with."""
    first = {"adm3_pcode": "*", "place_id": "", "actor": "SAC", "state": "baseline", "start": date(2021, 2, 1)}
    found = [first]
    for row in rows:
        place, _, _, _, _, pcode, _ = PLACES[row["at"]]
        found.append(
            {"adm3_pcode": pcode, "place_id": place, "actor": row["by"], "state": row["state"], "start": row["day"],
             "other": row.get("with", "")}
        )  # fmt: skip
    whole = [dict.fromkeys(CONTROL_BASELINE.names, "") | {"note": "test", "source": "test"} | row for row in found]
    return pd.DataFrame(whole, index=range(2, len(whole) + 2))


def events(rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Rows of the events' table from a narrative's: id, day, act, by, from, and what differs from the default."""
    found = []
    for row in rows:
        end = row.get("end", row["day"])
        found.append(
            dict.fromkeys(EVENTS.names, "")
            | {
                "event_id": row["id"], "event_date": row["day"], "end_date": end, "act": row["act"],
                "time_precision": row.get("precision", 1), "reported_on": row.get("reported", end),
                "actor1": row["by"], "actor2": row.get("from", ""), "mode": row.get("mode", "reported"),
                "source": row.get("source", "Wire"), "supersedes": row.get("supersedes", ""),
                "location": _location(row.get("at", "seat")),
            }
        )  # fmt: skip
    return pd.DataFrame(found, columns=EVENTS.names, index=range(2, len(found) + 2))


def matches(rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """What the matcher would make of them: one accepted match a row; none where `at` is "nowhere"."""
    found = []
    for row in rows:
        name = row.get("at", "seat")
        if name == "nowhere":
            continue
        place, code, precision, relation, kind, pcode, head = PLACES[name]
        found.append(
            dict.fromkeys(MATCH_COLUMNS, "")
            | {
                "event_id": row["id"], "mention_no": 1, "toponym": name, "start": len(head), "role": row.get("role", "site"),
                "kind": kind, "relation": relation, "status": "automatic", "place_id": place, "feature_code": code,
                "geo_precision": precision, "adm3_pcode": pcode,
            }
        )  # fmt: skip
    return pd.DataFrame(found, columns=list(MATCH_COLUMNS))


def resolve(
    rows: list[Mapping[str, Any]],
    *,
    ground: Iterable[Mapping[str, Any]] = (),
    rules: Iterable[RuleSet] = tuple(RULE_SETS.values()),
    as_of: date | None = None,
    previous: Control | None = None,
    assumed: bool = True,
) -> Control:
    """Control of a narrative's events in the tiny country, its seats the State's at first unless nothing is `assumed`."""
    return control_of(
        events(rows), matches(rows), actors=actors(), sources=sources(), baseline=baseline(ground),
        townships=TOWNSHIPS, as_of=as_of, rules=rules, previous=previous, assume_baseline=assumed,
    )  # fmt: skip


def read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def told(control: Control, of: str, rules: str) -> pd.DataFrame:
    """The spans of "township" (T1) or of a named site, under a rule set."""
    assessment = control.by_rules[rules]
    if of == "township":
        return assessment.spans[assessment.spans["adm3_pcode"] == "T1"]
    return assessment.sites[assessment.sites["site_id"] == SITES[of]]


def lines(spans: pd.DataFrame) -> list[str]:
    """Spans as narratives write them: start end state holder other confidence known_since rules evidence, "-" if none."""
    columns = ("start", "end", "state", "holder", "other", "confidence", "known_since", "rules", "evidence")
    return [" ".join(_cell(value) for value in row) for row in zip(*(spans[name] for name in columns), strict=True)]


def _cell(value: Any) -> str:
    if isinstance(value, tuple):
        value = ",".join(value)
    return "-" if value is None or value == "" else str(value)


def _location(name: str) -> str:
    return "" if name == "nowhere" else f"{PLACES[name][6]}{name}"
