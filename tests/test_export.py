"""`conflictmap export`: every table in every format, whole or not at all, and read again as it was written."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import errno
import io
import json
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import frictionless
import geopandas as gpd
import hxl
import numpy as np
import openpyxl
import pandas as pd
import pyarrow as pa
import pyogrio
import pytest
from pyarrow import parquet
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner

from conflictmap.cli import app
from conflictmap.errors import ConflictmapError
from conflictmap.event_tables.imported_events import Provenance
from conflictmap.export import folder as export_folder
from conflictmap.export.choice import Choice, Subject
from conflictmap.export.control_tables import month_ends
from conflictmap.export.delimited import without_formulas
from conflictmap.export.filled_table import FilledTable, filled
from conflictmap.export.folder import FORMATS, write_export
from conflictmap.export.table_specs import SHARE_TABLE, TABLES, Field, TableSpec
from conflictmap.export.tables import export_tables
from conflictmap.export.workbook import write_workbook
from conflictmap.pipeline import Atlas

ODD_FIELDS = (("note", "text"), ("day", "date"), ("count", "int"), ("share", "float"), ("sure", "bool"))
ROOT = Path(__file__).parents[1]
DAYS = Choice(dt.date(2023, 11, 1), dt.date(2023, 12, 31))


@pytest.fixture(scope="module")
def out(atlas: Atlas, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two months of the data that ships, in every format."""
    folder = tmp_path_factory.mktemp("export") / "out"
    write_export(atlas, folder, choice=DAYS)
    return folder


@pytest.fixture(scope="module")
def tables(atlas: Atlas) -> dict[str, FilledTable]:
    return export_tables(atlas, DAYS)


def test_each_format_has_each_table(out: Path) -> None:
    names = [spec.name for spec in TABLES]
    assert sorted(path.stem for path in (out / "csv").iterdir()) == sorted(names)
    assert sorted(path.stem for path in (out / "hxl").iterdir()) == sorted(names)
    assert sorted(path.stem for path in (out / "geoparquet").iterdir()) == sorted(names)
    assert set(names) <= {str(layer) for layer, _ in pyogrio.list_layers(out / "conflictmap.gpkg")}
    assert openpyxl.load_workbook(out / "conflictmap.xlsx", read_only=True).sheetnames == names


@pytest.mark.parametrize("spec", TABLES, ids=lambda spec: spec.name)
def test_parquet_reads_back_what_was_written(out: Path, tables: dict[str, FilledTable], spec: TableSpec) -> None:
    read = parquet.read_table(out / "geoparquet" / f"{spec.name}.parquet").select(spec.names)
    assert read.to_pydict() == tables[spec.name].rows.to_pydict()
    kinds = {one.name: read.schema.field(one.name).type for one in spec.fields}
    for one in spec.fields:
        kind = {"int": pa.int64(), "float": pa.float64(), "date": pa.date32(), "bool": pa.bool_()}.get(one.kind)
        assert kind is None or kinds[one.name] == kind, one.name


@pytest.mark.parametrize("spec", TABLES, ids=lambda spec: spec.name)
def test_geopackage_reads_back_what_was_written(out: Path, tables: dict[str, FilledTable], spec: TableSpec) -> None:
    wanted = tables[spec.name].rows
    _meta, _fids, shapes, columns = pyogrio.raw.read(out / "conflictmap.gpkg", layer=spec.name)
    with closing(sqlite3.connect(f"file:{out / 'conflictmap.gpkg'}?mode=ro", uri=True)) as gpkg:
        kinds = {row[1]: row[2] for row in gpkg.execute(f'PRAGMA table_info("{spec.name}")')}  # GeoPackage 1.3, table 1
    for one, values in zip(spec.fields, columns, strict=True):
        declared = {"text": "TEXT", "int": "INTEGER", "float": "REAL", "date": "DATE", "bool": "BOOLEAN"}
        assert kinds[one.name] == declared[one.kind]
        expected = wanted[one.name].to_pylist()
        if one.kind == "date":
            assert [None if np.isnat(value) else value.item() for value in values] == expected
        elif one.kind == "text":
            assert values.tolist() == expected
        else:
            told = [None if value is None or value != value else value for value in values.tolist()]
            assert told == expected
    assert (shapes is not None) == bool(spec.shape)


