"""Control of a whole table, worked out anew only for the townships whose reports an earlier build did not have.
Frames and problems are those of `assess.control_of`; assertions that only other commands ask for are not made."""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from functools import partial
from hashlib import sha256
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from conflictmap.cache.piece_store import PieceStore, digest_of, digest_of_frame, program_digest, row_hashes
from conflictmap.control.alliances import Alliances, day_or_none
from conflictmap.control.assertions import LOCATED, MATCHES_READ, AssertionSet, read_assertions
from conflictmap.control.assess import (
    Control,
    bearing_of,
    control_of,
    double_questions,
    township_results,
    unknown_sources,
)
from conflictmap.control.baseline import Baseline
from conflictmap.control.collector import collector_at_rest
from conflictmap.control.event_rows import COLUMNS, faults_of, no_place, read_rows
from conflictmap.control.evidence import RuleContext
from conflictmap.control.processes import shared_out
from conflictmap.control.rules import MOVES, RULE_SETS, SIEGES, RuleSet
from conflictmap.control.township import Question
from conflictmap.control.township_pieces import (
    Days,
    Piece,
    assessment_of,
    bearing_of_pieces,
    ordinals_of,
    piece_of,
)
from conflictmap.errors import Problem
from conflictmap.event_tables.actor_cells import split_actors
from conflictmap.event_tables.distinct import each_of, numbered
from conflictmap.event_tables.mention_rows import MentionRows
from conflictmap.model import COUP_DAY

PARCEL = 10_000  # rows of events that are worked out at once in one process: their assertions take some 50 MB
_NONE = np.zeros(0, dtype=np.int64)
WORTH = 40_000  # rows for which a process is worth the second in which it starts and the 100 MB that it takes
_OF_MATCH = ("role", "start", "toponym", "kind", "relation", "place_id", "feature_code", "geo_precision")


@dataclass(frozen=True, slots=True)
class _Placed:
    """The mentions that lie in a township, by township: `rows` are the rows of their events, in the table's order.

    mentions, events: the row of each mention that is located, and the row of its event, -1 where there is none.
    keys: of each township, a digest of all in its events and mentions that control reads.
    """

    rows: Mapping[str, NDArray[np.int64]]
    mentions: NDArray[np.int64]
    events: NDArray[np.int64]
    keys: Mapping[str, bytes]
    has_place: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Parcel:
    """Some townships, with the rows of events and of located mentions from which they are worked out.

    rows: of each township the positions of its reports in `events`, in the order of `_Placed.rows`.
    """

    pcodes: tuple[str, ...]
    rows: Mapping[str, NDArray[np.int64]]
    events: pd.DataFrame
    matches: pd.DataFrame


