"""The page for everybody: axe-core finds nothing, and the keyboard reaches everything."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import pagedata
from conflictmap.page import PageOptions, render_page

pytestmark = pytest.mark.browser
AXE = Path(__file__).parents[2] / "src" / "conflictmap" / "web" / "node_modules" / "axe-core" / "axe.min.js"
STATES = [
    "{}",
    "{unit: 1, day: 5}",
    "{unit: 4, day: 4}",
    "{unit: 0, spots: [1], day: 9}",
    "{spots: null, event: 3}",
    "{event: null, panel: 'table'}",
    "{panel: 'about'}",
    "{panel: 'changes'}",
    "{panel: 'hidden'}",
    "{panel: 'filters'}",
    "{panel: 'save'}",
    "{panel: '', unit: 1, layers: new Set(['control', 'contested', 'events', 'density'])}",
    "{panel: 'story', step: 0}",
    "{panel: 'story', step: 1}",
    "{panel: 'feed', unit: 0}",
    "{panel: 'tiles'}",
    "{panel: 'ribbon'}",
    "{panel: 'compare', versus: 'day:0'}",
    "{panel: 'own', versus: ''}",
    "{panel: 'keys', size: 'deaths'}",
]


def violations(opened: Any) -> list[str]:
    opened.settle()
    found = opened.page.evaluate("axe.run(document, {resultTypes: ['violations']}).then((all) => all.violations)")
    return [f"{each['id']}: {node['html'][:120]}" for each in found for node in each["nodes"]]


@pytest.mark.skipif(
    not AXE.is_file(), reason="axe-core is not installed; `pip install -e .` installs the page's packages"
)
@pytest.mark.parametrize("size", [(1400, 900), (390, 844)], ids=["wide", "phone"])
def test_axe_finds_nothing(open_page: Callable[..., Any], html: str, size: tuple[int, int]) -> None:
    opened = open_page(html, size)
    opened.page.evaluate(AXE.read_text(encoding="utf-8"))
    for language, theme in (("en", "light"), ("my", "light"), ("en", "dark"), ("my", "dark")):
        for state in STATES if (language, theme) == ("en", "light") else [*STATES[:4], *STATES[-8:]]:
            opened.do(f"{{...{state}, lang: '{language}', theme: '{theme}'}}")
            opened.page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
            assert violations(opened) == [], f"{language} {theme} {state}"


@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed")
@pytest.mark.parametrize("layers", [("control", "contested"), ("events", "areas")], ids=["control", "events"])
def test_axe_finds_nothing_in_a_page_of_some_layers(open_page: Callable[..., Any], layers: tuple[str, ...]) -> None:
    opened = open_page(render_page(pagedata.page_data(), PageOptions(only_layers=layers)))
    opened.page.evaluate(AXE.read_text(encoding="utf-8"))
    for state in ("{}", "{unit: 4, day: 4}", "{panel: 'table'}", "{panel: 'filters'}", "{panel: 'about'}"):
        opened.do(state)
        assert violations(opened) == [], state


def focused(opened: Any) -> str:
    """The name of what has the focus."""
    told: str = opened.page.evaluate(
        "(() => { const e = document.activeElement; return e.getAttribute('aria-label') || e.id || e.name || e.textContent; })()"
    )
    return told.strip()


@pytest.mark.parametrize(
    ("selector", "key", "name"),
    [
        ("input[name=layer-control]", " ", "layer-control"),
        ("input[name=type-0]", " ", "type-0"),
        (".cm-language button", "Enter", "English"),
        (".cm-play", "Enter", "❚❚ Pause"),
        (".cm-panel #cm-filter-actor", "ArrowDown", "cm-filter-actor"),
        (".cm-panel #cm-filter-rules", "ArrowDown", "cm-filter-rules"),
    ],
)
def test_a_control_that_was_used_keeps_the_focus(
    open_page: Callable[..., Any], html: str, selector: str, key: str, name: str
) -> None:
    opened = open_page(html, fragment="#panel=filters&day=2023-10-02")
    opened.page.focus(selector)
    opened.page.keyboard.press(key)
    opened.settle()
    opened.settle()
    assert focused(opened) == name


def test_the_new_controls_work_by_keyboard_alone(open_page: Callable[..., Any], html: str) -> None:
    """A month back by its button, a township by the search, its strip's second stretch, the rule set, and out again."""
    opened = open_page(html)
    press = opened.page.keyboard.press
    opened.page.get_by_role("button", name="One month back").focus()
    press("Enter")
    opened.settle()
    assert opened.state()["day"] == 0
    opened.page.focus("#cm-search")
    opened.page.keyboard.type("dala")
    press("Enter")
    opened.settle()
    for _ in range(12):
        press("Tab")
        label = opened.page.evaluate("document.activeElement.getAttribute('aria-label') ?? ''")
        if label.startswith("3–7 October 2023"):
            break
    press("Enter")
    opened.settle()
    assert opened.state()["day"] == 5
    assert focused(opened).startswith("3–7 October 2023"), "its place on the strip is kept"
    press("Escape")
    opened.settle()
    assert opened.page.is_hidden(".cm-panel")


