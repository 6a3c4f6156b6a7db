"""A township's state from its parts: the seat decides, and the other known sites and the countryside say how far that goes.
Nothing is spread from one place to another: a part that nobody reports on is not counted for anybody."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from conflictmap.control.alliances import named
from conflictmap.control.confidence import ORDER, lower
from conflictmap.control.evidence import RuleContext
from conflictmap.control.rules import in_order
from conflictmap.control.site_spans import SiteSpan
from conflictmap.event_tables.actor_cells import split_actors

HELD = ("controlled", "baseline", "besieged", "contested")
SHARED = ("contested", "mixed")  # a countryside of such a state is named with all who are in it, and has no one holder
COUNTRYSIDE = "rural"
_RANK = {confidence: rank for rank, confidence in enumerate(ORDER)}


class TownshipSpan(NamedTuple):
    """A township's state over [start, end); `sites_known` counts its sites with a known holder."""

    span: SiteSpan
    sites_known: int


def sum_up(
    seat: Sequence[SiteSpan],
    others: Mapping[str, Sequence[SiteSpan]],
    countryside: Sequence[SiteSpan],
    rule_context: RuleContext,
) -> list[TownshipSpan]:
    """Sum up the township's spans in order of day; join neighbours that say the same.

    Parameters: seat, the seat's spans; others, the spans of every other site of the township, by site_id; countryside,
    those of what lies outside the towns, empty where nothing is known of it.
    """
    steps = sorted(_steps(seat, {**others, COUNTRYSIDE: countryside}), key=lambda step: (step[0], step[1]))
    tally = _Tally()
    spans: list[TownshipSpan] = []
    last_words: tuple[str, str, str, str, bool] | None = None
    now: SiteSpan | None = None
    causes: list[SiteSpan] = []
    begun: tuple[date, SiteSpan, _Verdict, Sequence[SiteSpan]] | None = None
    for position, (day, site, span) in enumerate(steps):
        if position and steps[position - 1][0] < day:
            causes = []
        if site:
            tally.put(site, span)
            causes.append(span)
        else:
            now = span
        if now is None or (position + 1 < len(steps) and steps[position + 1][0] == day):
            continue
        verdict = _verdict(day, now, tally, rule_context)
        words = verdict.says(now)
        if words == last_words:  # more evidence of the same is no new state
            continue
        last_words = words
        if begun is not None:
            spans.append(_span(*begun, day))
        begun = day, now, verdict, tuple(causes)
    return [*spans, _span(*begun, None)] if begun is not None else spans


class _Tally:
    """The sites beside the seat that each holder has on the day under way, sorted, and the latest span of each site."""

    def __init__(self) -> None:
        self.known = 0
        self.spans: dict[str, SiteSpan] = {}
        self.by_holder: dict[str, list[str]] = {}
        self.countryside: SiteSpan | None = None

    def put(self, site: str, span: SiteSpan) -> None:
        if site == COUNTRYSIDE:
            self.countryside = span if span.state != "unknown" else None
            return
        before = self.spans.get(site)
        self.spans[site] = span
        held, holds = _holder(before), _holder(span)
        if held == holds:
            return
        if held:
            self.known -= 1
            self.by_holder[held].remove(site)
        if holds:
            self.known += 1
            insort(self.by_holder.setdefault(holds, []), site)


def _holder(span: SiteSpan | None) -> str:
    """Who holds a site alone, "" where nobody does."""
    return span.holder if span is not None and span.state in HELD else ""


def _steps(seat: Sequence[SiteSpan], others: Mapping[str, Sequence[SiteSpan]]) -> Iterator[tuple[date, str, SiteSpan]]:
    for span in seat:
        yield span.start, "", span
    for site, spans in others.items():
        for span in spans:
            yield span.start, site, span


class _Verdict(NamedTuple):
    """What the parts make of the seat's state: the state, the rivals, and the parts in which they are."""

    state: str
    rivals: str
    parts: tuple[SiteSpan, ...]
    sites_known: int

    def says(self, seat: SiteSpan) -> tuple[str, str, str, str, bool]:
        if not self.parts:
            return self.state, seat.holder, seat.other, seat.confidence, seat.disputed
        disputed = seat.disputed or any(span.disputed for span in self.parts)
        return self.state, seat.holder, self.rivals, self.confidence(seat), disputed

    def confidence(self, seat: SiteSpan) -> str:
        """Return grade it no surer than the surest of the rivals' parts; and, where the seat is known, no surer than the seat."""
        surest = max(self.parts, key=_sureness).confidence
        return surest if self.state == "partial" else lower(seat.confidence, surest)


