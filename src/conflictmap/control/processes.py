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
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Any, Generic, TypeVar

AHEAD = 2  # parcels for each further process: one under way, one at hand
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
    is soon free for it; processes, so many do the work, this one among them, with 1 it alone. What `work` raises is raised.
    """
    if processes < 2:
        yield from map(work, parcels)
        return
    with ExitStack() as stack:
        pool = stack.enter_context(ThreadPoolExecutor(processes - 1))  # a thread waits for each further process
        helpers: SimpleQueue[subprocess.Popen[bytes] | None] = SimpleQueue()
        for _ in range(processes - 1):
            helpers.put(_started(stack))
        tasks: deque[_Task[Any, Any]] = deque()
        told = _packed(work)  # as it is now: while it works here, it may remember things
        for parcel in parcels:
            waiting = sum(not task.settled(work) for task in tasks)
            if waiting < AHEAD * (processes - 1):
                tasks.append(_Task(parcel, pool.submit(_asked, helpers, _packed((told, parcel)))))
            else:
                tasks.append(_done_here(work, parcel))
            del parcel  # let go of when it is done
            while tasks and tasks[0].settled(work):
                yield tasks.popleft().future.result()
        while tasks:
            last = next((number for number, task in reversed([*enumerate(tasks)]) if task.future.cancel()), None)
            if last is not None:  # no process has begun it
                tasks[last] = _done_here(work, tasks[last].parcel)
                continue
            wait([tasks[0].future])
            tasks[0].settled(work)
            yield tasks.popleft().future.result()


@dataclass(slots=True)
class _Task(Generic[Parcel, Result]):
    """A parcel and what becomes of it; the parcel is let go of when it is done."""

    parcel: Parcel | None
    future: Future[Result]

    def settled(self, work: Callable[[Parcel], Result]) -> bool:
        """Tell whether the parcel is done; one whose process died is done now, here."""
        if self.parcel is not None and self.future.done():
            if isinstance(self.future.exception(), _LostError):
                self.future = _done_here(work, self.parcel).future
            self.parcel = None
        return self.parcel is None


def _done_here(work: Callable[[Parcel], Result], parcel: Any) -> _Task[Any, Result]:
    done: Future[Result] = Future()
    done.set_result(work(parcel))
    return _Task(None, done)


def serve() -> None:
    """Answer the parcels that come through standard input until it ends, as it does when who asks is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who asks is interrupted too, and ends this
    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)  # what a library prints is no answer
        work: Callable[[Any], Any] = repr
        known = b""
        while True:
            try:
                told, parcel = pickle.load(sys.stdin.buffer)
                if told != known:
                    work, known = pickle.loads(told), told
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


def _packed(value: Any) -> bytes:
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def _asked(helpers: SimpleQueue[subprocess.Popen[bytes] | None], asked: bytes) -> Any:
    helper = helpers.get()
    try:
        done, answer = _exchanged(helper, asked)
    except (OSError, EOFError, pickle.UnpicklingError):
        raise _LostError from None
    finally:
        helpers.put(helper)
    if not done:
        raise answer
    return answer


def _exchanged(helper: subprocess.Popen[bytes] | None, asked: bytes) -> tuple[bool, Any]:
    if helper is None or helper.stdin is None or helper.stdout is None:
        raise EOFError
    helper.stdin.write(asked)
    helper.stdin.flush()
    done, answer = pickle.load(helper.stdout)
    return done, answer
