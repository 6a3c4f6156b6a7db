"""Geocode a table of any length: chunk by chunk, so that a run that broke off goes on where it ended."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from conflictmap.errors import DataError, Problem
from conflictmap.project import write_atomic

if TYPE_CHECKING:
    import pandas as pd

    from conflictmap.places.resolution.matcher import Matcher

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
