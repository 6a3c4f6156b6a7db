"""What a step paints: no more than is another one than before, and to the pixel what painting all would give."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import pagedata
from conflictmap.page import PageOptions, render_page

pytestmark = pytest.mark.browser
# of each day and choice: how many pixels differ from the same painted whole (as after the density was shown), and how often less was painted
STEPS = """(days) => {
    const { store, view } = conflictmap.page;
    const canvas = document.querySelector(".cm-canvas-marks");
    const context = canvas.getContext("2d", { willReadFrequently: true });
    const pixels = () => context.getImageData(0, 0, canvas.width, canvas.height).data;
    const plain = store.get().layers, dense = new Set([...plain, "density"]);
    const clear = context.clearRect;
    let widest = 0, differing = 0, parts = 0;
    context.clearRect = (left, top, width, height) => {
        widest = Math.max(widest, width);
        clear.call(context, left, top, width, height);
    };
    for (const day of days) for (const chosen of [null, [view.marks()[0]?.spot ?? 0]]) {
        widest = 0;
        store.setNow({ day, spots: chosen });
        if (widest < view.surface.frame().width) parts += 1;
        const step = pixels();
        store.setNow({ layers: dense });
        store.setNow({ layers: plain });
        pixels().forEach((each, place) => { if (each !== step[place]) differing += 1; });
    }
    return [differing, parts];
}"""


@pytest.mark.parametrize("fine", [1, 1.5, 2])
def test_marks_painted_over_those_of_another_day_are_those_painted_anew(
    open_page: Callable[..., Any], fine: float
) -> None:
    opened = open_page(render_page(pagedata.page_data(), PageOptions()), device_scale_factor=fine)
    days = [*range(10), 3, 8, 1, 9, 0]
    differing, parts = opened.page.evaluate(STEPS, days)
    assert differing == 0
    assert parts >= len(days) if fine != 1.5 else parts == 0  # an edge between two pixels would leave a seam


def test_the_first_step_paints_no_borders_anew(opened: Any) -> None:
    strokes = opened.page.evaluate(
        """() => {
            const context = document.querySelector(".cm-canvas-lines").getContext("2d");
            let strokes = 0;
            for (const name of ["stroke", "drawImage", "clearRect"]) context[name] = () => { strokes += 1; };
            conflictmap.page.store.setNow({ day: conflictmap.page.store.get().day - 1 });
            return strokes;
        }"""
    )
    assert strokes == 0


def test_another_day_moves_nothing_on_the_card(opened: Any) -> None:
    boxes = opened.page.evaluate(
        """() => [0, 9].map((day) => {
            conflictmap.page.store.setNow({ day });
            return [".cm-day", ".cm-date", ".cm-window"].map((name) => JSON.stringify(document.querySelector(name).getBoundingClientRect()));
        })"""
    )
    assert boxes[0] == boxes[1]
    inside = "(() => { const day = document.querySelector('.cm-day'); return day.scrollWidth <= day.clientWidth && day.scrollHeight <= day.clientHeight; })()"
    assert opened.page.evaluate(f"document.querySelector('.cm-day').textContent = '30 September 2024', {inside}")
