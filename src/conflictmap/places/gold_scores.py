"""Scores of resolved names against a gold file, and of UCDP's rows against their coordinates.
Counts and tables only; nothing here changes a weight.

A match is *accepted* where its status is automatic or confirmed. It is right where it lies in the expected unit: the
expected township for a place, the expected district or state itself for those. A name that the gazetteer does not hold,
or that no one place answers, should be refused with its class.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from rapidfuzz import fuzz

from conflictmap.errors import DataError, Problem, raise_if_errors
from conflictmap.geo import distance_km
from conflictmap.model import Match, Mention
from conflictmap.places.mentions.location import find_mentions, make_mention
from conflictmap.places.names.keys import skeleton
from conflictmap.places.names.kinds import split_kind
from conflictmap.places.resolution.index import CLASSES
from conflictmap.places.resolution.matcher import Matcher
from conflictmap.project import read_table
from conflictmap.schema import Column, Table

REFUSALS = ("not_in_gazetteer", "not_locatable", "outside", "ambiguous")
GOLD = Table(
    "gold",
    (
        Column("toponym", required=True),
        Column("context", optional=True),  # stated units, smallest first, separated by ;
        Column("date", "date", optional=True),
        Column("expected"),  # P-code of the township, district or state; empty where the name is to be refused
        Column("expected_place", optional=True),  # place_id of the village or town, where it is known
        Column("expected_status", one_of=("", "automatic", *REFUSALS), optional=True),
        Column("country", optional=True),
        Column("reporter", optional=True),
        Column("part", one_of=("", "development", "judging"), optional=True),
        Column("kind", optional=True),  # what the mention tries: town, ward, relation ...
        Column(
            "note", optional=True
        ),  # alt:CODE|CODE (units that are no error either), alt:refuse, adm1:CODE (see Answer)
    ),
)
_STATE = re.compile(r"\badm1:\s*(\w+)")
_ALTERNATIVES = re.compile(r"\balt:\s*([\w|]+)")


@dataclass(frozen=True, slots=True)
class Report:
    """`rows`: a row a mention, in the gold's order, with outcome and error_km; `figures`: name -> (numerator, of)."""

    rows: pd.DataFrame
    figures: Mapping[str, tuple[int, int]]
    error_km: tuple[float, float]

    def by(self, column: str) -> pd.DataFrame:
        """Return mentions, accepted, right and wrong for each value of a column of `rows`, sorted by value."""
        grouped = self.rows.groupby(column, dropna=False)["outcome"]
        table = pd.DataFrame(
            {
                "mentions": grouped.size(),
                "accepted_right": grouped.agg(lambda o: int((o == "right").sum())),
                "accepted_wrong": grouped.agg(lambda o: int((o == "wrong").sum())),
                "refused": grouped.agg(lambda o: int((~o.isin(("right", "wrong"))).sum())),
            }
        )
        return table.reset_index()

    def reliability(self) -> pd.DataFrame:
        """Return accepted mentions and the share that are right for each tenth of the score; a sound score equals its share."""
        accepted = self.rows[self.rows["outcome"].isin(("right", "wrong"))]
        tenth = np.minimum((accepted["score"].astype(float) * 10).astype(int), 9)
        grouped = accepted.assign(tenth=tenth, right=accepted["outcome"] == "right").groupby("tenth")
        table = grouped.agg(accepted=("right", "size"), mean_score=("score", "mean"), right=("right", "mean"))
        return table.reset_index().assign(tenth=lambda t: (t["tenth"] / 10).map("{:.1f}".format))

    def worst(self, limit: int = 25) -> pd.DataFrame:
        """Return the wrong ones, the farthest first, then those left unplaced."""
        rank = self.rows["outcome"].map({"wrong": 0, "refused": 1, "left to an editor": 2})
        bad = self.rows[rank.notna()].assign(_rank=rank).sort_values(["_rank", "error_km"], ascending=[True, False])
        return bad.drop(columns="_rank").head(limit)


