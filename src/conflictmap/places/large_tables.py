"""Tables of names that are larger than memory: CSV, Parquet, or a folder of either, resolved in parts.
Each distinct name is resolved once. Nothing here decides what a name means (`batch` does)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv
import pyarrow.parquet as parquet

from conflictmap.errors import ConflictmapError, DataError, Problem
from conflictmap.event_tables.columnar import opened, unreadable
from conflictmap.places.batch import ADDED, added_names, geocode_frame
from conflictmap.places.resolution.matcher import Matcher
from conflictmap.writing import locked, refused

ROWS = 200_000  # rows held at once: some 100 MB of a wide table
BETWEEN = "\x1f"  # the unit separator: no name holds it
Tell = Callable[[str, int, int], None]  # is called with the step, the rows done and all rows


def geocode_dataset(
    source: Path,
    target: Path,
    matcher: Matcher,
    *,
    toponym: str = "toponym",
    context: Sequence[str] = ("context",),
    tell: Tell = lambda step, done, rows: None,
) -> dict[str, int]:
    """Write `source` with the answers beside its columns (`batch.ADDED`), in its order, in bounded memory.

    Parameters: source, a Parquet or CSV file or a folder of either, also a partitioned one ("year=2023/..."); target,
    Parquet where its name ends so, else CSV; it appears whole or not at all; toponym and context as in `geocode_frame`.
    Returns: how many rows have each status.
    Raises: DataError, where a part cannot be read, or has other columns or types than the first.
    """
    table = opened(source)
    if toponym not in table.schema.names:
        fix = "name the column of written names toponym, or say --toponym"
        raise DataError([Problem(source.name, "the column is missing", fix, column=toponym)])
    asked = [toponym, *(name for name in context if name in table.schema.names)]
    rows = _counted(table, source)
    names = _distinct(table, asked, rows, source, tell)
    tell("Resolving the names", 0, len(names))
    answers = geocode_frame(matcher, names, toponym=toponym, context=tuple(asked[1:]))
    own = added_names(table.schema.names)
    answered = pa.Table.from_pandas(answers[list(added_names(names.columns).values())], preserve_index=False)
    answered = answered.rename_columns([own[name] for name in ADDED])
    keys = _keys(pa.Table.from_pandas(names, preserve_index=False), asked)
    status = own["status"]
    counts: dict[str, int] = {}
    with locked(target, wait_s=1.0, note="wait until it has ended, or name another file") as real, refused(target):
        part = real.with_name(f"{real.name}.part")
        done = 0
        try:
            with _writer(part, target, table.schema, answered.schema) as write:
                for batch in _batches(table, table.schema.names, source):
                    at = pc.index_in(_keys(batch, asked), value_set=keys)
                    beside = answered.take(at)
                    for value in pc.value_counts(beside[status]).to_pylist():
                        counts[str(value["values"])] = counts.get(str(value["values"]), 0) + int(value["counts"])
                    for name in beside.column_names:
                        batch = batch.append_column(name, beside[name])
                    write(batch)
                    done += len(batch)
                    tell("Writing", done, rows)
            part.replace(real)
        finally:
            part.unlink(missing_ok=True)
    return counts


def _counted(table: Any, source: Path) -> int:
    try:
        return int(table.count_rows())
    except (OSError, pa.ArrowException) as error:
        raise unreadable(source, error) from None


def _batches(table: Any, columns: Sequence[str], source: Path) -> Iterator[Any]:
    """The rows in the order of files and rows, as tables of at most `ROWS`."""
    try:
        for batch in table.to_batches(columns=list(columns), batch_size=ROWS, batch_readahead=2, fragment_readahead=1):
            if len(batch):
                yield pa.Table.from_batches([batch])
    except (OSError, pa.ArrowException) as error:
        raise unreadable(source, error) from None


def _distinct(table: Any, columns: Sequence[str], rows: int, source: Path, tell: Tell) -> pd.DataFrame:
    """The distinct names with their wider units, in the order in which they come."""
    seen: Any = None
    done = 0
    for batch in _batches(table, columns, source):
        texts = pa.table({name: _text(batch[name]) for name in columns})
        fresh = texts.group_by(list(columns), use_threads=False).aggregate([])
        seen = (
            fresh
            if seen is None
            else pa.concat_tables([seen, fresh]).group_by(list(columns), use_threads=False).aggregate([])
        )
        done += len(batch)
        tell("Reading", done, rows)
    frame = seen.to_pandas() if seen is not None else pd.DataFrame(columns=list(columns), dtype=object)
    return frame[list(columns)].astype(object)


def _text(column: Any) -> Any:
    return pc.fill_null(column.cast(pa.string()), "")


def _keys(table: Any, columns: Sequence[str]) -> Any:
    joined = [_text(table[name]).combine_chunks() for name in columns]
    return pc.binary_join_element_wise(*joined, BETWEEN) if len(joined) > 1 else joined[0]


class _writer:
    """A file being written, of the kind that the target's name says: called with a table at a time."""

    def __init__(self, part: Path, target: Path, schema: Any, added: Any) -> None:
        self._schema = pa.schema([*schema, *added]).remove_metadata()
        as_parquet = target.suffix.lower() in (".parquet", ".pq")
        self._file = (
            parquet.ParquetWriter(part, self._schema) if as_parquet else arrow_csv.CSVWriter(part, self._schema)
        )

    def __enter__(self) -> Callable[[Any], None]:
        return lambda table: self._file.write_table(table.cast(self._schema))

    def __exit__(self, *_: object) -> None:
        self._file.close()


def check_target(source: Path, target: Path) -> None:
    """Refuse a target among the parts that are read. Raises: ConflictmapError."""
    if source.is_dir() and target.resolve().is_relative_to(source.resolve()):
        raise ConflictmapError(f"--out {target}: lies in the folder that is read; name another")
