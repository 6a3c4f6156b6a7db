"""What stands beside the gazetteer: names abroad with their country, and the stations of the army's units.
Both tables may be absent: a project of one's own need not have them."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from conflictmap.errors import Problem
from conflictmap.places.names.armies import army_unit
from conflictmap.places.names.kinds import split_kind
from conflictmap.project import Project, read_table
from conflictmap.schema import Column, Table

# Where a numbered unit of the army has its station: a settlement's place_id. From and to: days, open where not known.
ARMY_STATIONS = Table(
    "army_stations",
    (
        Column("unit", required=True),
        Column("place_id", required=True),
        Column("start", "date"),
        Column("end", "date"),
        Column("source", required=True),
    ),
    key="unit",
)

# Provinces, districts, towns, camps and gates next to Myanmar.
ABROAD = Table(
    "abroad",
    (
        Column("name", required=True),
        Column("other_names"),  # separated by |
        Column("kind", required=True, one_of=("province", "district", "town", "camp", "gate")),
        Column("country", required=True, one_of=("TH", "CN", "IN", "BD", "LA")),
        Column("lon", "float", low=-180, high=180),
        Column("lat", "float", low=-90, high=90),
        Column("source", required=True),
    ),
)


def read_abroad(project: Project) -> tuple[Mapping[str, str], list[Problem]]:
    """Return every written name of data/gazetteer/abroad.csv -> its country's ISO 3166 two-letter code; and the table's faults.

    A name with its kind word gives the bare one too: "Bandarban District" is Bandarban.
    """
    rows, problems = _read(project, "abroad", ABROAD)
    countries: dict[str, str] = {}
    for name, others, country in zip(rows["name"], rows["other_names"], rows["country"], strict=True):
        for form in (name, *others.split("|")):
            if form:
                countries |= {form: country, split_kind(form)[0]: country}
    return countries, problems


def read_stations(project: Project) -> tuple[Mapping[str, str], list[Problem]]:
    """Return units of data/gazetteer/army_stations.csv in their short form -> place_id; and the table's faults."""
    rows, problems = _read(project, "army_stations", ARMY_STATIONS)
    fix = "write it as LIB 143, IB 68, LID 55, MOC 16, ROC 4, TOC 2, AB 352, BGF 1003 or BGP 6"
    problems += [
        Problem(project.shown(project.table("gazetteer/army_stations.csv")), "is no numbered unit of the army", fix,
                row=int(row), column="unit", value=unit)
        for row, unit in zip(rows.index.tolist(), rows["unit"], strict=True)
        if army_unit(unit) != unit
    ]  # fmt: skip
    return dict(zip(rows["unit"], rows["place_id"], strict=True)), problems


def _read(project: Project, name: str, table: Table) -> tuple[pd.DataFrame, list[Problem]]:
    path = project.table(f"gazetteer/{name}.csv")
    if not path.is_file():
        return pd.DataFrame(columns=table.names), []
    return read_table(path, table, project.shown(path))
