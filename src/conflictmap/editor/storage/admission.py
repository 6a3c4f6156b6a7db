"""Whether the next build would read a decision: the same rules as `pipeline.load`, asked before the row is written.
Reads the gazetteer's tables; never writes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from conflictmap.csv_bytes import csv_rows
from conflictmap.errors import Problem
from conflictmap.places.gazetteer.gazetteer import MADE_PREFIX, Gazetteer
from conflictmap.places.gazetteer.layers import FILE, data_folder
from conflictmap.places.judgements import row_faults
from conflictmap.project import Project, read_text


class Admission:
    """What a project's tables hold now. What was imported is read again only where its files have changed."""

    def __init__(self, project: Project) -> None:
        gazetteer = project.table("gazetteer")
        self._project = project
        self._places = gazetteer / "places.csv"
        self._others = (gazetteer / "units.csv", gazetteer / "units.topojson", data_folder(project) / FILE)
        self._imported: tuple[tuple[object, ...], frozenset[str]] = ((), frozenset())

    def faults(self, rows: Sequence[Mapping[str, str]]) -> list[Problem]:
        """Tell why a build would refuse these rows of judgements.csv, as they would stand there; they are counted from 2."""
        shown = self._project.shown(self._project.table("gazetteer/judgements.csv"))
        return row_faults(rows, shown) + self.lost([row["place_id"] for row in rows])

    def lost(self, place_ids: Iterable[str]) -> list[Problem]:
        """Return a Problem for each id that is no place's: a build refuses a decision in force, or an alias, that names it."""
        asked = {place_id for place_id in place_ids if place_id}
        if not asked:
            return []
        text = self._text()
        made = {line.partition(",")[0] for line in text.splitlines() if line.startswith(MADE_PREFIX)}
        fix = "make the place again, or choose another"
        return [
            Problem(self._project.shown(self._places), "is not in the gazetteer any more", fix, column="place_id",
                    value=place_id)
            for place_id in sorted(asked - made - self._not_made(text))
        ]  # fmt: skip

    def rows_of(self, place_id: str) -> Iterator[dict[str, str]]:
        """Yield the rows of places.csv with this id."""
        names, *rows = csv_rows(self._text(), self._project.shown(self._places)) or [[]]
        cells = (dict(zip(names, row, strict=False)) for row in rows)
        return (row for row in cells if row.get("place_id") == place_id)

    def _not_made(self, text: str) -> frozenset[str]:
        """The place_ids of the gazetteer but for those that editors made."""
        core = hash(tuple(line for line in text.splitlines() if not line.startswith(MADE_PREFIX)))
        stamp = (core, *(stamp_of(path) for path in self._others))
        if stamp != self._imported[0]:
            self._imported = (stamp, frozenset(Gazetteer.open(self._project).imported[0].index))
        return self._imported[1]

    def _text(self) -> str:
        return read_text(self._places, self._project.shown(self._places))


def stamp_of(path: Path) -> tuple[int, ...]:
    """Tell what changes whenever a file does: inode, size, time of change; () where there is none."""
    try:
        stat = path.stat()
    except OSError:
        return ()
    return (stat.st_ino, stat.st_size, stat.st_mtime_ns)
