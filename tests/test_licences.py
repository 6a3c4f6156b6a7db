"""Every package that the page bundles is named with its licence: in THIRD_PARTY.md, in each page, and in the wheel."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

from conflictmap.page import document

ROOT = Path(__file__).parents[1]
WEB = ROOT / "src" / "conflictmap" / "web"
TOLD = ROOT / "THIRD_PARTY.md"
PACKAGE = json.loads((WEB / "package.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", [*PACKAGE["dependencies"], "tinyqueue", "world-atlas"])
def test_each_bundled_package_has_its_licence(name: str) -> None:
    """Those that the scripts depend on, what these depend on, and the source of the base map."""
    text = TOLD.read_text(encoding="utf-8")
    section = re.search(rf"^## {re.escape(name)} [\d.]+\n\n```text\n(.+?)\n```$", text, re.DOTALL | re.MULTILINE)
    assert section, f"{name} is not in THIRD_PARTY.md: run `make licences`"
    shared = re.search(r'\[The rest is that of (\S+), from "(.+)" on\.\]$', section[1])
    if shared:  # paragraphs that stand under an earlier package are not repeated
        earlier = text[text.index(f"## {shared[1]} ") : section.start()]
        assert len(earlier.partition(f"\n\n{shared[2]}\n")[2]) > 400
    else:
        assert len(section[1]) > 400
    assert re.search("copyright|google inc", section[1], re.IGNORECASE)
    lock = json.loads((WEB / "package-lock.json").read_text(encoding="utf-8"))
    assert f"## {name} {lock['packages'][f'node_modules/{name}']['version']}\n" in text


def test_the_file_is_what_the_script_makes_of_the_bundle() -> None:
    assert TOLD.read_text(encoding="utf-8") == document.web("THIRD_PARTY.md"), "run `make licences`"


def test_a_package_that_a_bundled_one_brings_is_named_too() -> None:
    lock = json.loads((WEB / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    wanted, seen = list(PACKAGE["dependencies"]), set()
    while wanted:
        name = wanted.pop()
        if name not in seen:
            seen.add(name)
            wanted += lock[f"node_modules/{name}"].get("dependencies", {})
    # of the command lines of topojson-client and d3-dsv, which nothing imports
    unused = {"commander", "iconv-lite", "rw", "safer-buffer"}
    assert not [name for name in seen - unused if f"## {name} " not in TOLD.read_text(encoding="utf-8")]


def test_each_page_carries_them_as_a_comment() -> None:
    page = document.PageFigure("t").render()
    comment = re.search(r"<!--\n(.*?)\n-->", page, re.DOTALL)
    assert comment
    assert "Volodymyr Agafonkin" in comment[1]
    assert "SIL OPEN FONT LICENSE" in comment[1]
    assert "--" not in comment[1]


def test_scripts_that_go_elsewhere_carry_them_too() -> None:
    for name in ("layers.js", "editor.js"):
        assert "Volodymyr Agafonkin" in document.web(name)


def test_the_wheel_holds_them() -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert "THIRD_PARTY.md" in told["project"]["license-files"]
    assert "src/conflictmap/web/dist/*" in told["tool"]["hatch"]["build"]["targets"]["wheel"]["artifacts"]
