"""The socket that the review listens on. Reaches nothing: others reach it."""

from __future__ import annotations

from socket import IPPROTO_TCP, TCP_NODELAY, socket  # noqa: TID251  two constants and a type: no connection is made here

import uvicorn


def listening(host: str, port: int) -> socket:
    """A socket on which requests wait from now on; port 0 takes a free one.

    Small answers are sent at once. uvicorn binds without naming the protocol, so that asyncio does not know the socket
    for TCP and leaves Nagle's algorithm on: a body then waits 40 ms for the acknowledgement of its headers.
    """
    bound = uvicorn.Config("", host=host, port=port, log_level="warning").bind_socket()
    bound.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
    bound.listen()
    return bound
