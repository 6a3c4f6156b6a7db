"""Whom "they", "its troops", "the alliance" and "the same groups" mean: the agent named last that such words can mean.
Nothing is guessed: where two sides could be meant, the side's own words ("the rebels", "the column") decide, or nobody is meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from conflictmap.chronicle.coding.event_mentions import CHANGED_HANDS, SentenceEvents
from conflictmap.chronicle.coding.roles.participant_context import ALONE, ParticipantContext, Side, is_unarmed
from conflictmap.chronicle.extraction.actors import ActorSpan, is_armed
from conflictmap.chronicle.extraction.grammar.subjects import is_source

_PRONOUNS = frozenset({"they", "it", "its", "he", "our", "their", "them"})
_DETERMINERS = frozenset({"the", "both", "these", "those", "all"})
_BETWEEN = frozenset({
    "same", "joint", "allied", "two", "three", "four", "five", "rebel", "resistance", "ethnic", "combined", "armed", "revolutionary", "other",
})  # fmt: skip
_ANYBODY = frozenset({"fighters", "commandos", "forces", "force", "army", "armies"})
_GROUPS = frozenset({
    "group", "groups", "organisation", "organisations", "organization", "organizations", "army", "armies", "alliance", "rebels", "insurgents", "movement",
    "trio",
})  # fmt: skip
_AGAINST = CHANGED_HANDS | {"raid", "siege", "ambush", "attack", "clash"}
_SEVERAL = frozenset({"trio", "groups", "organisations", "organizations", "armies", "alliance", "rebels", "insurgents"})
_NO_STATE = "none of the State's"  # "the group", "the ethnic army"
_REBELS = frozenset({"coalition", "rebels", "resistance", "terrorists", "guerrillas", "comrades", "allies"})
_HELPERS = frozenset(
    {
        "had",
        "has",
        "have",
        "also",
        "then",
        "later",
        "first",
        "again",
        "even",
        "once",
        "soon",
        "did",
        "were",
        "was",
        "itself",
        "themselves",
    }
)
_READ = 7  # words of a clause in which its subject stands


def agent_meant(context: ParticipantContext) -> Side | None:
    """Find the agent that the subject of an event's main trigger, or its "by", points back to; None where it points nowhere."""
    words = _pointing_words(context)
    side = _side_pointed_at(words)
    if side == "" and words[:1] in (("it",), ("they",)) and _is_of_a_group(context):
        words, side = ("group",), _NO_STATE
    if side is None:
        return None
    speaker = _speaker(context, words)
    if speaker is not None:
        return Side(speaker.ids, ((context.mention.sentence_events, speaker),), ALONE, "who says so in the sentence")
    for sentence_events, span in _earlier_agents(context):
        if _fits(context, span, side):
            return Side(span.ids, ((sentence_events, span),), ALONE, "the agent of an earlier sentence")
    return _named_before(context, words, side)


def _named_before(context: ParticipantContext, words: Sequence[str], side: str) -> Side | None:
    """Find whom words of a side can mean where no agent before fits: a group named, the heading's, or the last that fights the State."""
    several = bool(_SEVERAL & set(words[:_READ]))
    if side == _NO_STATE and several and (named := _joined_before(context)) is not None:
        return named
    one = side == _NO_STATE and not several
    if one and (side_named := _group_before(context)) is not None:
        return _wing_of(context, side_named) if _WING & set(words[:_READ]) else side_named
    armed = tuple(actor_id for actor_id in context.heads if is_armed(actor_id, context.lexicon))
    if len(context.groups(armed)) == 1 and _in_side(context.groups(armed), side):
        return Side(armed, (), ALONE, "named in the heading or before")
    if side in ("Resistance", _NO_STATE) and context.opponents:
        return Side(context.opponents, (), ALONE, "named before")
    return None


def _is_of_a_group(context: ParticipantContext) -> bool:
    """ "The group declared that it had captured A": whether the pronoun stands for a group that speaks in its sentence."""
    words = context.mention.sentence_events.annotated.sentence.words[: context.mention.main.low]
    return any(
        words[at] in _GROUPS - {"army", "armies"}
        and (at == 0 or words[at - 1] in _DETERMINERS | _BETWEEN | {"ethnic"})
        and bool(_SAYING & set(words[at + 1 : at + _READ]))
        for at in range(len(words))
    )


_SAYING = frozenset(
    {
        "said",
        "says",
        "declared",
        "announced",
        "claimed",
        "claims",
        "confirmed",
        "reported",
        "stated",
        "declares",
        "announces",
        "added",
    }
)


