"""How large the page is, how long it takes to build, to open and to step: beside folium's own ways, in one run.

    python benchmarks/page.py                      1,000 and 10,000 events, with folium's peers
    python benchmarks/page.py --events 100000 1000000 --no-peers
    python benchmarks/page.py --events 10000 --no-peers --limit limit-10000.html      a hand-made page beside ours

The openings of the pages of one size take turns, so that what else the machine does falls on all of them.

Events are made up (seeded): 200-character notes at up to 16,000 places over 1,700 days, all 330 townships, each with about
ten changes of control. Medians of --runs openings in headless Chromium. The peers' scripts come from npm, into a cache.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from playwright.sync_api import Page, Route, sync_playwright

from conflictmap.page import PageData, PageOptions, render_page
from conflictmap.places.gazetteer.gazetteer import Gazetteer
from conflictmap.places.gazetteer.units import Units
from conflictmap.project import find_project
from conflictmap.schema import ACTORS, CONTROL_SPAN_COLUMNS, EVENT_TYPES, MATCH_COLUMNS, SUB_EVENT_TYPES

DAYS = 1700
START = np.datetime64("2021-02-01")
PLACES = 16_000
WORDS = [
    "report",
    "village",
    "road",
    "battalion",
    "morning",
    "evening",
    "people",
    "column",
    "camp",
    "near",
    "fire",
    "houses",
    "week",
    "radio",
    "truck",
    "river",
]
COLOURS = ["#c8102e", "#e57200", "#7b2d8b", "#00796b", "#8d6e00", "#1f5fa8"]
PACKAGES = ["leaflet@1.9.4", "jquery@3.7.1", "jquery-ui-dist@1.13.3", "iso8601-js-period@0.2.1", "moment@2.30.1",
            "leaflet-timedimension@1.1.1", "leaflet.timeline@1.6.0", "d3@4.13.0"]  # fmt: skip
# part of an address -> file of the npm cache
ASSETS = {
    "leaflet.js": "leaflet/dist/leaflet.js",
    "leaflet.css": "leaflet/dist/leaflet.css",
    "jquery.min": "jquery/dist/jquery.min.js",
    "jquery-3": "jquery/dist/jquery.min.js",
    "jquery-ui.min.js": "jquery-ui-dist/jquery-ui.min.js",
    "iso8601": "iso8601-js-period/iso8601.js",
    "moment": "moment/min/moment.min.js",
    "timedimension.min.js": "leaflet-timedimension/dist/leaflet.timedimension.min.js",
    "timedimension.control": "leaflet-timedimension/dist/leaflet.timedimension.control.css",
    "leaflet.timeline": "leaflet.timeline/dist/leaflet.timeline.js",
    "d3.v4": "d3/build/d3.min.js",
    "d3.min.js": "d3/build/d3.min.js",
}
# A step is what a slider's handler does inside a frame; it ends when that frame's work on the main thread is done.
# The same for all, so that nobody's wait for the next frame counts.
STEP = """async ([count, first]) => {
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  const one = (k) => new Promise((done) => requestAnimationFrame(() => {
    const start = performance.now();
    window.benchStep(k);
    const channel = new MessageChannel();
    channel.port1.onmessage = () => done(performance.now() - start);
    channel.port2.postMessage(0);
  }));
  const times = [];
  for (let k = -3; k < count; k += 1) {
    await wait(50);
    const taken = await one(first + k);
    if (k >= 0) times.push(taken);
  }
  return times; }"""


def made_up(count: int) -> dict[str, Any]:
    """Frames of `count` events, their matches, spans and the rest, seeded."""
    rng = np.random.default_rng(20260101)
    project = find_project(Path(__file__).parent)
    units, gazetteer = Units.open(project), Gazetteer.open(project)
    townships = units.table[units.table["level"] == 3]
    home = rng.integers(0, len(townships), PLACES)
    lon = townships["lon"].to_numpy(float)[home] + rng.normal(0, 0.12, PLACES).round(5)
    lat = townships["lat"].to_numpy(float)[home] + rng.normal(0, 0.12, PLACES).round(5)
    place = np.minimum((rng.pareto(0.9, count) * 60).astype(int), PLACES - 1)
    day = np.sort(rng.integers(0, DAYS, count))
    date = [START.astype(object) + dt.timedelta(days=int(each)) for each in day]
    kind = rng.choice(6, count, p=[0.35, 0.3, 0.15, 0.12, 0.02, 0.06])
    words = rng.integers(0, len(WORDS), (count, 30))
    notes = [
        f"On {date[row]} {' '.join(WORDS[word] for word in words[row])}"[:200].ljust(200, ".") for row in range(count)
    ]
    actor = np.array(["SAC", "PDF", "KIA", "AA", "TNLA", "MNDAA", "KNDF"])
    ids = np.array([f"E{row:07d}" for row in range(count)])
    events = pd.DataFrame(
        {
            "event_id": ids, "entry_id": ids, "event_date": date, "end_date": date, "time_precision": 1, "reported_on": date,
            "event_type": np.array(EVENT_TYPES)[kind], "sub_event_type": [SUB_EVENT_TYPES[EVENT_TYPES[k]][0] for k in kind],
            "act": "clash", "actor1": actor[rng.integers(0, 7, count)], "actor2": actor[rng.integers(0, 7, count)],
            "mode": "reported", "location": [f"Village {each}" for each in place], "notes": notes, "source": "Made up",
            "source_url": "", "fatalities": pd.array(rng.poisson(0.8, count), dtype="Int64"),
        }
    )  # fmt: skip
    names = np.array([f"Village {each}" for each in range(PLACES)])
    code = townships.index.to_numpy()[home]
    matches = pd.DataFrame(
        {
            "event_id": ids, "toponym": names[place], "role": "site", "status": "automatic", "place_id": names[place],
            "name": names[place], "name_my": "", "feature_code": "PPL", "geo_precision": 1, "lon": lon[place],
            "lat": lat[place], "radius_km": 0.0, "adm3_pcode": code[place], "country": "", "reasons": [()] * count,
        }
    )  # fmt: skip
    matches = matches.reindex(columns=list(MATCH_COLUMNS))
    actors = pd.DataFrame({"actor_id": actor, "name": actor, "kind": "armed_group", "colour": [*COLOURS, "#333333"]})
    return {
        "events": events, "matches": matches, "spans": {"standard": _spans(rng, townships.index, actor)},
        "actors": actors.reindex(columns=ACTORS.names, fill_value=""), "units": units.table, "topology": units.topology,
        "towns": gazetteer.frame().query("feature_code in ('PPLC', 'PPLA', 'PPLA2', 'PPLA3') and lon == lon"),
    }  # fmt: skip


def _spans(rng: np.random.Generator, codes: Any, actor: Any) -> pd.DataFrame:
    rows = []
    for code in codes:
        starts = [0, *sorted(set(rng.integers(1, DAYS, 10).tolist()))]
        for start, end in zip(starts, [*starts[1:], None], strict=True):
            first = START.astype(object) + dt.timedelta(days=int(start))
            last = None if end is None else START.astype(object) + dt.timedelta(days=int(end))
            holder = str(actor[rng.integers(0, len(actor))])
            rows.append([code, first, last, "controlled", holder, "", "moderate", ("R2",), first, ()])
    return pd.DataFrame(rows, columns=list(CONTROL_SPAN_COLUMNS))


def ours(frames: dict[str, Any]) -> str:
    return render_page(PageData(**frames), PageOptions())


def circle_markers(frames: dict[str, Any]) -> str:
    import folium

    page = folium.Map([19.5, 96.5], zoom_start=6, tiles=None)
    for row in _points(frames):
        folium.CircleMarker([row[1], row[0]], radius=4, popup=row[3], color=row[4]).add_to(page)
    return str(page.get_root().render())


def timestamped(frames: dict[str, Any]) -> str:
    import folium
    from folium.plugins import TimestampedGeoJson

    features = [
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [lon, lat]},
         "properties": {"time": str(date), "popup": note, "icon": "circle", "iconstyle": {"color": colour, "radius": 4}}}
        for lon, lat, date, note, colour in _points(frames)
    ]  # fmt: skip
    page = folium.Map([19.5, 96.5], zoom_start=6, tiles=None)
    TimestampedGeoJson(
        {"type": "FeatureCollection", "features": features}, period="P1D", duration="P30D", auto_play=False
    ).add_to(page)
    return str(page.get_root().render())


def timeline(frames: dict[str, Any]) -> str:
    import folium
    from folium.plugins import Timeline, TimelineSlider

    features = [
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [lon, lat]},
         "properties": {"start": str(date), "end": str(date + dt.timedelta(days=30)), "popup": note, "color": colour}}
        for lon, lat, date, note, colour in _points(frames)
    ]  # fmt: skip
    page = folium.Map([19.5, 96.5], zoom_start=6, tiles=None)
    draw = folium.JsCode(
        "function (feature, at) { return L.circleMarker(at, {radius: 4, weight: 1, color: feature.properties.color})"
        ".bindPopup(feature.properties.popup); }"
    )
    layer = Timeline({"type": "FeatureCollection", "features": features}, point_to_layer=draw).add_to(page)
    slider = TimelineSlider(auto_play=False, show_ticks=False, steps=DAYS, date_options="YYYY-MM-DD")
    slider.add_timelines(layer).add_to(page)
    return str(page.get_root().render())


def choropleth(frames: dict[str, Any]) -> str:
    import folium
    import geopandas as gpd
    from folium.plugins import TimeSliderChoropleth

    from conflictmap.places.gazetteer.topology import polygons

    shapes = gpd.GeoSeries(polygons(frames["topology"]), crs="EPSG:4326")
    spans = frames["spans"]["standard"]
    first = int(START.astype("datetime64[s]").astype(int))
    colour = dict(zip(frames["actors"]["actor_id"], frames["actors"]["colour"], strict=True))
    styles: dict[str, dict[str, Any]] = {}
    for number, code in enumerate(shapes.index):
        own = spans[spans["adm3_pcode"] == code]
        starts = (pd.to_datetime(own["start"]).to_numpy() - START).astype("timedelta64[D]").astype(int)
        held = own["holder"].to_numpy()[np.searchsorted(starts, np.arange(DAYS), side="right") - 1]
        styles[str(number)] = {
            str(first + 86400 * day): {"color": colour[holder], "opacity": 0.6} for day, holder in enumerate(held)
        }
    page = folium.Map([19.5, 96.5], zoom_start=6, tiles=None)
    TimeSliderChoropleth(shapes.reset_index(drop=True).to_json(), styledict=styles).add_to(page)
    return str(page.get_root().render())


def _points(frames: dict[str, Any]) -> Any:
    events, matches = frames["events"], frames["matches"]
    colours = np.array(COLOURS)[pd.Categorical(events["event_type"], categories=list(EVENT_TYPES)).codes]
    return zip(matches["lon"], matches["lat"], events["event_date"], events["notes"], colours, strict=True)


# name, builder, what is there when it is drawn, a step of its slider
Peer = tuple[str, Callable[[dict[str, Any]], str], str, str]
OURS: Peer = ("conflictmap", ours, "html[data-state=drawn]", "k => conflictmap.page.store.setNow({day: k})")
PEERS: list[Peer] = [
    ("folium CircleMarker", circle_markers, "path.leaflet-interactive", ""),
    ("folium TimestampedGeoJson", timestamped, "path.leaflet-interactive",
     "k => Object.values(window).find((o) => o && o.timeDimension && o.getZoom).timeDimension.setCurrentTimeIndex(k)"),
    ("folium Timeline", timeline, "path.leaflet-interactive",
     "k => { const s = Object.values(window).find((o) => o && o.addTimelines);"
     f" s.setTime(s.start + (s.end - s.start) * k / {DAYS}); }}"),
    ("folium TimeSliderChoropleth", choropleth, "path.leaflet-interactive",
     "k => { const i = document.querySelector('input[type=range]'); i.value = k; i.dispatchEvent(new Event('input')); }"),
]  # fmt: skip


# what a hand-made page offers: an element when it is drawn, a function that steps
LIMIT_DRAWN, LIMIT_STEP = "#__drawn", "k => __step(k % __nsteps)"


def measure(page: Page, file: Path, peer: Peer, steps: int, throttle: float) -> dict[str, float]:
    """Milliseconds from the start of navigation to the first words and to drawn, and of each step; megabytes of heap after a collection."""
    session = page.context.new_cdp_session(page)
    if throttle > 1:
        session.send("Emulation.setCPUThrottlingRate", {"rate": throttle})
    page.goto(file.as_uri(), wait_until="commit", timeout=90_000)
    page.wait_for_selector(peer[2], state="attached", timeout=90_000)
    drawn = page.evaluate(
        "new Promise((done) => requestAnimationFrame(() => { const c = new MessageChannel();"
        "c.port1.onmessage = () => done(performance.now()); c.port2.postMessage(0); }))"
    )
    words = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null")
    out = ({} if words is None else {"first_words_ms": float(words)}) | {"open_ms": float(drawn)}
    if peer[3] and steps:
        page.evaluate(f"() => {{ window.benchStep = {peer[3]}; }}")
        times = sorted(page.evaluate(STEP, [steps, DAYS // 2]))
        out |= {"step_median_ms": statistics.median(times), "step_p95_ms": times[int(len(times) * 0.95)]}
    session.send("HeapProfiler.collectGarbage")
    heap = session.send("Runtime.getHeapUsage")
    out["heap_mb"] = (heap["usedSize"] + heap.get("backingStorageSize", 0)) / 1e6  # typed arrays are kept beside it
    return out


def serve(cache: Path) -> Callable[[Route], None]:
    """Answer the peers' requests from the npm cache; what is not there is empty."""

    def answer(route: Route) -> None:
        name = next((path for part, path in ASSETS.items() if part in route.request.url), None)
        file = cache / "node_modules" / name if name else None
        if file is not None and file.is_file():
            route.fulfill(path=file)
        else:
            kind = "text/css" if ".css" in route.request.url else "text/javascript"
            route.fulfill(body="", content_type=kind)

    return answer


