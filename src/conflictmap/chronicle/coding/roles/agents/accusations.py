"""Who did it where the text lays it to somebody: "whom the PDF had accused of spying", "The army blamed the TNLA", "blamed on the KNDO".
Nothing here says whether that is so; the mode of the event does.
"""

from __future__ import annotations

from collections.abc import Sequence

from conflictmap.chronicle.coding.event_mentions import SentenceEvents
from conflictmap.chronicle.coding.roles.participant_context import LAST, ParticipantContext, Side
from conflictmap.chronicle.extraction.actors import ActorSpan, is_armed
from conflictmap.chronicle.extraction.grammar.subjects import is_source

_ACCUSING = frozenset({"accused", "accuse", "accuses", "suspected", "accusing"})
_BLAMING = frozenset({"blamed", "blame", "blames", "blaming", "accused", "accuse", "accuses", "accusing"})
_HURTING = frozenset(
    {"killing", "arrest", "abduction", "arson", "destruction", "sexual", "mine", "airstrike", "shelling", "grenade"}
)
_REACH = 6  # tokens between "blamed" and whom: "blamed the attack on the"
_BEHIND = 2  # sentences behind the event in which somebody is blamed for it


def accused(context: ParticipantContext) -> Side | None:
    """Find who did it to people in a text that names nobody before the verb: the one who accused the victim, or the one who is blamed."""
    trigger, here = context.mention.main, context.mention.sentence_events
    if trigger.code.code not in _HURTING or trigger.agent is not None:
        return None
    if trigger.code.code in ("killing", "arrest", "abduction") and (accuser := _accuser(context, here)) is not None:
        return Side(accuser.ids, ((here, accuser),), LAST, "inferred: who had accused the victim")
    behind = context.paragraph[here.number : here.number + _BEHIND + 1]
    for sentence_events in behind:
        blamed = _blamed(context, sentence_events)
        if blamed is not None and (sentence_events is not here or blamed.first > trigger.end):
            return Side(blamed.ids, ((sentence_events, blamed),), LAST, "inferred: who is blamed for it")
    return None


def told_by_an_enemy(context: ParticipantContext) -> Side | None:
    """ "More than 20 homes were set on fire, the KNDF said": harm to people that the enemies of the State tell of, by nobody named, is laid to it."""
    trigger, here = context.mention.main, context.mention.sentence_events
    sources = (span for span in here.annotated.actors if is_source(here.annotated, span))
    party = context.word.party or next(sources, None)
    if (
        trigger.agent is not None
        or not context.state
        or trigger.code.code not in _HURTING - {"mine", "grenade", "destruction"}
    ):
        return None
    if (
        trigger.object_class in ("fighter", "post", "garrison")
        or party is None
        or context.groups(party.ids) != {"Resistance"}
    ):
        return None
    others = [
        span for span in here.annotated.actors if not set(span.ids) & {*party.ids, "CIV"} and _fights(context, [span])
    ]
    if any(context.groups(span.ids) != {"State"} for span in others):
        return None
    return Side((context.state,), (), LAST, "inferred: those who tell of it fight the State")


def _accuser(context: ParticipantContext, here: SentenceEvents) -> ActorSpan | None:
    """ "whom PDF soldiers had accused of being an informant", "accused by the PDF of spying": in the sentence of the event, of its victim."""
    annotated, trigger = here.annotated, context.mention.main
    words = annotated.sentence.words
    for at, word in enumerate(words):
        if word not in _ACCUSING or words[at + 1 : at + 2] not in (("of",), ("by",)):
            continue
        relative = {"whom", "who", "that"} & set(words[max(0, at - _REACH) : at])
        if words[at + 1] == "by":
            named = [span for span in annotated.actors if at < span.first <= at + _REACH]
        elif relative:
            named = [span for span in annotated.actors if at - _REACH <= span.first and span.end <= at]
        else:
            continue
        if named and _fights(context, named[:1]) and abs(at - trigger.first) < len(words):
            return named[0]
    return None


def _blamed(context: ParticipantContext, sentence_events: SentenceEvents) -> ActorSpan | None:
    """ "The military accused the TNLA", "Channels of the regime blamed it on the KNDO"."""
    annotated = sentence_events.annotated
    words = annotated.sentence.words
    for at, word in enumerate(words):
        if word not in _BLAMING or words[max(0, at - 1) : at] == ("be",):
            continue
        behind = [span for span in annotated.actors if at < span.first <= at + _REACH]
        own = words[at + 1 : at + 2]
        if not behind or "of" in words[at : behind[0].first] or own in (("a",), ("an",), ("technical",), ("by",)):
            continue
        said_on = "on" in words[at : behind[0].first]
        if (word.startswith("accus") or said_on or behind[0].first - at <= 2) and _fights(context, behind[:1]):
            return behind[0]
    return None


def _fights(context: ParticipantContext, named: Sequence[ActorSpan]) -> bool:
    return all(is_armed(actor_id, context.lexicon) for span in named for actor_id in span.ids)
