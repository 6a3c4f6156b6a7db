"""Questions to the spans: who holds what on a day, and what changed when.
Every frame here is made of the spans alone; nothing is worked out again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

import numpy as np
import pandas as pd

from conflictmap.control.assess import Control
from conflictmap.control.confidence import freshness
from conflictmap.control.limits import LIMITS, Limits
from conflictmap.event_tables.actor_cells import split_actors
from conflictmap.model import Assertion

TRANSITION_COLUMNS = (
    "adm3_pcode", "day", "from_state", "from_holder", "from_other", "to_state", "to_holder", "to_other", "confidence",
    "rules", "known_since", "evidence", "start_low", "start_high",
)  # fmt: skip
_STATE = ["state", "holder", "other"]


def state_on(spans: pd.DataFrame, day: date) -> pd.DataFrame:
    """Select the spans that hold on a day: one row a township (or a site), in the order of `spans`, indexed by adm3_pcode.

    Parameters: spans, as `Assessment.spans` or `.sites`; of sites the index repeats where a township has several.
    A day before 1 February 2021 has no rows.
    """
    begun = spans["start"].map(lambda start: start <= day).astype(bool)
    running = spans["end"].map(lambda end: end is None or day < end).astype(bool)
    return spans[begun & running].set_index("adm3_pcode")


def possible_on(spans: pd.DataFrame, day: date) -> pd.DataFrame:
    """List what else may hold on a day inside the interval of a transition (R14), indexed by adm3_pcode.

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
    columns = [*_STATE, "start_low", "start_high"]
    rest = before[_STATE].join(spans[["start_low", "start_high"]])
    alternatives = after[columns].where(coming, rest, axis=0).assign(adm3_pcode=spans["adm3_pcode"])
    moved = (alternatives[_STATE] != spans[_STATE]).any(axis=1)  # more confidence in the same is no transition
    return alternatives[(coming | going) & moved].set_index("adm3_pcode")


def _neighbours(spans: pd.DataFrame, step: int) -> pd.DataFrame:
    """The township's span before (1) or after (-1) each; None where there is none."""
    same = spans["adm3_pcode"].eq(spans["adm3_pcode"].shift(step))
    shifted = spans[["start_low", "start_high", *_STATE]].shift(step)
    return shifted.astype(object).where(same & shifted["state"].notna(), None)


def freshness_on(control: Control, day: date, limits: Limits = LIMITS) -> pd.Series:
    """Return grade how fresh the evidence is on a day: fresh, ageing or stale, for every township, indexed by adm3_pcode.

    By the last report that bears on a place of the township (geo_class 1 or 2), up to that day and as far as was known.
    """
    last: dict[str, date] = {}
    for assertion in control.assertions:
        if assertion.geo_class in (1, 2) and assertion.day <= day and control.knows(assertion):
            last[assertion.adm3_pcode] = max(assertion.day, last.get(assertion.adm3_pcode, assertion.day))
    townships = sorted(control.question.seats)
    return pd.Series([freshness(last.get(pcode), day, limits) for pcode in townships], index=townships, dtype=object)


def transitions(spans: pd.DataFrame, start: date | None = None, end: date | None = None) -> pd.DataFrame:
    """List every change of state or holder: a row a change, sorted by day and then adm3_pcode.

    Parameters: spans, as `Assessment.spans`; start, end: first and last day, both inclusive, None for no bound.
    A change of confidence, or of what is disputed, is no transition. The `to` of one is the `from` of the next. It
    took place from `start_low` to `start_high` (R14); `day` is where it is placed.
    """
    same = spans["adm3_pcode"].eq(spans["adm3_pcode"].shift())
    before = spans[_STATE].shift()
    moved = same & (spans[_STATE] != before).any(axis=1)
    changes = pd.DataFrame(
        {
            "adm3_pcode": spans["adm3_pcode"],
            "day": spans["start"],
            **{f"from_{name}": before[name] for name in _STATE},
            **{f"to_{name}": spans[name] for name in _STATE},
            **{
                name: spans[name]
                for name in ("confidence", "rules", "known_since", "evidence", "start_low", "start_high")
            },
        },
        columns=list(TRANSITION_COLUMNS),
    )[moved]
    inside = (
        changes["day"].map(lambda day: (start is None or day >= start) and (end is None or day <= end)).astype(bool)
    )
    return changes[inside].sort_values(["day", "adm3_pcode"], kind="stable").reset_index(drop=True)


