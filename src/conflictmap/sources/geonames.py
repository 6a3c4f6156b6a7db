"""GeoNames' country file as a layer: settlements, units and built sites, with their alternate names.
Streams, hills and fields are left out, and counted. GeoNames is CC BY 4.0."""

from __future__ import annotations

import io
from collections.abc import Iterable

import pandas as pd

from conflictmap.errors import SourceError
from conflictmap.places.names.keys import script
from conflictmap.sources.layer import NAME_COLUMNS, PLACE_COLUMNS, LayerData, findings, no_findings

SOURCE = "GeoNames, CC BY 4.0"
# The file has no header: https://download.geonames.org/export/dump/readme.txt
COLUMNS = (
    "geonameid", "name", "asciiname", "alternatenames", "latitude", "longitude", "feature_class", "feature_code",
    "country_code", "cc2", "admin1_code", "admin2_code", "admin3_code", "admin4_code", "population", "elevation", "dem",
    "timezone", "modification_date",
)  # fmt: skip
CLASSES = ("P", "S", "L")  # settlements; buildings, bases, bridges; areas such as military ones, ports, parks
COUNTRY = "MM"


def layer(texts: Iterable[tuple[str, str]]) -> LayerData:
    """Return the places of GeoNames' file; ids are "geonames:" and its number.

    Parameters: texts, (name, content) of each file of the archive; its readme is passed over.
    Raises: SourceError, where a line has not 19 columns or no line is of Myanmar.
    """
    frames = [_rows(name, text) for name, text in texts if not name.lower().endswith("readme.txt")]
    every = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=list(COLUMNS), dtype=str)
    in_country = every[every["country_code"] == COUNTRY]
    if not len(in_country):
        raise SourceError("no line of the file is of Myanmar (country code MM); give GeoNames' MM.zip or MM.txt")
    in_country = in_country.set_index("geonames:" + in_country["geonameid"]).rename_axis("place_id")
    taken = in_country["feature_class"].isin(CLASSES) & (in_country["name"] != "")
    again = in_country.index.duplicated()
    reports = [
        findings("other_kind", in_country[~taken], in_country["feature_code"][~taken], done="left out"),
        findings("duplicate", in_country[taken & again], done="first kept"),
    ]
    rows = in_country[taken & ~again]
    places = rows.assign(
        name_my=[_burmese(names) for names in rows["alternatenames"]],
        feature_code=rows["feature_code"].replace("", "PPL"),
        lon=rows["longitude"],
        lat=rows["latitude"],
        radius_km=0.0,
        # its own unit codes are not P-codes: the polygons say where each place lies
        **{f"adm{level}_pcode": "" for level in (1, 2, 3, 4)},
        source=SOURCE,
        other_ids="",
    )
    report = pd.concat([part for part in reports if len(part)] or [no_findings()], ignore_index=True)
    return LayerData(places[list(PLACE_COLUMNS)], _names(rows), report, len(every))


def _rows(name: str, text: str) -> pd.DataFrame:
    first = text.split("\n", 1)[0]
    if first.count("\t") != len(COLUMNS) - 1:
        have = first.count("\t") + 1
        raise SourceError(
            f"{name} line 1: {have} columns, not GeoNames' {len(COLUMNS)}; give MM.zip or MM.txt as it is"
        )
    try:
        return pd.read_csv(
            io.StringIO(text),
            sep="\t",
            names=list(COLUMNS),
            dtype=str,
            keep_default_na=False,
            quoting=3,
            on_bad_lines="error",
        )
    except pd.errors.ParserError as error:
        raise SourceError(f"{name}: {error}; download it again") from None


def _burmese(alternates: str) -> str:
    return next((name for name in alternates.split(",") if script(name) == "burmese"), "")


def _names(rows: pd.DataFrame) -> pd.DataFrame:
    forms = rows["alternatenames"].str.split(",").explode().str.strip()
    every = pd.concat([forms, rows["asciiname"].str.strip()]).rename("name").rename_axis("place_id").reset_index()
    kind = [script(str(name)) for name in every["name"]]
    every = every.assign(kind=["script" if language == "burmese" else "spelling" for language in kind], source=SOURCE)
    own = pd.MultiIndex.from_frame(rows[["name"]].reset_index())
    # names in other scripts (Chinese, Cyrillic) are no spelling that a report in English or Burmese uses
    new = ~pd.MultiIndex.from_frame(every[["place_id", "name"]]).isin(own) & [language != "" for language in kind]
    kept: pd.DataFrame = every[new].drop_duplicates(["place_id", "name"]).assign(start=None, end=None)
    return kept[list(NAME_COLUMNS)].sort_values(["place_id", "name"], kind="stable", ignore_index=True)
