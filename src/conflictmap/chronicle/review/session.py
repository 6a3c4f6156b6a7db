"""Deciding drafts one after the other: accept, change, reject, the same as another, later, undo.
Pure: every step gives a new desk; `cli` shows it, reads the keys and writes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from conflictmap.checking import check
from conflictmap.chronicle.drafts import Draft
from conflictmap.chronicle.review.intake import Item
from conflictmap.chronicle.review.ledger import Record, settle
from conflictmap.event_tables.event_table import next_id
from conflictmap.schema import EVENTS

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class DraftReview:
    """The table, the ledger and the drafts to decide, at item `at`; `past` is the desk before the last step."""

    rows: tuple[Row, ...]
    records: Mapping[str, Record]
    items: tuple[Item, ...]
    at: int = 0
    past: DraftReview | None = None

    @property
    def done(self) -> bool:
        return self.at >= len(self.items)

    @property
    def item(self) -> Item:
        return self.items[self.at]

    @property
    def draft(self) -> Draft:
        return self.records[self.item.key].draft

    def counts(self) -> dict[str, int]:
        """Count the items by status."""
        statuses = [self.records[item.key].status for item in self.items]
        return {status: statuses.count(status) for status in ("accepted", "rejected", "same", "pending")}


def accept(desk: DraftReview) -> DraftReview:
    """Make the draft a row with the next id."""
    event_id = next_id(desk.rows)
    row = desk.draft.row(event_id)
    return _step(desk, rows=(*desk.rows, row), records=settle(desk.records, desk.item.key, "accepted", event_id))


def reject(desk: DraftReview) -> DraftReview:
    """Reject the draft as no event; it is not asked again."""
    return _step(desk, records=settle(desk.records, desk.item.key, "rejected"))


def same(desk: DraftReview, event_id: str) -> DraftReview:
    """Tie the draft to a row that has its event already; the row stays as it is."""
    return _step(desk, records=settle(desk.records, desk.item.key, "same", event_id))


def later(desk: DraftReview) -> DraftReview:
    """Leave the draft for another time."""
    return _step(desk)


def change(desk: DraftReview, name: str, value: str) -> DraftReview:
    """Set one field of the draft; it is still to be accepted."""
    record = desk.records[desk.item.key]
    draft = record.draft.with_value(name, value)
    if name == "event_date" and draft.value("end_date") < value:
        draft = draft.with_value("end_date", value)
    if name in ("event_date", "end_date") and draft.value("reported_on") < draft.value("end_date"):
        draft = draft.with_value("reported_on", draft.value("end_date"))
    # the key is that of the draft as it was read, so that the next run knows it again
    return replace(desk, records={**desk.records, desk.item.key: replace(record, draft=draft)}, past=desk)


def undo(desk: DraftReview) -> DraftReview:
    """Take back the last step; any number of steps can be taken back."""
    return desk.past if desk.past is not None else desk


def accept_above(desk: DraftReview, line: float) -> DraftReview:
    """Accept every draft of which all weighed fields reach the line, but those that only a person may decide."""
    out = desk
    for number, item in enumerate(desk.items):
        draft = out.records[item.key].draft
        if (
            not item.sole
            and out.records[item.key].status == "pending"
            and draft.confidence >= line
            and not faults(draft)
        ):
            out = accept(replace(out, at=number))
    rest = tuple(item for item in out.items if out.records[item.key].status == "pending")
    return DraftReview(out.rows, out.records, rest)


def faults(draft: Draft) -> list[str]:
    """List the faults that the table's own check finds in the draft as a row."""
    import pandas as pd

    text = pd.DataFrame([draft.row("E0000")], columns=EVENTS.names, index=pd.RangeIndex(2, 3), dtype=object)
    return [
        f"{problem.column}: {problem.value!r} {problem.message}; {problem.fix}"
        for problem in check(text, EVENTS, "draft")[1]
    ]


def marked(draft: Draft, names: Sequence[str]) -> list[tuple[int, int, str]]:
    """List the evidence of some fields as (start, end, field), in order."""
    spans = [(low, high, name) for name in names for low, high in draft.fields[name].evidence]
    return sorted(set(spans))


def _step(
    desk: DraftReview, *, rows: tuple[Row, ...] | None = None, records: Mapping[str, Record] | None = None
) -> DraftReview:
    return DraftReview(
        rows if rows is not None else desk.rows,
        records if records is not None else desk.records,
        desk.items,
        desk.at + 1,
        desk,
    )
