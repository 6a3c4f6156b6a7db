"""A case table for each rule."""

from __future__ import annotations

from datetime import date

import pytest

import narrative
from conflictmap.control import RULES
from conflictmap.control import rules as r
from conflictmap.control.alliances import Alliances
from conflictmap.event_tables.actor_cells import read_memberships
from conflictmap.model import Assertion

SIDES = Alliances(narrative.actors(), narrative.sources())
DAY = date(2023, 11, 5)


def nov(day: int) -> date:
    return date(2023, 11, day)


def said(**changes: object) -> Assertion:
    """A capture of P1 by the PDF, reported by an independent agency on the day, but for what is changed."""
    first = Assertion(
        "E1.1", "E1", "P1", "P1", "seat", "T1", 1, DAY, DAY, DAY, 1, "PDF", "gains", "SAC", "capture", "reported",
        ("Wire",), ("independent",), DAY,
    )  # fmt: skip
    return first._replace(**changes)


@pytest.mark.parametrize(
    ("act", "expected"),
    [("clash", True), ("raid", True), ("ambush", True), ("detention_arson", True), ("capture", False), ("handover", False),
     ("withdrawal", False), ("administration", False)],
)  # fmt: skip
def test_r1_fights_never_move_a_place(act, expected):
    assert r.r1_never_moves(act) is expected


@pytest.mark.parametrize(
    ("contradicted", "expected"),
    [(None, True), (nov(5), False), (nov(6), False), (nov(7), True), (nov(30), True)],
    ids=["never", "the same day", "the next day", "after two days", "weeks later"],
)
def test_r2_a_capture_stands_if_it_lasts_more_than_a_day(contradicted, expected):
    assert r.r2_stands(DAY, contradicted) is expected


@pytest.mark.parametrize(
    ("later", "expected"),
    [(nov(5), True), (nov(6), True), (nov(7), False)],
    ids=["that day", "the next", "two days on"],
)
def test_r3_captures_a_day_apart_are_one_fight(later, expected):
    assert r.r3_one_fight(DAY, later) is expected


CLASH = {"role": "attacks", "act": "clash"}


@pytest.mark.parametrize(
    ("fights", "expected"),
    [
        ([], None),
        ([said(**CLASH)], None),
        ([said(**CLASH), said(**CLASH, day=nov(6))], 1),
        ([said(**CLASH), said(**CLASH, sources=("Agency",))], 1),
        ([said(**CLASH), said(**CLASH)], None),
        ([said(**CLASH, lasting_days=2)], 0),
        ([said(**CLASH), said(**CLASH, day=nov(20))], None),
        ([said(**CLASH), said(**CLASH, sources=("Magazine",), sides=("aligned:RES",))], None),
    ],
    ids=["none", "one report", "two days", "two agencies", "the same agency twice", "a fight of two days",
         "two fights weeks apart", "an agency and an outlet of a side"],
)  # fmt: skip
def test_r4_contested_needs_two_days_or_two_independent_reports(fights, expected):
    assert r.r4_contested_from(fights) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"act": "clash", "role": "attacks", "geo_class": 2}, True), ({"act": "siege", "role": "attacks", "geo_class": 2}, True),
        ({"act": "clash", "role": "attacks", "geo_class": 1}, False), ({"act": "clash", "role": "attacks", "geo_class": 3}, False),
        ({"act": "raid", "role": "attacks", "geo_class": 2}, False), ({"geo_class": 2}, False),
        ({"place_kind": "base", "site_id": "P1/camp"}, True), ({"place_kind": "base", "site_id": "B1"}, False),
        ({"place_kind": "base", "site_id": "P1/camp", "act": "remote_strike"}, False),
    ],
    ids=["a fight near it", "a siege", "a fight in it", "one in the township", "a raid", "a capture near it",
         "the fall of a camp by it", "a base elsewhere", "a strike on the camp"],
)  # fmt: skip
def test_r17_what_puts_enemies_at_the_gates(changes, expected):
    assert r.r17_beside(said(**changes)) is expected


def test_r5_a_siege_that_lasts_is_reported_on_each_of_its_days():
    long = said(act="siege", role="attacks", day=date(2023, 12, 31), lasting_days=27)
    assert r.r5_besieged_from([said(act="siege", role="attacks", day=nov(20)), long]) == 1
    assert r.r5_besieged_from([said(act="siege", role="attacks", day=nov(1)), long]) is None


