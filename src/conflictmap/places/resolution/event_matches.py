"""Events to matches: a row for each mention of their locations, and a question for each that no place was accepted for.
Nothing here decides (`matcher` does); what is abroad, or names no single place, is no question."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.api.types import infer_dtype

from conflictmap.errors import Problem
from conflictmap.event_tables.distinct import firsts, numbered
from conflictmap.event_tables.mention_rows import MentionRows
from conflictmap.model import Candidate, Match, Mention, Reason
from conflictmap.places.mentions.location import parse_location
from conflictmap.places.resolution.actor_areas import areas_of
from conflictmap.places.resolution.matcher import Matcher
from conflictmap.places.resolution.ranking import Point
from conflictmap.schema import MATCH_COLUMNS

_ROLES = ("site", "target", "origin")  # a context is where to look, and no place of the event
_OF_MENTION = ("toponym", "start", "end", "role", "kind", "relation")
_OF_MATCH = ("status", "place_id", "geo_precision", "score", "country", "judgement_id", "reasons", "candidates")
FILE = "data/events.csv"
_LIKELY = 0.05  # a candidate's score from which the question names it


class Answers(Protocol):
    """What locations say and what names resolve to: a matcher's answers, or those that an earlier build kept."""

    def parsed(self, location: str) -> list[Mention]:
        """Return the mentions of a location, without an event's id."""

    def match_all(
        self,
        mentions: Sequence[Mention],
        *,
        siblings: Sequence[Sequence[Point]] | None = None,
        actors: Sequence[Sequence[str]] | None = None,
    ) -> list[Match]:
        """Resolve many mentions, in their order."""


class _Fresh:
    """A matcher's own answers."""

    def __init__(self, matcher: Matcher) -> None:
        self.match_all = matcher.match_all

    def parsed(self, location: str) -> list[Mention]:
        return parse_location("", location)


def match_events(events: pd.DataFrame, matcher: Matcher, *, answers: Answers | None = None) -> pd.DataFrame:
    """Resolve every mention of an event table.

    Parameters: events, n rows with event_id, entry_id, location, actor1 and actor2; answers, the matcher's that were
    kept, where there are some.
    Returns: a row a mention with the columns of `schema.MATCH_COLUMNS`, in the order of events and of mentions within
    each; events without a location have none. Mentions left ambiguous are tried again beside the places that their
    entry's other mentions were matched to.
    """
    return matches_and_rows(events, matcher, answers=answers)[0]


def matches_and_rows(
    events: pd.DataFrame, matcher: Matcher, *, answers: Answers | None = None
) -> tuple[pd.DataFrame, MentionRows]:
    """Return the matches, as `match_events`, and of each mention its event's row and its kind."""
    answers = answers or _Fresh(matcher)
    wordings = _wordings(events, matcher.judged_events, answers)
    matches, match = _match_distinct(wordings, matcher, answers)
    matches, match = _again_with_siblings(matches, match, wordings, matcher, answers)
    kind = wordings.mention * max(len(matches), 1) + match
    return _frame(wordings, matches, match, matcher), MentionRows.of(wordings.event, kind)


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


def unresolved(
    events: pd.DataFrame,
    matches: pd.DataFrame,
    *,
    in_files: Callable[[NDArray[np.int64]], tuple[list[str], list[int]]] | None = None,
    rows: MentionRows | None = None,
) -> list[Problem]:
    """Return a question for every mention of a site, target or origin that is ambiguous or not in the gazetteer.

    Parameters: events, n rows with event_id and location, the index the spreadsheet's row; matches, a row a mention
    with `schema.MATCH_COLUMNS`; in_files, what tells the files of such rows, to show, and the rows there, "data/events.csv"
    where it is None; rows, the mentions' numbers where they are known.
    Returns: in the order of `matches`; `value` is the mention as written, with its kind word. A name that an editor has
    declared not in the gazetteer is settled and left out.
    """
    each = matches if rows is None else matches[["role", "status"]].iloc[rows.first]
    is_open = (each["role"].isin(_ROLES) & each["status"].isin(["ambiguous", "not_in_gazetteer"])).to_numpy(dtype=bool)
    at = np.flatnonzero(is_open if rows is None else is_open[rows.kind])
    open_ones = matches.iloc[at]
    if rows is None:
        some = np.flatnonzero(events["event_id"].isin(open_ones["event_id"])) if len(at) else at
        of_event = some[pd.Index(events["event_id"].iloc[some]).get_indexer(open_ones["event_id"])] if len(at) else at
    else:
        of_event = rows.event[at]
    labels, locations = events.index[of_event].to_numpy(), events["location"].iloc[of_event].tolist()
    files, row_numbers = in_files(labels) if in_files else ([FILE] * len(labels), labels.tolist())
    asked = ("event_id", "start", "end", "status", "judgement_id", "reasons", "candidates")
    questions = []
    for file, row, written, event, start, end, status, judged, reasons, candidates in zip(
        files, row_numbers, locations, *(open_ones[name].tolist() for name in asked), strict=True
    ):
        if status == "not_in_gazetteer" and isinstance(judged, str) and judged:
            continue
        text = _ambiguous(reasons, candidates) if status == "ambiguous" else "is no place that the gazetteer has"
        fix = f"decide with `conflictmap review --event {event}`"
        value = written[int(start) : int(end)]
        questions.append(
            Problem(file, f"{event}: {text}", fix, row=int(row), column="location", value=value,
                    severity="question")
        )  # fmt: skip
    return questions


