"""Every fault of a table is named, with its row, column, value and cure."""

from __future__ import annotations

import pandas as pd
import pytest

from conflictmap.checking import as_text, check
from conflictmap.schema import EVENTS, PLACES

GOOD = {
    "event_id": "E1",
    "entry_id": "D1",
    "event_date": "2023-11-13",
    "end_date": "2023-11-15",
    "time_precision": "1",
    "reported_on": "2023-11-15",
    "event_type": "Battles",
    "sub_event_type": "Armed clash",
    "act": "clash",
    "actor1": "A",
    "actor2": "",
    "mode": "reported",
    "location": "",
    "notes": "Something happened.",
    "source": "S",
    "source_url": "https://example.org/a",
    "fatalities": "",
    "supersedes": "",
}


def table(*changes: dict[str, str]) -> pd.DataFrame:
    rows = [{**GOOD, "event_id": f"E{number}", **change} for number, change in enumerate(changes, start=1)]
    return pd.DataFrame(rows, index=pd.RangeIndex(2, len(rows) + 2))


def test_a_good_row_has_no_problem_and_reads_back_as_written() -> None:
    text = table({}, {"fatalities": "14"})
    frame, problems = check(text, EVENTS, "data/events.csv")
    assert problems == []
    assert pd.isna(frame.loc[2, "fatalities"])  # missing is not 0
    assert frame.loc[3, "fatalities"] == 14
    written = [name for name in EVENTS.names if name in text.columns]
    assert as_text(frame, EVENTS)[written].to_dict() == text[written].to_dict()


def test_a_degree_that_is_not_known_is_in_range() -> None:
    row = dict.fromkeys(PLACES.names, "") | {"lon": "", "lat": "91"}
    _, problems = check(pd.DataFrame([row], index=[2]), PLACES, "places.csv")
    assert [one.column for one in problems if "out of range" in one.message] == ["lat"]


@pytest.mark.parametrize(
    ("change", "column", "words"),
    [
        pytest.param({"event_date": "2023-02-31"}, "event_date", "not a day of the calendar", id="31 February"),
        pytest.param({"event_date": "20231113"}, "event_date", "YYYY-MM-DD", id="compact date"),
        pytest.param({"event_id": ""}, "event_id", "is empty", id="empty key"),
        pytest.param({"end_date": "2023-11-12"}, "end_date", "ends before", id="end before start"),
        pytest.param({"reported_on": "2023-11-01"}, "reported_on", "earlier than the event", id="known too early"),
        pytest.param({"event_type": "Battle"}, "event_type", "use one of: Battles", id="unknown type"),
        pytest.param({"sub_event_type": "Arrests"}, "sub_event_type", "no sub-event of 'Battles'", id="other type's"),
        pytest.param({"time_precision": "4"}, "time_precision", "from 1 to 3", id="precision 4"),
        pytest.param({"fatalities": "many"}, "fatalities", "not a whole number", id="words for a number"),
        pytest.param({"fatalities": "-1"}, "fatalities", "out of range", id="negative deaths"),
        pytest.param({"source_url": "javascript:alert(1)"}, "source_url", "not a web address", id="script as link"),
        pytest.param({"notes": "x" * 10_000_000}, "notes", "10,000,000 characters", id="10 MB in one cell"),
    ],
)
def test_a_fault_names_row_column_value_and_cure(change: dict[str, str], column: str, words: str) -> None:
    _, problems = check(table({}, change), EVENTS, "data/events.csv")
    found = [problem for problem in problems if problem.column == column]
    assert found, problems
    assert found[0].row == 3
    assert words in str(found[0])
    assert len(str(found[0])) < 500
    assert found[0].fix


def test_all_faults_are_shown_at_once() -> None:
    _, problems = check(table({"act": "x"}, {"mode": "y"}, {"event_id": "E1"}), EVENTS, "data/events.csv")
    assert [(problem.row, problem.column) for problem in problems] == [(2, "act"), (3, "mode"), (4, "event_id")]
    assert "row 2 already" in problems[2].message


def test_a_missing_column_is_named_and_an_unknown_one_is_a_question() -> None:
    _, problems = check(table({}).drop(columns="act").assign(colour="red"), EVENTS, "data/events.csv")
    assert [(problem.column, problem.severity) for problem in problems] == [("act", "error"), ("colour", "question")]
