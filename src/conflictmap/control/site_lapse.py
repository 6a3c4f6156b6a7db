"""The end of an old base or building: what its holder took in a place that another side has held undisputed since (T4).
It goes to nobody: that the place's holder has it too, no report says (R12)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from conflictmap.control.confidence import NOTHING_KNOWN
from conflictmap.control.contested import SiteResult
from conflictmap.control.evidence import RuleContext
from conflictmap.control.rules import t4_lapses_on
from conflictmap.control.site_spans import SiteSpan
from conflictmap.control.turns import overlap
from conflictmap.event_tables.actor_cells import split_actors

RULE = "T4"
KINDS = ("base", "infrastructure")


@dataclass(frozen=True, slots=True)
class Absence:
    """A stretch [start, end) in which a hold of a site has lapsed, and the span of the place that ended it."""

    start: date
    end: date | None
    cause: SiteSpan

    def covers(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)


def without_stale_sites(sites: Mapping[str, SiteResult], rule_context: RuleContext) -> dict[str, SiteResult]:
    """End each hold of a base or building of which nothing was reported while another side held the place it is in.

    Parameters: sites, every part of a township by site_id; a base or building in a place has the place's id before "/".
    Returns: the same, with what lapsed as unknown. Where the place itself is no known site, nothing lapses.
    """
    return {site: _lapsed(site, result, sites, rule_context) for site, result in sites.items()}


def _lapsed(site: str, result: SiteResult, sites: Mapping[str, SiteResult], rule_context: RuleContext) -> SiteResult:
    place = sites.get(site.partition("/")[0])
    if result.place_kind not in KINDS or place is None or place is result:
        return result
    spans: list[SiteSpan] = []
    for holder, hold in groupby(result.spans, key=lambda span: span.holder):
        mine = list(hold)
        spans += _without(mine, _absences(mine, place.spans, result, rule_context)) if holder else mine
    return replace(result, spans=tuple(spans))


def _without(hold: Sequence[SiteSpan], absences: Iterable[Absence]) -> Iterator[SiteSpan]:
    """Yield the spans of a hold, those in which it has lapsed as unknown."""
    absent = list(absences)
    for span in hold:
        days = {day for absence in absent for day in (absence.start, absence.end) if day is not None}
        cuts = [span.start, *sorted(day for day in days if day > span.start and (span.end is None or day < span.end))]
        for start, end in zip(cuts, [*cuts[1:], span.end], strict=True):
            gone = next((absence for absence in absent if absence.covers(start)), None)
            if gone is not None:
                yield _unknown(start, end, span, gone.cause)
            else:
                yield span._replace(start=start, end=end) if start > span.start else span._replace(end=end)


def _absences(
    hold: Sequence[SiteSpan], of_place: Sequence[SiteSpan], result: SiteResult, rule_context: RuleContext
) -> Iterator[Absence]:
    """Yield the stretches of a hold of a site in which nobody is known to have it any more, by T4."""
    last = hold[-1].end
    reported, gained = _days_reported(result), _days_of_gains(result, hold[0].holder)
    for first, end, cause in _rival_holds(hold[0], of_place, rule_context):
        since: date | None = max(first, hold[0].start)
        while since is not None:
            day = t4_lapses_on(since, (told for told in reported if told >= since), rule_context.rules.limits)
            over = min((stop for stop in (end, last) if stop is not None), default=None)
            if not rule_context.past(day) or (over is not None and day >= over):
                break
            again = next((told for told in gained if told >= day), None)
            yield Absence(day, again, cause)
            since = again


def _rival_holds(
    held: SiteSpan, of_place: Sequence[SiteSpan], rule_context: RuleContext
) -> Iterator[tuple[date, date | None, SiteSpan]]:
    """Yield the stretches [first, end) in which another side than a site's holder has the place undisputed."""
    first: date | None = None
    cause: SiteSpan | None = None
    for part in of_place:
        if _is_rival_hold(part, held, rule_context):
            first, cause = (part.start, part) if first is None else (first, cause)
        elif first is not None and cause is not None:
            yield first, part.start, cause
            first = None
    if first is not None and cause is not None:
        yield first, None, cause


def _is_rival_hold(part: SiteSpan, held: SiteSpan, rule_context: RuleContext) -> bool:
    """Whether a span of the place is another side's hold with nothing against it: no enemy inside, round or beside it (R4, R5, R17)."""
    day = max(part.start, held.start)
    return (
        part.state == "controlled"
        and not part.disputed
        and not part.parts.contradiction
        and not any(rule_context.alliances.allied(actor, part.holder, day) for actor in split_actors(held.holder))
    )


def _days_reported(result: SiteResult) -> list[date]:
    """The days of all that bears on a site, sorted."""
    evidence = result.evidence
    told = (*(report.assertion for report in evidence.reports), *evidence.fights, *evidence.sieges, *evidence.strikes)
    return sorted({assertion.day for assertion in (*told, *(claim.assertion for claim in evidence.claims))})


def _days_of_gains(result: SiteResult, holder: str) -> list[date]:
    """The days on which a site was reported taken or run by one of its holders, sorted."""
    told = (report.assertion for report in result.evidence.reports if report.assertion.role != "withdraws")
    return sorted({assertion.day for assertion in told if overlap(assertion.actor, holder)})


def _unknown(start: date, end: date | None, span: SiteSpan, cause: SiteSpan) -> SiteSpan:
    """What a hold is while it has lapsed: nobody known, on the evidence of both."""
    return span._replace(
        start=start, end=end, start_low=start, start_high=start, state="unknown", holder="", other="", confidence="",
        disputed=False, rules=(RULE,), parts=NOTHING_KNOWN, known_since=max(span.known_since, cause.known_since, start),
        evidence=tuple(dict.fromkeys((*span.evidence, *cause.evidence))),
    )  # fmt: skip
