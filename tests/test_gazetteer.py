"""The gazetteer: every place with its names in both scripts, parents and source."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from conflictmap.errors import DataError, UnknownPlaceError
from conflictmap.places.gazetteer.gazetteer import FRAME_COLUMNS, NAME_COLUMNS, Gazetteer
from conflictmap.project import Project, find_project

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def core() -> Gazetteer:
    return Gazetteer.open(find_project(ROOT), data_dir=Path("no such folder"))


def test_units_and_places_are_rows_of_one_frame(tiny: Project) -> None:
    frame = Gazetteer.open(tiny).frame()
    assert tuple(frame.columns) == FRAME_COLUMNS
    assert frame.index.tolist() == [
        "900001", "900002", "XXR001", "XXR001001", "XXR001001701", "XXR001002", "XXR001D001",
        "XXR002", "XXR002001", "XXR002D001",
    ]  # fmt: skip
    assert frame.loc["XXR001001", ["feature_code", "adm1_pcode", "adm2_pcode", "adm3_pcode", "radius_km"]].tolist() == [
        "ADM3", "XXR001", "XXR001D001", "XXR001001", 80.0,
    ]  # fmt: skip
    assert frame.loc["XXR001D001", ["adm1_pcode", "adm2_pcode", "adm3_pcode"]].tolist() == ["XXR001", "XXR001D001", ""]


def test_unknown_coordinates_stay_missing(tiny: Project) -> None:
    gazetteer = Gazetteer.open(tiny)
    assert np.isnan(gazetteer.frame().at["900002", "lon"])
    place = gazetteer.place("900002")
    assert (place.lon, place.lat) == (None, None)


def test_every_written_form_is_a_name(tiny: Project) -> None:
    names = Gazetteer.open(tiny).names()
    assert tuple(names.columns) == NAME_COLUMNS
    of_ay = names[names["place_id"] == "XXR001001701"]
    assert list(zip(of_ay["name"], of_ay["kind"], strict=True)) == [
        ("Ay", "official"),
        ("အေ", "script"),
        ("Old Ay", "former"),
    ]
    assert [str(day) for day in of_ay["end"]] == ["None", "None", "1989-06-18"]


def test_an_unknown_place_says_what_to_do(tiny: Project) -> None:
    with pytest.raises(UnknownPlaceError, match=r"'900009' is not in the gazetteer \(10 places\).*gazetteer show"):
        Gazetteer.open(tiny).place("900009")


def test_a_point_outside_its_stated_township_is_a_question(tiny: Project) -> None:
    (problem,) = Gazetteer.open(tiny).problems
    assert problem.severity == "question"
    assert (problem.file, problem.row, problem.column) == ("data/gazetteer/places.csv", 3, "adm3_pcode")
    assert "Far Off (900001) lies in Bee (XXR001002), 20.8 km outside Ay" in problem.message


def test_an_alias_of_an_unknown_place_is_a_problem(tiny: Project) -> None:
    path = tiny.table("gazetteer/aliases.csv")
    path.write_text(path.read_text() + "Lost,900009,spelling,by hand,,\n")
    problem = Gazetteer.open(tiny).problems[-1]
    assert (problem.row, problem.column, problem.value, problem.severity) == (3, "place_id", "900009", "error")


def test_a_table_with_errors_is_not_opened(tiny: Project) -> None:
    path = tiny.table("gazetteer/places.csv")
    path.write_text(path.read_text() + "900001,Again,,PPL,999,20,XXR001,,,,by hand\n")
    with pytest.raises(
        DataError, match=r"places.csv row 5, column place_id: '900001' stands in row 3 already"
    ) as raised:
        Gazetteer.open(tiny)
    assert {problem.column for problem in raised.value.problems} == {"place_id", "lon"}


def test_the_version_changes_with_any_table(tiny: Project) -> None:
    versions = [Gazetteer.open(tiny).version]
    for name in ("places", "aliases", "units"):
        path = tiny.table(f"gazetteer/{name}.csv")
        path.write_text(path.read_text().replace("Ay,", "Aye,"))
        versions.append(Gazetteer.open(tiny).version)
    assert len(set(versions)) == 4


def test_the_core_knows_both_names_of_every_seat(core: Gazetteer) -> None:
    frame = core.frame()
    seats = frame[frame["feature_code"].isin(["PPLC", "PPLA", "PPLA2", "PPLA3"])]
    assert set(frame.index[frame["feature_code"] == "ADM3"]) == set(seats["adm3_pcode"])
    assert (seats["name_my"] != "").all()
    assert seats["lon"].between(92, 102).all()
    assert (frame["source"] != "").all()


@pytest.mark.parametrize(
    ("place_id", "name", "name_my", "township"),
    [
        ("168862", "Pan Tein", "ပန်တိန်း", "Mese"),
        ("162788", "Ngayokekaung (South)", "ငရုပ်ကောင်း (တောင်)", "Ngapudaw"),
        ("171685", "Shwe Pan Kone", "ရွှေပန်းကုန်း", "Wetlet"),
        ("site-thilawa-port", "Thilawa Port", "သီလဝါဆိပ်ကမ်း", "Kyauktan"),
        ("MMR012015702", "Ngapali", "ငပလီ", "Thandwe"),
        ("MMR015022702", "Chinshwehaw", "ချင်းရွှေဟော်", "Laukkaing"),
        ("MMR004001702", "Rihkhawdar", "ရိခေါ်ဒါရ်", "Falam"),
        ("MMR004007702", "Rezua", "ရေဇွာ", "Matupi"),
        ("MMR004007703", "Lalengpi", "လိုင်လင်းပီ", "Matupi"),
        ("MMR013046701", "Hlaingtharya (East)", "လှိုင်သာယာ (အရှေ့ပိုင်း)", "Hlaingtharya"),
    ],
)
def test_the_core_has_the_places_of_the_events(
    core: Gazetteer, place_id: str, name: str, name_my: str, township: str
) -> None:
    place = core.place(place_id)
    assert (place.name, place.name_my) == (name, name_my)
    assert core.place(place.adm3_pcode).name == township


def test_the_core_has_no_place_at_null_island_nor_beyond_the_country(core: Gazetteer) -> None:
    frame = core.frame()
    known = frame[frame["lon"].notna()]
    assert known["lon"].between(91, 102.5).all()
    assert known["lat"].between(9, 29).all()
    assert frame.index[frame["lon"].isna()].tolist() == ["MMR013046701", "MMR013047701"]


def test_questions_of_the_core_are_few_and_none_is_an_error(core: Gazetteer) -> None:
    core_only = [problem for problem in core.problems if problem.file.endswith("places.csv")]
    assert {problem.severity for problem in core_only} == {"question"}
    # fourteen lie in a neighbouring township by these boundaries; those just off the drawn coast or border are not asked about
    assert len(core_only) == 14


def test_credits_name_each_source_once(core: Gazetteer) -> None:
    assert [line.split(":")[0] for line in core.credits] == [
        "Boundaries",
        "Place codes and names",
        "Some villages",
        "Rivers",
    ]