def run(chosen: list[Peer], count: int, options: argparse.Namespace, cache: Path) -> None:
    frames = made_up(count)
    rows: dict[str, dict[str, Any]] = {}
    results: dict[str, list[dict[str, float]]] = {}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        files = []
        for number, peer in enumerate(chosen):
            started = time.perf_counter()
            html = peer[1](frames)
            built = time.perf_counter() - started
            file = Path(folder) / f"page-{number}.html"
            file.write_text(html, encoding="utf-8")
            del html
            size = round(file.stat().st_size / 1e6, 2)
            rows[peer[0]] = {"page": peer[0], "events": count, "build_s": round(built, 2), "html_mb": size}
            files.append((peer, file))
        for _ in range(options.runs):
            for peer, file in files:
                browser = driver.chromium.launch(
                    executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
                )
                page = browser.new_context(viewport={"width": 1280, "height": 800}, bypass_csp=True).new_page()
                page.route(re.compile("^https?://"), serve(cache))
                results.setdefault(peer[0], []).append(measure(page, file, peer, options.steps, options.throttle))
                browser.close()
    for name, row in rows.items():
        told = results[name]
        keys = [key for key in told[0] if all(key in each for each in told)]  # a page may have no words
        row |= {key: round(statistics.median(each[key] for each in told), 1) for key in keys}
        print(json.dumps(row), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--steps", type=int, default=40)
    parser.add_argument("--throttle", type=float, default=1, help="slow the processor down so many times, as a phone's")
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--limit", type=Path, help="a hand-made page of as many events, measured in the same run")
    options = parser.parse_args()
    cache = Path(tempfile.gettempdir()) / "conflictmap-benchmark-peers"
    if not options.no_peers and not (cache / "node_modules").is_dir():
        cache.mkdir(exist_ok=True)
        subprocess.run(["npm", "install", "--no-save", *PACKAGES], cwd=cache, check=True, stdout=sys.stderr)
    chosen = [OURS] + ([] if options.no_peers else PEERS)
    if options.limit:
        chosen.append(("limit", lambda _: options.limit.read_text(encoding="utf-8"), LIMIT_DRAWN, LIMIT_STEP))
    for count in options.events:
        run(chosen, count, options, cache)


if __name__ == "__main__":
    main()