def test_the_keyboard_alone_reaches_every_control(open_page: Callable[..., Any], html: str) -> None:
    opened = open_page(html)
    opened.page.evaluate("document.querySelectorAll('.cm-legend details').forEach((each) => { each.open = true; })")
    reached = set()
    opened.page.keyboard.press("Tab")
    for _ in range(80):
        reached.add(
            opened.page.evaluate(
                "(() => { const e = document.activeElement; return e.getAttribute('aria-label') || e.name || e.id ||"
                " e.textContent; })()"
            )
        )
        opened.page.keyboard.press("Tab")
    wanted = {
        "layer-control",
        "layer-events",
        "type-0",
        "layer-towns",
        "cm-window",
        "About",
        "Table",
        "Save",
        "Filters",
    }
    wanted |= {
        "Find a place, actor or word",
        "One month back",
        "One week back",
        "One day on",
        "Day",
        "First day of the range",
        "Last day of the range",
    }
    assert {each for each in wanted if not any(str(found).strip().endswith(each) for found in reached)} == set()


def test_a_place_is_found_in_either_script_and_gone_to(open_page: Callable[..., Any], html: str) -> None:
    opened = open_page(html)
    opened.page.focus("#cm-search")
    opened.page.keyboard.type("fal")
    assert "Falam" in opened.page.inner_text("#cm-found")
    opened.page.keyboard.press("Enter")
    opened.settle()
    assert opened.page.inner_text(".cm-panel h2").startswith("Falam")
    opened.page.fill("#cm-search", "အမည်")
    assert opened.page.locator("#cm-found li:not(.cm-in-reports)").count() == 8
    assert opened.page.locator("#cm-found li.cm-in-reports").count() == 1
    opened.page.fill("#cm-search", "Nowhere")
    lines = opened.page.locator("#cm-found li:not(.cm-in-reports)").all_inner_texts()
    assert lines[0] == "No place of that name here. Nearest by letters:"
    assert len(lines) == 4


def test_filters_by_keyboard(open_page: Callable[..., Any], html: str) -> None:
    opened = open_page(html)
    opened.page.get_by_role("button", name="Filters").press("Enter")
    opened.settle()
    opened.page.select_option("#cm-filter-actor", "OLD")
    opened.settle()
    assert opened.page.inner_text(".cm-shown") == "1 of 1 events drawn"
    opened.page.get_by_role("button", name="Clear all filters").press("Enter")
    opened.settle()
    opened.page.select_option("#cm-filter-mode", "reported")
    opened.settle()
    assert opened.page.inner_text(".cm-shown") == "7 of 10 events drawn"
    opened.page.select_option("#cm-filter-side", "independent")
    opened.page.select_option("#cm-filter-source", "Gazette of Tinyland")
    opened.settle()
    assert opened.page.inner_text(".cm-shown") == "7 of 10 events drawn"
    assert opened.page.locator("#cm-filter-side option").all_inner_texts() == ["All sides", "Independent"]


def test_reduced_motion_and_print_are_honoured(open_page: Callable[..., Any], html: str) -> None:
    opened = open_page(html, reduced_motion="reduce")
    opened.page.emulate_media(media="print")
    assert opened.page.is_hidden(".cm-buttons")
    assert opened.page.is_visible("#cm-title")
