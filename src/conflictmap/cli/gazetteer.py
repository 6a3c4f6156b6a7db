"""`conflictmap gazetteer`: add, fetch, list, remove, show, stats, check and build-core."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from conflictmap.cli.output import AsJson, err, out, print_json, print_rows, steps
from conflictmap.cli.where import Where, project_at
from conflictmap.errors import ConflictmapError

if TYPE_CHECKING:
    from conflictmap.project import Project
    from conflictmap.sources.adding import Added

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
    from conflictmap.sources.adding import Asked
    from conflictmap.sources.adding import add as add_layer

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
    from conflictmap.sources.adding import Asked
    from conflictmap.sources.adding import add as add_layer
    from conflictmap.sources.boundaries import Chosen, use
    from conflictmap.sources.catalogue import source_of
    from conflictmap.sources.fetching import download

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
            from conflictmap.cli.boundaries import print_used

            print_used(use(Chosen(path, credit=source.credit), project, data_dir=folder, tell=tell), as_json)
        else:
            added = add_layer(Asked(source.kind, (path,), name), project, data_dir=folder, tell=tell)
            _print_added(added, as_json)


@app.command("list")
def list_(data_dir: DataDir = None, where: Where = None, as_json: AsJson = False) -> None:
    """List what is in use and what can be added, with licence and credit.

    Example: `conflictmap gazetteer list`
    """
    from conflictmap.places.gazetteer import Gazetteer
    from conflictmap.places.layers import layers_of
    from conflictmap.sources.catalogue import catalogue

    project = project_at(where)
    gazetteer, layers = Gazetteer.open(project, data_dir=data_dir), layers_of(project, data_dir)
    rows: list[dict[str, Any]] = [
        {"name": "core", "state": "in use", "version": gazetteer.version, "licence": "see LICENSE.md", "credit": line}
        for line in gazetteer.credits[:1]
    ]
    rows += [
        {"name": one.name, "state": "in use", "version": one.version, "licence": one.licence, "credit": one.credit}
        for one in layers.layers
    ]
    used = {layer.name for layer in layers.layers}
    rows += [
        {
            "name": source.name,
            "state": "can be fetched" if source.url else f"download from {source.page}",
            "version": "",
            "licence": source.licence,
            "credit": source.credit,
        }
        for source in catalogue(project).values()
        if source.name not in used
    ]
    print_rows(rows, as_json=as_json, title=f"Gazetteers and boundaries (kept in {layers.root})")


@app.command()
def remove(
    name: Annotated[str, typer.Argument(help="A gazetteer of `conflictmap gazetteer list`.")],
    data_dir: DataDir = None,
    where: Where = None,
) -> None:
    """Take an added gazetteer out of use and delete it.

    Example: `conflictmap gazetteer remove geonames`
    """
    from conflictmap.places.layers import layers_of
    from conflictmap.sources.store import remove_layer

    left = remove_layer(layers_of(project_at(where), data_dir), name)
    out.print(f"Removed {name}; in use: {', '.join(['core', *[layer.name for layer in left.layers]])}")


@app.command()
def show(
    place: Annotated[str, typer.Argument(metavar="P-CODE|NAME", help="A place_id, or a name in either script.")],
    data_dir: DataDir = None,
    where: Where = None,
    as_json: AsJson = False,
) -> None:
    """Show all that is known of a place, or of every place of a name.

    Examples: `conflictmap gazetteer show MMR005024`, `conflictmap gazetteer show ကောလင်း`
    """
    from conflictmap.errors import UnknownPlaceError
    from conflictmap.places.gazetteer import Gazetteer

    gazetteer = Gazetteer.open(project_at(where), data_dir=data_dir)
    try:
        ids = [gazetteer.place(place).place_id]
    except UnknownPlaceError:
        ids = gazetteer.candidates(place).index.tolist()
        if not ids:
            raise ConflictmapError(
                f"{place!r} is neither a place_id nor a name in the gazetteer; "
                "try `conflictmap geocode`, which forgives spelling"
            ) from None
    names, frame = gazetteer.names(), gazetteer.frame()
    rows = [_shown(place_id, frame, names) for place_id in ids]
    if len(rows) == 1:
        _print_one(rows[0], as_json)
        return
    brief = ("place_id", "name", "name_my", "feature_code", "in")
    print_rows(rows if as_json else [{key: row[key] for key in brief} for row in rows], as_json=as_json)


@app.command()
def stats(data_dir: DataDir = None, where: Where = None, as_json: AsJson = False) -> None:
    """Count places by kind: how many have coordinates, and a Burmese name.

    Example: `conflictmap gazetteer stats --json`
    """
    from conflictmap.places.gazetteer import Gazetteer

    gazetteer = Gazetteer.open(project_at(where), data_dir=data_dir)
    frame = gazetteer.frame()
    kinds = frame.assign(
        point=frame["lon"].notna() & (frame["radius_km"] == 0),
        area=frame["lon"].notna() & (frame["radius_km"] > 0),
        unknown=frame["lon"].isna(),
        burmese=frame["name_my"] != "",
    ).groupby("feature_code")
    counts = kinds[["point", "area", "unknown", "burmese"]].sum().assign(places=kinds.size()).sort_values("places")
    rows = [
        {"feature_code": str(code), "places": int(row["places"]), "at a point": int(row["point"]),
         "in an area": int(row["area"]), "not located": int(row["unknown"]), "Burmese name": int(row["burmese"])}
        for code, row in counts.iloc[::-1].to_dict("index").items()
    ]  # fmt: skip
    title = f"{len(frame):,} places, {len(gazetteer.names()):,} names, version {gazetteer.version}"
    print_rows(rows, as_json=as_json, title=title)


@app.command()
def check(
    every: Annotated[bool, typer.Option("--all", help="Each row, not counts with three examples.")] = False,
    data_dir: DataDir = None,
    where: Where = None,
    as_json: AsJson = False,
) -> None:
    """Report what was found wrong in what was added, and what was done about it.

    Example: `conflictmap gazetteer check --all --json > report.json`
    """
    from conflictmap.places.gazetteer import Gazetteer
    from conflictmap.places.layers import layers_of
    from conflictmap.sources.adding import report
    from conflictmap.sources.layer import CHECKS

    project = project_at(where)
    found = report(layers_of(project, data_dir).layers)
    core = Gazetteer.open(project, data_dir=data_dir).problems
    if every:
        rows = [{str(key): value for key, value in row.items()} for row in found.to_dict("records")]
        rows += [{"layer": "core", "check": p.column, "place_id": "", "name": "", "value": str(p)} for p in core]
        print_rows(rows, as_json=as_json)
        return
    rows = []
    for key, part in found.groupby(["layer", "check"], sort=True) if len(found) else []:
        layer, kind = map(str, key)
        told = [f"{row['name']} ({row['place_id']}) {row['value']}".strip() for row in part.head(3).to_dict("records")]
        what = CHECKS.get(kind, kind)
        rows.append({"layer": layer, "check": kind, "rows": len(part), "what": what, "examples": "; ".join(told)})
    examples = [str(problem.message) for problem in core[:3]]
    what = "questions of the core's tables (`conflictmap check` lists them)"
    rows.append({"layer": "core", "check": "tables", "rows": len(core), "what": what, "examples": "; ".join(examples)})
    print_rows(rows, as_json=as_json, title="What imports found")


@app.command("build-core")
def build_core(
    folder: Annotated[Path, typer.Argument(help="The folder that holds sources/ and eval/ as the README describes.")],
    where: Where = None,
    as_json: AsJson = False,
) -> None:
    """Make the core that ships again from its sources: units, polygons, places, rivers.

    Example: `conflictmap gazetteer build-core ../shared`
    """
    from conflictmap.sources.core import CoreFiles
    from conflictmap.sources.core import build_core as build

    project = project_at(where)
    if project.shipped:
        raise ConflictmapError("the core is made in a clone of the project; run it there, or name the clone with -C")
    with steps() as tell:
        tell("Making the core")
        made = build(CoreFiles.of(folder), project.table("gazetteer"))
    print_rows([{"table": name, "rows": count} for name, count in made.items()], as_json=as_json)


def _place(where: Path | None, data_dir: Path | None, local: bool) -> tuple[Project, Path | None]:
    """The project, and the folder to keep imports in; `local` makes the project's own."""
    from conflictmap.places.layers import LOCAL

    project = project_at(where)
    if not local:
        return project, data_dir
    if data_dir is not None:
        raise ConflictmapError("--local and --data-dir say two places; give one of them")
    folder = project.root / LOCAL
    folder.mkdir(exist_ok=True)
    return project, folder


