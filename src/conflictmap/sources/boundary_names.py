"""Which township each polygon of a user's file is, and what the file says of its units.
By the file's P-codes where it has them, else by overlap with the core's townships and by name; nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from conflictmap.errors import SourceError
from conflictmap.geo import EQUAL_AREA
from conflictmap.places.gazetteer.units import Units
from conflictmap.sources import mimu_lists

FEW = 20  # townships: of so few a share says nothing
PART_LIMIT = 0.5  # of a polygon's own area, that lies in one township of the core: it is a part of it
LOST_LIMIT = 0.4  # of the core's townships, that a file may be without: official lists differ by a tenth


@dataclass(frozen=True, slots=True)
class NamingOptions:
    """The file's name for messages, its level (3 or 4), and the columns that the user named ("" where not)."""

    file: str
    level: int = 3
    pcode: str = ""
    name: str = ""


def named(
    polygons: gpd.GeoDataFrame, options: NamingOptions, core: Units
) -> tuple[gpd.GeoDataFrame, pd.DataFrame, list[str]]:
    """Name the polygons: one row a township with `pcode` and `shown`, the known units with the file's own parents, and remarks."""
    for column in (options.pcode, options.name):
        if column and column not in polygons.columns:
            shown = ", ".join(str(name) for name in polygons.columns if name != "geometry")
            raise SourceError(f"{options.file}: no column {column!r}; its columns are: {shown}")
    cells = polygons.drop(columns="geometry")
    text = cells.astype(object).where(cells.notna(), "").astype(str).replace({"nan": "", "None": "", "<NA>": ""})
    rows = mimu_lists.canonical(text)
    names = text[options.name] if options.name else rows["adm3_name"].where(rows["adm3_name"] != "", _bare_name(text))
    codes = text[options.pcode].str.strip() if options.pcode else rows["adm3_pcode"]
    if (codes == "").all():
        if options.level == 4:
            raise SourceError(
                f"{options.file}: village tracts need a column with the township's P-code; name it with --pcode"
            )
        codes = _by_overlap(polygons, names.tolist(), core, options.file)
        remarks = ["The file has no P-codes: they were given by overlap with the core's townships and by name."]
        rows = rows.assign(adm1_pcode="", adm2_pcode="")
        names = names.where(~codes.duplicated(keep=False), codes.map(core.table["name"]))  # a whole has its own name
    elif (codes == "").any():
        raise SourceError(
            f"{options.file}: {(codes == '').sum()} polygons have no P-code; "
            "fill them in, or name another column with --pcode"
        )
    else:
        remarks = []
    out = polygons.assign(pcode=codes.to_numpy(), shown=names.to_numpy())
    if out["pcode"].duplicated().any():
        doubled = int(out["pcode"].duplicated().sum())
        remarks.append(f"{doubled} polygons share a P-code with another and were joined to it.")
        out = out.dissolve("pcode", as_index=False, aggfunc="first")
    known, unit_remarks = _known(rows.assign(adm3_pcode=codes, adm3_name=names), core, options.file)
    return out.sort_values("pcode", ignore_index=True), known, remarks + unit_remarks


def _bare_name(text: pd.DataFrame) -> pd.Series[Any]:
    column = next((name for name in ("shapeName", "NAME_3", "name", "NAME") if name in text.columns), None)
    return text[column] if column else pd.Series("", text.index)


