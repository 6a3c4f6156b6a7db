"""Trials of the project's own files: damaged in every way, with hostile cells, or with a member of a shape changed."""

from __future__ import annotations

import csv
import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from torture.bench import EVENT, EVENTS_HEAD, Bench
from torture.hostile import DAMAGES, HOSTILE
from torture.trial import Trial

Damage = Callable[[bytes], bytes | None]
INGEST = ("ingest", "../lived/march.txt", "--no-review")
READ_JOBS = (
    INGEST, ("control",), ("why", "Ay"), ("changes",), ("gazetteer", "stats"), INGEST, ("gazetteer", "check"), ("events", "show", "E0001"),
    ("export", "out", "--format", "csv"), INGEST, ("compare", "../lived/camps.csv"),
)  # fmt: skip
STORE_JOBS = (
    ("check",), ("build",), ("geocode", "Ay Township"), ("gazetteer", "list"), ("gazetteer", "show", "Ay"),
    ("events", "list"), ("ingest", "march.txt", "--no-review"), ("gazetteer", "remove", "camps"), ("boundaries", "reset"),
    ("events", "drop", "acled"),
)  # fmt: skip


def damaged_tables(bench: Bench) -> Iterator[Trial]:
    """Every file of data/ damaged in every way, before check, build, geocode, and another command in turn."""
    assert bench.lived
    turn = 0
    for file in _files(bench.whole / "data", bench.whole):
        for name, damage in DAMAGES.items():
            turn += 1
            for job in (("check",), ("build",), ("geocode", "Ay Township"), READ_JOBS[turn % len(READ_JOBS)]):
                yield _damaged(bench, "damaged tables", file, (name, damage), job)
        for name, change in (("is a folder", Path.mkdir), ("is a pipe", os.mkfifo)):

            def instead(file: str = file, change: Callable[[Path], None] = change) -> None:
                path = bench.fresh() / file
                path.unlink()
                change(path)
                bench.held("check")

            yield Trial("damaged tables", f"{file} {name}", instead)


def damaged_stores(bench: Bench) -> Iterator[Trial]:
    """Layers, caches, imported tables, the ledger of drafts and kept texts, damaged in every way."""
    kept = _files(bench.lived / ".conflictmap", bench.lived)
    kept += [*_files(bench.lived / "data" / "events", bench.lived), "data/drafts.csv"]
    for number, file in enumerate(kept):
        for turn, (name, damage) in enumerate(DAMAGES.items()):
            for at in range(3):  # three of the ten commands, others for each damage
                job = STORE_JOBS[(number + turn + 3 * at) % len(STORE_JOBS)]
                yield _damaged(bench, "damaged stores", file, (name, damage), job, lived=True)


def damaged_builds(bench: Bench) -> Iterator[Trial]:
    """A kept build damaged in every way: the page is made anew, and is the same."""
    for pattern in ("built.json", "index.html"):
        for name, damage in DAMAGES.items():

            def run(pattern: str = pattern, damage: Damage = damage) -> None:
                shutil.rmtree(bench.builds, ignore_errors=True)
                root = bench.fresh()
                bench.held("build", codes=(0,))
                page = (root / "maps" / "index.html").read_bytes()
                path = next(bench.builds.rglob(pattern))
                content = damage(path.read_bytes())
                path.unlink()
                if content is not None:
                    path.write_bytes(content)
                bench.held("build", codes=(0,))
                assert (root / "maps" / "index.html").read_bytes() == page

            yield Trial("damaged stores", f"a kept build, {pattern}, {name}", run)


def _damaged(
    bench: Bench, kind: str, file: str, how: tuple[str, Damage], job: tuple[str, ...], *, lived: bool = False
) -> Trial:
    name, damage = how

    def run() -> None:
        path = bench.fresh(lived=lived) / file
        content = damage(path.read_bytes())
        path.unlink()
        if content is not None:
            path.write_bytes(content)
        bench.held(*job)

    return Trial(kind, f"{file}, {name}, {' '.join(job)}", run)


