"""What held before any event: from data/control_baseline.csv, dated, each row with its source.
A township without a row of its own has the row "*"; any other site without one is unknown, never "as its township"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from conflictmap.control.alliances import Sides, day_or_none, split_actors
from conflictmap.control.event_rows import FIRST_DAY
from conflictmap.errors import Problem

FILE = "data/control_baseline.csv"
EVERY_TOWNSHIP = "*"
ASSUMED, DOCUMENTED = "B0", "B1"


@dataclass(frozen=True, slots=True)
class Ground:
    """A state that holds from a day by the baseline. `rule` is B0 where it is assumed and B1 where it is documented."""

    day: date
    state: str
    holder: str
    other: str
    rule: str
    note: str
    source: str


NOTHING = Ground(FIRST_DAY, "unknown", "", "", "", "", "")


class Baseline:
    """The baseline's rows by site. `problems` names the rows that are left out."""

    def __init__(self, frame: pd.DataFrame, sides: Sides, seats: Mapping[str, str]) -> None:
        """Parameters: frame, rows of `schema.CONTROL_BASELINE`; seats, the seat's place_id of each township."""
        self.problems: list[Problem] = []
        self._default = NOTHING
        self._rows: dict[tuple[str, str], dict[date, Ground]] = {}
        for row, pcode, place, ground in _grounds(frame):
            fault = _fault(row, pcode, ground, sides, seats)
            if fault is not None:
                self.problems.append(fault)
            elif pcode == EVERY_TOWNSHIP:
                self._default = ground
            else:
                self._add(row, (pcode, "" if place == seats[pcode] else place), ground)

    def of_seat(self, pcode: str) -> tuple[Ground, ...]:
        """The grounds of a township's seat, by day; the first is of the first day."""
        return self._from_first_day((pcode, ""), self._default)

    def of_site(self, pcode: str, place_id: str) -> tuple[Ground, ...]:
        """The grounds of another site of the township, by day; unknown where no row names it."""
        return self._from_first_day((pcode, place_id), NOTHING)

    def sites(self) -> Iterator[tuple[str, str]]:
        """(adm3_pcode, place_id) of each site beside the seats that a row names, sorted."""
        return (key for key in sorted(self._rows) if key[1])

    def _from_first_day(self, key: tuple[str, str], before: Ground) -> tuple[Ground, ...]:
        rows = self._rows.get(key, {})
        days = sorted(rows)
        grounds = tuple(rows[day] for day in days)
        return grounds if days and days[0] == FIRST_DAY else (before, *grounds)

    def _add(self, row: int, key: tuple[str, str], ground: Ground) -> None:
        rows = self._rows.setdefault(key, {})
        if ground.day in rows and rows[ground.day] != ground:
            text = f"is a second holder of {' '.join(key).strip()} from {ground.day}"
            fix = (
                "keep one row for a place and day; where two hold it together write state mixed and the second in other"
            )
            self.problems.append(Problem(FILE, text, fix, row=row, column="actor", value=ground.holder))
            return
        rows[ground.day] = ground


def _grounds(frame: pd.DataFrame) -> Iterator[tuple[int, str, str, Ground]]:
    names = ("adm3_pcode", "place_id", "actor", "state", "other", "start", "note", "source")
    for row, pcode, place, actor, state, other, start, note, source in zip(
        frame.index.tolist(), *(frame[name].tolist() for name in names), strict=True
    ):
        day = max(day_or_none(start) or FIRST_DAY, FIRST_DAY)
        rule = ASSUMED if pcode == EVERY_TOWNSHIP else DOCUMENTED
        yield int(row), pcode, place or "", Ground(day, state, actor, other or "", rule, note, source)


def _fault(row: int, pcode: str, ground: Ground, sides: Sides, seats: Mapping[str, str]) -> Problem | None:
    for column, cell in (("actor", ground.holder), ("other", ground.other)):
        for actor in split_actors(cell):
            if not sides.knows(actor):
                fix = "mend the id, or add the actor to data/actors.csv"
                return Problem(FILE, "is not in data/actors.csv", fix, row=row, column=column, value=actor)
    if pcode != EVERY_TOWNSHIP and pcode not in seats:
        fix = f"give the P-code of a township, or {EVERY_TOWNSHIP} for all"
        return Problem(FILE, "is no township", fix, row=row, column="adm3_pcode", value=pcode)
    if ground.state in ("mixed", "contested") and not ground.other:
        fix = "name the second actor, or write state controlled"
        return Problem(FILE, f"is empty, but the state is {ground.state}", fix, row=row, column="other", value="")
    return None
