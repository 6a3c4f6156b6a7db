"""Sentences that count what happened, "has taken ten townships since last year", "carried out 687 air strikes": sums, no new action.
Nothing here reads what was done.
"""

from __future__ import annotations

from collections.abc import Sequence

from conflictmap.chronicle.extraction.sentences import AnnotatedSentence
from conflictmap.chronicle.language.lexicon import Code
from conflictmap.chronicle.language.phrase_matcher import PhraseMatch

TAKES_TERRITORY = frozenset(
    {"capture", "recapture", "fallen", "lost", "handover", "withdrawal", "surrender", "holding", "administration"}
)
_MANY = 20  # attacks of one clause: a count of many events, no event
_COUNTS = frozenset({"a total of", "are estimated to", "is estimated to", "as of", "have now been", "has now been"})
_SUMMED = frozenset({"armed", "civil", "remote", "transfer", "seizure", "justice"})
_LATELY = (("yesterday",), ("this",), ("then",), ("early",), ("monday",), ("tuesday",), ("wednesday",), ("thursday",),
           ("friday",), ("saturday",), ("sunday",))  # fmt: skip
_SINCE_LONG = frozenset(
    {"coup", "february", "takeover", "year", "start", "middle", "beginning", "last", "2021", "2022", "2023"}
)


def _sums_flight(annotated: AnnotatedSentence, match: PhraseMatch, words: Sequence[str]) -> bool:
    """ "Over 40 villages have been emptied", "has fled since the coup": who is away by now."""
    if annotated.dated:
        return False
    at = next((at for at, word in enumerate(words) if word == "since"), None)
    if at is None:
        return (
            bool({"have", "has", "are", "remain"} & set(words[: match.first]))
            and _is_amount(annotated, match)
            and not annotated.localities
        )
    return bool(_SINCE_LONG & set(words[at + 1 : at + 5]))


def _sums_harm(annotated: AnnotatedSentence, match: PhraseMatch, words: Sequence[str]) -> bool:
    """ "At least 75 civilians have been killed and 94 injured": who is dead by now, on no day and at no place."""
    before = words[max(0, match.first - _AMOUNT) : match.end]
    told = bool({"have", "has"} & set(before)) and "been" in before
    return told and not annotated.dated and not annotated.localities and _is_amount(annotated, match)


def _is_since_long(annotated: AnnotatedSentence, match: PhraseMatch, words: Sequence[str], code: Code) -> bool:
    """Whether "since" stands before or behind a perfect that tells of many days, of what is no state that began then."""
    since = any(
        word == "since"
        and words[at + 1 : at + 2] not in _LATELY
        and words[at + 1 : at + 3] not in _LAST_NIGHT
        and (
            words[at - 1] not in _HAVE or _is_amount(annotated, match)
        )  # "has since been retaken", "has since taken 35"
        for at, word in enumerate(words)
    )
    if not since or "when" in words[: match.first]:
        return False
    if "changed" in words[match.first : match.end]:
        return True  # "Of the towns that have changed hands since the war began"
    held = bool({"possession", "control", "hands"} & set(words[match.first : match.end])) and bool(annotated.dated)
    return not held and code.code not in ("fallen", "siege", "blockade")


_LAST_NIGHT = (("last", "night"), ("last", "evening"), ("the", "morning"))


def _is_unnamed(words: Sequence[str], match: PhraseMatch) -> bool:
    """ "has lost one of its last bases", "almost all camps have been captured": told in full elsewhere, or how things stand."""
    return words[match.end : match.end + 2] == ("one", "of") or _is_of_all(words, match)


def _is_of_all(words: Sequence[str], match: PhraseMatch) -> bool:
    """ "Almost all of the camps in the township have been captured": how things stand."""
    before = words[max(0, match.first - _ALL_REACH) : match.first]
    one = any(before[at : at + 2] == ("of", "the") and before[at + 2] in _ONE for at in range(len(before) - 2))
    if one:
        return False  # "Most of the town has been taken": fought for still
    return bool({"have", "has"} & set(before[-3:])) and bool(
        {"all", "most", "nearly", "almost", "many", "several", "dozens", "scores"} & set(before)
    )


_ONE = frozenset(
    {"town", "city", "township", "village", "hill", "area", "ward", "base", "camp", "district", "territory"}
)
_ALL_REACH = 12  # tokens from "almost all" to its "have been captured"


def _own_part(words: Sequence[str], match: PhraseMatch) -> Sequence[str]:
    """The sentence up to a colon or semicolon behind a verb: what a quotation adds is not said of it."""
    stop = next((at for at in range(match.end, len(words)) if words[at] in (":", ";")), len(words))
    return words[:stop]


