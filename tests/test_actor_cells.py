"""Cells of actors: coalitions with their days, and the faults of a cell that is not understood."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from conflictmap.chronicle.language.lexicon import Lexicon
from conflictmap.errors import DataError
from conflictmap.event_tables.actor_cells import memberships_of
from conflictmap.model import Membership
from conflictmap.project import find_project

ROOT = Path(__file__).parents[1]


def test_a_cell_gives_each_coalition_with_its_days() -> None:
    actors = pd.DataFrame({"actor_id": ["AA"], "member_of": ["3BHA@2019-06-01..|RES@..2023-06-13"]}, index=[2])
    memberships, problems = memberships_of(actors)
    assert problems == []
    assert memberships["AA"] == (
        Membership("3BHA", date(2019, 6, 1), None),
        Membership("RES", None, date(2023, 6, 13)),
    )


def test_ingest_names_a_coalition_that_is_not_understood(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    path = tmp_path / "data/actors.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    row = next(number for number, line in enumerate(lines) if "3BHA@" in line)
    lines[row] = lines[row].replace("3BHA@", "3BHA@2019-13-01..", 1)
    path.write_text("".join(lines), encoding="utf-8")
    with pytest.raises(DataError, match=rf"actors.csv row {row + 1}, column member_of"):
        Lexicon.open(find_project(tmp_path))
