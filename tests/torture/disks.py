"""Trials of disks that refuse, are full, or give no right: the tables stay whole, and the message says why."""

from __future__ import annotations

import contextlib
import errno
import functools
import os
import re
import resource
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

from torture.bench import CAMPS, CHRONICLE, LOCATED, Bench, files_of, squares
from torture.trial import Trial
from writers import Job, at_once, command

ERRORS = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EIO, errno.EFBIG, errno.EMFILE)
NOBODY = 65534
# Every command that writes: into a table, the store of gazetteers, a page, or a file of the user's.
WRITERS: dict[str, tuple[str, ...]] = {
    "events add": ("events", "add", "--set", "event_date=2024-03-01", "--set", "event_type=Battles", "--set",
                   "sub_event_type=Armed clash", "--set", "act=clash", "--set", "actor1=KIA", "--set",
                   "location=Ay Township", "--set", "source=Paper", "--set", "notes=added"),
    "events edit": ("events", "edit", "E0001", "--set", "notes=edited"),
    "events import": ("events", "import", "acled.csv"),
    "ingest": ("ingest", "march.txt", "--yes-above", "0", "--no-review"),
    "build": ("build",),
    "build --split": ("build", "--split"),
    "geocode --csv": ("geocode", "--csv", "names.csv", "--out", "answers.csv"),
    "gazetteer add": ("gazetteer", "add", "table", "camps.csv", "--local"),
    "boundaries use": ("boundaries", "use", "own.geojson", "--local"),
    "export": ("export", "out", "--format", "csv"),
}  # fmt: skip
CAUSES = {
    "no room": "room|space|quota|too large", "no right": "right|permi|read-only|readable|denied|listed",
}  # fmt: skip
SPARE_KB = (0, 4, 16, 200)  # room left on a full disk


def give_files(root: Path) -> None:
    """Lay beside the tables what the commands of `WRITERS` bring in."""
    (root / "camps.csv").write_text(CAMPS)
    (root / "acled.csv").write_text(LOCATED)
    (root / "own.geojson").write_bytes(squares())
    (root / "march.txt").write_text(CHRONICLE)
    (root / "names.csv").write_text("toponym,context\n" + "Ay,South\n" * 3000)


@functools.cache
def warm(bench: Bench) -> None:
    """Run every command once in this process, so that those that are forked from it need not import what it uses."""
    assert bench.lived
    give_files(bench.fresh())
    for job in WRITERS.values():
        code, text = bench.run(*job)
        assert code == 0, f"{job}: {text}"


def refusing(bench: Bench) -> Iterator[Trial]:
    """A disk that refuses with each error at each kind of call: the tables stay as they were."""
    for name, job in WRITERS.items():
        for number in ERRORS:
            for call in ("os.fsync", "pathlib.Path.replace", "tempfile.mkstemp"):

                def run(job: tuple[str, ...] = job, number: int = number, call: str = call) -> None:
                    root = bench.fresh()
                    give_files(root)
                    before = (root / "data" / "events.csv").read_bytes()
                    with mock.patch(call, side_effect=OSError(number, os.strerror(number))):
                        bench.held(*job)
                    assert (root / "data" / "events.csv").read_bytes() == before
                    assert not list(root.rglob(".*events*")), "a half file stays"

                yield Trial("disks that refuse", f"{name}, {errno.errorcode[number]} at {call}", run)


def limited(bench: Bench) -> Iterator[Trial]:
    """Files that may not grow beyond some bytes, as under a quota."""
    warm(bench)
    for name, job in WRITERS.items():
        for size in (0, 100, 2_000, 60_000):

            def run(name: str = name, job: tuple[str, ...] = job, size: int = size) -> None:
                root = bench.fresh()
                give_files(root)
                limit = _with_limit(command(root, *job), size)
                _try_without_room(bench, root, limit, name)

            yield Trial("full disk", f"{name}, files of {size} bytes at most", run)


