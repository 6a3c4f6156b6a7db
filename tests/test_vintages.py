"""A township's district is asked for a day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from conflictmap.errors import DataError
from conflictmap.places.gazetteer import vintages
from conflictmap.places.gazetteer.units import Units
from conflictmap.places.gazetteer.vintages import districts_on, read_vintages
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


# By name, not by code: a wrong code in the table is a wrong township here.
DISTRICTS_OF_2022 = {
    "amarapura": "Amarapura",
    "ann": "Ann Myebon",
    "aungmyaythazan": "Aungmyaythazan Madaya Patheingyi",
    "chipwi": "Chipwi",
    "hmawbi": "Hmawbi Htantabin",
    "homalin": "Homalin",
    "insein": "Hlaingtharya Insein",
    "kalaw": "Kalaw Nyaungshwe Pekon",
    "kyauktada": "Dagon Kyauktada Lanmadaw Latha Pabedan",
    "kyonpyaw": "Kyaunggon Kyonpyaw Yegyi",
    "mahaaungmyay": "Chanayethazan Chanmyathazi Mahaaungmyay Pyigyitagon",
    "mese": "Mese",
    "mongla": "Mongla",
    "mongyang": "Mongyang",
    "myanaung": "Ingapu Kyangin Myanaung",
    "nyaunglebin": "Daik-U Kyauktaga Nyaunglebin",
    "paletwa": "Paletwa",
    "pyinmana": "Pyinmana ZaBuThiRi",
    "tada-u": "Ngazun Tada-U",
    "tangyan": "Mongyai Tangyan",
    "taungup": "Munaung Toungup",
    "tedim": "Tedim Tonzang",
    "thabeikkyin": "Mogoke Singu Thabeikkyin",
    "ye-u": "Taze Ye-U",
    "zeyathiri": "PokeBaThiRi ZayYarThiRi",
}


def test_the_core_knows_districts_of_2022() -> None:
    project = find_project(ROOT)
    units = Units.open(project, data_dir=Path("none"))
    vintages = read_vintages(project, units)
    before, after = (districts_on(day, units, vintages) for day in (date(2022, 4, 29), date(2022, 4, 30)))
    assert before.equals(units.townships["adm2_pcode"].rename("district").astype(object))
    names = units.townships["name"].str.replace(" ", "")
    made = after[after != before]
    found = {unit: " ".join(sorted(names[group.index])) for unit, group in made.groupby(made)}
    assert found == {f"V2022-{unit}": townships for unit, townships in DISTRICTS_OF_2022.items()}


def test_no_township_of_the_core_is_in_two_districts_or_moved_to_another_state() -> None:
    project = find_project(ROOT)
    units = Units.open(project, data_dir=Path("none"))
    rows = read_vintages(project, units).assign(pcode=lambda table: table["townships"].str.split("|")).explode("pcode")
    assert not rows["pcode"].duplicated().any()
    states = rows.groupby("unit_id")["pcode"].agg(lambda pcodes: units.townships.loc[pcodes, "adm1_pcode"].nunique())
    assert (states == 1).all()


def test_a_township_that_was_split_stands_for_its_parts_where_the_boundaries_have_these():
    split = pd.Index(["MMR013001", "MMR013046", "MMR013047"])
    assert vintages.parts_of(["MMR013001", "MMR013008"], split) == ["MMR013001", "MMR013046", "MMR013047"]
    whole = pd.Index(["MMR013001", "MMR013008"])
    assert vintages.parts_of(["MMR013001", "MMR013008"], whole) == ["MMR013001", "MMR013008"]
    assert vintages.parts_of(["MMR999999"], whole) == ["MMR999999"], "an unknown code stays, and is told of"
