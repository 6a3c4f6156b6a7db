"""By whose word a happening is told: its mode, the outlet and the day it became known.
Nothing here weighs a claim; `control` does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from conflictmap.chronicle.coding.event_mentions import EventMention, SentenceEvents
from conflictmap.chronicle.extraction.actors import ActorSpan
from conflictmap.chronicle.language.lexicon import Lexicon
from conflictmap.chronicle.text.dates import burmese_to_ascii, written_dates

_BRACKET = re.compile(r"[(\[]([^()\[\]]{3,120})[)\]]")
_OUTLET = re.compile(
    r"(?P<name>[^\W\d_][\w .&'’:-]*?)[\s,]+(?P<when>\d{1,2}/\d{1,2}(?:/\d{2,4})?|[A-Z][a-z]{2,8}\.?\s+\d{1,2}(?:,?\s*\d{4})?|\d{1,2}\s+[A-Z][a-z]{2,8}\.?(?:\s+\d{4})?)\s*(?:[;,]|$)"
)
_SPEAKERS = ("state", "armed_group", "coalition", "other")


@dataclass(frozen=True, slots=True)
class Citation:
    """An outlet named in brackets behind what it reports: characters of the entry, half-open, its name, its day."""

    start: int
    end: int
    outlet: str
    day: date | None


@dataclass(frozen=True, slots=True)
class Attribution:
    """The mode of a happening, with the tokens that show it in its scene; `party` spoke, where a party did."""

    mode: str
    first: int
    end: int
    party: ActorSpan | None
    sure: float


def find_citations(text: str, lexicon: Lexicon, near: date) -> list[Citation]:
    """The outlets named as "(Mizzima 9/22)" or "(Irrawaddy 9/17; DVB, 18 Sept.)", months before days as they write them."""
    found = []
    for bracket in _BRACKET.finditer(text):
        for one in _OUTLET.finditer(burmese_to_ascii(bracket[1])):
            day = _day(one["when"], lexicon, near)
            if day is not None:
                found.append(Citation(bracket.start(), bracket.end(), one["name"].strip(" ,"), day))
    return found


def citation_of(citations: Sequence[Citation], end: int) -> list[Citation]:
    """The citations that cover what ends at character `end`: the first bracket at or after it."""
    later = [one for one in citations if one.end >= end]
    return [one for one in later if one.start == later[0].start] if later else []


def word_of(happening: EventMention, lexicon: Lexicon) -> Attribution:
    """Who says so: the happening's own side (a claim), somebody else, or the other side that denies it."""
    scene = happening.teller or happening.scene
    modes = scene.marked.found.get("mode", [])
    if happening.denied:
        denies = next(one for one in modes if one.payload[0] == "denies")
        return Attribution("denied", denies.first, denies.end, _speaker(scene, denies.first), 0.85)
    for one in modes:
        effect = one.payload[0]
        party = _speaker(scene, one.first) if effect != "said_by" else _named_after(scene, one.end)
        if party is None or effect in ("tells", "reacts", "denies"):
            continue
        if effect == "confirms":
            return Attribution(
                "confirmed" if _loses(happening, party, lexicon) else "claimed_by_party", one.first, one.end, party, 0.7
            )
        if _speaks_for_itself(party, happening, effect, lexicon):
            return Attribution("claimed_by_party", one.first, one.end, party, 0.8)
        if _is_party(party, happening, lexicon) and (
            happening.teller or one.first <= happening.main.end or one.first - party.end <= 1
        ):
            return Attribution("claimed_by_party", one.first, one.end, party, 0.9)
    if happening.teller is not None:
        return Attribution("reported", 0, 1, None, 0.7)
    return Attribution("reported", happening.main.first, happening.main.end, None, 0.9 if not modes else 0.75)


def _speaks_for_itself(party: ActorSpan, happening: EventMention, effect: str, lexicon: Lexicon) -> bool:
    """A party to the war that announces or alleges: its word, whatever it is about."""
    rows = [lexicon.actors[one] for one in party.ids if one in lexicon.actors]
    doer = happening.main.doer
    own = doer is not None and bool(set(doer.ids) & set(party.ids))
    return (
        effect == "says"
        and own
        and happening.main.code.family in ("statement", "measure")
        and any(row.group for row in rows)
    )


def _speaker(scene: SentenceEvents, at: int) -> ActorSpan | None:
    inside = [one for one in scene.marked.actors if one.end <= at and at - one.end <= 14]
    if inside and at - inside[-1].end <= 1:
        return inside[-1]  # "..., the KNU said"
    return inside[0] if inside else None


def _named_after(scene: SentenceEvents, at: int) -> ActorSpan | None:
    return next((one for one in scene.marked.actors if at <= one.first <= at + 4), None)


def _is_party(party: ActorSpan, happening: EventMention, lexicon: Lexicon) -> bool:
    """A belligerent that speaks of its own side's deed, or whose deed is the word itself."""
    rows = [lexicon.actors[one] for one in party.ids if one in lexicon.actors]
    if not rows or not all(row.kind in _SPEAKERS and row.group for row in rows):
        return False
    doer = happening.main.doer
    if happening.main.code.family in ("statement", "talks", "measure"):
        return False
    groups = {lexicon.actors[one].group for one in doer.ids if one in lexicon.actors} if doer else set()
    return not groups or bool(groups & {row.group for row in rows}) or happening.main.code.code == "surrender"


def _loses(happening: EventMention, party: ActorSpan, lexicon: Lexicon) -> bool:
    """Whether the one who admits it is not the one who gained by it."""
    doer = happening.main.doer
    return doer is not None and not set(doer.ids) & set(party.ids)


def _day(text: str, lexicon: Lexicon, near: date) -> date | None:
    numeric = re.fullmatch(r"(\d{1,2})/(\d{1,2})(?:/(\d{2,4}))?", text)
    if numeric is None:
        return next((when.first for when in written_dates(text, lexicon, near)), None)
    month, day = int(numeric[1]), int(numeric[2])
    years = [near.year - 1, near.year, near.year + 1]
    days = []
    for year in years:
        try:
            days.append(date(year, month, day))
        except ValueError:
            continue
    return min(days, key=lambda it: abs(it - near), default=None)
