"""From the reports of one site to its turns: who took, left, shared or was seen to run it, day by day.
Captures that did not last are parted from the rest here (R2, R3). Nothing here knows who held the site before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby, islice

from conflictmap.control.alliances import Alliances, joined, named
from conflictmap.control.evidence import Report
from conflictmap.control.limits import Limits
from conflictmap.control.one_change import one_turn_a_change
from conflictmap.control.rules import RuleSet, r2_stands, r3_one_fight, r6_shared
from conflictmap.control.turns import Turn, contrary, overlap
from conflictmap.event_tables.actor_cells import split_actors

_KINDS = {
    "gains": "taken",
    "attacks": "taken",
    "withdraws": "left",
    "administers": "run",
    "agrees": "shared",
    "signs": "shared",
}


def turns_of(reports: Sequence[Report], rules: RuleSet, alliances: Alliances) -> tuple[list[Turn], list[Turn]]:
    """Return part the turns that last from the captures that did not (R2: they are clashes), each in order of day.

    Parameters: reports, of one site, sorted by day and event_id. The order of the events' table within a day does not
    matter: what happened on one day is put in the order taken, handed over, run, left, shared.
    """
    turns: list[Turn] = []
    for _, group in groupby(reports, key=lambda report: report.assertion.day):
        turns += _turns_of_day(list(group), alliances)
    turns = one_turn_a_change(turns, alliances, rules.limits)
    return _lasting(turns, alliances, rules.limits) if rules.on("R2") else (turns, [])


def _turns_of_day(reports: list[Report], alliances: Alliances) -> list[Turn]:
    by_kind: dict[str, list[Report]] = {}
    for report in reports:
        assertion = report.assertion
        kind = "handed" if assertion.act == "handover" else _KINDS[assertion.role]
        by_kind.setdefault(kind, []).append(report)
    taken = _taken(by_kind.get("taken", []), alliances)
    handed = [_turn("taken", [report]) for report in by_kind.get("handed", [])]
    run = [_turn("run", [report]) for report in by_kind.get("run", [])]
    shared = [_turn("shared", [report]) for report in by_kind.get("shared", [])]
    left = []
    for report in by_kind.get("left", []):
        heirs = [turn for turn in taken if not overlap(turn.who, report.assertion.actor)]
        if heirs:  # it left because it lost the place: its word for the loss, and no vacancy
            taken = [_with(turn, report) if turn is heirs[-1] else turn for turn in taken]
        else:
            left.append(_turn("left", [report]))
    return [*taken, *handed, *run, *left, *shared]


def _taken(reports: list[Report], alliances: Alliances) -> list[Turn]:
    """Captures of one day: allies took it together; two sides on one day leave it open who has it."""
    camps: list[list[Report]] = []
    for report in reports:
        mine = report.assertion
        for camp in camps:
            theirs = camp[0].assertion
            if alliances.allied(mine.actor, theirs.actor, mine.day) and not overlap(mine.object_actor, theirs.actor):
                camp.append(report)
                break
        else:
            camps.append([report])
    turns = [_turn("taken", camp) for camp in camps]
    if len(turns) < 2:
        return turns
    both = [report for turn in turns for report in turn.reports]
    return [Turn(turns[0].day, "both", turns[0].who, joined(turn.who for turn in turns[1:]), tuple(both))]


def _turn(kind: str, reports: list[Report]) -> Turn:
    assertions = [report.assertion for report in reports]
    if len(reports) == 1 and kind != "shared":
        alone = assertions[0]
        return Turn(alone.day, kind, named(alone.actor), named(alone.object_actor), (reports[0],))
    who = joined(actor for assertion in assertions for actor in split_actors(assertion.actor))
    loser = joined(actor for assertion in assertions for actor in split_actors(assertion.object_actor))
    if kind == "shared":
        who, loser = r6_shared(assertions[0]), ""
    return Turn(assertions[0].day, kind, who, loser, tuple(reports))


def _with(turn: Turn, report: Report) -> Turn:
    return Turn(turn.day, turn.kind, turn.who, turn.loser, (*turn.reports, report), turn.failed)


def _lasting(turns: list[Turn], alliances: Alliances, limits: Limits) -> tuple[list[Turn], list[Turn]]:
    """Part the captures that did not outlast a day (R2) from the rest; the one that ended them remembers them (R3)."""
    kept: list[Turn] = []
    dropped: list[Turn] = []
    failed: list[Turn] = []
    for position, turn in enumerate(turns):
        if turn.kind in ("taken", "both") and not turn.is_handover:
            end = _contradiction(turn, islice(turns, position + 1, None), alliances, limits)
            if not r2_stands(turn.day, end, limits):
                failed.append(turn)
                dropped.append(turn)
                continue
        recent = tuple(failed) if failed and r3_one_fight(failed[-1].day, turn.day, limits) else ()
        kept.append(Turn(turn.day, turn.kind, turn.who, turn.loser, turn.reports, recent))
        if turn.kind in ("taken", "both", "left"):
            failed = []
    return kept, dropped


def _contradiction(turn: Turn, later: Iterable[Turn], alliances: Alliances, limits: Limits) -> date | None:
    for other in later:
        if (other.day - turn.day).days > limits.held_days:
            return None
        if contrary(turn, other, alliances):
            return other.day
    return None
