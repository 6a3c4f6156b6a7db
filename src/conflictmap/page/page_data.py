"""Turn the project's frames into what a page draws: spots, events, spans of control, towns.
Nothing here knows how it is packed or drawn, and nothing reads a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from conflictmap.errors import DataError, Problem
from conflictmap.event_tables.distinct import numbered, order_of
from conflictmap.event_tables.mention_rows import MentionRows
from conflictmap.page.options import PageOptions
from conflictmap.places.gazetteer.topology import polygons

#: How an event is shown. A state or a district is too large to draw a mark for: its middle is nobody's place.
PLACINGS = ("point", "township", "region", "abroad", "unplaced")
DRAWN_ROLES = ("site", "target")  # an origin or a context is told in the event's panel, not drawn
PLACED = ("confirmed", "automatic")
WIDER_THAN_TOWNSHIP = ("ADM0", "ADM1", "ADM2", "PCLI")
COARSE_DEGREES = 0.1  # max_precision 2: coordinates to a tenth of a degree, about 11 km
COARSE_KM = 12.0
XY = ("lon", "lat")
DIGEST, ROW = "row_digest", "row_number"
_OF_SPOTS = (*XY, "place_id", "name", "name_my", "geo_precision", "radius_km", "adm3_pcode")


@dataclass(frozen=True, slots=True)
class PageData:
    """All that a page is made of.

    events: `schema.EVENTS`, n rows, also with `DIGEST`, a hash of each row, and `ROW`, 0 to n-1, by which mention_rows tells
    of each mention its event and its kind. matches: `schema.MATCH_COLUMNS`, a row a mention.
    spans: by rule set, `schema.CONTROL_SPAN_COLUMNS`, with `CONTROL_SPAN_EXTRAS` where they are known. actors: `schema.ACTORS`. units: `schema.UNITS` indexed by pcode.
    topology: TopoJSON of ADM3, object "units", properties.pcode. towns: rows of `Gazetteer.frame()` to label.
    evidence: by rule set, rows of events to which spans point, where spans and claims do not name their events
    (`control.township_pieces`).
    claims: by rule set, `schema.CLAIM_COLUMNS`. sites: by rule set, `schema.SITE_SPAN_COLUMNS`; site_places: name,
    name_my, lon, lat, populated (whether it is a town or village of the gazetteer) of each site, by site_id. bearing: adm3_pcode, day, known_since of each report that bears on a place
    of a township, by which its evidence is fresh or not.
    `holder` and `other` of a span may name several actors, separated by |; the first named leads, and gives the colour.
    rivers: GeoJSON lines, None where there is none. rules: the rule set the page opens with.
    rule_lines: what each rule says in English and in Burmese, by its id.
    aliases: further written forms of units of every level (by pcode) and of towns (by place_id), for the search.
    places: how many populated places the gazetteer has, by adm3_pcode.
    source_sides: side of each source, with the actor it stands with. place_names: English and Burmese names of the
    places between which an ambiguous mention is left. versions, credits: for the page's "About".
    assumption: who is assumed to hold what is not assessed, if a reader asks for it; "" where nobody is, or where the
    spans tell it already.
    questions, refused: how many problems wait for an editor, how many rows of events control could not use.
    """

    events: pd.DataFrame
    matches: pd.DataFrame
    spans: Mapping[str, pd.DataFrame]
    actors: pd.DataFrame
    units: pd.DataFrame
    topology: Mapping[str, Any]
    towns: pd.DataFrame
    claims: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    sites: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    site_places: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=["name", "name_my", "lon", "lat"]))
    bearing: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=["adm3_pcode", "day", "known_since"]))
    rivers: Mapping[str, Any] | None = None
    rules: str = "standard"
    rule_lines: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    places: Mapping[str, int] = field(default_factory=dict)
    source_sides: Mapping[str, str] = field(default_factory=dict)
    place_names: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    credits: tuple[str, ...] = ()
    questions: int = 0
    refused: int = 0
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    assumption: str = ""
    mention_rows: MentionRows | None = None
    evidence: Mapping[str, NDArray[np.int64]] = field(default_factory=dict)

    def events_of_mentions(self, events: pd.DataFrame) -> NDArray[np.int64]:
        """Return for each mention the row of its event among some of the page's events, -1 where it is none of them."""
        if self.mention_rows is None or ROW not in events.columns:
            return _rows_of(events, self.matches)
        return self.mention_rows.among(events[ROW].to_numpy(dtype=np.int64), len(self.events))


