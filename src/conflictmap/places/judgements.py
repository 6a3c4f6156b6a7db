"""People's decisions about names, read from data/gazetteer/judgements.csv and obeyed by every build.
The file is append only; nothing here writes it.

A decision holds for every mention with its key: the same toponym, kind and stated units; or, with "@" and an event_id
after the key, for that event alone, before what holds for the name. Of several decisions with one
key the latest holds, by time and then by place in the file; what a later one supersedes by id is void.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import pandas as pd

from conflictmap.checking import check
from conflictmap.errors import Problem
from conflictmap.model import Judgement, Mention, Verdict
from conflictmap.places.names.keys import fold
from conflictmap.project import read_table
from conflictmap.schema import JUDGEMENTS

OF_EVENT = "@"  # between a mention's key and an event_id; a folded key has no such sign


def mention_key(mention: Mention) -> str:
    """Return the key under which decisions about a mention are kept: "welet/township/sagaingregion".

    Case, spaces and signs do not count; a name with nothing but signs keeps its own text.
    """
    context = ">".join(filter(None, (fold(part) for part in mention.context)))
    return f"{fold(mention.toponym) or mention.toponym.strip()}/{mention.kind}/{context}"


def event_key(mention: Mention) -> str:
    """Return the key under which a decision about a mention of one event is kept: "welet/township/sagaingregion@E0412"."""
    return f"{mention_key(mention)}{OF_EVENT}{mention.event_id}"


def judged_events(keys: Iterable[str]) -> frozenset[str]:
    """Return the event_ids that some of these keys speak of alone."""
    return frozenset(event for key in keys if (event := key.partition(OF_EVENT)[2]))


def read_judgements(path: Path, shown: str | None = None) -> tuple[tuple[Judgement, ...], list[Problem]]:
    """Return every decision of the file, in its order, and every fault; rows with a fault are left out.

    Raises: DataError, where the file cannot be read as a table.
    """
    file = shown or path.name
    frame, problems = read_table(path, JUDGEMENTS, file)
    faulty = {problem.row for problem in problems}
    read: list[Judgement] = []
    for row in frame.itertuples():
        faults = [] if row.Index in faulty else _faults(row, file)
        problems += faults
        if row.Index not in faulty and not faults:
            read.append(_judgement(row))
    known = {judgement.judgement_id for judgement in read}
    problems += [
        Problem(file, "supersedes a decision that is not in the file", "give a judgement_id of a row above, or nothing",
                column="supersedes", value=judgement.supersedes)
        for judgement in read
        if judgement.supersedes and judgement.supersedes not in known
    ]  # fmt: skip
    return tuple(read), problems


def row_faults(rows: Sequence[Mapping[str, str]], shown: str) -> list[Problem]:
    """Return every fault for which `read_judgements` would leave out one of these rows; they are counted from 2."""
    frame, problems = check(pd.DataFrame(rows, index=range(2, len(rows) + 2), dtype=object), JUDGEMENTS, shown)
    return problems + [fault for row in frame.itertuples() for fault in _faults(row, shown)]


def not_superseded(judgements: Iterable[Judgement]) -> Mapping[str, list[Judgement]]:
    """Return every decision that no other supersedes, by mention_key, the latest last; several where branches were merged."""
    ordered = sorted(judgements, key=lambda judgement: judgement.at)
    superseded = {judgement.supersedes for judgement in ordered if judgement.supersedes}
    by_key: dict[str, list[Judgement]] = {}
    for judgement in ordered:
        if judgement.judgement_id not in superseded:
            by_key.setdefault(judgement.mention_key, []).append(judgement)
    return by_key


def latest(judgements: Iterable[Judgement]) -> Mapping[str, Judgement]:
    """Return the latest decision of each mention_key that no other supersedes, deferred ones too."""
    return {key: rows[-1] for key, rows in not_superseded(judgements).items()}


def in_force(judgements: Iterable[Judgement]) -> Mapping[str, Judgement]:
    """Return the decision that holds for each mention_key; a deferred one holds nothing."""
    return {key: row for key, row in latest(judgements).items() if row.verdict != "deferred"}


def missing_places(judgements: Iterable[Judgement], gazetteer: Any, shown: str) -> list[Problem]:
    """Return a Problem for each decision in force whose place is no longer in the gazetteer.

    `judgements` are those of the file, all of them and in its order: a decision's row follows from that.
    """
    judgements = tuple(judgements)
    known = gazetteer.frame().index
    rows = {judgement.judgement_id: row for row, judgement in enumerate(judgements, start=2)}
    return [
        Problem(
            shown,
            f"names a place that is not in the gazetteer (decision {judgement.judgement_id})",
            f"add the place or its gazetteer, or append a decision that supersedes {judgement.judgement_id}",
            row=rows[judgement.judgement_id],
            column="place_id",
            value=judgement.place_id,
        )
        for judgement in in_force(judgements).values()
        if judgement.place_id is not None and judgement.place_id not in known
    ]


def _faults(row: Any, file: str) -> list[Problem]:
    def fault(column: str, message: str, fix: str) -> Problem:
        return Problem(file, message, fix, row=int(row.Index), column=column, value=str(getattr(row, column)))

    faults = []
    if _time(row.at) is None:
        faults.append(fault("at", "is not a time in UTC", "write it as 2023-11-30T12:00:00Z"))
    if row.verdict == "accepted" and not row.place_id:
        faults.append(
            fault("place_id", "is empty though the verdict is accepted", "give the place_id that was accepted")
        )
    if row.verdict not in ("accepted", "rejected") and row.place_id:
        faults.append(fault("place_id", f"stands beside the verdict {row.verdict}", "empty it"))
    return faults


def _judgement(row: Any) -> Judgement:
    return Judgement(
        judgement_id=row.judgement_id,
        mention_key=row.mention_key,
        verdict=cast(Verdict, row.verdict),
        place_id=row.place_id or None,
        geo_precision=None if pd.isna(row.geo_precision) else int(row.geo_precision),
        by=row.by,
        at=cast(dt.datetime, _time(row.at)),
        note=row.note,
        gazetteer_version=row.gazetteer_version,
        supersedes=row.supersedes or None,
    )


def _time(text: str) -> dt.datetime | None:
    try:
        read = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return read.astimezone(dt.UTC) if read.tzinfo is not None and read.utcoffset() == dt.timedelta(0) else None


def conflicting(judgements: Iterable[Judgement], shown: str) -> list[Problem]:
    """Return a question for each name on which decisions stand that say different things; `shown` is the file's name.

    The build obeys the latest of them. Rows that were edited at two places and merged come to this.
    """
    return [
        Problem(
            shown,
            "has decisions that contradict each other: " + "; ".join(_in_words(row) for row in rows),
            "decide again with `conflictmap review`, or fill in `supersedes`; the latest of them holds until then",
            column="mention_key",
            value=key,
            severity="question",
        )
        for key, rows in not_superseded(judgements).items()
        if len({(row.verdict, row.place_id, row.geo_precision) for row in rows}) > 1
    ]


def _in_words(judgement: Judgement) -> str:
    decision = f"{judgement.judgement_id} {judgement.verdict} {judgement.place_id or ''}".strip()
    return f"{decision} by {judgement.by} on {judgement.at:%Y-%m-%d}"
