"""Control from kept townships: the same frames and problems as control worked out whole, after any edit."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import narrative
from conflictmap.cache.piece_store import PieceStore
from conflictmap.control import Control, kept_townships
from conflictmap.control.assess import Assessment
from conflictmap.control.kept_townships import control_again
from conflictmap.control.township_pieces import COUNT, EVENT, FIRST, LEFT_OUT
from test_control_invariants import histories

ROW: dict[str, Any] = {
    "day": date(2023, 11, 1), "end": date(2023, 11, 1), "act": "capture", "by": "MNDAA", "from": "SAC", "mode": "reported",
    "source": "Wire", "precision": 1, "reported": date(2023, 11, 2), "role": "site",
}  # fmt: skip


def again(rows: list[dict[str, Any]], store: PieceStore, processes: int = 1) -> Control:
    return control_again(
        narrative.events(rows), narrative.matches(rows), actors=narrative.actors(), sources=narrative.sources(),
        baseline=narrative.baseline(()), townships=narrative.TOWNSHIPS, store=store, assume_baseline=True,
        processes=processes,
    )  # fmt: skip


def same(one: Control, other: Control) -> None:
    assert one.problems == other.problems
    assert one.reports_of_places() >= other.reports_of_places()
    assert {row for row in one.reports_of_places() if row[0] in narrative.TOWNSHIPS} == other.reports_of_places()
    assert list(one.by_rules) == list(other.by_rules)
    for name, mine in one.by_rules.items():
        theirs = other.by_rules[name]
        if (mine.evidence is None) == (theirs.evidence is None):  # ids that stand twice are worked out whole
            assert np.array_equal(mine.evidence, theirs.evidence)
            assert mine.spans.equals(theirs.spans)
            assert mine.sites.equals(theirs.sites)
            assert mine.claims.equals(theirs.claims)
        else:
            same_pieces(theirs, mine, one.reading.events["event_id"].to_numpy(dtype=object))


def same_pieces(kept: Assessment, whole: Assessment, ids: Any) -> None:
    for kind in ("spans", "sites", "claims"):
        left, right = getattr(kept, kind), getattr(whole, kind)
        shared = [column for column in right.columns if column not in LEFT_OUT[kind]]
        pd.testing.assert_frame_equal(left[shared], right[shared])
        if kind == "claims":
            assert ids[left[EVENT].to_numpy()].tolist() == right["event_id"].tolist()
        else:
            assert left[COUNT].tolist() == right["evidence"].map(len).tolist()
    named = zip(kept.spans[FIRST].tolist(), kept.spans[COUNT].tolist(), strict=True)
    assert kept.evidence is not None
    assert [tuple(ids[kept.evidence[at : at + count]]) for at, count in named] == whole.spans["evidence"].tolist()


def edited(rows: list[dict[str, Any]], chance: random.Random) -> list[dict[str, Any]]:
    """The rows after one edit: a row fewer, one twice under another id, one changed, one that corrects another."""
    rows = [dict(row) for row in rows]
    if not rows:
        return rows
    at = chance.randrange(len(rows))
    edit = chance.randrange(5)
    if edit == 0:
        del rows[at]
    elif edit == 1:
        rows.insert(at, {**rows[at], "id": f"N{chance.randrange(10**6)}"})
    elif edit == 2:
        rows[at] |= {"supersedes": chance.choice(rows)["id"]}
    elif edit == 3:
        rows[at] |= {
            "by": chance.choice(["SAC", "PDF", "NOBODY", "MNDAA|TNLA"]),
            "at": chance.choice(["seat", "seat 2"]),
        }
    else:
        rows[at] |= {
            "mode": chance.choice(["reported", "denied", "confirmed"]),
            "source": chance.choice(["Wire", "Gone"]),
        }
    return rows


@settings(max_examples=40, deadline=None)
@given(histories(), st.integers(0, 10**6))
def test_after_random_edits_control_is_that_of_a_whole_one(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, Any]], seed: int
) -> None:
    chance = random.Random(seed)
    store = PieceStore(tmp_path_factory.mktemp("store"))
    for parcel in (kept_townships.PARCEL, 1, kept_townships.PARCEL, 1, 1):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(kept_townships, "PARCEL", parcel)
            same(narrative.resolve(rows), again(rows, store))
        rows = edited(rows, chance)


def test_only_the_township_of_a_changed_row_is_worked_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [ROW | {"id": f"E{number}", "at": at} for number, at in enumerate(("seat", "seat 2"))]
    asked: list[list[str]] = []
    whole = kept_townships.township_results
    monkeypatch.setattr(
        kept_townships, "township_results", lambda pcodes, *rest: asked.append(list(pcodes)) or whole(pcodes, *rest)
    )
    store = PieceStore(tmp_path)
    again(rows, store)
    assert asked == [["T1", "T2"]] * 3
    asked.clear()
    again(rows, store)
    assert asked == []
    again([rows[0], rows[1] | {"by": "TNLA"}], store)
    assert asked == [["T2"]] * 3


@pytest.mark.parametrize("processes", [1, 2])
def test_in_parcels_and_in_processes_control_is_that_of_a_whole_one(
    processes: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_townships, "PARCEL", 1)
    monkeypatch.setattr(kept_townships, "WORTH", 1)
    row = ROW | {"source": "Magazine"}
    rows = [
        row | {"id": "E0", "at": "seat"},
        row | {"id": "E1", "at": "village"},
        row | {"id": "E2", "at": "seat 2", "supersedes": "E0"},  # corrects a report of the other township
        row | {"id": "E3", "at": "seat 2", "by": "TNLA"},
        row | {"id": "E4", "at": "nowhere"},
    ]
    same(narrative.resolve(rows), again(rows, PieceStore(tmp_path), processes))
    same(narrative.resolve(rows), again(rows, PieceStore(None), processes))


@pytest.mark.parametrize("damage", [b"", b"x" * 80], ids=["empty", "other bytes"])
def test_a_damaged_piece_is_made_again(damage: bytes, tmp_path: Path) -> None:
    store = PieceStore(tmp_path)
    wanted = again([], store)
    for path in (tmp_path / "townships").iterdir():
        path.write_bytes(damage)
    same(wanted, again([], store))
