"""What bounds the time and the memory of a build with many events: work is done once for what is written alike, and nothing
that the page does not hold is kept while it is drawn. The figures are `benchmarks/scale.py`'s."""

from __future__ import annotations

import gc
import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow
import pytest

from conflictmap.cli import build_pages
from conflictmap.cli.build_cache import Asked
from conflictmap.cli.freed_memory import LARGE, give_back_freed_memory
from conflictmap.event_tables.imported_events import tables_size
from conflictmap.model import Mention
from conflictmap.page import PageOptions, event_texts, payload
from conflictmap.pipeline import Atlas, load
from conflictmap.places.mentions.location import parse_location
from conflictmap.places.resolution import event_matches
from conflictmap.places.resolution.lookup import Texts
from conflictmap.project import Project, find_project

TABLE = "id,date,event_type,longitude,latitude,actor1,actor2,notes,location\n"


@pytest.fixture
def events(atlas: Atlas) -> pd.DataFrame:
    """The events of November 2023 a hundred times over, each under ids of its own."""
    once = atlas.inputs.events
    parts = [once.assign(event_id=once["event_id"] + f"-{number}", entry_id=once["entry_id"] + f"-{number}")
             for number in range(100)]  # fmt: skip
    whole = pd.concat(parts, ignore_index=True)
    return whole.assign(event_id=whole["event_id"].astype(object), entry_id=whole["entry_id"].astype(object))


