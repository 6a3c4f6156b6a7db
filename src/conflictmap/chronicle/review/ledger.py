"""What became of every draft: data/drafts.csv, one row a draft, with the characters each field was read from.
It keeps the tie from a row to its sentence, and remembers decisions, so that a second run adds nothing.

The chronicle's text itself is not in it (a published text is its author's): `texts` keeps a copy outside of data/, in
.conflictmap/, which git ignores; it serves the review and the diff of a corrected text.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from conflictmap.chronicle.drafts import ASKED, Draft, Field
from conflictmap.errors import DataError, Problem, raise_if_errors
from conflictmap.project import Project, read_table, write_table
from conflictmap.schema import Column, Table
from conflictmap.writing import locked, write_atomic

STATUSES = ("pending", "accepted", "rejected", "same")

DRAFTS = Table(
    "drafts",
    (
        Column("draft_key", required=True),
        Column("entry_id", required=True),
        Column("text_hash", required=True),  # of the entry's text
        Column("status", required=True, one_of=STATUSES),
        Column("event_id"),  # the row it became, or the row it is the same as
        Column("start", "int", required=True, low=0),  # characters of its sentences in the entry, half-open
        Column("end", "int", required=True, low=0),
        Column("source_url"),
        Column("side"),
        Column("supersedes"),
        Column("fields", required=True),  # JSON: field -> [value, confidence, [[start, end], ...], why]
    ),
    key="draft_key",
)


@dataclass(frozen=True, slots=True)
class Record:
    """A draft and what became of it. `key` is that of the draft as it was first read, whatever a person set since.

    `event_id` is "" while it is pending or where it was rejected.
    """

    key: str
    draft: Draft
    text_hash: str
    status: str = "pending"
    event_id: str = ""


def text_hash(text: str) -> str:
    """Hash an entry's text, whatever its line breaks."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:16]


def read_ledger(project: Project) -> dict[str, Record]:
    """Read the records of a project by draft key; none where there is no ledger yet.

    Raises: DataError, where the table has faults.
    """
    path = project.table("drafts.csv")
    if not path.is_file():
        return {}
    frame, problems = read_table(path, DRAFTS, project.shown(path))
    raise_if_errors(problems)
    texts = read_texts(project)
    shown = project.shown(path)
    numbered = zip(frame.index.tolist(), frame.to_dict("records"), strict=True)
    return {row["draft_key"]: _record(row, texts, (shown, int(number))) for number, row in numbered}


def write_ledger(project: Project, records: Mapping[str, Record]) -> None:
    """Write the ledger whole, sorted by entry and place in it, so that a decision is one line of a diff."""
    rows = sorted(
        (_row(key, record) for key, record in records.items()),
        key=lambda row: (row["entry_id"], row["start"], row["draft_key"]),
    )
    write_table(project.table("drafts.csv"), pd.DataFrame(rows, columns=DRAFTS.names), DRAFTS)


def texts_path(project: Project) -> Path:
    return project.root / ".conflictmap" / "texts.json"


def read_texts(project: Project) -> dict[str, str]:
    """Read the kept text of every entry by entry_id; empty in a clone, before the first ingest."""
    path = texts_path(project)
    try:
        if not path.is_file():
            return {}
        kept = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError, RecursionError):
        return {}  # a copy for comfort: without it there is no diff, and nothing else is lost
    return {str(name): str(text) for name, text in kept.items()} if isinstance(kept, dict) else {}


def write_texts(project: Project, texts: Mapping[str, str]) -> None:
    """Keep the text of entries beside what is kept already. Raises: WriteError."""
    path = texts_path(project)
    with locked(path):
        before = read_texts(project)
        merged = {**before, **texts}
        if merged != before:
            write_atomic(path, json.dumps(dict(sorted(merged.items())), ensure_ascii=False, indent=1).encode("utf-8"))


def settle(records: Mapping[str, Record], key: str, status: str, event_id: str = "") -> dict[str, Record]:
    """Change the status of one record."""
    return {**records, key: replace(records[key], status=status, event_id=event_id)}


def decided_events(records: Iterable[Record]) -> set[str]:
    """List the event_ids that drafts became or were found the same as."""
    return {record.event_id for record in records if record.event_id}


def _row(key: str, record: Record) -> dict[str, object]:
    draft = record.draft
    fields = {
        name: [field.value, round(field.confidence, 2), [list(span) for span in field.evidence], field.why]
        for name, field in draft.fields.items()
    }
    return {
        "draft_key": key, "entry_id": draft.entry_id, "text_hash": record.text_hash, "status": record.status,
        "event_id": record.event_id, "start": draft.span[0], "end": draft.span[1], "source_url": draft.source_url,
        "side": draft.side, "supersedes": draft.supersedes, "fields": json.dumps(fields, ensure_ascii=False),
    }  # fmt: skip


def _record(row: Mapping[Any, Any], texts: Mapping[str, str], where: tuple[str, int]) -> Record:
    try:
        fields = {
            name: Field(str(value), float(sure), tuple((int(low), int(high)) for low, high in spans), str(why))
            for name, (value, sure, spans, why) in json.loads(str(row["fields"])).items()
        }
        absent = [name for name in ASKED if name not in fields]
        if absent:
            raise ValueError(f"no field {absent[0]}")
    except (ValueError, TypeError, AttributeError, RecursionError, OverflowError) as error:
        what = f"is not the JSON of a draft's fields ({str(error)[:120]})"
        fix = "restore the row, or delete it: the next `ingest` of its text drafts it again"
        raise DataError(
            [Problem(where[0], what, fix, row=where[1], column="fields", value=str(row["fields"]))]
        ) from None
    entry_id = str(row["entry_id"])
    span = (int(str(row["start"])), int(str(row["end"])))
    draft = Draft(
        entry_id,
        span,
        fields,
        str(row["source_url"]),
        str(row["side"]),
        str(row["supersedes"]),
        texts.get(entry_id, ""),
    )
    return Record(str(row["draft_key"]), draft, str(row["text_hash"]), str(row["status"]), str(row["event_id"]))
