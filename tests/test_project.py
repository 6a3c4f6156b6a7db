"""Tables are read with clear errors and written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from conflictmap.errors import DataError
from conflictmap.project import find_project, read_table, write_table
from conflictmap.schema import EVENTS
from conflictmap.writing import write_atomic

ROOT = Path(__file__).parents[1]
HEADER = ",".join(EVENTS.names)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(b"", "is empty", id="empty file"),
        pytest.param(b"  \n\n", "is empty", id="blank lines"),
        pytest.param((HEADER + "\nE1,caf\xe9").encode("latin-1"), "not UTF-8 (0xe9 in line 2)", id="latin-1"),
        pytest.param(b"event_id\nE1\0", "null character in line 2", id="null character"),
        pytest.param(b'event_id,notes\nE1,"never closed', "not a CSV table", id="open quote"),
        pytest.param(b"event_id,notes\nE1,a,b,c\n", "row 2: has a row with more cells", id="too many cells"),
        pytest.param(b"event_id,notes\nE1,a,b\n", "cells", id="one cell too many"),
    ],
)
def test_a_file_that_is_no_table_says_why(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "events.csv"
    path.write_bytes(content)
    with pytest.raises(DataError, match=r"data/events\.csv") as caught:
        read_table(path, EVENTS, "data/events.csv")
    assert words in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"events\.csv: does not exist"):
        read_table(tmp_path / "events.csv", EVENTS)


def test_the_shipped_events_are_written_back_byte_for_byte(tmp_path: Path) -> None:
    source = ROOT / "data" / "events.csv"
    frame, problems = read_table(source, EVENTS)
    assert problems == []
    write_table(tmp_path / "events.csv", frame, EVENTS)
    assert (tmp_path / "events.csv").read_bytes() == source.read_bytes()


def test_a_write_that_fails_leaves_the_old_file_and_no_litter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "events.csv"
    path.write_bytes(b"old")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_atomic(path, b"new")
    assert path.read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir()] == ["events.csv"]


def test_the_project_is_found_from_a_folder_inside_it_and_else_the_shipped_data(tmp_path: Path) -> None:
    (tmp_path / "data" / "deep").mkdir(parents=True)
    (tmp_path / "data" / "events.csv").write_text(HEADER)
    inside = find_project(tmp_path / "data" / "deep")
    assert (inside.root, inside.shipped) == (tmp_path, False)
    elsewhere = tmp_path.parent / "elsewhere"
    elsewhere.mkdir(exist_ok=True)
    outside = find_project(elsewhere)
    assert outside.shipped
    assert (outside.data / "events.csv").is_file()
    assert outside.maps == elsewhere / "maps"
