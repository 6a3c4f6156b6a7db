"""Every mention of the event table, grouped by what a decision is about: its mention_key.
Nothing here matches: the same table gives the same groups.

100,000 events have few distinct locations and fewer distinct names, so each location is parsed once and each distinct
name (toponym, kind, context, relation) is matched once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from conflictmap.model import Mention
from conflictmap.places.judgements import mention_key
from conflictmap.places.toponyms import parse_location


@dataclass(frozen=True)
class Mentions:
    """The mentions of n events. Lists named `..._of` are indexed by mention: its event's position, its number within
    the event from 1, its distinct name. `names` are the distinct names, each as the first mention that bears it."""

    events: pd.DataFrame
    written: tuple[Mention, ...]
    event_of: tuple[int, ...]
    number_of: tuple[int, ...]
    name_of: tuple[int, ...]
    names: tuple[Mention, ...]
    keys: tuple[str, ...]  # of each name

    @classmethod
    def of(cls, events: pd.DataFrame) -> Mentions:
        """Parse the locations of an event table (columns of `schema.EVENTS`)."""
        parsed: dict[str, list[tuple[Mention, int]]] = {}
        numbers: dict[tuple[Any, ...], int] = {}
        names: list[Mention] = []
        written: list[Mention] = []
        columns: tuple[list[int], list[int], list[int]] = ([], [], [])
        for position, location in enumerate(events["location"].tolist()):
            text = location if isinstance(location, str) else ""
            if text not in parsed:
                parsed[text] = []
                for mention in parse_location("", text):
                    slot = (mention.toponym, mention.kind, mention.context, mention.relation)
                    if numbers.setdefault(slot, len(names)) == len(names):
                        names.append(mention)
                    parsed[text].append((mention, numbers[slot]))
            for number, (mention, name) in enumerate(parsed[text], start=1):
                written.append(mention)
                for column, value in zip(columns, (position, number, name), strict=True):
                    column.append(value)
        keys = tuple(mention_key(name) for name in names)
        events_of, numbers_of, names_of = (tuple(column) for column in columns)
        return cls(events, tuple(written), events_of, numbers_of, names_of, tuple(names), keys)

    @cached_property
    def by_key(self) -> Mapping[str, list[int]]:
        """mention_key -> its mentions, in the table's order."""
        found: dict[str, list[int]] = {}
        for mention, name in enumerate(self.name_of):
            found.setdefault(self.keys[name], []).append(mention)
        return found

    @cached_property
    def by_event(self) -> Mapping[int, list[int]]:
        """An event's position -> its mentions."""
        found: dict[int, list[int]] = {}
        for mention, event in enumerate(self.event_of):
            found.setdefault(event, []).append(mention)
        return found

    @cached_property
    def by_entry(self) -> Mapping[str, list[int]]:
        """entry_id -> the positions of its events."""
        found: dict[str, list[int]] = {}
        for position, entry in enumerate(self.events["entry_id"].tolist()):
            found.setdefault(str(entry), []).append(position)
        return found

    @cached_property
    def key_of_item(self) -> Mapping[str, str]:
        """item_id -> mention_key."""
        return {item_id(key): key for key in self.by_key}

    @cached_property
    def event_position(self) -> Mapping[str, int]:
        """event_id -> its position in the table."""
        return {str(event): position for position, event in enumerate(self.events["event_id"].tolist())}

    def names_of(self, key: str) -> list[int]:
        """The distinct names under a key (they differ by case, signs or relation)."""
        return sorted({self.name_of[mention] for mention in self.by_key.get(key, ())})

    def events_of(self, mentions: Sequence[int]) -> list[int]:
        """The positions of the events that mentions are of, each once, in the table's order."""
        return sorted({self.event_of[mention] for mention in mentions})

    @cached_property
    def columns(self) -> Mapping[str, list[Any]]:
        """The event table as lists, for single cells: much faster than a frame's."""
        return {str(name): self.events[name].tolist() for name in self.events.columns}


def item_id(key: str) -> str:
    """A mention_key as it stands in an address: twelve hex digits, the same on every machine."""
    return hashlib.sha256(key.encode()).hexdigest()[:12]
