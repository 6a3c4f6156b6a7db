"""Which reports of a site count, from when, and what became of each claim (R8, R9, R10, R15).
Who holds the site is not decided here, but in `timeline`."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from conflictmap.control.alliances import Alliances
from conflictmap.control.rules import (
    GROUND_FIGHTS,
    SIEGES,
    RuleSet,
    independent_sources,
    r1_never_moves,
    r8_is_proof,
    r9_confirms,
    r10_is_evidence,
    r15_denies,
)
from conflictmap.model import Assertion

MOVING_ROLES = ("gains", "withdraws", "administers", "agrees")


@dataclass(frozen=True, slots=True)
class Report:
    """An assertion that counts. `known` is the first day on which it did; `proof`: it is no bare claim (R8)."""

    assertion: Assertion
    proof: bool
    known: date
    disputed: bool


@dataclass(frozen=True, slots=True)
class Claim:
    """What became of a claim: open, confirmed, denied or lapsed. `assessed` says that the rule set counts it."""

    assertion: Assertion
    status: str
    resolved_on: date | None
    resolved_by: tuple[str, ...]
    disputed: bool
    assessed: bool


def claimant(claim: Assertion) -> tuple[str, str]:
    """Whose gain a claim is, and at whose cost: of a withdrawal the other side's, "" where nobody is named."""
    if claim.role == "withdraws":
        return claim.object_actor, claim.actor
    return claim.actor, claim.object_actor


@dataclass(frozen=True, slots=True)
class _Hearing:
    """What was said for and against a move: proofs of the same, denials that weigh, and whether a party disputes it."""

    backed: tuple[Assertion, ...]
    strong: tuple[Assertion, ...]
    disputed: bool
    enough: int

    @property
    def void(self) -> bool:
        """R15: denied by one that weighs, and not backed by more independent sources than that."""
        return bool(self.strong) and len(independent_sources(self.backed)) < self.enough


@dataclass(frozen=True, slots=True)
class Evidence:
    """What bears on a site, each list sorted by day and then event_id."""

    reports: tuple[Report, ...]
    fights: tuple[Assertion, ...]
    sieges: tuple[Assertion, ...]
    strikes: tuple[Assertion, ...]
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class RuleContext:
    """The rule set, the sides, and what was known: what every judgement of a report needs."""

    rules: RuleSet
    sides: Alliances
    as_of: date | None = None

    def known(self, assertion: Assertion) -> bool:
        return self.as_of is None or assertion.known_since <= self.as_of

    def past(self, day: date) -> bool:
        """Whether the day has come, as far as one knows: with no `as_of` every silence has run out."""
        return self.as_of is None or day <= self.as_of

    def is_proof(self, assertion: Assertion) -> bool:
        return not self.rules.on("R8") or r8_is_proof(assertion, self.sides)


def judge(assertions: Iterable[Assertion], court: RuleContext) -> Evidence:
    """Judge every assertion of one site that was known.

    Strict looks at proofs only, in every list: so adding a party's claim can never change it.
    """
    known = sorted(
        (one for one in assertions if court.known(one)), key=lambda one: (one.day, one.event_id, one.site_id)
    )
    if court.rules.on("R10"):
        known = [one for one in known if r10_is_evidence(one)]
    denials = [one for one in known if one.mode == "denied"]
    said = [one for one in known if one.mode != "denied"]
    if not court.rules.on("R15"):
        denials = []
    moves = [one for one in said if _is_move(one, court.rules)]
    proofs = [one for one in moves if court.is_proof(one)]
    judged = [
        _judge_move(one, proofs, [x for x in denials if r15_denies(x, one, court.rules.limits)], court) for one in moves
    ]
    rest = [one for one in said if _admissible(one, denials, court)]
    fights = [one for one in rest if one.act in GROUND_FIGHTS and r1_never_moves(one.act)]
    if not court.rules.on("R7"):
        fights += [one for one in rest if one.role == "strikes"]
    return Evidence(
        tuple(report for report, _ in judged if report is not None),
        tuple(sorted(fights, key=lambda one: (one.day, one.event_id))),
        tuple(one for one in rest if one.act in SIEGES),
        tuple(one for one in rest if one.role == "strikes" and court.rules.on("R7")),
        tuple(claim for _, claim in judged if claim is not None),
    )


