"""QGIS' style of each layer: the page's colours, textures that say how sure, and the layer's time.
The GeoPackage carries them as QML, the project as parts of its layers; the temporal controller plays at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from xml.etree import ElementTree as Tree

from conflictmap.export.page_colours import HOME, NOBODY, PALE, SOLID, TYPE_COLOURS, TYPE_FORMS
from conflictmap.export.table_specs import TableSpec

# QgsVectorLayerTemporalProperties. By fields, QGIS would have SQLite compare the text of a day with that of a moment, and
# draw each event a day early: "2023-11-14" comes before "2023-11-14T00:00:00".
BY_EXPRESSIONS = "4"
HALF_OPEN = "0"  # the end is the first moment after
PLAIN_COLOUR = "#8c8c8c"
TOWNSHIP_EDGE = "#c9c4b8"
MARKERS = {"wedge": ("triangle", "180")}  # QGIS' name of a form, and the degrees it is turned by
NO_HOLDER = "not assessed, or no single holder"
FIRST_HOLDER = "case when \"state\" = 'not_assessed' then '' else regexp_substr(\"holder\", '^([^|]*)') end"
FIRST_RIVAL = "regexp_substr(\"rivals\", '^([^|]*)')"
# As textures.js draws them, with the brushes that QGIS has
HOLDER_BRUSH = "CASE WHEN \"confidence\" = 'low' AND \"state\" = 'controlled' THEN 'dense4' ELSE 'solid' END"
RIVAL_BRUSHES = {
    "contested": "b_diagonal", "besieged": "b_diagonal", "mixed": "vertical", "split": "dense5", "predominant": "dense6",
    "partial": "dense6", "vacated": "dense7",
}  # fmt: skip
RIVAL_BRUSH = (
    "CASE "
    + " ".join(f"WHEN \"state\" = '{state}' THEN '{brush}'" for state, brush in RIVAL_BRUSHES.items())
    + " ELSE 'no' END"
)
OPACITY = f"CASE WHEN \"state\" = 'baseline' THEN {PALE} ELSE {SOLID} END"


def qml(spec: TableSpec, colours: Mapping[str, str], after: dt.date) -> str:
    """Write the style of a layer as QML.

    Parameters: colours, #rrggbb by actor_id, of which the first of several holders takes its own; after, the first day
    after the data, to which a span without an end is drawn.
    """
    root = Tree.Element("qgis", version="3.22", styleCategories="Symbology|Temporal")
    root.extend(style_parts(spec, colours, after))
    return '<!DOCTYPE qgis PUBLIC "http://mrcc.com/qgis.dtd" "SYSTEM">\n' + Tree.tostring(root, encoding="unicode")


def style_parts(spec: TableSpec, colours: Mapping[str, str], after: dt.date) -> list[Tree.Element]:
    """Make the elements of a layer's style: its time, where it has one, and its renderer. Parameters: as `qml`."""
    time = [_temporal(spec, after)] if spec.period[0] else []
    if spec.name in ("control_spans", "sites"):
        return [*time, _by_holder(spec, colours)]
    if spec.name == "events":
        return [*time, _by_type(spec)]
    renderer = Tree.Element("renderer-v2", type="singleSymbol", symbollevels="0", forceraster="0")
    symbols = Tree.SubElement(renderer, "symbols")
    if spec.name == "townships":
        _fill(_symbol(symbols, "0", "fill"), HOME, edge=TOWNSHIP_EDGE)
    else:
        _drawn(symbols, "0", spec, PLAIN_COLOUR)
    return [*time, renderer]


def _temporal(spec: TableSpec, after: dt.date) -> Tree.Element:
    start, end = spec.period
    if end == "valid_to":
        until = f'coalesce(to_datetime("{end}"), make_datetime({after.year}, {after.month}, {after.day}, 0, 0, 0))'
    else:
        until = f"to_datetime(\"{end}\") + to_interval('1 day')"
    element = Tree.Element(
        "temporal", enabled="1", mode=BY_EXPRESSIONS, limitMode=HALF_OPEN, startExpression=f'to_datetime("{start}")',
        endExpression=until, startField="", endField="", durationField="", durationUnit="days", fixedDuration="0",
        accumulate="0",
    )  # fmt: skip
    fixed = Tree.SubElement(element, "fixedRange")
    for name in ("start", "end"):
        Tree.SubElement(fixed, name)
    return element


