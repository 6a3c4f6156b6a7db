"""A page from kept pieces: the same bytes as a page packed whole, after any edit."""

from __future__ import annotations

import random
import zlib
from base64 import b64decode
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import pagedata
from conflictmap.cache.piece_store import PieceStore
from conflictmap.page import PageOptions, payload
from conflictmap.page.blocks import make_blocks
from conflictmap.page.event_texts import event_texts, kept_text_blocks
from conflictmap.page.payload import column, deflate_columns, pack, text_blocks


def test_after_random_edits_the_texts_are_those_of_a_whole_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(payload, "TEXT_BLOCK", 3)
    monkeypatch.setattr("conflictmap.page.event_texts.TEXT_BLOCK", 3)
    monkeypatch.setattr("conflictmap.page.event_texts.text_blocks", lambda rows: text_blocks(rows, 3))
    chance = random.Random(5)
    store = PieceStore(tmp_path)
    data = pagedata.page_data()
    for _ in range(25):
        events, matches = data.events, data.matches
        edit = chance.randrange(4)
        at = chance.randrange(len(events))
        if edit == 0:
            events = events.assign(notes=[*events["notes"][:at], f"note {chance.random()}", *events["notes"][at + 1 :]])
        elif edit == 1 and len(events) > 2:
            events = events.drop(index=events.index[at]).reset_index(drop=True)
        elif edit == 2 and len(matches):
            row = chance.randrange(len(matches))
            status = chance.choice(["automatic", "ambiguous", "outside", "not_in_gazetteer"])
            matches = matches.assign(status=[*matches["status"][:row], status, *matches["status"][row + 1 :]])
        else:
            matches = matches.drop(index=matches.index[chance.randrange(len(matches))]) if len(matches) > 2 else matches
        data = pagedata.page_data(events=events, matches=matches)
        wanted = text_blocks(event_texts(events, data, PageOptions()), 3)
        assert kept_text_blocks(events, data, PageOptions(), store) == wanted


def test_columns_packed_in_pieces_inflate_to_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(payload, "PIECE", 500)
    numbers = np.random.default_rng(1)
    store, before = PieceStore(tmp_path), ""
    columns = [column(f"c{n}", numbers.integers(0, 10**n, 400)) for n in range(1, 6)]
    for _ in range(3):
        directory, body = pack(columns)
        cold, kept = deflate_columns(directory, body, 7, PieceStore(None)), deflate_columns(directory, body, 7, store)
        assert cold == kept != before
        assert zlib.decompress(b64decode(kept), -15) == body
        columns[2], before = column("c3", numbers.integers(0, 9, 400)), kept


def test_a_page_of_kept_pieces_is_the_same_page(tmp_path: Path) -> None:
    data, store = pagedata.page_data(), PieceStore(tmp_path)
    first = make_blocks(data, PageOptions(), store)
    assert make_blocks(data, PageOptions(), store) == make_blocks(data, PageOptions()) == first
    assert isinstance(data.events, pd.DataFrame)
