"""Who does what a trigger tells to whom, where its kind of action turns the clause's subject and object: mines, shells, falls, hand-overs.
Nothing here looks beyond the clause.
"""

from __future__ import annotations

from conflictmap.chronicle.extraction.actors import ActorSpan
from conflictmap.chronicle.extraction.clauses import antecedent_actor, named_behind, parties_in
from conflictmap.chronicle.extraction.grammar.constructions import STEPPING
from conflictmap.chronicle.extraction.grammar.subjects import held_by
from conflictmap.chronicle.extraction.sentences import AnnotatedSentence
from conflictmap.chronicle.language.lexicon import Code
from conflictmap.chronicle.language.phrase_matcher import PhraseMatch

_LAID = frozenset({"laid", "planted", "buried", "set", "placed", "left", "belonging", "of"})
_SHELLS = frozenset(
    {
        "shell",
        "shells",
        "mortar",
        "mortars",
        "rocket",
        "rockets",
        "round",
        "rounds",
        "artillery",
        "howitzer",
        "howitzers",
        "fire",
        "missile",
        "missiles",
    }
)
_SOURCE_REACH = 8  # tokens from "shells" to whose they are: "shells fired from the base of Battalion 501"
_RECEIVER = 4  # tokens behind "to" in which who receives is named
_OPENERS = frozenset({"after", "before", "by", "while", "upon", "since", "having", "in"})
_SUBJECT = 3  # tokens behind a comma in which its clause's subject stands
_WHEN = frozenset(
    {
        "on",
        "in",
        "at",
        "early",
        "late",
        "yesterday",
        "today",
        "last",
        "this",
        "the",
        "same",
        "day",
        "morning",
        "evening",
        "night",
        "week",
        ",",
        "again",
        "back",
        "also",
    }
)
_LOST_REACH = 24  # tokens behind "lost" in which ", to the army" stands
_ASIDE = frozenset({";", "after", "when", "while", "before", "who", "which", "but"})
_ORDER = {"former": 0, "latter": -1}
_TO_REACH = 10  # tokens behind "the fall of" in which "to the AA" stands
Parties = tuple[ActorSpan | None, ActorSpan | None]


def parties_of(
    annotated: AnnotatedSentence, match: PhraseMatch, clause: tuple[int, int], code: Code, *, passive: bool
) -> Parties:
    """Find agent and patient of a trigger in its clause; None for a side that the clause does not name."""
    agent, patient = parties_in(annotated, match, clause, passive)
    low, high = clause
    if code.code == "mine" and (met := _mine(annotated, match, clause, passive=passive)) is not None:
        return met
    if code.swap:
        if code.code == "fallen":
            return _winner(annotated, match, high), agent
        return _lost_to(annotated, match, high), agent
    source = _fired_from(annotated, match) if code.code == "shelling" else None
    if source is not None:
        return source, (patient if patient is not source else None)
    if not passive:
        agent = agent or _behind_opening(annotated, match)
        return agent or _antecedent(annotated, low, match.first), patient
    if (
        code.act == "handover" and annotated.sentence.words[match.end - 1] == "to"
    ):  # "was handed back to the army by the MNDAA"
        patient = named_behind(annotated, match.end, min(high, match.end + _RECEIVER), ()) or patient
    return agent, patient or antecedent_actor(annotated, low)


def _behind_opening(annotated: AnnotatedSentence, match: PhraseMatch) -> ActorSpan | None:
    """ "Having driven the junta out of A, the CNA turned to B", "After capturing A, the AA attacked B": the subject behind the comma."""
    words = annotated.sentence.words
    opens = match.first <= 1 and (words[0] == "having" or words[match.first].endswith("ing"))
    if not opens or (match.first == 1 and words[0] not in _OPENERS):
        return None
    comma = next((at for at in range(match.end, len(words)) if words[at] == ","), None)
    if comma is None:
        return None
    behind = [span for span in annotated.actors if comma < span.first <= comma + _SUBJECT]
    return named_behind(annotated, behind[0].first, len(words), ()) if behind else None


def _lost_to(annotated: AnnotatedSentence, match: PhraseMatch, high: int) -> ActorSpan | None:
    """To whom something was lost: "lost its last base in A to the KIA and the PDF"."""
    words = annotated.sentence.words
    stop = next((at for at in range(match.end, len(words)) if words[at] in _ASIDE), len(words))
    to = next((at for at in range(match.end - 1, min(high, match.end + _TO_REACH)) if words[at] == "to"), None)
    if to is None:  # "lost its camp in A, south of B, to the army": behind what tells where it lies
        to = next(
            (
                at - 1
                for at in range(match.end, min(stop, match.end + _LOST_REACH))
                if words[at - 2 : at] == (",", "to")
            ),
            None,
        )
        high = max(high, stop)
    near = [span for span in annotated.actors if to is not None and to < span.first <= to + _RECEIVER]
    return named_behind(annotated, near[0].first, high, ()) if near else None