def _is_move(one: Assertion, rules: RuleSet) -> bool:
    if one.role in MOVING_ROLES:
        return True
    if one.act == "agreement":
        return not rules.on("R6")  # the ablation: any signature in a place makes it a shared one
    return one.role == "attacks" and r1_never_moves(one.act) and not rules.on("R1")


def _admissible(one: Assertion, denials: Sequence[Assertion], court: RuleContext) -> bool:
    if court.rules.claims == "never" and not court.is_proof(one):
        return False
    return not any(
        r15_denies(denial, one, court.rules.limits) and _is_strong(denial, one, court.sides) for denial in denials
    )


def _is_strong(denial: Assertion, move: Assertion, sides: Alliances) -> bool:
    """R15: an independent denial, or one by the side that would have gained, reopens; any other marks a dispute."""
    return any(
        side == "independent" or (side.partition(":")[2] and sides.allied(side.partition(":")[2], move.actor, move.day))
        for side in denial.sides
    )


def _judge_move(
    move: Assertion, proofs: Sequence[Assertion], denials: Sequence[Assertion], court: RuleContext
) -> tuple[Report | None, Claim | None]:
    limits = court.rules.limits
    strong = tuple(one for one in denials if _is_strong(one, move, court.sides))
    backed = tuple(one for one in _near(proofs, move, court) if r9_confirms(one, move, court.sides, limits))
    hearing = _Hearing(backed, strong, len(denials) > len(strong), limits.denial_sources)
    if court.is_proof(move):
        disputed = hearing.disputed or bool(strong)
        return (None if hearing.void else Report(move, True, move.known_since, disputed)), None
    confirmed = min((max(one.known_since, move.known_since) for one in backed), default=None)
    against = [*denials, *_rebuttals(proofs, move, court)]
    known = None if hearing.void else _claim_counts_from(move, confirmed, against, court)
    claim = _claim(move, hearing, court, known is not None)
    return (Report(move, False, known, hearing.disputed) if known is not None else None), claim


def _claim_counts_from(
    claim: Assertion, confirmed: date | None, rebuttals: Sequence[Assertion], court: RuleContext
) -> date | None:
    """The day from which the rule set counts a claim; None where it does not (R8 by rule set, R9)."""
    if court.rules.claims == "never":
        return None
    if court.rules.claims == "at_once":
        return claim.known_since
    silent = claim.known_since + timedelta(days=court.rules.limits.rebuttal_days)
    if any(one.known_since <= silent for one in rebuttals):
        return None
    if confirmed is not None and court.rules.on("R9"):
        return min(confirmed, silent)
    return silent if court.past(silent) else None


def _rebuttals(proofs: Sequence[Assertion], claim: Assertion, court: RuleContext) -> list[Assertion]:
    """Proofs that the other side still ran the place after the claimed day, while the claim was fresh."""
    last = claim.known_since + timedelta(days=court.rules.limits.rebuttal_days)
    return [
        one
        for one in _near(proofs, claim, court)
        if one.role == "administers"
        and claim.day <= one.day <= last
        and not court.sides.allied(one.actor, claim.actor, one.day)
    ]


def _near(proofs: Sequence[Assertion], claim: Assertion, court: RuleContext) -> list[Assertion]:
    span = timedelta(days=court.rules.limits.claim_days)
    low = bisect_left(proofs, claim.day - span, key=lambda one: one.day)
    return list(proofs[low : bisect_right(proofs, claim.day + span, lo=low, key=lambda one: one.day)])


def _claim(claim: Assertion, hearing: _Hearing, court: RuleContext, assessed: bool) -> Claim:
    deciding: tuple[Assertion, ...] = ()
    status = ""
    if hearing.void:
        deciding, status = hearing.strong, "denied"
    elif hearing.backed and court.rules.on("R9"):
        deciding, status = hearing.backed, "confirmed"
    if deciding:
        first = min(deciding, key=lambda one: (one.known_since, one.event_id))
        resolved = max(first.known_since, claim.known_since)
        return Claim(claim, status, resolved, (first.event_id,), hearing.disputed, assessed)
    lapses = claim.known_since + timedelta(days=court.rules.limits.claim_days)
    if court.past(lapses):
        return Claim(claim, "lapsed", lapses, (), hearing.disputed, assessed)
    return Claim(claim, "open", None, (), hearing.disputed, assessed)
