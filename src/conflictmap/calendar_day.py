"""A day from what a caller gives: a date, a date-time or the text YYYY-MM-DD.
Nothing here reads the clock."""

from __future__ import annotations

import datetime as dt
from typing import Any

from conflictmap.errors import ConflictmapError

Day = dt.date | str  # what public functions take for a day; pandas' Timestamp is a date, too


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
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        raise ConflictmapError(
            f"{what} {value!r} is not a day; write it as YYYY-MM-DD, for example 2023-11-30"
        ) from None
