"""A decision about one event: `conflictmap events place` as a row of data/gazetteer/judgements.csv."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from conflictmap.cli.options import user_name
from conflictmap.errors import ConflictmapError

if TYPE_CHECKING:
    from conflictmap.model import Mention, Verdict
    from conflictmap.project import Project

UNDO = "undo"
VERDICTS = ("not_locatable", "not_in_gazetteer", "outside")


@dataclass(frozen=True, slots=True)
class EventDecision:
    """What was decided: `to`, a place_id, one of `VERDICTS` or `UNDO`; `name`, which of the location's names."""

    event_id: str
    to: str
    name: str = ""
    precision: int | None = None
    note: str = ""
    by: str = ""


def decide(project: Project, decision: EventDecision) -> str:
    """Write the decision, and say in a line what was done.

    Raises: ConflictmapError, where there is no such event, name or decision; StoreError, where the place is not known.
    """
    from conflictmap.editor.storage.judgement_store import NewJudgement, Store, is_open
    from conflictmap.places.gazetteer.gazetteer import Gazetteer
    from conflictmap.places.judgements import event_key

    mention = _mention(project, decision)
    key, by = event_key(mention), decision.by or user_name()
    store = Store(project, lambda: dt.datetime.now(dt.UTC))
    stands = store.read().standing.get(key)
    if decision.to == UNDO:
        if stands is None or is_open(stands):
            raise ConflictmapError(f"{decision.event_id}: nothing was decided about this event alone")
        store.undo(stands.judgement_id, by)
        return f"{decision.event_id}: undone; {mention.toponym!r} is placed as in every other event"
    is_verdict = decision.to in VERDICTS
    version = Gazetteer.open(project).version
    draft = NewJudgement(
        key, cast("Verdict", decision.to if is_verdict else "accepted"), None if is_verdict else decision.to,
        None if is_verdict else decision.precision, decision.note, version,
        version=stands.judgement_id if stands is not None else "",
    )  # fmt: skip
    kept = store.append([draft], by)[0]
    return f"{decision.event_id}: {mention.toponym!r} is {decision.to} in this event ({kept.judgement_id}). Now: conflictmap build"


def _mention(project: Project, decision: EventDecision) -> Mention:
    """The name of the event's location that is decided about."""
    from conflictmap.event_tables.imported_events import read_events
    from conflictmap.places.mentions.location import parse_location

    events = read_events(project).frame
    rows = events[events["event_id"] == decision.event_id]
    if rows.empty:
        raise ConflictmapError(
            f"no event {decision.event_id[:60]!r}; those of an imported table are called NAME:event_id"
        )
    location = str(rows["location"].iloc[0])
    mentions = parse_location(decision.event_id, location)
    wanted = [mention for mention in mentions if not decision.name or mention.toponym == decision.name]
    if len(wanted) != 1:
        names = ", ".join(repr(mention.toponym) for mention in mentions) or "none"
        raise ConflictmapError(
            f"{decision.event_id}: which name of its location {location[:80]!r}? give it with --name; there are: {names}"
        )
    return wanted[0]
