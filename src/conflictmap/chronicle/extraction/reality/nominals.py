"""Deeds told as nouns, "the capture of Lashio": whether they were done, or only wished, awaited or spoken of.
Nothing here says who does them.
"""

from __future__ import annotations

from conflictmap.chronicle.extraction.sentences import AnnotatedSentence
from conflictmap.chronicle.language.phrase_matcher import PhraseMatch

_WISHED = (
    "plan", "aim", "seek", "sought", "prepar", "hop", "await", "demand", "propos", "threaten", "consider", "expect", "predict", "dream", "fear", "prevent", "avoid",
    "discuss", "debat", "celebrat", "mark", "commemorat", "avenge", "forestall", "delay", "contemplat", "urg", "promis", "pledg", "vow", "envisag", "facilitat",
)  # fmt: skip
_WISHES = frozenset({
    "for", "towards", "toward", "goal", "aim", "objective", "target", "priority", "possible", "potential", "imminent", "eventual", "likely", "planned", "attempted",
    "feared", "next", "if", "until", "without", "event", "case",
})  # fmt: skip
_AHEAD = frozenset({"remains", "would", "could", "might", "will", "should"})
_GOALS = frozenset(
    {
        "goal",
        "aim",
        "objective",
        "target",
        "priority",
        "dream",
        "ambition",
        "question",
        "imminent",
        "possible",
        "likely",
    }
)
_ARTICLES = frozenset({"the", "a", "an", "its", "their", "this", "full", "complete", "total", "quick", "swift"})
_ORDINALS = frozenset({"first", "second", "third", "fourth", "fifth", "last", "latest", "only"})
_DAYS = frozenset({"day", "night", "morning", "evening", "week", "weekend", "date"})
_ORDINAL_REACH = 9  # tokens from "the first" to its "to be captured": "the first town of southern Chin to be lost"
_TAKING = frozenset(
    {"capture", "captures", "seizure", "fall", "loss", "takeover", "recapture", "conquest", "liberation"}
)
_NEWS = (
    "announc",
    "confirm",
    "claim",
    "declar",
    "report",
    "result",
    "led",
    "lead",
    "saw",
    "see",
    "brought",
    "complet",
    "includ",
    "with",
    "end",
    "follow",
    "mark",
)
_GOVERNOR = 3  # tokens before the noun's article in which the verb that governs it stands
_BEHIND = 10  # tokens behind the noun in which "remains its goal" stands
_NOT = 5  # tokens before it in which a "not" bears on it


def is_ranked(annotated: AnnotatedSentence, first: int) -> bool:
    """ "Namhsan was the first to be captured": whether the infinitive at token `first` tells what was done, in what order."""
    words = annotated.sentence.words
    to = next((at for at in range(first - 1, max(-1, first - 4), -1) if words[at] == "to"), None)
    if to is None or not set(words[to + 1 : first]) <= {"be", "have", "been", "completely", "fully", "entirely"}:
        return False
    for at in range(to - 1, max(0, to - _ORDINAL_REACH), -1):
        if words[at] in (",", ";", ":"):
            return False
        if words[at] in _ORDINALS and words[at - 1] in ("the", "its", "their"):
            return words[at - 2] in ("was", "were", "became") and words[at - 3] not in ("this", "it", "that", "which")
    return False


def is_of_day(annotated: AnnotatedSentence, cue: PhraseMatch) -> bool:
    """ "a day which also brought the fall of A": whether a relative pronoun only stands for the day of what it tells."""
    return cue.first > 0 and annotated.sentence.words[cue.first - 1] in _DAYS


def is_wished(annotated: AnnotatedSentence, match: PhraseMatch) -> bool:
    """ "is planning the capture of Sittwe", "the fall of the town remains the goal", "has not conceded the loss of": nothing done."""
    words = annotated.sentence.words
    if match.end - match.first != 2 or words[match.end - 1] != "of":
        return False
    at = match.first
    while at and words[at - 1] in _ARTICLES:
        at -= 1
    before = words[max(0, at - _GOVERNOR) : at]
    if before and (before[-1] in _WISHES or any(word.startswith(_WISHED) for word in before[-2:])):
        return True
    if {"not", "n't", "never"} & set(words[max(0, at - _NOT) : at]) and "," not in words[max(0, at - _NOT) : at]:
        return True
    if (
        words[match.first] in _TAKING
        and not annotated.dated
        and not any(word.startswith(_NEWS) for word in before)
        and words[match.end : match.end + 1] != ("which",)
    ):
        return True  # "The capture of the base was part of the plan", "called the fall of the command a defeat": told elsewhere
    behind = words[match.end : match.end + _BEHIND]
    ahead = next((at for at, word in enumerate(behind) if word in _AHEAD), None)
    if ahead is None or {",", "which", "who", "that"} & set(behind[:ahead]):
        return False
    return behind[ahead] != "remains" or bool(_GOALS & set(behind[ahead:]))
