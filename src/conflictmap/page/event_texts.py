"""The texts of events as a page holds them: what was written, and what each named place was taken for.
`payload` packs them, in blocks; those that an earlier build packed are taken from its store. The page inflates them when an event is opened."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise, repeat
from json.encoder import encode_basestring
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from conflictmap.cache.piece_store import PieceStore, digest_of, program_digest, row_hashes
from conflictmap.event_tables.distinct import order_of
from conflictmap.page.options import PageOptions
from conflictmap.page.page_data import DIGEST, ROW, PageData, alike_rows
from conflictmap.page.payload import TEXT_BLOCK, json_text, text_blocks

LIKELY, MOST_LIKELY = 0.1, 3  # candidates of an ambiguous mention that are named: their least score, their number

AT_ONCE = 4096  # events whose mentions are made at once: enough for pandas to be quick
COLUMNS = ("event_id", "location", "notes", "source_url", "sub_event_type", "entry_id")
_BLOCKS = 64  # of texts that are kept in one file
_OF_MENTION = ("toponym", "role", "status", "name", "name_my", "geo_precision", "country")
_OBJECTS = ("reasons", "candidates")
_EXACT = ("location", "notes")  # where the page may not be as exact as its data, they are left out


def event_texts(events: pd.DataFrame, data: PageData, options: PageOptions) -> Iterator[tuple[str, ...]]:
    """Yield event_id, location, notes, url, sub-event type, mentions, entry_id of each event, each as JSON, when it is asked for.

    An entry_id that is the event_id is 0. Where the page may not be as exact as its data, what would tell the spot in words is left out too.
    """
    exact = options.max_precision <= 1
    mentions = _mentions(events, data) if exact else repeat("")
    for first in range(0, len(events), AT_ONCE):
        part = events.iloc[first : first + AT_ONCE]
        shown = [_quoted(part[name]) if exact or name not in _EXACT else ['""'] * len(part) for name in COLUMNS]
        for name, place, notes, url, sub, entry in zip(*shown, strict=True):
            yield name, place, notes, url, sub, f"[{next(mentions)}]", "0" if entry == name else entry


def _quoted(texts: pd.Series) -> list[str]:
    """Each text as JSON; to write one at a time takes a third of what it takes to write rows of them."""
    cells = texts.to_list()
    try:
        return list(map(encode_basestring, cells))
    except TypeError:  # one that is missing
        return list(map(json_text, cells))


def _mentions(events: pd.DataFrame, data: PageData) -> Iterator[str]:
    """The mentions of each event, parted by commas, in the events' order; of one event in the order of the matches.

    There are far fewer places than mentions, and those that tell the same are written once.
    """
    of_event = data.events_of_mentions(events)
    order = order_of(of_event)[np.count_nonzero(of_event < 0) :]
    ends = np.searchsorted(of_event[order], np.arange(len(events)), side="right").tolist()
    first, kind = alike_rows(_told(data.matches))
    told = data.matches[[*_OF_MENTION, "reasons", "candidates"]].iloc[first]
    texts = np.array([json_text(row) for row in _rows(told, data.place_names)], dtype=object)
    for start in range(0, len(ends), AT_ONCE):
        edges = [ends[start - 1] if start else 0, *ends[start : start + AT_ONCE]]
        rows = texts[kind[order[edges[0] : edges[-1]]]].tolist()
        yield from (",".join(rows[low - edges[0] : high - edges[0]]) for low, high in pairwise(edges))


def _told(matches: pd.DataFrame) -> pd.DataFrame:
    """What is told of each mention; reasons and candidates by which object they are, those only where they are told."""
    numbers = {name: np.fromiter(map(id, matches[name].tolist()), np.int64, len(matches)) for name in _OBJECTS}
    numbers["candidates"] = np.where(matches["status"].eq("ambiguous").to_numpy(dtype=bool), numbers["candidates"], 0)
    return matches[list(_OF_MENTION)].assign(**numbers)


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


def keeps_texts(options: PageOptions, store: PieceStore) -> bool:
    """Tell whether blocks of texts are taken from what the store has of an earlier build."""
    return store.keeps and options.max_precision == 1


def kept_text_blocks(
    events: pd.DataFrame,
    data: PageData,
    options: PageOptions,
    store: PieceStore,
    of_event: NDArray[np.int64] | None = None,
) -> list[str]:
    """Return the texts of events in blocks, with what the store has of an earlier build; events as `shown_events` gives them.

    Parameters: of_event, the row of the event of each mention, -1 where there is none, if it is known already.
    """
    if not keeps_texts(options, store):
        return text_blocks(event_texts(events, data, options))
    of_event = data.events_of_mentions(events) if of_event is None else of_event
    keys = _keys(events, data, of_event)
    files = [keys[first : first + _BLOCKS] for first in range(0, len(keys), _BLOCKS)]
    held: list[dict[bytes, str]] = [store.read(_file(number), program_digest()) or {} for number in range(len(files))]
    kept = {key: text for each in held for key, text in each.items()}
    missing = [number for number, key in enumerate(keys) if key not in kept]
    if missing:
        chosen = np.isin(np.arange(len(events)) // TEXT_BLOCK, missing)
        some = events[chosen]
        whole = some if "notes" in some.columns else data.events.iloc[some[ROW].to_numpy()]
        made = text_blocks(event_texts(whole, _mentioning(data, chosen, of_event), options))
        kept |= {keys[number]: text for number, text in zip(missing, made, strict=True)}
    for number, theirs in enumerate(files):
        if held[number].keys() != set(theirs):  # one change costs one file
            store.write(_file(number), program_digest(), {key: kept[key] for key in theirs})
    return [kept[key] for key in keys]


def _file(number: int) -> str:
    return f"texts-{number}" if number else "texts"


def _mentioning(data: PageData, chosen: NDArray[np.bool_], of_event: NDArray[np.int64]) -> PageData:
    """The data with the mentions of some events only; of_event, the row in `chosen` of each mention's event, -1 for none."""
    if chosen.all():
        return data
    theirs = np.append(chosen, False)[of_event]  # the row -1 is the last one
    return replace(data, matches=data.matches[theirs], mention_rows=None)