def test_csv_reads_back_what_was_written(out: Path, tables: dict[str, FilledTable]) -> None:
    for spec in TABLES:
        with (out / "csv" / f"{spec.name}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        wanted = without_formulas(tables[spec.name].rows).to_pylist()
        assert len(rows) == len(wanted)
        for row, expected in zip(rows[:50], wanted[:50], strict=True):
            for one in spec.fields:
                cell, value = row[one.name], expected[one.name]
                if one.kind in ("int", "float"):
                    assert (float(cell) if cell else None) == value
                elif one.kind == "bool":
                    assert cell == {True: "true", False: "false", None: ""}[value]
                else:
                    assert cell == ("" if value is None else str(value))


def test_geoparquet_is_1_1_with_a_covering(out: Path) -> None:
    for spec in TABLES:
        meta = parquet.read_schema(out / "geoparquet" / f"{spec.name}.parquet").metadata
        if not spec.shape:
            assert b"geo" not in (meta or {})
            continue
        geo = json.loads(meta[b"geo"])
        column = geo["columns"]["geometry"]
        assert geo["version"] == "1.1.0"
        assert set(column["covering"]["bbox"]) == {"xmin", "ymin", "xmax", "ymax"}
        frame = gpd.read_parquet(out / "geoparquet" / f"{spec.name}.parquet")
        assert frame.crs == "EPSG:4326"
        assert set(frame.geometry.dropna().geom_type) <= {spec.shape}


@pytest.mark.parametrize("spec", [spec for spec in TABLES if spec.shape], ids=lambda spec: spec.name)
def test_a_validator_finds_geoparquet_conformant(out: Path, spec: TableSpec) -> None:
    program = shutil.which("geoparquet-validator", path=str(Path(sys.executable).parent))
    assert program, "install the tools of the tests: pip install --group test"
    command = [program, "check", "--json", str(out / "geoparquet" / f"{spec.name}.parquet")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert '"fail"' not in done.stdout.lower()
    assert "/conf/covering/bbox-column-repetition" in done.stdout


@pytest.mark.parametrize("spec", TABLES, ids=lambda spec: spec.name)
def test_duckdb_pandas_and_geopandas_see_each_type(out: Path, spec: TableSpec) -> None:
    path = (out / "geoparquet" / f"{spec.name}.parquet").as_posix()
    told = dict(duckdb.sql(f"SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM '{path}')").fetchall())
    sql = {"text": "VARCHAR", "int": "BIGINT", "float": "DOUBLE", "date": "DATE", "bool": "BOOLEAN"}
    assert {one.name: told[one.name] for one in spec.fields} == {one.name: sql[one.kind] for one in spec.fields}
    frame = pd.read_parquet(path, dtype_backend="pyarrow")
    arrow = {"text": "string", "int": "int64", "float": "double", "date": "date32[day]", "bool": "bool"}
    assert {one.name: str(frame.dtypes[one.name]) for one in spec.fields} == {
        one.name: f"{arrow[one.kind]}[pyarrow]" for one in spec.fields
    }
    layer = gpd.read_file(out / "conflictmap.gpkg", layer=spec.name)
    for one in spec.fields:
        column = layer[one.name]
        if column.isna().all():
            continue  # of an empty column pandas says nothing
        allowed = {"int": "if", "float": "f", "date": "M", "bool": "bO"}  # f, O: with gaps
        told = "text" if pd.api.types.is_string_dtype(column.dropna()) else column.dtype.kind
        assert told in allowed.get(one.kind, ("text",)), one.name


def test_a_workbook_has_true_days_and_no_formula(out: Path, tables: dict[str, FilledTable]) -> None:
    book = openpyxl.load_workbook(out / "conflictmap.xlsx", read_only=True)
    for spec in TABLES:
        rows = list(book[spec.name].iter_rows())
        assert len(rows) == tables[spec.name].rows.num_rows + 1
        for place, one in enumerate(spec.fields):
            cells = [row[place] for row in rows[1:60] if len(row) > place and row[place].value is not None]
            assert all(cell.data_type != "f" for cell in cells)
            if one.kind == "date":
                assert all(isinstance(cell.value, dt.datetime) for cell in cells)


def test_a_workbook_holds_any_text_and_every_value(tmp_path: Path) -> None:
    spec = TableSpec("odd", "", tuple(Field(name, kind) for name, kind in ODD_FIELDS))
    notes = ["=1+1", 'a<b>&"c"', " blank before", "two\nlines", "ကောလင်း", "", "bell\x07"]
    columns = {
        "note": notes,
        "day": [dt.date(2023, 11, 30), None, dt.date(1999, 1, 1), None, None, None, None],
        "count": [0, -7, None, 2**40, 5, 6, 7],
        "share": [0.5, None, -1e-7, 96.123456, 1.0, 2.0, 3.0],
        "sure": [True, False, None, True, True, True, True],
    }
    write_workbook({"odd": filled(spec, columns)}, tmp_path / "odd.xlsx")
    rows = list(openpyxl.load_workbook(tmp_path / "odd.xlsx")["odd"].iter_rows())
    assert [cell.value for cell in rows[0]] == ["note", "day", "count", "share", "sure"]
    read = [[cell.value for cell in row] for row in rows[1:]]
    assert [row[0] for row in read] == [*notes[:5], None, "bell"]
    assert all(row[0].data_type != "f" for row in rows[1:])
    assert [row[1] for row in read][:3] == [dt.datetime(2023, 11, 30), None, dt.datetime(1999, 1, 1)]
    assert [row[2] for row in read] == columns["count"]
    assert [row[3] for row in read] == columns["share"]
    assert [row[4] for row in read] == columns["sure"]
    again = CalamineWorkbook.from_path(tmp_path / "odd.xlsx").get_sheet_by_name("odd").to_python()
    assert again[1][:3] == ["=1+1", dt.date(2023, 11, 30), 0]


def test_the_description_is_valid_and_names_every_file(out: Path) -> None:
    report = frictionless.Package(str(out / "datapackage.json")).validate()
    faults = [error.message for task in report.tasks for error in task.errors]
    assert report.valid, [*report.errors, *faults][:5]
    described = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    listed = {one["path"] for one in described["resources"]}
    on_disk = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    assert listed == on_disk - {"datapackage.json"}
    assert any("geoBoundaries" in one["title"] for one in described["sources"])


def test_hxl_rows_are_hashtags(out: Path) -> None:
    tag = re.compile(r"#[a-z][a-z0-9_]*( \+[a-z][a-z0-9_]*)*")
    for path in (out / "hxl").iterdir():
        header, tags = path.read_text(encoding="utf-8").splitlines()[:2]
        assert len(header.split(",")) == len(tags.split(","))
        assert all(tag.fullmatch(one) for one in tags.split(",") if one), path.name


def test_libhxl_finds_the_tags(out: Path) -> None:
    source = hxl.data(io.BytesIO((out / "hxl" / "events.csv").read_bytes()))
    assert "#adm3+code" in source.display_tags
    assert sum(1 for _ in source) == len(pd.read_csv(out / "csv" / "events.csv"))


def test_shares_sum_to_one_on_every_day(tables: dict[str, FilledTable]) -> None:
    frame = tables["shares"].frame()
    sums = frame.groupby(["rule_set", "day", "measure"])["share"].sum()
    assert len(sums) == 2 * len(month_ends(DAYS.start, DAYS.end))
    assert sums.to_numpy() == pytest.approx(1)


def test_spans_are_half_open_and_without_a_gap(atlas: Atlas) -> None:
    frame = export_tables(atlas)["control_spans"].frame()
    for _, rows in frame.groupby("adm3_pcode"):
        assert rows["valid_to"].tolist()[:-1] == rows["valid_from"].tolist()[1:]
        assert pd.isna(rows["valid_to"].iloc[-1])
    assert (frame.loc[frame["state"] == "not_assessed", "holder"] == "").all()


def test_only_the_days_asked_for(tables: dict[str, FilledTable]) -> None:
    events, changes = tables["events"].frame(), tables["transitions"].frame()
    assert (events["event_date"] <= "2023-12-31").all()
    assert (events["end_date"] >= "2023-11-01").all()
    assert changes["day"].between("2023-11-01", "2023-12-31").all()


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("+95 1", "'+95 1"),
        ("-x", "'-x"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("a=b", "a=b"),
        ("", ""),
        ("ကောလင်း", "ကောလင်း"),
    ],
)
def test_text_is_no_formula(text: str, safe: str) -> None:
    rows = pa.table({"note": [text], "number": [-1]})
    assert without_formulas(rows).to_pylist() == [{"note": safe, "number": -1}]


def test_styles_play_in_time(out: Path) -> None:
    styles = pyogrio.read_dataframe(out / "conflictmap.gpkg", layer="layer_styles", read_geometry=False)
    style = styles.set_index("f_table_name")["styleQML"]
    assert 'startExpression="to_datetime(&quot;valid_from&quot;)"' in style["control_spans"]
    assert "coalesce(to_datetime(&quot;valid_to&quot;), make_datetime(2024, 1, 1, 0, 0, 0))" in style["control_spans"]
    assert "to_datetime(&quot;end_date&quot;) + to_interval('1 day')" in style["events"], "the last day is one of them"
    assert all('limitMode="0"' in style[name] for name in ("control_spans", "sites", "events")), "half-open"


def test_other_files_are_refused_and_stay(atlas: Atlas, tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("mine")
    with pytest.raises(ConflictmapError, match=r"no export wrote \(thesis.docx\)"):
        write_export(atlas, tmp_path, formats=("csv",))
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]


def test_an_earlier_export_is_replaced_but_not_with_a_stranger_in_it(atlas: Atlas, tmp_path: Path) -> None:
    target = tmp_path / "out"
    write_export(atlas, target, formats=("csv", "hxl"), choice=DAYS)
    write_export(atlas, target, formats=("csv",), choice=DAYS)
    assert not (target / "hxl").exists()
    (target / "csv" / "notes.txt").write_text("mine")
    with pytest.raises(ConflictmapError, match=r"csv/notes\.txt"):
        write_export(atlas, target, formats=("hxl",), choice=DAYS)
    assert (target / "csv" / "notes.txt").read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_full_disk_leaves_what_was_there(atlas: Atlas, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "out"
    write_export(atlas, target, formats=("csv",), choice=DAYS)
    before = {path: path.read_bytes() for path in target.rglob("*") if path.is_file()}

    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(export_folder, "write_workbook", full)
    with pytest.raises(ConflictmapError, match="No space left on device; nothing was changed"):
        write_export(atlas, target, formats=("csv", "xlsx"), choice=DAYS)
    assert {path: path.read_bytes() for path in target.rglob("*") if path.is_file()} == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_the_same_atlas_gives_the_same_description(atlas: Atlas, tmp_path: Path) -> None:
    one, two = (tmp_path / name for name in ("one", "two"))
    for folder in (one, two):
        write_export(atlas, folder, formats=("csv", "geoparquet"), choice=DAYS)
    assert (one / "datapackage.json").read_bytes() == (two / "datapackage.json").read_bytes()


@pytest.fixture
def restricted(atlas: Atlas) -> Atlas:
    """The shipped atlas with one event more, of a table that may not be passed on."""
    inputs = atlas.inputs
    first = inputs.events.iloc[:1]
    more = first.assign(event_id="closed:1", entry_id="closed:1", notes="SECRET WORDS").set_axis([10_000], axis=0)
    provenance = Provenance("closed", "acled", "f.csv", "", "2024-01-01", 1, "ACLED", "Not to be passed on.", False)
    tables = dataclasses.replace(inputs.tables, provenances=(provenance,))
    events = pd.concat([inputs.events, more])
    return dataclasses.replace(atlas, inputs=dataclasses.replace(inputs, events=events, tables=tables))


@pytest.mark.parametrize("included", [False, True])
def test_rows_that_may_not_be_passed_on_are_left_out(restricted: Atlas, tmp_path: Path, included: bool) -> None:
    choice = dataclasses.replace(DAYS, restricted=included)
    write_export(restricted, tmp_path / "out", formats=("csv", "xlsx", "geoparquet"), choice=choice)
    text = (tmp_path / "out" / "csv" / "events.csv").read_text(encoding="utf-8")
    assert ("SECRET WORDS" in text) == included
    assert ("closed:1" in text) == included
    assert ("closed:1" in Subject(restricted, choice).event_links.index) == included


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--format", "shp"), "format 'shp' is not known; use some of: gpkg, geoparquet, csv, hxl, xlsx"),
        (("--format", ""), "no format is given"),
        (("--rules", "loose"), "'loose' is not a rule set"),
        (("--from", "soon"), "is not a day"),
        (("--from", "2020-01-01"), "the first day is 2021-02-01"),
        (("--from", "2023-11-30", "--to", "2023-11-01"), "swap them"),
        (("--on", "2023-11-30", "--to", "2023-11-01"), "give one or the other"),
    ],
)
def test_a_mistake_gets_its_cure_and_writes_nothing(words: tuple[str, ...], message: str, tmp_path: Path) -> None:
    with pytest.raises(ConflictmapError, match=message):
        CliRunner().invoke(app, ["export", str(tmp_path / "out"), *words, "-C", str(ROOT)], catch_exceptions=False)
    assert list(tmp_path.iterdir()) == []


