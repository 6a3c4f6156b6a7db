"""From coded events and the places of their mentions to assertions: who did what to whom at one site, by whose word.
An event gives one assertion for each place that it is about. Nothing here decides who holds what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

import pandas as pd

from conflictmap.control.rules import INFRASTRUCTURE_CODES, MOVES, SIEGES, r12_is_base, r14_interval
from conflictmap.control.sides import Sides, day_or_none, split_actors
from conflictmap.errors import Problem
from conflictmap.model import Assertion, Mode
from conflictmap.places.kinds import kind_of_word

FIRST_DAY = date(2021, 2, 1)  # the day of the coup d'état: the baseline holds from here
FILE = "data/events.csv"
LOCATED = ("confirmed", "automatic")
_ROLES = {
    "capture": "gains", "recapture": "gains", "handover": "gains", "surrender": "loses", "withdrawal": "withdraws",
    "agreement": "signs", "administration": "administers", "siege": "attacks", "blockade": "attacks",
    "clash": "attacks", "raid": "attacks", "ambush": "attacks", "detention_arson": "attacks",
    "remote_strike": "strikes",
}  # fmt: skip
_TARGET_ROLES = {"remote_strike": "strikes", "agreement": "agrees", "siege": "attacks", "blockade": "attacks",
                 "clash": "attacks", "raid": "attacks", "ambush": "attacks"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Spot:
    """An accepted place of an event's mention."""

    number: int
    role: str
    head: str  # what the text names before the place: "military station" of "military station, near Laukkai"
    kind: str
    relation: str
    place_id: str
    feature_code: str
    geo_class: int
    adm3_pcode: str


@dataclass(frozen=True, slots=True)
class _Coded:
    """A row of the events' table, as plain values."""

    row: int
    event_id: str
    first: date
    last: date
    precision: int
    reported: date
    act: str
    actor1: str
    actor2: str
    mode: str
    sources: tuple[str, ...]
    supersedes: str


def read_assertions(
    events: pd.DataFrame, matches: pd.DataFrame, sides: Sides, seats: Mapping[str, str]
) -> tuple[list[Assertion], list[Problem]]:
    """Turn events and their matches into assertions, in the order of the events' table.

    Parameters: events, n rows of `schema.EVENTS`, indexed by the spreadsheet's row; matches, m rows of
    `schema.MATCH_COLUMNS`; seats, the seat's place_id of each township ("" where it is not known).
    Returns: the assertions, and the problems of rows that cannot be used; those rows are left out, the rest is read.
    A mention that is not matched, or matched beyond Myanmar, gives no assertion.
    """
    spots = _spots(matches, dict(zip(events["event_id"].tolist(), events["location"].tolist(), strict=True)))
    coded = list(_coded(events))
    known = {one.event_id: one for one in coded}
    assertions: list[Assertion] = []
    problems: list[Problem] = []
    for event in coded:
        found = _faults(event, sides, known)
        problems += found
        if any(problem.column != "supersedes" for problem in found):
            continue
        here = spots.get(event.event_id, ())
        if not here and event.act in MOVES | SIEGES:
            problems.append(_no_place(event))
        assertions += _assert(event, here, sides, seats)
    return assertions, problems


def _assert(event: _Coded, spots: Any, sides: Sides, seats: Mapping[str, str]) -> Iterator[Assertion]:
    speakers = tuple(sides.side_of(source, event.reported) for source in event.sources)
    low, high = event.first, event.last
    if event.precision > 1:
        low = min(low, r14_interval(event.first, event.precision, event.reported)[0])
        high = r14_interval(event.last, event.precision, event.reported)[1]
    lasting = (event.last - event.first).days + 1 if event.precision <= 1 else 1
    for spot in spots:
        table = _TARGET_ROLES if spot.role == "target" else _ROLES
        role = table.get(event.act, "")
        if not role or spot.role in ("origin", "context"):
            continue
        site, kind = _site(spot, seats, role)
        actor, other = event.actor1, event.actor2
        if event.act == "surrender" and kind in ("base", "infrastructure"):
            role = "gains"  # the garrison that gives itself up gives up its base; a unit in a town gives up no town
        if event.act in ("handover", "surrender") and role == "gains":
            actor, other = other, actor
        yield Assertion(
            f"{event.event_id}.{spot.number}", event.event_id, site, spot.place_id, kind, spot.adm3_pcode,
            spot.geo_class, event.last, max(low, FIRST_DAY), high, lasting, actor, role, other, event.act,
            cast("Mode", event.mode), event.sources, speakers, event.reported, event.supersedes or None,
        )  # fmt: skip


def _site(spot: _Spot, seats: Mapping[str, str], role: str) -> tuple[str, str]:
    """The site's id and its kind.

    A base or building known only by the place it is in or near gets an id of its own beside that place's, and the
    place does not change hands with it (R12). A fight inside a place is a fight at the place.
    """
    if spot.feature_code.startswith("ADM"):
        return spot.place_id, "area"
    if r12_is_base(spot.feature_code, ""):
        return spot.place_id, "infrastructure" if spot.feature_code in INFRASTRUCTURE_CODES else "base"
    place = "seat" if seats.get(spot.adm3_pcode) == spot.place_id else "village"
    inside = spot.relation in ("", "in")
    if inside and role in ("attacks", "strikes"):
        return spot.place_id, place
    if r12_is_base("", spot.kind) or r12_is_base("", kind_of_head(spot.head)):
        return f"{spot.place_id}/{spot.head or spot.kind}", "base"
    if spot.relation == "in" and spot.head:
        return f"{spot.place_id}/{spot.head}", "infrastructure"
    return spot.place_id, place


