"""What a verb is done to: the class of data/coding/objects.csv of its object, or of the subject of a passive.
Nothing here says who did it.
"""

from __future__ import annotations

from collections.abc import Sequence

from conflictmap.chronicle.extraction.sentences import AnnotatedSentence
from conflictmap.chronicle.language.phrase_matcher import PhraseMatch

STOPS = frozenset({
    "in", "at", "near", "from", "during", "after", "on", "by", "with", "for", "to", "as", "while", "when",
    "and", "but", "into", ",", ";", ".", "(", "that", "who", "which", "where", "along", "beside", "between",
    "against", "across", "outside", "around", "amid", "before", "since", "until", "over", "including", "inside",
    "under", "guarded", "guarding", "protecting", "belonging", "following",
})  # fmt: skip


def object_of(
    annotated: AnnotatedSentence, match: PhraseMatch, clause: tuple[int, int], passive: bool
) -> tuple[str, tuple[int, int]]:
    """Return classify the object of a trigger: "territory", "fighter", "weapon", ... or "place" where only a name stands."""
    low = clause[0]
    objects = annotated.phrases.get("object", [])
    if passive and match.first == 0:
        return _main_subject(annotated, match, objects)
    if passive or (_is_intransitive(match) and annotated.sentence.words[match.end - 1] != "of"):
        return _subject_class(annotated, match, low, objects)
    if _ends_in_to(annotated, match):
        return _inside_phrase(annotated, match, objects)
    if _points_to_which(annotated, match):
        return _of_which(annotated, match, objects)
    return _behind_verb(annotated, match, clause, objects)


def _points_to_which(annotated: AnnotatedSentence, match: PhraseMatch) -> bool:
    """ "the recapture of which", "whose capture": whether what it is done to stands before."""
    words = annotated.sentence.words
    return words[match.end : match.end + 1] == ("which",) or words[match.first] == "whose"


def _behind_verb(
    annotated: AnnotatedSentence, match: PhraseMatch, clause: tuple[int, int], objects: Sequence[PhraseMatch]
) -> tuple[str, tuple[int, int]]:
    """The class of what stands behind an active verb, or inside its phrase."""
    low, high = clause
    stop = _phrase_end(annotated, match.end, high, objects)
    inside = [noun for noun in objects if match.end <= noun.first < stop and not _is_doer(annotated, match.end, noun)]
    if struck := _struck(annotated, inside or _aimed_at(annotated, match.end, high, objects)):
        return struck.payload[0], (struck.first, struck.end)
    held = [
        noun
        for noun in objects
        if match.first < noun.first and noun.end < match.end and not _is_doer(annotated, match.first, noun)
    ]
    if held:  # "shot two protesters dead"
        return held[-1].payload[0], (held[-1].first, held[-1].end)
    if match.end - match.first > 2 and _place_in(annotated, match.first, match.end):
        return "place", (match.first, match.end)  # "gave Kyaukme away"
    if annotated.sentence.words[match.end : match.end + 1] in (("it",), ("them",), ("him",), ("her",)):
        return ("it" if annotated.sentence.words[match.end] == "it" else "them"), (0, 0)
    if _place_in(annotated, match.end, min(stop + 2, high)):
        return "place", (match.end, stop)
    return _antecedent(annotated, low, objects)


_THROWN = frozenset(
    {
        "bombs",
        "bomb",
        "shells",
        "rockets",
        "mortars",
        "missiles",
        "grenades",
        "grenade",
        "rounds",
        "explosives",
        "fire",
        "shots",
    }
)
_AIM_REACH = 6  # tokens between "dropped bombs" and "on": "by drone"


def _aimed_at(annotated: AnnotatedSentence, first: int, high: int, objects: Sequence[PhraseMatch]) -> list[PhraseMatch]:
    """ "dropped bombs by drone on workers": the first noun behind "on", where a phrase of means stands between."""
    words = annotated.sentence.words
    if words[first - 1] not in _THROWN:
        return []
    on = next((at for at in range(first, min(high, first + _AIM_REACH)) if words[at] in ("on", "at", "into")), None)
    if on is None or on in annotated.dated or on + 1 in annotated.dated:
        return []
    return [noun for noun in objects if on < noun.first < min(high, on + _AIM_REACH)][:1]


