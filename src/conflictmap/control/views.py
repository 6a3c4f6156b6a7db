"""Questions to the spans: who holds what on a day, and what changed when.
Every frame here is made of the spans alone; nothing is worked out again."""

from __future__ import annotations

from datetime import date

import pandas as pd

from conflictmap.control.assess import Control
from conflictmap.control.confidence import freshness

TRANSITION_COLUMNS = (
    "adm3_pcode", "day", "from_state", "from_holder", "from_other", "to_state", "to_holder", "to_other", "confidence",
    "rules", "known_since", "evidence",
)  # fmt: skip


def state_on(spans: pd.DataFrame, day: date) -> pd.DataFrame:
    """The spans that hold on a day: one row a township (or a site), in the order of `spans`, indexed by adm3_pcode.

    Parameters: spans, as `Assessment.spans` or `.sites`; of sites the index repeats where a township has several.
    A day before 1 February 2021 has no rows.
    """
    begun = spans["start"].map(lambda start: start <= day).astype(bool)
    running = spans["end"].map(lambda end: end is None or day < end).astype(bool)
    return spans[begun & running].set_index("adm3_pcode")


def freshness_on(control: Control, day: date) -> pd.Series:
    """How fresh the evidence is on a day: fresh, ageing or stale, for every township, indexed by adm3_pcode.

    By the last report that bears on a place of the township (geo_class 1 or 2), up to that day and as far as was known.
    """
    last: dict[str, date] = {}
    for one in control.assertions:
        if one.geo_class in (1, 2) and one.day <= day and control.knows(one):
            last[one.adm3_pcode] = max(one.day, last.get(one.adm3_pcode, one.day))
    townships = sorted(control.question.seats)
    return pd.Series([freshness(last.get(pcode), day) for pcode in townships], index=townships, dtype=object)


def transitions(spans: pd.DataFrame, start: date | None = None, end: date | None = None) -> pd.DataFrame:
    """Every change of state or holder: a row a change, sorted by day and then adm3_pcode.

    Parameters: spans, as `Assessment.spans`; start, end: first and last day, both inclusive, None for no bound.
    A change of confidence, or of what is disputed, is no transition. The `to` of one is the `from` of the next.
    """
    same = spans["adm3_pcode"].eq(spans["adm3_pcode"].shift())
    before = spans[["state", "holder", "other"]].shift()
    moved = same & (spans[["state", "holder", "other"]] != before).any(axis=1)
    found = pd.DataFrame(
        {
            "adm3_pcode": spans["adm3_pcode"],
            "day": spans["start"],
            **{f"from_{name}": before[name] for name in ("state", "holder", "other")},
            **{f"to_{name}": spans[name] for name in ("state", "holder", "other")},
            **{name: spans[name] for name in ("confidence", "rules", "known_since", "evidence")},
        },
        columns=list(TRANSITION_COLUMNS),
    )[moved]
    inside = found["day"].map(lambda day: (start is None or day >= start) and (end is None or day <= end)).astype(bool)
    return found[inside].sort_values(["day", "adm3_pcode"], kind="stable").reset_index(drop=True)
