"""A sentence read, and a happening: what one sentence or several tell of one event.
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


TOLD = frozenset({"statement", "talks", "measure"})


@dataclass(frozen=True, slots=True)
class SentenceEvents:
    """One sentence read: what it marks, its deeds, its days, its dead."""

    number: int
    marked: AnnotatedSentence
    deeds: tuple[Trigger, ...]
    whens: tuple[DatePhrase, ...]
    toll: Toll | None


@dataclass(frozen=True, slots=True)
class EventMention:
    """One event of a paragraph: its main deed, the deeds and sentences that belong to it, and where it plays."""

    main: Trigger
    scene: SentenceEvents
    deeds: tuple[Trigger, ...]
    scenes: tuple[SentenceEvents, ...]
    localities: tuple[Locality, ...]
    tolls: tuple[Toll, ...] = ()
    denied: bool = False
    inherited: bool = False  # the spot is that of the happening before: "the village", "there"
    listed: bool = False  # one of several named in a list: its day is that of the list
    shared: bool = False  # its sentence holds further happenings
    topic: str = ""  # the heading of its section that is no date
    teller: SentenceEvents | None = (
        None  # the sentence that lists or denies it, where its deed stands in an earlier one
    )

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(one.key for one in self.localities if one.role != "context")


def read_scene(
    number: int, marked: AnnotatedSentence, deeds: Sequence[Trigger], whens: Sequence[DatePhrase], lexicon: Lexicon
) -> SentenceEvents:
    return SentenceEvents(number, marked, tuple(deeds), tuple(whens), find_toll(marked, lexicon))
