"""Run every benchmark beside its peer and write benchmarks/RESULTS.md and benchmarks/growth.svg: `make bench`.

    python benchmarks/all.py [--mimu FOLDER] [--data-dir IMPORTED] [--million] [--only geocode join]

What a benchmark prints stands in RESULTS.md as it was printed, with the command and the machine: ratios can be compared
between machines, seconds cannot. `--mimu` names a folder with MIMU's lists, which the editor's benchmark needs; `--data-dir`
one with imported gazetteers, for the work that names places; `--million` adds the sizes that take many minutes; `--only` runs
some parts and leaves the others of RESULTS.md as they stand.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import re
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

HERE = Path(__file__).parent
WITH_GAZETTEER = ("geocode.py", "scale.py")  # take --data-dir
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
    parser.add_argument("--data-dir", type=Path)
    parser.add_argument("--million", action="store_true")
    parser.add_argument(
        "--sizes", nargs="*", help="of growth: only these numbers of events; other rows stay as they stand"
    )
    parser.add_argument("--only", nargs="*", default=[])
    asked = parser.parse_args()
    sizes = asked.sizes or ["1000", "10000", "100000", *(["1000000"] if asked.million else [])]
    makers: dict[str, Callable[[], str]] = {"growth": lambda: growth(sizes, asked.data_dir, merge=bool(asked.sizes))}
    makers |= {work.name: partial(part, work, asked.data_dir) for work in works(asked.mimu, million=asked.million)}
    parts = {} if not asked.only else earlier()
    for name, make in makers.items():
        if not asked.only or name in asked.only:
            parts[name] = make()
            written = [parts[known] for known in makers if known in parts]
            RESULTS.write_text("\n".join([HEADING, *written]), encoding="utf-8")  # after each: a run can be broken off
    print(RESULTS)


def earlier() -> dict[str, str]:
    """The parts of the results that stand, by name."""
    text = RESULTS.read_text(encoding="utf-8") if RESULTS.is_file() else ""
    parts = re.split(r"^## (?=[a-z ]+\n)", text, flags=re.MULTILINE)[1:]
    return {part.partition("\n")[0]: f"## {part.rstrip()}\n" for part in parts}


HEADING = (
    "# Results\n\nWritten by `make bench`; see the head of `benchmarks/all.py`. Nothing here is typed by hand. Each part says "
    "when and where it ran and how busy the machine was: seconds by the clock grow with the load, processor seconds less so, "
    "ratios least.\n"
)


def machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return (
        f"{dt.date.today()}, Python {platform.python_version()}, {os.cpu_count()} cores, {memory:.0f} GB, "
        f"{platform.system()}; load when it began {os.getloadavg()[0]:.1f}."
    )


def part(work: Work, data_dir: Path | None) -> str:
    print(f"{work.name} …", file=sys.stderr)
    where, begin = machine(), time.perf_counter()
    done = run((*work.words, *_of(data_dir if work.words[0] in WITH_GAZETTEER else None)))
    seconds = time.perf_counter() - begin
    ended = (
        ""
        if done.returncode == 0
        else f" It ended with code {done.returncode}: {done.stderr.strip().splitlines()[-1:]}"
    )
    command = " ".join(
        ("python", f"benchmarks/{work.words[0]}", *(Path(w).name if "/" in w else w for w in work.words[1:]))
    )
    return f"## {work.name}\n\n{work.what}{ended} {where}\n\n    {command}\n\n```\n{done.stdout.rstrip()}\n```\n\n{seconds:.0f} s in all.\n"


def _of(data_dir: Path | None) -> tuple[str, ...]:
    return () if data_dir is None else ("--data-dir", str(data_dir))


def _rows(text: str) -> list[dict[str, float]]:
    """The rows of the table of a part of the results."""
    lines = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("| ")
    ]
    return [dict(zip(lines[0], (float(cell.replace(",", "")) for cell in line), strict=True)) for line in lines[1:]]


def growth(sizes: list[str], data_dir: Path | None, *, merge: bool) -> str:
    print("growth …", file=sys.stderr)
    where = machine()
    done = run(("scale.py", "--json", *_of(data_dir), "--events", *sizes))
    if done.returncode:
        return f"## growth\n\nIt ended with code {done.returncode}: {done.stderr.strip().splitlines()[-1:]}\n"
    measured = {
        row["events"]: row for row in [*(_rows(earlier().get("growth", "")) if merge else []), *json.loads(done.stdout)]
    }
    rows = [measured[events] for events in sorted(measured)]
    draw(rows)
    every = " ".join(f"{row['events']:.0f}" for row in rows)
    names = list(rows[0])
    lines = ["| " + " | ".join(names) + " |", "|" + "---|" * len(names)]
    lines += ["| " + " | ".join(f"{row[name]:,.10g}" for name in names) + " |" for row in rows]
    return (
        "## growth\n\nThe whole line from tables to page, cold, in processor seconds by step; `seconds` is by the clock; `again` is the "
        f"next build after one row has changed. {where}\n\n"
        f"    python benchmarks/scale.py --events {every}\n\n" + "\n".join(lines) + "\n\n"
        "![Processor seconds of each step by the number of events](growth.svg)\n"
    )


def draw(rows: list[dict[str, float]]) -> None:
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    steps = [name for name in rows[0] if name[0].isupper()]
    with mpl.rc_context({"svg.hashsalt": "growth"}):
        figure, axes = plt.subplots(figsize=(7, 4), layout="constrained")
        events = [row["events"] for row in rows]
        for step in steps:
            axes.plot(events, [max(row[step], 0.01) for row in rows], marker="o", label=step)
        axes.plot(events, [row["processor_seconds"] for row in rows], marker="o", color="black", label="all")
        again = [row["again_processor_seconds"] for row in rows]
        axes.plot(events, again, marker="o", color="black", linestyle="--", label="again, one row changed")
        axes.set(xscale="log", yscale="log", xlabel="events", ylabel="processor seconds")
        axes.legend(fontsize=8)
        figure.savefig(PICTURE, metadata={"Date": None})


def run(words: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(HERE / words[0]), *words[1:]], capture_output=True, text=True, check=False
    )


if __name__ == "__main__":
    main()
