"""Who did it where no words of the event say so, but the war leaves one side or the text one party: always asked, and said to be inferred.
Nothing here reads a subject; `participants` asks these rules last.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from conflictmap.chronicle.coding.event_mentions import CHANGED_HANDS, SentenceEvents
from conflictmap.chronicle.coding.roles.participant_context import INFERRED, LAST, UNNAMED, ParticipantContext, Side
from conflictmap.chronicle.extraction.actors import is_armed

_FOUGHT = CHANGED_HANDS | {"raid", "ambush", "siege", "attack", "clash", "advance", "shot_down", "taken_prisoner"}
_VILLAGES = frozenset({"village", "villages", "ward", "wards", "quarter", "quarters"})
_POLICE_WORDS = ("arrest", "detain", "custody", "charg", "remand", "apprehend", "round")


def of_unknown_side(context: ParticipantContext) -> Side | None:
    """ "It is not known which side had laid it": nobody, where the text says of a strike or a killing that it does not know."""
    mention = context.mention
    if mention.main.agent is not None or mention.main.code.family not in ("remote", "civil"):
        return None
    number = mention.sentence_events.number
    told = [mention.sentence_events, *context.paragraph[number + 1 : number + 2]]
    if not any(_UNKNOWN.search(_text(each)) for each in told):
        return None
    return Side(("UNK",), (), UNNAMED, "the text says that it is not known")


_UNKNOWN = re.compile(
    r"(?:(?:\bnot |n[’']t |\bun|\bun-)(?:yet )?(?:known|clear|certain|immediately clear)|do(?:es)? not know|didn[’']t know|unable to (?:say|confirm)|could not (?:say|confirm|tell))"
    r"(?: immediately| yet)? (?:which (?:side|group|party|army|of the (?:two )?sides)|who(?:se)?(?: had| was| fired| laid| planted| did| carried| shot| killed)?|by whom)\b",
    re.IGNORECASE,
)


def inferred_agent(context: ParticipantContext) -> Side | None:
    """Infer the agent of an event that names none; None where more than one could be meant."""
    for rule in (
        _protagonist,
        _police,
        _heavy_weapons,
        _at_a_checkpoint,
        _garrison,
        _giving_up,
        _strikers,
        _unknown_group,
    ):
        side = rule(context)
        if side is not None:
            return side
    return None


def _protagonist(context: ParticipantContext) -> Side | None:
    """ "The camp was captured on Monday", in a text about the KNLA: those whom the text named last as fighting the State."""
    code, patient = context.mention.main.code, context.mention.main.patient
    if code.code not in _FOUGHT or not (context.opponents or context.reporting):
        return None
    if patient is not None and context.groups(patient.ids) != {"State"}:
        return None
    if _held_by(context.opponents or context.reporting, context):
        return None  # "was taken by the PDF. It was lost again in May": not to those who had it
    if context.reporting:
        return Side(context.reporting, (), LAST, "inferred: the party that reports")
    return Side(context.opponents, (), LAST, "inferred: the last named before that fights the State")


def _held_by(ids: Sequence[str], context: ParticipantContext) -> bool:
    """Whether the text told before that these took the very place of the event."""
    keys = context.mention.keys
    earlier = [*context.before, *context.paragraph[: context.mention.sentence_events.number]]
    return any(
        trigger.code.code in CHANGED_HANDS and trigger.agent is not None and set(trigger.agent.ids) & set(ids)
        for sentence_events in earlier
        if keys & {locality.key for locality in sentence_events.annotated.localities}
        for trigger in sentence_events.triggers
    )


def _police(context: ParticipantContext) -> Side | None:
    """ "Two students were arrested": by the State, whose police arrest; people taken away by nobody named stay open."""
    mention = context.mention
    words = mention.sentence_events.annotated.sentence.words[mention.main.first : mention.main.end]
    formal = any(word.startswith(_POLICE_WORDS) for word in words)
    if mention.main.code.code != "arrest" or not formal or not context.state or _names_fighters(context):
        return None
    return Side((context.state,), (), INFERRED, "inferred: arrests are made by the State's police")


def terrorists(context: ParticipantContext) -> Side | None:
    """Find whom "Terrorists shot dead an administrator" means: those who fight the State, in the word of its outlets and those close to it.

    Not in the words of those who fight it themselves, nor where the text calls the State so.
    """
    trigger = context.mention.main
    words = context.mention.sentence_events.annotated.sentence.words
    behind = trigger.passive or trigger.code.code == "mine"
    subject = words[trigger.end : trigger.end + 6] if behind else words[trigger.low : trigger.first]
    if not {"terrorist", "terrorists"} & set(subject):
        return None
    if context.reporter_is_state:
        return Side(context.opponents or ("PDF",), (), INFERRED, "inferred: the State's word for those who fight it")
    told = [*context.before, *context.paragraph]
    if (
        "terrorists" not in subject
        or context.reporting
        or _names_fighters(context)
        or any(_STATE_SO.search(_text(each)) for each in told)
    ):
        return None
    before = subject[subject.index("terrorists") - 1 :][:1] if subject[0] != "terrorists" else ()
    meant = context.opponents if before == ("the",) else ()  # "the terrorists": those spoken of
    return Side(meant or ("PDF",), (), LAST, "inferred: the State's word for those who fight it")


_STATE_SO = re.compile(
    r"\bterrorist (?:military|army|junta|council|troops|forces|group)|\b(?:junta|military|army|regime|SAC|council)(?:'s|’s)? terrorists?\b",
    re.IGNORECASE,
)


def _text(sentence_events: SentenceEvents) -> str:
    return sentence_events.annotated.sentence.text


def _heavy_weapons(context: ParticipantContext) -> Side | None:
    """Shells and strikes on people or their houses, in a text that names no other attacker: the State's, who has most of both."""
    mention = context.mention
    if mention.main.code.code not in ("shelling", "airstrike") or not context.state:
        return None
    classes = {trigger.object_class for trigger in mention.triggers} | {toll.victims for toll in mention.tolls}
    classes |= {"village"} if _VILLAGES & set(mention.sentence_events.annotated.sentence.words) else set()
    people = bool(classes & {"civilian", "building", "village"}) or any(toll.dead for toll in mention.tolls)
    words = mention.sentence_events.annotated.sentence.words
    based = any(words[at] == "from" and {"base", "camp"} & set(words[at : at + 4]) for at in range(len(words)))
    if "fighter" in classes or not (people or based) or _names_fighters(context) or context.reporter_is_state:
        return None
    return Side((context.state,), (), INFERRED, "inferred: people are hit from afar, and no other attacker is named")