def read_gold(path: Path, shown: str | None = None) -> pd.DataFrame:
    """Return a gold file; its optional columns may be left out. Raises: DataError, with every fault."""
    frame, problems = read_table(path, GOLD, shown)
    raise_if_errors(problems)
    return frame


def score_gold(gold: pd.DataFrame, matcher: Matcher) -> Report:
    """Score a gold table (columns of `GOLD`), n rows, against one matcher."""
    mentions = [gold_mention(name, context) for name, context in zip(gold["toponym"], gold["context"], strict=True)]
    matches = matcher.match_all(mentions)
    notes = gold["note"].fillna("").tolist() if "note" in gold else [""] * len(gold)
    expectations = zip(gold["expected"], gold["expected_place"], gold["expected_status"], notes, strict=True)
    answers = [
        Answer(expected, place, status, *alternatives(note), state=next(iter(_STATE.findall(note)), ""))
        for expected, place, status, note in expectations
    ]
    outcomes = pd.DataFrame([_row(matcher, *pair) for pair in zip(matches, answers, strict=True)])
    rows = gold.reset_index(drop=True)
    if "kind" in rows and rows["kind"].fillna("").any():
        outcomes = outcomes.drop(columns="kind")
    else:
        rows = rows.drop(columns="kind", errors="ignore")
    return _report(pd.concat([rows, outcomes], axis=1))


@dataclass(frozen=True, slots=True)
class Answer:
    """What a mention should come to; `units` and `refusal` are no errors either.

    `state`: the text says no township, only this state or a district of it: either is right, and a place in it is not.
    """

    expected: str
    place: str = ""
    status: str = ""
    units: tuple[str, ...] = ()
    refusal: bool = False
    state: str = ""


def alternatives(note: str) -> tuple[tuple[str, ...], bool]:
    """List the units that a note allows besides the expected one; say whether it allows a refusal.

    >>> alternatives("in two lists; alt:MMR015202|refuse")
    (('MMR015202',), True)
    """
    codes = [code for cell in _ALTERNATIVES.findall(note) for code in cell.split("|") if code]
    return tuple(code for code in codes if code != "refuse"), "refuse" in codes


def gold_mention(toponym: str, context: str) -> Mention:
    """Return the mention of a table's toponym and its stated units, separated by semicolons, smallest first."""
    return make_mention(toponym, tuple(part.strip() for part in context.split(";") if part.strip()))


def _row(matcher: Matcher, match: Match, answer: Answer) -> dict[str, Any]:
    place_row = matcher.describe(match)
    expected, place = answer.expected, answer.place
    accepted = match.status in ("automatic", "confirmed")
    known = bool(expected) and (not place or place in matcher.index.place_number)
    codes = [code for code in (expected, *answer.units) if code]
    right = accepted and any(in_unit(matcher, match.place_id, code) for code in codes)
    right |= accepted and not expected and _is_wide(matcher, match.place_id, answer.state)
    among = any(in_unit(matcher, candidate.place_id, expected) for candidate in match.candidates) if expected else False
    return {
        "kind": match.mention.kind or "bare",
        "adm1": matcher.state_of(expected) if expected else "",
        "status": match.status,
        "got": match.place_id or "",
        "got_name": place_row["name"],
        "got_township": place_row["adm3_pcode"],
        "score": match.score,
        "in_gazetteer": known,
        "township_told": bool(expected) and not accepted and place_row["adm3_pcode"] in codes,
        "among_five": among or right,
        "error_km": _error_km(matcher, match, place) if accepted else np.nan,
        "outcome": _outcome(match, answer, right=right, known=known),
    }


def _outcome(match: Match, answer: Answer, *, right: bool, known: bool) -> str:
    if match.status in ("automatic", "confirmed"):
        return "right" if right else "wrong"
    if answer.refusal:
        return "refused rightly"
    if not answer.expected and answer.status and match.status != answer.status:
        return "left to an editor" if match.status == "ambiguous" else "refused"
    if not answer.expected or not known:
        return "refused rightly"
    return "left to an editor" if match.status == "ambiguous" else "refused"


