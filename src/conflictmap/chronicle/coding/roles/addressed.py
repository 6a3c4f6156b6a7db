"""Against whom something is said: the State, where those who fight it offer it a truce or the world condemns what it did.
Nothing here tells who speaks.
"""

from __future__ import annotations

from conflictmap.chronicle.coding.roles.participant_context import ALONE, LAST, ParticipantContext, Side
from conflictmap.chronicle.language.lexicon import Code

_TRUCES = frozenset({"ceasefire", "ceasefires", "cease-fire", "truce", "armistice"})
_BLAMES = (
    "condemn", "denounc", "deplor", "accus", "blam", "horrified", "appalled", "outraged", "crime", "crimes", "atrocit", "massacre", "resolution",
    "investigat", "accountab", "violence",
)  # fmt: skip
_DEMANDS = (
    "halt",
    "stop",
    "end",
    "bombing",
    "airstrike",
    "air",
    "attack",
    "shelling",
    "orders",
    "pay",
    "sanction",
)  # of those who fight
_SPOKEN = frozenset({"meeting", "statement", "condemnation", "warning", "measure"})


def addressed(context: ParticipantContext, code: Code, agent: Side) -> Side | None:
    """Find whom a statement is made against, where that is the State; None where the words do not say so."""
    if code.code not in _SPOKEN:
        return None
    groups = context.groups(agent.ids)
    if not context.state or not agent.ids or groups & {"State"} or agent.ids == ("UNK",):
        return None
    here = context.mention.sentence_events.annotated
    words = here.sentence.words
    cease = any(words[at : at + 2] in (("cease", "fire"), ("ceased", "fire")) for at in range(len(words)))
    if groups == {"Resistance"} and (cease or _TRUCES & set(words)):
        return Side((context.state,), (), ALONE, "a truce is offered to those whom the speaker fights")
    blames = any(word.startswith((*_BLAMES, *_DEMANDS) if groups - {""} else _BLAMES) for word in words)
    shown = next((span for span in here.actors if context.groups(span.ids) == {"State"}), None)
    if not blames:
        return None
    if shown is not None:
        return Side(
            (context.state,), ((context.mention.sentence_events, shown),), ALONE, "whose deed is spoken against"
        )
    others = any(context.groups(span.ids) - {"", *groups} for span in here.actors)
    if any(word.startswith(_BLAMES) for word in words) and not others:
        return Side((context.state,), (), LAST, "inferred: what is condemned is laid to the State")
    done = any(
        trigger.agent is not None
        and context.groups(trigger.agent.ids) == {"State"}
        and trigger.code.family in ("remote", "civil", "armed")
        for sentence_events in (*context.before, *context.paragraph)
        for trigger in sentence_events.triggers
    )
    return Side((context.state,), (), ALONE, "whose deed is spoken against") if done else None
