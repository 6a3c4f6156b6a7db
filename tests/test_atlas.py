"""The interface for analysts: an atlas from a folder, its frames, its map, and its refusals. Holds for any events."""

from __future__ import annotations

import datetime as dt
import doctest
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

import conflictmap as cm
from conflictmap.calendar_day import as_day
from conflictmap.errors import ConflictmapError

ROOT = Path(__file__).parents[1]
API = ROOT / "docs" / "api.md"


@pytest.fixture(scope="module")
def opened() -> cm.Atlas:
    return cm.open(ROOT / "data")


@pytest.mark.parametrize("where", [ROOT, str(ROOT), ROOT / "data", ROOT / "tests"], ids=str)
def test_an_atlas_opens_from_the_project_or_a_folder_in_it(where: Path | str) -> None:
    assert cm.Atlas.open(where).inputs.project.root == ROOT


def test_a_data_folder_of_another_name_is_taken(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "tables")
    assert cm.open(tmp_path / "tables").inputs.project.data == (tmp_path / "tables").resolve()


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda atlas: cm.open(3), TypeError, "expected a folder as text or Path, or a Project, got int"),
        (lambda atlas: cm.open("nowhere at all"), ConflictmapError, "there is no such folder"),
        (lambda atlas: cm.open("/"), ConflictmapError, "no data/events.csv here or above"),
        (lambda atlas: cm.find_project(3), TypeError, "expected a folder as text or Path, got int"),
        (lambda atlas: cm.load("."), TypeError, "expected a Project.* got str"),
        (lambda atlas: atlas.state_on(20240105), TypeError, "expected a date or text such as '2023-11-30', got int"),
        (lambda atlas: atlas.state_on("5 January"), ConflictmapError, "is not a day"),
        (lambda atlas: atlas.state_on("1999-01-01"), ConflictmapError, "the first day is 2021-02-01"),
        (lambda atlas: atlas.state_on("2023-11-30", rules="loose"), ConflictmapError, "strict, standard, lenient"),
        (lambda atlas: atlas.why(5, "2023-11-30"), TypeError, "expected a name, P-code or place_id as text, got int"),
        (lambda atlas: atlas.why("Qqqxyz", "2023-11-30"), ConflictmapError, "neither a code nor a name"),
        (lambda atlas: cm.ControlLayer(atlas.events), TypeError, "expected an Atlas .* or PageData, got GeoDataFrame"),
        (lambda atlas: cm.EventLayer(atlas, day="soon"), ConflictmapError, "is not a day"),
    ],
)
def test_a_wrong_argument_is_told_what_was_expected(opened, call, error, message) -> None:
    with pytest.raises(error, match=message):
        call(opened)


@pytest.mark.parametrize(
    "value", [dt.date(2023, 11, 30), dt.datetime(2023, 11, 30, 23), pd.Timestamp("2023-11-30"), "2023-11-30"], ids=repr
)
def test_a_day_is_a_date_or_its_text(value) -> None:
    assert as_day(value) == dt.date(2023, 11, 30)


def test_events_have_a_point_only_where_the_place_is_known(opened) -> None:
    events = opened.events
    assert isinstance(events, gpd.GeoDataFrame)
    assert events.crs == "EPSG:4326"
    assert events["event_id"].tolist() == opened.inputs.events["event_id"].tolist()
    coarse = events[~(events["geo_precision"] < 3).fillna(False)]
    assert coarse.geometry.isna().all()
    assert coarse["lon"].isna().all()


def test_a_state_is_of_every_township_and_silence_holds_nothing(opened) -> None:
    here = opened.state_on("2024-01-05")
    assert len(here) == 330
    assert here.index.is_unique
    silent = here[here["state"] == "not_assessed"]
    assert (silent["holder"] == "").all()
    assert set(here["state"]) - {"not_assessed"}
    assert not set(here["state"]) & {"unknown"}


@pytest.mark.parametrize("rules", ["strict", "standard", "lenient"])
@pytest.mark.parametrize("day", ["2021-02-01", "2023-11-14", "2024-01-05"])
def test_shares_and_what_is_not_assessed_sum_to_one(opened, rules: str, day: str) -> None:
    table = opened.shares(day, rules=rules)
    assert table["townships_central"].sum() == 330
    assert table["townships_share"].sum() == pytest.approx(1)
    assert table["km2_share"].sum() == pytest.approx(1)
    here = opened.state_on(day, rules=rules)
    silent = table.loc[table["state"] == "not_assessed", "townships_central"].sum()
    assert silent == (here["state"] == "not_assessed").sum()


