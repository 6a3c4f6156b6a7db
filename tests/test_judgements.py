"""Decisions of people: read whole, the latest holds, and a vanished place is a Problem."""

from __future__ import annotations

from pathlib import Path

import pytest

from conflictmap.errors import DataError
from conflictmap.places.judgements import in_force, missing_places, read_judgements
from small_country import SmallGazetteer

HEAD = "judgement_id,mention_key,verdict,place_id,geo_precision,by,at,note,gazetteer_version,supersedes\n"


def write(path: Path, *rows: str) -> Path:
    path.write_text(HEAD + "".join(row + "\n" for row in rows), encoding="utf-8")
    return path


def test_the_shipped_file_has_its_head_and_no_fault() -> None:
    shipped = Path(__file__).parents[1] / "data" / "gazetteer" / "judgements.csv"
    # `seen` is the schema's optional last column; the decisions that ship were written by a release that has it
    assert shipped.read_text(encoding="utf-8").splitlines()[0] in (HEAD.strip(), HEAD.strip() + ",seen")
    assert read_judgements(shipped)[1] == []


def test_the_latest_decision_of_a_name_holds(tmp_path: Path) -> None:
    path = write(
        tmp_path / "judgements.csv",
        "J2,a//,accepted,V2,1,ed,2024-02-01T10:00:00Z,,v,",
        "J1,a//,accepted,V1,1,ed,2024-01-01T10:00:00Z,,v,",
        "J3,b//,not_locatable,,,ed,2024-01-01T10:00:00Z,,v,",
        "J4,b//,deferred,,,ed,2024-01-02T10:00:00Z,,v,",
    )
    judgements, problems = read_judgements(path)
    assert problems == []
    held = in_force(judgements)
    assert {key: judgement.judgement_id for key, judgement in held.items()} == {"a//": "J2"}


def test_a_superseded_decision_is_void(tmp_path: Path) -> None:
    path = write(
        tmp_path / "judgements.csv",
        "J1,a//,accepted,V1,1,ed,2024-03-01T10:00:00Z,,v,",
        "J2,a//,not_in_gazetteer,,,ed,2024-02-01T10:00:00Z,,v,J1",
    )
    assert in_force(read_judgements(path)[0])["a//"].verdict == "not_in_gazetteer"


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("J1,a//,accepted,,1,ed,2024-01-01T10:00:00Z,,v,", "place_id"),
        ("J1,a//,not_locatable,V1,,ed,2024-01-01T10:00:00Z,,v,", "place_id"),
        ("J1,a//,accepted,V1,1,ed,yesterday,,v,", "at"),
        ("J1,a//,accepted,V1,1,ed,2024-01-01T10:00:00+06:30,,v,", "at"),
        ("J1,a//,perhaps,V1,1,ed,2024-01-01T10:00:00Z,,v,", "verdict"),
        ("J1,a//,accepted,V1,9,ed,2024-01-01T10:00:00Z,,v,", "geo_precision"),
        ("J1,a//,accepted,V1,1,ed,2024-01-01T10:00:00Z,,v,J0", "supersedes"),
    ],
)
def test_a_fault_is_named_with_its_column_and_cure(tmp_path: Path, row: str, column: str) -> None:
    problems = read_judgements(write(tmp_path / "judgements.csv", row), "data/gazetteer/judgements.csv")[1]
    assert [problem.column for problem in problems] == [column]
    assert problems[0].fix


def test_an_empty_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "judgements.csv").write_text("")
    with pytest.raises(DataError, match="is empty"):
        read_judgements(tmp_path / "judgements.csv")


def test_a_decision_for_a_place_that_is_gone_is_a_problem(tmp_path: Path) -> None:
    path = write(
        tmp_path / "judgements.csv",
        "J1,a//,accepted,V1,1,ed,2024-01-01T10:00:00Z,,v,",
        "J2,b//,accepted,GONE,1,ed,2024-01-01T10:00:00Z,,v,",
    )
    problems = missing_places(read_judgements(path)[0], SmallGazetteer(), "judgements.csv")
    assert [(problem.value, problem.column) for problem in problems] == [("GONE", "place_id")]
    assert "J2" in problems[0].fix