def _keys(events: pd.DataFrame, data: PageData, of_event: NDArray[np.int64]) -> list[bytes]:
    """A digest for each block of all that its texts are made of."""
    order = order_of(of_event)[np.count_nonzero(of_event < 0) :]
    kinds = data.mention_rows
    matches = data.matches[[*_OF_MENTION, "reasons", "candidates"]].iloc[order if kinds is None else kinds.first]
    ends = np.searchsorted(of_event[order], np.arange(len(events)), side="right").astype(np.int64)
    mentions = row_hashes(
        [
            *(matches[name] for name in _OF_MENTION),
            _each(matches["reasons"].tolist(), lambda reasons: [each.detail for each in reasons or ()]),
            _candidates(matches, data),
        ]
    )
    if kinds is not None:
        mentions = mentions[kinds.kind[order]]
    texts = row_hashes([events[name].to_numpy() for name in ([DIGEST] if DIGEST in events.columns else COLUMNS)])
    starts = np.append(0, ends)
    keys = []
    for first in range(0, len(events), TEXT_BLOCK):
        rows = slice(first, first + TEXT_BLOCK)
        last = min(first + TEXT_BLOCK, len(events))
        within = ends[rows] - starts[first]
        keys.append(
            digest_of(
                texts[rows].tobytes(), within.tobytes(), mentions[int(starts[first]) : int(starts[last])].tobytes()
            )
        )
    return keys


def _candidates(matches: pd.DataFrame, data: PageData) -> NDArray[np.uint64]:
    """A hash of the places that an ambiguous mention is left between, 0 for any other."""
    hashes = np.zeros(len(matches), dtype=np.uint64)
    rows = np.flatnonzero(matches["status"].eq("ambiguous").to_numpy(dtype=bool))
    own = matches["candidates"].iloc[rows].tolist()
    hashes[rows] = _each(own, lambda candidates: between(candidates, data.place_names))
    return hashes


def _each(cells: list[Any], told: Callable[[Any], Any]) -> NDArray[np.uint64]:
    """A hash of what is told of each cell; cells that are one object are asked once."""
    numbers = np.fromiter(map(id, cells), dtype=np.int64, count=len(cells))
    _, first, inverse = np.unique(numbers, return_index=True, return_inverse=True)
    return row_hashes([[repr(told(cells[at])) for at in first.tolist()]])[inverse] if len(cells) else row_hashes([[]])
