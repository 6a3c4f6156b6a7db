"""A reader's way in: tips under the pointer, keys, tables in order, tools in sight, pages inside other pages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser
PHONE = (390, 844)  # px, of a common phone held upright
SEEN = (
    "(box) => [...document.querySelectorAll(box)].map((each) => each.getBoundingClientRect())"
    ".map(({ top, bottom }) => [top, bottom])"
)
ANY_MARK = "(() => { const [mark] = conflictmap.page.view.seen(); return [mark.x, mark.y]; })()"


def test_a_mark_and_a_bar_say_what_they_are_when_the_pointer_is_on_them(opened: Any) -> None:
    x, y = opened.page.evaluate(ANY_MARK)
    opened.page.mouse.move(x, y)
    opened.settle()
    assert any(kind in opened.text(".cm-tip") for kind in ("Battles: ", "Strategic developments: ", "Explosions"))
    box = opened.page.locator(".cm-histogram").bounding_box()
    opened.page.mouse.move(box["x"] + 2, box["y"] + 20)
    opened.settle()
    assert opened.text(".cm-tip").startswith("1 October 2023")
    assert opened.noise == []


def test_marks_are_walked_from_the_map_and_opened(opened: Any) -> None:
    opened.page.focus(".leaflet-container")
    opened.page.keyboard.press("n")
    assert opened.page.is_visible(".cm-walked")
    assert opened.page.is_visible(".cm-tip")
    opened.page.keyboard.press("Enter")
    opened.settle()
    assert opened.state()["spots"]
    assert opened.page.is_hidden(".cm-walked")


def test_the_question_mark_lists_the_keys_unless_it_is_turned_off(opened: Any) -> None:
    opened.page.keyboard.press("?")
    opened.settle()
    assert opened.text("#cm-panel-title") == "Keys"
    opened.page.uncheck("input[name=letters]")
    opened.page.keyboard.press("Escape")
    opened.page.keyboard.press("?")
    opened.settle()
    assert opened.page.is_hidden(".cm-panel")


def test_play_is_among_the_first_five_stops(opened: Any) -> None:
    stops = []
    for _ in range(5):
        opened.page.keyboard.press("Tab")
        stops.append(opened.page.evaluate("document.activeElement.className"))
    assert "cm-play" in stops


def test_the_table_sorts_by_each_column_and_back(opened: Any) -> None:
    opened.do("{ panel: 'table' }")
    for column in range(5):
        for way in ("ascending", "descending"):
            opened.page.locator(".cm-events .cm-sort").nth(column).click()
            assert opened.page.locator(".cm-events th").nth(column).get_attribute("aria-sort") == way
    opened.page.locator(".cm-events .cm-sort").nth(2).click()
    places = [" ".join(text.split()) for text in opened.page.locator(".cm-events td:nth-child(3)").all_inner_texts()]
    assert places == sorted(places, key=str.casefold)


def test_parties_to_a_battle_are_against_one_another(opened: Any) -> None:
    opened.do("{ panel: 'table', window: 0 }")
    rows = opened.page.locator(".cm-events tbody tr").all_inner_texts()
    battles = [row for row in rows if "Battles" in row]
    assert battles
    assert all(" against " in row for row in battles)


@pytest.mark.parametrize("size", [(1280, 720), (1400, 900), (1920, 1080)])
def test_all_tools_are_in_sight(open_page: Callable[..., Any], html: str, size: tuple[int, int]) -> None:
    opened = open_page(html, size)
    clock = opened.page.evaluate(SEEN, ".cm-timeline")[0][0]
    assert all(bottom <= clock for _, bottom in opened.page.evaluate(SEEN, ".cm-tools button"))


def test_a_phone_shows_the_search_and_a_panel_leaves_most_of_the_map(open_page: Callable[..., Any], html: str) -> None:
    opened = open_page(html, PHONE)
    assert opened.page.is_visible("#cm-search")
    for box in opened.page.locator("#cm-search, .cm-more, .cm-buttons button").all():
        assert box.bounding_box()["height"] >= 44
    opened.do("{ panel: 'table' }")
    (side,), (panel,), (clock,) = (
        opened.page.evaluate(SEEN, each) for each in (".cm-side", ".cm-panel", ".cm-timeline")
    )
    assert (panel[0] - side[1]) / clock[0] >= 0.45


def test_an_embedded_page_has_no_card(open_page: Callable[..., Any], html: str) -> None:
    opened = open_page(html, fragment="#plain=1")
    assert opened.page.is_hidden(".cm-side")
    assert opened.page.is_visible(".cm-timeline")
    assert opened.noise == []


def test_a_frame_that_is_shown_later_fits_the_country(open_page: Callable[..., Any], html: str, tmp_path: Path) -> None:
    """A frame without a size has nothing to fit into; the country is fitted when it gets one."""
    opened = open_page(html, (1400, 900))
    wanted = opened.page.evaluate("conflictmap.page.map.getZoom()")
    frame_of = '<iframe id="later" src="page.html" style="display:none;border:0;width:1400px;height:900px"></iframe>'
    (tmp_path / "around.html").write_text(f"<!DOCTYPE html><body style='margin:0'>{frame_of}", encoding="utf-8")
    opened.page.goto((tmp_path / "around.html").as_uri())
    frame = opened.page.frames[-1]
    frame.wait_for_selector("html[data-state]", state="attached", timeout=10_000)
    opened.page.evaluate("document.getElementById('later').style.display = 'block'")
    opened.page.wait_for_timeout(500)
    assert frame.get_attribute("html", "data-state") == "drawn"
    assert abs(frame.evaluate("conflictmap.page.map.getZoom()") - wanted) < 0.3


def test_on_a_phone_the_chosen_mark_stays_in_sight_above_the_sheet(open_page: Callable[..., Any], html: str) -> None:
    page = open_page(html, PHONE).page
    southern = "(() => { const marks = conflictmap.page.view.seen().map(({ x, y }) => [x, y]); return marks.sort((a, b) => b[1] - a[1])[0]; })()"
    map_box = "(() => { const { left, top } = conflictmap_map.getContainer().getBoundingClientRect(); return [left, top]; })()"
    (x, y), (left, top) = page.evaluate(southern), page.evaluate(map_box)
    at = page.evaluate(
        f"(() => {{ const p = conflictmap_map.containerPointToLatLng([{x}, {y}]); return [p.lat, p.lng]; }})()"
    )
    page.mouse.click(left + x, top + y)
    page.wait_for_selector(".cm-panel:not([hidden])")
    page.wait_for_timeout(200)
    seen = page.evaluate(
        f"(() => {{ const p = conflictmap_map.latLngToContainerPoint([{at[0]}, {at[1]}]); return [p.x, p.y]; }})()"
    )
    sheet = page.evaluate("document.querySelector('.cm-panel').getBoundingClientRect().top")
    card = page.evaluate("document.getElementById('cm-side').getBoundingClientRect().bottom")
    assert top + y > sheet, "the mark would lie under the sheet, else the test shows nothing"
    assert card < top + seen[1] < sheet
    assert 0 < left + seen[0] < PHONE[0]
