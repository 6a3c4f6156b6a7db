"""What users stumbled over: paper and pictures, places drawn together, the keyboard's way back, links, names on marks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from conflictmap.page import PageOptions, render

pytestmark = pytest.mark.browser
WIDE, PHONE = (1400, 900), (390, 844)
VIEW = "(() => { const { lat, lng } = conflictmap_map.getCenter(); return [lat, lng, conflictmap_map.getZoom()]; })()"
FOCUS = "document.activeElement.id || document.activeElement.textContent"
# every name that touches a mark's disc
COVERED = """() => { const { view } = conflictmap.page; const found = [];
  for (const { wish, left, top, width, height } of view.names()) for (const { x, y, radius } of view.marks()) {
    const dx = Math.max(left - x, 0, x - left - width), dy = Math.max(top - y, 0, y - top - height);
    if (Math.hypot(dx, dy) < radius) found.push(wish.text); }
  return [view.names().length, found]; }"""


@pytest.fixture(scope="module")
def month(atlas: Any) -> str:
    """The page of November 2023."""
    return render(atlas, PageOptions())


@pytest.mark.parametrize(("size", "fragment"), [(WIDE, ""), (PHONE, ""), (PHONE, "#unit=MMR015022")])
def test_paper_has_map_legend_sources_and_no_control(
    open_page: Callable[..., Any], month: str, atlas: Any, size: tuple[int, int], fragment: str
) -> None:
    opened = open_page(month, size, fragment)
    page = opened.page
    page.emulate_media(media="print")
    page.wait_for_selector(".cm-paper-map canvas")
    assert page.inner_text("#cm-title") == "The war in Myanmar, 1–30 November 2023"
    assert page.is_visible(".cm-day")
    legend = page.inner_text(".cm-paper-legend")
    for wanted in ("United Wa State Army: assessed", "Battles", "Hollow", "Dashed ring", "A number", "Open claims"):  # fmt: skip
        assert wanted in legend
    notes = page.inner_text(".cm-paper-notes")
    assert "Reports are incomplete" in notes
    assert "geoBoundaries" in notes
    for control in (".cm-timeline", ".cm-handle", "input", "select", ".cm-side button", ".cm-close", ".leaflet-bar"):
        assert page.locator(f"{control}:visible").count() == 0, control
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert page.is_visible(".cm-panel") == bool(fragment)
    if fragment:
        assert page.locator(".cm-panel").bounding_box()["y"] > page.locator(".cm-paper").bounding_box()["y"] + 300
    page.emulate_media(media="screen")
    opened.settle()
    assert page.locator(".cm-paper canvas").count() == 0
    assert page.is_visible(".cm-timeline")


def test_places_drawn_together_are_told_apart_in_words(open_page: Callable[..., Any], html: str) -> None:
    opened = open_page(html)
    opened.page.evaluate("conflictmap_map.setView([20.5, 96.2], 4, {animate: false})")
    opened.settle()
    several = opened.page.evaluate(
        "(() => { const { view } = conflictmap.page; const all = view.marks().map(({ x, y }) => "
        "view.under(conflictmap.page.map.layerPointToContainerPoint("
        "L.point(x, y).add(view.surface._bounds.min))).spots);"
        "return all.sort((one, other) => other.length - one.length)[0]; })()"
    )
    assert len(several) > 1
    opened.do(f"{{spots: {several}}}")
    places = opened.page.locator(".cm-panel h3").count()
    assert places > 1
    assert f"at {places} places close together; zoom in to part them" in opened.page.inner_text(".cm-panel")
    assert opened.page.get_by_role("button", name="Why this colour").count() >= 1


def test_the_keyboard_goes_into_the_panel_and_back(open_page: Callable[..., Any], html: str) -> None:
    opened = open_page(html)
    keys = opened.page.keyboard
    opened.page.get_by_role("button", name="Table").press("Enter")
    opened.settle()
    row = opened.page.locator(".cm-events tbody button").nth(2)
    date = row.inner_text()
    row.press("Enter")
    opened.settle()
    assert opened.page.evaluate(FOCUS) == "cm-panel-title"
    assert opened.page.inner_text("#cm-panel-title") == "Event"
    keys.press("Escape")
    opened.settle()
    assert opened.page.inner_text("#cm-panel-title") == "Table"
    assert opened.page.evaluate(FOCUS) == date
    assert (
        opened.page.evaluate(
            "[...document.querySelectorAll('.cm-events tbody button')].indexOf(document.activeElement)"
        )
        == 2
    )
    keys.press("Escape")
    opened.settle()
    assert opened.page.is_hidden(".cm-panel")
    assert opened.page.evaluate(FOCUS) == "Table"


def test_each_search_leads_to_the_heading_and_back_to_the_field(open_page: Callable[..., Any], html: str) -> None:
    opened = open_page(html)
    for name in ("Falam", "Anan", "Anan"):
        opened.page.focus("#cm-search")
        opened.page.keyboard.type(name)
        opened.page.keyboard.press("Enter")
        opened.settle()
        assert opened.page.evaluate(FOCUS) == "cm-panel-title"
        assert opened.page.inner_text(".cm-panel h2").startswith(name)
    opened.page.keyboard.press("Escape")
    opened.settle()
    assert opened.page.evaluate(FOCUS) == "cm-search"


def test_the_search_knows_codes_states_and_other_spellings(open_page: Callable[..., Any], month: str) -> None:
    opened = open_page(month)
    for text, wanted in (
        ("MMR015022", "Laukkaing"),
        ("Hlaing Thaya", "Hlaingtharya"),
        ("KALAY", "Kale"),
        ("Naypyidaw", "Nay Pyi Taw"),
        ("shan (north)", "Shan (North)"),
    ):
        opened.page.fill("#cm-search", text)
        assert wanted in opened.page.locator("#cm-found li").first.inner_text(), text
    opened.page.keyboard.press("Enter")
    opened.settle()
    assert opened.page.evaluate("conflictmap_map.getBounds().contains([22.9, 97.7]) && conflictmap_map.getZoom() > 6.2")
    opened.page.fill("#cm-search", "Laukkaii")
    lines = opened.page.locator("#cm-found li:not(.cm-in-reports)").all_inner_texts()
    assert lines[0] == "No place of that name here. Nearest by letters:"
    assert len(lines) == 4
    assert lines[1].startswith("Laukkaing")


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_link_to_a_township_brings_it_into_view(
    open_page: Callable[..., Any], month: str, size: tuple[int, int]
) -> None:
    opened = open_page(month, size, "#unit=MMR015022")
    inside = opened.page.evaluate(
        """() => { const box = (id) => document.querySelector(id).getBoundingClientRect();
        const rings = conflictmap.page.model.units.rings[conflictmap.page.state().unit];
        const points = rings.flatMap(({ xs, ys }) => Array.from(xs, (x, at) => conflictmap_map.unproject([x, ys[at]], 0)));
        const [side, panel, wide] = [box('#cm-side'), box('.cm-panel'), innerWidth >= 760];
        let all = true;
        for (const point of points) {
          const { x, y } = conflictmap_map.latLngToContainerPoint(point);
          all &&= wide ? x >= side.right && x <= panel.left : y >= side.bottom && y <= panel.top && x >= 0 && x <= innerWidth;
        } return all && points.length > 20; }"""
    )
    assert inside
    assert opened.page.evaluate("conflictmap_map.getZoom()") > 7
    named = open_page(month, size, "#unit=MMR015022&view=20,96,6")
    assert named.page.evaluate("conflictmap_map.getZoom()") == 6


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_jump_from_what_changed_brings_the_township_into_view(
    open_page: Callable[..., Any], html: str, size: tuple[int, int]
) -> None:
    opened = open_page(html, size)
    opened.page.evaluate("conflictmap_map.setView([16.5, 99.5], 8, {animate: false})")
    opened.do("{panel: 'changes'}")
    opened.page.locator(".cm-changes button", has_text="Anan").first.click()
    opened.settle()
    jumped = opened.page.evaluate(VIEW)
    assert opened.state()["unit"] == 1
    assert jumped == pytest.approx(open_page(html, size, "#unit=XXR001000").page.evaluate(VIEW), abs=0.02)
    opened.do("{panel: 'changes', unit: 0}")
    opened.page.locator(".cm-changes button", has_text="Anan").first.click()
    opened.settle()
    assert opened.page.evaluate(VIEW) == jumped, "in view already: the map stays"


def test_a_list_says_at_once_what_happened(open_page: Callable[..., Any], html: str) -> None:
    opened = open_page(html)
    for patch in ("{spots: [0]}", "{spots: null, unit: 1}"):
        opened.do(patch)
        opened.page.wait_for_selector(".cm-first:has-text('What happened in E11.')")
        opened.page.wait_for_timeout(100)
        lines = opened.page.locator(".cm-card").evaluate_all(
            "all => all.map((each) => each.querySelector('.cm-first').textContent)"
        )
        assert {"What happened in E02.", "What happened in E11."} <= set(lines)
    opened.page.locator(".cm-card summary").first.click()
    assert opened.page.locator(".cm-card[open] .cm-first").first.is_hidden(), "the whole text is below"


def test_no_name_lies_on_a_mark(open_page: Callable[..., Any], month: str) -> None:
    opened = open_page(month)
    for zoom in (5.5, 7, 9):
        opened.page.evaluate(f"conflictmap_map.setView([22.4, 95.6], {zoom}, {{animate: false}})")
        opened.settle()
        names, covered = opened.page.evaluate(COVERED)
        assert names > 5
        assert covered == []


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_the_table_breaks_no_word_and_says_what_happened(
    open_page: Callable[..., Any], month: str, size: tuple[int, int]
) -> None:
    opened = open_page(month, size, "#panel=table")
    first = opened.page.locator(".cm-events tbody tr").first
    assert first.locator("td").nth(4).inner_text().startswith("Telephone lines of the township were cut;")
    # a word that is broken makes its element higher than one that may not be broken
    heights = "[...document.querySelectorAll('.cm-events td')].map((cell) => cell.getBoundingClientRect().height)"
    before = opened.page.evaluate(heights)
    opened.page.add_style_tag(
        content=".cm-events td { overflow-wrap: normal !important; word-break: normal !important }"
    )
    assert opened.page.evaluate(heights) == before
    assert opened.page.evaluate("(() => { const b = document.querySelector('.cm-panel-body'); return b.scrollWidth <= b.clientWidth; })()")  # fmt: skip
