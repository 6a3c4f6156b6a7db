"""The packed texts of events, those blocks made anew whose events or places an earlier build did not have.
The same blocks as `payload.text_blocks` makes of `event_texts`, byte for byte."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from conflictmap.cache.piece_store import PieceStore, digest_of, program_digest, row_hashes
from conflictmap.page.event_texts import COLUMNS, between, event_texts
from conflictmap.page.options import PageOptions
from conflictmap.page.page_data import PageData
from conflictmap.page.payload import TEXT_BLOCK, text_blocks

_FILE = "texts"
_OF_MENTION = ("toponym", "role", "status", "name", "name_my", "geo_precision", "country")


def kept_text_blocks(events: pd.DataFrame, data: PageData, options: PageOptions, store: PieceStore) -> list[str]:
    """Return the texts of events in blocks, with what the store has of an earlier build; events as `shown_events` gives them."""
    if not store.keeps or options.max_precision > 1:
        return text_blocks(event_texts(events, data, options))
    keys = _keys(events, data)
    kept: dict[bytes, str] = store.read(_FILE, program_digest()) or {}
    missing = [number for number, key in enumerate(keys) if key not in kept]
    if missing:
        chosen = np.isin(np.arange(len(events)) // TEXT_BLOCK, missing)
        made = text_blocks(event_texts(events[chosen], data, options))
        kept |= {keys[number]: text for number, text in zip(missing, made, strict=True)}
        store.write(_FILE, program_digest(), {key: kept[key] for key in keys})
    return [kept[key] for key in keys]


def _keys(events: pd.DataFrame, data: PageData) -> list[bytes]:
    """A digest for each block of all that its texts are made of."""
    of_event = pd.Index(events["event_id"]).get_indexer(data.matches["event_id"])
    order = np.argsort(of_event, kind="stable")[np.count_nonzero(of_event < 0) :]
    matches = data.matches.iloc[order]
    ends = np.searchsorted(of_event[order], np.arange(len(events)), side="right").astype(np.int64)
    mentions = row_hashes(
        [
            *(matches[name] for name in _OF_MENTION),
            _each(matches["reasons"].tolist(), lambda reasons: [each.detail for each in reasons or ()]),
            _candidates(matches, data),
        ]
    )
    texts = row_hashes([events[name] for name in COLUMNS])
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
