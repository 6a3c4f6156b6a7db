"""Administrative units: their table, their polygons, and which township holds a point.
The table opens without geopandas; polygons are read when first asked for. Nothing here is written."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from conflictmap.errors import DataError, Problem, raise_if_errors
from conflictmap.places.gazetteer.layers import Layers, layers_of
from conflictmap.project import Project, find_project, read_bytes, read_json, read_table
from conflictmap.schema import UNITS

if TYPE_CHECKING:
    import geopandas as gpd

    from conflictmap.places.gazetteer.point_in_polygon import Holder

CORE_CREDIT = "Boundaries: geoBoundaries, www.geoboundaries.org, Runfola et al. (2020), CC BY 4.0"


@dataclass(frozen=True)
class Units:
    """The units of one set of boundaries.

    `table` has a row a unit of ADM0 to ADM3, indexed by pcode, sorted, with the other columns of `schema.UNITS`.
    `credit` is the line that a page owes the source; `version` changes whenever a table or an edge does.
    """

    table: pd.DataFrame
    credit: str
    version: str
    problems: tuple[Problem, ...]
    _topology_path: Path = field(repr=False)

    @classmethod
    def open(cls, project: Project | None = None, *, data_dir: Path | None = None) -> Units:
        """Return the boundaries in use: those set by `conflictmap boundaries use`, else the core's.

        Parameters: project, whose core to read (else the one around the current folder, else the shipped); data_dir,
        the folder of imported layers (else the project's own or the user's).
        Raises: DataError, where the table or the topology is not there or cannot be read.
        """
        project = project or find_project(Path.cwd())
        layers = layers_of(project, data_dir)
        return _read(project, layers)

    @classmethod
    def of_core(cls, project: Project) -> Units:
        """Return the boundaries of the core, whatever others are in use. Raises: as `open`."""
        return _read(project, Layers(project.root))

    @cached_property
    def topology(self) -> dict[str, Any]:
        """ADM3 as TopoJSON: object "units", `properties.pcode`, shared arcs; the page draws every level from them."""
        return _topology(self._topology_path)

    @cached_property
    def frame(self) -> gpd.GeoDataFrame:
        """ADM3, a row a township indexed by adm3_pcode and sorted: name, name_my, adm1_pcode, adm2_pcode, geometry.

        EPSG:4326. Only townships with a polygon.
        """
        import geopandas as gpd

        shapes = self._shapes
        names = self.table.reindex(list(shapes))[["name", "name_my", "adm1_pcode", "adm2_pcode"]]
        frame = gpd.GeoDataFrame(names, geometry=list(shapes.values()), crs="EPSG:4326")
        return frame.rename_axis("adm3_pcode")

    @cached_property
    def townships(self) -> pd.DataFrame:
        """The rows of `table` that are townships, indexed by adm3_pcode and sorted."""
        return self.table[self.table["level"] == 3].rename_axis("adm3_pcode")

    def join(self, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.object_]:
        """Return the adm3_pcode of the township that holds each point; None where none does or a coordinate is missing.

        A point on a shared border goes to the smaller P-code, so there is one answer whatever the order.

        Parameters: lon, lat, n degrees each (EPSG:4326). Returns: n strings or None, in the same order.
        """
        holder = self._holder
        codes = np.array([*holder.pcodes, None], dtype=object)
        return np.asarray(codes[holder.join(np.atleast_1d(lon), np.atleast_1d(lat))], dtype=object)

    def join_frame(self, points: gpd.GeoDataFrame) -> pd.Series[Any]:
        """Join a frame of points as `join` does: a Series "adm3_pcode" with the frame's index, None where no unit holds one.

        Raises: CrsError, where the frame is not EPSG:4326; ValueError, where a geometry is not a point.
        """
        from conflictmap.geo import require_wgs84

        require_wgs84(points, "join_frame")
        x, y = points.geometry.x.to_numpy(), points.geometry.y.to_numpy()  # geopandas refuses other shapes itself
        return pd.Series(self.join(x, y), index=points.index, name="adm3_pcode", dtype=object)

    @property
    def bounds(self) -> NDArray[np.float64]:
        """West, south, east and north of each row of `frame`, in its order."""
        return np.asarray(self._holder.bounds, dtype=np.float64)

    def distance_km(self, pcode: str, lon: float, lat: float) -> float:
        """Tell how far a point lies outside a township: 0 within it, NaN where it has no polygon or no point is given.

        True within 1 %: the nearest point of the edge is sought in degrees with longitude scaled by the latitude.
        """
        import shapely

        shape = self._shapes.get(pcode)
        if shape is None or not (np.isfinite(lon) and np.isfinite(lat)):
            return float("nan")
        scale = float(np.cos(np.radians(lat)))
        flat = shapely.transform(shape, lambda xy: xy * [scale, 1.0])
        return float(shapely.distance(flat, shapely.Point(lon * scale, lat))) * 111.195

    def dissolve(self, level: int) -> gpd.GeoDataFrame:
        """Return the units of ADM0, ADM1 or ADM2, made of their townships: name, name_my, geometry.

        Indexed by P-code and sorted; EPSG:4326. Raises: ValueError for another level.
        """
        import geopandas as gpd
        import shapely

        if level not in (0, 1, 2):
            raise ValueError(f"level {level}: 0, 1 or 2 can be made of townships; level 3 is `frame`")
        frame = self.frame
        country = str(self.table.index[self.table["level"] == 0][0])
        codes = pd.Series(country, frame.index) if level == 0 else frame[f"adm{level}_pcode"]
        groups = frame.geometry.groupby(codes.to_numpy(), sort=True)
        try:
            made = {str(pcode): shapely.coverage_union_all(shapes.to_numpy()) for pcode, shapes in groups}
        except shapely.errors.ShapelyError as error:  # edges that cross: an arc was damaged
            what = f"has townships whose edges do not match ({str(error)[:120]})"
            raise DataError([_broken(self._topology_path, what)]) from None
        names = self.table.reindex(list(made))[["name", "name_my"]]
        return gpd.GeoDataFrame(names, geometry=list(made.values()), crs="EPSG:4326").rename_axis(f"adm{level}_pcode")

    @cached_property
    def _shapes(self) -> Mapping[str, Any]:
        import shapely

        full = self._topology_path.with_name("polygons.parquet")
        if full.is_file():  # boundaries in use keep their full detail here; the topology is generalised for the page
            try:
                kept = pd.read_parquet(full).sort_values("pcode")
                return dict(zip(kept["pcode"].tolist(), shapely.from_wkb(kept["wkb"].to_numpy()), strict=True))
            except (OSError, ValueError, KeyError, TypeError, shapely.errors.ShapelyError) as error:
                raise DataError([_broken(full, f"cannot be read ({str(error)[:200]})")]) from None
        from conflictmap.places.gazetteer.topology import polygons

        try:
            shapes = polygons(self.topology)
        except (ValueError, KeyError, TypeError, IndexError, AttributeError, OverflowError, RecursionError,
                shapely.errors.ShapelyError) as error:  # fmt: skip
            what = f"is damaged ({type(error).__name__}: {str(error)[:200]})"
            raise DataError([_broken(self._topology_path, what)]) from None
        if not shapes or not all(isinstance(pcode, str) for pcode in shapes):
            what = "has a P-code that is no text" if shapes else "holds no polygon"
            raise DataError([_broken(self._topology_path, what)])
        west, south, east, north = shapely.total_bounds(np.array(list(shapes.values()), dtype=object))
        if not (west >= -180 and east <= 180 and south >= -90 and north <= 90):
            extent = f"{west:.0f}, {south:.0f} to {east:.0f}, {north:.0f}"
            raise DataError([_broken(self._topology_path, f"is not in degrees (EPSG:4326): it reaches from {extent}")])
        return {pcode: shapes[pcode] for pcode in sorted(shapes)}

    @cached_property
    def _holder(self) -> Holder:
        from conflictmap.places.gazetteer.point_in_polygon import Holder

        return Holder(list(self._shapes), np.array(list(self._shapes.values()), dtype=object))


def _read(project: Project, layers: Layers) -> Units:
    folder = layers.boundaries or project.table("gazetteer")
    path, topology = folder / "units.csv", folder / "units.topojson"
    table, problems = read_table(path, UNITS, project.shown(path))
    raise_if_errors(problems)
    if not topology.is_file():
        raise DataError([_broken(topology, "does not exist")])
    digest = hashlib.sha256(read_bytes(path, project.shown(path)))
    digest.update(read_bytes(topology, project.shown(topology)))
    credit = layers.credit_of_boundaries or CORE_CREDIT
    return Units(table.set_index("pcode").sort_index(), credit, digest.hexdigest()[:12], tuple(problems), topology)


def _topology(path: Path) -> dict[str, Any]:
    try:
        topo: dict[str, Any] = read_json(path.read_bytes())
        objects = topo.get("objects", {})
    except (OSError, ValueError, RecursionError, AttributeError) as error:
        raise DataError([_broken(path, f"is not a topology ({str(error)[:200] or type(error).__name__})")]) from None
    if not isinstance(objects, dict) or "units" not in objects:
        raise DataError([_broken(path, "has no object 'units'")])
    from conflictmap.places.gazetteer.topology import absolute_arcs

    try:
        absolute_arcs(topo)
    except (ValueError, KeyError, TypeError, OverflowError) as error:
        raise DataError([_broken(path, f"is damaged ({type(error).__name__}: {str(error)[:200]})")]) from None
    return topo


def _broken(path: Path, message: str) -> Problem:
    fix = "restore it from the repository, or bring it with `conflictmap boundaries use PATH`, which reprojects"
    return Problem(path.name, message, fix)
