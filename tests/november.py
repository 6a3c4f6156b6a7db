"""The project of November 2023: the tables of tests/data/november over the actors, sources and gazetteer that ship.
Figures written down by hand for that month hold on it, whatever the shipped tables come to tell."""

from __future__ import annotations

import shutil
from pathlib import Path

from conflictmap.project import Project

SHIPPED_DATA = Path(__file__).parents[1] / "data"
NOVEMBER_DATA = Path(__file__).parent / "data" / "november"


def november_project(root: Path) -> Project:
    """Make the project of November 2023 in the folder `root`: events, baseline and no judgements; the rest as shipped."""
    shutil.copytree(SHIPPED_DATA, root / "data", ignore=shutil.ignore_patterns(".*"))
    shutil.copytree(NOVEMBER_DATA, root / "data", dirs_exist_ok=True)
    (root / ".conflictmap").mkdir()
    return Project(root, root / "data", root / "maps")
