"""MIMU's lists of places, as frames with one set of column names whatever the release.
Columns are found by the letters of their names, so 9.4's `StateRegionPCode` and 9.6's `SR_Pcode` are one.
No row is dropped here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from conflictmap.errors import SourceError

# What a column is called, in letters and digits only, from release 9.2 to 9.7; the first that is there counts.
SPELLINGS: Mapping[str, tuple[str, ...]] = {
    "adm1_pcode": ("srpcode", "stateregionpcode", "sdpcode", "stpcode", "adm1pcode"),
    "adm1_name": ("srnameeng", "stateregion", "stateregionname", "statedivi", "st", "adm1en"),
    "adm1_name_my": ("srnamemmr", "srnamemm", "stateregionmm", "adm1my", "adm1mm"),
    "adm2_pcode": ("districtsazpcode", "districtpcode", "dpcode", "dtpcode", "adm2pcode"),
    "adm2_name": ("districtsaznameeng", "districtnameeng", "district", "dt", "adm2en"),
    "adm2_name_my": ("districtsaznamemmr", "districtnamemmr", "districtmm", "adm2my", "adm2mm"),
    "adm3_pcode": ("tsppcode", "townshippcode", "tspcode", "adm3pcode"),
    "adm3_name": ("townshipnameeng", "tspnameeng", "township", "ts", "adm3en"),
    "adm3_name_my": ("townshipnamemmr", "tspnamemmr", "townshipmm", "tsmmr4", "adm3my", "adm3mm"),
    "adm4_pcode": ("villagetractpcode", "vtpcode", "villagetracttownpcode", "vtownpcode", "adm4pcode"),
    "adm4_name": ("villagetractnameeng", "vtnameeng", "villagetracttown", "villagetract", "adm4en"),
    "adm4_name_my": ("villagetractnamemmr", "vtnamemmr", "villagetracttownmm", "adm4my"),
    "town_pcode": ("townpcode",),
    "town_name": ("townnameeng", "town"),
    "town_name_my": ("townnamemmr", "townnamemm", "townmmr4"),
    "ward_pcode": ("wardpcode",),
    "ward_name": ("wardnameeng", "ward"),
    "ward_name_my": ("wardnamemmr", "wardmm"),
    "village_pcode": ("villagepcode", "locationpcode"),
    "village_name": ("villagenameeng", "locationname", "village"),
    "village_name_my": ("villagenamemmr", "locationnamemm", "villagemm"),
    "kind": ("locationtype", "type"),
    "common": ("commonlyusedlocalname", "alternatevillagenameeng", "alternatenameeng", "alternativename"),
    "common_my": ("commonlyusedlocalnamemm", "alternatevillagenamemmr", "alternatenamemmr"),
    "previous": ("previousname", "previousvillagename"),
    "lon": ("longitude", "lon", "long", "x"),
    "lat": ("latitude", "lat", "y"),
    "active": ("isactive", "mimutownmappingstatus", "mimuvillagemappingstatus", "mimuwardmappingstatus"),
    "town_level": ("level",),
}


def canonical(raw: pd.DataFrame) -> pd.DataFrame:
    """Return the same rows under one set of names.

    Parameters: raw, n rows of str with a release's own headers.
    Returns: n rows with every column of `SPELLINGS`, text stripped, "" where the release has none.
    """
    by_letters = {letters(str(name)): name for name in reversed(raw.columns.tolist())}
    out = {}
    for name, spellings in SPELLINGS.items():
        source = next((by_letters[spelling] for spelling in spellings if spelling in by_letters), None)
        out[name] = "" if source is None else raw[source].astype(str).str.strip()
    return pd.DataFrame(out, index=raw.index)


def level(raw: pd.DataFrame) -> str:
    """Tell what a list holds: "village", "ward", "town", "tract", "township", "district" or "state"; "" if none of them.

    The finest code that the list has decides.
    """
    headers = {letters(str(name)) for name in raw.columns}
    for name, kind in (
        ("village_pcode", "village"), ("ward_pcode", "ward"), ("town_pcode", "town"), ("adm4_pcode", "tract"),
        ("adm3_pcode", "township"), ("adm2_pcode", "district"), ("adm1_pcode", "state"),
    ):  # fmt: skip
        if headers & set(SPELLINGS[name]):
            return kind
    return ""


def parents(lists: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Return every township, district and state that any list names, once.

    Returns: rows indexed by P-code: level (1-3), name, name_my, adm1_pcode, adm2_pcode. Names come from the first list
    that gives one.
    """
    rows = []
    for frame in lists:
        for number in (1, 2, 3):
            columns = {f"adm{number}_pcode": "pcode", f"adm{number}_name": "name", f"adm{number}_name_my": "name_my"}
            part = frame[list(columns)].rename(columns=columns)
            part = part.assign(
                level=number,
                adm1_pcode=frame["adm1_pcode"] if number > 1 else "",
                adm2_pcode=frame["adm2_pcode"] if number > 2 else "",
            )
            rows.append(part[part["pcode"] != ""].drop_duplicates())
    if not rows:
        raise SourceError("no list names a township; give MIMU's list of townships")
    every = pd.concat(rows)
    every = every.assign(bare=(every["name_my"] == "").astype(int)).sort_values(["pcode", "bare"], kind="stable")
    return every.drop_duplicates("pcode").drop(columns="bare").set_index("pcode").sort_index()


def numbers(text: pd.Series[Any]) -> pd.Series[Any]:
    """Return degrees as numbers; missing where a cell is empty or holds none."""
    return pd.to_numeric(text, errors="coerce").astype("float64")


def letters(name: str) -> str:
    """Return a header in lower-case letters and digits only."""
    return re.sub(r"[^a-z0-9]", "", name.lower())
