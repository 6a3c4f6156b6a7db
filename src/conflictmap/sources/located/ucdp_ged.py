"""UCDP GED as rows of events: Myanmar's out of the whole file, `where_prec` and `date_prec` on this project's scales.
UCDP counts deaths in organised violence; it never says who holds a place, so no row is a change of hands."""

from __future__ import annotations

import datetime as dt
import re

import pandas as pd

from conflictmap.sources.located.column_names import column, require
from conflictmap.sources.located.fields import Faults, coordinates, days, empty, refuse_swapped, whole_numbers
from conflictmap.sources.located.reading import Cells

NEEDED = {
    "id": "UCDP's number", "date_start": "first day", "date_end": "last day", "latitude": "", "longitude": "",
    "where_prec": "1 to 7", "side_a": "", "side_b": "", "best": "deaths",
}  # fmt: skip
COUNTRY = re.compile(r"(?i)myanmar|burma|^775$|^$")
#: where_prec -> geo_precision here (docs/located.md); 5 is a township where its name says so.
PRECISION = {"1": "1", "2": "2", "3": "4", "4": "4", "5": "3", "6": "5", "7": "5"}
_WIDER = re.compile(r"(?i)\b(state|region|district|division)\b\)?$")
_WRITTEN_BY_A_PROGRAM = re.compile(r"\d+(\.\d+)?e\+?\d{1,2}|\d+\.0+", re.IGNORECASE)
_TIME = {"1": "1", "2": "2", "3": "2", "4": "3", "5": "3"}
_KINDS = {
    "1": ("Battles", "Armed clash", "clash"),
    "2": ("Battles", "Armed clash", "clash"),
    "3": ("Violence against civilians", "Attack", "other"),
}


def is_myanmar(cells: Cells) -> list[bool]:
    """Tell which rows of the whole file are Myanmar's; all of them where the file names no country."""
    names = column(cells, "country") if any(column(cells, "country")) else column(cells, "country_id")
    return [COUNTRY.search(name) is not None for name in names]


def read(cells: Cells, faults: Faults, *, today: dt.date) -> pd.DataFrame:
    """Return rows of `schema.EVENTS` as text; actors are names as written.

    A row known by the country only (6), or by water or air (7), has no point: the file's is the country's middle.
    """
    require(cells, NEEDED, "ucdp")
    numbers = [_number(cell) for cell in column(cells, "id")]
    start = days(column(cells, "date_start"), "date_start", faults, today=today)
    end = days(column(cells, "date_end"), "date_end", faults, today=today)
    published = [_last_day(cell, last, today) for cell, last in zip(column(cells, "source_date"), end, strict=True)]
    lon = coordinates(column(cells, "longitude"), "longitude", faults, axis="lon")
    lat = coordinates(column(cells, "latitude"), "latitude", faults, axis="lat")
    refuse_swapped(lon, lat, ("longitude", "latitude"), faults)
    where = column(cells, "where_coordinates")
    precision = [_precision(code, name) for code, name in zip(column(cells, "where_prec"), where, strict=True)]
    known = [code in ("1", "2", "3", "4") for code in precision]
    kinds = [
        _KINDS["3" if kind == "3" or (not kind and side_b == "Civilians") else "1"]
        for kind, side_b in zip(column(cells, "type_of_violence"), column(cells, "side_b"), strict=True)
    ]
    for place, code in enumerate(column(cells, "where_prec")):
        if code not in PRECISION:
            faults.add(place, "where_prec", code, "is no precision of UCDP's", "give 1 to 7")
    return pd.DataFrame(
        {
            "event_id": numbers,
            "entry_id": numbers,
            "event_date": start,
            "end_date": end,
            "time_precision": [_TIME.get(code, "1") for code in column(cells, "date_prec")],
            "reported_on": published,
            "event_type": [kind[0] for kind in kinds],
            "sub_event_type": [kind[1] for kind in kinds],
            "act": [kind[2] for kind in kinds],
            "actor1": column(cells, "side_a"),
            "actor2": column(cells, "side_b"),
            "mode": "reported",
            "location": where,
            "notes": _notes(cells),
            "source": "UCDP GED",
            "source_url": "",
            "fatalities": whole_numbers(column(cells, "best"), "best", faults),
            "supersedes": "",
            "lon": [x if use else "" for x, use in zip(lon, known, strict=True)],
            "lat": [y if use else "" for y, use in zip(lat, known, strict=True)],
            "geo_precision": precision,
            "adm3_pcode": "",
        },
        index=cells.frame.index,
        dtype=object,
    )


def _number(cell: str) -> str:
    """Give UCDP's number in digits: programs write 500000 as 5e+05, or as 500000.0."""
    return str(int(float(cell))) if _WRITTEN_BY_A_PROGRAM.fullmatch(cell.strip()) else cell


def _precision(code: str, name: str) -> str:
    return "4" if code == "5" and _WIDER.search(name) else PRECISION.get(code, "")


def _last_day(cell: str, end: str, today: dt.date) -> str:
    """The first report's day is not given; the earliest that a source of the row was published, not before its end."""
    days_published = [day for day in re.findall(r"\d{4}-\d\d-\d\d", cell) if end <= day <= today.isoformat()]
    return min(days_published, default=end)


def _notes(cells: Cells) -> list[str]:
    names = ("side_a", "side_b", "where_description", "best", "low", "high", "deaths_civilians", "source_headline")
    rows = zip(*(column(cells, name) for name in names), strict=True)
    return [_note(row) for row in rows]


def _note(row: tuple[str, ...]) -> str:
    side_a, side_b, where, best, low, high, civilians, headline = row
    text = f"{side_a} and {side_b}" + (f" ({where})" if where else "") + f": {best} dead by the best estimate"
    text += f", {low} to {high}" if not empty(low) and not empty(high) else ""
    text += f", {civilians} of them civilians" if not empty(civilians) and civilians != "0" else ""
    return f"{text}. {headline[:500]}".rstrip() if headline else f"{text}."
