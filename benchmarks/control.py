"""Processor time and memory of control: 330 townships, 1,700 days, three sizes, and a change of one event; and their ratios.
Run: python benchmarks/control.py [--json]. Each size runs in a process of its own, so that its memory is its own."""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import time
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pandas as pd

from conflictmap.control import RULE_SETS, control_of
from conflictmap.project import find_project, read_table
from conflictmap.schema import ACTORS, CONTROL_BASELINE, EVENTS, MATCH_COLUMNS, SOURCES

SIZES = (700, 10_000, 100_000)
TOWNSHIPS, DAYS, VILLAGES = 330, 1_700, 8
ACTS = ("capture",) * 3 + (
    "recapture",
    "clash",
    "clash",
    "clash",
    "raid",
    "remote_strike",
    "siege",
    "administration",
    "withdrawal",
)
GOALS = {700: (0.5, None), 10_000: (1.0, 200.0), 100_000: (6.0, None)}  # seconds; 700 events under all three sets
CHANGE_GOAL, CHANGE_SIZE = 0.1, 10_000  # seconds for a change of one event, in tables up to this size


def made_up(count: int) -> tuple[pd.DataFrame, pd.DataFrame, dict[str, str]]:
    """Events and matches of a made-up war, the same each time: `count` events, one match each."""
    chance = random.Random(20210201)
    seats = {f"T{number:03}": f"P{number:03}" for number in range(TOWNSHIPS)}
    townships = sorted(seats)
    events, matches = [], []
    for number in range(count):
        pcode = chance.choice(townships)
        village = chance.randrange(-VILLAGES, VILLAGES)
        place = seats[pcode] if village < 0 else f"{pcode}V{village}"
        day = date(2021, 2, 1) + timedelta(days=chance.randrange(DAYS))
        ours = chance.random() < 0.6
        event = f"E{number:06}"
        events.append(
            (event, day, day, 1, day + timedelta(days=chance.choice((0, 1, 3))), chance.choice(ACTS),
             chance.choice(("PDF", "KIA", "MNDAA", "AA")) if ours else "SAC", "SAC" if ours else "PDF",
             chance.choice(("reported", "claimed_by_party")), "", chance.choice(("Reuters", "Mohinga Matters")))
        )  # fmt: skip
        matches.append(
            (event, 1, "site", 0, "x", "town", "", "automatic", place, "PPLA3" if village < 0 else "PPL", 1, pcode)
        )
    event_columns = ["event_id", "event_date", "end_date", "time_precision", "reported_on", "act", "actor1", "actor2",
                     "mode", "location", "source"]  # fmt: skip
    match_columns = ["event_id", "mention_no", "role", "start", "toponym", "kind", "relation", "status", "place_id",
                     "feature_code", "geo_precision", "adm3_pcode"]  # fmt: skip
    table = pd.DataFrame(events, columns=event_columns, index=range(2, count + 2))
    return (
        table.reindex(columns=EVENTS.names, fill_value=""),
        pd.DataFrame(matches, columns=match_columns).reindex(columns=list(MATCH_COLUMNS), fill_value=""),
        seats,
    )


def measure(count: int) -> dict[str, float]:
    """Processor seconds and megabytes of one size under the standard set (the smallest: all three), and of a change of one event."""
    project = find_project(Path(__file__).parent)
    tables = {
        name: read_table(project.table(f"{name}.csv"), table)[0]
        for name, table in (("actors", ACTORS), ("sources", SOURCES), ("control_baseline", CONTROL_BASELINE))
    }
    baseline = tables["control_baseline"]
    fixed = {
        "actors": tables["actors"],
        "sources": tables["sources"],
        "baseline": baseline[baseline["adm3_pcode"] == "*"],
        "rules": [RULE_SETS["standard"]],
        "assume_baseline": True,
    }
    if count == SIZES[0]:
        fixed["rules"] = list(RULE_SETS.values())
    events, matches, seats = made_up(count)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    begin = time.process_time()
    control = control_of(events, matches, townships=seats, **fixed)
    seconds = time.process_time() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    row = events.index[count // 2]
    changed = events.copy()
    changed.loc[row, ["act", "mode"]] = ["capture", "confirmed"]
    begin = time.process_time()
    again = control_of(changed, matches, townships=seats, previous=control, **fixed)
    update = time.process_time() - begin
    return {
        "events": count,
        "seconds": round(seconds, 3),
        "microseconds_per_event": round(seconds / count * 1e6, 1),
        "memory_mb": round(peak - before, 1),
        "change_of_one_seconds": round(update, 3),
        "spans": len(again.by_rules["standard"].spans),
        "site_spans": len(again.by_rules["standard"].sites),
    }


def ratios(rows: list[dict[str, float]]) -> list[str]:
    """What does not depend on the machine: how the cost grows with the events, and what a change of one costs of a run."""
    lines = []
    for small, large in pairwise(row for row in rows if row["events"] > SIZES[0]):  # the smallest runs three sets
        events, seconds = large["events"] / small["events"], large["seconds"] / small["seconds"]
        lines.append(
            f"{small['events']} to {large['events']} events: {events:.0f} times the events, {seconds:.1f} times the seconds, "
            f"{seconds / events:.2f} of linear"
        )
    lines += [
        f"{row['events']} events: a change of one takes {row['change_of_one_seconds'] / row['seconds']:.1%} of the whole run"
        for row in rows
    ]
    return lines


def main() -> None:
    if len(sys.argv) > 1 and sys.argv[1].isdigit():
        print(json.dumps(measure(int(sys.argv[1]))))
        return
    rows = [
        json.loads(
            subprocess.run([sys.executable, __file__, str(size)], capture_output=True, text=True, check=True).stdout
        )
        for size in SIZES
    ]
    if "--json" in sys.argv:
        print(json.dumps(rows, indent=2))
        return
    print(pd.DataFrame(rows).to_string(index=False))
    for line in ratios(rows):
        print(line)
    for row in rows:
        seconds, megabytes = GOALS.get(row["events"], (None, None))
        late = seconds is not None and row["seconds"] > seconds
        big = megabytes is not None and row["memory_mb"] > megabytes
        slow = row["change_of_one_seconds"] > CHANGE_GOAL and row["events"] <= CHANGE_SIZE
        if slow:
            print(f"{row['events']} events: a change of one is over the goal of {CHANGE_GOAL} s")
        if late or big:
            print(f"{row['events']} events: over the goal of {seconds} s and {megabytes or 'any'} MB")


if __name__ == "__main__":
    main()
