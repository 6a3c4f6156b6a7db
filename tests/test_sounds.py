"""Spellings that sound alike are told from names that only look alike; what an unknown spelling stands for is a choice."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from conflictmap.places.mentions.location import make_mention
from conflictmap.places.names.armies import army_unit
from conflictmap.places.names.keys import fold, skeleton
from conflictmap.places.names.kinds import ward_number
from conflictmap.places.names.sound_choice import choose
from conflictmap.places.names.sounds import likeness
from conflictmap.places.resolution.matcher import Matcher
from conflictmap.project import find_project

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def core() -> Matcher:
    return Matcher.open(find_project(ROOT), data_dir=Path("/nonexistent"))


def alike(first: str, second: str) -> float:
    return float(likeness([skeleton(first)], [skeleton(second)])[0])


@pytest.mark.parametrize(
    ("spelling", "name", "neighbour"),
    [
        ("Kawkayei", "Kawkareik", "Kyaukkyi"),
        ("Mutupi", "Matupi", "Mudon"),
        ("Kyiakto", "Kyaikto", "Kyaukkyi"),
        ("Chuang-U", "Chaung-U", "Chauk"),
        ("Kuk Khaing", "Kutkai", "Konkyan"),
    ],
)
def test_a_spelling_sounds_more_like_its_name_than_like_a_neighbour(spelling: str, name: str, neighbour: str) -> None:
    assert alike(spelling, name) > alike(spelling, neighbour)


def test_likeness_is_one_for_the_same_and_nothing_for_nothing() -> None:
    assert likeness(["capun", "", "no3"], ["capun", "capun", "no4"]).tolist()[:2] == [1.0, 0.0]
    assert likeness([], []).tolist() == []


def test_likeness_is_the_same_either_way_and_whatever_stands_beside_it() -> None:
    first, second = (
        [skeleton(n) for n in ("Depayin", "Kale", "Myinmu")],
        [skeleton(n) for n in ("Tabayin", "Kalaw", "Monywa")],
    )
    np.testing.assert_allclose(likeness(first, second), likeness(second, first), rtol=1e-5)
    np.testing.assert_allclose(likeness(first, second)[:1], likeness(first[:1], second[:1]), rtol=1e-5)


def test_two_names_as_near_are_no_sure_choice() -> None:
    one, chance = choose("mixan", ["mikan"], [0.9])
    both, doubt = choose("mixan", ["mikan", "misan"], [0.9, 0.9])
    assert (one, both) == ("mikan", "mikan")
    assert doubt < 0.6 < chance
    assert choose("mixan", [], []) == ("", 0.0)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Ward 3", "No 3"),
        ("No (6) Ward", "No 6"),
        ("12th quarter", "No 12"),
        ("ရပ်ကွက် ၄", "No 4"),
        ("အမှတ် (၁၁) ရပ်ကွက်", "No 11"),
        ("Zay Ward", ""),
    ],
)
def test_a_ward_by_its_number_has_one_name(text: str, number: str) -> None:
    assert ward_number(text) == number


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("143rd Light Infantry Battalion base", "LIB 143"),
        ("IB (68)", "IB 68"),
        ("ခလရ ၄၁", "IB 41"),
        ("LIBs 143 and 144", ""),
        ("Shwe Kokko", ""),
    ],
)
def test_a_unit_of_the_army_has_one_short_form(text: str, unit: str) -> None:
    assert army_unit(text) == unit


def test_names_in_other_scripts_keep_their_letters() -> None:
    assert fold("腊戌 ") == "腊戌"
    assert fold("เมียวดี") == "เมียวดี"


PLACED = [  # toponym, context, township, geo_precision
    ("Kawkayei Township", "Karen State", "MMR003006", 3),
    ("Mutupi", "Southern Chin State", "MMR004007", 1),
    ("Karen State’s Kawkayei Township", "", "MMR003006", 3),
    ("No. 3 ward of Myawaddy", "Karen State", "MMR003005", 3),  # the core has no wards: the town's township
    ("LIB 143", "Shan State", "MMR015020", 2),
    ("Maungdaw South", "Arakan", "MMR012009", 3),
    ("Panglaung (aka Pinlaung) Township", "Taunggyi District; Shan State", "MMR014009", 3),
    ("Mansi Myoma police station", "Kachin State", "MMR001013", 2),
    ("gate at 105 mile", "Muse; Shan State", "MMR015009", 2),
    ("တောင်ဒဂုံမြို့နယ်", "ရန်ကုန်", "MMR013018", 3),
    ("KK Park", "", "MMR003005", 2),
    ("Myitkyina Airport", "", "MMR001001", 1),
]


@pytest.mark.parametrize(("toponym", "context", "township", "precision"), PLACED)
def test_a_phrase_comes_to_its_township(
    core: Matcher, toponym: str, context: str, township: str, precision: int
) -> None:
    match = core.match(make_mention(toponym, tuple(part.strip() for part in context.split(";") if part.strip())))
    assert (match.status, core.describe(match)["adm3_pcode"], match.geo_precision) == ("automatic", township, precision)


@pytest.mark.parametrize(
    ("toponym", "context", "status"),
    [
        ("LIB 143", "Kachin State", "not_locatable"),  # its station is in Shan
        ("Ward 214", "", "not_in_gazetteer"),
        ("Nyaung Pin Thar village", "Bago Region", "ambiguous"),  # the core knows one of many
        ("Bandarban District", "", "outside"),
    ],
)
def test_what_is_not_sure_is_refused(core: Matcher, toponym: str, context: str, status: str) -> None:
    match = core.match(make_mention(toponym, (context,) if context else ()))
    assert (match.status, match.place_id) == (status, None)


def test_a_village_alone_among_the_candidates_is_no_surer_for_it() -> None:
    """Lists of candidates are cut at a likeness of a half: what was cut is a rival all the same."""
    assert choose("mixan", ["mikan"], [0.7]) == choose("mixan", ["mikan", "kuxun"], [0.7, 0.5])
    assert choose("mixan", ["mikan"], [0.7], units=True)[1] > choose("mixan", ["mikan"], [0.7])[1]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("San Pya 6 Mile", "San Pya (6) Maing"),
        ("San Pya Chauk Maing", "San Pya (6) Maing"),
        ("Natchaung", "Nat Chaung"),
    ],
)
def test_a_village_at_a_mile_and_a_name_run_together_keep_their_key(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)
