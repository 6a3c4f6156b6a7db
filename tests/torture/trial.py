"""What a trial is, how many were held, and the journal that keeps the results of a long run through an interruption."""

from __future__ import annotations

import contextlib
import json
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

LIMIT_S = 60


@dataclass(frozen=True)
class Trial:
    """`run` raises AssertionError where it is not held; any other exception is a failure too."""

    kind: str
    name: str
    run: Callable[[], None]


@dataclass
class Result:
    """Trials by kind, and what failed, in words that begin with the kind."""

    tried: Counter[str] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)

    def add(self, kind: str, count: int, failed: list[str]) -> None:
        self.tried[kind] += count
        self.failed += [f"{kind}: {failure}" for failure in failed]

    def __str__(self) -> str:
        bad = Counter(failure.partition(":")[0] for failure in self.failed)
        lines = [f"{'kind':32}{'tried':>8}{'held':>8}{'failed':>8}"]
        lines += [f"{kind:32}{count:8}{count - bad[kind]:8}{bad[kind]:8}" for kind, count in sorted(self.tried.items())]
        total = sum(self.tried.values())
        lines.append(f"{'all':32}{total:8}{total - len(self.failed):8}{len(self.failed):8}")
        return "\n".join([*lines, *self.failed[:50]])


class Journal:
    """The results so far, a line of JSON each, in a file or in memory; what stands in the file is not tried again."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self.result = Result()
        self._known: set[tuple[str, str]] = set()
        if path is not None and path.is_file():
            for line in path.read_text(encoding="utf-8").splitlines():
                entry = json.loads(line)
                self._known.add((entry["kind"], entry["name"]))
                self.result.add(entry["kind"], entry["count"], entry["failed"])

    def knows(self, kind: str, name: str) -> bool:
        return (kind, name) in self._known

    def add(self, kind: str, name: str, failed: list[str], *, count: int = 1) -> None:
        """Keep what came of a trial, or of `count` trials of one name; flushed to the file at once."""
        self._known.add((kind, name))
        self.result.add(kind, count, failed)
        if self._path is not None:
            entry = {"kind": kind, "name": name, "count": count, "failed": failed}
            with self._path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(entry) + "\n")

    def run(self, trial: Trial) -> None:
        """Run a trial and keep what came of it."""
        failed = []
        try:
            trial.run()
        except (Exception, AssertionError) as error:
            failed = [f"{trial.name}: {type(error).__name__}: {' '.join(str(error).split())[:400]}"]
        self.add(trial.kind, trial.name, failed)


@contextlib.contextmanager
def in_time(seconds: int = LIMIT_S) -> Iterator[None]:
    """Raise AssertionError in a trial that does not end."""

    def late(*_: object) -> None:
        raise AssertionError(f"no end after {seconds} seconds")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
