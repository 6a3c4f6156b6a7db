"""The end of an old countryside: a side that lost the seat, or its last known site, is not carried on in the land around (T3).
What it leaves goes to nobody: that the land is the winner's, no report of a town says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from conflictmap.control.alliances import joined
from conflictmap.control.confidence import NOTHING_KNOWN
from conflictmap.control.contested import SiteResult
from conflictmap.control.evidence import RuleContext
from conflictmap.control.rules import in_order, t3_lapses_on
from conflictmap.control.site_spans import SiteSpan
from conflictmap.event_tables.actor_cells import split_actors

SHARED = ("contested", "mixed")
RULE = "T3"
Step = tuple[date, str, SiteSpan]  # a span of a site, by its first day and site_id


@dataclass(frozen=True, slots=True)
class Absence:
    """A stretch [start, end) in which a side is no longer taken to be in the countryside, and the span that cost it its place."""

    start: date
    end: date | None
    loss: SiteSpan
    end_known: date | None


def without_lost_sides(
    countryside: SiteResult, sites: Mapping[str, SiteResult], seat: str, rule_context: RuleContext
) -> SiteResult:
    """Take out of a countryside each side that lost the seat, or where it had no seat its last known site.

    Parameters: countryside, as `resolve_rural` gives; sites, every other part of the township, by site_id; seat, the
    seat's site_id. Returns: the same, where no side lapses. A side that was in the countryside before it had the seat
    does not lose it with the seat; one that is reported there again, or takes the seat back, is in it again as before.
    """
    steps = _steps(sites)
    of_seat = [step for step in steps if step[1] == seat]
    spans: list[SiteSpan] = []
    for span in countryside.spans:
        absences = {
            actor: list(
                _absences(
                    span, countryside, _that_count(_Holdings(actor, rule_context, steps), span, of_seat), rule_context
                )
            )
            for actor in _named(span)
        }
        spans += _parts(span, absences, rule_context)
    return replace(countryside, spans=tuple(spans))


def _steps(sites: Mapping[str, SiteResult]) -> list[Step]:
    """The spans of all sites in order of their first day."""
    steps = [(part.start, site, part) for site, result in sites.items() for part in result.spans]
    return sorted(steps, key=lambda step: step[:2])


def _that_count(holdings: _Holdings, span: SiteSpan, of_seat: Sequence[Step]) -> _Holdings:
    """The sites with which an actor loses the countryside: the seat, if it had it when the span began; else all it had."""
    in_seat = [step for step in of_seat if step[0] <= span.start]
    return holdings.only(of_seat) if in_seat and holdings.has(in_seat[-1][2]) else holdings


def _parts(span: SiteSpan, absences: Mapping[str, Sequence[Absence]], rule_context: RuleContext) -> Iterator[SiteSpan]:
    days = {day for many in absences.values() for absence in many for day in (absence.start, absence.end) if day}
    cuts = [span.start, *sorted(day for day in days if day > span.start and (span.end is None or day < span.end))]
    for start, end in zip(cuts, [*cuts[1:], span.end], strict=True):
        gone = {actor: absence for actor, many in absences.items() for absence in many if _covers(absence, start)}
        over = [
            absence
            for many in absences.values()
            for absence in many
            if absence.end is not None and absence.end <= start
        ]
        yield _part(span, start, end, (gone, over), rule_context)


def _part(
    span: SiteSpan,
    start: date,
    end: date | None,
    absences: tuple[Mapping[str, Absence], Sequence[Absence]],
    rule_context: RuleContext,
) -> SiteSpan:
    """What is left of a countryside's span from `start` to `end`, without the actors that are gone."""
    gone, over = absences
    if start == span.start:
        return span._replace(end=end)
    losses = [absence.loss for absence in gone.values()]
    returns = [absence.end_known or start for absence in over]
    events = (event for loss in losses for event in loss.evidence)
    later = span._replace(
        start=start, end=end, start_low=start, start_high=start, rules=in_order((*span.rules, RULE)),
        known_since=max([span.known_since, start, *(loss.known_since for loss in losses), *returns]),
        evidence=tuple(dict.fromkeys((*span.evidence, *events))),
    )  # fmt: skip
    if not gone:
        return later
    holder, other = ([actor for actor in split_actors(cell) if actor not in gone] for cell in (span.holder, span.other))
    if span.state not in SHARED and holder:
        return later._replace(holder=joined(holder), other=joined(other))
    left = [*holder, *other] if span.state in SHARED else []
    if any(not rule_context.alliances.allied(left[0], actor, start) for actor in left[1:]):
        first = holder or other[:1]
        return later._replace(holder=joined(first), other=joined(actor for actor in left if actor not in first))
    return later._replace(
        state="unknown", holder="", other="", confidence="", disputed=False, rules=(RULE,), parts=NOTHING_KNOWN
    )


