"""How like two written names sound: a weighted edit between their skeletons, 0 to 1.
Nothing here knows a place. The costs are facts of this project's own fitting (`sound_table`, benchmarks/fit_sounds.py).

The cost of writing one sound for another is the log of how much seldomer the two stand at one place of two spellings of
a name than by chance (Ristad and Yianilos 1998): t and d are one sound already, e for i costs little, k for l much.
What two names share counts for them, what they do not share against them; the sum is parted by that of the longer name
with itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from conflictmap.places.names.sound_table import COSTS, SOUNDS

_OTHER = len(SOUNDS) + 1  # a digit or what else no name of the fitting has: itself, or nothing
_OTHER_COST = 6.0
_CHUNK = 8192  # pairs at once: 10 MB of sums


def likeness(first: Sequence[str], second: Sequence[str]) -> NDArray[np.float64]:
    """Return likeness of each pair of skeletons (n of each), 1 for the same and 0 for what shares no more than chance."""
    out = np.zeros(len(first))
    order = np.argsort([max(len(a), len(b)) for a, b in zip(first, second, strict=True)], kind="stable")
    for start in range(0, len(order), _CHUNK):
        rows = order[start : start + _CHUNK]
        out[rows] = _likeness([first[i] for i in rows.tolist()], [second[i] for i in rows.tolist()])
    return out


def _likeness(first: list[str], second: list[str]) -> NDArray[np.float64]:
    costs = _costs()
    a, b = _numbers(first), _numbers(second)
    gain = np.maximum(_self_gain(a, costs), _self_gain(b, costs))
    with np.errstate(invalid="ignore", divide="ignore"):
        share = -_edit(a, b, costs) / gain
    return np.clip(np.nan_to_num(share), 0.0, 1.0)


def _edit(a: NDArray[np.uint8], b: NDArray[np.uint8], costs: NDArray[np.float32]) -> NDArray[np.float32]:
    """The least sum of costs that turns each row of `a` into that of `b`; rows are padded with 0, which costs nothing."""
    gone, come = costs[a, 0], costs[0, b]
    above = np.zeros((b.shape[1] + 1, len(a)), np.float32)
    np.cumsum(come.T, axis=0, out=above[1:])
    for i in range(a.shape[1]):
        here = np.empty_like(above)
        here[0] = above[0] + gone[:, i]
        for j in range(b.shape[1]):
            swap = above[j] + costs[a[:, i], b[:, j]]
            here[j + 1] = np.minimum(np.minimum(above[j + 1] + gone[:, i], here[j] + come[:, j]), swap)
        above = here
    last: NDArray[np.float32] = above[-1]
    return last


def _numbers(keys: list[str]) -> NDArray[np.uint8]:
    width = max((len(key) for key in keys), default=0) or 1
    block = "".join(key.ljust(width) for key in keys).encode("ascii", "replace")
    return _codes()[np.frombuffer(block, np.uint8).reshape(len(keys), width)]


def _self_gain(rows: NDArray[np.uint8], costs: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(-costs.diagonal()[rows].sum(axis=1), np.float32)


@cache
def _codes() -> NDArray[np.uint8]:
    codes = np.full(256, _OTHER, np.uint8)
    codes[ord(" ")] = 0
    for number, sound in enumerate(SOUNDS, start=1):
        codes[ord(sound)] = number
    return codes


@cache
def _costs() -> NDArray[np.float32]:
    """Costs by two sounds' numbers; 0 is nothing, so its row says what leaving a sound out costs."""
    costs = np.full((_OTHER + 1, _OTHER + 1), _OTHER_COST, np.float32)
    for number, line in enumerate(COSTS):
        costs[number, : len(line)] = costs[: len(line), number] = line
    costs[0, 0], costs[_OTHER, _OTHER] = 0, -1
    return costs
