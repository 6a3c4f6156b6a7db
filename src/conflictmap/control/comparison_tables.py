"""Other people's assessments and crosswalks, as read from text: a row a township or a point, every fault at once.
Nothing here reads a file."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from conflictmap.calendar_day import read_day
from conflictmap.csv_bytes import csv_rows
from conflictmap.errors import ConflictmapError, DataError, Problem

CODE, NAMES, HOLDERS, DAYS = "adm3_pcode", ("township", "name", "ts"), ("holder", "control", "actor"), ("day", "date")
# "MNDAA - 12 November 2023 - Kunlong", as community maps title their points; the date in any of three forms
_TITLE = re.compile(r"(?P<holder>.+?)\s+[-–]\s+(?P<day>[^-–]*\d{4}|\d{4}-\d\d-\d\d)\s+[-–]\s+(?P<place>.+)")
_MONTHS = {name: place for place, name in enumerate(
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
)}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Other:
    """A row of somebody else's assessment. `day` None is any; a point has lon, lat, and place_id once it is found."""

    row: int
    place: str
    holder: str
    day: date | None
    adm3_pcode: str = ""
    place_id: str = ""
    lon: float | None = None
    lat: float | None = None


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """Categories by what each side calls them, in order from one end of the scale to the other.

    Without rows (`order` empty) each word is its own category.
    """

    shown: str
    order: tuple[str, ...]
    ours_by: Mapping[str, str]
    theirs_by: Mapping[str, str]

    def theirs(self, other: Other) -> str:
        """Find the category of a holder of theirs. Raises: ConflictmapError, where it is left out."""
        if not self.order:
            return other.holder
        category = self.theirs_by.get(other.holder.casefold())
        if category is None:
            fix = f"add a row theirs,{other.holder},<category>"
            raise ConflictmapError(f"{self.shown}: leaves out {other.holder!r} (row {other.row} of theirs); {fix}")
        return category

    def ours(self, names: Sequence[str], span: Mapping[str, Any]) -> str:
        """Find the category of a span of ours by the first of its names that is known. Raises: ConflictmapError, if none."""
        if not self.order:
            return str(span["holder"] or span["state"])
        for name in names:
            if name.casefold() in self.ours_by:
                return self.ours_by[name.casefold()]
        fix = f"add a row ours,{names[-1]},<category>"
        raise ConflictmapError(f"{self.shown}: leaves out {' / '.join(names)} ({span['adm3_pcode']}); {fix}")


NO_CROSSWALK = Crosswalk("", (), {}, {})


def read_crosswalk(text: str, shown: str) -> Crosswalk:
    """Read a crosswalk: CSV with side (ours or theirs), value, category; the categories' order is that of the rows.

    `value` is one of our actor_ids, display groups or states (as not_assessed), or a word of theirs; capitals do not
    matter. Raises: DataError, with every faulty row.
    """
    order: dict[str, None] = {}
    sides: dict[str, dict[str, str]] = {"ours": {}, "theirs": {}}
    problems = []
    names, rows = _table(text, shown)
    if not {"side", "value", "category"} <= set(names):
        raise ConflictmapError(f"{shown}: lacks a column; write side,value,category on the first line")
    for number, row in rows:
        side, value, category = (row.get(name, "").strip() for name in ("side", "value", "category"))
        if side not in sides:
            problems.append(Problem(shown, "is no side", "write ours or theirs", row=number, column="side", value=side))
        elif not category:
            problems.append(Problem(shown, "is empty", "name a category", row=number, column="category", value=""))
        elif sides[side].setdefault(value.casefold(), category) != category:
            fix = "keep one row for each value"
            problems.append(
                Problem(shown, "has two categories", fix, row=number, column="value", value=value)
            )  # fmt: skip
        order[category] = None
    if problems:
        raise DataError(problems)
    return Crosswalk(shown, tuple(name for name in order if name), sides["ours"], sides["theirs"])


def read_others(text: str, shown: str, township_of: Callable[[str], str | None]) -> list[Other]:
    """Read an assessment: CSV, or GeoJSON of townships (properties) or of points titled "holder - date - place".

    Parameters: township_of, the P-code that a code or a name means, None where it means none or several.
    Raises: DataError, with every township that is not known and every second holder of one on a day.
    """
    rows = _features(text, shown) if text.lstrip()[:1] == "{" else _lines(text, shown)
    others: list[Other] = []
    problems: list[Problem] = []
    first_rows: dict[tuple[str, date | None], Other] = {}
    for other in rows:
        if other.lon is not None:
            others.append(other)
            continue
        pcode = township_of(other.adm3_pcode or other.place)
        if pcode is None:
            fix = f"give its P-code in {CODE}; `conflictmap gazetteer show NAME` finds it"
            value = other.adm3_pcode or other.place
            problems.append(Problem(shown, "is no township, or means several", fix, row=other.row, value=value))
            continue
        before = first_rows.setdefault((pcode, other.day), other)
        if before.holder != other.holder:
            text_ = f"is a second holder of {pcode} (the first is in row {before.row})"
            problems.append(
                Problem(shown, text_, "keep one row for a township and day", row=other.row, value=other.holder)
            )
            continue
        if before is other:
            others.append(replace(other, adm3_pcode=pcode))
    if problems:
        raise DataError(problems)
    return others


