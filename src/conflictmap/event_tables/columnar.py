"""Tables in Arrow's forms: Parquet, CSV, or a folder of either, also a partitioned one, their parts checked against each other.
Nothing here knows what a column means, but for the days and numbers of a table that is declared."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv
import pyarrow.dataset as dataset

from conflictmap.checking import check
from conflictmap.errors import DataError, Problem
from conflictmap.schema import Column, Table


def opened(source: Path, shown: str = "") -> Any:
    """Return a table as an Arrow dataset, its parts checked against each other. Raises: DataError."""
    files = sorted(path for path in source.rglob("*") if path.is_file()) if source.is_dir() else [source]
    parts = [path for path in files if not path.name.startswith((".", "_"))]
    kinds = {path.suffix.lower() for path in parts}
    if not parts or len(kinds) > 1 or not kinds <= {".csv", ".parquet", ".pq"}:
        what = f"holds files of the kinds {', '.join(sorted(kinds))}" if parts else "holds no table"
        raise DataError([Problem(shown or str(source), what, "give a folder of CSV files, or one of Parquet files")])
    try:
        form = _csv_of_texts(parts[0]) if kinds == {".csv"} else "parquet"
        table = dataset.dataset(source, format=form, partitioning="hive", exclude_invalid_files=False)
        for fragment in table.get_fragments():
            _same_columns(table.schema, fragment)
    except (OSError, UnicodeDecodeError, csv.Error, pa.ArrowException) as error:
        raise unreadable(source, error, shown) from None
    return table


def read_columnar(source: Path, table: Table, shown: str) -> tuple[pd.DataFrame, list[Problem]]:
    """Read a table of Parquet or of parts and name every fault in it, as `project.read_table` does of CSV.

    Rows are counted from 2, as those of a spreadsheet, in the order of the parts' names. A column by which a folder is parted
    and that the table does not declare is left out without a word. Each distinct text is held once, whatever the rows.
    Raises: DataError, where a part cannot be read, or has other columns or types than the first.
    """
    arrow = opened(source, shown)
    kinds = {column.name: column for column in table.columns}
    keys = {key for part in arrow.get_fragments() for key in dataset.get_partition_keys(part.partition_expression)}
    names = [name for name in arrow.schema.names if name in kinds or name not in keys]
    try:
        whole = arrow.to_table(columns=names)
        text = pd.DataFrame({name: _texts(whole[name], kinds.get(name)) for name in names}, dtype=object)
    except (OSError, pa.ArrowException) as error:
        raise unreadable(source, error, shown) from None
    return check(text.set_axis(pd.RangeIndex(2, len(text) + 2)), table, shown)


def unreadable(source: Path, error: Exception, shown: str = "") -> DataError:
    """Return the fault of a part that cannot be read."""
    why = (str(error).splitlines() or [type(error).__name__])[0][:300]
    return DataError([Problem(shown or str(source), f"cannot be read ({why})", "mend or remove that part")])


def _texts(column: Any, declared: Column | None) -> Any:
    """The cells as they would stand in CSV, "" where missing; equal ones are one object."""
    plain = column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column
    encoded = plain.combine_chunks().dictionary_encode()
    encoded = encoded.chunk(0) if isinstance(encoded, pa.ChunkedArray) else encoded
    distinct = [_text(value, declared) for value in encoded.dictionary.to_pylist()]
    numbers = pc.fill_null(encoded.indices, len(distinct)).to_numpy(zero_copy_only=False)
    cells = np.empty(len(distinct) + 1, dtype=object)
    cells[:] = [*distinct, ""]
    return cells[numbers]


def _text(value: Any, declared: Column | None) -> str:
    if value is None or value != value:
        return ""
    if declared is not None and declared.kind == "date" and hasattr(value, "isoformat"):
        moment = value.isoformat()
        return str(moment[:10]) if moment[10:] in ("", "T00:00:00", "T00:00:00+00:00") else str(moment)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _csv_of_texts(first: Path) -> Any:
    """CSV whose cells stay as they are written: a code "007" is no number, and an empty cell is no missing one."""
    with first.open(encoding="utf-8-sig", newline="") as file:
        header = next(csv.reader(file), [])
    texts = arrow_csv.ConvertOptions(column_types=dict.fromkeys(header, pa.string()))
    return dataset.CsvFileFormat(convert_options=texts, parse_options=arrow_csv.ParseOptions(newlines_in_values=True))


def _same_columns(schema: Any, fragment: Any) -> None:
    own, path = fragment.physical_schema, Path(fragment.path)
    partitions = set(dataset.get_partition_keys(fragment.partition_expression))
    for field in schema:
        if field.name in partitions:
            continue
        there = own.field(field.name) if field.name in own.names else None
        if there is None or (there.type != field.type and not (pa.types.is_null(there.type))):
            what = (
                f"is of type {there.type}, in the first part {field.type}"
                if there
                else "is missing, but not in the first part"
            )
            fix = "write all parts with the same columns and types"
            raise DataError([Problem(f"{path.parent.name}/{path.name}", what, fix, column=field.name)])
