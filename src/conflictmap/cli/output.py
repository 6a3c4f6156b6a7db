"""Tables and steps: drawn in a terminal, tab-separated in a file or a pipe, CSV or JSON.
One table a stream, of plain numbers and ISO days, wherever a program may read it. Standard output holds the answer; progress and remarks go to standard error, and so do titles where no terminal is."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from typing import Annotated, Any, NamedTuple

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from conflictmap.errors import Problem

for _stream in (sys.stdout, sys.stderr):
    if isinstance(_stream, io.TextIOWrapper):  # a terminal that is not UTF-8 gets a letter's number, not a traceback
        _stream.reconfigure(errors="backslashreplace")

# Prose keeps to the terminal's width, or to COLUMNS; without either there is no width to keep to, so lines are long.
out = Console(width=None if sys.stdout.isatty() or "COLUMNS" in os.environ else 160)
err = Console(stderr=True)

AsJson = Annotated[
    bool, typer.Option("--json", help="Print JSON instead of a table (which is tab-separated in a file or a pipe).")
]
AsCsv = Annotated[bool, typer.Option("--csv", help="Print one table as CSV: plain numbers, days as YYYY-MM-DD.")]


class Forms(NamedTuple):
    """In which form a command was asked to print; neither: a table."""

    csv: bool
    json: bool


@contextmanager
def steps() -> Iterator[Any]:
    """Give a function that shows the step now under way; each finished step leaves no trace on a pipe."""
    with err.status("Starting") as status:
        yield lambda step: status.update(f"{step} …")


def for_people(*, as_csv: bool = False) -> bool:
    """Whether a person reads the answer: a terminal, and no CSV asked for. Else it is one table of plain cells."""
    return sys.stdout.isatty() and not as_csv


def print_rows(rows: Sequence[Mapping[str, Any]], *, as_json: bool, title: str = "", as_csv: bool = False) -> None:
    """Print rows that share their keys; text from data is never read as markup.

    In a terminal: a table of its width. Else, as other programs read it: a line of the keys, a line a row, cells
    separated by tabs (tabs and line ends within a cell are blanks), or CSV; nothing where there are no rows.
    """
    if as_json:
        print_json(rows)
        return
    if not for_people(as_csv=as_csv):
        _print_plain(rows, title, as_csv)
        return
    if not rows:
        out.print(Text(f"{title}: none" if title else "nothing"))
        return
    table = Table(title=title or None, title_justify="left", header_style="bold")
    for name in rows[0]:
        table.add_column(name.replace("_", " "), overflow="fold")
    for row in rows:
        table.add_row(*[Text("" if value is None else str(value)) for value in row.values()])
    out.print(table)


def _print_plain(rows: Sequence[Mapping[str, Any]], title: str, as_csv: bool) -> None:
    if title:
        err.print(Text(title if rows else f"{title}: none"), soft_wrap=True)
    lines = [list(rows[0]), *([_cell(value) for value in row.values()] for row in rows)] if rows else []
    if as_csv:
        csv.writer(sys.stdout, lineterminator="\n").writerows(lines)
        return
    for cells in lines:
        typer.echo("\t".join(" ".join(cell.split()) for cell in cells))


def _cell(value: Any) -> str:
    """A value as programs read it: no thousands separator, no per cent; empty where it is missing."""
    if value is None or value != value:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.12g}"
    return value.isoformat() if isinstance(value, date) else str(value)


def print_json(value: Any) -> None:
    """Print any plain value as JSON, text as written, dates as YYYY-MM-DD."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


ALIKE = 20  # problems of one file that say the same are printed one by one up to here; an import has thousands of rows


def print_problems(problems: Iterable[Problem], *, as_json: bool) -> None:
    """Print problems, a row each: where, what stands there, what is wrong, what to do. JSON has them all.

    Where more than `ALIKE` of a file say the same, three of them stand for all, and the rest are counted.
    """
    problems = list(problems)
    if as_json:
        print_json([asdict(problem) for problem in problems])
        return
    alike: dict[tuple[str, ...], list[Problem]] = {}
    for problem in problems:
        said = problem.message.rpartition(": ")[2]
        alike.setdefault((problem.file, problem.column or "", problem.severity, said, problem.fix), []).append(problem)
    for (file, _, severity, said, fix), group in alike.items():
        style = "red" if severity == "error" else "yellow"
        shown = group if len(group) <= ALIKE else group[:3]
        for problem in shown:
            out.print(Text.assemble((f"{severity:9}", style), str(problem)), soft_wrap=True)
        if len(group) > len(shown):
            rest = f"{file}: {len(group) - len(shown):,} more rows say the same ({said}); {fix}. --json lists them"
            out.print(Text.assemble((f"{severity:9}", style), rest), soft_wrap=True)
