"""The editor's doors: what pages of other sites, malformed batches and slow connections get."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from collections.abc import Iterator

import httpx
import pytest
import uvicorn

from conflictmap.editor.http import guard
from conflictmap.editor.http import socket as listener
from conflictmap.editor.http.guard import Door, Guard
from conflictmap.editor.http.reconciliation import QueryError, answers
from conflictmap.errors import ConflictmapError

FOREIGN = "https://evil.example"


async def _app(scope: object, receive: object, send: object) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"{}"})


def ask(path: str, headers: dict[str, str], *, allowed: tuple[str, ...] = (), method: str = "GET") -> httpx.Response:
    app = Guard(_app, Door("t" * 20, 80, origins=frozenset(allowed)))

    async def once() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1") as client:
            return await client.request(method, path, headers=headers)

    return asyncio.run(once())


@pytest.mark.parametrize("path", ["/reconcile", "/reconcile/suggest/entity?prefix=ka", "/reconcile/preview?id=1"])
@pytest.mark.parametrize(
    "headers", [{"origin": FOREIGN}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}], ids=str
)
def test_a_page_of_another_site_reads_nothing(path: str, headers: dict[str, str]) -> None:
    for method in ("GET", "POST"):
        answer = ask(path, headers, method=method)
        assert answer.status_code == 403
        assert "access-control-allow-origin" not in answer.headers
    assert "access-control-allow-origin" not in ask(path, {"origin": FOREIGN}, method="OPTIONS").headers


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [(FOREIGN, (FOREIGN,)), (FOREIGN, ("*",)), ("http://127.0.0.1:3333", ()), ("http://localhost:3333", ())],
)
def test_a_page_that_is_allowed_reads(origin: str, allowed: tuple[str, ...]) -> None:
    answer = ask("/reconcile", {"origin": origin}, allowed=allowed)
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (200, origin)
    assert ask("/api/next", {"origin": FOREIGN}, allowed=("*",)).status_code == 403, "only /reconcile is for others"


def test_names_that_look_local_are_not() -> None:
    for origin in (
        "http://127.0.0.1.evil.example",
        "http://localhost.evil.example:80",
        "https://evil.example#localhost",
    ):
        assert ask("/reconcile", {"origin": origin}).status_code == 403


@pytest.mark.parametrize("kinds", [[{}], [[]], {"id": "town"}, [1], [None]], ids=json.dumps)
def test_a_type_that_is_no_text_is_refused(kinds: object) -> None:
    from conflictmap.editor.http import reconciliation

    with pytest.raises(QueryError, match="type must be text"):
        reconciliation._types({"query": "Kawlin", "type": kinds})
    with pytest.raises(QueryError):
        answers(None, None, [kinds])


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    monkeypatch.setattr(listener, "HEAD_WAIT_S", 0.3)
    monkeypatch.setattr(guard, "BODY_WAIT_S", 0.3)
    bound = listener.listening("127.0.0.1", 0)
    config = uvicorn.Config(Guard(_app, Door("t" * 20, 80)), http=listener.Prompt, log_level="critical", ws="none")
    running = uvicorn.Server(config)
    thread = threading.Thread(target=running.run, kwargs={"sockets": [bound]}, daemon=True)
    thread.start()
    while not running.started:
        time.sleep(0.01)
    yield bound.getsockname()[1]
    running.should_exit = True
    thread.join(timeout=5)
    bound.close()


@pytest.mark.loopback
@pytest.mark.parametrize(
    "said",
    [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n", b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\nGET / HT",
     b"POST /reconcile HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9\r\n\r\nqu"],
    ids=["silent", "half a line", "half a head", "half a second head", "half a body"],
)  # fmt: skip
def test_a_slow_connection_is_closed(server: int, said: bytes) -> None:
    with socket.create_connection(("127.0.0.1", server), timeout=10) as line:
        line.sendall(said)
        start, told = time.monotonic(), b""
        while part := line.recv(4096):
            told += part
        assert time.monotonic() - start < 8  # after an answer a connection may rest for five seconds
        assert (b"408" in told) == (b"POST" in said)


@pytest.mark.loopback
@pytest.mark.parametrize(
    ("host", "port", "told"),
    [("127.0.0.1", 99999, "0 to 65535"), ("127.0.0.1", -5, "0 to 65535"), ("nohost.invalid", 0, "no address"),
     ("192.0.2.1", 0, "another --port"), ("a" * 70 + ".b", 0, "another --port|no address"), ("1::2::3", 0, "address|--port")],
)  # fmt: skip
def test_an_address_that_cannot_be_listened_on_is_told(host: str, port: int, told: str) -> None:
    with pytest.raises(ConflictmapError, match=told):
        listener.listening(host, port)


@pytest.mark.loopback
def test_a_port_that_is_taken_is_told() -> None:
    with listener.listening("127.0.0.1", 0) as taken, pytest.raises(ConflictmapError, match="another --port"):
        listener.listening("127.0.0.1", taken.getsockname()[1])