def test_each_distinct_location_is_read_once(
    atlas: Atlas, events: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def counted(event_id: str, location: str) -> list[Mention]:
        read.append(location)
        return parse_location(event_id, location)

    monkeypatch.setattr(event_matches, "parse_location", counted)
    matches = event_matches.match_events(events, atlas.inputs.matcher)
    assert sorted(read) == sorted(set(events["location"]))
    assert len(matches) == 100 * len(atlas.matches)
    assert set(matches["event_id"]) <= set(events["event_id"])


def test_events_that_are_written_alike_are_matched_as_one_alone_is(atlas: Atlas, events: pd.DataFrame) -> None:
    matches = event_matches.match_events(events, atlas.inputs.matcher)
    alone = atlas.matches
    for number in (0, 99):
        some = matches.iloc[number * len(alone) : (number + 1) * len(alone)].reset_index(drop=True)
        named = some.assign(event_id=[name.rpartition("-")[0] for name in some["event_id"]])
        for column in alone.columns:
            assert named[column].tolist() == alone[column].tolist() or named[column].equals(alone[column]), column
        assert some.dtypes.equals(alone.dtypes)


def test_the_cells_of_one_answer_are_one_object(atlas: Atlas, events: pd.DataFrame) -> None:
    matches = event_matches.match_events(events, atlas.inputs.matcher)
    first, last = matches.iloc[0], matches.iloc[len(matches) - len(atlas.matches)]
    for column in ("name", "place_id", "reasons", "candidates"):
        assert first[column] is last[column], column
    ids = {id(name) for name in events["event_id"].tolist()}
    assert all(id(name) in ids for name in matches["event_id"].tolist())


def test_a_matcher_that_forgot_answers_as_before(atlas: Atlas) -> None:
    matcher = atlas.inputs.matcher
    mentions = [*parse_location("", "Mese Town"), *parse_location("", "Bawlake Village, Kawlin")]
    before = matcher.match_all(mentions)
    matcher.forget()
    assert matcher.match_all(mentions) == before


def test_a_text_that_is_asked_for_twice_is_decoded_once() -> None:
    texts = Texts.of(["Ay", "ဘီး", "", "Cee"])
    taken = texts.take([1, 3, 1, 2, 1])
    assert taken == ["ဘီး", "Cee", "ဘီး", "", "ဘီး"]
    assert taken[0] is taken[2] is taken[4]
    assert texts.take([]) == []


def test_ids_of_an_imported_table_are_the_same_objects_in_every_column(tiny: Project) -> None:
    from typer.testing import CliRunner

    from conflictmap.cli import app
    from conflictmap.cli.init import make_project  # the tables of a new project

    project = make_project(tiny.root / "mine")
    (project.root / "acled.csv").write_text(
        TABLE + "".join(f"X{number},2023-11-05,Battles,97.2,24.2,KIA,SAC,A clash.,Bhamo\n" for number in range(3))
    )
    done = CliRunner().invoke(app, ["events", "import", str(project.root / "acled.csv"), "-C", str(project.root)])
    assert done.exit_code == 0, done.output
    frame = load(find_project(project.root)).events
    for column in ("event_id", "entry_id", "supersedes"):
        assert frame[column].dtype == object
    mine = frame[frame["event_id"].str.startswith("acled:")]
    assert mine["event_id"].tolist() == ["acled:X0", "acled:X1", "acled:X2"]
    assert set(mine["supersedes"]) == {""}


def test_mentions_are_the_same_however_many_are_made_at_once(atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    from conflictmap.page.from_atlas import page_data
    from conflictmap.page.page_data import shown_events

    data = page_data(atlas, PageOptions())
    shown = shown_events(data.events, PageOptions())
    whole = list(event_texts.event_texts(shown, data, PageOptions()))
    monkeypatch.setattr(event_texts, "AT_ONCE", 3)
    assert list(event_texts.event_texts(shown, data, PageOptions())) == whole
    assert sum(len(json.loads(row[5])) for row in whole) == len(atlas.matches)


def test_texts_are_made_no_faster_than_they_are_packed(monkeypatch: pytest.MonkeyPatch) -> None:
    made, packed = itertools.count(), itertools.count()
    ahead: list[int] = []

    def rows() -> Iterator[tuple[str, str]]:
        for number in range(400):
            ahead.append(next(made) - 4 * _count(packed))
            yield f'"{number}"', "[]"

    def deflate(content: bytes, level: int) -> str:
        next(packed)
        return content.decode()

    monkeypatch.setattr(payload, "deflate", deflate)
    blocks = payload.text_blocks(rows(), 4)
    assert len(blocks) == 100
    assert blocks[99] == '[["396","397","398","399"],[[],[],[],[]]]'
    assert max(ahead) <= 4 * (payload.WAITING + 1)


def _count(counter: Any) -> int:
    """How often a counter was asked, without asking it."""
    return int(counter.__reduce__()[1][0])


def test_what_the_page_does_not_hold_is_gone_before_it_is_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from conflictmap.cli.init import make_project
    from conflictmap.places.resolution.matcher import Matcher

    def living() -> int:
        return sum(isinstance(thing, Atlas | Matcher) for thing in gc.get_objects())

    project, before, drawn = make_project(tmp_path / "mine"), living(), []

    def draw(*_: object) -> str:
        drawn.append(living() - before)
        return "a page"

    monkeypatch.setattr(build_pages, "render_page", draw)
    asked = Asked(
        PageOptions(), assume_baseline=False, aggregate=(), count_for_control=False, split=False, scheduler=None, workers=0
    )  # fmt: skip
    assert build_pages.make(project, asked, tell=lambda step: None).pages == {"index.html": b"a page"}
    assert drawn == [0]


def test_the_size_of_the_tables_is_that_of_all_their_files(tmp_path: Path) -> None:
    project = Project(tmp_path, tmp_path, tmp_path / "maps")
    (tmp_path / "events" / "parts" / "year=2024").mkdir(parents=True)
    assert tables_size(project) == 0
    for name, size in (("events.csv", 7), ("events/mine.csv", 11), ("events/parts/year=2024/0.parquet", 13)):
        (tmp_path / name).write_bytes(b"x" * size)
    (tmp_path / "events" / "mine.toml").write_bytes(b"of no row")
    assert tables_size(project) == 7 + 11 + 13


def test_freed_memory_is_given_back_by_arrow_too() -> None:
    before = pyarrow.default_memory_pool()
    try:
        give_back_freed_memory(LARGE)
        give_back_freed_memory()
        assert pyarrow.default_memory_pool().backend_name == "system"
        assert np.zeros(10_000_000).sum() == 0
    finally:
        pyarrow.set_memory_pool(before)
