"""People by township out of tables as MIMU, OCHA and people keep them."""

from __future__ import annotations

from pathlib import Path

import pytest

from conflictmap.errors import ConflictmapError
from conflictmap.sources.population import read_population

TOWNSHIPS = ("MMR001001", "MMR001002", "MMR013008")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("adm3_pcode,population\nMMR001001,1000\nMMR001002,2500\n", id="plain"),
        pytest.param("ADM3_PCODE,T_TL,F_TL\nMMR001001,1000,1\nMMR001002,2500,2\n", id="OCHA's COD-PS"),
        pytest.param(
            "Township,Code,All,Women\n#adm3+name,#adm3+code,#population,#population+f\n"
            "Myitkyina,MMR001001,1000,1\nWaingmaw,MMR001002,2500,2\n",
            id="HXL",
        ),
        pytest.param('TS_Pcode;Total Population\nMMR001001;"1,000"\nMMR001002;"2,500"\n\n', id="commas in thousands"),
        pytest.param("Census of 2014,,\nSR,Township Pcode,Both sexes\n,mmr001001,1000\n,MMR001002,2500\n", id="title"),
        pytest.param("village,pcode,tsp_pcode,pop_2019\na,1,MMR001001,1000\nb,2,MMR001002,2500\n", id="two codes"),
    ],
)
def test_the_columns_are_found_by_name_or_tag(tmp_path: Path, text: str) -> None:
    path = tmp_path / "people.csv"
    path.write_text(text, encoding="utf-8")
    table = read_population(path, TOWNSHIPS)
    assert table.people.to_dict() == {"MMR001001": 1000.0, "MMR001002": 2500.0}
    assert (table.covered, table.townships, table.is_full) == (2, 3, False)


def test_parts_of_a_split_township_are_added_up_and_strange_codes_named(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(
        "adm3_pcode,population\nMMR013046,100\nMMR013047,50\nMMR001001,1\nMMR001002,\nMMR999,7\n", encoding="utf-8"
    )
    table = read_population(path, TOWNSHIPS)
    assert table.people.to_dict() == {"MMR001001": 1.0, "MMR013008": 150.0}
    assert table.remarks[1] == "1 codes are no township in use and were left out: MMR999"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("adm3_pcode,population\nMMR001001,1\nMMR001001,2\n", "row 3, column adm3_pcode: 'MMR001001' stands in row 2"),
        ("adm3_pcode,population\nMMR001001,1\n,2\n", "row 3, column adm3_pcode: '' is empty, and the row has people"),
        ("adm3_pcode,population\nMMR001001,many\n", "row 2, column population: 'many' is not a number of people"),
        ("adm3_pcode,population\nMMR001001,-5\n", "row 2, column population: '-5' is not a number of people"),
        ("adm3_pcode,population\nMMR001,5\nMMR002,7\n", "none of the codes in column 'adm3_pcode' is a township"),
        ("adm3_pcode,name\nMMR001001,a\n", "no column holds the number of people; call one population"),
        ("name,population\na,1\n", "no column holds the townships' P-codes; call one adm3_pcode"),
        ("adm3_pcode,pop_2014,pop_2019\nMMR001001,1,2\n", "which column holds all people: pop_2014, pop_2019?"),
        ("<html><body>503</body></html>", "is a web page, not data"),
    ],
)
def test_what_cannot_be_understood_is_named(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "people.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConflictmapError) as error:
        read_population(path, TOWNSHIPS)
    assert message in str(error.value)
