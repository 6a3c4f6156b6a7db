"""Events that carry coordinates: imported whole or not at all, and placed where their source says."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from conflictmap.cli import app
from conflictmap.cli.init import make_project
from conflictmap.errors import ConflictmapError, DataError
from conflictmap.event_tables.imported_events import read_imported
from conflictmap.export.choice import Choice
from conflictmap.export.folder import write_export
from conflictmap.pipeline import Atlas, build, load
from conflictmap.project import Project

UCDP = Path(__file__).parents[2] / "shared" / "eval" / "ucdp_ged_mmr_2021_2022.csv"
ACLED_COLUMNS = (
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,actor2,"
    "assoc_actor_2,country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,source_scale,notes,"
    "fatalities,timestamp"
)
SAC = "Military Forces of Myanmar (2021-)"
MNDAA = "MNDAA: Myanmar National Democratic Alliance Army"
TAKES = "Non-state actor overtakes territory"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(tmp_path / "mine")


def run(project: Project, *arguments: str) -> str:
    """The command's output; a fault of the user's is raised as it is."""
    result = CliRunner().invoke(app, ["events", *arguments, "-C", str(project.root)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return " ".join(result.output.split())


def acled(tmp_path: Path, *rows: str, name: str = "acled.csv") -> str:
    path = tmp_path / name
    path.write_text("\n".join([ACLED_COLUMNS, *rows]) + "\n", encoding="utf-8")
    return str(path)


def acled_row(
    event_id: str,
    sub: str,
    actor1: str,
    actor2: str,
    place: str,
    point: str,
    precision: int,
    *,
    source: str = "Reuters",
) -> str:
    kind = "Strategic developments" if "transfer" in sub else "Battles"
    return (
        f"{event_id},06 November 2023,2023,1,Political violence,{kind},{sub},{actor1},,{actor2},,Myanmar,Shan-North,"
        f'Laukkaing,Laukkaing,{place},{point},{precision},"{source}",National,"A note, with a comma.",0,1699920000'
    )


def atlas_of(project: Project) -> Atlas:
    return build(load(project))


def seat_moves(atlas: Atlas, event: str) -> list[str]:
    sites = atlas.control.by_rules["standard"].sites
    return sorted({s for s, e, k in zip(sites["site_id"], sites["evidence"], sites["place_kind"], strict=True)
                   if event in e and k == "seat"})  # fmt: skip


# Laukkai, the seat of its township, as the gazetteer that ships has it
def laukkai(project: Project) -> tuple[str, str]:
    places = pd.read_csv(project.table("gazetteer/places.csv"), dtype=str, keep_default_na=False)
    units = pd.read_csv(project.table("gazetteer/units.csv"), dtype=str, keep_default_na=False).set_index("pcode")
    seat = units.loc["MMR015022", "seat_id"]
    own = places[places["place_id"] == seat].iloc[0]
    return str(own["name"]), f"{own['lat']},{own['lon']}"


@pytest.mark.skipif(not UCDP.is_file(), reason="the UCDP rows for evaluation are not beside this checkout")
def test_the_whole_line_from_ucdp_to_the_atlas(project: Project) -> None:
    # every party of Myanmar has a row; the rows of two taken out, both names are told
    actors = project.table("actors.csv")
    shipped = actors.read_text(encoding="utf-8")
    actors.write_text(
        "".join(row for row in shipped.splitlines(True) if not row.startswith(("ABSDF,", "ARSA,"))), encoding="utf-8"
    )
    with pytest.raises(ConflictmapError, match=r"2 actors are not in data/actors.csv: ABSDF \(4\); ARSA \(1\)"):
        run(project, "import", str(UCDP), "--name", "ucdp")
    actors.write_text(shipped, encoding="utf-8")
    assert not project.table("events/ucdp.csv").exists()
    assert "2,403 added, 0 changed" in run(project, "import", str(UCDP), "--name", "ucdp")
    assert "0 added, 0 changed, 0 withdrawn" in run(project, "import", str(UCDP), "--name", "ucdp")
    atlas = atlas_of(project)
    matches = atlas.matches.merge(
        pd.read_csv(UCDP, dtype={"id": str}).assign(event_id=lambda rows: "ucdp:" + rows["id"]), on="event_id"
    )
    assert len(matches) == 2403
    assert (matches["status"] == "automatic").all()
    exact = matches[matches["where_prec"] <= 2]
    assert (exact["geo_precision"] == exact["where_prec"]).all()
    assert (exact["lon"] - exact["longitude"]).abs().max() < 1e-5
    # the township is that of the polygon that holds the point; no polygon holds one of them, Laiza's, 75 m beyond the
    # generalised border, and it is in the nearest township (2 km at most): Waingmaw
    joined = atlas.inputs.units.join(exact["longitude"], exact["latitude"])
    holders = pd.Series(joined, exact["event_id"].tolist(), dtype=object)
    assert holders[holders.isna()].index.tolist() == ["ucdp:433317"]
    assert holders.fillna("MMR001002").tolist() == exact["adm3_pcode"].tolist()


def test_a_capture_at_the_seat_moves_it_and_one_in_its_township_does_not(project: Project, tmp_path: Path) -> None:
    name, point = laukkai(project)
    file = acled(
        tmp_path,
        acled_row("MMR1", TAKES, MNDAA, SAC, name, point, 1),
        acled_row("MMR2", TAKES, MNDAA, SAC, "Laukkaing", point, 2),
        acled_row("MMR3", TAKES, MNDAA, SAC, name, point, 3),
        acled_row("MMR4", TAKES, MNDAA, SAC, "Near it", point, 2),
    )
    said = run(project, "import", file, "--name", "acled")
    assert "ACLED's terms do not allow" in said
    with project.table("sources.csv").open("a", encoding="utf-8") as table:
        table.write("Reuters,independent,,,,An agency.,\n")
    atlas = atlas_of(project)
    assert atlas.matches["geo_precision"].tolist() == [1, 3, 3, 2]
    assert atlas.matches["feature_code"].tolist()[2] == "ADM1"
    assert len(seat_moves(atlas, "acled:MMR1")) == 1
    assert not any(seat_moves(atlas, f"acled:MMR{number}") for number in (2, 3, 4))


def test_acled_rows_say_who_gains(project: Project, tmp_path: Path) -> None:
    name, point = laukkai(project)
    file = acled(
        tmp_path,
        acled_row("MMR1", TAKES, MNDAA, SAC, name, point, 1),
        acled_row("MMR2", TAKES, SAC, MNDAA, name, point, 1),
        acled_row("MMR3", "Government regains territory", SAC, MNDAA, name, point, 1, source="Reuters; AFP; Reuters"),
    )
    run(project, "import", file, "--name", "acled")
    events = load(project).events
    assert list(zip(events["act"], events["actor1"], events["actor2"], strict=True)) == [
        ("capture", "MNDAA", "SAC"), ("capture", "MNDAA", "SAC"), ("recapture", "SAC", "MNDAA")
    ]  # fmt: skip
    assert events["source"].tolist() == ["Reuters", "Reuters", "Reuters|AFP"]
    assert events["reported_on"].tolist() == [dt.date(2023, 11, 14)] * 3


def test_each_source_of_a_cell_has_its_own_side(project: Project, tmp_path: Path) -> None:
    name, point = laukkai(project)
    row = acled_row("MMR1", TAKES, MNDAA, SAC, name, point, 1, source="Reuters; Mohinga Matters")
    run(project, "import", acled(tmp_path, row), "--name", "acled")
    with project.table("sources.csv").open("a", encoding="utf-8") as table:
        table.write("Reuters,independent,,,,An agency.,\n")
    (assertion,) = atlas_of(project).control.assertions
    assert assertion.sources == ("Reuters", "Mohinga Matters")
    assert assertion.sides == ("independent", "aligned:RES")


UCDP_COLUMNS = (
    "id,type_of_violence,source_date,source_headline,side_a,side_b,where_prec,where_coordinates,where_description,"
    "latitude,longitude,country,date_prec,date_start,date_end,deaths_civilians,best,high,low"
)


def ucdp_like(tmp_path: Path) -> Path:
    """A row of each of UCDP's precisions, all at Loikaw's point; one headline would be run by a spreadsheet."""
    rows = [
        f"{code},1,2021-03-{code:02},{headline},Government of Myanmar (Burma),KNPP,{code},{place},,19.67,97.2,"
        f"Myanmar (Burma),1,2021-01-{code:02},2021-01-{code:02},0,2,3,1"
        for code, place, headline in [
            (1, "Loikaw town", '"A headline, with ""quotes""\nand a second line"'), (2, "near Loikaw", ""),
            (3, "Loikaw district", ""), (4, "Kayah state", ""), (5, "Loikaw township", ""), (6, "Myanmar", ""),
            (7, "The sea", ""),
        ]
    ]  # fmt: skip
    path = tmp_path / "ged.csv"
    path.write_text("\n".join([UCDP_COLUMNS, *rows]) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("kind", "precisions"), [("ucdp", [1, 2, 4, 4, 3, 5, 5]), ("acled", [1, 3, 2, 4])], ids=["UCDP", "ACLED"]
)
def test_what_is_exported_and_imported_again_is_as_it_was(
    project: Project, tmp_path: Path, kind: str, precisions: list[int]
) -> None:
    name, point = laukkai(project)
    rows = [
        acled_row("MMR1", TAKES, MNDAA, SAC, name, point, 1, source="Reuters; AFP"),
        acled_row("MMR2", "Armed clash", SAC, "Civilians (Myanmar)", "Laukkaing", point, 2),
        acled_row("MMR3", "Armed clash", SAC, "", "Near it", point, 2).replace("A note", "=A1, '-1 and +2"),
        acled_row("MMR4", "Armed clash", SAC, MNDAA, "Shan-North", point, 3).replace("A note", "'=A1"),
    ]
    path = Path(acled(tmp_path, *rows)) if kind == "acled" else ucdp_like(tmp_path)
    run(project, "import", str(path), "--name", kind)
    # a row of the hand-coded table goes out as well, and does not come in with the others
    header = project.table("events.csv").read_text().strip().split(",")
    own = dict.fromkeys(header, "") | {
        "event_id": "E1", "entry_id": "E", "event_date": "2023-11-06", "end_date": "2023-11-06", "time_precision": "1",
        "reported_on": "2023-11-06", "event_type": "Battles", "sub_event_type": "Armed clash", "act": "clash",
        "actor1": "SAC", "mode": "reported", "location": "Loikaw", "notes": "n", "source": "UCDP GED",
    }  # fmt: skip
    pd.DataFrame([own]).to_csv(project.table("events.csv"), index=False)
    table, beside = project.table(f"events/{kind}.csv"), project.table(f"events/{kind}.toml")
    before, terms = table.read_bytes(), beside.read_text(encoding="utf-8")
    frame = read_imported(project, kind)
    assert sorted(frame["geo_precision"].tolist()) == sorted(precisions)
    choice, formats = Choice(restricted=True), ("csv", "hxl", "gpkg", "xlsx", "geoparquet")
    write_export(atlas_of(project), tmp_path / "out", formats=formats, choice=choice)
    exported = (tmp_path / "out" / "csv" / "events.csv").read_bytes()
    for file in (
        "csv/events.csv",
        "hxl/events.csv",
        "conflictmap.gpkg",
        "conflictmap.xlsx",
        "geoparquet/events.parquet",
    ):
        layer = ["--sheet", "events"] if file.startswith("conflictmap") else []
        said = run(project, "import", str(tmp_path / "out" / file), "--name", kind, *layer)
        assert "0 added, 0 changed, 0 withdrawn" in said, file
        assert table.read_bytes() == before, file
        pd.testing.assert_frame_equal(read_imported(project, kind), frame)
        assert kept_terms(beside.read_text(encoding="utf-8")) == kept_terms(terms)
    write_export(atlas_of(project), tmp_path / "again", formats=("csv",), choice=choice)
    assert (tmp_path / "again" / "csv" / "events.csv").read_bytes() == exported
    drop = run(project, "drop", kind)
    assert f"{len(precisions)} events removed" in drop


def kept_terms(provenance: str) -> list[str]:
    """The lines of a table's provenance that say whose it is and what may be done with it."""
    wanted = ("kind", "rows", "credit", "terms", "redistribution")
    return [line for line in provenance.splitlines() if line.startswith(wanted)]


