"""From tables to an atlas: load, match, assert, resolve. The one visible list of steps.
Nothing here draws, prints or knows what time it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypedDict

import numpy as np
import pandas as pd

from conflictmap.cache.piece_store import PieceStore
from conflictmap.control import RULE_SETS, Control, RuleSet, control_of, seats_of
from conflictmap.control.kept_townships import control_again
from conflictmap.errors import DataError, Problem, raise_if_errors
from conflictmap.event_tables.imported_events import EventTables, Provenance, read_events
from conflictmap.event_tables.mention_rows import MentionRows
from conflictmap.places.event_points import is_located, match_points
from conflictmap.places.gazetteer.gazetteer import Gazetteer
from conflictmap.places.gazetteer.layers import layers_of
from conflictmap.places.gazetteer.parents import successors
from conflictmap.places.gazetteer.units import Units
from conflictmap.places.gazetteer.watercourses import read_rivers
from conflictmap.places.judgements import conflicting, in_force, missing_places, read_judgements
from conflictmap.places.kept_answers import KeptAnswers
from conflictmap.places.resolution.event_matches import Answers, matches_and_rows, unresolved, without_repeats
from conflictmap.places.resolution.index_cache import open_index
from conflictmap.places.resolution.matcher import Matcher
from conflictmap.project import Project, read_table
from conflictmap.schema import ACTORS, CONTROL_BASELINE, SOURCES, Table

Tell = Callable[[str], None]  # is told the name of each step as it begins


@dataclass(frozen=True, slots=True)
class Inputs:
    """What people made, read and checked. Frames have the columns of `schema`; `problems` hold no "error".

    `events` are those of data/events.csv and of the imported tables, which `tables` tells apart.
    """

    project: Project
    events: pd.DataFrame
    actors: pd.DataFrame
    sources: pd.DataFrame
    baseline: pd.DataFrame
    gazetteer: Gazetteer
    units: Units
    matcher: Matcher
    problems: tuple[Problem, ...]
    tables: EventTables | None = None

    @property
    def provenances(self) -> tuple[Provenance, ...]:
        """What is known of each imported table of events."""
        return self.tables.provenances if self.tables is not None else ()

    def in_its_file(self, problem: Problem) -> Problem:
        """Return a problem of a row of `events`, as one of the file that the row is in."""
        return self.tables.in_its_file(problem) if self.tables is not None else problem


class _Tables(TypedDict):
    actors: pd.DataFrame
    sources: pd.DataFrame
    baseline: pd.DataFrame


@dataclass(frozen=True, slots=True)
class Atlas:
    """What the program made of it: a row a mention (`matches`), and who held what by every rule set (`control`).

    `numbered` are the events and the matches as they were made, with the mentions' numbers.
    """

    inputs: Inputs
    matches: pd.DataFrame
    control: Control
    problems: tuple[Problem, ...]
    numbered: tuple[pd.DataFrame, pd.DataFrame, MentionRows] | None = None

    @property
    def mention_rows(self) -> MentionRows | None:
        """The row of each mention's event and its kind; None where the tables are not those that were made."""
        if self.numbered is None:
            return None
        events, matches, rows = self.numbered
        return rows if events is self.inputs.events and matches is self.matches else None


def load(project: Project, *, tell: Tell = lambda step: None, store: PieceStore | None = None) -> Inputs:
    """Read every table of the project, with all their faults at once; `store` as in `build`.

    Raises: DataError, with every problem of severity "error", if there is any; TypeError, where it is no Project.
    """
    if not isinstance(project, Project):
        raise TypeError(f"load: expected a Project, as find_project('.') gives it, got {type(project).__name__}")
    problems: list[Problem] = []

    def table(name: str, columns: Table) -> pd.DataFrame:
        path = project.table(name)
        try:
            frame, faults = read_table(path, columns, project.shown(path))
        except DataError as error:
            problems.extend(error.problems)
            return pd.DataFrame(columns=columns.names)
        problems.extend(faults)
        return frame

    tell("Reading the tables")
    tables = read_events(project, store)
    problems += tables.problems
    actors = table("actors.csv", ACTORS)
    sources = table("sources.csv", SOURCES)
    baseline = table("control_baseline.csv", CONTROL_BASELINE)
    path = project.table("gazetteer/judgements.csv")
    try:
        judgements, faults = read_judgements(path, project.shown(path))
        problems.extend(faults)
    except DataError as error:
        judgements = ()
        problems.extend(error.problems)
    raise_if_errors(problems)
    tell("Opening the gazetteer and the boundaries")
    gazetteer = Gazetteer.open(project)
    units = Units.open(project)
    read_rivers(project)  # damaged ones stop a build as a damaged table does
    problems += [*gazetteer.problems, *missing_places(judgements, gazetteer, project.shown(path))]
    problems += conflicting(judgements, project.shown(path))
    raise_if_errors(problems)
    matcher = Matcher(gazetteer, units, judgements=in_force(judgements), index=open_index(gazetteer))
    core = units if layers_of(project).boundaries is None else Units.of_core(project)
    bridge = successors(units, core, gazetteer.frame())
    events, baseline = _in_units(tables.frame, bridge), _in_units(baseline, bridge, key=["place_id", "part", "start"])
    return Inputs(project, events, actors, sources, baseline, gazetteer, units, matcher, tuple(problems), tables)


