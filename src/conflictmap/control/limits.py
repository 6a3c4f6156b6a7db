"""Every constant of the rules, by name, with its value, the values that are tried, and why it is what it is.
A rule set holds one `Limits`; nothing else in control has a number of days of its own."""

from __future__ import annotations

from dataclasses import dataclass, fields
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Limits:
    """The numbers of a rule set: days where the name ends so, else counts. All are whole and none is negative."""

    held_days: int = 1  # R2: a capture contradicted within so many days is a clash (ACLED, one-day rule)
    one_fight_days: int = 1  # R3: so soon after a capture that was undone, the next is of the same fight
    one_change_days: int = 21  # R14: reports of one gain that lie no further apart are of one change
    backing_days: int = 30  # later reports of the same gain are evidence of it so long
    rebuttal_days: int = 7  # R8: standard counts a claim that nobody has rebutted for so long
    claim_days: int = 30  # R9: so long can a report confirm a claim; then it lapses
    denial_days: int = 30  # R15: a denial is of a move dated no further from it
    denial_sources: int = 2  # R15: so many independent sources outweigh one independent denial
    fight_days: int = 14  # R4: reports further apart are two fights
    siege_days: int = 30  # R5: reports of a siege further apart are two sieges
    silence_days: int = 60  # R4, R5: after so long without a report a fight or a siege is taken as over
    successor_days: int = 30  # R13: so long after a withdrawal can a successor show itself
    rural_days: int = 180  # T2: acts of administration further apart are not repeated ones
    rural_lapse_days: int = 30  # T3: so long after a side lost the seat does its old countryside count
    site_lapse_days: int = 60  # T4: so long does a base count in a place that another side holds undisputed
    split_sites: int = 3  # T1: below so many known sites beside the seat, most of the rest says nothing
    high_width_days: int = 3  # a change dated less exactly is not of high confidence
    moderate_width_days: int = 14  # nor, beyond this, of moderate confidence
    fresh_days: int = 90  # evidence this old or less is fresh; ground fighting is counted over as many days
    ageing_days: int = 365  # evidence older than this is stale


LIMITS = Limits()
#: The lowest and the highest value at which `sensitivity` works control out again: from half to twice each, by and large.
RANGES = MappingProxyType({
    "held_days": (0, 3), "one_fight_days": (0, 3), "one_change_days": (7, 42), "backing_days": (14, 60),
    "rebuttal_days": (3, 14), "claim_days": (14, 60), "denial_days": (14, 60), "denial_sources": (1, 3),
    "fight_days": (7, 28), "siege_days": (14, 60), "silence_days": (30, 120), "successor_days": (14, 60),
    "rural_days": (90, 365), "rural_lapse_days": (0, 90), "site_lapse_days": (30, 120), "split_sites": (2, 5), "high_width_days": (1, 7), "moderate_width_days": (7, 30),
    "fresh_days": (45, 180), "ageing_days": (180, 730),
})  # fmt: skip
NAMES = tuple(field.name for field in fields(Limits))
