"""The shipped page in Debian's Firefox, where it is there: playwright has no driver for it, so it is spoken to in
WebDriver BiDi, the W3C's protocol, over its own socket."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from conflictmap.cli import app  # the page as the command writes it
from conflictmap.pipeline import Atlas

websockets = pytest.importorskip("websockets.sync.client")
typer_testing = pytest.importorskip("typer.testing")

pytestmark = pytest.mark.browser
PAINTED = """(() => { const canvas = document.querySelector('.cm-canvas-control');
  const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
  return new Set(new Uint32Array(data.buffer)).size; })()"""


class Firefox:
    """One tab of one Firefox."""

    def __init__(self, socket: Any) -> None:
        self._socket, self._numbers = socket, itertools.count(1)
        self.events: list[dict[str, Any]] = []
        self.ask("session.new", capabilities={})
        self.ask("session.subscribe", events=["log.entryAdded", "network.beforeRequestSent"])
        self._tab = self.ask("browsingContext.getTree")["contexts"][0]["context"]
        self.ask("browsingContext.setViewport", context=self._tab, viewport={"width": 1400, "height": 900})

    def ask(self, method: str, **params: Any) -> dict[str, Any]:
        """The answer to a command; events that come before it are kept."""
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            got: dict[str, Any] = json.loads(self._socket.recv(timeout=30))
            if got.get("id") != number:
                self.events.append(got)
                continue
            assert got["type"] == "success", got
            return dict(got["result"])

    def open(self, address: str) -> None:
        """Open a page and wait until it is drawn."""
        self.ask("browsingContext.navigate", context=self._tab, url=address, wait="complete")
        self.until("document.documentElement.dataset.state", "drawn")

    def value(self, expression: str) -> Any:
        """What an expression of the page is."""
        target = {"context": self._tab}
        answer = self.ask("script.evaluate", expression=expression, target=target, awaitPromise=True)
        assert answer["type"] == "success", (expression, answer)
        return answer["result"].get("value")

    def until(self, expression: str, wanted: Any) -> None:
        """Wait until an expression has a value."""
        end = time.monotonic() + 20
        while (found := self.value(expression)) != wanted:
            assert time.monotonic() < end, f"{expression} is {found!r}, not {wanted!r}"
            time.sleep(0.05)

    def press(self, key: str) -> None:
        """Press a key, given as WebDriver names it, and let it go."""
        keys = [{"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]
        self.ask("input.performActions", context=self._tab, actions=[{"type": "key", "id": "keys", "actions": keys}])

    def noise(self) -> list[str]:
        """Addresses asked for beyond the file, and messages of the console."""
        asked = [each["params"]["request"]["url"] for each in self.events if each["method"].startswith("network")]
        said = [each["params"]["text"] for each in self.events if each["method"] == "log.entryAdded"]
        return [url[:80] for url in asked if url.split(":")[0] not in ("file", "data", "blob")] + said


@pytest.fixture
def firefox(tmp_path: Path) -> Iterator[Firefox]:
    path = shutil.which("firefox-esr") or shutil.which("firefox")
    if path is None:
        pytest.skip("no Firefox on this machine; on Debian: apt-get install firefox-esr")
    profile = tmp_path / "profile"
    profile.mkdir()
    command = [
        path,
        "--headless",
        "--no-remote",
        "--profile",
        str(profile),
        "--remote-debugging-port",
        "0",
        "about:blank",
    ]
    log = tmp_path / "log"
    with log.open("w") as told, subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=told) as program:
        try:
            with websockets.connect(f"{_address(log)}/session", max_size=None, proxy=None) as socket:
                yield Firefox(socket)
        finally:
            program.terminate()


def _address(log: Path) -> str:
    """Where it listens, as it says when it has started."""
    end = time.monotonic() + 30
    while not (found := re.search(r"listening on (ws://\S+)", log.read_text())):
        assert time.monotonic() < end, log.read_text()
        time.sleep(0.1)
    return found[1]


def test_the_shipped_page_works_in_firefox_and_asks_for_nothing(
    firefox: Firefox, shipped: Atlas, tmp_path: Path
) -> None:
    last = shipped.inputs.events["end_date"].max()
    page = tmp_path / "index.html"
    assert typer_testing.CliRunner().invoke(app, ["build", "--output", str(page)]).exit_code == 0
    firefox.open(page.as_uri())
    assert firefox.value("document.querySelector('.cm-day').textContent") == said(last)
    assert firefox.value(PAINTED) > 20, "the colours of the townships"
    firefox.value("document.querySelector('.cm-handle-day').focus()")
    firefox.press("\ue012")  # ArrowLeft
    firefox.until("document.querySelector('.cm-day').textContent", said(last - dt.timedelta(days=1)))
    firefox.value("document.querySelector('input[name=layer-control]').click()")
    firefox.until("conflictmap.page.state().layers.has('control')", False)
    firefox.value("conflictmap.page.store.set({unit: 284, lang: 'my'})")
    firefox.until("document.querySelector('#cm-panel-title')?.textContent.includes('လောက်ကိုင်')", True)
    firefox.until("location.hash.includes('unit=MMR015022')", True)
    assert firefox.noise() == []


def said(day: dt.date) -> str:
    """The day as the page says it in English."""
    return f"{day.day} {day:%B %Y}"