def test_a_newer_export_replaces_by_id(project: Project, tmp_path: Path) -> None:
    name, point = laukkai(project)
    one, two, three = (acled_row(f"MMR{n}", "Armed clash", MNDAA, SAC, name, point, 1) for n in (1, 2, 3))
    run(project, "import", acled(tmp_path, one, two), "--name", "acled")
    said = run(project, "import", acled(tmp_path, one.replace("A note", "Another"), three), "--name", "acled")
    assert "1 added, 1 changed, 1 withdrawn" in said
    assert "acled" in run(project, "list")
    assert "2 events removed" in run(project, "drop", "acled")
    assert list(project.table("events").iterdir()) == []


def test_the_api_s_answer_is_read_as_the_export(project: Project, tmp_path: Path) -> None:
    name, point = laukkai(project)
    cells = dict(
        zip(
            ACLED_COLUMNS.split(","),
            acled_row("MMR1", "Armed clash", MNDAA, SAC, name, point, 1).split(","),
            strict=False,
        )
    )
    cells |= {
        "latitude": point.split(",")[0],
        "source": "AFP",
        "notes": "n",
        "fatalities": "2",
        "timestamp": "1699920000",
    }
    path = tmp_path / "answer.json"
    path.write_text(json.dumps({"status": 200, "data": [cells]}), encoding="utf-8")
    assert "1 events (acled)" in run(project, "import", str(path), "--name", "api")