@collector_at_rest()
def control_again(
    events: pd.DataFrame,
    matches: pd.DataFrame,
    *,
    actors: pd.DataFrame,
    sources: pd.DataFrame,
    baseline: pd.DataFrame,
    townships: Mapping[str, str],
    store: PieceStore,
    rules: Iterable[RuleSet] = tuple(RULE_SETS.values()),
    assume_baseline: bool = False,
    processes: int = 1,
    digests: NDArray[np.uint64] | None = None,
    mention_rows: MentionRows | None = None,
) -> Control:
    """Work out who held what, as `control_of`, with what earlier builds kept of townships whose reports are the same.

    Parameters: digests, one of each row of `events`, mention_rows, the numbers of `matches`: where they are known already. Where there are enough of the others, so many `processes` work them out; the answer is the same.
    """
    rules = tuple(rules)
    if not events["event_id"].is_unique:
        return control_of(
            events, matches, actors=actors, sources=sources, baseline=baseline, townships=townships, rules=rules,
            assume_baseline=assume_baseline,
        )  # fmt: skip
    alliances = Alliances(actors, sources)
    ground = Baseline(baseline, alliances, townships, assume=assume_baseline)
    question = Question(alliances, ground, townships, None)
    common = digest_of(
        program_digest(), *(digest_of_frame(frame) for frame in (actors, sources, baseline)), repr(assume_baseline),
        repr([(each.name, each.claims, sorted(each.off), each.limits) for each in rules]), repr(sorted(townships.items())),
    )  # fmt: skip
    corrected = _corrected(events)
    columns = [events[name] for name in COLUMNS if name in events.columns] if digests is None else [digests]
    rows_of = mention_rows or _mention_rows(events, matches)
    placed = _placed(matches, row_hashes([*columns, corrected]), common, townships, rows_of)
    pieces: dict[str, Piece] = {}
    anew = {pcode for pcode, rows in placed.rows.items() if corrected[rows].any()} & townships.keys()
    for pcode in townships:
        piece = None if pcode in anew else store.read(_name(pcode), placed.keys[pcode])
        if piece is None:
            anew.add(pcode)
        else:
            pieces[pcode] = piece
    parcels = _parcels(sorted(anew), placed)
    rows = sum(len(placed.rows.get(pcode, ())) for pcode in anew)
    work = partial(_worked_out, question=question, rules=rules)
    filled = (_parcel(pcodes, events, matches, placed) for pcodes in parcels)
    with closing(shared_out(work, filled, min(processes, rows // WORTH))) as made:
        for pcodes, contents in zip(parcels, made, strict=True):
            for pcode, content in zip(pcodes, contents, strict=True):
                pieces[pcode] = marshal.loads(content)
                store.write_bytes(_name(pcode), placed.keys[pcode], content)
    return _control({pcode: pieces[pcode] for pcode in sorted(townships)}, events, placed, question, rules)


def _name(pcode: str) -> str:
    return f"townships/{sha256(pcode.encode('utf-8', 'surrogatepass')).hexdigest()[:24]}"


def _control(
    pieces: Mapping[str, Piece], events: pd.DataFrame, placed: _Placed, question: Question, rules: Sequence[RuleSet]
) -> Control:
    """All townships' pieces, in order of P-code, as one control."""
    days = Days()
    by_rules = {}
    captures = []
    asked: dict[str, int] = {}  # the row of the last event of each question
    for rule_set in rules:
        own = [piece["rules"][rule_set.name] for piece in pieces.values()]
        by_rules[rule_set.name] = assessment_of(
            rule_set, own, [placed.rows.get(pcode, _NONE) for pcode in pieces], days
        )
        for pcode, piece in zip(pieces, own, strict=True):
            captures += [(*each[:4], days[each[4]]) for each in piece["both"]]
            asked |= {each[0][-1]: int(placed.rows[pcode][each[5]]) for each in piece["both"]}
    labels = events.index[np.array(list(asked.values()), dtype=np.int64)].tolist()
    problems = (
        *question.alliances.problems,
        *question.baseline.problems,
        *_row_problems(events, placed.has_place, question.alliances),
        *unknown_sources(events, question.alliances),
        *double_questions(captures, dict(zip(asked, labels, strict=True))),
    )
    bearing = bearing_of_pieces({pcode: piece["bearing"] for pcode, piece in pieces.items()}, days)
    return Control(question, by_rules, (), problems, AssertionSet(events, events.iloc[:0], {}, {}), bearing)


def _parcels(pcodes: Sequence[str], placed: _Placed) -> list[list[str]]:
    """Townships in parcels of about `PARCEL` rows of events, or of one township that has more."""
    parcels: list[list[str]] = []
    rows = 0
    for pcode in pcodes:
        own = len(placed.rows.get(pcode, ()))
        if not parcels or rows + own > PARCEL:
            parcels.append([])
            rows = 0
        parcels[-1].append(pcode)
        rows += own
    return parcels


def _parcel(pcodes: Sequence[str], events: pd.DataFrame, matches: pd.DataFrame, placed: _Placed) -> _Parcel:
    """Some townships with their events, and all that correct these (R16)."""
    chosen = np.zeros(len(events), dtype=bool)
    for pcode in pcodes:
        chosen[placed.rows.get(pcode, _NONE)] = True
    if "supersedes" in events.columns:
        chosen |= events["supersedes"].isin(events["event_id"][chosen]).to_numpy(dtype=bool)
    some = events.loc[chosen, [name for name in COLUMNS if name in events.columns]]
    theirs = placed.mentions[(placed.events >= 0) & chosen[placed.events]]
    at = np.flatnonzero(chosen)
    rows = {pcode: np.searchsorted(at, placed.rows.get(pcode, _NONE)) for pcode in pcodes}
    return _Parcel(tuple(pcodes), rows, some, matches[list(MATCHES_READ)].iloc[theirs])


@collector_at_rest()
def _worked_out(parcel: _Parcel, question: Question, rules: Sequence[RuleSet]) -> list[bytes]:
    """The pieces of a parcel's townships, each as `marshal` writes it."""
    pcodes = parcel.pcodes
    wanted = set(pcodes)
    read = read_assertions(parcel.events, parcel.matches, question.alliances, question.seats).all_assertions()
    assertions = [assertion for assertion in read if assertion.adm3_pcode in wanted or assertion.supersedes]
    bearing: dict[str, list[tuple[date, date]]] = {pcode: [] for pcode in pcodes}
    for pcode, day, known in sorted(bearing_of(assertions)):
        if pcode in wanted:
            bearing[pcode].append((day, known))
    pieces: dict[str, Piece] = {
        pcode: {"bearing": tuple(ordinals_of(each[place] for each in own) for place in (0, 1)), "rules": {}}
        for pcode, own in bearing.items()
    }
    ids = parcel.events["event_id"].to_numpy(dtype=object)
    at = {
        pcode: {event: place for place, event in enumerate(ids[rows].tolist())} for pcode, rows in parcel.rows.items()
    }
    for rule_set in rules:
        results = township_results(pcodes, assertions, question, RuleContext(rule_set, question.alliances))
        for pcode, result in results.items():
            pieces[pcode]["rules"][rule_set.name] = piece_of(result, pcode, at[pcode])
    return [marshal.dumps(pieces[pcode]) for pcode in pcodes]


def _corrected(events: pd.DataFrame) -> NDArray[np.bool_]:
    """Whether each row corrects another, or is corrected by one."""
    if "supersedes" not in events.columns:
        return np.zeros(len(events), dtype=bool)
    corrects = each_of(events["supersedes"], lambda cell: not pd.isna(cell) and cell != "")
    named = set(events["supersedes"][corrects])
    return corrects | events["event_id"].isin(named).to_numpy(dtype=bool) if named else corrects


def _placed(
    matches: pd.DataFrame,
    digests: NDArray[np.uint64],
    common: bytes,
    townships: Mapping[str, str],
    rows_of: MentionRows,
) -> _Placed:
    kinds = matches[["status", "adm3_pcode", *_OF_MATCH]].iloc[rows_of.first]
    located = (kinds["status"].isin(LOCATED) & kinds["place_id"].notna() & kinds["place_id"].ne("")).to_numpy(
        dtype=bool
    )
    where = np.flatnonzero(located[rows_of.kind])
    row, kind = rows_of.event[where], rows_of.kind[where]
    known = row >= 0
    has_place = np.zeros(len(digests), dtype=bool)
    has_place[row[known]] = True
    of_kind = row_hashes([kinds[name] for name in _OF_MATCH])
    of_mention = row_hashes([digests[row], of_kind[kind], matches["mention_no"].array[where]])
    of_kind_codes, pcodes = pd.factorize(kinds["adm3_pcode"], use_na_sentinel=True)
    codes = of_kind_codes[kind]
    order = np.argsort(codes, kind="stable")
    order = order[(codes[order] >= 0) & known[order]]
    edges = np.searchsorted(codes[order], np.arange(len(pcodes) + 1))
    mine = {pcode: order[edges[number] : edges[number + 1]] for number, pcode in enumerate(pcodes)}
    keys = {pcode: digest_of(common, pcode, of_mention[mine.get(pcode, _NONE)].tobytes()) for pcode in townships}
    return _Placed({pcode: row[rows] for pcode, rows in mine.items()}, where, row, keys, has_place)


def _mention_rows(events: pd.DataFrame, matches: pd.DataFrame) -> MentionRows:
    """The numbers of mentions of which nothing is known: each is of a kind of its own."""
    rows = pd.Index(events["event_id"]).get_indexer(pd.Index(matches["event_id"])).astype(np.int64)
    each = np.arange(len(matches), dtype=np.int64)
    return MentionRows(rows, each, each)


def _row_problems(events: pd.DataFrame, has_place: NDArray[np.bool_], alliances: Alliances) -> list[Problem]:
    """The problems of rows that `read_assertions` finds, in their order: only rows that may have one are looked at."""
    start, end = (_ordinals(events[name]) for name in ("event_date", "end_date"))
    given = each_of(events["act"], lambda act: act in ("handover", "surrender"))
    unnamed = given & each_of(events["actor2"], lambda cell: pd.isna(cell) or cell == "")
    nowhere = each_of(events["act"], lambda act: act in MOVES or act in SIEGES) & ~has_place
    early = (start < COUP_DAY.toordinal()) | (np.where(end < 0, start, end) < start)
    corrects = _corrected(events)
    suspect = unnamed | nowhere | early | corrects
    for name in ("actor1", "actor2"):
        suspect |= each_of(
            events[name], lambda cell: not all(alliances.knows(actor) for actor in split_actors(cell or ""))
        )
    reported: dict[str, Any] = {}
    if corrects.any():
        some = events[corrects]
        reported = dict(zip(some["event_id"].tolist(), some["reported_on"].tolist(), strict=True))
    placed = set(events["event_id"][suspect & has_place])
    problems: list[Problem] = []
    for event in read_rows(events[suspect]):
        faults = faults_of(event, alliances, reported)
        usable = all(problem.column == "supersedes" for problem in faults)
        if usable and event.event_id not in placed and event.act in MOVES | SIEGES:
            faults.append(no_place(event))
        problems += faults
    return problems


def _ordinals(days: pd.Series[Any]) -> NDArray[np.int64]:
    """Days as ordinals, -1 where missing."""
    numbers, distinct = numbered(days)
    each = [-1 if (day := day_or_none(value)) is None else day.toordinal() for value in distinct.tolist()]
    return np.array(each, dtype=np.int64)[numbers]
