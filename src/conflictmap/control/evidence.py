"""Which reports of a site count, from when, and what became of each claim (R8, R9, R10, R15).
Who holds the site is not decided here, but in `site_spans`."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from typing import NamedTuple

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
from conflictmap.event_tables.actor_cells import split_actors
from conflictmap.model import Assertion

MOVING_ROLES = ("gains", "withdraws", "administers", "agrees")


class Report(NamedTuple):
    """An assertion that counts. `known` is the first day on which it did; `proof`: it is no bare claim (R8)."""

    assertion: Assertion
    proof: bool
    known: date
    disputed: bool


class Claim(NamedTuple):
    """What became of a claim: open, confirmed, denied or lapsed. `assessed` says that the rule set counts it."""

    assertion: Assertion
    status: str
    resolved_on: date | None
    resolved_by: tuple[str, ...]
    disputed: bool
    assessed: bool


def claimant(claim: Assertion) -> tuple[str, str]:
    """Name whose gain a claim is, and at whose cost: of a withdrawal the other side's, "" where nobody is named."""
    if claim.role == "withdraws":
        return claim.object_actor, claim.actor
    return claim.actor, claim.object_actor


class _Hearing(NamedTuple):
    """What was said for and against a move: proofs of the same, denials that weigh, and whether a party disputes it."""

    backed: tuple[Assertion, ...]
    strong: tuple[Assertion, ...]
    disputed: bool
    enough: int

    @property
    def void(self) -> bool:
        """R15: denied by one that weighs, and not backed by more independent sources than that."""
        return bool(self.strong) and len(independent_sources(self.backed)) < self.enough


class _Proofs:
    """The proofs among the moves of a site, in order of day, by role and actor: a busy site has thousands."""

    def __init__(self, proofs: Sequence[Assertion]) -> None:
        self._proofs = proofs
        self._by_actor: dict[tuple[str, str], list[int]] = {}
        self._administration: list[int] = []
        for position, proof in enumerate(proofs):
            for actor in set(split_actors(proof.actor)):
                self._by_actor.setdefault((proof.role, actor), []).append(position)
            if proof.role == "administers":
                self._administration.append(position)

    def near(self, move: Assertion, days: int) -> list[Assertion]:
        """Return those of the role and of an actor of a move within so many days of it, in order."""
        many = [
            self._within(self._by_actor.get((move.role, actor), ()), move, days) for actor in split_actors(move.actor)
        ]
        return [self._proofs[position] for position in (many[0] if len(many) == 1 else sorted({*chain(*many)}))]

    def of_administration(self, move: Assertion, days: int) -> list[Assertion]:
        """Return those of the role "administers" within so many days of a move, whoever acted, in order."""
        return [self._proofs[position] for position in self._within(self._administration, move, days)]

    def _within(self, positions: Sequence[int], move: Assertion, days: int) -> Sequence[int]:
        span = timedelta(days=days)
        low = bisect_left(positions, move.day - span, key=self._day)
        return positions[low : bisect_right(positions, move.day + span, lo=low, key=self._day)]

    def _day(self, position: int) -> date:
        return self._proofs[position].day


@dataclass(frozen=True, slots=True)
class Evidence:
    """What bears on a site, each list sorted by day and then event_id."""

    reports: tuple[Report, ...]
    fights: tuple[Assertion, ...]
    sieges: tuple[Assertion, ...]
    strikes: tuple[Assertion, ...]
    claims: tuple[Claim, ...]
    beside: tuple[Assertion, ...] = ()  # fights, sieges and falls of bases beside the place (R17)


@dataclass(frozen=True, slots=True)
class RuleContext:
    """The rule set, the sides, and what was known: what every judgement of a report needs."""

    rules: RuleSet
    alliances: Alliances
    as_of: date | None = None

    def known(self, assertion: Assertion) -> bool:
        return self.as_of is None or assertion.known_since <= self.as_of

    def past(self, day: date) -> bool:
        """Tell whether the day has come, as far as is known: with no `as_of` every silence has run out."""
        return self.as_of is None or day <= self.as_of

    def is_proof(self, assertion: Assertion) -> bool:
        return not self.rules.on("R8") or r8_is_proof(assertion, self.alliances)


def judge(assertions: Iterable[Assertion], rule_context: RuleContext, beside: Iterable[Assertion] = ()) -> Evidence:
    """Judge every assertion of one site that was known, and those of fights beside it.

    Strict looks at proofs only, in every list: so adding a party's claim can never change it.
    """
    known = sorted(
        (assertion for assertion in assertions if rule_context.known(assertion)),
        key=lambda assertion: (assertion.day, assertion.event_id, assertion.site_id),
    )
    if rule_context.rules.on("R10"):
        known = [assertion for assertion in known if r10_is_evidence(assertion)]
    denials = [assertion for assertion in known if assertion.mode == "denied"]
    stated = [assertion for assertion in known if assertion.mode != "denied"]
    if not rule_context.rules.on("R15"):
        denials = []
    moves = [assertion for assertion in stated if _is_move(assertion, rule_context.rules)]
    is_proof = [rule_context.is_proof(assertion) for assertion in moves]
    proofs = _Proofs([assertion for assertion, proven in zip(moves, is_proof, strict=True) if proven])
    judged = [
        _judge_move(
            (assertion, proven),
            proofs,
            [denial for denial in denials if r15_denies(denial, assertion, rule_context.rules.limits)],
            rule_context,
        )
        for assertion, proven in zip(moves, is_proof, strict=True)
    ]
    rest = [assertion for assertion in stated if _admissible(assertion, denials, rule_context)]
    fights = [assertion for assertion in rest if assertion.act in GROUND_FIGHTS and r1_never_moves(assertion.act)]
    if not rule_context.rules.on("R7"):
        fights += [assertion for assertion in rest if assertion.role == "strikes"]
    return Evidence(
        tuple(report for report, _ in judged if report is not None),
        tuple(sorted(fights, key=lambda assertion: (assertion.day, assertion.event_id))),
        tuple(assertion for assertion in rest if assertion.act in SIEGES),
        tuple(assertion for assertion in rest if assertion.role == "strikes" and rule_context.rules.on("R7")),
        tuple(claim for _, claim in judged if claim is not None),
        _beside(beside, rule_context),
    )


