"""A table held against its declaration: typed, and every fault named at once, by row, value and cure.
Each column's rules are a pandera schema made from `schema`; nothing here reads a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from conflictmap.calendar_day import read_day
from conflictmap.errors import Problem
from conflictmap.schema import CELL_LIMIT, Column, Table

Rule = Callable[["pd.Series[Any]"], "pd.Series[Any]"]


def check(text: pd.DataFrame, table: Table, file: str) -> tuple[pd.DataFrame, list[Problem]]:
    """Type a table of strings and name every fault in it.

    Parameters: text, n rows of str, "" where a cell is empty, its index the spreadsheet's row (the first is 2);
    file, the name to show.
    Returns: the frame with the table's columns in its order (missing numbers and days are NA/NaT, missing text is ""),
    and the problems, in order of row. Rows with faults keep what could be typed. Columns beyond the table's are left
    out, each with a question.
    """
    absent = [column for column in table.columns if column.name not in text.columns]
    missing = [column.name for column in absent if not column.optional]
    problems = [
        Problem(file, "column is missing", f"add the column {name!r} (docs/tables.md says what it holds)",
                column=name, row=1)
        for name in missing
    ] + [
        Problem(file, "is no column of this table", "rename or remove it; it is ignored", column=str(name), row=1,
                severity="question")
        for name in text.columns
        if name not in table.names
    ]  # fmt: skip
    if missing:
        return pd.DataFrame(columns=table.names), problems
    text = text.assign(**{column.name: "" for column in absent})[table.names]
    problems += _faults(text, table, file)
    frame = pd.DataFrame({column.name: _typed(text[column.name], column) for column in table.columns}, index=text.index)
    for row_check in table.row_checks:
        problems += [
            Problem(file, message, fix, row=int(row), column=name, value=str(text.at[row, name]))
            for row, name, message, fix in row_check(frame)
        ]
    return frame, sorted(problems, key=lambda problem: problem.row or 0)


def as_text(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Write a typed frame back as the strings of its CSV; the inverse of `check` for a table without faults."""
    out = {column.name: _written(frame[column.name], column.kind) for column in table.columns}
    return pd.DataFrame(out, index=frame.index, columns=table.names)


def _written(values: pd.Series[Any], kind: str) -> list[str]:
    """The cells of one column as text, each distinct value written once."""
    if kind == "text":
        return ["" if value is None else str(value) for value in values.tolist()]
    codes, distinct = pd.factorize(values, use_na_sentinel=True)
    text = [*(_WRITERS[kind](value) for value in distinct), ""]  # a missing value has the code -1
    return [text[code] for code in codes.tolist()]


def _faults(text: pd.DataFrame, table: Table, file: str) -> list[Problem]:
    columns = {column.name: column for column in table.columns}
    rules = {name: _rules(column, unique=name == table.key) for name, column in columns.items()}
    distinct = {name: text[name].drop_duplicates() for name in columns}  # a rule but "unique" asks each value once
    if all(
        rule(text[name] if word == "unique" else distinct[name]).all()
        for name, of_column in rules.items()
        for word, rule in of_column.items()
    ):
        return []  # pandera takes a third of a second to import, and geopandas with it: only a fault is worth that
    import pandera.pandas as pa

    checks = {
        name: pa.Column(checks=[pa.Check(rule, error=word) for word, rule in of_column.items()])
        for name, of_column in rules.items()
    }
    try:
        pa.DataFrameSchema(checks).validate(text, lazy=True)
    except pa.errors.SchemaErrors as error:
        failures = error.failure_cases
        return [
            _problem(str(word), str(text.at[row, name]), int(row), columns[name], file, text)
            for word, name, row in zip(failures["check"], failures["column"], failures["index"], strict=True)
        ]
    return []


def _rules(column: Column, *, unique: bool) -> dict[str, Rule]:
    """A column's rules by their names in `_MESSAGES`: cells in, whether each keeps the rule out."""
    rules: dict[str, Rule] = {"long": lambda cells: cells.str.len() <= CELL_LIMIT}
    if column.required:
        rules["required"] = lambda cells: ~_blank(cells)
    if column.one_of:
        rules["one_of"] = lambda cells: _blank(cells) | cells.isin(column.one_of)
    if column.kind != "text":
        rules[column.kind] = lambda cells: _blank(cells) | _typed(cells, column).notna()
    if column.low is not None and column.high is not None:
        low, high = column.low, column.high
        rules["range"] = lambda cells: _in_range(_typed(cells, column), low, high)
    if unique:
        rules["unique"] = lambda cells: ~cells.duplicated(keep="first") | (cells == "")
    return rules


def _problem(rule: str, value: str, row: int, column: Column, file: str, text: pd.DataFrame) -> Problem:
    message, fix = _MESSAGES[rule]
    words = {
        "length": f"{len(value):,}",
        "limit": f"{CELL_LIMIT:,}",
        "values": ", ".join(column.one_of),
        "low": column.low,
        "high": column.high,
        "first": int(text.index[text[column.name] == value][0]) if rule == "unique" else 0,
    }
    return Problem(file, message.format(**words), fix.format(**words), row=row, column=column.name, value=value)


def _in_range(numbers: pd.Series[Any], low: float, high: float) -> pd.Series[Any]:
    """Missing numbers are in every range: of floats `between` says False of them, of Int64 NA."""
    return numbers.isna() | numbers.between(low, high).fillna(False).astype(bool)


def _blank(cells: pd.Series[Any]) -> pd.Series[Any]:
    return cells.str.strip() == ""


def _typed(text: pd.Series[Any], column: Column) -> pd.Series[Any]:
    """The cells as the column's kind, each distinct value read once; what is blank or of another kind is missing."""
    if column.kind == "text":
        return text.astype(object)
    codes, distinct = pd.factorize(text, use_na_sentinel=False)
    values = pd.Series(distinct, dtype=text.dtype)
    return _TYPES[column.kind](values.where(~_blank(values))).take(codes).set_axis(text.index)


def _dates(text: pd.Series[Any]) -> pd.Series[Any]:
    return pd.Series([read_day(value) for value in text], index=text.index, dtype=object)


def _ints(text: pd.Series[Any]) -> pd.Series[Any]:
    whole = text.where(text.str.fullmatch(r"\s*-?\d{1,15}\s*", na=False))
    return pd.to_numeric(whole, errors="coerce").astype("Int64")


def _floats(text: pd.Series[Any]) -> pd.Series[Any]:
    numbers = pd.to_numeric(text, errors="coerce").astype("float64")
    return numbers.where(numbers.abs() < float("inf"))


_WRITERS: Mapping[str, Callable[[Any], str]] = {
    "date": lambda value: value.isoformat() if isinstance(value, date) else "",
    "int": lambda value: str(int(value)),
    "float": lambda value: f"{value:.6f}".rstrip("0").rstrip("."),
}
_TYPES: Mapping[str, Callable[[pd.Series[Any]], pd.Series[Any]]] = {"date": _dates, "int": _ints, "float": _floats}
_MESSAGES = {
    "required": ("is empty", "fill it in"),
    "long": ("holds {length} characters", "shorten it to {limit} at most"),
    "one_of": ("is not a known value", "use one of: {values}"),
    "range": ("is out of range", "give a value from {low:g} to {high:g}"),
    "unique": ("stands in row {first} already", "give each row its own"),
    "date": ("is not a day of the calendar", "write it as YYYY-MM-DD, for example 2023-11-06, from 1900 to 2100"),
    "int": ("is not a whole number", "write digits only, or leave it empty where it is not known"),
    "float": ("is not a number", "write decimal degrees, for example 96.123"),
}
