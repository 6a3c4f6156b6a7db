"""Who did it: the first rule that finds somebody gives an event's agent.
An actor is written only where the text names one, or where the action leaves a single one; else it is UNK, and asked.
"""

from __future__ import annotations

from dataclasses import replace

from conflictmap.chronicle.coding.event_mentions import CHANGED_HANDS, SentenceEvents
from conflictmap.chronicle.coding.roles.agents.accusations import accused, told_by_an_enemy
from conflictmap.chronicle.coding.roles.agents.anaphora import agent_meant, group_meant, speaker_of, with_pronoun
from conflictmap.chronicle.coding.roles.agents.carried_agents import (
    after_the_strike,
    same_taker,
    same_trigger,
    same_unit,
)
from conflictmap.chronicle.coding.roles.agents.companions import with_companions
from conflictmap.chronicle.coding.roles.agents.inferred_agents import (
    inferred_agent,
    of_unknown_side,
    surrendering,
    terrorists,
)
from conflictmap.chronicle.coding.roles.codes_by_agent import code_by_agent
from conflictmap.chronicle.coding.roles.participant_context import (
    ALONE,
    BY_KIND,
    DIFFERS,
    NAMED,
    NEAR,
    UNNAMED,
    ParticipantContext,
    Side,
    is_unarmed,
    only_places,
)
from conflictmap.chronicle.coding.roles.patients import patient_of
from conflictmap.chronicle.extraction.actors import ActorSpan, enemies, is_armed
from conflictmap.chronicle.extraction.grammar.subjects import is_aside
from conflictmap.chronicle.language.lexicon import Code

_BESIDE = "named beside the fighting"
_OWN = frozenset({"forces", "troops", "fighters", "units"})
_BRIGADES = frozenset({"brigade", "brigades", "battalion", "battalions", "regiment", "wing", "column", "columns"})
_SUBJECT = 4  # words of a clause in which "our forces" opens it
_MOST_WINGS = 2  # a government with more armed wings than this is not known by them


def agent_of(context: ParticipantContext) -> Side:
    """Find the agent of an event; UNK where no rule finds one."""
    rules = (
        _by_kind, surrendering, _subject, terrorists, of_unknown_side, _ours, _denier, _pointed_at, _regained, _opening, _of_a_trigger, same_taker, _from_the_air, _court, _fighters, same_trigger, same_unit,
        _telling_party, accused, after_the_strike, told_by_an_enemy, _opponent, _people, _first, _only_armed, _reporting_party, inferred_agent,
    )  # fmt: skip
    for rule in rules:
        side = rule(context)
        if side is not None:
            return side
    return Side(("UNK",), (), UNNAMED, "nobody is named")


def _by_kind(context: ParticipantContext) -> Side | None:
    """People flee, protesters protest, whatever the subject of the sentence."""
    kind, named = context.mention.main.code.agent, context.mention.main.agent
    if kind not in ("civilians", "protesters"):
        return None
    if kind == "civilians" and named is not None and all(is_armed(each, context.lexicon) for each in named.ids):
        return None  # "soldiers crossed into Thailand": they move
    return Side(("CIV" if kind == "civilians" else "PROT",), (), BY_KIND, f"an action of {kind}")


def _subject(context: ParticipantContext) -> Side | None:
    """The actors before the verb; "its forces had taken" adds the armed wing to the government that speaks."""
    named = context.mention.main.agent
    if named is None or only_places(context, named) or is_unarmed(context, named):
        return None
    words, first = context.mention.sentence_events.annotated.sentence.words, context.mention.main.first
    if named.end < first - 1 and {"our", "we"} & set(words[max(named.end, first - _SUBJECT) : first]):
        return None  # "When the military paraded, our troops took the camp"
    if named.ids == ("UNK",) and (group := group_meant(context, named)) is not None:
        return group
    ids = with_pronoun(context, named, _with_wings(context, named))
    return Side(ids, ((context.mention.sentence_events, named),), NAMED * named.sure, "stands before its verb")


