"""A build counts what it leaves out, and tells questions about the user's tables from those about what ships."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from conflictmap.cli import app
from conflictmap.cli.init import make_project
from conflictmap.cli.left_out import questions
from conflictmap.errors import Problem

TABLE = (
    "id,date,location,lon,lat\n"
    "1,2023-11-06,Loikaw,97.2,19.67\n"
    "2,2023-11-07,Qqqxyz,,\n"  # no place has this name
    "3,2023-11-08,Nyaung Kone,,\n"  # a village's name in many townships
    "4,2023-11-20,Loikaw,97.2,19.67\n"
)


def test_what_is_not_on_the_map_is_counted_with_what_lists_it(tmp_path: Path) -> None:
    project = make_project(tmp_path / "mine")
    (tmp_path / "mine.csv").write_text(TABLE, encoding="utf-8")
    words = ["-C", str(project.root)]
    assert CliRunner().invoke(app, ["events", "import", str(tmp_path / "mine.csv"), *words]).exit_code == 0
    page = str(tmp_path / "page.html")
    result = CliRunner().invoke(app, ["build", "--to", "2023-11-10", "-o", page, *words], catch_exceptions=False)
    lines = result.stdout.splitlines()
    assert lines[0] == "3 events: 1 at a place, 0 in a township, 0 in a state or region, 0 abroad, 2 not placed"
    assert "left out: 1 events are outside the days shown (--from, --to, --delay)" in lines
    assert "left out: 2 events are not placed; the page's list of events says why" in lines
    settled = [line for line in lines if line.endswith("conflictmap review")]
    assert sum(int(line.split()[2]) for line in settled) == 2
    assert any("townships are not assessed: conflictmap control --all" in line for line in lines)
    assert any(line.endswith("about the gazetteer that ships: conflictmap gazetteer check") for line in lines)


def test_a_decision_of_the_user_is_no_question_about_what_ships() -> None:
    def problem(file: str) -> Problem:
        return Problem(file, "is odd", "mend it", severity="question")

    files = ("data/events.csv", "data/gazetteer/judgements.csv", "data/gazetteer/places.csv")
    assert questions([problem(file) for file in files]) == [
        "2 questions about your tables: conflictmap check",
        "1 questions about the gazetteer that ships: conflictmap gazetteer check",
    ]
