"""Who stands with whom, and when: from data/actors.csv and data/sources.csv.
An actor is never merged into another; two actors are allied on a day if they share a coalition on that day."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache

import pandas as pd

from conflictmap.errors import Problem
from conflictmap.event_tables.actor_cells import memberships_of, split_actors

ARMED = ("state", "armed_group", "coalition")


class Alliances:
    """Answers two questions: are two actors allied on a day, and on whose side does a source speak on a day."""

    def __init__(self, actors: pd.DataFrame, sources: pd.DataFrame) -> None:
        """Parameters: frames as `schema.ACTORS` and `schema.SOURCES`. `problems` names what is not understood."""
        self._memberships, self.problems = memberships_of(actors)
        self._armed = frozenset(actors.loc[actors["kind"].isin(ARMED), "actor_id"])
        self._sources = self._read_sources(sources)
        self._turning_days = sorted(self._days_of_change())
        self._circles: dict[tuple[str, int], frozenset[str]] = {}
        self._allied: dict[tuple[str, str, int], bool] = {}
        self._armed_cells: dict[str, str] = {}
        self._sides: dict[tuple[tuple[str, ...], date], tuple[str, ...]] = {}

    def knows(self, actor: str) -> bool:
        return actor in self._memberships

    def armed(self, cell: str) -> str:
        """Keep the actors of a cell that bear arms as a body: states, armed groups, coalitions; not civilians or unknown."""
        bearing_arms = self._armed_cells.get(cell)
        if bearing_arms is None:
            bearing_arms = joined(actor for actor in split_actors(cell) if actor in self._armed)
            self._armed_cells[cell] = bearing_arms
        return bearing_arms

    def circle(self, actor: str, day: date) -> frozenset[str]:
        """Collect the actor and every coalition it belongs to on that day, by one step or several."""
        key = (actor, bisect_right(self._turning_days, day))
        circle = self._circles.get(key)
        if circle is None:
            reached, rest = {actor}, [actor]
            while rest:
                for membership in self._memberships.get(rest.pop(), ()):
                    if membership.of not in reached and membership.on(day):
                        reached.add(membership.of)
                        rest.append(membership.of)
            circle = self._circles[key] = frozenset(reached)
        return circle

    def allied(self, cell: str, other: str, day: date) -> bool:
        """Tell whether any actor of one cell is, or shares a coalition with, any of the other; False if one is empty."""
        if cell == other:
            return bool(cell)
        key = (cell, other, bisect_right(self._turning_days, day))
        answer = self._allied.get(key)
        if answer is None:
            mine = self._reach(cell, day)
            answer = self._allied[key] = not mine.isdisjoint(self._reach(other, day))
        return answer

    def sides_of(self, sources: tuple[str, ...], day: date) -> tuple[str, ...]:
        """Name where each of several sources stands, as `side_of`; one tuple for all reports of a day that name them."""
        sides = self._sides.get((sources, day))
        if sides is None:
            sides = self._sides[sources, day] = tuple(self.side_of(source, day) for source in sources)
        return sides

    def side_of(self, source: str, day: date) -> str:
        """Name where a source stands: "independent", "aligned:X", "party:X", "map"; "unknown" if the table has it not."""
        for side, actor, start, end in self._sources.get(source, ()):
            if (start is None or start <= day) and (end is None or day <= end):
                return f"{side}:{actor}" if side in ("aligned", "party") else side
        return "unknown"

    def _days_of_change(self) -> set[date]:
        """The days on which an alliance begins, or is over: between two of them all answers are the same."""
        memberships = [membership for many in self._memberships.values() for membership in many]
        begun = {membership.start for membership in memberships if membership.start is not None}
        return begun | {membership.end + timedelta(days=1) for membership in memberships if membership.end is not None}

    def knows_source(self, source: str) -> bool:
        return source in self._sources

    def _reach(self, cell: str, day: date) -> frozenset[str]:
        parts = split_actors(cell)
        if len(parts) == 1:
            return self.circle(parts[0], day)
        return frozenset().union(*(self.circle(part, day) for part in parts))

    def _read_sources(self, sources: pd.DataFrame) -> dict[str, list[tuple[str, str, date | None, date | None]]]:
        by_source: dict[str, list[tuple[str, str, date | None, date | None]]] = {}
        columns = (sources[name] for name in ("source", "side", "actor", "start", "end"))
        for row, source, side, actor, start, end in zip(sources.index, *columns, strict=True):
            if side in ("aligned", "party") and not self.knows(str(actor)):
                self.problems.append(_unknown_side(int(row), str(actor)))
            by_source.setdefault(str(source), []).append((str(side), str(actor), day_or_none(start), day_or_none(end)))
        return by_source


def day_or_none(value: object) -> date | None:
    """Return a day of a frame; None where it is missing, whatever pandas put there."""
    return value if isinstance(value, date) and value == value else None  # NaT is a date, and not itself


def joined(actors: Iterable[str]) -> str:
    """Join several actors in one cell, each once, in the order given."""
    return "|".join(dict.fromkeys(actors))


@cache
def named(cell: str) -> str:
    """Write the actors of a cell each once, in the order given."""
    return joined(split_actors(cell))


def _unknown_side(row: int, actor: str) -> Problem:
    return Problem(
        "data/sources.csv",
        "is not in data/actors.csv",
        "name the actor on whose side the source stands, or add it to data/actors.csv",
        row=row,
        column="actor",
        value=actor,
    )
