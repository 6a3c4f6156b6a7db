"""What stops a build: one list for check, build and README; and nothing is passed over in silence."""

from __future__ import annotations

import csv
import inspect
from pathlib import Path

import pytest

from conflictmap.calendar_day import read_day
from conflictmap.cli.build import build
from conflictmap.csv_bytes import is_formula
from conflictmap.places.gazetteer.layers import chosen_folder
from conflictmap.project import Project
from torture.bench import Bench

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(tmp_path_factory.mktemp("stops"))


def test_the_list_is_the_same_in_the_help_and_the_docs() -> None:
    told = [line.strip() for line in inspect.getdoc(build).splitlines() if line.strip().startswith("- ")]
    assert len(told) == 8
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert "\n".join(told) in page


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "old", "new", "word"),
    [
        ("events.csv", ",KIA,", ",NOBODY,", "'NOBODY'"),
        ("events.csv", "https://paper.example/,,", "https://paper.example/,,E0099", "'E0099'"),
        ("control_baseline.csv", "*,,SAC", "XXR009009,,SAC", "'XXR009009'"),
        ("control_baseline.csv", "*,,SAC", "*,,NOBODY", "'NOBODY'"),
        ("actors.csv", "coalition,,Resistance", "coalition,RES@then,Resistance", "'RES@then'"),
        ("gazetteer/aliases.csv", "XXR001001701", "XXR001001799", "'XXR001001799'"),
        ("events.csv", "2023-11-01,2023-11-01,1", "20231101xx,2023-11-01,1", "'20231101xx'"),
        ("events.csv", "2023-11-01,2023-11-01,1", "2023-W45-1,2023-11-01,1", "'2023-W45-1'"),
    ],
)
def test_what_check_calls_an_error_stops_a_build(bench: Bench, file: str, old: str, new: str, word: str) -> None:
    _edit(bench.fresh() / "data" / file, old, new)
    for job in ("check", "build"):
        code, text = bench.run(job)
        assert code == 2, text
        assert word in text
    assert (bench.root / "maps" / "index.html").read_bytes() == b"the page of yesterday"


@pytest.mark.parametrize("options", [("--from", "9999-12-31"), ("--to", "1950-01-01"), ("--delay", "1")], ids=str)
def test_options_that_leave_no_event_keep_the_page(bench: Bench, options: tuple[str, ...]) -> None:
    bench.fresh()
    code, text = bench.run("build", *options)
    assert code == 2, text
    assert "none of the 1 events" in " ".join(text.split())
    assert (bench.root / "maps" / "index.html").read_bytes() == b"the page of yesterday"


@pytest.mark.parametrize("options", [("--from", "9999-12-31"), ("--to", "1850-01-01")], ids=str)
def test_a_project_without_events_takes_no_day_that_an_event_cannot_have(
    bench: Bench, options: tuple[str, ...]
) -> None:
    table = bench.fresh() / "data" / "events.csv"
    table.write_text(table.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    code, text = bench.run("build", *options)
    assert code == 2, text
    assert "give a day from 1900 to 2100" in " ".join(text.split())
    assert (bench.root / "maps" / "index.html").read_bytes() == b"the page of yesterday"
    assert bench.run("build", "--from", "2023-11-06")[0] == 0


def test_missing_aliases_are_told(bench: Bench) -> None:
    (bench.fresh() / "data" / "gazetteer" / "aliases.csv").unlink()
    code, text = bench.run("geocode", "Old Ay")
    assert (code, "aliases.csv" in text) == (2, True)


def test_a_folder_that_is_no_project_does_not_take_the_one_above(bench: Bench) -> None:
    bench.fresh()
    for folder in ("maps", "nowhere"):
        code, text = bench.run("check", "-C", folder)
        assert code == 2, text


@pytest.mark.parametrize(
    ("text", "day"),
    [("2023-11-06", True), ("20231106xx", False), ("2023-W45-1", False), ("2023-11-31", False), ("9999-12-31", False),
     ("1023-11-06", False), ("２０２３-11-06", False), ("2023-11-06\n", False), (None, False)],
)  # fmt: skip
def test_a_day_has_one_form(text: str | None, day: bool) -> None:
    assert (read_day(text) is not None) == day


@pytest.mark.parametrize("text", ["=1", "\n=1", " =1", "＝1", "＋A1", "－A1", "＠x", "@x", "-A1", "\ufeff=1"])
def test_what_a_spreadsheet_runs_is_known(text: str) -> None:
    assert is_formula(text)
    assert not is_formula("-12.5")
    assert not is_formula("Bhamo = Ban Maw")


def test_ingest_does_not_hide_the_users_gazetteers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CONFLICTMAP_DATA_DIR", raising=False)
    project = Project(tmp_path, tmp_path / "data", tmp_path / "maps")
    own = chosen_folder(project)[0]
    folder = tmp_path / ".conflictmap"
    folder.mkdir()
    assert chosen_folder(project) == (folder, "the project's own"), "a person made it for this"
    (folder / "texts.json").write_text("{}")
    assert chosen_folder(project) == (own, "your own, for all projects")
    (folder / "layers.json").write_text('{"layers": []}')
    assert chosen_folder(project)[0] == folder


def test_build_and_check_say_what_is_in_use(bench: Bench) -> None:
    bench.fresh()
    for job in ("build", "check"):
        assert "Gazetteers: core; boundaries: the core's; kept in" in " ".join(bench.run(job)[1].split())


def test_a_row_longer_than_the_header_is_refused_and_own_columns_are_kept(bench: Bench) -> None:
    root = bench.fresh()
    (root / "in.csv").write_text("toponym,context\nAy,South,\n")
    code, text = bench.run("geocode", "--csv", "in.csv", "--out", "out.csv")
    assert (code, "row 2" in text, (root / "out.csv").exists()) == (2, True, False)
    (root / "in.csv").write_text("toponym,status,lon\nAy Township,mine,7\n")
    code, text = bench.run("geocode", "--csv", "in.csv", "--out", "out.csv")
    assert (code, "geocoded_status" in text) == (0, True)
    with (root / "out.csv").open(encoding="utf-8", newline="") as file:
        [row] = csv.DictReader(file)
    assert (row["status"], row["lon"], row["geocoded_lon"]) == ("mine", "7", "95.5")
