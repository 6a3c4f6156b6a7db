"""Lines between townships of sides that are not allied: how long, how sure, and what is painted where."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

import pagedata
from conflictmap.page import PageOptions, render_page

pytestmark = pytest.mark.browser
PIXEL = """([lon, lat]) => {
    const view = conflictmap.page.view, map = conflictmap.page.map;
    const spot = view.surface.toFrame(map.latLngToContainerPoint([lat, lon]));
    const { canvas } = view.surface.canvases().find((each) => each.canvas.classList.contains("cm-canvas-lines"));
    const ratio = canvas.width / view.surface.frame().width;
    const pixels = canvas.getContext("2d").getImageData(Math.round(spot.x * ratio) - 3, Math.round(spot.y * ratio) - 3, 7, 7).data;
    let dark = 0;
    for (let at = 0; at < pixels.length; at += 4) if (pixels[at + 3] > 150 && pixels[at] < 90) dark += 1;
    return dark;
}"""


def page(actors: pd.DataFrame) -> str:
    """The tiny country, where Eimma is the Rebels' too, and sure, from the 1st on."""
    spans = pagedata.spans()
    eimma = spans["adm3_pcode"] == pagedata.CODES[4]
    spans.loc[eimma, ["state", "holder", "confidence"]] = ["controlled", "REB", "moderate"]
    return render_page(pagedata.page_data(spans={"standard": spans}, actors=actors), PageOptions())


@pytest.fixture
def opened(open_page: Callable[..., Any]) -> Any:
    """Rebels and Old Guard stand together from the 8th on."""
    actors = pagedata.actors()
    actors.loc[actors["actor_id"] == "REB", "member_of"] = "HILLS@2023-10-08"
    actors.loc[actors["actor_id"] == "OLD", "member_of"] = "HILLS"
    return open_page(page(actors))


def switch(opened: Any) -> None:
    opened.page.locator("input[name=layer-lines]").evaluate("(box) => box.click()")
    opened.settle()


# A degree of a meridian is 111.195 km; a degree along 20 N 104.49 km, along 21 N 103.81 km.
@pytest.mark.parametrize(
    ("day", "words"),
    [
        # the Rebels' Eimma against Bado, Dala, Falam, Hopong of the Government: 104.49 + 111.195 + 111.195 + 103.81
        pytest.param(0, "431 km, of which 431 km not sure", id="the first day: an assumed side is not sure"),
        # Anan against Bado and Dala, 111.195 + 104.49, besides
        pytest.param(2, "646 km, of which 646 km not sure", id="Anan is taken"),
        # Bado is contested, nobody's; Dala is the Old Guard's: against Anan 104.49, Eimma 111.195, Gangaw 103.81;
        # Eimma against Falam and Hopong, 111.195 + 103.81
        pytest.param(6, "534 km, of which 534 km not sure", id="a third side"),
        # the Old Guard stands with the Rebels: Gangaw alone is against Dala
        pytest.param(7, "319 km, of which 319 km not sure", id="allied"),
        # Anan is the Government's again: against Dala 104.49
        pytest.param(9, "423 km, of which 423 km not sure", id="taken back"),
    ],
)
def test_length_of_the_lines_of_a_day(opened: Any, day: int, words: str) -> None:
    opened.do(f"{{day: {day}}}")
    assert opened.page.locator("[data-lines]").inner_text() == ""
    switch(opened)
    assert opened.text("[data-lines]") == words
    opened.do("{layers: new Set(['lines'])}")
    assert opened.page.locator("[data-lines]").inner_text() == ""
    assert opened.noise == []


def test_a_line_is_painted_whole_where_both_sides_are_sure_and_is_in_the_key_of_the_picture(
    open_page: Callable[..., Any],
) -> None:
    """On the 10th Anan is the Government's, moderately sure; Bado, made the Rebels' and sure, lies east of it."""
    spans = pagedata.spans()
    bado = spans["adm3_pcode"] == pagedata.CODES[1]
    spans.loc[bado, ["state", "holder", "other", "confidence"]] = ["controlled", "REB", "", "high"]
    html = render_page(pagedata.page_data(spans={"standard": spans}), PageOptions())
    opened = open_page(html, fragment="#layers=control.lines&view=20,96.5,8")
    dark = [opened.page.evaluate(PIXEL, [96.0, 19.05 + 0.01 * step]) for step in range(80)]
    assert min(dark) > 3  # Anan and Bado: without a gap
    broken = [opened.page.evaluate(PIXEL, [96.05 + 0.01 * step, 20.0]) for step in range(80)]
    assert min(broken) == 0 < max(broken)  # Bado and Eimma, which is assumed the Government's
    same = [opened.page.evaluate(PIXEL, [97.0, 20.2 + 0.1 * step]) for step in range(7)]
    assert max(same) == 0  # Eimma and Falam, both the Government's
    # Bado: Anan 111.195, sure; Eimma 104.49; Dala of the Old Guard: Anan 104.49, Eimma 111.195, Gangaw 103.81
    assert opened.text("[data-lines]") == "535 km, of which 424 km not sure"
    opened.page.emulate_media(media="print")
    opened.page.wait_for_selector(".cm-paper-map canvas")
    keys = opened.page.locator(".cm-paper-legend li").all_inner_texts()
    assert "Border of townships held by sides that are not allied; no front line (111 km)" in keys
    assert "The same, where a holder or a day is not sure (424 km)" in keys
    opened.page.emulate_media(media="screen")
    opened.do("{lang: 'my'}")
    assert opened.text("[data-lines]") == "535 ကီလိုမီတာ၊ ယင်းအနက် 424 ကီလိုမီတာ မသေချာ"
    opened.do("{layers: new Set(['lines'])}")
    assert opened.page.evaluate(PIXEL, [96.0, 19.5]) == 0
    assert not [line for line in opened.noise if "willReadFrequently" not in line]  # which this test alone brings about
