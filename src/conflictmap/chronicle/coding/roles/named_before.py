"""Whom a text named before an event: the actors of its heading, and the armed opponents of the State.
Nothing here says that they did it.
"""

from __future__ import annotations

from collections.abc import Sequence

from conflictmap.chronicle.coding.event_mentions import VIOLENT, SentenceEvents
from conflictmap.chronicle.extraction.actors import find_actors, is_armed
from conflictmap.chronicle.language.lexicon import Lexicon
from conflictmap.chronicle.language.tokens import read_sentences
from conflictmap.model import Entry


def opponents_in(sentences: Sequence[SentenceEvents], known: tuple[str, ...], lexicon: Lexicon) -> tuple[str, ...]:
    """Find the armed opponents of the State: those who did something last, else `known` from before, else those named last."""
    for sentence_events in reversed(sentences):
        for trigger in reversed(sentence_events.triggers):
            if trigger.agent and trigger.code.family in VIOLENT and _fight_the_state(trigger.agent.ids, lexicon):
                return trigger.agent.ids
    spans = (span for each in reversed(sentences) for span in reversed(each.annotated.actors))
    return known or next((span.ids for span in spans if _fight_the_state(span.ids, lexicon)), ())


def actors_of_heading(topic: str, entry: Entry, lexicon: Lexicon) -> tuple[str, ...]:
    """Find the actors that the heading of an entry names."""
    actor_ids: list[str] = []
    for sentence in read_sentences(topic, abbreviations=lexicon.abbreviations, spellings=lexicon.spellings):
        phrases = lexicon.book.find(sentence.words, sentence.raw)
        for span in find_actors(sentence, phrases.get("actor", ()), lexicon, entry.date, topic):
            actor_ids += span.ids
    return tuple(dict.fromkeys(actor_ids))


def _fight_the_state(ids: Sequence[str], lexicon: Lexicon) -> bool:
    rows = [lexicon.actors[actor_id] for actor_id in ids if actor_id in lexicon.actors]
    return bool(rows) and all(row.group == "Resistance" and is_armed(row.actor_id, lexicon) for row in rows)
