"""From coded events and the places of their mentions to assertions: who did what to whom at one site, by whose word.
An event gives one assertion for each place that it is about. Nothing here decides who holds what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple, cast

import pandas as pd

from conflictmap.control.alliances import Alliances
from conflictmap.control.event_rows import COLUMNS as EVENT_COLUMNS
from conflictmap.control.event_rows import EventRow, faults_of, is_number, no_place, read_rows
from conflictmap.control.rules import INFRASTRUCTURE_CODES, MOVES, SIEGES, r12_is_base, r14_interval
from conflictmap.errors import Problem
from conflictmap.model import COUP_DAY, Assertion, Mode
from conflictmap.places.mentions.location import words_before
from conflictmap.places.names.kinds import kind_of_word

LOCATED = ("confirmed", "automatic")
#: The columns of the matches that control reads.
MATCHES_READ = ("event_id", "mention_no", "role", "start", "toponym", "kind", "relation", "place_id", "feature_code",
                  "geo_precision", "adm3_pcode", "status")  # fmt: skip
_ROLES = {
    "capture": "gains", "recapture": "gains", "handover": "gains", "surrender": "loses", "withdrawal": "withdraws",
    "agreement": "signs", "administration": "administers", "siege": "attacks", "blockade": "attacks",
    "clash": "attacks", "raid": "attacks", "ambush": "attacks", "detention_arson": "attacks",
    "remote_strike": "strikes",
}  # fmt: skip
_TARGET_ROLES = {"remote_strike": "strikes", "agreement": "agrees", "siege": "attacks", "blockade": "attacks",
                 "clash": "attacks", "raid": "attacks", "ambush": "attacks"}  # fmt: skip


class _PlacedMention(NamedTuple):
    """An accepted place of an event's mention. A tuple, for it is made by the hundred thousand."""

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
class AssertionSet:
    """What the rows of events and matches say, event by event; kept so that only changed rows are read again."""

    events: pd.DataFrame
    matches: pd.DataFrame
    assertions: Mapping[str, tuple[Assertion, ...]]
    problems: Mapping[str, tuple[Problem, ...]]
    changed: frozenset[str] | None = None  # events read anew since the earlier reading; None where all were

    def all_assertions(self) -> list[Assertion]:
        return [assertion for many in self.assertions.values() for assertion in many]

    def all_problems(self) -> list[Problem]:
        return [problem for many in self.problems.values() for problem in many]


def read_assertions(
    events: pd.DataFrame,
    matches: pd.DataFrame,
    alliances: Alliances,
    seats: Mapping[str, str],
    *,
    previous: AssertionSet | None = None,
) -> AssertionSet:
    """Turn events and their matches into assertions, in the order of the events' table.

    Parameters: events, n rows of `schema.EVENTS`, indexed by the spreadsheet's row; matches, m rows of
    `schema.MATCH_COLUMNS`; seats, the seat's place_id of each township ("" where it is not known); previous, the
    reading of an earlier state of both, with the same sides and seats: rows that are the same are taken from it.
    Returns: the assertions, and the problems of rows that cannot be used; those rows are left out, the rest is read.
    A mention that is not matched, or matched beyond Myanmar, gives no assertion.
    """
    changed = _changed(events, matches, previous)
    some = events if changed is None else events[events["event_id"].isin(changed)]
    their = matches if changed is None else matches[matches["event_id"].isin(changed)]
    mentions = _placed_mentions(their, dict(zip(some["event_id"].tolist(), some["location"].tolist(), strict=True)))
    reported = dict(zip(events["event_id"].tolist(), events["reported_on"].tolist(), strict=True))
    assertions: dict[str, tuple[Assertion, ...]] = {}
    problems: dict[str, tuple[Problem, ...]] = {}
    if previous is not None and changed is not None:
        assertions |= previous.assertions
        problems |= previous.problems
    for event in read_rows(some):
        here = mentions.get(event.event_id, ())
        faults = faults_of(event, alliances, reported)
        usable = all(problem.column == "supersedes" for problem in faults)
        if usable and not here and event.act in MOVES | SIEGES:
            faults.append(no_place(event))
        problems[event.event_id] = tuple(faults)
        assertions[event.event_id] = tuple(_assert(event, here, alliances, seats)) if usable else ()
    anew = None if changed is None else frozenset(changed)
    return AssertionSet(events, matches, assertions, problems, anew)


