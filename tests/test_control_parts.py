"""What is not assessed, the parts of a township, and dates in doubt: on the tiny country of `narrative`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

import narrative
from conflictmap.control import (
    RULE_SETS,
    activity_on,
    assessed_on,
    control_of,
    explain,
    explain_site,
    flows,
    fought_over,
    shares,
    state_on,
    transitions,
)
from conflictmap.control.baseline import Baseline
from conflictmap.control.confidence import ORDER
from conflictmap.control.lines import lines_on
from conflictmap.schema import CONTROL_BASELINE

DAY = date(2023, 12, 1)
FIRST = date(2021, 2, 1)
CAPTURE = {"id": "E1", "day": date(2023, 11, 1), "act": "capture", "by": "PDF", "from": "SAC"}


def row(identifier: str, day: int, act: str, by: str, **more: Any) -> dict[str, Any]:
    return {"id": identifier, "day": date(2023, 11, day), "act": act, "by": by, **more}


def ground(*rows: Mapping[str, Any]) -> pd.DataFrame:
    """Rows of the baseline: adm3_pcode, actor, state, and what differs from the default."""
    plain = dict.fromkeys(CONTROL_BASELINE.names, "") | {"start": FIRST, "note": "test", "source": "test"}
    return pd.DataFrame([plain | one for one in rows], columns=CONTROL_BASELINE.names, index=range(2, len(rows) + 2))


def resolve(rows: list[dict[str, Any]], *baseline: Mapping[str, Any], rules: str = "standard") -> Any:
    return control_of(
        narrative.events(rows), narrative.matches(rows), actors=narrative.actors(), sources=narrative.sources(),
        baseline=ground(*baseline), townships=narrative.TOWNSHIPS, rules=[RULE_SETS[rules]],
    )  # fmt: skip


def told(found: Any, day: date = DAY, rules: str = "standard") -> list[Any]:
    """state, holder, other, confidence of the first township on a day."""
    here = state_on(found.by_rules[rules].spans, day).loc["T1"]
    return [here[name] for name in ("state", "holder", "other", "confidence")]


SEAT = {"adm3_pcode": "T1", "actor": "SAC", "state": "controlled"}
RURAL = {"adm3_pcode": "T1", "actor": "PDF", "state": "controlled", "part": "rural"}


def test_a_township_without_evidence_belongs_to_nobody():
    found = narrative.resolve([CAPTURE], assumed=False)
    spans = found.by_rules["standard"].spans
    assert told(found, date(2023, 10, 1)) == ["not_assessed", "", "", ""]
    assert told(found) == ["controlled", "PDF", "", "moderate"]
    assert assessed_on(spans, DAY) == (1, 1)
    totals = shares(spans, DAY)
    assert totals["state"].tolist()[0] == "not_assessed"
    assert totals["townships_central"].tolist()[:2] == [1, 1]
    assert set(totals["holder"]) == {"", "PDF"}


def test_the_assumption_holds_only_where_it_is_asked_for():
    assumed = narrative.resolve([], assumed=True).by_rules["standard"].spans
    assert set(assumed["state"]) == {"baseline"}
    assert set(narrative.resolve([], assumed=False).by_rules["standard"].spans["state"]) == {"not_assessed"}


def test_a_first_report_of_who_runs_a_town_is_no_gain():
    seen = transitions(
        narrative.resolve([row("E1", 1, "administration", "PDF")], assumed=False).by_rules["strict"].spans
    )
    assert seen["to_holder"].tolist() == ["PDF"]
    assert flows(seen).empty
    taken = transitions(narrative.resolve([CAPTURE], assumed=False).by_rules["strict"].spans)
    assert flows(taken)[["holder", "townships_gained", "townships_lost"]].to_numpy().tolist() == [["PDF", 1.0, 0.0]]


@pytest.mark.parametrize(
    ("baseline", "expected"),
    [
        pytest.param((SEAT,), ["controlled", "SAC", "", "moderate"], id="the seat alone"),
        pytest.param((SEAT, RURAL), ["split", "SAC", "PDF", "moderate"], id="another holds the countryside"),
        pytest.param((SEAT, {**RURAL, "actor": "SAC"}), ["controlled", "SAC", "", "moderate"], id="both are one side's"),
        pytest.param(
            (SEAT, {**RURAL, "state": "contested", "actor": "KNLA", "other": "SAC|PDF"}),
            ["predominant", "SAC", "KNLA|PDF", "moderate"], id="a contested countryside names all rivals",
        ),
        pytest.param((RURAL,), ["partial", "", "PDF", "moderate"], id="of the seat nothing is known"),
        pytest.param(
            (SEAT, {**RURAL, "start": date(2023, 12, 2)}), ["controlled", "SAC", "", "moderate"], id="not yet",
        ),
    ],
)  # fmt: skip
def test_the_summary_says_who_holds_the_countryside(baseline, expected):
    assert told(resolve([], *baseline)) == expected


def test_the_countryside_is_a_site_with_a_confidence_of_its_own():
    sites = resolve([], SEAT, RURAL).by_rules["standard"].sites.set_index("site_id")
    assert sites.loc["T1/rural", ["place_kind", "holder", "confidence"]].tolist() == ["rural", "PDF", "moderate"]
    assert sites.loc["P1", ["place_kind", "holder"]].tolist() == ["seat", "SAC"]


def test_every_rival_is_named_in_the_order_of_their_sites():
    rows = [
        row("E1", 1, "capture", "TNLA", at="village"), row("E2", 2, "capture", "KNLA", at="village 2"),
        row("E3", 3, "capture", "KNLA", at="village 3"),
    ]  # fmt: skip
    assert told(resolve(rows, SEAT))[:3] == ["split", "SAC", "KNLA|TNLA"]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param([row("E1", 1, "administration", "PDF", at="township")], "SAC ", id="one act shows nothing"),
        pytest.param(
            [row("E1", 1, "administration", "PDF", at="township"), row("E2", 9, "administration", "PDF", at="township")],
            "SAC PDF", id="two acts do",
        ),
        pytest.param(
            [row("E1", 1, "administration", "PDF", at="village"), row("E2", 9, "administration", "PDF", at="village")],
            "SAC PDF", id="one village twice is that village",
        ),
        pytest.param([row(f"E{n}", n, "clash", "PDF", at="township") for n in range(1, 9)], "SAC ", id="fighting never"),
    ],
)  # fmt: skip
def test_repeated_acts_of_administration_give_the_countryside_a_holder(rows, expected):
    found = resolve(rows, SEAT)
    assert " ".join(told(found)[1:3]) == expected
    rural = [site for site in found.by_rules["standard"].sites["site_id"] if site == "T1/rural"]
    assert bool(rural) is (rows[0]["at"] == "township" and len(rows) == 2)


def test_reports_never_make_a_countryside_more_than_low():
    rows = [row(f"E{n}", n, "administration", "PDF", at="township", source="Wire|Agency") for n in (1, 2, 3)]
    site = resolve(rows, SEAT).by_rules["standard"].sites.set_index("site_id").loc["T1/rural"]
    assert (site["confidence"].iloc[-1], site["rules"].iloc[-1]) == ("low", ("R8", "T2"))


def test_two_sources_of_one_row_are_kept_and_two_holders_are_a_problem():
    rows = ground(SEAT, {**SEAT, "source": "other"}, {**RURAL}, {**RURAL, "actor": "KNLA"})
    alliances = resolve([]).question.alliances
    baseline = Baseline(rows, alliances, narrative.TOWNSHIPS)
    assert baseline.of_seat("T1")[0].source == "test|other"
    assert [(one.row, one.column, one.value) for one in baseline.problems] == [(5, "actor", "KNLA")]


KUNLONG = [
    row("E1", 1, "capture", "MNDAA", **{"from": "SAC"}),
    row("E2", 12, "capture", "MNDAA", source="Agency", **{"from": "SAC"}),
]


@pytest.mark.parametrize("rows", [KUNLONG, KUNLONG[::-1]], ids=["in order", "in reverse"])
def test_two_reports_of_one_change_are_one_transition_with_an_interval(rows):
    found = resolve(rows, SEAT)
    moved = transitions(found.by_rules["standard"].spans)
    assert len(moved) == 1
    assert moved.loc[0, ["day", "start_low", "start_high"]].tolist() == [
        date(2023, 11, 1), date(2023, 11, 1), date(2023, 11, 12),
    ]  # fmt: skip
    said = explain(found, "T1", DAY)["dates"]
    assert [(one["event_id"], one["says"], one["sources"]) for one in said] == [
        ("E1", "2023-11-01", ["Wire"]), ("E2", "2023-11-12", ["Agency"]),
    ]  # fmt: skip


def test_the_day_with_the_better_evidence_is_shown():
    rows = [KUNLONG[0], {**KUNLONG[1], "source": "Wire|Agency"}]
    span = transitions(resolve(rows, SEAT).by_rules["standard"].spans).loc[0]
    assert span[["day", "start_low", "start_high", "confidence"]].tolist() == [
        date(2023, 11, 12), date(2023, 11, 1), date(2023, 11, 12), "high",
    ]  # fmt: skip


def test_a_report_of_some_day_that_month_adds_no_doubt():
    rows = [KUNLONG[0], {**KUNLONG[1], "precision": 3, "reported": date(2023, 11, 30)}]
    span = transitions(resolve(rows, SEAT).by_rules["standard"].spans).loc[0]
    assert (span["start_low"], span["start_high"]) == (date(2023, 11, 1), date(2023, 11, 1))


def test_a_contrary_change_between_two_reports_parts_them():
    rows = [KUNLONG[0], row("E3", 5, "recapture", "SAC", **{"from": "MNDAA"}), KUNLONG[1]]
    moved = transitions(resolve(rows, SEAT).by_rules["standard"].spans)
    assert moved["to_holder"].tolist() == ["MNDAA", "SAC", "MNDAA"]
    assert (moved["start_low"] == moved["start_high"]).all()


def test_reports_more_than_three_weeks_apart_leave_the_first_day_certain():
    rows = [KUNLONG[0], {**KUNLONG[1], "day": date(2023, 11, 28)}]
    span = transitions(resolve(rows, SEAT).by_rules["standard"].spans).loc[0]
    assert (span["day"], span["start_high"], span["evidence"]) == (date(2023, 11, 1), date(2023, 11, 1), ("E1", "E2"))


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 28), st.integers(1, 28), st.sampled_from(["Wire", "Agency", "Magazine"]), st.integers(1, 3))
def test_a_second_source_never_lowers_the_confidence(first, second, source, precision):
    rows = [row("E1", first, "capture", "MNDAA", precision=precision, **{"from": "SAC"})]
    more = [*rows, row("E2", second, "capture", "MNDAA", source=source, **{"from": "SAC"})]
    for rules in RULE_SETS:
        before, after = (told(resolve(each, SEAT, rules=rules), date(2024, 2, 1), rules)[3] for each in (rows, more))
        assert ORDER.index(after) >= ORDER.index(before)


def test_what_is_fought_over_is_told_beside_control():
    rows = [
        row("E1", 1, "clash", "PDF", at="township"), row("E2", 3, "raid", "PDF", at="village"),
        row("E3", 3, "remote_strike", "SAC", at="village"), row("E4", 2, "clash", "KNLA", at="seat 2"),
        row("E5", 9, "capture", "KNLA", at="seat 2"), row("E6", 8, "clash", "PDF", mode="denied"),
    ]  # fmt: skip
    found = resolve(rows, SEAT)
    spans = found.by_rules["standard"].spans
    whole = activity_on(found.assertions, DAY, ["T1", "T2"], transitions(spans))
    assert whole[["fights", "fight_days", "fights_a_month", "changed_hands"]].to_numpy().tolist() == [
        [2, 2, 0.7, False], [1, 1, 0.3, True],
    ]  # fmt: skip
    assert fought_over(whole).index.tolist() == ["T1"]
    assert told(found)[:2] == ["controlled", "SAC"]
    assert activity_on(found.assertions, date(2024, 6, 1), ["T1"])["fights"].tolist() == [0]


def test_a_line_lies_between_townships_in_different_hands_and_is_as_sure_as_the_less_sure():
    shapes = {"T1": shapely.box(95, 20, 96, 21), "T2": shapely.box(96, 20, 97, 21)}
    found = resolve([CAPTURE], {"adm3_pcode": "T2", "actor": "SAC", "state": "controlled"})
    lines = lines_on(found.by_rules["standard"].spans, DAY, shapes, found.question.alliances)
    assert lines.drop(columns="km").to_numpy().tolist() == [["T1", "T2", "PDF", "SAC", False, "moderate"]]
    assert lines["km"].tolist() == [pytest.approx(111.2, abs=0.1)]  # a degree of latitude
    same = resolve([], *({"adm3_pcode": code, "actor": "SAC", "state": "controlled"} for code in shapes))
    assert lines_on(same.by_rules["standard"].spans, DAY, shapes, same.question.alliances).empty
    assert lines_on(found.by_rules["standard"].spans, date(2021, 3, 1), shapes, found.question.alliances).empty


def test_every_part_tells_of_its_row_of_the_baseline():
    found = resolve(
        [], {**SEAT, "note": "the town"}, {**RURAL, "note": "the villages", "state": "contested", "other": "SAC"}
    )
    told_of = explain(found, "T1", DAY)
    assert [(one["site_id"], one["note"]) for one in told_of["baselines"]] == [
        ("P1", "the town"),
        ("T1/rural", "the villages"),
    ]
    assert "SAC holds the seat, others hold or contest other parts: PDF" in told_of["sentence"]
    site = explain_site(found, "T1/rural", DAY)
    assert "PDF contests it with SAC; no side is known to hold it alone" in site["sentence"]
    assert explain(resolve([], RURAL), "T1", DAY)["baseline"] is None


def test_totals_name_those_who_hold_together_once_and_every_other_actor_alone():
    rows = [
        row("E1", 1, "capture", "MNDAA|TNLA"), row("E2", 2, "capture", "TNLA|MNDAA", at="seat 2"),
        row("E3", 3, "capture", "KNLA|PDF", at="village"),
    ]  # fmt: skip
    totals = shares(resolve(rows, SEAT).by_rules["standard"].spans, DAY)
    named = {row["holder"]: (row["townships_central"], row["townships_high"]) for row in totals.to_dict("records")}
    assert named["MNDAA|TNLA"] == (2, 2)
    assert not {"TNLA|MNDAA", "KNLA|PDF", "KNLA", "PDF"} & set(named)  # a village is not a township
    split = shares(resolve([rows[2]], SEAT, RURAL | {"actor": "KNLA|PDF"}).by_rules["standard"].spans, DAY)
    assert {row["holder"]: row["townships_high"] for row in split.to_dict("records") if row["holder"]} == {
        "SAC": 1, "KNLA": 1, "PDF": 1,
    }  # fmt: skip
