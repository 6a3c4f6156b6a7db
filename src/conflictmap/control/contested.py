"""Where a held site is contested or besieged (R4, R5), and for how long; and the strikes that cast doubt (R7).
These lie over the spans that `timeline` makes: the holder stays the holder."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from conflictmap.control.alliances import joined
from conflictmap.control.baseline import Ground
from conflictmap.control.confidence import grade, parts_of_fight
from conflictmap.control.evidence import Evidence, RuleContext, judge
from conflictmap.control.limits import Limits
from conflictmap.control.rules import in_order, r4_contested_from, r5_besieged_from, r7_doubts
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


@dataclass(frozen=True, slots=True)
class _SiteSpan:
    """A segment with its end, and what happened at the site; `fights` are ground fights and captures that failed."""

    segment: Segment
    end: date | None
    fights: Sequence[Assertion]
    evidence: Evidence
    court: RuleContext


@dataclass(frozen=True, slots=True)
class SiteResult:
    """All about one site: its spans (no gap from the first day on), what bears on it, and days with two captors."""

    place_kind: str
    spans: tuple[SiteSpan, ...]
    evidence: Evidence
    both: tuple[Turn, ...]


def resolve_site(
    assertions: Sequence[Assertion], grounds: Sequence[Ground], court: RuleContext, place_kind: str = "village"
) -> SiteResult:
    """Who held a site, when and why.

    Parameters: assertions, of this site, in any order; grounds, its baseline by day, the first of the first day.
    """
    evidence = judge(assertions, court)
    turns, failed = turns_of(evidence.reports, court.rules, court.sides)
    segments = segments_of(turns, grounds, court)
    clashes = [report.assertion for turn in failed for report in turn.reports]
    fights = sorted(_daily((*evidence.fights, *clashes), court.rules.limits), key=lambda one: (one.day, one.event_id))
    spans: list[SiteSpan] = []
    for segment, following in zip(segments, [*segments[1:], None], strict=True):
        scene = _SiteSpan(segment, following.start if following else None, fights, evidence, court)
        spans += _overlay(close(segment, scene.end, _is_struck(scene), court), _troubles(scene), court)
    return SiteResult(place_kind, tuple(spans), evidence, tuple(turn for turn in turns if turn.kind == "both"))


def _daily(fights: Sequence[Assertion], limits: Limits) -> Iterator[Assertion]:
    """The fights, one that lasted as often as it takes to be seen from its first day to its last: no gap is silence."""
    for fight in fights:
        day = fight.day - timedelta(days=fight.lasting_days - 1)
        while day < fight.day:
            yield replace(fight, day=day)
            day += timedelta(days=limits.fight_days)
        yield fight


def _is_struck(scene: _SiteSpan) -> bool:
    """R7: whether the holder's own side struck the place after it is said to have taken it."""
    holder, start = scene.segment.holder, scene.segment.start
    if not holder:
        return False
    inside = _between(scene.evidence.strikes, start, scene.end)
    return any(strike.day > start and r7_doubts(strike, holder, scene.court.sides) for strike in inside)


def _troubles(scene: _SiteSpan) -> list[Trouble]:
    """Contested stretches, and besieged ones where it is not contested, in order of day."""
    if scene.segment.state not in ("controlled", "baseline") or not scene.segment.holder:
        return []
    on = scene.court.rules.on
    contested = list(_stretches(scene, scene.fights, "R4", r4_contested_from if on("R4") else _first_report))
    besieged = list(_stretches(scene, scene.evidence.sieges, "R5", r5_besieged_from if on("R5") else _first_report))
    for inside in contested:
        besieged = [part for siege in besieged for part in _without(siege, inside)]
    return sorted([*contested, *besieged], key=lambda one: one.start)


