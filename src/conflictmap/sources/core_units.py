"""Township polygons with their P-codes, and the table of units that goes with them.
A code is given by the known points inside a polygon and by its name together, never by the name alone."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from conflictmap.errors import SourceError
from conflictmap.geo import EQUAL_AREA, WGS84, distance_km
from conflictmap.places.gazetteer.point_in_polygon import Holder
from conflictmap.sources.mimu_lists import letters

NAME_WEIGHT = 0.5  # half of what all the points can say: a name alone never outvotes them, and breaks a tie


def assign_pcodes(shapes: NDArray[Any], names: list[str], points: pd.DataFrame, known: pd.DataFrame) -> list[str]:
    """Return the P-code of each polygon.

    A polygon's score for a township is the share of the polygon's points that are the township's, times the share of
    the township's that lie in the polygon, plus `NAME_WEIGHT` where the names are one; the best pairs are made first.

    Parameters: shapes, n polygons in degrees; names, n; points, places with lon, lat and the adm3_pcode their list
    states; known, townships indexed by pcode with `name`.
    Returns: n distinct codes. Raises: SourceError, where a polygon is left without one.
    """
    votes = _votes(shapes, points[points["adm3_pcode"].isin(known.index)])
    called = pd.Series(known.index, index=[letters(name) for name in known["name"]])
    for number, name in enumerate(names):
        for pcode in called[called.index == letters(name)]:
            votes[number, pcode] = votes.get((number, pcode), 0.0) + NAME_WEIGHT
    given: dict[int, str] = {}
    taken: set[str] = set()
    for (number, pcode), _ in sorted(votes.items(), key=lambda item: (-item[1], item[0])):
        if number not in given and pcode not in taken:
            given[number] = pcode
            taken.add(pcode)
    lost = [names[number] for number in range(len(names)) if number not in given]
    if lost:
        raise SourceError(f"no P-code fits the polygons {', '.join(lost)}: no known place lies in them")
    return [given[number] for number in range(len(names))]


def measure(shapes: NDArray[Any]) -> pd.DataFrame:
    """Return for each polygon a point inside (lon, lat), the farthest that it reaches from there (radius_km) and its area_km2.

    Parameters: shapes, n polygons in degrees. Returns: n rows, rounded to what the polygons can bear.
    """
    inside = shapely.get_coordinates(shapely.point_on_surface(shapes)).round(5)
    edge, owner = shapely.get_coordinates(shapes, return_index=True)
    reach = distance_km(edge[:, 0], edge[:, 1], inside[owner, 0], inside[owner, 1])
    radius = np.zeros(len(shapes))
    np.maximum.at(radius, owner, reach)
    area = gpd.GeoSeries(shapes, crs=WGS84).to_crs(EQUAL_AREA).area.to_numpy() / 1e6
    # the radius is rounded up: it is the circle that surely holds the unit
    return pd.DataFrame(
        {"lon": inside[:, 0], "lat": inside[:, 1], "radius_km": np.ceil(radius * 10) / 10, "area_km2": area.round(1)}
    )


def unit_table(shapes: NDArray[Any], pcodes: list[str], known: pd.DataFrame, *, source: str) -> pd.DataFrame:
    """Return every unit of ADM0 to ADM3, columns of `schema.UNITS` without `seat_id`, sorted by pcode.

    Parameters: shapes and pcodes, the townships' (n); known, units of ADM1 to ADM3 indexed by pcode: name, name_my,
    kind, adm1_pcode, adm2_pcode; source, of the polygons.
    """
    townships = known.loc[pcodes]
    groups = [(3, dict(zip(pcodes, shapes, strict=True)))]
    for level, column in ((2, "adm2_pcode"), (1, "adm1_pcode")):
        parts = pd.Series(shapes, index=townships[column].to_numpy())
        groups.append(
            (level, {str(pcode): shapely.coverage_union_all(of.to_numpy()) for pcode, of in parts.groupby(level=0)})
        )
    groups.append((0, {"MMR": shapely.coverage_union_all(shapes)}))
    rows = []
    for level, made in groups:
        size = measure(np.array(list(made.values()), dtype=object)).set_index(pd.Index(list(made), name="pcode"))
        names = known.reindex(list(made)) if level else _country()
        rows.append(names[["name", "name_my", "kind", "adm1_pcode", "adm2_pcode"]].assign(level=level).join(size))
    table = pd.concat(rows).rename_axis("pcode").sort_index()
    return table.assign(source=source).reset_index()


def _country() -> pd.DataFrame:
    row = {"name": "Myanmar", "name_my": "မြန်မာ", "kind": "country", "adm1_pcode": "", "adm2_pcode": ""}
    return pd.DataFrame([row], index=["MMR"])


def _votes(shapes: NDArray[Any], points: pd.DataFrame) -> dict[tuple[int, str], float]:
    held = Holder([str(number) for number in range(len(shapes))], shapes).join(
        points["lon"].to_numpy(), points["lat"].to_numpy()
    )
    pairs = pd.DataFrame({"number": held, "pcode": points["adm3_pcode"].to_numpy()})
    pairs = pairs[(pairs["number"] >= 0) & (pairs["pcode"] != "")]
    counts = pairs.groupby(["number", "pcode"]).size()
    of_polygon = counts / counts.groupby("number").transform("sum")
    of_township = counts / counts.groupby("pcode").transform("sum")
    scores = of_polygon * of_township
    pairs = scores.reset_index(name="score")
    return {
        (int(number), str(pcode)): float(score)
        for number, pcode, score in zip(pairs["number"], pairs["pcode"], pairs["score"], strict=True)
    }
