"""Where a held site is contested or besieged (R4, R5), and for how long; and the strikes that cast doubt (R7).
These lie over the spans that `site_spans` makes: the holder stays the holder."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

from conflictmap.control.alliances import joined
from conflictmap.control.baseline import Ground
from conflictmap.control.confidence import grade, parts_of_fight
from conflictmap.control.evidence import Evidence, RuleContext, judge
from conflictmap.control.limits import Limits
from conflictmap.control.rules import first_day, in_order, r4_contested_from, r5_besieged_from, r7_doubts
from conflictmap.control.site_spans import Segment, SiteSpan, close, segments_of
from conflictmap.control.tenures import turns_of
from conflictmap.control.turns import Turn, overlap
from conflictmap.event_tables.actor_cells import split_actors
from conflictmap.model import Assertion

_STATES = {"R4": "contested", "R5": "besieged"}


@dataclass(frozen=True, slots=True)
class Trouble:
    """A stretch of fighting (R4) or siege (R5): [start, end), who is inside or at the gates, and the reports."""

    start: date
    end: date | None
    rule: str
    attackers: str
    reports: tuple[Assertion, ...]
    known: date
    end_known: date | None


class _ClosedSegment(NamedTuple):
    """A segment with its end, and what happened at the site.

    `fights` are ground fights and captures that failed; `near` those, the sieges, and what was reported beside it (R17).
    """

    segment: Segment
    end: date | None
    fights: Sequence[Assertion]
    near: Sequence[Assertion]
    evidence: Evidence
    rule_context: RuleContext


@dataclass(frozen=True, slots=True)
class SiteResult:
    """All about one site: its spans (no gap from the first day on), what bears on it, and days with two captors."""

    place_kind: str
    spans: tuple[SiteSpan, ...]
    evidence: Evidence
    both: tuple[Turn, ...]


def resolve_site(
    assertions: Sequence[Assertion],
    grounds: Sequence[Ground],
    rule_context: RuleContext,
    place_kind: str = "village",
    beside: Sequence[Assertion] = (),
) -> SiteResult:
    """Work out who held a site, when and why.

    Parameters: assertions, of this site, in any order; grounds, its baseline by day, the first of the first day;
    beside, assertions of what happened beside it (R17), in any order.
    """
    evidence = judge(assertions, rule_context, beside)
    turns, failed = turns_of(evidence.reports, rule_context.rules, rule_context.alliances)
    segments = segments_of(turns, grounds, rule_context)
    clashes = [report.assertion for turn in failed for report in turn.reports]
    fights = sorted(_daily((*evidence.fights, *clashes), rule_context.rules.limits), key=_by_day)
    beside_it = _daily(evidence.beside, rule_context.rules.limits)
    near = sorted((*fights, *evidence.sieges, *beside_it), key=_by_day)
    spans: list[SiteSpan] = []
    for segment, following in zip(segments, [*segments[1:], None], strict=True):
        closed = _ClosedSegment(segment, following.start if following else None, fights, near, evidence, rule_context)
        span = close(segment, closed.end, _is_struck(closed), rule_context)
        spans += _overlay(span, _troubles(closed, span.confidence), rule_context)
    limits = rule_context.rules.limits
    graded = tuple(_no_surer_than_it_lasted(span, limits) for span in spans)
    return SiteResult(place_kind, graded, evidence, tuple(turn for turn in turns if turn.kind == "both"))


def _no_surer_than_it_lasted(span: SiteSpan, limits: Limits) -> SiteSpan:
    """Take high confidence from a state that lasted no longer than the days that two reports of one change differ by."""
    brief = span.end is not None and (span.end - span.start).days <= limits.high_width_days
    return span._replace(confidence="moderate") if brief and span.confidence == "high" else span


def _by_day(report: Assertion) -> tuple[date, str]:
    return report.day, report.event_id


def _daily(fights: Sequence[Assertion], limits: Limits) -> Iterator[Assertion]:
    """The fights, one that lasted as often as it takes to be seen from its first day to its last: no gap is silence."""
    for fight in fights:
        day = fight.day - timedelta(days=fight.lasting_days - 1)
        while day < fight.day:
            yield fight._replace(day=day)
            day += timedelta(days=limits.fight_days)
        yield fight


def _is_struck(closed: _ClosedSegment) -> bool:
    """R7: whether the holder's own side struck the place after it is said to have taken it."""
    holder, start = closed.segment.holder, closed.segment.start
    if not holder:
        return False
    inside = _between(closed.evidence.strikes, start, closed.end)
    return any(strike.day > start and r7_doubts(strike, holder, closed.rule_context.alliances) for strike in inside)


