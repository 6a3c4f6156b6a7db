"""Every table's columns, declared once, and the check that names all of a table's faults at once.
Nothing here reads a file; `project` does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd

from conflictmap.errors import Problem

# ACLED's codebook (2024): event types and their sub-event types.
SUB_EVENT_TYPES: Mapping[str, tuple[str, ...]] = {
    "Battles": ("Government regains territory", "Non-state actor overtakes territory", "Armed clash"),
    "Explosions/Remote violence": (
        "Chemical weapon",
        "Air/drone strike",
        "Suicide bomb",
        "Shelling/artillery/missile attack",
        "Remote explosive/landmine/IED",
        "Grenade",
    ),
    "Violence against civilians": ("Sexual violence", "Attack", "Abduction/forced disappearance"),
    "Protests": ("Excessive force against protesters", "Protest with intervention", "Peaceful protest"),
    "Riots": ("Violent demonstration", "Mob violence"),
    "Strategic developments": (
        "Agreement",
        "Arrests",
        "Change to group/activity",
        "Disrupted weapons use",
        "Headquarters or base established",
        "Looting/property destruction",
        "Non-violent transfer of territory",
        "Other",
    ),
}
EVENT_TYPES = tuple(SUB_EVENT_TYPES)
ACTS = (
    "capture",
    "recapture",
    "surrender",
    "withdrawal",
    "handover",
    "agreement",
    "siege",
    "blockade",
    "clash",
    "raid",
    "ambush",
    "remote_strike",
    "administration",
    "detention_arson",
    "statement",
    "other",  # beside CONTROL.md's list: accidents, flight, protest; nothing that bears on who holds a place
)
MODES = ("reported", "claimed_by_party", "confirmed", "denied")
ROLES = ("site", "origin", "target", "context")
VERDICTS = ("accepted", "rejected", "not_in_gazetteer", "not_locatable", "outside", "deferred")
CELL_LIMIT = 20_000  # characters; the longest honest note is a tenth of it, a pasted file is far more


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table as it is written in CSV.

    `kind` is "text", "int", "float" or "date" (YYYY-MM-DD); `required` forbids an empty cell; `one_of` lists what may
    stand in it; `low` and `high` bound a number, both inclusive.
    """

    name: str
    kind: str = "text"
    required: bool = False
    one_of: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    optional: bool = False  # the column itself may be absent; it then reads as empty


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV table: its columns in the order they are written, its key, and checks across columns.

    A row check takes the checked frame and returns (row label, column, message, fix) for each fault.
    """

    name: str
    columns: tuple[Column, ...]
    key: str = ""
    row_checks: tuple[Callable[[pd.DataFrame], list[tuple[Any, str, str, str]]], ...] = field(default=())

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]


def _end_before_start(frame: pd.DataFrame) -> list[tuple[Any, str, str, str]]:
    late = frame.index[frame["end_date"] < frame["event_date"]]
    return [(row, "end_date", "ends before the event begins", "put the later day in end_date") for row in late]


def _reported_before(frame: pd.DataFrame) -> list[tuple[Any, str, str, str]]:
    early = frame.index[frame["reported_on"] < frame["event_date"]]
    return [
        (row, "reported_on", "is earlier than the event itself", "give the day on which the report was published")
        for row in early
    ]


def _sub_event_of_type(frame: pd.DataFrame) -> list[tuple[Any, str, str, str]]:
    return [
        (row, "sub_event_type", f"is no sub-event of {kind!r}", f"use one of: {', '.join(SUB_EVENT_TYPES[kind])}")
        for row, kind, sub in zip(frame.index, frame["event_type"], frame["sub_event_type"], strict=True)
        if kind in SUB_EVENT_TYPES and sub not in SUB_EVENT_TYPES[kind]
    ]


def _link(frame: pd.DataFrame) -> list[tuple[Any, str, str, str]]:
    wrong = frame.index[~frame["source_url"].str.match(r"(?i)https?://\S+$|$")]
    return [(row, "source_url", "is not a web address", "start it with https://, or leave it empty") for row in wrong]


EVENTS = Table(
    "events",
    (
        Column("event_id", required=True),
        Column("entry_id", required=True),
        Column("event_date", "date", required=True),
        Column("end_date", "date", required=True),
        Column("time_precision", "int", required=True, low=1, high=3),
        Column("reported_on", "date", required=True),
        Column("event_type", required=True, one_of=EVENT_TYPES),
        Column("sub_event_type", required=True),
        Column("act", required=True, one_of=ACTS),
        Column("actor1", required=True),
        Column("actor2"),
        Column("mode", required=True, one_of=MODES),
        Column("location"),
        Column("notes", required=True),
        Column("source", required=True),
        Column("source_url"),
        Column("fatalities", "int", low=0, high=100_000),
        Column("supersedes", optional=True),  # the event_id that this row corrects; the corrected row stays (R16)
    ),
    key="event_id",
    row_checks=(_end_before_start, _reported_before, _sub_event_of_type, _link),
)

PLACES = Table(
    "places",
    (
        Column("place_id", required=True),
        Column("name", required=True),
        Column("name_my"),
        Column("feature_code", required=True),
        Column("lon", "float", low=-180, high=180),
        Column("lat", "float", low=-90, high=90),
        Column("adm1_pcode"),
        Column("adm2_pcode"),
        Column("adm3_pcode"),
        Column("adm4_pcode"),
        Column("source", required=True),
    ),
    key="place_id",
)

# One row a unit of ADM0 to ADM3; the polygons of ADM3 are in units.topojson, the wider levels are made of them.
UNITS = Table(
    "units",
    (
        Column("pcode", required=True),
        Column("level", "int", required=True, low=0, high=3),
        Column("name", required=True),
        Column("name_my"),
        Column("kind", required=True),  # country, state, region, union territory, district, township
        Column("adm1_pcode"),
        Column("adm2_pcode"),
        Column("seat_id"),
        # A point inside, and how far the unit reaches from it: written by the importer with the polygons, so that a
        # name is answered without reading them.
        Column("lon", "float", low=-180, high=180),
        Column("lat", "float", low=-90, high=90),
        Column("radius_km", "float", low=0, high=5000),
        Column("area_km2", "float", low=0),
        Column("source", required=True),
    ),
    key="pcode",
)

# alias -> place_id; `kind` says why the name is used; dates are days, empty where open.
ALIAS_KINDS = ("spelling", "former", "colonial", "other_administration", "common", "script")
ALIASES = Table(
    "aliases",
    (
        Column("alias", required=True),
        Column("place_id", required=True),
        Column("kind", required=True, one_of=ALIAS_KINDS),
        Column("source", required=True),
        Column("start", "date"),
        Column("end", "date"),
    ),
)

# A district that was made or redrawn: the townships that it has held since `start`. A township is in the latest one.
VINTAGES = Table(
    "vintages",
    (
        Column("unit_id", required=True),
        Column("name", required=True),
        Column("name_my"),
        Column("townships", required=True),  # P-codes of ADM3, separated by |
        Column("start", "date", required=True),
        Column("end", "date"),
        Column("source", required=True),
    ),
    key="unit_id",
)

JUDGEMENTS = Table(
    "judgements",
    (
        Column("judgement_id", required=True),
        Column("mention_key", required=True),
        Column("verdict", required=True, one_of=VERDICTS),
        Column("place_id"),
        Column("geo_precision", "int", low=1, high=3),
        Column("by", required=True),
        Column("at", required=True),  # UTC, ISO 8601 with Z
        Column("note"),
        Column("gazetteer_version"),
        Column("supersedes"),
        Column("seen", optional=True),  # hash of the candidates that the editor had before them
    ),
    key="judgement_id",
)

ACTORS = Table(
    "actors",
    (
        Column("actor_id", required=True),
        Column("name", required=True),
        Column("name_my"),
        Column("aliases"),  # separated by |
        Column("kind", required=True, one_of=("state", "armed_group", "coalition", "civilian", "foreign", "other")),
        Column("member_of"),  # actor_ids separated by |, each with its days where known: SAC@2009-11-08..2023-06-12
        Column("display_group"),
        Column("colour"),
        Column("start", "date"),
        Column("end", "date"),
        Column("source", required=True),
    ),
    key="actor_id",
)

SOURCES = Table(
    "sources",
    (
        Column("source", required=True),
        Column("side", required=True, one_of=("independent", "aligned", "party", "map")),  # map: R10, never evidence
        Column("actor"),  # whose side, where it is aligned or a party
        Column("start", "date"),
        Column("end", "date"),
        Column("reason", required=True),
        Column("source_url"),
    ),
)

CONTROL_BASELINE = Table(
    "control_baseline",
    (
        Column("adm3_pcode", required=True),
        Column("place_id"),
        Column("actor", required=True),
        Column("state", required=True, one_of=("baseline", "controlled", "mixed", "contested")),
        Column("other"),
        Column("start", "date", required=True),
        Column("note", required=True),
        Column("source", required=True),
        Column("source_url"),
    ),
)

#: How one match is held in a frame: one row a mention, in the order of events and of mentions within each.
MATCH_COLUMNS = (
    "event_id",
    "mention_no",
    "toponym",
    "start",
    "end",
    "role",
    "kind",
    "relation",
    "status",
    "place_id",
    "name",
    "name_my",
    "feature_code",
    "geo_precision",
    "score",
    "lon",
    "lat",
    "radius_km",
    "adm1_pcode",
    "adm2_pcode",
    "adm3_pcode",
    "country",
    "judgement_id",
    "reasons",  # tuple[Reason, ...]
    "candidates",  # tuple[Candidate, ...]
)

#: How control is held in a frame: one row a township and span, sorted by adm3_pcode then start. Days are half-open.
CONTROL_SPAN_COLUMNS = (
    "adm3_pcode",
    "start",
    "end",
    "state",
    "holder",
    "other",
    "confidence",
    "rules",  # tuple[str, ...]
    "known_since",
    "evidence",  # tuple[str, ...] of event_ids
)
#: Further columns of the same frame, after the ten above. `start_low` and `start_high` are the first and the last day
#: (inclusive) on which the span can have begun (R14); `disputed` says that a party denies it (R15); `sites_known` is
#: how many sites of the township have a known holder when the span begins; `parts` are the confidence's parts.
CONTROL_SPAN_EXTRAS = ("start_low", "start_high", "disputed", "sites_known", "parts")

#: One row a site (a seat, town, village or base) and span, sorted by adm3_pcode, site_id, start. The township's
#: columns, and `site_id` (the place_id; a base known only by the place it is in is "place_id/its name"), `place_id`,
#: `place_kind` (seat, village, base, infrastructure).
SITE_SPAN_COLUMNS = ("site_id", "place_id", "place_kind", *CONTROL_SPAN_COLUMNS, *CONTROL_SPAN_EXTRAS)

#: One row a claim (R8, R9): what a party, or an outlet on its side, says of its own gain at a site. `status` is open,
#: confirmed, denied or lapsed; `assessed` says that the rule set counts it; `resolved_on` is None while it is open.
CLAIM_COLUMNS = (
    "event_id",
    "site_id",
    "place_id",
    "place_kind",
    "adm3_pcode",
    "actor",
    "object_actor",
    "act",
    "day",
    "opened_on",
    "status",
    "resolved_on",
    "resolved_by",  # tuple[str, ...] of event_ids
    "disputed",
    "assessed",
)


def check(text: pd.DataFrame, table: Table, file: str) -> tuple[pd.DataFrame, list[Problem]]:
    """Type a table of strings and name every fault in it.

    Parameters: text, n rows of str, "" where a cell is empty, its index the spreadsheet's row (the first is 2);
    file, the name to show.
    Returns: the frame with the table's columns in its order (missing numbers and days are NA/NaT, missing text is ""),
    and the problems, in order of row. Rows with faults keep what could be typed. Columns beyond the table's are left
    out, each with a question.
    """
    absent = [column for column in table.columns if column.name not in text.columns]
    missing = [column.name for column in absent if not column.optional]
    problems = [
        Problem(file, "column is missing", f"add the column {name!r} (the README's data dictionary says what it holds)",
                column=name, row=1)
        for name in missing
    ] + [
        Problem(file, "is no column of this table", "rename or remove it; it is ignored", column=str(name), row=1,
                severity="question")
        for name in text.columns
        if name not in table.names
    ]  # fmt: skip
    if missing:
        return pd.DataFrame(columns=table.names), problems
    text = text.assign(**{column.name: "" for column in absent})
    typed: dict[str, pd.Series[Any]] = {}
    for column in table.columns:
        typed[column.name], found = _type_column(text[column.name], column, file)
        problems += found
    frame = pd.DataFrame(typed, index=text.index)
    if table.key:
        problems += _duplicates(frame[table.key], file)
    for row_check in table.row_checks:
        problems += [
            Problem(file, message, fix, row=int(row), column=name, value=str(text.at[row, name]))
            for row, name, message, fix in row_check(frame)
        ]
    return frame, sorted(problems, key=lambda problem: problem.row or 0)


def as_text(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Write a typed frame back as the strings of its CSV; the inverse of `check` for a table without faults."""
    out = {}
    for column in table.columns:
        values = frame[column.name]
        if column.kind == "date":
            out[column.name] = [value.isoformat() if isinstance(value, date) else "" for value in values]
        elif column.kind == "int":
            out[column.name] = ["" if pd.isna(value) else str(int(value)) for value in values]
        elif column.kind == "float":
            out[column.name] = ["" if pd.isna(value) else f"{value:.6f}".rstrip("0").rstrip(".") for value in values]
        else:
            out[column.name] = ["" if value is None else str(value) for value in values]
    return pd.DataFrame(out, index=frame.index, columns=table.names)


