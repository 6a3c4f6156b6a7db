"""Works out, in the background, what each waiting name would change; steps aside while the editor is asking.
The queue is right without it, only less far worked out."""

from __future__ import annotations

import threading
from time import monotonic
from types import TracebackType

from conflictmap.editor.session.desk import Desk

QUIET_S = 0.12  # after a request, so that those that follow it at once find the desk free; a step takes 20 ms
REST_S = 1.0  # when all is worked out


class Worker:
    """A thread for the length of a `with`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._stop = threading.Event()
        self._busy_until = monotonic() + REST_S  # the page asks for the first name now
        self._thread = threading.Thread(target=self._run, name="queue", daemon=True)

    def wait_a_little(self) -> None:
        """Say that somebody is asking."""
        self._busy_until = monotonic() + QUIET_S

    def __enter__(self) -> Worker:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join(timeout=5)

    def _run(self) -> None:
        while not self._stop.is_set():
            wait = self._busy_until - monotonic()
            if wait > 0:
                self._stop.wait(wait)
                continue
            self._desk.places.prepare()  # once, so that the first search does not wait
            with self._desk.lock:
                waiting = self._desk.queue.next_unknown()
                if waiting is not None:
                    self._desk.queue.work_on(waiting)
            if waiting is None:
                self._stop.wait(REST_S)
