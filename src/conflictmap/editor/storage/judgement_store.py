"""Decisions in data/gazetteer/judgements.csv: locked, appended whole, on the disk before anybody is told so.
The only module of the editor that writes. It refuses what contradicts a row not seen, or what no build would read.

A write is a new file beside the old one, flushed to the disk and renamed over it, and the folder flushed after it: a
power cut leaves the file with the decision or without it, never with half a line. The lock is a file of its own
(`filelock`, which works on every system and lets go when a process is killed), because a lock on the table itself would
be lost with each rename.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from conflictmap.csv_bytes import as_kept, is_formula, one_line, with_rows, without_rows
from conflictmap.editor.storage.admission import Admission, stamp_of
from conflictmap.errors import ConflictmapError, DataError, Problem, WriteError
from conflictmap.model import Judgement, Verdict
from conflictmap.places.gazetteer.gazetteer import DECIDED_PREFIX
from conflictmap.places.judgements import latest, not_superseded, read_judgements
from conflictmap.project import Project
from conflictmap.schema import ALIASES, JUDGEMENTS, PLACES
from conflictmap.writing import locked, rewrite, sweep

Clock = Callable[[], dt.datetime]  # now, with a time zone
LOCK_WAIT_S = 30.0  # far beyond any write, on a busy machine too; then something else is wrong, and the editor is told
UNDO = "undo of "


class StoreError(ConflictmapError):
    """A decision could not be written. Nothing was: the file is as it was."""


class SupersededError(ConflictmapError):
    """Somebody else decided in the meantime. `theirs`: their decision by mention_key, None where it was undone."""

    def __init__(self, theirs: Mapping[str, Judgement | None]) -> None:
        self.theirs = dict(theirs)
        who = "; ".join(
            f"{key}: {judgement.verdict} by {judgement.by}" if judgement else f"{key}: undone"
            for key, judgement in theirs.items()
        )
        super().__init__(f"somebody else decided in the meantime ({who}); look at both, then keep theirs or replace it")


@dataclass(frozen=True, slots=True)
class NewJudgement:
    """A decision before it is written. `version` is the judgement_id that stood when it was made, "" for none.

    `seen` is the hash of the candidates that were shown.
    """

    mention_key: str
    verdict: Verdict
    place_id: str | None = None
    geo_precision: int | None = None
    note: str = ""
    gazetteer_version: str = ""
    seen: str = ""
    version: str = ""


@dataclass(frozen=True)
class Ledger:
    """Every decision that can be read, in the file's order, and the faults of the rest."""

    judgements: tuple[Judgement, ...] = ()
    problems: tuple[Problem, ...] = ()

    @cached_property
    def standing(self) -> Mapping[str, Judgement]:
        """The latest decision of each mention_key, deferred ones too."""
        return latest(self.judgements)


