"""What must hold for every history, tried on random ones."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import narrative
from conflictmap.control import RULE_SETS, assessed_on, possible_on, shares, state_on, transitions
from conflictmap.control.confidence import ORDER
from conflictmap.model import COUP_DAY

ACTS = ("capture", "recapture", "surrender", "withdrawal", "handover", "agreement", "siege", "clash", "raid",
        "remote_strike", "administration")  # fmt: skip
FIRST = date(2023, 11, 1)
SPANS = ["adm3_pcode", "start", "end", "state", "holder", "other", "confidence", "rules", "known_since", "evidence"]


@st.composite
def histories(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Up to a dozen events of three months, of every act, mode and source, at every kind of place."""
    rows = []
    for number in range(draw(st.integers(0, 12))):
        day = FIRST + timedelta(days=draw(st.integers(0, 90)))
        by = draw(st.sampled_from(["SAC", "PDF", "MNDAA", "TNLA", "KNLA", "UWSA", "MNDAA|TNLA", "SAC|PNO"]))
        end = day + timedelta(days=draw(st.sampled_from([0, 0, 0, 2])))
        rows.append(
            {
                "id": f"E{number:02}", "day": day, "end": end, "act": draw(st.sampled_from(ACTS)), "by": by,
                "from": draw(st.sampled_from([other for other in ("SAC", "PDF", "MNDAA", "UWSA") if other != by])),
                "mode": draw(st.sampled_from(["reported", "reported", "claimed_by_party", "confirmed", "denied"])),
                "source": draw(st.sampled_from(["Wire", "Agency", "NUG", "SAC press", "Magazine", "Atlas", "Wire|Agency"])),
                "precision": draw(st.sampled_from([1, 1, 1, 2, 3])),
                "reported": end + timedelta(days=draw(st.sampled_from([0, 0, 1, 4, 12]))),
                "at": draw(st.sampled_from(["seat", "seat", "seat", "village", "base", "township", "near the seat",
                                            "police station in the seat", "seat 2", "nowhere"])),
                "role": draw(st.sampled_from(["site", "site", "site", "target"])),
            }
        )  # fmt: skip
    return rows


def frames(rows: list[dict[str, Any]], rules: str, as_of: date | None = None) -> tuple[pd.DataFrame, pd.DataFrame]:
    control = narrative.resolve(rows, rules=[RULE_SETS[rules]], as_of=as_of)
    assessment = control.by_rules[rules]
    return assessment.spans, assessment.sites


def same(one: pd.DataFrame, other: pd.DataFrame) -> bool:
    return one[SPANS].to_dict("records") == other[SPANS].to_dict("records")


@settings(max_examples=75, deadline=None)
@given(histories(), st.sampled_from(sorted(RULE_SETS)))
def test_the_states_partition_every_place_on_every_day(rows, rules):
    for spans, key in zip(frames(rows, rules), ("adm3_pcode", "site_id"), strict=True):
        for _, mine in spans.groupby(key):
            found = list(mine.itertuples())
            assert found[0].start == COUP_DAY
            assert found[-1].end is None
            assert all(one.end == other.start and one.start < one.end for one, other in pairwise(found))


@settings(max_examples=40, deadline=None)
@given(histories(), st.sampled_from(sorted(RULE_SETS)), st.randoms(use_true_random=False), st.integers(-5, 160))
def test_assessed_and_not_assessed_are_all_townships_whatever_the_order_of_rows(rows, rules, chance, later):
    mixed = chance.sample(rows, len(rows))
    spans, again = (
        narrative.resolve(each, rules=[RULE_SETS[rules]], assumed=False).by_rules[rules].spans for each in (rows, mixed)
    )
    assert same(spans, again)
    assert sum(assessed_on(spans, FIRST + timedelta(days=later))) == 2
    totals = shares(spans, FIRST + timedelta(days=later))
    assert (totals.loc[0, "state"], totals["townships_central"].sum()) == ("not_assessed", 2)


@settings(max_examples=30, deadline=None)
@given(histories(), st.sampled_from(sorted(RULE_SETS)), st.integers(0, 160))
def test_shares_add_up_to_the_country(rows, rules, later):
    control = narrative.resolve(rows, rules=[RULE_SETS[rules]])
    assessment = control.by_rules[rules]
    areas = pd.Series({"T1": 30.0, "T2": 70.0})
    totals = shares(assessment.spans, FIRST + timedelta(days=later), measures={"km2": areas}, claims=assessment.claims)
    assert totals["townships_share"].sum() == pytest.approx(1)
    assert totals["km2_share"].sum() == pytest.approx(1)
    assert (totals["townships_low"] <= totals["townships_central"]).all()
    assert (totals["townships_central"] <= totals["townships_high"]).all()


