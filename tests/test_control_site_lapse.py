"""T4: a base of which nothing is heard, in a place that another side holds undisputed, goes to nobody. And how long a state lasts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import narrative
from conflictmap.control import RULE_SETS, Control, explain, state_on
from conflictmap.control.limits import LIMITS
from conflictmap.control.rules import t4_lapses_on
from test_control_invariants import histories

STATION, HOSPITAL = "P1/Police Station", "P1/hospital"


def row(name: str, day: date, act: str, by: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "day": day, "act": act, "by": by, **more}


def station(day: date, act: str = "capture", by: str = "PDF", name: str = "E1") -> dict[str, Any]:
    return row(name, day, act, by, at="police station in the seat", **{"from": "SAC"})


TAKEN = station(date(2023, 11, 1))
SEAT_TAKEN = row("E2", date(2023, 11, 2), "capture", "PDF", **{"from": "SAC"})
SEAT_BACK = row("E3", date(2024, 3, 1), "recapture", "SAC", **{"from": "PDF"})
ALL = [TAKEN, SEAT_TAKEN, SEAT_BACK]


def held(control: Control, day: date, site: str = STATION) -> tuple[str, str]:
    sites = control.by_rules["standard"].sites
    here = state_on(sites[sites["site_id"] == site], day).iloc[0]
    return here["state"], here["holder"]


def test_sixty_days_after_the_place_was_taken_back_a_base_goes_to_nobody() -> None:
    control = narrative.resolve(ALL)
    assert held(control, date(2024, 4, 29)) == ("controlled", "PDF")
    assert held(control, date(2024, 4, 30)) == ("unknown", "")
    spans = control.by_rules["standard"].spans
    assert state_on(spans, date(2024, 4, 29)).loc["T1", "other"] == "PDF"
    here = state_on(spans, date(2024, 4, 30)).loc["T1"]
    assert (here["holder"], here["other"]) == ("SAC", "")
    assert "T4" in here["rules"]
    reasons = {rule["id"]: rule["en"] for rule in explain(control, "T1", date(2024, 4, 30))["rules"]}
    assert reasons["T4"].startswith("A base or building of which nothing is reported")


def test_what_is_heard_of_the_base_puts_the_end_off() -> None:
    again = row("E4", date(2024, 4, 15), "administration", "PDF", at="police station in the seat")
    control = narrative.resolve([*ALL, again])
    assert held(control, date(2024, 6, 13))[1] == "PDF"
    assert held(control, date(2024, 6, 14)) == ("unknown", "")


def test_a_fight_at_the_base_is_one_at_the_gates_of_the_place() -> None:
    """R17 doubts the place's holder from 1 April for sixty days; the count begins when that is over, on 31 May."""
    again = row("E4", date(2024, 4, 1), "clash", "SAC", at="police station in the seat", **{"from": "PDF"})
    control = narrative.resolve([*ALL, again])
    assert held(control, date(2024, 7, 29))[1] == "PDF"
    assert held(control, date(2024, 7, 30)) == ("unknown", "")


def test_a_fight_in_the_place_stops_the_count() -> None:
    fights = [
        row(f"E{number}", date(2024, 4, number), "clash", "PDF", source=source, **{"from": "SAC"})
        for number, source in ((4, "Wire"), (5, "Agency"))
    ]
    control = narrative.resolve([*ALL, *fights])
    silent = date(2024, 4, 5) + timedelta(days=LIMITS.silence_days)
    assert held(control, silent + timedelta(days=59))[1] == "PDF"
    assert held(control, silent + timedelta(days=60)) == ("unknown", "")


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([TAKEN, SEAT_TAKEN], id="its holder has the place"),
        pytest.param([{**TAKEN, "at": "base"}, SEAT_TAKEN, SEAT_BACK], id="it lies in no place"),
        pytest.param([{**TAKEN, "at": "village"}, SEAT_TAKEN, SEAT_BACK], id="it is a place itself"),
    ],
)
def test_other_holds_do_not_lapse(rows: list[dict[str, Any]]) -> None:
    site = {"base": "B1", "village": "V1"}.get(rows[0]["at"], STATION)
    assert held(narrative.resolve(rows), date(2026, 1, 1), site) == ("controlled", "PDF")


def test_what_was_not_known_yet_lapses_nothing() -> None:
    assert held(narrative.resolve(ALL, as_of=date(2024, 4, 29)), date(2025, 1, 1))[1] == "PDF"


def test_a_base_that_is_taken_again_is_held_again() -> None:
    control = narrative.resolve([*ALL, station(date(2024, 8, 1), name="E4")])
    assert held(control, date(2024, 7, 31)) == ("unknown", "")
    assert held(control, date(2024, 8, 1)) == ("controlled", "PDF")
    sites = control.by_rules["standard"].sites
    mine = sites[sites["site_id"] == STATION]
    assert mine["start"].tolist()[1:] == mine["end"].tolist()[:-1]


def test_the_delay_is_a_limit_of_the_rule_set() -> None:
    slow = replace(RULE_SETS["standard"], limits=replace(LIMITS, site_lapse_days=90))
    control = narrative.resolve(ALL, rules=[slow])
    assert held(control, date(2024, 5, 29))[1] == "PDF"
    assert held(control, date(2024, 5, 30)) == ("unknown", "")


@pytest.mark.parametrize(
    ("reported", "expected"),
    [
        pytest.param([], date(2023, 12, 31), id="nothing"),
        pytest.param([date(2023, 12, 31)], date(2024, 2, 29), id="on the last day"),
        pytest.param([date(2024, 1, 1)], date(2023, 12, 31), id="too late"),
    ],
)
def test_t4_the_day_on_which_a_base_lapses(reported: list[date], expected: date) -> None:
    assert t4_lapses_on(date(2023, 11, 1), reported) == expected


@settings(max_examples=40, deadline=None)
@given(histories(), st.integers(0, 400))
def test_a_lapse_gives_no_place_to_anybody(rows, later) -> None:
    day = date(2023, 11, 1) + timedelta(days=later)
    plain = replace(RULE_SETS["standard"], off=frozenset({"T4"}))
    with_, without = (
        state_on(narrative.resolve(rows, rules=[rules]).by_rules["standard"].sites, day).set_index("site_id")
        for rules in (RULE_SETS["standard"], plain)
    )
    same = with_["holder"] == without["holder"]
    assert set(with_.loc[~same & ~with_.index.str.endswith("/rural"), "state"]) <= {"unknown"}
    assert with_.loc[~with_.index.str.contains("/"), "holder"].equals(
        without.loc[~without.index.str.contains("/"), "holder"]
    )


def seat_grade(control: Control, day: date) -> str:
    sites = control.by_rules["standard"].sites
    return state_on(sites[sites["site_id"] == "P1"], day).iloc[0]["confidence"]


def test_a_state_of_three_days_is_never_of_high_confidence() -> None:
    sure = {"source": "Wire|Agency", "from": "SAC"}
    taken = row("E1", date(2023, 11, 1), "capture", "PDF", **sure)
    for days, grade in ((3, "moderate"), (4, "high")):
        back = row(
            "E2", date(2023, 11, 1) + timedelta(days=days), "recapture", "SAC", source="Wire|Agency", **{"from": "PDF"}
        )
        assert seat_grade(narrative.resolve([taken, back]), date(2023, 11, 1)) == grade
    assert seat_grade(narrative.resolve([taken]), date(2023, 11, 1)) == "high"
