"""What a reader does with the map: tools in sight, the news, the way through, the curtain, tiles, ribbon, deaths, the dark."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import pagedata
from conflictmap.page import PageOptions, render_page

pytestmark = pytest.mark.browser
TOOLS = [
    "Story",
    "News",
    "What changed",
    "Tiles",
    "Over time",
    "Compare",
    "Filters",
    "Table",
    "Your data",
    "Save",
    "About",
]
BOX = "all => all.map((each) => { const { left, top, right, bottom } = each.getBoundingClientRect(); return [left, top, right, bottom]; })"


@pytest.mark.parametrize("size", [(1280, 720), (1400, 900)])
def test_all_tools_and_the_key_of_patterns_are_in_sight(
    open_page: Callable[..., Any], html: str, size: tuple[int, int]
) -> None:
    opened = open_page(html, size)
    tools = opened.page.locator(".cm-tools button[data-tool]")
    assert tools.all_inner_texts() == TOOLS
    ((_, _, card, _),) = opened.page.locator("#cm-side").evaluate_all(BOX)
    ((_, timeline, _, _),) = opened.page.locator("#cm-timeline").evaluate_all(BOX)
    patterns = opened.page.locator(".cm-patterns li")
    assert patterns.count() >= 4
    for left, top, right, bottom in tools.evaluate_all(BOX) + patterns.evaluate_all(BOX):
        assert card < left < right <= size[0]
        assert 0 <= top < bottom <= timeline


def test_the_first_fact_is_of_the_war(opened: Any) -> None:
    """Anan twice and Dala once passed from one holder to another; Bado is contested, which is nobody's gain."""
    assert opened.text(".cm-headline") == "2 of 9 townships changed hands in these days. Show me how"
    opened.do("{to: 4, day: 4}")
    assert opened.text(".cm-headline").startswith("1 of 9 townships changed hands between 1 and 5 October 2023.")
    opened.do("{from: 2}")
    assert opened.text(".cm-headline").startswith("No township changed hands between 3 and 5 October 2023.")


def test_a_sign_has_a_plain_sentence_on_hover_and_in_about(opened: Any) -> None:
    sentence = "Stripes: both parties are in the main town, or each says that it holds it."
    opened.page.hover(".cm-patterns [data-term=stripes]")
    assert opened.text(".cm-tip") == sentence
    terms = opened.page.locator("[data-term]").evaluate_all("all => all.map((each) => each.dataset.term)")
    opened.do("{panel: 'about'}")
    listed = opened.page.locator(".cm-terms li").all_inner_texts()
    assert sentence in listed
    assert len(listed) == 22
    assert {opened.page.evaluate(f"conflictmap.page.words().say('tip_{term}')") for term in terms} <= set(listed)


def test_the_way_through_goes_by_the_days_and_ends_in_free_use(open_page: Callable[..., Any], html: str) -> None:
    opened = open_page(html, fragment="#panel=story", reduced_motion="reduce")
    assert "2 of 9 townships changed hands at least once" in opened.text(".cm-sentence")
    days, sentences = [opened.state()["day"]], [opened.text(".cm-sentence")]
    while opened.page.locator(".cm-next", has_text="Next").count():
        opened.page.click(".cm-next")
        opened.settle()
        days.append(opened.state()["day"])
        sentences.append(opened.text(".cm-sentence"))
    assert days == [0, 1, 5, 9]
    assert sentences[1] == (
        "2 October 2023: Anan, South. Until then Government of Tinyland: held since before the first day; "
        "from then on Rebels of the Hills: controlled."
    )
    assert "7 of 9" not in sentences[3]
    assert "8 of 9 townships are assessed" in sentences[3]
    opened.page.get_by_role("button", name="Look around by yourself").click()
    opened.settle()
    assert opened.state()["panel"] == ""
    assert opened.noise == []


def test_a_step_of_the_way_has_an_address(open_page: Callable[..., Any], html: str) -> None:
    opened = open_page(html, fragment="#panel=story&step=2")
    assert opened.text("#cm-panel-title") == "Step 3 of 4"
    assert opened.state()["day"] == 5
    assert opened.text(".cm-sentence").startswith("6 October 2023: Dala, South.")


