"""The texts of events as a page holds them: what was written, and what each named place was taken for.
Nothing here packs; `payload` does. The page inflates them when an event is opened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from conflictmap.page.options import PageOptions
from conflictmap.page.page_data import PageData

LIKELY, MOST_LIKELY = 0.1, 3  # candidates of an ambiguous mention that are named: their least score, their number

COLUMNS = ("event_id", "location", "notes", "source_url", "sub_event_type", "entry_id")


def event_texts(events: pd.DataFrame, data: PageData, options: PageOptions) -> Iterator[list[Any]]:
    """Yield [event_id, location, notes, url, sub-event type, mentions, entry_id] of each event, made when it is asked for.

    Where the page may not be as exact as its data, what would tell the spot in words is left out too.
    """
    rows = zip(*(events[name].to_list() for name in COLUMNS), strict=True)
    if options.max_precision > 1:
        return ([name, "", "", url, sub, [], entry] for name, _, _, url, sub, entry in rows)
    mentions = _mentions(events["event_id"], data)
    return ([*row[:5], next(mentions), row[5]] for row in rows)


def _mentions(event_ids: pd.Series, data: PageData) -> Iterator[list[tuple[Any, ...]]]:
    """The mentions of each event, in the events' order; of one event in the order of the matches."""
    of_event = pd.Index(event_ids).get_indexer(data.matches["event_id"])
    order = np.argsort(of_event, kind="stable")[np.count_nonzero(of_event < 0) :]
    ends = np.searchsorted(of_event[order], np.arange(len(event_ids)), side="right").tolist()
    rows = _rows(data.matches.iloc[order], data.place_names)
    for start, end in pairwise([0, *ends]):
        yield rows[start:end]


def _rows(matches: pd.DataFrame, names: Mapping[str, tuple[str, str]]) -> list[tuple[Any, ...]]:
    """(toponym, role, status, name, name_my, geo_precision, country, reasons), of an ambiguous one also the likely places."""
    words = [matches[name].fillna("").to_list() for name in ("toponym", "role", "status", "name", "name_my")]
    precision = ["" if each is pd.NA or each != each else int(each) for each in matches["geo_precision"].to_list()]
    lines = [
        [reason.detail for reason in reasons] if isinstance(reasons, (tuple, list)) and reasons else ()
        for reasons in matches["reasons"].to_list()
    ]
    rows = list(zip(*words, precision, matches["country"].fillna("").to_list(), lines, strict=True))
    candidates = matches["candidates"].to_list()
    for place in np.flatnonzero(matches["status"] == "ambiguous").tolist():
        rows[place] = (*rows[place], *between(candidates[place], names))
    return rows


def between(candidates: Any, names: Mapping[str, tuple[str, str]]) -> list[list[tuple[str, str]]]:
    """Return the likely places that an ambiguous mention is left between, best first, as one more part of the mention."""
    if not isinstance(candidates, (tuple, list)):
        return []
    likely = [
        candidate.place_id for candidate in candidates if candidate.score >= LIKELY and candidate.place_id in names
    ]
    return [[names[place_id] for place_id in likely[:MOST_LIKELY]]]
