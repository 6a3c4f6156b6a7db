"""T3: a side that lost the seat is not carried on in its old countryside, and that goes to nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import narrative
from conflictmap.control import RULE_SETS, control_of, explain, state_on
from conflictmap.control.limits import LIMITS
from conflictmap.control.rules import t3_lapses_on
from test_control_invariants import histories
from test_control_parts import RURAL, SEAT, ground, row

BOTH = {**RURAL, "actor": "PDF", "state": "contested", "other": "SAC"}
TAKEN = row("E1", 1, "capture", "PDF", **{"from": "SAC"})  # 1 November 2023; thirty days later is 1 December
BACK = {**row("E2", 1, "recapture", "SAC", **{"from": "PDF"}), "day": date(2024, 2, 1)}


def resolved(
    rows: list[dict[str, Any]], *baseline: dict[str, Any], rules: Any = RULE_SETS["standard"], as_of: Any = None
):
    return control_of(
        narrative.events(rows), narrative.matches(rows), actors=narrative.actors(), sources=narrative.sources(),
        baseline=ground(*baseline), townships=narrative.TOWNSHIPS, rules=[rules], as_of=as_of,
    )  # fmt: skip


def rural(control: Any, day: date) -> list[str]:
    """state, holder, other of the countryside on a day."""
    sites = next(iter(control.by_rules.values())).sites
    here = state_on(sites[sites["site_id"] == "T1/rural"], day).iloc[0]
    return [here["state"], here["holder"], here["other"]]


def township(control: Any, day: date) -> list[str]:
    here = state_on(next(iter(control.by_rules.values())).spans, day).loc["T1"]
    return [here["state"], here["holder"], here["other"], " ".join(here["rules"])]


def test_thirty_days_after_its_seat_fell_the_losers_countryside_goes_to_nobody() -> None:
    control = resolved([TAKEN], SEAT, BOTH)
    assert rural(control, date(2023, 11, 30)) == ["contested", "PDF", "SAC"]
    assert rural(control, date(2023, 12, 1)) == ["unknown", "", ""]
    assert township(control, date(2023, 11, 30)) == ["predominant", "PDF", "SAC", "B1 R2 R8 T1"]
    assert township(control, date(2023, 12, 1)) == ["controlled", "PDF", "", "R2 R8 T1 T3"]
    reasons = {rule["id"]: rule["en"] for rule in explain(control, "T1", date(2023, 12, 1))["rules"]}
    assert reasons["T3"].startswith("A side that lost the seat")


def test_a_countryside_that_the_loser_held_alone_goes_to_nobody_too() -> None:
    assert rural(resolved([TAKEN], SEAT, {**RURAL, "actor": "SAC"}), date(2023, 12, 1)) == ["unknown", "", ""]


def test_acts_of_administration_of_the_loser_lapse_as_a_row_of_the_baseline_does() -> None:
    acts = [row(f"E{day}", day, "administration", "SAC", at="township") for day in (5, 9)]
    taken = {**TAKEN, "id": "E20", "day": date(2023, 11, 20)}
    control = resolved([*acts, taken], SEAT)
    assert rural(control, date(2023, 12, 19)) == ["controlled", "SAC", ""]
    assert rural(control, date(2023, 12, 20)) == ["unknown", "", ""]


def test_acts_that_go_on_after_the_loss_keep_it() -> None:
    act = row("E9", 25, "administration", "SAC", at="township")  # 25 days after the loss
    control = resolved([TAKEN, act], SEAT, BOTH)
    assert rural(control, date(2023, 12, 24)) == ["contested", "PDF", "SAC"]
    assert rural(control, date(2023, 12, 25)) == ["unknown", "", ""]


def test_an_act_after_the_lapse_shows_the_loser_there_again() -> None:
    act = {**row("E9", 1, "administration", "SAC", at="township"), "day": date(2024, 3, 1)}
    control = resolved([TAKEN, act], SEAT, BOTH)
    assert rural(control, date(2024, 2, 29)) == ["unknown", "", ""]
    assert rural(control, date(2024, 3, 1)) == ["contested", "PDF", "SAC"]


def test_a_side_that_takes_its_seat_back_is_in_the_countryside_as_before() -> None:
    control = resolved([TAKEN, BACK], SEAT, BOTH)
    assert rural(control, date(2024, 1, 31)) == ["unknown", "", ""]
    assert rural(control, date(2024, 2, 1)) == ["contested", "PDF", "SAC"]
    assert township(control, date(2024, 2, 1))[:3] == ["predominant", "SAC", "PDF"]


def test_a_seat_taken_back_before_the_delay_is_over_changes_nothing() -> None:
    control = resolved([TAKEN, {**BACK, "day": date(2023, 11, 25)}], SEAT, BOTH)
    assert rural(control, date(2024, 1, 1)) == ["contested", "PDF", "SAC"]


def test_a_side_in_the_countryside_before_it_had_the_seat_does_not_lose_it_with_the_seat() -> None:
    control = resolved([TAKEN, BACK], SEAT, {**RURAL, "actor": "PDF"})
    assert rural(control, date(2024, 6, 1)) == ["controlled", "PDF", ""]


def test_where_two_other_sides_are_in_it_only_the_losers_name_goes() -> None:
    control = resolved([TAKEN], SEAT, {**BOTH, "actor": "PDF", "other": "SAC|UWSA"})
    assert rural(control, date(2023, 12, 1)) == ["contested", "PDF", "UWSA"]


def test_a_row_of_the_baseline_of_after_the_loss_stands() -> None:
    later = {**BOTH, "start": date(2023, 12, 15), "actor": "SAC", "other": "PDF"}
    assert rural(resolved([TAKEN], SEAT, BOTH, later), date(2024, 6, 1)) == ["contested", "SAC", "PDF"]


def test_a_side_without_the_seat_goes_with_its_last_known_site() -> None:
    village = {"adm3_pcode": "T1", "place_id": "V1", "actor": "SAC", "state": "controlled"}
    control = resolved([{**TAKEN, "at": "village"}], village, BOTH)
    assert rural(control, date(2023, 11, 30)) == ["contested", "PDF", "SAC"]
    assert rural(control, date(2023, 12, 1)) == ["unknown", "", ""]
    other = {**village, "place_id": "V2"}
    assert rural(resolved([{**TAKEN, "at": "village"}], village, other, BOTH), date(2024, 6, 1))[0] == "contested"


def test_a_seat_that_is_left_and_not_taken_costs_no_countryside() -> None:
    left = row("E1", 1, "withdrawal", "SAC")
    assert rural(resolved([left], SEAT, BOTH), date(2024, 6, 1)) == ["contested", "PDF", "SAC"]
    taken = {**TAKEN, "id": "E2", "day": date(2024, 1, 1)}
    assert rural(resolved([left, taken], SEAT, BOTH), date(2024, 1, 31)) == ["unknown", "", ""]


def test_what_was_not_known_yet_lapses_nothing() -> None:
    assert rural(resolved([TAKEN], SEAT, BOTH, as_of=date(2023, 11, 20)), date(2024, 1, 1))[0] == "contested"


def test_the_delay_is_a_limit_of_the_rule_set() -> None:
    slow = replace(RULE_SETS["standard"], limits=replace(LIMITS, rural_lapse_days=60))
    assert rural(resolved([TAKEN], SEAT, BOTH, rules=slow), date(2023, 12, 30))[0] == "contested"
    assert rural(resolved([TAKEN], SEAT, BOTH, rules=slow), date(2023, 12, 31))[0] == "unknown"


@pytest.mark.parametrize(
    ("acts", "expected"),
    [
        pytest.param([], date(2023, 12, 1), id="no act"),
        pytest.param([date(2023, 10, 31)], date(2023, 12, 1), id="an act before the loss"),
        pytest.param([date(2023, 12, 1), date(2023, 12, 20)], date(2024, 1, 19), id="acts that go on"),
        pytest.param([date(2023, 12, 2)], date(2023, 12, 1), id="an act too late"),
    ],
)
def test_t3_the_day_on_which_a_countryside_lapses(acts: list[date], expected: date) -> None:
    assert t3_lapses_on(date(2023, 11, 1), acts) == expected


@settings(max_examples=40, deadline=None)
@given(histories(), st.sampled_from(["PDF", "SAC", "UWSA"]), st.sampled_from(["", "SAC", "KNLA"]), st.integers(0, 200))
def test_a_lapse_only_takes_names_out_of_a_countryside(rows, holder, other, later) -> None:
    row_ = {**RURAL, "actor": holder, "state": "contested" if other else "controlled", "other": other}
    day = date(2023, 11, 1) + timedelta(days=later)
    plain = replace(RULE_SETS["standard"], off=frozenset({"T3"}))
    with_, without = (rural(resolved(rows, SEAT, row_, rules=rules), day) for rules in (RULE_SETS["standard"], plain))
    names = [set("|".join(cells[1:]).split("|")) - {""} for cells in (with_, without)]
    assert names[0] <= names[1]
    assert with_ == without or with_[0] == "unknown" or names[0] < names[1]


def test_every_span_of_a_lapsed_countryside_follows_on_the_one_before() -> None:
    control = resolved([TAKEN, BACK], SEAT, BOTH)
    sites: pd.DataFrame = control.by_rules["standard"].sites
    mine = sites[sites["site_id"] == "T1/rural"]
    assert mine["start"].tolist()[1:] == mine["end"].tolist()[:-1]
    assert mine["state"].tolist() == ["contested", "unknown", "contested"]
