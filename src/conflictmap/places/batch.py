"""Tables of names to tables of places, row for row. Nothing here reads or writes a file.

`geocode_frame` is a function and no method of Gazetteer: the gazetteer lies below matching, and a method there would
have to import what stands on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from conflictmap.errors import ConflictmapError
from conflictmap.model import Match, Mention
from conflictmap.places.gazetteer.gazetteer import Gazetteer
from conflictmap.places.mentions.location import make_mention
from conflictmap.places.resolution.matcher import Matcher
from conflictmap.places.written_position import located, read_position

#: What a batch adds to each row, in this order.
ADDED = (
    "place_id", "name", "adm1_pcode", "adm2_pcode", "adm3_pcode", "lon", "lat", "geo_precision", "status", "score",
    "reasons", "stated_adm3_pcode",
)  # fmt: skip
PREFIX = "geocoded_"  # before an added column's name where the caller's table has a column of it
_UNSCORED = ("ambiguous", "not_locatable")  # their scores are of places that are not given
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
    Returns: n rows in the same order and with the same index: the columns of `df`, none of them changed, and those of
    `ADDED` (see `added_names`). A cell that is itself a pair of coordinates or a P-code is answered as such. Missing coordinates are NaN; `reasons` is text. An empty name is not_locatable. `score` is
    the probability of the place, or of the refusal; empty where an editor must decide. A refused name has no place, units or point; the township that its text states is `stated_adm3_pcode`.
    Raises: ConflictmapError, where the column of names is missing.
    """
    if toponym not in df:
        raise ConflictmapError(f"the table has no column {toponym!r}; it has {', '.join(map(str, df.columns))[:200]}")
    matcher = gazetteer if isinstance(gazetteer, Matcher) else Matcher(gazetteer)
    columns = [df[name] for name in (toponym, *(c for c in context if c in df))]
    asked = [tuple(_text(cell) for cell in row) for row in zip(*columns, strict=True)]
    distinct = list(dict.fromkeys(asked))
    positions = {row: position for row in distinct if (position := read_position(row[0])) is not None}
    added = {row: _at_position(located(position, matcher)) for row, position in positions.items()}
    names = [row for row in distinct if row not in positions]
    matches = matcher.match_all([_mention(*row) for row in names], explain=False)
    added |= {row: _added(match, matcher) for row, match in zip(names, matches, strict=True)}
    answers = pd.DataFrame([added[row] for row in asked], columns=list(ADDED))
    typed = answers.astype({"lon": "float64", "lat": "float64", "score": "float64", "geo_precision": "Int64"})
    return pd.concat([df, typed.rename(columns=added_names(df.columns)).set_axis(df.index)], axis=1)


def added_names(columns: Iterable[Any]) -> dict[str, str]:
    """Tell what each column of `ADDED` is called beside these: its own name, with `PREFIX` before it where that is taken.

    >>> added_names(["toponym", "status"])["status"]
    'geocoded_status'
    """
    taken = set(columns)
    names = {}
    for name in ADDED:
        own = name
        while own in taken:
            own = PREFIX + own
        taken.add(own)
        names[name] = own
    return names


def _mention(name: str, *stated: str) -> Mention:
    context = tuple(part.strip() for cell in stated for part in cell.split(";") if part.strip())
    return make_mention(name, context)


def _added(match: Match, matcher: Matcher) -> tuple[Any, ...]:
    place = matcher.describe(match)
    reasons = "; ".join(reason.detail for reason in match.reasons)
    parents = (place["adm1_pcode"], place["adm2_pcode"], place["adm3_pcode"])
    point = (place["lon"], place["lat"])
    precision, stated = match.geo_precision, matcher.stated_township(match.mention)
    if match.place_id is None:
        stated, parents, point, precision = stated or parents[2], ("", "", ""), (None, None), None
    score = match.score if match.status not in _UNSCORED else None
    return (match.place_id, place["name"], *parents, *point, precision, match.status, score, reasons, stated)


def _at_position(place: dict[str, Any]) -> tuple[Any, ...]:
    same = {"reasons": place["reason"], "stated_adm3_pcode": ""}
    return tuple((place | same)[name] for name in ADDED)


def _text(cell: Any) -> str:
    return cell[:TOPONYM_LIMIT] if isinstance(cell, str) else ""
