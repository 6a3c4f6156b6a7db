"""`control`, `changes` and `why` print one table where a program reads it: plain numbers, ISO days, names apart."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from conflictmap.cli import app
from conflictmap.errors import ConflictmapError

HERE = str(Path(__file__).parents[1])
DAY = re.compile(r"\d{4}-\d\d-\d\d")


def run(*words: str) -> str:
    result = CliRunner().invoke(app, [*words, "-C", HERE], catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout


@pytest.mark.parametrize(
    "words",
    [
        ("control", "--on", "2023-11-30"),
        ("control", "--on", "2023-11-30", "--totals"),
        ("control", "--township", "MMR015020", "--from", "2023-09-01", "--to", "2023-11-30", "--every", "month"),
        ("changes", "--from", "2023-11-01", "--to", "2023-11-30"),
        ("changes", "--from", "2023-11-01", "--to", "2023-11-30", "--totals"),
        ("why", "MMR015020", "2023-12-01"),
    ],
    ids=" ".join,
)
def test_csv_is_one_table(words: tuple[str, ...]) -> None:
    rows = list(csv.reader(io.StringIO(run(*words, "--csv"))))
    header, body = rows[0], rows[1:]
    assert body
    assert len(set(header)) == len(header)
    assert {len(row) for row in body} == {len(header)}
    for name in ("day", "since", "earliest", "latest", "known_since"):
        if name in header:
            assert all(DAY.fullmatch(row[header.index(name)]) for row in body if row[header.index(name)]), name
    numbers = [place for place, name in enumerate(header) if re.search(r"_(low|central|high|share|gained|lost)$", name)]
    for row in body:
        for place in numbers:
            float(row[place])  # no thousands separator, no per cent
            assert "," not in row[place]


@pytest.mark.parametrize(
    "words",
    [
        ("control", "--totals", "--on", "2023-11-30"),
        ("changes", "--to", "2023-11-30"),
        ("control", "--on", "2023-11-30"),
    ],
    ids=" ".join,
)
def test_a_pipe_gets_one_table_of_one_width(words: tuple[str, ...]) -> None:
    lines = run(*words).splitlines()
    assert len({line.count("\t") for line in lines}) == 1
    assert "" not in lines


def test_codes_and_names_have_columns_of_their_own() -> None:
    row = next(csv.DictReader(io.StringIO(run("control", "--on", "2023-11-30", "--township", "MMR005024", "--csv"))))
    assert (row["adm3_pcode"], row["name"], row["adm1_pcode"], row["adm1_name"]) == (
        "MMR005024", "Kawlin", "MMR005", "Sagaing",
    )  # fmt: skip
    assert row["holder_name"] != row["holder"]
    changed = next(csv.DictReader(io.StringIO(run("changes", "--to", "2023-11-30", "--csv"))))
    assert {"from_state", "from_holder", "from_holder_name", "to_state", "to_holder", "to_holder_name"} <= set(changed)


def test_totals_are_the_same_in_csv_and_json() -> None:
    words = ("control", "--totals", "--on", "2023-11-30")
    rows = list(csv.DictReader(io.StringIO(run(*words, "--csv"))))
    told = json.loads(run(*words, "--json"))["totals"]
    assert [float(row["km2_central"]) for row in rows] == pytest.approx([one["km2_central"] for one in told])


def test_every_month_is_a_row_a_month_and_the_last_day() -> None:
    words = ("control", "--township", "MMR015020", "--from", "2023-09-15", "--to", "2023-11-29", "--every", "month")
    rows = list(csv.DictReader(io.StringIO(run(*words, "--csv"))))
    assert [row["day"] for row in rows] == ["2023-09-30", "2023-10-31", "2023-11-29"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--every", "year"), "use one of: day, week, month"),
        (("--every", "month", "--from", "2023-11-30", "--to", "2023-11-01"), "swap them"),
        (("--every", "month", "--from", "1999-01-01"), "the first day is 2021-02-01"),
    ],
)
def test_a_wrong_step_gets_its_cure(words: tuple[str, ...], message: str) -> None:
    with pytest.raises(ConflictmapError, match=message):
        CliRunner().invoke(app, ["control", *words, "-C", HERE], catch_exceptions=False)
