"""The gazetteer's names of towns and units, which tell places from other words in capitals.
Nothing here resolves a name; the files are read once.
"""

from __future__ import annotations

from collections.abc import Callable

from conflictmap.errors import raise_if_errors
from conflictmap.places.gazetteer.gazetteer import Gazetteer
from conflictmap.places.gazetteer.units import Units
from conflictmap.places.names.keys import fold
from conflictmap.places.names.kinds import place_class
from conflictmap.project import Project, read_table
from conflictmap.schema import ALIASES

_UNIT_CLASSES = ("township", "district", "state")
_COMMON = frozenset({"", "state", "union", "central", "northern", "southern", "eastern", "western"})


def known_names(project: Project) -> Callable[[str], bool] | None:
    """Load the gazetteer names that tell places from other capitalised words, as a test of a bare name.

    None where the project has no gazetteer. Raises: DataError, where it has one that cannot be read.
    """
    if not project.table("gazetteer").is_dir():
        return None
    gazetteer = Gazetteer.open(project)
    names = gazetteer.names()
    classes = {code: place_class(code) for code in gazetteer.frame()["feature_code"].unique()}
    of_place = gazetteer.frame()["feature_code"].map(classes)
    unit = names["place_id"].map(of_place).isin(_UNIT_CLASSES) & (names["kind"] != "script")
    alias = names["place_id"].map(of_place).eq("town") & ~names["kind"].isin(("official", "script"))
    every = {*names.loc[unit | alias, "name"], *Units.open(project).table["name"], *_aliases(project)}
    known = {fold(name) for name in every} - _COMMON
    return lambda name: fold(name) in known


def _aliases(project: Project) -> list[str]:
    """Those of the core: of villages too, for people chose them one by one."""
    path = project.table("gazetteer/aliases.csv")
    if not path.is_file():
        return []
    frame, problems = read_table(path, ALIASES, project.shown(path))
    raise_if_errors(problems)
    return [str(name) for name in frame["alias"]]
