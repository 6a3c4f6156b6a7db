"""The polygons in use against a reference: share of the area that agrees, the median and the worst township.

    python benchmarks/boundaries.py ../shared/reference/mimu_adm3.geojson

The reference needs a column of P-codes (`TS_PCODE`, `ADM3_PCODE`). Agreement of a township is the area in common over
the area of either (intersection over union), in an equal-area projection.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from conflictmap.geo import EQUAL_AREA
from conflictmap.places.gazetteer.units import Units
from conflictmap.project import find_project


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reference", type=Path)
    parser.add_argument("--worst", type=int, default=5)
    asked = parser.parse_args()
    start = time.perf_counter()
    units = Units.open(find_project(Path(__file__).parent))
    ours = units.frame.to_crs(EQUAL_AREA)
    theirs = gpd.read_file(asked.reference)
    code = next(name for name in ("TS_PCODE", "ADM3_PCODE", "adm3_pcode") if name in theirs)
    theirs = theirs.set_index(code).to_crs(EQUAL_AREA)
    table = agreement(ours, theirs)
    common = table["common"].sum() / 1e6
    worst = table.sort_values("agreement").head(asked.worst)
    print(
        f"{units.credit}\nagainst {asked.reference.name}: {len(table)} townships in both, {len(ours)} and {len(theirs)} in all"
    )
    print(
        f"share of the area in the right township: {common / (theirs.area.sum() / 1e6):.2%} of {theirs.area.sum() / 1e6:,.0f} km²"
    )
    print(
        f"agreement of a township: median {table['agreement'].median():.3f}, below 0.9: {(table['agreement'] < 0.9).sum()}"
    )
    print(
        "worst: "
        + ", ".join(f"{ours.at[code, 'name']} {row['agreement']:.2f}" for code, row in worst.to_dict("index").items())
    )
    shapes = units.frame.geometry.to_numpy()
    print(
        f"valid coverage: {bool(shapely.coverage_is_valid(shapes))}; vertices {shapely.get_num_coordinates(shapes).sum():,}"
    )
    print(f"not in the reference: {', '.join(sorted(set(ours.index) - set(theirs.index))) or 'none'}")
    print(f"only in the reference: {', '.join(sorted(set(theirs.index) - set(ours.index))) or 'none'}")
    print(f"{time.perf_counter() - start:.1f} s")


def agreement(ours: gpd.GeoDataFrame, theirs: gpd.GeoDataFrame) -> pd.DataFrame:
    """For each P-code of both: square metres in common, and intersection over union."""
    both = ours.index.intersection(theirs.index)
    mine, reference = ours.geometry[both].to_numpy(), theirs.geometry[both].make_valid().to_numpy()
    common = shapely.area(shapely.intersection(mine, reference))
    either = shapely.area(mine) + shapely.area(reference) - common
    return pd.DataFrame({"common": common, "agreement": common / either}, index=both)


if __name__ == "__main__":
    main()
