"""Of each mention of a table of events: which row of the events it is of, and which other mentions are like it.
A million mentions are of some ten thousand kinds: what is asked of a mention is asked once of each kind."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class MentionRows:
    """Numbers of n mentions, in the order of the table of matches.

    event: the position of each mention's event in the table of events. kind: 0 to k-1; mentions of one kind differ in
    `event_id` and `mention_no` at most. first: the position of the first mention of each of the k kinds.
    """

    event: NDArray[np.int64]
    kind: NDArray[np.int64]
    first: NDArray[np.int64]

    @classmethod
    def of(cls, event: NDArray[np.int64], kind: NDArray[np.int64]) -> MentionRows:
        """Return the numbers of mentions whose kinds are told apart by any whole numbers."""
        numbers, distinct = pd.factorize(kind)
        first = np.zeros(len(distinct), dtype=np.int64)
        first[numbers[::-1]] = np.arange(len(numbers))[::-1]
        return cls(event, numbers.astype(np.int64), first)

    def among(self, rows: NDArray[np.int64], total: int) -> NDArray[np.int64]:
        """Return the position of each mention's event among some rows of the `total` events, -1 where it is none of them."""
        at = np.full(total, -1, dtype=np.int64)
        at[rows] = np.arange(len(rows))
        return at[self.event]
