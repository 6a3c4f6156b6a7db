"""`conflictmap control`, `why` and `changes`, as typed, on the tables of November 2023."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from conflictmap.cli import app
from conflictmap.errors import ConflictmapError
from conflictmap.project import Project

Run = Callable[..., str]


@pytest.fixture
def run(november: Project) -> Run:
    """Give the command line's answer to some words."""

    def answer(*words: str) -> str:
        result = CliRunner().invoke(app, [*words, "-C", str(november.root)], catch_exceptions=False)
        assert result.exit_code == 0
        return result.stdout

    return answer


def test_control_lists_what_is_more_than_assumed(run: Run):
    rows = json.loads(run("control", "--on", "2023-11-30", "--json"))
    kawlin = next(row for row in rows if row["adm3_pcode"] == "MMR005024")
    assert (kawlin["name"], kawlin["state"], kawlin["holder"], kawlin["since"]) == (
        "Kawlin",
        "controlled",
        "PDF",
        "2023-11-06",
    )
    assert kawlin["evidence"] == "E0005"
    assert "MMR013019" not in {row["adm3_pcode"] for row in rows}


def test_control_as_of_a_day_knows_no_later_report(run: Run):
    row = json.loads(run("control", "--township", "MMR005024", "--as-of", "2023-11-12", "--on", "2023-11-12", "--json"))
    assert [(one["state"], one["holder"]) for one in row] == [("not_assessed", "")]


def test_control_totals_add_up(run: Run, tmp_path: Path):
    people = tmp_path / "people.csv"
    people.write_text("adm3_pcode,population\nMMR005024,1000\n", encoding="utf-8")
    told = json.loads(
        run("control", "--totals", "--population", str(people), "--partial", "--on", "2023-11-30", "--json")
    )
    assert sum(row["townships_central"] for row in told["totals"]) == 330
    assert next(row for row in told["totals"] if row["holder"] == "PDF")["population_central"] == 1000
    assert {"actor", "side", "gains", "losses", "ratio"} == set(told["symmetry"][0])


def test_why_prints_the_chain(run: Run):
    text = run("why", "MMR015020", "2023-12-01")
    for part in ("MNDAA holds it, since 2023-11-01", "E0001", "written: Kun Long", "R8:", "aligned:RES"):
        assert part in text


@pytest.mark.parametrize("place", ["Kawlin", "ကောလင်း", "Kawlin Township", "MMR005024"])
def test_why_takes_a_name_of_a_town_and_township_for_the_township(run: Run, place):
    told = json.loads(run("why", place, "2023-12-01", "--json"))
    assert (told["adm3_pcode"], told["name"], told["holder"], "site_id" in told) == (
        "MMR005024",
        "Kawlin",
        "PDF",
        False,
    )


def test_why_takes_the_name_of_a_site(run: Run):
    told = json.loads(run("why", "Chinshwehaw", "2023-11-20", "--json"))
    assert (told["adm3_pcode"], told["site_id"]) == ("MMR015022", "MMR015022702")


def test_control_takes_the_name_of_a_township(run: Run):
    rows = json.loads(run("control", "--township", "Kawlin", "--on", "2023-11-30", "--json"))
    assert [(row["adm3_pcode"], row["holder"]) for row in rows] == [("MMR005024", "PDF")]


def test_why_says_in_words_what_became_of_a_claim_and_where_the_table_ends(run: Run):
    text = run("why", "MMR015020", "2023-12-01")
    assert (
        "claim E0001 at MMR015020701: for MNDAA, reported by a source on its side (Mohinga Matters): not confirmed "
        "within 30 days; standard counts it since 8 November 2023 because nobody contradicted it for 7 days\n"
    ) in text
    assert "known since 2023-11-08 (7 days after the report E0001: " in text
    assert "The table ends on 30 November 2023: later days are carried on" in text
    assert "MNDAA says" not in text
    assert "The table ends" not in run("why", "MMR015020", "2023-11-30")


def test_a_change_between_two_days_is_told_with_both_and_with_what_else_may_be_so(run: Run):
    """Rikhawdar, Falam township, fell between 11 and 17 November and is placed on the 14th."""
    (before,) = json.loads(run("control", "--on", "2023-11-12", "--township", "MMR004001", "--json"))
    assert (before["state"], before["or"]) == ("not_assessed", "partial (CDF)")
    (after,) = json.loads(run("control", "--on", "2023-11-17", "--township", "MMR004001", "--json"))
    assert (after["since"], after["earliest"], after["latest"], after["or"]) == (
        "2023-11-14", "2023-11-11", "2023-11-17", "",
    )  # fmt: skip
    told = json.loads(run("changes", "--from", "2023-11-14", "--to", "2023-11-14", "--json"))["transitions"]
    assert ("MMR004001", "2023-11-11", "2023-11-17") in {
        (row["adm3_pcode"], row["earliest"], row["latest"]) for row in told
    }


def test_changes_lists_transitions_and_flows(run: Run):
    told = json.loads(run("changes", "--from", "2023-11-01", "--to", "2023-11-30", "--json"))
    assert ("MMR015020", "2023-11-01") in {(row["adm3_pcode"], row["day"]) for row in told["transitions"]}
    assert next(row for row in told["flows"] if row["holder"] == "PDF")["townships_gained"] == 1


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("control", "--on", "2023-02-31"), "is not a day"),
        (("control", "--rules", "loose"), "strict, standard, lenient"),
        (("control", "--township", "Chinshwehaw"), r"is no township; .* around it: MMR015022 \(Laukkaing, "),
        (("control", "--on", "1999-01-01"), "the first day is 2021-02-01"),
        (("why", "Kawlin", "1999-01-01"), "the first day is 2021-02-01"),
        (("why", "MMR999999", "2023-12-01"), "there is no township MMR999999; "),
        (("why", "MMR000000X", "2023-12-01"), "is the code of no place; "),
        (
            ("why", "Minhla", "2023-12-01"),
            r"means 2 places; .*MMR008009 \(Minhla, Bago .*; MMR009013 \(Minhla, Magway\)",
        ),
        (("why", "Kachin", "2023-12-01"), "is wider than a township"),
        (("why", "Qqqxyz", "2023-12-01"), "neither a code nor a name"),
        (("changes", "--from", "2023-11-30", "--to", "2023-11-01"), "swap them"),
        (("changes", "--from", "November"), "is not a day"),
        (("control", "--totals", "--population", "nowhere.csv"), "nowhere.csv: no such file"),
    ],
)
def test_a_mistake_gets_its_cure(november: Project, words, message):
    with pytest.raises(ConflictmapError, match=message):
        CliRunner().invoke(app, [*words, "-C", str(november.root)], catch_exceptions=False)
