"""How far control on a day depends on the numbers of the rules: each limit over its range, and each published set.
Reports are read once; every run works out all townships again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date

import pandas as pd

from conflictmap.control.assess import Control, assess_by
from conflictmap.control.limits import RANGES
from conflictmap.control.queries import state_on
from conflictmap.control.rules import RULE_SETS, RuleSet

COLUMNS = ("rules", "limit", "default", "value", "changed", "townships")
#: These say how fresh evidence is, and never who holds a place.
ABOUT_FRESHNESS = ("fresh_days", "ageing_days")
SETS = "(the set itself)"


def sensitivity(
    control: Control,
    day: date,
    sets: Iterable[RuleSet] = tuple(RULE_SETS.values()),
    *,
    against: RuleSet = RULE_SETS["standard"],
    tell: Callable[[str], None] = lambda step: None,
) -> pd.DataFrame:
    """List which townships change their state or holder on a day when one number of the rules is another.

    Parameters: control, of which the reports, the baseline and what was known are taken; sets, the rule sets in which
    each limit is tried; against, the set that the others are held against.
    Returns: a row for each set but `against` (limit is `SETS`, default and value the sets' names) and for each value
    tried: rules, limit, default, value, changed (how many townships), townships (their P-codes, sorted).
    """
    sets = tuple(sets)
    plain = {rule_set.name: _held(control, rule_set, day) for rule_set in sets}
    base = plain[against.name] if against.name in plain else _held(control, against, day)
    rows = [
        _row(rule_set.name, SETS, against.name, rule_set.name, (base, plain[rule_set.name]))
        for rule_set in sets
        if rule_set != against
    ]
    for rule_set in sets:
        tell(f"Trying the limits of {rule_set.name}")
        for name in RANGES:
            if name in ABOUT_FRESHNESS:
                continue
            default = getattr(rule_set.limits, name)
            for value in values_of(name, default):
                tried = replace(rule_set, limits=replace(rule_set.limits, **{name: value}))
                rows.append(
                    _row(rule_set.name, name, default, value, (plain[rule_set.name], _held(control, tried, day)))
                )
    return pd.DataFrame(rows, columns=list(COLUMNS))


def values_of(name: str, default: int) -> list[int]:
    """List the values of a limit that are tried: the ends of its range and half-way to them, without its own."""
    low, high = RANGES[name]
    return sorted({low, (low + default) // 2, (default + high + 1) // 2, high} - {default})


def _held(control: Control, rules: RuleSet, day: date) -> dict[str, tuple[str, str]]:
    here = state_on(assess_by(control.assertions, control.question, rules).spans, day)
    states = zip(here["state"], here["holder"], strict=True)
    return dict(zip(here.index.tolist(), states, strict=True))


def _row(
    rules: str, limit: str, default: object, value: object, pair: tuple[Mapping[str, tuple[str, str]], ...]
) -> tuple[object, ...]:
    before, after = pair
    changed = tuple(sorted(code for code in before if before[code] != after[code]))
    return rules, limit, default, value, len(changed), changed


def figure(table: pd.DataFrame, title: str) -> str:
    """Draw the table as an SVG: a bar for each limit and set, as long as the most townships that any value changes."""
    most = table.groupby(["limit", "rules"], sort=False)["changed"].max().reset_index()
    widest = max(int(most["changed"].max()) if len(most) else 0, 1)
    line, left, wide = 18, 260, 420
    height = line * (len(most) + 3)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + wide + 60}" height="{height}" '
        'font-family="sans-serif" font-size="12">',
        f'<text x="8" y="{line}">{_escaped(title)}</text>',
    ]
    for place, (limit, rules, changed) in enumerate(most.itertuples(index=False)):
        top = line * (place + 2)
        length = wide * int(changed) / widest
        parts.append(f'<text x="8" y="{top + 12}">{_escaped(f"{limit}, {rules}")}</text>')
        parts.append(f'<rect x="{left}" y="{top + 2}" width="{length:.1f}" height="{line - 5}" fill="#1f5fa8"/>')
        parts.append(f'<text x="{left + length + 6:.1f}" y="{top + 12}">{int(changed)}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
