"""Gazetteers that a user brings: cleaned with a report, stored whole, laid over the core without a double."""

from __future__ import annotations

import errno
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from conflictmap.errors import DataError, SourceError
from conflictmap.places.gazetteer.gazetteer import Gazetteer
from conflictmap.places.gazetteer.layers import layers_of
from conflictmap.places.gazetteer.units import Units
from conflictmap.project import Project
from conflictmap.sources import cleaning, custom, geonames, layer_store, mimu
from conflictmap.sources.add_layer import Asked, add, report
from conflictmap.sources.layer import LayerData
from conflictmap.sources.mimu_lists import SPELLINGS
from conflictmap.sources.table_files import Sheet

HEADER = (
    "SR_Pcode,District/SAZ_Pcode,Tsp_Pcode,VT_Pcode,Village_Pcode,Village_Name_Eng,Village_Name_MMR,"
    "CommonlyUsedLocalName,PreviousName,Longitude,Latitude,IsActive\n"
)
AY = "XXR001,XXR001D001,XXR001001,XXR001001001"
VILLAGES = (
    HEADER
    + f"{AY},1001,Alpha,အယ်,Alfa,Old Alpha; Older Alpha,95.50,20.50,1\n"
    + f"{AY},1002,Beta,ဘီ,,,95.52,20.50,1\n"
    + f"{AY},1003,Gamma,ဂမ်,,,,,1\n"  # no coordinates: into the tract's circle
    + f"{AY},1004,Null,နာ,,,0,0,1\n"  # null island
    + f"{AY},1005,Swap,စွပ်,,,20.51,95.51,1\n"  # swapped, and the swapped point is in its township
    + f"{AY},1006,Jakarta,ဂျ,,,106.8,-6.2,1\n"  # outside the country
    + f"{AY},1007,Beyond,ဘော,,,96.02,20.5,1\n"  # 2.1 km into the next township
    + f"{AY},1008,Far,ဖာ,,,96.20,20.5,1\n"  # 20.8 km into it
    + f"{AY},1009,Gone,ဂွန်,,,95.51,20.49,0\n"
    + f"{AY},1010,Word,ဝ,,,9x,20.5,1\n"
    + "XXR001,XXR001D001,XXR001301,XXR001301001,1011,Own,အုံး,,,96.50,20.50,1\n"  # a code without a polygon
    + "XXR001,XXR001D001,XXR001002,XXR001002009,1012,Lost,လော့,,,,,1\n"  # nobody of its tract is located
    + f"{AY},1001,Alpha again,အယ်,,,95.5,20.5,1\n"
    + f"{AY},,No code,နို,,,95.5,20.5,1\n"
)


