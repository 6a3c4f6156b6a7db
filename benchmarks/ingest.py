"""How fast texts are coded, without the review: paragraphs a second on one core.

    python benchmarks/ingest.py [TEXT ...]

Without texts the chronicles of the tests are used. Each text is coded until two seconds have passed.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from conflictmap.chronicle.coding.coder import Coder
from conflictmap.chronicle.extraction.placenames import known_names
from conflictmap.chronicle.language.lexicon import Lexicon
from conflictmap.chronicle.text.entries import Reading, read_entries
from conflictmap.project import find_project

ROOT = Path(__file__).parents[1]
SECONDS = 2.0


def main(paths: list[Path]) -> None:
    start = time.perf_counter()
    project = find_project(ROOT)
    lexicon = Lexicon.open(project)
    coder = Coder.of(lexicon, known_names(project))
    print(f"word lists read in {time.perf_counter() - start:.2f} s")
    for path in paths:
        chronicle = read_entries(
            path.read_text(encoding="utf-8"), path.name, Reading(path.stem, year=_year(path)), lexicon
        )
        coder.code_chronicle(chronicle)
        rounds, used = 0, 0.0
        while used < SECONDS:
            begin = time.process_time()  # the core's own time: other programs on the machine do not count
            coder.code_chronicle(chronicle)
            used += time.process_time() - begin
            rounds += 1
        words = sum(len(entry.text.split()) for entry in chronicle.entries)
        rate = rounds * len(chronicle.entries) / used
        print(
            f"{path.name}: {rate:,.0f} paragraphs/s, {rounds * words / used:,.0f} words/s ({len(chronicle.entries)} paragraphs)"
        )


def _year(path: Path) -> int | None:
    return 2022 if path.stem.startswith("daily-2022") else None


if __name__ == "__main__":
    main([Path(one) for one in sys.argv[1:]] or sorted((ROOT / "tests" / "data" / "chronicles").glob("*-*.[tm]*")))
