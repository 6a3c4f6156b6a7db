"""One township's states, kept site by site, so that a name that is placed anew costs the site it is about.
The rules are those of `control`; the tests hold this to what `control_of` gives for the whole country."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from conflictmap.control.baseline import Baseline
from conflictmap.control.contested import SiteResult, resolve_site
from conflictmap.control.evidence import Court
from conflictmap.control.rules import r11_moves_a_site, r16_current
from conflictmap.control.township_spans import sum_up
from conflictmap.model import Assertion

State = tuple[str, Any, str, str, str]  # adm3_pcode, first day, state, holder, other


class Township:
    """A township under one rule set. `reading` are the assertions of its mentions and of what corrects them."""

    def __init__(self, pcode: str, seat: str, ground: Baseline, court: Court, reading: Iterable[Assertion]) -> None:
        self.pcode = pcode
        self._seat = seat or pcode
        self._ground = ground
        self._court = court
        self._documented = tuple(place for township, place in ground.sites() if township == pcode)
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
        found: dict[str, list[Assertion]] = {site: [] for site in (self._seat, *self._documented)}
        kept = [one for one in r16_current(assertions) if one.adm3_pcode == self.pcode and r11_moves_a_site(one)]
        for one in sorted(kept, key=lambda one: one.assertion_id):
            found.setdefault(one.site_id, []).append(one)
        return dict(sorted(found.items()))

    def _site(self, site: str, mine: Sequence[Assertion]) -> SiteResult:
        at_seat = site == self._seat
        grounds = self._ground.of_seat(self.pcode) if at_seat else self._ground.of_site(self.pcode, site)
        kind = "seat" if at_seat else mine[0].place_kind if mine else "village"
        return resolve_site(mine, grounds, self._court, kind)

    def _states(self, sites: dict[str, SiteResult]) -> frozenset[State]:
        others = {site: result.spans for site, result in sites.items() if site != self._seat}
        spans = (one.span for one in sum_up(sites[self._seat].spans, others, self._court.sides))
        return frozenset((self.pcode, span.start, span.state, span.holder, span.other) for span in spans)