def test_the_curtain_parts_two_days_and_is_moved_by_keys(open_page: Callable[..., Any], html: str) -> None:
    opened = open_page(html, fragment="#panel=compare&versus=day:2023-10-01&curtain=40")
    assert opened.text(".cm-panel-body h3") == "3 townships differ"
    rows = [" ".join(row.split()) for row in opened.page.locator(".cm-changes li").all_inner_texts()]
    assert rows[0] == (
        "Anan left: Government of Tinyland: controlled right: Government of Tinyland: held since before the first day"
    )
    assert [row.split()[0] for row in rows] == ["Anan", "Bado", "Dala"]
    rod = opened.page.locator(".cm-curtain")
    assert rod.get_attribute("aria-valuetext") == "left: 10 October 2023; right: 1 October 2023"
    rod.focus()
    opened.page.keyboard.press("ArrowRight")
    opened.page.keyboard.press("PageUp")
    opened.settle()
    assert opened.state()["curtain"] == 52
    assert "curtain=52" in opened.page.evaluate("new Promise((done) => setTimeout(() => done(location.hash), 500))")
    left, right = (
        opened.page.evaluate(f"document.querySelector('.cm-canvas-{name}').style.clipPath")
        for name in ("marks", "versus")
    )
    assert left.startswith("inset(0px ")
    assert right.startswith("inset(0px 0px 0px ")
    opened.do("{versus: ''}")
    assert not rod.is_visible()
    assert opened.page.evaluate("document.querySelector('.cm-canvas-versus').width") == 0


def test_rule_sets_and_knowledge_are_compared_too(opened: Any) -> None:
    opened.do("{panel: 'compare', versus: 'rules:strict'}")
    assert opened.text(".cm-there") == "Rule set: strict"
    opened.do("{versus: 'known:2', day: 9}")
    assert opened.text(".cm-here") == "as it is known now"
    assert opened.text(".cm-there") == "As known on 3 October 2023"
    assert opened.noise == []


def test_tiles_stand_as_the_townships_lie_and_are_walked_by_keys(opened: Any) -> None:
    opened.do("{panel: 'tiles', day: 9}")
    tiles = opened.page.locator(".cm-tile")
    assert tiles.count() == 9
    boxes = tiles.evaluate_all(BOX)
    assert len({(left, top) for left, top, _, _ in boxes}) == 9
    anan, chaung, gangaw = boxes[0], boxes[2], boxes[6]  # south-west, south-east, north-west
    assert anan[0] < chaung[0]
    assert anan[1] > gangaw[1]
    assert tiles.nth(0).get_attribute("aria-label") == "Anan: Government of Tinyland: controlled"
    tiles.nth(0).focus()
    opened.page.keyboard.press("ArrowRight")
    assert opened.page.evaluate("document.activeElement.getAttribute('aria-label')").startswith("Bado: ")
    opened.page.keyboard.press("Enter")
    opened.settle()
    assert opened.state()["unit"] == 2


def test_the_ribbon_tells_the_day_in_numbers(opened: Any) -> None:
    opened.do("{panel: 'ribbon', day: 9}")
    rows = [" ".join(row.split()) for row in opened.page.locator(".cm-ribbons li").all_inner_texts()]
    # North: Falam, Gangaw, Hopong, Insein; South: Anan and Eimma are the government's, Dala the Old Guard's
    assert rows == [
        "North 10 October 2023: Government of Tinyland 4",
        "South 10 October 2023: Government of Tinyland 2, Old Guard 1, nobody's or not assessed 2",
    ]


def test_the_news_begin_with_the_newest_and_ring_their_mark(opened: Any) -> None:
    opened.do("{panel: 'feed', day: 8}")
    days = [text.split("\n")[0] for text in opened.page.locator(".cm-feed summary strong").all_inner_texts()]
    assert days[:3] == ["9 October 2023", "8 October 2023", "7 October 2023"]
    assert len(days) == 11
    opened.page.locator(".cm-feed details").first.hover()
    ring = opened.page.locator(".cm-walked")
    assert ring.is_visible()
    ((left, top, right, bottom),) = ring.evaluate_all(BOX)
    x, y = opened.page.evaluate(
        "(() => { const { x, y } = conflictmap_map.latLngToContainerPoint([19.5, 95.5]); return [x, y]; })()"
    )
    assert abs((left + right) / 2 - x) < 3
    assert abs((top + bottom) / 2 - y) < 3
    opened.page.mouse.move(x, y)
    opened.page.wait_for_timeout(100)
    assert opened.page.locator(".cm-feed .cm-lit").count() == 4  # the four events at Alpha


def test_deaths_are_counted_with_what_gives_none_and_size_the_marks(opened: Any) -> None:
    assert opened.text(".cm-deaths") == "At least 3 deaths; 11 of 12 events give no number."
    opened.do("{size: 'deaths'}")
    assert opened.page.evaluate("conflictmap.page.view.marks().map(({ events }) => events)") == [3]
    opened.do("{size: 'events'}")
    assert sum(opened.page.evaluate("conflictmap.page.view.marks().map(({ events }) => events)")) == 9


