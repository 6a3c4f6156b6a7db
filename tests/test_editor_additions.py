"""What editors add between two imports is laid over the compiled gazetteer, and comes to the same as compiling anew."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from conflictmap.editor.session import match_cache
from conflictmap.editor.session.desk import Desk
from conflictmap.editor.session.match_cache import additions, reached
from conflictmap.model import Match, Mention
from conflictmap.places.gazetteer.gazetteer import Gazetteer
from conflictmap.places.mentions.location import parse_location
from conflictmap.places.resolution.index import compile_index
from conflictmap.places.resolution.index_cache import index_path, open_index
from conflictmap.places.resolution.matcher import Matcher
from conflictmap.project import Project
from november import november_project

ROOT = Path(__file__).parents[1]
PLACES = (
    "CM0000000001,Pinlon,ပင်လုံ,PPL,96.680000,20.140000,MMR014,MMR014D001,MMR014009,,an elder\n"
    'CM0000000002,"Nam Hu (New)",,PPL,97.900000,23.500000,MMR015,MMR015D002,MMR015011,,a teacher\n'
)
ALIASES = (
    "Koonlawng,MMR015020701,spelling,decision J000000000001 by mya,,\n"
    "Southern Sagaing,MMR005,spelling,decision J000000000002 by mya,,\n"
    "Pin Lawng,CM0000000001,spelling,decision J000000000003 by mya,,\n"
)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return november_project(tmp_path)


def add(project: Project, places: str = "", aliases: str = "") -> None:
    for name, rows in (("places", places), ("aliases", aliases)):
        with project.table(f"gazetteer/{name}.csv").open("a", encoding="utf-8", newline="") as file:
            file.write(rows)


def written(project: Project) -> list[Mention]:
    """Every place of the core, by its name alone and as a village of its township."""
    frame = Gazetteer.open(project).frame()
    units = frame["name"].reindex(frame["adm3_pcode"]).fillna("").tolist()
    pairs = zip(frame["name"].tolist(), units, strict=True)
    texts = {text for name, unit in pairs for text in (name, f"{name} Village, {unit} Township")}
    return [mention for text in sorted(texts) for mention in parse_location("", text.replace(";", " "))]


def told(match: Match) -> tuple[object, ...]:
    return (match.status, match.place_id, match.drawn_at, match.geo_precision, match.score)


def test_the_index_with_additions_matches_as_one_compiled_anew(project: Project) -> None:
    add(project, PLACES, ALIASES)
    gazetteer = Gazetteer.open(project)
    names = written(project)
    extended = Matcher(gazetteer, index=open_index(gazetteer))
    compiled = Matcher(gazetteer, index=compile_index(gazetteer.frame(), gazetteer.names()))
    found = [told(match) for match in extended.match_all(names)]
    assert found == [told(match) for match in compiled.match_all(names)]
    assert len({row[1] for row in found}) > 100
    assert extended.place("CM0000000001") == compiled.place("CM0000000001")


@pytest.mark.parametrize(
    ("name", "place_id"),
    [
        ("Koonlawng", "MMR015020701"),  # an accepted spelling
        ("ပင်လုံ ရွာ၊ Pinlaung Township", "CM0000000001"),  # a place that was made, in its other script
        ("Nam Hu Village, Kutkai Township", "CM0000000002"),  # less its bracket
    ],
)
def test_what_was_added_is_found(project: Project, name: str, place_id: str) -> None:
    add(project, PLACES, ALIASES)
    gazetteer = Gazetteer.open(project)
    (match,) = Matcher(gazetteer, index=open_index(gazetteer)).match_all(parse_location("", name))
    assert place_id in [one.place_id for one in match.candidates]


def test_an_addition_costs_no_compiling_of_what_was_there(project: Project) -> None:
    before = Gazetteer.open(project)
    open_index(before)
    stamp = index_path(before).stat().st_mtime_ns
    add(project, PLACES, ALIASES)
    after = Gazetteer.open(project)
    open_index(after)
    assert after.version != before.version
    assert index_path(after) == index_path(before)
    assert index_path(after).stat().st_mtime_ns == stamp
    assert len(list((project.root / ".conflictmap" / "cache").iterdir())) == 1


@pytest.mark.parametrize("rows", [(PLACES, ""), ("", ALIASES), (PLACES, ALIASES)])
def test_every_name_that_an_addition_changes_is_matched_again(project: Project, rows: tuple[str, str]) -> None:
    names = written(project)
    old = Gazetteer.open(project)
    before = Matcher(old, index=open_index(old)).match_all(names)
    add(project, *rows)
    new = Gazetteer.open(project)
    matcher = Matcher(new, index=open_index(new))
    after = matcher.match_all(names)
    changed = {at for at, pair in enumerate(zip(before, after, strict=True)) if told(pair[0]) != told(pair[1])}
    again = set(reached(names, additions(new), matcher))
    assert changed <= again
    assert changed
    assert len(again) < len(names) / 2


def test_a_start_after_additions_resolves_as_one_that_remembers_nothing(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(match_cache, "WORTH", 1)

    def resolved() -> list[tuple[object, ...]]:
        desk = Desk(project, lambda: dt.datetime(2026, 3, 1, tzinfo=dt.UTC), by="mya")
        return [told(desk.resolution.match(mention)) for mention in range(len(desk.mentions.written))]

    plain = resolved()
    add(project, PLACES, ALIASES)
    with_additions = resolved()
    assert plain != with_additions
    shutil.rmtree(project.root / ".conflictmap" / "cache")
    assert resolved() == with_additions


def test_what_is_remembered_is_forgotten_when_any_file_that_matches_changes(tmp_path: Path) -> None:
    inner = tmp_path / "resolution" / "ranking.py"
    inner.parent.mkdir()
    (tmp_path / "names.py").write_text("ONE = 1\n")
    inner.write_text("TWO = 2\n")
    before = match_cache.rules_of(tmp_path)
    inner.with_suffix(".txt").write_text("no code")
    assert match_cache.rules_of(tmp_path) == before
    inner.write_text("TWO = 3\n")
    changed = match_cache.rules_of(tmp_path)
    assert changed != before
    (tmp_path / "names.py").write_text("ONE = 2\n")
    assert match_cache.rules_of(tmp_path) not in (before, changed)
