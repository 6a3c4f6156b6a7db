"""Towns, battalions and camps of one list that change hands: "captured the camp of LIB 22, the town of Kutkai and the gate at A".
Each that has a name is an event; those without one ("three outposts") are part of the event beside them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from conflictmap.chronicle.coding.event_mentions import TAKEN, EventMention
from conflictmap.chronicle.extraction.army_units import find_units
from conflictmap.chronicle.extraction.grammar.name_cues import Toponym
from conflictmap.chronicle.extraction.localities import Locality
from conflictmap.places.names.kinds import RANK

_JOINED = (
    ("and",),
    ("&",),
    ("plus",),
    ("along", "with"),
    ("as", "well", "as"),
    ("together", "with"),
    ("in", "addition", "to"),
)
_PLACING = frozenset(
    {"in", "at", "near", "on", "from", "inside", "outside", "around", "along", "between", "within", "across"}
)
_BESIDE = frozenset({"near", "between", "around", "outside"})
_ASIDES = frozenset({
    "a", "an", "last", "only", "which", "where", "whose", "who", "one", "home", "formerly", "once", "some", "about", "capital", "hub", "including",
})  # fmt: skip
_FINITE = frozenset({"was", "were", "is", "are", "has", "had", "have", "will", "said", "says", "gave", "gives"})
_HELD = frozenset({"post", "territory", "village", "garrison"})
_ARTICLES = frozenset({"the", "both", "all", "then", "also", "of"})


@dataclass(frozen=True, slots=True)
class _Item:
    """One item of a list: where it lies, and the tokens (half-open) of the noun that says what was taken."""

    place: Locality
    object_class: str
    object_tokens: tuple[int, int]
    is_unit: bool


def by_item(mention: EventMention) -> list[EventMention]:
    """Return an event for each named item of the list that a verb of capture has, in the sentence's order; [] where it has no list."""
    trigger = mention.main
    if trigger.code.code not in TAKEN or mention.inherited:
        return []
    subject = trigger.passive or trigger.code.swap
    low, high = (trigger.low, trigger.first) if subject else (trigger.end, trigger.high)
    words = mention.sentence_events.annotated.sentence.words
    if not subject:
        high = next((at for at in range(low, high) if words[at] in _FINITE), high)
    parts = _parts(mention, low, high)
    if subject and (at := _added_at(mention)) is not None:
        parts = [*(parts or [(low, high)]), *_parts(mention, at, trigger.high)]
    if any(_is_many(mention, *part) for part in parts):
        return []  # "captured posts in A and B", "Three camps in the region - A, B and C": nobody says how many each
    items, aside = [], False
    for part in parts:
        item = None if aside and _goes_on(mention, part) else _item(mention, *part)
        aside = item is None
        items += [item] if item is not None else []
    if len(items) < 2 or len(parts) < 2 or any(_is_beside_both(*pair) for pair in pairwise(items)):
        return []
    return [
        replace(
            mention,
            localities=(item.place,),
            main=replace(trigger, object_class=item.object_class, object_tokens=item.object_tokens),
            tolls=mention.tolls if number == 0 else (),
        )
        for number, item in enumerate(_with_shared_unit(mention, items))
    ]


def _is_beside_both(item: _Item, following: _Item) -> bool:
    """Whether "the camp near A and B" is one camp: the second name has no word of its own before it."""
    return item.place.names[0].before in _BESIDE and following.place.names[0].before == "and"


def _parts(mention: EventMention, low: int, high: int) -> list[tuple[int, int]]:
    """The parts of a list between commas and "and", as half-open tokens; [] where no "and" joins the last."""
    words = mention.sentence_events.annotated.sentence.words
    names = [(each.first, each.end) for locality in mention.localities for each in locality.names]
    bounds, joined, at = [], False, low
    begin = low
    while at < high:
        link = next((link for link in _JOINED if words[at : at + len(link)] == link), ())
        inside = any(first < at < end for first, end in names) or at in mention.sentence_events.annotated.dated
        if (link or words[at] == ",") and not inside:
            if at > begin:
                bounds.append((begin, at))
            joined = joined or bool(link)
            at += max(1, len(link))
            begin = at
            continue
        at += 1
    if begin < high:
        bounds.append((begin, high))
    return bounds if joined else []


