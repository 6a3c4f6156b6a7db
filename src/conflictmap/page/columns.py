"""The columns of a page: events, marks, spans, claims, towns and arcs as whole numbers.
What each holds is told in docs/payload.md. Nothing here packs; `payload` does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import chain, repeat
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from conflictmap.control.township_pieces import COUNT, EVENT, FIRST
from conflictmap.event_tables.death_counts import added_up
from conflictmap.event_tables.distinct import numbered, told
from conflictmap.page.page_data import ROW, Marks, epoch_days, where
from conflictmap.page.payload import Column, Words, column
from conflictmap.places.gazetteer.topology import absolute_arcs
from conflictmap.schema import ACTS, EVENT_TYPES, MODES

DEGREE = 100_000  # coordinates are whole hundred-thousandths of a degree, about a metre
NO_POINT = -(2**30)  # "draw it at the middle of its township"
ARC_GRID = 2048  # parts of a pixel of the world at zoom 0, about 76 m: outlines are drawn from points a kilometre apart
TOWN_RANKS = {"PPLC": 0, "PPLA": 1, "PPLA2": 2, "PPLA3": 3}  # by seat; other towns are 4


#: The cells of an event that its columns and the order of events are made of.
EVENT_CELLS = ("event_id", "event_date", "end_date", "reported_on", "event_type", "act", "mode", "time_precision", "actor1",
               "actor2", "source", "fatalities", "sub_event_type")  # fmt: skip
WORDS = tuple(name for name in EVENT_CELLS if name not in ("event_id", "time_precision", "fatalities"))  # of few values


def event_columns(events: pd.DataFrame, marks: Marks, first: int, actors: Words, sources: Words) -> list[Column]:
    begin, end, known = (epoch_days(events[name]) for name in ("event_date", "end_date", "reported_on"))
    fatalities = events["fatalities"].astype("Float64").fillna(-1).to_numpy(dtype=float).astype(np.int64)
    apart = (fatalities >= 0) & ~added_up(events, _first_spots(marks, len(events)))
    return [
        column("event.day", begin - first, "delta"),
        column("event.length", end - begin),
        column("event.known", known - begin, "int"),
        column("event.type", _codes(events["event_type"], EVENT_TYPES)),
        column("event.act", _codes(events["act"], ACTS)),
        column("event.mode", _codes(events["mode"], MODES)),
        column("event.timePrecision", events["time_precision"].to_numpy(dtype=np.int64)),
        column("event.actor1", actors.numbers(events["actor1"])),
        column("event.actor2", actors.numbers(events["actor2"])),
        column("event.source", sources.numbers(events["source"])),
        column("event.fatalities", fatalities + 1),  # 0 is not known
        column("event.placing", marks.placing),
        column("event.sub", _ranks(events["sub_event_type"])),
        column("event.apart", np.flatnonzero(apart), "delta"),
    ]


def _first_spots(marks: Marks, events: int) -> NDArray[np.int64]:
    """The number of the first spot of each event, -1 of one that is not drawn."""
    spots = np.full(events, -1, dtype=np.int64)
    spots[marks.event[::-1]] = marks.spot[::-1]  # the last that is written stays
    return spots


def _codes(values: pd.Series, words: Sequence[str]) -> NDArray[np.int64]:
    """The position of each value among the words, -1 of what is none of them."""
    numbers, distinct = numbered(values)
    at = {word: number for number, word in enumerate(words)}
    return np.array([at.get(value, -1) for value in distinct.tolist()], dtype=np.int64)[numbers]


def _ranks(values: pd.Series) -> NDArray[np.int64]:
    """The number of each value in the order of the alphabet, -1 of what is missing."""
    numbers, distinct = numbered(values, missing=False)
    words = distinct.tolist()
    at = {word: number for number, word in enumerate(sorted(words))}
    return np.array([*(at[word] for word in words), -1], dtype=np.int64)[numbers]


def mark_columns(marks: Marks, units: pd.Series) -> list[Column]:
    spots = marks.spots
    return [
        column("spot.x", whole_degrees(spots["lon"]), "int"),
        column("spot.y", whole_degrees(spots["lat"]), "int"),
        column("spot.precision", spots["precision"].to_numpy(dtype=np.int64)),
        column("spot.radius", np.round(spots["radius_km"].to_numpy(dtype=float) * 10).astype(np.int64)),
        column("spot.unit", unit_numbers(spots["adm3_pcode"], units)),
        column("mark.event", marks.event, "delta"),
        column("mark.spot", marks.spot),
    ]


def span_columns(
    rules: str,
    spans: pd.DataFrame,
    first: int,
    *,
    words: tuple[Words, Words, Words, Words, Words],
    units: pd.Series,
    events: EventNumbers,
) -> list[Column]:
    """Return the spans of one rule set. `length` 0 is open; `known` is days after the page's first, as `start` is.

    `early` and `late` are how many days before and after `start` the span can have begun too (R14).
    """
    states, holders, confidences, rule_lists, parts = words
    spans = where(spans, unit_numbers(spans["adm3_pcode"], units) > 0)
    start, end = epoch_days(spans["start"]), epoch_days(spans["end"])
    known = epoch_days(spans["known_since"])
    counts, evidence = events.of_spans(spans, rules)
    return [
        column(f"{rules}.unit", unit_numbers(spans["adm3_pcode"], units), "delta"),
        column(f"{rules}.start", start - first, "int"),
        column(f"{rules}.length", np.where(end < start, 0, end - start)),
        column(f"{rules}.state", states.numbers(spans["state"])),
        column(f"{rules}.holder", holders.numbers(spans["holder"].fillna(""))),
        column(f"{rules}.other", holders.numbers(spans["other"].fillna(""))),
        column(f"{rules}.confidence", confidences.numbers(spans["confidence"].fillna(""))),
        column(f"{rules}.rules", _words_told(spans["rules"], " ".join, rule_lists)),
        column(f"{rules}.known", np.where(known < -(2**31), start, known) - first, "int"),
        column(f"{rules}.early", start - epoch_days(spans.get("start_low", spans["start"]))),
        column(f"{rules}.late", epoch_days(spans.get("start_high", spans["start"])) - start),
        column(f"{rules}.parts", _parts(spans, parts)),
        column(f"{rules}.evidenceCount", counts),
        column(f"{rules}.evidence", evidence),
    ]


class EventNumbers:
    """The numbers of events in the page, of what spans and claims rest on: events are named, or told by their rows."""

    def __init__(
        self, events: pd.DataFrame, total: int = 0, evidence: Mapping[str, NDArray[np.int64]] | None = None
    ) -> None:
        self._events, self._total, self._evidence = events, total, evidence or {}

    @cached_property
    def _by_name(self) -> dict[str, int]:
        return {event: number for number, event in enumerate(self._events["event_id"].tolist())}

    @cached_property
    def _by_row(self) -> NDArray[np.int64]:
        at = np.full(self._total, -1, dtype=np.int64)
        at[self._events[ROW].to_numpy()] = np.arange(len(self._events))
        return at

    def of_spans(self, spans: pd.DataFrame, rules: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return how many events of the page each span rests on, and their numbers, one span after the other."""
        if not len(self._events):
            return np.zeros(len(spans), dtype=np.int64), np.zeros(0, dtype=np.int64)
        if rules in self._evidence:
            lengths, first = (spans[name].to_numpy(dtype=np.int64) for name in (COUNT, FIRST))
            within = np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths, lengths)
            at = self._by_row[self._evidence[rules][np.repeat(first, lengths) + within]]
        else:
            named = spans["evidence"].tolist()
            lengths = np.array([len(each) for each in named], dtype=np.int64)
            at = self._named(chain.from_iterable(named), int(lengths.sum()))
        here = at >= 0
        counts = np.bincount(np.repeat(np.arange(len(spans)), lengths)[here], minlength=len(spans)).astype(np.int64)
        return counts, at[here]

    def of_claims(self, claims: pd.DataFrame) -> NDArray[np.int64]:
        """Return the number of each claim's event, -1 of one that is not of the page."""
        if EVENT not in claims.columns:
            return self._named(claims["event_id"].tolist(), len(claims))
        numbers: NDArray[np.int64] = self._by_row[claims[EVENT].to_numpy(dtype=np.int64)]
        return numbers

    def _named(self, names: Iterable[str], count: int) -> NDArray[np.int64]:
        return np.fromiter(map(self._by_name.get, names, repeat(-1)), dtype=np.int64, count=count)


