"""The socket that the review listens on, and how long it waits for who connects. Reaches nothing: others reach it."""

from __future__ import annotations

import asyncio
from socket import AF_INET, AF_INET6, IPPROTO_TCP, SO_REUSEADDR, SOCK_STREAM, SOL_SOCKET, TCP_NODELAY, gaierror, socket  # noqa: TID251  no connection is made here
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

from conflictmap.errors import ConflictmapError

HEAD_WAIT_S = 10.0  # for the head of a request, from the connection or its first byte on


def listening(host: str, port: int) -> socket:
    """Return a socket on which requests wait from now on; port 0 takes a free one.

    Small answers are sent at once: the protocol is named, so that asyncio knows the socket for TCP and turns Nagle's
    algorithm off; a body would else wait 40 ms for the acknowledgement of its headers.
    Raises: ConflictmapError, where the host is none of this machine's addresses, or the port is taken or no port.
    """
    if not 0 <= port <= 65535:
        raise ConflictmapError(f"--port {port}: a port is a number from 0 to 65535; 0 takes a free one")
    bound = socket(AF_INET6 if ":" in host else AF_INET, SOCK_STREAM, IPPROTO_TCP)
    try:
        bound.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
        bound.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
        bound.bind((host, port))
        bound.listen()
    except gaierror:
        bound.close()
        raise ConflictmapError(
            f"--host {host}: is no address of this machine; give 127.0.0.1, or leave it out"
        ) from None
    except (OSError, UnicodeError) as error:
        bound.close()
        why = getattr(error, "strerror", None) or str(error)
        fix = "give another --port (0 takes a free one), or another --host"
        raise ConflictmapError(f"{host}, port {port}: cannot be listened on ({why}); {fix}") from None
    return bound


class Prompt(H11Protocol):
    """A connection that is closed where the head of a request does not come within `HEAD_WAIT_S`."""

    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Read on; while no request is complete the time runs."""
        super().data_received(data)
        if self.cycle is None or self.cycle.response_complete:
            self._wait()
        else:
            self._stop()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._stop()
        super().connection_lost(exc)

    def _wait(self) -> None:
        if self._late is None:
            self._late = self.loop.call_later(HEAD_WAIT_S, self._close)

    def _stop(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _close(self) -> None:
        if self.cycle is None or self.cycle.response_complete:
            self.transport.close()
