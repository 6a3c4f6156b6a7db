"""`conflictmap gazetteer`: add, fetch, remove and build-core; what is there is shown by `cli.places`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from conflictmap.cli.options import Where, project_at
from conflictmap.cli.output import AsJson, err, out, print_json, print_rows, steps
from conflictmap.errors import ConflictmapError
from conflictmap.writing import refused

if TYPE_CHECKING:
    from conflictmap.project import Project
    from conflictmap.sources.add_layer import Added

app = typer.Typer(no_args_is_help=True, help="The places that names can mean: what ships, and what you add.")

DataDir = Annotated[
    Path | None,
    typer.Option(
        "--data-dir",
        envvar="CONFLICTMAP_DATA_DIR",
        help="Where imported gazetteers and boundaries are kept; else the project's .conflictmap folder, "
        "if it has one, else your own data folder. Set the variable to use it with every command.",
    ),
]
Local = Annotated[bool, typer.Option("--local", help="Keep it with the project, in its .conflictmap folder.")]


@app.command()
def add(
    kind: Annotated[str, typer.Argument(help="mimu, geonames or table.")],
    files: Annotated[list[str], typer.Argument(metavar="PATH|URL...", help="Files, folders or web addresses.")],
    name: Annotated[str, typer.Option(help="What to call it; else its kind.")] = "",
    sheet: Annotated[str | None, typer.Option(help="The only sheet of a workbook to read.")] = None,
    columns: Annotated[str, typer.Option(help="For a table: field=column, with commas between.")] = "",
    credit: Annotated[str, typer.Option(help="For a table: the line that a page owes its source.")] = "",
    data_dir: DataDir = None,
    local: Local = False,
    where: Where = None,
    as_json: AsJson = False,
) -> None:
    """Add a gazetteer; from then on every match, join and map uses it.

    Examples: `conflictmap gazetteer add mimu downloads/*.csv.gz`,
    `conflictmap gazetteer add table camps.csv --columns "place_id=ID,name=Camp,lon=X,lat=Y"`
    """
    from conflictmap.sources.add_layer import Asked
    from conflictmap.sources.add_layer import add as add_layer

    project, folder = _place(where, data_dir, local)
    with steps() as tell:
        asked = Asked(kind, _files(files, project, folder, tell), name, sheet, columns, credit)
        added = add_layer(asked, project, data_dir=folder, tell=tell)
    _print_added(added, as_json)


@app.command()
def fetch(
    name: Annotated[str, typer.Argument(help="A source of `conflictmap gazetteer list`.")],
    url: Annotated[str, typer.Option(help="Another address for it, such as a mirror.")] = "",
    data_dir: DataDir = None,
    local: Local = False,
    where: Where = None,
    as_json: AsJson = False,
) -> None:
    """Download a source and add it. A download that broke off goes on where it ended.

    Example: `conflictmap gazetteer fetch geonames`
    """
    from conflictmap.sources.add_layer import Asked
    from conflictmap.sources.add_layer import add as add_layer
    from conflictmap.sources.boundaries import Chosen, use
    from conflictmap.sources.catalogue import source_of
    from conflictmap.sources.download import download

    project, folder = _place(where, data_dir, local)
    source = source_of(name, project)
    address = url or source.url
    if not address:
        raise ConflictmapError(
            f"{source.title}: its publisher gives no lasting address; download it from {source.page} and run "
            f"`conflictmap {'boundaries use' if source.kind == 'boundaries' else f'gazetteer add {source.kind}'} FILE`"
        )
    expected = "" if url else source.sha256
    with _progress(source.title) as show:
        path = download(address, _downloads(project, folder), file=source.file, sha256=expected, progress=show)
    with steps() as tell:
        if source.kind == "boundaries":
            from conflictmap.cli.boundaries import print_used, trial_of

            chosen, trial = Chosen(path, credit=source.credit), trial_of(project, path, tell)
            print_used(use(chosen, project, data_dir=folder, tell=tell, trial=trial), as_json)
        else:
            added = add_layer(Asked(source.kind, (path,), name), project, data_dir=folder, tell=tell)
            _print_added(added, as_json)


@app.command()
def remove(
    name: Annotated[str, typer.Argument(help="A gazetteer of `conflictmap gazetteer list`.")],
    data_dir: DataDir = None,
    where: Where = None,
) -> None:
    """Take an added gazetteer out of use and delete it.

    Example: `conflictmap gazetteer remove geonames`
    """
    from conflictmap.places.gazetteer.layers import Layers, data_folder
    from conflictmap.sources.layer_store import remove_layer

    left = remove_layer(Layers(data_folder(project_at(where), data_dir)), name)
    out.print(f"Removed {name}; in use: {', '.join(['core', *[layer.name for layer in left.layers]])}")


@app.command("build-core")
def build_core(
    folder: Annotated[Path, typer.Argument(help="The folder that holds sources/ and eval/ as the README describes.")],
    where: Where = None,
    as_json: AsJson = False,
) -> None:
    """Make the core that ships again from its sources: units, polygons, places, rivers.

    Example: `conflictmap gazetteer build-core ../shared`
    """
    from conflictmap.sources.core_build import CoreFiles
    from conflictmap.sources.core_build import build_core as build

    project = project_at(where)
    if project.shipped:
        raise ConflictmapError("the core is made in a clone of the project; run it there, or name the clone with -C")
    with steps() as tell:
        tell("Making the core")
        made = build(CoreFiles.of(folder, project.table("gazetteer")), project.table("gazetteer"))
    print_rows([{"table": name, "rows": count} for name, count in made.items()], as_json=as_json)


def _place(where: Path | None, data_dir: Path | None, local: bool) -> tuple[Project, Path | None]:
    """The project, and the folder to keep imports in; `local` makes the project's own."""
    from conflictmap.places.gazetteer.layers import LOCAL

    project = project_at(where)
    if not local:
        return project, data_dir
    if data_dir is not None:
        raise ConflictmapError("--local and --data-dir say two places; give one of them")
    folder = project.root / LOCAL
    with refused(folder):
        folder.mkdir(exist_ok=True)
    return project, folder


