"""Names that surely are places: those of units and towns in the gazetteer, to tell them from other words in capitals.
Villages are left out: 34,000 of their names, many of them common words, would make places of persons and things.
"""

from __future__ import annotations

from collections.abc import Callable

from conflictmap.errors import DataError
from conflictmap.places.gazetteer import Gazetteer
from conflictmap.places.kinds import place_class
from conflictmap.places.names import fold
from conflictmap.places.units import Units
from conflictmap.project import Project, read_table
from conflictmap.schema import ALIASES

_UNITS = ("township", "district", "state")


def known_names(project: Project) -> Callable[[str], bool] | None:
    """A test whether a bare name is one of a unit or an alias, in the core or in the imported layers.

    None where the project has no gazetteer. Raises: DataError, where it has one that cannot be read.
    """
    if not project.table("gazetteer").is_dir():
        return None
    gazetteer = Gazetteer.open(project)
    names = gazetteer.names()
    classes = {code: place_class(code) for code in gazetteer.frame()["feature_code"].unique()}
    of_place = gazetteer.frame()["feature_code"].map(classes)
    unit = names["place_id"].map(of_place).isin(_UNITS) & (names["kind"] != "script")
    alias = names["place_id"].map(of_place).eq("town") & ~names["kind"].isin(("official", "script"))
    every = {*names.loc[unit | alias, "name"], *Units.open(project).table["name"], *_aliases(project)}
    known = {fold(name) for name in every} - _COMMON
    return lambda name: fold(name) in known


_COMMON = frozenset({"", "state", "union", "central", "northern", "southern", "eastern", "western"})


def _aliases(project: Project) -> list[str]:
    """Those of the core: of villages too, for people chose them one by one."""
    path = project.table("gazetteer/aliases.csv")
    if not path.is_file():
        return []
    frame, problems = read_table(path, ALIASES, project.shown(path))
    if errors := [problem for problem in problems if problem.severity == "error"]:
        raise DataError(errors)
    return [str(name) for name in frame["alias"]]
