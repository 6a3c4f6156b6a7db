"""Whether what a trigger tells was done: done, tried, told as background, denied, or none (planned, prevented, only counted).
Nothing here reads who did it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from conflictmap.chronicle.extraction.sentences import AnnotatedSentence
from conflictmap.chronicle.language.lexicon import Code, Lexicon
from conflictmap.chronicle.language.phrase_matcher import PhraseMatch

TAKES_TERRITORY = frozenset(
    {"capture", "recapture", "fallen", "lost", "handover", "withdrawal", "surrender", "holding", "administration"}
)
_PARTICIPLE = re.compile(r"(?:ed|en|held|un|won|lost)$")
_SHORT_CLAUSE = 4  # words of a relative clause with its verb
_MANY = 20  # attacks of one clause: a count of many events, no event
_VERB_REACH = 10  # tokens behind a noun in which the verb of its sentence stands
_SUBJECT = 2  # tokens before a noun that opens its sentence: "Further heavy fighting ..."
_EXPECTED = (
    ("expected",),
    ("feared",),
    ("planned",),
    ("likely",),
    ("possible",),
    ("imminent",),
    ("due",),
    ("anticipated",),
)
_LATELY = (("yesterday",), ("this",), ("then",), ("early",), ("monday",), ("tuesday",), ("wednesday",), ("thursday",),
           ("friday",), ("saturday",), ("sunday",))  # fmt: skip
_COUNTS = frozenset({"a total of", "are estimated to", "is estimated to", "as of", "have now been", "has now been"})
_SUMMED = frozenset({"armed", "civil", "remote", "transfer", "seizure", "justice"})
_SINCE_LONG = frozenset(
    {"coup", "february", "takeover", "year", "start", "middle", "beginning", "last", "2021", "2022", "2023"}
)
_GOING_ON = frozenset({
    ("continued",), ("continue",), ("continues",), ("goes", "on"), ("go", "on"), ("went", "on"), ("persisted",), ("persists",), ("are", "ongoing"),
    ("is", "ongoing"), ("remain", "ongoing"), ("is", "continuing"), ("are", "continuing"), ("remained", "intense"),
})  # fmt: skip


def state_of(annotated: AnnotatedSentence, match: PhraseMatch, low: int, code: Code) -> str:
    """Tell "done", "tried", "background", or "none": the first reader that has an answer gives it."""
    for reader in (unreal, _only_tried, _aside):
        state = reader(annotated, match, low, code)
        if state:
            return state
    return "done"


def unreal(annotated: AnnotatedSentence, match: PhraseMatch, low: int, code: Code) -> str:
    """Return "none" for what is planned, prevented, negated, quoted or a sum of earlier actions."""
    words = annotated.sentence.words
    near = _near(words, match, low)
    if any(
        cue.end - 1 in near
        and cue.first < match.first
        and not _closed_off(words, cue.end, match.first)
        and not _in_aside(words, cue.first, match.first)
        for cue in annotated.cues("plan")
    ):
        return "none"
    if match.first and words[match.first - 1] == "from" and words[match.first].endswith("ing"):
        return "none"  # "stopped them from leaving their camp"
    if (
        _is_quoted(annotated, match)
        and code.family not in ("statement", "transfer")
        and code.code not in TAKES_TERRITORY
    ):
        return "none"
    if _is_denied(annotated, match, code):
        return "denied"
    negated = any(
        cue.end - 1 in range(max(low, match.first - 4), match.first) and not _has_helper(words[cue.end : match.first])
        for cue in annotated.cues("negation")
    )
    if negated and code.family not in ("talks", "measure", "statement"):
        return "none"
    readers = (_is_sum(annotated, match, code), _is_ahead(words, match), _goes_on_undated(annotated, match, code))
    if any(readers) or _is_earlier(annotated, match) or _is_unrecorded(words, match):
        return "none"
    return ""


def _goes_on_undated(annotated: AnnotatedSentence, match: PhraseMatch, code: Code) -> bool:
    """ "Clashes continued across the country", "the battle for the camp goes on": no new action, where no day is told."""
    words = annotated.sentence.words
    if code.code not in ("clash", "attack") or annotated.dated or words[match.first].endswith("ed"):
        return False
    return any(words[at : at + len(end)] == end for at in range(match.end, len(words)) for end in _GOING_ON)


def _is_denied(annotated: AnnotatedSentence, match: PhraseMatch, code: Code) -> bool:
    """ "The camp had not been lost", "the town has not fallen": somebody says that a place did not change hands."""
    words = annotated.sentence.words[max(0, match.first - 4) : match.first]
    if code.code not in ("capture", "fallen", "lost", "recapture") or "not" not in words:
        return False
    helpers = words[: words.index("not")]
    behind = words[words.index("not") + 1 :]
    finite = helpers[-1:] in (("has",), ("had",), ("have",), ("was",), ("were",)) and not {
        "yet",
        "able",
        "fully",
    } & set(behind)
    return finite and (code.code == "fallen" or "been" in behind or helpers[-1:] in (("was",), ("were",)))


def _closed_off(words: Sequence[str], low: int, high: int) -> bool:
    """Whether a comma and a helper of the verb's own part it from a cue: "used to be directed, was overrun"."""
    between = words[low:high]
    if "," not in between:
        return False
    behind = between[len(between) - 1 - list(between)[::-1].index(",") + 1 :]
    return 0 < len(behind) <= 3 and behind[0] in ("was", "were", "had", "has", "have")


