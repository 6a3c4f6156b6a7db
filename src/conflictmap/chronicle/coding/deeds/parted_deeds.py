"""Two actions of one sentence that are deeds of their own: another subject in another place, a battalion and its town, burning and taking.
Nothing here joins them; `grouping` does.
"""

from __future__ import annotations

from collections.abc import Sequence

from conflictmap.chronicle.coding.event_mentions import CHANGED_HANDS, SentenceEvents
from conflictmap.chronicle.extraction.localities import Locality
from conflictmap.chronicle.extraction.triggers import Trigger


def are_parted(group: Sequence[Trigger], main: Trigger, trigger: Trigger, sentence_events: SentenceEvents) -> bool:
    """Test whether an action is no part of a group's event, whatever its kind; `main` is the group's weightiest."""
    if any(_deed(member) and _deed(trigger) and _deed(member) != _deed(trigger) for member in group):
        return True
    if "remote" in (main.code.family, trigger.code.family) and _leaves_or_takes(main, trigger, sentence_events):
        return True
    return _in_own_clause(main, trigger, sentence_events) or _holds_more(main, trigger, sentence_events)


def _holds_more(main: Trigger, trigger: Trigger, sentence_events: SentenceEvents) -> bool:
    """Whether of two captures one is of a battalion or post and one of the town around it, each with a clause of its own."""
    if not {main.code.code, trigger.code.code} <= CHANGED_HANDS or main.object_tokens == trigger.object_tokens:
        return False
    one, two = main.object_class, trigger.object_class
    posts, towns = ("garrison", "post"), ("territory", "place")
    if not ((one in posts and two in towns) or (two in posts and one in towns)):
        return False
    words = sentence_events.annotated.sentence.words
    post = main if one in posts else trigger
    noun = words[max(0, post.object_tokens[1] - 1)]
    many = noun.endswith("s") and not noun.endswith(("headquarters", "barracks", "ss"))
    between = words[min(main.end, trigger.end) : max(main.first, trigger.first)]
    return not many and len(between) > 1


def _in_own_clause(main: Trigger, trigger: Trigger, sentence_events: SentenceEvents) -> bool:
    """ "A sniper shot a soldier outside A, and a farmer stepped on a mine in B": another subject and another place behind ", and"."""
    if not {main.code.family, trigger.code.family} <= _DEEDS or not own_place(main, trigger, sentence_events):
        return False
    low, high = (main.end, trigger.first) if main.first < trigger.first else (trigger.end, main.first)
    words = sentence_events.annotated.sentence.words
    for at in range(low + 1, high - 1):
        joined = words[at - 1 : at + 1] in ((",", "and"), (",", "while"), (",", "whereas")) or words[at] == ";"
        if joined and (words[at + 1] in _NEW_SUBJECT or words[at + 1].isdigit()):
            return True
    return False


_DEEDS = frozenset({"armed", "remote", "civil"})
_NEW_SUBJECT = frozenset({
    "a", "an", "the", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "another", "some", "several", "at", "in",
})  # fmt: skip


def _leaves_or_takes(main: Trigger, trigger: Trigger, sentence_events: SentenceEvents) -> bool:
    """ "Drones hit the base, its fighters pulled out, and it has since been reoccupied": what follows on a strike and is none of it."""
    words = sentence_events.annotated.sentence.words
    for each in (main, trigger):
        own = each.low > 0 and words[each.low - 1] in ("which", "who")
        if each.code.code == "withdrawal" or (each.code.code in CHANGED_HANDS and own):
            return True
    return False


def _deed(trigger: Trigger) -> str:
    """ "burned" or "taken": deeds that are rows of their own beside others."""
    if trigger.code.code in ("arson", "destruction") and trigger.object_class in (
        "building",
        "village",
        "territory",
        "place",
        "post",
    ):
        return "burned"
    return "taken" if trigger.code.code in ("arrest", "abduction", "taken_prisoner") else ""


def own_place(trigger: Trigger, two: Trigger, sentence_events: SentenceEvents) -> bool:
    here = {place.key for place in inside(sentence_events.annotated.localities, trigger.low, trigger.high)}
    there = {place.key for place in inside(sentence_events.annotated.localities, two.low, two.high)}
    return bool(here and there and not here & there)


def inside(localities: Sequence[Locality], low: int, high: int) -> list[Locality]:
    return [locality for locality in localities if low <= first_of(locality) < high]


def first_of(locality: Locality) -> int:
    """The first token of the narrowest name: a district that opens the sentence places all behind it, and is in no clause of theirs."""
    return locality.names[0].first
