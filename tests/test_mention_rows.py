"""Mentions that are numbered once: the rows and kinds of the tables, and the control and the page of unnumbered ones, after any edit."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from conflictmap.cache.piece_store import PieceStore, row_digests
from conflictmap.control import Control, control_of, seats_of
from conflictmap.control.township_pieces import LEFT_OUT
from conflictmap.event_tables.mention_rows import MentionRows
from conflictmap.page import PageOptions
from conflictmap.page.blocks import make_blocks
from conflictmap.page.from_atlas import page_data
from conflictmap.page.page_data import DIGEST, ROW, PageData, place_marks, placings, shown_events
from conflictmap.pipeline import Atlas, Inputs, build
from conflictmap.places.resolution.event_matches import unresolved

APART = ("event_id", "mention_no")  # in which mentions of one kind may differ


def edited(events: pd.DataFrame, chance: random.Random) -> pd.DataFrame:
    """The events after one edit: a row fewer, another place, a place without a name, a point of the source's own."""
    at, edit = chance.randrange(len(events)), chance.randrange(4)
    row = events.index[at]
    events = events.copy()
    if edit == 0:
        return events.drop(index=row)
    if edit == 1:
        events.loc[row, "location"] = events["location"].iloc[chance.randrange(len(events))]
    elif edit == 2:
        events.loc[row, "location"] = chance.choice(["", "Nowhere Such", "Mandalay; Lashio"])
    else:
        events.loc[row, ["lon", "lat"]] = [96.1 + chance.random(), 21.9]
        events.loc[row, "geo_precision"] = 1
    return events


def inputs_of(inputs: Inputs, events: pd.DataFrame) -> Inputs:
    assert inputs.tables is not None
    tables = replace(inputs.tables, frame=events, digested=(events, row_digests(events)))
    return replace(inputs, events=events, tables=tables)


def of_kinds(matches: pd.DataFrame, rows: MentionRows) -> None:
    """Rows of one kind are alike in every cell but their own."""
    first = matches.iloc[rows.first[rows.kind]]
    for name in matches.columns:
        if name not in APART:
            assert repr(matches[name].tolist()) == repr(first[name].tolist()), name


def unnumbered(data: PageData, control: Control) -> PageData:
    """The data without numbers, with the spans, sites and claims of a control that names its events."""
    named = {
        kind: {name: getattr(assessment, kind) for name, assessment in control.by_rules.items()}
        for kind in ("spans", "sites", "claims")
    }
    return replace(data, events=data.events.drop(columns=ROW), mention_rows=None, evidence={}, **named)


def same_control(atlas: Atlas) -> Control:
    inputs = atlas.inputs
    whole = control_of(
        inputs.events, atlas.matches, actors=inputs.actors, sources=inputs.sources, baseline=inputs.baseline,
        townships=seats_of(inputs.units.table),
    )  # fmt: skip
    assert atlas.control.problems == whole.problems
    for name, mine in atlas.control.by_rules.items():
        theirs = whole.by_rules[name].spans
        shared = [column for column in theirs.columns if column not in LEFT_OUT["spans"]]
        pd.testing.assert_frame_equal(mine.spans[shared], theirs[shared])
    return whole


def test_after_random_edits_numbered_mentions_give_the_control_and_the_page_of_unnumbered_ones(
    atlas: Atlas, tmp_path: Path
) -> None:
    chance = random.Random(3)
    events, store = atlas.inputs.events, PieceStore(tmp_path)
    for _ in range(6):
        for _ in range(3):
            events = edited(events, chance)
        made = build(inputs_of(atlas.inputs, events), store=store)
        rows = made.mention_rows
        assert rows is not None
        assert events["event_id"].iloc[rows.event].tolist() == made.matches["event_id"].tolist()
        of_kinds(made.matches, rows)
        assert unresolved(events, made.matches, rows=rows) == unresolved(events, made.matches)
        whole = same_control(made)
        for options in (PageOptions(), PageOptions(max_precision=2)):
            data = page_data(made, options)
            assert {ROW, DIGEST} <= set(data.events.columns)
            bare = unnumbered(data, whole)
            assert make_blocks(data, options, store) == make_blocks(bare, options) == make_blocks(data, options)
            shown, plain = shown_events(data.events, options), shown_events(bare.events, options)
            of_event = data.events_of_mentions(shown)
            assert of_event.tolist() == bare.events_of_mentions(plain).tolist()
            wanted = place_marks(plain, made.matches, options)
            marks = place_marks(shown, made.matches, options, (of_event, rows))
            pd.testing.assert_frame_equal(marks.spots, wanted.spots)
            assert marks.spot.tolist() == wanted.spot.tolist()
            assert placings(shown, made.matches, options, (of_event, rows)).tolist() == wanted.placing.tolist()


def test_the_numbers_are_of_the_tables_that_were_made_only(atlas: Atlas) -> None:
    assert atlas.mention_rows is not None
    assert replace(atlas, matches=atlas.matches.copy()).mention_rows is None
    assert replace(atlas, inputs=replace(atlas.inputs, events=atlas.inputs.events.iloc[1:])).mention_rows is None


def test_a_kind_is_numbered_in_the_order_of_its_first_mention() -> None:
    rows = MentionRows.of(np.array([0, 0, 2, 3]), np.array([70, 5, 70, 9]))
    assert rows.kind.tolist() == [0, 1, 0, 2]
    assert rows.first.tolist() == [0, 1, 3]
    assert rows.among(np.array([3, 0]), 4).tolist() == [1, 1, -1, 0]


def test_events_need_not_be_sorted_to_be_counted(atlas: Atlas) -> None:
    events = atlas.inputs.events.sample(frac=1, random_state=1)
    options = PageOptions(start=events["event_date"].iloc[0])
    sorted_ids = shown_events(events, options)["event_id"].tolist()
    as_they_stand = shown_events(events, options, ordered=False)["event_id"].tolist()
    assert sorted(as_they_stand) == sorted(sorted_ids)
    assert as_they_stand == [event for event in events["event_id"].tolist() if event in set(sorted_ids)]
