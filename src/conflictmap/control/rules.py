"""The rules: an id, a sentence in English and in Burmese, and a test each.
A rule looks at assertions only; it holds no state. What follows from it is drawn in `site_spans`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Literal

from conflictmap.control.alliances import Alliances, joined
from conflictmap.control.limits import LIMITS, Limits
from conflictmap.event_tables.actor_cells import split_actors
from conflictmap.model import Assertion

ONE_DAY = timedelta(days=1)

CAPTURES = frozenset({"capture", "recapture"})
MOVES = CAPTURES | {"handover", "surrender", "withdrawal", "agreement", "administration"}
GROUND_FIGHTS = frozenset({"clash"})
IN_AND_OUT = frozenset({"raid", "ambush", "detention_arson"})
SIEGES = frozenset({"siege", "blockade"})
# What `places.kinds` calls a site that armed forces hold; "camp" is none of them: there it is one of the displaced.
BASE_KINDS = frozenset({"base", "police station", "prison", "gate", "border gate", "port", "airport", "bridge"})
BASE_CODES = frozenset(["MILB", "INSM", "AIRB", "PP", "PRN", "BDG", "PRT", "AIRP", "AIRF", "BDRG", "PSTB", "CSTM"])
INFRASTRUCTURE_CODES = frozenset(["BDG", "PRT", "AIRP", "AIRF", "BDRG", "PSTB", "CSTM"])


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as a reader meets it: its id and its sentence in two languages."""

    id: str
    en: str
    my: str


@dataclass(frozen=True, slots=True)
class RuleSet:
    """How claims count, the numbers of the rules, and which rules are switched off (for the ablation only).

    `claims` is "never" (strict: R8 as written), "after_silence" (standard: after `limits.rebuttal_days` without a
    rebuttal) or "at_once" (lenient).
    """

    name: str
    claims: Literal["never", "after_silence", "at_once"]
    off: frozenset[str] = frozenset()
    limits: Limits = LIMITS

    def on(self, rule: str) -> bool:
        return rule not in self.off


RULE_SETS = {
    "strict": RuleSet("strict", "never"),
    "standard": RuleSet("standard", "after_silence"),
    "lenient": RuleSet("lenient", "at_once"),
}


def r1_never_moves(act: str) -> bool:
    """Apply R1: a clash, raid, ambush, arrest or arson never changes the holder (ACLED codebook, "Armed clash")."""
    return act in GROUND_FIGHTS or act in IN_AND_OUT


def r2_stands(taken: date, contradicted: date | None, limits: Limits = LIMITS) -> bool:
    """Apply R2: a capture counts if it was held for more than one day, or nothing contradicts it within a day (ACLED).

    `contradicted` is the first later day on which another side took the place, or the captor left it.
    """
    return contradicted is None or (contradicted - taken).days > limits.held_days


def r3_one_fight(undone: date, later: date, limits: Limits = LIMITS) -> bool:
    """Apply R3: a capture a day or less after one that was undone is of the same fight; its last one is the transition.

    After ACLED, final acquisition. The earlier ones are evidence that the place was contested.
    """
    return (later - undone).days <= limits.one_fight_days


def r4_contested_from(fights: Sequence[Assertion], limits: Limits = LIMITS) -> int | None:
    """Apply R4: the enemy holds ground inside: two independent reports, or two days of fighting, within
    `limits.fight_days`.

    `fights` are ground fights at the place itself, sorted by day. Returns the position of the report that fulfils the
    rule, None if none does. A fight that itself lasted two days is two days.
    """
    first = 0
    for position, fight in enumerate(fights):
        while (fight.day - fights[first].day).days > limits.fight_days:
            first += 1
        seen = fights[first : position + 1]
        days = {earlier.day for earlier in seen}
        if fight.lasting_days > 1 or len(days) > 1 or len(independent_sources(seen)) > 1:
            return position
    return None


def r5_besieged_from(sieges: Sequence[Assertion], limits: Limits = LIMITS) -> int | None:
    """Apply R5: surrounded, by two reports within `limits.siege_days`; the position of the second, None if there is none.

    `sieges` are sorted by last day. A siege that lasts is reported on each of its days.
    """
    for position in range(1, len(sieges)):
        if (first_day(sieges[position]) - sieges[position - 1].day).days <= limits.siege_days:
            return position
    return None