def _type_column(text: pd.Series[Any], column: Column, file: str) -> tuple[pd.Series[Any], list[Problem]]:
    def problem(row: Any, message: str, fix: str) -> Problem:
        return Problem(file, message, fix, row=int(row), column=column.name, value=str(text.at[row]))

    problems = []
    empty = text.str.strip() == ""
    if column.required:
        problems += [problem(row, "is empty", "fill it in") for row in text.index[empty]]
    huge = text.str.len() > CELL_LIMIT
    problems += [
        problem(row, f"holds {len(str(text.at[row])):,} characters", f"shorten it to {CELL_LIMIT:,} at most")
        for row in text.index[huge]
    ]
    if column.one_of:
        odd = ~empty & ~text.isin(column.one_of)
        problems += [
            problem(row, "is not a known value", f"use one of: {', '.join(column.one_of)}") for row in text.index[odd]
        ]
    if column.kind == "text":
        return text.astype(object), problems
    typed = _TYPES[column.kind](text.where(~(empty | huge)))
    bad = typed.isna() & ~empty & ~huge
    problems += [problem(row, *_FIXES[column.kind]) for row in text.index[bad]]
    for bound, beyond in ((column.low, typed.lt), (column.high, typed.gt)):
        if bound is not None:
            far = beyond(bound).fillna(False).astype(bool)
            problems += [
                problem(row, "is out of range", f"give a value from {column.low:g} to {column.high:g}")
                for row in text.index[far]
            ]
    return typed, problems


