"""Whether the subject of a verb does it or has it done: passives with a helper, and participles without one in headlines and logs.
Nothing here says who the subject is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from conflictmap.chronicle.extraction.sentences import AnnotatedSentence
from conflictmap.chronicle.language.phrase_matcher import PhraseMatch

_BE = frozenset(["is", "are", "was", "were", "be", "been", "being", "get", "got", "gets"])


_THROWN = frozenset({
    "bombs", "bomb", "shells", "rockets", "mortars", "missiles", "grenades", "grenade", "rounds", "explosives", "fire", "shots", "mines", "airstrikes", "strikes",
})  # fmt: skip


_COME = frozenset({"come", "comes", "came", "coming"})


_PARTICIPLE = re.compile(r"(?:ed|en|un|held|won|lost|shot|hit|burnt|struck|stormed)$")


_JOINING = frozenset({"and", "then", "later", "out", "away", "up", "down", "also"})


_AFTER_PARTICIPLE = frozenset({
    ",", ".", ";", ")", "!", "by", "from", "in", "at", "near", "on", "after", "and", "during", "for", "with", "since", "when", "as", "(", "again", "today",
    "yesterday", "over", "around", "outside", "along", "between", "early", "late", "overnight",
})  # fmt: skip


_DONE_TO = frozenset({
    "capture", "recapture", "raid", "attack", "ambush", "arson", "destruction", "arrest", "abduction", "killing", "airstrike", "shelling", "siege", "blockade",
    "taken_prisoner", "weapons", "looting", "withdrawal", "rescue", "amnesty", "shot_down", "sentence", "cutoff",
})  # fmt: skip


_MEASURES = frozenset(
    {"one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "half", "another"}
)


def is_bare_passive(annotated: AnnotatedSentence, match: PhraseMatch) -> bool:
    """Test whether a participle without a helper is said of the thing right before it: "Two outposts taken", "Gwa seized, group says"."""
    words = annotated.sentence.words
    if match.end - match.first > 1 or not _PARTICIPLE.search(words[match.first]) or not match.first:
        return False
    if (
        words[match.end : match.end + 1]
        and words[match.end] not in _AFTER_PARTICIPLE
        and match.end not in annotated.dated
    ):
        return False
    if not {code for _, code in match.payload if code} & _DONE_TO:
        return False
    if is_apposition(annotated, match):
        return True
    if any(
        name.end == match.first and locality.first <= 1 for locality in annotated.localities for name in locality.names
    ):
        return True
    before = next((noun for noun in annotated.phrases.get("object", ()) if noun.end == match.first), None)
    if before is None:
        return False
    if before.payload[0] in ("fighter", "aircraft", "vehicle", "civilian", "protester"):
        return words[match.end : match.end + 1] in ((".",), (",",), (";",), ("by",), ()) or match.end == len(words)
    return before.payload[0] in (
        "territory",
        "post",
        "garrison",
        "village",
        "building",
        "road",
        "weapon",
        "line",
        "goods",
    )


def _is_bare_by(words: Sequence[str], match: PhraseMatch) -> bool:
    """Whether a participle without a helper is followed by who did it: "the town, captured by the AA"."""
    links = ("by", "from") if match.end - match.first == 1 else ("by",)  # "dropped bombs from drones" is active
    measure = words[match.end + 1 : match.end + 2]  # "extended it by six months"
    if measure and (measure[0].isdigit() or measure[0] in _MEASURES):
        return False
    if match.end - match.first > 1 and words[match.end - 1] in _THROWN:
        return False  # "had dropped bombs by drone on workers": it has its object
    return match.end < len(words) and words[match.end] in links and words[match.first].endswith(("ed", "en", "un", "t"))


_HELD = frozenset({"capture", "recapture", "fallen", "lost"})  # codes of a place that changes hands
_BEHIND_APPOSITION = frozenset({"by", "on", "from", "in", "during", "earlier", "last", "after", "again"})


def is_apposition(annotated: AnnotatedSentence, match: PhraseMatch) -> bool:
    """Test whether a participle behind a comma says what became of the place before it: "Kyaukme, seized on Aug. 5, and ..."."""
    if match.end - match.first > 1 or _HELD.isdisjoint([code for _, code in match.payload]):
        return False
    words = annotated.sentence.words
    at = match.first - 1
    while (at > 0 and words[at].endswith("ly")) or words[at] in ("first", "also", "later", "itself", "already"):
        at -= 1
    if at < 1 or words[at] not in (",", "(", "–", "—") or not _PARTICIPLE.search(words[match.first]):
        return False
    behind = words[match.end : match.end + 1]
    timed = match.end in annotated.dated or words[match.end + 1 : match.end + 3] in (
        ("days", "later"),
        ("weeks", "later"),
        ("day", "later"),
    )
    if not timed and (not behind or behind[0] not in _BEHIND_APPOSITION):
        return False
    if any(name.end == at for locality in annotated.localities for name in locality.names):
        return True
    held = ("territory", "post", "garrison", "village")
    if any(noun.end == at and noun.payload[0] in held for noun in annotated.phrases.get("object", ())):
        return True
    return (
        words[at - 1].isdigit() or words[at - 1] == ")"
    )  # "Battalion 275, captured on", "the base (AB 366), taken on"


def apposition_clause(annotated: AnnotatedSentence, match: PhraseMatch, clause: tuple[int, int]) -> tuple[int, int]:
    """Narrow a clause (half-open tokens) to an apposition with the place that it is said of; any other clause stays as it is."""
    if not is_apposition(annotated, match):
        return clause
    words, (low, high) = annotated.sentence.words, clause
    before = max(
        (name.first for locality in annotated.localities for name in locality.names if name.end < match.first),
        default=low,
    )
    nouns = [noun.first for noun in annotated.phrases.get("object", ()) if low <= noun.first and noun.end < match.first]
    low = max(low, min(before, *nouns[-1:]) if nouns and match.first - nouns[-1] <= _NEAR_NOUN else before)
    return low, next(
        (at for at in range(match.end, high) if words[at] in (",", ")", ";") and not _splits_date(annotated, at)), high
    )


_NEAR_NOUN = 8  # tokens from "camp" to the participle said of it: "the camp at Taung Ta Ngar, taken"


def _splits_date(annotated: AnnotatedSentence, at: int) -> bool:
    """Whether a comma stands inside a date: "May 5, 2024"."""
    return at - 1 in annotated.dated and at + 1 in annotated.dated


def is_passive(words: Sequence[str], match: PhraseMatch) -> bool:
    """Test whether the subject of a verb is what it is done to."""
    word = words[match.first]
    if word in ("now", "in", "under", "back", "has", "have", "is", "are", "the", "a", "an"):
        return False
    if word == "being":
        return True
    if "under" in words[match.first : match.end] and word in _COME:
        return True  # "came under fire from"
    if word.endswith("ing") or (word.endswith("s") and word != "was"):
        return False
    before = list(words[max(0, match.first - 4) : match.first])
    after_be = [at for at, word in enumerate(before) if word in _BE]
    if not after_be:
        return _is_bare_by(words, match)
    between = before[after_be[-1] + 1 :]
    if "and" in between:  # "was attacked and brought under control": no object of its own stands behind
        joined = all(_PARTICIPLE.search(each) or each in _JOINING for each in between)
        return joined and (match.end >= len(words) or words[match.end] in _AFTER_PARTICIPLE)
    return all(
        word.endswith("ly") or word in ("also", "later", "then", "been", "being", "all", "not", "both")
        for word in between
    )
