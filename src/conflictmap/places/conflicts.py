"""Decisions about one name that contradict each other: two editors, or two branches that git merged.
Nothing here reads a file. Order does not matter: what no later row supersedes, stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from conflictmap.errors import Problem
from conflictmap.model import Judgement


def standing(judgements: Iterable[Judgement]) -> Mapping[str, Judgement]:
    """The latest decision of each mention_key that no other supersedes, deferred ones too."""
    ordered = sorted(judgements, key=lambda one: one.at)
    void = {one.supersedes for one in ordered if one.supersedes}
    return {one.mention_key: one for one in ordered if one.judgement_id not in void}


def standing_rows(judgements: Iterable[Judgement]) -> Mapping[str, list[Judgement]]:
    """Every decision that no other supersedes, by mention_key, the latest last; more than one where branches met."""
    kept = sorted(judgements, key=lambda one: one.at)
    void = {one.supersedes for one in kept if one.supersedes}
    by_key: dict[str, list[Judgement]] = {}
    for one in kept:
        if one.judgement_id not in void:
            by_key.setdefault(one.mention_key, []).append(one)
    return by_key


def conflicting(judgements: Iterable[Judgement], shown: str) -> list[Problem]:
    """A question for each name on which decisions stand that say different things; `shown` is the file's name.

    The build obeys the latest of them. Rows that were edited at two places and merged come to this.
    """
    return [
        Problem(
            shown,
            "has decisions that contradict each other: " + "; ".join(_said(one) for one in rows),
            "decide again with `conflictmap review`, or fill in `supersedes`; the latest of them holds until then",
            column="mention_key",
            value=key,
            severity="question",
        )
        for key, rows in standing_rows(judgements).items()
        if len({(one.verdict, one.place_id, one.geo_precision) for one in rows}) > 1
    ]


def _said(one: Judgement) -> str:
    return f"{one.judgement_id} {one.verdict} {one.place_id or ''}".strip() + f" by {one.by} on {one.at:%Y-%m-%d}"