def in_unit(matcher: Matcher, place_id: str | None, expected: str) -> bool:
    """Whether a place answers the expected unit: it lies in the township, or is the district or state itself.

    A town is no answer to its region's name: the dot would be at one town of two hundred kilometres.
    """
    if place_id is None or place_id == expected:
        return place_id is not None
    index = matcher.index
    unit = index.unit_number.get(expected)
    return unit is not None and unit == index.adm3[index.place_number[place_id]]


def _is_wide(matcher: Matcher, place_id: str | None, state: str) -> bool:
    """Whether a place is the state itself or a district of it."""
    if place_id is None or not state:
        return False
    place = matcher.index.place_number[place_id]
    return CLASSES[matcher.index.classes[place]] in ("district", "state") and matcher.state_of(place_id) == state


def _error_km(matcher: Matcher, match: Match, place: str) -> float:
    index = matcher.index
    if place not in index.place_number or match.drawn_at is None:
        return np.nan
    here, there = index.place_number[match.drawn_at], index.place_number[place]
    return float(distance_km(index.lon[here], index.lat[here], index.lon[there], index.lat[there]))


def _report(rows: pd.DataFrame) -> Report:
    outcome, expected = rows["outcome"], rows["expected"].fillna("") != ""
    accepted = outcome.isin(("right", "wrong"))
    known = expected & rows["in_gazetteer"]
    absent = ~known
    absent_status = rows["status"].isin(("not_in_gazetteer", "outside", "not_locatable"))
    gone = rows["expected_status"].isin(("not_in_gazetteer", "outside", "not_locatable"))
    gone |= expected & ~rows["in_gazetteer"]
    among = int(rows["among_five"][known].sum())
    unit_right = (outcome == "right") & expected
    unplaced = rows["expected_status"].isin(("not_in_gazetteer", "outside", "not_locatable")) & ~expected
    figures = {
        "mentions": (len(rows), len(rows)),
        "with a township: accepted, and the right one": (int((outcome[known] == "right").sum()), int(known.sum())),
        "accepted that are right": (int((outcome == "right").sum()), int(accepted.sum())),
        "with a unit, held here or not: accepted, and the right one": (int(unit_right.sum()), int(expected.sum())),
        "the same, or refused with the township told rightly": (
            int((unit_right | (expected & rows["township_told"])).sum()),
            int(expected.sum()),
        ),
        "no place of Myanmar: said to be absent, abroad or nowhere": (
            int(absent_status[unplaced].sum()),
            int(unplaced.sum()),
        ),
        "wrong accepted, of all": (int((outcome == "wrong").sum()), len(rows)),
        "right among the first five, of those in the gazetteer": (among, int(known.sum())),
        "absent, abroad or nowhere: said to be": (int(absent_status[gone].sum()), int(gone.sum())),
        "to be refused: not accepted": (int((~accepted)[absent].sum()), int(absent.sum())),
        "refused though in the gazetteer": (int(absent_status[known].sum()), int(known.sum())),
    }
    error = rows["error_km"].dropna()
    spread = (float(error.median()), float(error.quantile(0.9))) if len(error) else (float("nan"), float("nan"))
    return Report(rows, figures, spread)


def read_ucdp(path: Path) -> pd.DataFrame:
    """Return UCDP GED rows of Myanmar (see `UCDP_COLUMNS`), n rows. Raises: DataError, where columns are missing."""
    frame = pd.read_csv(path, dtype={"id": str})
    missing = [name for name in UCDP_COLUMNS if name not in frame]
    if missing:
        fix = "export the table with UCDP's own column names"
        raise DataError([Problem(path.name, "the column is missing", fix, column=name) for name in missing])
    return frame


