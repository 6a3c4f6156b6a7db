"""Ten tasks on the page of the data that ships, as a new reader would do them: a tap, a typed word, a choice each count one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from conflictmap.page import PageOptions, render

pytestmark = pytest.mark.browser
MOST = 6


@pytest.fixture(scope="module")
def html(shipped: Any) -> str:
    return render(shipped, PageOptions())


class Reader:
    """A hand that counts."""

    def __init__(self, opened: Any) -> None:
        self.opened, self.page, self.taps = opened, opened.page, 0

    def _done(self) -> None:
        self.taps += 1
        assert self.taps <= MOST
        self.page.wait_for_timeout(150)

    def tap(self, selector: str) -> None:
        self.page.locator(selector).first.click()
        self._done()

    def find(self, name: str) -> None:
        """A word typed, and Enter."""
        self.page.fill("#cm-search", name)
        self._done()
        self.page.press("#cm-search", "Enter")
        self._done()

    def write(self, selector: str, text: str) -> None:
        self.page.fill(selector, text)
        self.page.locator(selector).dispatch_event("change")
        self._done()

    def choose(self, selector: str, value: str) -> None:
        self.page.select_option(selector, value)
        self._done()

    def panel(self) -> str:
        return str(self.opened.text(".cm-panel-body"))


@pytest.fixture
def reader(open_page: Callable[..., Any], html: str) -> Reader:
    return Reader(open_page(html, (390, 844), has_touch=True, is_mobile=True))


def test_what_happened_in_my_township(reader: Reader) -> None:
    reader.find("Lashio")
    assert "Events here in these days" in reader.panel()
    assert reader.taps == 2


def test_who_holds_lashio_today_and_since_when(reader: Reader) -> None:
    reader.find("Lashio")
    assert "State Administration Council" in reader.panel()
    assert "Same holder since 22 April 2025; known since 23 April 2025." in reader.panel()
    assert reader.taps == 2


def test_what_changed_in_january_2024(reader: Reader) -> None:
    reader.tap("[data-tool=changes]")
    reader.write("#cm-change-to", "2024-01-31")
    reader.write("#cm-change-from", "2024-01-01")
    assert "1–31 January 2024" in reader.panel()
    days = reader.page.locator(".cm-changes li > .cm-quiet").all_inner_texts()
    assert len(days) > 3
    assert all("2024" in day or "between" in day for day in days)
    assert reader.taps == 3


def test_air_strikes_near_mrauk_u(reader: Reader) -> None:
    reader.tap("[data-tool=filters]")
    reader.choose("#cm-filter-type", "1")
    reader.tap(".cm-close")
    reader.find("Mrauk-U")
    assert "Why this colour" in reader.panel()
    assert reader.opened.state()["hidden"] == [0, 2, 3, 4, 5]
    assert reader.taps == 5


def test_which_towns_were_retaken(reader: Reader) -> None:
    reader.tap("[data-tool=changes]")
    reader.tap("label.cm-switch:has([name=retaken])")
    towns = reader.page.locator(".cm-changes button").all_inner_texts()
    assert "Kawlin" in towns
    assert 0 < len(towns) < 60
    assert reader.taps == 2


def test_is_this_a_claim_or_a_fact(reader: Reader) -> None:
    reader.tap("[data-tool=feed]")
    kinds = reader.page.locator(".cm-feed .cm-kind").all_inner_texts()
    assert kinds
    assert all(kind.rsplit(" · ", 1)[1] in ("reported", "confirmed", "denied", "claimed by a party") for kind in kinds)
    assert reader.taps == 1


def test_what_was_known_on_5_august_2024(reader: Reader) -> None:
    reader.tap("[data-tool=filters]")
    reader.write("#cm-known", "2024-08-05")
    reader.tap(".cm-close")
    assert "As known on 5 August 2024" in reader.opened.text(".cm-otherwise")
    assert reader.taps == 3


def test_where_is_fighting_now(reader: Reader) -> None:
    reader.tap(".cm-more")
    reader.tap("summary.cm-heading")
    reader.tap("label.cm-switch:has([name=layer-activity])")
    assert "activity" in reader.opened.state()["layers"]
    assert reader.taps == 3


def test_save_this_picture(reader: Reader) -> None:
    reader.tap("[data-tool=save]")
    with reader.page.expect_download() as download:
        reader.tap(".cm-choices button")
    assert download.value.suggested_filename == "conflictmap-2025-12-31.png"
    assert reader.taps == 2


def test_send_this_view(reader: Reader) -> None:
    reader.find("Lashio")
    reader.tap(".cm-close")
    reader.tap("[data-tool=save]")
    reader.tap("#cm-share")
    assert reader.page.input_value("#cm-share").startswith("#")
    assert reader.taps == 5
