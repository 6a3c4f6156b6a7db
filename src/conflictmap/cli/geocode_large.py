"""`conflictmap geocode --csv` of a table that is read in parts, or whose names a cluster resolves."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from conflictmap.cli.options import shared_by
from conflictmap.cli.output import err, print_rows

if TYPE_CHECKING:
    from conflictmap.cli.geocode import Columns
    from conflictmap.places.resolution.matcher import Matcher


def is_large_form(source: Path) -> bool:
    """Whether a table is a folder or Parquet, which are read in parts."""
    return source.is_dir() or source.suffix.lower() in (".parquet", ".pq")


def geocode_large(
    source: Path,
    target: Path,
    matcher: Matcher,
    columns: Columns,
    scheduler: str | None,
    workers: int,
    *,
    as_json: bool,
) -> None:
    """Write the table with its answers and print how many rows have each status.

    Raises: DataError, where a part cannot be read; ConflictmapError, where the target lies among the parts, or there is
    no cluster where one was asked for.
    """
    from rich.progress import Progress

    from conflictmap.places.large_tables import check_target, geocode_dataset

    check_target(source, target)
    with Progress(console=err, transient=True) as progress:
        task = progress.add_task("Reading", total=None)

        def tell(step: str, done: int, rows: int) -> None:
            progress.update(task, description=step, completed=done, total=rows or None)

        def say(step: str) -> None:
            progress.update(task, description=step)

        with shared_by(matcher, scheduler, workers, tell=say) as resolver:
            statuses = geocode_dataset(
                source, target, resolver, toponym=columns.toponym, context=columns.context, tell=tell
            )
    row = {"file": str(target), "rows": sum(statuses.values()), "resumed_at": 0, **dict(sorted(statuses.items()))}
    print_rows([row], as_json=as_json, title="geocoded")
