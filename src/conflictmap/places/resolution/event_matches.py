"""The names of the events' table that no place was accepted for: a question each, for an editor.
Nothing here decides; what is abroad, or names no one spot, is no question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from conflictmap.errors import Problem
from conflictmap.model import Candidate, Reason

_ROLES = ("site", "target", "origin")  # a context is where to look, and no place of the event
_LIKELY = 0.05  # a candidate's score from which the question names it


def unresolved(events: pd.DataFrame, matches: pd.DataFrame, *, file: str = "data/events.csv") -> list[Problem]:
    """A question for every mention of a site, target or origin that is ambiguous or not in the gazetteer.

    Parameters: events, n rows with event_id and location, the index the spreadsheet's row; matches, a row a mention
    with `schema.MATCH_COLUMNS`; file, the name to show.
    Returns: in the order of `matches`; `value` is the mention as written, with its kind word. A name that an editor has
    declared not in the gazetteer is settled and left out.
    """
    rows = dict(zip(events["event_id"].tolist(), events.index.tolist(), strict=True))
    written = dict(zip(events["event_id"].tolist(), events["location"].tolist(), strict=True))
    asked = ("event_id", "start", "end", "role", "status", "judgement_id", "reasons", "candidates")
    found = []
    for event, start, end, role, status, judged, reasons, candidates in zip(
        *(matches[name].tolist() for name in asked), strict=True
    ):
        settled = status == "not_in_gazetteer" and isinstance(judged, str) and judged
        if role not in _ROLES or status not in ("ambiguous", "not_in_gazetteer") or settled:
            continue
        text = _ambiguous(reasons, candidates) if status == "ambiguous" else "is no place that the gazetteer has"
        fix = f"decide with `conflictmap review --event {event}`"
        value = written[event][int(start) : int(end)]
        found.append(
            Problem(file, f"{event}: {text}", fix, row=int(rows[event]), column="location", value=value,
                    severity="question")
        )  # fmt: skip
    return found


def without_repeats(problems: Sequence[Problem], asked: Sequence[Problem]) -> list[Problem]:
    """The problems less those of an empty location whose row is asked about by name: one question a fault."""
    rows: set[Any] = {problem.row for problem in asked}
    return [one for one in problems if one.column != "location" or one.value or one.row not in rows]


def _ambiguous(reasons: Sequence[Reason], candidates: Sequence[Candidate]) -> str:
    likely = [one.place_id for one in candidates if one.score >= _LIKELY]
    if len(likely) > 1:
        text = f"may be any of {', '.join(likely)}"
    else:
        text = f"may be {likely[0]}, and is not sure" if likely else "is not sure to be any place"
    because = next((one.detail for one in reasons if one.feature == "decision" and " outside " in one.detail), "")
    return f"{text}: {because}" if because else text