def _files(given: list[str], project: Project, folder: Path | None, tell: Callable[[str], None]) -> tuple[Path, ...]:
    """Paths for all that was named: addresses are downloaded, folders stand for their files."""
    from conflictmap.sources.fetching import download, is_address

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
    from conflictmap.places.layers import data_folder

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
            {"name": layer.name, "version": layer.version, "rows": layer.rows, "found": added.found,
             "places": added.places, "names": added.names, "credit": layer.credit, "folder": str(layer.folder)}
        )  # fmt: skip
        return
    rows = [{"found": CHECKS.get(check, check), "rows": f"{count:,}"} for check, count in added.found.items()]
    print_rows(rows, as_json=False, title=f"{layer.name}: {layer.rows:,} rows read")
    out.print(f"In use: {added.places:,} places with {added.names:,} names. Credit: {layer.credit}", soft_wrap=True)
    out.print("`conflictmap gazetteer check` has the details.", soft_wrap=True)


def _shown(place_id: str, frame: Any, names: Any) -> dict[str, Any]:
    row = frame.loc[place_id]
    forms = names[(names["place_id"] == place_id) & (names["name"] != row["name"]) & (names["name"] != row["name_my"])]
    unknown = row["lon"] != row["lon"]
    parents = [
        f"{frame.at[code, 'name']} ({code})" if code in frame.index else code
        for code in (row[f"adm{level}_pcode"] for level in (4, 3, 2, 1))
        if code and code != place_id
    ]
    return {
        "place_id": place_id,
        "name": row["name"],
        "name_my": row["name_my"],
        "feature_code": row["feature_code"],
        "lon": None if unknown else float(row["lon"]),
        "lat": None if unknown else float(row["lat"]),
        "radius_km": float(row["radius_km"]),
        "in": ", ".join(parents),
        "also": ", ".join(f"{name} ({kind})" for name, kind in zip(forms["name"], forms["kind"], strict=True)),
        "other_ids": row["other_ids"],
        "source": row["source"],
    }


def _print_one(row: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print_json(row)
        return
    rows = [
        {"field": name, "value": "unknown" if value is None else value} for name, value in row.items() if value != ""
    ]
    print_rows(rows, as_json=False)
