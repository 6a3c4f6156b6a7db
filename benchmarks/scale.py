"""The whole line from tables to page, from 1,000 events to a million, and names alone to ten million rows.

    python benchmarks/scale.py                         1,000, 10,000 and 100,000 events: seconds of each step, memory; again
                                                       after one row changed
    python benchmarks/scale.py --events 1000000        one size; --data-dir DIR with imported gazetteers
    python benchmarks/scale.py --rows 10000000         read, resolve and join a table that is larger than memory should be
    python benchmarks/scale.py --workers               500,000 distinct names: two Dask workers beside one

Events are made up (seeded): one name of a place in the gazetteer each, one in four with a letter changed, drawn from at most
50,000 distinct ones. Each size runs in a process of its own, so that its memory is its own.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from conflictmap.event_tables.imported_events import Provenance, write_imported
from conflictmap.places.gazetteer.units import Units
from conflictmap.places.large_tables import geocode_dataset
from conflictmap.places.resolution.matcher import Matcher
from conflictmap.project import Project, find_project
from conflictmap.schema import EVENTS

ROOT = Path(__file__).parents[1]
SIZES = (1_000, 10_000, 100_000)
NAMES = 50_000
DAYS = 1_700
CHECKED = 100_000  # events up to which a second cold build is compared with the one after a change
#: events -> seconds by the clock and megabytes that the cold build may take, and seconds of the next one after one row has changed
GOALS = {
    100_000: {"seconds": 14.0, "memory_mb": 600.0},
    1_000_000: {"seconds": 100.0, "memory_mb": 4_000.0, "again_seconds": 8.0},
}
ACTS = (
    ("Battles", "Armed clash", "clash"), ("Battles", "Non-state actor overtakes territory", "capture"),
    ("Battles", "Government regains territory", "recapture"), ("Explosions/Remote violence", "Air/drone strike", "remote_strike"),
    ("Violence against civilians", "Attack", "other"),
)  # fmt: skip


def names_of(matcher: Matcher, count: int) -> list[str]:
    """So many distinct names with their township, as reports write them; one in four has a letter changed."""
    chance = random.Random(7)
    index = matcher.index
    settled = [
        place for place in range(len(index.place_ids)) if index.adm3[place] >= 0 and index.codes[place][:3] == "PPL"
    ]
    units = {code: index.names[number] for code, number in index.place_number.items() if number < len(index.names)}
    names: dict[str, None] = {}
    while len(names) < count:
        place = chance.choice(settled)
        name = index.names[place]
        if chance.random() < 0.25 or len(names) > len(settled):
            at = chance.randrange(len(name))
            name = name[:at] + chance.choice("aeioughkmnty") + name[at + 1 :]
        names[f"{name} Village, {units.get(index.units[index.adm3[place]], '')} Township"] = None
    return list(names)


def events_of(count: int, matcher: Matcher) -> pd.DataFrame:
    """A made-up table of `schema.EVENTS`."""
    rng = np.random.default_rng(11)
    names = np.array(names_of(matcher, min(NAMES, max(count // 4, 50))), dtype=object)
    first = date(2021, 2, 1)
    days = np.array([first + timedelta(days=number) for number in range(DAYS + 5)], dtype=object)
    day = rng.integers(0, DAYS, count)
    act = np.array(ACTS, dtype=object)[rng.integers(0, len(ACTS), count)]
    ours = rng.random(count) < 0.6
    groups = np.array(["PDF", "KIA", "MNDAA", "AA"], dtype=object)[rng.integers(0, 4, count)]
    columns: dict[str, Any] = {
        "event_id": [f"S{number:07}" for number in range(count)],
        "entry_id": [f"T-{number // 3}" for number in range(count)],
        "event_date": days[day], "end_date": days[day], "time_precision": 1,
        "reported_on": days[day + rng.integers(0, 4, count)],
        "event_type": act[:, 0], "sub_event_type": act[:, 1], "act": act[:, 2],
        "actor1": np.where(ours, groups, "SAC"), "actor2": np.where(ours, "SAC", groups), "mode": "reported",
        "location": names[(rng.pareto(0.9, count) * 60).astype(int) % len(names)],
        "notes": "A made-up event for the benchmark, of about the length that a note has in the table that ships.",
        "source": np.array(["Reuters", "Mohinga Matters"], dtype=object)[rng.integers(0, 2, count)],
        "source_url": "https://example.org/report", "fatalities": rng.integers(0, 9, count),
    }  # fmt: skip
    table = pd.DataFrame(columns).reindex(columns=EVENTS.names)
    for column in EVENTS.columns:
        if column.kind == "text":
            table[column.name] = table[column.name].astype(object).where(table[column.name].notna(), "")
        elif column.kind == "int":
            table[column.name] = table[column.name].astype("Int64")
    return table


def project_of(count: int, folder: Path, data_dir: Path | None) -> Project:
    """A project with the made-up events as an imported table beside an empty hand-coded one."""
    shutil.copytree(ROOT / "data", folder / "data", ignore=shutil.ignore_patterns(".*"))
    head = (folder / "data" / "events.csv").read_text(encoding="utf-8").splitlines()[0]
    (folder / "data" / "events.csv").write_text(head + "\n", encoding="utf-8")
    judgements = folder / "data" / "gazetteer" / "judgements.csv"
    judgements.write_text(judgements.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    project = Project(folder, folder / "data", folder / "maps")
    table = events_of(count, Matcher.open(project, data_dir=data_dir))
    provenance = Provenance(
        "made-up", "table", "made-up.csv", "0" * 64, "2026-01-01", count, "", "", redistribution=True
    )
    (folder / "data" / "events").mkdir()
    write_imported(project, table, provenance)
    return project


def whole_line(folder: Path) -> dict[str, float]:
    """Processor time of each step of a build of a project, seconds by the clock in all, and memory at its highest in MB.

    Time and memory are those of the process and of the processes that it starts together. What earlier builds of the folder kept is used, and what this one works out is kept, as `conflictmap build` does.
    """
    from conflictmap.cli.build_cache import VARIABLE, Asked
    from conflictmap.cli.build_pages import make
    from conflictmap.page import PageOptions

    os.environ[VARIABLE] = str(folder / "kept")
    asked = Asked(
        PageOptions(), assume_baseline=False, aggregate=(), count_for_control=False, split=False, scheduler=None, workers=0
    )  # fmt: skip
    marks: list[tuple[str, float]] = []
    load_before = os.getloadavg()[0]

    def tell(step: str) -> None:
        marks.append((step, processor_time()))

    measured = Memory()
    begin, began = time.perf_counter(), processor_time()
    built = make(find_project(folder), asked, tell=tell)
    end, ended = time.perf_counter(), processor_time()
    ends = [when for _, when in marks[1:]] + [ended]
    steps = {step: round(until - since, 2) for (step, since), until in zip(marks, ends, strict=True)}
    peak = measured.stop()
    page = built.pages["index.html"]
    return {
        "events": int(built.lines[0].partition(" ")[0]), "load": round(load_before, 1), **steps, "processor_seconds": round(ended - began, 2),
        "seconds": round(end - begin, 2), "memory_mb": round(peak),
        "page_mb": round(len(page) / 1e6, 2), "page_sha256": hashlib.sha256(page).hexdigest()[:12],
    }  # fmt: skip


class Memory:
    """The memory of this process and of those that it starts, what they share counted once; looked at every second, on Linux only."""

    def __init__(self) -> None:
        self._most = 0.0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> float:
        """Return the most that there was, in MB."""
        self._done.set()
        self._thread.join()
        return max(self._most, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)

    def _look(self) -> None:
        while not self._done.wait(1.0):
            own = _memory("/proc/self/status", "VmRSS:")  # the part of each that is its own takes long to tell
            others = (_memory(f"/proc/{child}/smaps_rollup", "Pss:") for child in _children())
            self._most = max(self._most, own + sum(others))


def _children() -> list[int]:
    lists = Path("/proc/self/task").glob("*/children")
    return [int(number) for each in lists for number in each.read_text().split()]


def _memory(path: str, name: str) -> float:
    with contextlib.suppress(OSError):  # the process has ended
        for line in Path(path).read_text().splitlines():
            if line.startswith(name):
                return int(line.split()[1]) / 1024
    return 0.0


def processor_time() -> float:
    """Processor seconds of this process and of those that it started and that have ended."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def many_rows(rows: int, data_dir: Path | None) -> dict[str, float]:
    """Seconds to read, resolve (100,000 distinct names) and join `rows` rows of Parquet in parts, and memory in MB."""
    import pyarrow as pa
    import pyarrow.parquet as parquet

    project = find_project(ROOT)
    matcher = Matcher.open(project, data_dir=data_dir)
    names = np.array(names_of(matcher, 100_000), dtype=object)
    rng = np.random.default_rng(3)
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "in", Path(folder) / "out.parquet"
        source.mkdir()
        part = 500_000
        for number in range(0, rows, part):
            count = min(part, rows - number)
            chosen = pa.array(names).take(pa.array(rng.integers(0, len(names), count)))
            table = pa.table({"id": np.arange(number, number + count), "toponym": chosen})
            parquet.write_table(table, source / f"{number // part:03}.parquet")
        del table, chosen
        begin = time.perf_counter()
        counts = geocode_dataset(source, target, matcher)
        resolved = time.perf_counter()
        units = Units.open(project)
        held = 0
        for batch in parquet.ParquetFile(target).iter_batches(columns=["lon", "lat"], batch_size=500_000):
            points = batch.to_pandas()
            held += int(sum(pcode is not None for pcode in units.join(points["lon"], points["lat"])))
        end = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "rows": rows, "placed": int(sum(counts.get(status, 0) for status in ("automatic", "confirmed"))), "joined": held,
        "resolve_seconds": round(resolved - begin, 1), "join_seconds": round(end - resolved, 1),
        "seconds": round(end - begin, 1), "memory_mb": round(peak),
    }  # fmt: skip


