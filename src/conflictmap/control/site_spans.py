"""From a site's turns to its spans: who held it, from which day to which, by which rules, on what evidence.
A site is a seat, a town, a village or a base. Townships are summed up in `township_spans`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from conflictmap.control.alliances import joined
from conflictmap.control.baseline import Ground
from conflictmap.control.confidence import ASSUMED, DOCUMENTED, NOTHING_KNOWN, Parts, grade, grade_of, lower, parts_of
from conflictmap.control.evidence import Report, RuleContext
from conflictmap.control.one_change import interval
from conflictmap.control.rules import in_order, r13_succeeds
from conflictmap.control.turns import Turn, overlap
from conflictmap.event_tables.actor_cells import split_actors


class SiteSpan(NamedTuple):
    """A site's state over the half-open days [start, end); `end` None is open. See `schema.SITE_SPAN_COLUMNS`.

    A tuple, for it is made by the hundred thousand, and most are made of another.
    """

    start: date
    end: date | None
    state: str
    holder: str
    other: str
    confidence: str
    rules: tuple[str, ...]
    known_since: date
    evidence: tuple[str, ...]
    start_low: date
    start_high: date
    disputed: bool
    parts: Parts


@dataclass(slots=True)
class Segment:
    """What holds from a turn to the next, while it is being worked out. `against` are reports that speak against it."""

    start: date
    state: str
    holder: str
    other: str
    rules: list[str]
    reports: list[Report] = field(default_factory=list)
    ground: Ground | None = None
    against: list[Report] = field(default_factory=list)
    onset: tuple[Report, ...] = ()  # of the reports, those of its beginning
    shared: Segment | None = None  # what held before a joint holder left the place to the others (R13)

    def add(self, reports: Sequence[Report], rule_context: RuleContext) -> None:
        """Take later reports of the same gain as further evidence, where the last was `backing_days` ago or less."""
        last = max((report.assertion.day for report in self.reports), default=self.start)
        longest = rule_context.rules.limits.backing_days
        self.reports += [report for report in reports if (report.assertion.day - last).days <= longest]


def segments_of(turns: Sequence[Turn], grounds: Sequence[Ground], rule_context: RuleContext) -> list[Segment]:
    """Fold a site's baseline and turns into segments, in order of day; the first starts on the first day."""
    steps: list[tuple[date, int, Ground | Turn]] = [(ground.day, 0, ground) for ground in grounds]
    steps += [(turn.day, 1, turn) for turn in turns]
    segments: list[Segment] = []
    for _, _, step in sorted(steps, key=lambda step: step[:2]):
        if isinstance(step, Ground):
            if not segments or not _says_the_same(segments[-1], step):
                segments.append(from_ground(step))
        else:
            segments += _after(segments[-1], step, rule_context)
    return with_days(segments)


def from_ground(ground: Ground) -> Segment:
    """Make the segment that a state of the baseline begins."""
    rules = [ground.rule] if ground.rule else []
    return Segment(ground.day, ground.state, ground.holder, ground.other, rules, ground=ground)


def with_days(segments: Sequence[Segment]) -> list[Segment]:
    """Keep the segments that last a day or more: of several that begin on one day the last holds."""
    later = [*segments[1:], None]
    return [
        segment for segment, after in zip(segments, later, strict=True) if after is None or segment.start < after.start
    ]


def _says_the_same(now: Segment, ground: Ground) -> bool:
    """Tell whether reports already give what a row of the baseline documents for a later day."""
    documented = (ground.state, ground.holder, ground.other)
    return now.ground is None and (now.state, now.holder, now.other) == documented


def _after(now: Segment, turn: Turn, rule_context: RuleContext) -> list[Segment]:
    """The segments that a turn begins; none where it changes nothing (it is then evidence for or against what is)."""
    if turn.kind == "left":
        return _after_leaving(now, turn, rule_context)
    if turn.kind == "run":
        return _after_running(now, turn, rule_context)
    if turn.kind == "shared":
        who = split_actors(turn.who)
        return [_begin(turn, "mixed", who[0], joined(who[1:]), ["R6"])]
    if turn.kind == "both":
        return [_begin(turn, "contested", turn.who, turn.loser, ["R3", "R14"])]
    if overlap(turn.who, now.holder) and now.state == "controlled":
        now.add(turn.reports, rule_context)
        return []
    fight = _fight_before(now, turn, rule_context)
    return [*fight, _begin(turn, "controlled", turn.who, "", ["R2", "R3"] if fight else ["R2"])]


def _fight_before(now: Segment, turn: Turn, rule_context: RuleContext) -> list[Segment]:
    """R3: the place was contested from the first capture that failed to the one that lasted."""
    failed = [attempt for attempt in turn.failed if now.start < attempt.day < turn.day]
    if not failed or not now.holder or overlap(turn.who, now.holder) or not rule_context.rules.on("R3"):
        return []
    attackers = joined(
        actor for attempt in (*failed, turn) for actor in split_actors(attempt.who) if not overlap(actor, now.holder)
    )
    reports = [report for attempt in failed for report in attempt.reports]
    first = tuple(failed[0].reports)
    return [Segment(failed[0].day, "contested", now.holder, attackers, ["R3"], reports, onset=first)]


