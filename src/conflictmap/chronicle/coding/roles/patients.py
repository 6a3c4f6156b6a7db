"""Who it was done to: the first rule that has an answer gives an event's patient.
Nobody is guessed: a side that the text leaves open is empty, and asked.
"""

from __future__ import annotations

import re

from conflictmap.chronicle.coding.event_mentions import EventMention, SentenceEvents
from conflictmap.chronicle.coding.roles.addressed import addressed
from conflictmap.chronicle.coding.roles.open_sides import left_unforced, public_building, unharmed
from conflictmap.chronicle.coding.roles.participant_context import (
    ALONE,
    BY_KIND,
    INFERRED,
    LAST,
    NEAR,
    ParticipantContext,
    Side,
    no_side,
)
from conflictmap.chronicle.extraction.actors import ActorSpan, enemies, is_armed
from conflictmap.chronicle.language.lexicon import Code

_HELD_BY_FIGHTERS = frozenset({"post", "garrison", "weapon", "vehicle", "road"})
_ACCUSED = re.compile(r"\b(?:[Tt]errorists?|PDFs?|insurgents?|CRPH|NUG)\b")
_PEOPLE = frozenset({"civilian", "prisoner", "protester", "building", "village", "them"})
_SUSPECTS = frozenset({"suspect", "suspects"})
_GROUNDS = frozenset({"compound", "gate", "gates"})
_MEN = frozenset({"members", "member", "fighters", "fighter", "soldiers", "soldier", "troops", "personnel", "(", "and"})
_REACH = 8  # words behind "compound" in which "of the high school" stands
_UNARMED = frozenset({"civilian", "building", "village", "goods"})


def patient_of(context: ParticipantContext, code: Code, agent: Side) -> Side:
    """Find the patient of an event, given its agent and the code as the agent makes it."""
    for rule in (
        addressed, _one_sided, _stormed, unharmed, public_building, left_unforced, _unarmed, _receiver, _given_back, _warned, _struck, _post, _hurt, _behind_the_verb, _own_positions, _enemy, _holder, _shelled,
    ):  # fmt: skip
        side = rule(context, code, agent)
        if side is not None:
            return side
    return no_side(0.7)


def _one_sided(context: ParticipantContext, code: Code, agent: Side) -> Side | None:
    return Side((), (), 0.85, "the act has one side") if code.patient == "none" else None


def _unarmed(context: ParticipantContext, code: Code, agent: Side) -> Side | None:
    """Civilians or protesters, by the kind of action; fighters where the text says so."""
    if code.patient not in ("civilians", "protesters"):
        return None
    if (
        code.code == "arrest"
        and context.reporter_is_state
        and agent.ids == (context.state,)
        and (accused := _accused(context))
    ):
        return accused
    if code.code == "arson" and context.mention.main.object_class in _HELD_BY_FIGHTERS:
        return _whose_post(context, agent)
    trigger, named = context.mention.main, _named(context, code, agent)
    if named is not None and (trigger.object_class == "fighter" or _are_suspects(context, named)):
        return None
    shot = code.code == "killing" and trigger.passive and trigger.object_class not in _PEOPLE
    if shot and named is not None and all(is_armed(actor_id, context.lexicon) for actor_id in named.ids):
        return None  # "a soldier of the KNLA was shot by a sniper"
    return Side(("CIV" if code.patient == "civilians" else "PROT",), (), BY_KIND, f"done to {code.patient}")


def _are_suspects(context: ParticipantContext, named: ActorSpan) -> bool:
    """ "Police arrested three PDF suspects": those who are held are taken for members of what is named."""
    behind = context.mention.sentence_events.annotated.sentence.words[named.end : named.end + 1]
    return bool(_SUSPECTS & set(behind)) and all(is_armed(actor_id, context.lexicon) for actor_id in named.ids)


def _accused(context: ParticipantContext) -> Side | None:
    """Whom the State's outlet says that its forces arrested: members of the groups that its article accuses, in its own words."""
    if (context.mention.topic and _ACCUSED.search(context.mention.topic)) or any(
        _ACCUSED.search(each.annotated.sentence.text) for each in (*context.before, *context.paragraph)
    ):
        ids = context.opponents or ("PDF",)
        return Side(ids, (), INFERRED, "inferred: the State's outlet reports it of those whom it accuses")
    return None


def _whose_post(context: ParticipantContext, agent: Side) -> Side:
    """ "The KA set fire to the camp": a post that is burned is its garrison's, not people's."""
    if context.state and context.state not in agent.ids and context.groups(agent.ids) <= {"Resistance", ""}:
        return Side((context.state,), (), INFERRED, "inferred: posts and columns are the State's")
    return no_side()


