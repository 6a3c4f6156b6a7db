"""A sentence read, and an event: what one sentence or several tell of one event.
Nothing here computes but what they hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from conflictmap.chronicle.extraction.casualties import Toll, find_toll
from conflictmap.chronicle.extraction.localities import Locality
from conflictmap.chronicle.extraction.sentences import AnnotatedSentence
from conflictmap.chronicle.extraction.triggers import Trigger
from conflictmap.chronicle.language.lexicon import Lexicon
from conflictmap.chronicle.text.dates import DatePhrase

TRANSFER_ACTS = frozenset({"capture", "recapture", "fallen", "lost", "handover", "withdrawal"})


VIOLENT = frozenset({"armed", "remote", "civil", "protest", "accident", "transfer"})


MINOR = frozenset({"statement", "seizure", "flight", "movement"})


SPOKEN_FAMILIES = frozenset({"statement", "talks", "measure"})


@dataclass(frozen=True, slots=True)
class SentenceEvents:
    """One sentence read: what it marks, its actions, its days, its dead."""

    number: int
    annotated: AnnotatedSentence
    triggers: tuple[Trigger, ...]
    dates: tuple[DatePhrase, ...]
    toll: Toll | None


@dataclass(frozen=True, slots=True)
class EventMention:
    """One event of a paragraph: its main action, the actions and sentences that belong to it, and where it plays."""

    main: Trigger
    sentence_events: SentenceEvents
    triggers: tuple[Trigger, ...]
    sentences: tuple[SentenceEvents, ...]
    localities: tuple[Locality, ...]
    tolls: tuple[Toll, ...] = ()
    denied: bool = False
    inherited: bool = False  # the place is that of the event before: "the village", "there"
    listed: bool = False  # one of several named in a list: its day is that of the list
    shared: bool = False  # its sentence holds further events
    topic: str = ""  # the heading of its section that is no date
    source_sentence: SentenceEvents | None = (
        None  # the sentence that lists or denies it, where its action stands in an earlier one
    )

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(locality.key for locality in self.localities if locality.role != "context")


def read_events(
    number: int,
    annotated: AnnotatedSentence,
    triggers: Sequence[Trigger],
    dates: Sequence[DatePhrase],
    lexicon: Lexicon,
) -> SentenceEvents:
    """Join a sentence's triggers and dates with the toll it states."""
    return SentenceEvents(number, annotated, tuple(triggers), tuple(dates), find_toll(annotated, lexicon))