def _files(folder: Path, root: Path) -> list[str]:
    paths = sorted(path for path in folder.rglob("*.*") if path.is_file() and path.suffix != ".lock")
    return [path.relative_to(root).as_posix() for path in paths]


def hostile_cells(bench: Bench) -> Iterator[Trial]:
    """Every hostile text in every column of the events, by hand and by command."""
    columns = EVENTS_HEAD.split(",")
    for column in columns:
        for number, text in enumerate(HOSTILE):

            def by_hand(column: str = column, text: str = text) -> None:
                path = bench.fresh() / "data" / "events.csv"
                row = dict(zip(columns, EVENT.split(","), strict=True)) | {column: text}
                with path.open("w", encoding="utf-8", newline="") as file:
                    writer = csv.DictWriter(file, columns)
                    writer.writeheader()
                    writer.writerow(row)
                bench.held("build")
                page = (bench.root / "maps" / "index.html").read_bytes()
                assert b"<script>alert(1)" not in page
                assert b"onerror=alert" not in page.replace(b"&lt;", b"")

            def by_command(column: str = column, text: str = text) -> None:
                before = (bench.fresh() / "data" / "events.csv").read_bytes()
                bench.held("events", "edit", "E0001", "--set", f"{column}={text}")
                after = (bench.root / "data" / "events.csv").read_bytes()
                assert after == before or after.count(b"E0001") >= 1

            yield Trial("hostile cells", f"{column}, text {number}, by hand", by_hand)
            yield Trial("hostile cells", f"{column}, text {number}, by command", by_command)


def hostile_cells_elsewhere(bench: Bench) -> Iterator[Trial]:
    """Hostile texts in every column of the other tables, in the first row that they have."""
    assert bench.lived
    for file in _files(bench.whole / "data", bench.whole):
        path = bench.whole / file
        if path.suffix != ".csv" or file == "data/events.csv":
            continue
        with path.open(encoding="utf-8", newline="") as table:
            rows = list(csv.reader(table))
        for column in range(len(rows[0])):
            for number in range(column % 3, len(HOSTILE), 3):  # a third of the texts, others in the next column

                def run(file: str = file, column: int = column, number: int = number) -> None:
                    target = bench.fresh() / file
                    with target.open(encoding="utf-8", newline="") as table:
                        cells = list(csv.reader(table))
                    if len(cells) < 2:
                        cells.append([""] * len(cells[0]))
                    cells[1][column] = HOSTILE[number]
                    with target.open("w", encoding="utf-8", newline="") as table:
                        csv.writer(table).writerows(cells)
                    bench.held(*(INGEST if "coding" in file or number % 2 else ("build",)))

                yield Trial("hostile cells", f"{file} {rows[0][column]}, text {number}", run)


def changed_shapes(bench: Bench) -> Iterator[Trial]:
    """Members of the topology and of the rivers taken out, emptied or of another kind, one at a time."""
    for file in ("units.topojson", "rivers.geojson"):
        whole = json.loads((bench.whole / "data" / "gazetteer" / file).read_bytes())
        for path in _paths(whole):
            for value in (None, [], {}, "x", 10**30, -7, [[[[]]]], float("nan")):

                def run(file: str = file, path: tuple[str | int, ...] = path, value: object = value) -> None:
                    target = bench.fresh() / "data" / "gazetteer" / file
                    target.write_text(json.dumps(_with(json.loads(target.read_bytes()), path, value)))
                    bench.held("build")

                yield Trial("shapes", f"{file} {'/'.join(map(str, path))} = {str(value)[:10]}", run)


def _paths(value: object, at: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if at:
        yield at
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _paths(inner, (*at, name))
    elif isinstance(value, list):
        for number, inner in enumerate(value[:2]):
            yield from _paths(inner, (*at, number))


def _with(whole: object, path: tuple[str | int, ...], value: object) -> object:
    inner = whole
    for part in path[:-1]:
        inner = inner[part]
    inner[path[-1]] = value
    return whole