def by_workers(names: int, data_dir: Path | None) -> dict[str, float]:
    """Seconds of so many distinct names on one Dask worker and on two, after each has its index."""
    from conflictmap.distributed import cluster
    from conflictmap.distributed.shared_matcher import WORTH, SharedMatcher
    from conflictmap.places.mentions.location import make_mention

    matcher = Matcher.open(find_project(ROOT), data_dir=data_dir)
    mentions = [make_mention(*_parted(name)) for name in names_of(matcher, names)]
    seconds = {}
    for workers in (1, 2):
        with cluster.local(workers) as client:
            shared = SharedMatcher(matcher, client)
            shared.match_all(mentions[: WORTH * 2], explain=False)  # each worker has its index now
            begin = time.perf_counter()
            shared.match_all(mentions, explain=False)
            seconds[f"{workers}_workers_seconds"] = round(time.perf_counter() - begin, 1)
    ratio = round(seconds["1_workers_seconds"] / seconds["2_workers_seconds"], 2)
    return {"names": names, **seconds, "times_faster": ratio}


def _parted(name: str) -> tuple[str, tuple[str, ...]]:
    head, _, rest = name.partition(", ")
    return head, (rest,)


def apart(*words: str) -> dict[str, float]:
    """One measurement in a process of its own."""
    done = subprocess.run([sys.executable, __file__, *words], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    return json.loads(done.stdout.splitlines()[-1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, nargs="*", default=None)
    parser.add_argument("--rows", type=int)
    parser.add_argument("--workers", action="store_true")
    parser.add_argument("--names", type=int, default=500_000)
    parser.add_argument("--data-dir", type=Path)
    parser.add_argument("--of-folder", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    if asked.data_dir is not None:
        os.environ["CONFLICTMAP_DATA_DIR"] = str(asked.data_dir.resolve())
    if asked.of_folder is not None:
        print(json.dumps(whole_line(asked.of_folder)))
        return
    if asked.rows:
        print(json.dumps(many_rows(asked.rows, asked.data_dir)))
    elif asked.workers:
        print(json.dumps(by_workers(asked.names, asked.data_dir)))
    else:
        report([built(count, asked.data_dir) for count in asked.events or SIZES], as_json=asked.json)


def built(count: int, data_dir: Path | None) -> dict[str, float]:
    """A cold build, and the next one after one row has changed, which must give the bytes of a cold one."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        project_of(count, folder, data_dir)
        cold = apart("--of-folder", name)
        change_one_row(folder / "data" / "events" / "made-up.csv")
        again = apart("--of-folder", name)
        shutil.rmtree(folder / "kept")
        if count <= CHECKED and apart("--of-folder", name)["page_sha256"] != again["page_sha256"]:
            sys.exit(f"{count:,} events: the page built again is another than the one built cold")
        measured = {f"again_{key}": again[key] for key in ("processor_seconds", "seconds", "memory_mb")}
        return {key: value for key, value in cold.items() if key != "page_sha256"} | measured


def change_one_row(path: Path) -> None:
    """Make the row in the middle of a table an ambush."""
    lines = path.read_bytes().split(b"\n")
    middle = len(lines) // 2
    for act in ACTS:
        lines[middle] = lines[middle].replace(f",{act[2]},".encode(), b",ambush,", 1)
    path.write_bytes(b"\n".join(lines))


def report(results: list[dict[str, float]], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(results))
        return
    print(pd.DataFrame(results).to_string(index=False))
    for row in results:
        for name, goal in GOALS.get(int(row["events"]), {}).items():
            if row[name] > goal:
                print(f"{row['events']:,} events: {name} is {row[name]:,g}, over the goal of {goal:,g}")


if __name__ == "__main__":
    main()