def _lines(text: str, shown: str) -> list[Other]:
    header, rows = _table(text, shown)
    names = {name.strip().casefold(): name for name in header}
    holder, day, code = _first(names, HOLDERS), _first(names, DAYS), names.get(CODE)
    name = _first(names, NAMES)
    if holder is None or (code is None and name is None):
        raise ConflictmapError(
            f"{shown}: lacks a column; give {CODE} or township, and holder (and day, if you have it)"
        )
    wrong = [
        Problem(
            shown, "is not a day", "write it as YYYY-MM-DD, or leave it empty", row=number, column=day, value=row[day]
        )
        for number, row in rows
        if day and row.get(day, "").strip() and day_of(row[day]) is None
    ]
    if wrong:
        raise DataError(wrong)
    return [
        Other(
            number, row.get(name or "", "").strip(), row.get(holder, "").strip(), day_of(row.get(day or "", "")),
            row.get(code or "", "").strip(),
        )
        for number, row in rows
    ]  # fmt: skip


def _table(text: str, shown: str) -> tuple[list[str], list[tuple[int, dict[str, str]]]]:
    """The names of a CSV's columns, and its rows with cells by their numbers, but for blank lines.

    Raises: DataError, where it is no CSV, or a row has more cells than there are columns.
    """
    names, *rows = csv_rows(text, shown) or [[]]
    long = [number for number, row in enumerate(rows, start=2) if len(row) > len(names) and any(row[len(names) :])]
    if long:
        raise DataError([Problem(shown, "has a row with more cells than there are columns", "quote cells that hold commas",
                                 row=long[0])])  # fmt: skip
    return names, [(number, dict(zip(names, row, strict=False))) for number, row in enumerate(rows, start=2) if row]


def _features(text: str, shown: str) -> list[Other]:
    try:
        features = [
            (_own(feature.get("properties")), _point(feature.get("geometry")))
            for feature in json.loads(text)["features"]
        ]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise ConflictmapError(f"{shown}: is no GeoJSON with features; give a CSV or a FeatureCollection") from None
    others = []
    for number, (own, point) in enumerate(features, start=1):
        title = _TITLE.fullmatch(str(own.get("title") or own.get("name") or "").strip())
        if point is not None and title:
            lon, lat = point
            others.append(Other(number, title["place"], title["holder"], day_of(title["day"]), "", "", lon, lat))
            continue
        holder = next((str(own[name]).strip() for name in HOLDERS if own.get(name)), "")
        name = next((str(own[name]) for name in NAMES if own.get(name)), "")
        day = next((day_of(str(own[name])) for name in DAYS if own.get(name)), None)
        others.append(Other(number, name, holder, day, str(own.get(CODE) or "")))
    return others


def _own(properties: Any) -> dict[str, Any]:
    return {str(name).casefold(): value for name, value in (properties or {}).items()}


def _point(geometry: Any) -> tuple[float, float] | None:
    """Longitude and latitude, None of another shape. Raises: ValueError or TypeError, where they are no degrees."""
    if not geometry or geometry.get("type") != "Point":
        return None
    lon, lat = (float(degrees) for degrees in geometry["coordinates"][:2])
    if not (abs(lon) <= 180 and abs(lat) <= 90):
        raise ValueError("no degrees")
    return lon, lat


def _first(names: Mapping[str, str], wanted: Sequence[str]) -> str | None:
    return next((names[name] for name in wanted if name in names), None)


def day_of(text: str) -> date | None:
    """Read a day as written: 2023-11-12, 12 November 2023, November 12, 2023; None where it is none of these."""
    text = text.strip()
    if (written := read_day(text)) is not None:
        return written
    words = re.findall(r"[A-Za-z]+|\d+", text)
    month = next((_MONTHS[word[:3].casefold()] for word in words if word[:3].casefold() in _MONTHS), None)
    numbers = [int(word) for word in words if word.isdigit() and len(word) <= 4]
    year = next((number for number in numbers if number > 31), None)
    day = next((number for number in numbers if number <= 31), None)
    try:
        return date(year, month, day) if year and month and day else None
    except ValueError:
        return None