def _fits(context: ParticipantContext, span: ActorSpan, side: str) -> bool:
    """Whether an agent named before can be meant: of that side, and not those whom the event is done to."""
    groups = context.groups(span.ids)
    struck = context.mention.main.patient
    if struck is not None and context.mention.main.code.code in _AGAINST and set(struck.ids) & set(span.ids):
        return False
    return _in_side(groups, side) and not is_unarmed(context, span)


def _in_side(groups: set[str], side: str) -> bool:
    return side == "" or (groups == {side} if side != _NO_STATE else "State" not in groups and bool(groups - {""}))


def _joined_before(context: ParticipantContext) -> Side | None:
    """Whom "the trio" or "the groups" means: those named last as one side of several, no matter whether they did it or had it done to them."""
    for sentence_events in reversed(context.paragraph[: context.mention.sentence_events.number]):
        for trigger in reversed(sentence_events.triggers):
            for span in (trigger.agent, trigger.patient):
                if span is not None and len(span.ids) > 1 and _in_side(context.groups(span.ids), _NO_STATE):
                    return Side(span.ids, ((sentence_events, span),), ALONE, "the groups named last before")
    return None


def _wing_of(context: ParticipantContext, side: Side) -> Side:
    """ "The group's armed wing": who fights for a government or a party, where the tables know one."""
    wings = [
        row.actor_id
        for row in context.lexicon.actors.values()
        if row.kind == "armed_group" and any(row.belongs_to(each, context.day) for each in side.ids)
    ]
    return replace(side, ids=(wings[0],)) if wings else side


_WING = frozenset({"wing"})


def _group_before(context: ParticipantContext) -> Side | None:
    """The group that fights and was named last before the event, no matter for what."""
    here = context.mention.sentence_events
    told = [*context.before, *context.paragraph[: here.number]]
    named = [(here, span) for span in here.annotated.actors if span.end <= context.mention.main.low]
    named = [(each, span) for each in told for span in each.annotated.actors] + named
    for sentence_events, span in reversed(named):
        fights = all(is_armed(actor_id, context.lexicon) for actor_id in span.ids) and span.ids != ("UNK",)
        if fights and _in_side(context.groups(span.ids), _NO_STATE):
            return Side(span.ids, ((sentence_events, span),), ALONE, "the group named last before")
    return None


def _speaker(context: ParticipantContext, words: Sequence[str]) -> ActorSpan | None:
    """ "The AA said it had taken the base": the fighters right before the verb of speech, behind which the pronoun stands."""
    annotated, trigger = context.mention.sentence_events.annotated, context.mention.main
    if trigger.passive or words[:1] not in (("it",), ("they",)):
        return None
    at = max((at for at in range(trigger.first) if annotated.sentence.words[at] == words[0]), default=0)
    for mode in annotated.phrases.get("mode", ()):
        if mode.payload[0] in ("says", "tells", "confirms") and 0 <= at - mode.end <= 1:
            before = [span for span in annotated.actors if 0 <= mode.first - span.end <= 2]
            if before and all(is_armed(actor_id, context.lexicon) for actor_id in before[-1].ids):
                return before[-1]
    return None


def speaker_of(context: ParticipantContext) -> Side | None:
    """ "Our men took the camp," said an officer of the KNDF: the fighters to whom the words of the sentence, or of the next, are laid."""
    number = context.mention.sentence_events.number
    for sentence_events in context.paragraph[number : number + 2]:
        for span in sentence_events.annotated.actors:
            fights = all(is_armed(actor_id, context.lexicon) for actor_id in span.ids)
            if fights and is_source(sentence_events.annotated, span):
                return Side(span.ids, ((sentence_events, span),), ALONE, "who speaks of its own men")
    return None


def with_pronoun(context: ParticipantContext, named: ActorSpan, ids: tuple[str, ...]) -> tuple[str, ...]:
    """The actors with the one that speaks: "The KNLA said that it and the PDF had attacked A"."""
    annotated = context.mention.sentence_events.annotated
    begin = max(0, named.first - _BESIDE)
    words = annotated.sentence.words[begin : named.first]
    at = next((at for at in range(len(words) - 1) if words[at] in ("it", "they") and words[at + 1] == "and"), None)
    plain = () if at is None else annotated.sentence.raw[begin + at + 2 : named.first]
    if at is None or any(word.islower() and word not in ("the", "local", "allied") for word in plain):
        return ids
    spoke = [
        span
        for span in annotated.actors
        if span.end < named.first and all(is_armed(each, context.lexicon) for each in span.ids)
    ]
    mine = spoke[-1].ids if spoke else ()
    return (*mine, *[actor_id for actor_id in ids if actor_id not in mine])


