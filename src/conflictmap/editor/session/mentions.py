"""Every mention of the event table, grouped by what a decision is about: its mention_key.
Nothing here matches: the same table gives the same groups.

100,000 events have few distinct locations and fewer distinct names, so each location is parsed once and each distinct
name (toponym, kind, context, relation, and the states where the event's actors operate) is matched once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import pandas as pd

from conflictmap.model import Match, Mention
from conflictmap.places.judgements import OF_EVENT, mention_key
from conflictmap.places.mentions.location import parse_location
from conflictmap.places.mentions.phrase import read_part
from conflictmap.places.names.keys import skeleton
from conflictmap.places.resolution.actor_areas import areas_of


@dataclass(frozen=True)
class Mentions:
    """The mentions of n events. Lists named `..._of` are indexed by mention: its event's position, its number within
    the event from 1, its distinct name. `names` are the distinct names, each as the first mention that bears it, with
    `keys` and `actors`, the actor_ids of its event that are tied to an area."""

    events: pd.DataFrame
    written: tuple[Mention, ...]
    event_of: tuple[int, ...]
    number_of: tuple[int, ...]
    name_of: tuple[int, ...]
    names: tuple[Mention, ...]
    keys: tuple[str, ...]
    actors: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, events: pd.DataFrame) -> Mentions:
        """Parse the locations of an event table (columns of `schema.EVENTS`)."""
        cells = zip(events["location"].tolist(), events["actor1"].tolist(), events["actor2"].tolist(), strict=True)
        slots = [(text if isinstance(text, str) else "", _placed(actor1, actor2)) for text, actor1, actor2 in cells]
        parsed = {text: parse_location("", text) for text in dict.fromkeys(text for text, _ in slots)}
        names: dict[tuple[Any, ...], tuple[int, Mention]] = {}
        rows: dict[tuple[str, tuple[str, ...]], list[tuple[Mention, int]]] = {}
        for text, actors in dict.fromkeys(slots):
            rows[text, actors] = [
                (
                    mention,
                    names.setdefault(
                        (mention.toponym, mention.kind, mention.context, mention.relation, actors),
                        (len(names), mention),
                    )[0],
                )
                for mention in parsed[text]
            ]
        mentions = [
            (mention, position, number, name)
            for position, slot in enumerate(slots)
            for number, (mention, name) in enumerate(rows[slot], start=1)
        ]
        written, event_of, number_of, name_of = zip(*mentions, strict=True) if mentions else ((), (), (), ())
        distinct = tuple(mention for _, mention in names.values())
        keys = tuple(mention_key(mention) for mention in distinct)
        return cls(events, written, event_of, number_of, name_of, distinct, keys, tuple(slot[-1] for slot in names))

    @cached_property
    def by_key(self) -> Mapping[str, list[int]]:
        """mention_key -> its mentions, in the table's order."""
        positions: dict[str, list[int]] = {}
        for mention, name in enumerate(self.name_of):
            positions.setdefault(self.keys[name], []).append(mention)
        return positions

    @cached_property
    def by_event(self) -> Mapping[int, list[int]]:
        """An event's position -> its mentions."""
        positions: dict[int, list[int]] = {}
        for mention, event in enumerate(self.event_of):
            positions.setdefault(event, []).append(mention)
        return positions

    @cached_property
    def by_entry(self) -> Mapping[str, list[int]]:
        """entry_id -> the positions of its events."""
        positions: dict[str, list[int]] = {}
        for position, entry in enumerate(self.events["entry_id"].tolist()):
            positions.setdefault(str(entry), []).append(position)
        return positions

    @cached_property
    def key_of_item(self) -> Mapping[str, str]:
        """item_id -> mention_key."""
        return {item_id(key): key for key in self.by_key}

    @cached_property
    def event_position(self) -> Mapping[str, int]:
        """event_id -> its position in the table."""
        return {str(event): position for position, event in enumerate(self.events["event_id"].tolist())}

    def names_of(self, key: str) -> list[int]:
        """Return the distinct names under a key (they differ by case, signs or relation)."""
        return sorted({self.name_of[mention] for mention in self.by_key.get(key, ())})

    def of_key(self, key: str) -> list[int]:
        """Return the mentions that a key speaks of: all of a name, or with "@" and an event_id those of that event alone."""
        name, _, event = key.partition(OF_EVENT)
        if not event:
            return self.by_key.get(key, [])
        here = self.by_event.get(self.event_position.get(event, -1), [])
        return [mention for mention in here if self.keys[self.name_of[mention]] == name]

    def events_of(self, mentions: Sequence[int]) -> list[int]:
        """Return the positions of the events that mentions are of, each once, in the table's order."""
        return sorted({self.event_of[mention] for mention in mentions})

    @cached_property
    def columns(self) -> Mapping[str, list[Any]]:
        """The event table as lists, for single cells: much faster than a frame's."""
        return {str(name): self.events[name].tolist() for name in self.events.columns}


def item_id(key: str) -> str:
    """Return a mention_key as it stands in an address: twelve hex digits, the same on every machine."""
    return hashlib.sha256(key.encode()).hexdigest()[:12]


@cache
def _placed(*cells: Any) -> tuple[str, ...]:
    """The actor_ids of an event's cells that say something about the place, sorted."""
    actors = {actor for cell in cells if isinstance(cell, str) for actor in cell.split("|")}
    return tuple(sorted(actor for actor in actors if areas_of([actor])))


def same_name(mention: Mention, other: Mention) -> bool:
    """Whether two mentions write one name, in stated units that do not contradict each other.

    The name may be spelled in another romanisation and have another kind word; of the stated units one list must hold
    the other, so "Kalay" goes with "Kalay, Sagaing", and "Kalay, Sagaing" not with "Kalay, Chin".
    """
    if skeleton(mention.toponym) != skeleton(other.toponym) or not skeleton(mention.toponym):
        return False
    units, others = _units(mention), _units(other)
    return units <= others or others <= units


def seen_hash(match: Match) -> str:
    """Return twelve hex digits for the candidates, their order and their scores: what was on the screen."""
    shown = "|".join(f"{candidate.place_id}:{candidate.score:.4f}" for candidate in match.candidates)
    return hashlib.sha256(shown.encode()).hexdigest()[:12]


def _units(mention: Mention) -> frozenset[str]:
    return frozenset(skeleton(read_part(text)[1]) for text in mention.context)
