"""The grammar of one clause, by words alone: where it begins and ends, its voice, what its verb is done to.
No parser and no model: a model of the language would be a download, and blank ones know no subjects."""

from __future__ import annotations

import re
from collections.abc import Sequence

from conflictmap.chronicle.extraction.actors import ActorSpan
from conflictmap.chronicle.extraction.sentences import AnnotatedSentence
from conflictmap.chronicle.language.phrase_matcher import PhraseMatch
from conflictmap.chronicle.language.tokens import Sentence

BREAKS = frozenset({
    "that", "when", "while", "where", "after", "before", "which", "who", "whose", "but", "although", "though",
    "because", "whereas", "since", "until", "as",
})  # fmt: skip


_BE = frozenset(["is", "are", "was", "were", "be", "been", "being", "get", "got", "gets"])


STOPS = frozenset({
    "in", "at", "near", "from", "during", "after", "on", "by", "with", "for", "to", "as", "while", "when",
    "and", "but", "into", ",", ";", ".", "(", "that", "who", "which", "where", "along", "beside", "between",
    "against", "across", "outside", "around", "amid", "before", "since", "until", "over", "including", "inside",
    "under", "guarded", "belonging", "following",
})  # fmt: skip


_BY_REACH = 9  # tokens from a passive to its "by", and from "by" to the first actor: "by the joint forces of ..."
_COME = frozenset({"come", "comes", "came", "coming"})
_ATTACKS = frozenset({"attack", "attacks", "assault", "assaults", "raid", "raids", "offensive", "strike", "strikes"})
_RELATIVE_LINKS = frozenset({"from", "in", "to", "of", "at", "on", "for", "by", "with"})  # ", from where"
_DEFINING = frozenset({"who", "which", "that"})
_HELPERS = frozenset({"had", "has", "have", "was", "were", "is", "are", "been"})
_SHORTEST_CLAUSE = 4  # words of a relative clause with its verb
_RELATIVE = frozenset({"which", "who", "whose", "where"})
_PARTICIPLE = re.compile(r"(?:ed|en|un|held|won|lost|shot|hit|burnt|struck|stormed)$")
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
_UNIT_WORDS = frozenset({
    ")", "the", "a", "its", "their", "local", "allied", "units", "unit", "fighters", "forces", "troops", "members", "soldiers", "columns",
    "column", "groups", "group", "several", "other", "some", "both",
})  # fmt: skip
_LONGEST_RELATIVE = 40  # tokens of a relative clause that is stepped over
_ANTECEDENT_REACH = 4  # tokens between a name and the "who" that stands for it: "soldiers in the camp who"


def clause_start(sentence: Sentence, first: int, last_end: int) -> int:
    """Find the token at which the clause of a verb begins; a relative clause that a comma closed is stepped over."""
    words = sentence.words
    opened = _closed_relative(words, first)
    if opened is not None:
        return clause_start(sentence, opened, last_end if last_end <= opened else 0)
    at = first - 1
    while at >= 0 and (at >= last_end or "," in words[at:first]):
        comma = at - 2 if at > 1 and words[at - 1] in _RELATIVE_LINKS else at - 1
        if words[at] in _RELATIVE and at and words[comma] == "," and _closed(words[at + 1 : first]):
            at = comma - 1
            last_end = min(last_end, at)
            continue
        if at < last_end:
            break
        if words[at] in _DEFINING and at and _has_finished(words[at + 1 : first]):
            at -= 1
            last_end = min(last_end, at)
            continue
        if words[at] in BREAKS or words[at] in (";", ":", "–", "—"):
            return at + 1
        at -= 1
    between = sentence.words[last_end:first]
    if last_end and "and" in between:
        return last_end + between.index("and") + 1
    return last_end


def _closed_relative(words: Sequence[str], first: int) -> int | None:
    """The comma before a relative clause that another comma closed before a verb: "the AA, which took A on 2 May, is now fighting"."""
    for at in range(first - 1, max(0, first - _LONGEST_RELATIVE), -1):
        if words[at] == ";":
            return None
        if words[at] in _RELATIVE and words[at - 1] == "," and _closed(words[at + 1 : first]):
            return at - 1
    return None