@pytest.mark.parametrize(
    ("days", "expected"),
    [([5], None), ([5, 6], 1), ([5, 30], 1), ([1], None)],
    ids=["one report", "two", "two within a month", "one again"],
)
def test_r5_besieged_needs_two_reports(days, expected):
    assert r.r5_besieged_from([said(role="attacks", act="siege", day=nov(day)) for day in days]) == expected


def test_r5_two_reports_months_apart_are_two_sieges():
    sieges = [said(act="siege", role="attacks"), said(act="siege", role="attacks", day=date(2024, 1, 5))]
    assert r.r5_besieged_from(sieges) is None


@pytest.mark.parametrize(
    ("assertion", "expected"),
    [
        (said(act="agreement", role="agrees", actor="SAC", object_actor="PNO"), "SAC|PNO"),
        (said(act="capture"), ""),
        (said(act="clash", role="attacks"), ""),
    ],
)
def test_r6_only_an_agreement_shares_a_place(assertion, expected):
    assert r.r6_shared(assertion) == expected


@pytest.mark.parametrize(
    ("actor", "act", "holder", "expected"),
    [
        ("KNLA", "remote_strike", "KNLA", True),
        ("MNDAA", "remote_strike", "TNLA", True),
        ("SAC", "remote_strike", "KNLA", False),
        ("KNLA", "clash", "KNLA", False),
    ],
    ids=["its own guns", "an ally's guns", "the enemy's guns", "no strike"],
)
def test_r7_the_holders_own_strike_casts_doubt(actor, act, holder, expected):
    assert r.r7_doubts(said(actor=actor, act=act, role="strikes"), holder, SIDES) is expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, True),
        ({"mode": "confirmed", "sides": ("aligned:RES",)}, True),
        ({"mode": "claimed_by_party"}, False),
        ({"sides": ("party:NUG",), "mode": "claimed_by_party"}, False),
        ({"sides": ("aligned:RES",)}, False),
        ({"sides": ("party:SAC",)}, True),
        ({"sides": ("party:SAC",), "mode": "claimed_by_party"}, True),
        ({"sides": ("party:MNDAA",)}, False),
        ({"sides": ("unknown",)}, False),
        ({"sides": ("aligned:RES", "independent"), "sources": ("Magazine", "Wire")}, True),
        ({"role": "withdraws", "actor": "SAC", "object_actor": "", "sides": ("party:SAC",)}, True),
        ({"role": "withdraws", "actor": "SAC", "object_actor": "", "sides": ("party:NUG",)}, False),
    ],
    ids=["agency", "confirmed", "agency quotes a party", "party of the gainer", "outlet of the gainer's side",
         "the loser says so", "the loser announces it", "a third party", "source not in the table", "one of two",
         "admits that it left", "says that the other left"],
)  # fmt: skip
def test_r8_a_party_proves_only_what_goes_against_it(changes, expected):
    assert r.r8_is_proof(said(**changes), SIDES) is expected


@pytest.mark.parametrize(
    ("report", "expected"),
    [
        (said(), True),
        (said(day=date(2023, 12, 5)), True),
        (said(day=date(2023, 12, 6)), False),
        (said(actor="MNDAA"), False),
        (said(sides=("aligned:RES",)), False),
        (said(actor="PDF|KNLA"), True),
    ],
    ids=["same day", "thirtieth day", "thirty-first day", "another actor", "no proof", "one of several"],
)
def test_r9_an_independent_report_within_thirty_days_confirms(report, expected):
    claim = said(mode="claimed_by_party", sides=("party:NUG",), sources=("NUG",))
    assert r.r9_confirms(report, claim, SIDES) is expected


@pytest.mark.parametrize(
    ("sides", "expected"), [(("map",), False), (("map", "independent"), True), (("unknown",), True)]
)
def test_r10_a_map_is_no_evidence(sides, expected):
    assert r.r10_is_evidence(said(sides=sides)) is expected