def without_repeats(problems: Sequence[Problem], asked: Sequence[Problem]) -> list[Problem]:
    """Return the problems less those of an empty location whose row is asked about by name: one question a fault."""
    empty = {(each.file, each.row) for each in problems if each.column == "location" and not each.value}
    repeated = empty and empty & {(each.file, each.row) for each in asked}
    return [
        each for each in problems if each.column != "location" or each.value or (each.file, each.row) not in repeated
    ]


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


@dataclass(frozen=True, slots=True)
class _Wordings:
    """The mentions of a table, each distinct wording of a location read once: many events share one.

    mentions, actors: of each distinct mention, its actors' ids. A row a mention of the table: `number` within its event,
    `mention` (the position in `mentions`), the position of its `event`, its `event_id` and the code of its entry.
    """

    mentions: list[Mention]
    actors: list[list[str]]
    numbers: NDArray[np.int64]
    mention: NDArray[np.int64]
    event: NDArray[np.int64]
    event_id: NDArray[Any]
    entry: NDArray[np.int64]


def _wordings(events: pd.DataFrame, judged_events: frozenset[str], answers: Answers) -> _Wordings:
    ids = _texts(events["event_id"])
    code = np.zeros(len(events), dtype=np.int64)
    for name in ("location", "actor1", "actor2"):
        cells_of, distinct = numbered(events[name])
        code = firsts(code * (len(distinct) + 1) + cells_of)[0]
    if judged_events:
        alone = np.isin(ids, list(judged_events))
        code[alone] = len(events) + np.flatnonzero(alone)
    rows, first_rows = firsts(code)  # of each distinct wording its first row
    cells = zip(
        *(map(_text, events[name].iloc[first_rows].tolist()) for name in ("location", "actor1", "actor2")), strict=True
    )
    slots = [
        (*row, event_id if event_id in judged_events else "")
        for row, event_id in zip(cells, ids[first_rows].tolist(), strict=True)
    ]
    mentions: list[Mention] = []
    actors: list[list[str]] = []
    starts = [0]
    parsed: dict[str | None, list[Mention]] = {}
    for location, one, two, event_id in slots:
        if location not in parsed:
            parsed[location] = answers.parsed(location or "")
        own = parsed[location]
        mentions += [replace(mention, event_id=event_id) for mention in own] if event_id else own
        actors += [[actor for cell in (one, two) if cell is not None for actor in cell.split("|")]] * len(own)
        starts.append(len(mentions))
    first, slot = np.array(starts[:-1], dtype=np.int64), np.array(rows, dtype=np.int64)
    edges = np.array(starts, dtype=np.int64)
    count: NDArray[np.int64] = (edges[1:] - edges[:-1])[slot]
    event = np.repeat(np.arange(len(events)), count)
    within = np.arange(len(event)) - np.repeat(np.cumsum(count) - count, count)
    entry = numbered(_texts(events["entry_id"]))[0]
    return _Wordings(mentions, actors, within + 1, first[slot][event] + within, event, ids[event], entry[event])


def _texts(cells: pd.Series[Any]) -> NDArray[Any]:
    """Cells as texts; where they are, the same objects."""
    if infer_dtype(cells, skipna=False) == "string":
        return cells.to_numpy(dtype=object)
    return np.array([str(cell) for cell in cells.tolist()], dtype=object)


