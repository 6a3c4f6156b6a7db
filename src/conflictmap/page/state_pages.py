"""One page for each state or region, and an index that leads to them: for phones that cannot hold the whole.
File names are P-codes; nothing here writes a file."""

from __future__ import annotations

from dataclasses import replace

from conflictmap.page.document import PageFigure, Verbatim
from conflictmap.page.folium_map import render_page
from conflictmap.page.options import PageOptions
from conflictmap.page.page_data import DRAWN_ROLES, PageData, shown_events
from conflictmap.page.payload import html_text

INDEX = "index.html"
_STYLE = """body{font:17px/1.5 system-ui,sans-serif;max-width:38em;margin:2em auto;padding:0 1em;color:#1b1b1a;background:#fffefb}
li{padding:.2em 0}a{color:#0a4f9e}:lang(my){line-height:1.8}small{color:#5d5a52}"""


def render_split_pages(data: PageData, options: PageOptions) -> dict[str, str]:
    """Return file name -> HTML of each state's page, and of the index. A state without an event has its page too."""
    states = data.units[data.units["level"] == 1].sort_index()
    pages = {}
    rows = []
    events = shown_events(data.events, options)
    of_page = data.matches[data.matches["event_id"].isin(events["event_id"]) & data.matches["role"].isin(DRAWN_ROLES)]
    counts = of_page.groupby("adm1_pcode")["event_id"].nunique()
    for code, name, name_my in zip(states.index, states["name"], states["name_my"], strict=True):
        title = options.title or f"The war in Myanmar: {name}"
        file = f"{code}.html"
        pages[file] = render_page(data, replace(options, adm1=str(code), title=title))
        rows.append((file, str(name), str(name_my or ""), int(counts.get(code, 0)), len(pages[file].encode())))
    pages[INDEX] = _index(rows, options)
    return pages


def _index(rows: list[tuple[str, str, str, int, int]], options: PageOptions) -> str:
    title = options.title or "The war in Myanmar, by state and region"
    figure = PageFigure(title, options.lang)
    items = "".join(
        f'<li><a href="{html_text(file)}">{html_text(name)}</a> <span lang="my">{html_text(name_my)}</span> '
        f"<small>{events} events, {size / 1e6:.1f} MB</small></li>"
        for file, name, name_my, events, size in rows
    )
    figure.header.add_child(Verbatim("style", f"<style>{_STYLE}</style>"))
    figure.html.add_child(Verbatim("list", f"<main><h1>{html_text(title)}</h1><ul>{items}</ul></main>"))
    return str(figure.render())