def _parts(spans: pd.DataFrame, words: Words) -> NDArray[np.int64]:
    """The parts of each span's confidence as one text: independent reports, side, geo_class, width, contradiction."""
    if "parts" not in spans.columns:
        return np.full(len(spans), words.number(""), dtype=np.int64) if len(spans) else np.zeros(0, dtype=np.int64)
    return _words_told(spans["parts"], lambda parts: _written(parts.values()), words)


def _words_told(cells: pd.Series, tell: Callable[[Any], str], words: Words) -> NDArray[np.int64]:
    """The number of the text that is told of each cell."""
    of_cell, texts = told(cells, tell)
    return words.numbers(texts)[of_cell]


def _written(values: Iterable[Any]) -> str:
    return " ".join(str(int(value) if isinstance(value, bool) else value) for value in values)


def claim_columns(
    rules: str,
    claims: pd.DataFrame,
    first: int,
    *,
    words: tuple[Words, Words],
    units: pd.Series,
    events: EventNumbers,
) -> list[Column]:
    """Tell what parties say of their gains. `claimLength` 0 is open still; `claimEvent` 0 is an event not in the page."""
    holders, statuses = words
    opened, resolved = epoch_days(claims["opened_on"]), epoch_days(claims["resolved_on"])
    return [
        column(f"{rules}.claimUnit", unit_numbers(claims["adm3_pcode"], units)),
        column(f"{rules}.claimActor", holders.numbers(claims["actor"].fillna(""))),
        column(f"{rules}.claimOpened", opened - first, "int"),
        column(f"{rules}.claimLength", np.where(resolved < opened, 0, resolved - opened)),
        column(f"{rules}.claimStatus", statuses.numbers(claims["status"])),
        column(f"{rules}.claimEvent", events.of_claims(claims) + 1),
    ]


