"""How many are said to have died in a sentence. A number that is not given stays missing: it is never 0.

Rules after ACLED's codebook (2024, fatalities): the lowest number that a source gives; the wounded, the missing and the
detained do not count. Beyond ACLED, which codes 0 where no deaths are reported: 0 is written only where the text says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from conflictmap.chronicle.extraction.sentences import AnnotatedSentence
from conflictmap.chronicle.language.lexicon import Lexicon
from conflictmap.chronicle.language.phrase_matcher import PhraseMatch

_ENDS = frozenset({".", ";", "while"})
_PEOPLE = frozenset({"civilian", "fighter", "prisoner", "protester"})
_BE = frozenset({"was", "were", "been", "is", "are"})
_REACH = 12  # tokens between a number and its "killed"


@dataclass(frozen=True, slots=True)
class Toll:
    """A number of dead with its tokens (half-open) and the class of the victims ("civilian", "fighter", "")."""

    dead: int
    first: int
    end: int
    victims: str
    sure: float


def find_toll(annotated: AnnotatedSentence, lexicon: Lexicon) -> Toll | None:
    """Count the dead that a sentence states; None where it gives no number."""
    stated = annotated.cues("nodead")
    if stated:
        return Toll(0, stated[0].first, stated[0].end, "", 0.85)
    ahead = [cue.end for cue in annotated.cues("plan")]
    for cue in annotated.cues("dead"):
        if any(0 <= cue.first - end <= 3 for end in ahead):
            continue  # "will be executed", "could be killed": nobody has died
        toll = _toll_at(annotated, cue, lexicon)
        if toll is not None:
            return toll
    return None


def victims_of(annotated: AnnotatedSentence, low: int, high: int) -> str:
    """Return the class of the first people named in the tokens low..high."""
    for noun in annotated.phrases.get("object", ()):
        if low <= noun.first < high and noun.payload[0] in _PEOPLE:
            return str(noun.payload[0])
    return ""


def _toll_at(annotated: AnnotatedSentence, cue: PhraseMatch, lexicon: Lexicon) -> Toll | None:
    words = annotated.sentence.words
    passive = any(word in _BE for word in words[max(0, cue.first - 3) : cue.first])
    shot_dead = cue.first > 0 and words[cue.first] == "dead" and not passive
    intransitive = words[cue.first] in ("died", "dead", "perished", "dies", "lost", "die") and not shot_dead
    if not passive and not intransitive:
        after = _numbers(annotated, cue.end, _stop(annotated, cue.end, len(words)), lexicon, bare=True)
        if after:
            return after
        if words[cue.first] in ("killing", "killed", "dead", "murdered", "assassinated") and (
            single := _single(annotated, cue.end, min(cue.end + 8, len(words)))
        ):
            return single
    if words[cue.first].startswith("death") and words[cue.end : cue.end + 1] == (
        "of",
    ):  # "resulting in the death of a civilian"
        return _single(annotated, cue.end, min(cue.end + 8, len(words)))
    low = max(0, cue.first - _REACH)
    for at in range(cue.first - 1, low - 1, -1):
        left_dead = words[cue.first] == "dead" and bool({"left", "leaving"} & set(words[low : cue.first]))
        if _ends(words, at) or (words[at] in ("and", "but") and not left_dead and _is_clause(annotated, at, cue.first)):
            low = at + 1
            break
    return _numbers(annotated, low, cue.first, lexicon) or (
        _single(annotated, low, cue.first) if passive or intransitive else None
    )


def _ends(words: Sequence[str], at: int) -> bool:
    return words[at] in _ENDS and words[at - 1 : at] != ("no",)  # "Brigade No. 6"


def _is_clause(annotated: AnnotatedSentence, at: int, end: int) -> bool:
    """Whether the words between "and" and the cue stand for themselves, with people of their own."""
    return any(
        at < noun.first < end and noun.payload[0] in _PEOPLE for noun in annotated.phrases.get("object", ())
    ) and any(noun.first < at for noun in annotated.phrases.get("trigger", ()))


def _stop(annotated: AnnotatedSentence, low: int, high: int) -> int:
    words = annotated.sentence.words
    for at in range(low, min(high, low + _REACH)):
        if _ends(words, at) or any(cue.first == at for cue in annotated.cues("hurt")):
            return at
    return min(high, low + _REACH)


def _numbers(annotated: AnnotatedSentence, low: int, high: int, lexicon: Lexicon, *, bare: bool = False) -> Toll | None:
    """All numbers of people between two tokens, added up: "nine soldiers and two villagers" is 11."""
    words = annotated.sentence.words
    total, first, end, victims = 0, -1, -1, ""
    for at in range(low, high):
        value = 0 if at in annotated.dated else _value(words[at], lexicon)
        if not value or not (_counts_people(annotated, at, high) or (bare and _stands_alone(words, at))):
            continue
        if (
            words[at] in ("a", "an", "first", "second", "third")
            or _is_age(words, at)
            or _is_of_one(words, at)
            or _is_name(words, at)
        ):
            continue
        total += value
        first = at if first < 0 else first
        end = at + 1
        victims = victims or victims_of(annotated, at, high)
    return Toll(total, first, end, victims, 0.9) if total else None


def _is_age(words: Sequence[str], at: int) -> bool:
    """ "A woman of 60", "aged 60": how old, not how many."""
    before = words[at - 1] if at else ""
    return before in ("aged", "age") or (
        before == "of" and at >= 2 and words[at - 2] in ("woman", "man", "boy", "girl", "child")
    )


def _is_name(words: Sequence[str], at: int) -> bool:
    """ "Ward 5", "Light Infantry Battalion 428", "LIB (428)", "No. 3": which one, not how many."""
    before = words[at - 1] if at else ""
    if before in (".", "(") and at > 1:
        before = words[at - 2]
    return before.rstrip("s") in _NUMBERED


_NUMBERED = frozenset({
    "ward", "battalion", "no", "number", "brigade", "regiment", "division", "lib", "ib", "lid", "moc", "roc", "column", "unit", "company", "command",
    "district", "highway", "road", "mile", "route", "section", "zone", "block", "quarter", "camp", "hill", "gate", "point", "bridge", "post", "article", "phase",
    "operation", "checkpoint", "bgf", "bn", "infantry", "pdf", "team", "group", ")",
})  # fmt: skip


def _is_of_one(words: Sequence[str], at: int) -> bool:
    """ "Three members of one family": no fourth person."""
    return words[at] == "one" and at > 0 and words[at - 1] == "of"


def _value(word: str, lexicon: Lexicon) -> int:
    plain = word.replace(",", "")
    if plain.isdecimal():
        return int(plain) if len(plain) <= 4 else 0
    return lexicon.numbers.get(word, 0)


def _counts_people(annotated: AnnotatedSentence, at: int, high: int) -> bool:
    words = annotated.sentence.words
    if _are_hurt(annotated, at):
        return False
    if any(noun.payload[0] in _PEOPLE and at < noun.first <= at + 5 for noun in annotated.phrases.get("object", ())):
        return True
    following = words[at + 1] if at + 1 < len(words) else ""
    return at + 1 >= high or following in (
        "of",
        "more",
        "others",
        "were",
        "was",
        "members",
        "died",
        "in",
        "on",
        "fighters",
        "passengers",
    )


def _stands_alone(words: Sequence[str], at: int) -> bool:
    """ "killing at least five and injuring ten": a number without its noun."""
    return words[at + 1 : at + 2] in (("and",), (",",), (".",), (";",), ())


def _are_hurt(annotated: AnnotatedSentence, at: int) -> bool:
    """ "wounding three", "three injured", "three villagers were wounded"."""
    words = annotated.sentence.words
    hurt = {cue.first for cue in annotated.cues("hurt")}
    if at - 1 in hurt or at + 1 in hurt:
        return True
    here = next(
        (here for here in range(at + 1, min(len(words), at + 6)) if words[here] in _BE | {"and", "died", ","}), None
    )
    verb = here if here is not None and words[here] in _BE else None
    return verb is not None and verb + 1 in hurt


def _single(annotated: AnnotatedSentence, low: int, high: int) -> Toll | None:
    """One person named without a number: "a ward administrator was shot"; "and his son" is one more."""
    words = annotated.sentence.words
    people = [
        noun
        for noun in annotated.phrases.get("object", ())
        if low <= noun.first < high
        and noun.payload[0] in _PEOPLE
        and not words[noun.end - 1].endswith("s")
        and words[noun.end - 1] not in ("people", "police")
    ]
    if not people or _several(annotated, low, high):
        return None
    more = sum(
        words[at] == "and" and at + 1 < high and words[at + 1] in ("his", "her", "a", "an") for at in range(low, high)
    )
    return Toll(1 + more, people[0].first, people[0].end, str(people[0].payload[0]), 0.7)


def _several(annotated: AnnotatedSentence, low: int, high: int) -> bool:
    return any(low <= cue.first < high for cue in annotated.cues("several"))


def add_up(tolls: Sequence[Toll]) -> int | None:
    """Combine the tolls of one event: the largest, since reports repeat and refine one number."""
    return max((toll.dead for toll in tolls), default=None)
