"""Which words of a sentence are triggers at all, and what stands beside them: names, participles, joined verbs, aircraft that fire.
Nothing here reads who did what.
"""

from __future__ import annotations

from collections.abc import Sequence

from conflictmap.chronicle.extraction.grammar.objects import STOPS
from conflictmap.chronicle.extraction.sentences import AnnotatedSentence
from conflictmap.chronicle.language.lexicon import Code, Lexicon
from conflictmap.chronicle.language.phrase_matcher import PhraseMatch

_ARTICLES = frozenset({
    "the", "a", "an", "its", "their", "his", "her", "recently", "newly", "of", "in", "from", "this", "that",
    "these", "those",
})  # fmt: skip


_DETERMINERS = frozenset({"the", "a", "an", "its", "their", "his", "her", "this", "these", "two", "three", "four"})


def is_object(annotated: AnnotatedSentence, match: PhraseMatch, other: PhraseMatch) -> bool:
    """Whether the next trigger is a noun that the verb is done to: an article before it, and a class of its own."""
    words = annotated.sentence.words
    noun = any(
        each.first <= other.first < each.end and each.payload[0] == "protester"
        for each in annotated.phrases.get("object", ())
    )
    return noun and other.first - match.end <= 4 and bool({"a", "an", "the"} & set(words[match.end : other.first]))


def verbs_only(annotated: AnnotatedSentence) -> list[PhraseMatch]:
    """Triggers without participles before a noun: "captured Kawlin Town", "intensified clashes" report no new action."""
    words = annotated.sentence.words
    kept = []
    for match in annotated.phrases.get("trigger", ()):
        single = match.end - match.first == 1
        before = words[match.first - 1] if match.first else ""
        word = words[match.first]
        if (
            single
            and word.endswith("ed")
            and (before in _ARTICLES or _is_number(annotated, match.first - 1) or match.first == 0)
            and match.end < len(words)
            and words[match.end] not in STOPS | {"by"} | _DETERMINERS
        ):
            continue
        if single and before == "being":
            continue
        if single and word == "fighting" and words[match.end : match.end + 1] in _BESIDE:
            continue  # "fighting alongside the PDF, it took A": with whom
        if single and word == "bombs" and _is_noun_behind(annotated, match.end):
            continue  # "43 homemade bombs seized from a farm"
        if (
            single
            and word in _HURT
            and (before == "the" or (before in _NO_SUBJECT and _is_bare_noun(annotated, match.end)))
        ):
            continue  # "the injured", "took away wounded children"
        kept.append(match)
    return kept


_BESIDE = (("alongside",), ("together",), ("jointly",), ("beside",), ("under",))


def _is_noun_behind(annotated: AnnotatedSentence, at: int) -> bool:
    """Whether a word in -s is a noun: the verb would have an object behind it, a name or an article or a number."""
    words, raw = annotated.sentence.words, annotated.sentence.raw
    return at < len(words) and not raw[at][:1].isupper() and words[at] not in _DETERMINERS and not words[at].isdigit()


_HURT = frozenset({"injured", "wounded", "displaced", "killed", "captured", "detained", "arrested", "fallen", "slain"})


_NO_SUBJECT = frozenset(
    {"away", "of", "with", "from", "to", "for", "both", "many", "several", "among", "including", "and", "more"}
)


def _is_bare_noun(annotated: AnnotatedSentence, at: int) -> bool:
    """Whether a noun of the tables stands at a token, without article or number."""
    return any(noun.first == at for noun in annotated.phrases.get("object", ()))


def _is_number(annotated: AnnotatedSentence, at: int) -> bool:
    """Whether a token counts something; the year of a date does not."""
    if at < 0 or not annotated.sentence.words[at].isdigit() or at in annotated.dated:
        return False
    before = annotated.sentence.raw[at - 1]  # "Artillery Battalion 545 shelled", "Infantry Battalion (IB) 264 detained"
    return at == 0 or not (before[:1].isupper() or before == ")")


