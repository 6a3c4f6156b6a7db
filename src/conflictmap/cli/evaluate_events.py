"""`conflictmap evaluate --events`: how well `ingest` reads a text whose events were coded by hand."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflictmap.cli.output import print_json, print_rows
from conflictmap.errors import ConflictmapError, raise_if_errors

if TYPE_CHECKING:
    from conflictmap.chronicle.review.duplicates import Row
    from conflictmap.chronicle.review.evaluation import Township
    from conflictmap.project import Project

_SUFFIXES = (".txt", ".md", ".html", ".htm")


def evaluate_events(gold: Path, text: Path | None, year: int | None, project: Project, *, as_json: bool) -> None:
    """Draft the text and print the figures, each as a share with its base, and every disagreement.

    The gold rows that count are those whose entry_ids begin as most do: those of one text.
    """
    from conflictmap.chronicle import open_coder, read_chronicle
    from conflictmap.chronicle.language.lexicon import Lexicon
    from conflictmap.chronicle.review.evaluation import score
    from conflictmap.chronicle.text.entries import EntrySettings

    rows, prefix = _gold(gold)
    path = text or _beside(gold)
    lexicon = Lexicon.open(project)
    years = Counter(row["event_date"][:4] for row in rows)
    chronicle = read_chronicle(path, EntrySettings(prefix, year=year or _year(path, years)), lexicon)
    drafts = [draft.row("") for draft in open_coder(project, lexicon, syntax=False).code_chronicle(chronicle)]
    result = score(rows, drafts, townships(project, [*rows, *drafts]))
    figures = [
        {"figure": name, "right": share.right, "of": share.of, "percent": round(share.percent, 1)}
        for name, share in result.figures.items()
    ]
    misses = [
        {"event": miss.gold, "figure": miss.column, "by hand": miss.wanted, "drafted": miss.drafted}
        for miss in result.misses
    ]
    if as_json:
        print_json({"text": path.name, "figures": figures, "misses": misses})
        return
    print_rows(figures, as_json=False, title=f"{path.name}: {len(rows)} events coded by hand, {len(drafts)} drafted")
    print_rows(misses, as_json=False, title="disagreements")


def _gold(path: Path) -> tuple[list[Row], str]:
    from conflictmap.event_tables.event_table import as_rows
    from conflictmap.project import read_table
    from conflictmap.schema import EVENTS

    frame, problems = read_table(path, EVENTS, str(path))
    raise_if_errors(problems)
    rows: list[Row] = [*as_rows(frame)]
    prefixes = Counter(row["entry_id"].partition("-")[0] for row in rows)
    if not prefixes:
        raise ConflictmapError(f"{path}: has no rows to compare with")
    prefix = prefixes.most_common(1)[0][0]
    return [row for row in rows if row["entry_id"].partition("-")[0] == prefix], prefix


def _beside(gold: Path) -> Path:
    stem = gold.name.removesuffix(".csv").removesuffix(".gold")
    texts = [gold.with_name(stem + suffix) for suffix in _SUFFIXES if gold.with_name(stem + suffix).is_file()]
    if not texts:
        raise ConflictmapError(f"{gold}: no text of that name beside it; give it with --text")
    return texts[0]


def _year(path: Path, years: Counter[str]) -> int | None:
    """The gold's year, where the text itself names none."""
    import re

    content = path.read_bytes()
    return None if re.search(rb"(?:19|20)\d\d", content) else int(years.most_common(1)[0][0])


def townships(project: Project, rows: list[Row]) -> Township:
    """Return the township of each location's own place: its P-code, a wider unit or country where the place is that, else ""."""
    import pandas as pd

    from conflictmap.places.mentions.location import parse_location
    from conflictmap.places.resolution.matcher import Matcher

    matcher = Matcher.open(project)
    answers: dict[str, str] = {}
    for location in {row["location"] for row in rows}:
        mentions = parse_location("", location)
        own = [mention for mention in mentions if mention.role == "site"] or [
            mention for mention in mentions if mention.role != "context"
        ]
        match = matcher.match_all(mentions)[mentions.index(own[0])] if own else None
        answers[location] = _unit(match, matcher, pd) if match is not None else ""
    return lambda row: answers[row["location"]]


def _unit(match: Any, matcher: Any, pd: Any) -> str:
    if match.place_id is None:
        return str(match.country or "")
    code = matcher.gazetteer.place(match.place_id).adm3_pcode
    return str(match.place_id if pd.isna(code) or not code else code)
