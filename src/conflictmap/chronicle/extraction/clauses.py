"""The grammar of one clause, by words alone: where it begins and ends, its voice, what its verb is done to.
No parser and no model: a model of the language would be a download, and blank ones know no subjects."""

from __future__ import annotations

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


_RELATIVE = frozenset({"which", "who", "whose", "where"})


def clause_start(sentence: Sentence, first: int, last_end: int) -> int:
    """The token at which the clause of a verb begins; a relative clause that a comma closed is stepped over."""
    words = sentence.words
    at = first - 1
    while at >= 0 and (at >= last_end or "," in words[at:first]):
        if words[at] in _RELATIVE and at and words[at - 1] == "," and _closed(words[at + 1 : first]):
            at -= 2
            last_end = min(last_end, at)
            continue
        if at < last_end:
            break
        if words[at] in BREAKS or words[at] in (";", ":", "–", "—"):
            return at + 1
        at -= 1
    between = sentence.words[last_end:first]
    if last_end and "and" in between:
        return last_end + between.index("and") + 1
    return last_end


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


def is_passive(words: Sequence[str], trigger: PhraseMatch) -> bool:
    word = words[trigger.first]
    if word.endswith("ing") or (word.endswith("s") and word != "was"):
        return False
    before = list(words[max(0, trigger.first - 4) : trigger.first])
    after_be = [at for at, one in enumerate(before) if one in _BE]
    if not after_be:
        return (
            trigger.end < len(words) and words[trigger.end] in ("by", "from") and word.endswith(("ed", "en", "un", "t"))
        )
    return all(
        one.endswith("ly") or one in ("also", "later", "then", "been", "being", "all", "not", "both")
        for one in before[after_be[-1] + 1 :]
    )


def object_of(
    marked: AnnotatedSentence, trigger: PhraseMatch, clause: tuple[int, int], passive: bool
) -> tuple[str, tuple[int, int]]:
    """The class of what the deed is done to: "territory", "fighter", "weapon", ... or "place" where only a name stands."""
    low, high = clause
    objects = marked.found.get("object", [])
    if passive:
        inside = [one for one in objects if low <= one.first < trigger.first]
        if inside:
            return inside[0].payload[0], (inside[0].first, inside[0].end)
        return ("place", (low, trigger.first)) if _place_in(marked, low, trigger.first) else ("", (0, 0))
    if _ends_in_to(marked, trigger):
        return _inside_phrase(marked, trigger, objects)
    stop = _phrase_end(marked, trigger.end, high, objects)
    inside = [one for one in objects if trigger.end <= one.first < stop]
    if inside:
        return inside[-1].payload[0], (inside[-1].first, inside[-1].end)
    held = [one for one in objects if trigger.first < one.first < trigger.end]
    if held:  # "shot two protesters dead"
        return held[-1].payload[0], (held[-1].first, held[-1].end)
    if _place_in(marked, trigger.end, min(stop + 2, high)):
        return "place", (trigger.end, stop)
    return _antecedent(marked, low, objects)


def _antecedent(marked: AnnotatedSentence, low: int, objects: Sequence[PhraseMatch]) -> tuple[str, tuple[int, int]]:
    """What a relative clause is about: "Cikha, a border town, which the forces captured"."""
    if low < 2 or marked.sentence.words[low - 1] not in ("which", "whom"):
        return "", (0, 0)
    before = [one for one in objects if low - 8 <= one.first < low - 1]
    if before:
        return before[-1].payload[0], (before[-1].first, before[-1].end)
    return ("place", (low - 2, low - 1)) if _place_in(marked, max(0, low - 8), low - 1) else ("", (0, 0))


def _ends_in_to(marked: AnnotatedSentence, trigger: PhraseMatch) -> bool:
    return trigger.end - trigger.first > 1 and marked.sentence.words[trigger.end - 1] == "to"


def _inside_phrase(
    marked: AnnotatedSentence, trigger: PhraseMatch, objects: Sequence[PhraseMatch]
) -> tuple[str, tuple[int, int]]:
    """The object of "handed it over to", "handed the town over to": it stands inside the phrase."""
    inside = [one for one in objects if trigger.first < one.first < trigger.end]
    if inside:
        return inside[-1].payload[0], (inside[-1].first, inside[-1].end)
    if _place_in(marked, trigger.first, trigger.end):
        return "place", (trigger.first, trigger.end)
    return ("it", (0, 0)) if "it" in marked.sentence.words[trigger.first : trigger.end] else ("", (0, 0))