def _at_a_checkpoint(context: ParticipantContext) -> Side | None:
    """ "was shot dead after he failed to stop at a checkpoint": by those who man it, the State's where nobody else is named."""
    mention = context.mention
    words = mention.sentence_events.annotated.sentence.words
    hurt = mention.main.code.code in ("killing", "arrest", "abduction") and mention.main.passive
    if not hurt or not context.state or _names_fighters(context):
        return None
    if not {"checkpoint", "checkpoints", "roadblock", "curfew"} & set(words):
        return None
    return Side((context.state,), (), INFERRED, "inferred: checkpoints are the State's")


def _unknown_group(context: ParticipantContext) -> Side | None:
    """ "The Shar Htoo Waw Team attacked army trucks": a name that no table knows, before a verb of war against the State: local forces."""
    trigger, annotated = context.mention.main, context.mention.sentence_events.annotated
    if trigger.passive or trigger.code.code not in _FOUGHT or _LOCAL not in context.lexicon.actors or not context.state:
        return None
    against = trigger.object_class in ("post", "garrison", "fighter", "vehicle") if trigger.patient is None else (
        context.groups(trigger.patient.ids) == {"State"}
    )  # fmt: skip
    raw = annotated.sentence.raw
    first = trigger.first
    while first > trigger.low and raw[first - 1][:1].isupper() and first - 1 not in annotated.dated:
        first -= 1
    named = raw[first : trigger.first]
    if annotated.sentence.words[first - 1 : first] == ("'s",):
        return None  # "the Danu People's Liberation Army": a part of a longer name
    placed = any(first <= locality.first < trigger.first for locality in annotated.localities)
    called = bool(named) and (
        annotated.sentence.words[first - 1 : first] == ("the",) or named[-1].endswith("s") or named[-1] in _COLLECTIVE
    )
    if not against or not called or len(named) < 2 or placed or not all(word.isalpha() for word in named):
        return None
    return Side((_LOCAL,), (), LAST, "inferred: a group that no table knows fights the State")


