"""A township's state from its sites: the seat decides, and the other known sites say how far that goes.
Nothing is spread from one place to another: a site that nobody reports on is not counted for anybody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from conflictmap.control.confidence import lower
from conflictmap.control.rules import in_order
from conflictmap.control.sides import Sides
from conflictmap.control.timeline import SiteSpan

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
    for position, (day, site, span) in enumerate(steps):
        if site:
            tally.put(site, span)
        else:
            now = span
        if now is None or (position + 1 < len(steps) and steps[position + 1][0] == day):
            continue
        _append(found, _summary(day, now, tally, sides))
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


def _summary(day: date, seat: SiteSpan, tally: _Tally, sides: Sides) -> TownshipSpan:
    """T1: the seat's state; predominant where others hold a known site, split where most of the known rest."""
    known = tally.known() + bool(seat.holder)
    here = replace(seat, start=day, end=None)
    if day > seat.start:
        here = replace(here, start_low=day, start_high=day)
    if seat.state not in ("controlled", "baseline") or not seat.holder:
        return TownshipSpan(here, known)
    rivals = [
        (count, holder)
        for holder, count in tally.counts.items()
        if count > 0 and not sides.allied(holder, seat.holder, day)
    ]
    if not rivals:
        return TownshipSpan(here, known)
    count, rival = min(rivals, key=lambda one: (-one[0], one[1]))
    rest = tally.known()
    state = "split" if rest >= SPLIT_FROM_SITES and count * 2 > rest else "predominant"
    sites = [tally.spans[site] for site in sorted(tally.by_holder[rival])]
    return TownshipSpan(_beside(here, sites, state, rival), known)


def _beside(seat: SiteSpan, sites: Sequence[SiteSpan], state: str, rival: str) -> SiteSpan:
    """The seat's span with a rival's sites beside it: their rules and evidence too, and the later day known."""
    newest = max(sites, key=lambda span: (span.start, span.known_since))
    own = newest.start == seat.start
    return replace(
        seat,
        state=state,
        other=rival,
        confidence=lower(seat.confidence, max((span.confidence for span in sites), key=_rank)),
        rules=in_order((*seat.rules, *(rule for span in sites for rule in span.rules), "T1")),
        known_since=max(seat.known_since, newest.known_since),
        evidence=tuple(dict.fromkeys((*seat.evidence, *(event for span in sites for event in span.evidence)))),
        start_low=min(seat.start_low, newest.start_low) if own else seat.start_low,
        start_high=max(seat.start_high, newest.start_high) if own else seat.start_high,
        disputed=seat.disputed or any(span.disputed for span in sites),
    )


def _rank(grade: str) -> int:
    return ("", "low", "moderate", "high").index(grade)


def _append(found: list[TownshipSpan], new: TownshipSpan) -> None:
    """Add a span, unless it says what the last one says: more evidence of the same is no new state."""
    if found:
        last = found[-1].span
        if _says(last) == _says(new.span):
            return
        found[-1] = TownshipSpan(replace(last, end=new.span.start), found[-1].sites_known)
    found.append(new)


def _says(span: SiteSpan) -> tuple[str, str, str, str, bool]:
    return span.state, span.holder, span.other, span.confidence, span.disputed
