"""The page as folium elements: a map whose scripts are inside the file, layers, and the whole of it as one HTML text.
The only home of folium. Marks, time and text are drawn by the page's own modules (web/page)."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

import folium
from branca.element import Element, MacroElement
from folium.template import Template

from conflictmap.cache.piece_store import PieceStore
from conflictmap.calendar_day import Day, as_day
from conflictmap.page.blocks import Blocks, make_blocks
from conflictmap.page.document import PageFigure, Verbatim, basemap, burmese, outline, web
from conflictmap.page.options import PageOptions, tiles_origin
from conflictmap.page.page_data import PageData
from conflictmap.page.payload import ascii_html, deflate, html_text, script_json
from conflictmap.page.plain_table import plain_html

if TYPE_CHECKING:
    from conflictmap.pipeline import Atlas

NO_BASE = deflate(b"null")
EPOCH = dt.date(1970, 1, 1)
MAP_ID = "conflictmap_map"  # folium makes it a variable, so it may not be the name of the scripts


class ConflictMap(folium.Map):
    """A `folium.Map` whose scripts and styles come from the package: it needs no network, and its bytes are fixed.

    Add any folium layer to it. Layers whose scripts lie on other hosts (folium's plugins) stay away: the page's policy
    admits nothing from outside. Everything of `folium.Map` can be given, but `tiles` are off unless asked for.

    Parameters: location, [lat, lon]; title, of the document; lang, "en" or "my"; images, origins that the policy lets
    images come from (for tiles).
    """

    default_js: ClassVar[list[tuple[str, str]]] = []
    default_css: ClassVar[list[tuple[str, str]]] = []
    _template = Template(
        """
        {% macro script(this, kwargs) %}
        var {{ this.get_name() }} = L.map({{ this.get_name()|tojson }},
            {center: {{ this.location|tojson }}, ...{{ this.options|tojavascript }}});
        {% if this.zoom_control_position %}
        L.control.zoom({position: {{ this.zoom_control|tojson }}}).addTo({{ this.get_name() }});
        {% endif %}{% endmacro %}
        """
    )

    def __init__(
        self,
        location: tuple[float, float] = (19.0, 96.6),  # the middle of Myanmar
        zoom_start: int = 6,
        *,
        title: str = "conflictmap",
        lang: str = "en",
        images: tuple[str, ...] = (),
        **options: Any,
    ) -> None:
        super().__init__(location=location, zoom_start=zoom_start, **{"tiles": None, **options})
        self._id = ""
        self._name = MAP_ID
        PageFigure(title, lang, images).add_child(self, name=MAP_ID)

    def render(self, **kwargs: Any) -> None:
        """Put the style sheet, the scripts and the map's element into the figure, then the map's own children."""
        figure = self.get_root()
        head = f"<style>{self.style()}</style>\n<script>{self.script()}</script>"
        figure.header.add_child(Verbatim("head", head), name="conflictmap_head")
        figure.html.add_child(Verbatim("body", self.body()), name="conflictmap_body", index=0)
        super().render(**kwargs)

    def get_name(self) -> str:
        """Return the name of the map's variable and element; fixed, as a random one would change the file's bytes."""
        return MAP_ID

    def style(self) -> str:
        """Return the style sheet, fonts and Leaflet's pictures inside."""
        return web("map.css") + f"#{MAP_ID}{{position:relative;height:100%;width:100%}}"

    def script(self) -> str:
        """Return Leaflet and the layers' modules."""
        return web("map.js")

    def body(self) -> str:
        """Return the map's element."""
        return f'<div class="folium-map" id="{MAP_ID}"></div>'


class PageMap(ConflictMap):
    """The map of a whole page: its element stands in a frame with a card, a timeline and a place for failures."""

    def __init__(self, heading: str, options: PageOptions, *, own_title: bool) -> None:
        super().__init__(
            title=heading,
            lang=options.lang,
            images=(tiles_origin(options.tiles),) if options.tiles else (),
            zoom_control="bottomright",
            zoomSnap=0,
            zoomDelta=0.75,
            wheelPxPerZoomLevel=110,
            minZoom=4,
            maxZoom=13,
            attributionControl=bool(options.tiles),
            maxBoundsViscosity=0.6,
        )
        self.heading = heading
        self.own_title = own_title
        self.outline = "" if options.tiles or options.adm1 else outline()  # seen before the data is read
        self.plain = ""  # what is shown where no script runs

    def style(self) -> str:
        return web("page.css")

    def script(self) -> str:
        return web("page.js")

    def body(self) -> str:
        title = ascii_html(html_text(self.heading))
        own = f' data-own="1" data-title="{title}"' if self.own_title else ""
        return (
            '<div class="cm-app" id="cm-app">'  # the clock first: who uses the keyboard reaches "play" at once
            '<div class="cm-timeline" id="cm-timeline" role="region" aria-label="Timeline"></div><main class="cm-map">'
            f'<div class="folium-map" id="{MAP_ID}" role="application" aria-label="{title}"></div>{self.outline}'
            '<section class="cm-side" id="cm-side" aria-labelledby="cm-title">'
            '<p class="cm-kicker"><span>conflictmap</span><b class="cm-language" id="cm-language"></b></p>'
            f'<h1 id="cm-title"{own}>{title}</h1><div class="cm-search" id="cm-search-box"></div></section></main>'
            '<p class="cm-failure" id="cm-failure" role="alert" hidden></p></div>' + self.plain
        )


class DataBlocks(MacroElement):
    """A page's data as script elements that no browser runs; ids begin with `prefix`.

    `base`, with the neighbours' land; `words`, with the Burmese words of a whole page.
    """

    def __init__(self, blocks: Blocks, prefix: str = "cm", *, base: bool = True, words: bool = False) -> None:
        super().__init__()
        self._name, self._id = "data_blocks", prefix
        self.blocks = blocks
        self.prefix = prefix
        self.base = basemap() if base else NO_BASE
        self.words = burmese() if words else ""

    def render(self, **kwargs: Any) -> None:
        """Put the blocks into the figure."""
        self.get_root().html.add_child(Verbatim(self.prefix, self.text()), name=f"{self.prefix}_blocks")

    def text(self) -> str:
        """Return all blocks, the texts of events last: what the first picture needs comes first."""
        blocks = self.blocks
        named = [("meta", blocks.meta), ("columns", blocks.columns), ("shapes", blocks.shapes), ("base", self.base)]
        named += [("words", self.words)] if self.words else []
        named += [(f"text-{number}", text) for number, text in enumerate(blocks.texts)]
        return "\n".join(f'<script type="text/plain" id="{self.prefix}-{name}">{body}</script>' for name, body in named)


class _DataLayer(MacroElement):
    """A layer of a page's data on any `folium.Map`, its data and scripts inside the document."""

    _template = Template(
        "{% macro script(this, kwargs) %}conflictmap.{{ this.kind }}("
        "{{ this._parent.get_name() }}, {{ this.data.prefix|tojson }}, {{ this.day|tojson }});{% endmacro %}"
    )
    kind = ""
    layers: tuple[str, ...] = ()  # what it draws: no data of others goes into somebody's map

    def __init__(
        self, data: PageData | Atlas, options: PageOptions | None = None, *, day: int | Day | None = None
    ) -> None:
        """Take the data of an atlas or of a page.

        Parameters: day, a date or its text, or a number of days after the page's first day; None is the last.
        Raises: TypeError, where `data` is neither; ConflictmapError, where the text is no day.
        """
        super().__init__()
        chosen = replace(options or PageOptions(), only_layers=self.layers)
        self._name = f"conflictmap_{self.kind}"
        blocks = make_blocks(_page_data(data, chosen, type(self).__name__), chosen)
        self.data = DataBlocks(blocks, prefix=f"cm-{self.kind}", base=False)
        self.day = day if day is None or isinstance(day, int) else (as_day(day) - EPOCH).days - blocks.days[0]

    def render(self, **kwargs: Any) -> None:
        """Put data and scripts into the figure, once, and the call that draws them."""
        figure = self.get_root()
        self.data.prefix = self._free_prefix(figure)
        blocks = Verbatim(self.data.prefix, self.data.text())
        blocks.owner = self
        figure.html.add_child(blocks, name=f"{self.data.prefix}_blocks")
        if not isinstance(self._parent, ConflictMap):
            # before folium's own scripts run, and after Leaflet, which the map's header brings
            script = f"<script>{web('layers.js')}</script>"
            figure.header.add_child(Verbatim("layers", script), name="conflictmap_layers")
        super().render(**kwargs)

    def _free_prefix(self, figure: Any) -> str:
        """The ids' beginning that no other layer of the figure has: two layers of one kind hold data of their own."""
        for number in itertools.count(1):
            prefix = f"cm-{self.kind}" if number == 1 else f"cm-{self.kind}-{number}"
            there = figure.html._children.get(f"{prefix}_blocks")
            if there is None or there.owner is self:
                return prefix
        raise AssertionError("unreachable")


class ControlLayer(_DataLayer):
    """Who holds each township on a day, for any `folium.Map`: `ControlLayer(atlas, day="2023-11-30").add_to(chart)`."""

    kind = "control"
    layers = ("control", "adm1", "adm3")


class EventLayer(_DataLayer):
    """Events up to a day, one mark a place, for any `folium.Map`: `EventLayer(atlas).add_to(chart)`."""

    kind = "events"
    layers = ("events", "areas")


def _page_data(data: PageData | Atlas, options: PageOptions, layer: str) -> PageData:
    if isinstance(data, PageData):
        return data
    from conflictmap.page.from_atlas import (
        page_data,  # brings the whole of the matching, which a page's data is without
    )
    from conflictmap.pipeline import Atlas

    if not isinstance(data, Atlas):
        raise TypeError(f"{layer}: expected an Atlas (conflictmap.open()) or PageData, got {type(data).__name__}")
    return page_data(data, options)


class _Start(MacroElement):
    """Starts the page when its map is there."""

    def __init__(self, options: dict[str, Any]) -> None:
        super().__init__()
        self._name, self._id = "start", "page"
        self.options = options

    def render(self, **kwargs: Any) -> None:
        """Put the call into the figure."""
        call = f"conflictmap.start({MAP_ID}, 'cm', {script_json(self.options)});"
        self.get_root().script.add_child(Verbatim("start", call), name="conflictmap_start")


def render_page(data: PageData, options: PageOptions, store: PieceStore | None = None) -> str:
    """Return the whole page as HTML: one file that asks the network for nothing. Same data, same bytes."""
    blocks = make_blocks(data, options, store)
    page = PageMap(heading(options, blocks), options, own_title=options.title is not None)
    page.plain = plain_html(data, options, blocks.days)
    page.add_child(DataBlocks(blocks, base=options.holds("neighbours"), words=True), name="data")
    page.add_child(_Start({"tiles": options.tiles}), name="start")
    return str(page.get_root().render())


def heading(options: PageOptions, blocks: Blocks) -> str:
    """Return the page's title: the maker's, else what it is and its days."""
    if options.title is not None:
        return options.title
    first, last = (_long(day) for day in blocks.days)
    return f"The war in Myanmar, {first} – {last}" if first != last else f"The war in Myanmar, {first}"


def _long(day: int) -> str:
    date = EPOCH + dt.timedelta(days=day)
    return f"{date.day} {date:%B} {date.year}"


__all__ = ["ConflictMap", "ControlLayer", "Element", "EventLayer", "PageData", "render_page"]