def first_day(assertion: Assertion) -> date:
    """Count back from the last day of an act to its first."""
    return assertion.day - timedelta(days=assertion.lasting_days - 1)


def r6_shared(assertion: Assertion) -> str:
    """Apply R6: who holds it together: only by an agreement about the place, or a stated joint administration; else "".

    An agreement is about the places of the role "target"; the place where it was signed is a site and proves nothing.
    """
    if assertion.act == "agreement":
        return joined((*split_actors(assertion.actor), *split_actors(assertion.object_actor)))
    return ""


def r7_doubts(strike: Assertion, holder: str, alliances: Alliances) -> bool:
    """Apply R7: a remote strike never changes the holder; by the holder's own side it suggests that it is not there."""
    return strike.act == "remote_strike" and alliances.allied(strike.actor, holder, strike.day)


def r8_is_proof(assertion: Assertion, alliances: Alliances) -> bool:
    """Apply R8: a party or its outlet proves only what goes against its own side; its own gain opens a claim.

    Proof is: a report that was confirmed; a report by an independent source; what the losing side itself says.
    """
    if assertion.mode == "confirmed":
        return True
    loser = assertion.actor if assertion.role in ("withdraws", "loses") else assertion.object_actor
    for side in assertion.sides:
        if side == "independent" and assertion.mode != "claimed_by_party":
            return True
        speaker = side.partition(":")[2]
        if speaker and loser and alliances.allied(speaker, loser, assertion.day):
            return True
    return False


def r9_confirms(report: Assertion, claim: Assertion, alliances: Alliances, limits: Limits = LIMITS) -> bool:
    """Apply R9: a proof of the same gain within `limits.claim_days` of the claim's day confirms the claim (Long War Journal; ISW)."""
    same = not set(split_actors(report.actor)).isdisjoint(split_actors(claim.actor))
    near = abs((report.day - claim.day).days) <= limits.claim_days
    return same and report.role == claim.role and near and r8_is_proof(report, alliances)


def r10_is_evidence(assertion: Assertion) -> bool:
    """Apply R10: other people's control maps are never evidence, only a check."""
    return any(side != "map" for side in assertion.sides)


def r11_moves_a_site(assertion: Assertion) -> bool:
    """Apply R11: only a report of the place itself changes a seat; wider reports are activity (ACLED, IISS).

    A base near or in a named place is a site of its own, so it may be known by that place (geo_class 2).
    """
    if assertion.place_kind in ("base", "infrastructure"):
        return assertion.geo_class in (1, 2)
    return assertion.geo_class == 1


def r12_is_base(feature_code: str, kind: str) -> bool:
    """Apply R12: a base, outpost, station or bridge: when it falls, that site changes hands and no other."""
    return feature_code in BASE_CODES or kind in BASE_KINDS


def r13_succeeds(vacated: date, administered: date, limits: Limits = LIMITS) -> bool:
    """Apply R13: an act of administration within `limits.successor_days` of a withdrawal shows the successor (Long War Journal)."""
    return vacated <= administered and (administered - vacated).days <= limits.successor_days


def r14_interval(day: date, precision: int, reported: date) -> tuple[date, date]:
    """Apply R14: the first and the last day on which it can have happened; both states are possible between them.

    ACLED's time precision: 1 the day, 2 the week (three days either way), 3 the month; not after the report.
    """
    if precision <= 1:
        return day, day
    if precision == 2:
        return day - timedelta(days=3), max(day, min(day + timedelta(days=3), reported))
    following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return day.replace(day=1), max(day, min(following - ONE_DAY, reported))


def r15_denies(denial: Assertion, move: Assertion, limits: Limits = LIMITS) -> bool:
    """Apply R15: whether a denial is of this move: the same actor and role, dated within `limits.denial_days` of it."""
    same = not set(split_actors(denial.actor)).isdisjoint(split_actors(move.actor))
    return same and denial.role == move.role and abs((denial.day - move.day).days) <= limits.denial_days


