"""Find the triggers of one sentence, each with agent, patient and object.
Nothing here looks beyond the sentence; `events` joins what belongs together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from conflictmap.chronicle.extraction.actors import ActorSpan, is_armed
from conflictmap.chronicle.extraction.clauses import (
    BREAKS,
    clause_end,
    clause_start,
)
from conflictmap.chronicle.extraction.factuality import (
    state_of,
    tells_of_abroad,
    unreal,
)
from conflictmap.chronicle.extraction.grammar.codes import code_of, unfitting
from conflictmap.chronicle.extraction.grammar.constructions import (
    FIRED,
    by_aircraft,
    by_means,
    in_name,
    is_object,
    joined_verb,
    verbs_only,
)
from conflictmap.chronicle.extraction.grammar.leaving import leaves_nothing
from conflictmap.chronicle.extraction.grammar.objects import object_of
from conflictmap.chronicle.extraction.grammar.parties import parties_of
from conflictmap.chronicle.extraction.grammar.voice import apposition_clause, is_apposition, is_bare_passive, is_passive
from conflictmap.chronicle.extraction.reality.sums import TAKES_TERRITORY, counts_many
from conflictmap.chronicle.extraction.sentences import AnnotatedSentence
from conflictmap.chronicle.language.lexicon import Code, Lexicon
from conflictmap.chronicle.language.phrase_matcher import PhraseMatch


@dataclass(frozen=True, slots=True)
class Trigger:
    """One trigger read in its clause. Tokens are half-open; actors are None where none is named for that part.

    `object_class` is the class of data/coding/objects.csv; `passive` turns subject and object; `state` is "done",
    "tried" (attempted, not said to be done), "background" (told to explain something else) or "denied" (said not to be so).
    """

    code: Code
    first: int
    end: int
    low: int
    high: int
    agent: ActorSpan | None
    patient: ActorSpan | None
    object_class: str
    passive: bool
    state: str = "done"
    object_tokens: tuple[int, int] = field(default=(0, 0))
    echo: bool = False  # "B followed two days later": what was told before, at another place
    agreement: str = (
        ""  # of words and syntax on who did it to whom: "agree", "differ", "open"; "" where only words were read
    )


def find_triggers(annotated: AnnotatedSentence, lexicon: Lexicon) -> list[Trigger]:
    """Find the triggers of a sentence, left to right; negated, planned and merely possible ones are left out."""
    matches = [match for match in verbs_only(annotated) if not in_name(annotated, match)]
    if tells_of_abroad(annotated, lexicon) or counts_many(annotated, matches):
        return []
    triggers: list[Trigger] = []
    last_end = 0  # of the last verb; "close to" is none
    for number, match in enumerate(matches):
        low = clause_start(annotated.sentence, match.first, last_end)
        if any(code for _, code in match.payload) and not is_apposition(annotated, match):
            last_end = match.end  # the clause goes on behind "Kyaukme, seized on Monday, was"
        behind = [other for other in matches[number + 1 :] if any(code for _, code in other.payload)]
        if behind and is_object(annotated, match, behind[0]):  # "broke up a protest", "ploughed into a rally"
            behind = behind[1:]
        high = clause_end(annotated.sentence, match.end, behind[0].first if behind else None)
        trigger = _read(annotated, match, apposition_clause(annotated, match, (low, high)), lexicon)
        if trigger is None:
            continue
        trigger = _with_parties(trigger, triggers, annotated)
        if _is_hearsay(trigger, annotated) or _is_advice(trigger):
            continue
        trigger = _with_state(trigger, triggers, annotated)
        triggers.append(trigger)
    triggers = _with_shared_agent(_past_participles(triggers, annotated), annotated)
    triggers = [
        trigger
        for trigger in triggers
        if not _is_walk(trigger, annotated, lexicon) and not _says_nothing(trigger, annotated, lexicon)
    ]
    return [] if _is_talk(triggers, matches, annotated, lexicon) else triggers


def _with_parties(trigger: Trigger, triggers: Sequence[Trigger], annotated: AnnotatedSentence) -> Trigger:
    """A trigger with the parties that it shares with the one before it."""
    if (
        triggers and "with" in annotated.sentence.words[trigger.first - _MEANS : trigger.first + 1]
    ):  # "attacked a column with drones": a means
        last = triggers[-1]
        return replace(trigger, agent=last.agent, patient=last.patient, object_class=last.object_class)
    if trigger.code.swap:
        lost = triggers[-1].agent if triggers and trigger.code.code == "lost" else None
        return replace(trigger, patient=trigger.patient or lost)
    if trigger.agent is None and not trigger.passive and triggers:
        return _inherit(trigger, _main_clauses(trigger, triggers, annotated), annotated)
    return trigger


def _main_clauses(trigger: Trigger, triggers: Sequence[Trigger], annotated: AnnotatedSentence) -> Sequence[Trigger]:
    """The verbs before one that a comma and "and" join to the main verb: "took A after B, from whose hill ..., was overrun, and walked into C"."""
    words = annotated.sentence.words
    if words[max(0, trigger.first - 2) : trigger.first] != (",", "and"):
        return triggers
    main = [
        each
        for each in triggers
        if each.agent is not None and each.state == "done" and not each.passive and each.low == triggers[0].low
    ]
    return main if main and triggers[-1].passive else triggers


def _with_state(trigger: Trigger, triggers: Sequence[Trigger], annotated: AnnotatedSentence) -> Trigger:
    """A trigger with its state as the verbs before it make it: told as background, or as whatever it adds to."""
    if trigger.code.family == "talks" and "while" in _opening_words(annotated, trigger):
        trigger = replace(trigger, state="background")  # "bombed it while people were holding a meeting"
    if not triggers:
        return trigger
    last = triggers[-1]
    if _is_topic(trigger, last, annotated):
        trigger = replace(trigger, state="background")
    if trigger.state == "done" and _adds_to(trigger, last, annotated):
        own = last.agent if not last.passive and not last.code.swap else trigger.agent
        trigger = replace(trigger, state=last.state, agent=own or trigger.agent)
    return trigger


def _is_advice(trigger: Trigger) -> bool:
    """ "The public is asked to stay away", "groups have been ordered to stop": nobody says who asks."""
    spoken = trigger.code.code in ("statement", "warning", "measure")
    return spoken and trigger.passive and trigger.agent is None and trigger.state == "done"


def _opening_words(annotated: AnnotatedSentence, trigger: Trigger) -> Sequence[str]:
    """The words before a trigger in its clause, with the word that opens it."""
    return annotated.sentence.words[max(0, trigger.low - 1) : trigger.first]


def _adds_to(trigger: Trigger, last: Trigger, annotated: AnnotatedSentence) -> bool:
    """ "where shells fell on the village, killing nine": told as whatever the verb before it is told as."""
    words = annotated.sentence.words
    comma = max((at for at in range(trigger.first) if words[at] == ","), default=-1)
    if trigger.code.code in TAKES_TERRITORY:
        return False
    return words[trigger.first].endswith("ing") and trigger.first - 2 <= comma and last.end <= comma


def _with_shared_agent(triggers: Sequence[Trigger], annotated: AnnotatedSentence) -> list[Trigger]:
    """ "was raided and burned by the KNLA": joined passives have one agent, which stands behind the last."""
    out = list(triggers)
    for at in range(len(out) - 2, -1, -1):
        one_by_one = annotated.sentence.words[out[at].end : out[at + 1].first]
        listed = one_by_one in (("and",), ("and", "then"), ("and", "was"), (",",)) or _is_second_subject(
            one_by_one, out[at + 1], annotated
        )
        if out[at].passive and out[at].agent is None and listed:
            out[at] = replace(out[at], agent=out[at + 1].agent)
        if out[at].passive and out[at + 1].passive and one_by_one in _JOINS and not out[at + 1].object_class:
            shared = out[at]  # "fighters were detained and then killed": the same people
            out[at + 1] = replace(
                out[at + 1], object_class=shared.object_class, patient=out[at + 1].patient or shared.patient
            )
    return out


def _is_second_subject(between: Sequence[str], second: Trigger, annotated: AnnotatedSentence) -> bool:
    """ "were shot dead | and four other villagers | injured by soldiers": a verb whose helper stands before the verb it is joined to."""
    behind = annotated.sentence.words[second.end : second.end + 1]
    return (
        between[:1] == ("and",)
        and len(between) <= _SECOND_SUBJECT
        and behind == ("by",)
        and second.agent is not None
        and not {",", ";", "were", "was", "had", "has", "have"} & set(between)
    )


_MEANS = 2  # tokens between "with" and "drone": "with a"
_SECOND_SUBJECT = 6  # words of "and at least four other villagers"
_JOINS = (("and",), ("and", "then"), ("and", "later"), ("and", "were"), ("and", "was"), (",",))


def _past_participles(triggers: Sequence[Trigger], annotated: AnnotatedSentence) -> list[Trigger]:
    """ "Forces fighting the army have retreated": the subject of the participle is that of the verb with a helper behind it."""
    words = annotated.sentence.words
    out = list(triggers)
    for at in range(len(out) - 1):
        first, second = out[at], out[at + 1]
        between = words[first.end : second.first]
        if (
            words[first.first].endswith("ing")
            and first.agent is not None
            and 0 <= first.first - first.agent.end <= 1
            and between[-1:] in (("have",), ("has",), ("had",), ("were",), ("was",))
            and not {",", "and", ";"} & set(between)
            and not set(between) & BREAKS
        ):
            turned = replace(second, patient=first.agent) if second.passive else replace(second, agent=first.agent)
            out[at], out[at + 1] = replace(first, state="background"), turned
    return out


def _is_walk(trigger: Trigger, annotated: AnnotatedSentence, lexicon: Lexicon) -> bool:
    """Whether somebody who does not fight moves: "a monk reached the town" is no movement of forces."""
    if trigger.code.code != "movement":
        return False
    agent = trigger.agent
    if agent is not None:
        return not all(is_armed(actor_id, lexicon) for actor_id in agent.ids)
    nouns = annotated.phrases.get("object", ())
    return not any(noun.payload[0] in ("fighter", "weapon", "garrison") and trigger.low <= noun.first for noun in nouns)


def _says_nothing(trigger: Trigger, annotated: AnnotatedSentence, lexicon: Lexicon) -> bool:
    """ "residents left the town": a bare "leave" or "be back" that says nothing of forces."""
    if trigger.code.code not in ("withdrawal", "recapture"):
        return False
    agent = trigger.agent
    armed = None if agent is None else all(is_armed(actor_id, lexicon) for actor_id in agent.ids)
    return leaves_nothing(annotated, (trigger.low, trigger.first, trigger.end), armed=armed)


def _is_talk(
    triggers: Sequence[Trigger], matches: Sequence[PhraseMatch], annotated: AnnotatedSentence, lexicon: Lexicon
) -> bool:
    """ "told media that its troops had so far seized ten camps": nothing but a sum or a plan is told."""
    spoken = all(annotated.sentence.words[trigger.first] in _SAYING for trigger in triggers)
    return spoken and any(_is_unreal_match(annotated, match, lexicon) for match in matches)


def _is_unreal_match(annotated: AnnotatedSentence, match: PhraseMatch, lexicon: Lexicon) -> bool:
    """Whether a verb of violence or of control is only planned, or a sum of earlier actions."""
    codes = [lexicon.codes[code] for _, code in match.payload if code]
    return any(
        unreal(annotated, match, 0, code) for code in codes[:1] if code.family in ("armed", "transfer", "remote")
    )


def _is_topic(trigger: Trigger, last: Trigger, annotated: AnnotatedSentence) -> bool:
    """Fighting that is fled from or talked about is no action of this sentence: "fled the clashes", "discussed clashes in X"."""
    if _is_object_of_words(trigger, last, annotated):
        return True
    if trigger.code.family not in ("armed", "remote") or last.code.family not in (
        "flight",
        "talks",
        "statement",
        "measure",
    ):
        return False
    if trigger.code.code != "clash" and last.code.family != "flight":
        return False
    between = annotated.sentence.words[last.end : trigger.first]
    named = [
        span
        for span in annotated.actors
        if last.end <= span.first < trigger.high and not _qualifies(span, trigger, annotated)
    ]
    return not named and not any(word in BREAKS or word in (";", "and") for word in between)


def _qualifies(span: ActorSpan, trigger: Trigger, annotated: AnnotatedSentence) -> bool:
    """Whether an actor says whose a noun is: "fled an AA attack"."""
    return span.end == trigger.first and annotated.sentence.words[span.first - 1] in ("a", "an", "the")


def _is_object_of_words(trigger: Trigger, last: Trigger, annotated: AnnotatedSentence) -> bool:
    """ "condemned the attack", "admitted the raid": what is only spoken of."""
    words = annotated.sentence.words[last.end : trigger.first]
    if trigger.code.code in TAKES_TERRITORY and last.code.code == "statement":
        return False  # "announced the capture of the town"
    return (
        last.code.family in ("statement", "talks")
        and trigger.code.family in ("armed", "remote", "civil")
        and len(words) <= 2
        and annotated.sentence.words[last.end - (not words)] in ("the", "this", "such", "these", "those", "an", "a")
    )


def _is_hearsay(trigger: Trigger, annotated: AnnotatedSentence) -> bool:
    """ "..., residents said": the word of somebody who is no actor is no statement of its own."""
    words = annotated.sentence.words
    if trigger.code.code != "statement" or words[trigger.first] not in _SAYING:
        return False
    comma = max((at for at in range(trigger.first) if words[at] == ","), default=-1)
    near = [span for span in annotated.actors if comma < span.first < trigger.first]
    last = comma >= 0 and len(words) - trigger.first <= 12
    behind = any(trigger.end <= span.first <= trigger.end + 2 for span in annotated.actors)
    return (last or trigger.agent is None) and not near and not behind


_SAYING = frozenset(
    {"say", "says", "said", "tell", "told", "tells", "reported", "stated", "stating", "claimed", "claim", "claims"}
)


def _read(
    annotated: AnnotatedSentence, match: PhraseMatch, clause: tuple[int, int], lexicon: Lexicon
) -> Trigger | None:
    low, high = clause
    words = annotated.sentence.words
    passive = is_passive(words, match) or is_bare_passive(annotated, match)
    kind, span = object_of(annotated, match, clause, passive)
    if not kind and not passive and (joined := joined_verb(annotated, match)):
        kind, span = object_of(annotated, joined, (low, clause_end(annotated.sentence, joined.end, None)), False)
    code = code_of(match, kind, lexicon) or unfitting(match, kind, lexicon)
    code = by_means(words[match.first : match.end], code, lexicon)
    if code is None or (words[match.first] == "live" and not _PROTEST & set(words)):
        return None  # "live rounds" on a village are no force against a protest
    state = state_of(annotated, match, low, code)
    if state == "none":
        return None
    if code.code in FIRED and by_aircraft(annotated, match, low, passive):
        code = lexicon.codes["airstrike"]
    agent, patient = parties_of(annotated, match, clause, code, passive=passive)
    return Trigger(code, match.first, match.end, low, high, agent, patient, kind, passive, state, span)


_PROTEST = frozenset(
    {
        "protest",
        "protests",
        "protester",
        "protesters",
        "protestors",
        "demonstrators",
        "demonstration",
        "rally",
        "march",
        "crowd",
        "strikers",
    }
)


def _has_subject(annotated: AnnotatedSentence, trigger: Trigger, last: Trigger) -> bool:
    """ "attacked the convoy, and villagers fled": whether people who are no actor stand before the verb, behind "and" or a comma."""
    words = annotated.sentence.words
    people = [
        noun
        for noun in annotated.phrases.get("object", ())
        if noun.payload[0] in ("civilian", "prisoner", "protester")
        and last.end < noun.first
        and noun.end == trigger.first
    ]
    return any({"and", ",", ";", "while", "as"} & set(words[last.end : noun.first]) for noun in people)


def _inherit(trigger: Trigger, triggers: Sequence[Trigger], annotated: AnnotatedSentence) -> Trigger:
    """A verb without a subject of its own has the one before it: "raided a post and seized weapons"."""
    last = triggers[-1]
    between = annotated.sentence.words[last.end : trigger.first]
    if _has_subject(annotated, trigger, last):
        return trigger
    if ";" in between or last.agent is None or trigger.first - last.end > 40 or trigger.agent is not None:
        return trigger
    if (
        trigger.patient is not None
        and trigger.code.act != "handover"
        and set(trigger.patient.ids) & set(last.agent.ids)
    ):
        return replace(trigger, agent=last.agent, patient=None)
    return replace(trigger, agent=last.agent)
