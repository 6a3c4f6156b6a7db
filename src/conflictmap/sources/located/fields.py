"""Cells of one column as what they are: days, numbers, coordinates; each fault is a Problem with its cure.
Only distinct values are read, for an export repeats them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from conflictmap.errors import Problem
from conflictmap.sources.located.days import FIX, order_of, parse_day

WEST, EAST = 90.5, 102.5  # degrees of longitude that no latitude in the country can be
EMPTY = frozenset({"", "nan", "n/a", "na", "null", "none", "-", "–", "nil", "#n/a"})
FIRST_YEAR = "1948-01-04"  # Myanmar's independence
_COMMA = re.compile(r"-?\d{1,3},\d+")
_NUMBER = re.compile(r"-?\d{1,3}(\.\d+)?(e-?\d+)?", re.IGNORECASE)
_METRES = re.compile(r"-?\d{4,8}(\.\d+)?")
_DEGREES = re.compile(r"[°º'’′\"NSEW]")


@dataclass(slots=True)
class Faults:
    """Collects the problems of a file, by the spreadsheet's rows."""

    file: str
    rows: Sequence[int]
    problems: list[Problem] = field(default_factory=list)

    def add(self, place: int, column: str, value: str, message: str, fix: str) -> None:
        """Note a fault of the cell at a place (counted from 0) of a column."""
        self.problems.append(Problem(self.file, message, fix, row=int(self.rows[place]), column=column, value=value))


def empty(cell: str) -> bool:
    """Whether a cell says in some way that nothing is known."""
    return cell.strip().lower() in EMPTY


def days(
    cells: Sequence[str], column: str, faults: Faults, *, today: dt.date, dayfirst: bool = False, required: bool = True
) -> list[str]:
    """Return days as YYYY-MM-DD, "" where empty or at fault."""
    order = order_of(cells, dayfirst=dayfirst)

    def read(cell: str) -> tuple[str, str, str]:
        day, why = parse_day(cell, order)
        if day and not FIRST_YEAR <= day <= today.isoformat():
            text = "lies in the future" if day > today.isoformat() else "is before 1948"
            return "", f"{text} ({day})", "mend the year"
        return day, why, FIX

    return _each(cells, column, faults, read, required=required)


def coordinates(cells: Sequence[str], column: str, faults: Faults, *, axis: str) -> list[str]:
    """Return degrees with a decimal point. A decimal comma is read where every cell of the column has one or is whole."""
    filled = [cell.strip() for cell in cells if not empty(cell)]
    commas = bool(filled) and all(_COMMA.fullmatch(cell) or cell.lstrip("-").isdigit() for cell in filled)
    limit = 90 if axis == "lat" else 180

    def read(cell: str) -> tuple[str, str, str]:
        text = cell.strip().replace(",", ".") if commas else cell.strip()
        if _NUMBER.fullmatch(text):
            value = float(text)
            if abs(value) <= limit:
                return repr(round(value, 6)), "", ""
            if axis == "lat" and WEST <= value <= EAST:
                return "", "seems to be the longitude", "swap the two columns (--map)"
            return "", f"is beyond {limit} degrees", "write decimal degrees, as 21.975"
        if _METRES.fullmatch(text):
            return "", "is in metres of a projection", "write decimal degrees, as 21.975"
        if _DEGREES.search(text):
            return "", "is in degrees, minutes and seconds", "write decimal degrees: 21°58'30\" is 21.975"
        fix = "write a point before the decimals in every row" if "," in text else "write decimal degrees, as 21.975"
        return "", "is not a number", fix

    return _each(cells, column, faults, read, required=False)


def whole_numbers(cells: Sequence[str], column: str, faults: Faults) -> list[str]:
    """Return whole numbers; "3.0" is 3; empty stays empty, which is not 0."""

    def read(cell: str) -> tuple[str, str, str]:
        match = re.fullmatch(r"(\d{1,9})(\.0*)?", cell.strip())
        return (match[1], "", "") if match else ("", "is not a whole number", "write digits only, or leave it empty")

    return _each(cells, column, faults, read, required=False)


def time_precisions(cells: Sequence[str], column: str, faults: Faults) -> list[str]:
    """Return ACLED's 1 (the day), 2 (the week), 3 (the month); empty is 1."""

    def read(cell: str) -> tuple[str, str, str]:
        code = cell.removesuffix(".0")
        return (code, "", "") if code in ("1", "2", "3") else ("", "is no precision of a day", "give 1, 2 or 3")

    return [code or "1" for code in _each(cells, column, faults, read, required=False)]


def _each(
    cells: Sequence[str],
    column: str,
    faults: Faults,
    read: Callable[[str], tuple[str, str, str]],
    *,
    required: bool,
) -> list[str]:
    missing = ("", "is empty", "fill it in, or remove the row") if required else ("", "", "")
    answers = {cell: missing if empty(cell) else read(cell) for cell in dict.fromkeys(cells)}
    if any(why for _, why, _ in answers.values()):
        for place, cell in enumerate(cells):
            _, why, fix = answers[cell]
            if why:
                faults.add(place, column, cell, why, fix)
    return [answers[cell][0] for cell in cells]


def refuse_swapped(lon: Sequence[str], lat: Sequence[str], columns: tuple[str, str], faults: Faults) -> None:
    """Note a problem for each point that is in Myanmar only with its coordinates the other way round, or is (0, 0)."""
    at_fault = {problem.row for problem in faults.problems}  # what was wrong with the cell has been said
    doubted = {pair for pair in set(zip(lon, lat, strict=True)) if _is_doubtful(*pair)}
    for place, (x_text, y_text) in enumerate(zip(lon, lat, strict=True)) if doubted else ():
        if (x_text, y_text) not in doubted or int(faults.rows[place]) in at_fault:
            continue
        if not x_text or not y_text:
            at = columns[1] if x_text else columns[0]
            faults.add(place, at, "", "is empty, and the other coordinate is not", "give both, or neither")
        elif float(x_text) == 0:
            faults.add(place, columns[0], x_text, "and the latitude are both 0, which is no place", "leave both empty")
        else:
            faults.add(place, columns[0], x_text, "seems to be the latitude", "swap the two columns (--map)")


def _is_doubtful(x_text: str, y_text: str) -> bool:
    """Whether a pair of cells is half a point, (0, 0), or in Myanmar only the other way round."""
    if not x_text or not y_text:
        return bool(x_text or y_text)
    x, y = float(x_text), float(y_text)
    return (x == 0 and y == 0) or (9 <= x <= 29 and WEST <= y <= EAST)
