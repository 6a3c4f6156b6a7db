"""The review in the terminal: one draft on the screen, one key a decision."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import click
from rich.text import Text

from conflictmap.cli.output import out
from conflictmap.errors import ConflictmapError
from conflictmap.writing import locked

if TYPE_CHECKING:
    from conflictmap.chronicle.drafts import Draft
    from conflictmap.chronicle.review.ledger import Record
    from conflictmap.chronicle.review.session import DraftReview
    from conflictmap.event_tables.event_table import Row
    from conflictmap.project import Project


class ChangedError(ConflictmapError):
    """Another program changed a row that decisions rest on; nothing was written."""


class Keeper:
    """Writes desks to disk, beside what other programs write to the same tables meanwhile.

    Rows that others add stay, and rows of the desk get the next free ids after them. Where a row that stood in the
    table when the keeper was made was changed or removed, it refuses: a decision may rest on that row.
    """

    def __init__(self, project: Project) -> None:
        from conflictmap.chronicle.review.ledger import read_ledger
        from conflictmap.event_tables.event_table import read_rows

        self._project = project
        self._path = project.table("events.csv")
        with locked(self._path):
            self.rows = tuple(read_rows(project))
            self.records: Mapping[str, Record] = read_ledger(project)
        self._written: dict[str, str] = {}  # the event_id of a row on the desk -> the one that it has in the table
        self._kept: Mapping[str, Record] = self.records
        self._review: tuple[object, object] = (self.rows, self.records)

    def keep(self, review: DraftReview) -> None:
        """Write what changed.

        Raises: ConflictmapError, where the disk is full or the table was changed meanwhile; the files are whole then.
        """
        from conflictmap.chronicle.review.ledger import read_ledger, write_ledger
        from conflictmap.event_tables.event_table import rows_to_change, write_rows
        from conflictmap.writing import put_back

        if (review.rows, review.records) == self._review:
            return
        with rows_to_change(self._project) as now, put_back(self._project.table("events.csv")):
            self._refuse_changes(now)
            records = read_ledger(self._project)
            taken = self._taken_elsewhere(review, records)
            rows = self._merged(review, now, taken)
            if rows != now:
                write_rows(self._project, rows, checked=now)
            merged = self._merged_records(review, records, taken)
            if merged != records or not self._project.table("drafts.csv").is_file():
                write_ledger(self._project, merged)
            self._kept = review.records
            self._review = (review.rows, review.records)

    def _refuse_changes(self, now: Sequence[Row]) -> None:
        there = {row["event_id"]: row for row in now}
        if any(there.get(row["event_id"]) != row for row in self.rows):
            raise ChangedError(
                "data/events.csv was changed by another program meanwhile; run the command again to go on"
            )

    def _taken_elsewhere(self, review: DraftReview, records: Mapping[str, Record]) -> set[str]:
        """Keys of drafts that another program decided since: its decision stands."""
        mine = {key for key, record in self._kept.items() if self.records.get(key) != record}
        return {
            key
            for key in review.records
            if key in records and key not in mine and records[key].status != "pending"
            and (key not in self.records or self.records[key].status == "pending")
        }  # fmt: skip

    def _merged(self, review: DraftReview, now: Sequence[Row], taken: set[str]) -> list[Row]:
        """The rows that stand now, less those of the desk that were taken back, with those that it has new."""
        from conflictmap.event_tables.event_table import next_id

        base = {row["event_id"] for row in self.rows}
        double = {review.records[key].event_id for key in taken if review.records[key].status == "accepted"}
        wanted = [row for row in review.rows if row["event_id"] not in base and row["event_id"] not in double]
        ids = {row["event_id"] for row in wanted}
        for gone in [local for local in self._written if local not in ids]:
            dropped = self._written.pop(gone)
            now = [row for row in now if row["event_id"] != dropped]
        rows = [dict(row) for row in now]
        at = {row["event_id"]: number for number, row in enumerate(rows)}
        for row in wanted:
            known = self._written.get(row["event_id"])
            if known in at:
                rows[at[known]] = {**row, "event_id": known}
                continue
            self._written[row["event_id"]] = next_id(rows)
            rows.append({**row, "event_id": self._written[row["event_id"]]})
        return rows

    def _merged_records(self, review: DraftReview, now: Mapping[str, Record], taken: set[str]) -> dict[str, Record]:
        merged = {key: record for key, record in now.items() if key in review.records or key not in self._kept}
        for key, record in review.records.items():
            if key not in taken and (self.records.get(key) != record or self._kept.get(key) != record):
                merged[key] = replace(record, event_id=self._written.get(record.event_id, record.event_id))
        return merged


LINE = 0.8  # fields below it are marked as doubtful
KEYS = "enter accept · e change a field · n no event · s same as the event shown · l later · u undo · a accept all sure ones · ? keys · q leave"
_STYLES = {
    "act": "bold red", "actor1": "bold cyan", "actor2": "cyan", "location": "bold green", "event_date": "bold magenta",
    "fatalities": "bold yellow", "mode": "blue",
}  # fmt: skip


def run(
    review: DraftReview,
    keeper: Keeper,
    read_key: Callable[[], str] = click.getchar,
    ask: Callable[[str, str], str] | None = None,
) -> DraftReview:
    """Ask about every draft until all are decided or the person leaves; what is decided is on disk at once.

    Ctrl-C and Ctrl-D leave as `q` does.
    """
    out.print(KEYS, style="dim")
    while not review.done:
        _show(review)
        try:
            key = read_key()
            if key in ("q", "\x03", "\x04"):
                break
            review = _pressed(review, key, ask or _ask)
        except (KeyboardInterrupt, EOFError, click.Abort):
            break
        except ConflictmapError as error:
            out.print(Text(str(error), style="red"))
            continue
        keeper.keep(review)
    return review


def _pressed(review: DraftReview, key: str, ask: Callable[[str, str], str]) -> DraftReview:
    from conflictmap.chronicle.review import session

    if key in ("\r", "\n", "y"):
        faults = session.faults(review.draft)
        if faults:
            raise ConflictmapError("; ".join(faults))
        return session.accept(review)
    if key == "s":
        return _same(review, ask)
    if key == "e":
        return _change(review, ask)
    if key == "a":
        return session.accept_above(review, LINE)
    if key == "?":
        out.print(KEYS)
        return review
    steps = {"n": session.reject, "l": session.later, "u": session.undo}
    return steps[key](review) if key in steps else review


def _same(review: DraftReview, ask: Callable[[str, str], str]) -> DraftReview:
    from conflictmap.chronicle.review.session import same

    first = review.item.duplicates[0].event_id if review.item.duplicates else ""
    event_id = ask("the same as event", first).strip()
    if event_id not in {row["event_id"] for row in review.rows}:
        raise ConflictmapError(f"no event {event_id!r} in data/events.csv")
    return same(review, event_id)


def _change(review: DraftReview, ask: Callable[[str, str], str]) -> DraftReview:
    from conflictmap.chronicle.drafts import ASKED
    from conflictmap.chronicle.review.session import change

    doubtful = review.draft.doubtful(LINE)
    name = ask(f"field ({', '.join(ASKED)})", doubtful[0] if doubtful else "").strip()
    if name not in ASKED:
        raise ConflictmapError(f"{name!r} is no field; use one of: {', '.join(ASKED)}")
    return change(review, name, ask(name, review.draft.value(name)).strip())


def _ask(question: str, default: str) -> str:
    return str(click.prompt(question, default=default, show_default=bool(default)))


def _show(review: DraftReview) -> None:
    draft, item = review.draft, review.item
    out.rule(
        f"{review.at + 1} of {len(review.items)} · {draft.entry_id} · {draft.value('source')}"
        + (f" · {draft.side}" if draft.side else "")
    )
    if item.why:
        out.print(Text(item.why, style="yellow"))
    out.print(sentence(draft))
    doubtful = set(draft.doubtful(LINE))
    for name in draft.fields:
        field = draft.fields[name]
        line = Text(f"  {name:16}", style="dim")
        line.append(field.value or "–", style="bold yellow" if name in doubtful else "")
        line.append(f"  {field.confidence:.2f} {field.why}" if name in doubtful else "", style="dim")
        out.print(line)
    for duplicate in item.duplicates:
        out.print(
            Text(
                f"  perhaps the same as {duplicate.event_id} ({duplicate.score:.2f}: {duplicate.why}); s ties it to that row",
                style="magenta",
            )
        )


def sentence(draft: Draft) -> Text:
    """Return the draft's sentences with the evidence of its fields in colour."""
    from conflictmap.chronicle.review.session import marked

    low, high = draft.span
    text = Text(draft.text[low:high])
    for start, end, name in marked(draft, list(_STYLES)):
        if low <= start < high:
            text.stylize(_STYLES[name], start - low, end - low)
    return text
