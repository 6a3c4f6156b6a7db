"""How sure: the parts of a span's confidence, and the grade that they give.
Parts are published beside the grade, so that a reader can weigh them otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from conflictmap.control.evidence import Report
from conflictmap.control.limits import LIMITS, Limits
from conflictmap.control.rules import independent_sources
from conflictmap.model import Assertion

FRESH_DAYS, AGEING_DAYS = LIMITS.fresh_days, LIMITS.ageing_days
ORDER = ("", "low", "moderate", "high")


class Parts(NamedTuple):
    """What a grade is made of.

    `side` is the best word for it: confirmed, admitted (by the side it goes against), independent, claim, assumed or
    documented (a baseline), or none; `width_days` how many days the transition may have taken place on, 1 for a certain day;
    `contradiction` says that a denial, a rival's administration, the holder's own strike (R7) or an enemy inside or beside the place (R4, R5, R17)
    stands against it.
    """

    independent_reports: int
    side: str
    geo_class: int
    width_days: int
    contradiction: bool

    def as_dict(self) -> dict[str, Any]:
        return {
            "independent_reports": self.independent_reports,
            "side": self.side,
            "geo_class": self.geo_class,
            "width_days": self.width_days,
            "contradiction": self.contradiction,
        }


NOTHING_KNOWN = Parts(0, "none", 0, 1, False)
ASSUMED = Parts(0, "assumed", 0, 1, False)
DOCUMENTED = Parts(0, "documented", 1, 1, False)


def parts_of(reports: Sequence[Report], width_days: int, contradiction: bool) -> Parts:
    """Collect the parts of a span that rests on these reports."""
    assertions = [report.assertion for report in reports]
    independents = len(independent_sources(assertions))
    disputed = contradiction or any(report.disputed for report in reports)
    classes = [assertion.geo_class for assertion in assertions if assertion.geo_class]
    return Parts(independents, _side(reports), min(classes, default=0), width_days, disputed)


def parts_of_fight(fights: Sequence[Assertion], proofs: int) -> Parts:
    """Collect the parts of a contested or besieged span; `proofs` is how many of its reports are more than a claim.

    The enemy inside is itself what stands against the holder: so such a span is never of high confidence.
    """
    side = "independent" if independent_sources(fights) else ("admitted" if proofs else "claim")
    return Parts(len(independent_sources(fights)), side, min(fight.geo_class for fight in fights), 1, True)


def grade(parts: Parts, limits: Limits = LIMITS) -> str:
    """Return grade a span. High: two independent, or confirmed, or admitted; the place itself; 3 days wide or less; nothing against it.
    Moderate: at least one of them, or a documented baseline; 14 days or less. Low: the rest. A baseline is never high.
    """
    strong = parts.independent_reports >= 2 or parts.side in ("confirmed", "admitted")
    exact = parts.geo_class == 1
    if strong and exact and parts.width_days <= limits.high_width_days and not parts.contradiction:
        return "high"
    backed = parts.independent_reports >= 1 or parts.side in ("confirmed", "admitted", "documented")
    if backed and exact and parts.width_days <= limits.moderate_width_days:
        return "moderate"
    return "low"


def grade_of(reports: Sequence[Report], onset: Sequence[Report], parts: Parts, limits: Limits = LIMITS) -> str:
    """Return grade a span by the best that all its reports give, or those of them that agree on its day.

    Parameters: reports, all that the span rests on; onset, those of its beginning; parts, of all. So a further source
    that gives another day leaves the day in doubt (R14), and never makes it less sure who holds the place.
    """
    best = grade(parts, limits)
    if best == "high" or len(onset) < 2:
        return best
    backing = [report for report in reports if report not in onset]
    by_low = sorted(onset, key=lambda report: (report.assertion.t_low, report.assertion.event_id))
    for width in (limits.high_width_days, limits.moderate_width_days):
        for position, first in enumerate(by_low):
            last = first.assertion.t_low + timedelta(days=width - 1)
            near = [report for report in by_low[position:] if report.assertion.t_high <= last]
            if not near:
                continue
            low, high = first.assertion.t_low, max(report.assertion.t_high for report in near)
            some = parts_of([*near, *backing], (high - low).days + 1, parts.contradiction)
            best = max(best, grade(some, limits), key=ORDER.index)
    return best


def freshness(last: date | None, day: date, limits: Limits = LIMITS) -> str:
    """Name the age of evidence: fresh (90 days or less since the last evidence that bears on it), ageing (365 or less), else stale."""
    age = limits.ageing_days + 1 if last is None else (day - last).days
    if age <= limits.fresh_days:
        return "fresh"
    return "ageing" if age <= limits.ageing_days else "stale"


def lower(first: str, other: str) -> str:
    """Return the lower of two grades."""
    return min(first, other, key=ORDER.index)


def _side(reports: Sequence[Report]) -> str:
    if any(report.assertion.mode == "confirmed" for report in reports):
        return "confirmed"
    if any(report.proof and not independent_sources([report.assertion]) for report in reports):
        return "admitted"
    return "independent" if any(report.proof for report in reports) else "claim"
