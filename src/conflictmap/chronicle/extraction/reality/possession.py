"""In whose hands a place is: a state that began on a day is a transfer of control, one that lasts is none.
Nothing here says who holds it.
"""

from __future__ import annotations

from conflictmap.chronicle.extraction.sentences import AnnotatedSentence
from conflictmap.chronicle.language.lexicon import Code
from conflictmap.chronicle.language.phrase_matcher import PhraseMatch

_STATES = frozenset({
    "is", "are", "was", "were", "been", "be", "being", "has", "have", "had", "in", "now", "remain", "remains", "remained", "remaining", "stay", "stays",
    "stayed",
})  # fmt: skip
_HELD = frozenset({"hands", "control", "possession", "rule", "grip", "ours", "theirs"})
_MOVED = frozenset(
    {
        "fallen",
        "fell",
        "come",
        "came",
        "passed",
        "gone",
        "went",
        "slipped",
        "returned",
        "taken",
        "seized",
        "gained",
        "won",
    }
)
_STILL = frozenset(
    {"remain", "remains", "remained", "remaining", "still", "stay", "stays", "stayed", "long", "currently", "already"}
)
_BEGUN = frozenset({
    "now", "since", "after", "by", "following", "once", "today", "yesterday", "again", "back", "finally", "fully", "full", "completely", "entirely",
    "complete", "thus", "thereby", "firmly",
})  # fmt: skip
_PARTS = frozenset(
    {
        "half",
        "part",
        "parts",
        "most",
        "much",
        "section",
        "sections",
        "outskirts",
        "wards",
        "side",
        "percent",
        "quarter",
        "third",
        "countryside",
    }
)
_SPANS = frozenset({"year", "years", "month", "months", "decade", "decades", "week", "weeks"})
_BEFORE = 3  # tokens before the verb in which "still" stands
_BEHIND = 8  # tokens behind it in which "for two years" stands


def is_standing(annotated: AnnotatedSentence, match: PhraseMatch, code: Code) -> bool:
    """ "The town has been in KNDF hands for two years", "remains under its control": a state in which nothing changed."""
    words = annotated.sentence.words
    inside = words[match.first : match.end]
    if code.code not in ("capture", "fallen", "recapture") or inside[0] not in _STATES or not _HELD & set(inside):
        return False
    if _MOVED & set(inside):
        return False  # "has fallen into the hands of"
    if _STILL & set(words[max(0, match.first - _BEFORE) : match.end]):
        return True
    if _PARTS & set(words[max(0, match.first - 2 * _BEFORE) : match.first]):
        return True  # "Mogok's western half had been in the hands of the TNLA"
    for at in range(match.end, min(len(words), match.end + _BEHIND)):
        if words[at] == "for" and _SPANS & set(words[at : at + 5]):
            return True
    if any(at not in range(match.first, match.end) for at in annotated.dated):
        return False
    return inside[0] not in ("is", "are", "now") and not _BEGUN & set(words)
