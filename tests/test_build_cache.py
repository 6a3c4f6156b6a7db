"""Kept builds: the same bytes as a cold build after any edit, and never trusted when damaged."""

from __future__ import annotations

import contextlib
import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from conflictmap.cli import build_cache, main
from conflictmap.cli.build_cache import Built, built, key_of
from conflictmap.event_tables import kept_tables
from conflictmap.page import payload
from conflictmap.project import Project, find_project
from torture.bench import country

PAGE = {"index.html": b"<!DOCTYPE html>"}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setenv("CONFLICTMAP_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.delenv("CONFLICTMAP_DATA_DIR", raising=False)
    return find_project(country(tmp_path / "country"))


def counted(made: list[str]) -> Callable[[], Built]:
    def make() -> Built:
        made.append("made")
        return Built(PAGE, ("a notice",), ("a line",))

    return make


def test_the_second_build_is_the_kept_one(project: Project) -> None:
    made: list[str] = []
    first = built(project, {"lang": "en"}, counted(made))
    again = built(project, {"lang": "en"}, counted(made))
    assert made == ["made"]
    assert (again.pages, again.notices, again.lines) == (first.pages, first.notices, first.lines)
    built(project, {"lang": "my"}, counted(made))
    built(project, {"lang": "en"}, counted(made), fresh=True)
    assert len(made) == 3


@pytest.mark.parametrize("table", ["events.csv", "actors.csv", "gazetteer/places.csv", "gazetteer/units.topojson"])
def test_a_changed_table_is_built_again(table: str, project: Project) -> None:
    made: list[str] = []
    built(project, {}, counted(made))
    path = project.data / table
    path.write_bytes(path.read_bytes() + b"\n")
    built(project, {}, counted(made))
    assert len(made) == 2


def test_a_new_file_beside_the_tables_and_an_imported_layer_count(project: Project) -> None:
    keys = {key_of(project, {})}
    (project.data / "events").mkdir()
    (project.data / "events" / "more.csv").write_text("event_id\n")
    keys.add(key_of(project, {}))
    (project.root / ".conflictmap" / "layers.json").write_text("{}")
    keys.add(key_of(project, {}))
    assert len(keys) == 3


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda home: (home / "built.json").write_bytes(b""), id="empty"),
        pytest.param(lambda home: (home / "built.json").write_bytes(b"[1, 2]"), id="another shape"),
        pytest.param(lambda home: (home / "built.json").write_bytes(b"[" * 100_000), id="nested"),
        pytest.param(lambda home: (home / "built.json").unlink(), id="half written"),
        pytest.param(lambda home: (home / "pages" / "index.html").write_bytes(b"<html>"), id="another page"),
        pytest.param(lambda home: (home / "pages" / "index.html").unlink(), id="no page"),
        pytest.param(lambda home: shutil.rmtree(home), id="gone"),
    ],
)
def test_a_damaged_build_is_made_again(damage: Callable[[Path], object], project: Project, tmp_path: Path) -> None:
    made: list[str] = []
    built(project, {}, counted(made))
    home = next((tmp_path / "cache" / "builds").iterdir())
    damage(home)
    assert built(project, {}, counted(made)).pages == PAGE
    assert len(made) == 2


def test_another_release_takes_nothing_over(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    before = key_of(project, {})
    monkeypatch.setattr(build_cache, "__version__", "99.0.0")
    assert key_of(project, {}) != before


def test_a_cache_that_cannot_be_written_costs_no_answer(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    made: list[str] = []
    assert built(project, {}, counted(made)).pages == PAGE

    def full(path: Path, content: bytes) -> None:
        raise OSError(28, "No space left on device")

    (tmp_path / "cache").unlink()
    monkeypatch.setattr(build_cache, "write_atomic", full)
    assert built(project, {}, counted(made)).pages == PAGE
    assert len(made) == 2


def test_only_the_latest_builds_are_kept(project: Project, tmp_path: Path) -> None:
    for number in range(build_cache.KEPT + 3):
        built(project, {"number": number}, counted([]))
    assert len(list((tmp_path / "cache" / "builds").iterdir())) == build_cache.KEPT


def test_after_random_edits_the_page_is_that_of_a_cold_build(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        kept_tables, "LARGE", 0
    )  # small stretches, blocks and columns, so that some stay and some change
    monkeypatch.setattr(kept_tables, "STRETCH", 200)
    monkeypatch.setattr(payload, "PIECE", 40)
    chance = random.Random(20)
    monkeypatch.chdir(project.root)
    actors = project.data / "actors.csv"
    events = project.data / "events.csv"
    head, row = events.read_text(encoding="utf-8").splitlines()
    states: list[str] = [events.read_text(encoding="utf-8")]
    for step in range(12):
        if chance.random() < 0.4 or step == 0:
            state = chance.choice(states)  # an earlier state comes back: the kept build is right again
        else:
            day = f"2023-11-{chance.randrange(1, 29):02}"
            rows = [
                row.replace("E0001", f"E{number:04}")
                .replace("2023-11-01", day)
                .replace("capture", chance.choice(["capture", "clash"]))
                for number in range(1, chance.randrange(2, 6))
            ]
            state = "\n".join([head, *rows, ""])
            states.append(state)
        events.write_text(state, encoding="utf-8")
        if chance.random() < 0.3:  # a table on which every township rests
            actors.write_text(renamed(actors.read_text(encoding="utf-8"), step), encoding="utf-8")
        kept, cold = page_of("-o", "kept.html"), page_of("-o", "cold.html", "--fresh")
        assert kept == cold
    assert json.loads(next((tmp_path / "cache" / "builds").glob("*/built.json")).read_bytes())["lines"]
    pieces = {path.name.partition("-")[0] for path in (tmp_path / "cache" / "pieces").glob("*/*")}
    assert pieces == {"columns", "names", "table", "texts", "townships"}


def renamed(table: str, step: int) -> str:
    """The table of actors with another name of the first of them."""
    head, row, *rest = table.rstrip("\n").split("\n")
    cells = row.split(",")
    cells[1] = f"Actor {step}"
    return "\n".join([head, ",".join(cells), *rest, ""])


def page_of(*words: str) -> bytes:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", ["conflictmap", "build", *words])
        with contextlib.suppress(SystemExit):
            main()
    return Path(words[1]).read_bytes()
