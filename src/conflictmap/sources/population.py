"""People by township out of a user's table: MIMU's, OCHA's (COD-PS), a census's, or a spreadsheet of their own.
A row that cannot be understood stops it; what the table does not cover is counted, never filled in."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from conflictmap.errors import ConflictmapError, DataError
from conflictmap.places.gazetteer.parents import PARTS
from conflictmap.sources import mimu_lists
from conflictmap.sources.located.column_names import SPELLINGS, plain
from conflictmap.sources.located.fields import Faults, empty
from conflictmap.sources.located.reading import Cells, read_cells

FULL = 0.95  # of the townships; a total of people over fewer understates every holder by an unknown share
_CODES = frozenset({*SPELLINGS["adm3_pcode"], *mimu_lists.SPELLINGS["adm3_pcode"], "townshipcode", "pcode"})
#: Names of the column of all people, as letters and digits; the first that a file has is taken.
_PEOPLE = (
    r"(total)?population(total)?", r"(total)?pop(total)?", r"tt?l|bothsexes(total)?|total(both|bothsexes)",
    r"(total)?pop(ulation)?(total)?(in)?(19|20)\d\d", r"total|persons|people",
)  # fmt: skip
_CODE_TAG, _PEOPLE_TAG = r"#adm3\+(code|pcode)", r"#population(?!.*\+(f|m|age|children|adults|elderly|i_))"
_NUMBER = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?|\d+(\.\d+)?")
_MOST = 60_000_000  # people; more than the country has


@dataclass(frozen=True, slots=True)
class Population:
    """`people` by adm3_pcode, of the townships in use; `covered` of `townships` have a number; remarks for the user."""

    people: pd.Series[float]
    covered: int
    townships: int
    remarks: tuple[str, ...]

    @property
    def is_full(self) -> bool:
        """Whether it covers at least `FULL` of the townships."""
        return self.covered >= FULL * self.townships


def read_population(path: Path, townships: Collection[str]) -> Population:
    """Read a table of people by township: CSV of any common kind, a workbook, with or without a row of HXL tags.

    Parameters: townships, the P-codes in use. The parts of a township that was split are added up where only the whole
    is in use.
    Raises: SourceError, where it is no table; ConflictmapError, where its columns are not found or no code is known;
    DataError, with the row of each code that is empty or repeated and of each cell that is no number.
    """
    cells = read_cells(path, _is_known)
    code_column, people_column = _column_of_codes(cells), _column_of_people(cells)
    by_code = _numbers(cells, code_column, people_column)
    known = {code: _code_in_use(code, townships) for code in by_code}
    strange = [code for code in by_code if not known[code]]
    if len(strange) == len(by_code):
        raise ConflictmapError(
            f"{cells.name}: none of the codes in column {code_column!r} is a township in use (the first: "
            f"{', '.join(strange[:3])}); give townships' P-codes such as MMR005001"
        )
    people = pd.Series(by_code, dtype="float64").groupby(pd.Series(known)).sum().drop("", errors="ignore")
    remarks = [f"people by township from column {people_column!r}: {len(people)} of {len(townships)} townships"]
    if strange:
        remarks.append(f"{len(strange)} codes are no township in use and were left out: {', '.join(strange[:10])}")
    return Population(people, len(people), len(townships), tuple(remarks))


def _is_known(header: str) -> bool:
    return plain(header) in _CODES or any(re.fullmatch(pattern, plain(header)) for pattern in _PEOPLE)


def _column_of_codes(cells: Cells) -> str:
    headers = [str(header) for header in cells.frame.columns]
    tagged = [header for header, tag in cells.tags.items() if re.match(_CODE_TAG, tag)]
    named = [header for header in headers if plain(header) in _CODES]
    if not tagged and not named:
        raise ConflictmapError(
            f"{cells.name}: no column holds the townships' P-codes; call one adm3_pcode; there are: {_listed(headers)}"
        )
    # "pcode" alone may be a village's; a name that says township goes before it
    return (tagged or sorted(named, key=lambda header: plain(header) == "pcode"))[0]


def _column_of_people(cells: Cells) -> str:
    headers = [str(header) for header in cells.frame.columns]
    choices: list[list[str]] = [[header for header, tag in cells.tags.items() if re.match(_PEOPLE_TAG, tag)]]
    choices += [[header for header in headers if re.fullmatch(pattern, plain(header))] for pattern in _PEOPLE]
    for columns in choices:
        if len(columns) > 1:
            raise ConflictmapError(
                f"{cells.name}: which column holds all people: {_listed(columns)}? Call it population, and the others not"
            )
        if columns:
            return columns[0]
    raise ConflictmapError(
        f"{cells.name}: no column holds the number of people; call one population; there are: {_listed(headers)}"
    )


def _listed(headers: Sequence[str]) -> str:
    return ", ".join(header for header in headers[:30] if header)


def _numbers(cells: Cells, code_column: str, people_column: str) -> Mapping[str, float]:
    """People by code, as written. Raises: DataError, with every row that cannot be understood."""
    faults = Faults(cells.name, cells.frame.index.tolist())
    by_code: dict[str, float] = {}
    first: dict[str, int] = {}
    rows = zip(cells.frame[code_column].tolist(), cells.frame[people_column].tolist(), strict=True)
    for place, (written, cell) in enumerate(rows):
        code, number = written.upper(), _number(cell)
        if empty(written) or (empty(cell) and code not in first):
            if number is not None:
                faults.add(
                    place, code_column, written, "is empty, and the row has people", "give its code, or remove it"
                )
            continue
        if code in first:
            text = f"stands in row {faults.rows[first[code]]} already"
            faults.add(place, code_column, written, text, "give each township one row: remove one, or add them up")
        elif number is None:
            faults.add(place, people_column, cell, "is not a number of people", "write digits, or leave it empty")
        first.setdefault(code, place)
        by_code[code] = number or 0.0
    if faults.problems:
        raise DataError(faults.problems[:20])
    if not by_code:
        raise ConflictmapError(f"{cells.name}: column {people_column!r} holds no number; give people by township")
    return by_code


def _number(cell: str) -> float | None:
    """A number of people, with or without commas between thousands; None where it is none."""
    text = cell.replace(" ", "")
    number = float(text.replace(",", "")) if _NUMBER.fullmatch(text) else None
    return number if number is not None and number <= _MOST else None


def _code_in_use(code: str, townships: Collection[str]) -> str:
    return code if code in townships else PARTS[code] if PARTS.get(code) in townships else ""