def _file(folder: Path, text: str, name: str = "villages.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def added(tiny: Project) -> Project:
    add(Asked("mimu", (_file(tiny.root, VILLAGES),)), tiny)
    return tiny


def _found(project: Project, check: str) -> dict[str, tuple[str, str]]:
    rows = report(layers_of(project).layers)
    rows = rows[rows["check"] == check]
    return {row["place_id"]: (row["value"], row["done"]) for row in rows.to_dict("records")}


@pytest.mark.parametrize(
    ("check", "expected"),
    [
        ("null_island", {"1004": ("", "")}),
        ("not_a_number", {"1010": ("9x, 20.5", "")}),
        ("swapped", {"1005": ("20.51, 95.51", "put right")}),
        ("outside_country", {"1006": ("106.8, -6.2", "")}),
        (
            "outside_township",
            {"1007": ("2.1 km, in Bee", "point kept"), "1008": ("20.8 km, in Bee", "point not used")},
        ),
        ("no_polygon", {"1011": ("XXR001301 -> XXR001002", "")}),
        ("no_position", {"1012": ("", "")}),
        ("inactive", {"1009": ("", "kept")}),
        ("duplicate", {"1001": ("", "first kept")}),
        ("no_code", {"": ("", "left out")}),
    ],
)
def test_every_fault_is_reported_and_what_was_done(
    added: Project, check: str, expected: dict[str, tuple[str, str]]
) -> None:
    assert _found(added, check) == expected


def test_places_without_coordinates_lie_in_their_tracts_circle(added: Project) -> None:
    frame = Gazetteer.open(added).frame()
    # located in the tract: Alpha 95.50, Beta 95.52, Swap 95.51 (20.51), Gone 95.51 (20.49), Beyond 96.02; medians
    assert frame.loc["1003", ["lon", "lat"]].tolist() == [95.51, 20.5]
    # Beyond is the farthest: 0.51 degrees of longitude at 20.5 north, 53.1 km
    assert frame.at["1003", "radius_km"] == pytest.approx(53.2, abs=0.2)
    assert set(_found(added, "no_coordinates")) == {"1003", "1004", "1006", "1008", "1010"}
    assert frame.loc["1008", "radius_km"] > 0  # its own point contradicts its township
    assert frame.loc["1007", ["lon", "radius_km", "adm3_pcode"]].tolist() == [96.02, 0.0, "XXR001001"]


def test_unknown_stays_unknown(added: Project) -> None:
    frame = Gazetteer.open(added).frame()
    assert np.isnan(frame.at["1012", "lon"])
    assert frame.at["1012", "adm3_pcode"] == "XXR001002"
    assert not ((frame["lon"] == 0) | (frame["lat"] == 0)).any()


def test_nothing_is_dropped_but_what_has_no_code(added: Project) -> None:
    frame = Gazetteer.open(added).frame()
    assert {str(number) for number in range(1001, 1013)} <= set(frame.index)
    assert frame.at["1009", "feature_code"] == "PPLH"


def test_previous_and_common_names_are_names(added: Project) -> None:
    names = Gazetteer.open(added).names()
    mine = names[names["place_id"] == "1001"]
    assert set(zip(mine["name"], mine["kind"], strict=True)) == {
        ("Alpha", "official"),
        ("အယ်", "script"),
        ("Alfa", "common"),
        ("Old Alpha", "former"),
        ("Older Alpha", "former"),
    }


def test_a_name_in_either_script_is_looked_up(added: Project) -> None:
    gazetteer = Gazetteer.open(added)
    assert gazetteer.candidates("ဂမ်").index.tolist() == ["1003"]
    assert gazetteer.candidates("old  ALPHA").index.tolist() == ["1001"]
    assert gazetteer.candidates("AY").index.tolist() == ["XXR001001", "XXR001001701"]
    assert gazetteer.candidates("nothing").empty
    assert gazetteer.candidates(" ").empty


def test_tracts_are_areas(tiny: Project) -> None:
    tracts = "SR_Pcode,Tsp_Pcode,VT_Pcode,Village_Tract_Name_Eng\nXXR001,XXR001001,XXR001001001,Tract\n"
    add(Asked("mimu", (_file(tiny.root, VILLAGES), _file(tiny.root, tracts, "tracts.csv"))), tiny)
    tract = Gazetteer.open(tiny).frame().loc["XXR001001001"]
    assert tract["feature_code"] == "ADM4"
    assert (tract["lon"], tract["lat"]) == (95.51, 20.5)
    assert tract["radius_km"] > 50


def test_tracts_that_only_villages_name_are_areas_too(tiny: Project) -> None:
    named = re.sub(r"(?m)^((?:[^,]*,){4})", r"\g<1>Tract,", VILLAGES.removeprefix(HEADER))
    text = HEADER.replace("VT_Pcode,", "VT_Pcode,Village_Tract_Name_Eng,") + named
    add(Asked("mimu", (_file(tiny.root, text),)), tiny)
    tract = Gazetteer.open(tiny).frame().loc["XXR001001001"]
    assert tract[["name", "feature_code", "lon", "lat"]].tolist() == ["Tract", "ADM4", 95.51, 20.5]


def test_a_layer_of_the_same_code_fills_the_core_and_doubles_nothing(tiny: Project) -> None:
    text = HEADER + "XXR001,XXR001D001,XXR001002,XXR001002009,900002,Nowhere Known,နိုး,,,96.5,20.5,1\n"
    add(Asked("mimu", (_file(tiny.root, text),)), tiny)
    frame = Gazetteer.open(tiny).frame()
    assert len(frame) == 10
    assert frame.loc["900002", ["lon", "lat", "name_my"]].tolist() == [96.5, 20.5, "နိုး"]
    assert frame.at["900002", "source"] == "by hand; MIMU place codes"


def test_swapped_columns_are_refused_and_nothing_changes(tiny: Project) -> None:
    before = Gazetteer.open(tiny).version
    text = HEADER + "".join(f"{AY},{n},Name {n},,,,20.5,95.{n},1\n" for n in range(1001, 1009))
    with pytest.raises(SourceError, match=r"swapped in 8 of 8 rows \(first: 1001, lon 20.5, lat 95.1001\)"):
        add(Asked("mimu", (_file(tiny.root, text),)), tiny)
    assert Gazetteer.open(tiny).version == before
    assert list((tiny.root / ".conflictmap").iterdir()) == []


def test_a_list_of_nothing_but_its_header_is_refused(tiny: Project) -> None:
    with pytest.raises(SourceError, match=r"villages.csv: lists no place; nothing was added"):
        add(Asked("mimu", (_file(tiny.root, HEADER),)), tiny)


def test_a_name_that_is_a_text_is_left_out_and_told(tiny: Project) -> None:
    text = VILLAGES + f"{AY},1013,{'x' * 10_000},,,,95.5,20.5,1\n"
    add(Asked("mimu", (_file(tiny.root, text),)), tiny)
    assert _found(tiny, "too_long") == {"1013": ("", "left out")}
    assert "1013" not in Gazetteer.open(tiny).frame().index


@pytest.mark.parametrize("name", ["../up", "a b", "x" * 41])
def test_a_layer_is_called_by_a_plain_word(tiny: Project, name: str) -> None:
    with pytest.raises(SourceError, match="use letters, digits"):
        add(Asked("mimu", (_file(tiny.root, VILLAGES),), name), tiny)


def test_a_list_without_places_is_refused(tiny: Project) -> None:
    with pytest.raises(SourceError, match="no list of towns, wards, village tracts or villages"):
        add(Asked("mimu", (_file(tiny.root, "a,b\n1,2\n"),)), tiny)


def test_a_full_disk_leaves_the_gazetteer_that_was_there(added: Project) -> None:
    before = Gazetteer.open(added)
    code = f"""
import resource, signal, sys
from pathlib import Path
from conflictmap.errors import SourceError
from conflictmap.project import Project
from conflictmap.sources.add_layer import Asked, add
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
root = Path({str(added.root)!r})
resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000))  # no file may grow past 4 kB, as on a disk that is full
try:
    add(Asked("mimu", (root / "villages.csv",), "second"), Project(root, root / "data", root / "maps"))
except SourceError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "no room left while writing" in done.stdout
    assert "what was there before is unchanged" in done.stdout
    after = Gazetteer.open(added)
    assert after.version == before.version
    assert len(after.frame()) == len(before.frame())
    assert not list((added.root / ".conflictmap").glob(".new-*"))


def test_a_folder_that_cannot_be_written_is_named(tiny: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(layer_store.tempfile, "mkdtemp", refuse)
    with pytest.raises(SourceError, match=r"\.conflictmap: Permission denied while writing"):
        add(Asked("mimu", (_file(tiny.root, VILLAGES),)), tiny)


def test_layers_are_removed_by_name(added: Project) -> None:
    with pytest.raises(SourceError, match=r"'geonames' is not among the gazetteers added \(mimu\)"):
        layer_store.remove_layer(layers_of(added), "geonames")
    layer_store.remove_layer(layers_of(added), "mimu")
    assert "1001" not in Gazetteer.open(added).frame().index
    assert not list((added.root / ".conflictmap" / "layers").iterdir())


def test_adding_again_replaces_and_the_version_follows_the_content(added: Project) -> None:
    first = Gazetteer.open(added).version
    add(Asked("mimu", (_file(added.root, VILLAGES),)), added)
    assert Gazetteer.open(added).version == first
    add(Asked("mimu", (_file(added.root, VILLAGES.replace("Gamma", "Gammah")),)), added)
    assert Gazetteer.open(added).version != first
    assert [layer.name for layer in layers_of(added).layers] == ["mimu"]


def test_a_layer_that_was_deleted_by_hand_is_named(added: Project) -> None:
    (folder,) = (added.root / ".conflictmap" / "layers").iterdir()
    (folder / "places.parquet").unlink()
    with pytest.raises(DataError, match="the compiled gazetteer is gone; run `conflictmap gazetteer remove mimu`"):
        Gazetteer.open(added)


def test_a_broken_layers_file_is_named(added: Project) -> None:
    (added.root / ".conflictmap" / "layers.json").write_text("{")
    with pytest.raises(DataError, match=r"layers.json: cannot be read .*; delete it"):
        Gazetteer.open(added)


def test_a_spoilt_cache_is_made_again(added: Project) -> None:
    gazetteer = Gazetteer.open(added)
    gazetteer.frame()
    (gazetteer.cache_dir / "places.parquet").write_bytes(b"spoilt")
    assert len(Gazetteer.open(added).frame()) == len(gazetteer.frame())


def test_a_table_is_added_by_its_columns(tiny: Project) -> None:
    text = "ID,Camp,X,Y,Also\nc1,Bangkok IDP Camp,95.5,20.5,BKK camp|Bangkok camp\nc2,,95.5,20.5,\n"
    asked = Asked(
        "table",
        (_file(tiny.root, text),),
        "camps",
        columns="place_id=ID,name=Camp,lon=X,lat=Y,aliases=Also",
        credit="Camps: us",
    )
    added = add(asked, tiny)
    gazetteer = Gazetteer.open(tiny)
    assert added.counts == {"no_code": 1}
    assert gazetteer.place("c1").adm3_pcode == "XXR001001"
    assert gazetteer.candidates("bkk camp").index.tolist() == ["c1"]
    assert "Camps: us" in gazetteer.credits


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ("place_id=ID,name=Nome", r"no column 'Nome'; its columns are: ID, Camp"),
        ("place_id=ID", r"which column is the name\? say --columns name=COLUMN; there are: ID, Camp"),
        ("place_id:ID", r"write field=column"),
        ("code=ID", r"code is no field; the fields are place_id"),
    ],
)
def test_a_table_whose_columns_are_not_told_is_refused(columns: str, message: str) -> None:
    sheet = Sheet("camps.csv", pd.DataFrame({"ID": ["c1"], "Camp": ["One"]}))
    with pytest.raises(SourceError, match=message):
        custom.layer(sheet, custom.column_map(columns), source="us")


def _line(number: int, name: str, lon: float, lat: float, *, code: str = "PPL", alternates: str = "") -> str:
    cells = [
        number,
        name,
        name,
        alternates,
        lat,
        lon,
        "P" if code.startswith("PPL") else "S",
        code,
        "MM",
        *[""] * 9,
        "2024-01-01",
    ]
    if code in ("STM", "HLL"):
        cells[6] = "H"
    return "\t".join(map(str, cells)) + "\n"


def test_geonames_joins_the_place_that_the_core_has_and_adds_what_it_has_not(tiny: Project) -> None:
    text = (
        _line(1, "Aye", 95.51, 20.51, code="PPLA3", alternates="Eh,အေ,Эй,Ay")  # the core's Ay, 1.5 km away
        + _line(2, "Newtown", 96.5, 20.5, alternates="New Town,နယူး")
        + _line(3, "Ay", 96.9, 21.9)  # another Ay, far away, and a village
        + _line(4, "A Stream", 95.5, 20.6, code="STM")
        + _line(5, "Ay Airfield", 95.55, 20.5, code="AIRF")
    )
    add(Asked("geonames", (_file(tiny.root, text, "MM.txt"),)), tiny)
    gazetteer = Gazetteer.open(tiny)
    frame = gazetteer.frame()
    assert frame.at["XXR001001701", "other_ids"] == "geonames:1"
    assert gazetteer.place("geonames:1").place_id == "XXR001001701"
    assert {"geonames:2", "geonames:3", "geonames:5"} <= set(frame.index)
    assert not {"geonames:1", "geonames:4"} & set(frame.index)
    assert frame.loc["geonames:2", ["adm1_pcode", "adm3_pcode", "name_my"]].tolist() == ["XXR001", "XXR001002", "နယူး"]
    assert gazetteer.candidates("Eh").index.tolist() == ["XXR001001701"]  # its other name came with it
    assert _found(tiny, "other_kind") == {"geonames:4": ("STM", "left out")}


def test_a_file_that_is_not_geonames_is_refused() -> None:
    with pytest.raises(SourceError, match=r"MM.txt line 1: 3 columns, not GeoNames' 19"):
        geonames.layer([("MM.txt", "a\tb\tc\n")])
    with pytest.raises(SourceError, match="no line of the file is of Myanmar"):
        geonames.layer([("TH.txt", _line(1, "Bangkok", 100.5, 13.7).replace("\tMM\t", "\tTH\t"))])


def test_zawgyi_columns_become_unicode(tiny: Project) -> None:
    text = HEADER + "".join(
        f"{AY},{1001 + n},Name {n},{name},,,95.5,20.5,1\n"
        for n, name in enumerate(["ျမန္မာ", "ရန္ကုန္", "ေကာလင္း", "မႏၲေလး", "ကသာ"])
    )
    add(Asked("mimu", (_file(tiny.root, text),)), tiny)
    frame = Gazetteer.open(tiny).frame()
    assert frame.loc["1001":"1005", "name_my"].tolist() == ["မြန်မာ", "ရန်ကုန်", "ကောလင်း", "မန္တလေး", "ကသာ"]
    assert set(_found(tiny, "zawgyi")) == {"1001", "1002", "1003", "1004"}


def test_unicode_columns_are_left_alone(added: Project) -> None:
    assert _found(added, "zawgyi") == {}


def test_wa_townships_stand_where_their_places_do(tiny: Project) -> None:
    townships = "SR_Pcode,District/SAZ_Pcode,Tsp_Pcode,Township_Name_Eng\nXXR001,XXR001D001,XXR001301,Own Division\n"
    data = mimu.layer([Sheet("v", _table(VILLAGES)), Sheet("t", _table(townships))])
    clean: LayerData = cleaning.clean(data, Units.open(tiny))
    row = clean.places.loc["XXR001301"]
    assert row[["feature_code", "lon", "lat", "radius_km", "adm3_pcode"]].tolist() == [
        "ADM3",
        96.5,
        20.5,
        1.0,
        "XXR001002",
    ]


def _table(text: str) -> pd.DataFrame:
    lines = [line.split(",") for line in text.strip().split("\n")]
    return pd.DataFrame(lines[1:], columns=lines[0], dtype=str)


def test_no_two_fields_share_a_spelling() -> None:
    every = [spelling for spellings in SPELLINGS.values() for spelling in spellings]
    assert len(every) == len(set(every))
