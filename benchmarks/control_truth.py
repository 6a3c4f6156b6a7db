"""How often control is right, by its own confidence: the shipped events against statements that are not their own.
Run: python benchmarks/control_truth.py [--json]. Ends with 1 where a goal is missed on enough statements.

data/checks/statements_*.csv, one statement a row: adm3_pcode (whose seat it is about) or place_id (another town), day (YYYY-MM-DD),
holder (an actor_id; several joined by |; or contested), source, source_url, note, part (rural: the countryside). A statement
by the source of an event on which the state of that day rests is left out, and so is one at the address of such an event or of the
documented baseline that speaks that day: it would be held against itself."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pandas as pd

from conflictmap.control import Assessment, state_on
from conflictmap.control.alliances import Alliances
from conflictmap.control.baseline import RURAL, rural_site
from conflictmap.errors import DataError
from conflictmap.event_tables.actor_cells import split_actors
from conflictmap.pipeline import build, load
from conflictmap.project import find_project, read_table
from conflictmap.schema import Column, Table

CHECKS = Table(
    "checks",
    (
        Column("adm3_pcode"),
        Column("place_id"),
        Column("day", "date", required=True),
        Column("holder", required=True),
        Column("source", required=True),
        Column("source_url"),
        Column("note"),
        Column("part", optional=True),
    ),
)
GOALS = {"high": 0.97, "moderate": 0.90, "low": 0.75}
CONTESTED = "contested"  # what a statement says that gives a place to no side alone
ENOUGH = 30  # statements of a grade; of fewer a share says little, and no goal is held against it


@dataclass(frozen=True, slots=True)
class Score:
    """A statement beside what control says. `grade` is "" where nothing is assessed."""

    file: str
    row: int
    site: str
    day: date
    stated: str
    holder: str
    state: str
    grade: str
    right: bool


@dataclass(frozen=True, slots=True)
class Bench:
    """What statements are read by: each township's seat, each event's sources and addresses, and who stands with whom.

    `documented` holds the addresses behind the baseline of each township. `coalitions` are actors that name no one body, as "Karenni forces": whoever is on their side is meant.
    """

    seats: Mapping[str, str]
    sources: Mapping[str, set[str]]
    alliances: Alliances
    coalitions: frozenset[str] = frozenset()
    addresses: Mapping[str, set[str]] = field(default_factory=dict)
    documented: Mapping[str, set[str]] = field(default_factory=dict)

    def agrees(self, stated: str, span: Mapping[str, Any], day: date) -> bool:
        """Whether a statement and control's span of that day say the same."""
        if stated == CONTESTED:
            return span["state"] in ("contested", "besieged", "mixed")
        return any(
            self._same(theirs, ours, day) for theirs, ours in product(*map(split_actors, (stated, span["holder"])))
        )

    def is_own(self, check: Mapping[str, Any], span: Mapping[str, Any], pcode: str) -> bool:
        """Whether a statement is by a source, or at an address, on which control's span of that day rests."""
        named, at = set(str(check["source"]).split("|")), addresses_of(check.get("source_url"))
        if not span["evidence"]:
            return not at.isdisjoint(self.documented.get(pcode, ()))
        return any(
            not named.isdisjoint(self.sources.get(event, ())) or not at.isdisjoint(self.addresses.get(event, ()))
            for event in span["evidence"]
        )

    def _same(self, theirs: str, ours: str, day: date) -> bool:
        circle = self.alliances.circle
        if theirs in self.coalitions:
            return self.alliances.allied(theirs, ours, day)
        return theirs in circle(ours, day) or ours in circle(theirs, day)


def addresses_of(cell: object) -> set[str]:
    """Collect the addresses of a cell, parted by `"; "`, without what differs between two spellings of one."""
    addresses = (
        part.strip().partition("://")[2].removeprefix("www.").rstrip("/") for part in str(cell or "").split(";")
    )
    return {address for address in addresses if address}


