"""How fast texts are coded, and how well texts with gold are read; both without the review.

    python benchmarks/ingest.py [TEXT ...]          paragraphs a second on one core
    python benchmarks/ingest.py --gold FOLDER       right and wrong over all texts of a folder, and confidence by decile
    python benchmarks/ingest.py --gold FOLDER -v    every disagreement as well
    python benchmarks/ingest.py --syntax ...        with the second reading of the extra `nlp`
    python benchmarks/ingest_reliability.py FOLDER  the fit of coding/reliability.py

A folder of gold holds NAME.txt, .md, .html or .docx with NAME.gold.csv (columns of data/events.csv) and NAME.meta.json
("source", "year"). Texts are read as they are pasted: with `--year`, without `--published`.
Without texts the chronicles of the tests are used. Each text is coded until two seconds have passed.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from conflictmap.chronicle import open_coder, read_chronicle
from conflictmap.chronicle.coding.coder import Coder
from conflictmap.chronicle.drafts import Draft
from conflictmap.chronicle.language.lexicon import Lexicon
from conflictmap.chronicle.review.duplicates import Row, pair
from conflictmap.chronicle.review.evaluation import Township, score
from conflictmap.chronicle.text.entries import Chronicle, EntrySettings, read_entries
from conflictmap.cli.evaluate_events import townships
from conflictmap.errors import ConflictmapError
from conflictmap.event_tables.event_table import as_rows
from conflictmap.project import Project, find_project, read_table
from conflictmap.schema import EVENTS

ROOT = Path(__file__).parents[1]
SECONDS = 2.0
SUFFIXES = (".txt", ".md", ".html", ".docx")
ASKED_BELOW = 0.9  # the line of `--yes-above` in docs/ingest.md: a field below it is asked
# the coders of the gold knew other words for some acts (README, rule 10): both sides are compared in the fewer words
ACTS = {"recapture": "capture", "ambush": "clash", "advance": "clash", "siege": "clash", "blockade": "other",
        "administration": "other", "shelling": "remote_strike"}  # fmt: skip


@dataclass(frozen=True)
class Text:
    """One text of a gold folder, its rows by hand and by rule, and the drafts of the latter in the same order."""

    path: Path
    gold: list[Row]
    rows: list[Row]
    drafts: list[Draft]
    silent: int  # lines that are in no entry and in no list of what was left out
    refused: str = ""


def main(arguments: list[str]) -> None:
    project = find_project(ROOT)
    syntax = "--syntax" in arguments
    arguments = [argument for argument in arguments if argument != "--syntax"]
    if arguments[:1] == ["--gold"]:
        _gold(Path(arguments[1]), project, verbose="-v" in arguments, syntax=syntax)
    else:
        _speed([Path(one) for one in arguments], project, syntax=syntax)


def _speed(paths: list[Path], project: Project, *, syntax: bool) -> None:
    start = time.perf_counter()
    lexicon = Lexicon.open(project)
    coder = open_coder(project, lexicon, syntax=syntax)
    print(f"word lists read in {time.perf_counter() - start:.2f} s")
    for path in paths or sorted((ROOT / "tests" / "data" / "chronicles").glob("*-*.[tm]*")):
        chronicle = read_entries(
            path.read_text(encoding="utf-8"), path.name, EntrySettings(path.stem, year=_year(path)), lexicon
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


def _gold(folder: Path, project: Project, *, verbose: bool, syntax: bool) -> None:
    lexicon = Lexicon.open(project)
    coder = open_coder(project, lexicon, syntax=syntax)
    texts = [_read(path, coder) for path in sorted(folder.iterdir()) if path.suffix in SUFFIXES]
    every = [row for text in texts for row in (*text.gold, *text.rows)]
    place = townships(project, every)
    total: Counter[str] = Counter()
    deciles: Counter[tuple[int, bool]] = Counter()
    for text in texts:
        figures = _figures(text, place)
        total.update(figures)
        print(f"{text.path.name:34} " + _line(figures) + (f"  REFUSED: {text.refused}" if text.refused else ""))
        judged = _reliability(text, place)
        deciles.update((min(9, int(level * 10 + 1e-9)), right) for level, right in judged)
        if verbose:
            for miss in score(text.gold, text.rows, place).misses:
                print(f"    {miss.gold:6} {miss.column:18} {miss.wanted} | {miss.drafted}")
    print(f"\n{len(texts)} texts")
    for name in _NAMES:
        of = total[f"{name} of"]
        print(f"  {name:44} {total[name]:4} of {of:4}" + (f"  {100 * total[name] / of:5.1f} %" if of else ""))
    print("  confidence: drafts wholly right, by decile")
    for decile in range(10):
        right, wrong = deciles[decile, True], deciles[decile, False]
        if right + wrong:
            print(f"    {decile / 10:.1f} to {(decile + 1) / 10:.1f}: {right} of {right + wrong}")


_NAMES = ("found", "invented", "date", "act", "event_type", "actors", "township", "township, or asked",
          "transfers invented", "transfers invented unasked", "transfers missed", "lines dropped in silence")  # fmt: skip


def _read(path: Path, coder: Coder) -> Text:
    meta = json.loads(path.with_name(f"{path.stem}.meta.json").read_text(encoding="utf-8"))
    frame, _ = read_table(path.with_name(f"{path.stem}.gold.csv"), EVENTS)
    gold: list[Row] = [
        {**row, "entry_id": "one", "act": ACTS.get(row["act"], row["act"]), **_sides(row)} for row in as_rows(frame)
    ]
    try:
        chronicle = read_chronicle(path, EntrySettings(meta["source"], year=meta["year"]), coder.lexicon)
    except ConflictmapError as error:
        return Text(path, gold, [], [], sum(map(bool, path.read_text().split("\n"))), str(error).split("\n")[0])
    drafts = [draft for draft in coder.code_chronicle(chronicle) if not draft.value("notes").startswith("Not read")]
    return Text(path, gold, [_mapped(draft) for draft in drafts], drafts, _silent(path, chronicle))


def _sides(row: Row) -> dict[str, str]:
    """The actor cells with the separator of data/events.csv; some coders of gold parted actors with ";"."""
    return {name: re.sub(r"\s*;\s*", "|", row[name]) for name in ("actor1", "actor2")}


def _mapped(draft: Draft) -> Row:
    row = {**draft.row(""), "entry_id": "one"}
    if row["act"] == "handover":  # the gold names first who has the place now
        row |= {"act": "capture", "actor1": row["actor2"], "actor2": row["actor1"]}
    return row | {"act": ACTS.get(row["act"], row["act"])}


def _silent(path: Path, chronicle: Chronicle) -> int:
    """Lines of the file with words of their own that are in no entry and in no list; of a page, its running text's."""
    kept = _letters(" ".join([*(entry.text for entry in chronicle.entries), *_listed(chronicle)]))
    if path.suffix in (".html", ".docx"):
        import trafilatura

        text = trafilatura.extract(path.read_text(encoding="utf-8"), favor_recall=True) or ""
    else:
        text = path.read_text(encoding="utf-8")
    if not chronicle.entries:
        return sum(map(bool, text.split("\n")))
    heads = [one.text for one in chronicle.left_out if one.taken_for == "date"]  # "9 Nov -" before what it dates
    return sum(not any(_letters(rest)[-40:] in kept for rest in _rests(line, heads)) for line in text.split("\n"))


