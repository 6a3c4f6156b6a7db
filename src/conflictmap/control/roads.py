"""Sections of roads: who holds the towns at both ends and the sites on it, from day to day.
A section is never finer than that: of the land between its towns it says nothing, and a road that is open it does not claim."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from conflictmap.control.alliances import Alliances, joined
from conflictmap.control.confidence import lower
from conflictmap.errors import Problem
from conflictmap.event_tables.actor_cells import split_actors
from conflictmap.schema import Column, Table

FILE = "data/roads.csv"
COLUMNS = (
    "section_id", "road", "from_place", "to_place", "start", "end", "state", "holder", "other", "confidence", "known_since",
    "evidence",
)  # fmt: skip
ROADS = Table(
    "roads",
    (
        Column("section_id", required=True),
        Column("road", required=True),
        Column("from_place", required=True),  # place_id of the town at one end
        Column("to_place", required=True),
        Column("on_it"),  # place_ids between them, parted by |: gates, bridges, villages
        Column("source", required=True),
        Column("source_url"),
        Column("note"),
    ),
    key="section_id",
)

CROSSINGS = frozenset({"gate", "crossing", "bridge", "port", "ferry"})
FOUGHT = ("contested", "besieged", "mixed")


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a road between two towns; `places` are both ends and what lies between, as place_ids."""

    section_id: str
    road: str
    from_place: str
    to_place: str
    places: tuple[str, ...]


def sections_of(table: pd.DataFrame, known: Collection[str]) -> tuple[list[Section], list[Problem]]:
    """Read the sections of roads, in the order of the table.

    Parameters: table, rows of `ROADS` indexed by the spreadsheet's row; known, every place_id of the country.
    Returns: the sections, and a Problem for each row that names a place outside the country or one place twice.
    """
    sections, problems = [], []
    columns = (table[name].tolist() for name in ("section_id", "road", "from_place", "to_place", "on_it"))
    for row, section, road, start, end, between in zip(table.index.tolist(), *columns, strict=True):
        places = (start, *split_actors(between or ""), end)
        outside = [place for place in places if place not in known]
        if outside:
            fix = "end the course at the last town or gate inside the country: its place_id"
            text = "is no place of the country, so the course leaves it"
            problems.append(Problem(FILE, f"{section}: {text}", fix, row=int(row), value=outside[0]))
        elif len(set(places)) < len(places):
            fix = "name each place of a section once"
            problems.append(Problem(FILE, f"{section}: names a place twice", fix, row=int(row), value=start))
        else:
            sections.append(Section(section, road, start, end, places))
    return sections, problems


def sections_over(sites: pd.DataFrame, sections: Iterable[Section], alliances: Alliances) -> pd.DataFrame:
    """Work out the state of each section over time: a row a section and span, in the order of sections, then by day.

    Parameters: sites, as `Assessment.sites`: the towns of a section, and gates and bridges known by them.
    Returns: `COLUMNS`; half-open days. state: controlled, all known sites on one side; divided, `holder` has some and
    `other` has others; contested, where any is contested, besieged or shared; partial, where the town at one end is not
    known; unknown. confidence is the lowest of them, "" where nothing is known; known_since the latest.
    """
    by_place: dict[str, list[dict[str, Any]]] = {}
    for span in sites[sites["place_kind"] != "rural"].to_dict("records"):
        if "/" in span["site_id"] and not is_crossing(span["site_id"].partition("/")[2]):
            continue  # a base beside a town is not on the road
        by_place.setdefault(str(span["place_id"]), []).append({str(name): value for name, value in span.items()})
    rows = [row for section in sections for row in _spans(section, by_place, alliances)]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def is_crossing(name: str) -> bool:
    """Tell whether a site's name says that it is a gate, a crossing, a bridge, a port or a ferry."""
    return not CROSSINGS.isdisjoint(re.findall(r"[a-z]+", name.lower()))


def _spans(
    section: Section, by_place: Mapping[str, Sequence[dict[str, Any]]], alliances: Alliances
) -> list[tuple[Any, ...]]:
    mine = [span for place in section.places for span in by_place.get(place, ())]
    days = sorted({span["start"] for span in mine})
    rows: list[tuple[Any, ...]] = []
    for day in days:
        here = [span for span in mine if span["start"] <= day and (span["end"] is None or day < span["end"])]
        state = _state(section, [span for span in here if span["state"] != "unknown"], day, alliances)
        if rows and rows[-1][6:10] == state[:4]:
            continue
        if rows:
            rows[-1] = (*rows[-1][:5], day, *rows[-1][6:])
        head = (section.section_id, section.road, section.from_place, section.to_place)
        rows.append((*head, day, None, *state))
    return rows


def _state(section: Section, here: Sequence[Mapping[str, Any]], day: date, alliances: Alliances) -> tuple[Any, ...]:
    """state, holder, other, confidence, known_since and evidence of a section, from the known sites on it."""
    if not here:
        return "unknown", "", "", "", day, ()
    holders = list(dict.fromkeys(span["holder"] for span in here if span["holder"]))
    first = holders[0] if holders else ""
    rivals = [who for who in holders[1:] if not alliances.allied(first, who, day)]
    mine = joined(actor for who in holders if who not in rivals for actor in split_actors(who))
    fought = [span["other"] for span in here if span["state"] in FOUGHT]
    ends = {span["place_id"] for span in here if "/" not in span["site_id"]}
    if fought:
        state, rivals = "contested", [*rivals, *(who for who in fought if who)]
    elif rivals:
        state = "divided"
    else:
        state = "controlled" if {section.from_place, section.to_place} <= ends and first else "partial"
    sure = here[0]["confidence"]
    for span in here[1:]:
        sure = lower(sure, span["confidence"])
    known = max(span["known_since"] for span in here)
    evidence = tuple(dict.fromkeys(event for span in here for event in span["evidence"]))
    others = joined(actor for who in rivals for actor in split_actors(who) if actor not in split_actors(mine))
    return state, mine, others, sure, known, evidence
