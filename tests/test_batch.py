"""Tables of names: row for row, and a run that broke off goes on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from conflictmap.cli import app
from conflictmap.cli.geocode import geocode_csv
from conflictmap.errors import ConflictmapError, DataError
from conflictmap.places.batch import ADDED, geocode_frame
from conflictmap.places.resolution.matcher import Matcher
from small_country import SmallGazetteer

MATCHER = Matcher(SmallGazetteer())


def silent(rows: int, total: int) -> None:
    assert rows <= total


def test_rows_keep_their_order_their_index_and_their_columns() -> None:
    table = pd.DataFrame(
        {"note": ["x", "y", "z", "w"], "toponym": ["Mese", "Wetlet", "Mese", None], "context": ["", "Sagaing", "", ""]},
        index=[7, 7, 3, 1],
    )
    found = geocode_frame(MATCHER, table)
    assert list(found.columns) == ["note", "toponym", "context", *ADDED]
    assert found.index.tolist() == [7, 7, 3, 1]
    assert found["place_id"].tolist()[:3] == ["C3", "C1", "C3"]
    assert found["status"].tolist()[3] == "not_in_gazetteer"
    assert pd.isna(found["lon"].tolist()[3])


def test_several_contexts_in_one_cell_or_in_columns_are_the_same() -> None:
    one = geocode_frame(
        MATCHER, pd.DataFrame({"toponym": ["Nyaung Kone village"], "context": ["Wetlet Township;Sagaing"]})
    )
    two = geocode_frame(
        MATCHER,
        pd.DataFrame({"name": ["Nyaung Kone village"], "township": ["Wetlet Township"], "state": ["Sagaing"]}),
        toponym="name",
        context=["township", "state"],
    )
    assert one["place_id"].tolist() == two["place_id"].tolist() == ["V2"]


def test_a_unit_stated_within_the_name_counts_as_one_of_its_own_column() -> None:
    found = geocode_frame(MATCHER, pd.DataFrame({"toponym": ["Nyaung Kone village of Wetlet Township"]}))
    assert found["place_id"].tolist() == ["V2"]


def test_an_empty_table_stays_empty() -> None:
    found = geocode_frame(MATCHER, pd.DataFrame({"toponym": pd.Series([], dtype=str)}))
    assert len(found) == 0
    assert list(found.columns) == ["toponym", *ADDED]


def test_a_table_without_names_is_refused() -> None:
    with pytest.raises(ConflictmapError, match="no column 'toponym'; it has place"):
        geocode_frame(MATCHER, pd.DataFrame({"place": ["Mese"]}))


@pytest.fixture
def names(tmp_path: Path) -> Path:
    path = tmp_path / "names.csv"
    rows = [
        f'{i},"{name}",{context}'
        for i, (name, context) in enumerate([("Mese", ""), ("Wetlet", "Sagaing"), ("Jakarta", "")] * 4)
    ]
    path.write_text("id,toponym,context\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_a_csv_gets_its_answers_beside(names: Path, tmp_path: Path) -> None:
    done = geocode_csv(names, tmp_path / "out.csv", MATCHER, tell=silent)
    assert (done.rows, done.resumed, done.statuses) == (12, 0, {"automatic": 8, "outside": 4})
    out = pd.read_csv(tmp_path / "out.csv")
    assert out["id"].tolist() == list(range(12))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["names.csv", "out.csv"]


def test_a_run_that_broke_off_goes_on_where_it_ended(
    names: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    geocode_csv(names, tmp_path / "whole.csv", MATCHER, tell=silent)
    monkeypatch.setattr(sys.modules["conflictmap.cli.geocode"], "CHUNK", 5)  # the command hides the module's name

    def stop(rows: int, total: int) -> None:
        if rows == 10:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        geocode_csv(names, tmp_path / "out.csv", MATCHER, tell=stop)
    assert not (tmp_path / "out.csv").exists()
    with (tmp_path / "out.csv.part").open("ab") as file:
        file.write(b"10,Wet")  # the power went in the middle of a row
    done = geocode_csv(names, tmp_path / "out.csv", MATCHER, tell=silent)
    assert done.resumed == 10
    assert (tmp_path / "out.csv").read_bytes() == (tmp_path / "whole.csv").read_bytes()


def test_another_input_starts_anew(names: Path, tmp_path: Path) -> None:
    (tmp_path / "out.csv.part").write_bytes(b"stale\n")
    (tmp_path / "out.csv.part.json").write_text(json.dumps({"rows": 9, "bytes": 6, "made_from": "another"}))
    assert geocode_csv(names, tmp_path / "out.csv", MATCHER, tell=silent).resumed == 0
    assert len(pd.read_csv(tmp_path / "out.csv")) == 12


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"name\nMese\n", "the column is missing"),
        (b"toponym\n\xe9\n", "not UTF-8"),
        (b'toponym\n"a', "not a CSV table"),
    ],
)
def test_bad_tables_are_named_and_nothing_is_written(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "in.csv").write_bytes(content)
    with pytest.raises(DataError, match=message):
        geocode_csv(tmp_path / "in.csv", tmp_path / "out.csv", MATCHER, tell=silent)
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


def test_no_column_of_the_callers_is_changed() -> None:
    table = pd.DataFrame({"toponym": ["Mese"], "context": [""], "status": ["mine"], "score": ["5"]})
    found = geocode_frame(MATCHER, table)
    assert found["status"].tolist() == ["mine"]
    assert found["score"].tolist() == ["5"]
    assert found["geocoded_status"].tolist() == ["automatic"]
    again = geocode_frame(MATCHER, found)
    assert again["geocoded_status"].tolist() == ["automatic"]
    assert again["geocoded_geocoded_status"].tolist() == ["automatic"]


def test_a_refused_row_has_no_township_but_the_stated_one_in_its_own_column() -> None:
    table = pd.DataFrame(
        {
            "toponym": ["Grondar village"] * 3,
            "context": ["Wetlet Township", "Sagaing Region", "Atlantis"],
        }
    )
    found = geocode_frame(MATCHER, table)
    assert found["status"].tolist() == ["not_in_gazetteer"] * 3
    assert found["adm3_pcode"].tolist() == ["", "", ""]
    assert found["stated_adm3_pcode"].tolist() == ["T1", "", ""]
    assert found["lon"].isna().all()


@pytest.fixture
def core_project(tmp_path: Path) -> list[str]:
    return ["--data-dir", str(tmp_path / "none"), "-C", str(Path(__file__).parents[1])]


def test_the_columns_of_names_and_units_have_any_name(tmp_path: Path, core_project: list[str]) -> None:
    (tmp_path / "in.csv").write_text("place,admin3,admin1,status\nNgamoeyeik,Insein Township,Yangon Region,open\n")
    asked = ["geocode", "--csv", str(tmp_path / "in.csv"), "--out", str(tmp_path / "out.csv"), "--toponym", "place"]
    done = CliRunner().invoke(app, [*asked, "--context", "admin3", "--context", "admin1", *core_project])
    assert done.exit_code == 0, done.output
    row = pd.read_csv(tmp_path / "out.csv", dtype=str).iloc[0]
    assert (row["status"], row["stated_adm3_pcode"]) == ("open", "MMR013001")
    assert row["geocoded_status"] == "not_in_gazetteer"
    lost = CliRunner().invoke(app, [*asked, "--context", "county", *core_project])
    assert isinstance(lost.exception, DataError)


def test_several_names_are_answered_in_one_call(core_project: list[str]) -> None:
    done = CliRunner().invoke(app, ["geocode", "Kokang", "Insein Township, Yangon", "--json", *core_project])
    assert [answer["place_id"] for answer in json.loads(done.stdout)] == ["MMR015S002", "MMR013001"]


def test_a_terminal_that_is_not_utf_8_gets_text(core_project: list[str]) -> None:
    command = [sys.executable, "-m", "conflictmap", "geocode", "မုံရွာ", *core_project]
    done = subprocess.run(
        command, check=False, capture_output=True, env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    )
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False)
    assert b"MMR005012701" in done.stdout
