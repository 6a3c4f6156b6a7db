"""The layers on folium's maps: on ours, which needs no network, and on somebody else's, whose Leaflet comes from outside."""

from __future__ import annotations

import dataclasses
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import folium
import pytest
from folium.plugins import DualMap

import pagedata
from conflictmap.page import ConflictMap, ControlLayer, EventLayer

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "docs" / "examples" / "layers_on_a_folium_map.py"
LEAFLET = ROOT / "src" / "conflictmap" / "web" / "node_modules" / "leaflet" / "dist"
PAINTED = """name => [...document.querySelectorAll('.cm-canvas-' + name)].map((canvas) => {
  const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
  let painted = 0; for (let at = 3; at < data.length; at += 4) if (data[at]) painted += 1; return painted; })"""


def test_our_map_with_foliums_own_marker_needs_nothing_from_outside(open_page: Callable[..., Any]) -> None:
    page = ConflictMap(location=(20.5, 96.5), zoom_start=7)
    folium.Marker([20.0, 96.0], popup="A marker of folium's").add_to(page)
    ControlLayer(pagedata.page_data()).add_to(page)
    EventLayer(pagedata.page_data()).add_to(page)
    opened = open_page(page.get_root().render(), wait=False)
    opened.page.wait_for_selector(".cm-canvas-marks", state="attached")
    opened.page.wait_for_timeout(500)
    control, events = opened.page.evaluate(PAINTED, "control")
    assert (control > 10_000, events) == (True, 0)
    control, events = opened.page.evaluate(PAINTED, "marks")
    assert events > 500
    assert opened.page.locator(".leaflet-marker-icon").count() == 1
    assert opened.noise == []


def frame_of(opened: Any) -> Any:
    """The frame in which folium shows a map below a notebook's cell."""
    opened.page.wait_for_selector("iframe")
    (frame,) = opened.page.frames[1:]
    return frame


def test_in_a_notebook_our_map_is_drawn_in_its_frame_and_asks_for_nothing(open_page: Callable[..., Any]) -> None:
    page = ConflictMap(location=(20.5, 96.5), zoom_start=7)
    ControlLayer(pagedata.page_data()).add_to(page)
    EventLayer(pagedata.page_data()).add_to(page)
    cell = page._repr_html_()
    assert page._repr_html_() == cell, "a cell that is run again shows the same"
    opened = open_page(f"<!DOCTYPE html><title>Notebook</title><body>{cell}</body>", wait=False)
    frame = frame_of(opened)
    frame.wait_for_selector(".cm-canvas-marks", state="attached")
    opened.page.wait_for_timeout(500)
    control, none = frame.evaluate(PAINTED, "control")
    assert (control > 10_000, none) == (True, 0)
    none, events = frame.evaluate(PAINTED, "marks")
    assert (none, events > 500) == (0, True)
    box = opened.page.locator("iframe").bounding_box()
    assert box["height"] > 300, "tall enough to be read"
    assert opened.noise == []


def test_the_example_runs_and_its_map_is_drawn(open_page: Callable[..., Any], tmp_path: Path) -> None:
    """It adds the layers to an ordinary folium map and to ours, and saves ours."""
    file = tmp_path / "november.html"
    done = subprocess.run(
        [sys.executable, str(EXAMPLE), str(file)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    opened = open_page(file.read_text(encoding="utf-8"), wait=False)
    opened.page.wait_for_selector(".cm-canvas-marks", state="attached")
    opened.page.wait_for_timeout(500)
    assert opened.page.evaluate(PAINTED, "control")[0] > 15_000  # what is not assessed is left bare
    assert opened.page.evaluate(PAINTED, "marks")[1] > 500
    assert opened.noise == []


@pytest.mark.skipif(not LEAFLET.is_dir(), reason="the page's packages are not installed")
def test_our_layer_on_somebody_elses_map(chromium: Any, tmp_path: Path) -> None:
    page = folium.Map([20.5, 96.5], zoom_start=7, tiles=None)
    ControlLayer(pagedata.page_data(), day=5).add_to(page)
    file = tmp_path / "theirs.html"
    page.save(str(file))
    context = chromium.new_context()
    tab = context.new_page()
    errors: list[str] = []
    tab.on("pageerror", lambda each: errors.append(str(each)))

    def answer(route: Any) -> None:  # folium's hosts, played by the packages on this disk
        name = "leaflet.js" if route.request.url.endswith("leaflet.js") else ""
        route.fulfill(path=LEAFLET / name) if name else route.fulfill(body="", content_type="text/javascript")

    context.route(re.compile("^https?://"), answer)
    tab.goto(file.as_uri())
    tab.wait_for_selector(".cm-canvas-control", state="attached")
    tab.wait_for_timeout(500)
    (painted,) = tab.evaluate(PAINTED, "control")
    assert painted > 10_000
    assert errors == []
    context.close()


SYNC = "L.Map.include({ sync() { return this; }, unsync() { return this; } });"  # Leaflet.Sync's door, of DualMap


@pytest.mark.skipif(not LEAFLET.is_dir(), reason="the page's packages are not installed")
@pytest.mark.parametrize("dual", [False, True], ids=["two layers on one map", "a layer on each of two maps"])
def test_two_layers_of_one_kind_hold_data_of_their_own(chromium: Any, tmp_path: Path, dual: bool) -> None:
    """The second has no span at all: it stays bare, while the first is painted."""
    data = pagedata.page_data()
    empty = dataclasses.replace(data, spans={name: spans.iloc[:0] for name, spans in data.spans.items()})
    if dual:
        page: Any = DualMap(location=[20.5, 96.5], zoom_start=7, tiles=None)
        left, right = page.m1, page.m2
    else:
        page = folium.Map([20.5, 96.5], zoom_start=7, tiles=None)
        left = right = page
    ControlLayer(data, day=5).add_to(left)
    ControlLayer(empty, day=5).add_to(right)
    file = tmp_path / "two.html"
    page.save(str(file))
    context = chromium.new_context(viewport={"width": 1200, "height": 700})
    tab = context.new_page()
    errors: list[str] = []
    tab.on("pageerror", lambda each: errors.append(str(each)))

    def answer(route: Any) -> None:
        url = route.request.url
        if url.endswith("leaflet.js"):
            route.fulfill(path=LEAFLET / "leaflet.js")
        elif url.endswith("leaflet.css"):
            route.fulfill(path=LEAFLET / "leaflet.css")
        else:
            route.fulfill(body=SYNC if "Sync" in url else "", content_type="text/javascript")

    context.route(re.compile("^https?://"), answer)
    tab.goto(file.as_uri())
    tab.wait_for_function("document.querySelectorAll('.cm-canvas-control').length === 2")
    tab.wait_for_timeout(500)
    painted, bare = tab.evaluate(PAINTED, "control")
    assert (painted > 10_000, bare) == (True, 0)
    assert errors == []
    context.close()
