"""Words that say "the same happened at another place": "B followed two days later", "then it was the turn of C", "D went the same way".
Nothing here finds them; their code is `same` in data/coding/codes.csv.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from conflictmap.chronicle.coding.event_mentions import VIOLENT, EventMention, SentenceEvents
from conflictmap.chronicle.extraction.actors import ActorSpan
from conflictmap.chronicle.extraction.triggers import Trigger

SAME = "same"
_REPEATED = VIOLENT - {"protest", "accident"}
_RESULTS = frozenset({"killing", "arson", "destruction"})  # what a strike or a raid leads to
_SURE = 0.5  # of an agent whom an earlier sentence names
_PLACES = frozenset({"territory", "place", "village"})


def with_echoes(sentence_events: SentenceEvents, out: Sequence[EventMention]) -> SentenceEvents:
    """A sentence whose words for "the same" are read as the action told before them, in it or in the paragraph; else without them.

    Parameters: out, the events of the paragraph so far.
    """
    if not any(trigger.code.code == SAME for trigger in sentence_events.triggers):
        return sentence_events
    last = next((mention.main for mention in reversed(out) if mention.main.code.family in _REPEATED), None)
    here = False
    triggers: list[Trigger] = []
    for trigger in sentence_events.triggers:
        if trigger.code.code != SAME:
            triggers.append(trigger)
            if trigger.code.family in _REPEATED and trigger.state != "denied" and trigger.code.code not in _RESULTS:
                last, here = trigger, True
        elif last is not None and _named(trigger, sentence_events):
            triggers.append(_echo(trigger, last if here else _elsewhere(last, trigger)))
    return replace(sentence_events, triggers=tuple(triggers))


def _named(trigger: Trigger, sentence_events: SentenceEvents) -> bool:
    """Whether the clause names the other place."""
    places = (place.first for place in sentence_events.annotated.localities)
    return trigger.object_class == "garrison" or any(trigger.low <= at < trigger.high for at in places)


def _elsewhere(last: Trigger, trigger: Trigger) -> Trigger:
    """An action of another sentence, with its actors shown at the words that repeat it."""

    def shown(span: ActorSpan | None) -> ActorSpan | None:
        return (
            replace(span, first=trigger.first, end=trigger.end, sure=min(span.sure, _SURE))
            if span is not None
            else None
        )

    return replace(last, agent=shown(last.agent), patient=shown(last.patient))


def _echo(trigger: Trigger, last: Trigger) -> Trigger:
    """The action before, done to the place that the words for "the same" are about."""
    held = last.object_class if last.object_class and trigger.object_class in _PLACES else trigger.object_class
    return replace(
        trigger, code=last.code, agent=last.agent, patient=last.patient, object_class=held, passive=True, echo=True
    )
