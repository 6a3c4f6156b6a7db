"""Questions to the spans: who holds what on a day, and what changed when.
Every frame here is made of the spans alone; nothing is worked out again."""

from __future__ import annotations

from datetime import date

import pandas as pd

from conflictmap.control.assess import Control
from conflictmap.control.confidence import freshness

TRANSITION_COLUMNS = (
    "adm3_pcode", "day", "from_state", "from_holder", "from_other", "to_state", "to_holder", "to_other", "confidence",
    "rules", "known_since", "evidence", "start_low", "start_high",
)  # fmt: skip
_SAID = ["state", "holder", "other"]


def state_on(spans: pd.DataFrame, day: date) -> pd.DataFrame:
    """The spans that hold on a day: one row a township (or a site), in the order of `spans`, indexed by adm3_pcode.

    Parameters: spans, as `Assessment.spans` or `.sites`; of sites the index repeats where a township has several.
    A day before 1 February 2021 has no rows.
    """
    begun = spans["start"].map(lambda start: start <= day).astype(bool)
    running = spans["end"].map(lambda end: end is None or day < end).astype(bool)
    return spans[begun & running].set_index("adm3_pcode")


def possible_on(spans: pd.DataFrame, day: date) -> pd.DataFrame:
    """R14: what else may hold on a day inside the interval of a transition, indexed by adm3_pcode.

    Parameters: spans, as `Assessment.spans`; one row a township and span, sorted.
    Returns: a row for each township that is inside such an interval: the other `state`, `holder` and `other` that are
    possible on the day beside those of `state_on`, and `start_low` and `start_high` of the transition. It took place
    on one of these days; after the last of them it is done, so on that day itself nothing is open any more.
    """
    begun = spans["start"].map(lambda start: start <= day).astype(bool)
    running = begun & spans["end"].map(lambda end: end is None or day < end).astype(bool)
    after, before = _neighbours(spans, -1), _neighbours(spans, 1)
    coming = running & after["start_low"].map(lambda low: low is not None and low <= day).astype(bool)
    going = running & ~coming & before["state"].notna() & spans["start_high"].map(lambda high: day < high).astype(bool)
    columns = [*_SAID, "start_low", "start_high"]
    rest = before[_SAID].join(spans[["start_low", "start_high"]])
    found = after[columns].where(coming, rest, axis=0).assign(adm3_pcode=spans["adm3_pcode"])
    moved = (found[_SAID] != spans[_SAID]).any(axis=1)  # more confidence in the same is no transition
    return found[(coming | going) & moved].set_index("adm3_pcode")


def _neighbours(spans: pd.DataFrame, step: int) -> pd.DataFrame:
    """The township's span before (1) or after (-1) each; None where there is none."""
    same = spans["adm3_pcode"].eq(spans["adm3_pcode"].shift(step))
    shifted = spans[["start_low", "start_high", *_SAID]].shift(step)
    return shifted.astype(object).where(same & shifted["state"].notna(), None)


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
    A change of confidence, or of what is disputed, is no transition. The `to` of one is the `from` of the next. It
    took place from `start_low` to `start_high` (R14); `day` is where it is placed.
    """
    same = spans["adm3_pcode"].eq(spans["adm3_pcode"].shift())
    before = spans[_SAID].shift()
    moved = same & (spans[_SAID] != before).any(axis=1)
    found = pd.DataFrame(
        {
            "adm3_pcode": spans["adm3_pcode"],
            "day": spans["start"],
            **{f"from_{name}": before[name] for name in _SAID},
            **{f"to_{name}": spans[name] for name in _SAID},
            **{
                name: spans[name]
                for name in ("confidence", "rules", "known_since", "evidence", "start_low", "start_high")
            },
        },
        columns=list(TRANSITION_COLUMNS),
    )[moved]
    inside = found["day"].map(lambda day: (start is None or day >= start) and (end is None or day <= end)).astype(bool)
    return found[inside].sort_values(["day", "adm3_pcode"], kind="stable").reset_index(drop=True)
