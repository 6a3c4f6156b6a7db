"""`conflictmap geocode`: one name with its candidates and reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from conflictmap.cli.output import AsJson, print_json, print_rows
from conflictmap.cli.where import Where, project_at
from conflictmap.errors import ConflictmapError

if TYPE_CHECKING:
    from conflictmap.model import Candidate, Match
    from conflictmap.places.matching import Matcher
    from conflictmap.project import Project


def geocode(
    name: Annotated[str, typer.Argument(help="A name as reports write it, with its wider units after commas.")],
    as_json: AsJson = False,
    project: Where = None,
) -> None:
    """Find the place a written name means, or say why it cannot be told.

    Example: `conflictmap geocode "Welet Township, Sagaing"`
    """
    from conflictmap.places.toponyms import parse_location

    mentions = parse_location("", name)
    if not mentions:
        raise ConflictmapError(f"{name[:60]!r} has no name in it; give one as a report writes it")
    matcher = open_matcher(project_at(project))
    answers = [_answer(match, matcher) for match in matcher.match_all(mentions)]
    if as_json:
        print_json(answers)
        return
    for answer in answers:
        _print(answer)


def open_matcher(project: Project) -> Matcher:
    """A matcher over the project's gazetteer that obeys its judgements."""
    from conflictmap.places.compiled import open_index
    from conflictmap.places.gazetteer import Gazetteer
    from conflictmap.places.judgements import in_force, read_judgements
    from conflictmap.places.matching import Matcher

    gazetteer = Gazetteer.open(project)
    path = project.table("gazetteer/judgements.csv")
    judgements = read_judgements(path, project.shown(path))[0] if path.is_file() else ()
    return Matcher(gazetteer, judgements=in_force(judgements), index=open_index(gazetteer))


def _answer(match: Match, matcher: Matcher) -> dict[str, Any]:
    mention = match.mention
    return {
        "toponym": mention.toponym,
        "kind": mention.kind,
        "context": list(mention.context),
        "relation": mention.relation,
        "role": mention.role,
        "status": match.status,
        "place_id": match.place_id,
        **matcher.describe(match),
        "geo_precision": match.geo_precision,
        "score": match.score,
        "country": match.country,
        "judgement_id": match.judgement_id,
        "reasons": [reason.detail for reason in match.reasons],
        "candidates": [_candidate(candidate, matcher) for candidate in match.candidates],
    }


def _candidate(candidate: Candidate, matcher: Matcher) -> dict[str, Any]:
    return {
        **matcher.place(candidate.place_id),
        "score": candidate.score,
        "reasons": [
            {"feature": r.feature, "value": r.value, "weight": r.weight, "detail": r.detail} for r in candidate.reasons
        ],
    }


def _print(answer: dict[str, Any]) -> None:
    from rich.text import Text

    from conflictmap.cli.output import out

    name = answer["name"] or "no place"
    place = f"{name} ({answer['place_id']})" if answer["place_id"] else answer["country"] or name
    precision = f", geo_precision {answer['geo_precision']}" if answer["geo_precision"] else ""
    out.print(
        Text.assemble(
            (f"{answer['toponym']}: {answer['status']}", "bold"), f" — {place}{precision}, score {answer['score']:.2f}"
        )
    )
    for reason in answer["reasons"]:
        out.print(Text(f"  {reason}"))
    rows = [
        {
            "place_id": c["place_id"],
            "name": f"{c['name']} {c['name_my']}".strip(),
            "kind": c["feature_code"],
            "township": c["adm3_pcode"],
            "state": c["adm1_pcode"],
            "score": f"{c['score']:.2f}",
            "reasons": "; ".join(r["detail"] for r in c["reasons"]),
        }
        for c in answer["candidates"]
    ]
    print_rows(rows, as_json=False, title="candidates")