def _antecedent(annotated: AnnotatedSentence, low: int, first: int) -> ActorSpan | None:
    """Whom the relative pronoun before a verb stands for; nobody where the verb has a pronoun for its subject: "a base which they seized"."""
    own = {"they", "it", "he", "she", "we", "i"} & set(annotated.sentence.words[low:first])
    return None if own else antecedent_actor(annotated, low)


def _mine(
    annotated: AnnotatedSentence, match: PhraseMatch, clause: tuple[int, int], *, passive: bool
) -> Parties | None:
    """ "Soldiers stepped on KNDF mines", "a mine, planted by the PDF, exploded": who laid it, and who met it."""
    low, high = clause
    words = annotated.sentence.words
    if words[match.first] in STEPPING and not passive:
        inside = [span for span in annotated.actors if match.first < span.first < match.end]
        return (inside[0] if inside else _laid_by(annotated, match, high)), _before_mine(annotated, low, match.first)
    if words[match.end - 1] == "by":
        return named_behind(annotated, match.end, high, ()), _before_mine(annotated, low, match.first)
    return None


def _laid_by(annotated: AnnotatedSentence, match: PhraseMatch, high: int) -> ActorSpan | None:
    """Find who laid the mine that somebody met: "hit a mine laid by the PDF", "stepped on a mine of the KNLA"."""
    words = annotated.sentence.words
    for span in annotated.actors:
        if match.end <= span.first <= match.end + _SOURCE_REACH and span.first < max(high, match.end + 1):
            between = words[match.end : span.first]
            if between[:1] and between[0] in _LAID and {"by", "of", "to"} & set(between):
                return span
    return None


def _fired_from(annotated: AnnotatedSentence, match: PhraseMatch) -> ActorSpan | None:
    """Find whose shells they were: "shells from Battalion 501 landed on", "mortars fired by the army hit"."""
    words = annotated.sentence.words
    if words[match.first] not in _SHELLS:
        return None
    for span in annotated.actors:
        between = words[match.first + 1 : span.first]
        if match.first < span.first <= match.first + _SOURCE_REACH and {"from", "by"} & set(between):
            apart = {",", ";", "and", "on"} & set(between) or held_by(words, span.first)
            return None if apart else span
    return None


def _before_mine(annotated: AnnotatedSentence, low: int, high: int) -> ActorSpan | None:
    """Whose truck or men met the mine: the actor nearest before the verb."""
    inside = [span for span in annotated.actors if low <= span.first and span.end <= high]
    return inside[-1] if inside else None


def _behind_dated_to(annotated: AnnotatedSentence, first: int, high: int) -> ActorSpan | None:
    """ "fell on June 17 to a joint force of the AA and the KIA": who stands behind "to", with nothing but a day or a place between."""
    words = annotated.sentence.words
    placed = {at for locality in annotated.localities for at in range(locality.first, locality.names[-1].end)}
    for at in range(first, min(high, first + _TO_REACH)):
        if words[at] == "to":
            near = [span for span in annotated.actors if at < span.first <= at + _SOURCE_REACH]
            return named_behind(annotated, near[0].first, high, ()) if near else None
        if words[at] not in _WHEN and at not in annotated.dated and at not in placed:
            return None
    return None


def _winner(annotated: AnnotatedSentence, match: PhraseMatch, high: int) -> ActorSpan | None:
    """To whom a place fell: the actors behind "to", never those who only tell of it."""
    words = annotated.sentence.words
    alone = words[match.end - 1].startswith("f") and words[match.end : match.end + 1] != ("to",)  # "fell", "had fallen"
    if words[match.first] in (
        "fall",
        "loss",
        "collapse",
    ):  # "with the fall of Battalion 377 to the AA": never those named behind another word
        to = next((at for at in range(match.end, min(high, match.end + _TO_REACH)) if words[at] == "to"), None)
        return named_behind(annotated, to, min(high, to + 5), ()) if to is not None else None
    to_one = next((word for word in words[match.end - 1 : match.end + 3] if word in _ORDER), "")
    pair = [span for span in annotated.actors if span.end <= match.first]
    if to_one and len(pair) > 1:  # "the AA and the regime vied for A until it fell to the former"
        return pair[_ORDER[to_one]]
    inside = [span for span in annotated.actors if match.first <= span.first and span.end <= match.end]
    if inside:  # "passed into KIA hands"
        return inside[0]
    if alone:
        return _behind_dated_to(annotated, match.end, high)
    return named_behind(annotated, match.end, high, ())
