"""The QGIS project beside the GeoPackage: townships, sites, control and events over time, with one day a frame.
Paths are relative, so that the folder can be moved; the same tables give the same bytes."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as Tree
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from conflictmap.export.page_colours import BEYOND
from conflictmap.export.qgis.qgis_styles import style_parts
from conflictmap.export.table_specs import EVENT_TABLE, SITE_TABLE, SPAN_TABLE, TOWNSHIP_TABLE, TableSpec

FRAMES_PER_SECOND = "8"
ANIMATED = "1"  # QgsTemporalNavigationObject::NavigationMode
MAP_CRS, DATA_CRS = "EPSG:3857", "EPSG:4326"  # the page's projection, and that of the tables
SRS_IDS = {MAP_CRS: "3857", DATA_CRS: "3452"}  # the rows of QGIS' own table, without which it reads no code
INNER_FILE = "conflictmap.qgs"
EDGE_METRES = 40_000  # of room around the country
_HEAD = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"


@dataclass(frozen=True, slots=True)
class ProjectView:
    """What a project shows when it is opened.

    first, last: days, inclusive; the map begins at the first. rule_sets: a layer of control each, of which the first is
    drawn. colours: #rrggbb by actor_id. bounds: west, south, east, north of the country, degrees.
    """

    first: dt.date
    last: dt.date
    rule_sets: tuple[str, ...]
    colours: Mapping[str, str]
    bounds: tuple[float, float, float, float]

    @property
    def after(self) -> dt.date:
        """The first day after the last."""
        return self.last + dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Layer:
    spec: TableSpec
    title: str
    subset: str = ""
    drawn: bool = True

    @property
    def key(self) -> str:
        """The layer's id. QGIS gives a layer without "_" in it another id, and then loses its place in the tree."""
        return "conflictmap_" + self.title.replace(": ", "_")

    def source(self, geopackage: str) -> str:
        return f"./{geopackage}|layername={self.spec.name}" + (f"|subset={self.subset}" if self.subset else "")


def project_archive(view: ProjectView, geopackage: str) -> bytes:
    """Write a QGIS project (.qgz) of the layers of a GeoPackage in the same folder.

    Parameters: geopackage, the name of its file. Returns: a ZIP archive with one file, the same bytes each time.
    """
    info = ZipInfo(INNER_FILE)  # dated 1980
    info.compress_type = ZIP_DEFLATED
    archive = io.BytesIO()
    with ZipFile(archive, "w") as written:
        written.writestr(info, _HEAD + Tree.tostring(_project(view, geopackage), encoding="unicode"))
    return archive.getvalue()


def _layers(view: ProjectView) -> Iterator[_Layer]:
    """List the layers, the uppermost first."""
    yield _Layer(EVENT_TABLE, "events")
    for place, name in enumerate(view.rule_sets):
        yield _Layer(SITE_TABLE, f"sites: {name}", f"\"rule_set\" = '{name}'", drawn=False)
        yield _Layer(SPAN_TABLE, f"control: {name}", f"\"rule_set\" = '{name}'", drawn=place == 0)
    yield _Layer(TOWNSHIP_TABLE, "townships")


def _project(view: ProjectView, geopackage: str) -> Tree.Element:
    layers = list(_layers(view))
    root = Tree.Element("qgis", version="3.22.0", projectname="conflictmap")
    Tree.SubElement(root, "title").text = f"Reported control and events, Myanmar, {view.first} to {view.last}"
    Tree.SubElement(root, "trust", active="0")
    _crs(Tree.SubElement(root, "projectCrs"), MAP_CRS)
    tree = Tree.SubElement(root, "layer-tree-group")
    for layer in layers:
        Tree.SubElement(
            tree, "layer-tree-layer", id=layer.key, name=layer.title, providerKey="ogr", expanded="0",
            source=layer.source(geopackage), checked="Qt::Checked" if layer.drawn else "Qt::Unchecked",
        )  # fmt: skip
    _canvas(root, view)
    kept = Tree.SubElement(root, "projectlayers")
    for layer in layers:
        _map_layer(kept, layer, geopackage, view)
    order = Tree.SubElement(root, "layerorder")
    for layer in reversed(layers):
        Tree.SubElement(order, "layer", id=layer.key)
    _properties(root, view)
    _time(root, view)
    return root


