"""Whether what a trigger tells was done: done, tried, told as background, denied, or none (planned, prevented, only counted).
Nothing here reads who did it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from conflictmap.chronicle.extraction.grammar.voice import is_apposition
from conflictmap.chronicle.extraction.reality.habits import is_habit, is_pictured
from conflictmap.chronicle.extraction.reality.negation import is_denied
from conflictmap.chronicle.extraction.reality.nominals import is_of_day, is_ranked, is_wished
from conflictmap.chronicle.extraction.reality.possession import is_standing
from conflictmap.chronicle.extraction.reality.sums import TAKES_TERRITORY, is_sum
from conflictmap.chronicle.extraction.sentences import AnnotatedSentence
from conflictmap.chronicle.language.lexicon import Code, Lexicon
from conflictmap.chronicle.language.phrase_matcher import PhraseMatch

_PARTICIPLE = re.compile(r"(?:ed|en|held|un|won|lost)$")
_FORESEEN = frozenset(
    {
        "expected",
        "possible",
        "potential",
        "imminent",
        "planned",
        "feared",
        "future",
        "likely",
        "anticipated",
        "looming",
        "impending",
    }
)
_SHORT_CLAUSE = 4  # words of a relative clause with its verb
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
_GOING_ON = frozenset({
    ("continued",), ("continue",), ("continues",), ("goes", "on"), ("go", "on"), ("went", "on"), ("persisted",), ("persists",), ("are", "ongoing"),
    ("intensifies",), ("rages",), ("rage",), ("gathered", "pace"), ("gathers", "pace"), ("gathering", "pace"), ("intensified",), ("escalated",), ("is", "ongoing"), ("remain", "ongoing"), ("is", "continuing"), ("are", "continuing"), ("remained", "intense"),
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
        and not (words[cue.first] == "to" and is_ranked(annotated, match.first))
        for cue in annotated.cues("plan")
    ):
        return "none"
    if match.first and words[match.first - 1] == "from" and words[match.first].endswith("ing"):
        return "none"  # "stopped them from leaving their camp"
    if (
        _is_quoted(annotated, match)
        and not annotated.localities
        and code.family not in ("statement", "transfer")
        and code.code not in TAKES_TERRITORY
    ):
        return "none"
    if is_denied(annotated, match, code):
        return "denied"
    negated = any(
        cue.end - 1 in range(max(low, match.first - 4), match.first) and not _has_helper(words[cue.end : match.first])
        for cue in annotated.cues("negation")
    )
    if negated and code.family != "talks":
        return "none"  # also "has not issued a statement", "has not conceded the loss"
    readers = (is_sum(annotated, match, code), _is_ahead(words, match), _goes_on_undated(annotated, match, code))
    if any(readers) or _is_earlier(annotated, match) or _is_unrecorded(words, match):
        return "none"
    if (
        is_standing(annotated, match, code)
        or is_wished(annotated, match)
        or is_pictured(words, match)
        or is_habit(annotated, match, code)
    ):
        return "none"
    return ""


def _goes_on_undated(annotated: AnnotatedSentence, match: PhraseMatch, code: Code) -> bool:
    """ "Clashes continued across the country", "the battle for the camp goes on": no new action, where no day is told."""
    words = annotated.sentence.words
    if code.code not in ("clash", "attack") or annotated.dated or words[match.first].endswith("ed"):
        return False
    if (
        words[match.first] in ("fighting", "battling")
        and words[match.first - 1] in ("is", "are", "been")
        and not annotated.localities
    ):
        return True  # "The AA, one of the strongest groups, is fighting for self-determination"
    return any(words[at : at + len(end)] == end for at in range(match.end, len(words)) for end in _GOING_ON)


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
    people = {
        noun.first
        for noun in annotated.phrases.get("object", ())
        if noun.payload[0] in ("fighter", "civilian", "prisoner")
    }
    return any(
        words[at : at + 3] in _PARTS and at + 3 not in people  # "some of the soldiers were back"
        for at in (*range(low, match.first), match.end)
        if at + 3 <= len(words)
    )


_PARTS = frozenset(
    (part, "of", "the") for part in ("most", "part", "parts", "half", "some", "sections", "areas", "much", "quarter")
)


def _aside(annotated: AnnotatedSentence, match: PhraseMatch, low: int, code: Code) -> str:
    words = annotated.sentence.words
    if _background(annotated, match, low):
        return "background"
    if not match.first or words[match.first - 1] != "to" or words[match.first] == "fire":
        return ""
    return "" if _is_managed(words, match) or is_ranked(annotated, match.first) else "none"


def _is_managed(words: Sequence[str], match: PhraseMatch) -> bool:
    """ "were able to capture", "managed to take": done, where no "not" stands before it."""
    before = words[max(0, match.first - 5) : match.first - 1]
    if "not" in before or "n't" in before:
        return False
    if {"used", "using"} & set(words[max(0, match.first - 6) : match.first - 1]):
        return True  # "used mines to attack a convoy"
    return before[-2:] in (("was", "able"), ("were", "able"), ("been", "able")) or (
        bool(before) and before[-1] in ("managed", "began", "begun", "started", "proceeded")
    )


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
    if _FORESEEN & set(words[max(0, match.first - 2) : match.first]) and not words[match.first].endswith("ed"):
        return True  # "to repel expected AA attacks"
    opens = match.first <= _SUBJECT and not words[match.first].endswith("ed")
    would = next(
        (at for at, word in enumerate(behind[:_VERB_REACH]) if word in ("would", "could", "might", "will")), None
    )
    if opens and would is not None and not {",", "that", "which", "who"} & set(behind[:would]):
        return True  # "The fall of the town to the rebels would be a major loss"
    for at, word in enumerate(behind):
        expected = behind[at + 1 : at + 2] in _EXPECTED or (
            behind[at + 1 : at + 2] == ("not",) and behind[at + 2 : at + 3] in _EXPECTED
        )
        if word in ("is", "are", "was", "were") and expected:
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
    if '"' in sentence.text and not annotated.dated:
        return _in_straight_quotes(before, after)
    opened = before.rfind("“") > before.rfind("”")
    return opened or ("”" in after and "“" not in after[: after.index("”")] and "“" not in before)


def _in_straight_quotes(before: str, after: str) -> bool:
    """The same for quotation marks that do not say which of them opens."""
    inside = before.count('"') % 2 == 1
    ends_here = before.count('"') == 0 and after.count('"') % 2 == 1 and not re.search(r'[,:] "\w', after)
    return (inside and not before.endswith('"')) or ends_here


def _background(annotated: AnnotatedSentence, match: PhraseMatch, low: int) -> bool:
    """Told to explain something else: right behind "after", "amid", "because of", "where" and the like."""
    words = annotated.sentence.words
    if words[match.end : match.end + 1] == ("which",) or words[match.first] == "whose":
        return False  # "the recapture of which it announced"
    for cue in annotated.cues("background"):
        if cue.end > match.first:
            continue
        between = words[cue.end : match.first]
        if (cue.first == 0 and "," in between) or _explains_nothing(annotated, cue):
            continue
        if words[cue.first] in ("who", "which", "whose", "where") and _has_own_verb(annotated, cue, match):
            continue  # "Soldiers who were falling back blew up a bridge"
        if "," in between and low <= cue.first:
            continue  # "troops, who held a camp, gave themselves up": the clause of "who" is closed
        if (len(between) <= 5 and "," not in between) or (
            cue.end == low and words[cue.first] in ("where", "who", "which", "whose")
        ):
            return True
    return is_apposition(annotated, match) or _is_reduced(annotated, match)


def _explains_nothing(annotated: AnnotatedSentence, cue: PhraseMatch) -> bool:
    """Whether a word such as "since" or "which" tells when, or what came later: "which has since been reoccupied"."""
    words = annotated.sentence.words
    later = words[cue.end : cue.end + 2] in _SINCE_THEN or words[cue.first - 1 : cue.end] in _SINCE_THEN
    return later or _is_time(annotated, cue) or is_of_day(annotated, cue)


_SINCE_THEN = (("has", "since"), ("have", "since"))


def _is_time(annotated: AnnotatedSentence, cue: PhraseMatch) -> bool:
    """ "Since Tuesday the town ...": whether a day is all that stands behind a word such as "since"."""
    words = annotated.sentence.words
    at = cue.end + (words[cue.end : cue.end + 1] in (("the",), ("early",), ("late",)))
    start = at
    while at in annotated.dated:
        at += 1
    return at > start and words[at : at + 1] != ("'s",)


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
    helper = next((at for at, word in enumerate(rest[:10]) if word in ("was", "were")), None)
    if helper is None or _OWN_SUBJECTS & set(rest[:helper]):
        return False  # "forces attacked the hill and it was theirs"
    return any(verb.first > match.end for verb in annotated.phrases.get("trigger", ()))


_OWN_SUBJECTS = frozenset(
    {"and", "it", "they", "he", "she", "which", "who", "that", "when", "where", "while", "as", ";"}
)
