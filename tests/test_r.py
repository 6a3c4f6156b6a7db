"""The exported GeoPackage as R's sf reads it: each value and each type as it was written."""

from __future__ import annotations

import csv
import datetime as dt
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from conflictmap.export.choice import Choice
from conflictmap.export.filled_table import FilledTable
from conflictmap.export.folder import write_export
from conflictmap.export.table_specs import TABLES, TableSpec
from conflictmap.export.tables import export_tables
from conflictmap.pipeline import Atlas

SCRIPT = Path(__file__).parent / "sf_tables.R"
NOVEMBER = Choice(dt.date(2023, 11, 1), dt.date(2023, 11, 30))
CLASSES = {"text": "character", "int": "numeric", "float": "numeric", "date": "Date", "bool": "logical"}


@pytest.fixture(scope="module")
def read(atlas: Atlas, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with what R read, as CSV."""
    program = shutil.which("Rscript")
    if program is None or subprocess.run([program, "-e", "library(sf)"], capture_output=True, check=False).returncode:
        pytest.skip("R's sf is not installed; on Debian: apt-get install r-cran-sf")
    folder = tmp_path_factory.mktemp("r")
    write_export(atlas, folder / "out", formats=("gpkg",), choice=NOVEMBER)
    command = [program, str(SCRIPT), str(folder / "out" / "conflictmap.gpkg"), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "LC_ALL": "C.UTF-8"}, check=False)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def tables(atlas: Atlas) -> dict[str, FilledTable]:
    return export_tables(atlas, NOVEMBER)


@pytest.mark.parametrize("spec", TABLES, ids=lambda spec: spec.name)
def test_sf_reads_the_types_that_were_written(read: Path, spec: TableSpec) -> None:
    classes = pd.read_csv(read / "classes.csv")
    own = classes[classes["layer"] == spec.name]
    assert dict(zip(own["field"], own["class"], strict=True)) == {one.name: CLASSES[one.kind] for one in spec.fields}
    assert set(own["epsg"].dropna()) == ({4326} if spec.shape else set())


@pytest.mark.parametrize("spec", TABLES, ids=lambda spec: spec.name)
def test_sf_reads_the_values_that_were_written(read: Path, tables: dict[str, FilledTable], spec: TableSpec) -> None:
    with (read / f"{spec.name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    wanted = tables[spec.name].rows.to_pylist()
    assert len(rows) == len(wanted)
    for row, expected in zip(rows, wanted, strict=True):
        assert {name: _value(cell, expected[name]) for name, cell in row.items()} == expected


def _value(cell: str, expected: Any) -> Any:
    """A cell of R's CSV as the value that it should be; R writes fifteen digits of a number."""
    if expected is None or cell == "":
        return cell or expected
    if isinstance(expected, bool):
        return {"TRUE": True, "FALSE": False}[cell]
    if isinstance(expected, dt.date):
        return dt.date.fromisoformat(cell)
    if isinstance(expected, int | float):
        return expected if float(cell) == pytest.approx(expected, rel=1e-14) else float(cell)
    return cell
