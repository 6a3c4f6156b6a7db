"""The house stands as docs and README draw it."""

from __future__ import annotations

import ast
import re
import subprocess
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "conflictmap"
MODULES = sorted(SOURCE.rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_a_file_has_one_idea(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= 400, f"{path} has {lines} lines; look for the second idea in it"


def test_a_module_name_occurs_once() -> None:
    names = Counter(path.stem for path in MODULES if path.parent.name != "cli" and path.name != "__init__.py")
    assert not [name for name, times in names.items() if times > 1]


def test_a_folder_holds_at_most_twelve_modules() -> None:
    kept_flat = {"control", "sources", "cli"}
    scripts = [path for folder in ("page", "editor") for path in (SOURCE / "web" / folder).rglob("*.js")]
    modules = [path for path in [*MODULES, *scripts] if path.name != "__init__.py"]
    counts = Counter(
        path.parent.relative_to(SOURCE).as_posix() for path in modules if path.parent.name not in kept_flat
    )
    assert not {folder: count for folder, count in counts.items() if count > 12}


def test_no_circle_of_modules_even_for_types() -> None:
    graph = {name_of(path): imported_by(path) for path in MODULES}
    assert circle_in(graph) == []


def test_no_circle_of_folders_of_scripts() -> None:
    for room in ("page", "editor"):
        top = SOURCE / "web" / room
        graph: dict[str, set[str]] = {}
        for path in top.rglob("*.js"):
            own = path.parent.relative_to(top).as_posix()
            targets = re.findall(r'^import [^;]*? from "(\.[^"]+)";', path.read_text(encoding="utf-8"), re.MULTILINE)
            homes = {(path.parent / target).resolve().parent for target in targets}
            inside = {home.relative_to(top).as_posix() for home in homes if home.is_relative_to(top)}
            graph.setdefault(own, set()).update(inside - {own})
        assert len(graph) > 0
        assert circle_in(graph) == []


def name_of(path: Path) -> str:
    dotted = ".".join(("conflictmap", *path.relative_to(SOURCE).with_suffix("").parts))
    return dotted.removesuffix(".__init__")


def imported_by(path: Path) -> set[str]:
    """Modules of this package that a module names at its top, those for type checking too."""
    names = {name_of(other) for other in MODULES}
    found: set[str] = set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_blocks = [node.body for node in tree.body if isinstance(node, ast.If)]
    for node in [*tree.body, *(inner for block in typing_blocks for inner in block)]:
        if isinstance(node, ast.ImportFrom) and node.module:
            within = {f"{node.module}.{alias.name}" for alias in node.names} & names
            found |= within or ({node.module} & names)
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names} & names
    return found - {name_of(path)}


def circle_in(graph: dict[str, set[str]]) -> list[str]:
    """One circle of a directed graph, as the path that closes it; empty where there is none."""
    done: set[str] = set()
    path: list[str] = []

    def visit(node: str) -> list[str]:
        if node in path:
            return [*path[path.index(node) :], node]
        if node in done:
            return []
        path.append(node)
        for target in sorted(graph.get(node, ())):
            if circle := visit(target):
                return circle
        path.pop()
        done.add(node)
        return []

    for start in sorted(graph):
        if circle := visit(start):
            return circle
    return []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_the_middle_does_not_read_the_clock_or_print(path: Path) -> None:
    if path.parent.name == "cli":
        pytest.skip("the command line prints and reads the clock")
    allowed = {"time.time"} if path.name == "writing.py" else set()  # how old a left-over is; no result depends on it
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            assert (
                called
                not in {
                    "print",
                    "datetime.now",
                    "date.today",
                    "time.time",
                    "dt.date.today",
                    "dt.datetime.now",
                }
                - allowed
            ), f"{path}:{node.lineno} calls {called}"


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
