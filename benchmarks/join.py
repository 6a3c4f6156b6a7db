"""Points to townships: `Units.join` against `geopandas.sjoin`, in one run, on the polygons in use.

    python benchmarks/join.py [--points 1000000] [--rounds 3]

Prints seconds (the median of the rounds) and million rows a second. Every round opens the units afresh, so that what
`Units.join` prepares is counted; polygons are read before, for both.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from conflictmap.places.gazetteer.units import Units
from conflictmap.project import Project, find_project

PLACES = 16_000  # about as many as a year of reports names


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--points", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    project = find_project(Path(__file__).parent)
    frame = Units.open(project).frame
    print(f"{len(frame)} polygons, {frame.geometry.count_coordinates().sum():,} vertices, {asked.points:,} points")
    for what, (lon, lat) in points(frame, asked.points, np.random.default_rng(5)).items():
        compare(project, what, lon, lat, rounds=asked.rounds)


def points(frame: gpd.GeoDataFrame, n: int, generator: np.random.Generator) -> dict[str, tuple[NDArray, NDArray]]:
    west, south, east, north = frame.total_bounds
    lon, lat = generator.uniform(west, east, n), generator.uniform(south, north, n)
    chosen = generator.integers(0, min(PLACES, n), n)
    corners = frame.geometry.get_coordinates().to_numpy()  # every one lies on a border
    border = corners[generator.integers(0, len(corners), n)]
    return {
        f"at {PLACES:,} places": (lon[chosen], lat[chosen]),
        "all distinct": (lon, lat),
        "on borders": (border[:, 0], border[:, 1]),
    }


def compare(project: Project, what: str, lon: NDArray, lat: NDArray, *, rounds: int) -> None:
    units = Units.open(project)
    polygons = units.frame[["geometry"]]
    given = gpd.GeoDataFrame(geometry=gpd.points_from_xy(lon, lat), crs="EPSG:4326")
    ours, theirs, answers = [], [], []
    for _ in range(rounds):
        fresh = Units.open(project)
        assert len(fresh.frame) == len(polygons)
        ours.append(timed(lambda fresh=fresh: answers.append(fresh.join(lon, lat))))
        theirs.append(timed(lambda: answers.append(gpd.sjoin(given, polygons, how="left", predicate="intersects"))))
    joined, spatial = answers[-2], answers[-1]["adm3_pcode"]
    # on a border sjoin gives a row for each side; the smaller P-code is our one answer
    same = pd.Series(joined).fillna("").to_numpy() == spatial.fillna("").groupby(level=0).min().to_numpy()
    a, b = statistics.median(ours), statistics.median(theirs)
    print(
        f"{what:18} Units.join {a:6.3f} s ({len(lon) / a / 1e6:5.2f} M/s)   geopandas.sjoin {b:6.3f} s "
        f"({len(lon) / b / 1e6:5.2f} M/s)   {b / a:5.1f} times   same answer {same.mean():.6f}   "
        f"rows of sjoin {len(spatial):,}"
    )


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
