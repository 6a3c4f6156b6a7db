"""Control as a whole: bad input, totals, explanations, and November 2023."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

import narrative
from conflictmap import control as package
from conflictmap.control import explain, explain_site, flows, shares, state_on, symmetry, transitions
from conflictmap.control.confidence import Parts, freshness, grade
from conflictmap.errors import ConflictmapError
from conflictmap.pipeline import build, load
from conflictmap.project import Project

CAPTURE = {"id": "E1", "day": date(2023, 11, 5), "act": "capture", "by": "PDF", "from": "SAC"}
OTHER = {"id": "E2", "day": date(2023, 11, 7), "act": "capture", "by": "KNLA", "from": "SAC", "at": "seat 2"}


@pytest.mark.parametrize(
    ("changes", "column", "value", "message"),
    [
        ({"by": "PDFF"}, "actor1", "PDFF", "is not in data/actors.csv"),
        ({"from": "SAC|XYZ"}, "actor2", "XYZ", "is not in data/actors.csv"),
        ({"day": date(2020, 5, 1)}, "event_date", "2020-05-01", "is before the baseline"),
        ({"end": date(2023, 11, 1)}, "end_date", "2023-11-01", "ends before it begins"),
        ({"at": "nowhere"}, "location", "", "gives no place that is known"),
        ({"supersedes": "E9"}, "supersedes", "E9", "is no other row of this table"),
        ({"supersedes": "E1"}, "supersedes", "E1", "is no other row of this table"),
        ({"act": "handover", "by": "MNDAA", "from": ""}, "actor2", "", "nobody receives it"),
    ],
    ids=["unknown actor", "one of two unknown", "before the baseline", "end before start", "no place",
         "supersedes nothing", "supersedes itself", "handed to nobody"],
)  # fmt: skip
def test_a_bad_row_is_a_problem_and_the_rest_is_worked_out(changes, column, value, message):
    found = narrative.resolve([CAPTURE | changes, OTHER])
    assert [(problem.column, problem.value) for problem in found.problems] == [(column, value)]
    problem = found.problems[0]
    assert message in problem.message
    assert (problem.file, problem.row) == ("data/events.csv", 2)
    assert problem.fix
    assert state_on(found.by_rules["strict"].spans, date(2023, 11, 7))["holder"]["T2"] == "KNLA"


def test_two_captures_of_a_day_are_one_question():
    found = narrative.resolve(
        [CAPTURE | {"by": "KNLA", "from": "UWSA"}, CAPTURE | {"id": "E2", "by": "SAC", "from": "UWSA"}]
    )
    assert [(problem.row, problem.column, problem.severity) for problem in found.problems] == [
        (3, "event_date", "question")
    ]


@pytest.mark.parametrize(
    ("rows", "column", "message"),
    [
        ([("seat", "controlled", "UWSA"), ("seat", "controlled", "KNLA")], "actor", "second holder"),
        ([("seat", "controlled", "WHO")], "actor", "is not in data/actors.csv"),
        ([("seat", "mixed", "SAC")], "other", "the state is mixed"),
        ([("region", "controlled", "SAC")], "adm3_pcode", "is no township"),
    ],
    ids=["overlapping holders", "unknown actor", "mixed with nobody", "no township"],
)
def test_a_bad_baseline_row_is_a_problem_and_the_rest_holds(rows, column, message):
    ground = [{"at": at, "day": date(2021, 2, 1), "state": state, "by": by} for at, state, by in rows]
    found = narrative.resolve([], ground=ground)
    assert [problem.column for problem in found.problems] == [column]
    assert message in found.problems[0].message
    assert found.problems[0].row == 2 + len(rows)
    first = "UWSA" if len(rows) == 2 else "SAC"
    assert state_on(found.by_rules["standard"].spans, date(2023, 1, 1))["holder"].to_dict() == {
        "T1": first,
        "T2": "SAC",
    }


def test_a_source_without_a_row_is_taken_for_a_claim():
    found = narrative.resolve([CAPTURE | {"source": "Somebody"}, OTHER | {"source": "Wire|Somebody"}])
    assert [(problem.row, problem.column, problem.value) for problem in found.problems] == [(2, "source", "Somebody")]
    found = narrative.resolve([CAPTURE | {"source": "Somebody"}])
    assert found.by_rules["strict"].spans["state"].tolist() == ["baseline", "baseline"]
    assert found.by_rules["lenient"].spans["confidence"].tolist() == ["low", "low", "low"]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (Parts(2, "independent", 1, 3, False), "high"),
        (Parts(2, "independent", 1, 4, False), "moderate"),
        (Parts(2, "independent", 1, 1, True), "moderate"),
        (Parts(0, "admitted", 1, 1, False), "high"),
        (Parts(1, "confirmed", 1, 1, False), "high"),
        (Parts(1, "independent", 1, 14, False), "moderate"),
        (Parts(1, "independent", 1, 15, False), "low"),
        (Parts(1, "independent", 2, 1, False), "low"),
        (Parts(0, "claim", 1, 1, False), "low"),
        (Parts(0, "documented", 1, 1, False), "moderate"),
        (Parts(0, "assumed", 0, 1, False), "low"),
    ],
)
def test_the_grade_follows_from_the_parts(parts, expected):
    assert grade(parts) == expected


@pytest.mark.parametrize(
    ("last", "expected"),
    [(date(2023, 8, 2), "fresh"), (date(2023, 8, 1), "ageing"), (date(2022, 10, 31), "ageing"), (date(2022, 10, 30), "stale"),
     (None, "stale")],
)  # fmt: skip
def test_freshness_is_by_the_last_evidence(last, expected):
    assert freshness(last, date(2023, 10, 31)) == expected


@pytest.mark.parametrize(
    ("on", "now", "other"),
    [
        (date(2023, 11, 1), ("baseline", "SAC"), None),
        (date(2023, 11, 2), ("baseline", "SAC"), ("controlled", "PDF")),
        (date(2023, 11, 4), ("baseline", "SAC"), ("controlled", "PDF")),
        (date(2023, 11, 5), ("controlled", "PDF"), ("baseline", "SAC")),
        (date(2023, 11, 7), ("controlled", "PDF"), ("baseline", "SAC")),
        (date(2023, 11, 8), ("controlled", "PDF"), None),
    ],
    ids=[
        "before it",
        "its first day",
        "before the day it is placed on",
        "that day",
        "the day before the last",
        "the last",
    ],
)
def test_inside_a_transition_both_states_are_possible(on, now, other):
    """R14: a capture dated to the week of the 5th took place between the 2nd and the 8th."""
    week = CAPTURE | {"precision": 2, "reported": date(2023, 12, 1)}
    spans = narrative.resolve([week, OTHER]).by_rules["strict"].spans
    here, found = state_on(spans, on).loc["T1"], package.possible_on(spans, on)
    assert (here["state"], here["holder"]) == now
    told = [(pcode, row["state"], row["holder"]) for pcode, row in found.to_dict("index").items()]
    assert told == ([("T1", *other)] if other else [])
    if other:
        assert found.loc["T1", ["start_low", "start_high"]].tolist() == [date(2023, 11, 2), date(2023, 11, 8)]


def test_freshness_is_given_for_every_township():
    found = narrative.resolve([CAPTURE, OTHER | {"at": "township", "id": "E3"}])
    assert package.freshness_on(found, date(2023, 11, 8)).to_dict() == {"T1": "fresh", "T2": "stale"}
    assert package.freshness_on(found, date(2024, 3, 1)).to_dict() == {"T1": "ageing", "T2": "stale"}
    assert package.freshness_on(found, date(2023, 11, 4)).to_dict() == {"T1": "stale", "T2": "stale"}


def test_totals_have_a_low_a_central_and_a_high():
    """T1 (30 km²) taken by an agency's word; T2 (70 km²) only claimed: it counts for the KNLA in the high figure alone."""
    claim = OTHER | {"mode": "claimed_by_party", "source": "MNDAA"}
    strict = narrative.resolve([CAPTURE, claim]).by_rules["strict"]
    areas = pd.Series({"T1": 30.0, "T2": 70.0})
    totals = shares(strict.spans, date(2023, 11, 8), measures={"km2": areas}, claims=strict.claims).set_index("holder")
    columns = [
        "townships_low",
        "townships_central",
        "townships_high",
        "km2_low",
        "km2_central",
        "km2_high",
        "km2_share",
    ]
    assert totals.loc["PDF", columns].tolist() == [1, 1, 1, 30, 30, 30, 0.3]
    assert totals.loc["SAC", columns].tolist() == [0, 1, 1, 0, 70, 70, 0.7]  # low: the baseline is only assumed
    assert totals.loc["KNLA", columns[:3]].tolist() == [0, 0, 1]
    held = [OTHER | {"id": "E3", "at": "seat"}, claim]
    strict = narrative.resolve(held).by_rules["strict"]
    totals = shares(strict.spans, date(2023, 11, 8), claims=strict.claims).set_index("holder")
    assert totals.loc["KNLA", ["townships_low", "townships_central", "townships_high"]].tolist() == [1, 1, 2]