def _has_finished(inside: Sequence[str]) -> bool:
    """Whether a relative clause without commas has its own verb, so that the verb behind is the main one.

    "who had been dropped near A on 1 March | arrested", "that the army had held for years was | abandoned".
    """
    helpers = [at for at, word in enumerate(inside) if word in _HELPERS]
    if not helpers or len(inside) < _SHORTEST_CLAUSE or inside[-1] in ("and", "or", ","):
        return False
    if helpers[-1] == len(inside) - 1 or inside[-1].endswith("ly"):
        return len(helpers) > 1 and helpers[-1] - helpers[0] > 1 and helpers[-1] > helpers[-2] + 1
    return helpers[0] == 0 and inside[-1] not in _HELPERS


def _closed(inside: Sequence[str]) -> bool:
    """Whether a comma ends a relative clause before the main verb, with nothing but that verb's helpers behind it."""
    if "," not in inside:
        return False
    last = len(inside) - 1 - list(inside)[::-1].index(",")
    return last >= 2 and len(inside) - last <= 5 and not any(word in BREAKS for word in inside[last:])


def clause_end(sentence: Sentence, end: int, next_first: int | None) -> int:
    stop = next_first if next_first is not None else len(sentence.words)
    for at in range(end, stop):
        if sentence.words[at] in BREAKS or sentence.words[at] in (";", "–", "—"):
            return at
    return stop


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


def is_passive(words: Sequence[str], match: PhraseMatch) -> bool:
    """Test whether the subject of a verb is what it is done to."""
    word = words[match.first]
    if word in ("now", "in", "under", "back", "has", "have", "is", "are"):
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
        links = ("by", "from") if match.end - match.first == 1 else ("by",)  # "dropped bombs from drones" is active
        measure = words[match.end + 1 : match.end + 2]  # "extended it by six months"
        if measure and (measure[0].isdigit() or measure[0] in _MEASURES):
            return False
        return match.end < len(words) and words[match.end] in links and word.endswith(("ed", "en", "un", "t"))
    return all(
        word.endswith("ly") or word in ("also", "later", "then", "been", "being", "all", "not", "both")
        for word in before[after_be[-1] + 1 :]
    )


def object_of(
    annotated: AnnotatedSentence, match: PhraseMatch, clause: tuple[int, int], passive: bool
) -> tuple[str, tuple[int, int]]:
    """Return classify the object of a trigger: "territory", "fighter", "weapon", ... or "place" where only a name stands."""
    low, high = clause
    objects = annotated.phrases.get("object", [])
    if passive and match.first == 0:
        return _main_subject(annotated, match, objects)
    if passive or (_is_intransitive(match) and annotated.sentence.words[match.first : match.end] != ("fall", "of")):
        return _subject_class(annotated, match, low, objects)
    if _ends_in_to(annotated, match):
        return _inside_phrase(annotated, match, objects)
    stop = _phrase_end(annotated, match.end, high, objects)
    inside = [noun for noun in objects if match.end <= noun.first < stop and not _is_doer(annotated, match.end, noun)]
    if inside:
        return inside[-1].payload[0], (inside[-1].first, inside[-1].end)
    held = [
        noun
        for noun in objects
        if match.first < noun.first and noun.end < match.end and not _is_doer(annotated, match.first, noun)
    ]
    if held:  # "shot two protesters dead"
        return held[-1].payload[0], (held[-1].first, held[-1].end)
    if annotated.sentence.words[match.end : match.end + 1] in (("it",), ("them",)):
        return "it", (0, 0)
    if _place_in(annotated, match.end, min(stop + 2, high)):
        return "place", (match.end, stop)
    return _antecedent(annotated, low, objects)


