"""Scores counted by hand, and the shipped gold: what the core alone must reach."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from conflictmap.cli import app
from conflictmap.errors import DataError
from conflictmap.places.gazetteer.gazetteer import Gazetteer
from conflictmap.places.gold_scores import (
    percent,
    read_gold,
    read_ucdp,
    score_gold,
    score_ucdp,
    ucdp_figures,
    ucdp_mentions,
)
from conflictmap.places.resolution.index_cache import open_index
from conflictmap.places.resolution.matcher import Matcher
from conflictmap.project import Project
from small_country import SmallGazetteer

ROOT = Path(__file__).parents[1]
GOLD = ROOT / "tests" / "data" / "gold.csv"
MATCHER = Matcher(SmallGazetteer())


def gold(*rows: tuple[str, str, str, str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["toponym", "context", "expected", "expected_place", "expected_status"])
    return frame.assign(country="", reporter="", part="")


def test_every_outcome_is_counted_once() -> None:
    report = score_gold(
        gold(
            ("Wetlet Township", "", "T1", "", ""),  # right
            ("Wetlet", "", "T2", "", ""),  # wrong
            ("Nyaung Kone village", "", "T1", "V2", ""),  # left to an editor
            ("Grondar", "", "", "", "not_in_gazetteer"),  # refused rightly
            ("Jakarta", "", "", "", "outside"),  # refused rightly
            ("Pan Dein village", "Kanbalu Township", "T2", "V99", ""),  # its place is not in the gazetteer
        ),
        MATCHER,
    )
    assert report.rows["outcome"].tolist() == [
        "right", "wrong", "left to an editor", "refused rightly", "refused rightly", report.rows["outcome"][5],
    ]  # fmt: skip
    assert report.figures["with a township: accepted, and the right one"] == (1, 3)
    assert report.figures["wrong accepted, of all"][0] == 1
    assert report.figures["absent, abroad or nowhere: said to be"][1] == 3


def test_a_town_is_no_answer_to_its_regions_name() -> None:
    report = score_gold(gold(("Wetlet", "", "S1", "", "")), MATCHER)
    assert report.rows["outcome"].tolist() == ["wrong"]


def test_a_share_of_nothing_is_none() -> None:
    assert percent((0, 0)) == "none"
    assert percent((214, 220)) == "97.3 % (214 of 220)"


UCDP = pd.DataFrame(
    {
        "where_prec": [1, 2, 1],
        "where_coordinates": ["Nyaung Kone village", "Wetlet township", "Grondar village"],
        "where_description": ["Wetlet Township\r\n\r\nNyaung Gone Village", "", None],
        "adm_1": ["Sagaing region", "Sagaing region", "Sagaing region"],
        "adm_2": ["Shwebo district", None, "Shwebo district"],
        "latitude": [22.33, 22.3, 22.0],
        "longitude": [95.6, 95.7, 95.0],
    }
)


def test_ucdp_rows_take_their_township_from_the_description() -> None:
    mention = ucdp_mentions(UCDP)[0]
    assert (mention.toponym, mention.kind, mention.context) == (
        "Nyaung Kone", "village", ("Wetlet Township", "Shwebo district", "Sagaing region"),
    )  # fmt: skip


def test_ucdp_rows_are_scored_by_distance() -> None:
    scored = score_ucdp(UCDP, MATCHER)
    assert scored["place_id"].tolist() == ["V2", "T1", ""]
    assert scored["right"].tolist() == [True, True, False]
    assert scored["error_km"][0] == pytest.approx(2.2, abs=0.1)
    assert ucdp_figures(scored)[0] == {
        "rows": "a place named", "mentions": 2, "accepted": "50.0 % (1 of 2)", "within 10 km, of the accepted": "100.0 % (1 of 1)",
    }  # fmt: skip


@pytest.mark.parametrize(
    "content", ["context\nx\n", "toponym,expected_status\nA,perhaps\n", "toponym,date\nA,2023-02-31\n"]
)
def test_a_bad_gold_file_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "gold.csv").write_text(content)
    with pytest.raises(DataError):
        read_gold(tmp_path / "gold.csv")


def test_ucdp_without_its_columns_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ucdp.csv").write_text("id,where_coordinates\n1,x\n")
    with pytest.raises(DataError, match="where_prec"):
        read_ucdp(tmp_path / "ucdp.csv")


def test_the_gold_is_large_and_a_third_of_it_is_kept_apart() -> None:
    frame = read_gold(GOLD)
    assert len(frame) >= 300
    assert (frame["part"] == "judging").mean() >= 1 / 3
    assert frame["reporter"].nunique() >= 15
    units = pd.read_csv(ROOT / "data" / "gazetteer" / "units.csv", dtype=str)["pcode"]
    assert set(frame["expected"]) - {""} <= set(units)


def test_the_core_alone_keeps_its_figures_on_the_development_part(tmp_path: Path) -> None:
    gazetteer = Gazetteer.open(Project(ROOT, ROOT / "data", ROOT / "maps"), data_dir=tmp_path)
    frame = read_gold(GOLD)
    report = score_gold(frame[frame["part"] == "development"], Matcher(gazetteer, index=open_index(gazetteer)))
    share = {name: part / whole for name, (part, whole) in report.figures.items()}
    assert share["with a township: accepted, and the right one"] >= 0.85
    assert share["accepted that are right"] >= 0.98
    assert share["wrong accepted, of all"] <= 0.02


def test_the_command_prints_figures_and_exits_2_on_a_bad_file(tmp_path: Path) -> None:
    (tmp_path / "gold.csv").write_text(
        "toponym,context,date,expected,expected_place,expected_status,country,reporter,part\nKun Long,,,MMR015020,,,,,\n"
    )
    options = ["--data-dir", str(tmp_path), "-C", str(ROOT)]
    done = CliRunner().invoke(app, ["evaluate", str(tmp_path / "gold.csv"), "--json", *options])
    assert done.exit_code == 0
    assert '"accepted that are right": [\n      1,\n      1\n    ]' in done.stdout


@pytest.mark.parametrize("name", ["Pinlon Township, Southern Shan State", "Pinlon Township of Southern Shan"])
def test_geocode_prints_the_candidates_with_their_reasons(name: str, tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["geocode", name, "--data-dir", str(tmp_path), "-C", str(ROOT)])
    assert done.exit_code == 0
    assert "Pinlon: ambiguous" in done.stdout
    assert "MMR014011702" in done.stdout
    assert "MMR014009" in done.stdout


@pytest.mark.parametrize(
    "wider", [["Hpakant Township"], ["Hpakant Township;Kachin State"], ["Hpakant", "Kachin State"]]
)
def test_geocode_takes_the_wider_units_of_names_beside_them(wider: list[str], tmp_path: Path) -> None:
    stated = [word for unit in wider for word in ("--context", unit)]
    done = CliRunner().invoke(
        app, ["geocode", "Kansi", *stated, "--json", "--data-dir", str(tmp_path), "-C", str(ROOT)]
    )
    answer = json.loads(done.stdout)[0]
    assert [answer["status"], answer["adm3_pcode"]] == ["automatic", "MMR001009"]
    assert answer["context"] == [unit for units in wider for unit in units.split(";")]


@pytest.mark.parametrize(
    ("name", "wider", "township", "precision"),
    [
        pytest.param("Pinlebu", "northwestern", "MMR005026", 1, id="a direction is no unit"),
        pytest.param("သရက်ချောင်း မြို့ရဲ့ အရှေ့မြောက်ဘက် နှစ်မိုင်ခန့်အကွာ", "ထားဝယ်ခရိုင်", "MMR006003", 2, id="two miles from it"),
        pytest.param("သရက်ချောင်းအနီး", "တနင်္သာရီတိုင်း", "MMR006003", 2, id="near it, written together"),
    ],
)
def test_geocode_reads_what_only_says_on_which_side(
    name: str, wider: str, township: str, precision: int, tmp_path: Path
) -> None:
    options = ["--context", wider, "--json", "--data-dir", str(tmp_path), "-C", str(ROOT)]
    answer = json.loads(CliRunner().invoke(app, ["geocode", name, *options]).stdout)[0]
    assert [answer["adm3_pcode"], answer["geo_precision"]] == [township, precision]
