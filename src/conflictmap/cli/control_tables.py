"""The tables of `conflictmap control` beside its list of townships: totals, activity, and sites of some kinds."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.text import Text

from conflictmap.cli.control_rows import holder_names
from conflictmap.cli.lookup import beyond_table, last_day
from conflictmap.cli.output import Forms, err, for_people, out, print_json, print_rows
from conflictmap.errors import ConflictmapError

if TYPE_CHECKING:
    import pandas as pd

    from conflictmap.control import Assessment, Control
    from conflictmap.pipeline import Inputs

    Answer = tuple[Inputs, Control, Assessment]


def print_totals(
    answer: Answer, day: date, population: Path | None, forms: Forms, title: str, *, partial: bool = False
) -> None:
    """Print what each holder has, what is not assessed first, and the audit of symmetry.

    For a day that the table of events does not reach, print the age of the last evidence too, in days.
    """
    from conflictmap.control import assessed_on, shares, symmetry

    inputs, control, assessment = answer
    measures = {"km2": inputs.units.table["area_km2"]}
    if population is not None:
        measures["population"] = population_of(population, inputs, partial=partial)
    sums = shares(assessment.spans, day, measures=measures, claims=assessment.claims)
    totals = [
        {"holder": row["holder"], "name": holder_names(inputs, row["holder"]), **row} for row in sums.to_dict("records")
    ]
    audit = [
        {**plain(row), "ratio": None if row["ratio"] != row["ratio"] else round(row["ratio"], 2)}
        for row in symmetry(control.assertions).to_dict("records")
    ]
    assessed, not_assessed = assessed_on(assessment.spans, day)
    beyond = beyond_table(inputs, day, control.question.as_of)
    last = last_day(inputs, control.question.as_of)
    age = (day - last).days if beyond and day > last else None
    counts = {"assessed": assessed, "not_assessed": not_assessed, "assumed": control.question.baseline.assumed}
    if forms.json:
        reach = {"beyond_table": beyond, "last_evidence": last.isoformat(), "last_evidence_age_days": age}
        print_json({**counts, **reach, "totals": totals, "symmetry": audit})
        return
    if age is not None:
        err.print(f"The last evidence is of {last}, {age} days before that day.")
    err.print(f"Not assessed: {not_assessed} of {assessed + not_assessed} townships; assessed: {assessed}")
    people = for_people(as_csv=forms.csv)
    shown = [rounded(row) for row in totals] if people else [plain(row) for row in totals]
    print_rows(shown, as_json=False, as_csv=forms.csv, title=title)
    if people:
        out.print()
        print_rows(audit, as_json=False, title="Symmetry: gains and losses reported, by side of the source")


def print_activity(answer: Answer, day: date, forms: Forms, title: str) -> None:
    """Print the townships with ground fighting in the last days and no change of hands, most fights first."""
    from conflictmap.control import activity_on, fought_over, state_on, transitions

    inputs, control, assessment = answer
    window = assessment.rules.limits.fresh_days
    known = [assertion for assertion in control.assertions if control.knows(assertion)]
    whole = activity_on(known, day, sorted(control.question.seats), transitions(assessment.spans), window_days=window)
    here, names = state_on(assessment.spans, day), inputs.units.table["name"]
    rows = [
        {"adm3_pcode": code, "name": names[str(code)], **{name: row[name] for name in ("fights", "fight_days")},
         "fights_a_month": row["fights_a_month"], "fighting": row["fighting"], "last_fight": row["last_fight"].isoformat(),
         "state": here.at[code, "state"], "holder": here.at[code, "holder"]}
        for code, row in fought_over(whole).to_dict("index").items()
    ]  # fmt: skip
    what = f"Ground fighting reported in the {window} days to {day}, no change of hands; activity, not control"
    print_rows(rows, as_json=forms.json, as_csv=forms.csv, title=f"{what} ({title})")


def print_lines(answer: Answer, day: date, forms: Forms, title: str) -> None:
    """Print the lines between neighbouring townships in different hands, and their sums by pair of holders."""
    from conflictmap.control.lines import lines_on

    inputs, control, assessment = answer
    frame, names = inputs.units.frame, inputs.units.table["name"]
    shapes = dict(zip(frame.index.tolist(), frame.geometry.tolist(), strict=True))
    table = lines_on(assessment.spans, day, shapes, control.question.alliances)
    rows = [
        {"name": names[row["adm3_pcode"]], "neighbour_name": names[row["neighbour"]], **plain(row)}
        for row in table.to_dict("records")
    ]
    print_rows(rows, as_json=forms.json, as_csv=forms.csv, title=f"Borders of townships in different hands ({title})")
    if not forms.json:
        err.print(
            f"{len(table)} borders, {table['km'].sum():,.0f} km; no finer than townships: where troops stand, no line says"
        )


def population_of(path: Path, inputs: Inputs, *, partial: bool) -> pd.Series[float]:
    """Read people by adm3_pcode, and say what share of the townships they cover.

    Parameters: partial, whether to accept a table that covers less than 95 % of the townships.
    Raises: as `read_population`; ConflictmapError, where it covers less and `partial` is not set.
    """
    from conflictmap.sources.population import FULL, read_population

    table = read_population(path, inputs.units.townships.index)
    for remark in table.remarks:
        err.print(Text(f"{path.name}: {remark}"), soft_wrap=True)
    if not table.is_full and not partial:
        raise ConflictmapError(
            f"{path}: has people for {table.covered} of {table.townships} townships "
            f"({table.covered / table.townships:.0%}); below {FULL:.0%} totals in people would be too low by an unknown "
            "number. Complete the table, or say --partial"
        )
    return table.people


def plain(row: dict[Any, Any]) -> dict[str, Any]:
    """Keep a row of numbers as programs read it."""
    return {str(name): value for name, value in row.items()}


def rounded(row: dict[Any, Any]) -> dict[str, Any]:
    """Round a row of numbers as a table shows it: shares in per cent, the rest whole."""

    def text(name: str, value: Any) -> Any:
        if not isinstance(value, float):
            return value
        return f"{value:.1%}" if name.endswith("_share") else f"{value:,.0f}"

    return {name: text(name, value) for name, value in row.items()}
