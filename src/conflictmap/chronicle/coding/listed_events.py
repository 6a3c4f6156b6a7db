"""One verb, several events: "captured A, B and C"; "A was regained on 23 July, B on 24 August and C on 7 November".
Nothing here looks beyond the sentence, nor decides what a verb means.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from conflictmap.chronicle.coding.deeds.listed_sites import by_item
from conflictmap.chronicle.coding.event_mentions import TAKEN, VIOLENT, EventMention
from conflictmap.chronicle.extraction.army_units import find_units
from conflictmap.chronicle.extraction.grammar.name_cues import Toponym
from conflictmap.chronicle.extraction.localities import Locality
from conflictmap.chronicle.text.date_phrases import DatePhrase
from conflictmap.places.names.kinds import RANK

_LISTS = frozenset({(",",), ("and",), (",", "and"), (";",), (";", "and")})
_OWN_DAY = ("day", "range", "weekday", "relative")
_ITEM = re.compile(r"\s*[,;]?\s*(?:and\s+)?(?P<what>(?:the\s+|an?\s+)?[^,;.]{3,90}?)\s+on\s*$")
_LEADING = re.compile(r"[^,;]*\band(?:,? on|,| then| then,)? $")
_LATER_ITEM = re.compile(
    r"\s*[,;]?\s*(?:and\s+)?(?P<what>(?:the\s+|an?\s+)?[A-Z][^,;.]{2,60}?)\s*$"
)  # "and Kunlong | a week later"
_CLAUSE = re.compile(
    r"\b(?:was|were|is|are|has|had|have|but|then|when|which|who|that|after|before|while|as|until|since|said|says)\b"
)


def separate(mention: EventMention) -> list[EventMention]:
    """Separate the events that a mention lists, in the sentence's order; itself alone where it lists none."""
    if mention.inherited:
        return [mention]
    dated = _by_day(mention)
    if len(dated) == 1 and (listed := by_item(dated[0])):
        return listed
    return [part for each in dated for part in _by_place(_with_units(each))]


def _by_day(mention: EventMention) -> list[EventMention]:
    """Each object behind the verb with a day of its own, which stands behind it, is an event."""
    sentence = mention.sentence_events.annotated.sentence
    verb = sentence.ends[mention.main.end - 1]
    days = [day for day in mention.sentence_events.dates if day.kind in _OWN_DAY and day.start > verb]
    if (led := _by_leading_day(mention)) is not None:
        return led
    items = [_item(mention, last, day) for last, day in pairwise(days)]
    if not items or mention.main.code.family not in VIOLENT or not all(items):
        return [mention]
    first = [locality for locality in mention.localities if sentence.starts[locality.first] < days[0].start]
    parts = [replace(mention, localities=tuple(first), day=days[0])]
    for item, (last, day) in zip(items, pairwise(days), strict=True):
        inside = [
            locality for locality in mention.localities if last.end <= sentence.starts[locality.first] < day.start
        ]
        parts.append(replace(mention, localities=tuple(inside) or _named(mention, item), day=day, tolls=()))
    return parts


def _by_leading_day(mention: EventMention) -> list[EventMention] | None:
    """ "captured the camp on A hill and on 19 June the camp of B": a further object behind a day of its own."""
    sentence = mention.sentence_events.annotated.sentence
    verb = sentence.ends[mention.main.end - 1]
    for day in mention.sentence_events.dates:
        before = sentence.text[max(0, verb - sentence.start) : max(0, day.start - sentence.start)]
        if (
            day.kind not in (*_OWN_DAY, "relative")
            or day.start <= verb
            or not _LEADING.search(before)
            or mention.main.code.family not in VIOLENT
        ):
            continue
        rest = [place for place in mention.localities if sentence.starts[place.first] >= day.end]
        first = [place for place in mention.localities if place not in rest]
        inside = any(sentence.starts[trigger.first] >= day.end for trigger in mention.sentence_events.triggers)
        days = [other for other in mention.sentence_events.dates if other is not day and other.kind in _OWN_DAY]
        if not rest or not first or inside or len(days) != 1:
            continue
        return [
            replace(mention, localities=tuple(first), day=days[0]),
            replace(mention, localities=(rest[0],), day=day, tolls=()),
        ]
    return None


def _item(mention: EventMention, last: DatePhrase, day: DatePhrase) -> str:
    """What stands between two days and is no clause of its own: "and Sedawgyi Village on"; "" where it is one."""
    sentence = mention.sentence_events.annotated.sentence
    form = _LATER_ITEM if day.kind == "relative" else _ITEM
    match = form.fullmatch(sentence.text, last.end - sentence.start, day.start - sentence.start)
    if match is None or _CLAUSE.search(match["what"]) or match["what"] in ("again", "once more"):
        return ""
    inside = (last.end <= sentence.starts[trigger.first] < day.start for trigger in mention.sentence_events.triggers)
    return "" if any(inside) else match["what"]


