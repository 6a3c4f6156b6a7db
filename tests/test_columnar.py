"""Tables of data/events/ as Parquet and as folders of parts: the same events as the CSV table gives."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from conflictmap.errors import ConflictmapError
from conflictmap.event_tables.imported_events import Provenance, drop_imported, read_events, write_imported
from conflictmap.project import Project, find_project
from torture.bench import country

PROVENANCE = Provenance("desk", "table", "desk.csv", "0" * 64, "2026-01-01", 8, "", "", redistribution=True)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = find_project(country(tmp_path / "country"))
    (project.data / "events").mkdir(exist_ok=True)
    own = read_events(project).frame
    row = own.iloc[[0]]
    rows = [
        row.assign(event_id=f"D{n}", location="Muse" if n % 2 else "Hpapun", fatalities=pd.array([n or pd.NA], "Int64"))
        for n in range(8)
    ]
    write_imported(project, pd.concat(rows), PROVENANCE)
    return project


def as_parquet(frame: pd.DataFrame, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    frame.to_parquet(path, index=False)


@pytest.mark.parametrize("form", ["file", "typed", "categories", "folder", "partitioned", "folder of csv"])
def test_the_events_are_those_of_the_csv_table(form: str, project: Project) -> None:
    wanted = read_events(project).frame
    path = project.data / "events" / "desk.csv"
    texts = pd.read_csv(path, dtype=str, keep_default_na=False)
    path.unlink()
    home = project.data / "events" / "desk"
    days = ["event_date", "end_date", "reported_on"]
    if form == "file":
        as_parquet(texts, home.with_suffix(".parquet"))
    elif form == "typed":
        typed = texts.assign(**{name: pd.to_datetime(texts[name]) for name in days})
        typed = typed.assign(
            fatalities=pd.to_numeric(texts["fatalities"]), time_precision=texts["time_precision"].astype(int)
        )
        as_parquet(typed, home.with_suffix(".parquet"))
    elif form == "categories":
        as_parquet(texts.astype("category"), home.with_suffix(".parquet"))
    elif form == "folder":
        as_parquet(texts.iloc[:3], home / "1.parquet")
        as_parquet(texts.iloc[3:], home / "2.parquet")
    elif form == "partitioned":
        as_parquet(texts.iloc[:3], home / "year=2022" / "rows.parquet")
        as_parquet(texts.iloc[3:], home / "year=2023" / "rows.parquet")
    else:
        home.mkdir()
        texts.iloc[:3].to_csv(home / "1.csv", index=False)
        texts.iloc[3:].to_csv(home / "2.csv", index=False)
    got = read_events(project)
    assert got.problems == read_events(project).problems
    pd.testing.assert_frame_equal(got.frame, wanted)
    assert [table.name for table in got.provenances] == ["desk"]


def test_a_part_of_another_schema_and_a_bad_cell_are_named(project: Project) -> None:
    path = project.data / "events" / "desk.csv"
    texts = pd.read_csv(path, dtype=str, keep_default_na=False)
    path.unlink()
    home = project.data / "events" / "desk"
    as_parquet(texts.assign(act="no act"), home / "1.parquet")
    problems = read_events(project).problems
    assert [(p.file, p.row, p.column) for p in problems[:1]] == [("data/events/desk", 2, "act")]
    parquet.write_table(pa.table({"event_id": [1]}), home / "2.parquet")
    assert any("2.parquet" in p.file and "first part" in p.message for p in read_events(project).problems)


def test_two_tables_of_one_name_are_an_error(project: Project) -> None:
    path = project.data / "events" / "desk.csv"
    as_parquet(pd.read_csv(path, dtype=str, keep_default_na=False), path.with_suffix(".parquet"))
    assert any("has the name of desk.csv" in problem.message for problem in read_events(project).problems)
    with pytest.raises(ConflictmapError, match=r"desk\.parquet has the name 'desk'"):
        write_imported(project, read_events(project).frame.iloc[:1], PROVENANCE)


def test_a_parquet_table_is_dropped_and_a_folder_is_not(project: Project) -> None:
    path = project.data / "events" / "desk.csv"
    texts = pd.read_csv(path, dtype=str, keep_default_na=False)
    path.unlink()
    as_parquet(texts, path.with_suffix(".parquet"))
    assert drop_imported(project, "desk") == 8
    assert not list((project.data / "events").glob("desk*"))
    as_parquet(texts, project.data / "events" / "desk" / "1.parquet")
    with pytest.raises(ConflictmapError, match="is a folder of parts"):
        drop_imported(project, "desk")
