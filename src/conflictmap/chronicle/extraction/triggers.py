"""What is said to have been done in one sentence: its triggers, each with doer, other side and object.
Nothing here looks beyond the sentence; `happenings` joins what belongs together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from conflictmap.chronicle.extraction.actors import ActorSpan
from conflictmap.chronicle.extraction.clauses import (
    BREAKS,
    STOPS,
    clause_end,
    clause_start,
    is_passive,
    named_behind,
    object_of,
    parties_in,
)
from conflictmap.chronicle.extraction.sentences import AnnotatedSentence
from conflictmap.chronicle.language.lexicon import Code, Lexicon
from conflictmap.chronicle.language.phrase_matcher import PhraseMatch

_ARTICLES = frozenset({
    "the", "a", "an", "its", "their", "his", "her", "recently", "newly", "of", "in", "from", "this", "that",
    "these", "those",
})  # fmt: skip


_PARTICIPLE = re.compile(r"(?:ed|en|held|un|won|lost)$")


TAKES_TERRITORY = frozenset(
    {"capture", "recapture", "fallen", "lost", "handover", "withdrawal", "surrender", "holding", "administration"}
)


@dataclass(frozen=True, slots=True)
class Trigger:
    """One trigger read in its clause. Tokens are half-open; actors are None where none is named for that part.

    `object_class` is the class of data/coding/objects.csv; `passive` turns subject and object; `state` is "done",
    "tried" (attempted, not said to be done) or "background" (told to explain something else).
    """

    code: Code
    first: int
    end: int
    low: int
    high: int
    doer: ActorSpan | None
    other: ActorSpan | None
    object_class: str
    passive: bool
    state: str = "done"
    object_tokens: tuple[int, int] = field(default=(0, 0))


def find_deeds(marked: AnnotatedSentence, lexicon: Lexicon) -> list[Trigger]:
    """The deeds of a sentence, left to right; negated, wished for and merely possible ones are left out."""
    triggers = [one for one in _verbs_only(marked) if not _in_name(marked, one)]
    deeds: list[Trigger] = []
    for number, trigger in enumerate(triggers):
        low = clause_start(marked.sentence, trigger.first, triggers[number - 1].end if number else 0)
        high = clause_end(
            marked.sentence, trigger.end, triggers[number + 1].first if number + 1 < len(triggers) else None
        )
        deed = _read(marked, trigger, (low, high), lexicon)
        if deed is None:
            continue
        if (
            deeds and marked.sentence.words[trigger.first] == "with"
        ):  # "attacked a column with drones": the means of a deed
            deed = replace(deed, doer=deeds[-1].doer, other=deeds[-1].other, object_class=deeds[-1].object_class)
        elif deed.code.swap:
            deed = replace(deed, other=deed.other or (deeds[-1].doer if deeds and deed.code.code == "lost" else None))
        elif deed.doer is None and not deed.passive and deeds:
            deed = _inherit(deed, deeds, marked)
        if _is_hearsay(deed, marked):
            continue
        if deeds and _is_topic(deed, deeds[-1], marked):
            deed = replace(deed, state="background")
        deeds.append(deed)
    return [] if _is_talk(deeds, triggers, marked, lexicon) else deeds


def _is_talk(
    deeds: Sequence[Trigger], triggers: Sequence[PhraseMatch], marked: AnnotatedSentence, lexicon: Lexicon
) -> bool:
    """ "told media that its troops had so far seized ten camps": nothing but a sum or a plan is told."""
    spoken = all(marked.sentence.words[one.first] in _SAYING for one in deeds)
    return spoken and any(_is_unreal_deed(marked, one, lexicon) for one in triggers)


def _is_unreal_deed(marked: AnnotatedSentence, trigger: PhraseMatch, lexicon: Lexicon) -> bool:
    """Whether a verb of violence or of control is only planned, or a sum of earlier deeds."""
    codes = [lexicon.codes[code] for _, code in trigger.payload if code]
    return any(
        _unreal(marked, trigger, 0, code) for code in codes[:1] if code.family in ("armed", "transfer", "remote")
    )


def _verbs_only(marked: AnnotatedSentence) -> list[PhraseMatch]:
    """Triggers without participles before a noun: "captured Kawlin Town", "intensified clashes" report no new deed."""
    words = marked.sentence.words
    kept = []
    for one in marked.found.get("trigger", ()):
        single = one.end - one.first == 1
        before = words[one.first - 1] if one.first else ""
        word = words[one.first]
        if (
            single
            and word.endswith("ed")
            and (before in _ARTICLES or before.isdigit() or one.first == 0)
            and one.end < len(words)
            and words[one.end] not in STOPS | {"by"}
        ):
            continue
        if single and before == "being":
            continue
        kept.append(one)
    return kept


def _in_name(marked: AnnotatedSentence, trigger: PhraseMatch) -> bool:
    """Whether the word is part of a name: the "State" of "Kayah State"."""
    if trigger.end - trigger.first > 1:
        return False
    names = [(name.first, name.end) for one in marked.localities for name in one.names]
    return any(low <= trigger.first < high for low, high in names) or _in_capitals(marked, trigger.first)


def _in_capitals(marked: AnnotatedSentence, at: int) -> bool:
    """ "Radio Free Asia", "Operation Strike": a word in capitals between words in capitals, where not all are."""
    raw = marked.sentence.raw
    if at == 0 or not raw[at][:1].isupper() or raw[at].isupper():
        return False
    beside = [raw[near] for near in (at - 1, at + 1) if 0 < near < len(raw)]
    small = sum(word[:1].islower() for word in raw)
    return small >= 2 and any(word[:1].isupper() and word.isalpha() for word in beside)


def _is_topic(deed: Trigger, last: Trigger, marked: AnnotatedSentence) -> bool:
    """Fighting that is fled from or talked about is no deed of this sentence: "fled the clashes", "discussed clashes in X"."""
    if _is_object_of_words(deed, last, marked):
        return True
    if deed.code.family not in ("armed", "remote") or last.code.family not in (
        "flight",
        "talks",
        "statement",
        "measure",
    ):
        return False
    if deed.code.code != "clash" and last.code.family != "flight":
        return False
    between = marked.sentence.words[last.end : deed.first]
    named = [one for one in marked.actors if last.end <= one.first < deed.high]
    return not named and not any(word in BREAKS or word in (";", "and") for word in between)


def _is_object_of_words(deed: Trigger, last: Trigger, marked: AnnotatedSentence) -> bool:
    """ "condemned the attack", "admitted the raid": what is only spoken of."""
    words = marked.sentence.words[last.end : deed.first]
    return (
        last.code.family in ("statement", "talks")
        and deed.code.family in ("armed", "remote", "civil")
        and bool(words)
        and len(words) <= 2
        and words[0] in ("the", "this", "such", "these", "those", "an", "a")
    )


def _is_hearsay(deed: Trigger, marked: AnnotatedSentence) -> bool:
    """ "..., residents said": the word of somebody who is no actor is no statement of its own."""
    words = marked.sentence.words
    if deed.code.code != "statement" or words[deed.first] not in _SAYING:
        return False
    comma = max((at for at in range(deed.first) if words[at] == ","), default=-1)
    near = [one for one in marked.actors if comma < one.first < deed.first]
    last = comma >= 0 and len(words) - deed.first <= 12
    behind = any(deed.end <= one.first <= deed.end + 2 for one in marked.actors)
    return (last or deed.doer is None) and not near and not behind


_SAYING = frozenset(
    {"say", "says", "said", "tell", "told", "tells", "reported", "stated", "stating", "claimed", "claim"}
)


def _read(marked: AnnotatedSentence, trigger: PhraseMatch, clause: tuple[int, int], lexicon: Lexicon) -> Trigger | None:
    low, high = clause
    words = marked.sentence.words
    passive = is_passive(words, trigger)
    kind, span = object_of(marked, trigger, clause, passive)
    code = _code(trigger, kind, lexicon)
    if code is None:
        return None
    state = _state(marked, trigger, low, code)
    if state == "none":
        return None
    doer, other = parties_in(marked, trigger, clause, passive)
    if code.swap:
        doer, other = (named_behind(marked, trigger.end, high, ()) if code.code == "fallen" else None), doer
    return Trigger(code, trigger.first, trigger.end, low, high, doer, other, kind, passive, state, span)


def _code(trigger: PhraseMatch, kind: str, lexicon: Lexicon) -> Code | None:
    """The first row of the table that fits the object; a row without objects fits any."""
    plain = None
    wanted = {kind, "territory"} if kind in ("post", "village") else {kind}
    if kind == "civilian" or kind == "fighter":
        wanted.add("person")
    for objects, code in trigger.payload:
        if objects and wanted & objects:
            return lexicon.codes.get(code)
        if not objects and plain is None:
            plain = code
    return lexicon.codes.get(plain) if plain else None


def _state(marked: AnnotatedSentence, trigger: PhraseMatch, low: int, code: Code) -> str:
    """ "done", "tried", "background", or "none": the first reader that has an answer gives it."""
    for reader in (_unreal, _only_tried, _aside):
        state = reader(marked, trigger, low, code)
        if state:
            return state
    return "done"


def _unreal(marked: AnnotatedSentence, trigger: PhraseMatch, low: int, code: Code) -> str:
    """ "none" for what is planned, prevented, negated, quoted or a sum of earlier deeds."""
    words = marked.sentence.words
    if any(one.end - 1 in _near(words, trigger, low) and one.first < trigger.first for one in marked.cues("plan")):
        return "none"
    if trigger.first and words[trigger.first - 1] == "from" and words[trigger.first].endswith("ing"):
        return "none"  # "stopped them from leaving their camp"
    if (
        _is_quoted(marked, trigger)
        and code.family not in ("statement", "transfer")
        and code.code not in TAKES_TERRITORY
    ):
        return "none"
    negated = any(one.end - 1 in range(max(low, trigger.first - 4), trigger.first) for one in marked.cues("negation"))
    if negated and code.family not in ("talks", "measure", "statement"):
        return "none"
    return "none" if _is_sum(marked, trigger, code) else ""


def _near(words: Sequence[str], trigger: PhraseMatch, low: int) -> range:
    """The tokens before a verb in which a plan or an attempt bears on it: seven, or twelve without a comma between."""
    reach = trigger.first - 12
    while reach < trigger.first - 7 and "," in words[max(low, reach) : trigger.first]:
        reach += 1
    return range(max(low, reach), trigger.first + 1)


def _only_tried(marked: AnnotatedSentence, trigger: PhraseMatch, low: int, code: Code) -> str:
    near = range(max(low, trigger.first - 7), trigger.first + 1)
    if any(one.end - 1 in near and one.first < trigger.first for one in marked.cues("attempt")):
        return "tried"
    undone = any(one.first >= trigger.end for one in marked.cues("undone"))
    return "tried" if undone and code.code in TAKES_TERRITORY | {"movement", "advance"} else ""


def _aside(marked: AnnotatedSentence, trigger: PhraseMatch, low: int, code: Code) -> str:
    words = marked.sentence.words
    if _background(marked, trigger, low):
        return "background"
    return "none" if trigger.first and words[trigger.first - 1] == "to" and words[trigger.first] != "fire" else ""


_COUNTS = frozenset({"a total of", "are estimated to", "is estimated to", "as of", "have now been", "has now been"})
_SUMMED = frozenset({"armed", "civil", "remote", "transfer", "seizure", "justice"})


def _is_sum(marked: AnnotatedSentence, trigger: PhraseMatch, code: Code) -> bool:
    """ "has taken ten townships since last year", "a total of 1,857 people have been arrested": a sum, no new deed."""
    if code.family not in _SUMMED:
        return False
    words = marked.sentence.words
    perfect = any(word in ("has", "have", "had") for word in words[max(0, trigger.first - 14) : trigger.first])
    since = any(word == "since" for word in words) and "when" not in words[: trigger.first]
    if since and perfect and code.code not in ("fallen", "siege", "blockade"):
        return any(word == "since" for word in words[trigger.end :]) or words[0] == "since"
    if words[0] in ("the", "a", "an") and "first" in words:
        return False  # "the first pilot arrested since the coup"
    return any(perfect or cue.payload[0] in _COUNTS for cue in marked.cues("sum"))


def _is_quoted(marked: AnnotatedSentence, trigger: PhraseMatch) -> bool:
    """Whether somebody's words in quotation marks hold the verb: they comment on deeds told elsewhere."""
    sentence = marked.sentence
    at = sentence.starts[trigger.first] - sentence.start
    before, after = sentence.text[:at], sentence.text[at:]
    opened = before.rfind("“") > before.rfind("”")
    return opened or ("”" in after and "“" not in after[: after.index("”")] and "“" not in before)


