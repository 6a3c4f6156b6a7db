"""The code of an event as its agent makes it: a capture by the State is a recapture, fighters killed by fighters are a clash.
Nothing here looks for an agent.
"""

from __future__ import annotations

from dataclasses import replace

from conflictmap.chronicle.coding.event_mentions import CHANGED_HANDS, EventMention
from conflictmap.chronicle.coding.roles.participant_context import ParticipantContext, Side
from conflictmap.chronicle.extraction.actors import is_armed
from conflictmap.chronicle.language.lexicon import Code


def code_by_agent(context: ParticipantContext, agent: Side) -> Code:
    """Choose what the same words mean by who did it.

    A capture by a state is a recapture and the reverse (ACLED: government regains, non-state actor overtakes territory);
    fighters killed by fighters are a clash; people held by a party that is not the State's are its prisoners, where they are not
    said to be civilians, and those that the State lets go have an amnesty.
    """
    code, codes = context.mention.main.code, context.lexicon.codes
    groups = context.groups(agent.ids)
    if code.code in CHANGED_HANDS:
        taken = codes["recapture" if groups == {"State"} else "capture"]
        peaceful = code.event_type != codes[code.code].event_type  # nobody defended it
        return replace(taken, event_type=code.event_type, sub_event_type=code.sub_event_type) if peaceful else taken
    if code.code == "flight" and agent.ids and all(is_armed(actor_id, context.lexicon) for actor_id in agent.ids):
        return codes["movement"]
    if code.code == "arrest" and _are_prisoners(context, groups):
        return codes["taken_prisoner"]
    if code.code == "rescue" and groups == {"State"}:
        return codes["amnesty"]
    if code.code == "killing" and (by_means := _killing(context, agent)):
        return codes[by_means]
    return _deadly(code, context.mention)


def _killing(context: ParticipantContext, agent: Side) -> str:
    """The code of a killing that is more than that: by a mine, or of fighters; "" for one of people."""
    if agent.ids in ((), ("UNK",)) and _by_a_mine(context.mention):
        return "mine"
    fighters = any(is_armed(actor_id, context.lexicon) for actor_id in (*agent.ids, *_victims(context)))
    return "attack" if _fired_at_fighters(context) or (_fighters_died(context.mention) and fighters) else ""


def _are_prisoners(context: ParticipantContext, groups: set[str]) -> bool:
    """ "captured fourteen junta troops": people held by others than the State who are its fighters, or are not said to be civilians."""
    trigger = context.mention.main
    of_state = trigger.patient is not None and context.groups(trigger.patient.ids) == {"State"}
    if of_state and "State" not in groups and trigger.object_class == "fighter":
        return True
    return groups == {"Resistance"} and trigger.object_class != "civilian"


def _fired_at_fighters(context: ParticipantContext) -> bool:
    """ "opened fire on the TNLA": fighters are named right behind the verb."""
    trigger = context.mention.main
    words = context.mention.sentence_events.annotated.sentence.words
    if trigger.passive or trigger.patient is None or words[trigger.end - 1] not in ("on", "at", "upon"):
        return False
    behind = words[trigger.patient.end : trigger.patient.end + 1]
    near = trigger.patient.first - trigger.end <= 1 and behind[:1] not in (("'s",), ("supporters",), ("members",))
    return near and all(is_armed(actor_id, context.lexicon) for actor_id in trigger.patient.ids)


def _by_a_mine(mention: EventMention) -> bool:
    """ "Two brothers were killed by a mine": what killed them stands behind "by", and nobody who laid it."""
    words = mention.sentence_events.annotated.sentence.words
    behind = words[mention.main.end : mention.main.end + _MEANS]
    return "by" in behind and bool(_MINES & set(behind[behind.index("by") :]))


_MEANS = 6  # tokens behind "killed" in which "by a mine" stands
_MINES = frozenset({"mine", "mines", "landmine", "landmines", "ied", "ieds", "booby-trap", "boobytrap"})


def _victims(context: ParticipantContext) -> tuple[str, ...]:
    """Whose fighters were killed, where the verb's own object says so: "shot two AA policemen dead"."""
    trigger = context.mention.main
    if trigger.agent is None or trigger.patient is None or trigger.object_class != "fighter":
        return ()
    return trigger.patient.ids


def _deadly(code: Code, mention: EventMention) -> Code:
    """Arson and detention in which people die are violence against civilians (ACLED: attack), and stay what they are as acts."""
    if code.code == "killing" and any(
        trigger.code.act == "detention_arson" and trigger.state == "done" for trigger in mention.triggers
    ):
        return replace(code, act="detention_arson")
    dead = any(toll.dead and toll.victims != "fighter" for toll in mention.tolls)
    if code.code == "arson" and mention.tolls and (dead or mention.main.object_class == "civilian"):
        return replace(code, event_type="Violence against civilians", sub_event_type="Attack")
    return code


def _fighters_died(mention: EventMention) -> bool:
    return mention.main.object_class == "fighter" or any(toll.victims == "fighter" for toll in mention.tolls)