def _rests(line: str, heads: Sequence[str]) -> list[str]:
    """A line, and what of it stands behind a date that is listed."""
    return [line, *(line.strip()[len(head) :] for head in heads if line.strip().startswith(head))]


def _listed(chronicle: Chronicle) -> list[str]:
    return [one.text for one in getattr(chronicle, "left_out", ())]


def _letters(text: str) -> str:
    return "".join(char for char in text.lower() if char.isalpha())


def _figures(text: Text, place: Township) -> Counter[str]:
    result = score(text.gold, text.rows, place)
    out: Counter[str] = Counter()
    for name in ("found", "invented", "date", "act", "event_type", "actors", "township", "transfers invented"):
        out[name], out[f"{name} of"] = result.figures[name].right, result.figures[name].of
    pairs = pair(text.gold, text.rows)
    for g, d in pairs.items():
        there = place(text.gold[g])
        if there:
            asked = text.drafts[d].fields["location"].confidence < ASKED_BELOW
            out["township, or asked"] += place(text.rows[d]) == there or asked
            out["township, or asked of"] += 1
    moved = [g for g, row in enumerate(text.gold) if _moves(row)]
    out["transfers missed"] = sum(g not in pairs or not _moves(text.rows[pairs[g]]) for g in moved)
    out["transfers missed of"] = len(moved)
    owner = {d: g for g, d in pairs.items()}
    out["transfers invented unasked"] = sum(
        _moves(row) and draft.confidence >= ASKED_BELOW and not (d in owner and _moves(text.gold[owner[d]]))
        for d, (row, draft) in enumerate(zip(text.rows, text.drafts, strict=True))
    )
    out["transfers invented unasked of"] = len(text.rows)
    out["lines dropped in silence"] = text.silent
    return out


def _moves(row: Row) -> bool:
    return row["act"] == "capture" and row["mode"] != "denied"


def _reliability(text: Text, place: Township) -> list[tuple[float, bool]]:
    """The confidence of each draft, and whether date, type, act, actors and place are all right."""
    wrong = {
        miss.gold
        for miss in score(text.gold, text.rows, place).misses
        if miss.column in ("date", "event_type", "act", "actors", "township")
    }
    owner = {d: text.gold[g]["event_id"] for g, d in pair(text.gold, text.rows).items()}
    return [(draft.confidence, d in owner and owner[d] not in wrong) for d, draft in enumerate(text.drafts)]


def _line(figures: Mapping[str, int]) -> str:
    names: Sequence[str] = ("found", "invented", "date", "act", "actors", "township", "transfers missed")
    return "  ".join(f"{name} {figures[name]}/{figures[f'{name} of']}" for name in names)


if __name__ == "__main__":
    main(sys.argv[1:])
