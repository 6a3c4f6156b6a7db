"""A name of the queue as the screen shows it: plain values for JSON, text as it was written, nothing escaped.
Reads the desk; changes nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

import pandas as pd

from conflictmap.editor.session.desk import Desk
from conflictmap.editor.session.effects import Effect, Placing
from conflictmap.editor.session.mentions import item_id
from conflictmap.editor.session.queue import Waiting
from conflictmap.editor.storage.judgement_store import is_open
from conflictmap.geo import distance_km
from conflictmap.model import Candidate, Judgement, Reason
from conflictmap.places.judgements import OF_EVENT

EVENTS_SHOWN = 12  # of a name; the screen says how many there are
Json = dict[str, Any]


def row_of(desk: Desk, waiting: Waiting) -> Json:
    """Return a line of the queue's list."""
    mention = desk.resolution.of_key(waiting.key).mention
    return {
        "id": item_id(waiting.key),
        "name": mention.toponym,
        "kind": mention.kind,
        "context": list(mention.context),
        "why": waiting.why,
        "events": waiting.events,
        "margin": round(waiting.margin, 3),
        "effect": effect_of(waiting.effect),
    }


def item_of(desk: Desk, key: str) -> Json:
    """Return everything the screen shows of one name."""
    match = desk.resolution.full(key)
    waiting = desk.queue.waiting.get(key)
    stands = desk.ledger.standing.get(key)
    mentions = desk.resolution.reached(key) or desk.mentions.by_key[key]
    near = _beside(desk, key)
    return {
        "id": item_id(key),
        "key": key,
        "version": stands.judgement_id if stands else "",
        "name": match.mention.toponym,
        "kind": match.mention.kind,
        "context": list(match.mention.context),
        "relation": match.mention.relation,
        "status": match.status,
        "why": waiting.why if waiting else "",
        "reasons": [reason_of(reason) for reason in match.reasons],
        "effect": effect_of(waiting.effect) if waiting else None,
        "events": len(desk.mentions.events_of(mentions)),
        "shown": [event_of(desk, mention) for mention in mentions[:EVENTS_SHOWN]],
        "others": near,
        "candidates": [candidate_of(desk, key, candidate, near) for candidate in match.candidates],
        "standing": judgement_of(desk, stands) if stands and not is_open(stands) else None,
        "place": desk.places.place(match.place_id) if match.place_id else None,
        "township": desk.resolution.described(match)["adm3_pcode"],
    }


def candidate_of(desk: Desk, key: str, candidate: Candidate, near: Iterable[Json]) -> Json:
    """Return a candidate with its place, reasons, what accepting it would change, and its distance to the entry's places."""
    place = desk.places.place(candidate.place_id) or {}
    points = [other for other in near if other["lon"] is not None]
    apart = None
    if points and place.get("lon") is not None:
        lons, lats = [other["lon"] for other in points], [other["lat"] for other in points]
        apart = round(float(distance_km(lons, lats, place["lon"], place["lat"]).min()), 1)
    waiting = desk.queue.waiting.get(key)
    effect = waiting.by_place.get(candidate.place_id) if waiting and not waiting.stale else None
    if effect is None:
        effect = desk.effects.of({key: Placing(candidate.place_id)})
    return {
        **place,
        "score": candidate.score,
        "reasons": [reason_of(reason) for reason in candidate.reasons],
        "effect": effect_of(effect),
        "km": apart,
    }


def event_of(desk: Desk, mention: int) -> Json:
    """Return an event by one of its mentions: its cells, and where in location and notes the name stands (half-open)."""
    position = desk.mentions.event_of[mention]
    written = desk.mentions.written[mention]
    cells = {name: values[position] for name, values in desk.mentions.columns.items()}
    notes = str(cells["notes"])
    span = re.search(re.escape(written.toponym), notes, re.IGNORECASE)
    return {
        **{name: str(cells[name]) for name in ("event_id", "event_type", "sub_event_type", "act", "mode", "source")},
        "source_url": str(cells["source_url"] or ""),
        "first": _day(cells["event_date"]),
        "last": _day(cells["end_date"]),
        "time_precision": int(cells["time_precision"]),
        "actors": [_actors(desk, cells[name]) for name in ("actor1", "actor2")],
        "location": str(cells["location"]),
        "location_mark": [written.start, written.end],
        "notes": notes,
        "notes_mark": list(span.span()) if span else None,
        "role": written.role,
        "version": version_of(
            desk, f"{desk.mentions.keys[desk.mentions.name_of[mention]]}{OF_EVENT}{cells['event_id']}"
        ),
    }


def version_of(desk: Desk, key: str) -> str:
    """Return the judgement_id that stands for a key, "" for none."""
    stands = desk.ledger.standing.get(key)
    return stands.judgement_id if stands else ""


def judgement_of(desk: Desk, judgement: Judgement) -> Json:
    """Return a decision with the name it is about and its place's name."""
    place = desk.places.place(judgement.place_id) if judgement.place_id else None
    return {
        "judgement_id": judgement.judgement_id,
        "item": item_id(judgement.mention_key.partition(OF_EVENT)[0]),
        "event_id": judgement.mention_key.partition(OF_EVENT)[2],
        "key": judgement.mention_key,
        "verdict": judgement.verdict,
        "place_id": judgement.place_id,
        "place": f"{place['name']}, {', '.join(place['path'])}" if place else "",
        "geo_precision": judgement.geo_precision,
        "by": judgement.by,
        "at": judgement.at.isoformat().replace("+00:00", "Z"),
        "note": judgement.note,
        "open": is_open(judgement),
    }


def reason_of(reason: Reason) -> Json:
    """Return a reason as a line, with its weight in the score."""
    return {"feature": reason.feature, "value": reason.value, "weight": reason.weight, "detail": reason.detail}


def effect_of(effect: Effect | None) -> Json | None:
    """Tell what a decision would change; None where nobody has worked it out yet."""
    if effect is None:
        return None
    return {"events": effect.events, "states": effect.states, "townships": list(effect.townships)}


def _beside(desk: Desk, key: str) -> list[Json]:
    """The other places of the entries that name this one, each once."""
    own = set(desk.mentions.by_key[key])
    entries = desk.mentions.columns["entry_id"]
    events = desk.mentions.events_of(sorted(own)[:EVENTS_SHOWN])
    beside = sorted({other for event in events for other in desk.mentions.by_entry[str(entries[event])]})[:40]
    siblings: dict[str, Json] = {}
    for event in beside:
        for mention in desk.mentions.by_event.get(event, ()):
            match = desk.resolution.match(mention)
            written = desk.mentions.written[mention]
            if mention in own or written.toponym in siblings:
                continue
            place = desk.resolution.described(match)
            siblings[written.toponym] = {
                "event_id": str(desk.mentions.columns["event_id"][event]),
                "name": written.toponym,
                "status": match.status,
                "place_id": match.place_id,
                "place": place["name"],
                "township": desk.places.unit_name(place["adm3_pcode"]) if place["adm3_pcode"] else "",
                "lon": place["lon"],
                "lat": place["lat"],
            }
    return list(siblings.values())


def _actors(desk: Desk, cell: Any) -> str:
    return ", ".join(desk.actor_names.get(part, part) for part in str(cell or "").split("|") if part)


def _day(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) and not pd.isna(value) else ""
