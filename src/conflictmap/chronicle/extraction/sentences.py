"""A sentence with all that the tables find in it.
Nothing here reads a meaning."""

from __future__ import annotations

from dataclasses import dataclass

from conflictmap.chronicle.extraction.actors import ActorSpan
from conflictmap.chronicle.extraction.localities import Locality
from conflictmap.chronicle.language.phrase_matcher import PhraseMatch
from conflictmap.chronicle.language.tokens import Sentence


@dataclass(frozen=True, slots=True)
class AnnotatedSentence:
    """A sentence with all that the tables find in it."""

    sentence: Sentence
    phrases: dict[str, list[PhraseMatch]]
    actors: tuple[ActorSpan, ...]
    localities: tuple[Locality, ...]
    dated: frozenset[int] = frozenset()  # the tokens of dates, whose numbers count nothing

    def cues(self, effect: str) -> list[PhraseMatch]:
        return self.phrases.get(effect, [])
