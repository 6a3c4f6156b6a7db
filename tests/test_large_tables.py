"""Tables read in parts: the same rows as `geocode_frame` gives, of CSV, Parquet and folders; faults named by part."""

from __future__ import annotations

import random
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from conflictmap.errors import ConflictmapError, DataError
from conflictmap.places import large_tables
from conflictmap.places.batch import geocode_frame
from conflictmap.places.large_tables import check_target, geocode_dataset
from conflictmap.places.resolution.matcher import Matcher
from conflictmap.project import find_project

NAMES = (("Loikaw Town", "Kayah State"), ("Kawlin", "Sagaing Region"), ("Muse Township", ""), ("Nowhereville", ""),
         ("လွိုင်ကော်", "ကယားပြည်နယ်"), ("Bangkok", ""), ("", ""))  # fmt: skip


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher.open(find_project(Path(__file__).parent))


@pytest.fixture
def rows() -> pd.DataFrame:
    chosen = random.Random(3).choices(NAMES, k=1_000)
    return pd.DataFrame(
        {"code": [f"{number:05}" for number in range(1_000)], "toponym": [name for name, _ in chosen],
         "context": [unit for _, unit in chosen], "status": "mine"}
    )  # fmt: skip


@pytest.mark.parametrize("form", ["csv", "parquet", "folder of csv", "folder of parquet", "partitioned"])
def test_the_rows_are_those_of_geocode_frame(
    form: str, rows: pd.DataFrame, matcher: Matcher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(large_tables, "ROWS", 170)
    source = written(rows, form, tmp_path)
    target = tmp_path / "out.parquet"
    counts = geocode_dataset(source, target, matcher)
    wanted = geocode_frame(matcher, rows).sort_values("code").reset_index(drop=True)
    answers = pd.read_parquet(target)
    got = answers[wanted.columns].sort_values("code").reset_index(drop=True)
    assert got["code"].tolist() == rows["code"].tolist()  # a code stays text
    for name in wanted.columns:
        same = got[name].astype(object).where(got[name].notna(), None) == wanted[name].astype(object).where(
            wanted[name].notna(), None
        )
        missing = got[name].isna() & wanted[name].isna()
        assert (same | missing).all(), name
    assert counts == wanted["geocoded_status"].value_counts().to_dict()
    assert sorted(path.name for path in tmp_path.iterdir() if ".part" in path.name) == []


def test_a_csv_is_written_where_the_name_says_so(rows: pd.DataFrame, matcher: Matcher, tmp_path: Path) -> None:
    source = written(rows, "parquet", tmp_path)
    geocode_dataset(source, tmp_path / "out.csv", matcher)
    read = pd.read_csv(tmp_path / "out.csv", dtype=str, keep_default_na=False)
    assert read["code"].tolist() == rows["code"].tolist()
    assert set(read.loc[read["toponym"] == "Kawlin", "adm3_pcode"]) == {"MMR005024"}


def test_a_part_of_another_schema_is_named(rows: pd.DataFrame, matcher: Matcher, tmp_path: Path) -> None:
    source = written(rows, "folder of parquet", tmp_path)
    parquet.write_table(pa.table({"code": [1, 2], "toponym": ["a", "b"]}), source / "z.parquet")
    with pytest.raises(DataError, match=r"z\.parquet, column code: is of type int64, in the first part"):
        geocode_dataset(source, tmp_path / "out.parquet", matcher)
    assert not (tmp_path / "out.parquet").exists()


def test_a_broken_part_is_named_and_nothing_is_written(rows: pd.DataFrame, matcher: Matcher, tmp_path: Path) -> None:
    source = written(rows, "folder of parquet", tmp_path)
    broken = source / "1.parquet"
    broken.write_bytes(broken.read_bytes()[:-40])
    with pytest.raises(DataError, match=r"cannot be read .*1\.parquet"):
        geocode_dataset(source, tmp_path / "out.parquet", matcher)
    assert not (tmp_path / "out.parquet").exists()


@pytest.mark.parametrize(
    ("names", "says"),
    [
        pytest.param([], "holds no table", id="empty"),
        pytest.param(["a.csv", "b.parquet"], "holds files of the kinds .csv, .parquet", id="mixed"),
        pytest.param(["a.zip"], "holds files of the kinds .zip", id="other"),
    ],
)
def test_a_folder_that_is_no_table_is_refused(names: list[str], says: str, matcher: Matcher, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in names:
        (folder / name).write_bytes(b"toponym\n")
    with pytest.raises(DataError, match=says):
        geocode_dataset(folder, tmp_path / "out.parquet", matcher)


def test_a_missing_column_is_named(matcher: Matcher, tmp_path: Path) -> None:
    pd.DataFrame({"name": ["Kawlin"]}).to_parquet(tmp_path / "in.parquet")
    with pytest.raises(DataError, match="column toponym: the column is missing"):
        geocode_dataset(tmp_path / "in.parquet", tmp_path / "out.parquet", matcher)


def test_the_target_may_not_lie_among_the_parts(tmp_path: Path) -> None:
    with pytest.raises(ConflictmapError, match="lies in the folder that is read"):
        check_target(tmp_path, tmp_path / "out.parquet")


def written(rows: pd.DataFrame, form: str, folder: Path) -> Path:
    parts = [rows.iloc[first : first + 300] for first in range(0, len(rows), 300)]
    if form == "csv":
        rows.to_csv(folder / "in.csv", index=False)
        return folder / "in.csv"
    if form == "parquet":
        rows.to_parquet(folder / "in.parquet", index=False)
        return folder / "in.parquet"
    home = folder / "in"
    home.mkdir()
    for number, part in enumerate(parts):
        if form == "folder of csv":
            part.to_csv(home / f"{number}.csv", index=False)
        elif form == "folder of parquet":
            part.to_parquet(home / f"{number}.parquet", index=False)
        else:
            (home / f"part={number}").mkdir()
            part.to_parquet(home / f"part={number}" / "rows.parquet", index=False)
    return home
