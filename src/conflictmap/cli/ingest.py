"""`conflictmap ingest`: a chronicle's text becomes drafts of rows, and, decided one by one, rows."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from conflictmap.cli.draft_review import ChangedError, Keeper
from conflictmap.cli.events import writable
from conflictmap.cli.lookup import day_of
from conflictmap.cli.options import Where, project_at
from conflictmap.cli.output import AsJson, err, out, print_json, print_problems, print_rows, steps
from conflictmap.errors import ConflictmapError

MOST_DROPPED = 0.2  # of a text's characters; past it a person is asked first
_SHOWN = 100  # characters of a line that was left out

if TYPE_CHECKING:
    from conflictmap.chronicle.language.lexicon import Lexicon
    from conflictmap.chronicle.review.intake import Intake
    from conflictmap.chronicle.review.session import DraftReview
    from conflictmap.chronicle.text.entries import Chronicle, EntrySettings
    from conflictmap.project import Project

TABLES = (".csv", ".tsv", ".tab", ".txt", ".json", ".geojson", ".gpkg", ".xlsx", ".zip", ".gz")  # may hold events
ATTEMPTS = 5  # a batch that meets rows changed meanwhile reads the table again so often


def ingest(
    paths: Annotated[
        list[Path], typer.Argument(help="Texts: .txt, .md, .html, .docx, .pdf, .csv.", show_default=False)
    ],
    source: Annotated[str, typer.Option(help="Who reports, as data/sources.csv has it; else the file's name.")] = "",
    url: Annotated[str, typer.Option(help="Where the text is published.")] = "",
    year: Annotated[int | None, typer.Option(help="The year of dates that have none.", min=1900, max=2100)] = None,
    published: Annotated[
        str, typer.Option(help='The day of publication, YYYY-MM-DD: "yesterday" and weekdays count from it.')
    ] = "",
    day_one: Annotated[str, typer.Option(help='Day 1 of headings like "Day 143"; else 2021-02-01.')] = "",
    month_first: Annotated[
        bool | None,
        typer.Option(
            "--month-first/--day-first", help='How "8/9/2022" is meant; else as other dates of the text show.'
        ),
    ] = None,
    syntax: Annotated[bool, typer.Option(help="Also parse sentences, where the extra `nlp` is installed.")] = True,
    yes_above: Annotated[
        float | None,
        typer.Option(help="Accept drafts of which every field is at least this sure, unasked.", min=0, max=1),
    ] = None,
    review: Annotated[
        bool, typer.Option(help="Ask about the drafts, in a terminal; else they wait for the next time.")
    ] = True,
    show: Annotated[bool, typer.Option("--dry-run", help="Only show the drafts; write nothing.")] = False,
    where: Where = None,
    as_json: AsJson = False,
) -> None:
    """Read chronicles and draft event rows: who did what, where and when, by whose word.

    Each field of a draft carries the characters it was read from and how sure the reading is. What is not accepted
    by `--yes-above` is asked in the terminal; leave with `q` and go on by the same command. A second run adds nothing.

    Example: `conflictmap ingest november.txt --source "Mohinga Matters" --year 2023`
    """
    from conflictmap.chronicle.language.lexicon import Lexicon

    project = project_at(where)
    if not show:
        writable(project)
    lexicon = Lexicon.open(project)
    for path in paths:
        _refuse_table(path)
        settings = replace(_settings(path, source, url, year, day_one, published), month_first=month_first)
        ask = review and not as_json and sys.stdin.isatty()
        for left in reversed(range(ATTEMPTS)):
            try:
                with steps() as tell:
                    tell(f"Reading {path.name}")
                    taken = _take_in(path, settings, lexicon, project, syntax=syntax)
                if ask and (asked := _asked_order(taken[0], settings)) is not settings:
                    settings = asked
                    taken = _take_in(path, settings, lexicon, project, syntax=syntax)
                if show:
                    _tell_faults(taken[0], as_json=as_json)
                    _show(taken[1], as_json)
                else:
                    _accept(project, taken, yes_above, ask=ask, as_json=as_json)
                break
            except ChangedError:  # nothing was written: read the table as it is now, and decide again
                if ask or not left:
                    raise


def _refuse_table(path: Path) -> None:
    from conflictmap.sources.located.reader import is_event_table

    if path.suffix.lower() in TABLES and is_event_table(path):
        raise ConflictmapError(f"{path}: is a table of events, not prose; run `conflictmap events import {path}`")


def _asked_order(chronicle: Chronicle, settings: EntrySettings) -> EntrySettings:
    """The settings with the order of day and month, asked where the text's dates do not show it."""
    open_dates = [problem.value for problem in chronicle.problems if "the day was read first" in problem.message]
    if not open_dates or settings.month_first is not None:
        return settings
    day_first = typer.confirm(f"{open_dates[0]}: does the day stand first?", default=True)
    return replace(settings, month_first=not day_first)


def _tell_faults(chronicle: Chronicle, *, as_json: bool) -> None:
    if not as_json:
        print_problems(chronicle.problems, as_json=False)
        _report_left(chronicle)


def _accept(
    project: Project, taken: tuple[Chronicle, Intake, Keeper], line: float | None, *, ask: bool, as_json: bool
) -> None:
    """Decide about the drafts of a text; of one that was left out in large part, nothing is accepted unasked."""
    _tell_faults(taken[0], as_json=as_json)
    much = taken[0].dropped > MOST_DROPPED
    if not much or _goes_on(taken[0], ask=ask):
        _decide(project, taken, line if ask or not much else None, ask=ask, as_json=as_json)