def _troubles(closed: _ClosedSegment, confidence: str) -> list[Trouble]:
    """Contested stretches, besieged ones where it is not contested, and doubtful ones where it is neither, by day."""
    if closed.segment.state not in ("controlled", "baseline") or not closed.segment.holder:
        return []
    on = closed.rule_context.rules.on
    contested = list(_stretches(closed, closed.fights, "R4", r4_contested_from if on("R4") else _first_report))
    besieged = list(_stretches(closed, closed.evidence.sieges, "R5", r5_besieged_from if on("R5") else _first_report))
    for inside in contested:
        besieged = [part for siege in besieged for part in _without(siege, inside)]
    troubles = [*contested, *besieged]
    if confidence not in ("", "low") and on("R17"):  # of low confidence it is already
        doubts = list(_stretches(closed, closed.near, "R17", _first_report))
        for inside in troubles:
            doubts = [part for doubt in doubts for part in _without(doubt, inside)]
        troubles += doubts
    return sorted(troubles, key=lambda trouble: trouble.start)


def _stretches(
    closed: _ClosedSegment,
    reports: Sequence[Assertion],
    rule: str,
    first: Callable[[Sequence[Assertion], Limits], int | None],
) -> Iterator[Trouble]:
    holder, quiet = closed.segment.holder, closed.rule_context.rules.limits.silence_days
    start = floor = closed.segment.start
    inside = _between(reports, start, closed.end)
    if not inside:
        return
    rest = [
        report
        for report in inside
        if _enemy(report, holder, closed.rule_context) and not (report.day <= start and _lasted(report, reports))
    ]
    while rest:
        position = first(rest, closed.rule_context.rules.limits)
        if position is None:
            return
        last = position
        while last + 1 < len(rest) and (rest[last + 1].day - rest[last].day).days <= quiet:
            last += 1
        seen = tuple(rest[: last + 1])
        begin = _begin(rest, position, floor) if rule == "R5" else rest[position].day
        attackers = joined(
            actor for report in seen for actor in split_actors(_enemy(report, holder, closed.rule_context))
        )
        over, known = _over(closed, begin, rest[last].day, attackers)
        yield Trouble(begin, over, rule, attackers, seen, rest[position].known_since, known)
        if over is None:
            return
        rest = [report for report in rest[position + 1 :] if report.day >= over]
        floor = over


def _begin(sieges: Sequence[Assertion], position: int, floor: date) -> date:
    """The first day on which the siege that fulfils R5 and the one before it were both under way or over."""
    earlier = first_day(sieges[position - 1]) if position else floor
    return max(first_day(sieges[position]), earlier, floor)


def _lasted(report: Assertion, reports: Sequence[Assertion]) -> bool:
    """Whether a fight began on an earlier day: what ends on the day of a change is the fight that made it."""
    first = report.day - timedelta(days=report.lasting_days)  # no day of the fight is earlier
    low = bisect_left(reports, first, key=lambda other: other.day)
    high = bisect_left(reports, report.day, lo=low, key=lambda other: other.day)
    return any(other.event_id == report.event_id for other in reports[low:high])


def _over(closed: _ClosedSegment, start: date, last: date, attackers: str) -> tuple[date | None, date | None]:
    """When the trouble ends and when that is known: on relief, with the span, or after 60 days without a report."""
    ends = []
    reports = closed.evidence.reports
    for position in range(bisect_left(reports, start, key=lambda report: report.assertion.day), len(reports)):
        assertion = reports[position].assertion
        if closed.end is not None and assertion.day >= closed.end:
            break
        leaves = assertion.role == "withdraws" and overlap(assertion.actor, attackers)
        retaken = assertion.role == "gains" and overlap(assertion.actor, closed.segment.holder)
        if assertion.day > start and (leaves or retaken):
            ends.append((assertion.day, reports[position].known))
            break
    silent = last + timedelta(days=closed.rule_context.rules.limits.silence_days)
    if closed.rule_context.past(silent):
        ends.append((silent, silent))
    if closed.end is not None:
        ends.append((closed.end, closed.end))
    return min(ends, default=(None, None))


