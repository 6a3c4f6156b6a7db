"""`conflictmap geocode`: one name with its candidates and reasons, or a table of names."""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from conflictmap.cli.gazetteer import DataDir
from conflictmap.cli.options import Scheduler, Where, Workers, project_at
from conflictmap.cli.output import AsJson, print_json, print_rows
from conflictmap.errors import ConflictmapError, DataError, Problem
from conflictmap.writing import check_output, flush_folder, is_stream, locked, refused, stream

if TYPE_CHECKING:
    import pandas as pd

    from conflictmap.model import Candidate, Match, Mention
    from conflictmap.places.resolution.matcher import Matcher
    from conflictmap.places.written_position import WrittenPosition


Tell = Callable[[int, int], None]  # is called with rows done and rows in all
CHUNK = 2_000  # rows: half a second of work, which is what a break costs


@dataclass(frozen=True, slots=True)
class Done:
    """What a batch did: rows in all, of them read from an earlier run, and how many of each status."""

    rows: int
    resumed: int
    statuses: dict[str, int]


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns of a table hold the name as written and its stated wider units, smallest first."""

    toponym: str = "toponym"
    context: tuple[str, ...] = ("context",)


def geocode_csv(
    source: Path,
    target: Path,
    matcher: Matcher,
    *,
    tell: Tell,
    columns: Columns = Columns(),
) -> Done:
    """Read a CSV with a column of names (and of wider units, and any others), write it with the answers beside.

    Rows are kept in their order. Finished chunks lie in `<target>.part` until the end, with `<target>.part.json` saying
    how far they go and what they were made from; another input or gazetteer starts anew. The target appears whole.
    A device or a pipe gets the table as a stream. `tell` is called with rows done and rows in all.
    Raises: DataError, where the table cannot be read or has no column of names; WriteError, where the target is the
    source, or cannot be written, or another run is writing it. Nothing is written then.
    """
    check_output(target, keep_out=[source])
    frame = _read(source, columns)
    if is_stream(target):
        return _streamed(frame, target, matcher, tell, columns)
    note = "wait until it has ended, or name another file"
    with locked(target, wait_s=1.0, note=note) as real, refused(target):
        return _written(frame, real, matcher, _made_from(source, matcher, columns), tell, columns)


def _streamed(frame: pd.DataFrame, target: Path, matcher: Matcher, tell: Tell, columns: Columns) -> Done:
    from conflictmap.places.batch import added_names, geocode_frame

    statuses: Counter[str] = Counter()
    status = added_names(frame.columns)["status"]
    with stream(target) as file:
        for start in range(0, max(len(frame), 1), CHUNK):
            chunk = frame.iloc[start : start + CHUNK]
            rows = geocode_frame(matcher, chunk, toponym=columns.toponym, context=columns.context)
            file.write(rows.to_csv(index=False, header=start == 0, lineterminator="\n").encode())
            statuses.update(rows[status])
            tell(min(start + CHUNK, len(frame)), len(frame))
    return Done(len(frame), 0, dict(statuses))


def _written(frame: pd.DataFrame, target: Path, matcher: Matcher, made_from: str, tell: Tell, columns: Columns) -> Done:
    from conflictmap.places.batch import added_names, geocode_frame
    from conflictmap.writing import write_atomic

    part, state = target.with_name(target.name + ".part"), target.with_name(target.name + ".part.json")
    done, size, digest = _resume(part, state, made_from)
    first = done
    with part.open("r+b" if size else "wb") as file:
        file.truncate(size)
        file.seek(size)
        while done < len(frame) or (done == 0 and size == 0):
            chunk = frame.iloc[done : done + CHUNK]
            rows = geocode_frame(matcher, chunk, toponym=columns.toponym, context=columns.context)
            content = rows.to_csv(index=False, header=size == 0, lineterminator="\n").encode()
            file.write(content)
            file.flush()
            digest.update(content)
            done, size = done + len(rows), file.tell()
            kept = {"rows": done, "bytes": size, "made_from": made_from, "sha256": digest.hexdigest()}
            write_atomic(state, json.dumps(kept).encode())
            tell(done, len(frame))
            if not len(frame):
                break
        os.fsync(file.fileno())
    statuses = _statuses(part, added_names(frame.columns)["status"])
    if target.exists():
        part.chmod(target.stat().st_mode & 0o777)
    part.replace(target)
    flush_folder(target.parent)
    state.unlink(missing_ok=True)
    return Done(len(frame), first, statuses)


def _read(source: Path, columns: Columns) -> pd.DataFrame:
    from conflictmap.project import parse_table, read_text

    frame = parse_table(read_text(source, source.name), source.name, skip_blank_lines=True)
    asked = [columns.toponym, *(name for name in columns.context if name != "context")]
    missing = [name for name in asked if name not in frame]
    if missing:
        fix = "name the column of written names toponym and that of wider units context, or say --toponym and --context"
        raise DataError([Problem(source.name, "the column is missing", fix, column=name) for name in missing])
    return frame


def _made_from(source: Path, matcher: Matcher, columns: Columns) -> str:
    digest = hashlib.sha256(source.read_bytes())
    digest.update(repr(columns).encode())
    digest.update(str(matcher.gazetteer.version).encode())
    digest.update(repr(sorted(matcher.judgements.items())).encode())
    return digest.hexdigest()


def _resume(part: Path, state: Path, made_from: str) -> tuple[int, int, Any]:
    """Rows, bytes and hash of an earlier run of the same work; nothing where there is none, or it cannot be trusted."""
    try:
        kept = json.loads(state.read_text(encoding="utf-8"))
        size, rows = int(kept["bytes"]), int(kept["rows"])
        if kept["made_from"] == made_from and part.stat().st_size >= size > 0:
            with part.open("rb") as file:
                digest = hashlib.sha256(file.read(size))
            if digest.hexdigest() == kept["sha256"]:
                return rows, size, digest
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        pass
    return 0, 0, hashlib.sha256()


def _statuses(path: Path, column_name: str) -> dict[str, int]:
    import pandas as pd

    column = pd.read_csv(path, usecols=[column_name], dtype=str)[column_name]
    return {str(status): int(count) for status, count in column.value_counts().items()}


def geocode(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            help="Names as reports write them, each with its wider units after commas.", metavar="[NAME]..."
        ),
    ] = None,
    csv: Annotated[
        Path | None,
        typer.Option(
            "--csv",
            help="A table with the columns toponym and context; any others are kept. CSV; or, read in parts however "
            "large it is, Parquet or a folder of either.",
        ),
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Where the table with the answers goes.")] = None,
    toponym: Annotated[str, typer.Option("--toponym", help="The table's column of names.")] = "toponym",
    context: Annotated[
        list[str] | None,
        typer.Option(
            "--context",
            help="With --csv, a column of wider units; with names, the wider units themselves, of each of them. May be "
            "given again, smallest first.",
            show_default="context",
        ),
    ] = None,
    as_json: AsJson = False,
    data_dir: DataDir = None,
    project: Where = None,
    scheduler: Scheduler = None,
    workers: Workers = 0,
) -> None:
    """Find the place a written name means, or say why it cannot be told.

    A pair of decimal degrees or a P-code is read as such: `conflictmap geocode "21.97, 96.08" MMR010003`.

    Examples: `conflictmap geocode "Welet Township, Sagaing"`, `conflictmap geocode Kansi --context "Hpakant Township"`, `conflictmap geocode --csv names.csv --out places.csv`

    No column of a table is changed: an answer whose name is taken gets "geocoded_" before it. A run over a table that
    broke off goes on where it ended when it is started again. A name that is refused is an answer too (see its status):
    the exit code is 0; it is 2 for what cannot be read.
    """
    from conflictmap.cli.geocode_large import geocode_large, is_large_form
    from conflictmap.places.resolution.matcher import Matcher

    if bool(names) == (csv is not None) or (csv is None) != (out is None):
        raise ConflictmapError("give either names, or --csv IN with --out OUT")
    if csv is not None and out is not None:
        place = project_at(project)
        check_output(out, keep_out=[*place.kept, csv])
        columns = Columns(toponym, tuple(context or ("context",)))
        matcher = Matcher.open(place, data_dir=data_dir)
        if scheduler or workers or is_large_form(csv):
            geocode_large(csv, out, matcher, columns, scheduler, workers, as_json=as_json)
            return
        _geocode_table(csv, out, matcher, columns, as_json=as_json)
    elif names:
        wider = tuple(part.strip() for cell in context or () for part in cell.split(";") if part.strip())
        _geocode_names(names, wider, Matcher.open(project_at(project), data_dir=data_dir), as_json=as_json)


def _geocode_names(names: list[str], wider: tuple[str, ...], matcher: Matcher, *, as_json: bool) -> None:
    from conflictmap.places.written_position import located

    answers: list[dict[str, Any]] = []
    for name, parts in [(name, _read_name(name, wider)) for name in names]:  # none is answered where one cannot be read
        if isinstance(parts, list):
            answers += [_answer(match, matcher) for match in matcher.match_all(parts)]
        else:
            answers.append(_answer_at(name, located(parts, matcher)))
    if as_json:
        print_json(answers)
        return
    for answer in answers:
        _print(answer)


def _read_name(name: str, wider: tuple[str, ...]) -> WrittenPosition | list[Mention]:
    """What a name on the command line says: a position, or its mentions within these wider units. Raises: ConflictmapError."""
    from conflictmap.places.mentions.location import parse_location
    from conflictmap.places.written_position import read_position

    position = read_position(name)
    if position is not None and position.fault:
        raise ConflictmapError(f"{name[:60]!r} {position.fault}")
    parts = position or parse_location("", name)
    if not parts:
        raise ConflictmapError(f"{name[:60]!r} has no name in it; give one as a report writes it")
    if not isinstance(parts, list):
        return parts
    return [replace(mention, context=(*mention.context, *wider)) for mention in parts]


def _geocode_table(source: Path, target: Path, matcher: Matcher, columns: Columns, *, as_json: bool) -> None:
    from rich.progress import Progress

    from conflictmap.cli.output import err
    from conflictmap.places.batch import PREFIX, added_names

    def tell(rows: int, total: int) -> None:
        progress.update(task, completed=rows, total=total)

    with Progress(console=err, transient=True) as progress:
        task = progress.add_task("Geocoding", total=None)
        done = geocode_csv(source, target, matcher, tell=tell, columns=columns)
    taken = [own for name, own in added_names(_read(source, columns).columns).items() if own != name]
    if taken:
        err.print(f"kept your columns; the answers of the same names begin with {PREFIX}: {', '.join(taken)}")
    row = {"file": str(target), "rows": done.rows, "resumed_at": done.resumed, **done.statuses}
    print_rows([row], as_json=as_json, title="geocoded")


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


def _answer_at(text: str, place: dict[str, Any]) -> dict[str, Any]:
    """The answer to a text that is itself a position, with the keys of `_answer`."""
    asked: dict[str, Any] = {"toponym": text.strip(), "kind": "", "context": [], "relation": "", "role": "site"}
    rest: dict[str, Any] = {"country": "", "judgement_id": None, "reasons": [place.pop("reason")], "candidates": []}
    return asked | {"status": place["status"], "place_id": place["place_id"]} | place | rest


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
