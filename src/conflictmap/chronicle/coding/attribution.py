"""Attribute an event: reporting mode, outlet, and the first day it was reported.
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
    """The mode of an event, with the tokens that show it in its sentence; `party` spoke, where a party did."""

    mode: str
    first: int
    end: int
    party: ActorSpan | None
    sure: float


def find_citations(text: str, lexicon: Lexicon, near: date) -> list[Citation]:
    """Find the outlets named as "(Mizzima 9/22)" or "(Irrawaddy 9/17; DVB, 18 Sept.)", months before days as they write them."""
    citations = []
    for bracket in _BRACKET.finditer(text):
        for citation in _OUTLET.finditer(burmese_to_ascii(bracket[1])):
            day = _day(citation["when"], lexicon, near)
            if day is not None:
                citations.append(Citation(bracket.start(), bracket.end(), citation["name"].strip(" ,"), day))
    return citations


def citation_of(citations: Sequence[Citation], end: int) -> list[Citation]:
    """Select the citations that cover what ends at character `end`: the first bracket at or after it."""
    later = [citation for citation in citations if citation.end >= end]
    return [citation for citation in later if citation.start == later[0].start] if later else []


def attribution_of(mention: EventMention, lexicon: Lexicon) -> Attribution:
    """Attribute an event: to a side of the war (a claim), to a side that denies or confirms it, else to the reporter."""
    sentence_events = mention.source_sentence or mention.sentence_events
    modes = sentence_events.annotated.phrases.get("mode", [])
    if mention.denied:
        return _denial(mention, sentence_events)
    for mode in modes:
        effect = mode.payload[0]
        party = (
            _speaker(sentence_events, mode.first) if effect != "said_by" else _named_after(sentence_events, mode.end)
        )
        if party is None or effect in ("tells", "reacts", "denies"):
            continue
        if effect == "confirms":
            return Attribution(
                "confirmed" if _loses(mention, party, lexicon) else "claimed_by_party", mode.first, mode.end, party, 0.7
            )
        if _speaks_for_itself(party, mention, effect, lexicon):
            return Attribution("claimed_by_party", mode.first, mode.end, party, 0.8)
        if _is_party(party, mention, lexicon) and (
            mention.source_sentence or mode.first <= mention.main.end or mode.first - party.end <= 1
        ):
            return Attribution("claimed_by_party", mode.first, mode.end, party, 0.9)
    if mention.source_sentence is not None:
        return Attribution("reported", 0, 1, None, 0.7)
    return Attribution("reported", mention.main.first, mention.main.end, None, 0.9 if not modes else 0.75)


def _denial(mention: EventMention, sentence_events: SentenceEvents) -> Attribution:
    """Who denies an event, by a verb of denial or, "has not fallen", by the words themselves."""
    for mode in sentence_events.annotated.phrases.get("mode", []):
        if mode.payload[0] == "denies":
            return Attribution("denied", mode.first, mode.end, _speaker(sentence_events, mode.first), 0.85)
    first, end = mention.main.first, mention.main.end
    return Attribution("denied", first, end, _speaker(sentence_events, first), 0.7)


def _speaks_for_itself(party: ActorSpan, mention: EventMention, effect: str, lexicon: Lexicon) -> bool:
    """A party to the war that announces or alleges: its word, whatever it is about."""
    rows = [lexicon.actors[actor_id] for actor_id in party.ids if actor_id in lexicon.actors]
    agent = mention.main.agent
    own = agent is not None and bool(set(agent.ids) & set(party.ids))
    return (
        effect == "says"
        and own
        and mention.main.code.family in ("statement", "measure")
        and any(row.group for row in rows)
    )


def _speaker(sentence_events: SentenceEvents, at: int) -> ActorSpan | None:
    inside = [span for span in sentence_events.annotated.actors if span.end <= at and at - span.end <= 14]
    if inside and at - inside[-1].end <= 1:
        return inside[-1]  # "..., the KNU said"
    return inside[0] if inside else None


def _named_after(sentence_events: SentenceEvents, at: int) -> ActorSpan | None:
    return next((span for span in sentence_events.annotated.actors if at <= span.first <= at + 4), None)


def _is_party(party: ActorSpan, mention: EventMention, lexicon: Lexicon) -> bool:
    """A belligerent that speaks of its own side's action, or whose action is the word itself."""
    rows = [lexicon.actors[actor_id] for actor_id in party.ids if actor_id in lexicon.actors]
    if not rows or not all(row.kind in _SPEAKERS and row.group for row in rows):
        return False
    agent = mention.main.agent
    if mention.main.code.family in ("statement", "talks", "measure"):
        return False
    groups = (
        {lexicon.actors[actor_id].group for actor_id in agent.ids if actor_id in lexicon.actors} if agent else set()
    )
    return not groups or bool(groups & {row.group for row in rows}) or mention.main.code.code == "surrender"


def _loses(mention: EventMention, party: ActorSpan, lexicon: Lexicon) -> bool:
    """Whether the one who admits it is not the one who gained by it."""
    agent = mention.main.agent
    return agent is not None and not set(agent.ids) & set(party.ids)


def _day(text: str, lexicon: Lexicon, near: date) -> date | None:
    numeric = re.fullmatch(r"(\d{1,2})/(\d{1,2})(?:/(\d{2,4}))?", text)
    if numeric is None:
        return next((date_phrase.first for date_phrase in written_dates(text, lexicon, near)), None)
    month, day = int(numeric[1]), int(numeric[2])
    years = [near.year - 1, near.year, near.year + 1]
    days = []
    for year in years:
        try:
            days.append(date(year, month, day))
        except ValueError:
            continue
    return min(days, key=lambda it: abs(it - near), default=None)