@dataclass(frozen=True, slots=True)
class Marks:
    """Where events are drawn.

    spots: distinct places, a row each: place_id, name, name_my, lon, lat (degrees), precision 1-3, radius_km,
    adm3_pcode.
    event, spot: per mark, the row number of its event and of its spot; sorted by event.
    placing: per event, an index into PLACINGS.
    of_mention: per mention, the row number of its event, -1 where it is not of the page.
    """

    spots: pd.DataFrame
    event: NDArray[np.int64]
    spot: NDArray[np.int64]
    placing: NDArray[np.int64]
    of_mention: NDArray[np.int64]


def where(frame: pd.DataFrame, keep: Any) -> pd.DataFrame:
    """Return the rows of a table that are kept; the table itself where all are: a copy of a million takes half a second."""
    kept = np.asarray(keep, dtype=bool)
    return frame if kept.all() else frame[kept]


def epoch_days(dates: pd.Series) -> NDArray[np.int64]:
    """Return days since 1970-01-01 of dates, datetimes or missing values; missing is the least integer (NaT's)."""
    if dates.dtype == object or isinstance(dates.dtype, pd.CategoricalDtype):
        codes, distinct = numbered(dates, missing=False)  # there are far fewer days than rows
        days = np.array([*distinct, None], dtype="datetime64[D]")[codes]  # what is missing has the number -1
    else:
        days = dates.to_numpy().astype("datetime64[D]")
    return days.astype(np.int64)


def shown_events(events: pd.DataFrame, options: PageOptions, *, ordered: bool = True) -> pd.DataFrame:
    """Return the events of the page's days, sorted by first day, then event_id; index 0..n-1. Not `ordered`, as they stand.

    An event is in if any of its days is. Those of the last `delay_days` before the cut-off are left out, by the day
    on which they began as well as the day on which they became known.
    """
    first, last, known = (epoch_days(events[name]) for name in ("event_date", "end_date", "reported_on"))
    keep = np.ones(len(events), dtype=bool)
    if options.start is not None:
        keep &= last >= _epoch(options.start)
    if options.end is not None:
        keep &= first <= _epoch(options.end)
    if options.delay_days and len(events):
        cutoff = _epoch(options.cutoff) if options.cutoff else int(max(last.max(), known.max()))
        keep &= np.maximum(last, known) <= cutoff - options.delay_days
    if not ordered:
        return where(events, keep).reset_index(drop=True)
    ids = events["event_id"].to_numpy(dtype=object)[keep]
    by_id = np.arange(len(ids)) if (ids[1:] >= ids[:-1]).all() else np.argsort(ids, kind="stable")
    order = by_id[order_of(first[keep][by_id])]
    return events.iloc[np.flatnonzero(keep)[order]].reset_index(drop=True)


def events_of_state(events: pd.DataFrame, matches: pd.DataFrame, adm1: str) -> pd.DataFrame:
    """Return the events that have a site in one state or region; all of them where `adm1` is ""."""
    if not adm1:
        return events
    inside = matches[(matches["adm1_pcode"] == adm1) & matches["role"].isin(DRAWN_ROLES)]
    return events[events["event_id"].isin(inside["event_id"])].reset_index(drop=True)


def shown_spans(spans: pd.DataFrame, last: int, known: int | None) -> pd.DataFrame:
    """Return the spans that a page may hold: none that cannot have begun by its last day (R14), none known only after `known`.

    A page with a delay must not tell in its bytes what it does not draw. Spans of a township leave no gap (see
    `control`), so the one before a span that is left out goes on to the next that is shown, or stays open.
    """
    keep = epoch_days(spans.get("start_low", spans["start"])) <= last
    if known is not None:
        keep &= epoch_days(spans["known_since"]) <= known
    if keep.all():
        return spans
    shown = spans[keep]
    codes, starts = shown["adm3_pcode"].tolist(), shown["start"].tolist()
    ends = [
        start if code == before else None
        for before, code, start in zip(codes, [*codes, None][1:], [*starts, None][1:], strict=True)
    ]
    return shown.assign(end=pd.Series(ends, index=shown.index, dtype=object))


def known_until(events: pd.DataFrame, options: PageOptions) -> int | None:
    """Return the last day whose knowledge a page with a delay may show; None without a delay. Events, of the whole table."""
    if not options.delay_days:
        return None
    if options.cutoff:
        return _epoch(options.cutoff) - options.delay_days
    return max(_greatest(epoch_days(events[name])) for name in ("end_date", "reported_on")) - options.delay_days