def _report_left(chronicle: Chronicle) -> None:
    """What became no entry, with its lines and what it was taken for; nothing is dropped without a word."""
    for block in chronicle.left_out:
        if block.taken_for not in ("rule", "date", "row, read as a sentence"):
            lines = f"line {block.first}" if block.first == block.last else f"lines {block.first}-{block.last}"
            err.print(f"left out, {lines}: {block.taken_for}: {block.text[:_SHOWN]}", style="dim", markup=False)


def _goes_on(chronicle: Chronicle, *, ask: bool) -> bool:
    """Whether to go on with a text of which much was left out: asked in a terminal, else nothing is accepted unasked."""
    share = f"{chronicle.dropped:.0%} of the text was left out"
    if ask:
        return typer.confirm(f"{share}; see the lines above. Go on?", default=False)
    err.print(f"{share}: nothing is accepted unasked", style="yellow", markup=False)
    return True


def _settings(path: Path, source: str, url: str, year: int | None, day_one: str, published: str) -> EntrySettings:
    from conflictmap.chronicle.text.entries import EntrySettings
    from conflictmap.model import COUP_DAY

    first = day_of(day_one or None, "--day-one") or COUP_DAY
    day = day_of(published or None, "--published")
    if url and not url.lower().startswith(("http://", "https://")):
        raise ConflictmapError(f"--url {url!r} is no web address; start it with https://")
    return EntrySettings(source or path.stem.replace("-", " ").replace("_", " "), url, year, first, day)


def _take_in(
    path: Path, settings: EntrySettings, lexicon: Lexicon, project: Project, *, syntax: bool
) -> tuple[Chronicle, Intake, Keeper]:
    from conflictmap.chronicle import open_coder, read_chronicle
    from conflictmap.chronicle.review.intake import steady_ids, take_in
    from conflictmap.chronicle.review.ledger import read_texts

    keeper = Keeper(project)
    chronicle = steady_ids(read_chronicle(path, settings, lexicon), keeper.records)
    drafts = open_coder(project, lexicon, syntax=syntax).code_chronicle(chronicle)
    return chronicle, take_in(chronicle, drafts, keeper.records, keeper.rows, read_texts(project)), keeper


def _decide(
    project: Project, taken: tuple[Chronicle, Intake, Keeper], line: float | None, *, ask: bool, as_json: bool
) -> None:
    from conflictmap.chronicle.review.ledger import texts_path, write_texts
    from conflictmap.chronicle.review.session import DraftReview, accept_above
    from conflictmap.cli.draft_review import run
    from conflictmap.writing import put_back

    chronicle, intake, keeper = taken
    if not as_json:
        _report_diffs(intake)
    before = len(keeper.rows)
    draft_review = DraftReview(keeper.rows, intake.records, intake.items)
    if line is not None:
        draft_review = accept_above(draft_review, line)
    with put_back(texts_path(project)):
        write_texts(project, {entry.entry_id: entry.text for entry in chronicle.entries})
        keeper.keep(draft_review)
    if ask and draft_review.items:
        draft_review = run(draft_review, keeper)
    _summary(intake, draft_review, len(draft_review.rows) - before, as_json)


def _report_diffs(intake: Intake) -> None:
    for diff in intake.diffs:
        err.print(f"{diff.entry_id}: the text was corrected", style="yellow", markup=False)
        for line in diff.lines:
            err.print(f"  {line}", style="red" if line.startswith("-") else "green", markup=False)
        for event_id in diff.gone:
            err.print(f"  {event_id} is no longer told in it; it stays, until a person changes it", markup=False)


def _summary(intake: Intake, draft_review: DraftReview, added: int, as_json: bool) -> None:
    waiting = sum(record.status == "pending" for record in (draft_review.records[item.key] for item in intake.items))
    counts = {
        "added": added,
        "known": intake.counts.get("known", 0),
        "waiting": waiting,
        "corrected": len(intake.diffs),
    }
    if as_json:
        print_json(counts)
        return
    text = f"{added} events added, {counts['known']} events known already, {waiting} drafts wait for a decision"
    out.print(text)
    if waiting and not sys.stdin.isatty():
        out.print("run the same command in a terminal to decide them, or give --yes-above 0.9")


def _show(intake: Intake, as_json: bool) -> None:
    drafts = [intake.records[item.key].draft for item in intake.items]
    if as_json:
        print_json(
            [
                {
                    "entry_id": draft.entry_id,
                    "fields": {
                        name: {
                            "value": field.value,
                            "confidence": field.confidence,
                            "evidence": field.evidence,
                            "why": field.why,
                        }
                        for name, field in draft.fields.items()
                    },
                    "same_as": [duplicate.event_id for duplicate in item.duplicates],
                }
                for item, draft in zip(intake.items, drafts, strict=True)
            ]
        )
        return
    names = ("event_date", "end_date", "sub_event_type", "act", "actor1", "actor2", "location", "mode", "fatalities")
    rows = [
        {"entry": draft.entry_id, **{name: draft.value(name) for name in names}, "sure": f"{draft.confidence:.2f}"}
        for draft in drafts
    ]
    print_rows(rows, as_json=False, title=f"{len(rows)} drafts; {intake.counts.get('known', 0)} events known already")
