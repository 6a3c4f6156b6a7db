"""Every parser fed with mutations of real cells, in this process; an exception that is not foreseen is a failure.

A plain mutation fuzzer over the cells of the tables that ship: a coverage-guided one (atheris) was weighed, but has
wheels for some versions of Python only, and instruments pandas and the parsers' large patterns to a tenth of the speed.
"""

from __future__ import annotations

import copy
import csv
import json
import random
import re
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

from torture.bench import ROOT
from torture.hostile import HOSTILE
from torture.parsers import Parsers
from torture.trial import Journal, in_time

CORPUS = Path(__file__).parents[1] / "data" / "fuzz"
SHARED = Path("/dev/shm")  # files in memory, where there are such
FEWEST = 5  # inputs of each parser, whatever the time
CHUNK = 500  # inputs that are one line of the journal
LETTERS = "0123456789²٣,;|/\\'\"()[]{}<>@#%&=+-*.:!?_ \t\n\r\0\x1f\x7f\x85\xa0\u200b\u200d\u2028\u202e\ufeff\ufffd\ud800éßİıſﬁ＝１၀၉က်ာမြို့နယ်၊။𝕏😀"
VALUES: tuple[object, ...] = (
    None, True, 0, -7, 3.5, 10**30, float("nan"), float("inf"), "", "x", "9999-12-31", [], {}, [None], [[[]]], {"a": {}}, ["x", 1, None], [{}],
    "x" * 3000,
)  # fmt: skip
LONGEST = 6_000


def fuzz(
    journal: Journal, seed: int, *, seconds: float = float("inf"), count: int = 0, keep: Path | None = None
) -> None:
    """Draw inputs until the time is over or `count` were tried, the parsers in turn by the time that each took so far.

    What ends in an unforeseen exception is kept in `keep`, a file for each kind of failure.
    """
    with tempfile.TemporaryDirectory(dir=SHARED if SHARED.is_dir() else None) as folder:
        _fuzz(Parsers(Path(folder)), journal, seed, seconds=seconds, count=count, keep=keep)


def _fuzz(parsers: Parsers, journal: Journal, seed: int, *, seconds: float, count: int, keep: Path | None) -> None:
    spent = Counter[str]()
    seeds = {name: [*HOSTILE, *cells] for name, cells in seeds_of(parsers).items()}
    end, tried, turn = time.monotonic() + seconds, 0, 0
    while len(spent) < len(parsers.all) or (time.monotonic() < end and (not count or tried < count)):
        name = min(parsers.all, key=lambda parser: spent[parser])
        chance, start, failures, number = random.Random(f"{seed} {turn} {name}"), time.monotonic(), [], 0
        while number < FEWEST or (number < CHUNK and time.monotonic() < min(end, start + 2)):
            number += 1
            failures += _tried(parsers, name, drawn(chance, seeds[name]), keep)
        spent[name] += time.monotonic() - start
        tried += number
        journal.add(f"fuzz {name}", f"seed {seed}, turn {turn}", failures, count=number)
        turn += 1


def replay(parsers: Parsers) -> list[str]:
    """Every input of the corpus, which once failed, given to its parser again. Returns: what fails."""
    failures = []
    for path in sorted(CORPUS.glob("*/*")):
        text = path.read_bytes().decode("utf-8", "surrogatepass")
        failures += _tried(parsers, path.parent.name, text, None)
    return failures


def _tried(parsers: Parsers, name: str, text: str, keep: Path | None) -> list[str]:
    try:
        with in_time(20):
            parsers.all[name](text)
    except parsers.foreseen(name):
        return []
    except (Exception, AssertionError) as error:
        if keep is not None:
            kind = re.sub(r"\W+", "-", f"{type(error).__name__} {str(error)[:40]}").strip("-")
            (keep / name).mkdir(parents=True, exist_ok=True)
            (keep / name / kind).write_bytes(text.encode("utf-8", "surrogatepass"))
        return [f"{type(error).__name__}: {str(error)[:120]} for {text[:100]!r}"]
    return []