def _verdict(day: date, seat: SiteSpan, tally: _Tally, rule_context: RuleContext) -> _Verdict:
    """T1: the seat's state, and what others hold beside it.

    predominant: others hold a known site, or are in a countryside that no one side holds alone. split: one other holds
    the countryside, or most of the known rest. partial: the seat is not assessed and some other part is.
    """
    known = tally.known + bool(seat.holder)
    if seat.state != "unknown" and (seat.state not in ("controlled", "baseline") or not seat.holder):
        return _Verdict(seat.state, "", (), known)
    counts = {
        who: len(sites) for who, sites in tally.by_holder.items() if sites and _is_rival(who, seat, day, rule_context)
    }
    rural = _in_the_countryside(seat, tally.countryside, day, rule_context)
    order = [*rural, *sorted(counts, key=lambda who: (-counts[who], who))]
    if not order:
        return _Verdict("not_assessed" if seat.state == "unknown" else seat.state, "", (), known)
    sites = tuple(tally.spans[site] for who in sorted(counts) for site in tally.by_holder[who])
    parts = (tally.countryside, *sites) if rural and tally.countryside is not None else sites
    rivals = named("|".join(order))
    if seat.state == "unknown":
        return _Verdict("partial", rivals, parts, known)
    rest, most = tally.known, max(counts.values(), default=0)
    holds_countryside = bool(rural) and tally.countryside is not None and tally.countryside.state not in SHARED
    is_split = holds_countryside or (rest >= rule_context.rules.limits.split_sites and most * 2 > rest)
    return _Verdict("split" if is_split else "predominant", rivals, parts, known)


def _in_the_countryside(
    seat: SiteSpan, countryside: SiteSpan | None, day: date, rule_context: RuleContext
) -> list[str]:
    """Who is in the countryside and not on the side of the seat's holder."""
    if countryside is None:
        return []
    there = [countryside.holder]
    if countryside.state in SHARED:
        there = [*split_actors(countryside.holder), *split_actors(countryside.other)]
    return [who for who in dict.fromkeys(there) if who and _is_rival(who, seat, day, rule_context)]


def _sureness(span: SiteSpan) -> int:
    return _RANK[span.confidence]


def _is_rival(who: str, seat: SiteSpan, day: date, rule_context: RuleContext) -> bool:
    return not rule_context.alliances.allied(who, seat.holder, day)


def _span(day: date, seat: SiteSpan, verdict: _Verdict, causes: Sequence[SiteSpan], end: date | None) -> TownshipSpan:
    """The township's span from a day on: the seat's, with the rules, events and day known of what makes it so.

    That is the rivals' parts, and `causes`, the other sites' spans that begin on the day: where a rival has lost its
    last known site the seat's span goes on, but the township's begins.
    """
    ours = [span for span in causes if day > seat.start and _says_something(span) and span not in verdict.parts]
    sites = [*verdict.parts, *ours]
    if not sites:
        return TownshipSpan(seat._replace(start=day, end=end, state=verdict.state), verdict.sites_known)
    begun = [span for span in (seat, *sites) if span.start == day]
    newest = max(span.start for span in sites)
    parts = max(sites, key=_sureness).parts if verdict.state == "partial" else seat.parts
    whole = SiteSpan(
        day, end, verdict.state, seat.holder, verdict.rivals or seat.other,
        verdict.confidence(seat) if verdict.parts else seat.confidence,
        in_order((*seat.rules, *(rule for span in sites for rule in span.rules), "T1")),
        max(seat.known_since, max(span.known_since for span in sites if span.start == newest)),
        tuple(dict.fromkeys((*seat.evidence, *(event for span in sites for event in span.evidence)))),
        min((span.start_low for span in begun), default=day), max((span.start_high for span in begun), default=day),
        seat.disputed or any(span.disputed for span in verdict.parts), parts,
    )  # fmt: skip
    return TownshipSpan(whole, verdict.sites_known)


def _says_something(span: SiteSpan) -> bool:
    """Whether a part's span is a finding: a known state, or a countryside or a base that lapsed (T3, T4)."""
    return span.state != "unknown" or not {"T3", "T4"}.isdisjoint(span.rules)