def _struck(annotated: AnnotatedSentence, nouns: Sequence[PhraseMatch]) -> PhraseMatch | None:
    """The noun of an object that says what is struck: people who are busy with something, else the last."""
    return next((noun for noun in nouns if _are_busy(annotated, noun)), nouns[-1] if nouns else None)


def _are_busy(annotated: AnnotatedSentence, noun: PhraseMatch) -> bool:
    """ "bombs on workers repairing a bridge": whether people stand there who do something to the next thing."""
    behind = annotated.sentence.words[noun.end : noun.end + 1]
    return (
        noun.payload[0] == "civilian" and bool(behind) and behind[0].endswith("ing") and len(behind[0]) > len("being")
    )


def _subject_class(
    annotated: AnnotatedSentence, match: PhraseMatch, low: int, objects: Sequence[PhraseMatch]
) -> tuple[str, tuple[int, int]]:
    """The class of a subject that something is done to."""
    names = [place for place in annotated.localities if low <= place.first < match.first]
    if names and names[0].first <= low + 1 and annotated.sentence.words[names[0].end : names[0].end + 1] == (",",):
        return "place", (names[0].first, names[0].end)  # "Kyaukme, on the road to China, was retaken"
    inside = [noun for noun in objects if low <= noun.first < match.first]
    apposed = [place for place in names if inside and place.first == inside[0].end + 1]
    if apposed and annotated.sentence.words[apposed[0].first - 1] == "," == annotated.sentence.words[apposed[0].end]:
        return "place", (apposed[0].first, apposed[0].end)  # "Its twin, Taung Pro Let Yar, had been taken"
    while len(inside) > 1 and inside[0].end == inside[1].first:
        inside = inside[1:]  # "a signal battalion": the last noun of a compound says what it is
    if inside:
        return inside[0].payload[0], (inside[0].first, inside[0].end)
    if _place_in(annotated, low, match.first):
        return "place", (low, match.first)
    if {"it", "which"} & set(annotated.sentence.words[low : match.first]):
        return "it", (0, 0)
    return _antecedent(annotated, low, objects)  # "Mawchi, which was taken by the KNDF"


def _of_which(
    annotated: AnnotatedSentence, match: PhraseMatch, objects: Sequence[PhraseMatch]
) -> tuple[str, tuple[int, int]]:
    """The class of what stands before "the recapture of which", "whose capture": the place or post named last."""
    low = max(0, match.first - _WHICH_REACH)
    nouns = [
        noun
        for noun in objects
        if low <= noun.first
        and noun.end <= match.first
        and noun.payload[0] in ("post", "garrison", "territory", "village")
    ]
    if _place_in(annotated, low, match.first):
        return "place", (low, match.first)
    return (nouns[-1].payload[0], (nouns[-1].first, nouns[-1].end)) if nouns else ("", (0, 0))


_WHICH_REACH = 12  # tokens between a place and "the recapture of which"


def _is_doer(annotated: AnnotatedSentence, low: int, noun: PhraseMatch) -> bool:
    """ "an air strike by regime forces", "shells from a base": whether a noun stands behind "by" or "from"."""
    words = annotated.sentence.words[low : noun.first]
    links = [word for word in words if word in ("by", "from", "on", "at", "in", "against", "of", "into")]
    return links[-1:] in (["by"], ["from"])


def _main_subject(
    annotated: AnnotatedSentence, match: PhraseMatch, objects: Sequence[PhraseMatch]
) -> tuple[str, tuple[int, int]]:
    """The class of what an opening participle is said of: "Taken by the KIA on 22 November, it was given up"."""
    words = annotated.sentence.words
    comma = next(
        (at for at in range(match.end, len(words)) if words[at] == "," and at - 1 not in annotated.dated), None
    )
    comma = (
        comma
        if comma is not None
        else next((at for at in range(len(words) - 1, match.end, -1) if words[at] == ","), None)
    )
    if comma is None:
        return "", (0, 0)
    at = comma + 1
    if words[at : at + 1] == ("it",):
        return "it", (0, 0)
    inside = [noun for noun in objects if at <= noun.first < at + 4]
    if inside:
        return inside[0].payload[0], (inside[0].first, inside[0].end)
    return ("place", (at, at + 1)) if _place_in(annotated, at, at + 2) else ("", (0, 0))


