"""`conflictmap control --sites`: bases, towns, crossings, the countryside and sections of roads, on a day or over some days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from conflictmap.cli.output import Forms, print_rows
from conflictmap.errors import ConflictmapError, raise_if_errors

if TYPE_CHECKING:
    import pandas as pd

    from conflictmap.control import Assessment, Control
    from conflictmap.pipeline import Inputs

    Answer = tuple[Inputs, Control, Assessment]

ROADS = "roads"
CROSSINGS = "crossings"
# What `--sites` takes -> the kinds of sites; of crossings those whose name says so.
KINDS: dict[str, tuple[str, ...]] = {
    CROSSINGS: ("base", "infrastructure"),
    "bases": ("base",),
    "towns": ("seat", "village"),
    "countryside": ("rural",),
    ROADS: (),
}


def print_sites(answer: Answer, days: tuple[date, date], kinds: str, forms: Forms, title: str) -> None:
    """Print the sites of some kinds whose state is known, and how it was from the first day to the last.

    Raises: ConflictmapError, for an unknown kind; DataError, where a row of data/roads.csv cannot be used.
    """
    asked = [name.strip() for name in kinds.split(",") if name.strip()]
    for name in asked:
        if name not in KINDS:
            raise ConflictmapError(f"--sites {name!r} is not known; use some of: {', '.join(KINDS)}")
    rows = list(_site_rows(answer, days, asked))
    if ROADS in asked:
        rows += _road_rows(answer, days)
    print_rows(rows, as_json=forms.json, as_csv=forms.csv, title=f"Sites: {', '.join(asked)} ({title})")


def _site_rows(answer: Answer, days: tuple[date, date], asked: list[str]) -> Iterator[dict[str, Any]]:
    inputs, _, assessment = answer
    places, units = inputs.gazetteer.frame()["name"], inputs.units.table["name"]
    for site in _between(assessment.sites, days).to_dict("records"):
        part = str(site["site_id"]).partition("/")[2]
        name = ", ".join(text for text in (part, str(places.get(site["place_id"], ""))) if text)
        if site["state"] != "unknown" and any(_is_of(kind, site["place_kind"], name) for kind in asked):
            yield {
                "site_id": site["site_id"], "name": name, "kind": site["place_kind"], "township": units[site["adm3_pcode"]],
                **_held(site, site["start_low"], site["start_high"]),
            }  # fmt: skip


def _road_rows(answer: Answer, days: tuple[date, date]) -> Iterator[dict[str, Any]]:
    """A row a section of data/roads.csv and span; its name is the road and its towns, its township that of the first."""
    from conflictmap.control.roads import ROADS as TABLE
    from conflictmap.control.roads import sections_of, sections_over
    from conflictmap.project import read_table

    inputs, control, assessment = answer
    path = inputs.project.table("roads.csv")
    if not path.exists():
        raise ConflictmapError(
            f"{inputs.project.shown(path)}: is not there; write the sections of roads in it, or leave out roads"
        )
    table, problems = read_table(path, TABLE, inputs.project.shown(path))
    places = inputs.gazetteer.frame()["name"]
    sections, wrong = sections_of(table, places.index)
    raise_if_errors([*problems, *wrong])
    for span in _between(sections_over(assessment.sites, sections, control.question.alliances), days).to_dict(
        "records"
    ):
        if span["state"] != "unknown":
            ends = " to ".join(str(places[span[name]]) for name in ("from_place", "to_place"))
            yield {
                "site_id": span["section_id"], "name": f"{span['road']}: {ends}", "kind": "road", "township": "",
                **_held(span, span["start"], span["start"]),
            }  # fmt: skip


def _held(span: dict[Any, Any], low: date, high: date) -> dict[str, Any]:
    return {
        "state": span["state"], "holder": span["holder"], "other": span["other"], "confidence": span["confidence"],
        "since": span["start"].isoformat(), "until": span["end"].isoformat() if span["end"] else "",
        "earliest": low.isoformat(), "latest": high.isoformat(), "evidence": " ".join(span["evidence"]),
    }  # fmt: skip


def _between(spans: pd.DataFrame, days: tuple[date, date]) -> pd.DataFrame:
    """The spans that hold on some of the days, both inclusive."""
    first, last = days
    begun = spans["start"].map(lambda start: start <= last).astype(bool)
    return spans[begun & spans["end"].map(lambda end: end is None or end > first).astype(bool)]


def _is_of(asked: str, kind: str, name: str) -> bool:
    from conflictmap.control.roads import is_crossing

    return kind in KINDS[asked] and (asked != CROSSINGS or is_crossing(name))