HOLDING = ("controlled", "predominant", "split", "baseline", "besieged")
NOT_ASSESSED = "not_assessed"
#: The states of assessed townships that no one holder has, in the order of totals.
NOBODYS = ("contested", "mixed", "partial", "vacated")
OPEN = ("contested", "besieged", "mixed", "split", "partial")
SURE = ("moderate", "high")


def shares(
    spans: pd.DataFrame,
    day: date,
    *,
    measures: Mapping[str, pd.Series] | None = None,
    claims: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Sum what each holder has on a day: first what is not assessed, then a row a holder, largest first, then `NOBODYS`.

    Parameters: spans, as `Assessment.spans`; measures, beside the count of townships, a value for each adm3_pcode, such
    as area_km2 or a census population (a township that the series does not have counts 0); claims, as
    `Assessment.claims`, whose open ones that are not assessed are added to the high figures where they are of a seat.
    A township that is not assessed is in nobody's low or central figure; only a claim of its seat puts it in a high one.
    Several actors have a row together only where they hold a township together.
    Returns: `holder` ("" in the rows that name no holder), `state` ("" in the rows of holders), and for townships and
    each measure `_low` (held, by moderate or high confidence, undisputed: no baseline that is only assumed),
    `_central`, `_high` (adds contested, besieged, shared and split townships, and open claims) and `_share`, the
    central figure over the sum of all.
    """
    here = state_on(spans, day)
    values = {"townships": np.ones(len(here))} | {
        name: series.reindex(here.index).fillna(0).to_numpy(dtype=float) for name, series in (measures or {}).items()
    }
    held = (here["state"].isin(HOLDING) & (here["holder"] != "")).to_numpy(dtype=bool)
    sure = held & (here["confidence"].isin(SURE) & ~here["disputed"].astype(bool)).to_numpy(dtype=bool)
    sure &= here["state"].isin(("controlled", "predominant")).to_numpy(dtype=bool)
    claimed = _claimed(claims, day)
    holding, open_to = _together(here, held), _open_to(here)
    rows = []
    for name in _holders(here, held, claimed):
        actors = frozenset(split_actors(name))
        central = holding.get(actors, np.zeros(len(here), dtype=bool))
        high = central | [actors <= named for named in open_to]
        if name in claimed:
            high |= here.index.isin(claimed[name])
        if high.any():
            rows.append(_row(name, "", values, (sure & central, central, high)))
    for state in (NOT_ASSESSED, *NOBODYS):
        mine = ~held & (here["state"] == state).to_numpy(dtype=bool)
        rows.append(_row("", state, values, (np.zeros_like(mine), mine, mine)))
    totals = pd.DataFrame(rows)
    parts = {f"{name}_share": totals[f"{name}_central"] / (column.sum() or 1.0) for name, column in values.items()}
    ordered = totals.assign(**parts, _last=totals["state"].map(_place_in_totals)).sort_values(
        ["_last", "townships_central", "holder"], ascending=[True, False, True], kind="stable"
    )
    return ordered.drop(columns="_last").reset_index(drop=True)


def _holders(here: pd.DataFrame, held: np.ndarray, claimed: Mapping[str, set[str]]) -> list[str]:
    """Who has a row of totals: those who hold townships together, as they do, and every actor that is named, alone."""
    together: dict[
        frozenset[str], str
    ] = {}  # the same actors in another order are the same; the order most often given
    counts = Counter(here.loc[held, "holder"])
    for cell in sorted(counts, key=lambda cell: (-counts[cell], cell)):
        together.setdefault(frozenset(split_actors(cell)), cell)
    alone = {actor for cell in {*here["holder"], *here["other"], *claimed} for actor in split_actors(cell)}
    return sorted({*together.values(), *alone})


def _place_in_totals(state: str) -> int:
    return 0 if state == NOT_ASSESSED else 2 if state else 1


def assessed_on(spans: pd.DataFrame, day: date) -> tuple[int, int]:
    """Count the townships that are assessed on a day, and those that are not; together they are all townships of `spans`."""
    states = state_on(spans, day)["state"]
    return int((states != NOT_ASSESSED).sum()), int((states == NOT_ASSESSED).sum())


def flows(changes: pd.DataFrame, *, measures: Mapping[str, pd.Series] | None = None) -> pd.DataFrame:
    """Sum gains and losses by holder, gross and net: a row a holder, by gains, then name.

    Parameters: changes, as `transitions`. A township counts as gained when its holder becomes this one, and as
    lost when it no longer is; a township that was taken and lost again counts in both. One that was not assessed before
    is gained only where it was taken (R2): a first report of it is no gain, and nobody's loss.
    Returns: holder, townships_gained, townships_lost, townships_net, and the same for each measure.
    """
    before = changes["from_holder"].where(changes["from_state"].isin(HOLDING), "")
    after = changes["to_holder"].where(changes["to_state"].isin(HOLDING), "")
    first_told = changes["from_state"].isin((NOT_ASSESSED, "partial")) & ~changes["rules"].map(lambda ids: "R2" in ids)
    moved = (before != after) & ~first_told.astype(bool)
    extra = {
        name: changes["adm3_pcode"].map(series).fillna(0).astype(float) for name, series in (measures or {}).items()
    }
    values = pd.DataFrame({"townships": pd.Series(1.0, index=changes.index), **extra})
    rows = []
    for holder in sorted({*before[moved], *after[moved]} - {""}):
        row: dict[str, object] = {"holder": holder}
        for name in values.columns:
            gained = float(values.loc[moved & (after == holder), name].sum())
            lost = float(values.loc[moved & (before == holder), name].sum())
            row |= {f"{name}_gained": gained, f"{name}_lost": lost, f"{name}_net": gained - lost}
        rows.append(row)
    columns = ["holder", *(f"{name}_{kind}" for name in values.columns for kind in ("gained", "lost", "net"))]
    sums = pd.DataFrame(rows, columns=columns)
    return sums.sort_values(["townships_gained", "holder"], ascending=[False, True], kind="stable").reset_index(
        drop=True
    )


def symmetry(assertions: Iterable[Assertion]) -> pd.DataFrame:
    """Return audit symmetry: count the gains and losses reported of each actor, by the side of the source.

    A source that reports an actor's gains and never its losses tells half of the war: `ratio` is gains over losses,
    missing where no loss is reported. One row an actor and side, sorted; denials do not count.
    """
    gains: Counter[tuple[str, str]] = Counter()
    losses: Counter[tuple[str, str]] = Counter()
    for assertion in assertions:
        if assertion.mode == "denied":
            continue
        for side in dict.fromkeys(assertion.sides):
            if assertion.role in ("gains", "administers"):
                gains.update((actor, side) for actor in split_actors(assertion.actor))
                losses.update((actor, side) for actor in split_actors(assertion.object_actor))
            elif assertion.role in ("withdraws", "loses"):
                losses.update((actor, side) for actor in split_actors(assertion.actor))
    keys = sorted({*gains, *losses})
    audit = pd.DataFrame(
        [(actor, side, gains[actor, side], losses[actor, side]) for actor, side in keys],
        columns=["actor", "side", "gains", "losses"],
    )
    return audit.assign(ratio=(audit["gains"] / audit["losses"].where(audit["losses"] > 0)).astype(float))


def _together(here: pd.DataFrame, held: np.ndarray) -> dict[frozenset[str], np.ndarray]:
    """Mark the townships that each set of actors holds: by set, n truth values in the order of `here`."""
    marks: dict[frozenset[str], np.ndarray] = {}
    cells = here["holder"].tolist()
    for row in np.flatnonzero(held):
        marks.setdefault(frozenset(split_actors(cells[row])), np.zeros(len(here), dtype=bool))[row] = True
    return marks


def _open_to(here: pd.DataFrame) -> list[frozenset[str]]:
    """List for each row of `here` who may have it: all who are named where it is contested, besieged, shared, split or part-assessed."""
    columns = (here[name].tolist() for name in _STATE)
    return [
        frozenset((*split_actors(holder), *split_actors(other))) if state in OPEN else frozenset()
        for state, holder, other in zip(*columns, strict=True)
    ]


def _claimed(claims: pd.DataFrame | None, day: date) -> dict[str, set[str]]:
    claimed: dict[str, set[str]] = {}
    if claims is None:
        return claimed
    columns = (claims[name] for name in ("adm3_pcode", "actor", "opened_on", "resolved_on", "assessed", "place_kind"))
    for pcode, actor, opened, resolved, assessed, kind in zip(*columns, strict=True):
        if kind == "seat" and not assessed and opened <= day and (resolved is None or day < resolved):
            for name in dict.fromkeys((actor, *split_actors(actor))):
                claimed.setdefault(name, set()).add(pcode)
    return claimed


def _row(holder: str, state: str, values: Mapping[str, np.ndarray], masks: tuple[np.ndarray, ...]) -> dict[str, object]:
    row: dict[str, object] = {"holder": holder, "state": state}
    for name, column in values.items():
        for grade, mask in zip(("low", "central", "high"), masks, strict=True):
            row[f"{name}_{grade}"] = float(column[mask].sum())
    return row