def page_days(data: PageData, events: pd.DataFrame, options: PageOptions) -> tuple[int, int]:
    """Return first and last day of the page, days since 1970, both inclusive; without events and options it is one day."""
    first = _epoch(options.start) if options.start else _least(epoch_days(events["event_date"]))
    last = _epoch(options.end) if options.end else _greatest(epoch_days(events["end_date"]))
    if options.delay_days and options.cutoff and not options.end:
        last = min(last, _epoch(options.cutoff) - options.delay_days)
    return first, max(first, last)


def place_marks(
    events: pd.DataFrame,
    matches: pd.DataFrame,
    options: PageOptions,
    rows: tuple[NDArray[np.int64], MentionRows | None] | None = None,
) -> Marks:
    """Find where each event is drawn, and say of each how it is placed.

    Parameters: events as `shown_events` returns them; matches, a row a mention; rows, of each mention the row of its event
    and its kind, where they are known.
    An event with several sites has several marks; the best of its placings counts.
    """
    of_event, kinds = rows or (_rows_of(events, matches), None)
    level = _levels(matches, kinds)
    placing = _best(of_event, level, len(events), options)
    drawn = np.flatnonzero((of_event >= 0) & (level <= 1))
    first, number = _alike(matches[list(_OF_SPOTS)], drawn, kinds)
    spots, spot = _distinct(_coarsened(_spots(matches[list(_OF_SPOTS)].iloc[first]), options.max_precision))
    event, spot = of_event[drawn], spot[number]
    order = order_of(event, spot)
    event, spot = event[order], spot[order]
    fresh = np.ones(len(event), dtype=bool)  # two mentions of one spot in one event are one mark
    fresh[1:] = (np.diff(event) != 0) | (np.diff(spot) != 0)
    return Marks(spots, event[fresh], spot[fresh], placing, of_event)


def placings(
    events: pd.DataFrame,
    matches: pd.DataFrame,
    options: PageOptions,
    rows: tuple[NDArray[np.int64], MentionRows] | None = None,
) -> NDArray[np.int64]:
    """Say of each event how it is placed, an index into PLACINGS, as `place_marks` does; of `events` only the ids are asked."""
    of_event, kinds = rows or (_rows_of(events, matches), None)
    return _best(of_event, _levels(matches, kinds), len(events), options)


def _rows_of(events: pd.DataFrame, matches: pd.DataFrame) -> NDArray[np.int64]:
    """For each mention the row of its event, -1 where it is not of the page."""
    rows: NDArray[np.int64] = pd.Index(events["event_id"]).get_indexer(matches["event_id"]).astype(np.int64)
    return rows


def _best(
    of_event: NDArray[np.int64], level: NDArray[np.int64], events: int, options: PageOptions
) -> NDArray[np.int64]:
    """The best placing among each event's mentions."""
    placing = np.full(events, PLACINGS.index("unplaced"))
    # assigned from the worst to the best, so that the best stays
    for index in (3, 2, 1, 0):
        placing[of_event[(of_event >= 0) & (level == index)]] = index
    return np.where(placing == 0, 1, placing) if options.max_precision == 3 else placing


def state_middles(topology: Mapping[str, Any], adm1: pd.Series) -> dict[str, tuple[float, float]]:
    """Find (lon, lat) in degrees of the spot in each state or region that is farthest from its edges, by its P-code.

    Parameters: TopoJSON of ADM3, its polygons a coverage; adm1, the P-code of the state by that of the township.
    Raises: DataError, where the polygons are no coverage.
    """
    shapes = polygons(topology)
    states = adm1.reindex(list(shapes)).fillna("").to_numpy(dtype=object)
    members = np.array(list(shapes.values()), dtype=object)
    codes = sorted(set(states) - {""})
    try:
        whole = np.array([shapely.coverage_union_all(members[states == code]) for code in codes], dtype=object)
        circles = shapely.maximum_inscribed_circle(whole, tolerance=0.02)
    except shapely.errors.ShapelyError as error:  # edges that cross: an arc was damaged
        what = f"has townships whose edges do not match ({str(error)[:120]})"
        fix = "restore it from the repository, or bring boundaries with `conflictmap boundaries use PATH`"
        raise DataError([Problem("units.topojson", what, fix)]) from None
    middles = shapely.get_coordinates(shapely.get_point(circles, 0))
    return {
        str(code): (round(float(lon), 3), round(float(lat), 3)) for code, (lon, lat) in zip(codes, middles, strict=True)
    }