@pytest.mark.parametrize(
    ("kind", "geo_class", "expected"),
    [("seat", 1, True), ("seat", 2, False), ("village", 1, True), ("area", 3, False), ("area", 4, False),
     ("base", 1, True), ("base", 2, True), ("base", 3, False), ("", 0, False)],
)  # fmt: skip
def test_r11_only_a_report_of_the_place_itself_changes_it(kind, geo_class, expected):
    assert r.r11_moves_a_site(said(place_kind=kind, geo_class=geo_class)) is expected


@pytest.mark.parametrize(
    ("code", "kind", "expected"),
    [("MILB", "", True), ("PPLA3", "", False), ("PPLA3", "police station", True), ("PPL", "base", True),
     ("PPL", "camp", False), ("BDG", "", True), ("PPL", "village", False)],
    ids=["a base", "a town", "a police station in a town", "a base in a village", "a camp of the displaced", "a bridge",
         "a village"],
)  # fmt: skip
def test_r12_bases_are_sites_of_their_own(code, kind, expected):
    assert r.r12_is_base(code, kind) is expected


@pytest.mark.parametrize(
    ("administered", "expected"),
    [(nov(4), False), (nov(5), True), (date(2023, 12, 5), True), (date(2023, 12, 6), False)],
    ids=["before", "the same day", "the thirtieth day", "the thirty-first day"],
)
def test_r13_a_successor_shows_itself_within_thirty_days(administered, expected):
    assert r.r13_succeeds(DAY, administered) is expected


@pytest.mark.parametrize(
    ("day", "precision", "reported", "expected"),
    [
        (nov(10), 1, nov(20), (nov(10), nov(10))),
        (nov(10), 2, nov(20), (nov(7), nov(13))),
        (nov(10), 2, nov(11), (nov(7), nov(11))),
        (nov(10), 3, date(2023, 12, 9), (nov(1), nov(30))),
        (date(2024, 2, 10), 3, date(2024, 3, 9), (date(2024, 2, 1), date(2024, 2, 29))),
        (nov(10), 3, nov(15), (nov(1), nov(15))),
    ],
    ids=["day", "week", "week, reported the next day", "month", "leap month", "month, not after the report"],
)
def test_r14_an_uncertain_day_is_an_interval(day, precision, reported, expected):
    assert r.r14_interval(day, precision, reported) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [({}, True), ({"actor": "MNDAA"}, False), ({"role": "withdraws"}, False), ({"day": date(2024, 1, 5)}, False)],
    ids=["of the same capture", "of another's capture", "of something else", "of another time"],
)
def test_r15_a_denial_is_of_one_move(changes, expected):
    assert r.r15_denies(said(mode="denied", **changes), said()) is expected


def test_r16_a_correction_replaces_and_chains():
    first, second, third = said(), said(event_id="E2", supersedes="E1"), said(event_id="E3", supersedes="E2")
    assert r.r16_current([first, second, third]) == [third]


def test_every_rule_has_a_sentence_in_both_languages():
    assert [f"R{number}" for number in range(1, 18)] == [rule for rule in RULES if rule.startswith("R")]
    for rule in RULES.values():
        assert rule.en.endswith(".")
        assert rule.my.endswith("။")
        assert any("\u1000" <= letter <= "\u109f" for letter in rule.my)


@pytest.mark.parametrize(
    ("one", "other", "day", "expected"),
    [
        ("MNDAA", "TNLA", DAY, True),
        ("MNDAA", "PDF", DAY, True),
        ("MNDAA", "PDF", date(2023, 10, 26), False),
        ("MNDAA", "SAC", DAY, False),
        ("UWSA", "MNDAA", DAY, False),
        ("KNPLF", "SAC", date(2023, 6, 12), True),
        ("KNPLF", "SAC", date(2023, 6, 13), False),
        ("KNPLF|UWSA", "PDF", DAY, True),
        ("", "SAC", DAY, False),
    ],
    ids=["in one alliance", "by the umbrella", "before it began", "enemies", "neutral", "before it changed sides", "after",
         "any of several", "nobody"],
)  # fmt: skip
def test_alliances_are_dated(one, other, day, expected):
    assert SIDES.allied(one, other, day) is expected


@pytest.mark.parametrize("cell", ["RES@2023", "RES@2023-02-30", "RES@2023-01-01..x", "@2023-01-01"])
def test_a_membership_that_is_not_understood_is_refused(cell):
    with pytest.raises(ValueError, match=r".+"):
        read_memberships(cell)
