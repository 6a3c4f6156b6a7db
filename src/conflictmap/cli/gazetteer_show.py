"""`conflictmap gazetteer list`, `show`, `stats` and `check`: what is in the gazetteer, and what was wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer

from conflictmap.cli.gazetteer import DataDir
from conflictmap.cli.options import Where, project_at
from conflictmap.cli.output import AsJson, print_json, print_rows
from conflictmap.errors import ConflictmapError


def list_(data_dir: DataDir = None, where: Where = None, as_json: AsJson = False) -> None:
    """List what is in use and what can be added, with licence and credit.

    Example: `conflictmap gazetteer list`
    """
    from conflictmap.places.gazetteer.gazetteer import Gazetteer
    from conflictmap.places.gazetteer.layers import in_use, layers_of
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
    print_rows(rows, as_json=as_json, title=in_use(project, data_dir))


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
    from conflictmap.places.gazetteer.gazetteer import Gazetteer
    from conflictmap.places.gazetteer.vintages import read_vintages

    project = project_at(where)
    gazetteer = Gazetteer.open(project, data_dir=data_dir)
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
    changes = read_vintages(project).to_dict("records")
    rows = [
        _shown(place_id, frame, names) | _redrawn(str(frame.at[place_id, "adm3_pcode"]), changes) for place_id in ids
    ]
    if len(rows) == 1:
        _print_one(rows[0], as_json)
        return
    brief = ("place_id", "name", "name_my", "feature_code", "in")
    print_rows(rows if as_json else [{key: row[key] for key in brief} for row in rows], as_json=as_json)


def stats(data_dir: DataDir = None, where: Where = None, as_json: AsJson = False) -> None:
    """Count places by kind: how many have coordinates, and a Burmese name.

    Example: `conflictmap gazetteer stats --json`
    """
    from conflictmap.places.gazetteer.gazetteer import Gazetteer

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


def check(
    every: Annotated[bool, typer.Option("--all", help="Each row, not counts with three examples.")] = False,
    data_dir: DataDir = None,
    where: Where = None,
    as_json: AsJson = False,
) -> None:
    """Report what was found wrong in what was added, and what was done about it.

    Example: `conflictmap gazetteer check --all --json > report.json`
    """
    from conflictmap.places.gazetteer.gazetteer import Gazetteer
    from conflictmap.places.gazetteer.layers import layers_of
    from conflictmap.sources.add_layer import report
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


def _redrawn(township: str, changes: Sequence[Mapping[Any, Any]]) -> dict[str, str]:
    """The districts that a township was put into after the table of units was made."""
    mine = [row for row in changes if township and township in row["townships"].split("|")]
    return {"redrawn": "; ".join(f"{row['name']} District since {row['start']} ({row['source']})" for row in mine)}


def _print_one(row: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print_json(row)
        return
    rows = [
        {"field": name, "value": "unknown" if value is None else value} for name, value in row.items() if value != ""
    ]
    print_rows(rows, as_json=False)