def test_a_table_of_another_project_comes_in_as_it_is_with_its_terms(project: Project, tmp_path: Path) -> None:
    name, point = laukkai(project)
    file = acled(
        tmp_path,
        acled_row("MMR1", TAKES, MNDAA, SAC, name, point, 1),
        acled_row("MMR2", TAKES, MNDAA, SAC, "x", point, 3),
    )
    run(project, "import", file, "--name", "acled")
    other = make_project(tmp_path / "other")
    told = run(other, "import", str(project.table("events/acled.csv")), "--name", "acled")
    assert "ACLED's terms do not allow" in told
    assert "2 added, 0 changed, 0 withdrawn" in told
    assert other.table("events/acled.csv").read_bytes() == project.table("events/acled.csv").read_bytes()
    again = run(other, "import", str(other.table("events/acled.csv")), "--name", "acled")
    assert "0 added, 0 changed, 0 withdrawn" in again


@pytest.mark.parametrize(
    ("text", "is_table"),
    [
        ("event_date,actor1,latitude,longitude\n2023-11-06,a,1,2\n", True),
        ("November 6\n\nFighting broke out in Loikaw, the source said, on that day, at a place.\n", False),
        ("date, location, notes\n", True),
    ],
)
def test_a_table_given_to_ingest_is_sent_to_import(project: Project, tmp_path: Path, text: str, is_table: bool) -> None:
    path = tmp_path / "november.txt"
    path.write_text(text, encoding="utf-8")
    words = ["ingest", str(path), "--source", "X", "--year", "2023", "--dry-run", "-C", str(project.root)]
    result = CliRunner().invoke(app, words)
    assert ("is a table of events, not prose; run `conflictmap events import" in str(result.exception)) == is_table


