"""Hold who holds what against somebody else's assessment, in a notebook; `conflictmap compare` does it for files.
What others say never becomes evidence here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from conflictmap.calendar_day import Day, as_day
from conflictmap.control.comparison import confusion, measures, pairs_of
from conflictmap.control.comparison_tables import NO_CROSSWALK, Other
from conflictmap.errors import ConflictmapError
from conflictmap.export.control_tables import NOT_ASSESSED


@dataclass(frozen=True, slots=True)
class Agreement:
    """Say how far two assessments of the same townships agree.

    scores: n, and agreement, kappa and kappa_weighted, each (value, low, high) with a 95 per cent interval.
    confusion: townships by our category (rows) and theirs (columns). differing: a row a township on which they differ,
    indexed by adm3_pcode: ours, theirs, state, confidence, evidence. not_compared: P-codes of which we know nothing.
    """

    scores: dict[str, Any]
    confusion: pd.DataFrame
    differing: pd.DataFrame
    not_compared: tuple[str, ...]


def compare(spans: pd.DataFrame, theirs: pd.Series, day: Day) -> Agreement:
    """Compare who holds each township on a day with what another assessment says.

    Parameters: spans, as `Assessment.spans`; theirs, n holders or states in our words (actor_ids, contested, ...), indexed
    by adm3_pcode; day, a date or its text. What is not assessed is not compared.
    Raises: ConflictmapError, where a P-code stands twice in `theirs`, or a value is missing; TypeError, for other types.
    """
    if not isinstance(theirs, pd.Series):
        raise TypeError(f"theirs: expected a Series of holders indexed by adm3_pcode, got {type(theirs).__name__}")
    when = as_day(day)
    others = [_other(number, code, holder) for number, (code, holder) in enumerate(theirs.items(), start=1)]
    twice = theirs.index[theirs.index.duplicated()]
    if len(twice):
        raise ConflictmapError(f"theirs: {twice[0]} stands twice; keep one row a township")
    known = spans.assign(state=spans["state"].replace(NOT_ASSESSED, "unknown"))
    pairs, missing = pairs_of(known, others, when, NO_CROSSWALK, {})
    order = tuple(sorted({name for pair in pairs for name in (pair.ours, pair.theirs)}))
    columns = ["ours", "theirs", "state", "confidence", "evidence"]
    rows = [pair for pair in pairs if not pair.agrees]
    table = pd.DataFrame([{name: getattr(row, name) for name in columns} for row in rows], columns=columns)
    table.index = pd.Index([row.adm3_pcode for row in rows], name="adm3_pcode", dtype=object)
    return Agreement(
        scores=measures(pairs, order), confusion=confusion(pairs, order), differing=table,
        not_compared=tuple(row.adm3_pcode for row in missing),
    )  # fmt: skip


def _other(row: int, code: Any, holder: Any) -> Other:
    if not isinstance(holder, str) or not holder:
        raise ConflictmapError(f"theirs: row {row} ({code}) has no holder; leave it out, or write one: got {holder!r}")
    return Other(row=row, place="", holder=holder, day=None, adm3_pcode=str(code))
