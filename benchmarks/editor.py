"""How fast the editor is: 100,000 events and MIMU's places, the figures that issue and design ask for.

    python benchmarks/editor.py MIMU-FOLDER [--events 100000] [--keep DIR]

Makes a project of its own in a temporary folder: the shipped core with MIMU's tables added, and events drawn with a
fixed seed at places of the gazetteer, written as reports write them: three in four names as the gazetteer has them,
the rest with letters swapped, or without their township. Prints one line a figure, with the goal.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import json
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
ACTS = ("clash", "clash", "clash", "remote_strike", "raid", "detention_arson", "capture", "ambush")
SWAPS = (("ky", "ch"), ("aung", "awng"), ("w", "v"), ("a", "e"), ("i", "ee"), ("o", "aw"), ("th", "t"), ("n", "ng"))


def make_project(folder: Path, mimu: Path, count: int) -> Path:
    """A project with MIMU's places and `count` events."""
    shutil.copytree(ROOT / "data", folder / "data", ignore=shutil.ignore_patterns(".*"))
    judgements = folder / "data" / "gazetteer" / "judgements.csv"
    judgements.write_text(judgements.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    (folder / ".conflictmap").mkdir()
    files = [str(path) for path in sorted(mimu.iterdir()) if path.suffix in (".csv", ".gz")]
    subprocess.run(
        [sys.executable, "-m", "conflictmap", "gazetteer", "add", "mimu", *files, "--local", "-C", str(folder)],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    write_events(folder, count)
    return folder


def write_events(folder: Path, count: int) -> None:
    """Replace the events by drawn ones."""
    from conflictmap.places.gazetteer.gazetteer import Gazetteer
    from conflictmap.project import Project

    gazetteer = Gazetteer.open(Project(folder, folder / "data", folder / "maps"))
    frame = gazetteer.frame()
    places = frame[frame["feature_code"].isin(["PPL", "PPLA3", "PPLT"]) & (frame["adm3_pcode"] != "")]
    names = frame["name"].to_dict()
    rows = list(zip(places["name"].tolist(), places["adm3_pcode"].tolist(), strict=True))
    drawn = random.Random(7)
    spots = [location(drawn, *drawn.choice(rows), names) for _ in range(max(1, count // 8))]
    table = folder / "data" / "events.csv"
    with table.open(encoding="utf-8") as file:
        columns = next(csv.reader(file))
    first = dt.date(2021, 3, 1)
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        for number in range(count):
            day = (first + dt.timedelta(days=drawn.randrange(1700))).isoformat()
            act = drawn.choice(ACTS)
            writer.writerow(
                {
                    "event_id": f"B{number:06}", "entry_id": f"e{number // 3}", "event_date": day, "end_date": day,
                    "time_precision": "1", "reported_on": day, "event_type": "Battles",
                    "sub_event_type": "Armed clash", "act": act, "actor1": "PDF", "actor2": "SAC",
                    "mode": "reported", "location": drawn.choice(spots), "source": "Mohinga Matters",
                    "notes": f"Report {number} of the day, in words that do not matter here, as long as a note is.",
                }
            )  # fmt: skip


def location(drawn: random.Random, name: str, township: str, names: dict[str, str]) -> str:
    """A name as a report may write it."""
    kind = drawn.random()
    if kind > 0.75:
        for old, new in drawn.sample(SWAPS, 3):
            name = name.replace(old, new)
    name = name.replace(",", " ").replace(";", " ")
    return name if kind > 0.9 else f"{name} Village, {names.get(township, '')} Township"


def p95(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=20)[-1] * 1000


def serve(folder: Path) -> tuple[str, str, float, Any]:
    """Start `conflictmap review` as a user would; its address, token, seconds until it answers, and the process."""
    import httpx

    begun = time.monotonic()
    command = [sys.executable, "-m", "conflictmap", "review", "--no-browser", "--port", "0", "--by", "bench"]
    process = subprocess.Popen([*command, "-C", str(folder)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    address = ""
    while "#token=" not in address:
        line = process.stdout.readline()
        if not line:
            raise SystemExit("the service did not start")
        address += line.strip() + " "
    base, _, token = address.partition("Open ")[2].partition("/#token=")
    token = token.split()[0]
    client = httpx.Client(base_url=base, headers={"x-conflictmap-token": token}, timeout=60)
    client.get("/api/next").raise_for_status()
    ready = time.monotonic() - begun
    threading.Thread(target=process.stdout.read, daemon=True).start()
    return base, token, ready, process


def measure(base: str, token: str, decisions: int) -> dict[str, float]:
    """The service's answers: the next name, a decision with the queue put in order again, reconciliation."""
    import httpx

    client = httpx.Client(base_url=base, headers={"x-conflictmap-token": token}, timeout=60)
    drawn, decided = [], []
    for _ in range(decisions):
        begun = time.monotonic()
        item = client.get("/api/next").json()["item"]
        drawn.append(time.monotonic() - begun)
        if item is None:
            break
        places = item["candidates"]
        verdict = {"verdict": "accepted", "place_id": places[0]["place_id"]} if places else {"verdict": "deferred"}
        begun = time.monotonic()
        client.post("/api/decisions", json={"item": item["id"], **verdict}).raise_for_status()
        client.get("/api/queue?limit=20").raise_for_status()
        decided.append(time.monotonic() - begun)
        time.sleep(0.3)  # an editor takes five seconds; less is asked of the machine here
    names = [row["name"] for row in client.get("/api/queue?limit=200").json()["items"]]
    queries = {f"q{n}": {"query": names[n % len(names)] + " " * (n // len(names))} for n in range(1000)}
    keys = list(queries)
    begun = time.monotonic()
    for at in range(0, 1000, 50):
        batch = {key: queries[key] for key in keys[at : at + 50]}
        client.post("/reconcile", data={"queries": json.dumps(batch)}).raise_for_status()
    rate = 1000 / (time.monotonic() - begun)
    waiting = client.get("/api/session").json()["waiting"]
    return {
        "first": drawn[0] * 1000, "next": p95(drawn), "decided": p95(decided), "rate": rate, "waiting": waiting,
        "count": len(decided),
    }  # fmt: skip


def mint(base: str, token: str) -> None:
    """Make a place and accept it for the next name, as `m` does."""
    import httpx

    client = httpx.Client(base_url=base, headers={"x-conflictmap-token": token}, timeout=60)
    item = client.get("/api/next").json()["item"]
    place = {"name": item["name"], "lon": 95.69, "lat": 23.79, "source": "benchmark"}
    made = client.post("/api/places", json=place).raise_for_status().json()["place"]
    told = {"item": item["id"], "verdict": "accepted", "place_id": made["place_id"]}
    client.post("/api/decisions", json=told).raise_for_status()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("mimu", type=Path)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--decisions", type=int, default=60)
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    folder = given.keep or Path(tempfile.mkdtemp(prefix="conflictmap-editor-"))
    if not (folder / "data" / "events.csv").is_file():
        folder.mkdir(exist_ok=True)
        make_project(folder, given.mimu, given.events)
    first = serve(folder)[3]  # the first start compiles the index of names, once for a gazetteer
    first.terminate()
    first.wait()
    base, token, ready, process = serve(folder)
    try:
        found = measure(base, token, given.decisions)
        mint(base, token)
    finally:
        process.terminate()
        process.wait()
    again, process = serve(folder)[2:]
    process.terminate()
    print(f"{given.events:,} events, {found['waiting'] + found['count']:,.0f} names waiting")
    print(f"ready with the first name: {ready:.2f} s (goal 5)")
    print(f"ready after the session, with a place made and spellings accepted: {again:.2f} s")
    print(f"next name, as JSON: {found['next']:.0f} ms p95, the first {found['first']:.0f} ms (goal 100, drawn)")
    print(f"decision on the disk, queue in order again: {found['decided']:.0f} ms p95 (goal 150)")
    print(f"reconciliation: {found['rate']:.0f} queries a second in batches of 50 (goal 500)")
    if not given.keep:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
