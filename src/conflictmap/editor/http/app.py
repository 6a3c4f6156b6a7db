"""The service behind `conflictmap review`: the desk as HTTP, for one browser or two, on this machine.
Decides nothing itself; every refusal is JSON with a code and a message for the screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, JSONResponse, Response
from fastapi.responses import HTMLResponse as Html
from starlette.exceptions import HTTPException

from conflictmap.editor.http.guard import Door, Guard
from conflictmap.editor.http.html import editor_page, openapi_page
from conflictmap.editor.http.read_routes import ReadRoutes
from conflictmap.editor.http.reconcile_routes import ReconcileRoutes
from conflictmap.editor.http.refusals import REFUSALS, TOKEN
from conflictmap.editor.http.requests import NoItemError
from conflictmap.editor.http.write_routes import WriteRoutes
from conflictmap.editor.session.desk import AskedError, Desk
from conflictmap.editor.storage.judgement_store import StoreError, SupersededError
from conflictmap.editor.storage.minting import MintError
from conflictmap.errors import ConflictmapError, DataError

WEB = Path(__file__).parents[2] / "web" / "dist"
ASSETS = {"editor.js": "text/javascript", "editor.css": "text/css", "basemap.json": "application/json"}
Json = dict[str, Any]


def make_app(desk: Desk, door: Door, *, only_event: str = "", asked: Callable[[], None] = lambda: None) -> Any:
    """Return the ASGI application. `only_event` narrows the queue to one event; `asked` is called with every request."""
    app = FastAPI(
        title="conflictmap review",
        description="Decide what written names mean. Every call but the page needs the header X-Conflictmap-Token.",
        version="1",
        docs_url=None,
        redoc_url=None,
        responses=REFUSALS,
    )
    app.add_exception_handler(ConflictmapError, _refused)
    app.add_exception_handler(RequestValidationError, _not_understood)
    app.add_exception_handler(HTTPException, _not_served)
    _pages(app)
    app.include_router(ReadRoutes(desk, only_event).router(), dependencies=[TOKEN])
    app.include_router(WriteRoutes(desk).router(), dependencies=[TOKEN])
    app.include_router(ReconcileRoutes(desk, door).router())
    return Guard(app, door, asked)


def _pages(app: FastAPI) -> None:
    @app.get("/", include_in_schema=False)
    def page() -> Html:
        return Html(editor_page())

    @app.get("/docs", include_in_schema=False)
    def docs() -> Html:
        return Html(openapi_page(app.openapi()))

    @app.get("/assets/{name}", include_in_schema=False)
    def asset(name: str) -> Response:
        if name not in ASSETS or not (WEB / name).is_file():
            return _error(404, "not_found", f"no file {name[:40]!r}")
        return FileResponse(WEB / name, media_type=ASSETS[name])


async def _refused(_: Request, error: Exception) -> Response:
    if isinstance(error, SupersededError):
        theirs = {key: judgement and {"judgement_id": judgement.judgement_id, "verdict": judgement.verdict, "place_id": judgement.place_id,
                                "by": judgement.by, "at": judgement.at.isoformat(), "note": judgement.note}
                  for key, judgement in error.theirs.items()}  # fmt: skip
        return _error(409, "superseded", str(error), theirs=theirs)
    if isinstance(error, NoItemError):
        return _error(404, "not_found", str(error))
    if isinstance(error, (AskedError, MintError)):
        return _error(422, "asked", str(error))
    code = "unwritten" if isinstance(error, StoreError) else "files" if isinstance(error, DataError) else "refused"
    return _error(409, code, str(error))


async def _not_understood(_: Request, error: Exception) -> Response:
    faults = error.errors() if isinstance(error, RequestValidationError) else []
    reasons = "; ".join(f"{'.'.join(str(part) for part in fault['loc'])}: {fault['msg']}" for fault in faults[:5])
    return _error(422, "asked", f"the request is not understood ({reasons[:500]})")


async def _not_served(_: Request, error: Exception) -> Response:
    """No such path or verb, or a body that is no text: what the framework refuses, in the shape of all refusals."""
    status, reason = (error.status_code, str(error.detail)) if isinstance(error, HTTPException) else (400, "")
    headers = error.headers if isinstance(error, HTTPException) else None
    return _error(status, "not_found" if status == 404 else "asked", reason, headers)


def _error(status: int, code: str, message: str, headers: Mapping[str, str] | None = None, **more: Any) -> Response:
    return JSONResponse({"error": {"code": code, "message": message, **more}}, status_code=status, headers=headers)
