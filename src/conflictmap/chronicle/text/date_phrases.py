"""A date in a text, and what dates without a year or a month lean on.
Nothing here reads a text.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

_FAR_SPOKEN = 330  # days: a day so far off was told with its year, and further dates without one are of that time
_HALF_BACK = 150  # days before the page's day: the nearest date to it lies at most a month ahead


@dataclass(frozen=True, slots=True)
class DatePhrase:
    """One date in a text: its characters, half-open, its days, inclusive, and their precision.

    `kind` is "day", "range", "month", "weekday", "relative", "since", "until", or "after" ("ten days after taking B": the day of
    what follows it); `sure` says that no part of it was guessed.
    """

    start: int
    end: int
    first: date
    last: date
    precision: int
    kind: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Anchor:
    """What undated words lean on: the days the entry stands under, inclusive, and the day last spoken of."""

    first: date
    last: date
    spoken: date
    page: bool = False  # whether the entry stands under the day of its page, so that its events lie before it
    here: date | None = None  # the day last spoken of in this paragraph

    @property
    def near(self) -> date:
        """The day to which dates without a year lie nearest: on a page they lie in the past eleven months."""
        if self.here is not None and abs((self.here - self.first).days) > _FAR_SPOKEN:
            return self.here
        return self.first - timedelta(days=_HALF_BACK) if self.page else self.first
