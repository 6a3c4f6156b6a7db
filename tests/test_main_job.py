"""The main job as a user runs it: the command, the page, the counts, and what bad input does to them."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest

from conflictmap.cli import main
from november import november_project

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Done:
    returncode: int
    stdout: str
    stderr: str


def run(*arguments: str, cwd: Path) -> Done:
    """Run the command line as its own `main` does, within this process: a build takes a second, not five."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.chdir(cwd)
        patch.setattr(sys, "argv", ["conflictmap", *arguments])
        try:
            main()
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
    return Done(code, out.getvalue(), err.getvalue())


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The project of November 2023 in a folder of its own, with a page from an earlier build."""
    november_project(tmp_path)
    (tmp_path / "maps").mkdir()
    (tmp_path / "maps" / "index.html").write_bytes(b"the page of yesterday")
    return tmp_path


def test_build_writes_the_page_and_says_where_and_what_is_on_it(project: Path) -> None:
    done = run("build", cwd=project)
    assert done.returncode == 0, done.stderr
    page = (project / "maps" / "index.html").read_bytes()
    assert page.startswith(b"<!DOCTYPE html>")
    assert len(page) <= 1_500_000
    assert "41 events" in done.stdout
    assert "maps/index.html" in done.stdout
    again = run("build", "-o", "again.html", cwd=project)
    assert again.returncode == 0
    assert (project / "again.html").read_bytes() == page, "two builds give the same bytes"


def test_the_command_is_a_process_with_exit_codes(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "conflictmap"]
    version = subprocess.run([*command, "--version"], cwd=tmp_path, capture_output=True, text=True)
    assert version.returncode == 0
    assert re.fullmatch(
        r"conflictmap \d+\.\d+\.\d+\ndata \d+ events to \d{4}-\d\d-\d\d, [0-9a-f]{12}\n", version.stdout
    )
    lost = subprocess.run([*command, "build", "-C", str(tmp_path)], cwd=tmp_path, capture_output=True, text=True)
    assert lost.returncode == 2
    assert "no data/events.csv" in lost.stderr


def test_split_writes_a_page_for_each_state_and_an_index(project: Path) -> None:
    done = run("build", "--split", "-o", "split", cwd=project)
    assert done.returncode == 0, done.stderr
    pages = {path.name for path in (project / "split").iterdir()}
    assert len(pages) == 19, "18 states and regions, and the index"
    assert "MMR005.html" in (project / "split" / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("option", "words"),
    [
        pytest.param(["--rules", "fair"], "strict, standard, lenient", id="unknown rule set"),
        pytest.param(["--only-layers", "roads"], "'roads' is not known", id="unknown layer"),
        pytest.param(["--tiles", "http://tiles.example/{z}/{x}/{y}.png"], "https", id="tiles without https"),
        pytest.param(["--from", "2023-11-30", "--to", "2023-11-01"], "swap them", id="end before start"),
    ],
)
def test_a_wrong_choice_is_named(project: Path, option: list[str], words: str) -> None:
    done = run("build", *option, cwd=project)
    assert done.returncode == 2
    assert words in done.stderr
    assert (project / "maps" / "index.html").read_bytes() == b"the page of yesterday"


def test_check_on_the_month_has_questions_only(project: Path) -> None:
    done = run("check", "--json", cwd=project)
    assert done.returncode == 0, done.stdout
    problems = json.loads(done.stdout)
    assert {problem["severity"] for problem in problems} <= {"question"}
    asked = [one for one in problems if (one["file"], one["column"]) == ("data/events.csv", "location")]
    assert [(one["row"], one["value"]) for one in asked] == [(19, "Pinlon Township")]
    assert "`conflictmap review --event E0018`" in asked[0]["fix"]


def _cell(column: str, value: str) -> Callable[[Path], None]:
    """Put `value` in the first data row of events.csv."""

    def change(project: Path) -> None:
        import pandas as pd

        path = project / "data" / "events.csv"
        frame = pd.read_csv(path, dtype=str, keep_default_na=False)
        frame.loc[0, column] = value
        frame.to_csv(path, index=False)

    return change


def _drop_column(project: Path) -> None:
    import pandas as pd

    path = project / "data" / "events.csv"
    pd.read_csv(path, dtype=str, keep_default_na=False).drop(columns="act").to_csv(path, index=False)


def _latin_1(project: Path) -> None:
    path = project / "data" / "events.csv"
    path.write_bytes(path.read_bytes().replace(b"The last major base", "Le caf\xe9".encode("latin-1"), 1))


def _empty(project: Path) -> None:
    (project / "data" / "events.csv").write_bytes(b"")


def _other_crs(project: Path) -> None:
    """The same polygons in a projected system, in metres."""
    path = project / "data" / "gazetteer" / "units.topojson"
    topology = json.loads(path.read_text(encoding="utf-8"))
    topology["transform"] = {"scale": [1.0, 1.0], "translate": [2_000_000, 2_000_000]}
    path.write_text(json.dumps(topology), encoding="utf-8")


def _vanished_place(project: Path) -> None:
    path = project / "data" / "gazetteer" / "judgements.csv"
    with path.open("a", encoding="utf-8") as file:
        file.write("J1,kun long||,accepted,MMR999999999,1,an editor,2026-01-01T00:00:00Z,,,\n")


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        pytest.param(_drop_column, ["data/events.csv", "act", "column is missing"], id="missing column"),
        pytest.param(_cell("event_date", "2023-02-31"), ["row 2", "event_date", "'2023-02-31'"], id="31 February"),
        pytest.param(_cell("event_id", "E0002"), ["row 3", "event_id", "'E0002'", "row 2 already"], id="duplicate id"),
        pytest.param(_latin_1, ["data/events.csv", "not UTF-8", "line 2"], id="latin-1 bytes"),
        pytest.param(_empty, ["data/events.csv", "is empty"], id="empty file"),
        pytest.param(_cell("notes", "x" * 10_000_000), ["row 2", "notes", "10,000,000"], id="10 MB in one cell"),
        pytest.param(_other_crs, ["units.topojson", "degrees"], id="polygons in another CRS"),
        pytest.param(_vanished_place, ["judgements.csv", "row 2", "MMR999999999"], id="judgement of a vanished place"),
    ],
)
def test_bad_input_is_named_and_the_page_of_yesterday_stays(
    project: Path, spoil: Callable[[Path], None], words: list[str]
) -> None:
    spoil(project)
    done = run("build", cwd=project)
    assert done.returncode == 2, done.stdout + done.stderr
    for word in words:
        assert word in done.stderr, done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr) < 4_000
    assert (project / "maps" / "index.html").read_bytes() == b"the page of yesterday"