_BESIDE = 4  # tokens of "it and the local" before an actor


def _pointing_words(context: ParticipantContext) -> tuple[str, ...]:
    """The words that name the agent: those before the verb, or those behind "by"."""
    trigger, words = context.mention.main, context.mention.sentence_events.annotated.sentence.words
    if trigger.passive and not trigger.code.swap:
        behind = words[trigger.end : trigger.end + 12]
        return behind[behind.index("by") + 1 :][:_READ] if "by" in behind else ()
    before = words[trigger.low : trigger.first]
    pronoun = max((at for at, word in enumerate(before) if word in ("it", "they")), default=-1)
    between = range(trigger.low + pronoun + 1, trigger.first)
    dated = context.mention.sentence_events.annotated.dated
    if pronoun > 0 and all(words[at] in _HELPERS or words[at].endswith("ly") or at in dated for at in between):
        before = before[pronoun:]  # "Alongside the TNLA, it overran A", "By May it had taken B"
    if trigger.code.swap and {"them", "it"} & set(words[trigger.end - 1 : trigger.end + 2]):
        return ("they",)
    if trigger.code.swap:
        return ()  # what fell or was lost is no agent
    return before[1:] if before[:1] == (",",) else before


def _side_pointed_at(words: Sequence[str]) -> str | None:
    """The display group that the words can mean: "" any, None where they point to nobody."""
    if words and words[0] in _PRONOUNS:
        return ""
    if words[:1] == ("group",):
        return _NO_STATE  # "Group 14 Jan declared": the style of telegrams
    if words and words[0] == "terrorists":  # the State's word, also without an article
        return "Resistance"
    for at, word in enumerate(words[:_READ]):
        side = _side_of_noun(words, at) if word in _DETERMINERS else None
        if side is not None:
            return side
    return "" if ("joint", "forces") in pairwise(words) else None


def _side_of_noun(words: Sequence[str], at: int) -> str | None:
    """The side of the noun behind an article: "the rebels", "the ethnic army", "the fighters"; None where it is no such noun."""
    noun = at + 1
    while noun < len(words) and words[noun] in _BETWEEN:
        noun += 1
    said = words[noun] if noun < len(words) else ""
    described = set(words[at:noun])
    if said in _REBELS:
        return "Resistance"
    if said in _GROUPS and (noun > at + 1 or said not in ("army", "armies")):
        return "Resistance" if {"rebel", "resistance", "joint", "same"} & described else _NO_STATE
    if said in _ANYBODY:
        return "Resistance" if {"rebel", "resistance", "allied", "joint", "same"} & described else ""
    return None


def _earlier_agents(context: ParticipantContext) -> Iterator[tuple[SentenceEvents, ActorSpan]]:
    """The agents of earlier sentences, the nearest sentence first, a sentence's own agents in order."""
    here = context.mention.sentence_events.number
    for trigger in reversed(context.mention.sentence_events.triggers):
        if trigger.first < context.mention.main.first and trigger.agent is not None:
            yield context.mention.sentence_events, trigger.agent  # "Taken by the KIA, it was given up by them"
    for sentence_events in reversed(context.paragraph[:here]):
        for trigger in sentence_events.triggers:
            if trigger.agent is not None:
                yield sentence_events, trigger.agent


def group_meant(context: ParticipantContext, named: ActorSpan) -> Side | None:
    """Find whom words for a group mean: "The ethnic rebel group took the camp": the armed group named last before it, where the words mean one that is known."""
    annotated = context.mention.sentence_events.annotated
    words = annotated.sentence.words
    if words[named.first - 1 : named.first] not in (("the",), ("same",)) or not _GROUPS & set(
        words[named.first : named.end]
    ):
        return None
    sentences = [
        *context.before,
        *context.paragraph[: context.mention.sentence_events.number],
        context.mention.sentence_events,
    ]
    for sentence_events in reversed(sentences):
        for span in reversed(sentence_events.annotated.actors):
            ahead = sentence_events is context.mention.sentence_events and span.first >= named.first
            if not ahead and context.groups(span.ids) == {"Resistance"} and span.ids != ("UNK",):
                return Side(span.ids, ((sentence_events, span),), ALONE, "the group named last before")
    here = context.mention.sentence_events
    told = [
        span for span in annotated.actors if context.groups(span.ids) == {"Resistance"} and is_source(annotated, span)
    ]
    return Side(told[0].ids, ((here, told[0]),), ALONE, "the group that says so") if told else None
