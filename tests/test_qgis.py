"""The QGIS project of an export: what is in it, and, where QGIS is, what QGIS makes of it."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Tree
from zipfile import ZipFile

import pandas as pd
import pytest
from PIL import Image

from conflictmap.export.choice import Choice
from conflictmap.export.folder import write_export
from conflictmap.export.page_colours import TYPE_COLOURS
from conflictmap.pipeline import Atlas

HERE = Path(__file__).parent
WINTER = Choice(dt.date(2023, 10, 27), dt.date(2024, 1, 31), ("standard", "strict"))
EARLY, LATE = "2023-11-14", "2023-11-30"


@pytest.fixture(scope="module")
def out(atlas: Atlas, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three months of the data that ships, with two rule sets, moved to another folder after it was written."""
    folder = tmp_path_factory.mktemp("qgis")
    write_export(atlas, folder / "made", formats=("gpkg", "csv"), choice=WINTER)
    return (folder / "made").rename(folder / "moved")


@pytest.fixture(scope="module")
def project(out: Path) -> Tree.Element:
    with ZipFile(out / "conflictmap.qgz") as archive:
        assert archive.namelist() == ["conflictmap.qgs"]
        return Tree.fromstring(archive.read("conflictmap.qgs"))


@pytest.fixture(scope="module")
def opened(out: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], Path]:
    """What QGIS says of the project, and the folder of the two days that it drew."""
    python = next((path for path in (sys.executable, "/usr/bin/python3") if _has_qgis(path)), None)
    if python is None:
        pytest.skip("QGIS for Python is not installed; on Debian: apt-get install python3-qgis")
    pictures = tmp_path_factory.mktemp("days")
    command = [python, str(HERE / "qgis_days.py"), str(out / "conflictmap.qgz"), str(pictures), EARLY, LATE]
    home = {"HOME": str(pictures), "XDG_RUNTIME_DIR": str(pictures), "QT_QPA_PLATFORM": "offscreen"}
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
    done = subprocess.run(command, capture_output=True, text=True, env=kept | home, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout), pictures


def _has_qgis(python: str) -> bool:
    if not Path(python).is_file():
        return False
    done = subprocess.run(
        [python, "-c", "import qgis.core"], capture_output=True, env={"PATH": os.defpath}, check=False
    )
    return done.returncode == 0


def test_paths_are_relative_and_ids_are_kept_by_qgis(project: Tree.Element) -> None:
    layers = project.findall("projectlayers/maplayer")
    sources = {layer.findtext("layername"): layer.findtext("datasource") for layer in layers}
    assert sources == {
        "events": "./conflictmap.gpkg|layername=events",
        "sites: standard": "./conflictmap.gpkg|layername=sites|subset=\"rule_set\" = 'standard'",
        "control: standard": "./conflictmap.gpkg|layername=control_spans|subset=\"rule_set\" = 'standard'",
        "sites: strict": "./conflictmap.gpkg|layername=sites|subset=\"rule_set\" = 'strict'",
        "control: strict": "./conflictmap.gpkg|layername=control_spans|subset=\"rule_set\" = 'strict'",
        "townships": "./conflictmap.gpkg|layername=townships",
    }
    ids = [layer.findtext("id") for layer in layers]
    assert [node.get("id") for node in project.iter("layer-tree-layer")] == ids
    assert all("_" in name for name in ids if name)
    shown = [node.get("name") for node in project.iter("layer-tree-layer") if node.get("checked") == "Qt::Checked"]
    assert shown == ["events", "control: standard", "townships"]


def test_the_time_is_that_asked_for_a_day_a_frame(project: Tree.Element) -> None:
    settings = project.find("ProjectTimeSettings")
    assert settings is not None
    assert (settings.get("timeStep"), settings.get("timeStepUnit")) == ("1", "d")
    assert settings.findtext("TemporalRange/start") == "2023-10-27T00:00:00Z"
    assert settings.findtext("TemporalRange/end") == "2024-02-01T00:00:00Z"
    assert project.findtext("properties/TemporalControllerWidget/NavigationMode") == "1"