def test_changes_chain_and_are_of_the_days_asked_for(opened) -> None:
    every = opened.transitions
    some = opened.changes("2023-11-01", "2023-11-30")
    assert len(some) <= len(every)
    assert some["day"].between(dt.date(2023, 11, 1), dt.date(2023, 11, 30)).all()
    for _, rows in every.groupby("adm3_pcode"):
        assert rows["from_state"].tolist()[1:] == rows["to_state"].tolist()[:-1]


def test_why_brings_the_words_of_each_report(opened) -> None:
    chain = opened.why("Kunlong", "2023-12-01")
    assert chain["adm3_pcode"] == "MMR015020"
    assert all({"notes", "source_url"} <= set(one) for one in chain["evidence"])


def test_compare_names_only_where_rule_sets_differ(opened) -> None:
    table = opened.compare("2023-11-30", rules=("strict", "lenient"))
    assert (table["strict"] != table["lenient"]).all()


def test_two_assessments_are_compared_township_by_township(opened) -> None:
    spans = opened.control.by_rules["standard"].spans
    here = opened.state_on("2023-11-30")
    known = here[here["state"] != "not_assessed"]
    answers = known["holder"].where(known["holder"] != "", known["state"])
    same = cm.compare(spans, answers, "2023-11-30")
    assert same.scores["n"] == len(known)
    assert same.scores["agreement"] == (1.0, 1.0, 1.0)
    assert same.differing.empty
    silent = here.index[here["state"] == "not_assessed"][0]
    held = known.index[known["state"] == "controlled"][:2]
    other = cm.compare(spans, pd.Series(["XYZ", answers[held[1]], "XYZ"], index=[*held, silent]), "2023-11-30")
    assert other.scores["n"] == 2
    assert other.scores["agreement"][0] == 0.5
    assert other.not_compared == (silent,)
    assert other.differing["theirs"].to_dict() == {held[0]: "XYZ"}
    assert int(other.confusion.to_numpy().sum()) == 2


@pytest.mark.parametrize(
    ("theirs", "error", "message"),
    [
        ({"MMR015020": "SAC"}, TypeError, "expected a Series of holders indexed by adm3_pcode, got dict"),
        (pd.Series(["SAC", "SAC"], index=["MMR015020", "MMR015020"]), ConflictmapError, "MMR015020 stands twice"),
        (pd.Series([None], index=["MMR015020"], dtype=object), ConflictmapError, r"row 1 \(MMR015020\) has no holder"),
    ],
    ids=["no series", "twice", "no holder"],
)
def test_another_assessment_is_checked(opened, theirs, error, message) -> None:
    with pytest.raises(error, match=message):
        cm.compare(opened.control.by_rules["standard"].spans, theirs, "2023-11-30")


def test_a_layer_takes_a_day_of_the_calendar_as_its_number(opened) -> None:
    first = opened.inputs.events["event_date"].min()
    assert cm.EventLayer(opened, day=first + dt.timedelta(days=9)).day == 9
    assert cm.ControlLayer(opened, day=3).day == 3


def test_explore_is_a_map_without_any_link(opened) -> None:
    html = opened.explore("2023-11-15").get_root().render()
    assert "conflictmap.control(" in html
    assert "conflictmap.events(" in html
    assert '<script src="http' not in html


def test_dir_lists_the_public_names() -> None:
    assert set(dir(cm)) == {*cm._HOMES, "__version__"}


def test_the_examples_of_every_public_name_run(monkeypatch: pytest.MonkeyPatch) -> None:
    text = API.read_text(encoding="utf-8")
    headings = " ".join(line for line in text.splitlines() if line.startswith("## "))
    assert [name for name in cm._HOMES if f"`{name}`" not in headings] == []
    assert [name for name in cm._HOMES if f"cm.{name}" not in text] == []
    monkeypatch.chdir(ROOT)
    failed, tried = doctest.testfile(str(API), module_relative=False, encoding="utf-8")
    assert tried > 30
    assert failed == 0


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["export", "--help"]], ids=" ".join)
def test_help_needs_no_pandas(words: list[str]) -> None:
    code = f"""
import sys
sys.argv = ["conflictmap", *{words!r}]
from conflictmap.cli import main
try:
    main()
finally:
    print(sorted({{"pandas", "numpy", "geopandas", "pyarrow"}} & set(sys.modules)), file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
    assert done.stdout


def test_help_is_there_at_once() -> None:
    """No more than 3.5 times what the library of the command line takes to import: processor time, the best of several runs
    by turns, since machines differ and others may be at work on this one. The limit was 0.3 s by one machine."""

    def seconds(*words: str) -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, *words], capture_output=True, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime

    both = [(seconds("-m", "conflictmap", "--version"), seconds("-c", "import typer, rich.console")) for _ in range(5)]
    ours, library = (min(times) for times in zip(*both, strict=True))
    assert ours <= 3.5 * library