OLD = (
    "GWNO,EVENT_ID_NO_CNTY,EVENT_DATE,TIME_PRECISION,EVENT_TYPE,ACTOR1,ACTOR2,COUNTRY,ADMIN3,LOCATION,LATITUDE,LONGITUDE,"
    "GEO_PRECISION,SOURCE,NOTES,FATALITIES\n"
)


@pytest.mark.parametrize(
    ("kind", "actor", "note", "today"),
    [
        ("Battle-No change of territory", SAC, "n", ("Battles", "Armed clash", "clash")),
        ("Battle-Government regains territory", SAC, "n", ("Battles", "Government regains territory", "recapture")),
        ("Battle-Non-state actors overtake territory", MNDAA, "n", ("Battles", TAKES, "capture")),
        ("Remote violence", SAC, "A mine exploded.",
         ("Explosions/Remote violence", "Remote explosive/landmine/IED", "ambush")),
        ("Remote violence", SAC, "An airstrike.", ("Explosions/Remote violence", "Air/drone strike", "remote_strike")),
        ("Riots/Protests", "Protesters (Myanmar)", "n", ("Protests", "Peaceful protest", "other")),
        ("Riots/Protests", "Rioters (Myanmar)", "n", ("Riots", "Violent demonstration", "other")),
        ("Strategic development", SAC, "n", ("Strategic developments", "Other", "other")),
    ],
)  # fmt: skip
def test_types_of_exports_before_2019_are_read_as_todays(
    project: Project, tmp_path: Path, kind: str, actor: str, note: str, today: tuple[str, str, str]
) -> None:
    path = tmp_path / "old.csv"
    row = f"775,1561RTA,2016-02-07,1,{kind},{actor},,Myanmar,Loikaw,Loikaw,19.67,97.2,2,Reuters,{note},0\n"
    path.write_text(OLD + row, encoding="utf-8")
    assert "1 events (acled)" in run(project, "import", str(path))
    event = load(project).events.iloc[0]
    assert (event["event_type"], event["sub_event_type"], event["act"]) == today
    # 2 at the town that bears the township's name is the township: 3 here
    assert (event["event_id"], event["geo_precision"]) == ("old:1561RTA", 3)


