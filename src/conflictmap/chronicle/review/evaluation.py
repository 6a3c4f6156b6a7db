"""How well drafts agree with rows coded by hand: found, invented, and right by field.
Nothing here knows a word list; it compares two lists of rows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from conflictmap.chronicle.review.duplicates import Row, actor_ids, pair

Township = Callable[[Row], str]  # adm3_pcode (or a country, or "" where none) of a row's own place

SCORED_TRANSFERS = frozenset({"capture", "recapture", "handover", "withdrawal", "surrender"})
_MUTUAL = frozenset({"clash", "statement", "agreement"})  # either side may stand first


@dataclass(frozen=True, slots=True)
class Share:
    """A figure as a fraction, so that its base can be read."""

    right: int
    of: int

    @property
    def percent(self) -> float:
        return 100.0 * self.right / self.of if self.of else 100.0

    def __add__(self, other: Share) -> Share:
        return Share(self.right + other.right, self.of + other.of)


@dataclass(frozen=True, slots=True)
class Miss:
    """One disagreement: the gold row, the column, what was coded by hand and what was drafted."""

    gold: str
    column: str
    wanted: str
    drafted: str


@dataclass(frozen=True, slots=True)
class Score:
    """The figures of one text by name, its misses, and the drafts that claim a transfer which the gold does not have."""

    figures: Mapping[str, Share]
    misses: tuple[Miss, ...]


def score(gold: Sequence[Row], drafts: Sequence[Row], township: Township) -> Score:
    """Compare drafts with gold rows of the same text.

    `found` is of all gold rows, `invented` of all drafts; the other figures are of the rows that were found. `township` is of
    found rows whose gold has one; `no place kept` of those whose gold has none. `transfers invented` counts drafts of
    control changing hands that the gold does not have (a denied one is no transfer).
    """
    pairs = pair(gold, drafts)
    misses = [Miss(wanted["event_id"], "found", _brief(wanted), "") for g, wanted in enumerate(gold) if g not in pairs]
    used = set(pairs.values())
    misses += [Miss("", "invented", "", _brief(drafted)) for d, drafted in enumerate(drafts) if d not in used]
    rows = [(gold[g], drafts[d]) for g, d in sorted(pairs.items())]
    figures = {"found": Share(len(pairs), len(gold)), "invented": Share(len(drafts) - len(pairs), len(drafts))}
    for name, judge in _judges(township).items():
        verdicts = [(wanted, drafted, judge(wanted, drafted)) for wanted, drafted in rows]
        counted = [(wanted, drafted, right) for wanted, drafted, right in verdicts if right is not None]
        figures[name] = Share(sum(right for _, _, right in counted), len(counted))
        misses += [
            Miss(wanted["event_id"], name, _cell(wanted, name), _cell(drafted, name))
            for wanted, drafted, right in counted
            if not right
        ]
    invented = _false_transfers(gold, drafts, pairs)
    figures["transfers invented"] = Share(len(invented), len(drafts))
    misses += [Miss("", "transfers invented", "", _brief(drafted)) for drafted in invented]
    return Score(figures, tuple(misses))


def _judges(township: Township) -> dict[str, Callable[[Row, Row], bool | None]]:
    def place(wanted: Row, drafted: Row) -> bool | None:
        there = township(wanted)
        return township(drafted) == there if there else None

    def nowhere(wanted: Row, drafted: Row) -> bool | None:
        return None if township(wanted) else not township(drafted)

    judges: dict[str, Callable[[Row, Row], bool | None]] = {
        "date": lambda wanted, drafted: all(wanted[name] == drafted[name] for name in ("event_date", "end_date")),
        "township": place,
        "no place kept": nowhere,
    }
    for name in ("event_type", "sub_event_type", "act", "mode", "fatalities", "time_precision"):
        judges[name] = partial(_same_cell, name)
    judges["actors"] = _same_actors
    return judges


def _same_cell(name: str, wanted: Row, drafted: Row) -> bool:
    return wanted[name] == drafted[name]


def _same_actors(wanted: Row, drafted: Row) -> bool:
    wanted_sides = [actor_ids(wanted["actor1"]), actor_ids(wanted["actor2"])]
    drafted_sides = [actor_ids(drafted["actor1"]), actor_ids(drafted["actor2"])]
    return wanted_sides == drafted_sides or (wanted["act"] in _MUTUAL and wanted_sides == drafted_sides[::-1])


def _false_transfers(gold: Sequence[Row], drafts: Sequence[Row], pairs: Mapping[int, int]) -> list[Row]:
    wanted = {d: gold[g] for g, d in pairs.items()}
    return [
        drafted
        for d, drafted in enumerate(drafts)
        if drafted["act"] in SCORED_TRANSFERS
        and drafted["mode"] != "denied"
        and (d not in wanted or wanted[d]["act"] not in SCORED_TRANSFERS or wanted[d]["mode"] == "denied")
    ]


def _brief(row: Row) -> str:
    return f"{row['entry_id']} {row['event_date']} {row['act']} {row['actor1']}>{row['actor2']} {row['location']}"


def _cell(row: Row, name: str) -> str:
    if name == "actors":
        return f"{row['actor1']} > {row['actor2']}"
    if name == "date":
        return f"{row['event_date']}..{row['end_date']}"
    return row["location"] if name in ("township", "no place kept") else row[name]
