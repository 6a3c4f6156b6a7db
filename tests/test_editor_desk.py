"""The queue, what a decision changes, and what the build then does with it."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from conflictmap.control import control_of, seats_of
from conflictmap.editor.session.desk import AskedError, Decision, Desk
from conflictmap.editor.session.effects import Effect, Placing
from conflictmap.editor.storage.judgement_store import StoreError
from conflictmap.editor.storage.minting import MintError, NewPlace
from conflictmap.editor.terminal import Terminal
from conflictmap.errors import DataError
from conflictmap.pipeline import build, load
from conflictmap.places.resolution.event_matches import match_events
from conflictmap.project import Project
from november import november_project

ROOT = Path(__file__).parents[1]
PINLON = "pinlon/township/southernshanstate"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """The project of November 2023, which has no decisions."""
    return november_project(tmp_path)


def open_desk(project: Project, by: str = "mya") -> Desk:
    ticks = itertools.count()
    start = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
    return Desk(project, lambda: start + dt.timedelta(seconds=next(ticks)), by=by)


@pytest.fixture
def desk(project: Project) -> Desk:
    return open_desk(project)


def add_event(project: Project, number: int, location: str, act: str = "capture", day: str = "2023-11-08") -> None:
    with project.table("events.csv").open("a", encoding="utf-8") as file:
        file.write(
            f"T{number:04},T{number},{day},{day},1,{day},Battles,Armed clash,{act},MNDAA,SAC,confirmed,"
            f'"{location}",a test,Mohinga Matters,,\n'
        )


def test_what_the_desk_resolves_is_what_the_build_resolves(project: Project) -> None:
    add_event(project, 1, "Kutkai Village")  # the town, because the MNDAA operates there
    desk = open_desk(project)
    assert desk.resolution.of_key("kutkai/village/").place_id == "MMR015011701"
    matches = match_events(desk.inputs.events, load(project).matcher)
    told = [
        (match.status, match.place_id, match.geo_precision)
        for match in map(desk.resolution.match, range(len(desk.mentions.written)))
    ]
    assert len(told) > 20
    assert ("automatic", "MMR015011701", 1) in told
    precise = [None if pd.isna(one) else int(one) for one in matches["geo_precision"]]
    assert None in precise
    assert told == list(zip(matches["status"], matches["place_id"], precise, strict=True))


@pytest.mark.parametrize("act", ["capture", "siege", "clash", "withdrawal", "raid", "remote_strike"])
def test_the_effect_is_what_the_whole_country_worked_out_anew_says(project: Project, act: str) -> None:
    add_event(project, 1, "Kunlong", act)
    add_event(project, 2, "Kunlong", act, "2023-11-12")
    desk = open_desk(project)
    before = states(desk)
    effect = desk.effects.of({"kunlong//": Placing("MMR015022701")})
    step = desk.decide(Decision("kunlong//", "accepted", "MMR015022701"))
    after = states(open_desk(project))
    by_township = {row[0] for row in before ^ after}
    count = sum(
        max(len({r for r in after - before if r[0] == p}), len({r for r in before - after if r[0] == p}))
        for p in by_township
    )
    assert (effect.states, set(effect.townships)) == (count, by_township)
    assert step.effect == effect


def states(desk: Desk) -> set[tuple[object, ...]]:
    inputs = desk.inputs
    control = control_of(
        inputs.events, match_events(inputs.events, inputs.matcher), actors=inputs.actors, sources=inputs.sources,
        baseline=inputs.baseline, townships=seats_of(inputs.units.table),
    )  # fmt: skip
    spans = control.by_rules["standard"].spans
    return set(zip(*(spans[name] for name in ("adm3_pcode", "start", "state", "holder", "other")), strict=True))


def test_the_queue_puts_what_changes_control_before_what_many_events_name(project: Project) -> None:
    for number in range(5):
        add_event(project, number, "Pinlon Township, Southern Shan State", "raid")
    add_event(project, 9, "Ker Li", "capture")
    desk = open_desk(project)
    first = desk.queue.first()
    assert first is not None
    assert first.key == "kerli//"
    assert first.effect is not None
    assert first.effect.states > 0
    second = desk.queue.first([first.key])
    assert second is not None
    assert second.key == PINLON
    assert second.effect is not None
    assert (second.effect.events, second.effect.states) == (6, 0)


def test_a_decision_is_in_the_next_build_and_undo_takes_it_out(project: Project, desk: Desk) -> None:
    step = desk.decide(Decision(PINLON, "accepted", "MMR014009", note="the road to Kayah"))
    assert desk.queue.first() is None
    assert desk.summary() == "1 decision, 1 event moved, 0 control states changed"
    matches = build(load(project)).matches
    assert matches.loc[matches["event_id"] == "E0018", "status"].tolist()[0] == "confirmed"
    assert matches.loc[matches["event_id"] == "E0018", "place_id"].tolist()[0] == "MMR014009"
    desk.undo(step.judgements[0].judgement_id)
    first = desk.queue.first()
    assert first is not None
    assert first.key == PINLON
    assert desk.summary() == "0 decisions, 0 events moved, 0 control states changed"


def test_a_minted_place_is_on_the_map_and_gone_with_its_decision(project: Project, desk: Desk) -> None:
    place = desk.mint(NewPlace("Pinlon", 96.68, 20.14, "an elder, by telephone"))
    assert (place["adm3_pcode"], place["path"][0]) == ("MMR014009", "Pinlaung")
    step = desk.decide(Decision(PINLON, "accepted", place["place_id"], 1))
    matches = build(load(project)).matches
    row = matches[matches["event_id"] == "E0018"].iloc[0]
    assert (row["place_id"], row["lon"], row["lat"]) == (place["place_id"], 96.68, 20.14)
    desk.undo(step.judgements[0].judgement_id)
    assert place["place_id"] not in project.table("gazetteer/places.csv").read_text(encoding="utf-8")
    assert desk.places.place(place["place_id"]) is None
    assert place["place_id"] not in [row["place_id"] for row, _ in desk.places.nearest(96.68, 20.14)]
    with pytest.raises(AskedError, match="is not in the gazetteer"):
        desk.decide(Decision(PINLON, "accepted", place["place_id"], 1))
    load(project)


def test_undoing_the_undo_of_a_minted_place_builds_with_it(project: Project, desk: Desk) -> None:
    place = desk.mint(NewPlace("Pinlon", 96.68, 20.14, "an elder, by telephone"))
    step = desk.decide(Decision(PINLON, "accepted", place["place_id"], 1))
    undone, _ = desk.undo(step.judgements[0].judgement_id)
    redone, _ = desk.undo(undone.judgement_id)
    assert redone.place_id == place["place_id"]
    assert desk.places.place(place["place_id"]) == place
    assert desk.resolution.of_key(PINLON).place_id == place["place_id"]
    matches = build(load(project)).matches
    assert matches.loc[matches["event_id"] == "E0018", "place_id"].tolist()[0] == place["place_id"]


def test_a_place_that_another_editor_took_back_cannot_be_accepted(project: Project) -> None:
    add_event(project, 1, "Zzyzx")
    mine, theirs = open_desk(project), open_desk(project, "zaw")
    place = theirs.mint(NewPlace("Pinlon", 96.68, 20.14, "zaw saw it"))
    step = theirs.decide(Decision(PINLON, "accepted", place["place_id"], 1))
    mine.refresh()
    assert mine.places.place(place["place_id"]) is not None
    late = open_desk(project, "may")  # the place is in the gazetteer that this desk has opened
    theirs.undo(step.judgements[0].judgement_id)
    with pytest.raises(AskedError, match="is not in the gazetteer"):
        mine.decide(Decision("zzyzx//", "accepted", place["place_id"], 1))
    with pytest.raises(StoreError, match="is not in the gazetteer"):
        late.decide(Decision("zzyzx//", "accepted", place["place_id"], 1))
    load(project)


@pytest.mark.parametrize(
    ("new", "said"),
    [
        (NewPlace("", 96, 20, "s"), "needs a name"),
        (NewPlace("A", 96, 20, " "), "needs a name and a source"),
        (NewPlace("A", 0, 0, "s"), "not in Myanmar"),
        (NewPlace("A", 93, 13, "s"), "no township"),
        (NewPlace("A", 96, 20, "s", feature_code="X"), "no feature code"),
    ],
)
def test_a_place_that_cannot_be_is_refused(desk: Desk, new: NewPlace, said: str) -> None:
    before = desk.store.places.read_bytes()
    with pytest.raises(MintError, match=said):
        desk.mint(new)
    assert desk.store.places.read_bytes() == before


@pytest.mark.parametrize(
    ("place_id", "code", "radius_km", "relation", "expected"),
    [
        pytest.param("MMR014009", "ADM3", 25.0, "", 3, id="a township"),
        pytest.param("900001", "PPL", 0.0, "", 1, id="a village"),
        pytest.param("900001", "PPL", 5.0, "", 2, id="a village known within 5 km"),
        pytest.param("900001", "PPL", 5.0, "in", 2, id="in a village known within 5 km"),
        pytest.param("900001", "PPL", 0.0, "near", 2, id="near a village"),
        pytest.param("MMR014011702", "PPL", 5.0, "", 1, id="a town by its list, not by its code"),
    ],
)
def test_the_preview_has_the_precision_of_the_build(
    project: Project, place_id: str, code: str, radius_km: float, relation: str, expected: int
) -> None:
    if place_id == "900001":
        with project.table("gazetteer/places.csv").open("a", encoding="utf-8") as file:
            file.write("900001,Aye Aye,,PPL,96.68,20.14,MMR014,MMR014D001,MMR014009,,by hand\n")
    desk = open_desk(project)
    index = desk.inputs.matcher.index
    number = index.place_number[place_id]
    assert index.codes[number] == code
    index.radius_km[number] = radius_km
    assert desk.resolution.precision(place_id, relation) == expected
    mention = replace(desk.mentions.names[desk.mentions.names_of(PINLON)[0]], relation=relation)
    desk.decide(Decision(PINLON, "accepted", place_id))
    assert desk.inputs.matcher.match(mention).geo_precision == expected
    assert desk.effects.of({PINLON: Placing(place_id)}) == Effect()


def test_an_accepted_spelling_becomes_an_alias_but_a_site_in_a_town_does_not(project: Project) -> None:
    add_event(project, 1, "Koonlawng")
    add_event(project, 2, "Koonlawng Police Station")
    desk = open_desk(project)
    kept = desk.decide(Decision("koonlawng//", "accepted", "MMR015020701"))
    assert kept.alias == "Koonlawng"
    assert "Koonlawng,MMR015020701,spelling,decision J" in desk.store.aliases.read_text(encoding="utf-8")
    assert desk.decide(Decision("koonlawng/police station/", "accepted", "MMR015020701", 2)).alias == ""
    assert desk.decide(Decision("kunlong//", "accepted", "MMR015020701")).alias == ""  # the place bears it already


def test_an_alias_that_cannot_be_written_costs_no_decision(project: Project) -> None:
    add_event(project, 1, "Koonlawng")
    desk = open_desk(project)
    desk.store.aliases.chmod(0o444)
    step = desk.decide(Decision("koonlawng//", "accepted", "MMR015020701"))
    assert (step.alias, step.left) == (
        "", "data/gazetteer/aliases.csv could not be written (the file is marked read-only)")  # fmt: skip
    assert desk.ledger.standing["koonlawng//"].place_id == "MMR015020701"
    assert "koonlawng" in desk.store.path.read_text(encoding="utf-8")
    desk.store.aliases.chmod(0o644)
    again = desk.decide(Decision("koonlawng//", "accepted", "MMR015020701"))
    assert (again.alias, again.left) == ("Koonlawng", "")
    desk.store.aliases.chmod(0o444)
    restored, left = desk.undo(again.judgements[0].judgement_id)
    assert restored.supersedes == again.judgements[0].judgement_id
    assert "aliases.csv could not be written" in left


def test_all_that_say_the_same_get_a_row_each(project: Project) -> None:
    add_event(project, 1, "Pinlon Town, Southern Shan State")
    add_event(project, 2, "Pinlawn Township")
    add_event(project, 3, "Pinlon Township, Chin State")
    desk = open_desk(project)
    for key in desk.mentions.by_key:
        if key.startswith("pinl"):
            desk.queue.put(key, None, even_if_settled=True)
    alike = desk.alike(PINLON)
    assert alike == ["pinlawn/township/", "pinlon/town/southernshanstate"]
    step = desk.decide(Decision(PINLON, "accepted", "MMR014011702", also=tuple(alike)))
    assert [one.mention_key for one in step.judgements] == [PINLON, *alike]
    assert step.effect.events == 2  # the town was there already, by itself


def test_two_editors_see_each_other_and_nothing_is_overwritten(project: Project) -> None:
    mine, theirs = open_desk(project), open_desk(project, "zaw")
    place = theirs.mint(NewPlace("Pinlon", 96.68, 20.14, "zaw saw it"))
    theirs.decide(Decision(PINLON, "accepted", place["place_id"], 1))
    mine.refresh()
    assert mine.queue.first() is None
    assert mine.resolution.of_key(PINLON).place_id == place["place_id"]
    assert mine.trouble == ()


def test_a_gazetteer_replaced_underneath_stops_decisions_until_it_is_read_again(project: Project, desk: Desk) -> None:
    places = project.table("gazetteer/places.csv")
    whole = places.read_text(encoding="utf-8")
    places.write_text("\n".join(line for line in whole.splitlines() if "MMR014011702" not in line) + "\n", "utf-8")
    with pytest.raises(DataError, match="press R"):
        desk.decide(Decision(PINLON, "accepted", "MMR014011702"))
    assert len(desk.store.path.read_text(encoding="utf-8").splitlines()) == 1
    desk.open()
    with pytest.raises(AskedError, match="not in the gazetteer"):
        desk.decide(Decision(PINLON, "accepted", "MMR014011702"))
    desk.decide(Decision(PINLON, "deferred"))


def test_judgements_edited_by_hand_with_an_error_are_told(project: Project, desk: Desk) -> None:
    with desk.store.path.open("a", encoding="utf-8") as file:
        file.write("J1,a//,perhaps,,,mya,2026-01-01T00:00:00Z,,,\n")
    desk.refresh()
    assert "perhaps" in str(desk.trouble[0])
    desk.decide(Decision(PINLON, "outside"))
    assert "J1,a//,perhaps" in desk.store.path.read_text(encoding="utf-8")


def test_the_terminal_has_the_same_queue_and_keys(project: Project, desk: Desk) -> None:
    said: list[str] = []
    keys = iter(["?", "9", "x", "/Pinlaung", "p3", "t", "by the map", "2", "q"])
    Terminal(desk).run(lambda prompt: next(keys, None), said.append)
    row = desk.ledger.standing[PINLON]
    assert (row.verdict, row.place_id, row.geo_precision, row.note) == ("accepted", "MMR014009", 3, "by the map")
    assert any("[Pinlon Township]" in line for line in said)
    assert said[-1] == "Nothing waits."
    keys = iter(["q"])
    Terminal(open_desk(project)).run(lambda prompt: next(keys), said.append)
    assert said[-1] == "Nothing waits."
