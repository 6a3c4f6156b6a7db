"""A gazetteer compiled into arrays: from a key to the names that bear it, in microseconds.
Nothing here ranks. The same gazetteer gives the same arrays whatever the order of its rows.

A *record* is one written name of one place. Three tables of sorted 64-bit hashes lead to records: its fold, its
skeleton, and its skeleton less one letter. Hashes are blake2b's, so a saved index is good on another machine.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from conflictmap.places.mentions.phrase import read_part
from conflictmap.places.names.armies import is_common_word
from conflictmap.places.names.keys import deletions, fold, script, skeleton
from conflictmap.places.names.kinds import is_generic, place_class, split_kind
from conflictmap.places.resolution.lookup import Ints, Lookup, Texts, hashes, key_hash, lookup
from conflictmap.writing import write_atomic

FORMAT = 9  # raised when the arrays or the keys change, so that no old cache is read
_DIRECTIONS = ("north", "south", "east", "west", "upper", "lower", "middle")
# MIMU tells villages of one name apart by who lives there: "Loilen (Myanmar)" is not called Myanmar
_PEOPLES = frozenset(
    [
        "myanmar",
        "burma",
        "kayin",
        "karen",
        "shan",
        "kachin",
        "chin",
        "rakhine",
        "mon",
        "kayah",
        "lisu",
        "lishaw",
        "naga",
        "pa-o",
    ]
)
BURMESE = 16
_BRACKET = re.compile(r"\s*\(([^()]*)\)")


@dataclass(frozen=True)
class Index:
    """The compiled gazetteer. Places are numbered by sorted place_id, records by place, then by name.

    `classes` number `CLASSES`; `adm1`, `adm2`, `adm3` number `units` (-1: none); `record_kinds` number `RECORD_KINDS`.
    """

    place_ids: Texts
    names: Texts
    names_my: Texts
    codes: Texts
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    radius_km: NDArray[np.float64]
    classes: NDArray[np.int8]
    adm1: Ints
    adm2: Ints
    adm3: Ints
    units: Texts
    record_place: Ints
    record_kind: NDArray[np.int8]
    record_name: Texts
    record_traits: NDArray[np.int8]
    record_skeleton: Ints
    skeletons: Texts
    by_fold: Lookup
    by_skeleton: Lookup
    by_deletion: Lookup
    skeleton_records: Lookup

    def __len__(self) -> int:
        return len(self.place_ids)

    @cached_property
    def unit_number(self) -> dict[str, int]:
        return {self.units[i]: i for i in range(len(self.units))}

    @cached_property
    def place_number(self) -> dict[str, int]:
        return {self.place_ids[i]: i for i in range(len(self))}

    @cached_property
    def unit_place(self) -> dict[int, int]:
        """Unit number -> the place that is that unit (ADM1 to ADM3)."""
        wide = np.flatnonzero(np.isin(self.classes, [CLASSES.index(c) for c in ("township", "district", "state")]))
        owned = {self.place_ids[i]: i for i in wide.tolist()}
        return {self.unit_number[code]: i for code, i in owned.items() if code in self.unit_number}

    @cached_property
    def around(self) -> dict[int, frozenset[int]]:
        """Unit number of a township or district -> the places that are the district and the state around it."""
        outer: dict[int, frozenset[int]] = {}
        for unit, place in self.unit_place.items():
            units = {int(self.adm2[place]), int(self.adm1[place])} - {-1, unit}
            outer[unit] = frozenset(self.unit_place[other] for other in units if other in self.unit_place)
        return outer

    @cached_property
    def by_township(self) -> Lookup:
        """ADM3 unit number -> the records of its places."""
        unit = self.adm3[self.record_place]
        inside = np.flatnonzero(unit >= 0)
        return lookup(unit[inside].astype(np.uint64), inside.astype(np.int32))


CLASSES = ("village", "ward", "village tract", "town", "township", "district", "state", "country", "site")
RECORD_KINDS = ("official", "script", "spelling", "common", "former", "colonial", "other_administration", "part")


def compile_index(frame: pd.DataFrame, names: pd.DataFrame) -> Index:
    """Compile `Gazetteer.frame()` (n places) and `Gazetteer.names()` (m written forms).

    A name's kind word ("Pinlon Town") and its bracket ("Pangsang (Panghkam)") give further records of kind "part".
    """
    frame = frame.sort_index(kind="stable")
    place_ids = [str(value) for value in frame.index]
    number = {place_id: i for i, place_id in enumerate(place_ids)}
    units = sorted(
        {code for level in ("adm1_pcode", "adm2_pcode", "adm3_pcode") for code in frame[level] if _filled(code)}
    )
    unit_number = {code: i for i, code in enumerate(units)}
    records = _records(names, number, _namesakes(frame))
    records = sorted({*records, *_site_records(records, _classes(frame))})
    folds = [fold(name) for _, name, _ in records]
    keys = [skeleton(name) for _, name, _ in records]
    distinct = sorted(set(keys) - {""})
    skeleton_number = {key: i for i, key in enumerate(distinct)}
    of_record = np.array([skeleton_number.get(key, -1) for key in keys], np.int32)
    every = np.arange(len(records), dtype=np.int32)
    named = np.array([bool(key) for key in folds], bool)
    cut = [(key_hash(part), i) for i, key in enumerate(distinct) for part in deletions(key)]
    return Index(
        place_ids=Texts.of(place_ids),
        names=Texts.of(_text(frame["name"])),
        names_my=Texts.of(_text(frame["name_my"])),
        codes=Texts.of(_text(frame["feature_code"])),
        lon=_numbers(frame["lon"]),
        lat=_numbers(frame["lat"]),
        radius_km=np.nan_to_num(_numbers(frame["radius_km"])),
        classes=_classes(frame),
        adm1=_unit_numbers(frame["adm1_pcode"], unit_number),
        adm2=_unit_numbers(frame["adm2_pcode"], unit_number),
        adm3=_unit_numbers(frame["adm3_pcode"], unit_number),
        units=Texts.of(units),
        record_place=np.array([place for place, _, _ in records], np.int32),
        record_kind=np.array([kind for _, _, kind in records], np.int8),
        record_name=Texts.of(folds),
        record_traits=np.array([traits(key) for key in folds], np.int8),
        record_skeleton=of_record,
        skeletons=Texts.of(distinct),
        by_fold=lookup(hashes(key for key in folds if key), every[named]),
        by_skeleton=lookup(hashes(distinct), np.arange(len(distinct), dtype=np.int32)),
        by_deletion=lookup(np.array([h for h, _ in cut], np.uint64), np.array([i for _, i in cut], np.int32)),
        skeleton_records=lookup(of_record[of_record >= 0].astype(np.uint64), every[of_record >= 0]),
    )


def _records(
    names: pd.DataFrame, number: dict[str, int], namesakes: dict[str, list[str]]
) -> list[tuple[int, str, int]]:
    records: set[tuple[int, str, int]] = set()
    for place_id, name, kind in zip(names["place_id"], names["name"], names["kind"], strict=True):
        if not _filled(name):
            continue
        rank = RECORD_KINDS.index(kind) if kind in RECORD_KINDS else RECORD_KINDS.index("spelling")
        own = kind in ("official", "script", "other_administration")  # another administration's unit is no town here
        shared = [] if own else namesakes.get(str(place_id), [])
        for owner in (str(place_id), *shared):
            if owner in number:
                records.add((number[owner], name, rank))
                records |= {(number[owner], part, RECORD_KINDS.index("part")) for part in name_parts(name)}
    best: dict[tuple[int, str], tuple[int, str]] = {}
    for place, name, rank in sorted(records):
        slot = (place, fold(name))
        if slot not in best or rank < best[slot][0]:
            best[slot] = (rank, name)
    return sorted((place, name, rank) for (place, _), (rank, name) in best.items())


def _site_records(records: list[tuple[int, str, int]], classes: NDArray[np.int8]) -> list[tuple[int, str, int]]:
    """Names of sites without their kind word, as reports put another one: "Tha Man Thar police outpost", a "post".

    Lashio Airport is not called Lashio: a town's or a unit's name is no part of a site's.
    """
    site = CLASSES.index("site")
    wide = [CLASSES.index(kind) for kind in ("town", "township", "district", "state")]
    taken = {(place, fold(name)) for place, name, _ in records}
    taken |= {(-1, fold(name)) for place, name, _ in records if classes[place] in wide}
    bare = [(place, read_part(name)) for place, name, _ in records if classes[place] == site]
    return [
        (place, name, RECORD_KINDS.index("part"))
        for place, (_, name, kind) in bare
        if kind and len(fold(name)) > 3 and not is_generic(name) and not is_common_word(name)
        and not {(place, fold(name)), (-1, fold(name))} & taken
    ]  # fmt: skip


def _namesakes(frame: pd.DataFrame) -> dict[str, list[str]]:
    """A township and its towns of the same name share their aliases: Tavoy is Dawei, the town and the township."""
    wide = frame[frame["feature_code"].str.startswith(("ADM3", "PPLA", "PPLC"))]
    groups: dict[tuple[str, str], list[str]] = {}
    for place_id, unit, name in zip(wide.index, wide["adm3_pcode"], wide["name"], strict=True):
        groups.setdefault((str(unit), fold(re.sub("Town$", "", str(name)))), []).append(str(place_id))
    return {
        place: [namesake for namesake in group if namesake != place] for group in groups.values() for place in group
    }


def traits(folded: str) -> int:
    """Return bits of a folded name: 1 north, 2 south, 4 east, 8 west, 16 Burmese script. North Dagon is not like Dagon."""
    bits = sum(1 << bit for bit, word in enumerate(_DIRECTIONS[:4]) if word in folded)
    return bits + (BURMESE if script(folded) == "burmese" else 0)


def name_parts(name: str) -> set[str]:
    """Return other ways to write a gazetteer's name: without its kind word or bracket, and with a bracketed direction first.

    >>> sorted(name_parts("Dagon Myothit (North) Town"))
    ['Dagon Myothit (North)', 'North Dagon Myothit']
    """
    parts: set[str] = set()
    bare, kind = split_kind(re.sub(r"(?<=[a-z])(?=Town$)", " ", name))
    if kind in ("town", "ward", "village", "township", "district"):
        parts.add(bare)
    bracket = _BRACKET.search(bare)
    if bracket:
        outside = _BRACKET.sub("", bare).strip()
        inside = bracket[1].strip()
        if inside.lower() in _DIRECTIONS:
            parts.add(f"{inside} {outside}")
        elif inside.lower() in _PEOPLES or inside.lower() in ("new", "old"):
            parts.add(outside)
        elif len(fold(inside)) > 3 and len(fold(outside)) > 1:
            parts |= {outside, inside}
    return {part for part in parts if fold(part) and part != name}


def save_index(index: Index, path: Path) -> None:
    """Write the arrays as one .npz, atomically."""
    import io

    arrays: dict[str, Any] = {}
    for name, value in index.__dict__.items():
        if isinstance(value, Texts):
            arrays[f"{name}.block"], arrays[f"{name}.starts"] = np.frombuffer(value.block, np.uint8), value.starts
        elif isinstance(value, Lookup):
            arrays |= {f"{name}.keys": value.keys, f"{name}.starts": value.starts, f"{name}.values": value.values}
        elif isinstance(value, np.ndarray):
            arrays[name] = value
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)
    write_atomic(path, buffer.getvalue())


def load_index(path: Path) -> Index:
    """Read what `save_index` wrote. Raises: OSError, ValueError or KeyError where the file is not whole."""
    fields: dict[str, Any] = {}
    with np.load(path, allow_pickle=False) as arrays:
        for name in arrays.files:
            stem, _, part = name.partition(".")
            if not part:
                fields[name] = arrays[name]
            elif part == "block":
                fields[stem] = Texts(arrays[name].tobytes(), arrays[f"{stem}.starts"])
            elif part == "keys":
                fields[stem] = Lookup(arrays[name], arrays[f"{stem}.starts"], arrays[f"{stem}.values"])
    return Index(**fields)


def _filled(value: Any) -> bool:
    return isinstance(value, str) and value != ""


def _text(column: pd.Series[Any]) -> list[str]:
    return [value if isinstance(value, str) else "" for value in column]


def _numbers(column: pd.Series[Any]) -> NDArray[np.float64]:
    return np.asarray(pd.to_numeric(column, errors="coerce"), np.float64)


def _classes(frame: pd.DataFrame) -> NDArray[np.int8]:
    """GeoNames has no code for a town that is no seat: a PPL of a list of towns is one ("MIMU towns 9.6")."""
    town = (frame["feature_code"] == "PPL") & frame["source"].astype(str).str.contains("town", case=False)
    classes = [
        "town" if is_town else place_class(str(code)) for code, is_town in zip(frame["feature_code"], town, strict=True)
    ]
    return np.array([CLASSES.index(name) for name in classes], np.int8)


def _unit_numbers(column: pd.Series[Any], unit_number: dict[str, int]) -> Ints:
    return np.array([unit_number.get(value, -1) if _filled(value) else -1 for value in column], np.int32)
