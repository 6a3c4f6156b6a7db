"""What a cell of actors holds: the actor_ids of an event, and the coalitions of a row of data/actors.csv.
Nothing here knows who is allied with whom (`control.alliances` does)."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

import pandas as pd

from conflictmap.errors import Problem
from conflictmap.model import Membership

# "RES", "RES@2021-05-05", "SAC@2009-11-08..2023-06-13", "SAC@..2024-01-23": a coalition and the days of membership.
_MEMBERSHIP = re.compile(r"(?P<of>[^@|\s]+)(@(?P<start>\d{4}-\d\d-\d\d)?(\.\.(?P<end>\d{4}-\d\d-\d\d)?)?)?")


@cache
def split_actors(cell: str) -> tuple[str, ...]:
    """Return the actor_ids of a cell ("KNDF|KA"), in the order written."""
    return tuple(part.strip() for part in cell.split("|") if part.strip()) if cell else ()


def read_memberships(cell: str) -> tuple[Membership, ...]:
    """Read a `member_of` cell: coalitions separated by |, each with its days after @ where they are known.

    Raises: ValueError, where a part is not of that form or a day is not in the calendar.
    """
    memberships = []
    for part in split_actors(cell):
        match = _MEMBERSHIP.fullmatch(part)
        if match is None:
            raise ValueError(part)
        start, end = (date.fromisoformat(day) if day else None for day in match.group("start", "end"))
        memberships.append(Membership(match["of"], start, end))
    return tuple(memberships)


def memberships_of(actors: pd.DataFrame) -> tuple[dict[str, tuple[Membership, ...]], list[Problem]]:
    """Return the coalitions of every actor, and a Problem for each cell that is not understood (its actor then has none).

    `actors` has the columns of `schema.ACTORS`, indexed by the spreadsheet's row.
    """
    memberships: dict[str, tuple[Membership, ...]] = {}
    problems = []
    for row, actor, cell in zip(actors.index, actors["actor_id"], actors["member_of"], strict=True):
        try:
            memberships[str(actor)] = read_memberships(str(cell))
        except ValueError:
            memberships[str(actor)] = ()
            fix = "write coalitions as RES or RES@2021-05-05..2023-06-13, separated by |"
            problems.append(
                Problem("data/actors.csv", "is not understood", fix, row=int(row), column="member_of", value=str(cell))
            )
    return memberships, problems
