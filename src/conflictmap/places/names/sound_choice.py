"""The one name among a few that a spelling may stand for, and how probable that is.
Nothing here looks anything up: names and likenesses come in, a choice comes out.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from conflictmap.places.names.sound_table import ALIKE, ALIKE_UNIT

FEATURES = tuple(ALIKE)
_NO_RIVAL = 0.5  # likeness of the second among villages, at least: what is less alike is not among the candidates
_VOWELS = re.compile("[aeiou]+")
_VILLAGES, _UNITS = tuple(ALIKE.values()), tuple(ALIKE_UNIT.values())


def features(own: str, key: str, likeness: float, second: float, *, units: bool = False) -> list[float]:
    """Tell what speaks for a skeleton `key` being the spelling `own`, in the order of `FEATURES`.

    `likeness` is that of the two names, `second` that of the next best name that is another; `units` as in `choose`.
    """
    return [
        1.0,
        likeness,
        likeness - (second if units else max(second, _NO_RIVAL)),
        float(own[:1] == key[:1]),
        float(own[-1:] == key[-1:]),
        float(len(_VOWELS.findall(own)) == len(_VOWELS.findall(key))),
        min(len(own), 12) / 12,
    ]


def choose(own: str, keys: Sequence[str], likeness: Sequence[float], *, units: bool = False) -> tuple[str, float]:
    """Return the skeleton of `keys` that `own` stands for and the probability that it does; "" and 0 where there is none.

    Keys may come twice; two names of one skeleton are no rivals. `units`: the names are of towns and units, of which the
    lists lack none, so that a likeness is seldom an accident; villages that no list has are many.
    """
    best: dict[str, float] = {}
    for key, like in zip(keys, likeness, strict=True):
        best[key] = max(like, best.get(key, 0.0))
    if not best:
        return "", 0.0
    order = sorted(best, key=lambda key: (-best[key], key))
    second = best[order[1]] if len(order) > 1 else 0.0
    values = features(own, order[0], best[order[0]], second, units=units)
    utility = sum(weight * value for weight, value in zip(_UNITS if units else _VILLAGES, values, strict=True))
    return order[0], 1 / (1 + math.exp(-utility))
