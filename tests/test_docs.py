"""The documentation: built without a warning, asks for nothing from outside, and every command in it runs."""

from __future__ import annotations

import re
import runpy
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from conflictmap.cli import app

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = ("index.md", "first-map.md", "own-data.md", "export.md", "figures.md", "faq.md")
RUN = ("control", "why", "changes", "export")  # those that read only, or write where they are told
COMMANDS = sorted(
    {
        line.strip()
        for page in PAGES
        for line in (DOCS / page).read_text(encoding="utf-8").splitlines()
        if re.match(r" {4,}conflictmap ", line)
    }
    | {
        code
        for page in PAGES
        for code in re.findall(r"`(conflictmap [a-z][^`]*)`", (DOCS / page).read_text(encoding="utf-8"))
        if not re.search(r"\b(NAME|FILE|DATE)\b", code)
    }
)


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
    if "--help" not in words:
        group.make_context("conflictmap", words)


@pytest.mark.parametrize("command", [one for one in COMMANDS if one.split()[1] in RUN])
def test_a_command_that_is_shown_runs(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = shlex.split(command)[1:]
    if words[0] == "export":
        words[1] = str(tmp_path / words[1])
        words += [] if "--format" in words else ["--format", "csv"]
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, [*words, "-C", str(ROOT)], catch_exceptions=False)
    assert result.exit_code == 0
    assert result.stdout


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
