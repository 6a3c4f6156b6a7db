"""`ingest`, its review and `events`: the table grows by what a person accepts, and by nothing else.

The commands run on a copy of the project; the review runs in a real terminal (a pty).
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import pty
import select
import shutil
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from conflictmap.chronicle.coding.coder import Coder
from conflictmap.chronicle.drafts import ASKED, Draft, Field
from conflictmap.chronicle.language.lexicon import Lexicon
from conflictmap.chronicle.review import intake, ledger, session
from conflictmap.chronicle.review.duplicates import find_duplicates
from conflictmap.chronicle.text.entries import Chronicle, EntrySettings, read_entries
from conflictmap.cli import app, draft_review
from conflictmap.cli.draft_review import Keeper
from conflictmap.errors import ConflictmapError
from conflictmap.event_tables import event_table
from conflictmap.project import Project
from november import NOVEMBER_DATA

ROOT = Path(__file__).parents[1]
TEXT = """March 3, 2024

The KIA captured an outpost near Bhamo. Ten soldiers were killed.

Junta forces arrested 12 residents of Dawei.

March 4, 2024

The military shelled Pekon Town, Shan State, killing two villagers.
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with the shipped tables and no events of its own but the first of November 2023."""
    data = tmp_path / "data"
    shutil.copytree(ROOT / "data" / "coding", data / "coding")
    shutil.copytree(ROOT / "data" / "gazetteer", data / "gazetteer")
    for name in ("actors.csv", "sources.csv"):
        if (ROOT / "data" / name).is_file():
            shutil.copy(ROOT / "data" / name, data / name)
    lines = (NOVEMBER_DATA / "events.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (data / "events.csv").write_text("".join(lines[:2]), encoding="utf-8")
    (tmp_path / "text.txt").write_text(TEXT, encoding="utf-8")
    return Project(tmp_path, data, tmp_path / "maps")


def events(project: Project) -> list[str]:
    return (project.data / "events.csv").read_text(encoding="utf-8").splitlines()


def run(project: Project, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, [*arguments, "-C", str(project.root)])
    error = f"{result.exception}" if result.exception else ""
    return result.exit_code, result.output + error


def ingest(project: Project, *more: str) -> dict[str, int]:
    code, output = run(project, "ingest", str(project.root / "text.txt"), "--source", "Test Daily", "--json", *more)
    assert code == 0, output
    counts: dict[str, int] = json.loads(output)
    return counts


def test_a_batch_adds_what_is_sure_and_a_second_run_adds_nothing(project: Project) -> None:
    assert ingest(project, "--yes-above", "0.5") == {"added": 3, "known": 0, "waiting": 0, "corrected": 0}
    first = events(project)
    assert [line.split(",")[0] for line in first[1:]] == ["E0001", "E0002", "E0003", "E0004"]
    assert ingest(project, "--yes-above", "0.5") == {"added": 0, "known": 3, "waiting": 0, "corrected": 0}
    assert events(project) == first


def test_a_line_that_no_draft_reaches_leaves_all_to_a_person(project: Project) -> None:
    before = events(project)
    assert ingest(project, "--yes-above", "1.0") == {"added": 0, "known": 0, "waiting": 3, "corrected": 0}
    assert events(project) == before
    assert ingest(project, "--yes-above", "0.5")["added"] == 3


def test_what_a_person_changed_stays_as_they_left_it(project: Project) -> None:
    ingest(project, "--yes-above", "0.5")
    assert (
        run(project, "events", "edit", "E0002", "--set", "fatalities=11", "--set", "notes=Eleven, by a second count.")[
            0
        ]
        == 0
    )
    left = events(project)
    assert ingest(project, "--yes-above", "0")["added"] == 0
    assert events(project) == left


def test_one_edit_is_one_line_of_difference(project: Project) -> None:
    ingest(project, "--yes-above", "0.5")
    before = events(project)
    run(project, "events", "edit", "E0003", "--set", "time_precision=2")
    assert [number for number, (old, new) in enumerate(zip(before, events(project), strict=True)) if old != new] == [3]


def test_rows_coded_by_hand_are_recognised(project: Project) -> None:
    hand = "E0002,TD-2024-03-03,2024-03-03,2024-03-03,1,2024-03-03,Battles,Non-state actor overtakes territory,capture,KIA,SAC,reported,near Bhamo,An outpost.,Test Daily,,,"
    with (project.data / "events.csv").open("a", encoding="utf-8") as file:
        file.write(hand + "\n")
    counts = ingest(project, "--yes-above", "0.5")
    assert (counts["added"], counts["known"]) == (2, 1)
    assert events(project)[2] == hand


def test_a_corrected_text_shows_its_difference_and_supersedes_only_when_asked(project: Project) -> None:
    ingest(project, "--yes-above", "0.5")
    before = events(project)
    path = project.root / "text.txt"
    path.write_text(TEXT.replace("killing two villagers", "killing five villagers"), encoding="utf-8")
    code, output = run(project, "ingest", str(path), "--source", "Test Daily", "--yes-above", "0.5", "--no-review")
    assert code == 0
    assert "TD-2024-03-04: the text was corrected" in output
    assert "- two" in output
    assert "+ five" in output
    assert events(project) == before  # a batch never decides a correction
    waiting = [record.draft for record in ledger.read_ledger(project).values() if record.status == "pending"]
    assert [(draft.supersedes, draft.value("fatalities")) for draft in waiting] == [("E0004", "5")]
    assert ingest(project, "--yes-above", "0.5") == {"added": 0, "known": 2, "waiting": 1, "corrected": 0}


def test_a_paragraph_put_in_between_shifts_nothing(project: Project) -> None:
    ingest(project, "--yes-above", "0.5")
    before = events(project)
    path = project.root / "text.txt"
    path.write_text(TEXT.replace("The KIA", "A bomb exploded in Hpakant and hurt nobody.\n\nThe KIA"), encoding="utf-8")
    counts = ingest(project)
    assert counts == {"added": 0, "known": 3, "waiting": 1, "corrected": 0}
    assert events(project) == before


def test_a_second_outlet_on_the_same_thing_is_suggested_and_never_merged(project: Project) -> None:
    ingest(project, "--yes-above", "0.5")
    before = events(project)
    other = project.root / "other.txt"
    other.write_text("March 5, 2024\n\nOn March 3 the KIA seized a base near Bhamo, locals said.\n", encoding="utf-8")
    code, output = run(project, "ingest", str(other), "--source", "Other Weekly", "--json", "--yes-above", "0")
    assert code == 0
    assert json.loads(output) == {"added": 0, "known": 0, "waiting": 1, "corrected": 0}
    assert events(project) == before
    _, output = run(project, "ingest", str(other), "--source", "Other Weekly", "--json", "--dry-run")
    assert json.loads(output)[0]["same_as"] == ["E0002"]


def test_twins_need_spot_and_days() -> None:
    row = {
        "entry_id": "A-1",
        "event_id": "E1",
        "event_date": "2024-03-03",
        "end_date": "2024-03-03",
        "act": "capture",
        "event_type": "Battles",
        "location": "base, near Bhamo",
        "actor1": "KIA",
        "actor2": "SAC",
    }
    same = {
        **row,
        "entry_id": "B-1",
        "event_id": "E2",
        "location": "Bhamo Town, Kachin State",
        "event_date": "2024-03-04",
        "end_date": "2024-03-04",
    }
    far = {**same, "event_id": "E3", "event_date": "2024-03-20", "end_date": "2024-03-20"}
    elsewhere = {**same, "event_id": "E4", "location": "Mansi"}
    assert [
        duplicate.event_id for duplicate in find_duplicates(row, [same, far, elsewhere, {**row, "event_id": "E5"}])
    ] == ["E2"]


def test_events_are_added_shown_and_refused(project: Project) -> None:
    values = {
        "event_date": "2024-04-01",
        "event_type": "Battles",
        "sub_event_type": "Armed clash",
        "act": "clash",
        "actor1": "KIA",
        "actor2": "SAC",
        "location": "Momauk",
        "notes": "A clash.",
        "source": "DVB",
    }
    code, output = run(
        project, "events", "add", *[part for name, value in values.items() for part in ("--set", f"{name}={value}")]
    )
    assert (code, output.strip()) == (0, "E0002")
    shown = json.loads(run(project, "events", "show", "E0002", "--json")[1])
    assert (shown["end_date"], shown["time_precision"], shown["mode"]) == ("2024-04-01", "1", "reported")
    before = events(project)
    for arguments, says in [
        (("edit", "E0002", "--set", "event_date=2024-02-31"), "is not a day of the calendar"),
        (("edit", "E0002", "--set", "act=conquest"), "is not a known value"),
        (("edit", "E0002", "--set", "colour=red"), "is no column"),
        (("edit", "E0099", "--set", "act=raid"), "no event 'E0099'"),
        (("edit", "E0002", "--set", "act"), "write it as column=value"),
        (("add", "--set", "act=clash"), "is empty"),
        (("show", "E0099"), "no event 'E0099'"),
    ]:
        code, output = run(project, "events", *arguments)
        assert code != 0
        assert says in output
    assert events(project) == before


def test_a_fault_is_named_by_the_row_of_the_file_or_as_the_new_row(project: Project) -> None:
    code, output = run(project, "events", "add", "--set", "act=clash")
    assert code != 0
    assert "data/events.csv, the new row E0002, column event_date: '' is empty" in output
    assert "row 2" not in output
    code, output = run(project, "events", "edit", "E0001", "--set", "act=conquest")
    assert code != 0
    assert "data/events.csv row 2, column act: 'conquest'" in output


def test_a_row_leads_back_to_its_sentence(project: Project) -> None:
    ingest(project, "--yes-above", "0.5")
    told = json.loads(run(project, "events", "show", "E0004", "--json")[1])["told_in"]
    assert [one["text"] for one in told] == ["The military shelled Pekon Town, Shan State, killing two villagers."]


@pytest.mark.parametrize(
    ("name", "content", "more", "says"),
    [
        ("a.pdf", b"%PDF-1.4", (), "is a PDF"),
        ("a.txt", b"\x00\x01\x02", (), "binary"),
        ("a.txt", b"No date stands in this text at all, anywhere.", (), "no date"),
        ("a.txt", TEXT.encode(), ("--year", "2020"), "has dates of 2024, but --year 2020"),
        ("a.txt", TEXT.encode(), ("--day-one", "soon"), "is not a day"),
        ("a.txt", TEXT.encode(), ("--url", "javascript:alert(1)"), "is no web address"),
    ],
)
def test_bad_input_is_refused_and_the_table_stays(
    project: Project, name: str, content: bytes, more: tuple[str, ...], says: str
) -> None:
    before = events(project)
    (project.root / name).write_bytes(content)
    code, output = run(project, "ingest", str(project.root / name), "--yes-above", "0", *more)
    assert code != 0
    assert says in output
    assert events(project) == before
    assert not (project.data / "drafts.csv").exists()


def desk_of(project: Project) -> session.DraftReview:
    lexicon = Lexicon.open(project)
    chronicle: Chronicle = read_entries(TEXT, "text.txt", EntrySettings("Test Daily"), lexicon)
    drafts = Coder.of(lexicon).code_chronicle(chronicle)
    rows = event_table.read_rows(project)
    taken = intake.take_in(chronicle, drafts, {}, rows, {})
    return session.DraftReview(tuple(rows), taken.records, taken.items)


def test_every_step_of_a_review_can_be_taken_back(project: Project) -> None:
    start = desk_of(project)
    desk = session.reject(session.accept(session.change(start, "fatalities", "12")))
    assert [row["fatalities"] for row in desk.rows][-1] == "12"
    assert desk.counts() == {"accepted": 1, "rejected": 1, "same": 0, "pending": 1}
    back = session.undo(session.undo(session.undo(desk)))
    assert (back.rows, back.records, back.at) == (start.rows, start.records, 0)
    assert session.undo(back) == back


def test_a_draft_that_the_table_would_refuse_is_not_accepted(project: Project) -> None:
    keys = iter("e\ry")
    answers = iter(["sub_event_type", "Airstrike"])
    with pytest.raises(StopIteration):  # the faulty draft is asked again, until the keys run out
        draft_review.run(desk_of(project), Keeper(project), lambda: next(keys), lambda question, default: next(answers))
    assert len(events(project)) == 2


def test_a_full_disk_leaves_the_table_whole(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (project.data / "events.csv").read_bytes()

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    keeper = Keeper(project)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ConflictmapError, match="No space left on device"):
        keeper.keep(session.accept(desk_of(project)))
    assert (project.data / "events.csv").read_bytes() == before
    assert [path.name for path in project.data.iterdir() if path.name.startswith(".events")] == []


def test_another_programs_change_is_never_written_over(project: Project) -> None:
    keeper = Keeper(project)
    desk = session.accept(desk_of(project))
    run(project, "events", "edit", "E0001", "--set", "notes=Changed meanwhile.")
    with pytest.raises(ConflictmapError, match="changed by another program"):
        keeper.keep(desk)
    assert "Changed meanwhile." in events(project)[1]


def test_a_power_cut_between_table_and_ledger_adds_nothing_twice(project: Project) -> None:
    ingest(project)
    waiting = list(ledger.read_ledger(project).values())
    desk = session.accept(
        session.DraftReview(
            tuple(event_table.read_rows(project)),
            {r.key: r for r in waiting},
            tuple(intake.Item(r.key) for r in waiting),
        )
    )
    event_table.write_rows(project, desk.rows)  # and then the power went: the ledger does not know of it
    assert ingest(project, "--yes-above", "0")["added"] == 2
    assert len({line.split(",")[7:14] and tuple(line.split(",")[1:14]) for line in events(project)[1:]}) == 4


def test_the_shipped_table_is_written_back_byte_for_byte(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    shipped = (ROOT / "data" / "events.csv").read_bytes()
    (tmp_path / "data" / "events.csv").write_bytes(shipped)
    project = Project(tmp_path, tmp_path / "data", tmp_path / "maps")
    rows = event_table.read_rows(project)
    for checked in ((), rows):
        event_table.write_rows(project, rows[::-1], checked=checked)
        assert (tmp_path / "data" / "events.csv").read_bytes() == shipped


def test_event_ids_sort_as_numbers() -> None:
    assert sorted(["E10", "E2", "E0001", "X1"], key=event_table.order_of) == ["E0001", "E2", "E10", "X1"]
    assert event_table.next_id([{"event_id": "E9999"}]) == "E10000"


def test_the_ledger_gives_back_what_it_was_given(project: Project) -> None:
    draft = Draft(
        "A-2024-01-01",
        (3, 9),
        {name: Field("x", 0.5, ((1, 2),), "why") for name in ASKED},
        text="",
    )
    record = ledger.Record("k", draft, "h", "same", "E7")
    ledger.write_ledger(project, {"k": record})
    assert ledger.read_ledger(project) == {"k": record}


class Terminal:
    """The real command in a real terminal."""

    def __init__(self, project: Project, *arguments: str) -> None:
        self.pid, self.handle = pty.fork()
        if self.pid == 0:
            os.chdir(project.root)
            os.environ.update(PYTHONPATH=str(ROOT / "src"), TERM="dumb", NO_COLOR="1", COLUMNS="120", LINES="60")
            code = "import sys; sys.argv[0] = 'conflictmap'; from conflictmap.cli import main; main()"
            os.execv(sys.executable, [sys.executable, "-c", code, *arguments])
        self.seen = ""

    def until(self, text: str, seconds: float = 30) -> None:
        end = time.monotonic() + seconds
        while text not in self.seen:
            assert time.monotonic() < end, f"{text!r} never came; the screen had: {self.seen[-2000:]}"
            if select.select([self.handle], [], [], 0.2)[0]:
                try:
                    self.seen += os.read(self.handle, 65536).decode("utf-8", "replace")
                except OSError:
                    break

    def quiet(self) -> None:
        """Wait until the screen is drawn: keys typed before that are the terminal's, not the review's."""
        while select.select([self.handle], [], [], 0.4)[0]:
            self.seen += os.read(self.handle, 65536).decode("utf-8", "replace")

    def press(self, keys: str, until: str) -> None:
        self.quiet()
        self.seen = ""
        os.write(self.handle, keys.encode())
        self.until(until)

    def wait(self) -> int:
        self.seen = ""
        end = time.monotonic() + 30
        while time.monotonic() < end:
            if select.select([self.handle], [], [], 0.1)[0]:
                with contextlib.suppress(OSError):
                    self.seen += os.read(self.handle, 65536).decode("utf-8", "replace")
            done, status = os.waitpid(self.pid, os.WNOHANG)
            if done:
                os.close(self.handle)
                return os.waitstatus_to_exitcode(status)
        raise AssertionError("the command did not end")


def test_a_person_reviews_leaves_by_ctrl_c_and_goes_on_later(project: Project) -> None:
    arguments = ("ingest", "text.txt", "--source", "Test Daily")
    terminal = Terminal(project, *arguments)
    terminal.until("1 of 3")
    terminal.press("e", "field")
    terminal.press("fatalities\r", "fatalities [10]")
    terminal.press("9\r", "1 of 3")
    terminal.press("\r", "2 of 3")
    assert len(events(project)) == 3  # on disk at once
    terminal.press("n", "3 of 3")
    terminal.press("u", "2 of 3")
    terminal.quiet()
    os.write(terminal.handle, b"\x03")
    assert terminal.wait() == 0
    assert events(project)[2].split(",")[-2] == "9"

    terminal = Terminal(project, *arguments)
    terminal.until("1 of 2")  # the accepted one is not asked again
    terminal.press("y", "2 of 2")
    terminal.quiet()
    os.write(terminal.handle, b"q")
    assert terminal.wait() == 0
    assert [line.split(",")[0] for line in events(project)[1:]] == ["E0001", "E0002", "E0003"]
