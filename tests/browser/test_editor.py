"""A scripted editor in Chromium: fifty names by keyboard alone, hostile names as text, two editors at one name."""

from __future__ import annotations

import csv
import datetime as dt
import shutil
import statistics
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from conflictmap.editor.app import WEB, make_app
from conflictmap.editor.desk import Decision, Desk
from conflictmap.editor.guard import Door
from conflictmap.editor.worker import Worker
from conflictmap.pipeline import build, load
from conflictmap.project import Project

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[2]
TOKEN = "t" * 24
CHROMIUM = "/usr/bin/chromium"
HOSTILE = "<img src=x onerror=globalThis.hit=1><script>globalThis.hit=1</script>"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """The shipped project with fifty names more that no gazetteer has, and a hostile one."""
    if not (WEB / "editor.js").is_file():
        pytest.skip("the editor's scripts are not bundled")
    shutil.copytree(ROOT / "data", tmp_path / "data", ignore=shutil.ignore_patterns(".*"))
    (tmp_path / ".conflictmap").mkdir()
    table = tmp_path / "data" / "gazetteer" / "judgements.csv"
    table.write_text(table.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    with (tmp_path / "data" / "events.csv").open("a", encoding="utf-8", newline="") as file:
        for number in range(50):
            name = "".join("abcdefghij"[int(digit)] * 2 for digit in f"{number:02}")
            csv.writer(file, lineterminator="\n").writerow(
                [f"T{number:03}", f"T{number}", *["2023-11-08"] * 2, 1, "2023-11-08", "Battles", "Armed clash", "raid",
                 "PDF", "SAC", "reported", f"Zq{name}wux Village, Kawlin Township", f"Note {HOSTILE}", "By hand", "", ""]
            )  # fmt: skip
    return Desk(Project(tmp_path, tmp_path / "data", tmp_path / "maps"), lambda: dt.datetime.now(dt.UTC), by="mya")


@pytest.fixture
def address(desk: Desk) -> Iterator[str]:
    listener = uvicorn.Config("", host="127.0.0.1", port=0, log_level="critical").bind_socket()
    listener.listen()
    door = Door(TOKEN, listener.getsockname()[1])
    with Worker(desk) as worker:
        app = make_app(desk, door, asked=worker.wait_a_little)
        server = uvicorn.Server(uvicorn.Config(app, log_level="critical", ws="none", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{door.port}/#token={TOKEN}"
        server.should_exit = True
        thread.join(timeout=5)
    listener.close()


@pytest.fixture
def page(chromium: Any, address: str) -> Iterator[Any]:
    page = chromium.new_page(viewport={"width": 1400, "height": 900})
    page.said = []
    page.on("console", lambda message: page.said.append(message.text))
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.goto(address)
    page.wait_for_selector(".ed-frame[data-item]:not([data-item=''])")
    yield page
    page.close()


def item(page: Any) -> str:
    return str(page.get_attribute(".ed-frame", "data-item"))


def press(page: Any, key: str) -> float:
    """Press a key that settles a name; milliseconds until the next one is drawn."""
    before = item(page)
    return float(
        page.evaluate(
            """async ([key, before]) => {
              const frame = document.querySelector(".ed-frame");
              const begun = performance.now();
              document.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
              while (frame.dataset.item === before) await new Promise((done) => setTimeout(done, 1));
              return performance.now() - begun;
            }""",
            [key, before],
        )
    )


def until(page: Any, done: str) -> None:
    """Wait until the screen has confirmed so much."""
    deadline = time.monotonic() + 10
    while not page.inner_text(".ed-done").startswith(done):
        assert time.monotonic() < deadline, page.inner_text(".ed-foot")
        page.wait_for_timeout(20)


def test_fifty_names_by_keyboard_alone_are_in_the_file_and_on_the_map(desk: Desk, page: Any) -> None:
    waiting = len(desk.queue.waiting)
    assert waiting >= 50
    keys = ["n", "l", "o", "d", "n"] * 10
    times, asked = [], {}
    for key in keys:
        asked[item(page)] = key
        times.append(press(page, key))
        page.wait_for_timeout(120)  # a person takes five seconds
    until(page, "50 decisions,")
    verdicts = {"n": "not_in_gazetteer", "l": "not_locatable", "o": "outside", "d": "deferred"}
    with desk.store.path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(asked) == 50
    ids = {one.mention_key: one.verdict for one in desk.ledger.judgements}
    from conflictmap.editor.mentions import item_id

    assert {item_id(key): verdict for key, verdict in ids.items()} == {i: verdicts[key] for i, key in asked.items()}
    assert statistics.quantiles(times, n=20)[-1] < 100, times
    matches = build(load(desk.project)).matches
    obeyed = matches[matches["judgement_id"].notna()]
    assert len(obeyed) == 40  # ten are deferred, which settles nothing
    assert set(obeyed["status"]) == {"not_in_gazetteer", "not_locatable", "outside"}
    assert page.said == []


def test_names_and_notes_with_markup_are_shown_as_text(page: Any) -> None:
    while "Zq" not in page.inner_text("h1"):
        press(page, "s")
    assert HOSTILE in page.inner_text(".ed-notes >> nth=0")
    page.keyboard.press("t")
    page.keyboard.type(HOSTILE)
    page.keyboard.press("Escape")
    press(page, "o")
    until(page, "1 decision,")
    page.keyboard.press("u")
    page.wait_for_selector(".ed-panel h2")
    assert HOSTILE in page.inner_text(".ed-panel")
    assert page.evaluate("globalThis.hit") is None
    assert page.said == []


def test_search_mint_undo_and_a_conflict(desk: Desk, page: Any) -> None:
    key = desk.mentions.key_of_item[item(page)]
    page.keyboard.press("/")
    page.keyboard.type("Kawlin")
    page.wait_for_selector("#ed-found .ed-choice")
    page.keyboard.press("Enter")
    until(page, "1 decision,")
    assert desk.ledger.standing[key].place_id == "MMR005024701"
    page.keyboard.press("u")
    page.wait_for_selector(".ed-panel li.chosen")
    page.keyboard.press("u")
    until(page, "0 decisions,")
    for _ in range(50):  # the line of decisions is drawn before the name that comes back
        mine = desk.mentions.key_of_item[item(page)]
        if mine == key:
            break
        page.wait_for_timeout(100)
    assert mine == key
    page.keyboard.press("m")
    page.wait_for_selector("#ed-mint-source")
    page.fill("#ed-mint-lon", "95.69")
    page.fill("#ed-mint-lat", "23.79")
    page.fill("#ed-mint-source", "a teacher, by telephone")
    page.keyboard.press("Enter")
    until(page, "1 decision,")
    made = desk.ledger.standing[key].place_id
    assert made is not None
    assert made.startswith("CM")
    assert "a teacher, by telephone" in desk.store.places.read_text(encoding="utf-8")
    # another editor decides the name on the screen, and this one a moment later
    page.wait_for_timeout(200)
    now = desk.mentions.key_of_item[item(page)]
    with desk.lock:
        desk.decide(Decision(now, "outside"))
        page.evaluate("document.dispatchEvent(new KeyboardEvent('keydown', { key: 'n', bubbles: true }))")
    page.wait_for_selector(".ed-panel[data-panel='conflict'] h2")
    assert "outside" in page.inner_text(".ed-panel").lower()
    page.keyboard.press("Enter")
    deadline = time.monotonic() + 5
    while desk.ledger.standing[now].verdict != "not_in_gazetteer" and time.monotonic() < deadline:
        page.wait_for_timeout(50)
    assert desk.ledger.standing[now].verdict == "not_in_gazetteer"
    assert [text for text in page.said if "409" not in text] == []