def test_a_disputed_township_is_not_in_the_low_figure():
    denial = CAPTURE | {"id": "E2", "mode": "denied", "source": "SAC press"}
    spans = narrative.resolve([CAPTURE, denial]).by_rules["standard"].spans
    totals = shares(spans, date(2023, 11, 8)).set_index("holder")
    assert totals.loc["PDF", ["townships_low", "townships_central", "townships_high"]].tolist() == [0, 1, 1]


def test_gains_and_losses_are_gross_and_net():
    back = CAPTURE | {"id": "E3", "day": date(2023, 11, 20), "act": "recapture", "by": "SAC", "from": "PDF"}
    changes = transitions(narrative.resolve([CAPTURE, OTHER, back]).by_rules["standard"].spans)
    found = flows(changes).set_index("holder")
    assert found.loc["SAC"].tolist() == [1, 2, -1]
    assert found.loc["PDF"].tolist() == [1, 1, 0]
    assert found.loc["KNLA"].tolist() == [1, 0, 1]
    assert flows(changes.iloc[:0]).empty


def test_transitions_can_be_asked_for_a_stretch_of_days():
    spans = narrative.resolve([CAPTURE, OTHER]).by_rules["standard"].spans
    assert transitions(spans, date(2023, 11, 6), date(2023, 11, 7))["adm3_pcode"].tolist() == ["T2"]