def is_sum(annotated: AnnotatedSentence, match: PhraseMatch, code: Code) -> bool:
    """ "has taken ten townships since last year", "a total of 1,857 people have been arrested": a sum, no new action."""
    words = _own_part(annotated.sentence.words, match)
    if code.family == "flight":
        return _sums_flight(annotated, match, words)
    if code.family not in _SUMMED:
        return False
    stands = code.code in TAKES_TERRITORY and not annotated.dated and _is_unnamed(words, match)
    if stands or (code.code == "killing" and _sums_harm(annotated, match, words)):
        return True
    perfect = any(word in _HAVE for word in words[max(0, match.first - 14) : match.first])
    perfect = perfect and words[match.first - 1] not in ("was", "were")  # "which it had put up was raided"
    if perfect and _is_since_long(annotated, match, words, code):
        if code.family in ("armed", "remote") and code.code not in TAKES_TERRITORY and not _is_amount(annotated, match):
            return False  # "battalions have shelled the hills since 14 October": one that goes on
        later = any(words[at] == "since" and words[at - 1] in _HAVE for at in range(1, match.first))
        return later or "since" in words[match.end :] or words[0] == "since"
    if words[0] in ("the", "a", "an") and "first" in words:
        return False  # "the first pilot arrested since the coup"
    if _is_counted(words, match) or _is_counted_in_times(words, match) or _sums_period(annotated, match):
        return True
    counted = match.first > 0 and words[match.first - 1].replace(",", "").isdecimal() and "since" in words[match.end :]
    return any(perfect or counted or cue.payload[0] in _COUNTS for cue in annotated.cues("sum"))


def _is_amount(annotated: AnnotatedSentence, match: PhraseMatch) -> bool:
    """Whether a number stands near a verb that is no date's and no unit's: "has carried out 30 strikes"."""
    words = annotated.sentence.words
    near = range(max(0, match.first - _AMOUNT), min(len(words), match.end + _AMOUNT))
    return any(
        at not in annotated.dated and (words[at].replace(",", "").isdigit() or words[at] in _MANY_WORDS) for at in near
    )


_HAVE = ("has", "have", "had")
_PROJECTILES = frozenset({"shells", "bombs", "rockets", "rounds", "mortars", "missiles", "drones", "grenades"})
_AMOUNT = 8  # tokens around a verb in which the number of its actions stands
_MANY_WORDS = frozenset({
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "dozen", "dozens", "hundred", "hundreds", "thousand", "thousands",
    "times", "daily", "many", "several", "repeatedly", "often",
})  # fmt: skip


def _is_counted(words: Sequence[str], match: PhraseMatch) -> bool:
    """ "carried out 687 airstrikes", "84 battles took place", "four strikes during the week": many events in one number."""
    noun = words[match.end - 1].endswith("s") or words[match.first].endswith("s")
    before = words[match.first - 1].replace(",", "") if match.first else ""
    if {code for _, code in match.payload} == {"flight"}:
        return False  # "1,000 villagers crossed the river": one flight
    unit = match.first > 1 and words[match.first - 2] in _UNITS  # "Artillery Battalion 317 fired six shells"
    if unit or not noun or not before.isdecimal() or words[match.first] in _PROJECTILES:
        return False  # "more than 20 shells fell": one shelling
    return len(before) > len(str(_MANY)) or int(before) >= _MANY


def _is_counted_in_times(words: Sequence[str], match: PhraseMatch) -> bool:
    """ "fought the army 122 times": many events in one number."""
    return any(
        words[at + 1 : at + 2] == ("times",) and words[at].isdecimal() and int(words[at]) >= _MANY
        for at in range(match.end, len(words) - 1)
    )


def _sums_period(annotated: AnnotatedSentence, match: PhraseMatch) -> bool:
    """ "Three towns were lost over the week": a number of places without a name, over a period."""
    words = annotated.sentence.words
    period = any(words[at : at + 3] in _PERIODS for at in range(len(words) - 2))
    return period and not annotated.localities and not annotated.dated and _is_amount(annotated, match)


_UNITS = frozenset(
    {
        "battalion",
        "battalions",
        "division",
        "regiment",
        "brigade",
        "command",
        "unit",
        "lib",
        "ib",
        "lid",
        "moc",
        ")",
        "no",
        "number",
        "column",
    }
)
_PERIODS = frozenset(
    (first, "the", last)
    for first in ("over", "during", "in", "within")
    for last in ("week", "month", "period", "past", "last")
)


def counts_many(annotated: AnnotatedSentence, matches: Sequence[PhraseMatch]) -> bool:
    """Test whether a sentence sums up, or asks: "carried out 61 airstrikes; 37 civilians were killed", "How many died is not known"."""
    words = annotated.sentence.words
    if words[:2] in (("how", "many"), ("how", "much")):
        return True
    if not annotated.dated and {"constitute", "constitutes"} & set(words) and {"crime", "crimes"} & set(words):
        return True  # "Under the Statute, attacking civilians constitutes a war crime"
    counted = (match for match in matches if not _is_reason(words, match))
    return any(_is_counted(words, match) for match in counted)


def _is_reason(words: Sequence[str], match: PhraseMatch) -> bool:
    """ "B followed on 1 October after 112 clashes": what was counted on the way to something else."""
    return (
        words[max(0, match.first - 2) : match.first - 1] in (("after",), ("following",), ("despite",))
        and match.first > 4
    )
