"""Work shared out to further processes of this machine, in parcels; the results come back in the parcels' order.
Where a process dies or none starts, what is left is done here: the answer is the same.

Not by `multiprocessing`: its children run a script without a guard again, from its first line, and a fork beside threads can hang."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, suppress
from queue import SimpleQueue
from typing import Any, TypeVar

AHEAD = 2  # parcels for each process: one under way, one at hand
_CODE = "import sys; sys.path[:] = {path!r}; from conflictmap.control.processes import serve; serve()"
Parcel = TypeVar("Parcel")
Result = TypeVar("Result")


class _LostError(Exception):
    """A process died, or never lived."""


def processors() -> int:
    """Tell how many processors this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity is not None else os.cpu_count() or 1


def shared_out(
    work: Callable[[Parcel], Result], parcels: Iterable[Parcel], processes: int
) -> Generator[Result, None, None]:
    """Yield `work(parcel)` of each parcel, in their order.

    Parameters: work, a function of a module; parcels, that can be pickled as its results can: each is made when a process
    is soon free for it; processes, so many do the work, with 1 this one alone. What `work` raises is raised.
    """
    if processes < 2:
        yield from map(work, parcels)
        return
    with ExitStack() as stack:
        pool = stack.enter_context(ThreadPoolExecutor(processes))  # a thread waits for each process
        helpers: SimpleQueue[subprocess.Popen[bytes] | None] = SimpleQueue()
        for _ in range(processes):
            helpers.put(_started(stack))
        under_way: deque[tuple[Parcel, Future[Result]]] = deque()
        for parcel in parcels:
            under_way.append((parcel, pool.submit(_asked, helpers, work, parcel)))
            if len(under_way) >= AHEAD * processes:
                yield _result(work, *under_way.popleft())
        while under_way:
            yield _result(work, *under_way.popleft())


def serve() -> None:
    """Answer the parcels that come through standard input until it ends, as it does when who asks is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who asks is interrupted too, and ends this
    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)  # what a library prints is no answer
        while True:
            try:
                work, parcel = pickle.load(sys.stdin.buffer)
            except Exception:  # the end, or what has no home but in who asks: that one does it
                return
            try:
                answer = True, work(parcel)
            except Exception as error:
                answer = False, error
            pickle.dump(answer, answers, pickle.HIGHEST_PROTOCOL)
            answers.flush()


def _started(stack: ExitStack) -> subprocess.Popen[bytes] | None:
    """A process that serves until the stack is left; None where there is none to be had."""
    command = [sys.executable, "-c", _CODE.format(path=sys.path)]
    try:
        helper = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    except (OSError, TypeError):  # no more processes, or no Python of its own
        return None
    stack.callback(_end, helper)
    return helper


def _end(helper: subprocess.Popen[bytes]) -> None:
    helper.kill()
    for pipe in (helper.stdin, helper.stdout):
        with suppress(OSError):  # what it was still to read is of no use
            if pipe is not None:
                pipe.close()
    helper.wait()


def _asked(
    helpers: SimpleQueue[subprocess.Popen[bytes] | None], work: Callable[[Parcel], Result], parcel: Parcel
) -> Result:
    helper = helpers.get()
    try:
        done, answer = _exchanged(helper, (work, parcel))
    except (OSError, EOFError, pickle.UnpicklingError):
        raise _LostError from None
    finally:
        helpers.put(helper)
    if not done:
        raise answer
    result: Result = answer
    return result


def _exchanged(helper: subprocess.Popen[bytes] | None, asked: Any) -> tuple[bool, Any]:
    if helper is None or helper.stdin is None or helper.stdout is None:
        raise EOFError
    pickle.dump(asked, helper.stdin, pickle.HIGHEST_PROTOCOL)
    helper.stdin.flush()
    done, answer = pickle.load(helper.stdout)
    return done, answer


def _result(work: Callable[[Parcel], Result], parcel: Parcel, future: Future[Result]) -> Result:
    try:
        return future.result()
    except _LostError:
        return work(parcel)
