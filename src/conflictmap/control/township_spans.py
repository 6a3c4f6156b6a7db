"""A township's state from its sites: the seat decides, and the other known sites say how far that goes.
Nothing is spread from one place to another: a site that nobody reports on is not counted for anybody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from conflictmap.control.alliances import Sides
from conflictmap.control.confidence import ORDER, lower
from conflictmap.control.rules import in_order
from conflictmap.control.site_spans import SiteSpan

# Below three known sites beside the seat, "most of the rest" would turn a township on a single village.
SPLIT_FROM_SITES = 3
HELD = ("controlled", "baseline", "besieged", "contested")


@dataclass(frozen=True, slots=True)
class TownshipSpan:
    """A township's state over [start, end); `sites_known` counts its sites with a known holder."""

    span: SiteSpan
    sites_known: int


def sum_up(seat: Sequence[SiteSpan], others: Mapping[str, Sequence[SiteSpan]], sides: Sides) -> list[TownshipSpan]:
    """The township's spans, in order of day, neighbours that say the same joined.

    Parameters: seat, the seat's spans; others, the spans of every other site of the township, by site_id.
    """
    steps = sorted(_steps(seat, others), key=lambda step: (step[0], step[1]))
    tally = _Tally()
    found: list[TownshipSpan] = []
    now: SiteSpan | None = None
    causes: list[SiteSpan] = []
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
        verdict = _verdict(day, now, tally, sides)
        if not found or verdict.says(now) != _said(found[-1].span):  # more evidence of the same is no new state
            if found:
                found[-1] = TownshipSpan(replace(found[-1].span, end=day), found[-1].sites_known)
            found.append(TownshipSpan(_span(day, now, verdict, causes), verdict.sites_known))
    return found


class _Tally:
    """How many sites beside the seat each holder has, on the day under way, and the latest span of each site."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.spans: dict[str, SiteSpan] = {}
        self.by_holder: dict[str, dict[str, None]] = {}

    def put(self, site: str, span: SiteSpan) -> None:
        before = self.spans.get(site)
        if before is not None and before.holder and before.state in HELD:
            self.counts[before.holder] -= 1
            del self.by_holder[before.holder][site]
        self.spans[site] = span
        if span.holder and span.state in HELD:
            self.counts[span.holder] += 1
            self.by_holder.setdefault(span.holder, {})[site] = None

    def known(self) -> int:
        return sum(self.counts.values())


def _steps(seat: Sequence[SiteSpan], others: Mapping[str, Sequence[SiteSpan]]) -> Iterator[tuple[date, str, SiteSpan]]:
    for span in seat:
        yield span.start, "", span
    for site, spans in others.items():
        for span in spans:
            yield span.start, site, span


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What the sites make of the seat's state: the state, and the rival's sites where there is a rival."""

    state: str
    rival: str
    sites: tuple[SiteSpan, ...]
    sites_known: int

    def says(self, seat: SiteSpan) -> tuple[str, str, str, str, bool]:
        if not self.sites:
            return _said(seat)
        disputed = seat.disputed or any(span.disputed for span in self.sites)
        return self.state, seat.holder, self.rival, self.confidence(seat), disputed

    def confidence(self, seat: SiteSpan) -> str:
        """No surer than the seat, and no surer than the surest of the rival's sites."""
        return lower(seat.confidence, max((span.confidence for span in self.sites), key=ORDER.index))


def _said(span: SiteSpan) -> tuple[str, str, str, str, bool]:
    return span.state, span.holder, span.other, span.confidence, span.disputed


def _verdict(day: date, seat: SiteSpan, tally: _Tally, sides: Sides) -> _Verdict:
    """T1: the seat's state; predominant where others hold a known site, split where most of the known rest."""
    known = tally.known() + bool(seat.holder)
    if seat.state not in ("controlled", "baseline") or not seat.holder:
        return _Verdict(seat.state, "", (), known)
    rivals = [
        (-count, holder)
        for holder, count in tally.counts.items()
        if count > 0 and not sides.allied(holder, seat.holder, day)
    ]
    if not rivals:
        return _Verdict(seat.state, "", (), known)
    count, rival = min(rivals)
    rest = tally.known()
    state = "split" if rest >= SPLIT_FROM_SITES and -count * 2 > rest else "predominant"
    return _Verdict(state, rival, tuple(tally.spans[site] for site in sorted(tally.by_holder[rival])), known)


def _span(day: date, seat: SiteSpan, verdict: _Verdict, causes: Sequence[SiteSpan]) -> SiteSpan:
    """The township's span from a day on: the seat's, with the rules, events and day known of what makes it so.

    That is the rival's sites, and `causes`, the other sites' spans that begin on the day: where a rival has lost its
    last known site the seat's span goes on, but the township's begins.
    """
    ours = [span for span in causes if day > seat.start and span.state != "unknown" and span not in verdict.sites]
    sites = [*verdict.sites, *ours]
    if not sites:
        return replace(seat, start=day, end=None)
    begun = [span for span in (seat, *sites) if span.start == day]
    return replace(
        seat,
        start=day,
        end=None,
        state=verdict.state,
        other=verdict.rival or seat.other,
        confidence=verdict.confidence(seat) if verdict.sites else seat.confidence,
        rules=in_order((*seat.rules, *(rule for span in sites for rule in span.rules), "T1")),
        known_since=max(seat.known_since, max(span.known_since for span in sites if span.start == _newest(sites))),
        evidence=tuple(dict.fromkeys((*seat.evidence, *(event for span in sites for event in span.evidence)))),
        start_low=min((span.start_low for span in begun), default=day),
        start_high=max((span.start_high for span in begun), default=day),
        disputed=seat.disputed or any(span.disputed for span in verdict.sites),
    )


def _newest(sites: Sequence[SiteSpan]) -> date:
    return max(span.start for span in sites)
