"""Tables of names to tables of places, row for row. Nothing here reads or writes a file.

`geocode_frame` is a function and no method of Gazetteer: the gazetteer lies below matching, and a method there would
have to import what stands on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from conflictmap.errors import ConflictmapError
from conflictmap.model import Match, Mention
from conflictmap.places.gazetteer.gazetteer import Gazetteer
from conflictmap.places.mentions.location import make_mention
from conflictmap.places.resolution.matcher import Matcher

#: What a batch adds to each row, in this order.
ADDED = (
    "place_id", "name", "adm1_pcode", "adm2_pcode", "adm3_pcode", "lon", "lat", "geo_precision", "status", "score",
    "reasons",
)  # fmt: skip
TOPONYM_LIMIT = 2_000  # characters; what is longer is no name, and is read only so far


def geocode_frame(
    gazetteer: Gazetteer | Matcher,
    df: pd.DataFrame,
    *,
    toponym: str = "toponym",
    context: Sequence[str] = ("context",),
) -> pd.DataFrame:
    """Resolve a table of names.

    Parameters: gazetteer, or a Matcher (which also obeys judgements); df, n rows; toponym, the column of names as
    written; context, columns of stated wider units, smallest first, each of one or several separated by semicolons;
    those that `df` lacks are passed over.
    Returns: n rows in the same order and with the same index: the columns of `df` and those of `ADDED`, which replace
    columns of the same names. Missing coordinates are NaN; `reasons` is text. An empty name is not_locatable.
    Raises: ConflictmapError, where the column of names is missing.
    """
    if toponym not in df:
        raise ConflictmapError(f"the table has no column {toponym!r}; it has {', '.join(map(str, df.columns))[:200]}")
    matcher = gazetteer if isinstance(gazetteer, Matcher) else Matcher(gazetteer)
    columns = [df[name] for name in (toponym, *(c for c in context if c in df))]
    asked = [tuple(_text(cell) for cell in row) for row in zip(*columns, strict=True)]
    distinct = list(dict.fromkeys(asked))
    matches = matcher.match_all([_mention(*row) for row in distinct], explain=False)
    added = {row: _added(match, matcher) for row, match in zip(distinct, matches, strict=True)}
    answers = pd.DataFrame([added[row] for row in asked], columns=list(ADDED))
    typed = answers.astype({"lon": "float64", "lat": "float64", "score": "float64", "geo_precision": "Int64"})
    kept = df.drop(columns=[name for name in ADDED if name in df])
    return pd.concat([kept, typed.set_axis(kept.index)], axis=1)


def _mention(name: str, *stated: str) -> Mention:
    context = tuple(part.strip() for cell in stated for part in cell.split(";") if part.strip())
    return make_mention(name, context)


def _added(match: Match, matcher: Matcher) -> tuple[Any, ...]:
    place = matcher.describe(match)
    reasons = "; ".join(reason.detail for reason in match.reasons)
    parents = (place["adm1_pcode"], place["adm2_pcode"], place["adm3_pcode"])
    point = (place["lon"], place["lat"])
    return (match.place_id, place["name"], *parents, *point, match.geo_precision, match.status, match.score, reasons)


def _text(cell: Any) -> str:
    return cell[:TOPONYM_LIMIT] if isinstance(cell, str) else ""