def test_symmetry_counts_gains_and_losses_by_side():
    rows = [CAPTURE | {"source": "Magazine"}, OTHER | {"source": "Magazine"}, CAPTURE | {"id": "E3", "mode": "denied"}]
    audit = symmetry(narrative.resolve(rows).assertions).set_index(["actor", "side"])
    assert audit.loc[("SAC", "aligned:RES"), ["gains", "losses", "ratio"]].tolist() == [0, 2, 0]
    assert audit.loc[("PDF", "aligned:RES"), ["gains", "losses"]].tolist() == [1, 0]
    assert pd.isna(audit.loc[("PDF", "aligned:RES"), "ratio"])


def test_why_gives_the_chain_from_report_to_state():
    found = narrative.resolve(
        [CAPTURE, CAPTURE | {"id": "E2", "at": "village", "mode": "claimed_by_party", "source": "NUG"}]
    )
    told = explain(found, "T1", date(2023, 11, 6), "strict")
    assert told["sentence"] == "PDF holds it, since 2023-11-05; confidence moderate."
    assert [one["event_id"] for one in told["evidence"]] == ["E1"]
    assert [rule["id"] for rule in told["rules"]] == ["R2", "R8"]
    assert told["freshness"] == "fresh"
    assert told["baseline"] is None
    assert [(one["event_id"], one["status"], one["assessed"]) for one in told["claims"]] == [("E2", "open", False)]
    before = explain(found, "T1", date(2023, 11, 4))
    assert before["baseline"] == {"rule": "B0", "note": "test", "source": "test"}
    assert explain_site(found, "V1", date(2023, 11, 6), "lenient")["holder"] == "PDF"


@pytest.mark.parametrize(
    ("changes", "voice", "said"),
    [
        ({"mode": "claimed_by_party"}, "party", "PDF says (Magazine)"),
        ({}, "aligned", "for PDF, reported by a source on its side (Magazine)"),
        ({"source": "Leaflet"}, "other", "for PDF, reported by a source not known to be independent (Leaflet)"),
    ],
)
def test_no_words_are_put_into_a_partys_mouth(changes, voice, said):
    found = narrative.resolve([CAPTURE | {"source": "Magazine"} | changes])
    claim = explain(found, "T1", date(2023, 11, 6))["claims"][0]
    assert (claim["voice"], claim["said"]) == (voice, said)


CONFIRMED = CAPTURE | {"id": "E2", "day": date(2023, 11, 8), "source": "Wire"}
DENIED = CAPTURE | {"id": "E3", "mode": "denied"}


@pytest.mark.parametrize(
    ("more", "rules", "words", "because"),
    [
        ([], "strict", "not confirmed within 30 days; strict counts no bare claim", ""),
        ([], "lenient", "not confirmed within 30 days; lenient counts every claim at once", ""),
        (
            [],
            "standard",
            "not confirmed within 30 days; standard counts it since 12 November 2023 because nobody contradicted it for "
            "7 days",
            "7 days after the report E1: a bare claim waits so long for a contradiction",
        ),
        (
            [CONFIRMED],
            "standard",
            "confirmed by E2; standard counts it since 8 November 2023, when it was confirmed",
            "the day on which the claim of E1 was confirmed",
        ),
        ([CONFIRMED], "strict", "confirmed by E2; strict counts what confirms it", ""),
        ([DENIED], "standard", "denied by E3; standard does not count it", ""),
    ],
)
def test_why_tells_what_became_of_a_claim_and_why_it_counts(more, rules, words, because):
    found = narrative.resolve([CAPTURE | {"source": "Magazine"}, *more])
    told = explain(found, "T1", date(2023, 12, 20), rules)
    assert (told["claims"][0]["words"], told["known_because"]) == (words, because)


