"""Any table with a day and a place as rows of events: what it does not say is said to be unknown.
A row without a point is known by its township, or by its name; nothing here looks a name up."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping

import pandas as pd

from conflictmap.errors import ConflictmapError
from conflictmap.schema import ACTS, EVENT_TYPES, SUB_EVENT_TYPES
from conflictmap.sources.located.column_names import SPELLINGS, known_columns
from conflictmap.sources.located.fields import (
    Faults,
    coordinates,
    days,
    empty,
    refuse_swapped,
    time_precisions,
    whole_numbers,
)
from conflictmap.sources.located.party_names import BETWEEN
from conflictmap.sources.located.reading import Cells

COUNTRY = "5"  # the geo_precision of a row that is known by its country alone, which has no point
_UNTYPED = ("Strategic developments", "Other")


def read(
    cells: Cells, faults: Faults, *, given: Mapping[str, str], today: dt.date, dayfirst: bool, name: str
) -> pd.DataFrame:
    """Return rows of `schema.EVENTS` as text; actors are names as written.

    Parameters: given, our column by the file's (`--map`); name, the table's, its source where it has no such column.
    Raises: ConflictmapError, where the table has no day or no place.
    """
    columns = known_columns(cells, given)
    _require(cells, columns)
    text = {ours: _cells(cells, columns.get(ours)) for ours in SPELLINGS}
    theirs = {ours: columns.get(ours, ours) for ours in SPELLINGS}
    start = days(text["event_date"], theirs["event_date"], faults, today=today, dayfirst=dayfirst)
    other_days = {
        ours: days(text[ours], theirs[ours], faults, today=today, dayfirst=dayfirst, required=False)
        for ours in ("end_date", "reported_on")
    }
    end = [later or first for later, first in zip(other_days["end_date"], start, strict=True)]
    lon = coordinates(text["lon"], theirs["lon"], faults, axis="lon")
    lat = coordinates(text["lat"], theirs["lat"], faults, axis="lat")
    refuse_swapped(lon, lat, (theirs["lon"], theirs["lat"]), faults)
    pcodes = ["" if empty(cell) else cell for cell in text["adm3_pcode"]]
    kinds = [_type(kind, sub) for kind, sub in zip(text["event_type"], text["sub_event_type"], strict=True)]
    ids = _ids(cells, text["event_id"])
    placed = [bool(x) or bool(code) for x, code in zip(lon, pcodes, strict=True)]
    precision = whole_numbers(text["geo_precision"], theirs["geo_precision"], faults)
    placed = [own or code == COUNTRY for own, code in zip(placed, precision, strict=True)]
    return pd.DataFrame(
        {
            "event_id": ids,
            "entry_id": ids,
            "event_date": start,
            "end_date": end,
            "time_precision": time_precisions(text["time_precision"], theirs["time_precision"], faults),
            "reported_on": [known or last for known, last in zip(other_days["reported_on"], end, strict=True)],
            "event_type": [kind[0] for kind in kinds],
            "sub_event_type": [kind[1] for kind in kinds],
            "act": [act if act in ACTS else "other" for act in text["act"]],
            "actor1": ["Not known" if empty(cell) else _parted(cell) for cell in text["actor1"]],
            "actor2": ["" if empty(cell) else _parted(cell) for cell in text["actor2"]],
            "mode": [cell or "reported" for cell in text["mode"]],
            "location": text["location"],
            "notes": [note or _note(*row) for note, *row in zip(text["notes"], text["event_type"], text["location"], strict=True)],
            "source": [cell or name for cell in text["source"]],
            "source_url": text["source_url"],
            "fatalities": whole_numbers(text["fatalities"], theirs["fatalities"], faults),
            "supersedes": text["supersedes"],
            "lon": lon,
            "lat": lat,
            "geo_precision": [code if own else "" for code, own in zip(precision, placed, strict=True)],
            "adm3_pcode": pcodes,
        },
        index=cells.frame.index,
        dtype=object,
    )  # fmt: skip


def _require(cells: Cells, columns: Mapping[str, str]) -> None:
    headers = ", ".join(str(header)[:60] for header in cells.frame.columns)
    if not columns:
        raise ConflictmapError(
            f"{cells.name}: no line near its top names a known column (event_date, lon, lat, location ...); prose is read "
            f"by `conflictmap ingest`, other columns are named with --map; there are: {headers}"
        )
    if "event_date" not in columns:
        raise ConflictmapError(
            f"{cells.name}: no column holds the day; say which with --map COLUMN=event_date; there are: {headers}"
        )
    whole = "lon" in columns and "lat" in columns
    if not whole and "adm3_pcode" not in columns and "location" not in columns:
        raise ConflictmapError(
            f"{cells.name}: no columns hold the place; say which with --map COLUMN=lon and --map COLUMN=lat, or "
            f"=adm3_pcode, or =location; there are: {headers}"
        )


def _cells(cells: Cells, header: str | None) -> list[str]:
    return [""] * len(cells.frame) if header is None else cells.frame[header].tolist()


def _type(kind: str, sub: str) -> tuple[str, str]:
    """The types where they are ACLED's, else "other": a person's own words go to the notes."""
    if sub in SUB_EVENT_TYPES.get(kind, ()):
        return kind, sub
    return (kind, SUB_EVENT_TYPES[kind][-1]) if kind in EVENT_TYPES else _UNTYPED


def _parted(cell: str) -> str:
    return BETWEEN.join(part.strip() for part in cell.replace(";", BETWEEN).split(BETWEEN) if part.strip())


def _note(kind: str, location: str) -> str:
    return f"{kind or 'Event'} at {location}." if location else f"{kind or 'Event'}."


def _ids(cells: Cells, written: list[str]) -> list[str]:
    """The ids of the file; where it has none, of the row's content, so that the same row has the same one again."""
    if any(written):
        return written
    seen: dict[str, int] = {}
    out = []
    for row in cells.frame.itertuples(index=False, name=None):
        made = hashlib.sha256("\x1f".join(str(cell) for cell in row).encode()).hexdigest()[:10]
        seen[made] = seen.get(made, 0) + 1
        out.append(made if seen[made] == 1 else f"{made}-{seen[made]}")
    return out
