"""Work shared out to processes of this machine: the results and the errors are those of one process."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from conflictmap.control.processes import AHEAD, processors, shared_out


def halved(number: int) -> tuple[float, int]:
    return 1 / number, os.getpid()


def dies_once(asked: tuple[str, int]) -> str:
    mark, here = asked
    if os.getpid() != here and not Path(mark).exists():
        Path(mark).touch()
        os._exit(9)
    return "done"


def waits_for_the_last(asked: tuple[str, int, bool]) -> int:
    """Elsewhere it is done only when the last parcel is; so the last must be done here, by a process that does not wait."""
    mark, here, last = asked
    if last:
        Path(mark).touch()
    while os.getpid() != here and not Path(mark).exists():
        time.sleep(0.01)
    return os.getpid()


class Counted:
    """A parcel that tells how many of its kind there are."""

    there = 0

    def __init__(self, number: int) -> None:
        self.number = number
        Counted.there += 1

    def __reduce__(self) -> tuple[type[int], tuple[int]]:
        return int, (self.number,)

    def __del__(self) -> None:
        Counted.there -= 1


def number_of(parcel: Counted | int) -> int:
    return parcel if isinstance(parcel, int) else parcel.number


def test_results_come_in_the_order_of_the_parcels_from_several_processes() -> None:
    made = list(shared_out(halved, range(1, 30), 3))
    assert [result for result, _ in made] == [1 / number for number in range(1, 30)]
    assert {process for _, process in made} - {os.getpid()}
    assert processors() >= 1


def test_this_process_works_beside_the_others_and_takes_what_none_has_begun(tmp_path: Path) -> None:
    asked = [(str(tmp_path / "mark"), os.getpid(), number == 19) for number in range(20)]
    made = list(shared_out(waits_for_the_last, asked, 2))
    assert made.count(os.getpid()) >= 20 - AHEAD


def test_work_that_only_this_process_knows_is_done_here(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.modules[__name__], "unknown_elsewhere", lambda number: -number, raising=False)
    known_here = sys.modules[__name__].unknown_elsewhere
    monkeypatch.setattr(known_here, "__qualname__", "unknown_elsewhere")
    assert list(shared_out(known_here, [1, 2], 2)) == [-1, -2]
    assert capfd.readouterr().err == ""


def test_one_process_does_it_itself() -> None:
    assert {process for _, process in shared_out(halved, [1, 2], 1)} == {os.getpid()}


@pytest.mark.parametrize("processes", [1, 2])
def test_what_the_work_raises_is_raised(processes: int) -> None:
    with pytest.raises(ZeroDivisionError):
        list(shared_out(halved, [1, 0, 2], processes))


def test_the_work_of_a_process_that_died_is_done_here(tmp_path: Path) -> None:
    asked = (str(tmp_path / "mark"), os.getpid())
    assert list(shared_out(dies_once, [asked] * 3, 2)) == ["done"] * 3


def test_where_the_system_gives_no_process_the_work_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError("no more processes")

    monkeypatch.setattr(subprocess, "Popen", refuse)
    assert {process for _, process in shared_out(halved, [1, 2], 2)} == {os.getpid()}


def test_parcels_are_made_no_faster_than_they_are_done() -> None:
    there: list[int] = []

    def parcels() -> Iterator[Counted]:
        for number in range(1, 40):
            there.append(Counted.there)
            yield Counted(number)

    assert list(shared_out(number_of, parcels(), 3)) == list(range(1, 40))
    assert max(there) <= 2 * AHEAD + 2  # those of two further processes, and of this one


def test_a_script_without_a_guard_is_run_once(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import math\nfrom conflictmap.control.processes import shared_out\n"
        "print('run', list(shared_out(math.sqrt, [1, 4, 9], 2)))\n"
    )
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=True)
    assert done.stdout == "run [1.0, 2.0, 3.0]\n"
    assert done.stderr == ""


def test_what_the_work_prints_is_no_answer(capfd: pytest.CaptureFixture[str]) -> None:
    assert list(shared_out(print, ["a word"], 2)) == [None]
    assert capfd.readouterr().err == "a word\n"
