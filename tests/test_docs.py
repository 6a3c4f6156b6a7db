"""The documentation: built without a warning, asks for nothing from outside, and every command in it runs."""

from __future__ import annotations

import re
import runpy
import shlex
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
import typer
from typer.testing import CliRunner

from conflictmap.cli import app

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = (
    ROOT / "README.md",
    *(
        DOCS / f"{name}.md"
        for name in (
            "index", "first-map", "page", "commands", "own-data", "tables", "names", "gazetteer", "export", "figures", "compare",
            "licences", "faq",
        )
    ),
)  # fmt: skip
RUN = ("control", "why", "changes", "geocode", "export")  # those that read only, or write where they are told


def commands(page: Path) -> set[str]:
    """The commands of a page: lines of code, and those within a sentence that name no placeholder."""
    text = page.read_text(encoding="utf-8")
    lines = {line.strip() for line in text.splitlines() if re.match(r" {4,}conflictmap ", line)}
    inline = set(re.findall(r"`(conflictmap [a-z][^`]*)`", text))
    whole = lines | {code for code in inline if not re.search(r"\b(NAME|FILES?|DATE|P-CODE)\b", code)}
    return {shlex.join(shlex.split(code, comments=True)).partition(" '&&'")[0] for code in whole}


COMMANDS = sorted(set().union(*(commands(page) for page in PAGES)))
SNIPPETS = [
    pytest.param(code, id=f"{page.stem}-{number}")
    for page in sorted([ROOT / "README.md", *DOCS.glob("*.md")])
    for number, code in enumerate(re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL))
]


def test_the_dictionary_is_that_of_the_declarations() -> None:
    made = runpy.run_path(str(DOCS / "make_dictionary.py"))["dictionary"]()
    assert (DOCS / "dictionary.md").read_text(encoding="utf-8") == made, "run: python docs/make_dictionary.py"


def test_every_exported_field_is_explained_or_plain() -> None:
    text = (DOCS / "dictionary.md").read_text(encoding="utf-8")
    for name in ("valid_to", "not_assessed", "assumed_holder", "known_since"):
        assert name in text


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_that_is_shown_is_one(command: str) -> None:
    words = shlex.split(command)[1:]
    group = typer.main.get_command(app)
    context = typer.Context(group)
    while words[:1] != ["--help"] and hasattr(group, "resolve_command"):
        _, group, words = group.resolve_command(context, words)
    if words and "--help" not in words:  # alone, it is the name of a command
        group.make_context("conflictmap", words)


@pytest.mark.parametrize(
    "command",
    [each for each in COMMANDS if each.split()[1] in RUN and "--csv names" not in each and "--csv acled" not in each],
)
def test_a_command_that_is_shown_runs(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = shlex.split(command)[1:]
    if words[0] == "export":
        words[1] = str(tmp_path / words[1])
        words += [] if "--format" in words else ["--format", "csv"]
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, [*words, "-C", str(ROOT)], catch_exceptions=False)
    assert result.exit_code == 0
    assert result.stdout


@pytest.mark.parametrize("code", SNIPPETS)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_snippet_that_is_shown_runs(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    exec(compile(code, "a snippet", "exec"), {})


def test_the_readme_is_two_screens_with_one_picture_and_leads_to_every_page() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 100
    assert text.count("![") == 1
    named = set(re.findall(r"\]\((?:docs/)?([\w./-]+\.md)\)", text))
    assert all((DOCS / name).is_file() or (ROOT / name).is_file() for name in named)
    assert {"first-map.md", "page.md", "own-data.md", "export.md", "control.md", "editor.md", "compare.md"} <= named


def test_the_site_builds_without_a_warning_and_without_a_request(tmp_path: Path) -> None:
    pytest.importorskip("material")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "site")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr.replace("NO_MKDOCS_2_WARNING", "")
    for page in (tmp_path / "site").rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert not re.findall(r"<(?:script|img|iframe)[^>]*\ssrc=\"?https?://", text), page
        assert not re.findall(r"<link[^>]*rel=\"?(?:stylesheet|preconnect)\"?[^>]*href=\"?https?://", text), page


def test_the_readme_counts_the_rows_that_ship() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for said, table in (
        ("rows of public reporting", "events.csv"),
        ("rows on who held what before", "control_baseline.csv"),
    ):
        rows = len(pd.read_csv(ROOT / "data" / table, dtype=str))
        assert f"{rows:,} {said}" in text
