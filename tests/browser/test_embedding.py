"""The page where it is not alone: saved by the browser, in a frame with and without a sandbox, in srcdoc, in an old browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import pagedata

pytestmark = pytest.mark.browser

TOLD = "Bado အမည် GOV / REB, OLD (contested · အငြင်းပွား) 2023-10-05"  # a row of the table that needs no script


def test_a_copy_of_the_drawn_document_is_drawn_anew(open_page: Callable[..., Any], opened: Any) -> None:
    opened.do("{lang: 'my', panel: 'story', theme: 'dark'}")
    copy = "<!DOCTYPE html>\n" + str(opened.page.evaluate("document.documentElement.outerHTML"))
    again = open_page(copy)
    assert again.page.get_attribute("html", "data-state") == "drawn"
    for part in (".leaflet-map-pane", ".cm-track", ".cm-tools", ".cm-panel", ".cm-tip", "#cm-search"):
        assert again.page.locator(part).count() == 1, part
    assert again.noise == []


def test_a_page_saved_as_mhtml_says_why_it_is_not_drawn(opened: Any, tmp_path: Path) -> None:
    session = opened.page.context.new_cdp_session(opened.page)
    saved = str(session.send("Page.captureSnapshot", {"format": "mhtml"})["data"])
    file = tmp_path / "saved.mhtml"
    file.write_text(saved, encoding="utf-8", newline="")
    page = opened.page.context.new_page()
    page.goto(file.as_uri())
    assert page.locator(".cm-old").is_visible()
    assert "not an archive of it (MHTML)" in page.inner_text(".cm-old")


@pytest.mark.parametrize("sandbox", [None, "allow-scripts", "allow-scripts allow-same-origin"])
def test_in_a_frame_every_step_works(
    open_page: Callable[..., Any], html: str, sandbox: str | None, tmp_path: Path
) -> None:
    (tmp_path / "inner.html").write_text(html, encoding="utf-8")
    attribute = "" if sandbox is None else f' sandbox="{sandbox}"'
    outer = f'<!DOCTYPE html><iframe src="inner.html#plain=1"{attribute} width="700" height="500"></iframe>'
    opened = open_page(outer, wait=False)
    frame = opened.page.frames[1]
    frame.wait_for_selector("html[data-state=drawn]", state="attached")
    assert not frame.locator("#cm-side").is_visible()
    frame.evaluate("conflictmap.page.store.set({ day: 3, unit: 1 })")
    opened.page.wait_for_timeout(600)  # the address is written then
    assert frame.evaluate("conflictmap.page.state().day") == 3
    assert opened.noise == []


@pytest.mark.parametrize("sandbox", ["", ' sandbox="allow-scripts"'])
def test_in_srcdoc_no_step_fails(open_page: Callable[..., Any], html: str, sandbox: str) -> None:
    opened = open_page(f"<!DOCTYPE html><iframe{sandbox} width=700 height=500></iframe>", wait=False)
    opened.page.evaluate("text => { document.querySelector('iframe').srcdoc = text; }", html)
    opened.page.wait_for_timeout(300)
    frame = opened.page.frames[-1]
    frame.wait_for_selector("html[data-state=drawn]", state="attached")
    for day in (1, 5):
        frame.evaluate(f"conflictmap.page.store.set({{ day: {day} }})")
        opened.page.wait_for_timeout(450)
    assert opened.noise == []


def test_a_frame_that_is_shown_later_fits_the_country(open_page: Callable[..., Any], html: str, tmp_path: Path) -> None:
    (tmp_path / "inner.html").write_text(html, encoding="utf-8")
    outer = '<!DOCTYPE html><iframe src="inner.html" style="display:none;width:900px;height:600px"></iframe>'
    opened = open_page(outer, wait=False)
    frame = opened.page.frames[1]
    frame.wait_for_selector("html[data-state=drawn]", state="attached")
    opened.page.evaluate("document.querySelector('iframe').style.display = 'block'")
    opened.until("conflictmap_map.getBounds().contains([[10, 93], [28, 101]]) && conflictmap_map.getZoom() < 6", frame)
    assert opened.noise == []


def test_a_browser_without_decompression_draws_too(open_page: Callable[..., Any], html: str, chromium: Any) -> None:
    context = chromium.new_context(viewport={"width": 900, "height": 700}, offline=True)
    context.add_init_script("delete globalThis.DecompressionStream; delete globalThis.CompressionStream;")
    page = context.new_page()
    opened = open_page(html)  # writes the file
    page.goto(opened.page.url)
    page.wait_for_selector("html[data-state=drawn]", state="attached")
    assert page.evaluate("conflictmap.page.model.events.day.length") > 0
    page.click('[data-tool="table"]')
    page.wait_for_selector(".cm-panel table >> nth=1")  # the events, and the townships
    context.close()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts it cannot read", "no scripts"])
def test_a_browser_that_runs_none_of_the_scripts_has_cure_and_table_in_both_languages(
    open_page: Callable[..., Any], html: str, *, scripts: bool
) -> None:
    broken = html.replace("<script>", "<script>this is no script;", 1)
    opened = open_page(broken if scripts else html, wait=False, java_script_enabled=scripts)
    cure = opened.text(".cm-old")
    assert "Firefox 90" in cure
    assert "ဘရောက်ဇာ" in cure
    table = opened.page.locator(".cm-plain table")
    assert table.is_visible()
    rows = table.locator("tbody tr:has(td)")
    assert rows.count() == len(pagedata.page_data().units.query("level == 3"))
    assert "မြို့နယ်" in opened.text(".cm-plain caption")
    told = [" ".join(row.split()) for row in rows.all_inner_texts()]
    assert TOLD in told, told


def test_a_file_that_is_cut_short_still_has_the_table(open_page: Callable[..., Any], html: str) -> None:
    cut = re.sub(r'<script type="text/plain" id="cm-columns">.*?</script>', "", html, flags=re.DOTALL)
    opened = open_page(cut)
    assert "cut short" in opened.text("#cm-failure")
    assert opened.page.locator("#cm-failure table tbody td").count() > 0


def test_a_browser_that_cannot_read_the_scripts_says_so(open_page: Callable[..., Any], html: str) -> None:
    broken = html.replace("<script>", "<script>this is no script;", 1)
    opened = open_page(broken, wait=False)
    assert opened.page.locator(".cm-old").is_visible()
    assert "Firefox 90" in opened.text(".cm-old")


def test_a_page_that_works_says_nothing_of_old_browsers(opened: Any) -> None:
    assert not opened.page.locator(".cm-old").is_visible()


@pytest.mark.parametrize("size", [(640, 360), (700, 450), (640, 400)])
def test_at_200_per_cent_half_of_the_height_is_map(
    open_page: Callable[..., Any], html: str, size: tuple[int, int]
) -> None:
    opened = open_page(html, size)
    free = opened.page.evaluate(
        "(() => { const box = (name) => document.querySelector(name).getBoundingClientRect();"
        " const [map, card] = [box('.cm-map'), box('.cm-side')];"
        " return card.width > 0.8 * map.width ? map.bottom - card.bottom : map.height; })()"
    )
    assert free >= size[1] / 2
