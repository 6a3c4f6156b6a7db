"""A decision about one event places that event and no other, whatever its name or its source's point says."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from conflictmap.cli import app
from conflictmap.cli.init import make_project
from conflictmap.editor.session.desk import Decision, Desk
from conflictmap.editor.terminal import Terminal
from conflictmap.errors import ConflictmapError
from conflictmap.model import Judgement, Verdict
from conflictmap.pipeline import build, load
from conflictmap.places.resolution.event_matches import match_events
from conflictmap.places.resolution.matcher import Matcher
from conflictmap.project import Project

HEADER = (
    "event_id,entry_id,event_date,end_date,time_precision,reported_on,event_type,sub_event_type,act,actor1,actor2,mode,"
    "location,notes,source,source_url,fatalities,supersedes,lon,lat,geo_precision,adm3_pcode\n"
)
ROW = (
    '{id},x,2023-11-06,2023-11-06,1,2023-11-06,Battles,Armed clash,clash,PDF,SAC,reported,"{place}",A note.,'
    "Reuters,,,,{point},,\n"
)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = make_project(tmp_path / "mine")
    rows = [
        ("E1", "Loikaw", ","),
        ("E2", "Loikaw", ","),
        ("E3", "Loikaw", "97.2,19.67"),
        ("E4", "Mese and Loikaw", ","),
    ]
    text = HEADER + "".join(ROW.format(id=event, place=place, point=point) for event, place, point in rows)
    project.table("events.csv").write_text(text, encoding="utf-8")
    return project


def run(project: Project, *words: str) -> str:
    result = CliRunner().invoke(app, ["events", "place", *words, "-C", str(project.root)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return " ".join(result.output.split())


def placed(project: Project) -> dict[str, tuple[str, str, int]]:
    matches = build(load(project)).matches
    first = matches.drop_duplicates("event_id")
    columns = (first[name].tolist() for name in ("event_id", "status", "adm3_pcode", "geo_precision"))
    return {event: (status, township, precision) for event, status, township, precision in zip(*columns, strict=True)}


def test_one_event_is_placed_and_the_others_stay(project: Project) -> None:
    # Loikaw is MMR002001, Mese MMR002007
    before = placed(project)
    assert before["E1"] == before["E2"] == ("automatic", "MMR002001", 1)
    run(project, "E1", "MMR002007", "--precision", "3", "--note", "By the photograph.", "--by", "mya")
    after = placed(project)
    assert after.pop("E1") == ("confirmed", "MMR002007", 3)
    before.pop("E1")
    assert after == before
    run(project, "E1", "undo")
    assert placed(project)["E1"] == ("automatic", "MMR002001", 1)
    with pytest.raises(ConflictmapError, match="E1: nothing was decided about this event alone"):
        run(project, "E1", "undo")


def test_it_goes_before_the_point_that_the_source_gives(project: Project) -> None:
    assert placed(project)["E3"] == ("automatic", "MMR002001", 1)
    run(project, "E3", "MMR002007")
    assert placed(project)["E3"][:2] == ("confirmed", "MMR002007")
    run(project, "E3", "not_locatable")
    assert placed(project)["E3"][0] == "not_locatable"


def test_of_several_names_one_is_asked_for(project: Project) -> None:
    with pytest.raises(ConflictmapError, match=r"give it with --name; there are: 'Mese', 'Loikaw'"):
        run(project, "E4", "MMR002001")
    run(project, "E4", "MMR002001", "--name", "Mese", "--precision", "3")
    assert placed(project)["E4"] == ("confirmed", "MMR002001", 3)


@pytest.mark.parametrize(
    ("words", "message"),
    [(("E9", "MMR002001"), "no event 'E9'"), (("E1", "no-place"), "place_id 'no-place' is not in the gazetteer")],
)
def test_a_mistake_is_named_and_nothing_is_written(project: Project, words: tuple[str, ...], message: str) -> None:
    before = project.table("gazetteer/judgements.csv").read_bytes()
    with pytest.raises(ConflictmapError) as error:
        run(project, *words)
    assert message in str(error.value)
    assert project.table("gazetteer/judgements.csv").read_bytes() == before


def judgement(key: str, place: str | None) -> Judgement:
    verdict: Verdict = "accepted" if place else "not_locatable"
    return Judgement("J1", key, verdict, place, None, "mya", dt.datetime(2026, 3, 1, tzinfo=dt.UTC), "", "")


@pytest.mark.parametrize("judged", ["E1", "E2"])
def test_events_of_one_name_share_its_match_but_not_the_decision_about_one_of_them(
    project: Project, judged: str
) -> None:
    # Loikaw is MMR002001, Mese MMR002007; whichever of the two comes first, it alone is at Mese
    events = pd.DataFrame(
        [(event, event, "Loikaw", "PDF", "SAC") for event in ("E1", "E2", "E3")],
        columns=["event_id", "entry_id", "location", "actor1", "actor2"],
    )
    open_ = Matcher.open(project)
    matcher = Matcher(open_.gazetteer, open_.units, judgements={f"loikaw//@{judged}": judgement("", "MMR002007")})
    expected = {event: "MMR002007" if event == judged else "MMR002001" for event in ("E1", "E2", "E3")}
    matches = match_events(events, matcher)
    assert dict(zip(matches["event_id"], matches["adm3_pcode"], strict=True)) == expected
    assert matches["judgement_id"].notna().sum() == 1


@pytest.mark.parametrize("event", ["E1", "E2"])
def test_the_editor_shows_a_decision_about_one_event_as_the_build_obeys_it(project: Project, event: str) -> None:
    run(project, event, "MMR002007", "--precision", "3")
    run(project, "E3", "not_locatable")  # which its source gives a point
    desk = Desk(project, lambda: dt.datetime(2026, 3, 1, tzinfo=dt.UTC), by="mya")
    ids = desk.mentions.columns["event_id"]
    shown = {
        (ids[desk.mentions.event_of[at]], desk.mentions.number_of[at]): (
            (match := desk.resolution.match(at)).status, desk.resolution.township(at), match.geo_precision,
        )
        for at in range(len(desk.mentions.written))
    }  # fmt: skip
    assert shown[event, 1] == ("confirmed", "MMR002007", 3)
    assert shown["E2" if event == "E1" else "E1", 1] == ("automatic", "MMR002001", 1)
    assert shown["E3", 1] == ("not_locatable", "", None)
    built = build(load(project)).matches
    assert shown == {
        (row.event_id, row.mention_no): (row.status, row.adm3_pcode, None if pd.isna(row.geo_precision) else row.geo_precision)
        for row in built.itertuples()
    }  # fmt: skip
    # a decision about the name leaves it where it is; undone, it is where the name is
    desk.decide(Decision("loikaw//", "not_locatable"))
    at = desk.mentions.of_key(f"loikaw//@{event}")[0]
    assert (desk.resolution.match(at).status, desk.resolution.township(at)) == ("confirmed", "MMR002007")
    desk.undo(desk.ledger.standing[f"loikaw//@{event}"].judgement_id)
    assert desk.resolution.match(at).status == "not_locatable"


def test_in_a_terminal_a_verdict_can_be_for_the_event_that_is_shown_alone(project: Project) -> None:
    path = project.table("events.csv")
    rows = "".join(ROW.format(id=event, place="Zqaawux Village, Loikaw Township", point=",") for event in ("E5", "E6"))
    path.write_text(path.read_text(encoding="utf-8") + rows, encoding="utf-8")
    desk = Desk(project, lambda: dt.datetime(2026, 3, 1, tzinfo=dt.UTC), by="mya")
    lines: list[str] = []
    keys = iter(["e", "o", "q"])
    Terminal(desk, only_event="E6").run(lambda prompt: next(keys), lines.append)
    key = "zqaawux/village/loikawtownship"
    assert {name: row.verdict for name, row in desk.ledger.standing.items() if key in name} == {f"{key}@E6": "outside"}
    assert "The next verdict is for event E6 alone." in lines
    assert lines[-1] == "Nothing waits."  # of this event; the name still does
    keys = iter(["e", "e", "e", "l", "n", "q"])
    Terminal(desk).run(lambda prompt: next(keys), lines.append)
    standing = {name: row.verdict for name, row in desk.ledger.standing.items() if key in name}
    assert standing == {f"{key}@E6": "outside", f"{key}@E5": "not_locatable"}
    placed_now = placed(project)
    assert (placed_now["E5"][0], placed_now["E6"][0]) == ("not_locatable", "outside")
