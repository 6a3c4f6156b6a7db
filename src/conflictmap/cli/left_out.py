"""What a build leaves out, counted, each line with the command that lists it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from operator import eq
from typing import TYPE_CHECKING

from conflictmap.errors import Problem
from conflictmap.event_tables.distinct import each_of

if TYPE_CHECKING:
    from conflictmap.pipeline import Atlas

GAZETTEER = "data/gazetteer/"
_OWN = ("judgements.csv", "aliases.csv")  # of the gazetteer's tables: those that people write


def left_out(atlas: Atlas, shown: int, unplaced: int, rules: str) -> list[str]:
    """Say what of the tables the page does not show or control does not use; nothing that is 0.

    Parameters: shown, how many events are of the page's days; unplaced, how many of them no map can show; rules, the
    rule set by which townships are counted.
    """
    from conflictmap.control import assessed_on
    from conflictmap.export.choice import last_report

    events, status = atlas.inputs.events, atlas.matches["status"]
    refused = len({p.row for p in atlas.control.problems if p.severity == "error" and "events" in p.file})
    assessed, not_assessed = assessed_on(atlas.control.by_rules[rules].spans, last_report(atlas))
    ambiguous, unknown = (int(each_of(status, partial(eq, name)).sum()) for name in ("ambiguous", "not_in_gazetteer"))
    counts = (
        (len(events) - shown, "events are outside the days shown (--from, --to, --delay)"),
        (unplaced, "events are not placed; the page's list of events says why"),
        (ambiguous, "names may mean several places: conflictmap review"),
        (unknown, "names are not in the gazetteer: conflictmap review"),
        (refused, "rows do not bear on control: conflictmap check"),
        (not_assessed, f"of {assessed + not_assessed} townships are not assessed: conflictmap control --all"),
    )
    return [f"left out: {count:,} {what}" for count, what in counts if count]


def questions(problems: Sequence[Problem]) -> list[str]:
    """Count the questions about the user's tables apart from those about the gazetteer's, which ship."""
    asked = [problem for problem in problems if problem.severity == "question"]
    shipped = sum(is_of_gazetteer(problem) for problem in asked)
    lines = []
    if len(asked) > shipped:
        lines.append(f"{len(asked) - shipped:,} questions about your tables: conflictmap check")
    if shipped:
        lines.append(f"{shipped:,} questions about the gazetteer that ships: conflictmap gazetteer check")
    return lines


def is_of_gazetteer(problem: Problem) -> bool:
    """Whether a problem is of a table of places or units, which a user need not answer for."""
    return problem.file.startswith(GAZETTEER) and not problem.file.endswith(_OWN)
