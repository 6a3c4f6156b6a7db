"""Which district a township belonged to on a day: the table of units holds one vintage, `vintages.csv` what changed.
Only changes with a source are in it; a township that it does not name stays where the table has it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from conflictmap.errors import Problem, raise_if_errors
from conflictmap.places.gazetteer.parents import PARTS
from conflictmap.places.gazetteer.units import Units
from conflictmap.project import Project, find_project, read_table
from conflictmap.schema import VINTAGES

FILE = "gazetteer/vintages.csv"


def districts_on(day: date, units: Units, vintages: pd.DataFrame) -> pd.Series[Any]:
    """Return the district of each township on a day.

    Parameters: vintages, as `read_vintages` gives them. Of two that name a township the later counts; `end` is the
    first day on which one no longer does.
    Returns: a P-code of ADM2, or the unit_id of a vintage, indexed by adm3_pcode and sorted.
    """
    districts = units.townships["adm2_pcode"].to_dict()
    rows = sorted(vintages.to_dict("records"), key=lambda row: row["start"])
    for row in rows:
        over = isinstance(row["end"], date) and row["end"] <= day
        if row["start"] <= day and not over:
            districts |= {pcode: row["unit_id"] for pcode in row["townships"].split("|") if pcode in districts}
    return pd.Series(districts, name="district", dtype=object).rename_axis("adm3_pcode").sort_index()


def read_vintages(project: Project | None = None, units: Units | None = None) -> pd.DataFrame:
    """Return the changes of districts that are known, in order of their day; columns of `schema.VINTAGES`.

    Parameters: units, against which the townships are checked where it is given.
    Raises: DataError, which names every fault: a column missing, a day that is none, a township that does not exist.
    """
    project = project or find_project(Path.cwd())
    table, problems = _checked(project, units)
    raise_if_errors(problems)
    return table.sort_values("start", kind="stable", ignore_index=True)


def vintage_problems(project: Project, units: Units) -> list[Problem]:
    """Return every fault of the table, for `conflictmap check`; none where there is no table."""
    return _checked(project, units)[1]


def _checked(project: Project, units: Units | None) -> tuple[pd.DataFrame, list[Problem]]:
    path = project.table(FILE)
    if not path.is_file():
        return pd.DataFrame(columns=VINTAGES.names), []
    shown = project.shown(path)
    table, problems = read_table(path, VINTAGES, shown)
    if units is None:
        return table, problems
    here, core = units.townships.index, Units.of_core(project).townships.index
    table = table.assign(townships=["|".join(parts_of(cell.split("|"), here)) for cell in table["townships"]])
    for row, cell in zip(table.index, table["townships"], strict=True):
        for pcode in cell.split("|"):
            if pcode in here:
                continue
            problem = Problem(
                shown, "is no township", "correct the P-code", row=int(row), column="townships", value=pcode
            )
            other = "the boundaries in use have it not: use others, or leave it out"
            problems.append(replace(problem, severity="question", fix=other) if pcode in core else problem)
    return table, problems


def parts_of(pcodes: Iterable[str], here: pd.Index[str]) -> list[str]:
    """Return the codes, with those of a township that was split exchanged for its parts where the boundaries have these."""
    units: list[str] = []
    for pcode in pcodes:
        parts = [part for part, whole in PARTS.items() if whole == pcode and part in here and pcode not in here]
        units += parts or [pcode]
    return units
