"""One township: its sites worked out one by one and summed up, whole or as far as one name that is placed anew changes it.
Nothing here reads a file; the rules are those of `control.rules`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from conflictmap.control.alliances import Alliances
from conflictmap.control.baseline import Baseline, rural_site
from conflictmap.control.contested import SiteResult, resolve_site
from conflictmap.control.countryside import resolve_rural
from conflictmap.control.evidence import RuleContext
from conflictmap.control.rules import RuleSet, r11_moves_a_site, r16_current, r17_beside, t2_rural_act
from conflictmap.control.rural_lapse import without_lost_sides
from conflictmap.control.site_lapse import without_stale_sites
from conflictmap.control.township_spans import TownshipSpan, sum_up
from conflictmap.model import Assertion

Reported = tuple[list[Assertion], list[Assertion]]  # of a site itself, and of what happened beside it
State = tuple[str, Any, str, str, str]  # adm3_pcode, first day, state, holder, other


@dataclass(frozen=True, slots=True)
class TownshipResult:
    """One township under one rule set. `assertions` are what it was worked out from."""

    assertions: tuple[Assertion, ...]
    spans: tuple[TownshipSpan, ...]
    sites: Mapping[str, SiteResult]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: the tables that stay the same while events change, and what was known."""

    alliances: Alliances
    baseline: Baseline
    seats: Mapping[str, str]
    as_of: date | None


class Township:
    """A township under one rule set. `reading` are the assertions of its mentions and of what corrects them."""

    def __init__(
        self, pcode: str, seat: str, ground: Baseline, rule_context: RuleContext, reading: Iterable[Assertion]
    ) -> None:
        self.pcode = pcode
        self._seat = seat or pcode
        self._ground = ground
        self._rule_context = rule_context
        self._reading = {assertion.assertion_id: assertion for assertion in reading}
        self._by_site = self._grouped(self._reading.values())
        self._sites = {site: self._site(site, mine) for site, mine in self._by_site.items()}
        self.states = self._states(self._sites)

    def changed(self, gone: set[str], come: Sequence[Assertion]) -> frozenset[State]:
        """Work out the states without the assertions of these ids, and with others."""
        reading = {name: assertion for name, assertion in self._reading.items() if name not in gone}
        by_site = self._grouped([*reading.values(), *come])
        sites = {
            site: self._sites[site] if mine == self._by_site.get(site) else self._site(site, mine)
            for site, mine in by_site.items()
        }
        return self._states(sites)

    def _grouped(self, assertions: Iterable[Assertion]) -> dict[str, Reported]:
        kept = [
            assertion
            for assertion in r16_current(assertions)
            if assertion.adm3_pcode == self.pcode and bears_on_a_part(assertion)
        ]
        ordered = sorted(kept, key=lambda assertion: assertion.assertion_id)
        return _by_site(self.pcode, self._seat, ordered, self._ground, self._rule_context.rules)

    def _site(self, site: str, mine: Reported) -> SiteResult:
        return _resolve(self.pcode, self._seat, site, mine, self._ground, self._rule_context)

    def _states(self, sites: dict[str, SiteResult]) -> frozenset[State]:
        sites = _with_lapses(self.pcode, self._seat, sites, self._rule_context)
        spans = (summed.span for summed in _summed(self.pcode, self._seat, sites, self._rule_context))
        return frozenset((self.pcode, span.start, span.state, span.holder, span.other) for span in spans)


def township_result(
    pcode: str, assertions: tuple[Assertion, ...], question: Question, rule_context: RuleContext
) -> TownshipResult:
    """Work out one township under one rule set: its sites first, then the sum."""
    seat = question.seats[pcode] or pcode
    by_site = _by_site(pcode, seat, assertions, question.baseline, rule_context.rules)
    results = {
        site: _resolve(pcode, seat, site, mine, question.baseline, rule_context) for site, mine in by_site.items()
    }
    results = _with_lapses(pcode, seat, results, rule_context)
    return TownshipResult(assertions, tuple(_summed(pcode, seat, results, rule_context)), results)


def bears_on_a_part(assertion: Assertion) -> bool:
    """Tell whether an assertion is evidence of who holds some part of its township: by R11, or as an act in the countryside."""
    return r11_moves_a_site(assertion) or t2_rural_act(assertion) or r17_beside(assertion)


def _by_site(
    pcode: str, seat: str, assertions: Sequence[Assertion], ground: Baseline, rules: RuleSet
) -> dict[str, Reported]:
    """What bears on each part of a township, sorted by site_id; an act in a village bears on the countryside too."""
    by_site: dict[str, Reported] = {site: ([], []) for site in (seat, *ground.sites_of(pcode))}
    for assertion in assertions:
        if r11_moves_a_site(assertion) or not rules.on("R11"):
            by_site.setdefault(_site_of(assertion, seat, rules), ([], []))[0].append(assertion)
        if t2_rural_act(assertion) and rules.on("T2"):
            by_site.setdefault(rural_site(pcode), ([], []))[0].append(assertion)
    for assertion in assertions:
        if r17_beside(assertion) and assertion.place_id in by_site and rules.on("R17"):
            by_site[assertion.place_id][1].append(assertion)
    return dict(sorted(by_site.items()))


def _resolve(
    pcode: str, seat: str, site: str, reported: Reported, ground: Baseline, rule_context: RuleContext
) -> SiteResult:
    mine, beside = reported
    if site == rural_site(pcode):
        return resolve_rural(mine, ground.of_site(pcode, site), rule_context)
    grounds = ground.of_seat(pcode) if site == seat else ground.of_site(pcode, site)
    kind = "seat" if site == seat else mine[0].place_kind if mine else "village"
    return resolve_site(mine, grounds, rule_context, kind, beside)


def _with_lapses(
    pcode: str, seat: str, sites: Mapping[str, SiteResult], rule_context: RuleContext
) -> dict[str, SiteResult]:
    """The parts of a township without old holds: of bases in other hands' places (T4), of losers in the countryside (T3)."""
    rural = rural_site(pcode)
    if rule_context.rules.on("T4"):
        sites = without_stale_sites(sites, rule_context)
    if rural not in sites or not rule_context.rules.on("T3"):
        return dict(sites)
    others = {site: result for site, result in sites.items() if site != rural}
    return {**sites, rural: without_lost_sides(sites[rural], others, seat, rule_context)}


def _summed(pcode: str, seat: str, sites: Mapping[str, SiteResult], rule_context: RuleContext) -> list[TownshipSpan]:
    others = {site: result.spans for site, result in sites.items() if site != seat}
    countryside = others.pop(rural_site(pcode), ())
    return sum_up(sites[seat].spans, others, countryside, rule_context)


def _site_of(assertion: Assertion, seat: str, rules: RuleSet) -> str:
    """The site an assertion is about; the ablation of R11 and R12 gives it to the seat or to the place around it."""
    if not rules.on("R11") and assertion.geo_class > 1 and assertion.place_kind != "base":
        return seat
    if not rules.on("R12") and assertion.place_kind in ("base", "infrastructure"):
        return assertion.place_id if "/" in assertion.site_id else seat
    return assertion.site_id
