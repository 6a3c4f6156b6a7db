"""Which project a command works on."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from conflictmap.errors import ConflictmapError

if TYPE_CHECKING:
    from conflictmap.places.resolution.matcher import Matcher
    from conflictmap.project import Project

Where = Annotated[
    Path | None,
    typer.Option(
        "--project",
        "-C",
        help="The project's folder (the one with data/events.csv); else this folder or one above it, "
        "else the data that ships with the package.",
    ),
]


def project_at(folder: Path | None) -> Project:
    """Return the project in `folder`, or around the current folder; see `project.find_project`."""
    from conflictmap.project import find_project  # brings pandas, which takes longer to import than --help to print

    try:
        if folder is not None and not folder.is_dir():
            raise ConflictmapError(f"{folder}: no such folder; check the path given with -C")
        start = (folder or Path.cwd()).resolve()
        project = find_project(start)
    except (OSError, ValueError, RuntimeError) as error:  # no right, too long a name, links in circles
        why = getattr(error, "strerror", None) or str(error)
        raise ConflictmapError(f"{folder or 'this folder'}: cannot be entered ({why}); name another with -C") from None
    if folder is not None and not project.shipped and project.root != start:
        raise ConflictmapError(
            f"{folder}: no data/events.csv in this folder; the nearest is in {project.root}: name that with -C to use it"
        )
    if folder is not None and project.shipped:
        raise ConflictmapError(
            f"{folder}: no data/events.csv in this folder or above it; run `conflictmap init` there, or name another with -C"
        )
    return project


Scheduler = Annotated[
    str | None,
    typer.Option(
        "--scheduler",
        metavar="ADDRESS",
        help="Resolve the names on the workers of this Dask scheduler, for example tcp://10.0.0.5:8786.",
    ),
]
Workers = Annotated[
    int, typer.Option("--workers", min=0, max=256, help="Resolve the names in so many processes of this machine.")
]


@contextmanager
def shared_by(
    matcher: Matcher, scheduler: str | None, workers: int, *, tell: Callable[[str], None]
) -> Iterator[Matcher]:
    """Yield the matcher, its names resolved by a cluster where one was asked for; itself otherwise.

    A cluster that cannot be had, or gives up halfway, is said on standard error; this machine then does the rest: the answer
    is the same. Raises: ConflictmapError, where both options are given, or Dask is not installed.
    """
    if scheduler is None and not workers:
        yield matcher
        return
    if scheduler is not None and workers:
        raise ConflictmapError("give either --scheduler, for machines that wait, or --workers, for this one")
    from rich.text import Text

    from conflictmap.cli.output import err
    from conflictmap.distributed import cluster
    from conflictmap.distributed.shared_matcher import SharedMatcher

    def say(error: ConflictmapError) -> None:
        err.print(Text(f"{error}. This machine goes on alone", style="yellow"), soft_wrap=True)

    cluster.check_installed()
    with ExitStack() as stack:
        try:
            client = stack.enter_context(
                cluster.connected(scheduler) if scheduler is not None else cluster.local(workers)
            )
        except cluster.ClusterError as error:
            say(error)
            yield matcher
            return
        where = cluster.dashboard(client)
        step = f"Finding the places, on a cluster{f' ({where})' if where else ''}"
        yield SharedMatcher(
            matcher, client, tell=lambda done, names: tell(f"{step}: {done:,} of {names:,} names"), lost=say
        )


def user_name() -> str:
    """Return the name that the system knows the user by; "unknown" for a process without a user, as in some containers."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"
