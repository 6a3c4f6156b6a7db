"""A connection to a scheduler that runs, or to a cluster of this machine's own processes.
Every fault of it becomes a `ClusterError` with its cure."""

from __future__ import annotations

import contextlib
import importlib
import logging
import platform
from collections.abc import Iterator
from typing import Any

from conflictmap.errors import ConflictmapError
from conflictmap.version import __version__

WAIT_S = 20  # for a scheduler to answer, and for its first worker
INSTALL = "install it: pip install 'conflictmap[distributed]'"


class ClusterError(ConflictmapError):
    """There is no cluster to work with, or it broke down; the message says what to do instead."""


@contextlib.contextmanager
def connected(scheduler: str) -> Iterator[Any]:
    """Yield a client of the scheduler at an address ("tcp://10.0.0.5:8786"); closed at the end.

    Raises: ClusterError, where Dask is not installed, nobody answers there, it has no worker, or a worker has another
    version of conflictmap or Python (the answers might differ).
    """
    distributed = _dask()
    try:
        client = distributed.Client(scheduler, timeout=WAIT_S, set_as_default=False)
    except (OSError, ValueError, ImportError, distributed.comm.core.CommClosedError) as error:
        raise ClusterError(
            f"--scheduler {scheduler}: no scheduler answers there ({_first_line(error)}); start one with "
            "`dask scheduler`, or leave the option out: this machine alone gives the same answer"
        ) from None
    with client:
        _wait(distributed, client, f"--scheduler {scheduler}")
        _same_versions(client, f"--scheduler {scheduler}")
        yield client


@contextlib.contextmanager
def local(workers: int) -> Iterator[Any]:
    """Yield a client of a cluster of so many processes on this machine, which ends with it. Raises: ClusterError."""
    distributed = _dask()
    with contextlib.ExitStack() as stack:
        try:
            cluster = stack.enter_context(
                distributed.LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address="127.0.0.1:0",
                                         silence_logs=logging.ERROR)
            )  # fmt: skip
            client = stack.enter_context(distributed.Client(cluster, timeout=WAIT_S, set_as_default=False))
        except (OSError, RuntimeError, ValueError) as error:
            fix = "leave --workers out: one process gives the same answer"
            raise ClusterError(
                f"--workers {workers}: the processes do not start ({_first_line(error)}); {fix}"
            ) from None
        _wait(distributed, client, f"--workers {workers}")
        yield client


def check_installed() -> None:
    """Raise ClusterError where Dask is not installed."""
    _dask()


def dashboard(client: Any) -> str:
    """Return the address of the cluster's dashboard, "" where it has none."""
    with contextlib.suppress(Exception):  # a link is worth no failure
        return str(client.dashboard_link) if client.scheduler_info(n_workers=0).get("services") else ""
    return ""


def identity() -> tuple[str, str]:
    """Return the versions by which two machines give the same answers: conflictmap's, and Python's (major.minor)."""
    return __version__, ".".join(platform.python_version_tuple()[:2])


def _dask() -> Any:
    try:
        return importlib.import_module("distributed")
    except ImportError:
        raise ClusterError(f"Dask is not installed; {INSTALL}") from None


def _wait(distributed: Any, client: Any, option: str) -> None:
    try:
        client.wait_for_workers(1, timeout=WAIT_S)
    except (TimeoutError, distributed.TimeoutError):
        raise ClusterError(
            f"{option}: it has no worker; start one with `dask worker ADDRESS`, then run it again"
        ) from None


def _same_versions(client: Any, option: str) -> None:
    own = identity()
    try:
        theirs = client.run(identity)
    except Exception as error:  # what a worker without conflictmap raises depends on how it fails
        raise ClusterError(
            f"{option}: a worker cannot run conflictmap {own[0]} ({_first_line(error)}); install it there: "
            f"pip install 'conflictmap[distributed]=={own[0]}'"
        ) from None
    for worker, versions in sorted(theirs.items()):
        if tuple(versions) != own:
            raise ClusterError(
                f"{option}: the worker {worker} has conflictmap {versions[0]} on Python {versions[1]}, here are "
                f"{own[0]} and {own[1]}; install the same ones on both"
            )


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]
