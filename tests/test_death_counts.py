"""Deaths that are added up: each happening once, and nothing of a span whose days are not known."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from conflictmap.event_tables.death_counts import added_up
from conflictmap.project import read_table
from conflictmap.schema import EVENTS

ROOT = Path(__file__).parents[1]

DAY = date(2025, 12, 10)


def added(*rows: dict[str, Any]) -> list[bool]:
    plain = {
        "event_date": DAY,
        "end_date": DAY,
        "event_type": "Battles",
        "actor1": "SAC",
        "actor2": "CIV",
        "fatalities": 1,
        "place": 4,
    }
    table = pd.DataFrame([plain | row for row in rows]).astype({"fatalities": "Int64"})
    return added_up(table.drop(columns="place"), table["place"].to_numpy()).tolist()


def test_of_two_reports_of_one_happening_the_lower_number_counts() -> None:
    assert added({"fatalities": 33}, {"fatalities": 31}) == [False, True]
    assert added({"fatalities": 31}, {"fatalities": 31}) == [True, False]


@pytest.mark.parametrize(
    "other",
    [{"place": 5}, {"event_type": "Protests"}, {"event_date": DAY + timedelta(1), "end_date": DAY + timedelta(1)},
     {"actor1": "AA", "actor2": "SAC"}],
)  # fmt: skip
def test_what_differs_in_day_place_kind_or_sides_is_another_happening(other: dict[str, Any]) -> None:
    assert added({"fatalities": 5}, {"fatalities": 2, **other}) == [True, True]


@pytest.mark.parametrize(
    ("sides", "others"),
    [(("SAC|ALP", "CIV"), ("SAC", "CIV")), (("UNK", "CIV"), ("SAC", "CIV")), (("SAC", ""), ("SAC", "CIV|PDF"))],
)
def test_sides_that_share_an_actor_or_name_nobody_do_not_tell_reports_apart(
    sides: tuple[str, str], others: tuple[str, str]
) -> None:
    named = [dict(zip(("actor1", "actor2"), each, strict=True)) for each in (sides, others)]
    assert added({"fatalities": 76, **named[0]}, {"fatalities": 41, **named[1]}) == [False, True]


def test_a_third_report_of_other_sides_counts_beside_the_two() -> None:
    assert added({"fatalities": 6}, {"fatalities": 9}, {"fatalities": 7, "actor1": "AA", "actor2": "SAC"}) == [
        True,
        False,
        True,
    ]


def test_a_sum_over_more_than_a_month_is_not_added_and_hides_no_other() -> None:
    assert added({"fatalities": 3, "end_date": DAY + timedelta(32)}, {"fatalities": 9}) == [False, True]
    assert added({"end_date": DAY + timedelta(31)}) == [True]


def test_no_number_is_not_added_none_is_and_an_unknown_place_tells_reports_apart() -> None:
    assert added({"fatalities": pd.NA}, {"fatalities": 0}, {"fatalities": 0}) == [False, True, True]
    assert added({"place": -1, "fatalities": 4}, {"place": -1, "fatalities": 6}) == [True, True]


def test_the_shipped_rows_of_a_bombed_hospital_count_once_and_the_clashes_of_a_year_not_at_all() -> None:
    events, _ = read_table(ROOT / "data" / "events.csv", EVENTS, "data/events.csv")
    each = dict(
        zip(events["event_id"], added_up(events, pd.factorize(events["location"])[0].astype(np.int64)), strict=True)
    )
    assert [bool(each[name]) for name in ("E1965", "E1966", "E1366")] == [True, False, False]


@pytest.mark.parametrize("seed", range(8))
def test_of_many_reports_each_is_compared_with_those_that_count_before_it(seed: int) -> None:
    chance = random.Random(seed)
    cells = ["SAC", "PDF", "SAC|PDF", "UNK", "", "KIA", "PDF | KIA", "AA"]
    rows = [
        {
            "event_date": DAY + timedelta(days=chance.randrange(2)),
            "end_date": DAY + timedelta(days=chance.choice([2, 40])),
            "event_type": chance.choice(["Battles", "Riots"]),
            "actor1": chance.choice(cells),
            "actor2": chance.choice(cells),
            "fatalities": chance.choice([0, 1, 1, 2, 5]),
            "place": chance.randrange(-1, 3),
        }
        for _ in range(400)
    ]
    wanted = [row["end_date"] - row["event_date"] <= timedelta(days=31) for row in rows]
    counting: list[dict[str, Any]] = []
    for at in sorted(range(len(rows)), key=lambda at: rows[at]["fatalities"]):
        row = rows[at]
        if not wanted[at] or not row["fatalities"] or row["place"] < 0:
            continue
        alike = [
            other for other in counting if all(row[key] == other[key] for key in ("event_date", "event_type", "place"))
        ]
        if any(all(may_be_one(row[side], other[side]) for side in ("actor1", "actor2")) for other in alike):
            wanted[at] = False
        else:
            counting.append(row)
    assert added(*rows) == wanted


def may_be_one(side: str, other: str) -> bool:
    mine, theirs = ({actor.strip() for actor in cell.split("|")} - {"", "UNK"} for cell in (side, other))
    return not mine or not theirs or not mine.isdisjoint(theirs)