class Store:
    """Reads and appends the decisions of one project. Safe for threads and for several processes at once."""

    def __init__(self, project: Project, clock: Clock) -> None:
        self.project = project
        self.path = project.table("gazetteer/judgements.csv").resolve()
        self.places = project.table("gazetteer/places.csv").resolve()
        self.aliases = project.table("gazetteer/aliases.csv").resolve()
        self._clock = clock
        self._known: tuple[tuple[int, ...], Ledger] = ((), Ledger())
        self._admission = Admission(project)
        self._unmade: dict[str, Mapping[str, str]] = {}  # rows of places that an undo took out, by place_id
        self._swept = False

    def read(self) -> Ledger:
        """Return all decisions as they are on the disk now. Raises: DataError, where the file is no table."""
        stamp = stamp_of(self.path)
        if not stamp:
            return Ledger()
        if stamp != self._known[0]:
            judgements, problems = read_judgements(self.path, self.project.shown(self.path))
            self._known = (stamp, Ledger(judgements, tuple(problems)))
        return self._known[1]

    def append(self, drafts: Sequence[NewJudgement], by: str) -> tuple[Judgement, ...]:
        """Write decisions, all or none; they are on the disk when this returns.

        Raises: SupersededError, where a decision stands that a draft has not seen; StoreError, where the disk refuses or
        no build would read it (`admission`); DataError, where the file was edited by hand and is no table now.
        """
        with self._locked():
            ledger = self.read()
            now = ledger.standing
            theirs = {draft.mention_key: now.get(draft.mention_key) for draft in drafts}
            seen = {draft.mention_key: draft.version for draft in drafts}
            unseen = {
                key: judgement
                for key, judgement in theirs.items()
                if (judgement.judgement_id if judgement else "") != seen[key]
            }
            if unseen:
                raise SupersededError(unseen)
            also = not_superseded(ledger.judgements)
            # where git merged two decisions, one row each supersedes them all; the last row is the one that stands
            others = [replace(d, version=t.judgement_id) for d in drafts for t in also.get(d.mention_key, [])[:-1]]
            return self._write(ledger, [*others, *drafts], by)[len(others) :]

    def undo(self, judgement_id: str, by: str) -> tuple[Judgement, Judgement]:
        """Append a row that supersedes a decision and restores what stood before it.

        Undoing an undo brings the decision back, and the made place that this store has taken out with it. Returns: the
        row that was appended and the decision that it voids.
        Raises: StoreError, where there is no such decision, or what stood before names a place that is gone;
        SupersededError, where a later one stands in its place.
        """
        with self._locked():
            ledger = self.read()
            known = {judgement.judgement_id: judgement for judgement in ledger.judgements}
            wrong = known.get(judgement_id)
            if wrong is None:
                raise StoreError(f"there is no decision {judgement_id!r} in {self.project.shown(self.path)}")
            now = ledger.standing.get(wrong.mention_key)
            if now is None or now.judgement_id != judgement_id:
                raise SupersededError({wrong.mention_key: now})
            before = known.get(wrong.supersedes or "")
            row = _restored(wrong, before)
            if row.place_id in self._unmade:
                self._put_back(self._unmade[row.place_id])
            return self._write(ledger, [row], by)[0], wrong

    def forget_alias(self, wrong: Judgement) -> None:
        """Remove the spelling that came of a decision."""
        with self._locked():
            self._rewrite(self.aliases, lambda old: without_rows(old, lambda cells: _made_by(cells, wrong)))

    def mint(self, place: Mapping[str, str]) -> None:
        """Append a place to data/gazetteer/places.csv; one that stands there already is left alone."""
        with self._locked():
            self._put_back(place)

    def unmint(self, place_id: str) -> None:
        """Remove a place that was minted and that no decision names any more, with the spellings accepted for it."""
        with self._locked():
            if any(judgement.place_id == place_id for judgement in self.read().standing.values()):
                return
            # first what names it: a table of aliases without their place is one that no build reads
            self._rewrite(self.aliases, lambda old: without_rows(old, lambda cells: _accepted_for(cells, place_id)))
            self._unmade |= {row["place_id"]: row for row in self._admission.rows_of(place_id)}
            self._rewrite(self.places, lambda old: without_rows(old, lambda row: row.get("place_id") == place_id))

    def add_alias(self, alias: str, judgement: Judgement) -> None:
        """Append an accepted spelling to data/gazetteer/aliases.csv, with the decision it comes from as its source."""
        if is_formula(alias):
            raise StoreError(f"{alias[:40]!r} begins with a sign that a spreadsheet runs as a formula: the spelling was "
                             "not added; correct it in data/events.csv")  # fmt: skip
        source = f"decision {judgement.judgement_id} by {judgement.by}"
        row = {"alias": alias, "place_id": judgement.place_id or "", "kind": "spelling", "source": source}
        with self._locked():
            self._stop_at(self._admission.lost([row["place_id"]]))
            self._rewrite(self.aliases, lambda old: with_rows(old, [row], ALIASES.names))

    def _write(self, ledger: Ledger, drafts: Sequence[NewJudgement], by: str) -> tuple[Judgement, ...]:
        at = self._clock().astimezone(dt.UTC)
        taken = {judgement.judgement_id for judgement in ledger.judgements}
        made = []
        for draft in drafts:
            made.append(_judgement(draft, by, at, taken))
            taken.add(made[-1].judgement_id)
        cells = [as_kept(_cells(judgement, draft.seen)) for judgement, draft in zip(made, drafts, strict=True)]
        self._stop_at(self._admission.faults(cells))
        self._rewrite(self.path, lambda old: with_rows(old, cells, JUDGEMENTS.names))
        self._known = (stamp_of(self.path), Ledger((*ledger.judgements, *made), ledger.problems))
        return tuple(made)

    def _stop_at(self, faults: Sequence[Problem]) -> None:
        if faults:
            fault = faults[0]
            raise StoreError(f"{fault.column} {fault.value!r} {fault.message}: nothing was changed; {fault.fix}")

    def _put_back(self, place: Mapping[str, str]) -> None:
        line = f"\n{place['place_id']},".encode()
        self._rewrite(self.places, lambda old: old if line in old else with_rows(old, [place], PLACES.names))

    def _rewrite(self, path: Path, change: Callable[[bytes], bytes]) -> None:
        shown = self.project.shown(path)
        try:
            rewrite(path, change)
        except DataError as error:  # edited by hand, and no CSV now
            raise DataError([replace(problem, file=shown) for problem in error.problems]) from None
        except ValueError as error:
            fix = "restore its first line, then decide again"
            raise DataError([Problem(shown, f"has no column {error}", fix, row=1)]) from None
        except WriteError as error:
            raise StoreError(str(error).replace(str(path), shown)) from None

    @contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            with locked(self.path, wait_s=LOCK_WAIT_S, keep=True, note="close the other one, then decide again"):
                self._sweep()
                yield
        except WriteError as error:
            raise StoreError(str(error).replace(str(self.path), self.project.shown(self.path))) from None

    def _sweep(self) -> None:
        """Remove what a killed process left beside the tables; under the lock nobody else is writing there."""
        if not self._swept:
            for path in (self.places, self.aliases):
                sweep(path, alone=True)
            self._swept = True