def _with_wings(context: ParticipantContext, named: ActorSpan) -> tuple[str, ...]:
    """The actors, with their armed wing for "its forces had taken", or that alone for "its fifth brigade had taken"."""
    words = context.mention.sentence_events.annotated.sentence.words[named.end : context.mention.main.first]
    own = next((at for at, word in enumerate(words[:14]) if word in ("its", "their")), None)
    if own is None:
        return named.ids
    behind = words[own + 1 : own + 5]
    wings = [
        row.actor_id
        for row in context.lexicon.actors.values()
        if row.kind == "armed_group" and any(row.belongs_to(each, context.day) for each in named.ids)
    ]
    if not 0 < len(wings) <= _MOST_WINGS:
        return named.ids
    if _BRIGADES & set(behind):
        return tuple(wings[:1]) if len(wings) > 1 else tuple(wings)
    if _OWN & set(behind[:1]):
        return (*named.ids, *[wing for wing in wings if wing not in named.ids])
    return named.ids


def _pointed_at(context: ParticipantContext) -> Side | None:
    """ "They attacked the town", "Its troops took B", "was overrun by the same groups": an agent named before."""
    meant = agent_meant(context)
    if meant is not None:
        return meant
    sentence_events, trigger = context.mention.sentence_events, context.mention.main
    words = sentence_events.annotated.sentence.words
    opens = words[:1] == ("the",) and sentence_events.number == 0 and trigger.first <= 2
    if not opens or trigger.code.family != "armed" or (trigger.passive and not trigger.code.swap):
        return None
    armed = tuple(
        actor_id for actor_id in context.heads if is_armed(actor_id, context.lexicon)
    )  # "The attack on B began"
    return Side(armed, (), ALONE, "named in the heading or before") if len(context.groups(armed)) == 1 else None


def _regained(context: ParticipantContext) -> Side | None:
    """What is regained, by nobody named, is regained by those who held the country before: the State."""
    if context.mention.main.code.code != "recapture" or not context.state:
        return None
    before = [each for each in context.mention.sentence_events.triggers if each.first < context.mention.main.first]
    held = next((each.agent for each in before if each.agent is not None and each.code.code in CHANGED_HANDS), None)
    if held is not None and any(each.code.code == "withdrawal" for each in before):
        shown = ((context.mention.sentence_events, held),)
        return Side(held.ids, shown, ALONE, "who gave it up in the same sentence")
    return Side((context.state,), (), NEAR, "regained: by the State, which held it before")


def _opening(context: ParticipantContext) -> Side | None:
    """The actor that opens the sentence, before any other verb of the tables: "Regime forces used people as human shields"."""
    sentence_events, trigger = context.mention.sentence_events, context.mention.main
    first = next(iter(sentence_events.annotated.actors), None)
    if trigger.passive or trigger.code.swap or first is None or first.first > 3 or first.end > trigger.first:
        return None
    if trigger.code.agent not in ("armed", "any", "unknown") or any(
        member.first < trigger.first for member in sentence_events.triggers
    ):
        return None
    spoke = any(first.end <= mode.first < trigger.first for mode in sentence_events.annotated.phrases.get("mode", ()))
    if spoke or not all(is_armed(actor_id, context.lexicon) for actor_id in first.ids):
        return None
    return Side(first.ids, ((sentence_events, first),), NEAR, "opens the sentence")


def _from_the_air(context: ParticipantContext) -> Side | None:
    """Air raids of nobody named: only the State has an air force; a drone can be anybody's."""
    if context.mention.main.code.code != "airstrike" or not context.state:
        return None
    words = {word for sentence_events in context.mention.sentences for word in sentence_events.annotated.sentence.words}
    if words & {"drone", "drones", "paraglider", "paragliders", "paramotor", "gyrocopter"}:
        return None
    return Side((context.state,), (), BY_KIND, "only the State has an air force")


def _of_a_trigger(context: ParticipantContext) -> Side | None:
    """The agent of another action of the same event."""
    for trigger in context.mention.triggers:
        if trigger.agent is None or only_places(context, trigger.agent) or is_unarmed(context, trigger.agent):
            continue
        if trigger.code.family == context.mention.main.code.family:
            shown = (_sentence_of(context, trigger.agent), trigger.agent)
            return Side(trigger.agent.ids, (shown,), NEAR, "named for an action of the same event")
    return None


def _court(context: ParticipantContext) -> Side | None:
    if context.mention.main.code.agent != "state" or not context.state:
        return None
    return Side((context.state,), (), BY_KIND, "courts and prisons are the State's")


