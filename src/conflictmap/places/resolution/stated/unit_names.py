"""Towns and units that a written name is, or may stand for: in another romanisation, by its sounds, but for a slip of the pen.
Nothing here reads a phrase or decides which of them is stated.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from conflictmap.places.names.keys import fold, skeleton
from conflictmap.places.names.sound_choice import choose
from conflictmap.places.names.sounds import likeness
from conflictmap.places.resolution.index import CLASSES, Index
from conflictmap.places.resolution.lookup import hashes

LEVEL = {"state": 1, "district": 2, "township": 3, "town": 3}
SURE = 0.95  # the similarity from which a stated unit is understood
_WIDE = frozenset(CLASSES.index(kind) for kind in LEVEL)
_SHORT_LIST = 50.0  # per cent of the skeleton's letters that put a name on the short list
_PROBABLE, _PROBABLE_INSIDE = 0.6, 0.5  # the probability from which an unknown unit is taken for the one it sounds like
_TAKEN = 0.75  # the same from which it is understood, where its state is stated
_OTHER_SPELLING = 0.8  # the most that an unknown unit in no known state is worth
_TYPED, _TYPED_BARE = 6, 8  # letters of a township's name, and of a bare one, in which a slip may stand


@dataclass(frozen=True)
class UnitNames:
    """The names of all towns and units of one index."""

    index: Index

    def known(self, name: str) -> tuple[np.ndarray, float]:
        """Return the towns and units of this name, else of another romanisation of it, and how sure that is."""
        key = fold(name)
        if not key:
            return np.empty(0, np.int32), 0.0
        index = self.index
        records = index.by_fold.of(key)
        places = self._wide(index.record_place[records])
        if len(places):
            return places, 1.0
        _, numbers = index.by_skeleton.find(hashes([skeleton(name)]))
        _, records = index.skeleton_records.find(numbers.astype(np.uint64))
        return self._wide(index.record_place[records]), 0.95

    def near(self, name: str, kind: str, states: frozenset[int]) -> tuple[np.ndarray, float]:
        """The one unit whose name a spelling may stand for, and the probability that it does, kept under certainty.

        Within known states the choice is among some tens of names, and a probable one is taken for understood.
        """
        key = skeleton(name)
        if len(key) < 4 or not key.isalpha():
            return np.empty(0, np.int32), 0.0
        keys, places = self._spelled
        fit = [at for _, _, at in process.extract(key, keys, scorer=fuzz.ratio, score_cutoff=_SHORT_LIST, limit=40)]
        fit = [at for at in fit if self._fits(int(places[at]), kind, states)]
        chosen = [keys[at] for at in fit]
        best, chance = choose(key, chosen, likeness([key] * len(chosen), chosen).tolist(), units=True)
        if chance < (_PROBABLE_INSIDE if states else _PROBABLE):
            return np.empty(0, np.int32), 0.0
        kept = np.unique(places[[at for at, own in zip(fit, chosen, strict=True) if own == best]])
        sure = states and chance >= _TAKEN
        return kept.astype(np.int32), SURE if sure else min(chance, _OTHER_SPELLING)

    def mistyped(self, name: str, kind: str, states: frozenset[int]) -> tuple[np.ndarray, float]:
        """The one township or town that a slip of the pen turns into this name ("Wakngmaw Township"), as good as known.

        Said to be one, for lists lack none; a bare name must be long. Nothing else may come near it.
        """
        key = fold(name)
        if kind not in ("", "township", "town") or len(key) < (_TYPED if kind else _TYPED_BARE) or not key.isascii():
            return np.empty(0, np.int32), 0.0
        names, places = self._typed
        slips = 1 if len(key) < _TYPED_BARE else 2
        near = process.extract(key, names, scorer=OSA.distance, score_cutoff=slips + 1, limit=60)
        found = [(slip, int(places[at])) for _, slip, at in near if self._fits(int(places[at]), kind, states)]
        least = found[0][0] if found else slips + 1
        best = [place for slip, place in found if slip == least]
        rivals = {int(self.index.adm3[place]) for slip, place in found if slip <= least + 1}
        first = {fold(self.index.names[place])[:1] for place in best} | {
            name[0] for name, slip, _ in near if slip == least
        }
        if least > slips or len(rivals) > 1 or key[0] not in first:
            return np.empty(0, np.int32), 0.0
        return np.unique(best).astype(np.int32), SURE

    @cached_property
    def _typed(self) -> tuple[list[str], np.ndarray]:
        """The folded names of all towns and townships, and whose they are."""
        index = self.index
        wide = [CLASSES.index("town"), CLASSES.index("township")]
        rows = np.flatnonzero(np.isin(index.classes[index.record_place], wide))
        return index.record_name.take(rows.tolist()), index.record_place[rows]

    def _fits(self, place: int, kind: str, states: frozenset[int]) -> bool:
        named = CLASSES[self.index.classes[place]]
        level = named == kind or kind not in LEVEL or {named, kind} == {"town", "township"}
        return level and (not states or (int(self.index.adm1[place]) in states and named != "state"))

    @cached_property
    def _spelled(self) -> tuple[list[str], np.ndarray]:
        """The skeletons of all towns' and units' names, and whose they are."""
        index = self.index
        rows = np.flatnonzero(np.isin(index.classes[index.record_place], list(_WIDE)) & (index.record_skeleton >= 0))
        return index.skeletons.take(index.record_skeleton[rows].tolist()), index.record_place[rows]

    def _wide(self, places: np.ndarray) -> np.ndarray:
        return np.array([p for p in np.unique(places) if int(self.index.classes[p]) in _WIDE], np.int32)
