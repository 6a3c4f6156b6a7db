"""A source whose terms forbid to pass its rows on can be shown as counts, and no row of it is then in the page."""

from __future__ import annotations

import base64
import datetime as dt
import re
import zlib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from conflictmap.cli import app
from conflictmap.cli.aggregate import build_aggregated
from conflictmap.cli.init import make_project
from conflictmap.errors import ConflictmapError
from conflictmap.pipeline import load
from conflictmap.project import Project

HEADER = (
    "event_id_cnty,event_date,event_type,sub_event_type,actor1,actor2,country,admin1,admin3,location,latitude,longitude,"
    "geo_precision,source,notes,fatalities\n"
)
SAC = "Military Forces of Myanmar (2021-)"
MNDAA = "MNDAA: Myanmar National Democratic Alliance Army"
TAKES = "Battles,Non-state actor overtakes territory"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = make_project(tmp_path / "mine")
    seat = _seat(project)
    rows = [
        f"MMR1,2023-11-06,{TAKES},{MNDAA},{SAC},Myanmar,Shan-North,Laukkaing,{seat},1,Reuters,Secretnoteone,0",
        f"MMR2,2023-11-07,Battles,Armed clash,{MNDAA},{SAC},Myanmar,Shan-North,Laukkaing,{seat},1,Reuters,Secretnotetwo,0",
        f"MMR3,2023-11-08,Riots,Mob violence,{MNDAA},,Myanmar,Shan-North,Laukkaing,{seat},1,Reuters,Secretnotethree,0",
        f"MMR4,2023-11-13,Battles,Armed clash,{MNDAA},{SAC},Myanmar,Shan-North,Laukkaing,{seat},3,Reuters,Secretnotefour,0",
        f"MMR5,2023-11-13,Battles,Armed clash,{MNDAA},{SAC},Myanmar,Shan-North,,Bangkok,13.75,100.5,1,Reuters,Abroad,0",
    ]
    file = tmp_path / "acled.csv"
    file.write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
    with project.table("sources.csv").open("a", encoding="utf-8") as table:
        table.write("Reuters,independent,,,,An agency.,\n")
    result = CliRunner().invoke(app, ["events", "import", str(file), "-C", str(project.root)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return project


def _seat(project: Project) -> str:
    import pandas as pd

    places = pd.read_csv(project.table("gazetteer/places.csv"), dtype=str, keep_default_na=False).set_index("place_id")
    units = pd.read_csv(project.table("gazetteer/units.csv"), dtype=str, keep_default_na=False).set_index("pcode")
    own = places.loc[units.loc["MMR015022", "seat_id"]]
    return f"{own['name']},{own['lat']},{own['lon']}"


def test_rows_become_counts_by_township_and_week(project: Project) -> None:
    atlas, lines = build_aggregated(
        load(project), ["acled"], count_for_control=False, assume_baseline=False, tell=lambda step: None
    )
    rows = atlas.inputs.events[["event_id", "event_date", "end_date", "geo_precision", "notes"]].values.tolist()
    assert rows == [
        [
            "acled:2023-11-06-MMR015022", dt.date(2023, 11, 6), dt.date(2023, 11, 12), 3,
            "3 events in the week from 2023-11-06: 2 battles, 1 riots.",
        ],
        [
            "acled:2023-11-13-MMR015", dt.date(2023, 11, 13), dt.date(2023, 11, 13), 4,
            "1 event in the week from 2023-11-13: 1 battles.",
        ],
    ]  # fmt: skip
    assert atlas.matches["feature_code"].tolist() == ["ADM3", "ADM1"]
    assert lines[0].startswith(
        "acled: 5 events are 2 counts by township and week, 1 without a place in the country in none;"
    )
    assert "evidence" not in lines[0]
    assert not atlas.control.assertions


@pytest.mark.parametrize(("counted", "holders"), [(True, {"MNDAA"}), (False, set())])
def test_rows_bear_on_control_only_where_that_is_asked_for(project: Project, counted: bool, holders: set[str]) -> None:
    atlas, _ = build_aggregated(
        load(project), ["acled"], count_for_control=counted, assume_baseline=False, tell=lambda step: None
    )
    assessment = atlas.control.by_rules["standard"]
    own = assessment.spans[(assessment.spans["adm3_pcode"] == "MMR015022") & (assessment.spans["end"].isna())]
    assert set(own["holder"]) & {"MNDAA"} == holders
    assert not [event for events in assessment.spans["evidence"] for event in events]
    assert not [event for events in assessment.sites["evidence"] for event in events]


@pytest.mark.parametrize("more", [(), ("--count-for-control",)])
def test_the_page_holds_no_word_of_a_row(project: Project, tmp_path: Path, more: tuple[str, ...]) -> None:
    path = tmp_path / "page.html"
    words = ["build", "-C", str(project.root), "-o", str(path)]
    for arguments, there in ((words, True), ([*words, "--aggregate", "acled", *more], False)):
        result = CliRunner().invoke(app, arguments, catch_exceptions=False)
        assert result.exit_code == 0, result.output
        text = _unpacked(path.read_text(encoding="utf-8"))
        assert ("Secretnoteone" in text) == there
        assert ("acled:MMR1" in text) == there
        assert ("3 events in the week from 2023-11-06" in text) != there
    assert "the page holds no row of it" in " ".join(result.output.split())


def _unpacked(page: str) -> str:
    """The page and all that it holds in packed blocks."""
    parts = [page]
    for block in re.findall(r"[A-Za-z0-9+/]{40,}={0,2}", page):
        try:
            parts.append(zlib.decompress(base64.b64decode(block), -15).decode("utf-8", "replace"))
        except (ValueError, zlib.error):
            continue
    return "\n".join(parts)


def test_a_mistake_is_named(project: Project) -> None:
    with pytest.raises(ConflictmapError, match="no imported table of this name; there are: acled"):
        build_aggregated(
            load(project), ["ucdp"], count_for_control=False, assume_baseline=False, tell=lambda step: None
        )
    result = CliRunner().invoke(app, ["build", "-C", str(project.root), "--count-for-control"])
    assert "give --aggregate NAME" in str(result.exception)