UCDP_COLUMNS = ("where_prec", "where_coordinates", "where_description", "adm_1", "adm_2", "latitude", "longitude")


_SAME_NAME = 75.0  # per cent of the skeletons' letters: the described place is the one of where_coordinates


def ucdp_mentions(rows: pd.DataFrame) -> list[Mention]:
    """Return one mention a row: the place of where_coordinates within the units of where_description, adm_2 and adm_1."""
    columns = zip(rows["where_coordinates"], rows["where_description"], rows["adm_2"], rows["adm_1"], strict=True)
    return [_ucdp_mention(*(value if isinstance(value, str) else "" for value in row)) for row in columns]


def _ucdp_mention(named: str, described: str, district: str, state: str) -> Mention:
    stated: list[str] = []
    own = skeleton(split_kind(named.split(" (")[0])[0])
    for mention in find_mentions("", described):
        itself = fuzz.ratio(skeleton(mention.toponym), own) >= _SAME_NAME
        stated += [part for part in mention.context if itself or "ownship" in part]
        if mention.kind == "township":
            stated.append(f"{mention.toponym} township")
    bracket = named[named.find("(") + 1 : named.rfind(")")] if "ownship)" in named else ""
    context = [part.strip() for part in (bracket, *stated, district, state) if part.strip()]
    return make_mention(named.split(" (")[0], tuple(dict.fromkeys(" ".join(part.split()) for part in context)))


def score_ucdp(rows: pd.DataFrame, matcher: Matcher, within_km: float = 10.0) -> pd.DataFrame:
    """Resolve UCDP rows: n rows with status, place_id, name, score and error_km to UCDP's point.

    A match to a unit (a township, no place in it) is right where UCDP's point lies within the unit's radius.
    """
    mentions = ucdp_mentions(rows)
    outcomes = []
    points = zip(rows["longitude"], rows["latitude"], strict=True)
    for mention, match, (lon, lat) in zip(mentions, matcher.match_all(mentions), points, strict=True):
        place = matcher.describe(match)
        error = np.nan if place["lon"] is None else float(distance_km(place["lon"], place["lat"], lon, lat))
        accepted = match.status in ("automatic", "confirmed") and match.place_id is not None
        wide = match.geo_precision == 3
        outcomes.append(
            {
                "toponym": mention.toponym,
                "kind": mention.kind,
                "context": "; ".join(mention.context),
                "status": match.status,
                "place_id": match.place_id or "",
                "name": place["name"],
                "geo_precision": match.geo_precision,
                "score": match.score,
                "error_km": error,
                "accepted": accepted,
                "right": accepted and error <= (max(within_km, place["radius_km"]) if wide else within_km),
            }
        )
    return pd.concat([rows.reset_index(drop=True), pd.DataFrame(outcomes)], axis=1)


PLACE_KINDS = ("", "village", "town", "ward", "village tract")


def ucdp_figures(scored: pd.DataFrame) -> list[dict[str, Any]]:
    """Tell what `score_ucdp` found, a row a group: mentions named as a place and the others, at precision 1 and 2.

    Each distinct combination of name, description and units counts once.
    """
    exact = scored[scored["where_prec"].isin([1, 2])]
    distinct = exact.drop_duplicates(["where_coordinates", "where_description", "adm_1", "adm_2"])
    named = distinct["kind"].isin(PLACE_KINDS)
    groups = {"a place named": distinct[named], "a unit or a road named": distinct[~named]}
    return [
        {
            "rows": title,
            "mentions": len(rows),
            "accepted": percent((int(rows["accepted"].sum()), len(rows))),
            "within 10 km, of the accepted": percent((int(rows["right"].sum()), int(rows["accepted"].sum()))),
        }
        for title, rows in groups.items()
    ]


def percent(figure: Sequence[int]) -> str:
    """Return a figure as a person reads it: "97.3 % (214 of 220)"."""
    part, whole = figure
    return f"{100 * part / whole:.1f} % ({part} of {whole})" if whole else "none"
