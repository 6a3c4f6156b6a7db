"""Events to matches: a row for each mention of their locations, and a question for each that no place was accepted for.
Nothing here decides (`matcher` does); what is abroad, or names no single place, is no question."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from conflictmap.errors import Problem
from conflictmap.model import Candidate, Match, Mention, Reason
from conflictmap.places.mentions.location import parse_location
from conflictmap.places.resolution.actor_areas import areas_of
from conflictmap.places.resolution.matcher import Matcher
from conflictmap.places.resolution.ranking import Point
from conflictmap.schema import MATCH_COLUMNS

_ROLES = ("site", "target", "origin")  # a context is where to look, and no place of the event
_LIKELY = 0.05  # a candidate's score from which the question names it


def match_events(events: pd.DataFrame, matcher: Matcher) -> pd.DataFrame:
    """Resolve every mention of an event table.

    Parameters: events, n rows with event_id, entry_id, location, actor1 and actor2.
    Returns: a row a mention with the columns of `schema.MATCH_COLUMNS`, in the order of events and of mentions within
    each; events without a location have none. Mentions left ambiguous are tried again beside the places that their
    entry's other mentions were matched to.
    """
    mentions: list[Mention] = []
    entries: list[str] = []
    actors: list[list[str]] = []
    numbers: list[int] = []
    asked = (events[name] for name in ("event_id", "entry_id", "location", "actor1", "actor2"))
    for event_id, entry_id, location, *named in zip(*asked, strict=True):
        parsed = parse_location(str(event_id), location if isinstance(location, str) else "")
        mentions += parsed
        entries += [str(entry_id)] * len(parsed)
        actors += [[actor for cell in named if isinstance(cell, str) for actor in cell.split("|")]] * len(parsed)
        numbers += range(1, len(parsed) + 1)
    matches = _match_distinct(mentions, actors, matcher)
    matches = _again_with_siblings(matches, entries, actors, matcher)
    described: dict[tuple[str | None, str | None], Mapping[str, Any]] = {}  # one text for all rows of a place
    rows = [_row(match, number, matcher, described) for match, number in zip(matches, numbers, strict=True)]
    columns = zip(*rows, strict=True) if rows else [()] * len(MATCH_COLUMNS)
    return pd.DataFrame(
        {name: _column(name, values) for name, values in zip(MATCH_COLUMNS, columns, strict=True)},
        columns=MATCH_COLUMNS,
    )


def distinct_names(
    mentions: Sequence[Mention],
    actors: Sequence[Sequence[str]] | None = None,
    *,
    judged_events: Container[str] = frozenset(),
) -> tuple[list[int], list[int]]:
    """Tell which mentions are to be resolved, and by which of them each is answered: equal names have equal answers.

    Names of `judged_events`, about which a person has decided alone, are resolved for themselves: such a decision
    reaches no other event.

    Returns: the positions of the first mention of each distinct name (with what its actors say of where it may be), and
    for each mention its name's number among them.
    """
    areas = [areas_of(cell) for cell in actors] if actors is not None else [frozenset[str]()] * len(mentions)
    number: dict[Any, int] = {}
    first: list[int] = []
    slots: list[int] = []
    for position, (mention, area) in enumerate(zip(mentions, areas, strict=True)):
        event = mention.event_id if mention.event_id in judged_events else ""
        name = (mention.toponym, mention.kind, mention.context, mention.relation, area, event)
        slot = number.setdefault(name, len(first))
        if slot == len(first):
            first.append(position)
        slots.append(slot)
    return first, slots


def _match_distinct(mentions: Sequence[Mention], actors: Sequence[Sequence[str]], matcher: Matcher) -> list[Match]:
    """The match of each mention; a name that many events share is resolved once."""
    first, slots = distinct_names(mentions, actors, judged_events=matcher.judged_events)
    matches = matcher.match_all([mentions[at] for at in first], actors=[actors[at] for at in first])
    return [replace(matches[slot], mention=mention) for slot, mention in zip(slots, mentions, strict=True)]


def unresolved(events: pd.DataFrame, matches: pd.DataFrame, *, file: str = "data/events.csv") -> list[Problem]:
    """Return a question for every mention of a site, target or origin that is ambiguous or not in the gazetteer.

    Parameters: events, n rows with event_id and location, the index the spreadsheet's row; matches, a row a mention
    with `schema.MATCH_COLUMNS`; file, the name to show.
    Returns: in the order of `matches`; `value` is the mention as written, with its kind word. A name that an editor has
    declared not in the gazetteer is settled and left out.
    """
    rows = dict(zip(events["event_id"].tolist(), events.index.tolist(), strict=True))
    written = dict(zip(events["event_id"].tolist(), events["location"].tolist(), strict=True))
    asked = ("event_id", "start", "end", "role", "status", "judgement_id", "reasons", "candidates")
    questions = []
    for event, start, end, role, status, judged, reasons, candidates in zip(
        *(matches[name].tolist() for name in asked), strict=True
    ):
        settled = status == "not_in_gazetteer" and isinstance(judged, str) and judged
        if role not in _ROLES or status not in ("ambiguous", "not_in_gazetteer") or settled:
            continue
        text = _ambiguous(reasons, candidates) if status == "ambiguous" else "is no place that the gazetteer has"
        fix = f"decide with `conflictmap review --event {event}`"
        value = written[event][int(start) : int(end)]
        questions.append(
            Problem(file, f"{event}: {text}", fix, row=int(rows[event]), column="location", value=value,
                    severity="question")
        )  # fmt: skip
    return questions


def without_repeats(problems: Sequence[Problem], asked: Sequence[Problem]) -> list[Problem]:
    """Return the problems less those of an empty location whose row is asked about by name: one question a fault."""
    rows: set[Any] = {problem.row for problem in asked}
    return [problem for problem in problems if problem.column != "location" or problem.value or problem.row not in rows]


def _ambiguous(reasons: Sequence[Reason], candidates: Sequence[Candidate]) -> str:
    likely = [candidate.place_id for candidate in candidates if candidate.score >= _LIKELY]
    if len(likely) > 1:
        text = f"may be any of {', '.join(likely)}"
    else:
        text = f"may be {likely[0]}, and is not sure" if likely else "is not sure to be any place"
    because = next(
        (reason.detail for reason in reasons if reason.feature == "decision" and " outside " in reason.detail), ""
    )
    return f"{text}: {because}" if because else text


def _column(name: str, values: Sequence[Any]) -> pd.Series[Any]:
    """Numbers as numbers with NA or NaN where missing; everything else as it is, None where missing."""
    if name in ("lon", "lat", "radius_km", "score"):
        return pd.Series([np.nan if value is None else value for value in values], dtype="float64")
    if name in ("geo_precision", "mention_no", "start", "end"):
        return pd.Series(list(values), dtype="Int64")
    return pd.Series(list(values), dtype=object)


def _again_with_siblings(
    matches: list[Match], entries: list[str], actors: list[list[str]], matcher: Matcher
) -> list[Match]:
    points: dict[str, list[Point]] = {}
    for match, entry in zip(matches, entries, strict=True):
        point = matcher.point(match)
        if point is not None:
            points.setdefault(entry, []).append(point)
    unsure = [i for i, match in enumerate(matches) if match.status == "ambiguous" and entries[i] in points]
    again = matcher.match_all(
        [matches[i].mention for i in unsure],
        siblings=[points[entries[i]] for i in unsure],
        actors=[actors[i] for i in unsure],
    )
    settled = dict(zip(unsure, again, strict=True))
    return [settled.get(i, match) for i, match in enumerate(matches)]


def _row(
    match: Match, number: int, matcher: Matcher, described: dict[tuple[str | None, str | None], Mapping[str, Any]]
) -> tuple[Any, ...]:
    mention, asked = match.mention, (match.place_id, match.drawn_at)
    if asked not in described:
        described[asked] = matcher.describe(match)
    place = described[asked]
    return (
        mention.event_id, number, mention.toponym, mention.start, mention.end, mention.role, mention.kind,
        mention.relation, match.status, match.place_id, place["name"], place["name_my"], place["feature_code"],
        match.geo_precision, match.score, place["lon"], place["lat"], place["radius_km"], place["adm1_pcode"],
        place["adm2_pcode"], place["adm3_pcode"], match.country, match.judgement_id, match.reasons, match.candidates,
    )  # fmt: skip