def _subject_class(
    annotated: AnnotatedSentence, match: PhraseMatch, low: int, objects: Sequence[PhraseMatch]
) -> tuple[str, tuple[int, int]]:
    """The class of a subject that something is done to."""
    names = [place for place in annotated.localities if low <= place.first < match.first]
    if names and names[0].first <= low + 1 and annotated.sentence.words[names[0].end : names[0].end + 1] == (",",):
        return "place", (names[0].first, names[0].end)  # "Kyaukme, on the road to China, was retaken"
    inside = [noun for noun in objects if low <= noun.first < match.first]
    while len(inside) > 1 and inside[0].end == inside[1].first:
        inside = inside[1:]  # "a signal battalion": the last noun of a compound says what it is
    if inside:
        return inside[0].payload[0], (inside[0].first, inside[0].end)
    if _place_in(annotated, low, match.first):
        return "place", (low, match.first)
    return ("it", (0, 0)) if {"it", "which"} & set(annotated.sentence.words[low : match.first]) else ("", (0, 0))


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
    return {code for _, code in match.payload} == {"fallen"}


def _antecedent(annotated: AnnotatedSentence, low: int, objects: Sequence[PhraseMatch]) -> tuple[str, tuple[int, int]]:
    """What a relative clause is about: "Cikha, a border town, which the forces captured"."""
    if low < 2 or annotated.sentence.words[low - 1] not in ("which", "whom"):
        return "", (0, 0)
    before = [noun for noun in objects if low - 8 <= noun.first < low - 1]
    if before:
        return before[-1].payload[0], (before[-1].first, before[-1].end)
    return ("place", (low - 2, low - 1)) if _place_in(annotated, max(0, low - 8), low - 1) else ("", (0, 0))


def _ends_in_to(annotated: AnnotatedSentence, match: PhraseMatch) -> bool:
    return match.end - match.first > 1 and annotated.sentence.words[match.end - 1] == "to"


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


def _phrase_end(annotated: AnnotatedSentence, first: int, high: int, objects: Sequence[PhraseMatch]) -> int:
    """The end of the noun phrase that begins at `first`; "of" ends it only once its noun is found."""
    words = annotated.sentence.words
    starts = {noun.first for noun in objects}
    named = False
    for at in range(first, high):
        word = words[at]
        if word == "of" and named:
            return at
        if word in STOPS and not (word == "and" and not named) and at > first:
            return at
        if word == "on" and at == first:
            continue
        named = named or at in starts
    return high


def _place_in(annotated: AnnotatedSentence, low: int, high: int) -> bool:
    return any(low <= locality.first < high for locality in annotated.localities)


def parties_in(
    annotated: AnnotatedSentence, match: PhraseMatch, clause: tuple[int, int], passive: bool
) -> tuple[ActorSpan | None, ActorSpan | None]:
    low, high = clause
    if passive or _is_means(annotated, match):
        return by_agent(annotated, match.end, high), _before(annotated, low, match.first)
    if _aims_noun(annotated, match):  # "the attack on Battalion 269": who stands behind "on" is attacked
        return _before(annotated, low, match.first), named_behind(annotated, match.first, high, ())
    agent = _behind(annotated, match.end, min(high, match.end + 5), ("by",), 3)
    agent = by_agent(annotated, match.end, high) if agent is not None else None  # with those listed behind it
    if _between(annotated, match, high):
        pair = [span for span in annotated.actors if match.end <= span.first < high]
        return (pair[0], pair[1]) if len(pair) > 1 else (pair[0] if pair else None, None)
    named = any(
        span.first <= match.first < span.end for span in annotated.actors
    )  # "the air force bombed": the phrase has its subject
    subject = _before(annotated, low, match.end if named else match.first)
    agent = agent or subject
    skip = (agent.first,) if agent else ()
    inside = [span for span in annotated.actors if match.first < span.first < match.end and span is not agent]
    if inside and agent is not None and agent.end <= match.first:
        return agent, inside[0]  # "shot two AA policemen dead"
    return agent, named_behind(annotated, match.end, high, skip)