@pytest.mark.parametrize(
    ("place", "day", "rules", "message"),
    [
        ("T9", date(2023, 11, 6), "standard", "is no township"),
        ("T1", date(2021, 1, 31), "standard", "the first day is 2021-02-01"),
        ("T1", date(2023, 11, 6), "loose", "no rule set"),
    ],
)
def test_why_says_what_it_cannot_answer(place, day, rules, message):
    with pytest.raises(ConflictmapError, match=message):
        explain(narrative.resolve([CAPTURE]), place, day, rules)
    with pytest.raises(ConflictmapError, match="no report"):
        explain_site(narrative.resolve([CAPTURE]), "V9", day)


@pytest.fixture(scope="module")
def month(november: Project) -> package.Control:
    return build(load(november), assume_baseline=True).control


HELD = [
    ("MMR015020701", "Kunlong", date(2023, 11, 1), "MNDAA", date(2023, 11, 8)),
    ("MMR005024701", "Kawlin", date(2023, 11, 6), "PDF", date(2023, 11, 13)),
    ("MMR015022702", "Chinshwehaw", date(2023, 11, 24), "MNDAA", date(2023, 12, 1)),
    ("MMR004007703", "Lailenpi", date(2023, 11, 24), "CDF", date(2023, 12, 1)),
    ("MMR004001702", "Rikhawdar", date(2023, 11, 14), "CDF", date(2023, 12, 1)),
    ("MMR004007702", "Rezua", date(2023, 11, 24), "CDF", date(2023, 12, 1)),
]


@pytest.mark.parametrize(("site", "name", "day", "holder", "known"), HELD, ids=[case[1] for case in HELD])
def test_the_towns_of_november_2023_are_in_the_right_hands(month, site, name, day, holder, known):
    """By the standard set, from the day the chronicle gives, known once a week passed without a rebuttal."""
    sites = month.by_rules["standard"].sites
    span = sites[sites["site_id"] == site].iloc[-1]
    assert (span["start"], span["end"], span["state"], span["holder"]) == (day, None, "controlled", holder)
    assert (span["known_since"], span["confidence"]) == (known, "low")
    strict = month.by_rules["strict"].sites
    assert holder not in set(strict.loc[strict["site_id"] == site, "holder"])


def test_meses_post_fell_and_mese_itself_was_held_before(month):
    sites = month.by_rules["standard"].sites
    post = sites[(sites["adm3_pcode"] == "MMR002007") & (sites["place_kind"] == "base")].iloc[-1]
    assert (post["start"], post["holder"], "R12" in post["rules"]) == (date(2023, 11, 7), "KNDF|KNPLF|KA|PDF", True)
    assert state_on(month.by_rules["standard"].spans, date(2023, 7, 1))["holder"]["MMR002007"] == "KNPLF|KA|KNDF"


@pytest.mark.parametrize("rules", ["strict", "standard", "lenient"])
def test_laukkaing_is_not_yet_taken_and_loikaw_not_contested(month, rules):
    """The surrender of a unit in Laukkaing and posts near it are not the town; one report of one day is not two (R4)."""
    sites = month.by_rules[rules].sites
    for seat in ("MMR015022701", "MMR002001701"):
        assert sites.loc[sites["site_id"] == seat, ["state", "holder"]].to_numpy().tolist() == [["baseline", "SAC"]]


def test_no_township_changes_hands_by_a_report_of_the_township(month):
    wide = {one.event_id for one in month.assertions if one.geo_class > 2}
    assert "E0003" in wide
    exact = {one.event_id for one in month.assertions if one.geo_class <= 2}
    for assessment in month.by_rules.values():
        used = {event for evidence in assessment.sites["evidence"] for event in evidence}
        assert not used & (wide - exact)


def test_the_tables_of_the_month_leave_only_real_questions(month):
    assert [str(problem) for problem in month.problems if problem.severity == "error"] == []


def test_every_township_has_a_state_on_every_day_of_the_month(month):
    for number in range(1, 31):
        here = state_on(month.by_rules["standard"].spans, date(2023, 11, number))
        assert len(here) == here.index.nunique() == 330
