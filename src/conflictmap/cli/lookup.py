"""What a person asks about, as the commands on control read it: a place by its code or its name, a day, a rule set.
Whatever cannot be read is refused with its cure."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from conflictmap.cli.options import project_at
from conflictmap.cli.output import steps
from conflictmap.errors import ConflictmapError

if TYPE_CHECKING:
    import pandas as pd

    from conflictmap.control import Control
    from conflictmap.pipeline import Inputs

RuleSetName = Annotated[str, typer.Option("--rules", help="strict, standard or lenient: how a party's claims count.")]
AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help="Leave out what was not yet known on that day.")
]


def assess(where: Path | None, as_of: str | None) -> tuple[Inputs, Control]:
    """Read the project and work out who held what."""
    from conflictmap.pipeline import build, load

    known_by = day_of(as_of, "--as-of")
    with steps() as tell:
        inputs = load(project_at(where), tell=tell)
        return inputs, build(inputs, as_of=known_by, tell=tell).control


def spans_by(found: Control, rules: str) -> pd.DataFrame:
    """The townships' spans under a rule set. Raises: ConflictmapError, where there is none of that name."""
    if rules not in found.by_rules:
        raise ConflictmapError(f"--rules {rules!r} is not known; use one of: {', '.join(found.by_rules)}")
    return found.by_rules[rules].spans


def day_of(text: str | None, option: str) -> date | None:
    """The day of an option; None where it was not given. Raises: ConflictmapError, where it is no day."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ConflictmapError(
            f"{option} {text!r} is not a day; write it as YYYY-MM-DD, for example 2023-11-30"
        ) from None


def state_day(text: str | None, option: str) -> date | None:
    """As `day_of`, for a day whose state is asked. Raises: ConflictmapError, where it is before the first one, too."""
    from conflictmap.control import FIRST_DAY

    day = day_of(text, option)
    if day is not None and day < FIRST_DAY:
        raise ConflictmapError(f"{option} {text}: nothing is said of that day; the first day is {FIRST_DAY}")
    return day


def last_day(inputs: Inputs, as_of: date | None = None) -> date:
    """The day of the last report in the table, of those known by `as_of`."""
    from conflictmap.control import FIRST_DAY

    days = [day for day in inputs.events["reported_on"] if isinstance(day, date) and (as_of is None or day <= as_of)]
    return max(days, default=FIRST_DAY)


def township_asked(inputs: Inputs, found: Control, text: str) -> str:
    """As `place_lookup.township_asked`, which is imported only when a command runs."""
    from conflictmap.place_lookup import township_asked as asked

    return asked(inputs, found, text)


def place_asked(inputs: Inputs, found: Control, text: str) -> str:
    """As `place_lookup.place_asked`, which is imported only when a command runs."""
    from conflictmap.place_lookup import place_asked as asked

    return asked(inputs, found, text)
