"""/reconcile: the Reconciliation Service API 0.2 over the gazetteer, so that OpenRefine and its kin work on it.
Read only: what is settled there comes back as a table, not as a judgement. The routes are here, the answers below them
in `recon`. Specification: W3C Entity Reconciliation Community Group, version 0.2 (2023)."""

from __future__ import annotations

import json
import threading
from typing import Annotated, Any, Literal
from urllib.parse import parse_qs, quote

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, JSONResponse, Response

from conflictmap.editor.http import reconciliation
from conflictmap.editor.http.guard import RECONCILE, Door
from conflictmap.editor.session.desk import Desk

CORS = {"access-control-allow-methods": "GET, POST, OPTIONS", "access-control-allow-headers": "content-type"}
Prefix = Annotated[str, Query(max_length=200)]
Id = Annotated[str, Query(alias="id", max_length=80)]
Cursor = Annotated[int, Query(ge=0, le=1000)]


_FORM = {
    "content": {
        "application/x-www-form-urlencoded": {
            "schema": {"type": "object", "properties": {"queries": {"type": "string"}, "extend": {"type": "string"}}}
        }
    }
}


_NO_BATCH: dict[int | str, dict[str, Any]] = {400: {"description": "The batch is not what the specification says"}}
_PAGE: dict[int | str, dict[str, Any]] = {200: {"content": {"text/html": {}}}}


class ReconcileRoutes:
    """The routes under /reconcile."""

    def __init__(self, desk: Desk, door: Door) -> None:
        self._desk, self._door = desk, door
        self._one_at_a_time = threading.Lock()  # large batches side by side would slow down the editor's own requests

    def router(self) -> APIRouter:
        router = APIRouter(prefix=RECONCILE)
        router.add_api_route("", self.by_address, methods=["GET"], responses=_NO_BATCH)
        router.add_api_route(
            "", self.by_form, methods=["POST"], responses=_NO_BATCH, openapi_extra={"requestBody": _FORM}
        )
        router.add_api_route("/suggest/entity", self.suggest_entity, methods=["GET"])
        router.add_api_route("/suggest/type", self.suggest_type, methods=["GET"])
        router.add_api_route("/suggest/property", self.suggest_property, methods=["GET"])
        router.add_api_route("/flyout/{what}", self.flyout, methods=["GET"])
        router.add_api_route("/properties", self.propose, methods=["GET"])
        router.add_api_route("/preview", self.preview, methods=["GET"], responses=_PAGE)
        for path in ("", "/{rest:path}"):
            router.add_api_route(path, self.preflight, methods=["OPTIONS"], include_in_schema=False)
        return router

    def by_address(self, request: Request, queries: str = "", extend: str = "") -> Response:
        """Return the manifest; with `queries` or `extend` (JSON), their answers."""
        return self._answer(request, queries, extend)

    async def by_form(self, request: Request) -> Response:
        """Return the same by a form (application/x-www-form-urlencoded), as OpenRefine sends it."""
        form = parse_qs((await request.body()).decode("utf-8", errors="replace"))
        queries, extend = (form.get(name, [""])[0] for name in ("queries", "extend"))
        return await run_in_threadpool(self._answer, request, queries, extend)  # an editor is not kept waiting

    def preflight(self, rest: str = "") -> Response:
        """Tell what a page of another origin asks first."""
        return Response(status_code=204, headers=CORS)

    def suggest_entity(self, prefix: Prefix = "", cursor: Cursor = 0) -> Response:
        """Return places of which a name begins like `prefix`."""
        return JSONResponse({"result": reconciliation.suggest_places(self._desk.places, prefix, cursor)})

    def suggest_type(self, prefix: Prefix = "") -> Response:
        """Return kinds of places."""
        return JSONResponse({"result": reconciliation.suggest(reconciliation.TYPES, prefix)})

    def suggest_property(self, prefix: Prefix = "") -> Response:
        """Tell what can be asked about a place, or said of it."""
        return JSONResponse({"result": reconciliation.suggest(reconciliation.PROPERTIES, prefix)})

    def flyout(self, what: Literal["entity", "type", "property"], asked: Id) -> Response:
        """Tell what is shown beside a suggestion."""
        return JSONResponse(reconciliation.flyout(self._desk.places, what, asked))

    def propose(self, kind: Annotated[str, Query(alias="type", max_length=80)] = "", limit: Cursor = 50) -> Response:
        """Return properties by which a table can be extended."""
        properties = [{"id": name, "name": names[0]} for name, names in reconciliation.PROPERTIES.items()]
        return JSONResponse({"type": kind, "limit": limit, "properties": properties[: limit or None]})

    def preview(self, place_id: Id) -> Response:
        """Return a place as a small page for a frame."""
        page = reconciliation.preview(self._desk.places, place_id)
        return HTMLResponse(page, headers={"content-security-policy": "default-src 'none'; style-src 'unsafe-inline'"})

    def _answer(self, request: Request, queries: str, extend: str) -> Response:
        if not queries and not extend:
            base = f"{request.url.scheme}://{request.headers.get('host', '')}"
            token = f"token={quote(self._door.token)}" if self._door.shared else ""
            return JSONResponse(reconciliation.manifest(base + RECONCILE, self._desk.inputs.gazetteer.version, token))
        try:
            with self._one_at_a_time:
                return self._batch(_read_json(queries or extend), queries)
        except reconciliation.QueryError as error:
            message = f"{'queries' if queries else 'extend'}: {error}"
            return JSONResponse({"status": "error", "message": message}, status_code=400)

    def _batch(self, asked: Any, queries: str) -> Response:
        if queries:
            return JSONResponse(reconciliation.answers(self._desk.inputs.matcher, self._desk.places, asked))
        return JSONResponse(reconciliation.extended(self._desk.places, asked))


def _read_json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise reconciliation.QueryError("is not JSON") from None