def test_a_second_report_of_one_happening_adds_no_deaths_and_says_so(open_page: Callable[..., Any]) -> None:
    events = pagedata.events()
    told = events["event_id"].isin(["E01", "E02"])  # both at Alpha: here on one day
    same = {name: events[name].where(~told, pagedata.day(2)) for name in ("event_date", "end_date", "reported_on")}
    deaths = events["event_id"].map({"E01": 9, "E02": 7, "E04": 3}).astype("Int64")
    opened = open_page(render_page(pagedata.page_data(events=events.assign(fatalities=deaths, **same)), PageOptions()))
    assert opened.text(".cm-deaths") == (
        "At least 10 deaths; 9 of 12 events give no number. Not added, so that none is counted twice: 1 of the same "
        "happening or of more than a month."
    )
    opened.do("{size: 'deaths'}")
    assert sorted(opened.page.evaluate("conflictmap.page.view.marks().map(({ events }) => events)")) == [3, 7]


@pytest.mark.parametrize("wish", ["dark", "light"])
def test_the_dark_follows_the_system_and_the_switch(open_page: Callable[..., Any], html: str, wish: str) -> None:
    opened = open_page(html, color_scheme=wish)
    is_dark = "document.documentElement.hasAttribute('data-dark')"
    assert opened.page.evaluate(is_dark) is (wish == "dark")
    opened.page.click(".cm-theme")
    opened.settle()
    assert opened.page.evaluate(is_dark) is (wish != "dark")
    opened.page.emulate_media(media="print")
    assert opened.page.evaluate("getComputedStyle(document.body).getPropertyValue('--paper').trim()") == "#fffefb"


def test_forced_colours_keep_the_canvases(open_page: Callable[..., Any], html: str) -> None:
    opened = open_page(html, forced_colors="active")
    style = "getComputedStyle(document.querySelector('.cm-canvas')).forcedColorAdjust"
    assert opened.page.evaluate(style) == "none"
    assert opened.noise == []


PANELS = [
    "",
    "story",
    "feed",
    "changes",
    "tiles",
    "ribbon",
    "compare",
    "filters",
    "table",
    "own",
    "save",
    "about",
    "keys",
]


@pytest.mark.parametrize("size", [(390, 844), (844, 390)], ids=["phone", "landscape"])
def test_what_a_finger_takes_is_44_pixels(open_page: Callable[..., Any], html: str, size: tuple[int, int]) -> None:
    opened = open_page(html, size, has_touch=True, is_mobile=True)
    small: dict[str, list[str]] = {}
    for panel in PANELS:
        opened.do(f"{{panel: '{panel}'}}")
        found = opened.page.evaluate(
            "[...document.querySelectorAll('button, select, summary, input:not([type=checkbox]):not([type=radio]), label.cm-switch,"
            " label.cm-type, .leaflet-bar a, .cm-handle')].filter((each) => each.checkVisibility() && !each.closest('.cm-tiles, .cm-strip')"
            " && !(each.matches('p > .cm-link') && !each.closest('.cm-choice'))).map((each) =>"
            " [each.className || each.tagName, Math.round(each.getBoundingClientRect().height)]).filter(([, high]) => high < 44)"
        )
        if found:
            small[panel] = [f"{name} {high}" for name, high in found]
    assert small == {}


def test_a_panel_leaves_45_per_cent_of_the_phones_map(open_page: Callable[..., Any], html: str) -> None:
    opened = open_page(html, (390, 844), has_touch=True, is_mobile=True)
    for panel in PANELS[1:]:
        opened.do(f"{{panel: '{panel}'}}")
        free = opened.page.evaluate(
            "(() => { const box = (name) => document.querySelector(name).getBoundingClientRect();"
            " const map = box('.cm-map'); return (box('.cm-panel').top - box('.cm-side').bottom) / map.height; })()"
        )
        assert free >= 0.45, panel


def test_a_picture_of_two_days_says_which_they_are(open_page: Callable[..., Any], html: str) -> None:
    opened = open_page(html, fragment="#versus=day:2023-10-01")
    opened.page.emulate_media(media="print")
    opened.settle()
    shown = opened.text(".cm-paper-shown")
    assert shown.endswith("left: 10 October 2023; right: 1 October 2023")
    legend = opened.text(".cm-paper-legend")
    assert "Government of Tinyland: as on the first day" in legend  # right of the curtain
    assert "Old Guard: low confidence" in legend  # left of it
