"""Written days, as spreadsheets and exports have them, as YYYY-MM-DD.
5/11/2023 is read only where the column itself, or the user, says which number is the day."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
_SHORT = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:[T ].*)?")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_WORDS = ("%d %B %Y", "%d %b %Y", "%d-%b-%Y", "%d-%B-%Y", "%d-%b-%y", "%B %d %Y", "%b %d %Y")
_EXCEL_DAY_0 = dt.date(1899, 12, 30)
_SERIALS = range(20_000, 60_000)  # 1954 to 2064
FIX = "write it as YYYY-MM-DD"


@dataclass(frozen=True, slots=True)
class Order:
    """Whether of 5/11/2023 the first number is the day; None where nothing tells."""

    dayfirst: bool | None


def order_of(cells: Sequence[str], *, dayfirst: bool) -> Order:
    """Tell the order from the cells: one that is past the twelfth settles it for all, unless another contradicts."""
    pairs = [(int(m[1]), int(m[2])) for cell in cells if (m := _SHORT.fullmatch(cell.strip()))]
    first_is_day, second_is_day = any(head > 12 for head, _ in pairs), any(tail > 12 for _, tail in pairs)
    if dayfirst or first_is_day != second_is_day:
        return Order(dayfirst or first_is_day)
    return Order(None)


def parse_day(cell: str, order: Order) -> tuple[str, str]:
    """Return the day as YYYY-MM-DD, or "" and why it is none."""
    text = " ".join(cell.replace(",", " ").split())
    if match := _ISO.fullmatch(text):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := _SHORT.fullmatch(text):
        return _short(match, order)
    if (match := _SERIAL.fullmatch(text)) and int(match[1]) in _SERIALS:
        return (_EXCEL_DAY_0 + dt.timedelta(days=int(match[1]))).isoformat(), ""
    for form in _WORDS:
        try:
            return dt.datetime.strptime(text, form).date().isoformat(), ""
        except ValueError:
            continue
    return "", "is not a day that is understood"


def _short(match: re.Match[str], order: Order) -> tuple[str, str]:
    first, second, year = (int(part) for part in match.groups())
    if first == second:
        return _day(year, first, second)
    if order.dayfirst is None:
        return "", "may be two days: say --dayfirst if the day stands before the month, else write YYYY-MM-DD"
    return _day(year, second, first) if order.dayfirst else _day(year, first, second)


def _day(year: int, month: int, day: int) -> tuple[str, str]:
    try:
        return dt.date(year, month, day).isoformat(), ""
    except ValueError:
        return "", "is not a day of the calendar"