def _receiver(context: ParticipantContext, code: Code, agent: Side) -> Side | None:
    """ "declared that the unit had surrendered to them": the one who tells of it."""
    party = context.word.party
    if code.act != "surrender" or _named(context, code, agent) is not None or party is None:
        return None
    if set(party.ids) & set(agent.ids):
        return None
    return Side(party.ids, ((context.mention.sentence_events, party),), 0.8, "the party that tells of it")


def _given_back(context: ParticipantContext, code: Code, agent: Side) -> Side | None:
    """ "The MNDAA handed Lashio back": to the State, which held it before, where nobody else is named."""
    if code.act != "handover" or not context.state or _named(context, code, agent) is not None:
        return None
    nouns = context.mention.sentence_events.annotated.phrases.get("object", ())
    to_people = any(noun.payload[0] == "civilian" and noun.first >= context.mention.main.end for noun in nouns)
    if to_people or context.groups(agent.ids) != {"Resistance"}:
        return None
    return Side((context.state,), (), INFERRED, "inferred: what those who fight the State give back is given to it")


def _warned(context: ParticipantContext, code: Code, agent: Side) -> Side | None:
    """A warning of the State to people at large."""
    people = any(
        noun.payload[0] == "civilian" for noun in context.mention.sentence_events.annotated.phrases.get("object", ())
    )
    if code.code != "warning" or agent.ids != (context.state,) or not people:
        return None
    return Side(("CIV",), (), ALONE, "people at large are addressed")


def _struck(context: ParticipantContext, code: Code, agent: Side) -> Side | None:
    """Who the dead or the hit fighters belong to: an armed actor that is named and stands against the agent."""
    fighters = any(toll.victims == "fighter" for toll in context.mention.tolls)
    if code.patient == "any" and (beside := _people_and_fighters(context)):
        return beside
    if code.patient != "any" or not (fighters or context.mention.main.object_class == "fighter"):
        return None
    group = enemies(agent.ids, context.lexicon)
    fighter = context.only(context.mention.sentences, group) if group else None
    return Side(fighter[1].ids, (fighter,), NEAR, "those who were hit") if fighter is not None else None


def _people_and_fighters(context: ParticipantContext) -> Side | None:
    """ "Two civilians and four members of the PDF were killed": both, where one list names them."""
    for sentence_events in context.mention.sentences:
        for trigger in sentence_events.triggers:
            dead = trigger.patient if trigger.code.code == "killing" else None
            if dead is not None and "CIV" in dead.ids and len(dead.ids) > 1:
                return Side(dead.ids, ((sentence_events, dead),), NEAR, "those who were hit")
    return None


def _post(context: ParticipantContext, code: Code, agent: Side) -> Side | None:
    """A post, an office or a column that somebody who is not the State's strikes: the State's, whoever was hurt there."""
    mention = context.mention
    if code.family != "remote" or code.patient != "any" or not context.state or context.state in agent.ids:
        return None
    if mention.main.object_class not in ("post", "garrison", "fighter") or mention.main.patient is not None:
        return None
    if _of_a_building(mention):
        return Side(("CIV",), (), ALONE, "a place of people who do not fight")
    if code.code == "mine" and _met_by_people(mention):
        return Side(("CIV",), (), ALONE, "people met the mine")
    if not agent.ids or not context.groups(agent.ids) <= {"Resistance", ""}:
        return None
    return Side((context.state,), (), INFERRED, "inferred: posts and columns are the State's")


def _of_a_building(mention: EventMention) -> bool:
    """ "A grenade was thrown into the compound of a school": grounds that are said to be a building's are no post."""
    annotated = mention.sentence_events.annotated
    words = annotated.sentence.words
    buildings = [noun.first for noun in annotated.phrases.get("object", ()) if noun.payload[0] == "building"]
    return any(
        words[at] in _GROUNDS and words[at + 1 : at + 2] == ("of",) and at < first <= at + _REACH
        for at in range(len(words))
        for first in buildings
    )


def _met_by_people(mention: EventMention) -> bool:
    """ "A man stepped on a landmine in his compound": whether people who do not fight stand before the verb."""
    nouns = mention.sentence_events.annotated.phrases.get("object", ())
    low, high = mention.main.low, mention.main.first
    return any(noun.payload[0] == "civilian" and low <= noun.first and noun.end <= high for noun in nouns)