def test_marks_have_the_page_s_colour_of_their_type(project: Tree.Element) -> None:
    events = next(layer for layer in project.iter("maplayer") if layer.findtext("layername") == "events")
    symbols = {
        symbol.get("name"): next(
            option.get("value") for option in symbol.iter("Option") if option.get("name") == "color"
        )
        for symbol in events.iter("symbol")
    }
    colours = {category.get("value"): symbols[category.get("symbol")] for category in events.iter("category")}
    assert colours["Battles"] == "200,16,46,255"
    assert list(colours) == list(TYPE_COLOURS)


def test_the_same_atlas_gives_the_same_project(atlas: Atlas, out: Path, tmp_path: Path) -> None:
    write_export(atlas, tmp_path / "again", formats=("gpkg",), choice=WINTER)
    assert (tmp_path / "again" / "conflictmap.qgz").read_bytes() == (out / "conflictmap.qgz").read_bytes()


def test_qgis_opens_every_layer(opened: tuple[dict[str, Any], Path]) -> None:
    answer, _ = opened
    assert answer["opened"]
    assert answer["error"] == ""
    assert answer["crs"] == "EPSG:3857"
    assert all(layer["valid"] and layer["crs"] == "EPSG:4326" for layer in answer["layers"].values())
    moving = {name for name, layer in answer["layers"].items() if layer["moves"]}
    assert moving == {"events", "control: standard", "control: strict", "sites: standard", "sites: strict"}
    spans, events = (answer["layers"][name]["types"] for name in ("control: standard", "events"))
    assert (spans["valid_from"], spans["disputed"], spans["sites_known"]) == ("Date", "Boolean", "Integer64")
    assert (events["event_date"], events["fatalities"], events["match_score"]) == ("Date", "Integer64", "Real")


@pytest.mark.parametrize("day", [EARLY, LATE])
def test_qgis_shows_on_a_day_just_what_is_of_that_day(opened: tuple[dict[str, Any], Path], out: Path, day: str) -> None:
    answer, _ = opened
    events, sites = (pd.read_csv(out / "csv" / f"{name}.csv") for name in ("events", "sites"))
    running = (events["event_date"] <= day) & (events["end_date"] >= day)
    held = (sites["valid_from"] <= day) & ~(sites["valid_to"] <= day) & (sites["rule_set"] == "strict")
    assert answer["layers"]["events"]["on"][day] == running.sum() > 0
    assert answer["layers"]["control: standard"]["on"][day] == 330
    assert answer["layers"]["sites: strict"]["on"][day] == held.sum() > 0


def test_qgis_draws_two_days_in_the_page_s_colours(opened: tuple[dict[str, Any], Path]) -> None:
    _, pictures = opened
    painted = {}
    for day in (EARLY, LATE):
        with Image.open(pictures / f"{day}.png") as picture:
            painted[day] = picture.convert("RGB").getcolors(1_000_000) or []
        assert _near(painted[day], (233, 232, 228)) > 100_000, "around the country"
        assert _near(painted[day], (251, 250, 246)) > 100_000, "not assessed"
        assert _near(painted[day], (229, 148, 85)) > 2_000, "townships of the UWSA: 66 % of #d95f02 on the ground"
    assert _near(painted[EARLY], (200, 16, 46)) > 50, "marks of battles"
    assert painted[EARLY] != painted[LATE]


def _near(pixels: list[tuple[int, tuple[int, int, int]]], colour: tuple[int, int, int]) -> int:
    """Count the pixels within three steps of a colour: one colour blended onto another is rounded."""
    return sum(count for count, own in pixels if max(abs(a - b) for a, b in zip(own, colour, strict=True)) <= 3)
