"""No decision that was confirmed is lost, no line is torn, and no decision is overwritten unseen."""

from __future__ import annotations

import csv
import datetime as dt
import os
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from conflictmap.csv_bytes import with_rows, without_rows
from conflictmap.editor.storage.judgement_store import NewJudgement, Store, StoreError, SupersededError, is_open
from conflictmap.errors import DataError
from conflictmap.places.judgements import conflicting, in_force, read_judgements
from conflictmap.project import Project

NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
HEADER = "judgement_id,mention_key,verdict,place_id,geo_precision,by,at,note,gazetteer_version,supersedes,seen"


@pytest.fixture
def store(tiny: Project) -> Store:
    return Store(tiny, lambda: NOON)


def lines(store: Store) -> list[str]:
    return store.path.read_text(encoding="utf-8").splitlines()


def test_a_decision_is_one_line_that_every_build_reads(store: Store) -> None:
    note = 'said "so",\nby radio\u2028and then'
    store.append([NewJudgement("old ay//", "accepted", "XXR001001701", 1, note, "v1", "h1")], "mya")
    assert lines(store)[0] == HEADER
    assert len(lines(store)) == 2
    read, problems = read_judgements(store.path)
    assert not problems
    one = in_force(read)["old ay//"]
    assert (one.verdict, one.place_id, one.by, one.note) == (
        "accepted",
        "XXR001001701",
        "mya",
        'said "so", by radio and then',
    )
    assert lines(store)[1].endswith(',2026-03-01T12:00:00Z,"said ""so"", by radio and then",v1,,h1')


def test_what_stands_in_the_file_is_never_touched(store: Store) -> None:
    old = HEADER.removesuffix(",seen") + '\r\nJ1,a//,outside,,,"zaw, u",2025-01-01T00:00:00Z,"by ""hand""",,'
    store.path.write_bytes(old.encode())
    store.append([NewJudgement("b//", "outside")], "mya")
    content = store.path.read_bytes().decode()
    assert content.startswith(old + "\n")
    assert content.count("\n") == 3  # the header's, the old row's, the new row's


def test_a_second_decision_on_the_same_name_is_refused_and_shown(store: Store) -> None:
    first = store.append([NewJudgement("a//", "outside")], "mya")[0]
    with pytest.raises(SupersededError) as caught:
        store.append([NewJudgement("b//", "outside"), NewJudgement("a//", "accepted", "900001")], "zaw")
    assert caught.value.theirs == {"a//": first}
    assert len(lines(store)) == 2  # all or none: b was not written either
    store.append([NewJudgement("a//", "accepted", "900001", version=first.judgement_id)], "zaw")
    assert in_force(store.read().judgements)["a//"].by == "zaw"


def test_undo_restores_what_stood_before_at_any_step(store: Store) -> None:
    first = store.append([NewJudgement("a//", "outside")], "mya")[0]
    other = store.append([NewJudgement("b//", "not_locatable")], "mya")[0]
    second = store.append([NewJudgement("a//", "accepted", "900001", version=first.judgement_id)], "mya")[0]
    undone, _ = store.undo(second.judgement_id, "mya")
    assert (undone.verdict, undone.supersedes) == ("outside", second.judgement_id)
    store.undo(other.judgement_id, "mya")  # not the last step
    assert is_open(store.read().standing["b//"])
    assert set(in_force(store.read().judgements)) == {"a//"}
    redone, _ = store.undo(undone.judgement_id, "mya")
    assert (redone.verdict, redone.place_id) == ("accepted", "900001")
    with pytest.raises(SupersededError):
        store.undo(first.judgement_id, "mya")
    with pytest.raises(StoreError, match="no decision 'J0'"):
        store.undo("J0", "mya")
    assert len(lines(store)) == 7  # nothing was taken away


def test_undo_takes_back_the_alias_and_the_place_that_came_with_it(store: Store) -> None:
    places, aliases = store.places.read_text(), store.aliases.read_text()
    place = {"place_id": "CM1", "name": "New, One", "feature_code": "PPL", "lon": "95.1", "lat": "20.1", "source": "s"}
    store.mint(place)
    store.mint(place)  # told twice, written once
    one = store.append([NewJudgement("a//", "accepted", "CM1", 1)], "mya")[0]
    store.add_alias("Nyu Won", one)
    assert store.places.read_text() == places + 'CM1,"New, One",,PPL,95.1,20.1,,,,,s\n'
    assert store.aliases.read_text() == aliases + f"Nyu Won,CM1,spelling,decision {one.judgement_id} by mya,,\n"
    store.unmint("CM1")
    assert "CM1" in store.places.read_text()  # a decision still names it
    _, wrong = store.undo(one.judgement_id, "mya")
    store.forget_alias(wrong)
    store.unmint("CM1")
    assert store.places.read_text() == places
    assert store.aliases.read_text() == aliases