def kind_of_head(head: str) -> str:
    """The kind of what a text names before the place: "the last military station" -> "base"; "" if it is none."""
    words = head.split()
    return next((kind for start in range(len(words)) if (kind := kind_of_word(" ".join(words[start:])))), "")


def _spots(matches: pd.DataFrame, locations: Mapping[str, Any]) -> dict[str, list[_Spot]]:
    frame = matches[matches["status"].isin(LOCATED) & matches["place_id"].notna() & (matches["place_id"] != "")]
    names = ("event_id", "mention_no", "role", "start", "toponym", "kind", "relation", "place_id", "feature_code",
             "geo_precision", "adm3_pcode")  # fmt: skip
    found: dict[str, list[_Spot]] = {}
    for event, number, role, start, toponym, kind, relation, place, code, precision, pcode in zip(
        *(frame[name].tolist() for name in names), strict=True
    ):
        head = str(toponym) if r12_is_base("", str(kind or "")) else _head(locations.get(event), start)
        spot = _Spot(
            int(number), role, head, str(kind or ""), str(relation or ""), str(place), str(code or ""),
            _geo_class(precision, str(code or "")), pcode if isinstance(pcode, str) else "",
        )  # fmt: skip
        found.setdefault(event, []).append(spot)
    return {event: sorted(spots, key=lambda spot: spot.number) for event, spots in found.items()}


def _head(location: Any, start: Any) -> str:
    """The words between the last semicolon and the mention, without a role's prefix and the word of relation."""
    if not isinstance(location, str) or pd.isna(start):
        return ""
    before = location[: int(start)].rpartition(";")[2].partition(":")
    text = before[2] or before[0]
    return text.rpartition(",")[0].rpartition(",")[2].strip() if "," in text else ""


def _geo_class(precision: Any, code: str) -> int:
    if code.startswith("ADM"):
        return {"ADM3": 3, "ADM4": 2}.get(code, 4)
    return int(precision) if pd.notna(precision) and 1 <= int(precision) <= 3 else 0


def _coded(events: pd.DataFrame) -> Iterator[_Coded]:
    names = (
        "event_id",
        "event_date",
        "end_date",
        "time_precision",
        "reported_on",
        "act",
        "actor1",
        "actor2",
        "mode",
        "source",
    )
    supersedes = events["supersedes"].tolist() if "supersedes" in events.columns else [""] * len(events)
    columns = (events[name].tolist() for name in names)
    for row, event, first, last, precision, reported, act, one, two, mode, source, target in zip(
        events.index.tolist(), *columns, supersedes, strict=True
    ):
        start = day_or_none(first)
        if start is None:
            continue  # the reader of the table has named it
        end, known = day_or_none(last) or start, day_or_none(reported)
        yield _Coded(
            int(row), event, start, end, 1 if pd.isna(precision) else int(precision), known or end, act, one, two or "",
            mode, split_actors(source), target if isinstance(target, str) else "",
        )  # fmt: skip


def _faults(event: _Coded, sides: Sides, known: Mapping[str, _Coded]) -> list[Problem]:
    problems = [
        _problem(event, column, actor, "is not in data/actors.csv", "mend the id, or add the actor to data/actors.csv")
        for column, cell in (("actor1", event.actor1), ("actor2", event.actor2))
        for actor in split_actors(cell)
        if not sides.knows(actor)
    ]
    if event.last < event.first:
        problems.append(_problem(event, "end_date", str(event.last), "ends before it begins", "put the later day here"))
    if event.first < FIRST_DAY:
        fix = f"put what held before that day in data/control_baseline.csv, dated {FIRST_DAY}"
        text = "is before the baseline; the row changes nobody's holding"
        problems.append(_problem(event, "event_date", str(event.first), text, fix, "question"))
    if event.act in ("handover", "surrender") and not event.actor2:
        problems.append(
            _problem(event, "actor2", "", "is empty: nobody receives it", "name who received it", "question")
        )
    target = known.get(event.supersedes)
    if event.supersedes and (target is None or target is event):
        fix = "give the event_id of the row that this one corrects"
        problems.append(_problem(event, "supersedes", event.supersedes, "is no other row of this table", fix))
    elif target is not None and target.reported > event.reported:
        fix = "a correction is known after what it corrects: mend reported_on"
        problems.append(_problem(event, "supersedes", event.supersedes, "was reported later", fix, "question"))
    return problems


def _no_place(event: _Coded) -> Problem:
    text = f"gives no place that is known, so this {event.act} changes nobody's holding"
    return _problem(
        event, "location", "", text, "name a place, or decide its match with `conflictmap review`", "question"
    )


def _problem(event: _Coded, column: str, value: str, text: str, fix: str, severity: str = "error") -> Problem:
    return Problem(FILE, f"{event.event_id}: {text}", fix, row=event.row, column=column, value=value, severity=severity)
