"""`conflictmap control` and `changes`: who holds what on a day, and what changed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text

from conflictmap.cli.control_rows import change_row, days_asked, days_of, state_row, states_every
from conflictmap.cli.control_sites import print_sites
from conflictmap.cli.control_tables import plain, print_activity, print_lines, print_totals, rounded
from conflictmap.cli.lookup import (
    AsOf,
    Assume,
    RuleSetName,
    assess,
    beyond_table,
    day_of,
    first_day,
    last_day,
    state_day,
    township_asked,
    uncovered,
)
from conflictmap.cli.options import Where
from conflictmap.cli.output import AsCsv, AsJson, Forms, err, for_people, print_json, print_rows
from conflictmap.errors import ConflictmapError

if TYPE_CHECKING:
    import pandas as pd

    from conflictmap.control import Assessment, Control
    from conflictmap.model import Assertion
    from conflictmap.pipeline import Inputs

    Answer = tuple[Inputs, Control, Assessment]

ASSUMED = ", not assessed taken as the State's"
NOT_COVERED = 3  # the exit code where the table says nothing of the time that is asked about


def control(
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="The day to show; else the last day of the reports.")
    ] = None,
    as_of: AsOf = None,
    rules: RuleSetName = "standard",
    assume: Assume = False,
    township: Annotated[str | None, typer.Option(help="Only this township, by its name or P-code.")] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Townships that are not assessed, or only assumed, too.")
    ] = False,
    totals: Annotated[bool, typer.Option("--totals", help="Townships and km² by holder, instead of a list.")] = False,
    population: Annotated[
        Path | None, typer.Option(help="With --totals: people by township (MIMU, OCHA, a census; CSV or workbook).")
    ] = None,
    partial: Annotated[
        bool, typer.Option("--partial", help="With --population: also where it covers under 95 % of the townships.")
    ] = False,
    activity: Annotated[
        bool, typer.Option("--activity", help="Townships fought over in the last 90 days without a change of hands.")
    ] = False,
    lines: Annotated[
        bool,
        typer.Option("--lines", help="Lines between neighbouring townships in different hands, with their length."),
    ] = False,
    sites: Annotated[
        str, typer.Option(help="Sites of some kinds instead of townships: crossings, roads, bases, towns, countryside.")
    ] = "",
    start: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="With --every or --sites: the first day.")
    ] = None,
    end: Annotated[
        str | None, typer.Option("--to", metavar="DATE", help="With --every or --sites: the last day.")
    ] = None,
    every: Annotated[str | None, typer.Option(help="day, week or month: the states on each such day.")] = None,
    where: Where = None,
    as_csv: AsCsv = False,
    as_json: AsJson = False,
) -> None:
    """Show who holds what on a day: a row a township, with its confidence, rules and events.

    Without `--all` the townships that are not assessed are counted, not listed. A change may have come on any day from
    `earliest` to `latest`; `or` is what else may have been so on the day, `dates` who says which day. `countryside` is
    who holds what lies outside the towns, where it is known.

    Example: `conflictmap control --on 2023-11-30 --rules strict`
    """
    asked, forms = state_day(on, "--on"), Forms(as_csv, as_json)
    answer = inputs, control, assessment = assess(where, as_of, rules, assume)
    day = asked or last_day(inputs)
    beyond = beyond_table(inputs, day, control.question.as_of)
    title = f"{day}, rules {assessment.rules.name}{f', known by {as_of}' if as_of else ''}{ASSUMED if assume else ''}"
    if beyond and not as_json:
        err.print(Text(beyond, style="yellow"), soft_wrap=True)
    if totals:
        print_totals(answer, day, population, forms, title, partial=partial)
    elif activity:
        print_activity(answer, day, forms, title)
    elif lines:
        print_lines(answer, day, forms, title)
    elif sites:
        days = days_asked(start, end, day)
        print_sites(answer, days, sites, forms, title if days == (day, day) else f"{days[0]} to {days[1]}, {title}")
    else:
        only = [] if township is None else [township_asked(inputs, control, township)]
        if every is None:
            _print_list(answer, day, (only, everything), forms, title)
            return
        rows = states_every(inputs, assessment.spans, only, days_of(start, end, every, last_day(inputs)))
        print_rows(rows, as_json=as_json, as_csv=as_csv, title=f"Every {every}, rules {assessment.rules.name}")


def _print_list(answer: Answer, day: date, which: tuple[list[str], bool], forms: Forms, title: str) -> None:
    """Print a row a township: of some only, or of all, or of those that are assessed."""
    from conflictmap.control import freshness_on, possible_on, state_on
    from conflictmap.control.dating import by_event

    inputs, control, assessment = answer
    only, everything = which
    here = state_on(assessment.spans, day)
    here = here.loc[only] if only else here
    possible = possible_on(assessment.spans, day).to_dict("index")
    silent = here["rules"].map(lambda ids: ids in ((), ("B0",))).astype(bool) & ~here.index.isin(list(possible))
    shown = here if everything or only else here[~silent.to_numpy(dtype=bool)]
    names = not for_people(as_csv=forms.csv)
    fresh = freshness_on(control, day, assessment.rules.limits)
    reports, countryside = by_event(control.assertions), _countryside(assessment.sites, day)
    beyond = beyond_table(inputs, day, control.question.as_of)
    rows = [
        {
            **state_row(inputs, str(pcode), span, names=names),
            "countryside": countryside.get(str(pcode), ""),
            "freshness": fresh[str(pcode)],
            "or": _state_text(possible[pcode]) if pcode in possible else "",
            "dates": _dates(str(pcode), span, reports),
            **({"beyond_table": beyond} if beyond else {}),
        }
        for pcode, span in shown.to_dict("index").items()
    ]
    print_rows(rows, as_json=forms.json, as_csv=forms.csv, title=title)
    if not forms.json and not only:
        _print_rest(answer, day, int(silent.sum()), everything or len(shown) == len(here))


def _print_rest(answer: Answer, day: date, silent: int, whole: bool) -> None:
    """Say how many townships are not assessed, or only assumed."""
    from conflictmap.control import assessed_on

    _, control, assessment = answer
    assessed, not_assessed = assessed_on(assessment.spans, day)
    what = f"{not_assessed} of {assessed + not_assessed} townships are not assessed"
    if control.question.baseline.assumed:
        what = f"{silent} of {assessed + not_assessed} townships are only assumed to be the State's"
    err.print(Text(what + ("" if whole else " (--all lists them)")), soft_wrap=True)


def changes(
    start: Annotated[str | None, typer.Option("--from", metavar="DATE", help="The first day, inclusive.")] = None,
    end: Annotated[str | None, typer.Option("--to", metavar="DATE", help="The last day, inclusive.")] = None,
    as_of: AsOf = None,
    rules: RuleSetName = "standard",
    assume: Assume = False,
    totals: Annotated[bool, typer.Option("--totals", help="Gains and losses by holder, instead of the list.")] = False,
    where: Where = None,
    as_csv: AsCsv = False,
    as_json: AsJson = False,
) -> None:
    """List what changed: every transition of a township; in a terminal also gains and losses by holder, gross and net.

    In a pipe and with --csv there is one table: the list, or with --totals the gains and losses.

    A township that is assessed for the first time is a transition, and nobody's loss. Days that the table of events does
    not cover are named; where it covers none of them the exit code is 3.

    Example: `conflictmap changes --from 2023-11-01 --to 2023-11-30`
    """
    from conflictmap.control import flows, transitions
    from conflictmap.control.dating import by_event

    first, last = day_of(start, "--from"), day_of(end, "--to")
    if first is not None and last is not None and last < first:
        raise ConflictmapError(f"--from {first} is after --to {last}; swap them")
    inputs, control, assessment = assess(where, as_of, rules, assume)
    covered = (first_day(inputs), last_day(inputs, control.question.as_of))
    remark, none = uncovered(first, last, covered)
    if remark:
        err.print(Text(remark, style="yellow"), soft_wrap=True)
    moved = transitions(assessment.spans, first, last)
    reports, people = by_event(control.assertions), for_people(as_csv=as_csv)
    rows = [
        {
            **change_row(inputs, row, side_text=_state_text if people else None),
            "dates": _dates(row["adm3_pcode"], row, reports),
        }
        for row in moved.to_dict("records")
    ]
    sums = flows(moved, measures={"km2": inputs.units.table["area_km2"]}).to_dict("records")
    title = f"What changed, rules {assessment.rules.name}{ASSUMED if assume else ''}"
    if as_json:
        coverage = {"covered": [day.isoformat() for day in covered], "uncovered": remark}
        print_json({**coverage, "transitions": rows, "flows": sums})
    else:
        if not totals:
            print_rows(rows, as_json=False, as_csv=as_csv, title=title)
        if totals or (people and sums):
            shown = [rounded(row) for row in sums] if people else [plain(row) for row in sums]
            print_rows(shown, as_json=False, as_csv=as_csv, title="Gains and losses")
    if none:
        raise typer.Exit(NOT_COVERED)


def _countryside(sites: pd.DataFrame, day: date) -> dict[str, str]:
    """Who holds the countryside of each township where it is known, with its confidence."""
    from conflictmap.control import state_on

    here = state_on(sites[sites["place_kind"] == "rural"], day)
    return {
        str(pcode): f"{_state_text(span)}, {span['confidence']}"
        for pcode, span in here.to_dict("index").items()
        if span["state"] != "unknown"
    }


def _dates(pcode: str, span: dict[Any, Any], reports: dict[str, list[Assertion]]) -> str:
    from conflictmap.control.dating import in_words, sayings

    return in_words(sayings(span["evidence"], span["start_low"], span["start_high"], reports, pcode))


def _state_text(row: dict[Any, Any], side: str = "") -> str:
    parts = (row[f"{side}state"], row[f"{side}holder"], row[f"{side}other"] and f"({row[f'{side}other']})")
    return " ".join(part for part in parts if part)