def _hurt(context: ParticipantContext, code: Code, agent: Side) -> Side | None:
    """People or their houses were hit, and nobody who fights."""
    mention = context.mention
    classes = {trigger.object_class for trigger in mention.triggers if trigger.state == "done"} | {
        toll.victims for toll in mention.tolls if toll.dead
    }
    post = mention.main.object_class in ("post", "garrison")
    if post and mention.main.patient is not None and mention.main.patient is not mention.main.agent:
        return None
    dead = any(toll.dead for toll in mention.tolls) and mention.main.patient is None
    if mention.sentence_events.annotated.cues("hurt"):
        classes |= {noun.payload[0] for noun in mention.sentence_events.annotated.phrases.get("object", ())}
    if code.code == "mine" and _met_by_people(mention):
        return Side(("CIV",), (), ALONE, "people met the mine")
    if code.family == "transfer":
        return None
    if code.patient == "any" and (beside := _people_and_fighters(context)):
        return beside
    if code.patient != "any" or "fighter" in classes or not ({"civilian", "building"} & classes or dead):
        return None
    fighters = _fighters_hit(context, agent)
    ids = tuple(dict.fromkeys(("CIV", *(actor_id for _, span in fighters for actor_id in span.ids))))
    return Side(ids, tuple(fighters), 0.8, "the people hit are civilians")


def _fighters_hit(context: ParticipantContext, agent: Side) -> list[tuple[SentenceEvents, ActorSpan]]:
    """ "Three villagers and two PDF members were killed": the fighters who died beside people, of a side that the agent fights."""
    group = enemies(agent.ids, context.lexicon)
    return [
        (sentence_events, trigger.patient)
        for sentence_events in context.mention.sentences
        for trigger in sentence_events.triggers
        if group
        and trigger.code.code == "killing"
        and trigger.passive
        and trigger.patient is not None
        and context.groups(trigger.patient.ids) == {group}
        and set(sentence_events.annotated.sentence.words[trigger.patient.end : trigger.patient.end + 2]) & _MEN
    ]


def _stormed(context: ParticipantContext, code: Code, agent: Side) -> Side | None:
    """ "Troops stormed the village and killed eleven elderly people", "an attack on a bus terminal, in which three pilgrims died": the people there."""
    mention = context.mention
    if (
        code.code not in ("raid", "attack")
        or not agent.ids
        or not all(is_armed(each, context.lexicon) for each in agent.ids)
    ):
        return None
    if mention.main.patient is not None and mention.main.patient is not mention.main.agent:
        return None
    killed = [each for each in mention.triggers if each.code.code == "killing" and each.state == "done"]
    people = any(each.object_class in ("civilian", "prisoner") for each in killed) or any(
        toll.dead and toll.victims == "civilian" for toll in mention.tolls
    )
    fighters = any(toll.victims == "fighter" for toll in mention.tolls) or any(
        each.object_class == "fighter" for each in killed
    )
    if not people or fighters or mention.main.object_class in ("post", "garrison", "fighter"):
        return None
    group = enemies(agent.ids, context.lexicon)
    if any(
        context.groups(span.ids) == {group} for each in mention.sentences for span in each.annotated.actors if group
    ):
        return None
    return Side(("CIV",), (), ALONE, "people were killed where they lived")


def _behind_the_verb(context: ParticipantContext, code: Code, agent: Side) -> Side | None:
    named = _named(context, code, agent)
    if named is None or (code.patient == "enemy" and context.groups(named.ids) == context.groups(agent.ids) != {""}):
        return None  # "..., according to the KNLA": an ally is not the enemy
    if code.code in _TAKING and all(_is_civilian(context, actor_id) for actor_id in named.ids):
        return None  # "withdrew to spare civilians"
    if (code.code in _TAKING or code.family == "remote") and all(
        _is_foreign(context, actor_id) for actor_id in named.ids
    ):
        return None  # "took Paletwa, near the frontiers with India and Bangladesh": where it lies
    ids = tuple(actor_id for actor_id in named.ids if actor_id not in agent.ids) or named.ids
    return Side(ids, ((context.mention.sentence_events, named),), 0.85 * named.sure, "named behind the verb")


_TAKING = frozenset({"capture", "recapture", "raid", "siege", "withdrawal", "surrender"})


def _is_civilian(context: ParticipantContext, actor_id: str) -> bool:
    row = context.lexicon.actors.get(actor_id)
    return row is not None and row.kind == "civilian"


def _is_foreign(context: ParticipantContext, actor_id: str) -> bool:
    row = context.lexicon.actors.get(actor_id)
    return row is not None and row.kind == "foreign"


