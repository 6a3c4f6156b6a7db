"""Rule sets as files, sensitivity, comparison with others, and calibration: on the tiny country of `narrative`."""

from __future__ import annotations

import importlib.util
import json
import sys
from datetime import date
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest
import shapely
from typer.testing import CliRunner

import narrative
from conflictmap.cli import app
from conflictmap.control import RULE_SETS
from conflictmap.control.comparison import confusion, measures, pairs_of
from conflictmap.control.comparison_map import difference_map
from conflictmap.control.comparison_tables import NO_CROSSWALK, day_of, read_crosswalk, read_others
from conflictmap.control.limits import NAMES, RANGES
from conflictmap.control.rule_files import rule_set_of, text_of
from conflictmap.control.sensitivity import SETS, figure, sensitivity
from conflictmap.errors import ConflictmapError

ROOT = Path(__file__).parents[1]
DAY = date(2023, 11, 30)
CLAIM = {
    "id": "E1", "day": date(2023, 11, 20), "act": "capture", "by": "PDF", "from": "SAC", "mode": "claimed_by_party",
    "source": "NUG",
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(RULE_SETS))
def test_the_published_rule_sets_are_files_too(name):
    text = (ROOT / "data" / "rules" / f"{name}.toml").read_text(encoding="utf-8")
    assert rule_set_of(text, name) == RULE_SETS[name]
    assert text == text_of(RULE_SETS[name])


def test_a_rule_set_is_named_after_its_file_and_keeps_what_it_does_not_say():
    found = rule_set_of("[limits]\nclaim_days = 10\n", "folder/mine.toml")
    assert (found.name, found.claims, found.limits.claim_days, found.limits.siege_days) == (
        "mine",
        "after_silence",
        10,
        30,
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("claims = ", "is not TOML"), ('claims = "often"', "claims 'often' is not known"), ("claim = 1", "'claim' is not known"),
        ("[limits]\nclaim_day = 3", "limits.claim_day is not known"), ("[limits]\nclaim_days = -3", "0 or more"),
        ("[limits]\nclaim_days = 3.5", "whole number of days"), ("[limits]\nsplit_sites = true", "a count"),
        ("limits = 3", "is no table"), ("name = 3", "is not a text"), ("[limits]\nclaim_days = 100001", "100,000 at most"),
        (f"name = {'9' * 5000}", "is not TOML"), (f"name = {'[' * 5000}", "is not TOML"),
    ],
)  # fmt: skip
def test_a_faulty_rule_set_is_refused_with_its_cure(text, message):
    with pytest.raises(ConflictmapError, match=message):
        rule_set_of(text, "mine.toml")


def test_every_limit_has_a_range_around_its_value():
    assert set(RANGES) == set(NAMES)
    for name, (low, high) in RANGES.items():
        assert 0 <= low <= getattr(RULE_SETS["standard"].limits, name) <= high


def test_sensitivity_names_the_townships_that_one_number_changes():
    found = sensitivity(narrative.resolve([CLAIM], as_of=DAY), DAY)
    changed = found[found["changed"] > 0]
    assert changed[["rules", "limit", "value", "townships"]].to_numpy().tolist() == [
        ["strict", SETS, "strict", ("T1",)], ["standard", "rebuttal_days", 11, ("T1",)],
        ["standard", "rebuttal_days", 14, ("T1",)],
    ]  # fmt: skip
    drawn = figure(found, "One & all")
    assert "One &amp; all" in drawn
    assert drawn.count("<rect") == len(found.groupby(["limit", "rules"]))


CROSSWALK = read_crosswalk(
    "side,value,category\nours,SAC,State\nours,contested,both\nours,resistance,Other\nours,not_assessed,none\n"
    "theirs,Junta,State\ntheirs,Rebels,Other\n", "x.csv"
)  # fmt: skip
GROUPS = {"PDF": "Resistance", "KNLA": "Resistance"}


def township_of(text: str) -> str | None:
    return {"T1": "T1", "Town": "T1", "T2": "T2"}.get(text)


