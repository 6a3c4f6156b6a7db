"""Real pages in headless Chromium, the network blocked; every request, message and error is kept."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

import pagedata
from conflictmap.page import PageOptions, render_page

PLAYWRIGHT = pytest.importorskip("playwright.sync_api")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
WIDE, PHONE = (1400, 900), (390, 844)


@dataclass
class Opened:
    """A page that was opened, and all that it did: requests beyond the file, console messages, errors, dialogs."""

    page: Any
    noise: list[str] = field(default_factory=list)

    def state(self) -> dict[str, Any]:
        """The page's state; sets come as sorted lists."""
        got: dict[str, Any] = self.page.evaluate(
            "Object.fromEntries(Object.entries(conflictmap.page.state()).map("
            "([key, value]) => [key, value instanceof Set ? [...value].sort() : value]))"
        )
        return got

    def text(self, selector: str) -> str:
        """The text of an element as it is shown, its spaces as one."""
        return " ".join(str(self.page.inner_text(selector)).split())

    def settle(self) -> None:
        """Wait until what was asked for is drawn, also what waits until steps rest."""
        self.page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        self.page.evaluate("globalThis.conflictmap?.page?.store.settle()")

    def until(self, condition: str, frame: Any = None) -> None:
        """Wait until an expression is true; by asking, as the page's policy lets no condition be compiled in it."""
        for _ in range(100):
            if (frame or self.page).evaluate(condition):
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"never true: {condition}")

    def do(self, patch: str) -> None:
        """Change the state, as a button would."""
        self.page.evaluate(f"conflictmap.page.store.set({patch})")
        self.settle()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Debian's Chromium."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("no Chromium on this machine; on Debian: apt-get install chromium")
    with PLAYWRIGHT.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Any, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """Open a page's text from disk: `open_page(html, size=WIDE, fragment="", wait=True)`."""
    contexts = []

    def opener(
        html: str, size: tuple[int, int] = WIDE, fragment: str = "", *, wait: bool = True, **more: Any
    ) -> Opened:
        file = tmp_path / "page.html"
        file.write_text(html, encoding="utf-8", newline="\n")
        context = chromium.new_context(viewport={"width": size[0], "height": size[1]}, offline=True, **more)
        contexts.append(context)
        page = context.new_page()
        opened = Opened(page)
        tell = opened.noise.append
        page.on("request", lambda each: None if each.url.split(":")[0] in ("file", "data", "blob") else tell(each.url))
        page.on("console", lambda each: tell(f"console {each.type}: {each.text}"))
        page.on("pageerror", lambda each: tell(f"error: {each}"))
        page.on("dialog", lambda each: (tell(f"dialog: {each.message}"), each.dismiss()))
        page.goto(file.as_uri() + fragment)
        if wait:
            page.wait_for_selector("html[data-state]", state="attached", timeout=20_000)
            opened.settle()
        return opened

    yield opener
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def html() -> str:
    """The page of the tiny country."""
    return render_page(pagedata.page_data(), PageOptions())


@pytest.fixture
def opened(open_page: Callable[..., Opened], html: str) -> Opened:
    """That page, opened."""
    return open_page(html)
