"""A day from what a table or a caller gives: the text YYYY-MM-DD, a date or a date-time.
Nothing here reads the clock."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from conflictmap.errors import ConflictmapError

Day = dt.date | str  # what public functions take for a day; pandas' Timestamp is a date, too
YEARS = (1900, 2100)  # first and last year of a day that a report of this war can mean
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read_day(text: object) -> dt.date | None:
    """Return the day written as YYYY-MM-DD; None for any other form (weeks, no dashes, further letters) or no day at all.

    Days beyond `YEARS` are none either: they are slips of the pen, and a page would reach there.
    """
    if not isinstance(text, str) or not _DAY.fullmatch(text) or not YEARS[0] <= int(text[:4]) <= YEARS[1]:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def as_day(value: Any, what: str = "day") -> dt.date:
    """Return the day that a value names; of a date-time the day it falls on.

    Raises: TypeError, where the value is neither a date nor text; ConflictmapError, where the text is no day.
    """
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if not isinstance(value, str):
        raise TypeError(f"{what}: expected a date or text such as '2023-11-30', got {type(value).__name__}")
    if (day := read_day(value)) is None:
        raise ConflictmapError(f"{what} {value!r} is not a day; write it as YYYY-MM-DD, for example 2023-11-30")
    return day