def _background(marked: AnnotatedSentence, trigger: PhraseMatch, low: int) -> bool:
    """Told to explain something else: right behind "after", "amid", "because of", "where" and the like."""
    words = marked.sentence.words
    for cue in marked.cues("background"):
        if cue.end > trigger.first:
            continue
        between = words[cue.end : trigger.first]
        if cue.first == 0 and "," in between:
            continue
        if words[cue.first] in ("who", "which", "whose") and _has_own_verb(marked, cue, trigger):
            continue  # "Soldiers who were falling back blew up a bridge"
        if "," in between and low <= cue.first:
            continue  # "troops, who held a camp, gave themselves up": the clause of "who" is closed
        if (len(between) <= 5 and "," not in between) or (
            cue.end == low and words[cue.first] in ("where", "who", "which", "whose")
        ):
            return True
    return _is_reduced(marked, trigger)


def _has_own_verb(marked: AnnotatedSentence, cue: PhraseMatch, trigger: PhraseMatch) -> bool:
    """Whether a relative clause has a verb of the tables before this one, which is then the main verb."""
    words = marked.sentence.words
    if words[trigger.first - 1] in ("and", "or", "was", "were", "been", "be", "had", "have", "has", ","):
        return False
    return any(cue.end <= one.first and one.end <= trigger.first for one in marked.found.get("trigger", ()))


