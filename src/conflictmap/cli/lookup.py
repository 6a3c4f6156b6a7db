"""What a person asks about, as the commands on control read it: a place by its code or its name, a day, a rule set.
Whatever cannot be read is refused with its cure."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from conflictmap.calendar_day import read_day
from conflictmap.cli.options import project_at
from conflictmap.cli.output import steps
from conflictmap.errors import ConflictmapError

if TYPE_CHECKING:
    from conflictmap.control import Assessment, Control, RuleSet
    from conflictmap.pipeline import Inputs

RuleSetName = Annotated[
    str,
    typer.Option("--rules", help="strict, standard or lenient: how a party's claims count; or a TOML file of yours."),
]
Assume = Annotated[
    bool,
    typer.Option(
        "--assume-baseline", help="Take townships that are not assessed as the State's: an assumption, no finding."
    ),
]
AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help="Leave out what was not yet known on that day.")
]


def rules_asked(text: str) -> RuleSet:
    """Find the rule set of a name or of a TOML file. Raises: ConflictmapError, where it is neither, or the file is faulty."""
    from conflictmap.control import RULE_SETS
    from conflictmap.control.rule_files import rule_set_of
    from conflictmap.project import is_file, read_text

    if text in RULE_SETS:
        return RULE_SETS[text]
    path = Path(text)
    if path.suffix != ".toml" and not is_file(path):
        raise ConflictmapError(f"--rules {text!r} is not known; use one of: {', '.join(RULE_SETS)}; or a .toml file")
    return rule_set_of(read_text(path, f"--rules {text}"), text)


def assess(
    where: Path | None, as_of: str | None, rules: str = "standard", assume: bool = False
) -> tuple[Inputs, Control, Assessment]:
    """Read the project and work out who held what by one rule set.

    Raises: ConflictmapError, where the day or the rule set is not understood.
    """
    from conflictmap.pipeline import build, load

    known_by, rule_set = day_of(as_of, "--as-of"), rules_asked(rules)
    with steps() as tell:
        inputs = load(project_at(where), tell=tell)
        control = build(inputs, as_of=known_by, rules=[rule_set], assume_baseline=assume, tell=tell).control
        return inputs, control, control.by_rules[rule_set.name]


def first_day(inputs: Inputs) -> date:
    """Find the first day that the table of events covers."""
    from conflictmap.model import COUP_DAY

    return min((day for day in inputs.events["event_date"] if isinstance(day, date)), default=COUP_DAY)


def beyond_table(inputs: Inputs, day: date, as_of: date | None = None) -> str:
    """Describe a day that the table of events does not reach; "" for one within it."""
    from conflictmap.control.wording import before_table, carried_on

    first, last = first_day(inputs), last_day(inputs, as_of)
    if day < first:
        return before_table(first)
    return carried_on(last) if day > last else ""


def uncovered(start: date | None, end: date | None, covered: tuple[date, date]) -> tuple[str, bool]:
    """Describe days that the table of events does not cover, and say whether it covers none of those asked for."""
    first, last = covered
    table = f"The table of events covers {first} to {last}"
    if (end is not None and end < first) or (start is not None and start > last):
        return f"{table}: it says nothing of the time asked for.", True
    outside = (start is not None and start < first) or (end is not None and end > last)
    return (f"{table}: of the other days asked for it says nothing." if outside else ""), False


def day_of(text: str | None, option: str) -> date | None:
    """Read the day of an option; None where it was not given. Raises: ConflictmapError, where it is no day."""
    if text is None:
        return None
    day = read_day(text)
    if day is None:
        raise ConflictmapError(f"{option} {text!r} is not a day; write it as YYYY-MM-DD, for example 2023-11-30")
    return day


def state_day(text: str | None, option: str) -> date | None:
    """Read a day as `day_of` does, where its state is asked. Raises: ConflictmapError, where it is before the first one, too."""
    from conflictmap.model import COUP_DAY

    day = day_of(text, option)
    if day is not None and day < COUP_DAY:
        raise ConflictmapError(f"{option} {text}: nothing is said of that day; the first day is {COUP_DAY}")
    return day


def last_day(inputs: Inputs, as_of: date | None = None) -> date:
    """Find the day of the last report in the table, of those known by `as_of`."""
    from conflictmap.model import COUP_DAY

    days = [day for day in inputs.events["reported_on"] if isinstance(day, date) and (as_of is None or day <= as_of)]
    return max(days, default=COUP_DAY)


def township_asked(inputs: Inputs, control: Control, text: str) -> str:
    """Call `place_lookup.township_asked`, which is imported only when a command runs."""
    from conflictmap.notebook.place_lookup import township_asked as asked

    return asked(inputs, control, text)


def place_asked(inputs: Inputs, control: Control, text: str) -> str:
    """Call `place_lookup.place_asked`, which is imported only when a command runs."""
    from conflictmap.notebook.place_lookup import place_asked as asked

    return asked(inputs, control, text)