def _enemy(fight: Assertion, holder: str, rule_context: RuleContext) -> str:
    enemy = fight.object_actor if rule_context.alliances.allied(fight.actor, holder, fight.day) else fight.actor
    return "" if rule_context.alliances.allied(enemy, holder, fight.day) else rule_context.alliances.armed(enemy)


def _overlay(span: SiteSpan, troubles: Sequence[Trouble], rule_context: RuleContext) -> Iterator[SiteSpan]:
    """Lay the stretches over a span; what is left of it keeps its holder and its evidence."""
    start, before = span.start, None
    for trouble in troubles:
        if start < trouble.start:
            yield _rest(span, start, trouble.start, before)
        yield _troubled(span, trouble, rule_context)
        if trouble.end is None or trouble.end == span.end:
            return
        start, before = trouble.end, trouble
    yield _rest(span, start, span.end, before)


def _rest(span: SiteSpan, start: date, end: date | None, before: Trouble | None) -> SiteSpan:
    if before is None:
        return span if span.end == end else span._replace(end=end)
    known = max(span.known_since, before.end_known or start)
    rules = in_order((*span.rules, before.rule))
    return span._replace(start=start, end=end, known_since=known, start_low=start, start_high=start, rules=rules)


def _doubted(span: SiteSpan, trouble: Trouble) -> SiteSpan:
    """R17: the holder stays, with low confidence."""
    return span._replace(
        start=trouble.start, end=trouble.end, confidence="low", rules=in_order((*span.rules, trouble.rule)),
        known_since=max(trouble.known, span.known_since), start_low=trouble.start, start_high=trouble.start,
        evidence=tuple(dict.fromkeys((*span.evidence, *(report.event_id for report in trouble.reports)))),
        parts=span.parts._replace(contradiction=True),
    )  # fmt: skip


def _troubled(span: SiteSpan, trouble: Trouble, rule_context: RuleContext) -> SiteSpan:
    if trouble.rule == "R17":
        return _doubted(span, trouble)
    proofs = len({fight.event_id for fight in trouble.reports if rule_context.is_proof(fight)})
    parts = parts_of_fight(trouble.reports, proofs)
    events = tuple(dict.fromkeys(fight.event_id for fight in trouble.reports))
    rules = in_order((*span.rules, trouble.rule))
    evidence = tuple(dict.fromkeys((*span.evidence, *events)))
    low = min((fight.t_low for fight in trouble.reports if fight.day <= trouble.start), default=trouble.start)
    return SiteSpan(
        trouble.start, trouble.end, _STATES[trouble.rule], span.holder, trouble.attackers, grade(parts, rule_context.rules.limits), rules,
        max(trouble.known, span.known_since), evidence, max(min(low, trouble.start), span.start), trouble.start,
        span.disputed, parts,
    )  # fmt: skip


def _without(siege: Trouble, inside: Trouble) -> Iterator[Trouble]:
    """What is left of a siege outside a stretch of fighting within the place."""
    if (inside.end is not None and inside.end <= siege.start) or (siege.end is not None and siege.end <= inside.start):
        yield siege
        return
    if siege.start < inside.start:
        yield replace(siege, end=inside.start)
    if inside.end is not None and (siege.end is None or inside.end < siege.end):
        yield replace(siege, start=inside.end, known=max(siege.known, inside.end_known or inside.end))


def _between(assertions: Sequence[Assertion], start: date, end: date | None) -> Sequence[Assertion]:
    low = bisect_left(assertions, start, key=lambda assertion: assertion.day)
    high = len(assertions) if end is None else bisect_left(assertions, end, lo=low, key=lambda assertion: assertion.day)
    return assertions[low:high]


def _first_report(reports: Sequence[Assertion], limits: Limits) -> int | None:
    return 0 if reports else None
