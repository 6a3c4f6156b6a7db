"""Any table of places as a layer: the user says which of its columns is which.
Two columns are needed, an id and a name; the rest may be missing."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from conflictmap.errors import SourceError
from conflictmap.sources.layer import NAME_COLUMNS, PLACE_COLUMNS, LayerData, findings, no_findings
from conflictmap.sources.mimu_lists import letters
from conflictmap.sources.table_files import Sheet

NEEDED = ("place_id", "name")
FIELDS = (
    "place_id", "name", "name_my", "feature_code", "lon", "lat",
    "adm1_pcode", "adm2_pcode", "adm3_pcode", "adm4_pcode", "aliases", "source",
)  # fmt: skip


def column_map(text: str) -> dict[str, str]:
    """Read "lon=Long,name=Village" as a map from field to column. Raises: SourceError for another form or field."""
    pairs = [part.split("=", 1) for part in text.split(",") if part.strip()]
    if any(len(pair) != 2 for pair in pairs):
        raise SourceError(
            f"--columns {text!r}: write field=column, with commas between, e.g. lon=Longitude,lat=Latitude"
        )
    given = {field.strip(): column.strip() for field, column in pairs}
    if unknown := [field for field in given if field not in FIELDS]:
        raise SourceError(f"--columns: {', '.join(unknown)} is no field; the fields are {', '.join(FIELDS)}")
    return given


def layer(sheet: Sheet, columns: Mapping[str, str], *, source: str) -> LayerData:
    """Return the places of a table.

    Parameters: columns, field -> column; a field that it leaves out is taken from the column of its name, if there is
    one; source, who vouches for rows that name no source. Aliases in one cell are separated by | or ;.
    Raises: SourceError, where a column named is not there, or no column gives an id or a name.
    """
    there = {letters(str(name)): str(name) for name in sheet.rows.columns}
    shown = ", ".join(str(name) for name in sheet.rows.columns)
    if lost := [column for column in columns.values() if column not in sheet.rows.columns]:
        raise SourceError(f"{sheet.name}: no column {', '.join(map(repr, lost))}; its columns are: {shown}")
    taken = {field: columns.get(field, there.get(letters(field), "")) for field in FIELDS}
    if lost := [field for field in NEEDED if not taken[field]]:
        example = ",".join(f"{field}=COLUMN" for field in lost)
        raise SourceError(
            f"{sheet.name}: which column is the {' and the '.join(lost)}? say --columns {example}; there are: {shown}"
        )
    rows = pd.DataFrame({field: sheet.rows[column].str.strip() if column else "" for field, column in taken.items()})
    void = (rows["place_id"] == "") | (rows["name"] == "")
    again = rows.duplicated("place_id") & ~void
    reports = [
        findings("no_code", rows[void].set_index("place_id"), done="left out"),
        findings("duplicate", rows[again].set_index("place_id"), done="first kept"),
    ]
    kept = rows[~void & ~again].set_index("place_id")
    places = kept.assign(
        feature_code=kept["feature_code"].replace("", "PPL"),
        source=kept["source"].replace("", source),
        radius_km=0.0,
        other_ids="",
    )
    names = kept["aliases"].str.split(r"\s*[|;]\s*").explode().rename("name").rename_axis("place_id").reset_index()
    names = names[names["name"] != ""].assign(kind="spelling", source=source, start=None, end=None)
    report = pd.concat([part for part in reports if len(part)] or [no_findings()], ignore_index=True)
    return LayerData(places[list(PLACE_COLUMNS)], names[list(NAME_COLUMNS)].reset_index(drop=True), report, len(rows))
