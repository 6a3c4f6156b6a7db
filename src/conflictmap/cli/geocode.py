"""`conflictmap geocode`: one name with its candidates and reasons, or a table of names."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from conflictmap.cli.gazetteer import DataDir
from conflictmap.cli.options import Where, project_at
from conflictmap.cli.output import AsJson, print_json, print_rows
from conflictmap.errors import ConflictmapError, DataError, Problem

if TYPE_CHECKING:
    import pandas as pd

    from conflictmap.model import Candidate, Match
    from conflictmap.places.resolution.matcher import Matcher
    from conflictmap.project import Project


CHUNK = 2_000  # rows: half a second of work, which is what a break costs


@dataclass(frozen=True, slots=True)
class Done:
    """What a batch did: rows in all, of them read from an earlier run, and how many of each status."""

    rows: int
    resumed: int
    statuses: dict[str, int]


def geocode_csv(source: Path, target: Path, matcher: Matcher, *, tell: Callable[[int, int], None]) -> Done:
    """Read a CSV with a column toponym (and context, and any others), write it with the answers beside.

    Rows are kept in their order. Finished chunks lie in `<target>.part` until the end, with `<target>.part.json` saying
    how far they go and what they were made from; another input or gazetteer starts anew. The target appears whole.
    `tell` is called with rows done and rows in all.
    Raises: DataError, where the table cannot be read or has no column toponym; nothing is written then.
    """
    from conflictmap.places.batch import geocode_frame
    from conflictmap.project import write_atomic

    frame = _read(source)
    part, state = target.with_name(target.name + ".part"), target.with_name(target.name + ".part.json")
    made_from = _made_from(source, matcher)
    done, size = _resume(part, state, made_from)
    first = done
    with part.open("r+b" if size else "wb") as file:
        file.truncate(size)
        file.seek(size)
        while done < len(frame) or (done == 0 and size == 0):
            rows = geocode_frame(matcher, frame.iloc[done : done + CHUNK])
            file.write(rows.to_csv(index=False, header=size == 0, lineterminator="\n").encode())
            file.flush()
            done, size = done + len(rows), file.tell()
            write_atomic(state, json.dumps({"rows": done, "bytes": size, "made_from": made_from}).encode())
            tell(done, len(frame))
            if not len(frame):
                break
    statuses = _statuses(part)
    part.replace(target)
    state.unlink(missing_ok=True)
    return Done(len(frame), first, statuses)


def _read(source: Path) -> pd.DataFrame:
    import pandas as pd

    from conflictmap.project import read_text

    text = read_text(source, source.name)
    try:
        frame = pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False, na_filter=False)
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        fix = "check quotes and commas in that line"
        raise DataError([Problem(source.name, f"is not a CSV table ({error})", fix)]) from None
    if "toponym" not in frame:
        fix = "name the column of written names toponym, and that of their wider units context"
        raise DataError([Problem(source.name, "the column is missing", fix, column="toponym")])
    return frame


def _made_from(source: Path, matcher: Matcher) -> str:
    digest = hashlib.sha256(source.read_bytes())
    digest.update(str(matcher.gazetteer.version).encode())
    digest.update(repr(sorted(matcher.judgements.items())).encode())
    return digest.hexdigest()


def _resume(part: Path, state: Path, made_from: str) -> tuple[int, int]:
    """Rows and bytes of an earlier run of the same work; nothing where there is none, or it cannot be trusted."""
    try:
        kept = json.loads(state.read_text(encoding="utf-8"))
        same = kept["made_from"] == made_from and part.stat().st_size >= kept["bytes"]
        return (int(kept["rows"]), int(kept["bytes"])) if same else (0, 0)
    except (OSError, ValueError, KeyError, TypeError):
        return 0, 0


def _statuses(path: Path) -> dict[str, int]:
    import pandas as pd

    column = pd.read_csv(path, usecols=["status"], dtype=str)["status"]
    return {str(status): int(count) for status, count in column.value_counts().items()}


def geocode(
    name: Annotated[
        str | None, typer.Argument(help="A name as reports write it, with its wider units after commas.")
    ] = None,
    csv: Annotated[
        Path | None, typer.Option("--csv", help="A table with the columns toponym and context; any others are kept.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Where the table with the answers goes.")] = None,
    as_json: AsJson = False,
    data_dir: DataDir = None,
    project: Where = None,
) -> None:
    """Find the place a written name means, or say why it cannot be told.

    Examples: `conflictmap geocode "Welet Township, Sagaing"`, `conflictmap geocode --csv names.csv --out places.csv`

    A run over a table that broke off goes on where it ended when it is started again. A name that is refused is an
    answer too (see its status): the exit code is 0; it is 2 for what cannot be read.
    """
    if (name is None) == (csv is None) or (csv is None) != (out is None):
        raise ConflictmapError("give either a name, or --csv IN with --out OUT")
    if csv is not None and out is not None:
        _geocode_table(csv, out, open_matcher(project_at(project), data_dir), as_json=as_json)
    elif name is not None:
        _geocode_name(name, open_matcher(project_at(project), data_dir), as_json=as_json)


def _geocode_name(name: str, matcher: Matcher, *, as_json: bool) -> None:
    from conflictmap.places.mentions.location import parse_location

    mentions = parse_location("", name)
    if not mentions:
        raise ConflictmapError(f"{name[:60]!r} has no name in it; give one as a report writes it")
    answers = [_answer(match, matcher) for match in matcher.match_all(mentions)]
    if as_json:
        print_json(answers)
        return
    for answer in answers:
        _print(answer)


def _geocode_table(source: Path, target: Path, matcher: Matcher, *, as_json: bool) -> None:
    from rich.progress import Progress

    from conflictmap.cli.geocode import geocode_csv
    from conflictmap.cli.output import err

    with Progress(console=err, transient=True) as progress:
        task = progress.add_task("Geocoding", total=None)
        done = geocode_csv(
            source, target, matcher, tell=lambda rows, total: progress.update(task, completed=rows, total=total)
        )
    row = {"file": str(target), "rows": done.rows, "resumed_at": done.resumed, **done.statuses}
    print_rows([row], as_json=as_json, title="geocoded")


def open_matcher(project: Project, data_dir: Path | None = None) -> Matcher:
    """A matcher over the project's gazetteer that obeys its judgements."""
    from conflictmap.places.gazetteer.gazetteer import Gazetteer
    from conflictmap.places.judgements import in_force, read_judgements
    from conflictmap.places.resolution.index_cache import open_index
    from conflictmap.places.resolution.matcher import Matcher

    gazetteer = Gazetteer.open(project, data_dir=data_dir)
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
    for number, candidate in enumerate(answer["candidates"], start=1):
        name = f"{candidate['name']} {candidate['name_my']}".strip()
        where = ", ".join(filter(None, (candidate["feature_code"], candidate["adm3_pcode"], candidate["adm1_pcode"])))
        out.print(
            Text(f"{number}. {candidate['score']:.2f}  {name}  {candidate['place_id']} ({where})"), soft_wrap=True
        )
        out.print(Text("        " + "; ".join(r["detail"] for r in candidate["reasons"]), style="dim"), soft_wrap=True)
