"""What the page of November 2023 tells of its own limits: whose reports, what is counted as whose, what is on no spot."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest

import pagedata
from conflictmap.control import shares
from conflictmap.page import PageOptions, render, render_page

pytestmark = pytest.mark.browser
LAST = dt.date(2023, 11, 30)


@pytest.fixture(scope="module")
def html(atlas: Any) -> str:
    return render(atlas, PageOptions())


def test_the_legend_counts_as_the_totals_do(open_page: Callable[..., Any], html: str, atlas: Any) -> None:
    opened = open_page(html)
    cells = opened.page.evaluate(
        "[...document.querySelectorAll('[data-holder]')].map((cell) => "
        "[conflictmap.page.model.meta.holders[Number(cell.dataset.holder)], Number(cell.textContent)])"
    )
    states = opened.page.evaluate(
        "[...document.querySelectorAll('[data-state]')].filter((cell) => cell.matches('b'))"
        ".map((cell) => [cell.dataset.state, Number(cell.textContent)])"
    )
    totals = shares(atlas.control.by_rules["standard"].spans, LAST)
    held = totals[totals["holder"] != ""].set_index("holder")["townships_central"]
    assert {name: count for name, count in cells if count} == held[held > 0].astype(int).to_dict()
    apart = totals[totals["holder"] == ""].set_index("state")["townships_central"].astype(int).to_dict()
    shown = dict(states)
    assert {name: shown.get(name, 0) for name in ("mixed", "contested", "not_assessed")} == {
        name: apart[name] for name in ("mixed", "contested", "not_assessed")
    }
    assert sum(count for _, count in cells) + sum(apart.values()) == 330
    assert re.match(r"\s*Who holds the townships\s*Not assessed\s+of 330 townships", opened.text(".cm-legend"))


def test_who_has_nothing_but_a_claim_or_an_open_change_is_in_the_legend_too(
    open_page: Callable[..., Any], html: str
) -> None:
    opened = open_page(html)
    assert "hold no township on this day" in opened.page.locator(".cm-folded summary").inner_text()
    opened.page.locator(".cm-folded summary").click()
    names = opened.page.locator(".cm-folded li:has([data-holder])").all_inner_texts()
    (chin,) = [each for each in names if each.startswith("Chinland Defence Force")]
    assert chin.split()[-1] == "0"


def test_a_page_of_one_side_says_so_on_its_first_view_and_in_about(open_page: Callable[..., Any], html: str) -> None:
    opened = open_page(html)
    opened.page.get_by_role("button", name="Reports from one side only").click()
    opened.settle()
    said = "The chronicle is written from one side and names few sources."
    assert said in opened.text(".cm-panel")
    assert opened.text(".cm-panel").count("geoBoundaries,") == 1


def test_a_page_with_an_independent_source_does_not_say_so(open_page: Callable[..., Any]) -> None:
    opened = open_page(render_page(pagedata.page_data(), PageOptions()))
    opened.do("{panel: 'about'}")
    assert opened.page.locator(".cm-caution:visible").count() == 0


def test_an_event_on_no_spot_says_why(open_page: Callable[..., Any], html: str) -> None:
    opened = open_page(html)
    opened.do("{panel: 'hidden'}")
    opened.until("[...document.querySelectorAll('.cm-undrawn')].every((each) => each.childElementCount)")
    told = [" ".join(each.split()) for each in opened.page.locator(".cm-undrawn").all_inner_texts()]
    assert any(each.startswith("Bangkok, Thailand: Bangkok is abroad: Thailand ") for each in told)
    assert any(each.startswith("no place is named ") for each in told)
    assert any("Pinlon is ambiguous: " in each and " or " in each for each in told)
    assert all(len(each) > 20 for each in told)


def test_claims_in_the_panel_are_told_by_who_says_them(open_page: Callable[..., Any], html: str) -> None:
    """Kawlin fell on 6 November, reported by an aligned source; no party is quoted."""
    opened = open_page(html)
    opened.do("{unit: conflictmap.page.model.meta.units.findIndex((row) => row[0] === 'MMR005024') + 1}")
    assert (
        "Reported by a source on its side, not confirmed: People's Defence Force has taken this township"
        in opened.text(".cm-panel")
    )
    assert "says that it has" not in opened.text(".cm-panel")


def test_in_burmese_names_come_first_and_digits_are_of_one_kind(open_page: Callable[..., Any], html: str) -> None:
    opened = open_page(html)
    unit = "unit: conflictmap.page.model.meta.units.findIndex((row) => row[0] === 'MMR015022') + 1"
    opened.do(f"{{{unit}, lang: 'my', digits: true}}")
    assert opened.text(".cm-panel h2").startswith("လောက်ကိုင် ")
    assert "Shan" not in opened.text(".cm-panel h2 + p")
    assert not re.search("[0-9]", opened.text("#cm-side"))
    opened.do("{digits: false}")
    assert not re.search("[၀-၉]", opened.text("#cm-side"))
    assert not re.search("[၀-၉]", opened.text(".cm-panel"))


def test_the_assumption_is_drawn_only_where_it_is_asked_for_and_never_counted(
    open_page: Callable[..., Any], html: str
) -> None:
    opened = open_page(html)
    counts = "[...document.querySelectorAll('.cm-legend b')].map((cell) => cell.textContent)"
    picture = "document.querySelector('.cm-canvas-control').toDataURL()"
    before, bare = opened.page.evaluate(counts), opened.page.evaluate(picture)
    assert not opened.page.is_checked("input[name=layer-assumed]")
    opened.page.check("input[name=layer-assumed]")
    opened.settle()
    assert opened.page.evaluate(counts) == before
    assert opened.page.evaluate(picture) != bare