def test_a_comparison_goes_by_the_crosswalk():
    others = read_others("township,holder\nTown,Rebels\nT2,Rebels\n", "o.csv", township_of)
    spans = narrative.resolve([CLAIM | {"mode": "reported", "source": "Wire"}]).by_rules["standard"].spans
    pairs, missing = pairs_of(spans, others, DAY, CROSSWALK, GROUPS)
    assert [(one.adm3_pcode, one.ours, one.theirs, one.evidence) for one in pairs] == [
        ("T1", "Other", "Other", ("E1",)), ("T2", "State", "Other", ()),
    ]  # fmt: skip
    assert missing == []
    table = confusion(pairs, CROSSWALK.order)
    assert int(table.loc["State", "Other"]) == 1
    page = difference_map(
        pairs, {"T1": shapely.box(95, 20, 96, 21), "T2": shapely.box(96, 20, 97, 21)}, {"T2": "<b>"}, []
    )
    assert "&lt;b&gt;" in page
    assert (page.count("#c9d6c3"), page.count("#d1495b")) == (2, 2)  # one township each, and the key
    assert "http" not in page


def test_agreement_and_kappa_are_those_worked_out_by_hand():
    others = read_others("adm3_pcode,holder\nT1,SAC\nT2,PDF\n", "o.csv", township_of)
    spans = narrative.resolve([]).by_rules["standard"].spans
    pairs, _ = pairs_of(spans, others, DAY, NO_CROSSWALK, {})
    found = measures(pairs * 10, ("SAC", "PDF"))
    assert (found["n"], found["agreement"][0], found["kappa"][0]) == (20, 0.5, 0.0)
    low, high = found["agreement"][1:]
    assert low < 0.5 < high
    assert measures(pairs * 10, ("SAC", "PDF")) == found
    whole = measures([one for one in pairs if one.agrees], ("SAC", "PDF"))
    assert (whole["agreement"], whole["kappa"]) == ((1.0, 1.0, 1.0), (None, None, None))
    assert measures([], ("SAC",)) == {"n": 0}


