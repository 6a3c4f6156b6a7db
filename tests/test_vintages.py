"""A township's district is asked for a day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from conflictmap.errors import DataError
from conflictmap.places.units import Units
from conflictmap.places.vintages import districts_on, read_vintages
from conflictmap.project import Project, find_project

ROOT = Path(__file__).parents[1]
HEADER = "unit_id,name,name_my,townships,start,end,source\n"


def _vintages(tiny: Project, rows: str) -> None:
    tiny.table("gazetteer/vintages.csv").write_text(HEADER + rows, encoding="utf-8")


@pytest.mark.parametrize(
    ("day", "bee"),
    [
        pytest.param(date(2022, 4, 29), "XXR001D001", id="the day before"),
        pytest.param(date(2022, 4, 30), "V1", id="the first day"),
        pytest.param(date(2023, 1, 1), "V2", id="redrawn again"),
        pytest.param(date(2024, 1, 1), "V1", id="the second is over, the first holds on"),
    ],
)
def test_the_latest_change_in_force_counts(tiny: Project, day: date, bee: str) -> None:
    _vintages(tiny, "V1,One,,XXR001002,2022-04-30,,by hand\nV2,Two,,XXR001002,2023-01-01,2024-01-01,by hand\n")
    units = Units.open(tiny)
    assert districts_on(day, units, read_vintages(tiny, units)).to_dict() == {
        "XXR001001": "XXR001D001",
        "XXR001002": bee,
        "XXR002001": "XXR002D001",
    }


def test_a_township_that_does_not_exist_is_named(tiny: Project) -> None:
    _vintages(tiny, "V1,One,,XXR001002|XXR9,2022-04-30,,by hand\n")
    with pytest.raises(DataError, match=r"vintages.csv row 2, column townships: 'XXR9' is no township"):
        read_vintages(tiny, Units.open(tiny))


def test_without_the_table_nothing_changes(tiny: Project) -> None:
    units = Units.open(tiny)
    assert districts_on(date(2024, 1, 1), units, read_vintages(tiny)).equals(
        units.townships["adm2_pcode"].rename("district").astype(object)
    )


def test_the_core_knows_districts_of_2022() -> None:
    project = find_project(ROOT)
    units = Units.open(project, data_dir=Path("none"))
    vintages = read_vintages(project, units)
    before, after = (districts_on(day, units, vintages) for day in (date(2022, 4, 29), date(2022, 4, 30)))
    assert before[before != after].to_dict() == {
        "MMR005034": "MMR005D008",
        "MMR010001": "MMR010D001",
        "MMR010007": "MMR010D001",
        "MMR010009": "MMR010D002",
        "MMR012006": "MMR012D005",
        "MMR012012": "MMR012D003",
        "MMR012016": "MMR012D004",
        "MMR012014": "MMR012D003",
        "MMR014002": "MMR014D001",
        "MMR014005": "MMR014D001",
        "MMR014010": "MMR014D001",
    }
    assert after["MMR012006"] == after["MMR012014"] == "V2022-ann"
