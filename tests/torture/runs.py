"""Which trials are run, in which order and for how long."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from unittest import mock

from torture import disks, imports, kills, options, races, tables
from torture.bench import Bench
from torture.trial import Journal, Trial

Makers = tuple[Callable[[Bench], Iterator[Trial]], ...]
PARTS: dict[str, Makers] = {
    "tables": (tables.damaged_tables, tables.damaged_stores, tables.damaged_builds, tables.changed_shapes),
    "cells": (tables.hostile_cells, tables.hostile_cells_elsewhere),
    "options": (options.options, options.every_option),
    "imports": (imports.boundaries, imports.packed, imports.texts, imports.files_of_every_kind),
    "disks": (disks.refusing, disks.limited, disks.full, disks.no_rights),
    "races": (races.writers_at_once,),
    "kills": (kills.of_a_writer, kills.of_commands),
}


def trials(bench: Bench, parts: Iterable[str] = PARTS) -> Iterator[Trial]:
    """The trials of some parts of the bench."""
    return chain.from_iterable(maker(bench) for part in parts for maker in PARTS[part])


def run_trials(
    folder: Path,
    journal: Journal,
    *,
    parts: Iterable[str] = PARTS,
    every: int = 1,
    seconds: float = float("inf"),
    writers: int = 50,
    kills: int = 0,
) -> None:
    """Run every n-th trial that the journal does not know, until the time is over, but the first of each kind in any case.

    Parameters: writers, at once in each pair; kills, how many at least where that part is run.
    """
    bench = Bench(folder, kills=kills)
    kinds: dict[str, list[Trial]] = {}
    made = trials(bench, [part for part in parts if part != "races"])
    with mock.patch.dict(os.environ, {"CONFLICTMAP_CACHE_DIR": str(bench.builds)}):
        for trial in chain(made, races.writers_at_once(bench, writers=writers) if "races" in parts else ()):
            kinds.setdefault(trial.kind, []).append(trial)
        end = time.monotonic() + seconds
        for number, trial in _in_turn([kind[:: min(every, max(1, len(kind) // 2))] for kind in kinds.values()]):
            if (number == 0 or time.monotonic() < end) and not journal.knows(trial.kind, trial.name):
                journal.run(trial)


def _in_turn(kinds: list[list[Trial]]) -> Iterator[tuple[int, Trial]]:
    """The first trial of each kind, then the second of each; with its number among its kind."""
    for number in range(max(map(len, kinds), default=0)):
        yield from ((number, kind[number]) for kind in kinds if number < len(kind))
