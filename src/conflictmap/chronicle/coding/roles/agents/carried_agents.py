"""Who did it where an earlier sentence named him for an action of the same kind, or for the same unit.
Nothing here reads a pronoun; `anaphora` does.
"""

from __future__ import annotations

from conflictmap.chronicle.coding.roles.participant_context import ALONE, ParticipantContext, Side

_UNIT_NOUNS = frozenset({"column", "convoy", "unit", "battalion", "troops", "forces", "group", "militia", "columns"})


def same_taker(context: ParticipantContext) -> Side | None:
    """ "The KIA captured A. B and C fell the same day": a further place falls to the one who took the place before."""
    trigger = context.mention.main
    if trigger.code.code not in ("fallen", "capture") or not (trigger.code.swap or trigger.passive):
        return None
    for sentence_events in reversed(context.paragraph[: context.mention.sentence_events.number]):
        for earlier in reversed(sentence_events.triggers):
            if earlier.code.code in ("fallen", "capture") and earlier.agent is not None and earlier.state == "done":
                return Side(earlier.agent.ids, ((sentence_events, earlier.agent),), ALONE, "took the place before")
    return None


def same_trigger(context: ParticipantContext) -> Side | None:
    """The agent of the same kind of strike in the sentence before: "four more died when shells landed in B"."""
    code = context.mention.main.code
    if code.family != "remote":
        return None
    for sentence_events in reversed(context.paragraph[: context.mention.sentence_events.number]):
        for trigger in sentence_events.triggers:
            if trigger.code.code == code.code and trigger.agent is not None:
                return Side(
                    trigger.agent.ids,
                    ((sentence_events, trigger.agent),),
                    ALONE,
                    "does the same in the sentence before",
                )
    return None


def same_unit(context: ParticipantContext) -> Side | None:
    """ "a column of SAC troops ... The column burned ...": a unit named before with whose it is."""
    sentence_events, trigger = context.mention.sentence_events, context.mention.main
    words = sentence_events.annotated.sentence.words
    objects = sentence_events.annotated.phrases.get("object", ())
    units = {
        words[noun.first]
        for noun in objects
        if trigger.low <= noun.first < trigger.first and words[noun.first - 1] == "the"
    }
    for earlier in reversed([*context.before, *context.paragraph[: sentence_events.number]]):
        for span in earlier.annotated.actors:
            near = earlier.annotated.sentence.words[max(0, span.first - 3) : span.end + 2]
            if units & _UNIT_NOUNS & set(near):
                return Side(span.ids, ((earlier, span),), ALONE, "whose unit it is stands in an earlier sentence")
    return None


def after_the_strike(context: ParticipantContext) -> Side | None:
    """ "Jets bombed A. Sixteen houses were destroyed", "Troops raided B. Thirty houses were burned in the raid": those of the sentence before."""
    mention, trigger = context.mention, context.mention.main
    number = mention.sentence_events.number
    if trigger.code.code not in ("arson", "destruction", "killing") or not trigger.passive or not number:
        return None
    words = mention.sentence_events.annotated.sentence.words
    earlier = context.paragraph[number - 1]
    for other in reversed(earlier.triggers):
        if other.agent is None or other.code.family not in ("remote", "armed", "civil") or other.state == "denied":
            continue
        if context.groups(other.agent.ids) == {"State"} or _SAME & set(words):
            return Side(other.agent.ids, ((earlier, other.agent),), ALONE, "strikes or raids in the sentence before")
        return None
    return None


_SAME = frozenset({"raid", "attack", "strike", "assault", "shelling", "bombing", "fire"})
