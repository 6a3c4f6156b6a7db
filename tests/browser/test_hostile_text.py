"""Text from people is somebody's web page until proven otherwise: shown as written, and nothing in it runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import pagedata
from conflictmap.page import PageOptions, render_page

pytestmark = pytest.mark.browser

RUN = "window.ran=(window.ran||0)+1"
HOSTILE = [
    f"<script>{RUN}</script>",
    f"</script><script>{RUN}</script>",
    f"</SCRIPT ><script>{RUN}</script>",
    f"<!--<script>{RUN}</script>",
    f"--><script>{RUN}</script>",
    f"]]><script>{RUN}</script>",
    f"<img src=x onerror='{RUN}'>",
    f'"><img src=x onerror="{RUN}">',
    f"'><svg onload={RUN}>",
    f"<svg><script>{RUN}</script></svg>",
    f"<svg/onload={RUN}//",
    f"<iframe srcdoc='<script>parent.{RUN}</script>'></iframe>",
    f"<iframe src='javascript:parent.{RUN}'></iframe>",
    f"<a href='javascript:{RUN}'>a</a>",
    f"<body onload={RUN}>",
    f"<details open ontoggle={RUN}>",
    f"<input autofocus onfocus={RUN}>",
    f"<math><mtext></mtext><script>{RUN}</script></math>",
    f"<style>@import 'javascript:{RUN}'</style>",
    f"<style></style><script>{RUN}</script>",
    f"</style><script>{RUN}</script>",
    f"</title><script>{RUN}</script>",
    f"</textarea><script>{RUN}</script>",
    f"</noscript><script>{RUN}</script>",
    f"<noscript><p title='</noscript><img src=x onerror={RUN}>'>",
    f"<template><script>{RUN}</script></template>",
    f"<object data='data:text/html,<script>{RUN}</script>'></object>",
    f"<meta http-equiv=refresh content='0;url=javascript:{RUN}'>",
    f"<link rel=stylesheet href='javascript:{RUN}'>",
    f"<base href='javascript:{RUN}//'>",
    f"<form><button formaction='javascript:{RUN}'>",
    f"${{{RUN}}}",
    f"`${{{RUN}}}`",
    f"{{{{ {RUN} }}}}",
    f"{{% raw %}}{RUN}",
    f"';{RUN};//",
    f'";{RUN};//',
    f"\\';{RUN};//",
    f"\\u003cscript>{RUN}\\u003c/script>",
    f"&lt;script&gt;{RUN}&lt;/script&gt;",
    f"&#60;script&#62;{RUN}&#60;/script&#62;",
    f"\u2028{RUN}\u2029",
    f"\0<script>{RUN}</script>",
    "\u202eright to left\u202c",
    "\ufeff\u200b\u200d",
    "\x01\x02\x1f\x7f",
    "ေျမပံု \u1031\u1031 ဇောဂျီ",
    "__proto__",
    "constructor",
    "a" * 100_000,
    "back\\slash\\\\ at the end\\",
]


def hostile_data(texts: list[str]) -> Any:
    """A page's data with a hostile text in every place where people write: n events, one a text."""
    one = pagedata.events()
    events = pd.concat([one.iloc[[place % 8]] for place in range(len(texts))], ignore_index=True)
    ids = [f"H{place:04d}" for place in range(len(texts))]
    events = events.assign(
        event_id=ids, entry_id=texts, notes=texts, location=texts, source=texts, actor1=texts, actor2=texts,
        source_url=texts, sub_event_type=texts,
    )  # fmt: skip
    placed = pagedata.matches()
    matches = pd.concat([placed.iloc[[place % 8]] for place in range(len(texts))], ignore_index=True)
    matches = matches.assign(event_id=ids, toponym=texts, name=texts, name_my=texts, country=texts)
    units, spans = pagedata.units(), pagedata.spans()
    picked = [texts[place % len(texts)] for place in range(max(len(units), len(spans)))]
    towns, places = pagedata.towns(), pagedata.site_places()
    return pagedata.page_data(
        events=events,
        matches=matches,
        units=units.assign(name=picked[: len(units)], name_my=picked[: len(units)]),
        spans={"standard": spans.assign(holder=picked[: len(spans)])},
        towns=towns.assign(name=picked[: len(towns)], name_my=picked[: len(towns)]),
        actors=pagedata.actors().assign(name=picked[:4], name_my=picked[:4], colour=picked[:4]),
        site_places=places.assign(name=picked[: len(places)], name_my=picked[: len(places)]),
        rule_lines={"R2": (texts[0], texts[0])},
        source_sides=dict.fromkeys(texts, texts[0]),
        versions={"gazetteer": texts[0]},
        credits=tuple(texts),
    )


def show_everything(opened: Any) -> None:
    """Open every panel, in both languages."""
    for language in ("en", "my"):
        panels = "about table changes hidden filters save story feed tiles ribbon compare own keys"
        for panel in panels.split():
            opened.do(f"{{lang: '{language}', panel: '{panel}', unit: 0}}")
        for unit in range(1, 10):
            opened.do(f"{{panel: '', unit: {unit}}}")
    opened.do("{day: 4, unit: 1, layers: new Set(['contested', 'control', 'events'])}")
    sites = opened.page.locator(".cm-sites strong").evaluate_all("all => all.map((each) => each.textContent)")
    assert len(sites) == 2
    assert set(sites) <= set(opened.page.evaluate("conflictmap.page.model.meta.siteNames.flat()"))


