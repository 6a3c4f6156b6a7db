"""A table of an export with its rows: typed Arrow columns, and a geometry a row where it has one.
Nothing here reads or writes a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import ArrayLike, NDArray

from conflictmap.export.table_specs import TableSpec
from conflictmap.geo import WGS84

if TYPE_CHECKING:
    import geopandas as gpd

ARROW_TYPES: Mapping[str, Any] = {
    "text": pa.string(),
    "int": pa.int64(),
    "float": pa.float64(),
    "date": pa.date32(),
    "bool": pa.bool_(),
}


@dataclass(frozen=True, slots=True)
class FilledTable:
    """The rows of one table. `shapes` holds n geometries of EPSG:4326 or None, and is None for a table without."""

    spec: TableSpec
    rows: pa.Table
    shapes: NDArray[np.object_] | None = None

    def frame(self) -> pd.DataFrame:
        """Return the rows as pandas holds them: days as datetime64, whole numbers that may be missing as Int64."""
        frame: pd.DataFrame = self.rows.to_pandas(date_as_object=False, types_mapper=_PANDAS.get)
        return frame.astype({field.name: "datetime64[s]" for field in self.spec.fields if field.kind == "date"})

    def geo_frame(self) -> gpd.GeoDataFrame:
        """Return `frame` with its geometry. Raises: ValueError, where the table has none."""
        import geopandas as gpd

        if self.shapes is None:
            raise ValueError(f"the table {self.spec.name} has no geometry")
        return gpd.GeoDataFrame(self.frame(), geometry=self.shapes, crs=WGS84)


_PANDAS: Mapping[Any, Any] = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}


def filled(spec: TableSpec, columns: Mapping[str, Any], shapes: NDArray[np.object_] | None = None) -> FilledTable:
    """Type the columns of a table. Parameters: columns, n values for each field; missing is None, NA, NaN or "" (not text)."""
    arrays = [pa.array(_cells(columns[field.name], field.kind), ARROW_TYPES[field.kind]) for field in spec.fields]
    return FilledTable(spec, pa.table(arrays, names=spec.names), shapes)


def points(lon: ArrayLike, lat: ArrayLike) -> NDArray[np.object_]:
    """Make a point of each pair of degrees; None where a coordinate is missing."""
    import shapely

    x, y = np.asarray(lon, float), np.asarray(lat, float)
    made = np.full(len(x), None, dtype=object)
    known = np.isfinite(x) & np.isfinite(y)
    made[known] = shapely.points(x[known], y[known])
    return made


def _cells(values: Any, kind: str) -> list[Any]:
    column = values.tolist() if hasattr(values, "tolist") else list(values)
    if kind == "text":
        return ["" if _missing(cell) else str(cell) for cell in column]
    if kind == "date":
        return [cell if isinstance(cell, dt.date) and cell == cell else None for cell in column]
    convert = {"int": int, "float": float, "bool": bool}[kind]
    return [None if _missing(cell) or cell == "" else convert(cell) for cell in column]


def _missing(value: Any) -> bool:
    return value is None or value is pd.NA or value != value
