"""Sorted arrays that answer as dictionaries do, and load from a file in milliseconds.
Nothing here knows what a key means."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Hashes = NDArray[np.uint64]


def key_hash(key: str) -> int:
    """Return a stable 64-bit hash of one key."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "little")


def hashes(keys: Iterable[str]) -> Hashes:
    return np.array([key_hash(key) for key in keys], dtype=np.uint64)


@dataclass(frozen=True, slots=True)
class Lookup:
    """Sorted distinct hashes and, for each, the slice of `values` that it leads to."""

    keys: Hashes
    starts: Ints
    values: Ints

    def find(self, wanted: Hashes) -> tuple[Ints, Ints]:
        """Return for every hit a pair (position in `wanted`, value), in the order of `wanted`."""
        if not len(self.keys) or not len(wanted):
            return np.empty(0, np.int32), np.empty(0, np.int32)
        place = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
        hit = np.flatnonzero(self.keys[place] == wanted)
        first, last = self.starts[place[hit]], self.starts[place[hit] + 1]
        return spread(hit, first, last - first, self.values)

    def of(self, key: str) -> Ints:
        """Return the values of one key, as `find` does of many; none where it is empty."""
        if not key:
            return self.values[:0]
        wanted = np.uint64(key_hash(key))
        place = int(np.searchsorted(self.keys, wanted))
        if place == len(self.keys) or self.keys[place] != wanted:
            return self.values[:0]
        return self.values[self.starts[place] : self.starts[place + 1]]


def spread(owner: Any, first: Any, length: Any, values: Ints) -> tuple[Ints, Ints]:
    """Return unroll slices: owner i takes values[first[i] : first[i] + length[i]]."""
    owners = np.repeat(owner, length)
    offsets = np.arange(len(owners)) - np.repeat(np.cumsum(length) - length, length)
    return owners.astype(np.int32), values[np.repeat(first, length) + offsets]


def lookup(keys: Hashes, values: Ints) -> Lookup:
    """Return a Lookup from pairs; repeated pairs count once."""
    order = np.lexsort((values, keys))
    keys, values = keys[order], values[order]
    fresh = np.ones(len(keys), bool)
    fresh[1:] = (keys[1:] != keys[:-1]) | (values[1:] != values[:-1])
    keys, values = keys[fresh], values[fresh]
    distinct, starts = np.unique(keys, return_index=True)
    return Lookup(distinct, np.append(starts, len(keys)).astype(np.int32), values)


class Texts:
    """Many strings in one block of bytes, decoded when asked for: a few hundred thousand as objects take ten times the room."""

    __slots__ = ("block", "starts")

    def __init__(self, block: bytes, starts: Ints) -> None:
        self.block = block
        self.starts = starts

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, number: int) -> str:
        return self.block[self.starts[number] : self.starts[number + 1]].decode()

    def take(self, numbers: list[int]) -> list[str]:
        """Return several strings; one that is asked for more than once is decoded once."""
        distinct, back = np.unique(np.asarray(numbers, dtype=np.int64), return_inverse=True)
        edges = zip(self.starts[distinct].tolist(), self.starts[distinct + 1].tolist(), strict=True)
        texts = [self.block[first:last].decode() for first, last in edges]
        return [texts[at] for at in back.tolist()]

    @classmethod
    def of(cls, strings: Iterable[str]) -> Texts:
        parts = [string.encode() for string in strings]
        return cls(b"".join(parts), np.cumsum([0, *map(len, parts)]).astype(np.int32))
