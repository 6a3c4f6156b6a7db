"""From events and matches to control under the three rule sets: the one place where all steps are put together.
Each township is worked out alone, so a change of one event costs one township."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from conflictmap.control.alliances import Alliances
from conflictmap.control.assertions import AssertionSet, read_assertions
from conflictmap.control.baseline import Baseline
from conflictmap.control.collector import collector_at_rest
from conflictmap.control.event_rows import FILE
from conflictmap.control.evidence import RuleContext
from conflictmap.control.frames import claims_frame, sites_frame, spans_frame, spliced
from conflictmap.control.rules import RULE_SETS, RuleSet, r16_current
from conflictmap.control.township import Question, TownshipResult, bears_on_a_part, township_result
from conflictmap.errors import Problem
from conflictmap.event_tables.actor_cells import split_actors
from conflictmap.model import Assertion

#: two sides that took a place on one day: the event_ids, who, and who else, the site_id, the day
DoubleCapture = tuple[tuple[str, ...], str, str, str, date]


Bearing = tuple[str, date, date]  # adm3_pcode, day, known_since of a report of a place in a township


@dataclass(frozen=True, slots=True)
class Assessment:
    """Who held what under one rule set, as frames; the package's docstring gives their shape.

    Where `evidence` is not None, the frames are those of `township_pieces`, which a page is drawn from.
    """

    rules: RuleSet
    spans: pd.DataFrame
    sites: pd.DataFrame
    claims: pd.DataFrame
    townships: Mapping[str, TownshipResult]
    evidence: NDArray[np.int64] | None = None


@dataclass(frozen=True, slots=True)
class Control:
    """Who held what under every rule set that was asked for, and what it rests on.

    A control that `kept_townships` worked out has frames and problems only: its assertions and its townships' results were
    not all made; `bearing` then is what `reports_of_places` tells, a row each, adm3_pcode, day, known_since.
    """

    question: Question
    by_rules: Mapping[str, Assessment]
    assertions: tuple[Assertion, ...]
    problems: tuple[Problem, ...]
    reading: AssertionSet
    bearing: pd.DataFrame | None = None

    def reports_of_places(self) -> frozenset[Bearing]:
        """Collect adm3_pcode, day and known_since of each report that bears on a place of a township."""
        if self.bearing is None:
            return bearing_of(self.assertions)
        return frozenset(self.bearing.itertuples(index=False, name=None))

    def knows(self, assertion: Assertion) -> bool:
        """Tell whether it was known on the day that was asked for."""
        return self.question.as_of is None or assertion.known_since <= self.question.as_of


@collector_at_rest()
def control_of(
    events: pd.DataFrame,
    matches: pd.DataFrame,
    *,
    actors: pd.DataFrame,
    sources: pd.DataFrame,
    baseline: pd.DataFrame,
    townships: Mapping[str, str],
    as_of: date | None = None,
    rules: Iterable[RuleSet] = tuple(RULE_SETS.values()),
    previous: Control | None = None,
    assume_baseline: bool = False,
) -> Control:
    """Work out who held what, under each rule set.

    Parameters: events, rows of `schema.EVENTS` indexed by the spreadsheet's row; matches, rows of
    `schema.MATCH_COLUMNS`; actors, sources, baseline, rows of `schema.ACTORS`, `SOURCES`, `CONTROL_BASELINE`;
    townships, adm3_pcode -> place_id of its seat ("" where it is not known), every township of the country;
    as_of, leave out what was not yet known on that day; None takes all that the tables tell, and every silence as
    having run out (a claim of the last day counts in the standard set, for nobody will rebut it in this table);
    previous, the control of an earlier state of the events with the other tables as now: rows that are the same are
    not read again, and townships whose assertions are the same are taken from it; assume_baseline, let the baseline's
    row "*" speak of every seat that no other row names: else such a township is not assessed until a report tells of it.
    Returns: see the package. Rows that cannot be used are Problems; the rest is worked out.
    """
    alliances = Alliances(actors, sources)
    ground = Baseline(baseline, alliances, townships, assume=assume_baseline)
    question = Question(alliances, ground, townships, as_of)
    reading = read_assertions(events, matches, alliances, townships, previous=previous.reading if previous else None)
    assertions = reading.all_assertions()
    by_rules = {}
    changed = _changed_townships(reading, previous, question) if previous is not None else None
    for rule_set in rules:
        before = previous.by_rules.get(rule_set.name) if previous is not None else None
        same = before is not None and before.rules == rule_set
        by_rules[rule_set.name] = assess_by(assertions, question, rule_set, before if same else None, changed)
    captures = [each for assessment in by_rules.values() for each in double_captures(assessment.townships)]
    own = events["event_id"][events["event_id"].isin({capture[0][-1] for capture in captures})]
    both = double_questions(captures, dict(zip(own.tolist(), own.index.tolist(), strict=True)))
    problems = (
        *alliances.problems,
        *ground.problems,
        *reading.all_problems(),
        *unknown_sources(events, alliances),
        *both,
    )
    return Control(question, by_rules, tuple(assertions), problems, reading)


def bearing_of(assertions: Iterable[Assertion]) -> frozenset[Bearing]:
    """Collect adm3_pcode, day and known_since of those assertions that bear on a place of a township."""
    return frozenset(
        (assertion.adm3_pcode, assertion.day, assertion.known_since)
        for assertion in assertions
        if assertion.geo_class in (1, 2)
    )


def control_spans(
    events: pd.DataFrame,
    matches: pd.DataFrame,
    *,
    actors: pd.DataFrame,
    sources: pd.DataFrame,
    baseline: pd.DataFrame,
    townships: Mapping[str, str],
    rules: str = "standard",
    as_of: date | None = None,
    assume_baseline: bool = False,
) -> pd.DataFrame:
    """Work out the townships' spans under one rule set; parameters as in `control_of`, columns in `schema`.

    Raises: KeyError, where there is no rule set of that name.
    """
    control = control_of(
        events, matches, actors=actors, sources=sources, baseline=baseline, townships=townships, as_of=as_of,
        rules=[RULE_SETS[rules]], assume_baseline=assume_baseline,
    )  # fmt: skip
    return control.by_rules[rules].spans


def seats_of(table: pd.DataFrame) -> dict[str, str]:
    """List the seat's place_id of each township, "" where it has none; table, `schema.UNITS` indexed by pcode."""
    townships = table[table["level"] == 3]
    return dict(zip(townships.index.tolist(), townships["seat_id"].fillna("").tolist(), strict=True))