def _added_at(mention: EventMention) -> int | None:
    """The token of "along with" behind a passive: "the town was seized along with the hill of LIB 324"."""
    words, trigger = mention.sentence_events.annotated.sentence.words, mention.main
    links = [link for link in _JOINED if len(link) > 1]
    return next(
        (at for at in range(trigger.end, trigger.high) if any(words[at : at + len(link)] == link for link in links)),
        None,
    )


def _is_many(mention: EventMention, low: int, high: int) -> bool:
    """Whether a part begins with several things without a name: "three camps in"."""
    annotated = mention.sentence_events.annotated
    nouns = [
        noun for noun in annotated.phrases.get("object", ()) if low <= noun.first < high and noun.payload[0] in _HELD
    ]
    if not nouns or find_units(annotated.sentence, low, high):
        return False
    word = annotated.sentence.words[nouns[0].end - 1]
    named = any(low <= place.names[0].first < nouns[0].first for place in mention.localities)
    led = annotated.sentence.words[nouns[0].end : nouns[0].end + 1] in (("in",), ("at",), ("near",), ("across",))
    return word.endswith("s") and not word.endswith(("ss", "headquarters", "barracks")) and led and not named


def _goes_on(mention: EventMention, part: tuple[int, int]) -> bool:
    """Whether a part goes on with the aside before it: "the junction of the roads out of A | and B", with no comma before "and"."""
    words = mention.sentence_events.annotated.sentence.words
    return words[part[0] - 1] == "and" and words[part[0] - 2] != ","


def _item(mention: EventMention, low: int, high: int) -> _Item | None:
    """What a part of a list names: a unit, a place, or a post at a place; None for an aside or for what has no name."""
    annotated = mention.sentence_events.annotated
    words = annotated.sentence.words
    at = low
    while at < high and words[at] in _ARTICLES:
        at += 1
    if at >= high or _ASIDES & set(words[at : at + 2]) or words[at] in _PLACING:
        return None
    units = [unit for unit in find_units(annotated.sentence, low, high) if not _is_of_taker(mention, unit)]
    sites = [place for place in mention.localities if place.role == "site" and low <= place.names[0].first < high]
    if units:
        wider = [name for place in sites[:1] for name in place.names if name not in units]
        return _Item(Locality((units[0], *wider)), "garrison", (units[0].first, units[0].end), True)
    if len(sites) != 1 or sites[0].names[0].level > RANK["township"]:
        return None
    place = sites[0]
    nouns = [
        noun
        for noun in annotated.phrases.get("object", ())
        if low <= noun.first and noun.end <= high and noun.payload[0] in _HELD
    ]
    led = place.names[0].before in _PLACING and place.names[0].first > at
    if place.names[0].before == "of" and not any(
        noun.end in (place.names[0].first - 1, place.names[0].first - 2) for noun in nouns
    ):
        return None  # "the junction of the roads out of A"
    if led and not nouns:
        return None
    many = (
        led
        and nouns
        and words[nouns[0].end - 1].endswith("s")
        and not words[nouns[0].end - 1].endswith(("ss", "headquarters"))
    )
    if many:
        return None
    noun = next((noun for noun in nouns if noun.payload[0] == "post"), None)
    return _Item(place, noun.payload[0] if noun else "place", (noun.first, noun.end) if noun else (0, 0), False)


def _with_shared_unit(mention: EventMention, items: Sequence[_Item]) -> list[_Item]:
    """ "In Minbya, LIB 379 and LIB 541 were captured": the place named beside a list of battalions says where each lies."""
    here = {name for item in items for name in item.place.names}
    beside = [place for place in mention.localities if place.role == "site" and place.names[0] not in here]
    last = items[-1].place.names[1:] if all(item.is_unit for item in items) else ()
    wider: Sequence[Toponym] = beside[0].names if len(beside) == 1 else last
    return [
        replace(item, place=replace(item.place, names=(*item.place.names, *wider)))
        if item.is_unit and len(item.place.names) == 1
        else item
        for item in items
    ]


def _is_of_taker(mention: EventMention, unit: Toponym) -> bool:
    """Whether a unit is named with whose it is, not what was taken: "the KNLA's Battalion 15"."""
    words = mention.sentence_events.annotated.sentence.words
    agent = mention.main.agent
    return agent is not None and agent.end <= unit.first and words[agent.end : unit.first] in ((), ("'s",))