def _map_layer(parent: Tree.Element, layer: _Layer, geopackage: str, view: ProjectView) -> None:
    kind = "Point" if layer.spec.shape == "Point" else "Polygon"
    element = Tree.SubElement(
        parent, "maplayer", type="vector", geometry=kind, wkbType=layer.spec.shape, styleCategories="AllStyleCategories",
        hasScaleBasedVisibilityFlag="0", labelsEnabled="0", readOnly="0",
    )  # fmt: skip
    for name, text in (("id", layer.key), ("datasource", layer.source(geopackage)), ("layername", layer.title)):
        Tree.SubElement(element, name).text = text
    _crs(Tree.SubElement(element, "srs"), DATA_CRS)
    Tree.SubElement(element, "provider", encoding="UTF-8").text = "ogr"
    element.extend(style_parts(layer.spec, view.colours, view.after))


def _crs(parent: Tree.Element, authority: str) -> None:
    """Name a system of coordinates by its codes: QGIS looks up the rest."""
    system = Tree.SubElement(parent, "spatialrefsys")
    Tree.SubElement(system, "srsid").text = SRS_IDS[authority]
    Tree.SubElement(system, "authid").text = authority


def _canvas(root: Tree.Element, view: ProjectView) -> None:
    from pyproj import Transformer

    west, south, east, north = Transformer.from_crs(DATA_CRS, MAP_CRS, always_xy=True).transform_bounds(*view.bounds)
    corners = {
        "xmin": f"{west - EDGE_METRES:.0f}", "ymin": f"{south - EDGE_METRES:.0f}",
        "xmax": f"{east + EDGE_METRES:.0f}", "ymax": f"{north + EDGE_METRES:.0f}",
    }  # fmt: skip
    canvas = Tree.SubElement(root, "mapcanvas", name="theMapCanvas", annotationsVisible="1")
    Tree.SubElement(canvas, "units").text = "meters"
    extent = Tree.SubElement(canvas, "extent")
    for name, value in corners.items():
        Tree.SubElement(extent, name).text = value
    Tree.SubElement(canvas, "rotation").text = "0"
    _crs(Tree.SubElement(canvas, "destinationsrs"), MAP_CRS)
    whole = Tree.SubElement(Tree.SubElement(root, "ProjectViewSettings"), "DefaultViewExtent", corners)
    _crs(whole, MAP_CRS)


def _properties(root: Tree.Element, view: ProjectView) -> None:
    properties = Tree.SubElement(root, "properties")
    values: dict[str, dict[str, tuple[str, str]]] = {
        "Paths": {"Absolute": ("bool", "false")},
        "SpatialRefSys": {"ProjectionsEnabled": ("int", "1")},
        "Gui": {
            f"CanvasColor{name}Part": ("int", str(int(BEYOND[place : place + 2], 16)))
            for name, place in (("Red", 1), ("Green", 3), ("Blue", 5))
        },
        "TemporalControllerWidget": {
            "StartDateTime": ("QString", _moment(view.first)),
            "EndDateTime": ("QString", _moment(view.after)),
            "NavigationMode": ("int", ANIMATED),
        },
    }
    for group, entries in values.items():
        element = Tree.SubElement(properties, group)
        for name, (kind, value) in entries.items():
            Tree.SubElement(element, name, type=kind).text = value


def _time(root: Tree.Element, view: ProjectView) -> None:
    settings = Tree.SubElement(
        root,
        "ProjectTimeSettings",
        timeStep="1",
        timeStepUnit="d",
        frameRate=FRAMES_PER_SECOND,
        cumulativeTemporalRange="0",
    )
    covered = Tree.SubElement(settings, "TemporalRange")
    Tree.SubElement(covered, "start").text = _moment(view.first)
    Tree.SubElement(covered, "end").text = _moment(view.after)


def _moment(day: dt.date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
