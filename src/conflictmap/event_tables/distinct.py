"""The distinct values of a column of plain Python objects, found by which objects the cells are before by what they say.
A table of a million rows has few days, parties and words, and most of its readers give all cells of one value one object."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

_HEAD = 1_000  # cells by which is told whether there are few objects


def numbered(cells: pd.Series[Any] | NDArray[Any], *, missing: bool = True) -> tuple[NDArray[np.int64], NDArray[Any]]:
    """Return the number of each cell's value, and the values in the order in which they first come.

    Parameters: cells, n of them, of any kind; missing, whether what is missing is a value too, else it has the number -1.
    """
    if isinstance(cells.dtype, pd.CategoricalDtype):
        codes, words = cells.cat.codes.to_numpy(), np.array([*cells.cat.categories, None], dtype=object)
        of_cell, first = firsts(codes)
        objects = words[codes[first]]
    else:
        array = np.asarray(cells)
        if array.dtype != object or not _few_objects(array):
            numbers, values = pd.factorize(array, use_na_sentinel=not missing)
            return numbers.astype(np.int64, copy=False), np.asarray(values)
        of_cell, first = _by_object(array)
        objects = array[first]
    of_object, values = pd.factorize(objects, use_na_sentinel=not missing)
    return of_object.astype(np.int64, copy=False)[of_cell], values


def as_words(cells: pd.Series[Any]) -> pd.Series[Any]:
    """Return a column with few values as a categorical one, which is cheap to sort; its categories stand as they first come."""
    numbers, values = numbered(cells, missing=False)
    words = pd.Categorical.from_codes(numbers, pd.Index(values, dtype=object))
    return pd.Series(words, index=cells.index, copy=False)


def told(cells: pd.Series[Any], tell: Callable[[Any], Any]) -> tuple[NDArray[np.int64], list[Any]]:
    """Return what is told of cells, and of each cell the number of it; cells that are one object are asked once.

    Unlike `numbered` it compares nothing, so that cells may be lists or dicts.
    """
    array = cells.to_numpy(dtype=object)
    of_cell, first = _by_object(array)
    return of_cell, [tell(array[at]) for at in first.tolist()]


def firsts(numbers: NDArray[Any]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return whole numbers counted anew in the order in which they first come, and where each comes first."""
    anew, distinct = pd.factorize(numbers)
    first = np.zeros(len(distinct), dtype=np.int64)
    first[anew[::-1]] = np.arange(len(anew))[::-1]
    return anew.astype(np.int64, copy=False), first


def order_of(*keys: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return where rows of whole numbers stand when they are sorted by the first key, then the next; equal ones in their order.

    As `np.lexsort`, in a quarter of the time where the keys fit into one number.
    """
    whole, most = np.zeros(len(keys[0]), dtype=np.int64), 1
    for key in (*keys, np.arange(len(keys[0]))):
        own = key - key.min(initial=0)
        size = int(own.max(initial=0)) + 1
        if most * size >= 2**62:
            return np.lexsort(keys[::-1])
        whole, most = whole * size + own, most * size
    return np.argsort(whole)


def each_of(cells: pd.Series[Any] | NDArray[Any], asked: Callable[[Any], bool]) -> NDArray[np.bool_]:
    """Return whether something holds of each cell; each distinct value is asked once."""
    numbers, values = numbered(cells)
    answers = np.array([bool(asked(value)) for value in values.tolist()], dtype=bool)
    return answers[numbers] if len(numbers) else np.zeros(0, dtype=bool)


def _by_object(cells: NDArray[Any]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """As `firsts`, of where the object of each cell lies."""
    places = np.frombuffer(np.ascontiguousarray(cells), dtype=np.intp) if len(cells) else np.zeros(0, dtype=np.intp)
    return firsts(places)


def _few_objects(cells: NDArray[Any]) -> bool:
    head = cells[:_HEAD].tolist()
    return len(cells) > _HEAD and len(set(map(id, head))) <= _HEAD // 2