# Of SVG there are the page's own signs and its outline: these elements with these attributes, and nothing else.
FOREIGN_SVG = """(() => {
  const own = { svg: ['aria-hidden', 'class', 'height', 'viewBox', 'width'],
    path: ['d', 'fill', 'stroke', 'stroke-dasharray', 'stroke-linecap', 'stroke-linejoin', 'stroke-width', 'transform'],
    rect: ['fill', 'height', 'stroke', 'stroke-linecap', 'stroke-linejoin', 'stroke-width', 'transform', 'width', 'x', 'y'],
    pattern: ['height', 'id', 'patternUnits', 'width'] };
  return [...document.querySelectorAll('svg, svg *')].filter((each) => !own[each.localName]
    || [...each.attributes].some(({ name }) => !own[each.localName].includes(name))
    || !each.closest('.cm-glyph, .cm-outline')).map((each) => each.outerHTML);
})()"""


def notes_shown(opened: Any, events: int) -> list[str]:
    """The note of each event as its card shows it."""
    shown = []
    for event in range(events):
        opened.do(f"{{panel: '', unit: 0, spots: null, event: {event}}}")
        opened.page.wait_for_selector(".cm-card-body dl", state="attached")
        shown.append(opened.page.evaluate("document.querySelector('.cm-notes').textContent"))
    return shown


def assert_harmless(opened: Any) -> None:
    assert opened.page.get_attribute("html", "data-state") == "drawn"
    assert opened.page.evaluate("window.ran") is None
    assert opened.noise == []
    scripts = opened.page.evaluate("[...document.querySelectorAll('a[target]')].map((each) => each.protocol)")
    assert set(scripts) <= {"http:", "https:"}
    assert opened.page.evaluate("document.querySelectorAll('img, iframe, object, form, base').length") == 0
    assert opened.page.evaluate(FOREIGN_SVG) == []
    listening = "[...document.querySelectorAll('*')].filter((each) => [...each.attributes].some(({ name }) => name.startsWith('on')))"
    assert opened.page.evaluate(f"{listening}.length") == 0


def test_fifty_hostile_texts_everywhere(open_page: Callable[..., Any]) -> None:
    """Each of them as note, place, source, entry, actor, township, town and credit of one page."""
    assert len(HOSTILE) >= 50
    data = hostile_data(HOSTILE)
    opened = open_page(render_page(data, PageOptions()))
    show_everything(opened)
    opened.do("{panel: 'filters', unit: 0}")
    values = opened.page.locator("#cm-filter-source option").evaluate_all("all => all.map((each) => each.value)")
    pieces = {piece for text in HOSTILE for piece in text.split("|")}  # several sources of a report are told with bars
    assert len(values) > 50
    assert all(any(value in piece for piece in pieces) for value in values)
    opened.do("{source: 'constructor', side: ''}")
    assert opened.page.locator(".cm-shown").inner_text().count("1") == 2, "one of one"
    opened.do("{source: ''}")
    order = np.lexsort((data.events["event_id"], data.events["event_date"].astype(str)))
    assert notes_shown(opened, len(HOSTILE)) == [HOSTILE[place] for place in order]
    assert_harmless(opened)


@pytest.mark.parametrize("text", [HOSTILE[place] for place in (1, 20, 33, 34, 35, 43)], ids=range(6))
def test_a_hostile_title_is_shown_as_written(open_page: Callable[..., Any], text: str) -> None:
    opened = open_page(render_page(pagedata.page_data(), PageOptions(title=text)))
    assert opened.page.evaluate("document.getElementById('cm-title').textContent") == text
    assert opened.page.title() == text
    assert_harmless(opened)


@st.composite
def mixed(draw: Any) -> str:
    """A hostile text with anything around it."""
    around = st.text(max_size=12)
    return str(draw(around)) + str(draw(st.sampled_from(HOSTILE[:48]))) + str(draw(around))


def test_a_thousand_texts_are_shown_as_written(open_page: Callable[..., Any]) -> None:
    """1,000 texts that Hypothesis makes of these and of anything else: one page holds them all."""
    texts: list[str] = []

    @settings(max_examples=1000, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(st.one_of(mixed(), st.text(min_size=1, max_size=60)))
    def collect(text: str) -> None:
        texts.append(text)

    collect()
    data = hostile_data(texts)
    opened = open_page(render_page(data, PageOptions()))
    order = np.lexsort((data.events["event_id"], data.events["event_date"].astype(str)))
    wanted = [texts[place] for place in order]
    got = opened.page.evaluate(
        "async () => { const page = conflictmap.page; const rows = [];"
        "for (let event = 0; event < page.model.meta.counts.events; event += 1) rows.push((await page.model.texts.row(event))[2]);"
        "return rows; }"
    )
    assert got == wanted
    opened.do("{panel: 'table'}")
    opened.do("{panel: '', spots: [0, 1, 2, 3, 4]}")
    opened.page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    opened.page.wait_for_timeout(400)
    shown = opened.page.evaluate("[...document.querySelectorAll('.cm-notes')].map((each) => each.textContent)")
    assert len(shown) >= 50
    assert set(shown) <= set(wanted)
    assert_harmless(opened)