def drawn(chance: random.Random, seeds: list[str]) -> str:
    """A seed with up to eight mutations."""
    text = chance.choice(seeds)
    if text[:1] in "{[" and chance.random() < 0.6:
        return reshaped(chance, text)[:20_000]
    text = text[:2000]
    for _ in range(chance.randint(0, 8)):
        at = chance.randint(0, len(text))
        text = MUTATIONS[chance.randrange(len(MUTATIONS))](chance, text, at, seeds)
    return text[:LONGEST]


def reshaped(chance: random.Random, text: str) -> str:
    """A JSON text with up to three of its members replaced by values of other kinds."""
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        return text
    for _ in range(chance.randint(1, 3)):
        inner = whole
        while isinstance(inner, dict | list) and inner:
            at = chance.choice(list(inner) if isinstance(inner, dict) else range(len(inner)))
            if not (isinstance(inner[at], dict | list) and inner[at]) or chance.random() < 0.3:
                inner[at] = copy.deepcopy(chance.choice(VALUES))
                break
            inner = inner[at]
    return json.dumps(whole, ensure_ascii=False)


def _letter(chance: random.Random, text: str, at: int, seeds: list[str]) -> str:
    letter = (
        chance.choice(LETTERS)
        if chance.random() < 0.7
        else chr(chance.choice((chance.randint(0, 0xD7FF), chance.randint(0x1000, 0x109F))))
    )
    return text[:at] + letter + text[at:]


def _digits(chance: random.Random, text: str, at: int, seeds: list[str]) -> str:
    return (
        text[:at]
        + chance.choice(("0", "31", "-1", "99999", "1e400", "0.5", "1000000000000", "9" * 40, "9" * 4400))
        + text[at:]
    )


MUTATIONS: tuple[Callable[[random.Random, str, int, list[str]], str], ...] = (
    _letter,
    _letter,
    _digits,
    lambda chance, text, at, seeds: text[:at] + text[at + chance.randint(1, 20) :],
    lambda chance, text, at, seeds: text[:at] + chance.choice(seeds)[:500] + text[at:],
    lambda chance, text, at, seeds: text[:at] + text[max(0, at - 10) : at] * chance.randint(2, 30) + text[at:],
    lambda chance, text, at, seeds: text[at:] + text[:at],
    lambda chance, text, at, seeds: text[:at] + text[at:].swapcase(),
)


def seeds_of(parsers: Parsers) -> Mapping[str, list[str]]:
    """Real inputs for each parser: cells of the columns that it reads, lines and files that ship."""
    cells = _cells()
    texts = [
        path.read_text(encoding="utf-8")[:1500]
        for path in sorted((ROOT / "tests" / "data" / "chronicles").glob("*.*"))[:40]
    ]
    notes, locations = cells["notes"], cells["location"]
    days = [
        *cells["event_date"][:50],
        "5/11/2023",
        "November 5, 2023",
        "5 Nov 2023",
        "45235",
        "2023-11-05T12:00:00Z",
        "၂၀၂၃ နိုဝင်ဘာ ၅",
    ]
    actors = [*cells["actor1"], *cells["member_of"]]
    names = [*cells["name"], *cells["name_my"], *cells["alias"]]
    given = {
        "day": days, "days of tables": days, "dates of texts": [*days, *notes, *texts], "headings": [*days, *texts],
        "location": locations, "mention": locations, "prose": [*notes, *texts], "burmese prose": [*names, *notes],
        "part of a phrase": [*locations, *names], "names": names, "chronicle": [*texts, *notes], "layout": texts,
        "table rows": [*texts, "| date | place |\n|---|---|\n| 2023-11-05 | Ay |"], "actor cells": actors, "coordinates": [*cells["lon"], "95°30'E", "95,5"],
        "column map": ["lon=Long,name=Village", "place_id=ID"],
    }  # fmt: skip
    return {name: given.get(name) or parsers.seeds(name) for name in parsers.all}


def _cells() -> dict[str, list[str]]:
    """Distinct cells by column, of the tables that ship."""
    csv.field_size_limit(10_000_000)
    cells: dict[str, set[str]] = {}
    for path in sorted((ROOT / "data").rglob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as table:
            for number, row in enumerate(csv.DictReader(table)):
                if number > 3000:
                    break
                for column, cell in row.items():
                    cells.setdefault(column, set()).add(cell)
    return {column: sorted(values)[:1500] for column, values in cells.items()}