def test_the_command_writes_one_day(tmp_path: Path) -> None:
    words = ["export", str(tmp_path / "out"), "--format", "csv", "--on", "2023-11-30", "-C", str(ROOT)]
    result = CliRunner().invoke(app, words, catch_exceptions=False)
    assert result.exit_code == 0
    assert "datapackage.json describes them" in result.stdout
    months = pd.read_csv(tmp_path / "out" / "csv" / "control_monthly.csv")
    assert set(months["day"]) == {"2023-11-30"}
    assert len(months) == 330


def test_people_are_shared_where_they_are_given(tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("adm3_pcode,population\nMMR005024,1000\nMMR015020,500\n", encoding="utf-8")
    words = [
        "export",
        str(tmp_path / "out"),
        "--format",
        "csv",
        "--on",
        "2023-11-30",
        "--population",
        str(people),
        "--partial",
    ]
    CliRunner().invoke(app, [*words, "-C", str(ROOT)], catch_exceptions=False)
    shares = pd.read_csv(tmp_path / "out" / "csv" / "shares.csv")
    assert shares.loc[shares["measure"] == "population", "central"].sum() == 1500


def test_declarations_are_whole() -> None:
    assert set(FORMATS) == {"gpkg", "geoparquet", "csv", "hxl", "xlsx"}
    for spec in TABLES:
        assert len(set(spec.names)) == len(spec.names), spec.name
        assert set(spec.key) <= set(spec.names)
        assert all(
            isinstance(one, Field) and one.kind in ("text", "int", "float", "date", "bool") for one in spec.fields
        )
    assert SHARE_TABLE.name == "shares"


@pytest.mark.parametrize(
    ("first", "last", "ends"),
    [
        ("2023-11-01", "2023-11-01", ["2023-11-01"]),
        ("2023-11-30", "2023-12-01", ["2023-11-30", "2023-12-01"]),
        ("2024-01-15", "2024-02-29", ["2024-01-31", "2024-02-29"]),
    ],
)
def test_months_end_on_their_last_day(first: str, last: str, ends: list[str]) -> None:
    days = month_ends(dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    assert [day.isoformat() for day in days] == ends