def _changed(events: pd.DataFrame, matches: pd.DataFrame, previous: AssertionSet | None) -> set[str] | None:
    """The events whose rows differ from those of the earlier reading; None where rows came, went or moved."""
    if previous is None:
        return None
    changed: set[str] = set()
    pairs = ((events, previous.events, EVENT_COLUMNS), (matches, previous.matches, MATCHES_READ))
    for now, before, columns in pairs:
        names = [name for name in columns if name in now.columns]
        if not now.index.equals(before.index) or not now["event_id"].equals(before["event_id"]):
            return None
        for name in names:
            differs = (now[name] != before[name]).fillna(True) & ~(now[name].isna() & before[name].isna())
            changed |= set(now.loc[differs.to_numpy(dtype=bool), "event_id"])
    reads = events["supersedes"].isin(changed) if "supersedes" in events.columns else events["event_id"].isin(())
    return changed | set(events.loc[reads, "event_id"])


def _assert(event: EventRow, mentions: Any, alliances: Alliances, seats: Mapping[str, str]) -> Iterator[Assertion]:
    speakers = alliances.sides_of(event.sources, event.reported)
    low, high = event.first, event.last
    if event.precision > 1:
        low = min(low, r14_interval(event.first, event.precision, event.reported)[0])
        high = r14_interval(event.last, event.precision, event.reported)[1]
    lasting = (event.last - event.first).days + 1 if event.precision <= 1 else 1
    for mention in mentions:
        table = _TARGET_ROLES if mention.role == "target" else _ROLES
        role = table.get(event.act, "")
        if not role or mention.role in ("origin", "context"):
            continue
        site, kind = _site(mention, seats, role)
        actor, other = event.actor1, event.actor2
        if event.act == "surrender" and kind in ("base", "infrastructure"):
            role = "gains"  # the garrison that gives itself up gives up its base; a unit in a town gives up no town
        if event.act in ("handover", "surrender") and role == "gains":
            actor, other = other, actor
        yield Assertion(
            f"{event.event_id}.{mention.number}", event.event_id, site, mention.place_id, kind, mention.adm3_pcode,
            mention.geo_class, event.last, max(low, COUP_DAY), high, lasting, actor, role, other, event.act,
            cast("Mode", event.mode), event.sources, speakers, event.reported, event.supersedes or None,
        )  # fmt: skip


def _site(mention: _PlacedMention, seats: Mapping[str, str], role: str) -> tuple[str, str]:
    """The site's id and its kind.

    A base or building known only by the place it is in or near gets an id of its own beside that place's, and the
    place does not change hands with it (R12). A fight inside a place is a fight at the place.
    """
    if mention.feature_code.startswith("ADM"):
        return mention.place_id, "area"
    if r12_is_base(mention.feature_code, ""):
        return mention.place_id, "infrastructure" if mention.feature_code in INFRASTRUCTURE_CODES else "base"
    place = "seat" if seats.get(mention.adm3_pcode) == mention.place_id else "village"
    inside = mention.relation in ("", "in")
    if inside and role in ("attacks", "strikes"):
        return mention.place_id, place
    if r12_is_base("", mention.kind) or r12_is_base("", kind_of_head(mention.head)):
        return f"{mention.place_id}/{mention.head or mention.kind}", "base"
    if mention.relation == "in" and mention.head:
        return f"{mention.place_id}/{mention.head}", "infrastructure"
    return mention.place_id, place


@cache
def kind_of_head(head: str) -> str:
    """Name the kind of what a text names before the place: "the last military station" -> "base"; "" if it is none."""
    words = head.split()
    return next((kind for start in range(len(words)) if (kind := kind_of_word(" ".join(words[start:])))), "")


def _placed_mentions(matches: pd.DataFrame, locations: Mapping[str, Any]) -> dict[str, list[_PlacedMention]]:
    frame = matches[matches["status"].isin(LOCATED) & matches["place_id"].notna() & (matches["place_id"] != "")]
    by_event: dict[str, list[_PlacedMention]] = {}
    for event, number, role, start, toponym, kind, relation, place, code, precision, pcode in zip(
        *(frame[name].tolist() for name in MATCHES_READ[:-1]), strict=True
    ):
        head = str(toponym) if r12_is_base("", str(kind or "")) else _head(locations.get(event), start)
        mention = _PlacedMention(
            int(number), role, head, str(kind or ""), str(relation or ""), str(place), str(code or ""),
            _geo_class(precision, str(code or "")), pcode if isinstance(pcode, str) else "",
        )  # fmt: skip
        by_event.setdefault(event, []).append(mention)
    for mentions in by_event.values():
        if len(mentions) > 1:
            mentions.sort(key=lambda mention: mention.number)
    return by_event


def _head(location: Any, start: Any) -> str:
    return words_before(location, int(start)) if isinstance(location, str) and is_number(start) else ""


def _geo_class(precision: Any, code: str) -> int:
    if code.startswith("ADM"):
        return {"ADM3": 3, "ADM4": 2}.get(code, 4)
    return int(precision) if is_number(precision) and 1 <= precision <= 3 else 0
