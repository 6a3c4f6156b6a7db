"""Make the pictures and the film of README and of docs/reading.md from the page that `make map` builds, so that they are never old.
Run: python docs/pictures/make.py. Needs Chromium, playwright (group "test") and Pillow; writes beside this file.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "maps" / "index.html"
CHROMIUM = "/usr/bin/chromium"
FIRST, LAST = date(2023, 10, 27), date(2025, 12, 31)
STEP_DAYS, FRAME_MS, LAST_FRAME_MS = 14, 350, 3000
FILM_SIZE = (900, 720)  # of the window, in pixels
LIMIT_MB = 3.0
# name, width, height, fragment; WebP, for docs/reading.md
SCENES = (
    ("page-story", 1280, 720, "#panel=story&step=2"),
    ("page-curtain", 1280, 720, "#panel=compare&versus=day:2023-10-27&view=20.4,96.4,5.4"),
    ("page-tiles", 1280, 900, "#panel=tiles"),
    ("page-own", 1280, 720, ""),
    ("page-dark", 1280, 720, "#theme=dark&unit=MMR015001"),
    ("page-phone", 390, 844, "#lang=my"),
)
OWN = "event_date,latitude,longitude,event_type\n2025-12-09,22.95,97.75,Battles\n2025-12-12,20.15,92.90,Battles\n"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def days() -> Iterator[date]:
    """Every second week, and the last day."""
    day = FIRST
    while day < LAST:
        yield day
        day += timedelta(days=STEP_DAYS)
    yield LAST


def frame(page: Page, day: date) -> Image.Image:
    page.goto(f"{PAGE.as_uri()}#day={day.isoformat()}")
    page.reload()
    page.wait_for_selector("canvas")
    page.wait_for_timeout(350)
    return (
        Image.open(io.BytesIO(page.screenshot())).convert("RGB").resize((FILM_SIZE[0] * 3 // 4, FILM_SIZE[1] * 3 // 4))
    )


def scene(page: Page, name: str, fragment: str) -> None:
    """Write one picture of docs/reading.md; that of a reader's own table is given one."""
    page.goto(f"{PAGE.as_uri()}{fragment}")
    page.wait_for_selector("html[data-state=drawn]", state="attached")
    page.wait_for_timeout(2000)  # a flight is over, the letters are there
    if name == "page-own":
        page.click("[data-tool=own]")
        file = {"name": "my-events.csv", "mimeType": "text/csv", "buffer": OWN.encode()}
        page.set_input_files("#cm-own-file", file)
        page.wait_for_timeout(600)
    Image.open(io.BytesIO(page.screenshot())).convert("RGB").save(HERE / f"{name}.webp", quality=72, method=6)


def main() -> int:
    """Write film.webp, map-wide.png, map-phone.png and the scenes. Exit code 1: the film is larger than its limit."""
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page(viewport={"width": FILM_SIZE[0], "height": FILM_SIZE[1]})
        frames = [frame(page, day) for day in days()]
        page.close()
        for name, width, height, fragment in (
            ("map-wide", 1400, 900, "#day=2024-08-03"),
            ("map-phone", 390, 844, "#day=2024-08-03&lang=my"),
        ):
            page = browser.new_page(viewport={"width": width, "height": height})
            page.goto(f"{PAGE.as_uri()}{fragment}")
            page.wait_for_selector("canvas")
            page.wait_for_timeout(800)
            page.screenshot(path=HERE / f"{name}.png")
            page.close()
        for name, width, height, fragment in SCENES:
            page = browser.new_page(viewport={"width": width, "height": height})
            scene(page, name, fragment)
            page.close()
        browser.close()
    durations = [FRAME_MS] * (len(frames) - 1) + [LAST_FRAME_MS]
    film = HERE / "film.webp"
    frames[0].save(film, save_all=True, append_images=frames[1:], duration=durations, loop=0, quality=55, method=4)
    size = film.stat().st_size / 1e6
    print(f"{film.name}: {len(frames)} frames, {size:.2f} MB")
    return int(size > LIMIT_MB)


if __name__ == "__main__":
    sys.exit(main())
