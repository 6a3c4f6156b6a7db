"""`conflictmap control` and `changes`: who holds what on a day, and what changed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text

from conflictmap.cli.control_tables import print_activity, print_lines, print_sites, print_totals, rounded
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
from conflictmap.cli.output import AsJson, err, out, print_json, print_rows
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
        Path | None, typer.Option(help="With --totals: a CSV of yours with adm3_pcode and population.")
    ] = None,
    activity: Annotated[
        bool, typer.Option("--activity", help="Townships fought over in the last 90 days without a change of hands.")
    ] = False,
    lines: Annotated[
        bool,
        typer.Option("--lines", help="Lines between neighbouring townships in different hands, with their length."),
    ] = False,
    sites: Annotated[
        str, typer.Option(help="Sites of some kinds instead of townships: crossings, bases, towns, countryside.")
    ] = "",
    where: Where = None,
    as_json: AsJson = False,
) -> None:
    """Show who holds what on a day: a row a township, with its confidence, rules and events.

    Without `--all` the townships that are not assessed are counted, not listed. A change may have come on any day from
    `earliest` to `latest`; `or` is what else may have been so on the day, `dates` who says which day. `countryside` is
    who holds what lies outside the towns, where it is known.

    Example: `conflictmap control --on 2023-11-30 --rules strict`
    """
    asked = state_day(on, "--on")
    answer = inputs, found, assessment = assess(where, as_of, rules, assume)
    day = asked or last_day(inputs)
    beyond = beyond_table(inputs, day, found.question.as_of)
    title = f"{day}, rules {assessment.rules.name}{f', known by {as_of}' if as_of else ''}{ASSUMED if assume else ''}"
    if beyond and not as_json:
        err.print(Text(beyond, style="yellow"), soft_wrap=True)
    if totals:
        print_totals(answer, day, population, as_json, title)
    elif activity:
        print_activity(answer, day, as_json, title)
    elif lines:
        print_lines(answer, day, as_json, title)
    elif sites:
        print_sites(answer, day, sites, as_json, title)
    else:
        only = township_asked(inputs, found, township) if township is not None else None
        _print_list(answer, day, (only, everything), as_json, title)


def _print_list(answer: Answer, day: date, which: tuple[str | None, bool], as_json: bool, title: str) -> None:
    """Print a row a township: of one only, or of all, or of those of which something is told."""
    from conflictmap.control import freshness_on, possible_on, state_on
    from conflictmap.control.dating import by_event

    inputs, found, assessment = answer
    only, everything = which
    here = state_on(assessment.spans, day)
    if only is not None:
        here = here.loc[[only]]
    possible = possible_on(assessment.spans, day).to_dict("index")
    silent = here["rules"].map(lambda ids: ids in ((), ("B0",))).astype(bool) & ~here.index.isin(list(possible))
    shown = here if everything or only is not None else here[~silent.to_numpy(dtype=bool)]
    names = inputs.units.table["name"]
    fresh = freshness_on(found, day, assessment.rules.limits)
    reports, countryside = by_event(found.assertions), _countryside(assessment.sites, day)
    beyond = beyond_table(inputs, day, found.question.as_of)
    rows = [
        {
            **_row(str(pcode), str(names[str(pcode)]), span),
            "countryside": countryside.get(str(pcode), ""),
            "freshness": fresh[str(pcode)],
            "or": _said(possible[pcode]) if pcode in possible else "",
            "dates": _dates(str(pcode), span, reports),
            **({"beyond_table": beyond} if beyond else {}),
        }
        for pcode, span in shown.to_dict("index").items()
    ]
    print_rows(rows, as_json=as_json, title=title)
    if not as_json and only is None:
        _print_rest(answer, day, int(silent.sum()), everything or len(shown) == len(here))


def _print_rest(answer: Answer, day: date, silent: int, whole: bool) -> None:
    """Say how many townships are not assessed, or only assumed."""
    from conflictmap.control import assessed_on

    _, found, assessment = answer
    assessed, not_assessed = assessed_on(assessment.spans, day)
    what = f"{not_assessed} of {assessed + not_assessed} townships are not assessed"
    if found.question.baseline.assumed:
        what = f"{silent} of {assessed + not_assessed} townships are only assumed to be the State's"
    err.print(Text(what + ("" if whole else " (--all lists them)")), soft_wrap=True)


def changes(
    start: Annotated[str | None, typer.Option("--from", metavar="DATE", help="The first day, inclusive.")] = None,
    end: Annotated[str | None, typer.Option("--to", metavar="DATE", help="The last day, inclusive.")] = None,
    as_of: AsOf = None,
    rules: RuleSetName = "standard",
    assume: Assume = False,
    where: Where = None,
    as_json: AsJson = False,
) -> None:
    """List what changed: every transition of a township, and gains and losses by holder, gross and net.

    A township that is assessed for the first time is a transition, and nobody's loss. Days that the table of events does
    not cover are told of; where it covers none of them the exit code is 3.

    Example: `conflictmap changes --from 2023-11-01 --to 2023-11-30`
    """
    from conflictmap.control import flows, transitions
    from conflictmap.control.dating import by_event

    first, last = day_of(start, "--from"), day_of(end, "--to")
    if first is not None and last is not None and last < first:
        raise ConflictmapError(f"--from {first} is after --to {last}; swap them")
    inputs, found, assessment = assess(where, as_of, rules, assume)
    covered = (first_day(inputs), last_day(inputs, found.question.as_of))
    remark, none = uncovered(first, last, covered)
    if remark:
        err.print(Text(remark, style="yellow"), soft_wrap=True)
    moved = transitions(assessment.spans, first, last)
    names, reports = inputs.units.table["name"], by_event(found.assertions)
    rows = [_change(one, str(names[one["adm3_pcode"]]), reports) for one in moved.to_dict("records")]
    sums = flows(moved, measures={"km2": inputs.units.table["area_km2"]})
    title = f"What changed, rules {assessment.rules.name}{ASSUMED if assume else ''}"
    if as_json:
        told = {"covered": [day.isoformat() for day in covered], "uncovered": remark}
        print_json({**told, "transitions": rows, "flows": sums.to_dict("records")})
    else:
        print_rows(rows, as_json=False, title=title)
        if len(sums):
            out.print()
            print_rows([rounded(one) for one in sums.to_dict("records")], as_json=False, title="Gains and losses")
    if none:
        raise typer.Exit(NOT_COVERED)


def _countryside(sites: pd.DataFrame, day: date) -> dict[str, str]:
    """Who holds the countryside of each township where it is known, with its confidence."""
    from conflictmap.control import state_on

    here = state_on(sites[sites["place_kind"] == "rural"], day)
    return {
        str(pcode): f"{_said(span)}, {span['confidence']}"
        for pcode, span in here.to_dict("index").items()
        if span["state"] != "unknown"
    }


def _dates(pcode: str, span: dict[Any, Any], reports: dict[str, list[Assertion]]) -> str:
    from conflictmap.control.dating import in_words, sayings

    return in_words(sayings(span["evidence"], span["start_low"], span["start_high"], reports, pcode))


def _row(pcode: str, name: str, span: dict[Any, Any]) -> dict[str, Any]:
    return {
        "adm3_pcode": pcode,
        "name": name,
        "state": span["state"],
        "holder": span["holder"],
        "other": span["other"],
        "confidence": span["confidence"],
        "rules": " ".join(span["rules"]),
        "since": span["start"].isoformat(),
        "earliest": span["start_low"].isoformat(),
        "latest": span["start_high"].isoformat(),
        "known_since": span["known_since"].isoformat(),
        "evidence": " ".join(span["evidence"]),
    }


def _said(one: dict[Any, Any], side: str = "") -> str:
    parts = (one[f"{side}state"], one[f"{side}holder"], one[f"{side}other"] and f"({one[f'{side}other']})")
    return " ".join(part for part in parts if part)


def _change(one: dict[Any, Any], name: str, reports: dict[str, list[Assertion]]) -> dict[str, Any]:
    return {
        "day": one["day"].isoformat(),
        "earliest": one["start_low"].isoformat(),
        "latest": one["start_high"].isoformat(),
        "adm3_pcode": one["adm3_pcode"],
        "name": name,
        "from": _said(one, "from_"),
        "to": _said(one, "to_"),
        "confidence": one["confidence"],
        "rules": " ".join(one["rules"]),
        "known_since": one["known_since"].isoformat(),
        "evidence": " ".join(one["evidence"]),
        "dates": _dates(one["adm3_pcode"], one, reports),
    }
