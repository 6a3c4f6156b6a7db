"""Whether the gazetteer under the editor was changed by somebody else, and which minted places they added.
Reads files' stamps, and the lines of places.csv when its stamp has changed; never writes."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

from conflictmap.editor.storage.admission import stamp_of
from conflictmap.editor.storage.judgement_store import Store
from conflictmap.editor.storage.minting import as_place
from conflictmap.errors import Problem
from conflictmap.places.gazetteer.gazetteer import MADE_PREFIX
from conflictmap.places.gazetteer.layers import FILE, data_folder
from conflictmap.project import Project

Stamps = dict[Path, tuple[int, ...]]
_FIX = "press R to read it again; the decisions made so far are kept"


class Watch:
    """Remembers how the gazetteer's files looked. `problems` says what was replaced since, until `Desk.open`."""

    def __init__(self, project: Project, store: Store) -> None:
        self._project = project
        self._store = store
        gazetteer = project.table("gazetteer")
        self._fixed = (gazetteer / "units.csv", gazetteer / "units.topojson", data_folder(project) / FILE)
        self._events = project.table("events.csv")
        self._stamps = self._now()
        self._lines = frozenset(_lines(store.places))
        self.problems: tuple[Problem, ...] = ()

    def own_write(self) -> None:
        """Take the files as they are now for what the editor itself has written."""
        for path in (self._store.places, self._store.aliases):
            self._stamps[path] = stamp_of(path)
        self._lines = frozenset(_lines(self._store.places))

    def has_made(self, place_id: str) -> bool:
        """Whether places.csv had the line of a place that an editor made, when it was last looked at."""
        return any(line.startswith(f"{place_id},") for line in self._lines)

    def new_places(self, known: Callable[[str], Any]) -> list[dict[str, Any]]:
        """Return places that another editor has minted since; anything else that changed becomes a problem."""
        now = self._now()
        changed = [path for path, stamp in now.items() if stamp != self._stamps[path]]
        self._stamps = now
        changes: list[dict[str, Any]] = []
        for path in changed:
            if path == self._store.places:
                changes = self._read_places(known)
            elif path != self._store.aliases:
                self._say(path, "was replaced while the editor is open")
        return changes

    def _read_places(self, known: Callable[[str], Any]) -> list[dict[str, Any]]:
        header, *_ = lines = _lines(self._store.places)
        before, after = self._lines, frozenset(lines)
        self._lines = after
        if any(not line.startswith(MADE_PREFIX) for line in (before ^ after)):
            self._say(self._store.places, "was replaced while the editor is open")
            return []
        try:
            names, *rows = csv.reader([header, *sorted(after - before)])
            made = [as_place(dict(zip(names, cells, strict=True))) for cells in rows]
        except (csv.Error, ValueError, KeyError):  # edited by hand: `conflictmap check` names the cell
            self._say(self._store.places, "has a row that cannot be read")
            return []
        return [row for row in made if known(row["place_id"]) is None]

    def _say(self, path: Path, message: str) -> None:
        self.problems = (*self.problems, Problem(self._project.shown(path), message, _FIX))

    def _now(self) -> Stamps:
        watched = (self._store.places, self._store.aliases, self._events, *self._fixed)
        return {path: stamp_of(path) for path in watched}


def _lines(path: Path) -> list[str]:
    """The lines of a table, [""] where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig").splitlines() or [""]
    except (OSError, UnicodeDecodeError):
        return [""]
