"""Sections of roads: their state from the towns at both ends and the gates on them, and rows that cannot be used."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from conflictmap.cli import app
from conflictmap.control.roads import ROADS, Section, is_crossing, sections_of, sections_over
from test_control_parts import SEAT, resolve, row

ROOT = Path(__file__).parents[1]
SECTION = Section("S1", "the road", "P1", "P2", ("P1", "P2"))
OTHER_SEAT = {"adm3_pcode": "T2", "actor": "SAC", "state": "controlled"}
DAY = date(2023, 12, 1)


def spans(rows, *baseline, section=SECTION):
    control = resolve(rows, *baseline)
    return sections_over(control.by_rules["standard"].sites, [section], control.question.alliances)


def on(frame: pd.DataFrame, day: date) -> list[str]:
    here = frame[
        [start <= day and (end is None or day < end) for start, end in zip(frame["start"], frame["end"], strict=True)]
    ]
    return here[["state", "holder", "other", "confidence"]].iloc[0].tolist()


TAKEN = row("E1", 1, "capture", "PDF", **{"from": "SAC"})
TAKEN_TOO = row("E2", 5, "capture", "UWSA", at="seat 2", **{"from": "SAC"})


@pytest.mark.parametrize(
    ("rows", "baseline", "expected"),
    [
        pytest.param([], (SEAT, OTHER_SEAT), ["controlled", "SAC", "", "moderate"], id="one side has both towns"),
        pytest.param([TAKEN], (SEAT, OTHER_SEAT), ["divided", "PDF", "SAC", "moderate"], id="two sides"),
        pytest.param([TAKEN, TAKEN_TOO], (SEAT, OTHER_SEAT), ["divided", "PDF", "UWSA", "moderate"], id="two sides, both new"),
        pytest.param([], (SEAT,), ["partial", "SAC", "", "moderate"], id="of one town nothing is known"),
        pytest.param([], (), ["unknown", "", "", ""], id="of neither"),
        pytest.param(
            [row("E1", 25, "clash", "PDF", source="Wire|Agency", **{"from": "SAC"})], (SEAT, OTHER_SEAT),
            ["contested", "SAC", "PDF", "moderate"], id="fights in one of them",
        ),
    ],
)  # fmt: skip
def test_a_section_is_as_the_towns_at_its_ends_are(rows, baseline, expected):
    assert on(spans(rows, *baseline), DAY) == expected


def test_a_section_changes_on_the_days_on_which_its_towns_do():
    frame = spans([TAKEN], SEAT, OTHER_SEAT)
    assert list(zip(frame["start"], frame["end"], frame["state"], strict=True)) == [
        (date(2021, 2, 1), date(2023, 11, 1), "controlled"), (date(2023, 11, 1), None, "divided"),
    ]  # fmt: skip


def test_a_village_between_the_towns_divides_a_section_and_a_base_beside_a_town_does_not():
    village = [row("E1", 1, "capture", "PDF", at="village", **{"from": "SAC"})]
    between = Section("S1", "the road", "P1", "P2", ("P1", "V1", "P2"))
    assert on(spans(village, SEAT, OTHER_SEAT, section=between), DAY) == ["divided", "SAC", "PDF", "moderate"]
    station = [row("E1", 1, "capture", "PDF", at="police station in the seat", **{"from": "SAC"})]
    assert on(spans(station, SEAT, OTHER_SEAT), DAY)[:3] == ["controlled", "SAC", ""]


def table(*rows: tuple[str, ...]) -> pd.DataFrame:
    names = ("section_id", "road", "from_place", "to_place", "on_it")
    return pd.DataFrame([dict.fromkeys(ROADS.names, "") | dict(zip(names, row, strict=False)) for row in rows], index=range(2, len(rows) + 2))  # fmt: skip


def test_a_course_that_leaves_the_country_is_refused_with_its_row_and_cure():
    sections, problems = sections_of(
        table(("S1", "r", "P1", "P2"), ("S2", "r", "P2", "Mae Sot"), ("S3", "r", "P1", "P1")), ["P1", "P2"]
    )
    assert sections == [Section("S1", "r", "P1", "P2", ("P1", "P2"))]
    assert [(one.row, one.value, one.message, one.fix) for one in problems] == [
        (3, "Mae Sot", "S2: is no place of the country, so the course leaves it",
         "end the course at the last town or gate inside the country: its place_id"),
        (4, "P1", "S3: names a place twice", "name each place of a section once"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "expected"), [("border gate", True), ("Yan Gyi Aung Bridge", True), ("Sports ground", False)]
)
def test_a_crossing_is_told_by_its_name(name, expected):
    assert is_crossing(name) is expected


def test_every_shipped_section_is_in_the_country_and_has_a_source():
    result = CliRunner().invoke(
        app, ["control", "--sites", "crossings,roads", "--on", "2024-09-01", "--csv", "-C", str(ROOT)]
    )
    assert result.exit_code == 0, result.output
    lines = [line for line in result.stdout.splitlines() if line.startswith("S")]
    assert any(
        line.startswith("S08,Mandalay-Lashio-Muse (AH14): Kutkai to Muse,road,,divided,TNLA,SAC,") for line in lines
    )


def test_the_state_of_a_section_over_time_is_a_row_a_span():
    result = CliRunner().invoke(
        app, ["control", "--sites", "roads", "--from", "2023-10-01", "--to", "2024-02-01", "--csv", "-C", str(ROOT)]
    )
    states = [line.split(",")[4] for line in result.stdout.splitlines() if line.startswith("S07,")]
    assert (states[0], states[-1]) == ("controlled", "controlled")
    assert "divided" in states
    swapped = CliRunner().invoke(
        app, ["control", "--sites", "roads", "--from", "2024-10-01", "--to", "2024-02-01", "-C", str(ROOT)]
    )
    assert "swap them" in str(swapped.exception)