def town_columns(towns: pd.DataFrame, units: pd.Series) -> list[Column]:
    rank = towns["feature_code"].map(TOWN_RANKS).fillna(4).to_numpy(dtype=np.int64)
    return [
        column("town.x", whole_degrees(towns["lon"]), "int"),
        column("town.y", whole_degrees(towns["lat"]), "int"),
        column("town.rank", rank),
        column("town.unit", unit_numbers(towns["adm3_pcode"], units)),
    ]


def arc_columns(topology: Mapping[str, Any]) -> list[Column]:
    """Return the arcs as the page draws them: points of each, and steps in x and in y, in the page's own projection."""
    arcs = [np.asarray(arc, dtype=float) for arc in absolute_arcs(topology)]
    lengths = [len(arc) for arc in arcs]
    points = _world(np.vstack([np.zeros((0, 2)), *arcs]))
    steps = np.diff(points, axis=0, prepend=0)
    starts = (np.cumsum(lengths) - lengths).astype(np.int64)[np.array(lengths, dtype=np.int64) > 0]
    steps[starts] = points[starts]  # an arc's first step is from the corner of the world
    return [
        column("arc.points", lengths),
        column("arc.x", steps[:, 0], "int"),
        column("arc.y", steps[:, 1], "int"),
    ]


def _world(degrees: NDArray[np.float64]) -> NDArray[np.int64]:
    """(lon, lat) as whole parts of the world's pixels at zoom 0 (spherical Mercator, as Leaflet's)."""
    sine = np.sin(np.radians(np.clip(degrees[:, 1], -85, 85)))
    x = degrees[:, 0] / 360 + 0.5
    y = 0.5 - np.log((1 + sine) / (1 - sine)) / (4 * np.pi)
    return np.round(np.column_stack([x, y]) * 256 * ARC_GRID).astype(np.int64)


def whole_degrees(values: pd.Series) -> NDArray[np.int64]:
    """Return degrees as the columns hold them; NO_POINT where there is none."""
    degrees = values.to_numpy(dtype=float)
    return np.where(np.isnan(degrees), NO_POINT, np.round(np.nan_to_num(degrees) * DEGREE)).astype(np.int64)


def unit_numbers(pcodes: pd.Series, units: pd.Series) -> NDArray[np.int64]:
    """Return numbers of units by P-code; 0 where there is none."""
    numbers, codes = numbered(pcodes)
    own = units.reindex(pd.Series(codes, dtype=object).fillna("")).fillna(0).to_numpy(dtype=np.int64)
    return own[numbers]
