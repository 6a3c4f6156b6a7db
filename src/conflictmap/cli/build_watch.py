"""`conflictmap build --watch`: the page built again whenever a table changes, and shown by a small server on this machine.

The page itself stays as it is and asks the network for nothing. Who opens the server's address sees it in a frame that is
loaded anew, where it stood, after each build."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from conflictmap.project import Project

PAUSE_S = 0.3  # between two looks at the tables
HOLD_S = 20.0  # how long a browser's question is held until something changes
_FRAME = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>conflictmap, as it is built</title>
<style>html,body,iframe{margin:0;border:0;width:100%;height:100%;display:block}
p{position:fixed;bottom:0;left:0;margin:0;padding:.3em .6em;background:#fff3cd;font:14px sans-serif}p:empty{display:none}</style>
</head><body><iframe id="page" title="The map" src="/page"></iframe><p id="says" role="status"></p>
<script>
let version = VERSION;
const says = document.getElementById("says"), frame = document.getElementById("page");
async function ask() {
  try {
    const answer = await (await fetch("/changed?since=" + version)).json();
    says.textContent = answer.fault;
    if (answer.version !== version && !answer.fault) frame.contentWindow.location.reload();
    version = answer.version;
  } catch { says.textContent = "The build has ended: start it again."; await new Promise(done => setTimeout(done, 2000)); }
  ask();
}
ask();
</script></body></html>
"""


class State:
    """The number of builds so far and what the last one could not do; threads wait for the next."""

    def __init__(self) -> None:
        self.version = 0
        self.fault = ""
        self._changed = threading.Condition()

    def next(self, fault: str) -> None:
        """Count a build, and wake whoever waits."""
        with self._changed:
            self.version, self.fault = self.version + 1, fault
            self._changed.notify_all()

    def after(self, version: int) -> dict[str, Any]:
        """Return the state once it is another than `version`, or after `HOLD_S`."""
        with self._changed:
            self._changed.wait_for(lambda: self.version != version, timeout=HOLD_S)
            return {"version": self.version, "fault": self.fault}


def watch(
    project: Project,
    page: Path,
    build: Callable[[], str],
    *,
    say: Callable[[str], None],
    stop: threading.Event,
    port: int = 0,
) -> None:
    """Build, serve, and build again when a table changes, until `stop` is set.

    Parameters: page, the file that the build writes; build, builds it and returns "" or why it could not.
    """
    state = State()
    state.next(build())
    with ThreadingHTTPServer(("127.0.0.1", port), _handler(state, page)) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        say(f"http://127.0.0.1:{server.server_port}/ shows the map and loads it anew; Ctrl+C ends")
        seen = stamp(project)
        while not stop.wait(PAUSE_S):
            now = stamp(project)
            if now != seen:
                seen = now
                state.next(build())
        server.shutdown()


def stamp(project: Project) -> tuple[tuple[str, int, int], ...]:
    """Return names, sizes and times of the tables: equal as long as nobody writes one."""
    paths = (path for path in project.data.rglob("*") if path.is_file() and not path.name.startswith("."))
    return tuple(sorted((str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in paths))


def _handler(state: State, page: Path) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """Three addresses: the frame, the page, and whether it has changed; for this machine only."""

        def do_GET(self) -> None:
            host = (self.headers.get("Host") or "").rsplit(":", 1)[0]
            path, _, query = self.path.partition("?")
            if host not in ("127.0.0.1", "localhost"):  # a page elsewhere whose name leads here
                self._answer(403, "text/plain", b"not from here")
            elif path == "/":
                self._answer(200, "text/html", _FRAME.replace("VERSION", str(state.version)).encode())
            elif path == "/page" and page.is_file():
                self._answer(200, "text/html", page.read_bytes())
            elif path == "/changed":
                number = query.removeprefix("since=")
                answer = state.after(int(number) if number.isdigit() and len(number) < 9 else -1)
                self._answer(200, "application/json", json.dumps(answer).encode())
            else:
                self._answer(404, "text/plain", b"nothing here")

        def _answer(self, status: int, kind: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing: who looks is nobody's business."""

    return Handler
