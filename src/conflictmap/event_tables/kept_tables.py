"""A large table of events read as far as it changed since an earlier build, by stretches of whole rows.
The frame is that of `project.read_table`; a table with a fault is always read whole, so that every fault is named."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from conflictmap.cache.piece_store import PieceStore, digest_of, program_digest, row_digests
from conflictmap.checking import check
from conflictmap.errors import DataError, NotUtf8Error, Problem, decode_utf8
from conflictmap.project import parse_table, read_bytes, read_table
from conflictmap.schema import EVENTS, Column

LARGE = 4_000_000  # bytes; a smaller table is read whole in a tenth of a second
STRETCH = 1_000_000  # bytes of rows with a digest of their own
RENEWED = 20  # a table of which more than one part in so many changed is kept anew
QUOTE, COMMA, NEWLINE = b'",\n'


Named = Callable[[pd.DataFrame], pd.DataFrame]
_Digested = tuple[pd.DataFrame, NDArray[np.uint64]]  # a table and a digest of each row


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Whole rows of a table: their bytes, how many they are, the digest of the bytes."""

    length: int
    rows: int
    digest: bytes


def read_event_table(
    path: Path, shown: str, store: PieceStore, named: Named = lambda rows: rows
) -> tuple[pd.DataFrame, list[Problem], NDArray[np.uint64] | None]:
    """Return a table of `schema.EVENTS` as `read_table` does, with what the store has of its rows as they were.

    The third is a digest of each row, as `row_digests` gives it of the row as it is written; None of a table that is read
    whole each time. Parameters: named, what gives events the ids that they have among all tables, the same to each row.

    Raises: DataError, where no row can be read at all.
    """
    if not store.keeps or not path.is_file() or path.stat().st_size < LARGE:
        whole, faults = read_table(path, EVENTS, shown)
        return named(whole), faults, None
    name = f"table-{hashlib.sha256(shown.encode('utf-8', 'surrogatepass')).hexdigest()[:24]}"
    key = digest_of(program_digest(), shown)
    with ThreadPoolExecutor(1) as pool:  # files are read, and digests made, without the interpreter
        coming = pool.submit(read_bytes, path, shown)
        before = store.read(name, key)
        content = coming.result()
    kept, fresh = _of_kept(content, before, shown, named)
    if kept is not None and not fresh:
        return kept[0], [], kept[1]
    problems: list[Problem] = []
    if kept is None:
        frame, problems = read_table(path, EVENTS, shown)
        digests = row_digests(frame)
        frame = named(frame)
    else:
        frame, digests = kept
    stretches = None if problems else _stretches(content, len(frame))
    if stretches is not None:
        columns = [_kept_column(frame[column.name], column) for column in EVENTS.columns]
        rows = [(each.length, each.rows, each.digest) for each in stretches]
        store.write(
            name, key, {"head": _head(content), "stretches": rows, "columns": columns, "digests": digests.tobytes()}
        )
    return frame, problems, digests


def _of_kept(content: bytes, kept: Any, shown: str, named: Named) -> tuple[_Digested | None, bool]:
    """The table from what was kept of it and its changed rows; None where that cannot be. And whether to keep it anew."""
    if kept is None or not content.startswith(kept["head"]):
        return None, True
    stretches = [_Stretch(*each) for each in kept["stretches"]]
    done, left = _same_stretches(content, len(kept["head"]), stretches)
    first, last = len(kept["head"]) + _length(stretches[:done]), len(content) - _length(stretches[left:])
    middle = _rows_between(kept["head"], content[first:last], shown)
    if middle is None:
        return None, True
    before, after = sum(each.rows for each in stretches[:done]), sum(each.rows for each in stretches[left:])
    written, middle = middle, named(middle)
    frame = _kept_frame(kept, before, middle, after)
    own = middle["event_id"]  # those that were kept differ from each other
    if not own.is_unique or int(frame["event_id"].isin(own.tolist()).sum()) != len(own):
        return None, True
    known = np.frombuffer(kept["digests"], dtype=np.uint64)
    digests = np.concatenate([known[:before], row_digests(written), known[len(known) - after :]])
    return (frame, digests), (last - first) * RENEWED > len(content)


def _same_stretches(content: bytes, begin: int, stretches: list[_Stretch]) -> tuple[int, int]:
    """How many stretches from the first on the table still begins with, and the number of that from which it still ends with all."""
    view = memoryview(content)

    def from_first() -> int:
        first, done = begin, 0
        while done < len(stretches) and _is(view, first, stretches[done]):
            first += stretches[done].length
            done += 1
        return done

    def from_last() -> int:
        last, left = len(content), len(stretches)
        while (
            left
            and last - stretches[left - 1].length >= begin
            and _is(view, last - stretches[left - 1].length, stretches[left - 1])
        ):
            left -= 1
            last -= stretches[left].length
        return left

    with ThreadPoolExecutor(2) as pool:  # a digest is made without the interpreter
        done, left = (each.result() for each in [pool.submit(from_first), pool.submit(from_last)])
    left = max(done, left)
    while left < len(stretches) and _length(stretches[:done]) + _length(stretches[left:]) > len(content) - begin:
        left += 1  # rows that went stood between rows that are alike
    return done, left