TABLES = [
    pytest.param(b"date;lat;long;place\n2023-11-06;21,97;96,08;Mandalay\n", (96.08, 21.97), id="decimal commas"),
    pytest.param("\ufeffDate,Latitude,Longitude\n2023-11-06,21.97,96.08\n".encode(), (96.08, 21.97), id="byte-order mark"),
    pytest.param(b"date\ty\tx\n2023-11-06\t21.97\t96.08\n", (96.08, 21.97), id="tabs"),
    pytest.param("date,lat,lon,place\n2023-11-06,21.97,96.08,Caf\xe9\n".encode("cp1252"), (96.08, 21.97), id="cp1252"),
    pytest.param(b"A title,,\n,,\ndate,lat,lon\n25/11/2023,21.97,96.08\n,,\n,,\n", (96.08, 21.97), id="title, empty rows"),
    pytest.param(
        b"When,A,B\n#date,#geo+lat,#geo+lon\n6 Nov 2023,21.97,96.08\n", (96.08, 21.97), id="HXL tags",
    ),
    pytest.param(b"date,lat,lon\n45236,21.97,96.08\n", (96.08, 21.97), id="a spreadsheet's serial day"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "point"), TABLES)
def test_spreadsheets_as_people_keep_them(
    project: Project, tmp_path: Path, content: bytes, point: tuple[float, float]
) -> None:
    path = tmp_path / "mine.csv"
    path.write_bytes(content)
    run(project, "import", str(path))
    events = load(project).events
    assert list(zip(events["lon"], events["lat"], strict=True)) == [point]
    assert events["event_date"].tolist()[0].strftime("%Y-%m") == "2023-11"


