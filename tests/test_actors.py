"""data/actors.csv and data/sources.csv: who is who, on whose side and when, each with its source."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pandas as pd
import pytest

from conflictmap.control.alliances import ARMED, Alliances
from conflictmap.event_tables.actor_cells import read_memberships
from conflictmap.project import find_project, read_table
from conflictmap.schema import ACTORS, SOURCES

PROJECT = find_project(Path(__file__).parent)
FRAME, _ = read_table(PROJECT.table("actors.csv"), ACTORS)
SIDES_OF_SOURCES, _ = read_table(PROJECT.table("sources.csv"), SOURCES)
ARMED_ACTORS = FRAME[FRAME["kind"].isin(ARMED)]
# the actors that hold places on the map today and whose areas touch: their fills must not be taken for one another
NEIGHBOURS = ("SAC", "PDF", "MNDAA", "TNLA", "AA", "KNDF", "CDF", "KIA", "KNU", "UWSA")


def test_both_tables_are_without_fault():
    assert Alliances(FRAME, SIDES_OF_SOURCES).problems == []


def test_every_coalition_that_is_named_has_a_row():
    known = set(FRAME["actor_id"])
    named = {membership.of for cell in FRAME["member_of"] for membership in read_memberships(cell)}
    assert named <= known


def test_every_armed_actor_has_a_colour_a_group_and_a_source():
    for row in ARMED_ACTORS.itertuples():
        assert re.fullmatch(r"#[0-9A-Fa-f]{6}", row.colour), row.actor_id
        assert row.display_group, row.actor_id
    assert not FRAME["source"].eq("").any()


def test_no_alias_is_two_actors():
    names = pd.concat([FRAME["aliases"].str.split("|").explode(), FRAME["name"]])
    names = names[names != ""].str.lower()
    assert sorted(set(names[names.duplicated()])) == []


def lightness(colour: str) -> tuple[float, float, float]:
    """CIE L*a*b* of a colour as a deuteranope sees it (Viénot, Brettel and Mollon 1999)."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    seen = 0.29031 * red + 0.70969 * green
    red, green, blue = seen, seen, -0.02197 * red + 0.02197 * green + blue
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    fx, fy, fz = (max(value, 0) ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116 for value in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


@pytest.mark.parametrize(("one", "other"), list(combinations(NEIGHBOURS, 2)))
def test_fills_are_told_apart_by_the_colour_blind(one, other):
    """A difference of ten in L*a*b* is seen side by side; the page adds texture and text."""
    colours = FRAME.set_index("actor_id")["colour"]
    apart = sum((a - b) ** 2 for a, b in zip(lightness(colours[one]), lightness(colours[other]), strict=True)) ** 0.5
    assert apart >= 10
