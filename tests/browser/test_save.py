"""What a reader takes away: a picture and tables, made in the page, sent nowhere."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import pagedata
from conflictmap.page import PageOptions, render_page

pytestmark = pytest.mark.browser


@pytest.fixture
def opened(open_page: Callable[..., Any]) -> Any:
    events = pagedata.events()
    events.loc[3, "notes"] = '=HYPERLINK("a","b"),\nof two lines'
    got = open_page(render_page(pagedata.page_data(events=events), PageOptions()), accept_downloads=True)
    got.do("{panel: 'save'}")
    return got


def saved(opened: Any, name: str) -> tuple[str, bytes]:
    with opened.page.expect_download() as waiting:
        opened.page.get_by_role("button", name=name).click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def test_the_events_of_the_view_are_a_table(opened: Any) -> None:
    name, content = saved(opened, "Table (CSV): Events of these days")
    assert name == "conflictmap-2023-10-10-events.csv"
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert [row["event_id"] for row in rows] == [f"E{number:02d}" for number in range(1, 13)]
    assert rows[3]["notes"] == '\'=HYPERLINK("a","b"),\nof two lines'
    assert (rows[3]["lon"], rows[3]["lat"], rows[3]["fatalities"]) == ("96.5", "20.5", "3")
    assert (rows[4]["lon"], rows[4]["geo_precision"], rows[4]["adm3_pcode"]) == ("", "2", "XXR002005")
    assert [row["placing"] for row in rows[8:]] == ["abroad", "unplaced", "point", "region"]


def test_the_townships_of_the_day_are_a_table(opened: Any) -> None:
    _, content = saved(opened, "Table (CSV): Who holds the townships")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert len(rows) == 9
    assert rows[0]["state_and_holder"] == "Government of Tinyland: controlled"
    assert {row["changes_from"] for row in rows} == {""}
    assert next(iter(rows[0])) == "adm3_pcode"
    assert row_of(rows, "Bado") == (
        "XXR001001", "contested", "GOV", "REB|OLD", "2023-10-05", "2023-10-05", "low", "2023-10-05", "R4",
    )  # fmt: skip
    assert row_of(rows, "Dala") == (
        "XXR001003", "controlled", "OLD", "", "2023-10-06", "2023-10-03", "low", "2023-10-08", "R2 R14",
    )  # fmt: skip
    assert row_of(rows, "Chaung")[1:] == ("not_assessed", "", "", "2021-02-01", "2021-02-01", "", "2021-02-01", "")
    assert {row["rule_set"] for row in rows} == {"standard"}


def row_of(rows: list[dict[str, str]], name: str) -> tuple[str, ...]:
    (row,) = (each for each in rows if each["township"] == name)
    columns = ("adm3_pcode", "state", "holder", "other", "since", "earliest", "confidence", "known_since", "rules")
    return tuple(row[column] for column in columns)


def test_the_two_tables_join_by_township_and_by_actor(opened: Any) -> None:
    tables = []
    for name in ("Events of these days", "Who holds the townships"):
        _, content = saved(opened, f"Table (CSV): {name}")
        tables.append(list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))))
    events, townships = tables
    (clash,) = (row for row in events if row["event_id"] == "E07")
    (bado,) = (row for row in townships if row["township"] == "Bado")
    assert clash["actor1"] == bado["other"] == "REB|OLD"
    assert {row["adm3_pcode"] for row in events} - {""} <= {row["adm3_pcode"] for row in townships}


def test_an_open_transition_is_in_the_table_with_both_states_and_its_days(opened: Any) -> None:
    opened.do("{day: 4}")
    _, content = saved(opened, "Table (CSV): Who holds the townships")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    (dala,) = (row for row in rows if row["changes_from"])
    assert (dala["township"], dala["changes_from"], dala["changes_to"]) == ("Dala", "2023-10-03", "2023-10-07")
    assert (
        dala["state_and_holder"] == "Government of Tinyland: held since before the first day or Old Guard: controlled"
    )


def test_the_view_is_given_as_an_address_without_the_files_own(opened: Any) -> None:
    opened.do("{day: 4, unit: 0}")
    opened.page.focus("#cm-share")
    assert opened.page.input_value("#cm-share").startswith("#day=2023-10-05")
    assert "file" not in opened.page.input_value("#cm-share")


def test_the_view_is_a_picture_with_its_title_and_notes(opened: Any) -> None:
    name, content = saved(opened, "Picture (PNG)")
    assert name == "conflictmap-2023-10-10.png"
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = int.from_bytes(content[16:20]), int.from_bytes(content[20:24])
    assert width == 2800
    assert height > 2 * 778
    opened.do("{side: 'independent'}")  # as all are: the same map, and a line that says so
    _, content = saved(opened, "Picture (PNG)")
    assert int.from_bytes(content[20:24]) == height + 2 * 20
    assert opened.noise == []
