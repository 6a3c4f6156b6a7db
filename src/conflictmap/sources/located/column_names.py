"""Which column of a file is which: by the names that exports, OCHA's tables and people's spreadsheets give them.
Nothing here reads a cell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from conflictmap.errors import ConflictmapError
from conflictmap.sources.located.reading import Cells

#: Names of a table's columns, as letters and digits only; the first that a file has is taken. What an export of this
#: program calls source_lon is what the source gave; its lon is where the event was resolved to.
SPELLINGS: Mapping[str, tuple[str, ...]] = {
    "event_id": ("eventid", "eventidcnty", "dataid", "id", "incidentid", "uid", "recordid", "globalid"),
    "event_date": ("eventdate", "date", "datestart", "startdate", "incidentdate", "dateofincident", "day"),
    "end_date": ("enddate", "dateend"),
    "time_precision": ("timeprecision",),
    "reported_on": ("reportedon", "reportdate", "datereported", "publicationdate"),
    "event_type": ("eventtype", "type", "incidenttype", "category"),
    "sub_event_type": ("subeventtype", "subtype"),
    "act": ("act",),
    "actor1": ("actor1", "actor", "sidea", "perpetrator", "actorname"),
    "actor2": ("actor2", "sideb", "victim", "target"),
    "mode": ("mode",),
    "location": ("location", "place", "placename", "village", "town", "locationname", "wherecoordinates"),
    "notes": ("notes", "note", "description", "summary", "details", "comment", "comments"),
    "source": ("source", "sources", "sourcename"),
    "source_url": ("sourceurl", "url", "link", "sourcelink"),
    "fatalities": ("fatalities", "deaths", "killed", "best", "dead"),
    "supersedes": ("supersedes",),
    "lon": ("sourcelon", "lon", "longitude", "long", "lng", "x", "xcoord", "xcoordinate", "gpslongitude", "pointx"),
    "lat": ("sourcelat", "lat", "latitude", "y", "ycoord", "ycoordinate", "gpslatitude", "pointy"),
    "geo_precision": ("sourcegeoprecision", "geoprecision", "precision", "locationprecision"),
    "adm3_pcode": (
        "sourceadm3pcode",
        "adm3pcode",
        "admin3pcode",
        "tspcode",
        "townshippcode",
        "tsppcode",
        "adm3code",
        "tscode",
    ),
}
_TAGS = {
    "event_date": r"#date(\+|$)",
    "lat": r"#geo\+lat",
    "lon": r"#geo\+lon",
    "adm3_pcode": r"#adm3\+(code|pcode)",
    "location": r"#loc\+name",
    "event_type": r"#event\+type",
    "fatalities": r"#affected\+killed",
    "event_id": r"#event\+(id|code)",
    "source": r"#meta\+source",
}
_ACLED = (
    {"eventidcnty", "subeventtype"},
    {"dataid", "eventtype", "geoprecision"},
    {"eventidnocnty", "eventtype", "geoprecision"},  # before 2019
)
_UCDP = {"whereprec", "dateprec", "datestart", "sidea", "best"}
_OTHERS = frozenset(
    {
        "whereprec",
        "dateprec",
        "subeventtype",
        "eventidcnty",
        "dataid",
        "eventidnocnty",
        "disordertype",
        "admin1",
        "adm1pcode",
    }
)
_KNOWN = {spelling for spellings in SPELLINGS.values() for spelling in spellings} | _OTHERS


def plain(header: str) -> str:
    """Return a header as letters and digits: "ADM3_PCODE" -> "adm3pcode"."""
    return re.sub(r"[^a-z0-9]", "", header.lower())


def is_known(header: str) -> bool:
    """Whether some importer has a use for a column of this name."""
    return plain(header) in _KNOWN


def kind_of(headers: Sequence[str]) -> str:
    """Tell which importer a file is for: "acled", "ucdp" or "table"."""
    names = {plain(header) for header in headers}
    if names >= _UCDP:
        return "ucdp"
    return "acled" if any(names >= needed for needed in _ACLED) else "table"


def known_columns(cells: Cells, given: Mapping[str, str]) -> dict[str, str]:
    """Return the file's column for each of a table's columns that it has.

    Parameters: given, our name by the file's, as `--map` says; it goes before names and tags.
    Raises: ConflictmapError, where `given` names a column that is not there.
    """
    headers = [str(header) for header in cells.frame.columns]
    columns = {ours: theirs for theirs, ours in given.items()}
    for theirs, ours in given.items():
        if theirs not in headers:
            raise ConflictmapError(f"--map {theirs}={ours}: {cells.name} has no column {theirs!r}; {_there(headers)}")
        if ours not in SPELLINGS:
            raise ConflictmapError(f"--map {theirs}={ours}: {ours!r} is none of {', '.join(SPELLINGS)}")
    by_name = {plain(header): header for header in reversed(headers)}
    for ours, spellings in SPELLINGS.items():
        tagged = next((head for head, tag in cells.tags.items() if re.match(_TAGS.get(ours, "$^"), tag)), None)
        named = next((by_name[spelling] for spelling in spellings if spelling in by_name), None)
        if ours not in columns and (named or tagged):
            columns[ours] = named or tagged or ""
    return columns


def require(cells: Cells, needed: Mapping[str, str], kind: str) -> None:
    """Raise ConflictmapError where a file of a kind lacks a column. Parameters: needed, what each column holds."""
    there = {plain(str(header)) for header in cells.frame.columns}
    missing = [f"{name} ({what})" for name, what in needed.items() if plain(name) not in there]
    if missing:
        headers = [str(header) for header in cells.frame.columns]
        raise ConflictmapError(
            f"{cells.name}: a file of kind {kind} has the columns {', '.join(missing)}, and this one has not; "
            f"{_there(headers)}; import it with --as table and --map"
        )


def column(cells: Cells, name: str) -> list[str]:
    """Return a column's cells, whatever its capitals; "" in each row where the file has no such column."""
    header = next((head for head in cells.frame.columns if plain(str(head)) == plain(name)), None)
    return [""] * len(cells.frame) if header is None else cells.frame[header].tolist()


def _there(headers: Sequence[str]) -> str:
    return f"there are: {', '.join(headers[:40])}"
