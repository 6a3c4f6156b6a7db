"""`conflictmap evaluate`: how well names are resolved, against a gold file or UCDP's rows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from conflictmap.cli.gazetteer import DataDir
from conflictmap.cli.options import Where, project_at
from conflictmap.cli.output import AsJson, print_json, print_rows
from conflictmap.errors import ConflictmapError

if TYPE_CHECKING:
    import pandas as pd

    from conflictmap.places.resolution.matcher import Matcher

_WORST = ["toponym", "context", "expected", "status", "got", "got_name", "score", "error_km", "outcome"]


def evaluate(
    gold: Annotated[
        Path | None,
        typer.Argument(help="A gold file, or UCDP GED rows (they have where_coordinates).", show_default=False),
    ] = None,
    part: Annotated[str, typer.Option("--part", help="Only rows of this part: development or judging.")] = "",
    worst: Annotated[int, typer.Option("--worst", min=0, help="How many of the worst cases to list.")] = 25,
    as_json: AsJson = False,
    data_dir: DataDir = None,
    project: Where = None,
    events: Annotated[
        Path | None, typer.Option("--events", help="Score `ingest` instead: events coded by hand, as data/events.csv.")
    ] = None,
    text: Annotated[
        Path | None, typer.Option("--text", help="Their text; else the one of that name beside them.")
    ] = None,
    year: Annotated[int | None, typer.Option("--year", help="The year of the text's dates that have none.")] = None,
) -> None:
    """Score names against their true places: accuracy, refusals, error in km, by kind and region, and the worst cases.

    Examples: `conflictmap evaluate tests/data/gold.csv`, `conflictmap evaluate ucdp.csv --json`,
    `conflictmap evaluate --events november.gold.csv --text november.txt`

    A gold file has the columns toponym, context (units separated by ;), date, expected (the township's, district's or
    state's P-code, or empty where the name is to be refused) and, if known, expected_place, expected_status, kind (by which
    the figures are given) and note: `alt:CODE|CODE` names units that are no error either, `alt: refuse` allows a refusal.
    """
    from conflictmap.cli.evaluate_events import evaluate_events
    from conflictmap.places.resolution.matcher import Matcher
    from conflictmap.project import read_text

    if events is not None:
        evaluate_events(events, text, year, project_at(project), as_json=as_json)
        return
    if gold is None:
        raise ConflictmapError("name a gold file, or --events with a table of events coded by hand")
    header = read_text(gold, str(gold)).partition("\n")[0]
    matcher = Matcher.open(project_at(project), data_dir=data_dir)
    if "where_coordinates" in header:
        _ucdp(gold, matcher, worst, as_json=as_json)
    else:
        _gold(gold, matcher, part, worst, as_json=as_json)


def _gold(path: Path, matcher: Matcher, part: str, worst: int, *, as_json: bool) -> None:
    from conflictmap.places.gold_scores import percent, read_gold, score_gold

    gold = read_gold(path, str(path))
    report = score_gold(gold[gold["part"] == part] if part else gold, matcher)
    median, p90 = report.error_km
    tables = {
        "by kind": report.by("kind"),
        "by state or region": report.by("adm1"),
        "by reporter": report.by("reporter"),
        "by tenth of the score": report.reliability(),
    }
    if as_json:
        figures = {name: list(figure) for name, figure in report.figures.items()}
        rows = {name: _rows(table) for name, table in tables.items()}
        print_json({"figures": figures, "error_km": [median, p90], **rows, "worst": _rows(report.worst(worst)[_WORST])})
        return
    figures_rows: list[dict[str, Any]] = [{"figure": name, "value": percent(f)} for name, f in report.figures.items()]
    figures_rows.append({"figure": "error, median and 90th percentile", "value": f"{median:.1f} km, {p90:.1f} km"})
    print_rows(figures_rows, as_json=False, title=f"{path.name} {part}".strip())
    for title, table in tables.items():
        if title == "by reporter":
            continue
        print_rows(_rows(table), as_json=False, title=title)
    print_rows(_rows(report.worst(worst)[_WORST]), as_json=False, title="the worst cases")


def _ucdp(path: Path, matcher: Matcher, worst: int, *, as_json: bool) -> None:
    from conflictmap.places.gold_scores import read_ucdp, score_ucdp, ucdp_figures

    scored = score_ucdp(read_ucdp(path), matcher)
    figures = ucdp_figures(scored)
    bad = scored[scored["accepted"] & ~scored["right"]].sort_values("error_km", ascending=False).head(worst)
    columns = ["where_prec", "toponym", "context", "status", "place_id", "name", "score", "error_km"]
    if as_json:
        print_json({"figures": figures, "worst": _rows(bad[columns])})
        return
    print_rows(figures, as_json=False, title="UCDP rows")
    print_rows(_rows(bad[columns]), as_json=False, title="the worst cases")


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {str(name): (round(value, 3) if isinstance(value, float) else value) for name, value in row.items()}
        for row in frame.to_dict("records")
    ]
