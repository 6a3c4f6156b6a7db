"""Rows of a sheet whose columns say who, where, when and how many: "No | Date | Township | What happened | By | Against | Killed".
A row that says it is only expected gives nothing; no cell is guessed from another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from conflictmap.chronicle.language.lexicon import Lexicon
from conflictmap.chronicle.text.dates import written_dates

#: The words of a column's head by what the column holds, narrow places before wide ones.
_COLUMNS = {
    "date": r"date|day|when",
    "text": r"what happened|what|event|incident|description|details?|summary|information|activity|remarks",
    "agents": r"by|who|actor ?1?|perpetrator|attacker|side a|group|initiator|responsible",
    "patients": r"against|actor ?2|target|victims?|opponent|side b|whom",
    "dead": r"killed|deaths?|dead|fatalities|fatality",
    "village": r"village|place|location|site|ward|where",
    "town": r"town|city",
    "township": r"township|tsp|township name",
    "district": r"district",
    "state": r"state|region|state ?/ ?region|region ?/ ?state|s/r|division|admin ?1",
}
_UNIT_WORDS = {"village": "", "town": "", "township": "Township", "district": "District", "state": ""}
_SHORT_DAY = re.compile(r"(?P<first>\d{1,2})(?:\s*(?:-|–|to)\s*(?P<last>\d{1,2}))?[/.](?P<month>\d{1,2})(?![/.\d])")
_AHEAD = re.compile(r"\b(?:exp|expected|planned|tbc|scheduled|forecast)\b", re.IGNORECASE)
_FEWEST_WORDS = 3  # of the cell that tells what happened


@dataclass(frozen=True, slots=True)
class RowFacts:
    """What a row states in columns of its own, as written: "" where it does not. `place` is narrow to wide."""

    text: str
    days: tuple[date, date]  # inclusive
    agents: str = ""
    patients: str = ""
    dead: str = ""
    place: str = ""


def read_row(
    heads: Sequence[str], row: Sequence[str], lexicon: Lexicon, near: date | None, year: int | None
) -> RowFacts | None:
    """Read a row of a sheet; None where its columns are not those of one, or the row has no day or no text.

    Parameters: near, the page's day, for days without a year ("10/08"); year, where there is no such day.
    """
    columns = _columns(heads)
    if (
        not {"date", "text"} <= columns.keys()
        or not {"agents", "township", "state", "village", "town"} & columns.keys()
    ):
        return None
    values = {
        name: row[at] for name, at in columns.items() if at < len(row) and row[at] not in ("-", "–", "n/k", "n/a")
    }
    days = _days(values.get("date", ""), lexicon, near, year)
    text = values.get("text", "")
    if days is None or len(text.split()) < _FEWEST_WORDS or _AHEAD.search(values.get("date", "")):
        return None
    dead = re.match(r"\d+", values.get("dead", ""))
    return RowFacts(
        text if text.endswith((".", "!", "?")) else f"{text}.",
        days,
        values.get("agents", ""),
        values.get("patients", ""),
        dead[0] if dead else "",
        _place(values),
    )


def _columns(heads: Sequence[str]) -> dict[str, int]:
    """The number of each column by what it holds; of two for one thing the first."""
    columns: dict[str, int] = {}
    for at, head in enumerate(heads):
        for name, words in _COLUMNS.items():
            if name not in columns and re.fullmatch(rf"(?:{words})", head.strip(" ."), re.IGNORECASE):
                columns[name] = at
                break
    return columns


def _place(values: dict[str, str]) -> str:
    parts = []
    for name, unit in _UNIT_WORDS.items():
        cell = values.get(name, "")
        if cell:
            parts.append(f"{cell} {unit}".strip() if unit and unit.lower() not in cell.lower() else cell)
    return ", ".join(parts)


def _days(cell: str, lexicon: Lexicon, near: date | None, year: int | None) -> tuple[date, date] | None:
    for phrase in written_dates(cell, lexicon, near, year=year):
        if phrase.kind in ("day", "range"):
            return phrase.first, phrase.last
    match = _SHORT_DAY.search(cell)
    of_year = near.year if near else year
    if match is None or of_year is None:
        return None
    low, month = int(match["first"]), int(match["month"])
    low, month = (month, low) if (lexicon.month_first and low <= 12) or month > 12 else (low, month)
    try:
        first = date(of_year, month, low)
        last = date(of_year, month, int(match["last"] or low))
        if near and (first - near).days > 60:  # "28/12" on a page of January
            first, last = first.replace(year=of_year - 1), last.replace(year=of_year - 1)
    except ValueError:
        return None
    return first, max(first, last)
