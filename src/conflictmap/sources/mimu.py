"""MIMU's place codes as a layer: towns, wards, village tracts and villages, whatever release they come in.
Previous and commonly used names become names of the place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from conflictmap.errors import SourceError
from conflictmap.sources import mimu_lists
from conflictmap.sources.layer import NAME_COLUMNS, PLACE_COLUMNS, LayerData, findings, no_findings
from conflictmap.sources.table_files import Sheet

SOURCE = "MIMU place codes"
# which of a list's columns hold the place itself, by the finest code that the list has; the feature code it gets
_FORMS: Mapping[str, tuple[str, str]] = {
    "town": ("town", "PPL"),
    "ward": ("ward", "PPLX"),
    "tract": ("adm4", "ADM4"),
    "village": ("village", "PPL"),
    "township": ("adm3", "ADM3"),
}


def layer(tables: Iterable[Sheet]) -> LayerData:
    """Return the places of MIMU's lists, one row a code; lists of states, districts and townships add parents only.

    Parameters: tables, as `reading.sheets` gives them; those without P-codes are passed over.
    Raises: SourceError, where none of them lists a place.
    """
    known = [(sheet, kind) for sheet in tables if (kind := mimu_lists.level(sheet.rows)) != ""]
    frames = [_places(mimu_lists.canonical(sheet.rows), kind) for sheet, kind in known if kind in _FORMS]
    if not frames:
        raise SourceError(
            "no list of towns, wards, village tracts or villages among the files; "
            "give MIMU's place codes (CSV or workbook) as downloaded"
        )
    every = pd.concat(frames, ignore_index=True)
    stated = _stated_tracts([mimu_lists.canonical(sheet.rows) for sheet, kind in known if kind == "village"])
    every = pd.concat([every, stated[~stated["place_id"].isin(every["place_id"])]], ignore_index=True)
    return _settle(every, rows=sum(len(sheet.rows) for sheet, _ in known))


def _places(rows: pd.DataFrame, kind: str) -> pd.DataFrame:
    form, code = _FORMS[kind]
    places = pd.DataFrame(
        {
            "place_id": rows[f"{form}_pcode"],
            "name": rows[f"{form}_name"],
            "name_my": rows[f"{form}_name_my"],
            "feature_code": code,
            **{f"adm{level}_pcode": rows[f"adm{level}_pcode"] for level in (1, 2, 3, 4)},
            "lon": rows["lon"],
            "lat": rows["lat"],
            **{name: rows[name] for name in ("common", "common_my", "previous")},
            "active": ~rows["active"].isin(["0", "Inactive"]),
        }
    )
    if kind == "village":  # the older lists hold wards among the villages
        ward = rows["kind"].str.lower() == "ward"
        places = places.assign(feature_code=places["feature_code"].mask(ward, "PPLX"))
    if kind == "town":
        places = places.assign(name=places["name"].str.replace(r"\s*(Town|City)$", "", regex=True).str.strip())
    if kind == "tract":  # the older lists hold towns among the tracts; a town's number is 700 or more
        town = places["place_id"].str[-3:].str.fullmatch(r"7\d\d")
        places = places[~town]
    if kind == "township":  # only those without polygons are places of their own: the core has the others
        places = places.assign(adm4_pcode="")
    return places


def _stated_tracts(villages: list[pd.DataFrame]) -> pd.DataFrame:
    """The tracts that lists of villages name, for whom the list of tracts itself is not at hand."""
    rows = pd.concat(villages, ignore_index=True) if villages else mimu_lists.canonical(pd.DataFrame())
    rows = rows[(rows["adm4_pcode"] != "") & (rows["adm4_name"] != "")].drop_duplicates("adm4_pcode")
    bare = dict.fromkeys(("lon", "lat", "common", "common_my", "previous", "active"), "")
    return _places(rows.assign(**bare), "tract")


def _settle(every: pd.DataFrame, *, rows: int) -> LayerData:
    every = every.assign(lon=every["lon"], lat=every["lat"])
    void = (every["place_id"] == "") | ((every["name"] == "") & (every["name_my"] == ""))
    again = every.duplicated("place_id") & ~void
    reports = [
        findings("no_code", every[void].set_index("place_id"), done="left out"),
        # a code that two lists hold, such as a ward in the old list and the new, is no fault; one list repeating it is
        findings("duplicate", every[again].set_index("place_id"), done="first kept"),
    ]
    places = every[~void & ~again].set_index("place_id")
    gone = ~places["active"]
    reports.append(findings("inactive", places[gone], done="kept"))
    places = places.assign(
        feature_code=places["feature_code"].mask(gone & places["feature_code"].isin(["PPL", "PPLX"]), "PPLH"),
        name=places["name"].where(places["name"] != "", places["name_my"]),
        source=SOURCE,
        other_ids="",
        radius_km=0.0,
        adm4_pcode=places["adm4_pcode"].where(places["feature_code"] != "ADM4", places.index.to_series()),
    )
    report = pd.concat([part for part in reports if len(part)] or [no_findings()], ignore_index=True)
    return LayerData(places[list(PLACE_COLUMNS)], other_names(places), report, rows)


def other_names(places: pd.DataFrame) -> pd.DataFrame:
    """Return the commonly used and the previous names of places; `NAME_COLUMNS`. (What stands in brackets is the matcher's.)

    Parameters: places, indexed by place_id: name, name_my, common, common_my, previous; several names in one cell are
    separated by commas, slashes or semicolons.
    """
    columns = {"common": "common", "common_my": "script", "previous": "former"}
    parts = []
    for column, kind in columns.items():
        forms = places[column].str.split(r"\s*[,;/၊]\s*").explode().str.strip()
        parts.append(forms.rename("name").rename_axis("place_id").reset_index().assign(kind=kind))
    names = pd.concat(parts, ignore_index=True)
    official = pd.MultiIndex.from_frame(places[["name"]].reset_index())
    new = (names["name"] != "") & ~pd.MultiIndex.from_frame(names[["place_id", "name"]]).isin(official)
    kept = names[new].drop_duplicates(["place_id", "name"]).assign(source=SOURCE, start=None, end=None)
    return kept[list(NAME_COLUMNS)].sort_values(["place_id", "name"], kind="stable", ignore_index=True)
