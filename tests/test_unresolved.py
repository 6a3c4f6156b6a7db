"""Names no place was accepted for: a question each, with row, text and cure."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from conflictmap.errors import Problem
from conflictmap.model import Judgement, Verdict
from conflictmap.places.judgements import mention_key
from conflictmap.places.mentions.location import parse_location
from conflictmap.places.resolution.event_matches import match_events, unresolved, without_repeats
from conflictmap.places.resolution.matcher import Matcher
from small_country import SmallGazetteer


def asked(locations: list[str], matcher: Matcher | None = None) -> list[Problem]:
    events = pd.DataFrame({"location": locations}, index=range(2, 2 + len(locations)))
    events = events.assign(event_id=[f"E{row}" for row in events.index], entry_id="", actor1="", actor2="")
    return unresolved(events, match_events(events, matcher or Matcher(SmallGazetteer())))


def test_every_unsettled_site_target_and_origin_is_one_question_in_its_row() -> None:
    found = asked(
        [
            "Mese",
            "origin: Grondar; target: Nyaung Kone village; context: Grondar",
            "",
            "Mese Township in Sagaing Region; Jakarta; military base",
        ]
    )
    assert [(one.file, one.row, one.column, one.value, one.severity) for one in found] == [
        ("data/events.csv", 3, "location", "Grondar", "question"),
        ("data/events.csv", 3, "location", "Nyaung Kone village", "question"),
        ("data/events.csv", 5, "location", "Mese Township", "question"),
    ]
    assert [one.fix for one in found] == [
        f"decide with `conflictmap review --event {event}`" for event in ("E3", "E3", "E5")
    ]
    assert "no place that the gazetteer has" in found[0].message
    assert "V2" in found[1].message
    assert "V3" in found[1].message
    assert "Mese lies outside the stated Sagaing Region" in found[2].message


@pytest.mark.parametrize(("verdict", "questions"), [("not_in_gazetteer", 0), ("not_locatable", 0), ("rejected", 1)])
def test_what_an_editor_has_settled_is_not_asked_again(verdict: Verdict, questions: int) -> None:
    key = mention_key(parse_location("", "Grondar")[0])
    at = dt.datetime(2023, 12, 1, tzinfo=dt.UTC)
    judgement = Judgement("J1", key, verdict, None, None, "an editor", at, "", "small")
    assert len(asked(["Grondar"], Matcher(SmallGazetteer(), judgements={key: judgement}))) == questions


def test_a_row_asked_about_by_name_is_not_asked_about_again_without_one() -> None:
    named = Problem("data/events.csv", "m", "f", row=3, column="location", value="Grondar", severity="question")
    empty = [Problem("data/events.csv", "m", "f", row=row, column="location", value="") for row in (3, 4)]
    actor = Problem("data/events.csv", "m", "f", row=3, column="actor1", value="")
    assert without_repeats([*empty, actor], [named]) == [empty[1], actor]
