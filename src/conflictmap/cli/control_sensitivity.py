"""`conflictmap sensitivity`: which townships change when one number of the rules is another."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from conflictmap.cli.lookup import AsOf, Assume, RuleSetName, beyond_table, day_of, last_day, rules_asked, state_day
from conflictmap.cli.options import Where, project_at
from conflictmap.cli.output import AsJson, err, print_rows, steps

LISTED = 12


def sensitivity(
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="The day to look at; else the last day of the reports.")
    ] = None,
    as_of: AsOf = None,
    rules: RuleSetName = "",
    assume: Assume = False,
    figure: Annotated[Path | None, typer.Option(help="Write the figure here, as SVG.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Values that change nothing, too.")] = False,
    where: Where = None,
    as_json: AsJson = False,
) -> None:
    """Run each number of the rules over its range, under each rule set, and list the townships that change.

    Without `--rules` the three published sets are tried; with it, that set alone.

    Example: `conflictmap sensitivity --on 2023-11-30 --figure sensitivity.svg`
    """
    from conflictmap.control import RULE_SETS
    from conflictmap.control.sensitivity import figure as drawn
    from conflictmap.control.sensitivity import sensitivity as tried
    from conflictmap.pipeline import build, load
    from conflictmap.writing import write_atomic

    asked, known_by = state_day(on, "--on"), day_of(as_of, "--as-of")
    sets = (rules_asked(rules),) if rules else tuple(RULE_SETS.values())
    with steps() as tell:
        inputs = load(project_at(where), tell=tell)
        control = build(inputs, as_of=known_by, rules=sets[:1], assume_baseline=assume, tell=tell).control
        day = asked or last_day(inputs)
        table = tried(control, day, sets, against=sets[0] if rules else RULE_SETS["standard"], tell=tell)
    beyond = beyond_table(inputs, day, known_by)
    if beyond:
        err.print(beyond, style="yellow")
    title = f"Townships that change on {day} by one number of the rules"
    if figure is not None:
        write_atomic(figure, drawn(table, title).encode("utf-8"))
        err.print(f"{figure}: the figure")
    names = inputs.units.table["name"]
    shown = table if everything else table[table["changed"] > 0]
    rows = [
        {**row, "townships": _listed([str(names[code]) for code in row["townships"]], as_json)}
        for row in ({str(name): value for name, value in record.items()} for record in shown.to_dict("records"))
    ]
    print_rows(rows, as_json=as_json, title=title)
    err.print(f"{len(table) - len(table[table['changed'] > 0])} of {len(table)} runs change nothing")


def _listed(names: list[str], whole: bool) -> str:
    rest = len(names) - LISTED
    return ", ".join(names) if whole or rest <= 0 else f"{', '.join(names[:LISTED])} and {rest} more"
