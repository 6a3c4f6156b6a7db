"""What the browser may ask of the desk without changing it: the queue, one name, places, history, shapes."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import PlainTextResponse, Response

from conflictmap.editor.http.requests import key_of
from conflictmap.editor.session import present
from conflictmap.editor.session.desk import Desk
from conflictmap.editor.storage.judgement_store import is_open
from conflictmap.editor.storage.minting import CODES
from conflictmap.places.gazetteer.watercourses import read_rivers

Json = dict[str, Any]
Lon = Annotated[float, Query(ge=-180, le=180, allow_inf_nan=False)]
Lat = Annotated[float, Query(ge=-90, le=90, allow_inf_nan=False)]
Skip = Annotated[list[Annotated[str, Query(max_length=12)]], Query(max_length=2000)]


# A route's own response class would be written beside its refusals too, and those are JSON.
_TEXT: dict[int | str, Json] = {200: {"content": {"text/plain": {}}}}


class ReadRoutes:
    """Everything that is asked without changing anything."""

    def __init__(self, desk: Desk, only_event: str) -> None:
        self._desk, self._only_event = desk, only_event

    def router(self) -> APIRouter:
        router = APIRouter()
        router.add_api_route("/api/session", self.session, methods=["GET"])
        router.add_api_route("/api/queue", self.queue, methods=["GET"])
        router.add_api_route("/api/next", self.following, methods=["GET"])
        router.add_api_route("/api/items/{item}", self.item, methods=["GET"])
        router.add_api_route("/api/places", self.places, methods=["GET"])
        router.add_api_route("/api/nearest", self.nearest, methods=["GET"])
        router.add_api_route("/api/history", self.history, methods=["GET"])
        router.add_api_route("/api/summary", self.summary, methods=["GET"], responses=_TEXT)
        router.add_api_route("/api/shapes", self.shapes, methods=["GET"])
        return router

    def session(self) -> Json:
        """Tell who decides, what is open and decided, what is wrong with the files, and the revision of all of it."""
        with self._desk.lock:
            self._desk.refresh()
            standing = self._desk.ledger.standing.values()
            return {
                "by": self._desk.by,
                "revision": self._desk.revision,
                "waiting": len(self._desk.queue.waiting),
                "unknown": sum(waiting.effect is None for waiting in self._desk.queue.waiting.values()),
                "decided": sum(not is_open(judgement) and judgement.verdict != "deferred" for judgement in standing),
                "deferred": sum(not is_open(judgement) and judgement.verdict == "deferred" for judgement in standing),
                "events": len(self._desk.inputs.events),
                "places": len(self._desk.inputs.matcher.index),
                "gazetteer": self._desk.inputs.gazetteer.version,
                "trouble": [str(problem) for problem in self._desk.trouble],
                "summary": self._desk.summary(),
                "codes": list(CODES),
            }

    def queue(
        self, offset: Annotated[int, Query(ge=0, le=10**6)] = 0, limit: Annotated[int, Query(ge=1, le=200)] = 50
    ) -> Json:
        """Return the open names, the one with the largest effect on the map first."""
        with self._desk.lock:
            order = [
                waiting for waiting in self._desk.queue.order() if _wanted(self._desk, waiting.key, self._only_event)
            ]
            rows = [present.row_of(self._desk, waiting) for waiting in order[offset : offset + limit]]
            return {"total": len(order), "items": rows, "revision": self._desk.revision}

    def following(self, skip: Skip = []) -> Json:  # noqa: B006  FastAPI copies it
        """Return the name to decide next, leaving out the ids in `skip`; `item` is null where none is left."""
        with self._desk.lock:
            keys = [self._desk.mentions.key_of_item[item] for item in skip if item in self._desk.mentions.key_of_item]
            if self._only_event:
                keys += [key for key in self._desk.queue.waiting if not _wanted(self._desk, key, self._only_event)]
            waiting = self._desk.queue.first(keys)
            return {
                "item": present.item_of(self._desk, waiting.key) if waiting else None,
                "revision": self._desk.revision,
            }

    def item(self, item: str) -> Json:
        """Return one name with its events, candidates, reasons and standing decision."""
        with self._desk.lock:
            return present.item_of(self._desk, key_of(self._desk, item))

    def places(self, q: Annotated[str, Query(max_length=200)], limit: Annotated[int, Query(ge=1, le=30)] = 10) -> Json:
        """Return places whose names are like `q`; units after commas narrow it."""
        matches = self._desk.places.search(q, limit) if q.strip() else []
        return {"places": [{**row, "score": score} for row, score in matches]}

    def nearest(self, lon: Lon, lat: Lat) -> Json:
        """Return the places nearest to a point, in km."""
        return {"places": [{**row, "km": km} for row, km in self._desk.places.nearest(lon, lat)]}

    def history(self, limit: Annotated[int, Query(ge=1, le=500)] = 100) -> Json:
        """Return the decisions that stand, the latest first; each can be undone."""
        with self._desk.lock:
            rows = sorted(self._desk.ledger.standing.values(), key=lambda judgement: judgement.at, reverse=True)
            kept = [row for row in rows if not is_open(row)][:limit]
            return {"decisions": [present.judgement_of(self._desk, judgement) for judgement in kept]}

    def summary(self) -> Response:
        """Tell what this session has done, in one line of text."""
        return PlainTextResponse(self._desk.summary())

    def shapes(self) -> Json:
        """Return the townships as TopoJSON (object "units"), their table, and the rivers."""
        units = self._desk.inputs.units
        table = units.table[units.table["level"] == 3]
        names = ("name", "name_my", "adm1_pcode", "adm2_pcode")
        rows = zip(table.index.tolist(), *(table[name].tolist() for name in names), strict=True)
        drawn = read_rivers(self._desk.project)
        return {"topology": units.topology, "units": [list(row) for row in rows], "rivers": drawn}


def _wanted(desk: Desk, key: str, only_event: str) -> bool:
    position = desk.mentions.event_position.get(only_event)
    return not only_event or any(desk.mentions.event_of[mention] == position for mention in desk.mentions.by_key[key])