def _fighters(context: ParticipantContext) -> Side | None:
    """Those who fight and are named beside "clashes broke out": all of one side, the side that is not the State's first."""
    if context.mention.main.code.code not in ("clash", "attack", "launch"):
        return None
    struck = context.mention.main.patient if context.mention.main.code.code == "attack" else None
    named = [
        (sentence_events, span)
        for sentence_events in context.mention.sentences
        for span in sentence_events.annotated.actors
        if not (
            struck and struck.first <= span.first < struck.end and sentence_events is context.mention.sentence_events
        )
        and all(is_armed(each, context.lexicon) for each in span.ids)
    ]
    if not named:  # "Fighting goes on in B": between those of the sentences before
        named = [
            (sentence_events, span)
            for sentence_events in context.paragraph[: context.mention.sentence_events.number]
            for span in sentence_events.annotated.actors
            if all(is_armed(each, context.lexicon) for each in span.ids)
        ]
    for of_state in (False, True):
        side = [pair for pair in named if (context.groups(pair[1].ids) == {"State"}) == of_state]
        if side:
            ids = tuple(dict.fromkeys(each for _, span in side for each in span.ids))
            return Side(ids, tuple(side), NEAR, _BESIDE)
    return None


def _telling_party(context: ParticipantContext) -> Side | None:
    """A party that tells of an action of its side without naming the agent."""
    party, patient = context.word.party, context.mention.main.patient
    code = context.mention.main.code
    if code.agent != "armed" or code.swap or party is None or context.word.mode != "claimed_by_party":
        return None
    if code.family == "civil":
        return None  # who tells of harm done to people did not do it
    if patient is not None and set(patient.ids) & set(party.ids):
        return None
    return Side(party.ids, ((context.mention.sentence_events, party),), ALONE, "the party that tells it")


def _opponent(context: ParticipantContext) -> Side | None:
    """The only one named that stands against the patient."""
    patient = context.mention.main.patient
    against = enemies(patient.ids, context.lexicon) if patient is not None else ""
    if context.mention.main.code.agent != "armed" or not against:
        return None
    for sentences in (context.mention.sentences, context.paragraph):
        fighter = context.only(sentences, against)
        if fighter is not None:
            return Side(fighter[1].ids, (fighter,), ALONE, "the only one named that stands against the other side")
    return None


def _denier(context: ParticipantContext) -> Side | None:
    """ "The AA denied that its men had burned homes": the action is laid to the one who denies it."""
    sentence_events, trigger = context.mention.sentence_events, context.mention.main
    if not context.mention.denied or context.mention.source_sentence is not None or trigger.passive:
        return None
    own = {"its", "his", "their", "it", "they"} & set(
        sentence_events.annotated.sentence.words[trigger.low : trigger.first]
    )
    party = context.word.party
    if not own:
        return None
    if party is not None:
        return Side(party.ids, ((sentence_events, party),), NEAR, "denies an action of its own side")
    return Side(context.heads, (), ALONE, "named in the heading or before") if len(context.heads) == 1 else None


def _people(context: ParticipantContext) -> Side | None:
    """Elders, residents, workers before a verb of speech."""
    sentence_events, trigger = context.mention.sentence_events, context.mention.main
    if trigger.code.family not in ("statement", "measure") or trigger.agent is not None:
        return None
    objects = sentence_events.annotated.phrases.get("object", ())
    if not any(noun.payload[0] == "civilian" and trigger.low <= noun.first < trigger.first for noun in objects):
        return None
    return Side(("CIV",), (), ALONE, "people who are no party speak")


def _only_armed(context: ParticipantContext) -> Side | None:
    """Force against people, by the only one who fights that the sentence or the paragraph names, and who is not its victim."""
    trigger = context.mention.main
    if (
        trigger.code.family not in ("protest", "civil", "remote")
        or trigger.code.code == "mine"
        or trigger.object_class == "fighter"
    ):
        return None
    if any(toll.victims == "fighter" for toll in context.mention.tolls):
        return None
    for sentences in (context.mention.sentences, context.paragraph):
        fighters = {span.ids: (sentence_events, span) for sentence_events in sentences for span in sentence_events.annotated.actors
                 if all(is_armed(each, context.lexicon) for each in span.ids) and not is_aside(sentence_events.annotated, span)}  # fmt: skip
        if len(fighters) == 1:
            sentence_events, span = next(iter(fighters.values()))
            if trigger.patient is None or not set(trigger.patient.ids) & set(span.ids):
                return Side(span.ids, ((sentence_events, span),), ALONE, "the only span named who fights")
        if fighters:
            return None
    return None