def _by_overlap(polygons: gpd.GeoDataFrame, names: list[str], core: Units, what: str) -> pd.Series[Any]:
    """P-codes by the share of area in common with the core's townships, and the name; each given once."""
    core_frame = core.frame.to_crs(EQUAL_AREA)
    shapes = polygons.geometry.to_crs(EQUAL_AREA).make_valid().to_numpy()
    left, right = shapely.STRtree(core_frame.geometry.to_numpy()).query(shapes, predicate="intersects")
    common = shapely.area(shapely.intersection(shapes[left], core_frame.geometry.to_numpy()[right]))
    whole = shapely.area(shapes)[left] + core_frame.area.to_numpy()[right] - common
    alike = np.array(
        [
            mimu_lists.letters(names[i]) == mimu_lists.letters(core_frame["name"].iloc[j])
            for i, j in zip(left, right, strict=True)
        ]
    )
    common_share = dict(zip(zip(left, right, strict=True), common / shapely.area(shapes)[left], strict=True))
    score = pd.DataFrame({"left": left, "right": right, "score": common / whole + 0.25 * alike})
    score = score[common / whole > 0.01].sort_values(["score", "left"], ascending=[False, True])
    given: dict[int, str] = {}
    for i, j in zip(score["left"], score["right"], strict=True):
        if i not in given and core_frame.index[j] not in given.values():
            given[int(i)] = str(core_frame.index[j])
    inside = score.assign(share=[common_share[pair] for pair in zip(score["left"], score["right"], strict=True)])
    for i, j in zip(*(inside[inside["share"] > PART_LIMIT][side] for side in ("left", "right")), strict=True):
        given.setdefault(int(i), str(core_frame.index[j]))  # a part of a township that the core has whole
    if lost := [names[i] or f"number {i + 1}" for i in range(len(names)) if i not in given]:
        raise SourceError(
            f"{what}: no township of the core fits {', '.join(lost[:5])}; name the column of P-codes with --pcode"
        )
    return pd.Series([given[i] for i in range(len(names))], polygons.index)


def _known(rows: pd.DataFrame, core: Units, what: str) -> tuple[pd.DataFrame, list[str]]:
    """The units of the file with the core's names where it has none, and what the two do not agree on."""
    file_units = mimu_lists.parents([rows])
    columns = ["name", "name_my", "kind", "adm1_pcode", "adm2_pcode"]
    core_rows = core.table.reindex(file_units.index)[columns].fillna("")
    kind = np.select([file_units["level"] == 3, file_units["level"] == 2], ["township", "district"], "region")
    file_rows = file_units.assign(kind=kind)
    filled = {
        name: file_rows[name].where(file_rows[name] != "", core_rows[name])
        for name in ("name", "adm1_pcode", "adm2_pcode")
    }
    # the core's Burmese names are checked Unicode; a file's may be anything
    filled |= {name: core_rows[name].where(core_rows[name] != "", file_rows[name]) for name in ("name_my", "kind")}
    whole = pd.concat([file_rows.assign(**filled), core.table[~core.table.index.isin(file_rows.index)]])[
        [*columns, "level"]
    ]
    townships = file_units.index[file_units["level"] == 3]
    strange = [pcode for pcode in townships if pcode not in core.table.index]
    lost = [pcode for pcode in core.townships.index if pcode not in townships]
    orphans = [pcode for pcode in townships if not whole.at[pcode, "adm1_pcode"] or not whole.at[pcode, "adm2_pcode"]]
    if orphans:
        raise SourceError(
            f"{', '.join(orphans[:5])}: no known township, and the file names no district and state for it; "
            "correct the P-code"
        )
    if len(core.townships) >= FEW and len(lost) > LOST_LIMIT * len(core.townships):
        raise SourceError(
            f"{what}: {len(lost)} of the country's {len(core.townships)} townships are not in it; give the townships of "
            "the whole country (states and districts are made of them)"
        )
    remarks = []
    if strange:
        remarks.append(f"P-codes that the core has not: {', '.join(_labels(strange, whole))}.")
    if lost:
        remarks.append(f"Townships of the core that the file has not: {', '.join(_labels(lost, whole))}.")
    return whole, remarks


def _labels(pcodes: list[str], known: pd.DataFrame) -> list[str]:
    names = known["name"].astype(str).to_dict()
    return [f"{pcode} {names[pcode]}" for pcode in pcodes[:10]] + (["..."] if len(pcodes) > 10 else [])
