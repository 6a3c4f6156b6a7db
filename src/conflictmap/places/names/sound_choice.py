"""The one name among a few that a spelling may stand for, and how probable that is.
Nothing here looks anything up: names and likenesses come in, a choice comes out.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from conflictmap.places.names.sound_table import ALIKE

FEATURES = tuple(ALIKE)
_VOWELS = re.compile("[aeiou]+")
_WEIGHTS = tuple(ALIKE.values())


def features(own: str, key: str, likeness: float, second: float) -> list[float]:
    """Tell what speaks for a skeleton `key` being the spelling `own`, in the order of `FEATURES`.

    `likeness` is that of the two names, `second` that of the next best name that is another.
    """
    return [
        1.0,
        likeness,
        likeness - second,
        float(own[:1] == key[:1]),
        float(own[-1:] == key[-1:]),
        float(len(_VOWELS.findall(own)) == len(_VOWELS.findall(key))),
        min(len(own), 12) / 12,
    ]


def choose(own: str, keys: Sequence[str], likeness: Sequence[float]) -> tuple[str, float]:
    """Return the skeleton of `keys` that `own` stands for and the probability that it does; "" and 0 where there is none.

    Keys may come twice; two names of one skeleton are no rivals.
    """
    best: dict[str, float] = {}
    for key, like in zip(keys, likeness, strict=True):
        best[key] = max(like, best.get(key, 0.0))
    if not best:
        return "", 0.0
    order = sorted(best, key=lambda key: (-best[key], key))
    second = best[order[1]] if len(order) > 1 else 0.0
    values = features(own, order[0], best[order[0]], second)
    utility = sum(weight * value for weight, value in zip(_WEIGHTS, values, strict=True))
    return order[0], 1 / (1 + math.exp(-utility))
