"""What a review writes, after every step: the table first, then the ledger, each whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflictmap.errors import ConflictmapError

if TYPE_CHECKING:
    from conflictmap.chronicle.review.session import Desk
    from conflictmap.project import Project


class Keeper:
    """Writes desks to disk; refuses where another program changed the table since it was last read here."""

    def __init__(self, project: Project) -> None:
        from conflictmap.event_table import read_rows

        self._project = project
        self._path = project.table("events.csv")
        self.rows = tuple(read_rows(project))
        self._seen = self._path.read_bytes()
        self._records: object = None

    def keep(self, desk: Desk) -> None:
        """Write what changed.

        Raises: ConflictmapError, where the disk is full or the table was changed meanwhile; the files are whole then.
        """
        from conflictmap.chronicle.review.ledger import write_ledger
        from conflictmap.event_table import write_rows

        try:
            if desk.rows != self.rows:
                if self._path.read_bytes() != self._seen:
                    raise ConflictmapError(
                        "data/events.csv was changed by another program meanwhile; run the command again to go on"
                    )
                write_rows(self._project, desk.rows, checked=self.rows)
                self.rows, self._seen = desk.rows, self._path.read_bytes()
            if desk.records != self._records:
                write_ledger(self._project, desk.records)
                self._records = desk.records
        except OSError as error:
            raise ConflictmapError(
                f"{self._path}: cannot be written ({error.strerror or error}); the file is as it was. Make room and run again"
            ) from None