def _levels(matches: pd.DataFrame, kinds: MentionRows | None) -> NDArray[np.int64]:
    """An index into PLACINGS for each mention; one that says nothing about the event's place is "unplaced"."""
    if kinds is not None:
        return _levels(matches.iloc[kinds.first], None)[kinds.kind]
    sited = matches["role"].isin(DRAWN_ROLES).to_numpy()
    placed = (
        sited
        & matches["status"].isin(PLACED).to_numpy()
        & matches["lon"].notna().to_numpy()
        & matches["lat"].notna().to_numpy()
    )
    wide = matches["feature_code"].isin(WIDER_THAN_TOWNSHIP).to_numpy()
    precision = pd.to_numeric(matches["geo_precision"]).fillna(3).to_numpy(dtype=float)
    level = np.full(len(matches), PLACINGS.index("unplaced"))
    level[sited & (matches["status"] == "outside").to_numpy()] = PLACINGS.index("abroad")
    level[placed & wide] = PLACINGS.index("region")
    level[placed & ~wide & (precision >= 3)] = PLACINGS.index("township")
    level[placed & ~wide & (precision < 3)] = PLACINGS.index("point")
    return level


def _alike(
    matches: pd.DataFrame, rows: NDArray[np.int64], kinds: MentionRows | None
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The first of each kind of equal rows, and the kind of each of the rows."""
    if kinds is None:
        first, kind = alike_rows(matches.iloc[rows])
        return rows[first], kind
    kind = pd.factorize(kinds.kind[rows])[0]
    return rows[np.unique(kind, return_index=True)[1]], kind


def alike_rows(shown: pd.DataFrame) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the first row of each kind of equal rows, and the kind of each row: there are far fewer places than mentions."""
    kind = np.zeros(len(shown), dtype=np.int64)
    for name in shown.columns:
        codes, distinct = pd.factorize(shown[name], use_na_sentinel=False)
        kind = pd.factorize(kind * (len(distinct) + 1) + codes)[0]
    return np.unique(kind, return_index=True)[1], kind


def _spots(shown: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "place_id": shown["place_id"].astype(str),
            "name": shown["name"].fillna("").astype(str),
            "name_my": shown["name_my"].fillna("").astype(str),
            "lon": shown["lon"].astype(float),
            "lat": shown["lat"].astype(float),
            "precision": pd.to_numeric(shown["geo_precision"]).fillna(3).astype(int).clip(1, 3),
            "radius_km": pd.to_numeric(shown["radius_km"]).fillna(0).astype(float).clip(0, 200),
            "adm3_pcode": shown["adm3_pcode"].fillna("").astype(str),
        }
    ).reset_index(drop=True)


def _coarsened(spots: pd.DataFrame, finest: int) -> pd.DataFrame:
    """Spots no finer than `finest`. The names go too: a village's name is as exact as its point."""
    if finest == 1 or spots.empty:
        return spots
    fine = spots["precision"] < finest
    if finest == 2:
        lon, lat = (np.floor(spots[name] / COARSE_DEGREES) * COARSE_DEGREES + COARSE_DEGREES / 2 for name in XY)
        moved = spots.assign(lon=lon.round(5), lat=lat.round(5), radius_km=COARSE_KM)
    else:
        # the mean of a township's reported spots would tell where they are; the page draws it at the unit's own middle
        moved = spots.assign(lon=np.nan, lat=np.nan, radius_km=0.0)
    moved = moved.assign(precision=finest, name="", name_my="", place_id=spots["adm3_pcode"])
    return spots.where(~fine, moved, axis=0)


def _distinct(spots: pd.DataFrame) -> tuple[pd.DataFrame, NDArray[np.int64]]:
    """The distinct spots, sorted, and for each given row the number of its spot."""
    keys = ["adm3_pcode", "precision", "place_id", "lon", "lat", "radius_km"]
    number = np.asarray(spots.groupby(keys, sort=True, dropna=False).ngroup(), dtype=np.int64)
    first = spots.assign(number=number).drop_duplicates("number").sort_values("number")
    return first.drop(columns="number").reset_index(drop=True), number


def _epoch(day: dt.date) -> int:
    return int(np.datetime64(day, "D").astype(np.int64))


def _least(days: NDArray[np.int64]) -> int:
    return int(days.min()) if len(days) else 0


def _greatest(days: NDArray[np.int64]) -> int:
    return int(days.max()) if len(days) else 0
