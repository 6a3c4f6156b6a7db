"""Many writers at once: the command line run in processes of its own, made by forking, so that none waits for imports."""

from __future__ import annotations

import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

Job = Callable[[], None]


def command(root: Path, *arguments: str) -> Job:
    """The command line in a project, as its own `main` runs it."""

    def job() -> None:
        from conflictmap.cli import main

        os.chdir(root)
        sys.argv = ["conflictmap", *arguments]
        main()

    return job


def at_once(jobs: Sequence[Job]) -> list[tuple[int, str]]:
    """Run every job in a process of its own, all at once. Returns: exit code and what it printed, in their order."""
    started = [_start(job) for job in jobs]
    out = []
    for pid, reader in started:
        with os.fdopen(reader, "rb") as file:
            text = file.read().decode(errors="replace")
        out.append((os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), text))
    return out


def _start(job: Job) -> tuple[int, int]:
    reader, writer = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writer)
        return pid, reader
    code = 70
    try:
        os.close(reader)
        os.dup2(writer, 1)
        os.dup2(writer, 2)
        sys.stdout, sys.stderr = os.fdopen(1, "w", closefd=False), os.fdopen(2, "w", closefd=False)
        job()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1 if end.code else 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def kill_a_writer(path: Path, after_s: float) -> None:
    """Let a process of its own add numbered lines to a file until it is killed, and assert that no line is torn or lost."""
    from conflictmap import writing

    child = os.fork()
    if child == 0:
        try:
            while True:
                writing.rewrite(path, lambda old: old + b"%d\n" % old.count(b"\n"))
        finally:
            os._exit(1)
    time.sleep(after_s)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    lines = path.read_bytes().split()
    assert lines == [b"%d" % number for number in range(len(lines))]
