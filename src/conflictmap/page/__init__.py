"""The page a viewer opens: one HTML file that asks the network for nothing.

`render(atlas, options) -> str` is the whole page. `ConflictMap`, `ControlLayer` and `EventLayer` are folium elements.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from conflictmap.page.options import LANGUAGES, LAYERS, PageOptions

if TYPE_CHECKING:
    from conflictmap.cache.piece_store import PieceStore
    from conflictmap.page.folium_map import ConflictMap, ControlLayer, EventLayer, PageData, render_page
    from conflictmap.pipeline import Atlas

__all__ = [
    "LANGUAGES", "LAYERS", "ConflictMap", "ControlLayer", "EventLayer", "PageData", "PageOptions", "render",
    "render_page", "render_split",
]  # fmt: skip

_OF_FOLIUM = ("ConflictMap", "ControlLayer", "EventLayer", "PageData", "render_page")  # folium takes a second to import


def __getattr__(name: str) -> Any:
    if name in _OF_FOLIUM:
        return getattr(import_module("conflictmap.page.folium_map"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def render_split(atlas: Atlas, options: PageOptions | None = None) -> dict[str, str]:
    """Return one page for each state or region and `index.html`: file name -> HTML.

    Raises: ConflictmapError, where the page's scripts were not bundled.
    """
    from conflictmap.page.from_atlas import page_data
    from conflictmap.page.state_pages import render_split_pages

    chosen = options or PageOptions()
    return render_split_pages(page_data(atlas, chosen), chosen)


def render(atlas: Atlas, options: PageOptions | None = None, *, store: PieceStore | None = None) -> str:
    """Return the page of an atlas as HTML. The same atlas and options give the same text.

    Parameters: store, pieces of earlier builds, of which those that are the same are not packed again.

    Raises: ConflictmapError, where the page's scripts were not bundled.
    """
    from conflictmap.page.folium_map import render_page
    from conflictmap.page.from_atlas import page_data

    chosen = options or PageOptions()
    return render_page(page_data(atlas, chosen), chosen, store)
