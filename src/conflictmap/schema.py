"""Every table's columns, declared once. `checking` holds a table against them; `project` reads and writes it.
Nothing here computes but the checks across columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

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
VERDICTS = ("accepted", "rejected", "not_in_gazetteer", "not_locatable", "outside", "deferred")
CELL_LIMIT = 20_000  # characters; the longest honest note is a tenth of it, a pasted file is far more


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table as it is written in CSV.

    `kind` is "text", "int", "float" or "date" (YYYY-MM-DD); `required` forbids an empty cell; `one_of` lists what may
    stand in it; `low` and `high` bound a number, both inclusive;
    both are given or neither.
    """

    name: str
    kind: str = "text"
    required: bool = False
    one_of: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    optional: bool = False  # the column itself may be absent; it then reads as empty
    sparse: bool = False  # and where no row has a value it is not written


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
    wrong = frame.index[~frame["source_url"].str.match(r"(?i)https?://\S+(; https?://\S+)*$|$")]
    fix = "start it with https:// (several: parted by a semicolon and a space), or leave it empty"
    return [(row, "source_url", "is not a web address", fix) for row in wrong]


def _half_a_point(frame: pd.DataFrame) -> list[tuple[Any, str, str, str]]:
    half = frame["lon"].isna() != frame["lat"].isna()
    return [
        (row, "lon" if missing else "lat", "is empty, and the other coordinate is not", "give both, or neither")
        for row, missing in zip(frame.index[half], frame.loc[half, "lon"].isna(), strict=True)
    ]


def _no_point(frame: pd.DataFrame) -> list[tuple[Any, str, str, str]]:
    """(0, 0) is what programs write for a place that they do not know; a swapped pair lies in the Arctic sea."""
    nought = frame["lon"].eq(0) & frame["lat"].eq(0)
    swapped = frame["lon"].between(9, 29) & frame["lat"].between(90.5, 102.5)
    # latitudes beyond 90 are out of range already; this says why
    return [
        (row, "lon", "and lat are both 0, which is no place", "leave both empty") for row in frame.index[nought]
    ] + [(row, "lon", "seems to be the latitude", "swap lon and lat") for row in frame.index[swapped]]


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
        # Where the source itself says that it was (docs/located.md): such a row is not looked up by its name.
        Column("lon", "float", low=-180, high=180, optional=True, sparse=True),
        Column("lat", "float", low=-90, high=90, optional=True, sparse=True),
        Column("geo_precision", "int", low=1, high=5, optional=True, sparse=True),
        Column("adm3_pcode", optional=True, sparse=True),
    ),
    key="event_id",
    row_checks=(_end_before_start, _reported_before, _sub_event_of_type, _link, _half_a_point, _no_point),
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
        # the circle that surely holds the place where its own point is not known; empty for a point
        Column("radius_km", "float", low=0, high=500, optional=True, sparse=True),
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


def _rural_at_a_place(frame: pd.DataFrame) -> list[tuple[Any, str, str, str]]:
    wrong = frame.index[frame["part"].eq("rural") & frame["place_id"].fillna("").ne("")]
    fix = "leave place_id empty for the countryside, or leave part empty for a town"
    return [(row, "part", "is rural, but the row names a place", fix) for row in wrong]


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
        Column("source", required=True),  # several: parted by |
        Column("source_url"),  # several: parted by "; "
        # The part of the township: empty, its seat (or the town of place_id); rural, the countryside outside the towns.
        Column("part", one_of=("", "rural"), optional=True),
    ),
    row_checks=(_link, _rural_at_a_place),
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
