"""Each dependency is explained, and pinned for development in a version that the package allows."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
OWN = PROJECT["dependencies"] + [each for extra in PROJECT["optional-dependencies"].values() for each in extra]


def pinned() -> dict[str, list[str]]:
    versions: dict[str, list[str]] = {}
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            requirement = Requirement(line)
            version = next(iter(requirement.specifier)).version
            versions.setdefault(canonicalize_name(requirement.name), []).append(version)
    return versions


@pytest.mark.parametrize("line", OWN)
def test_a_dependency_is_explained_and_pinned(line: str) -> None:
    requirement = Requirement(line)
    explained = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    assert re.search(rf"\b{re.escape(requirement.name.split('[')[0])}\b", explained), "add it to docs/dependencies.md"
    versions = pinned().get(canonicalize_name(requirement.name), [])
    assert versions, "run `make constraints`"
    assert all(requirement.specifier.contains(version, prereleases=True) for version in versions)


def test_the_constraints_name_no_address() -> None:
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    assert "://" not in text
    assert "--" not in text.replace("`make constraints`", "")


def recipe(target: str) -> str:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    return re.search(rf"^{target}:.*\n((?:\t.*\n)+)", text, re.MULTILINE)[1]


def test_an_audit_that_could_ask_nobody_fails() -> None:
    assert "pip-audit --strict" in recipe("audit")


def test_a_release_stops_at_the_first_file_that_differs() -> None:
    assert re.search(r"cmp .*\|\| exit 1; done", recipe("release"))


def test_a_release_page_is_made_before_files_are_attached() -> None:
    text = (ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8")
    assert 0 < text.index("gh release create") < text.index("gh release upload")
