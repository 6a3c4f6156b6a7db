"""`conflictmap why`: the chain from the sentences of reports to who is said to hold a place on a day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from conflictmap.cli.lookup import AsOf, Assume, RuleSetName, assess, beyond_table, last_day, place_asked, state_day
from conflictmap.cli.options import Where
from conflictmap.cli.output import AsCsv, AsJson, out, print_json, print_rows

if TYPE_CHECKING:
    from conflictmap.pipeline import Inputs


def why(
    place: Annotated[str, typer.Argument(help="A township or a site: its name, P-code or place_id.")],
    day: Annotated[str, typer.Argument(metavar="DATE", help="YYYY-MM-DD")],
    as_of: AsOf = None,
    rules: RuleSetName = "standard",
    assume: Assume = False,
    where: Where = None,
    as_csv: AsCsv = False,
    as_json: AsJson = False,
) -> None:
    """Print the chain from sentence to state: the reports, where they were put, the rules, what follows.

    Examples: `conflictmap why Kawlin 2023-12-01`, `conflictmap why MMR015020 2023-12-01`
    """
    from conflictmap.control import explain, explain_site

    on = state_day(day, "DATE") or date.min
    inputs, control, assessment = assess(where, as_of, rules, assume)
    rules = assessment.rules.name
    code = place_asked(inputs, control, place)
    chain = (explain if code in control.question.seats else explain_site)(control, code, on, rules)
    notes = inputs.events.set_index("event_id")[["location", "notes", "source", "source_url"]].to_dict("index")
    chain["evidence"] = [{**report, **notes.get(report["event_id"], {})} for report in chain["evidence"]]
    chain["name"] = _name(inputs, code)
    chain["table_ends"] = last_day(inputs, control.question.as_of).isoformat()
    chain["carried_on"] = beyond_table(inputs, on, control.question.as_of)
    if as_json:
        print_json(chain)
    elif as_csv:
        print_rows(_rows(chain, code), as_json=False, as_csv=True)
    else:
        _print_chain(chain, code, rules)


def _rows(chain: dict[str, Any], code: str) -> list[dict[str, Any]]:
    """A row a report that the state rests on; one row without a report where there is none."""
    state = {"place": code, **{key: chain[key] for key in ("name", "day", "state", "holder", "other", "confidence")}}
    state |= {"since": chain["since"], "rules": " ".join(rule["id"] for rule in chain["rules"])}
    reports = chain["evidence"] or [{}]
    texts = ("event_id", "act", "actor", "role", "object_actor", "mode", "site_id", "geo_class", "known_since")
    return [
        {
            **state,
            **{name: report.get(name, "") for name in texts},
            "event_day": report.get("day", ""),
            "sources": "|".join(report.get("sources", ())),
            "sides": "|".join(report.get("sides", ())),
            **{name: report.get(name, "") for name in ("location", "notes", "source_url")},
        }
        for report in reports
    ]


def _name(inputs: Inputs, place: str) -> str:
    table = inputs.units.table
    if place in table.index:
        return str(table.at[place, "name"])
    frame = inputs.gazetteer.frame()
    base, _, part = place.partition("/")
    name = str(frame.at[base, "name"]) if base in frame.index else base
    return f"{'countryside' if part == 'rural' else part}, {name}" if part else name


def _print_chain(chain: dict[str, Any], code: str, rules: str) -> None:
    _line(f"{chain['name']} ({code}) on {chain['day']}, rules {rules}", "bold")
    if chain["carried_on"]:
        _line(chain["carried_on"], "yellow")
    _line(chain["sentence"])
    for date_ in chain["dates"]:
        _line(f"  {date_['event_id']} says {date_['says']} ({', '.join(date_['sources'])})")
    waited = f" ({chain['known_because']})" if chain["known_because"] else ""
    disputed = "; disputed" if chain["disputed"] else ""
    _line(f"known since {chain['known_since']}{waited}; evidence is {chain['freshness']}{disputed}")
    for report in chain["evidence"]:
        head = f"{report['event_id']} {report['day']} {report['act']}: {report['actor']} {report['role']} {report['object_actor']}"
        _line(head.rstrip(), "bold")
        _line(f"  written: {report.get('location', '')} -> {report['site_id']} (class {report['geo_class']})")
        _line(f"  {report.get('notes', '')}")
        _line(
            f"  {report['mode']} by {', '.join(report['sources'])} ({', '.join(report['sides'])}), known {report['known_since']}"
        )
    for row in chain.get("baselines", [chain["baseline"]] if chain["baseline"] else []):
        part = f" of {row['site_id']}" if row.get("site_id", code) != code else ""
        _line(f"baseline{part}: {row['note']} [{row['source']}]")
    for rule in chain["rules"]:
        _line(f"{rule['id']}: {rule['en']}")
    _line("confidence: " + ", ".join(f"{name} {value}" for name, value in chain["parts"].items()))
    for claim in chain["claims"]:
        _line(f"claim {claim['event_id']} at {claim['site_id']}: {claim['said']}: {claim['words']}")
    for site in chain.get("sites", ()):
        kind = f"site {site['site_id']} ({site['place_kind']})"
        _line(f"{kind}: {site['state']} {site['holder']} {site['other']}".rstrip())


def _line(text: str, style: str = "") -> None:
    from rich.text import Text

    out.print(Text(text, style=style), soft_wrap=True)