def test_points_are_read_from_their_titles():
    point = {
        "properties": {"title": "MNDAA - 12 November 2023 - Kunlong"},
        "geometry": {"type": "Point", "coordinates": [98.65, 23.4]},
    }
    one = read_others(json.dumps({"features": [point]}), "o.geojson", township_of)[0]
    assert (one.holder, one.day, one.place, one.lon) == ("MNDAA", date(2023, 11, 12), "Kunlong", 98.65)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2023-11-12", 12), ("12 November 2023", 12), ("Nov 12, 2023", 12), ("November 2023", None), ("30 February 2023", None)],
)  # fmt: skip
def test_days_are_read_as_people_write_them(text, expected):
    assert day_of(text) == (expected and date(2023, 11, expected))


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("township,holder\nNowhere,SAC\nT1,SAC\nTown,PDF\n", ("row 2: 'Nowhere' is no township", "row 4: 'PDF' is a second")),
        ("place,who\nT1,SAC\n", ("lacks a column",)), ('{"type": 1}', ("is no GeoJSON",)),
    ],
)  # fmt: skip
def test_a_faulty_assessment_is_refused_with_every_row(text, messages):
    with pytest.raises(ConflictmapError) as caught:
        read_others(text, "o.csv", township_of)
    for message in messages:
        assert message in str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("township,holder,day\nTown,Rebels,2023-W45-1\n", "row 2, column day: '2023-W45-1' is not a day", id="a week"),
        pytest.param("township,holder\nTown,Rebels,x\n", "row 2: has a row with more cells", id="a row beyond the header"),
        pytest.param(f"township,holder\nTown,{'x' * 200_000}\n", "row 2: is not a CSV table", id="a pasted file"),
        pytest.param('{"features": [{"geometry": {"type": "Point", "coordinates": ["x", 1]}}]}', "no GeoJSON", id="no degrees"),
        pytest.param('{"features": ["x"]}', "no GeoJSON", id="no feature"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("short_cells")
def test_an_assessment_that_cannot_be_read_is_told(text, message):
    with pytest.raises(ConflictmapError, match=message):
        read_others(text, "o.csv", township_of)


def test_line_ends_of_old_programs_are_line_ends():
    assert [row.holder for row in read_others("township,holder\rTown,Rebels\r", "o.csv", township_of)] == ["Rebels"]


def test_a_crosswalk_that_leaves_something_out_says_what_to_add():
    spans = narrative.resolve([]).by_rules["standard"].spans
    others = read_others("adm3_pcode,holder\nT1,Pirates\n", "o.csv", township_of)
    with pytest.raises(ConflictmapError, match=r"leaves out 'Pirates' \(row 2 of theirs\); add a row theirs,Pirates"):
        pairs_of(spans, others, DAY, CROSSWALK, {})
    narrow = read_crosswalk("side,value,category\ntheirs,Pirates,x\n", "x.csv")
    with pytest.raises(ConflictmapError, match=r"leaves out baseline / SAC .*add a row ours,SAC"):
        pairs_of(spans, others, DAY, narrow, {})
    with pytest.raises(ConflictmapError, match=r"row 2.*is no side(.|\n)*row 4.*two categories"):
        read_crosswalk("side,value,category\nmine,a,b\nours,a,b\nours,a,c\n", "x.csv")


@pytest.mark.parametrize("name", ["two-way", "three-way", "four-way"])
def test_the_crosswalks_to_begin_with_leave_none_of_our_states_and_groups_out(name):
    path = ROOT / "docs" / "examples" / "crosswalks" / f"{name}.csv"
    found = read_crosswalk(path.read_text(encoding="utf-8"), path.name)
    for word in ("State", "Resistance", "Ceasefire", "contested", "mixed", "vacated", "partial", "not_assessed"):
        assert found.ours([word], {"adm3_pcode": "T1"}) in found.order
    assert len(found.order) == 1 + ("two-way", "three-way", "four-way").index(name) + 2


def truth() -> ModuleType:
    path = ROOT / "benchmarks" / "control_truth.py"
    spec = importlib.util.spec_from_file_location("control_truth", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["control_truth"] = module
    spec.loader.exec_module(module)
    return module


def test_calibration_scores_each_grade_and_leaves_out_the_events_own_sources():
    module = truth()
    rows = [
        {"adm3_pcode": "T1", "place_id": "", "day": DAY, "holder": "PDF", "source": "Third"},
        {"adm3_pcode": "T1", "place_id": "", "day": DAY, "holder": "SAC", "source": "Third"},
        {"adm3_pcode": "T1", "place_id": "", "day": DAY, "holder": "PDF", "source": "Wire"},
        {"adm3_pcode": "", "place_id": "V9", "day": DAY, "holder": "PDF", "source": "Third"},
    ]
    events = [CLAIM | {"mode": "reported", "source": "Wire|Agency"}]
    found = narrative.resolve(events).by_rules["standard"]
    bench = module.Bench(narrative.TOWNSHIPS, {"E1": {"Wire", "Agency"}}, narrative.resolve([]).question.alliances)
    scores, own = module.scores_of(pd.DataFrame(rows), found, bench)
    table = module.by_grade(scores)
    assert (own, table["high"]["statements"], table["high"]["right"], table["not assessed"]["statements"]) == (
        1,
        2,
        1,
        1,
    )
    assert module.faults(table) == []  # of two statements a share says little
    many = {name: {"statements": 40, "share": share, "goal": 0.9} for name, share in (("high", 0.91), ("low", 0.95))}
    assert module.faults(many) == ["the grades are not in order"]


@pytest.mark.parametrize(
    ("address", "evidence", "expected"),
    [
        ("https://www.wire.org/a/", ("E1",), True), ("http://wire.org/a", ("E1",), True), ("https://wire.org/b", ("E1",), False),
        ("https://wire.org/c; https://wire.org/a", ("E1",), True), ("", ("E1",), False), ("https://book.org/1", (), True),
        ("https://book.org/1", ("E1",), False), ("https://wire.org/a", (), False),
    ],
)  # fmt: skip
def test_a_statement_is_the_events_or_the_baselines_own_by_its_address(address, evidence, expected):
    bench = truth().Bench(
        {}, {"E1": {"Wire"}}, narrative.resolve([]).question.alliances, addresses={"E1": {"wire.org/a"}},
        documented={"T1": {"book.org/1"}},
    )  # fmt: skip
    assert bench.is_own({"source": "Copy", "source_url": address}, {"evidence": evidence}, "T1") is expected


@pytest.mark.parametrize(
    ("stated", "state", "holder", "expected"),
    [
        ("contested", "contested", "SAC", True), ("contested", "besieged", "SAC", True), ("contested", "mixed", "SAC", True),
        ("contested", "controlled", "SAC", False), ("SAC", "contested", "SAC", True), ("MNDAA", "controlled", "TNLA", False),
        ("MNDAA", "controlled", "TNLA|MNDAA", True), ("NUG", "controlled", "PDF", True), ("RES", "controlled", "PDF", True),
        ("RES", "controlled", "SAC", False),
    ],
)  # fmt: skip
def test_a_statement_agrees_with_a_state_by_its_holder_its_umbrella_or_the_fight(stated, state, holder, expected):
    bench = truth().Bench({}, {}, narrative.resolve([]).question.alliances, frozenset({"RES"}))
    assert bench.agrees(stated, {"state": state, "holder": holder}, DAY) is expected


def test_a_statement_on_the_countryside_is_held_against_the_countryside():
    rows = [{"adm3_pcode": "T1", "place_id": "", "day": DAY, "holder": "SAC", "source": "Third", "part": part}
            for part in ("", "rural")]  # fmt: skip
    bench = truth().Bench(narrative.TOWNSHIPS, {}, narrative.resolve([]).question.alliances)
    scores, _ = truth().scores_of(pd.DataFrame(rows), narrative.resolve([]).by_rules["standard"], bench)
    assert [(score.site, score.right) for score in scores] == [("P1", True), ("T1/rural", False)]


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, [*words, "-C", str(ROOT)], catch_exceptions=False)
    return result.exit_code, result.stdout


def test_changes_of_a_time_that_the_table_does_not_cover_exit_with_three():
    code, text = run("changes", "--from", "2090-01-01", "--json")
    assert code == 3
    assert "says nothing of the time asked for" in json.loads(text)["uncovered"]
    assert run("changes", "--json")[0] == 0


def test_totals_begin_with_what_is_not_assessed_and_tell_the_last_evidences_age():
    told = json.loads(run("control", "--totals", "--on", "2090-01-01", "--json")[1])
    assert told["totals"][0]["state"] == "not_assessed"
    assert told["assessed"] + told["not_assessed"] == 330
    assert "later days are carried on" in told["beyond_table"]
    assert told["last_evidence_age_days"] > 365
    early = json.loads(run("control", "--totals", "--on", "2021-02-01", "--json")[1])
    assert "only the baseline speaks" in early["beyond_table"]
    assert early["last_evidence_age_days"] is None


def test_the_assumption_is_in_the_totals_only_where_it_is_asked_for():
    assumed = json.loads(run("control", "--totals", "--on", "2021-02-01", "--assume-baseline", "--json")[1])
    assert (assumed["assumed"], assumed["not_assessed"]) == (True, 0)


def test_a_rule_set_of_ones_own_is_used(tmp_path: Path):
    path = tmp_path / "mine.toml"
    path.write_text('claims = "never"\n[limits]\nsilence_days = 30\n', encoding="utf-8")
    code, text = run("control", "--totals", "--rules", str(path), "--on", "2021-02-01", "--json")
    assert code == 0
    assert json.loads(text)["assumed"] is False
    with pytest.raises(ConflictmapError, match="does not exist"):
        run("control", "--rules", str(tmp_path / "none.toml"))
    with pytest.raises(ConflictmapError, match="'harsh' is not known"):
        run("control", "--rules", "harsh")
    with pytest.raises(ConflictmapError, match="--sites 'rivers' is not known"):
        run("control", "--sites", "rivers")


def test_compare_prints_the_scores_and_draws_the_differences(tmp_path: Path):
    theirs, walk, drawn = (tmp_path / name for name in ("theirs.csv", "walk.csv", "map.html"))
    theirs.write_text("township,holder\nMongla,Theirs\nPangwaun,Others\n", encoding="utf-8")
    walk.write_text("side,value,category\nours,Ceasefire,a\ntheirs,Theirs,a\ntheirs,Others,b\n", encoding="utf-8")
    words = ("compare", str(theirs), "--on", "2023-11-30", "--crosswalk", str(walk), "--map", str(drawn), "--json")
    told = json.loads(run(*words)[1])
    assert (told["scores"]["n"], told["scores"]["agreement"][0]) == (2, 0.5)
    assert told["confusion"] == {"a": {"a": 1, "b": 1}, "b": {"a": 0, "b": 0}}
    assert [(one["name"], one["holder"], one["row"]) for one in told["differing"]] == [("Pangwaun", "UWSA", 3)]
    assert "<svg" in drawn.read_text(encoding="utf-8")
    with pytest.raises(ConflictmapError, match="swap them"):
        run("compare", str(theirs), "--from", "2023-11-30", "--to", "2023-11-01")
    with pytest.raises(ConflictmapError, match="one day, or a range"):
        run("compare", str(theirs), "--on", "2023-11-30", "--to", "2023-12-01")