def _phrase_end(marked: AnnotatedSentence, first: int, high: int, objects: Sequence[PhraseMatch]) -> int:
    """The end of the noun phrase that begins at `first`; "of" ends it only once its noun is found."""
    words = marked.sentence.words
    starts = {one.first for one in objects}
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


def _place_in(marked: AnnotatedSentence, low: int, high: int) -> bool:
    return any(low <= one.first < high for one in marked.localities)


def parties_in(
    marked: AnnotatedSentence, trigger: PhraseMatch, clause: tuple[int, int], passive: bool
) -> tuple[ActorSpan | None, ActorSpan | None]:
    low, high = clause
    if passive or _is_means(marked, trigger):
        return _behind(marked, trigger.end, high, ("by",), 4), _before(marked, low, trigger.first)
    agent = _behind(marked, trigger.end, min(high, trigger.end + 5), ("by",), 3)
    if _between(marked, trigger, high):
        pair = [one for one in marked.actors if trigger.end <= one.first < high]
        return (pair[0], pair[1]) if len(pair) > 1 else (pair[0] if pair else None, None)
    subject = _before(marked, low, trigger.end if trigger.end - trigger.first > 1 else trigger.first)
    doer = agent or subject
    skip = (doer.first,) if doer else ()
    return doer, named_behind(marked, trigger.end, high, skip)


def _is_means(marked: AnnotatedSentence, trigger: PhraseMatch) -> bool:
    """ "the convoy was hit by land mines": what stands before is what was hit."""
    words = marked.sentence.words[max(0, trigger.first - 2) : trigger.first]
    return "by" in words


def _between(marked: AnnotatedSentence, trigger: PhraseMatch, high: int) -> bool:
    """ "Clashes between A and B", "clashes broke out between A and B"; not "the road between the towns C and D"."""
    for at in range(trigger.end, min(high, trigger.end + 4)):
        if marked.sentence.words[at] == "between":
            return any(at < one.first <= at + 4 for one in marked.actors)
    return False


def _before(marked: AnnotatedSentence, low: int, high: int) -> ActorSpan | None:
    """The actors that open the clause, those of one list together: "the KNDF, KNPLF and PDF"."""
    inside = [one for one in marked.actors if low <= one.first and one.end <= high]
    if not inside:
        return None
    words = marked.sentence.words
    start = 0
    while (
        start < len(inside) - 1
        and inside[start].first
        and words[inside[start].first - 1] in ("against", "with", "at", "on", "near")
    ):
        start += 1
    return _list_from(inside[start:], words)


def _behind(marked: AnnotatedSentence, low: int, high: int, links: Sequence[str], reach: int) -> ActorSpan | None:
    """The actors behind one of the words `links`, with at most `reach` words between."""
    words = marked.sentence.words
    inside = [one for one in marked.actors if low <= one.first < high]
    for number, one in enumerate(inside):
        if any(word in links for word in words[max(low, one.first - reach) : one.first]):
            return _list_from(inside[number:], words)
    return None


def named_behind(marked: AnnotatedSentence, low: int, high: int, skip: Sequence[int]) -> ActorSpan | None:
    inside = [one for one in marked.actors if low <= one.first < high and one.first not in skip]
    return _list_from(inside, marked.sentence.words) if inside else None


def _list_from(named: Sequence[ActorSpan], words: Sequence[str]) -> ActorSpan:
    first = named[0]
    ids, end, sure = list(first.ids), first.end, first.sure
    for one in named[1:]:
        gap = words[end : one.first]
        if (
            len(gap) > 4
            or not any(word in (",", "and", "(", "&", "/", "with") for word in gap)
            or any(word in ("to", "by", "'s", "from", "of") for word in gap)
        ):
            break
        ids += [each for each in one.ids if each not in ids]
        end, sure = one.end, min(sure, one.sure)
    return ActorSpan(tuple(ids), first.first, end, sure)
