"""`conflictmap boundaries`: use official or other township polygons, or the core's again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from conflictmap.cli.gazetteer import DataDir, Local, _place
from conflictmap.cli.options import Where, project_at
from conflictmap.cli.output import AsJson, out, print_json, print_rows, steps

if TYPE_CHECKING:
    from conflictmap.errors import Problem
    from conflictmap.project import Project
    from conflictmap.sources.boundaries import Used

app = typer.Typer(no_args_is_help=True, help="The polygons that say which township holds a point.")


@app.command()
def use(
    path: Annotated[Path, typer.Argument(help="Any file that GDAL reads: GeoPackage, GeoJSON, shapefile, zip.")],
    level: Annotated[int, typer.Option(help="3: townships; 4: village tracts, which are joined to townships.")] = 3,
    pcode: Annotated[str, typer.Option(help="The column of the townships' P-codes, where it is not found.")] = "",
    name: Annotated[str, typer.Option(help="The column of their names, where it is not found.")] = "",
    layer: Annotated[str | None, typer.Option(help="Which layer of the file.")] = None,
    crs: Annotated[str, typer.Option(help="Its coordinate system, where the file states none: EPSG:32647.")] = "",
    credit: Annotated[str, typer.Option(help="The line that a page owes the source.")] = "",
    data_dir: DataDir = None,
    local: Local = False,
    where: Where = None,
    as_json: AsJson = False,
) -> None:
    """Use these boundaries from now on, for every join, control map and page.

    At the end the project's tables are checked with them: where that finds an error that was not there before, what
    was in use is put back.

    Example: `conflictmap boundaries use mmr_polbnda_adm3.gpkg`
    """
    from conflictmap.sources.boundaries import Chosen
    from conflictmap.sources.boundaries import use as use_boundaries

    project, folder = _place(where, data_dir, local)
    chosen = Chosen(path, level, pcode, name, layer, crs, credit)
    with steps() as tell:
        used = use_boundaries(chosen, project, data_dir=folder, tell=tell, trial=trial_of(project, path, tell))
    print_used(used, as_json)


@app.command()
def reset(data_dir: DataDir = None, where: Where = None) -> None:
    """Return to the boundaries that ship.

    Example: `conflictmap boundaries reset`
    """
    from conflictmap.sources.boundaries import reset as reset_boundaries

    changed = reset_boundaries(project_at(where), data_dir=data_dir)
    out.print("The core's boundaries are in use again." if changed else "The core's boundaries were in use already.")


@app.command()
def show(data_dir: DataDir = None, where: Where = None, as_json: AsJson = False) -> None:
    """Show which boundaries are in use, and whom to credit.

    Example: `conflictmap boundaries show`
    """
    from conflictmap.places.gazetteer.units import Units

    units = Units.open(project_at(where), data_dir=data_dir)
    levels = units.table["level"].value_counts().sort_index()
    row = {"version": units.version, "credit": units.credit} | {f"ADM{level}": int(n) for level, n in levels.items()}
    print_rows([row], as_json=as_json)


def trial_of(project: Project, path: Path, tell: Callable[[str], None]) -> Callable[[], None]:
    """Make a function that raises SourceError where the project's tables have an error that they have not now."""
    from conflictmap.errors import SourceError

    tell("Checking the project's tables")
    before = set(map(str, _errors(project)))

    def trial() -> None:
        new = [problem for problem in _errors(project) if str(problem) not in before]
        if new:
            raise SourceError(
                f"{path.name}: with these boundaries the project's tables have {len(new)} errors that they had not "
                f"before; what was in use is in use again. The first: {new[0]}"
            )

    return trial


def _errors(project: Project) -> list[Problem]:
    """What `conflictmap check` would call an error."""
    from conflictmap.errors import DataError
    from conflictmap.pipeline import build, load

    try:
        problems = build(load(project)).problems
    except DataError as error:
        problems = tuple(error.problems)
    return [problem for problem in problems if problem.severity == "error"]


def print_used(used: Used, as_json: bool) -> None:
    """Say what came of new boundaries."""
    if as_json:
        from dataclasses import asdict

        print_json(asdict(used))
        return
    out.print(f"{used.townships} townships are in use. {used.credit}", soft_wrap=True)
    repaired = f"{used.edges} polygons had edges that did not match their neighbours'; {used.changed_km2:,} km² moved."
    out.print(repaired if used.edges or used.changed_km2 else "All edges matched already.", soft_wrap=True)
    out.print(
        f"{used.vertices:,} vertices; {used.page_vertices:,} for the page ({used.page_kb:,} kB), shared edges kept.",
        soft_wrap=True,
    )
    for remark in used.remarks:
        out.print(remark, soft_wrap=True)