def _in_units(rows: pd.DataFrame, bridge: Mapping[str, str], *, key: Sequence[str] = ()) -> pd.DataFrame:
    """Rows that state a township of another vintage, with the one in use that stands for it.

    Parameters: bridge, as `successors` gives it; key, the columns that with the township tell rows apart: one that
    would say the same thing of the township in use as a row of its own gives way to it, and keeps its code.
    """
    elsewhere = rows["adm3_pcode"].isin(list(bridge))
    if not elsewhere.any():
        return rows
    moved = rows.assign(adm3_pcode=rows["adm3_pcode"].replace(dict(bridge)))
    if not key:
        return moved
    own = set(rows.loc[~elsewhere, ["adm3_pcode", *key]].itertuples(index=False, name=None))
    twice = [row in own for row in moved[["adm3_pcode", *key]].itertuples(index=False, name=None)]
    return rows.where(elsewhere & pd.Series(twice, rows.index), moved)


def build(
    inputs: Inputs,
    *,
    as_of: date | None = None,
    assume_baseline: bool = False,
    rules: Iterable[RuleSet] = tuple(RULE_SETS.values()),
    tell: Tell = lambda step: None,
    store: PieceStore | None = None,
    processes: int = 1,
) -> Atlas:
    """Resolve every mention to a place and every township to its states over time.

    `as_of` leaves out what was not yet known on that day; None uses all that the tables tell. `assume_baseline` lets the
    baseline's row "*" speak of the townships that are not assessed. With a `store`, names and townships that an earlier build
    worked out are taken from it; the atlas then is what a page needs: candidates without their reasons, and control
    without its assertions (`Control`), which so many `processes` work out where there are enough reports.
    """
    tell("Finding the places")
    answers = KeptAnswers(inputs.matcher, store) if store is not None else None
    matches, misplaced, rows = _matched(inputs, answers)
    if answers is not None:
        answers.keep()
    inputs.matcher.forget()
    tell("Working out who held what")
    tables: _Tables = {"actors": inputs.actors, "sources": inputs.sources, "baseline": inputs.baseline}
    seats = seats_of(inputs.units.table)
    if store is not None and as_of is None:
        control = control_again(
            inputs.events, matches, **tables, townships=seats, store=store, rules=rules, assume_baseline=assume_baseline,
            processes=processes, digests=None if inputs.tables is None else inputs.tables.digests_of(inputs.events),
            mention_rows=rows,
        )  # fmt: skip
    else:
        control = control_of(
            inputs.events, matches, **tables, townships=seats, as_of=as_of, rules=rules, assume_baseline=assume_baseline
        )
    gone = _townships_elsewhere(inputs)
    in_files = inputs.tables.in_their_files if inputs.tables is not None else None
    asked = unresolved(inputs.events, matches, rows=rows, in_files=in_files)
    mine, theirs = (
        [_milder(inputs.in_its_file(problem), gone) for problem in problems]
        for problems in (misplaced, control.problems)
    )
    problems = (*inputs.problems, *mine, *asked, *without_repeats(theirs, asked))
    return Atlas(inputs, matches, control, problems, (inputs.events, matches, rows))


def _townships_elsewhere(inputs: Inputs) -> frozenset[str]:
    """The core's townships that the boundaries in use have not; none while the core's are in use."""
    if layers_of(inputs.project).boundaries is None:
        return frozenset()
    return frozenset(Units.of_core(inputs.project).townships.index) - frozenset(inputs.units.townships.index)


def _milder(problem: Problem, gone: frozenset[str]) -> Problem:
    """A row that names a township which other boundaries have is a question: it would else stop every build."""
    if problem.severity != "error" or problem.value not in gone or "is no township" not in problem.message:
        return problem
    fix = "the boundaries in use have it not: use others, or leave the row out"
    return replace(problem, severity="question", fix=fix)


def match_all(inputs: Inputs, *, answers: Answers | None = None) -> tuple[pd.DataFrame, list[Problem]]:
    """Return the matches of every event, in the events' order: by the source's own point where it gives one, else by name.

    An event about which a person has decided is placed by the decision, whatever point its source gives.
    """
    matches, problems, _ = _matched(inputs, answers)
    return matches, problems


def _matched(inputs: Inputs, answers: Answers | None) -> tuple[pd.DataFrame, list[Problem], MentionRows]:
    """As `match_all`, with the mentions' numbers; those whose source gives a point are each of its own kind."""
    own = is_located(inputs.events) & ~inputs.events["event_id"].isin(list(inputs.matcher.judged_events))
    if not own.any():
        matches, rows = matches_and_rows(inputs.events, inputs.matcher, answers=answers)
        return matches, [], rows
    points, problems = match_points(inputs.events[own], inputs.matcher, inputs.gazetteer, inputs.units)
    named, rows = matches_and_rows(inputs.events[~own], inputs.matcher, answers=answers)
    both = pd.concat([frame for frame in (named, points) if len(frame)], ignore_index=True)
    event = np.concatenate([np.flatnonzero(~own)[rows.event], np.flatnonzero(own)])
    kind = np.concatenate([rows.kind, np.arange(len(points)) + len(rows.first)])
    order = event.argsort(kind="stable")
    return both.iloc[order].reset_index(drop=True), problems, MentionRows.of(event[order], kind[order])
