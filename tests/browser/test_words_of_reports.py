"""Reports are found by their words, from the search field and from an address; nothing leaves the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.browser

CARDS = "document.querySelectorAll('.cm-panel .cm-card').length"


def test_the_words_of_a_report_lead_to_it_by_keyboard_alone(opened: Any) -> None:
    notes = opened.page.evaluate("conflictmap.page.model.texts.row(3).then((row) => row[2])")
    words = " ".join(reversed(notes.split()[:2]))
    opened.page.focus("#cm-search")
    opened.page.keyboard.type(words)
    assert words in opened.text(".cm-in-reports")
    opened.page.keyboard.press("ArrowUp")
    opened.page.keyboard.press("Enter")
    opened.until(f"{CARDS} > 0")
    opened.until("/ of 12 reports/.test(document.querySelector('.cm-panel [role=status]').textContent)")
    shown = opened.page.eval_on_selector_all(
        ".cm-panel .cm-card", "cards => cards.map((card) => Number(card.dataset.event))"
    )
    assert 3 in shown
    assert shown == sorted(shown, reverse=True)
    assert opened.page.locator(".cm-panel .cm-card mark").count() >= 1
    assert opened.noise == []


def test_an_address_keeps_the_words_and_markup_in_them_is_text(open_page: Callable[..., Any], html: str) -> None:
    opened = open_page(html, fragment="#panel=found&words=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E")
    opened.until("document.querySelector('.cm-panel [role=status]').textContent.startsWith('None of 12')")
    assert "<img src=x onerror=alert(1)>" in opened.text("#cm-panel-title")
    assert opened.noise == []


def test_filters_and_the_range_hold_for_words_too_and_the_day_does_not_start_them_anew(
    open_page: Callable[..., Any], html: str
) -> None:
    opened = open_page(html, fragment="#panel=found&words=e&to=2023-10-05")
    opened.until("/^[1-9]/.test(document.querySelector('.cm-panel [role=status]').textContent)")
    days = opened.page.evaluate(
        "[...document.querySelectorAll('.cm-panel .cm-card')].map((card) => conflictmap.page.model.events.day[card.dataset.event])"
    )
    assert days
    assert max(days) <= 4
    opened.page.evaluate("document.querySelector('.cm-panel .cm-card').dataset.same = '1'")
    opened.do("{day: 2}")
    assert opened.page.locator(".cm-panel .cm-card[data-same]").count() == 1


@pytest.mark.parametrize("size", [(390, 600), (844, 390)], ids=["phone", "landscape"])
def test_the_next_step_of_the_way_is_in_sight_however_long_the_sentence(
    open_page: Callable[..., Any], html: str, size: tuple[int, int]
) -> None:
    opened = open_page(html, size, fragment="#panel=story&step=1", has_touch=True, is_mobile=True)
    opened.page.evaluate("document.querySelector('.cm-sentence').append(' more'.repeat(300))")
    box = "document.querySelector('%s').getBoundingClientRect()"
    assert opened.page.evaluate(f"{box % '.cm-next'}.bottom <= {box % '.cm-panel'}.bottom")
    opened.page.click(".cm-next")
    opened.settle()
    assert opened.state()["step"] == 2


def test_the_button_that_chooses_a_file_speaks_the_page_s_language(open_page: Callable[..., Any], html: str) -> None:
    opened = open_page(html, fragment="#panel=own&lang=my")
    assert opened.page.evaluate("getComputedStyle(document.querySelector('#cm-own-file')).opacity") == "0"
    opened.page.focus("#cm-own-file")
    assert opened.page.evaluate("getComputedStyle(document.querySelector('.cm-file label')).outlineStyle") == "solid"
    with opened.page.expect_file_chooser(timeout=5000):
        opened.page.click("#cm-own-file")