MADE = {"place_id": "CM1", "name": "New, One", "feature_code": "PPL", "lon": "95.1", "lat": "20.1", "source": "s"}


def test_a_places_table_that_cannot_be_read_is_told(store: Store) -> None:
    store.places.unlink()
    store.places.mkdir()
    with pytest.raises(StoreError, match=r"places\.csv could not be written .*nothing was changed"):
        store.mint(MADE)


def test_an_undone_undo_brings_its_made_place_back(store: Store) -> None:
    store.mint(MADE)
    one = store.append([NewJudgement("a//", "accepted", "CM1", 1)], "mya")[0]
    places = store.places.read_text()
    undone, _ = store.undo(one.judgement_id, "mya")
    store.unmint("CM1")
    redone, _ = store.undo(undone.judgement_id, "mya")
    assert (redone.verdict, redone.place_id) == ("accepted", "CM1")
    assert store.places.read_text() == places


def test_a_decision_that_names_a_place_that_is_gone_is_not_brought_back(store: Store, tiny: Project) -> None:
    store.mint(MADE)
    one = store.append([NewJudgement("a//", "accepted", "CM1", 1)], "mya")[0]
    undone, _ = store.undo(one.judgement_id, "mya")
    store.unmint("CM1")
    before = store.path.read_bytes()
    with pytest.raises(StoreError, match="'CM1' is not in the gazetteer any more"):
        Store(tiny, lambda: NOON).undo(undone.judgement_id, "zaw")  # another session, which never saw the place
    assert store.path.read_bytes() == before


def test_no_spelling_stays_of_a_made_place_that_is_gone(store: Store) -> None:
    aliases = store.aliases.read_text()
    store.mint(MADE)
    first = store.append([NewJudgement("a//", "accepted", "CM1", 1)], "mya")[0]
    store.add_alias("Nyu Won", first)
    other = store.append([NewJudgement("a//", "outside", version=first.judgement_id)], "mya")[0]
    undone, _ = store.undo(other.judgement_id, "mya")
    store.undo(undone.judgement_id, "mya")
    store.unmint("CM1")
    assert "CM1" not in store.places.read_text()
    assert store.aliases.read_text() == aliases
    with pytest.raises(StoreError, match="not in the gazetteer any more"):
        store.add_alias("Nyu Won", first)


@pytest.mark.parametrize(
    ("draft", "said"),
    [
        pytest.param(
            NewJudgement("a//", "accepted", "CM9"), "'CM9' is not in the gazetteer", id="a made place that is not there"
        ),
        pytest.param(
            NewJudgement("a//", "rejected", "XXR9"), "'XXR9' is not in the gazetteer", id="no place, rejected"
        ),
        pytest.param(NewJudgement("a//", "accepted", "900001", 4), "out of range", id="precision 4"),
        pytest.param(NewJudgement("a//", "accepted"), "empty though the verdict is accepted", id="accepted, no place"),
        pytest.param(
            NewJudgement("a//", "outside", "900001"), "stands beside the verdict", id="a place beside outside"
        ),
        pytest.param(NewJudgement("a//", "perhaps"), "not a known value", id="no verdict"),
        pytest.param(NewJudgement("", "outside"), "is empty", id="no name"),
        pytest.param(NewJudgement("\x00", "outside"), "is empty", id="nothing that can be written"),
    ],
)
def test_what_no_build_would_read_is_not_written(store: Store, draft: NewJudgement, said: str) -> None:
    store.append([NewJudgement("b//", "accepted", "XXR001", 3)], "mya")
    before = store.path.read_bytes()
    with pytest.raises(StoreError, match=said):
        store.append([NewJudgement("c//", "outside"), draft], "mya")
    assert store.path.read_bytes() == before


def test_branches_that_git_merged_are_a_question_until_somebody_decides(store: Store) -> None:
    rows = ["J1,a//,outside,,,mya,2025-01-01T00:00:00Z,,,,", "J2,a//,accepted,900001,1,zaw,2025-01-02T00:00:00Z,,,,"]
    for order in (rows, rows[::-1]):
        store.path.write_text("\n".join([HEADER, *order, ""]), encoding="utf-8")
        (problem,) = conflicting(store.read().judgements, "judgements.csv")
        assert (problem.severity, problem.value) == ("question", "a//")
        assert "J1 outside by mya on 2025-01-01; J2 accepted 900001 by zaw on 2025-01-02" in problem.message
    store.append([NewJudgement("a//", "accepted", "900001", 1, version="J2")], "mya")
    assert not conflicting(store.read().judgements, "judgements.csv")
    assert store.read().standing["a//"].by == "mya"


