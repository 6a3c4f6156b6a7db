"""The distinct values of a column: as pandas finds them, whether equal cells are one object or many."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest

from conflictmap.event_tables.distinct import as_words, each_of, firsts, numbered, told

KINDS: dict[str, list[Any]] = {
    "texts": ["", "Battles", "SAC|PDF", "က", "battles"],
    "days": [date(2021, 2, 1) + timedelta(days=number) for number in range(40)],
    "some missing": ["AA", None, "", np.nan, "KIA"],
    "mixed": ["1", 1, 2.5, True, None],
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("missing", [True, False])
@pytest.mark.parametrize("count", [0, 1, 999, 5_000])
def test_numbers_and_values_are_those_of_pandas(kind: str, missing: bool, count: int) -> None:
    chance = random.Random(count)
    cells = pd.Series([chance.choice(KINDS[kind]) for _ in range(count)], dtype=object)
    numbers, values = numbered(cells, missing=missing)
    wanted, distinct = pd.factorize(cells.to_numpy(), use_na_sentinel=not missing)
    assert numbers.tolist() == wanted.tolist()
    assert list(map(repr, values.tolist())) == list(map(repr, distinct.tolist()))


def test_equal_cells_that_are_different_objects_have_one_number() -> None:
    one, other = ("".join(["Ba", part]) for part in ("ttles", "ttles"))
    assert one is not other
    cells = pd.Series([one, other] * 1_000, dtype=object)
    numbers, values = numbered(cells)
    assert (numbers == 0).all()
    assert values.tolist() == ["Battles"]


def test_every_second_cell_of_a_longer_column_is_read_as_it_stands() -> None:
    cells = np.array(["a", "b", "c", "a"] * 2_000, dtype=object)[::2]
    assert numbered(cells)[1].tolist() == ["a", "c"]


def test_cells_that_all_differ_are_numbered_too() -> None:
    cells = pd.Series([f"S{number}" for number in range(3_000)], dtype=object)
    assert numbered(cells)[0].tolist() == list(range(3_000))


def test_a_question_is_asked_once_of_each_value() -> None:
    asked: list[str] = []

    def long(cell: str) -> bool:
        asked.append(cell)
        return len(cell) > 1

    assert each_of(pd.Series(["a", "bb"] * 1_500, dtype=object), long).tolist() == [False, True] * 1_500
    assert asked == ["a", "bb"]


def test_first_places_are_told_of_numbers() -> None:
    numbers, first = firsts(np.array([7, 7, 3, 7, 3, 9]))
    assert (numbers.tolist(), first.tolist()) == ([0, 0, 1, 0, 1, 2], [0, 2, 5])


@pytest.mark.parametrize("kind", ["texts", "days", "some missing"])
def test_a_column_as_words_has_the_numbers_of_its_cells(kind: str) -> None:
    chance = random.Random(3)
    cells = pd.Series([chance.choice(KINDS[kind]) for _ in range(2_000)], dtype=object, index=range(2, 2_002))
    words = as_words(cells)
    for missing in (True, False):
        mine, values = numbered(words.iloc[5:], missing=missing)
        wanted, distinct = numbered(cells.iloc[5:], missing=missing)
        assert mine.tolist() == wanted.tolist()
        assert [value for value in values.tolist() if not pd.isna(value)] == [
            value for value in distinct.tolist() if not pd.isna(value)
        ]
    assert words.index.equals(cells.index)


def test_what_is_told_of_lists_is_asked_once_of_each() -> None:
    one, other = [1], [1]
    cells = pd.Series([one, other, one, one], dtype=object)
    numbers, texts = told(cells, str)
    assert (numbers.tolist(), texts) == ([0, 1, 0, 0], ["[1]", "[1]"])
    assert told(cells.iloc[:0], str)[1] == []
