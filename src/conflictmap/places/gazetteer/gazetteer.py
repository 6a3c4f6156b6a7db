"""The gazetteer: every place that a name can mean, from the core that ships and the layers a user adds.
Reads tables; never polygons, until its problems are asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from conflictmap.errors import Problem, UnknownPlaceError, raise_if_errors
from conflictmap.model import Place
from conflictmap.places.gazetteer.layers import Layers, layers_of
from conflictmap.places.gazetteer.merge import combined
from conflictmap.places.gazetteer.neighbours import read_abroad, read_stations
from conflictmap.places.gazetteer.parents import parent_problems, settled
from conflictmap.places.gazetteer.units import Units
from conflictmap.places.gazetteer.vintages import vintage_problems
from conflictmap.places.names.keys import fold
from conflictmap.project import Project, find_project, read_table
from conflictmap.schema import ALIASES, PLACES

# One row a place, indexed by place_id and sorted. lon, lat: degrees, missing where not known. radius_km: 0 for a point,
# else the circle that surely holds the place. other_ids: the ids that other sources give it, separated by |.
FRAME_COLUMNS = (
    "name", "name_my", "feature_code", "lon", "lat", "radius_km",
    "adm1_pcode", "adm2_pcode", "adm3_pcode", "adm4_pcode", "source", "other_ids",
)  # fmt: skip
# One row a written form, sorted by place_id: kind "official", "script" (Burmese) or one of `schema.ALIAS_KINDS`.
NAME_COLUMNS = ("place_id", "name", "kind", "source", "start", "end")
MADE_PREFIX = "CM"  # of the place_ids of places that editors made; no source's own ids begin so
DECIDED_PREFIX = "decision J"  # of the source of an alias that is an accepted spelling


@dataclass(frozen=True)
class Gazetteer:
    """Places and their names. Open one with `Gazetteer.open()`; it never changes afterwards.

    `version` is a hash of every table it was made of; `credits` the lines owed to the sources in use. `cache_dir` is a
    folder, which need not exist yet, for what can be made again from the tables without what editors added to them one
    decision at a time (an index of names): that is laid over the rest each time, so that it costs no import anew.
    `abroad`: names next to Myanmar -> country; `stations`: units of the army ("LIB 143") -> place_id.
    """

    version: str
    cache_dir: Path
    credits: tuple[str, ...]
    abroad: Mapping[str, str] = field(repr=False)
    stations: Mapping[str, str] = field(repr=False)
    _core: pd.DataFrame = field(repr=False)
    _aliases: pd.DataFrame = field(repr=False)
    _units: Units = field(repr=False)
    _layers: Layers = field(repr=False)
    _problems: tuple[Problem, ...] = field(repr=False)
    _files: Mapping[str, str] = field(repr=False)
    _project: Project = field(repr=False)

    @classmethod
    def open(cls, project: Project | None = None, *, data_dir: Path | None = None) -> Gazetteer:
        """Return the core of `project` with the layers in use.

        Parameters: project (else the one around the current folder, else the shipped data); data_dir, the folder of
        imported layers (else the project's own `.conflictmap`, else the user's data folder).
        Raises: DataError, where a table has errors; all of them are in it.
        """
        project = project or find_project(Path.cwd())
        layers = layers_of(project, data_dir)
        paths = {name: project.table(f"gazetteer/{name}.csv") for name in ("places", "aliases")}
        shown = {name: project.shown(path) for name, path in paths.items()}
        places, problems = read_table(paths["places"], PLACES, shown["places"])
        aliases, more = read_table(paths["aliases"], ALIASES, shown["aliases"])
        problems += more
        abroad, more = read_abroad(project)
        stations, faults = read_stations(project)
        raise_if_errors([*problems, *more, *faults])
        units = Units.open(project, data_dir=data_dir)
        digest = hashlib.sha256(units.version.encode())
        for path in paths.values():
            digest.update(path.read_bytes() if path.is_file() else b"")
        digest.update("".join(layer.version for layer in layers.layers).encode())
        return cls(
            version=digest.hexdigest()[:12],
            cache_dir=layers.root / "cache" / _imported_version(units, paths, layers),
            credits=_credits(places, units, layers),
            abroad=abroad,
            stations=stations,
            _core=places,
            _aliases=aliases,
            _units=units,
            _layers=layers,
            _problems=tuple(problems),
            _files=shown,
            _project=project,
        )

    def frame(self) -> pd.DataFrame:
        """Return every place, indexed by place_id and sorted; columns `FRAME_COLUMNS`.

        Units of ADM1 to ADM3 are rows too (feature_code ADM1 to ADM3, place_id the P-code, a point inside, the radius).
        One frame is shared by all callers: change a copy.
        """
        return self._frame

    def names(self) -> pd.DataFrame:
        """Return every written form of every place; columns `NAME_COLUMNS`. start, end: days, None where open."""
        return self._names

    def place(self, place_id: str) -> Place:
        """Return the place with this id, or with this id in one of the layered sources.

        Raises: UnknownPlaceError.
        """
        frame = self.frame()
        known = place_id if place_id in frame.index else self._other_ids.get(place_id)
        if known is None:
            raise UnknownPlaceError(
                f"place_id {place_id!r} is not in the gazetteer ({len(frame):,} places); "
                "look it up with `conflictmap gazetteer show`, or add the gazetteer that has it"
            )
        row = frame.loc[known]
        lon, lat = _degrees(row["lon"]), _degrees(row["lat"])
        text = {name: str(row[name]) for name in ("name", "name_my", "feature_code", "source")}
        parents = {f"adm{level}_pcode": str(row[f"adm{level}_pcode"]) for level in (1, 2, 3, 4)}
        return Place(place_id=known, lon=lon, lat=lat, **text, **parents)

    def candidates(self, toponym: str) -> pd.DataFrame:
        """Return every place that has this name, in either script, whatever its capitals, spaces and signs.

        Spelling is not forgiven here: `places.matching.Matcher` does that, and weighs what it finds.
        Returns: rows of `frame()`, wider units first, then by place_id; none where nothing is called so.
        """
        key = fold(toponym)
        return self.frame().loc[self._folded.get(key, []) if key else []]

    @cached_property
    def _folded(self) -> Mapping[str, list[str]]:
        names, codes = self.names(), self.frame()["feature_code"].to_dict()
        keys = {name: fold(name) for name in names["name"].unique()}

        def ordered(ids: pd.Series[str]) -> list[str]:
            return sorted(set(ids), key=lambda place_id: (not codes.get(place_id, "ADM").startswith("ADM"), place_id))

        known = names[names["place_id"].isin(codes)]
        grouped = known["place_id"].groupby(known["name"].map(keys)).agg(ordered)
        return dict(zip(grouped.index.tolist(), grouped.tolist(), strict=True))

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """Questions of the core's tables, and each place whose point lies outside its stated township.

        Reads the polygons. What imports found is in their reports (`conflictmap gazetteer check`).
        """
        core = self._settle(self._core.assign(row=self._core.index).fillna({"radius_km": 0.0}).set_index("place_id"))
        known = set(self.frame().index) | set(self._other_ids)
        lost = self._aliases[~self._aliases["place_id"].isin(known)]
        return (
            *self._problems,
            *vintage_problems(self._project, self._units),
            *parent_problems(core, self._units, self._files["places"]),
            *[
                Problem(
                    self._files["aliases"],
                    "is not in the gazetteer",
                    "correct it, or remove the alias",
                    row=int(row),
                    column="place_id",
                    value=value,
                    # boundaries of the user's may be without a township that the core has
                    severity="error" if self._layers.boundaries is None else "question",
                )
                for row, value in zip(lost.index.tolist(), lost["place_id"], strict=True)
            ],
        )

    @cached_property
    def _frame(self) -> pd.DataFrame:
        frame, places = self.imported[0], self.added[0]
        known = places[~places.index.isin(frame.index)]
        return pd.concat([frame, known]).sort_index() if len(known) else frame

    @cached_property
    def _names(self) -> pd.DataFrame:
        names, forms = self.imported[1], self.added[1]
        if not len(forms):
            return names
        both = pd.concat([names, forms]).drop_duplicates(["place_id", "name"])
        return both.sort_values("place_id", kind="stable", ignore_index=True)

    @cached_property
    def imported(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """`frame()` and `names()` without what editors added."""
        if self._layers.layers:
            return combined(self._core_tables, self._layers.layers, self.cache_dir, settle=self._settle)
        frame, names = self._core_tables()
        return self._settle(frame), names

    @cached_property
    def added(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """The places that editors made and the written forms that came of decisions, as `frame()` and `names()`."""
        places = _core_rows(self._core[_made(self._core)])
        forms = _names_of(places, self._aliases[_decided(self._aliases)])
        return self._settle(places) if len(places) else places, forms

    def _settle(self, frame: pd.DataFrame) -> pd.DataFrame:
        return settled(frame, self._units)

    def _core_tables(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        frame = pd.concat([_core_rows(self._core[~_made(self._core)]), _unit_rows(self._units)]).sort_index()
        return frame, _names_of(frame, self._aliases[~_decided(self._aliases)])

    @cached_property
    def _other_ids(self) -> Mapping[str, str]:
        others = self.frame()["other_ids"]
        return {other: str(place_id) for place_id, ids in others[others != ""].items() for other in ids.split("|")}


def _made(places: pd.DataFrame) -> pd.Series[bool]:
    return places["place_id"].str.startswith(MADE_PREFIX)


def _decided(aliases: pd.DataFrame) -> pd.Series[bool]:
    return aliases["source"].str.startswith(DECIDED_PREFIX)


def _imported_version(units: Units, paths: Mapping[str, Path], layers: Layers) -> str:
    """A hash of the tables without the lines that editors added."""
    digest = hashlib.sha256(units.version.encode())
    for path in paths.values():
        lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
        kept = (line for line in lines if not line.startswith(MADE_PREFIX) and f",{DECIDED_PREFIX}" not in line)
        digest.update("\n".join(kept).encode())
    digest.update("".join(layer.version for layer in layers.layers).encode())
    return digest.hexdigest()[:12]


def _degrees(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)


def _core_rows(places: pd.DataFrame) -> pd.DataFrame:
    rows = places.set_index("place_id").assign(radius_km=lambda t: t["radius_km"].fillna(0.0), other_ids="")
    return rows[list(FRAME_COLUMNS)]


def _unit_rows(units: Units) -> pd.DataFrame:
    rows = units.table[units.table["level"] > 0]
    own = {f"adm{level}_pcode": rows.index.where(rows["level"] == level, "") for level in (1, 2, 3)}
    stated = rows.assign(adm3_pcode="")
    parents = {name: stated[name].where(stated[name] != "", codes) for name, codes in own.items()}
    code = "ADM" + rows["level"].astype(str)
    return rows.assign(feature_code=code, adm4_pcode="", other_ids="", **parents)[list(FRAME_COLUMNS)].rename_axis(
        "place_id"
    )


def _names_of(frame: pd.DataFrame, aliases: pd.DataFrame) -> pd.DataFrame:
    forms = [
        pd.DataFrame(
            {
                "place_id": frame.index,
                "name": frame[column].to_numpy(),
                "kind": kind,
                "source": frame["source"].to_numpy(),
            }
        )
        for column, kind in (("name", "official"), ("name_my", "script"))
    ]
    dated = aliases.rename(columns={"alias": "name"})[list(NAME_COLUMNS)]
    names = pd.concat([*[form.assign(start=None, end=None) for form in forms], dated.astype(object)], ignore_index=True)
    return names[names["name"] != ""].sort_values("place_id", kind="stable", ignore_index=True)


def _credits(places: pd.DataFrame, units: Units, layers: Layers) -> tuple[str, ...]:
    lines = [units.credit, "Place codes and names: Myanmar Information Management Unit (MIMU)"]
    if places["source"].str.contains("UCDP").any():
        lines.append(
            "Some villages: UCDP Georeferenced Event Dataset (Sundberg and Melander 2013; Davies et al. 2024), "
            "CC BY 4.0"
        )
    lines.append("Rivers: Natural Earth, public domain")
    return tuple(dict.fromkeys([*lines, *[layer.credit for layer in layers.layers]]))
