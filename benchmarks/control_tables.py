"""The tables of docs/control.md: what each rule does when it is switched off alone, and the totals of November 2023.
The month's tables are those of tests/data/november, over the actors, sources and gazetteer that ship.
Run: python benchmarks/control_tables.py --write, which puts them into the page; without, they are printed."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

import narrative
from conflictmap.control import RULE_SETS, RULES, RuleSet, control_of, seats_of, shares
from conflictmap.control.limits import LIMITS, RANGES
from conflictmap.pipeline import Inputs, build, load
from conflictmap.places.resolution.event_matches import match_events
from conflictmap.writing import write_atomic
from november import november_project

DAYS = [date(2023, 11, 1) + timedelta(days=number) for number in range(30)]


def without(rules: RuleSet, rule: str) -> RuleSet:
    return replace(rules, off=frozenset({rule}))


def broken(rule: str) -> list[str]:
    """The numbers of the narratives that no longer give what was written for them."""
    failing = []
    for path in sorted(narrative.FOLDER.glob("*.toml")):
        chronicle = narrative.read(path)
        for expected in chronicle["expect"]:
            name = expected.get("rules", "standard")
            control = narrative.resolve(
                chronicle["event"],
                ground=chronicle.get("baseline", ()),
                rules=[without(RULE_SETS[name], rule)],
                as_of=expected.get("as_of"),
            )
            found_lines = narrative.lines(narrative.told(control, expected["of"], name))
            if [unlabelled(line) for line in found_lines] != [unlabelled(line) for line in expected["spans"]]:
                failing.append(path.stem[:2])
                break
    return failing


def unlabelled(line: str) -> list[str]:
    """A span's line without the ids of its rules: a rule does nothing if only its name is missed."""
    return [word for position, word in enumerate(line.split()) if position != 7]


def tables_of_the_month() -> Inputs:
    """Read the project of November 2023, made in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        return load(november_project(Path(folder)))


def daily(spans: pd.DataFrame, key: str) -> dict[tuple[str, date], tuple[str, str, str]]:
    """State, holder and other of each place on each day of November 2023."""
    columns = (spans[name] for name in (key, "start", "end", "state", "holder", "other"))
    return {
        (place, day): (state, holder, other)
        for place, start, end, state, holder, other in zip(*columns, strict=True)
        for day in DAYS
        if start <= day and (end is None or day < end)
    }


def november(rules: Iterable[str]) -> list[tuple[str, int, int]]:
    """For each rule: township-days and site-days of the month that differ without it, under the standard set."""
    inputs = tables_of_the_month()
    matches = match_events(inputs.events, inputs.matcher)

    def run(rule_set: RuleSet) -> tuple[dict, dict]:
        control = control_of(
            inputs.events, matches, actors=inputs.actors, sources=inputs.sources, baseline=inputs.baseline,
            townships=seats_of(inputs.units.table), rules=[rule_set],
        )  # fmt: skip
        assessment = control.by_rules[rule_set.name]
        return daily(assessment.spans, "adm3_pcode"), daily(assessment.sites, "site_id")

    whole = run(RULE_SETS["standard"])
    rows = []
    for rule in rules:
        part = run(without(RULE_SETS["standard"], rule))
        unlike = [
            sum(state.get(key) != other.get(key) for key in state.keys() | other.keys())
            for state, other in zip(whole, part, strict=True)
        ]
        rows.append((rule, unlike[0], unlike[1]))
    return rows


def ablation() -> str:
    """The table of the rules switched off, as Markdown."""
    lines = [
        "| without | narratives that break | township-days of November 2023 that differ | site-days |",
        "|---|---|---|---|",
    ]
    rules = [rule for rule in RULES if rule.startswith("R")]
    for rule, townships, sites in november(rules):
        lines.append(f"| {rule} | {', '.join(broken(rule)) or 'none'} | {townships} | {sites} |")
    return "\n".join(lines)


def totals() -> str:
    """Townships by holder on 30 November 2023 (low / central / high) and km2 (central), by rule set, as Markdown."""
    inputs = tables_of_the_month()
    atlas = build(inputs)
    areas = {"km2": inputs.units.table["area_km2"]}
    cells: dict[str, dict[str, str]] = {}
    for name, assessment in atlas.control.by_rules.items():
        for row in shares(assessment.spans, DAYS[-1], measures=areas, claims=assessment.claims).to_dict("records"):
            low, central, high = (f"{row[f'townships_{grade}']:.0f}" for grade in ("low", "central", "high"))
            who = (row["holder"] or row["state"].replace("_", " ")).replace("|", ", ")
            cells.setdefault(who, {})[name] = f"{low} / {central} / {high} ({row['km2_central']:,.0f} km²)"
    lines = ["| holder | strict | standard | lenient |", "|---|---|---|---|"]
    lines += [f"| {who} | {' | '.join(by.get(name, '-') for name in RULE_SETS)} |" for who, by in cells.items()]
    return "\n".join(lines)


def limits() -> str:
    """Every limit with its value in the published sets and the range that `sensitivity` tries, as Markdown."""
    lines = ["| limit | value | tried |", "|---|---|---|"]
    lines += [f"| `{name}` | {getattr(LIMITS, name)} | {low} to {high} |" for name, (low, high) in RANGES.items()]
    return "\n".join(lines)


def calibration() -> str:
    """How often each grade is right, as Markdown."""
    sys.path.insert(0, str(Path(__file__).parent))
    from control_truth import by_grade, scored

    scores, own = scored()
    lines = ["| grade | statements | right | share | goal |", "|---|---|---|---|---|"]
    for grade, row in by_grade(scores).items():
        share, goal = (f"{value:.1%}" if value else "-" for value in (row["share"], row["goal"]))
        right = row["right"] if row["goal"] else "-"
        lines.append(f"| {grade} | {row['statements']} | {right} | {share} | {goal} |")
    return "\n".join([*lines, "", f"{own} statements are left out because their source is the events' own."])


def cost() -> str:
    """What `benchmarks/control.py` measures, as Markdown; it differs from run to run."""
    script = Path(__file__).parent / "control.py"
    run = subprocess.run([sys.executable, str(script), "--json"], capture_output=True, text=True, check=True)
    lines = [
        "| events | rule sets | seconds | microseconds an event | MB | a change of one event, seconds |",
        "|---|---|---|---|---|---|",
    ]
    for row in json.loads(run.stdout):
        sets = 3 if row["events"] == 700 else 1
        lines.append(
            f"| {row['events']:,} | {sets} | {row['seconds']:.2f} | {row['microseconds_per_event']:.0f} | {row['memory_mb']:.0f} "
            f"| {row['change_of_one_seconds']:.2f} |"
        )
    return "\n".join(lines)


def main() -> None:
    blocks = {
        "ablation": ablation(),
        "totals": totals(),
        "limits": limits(),
        "calibration": calibration(),
        "cost": cost(),
    }
    if "--write" not in sys.argv:
        print("\n\n".join(blocks.values()))
        return
    path = ROOT / "docs" / "control.md"
    page = path.read_text(encoding="utf-8")
    for name, text in blocks.items():
        head, _, rest = page.partition(f"<!-- {name} -->")
        page = f"{head}<!-- {name} -->\n{text}\n<!-- /{name} -->{rest.partition(f'<!-- /{name} -->')[2]}"
    write_atomic(path, page.encode())


if __name__ == "__main__":
    main()