def _in_aside(words: Sequence[str], at: int, high: int) -> bool:
    """ "While it was supposed to be in force, shells fell": whether a cue stands in a clause of its own that a comma closed."""
    if "," not in words[at:high]:
        return False
    start = max((near for near in range(at) if words[near] in (",", ";")), default=-1) + 1
    return words[start : start + 1] in (("while",), ("when",), ("although",), ("though",), ("whereas",))


def _has_helper(between: Sequence[str]) -> bool:
    """Whether a second helper stands behind a "not": "men who did not stop were shot"."""
    return len(between) > 1 and bool({"was", "were"} & set(between[1:]))


def _near(words: Sequence[str], match: PhraseMatch, low: int) -> range:
    """The tokens before a verb in which a plan or an attempt bears on it: seven, or twelve without a comma between."""
    reach = match.first - 12
    while reach < match.first - 7 and "," in words[max(low, reach) : match.first]:
        reach += 1
    return range(max(low, reach), match.first + 1)


def _only_tried(annotated: AnnotatedSentence, match: PhraseMatch, low: int, code: Code) -> str:
    near = range(max(low, match.first - 7), match.first + 1)
    words = annotated.sentence.words
    if any(
        cue.end - 1 in near
        and cue.first < match.first
        and (words[cue.first] not in _JUST_BEFORE or cue.end == match.first)
        for cue in annotated.cues("attempt")
    ):
        return "tried"  # "close to taking the town"; "close to China" is where it lies
    undone = any(cue.first >= match.end for cue in annotated.cues("undone")) or _is_partial(annotated, match, low)
    return "tried" if undone and code.code in TAKES_TERRITORY | {"movement", "advance"} else ""


_JUST_BEFORE = frozenset({"close", "nearly", "almost", "narrowly"})  # "nearly all residents left" is no attempt


def _is_partial(annotated: AnnotatedSentence, match: PhraseMatch, low: int) -> bool:
    """ "Most of the town has been taken", "captured parts of the city": fought for still."""
    words = annotated.sentence.words
    return any(words[at : at + 3] in _PARTS for at in (*range(low, match.first), match.end) if at + 3 <= len(words))


_PARTS = frozenset(
    (part, "of", "the") for part in ("most", "part", "parts", "half", "some", "sections", "areas", "much", "quarter")
)


def _aside(annotated: AnnotatedSentence, match: PhraseMatch, low: int, code: Code) -> str:
    words = annotated.sentence.words
    if _background(annotated, match, low):
        return "background"
    if not match.first or words[match.first - 1] != "to" or words[match.first] == "fire":
        return ""
    return "" if _is_managed(words, match) else "none"


