"""The document of a page: its head, its policy, and the files of the bundle that go into it as they are.
Everything is inside; nothing in it names another host."""

from __future__ import annotations

import base64
import functools
import hashlib
import json
import re
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from branca.element import Element, Figure
from folium.template import Template

from conflictmap.errors import ConflictmapError
from conflictmap.page.payload import ascii_html, deflate, html_text

_POLICY_PLACE = "<!--policy-->"


class PageFigure(Figure):
    """A document with a language, a title and a policy that lets nothing in: each script is named by its hash."""

    _template = Template(
        '<!DOCTYPE html>\n<html lang="{{this.lang}}">\n<head>\n<meta charset="utf-8">\n'
        + _POLICY_PLACE
        + '\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n<title>{{this.safe_title}}</title>\n'
        "{{this.header.render(**kwargs)}}\n</head>\n<body>\n{{this.html.render(**kwargs)}}\n"
        "<script>{{this.script.render(**kwargs)}}</script>\n<!--\n{{this.notices}}\n-->\n</body>\n</html>\n"
    )

    def __init__(self, title: str = "conflictmap", lang: str = "en", images: tuple[str, ...] = ()) -> None:
        super().__init__()  # in a notebook folium then gives the frame its height from its width
        self._id = "conflictmap_figure"
        self.header._children.clear()  # the charset stands in the template, before anything else
        self.lang = lang
        self.safe_title = ascii_html(html_text(title))
        self.images = images
        self.notices = notices()

    def render(self, **kwargs: Any) -> str:
        """Return the whole document; its policy goes in last, when every script is known."""
        page = super().render(**kwargs)
        return str(page.replace(_POLICY_PLACE, policy(page, self.images), 1))


class Verbatim(Element):
    """Text of the document as it is: folium takes what a macro returns for a template, so `{{ }}` in it would run."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__()
        self._name, self._id, self.text = name, "verbatim", text
        self.owner: object = None  # the layer that it was put into the document for

    def render(self, **kwargs: Any) -> str:
        """Return the text."""
        return self.text


def policy(page: str, images: tuple[str, ...] = ()) -> str:
    """Return the meta element that forbids all but what is in the file: scripts by their SHA-256, styles, data images."""
    hashes = []
    for body in _scripts(page):
        digest = hashlib.sha256(body.replace("\r\n", "\n").replace("\r", "\n").encode()).digest()
        hashes.append(f"'sha256-{base64.b64encode(digest).decode()}'")
    rules = [
        "default-src 'none'",
        f"script-src {' '.join(hashes)}",
        "style-src 'unsafe-inline'",
        f"img-src {' '.join(['data:', 'blob:', *images])}",
        "font-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    return f'<meta http-equiv="Content-Security-Policy" content="{"; ".join(rules)}">'


def _scripts(page: str) -> Iterator[str]:
    """The scripts that a browser runs. Of a page's size nearly all is data, which is passed over, not looked through."""
    end = 0
    while (start := page.find("<script", end)) >= 0:
        begin = page.find(">", start) + 1
        end = page.find("</script>", begin)
        if begin == 0 or end < 0:
            return
        if 'type="text/plain"' not in page[start:begin]:
            yield page[begin:end]


@functools.cache
def web(name: str) -> str:
    """Return a file of the bundle that the package's build made."""
    path = files("conflictmap").joinpath("web", "dist", name)
    if not path.is_file():
        raise ConflictmapError(
            f"web/dist/{name} is missing: the page's scripts were not bundled; install the package again "
            "(`pip install .` bundles them)"
        )
    return path.read_text(encoding="utf-8").replace("</script", "<\\/script")


@functools.cache
def notices() -> str:
    """Return the licences of what the bundle holds, as they stand in a comment of each page, from which "About" reads them.

    Two dashes would end a comment too early; here they are lines drawn under a heading. Addresses stand without their
    scheme, so that nothing in a page can be taken for a link to another host.
    """
    return re.sub(r"https?://", "", web("THIRD_PARTY.md")).replace("--", "==").strip()


@functools.cache
def basemap() -> str:
    """Return the block of the base map: land and neighbours."""
    return deflate(web("basemap.json").encode())


@functools.cache
def burmese() -> str:
    """Return the block of the page's words in Burmese."""
    return deflate(web("burmese.json").encode())


@functools.cache
def outline() -> str:
    """Return the country's outline as SVG; the page's style puts it where the map will stand."""
    shape: dict[str, str] = json.loads(web("outline.json"))
    return f'<svg class="cm-outline" viewBox="{shape["viewBox"]}" aria-hidden="true"><path d="{shape["path"]}"/></svg>'