def assess_by(
    assertions: Iterable[Assertion],
    question: Question,
    rules: RuleSet,
    before: Assessment | None = None,
    changed: Set[str] | None = None,
) -> Assessment:
    """Work out who held what under one rule set.

    Parameters: before, an earlier result with the same question and rules, of which townships are used again; changed,
    the only townships of which assertions came, went or were superseded since then, None where that is not known.
    """
    rule_context = RuleContext(rules, question.alliances, question.as_of)
    if before is None or changed is None:
        results = township_results(sorted(question.seats), assertions, question, rule_context)
        return Assessment(rules, spans_frame(results), sites_frame(results), claims_frame(results), results)
    some = township_results(sorted(changed & question.seats.keys()), assertions, question, rule_context)
    spans, sites, claims = (
        spliced(old, new, some)
        for old, new in (
            (before.spans, spans_frame(some)),
            (before.sites, sites_frame(some)),
            (before.claims, claims_frame(some)),
        )
    )
    return Assessment(rules, spans, sites, claims, {**before.townships, **some})


def township_results(
    pcodes: Sequence[str], assertions: Iterable[Assertion], question: Question, rule_context: RuleContext
) -> dict[str, TownshipResult]:
    """Work out each of some townships, from the assertions that are known and not superseded."""
    rules = rule_context.rules
    known = [assertion for assertion in assertions if rule_context.known(assertion)]
    by_township: dict[str, list[Assertion]] = {pcode: [] for pcode in pcodes}
    for assertion in r16_current(known) if rules.on("R16") else known:
        mine = by_township.get(assertion.adm3_pcode)
        if mine is not None and (bears_on_a_part(assertion) or not rules.on("R11")):
            mine.append(assertion)
    return {
        pcode: township_result(
            pcode, tuple(sorted(mine, key=lambda assertion: assertion.assertion_id)), question, rule_context
        )
        for pcode, mine in by_township.items()
    }


def _changed_townships(reading: AssertionSet, previous: Control, question: Question) -> set[str] | None:
    """The townships on which the rows bear that differ from those of an earlier control; None where any may have changed."""
    asked = previous.question
    if reading.changed is None or (asked.as_of, asked.seats) != (question.as_of, question.seats):
        return None
    read = (previous.reading.assertions, reading.assertions)
    mine = [assertion for event in reading.changed for each in read for assertion in each.get(event, ())]
    superseded = {assertion.supersedes for assertion in mine if assertion.supersedes}
    mine += [assertion for event in superseded for each in read for assertion in each.get(event, ())]
    return {assertion.adm3_pcode for assertion in mine}


def unknown_sources(events: pd.DataFrame, alliances: Alliances) -> list[Problem]:
    """Return a question for each source that data/sources.csv does not have, at the first row that names it."""
    questions: dict[str, Problem] = {}
    first = events["source"].drop_duplicates()
    for row, cell in zip(first.index.tolist(), first.tolist(), strict=True):
        for source in split_actors(cell):
            if source not in questions and not alliances.knows_source(source):
                text = "is not in data/sources.csv, so what it reports is taken for a side's claim"
                fix = "add it there, with its side and the reason"
                questions[source] = Problem(
                    FILE, text, fix, row=int(row), column="source", value=source, severity="question"
                )
    return list(questions.values())


def double_captures(results: Mapping[str, TownshipResult]) -> list[DoubleCapture]:
    """List the days on which two sides took a place, by township and site."""
    return [
        (tuple(dict.fromkeys(report.assertion.event_id for report in turn.reports)), turn.who, turn.loser, site, turn.day)
        for township in results.values()
        for site, result in township.sites.items()
        for turn in result.both
    ]  # fmt: skip


def double_questions(captures: Iterable[DoubleCapture], rows: Mapping[str, Any]) -> list[Problem]:
    """Two captures of a place on one day by two sides: a question, once for each pair; rows, that of each capture's last event."""
    questions: dict[tuple[str, ...], Problem] = {}
    for events, who, loser, site, day in captures:
        text = f"{', '.join(events)}: {who} and {loser} both took {site} that day; it is contested"
        fix = "give the later capture its own day, or narrow the location to what each side took"
        row = rows.get(events[-1])
        questions[events] = Problem(
            FILE, text, fix, row=None if row is None else int(row), column="event_date", value=day.isoformat(),
            severity="question",
        )  # fmt: skip
    return list(questions.values())
