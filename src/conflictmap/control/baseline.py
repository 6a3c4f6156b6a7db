"""What held before any event: from data/control_baseline.csv, dated, each row with its source.
A part of a township without a row of its own is unknown. The row "*" is an assumption about the seats of all such
townships, and speaks only where `assume` asks for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from conflictmap.control.alliances import Alliances, day_or_none
from conflictmap.errors import Problem
from conflictmap.event_tables.actor_cells import split_actors
from conflictmap.model import COUP_DAY

FILE = "data/control_baseline.csv"
EVERY_TOWNSHIP = "*"
RURAL = "rural"  # the part of a township outside its towns; its site is "P-code/rural"
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


NOTHING = Ground(COUP_DAY, "unknown", "", "", "", "", "")


class Baseline:
    """The baseline's rows by site. `problems` names the rows that are left out; `assumption` is the row "*"."""

    def __init__(
        self, frame: pd.DataFrame, alliances: Alliances, seats: Mapping[str, str], *, assume: bool = False
    ) -> None:
        """Parameters: frame, rows of `schema.CONTROL_BASELINE`; seats, the seat's place_id of each township; assume,
        whether the row "*" holds for every seat of which no other row speaks on the first day.
        """
        self.problems: list[Problem] = []
        self.assumption: Ground | None = None
        self.assumed = assume
        self._rows: dict[tuple[str, str], dict[date, Ground]] = {}
        for row, pcode, place, ground in _grounds(frame):
            fault = _fault(row, pcode, ground, alliances, seats)
            if fault is not None:
                self.problems.append(fault)
            elif pcode == EVERY_TOWNSHIP:
                self.assumption = ground
            else:
                self._add(row, (pcode, "" if place == seats[pcode] else place), ground)
        self._sites: dict[str, list[str]] = {}
        for pcode, place in sorted(self._rows):
            if place:
                self._sites.setdefault(pcode, []).append(place)
        self._first = self.assumption if assume and self.assumption is not None else NOTHING

    def of_seat(self, pcode: str) -> tuple[Ground, ...]:
        """List the grounds of a township's seat, by day; the first is of the first day."""
        return self._from_first_day((pcode, ""), self._first)

    def of_site(self, pcode: str, place_id: str) -> tuple[Ground, ...]:
        """List the grounds of another part of the township, by day; unknown where no row names it."""
        return self._from_first_day((pcode, place_id), NOTHING)

    def sites_of(self, pcode: str) -> Sequence[str]:
        """List the site_ids of a township beside its seat that a row names, sorted."""
        return self._sites.get(pcode, ())

    def _from_first_day(self, key: tuple[str, str], before: Ground) -> tuple[Ground, ...]:
        rows = self._rows.get(key, {})
        days = sorted(rows)
        grounds = tuple(rows[day] for day in days)
        return grounds if days and days[0] == COUP_DAY else (before, *grounds)

    def _add(self, row: int, key: tuple[str, str], ground: Ground) -> None:
        rows = self._rows.setdefault(key, {})
        before = rows.setdefault(ground.day, ground)
        if before is ground:
            return
        if (before.state, before.holder, before.other) == (ground.state, ground.holder, ground.other):
            note, source = " ".join(_once(before.note, ground.note)), "|".join(_once(before.source, ground.source))
            rows[ground.day] = replace(before, note=note, source=source)  # one more source of the same
            return
        text = f"is a second holder of {' '.join(key).strip()} from {ground.day}"
        fix = "keep one row for a place and day; where two hold it together write state mixed and the second in other"
        self.problems.append(Problem(FILE, text, fix, row=row, column="actor", value=ground.holder))


def rural_site(pcode: str) -> str:
    """Name the site_id of a township's countryside."""
    return f"{pcode}/{RURAL}"


def _once(text: str, other: str) -> tuple[str, ...]:
    return (text,) if text == other else (text, other)


def _grounds(frame: pd.DataFrame) -> Iterator[tuple[int, str, str, Ground]]:
    names = ("adm3_pcode", "place_id", "actor", "state", "other", "start", "note", "source")
    parts = frame["part"].tolist() if "part" in frame.columns else [""] * len(frame)
    for row, part, pcode, place, actor, state, other, start, note, source in zip(
        frame.index.tolist(), parts, *(frame[name].tolist() for name in names), strict=True
    ):
        day = max(day_or_none(start) or COUP_DAY, COUP_DAY)
        rule = ASSUMED if pcode == EVERY_TOWNSHIP else DOCUMENTED
        site = rural_site(pcode) if part == RURAL else place or ""
        yield int(row), pcode, site, Ground(day, state, actor, other or "", rule, note, source)


def _fault(row: int, pcode: str, ground: Ground, alliances: Alliances, seats: Mapping[str, str]) -> Problem | None:
    for column, cell in (("actor", ground.holder), ("other", ground.other)):
        for actor in split_actors(cell):
            if not alliances.knows(actor):
                fix = "mend the id, or add the actor to data/actors.csv"
                return Problem(FILE, "is not in data/actors.csv", fix, row=row, column=column, value=actor)
    if pcode != EVERY_TOWNSHIP and pcode not in seats:
        fix = f"give the P-code of a township, or {EVERY_TOWNSHIP} for all"
        return Problem(FILE, "is no township", fix, row=row, column="adm3_pcode", value=pcode)
    if ground.state in ("mixed", "contested") and not ground.other:
        fix = "name the second actor, or write state controlled"
        return Problem(FILE, f"is empty, but the state is {ground.state}", fix, row=row, column="other", value="")
    return None
