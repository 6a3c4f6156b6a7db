"""Rows of the tables on control: codes and names in columns of their own, days as text, one state a set of columns.
Nothing here prints."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from conflictmap.cli.lookup import state_day
from conflictmap.errors import ConflictmapError

if TYPE_CHECKING:
    import pandas as pd

    from conflictmap.pipeline import Inputs

EVERY = {"day": "D", "week": "W", "month": "ME"}  # pandas' names for steps of time


def state_row(inputs: Inputs, pcode: str, span: Mapping[Any, Any], *, names: bool) -> dict[str, Any]:
    """Write a township and its span as one row; `names` adds the state or region and the holder's name."""
    row: dict[str, Any] = {"adm3_pcode": pcode, "name": _name(inputs, pcode)}
    if names:
        row["adm1_pcode"] = str(inputs.units.table.at[pcode, "adm1_pcode"])
        row["adm1_name"] = _name(inputs, row["adm1_pcode"])
    row |= {"state": span["state"], "holder": span["holder"]}
    if names:
        row["holder_name"] = actor_names(inputs, span["holder"])
    return row | {
        "other": span["other"],
        "confidence": span["confidence"],
        "rules": " ".join(span["rules"]),
        "since": span["start"].isoformat(),
        "earliest": span["start_low"].isoformat(),
        "latest": span["start_high"].isoformat(),
        "known_since": span["known_since"].isoformat(),
        "evidence": " ".join(span["evidence"]),
    }


def change_row(
    inputs: Inputs, change: Mapping[Any, Any], *, side_text: Callable[[dict[Any, Any], str], str] | None
) -> dict[str, Any]:
    """Write a change as one row; `side_text` makes one cell of each side for a person, None gives each its own columns."""
    row: dict[str, Any] = {
        "day": change["day"].isoformat(),
        "earliest": change["start_low"].isoformat(),
        "latest": change["start_high"].isoformat(),
        "adm3_pcode": change["adm3_pcode"],
        "name": _name(inputs, change["adm3_pcode"]),
    }
    for side in ("from", "to"):
        if side_text is not None:
            row[side] = side_text(dict(change), f"{side}_")
            continue
        holder = change[f"{side}_holder"]
        row |= {f"{side}_state": change[f"{side}_state"], f"{side}_holder": holder}
        row |= {f"{side}_holder_name": actor_names(inputs, holder), f"{side}_other": change[f"{side}_other"]}
    return row | {
        "confidence": change["confidence"],
        "rules": " ".join(change["rules"]),
        "known_since": change["known_since"].isoformat(),
        "evidence": " ".join(change["evidence"]),
    }


def states_every(inputs: Inputs, spans: pd.DataFrame, only: list[str], days: list[date]) -> list[dict[str, Any]]:
    """List a row a day and township: all of them, or `only` some, in the order of days and codes."""
    from conflictmap.control import state_on

    rows = []
    for day in days:
        here = state_on(spans, day)
        shown = here.loc[only] if only else here
        rows += [
            {"day": day.isoformat(), **state_row(inputs, str(pcode), span, names=True)}
            for pcode, span in shown.to_dict("index").items()
        ]
    return rows


def days_of(start: str | None, end: str | None, every: str, last: date) -> list[date]:
    """List the days of `control --from --to --every`: the last day of each step, and the last day of all.

    Raises: ConflictmapError, where the step is unknown, or a day is none or before the first, or the days are swapped.
    """
    import pandas as pd

    from conflictmap.model import COUP_DAY

    if every not in EVERY:
        raise ConflictmapError(f"--every {every!r} is not known; use one of: {', '.join(EVERY)}")
    first, final = _in_order(state_day(start, "--from") or COUP_DAY, state_day(end, "--to") or last)
    days = [day.date() for day in pd.date_range(first, final, freq=EVERY[every])]
    return days if days and days[-1] == final else [*days, final]


def days_asked(start: str | None, end: str | None, day: date) -> tuple[date, date]:
    """Read the first and the last day of `--from` and `--to`; each is `day` where it was not given.

    Raises: ConflictmapError, where a day is none or before the first, or the days are swapped.
    """
    first, final = state_day(start, "--from"), state_day(end, "--to")
    return _in_order(first or min(day, final or day), final or max(day, first or day))


def _in_order(first: date, final: date) -> tuple[date, date]:
    if final < first:
        raise ConflictmapError(f"--from {first} is after --to {final}; swap them")
    return first, final


def actor_names(inputs: Inputs, cell: str) -> str:
    """Name the actors of a cell, separated by |; keep an id that the table does not have."""
    names = dict(zip(inputs.actors["actor_id"], inputs.actors["name"], strict=True))
    return "|".join(str(names.get(actor, actor)) for actor in cell.split("|")) if cell else ""


def holder_names(inputs: Inputs, cell: str) -> str:
    """Name who holds a place together: the one who is named first, with the others."""
    first, _, others = actor_names(inputs, cell).partition("|")
    return f"{first} with {', '.join(others.split('|'))}" if others else first


def _name(inputs: Inputs, pcode: str) -> str:
    table = inputs.units.table
    return str(table.at[pcode, "name"]) if pcode in table.index else ""