def antecedent_actor(annotated: AnnotatedSentence, low: int) -> ActorSpan | None:
    """Find the actors that the relative pronoun before token `low` stands for: "soldiers who pulled out", "the KNDF, which entered"."""
    words = annotated.sentence.words
    if not low or words[low - 1] not in _DEFINING:
        return None
    reach = 0 if words[low - 1] == "that" else _ANTECEDENT_REACH
    inside = [span for span in annotated.actors if span.end <= low - 1]
    if not inside or low - 1 - inside[-1].end > reach:
        return None
    between = words[inside[-1].end : low - 1]
    return None if any(word in BREAKS or word in _HELPERS or word == ";" for word in between) else inside[-1]


def by_agent(annotated: AnnotatedSentence, first: int, high: int) -> ActorSpan | None:
    """Find the agent of a passive: the first actors behind "by", with no clause or comma between."""
    words = annotated.sentence.words
    links = ("by", "from") if words[first - 1] in ("fire", "attack") else ("by",)
    at = next((at for at in range(first, min(high, first + _BY_REACH)) if words[at] in links), None)
    if at is None:
        return None
    inside = [span for span in annotated.actors if at < span.first < high]
    if (
        not inside
        or inside[0].first > at + _BY_REACH
        or any(word in BREAKS or word in (",", ";") for word in words[at + 1 : inside[0].first])
    ):
        return None
    return _list_from(inside, words)


def _aims_noun(annotated: AnnotatedSentence, match: PhraseMatch) -> bool:
    words = annotated.sentence.words[match.first : match.end]
    before = annotated.sentence.words[match.first - 1 : match.first]
    return words[0] in _ATTACKS and bool({"on", "against"} & set(words)) and before in (("the",), ("an",), ("this",))


def _is_means(annotated: AnnotatedSentence, match: PhraseMatch) -> bool:
    """ "the convoy was hit by land mines": what stands before is what was hit."""
    words = annotated.sentence.words[max(0, match.first - 2) : match.first]
    return "by" in words


def _between(annotated: AnnotatedSentence, match: PhraseMatch, high: int) -> bool:
    """ "Clashes between A and B", "clashes broke out between A and B"; not "the road between the towns C and D"."""
    for at in range(match.end, min(high, match.end + 4)):
        if annotated.sentence.words[at] == "between":
            return any(at < span.first <= at + 4 for span in annotated.actors)
    return False


def _before(annotated: AnnotatedSentence, low: int, high: int) -> ActorSpan | None:
    """The actors that open the clause, those of one list together: "the KNDF, KNPLF and PDF"."""
    inside = [span for span in annotated.actors if low <= span.first and span.end <= high]
    if not inside:
        return None
    words = annotated.sentence.words
    start = 0
    while (
        start < len(inside) - 1
        and inside[start].first
        and words[inside[start].first - 1] in ("against", "with", "at", "on", "near")
    ):
        start += 1
    return _list_from(inside[start:], words)


def _behind(annotated: AnnotatedSentence, low: int, high: int, links: Sequence[str], reach: int) -> ActorSpan | None:
    """The actors behind one of the words `links`, with at most `reach` words between."""
    words = annotated.sentence.words
    inside = [span for span in annotated.actors if low <= span.first < high]
    for number, span in enumerate(inside):
        if any(word in links for word in words[max(low, span.first - reach) : span.first]):
            return _list_from(inside[number:], words)
    return None


def named_behind(annotated: AnnotatedSentence, low: int, high: int, skip: Sequence[int]) -> ActorSpan | None:
    inside = [span for span in annotated.actors if low <= span.first < high and span.first not in skip]
    return _list_from(inside, annotated.sentence.words) if inside else None


def _list_from(named: Sequence[ActorSpan], words: Sequence[str]) -> ActorSpan:
    first = named[0]
    ids, end, sure = list(first.ids), first.end, first.sure
    for span in named[1:]:
        gap = tuple(word for word in words[end : span.first] if word not in _UNIT_WORDS)
        if (
            len(gap) > 4
            or not any(word in (",", "and", "(", "&", "/", "with") for word in gap)
            or any(word in ("to", "by", "'s", "from", "of", "under", "against") for word in gap)
        ):
            break
        ids += [each for each in span.ids if each not in ids]
        end, sure = span.end, min(sure, span.sure)
    return ActorSpan(tuple(ids), first.first, end, sure)
