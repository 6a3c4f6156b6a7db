"""A large table read as far as it changed: the frame and the faults of a table read whole, after any edit."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from conflictmap.cache.piece_store import PieceStore, row_digests
from conflictmap.errors import DataError, Problem
from conflictmap.event_tables import kept_tables
from conflictmap.event_tables.imported_events import Provenance, read_events, write_imported
from conflictmap.event_tables.kept_tables import read_event_table
from conflictmap.project import find_project, read_table
from conflictmap.schema import EVENTS
from torture.bench import country

HEAD = ",".join(EVENTS.names[:18])
ROW = '{id},HAND,2023-11-0{day},2023-11-0{day},1,2023-11-09,Battles,Armed clash,clash,MNDAA,SAC,reported,"{where}, Lashio",{note},Wire,,{dead},\n'


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_tables, "LARGE", 0)
    monkeypatch.setattr(kept_tables, "STRETCH", 700)


def rows_of(count: int) -> list[str]:
    notes = ("plain", '"of two\nlines"', '"with ""quotes"""', "ရွာ")
    return [
        ROW.format(id=f"E{n:04}", day=1 + n % 9, where="Muse" if n % 3 else "Hsenwi", note=notes[n % 4], dead="" if n % 5 else n)
        for n in range(count)
    ]  # fmt: skip


def faults_of(path: Path, store: PieceStore | None) -> tuple[pd.DataFrame, list[Problem]]:
    try:
        if store is None:
            return read_table(path, EVENTS, "events.csv")
        frame, problems, digests = read_event_table(path, "events.csv", store)
        assert digests is not None
        assert digests.tolist() == row_digests(frame).tolist()
        return frame, problems
    except DataError as error:
        return pd.DataFrame(), list(error.problems)


def both(path: Path, store: PieceStore) -> pd.DataFrame:
    (frame, problems), (whole, faults) = faults_of(path, store), faults_of(path, None)
    assert problems == faults
    pd.testing.assert_frame_equal(frame, whole)
    return frame


def renamed(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(event_id="other:" + frame["event_id"].astype(object))


def test_ids_among_all_tables_are_given_to_kept_and_to_changed_rows_once(tmp_path: Path) -> None:
    path, store = tmp_path / "events.csv", PieceStore(tmp_path / "store")
    rows = rows_of(60)
    for step in range(4):
        path.write_text(HEAD + "\n" + "".join(rows), encoding="utf-8")
        frame, problems, digests = read_event_table(path, "events.csv", store, renamed)
        whole, _ = read_table(path, EVENTS, "events.csv")
        assert problems == []
        pd.testing.assert_frame_equal(frame, renamed(whole))
        assert digests is not None
        assert digests.tolist() == row_digests(whole).tolist()
        rows[step * 15] = rows[step * 15].replace("Hsenwi", "Kutkai")
        del rows[step * 7 + 1]
    path.write_text(HEAD + "\n" + "".join([*rows[:30], rows[5], *rows[30:]]), encoding="utf-8")  # one stands twice
    _, problems, _ = read_event_table(path, "events.csv", store, renamed)
    assert [problem.column for problem in problems] == ["event_id"]


@pytest.mark.parametrize("seed", range(6))
def test_after_random_edits_the_table_is_that_of_a_whole_reading(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    path, store = tmp_path / "events.csv", PieceStore(tmp_path / "store")
    rows = rows_of(60)
    for step in range(14):
        path.write_text(HEAD + "\n" + "".join(rows), encoding="utf-8")
        both(path, store)
        at, edit = chance.randrange(len(rows)), chance.randrange(8)
        if edit == 0:
            del rows[at]
        elif edit == 1:
            rows.insert(at, ROW.format(id=f"N{step}", day=3, where="Kutkai", note='"a, ""b"""', dead=1))
        elif edit == 2:
            rows.append(rows[at])  # stands twice: a fault
        elif edit == 3:
            rows[at] = rows[at].replace("clash", chance.choice(["raid", "no act"]))
        elif edit == 4:
            rows[at] = rows[at].replace("plain", chance.choice(['pl"ain', '"open', "a,b", "p\rlain"]))
        elif edit == 5:
            rows[at], rows[0] = rows[0], rows[at]
        else:
            rows = rows_of(60 + step)


def test_only_the_changed_rows_are_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, store = tmp_path / "events.csv", PieceStore(tmp_path / "store")
    rows = rows_of(200)
    path.write_text(HEAD + "\n" + "".join(rows), encoding="utf-8")
    both(path, store)
    read: list[int] = []
    parse = kept_tables.parse_table

    def counted(text: str, file: str) -> pd.DataFrame:
        frame = parse(text, file)
        read.append(len(frame))
        return frame

    monkeypatch.setattr(kept_tables, "parse_table", counted)
    monkeypatch.setattr(kept_tables, "RENEWED", 1)
    rows[100] = rows[100].replace("clash", "raid")
    path.write_text(HEAD + "\n" + "".join(rows), encoding="utf-8")
    assert both(path, store).iloc[100]["act"] == "raid"
    assert read
    assert max(read) < 20


@pytest.mark.parametrize("ending", ["", "\r\n"], ids=["no last line feed", "carriage returns"])
def test_other_line_ends_are_read_whole(ending: str, tmp_path: Path) -> None:
    path, store = tmp_path / "events.csv", PieceStore(tmp_path / "store")
    text = HEAD + "\n" + "".join(rows_of(30))
    path.write_bytes((text[:-1] if not ending else text.replace("\n", ending)).encode())
    both(path, store)
    both(path, store)


def test_a_row_of_another_table_has_another_digest_and_a_frame_made_of_the_tables_has_none(tmp_path: Path) -> None:
    project = find_project(country(tmp_path / "country"))
    path = project.table("events.csv")
    path.write_text(HEAD + "\n" + "".join(rows_of(3)), encoding="utf-8")
    (project.data / "events").mkdir(exist_ok=True)
    provenance = Provenance("events", "table", "mine.csv", "0" * 64, "2026-01-01", 3, "", "", redistribution=True)
    write_imported(project, read_events(project).frame, provenance)
    tables = read_events(project, PieceStore(tmp_path / "store"))
    digests = tables.digests_of(tables.frame)
    assert digests is not None
    assert len(set(digests.tolist())) == len(tables.frame) == 6
    assert tables.digests_of(tables.frame.copy()) is None
    other = tables.frame.assign(notes="another")
    assert replace(tables, frame=other).digests_of(other) is None
    assert read_events(project).digests_of(tables.frame) is None
