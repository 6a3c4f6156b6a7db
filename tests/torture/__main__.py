"""`python tests/torture`: run the bench, whole or in parts; print tried, held and failed by kind."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))


def main() -> int:
    """All trials, then ten minutes of fuzzing; with `--journal` an interrupted run goes on where it ended."""
    from torture.fuzzing import CORPUS, fuzz
    from torture.runs import PARTS, run_trials
    from torture.trial import Journal

    asked = argparse.ArgumentParser(description="Try everything; print tried, held and failed.")
    asked.add_argument(
        "--parts", default=",".join([*PARTS, "fuzz", "editor", "clients"]), help="some of these, with commas between"
    )
    asked.add_argument("--every", type=int, default=1, help="only each n-th trial of a kind")
    asked.add_argument("--seconds", type=float, default=float("inf"), help="stop the trials after this time")
    asked.add_argument("--fuzz", type=float, default=600, help="seconds of fuzzing")
    asked.add_argument("--count", type=int, default=0, help="inputs to fuzz with, instead of seconds")
    asked.add_argument("--writers", type=int, default=50, help="writers at once, in each pair of kinds")
    asked.add_argument("--kills", type=int, default=0, help="at least so many kills, by more random moments")
    asked.add_argument("--requests", type=int, default=20_000, help="requests to the editor")
    asked.add_argument("--clients", type=int, default=20, help="clients that ask the editor at once, as people do")
    asked.add_argument("--seed", type=int, default=int(time.time()))
    asked.add_argument("--journal", type=Path, help="keep the results here; what stands in it is not tried again")
    given = asked.parse_args()
    journal, parts = Journal(given.journal), given.parts.split(",")
    trials = [part for part in parts if part in PARTS]
    if trials:
        with tempfile.TemporaryDirectory() as folder:
            run_trials(
                Path(folder), journal, parts=trials, every=given.every, seconds=given.seconds, writers=given.writers,
                kills=given.kills,
            )  # fmt: skip
    if "fuzz" in parts:
        seconds = float("inf") if given.count else given.fuzz
        fuzz(journal, given.seed, seconds=seconds, count=given.count, keep=CORPUS)
    if "editor" in parts:
        from torture.server import attack

        attack(journal, given.seed, requests=given.requests)
    if "clients" in parts:
        from torture.server import ask_at_once

        ask_at_once(journal, given.clients)
    print(f"{journal.result}\nseed {given.seed}")
    return 1 if journal.result.failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
