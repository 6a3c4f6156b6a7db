"""What the browser may ask that writes: decisions, undo, new places; and the previews that come before."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from conflictmap.editor.http.requests import AskedDecision, AskedPlace, AskedUndo, key_of
from conflictmap.editor.session import present
from conflictmap.editor.session.desk import AskedError, Decision, Desk, Step
from conflictmap.editor.storage.minting import NewPlace
from conflictmap.places.judgements import OF_EVENT

Json = dict[str, Any]


class WriteRoutes:
    """Everything that writes, and the previews before it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def router(self) -> APIRouter:
        router = APIRouter()
        router.add_api_route("/api/preview", self.preview, methods=["POST"])
        router.add_api_route("/api/decisions", self.decide, methods=["POST"])
        router.add_api_route("/api/undo", self.undo, methods=["POST"])
        router.add_api_route("/api/places", self.mint, methods=["POST"])
        router.add_api_route("/api/reload", self.reload, methods=["POST"])
        return router

    def preview(self, asked: AskedDecision) -> Json:
        """Tell what a decision would change, without making it; and the other open names that say the same."""
        with self._desk.lock:
            decision = _decision(self._desk, asked)
            alike = [
                present.row_of(self._desk, self._desk.queue.waiting[key]) for key in self._desk.alike(decision.key)
            ]
            return {"effect": present.effect_of(self._desk.preview(decision)), "alike": alike}

    def decide(self, asked: AskedDecision) -> Json:
        """Write a decision. It is on the disk when this answers."""
        with self._desk.lock:
            return _step(self._desk, self._desk.decide(_decision(self._desk, asked)))

    def undo(self, asked: AskedUndo) -> Json:
        """Take any standing decision back; what stood before it stands again."""
        with self._desk.lock:
            restored, left = self._desk.undo(asked.judgement_id)
            return {
                "restored": present.judgement_of(self._desk, restored),
                "left": left,
                "summary": self._desk.summary(),
                "revision": self._desk.revision,
            }

    def mint(self, asked: AskedPlace) -> Json:
        """Make a place that the gazetteer lacks."""
        return {"place": self._desk.mint(NewPlace(**asked.model_dump()))}

    def reload(self) -> Json:
        """Read the gazetteer and the events anew; decisions are kept."""
        self._desk.open()
        return {"revision": self._desk.revision}


def _decision(desk: Desk, asked: AskedDecision) -> Decision:
    if asked.event_id and asked.also:
        raise AskedError("a decision about one event speaks of no other name; leave out either event_id or also")
    key = key_of(desk, asked.item) + (OF_EVENT + asked.event_id) * bool(asked.event_id)
    return Decision(
        key, asked.verdict, asked.place_id, asked.geo_precision, asked.note, asked.alias,
        tuple(key_of(desk, item) for item in asked.also if item != asked.item),
        {key if item == asked.item else key_of(desk, item): version for item, version in asked.versions.items()},
    )  # fmt: skip


def _step(desk: Desk, step: Step) -> Json:
    return {
        "judgements": [present.judgement_of(desk, judgement) for judgement in step.judgements],
        "effect": present.effect_of(step.effect),
        "alias": step.alias,
        "left": step.left,
        "summary": desk.summary(),
        "revision": desk.revision,
    }