def _is_managed(words: Sequence[str], match: PhraseMatch) -> bool:
    """ "were able to capture", "managed to take": done, where no "not" stands before it."""
    before = words[max(0, match.first - 5) : match.first - 1]
    if "not" in before or "n't" in before:
        return False
    if {"used", "using"} & set(words[max(0, match.first - 6) : match.first - 1]):
        return True  # "used mines to attack a convoy"
    return before[-2:] in (("was", "able"), ("were", "able"), ("been", "able")) or before[-1:] == ("managed",)


def _own_part(words: Sequence[str], match: PhraseMatch) -> Sequence[str]:
    """The sentence up to a colon or semicolon behind a verb: what a quotation adds is not said of it."""
    stop = next((at for at in range(match.end, len(words)) if words[at] in (":", ";")), len(words))
    return words[:stop]


def _is_sum(annotated: AnnotatedSentence, match: PhraseMatch, code: Code) -> bool:
    """ "has taken ten townships since last year", "a total of 1,857 people have been arrested": a sum, no new action."""
    words = _own_part(annotated.sentence.words, match)
    if code.family == "flight":
        at = next((at for at, word in enumerate(words) if word == "since"), None)
        return at is not None and bool(_SINCE_LONG & set(words[at + 1 : at + 5])) and not annotated.dated
    if code.family not in _SUMMED:
        return False
    perfect = any(word in _HAVE for word in words[max(0, match.first - 14) : match.first])
    perfect = perfect and words[match.first - 1] not in ("was", "were")  # "which it had put up was raided"
    since = (
        any(word == "since" and words[at + 1 : at + 2] not in _LATELY for at, word in enumerate(words))
        and "when" not in words[: match.first]
    )
    held = bool({"possession", "control", "hands"} & set(words[match.first : match.end])) and bool(annotated.dated)
    if since and perfect and not held and code.code not in ("fallen", "siege", "blockade"):
        if code.family in ("armed", "remote") and code.code not in TAKES_TERRITORY and not _is_amount(annotated, match):
            return False  # "battalions have shelled the hills since 14 October": one that goes on
        return any(word == "since" for word in words[match.end :]) or words[0] == "since"
    if words[0] in ("the", "a", "an") and "first" in words:
        return False  # "the first pilot arrested since the coup"
    if _is_counted(words, match) or _is_counted_in_times(words, match) or _sums_period(annotated, match):
        return True
    return any(perfect or cue.payload[0] in _COUNTS for cue in annotated.cues("sum"))


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
    if not noun or not before.isdecimal() or words[match.first] in _PROJECTILES:
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
    return any(_is_counted(annotated.sentence.words, match) for match in matches)


def tells_of_abroad(annotated: AnnotatedSentence, lexicon: Lexicon) -> bool:
    """Test whether a sentence opens with another country and names nobody of this war: "In Thailand, police fired ..."."""
    words, raw = annotated.sentence.words, annotated.sentence.raw
    abroad = lexicon.names.get("abroad", frozenset())
    opens = words[:1] == ("in",) and bool(abroad & set(words[1:3])) and "," in words[2:5]
    acts = words[:1] in (("north",), ("south",)) and words[1:2] == ("korea",)
    if not opens and not acts:
        return False
    return not any(
        raw[span.first][:1].isupper() and lexicon.actors[span.ids[0]].kind != "foreign" for span in annotated.actors
    ) and not {"myanmar", "burma", "burmese", "rohingya"} & set(words)


def _is_ahead(words: Sequence[str], match: PhraseMatch) -> bool:
    """ "Air raids are expected", "an attack is feared": what is said behind the noun lies ahead."""
    behind = words[match.end :]
    opens = match.first <= _SUBJECT and not words[match.first].endswith("ed")
    would = next(
        (at for at, word in enumerate(behind[:_VERB_REACH]) if word in ("would", "could", "might", "will")), None
    )
    if opens and would is not None and not {",", "that", "which", "who"} & set(behind[:would]):
        return True  # "The fall of the town to the rebels would be a major loss"
    for at, word in enumerate(behind):
        if word in ("is", "are", "was", "were") and behind[at + 1 : at + 2] in _EXPECTED:
            return at <= 1 or (match.first <= _SUBJECT and not words[match.first].endswith("ed"))
    return False


