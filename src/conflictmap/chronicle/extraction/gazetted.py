"""Names that surely are places: those of units and towns in the gazetteer, to tell them from other words in capitals.
Villages are left out: 34,000 of their names, many of them common words, would make places of persons and things.
"""

from __future__ import annotations

from collections.abc import Callable

from conflictmap.errors import ConflictmapError
from conflictmap.places.names.keys import fold
from conflictmap.project import Project


def known_names(project: Project) -> Callable[[str], bool] | None:
    """A test whether a bare name is one of a unit, town or alias; None where the project has no gazetteer to read."""
    import csv

    names: set[str] = set()
    try:
        for table, column in (("units", "name"), ("aliases", "alias")):
            with project.table(f"gazetteer/{table}.csv").open(encoding="utf-8", newline="") as file:
                names.update(fold(row[column]) for row in csv.DictReader(file))
    except (OSError, KeyError, ConflictmapError):
        return None
    names -= {"", "state", "union", "central", "northern", "southern", "eastern", "western"}
    return lambda name: fold(name) in names