@settings(max_examples=50, deadline=None)
@given(histories(), st.sampled_from(sorted(RULE_SETS)))
def test_transitions_chain(rows, rules):
    spans, _ = frames(rows, rules)
    changes = transitions(spans)
    for _, mine in changes.groupby("adm3_pcode"):
        for one, other in pairwise(mine.itertuples()):
            assert (one.to_state, one.to_holder, one.to_other) == (
                other.from_state,
                other.from_holder,
                other.from_other,
            )
            assert one.day < other.day


@settings(max_examples=30, deadline=None)
@given(histories(), st.sampled_from(sorted(RULE_SETS)), st.randoms(use_true_random=False))
def test_the_order_of_the_table_does_not_matter(rows, rules, chance):
    shuffled = list(rows)
    chance.shuffle(shuffled)
    for one, other in zip(frames(rows, rules), frames(shuffled, rules), strict=True):
        assert same(one, other)


@settings(max_examples=30, deadline=None)
@given(histories(), st.sampled_from(sorted(RULE_SETS)))
def test_the_names_of_the_events_do_not_matter_within_a_day(rows, rules):
    """Same-day order: renaming events turns their order around, and nobody holds anything else for it."""
    renamed = [row | {"id": f"X{99 - number:02}"} for number, row in enumerate(rows)]
    one, other = frames(rows, rules)[0], frames(renamed, rules)[0]
    sets = [
        [(s.adm3_pcode, s.start, s.end, s.state, frozenset(s.holder.split("|"))) for s in spans.itertuples()]
        for spans in (one, other)
    ]
    if not any(span.state == "contested" for span in one.itertuples()):  # who is named first of two captors is no fact
        assert sets[0] == sets[1]
    assert [(a, b, c, d) for a, b, c, d, _ in sets[0]] == [(a, b, c, d) for a, b, c, d, _ in sets[1]]


CLAIM = {"id": "Z1", "from": "SAC", "mode": "claimed_by_party", "source": "NUG"}


@settings(max_examples=60, deadline=None)
@given(histories(), st.integers(0, 95), st.sampled_from(["capture", "clash", "siege", "administration", "remote_strike"]),
       st.sampled_from(["seat", "village", "base"]))  # fmt: skip
def test_a_partys_claim_never_changes_the_strict_layer(rows, later, act, at):
    claim = CLAIM | {"day": FIRST + timedelta(days=later), "act": act, "by": "PDF", "at": at}
    assert same(frames(rows, "strict")[0], frames([*rows, claim], "strict")[0])


@settings(max_examples=40, deadline=None)
@given(histories(), st.sampled_from(sorted(RULE_SETS)), st.integers(0, 95), st.sampled_from(["PDF", "SAC", "UWSA"]))
def test_a_fight_beside_a_place_never_changes_who_holds_it_and_never_makes_it_surer(rows, rules, later, by):
    """R17."""
    day = FIRST + timedelta(days=later)
    fight = {"id": "Z1", "day": day, "act": "clash", "by": by, "from": "MNDAA", "at": "near the seat"}
    plain, doubted = (frames(each, rules)[0] for each in (rows, [*rows, fight]))
    for on in (day - timedelta(days=1), day, day + timedelta(days=30), day + timedelta(days=61)):
        before, after = (state_on(spans, on) for spans in (plain, doubted))
        assert before[["state", "holder", "other"]].equals(after[["state", "holder", "other"]])
        pairs = zip(before["confidence"], after["confidence"], strict=True)
        assert all(ORDER.index(doubt) <= ORDER.index(grade) for grade, doubt in pairs)


@settings(max_examples=30, deadline=None)
@given(histories(), st.sampled_from(sorted(RULE_SETS)))
def test_without_its_evidence_a_township_is_back_at_its_baseline(rows, rules):
    elsewhere = [row for row in rows if row["at"] == "seat 2"]
    spans, _ = frames(elsewhere, rules)
    assert narrative.lines(spans[spans["adm3_pcode"] == "T1"]) == ["2021-02-01 - baseline SAC - low 2021-02-01 B0 -"]


@settings(max_examples=50, deadline=None)
@given(histories(), st.sampled_from(sorted(RULE_SETS)))
def test_every_span_names_its_rule_and_its_events(rows, rules):
    known = {row["id"] for row in rows}
    for spans in frames(rows, rules):
        for span in spans.itertuples():
            assert set(span.evidence) <= known
            if not any(rule.startswith("B") for rule in span.rules) and span.state != "unknown":
                assert span.evidence
            assert span.rules or span.state == "unknown"
            assert span.start_low <= span.start <= span.start_high or span.start == COUP_DAY
            assert span.known_since >= span.start  # nobody knows of a state before it is there


