"""How well drafts agree with rows coded by hand: found, invented, and right by field.
Nothing here knows a word list; it compares two lists of rows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

Row = Mapping[str, str]  # the columns of data/events.csv as strings
Township = Callable[[Row], str]  # adm3_pcode (or a country, or "" where none) of a row's own spot

SCORED_TRANSFERS = frozenset({"capture", "recapture", "handover", "withdrawal", "surrender"})
_MUTUAL = frozenset({"clash", "statement", "agreement"})  # either side may stand first
_ENOUGH = 4  # points: an act and an actor, or a spot and a day with the type, make two rows the same happening


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


def pair(gold: Sequence[Row], drafts: Sequence[Row]) -> dict[int, int]:
    """Pair gold rows with drafts, one to one, the most alike first: gold index -> draft index."""
    scores = sorted(
        ((-_likeness(wanted, drafted), g, d) for g, wanted in enumerate(gold) for d, drafted in enumerate(drafts)),
    )
    pairs: dict[int, int] = {}
    used: set[int] = set()
    for score, g, d in scores:
        if -score >= _ENOUGH and g not in pairs and d not in used:
            pairs[g] = d
            used.add(d)
    return pairs


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
    sides = [_ids(wanted["actor1"]), _ids(wanted["actor2"])]
    found = [_ids(drafted["actor1"]), _ids(drafted["actor2"])]
    return sides == found or (wanted["act"] in _MUTUAL and sides == found[::-1])


def _ids(cell: str) -> frozenset[str]:
    return frozenset(part for part in cell.split("|") if part)


def _false_transfers(gold: Sequence[Row], drafts: Sequence[Row], pairs: Mapping[int, int]) -> list[Row]:
    wanted = {d: gold[g] for g, d in pairs.items()}
    return [
        drafted
        for d, drafted in enumerate(drafts)
        if drafted["act"] in SCORED_TRANSFERS
        and drafted["mode"] != "denied"
        and (d not in wanted or wanted[d]["act"] not in SCORED_TRANSFERS or wanted[d]["mode"] == "denied")
    ]


def _likeness(wanted: Row, drafted: Row) -> float:
    """Points: same entry 1, act 2, type 1, day 1 (0.5 within three), a shared word of the location 2, a shared actor 1, mode 0.25."""
    days = abs((date.fromisoformat(wanted["event_date"]) - date.fromisoformat(drafted["event_date"])).days)
    if days > 31:
        return 0.0
    points = 1.0 * (wanted["entry_id"] == drafted["entry_id"])
    points += 2.0 * (wanted["act"] == drafted["act"]) + 1.0 * (wanted["event_type"] == drafted["event_type"])
    points += 0.5 * (wanted["sub_event_type"] == drafted["sub_event_type"])
    points += 1.0 if days == 0 else 0.5 * (days <= 3)
    points += 2.0 * bool(_names(wanted["location"]) & _names(drafted["location"]))
    points += 0.5 * bool(_ids(wanted["actor1"]) & _ids(drafted["actor1"])) + 0.5 * bool(
        _ids(wanted["actor2"]) & _ids(drafted["actor2"])
    )
    # two happenings of different entries are the same only where spot and act agree
    if wanted["entry_id"] != drafted["entry_id"] and not _names(wanted["location"]) & _names(drafted["location"]):
        return 0.0
    return points + 0.25 * (wanted["mode"] == drafted["mode"])


def _names(location: str) -> frozenset[str]:
    common = {
        "township",
        "village",
        "town",
        "region",
        "state",
        "near",
        "city",
        "context",
        "target",
        "origin",
        "the",
        "and",
        "of",
        "station",
    }
    words = "".join(char.lower() if char.isalpha() else " " for char in location).split()
    return frozenset(word for word in words if len(word) > 2 and word not in common)


def _brief(row: Row) -> str:
    return f"{row['entry_id']} {row['event_date']} {row['act']} {row['actor1']}>{row['actor2']} {row['location']}"


def _cell(row: Row, name: str) -> str:
    if name == "actors":
        return f"{row['actor1']} > {row['actor2']}"
    if name == "date":
        return f"{row['event_date']}..{row['end_date']}"
    return row["location"] if name in ("township", "no place kept") else row[name]
