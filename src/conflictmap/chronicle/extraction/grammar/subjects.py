"""Which of the actors before a verb can be its subject: none of a relative clause that was closed, none that only holds or runs what is spoken of.
And which of those behind it can be its object: nobody who only tells of it.
"""

from __future__ import annotations

from collections.abc import Sequence

from conflictmap.chronicle.extraction.actors import ActorSpan
from conflictmap.chronicle.extraction.grammar.actor_lists import STARTS, companions_in
from conflictmap.chronicle.extraction.sentences import AnnotatedSentence

HOLDING = frozenset({
    "run", "operated", "held", "controlled", "occupied", "owned", "administered", "managed", "governed", "guarded", "manned", "appointed", "used", "inhabited",
    "built", "founded", "ruled", "protected", "staffed", "sponsored", "claimed", "contested", "policed", "stationed", "issued", "published", "released", "seen",
})  # fmt: skip
_RELATIVE = frozenset({"which", "who", "whose", "where", "whom"})
_HELPERS = frozenset({"had", "has", "have", "was", "were", "is", "are", "been"})
_OPENING = 8  # tokens of "in close cooperation with local" before the actor
_BY_REACH = 3  # tokens between "by" and the actor: "run by the local PDF"
_SPEAKING = frozenset(
    {
        "say",
        "says",
        "said",
        "tell",
        "tells",
        "told",
        "adds",
        "added",
        "claimed",
        "confirmed",
        "reported",
        "stated",
        "announced",
        "wrote",
    }
)
_TITLES = frozenset(
    {
        ")",
        ",",
        "'s",
        "also",
        "spokesperson",
        "spokesman",
        "spokeswoman",
        "officials",
        "official",
        "officer",
        "sources",
        "source",
        "has",
        "have",
    }
)
_SPEECH_REACH = 3  # tokens between a speaker and "told": ") , told"
_NAME_REACH = 12  # tokens of "..., Saw Taw Nee, spokesman of the" before a speaker
_SOURCES = (
    ("according", "to"),
    ("as", "per"),
    ("citing",),
    ("quoting",),
    ("told",),
    ("says",),
    ("said",),
    ("quoted", "by"),
    ("cited", "by"),
)
_SOURCE_REACH = 4  # tokens between "according to" and the actor


def subjects_in(annotated: AnnotatedSentence, low: int, high: int) -> list[ActorSpan]:
    """Find the actors of the tokens low..high that can be the subject of the verb at `high`, left to right."""
    inside = [span for span in annotated.actors if low <= span.first and span.end <= high]
    words = annotated.sentence.words
    own = [span for span in inside if not _in_closed_relative(annotated, span, low, high)]
    preposed = bool(STARTS & set(words[low : low + 2]))
    beside = {
        span.first
        for span in (companions_in(annotated.actors, words, low, high) if preposed else ())
        if _is_preposed(words, span, low)
    }
    return [span for span in own if not held_by(words, span.first) and span.first not in beside]


def _is_preposed(words: Sequence[str], span: ActorSpan, low: int) -> bool:
    """ "Together with the PDF, the KNLA attacked": whether a phrase that opens the clause is closed by a comma."""
    return span.first - low <= _OPENING and bool({",", ")"} & set(words[span.end : span.end + 1]))


def held_by(words: Sequence[str], first: int) -> bool:
    """ "a school run by the NUG": whether the actor at a token only holds what is spoken of."""
    return any(words[at] == "by" and words[at - 1] in HOLDING for at in range(max(1, first - _BY_REACH), first))


def _in_closed_relative(annotated: AnnotatedSentence, span: ActorSpan, low: int, high: int) -> bool:
    """ "In A, where a camp was taken by the KNLA on 2 May, the junta left B": the KNLA."""
    words = annotated.sentence.words
    opens = next((at for at in range(span.first - 1, low, -1) if words[at] in _RELATIVE), None)
    if opens is None or words[opens - 1] not in (",", "in", "from", "of", "to", "at", "on", "near", "with", "by"):
        return False
    if "," not in words[span.end : high] or ";" in words[span.end : high]:
        return False
    comma = span.end + words[span.end : high].index(",")
    verbs = any(opens < match.first < comma for match in annotated.phrases.get("trigger", ()))
    return verbs or bool(_HELPERS & set(words[opens:comma]))


def is_aside(annotated: AnnotatedSentence, span: ActorSpan) -> bool:
    """ "accused of backing the KNLA", "..., according to the AA": whether an actor has no part in what the sentence tells."""
    words = annotated.sentence.words
    before = [word for word in words[max(0, span.first - _SOURCE_REACH) : span.first] if word not in ("the", "local")]
    return (bool(before) and before[-1] in _BACKING) or is_source(annotated, span)


_BACKING = frozenset({
    "backing", "supporting", "assisting", "helping", "funding", "joining", "sheltering", "harbouring", "harboring", "financing", "feeding", "informing",
})  # fmt: skip


def is_source(annotated: AnnotatedSentence, span: ActorSpan) -> bool:
    """ "..., according to the AA", "..., the KNU told AFP": whether an actor only tells what stands before."""
    words = annotated.sentence.words
    before = words[max(0, span.first - _SOURCE_REACH) : span.first]
    for source in _SOURCES:
        for at in range(len(before) - len(source) + 1):
            if before[at : at + len(source)] == source and "," not in before[at + len(source) :]:
                return True
    speaks = next((at for at in range(span.end, len(words)) if words[at] not in _TITLES), len(words))
    comma = "," in words[max(0, span.first - _NAME_REACH) : span.first]
    return (
        comma and speaks - span.end <= _SPEECH_REACH and words[speaks : speaks + 1] != () and words[speaks] in _SPEAKING
    )
