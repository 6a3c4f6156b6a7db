"""GeoPackage and GeoParquet of the tables, with true days, whole numbers and truth values.
Coordinates are longitude and latitude in degrees (EPSG:4326)."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from conflictmap.export.filled_table import FilledTable
from conflictmap.export.qgis.qgis_styles import qml
from conflictmap.geo import WGS84

GEOMETRY, COVERING = "geometry", "bbox"
_STYLES = """
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT, f_table_catalog TEXT(256), f_table_schema TEXT(256), f_table_name TEXT(256),
  f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN,
  description TEXT, owner TEXT(30), ui TEXT(30), update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', '1970-01-01'))
)
"""


def write_geopackage(tables: Mapping[str, FilledTable], path: Path, colours: Mapping[str, str], after: dt.date) -> None:
    """Write all tables as layers of one GeoPackage, with QGIS' styles and temporal settings inside.

    Parameters: colours, #rrggbb by actor_id, for the layers of control; after, the first day after the data.
    """
    from pyogrio.raw import write_arrow

    for number, (name, table) in enumerate(tables.items()):
        shape = table.spec.shape
        rows = table.rows if table.shapes is None else _with_wkb(table)
        options: dict[str, Any] = {"geometry_name": GEOMETRY, "geometry_type": shape, "crs": WGS84} if shape else {}
        write_arrow(rows, path, layer=name, driver="GPKG", append=number > 0, **options)
    with closing(sqlite3.connect(path)) as base, base:
        base.execute(_STYLES)
        base.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier) "
            "VALUES ('layer_styles', 'attributes', 'layer_styles')"
        )
        for name, table in tables.items():
            if table.spec.shape:
                row = (name, "geom", name, qml(table.spec, colours, after), 1)
                base.execute(
                    "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, "
                    "styleName, styleQML, styleSLD, useAsDefault, description, owner) "
                    "VALUES ('', '', ?, ?, ?, ?, '', ?, '', '')",
                    row,
                )


def write_geoparquet(table: FilledTable, path: Path) -> None:
    """Write GeoParquet 1.1 with a covering of bounding boxes; a table without geometry becomes plain Parquet."""
    import geopandas as gpd
    import pandas as pd
    from pyarrow import parquet

    if table.shapes is None:
        parquet.write_table(table.rows, path, compression="zstd")
        return
    frame = table.rows.to_pandas(types_mapper=pd.ArrowDtype)  # the types that were declared, not those inferred again
    geo = gpd.GeoDataFrame(frame, geometry=_uniform(table), crs=WGS84)
    geo.to_parquet(path, index=False, compression="zstd", schema_version="1.1.0", write_covering_bbox=True)
    if any(shape is None for shape in table.shapes):
        _without_empty_boxes(path)


def _without_empty_boxes(path: Path) -> None:
    """Take the boxes from rows without a geometry, which geopandas fills with NaN and GeoParquet 1.1 forbids."""
    from pyarrow import parquet

    rows = parquet.read_table(path)
    place = rows.schema.get_field_index(COVERING)
    boxes = rows[COVERING].combine_chunks()
    none = rows[GEOMETRY].combine_chunks().is_null()
    kept = pa.StructArray.from_arrays(boxes.flatten(), fields=list(boxes.type), mask=none)
    parquet.write_table(rows.set_column(place, rows.schema.field(place), kept), path, compression="zstd")


def _with_wkb(table: FilledTable) -> pa.Table:
    import shapely

    wkb = pa.array(shapely.to_wkb(_uniform(table)), pa.binary())
    return table.rows.append_column(pa.field(GEOMETRY, pa.binary()), wkb)


def _uniform(table: FilledTable) -> NDArray[np.object_]:
    """The shapes as the one type that the table declares: a polygon becomes a multipolygon of one."""
    import shapely

    shapes = table.shapes
    assert shapes is not None
    if table.spec.shape != "MultiPolygon":
        return shapes
    return np.array(
        [
            shapely.MultiPolygon([shape]) if shape is not None and shape.geom_type == "Polygon" else shape
            for shape in shapes
        ],
        dtype=object,
    )
