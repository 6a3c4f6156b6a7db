"""Polygons out of any file that GDAL reads, in degrees.
The coordinate system is taken from the file or from the user, never guessed."""

from __future__ import annotations

import zipfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import pyproj
import shapely

from conflictmap.errors import SourceError
from conflictmap.geo import WGS84, in_country_box
from conflictmap.sources import unpacked
from conflictmap.sources.gdal_files import closed_to_the_network, refuse_naming_others, refuse_reaching_out
from conflictmap.sources.table_files import SIZE_LIMIT_MB

_LATIN_BURMESE = ("\u00e1\u0080", "\u00e1\u0081", "\u00e1\u0082")  # the first bytes of a Burmese letter
POLYGONS = (3, 6)  # GEOS's numbers of Polygon and MultiPolygon


def read_polygons(path: Path, *, layer: str | None = None, crs: str = "") -> tuple[gpd.GeoDataFrame, list[str]]:
    """Return the polygons of a file, EPSG:4326, with its columns, and remarks for the user.

    Parameters: layer, which of a file's layers (else the only one, or the one called adm3); crs, what the file's
    coordinates are, where the file does not say.
    Raises: SourceError, where it is no such file, holds no polygons, has no coordinate system or lies elsewhere.
    """
    source = _source(path)
    frame = _read(source, path.name, layer)
    shapes = frame.geometry.to_numpy()
    frame = frame[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))].reset_index(drop=True)
    if not len(frame) or not np.isin(shapely.get_type_id(frame.geometry.to_numpy()), POLYGONS).all():
        raise SourceError(f"{path.name}: holds no polygons, or other shapes beside them; give a layer of areas")
    if (flat := shapely.area(shapely.make_valid(frame.geometry.to_numpy())) == 0).any():
        raise SourceError(
            f"{path.name}: {int(flat.sum())} polygons have no area (the first in row {int(np.argmax(flat)) + 1}); "
            "remove or redraw them"
        )
    frame, remarks = _in_degrees(frame, path.name, crs)
    if len(frame) < len(shapes):
        remarks.append(f"{len(shapes) - len(frame)} rows have no geometry and were passed over.")
    box = np.asarray(shapely.total_bounds(frame.geometry.to_numpy()))
    middle = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    if not in_country_box(*middle):
        swapped = " (longitude and latitude seem to be swapped)" if in_country_box(middle[1], middle[0]) else ""
        raise SourceError(
            f"{path.name}: lies around {middle[0]:.1f}, {middle[1]:.1f}, "
            f"not in Myanmar{swapped}; check the file and its CRS"
        )
    return frame, remarks


def _source(path: Path) -> str:
    """What GDAL is to open for a path, once what GDAL says badly or not at all has been ruled out."""
    if not path.exists():
        raise SourceError(f"{path}: no such file")
    if path.is_file():
        _refuse_other(path)
    if path.suffix.lower() == ".shp" and (lost := [end for end in (".dbf", ".shx") if not _beside(path, end)]):
        raise SourceError(f"{path.name}: its {' and '.join(lost)} is missing; copy all files of the shapefile together")
    return _zipped(path) if path.suffix.lower() == ".zip" else str(path)


def _refuse_other(path: Path) -> None:
    size = path.stat().st_size
    if size > SIZE_LIMIT_MB * 1_000_000:
        raise SourceError(f"{path.name}: {size / 1e9:.1f} GB is more than boundaries of townships can have")
    refuse_reaching_out(path)


def _zipped(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked.check_members(path.name, archive.infolist(), SIZE_LIMIT_MB)
            if (bad := archive.testzip()) is not None:
                raise zipfile.BadZipFile(bad)
            ends = (".shp", ".gpkg", ".geojson", ".json")
            shapes = [name for name in archive.namelist() if name.lower().endswith(ends)]
            for name in shapes:
                with archive.open(name) as member:
                    refuse_naming_others(name, member.read(4096))
    except unpacked.FAULTS as error:
        if isinstance(error, SourceError):
            raise
        raise SourceError(f"{path.name}: the zip file {unpacked.reason(error)}") from None
    return f"/vsizip/{path.resolve()}/{_third(shapes, path.name)}"


def _beside(path: Path, end: str) -> bool:
    return path.with_suffix(end).is_file() or path.with_suffix(end.upper()).is_file()


def _third(names: list[str], what: str) -> str:
    """The one of several files or layers that holds townships, by its name."""
    if len(names) == 1:
        return names[0]
    likely = [name for name in names if any(word in name.lower() for word in ("adm3", "admin3", "township", "adm_3"))]
    if len(likely) != 1:
        shown = ", ".join(names) or "none"
        raise SourceError(f"{what}: which layer holds the townships? name it with --layer; there are: {shown}")
    return likely[0]


def _read(source: str, what: str, layer: str | None) -> gpd.GeoDataFrame:
    try:
        with closed_to_the_network():
            layers = [str(name) for name in pyogrio.list_layers(source)[:, 0]]
            if layer is not None and layer not in layers:
                raise SourceError(f"{what}: no layer {layer!r}; its layers are: {', '.join(layers)}")
            frame = pyogrio.read_dataframe(source, layer=layer or _third(layers, what))
    except SourceError:
        raise
    except Exception as error:  # GDAL's faults come as many classes, and all of them are the file's
        raise SourceError(
            f"{what}: GDAL cannot read it ({str(error)[:200]}); is it a file of polygons, and whole?"
        ) from None
    if not isinstance(frame, gpd.GeoDataFrame):
        raise SourceError(f"{what}: has no geometry; give polygons (GeoPackage, GeoJSON, shapefile ...)")
    return _in_utf8(frame)


def _in_utf8(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Burmese that GDAL took for Latin-1, put right: MIMU's shapefiles say their encoding in a .cst that GDAL does not read."""

    def mended(cell: object) -> object:
        if not isinstance(cell, str) or not any(sign in cell for sign in _LATIN_BURMESE):
            return cell
        try:
            return cell.encode("latin-1").decode("utf-8")
        except UnicodeError:
            return cell

    texts = [name for name in frame.columns if name != frame.geometry.name and frame[name].map(type).eq(str).any()]
    return frame.assign(**{name: frame[name].map(mended) for name in texts})


def _in_degrees(frame: gpd.GeoDataFrame, what: str, crs: str) -> tuple[gpd.GeoDataFrame, list[str]]:
    if frame.crs is None and not crs:
        raise SourceError(
            f"{what}: states no coordinate system (a shapefile keeps it in its .prj); "
            "say it with --crs, e.g. --crs EPSG:4326"
        )
    try:
        stated = pyproj.CRS.from_user_input(frame.crs if frame.crs is not None else crs)
    except pyproj.exceptions.CRSError:
        raise SourceError(f"--crs {crs}: is no coordinate system; write it as EPSG:32647, for example") from None
    frame = frame.set_crs(stated, allow_override=True)
    if stated.equals(pyproj.CRS.from_user_input(WGS84), ignore_axis_order=True):
        return frame, []
    return frame.to_crs(WGS84), [f"Coordinates were in {stated.name} and are now degrees (EPSG:4326)."]
