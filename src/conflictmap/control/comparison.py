"""Hold control against somebody else's assessment: agreement, kappa, who differs where.
Other people's maps are never evidence here (R10); nothing of them flows into control."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from conflictmap.control.comparison_tables import Crosswalk, Other
from conflictmap.control.queries import HOLDING, state_on
from conflictmap.event_tables.actor_cells import split_actors

RESAMPLES, SEED = 1000, 20210201  # of the townships, for the intervals; the same each time
INTERVAL = (2.5, 97.5)  # per cent: a 95 per cent interval


@dataclass(frozen=True, slots=True)
class Pair:
    """One township, or one site, as both say it is: a category each, and what ours rests on."""

    adm3_pcode: str
    place: str
    day: date
    ours: str
    theirs: str
    state: str
    holder: str
    confidence: str
    evidence: tuple[str, ...]
    their_holder: str
    row: int

    @property
    def agrees(self) -> bool:
        return self.ours == self.theirs


def pairs_of(
    spans: pd.DataFrame, others: Iterable[Other], day: date, crosswalk: Crosswalk, groups: Mapping[str, str]
) -> tuple[list[Pair], list[Other]]:
    """Pair each township or site that both assess; list what of theirs nothing of ours speaks of.

    Parameters: spans, as `Assessment.spans`, or as `.sites` for rows with a place_id; others, rows of the other
    assessment, each of its own day, else of `day`; groups, the display group of each actor.
    Raises: ConflictmapError, where the crosswalk leaves out one of our holders or states.
    """
    by_day: dict[date, dict[str, dict[str, Any]]] = {}
    pairs, missing = [], []
    key = "place_id" if "place_id" in spans.columns else "adm3_pcode"
    for other in others:
        on = other.day or day
        if on not in by_day:
            here = state_on(spans, on).reset_index()
            own = here if key == "adm3_pcode" else here[here["site_id"] == here["place_id"]]
            by_day[on] = {str(row[key]): _plain(row) for row in own.to_dict("records")}
        span = by_day[on].get(other.place_id or other.adm3_pcode)
        if span is None or span["state"] == "unknown":
            missing.append(other)
            continue
        pairs.append(
            Pair(
                adm3_pcode=str(span["adm3_pcode"]), place=other.place, day=on, ours=ours(span, crosswalk, groups),
                theirs=crosswalk.theirs(other), state=span["state"], holder=span["holder"],
                confidence=span["confidence"], evidence=span["evidence"], their_holder=other.holder, row=other.row,
            )
        )  # fmt: skip
    return pairs, missing


def _plain(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(name): value for name, value in row.items()}


def ours(span: Mapping[str, Any], crosswalk: Crosswalk, groups: Mapping[str, str]) -> str:
    """Find the category of a span: by its state where the crosswalk names it, else by its holder, or its holder's group."""
    names = [span["state"]]
    if span["state"] in HOLDING:
        actors = split_actors(span["holder"])
        names += [span["holder"], *actors, *(groups.get(actor, "") for actor in actors)]
    return crosswalk.ours([name for name in names if name], span)


def measures(pairs: Sequence[Pair], order: Sequence[str]) -> dict[str, Any]:
    """Measure agreement and Cohen's kappa, not weighted and linearly weighted by `order`, each with a 95 per cent interval.

    Returns: n, and for agreement, kappa and kappa_weighted (value, low, high); a kappa is missing where both sides use
    one category only. Intervals are percentiles of resampled townships: neighbours are not independent, so they are
    too narrow rather than too wide.
    """
    number = {name: place for place, name in enumerate(order)}
    ours_numbers = np.array([number[pair.ours] for pair in pairs], dtype=np.int64)
    other = np.array([number[pair.theirs] for pair in pairs], dtype=np.int64)
    size = len(order)
    result: dict[str, Any] = {"n": len(pairs)}
    if not pairs:
        return result
    chance = np.random.default_rng(SEED)
    samples = [_scores(ours_numbers, other, size)]
    for _ in range(RESAMPLES):
        chosen = chance.integers(0, len(pairs), len(pairs))
        samples.append(_scores(ours_numbers[chosen], other[chosen], size))
    table = np.array(samples)
    for place, name in enumerate(("agreement", "kappa", "kappa_weighted")):
        rest = table[1:, place]
        rest = rest[~np.isnan(rest)]
        low, high = np.percentile(rest, INTERVAL) if len(rest) else (np.nan, np.nan)
        values = (table[0, place], low, high)
        result[name] = tuple(None if np.isnan(value) else round(float(value), 3) for value in values)
    return result


def _scores(ours_numbers: NDArray[np.int64], other: NDArray[np.int64], size: int) -> tuple[float, float, float]:
    counts = np.bincount(ours_numbers * size + other, minlength=size * size).reshape(size, size) / len(ours_numbers)
    steps = np.abs(np.subtract.outer(np.arange(size), np.arange(size)))
    exact = (steps == 0).astype(float)
    return float(np.trace(counts)), _kappa(counts, exact), _kappa(counts, 1 - steps / max(size - 1, 1))


def _kappa(counts: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    expected = float((np.outer(counts.sum(axis=1), counts.sum(axis=0)) * weights).sum())
    observed = float((counts * weights).sum())
    return float("nan") if abs(1 - expected) < 1e-12 else (observed - expected) / (1 - expected)


def confusion(pairs: Sequence[Pair], order: Sequence[str]) -> pd.DataFrame:
    """Count the townships of each category of ours (rows) and of theirs (columns)."""
    counts = Counter((pair.ours, pair.theirs) for pair in pairs)
    rows = [[counts[ours_category, other] for other in order] for ours_category in order]
    return pd.DataFrame(rows, index=pd.Index(order, name="ours"), columns=list(order))
