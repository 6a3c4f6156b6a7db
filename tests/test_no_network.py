"""Every command in one project, with sockets blocked: nothing but a download asks for the network, and it says so."""

from __future__ import annotations

import io
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pandas as pd
import pytest
import typer
from pytest_socket import disable_socket

from conflictmap.cli import app, main
from torture.bench import country

UCDP = (
    "id,year,active_year,code_status,type_of_violence,conflict_name,dyad_name,side_a,side_b,number_of_sources,source_article,source_office,"
    "source_date,source_headline,source_original,where_prec,where_coordinates,where_description,adm_1,adm_2,latitude,"
    "longitude,country,country_id,region,event_clarity,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,"
    "deaths_unknown,best,high,low\n"
    "1,2023,True,Clear,1,Myanmar: Government,Government of Myanmar - KIO,Government of Myanmar (Burma),KIO,1,,,,,Reuters,1,"
    "Ay,,Ay,Ay,20.5,95.5,Myanmar (Burma),775,Asia,1,1,2023-11-06,2023-11-06,0,0,0,0,0,0,0\n"
)
#: A run of each command, in this order, in one project: its words, the exit code, and what it prints or says.
RUNS = [
    ("check", 0, ""),
    ("build", 0, "index.html"),
    ("build --split -o split", 0, "index.html"),
    ("geocode Ay", 0, "Ay"),
    ("geocode --csv names.csv --out answers.csv", 0, "geocoded"),
    ("evaluate gold.csv", 0, ""),
    ("control --on 2023-11-30", 0, ""),
    ("changes --from 2023-11-01 --to 2023-11-30", 0, ""),
    ("why XXR001001 2023-11-30", 0, "Ay"),
    ("sensitivity --on 2023-11-30", 0, ""),
    ("compare other.csv --on 2023-11-30", 0, ""),
    ("export out --format csv,gpkg", 0, "datapackage.json"),
    ("figures pictures", 0, ""),
    ("ingest report.txt --source Paper --year 2023 --dry-run", 0, ""),
    ("events list", 0, ""),
    ("events show E0001", 0, "E0001"),
    ("events edit E0001 --set notes=checked", 0, ""),
    ("events add --help", 0, "event"),
    ("events import ged.csv --name ucdp --add-actors", 0, "ucdp"),
    ("events place E0001 undo", 2, ""),
    ("events drop ucdp", 0, ""),
    ("init mine", 0, ""),
    ("gazetteer list", 0, "core"),
    ("gazetteer stats", 0, ""),
    ("gazetteer check", 0, ""),
    ("gazetteer show XXR001001", 0, "Ay"),
    ("gazetteer add table places.csv --name mine --credit Me", 0, ""),
    ("gazetteer remove mine", 0, ""),
    ("gazetteer build-core nowhere", 2, "nowhere"),
    ("gazetteer fetch geonames", 1, "SocketBlockedError"),  # a download, and the only command that asks
    ("boundaries show", 0, ""),
    ("boundaries use nowhere.geojson", 2, "nowhere.geojson"),
    ("boundaries reset", 0, ""),
    ("review --terminal", 0, ""),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = country(tmp_path_factory.mktemp("offline"))
    (root / "names.csv").write_text("toponym,context\nAy Township,\n", encoding="utf-8")
    (root / "gold.csv").write_text("toponym,expected\nAy Township,XXR001001\n", encoding="utf-8")
    (root / "other.csv").write_text("township,holder\nXXR001001,KIA\n", encoding="utf-8")
    (root / "report.txt").write_text(
        "November 6\n\nThe KIA captured Ay Township on November 6, residents said.\n", encoding="utf-8"
    )
    (root / "ged.csv").write_text(UCDP, encoding="utf-8")
    pd.DataFrame({"place_id": ["X1"], "name": ["Offline Hill"], "lon": [95.7], "lat": [20.8]}).to_csv(
        root / "places.csv", index=False
    )
    return root


def test_every_command_is_tried() -> None:
    tried = {" ".join(words.split()[:2]) for words, _, _ in RUNS} | {words.split()[0] for words, _, _ in RUNS}
    assert set(commands()) - tried == set()


@pytest.mark.filterwarnings(
    "ignore:A test tried to use socket:UserWarning"
)  # the download does; its refusal is the test
@pytest.mark.parametrize(("words", "code", "says"), RUNS, ids=[words for words, _, _ in RUNS])
def test_a_command_needs_no_network(
    words: str, code: int, says: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disable_socket(allow_unix_socket=False)
    monkeypatch.chdir(folder)
    monkeypatch.setattr(sys, "argv", ["conflictmap", *words.split()])
    monkeypatch.setattr(sys, "stdin", io.StringIO("q\n"))
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            main()
            ended = 0
        except SystemExit as end:
            ended = int(end.code or 0)
    assert ended == code, err.getvalue() + out.getvalue()
    assert says in out.getvalue() + err.getvalue()


def commands() -> list[str]:
    root = typer.main.get_command(app)
    groups = getattr(root, "commands", {})
    return [
        f"{name} {verb}" if verb else name
        for name, command in groups.items()
        for verb in (getattr(command, "commands", {}) or {"": None})
    ]
