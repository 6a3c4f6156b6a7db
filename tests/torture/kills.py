"""Trials of processes that are killed: every file is as it was or as it should be, and the next run leaves nothing over."""

from __future__ import annotations

import functools
import os
import random
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from torture.bench import Bench, files_of
from torture.disks import WRITERS, give_files, warm
from torture.trial import Trial
from writers import Job, at_once, command, kill_a_writer

KILLED = {
    **WRITERS,
    "gazetteer remove": ("gazetteer", "remove", "camps"),
    "boundaries reset": ("boundaries", "reset"),
    "events drop": ("events", "drop", "acled"),
}
CRASH_POINTS = 24  # calls that change the disk, in their order; a command with fewer ends before
MOMENTS = 50  # random moments of each command, or more where more kills are asked for
OF_A_WRITER = 300  # kills of one writer of one file
STORES = ("gazetteer add", "gazetteer remove", "boundaries use", "boundaries reset", "events import", "events drop")
REMADE = ("data/events/",)  # holds the time of the import


def of_a_writer(bench: Bench) -> Iterator[Trial]:
    """A writer killed at a random moment: the table is whole, and the next one leaves nothing of it."""
    for number in range(OF_A_WRITER):

        def run(number: int = number) -> None:
            from conflictmap import writing

            folder = bench.root / "kills"
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / "table"
            path.write_bytes(b"0\n")
            kill_a_writer(path, 0.0005 * (number % 40 + 1))
            writing.rewrite(path, lambda old: old + b"end\n")
            assert [left.name for left in folder.iterdir()] == ["table"]

        yield Trial("kills", f"a writer, {number}", run)


def of_commands(bench: Bench) -> Iterator[Trial]:
    """Every command that writes, killed at each call that changes the disk and at random moments."""
    chance = random.Random(13)
    warm(bench)
    beside = OF_A_WRITER + CRASH_POINTS * len(KILLED)
    moments = max(MOMENTS, -(-(bench.kills - beside) // len(KILLED)))
    for number in range(max(CRASH_POINTS, moments)):
        for name in KILLED:
            if number < CRASH_POINTS:
                yield _trial(bench, name, f"crash at call {number}", at_call=number)
            if number < moments:
                yield _trial(bench, name, f"moment {number}", at_part=chance.random())


def _trial(bench: Bench, name: str, how: str, *, at_call: int = -1, at_part: float = 0) -> Trial:
    def run() -> None:
        before, after, seconds = _reference(bench, name)
        root = _laid(bench, name)
        job = command(root, *KILLED[name])
        _kill(_crashing(job, at_call), after_s=seconds * at_part if at_call < 0 else None)
        _check_whole(files_of(root), before, after)
        code, text = at_once([job])[0]
        assert code in (0, 2), f"the next run: exit {code}: {text[-300:]}"
        assert "Traceback" not in text, text[-300:]
        left = {
            path for path in files_of(root) if path not in before and path not in after and not path.endswith(".lock")
        }
        assert not left, f"left over after the next run: {sorted(left)}"
        if name not in STORES:
            return  # its files are those of before or after, which `check` has read
        checked = at_once([command(root, "check")])[0]
        assert checked[0] == 0, f"check after the next run: {checked}"

    return Trial("kills", f"{name}, {how}", run)


def _check_whole(now: dict[str, bytes], before: dict[str, bytes], after: dict[str, bytes]) -> None:
    """Assert that every file of data/ and maps/ is as it was or as it should be, and none is gone that should be there."""
    for path in before.keys() & after.keys():
        assert path in now, f"{path} is gone"
        remade = path.startswith(REMADE)
        assert now[path] in (before[path], after[path]) or remade, f"{path} is neither as it was nor as it should be"
    for path in now.keys() & (after.keys() - before.keys()):
        if path.startswith(("data/", "maps/")) and not path.startswith(REMADE):
            assert now[path] == after[path], f"{path} is not whole"


def _laid(bench: Bench, name: str) -> Path:
    lived = name in ("gazetteer remove", "boundaries reset", "events drop")
    root = bench.fresh(lived=lived)
    if not lived:
        give_files(root)
    return root


@functools.cache
def _reference(bench: Bench, name: str) -> tuple[dict[str, bytes], dict[str, bytes], float]:
    """The files before and after the command that nobody disturbs, and how many seconds it takes."""
    root = _laid(bench, name)
    before, start = files_of(root), time.monotonic()
    code, text = at_once([command(root, *KILLED[name])])[0]
    seconds = time.monotonic() - start
    assert code == 0, f"{name}: {text}"
    at_once([command(root, "check")])
    return before, files_of(root), seconds


def _kill(job: Job, *, after_s: float | None) -> None:
    """Run a job in a process of its own, killed after some seconds, or by itself; what it prints goes nowhere."""
    child = os.fork()
    if child == 0:
        try:
            nowhere = os.open(os.devnull, os.O_RDWR)
            for number in (0, 1, 2):
                os.dup2(nowhere, number)
            job()
        finally:
            os._exit(0)
    if after_s is not None:
        time.sleep(after_s)
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def _crashing(job: Job, at_call: int) -> Job:
    """The job, ended as if by a power cut before the n-th call that changes the disk; untouched where n is negative."""
    if at_call < 0:
        return job
    left = [at_call]

    def counted(call: Any) -> Any:
        @functools.wraps(call)
        def calling(*given: Any, **named: Any) -> Any:
            if left[0] == 0:
                os._exit(137)
            left[0] -= 1
            return call(*given, **named)

        return calling

    def crashing() -> None:
        os.fsync, os.mkdir, os.rmdir = counted(os.fsync), counted(os.mkdir), counted(os.rmdir)
        os.replace, os.rename, os.unlink = counted(os.replace), counted(os.rename), counted(os.unlink)
        tempfile.mkstemp, tempfile.mkdtemp = counted(tempfile.mkstemp), counted(tempfile.mkdtemp)
        shutil.rmtree = counted(shutil.rmtree)
        job()

    return crashing
