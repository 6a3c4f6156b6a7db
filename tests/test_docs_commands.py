"""The commands of the pages for writers, editors, located events and control run in the order in which they stand."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pandas as pd
import pytest
import typer
import uvicorn
from typer.testing import CliRunner

from conflictmap.cli import app
from november import november_project
from test_located_import import MNDAA, SAC, TAKES, acled, acled_row, ucdp_like

ROOT = Path(__file__).parents[1]
CHRONICLES = Path(__file__).parent / "data" / "chronicles"
REPORT = "November 30, 2023\n\nThe KIA captured an outpost near Bhamo. Ten soldiers were killed.\n"
PLACEHOLDER = re.compile(r"\b(NAME|FILES?|DATE|OTHER)\b")
LONGER = {"conflictmap sensitivity --on 2023-11-30"}  # run with --figure, which does the same and more


def shown(page: str) -> list[str]:
    """List the commands of a page in its order, each once: lines of code, and those in sentences that name no placeholder.

    A command's name alone is none: `conflictmap changes` is spoken of.
    """
    text = (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")
    found = re.findall(r"^ {4}(conflictmap .*)$|`(conflictmap [a-z]+ [^`]*)`", text, re.MULTILINE)
    whole = [line or code for line, code in found if line or not PLACEHOLDER.search(code)]
    commands = [shlex.join(shlex.split(command, comments=True)) for command in whole]
    return [command for command in dict.fromkeys(commands) if command not in LONGER]


def texts(folder: Path) -> None:
    for name in ("november.txt", "article.txt"):
        (folder / name).write_text(REPORT, encoding="utf-8")
    (folder / "notes.md").write_text(REPORT.replace("2023", "2022"), encoding="utf-8")
    (folder / "week.html").write_text(f"<h2>November 30, 2023</h2><p>{REPORT.splitlines()[2]}</p>", encoding="utf-8")
    shutil.copy(CHRONICLES / "weekly-094.md", folder / "week.md")
    shutil.copy(CHRONICLES / "weekly-094.gold.csv", folder / "week.gold.csv")


def located(folder: Path) -> None:
    shutil.copy(ucdp_like(folder), folder / "GEDEvent_v25_1.csv")
    acled(folder, acled_row("MMR1", TAKES, MNDAA, SAC, "Laukkaing", "23.6919,98.7594", 1))
    table = pd.read_csv(folder / "data" / "events.csv", dtype=str).head(2).rename(columns={"event_date": "Datum"})
    table.to_excel(folder / "mine.xlsx", index=False)


def assessments(folder: Path) -> None:
    """Add another's assessment and a census to the first days of the month: a sensitivity analysis is 190 assessments."""
    events = folder / "data" / "events.csv"
    events.write_text("".join(events.read_text("utf-8").splitlines(keepends=True)[:16]), encoding="utf-8")
    (folder / "theirs.csv").write_text("township,holder\nLaukkaing,MNDAA\n", encoding="utf-8")
    units = pd.read_csv(folder / "data" / "gazetteer" / "units.csv", dtype=str)
    townships = units.loc[units["level"] == "3", "pcode"]
    pd.DataFrame({"adm3_pcode": townships, "population": 1000}).to_csv(folder / "people.csv", index=False)


def one_more_event(folder: Path) -> None:
    """Put the event that the editor's page speaks of into the month's table."""
    row = next(line for line in (ROOT / "data" / "events.csv").read_text("utf-8").splitlines() if line[:6] == "E0412,")
    with (folder / "data" / "events.csv").open("a", encoding="utf-8") as table:
        table.write(row + "\n")


PAGES = {"ingest": texts, "editor": one_more_event, "located": located, "control": assessments}


@pytest.mark.loopback
@pytest.mark.parametrize("page", PAGES)
def test_the_commands_of_a_page_run_one_after_the_other(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    november_project(tmp_path)
    PAGES[page](tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(uvicorn.Server, "run", lambda server, sockets: sockets[0].close())  # as Ctrl+C
    monkeypatch.setattr(typer, "launch", lambda address: 0)
    for command in shown(page):
        for part in command.split(" '&&' "):
            words = shlex.split(part)
            if words[0] == "cd":
                for file in filter(Path.is_file, tmp_path.iterdir()):
                    shutil.copy(file, words[1])
                monkeypatch.chdir(words[1])
                continue
            free = ["--port", "0"] if words[1] == "review" else []  # other tests run at the same time
            result = CliRunner().invoke(app, [*words[1:], *free])
            assert result.exit_code == 0, f"{part}: {result.output} {result.exception}"
            assert result.output, part