def is_open(judgement: Judgement | None) -> bool:
    """Whether a name still waits for a decision: nobody has made one, or it was undone."""
    return judgement is None or (judgement.verdict == "deferred" and judgement.note.startswith(UNDO))


def _restored(wrong: Judgement, before: Judgement | None) -> NewJudgement:
    if before is None:
        return NewJudgement(wrong.mention_key, "deferred", note=f"{UNDO}{wrong.judgement_id}",
                     gazetteer_version=wrong.gazetteer_version, version=wrong.judgement_id)  # fmt: skip
    return NewJudgement(
        wrong.mention_key, before.verdict, before.place_id, before.geo_precision, before.note, before.gazetteer_version,
        version=wrong.judgement_id,
    )  # fmt: skip


def _judgement(draft: NewJudgement, by: str, at: dt.datetime, taken: set[str]) -> Judgement:
    identity = "|".join((draft.mention_key, draft.verdict, draft.place_id or "", by, at.isoformat(), draft.version))
    number = 0
    while (name := f"J{hashlib.sha256(f'{identity}|{number}'.encode()).hexdigest()[:12]}") in taken:
        number += 1
    return Judgement(
        name, draft.mention_key, draft.verdict, draft.place_id, draft.geo_precision, _as_text(one_line(by, 80)) or "unknown", at,
        _as_text(one_line(draft.note)), draft.gazetteer_version, draft.version or None,
    )  # fmt: skip


def _as_text(cell: str) -> str:
    """A cell that a spreadsheet does not run: an apostrophe before a sign that would make it a formula."""
    return f"'{cell}" if is_formula(cell) else cell


def _cells(judgement: Judgement, seen: str) -> dict[str, str]:
    return {
        "judgement_id": judgement.judgement_id,
        "mention_key": judgement.mention_key,
        "verdict": judgement.verdict,
        "place_id": judgement.place_id or "",
        "geo_precision": str(judgement.geo_precision or ""),
        "by": judgement.by,
        "at": judgement.at.isoformat().replace("+00:00", "Z"),
        "note": judgement.note,
        "gazetteer_version": judgement.gazetteer_version,
        "supersedes": judgement.supersedes or "",
        "seen": seen,
    }


def _made_by(cells: Mapping[str, str], judgement: Judgement) -> bool:
    return cells.get("source", "").startswith(f"decision {judgement.judgement_id} ")


def _accepted_for(cells: Mapping[str, str], place_id: str) -> bool:
    return cells.get("place_id") == place_id and cells.get("source", "").startswith(DECIDED_PREFIX)
