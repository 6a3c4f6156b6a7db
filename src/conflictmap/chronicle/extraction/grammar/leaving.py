"""Forces that leave a place, or come into one that others left: what the bare verbs "leave", "enter" and "be back" say of who holds it.
Nothing here knows who they are.
"""

from __future__ import annotations

from itertools import pairwise

from conflictmap.chronicle.extraction.sentences import AnnotatedSentence
from conflictmap.chronicle.language.phrase_matcher import PhraseMatch

_LEAVING = frozenset({"leave", "leaves", "left", "leaving"})
_BACK = frozenset({"back"})
_STATES = frozenset(
    {
        "in",
        "without",
        "with",
        "under",
        "dead",
        "wounded",
        "homeless",
        "empty",
        "deserted",
        "behind",
        "burning",
        "burned",
        "destroyed",
        "unable",
        "only",
    }
)
_RUIN = frozenset({"ruins", "ashes", "flames", "rubble", "charge", "darkness", "tatters", "chaos", "place"})
_FORCES = frozenset({"fighter", "garrison", "vehicle"})
_EMPTY = frozenset({"unopposed", "abandoned", "deserted", "emptied", "empty", "vacated", "undefended"})
_GONE = frozenset({"fled", "left", "gone", "withdrew", "withdrawn", "retreated", "abandoned", "slipped", "escaped"})
_UNFOUGHT = frozenset(
    {
        ("a", "fight"),
        ("a", "shot"),
        ("a", "battle"),
        ("any", "resistance"),
        ("a", "single"),
        ("firing", "a"),
        ("no", "resistance"),
    }
)
_REACH = 20  # tokens behind a verb in which "without a fight" stands


def leaves_nothing(annotated: AnnotatedSentence, tokens: tuple[int, int, int], *, armed: bool | None) -> bool:
    """Test whether a verb of leaving or returning says nothing of who holds a place: "residents left the town", "left it in ruins".

    Parameters: tokens, where its clause begins, where it begins and where it ends; armed, whether its agents bear arms, None where
    the clause names none.
    """
    low, first, end = tokens
    match = PhraseMatch(first, end, ())
    if _is_ruined(annotated, match):
        return True
    if not _is_bare(annotated, match):
        return False
    if _is_left_somehow(annotated, match):
        return True
    return not armed if armed is not None else not _names_forces(annotated, low, first)


def _is_bare(annotated: AnnotatedSentence, match: PhraseMatch) -> bool:
    """Test for "leave" or "be back" alone, which say something of the place only of forces."""
    words = annotated.sentence.words[match.first : match.end]
    return (len(words) == 1 and words[0] in _LEAVING) or (len(words) == 3 and words[1] in _BACK)


def _is_ruined(annotated: AnnotatedSentence, match: PhraseMatch) -> bool:
    """ "left the town in ruins": the longer phrases of leaving, where they say only how a place was left."""
    words = annotated.sentence.words
    return words[match.first] in _LEAVING and any(
        one == "in" and two in _RUIN for one, two in pairwise(words[match.end : match.end + 6])
    )


def _names_forces(annotated: AnnotatedSentence, low: int, high: int) -> bool:
    """Test whether forces stand in tokens low..high (half-open): "soldiers", "a battalion"."""
    return any(noun.payload[0] in _FORCES and low <= noun.first < high for noun in annotated.phrases.get("object", ()))


def _is_left_somehow(annotated: AnnotatedSentence, match: PhraseMatch) -> bool:
    """ "left the town in ruins", "leaving three dead", "left the village for the jungle burned": no word of who is gone."""
    words = annotated.sentence.words
    if words[match.first] == "leaving" and words[match.first - 1] not in (
        "began",
        "begun",
        "started",
        "are",
        "were",
        "been",
        "is",
        "was",
        "before",
        "after",
    ):
        return True
    behind = words[match.end : match.end + 8]
    if behind[:1] and (behind[0] in _STATES or behind[0].isdigit()):
        return True
    return any(one == "in" and two in _RUIN for one, two in pairwise(behind))


def is_unopposed(annotated: AnnotatedSentence, match: PhraseMatch) -> bool:
    """ "walked into the town without a fight", "entered the abandoned camp", "marched in after the soldiers had fled"."""
    words = annotated.sentence.words
    behind = words[match.end : match.end + _REACH]
    if _EMPTY & set(behind[:4]) or ("unopposed" in behind):
        return True
    for at, word in enumerate(behind):
        if word == "without" and behind[at + 1 : at + 3] in _UNFOUGHT:
            return True
        if word in ("after", "once", "hours", "as") and _GONE & set(behind[at:]):
            return True
    return False
