"""Time and memory of the export of a made-up war of 1,700 days in 330 townships, every format.
Run: python benchmarks/export.py [events]. The goal for 100,000 events: 45 s and 1.5 GB."""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
from control import made_up

from conflictmap.control import RULE_SETS, control_of, seats_of
from conflictmap.export.folder import FORMATS, write_export
from conflictmap.pipeline import Atlas, build, load
from conflictmap.project import find_project


def made_up_atlas(count: int) -> Atlas:
    """The shipped atlas with `count` made-up events in its own townships."""
    atlas = build(load(find_project(Path(__file__).parent)))
    inputs = atlas.inputs
    events, matches, seats = made_up(count)
    real = seats_of(inputs.units.table)
    codes = dict(zip(sorted(seats), sorted(real), strict=True))
    pcodes = matches["adm3_pcode"].map(codes)
    points = inputs.units.table.loc[pcodes, ["lon", "lat"]].to_numpy()
    places = np.where(matches["feature_code"] == "PPLA3", pcodes.map(real), matches["place_id"])
    matches = matches.assign(adm3_pcode=pcodes, place_id=places, lon=points[:, 0], lat=points[:, 1], score=0.9)
    words = "Fighting was reported near the town; the report names neither side's losses. " * 3
    events = events.assign(
        event_type="Battles", sub_event_type="Armed clash", notes=words, entry_id=events["event_id"],
        location="x", source_url="https://example.org/report", fatalities=pd.array([1] * count, dtype="Int64"),
        time_precision=1,
    )  # fmt: skip
    tables = {"actors": inputs.actors, "sources": inputs.sources, "baseline": inputs.baseline}
    control = control_of(events, matches, townships=real, rules=[RULE_SETS["standard"]], **tables)
    return replace(atlas, inputs=replace(inputs, events=events), matches=matches, control=control)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    atlas = made_up_atlas(count)
    steps: list[tuple[str, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        write_export(
            atlas, Path(folder) / "out", formats=FORMATS, tell=lambda step: steps.append((step, time.perf_counter()))
        )
        seconds = time.perf_counter() - begun
        size = sum(path.stat().st_size for path in (Path(folder) / "out").rglob("*") if path.is_file()) / 1e6
    ends = [*(at for _, at in steps[1:]), begun + seconds]
    seconds_by_step = {step: round(end - at, 1) for (step, at), end in zip(steps, ends, strict=True)}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(
        json.dumps(
            {
                "events": count,
                "seconds": round(seconds, 1),
                "peak_gb": round(peak, 2),
                "mb": round(size),
                **seconds_by_step,
            }
        )
    )


if __name__ == "__main__":
    main()
