"""`conflictmap control` and `changes`: who holds what on a day, and what changed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from conflictmap.cli.control_rows import change_row, days_of, state_row, states_every
from conflictmap.cli.lookup import AsOf, RuleSetName, assess, day_of, last_day, spans_by, state_day, township_asked
from conflictmap.cli.options import Where
from conflictmap.cli.output import AsCsv, AsJson, err, for_people, out, print_json, print_rows
from conflictmap.errors import ConflictmapError

if TYPE_CHECKING:
    import pandas as pd

    from conflictmap.control import Control
    from conflictmap.pipeline import Inputs


def control(
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="The day to show; else the last day of the reports.")
    ] = None,
    as_of: AsOf = None,
    rules: RuleSetName = "standard",
    township: Annotated[str | None, typer.Option(help="Only this township, by its name or P-code.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Townships that are only assumed, too.")] = False,
    totals: Annotated[bool, typer.Option("--totals", help="Townships and km² by holder, instead of a list.")] = False,
    population: Annotated[
        Path | None, typer.Option(help="With --totals: a CSV of yours with adm3_pcode and population.")
    ] = None,
    start: Annotated[str | None, typer.Option("--from", metavar="DATE", help="With --every: the first day.")] = None,
    end: Annotated[str | None, typer.Option("--to", metavar="DATE", help="With --every: the last day.")] = None,
    every: Annotated[str | None, typer.Option(help="day, week or month: the states on each such day.")] = None,
    where: Where = None,
    as_csv: AsCsv = False,
    as_json: AsJson = False,
) -> None:
    """Show who holds what on a day: a row a township, with its confidence, rules and events.

    Without `--all` the townships of which nothing is known but the first day's assumption are counted, not listed.
    A change may have come on any day from `earliest` to `latest`; `or` is what else may have been so on the day.

    Example: `conflictmap control --on 2023-11-30 --rules strict`
    """
    from conflictmap.control import freshness_on, possible_on, state_on

    asked = state_day(on, "--on")
    inputs, found = assess(where, as_of)
    day = asked or last_day(inputs)
    spans = spans_by(found, rules)
    if totals:
        _print_totals(inputs, found, rules, day, population, (as_csv, as_json))
        return
    only = [] if township is None else [township_asked(inputs, found, township)]
    if every is not None:
        rows = states_every(inputs, spans, only, days_of(start, end, every, last_day(inputs)))
        print_rows(rows, as_json=as_json, as_csv=as_csv, title=f"Every {every}, rules {rules}")
        return
    here = state_on(spans, day)
    here = here.loc[only] if only else here
    possible = possible_on(spans, day).to_dict("index")
    assumed = here["rules"].map(lambda ids: ids == ("B0",)).astype(bool) & ~here.index.isin(list(possible))
    shown = here if everything or township is not None else here[~assumed.to_numpy(dtype=bool)]
    fresh = freshness_on(found, day)
    rows = [
        {
            **state_row(inputs, str(pcode), span, names=not for_people(as_csv=as_csv)),
            "freshness": fresh[str(pcode)],
            "or": _said(possible[pcode]) if pcode in possible else "",
        }
        for pcode, span in shown.to_dict("index").items()
    ]
    known = f", known by {as_of}" if as_of else ""
    print_rows(rows, as_json=as_json, as_csv=as_csv, title=f"{day}, rules {rules}{known}")
    if not as_json and len(shown) < len(here):
        err.print(f"{len(here) - len(shown)} more townships: only assumed since 2021-02-01 (--all lists them)")


def changes(
    start: Annotated[str | None, typer.Option("--from", metavar="DATE", help="The first day, inclusive.")] = None,
    end: Annotated[str | None, typer.Option("--to", metavar="DATE", help="The last day, inclusive.")] = None,
    as_of: AsOf = None,
    rules: RuleSetName = "standard",
    totals: Annotated[bool, typer.Option("--totals", help="Gains and losses by holder, instead of the list.")] = False,
    where: Where = None,
    as_csv: AsCsv = False,
    as_json: AsJson = False,
) -> None:
    """List what changed: every transition of a township; in a terminal also gains and losses by holder, gross and net.

    In a pipe and with --csv there is one table: the list, or with --totals the gains and losses.

    Example: `conflictmap changes --from 2023-11-01 --to 2023-11-30`
    """
    from conflictmap.control import flows, transitions

    first, last = day_of(start, "--from"), day_of(end, "--to")
    if first is not None and last is not None and last < first:
        raise ConflictmapError(f"--from {first} is after --to {last}; swap them")
    inputs, found = assess(where, as_of)
    moved = transitions(spans_by(found, rules), first, last)
    people = for_people(as_csv=as_csv)
    rows = [change_row(inputs, one, said=_said if people else None) for one in moved.to_dict("records")]
    sums = flows(moved, measures={"km2": inputs.units.table["area_km2"]}).to_dict("records")
    if as_json:
        print_json({"transitions": rows, "flows": sums})
        return
    if not totals:
        print_rows(rows, as_json=False, as_csv=as_csv, title=f"What changed, rules {rules}")
    if totals or (people and sums):
        shown = [_rounded(one) for one in sums] if people else [_plain(one) for one in sums]
        print_rows(shown, as_json=False, as_csv=as_csv, title="Gains and losses")


def _said(one: dict[Any, Any], side: str = "") -> str:
    parts = (one[f"{side}state"], one[f"{side}holder"], one[f"{side}other"] and f"({one[f'{side}other']})")
    return " ".join(part for part in parts if part)


def _print_totals(
    inputs: Inputs, found: Control, rules: str, day: date, population: Path | None, forms: tuple[bool, bool]
) -> None:
    from conflictmap.control import shares, symmetry

    measures = {"km2": inputs.units.table["area_km2"]}
    if population is not None:
        measures["population"] = population_of(population)
    claims = found.by_rules[rules].claims if rules in found.by_rules else None
    totals = shares(spans_by(found, rules), day, measures=measures, claims=claims).to_dict("records")
    audit = [
        {**_plain(one), "ratio": None if one["ratio"] != one["ratio"] else round(one["ratio"], 2)}
        for one in symmetry(found.assertions).to_dict("records")
    ]
    as_csv, as_json = forms
    if as_json:
        print_json({"totals": totals, "symmetry": audit})
        return
    people = for_people(as_csv=as_csv)
    shown = [_rounded(one) for one in totals] if people else [_plain(one) for one in totals]
    print_rows(shown, as_json=False, as_csv=as_csv, title=f"{day}, rules {rules}")
    if people:
        out.print()
        print_rows(audit, as_json=False, title="Symmetry: gains and losses reported, by side of the source")


def population_of(path: Path) -> pd.Series[float]:
    """People by adm3_pcode. Raises: ConflictmapError, where the file is no such table."""
    import pandas as pd

    try:
        frame = pd.read_csv(path, dtype={"adm3_pcode": str})
        return frame.set_index("adm3_pcode")["population"].astype(float)
    except (OSError, KeyError, ValueError) as error:
        raise ConflictmapError(f"{path}: {error}; give a CSV with the columns adm3_pcode and population") from None


def _plain(row: dict[Any, Any]) -> dict[str, Any]:
    return {str(name): value for name, value in row.items()}


def _rounded(row: dict[Any, Any]) -> dict[str, Any]:
    def text(name: str, value: Any) -> Any:
        if not isinstance(value, float):
            return value
        return f"{value:.1%}" if name.endswith("_share") else f"{value:,.0f}"

    return {name: text(name, value) for name, value in row.items()}
