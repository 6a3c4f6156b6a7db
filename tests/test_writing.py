"""One way to write: nothing is lost between writers, nothing half stays, and no output replaces a table."""

from __future__ import annotations

import csv
import os
import shutil
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from conflictmap import writing
from conflictmap.errors import WriteError
from conflictmap.project import Project
from writers import Job, at_once, command, kill_a_writer

ROOT = Path(__file__).parents[1]
POSIX = pytest.mark.skipif(os.name != "posix", reason="processes are made by forking")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """The shipped tables with two events."""
    shutil.copytree(ROOT / "data", tmp_path / "data", ignore=shutil.ignore_patterns(".*"))
    lines = (ROOT / "data" / "events.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (tmp_path / "data" / "events.csv").write_text("".join(lines[:3]), encoding="utf-8")
    (tmp_path / ".conflictmap").mkdir()
    return Project(tmp_path, tmp_path / "data", tmp_path / "maps")


def add(root: Path, number: int) -> Job:
    cells = {
        "event_date": "2024-03-01", "event_type": "Battles", "sub_event_type": "Armed clash", "act": "clash",
        "actor1": "KNDF", "location": "Mese", "source": "Test", "notes": f"added {number}",
    }  # fmt: skip
    return command(
        root, "events", "add", *[part for name, cell in cells.items() for part in ("--set", f"{name}={cell}")]
    )


def edit(root: Path, event_id: str, column: str, value: str) -> Job:
    return command(root, "events", "edit", event_id, "--set", f"{column}={value}")


def ingest(root: Path, number: int) -> Job:
    path = root / f"text-{number}.txt"
    place = ("Bhamo", "Dawei", "Pekon", "Loikaw")[
        number
    ]  # far apart, so that none may be the same happening as another
    told = f"{('January', 'April', 'July', 'October')[number]} 4, 2023\n\nThe KIA captured an outpost near {place}."
    path.write_text(f"{told} {number + 2} soldiers were killed.\n")
    return command(root, "ingest", str(path), "--source", f"Paper {number}", "--json", "--yes-above", "0")


def rows(project: Project) -> list[dict[str, str]]:
    with (project.data / "events.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def left_overs(root: Path) -> list[str]:
    names = [path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()]
    return [name for name in names if Path(name).name.startswith(".") or name.endswith((".part", ".new", ".lock"))]


def all_done(results: list[tuple[int, str]]) -> None:
    assert [code for code, _ in results] == [0] * len(results), [text for code, text in results if code]


@POSIX
def test_rows_added_at_once_are_all_kept_with_an_id_each(project: Project) -> None:
    all_done(at_once([add(project.root, number) for number in range(20)]))
    found = rows(project)
    assert sorted(row["notes"] for row in found[2:]) == sorted(f"added {number}" for number in range(20))
    assert len({row["event_id"] for row in found}) == 22
    assert left_overs(project.root) == []


@POSIX
def test_cells_edited_at_once_are_all_kept(project: Project) -> None:
    columns = [("E0001", "notes", "n1"), ("E0001", "fatalities", "7"), ("E0001", "source_url", "https://a.example/"),
               ("E0002", "notes", "n2"), ("E0002", "fatalities", "8"), ("E0002", "source_url", "https://b.example/")]  # fmt: skip
    all_done(at_once([edit(project.root, *one) for one in columns]))
    found = {row["event_id"]: row for row in rows(project)}
    assert [found[event_id][column] for event_id, column, _ in columns] == [value for _, _, value in columns]


@POSIX
def test_additions_edits_and_drafts_at_once_are_all_kept(project: Project) -> None:
    jobs = [job for n in range(4) for job in (add(project.root, n), ingest(project.root, n))]
    all_done(at_once([*jobs, edit(project.root, "E0001", "notes", "edited")]))
    found = rows(project)
    assert found[0]["notes"] == "edited"
    assert Counter(row["source"] for row in found[2:]) == {"Test": 4, **{f"Paper {n}": 1 for n in range(4)}}
    assert len({row["event_id"] for row in found}) == len(found)
    with (project.data / "drafts.csv").open(encoding="utf-8", newline="") as file:
        drafts = list(csv.DictReader(file))
    by_id = {row["event_id"]: row for row in found}
    assert len(drafts) == 4
    assert all(by_id[draft["event_id"]]["entry_id"] == draft["entry_id"] for draft in drafts)
    assert left_overs(project.root) == []


@POSIX
def test_one_text_ingested_twice_at_once_is_taken_in_once(project: Project) -> None:
    job = ingest(project.root, 1)
    all_done(at_once([job, job, job]))
    assert len(rows(project)) == 3


@POSIX
def test_tables_imported_at_once_keep_all_actors(project: Project) -> None:
    jobs = []
    for number in range(4):
        path = project.root / f"table{number}.csv"
        path.write_text(
            "event_id,event_date,event_type,sub_event_type,act,actor1,location,latitude,longitude,source\n"
            f"1,2024-03-01,Battles,Armed clash,clash,Front {number},Bhamo,24.25,97.23,Test\n"
        )
        jobs.append(
            command(
                project.root, "events", "import", str(path), "--as", "table", "--name", f"t{number}", "--add-actors"
            )
        )
    all_done(at_once(jobs))
    actors = (project.data / "actors.csv").read_text(encoding="utf-8")
    assert all(f"Front {number}" in actors for number in range(4))
    assert sorted(path.name for path in (project.data / "events").glob("t?.csv")) == [f"t{n}.csv" for n in range(4)]


@POSIX
def test_gazetteers_added_and_removed_at_once_leave_a_whole_store(tiny: Project) -> None:
    from conflictmap.places.gazetteer.layers import layers_of

    def table(number: int) -> Job:
        path = tiny.root / f"camps{number}.csv"
        path.write_text(f"place_id,name,lon,lat,adm3_pcode\nC{number},Camp {number},95.5,20.5,XXR001001\n")
        return command(tiny.root, "gazetteer", "add", "table", str(path), "--name", f"camps{number}", "--credit", "me")

    all_done(at_once([table(number) for number in range(5)]))
    assert sorted(one.name for one in layers_of(tiny).layers) == [f"camps{number}" for number in range(5)]
    jobs = [command(tiny.root, "gazetteer", "remove", f"camps{number}") for number in range(3)]
    all_done(at_once([*jobs, table(7)]))
    assert sorted(one.name for one in layers_of(tiny).layers) == ["camps3", "camps4", "camps7"]
    assert left_overs(tiny.root / ".conflictmap") == []


@POSIX
def test_a_damaged_layer_can_be_removed_as_advised(tiny: Project) -> None:
    path = tiny.root / "camps.csv"
    path.write_text("place_id,name,lon,lat,adm3_pcode\nC1,Camp,95.5,20.5,XXR001001\n")
    all_done(at_once([command(tiny.root, "gazetteer", "add", "table", str(path), "--name", "camps")]))
    for damage in (b"", b"PAR1 nothing"):
        for cache in (tiny.root / ".conflictmap" / "cache").rglob("*.*"):
            cache.write_bytes(damage)
        [(code, text)] = at_once([command(tiny.root, "gazetteer", "show", "C1")])
        assert (code, "Camp" in text) == (0, True), text
    next((tiny.root / ".conflictmap" / "layers").glob("*/places.parquet")).unlink()
    [(code, text)] = at_once([command(tiny.root, "gazetteer", "list")])
    assert code == 2
    assert "gazetteer remove camps" in text.replace("\n", " ")
    all_done(
        at_once([command(tiny.root, "gazetteer", "remove", "camps"), command(tiny.root, "gazetteer", "stats")][:1])
    )
    all_done(at_once([command(tiny.root, "gazetteer", "list")]))


@POSIX
def test_two_batches_into_one_table_never_mix(tiny: Project) -> None:
    for number in (1, 2):
        names = "".join(f"Ay{number},x{i}\n" for i in range(3000))
        (tiny.root / f"names{number}.csv").write_text("toponym,note\n" + names)
    jobs = [command(tiny.root, "geocode", "--csv", f"names{n}.csv", "--out", "out.csv") for n in (1, 2, 1, 2)]
    results = at_once(jobs)
    assert {code for code, _ in results} <= {0, 2}
    assert 0 in {code for code, _ in results}
    assert all("another program is writing" in text.replace("\n", " ") for code, text in results if code)
    with (tiny.root / "out.csv").open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    assert len(found) == 3000
    assert len({row["toponym"] for row in found}) == 1
    assert left_overs(tiny.root) == []


@POSIX
@pytest.mark.parametrize(
    "name", ["data/events.csv", "data/actors.csv", "data/gazetteer/places.csv", "link.html", "hard.html"]
)
def test_no_output_replaces_a_table(project: Project, name: str) -> None:
    (project.root / "link.html").symlink_to(project.data / "events.csv")
    os.link(project.data / "events.csv", project.root / "hard.html")
    (project.root / "names.csv").write_text("toponym\nBhamo\n")
    before = (project.root / name).read_bytes()
    build = command(project.root, "build", "-o", name)
    for code, text in at_once([build, command(project.root, "geocode", "--csv", "names.csv", "--out", name)]):
        assert code == 2
        assert "no output replaces" in text.replace("\n", " ")
    assert (project.root / name).read_bytes() == before


@POSIX
def test_a_batch_never_replaces_the_table_it_reads(project: Project) -> None:
    (project.root / "names.csv").write_text("toponym\nBhamo\n")
    [(code, _)] = at_once([command(project.root, "geocode", "--csv", "names.csv", "--out", "names.csv")])
    assert code == 2
    assert (project.root / "names.csv").read_text() == "toponym\nBhamo\n"


@POSIX
def test_a_killed_writer_loses_nothing_and_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(b"0\n")
    for number in range(25):
        kill_a_writer(path, 0.004 * (number % 9 + 1))
    writing.rewrite(path, lambda old: old + b"end\n")
    assert [file.name for file in tmp_path.iterdir()] == ["table.csv"]


def test_threads_take_turns_and_a_thread_may_lock_twice(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"

    def grow() -> None:
        for _ in range(20):
            with writing.locked(path), writing.locked(path):
                writing.rewrite(path, lambda old: old + b"x")

    threads = [threading.Thread(target=grow) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert path.read_bytes() == b"x" * 80


@POSIX
def test_links_are_followed_and_kept(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    target, link = tmp_path / "far" / "page.html", tmp_path / "page.html"
    target.write_bytes(b"old")
    target.chmod(0o640)
    link.symlink_to(target)
    writing.write_output(link, b"new")
    assert link.is_symlink()
    assert (target.read_bytes(), target.stat().st_mode & 0o777) == (b"new", 0o640)


@POSIX
def test_devices_and_pipes_get_a_stream_and_disks_and_folders_are_refused(tmp_path: Path) -> None:
    writing.write_output(Path(os.devnull), b"x")
    assert not Path(os.devnull).is_file()
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(WriteError, match="nobody reads"):
        writing.write_output(pipe, b"x")
    found: list[bytes] = []
    reader = threading.Thread(target=lambda: found.append(pipe.read_bytes()))
    reader.start()
    _until(lambda: _wrote(pipe))
    reader.join(timeout=10)
    assert found == [b"whole"]
    with pytest.raises(WriteError, match="is a folder"):
        writing.write_output(tmp_path, b"x")


def _wrote(pipe: Path) -> bool:
    try:
        writing.write_output(pipe, b"whole")
    except WriteError:
        return False
    return True


def _until(done: Callable[[], bool]) -> None:
    for _ in range(500):
        if done():
            return
        time.sleep(0.01)
    raise AssertionError("not within five seconds")


@POSIX
@pytest.mark.parametrize(
    ("name", "reason"),
    [("x" * 300, "name is too long"), ("file/x", "is a file, not a folder"), ("circle", "circle"), ("a\0b", "no name of a file")],
    ids=["long", "below a file", "links in a circle", "null"],
)  # fmt: skip
def test_a_place_that_cannot_be_written_is_told(tmp_path: Path, name: str, reason: str) -> None:
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    with pytest.raises(WriteError, match=reason):
        writing.write_output(tmp_path / name, b"x")
    with pytest.raises(WriteError, match=reason):
        writing.rewrite(tmp_path / name, lambda old: b"x")


@POSIX
def test_a_full_disk_is_told_as_such() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    with pytest.raises(WriteError, match=r"No space left on device.*free some room"):
        writing.write_output(Path("/dev/full"), b"x" * 100)


def test_half_files_of_living_writers_stay_and_others_go(tmp_path: Path) -> None:
    gone = os.fork()
    if gone == 0:
        os._exit(0)
    os.waitpid(gone, 0)
    living, dead = tmp_path / f".page.html.{os.getpid()}-abc", tmp_path / f".page.html.{gone}-abc"
    living.write_bytes(b"half")
    dead.write_bytes(b"half")
    writing.write_atomic(tmp_path / "page.html", b"new")
    assert (living.exists(), dead.exists()) == (True, False)
    writing.rewrite(tmp_path / "page.html", lambda old: b"newer")
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]


@pytest.mark.parametrize("links", [True, False], ids=["with a second name", "on a disk without hard links"])
def test_what_goes_together_is_put_back_where_a_part_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    if not links:
        monkeypatch.setattr(os, "link", lambda *_: (_ for _ in ()).throw(OSError("no links here")))
    old, new, untouched = tmp_path / "old", tmp_path / "folder" / "new", tmp_path / "untouched"
    old.write_text("old")
    untouched.write_text("as it is")

    def write_all() -> None:
        with writing.put_back(old), writing.put_back(new), writing.put_back(untouched):
            writing.write_atomic(old, b"changed")
            writing.write_atomic(new, b"made")
            raise WriteError("the last one is refused")

    with pytest.raises(WriteError, match="the last one"):
        write_all()
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"old": "old", "untouched": "as it is"}
    with writing.put_back(old):
        writing.write_atomic(old, b"changed")
    assert old.read_text() == "changed"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["old", "untouched"]


@pytest.mark.parametrize("refused", ["events.csv", "drafts.csv"])
def test_an_ingest_that_is_refused_leaves_no_text_of_it(
    project: Project, monkeypatch: pytest.MonkeyPatch, refused: str
) -> None:
    """Nor the folder that was made for the text: an empty one would put the user's own gazetteers out of use."""
    (project.root / ".conflictmap").rmdir()
    path, table = project.root / "text.txt", project.data / "events.csv"
    path.write_text("March 3, 2024\n\nThe KIA captured an outpost near Bhamo. Ten soldiers were killed.\n")
    before = table.read_bytes()
    _full_disk_for(refused, monkeypatch)
    (code, text), *_ = at_once([command(project.root, "ingest", str(path), "--yes-above", "0", "--no-review")])
    assert code == 2
    assert "No space left on device" in text
    assert table.read_bytes() == before
    assert not (project.root / ".conflictmap").exists()
    assert not (project.data / "drafts.csv").exists()


def test_an_import_that_is_refused_leaves_neither_provenance_nor_actors(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = project.root / "acled.csv"
    table.write_text(
        "id,date,event_type,longitude,latitude,actor1,actor2,notes,location\n"
        "X1,2023-11-05,Battles,97.2,24.2,Unheard Hills Group,SAC,A clash.,Bhamo\n"
    )
    actors = (project.data / "actors.csv").read_bytes()
    job = command(project.root, "events", "import", "acled.csv", "--add-actors")
    with monkeypatch.context() as full:
        _full_disk_for("acled.csv", full)
        (code, text), *_ = at_once([job])
    assert code == 2, text
    assert not list(project.data.glob("events/*.*"))
    assert (project.data / "actors.csv").read_bytes() == actors
    assert at_once([job])[0][0] == 0
    kept = {path.name: path.read_bytes() for path in project.data.glob("events/*.*")}
    table.write_text(table.read_text().replace("A clash.", "Another clash."))
    with monkeypatch.context() as full:
        _full_disk_for("acled.csv", full)
        assert at_once([job])[0][0] == 2
    assert {path.name: path.read_bytes() for path in project.data.glob("events/*.*")} == kept


def _full_disk_for(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse to put a file of this name in its place, as a disk does that has no room for it."""
    replace = Path.replace

    def refusing(self: Path, target: Path) -> Path:
        if Path(target).name == name and not self.name.endswith("-before"):
            raise OSError(28, "No space left on device")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refusing)
