"""Work shared out to processes of this machine: the results and the errors are those of one process."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from conflictmap.control.processes import AHEAD, processors, shared_out


def halved(number: int) -> tuple[float, int]:
    return 1 / number, os.getpid()


def dies_once(mark: str) -> str:
    if not Path(mark).exists():
        Path(mark).touch()
        os._exit(9)
    return "done"


def test_results_come_in_the_order_of_the_parcels_from_other_processes() -> None:
    made = list(shared_out(halved, range(1, 30), 2))
    assert [result for result, _ in made] == [1 / number for number in range(1, 30)]
    assert os.getpid() not in {process for _, process in made}
    assert processors() >= 1


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
    assert list(shared_out(dies_once, [str(tmp_path / "mark")] * 3, 2)) == ["done"] * 3


def test_where_the_system_gives_no_process_the_work_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError("no more processes")

    monkeypatch.setattr(subprocess, "Popen", refuse)
    assert {process for _, process in shared_out(halved, [1, 2], 2)} == {os.getpid()}


def test_parcels_are_made_no_faster_than_they_are_done() -> None:
    made: list[int] = []

    def parcels() -> Iterator[int]:
        for number in range(1, 20):
            made.append(number)
            yield number

    for done, _ in enumerate(shared_out(halved, parcels(), 2)):
        assert len(made) <= done + 2 * AHEAD


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
