"""Trials of writers at once, in pairs of kinds: every row is kept, every file is whole, nothing is left over."""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest import mock

from torture.bench import CAMPS, CHRONICLE, LOCATED, Bench
from torture.disks import give_files, warm
from torture.trial import Trial
from writers import Job, at_once, command

WAITS = (
    "conflictmap.writing.LOCK_WAIT_S", "conflictmap.editor.storage.judgement_store.LOCK_WAIT_S", "conflictmap.cli.events_import.IMPORT_WAIT_S",
)  # fmt: skip
Ends = list[tuple[int, str]]


def writers_at_once(bench: Bench, *, writers: int = 50, rounds: int = 1) -> Iterator[Trial]:
    """Each pair of kinds, `writers` processes in all."""
    warm(bench)
    for name, pair in PAIRS.items():
        for number in range(rounds):

            def run(pair: Callable[[Bench, int], None] = pair) -> None:
                give_files(bench.fresh())
                with contextlib.ExitStack() as stack:
                    for wait in WAITS:  # on a machine that has far more to do than it can, nobody is to give up
                        stack.enter_context(mock.patch(wait, 1800.0))
                    pair(bench, writers // 2)
                left = [path for path in bench.root.rglob(".*") if path.is_file() and not path.name.endswith(".lock")]
                assert not left, f"left behind: {left}"

            yield Trial("writers at once", f"{name}, {writers} writers, round {number}", run)


def _add(root: Path, number: int) -> Job:
    cells = {
        "event_date": "2024-03-01", "event_type": "Battles", "sub_event_type": "Armed clash", "act": "clash",
        "actor1": "KIA", "location": "Ay Township", "source": "Paper", "notes": f"added {number}.",
    }  # fmt: skip
    return command(
        root, "events", "add", *[part for name, cell in cells.items() for part in ("--set", f"{name}={cell}")]
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert all(None not in row and None not in row.values() for row in rows), "a torn row"
    return rows


def _all_done(ends: Ends) -> None:
    failed = [end for end in ends if end[0] != 0]
    assert not failed, f"{len(failed)} of {len(ends)}: {failed[:2]}"


def _done_or_told(ends: Ends) -> None:
    """Some are refused, as where another run holds the file; each of them says so."""
    assert all(code in (0, 2) and "Traceback" not in text and text.strip() for code, text in ends), ends
    assert any(code == 0 for code, _ in ends), ends


def _events(bench: Bench) -> list[dict[str, str]]:
    rows = _rows(bench.root / "data" / "events.csv")
    assert len({row["event_id"] for row in rows}) == len(rows), "an id twice"
    return rows


def add_and_add(bench: Bench, half: int) -> None:
    _all_done(at_once([_add(bench.root, number) for number in range(2 * half)]))
    assert {row["notes"] for row in _events(bench)} >= {f"added {number}." for number in range(2 * half)}


def add_and_edit(bench: Bench, half: int) -> None:
    for number in range(half):
        assert at_once([_add(bench.root, 1000 + number)])[0][0] == 0
    ids = [row["event_id"] for row in _events(bench)][1:]
    edits = [command(bench.root, "events", "edit", name, "--set", f"notes=edited {name}") for name in ids]
    _all_done(
        at_once([job for pair in zip([_add(bench.root, n) for n in range(half)], edits, strict=True) for job in pair])
    )
    notes = {row["notes"] for row in _events(bench)}
    assert notes >= {f"added {number}." for number in range(half)} | {f"edited {name}" for name in ids}


def add_and_ingest(bench: Bench, half: int) -> None:
    jobs = []
    for number in range(half):
        path = bench.root / f"text{number}.txt"
        path.write_text(CHRONICLE.replace("killing 3", f"killing {number + 3}"))
        jobs += [
            _add(bench.root, number),
            command(bench.root, "ingest", path.name, "--yes-above", "0", "--no-review", "--source", f"P{number}"),
        ]
    ends = at_once(jobs)
    _all_done(ends)
    rows = _events(bench)
    assert {row["notes"] for row in rows} >= {f"added {number}." for number in range(half)}
    drafts = [row for row in _rows(bench.root / "data" / "drafts.csv") if row["status"] == "accepted"]
    missing = {row["event_id"] for row in drafts} - {row["event_id"] for row in rows}
    assert not missing, f"the ledger says accepted, the table has not: {missing}"
    told = sum(int(count) for _, text in ends for count in re.findall(r"(\d+) events added", text))
    there = sum(row["source"][:1] == "P" and row["source"] != "Paper" for row in rows)
    assert told == there, f"{told} are said to be added, {there} are there"


def edit_and_edit(bench: Bench, half: int) -> None:
    """Two columns of one row, changed over and over: the last of each stands, and no other cell moves."""
    root = bench.root
    jobs = [command(root, "events", "edit", "E0001", "--set", f"{column}={text} {number}.")
            for number in range(half) for column, text in (("notes", "note"), ("location", "Ay Township, South"))
            if column == "notes" or number % 2]  # fmt: skip
    _all_done(at_once(jobs))
    row = _events(bench)[0]
    assert row["notes"].startswith("note ")
    assert row["location"].startswith("Ay Township, South")
    assert (row["actor1"], row["source"], row["event_date"]) == ("KIA", "Paper", "2023-11-01")


def add_and_remove_gazetteers(bench: Bench, half: int) -> None:
    root = bench.root
    jobs = []
    for number in range(half):
        (root / f"camps{number}.csv").write_text(CAMPS)
        jobs += [command(root, "gazetteer", "add", "table", f"camps{number}.csv", "--name", f"camps{number}", "--local"),
                 command(root, "gazetteer", "remove", f"camps{number}")]  # fmt: skip
    ends = at_once(jobs)
    _done_or_told(ends)
    removed = {number for number in range(half) if ends[2 * number + 1][0] == 0}
    code, text = bench.run("gazetteer", "list", "--json")
    assert code == 0, text
    for number in range(half):
        assert ends[2 * number][0] == 0, ends[2 * number]
        assert (f'"camps{number}"' in text) == (number not in removed), f"camps{number}: {text}"


def boundaries_and_gazetteers(bench: Bench, half: int) -> None:
    root, jobs = bench.root, []
    for number in range(half):
        (root / f"camps{number}.csv").write_text(CAMPS)
        jobs += [command(root, "gazetteer", "add", "table", f"camps{number}.csv", "--name", f"camps{number}", "--local"),
                 command(root, *(("boundaries", "use", "own.geojson", "--local") if number % 2 else ("boundaries", "reset")))]  # fmt: skip
    _all_done(at_once(jobs))
    code, text = bench.run("gazetteer", "list", "--json")
    assert code == 0, text
    assert all(f'"camps{number}"' in text for number in range(half))
    bench.held("check", codes=(0,))


def geocode_into_one_file(bench: Bench, half: int) -> None:
    jobs = [command(bench.root, "geocode", "--csv", "names.csv", "--out", "answers.csv") for _ in range(2 * half)]
    _done_or_told(at_once(jobs))
    rows = _rows(bench.root / "answers.csv")
    assert len(rows) == 3000
    assert {row["toponym"] for row in rows} == {"Ay"}


def build_and_edit(bench: Bench, half: int) -> None:
    """Pages built while the table changes: each is whole, and shows a table that was there."""
    root = bench.root
    jobs = [job for number in range(half) for job in (command(root, "build"), _add(root, number))]
    _all_done(at_once(jobs))
    page = (root / "maps" / "index.html").read_bytes()
    assert page.rstrip().endswith(b"</html>")
    assert len(_events(bench)) == half + 1


def import_and_import(bench: Bench, half: int) -> None:
    """Tables of other names, each with a new actor, and one table over and over."""
    root, jobs = bench.root, []
    for number in range(half):
        (root / f"t{number}.csv").write_text(
            LOCATED.replace("KIA", f"Group of {'abcdefghijklmnopqrstuvwxyz'[number % 26]}{number} hills")
        )
        jobs += [
            command(root, "events", "import", f"t{number}.csv", "--add-actors"),
            command(root, "events", "import", "acled.csv"),
        ]
    _all_done(at_once(jobs))
    assert len(list((root / "data" / "events").glob("t*.csv"))) == half
    names = (root / "data" / "actors.csv").read_text(encoding="utf-8")
    assert all(f"{number} hills" in names for number in range(half))
    bench.held("build", codes=(0,))


def decide_and_mint(bench: Bench, half: int) -> None:
    """Decisions and made places, from as many editors as processes."""
    jobs: list[Job] = []
    for number in range(half):
        jobs += [_decision(bench.root, number), _made(bench.root, number)]
    _all_done(at_once(jobs))
    judged = _rows(bench.root / "data" / "gazetteer" / "judgements.csv")
    assert {row["mention_key"] for row in judged} == {f"name {number}//" for number in range(half)}
    made = {row["place_id"] for row in _rows(bench.root / "data" / "gazetteer" / "places.csv")}
    assert made >= {f"CM{number:010}" for number in range(half)}


def _store(root: Path) -> object:
    from conflictmap.editor.storage.judgement_store import Store
    from conflictmap.project import find_project

    return Store(find_project(root), lambda: dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC))


def _decision(root: Path, number: int) -> Job:
    def job() -> None:
        from conflictmap.editor.storage.judgement_store import NewJudgement

        _store(root).append([NewJudgement(f"name {number}//", "outside")], f"editor {number}")

    return job


def _made(root: Path, number: int) -> Job:
    place = {
        "place_id": f"CM{number:010}",
        "name": f"Made {number}",
        "feature_code": "PPL",
        "lon": "95.1",
        "lat": "20.1",
        "source": "s",
    }
    return lambda: _store(root).mint(place)


PAIRS: dict[str, Callable[[Bench, int], None]] = {
    "events add and events add": add_and_add, "events add and events edit": add_and_edit,
    "events add and ingest": add_and_ingest, "events edit and events edit": edit_and_edit,
    "gazetteer add and gazetteer remove": add_and_remove_gazetteers, "gazetteer add and boundaries use": boundaries_and_gazetteers,
    "geocode --csv twice": geocode_into_one_file, "build and events add": build_and_edit,
    "events import and events import": import_and_import, "decisions and made places": decide_and_mint,
}  # fmt: skip