def _after_leaving(now: Segment, turn: Turn, rule_context: RuleContext) -> list[Segment]:
    if not overlap(turn.who, now.holder):
        if overlap(turn.who, now.other) and now.state in ("contested", "mixed"):
            return [_begin(turn, "controlled", now.holder, "", ["R13"])]
        now.add(turn.reports, rule_context)
        return []
    remaining = joined(actor for actor in split_actors(now.holder) if actor not in split_actors(turn.who))
    if remaining:
        return [replace(_begin(turn, "controlled", remaining, "", ["R13"]), shared=now)]
    if now.state in ("contested", "mixed"):
        return [_begin(turn, "controlled", now.other, "", ["R13"])]
    if not rule_context.rules.on("R13"):
        return [_begin(turn, "unknown", "", "", ["R13"])]
    return [_begin(turn, "vacated", "", now.holder, ["R13"])]


def _after_running(now: Segment, turn: Turn, rule_context: RuleContext) -> list[Segment]:
    """R13 and R6: an act of administration shows the holder of a place that has none, or whom it says it replaces.

    Of a place that was only assumed to be its holder's it is the first evidence, and the assumption ends.

    Where another side holds the place, it changes nothing and speaks against what is assessed.
    """
    who = split_actors(turn.who)
    if (
        len(who) > 1
        and not all(rule_context.alliances.allied(who[0], actor, turn.day) for actor in who[1:])
        and rule_context.rules.on("R6")
    ):
        return [_begin(turn, "mixed", who[0], joined(who[1:]), ["R6"])]
    if overlap(turn.who, now.holder):
        if now.state == "baseline" and rule_context.rules.on("R13"):
            return [_begin(turn, "controlled", now.holder, "", ["R13"])]
        now.add(turn.reports, rule_context)
        return []
    succeeds = now.state == "vacated" and r13_succeeds(now.start, turn.day, rule_context.rules.limits)
    if rule_context.rules.on("R13") and (succeeds or now.state == "unknown" or overlap(turn.loser, now.holder)):
        return [_begin(turn, "controlled", turn.who, "", ["R13"])]
    now.against += turn.reports
    return []


def _begin(turn: Turn, state: str, holder: str, other: str, rules: list[str]) -> Segment:
    return Segment(turn.day, state, holder, other, rules, list(turn.reports), onset=turn.reports)


def close(segment: Segment, end: date | None, struck: bool, rule_context: RuleContext) -> SiteSpan:
    """Make the span of a segment up to `end`, with its rules, its confidence and the day it became known.

    `struck` says that the holder's own side struck the place meanwhile (R7).
    """
    if segment.ground is not None:
        return _ground_span(segment, end)
    reports = segment.reports
    onset = segment.onset or tuple(reports)
    low, high = interval(onset, segment.start) if rule_context.rules.on("R14") else (segment.start, segment.start)
    disputed = any(report.disputed for report in reports)
    parts = parts_of(reports, (high - low).days + 1, bool(segment.against) or struck)
    rules = [*segment.rules, *_further_rules(reports, low < high, disputed, struck)]
    if reports[0].assertion.place_kind in ("base", "infrastructure"):
        rules.append("R12")
    return SiteSpan(
        segment.start, end, segment.state, segment.holder, segment.other,
        _grade(segment, parts, rule_context), in_order(rules), max(segment.start, min(report.known for report in reports)),
        tuple(dict.fromkeys(report.assertion.event_id for report in reports)), low, high, disputed, parts,
    )  # fmt: skip


def _grade(segment: Segment, parts: Parts, rule_context: RuleContext) -> str:
    """Grade a segment. What a joint holder left to the others is no surer theirs than it was, and never of high confidence (R13):
    the report shows who left, and not who stays."""
    if segment.state == "unknown":
        return ""
    limits = rule_context.rules.limits
    own = grade_of(segment.reports, segment.onset or tuple(segment.reports), parts, limits)
    before = segment.shared
    if before is None:
        return own
    if before.ground is not None:
        return lower(own, grade(_ground_parts(before.ground), limits))
    earlier = parts_of(before.reports, _width_days(before, rule_context), bool(before.against))
    return lower(lower(own, "moderate"), _grade(before, earlier, rule_context))


def _width_days(segment: Segment, rule_context: RuleContext) -> int:
    if not rule_context.rules.on("R14"):
        return 1
    low, high = interval(segment.onset or tuple(segment.reports), segment.start)
    return (high - low).days + 1


def _ground_parts(ground: Ground) -> Parts:
    return {"B1": DOCUMENTED, "B0": ASSUMED}.get(ground.rule, NOTHING_KNOWN)


def _further_rules(reports: Sequence[Report], wide: bool, disputed: bool, struck: bool) -> Iterator[str]:
    claims = [report for report in reports if not report.proof]
    yield "R8"
    if claims and len(claims) < len(reports):
        yield "R9"
    for rule, holds in (
        ("R14", wide),
        ("R15", disputed),
        ("R16", any(report.assertion.supersedes for report in reports)),
        ("R7", struck),
    ):
        if holds:
            yield rule


def _ground_span(segment: Segment, end: date | None) -> SiteSpan:
    ground = segment.ground
    assert ground is not None
    parts = _ground_parts(ground)
    confidence = "" if ground.state == "unknown" else grade(parts)
    return SiteSpan(
        segment.start, end, ground.state, ground.holder, ground.other, confidence, tuple(segment.rules),
        segment.start, (), segment.start, segment.start, False, parts,
    )  # fmt: skip
