"""What may reach the editor's service: the right Host, the right Origin, the token, a body of bearable size.
One ASGI layer before all routes; it answers refusals itself and passes the rest on."""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

BODY_LIMIT = 1_000_000  # bytes; the largest honest request, 50 queries of OpenRefine, is a hundredth of it
BODY_WAIT_S = 10.0  # for a body of a megabyte from this machine; a sender that drips holds a place that others need
LOCAL_NAMES = frozenset({"127.0.0.1", "localhost", "[::1]"})
# The page holds no data: its scripts ask for all of it, with the token. The OpenAPI page is as open as the source.
OPEN = ("/", "/assets/", "/docs", "/openapi.json")
RECONCILE = "/reconcile"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src data:; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cache-control", b"no-store"),
    (b"cross-origin-opener-policy", b"same-origin"),
)


@dataclass(frozen=True, slots=True)
class Door:
    """Who may come in. `token` is asked of every request for data; `shared` says that the service is reached from
    other machines, by whatever name, because a token was set; then reconciliation asks for it too. `origins` are those
    of other sites, as in https://refine.example, whose pages may read what /reconcile answers; "*" stands for all."""

    token: str
    port: int
    shared: bool = False
    origins: frozenset[str] = frozenset()

    def lets_read(self, origin: str) -> bool:
        """Whether a page of this origin may read /reconcile: one of this machine (OpenRefine's), or an allowed one."""
        local = origin.startswith("http://") and _name(origin.removeprefix("http://")) in LOCAL_NAMES
        return local or origin in self.origins or "*" in self.origins

    def refusal(self, scope: Mapping[str, Any]) -> tuple[int, str] | None:
        """Return status and message for a request that may not come in, None for one that may."""
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        host = headers.get("host", "")
        if not self.shared and _name(host) not in LOCAL_NAMES:
            return 421, "this service answers to 127.0.0.1 only; open the address that `conflictmap review` printed"
        path = str(scope["path"])
        origin = headers.get("origin")
        own = origin is None or (origin.split("//")[-1] == host and origin != "null")
        reconciling = path == RECONCILE or path.startswith(RECONCILE + "/")
        if not own and not reconciling:
            return 403, "a page of another site may not ask this service"
        if not reconciling and headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none", "same-site"):
            return 403, "a page of another site may not ask this service"
        if reconciling and scope["method"] != "OPTIONS" and self._read_elsewhere(headers, path):
            return 403, "a page of another site may read this service only where --allow-origin names it"
        if reconciling and not self.shared:
            return None
        if path in OPEN or path.startswith("/assets/") or scope["method"] == "OPTIONS":
            return None
        given = headers.get("x-conflictmap-token") or headers.get("authorization", "").removeprefix("Bearer ")
        given = given or parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if not hmac.compare_digest(given.encode(), self.token.encode()):
            return 401, "the token is missing or wrong; open the address that `conflictmap review` printed"
        return None

    def _read_elsewhere(self, headers: Mapping[str, str], path: str) -> bool:
        """Whether a page of a site that is not allowed asks; a frame is opaque to it, so it may show a preview."""
        origin = headers.get("origin")
        if origin is not None:
            return origin.split("//")[-1] != headers.get("host", "") and not self.lets_read(origin)
        framed = headers.get("sec-fetch-mode") == "navigate" and path == RECONCILE + "/preview"
        return headers.get("sec-fetch-site") == "cross-site" and not framed and "*" not in self.origins


class Guard:
    """ASGI middleware: refuses by `Door`, stops bodies beyond `BODY_LIMIT`, and sets the headers of safety.

    `asked` is called with every request that is let in.
    """

    def __init__(self, app: Any, door: Door, asked: Callable[[], None] = lambda: None) -> None:
        self._app = app
        self._door = door
        self._asked = asked

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refused = self._door.refusal(scope) or _too_long(scope)
        if refused is not None:
            await _answer(send, *refused)
            return
        self._asked()
        try:
            body = await asyncio.wait_for(_read(receive), BODY_WAIT_S)
        except TimeoutError:
            await _answer(send, 408, f"the body did not come within {BODY_WAIT_S:g} seconds", close=True)
            return
        if body is None:
            await _answer(send, 413, f"the body is larger than {BODY_LIMIT:,} bytes")
            return
        await self._app(scope, _replay(body, receive), _with_headers(send, self._readable_by(scope)))

    def _readable_by(self, scope: Any) -> str:
        """Whose pages may read the answer, for the header that tells the browser; "" for none."""
        path = str(scope["path"])
        if path != RECONCILE and not path.startswith(RECONCILE + "/"):
            return ""
        origins = [value.decode("latin-1") for name, value in scope["headers"] if name.lower() == b"origin"]
        if not origins:
            return "*"  # no browser's page asks without one across origins: this is a program
        return origins[0] if self._door.lets_read(origins[0]) else ""


def _name(host: str) -> str:
    return host.rpartition(":")[0].lower() if ":" in host.rpartition("]")[2] else host.lower()


def _too_long(scope: Mapping[str, Any]) -> tuple[int, str] | None:
    for name, value in scope["headers"]:
        if name.lower() == b"content-length" and (not value.isdigit() or len(value) > 19 or int(value) > BODY_LIMIT):
            return 413, f"the body is larger than {BODY_LIMIT:,} bytes"
    return None


async def _read(receive: Any) -> bytes | None:
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return b"".join(parts)
        size += len(message.get("body", b""))
        if size > BODY_LIMIT:
            return None
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts)


def _replay(body: bytes, receive: Any) -> Any:
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Any:
        return waiting.pop() if waiting else await receive()

    return again


def _with_headers(send: Any, origin: str) -> Any:
    extra = [(b"access-control-allow-origin", origin.encode("latin-1")), (b"vary", b"origin")] if origin else []

    async def sending(message: Any) -> None:
        if message["type"] == "http.response.start":
            had = {name.lower() for name, _ in message["headers"]}
            message["headers"] = [
                *message["headers"],
                *((name, value) for name, value in HEADERS if name not in had),
                *extra,
            ]
        await send(message)

    return sending


async def _answer(send: Any, status: int, message: str, *, close: bool = False) -> None:
    body = json.dumps({"error": {"code": "refused", "message": message}}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode()), *HEADERS]
    headers += [(b"connection", b"close")] if close else []
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
