"""A decision about one event places that event and no other, whatever its name or its source's point says."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from conflictmap.cli import app
from conflictmap.cli.init import make_project
from conflictmap.errors import ConflictmapError
from conflictmap.pipeline import build, load
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
    [(("E9", "MMR002001"), "no event 'E9'"), (("E1", "XXX"), "place_id 'XXX' is not in the gazetteer")],
)
def test_a_mistake_is_named_and_nothing_is_written(project: Project, words: tuple[str, ...], message: str) -> None:
    before = project.table("gazetteer/judgements.csv").read_bytes()
    with pytest.raises(ConflictmapError) as error:
        run(project, *words)
    assert message in str(error.value)
    assert project.table("gazetteer/judgements.csv").read_bytes() == before
