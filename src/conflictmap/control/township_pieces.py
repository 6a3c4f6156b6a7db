"""What a page draws of a township's results, as plain values that are kept from build to build, and the frames of many such.
Texts are kept as distinct words and numbers, days as ordinals, events by where they stand among the township's reports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from conflictmap.control.assess import Assessment, double_captures
from conflictmap.control.frames import SPAN_COLUMNS, claim_rows, site_rows, span_rows
from conflictmap.control.rules import RuleSet
from conflictmap.control.township import TownshipResult
from conflictmap.schema import CLAIM_COLUMNS, SITE_SPAN_COLUMNS

Piece = dict[str, Any]  # of one township, as `marshal` takes it
_DATES = frozenset({"start", "end", "known_since", "start_low", "start_high", "opened_on", "resolved_on"})
_FRAMES = (
    ("spans", SPAN_COLUMNS, span_rows),
    ("sites", SITE_SPAN_COLUMNS, site_rows),
    ("claims", CLAIM_COLUMNS, claim_rows),
)
#: Columns of `schema` that no page draws. What a span or a claim rests on is kept in `EVIDENCE`, `COUNT` and `EVENT`.
LEFT_OUT = {
    "spans": frozenset({"evidence"}),
    "sites": frozenset({"evidence", "disputed", "sites_known"}),
    "claims": frozenset(CLAIM_COLUMNS) - {"adm3_pcode", "actor", "opened_on", "resolved_on", "status"},
}
COUNT, FIRST, EVENT = "evidence_count", "evidence_first", "event_row"
_NUMBER = np.dtype(np.int32)


def piece_of(result: TownshipResult, pcode: str, at: Mapping[str, int]) -> Piece:
    """Return what is kept of a township under one rule set; `at`, where each of its events stands among its reports."""
    own = {pcode: result}
    rows = {name: list(zip(*made, strict=True)) for name, _, of in _FRAMES if (made := of(own))}
    piece: Piece = {}
    for name, columns, _ in _FRAMES:
        cells = dict(zip(columns, rows.get(name, [()] * len(columns)), strict=True))
        piece[name] = [_kept(cells[column], column) for column in _names(name)]
        if name != "claims":
            piece[name].append(_bytes_of(map(len, cells["evidence"])))
    evidence = dict(zip(SPAN_COLUMNS, rows["spans"], strict=True))["evidence"] if "spans" in rows else ()
    piece["spans"].append(_bytes_of(map(at.__getitem__, chain.from_iterable(evidence))))
    piece["claims"].append(_bytes_of(map(at.__getitem__, rows["claims"][0] if "claims" in rows else ())))
    piece["both"] = [(*each[:4], each[4].toordinal(), at[each[0][-1]]) for each in double_captures(own)]
    return piece


def assessment_of(rules: RuleSet, pieces: Sequence[Piece], rows: Sequence[NDArray[np.int64]], days: Days) -> Assessment:
    """Return the frames of many townships, one after the other, each without `LEFT_OUT`.

    Parameters: pieces, each as `piece_of` gives it; rows, of each township the rows of its reports.
    Spans and sites have `COUNT`, how many events each rests on; those of a span stand in `evidence` from `FIRST` on, as
    rows of the table of events. A claim's event is the row `EVENT`.
    """
    frames = {}
    for name, _, _ in _FRAMES:
        own = [piece[name] for piece in pieces]
        names = _names(name)
        frame: dict[str, Any] = {
            column: _whole([each[number] for each in own], column, days) for number, column in enumerate(names)
        }
        if name == "claims":
            frame[EVENT] = _rows([each[len(names)] for each in own], rows)
        else:
            frame[COUNT] = _numbers(each[len(names)] for each in own).astype(np.int64)
        if name == "spans":
            frame[FIRST] = np.cumsum(frame[COUNT]) - frame[COUNT]
        frames[name] = pd.DataFrame(frame, copy=False)
    evidence = _rows([piece["spans"][-1] for piece in pieces], rows)
    return Assessment(rules, townships={}, evidence=evidence, **frames)


class Days(dict[int, Any]):
    """The day of each ordinal, None of 0; each is made once."""

    def __missing__(self, ordinal: int) -> date | None:
        day = self[ordinal] = date.fromordinal(ordinal) if ordinal else None
        return day

    def of(self, ordinals: NDArray[Any]) -> NDArray[Any]:
        """Return the days of many ordinals."""
        codes, distinct = pd.factorize(ordinals)
        days = np.empty(len(distinct), dtype=object)
        days[:] = [self[ordinal] for ordinal in distinct.tolist()]
        return days[codes]


def bearing_of_pieces(pieces: Mapping[str, tuple[bytes, bytes]], days: Days) -> pd.DataFrame:
    """Return adm3_pcode, day, known_since of each report that bears on a place, from the ordinals of each township."""
    counts = [len(day) // _NUMBER.itemsize for day, _ in pieces.values()]
    pcodes = np.repeat(np.array(list(pieces), dtype=object), counts)
    columns = [days.of(_numbers(each[place] for each in pieces.values())) for place in (0, 1)]
    names = ("adm3_pcode", "day", "known_since")
    frame = {
        name: pd.Series(cells, dtype=object, copy=False) for name, cells in zip(names, (pcodes, *columns), strict=True)
    }
    return pd.DataFrame(frame, copy=False)


def ordinals_of(days: Iterable[date]) -> bytes:
    """Return days as `bearing_of_pieces` reads them."""
    return _bytes_of(day.toordinal() for day in days)


def _names(frame: str) -> list[str]:
    columns = next(columns for name, columns, _ in _FRAMES if name == frame)
    return [column for column in columns if column not in LEFT_OUT[frame]]


def _kept(cells: Sequence[Any], column: str) -> Any:
    """The days of a column as ordinals, 0 where there is none; of any other its distinct objects and the number of each cell's."""
    if column in _DATES:
        return _bytes_of(0 if day is None else day.toordinal() for day in cells)
    places = list(map(id, cells))
    words = dict(zip(places, cells, strict=True))
    number = dict(zip(words, range(len(words)), strict=True))
    return list(words.values()), _bytes_of(map(number.__getitem__, places))


def _bytes_of(numbers: Iterable[int]) -> bytes:
    return np.fromiter(numbers, dtype=_NUMBER).tobytes()


def _numbers(parts: Iterable[bytes]) -> NDArray[np.int32]:
    return np.frombuffer(b"".join(parts), dtype=_NUMBER)


def _whole(parts: Sequence[Any], column: str, days: Days) -> pd.Series[Any]:
    """A column of all townships, one after the other."""
    if column in _DATES:
        return pd.Series(days.of(_numbers(parts)), dtype=object, copy=False)
    words = np.fromiter(chain.from_iterable(part[0] for part in parts), dtype=object)
    before = np.cumsum([0, *(len(part[0]) for part in parts)])[:-1]
    lengths = [len(part[1]) // _NUMBER.itemsize for part in parts]
    cells = words[_numbers(part[1] for part in parts) + np.repeat(before, lengths)]
    return pd.Series(cells, dtype=object, copy=False)


def _rows(parts: Sequence[bytes], rows: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    """The rows of the table of events, of places among each township's reports."""
    whole = [own[np.frombuffer(part, dtype=_NUMBER)] for part, own in zip(parts, rows, strict=True) if part]
    return np.concatenate([np.zeros(0, dtype=np.int64), *whole])