def _named(span: SiteSpan) -> tuple[str, ...]:
    """The actors whose presence a span of the countryside rests on."""
    cell = f"{span.holder}|{span.other}" if span.state in SHARED else span.holder
    return split_actors(cell)


def _covers(absence: Absence, day: date) -> bool:
    return absence.start <= day and (absence.end is None or day < absence.end)


def _absences(
    span: SiteSpan, countryside: SiteResult, holdings: _Holdings, rule_context: RuleContext
) -> Iterator[Absence]:
    """When an actor that had a site on the first day of a span is out of the township, by T3."""
    acts = [
        (report.assertion.day, report.known)
        for report in countryside.evidence.reports
        if rule_context.alliances.allied(report.assertion.actor, holdings.actor, report.assertion.day)
    ]
    for loss, back, back_known in holdings.losses(span):
        lapse = t3_lapses_on(loss.start, (day for day, _ in acts), rule_context.rules.limits)
        again = min((act for act in acts if act[0] >= lapse), default=None)
        ends = [(day, known) for day, known in ((back, back_known), again or (None, None)) if day is not None]
        end, known = min(ends, default=(None, None), key=lambda pair: pair[0])
        if rule_context.past(lapse) and (end is None or lapse < end):
            yield Absence(lapse, end, loss, known)


class _Holdings:
    """Some sites of a township, and which of them a side has from day to day."""

    def __init__(self, actor: str, rule_context: RuleContext, steps: Sequence[Step]) -> None:
        self.actor = actor
        self._rule_context = rule_context
        self._steps = steps

    def only(self, steps: Sequence[Step]) -> _Holdings:
        """Return the same side's, of these sites alone."""
        return _Holdings(self.actor, self._rule_context, steps)

    def losses(self, span: SiteSpan) -> Iterator[tuple[SiteSpan, date | None, date | None]]:
        """Yield each loss of the last site during a span: the winner's span, and when and since when known one is held again."""
        held: dict[str, SiteSpan] = {}
        left: set[str] = set()  # what the side left, and nobody has taken yet
        lost: SiteSpan | None = None
        had = False
        for day, same_day in groupby(self._steps, key=lambda step: step[0]):
            if span.end is not None and day >= span.end and lost is None:
                return
            taken = [part for _, site, part in same_day if self._put(site, part, held, left)]
            if day <= span.start:
                had = bool(held)
            elif lost is not None and held:
                yield lost, day, max(part.known_since for part in held.values() if part.start == day)
                lost = None
            elif lost is None and had and taken and not held:
                lost = taken[-1]
        if lost is not None:
            yield lost, None, None

    def _put(self, site: str, part: SiteSpan, held: dict[str, SiteSpan], left: set[str]) -> bool:
        """Take up a span that begins; tell whether by it another side took a site of this one."""
        if self.has(part):
            held[site] = part
            left.discard(site)
            return False
        if held.pop(site, None) is not None:
            left.add(site)
        if site in left and part.holder:
            left.discard(site)
            return True
        return False

    def has(self, part: SiteSpan) -> bool:
        """Tell whether the side is in a site during a span."""
        allied = self._rule_context.alliances.allied
        if part.holder and allied(part.holder, self.actor, part.start):
            return True
        return part.state in SHARED and bool(part.other) and allied(part.other, self.actor, part.start)
