"""The page of the data that ships, held to its figures: size, requests, opening, stepping; and to control, row by row."""

from __future__ import annotations

import datetime as dt
import random
import statistics
from collections.abc import Callable
from typing import Any

import pytest

from conflictmap.control import possible_on, state_on
from conflictmap.page import PageOptions, render

pytestmark = pytest.mark.browser
SIZE_MB = 1.5
OPEN_MS, STEP_MS = 1000, 50
# The figures are for a quiet machine of two cores; tests run side by side, so they allow for a neighbour.
NEIGHBOURS = 3


@pytest.fixture(scope="module")
def html(shipped: Any) -> str:
    return render(shipped, PageOptions())


def test_it_is_small_enough_to_send_by_bluetooth(html: str) -> None:
    assert len(html.encode()) <= SIZE_MB * 1e6


def test_it_opens_draws_and_steps_in_time_and_asks_for_nothing(open_page: Callable[..., Any], html: str) -> None:
    opened = open_page(html)
    assert opened.page.get_attribute("html", "data-state") == "drawn"
    ready = opened.page.evaluate("performance.now()")
    assert ready <= OPEN_MS * NEIGHBOURS
    times = opened.page.evaluate(
        """async () => { const times = []; const frame = () => new Promise(requestAnimationFrame);
        for (let day = 0; day < 30; day += 1) { await frame(); const start = performance.now();
          conflictmap.page.store.set({day}); await frame(); times.push(performance.now() - start); } return times; }"""
    )
    assert statistics.median(times) <= STEP_MS * NEIGHBOURS
    assert opened.noise == []


def test_its_slider_goes_from_the_first_day_to_the_last(open_page: Callable[..., Any], html: str, shipped: Any) -> None:
    """By the keys that a person has, and a day a week between; nothing is said on the console on the way."""
    events = shipped.inputs.events
    first, last = events["event_date"].min(), events["end_date"].max()
    opened = open_page(html)
    assert opened.text(".cm-day") == said(last)
    handle = opened.page.locator(".cm-handle-day")
    handle.press("Home")
    opened.settle()
    assert opened.text(".cm-day") == said(first)
    days = (last - first).days
    for day in range(0, days, 7):
        opened.do(f"{{day: {day}}}")
        assert opened.text(".cm-day") == said(first + dt.timedelta(days=day))
    handle.press("End")
    opened.settle()
    assert opened.text(".cm-day") == said(last)
    assert opened.state()["day"] == days
    assert opened.noise == []


def said(day: dt.date) -> str:
    """The day as the page says it in English."""
    return f"{day.day} {day:%B %Y}"


def test_every_township_has_its_shape_and_its_reasons(open_page: Callable[..., Any], html: str) -> None:
    opened = open_page(html)
    missing = opened.page.evaluate(
        "conflictmap.page.model.units.rings.slice(1).filter((rings) => rings.length === 0).length"
    )
    assert missing == 0
    assert opened.page.evaluate("conflictmap.page.model.meta.units.length") == 330
    opened.do("{panel: 'table'}")
    assert opened.page.locator(".cm-panel table").nth(1).locator("tbody tr").count() == 330


def words_of(row: Any, names: dict[str, str], states: dict[str, str]) -> str:
    """A span as the page says it: who, and how."""
    holders = [", ".join(names[actor] for actor in each.split("|")) for each in (row["holder"], row["other"]) if each]
    if len(holders) == 2:
        one, other, state = *holders, states[row["state"]]
        said = {
            "contested": f"{one} against {other}: {state}",
            "besieged": f"{one}, surrounded by {other}: {state}",
            "predominant": f"{one}: {state}; {other} in other parts",
            "mixed": f"{one} with {other}: {state}",
        }
        return said.get(row["state"], f"{one} and {other}: {state}")
    return f"{holders[0]}: {states[row['state']]}" if holders else states[row["state"]]


def test_the_table_tells_what_control_says_on_ten_random_days(
    open_page: Callable[..., Any], html: str, shipped: Any
) -> None:
    """Every township, under each rule set; inside a transition's interval both states. The map is painted by the same."""
    opened = open_page(html)
    names = dict(zip(shipped.inputs.actors["actor_id"], shipped.inputs.actors["name"], strict=True))
    states = opened.page.evaluate(
        "Object.fromEntries(conflictmap.page.model.meta.states.map((each) => [each, conflictmap.page.words().state(each)]))"
    )
    either = 0
    first, last = shipped.inputs.events["event_date"].min(), shipped.inputs.events["end_date"].max()
    for number, day in enumerate(random.Random(20231101).sample(range((last - first).days + 1), 10)):
        rules, date = ("standard", "strict", "lenient")[number % 3], first + dt.timedelta(days=day)
        spans = shipped.control.by_rules[rules].spans
        here, possible = state_on(spans, date), possible_on(spans, date)
        wanted = []
        for pcode, row in here.to_dict("index").items():
            told = words_of(row, names, states)
            if pcode in possible.index:
                other = possible.loc[pcode]
                # the interval is that by which the day's own state began (the other came before), or a later one's
                coming = any(other[bound] != row[bound] for bound in ("start_low", "start_high"))
                pair = (told, words_of(other, names, states))
                told = " or ".join(pair if coming else pair[::-1])
                either += 1
            wanted.append(f"{told} ({row['confidence']})" if row["confidence"] else told)
        opened.do(f"{{day: {day}, rules: '{rules}', panel: 'table'}}")
        cells = opened.page.locator(".cm-panel table").nth(1).locator("tbody td:last-child").all_inner_texts()
        assert cells == wanted, f"{rules} on {date}"
    assert either >= 5, "some of the days lie inside a transition"


@pytest.mark.parametrize("size", [(1400, 900), (390, 844)], ids=["wide", "phone"])
def test_the_whole_country_is_in_view_beside_the_card(
    open_page: Callable[..., Any], html: str, size: tuple[int, int]
) -> None:
    opened = open_page(html, size)
    box = opened.page.evaluate(
        """() => { const at = (lat, lon) => conflictmap_map.latLngToContainerPoint([lat, lon]);
        const card = document.getElementById('cm-side').getBoundingClientRect();
        const map = conflictmap_map.getContainer().getBoundingClientRect();
        return [at(28.5, 97.5).y - map.top, at(9.8, 98.5).y, at(20, 92.2).x, at(21.5, 101.1).x, card.right, card.bottom,
          map.height]; }"""
    )
    north, south, west, east, right, bottom, height = box
    assert south <= height
    assert east <= size[0]
    if size[0] > 760:
        assert west >= right
        assert north >= 0
    else:
        assert north >= bottom
        assert west >= 0