def _is_earlier(annotated: AnnotatedSentence, match: PhraseMatch) -> bool:
    """ "Jets had struck the township before": an older action without a day, told for comparison."""
    words = annotated.sentence.words
    perfect = "had" in words[max(0, match.first - 3) : match.end]
    return perfect and not annotated.dated and words[-2:] in (("before", "."), ("previously", "."), ("earlier", "."))


def _is_unrecorded(words: Sequence[str], match: PhraseMatch) -> bool:
    """ "Clashes between A and B were not recorded in December": that nothing was seen is no event."""
    behind = words[match.end :]
    for at in range(len(behind) - 2):
        if behind[at] in ("was", "were", "is", "are") and behind[at + 1] == "not" and behind[at + 2] in _SEEN:
            return True
    return False


_SEEN = frozenset({"recorded", "reported", "seen", "observed", "registered", "documented"})


def _is_quoted(annotated: AnnotatedSentence, match: PhraseMatch) -> bool:
    """Whether somebody's words in quotation marks hold the verb: they comment on actions told elsewhere."""
    sentence = annotated.sentence
    at = sentence.starts[match.first] - sentence.start
    before, after = sentence.text[:at], sentence.text[at:]
    opened = before.rfind("“") > before.rfind("”")
    return opened or ("”" in after and "“" not in after[: after.index("”")] and "“" not in before)


def _background(annotated: AnnotatedSentence, match: PhraseMatch, low: int) -> bool:
    """Told to explain something else: right behind "after", "amid", "because of", "where" and the like."""
    words = annotated.sentence.words
    for cue in annotated.cues("background"):
        if cue.end > match.first:
            continue
        between = words[cue.end : match.first]
        if cue.first == 0 and "," in between:
            continue
        if words[cue.first] in ("who", "which", "whose", "where") and _has_own_verb(annotated, cue, match):
            continue  # "Soldiers who were falling back blew up a bridge"
        if "," in between and low <= cue.first:
            continue  # "troops, who held a camp, gave themselves up": the clause of "who" is closed
        if (len(between) <= 5 and "," not in between) or (
            cue.end == low and words[cue.first] in ("where", "who", "which", "whose")
        ):
            return True
    return _is_reduced(annotated, match)


_FINITE = frozenset({"did", "had", "could", "would", "has", "have", "do", "does", "can"})


def _has_own_verb(annotated: AnnotatedSentence, cue: PhraseMatch, match: PhraseMatch) -> bool:
    """Whether a relative clause has a verb of the tables before this one, which is then the main verb."""
    words = annotated.sentence.words
    if words[match.first - 1] in ("was", "were") and words[cue.end] in _FINITE and cue.end < match.first - 1:
        return True  # "men who did not stop were shot"
    if words[match.first - 1] in ("and", "or", "was", "were", "been", "be", "had", "have", "has", ","):
        return False
    inside = words[cue.end : match.first]
    if len(inside) >= _SHORT_CLAUSE and inside[0] in ("had", "was", "were", "has", "have"):
        return True  # "soldiers who had been landed outside the village entered": a helper opens the relative clause
    return any(cue.end <= verb.first and verb.end <= match.first for verb in annotated.phrases.get("trigger", ()))


def _is_reduced(annotated: AnnotatedSentence, match: PhraseMatch) -> bool:
    """ "villagers detained the day before were killed": a participle right behind its noun, with the verb still to come."""
    words = annotated.sentence.words
    if not any(noun.end == match.first for noun in annotated.phrases.get("object", ())):
        return False
    if words[match.end : match.end + 1] == ("by",) and _PARTICIPLE.search(words[match.first]):
        first = annotated.phrases.get("trigger", ())
        if any(earlier.end < match.first for earlier in first) or any(
            cue.end < match.first for cue in annotated.cues("plan")
        ):
            return True  # "would retake towns seized by the TNLA"
    if not words[match.first].endswith("ed"):
        return False
    rest = words[match.end :]
    return any(word in ("was", "were") for word in rest[:10]) and any(
        verb.first > match.end for verb in annotated.phrases.get("trigger", ())
    )