def in_name(annotated: AnnotatedSentence, match: PhraseMatch) -> bool:
    """Whether the word is part of a name: the "State" of "Kayah State"."""
    if match.end - match.first > 1:
        raw = annotated.sentence.raw  # the "Left camp" of "the Taung Pyo Left camp"
        return (
            bool(match.first)
            and raw[match.first][:1].isupper()
            and raw[match.first - 1][:1].isupper()
            and not raw[match.first].isupper()
            and match.first - 1 not in annotated.dated
            and not _is_actor(annotated, match.first - 1)
            and raw[match.first - 1].isalpha()
            and not (raw[match.end - 1].islower() and raw[match.end - 1].endswith("ed"))  # "Air Force jet bombed"
        )
    names = [(name.first, name.end) for locality in annotated.localities for name in locality.names]
    return any(low <= match.first < high for low, high in names) or _in_capitals(annotated, match.first)


def _is_actor(annotated: AnnotatedSentence, at: int) -> bool:
    return any(span.first <= at < span.end for span in annotated.actors)


def _in_capitals(annotated: AnnotatedSentence, at: int) -> bool:
    """ "Radio Free Asia", "Operation Strike": a word in capitals between words in capitals, where not all are."""
    raw = annotated.sentence.raw
    if at == 0 or not raw[at][:1].isupper() or raw[at].isupper():
        return False
    beside = [raw[near] for near in (at - 1, at + 1) if 0 < near < len(raw)]
    small = sum(word[:1].islower() for word in raw)
    return small >= 2 and any(word[:1].isupper() and word.isalpha() for word in beside)


STEPPING = frozenset({
    "step", "steps", "stepped", "stepping", "tread", "treads", "trod", "treading", "trip", "trips", "tripped", "hit", "hits", "drive", "drives", "drove",
    "run", "runs", "ran", "trigger", "triggers", "triggered", "triggering",
})  # fmt: skip


_GUNS = frozenset({
    "artillery", "mortar", "mortars", "howitzer", "howitzers", "rocket", "rockets", "missile", "missiles", "shell", "shells", "shelling",
})  # fmt: skip
_MINES = frozenset({"mine", "mines", "landmine", "landmines", "ied", "ieds"})
_WINGS = frozenset({
    "air", "aerial", "airstrike", "airstrikes", "drone", "drones", "jet", "jets", "helicopter", "paramotor", "paraglider", "gyrocopter",
})  # fmt: skip


def by_means(words: Sequence[str], code: Code | None, lexicon: Lexicon) -> Code | None:
    """Return the code of an attack by what its phrase says it was made with: "launched two artillery attacks on", "mounted air raids on"."""
    if len(words) < 2 or (code is not None and code.code not in ("attack", "raid", "launch", "village_raid")):
        return code
    if code is None and not {"attack", "attacks", "assault", "assaults", "raid", "raids", "strike", "strikes"} & set(
        words
    ):
        return None
    if _WINGS & set(words):
        return lexicon.codes["airstrike"]
    if _GUNS & set(words):
        return lexicon.codes["shelling"]
    return lexicon.codes["mine"] if _MINES & set(words) else code


FIRED = frozenset({"attack", "raid", "killing", "shelling", "destruction"})


_NEAR_BY = 8  # tokens behind a passive in which its "by two helicopters" stands


def by_aircraft(annotated: AnnotatedSentence, match: PhraseMatch, low: int, passive: bool) -> bool:
    """ "Helicopters of the army fired at fighters": who or what does it flies."""
    nouns = [noun for noun in annotated.phrases.get("object", ()) if noun.payload[0] == "aircraft"]
    words = annotated.sentence.words
    if passive and {code for _, code in match.payload} & {"killing"}:
        return False  # "killed by a drone grenade": the strike may be told elsewhere
    if passive:
        by = next((at for at in range(match.end, min(len(words), match.end + _NEAR_BY)) if words[at] == "by"), None)
        return by is not None and any(by < noun.first <= by + 3 for noun in nouns)
    subjects = [noun for noun in nouns if low <= noun.first < match.first]
    return bool(subjects) and not any(
        word in ("with", "after", "when", "and", ",", "from", "against") for word in words[low : subjects[0].first]
    )


def joined_verb(annotated: AnnotatedSentence, match: PhraseMatch) -> PhraseMatch | None:
    """ "stormed and occupied the outpost": the verb behind, whose object is that of both."""
    words = annotated.sentence.words
    for other in annotated.phrases.get("trigger", ()):
        if match.end < other.first <= match.end + 2:
            return other if words[match.end : other.first] in (("and",), ("and", "then"), (",",)) else None
    return None
