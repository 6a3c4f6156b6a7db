"""Which polygon of a coverage holds a point, for one point or for millions.
A point on a shared edge goes to the polygon that comes first. Nothing here knows of frames."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

CELL = (
    0.05  # degrees; cells that no edge crosses are answered by a look-up. Finer ones take longer to make than they save
)
GRID_FROM = 50_000  # points; below it, testing polygons one by one is quicker than making the grid
SAMPLE = 20_000  # points looked at to see whether places repeat

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]


class Holder:
    """The polygons of a coverage, made ready for questions. `pcodes` name them, in the order that settles ties."""

    def __init__(self, pcodes: Sequence[str], shapes: NDArray[Any]) -> None:
        self.pcodes = list(pcodes)
        self.shapes = shapes
        self.bounds = shapely.bounds(shapes)
        shapely.prepare(shapes)

    def join(self, lon: Any, lat: Any) -> Ints:
        """Return the number of the polygon that holds each point, -1 where none does or a coordinate is missing."""
        x, y = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
        if x.shape != y.shape or x.ndim != 1:
            raise ValueError(f"lon and lat must be two lists of one length, not {x.shape} and {y.shape}")
        if len(x) < GRID_FROM or not _repeats(x, y):
            return self._join_each(x, y)
        codes, first = _distinct(x, y)
        return self._join_each(x[first], y[first])[codes]

    def _join_each(self, x: Floats, y: Floats) -> Ints:
        return self._by_grid(x, y) if len(x) >= GRID_FROM else self._by_polygon(x, y)

    def _by_polygon(self, x: Floats, y: Floats) -> Ints:
        out = np.full(len(x), -1, dtype=np.intp)
        order = np.argsort(x, kind="stable")
        xs, ys = x[order], y[order]
        starts, ends = np.searchsorted(xs, self.bounds[:, 0], "left"), np.searchsorted(xs, self.bounds[:, 2], "right")
        for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
            if start == end:
                continue
            near = order[start:end]
            high = ys[start:end]
            near = near[(high >= self.bounds[number, 1]) & (high <= self.bounds[number, 3])]
            near = near[out[near] < 0]
            if len(near):
                out[near[shapely.intersects_xy(self.shapes[number], x[near], y[near])]] = number
        return out

    def _by_grid(self, x: Floats, y: Floats) -> Ints:
        grid, west, south = self._grid
        with np.errstate(invalid="ignore"):
            column, row = np.floor((x - west) / CELL), np.floor((y - south) / CELL)
            inside = (column >= 0) & (column < grid.shape[1]) & (row >= 0) & (row < grid.shape[0])
        row, column = np.where(inside, row, 0).astype(np.intp), np.where(inside, column, 0).astype(np.intp)
        out = np.where(inside, grid[row, column], -1)
        crossed = np.flatnonzero(out == _CROSSED)
        out[crossed] = self._by_polygon(x[crossed], y[crossed])
        return out

    @cached_property
    def _grid(self) -> tuple[Ints, float, float]:
        """Rows from the south: the polygon's number, -1 outside all, `_CROSSED` where an edge passes the cell."""
        west, south, east, north = shapely.total_bounds(self.shapes)
        shape = (int((north - south) / CELL) + 2, int((east - west) / CELL) + 2)
        crossed = np.zeros(shape, dtype=bool)
        for row, column in _cells_of_edges(self.shapes, west, south):
            crossed[row, column] = True
        row, column = np.nonzero(~crossed)
        grid = np.full(shape, _CROSSED, dtype=np.intp)
        # no edge passes these cells, so what holds their middle holds all of them
        grid[row, column] = self._by_polygon(west + (column + 0.5) * CELL, south + (row + 0.5) * CELL)
        return grid, float(west), float(south)


_CROSSED = -2


def _cells_of_edges(shapes: NDArray[Any], west: float, south: float) -> list[tuple[Ints, Ints]]:
    """The cells that any edge may pass: of each piece of an edge, shorter than a cell, the box around it.

    Cells are taken by the same rounding as points, which never puts a point outside the box of an edge's ends.
    """
    lines = shapely.segmentize(shapely.boundary(shapes), CELL * 0.9)
    points, owner = shapely.get_coordinates(shapely.get_parts(lines), return_index=True)
    points = points - [west, south]
    joined = owner[1:] == owner[:-1]
    start, end = points[:-1][joined], points[1:][joined]
    # a new point of `segmentize` may lie off the edge by its last digit: hence the margin, a tenth of a millimetre
    low = np.floor((np.minimum(start, end) - 1e-9) / CELL).astype(np.intp).clip(0)
    high = np.floor((np.maximum(start, end) + 1e-9) / CELL).astype(np.intp)
    return [(corner_y[:, 1], corner_x[:, 0]) for corner_x in (low, high) for corner_y in (low, high)]


def _repeats(x: Floats, y: Floats) -> bool:
    """Whether places recur often enough that finding the distinct ones pays; it decides the way, not the answer."""
    step = max(1, len(x) // SAMPLE)
    sample = np.column_stack([x[::step], y[::step]]).view(np.complex128)
    return len(np.unique(sample)) < 0.9 * len(sample)


def _distinct(x: Floats, y: Floats) -> tuple[Ints, Ints]:
    """For each point the number of its place, and for each place the first point at it."""
    across, _ = pd.factorize(x, use_na_sentinel=False)
    up, ups = pd.factorize(y, use_na_sentinel=False)
    codes, places = pd.factorize(across * len(ups) + up)
    first = np.empty(len(places), dtype=np.intp)
    first[codes[::-1]] = np.arange(len(x) - 1, -1, -1)
    return codes, first
