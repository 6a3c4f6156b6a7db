"""Events whose second side is empty though their kind has one: nobody was hurt, an office burned, a post was left before anybody came.
Nothing here finds a patient.
"""

from __future__ import annotations

from conflictmap.chronicle.coding.roles.participant_context import ALONE, ParticipantContext, Side
from conflictmap.chronicle.extraction.actors import is_armed
from conflictmap.chronicle.extraction.casualties import Toll
from conflictmap.chronicle.language.lexicon import Code

UNFORCED = "nobody is said to have driven them out"  # why a side is empty: no other rule fills it
_OFFICES = frozenset({
    "office", "offices", "department", "departments", "hotel", "prison", "factory", "factories", "plant", "hall", "court", "courthouse", "station", "stations",
    "bank", "warehouse", "warehouses", "headquarters", "buildings", "building", "quarters", "bridge", "school", "schools",
})  # fmt: skip
_HOMES = frozenset(
    {
        "house",
        "houses",
        "home",
        "homes",
        "village",
        "villages",
        "villagers",
        "residential",
        "residents",
        "hut",
        "huts",
        "monastery",
        "church",
    }
)
_CAMPS = frozenset({"camp", "base", "outpost", "post", "garrison", "barracks", "battalion", "column", "convoy"})
_FIGHTS = frozenset({"armed", "remote"})


def unharmed(context: ParticipantContext, code: Code, agent: Side) -> Side | None:
    """ "Kyaukme was bombed twice, but no one was hurt": a strike of the State's that hit nobody, where nobody is named as its aim."""
    mention = context.mention
    if code.family != "remote" or code.patient != "any" or context.groups(agent.ids) != {"State"}:
        return None
    tolls = [toll.dead for toll in mention.tolls if not _of_another(context, toll)]
    if not tolls or any(tolls) or mention.main.object_class in ("post", "garrison", "fighter"):
        return None
    named = mention.main.patient
    if named is not None and named is not mention.main.agent and not set(named.ids) <= set(agent.ids):
        return None
    words = mention.sentence_events.annotated.sentence.words
    if {"destroyed", "destroying", "damaged", "damaging"} & set(words) and _HOMES & set(words):
        return None  # "destroyed 17 homes. No one was injured": their owners
    return Side((), (), ALONE, "nobody is said to have been hurt")


def _of_another(context: ParticipantContext, toll: Toll) -> bool:
    """ "A woman was killed in A; B was bombed, but nobody was hurt": whether another strike stands between the event and the number."""
    here, trigger = context.mention.sentence_events, context.mention.main
    return here.toll is toll and any(
        each.code.family == "remote" and trigger.end <= each.first < toll.first
        for each in here.triggers
        if each is not trigger
    )


def public_building(context: ParticipantContext, code: Code, agent: Side) -> Side | None:
    """ "The TNLA burned down the department's office": neither people nor a garrison lost it, where those who fight the State burned it."""
    trigger = context.mention.main
    if code.code not in ("arson", "destruction") or context.groups(agent.ids) != {"Resistance"}:
        return None
    if any(toll.dead for toll in context.mention.tolls) or trigger.object_class not in ("building", "post"):
        return None
    low, high = trigger.object_tokens
    words = context.mention.sentence_events.annotated.sentence.words
    named = set(words[max(0, low - 2) : high])
    if not _OFFICES & named or (_HOMES | _CAMPS) & named:
        return None
    return Side((), (), ALONE, "a building of neither people nor a garrison")


def left_unforced(context: ParticipantContext, code: Code, agent: Side) -> Side | None:
    """ "The garrison slipped out by night": the State's forces left, and neither the sentence nor those before tell of fighting there."""
    mention = context.mention
    if code.code != "withdrawal" or context.groups(agent.ids) != {"State"} or context.reporter:
        return None
    named = mention.main.patient
    if named is not None and not set(named.ids) <= set(agent.ids):
        return None
    number = mention.sentence_events.number
    told = [*context.paragraph[:number], mention.sentence_events, *context.before]
    fought = any(
        trigger.agent is not None
        and trigger.code.family in _FIGHTS
        and context.groups(trigger.agent.ids) != {"State"}
        and all(is_armed(actor_id, context.lexicon) for actor_id in trigger.agent.ids)
        for sentence_events in told
        for trigger in sentence_events.triggers
    )
    return None if fought else Side((), (), ALONE, UNFORCED)