def full(bench: Bench) -> Iterator[Trial]:
    """A disk of its own that is full but for some kilobytes; left out where none can be mounted."""
    if os.geteuid() != 0 or shutil.which("mount") is None:
        return
    for name, job in WRITERS.items():
        for spare in SPARE_KB:

            def run(name: str = name, job: tuple[str, ...] = job, spare: int = spare) -> None:
                with tempfile.TemporaryDirectory() as folder:
                    mounted = subprocess.run(
                        ["mount", "-t", "tmpfs", "-o", "size=8m,mode=755", "tmpfs", folder],
                        check=False,
                        capture_output=True,
                    )
                    if mounted.returncode:
                        return  # inside a container that may not mount
                    try:
                        root = bench.fresh(at=Path(folder) / "tried")
                        give_files(root)
                        _fill(Path(folder) / "filler", spare)
                        _try_without_room(bench, root, command(root, *job), name)
                    finally:
                        subprocess.run(["umount", folder], check=True)

            yield Trial("full disk", f"{name}, {spare} kB left", run)


def no_rights(bench: Bench) -> Iterator[Trial]:
    """A user who may not read or write a table or a folder of the project; tried where the bench is run by root."""
    if os.geteuid() != 0:
        return
    warm(bench)  # Python's own files may be closed to that user
    targets = ("data/events.csv", "data", "data/actors.csv", "data/gazetteer", "data/gazetteer/units.topojson", "data/gazetteer/places.csv",
               "maps", "maps/index.html", ".conflictmap", "camps.csv", "march.txt")  # fmt: skip
    for target in targets:
        for mode in (0, 0o555 if "." not in target[1:] else 0o444):
            for name in ("events edit", "build", "ingest", "gazetteer add", "geocode --csv"):

                def run(target: str = target, mode: int = mode, name: str = name) -> None:
                    with tempfile.TemporaryDirectory() as folder:  # which anybody may enter
                        Path(folder).chmod(0o755)
                        _try_as_nobody(bench, bench.fresh(at=Path(folder) / "tried"), (target, mode), name)

                yield Trial("no rights", f"{target} {mode:o}, {name}", run)


def _try_as_nobody(bench: Bench, root: Path, denied: tuple[str, int], name: str) -> None:
    """Run a writer as a user without rights to a file or folder: done, or refused for this reason, the events as they were."""
    give_files(root)
    before = (root / "data" / "events.csv").read_bytes()
    for path in [root, *root.rglob("*")]:
        os.chown(path, NOBODY, NOBODY)
    (root / denied[0]).chmod(denied[1])
    try:
        code, text = at_once([_as_nobody(command(root, *WRITERS[name]))])[0]
    finally:
        (root / denied[0]).chmod(0o755)
    bench.check_end(code, text, root=root)
    assert code == 0 or re.search(CAUSES["no right"], text, re.IGNORECASE), f"does not say why: {text}"
    assert code == 0 or (root / "data" / "events.csv").read_bytes() == before, "the table was changed"


def _try_without_room(bench: Bench, root: Path, job: Job, name: str) -> None:
    """Run a writer that lacks room: done, or refused for this reason, with every file as it was and none beside it."""
    before = files_of(root)
    code, text = at_once([job])[0]
    bench.check_end(code, text, root=root)
    if code == 0:
        return
    assert re.search(CAUSES["no room"], text, re.IGNORECASE), f"does not say why: {text[-300:]}"
    after = files_of(root)
    changed = [path for path, content in before.items() if after.get(path) != content]
    assert not changed, f"changed: {changed}"
    left = [path for path in after.keys() - before.keys() if not _may_stay(path)]
    assert not left, f"left behind: {left}"


def _may_stay(path: str) -> bool:
    """A store's lock and list, a cache, pages that were finished before the room was used up, a part that can go on."""
    return path.startswith((".conflictmap/cache", "maps/split", "out/")) or path.endswith(
        (".lock", ".part", ".part.json")
    )


def _fill(path: Path, spare_kb: int) -> None:
    with path.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(4096))
    left = shutil.disk_usage(path.parent).free
    os.truncate(path, max(0, path.stat().st_size + left - spare_kb * 1024))


def _with_limit(job: Job, size: int) -> Job:
    def limited() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        job()

    return limited


def _as_nobody(job: Job) -> Job:
    def without_rights() -> None:
        os.environ["HOME"] = "/nonexistent"
        os.setgid(NOBODY)
        os.setuid(NOBODY)
        job()

    return without_rights