def test_a_row_broken_by_hand_is_named_and_the_work_goes_on(store: Store) -> None:
    store.path.write_text(HEADER + "\nJ1,a//,perhaps,,,mya,2025-01-01T00:00:00Z,,,,\n", encoding="utf-8")
    assert store.read().problems[0].row == 2
    store.append([NewJudgement("b//", "outside")], "mya")
    assert "perhaps" in lines(store)[1]
    assert len(store.read().judgements) == 1


@pytest.mark.parametrize(
    "broken", [b"judgement_id,verdict\nJ1,outside\n", b"caf\xe9\n", b'judgement_id\n"open', b"a,b\n1,2,3\n"]
)
def test_a_file_that_is_no_table_stops_the_work_and_is_left_as_it_is(store: Store, broken: bytes) -> None:
    store.path.write_bytes(broken)
    with pytest.raises(DataError):
        store.append([NewJudgement("b//", "outside")], "mya")
    assert store.path.read_bytes() == broken


def test_a_file_made_read_only_is_respected_even_for_root(store: Store) -> None:
    store.append([NewJudgement("a//", "outside")], "mya")
    before = store.path.read_bytes()
    store.path.chmod(0o444)
    with pytest.raises(StoreError, match="read-only"):
        store.append([NewJudgement("b//", "outside")], "mya")
    assert store.path.read_bytes() == before
    store.path.chmod(0o644)
    store.append([NewJudgement("b//", "outside")], "mya")


WRITER = """
    import datetime as dt, sys
    from pathlib import Path
    from conflictmap.editor.storage.judgement_store import NewJudgement, Store, StoreError
    from conflictmap.project import Project
    root, name, count, limit = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    if limit:
        import resource
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    store = Store(Project(root, root / "data", root / "maps"), lambda: dt.datetime.now(dt.UTC))
    for number in range(count):
        try:
            store.append([NewJudgement(f"{name}{number}//", "outside", note="x" * 300)], name)
        except StoreError as error:
            print("refused", error, flush=True)
            break
        print(f"{name}{number}", flush=True)  # only now is the editor told
"""


def start(project: Project, name: str, count: int, limit: int = 0) -> subprocess.Popen[str]:
    arguments = [str(project.root), name, str(count), str(limit)]
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(WRITER), *arguments], stdout=subprocess.PIPE, text=True
    )


