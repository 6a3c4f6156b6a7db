"""A turn: what the reports of one change say was done to a site, by whom and at whose cost."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import NamedTuple

from conflictmap.control.alliances import Alliances
from conflictmap.control.evidence import Report
from conflictmap.event_tables.actor_cells import split_actors


class Turn(NamedTuple):
    """What the reports of one day say was done to the site by `who`, at the cost of `loser`.

    `kind` is taken, left, run (an act of administration), shared (an agreement) or both (two sides on one day).
    `failed` are the captures that this one ended within a day, first to last (R2, R3).
    """

    day: date
    kind: str
    who: str
    loser: str
    reports: tuple[Report, ...]
    failed: tuple[Turn, ...] = ()

    @property
    def is_handover(self) -> bool:
        return any(report.assertion.act == "handover" for report in self.reports)


@cache
def overlap(cell: str, other: str) -> bool:
    """Tell whether two cells name an actor in common."""
    return bool(cell) and bool(other) and not set(split_actors(cell)).isdisjoint(split_actors(other))


def contrary(turn: Turn, later: Turn, alliances: Alliances) -> bool:
    """Tell whether the later turn undoes the capture: the captor left, or another side took it (a gift does not undo it)."""
    if later.kind == "left":
        return overlap(turn.who, later.who)
    if later.kind not in ("taken", "both"):
        return False
    if later.is_handover and overlap(turn.who, later.loser):
        return False
    return overlap(turn.who, later.loser) or not alliances.allied(turn.who, later.who, later.day)
