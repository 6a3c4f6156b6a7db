"""What a page tells of its sources and of the places it could not decide on, from an atlas and from hand-made data."""

from __future__ import annotations

import base64
import datetime as dt
import json
import zlib
from typing import Any

import pandas as pd
import pytest

import pagedata
from conflictmap.model import Candidate
from conflictmap.page import PageOptions
from conflictmap.page.blocks import make_blocks
from conflictmap.page.from_atlas import once, page_data


def inflated(text: str) -> Any:
    return json.loads(zlib.decompress(base64.b64decode(text), -15))


@pytest.fixture(scope="module")
def month(atlas: Any) -> Any:
    """The page's data of November 2023."""
    return page_data(atlas, PageOptions())


@pytest.mark.parametrize("delay", [5, 15])
def test_a_page_with_a_delay_knows_nothing_of_what_became_of_claims_since(atlas: Any, delay: int) -> None:
    last = dt.date(2023, 11, 30) - dt.timedelta(days=delay)
    reported = dict(zip(atlas.inputs.events["event_id"], atlas.inputs.events["reported_on"], strict=True))
    for rules, claims in page_data(atlas, PageOptions(delay_days=delay)).claims.items():
        assert len(claims) > 0
        assert [day for day in claims["resolved_on"] if day is not None and day > last] == [], rules
        told = {event for events in claims["resolved_by"] for event in events} | set(claims["event_id"])
        assert all(reported[event] <= last for event in told)


def test_a_credit_is_given_once() -> None:
    line = "Boundaries: by hand, CC BY 4.0"
    assert once((line, "Rivers: by hand", f"{line.lower()}. ")) == (line, "Rivers: by hand")
    assert once((line, f"{line}, simplified")) == (f"{line}, simplified",)
    assert once(("Rivers: a", "Roads: a")) == ("Rivers: a", "Roads: a")


def test_a_page_of_the_shipped_gazetteer_credits_its_boundaries_once(month: Any) -> None:
    assert sum("geoBoundaries" in line for line in month.credits) == 1


def test_known_places_are_places_of_the_gazetteer(month: Any) -> None:
    """Laukkaing has two towns and three villages; a report names one of them, and two bases that are no place of the gazetteer."""
    units = {row[0]: row[5:] for row in inflated(make_blocks(month, PageOptions()).meta)["units"]}
    assert units["MMR015022"] == [1, 5]
    assert all(known <= every for known, every in units.values())
    assert sum(known for known, _ in units.values()) == 6, (
        "Kunlong, Kawlin, Rikhawdar, Chinshwehaw, Lailenpi and Rezua fell"
    )


def test_a_report_of_several_sources_has_the_sides_of_all() -> None:
    events = pagedata.events()
    data = pagedata.page_data(
        events=events.assign(source="Gazette of Tinyland|Hill Radio|Nobody's Paper"),
        source_sides={"Gazette of Tinyland": "party:GOV", "Hill Radio": "aligned:REB"},
    )
    meta = inflated(make_blocks(data, PageOptions()).meta)
    assert meta["sources"] == [["Gazette of Tinyland|Hill Radio|Nobody's Paper", "party:GOV|aligned:REB|"]]


def test_an_ambiguous_mention_names_its_likely_places_only() -> None:
    matches = pagedata.matches()
    first = matches["event_id"] == "E01"
    likely = (Candidate("P1", 0.5), Candidate("P2", 0.4), Candidate("P3", 0.05))
    doubtful = matches.assign(
        status=matches["status"].mask(first, "ambiguous"),
        candidates=[likely if each else () for each in first],
    )
    names = {"P1": ("Alpha, Anan Township", "က"), "P2": ("Alpha, Bado Township", "ခ"), "P3": ("Alfa", "ဂ")}
    blocks = make_blocks(pagedata.page_data(matches=doubtful, place_names=names), PageOptions())
    columns = inflated(blocks.texts[0])
    mentions = dict(zip(columns[0], columns[5], strict=True))
    assert mentions["E01"][0][8] == [["Alpha, Anan Township", "က"], ["Alpha, Bado Township", "ခ"]]
    others = [mention for event, each in mentions.items() if event != "E01" for mention in each]
    assert {len(mention) for mention in others} == {8}
    coarse = make_blocks(pagedata.page_data(matches=doubtful, place_names=names), PageOptions(max_precision=2))
    assert inflated(coarse.texts[0])[5] == [[]] * len(mentions)


def test_texts_are_columns_whose_cells_are_those_of_the_tables() -> None:
    events = pagedata.page_data().events
    said = 'a "word" \\ \n \u2028 \u1019'
    events = events.assign(notes=[said, *events["notes"][1:]], entry_id=["B1-2024-01", *events["event_id"][1:]])
    data = pagedata.page_data(events=events)
    ids, places, notes, urls, subs, mentions, entries = inflated(make_blocks(data, PageOptions()).texts[0])
    by_id = events.set_index("event_id")
    assert notes[ids.index(events["event_id"][0])] == said
    for name, cells in (("location", places), ("notes", notes), ("source_url", urls), ("sub_event_type", subs)):
        assert cells == by_id.loc[ids, name].tolist()
    assert entries[ids.index(events["event_id"][0])] == "B1-2024-01"
    assert [entry for entry in entries if entry != "B1-2024-01"] == [0] * (len(ids) - 1)
    matches = data.matches
    for number, each in enumerate(ids):
        own = matches[matches["event_id"] == each]
        assert [mention[0] for mention in mentions[number]] == own["toponym"].tolist()
        assert [mention[2] for mention in mentions[number]] == own["status"].tolist()


def test_mentions_that_tell_another_thing_are_never_written_as_one() -> None:
    data = pagedata.page_data()
    rows = pd.concat([data.matches.iloc[[0]]] * 4, ignore_index=True)
    likely = ((Candidate("P1", 0.5),), (Candidate("P2", 0.5),))
    rows = rows.assign(status=["ambiguous", "ambiguous", "automatic", "automatic"], candidates=[*likely, *likely])
    rows = rows.assign(name_my=["", "", "", "က"])
    names = {"P1": ("Alpha", "က"), "P2": ("Alfa", "ခ")}
    columns = inflated(make_blocks(pagedata.page_data(matches=rows, place_names=names), PageOptions()).texts[0])
    told = columns[5][columns[0].index(rows["event_id"][0])]
    assert [mention[8] for mention in told[:2]] == [[["Alpha", "က"]], [["Alfa", "ခ"]]]
    assert [(len(mention), mention[4]) for mention in told[2:]] == [(8, ""), (8, "က")]
