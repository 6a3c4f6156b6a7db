"""The actors of one clause: who stands before its verb, who behind it, who behind "by".
Nothing here knows what the verb means."""

from __future__ import annotations

from collections.abc import Sequence

from conflictmap.chronicle.extraction.actors import Named
from conflictmap.chronicle.extraction.sentences import Marked
from conflictmap.chronicle.language.phrase_matcher import Found


def parties_in(
    marked: Marked, trigger: Found, clause: tuple[int, int], passive: bool
) -> tuple[Named | None, Named | None]:
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


def _is_means(marked: Marked, trigger: Found) -> bool:
    """ "the convoy was hit by land mines": what stands before is what was hit."""
    words = marked.sentence.words[max(0, trigger.first - 2) : trigger.first]
    return "by" in words


def _between(marked: Marked, trigger: Found, high: int) -> bool:
    """ "Clashes between A and B", "clashes broke out between A and B"; not "the road between the towns C and D"."""
    for at in range(trigger.end, min(high, trigger.end + 4)):
        if marked.sentence.words[at] == "between":
            return any(at < one.first <= at + 4 for one in marked.actors)
    return False


def _before(marked: Marked, low: int, high: int) -> Named | None:
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


def _behind(marked: Marked, low: int, high: int, links: Sequence[str], reach: int) -> Named | None:
    """The actors behind one of the words `links`, with at most `reach` words between."""
    words = marked.sentence.words
    inside = [one for one in marked.actors if low <= one.first < high]
    for number, one in enumerate(inside):
        if any(word in links for word in words[max(low, one.first - reach) : one.first]):
            return _list_from(inside[number:], words)
    return None


def named_behind(marked: Marked, low: int, high: int, skip: Sequence[int]) -> Named | None:
    inside = [one for one in marked.actors if low <= one.first < high and one.first not in skip]
    return _list_from(inside, marked.sentence.words) if inside else None


def _list_from(named: Sequence[Named], words: Sequence[str]) -> Named:
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
    return Named(tuple(ids), first.first, end, sure)
