"""How a request is refused: one shape for all, a code for programs and a message for the screen.
Named in the OpenAPI file, so that nothing comes back that is not written there."""

from __future__ import annotations

from typing import Any

from fastapi import Security
from fastapi.security import APIKeyHeader
from pydantic import BaseModel


class Fault(BaseModel):
    """What was wrong. `theirs`: the decisions that stand, by mention_key, where somebody decided in the meantime."""

    code: str
    message: str
    theirs: dict[str, dict[str, Any] | None] | None = None


class Refused(BaseModel):
    """The body of every refusal; nothing was written."""

    error: Fault


def _told(description: str) -> dict[str, Any]:
    return {"model": Refused, "description": description}


REFUSALS: dict[int | str, dict[str, Any]] = {
    400: _told("The body is no text"),
    401: _told("No token, or a wrong one"),
    403: _told("Asked by a page of another site"),
    404: _told("No such name, place or file"),
    409: _told("Decided by somebody else, or the files changed or cannot be written"),
    408: _told("The body came too slowly"),
    413: _told("The body is too large"),
    421: _told("Another host name than this machine's own"),
    422: _told("Not understood, or what was asked cannot be"),
}
# The guard asks for the token before any route is looked for; this writes it into the OpenAPI file.
TOKEN = Security(APIKeyHeader(name="X-Conflictmap-Token", auto_error=False, description="From the printed address"))
