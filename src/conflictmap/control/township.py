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
from conflictmap.control.rules import RuleSet, r11_moves_a_site, r16_current, t2_rural_act
from conflictmap.control.township_spans import TownshipSpan, sum_up
from conflictmap.model import Assertion

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

    sides: Alliances
    baseline: Baseline
    seats: Mapping[str, str]
    as_of: date | None


class Township:
    """A township under one rule set. `reading` are the assertions of its mentions and of what corrects them."""

    def __init__(
        self, pcode: str, seat: str, ground: Baseline, court: RuleContext, reading: Iterable[Assertion]
    ) -> None:
        self.pcode = pcode
        self._seat = seat or pcode
        self._ground = ground
        self._court = court
        self._reading = {one.assertion_id: one for one in reading}
        self._by_site = self._grouped(self._reading.values())
        self._sites = {site: self._site(site, mine) for site, mine in self._by_site.items()}
        self.states = self._states(self._sites)

    def changed(self, gone: set[str], come: Sequence[Assertion]) -> frozenset[State]:
        """The states without the assertions of these ids, and with others."""
        reading = {name: one for name, one in self._reading.items() if name not in gone}
        by_site = self._grouped([*reading.values(), *come])
        sites = {
            site: self._sites[site] if mine == self._by_site.get(site) else self._site(site, mine)
            for site, mine in by_site.items()
        }
        return self._states(sites)

    def _grouped(self, assertions: Iterable[Assertion]) -> dict[str, list[Assertion]]:
        kept = [one for one in r16_current(assertions) if one.adm3_pcode == self.pcode and bears_on_a_part(one)]
        ordered = sorted(kept, key=lambda one: one.assertion_id)
        return _by_site(self.pcode, self._seat, ordered, self._ground, self._court.rules)

    def _site(self, site: str, mine: Sequence[Assertion]) -> SiteResult:
        return _resolve(self.pcode, self._seat, site, mine, self._ground, self._court)

    def _states(self, sites: dict[str, SiteResult]) -> frozenset[State]:
        spans = (one.span for one in _summed(self.pcode, self._seat, sites, self._court))
        return frozenset((self.pcode, span.start, span.state, span.holder, span.other) for span in spans)


def township_result(
    pcode: str, assertions: tuple[Assertion, ...], question: Question, court: RuleContext
) -> TownshipResult:
    """Work out one township under one rule set: its sites first, then the sum."""
    seat = question.seats[pcode] or pcode
    by_site = _by_site(pcode, seat, assertions, question.baseline, court.rules)
    results = {site: _resolve(pcode, seat, site, mine, question.baseline, court) for site, mine in by_site.items()}
    return TownshipResult(assertions, tuple(_summed(pcode, seat, results, court)), results)


def bears_on_a_part(one: Assertion) -> bool:
    """Whether an assertion is evidence of who holds some part of its township, by R11 or as an act in the countryside."""
    return r11_moves_a_site(one) or t2_rural_act(one)


def _by_site(
    pcode: str, seat: str, assertions: Iterable[Assertion], ground: Baseline, rules: RuleSet
) -> dict[str, list[Assertion]]:
    """What bears on each part of a township, sorted by site_id; an act in a village bears on the countryside too."""
    found: dict[str, list[Assertion]] = {site: [] for site in (seat, *ground.sites_of(pcode))}
    for one in assertions:
        if r11_moves_a_site(one) or not rules.on("R11"):
            found.setdefault(_site_of(one, seat, rules), []).append(one)
        if t2_rural_act(one) and rules.on("T2"):
            found.setdefault(rural_site(pcode), []).append(one)
    return dict(sorted(found.items()))


def _resolve(
    pcode: str, seat: str, site: str, mine: Sequence[Assertion], ground: Baseline, court: RuleContext
) -> SiteResult:
    if site == rural_site(pcode):
        return resolve_rural(mine, ground.of_site(pcode, site), court)
    grounds = ground.of_seat(pcode) if site == seat else ground.of_site(pcode, site)
    kind = "seat" if site == seat else mine[0].place_kind if mine else "village"
    return resolve_site(mine, grounds, court, kind)


def _summed(pcode: str, seat: str, sites: Mapping[str, SiteResult], court: RuleContext) -> list[TownshipSpan]:
    others = {site: result.spans for site, result in sites.items() if site != seat}
    countryside = others.pop(rural_site(pcode), ())
    return sum_up(sites[seat].spans, others, countryside, court)


def _site_of(one: Assertion, seat: str, rules: RuleSet) -> str:
    """The site an assertion is about; the ablation of R11 and R12 gives it to the seat or to the place around it."""
    if not rules.on("R11") and one.geo_class > 1 and one.place_kind != "base":
        return seat
    if not rules.on("R12") and one.place_kind in ("base", "infrastructure"):
        return one.place_id if "/" in one.site_id else seat
    return one.site_id
