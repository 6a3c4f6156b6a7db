"""A text that is itself a position is read as one, or refused with its cure."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from conflictmap.cli import app
from conflictmap.places.batch import geocode_frame
from conflictmap.places.geocoder import MyanmarGazetteer
from conflictmap.places.resolution.matcher import Matcher
from conflictmap.places.written_position import WrittenPosition, read_position
from conflictmap.project import find_project


@pytest.mark.parametrize(
    "text",
    [
        "21.97, 96.08", "21.97 96.08", "96.08, 21.97", "21.97N 96.08E", "N21.97, E96.08", "96.08E; 21.97N",
        "(21.97°N, 96.08°E)", "၂၁.၉၇၊ ၉၆.၀၈",
    ],
)  # fmt: skip
def test_decimal_degrees_are_read_whichever_comes_first(text: str) -> None:
    assert read_position(text) == WrittenPosition(lon=96.08, lat=21.97)


@pytest.mark.parametrize(
    ("text", "cure"),
    [
        ("21°58'30\" N, 96°05' E", "is in degrees and minutes; write decimal degrees"),
        ("21 58 30 N 96 05 00 E", "is no pair of decimal degrees"),
        ("21,97 96,08", "is no pair of decimal degrees"),
        ("2429837, 193483", "is in metres of a projection"),
        ("0.0, 0.0", "is (0, 0), which is no place"),
        ("21.97N 96.08", "needs N or S on one number and E or W on the other"),
        ("121.97, 196.08", "is beyond 90 degrees"),
        ("22, 96", "has no decimals"),
    ],
)
def test_a_position_in_another_form_is_refused_with_its_cure(text: str, cure: str) -> None:
    position = read_position(text)
    assert position is not None
    assert cure in position.fault


@pytest.mark.parametrize("text", ["", "Ward 5", "LIB 143", "Mile 105", "Seen 5 5", "12", "No. 5, Hpakant", "9/11 road"])
def test_a_name_with_a_number_in_it_is_no_position(text: str) -> None:
    assert read_position(text) is None


def test_a_table_of_positions_and_names_is_answered_row_for_row() -> None:
    matcher = Matcher.open(find_project(Path(__file__).parent))
    table = pd.DataFrame(
        {"toponym": ["21.97, 96.08", "mmr003003", "MMR999999", "21°58' N 96°05' E", "52.52, 13.4", "Loikaw"]}
    )
    answers = geocode_frame(matcher, table)
    assert answers["status"].tolist()[:5] == [
        "automatic", "automatic", "not_in_gazetteer", "not_locatable", "outside",
    ]  # fmt: skip
    # the moat and palace of Mandalay: 21.97, 96.08 is in Mahaaungmyay Township
    assert answers["adm3_pcode"].fillna("").tolist()[:5] == ["MMR010003", "MMR003003", "", "", ""]
    assert answers["geo_precision"].fillna(0).tolist()[:2] == [1, 3]
    assert "write decimal degrees" in answers["reasons"][3]
    assert answers["name"][5] == "Loikaw"


def test_the_geocoder_answers_a_point_and_a_code() -> None:
    geocoder = MyanmarGazetteer(Matcher.open(find_project(Path(__file__).parent)))
    assert (geocoder.geocode("21.97, 96.08").latitude, geocoder.geocode("21.97, 96.08").longitude) == (21.97, 96.08)
    assert geocoder.geocode("MMR003003").address.startswith("Hpapun")
    assert geocoder.geocode("52.52, 13.4") is None


def test_the_command_line_refuses_degrees_and_minutes() -> None:
    answer = CliRunner().invoke(app, ["geocode", "21°58' N, 96°05' E"])
    assert "write decimal degrees" in str(answer.exception)
