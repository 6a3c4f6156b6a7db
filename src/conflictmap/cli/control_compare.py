"""`conflictmap compare`: hold our control against somebody else's assessment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from conflictmap.cli.lookup import AsOf, Assume, RuleSetName, assess, beyond_table, day_of, last_day, state_day
from conflictmap.cli.options import Where
from conflictmap.cli.output import AsJson, err, out, print_json, print_rows
from conflictmap.errors import ConflictmapError

if TYPE_CHECKING:
    from conflictmap.control import Assessment
    from conflictmap.control.comparison import Pair
    from conflictmap.control.comparison_tables import Crosswalk, Other
    from conflictmap.pipeline import Inputs

NEAR_KM = 15.0  # a point further from the gazetteer's place of its name is another place
KM_A_DEGREE = 111.2


def compare(
    other: Annotated[
        Path, typer.Argument(help='A CSV or GeoJSON: townships and holders, or points titled "holder - date - place".')
    ],
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="The day to compare; else the last day of the reports.")
    ] = None,
    start: Annotated[str | None, typer.Option("--from", metavar="DATE", help="Compare from this day on.")] = None,
    end: Annotated[str | None, typer.Option("--to", metavar="DATE", help="The last day, inclusive.")] = None,
    crosswalk: Annotated[
        Path | None,
        typer.Option(help="A CSV with side (ours, theirs), value, category; else words are held as they are."),
    ] = None,
    map_: Annotated[Path | None, typer.Option("--map", help="Write a map of the differences here, as HTML.")] = None,
    as_of: AsOf = None,
    rules: RuleSetName = "standard",
    assume: Assume = False,
    where: Where = None,
    as_json: AsJson = False,
) -> None:
    """Compare with another assessment: agreement, Cohen's kappa, a confusion table, and each township that differs.

    Rows with a day of their own are compared on it. With `--from` and `--to`, rows without one are compared on each first
    day of a month. What the other assessment says never becomes evidence.

    Example: `conflictmap compare theirs.csv --on 2023-11-30 --crosswalk three-way.csv --map differences.html`
    """
    from conflictmap.control.comparison import confusion, measures
    from conflictmap.control.comparison_tables import NO_CROSSWALK, read_crosswalk, read_others
    from conflictmap.project import read_text

    asked, first, last = state_day(on, "--on"), state_day(start, "--from"), day_of(end, "--to")
    if asked and (first or last):
        raise ConflictmapError("--on and --from or --to are given; give one day, or a range")
    if first and last and last < first:
        raise ConflictmapError(f"--from {first} is after --to {last}; swap them")
    table = read_crosswalk(read_text(crosswalk, str(crosswalk)), str(crosswalk)) if crosswalk else NO_CROSSWALK
    inputs, control, assessment = assess(where, as_of, rules, assume)
    rows = read_others(read_text(other, str(other)), str(other), _township_of(inputs))
    others = [_placed(row, inputs) for row in rows]
    closing = last_day(inputs, control.question.as_of)
    days = [asked] if asked else _months(first or last or closing, last or closing) if first or last else [closing]
    for remark in dict.fromkeys(beyond_table(inputs, day, control.question.as_of) for day in days):
        if remark:
            err.print(remark, style="yellow")
    pairs, missing = _compared(assessment, _wanted(others, asked, first, last), days, table, inputs)
    order = table.order or tuple(sorted({name for pair in pairs for name in (pair.ours, pair.theirs)}))
    scores, counts = measures(pairs, order), confusion(pairs, order)
    differing = [_row(pair, inputs) for pair in pairs if not pair.agrees]
    lines = [
        f"{len(pairs)} compared, rules {assessment.rules.name}; {len(missing)} of theirs have nothing of ours beside them"
    ]
    lines += [f"{name.replace('_', ' ')}: {_interval(value)}" for name, value in scores.items() if name != "n"]
    if map_ is not None:
        _draw(map_, pairs, inputs, lines)
    if as_json:
        print_json({"scores": scores, "confusion": counts.to_dict("index"), "differing": differing,
                    "not_compared": [{"row": row.row, "place": row.place or row.adm3_pcode} for row in missing]})  # fmt: skip
        return
    for line in lines:
        err.print(line, markup=False, highlight=False)
    print_rows([{"ours": name, **dict(zip(order, row, strict=True))} for name, row in zip(order, counts.to_numpy(), strict=True)], as_json=False,
               title="Confusion: ours by row, theirs by column")  # fmt: skip
    out.print()
    print_rows(differing, as_json=False, title="Differ")


def _compared(
    assessment: Assessment, others: list[Other], days: list[date], table: Crosswalk, inputs: Inputs
) -> tuple[list[Pair], list[Other]]:
    from conflictmap.control.comparison import pairs_of

    groups = dict(zip(inputs.actors["actor_id"], inputs.actors["display_group"].fillna(""), strict=True))
    points = [row for row in others if row.lon is not None]
    units = [row for row in others if row.lon is None]
    pairs, missing = [], []
    for number, day in enumerate(days):
        for spans, rows in ((assessment.spans, units), (assessment.sites, points)):
            due = [row for row in rows if row.day is None or number == 0]  # a row with a day of its own: once
            same, rest = pairs_of(spans, due, day, table, groups)
            pairs += same
            missing += rest
    return pairs, missing


def _wanted(others: list[Other], on: date | None, first: date | None, last: date | None) -> list[Other]:
    """The rows to compare; with `--on` a point is compared on that day, whenever it is said to have changed."""
    if on is not None:
        rows = [row for row in others if row.lon is not None or row.day in (None, on)]
        return [replace(row, day=None) for row in rows if row.lon is None or row.day is None or row.day <= on]
    return [
        row
        for row in others
        if row.day is None or ((first is None or row.day >= first) and (last is None or row.day <= last))
    ]


def _months(first: date, last: date) -> list[date]:
    """The first day, and each first of a month after it, up to the last."""
    days, day = [first], first
    while (day := date(day.year + day.month // 12, day.month % 12 + 1, 1)) <= last:
        days.append(day)
    return days


def _township_of(inputs: Inputs) -> Callable[[str], str | None]:
    table = inputs.units.table
    townships = table[table["level"] == 3]
    by_name: dict[str, set[str]] = {}
    for code, name in zip(townships.index, townships["name"], strict=True):
        by_name.setdefault(str(name).casefold(), set()).add(str(code))

    def found(text: str) -> str | None:
        if text in townships.index:
            return text
        codes = by_name.get(text.casefold(), set())
        if not codes:
            rows = inputs.gazetteer.candidates(text) if text else townships.iloc[:0]
            codes = {str(place) for place in rows.index if place in townships.index}
        return next(iter(codes)) if len(codes) == 1 else None

    return found


def _placed(point: Other, inputs: Inputs) -> Other:
    """A point with the place of the gazetteer that has its name and is nearest to it; as it is where none is near."""
    if point.lon is None or point.lat is None:
        return point
    rows = inputs.gazetteer.candidates(point.place)
    rows = rows[rows["lon"].notna() & rows["feature_code"].str.startswith("PPL")]
    if rows.empty:
        return replace(point, place_id="?")
    away = ((rows["lon"] - point.lon) ** 2 * 0.87 + (rows["lat"] - point.lat) ** 2) ** 0.5 * KM_A_DEGREE
    return replace(point, place_id=str(away.idxmin()) if float(away.min()) <= NEAR_KM else "?")


def _row(pair: Pair, inputs: Inputs) -> dict[str, Any]:
    return {
        "adm3_pcode": pair.adm3_pcode, "name": str(inputs.units.table.at[pair.adm3_pcode, "name"]), "place": pair.place,
        "day": pair.day.isoformat(), "ours": pair.ours, "theirs": pair.theirs, "state": pair.state,
        "holder": pair.holder, "confidence": pair.confidence, "evidence": " ".join(pair.evidence), "row": pair.row,
    }  # fmt: skip


def _interval(value: tuple[float | None, float | None, float | None]) -> str:
    middle, low, high = value
    return "not defined: one category only" if middle is None else f"{middle} ({low} to {high})"


def _draw(path: Path, pairs: list[Pair], inputs: Inputs, lines: list[str]) -> None:
    from conflictmap.control.comparison_map import difference_map
    from conflictmap.writing import write_atomic

    frame = inputs.units.frame
    shapes = dict(zip(frame.index.tolist(), frame.geometry.tolist(), strict=True))
    names = dict(zip(frame.index.tolist(), frame["name"].tolist(), strict=True))
    write_atomic(path, difference_map(pairs, shapes, names, lines).encode("utf-8"))
    err.print(f"{path}: the map of the differences")
