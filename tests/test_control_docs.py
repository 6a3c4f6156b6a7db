"""docs/control.md tells what the code does: its tables are the generated ones, and each rule has a row."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

from conflictmap.control import RULES

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "control.md").read_text(encoding="utf-8")


def test_the_tables_are_those_that_the_command_writes():
    spec = importlib.util.spec_from_file_location("control_tables", ROOT / "benchmarks" / "control_tables.py")
    assert spec is not None
    assert spec.loader is not None
    tables = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tables)
    cure = "docs/control.md is behind the data: run `python benchmarks/control_tables.py --write`"
    assert tables.ablation() in PAGE, cure
    assert tables.totals() in PAGE, cure
    assert tables.limits() in PAGE, cure


def test_every_rule_breaks_a_narrative_when_it_is_off():
    rows = [line.split(" | ") for line in PAGE.splitlines() if line.startswith("| R") and line.endswith(" |")]
    broken = {row[0].strip("| "): row[1] for row in rows if len(row) == 4}
    assert set(broken) == {rule for rule in RULES if rule.startswith("R")}
    assert "none" not in broken.values()


def test_every_rule_is_in_the_page():
    first = [line.split("|")[1] for line in PAGE.splitlines() if re.match(r"\| [RBT]\d", line)]
    described = {rule.strip() for cell in first for rule in cell.split(",")}
    assert described == set(RULES)
