"""Who holds the countryside of a township: by a documented baseline, or by repeated acts of administration (T2).
Fighting never gives it a holder. Acts are reported of some places only, so reports never make it more than low."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date, timedelta

from conflictmap.control.alliances import joined
from conflictmap.control.baseline import Ground
from conflictmap.control.confidence import grade
from conflictmap.control.contested import SiteResult
from conflictmap.control.evidence import Report, RuleContext, judge
from conflictmap.control.rules import in_order, t2_repeats
from conflictmap.control.site_spans import Segment, SiteSpan, close, from_ground, with_days
from conflictmap.control.turns import overlap
from conflictmap.event_tables.actor_cells import split_actors
from conflictmap.model import Assertion

TOWNSHIP_CLASS = 3  # geo_class: known of the township, not of a place


def resolve_rural(assertions: Sequence[Assertion], grounds: Sequence[Ground], rule_context: RuleContext) -> SiteResult:
    """Work out the countryside's spans from the first day on, without a gap.

    Parameters: assertions, the acts of administration in it, in any order; grounds, its baseline by day.
    A side that goes on administering a countryside that another is known to hold makes it contested between the two.
    """
    evidence = judge(assertions, rule_context)
    segments = _segments(_repeated(evidence.reports, rule_context), grounds, rule_context)
    ends = [*(segment.start for segment in segments[1:]), None]
    spans = [_span(segment, end, rule_context) for segment, end in zip(segments, ends, strict=True)]
    return SiteResult("rural", tuple(spans), evidence, ())


def _repeated(reports: Sequence[Report], rule_context: RuleContext) -> list[tuple[Report, ...]]:
    """Each report that repeats an earlier act of its side, followed by the earlier ones of that side."""
    limits = rule_context.rules.limits
    groups: list[tuple[Report, ...]] = []
    for position, report in enumerate(reports):
        act = report.assertion
        low = bisect_left(
            reports, act.day - timedelta(days=limits.rural_days), key=lambda earlier: earlier.assertion.day
        )
        recent = reports[low:position]
        if t2_repeats(act, [earlier.assertion for earlier in recent], limits):
            groups.append((report, *(earlier for earlier in recent if overlap(earlier.assertion.actor, act.actor))))
    return groups


def _segments(
    acts: Sequence[tuple[Report, ...]], grounds: Sequence[Ground], rule_context: RuleContext
) -> list[Segment]:
    steps: list[tuple[date, int, Ground | tuple[Report, ...]]] = [(ground.day, 0, ground) for ground in grounds]
    steps += [(group[0].assertion.day, 1, group) for group in acts]
    segments: list[Segment] = []
    for _, _, step in sorted(steps, key=lambda step: step[:2]):
        if isinstance(step, Ground):
            segments.append(from_ground(step))
        else:
            segments += _after(segments[-1], step, rule_context)
    return with_days(segments)


def _after(now: Segment, acts: tuple[Report, ...], rule_context: RuleContext) -> list[Segment]:
    newest = acts[0].assertion
    who, day = newest.actor, newest.day
    if overlap(who, now.holder) or overlap(who, now.other):
        if now.ground is None:
            now.reports += [report for report in acts if report not in now.reports]
        return []
    if not now.holder:
        return [Segment(day, "controlled", who, "", ["T2"], list(acts))]
    if now.state in ("controlled", "baseline") and rule_context.alliances.allied(who, now.holder, day):
        together = joined((*split_actors(now.holder), *split_actors(who)))
        return [Segment(day, "controlled", together, "", ["T2"], [*now.reports, *acts])]
    rivals = joined((*split_actors(now.other), *split_actors(who)))
    return [Segment(day, "contested", now.holder, rivals, ["T2"], [*now.reports, *acts])]


def _span(segment: Segment, end: date | None, rule_context: RuleContext) -> SiteSpan:
    span = close(segment, end, False, rule_context)
    if segment.ground is not None:
        return span
    parts = span.parts._replace(geo_class=TOWNSHIP_CLASS, width_days=1)
    known = max(segment.start, *(report.known for report in segment.reports[:2]))
    rules = in_order(rule for rule in span.rules if rule != "R14")
    return span._replace(
        confidence=grade(parts, rule_context.rules.limits), parts=parts, rules=rules, known_since=known, start_low=segment.start,
        start_high=segment.start,
    )  # fmt: skip