def r16_current(assertions: Iterable[Assertion]) -> list[Assertion]:
    """Apply R16: a correction is a new row that supersedes; what it supersedes stays in the table and counts no more."""
    known = list(assertions)
    superseded = {assertion.supersedes for assertion in known if assertion.supersedes}
    return [assertion for assertion in known if assertion.event_id not in superseded]


def r17_beside(assertion: Assertion) -> bool:
    """Apply R17: a report that puts enemies at the gates and not inside: a fight or a siege beside the place, the fall of a base there.

    Such a report never changes the holder of the place, and makes it surely nobody's; it lowers the confidence.
    """
    if assertion.place_kind == "base":
        return "/" in assertion.site_id and assertion.act in CAPTURES | GROUND_FIGHTS | SIEGES
    beside = assertion.place_kind in ("seat", "village") and assertion.geo_class == 2
    return beside and assertion.act in GROUND_FIGHTS | SIEGES


def t2_rural_act(assertion: Assertion) -> bool:
    """Apply T2: an act of administration in the township outside its seat: taxes, courts, schools, checkpoints, offices.

    Reported of the township, of a tract or of a village; one act alone shows nothing of the countryside.
    """
    return assertion.role == "administers" and assertion.place_kind in ("area", "village") and assertion.geo_class <= 3


def t2_repeats(act: Assertion, earlier: Sequence[Assertion], limits: Limits = LIMITS) -> bool:
    """Apply T2: whether an act of the same side in the countryside came before it: of another day, source or village.

    `earlier` are sorted by day; acts further apart than `limits.rural_days` are not repeated ones. Acts that are all in one
    village show that village only.
    """
    mine = set(split_actors(act.actor))
    for before in reversed(earlier):
        if (act.day - before.day).days > limits.rural_days:
            return False
        wider = act.place_kind == "area" or before.place_kind == "area" or act.site_id != before.site_id
        other = before.day != act.day or before.sources != act.sources or before.site_id != act.site_id
        if wider and other and before.event_id != act.event_id and not mine.isdisjoint(split_actors(before.actor)):
            return True
    return False


def t3_lapses_on(lost: date, acts: Iterable[date], limits: Limits = LIMITS) -> date:
    """Apply T3: the day on which the old countryside of a side lapses that lost the seat, or its last known site.

    `lost` is the day of that loss; `acts` are days on which the side was reported to administer in the countryside: as long
    as they go on, each within `limits.rural_lapse_days` of the last, the countryside is not given up.
    """
    last = lost
    for day in sorted(acts):
        if last <= day <= last + timedelta(days=limits.rural_lapse_days):
            last = day
    return last + timedelta(days=limits.rural_lapse_days)


def t4_lapses_on(since: date, reported: Iterable[date], limits: Limits = LIMITS) -> date:
    """Apply T4: the day on which an old hold of a base or building lapses in a place that another side holds undisputed.

    `since` is the first day of that hold, or of the base's if it began later; `reported` are the days after it, sorted,
    on which anything was reported of the base: each within `limits.site_lapse_days` of the last puts the end off.
    """
    last = since
    for day in reported:
        if last <= day <= last + timedelta(days=limits.site_lapse_days):
            last = day
    return last + timedelta(days=limits.site_lapse_days)


def independent_sources(assertions: Iterable[Assertion]) -> set[str]:
    """Collect the names of the independent sources behind the assertions; a confirmation counts as one more."""
    names: set[str] = set()
    for assertion in assertions:
        names |= _independent(assertion.sources, assertion.sides)
        if assertion.mode == "confirmed":
            names.add(f"confirmed by {assertion.event_id}")
    return names


@cache
def _independent(sources: tuple[str, ...], sides: tuple[str, ...]) -> frozenset[str]:
    return frozenset(name for name, side in zip(sources, sides, strict=True) if side == "independent")


def in_order(rules: Iterable[str]) -> tuple[str, ...]:
    """Sort rule ids, each once: the baseline's, R1 to R16, the township's."""
    return _sorted_rules(frozenset(rules))


@cache
def _sorted_rules(rules: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(rules, key=lambda rule: ("BRT".index(rule[0]), int(rule[1:]))))
