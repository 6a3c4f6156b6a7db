"""Drafts of a text beside what is already there: what is new, what is known, what was corrected, what may be told twice.
Nothing here writes, and nothing that a person touched is changed: a correction becomes a draft that supersedes, and is asked.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from conflictmap.chronicle.drafts import WEIGHED, Draft
from conflictmap.chronicle.review.duplicates import DuplicatePair, find_duplicates, pair
from conflictmap.chronicle.review.ledger import Record, decided_events, text_hash
from conflictmap.chronicle.text.entries import Chronicle
from conflictmap.model import Entry

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Item:
    """A draft to be decided. `why` says what a person should know first; `sole` that no batch may accept it unasked."""

    key: str
    why: str = ""
    sole: bool = False
    duplicates: tuple[DuplicatePair, ...] = ()


@dataclass(frozen=True, slots=True)
class Diff:
    """An entry whose text was corrected: its lines of difference, and the event_ids whose event is no longer in it."""

    entry_id: str
    lines: tuple[str, ...]
    gone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Intake:
    """What a text brings: the records as they will be kept, the drafts to decide, counts by outcome, and corrections."""

    records: dict[str, Record]
    items: tuple[Item, ...]
    counts: Mapping[str, int] = field(default_factory=dict)
    diffs: tuple[Diff, ...] = ()


def steady_ids(chronicle: Chronicle, records: Mapping[str, Record]) -> Chronicle:
    """Give every known paragraph the entry_id it had, wherever it stands now.

    A paragraph put in or taken out shifts the numbers of those behind it; the known ones keep theirs, new ones get free ones.
    """
    known = {
        (record.text_hash, record.draft.entry_id[: -len(_tail(record.draft.entry_id)) or None]): record.draft.entry_id
        for record in records.values()
    }
    kept = [known.get((text_hash(entry.text), _stem(entry))) for entry in chronicle.entries]
    used = {entry_id for entry_id in kept if entry_id}
    entries: list[Entry] = []
    new_ids: dict[str, str] = {}
    for entry, known_id in zip(chronicle.entries, kept, strict=True):
        entry_id = known_id or entry.entry_id
        number = 1
        while entry_id != known_id and entry_id in used:
            number += 1
            entry_id = f"{_stem(entry)}-{number}"
        used.add(entry_id)
        entries.append(replace(entry, entry_id=entry_id))
        new_ids[entry.entry_id] = entry_id
    return replace(
        chronicle,
        entries=tuple(entries),
        topics={new_ids[old]: topic for old, topic in chronicle.topics.items()},
        by_page=frozenset(new_ids[old] for old in chronicle.by_page),
        facts={new_ids[old]: facts for old, facts in chronicle.facts.items()},
    )


def take_in(
    chronicle: Chronicle,
    drafts: Sequence[Draft],
    records: Mapping[str, Record],
    rows: Sequence[Row],
    texts: Mapping[str, str],
) -> Intake:
    """Compare the drafts of a text with the ledger and the table.

    Parameters: chronicle, with `steady_ids`; texts, the entries' texts as they were kept, for the differences.
    """
    kept = dict(records)
    items: list[Item] = []
    diffs: list[Diff] = []
    counts: Counter[str] = Counter()
    decided = decided_events(kept.values())
    free = [row for row in rows if row["event_id"] not in decided]  # rows that no draft accounts for
    drafts_of: dict[str, list[Draft]] = {}
    for draft in drafts:
        drafts_of.setdefault(draft.entry_id, []).append(draft)
    records_of: dict[str, list[Record]] = {}
    for record in kept.values():
        records_of.setdefault(record.draft.entry_id, []).append(record)
    for entry in chronicle.entries:
        mine, old = drafts_of.get(entry.entry_id, []), records_of.get(entry.entry_id, [])
        if old and any(record.text_hash != text_hash(entry.text) for record in old):
            drafted, diff = _corrected(entry, mine, old, kept, texts)
            diffs.append(diff)
            counts["corrected"] += 1
        elif old:
            drafted = _again(entry, mine, old, kept, free)
        else:
            drafted = _first_time(entry, mine, kept, free)
        counts["known"] += len(mine) - len(drafted)
        items += drafted
    asked = tuple(_with_twins(item, kept[item.key].draft, rows) for item in items)
    counts["to decide"] = len(asked)
    return Intake(kept, asked, counts, tuple(diffs))


def _first_time(entry: Entry, mine: Sequence[Draft], kept: dict[str, Record], free: Sequence[Row]) -> list[Item]:
    """An entry seen for the first time; rows that a person coded for it before are recognised, and stay as they are."""
    hand = [row for row in free if row["entry_id"] == entry.entry_id]
    pairs = {d: g for g, d in pair(hand, [draft.row("") for draft in mine]).items()}
    items = []
    for number, draft in enumerate(mine):
        record = Record(draft.key, draft, text_hash(entry.text))
        if number in pairs:
            kept[draft.key] = replace(record, status="same", event_id=hand[pairs[number]]["event_id"])
            continue
        kept[draft.key] = record
        items.append(Item(draft.key, "this entry has rows coded by hand already" if hand else "", sole=bool(hand)))
    return items


def _again(
    entry: Entry,
    mine: Sequence[Draft],
    old: Sequence[Record],
    kept: dict[str, Record],
    free: Sequence[Row],
) -> list[Item]:
    """An entry as it was: what was decided stays; what waits is asked again, as the rules read it now."""
    items = []
    for draft in mine:
        record = kept.get(draft.key) or _overlapping(draft, mine, old)
        if record is None:
            kept[draft.key] = Record(draft.key, draft, text_hash(entry.text))
            items.append(Item(draft.key, "the word lists read this event since the last run", sole=True))
        elif record.status == "pending":
            kept.pop(record.key, None)
            written = _written(draft, free)
            kept[draft.key] = replace(
                record,
                key=draft.key,
                draft=_merged(draft, record.draft),
                status="accepted" if written else "pending",
                event_id=written,
            )
            # what only a person may decide stays so: corrections, and entries that have rows coded by hand
            sole = bool(record.draft.supersedes) or any(record.status == "same" for record in old)
            items += [] if written else [Item(draft.key, sole=sole)]
    return items


def _merged(draft: Draft, old: Draft) -> Draft:
    """The draft as read now, with the fields that a person set before leaving."""
    mine = {name: field for name, field in old.fields.items() if field.why == "set by a person"}
    return replace(draft, fields={**draft.fields, **mine}, supersedes=old.supersedes)


def _written(draft: Draft, free: Sequence[Row]) -> str:
    """The row that this draft became, where a power cut came between the table and the ledger; "" if there is none."""
    for row in free:
        if row["entry_id"] == draft.entry_id and draft.row(row["event_id"]) == row:
            return row["event_id"]
    return ""


def _overlapping(draft: Draft, mine: Sequence[Draft], old: Sequence[Record]) -> Record | None:
    """The record of the same sentences that no draft of now accounts for: the same event, read otherwise before."""
    keys = {draft.key for draft in mine}
    free = [record for record in old if record.key not in keys]
    return next(
        (record for record in free if record.draft.span[0] < draft.span[1] and draft.span[0] < record.draft.span[1]),
        None,
    )


def _corrected(
    entry: Entry, mine: Sequence[Draft], old: Sequence[Record], kept: dict[str, Record], texts: Mapping[str, str]
) -> tuple[list[Item], Diff]:
    """An entry whose text changed: events that read the same keep their decision; the others are asked."""
    now = text_hash(entry.text)
    left = list(old)
    items: list[Item] = []
    for draft in mine:
        same = next((record for record in left if _values(record.draft) == _values(draft)), None)
        if same is not None:
            left.remove(same)
            kept.pop(same.key, None)
            kept[draft.key] = replace(same, key=draft.key, draft=draft, text_hash=now)
    for draft in mine:
        if draft.key in kept and kept[draft.key].text_hash == now:
            continue
        before = _likest(draft, left)
        if before is not None:
            left.remove(before)
            kept[before.key] = replace(before, text_hash=now)
        fresh = replace(draft, supersedes=before.event_id if before and before.status in ("accepted", "same") else "")
        kept[draft.key] = Record(draft.key, fresh, now)
        items.append(
            Item(draft.key, _changes(before.draft, draft) if before else "new in the corrected text", sole=True)
        )
    for record in left:
        kept[record.key] = replace(record, text_hash=now)
    gone = tuple(record.event_id for record in left if record.event_id)
    return items, Diff(entry.entry_id, _difference(texts.get(entry.entry_id, ""), entry.text), gone)


def _values(draft: Draft) -> tuple[str, ...]:
    return tuple(draft.value(name) for name in WEIGHED)


def _likest(draft: Draft, left: Sequence[Record]) -> Record | None:
    pairs = pair([record.draft.row("") for record in left], [draft.row("")])
    return left[next(iter(pairs))] if pairs else None


def _changes(before: Draft, now: Draft) -> str:
    changed = [
        f"{name}: {before.value(name) or 'nothing'} → {now.value(name) or 'nothing'}"
        for name in WEIGHED
        if before.value(name) != now.value(name)
    ]
    return "the text was corrected; " + "; ".join(changed)


def _difference(before: str, now: str) -> tuple[str, ...]:
    if not before:
        return ("(the earlier text is not kept on this machine)",)
    words = difflib.ndiff(before.split(), now.split())
    return tuple(line for line in words if line[:2] in ("- ", "+ "))


def _with_twins(item: Item, draft: Draft, rows: Sequence[Row]) -> Item:
    duplicates = tuple(find_duplicates(draft.row(""), [row for row in rows if row["event_id"] != draft.supersedes]))
    return replace(item, duplicates=duplicates, sole=item.sole or bool(duplicates))


def _stem(entry: Entry) -> str:
    return entry.entry_id[: -len(_tail(entry.entry_id)) or None]


def _tail(entry_id: str) -> str:
    """The "-2" behind the day of an entry_id."""
    head, _, number = entry_id.rpartition("-")
    return f"-{number}" if (number.isdigit() and len(number) != 2) or head.count("-") > 2 else ""
