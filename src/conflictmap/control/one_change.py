"""Reports of one change put together: which captures of a site are one, and the day that the best of them gives (R14).
Nothing here knows who held the site before, or whether the change lasted."""

from __future__ import annotations

from collections.abc import Sequence, Set
from datetime import date

from conflictmap.control.alliances import Alliances, joined
from conflictmap.control.evidence import Report
from conflictmap.control.limits import Limits
from conflictmap.control.rules import independent_sources
from conflictmap.control.turns import Turn, contrary, overlap
from conflictmap.event_tables.actor_cells import split_actors


def one_turn_a_change(turns: Sequence[Turn], alliances: Alliances, limits: Limits) -> list[Turn]:
    """Join the turns that report one change into one turn; all in order of day.

    Two captures by the same side are one change where they lie `one_change_days` apart or less and nothing contrary is
    reported between them. A withdrawal of the side that lost the place, reported between them, is of that change too.
    """
    changes: list[Turn] = []
    taken_up: set[int] = set()  # positions of turns that an earlier one has taken in
    for position, turn in enumerate(turns):
        if position in taken_up:
            continue
        same, between = _same_change(position, turns, taken_up, alliances, limits)
        taken_up.update((*same, *between))
        if same:
            turn = _together([turn, *(turns[place] for place in same)], [turns[place] for place in between])
        changes.append(turn)
    return sorted(changes, key=lambda turn: turn.day)


def _same_change(
    position: int, turns: Sequence[Turn], taken_up: Set[int], alliances: Alliances, limits: Limits
) -> tuple[list[int], list[int]]:
    """Positions of later reports of the change, and of withdrawals of the loser between the first and the last."""
    turn = turns[position]
    same: list[int] = []
    left: list[int] = []
    between: list[int] = []
    if turn.kind != "taken" or turn.is_handover:
        return same, between
    for later in range(position + 1, len(turns)):
        other = turns[later]
        if _ends_the_search(turn, other, alliances, limits):
            break
        if later in taken_up:
            continue
        if other.kind == "taken":
            same.append(later)
            between += left
            left = []
        elif other.kind == "left":
            left.append(later)
    return same, between


def _ends_the_search(turn: Turn, other: Turn, alliances: Alliances, limits: Limits) -> bool:
    """Whether no later report can be of the change: too late, undone, handed on, or taken by an ally too."""
    if (other.day - turn.day).days > limits.one_change_days or contrary(turn, other, alliances):
        return True
    return other.kind == "taken" and (other.is_handover or not overlap(turn.who, other.who))


def _together(same: Sequence[Turn], left: Sequence[Turn]) -> Turn:
    best = max(same, key=lambda turn: (*_weight(turn.reports), -turn.day.toordinal()))
    earliest = min(report.assertion.t_low for report in best.reports)
    # of the days that the best report leaves open, the one that is dated most exactly by any of them
    agreed = [turn for turn in same if earliest <= turn.day <= best.day]
    day = max(agreed, key=lambda turn: (-_width(turn.reports), *_weight(turn.reports), -turn.day.toordinal())).day
    reports = [report for turn in (*same, *left) for report in turn.reports]
    loser = joined(actor for turn in (best, *same) for actor in split_actors(turn.loser))
    ordered = sorted(reports, key=lambda report: (report.assertion.day, report.assertion.event_id))
    return Turn(day, best.kind, best.who, loser, tuple(ordered), best.failed)


def _weight(reports: Sequence[Report]) -> tuple[int, int, int]:
    """How good a day's evidence is: its independent sources, whether it is proof, how exactly it is dated."""
    assertions = [report.assertion for report in reports]
    return len(independent_sources(assertions)), int(any(report.proof for report in reports)), -_width(reports)


def _width(reports: Sequence[Report]) -> int:
    """Days that the most exact of the reports leaves open."""
    return min((report.assertion.t_high - report.assertion.t_low).days for report in reports)


def interval(reports: Sequence[Report], shown: date) -> tuple[date, date]:
    """Find the first and the last day on which a change can have happened, by all that report it (R14).

    Parameters: reports, of the change; shown, the day on which it is placed. A report that only gives a longer stretch
    around the days of a better one (some day that month) adds no doubt.
    """
    stretches = sorted({(report.assertion.t_low, report.assertion.t_high) for report in reports})
    exact = [
        stretch for stretch in stretches if not any(stretch != other and _holds(stretch, other) for other in stretches)
    ]
    low, high = min(stretch[0] for stretch in exact), max(stretch[1] for stretch in exact)
    return min(low, shown), max(high, shown)


def _holds(stretch: tuple[date, date], other: tuple[date, date]) -> bool:
    return stretch[0] <= other[0] and other[1] <= stretch[1]