def _is_reduced(marked: AnnotatedSentence, trigger: PhraseMatch) -> bool:
    """ "villagers detained the day before were killed": a participle right behind its noun, with the verb still to come."""
    words = marked.sentence.words
    if not any(one.end == trigger.first for one in marked.found.get("object", ())):
        return False
    if words[trigger.end : trigger.end + 1] == ("by",) and _PARTICIPLE.search(words[trigger.first]):
        first = marked.found.get("trigger", ())
        if any(one.end < trigger.first for one in first) or any(one.end < trigger.first for one in marked.cues("plan")):
            return True  # "would retake towns seized by the TNLA"
    if not words[trigger.first].endswith("ed"):
        return False
    rest = words[trigger.end :]
    return any(word in ("was", "were") for word in rest[:10]) and any(
        one.first > trigger.end for one in marked.found.get("trigger", ())
    )


def _inherit(deed: Trigger, deeds: Sequence[Trigger], marked: AnnotatedSentence) -> Trigger:
    """A verb without a subject of its own has the one before it: "raided a post and seized weapons"."""
    last = deeds[-1]
    between = marked.sentence.words[last.end : deed.first]
    if ";" in between or last.doer is None or deed.first - last.end > 40 or deed.doer is not None:
        return deed
    if deed.other is not None and deed.code.act != "handover" and set(deed.other.ids) & set(last.doer.ids):
        return replace(deed, doer=last.doer, other=None)
    return replace(deed, doer=last.doer)
