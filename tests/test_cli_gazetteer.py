"""`conflictmap gazetteer` and `boundaries`, as a person types them."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely
from typer.testing import CliRunner

from conflictmap.cli import app, main
from conflictmap.project import Project

VILLAGES = (
    "SR_Pcode,Tsp_Pcode,VT_Pcode,Village_Pcode,Village_Name_Eng,Village_Name_MMR,Longitude,Latitude\n"
    "XXR001,XXR001001,XXR001001001,1001,Alpha,ကောလင်း,95.5,20.4\n"
    "XXR001,XXR001001,XXR001001001,1002,[red]Beta[/red],ဘီ,0,0\n"
)


@pytest.fixture
def here(tiny: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.delenv("CONFLICTMAP_DATA_DIR", raising=False)
    monkeypatch.chdir(tiny.root)
    (tiny.root / "villages.csv").write_text(VILLAGES, encoding="utf-8")
    return tiny


def _run(*words: str) -> str:
    done = CliRunner().invoke(app, list(words))
    assert done.exit_code == 0, (done.output, done.exception)
    return done.output


def _json(*words: str) -> Any:
    return json.loads(_run(*words, "--json"))


def test_a_gazetteer_is_added_shown_counted_checked_and_removed(here: Project) -> None:
    added = _json("gazetteer", "add", "mimu", "villages.csv")
    assert (added["rows"], added["found"]["null_island"], added["places"]) == (2, 1, 12)
    assert [row["name"] for row in _json("gazetteer", "list") if row["state"] == "in use"] == ["core", "mimu"]
    shown = _json("gazetteer", "show", "1001")
    assert (shown["name"], shown["lon"], shown["lat"]) == ("Alpha", 95.5, 20.4)
    assert _json("gazetteer", "show", "ကောလင်း")["place_id"] == "1001"
    counts = {row["feature_code"]: row for row in _json("gazetteer", "stats")}
    assert (counts["PPL"]["places"], counts["PPL"]["in an area"], counts["PPL"]["not located"]) == (4, 1, 1)
    checks = {(row["layer"], row["check"]): row["rows"] for row in _json("gazetteer", "check")}
    assert checks == {("core", "tables"): 1, ("mimu", "no_coordinates"): 1, ("mimu", "null_island"): 1}
    assert len(_json("gazetteer", "check", "--all")) == 3
    assert "in use: core" in _run("gazetteer", "remove", "mimu")
    assert "mimu" not in [row["name"] for row in _json("gazetteer", "list") if row["state"] == "in use"]


def test_tables_for_people_show_text_as_written(here: Project) -> None:
    _run("gazetteer", "add", "mimu", "villages.csv")
    assert "[red]Beta[/red]" in _run("gazetteer", "show", "1002")
    assert "unknown" in _run("gazetteer", "show", "900002")


@pytest.mark.parametrize("place", ["data_dir", "variable", "local"])
def test_where_imports_are_kept_is_a_choice(here: Project, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    (here.root / ".conflictmap").rmdir()
    folder = here.root / ("elsewhere" if place != "local" else ".conflictmap")
    words = ["gazetteer", "add", "mimu", "villages.csv"]
    if place == "variable":
        monkeypatch.setenv("CONFLICTMAP_DATA_DIR", str(folder))
    extra = {"data_dir": ["--data-dir", str(folder)], "variable": [], "local": ["--local"]}[place]
    _run(*words, *extra)
    assert (folder / "layers.json").is_file()
    again = ["--data-dir", str(folder)] if place == "data_dir" else []
    assert _json("gazetteer", "show", "1001", *again)["name"] == "Alpha"


def test_boundaries_are_used_shown_and_reset(here: Project) -> None:
    boxes = [shapely.box(95, 20, 96.5, 21), shapely.box(96.5, 20, 97, 21), shapely.box(95, 21, 97, 22)]
    codes = {"TS_PCODE": ["XXR001001", "XXR001002", "XXR002001"]}
    gpd.GeoDataFrame(codes, geometry=boxes, crs="EPSG:4326").to_file(here.root / "ours.gpkg")
    used = _json("boundaries", "use", "ours.gpkg", "--credit", "Boundaries: us")
    assert (used["townships"], used["credit"]) == (3, "Boundaries: us")
    (shown,) = _json("boundaries", "show")
    assert (shown["credit"], shown["ADM3"]) == ("Boundaries: us", 3)
    assert "are in use again" in _run("boundaries", "reset")
    assert "were in use already" in _run("boundaries", "reset")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        pytest.param(["gazetteer", "add", "mimu", "nothing.csv"], "nothing.csv: no such file", id="no file"),
        pytest.param(["gazetteer", "add", "magic", "villages.csv"], "magic", id="unknown kind"),
        pytest.param(
            ["gazetteer", "show", "Atlantis"], "'Atlantis' is neither a place_id nor a name", id="unknown place"
        ),
        pytest.param(
            ["gazetteer", "remove", "mimu"], "'mimu' is not among the gazetteers added (none)", id="not added"
        ),
        pytest.param(
            ["gazetteer", "fetch", "nothing"], "no source is called 'nothing'; there are: mimu", id="no source"
        ),
        pytest.param(["boundaries", "use", "villages.csv"], "villages.csv: ", id="no polygons"),
        pytest.param(
            ["gazetteer", "add", "mimu", "villages.csv", "--local", "--data-dir", "x"], "two places", id="two places"
        ),
    ],
)
def test_a_users_mistake_is_said_with_exit_code_2(
    here: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: list[str], message: str
) -> None:
    monkeypatch.setattr(sys, "argv", ["conflictmap", *words])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize("words", [["gazetteer"], ["boundaries"]])
def test_every_command_shows_an_example(words: list[str]) -> None:
    group = next(one for one in app.registered_groups if one.name == words[0])
    assert group.typer_instance is not None
    for command in group.typer_instance.registered_commands:
        assert command.callback is not None
        assert "Example" in str(command.callback.__doc__), command.callback


def test_the_core_is_not_built_over_shipped_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, ["gazetteer", "build-core", "."])
    assert "made in a clone of the project" in str(done.exception)