def _length(stretches: list[_Stretch]) -> int:
    return sum(each.length for each in stretches)


def _is(content: memoryview, first: int, stretch: _Stretch) -> bool:
    rows = content[first : first + stretch.length]
    return len(rows) == stretch.length and hashlib.sha256(rows).digest() == stretch.digest


def _rows_between(head: bytes, rows: bytes, shown: str) -> pd.DataFrame | None:
    """Some rows of a table, typed; None where they have a fault or are not whole rows."""
    ends = _row_ends(rows)
    if ends is None or b"\0" in rows:
        return None
    try:
        raw = parse_table(decode_utf8(head + rows), shown)
    except (DataError, NotUtf8Error):
        return None
    frame, problems = check(raw.set_axis(pd.RangeIndex(2, len(raw) + 2)), EVENTS, shown)
    return None if problems or len(frame) != len(ends) else frame


def _head(content: bytes) -> bytes:
    """The line that names the columns."""
    return content[: content.index(b"\n") + 1]


def _stretches(content: bytes, rows: int) -> list[_Stretch] | None:
    """The rows of a table as stretches; None where its lines do not surely tell its rows."""
    ends = _row_ends(content)
    if ends is None or len(ends) != rows + 1 or int(ends[0]) != len(_head(content)):
        return None
    marks = np.searchsorted(ends, np.arange(int(ends[0]) + STRETCH, len(content), STRETCH))
    edges = np.unique(np.concatenate([[0], marks, [len(ends) - 1]]))
    view = memoryview(content)
    return [
        _Stretch(
            int(ends[last] - ends[first]), int(last - first), hashlib.sha256(view[ends[first] : ends[last]]).digest()
        )
        for first, last in pairwise(edges.tolist())
    ]


def _row_ends(content: bytes) -> NDArray[np.int64] | None:
    """Where each row ends, after its line feed; None where quotes do not stand as they should, or a row has no end.

    A quote opens a cell at its beginning and closes it at its end, or stands twice inside: then a line feed ends a row
    just where an even number of quotes stands before it.
    """
    if not content:
        return np.zeros(0, dtype=np.int64)
    if b"\r" in content or not content.endswith(b"\n"):
        return None
    letters = np.frombuffer(content, dtype=np.uint8)
    quotes, feeds = np.flatnonzero(letters == QUOTE), np.flatnonzero(letters == NEWLINE)
    if len(quotes) % 2:
        return None
    opening, closing = quotes[::2], quotes[1::2]
    before, after = letters[np.maximum(opening - 1, 0)], letters[closing + 1]
    edges = (QUOTE, COMMA, NEWLINE)
    if not (np.isin(after, edges).all() and ((opening == 0) | np.isin(before, edges)).all()):
        return None
    ends: NDArray[np.int64] = feeds[np.searchsorted(quotes, feeds) % 2 == 0] + 1
    return ends


def _kept_column(cells: pd.Series[Any], column: Column) -> Any:
    """A column as plain values: its distinct ones, and the number of each cell's."""
    if column.kind == "float":
        return cells.to_numpy(dtype=np.float64).tobytes()
    codes, distinct = pd.factorize(cells, use_na_sentinel=True)
    plain: list[Any] = [day.toordinal() for day in distinct] if column.kind == "date" else list(distinct)
    if column.kind == "int":
        plain = [int(value) for value in plain]
    return codes.astype(np.int32).tobytes(), plain


def _kept_frame(kept: Any, before: int, middle: pd.DataFrame, after: int) -> pd.DataFrame:
    """A table of so many kept rows, the middle ones, and so many of the last kept rows."""
    columns: dict[str, Any] = {}
    for column, held in zip(EVENTS.columns, kept["columns"], strict=True):
        own = middle[column.name]
        if column.kind == "float":
            numbers = np.frombuffer(held, dtype=np.float64)
            ends = numbers[:before], numbers[len(numbers) - after :]
            columns[column.name] = np.concatenate([ends[0], own.to_numpy(dtype=np.float64), ends[1]])
            continue
        codes, plain = np.frombuffer(held[0], dtype=np.int32), held[1]
        if column.kind == "int":
            known = pd.array([*plain, pd.NA], dtype="Int64")
            first, last = (known.take(part) for part in (codes[:before], codes[len(codes) - after :]))
            columns[column.name] = pd.concat([pd.Series(first), own, pd.Series(last)], ignore_index=True)
            continue
        values = np.empty(len(plain) + 1, dtype=object)  # a missing value has the code -1
        values[:-1] = [date.fromordinal(day) for day in plain] if column.kind == "date" else plain
        parts = (values[codes[:before]], own.to_numpy(dtype=object), values[codes[len(codes) - after :]])
        columns[column.name] = pd.Series(np.concatenate(parts), dtype=object, copy=False)
    return pd.DataFrame(columns, copy=False).set_axis(pd.RangeIndex(2, before + len(middle) + after + 2))
