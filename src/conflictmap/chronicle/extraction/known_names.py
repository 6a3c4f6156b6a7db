"""The gazetteer's names of towns and units, which tell places from other words in capitals, and in which townships a name lies.
Nothing here resolves a name; the files are read once.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from conflictmap.errors import raise_if_errors
from conflictmap.places.gazetteer.gazetteer import Gazetteer
from conflictmap.places.gazetteer.units import Units
from conflictmap.places.names.keys import fold
from conflictmap.places.names.kinds import place_class
from conflictmap.project import Project, read_table
from conflictmap.schema import ALIASES

if TYPE_CHECKING:
    from pandas import Series

_UNIT_CLASSES = ("township", "district", "state")
_UNIT_WORD = re.compile(r"(?:မြို့နယ်|မြို့)$")  # "township", "town", behind a Burmese name
_SEATS = ("township", "town")  # what a village is said to lie in
_COMMON = frozenset({"", "state", "union", "central", "northern", "southern", "eastern", "western"})


class KnownNames:
    """The names of a gazetteer. Called with a bare name, it says whether that is one of a town or a unit."""

    def __init__(self, gazetteer: Gazetteer, known: frozenset[str], units: frozenset[str]) -> None:
        self._gazetteer = gazetteer
        self._known = known
        self._units = units

    def __call__(self, name: str) -> bool:
        return fold(name) in self._known

    def is_unit(self, name: str) -> bool:
        """Test whether a name is one of a township, a district, a state or a town; no village that people chose is."""
        return fold(name) in self._units

    def townships(self, name: str) -> frozenset[str]:
        """Return the P-codes of all townships in which a place of this name lies."""
        return self._of_places.get(fold(name), frozenset())

    def lies_in(self, name: str, unit: str) -> bool:
        """Test whether a place of this name lies in the township, or the township of the town, that `unit` names."""
        return bool(self.townships(name) & self._of_seats.get(fold(unit), frozenset()))

    def burmese_name(self, text: str) -> str:
        """Return the longest Burmese name of a township or town that begins a text, "" where none does."""
        return next((name for name in self._burmese.get(text[:2], ()) if text.startswith(name)), "")

    @cached_property
    def _burmese(self) -> Mapping[str, tuple[str, ...]]:
        """The Burmese names of townships and towns by their first two letters, the longest first."""
        frame, names = self._gazetteer.frame(), self._gazetteer.names()
        seats = frame.index[_classes_of(frame["feature_code"]).isin(_SEATS)]
        script = names[(names["kind"] == "script") & names["place_id"].isin(seats)]
        out: dict[str, set[str]] = defaultdict(set)
        for name in script["name"]:
            bare = _UNIT_WORD.sub("", str(name))
            if len(bare) > 2:
                out[bare[:2]].add(bare)
        return {start: tuple(sorted(group, key=len, reverse=True)) for start, group in out.items()}

    @cached_property
    def _of_places(self) -> Mapping[str, frozenset[str]]:
        return self._by_name(None)

    @cached_property
    def _of_seats(self) -> Mapping[str, frozenset[str]]:
        return self._by_name(_SEATS)

    def _by_name(self, classes: tuple[str, ...] | None) -> Mapping[str, frozenset[str]]:
        """The townships of all places by their names in letters of the alphabet; of those classes only, where given."""
        frame, names = self._gazetteer.frame(), self._gazetteer.names()
        kept = frame if classes is None else frame[_classes_of(frame["feature_code"]).isin(classes)]
        townships = {place: code for place, code in kept["adm3_pcode"].items() if isinstance(code, str) and code}
        latin = names[names["kind"] != "script"]
        out: dict[str, set[str]] = defaultdict(set)
        for place, name in zip(latin["place_id"], latin["name"], strict=True):
            if place in townships:
                out[fold(name)].add(townships[place])
        return {name: frozenset(codes) for name, codes in out.items()}


def known_names(project: Project) -> KnownNames | None:
    """Load the gazetteer's names.

    None where the project has no gazetteer. Raises: DataError, where it has one that cannot be read.
    """
    if not project.table("gazetteer").is_dir():
        return None
    gazetteer = Gazetteer.open(project)
    names = gazetteer.names()
    of_place = _classes_of(gazetteer.frame()["feature_code"])
    classes = names["place_id"].map(of_place)
    unit = classes.isin(_UNIT_CLASSES) & (names["kind"] != "script")
    alias = classes.eq("town") & ~names["kind"].isin(("official", "script"))
    units = {fold(name) for name in (*names.loc[unit | alias, "name"], *Units.open(project).table["name"])} - _COMMON
    aliases = {fold(name) for name in _aliases(project)} - _COMMON
    return KnownNames(gazetteer, frozenset(units | aliases), frozenset(units))


def _classes_of(codes: Series[str]) -> Series[str]:
    """The class of each place, by its feature code."""
    return codes.map({code: place_class(code) for code in codes.unique()})


def _aliases(project: Project) -> list[str]:
    """Those of the core: of villages too, for people chose them one by one."""
    path = project.table("gazetteer/aliases.csv")
    if not path.is_file():
        return []
    frame, problems = read_table(path, ALIASES, project.shown(path))
    raise_if_errors(problems)
    return [str(name) for name in frame["alias"]]
