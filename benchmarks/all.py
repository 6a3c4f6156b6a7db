"""Run every benchmark beside its peer and write benchmarks/RESULTS.md and benchmarks/growth.svg: `make bench`.

    python benchmarks/all.py [--mimu FOLDER] [--million] [--only geocode join]

What a benchmark prints stands in RESULTS.md as it was printed, with the command and the machine: ratios can be compared
between machines, seconds cannot. `--mimu` names a folder with MIMU's lists, which the editor's benchmark needs; `--million`
adds the sizes that take many minutes.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
RESULTS, PICTURE = HERE / "RESULTS.md", HERE / "growth.svg"


@dataclass(frozen=True)
class Work:
    """One benchmark: its name, the script with its words, and what it compares."""

    name: str
    words: tuple[str, ...]
    what: str


def works(mimu: Path | None, *, million: bool) -> list[Work]:
    sizes = ("100000", "1000000") if million else ("100000",)
    every = [
        Work("geocode", ("geocode.py",), "Names to places, beside rapidfuzz and a list of cities, on the same names."),
        Work("join", ("join.py",), "Points to townships, beside geopandas' sjoin."),
        Work("control", ("control.py",), "Who holds what, by size; a change of one event."),
        Work("truth", ("control_truth.py",), "Control beside statements of others, by grade of confidence."),
        Work("page", ("page.py",), "The page beside folium's own ways."),
        Work("large pages", ("page.py", "--no-peers", "--events", *sizes), "The page alone, large."),
        Work("export", ("export.py", "100000"), "Every table of 100,000 events in every format."),
        Work("ingest", ("ingest.py",), "A chronicle's text to drafts."),
        Work("rows", ("scale.py", "--rows", "10000000" if million else "1000000"), "A table of names in parts."),
        Work("workers", ("scale.py", "--workers", "--names", "500000" if million else "40000"), "Two Dask workers beside one."),
    ]  # fmt: skip
    if mimu is not None:
        every.append(Work("editor", ("editor.py", str(mimu)), "The editor with 100,000 events and MIMU's places."))
    return every


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mimu", type=Path)
    parser.add_argument("--million", action="store_true")
    parser.add_argument("--only", nargs="*", default=[])
    asked = parser.parse_args()
    parts = [heading()]
    sizes = ["1000", "10000", "100000", *(["1000000"] if asked.million else [])]
    if not asked.only or "growth" in asked.only:
        parts.append(growth(sizes))
    chosen = [work for work in works(asked.mimu, million=asked.million) if not asked.only or work.name in asked.only]
    parts += [part(work) for work in chosen]
    RESULTS.write_text("\n".join(parts), encoding="utf-8")
    print(RESULTS)


def heading() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    load = os.getloadavg()[0]
    return (
        "# Results\n\nWritten by `make bench`; see the head of `benchmarks/all.py`. Nothing here is typed by hand.\n\n"
        f"{dt.date.today()}, Python {platform.python_version()}, {os.cpu_count()} cores, {memory:.0f} GB, "
        f"{platform.system()}; load when it began {load:.1f}.\n"
    )


def part(work: Work) -> str:
    print(f"{work.name} …", file=sys.stderr)
    begin = time.perf_counter()
    done = run(work.words)
    seconds = time.perf_counter() - begin
    ended = (
        ""
        if done.returncode == 0
        else f" It ended with code {done.returncode}: {done.stderr.strip().splitlines()[-1:]}"
    )
    command = " ".join(
        ("python", f"benchmarks/{work.words[0]}", *(Path(w).name if "/" in w else w for w in work.words[1:]))
    )
    return f"## {work.name}\n\n{work.what}{ended}\n\n    {command}\n\n```\n{done.stdout.rstrip()}\n```\n\n{seconds:.0f} s in all.\n"


def growth(sizes: list[str]) -> str:
    print("growth …", file=sys.stderr)
    done = run(("scale.py", "--json", "--events", *sizes))
    if done.returncode:
        return f"## growth\n\nIt ended with code {done.returncode}: {done.stderr.strip().splitlines()[-1:]}\n"
    rows = json.loads(done.stdout)
    draw(rows)
    names = list(rows[0])
    lines = ["| " + " | ".join(names) + " |", "|" + "---|" * len(names)]
    lines += ["| " + " | ".join(f"{row[name]:,}" for name in names) + " |" for row in rows]
    return (
        "## growth\n\nThe whole line from tables to page, cold, in processor seconds by step; `seconds` is by the clock.\n\n"
        f"    python benchmarks/scale.py --events {' '.join(sizes)}\n\n" + "\n".join(lines) + "\n\n"
        "![Processor seconds of each step by the number of events](growth.svg)\n"
    )


def draw(rows: list[dict[str, float]]) -> None:
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    steps = [name for name in rows[0] if name not in ("events", "processor_seconds", "seconds", "memory_mb", "page_mb")]
    with mpl.rc_context({"svg.hashsalt": "growth"}):
        figure, axes = plt.subplots(figsize=(7, 4), layout="constrained")
        events = [row["events"] for row in rows]
        for step in steps:
            axes.plot(events, [max(row[step], 0.01) for row in rows], marker="o", label=step)
        axes.plot(events, [row["processor_seconds"] for row in rows], marker="o", color="black", label="all")
        axes.set(xscale="log", yscale="log", xlabel="events", ylabel="processor seconds")
        axes.legend(fontsize=8)
        figure.savefig(PICTURE, metadata={"Date": None})


def run(words: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(HERE / words[0]), *words[1:]], capture_output=True, text=True, check=False
    )


if __name__ == "__main__":
    main()
