"""Tables and steps: drawn in a terminal, tab-separated in a file or a pipe, or JSON.
Standard output holds the answer; progress and remarks go to standard error, and so do titles where no terminal is."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import Annotated, Any

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


@contextmanager
def steps() -> Iterator[Any]:
    """Give a function that shows the step now under way; each finished step leaves no trace on a pipe."""
    with err.status("Starting") as status:
        yield lambda step: status.update(f"{step} …")


def print_rows(rows: Sequence[Mapping[str, Any]], *, as_json: bool, title: str = "") -> None:
    """Print rows that share their keys; text from data is never read as markup.

    In a terminal: a table of its width. Else, as other programs read it: a line of the keys, a line a row, cells
    separated by tabs (tabs and line ends within a cell are blanks); nothing where there are no rows.
    """
    if as_json:
        print_json(rows)
        return
    if not sys.stdout.isatty():
        _print_tabs(rows, title)
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


def _print_tabs(rows: Sequence[Mapping[str, Any]], title: str) -> None:
    if title:
        err.print(Text(title if rows else f"{title}: none"), soft_wrap=True)
    if rows:
        typer.echo("\t".join(rows[0]))
    for row in rows:
        cells = ("" if value is None else str(value) for value in row.values())
        typer.echo("\t".join(" ".join(cell.split()) for cell in cells))


def print_json(value: Any) -> None:
    """Print any plain value as JSON, text as written, dates as YYYY-MM-DD."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def print_problems(problems: Iterable[Problem], *, as_json: bool) -> None:
    """Print problems, a row each: where, what stands there, what is wrong, what to do."""
    if as_json:
        print_json([asdict(problem) for problem in problems])
        return
    for problem in problems:
        style = "red" if problem.severity == "error" else "yellow"
        out.print(Text.assemble((f"{problem.severity:9}", style), str(problem)), soft_wrap=True)