def _beside(assertions: Iterable[Assertion], rule_context: RuleContext) -> tuple[Assertion, ...]:
    """What was reported beside the place and counts, sorted by day and event; none where R17 is switched off."""
    if not rule_context.rules.on("R17"):
        return ()
    known = [
        assertion
        for assertion in assertions
        if assertion.mode != "denied" and rule_context.known(assertion) and r10_is_evidence(assertion)
        and _admissible(assertion, (), rule_context)
    ]  # fmt: skip
    return tuple(sorted(known, key=lambda assertion: (assertion.day, assertion.event_id, assertion.site_id)))


def _is_move(assertion: Assertion, rules: RuleSet) -> bool:
    if assertion.role in MOVING_ROLES:
        return True
    if assertion.act == "agreement":
        return not rules.on("R6")  # the ablation: any signature in a place makes it a shared one
    return assertion.role == "attacks" and r1_never_moves(assertion.act) and not rules.on("R1")


def _admissible(assertion: Assertion, denials: Sequence[Assertion], rule_context: RuleContext) -> bool:
    if rule_context.rules.claims == "never" and not rule_context.is_proof(assertion):
        return False
    return not denials or not any(
        r15_denies(denial, assertion, rule_context.rules.limits)
        and _is_strong(denial, assertion, rule_context.alliances)
        for denial in denials
    )


def _is_strong(denial: Assertion, move: Assertion, alliances: Alliances) -> bool:
    """R15: an independent denial, or one by the side that would have gained, reopens; any other marks a dispute."""
    return any(
        side == "independent"
        or (side.partition(":")[2] and alliances.allied(side.partition(":")[2], move.actor, move.day))
        for side in denial.sides
    )


def _judge_move(
    of: tuple[Assertion, bool], proofs: _Proofs, denials: Sequence[Assertion], rule_context: RuleContext
) -> tuple[Report | None, Claim | None]:
    """What becomes of a move; `of` are the move, and whether it is a proof (R8)."""
    move, proven = of
    if not denials and proven:
        return Report(move, True, move.known_since, False), None
    limits = rule_context.rules.limits
    strong = tuple(assertion for assertion in denials if _is_strong(assertion, move, rule_context.alliances))
    backed = tuple(
        assertion
        for assertion in proofs.near(move, limits.claim_days)
        if rule_context.rules.on("R8") or r9_confirms(assertion, move, rule_context.alliances, limits)
    )
    hearing = _Hearing(backed, strong, len(denials) > len(strong), limits.denial_sources)
    if proven:
        disputed = hearing.disputed or bool(strong)
        return (None if hearing.void else Report(move, True, move.known_since, disputed)), None
    confirmed = min((max(assertion.known_since, move.known_since) for assertion in backed), default=None)
    against = [*denials, *_rebuttals(proofs, move, rule_context)]
    known = None if hearing.void else _claim_counts_from(move, confirmed, against, rule_context)
    claim = _claim(move, hearing, rule_context, known is not None)
    return (Report(move, False, known, hearing.disputed) if known is not None else None), claim


def _claim_counts_from(
    claim: Assertion, confirmed: date | None, rebuttals: Sequence[Assertion], rule_context: RuleContext
) -> date | None:
    """The day from which the rule set counts a claim; None where it does not (R8 by rule set, R9)."""
    if rule_context.rules.claims == "never":
        return None
    if rule_context.rules.claims == "at_once":
        return claim.known_since
    silent = claim.known_since + timedelta(days=rule_context.rules.limits.rebuttal_days)
    if any(rebuttal.known_since <= silent for rebuttal in rebuttals):
        return None
    if confirmed is not None and rule_context.rules.on("R9"):
        return min(confirmed, silent)
    return silent if rule_context.past(silent) else None


def _rebuttals(proofs: _Proofs, claim: Assertion, rule_context: RuleContext) -> list[Assertion]:
    """Proofs that the other side still ran the place after the claimed day, while the claim was fresh."""
    last = claim.known_since + timedelta(days=rule_context.rules.limits.rebuttal_days)
    return [
        proof
        for proof in proofs.of_administration(claim, rule_context.rules.limits.claim_days)
        if claim.day <= proof.day <= last and not rule_context.alliances.allied(proof.actor, claim.actor, proof.day)
    ]


def _claim(claim: Assertion, hearing: _Hearing, rule_context: RuleContext, assessed: bool) -> Claim:
    deciding: tuple[Assertion, ...] = ()
    status = ""
    if hearing.void:
        deciding, status = hearing.strong, "denied"
    elif hearing.backed and rule_context.rules.on("R9"):
        deciding, status = hearing.backed, "confirmed"
    if deciding:
        first = min(deciding, key=lambda assertion: (assertion.known_since, assertion.event_id))
        resolved = max(first.known_since, claim.known_since)
        return Claim(claim, status, resolved, (first.event_id,), hearing.disputed, assessed)
    lapses = claim.known_since + timedelta(days=rule_context.rules.limits.claim_days)
    if rule_context.past(lapses):
        return Claim(claim, "lapsed", lapses, (), hearing.disputed, assessed)
    return Claim(claim, "open", None, (), hearing.disputed, assessed)
