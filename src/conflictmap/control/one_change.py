"""Reports of one change put together: which captures of a site are one, and the day that the best of them gives (R14).
Nothing here knows who held the site before, or whether the change lasted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from conflictmap.control.alliances import Sides, joined, split_actors
from conflictmap.control.evidence import Report
from conflictmap.control.limits import Limits
from conflictmap.control.rules import independent_sources
from conflictmap.control.turns import Turn, contrary, overlap


def one_turn_a_change(turns: Sequence[Turn], sides: Sides, limits: Limits) -> list[Turn]:
    """The turns, with those that report one change as one turn, in order of day.

    Two captures by the same side are one change where they lie `one_change_days` apart or less and nothing contrary is
    reported between them. A withdrawal of the side that lost the place, reported between them, is of that change too.
    """
    found: list[Turn] = []
    rest = list(turns)
    while rest:
        turn = rest.pop(0)
        same, between = _same_change(turn, rest, sides, limits)
        if same:
            own = [turn, *same, *between]
            rest = [one for one in rest if all(one is not other for other in own)]
            turn = _together([turn, *same], between)
            if rest and rest[0].day < turn.day:  # what lies between the reports comes before the day that is shown
                position = next((place for place, one in enumerate(rest) if one.day >= turn.day), len(rest))
                found += rest[:position]
                rest = rest[position:]
        found.append(turn)
    return found


def _same_change(
    turn: Turn, later: Sequence[Turn], sides: Sides, limits: Limits
) -> tuple[list[Turn], list[Turn]]:
    """Later reports of the change, and withdrawals of the loser between the first and the last of them."""
    same: list[Turn] = []
    left: list[Turn] = []
    between: list[Turn] = []
    if turn.kind != "taken" or turn.is_handover:
        return same, between
    for other in later:
        if (other.day - turn.day).days > limits.one_change_days or contrary(turn, other, sides):
            break
        if other.kind == "taken" and not other.is_handover and overlap(turn.who, other.who):
            same.append(other)
            between += left
            left = []
        elif other.kind == "taken":
            break  # an ally took it too: a change of its own
        elif other.kind == "left":
            left.append(other)
    return same, between


def _together(same: Sequence[Turn], left: Sequence[Turn]) -> Turn:
    best = max(same, key=lambda turn: (*_weight(turn.reports), -turn.day.toordinal()))
    reports = [report for turn in (*same, *left) for report in turn.reports]
    loser = joined(actor for turn in (best, *same) for actor in split_actors(turn.loser))
    ordered = sorted(reports, key=lambda report: (report.assertion.day, report.assertion.event_id))
    return Turn(best.day, best.kind, best.who, loser, tuple(ordered), best.failed)


def _weight(reports: Sequence[Report]) -> tuple[int, int, int]:
    """How good a day's evidence is: its independent sources, whether it is proof, how exactly it is dated."""
    assertions = [report.assertion for report in reports]
    widest = min((one.t_high - one.t_low).days for one in assertions)
    return len(independent_sources(assertions)), int(any(report.proof for report in reports)), -widest


def interval(reports: Sequence[Report], shown: date) -> tuple[date, date]:
    """R14: the first and the last day on which a change can have happened, by all that report it.

    Parameters: reports, of the change; shown, the day on which it is placed. A report that only gives a longer stretch
    around the days of a better one (some day that month) adds no doubt.
    """
    stretches = sorted({(report.assertion.t_low, report.assertion.t_high) for report in reports})
    exact = [one for one in stretches if not any(one != other and _holds(one, other) for other in stretches)]
    low, high = min(one[0] for one in exact), max(one[1] for one in exact)
    return min(low, shown), max(high, shown)


def _holds(one: tuple[date, date], other: tuple[date, date]) -> bool:
    return one[0] <= other[0] and other[1] <= one[1]