def _stretches(
    scene: _SiteSpan,
    reports: Sequence[Assertion],
    rule: str,
    first: Callable[[Sequence[Assertion], Limits], int | None],
) -> Iterator[Trouble]:
    holder, quiet = scene.segment.holder, scene.court.rules.limits.silence_days
    began: dict[str, date] = {}
    for one in reports:
        began.setdefault(one.event_id, one.day)
    start = scene.segment.start
    rest = [
        one
        for one in _between(reports, start, scene.end)
        # what ends on the day of the change is the fight that made it
        if _enemy(one, holder, scene.court) and not (one.day <= start and began[one.event_id] < start)
    ]
    while rest:
        position = first(rest, scene.court.rules.limits)
        if position is None:
            return
        last = position
        while last + 1 < len(rest) and (rest[last + 1].day - rest[last].day).days <= quiet:
            last += 1
        seen = tuple(rest[: last + 1])
        begin = rest[position].day
        attackers = joined(actor for one in seen for actor in split_actors(_enemy(one, holder, scene.court)))
        over, known = _over(scene, begin, rest[last].day, attackers)
        yield Trouble(begin, over, rule, attackers, seen, rest[position].known_since, known)
        if over is None:
            return
        rest = [one for one in rest[position + 1 :] if one.day >= over]


def _over(scene: _SiteSpan, start: date, last: date, attackers: str) -> tuple[date | None, date | None]:
    """When the trouble ends and when that is known: on relief, with the span, or after 60 days without a report."""
    ends = []
    reports = scene.evidence.reports
    for position in range(bisect_left(reports, start, key=lambda report: report.assertion.day), len(reports)):
        one = reports[position].assertion
        if scene.end is not None and one.day >= scene.end:
            break
        leaves = one.role == "withdraws" and overlap(one.actor, attackers)
        retaken = one.role == "gains" and overlap(one.actor, scene.segment.holder)
        if one.day > start and (leaves or retaken):
            ends.append((one.day, reports[position].known))
            break
    silent = last + timedelta(days=scene.court.rules.limits.silence_days)
    if scene.court.past(silent):
        ends.append((silent, silent))
    if scene.end is not None:
        ends.append((scene.end, scene.end))
    return min(ends, default=(None, None))


def _enemy(fight: Assertion, holder: str, court: RuleContext) -> str:
    enemy = fight.object_actor if court.sides.allied(fight.actor, holder, fight.day) else fight.actor
    return "" if court.sides.allied(enemy, holder, fight.day) else court.sides.armed(enemy)


def _overlay(span: SiteSpan, troubles: Sequence[Trouble], court: RuleContext) -> Iterator[SiteSpan]:
    """Lay the stretches over a span; what is left of it keeps its holder and its evidence."""
    start, before = span.start, None
    for trouble in troubles:
        if start < trouble.start:
            yield _rest(span, start, trouble.start, before)
        yield _troubled(span, trouble, court)
        if trouble.end is None or trouble.end == span.end:
            return
        start, before = trouble.end, trouble
    yield _rest(span, start, span.end, before)


def _rest(span: SiteSpan, start: date, end: date | None, before: Trouble | None) -> SiteSpan:
    if before is None:
        return replace(span, end=end)
    known = max(span.known_since, before.end_known or start)
    rules = in_order((*span.rules, before.rule))
    return replace(span, start=start, end=end, known_since=known, start_low=start, start_high=start, rules=rules)


def _troubled(span: SiteSpan, trouble: Trouble, court: RuleContext) -> SiteSpan:
    proofs = len({one.event_id for one in trouble.reports if court.is_proof(one)})
    parts = parts_of_fight(trouble.reports, proofs)
    events = tuple(dict.fromkeys(one.event_id for one in trouble.reports))
    rules = in_order((*span.rules, trouble.rule))
    evidence = tuple(dict.fromkeys((*span.evidence, *events)))
    low = min((one.t_low for one in trouble.reports if one.day <= trouble.start), default=trouble.start)
    return SiteSpan(
        trouble.start, trouble.end, _STATES[trouble.rule], span.holder, trouble.attackers, grade(parts, court.rules.limits), rules,
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
    low = bisect_left(assertions, start, key=lambda one: one.day)
    high = len(assertions) if end is None else bisect_left(assertions, end, lo=low, key=lambda one: one.day)
    return assertions[low:high]


def _first_report(reports: Sequence[Assertion], limits: Limits) -> int | None:
    return 0 if reports else None