def _is_intransitive(match: PhraseMatch) -> bool:
    """Whether a verb's subject is what changes hands: "the town fell", "passed to the KIA"."""
    return {code for _, code in match.payload} <= {"fallen", "same"}


def _antecedent(annotated: AnnotatedSentence, low: int, objects: Sequence[PhraseMatch]) -> tuple[str, tuple[int, int]]:
    """What a relative clause is about: "Cikha, a border town, which the forces captured"."""
    words = annotated.sentence.words
    if low > 2 and words[low - 1] in (
        "said",
        "says",
        "claims",
        "claimed",
        "announced",
    ):  # "the town that the KNDF said it took"
        low = next((at + 1 for at in range(low - 2, max(0, low - 8), -1) if words[at] in ("which", "that")), low)
    if low < 2 or words[low - 1] not in ("which", "whom", "that"):
        return "", (0, 0)
    at = low - 1 - (words[low - 2] == ",")
    if any(name.end == at for place in annotated.localities for name in place.names):
        return "place", (at - 1, at)  # "retook Gangaw, which groups had seized"
    at = _before_apposition(words, at)
    before = [noun for noun in objects if (at or low) - 8 <= noun.first < (at or low - 1)]
    if (
        at
        and not (before and before[-1].end >= at - 1)
        and any(name.end == at for place in annotated.localities for name in place.names)
    ):
        return "place", (at - 1, at)
    if before:
        return before[-1].payload[0], (before[-1].first, before[-1].end)
    return ("place", (low - 2, low - 1)) if _place_in(annotated, max(0, low - 8), low - 1) else ("", (0, 0))


def _before_apposition(words: Sequence[str], at: int) -> int:
    """The comma before an apposition that ends at the comma `at`, 0 where there is none: "the plant, a joint venture with a firm, which"."""
    if words[at] != ",":
        return 0
    for comma in range(at - 1, max(0, at - _APPOSITION), -1):
        if words[comma] == ",":
            return comma if words[comma + 1] in ("a", "an", "the", "one", "some", "home", "headquarters") else 0
    return 0


_APPOSITION = 15  # tokens of an apposition that is stepped over


def _ends_in_to(annotated: AnnotatedSentence, match: PhraseMatch) -> bool:
    words = annotated.sentence.words[match.first : match.end]
    return len(words) > 1 and words[-1] == "to" and words[-2] not in ("fire", "alight")  # "set fire to the camp"


def _inside_phrase(
    annotated: AnnotatedSentence, match: PhraseMatch, objects: Sequence[PhraseMatch]
) -> tuple[str, tuple[int, int]]:
    """The object of "handed it over to", "handed the town over to": it stands inside the phrase."""
    inside = [noun for noun in objects if match.first < noun.first < match.end]
    if inside:
        return inside[-1].payload[0], (inside[-1].first, inside[-1].end)
    if _place_in(annotated, match.first, match.end):
        return "place", (match.first, match.end)
    return ("it", (0, 0)) if "it" in annotated.sentence.words[match.first : match.end] else ("", (0, 0))


_BRACKET = 5  # tokens of an abbreviation in brackets, with them


def _phrase_end(annotated: AnnotatedSentence, first: int, high: int, objects: Sequence[PhraseMatch]) -> int:
    """The end of the noun phrase that begins at `first`; "of" ends it only once its noun is found."""
    words = annotated.sentence.words
    starts = {noun.first for noun in objects}
    named, closed = False, 0
    for at in range(first, high):
        word = words[at]
        if at < closed:
            continue
        if word == "(" and ")" in words[at : at + _BRACKET]:
            closed = words.index(")", at) + 1  # "killed a Karen National Liberation Army (KNLA) soldier"
            continue
        if word == "of" and named:
            return at
        if word == "." and words[at - 1] == "no":
            continue  # "the No. 2 camp"
        if word in STOPS and not (word == "and" and not named) and at > first:
            return at
        if word == "on" and at == first:
            continue
        named = named or at in starts
    return high


def _place_in(annotated: AnnotatedSentence, low: int, high: int) -> bool:
    return any(low <= locality.first < high for locality in annotated.localities)
