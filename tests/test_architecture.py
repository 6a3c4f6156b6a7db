"""The house stands as docs and README draw it."""

from __future__ import annotations

import ast
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "conflictmap"
MODULES = sorted(SOURCE.rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_a_file_has_one_idea(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= 300 or path.name == "schema.py", f"{path} has {lines} lines; look for the second idea in it"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_the_middle_does_not_read_the_clock_or_print(path: Path) -> None:
    if path.parent.name == "cli":
        pytest.skip("the command line prints and reads the clock")
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            assert called not in {
                "print",
                "datetime.now",
                "date.today",
                "time.time",
                "dt.date.today",
                "dt.datetime.now",
            }, f"{path}:{node.lineno} calls {called}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_every_module_says_what_comes_out(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not text or ast.get_docstring(ast.parse(text)), f"{path} has no docstring"


def test_nothing_third_party_and_no_machine_path_is_committed() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    assert "pyproject.toml" in files
    assert not [name for name in files if name.endswith(".min.js") or "leaflet" in name.lower()]
    large = [name for name in files if (ROOT / name).is_file() and (ROOT / name).stat().st_size > 1_500_000]
    assert not large, large
    locks = [ROOT / name for name in files if name.endswith("package-lock.json")]
    assert locks
    assert not [lock for lock in locks if '"resolved"' in lock.read_text(encoding="utf-8")]