_LOCAL = "PDF"
_COLLECTIVE = frozenset(
    {
        "Team",
        "Army",
        "Force",
        "Group",
        "Column",
        "Brigade",
        "Battalion",
        "Organisation",
        "Organization",
        "Alliance",
        "Front",
        "Unit",
    }
)


def _giving_up(context: ParticipantContext) -> Side | None:
    """ "Some 40 laid down their arms": the State's forces, where nobody is said to have given up and others are named as fighting it."""
    trigger = context.mention.main
    if trigger.code.act != "surrender" or trigger.agent is not None or not context.state:
        return None
    told = context.opponents or (_names_fighters(context) and trigger.object_class != "civilian")
    return (
        Side((context.state,), (), LAST, "inferred: those who give up in a text of those who fight the State")
        if told
        else None
    )


def _strikers(context: ParticipantContext) -> Side | None:
    """ "Drones bombed the department's office": what is the State's is struck by those who fight it, named last before."""
    mention = context.mention
    if mention.main.code.code not in ("airstrike", "shelling") or mention.main.agent is not None:
        return None
    if mention.main.object_class not in ("post", "garrison", "fighter", "vehicle") or not context.state:
        return None
    struck = mention.main.patient
    if struck is not None and context.groups(struck.ids) != {"State"}:
        return None
    if struck is None and mention.main.object_class not in ("post", "garrison"):
        return None
    named = context.opponents or context.reporting
    return Side(named, (), LAST, "inferred: the last named before that fights the State") if named else None


def _garrison(context: ParticipantContext) -> Side | None:
    """ "The station was abandoned by its garrison": garrisons that nobody names are the State's."""
    words = context.mention.sentence_events.annotated.sentence.words
    if context.mention.main.code.code != "withdrawal" or not context.state or _names_fighters(context):
        return None
    if not any(words[at : at + 3] == ("by", "its", "garrison") for at in range(len(words))):
        return None
    return Side((context.state,), (), INFERRED, "inferred: garrisons of posts are the State's")


def _names_fighters(context: ParticipantContext) -> bool:
    """Whether the event's sentences name anybody who fights the State."""
    return any(
        is_armed(actor_id, context.lexicon) and context.groups([actor_id]) != {"State"}
        for sentence_events in context.mention.sentences
        for span in sentence_events.annotated.actors
        for actor_id in span.ids
    )


def surrendering(context: ParticipantContext) -> Side | None:
    """Find who gives up in the words of the party that took them: "The AA said that hundreds gave themselves up": to the one who says so, not that party itself."""
    trigger, annotated = context.mention.main, context.mention.sentence_events.annotated
    if trigger.code.act != "surrender" or trigger.agent is None or context.groups(trigger.agent.ids) != {"Resistance"}:
        return None
    spoke = any(
        mode.payload[0] in ("says", "tells") and trigger.agent.end <= mode.first < trigger.first
        for mode in annotated.phrases.get("mode", ())
    )
    own = {"its", "their", "it", "they"} & set(annotated.sentence.words[trigger.low : trigger.first])
    if not spoke or own or not context.state:
        return None
    return Side((context.state,), (), INFERRED, "inferred: who gives up to the party that says so is the State's")