def _column(name: str, values: Sequence[Any]) -> pd.Series[Any]:
    """Numbers as numbers with NA or NaN where missing; everything else as it is, None where missing."""
    if name in ("lon", "lat", "radius_km", "score"):
        return pd.Series([np.nan if value is None else value for value in values], dtype="float64")
    if name in ("geo_precision", "mention_no", "start", "end"):
        return pd.Series(list(values), dtype="Int64")
    return pd.Series(list(values), dtype=object)


def _match_distinct(wordings: _Wordings, matcher: Matcher, answers: Answers) -> tuple[list[Match], NDArray[np.int64]]:
    """The distinct matches, and the number of each row's among them; a name that many events share is resolved once."""
    mentions, actors = wordings.mentions, wordings.actors
    first, slots = distinct_names(mentions, actors, judged_events=matcher.judged_events)
    matches = answers.match_all([mentions[at] for at in first], actors=[actors[at] for at in first])
    return matches, np.array(slots, dtype=np.int64)[wordings.mention]


def _again_with_siblings(
    matches: list[Match], match: NDArray[np.int64], wordings: _Wordings, matcher: Matcher, answers: Answers
) -> tuple[list[Match], NDArray[np.int64]]:
    """The matches and further ones, and the number of each row's, with those tried again that were left ambiguous."""
    points = [matcher.point(each) for each in matches]
    has_point = np.array([point is not None for point in points], dtype=bool)[match]
    open_ones = np.array([each.status == "ambiguous" for each in matches], dtype=bool)[match]
    beside = np.zeros(int(wordings.entry.max(initial=-1)) + 1, dtype=bool)
    beside[wordings.entry[has_point]] = True
    unsure = np.flatnonzero(open_ones & beside[wordings.entry])
    around: dict[int, list[Point]] = {entry: [] for entry in wordings.entry[unsure].tolist()}
    theirs = np.flatnonzero(has_point & np.isin(wordings.entry, list(around)))
    for entry, number in zip(wordings.entry[theirs].tolist(), match[theirs].tolist(), strict=True):
        around[entry].append(cast("Point", points[number]))
    cases: dict[tuple[int, tuple[Point, ...]], int] = {}  # names beside the same places have the same answer
    case = [
        cases.setdefault((number, tuple(around[entry])), len(cases))
        for number, entry in zip(match[unsure].tolist(), wordings.entry[unsure].tolist(), strict=True)
    ]
    rows = dict(zip(reversed(case), reversed(unsure.tolist()), strict=True))  # of each case its first row
    asked = [int(wordings.mention[rows[number]]) for number in range(len(cases))]
    again = answers.match_all(
        [wordings.mentions[at] for at in asked],
        siblings=[list(siblings) for _, siblings in cases],
        actors=[wordings.actors[at] for at in asked],
    )
    settled = match.copy()
    settled[unsure] = len(matches) + np.array(case, dtype=np.int64)
    return [*matches, *again], settled


def _frame(wordings: _Wordings, matches: list[Match], match: NDArray[np.int64], matcher: Matcher) -> pd.DataFrame:
    """The columns of `schema.MATCH_COLUMNS`: what a mention says by its wording, what it was taken for by its match."""
    described: dict[tuple[str | None, str | None], Mapping[str, Any]] = {}  # one text for all rows of a place
    for each in matches:
        asked = (each.place_id, each.drawn_at)
        if asked not in described:
            described[asked] = matcher.describe(each)
    places = [described[each.place_id, each.drawn_at] for each in matches]
    columns: dict[str, pd.Series[Any]] = {
        "event_id": pd.Series(wordings.event_id, dtype=object, copy=False),
        "mention_no": pd.Series(wordings.numbers, dtype="Int64"),
    }
    for name in MATCH_COLUMNS[2:]:
        if name in _OF_MENTION:
            values, at = [getattr(mention, name) for mention in wordings.mentions], wordings.mention
        else:
            in_match = name in _OF_MATCH
            values, at = (
                [getattr(each, name) for each in matches] if in_match else [place[name] for place in places],
                match,
            )
        column = _column(name, values)
        columns[name] = pd.Series(column.array.take(at), dtype=column.dtype, copy=False)
    return pd.DataFrame(columns, columns=MATCH_COLUMNS, copy=False)  # a copy more takes as long as the columns


def _text(cell: Any) -> str | None:
    return cell if isinstance(cell, str) else None