def _by_holder(spec: TableSpec, colours: Mapping[str, str]) -> Tree.Element:
    renderer, categories, symbols = _categorized(FIRST_HOLDER)
    for number, (holder, colour) in enumerate([*sorted(colours.items()), ("", HOME)]):
        _category(categories, holder, str(number), holder or NO_HOLDER)
        if spec.shape == "Point":
            _drawn(symbols, str(number), spec, colour)
            continue
        symbol = _symbol(symbols, str(number), "fill")
        _fill(symbol, colour, edge="#ffffff", expressions={"fillStyle": HOLDER_BRUSH})
        _fill(symbol, NOBODY, expressions={"fillStyle": RIVAL_BRUSH, "fillColor": _rival_colour(colours)})
        _expressions(symbol, {"alpha": OPACITY})
    return renderer


def _by_type(spec: TableSpec) -> Tree.Element:
    renderer, categories, symbols = _categorized("event_type")
    for number, (name, colour) in enumerate(TYPE_COLOURS.items()):
        _category(categories, name, str(number), name)
        _drawn(symbols, str(number), spec, colour, TYPE_FORMS[name])
    return renderer


def _rival_colour(colours: Mapping[str, str]) -> str:
    pairs = ", ".join(f"'{actor}', '{colour}'" for actor, colour in sorted(colours.items()))
    return f"coalesce(map_get(map({pairs}), {FIRST_RIVAL}), '{NOBODY}')"


def _categorized(expression: str) -> tuple[Tree.Element, Tree.Element, Tree.Element]:
    renderer = Tree.Element("renderer-v2", type="categorizedSymbol", attr=expression, symbollevels="0", forceraster="0")
    return renderer, Tree.SubElement(renderer, "categories"), Tree.SubElement(renderer, "symbols")


def _category(categories: Tree.Element, value: str, symbol: str, label: str) -> None:
    Tree.SubElement(categories, "category", value=value, symbol=symbol, label=label, render="true", type="string")


def _symbol(parent: Tree.Element, name: str, kind: str) -> Tree.Element:
    return Tree.SubElement(parent, "symbol", type=kind, name=name, alpha="1", force_rhr="0", clip_to_extent="1")


def _drawn(parent: Tree.Element, name: str, spec: TableSpec, colour: str, form: str = "circle") -> None:
    if spec.shape == "MultiPolygon":
        _fill(_symbol(parent, name, "fill"), colour, edge="#ffffff")
        return
    shape, angle = MARKERS.get(form, (form, "0"))
    _layer(
        _symbol(parent, name, "marker"),
        "SimpleMarker",
        {"color": _rgba(colour), "outline_color": "255,255,255,255", "outline_width": "0.2", "outline_width_unit": "MM",
         "size": "2.4", "size_unit": "MM", "name": shape, "angle": angle},
    )  # fmt: skip


def _fill(symbol: Tree.Element, colour: str, *, edge: str = "", expressions: Mapping[str, str] | None = None) -> None:
    line = {"outline_color": _rgba(edge), "outline_width": "0.15", "outline_width_unit": "MM"} if edge else {}
    outline = {"outline_style": "solid" if edge else "no", **line}
    _expressions(_layer(symbol, "SimpleFill", {"color": _rgba(colour), "style": "solid", **outline}), expressions or {})


def _layer(symbol: Tree.Element, kind: str, options: Mapping[str, str]) -> Tree.Element:
    layer = Tree.SubElement(symbol, "layer", {"class": kind, "enabled": "1", "locked": "0", "pass": "0"})
    _options(layer, options)
    return layer


def _expressions(parent: Tree.Element, expressions: Mapping[str, str]) -> None:
    """Let properties of a symbol or one of its layers follow from the row."""
    if not expressions:
        return
    kept = Tree.SubElement(Tree.SubElement(parent, "data_defined_properties"), "Option", type="Map")
    Tree.SubElement(kept, "Option", type="QString", name="name", value="")
    properties = Tree.SubElement(kept, "Option", type="Map", name="properties")
    for name, expression in expressions.items():
        own = Tree.SubElement(properties, "Option", type="Map", name=name)
        for kind, key, value in (
            ("bool", "active", "true"),
            ("QString", "expression", expression),
            ("int", "type", "3"),
        ):
            Tree.SubElement(own, "Option", type=kind, name=key, value=value)
    Tree.SubElement(kept, "Option", type="QString", name="type", value="collection")


def _options(parent: Tree.Element, options: Mapping[str, str]) -> None:
    kept = Tree.SubElement(parent, "Option", type="Map")
    for key, value in options.items():
        Tree.SubElement(kept, "Option", type="QString", name=key, value=value)


def _rgba(colour: str) -> str:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"{red},{green},{blue},255"