def whole(project: Project) -> set[str]:
    with project.table("gazetteer/judgements.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert {len(row) for row in rows} == {11}
    return {row[1].removesuffix("//") for row in rows[1:]}


def test_two_processes_write_500_decisions_each_and_all_thousand_are_there(tiny: Project) -> None:
    writers = [start(tiny, name, 500) for name in ("mya", "zaw")]
    for writer in writers:
        said, _ = writer.communicate(timeout=120)
        assert "refused" not in said
        assert writer.returncode == 0
    wanted = {f"{name}{number}" for name in ("mya", "zaw") for number in range(500)}
    assert whole(tiny) == wanted
    read, problems = read_judgements(tiny.table("gazetteer/judgements.csv"))
    assert (len(read), problems) == (1000, [])
    assert len({one.judgement_id for one in read}) == 1000


@pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL")
def test_killed_in_the_middle_no_line_is_torn_and_nothing_confirmed_is_lost(tiny: Project) -> None:
    confirmed: set[str] = set()
    for round_ in range(KILLS):
        writer = start(tiny, f"k{round_}x", 200)
        assert writer.stdout is not None
        confirmed.add(writer.stdout.readline().strip())
        time.sleep(0.003 * (round_ % 10))
        writer.send_signal(signal.SIGKILL)
        rest, _ = writer.communicate(timeout=30)
        confirmed |= {line for line in rest.splitlines(keepends=True) if line.endswith("\n")}
    confirmed = {name.strip() for name in confirmed} - {""}
    assert len(confirmed) >= KILLS
    assert confirmed <= whole(tiny)
    start(tiny, "last", 1).communicate(timeout=30)
    assert len(list(tiny.table("gazetteer").glob(".judgements.csv.*"))) == 1  # the next writer has swept up


KILLS = int(os.environ.get("CONFLICTMAP_KILLS", "6"))  # fifty in the long run: CONFLICTMAP_KILLS=50


@pytest.mark.skipif(os.name != "posix", reason="needs a limit of file size")
def test_a_full_disk_is_told_and_leaves_the_file_whole(tiny: Project) -> None:
    writer = start(tiny, "mya", 500, limit=8000)
    said, _ = writer.communicate(timeout=60)
    *done, refused = said.splitlines()
    assert 5 < len(done) < 30
    assert "could not be written" in refused
    assert whole(tiny) == set(done)
    assert len(list(tiny.table("gazetteer").glob(".judgements.csv.*"))) == 1  # the lock; no half file stays


def test_a_disk_without_room_is_told_and_takes_up_where_it_was(tiny: Project) -> None:
    """A file system of 256 kB, filled while the editor decides; needs the right to mount one."""
    folder = tiny.table("gazetteer")
    kept = {path.name: path.read_bytes() for path in folder.iterdir()}
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "none", str(folder)]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no right to mount a small file system")
    try:
        for name, content in kept.items():
            (folder / name).write_bytes(content)
        store = Store(tiny, lambda: NOON)
        store.append([NewJudgement("a//", "outside")], "mya")
        before = store.path.read_bytes()
        (folder / "hog").write_bytes(b"x" * (shutil.disk_usage(folder).free))
        with pytest.raises(StoreError, match=r"No space left on device.*nothing was changed"):
            store.append([NewJudgement("b//", "outside", note="x" * 5000)], "mya")
        assert store.path.read_bytes() == before
        assert sorted(path.name for path in folder.glob(".judgements.csv.*")) == [".judgements.csv.lock"]
        (folder / "hog").unlink()
        store.append([NewJudgement("b//", "outside")], "mya")
        assert len(lines(store)) == 3
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.skipif(os.name != "posix", reason="needs rights of files")
def test_a_folder_that_an_ordinary_user_may_not_write_is_told(tiny: Project) -> None:
    store = Store(tiny, lambda: NOON)
    store.append([NewJudgement("a//", "outside")], "mya")
    before = store.path.read_bytes()
    for path in (*tiny.root.parents, tiny.root, tiny.root / "data"):
        if path.stat().st_uid == os.getuid() and path.is_relative_to("/tmp"):
            path.chmod(0o755)
    store.path.parent.chmod(0o555)
    said = tiny.root / "said"
    said.touch()
    said.chmod(0o666)
    child = os.fork()
    if child == 0:  # nobody's process: it writes what it was told, and ends without pytest's clean-up
        try:
            if os.getuid() == 0:
                os.setuid(65534)
            store.append([NewJudgement("b//", "outside")], "zaw")
        except StoreError as error:
            said.write_text(str(error), encoding="utf-8")
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    store.path.parent.chmod(0o755)
    assert "cannot be written" in said.read_text(encoding="utf-8")
    assert "nothing was changed" in said.read_text(encoding="utf-8")
    assert store.path.read_bytes() == before


@pytest.mark.parametrize("name", ["=1+1", "a,b", 'say "x"', "<b>", "မြို့", "\ttab", "x" * 5000])
def test_any_text_stays_in_its_cell(name: str) -> None:
    content = with_rows(b"", [{"a": name, "b": "1"}], ["a", "b"])
    rows = list(csv.reader(content.decode().splitlines()))
    assert rows[1] == [name.strip()[:2000], "1"]
    assert without_rows(content, lambda cells: cells["b"] == "1") == b"a,b\n"


def test_rows_of_several_lines_are_dropped_whole() -> None:
    table = b'a,b\r\n1,"x\ny"\r\n2,z\r\n'
    assert without_rows(table, lambda cells: cells["a"] == "1") == b"a,b\r\n2,z\r\n"
    assert without_rows(table, lambda cells: False) == table


def test_a_row_with_a_separator_of_lines_in_a_cell_goes_whole() -> None:
    table = "a,b\n1,x\u2028y\x85z\n2,w\n".encode()
    assert without_rows(table, lambda cells: cells["a"] == "1") == b"a,b\n2,w\n"
    assert without_rows(table, lambda cells: False) == table


@pytest.mark.usefixtures("short_cells")
def test_a_table_that_is_no_csv_any_more_is_told(store: Store) -> None:
    store.aliases.write_bytes(store.aliases.read_bytes() + b'"' + b"x" * 200_000)
    with pytest.raises(DataError, match=r"aliases\.csv row 3: is not a CSV table"):
        store.unmint("CM1")


def test_the_lock_is_not_left_in_the_way(store: Store, tmp_path: Path) -> None:
    (store.path.parent / ".judgements.csv.lock").write_text("")
    store.append([NewJudgement("a//", "outside")], "mya")
    assert len(lines(store)) == 2