@settings(max_examples=50, deadline=None)
@given(histories(), st.sampled_from(sorted(RULE_SETS)), st.integers(0, 95))
def test_another_state_is_possible_only_inside_an_interval_and_is_a_neighbour(rows, rules, later):
    """R14: the other state is that of the span before or after, and the day lies in the interval between the two."""
    day = FIRST + timedelta(days=later)
    spans, _ = frames(rows, rules)
    here, possible = state_on(spans, day), possible_on(spans, day)
    assert possible.index.is_unique
    for pcode, other in possible.to_dict("index").items():
        assert other["start_low"] <= day < other["start_high"]
        told = spans[spans["adm3_pcode"] == pcode].reset_index(drop=True)
        place = told.index[told["start"] == here.loc[pcode, "start"]][0]
        beside = [
            tuple(told.loc[near, ["state", "holder", "other"]]) for near in (place - 1, place + 1) if near in told.index
        ]
        assert (other["state"], other["holder"], other["other"]) in beside
        assert (other["state"], other["holder"], other["other"]) != tuple(here.loc[pcode, ["state", "holder", "other"]])
    wide = spans[(spans["start"] == day) & (spans["start_high"] > day)]["adm3_pcode"]
    assert set(wide) <= set(possible.index) | {code for code in wide if settled(spans, code, day)}


def settled(spans: pd.DataFrame, pcode: str, day: date) -> bool:
    """Whether nothing is open of a township although a wide span begins: it says what the one beside it says."""
    told = spans[spans["adm3_pcode"] == pcode].reset_index(drop=True)
    place = told.index[told["start"] == day][0]
    words = [tuple(row) for row in told[["state", "holder", "other"]].itertuples(index=False)]
    near = [words[other] for other in (place - 1, place + 1) if 0 <= other < len(words)]
    return words[place] in near or place == 0


@settings(max_examples=50, deadline=None)
@given(histories(), st.sampled_from(sorted(RULE_SETS)), st.integers(0, 110))
def test_a_map_as_of_a_day_holds_nothing_that_was_not_known(rows, rules, later):
    as_of = FIRST + timedelta(days=later)
    spans, _ = frames(rows, rules, as_of)
    later_events = {row["id"] for row in rows if row["reported"] > as_of}
    for span in spans.itertuples():
        assert not later_events & set(span.evidence)
        assert span.known_since <= as_of
        assert span.start <= as_of


@settings(max_examples=30, deadline=None)
@given(histories(), st.integers(0, 110))
def test_what_was_reported_later_does_not_change_an_older_map(rows, later):
    as_of = FIRST + timedelta(days=later)
    early = [row for row in rows if row["reported"] <= as_of]
    assert same(frames(rows, "standard", as_of)[0], frames(early, "standard", as_of)[0])


@settings(max_examples=30, deadline=None)
@given(histories(), st.sampled_from(sorted(RULE_SETS)))
def test_township_reports_alone_change_nothing_but_who_administers_the_countryside(rows, rules):
    wide = [row | {"at": "township"} for row in rows]
    spans, _ = frames([row for row in wide if row["act"] != "administration"], rules)
    assert len(spans) == 2
    spans, _ = frames(wide, rules)
    assert set(spans["holder"]) == {"SAC"}  # the seat's holder stays, whoever is named beside it


@settings(max_examples=30, deadline=None)
@given(histories())
def test_a_change_of_one_event_gives_what_a_whole_run_gives(rows):
    changed = [rows[0] | {"by": "KNLA", "act": "capture", "at": "village"}, *rows[1:]] if rows else []
    whole = narrative.resolve(rows)
    for before in (narrative.resolve(rows[:-1]), narrative.resolve(changed)):
        after = narrative.resolve(rows, previous=before)
        for name in RULE_SETS:
            assert same(after.by_rules[name].spans, whole.by_rules[name].spans)
        assert after.problems == whole.problems


@settings(max_examples=30, deadline=None)
@given(histories(), st.integers(0, 400))
def test_a_supersession_is_never_known_before_what_it_replaces(rows, later):
    """Where a correction is dated before its target, that is a question; else known_since only grows."""
    if not rows:
        return
    first = rows[0] | {"at": "seat", "act": "capture", "by": "PDF", "from": "SAC", "mode": "reported", "source": "Wire",
                       "role": "site"}  # fmt: skip
    correction = first | {"id": "Z9", "supersedes": first["id"], "reported": first["end"] + timedelta(days=later)}
    control = narrative.resolve([first, correction])
    asked = any(problem.column == "supersedes" for problem in control.problems)
    assert asked == (correction["reported"] < first["reported"])
    if not asked:
        known = control.by_rules["strict"].spans
        held = known[known["state"] == "controlled"]
        assert len(held) > 0
        assert all(day == correction["reported"] for day in held["known_since"])


def test_state_on_gives_one_row_a_township():
    spans, _ = frames([{"id": "E1", "day": FIRST, "act": "capture", "by": "PDF", "from": "SAC"}], "standard")
    assert state_on(spans, FIRST)["holder"].to_dict() == {"T1": "PDF", "T2": "SAC"}
    assert state_on(spans, FIRST - timedelta(days=1))["holder"].to_dict() == {"T1": "SAC", "T2": "SAC"}
    assert state_on(spans, date(2021, 1, 31)).empty
