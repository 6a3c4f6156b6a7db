"""Who acted together with the agent of an event, where its sentence says so in a phrase of its own: "together with the PDF".
Nothing here finds the agent.
"""

from __future__ import annotations

from dataclasses import replace

from conflictmap.chronicle.coding.roles.participant_context import ParticipantContext, Side
from conflictmap.chronicle.extraction.grammar.actor_lists import companions_in


def with_companions(context: ParticipantContext, agent: Side) -> Side:
    """Add those of the agent's own side who are named as acting with it: "seized the camp together with the PDF"."""
    trigger, annotated = context.mention.main, context.mention.sentence_events.annotated
    groups = context.groups(agent.ids)
    if trigger.code.agent != "armed" or len(groups) != 1 or "" in groups or agent.ids == ("UNK",):
        return agent
    if all(set(span.ids) <= set(agent.ids) for span in annotated.actors):
        return agent
    others = [each for each in context.mention.sentence_events.triggers if each is not trigger]
    low = max((each.end for each in others if each.end <= trigger.first), default=0)
    high = min((each.first for each in others if each.first >= trigger.end), default=trigger.high)
    ids = [
        actor_id
        for span in companions_in(annotated.actors, annotated.sentence.words, low, max(high, trigger.high))
        if context.groups(span.ids) == groups
        for actor_id in span.ids
    ]
    return replace(agent, ids=tuple(dict.fromkeys((*agent.ids, *ids))))
