"""Which project a command works on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from conflictmap.errors import ConflictmapError

if TYPE_CHECKING:
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
    """The project in `folder`, or around the current folder; see `project.find_project`."""
    from conflictmap.project import find_project  # brings pandas, which takes longer to import than --help to print

    project = find_project((folder or Path.cwd()).resolve())
    if folder is not None and project.shipped:
        raise ConflictmapError(
            f"{folder}: no data/events.csv in this folder or above it; run `conflictmap init` there, or name another with -C"
        )
    return project