def _dates(text: pd.Series[Any]) -> pd.Series[Any]:
    def one(value: Any) -> date | None:
        try:
            return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
        except ValueError:
            return None

    return pd.Series([one(value) for value in text], index=text.index, dtype=object)


def _ints(text: pd.Series[Any]) -> pd.Series[Any]:
    whole = text.where(text.str.fullmatch(r"\s*-?\d{1,15}\s*", na=False))
    return pd.to_numeric(whole, errors="coerce").astype("Int64")


def _floats(text: pd.Series[Any]) -> pd.Series[Any]:
    numbers = pd.to_numeric(text, errors="coerce").astype("float64")
    return numbers.where(numbers.abs() < float("inf"))


_TYPES: Mapping[str, Callable[[pd.Series[Any]], pd.Series[Any]]] = {"date": _dates, "int": _ints, "float": _floats}
_FIXES = {
    "date": ("is not a day of the calendar", "write it as YYYY-MM-DD, for example 2023-11-06"),
    "int": ("is not a whole number", "write digits only, or leave it empty where it is not known"),
    "float": ("is not a number", "write decimal degrees, for example 96.123"),
}


def _duplicates(key: pd.Series[Any], file: str) -> list[Problem]:
    again = key[key.duplicated(keep="first") & (key != "")]
    first = {value: row for row, value in reversed(list(key.items()))}
    return [
        Problem(file, f"stands in row {first[value]} already", "give each row its own", row=int(row),
                column=str(key.name), value=str(value))
        for row, value in zip(again.index.tolist(), again.tolist(), strict=True)
    ]  # fmt: skip
