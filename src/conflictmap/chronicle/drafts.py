"""A draft of an event row: every field with the characters it was read from and how sure the reading is.
Nothing here is decided; a draft becomes a row when a person, or a line that a person set, accepts it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from conflictmap.schema import EVENTS

#: The fields that a person answers for, in the order they are asked. `notes` is written from them.
ASKED = (
    "event_type", "sub_event_type", "act", "actor1", "actor2", "location", "event_date", "end_date", "time_precision",
    "mode", "fatalities", "reported_on", "source", "notes",
)  # fmt: skip
#: Fields that must be right for a row to be right; the others never hold a draft back.
WEIGHED = (
    "event_type",
    "sub_event_type",
    "act",
    "actor1",
    "actor2",
    "location",
    "event_date",
    "end_date",
    "mode",
    "fatalities",
)


@dataclass(frozen=True, slots=True)
class Field:
    """One value as it will be written ("" is missing), its confidence 0 to 1, and characters of the entry's text, half-open."""

    value: str
    confidence: float
    evidence: tuple[tuple[int, int], ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """An event of one entry, not yet a row. `span` is the characters of its sentences in the entry's text, half-open."""

    entry_id: str
    span: tuple[int, int]
    fields: Mapping[str, Field]
    source_url: str = ""
    side: str = ""  # of the source, as data/sources.csv has it: "independent", "party (NUG)", "" where it is not there
    supersedes: str = ""
    text: str = field(default="", compare=False)

    @property
    def confidence(self) -> float:
        """Return the confidence of the least sure field that is weighed."""
        return min(self.fields[name].confidence for name in WEIGHED)

    @property
    def key(self) -> str:
        """Identify this event across runs by its entry, its sentence's words, and what was read in them."""
        sentence = " ".join(self.text[self.span[0] : self.span[1]].split())
        parts = (self.entry_id, sentence, self.value("act"), self.value("location"), self.value("mode"))
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]

    def value(self, name: str) -> str:
        return self.fields[name].value

    def doubtful(self, line: float) -> list[str]:
        """List the fields below a line, in the order they are asked."""
        return [name for name in ASKED if self.fields[name].confidence < line]

    def row(self, event_id: str) -> dict[str, str]:
        """Write the draft as the strings of a row of data/events.csv."""
        values = {name: self.fields[name].value for name in ASKED}
        values |= {
            "event_id": event_id,
            "entry_id": self.entry_id,
            "source_url": self.source_url,
            "supersedes": self.supersedes,
        }
        return {name: values.get(name, "") for name in EVENTS.names}

    def with_value(self, name: str, value: str) -> Draft:
        """Set one field by hand; its confidence is 1."""
        fields = dict(self.fields)
        fields[name] = Field(value, 1.0, fields[name].evidence, "set by a person")
        return replace(self, fields=fields)
