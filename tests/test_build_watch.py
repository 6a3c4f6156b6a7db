"""The page built again on a change, and a reader told of it."""

from __future__ import annotations

import json
import re
import threading
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from conflictmap.cli import build_watch
from conflictmap.project import Project

pytestmark = pytest.mark.loopback


def test_a_change_is_built_and_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build_watch, "PAUSE_S", 0.02)
    monkeypatch.setattr(build_watch, "HOLD_S", 5.0)
    (tmp_path / "data").mkdir()
    table, page = tmp_path / "data" / "events.csv", tmp_path / "index.html"
    table.write_text("one")
    stop, ready, says = threading.Event(), threading.Event(), []

    def build() -> str:
        text = table.read_text()
        if text == "broken":
            return "events.csv row 2: is broken"
        page.write_text(f"<!DOCTYPE html>{text}")
        return ""

    def say(line: str) -> None:
        says.append(line)
        ready.set()

    project = Project(tmp_path, tmp_path / "data", tmp_path)
    thread = threading.Thread(target=build_watch.watch, args=(project, page, build), kwargs={"say": say, "stop": stop})
    thread.start()
    try:
        assert ready.wait(5)
        address = re.match(r"http://127\.0\.0\.1:\d+/", says[0]).group()
        assert b'<iframe id="page"' in asked(address)
        assert asked(f"{address}page") == b"<!DOCTYPE html>one"
        assert json.loads(asked(f"{address}changed?since=0")) == {"version": 1, "fault": ""}
        threading.Timer(0.1, table.write_text, ["another"]).start()
        assert json.loads(asked(f"{address}changed?since=1")) == {"version": 2, "fault": ""}
        assert asked(f"{address}page") == b"<!DOCTYPE html>another"
        table.write_text("broken")
        assert json.loads(asked(f"{address}changed?since=2")) == {"version": 3, "fault": "events.csv row 2: is broken"}
        assert asked(f"{address}page") == b"<!DOCTYPE html>another"
        with pytest.raises(urllib.error.HTTPError, match="403"):
            asked(f"{address}page", host="evil.example")
    finally:
        stop.set()
        thread.join(5)
    assert not thread.is_alive()


def asked(address: str, host: str | None = None) -> bytes:
    request = urllib.request.Request(address, headers={"Host": host} if host else {})
    with urllib.request.urlopen(request, timeout=10) as answer:
        content: bytes = answer.read()
        return content