def _named(mention: EventMention, item: str) -> tuple[Locality, ...]:
    """What an item names, as a place, where it begins with a name: "the Alpha cement factory"."""
    bare = re.sub(r"^(?:the|an?)\s+", "", item)
    at = mention.main.end - 1
    return (Locality((Toponym(bare, "", at, at + 1, ""),)),) if bare[:1].isupper() else ()


def _with_units(mention: EventMention) -> EventMention:
    """A battalion that is taken is the place that is taken; the one place named beside it says where it lies."""
    trigger, sites = mention.main, [locality for locality in mention.localities if locality.role == "site"]
    if trigger.code.code not in TAKEN or trigger.object_class not in ("garrison", "", "post") or len(sites) > 1:
        return mention
    before = trigger.passive or trigger.code.swap
    low, high = (trigger.low, trigger.first) if before else (trigger.end, trigger.high)
    sentence = mention.sentence_events.annotated.sentence
    units = [
        unit
        for unit in find_units(sentence, low, high)
        if not _is_of_taker(mention, unit) and not _is_above(sentence.words, unit)
    ]
    if (
        trigger.object_class == "post"
    ):  # "the headquarters of LIB 511", "Operation Command 15": never "a camp guarded by LIB 20"
        first, end = trigger.object_tokens
        units = [unit for unit in units if unit.first - 2 <= first <= unit.end or first <= unit.first <= end + 2]
    if not units:
        return mention
    wider = sites[0].names if sites else ()
    rest = [locality for locality in mention.localities if locality not in sites]
    chains = [Locality((unit, *wider)) for unit in units]
    return replace(mention, localities=(*chains, *rest))


def _is_above(words: Sequence[str], unit: Toponym) -> bool:
    """ "Battalion 376, operating under the 9th Operations Command (MOC 9)": a unit that commands the one that was taken."""
    before = words[max(0, unit.first - 3) : unit.first]
    return "under" in before or before[-1:] == ("(",)


def _is_of_taker(mention: EventMention, unit: Toponym) -> bool:
    """Whether a unit is named with whose it is, not what was taken: "the KNLA's Battalion 15"."""
    words = mention.sentence_events.annotated.sentence.words
    return any(
        span.end <= unit.first and words[span.end : unit.first] in ((), ("'s",))
        for span in mention.sentence_events.annotated.actors
    )


def _by_place(mention: EventMention) -> list[EventMention]:
    """ "captured A, B and C": each town, camp or battalion that changes hands is an event of its own."""
    mention = _under_lead(mention)
    sites = [locality for locality in mention.localities if locality.role == "site"]
    listed = len(sites) > 1 and len(sites) == len(mention.localities) and _are_listed(mention, sites)
    if (
        not listed
        or mention.main.code.code not in TAKEN
        or sites[0].names[0].before in ("in", "at", "near")
        or any(name.level > RANK["township"] for locality in sites for name in locality.names[:1])
    ):
        return [mention]  # "captured posts in A and B": nobody says how many
    return [
        replace(mention, localities=(locality,), tolls=mention.tolls if number == 0 else ())
        for number, locality in enumerate(sites)
    ]


def _under_lead(mention: EventMention) -> EventMention:
    """ "In Kyaukphyu the army moved back into A, B and C": what opens the sentence says where each of the list lies."""
    sites = [locality for locality in mention.localities if locality.role == "site"]
    if len(sites) < 3 or len(sites) != len(mention.localities) or mention.main.code.code not in TAKEN:
        return mention
    lead, rest = sites[0], sites[1:]
    if lead.names[0].before != "in" or not lead.end <= mention.main.first <= rest[0].first:
        return mention
    if not _are_listed(mention, rest):
        return mention
    wider = tuple(replace(name, relation="") for name in lead.names)
    return replace(mention, localities=tuple(replace(site, names=(*site.names, *wider)) for site in rest))


def _are_listed(mention: EventMention, sites: Sequence[Locality]) -> bool:
    """Whether nothing but commas and "and" stands between places; the articles before names do not count."""
    words = mention.sentence_events.annotated.sentence.words
    names = [site.names[0] for site in sites]
    gaps = [
        tuple(word for word in words[last.end : name.first] if word not in ("the", "a", "an"))
        for last, name in pairwise(names)
    ]
    same = [last.first == name.first for last, name in pairwise(names)]  # "IBs 16 and 17": one name holds both
    return all(gap in _LISTS or one_name for gap, one_name in zip(gaps, same, strict=True))