def _first(context: ParticipantContext) -> Side | None:
    """The first actor named, where anybody can be the agent."""
    if context.mention.main.code.agent != "any":
        return None
    first = next(
        (
            (sentence_events, span)
            for sentence_events in context.mention.sentences
            for span in sentence_events.annotated.actors
        ),
        None,
    )
    return Side(first[1].ids, (first,), ALONE, "the first actor named") if first is not None else None


def _sentence_of(context: ParticipantContext, named: ActorSpan) -> SentenceEvents:
    """The sentence whose words the span counts: names that were joined ("the PDF and the KNLA") stand with their trigger only."""
    candidates = (*context.mention.sentences, context.mention.sentence_events)
    return next(
        (each for each in candidates if named in each.annotated.actors),
        next(
            (each for each in candidates if any(named in (act.agent, act.patient) for act in each.triggers)),
            context.mention.sentence_events,
        ),
    )


def _ours(context: ParticipantContext) -> Side | None:
    """ "Our troops took the camp", in the words of a party that reports."""
    trigger = context.mention.main
    before = context.mention.sentence_events.annotated.sentence.words[trigger.low : trigger.first]
    subject = {
        *before[:_SUBJECT],
        *before[-_SUBJECT:],
    }  # also behind "On March 27, when the army paraded, our troops ..."
    ours = trigger.code.agent == "armed" and not trigger.passive and {"our", "we"} & subject
    if ours and not context.reporting:
        return speaker_of(context)  # "We took the camp," said an officer of the KNDF
    if not context.reporting or not ours or "our" not in subject:
        return None
    return Side(context.reporting, (), NEAR, "the party that reports")


def _reporting_party(context: ParticipantContext) -> Side | None:
    """Those who fight for the party that reports: "the enemy's camp was captured", "our forces took it"."""
    if not context.reporting or context.mention.main.code.agent != "armed":
        return None
    patient = context.mention.main.patient
    words = set(context.mention.sentence_events.annotated.sentence.words)
    fought = patient is not None and context.groups(patient.ids) == {"State"}
    if not fought and not words & {"our", "enemy", "comrades"}:
        return None
    return Side(context.reporting, (), ALONE, "the party that reports")


def participants_of(context: ParticipantContext) -> tuple[Code, Side, Side]:
    """Find the code as the agent makes it, the agent and the patient."""
    agent = with_companions(context, agent_of(context))
    code = code_by_agent(context, agent)
    patient = patient_of(context, code, agent)
    if (
        agent.why == _BESIDE
        and context.groups(agent.ids) == {"State"}
        and context.groups(patient.ids) == {"Resistance"}
    ):
        agent, patient = (
            patient,
            agent,
        )  # "fighting around the station": its order says nothing; attackers are written first
    if not patient.ids and code.act in ("agreement", "clash", "statement"):
        agent, patient = _parted(context, agent, patient)
    agreement = context.mention.main.agreement
    return code, _checked(agent, agreement), _checked(patient, agreement)


def _checked(side: Side, agreement: str) -> Side:
    """A side with what the second reading, by syntax, says of it."""
    if agreement == "differ":
        return replace(side, sure=min(side.sure, DIFFERS), why=f"{side.why}; the parse of the sentence says otherwise")
    if agreement == "agree" and side.shown:
        return replace(side, why=f"{side.why}; so does the parse of the sentence")
    return side


def _parted(context: ParticipantContext, agent: Side, patient: Side) -> tuple[Side, Side]:
    """ "The KNU and the council signed": those named together stand on two sides, where their sides are two."""
    if len(agent.ids) == 2 and context.groups(agent.ids) == {"Ceasefire"}:  # no allies: they fought each other
        return replace(agent, ids=agent.ids[:1]), Side(agent.ids[1:], agent.shown, agent.sure, "named together")
    first = context.groups(agent.ids[:1])
    rest = tuple(actor_id for actor_id in agent.ids if context.groups([actor_id]) != first)
    if not rest or not all(context.groups([actor_id]) - {""} for actor_id in agent.ids):
        return agent, patient
    mine = tuple(actor_id for actor_id in agent.ids if actor_id not in rest)
    return replace(agent, ids=mine), Side(rest, agent.shown, agent.sure, "named together with the first")