def _own_positions(context: ParticipantContext, code: Code, agent: Side) -> Side | None:
    """ "The TNLA accused the military of shelling its positions": those of the one who speaks."""
    trigger, sentence_events = context.mention.main, context.mention.sentence_events
    words = sentence_events.annotated.sentence.words
    if not {"its", "their"} & set(words[trigger.end : trigger.end + 3]) or code.patient not in ("any", "enemy"):
        return None
    before = [
        span
        for span in sentence_events.annotated.actors
        if span.end <= trigger.first
        and not set(span.ids) & set(agent.ids)
        and all(is_armed(each, context.lexicon) for each in span.ids)
    ]
    if not before or context.groups(before[-1].ids) == context.groups(agent.ids):
        return None
    return Side(before[-1].ids, ((sentence_events, before[-1]),), NEAR, "whose positions they are")


def _enemy(context: ParticipantContext, code: Code, agent: Side) -> Side | None:
    """The State's army where the agent fights it; else the only one named that the agent fights."""
    if code.patient != "enemy":
        return None
    group = enemies(agent.ids, context.lexicon)
    if group == "State" and context.state:
        return Side((context.state,), (), BY_KIND, "the State's army is what the agent fights")
    for sentences in (context.mention.sentences, context.paragraph):
        fighter = context.only(sentences, group) if group else None
        if fighter is not None:
            return Side(fighter[1].ids, (fighter,), NEAR, "the only one named that the agent fights")
    heads = tuple(
        actor_id
        for actor_id in context.heads
        if context.groups([actor_id]) == {group} and is_armed(actor_id, context.lexicon)
    )
    if group and heads:
        return Side(heads, (), ALONE, "named in the heading or before")
    if group == "Resistance" and context.opponents:
        return Side(context.opponents, (), LAST, "the last named that the agent fights")
    return no_side()


def _holder(context: ParticipantContext, code: Code, agent: Side) -> Side | None:
    """The State strikes, from the air or with guns, what somebody took or besieged in the text just before, and no people are hit."""
    mention = context.mention
    if code.family != "remote" or agent.ids != (context.state,) or mention.main.object_class in _UNARMED:
        return None
    if any(toll.dead and toll.victims != "fighter" for toll in mention.tolls) or not context.opponents:
        return None
    here = mention.keys
    earlier = [*context.before, *context.paragraph[: mention.sentence_events.number]]
    for sentence_events in reversed(earlier):
        named = {locality.key for locality in sentence_events.annotated.localities}
        if here and named and not here & named:
            continue
        for trigger in sentence_events.triggers:
            if (
                trigger.code.code in _HELD
                and trigger.agent is not None
                and context.groups(trigger.agent.ids) == {"Resistance"}
            ):
                return Side(
                    trigger.agent.ids, ((sentence_events, trigger.agent),), LAST, "inferred: who took the place before"
                )
    return None


_HELD = frozenset({"capture", "fallen", "lost", "siege", "raid"})


def _shelled(context: ParticipantContext, code: Code, agent: Side) -> Side | None:
    """A place is bombed or shelled by the State, and nobody who fights is said to be there: its people are hit."""
    mention = context.mention
    if code.family != "remote" or code.patient != "any":
        return None
    words = mention.sentence_events.annotated.sentence.words
    accused = context.reporter_is_state and context.groups(agent.ids) == {"Resistance"}
    if accused and _WHERE_PEOPLE_LIVE & set(words) and mention.main.object_class not in ("post", "garrison", "fighter"):
        return Side(("CIV",), (), ALONE, "people live in the place that is hit")
    if context.groups(agent.ids) == {"Resistance"} and mention.main.object_class not in _UNARMED and context.state:
        return Side((context.state,), (), NEAR, "the State's army is what the agent strikes")
    if agent.ids != (context.state,) or not mention.localities:
        return None
    if mention.main.object_class in ("post", "fighter", "garrison", "weapon"):
        return None
    if any(toll.dead == 0 for toll in mention.tolls):
        return Side((), (), ALONE, "nobody is said to have been hurt")
    return Side(("CIV",), (), ALONE, "people live in the place that is hit")


_WHERE_PEOPLE_LIVE = frozenset({"ward", "wards", "village", "villages", "quarter", "residential", "houses", "homes"})


def _named(context: ParticipantContext, code: Code, agent: Side) -> ActorSpan | None:
    """The actor behind the verb, if it is another than the agent; a hand-over may be to a part of one's own side."""
    named = context.mention.main.patient
    if named is None or named is context.mention.main.agent:
        return None
    return None if set(named.ids) <= set(agent.ids) and code.act != "handover" else named