def test_a_p_code_without_a_point_is_the_township(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "ocha.csv"
    path.write_text("date,TS_Pcode,deaths\n2023-11-06,MMR003003,n/a\n", encoding="utf-8")
    run(project, "import", str(path))
    atlas = atlas_of(project)
    row = atlas.matches.iloc[0]
    assert (row["adm3_pcode"], row["geo_precision"], row["status"]) == ("MMR003003", 3, "automatic")
    assert atlas.inputs.events["fatalities"].isna().all()


def test_points_of_geojson_and_of_a_workbook(project: Project, tmp_path: Path) -> None:
    feature = {
        "type": "Feature",
        "properties": {"date": "2023-11-06"},
        "geometry": {"type": "Point", "coordinates": [96.08, 21.97]},
    }
    (tmp_path / "p.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    run(project, "import", str(tmp_path / "p.geojson"))
    pd.DataFrame({"date": [dt.date(2023, 11, 6)], "lat": [21.97], "lon": [96.08]}).to_excel(
        tmp_path / "b.xlsx", index=False
    )
    run(project, "import", str(tmp_path / "b.xlsx"))
    assert load(project).events[["lon", "lat"]].values.tolist() == [[96.08, 21.97]] * 2


FAULTY = [
    pytest.param("date,lat,lon\n5/11/2023,21.97,96.08\n", r"row 2, column date: '5/11/2023' may be two days", id="which day"),
    pytest.param("date,lat,lon\n2203-11-06,21.97,96.08\n", r"row 2, column date.*lies in the future", id="year 2203"),
    pytest.param("date,lat,lon\n2023-02-30,21.97,96.08\n", r"not a day of the calendar", id="30 February"),
    pytest.param("date,lat,lon\n2023-11-06,96.08,21.97\n", r"row 2, column lat: '96.08' seems to be the longitude; swap", id="swapped"),
    pytest.param("date,lat,lon\n2023-11-06,0,0\n", r"both 0, which is no place", id="(0, 0)"),
    pytest.param("date,lat,lon\n2023-11-06,21°58'N,96°05'E\n", r"row 2, column lat.*decimal degrees", id="degrees and minutes"),
    pytest.param('date,lat,lon\n2023-11-06,"21,97",96.08\n2023-11-06,21.9,96.08\n', r"'21,97' is not a number", id="mixed commas"),
    pytest.param("date,lat,lon\n2023-11-06,21.97,\n", r"column lon.*give both, or neither", id="half a point"),
    pytest.param("when,lat,lon\n2023-11-06,21.97,96.08\n", r"--map COLUMN=event_date", id="no day"),
    pytest.param("date,what\n2023-11-06,x\n", r"no columns hold the place", id="no place"),
    pytest.param("date,lat,lat\n2023-11-06,1,2\n", r"two columns are named 'lat'", id="a column twice"),
    pytest.param("id,date,lat,lon\n1,2023-11-06,21,96\n1,2023-11-07,21,96\n", r"column event_id.*stands in row 2 already", id="an id twice"),
    pytest.param("<!DOCTYPE html><html>", r"is a web page", id="a web page"),
    pytest.param("Once upon a time there was a war.\n", r"is it prose", id="prose"),
    pytest.param("date,lat,lon\n2023-11-06,21.97,96.08,7\n", r"row 2: has more cells", id="a row too long"),
    pytest.param("date,lat,lon,notes\n2023-11-06,21.97,96.08," + "x" * 30_000 + "\n", r"30,000 characters", id="a pasted file"),
    pytest.param("date,lat,lon\n2023-11-06,2175000,312000\n", r"'312000' is in metres of a projection", id="projected"),
    pytest.param("date,lat,lon\n", r"has no row below its header", id="no row"),
    pytest.param('date,lat,lon,notes\n2023-11-06,21,96,"open\n2023-11-07,21,96,a\n', r"row 2: has a quote that is never closed", id="an open quote"),
    pytest.param("date,TS_Pcode\n2023-11-06,MMR999999\n", r"column adm3_pcode: 'MMR999999' is no township", id="no township"),
    pytest.param("a,b\n1,2\n", r"no line near its top names a known column", id="no known column"),
    pytest.param("date,lat,lon,time_precision\n2023-11-06,21,96,7\n", r"'7' is no precision of a day", id="precision of a day"),
    pytest.param("date,lat,lon,actor\n2023-11-06,21.97,96.08,The Moon Men\n", r"The Moon Men \(1\)", id="an actor"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "message"), FAULTY)
def test_a_fault_imports_nothing(project: Project, tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(text, encoding="utf-8")
    before = project.table("actors.csv").read_bytes()
    with pytest.raises(ConflictmapError, match=message) as caught:
        run(project, "import", str(path))
    assert len(str(caught.value)) < 4000
    assert not project.table("events").exists()
    assert project.table("actors.csv").read_bytes() == before


def test_what_r_writes_for_nothing_is_nothing_and_its_powers_of_ten_are_numbers(
    project: Project, tmp_path: Path
) -> None:
    """R writes NA for a missing cell and 5e+05 for the whole number 500000; a place may be named Na."""
    path = tmp_path / "ged.csv"
    row = "{},1,NA,NA,Government of Myanmar (Burma),KNPP,1,{},NA,19.67,97.2,Myanmar (Burma),1,2021-01-02,2021-01-02,NA,2,NA,NA"
    path.write_text("\n".join([UCDP_COLUMNS, row.format("5e+05", "Na"), row.format("7.0", "NA"), ""]), encoding="utf-8")
    run(project, "import", str(path), "--name", "ucdp")
    rows = read_imported(project, "ucdp").sort_values("event_id")
    assert rows["event_id"].tolist() == ["500000", "7"]
    assert rows["location"].tolist() == ["Na", ""]
    assert set(rows["notes"]) == {"Government of Myanmar (Burma) and KNPP: 2 dead by the best estimate."}
    assert [day.isoformat() for day in rows["reported_on"]] == ["2021-01-02", "2021-01-02"]


def test_ten_thousand_faults_are_one_page_of_text(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text("date,lat,lon\n" + "never,21.97,96.08\n" * 10_000, encoding="utf-8")
    with pytest.raises(DataError, match="9,980 further faults") as caught:
        run(project, "import", str(path))
    assert len(caught.value.problems) == 21


def test_points_beyond_the_border_and_against_their_township(project: Project) -> None:
    header = project.table("events.csv").read_text().strip().split(",")
    row = {
        "entry_id": "E", "event_date": "2023-11-06", "end_date": "2023-11-06", "time_precision": "1",
        "reported_on": "2023-11-06", "event_type": "Battles", "sub_event_type": "Armed clash", "act": "clash",
        "actor1": "SAC", "mode": "reported", "notes": "n", "source": "UCDP GED",
    }  # fmt: skip
    rows = [
        row | {"event_id": "E1", "lon": "100.5", "lat": "13.75"},
        row | {"event_id": "E2", "lon": "96.08", "lat": "21.97", "adm3_pcode": "MMR003003"},
        row | {"event_id": "E3", "adm3_pcode": "MMR999999"},
    ]
    pd.DataFrame(rows, columns=header).to_csv(project.table("events.csv"), index=False)
    atlas = atlas_of(project)
    assert atlas.matches["status"].tolist() == ["outside", "automatic", "not_locatable"]
    asked = {
        (one.row, one.severity, one.column)
        for one in atlas.problems
        if one.column == "adm3_pcode" and "events" in one.file
    }
    assert asked == {(3, "question", "adm3_pcode"), (4, "error", "adm3_pcode")}


def test_a_project_is_made_once(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["init", str(tmp_path / "new")], catch_exceptions=False)
    assert done.exit_code == 0
    assert (tmp_path / "new" / "README.md").is_file()
    assert len((tmp_path / "new" / "data" / "events.csv").read_text().splitlines()) == 1
    with pytest.raises(ConflictmapError, match="is there already"):
        CliRunner().invoke(app, ["init", str(tmp_path / "new")], catch_exceptions=False)
