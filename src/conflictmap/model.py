"""The things the project speaks of, one frozen dataclass each.
Many of a thing are a frame, whose columns `schema` declares. Nothing here computes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal, NamedTuple

COUP_DAY = dt.date(2021, 2, 1)  # the day of the coup d'état: day one of the chronicles, and the first day of control

Role = Literal["site", "origin", "target", "context"]
Status = Literal["confirmed", "automatic", "ambiguous", "not_in_gazetteer", "not_locatable", "outside"]
Verdict = Literal["accepted", "rejected", "not_in_gazetteer", "not_locatable", "outside", "deferred"]
Mode = Literal["reported", "claimed_by_party", "confirmed", "denied"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A dated paragraph of a chronicle. `end_date` is the last day, inclusive."""

    entry_id: str
    date: dt.date
    end_date: dt.date
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Event:
    """A row of data/events.csv. `end_date` is the last day, inclusive; `fatalities` None is unknown, not 0."""

    event_id: str
    entry_id: str
    event_date: dt.date
    end_date: dt.date
    time_precision: int
    reported_on: dt.date
    event_type: str
    sub_event_type: str
    act: str
    actor1: str
    actor2: str
    mode: Mode
    location: str
    notes: str
    source: str
    source_url: str
    fatalities: int | None


@dataclass(frozen=True, slots=True)
class Mention:
    """A toponym as written in an event's `location`.

    `start` and `end` are characters of `location`, half-open, and hold the toponym with its kind word.
    `toponym` is the bare name; `kind` the kind word as a class ("village", "township", "police station", "");
    `context` the stated wider units, smallest first, as written; `relation` is "" (at it) or how it stands to it
    ("near", "4 miles from", "between"), which lowers the precision.
    """

    event_id: str
    toponym: str
    start: int
    end: int
    role: Role = "site"
    kind: str = ""
    context: tuple[str, ...] = ()
    relation: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A row of a gazetteer. `lon`, `lat` are degrees (EPSG:4326), None where not known: never (0, 0)."""

    place_id: str
    name: str
    name_my: str
    feature_code: str
    lon: float | None
    lat: float | None
    adm1_pcode: str
    adm2_pcode: str
    adm3_pcode: str
    adm4_pcode: str
    source: str


UNLISTED = "unlisted"  # the feature of the first reason, where no list has the place and it stands at its township


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a candidate scores as it does: a feature, its value 0-1, its weight, and a line a person reads."""

    feature: str
    value: float
    weight: float
    detail: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place a mention may name, with a score 0-1 and the reasons for it."""

    place_id: str
    score: float
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's decision about every mention with this key. `place_id` is None unless the verdict is accepted."""

    judgement_id: str
    mention_key: str
    verdict: Verdict
    place_id: str | None
    geo_precision: int | None
    by: str
    at: dt.datetime
    note: str
    gazetteer_version: str
    supersedes: str | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """What a mention resolved to.

    `geo_precision` 1 the place itself, 2 near it or a part of the township, 3 the township or larger only; None where
    there is no place. `drawn_at` is the place whose point and radius a map shows: `place_id` itself, or the unit
    around it where its own point is not known or where only the stated unit is. `candidates` are best first, at most
    five.
    """

    mention: Mention
    place_id: str | None
    geo_precision: int | None
    status: Status
    score: float
    reasons: tuple[Reason, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    country: str = ""
    judgement_id: str | None = None
    drawn_at: str | None = None


@dataclass(frozen=True, slots=True)
class Membership:
    """A coalition that an actor belongs to; both days inclusive, None where open."""

    of: str
    start: dt.date | None
    end: dt.date | None

    def on(self, day: dt.date) -> bool:
        """Whether it belonged to it on a day."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


class Assertion(NamedTuple):
    """Who did what to whom at one site, by whose word, known since when. Fields as in docs/control.md.

    `site_id` is the place_id, or for a base known only by the place it is in "place_id/its name". `place_kind` is seat,
    village, base, infrastructure, area or "" (not located). `geo_class` 1 the place, 2 near or within an area, 3
    township only, 4 region only, 0 not located. `day` is the day on which it was surely done; `t_low` and `t_high` the
    first and the last day possible, inclusive; `lasting_days` how many days the act itself lasted. `actor` and
    `object_actor` are actor_ids, several joined by "|". `role` is gains, holds, loses, attacks, strikes, administers,
    withdraws or agrees. `sides` holds a word for each of `sources`: "independent", "aligned:X", "party:X", "map" or
    "unknown". A tuple, for it is made by the hundred thousand.
    """

    assertion_id: str
    event_id: str
    site_id: str
    place_id: str
    place_kind: str
    adm3_pcode: str
    geo_class: int
    day: dt.date
    t_low: dt.date
    t_high: dt.date
    lasting_days: int
    actor: str
    role: str
    object_actor: str
    act: str
    mode: Mode
    sources: tuple[str, ...]
    sides: tuple[str, ...]
    known_since: dt.date
    supersedes: str | None = None
