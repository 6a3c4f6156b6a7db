"""What is told of many days or shown in a picture, "has been conducting air strikes", "footage showing": no single action.
Nothing here counts; `sums` does.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from conflictmap.chronicle.extraction.reality.sums import TAKES_TERRITORY
from conflictmap.chronicle.extraction.sentences import AnnotatedSentence
from conflictmap.chronicle.language.lexicon import Code
from conflictmap.chronicle.language.phrase_matcher import PhraseMatch


def is_habit(annotated: AnnotatedSentence, match: PhraseMatch, code: Code) -> bool:
    """ "There have been frequent clashes", "continue to shell the town almost daily", "has been conducting air strikes": no single action."""
    words = annotated.sentence.words
    if words[:1] in _POSSESSIVES and words[1:2] in _REMAINS and _FOUND & set(words[2:5]):
        return True  # "His body was found the next day, shot through the head": whose death was told
    if annotated.dated or code.family not in ("armed", "remote", "civil") or code.code in TAKES_TERRITORY:
        return False
    if _is_far_background(words, match):
        return True
    if code.family == "armed" and _spreads(words, match):
        return True
    if "since" in words:
        return False  # "has bombed the town repeatedly since then"
    if not _HABITS.isdisjoint(words) and _HABITS & {*words[: match.first], *words[match.end :]}:
        return True
    if "country" in words and words[max(0, words.index("country") - 2) : words.index("country")] == ("across", "the"):
        return True
    before = words[max(0, match.first - _RUNNING_REACH) : match.first + 1]
    running = ("been",) if code.family == "armed" else ("been", "is", "are")
    return any(two.endswith("ing") and one in running and two != "being" for one, two in pairwise(before))


def _is_far_background(words: Sequence[str], match: PhraseMatch) -> bool:
    """ "The fighters had blocked the road, arrested travellers and burned factories": what had been before, on no day that is told."""
    reach = range(1, min(match.first, _OPENING))
    at = next((at for at in reach if words[at] == "had"), None)
    if at is None or words[at - 1] in ("which", "who", "that", "it", "they", "he", "she"):
        return False
    return _TELLING.isdisjoint(words[: match.first]) and not any(
        word in ("was", "were", "when", "before", "until", "by", "after", "while")
        for word in words[at + 1 : match.first]
    )


_POSSESSIVES = frozenset({("his",), ("her",), ("their",)})
_REMAINS = frozenset({("body",), ("bodies",), ("remains",), ("corpse",), ("corpses",)})
_FOUND = frozenset({"found", "discovered", "recovered", "returned"})
_OPENING = 7  # tokens that open a sentence, in which its "had" stands
_TELLING = frozenset({
    "said", "says", "told", "claimed", "announced", "reported", "confirmed", "according", "stated", "declared", "that", "denied", "added", "accused", "alleged", "wrote", "posted",
    "as", "after", "when", "once", "since", "where", "which", "who", "also", "then",
})  # fmt: skip


def _spreads(words: Sequence[str], match: PhraseMatch) -> bool:
    """ "Fighting has spread to", "clashes have since affected seven townships": how the war goes."""
    behind = words[match.end : match.end + 4]
    return bool({"has", "have"} & set(behind[:2])) and bool(_GOES_ON & set(behind))


_GOES_ON = frozenset(
    {
        "spread",
        "intensified",
        "escalated",
        "affected",
        "widened",
        "increased",
        "eased",
        "subsided",
        "persisted",
        "engulfed",
        "reached",
    }
)
_HABITS = frozenset(
    {
        "continuous",
        "frequent",
        "frequently",
        "repeatedly",
        "daily",
        "often",
        "regularly",
        "constantly",
        "routinely",
        "near-daily",
        "nationwide",
        "arbitrary",
    }
)
_RUNNING_REACH = 3  # tokens before an action in which "has been conducting" stands


def is_pictured(words: Sequence[str], match: PhraseMatch) -> bool:
    """ "The video showed soldiers with white flags", "released footage of roofs shattered by artillery": what a picture shows."""
    if _PICTURES.isdisjoint(words):
        return False
    at = next(
        (at for at in range(match.first - 1, max(-1, match.first - _PICTURE_REACH), -1) if words[at] in _PICTURES), None
    )
    return at is not None and bool(_SHOWS & set(words[at + 1 : at + 5])) and ";" not in words[at : match.first]


_PICTURES = frozenset({"footage", "video", "videos", "images", "photos", "photographs", "pictures", "clips", "clip"})
_SHOWS = frozenset({"showing", "shows", "showed", "of", "contained", "contains", "depicting", "show", "depicted"})
_PICTURE_REACH = 25  # tokens behind "footage showing" that it may show
