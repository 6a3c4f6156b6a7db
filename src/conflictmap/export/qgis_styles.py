"""QGIS' style of each layer, as the QML that a GeoPackage carries: colours by holder, and the layer's time.
The temporal controller takes the fields from here, so that a map plays at once."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree import ElementTree as Tree

from conflictmap.export.table_specs import TableSpec

BY_TWO_FIELDS = "2"  # QgsVectorLayerTemporalProperties: start and end are fields
HALF_OPEN, CLOSED = "0", "1"  # whether the end is the first day after, or the last day
NOT_ASSESSED_COLOUR = "#f4f2ec"
EVENT_COLOUR = "#b3122b"
PLAIN_COLOUR = "#8c8c8c"


def qml(spec: TableSpec, colours: Mapping[str, str]) -> str:
    """Write the style of a layer as QML. Parameters: colours, #rrggbb by actor_id; the first of several holders gives the colour."""
    root = Tree.Element("qgis", version="3.22", styleCategories="Symbology|Temporal")
    if spec.period[0]:
        _temporal(root, spec)
    if spec.name in ("control_spans", "sites"):
        _by_holder(root, spec, colours)
    else:
        renderer = Tree.SubElement(root, "renderer-v2", type="singleSymbol", symbollevels="0", forceraster="0")
        colour = EVENT_COLOUR if spec.name == "events" else PLAIN_COLOUR
        _symbol(Tree.SubElement(renderer, "symbols"), "0", spec, colour)
    return '<!DOCTYPE qgis PUBLIC "http://mrcc.com/qgis.dtd" "SYSTEM">\n' + Tree.tostring(root, encoding="unicode")


def _temporal(root: Tree.Element, spec: TableSpec) -> None:
    start, end = spec.period
    element = Tree.SubElement(
        root, "temporal", enabled="1", mode=BY_TWO_FIELDS, startField=start, endField=end, durationField="",
        durationUnit="days", fixedDuration="0", accumulate="0", startExpression="", endExpression="",
        limitMode=HALF_OPEN if end == "valid_to" else CLOSED,
    )  # fmt: skip
    fixed = Tree.SubElement(element, "fixedRange")
    for name in ("start", "end"):
        Tree.SubElement(fixed, name)


def _by_holder(root: Tree.Element, spec: TableSpec, colours: Mapping[str, str]) -> None:
    first = "case when \"state\" = 'not_assessed' then '' else regexp_substr(\"holder\", '^([^|]*)') end"
    renderer = Tree.SubElement(
        root, "renderer-v2", type="categorizedSymbol", attr=first, symbollevels="0", forceraster="0"
    )
    categories = Tree.SubElement(renderer, "categories")
    symbols = Tree.SubElement(renderer, "symbols")
    named = [*sorted(colours.items()), ("", NOT_ASSESSED_COLOUR)]
    for number, (holder, colour) in enumerate(named):
        label = holder or "not assessed, or no single holder"
        Tree.SubElement(
            categories, "category", value=holder, symbol=str(number), label=label, render="true", type="string"
        )
        _symbol(symbols, str(number), spec, colour)


def _symbol(parent: Tree.Element, name: str, spec: TableSpec, colour: str) -> None:
    kind = "marker" if spec.shape == "Point" else "fill"
    symbol = Tree.SubElement(parent, "symbol", type=kind, name=name, alpha="1", force_rhr="0", clip_to_extent="1")
    drawn = {"marker": "SimpleMarker", "fill": "SimpleFill"}[kind]
    layer = Tree.SubElement(symbol, "layer", {"class": drawn, "enabled": "1", "locked": "0", "pass": "0"})
    options = Tree.SubElement(layer, "Option", type="Map")
    edge = {"outline_color": "255,255,255,255", "outline_width": "0.2", "outline_width_unit": "MM"}
    own = {"size": "2", "size_unit": "MM", "name": "circle"} if kind == "marker" else {"style": "solid"}
    for key, value in {"color": _rgba(colour), **edge, **own}.items():
        Tree.SubElement(options, "Option", type="QString", name=key, value=value)


def _rgba(colour: str) -> str:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"{red},{green},{blue},255"