def scores_of(checks: pd.DataFrame, assessment: Assessment, bench: Bench, file: str = "") -> tuple[list[Score], int]:
    """Each statement beside control, and how many were left out as the events' own.

    Parameters: checks, rows of `CHECKS`. A statement is right where control names an actor of it as holder, or one of
    whom the one is an umbrella of the other that day, or who stands with a coalition that it names: a contested or besieged
    place is its holder's still. The statement `contested` is right where control says contested, besieged or mixed.
    """
    scores, own = [], 0
    for row, check in zip(checks.index, checks.to_dict("records"), strict=True):
        pcode = str(check["adm3_pcode"] or "")
        seat = str(check["place_id"] or bench.seats.get(pcode) or pcode)
        site = rural_site(pcode) if check.get("part") == RURAL else seat
        here = state_on(assessment.sites, check["day"])
        spans = here[here["site_id"] == site].to_dict("records")
        span = spans[0] if spans else {"state": "unknown", "holder": "", "confidence": "", "evidence": ()}
        if bench.is_own(check, span, pcode):
            own += 1
            continue
        scores.append(
            Score(file, int(row), site, check["day"], check["holder"], span["holder"], span["state"],
                  span["confidence"], bench.agrees(check["holder"], span, check["day"]))
        )  # fmt: skip
    return scores, own


def by_grade(scores: Iterable[Score]) -> dict[str, dict[str, Any]]:
    """For each grade: statements, how many are right, their share (None of none) and the goal."""
    rows = list(scores)
    table: dict[str, dict[str, Any]] = {}
    for grade, goal in GOALS.items():
        mine = [score for score in rows if score.grade == grade]
        right = sum(score.right for score in mine)
        share = round(right / len(mine), 3) if mine else None
        table[grade] = {"statements": len(mine), "right": right, "share": share, "goal": goal}
    table["not assessed"] = {
        "statements": sum(not score.grade for score in rows),
        "right": 0,
        "share": None,
        "goal": None,
    }
    return table


def faults(table: dict[str, dict[str, Any]]) -> list[str]:
    """The goals that are missed, and grades that are not in order, where there are `ENOUGH` statements of each."""
    known = {name: row for name, row in table.items() if row["goal"] and row["statements"] >= ENOUGH}
    missed = [
        f"{name}: {row['share']} is below {row['goal']}" for name, row in known.items() if row["share"] < row["goal"]
    ]
    shares = [row["share"] for row in known.values()]
    return missed if shares == sorted(shares, reverse=True) else [*missed, "the grades are not in order"]


def scored() -> tuple[list[Score], int]:
    """Score every statement of data/checks over the shipped events by the standard set; and count those left out."""
    project = find_project(Path(__file__).parent)
    inputs = load(project)
    control = build(inputs).control
    cells = zip(inputs.events["event_id"], inputs.events["source"], strict=True)
    sources = {str(event): set(str(cell).split("|")) for event, cell in cells}
    addresses = {
        str(event): addresses_of(cell)
        for event, cell in zip(inputs.events["event_id"], inputs.events["source_url"], strict=True)
    }
    documented: dict[str, set[str]] = {}
    for code, cell in zip(inputs.baseline["adm3_pcode"], inputs.baseline["source_url"], strict=True):
        documented.setdefault(str(code), set()).update(addresses_of(cell))
    coalitions = frozenset(inputs.actors.loc[inputs.actors["kind"] == "coalition", "actor_id"])
    bench = Bench(control.question.seats, sources, control.question.alliances, coalitions, addresses, documented)
    scores: list[Score] = []
    own = 0
    for path in sorted(project.table("checks").glob("statements_*.csv")):
        checks, problems = read_table(path, CHECKS, project.shown(path))
        if problems:
            raise DataError(problems)
        more, left = scores_of(checks, control.by_rules["standard"], bench, path.name)
        scores += more
        own += left
    return scores, own


def main() -> int:
    scores, own = scored()
    if not scores:
        print("data/checks holds no statements_*.csv: nothing to score")
        return 0
    table = by_grade(scores)
    wrong = [score for score in scores if score.grade and not score.right]
    if "--json" in sys.argv:
        print(
            json.dumps(
                {"grades": table, "own": own, "wrong": [asdict(score) for score in wrong]}, indent=2, default=str
            )
        )
    else:
        for grade, row in table.items():
            print(
                f"{grade:14}{row['statements']:6} statements {row['right']:6} right   {row['share']}   goal {row['goal']}"
            )
        print(f"{own} statements left out: their source is the events' own")
        for score in wrong:
            print(
                f"wrong: {score.file} row {score.row}: {score.site} {score.day}: said {score.stated}, ours {score.holder} ({score.grade})"
            )
    missed = faults(table)
    for fault in missed:
        print(fault, file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