def _files(given: list[str], project: Project, folder: Path | None, tell: Callable[[str], None]) -> tuple[Path, ...]:
    """Paths for all that was named: addresses are downloaded, folders stand for their files."""
    from conflictmap.sources.download import download, is_address

    paths: list[Path] = []
    for one in given:
        if is_address(one):
            tell(f"Downloading {one}")
            paths.append(download(one, _downloads(project, folder)))
        elif Path(one).is_dir():
            paths += sorted(path for path in Path(one).iterdir() if path.is_file())
        else:
            paths.append(Path(one))
    return tuple(paths)


def _downloads(project: Project, folder: Path | None) -> Path:
    from conflictmap.places.gazetteer.layers import data_folder

    return data_folder(project, folder) / "downloads"


@contextmanager
def _progress(title: str) -> Iterator[Callable[[int, int | None], None]]:
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

    columns = TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn()
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task(title, total=None)
        yield lambda done, whole: bar.update(task, completed=done, total=whole)


def _print_added(added: Added, as_json: bool) -> None:
    from conflictmap.sources.layer import CHECKS

    layer = added.layer
    if as_json:
        print_json(
            {"name": layer.name, "version": layer.version, "rows": layer.rows, "found": added.counts,
             "places": added.places, "names": added.names, "credit": layer.credit, "folder": str(layer.folder)}
        )  # fmt: skip
        return
    rows = [{"found": CHECKS.get(check, check), "rows": f"{count:,}"} for check, count in added.counts.items()]
    print_rows(rows, as_json=False, title=f"{layer.name}: {layer.rows:,} rows read")
    out.print(f"In use: {added.places:,} places with {added.names:,} names. Credit: {layer.credit}", soft_wrap=True)
    out.print("`conflictmap gazetteer check` has the details.", soft_wrap=True)
