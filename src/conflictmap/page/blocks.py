"""Lay a page's data out as blocks: meta, columns, shapes, and texts that are inflated when asked for.
What each holds is told in docs/payload.md. Nothing here draws or escapes; `payload` packs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from conflictmap.cache.piece_store import PieceStore
from conflictmap.control.actor_colours import HOLDING_KINDS, SPARE_COLOURS
from conflictmap.control.confidence import AGEING_DAYS, FRESH_DAYS
from conflictmap.event_tables.actor_cells import memberships_of, split_actors
from conflictmap.event_tables.distinct import as_words
from conflictmap.page.columns import (
    EVENT_CELLS,
    WORDS,
    EventNumbers,
    arc_columns,
    claim_columns,
    event_columns,
    mark_columns,
    span_columns,
    town_columns,
)
from conflictmap.page.event_texts import keeps_texts, kept_text_blocks
from conflictmap.page.options import CONTROL_LAYERS, EVENT_LAYERS, LAYERS, PageOptions
from conflictmap.page.page_data import (
    DIGEST,
    PLACINGS,
    ROW,
    Marks,
    PageData,
    epoch_days,
    events_of_state,
    known_until,
    page_days,
    place_marks,
    shown_events,
    shown_spans,
    state_middles,
    where,
)
from conflictmap.page.payload import FORMAT, TEXT_BLOCK, Column, Words, deflate, deflate_columns, json_bytes, pack
from conflictmap.page.sites import KINDS, fresh_columns, reported_places, shown_sites, site_columns
from conflictmap.schema import ACTS, EVENT_TYPES, MODES

EPOCH = 719163  # the ordinal of 1970-01-01
COLUMNS_LEVEL = 7  # of deflate: 9 takes twice as long for half a per cent


@dataclass(frozen=True, slots=True)
class Blocks:
    """The deflated, base64 text of each block; `texts` in order, TEXT_BLOCK events each."""

    meta: str
    columns: str
    shapes: str
    texts: tuple[str, ...]
    counts: Mapping[str, int]
    days: tuple[int, int]


@dataclass(slots=True)
class _Dictionaries:
    """The words that columns name by number."""

    actor_sets: Words = field(default_factory=lambda: Words([""]))
    holders: Words = field(default_factory=lambda: Words([""]))
    sources: Words = field(default_factory=Words)
    states: Words = field(default_factory=lambda: Words(["unknown"]))
    statuses: Words = field(default_factory=Words)
    rule_lists: Words = field(default_factory=Words)
    confidences: Words = field(default_factory=lambda: Words([""]))
    parts: Words = field(default_factory=lambda: Words([""]))

    def of_spans(self) -> tuple[Words, Words, Words, Words, Words]:
        return self.states, self.holders, self.confidences, self.rule_lists, self.parts


def make_blocks(data: PageData, options: PageOptions, store: PieceStore | None = None) -> Blocks:
    """Return all blocks of one page. The same data and options give the same text, whatever the store has of earlier ones."""
    store = store or PieceStore(None)
    every = events_of_state(shown_events(_drawn(data, options, store), options), data.matches, options.adm1)
    days = page_days(data, every, options)
    words = _Dictionaries()
    words.sources.numbers(every["source"])  # whose reports control rests on is told where no event is drawn, too
    data, events = _of_layers(data, options), every if options.holds(*EVENT_LAYERS) else every.iloc[:0]
    marks = place_marks(events, data.matches, options, (data.events_of_mentions(events), data.mention_rows))
    units = data.units[data.units["level"] == 3].sort_index()
    unit_numbers = pd.Series(np.arange(1, len(units) + 1), index=units.index)
    control, site_names = _control_columns(data, options, days, words, (unit_numbers, events))
    columns = [
        *event_columns(events, marks, days[0], words.actor_sets, words.sources),
        *mark_columns(marks, unit_numbers),
        *control,
        *town_columns(data.towns, unit_numbers),
        *arc_columns(data.topology),
    ]
    directory, body = pack(columns)
    counts = _counts(marks, len(events), len(data.events))
    meta = {
        "format": FORMAT,
        "days": list(days),
        "columns": directory,
        "counts": counts,
        "textBlock": TEXT_BLOCK,
        **_choices(data, options),
        **_words(data, words),
        "alliances": _alliances(data, words.holders, days),
        "units": _units(units, data, _reported(data, options, days[1])),
        "wider": _wider(data),
        "spotNames": _names(marks.spots),
        "townNames": _names(data.towns),
        "siteNames": site_names,
        "aliases": _aliases(data),
    }
    shapes = {"units": {"objects": data.topology["objects"]}, "rivers": data.rivers}  # the arcs are columns
    with ThreadPoolExecutor(1) as pool:  # zlib works without the interpreter
        small = [pool.submit(deflate, json_bytes(each)) for each in (meta, shapes)]
        texts = kept_text_blocks(events, data, options, store, marks.of_mention)
        packed = deflate_columns(directory, body, COLUMNS_LEVEL, store)
    return Blocks(small[0].result(), packed, small[1].result(), tuple(texts), counts, days)


def _drawn(data: PageData, options: PageOptions, store: PieceStore) -> pd.DataFrame:
    """The events, without what only texts tell where these are found again by the rows' numbers: to sort all takes a second."""
    numbered = {ROW, DIGEST} <= set(data.events.columns)
    if not (numbered and keeps_texts(options, store)):
        return data.events
    drawn = data.events[[*EVENT_CELLS, ROW, DIGEST]]
    return drawn.assign(**{name: as_words(drawn[name]) for name in WORDS})


def _of_layers(data: PageData, options: PageOptions) -> PageData:
    """The data without what only layers draw that the page does not hold; events are left out by `make_blocks`."""
    control = options.holds(*CONTROL_LAYERS)
    return replace(
        data,
        spans={name: spans if control else spans.iloc[:0] for name, spans in data.spans.items()},
        sites=data.sites if control else {},
        claims=data.claims if options.holds("claims") else {},
        bearing=data.bearing if control else data.bearing.iloc[:0],
        places=data.places if control else {},
        rule_lines=data.rule_lines if control else {},
        towns=data.towns if options.holds("towns") else data.towns.iloc[:0],
        rivers=data.rivers if options.holds("rivers") else None,
    )


def _control_columns(
    data: PageData,
    options: PageOptions,
    days: tuple[int, int],
    words: _Dictionaries,
    rows: tuple[pd.Series, pd.DataFrame],
) -> tuple[list[Column], list[list[str]]]:
    """Spans, claims and sites of each rule set: those of the page's days, known by then, of its state; sites' names."""
    units, events = rows
    numbers = EventNumbers(events, len(data.events), data.evidence)
    known = known_until(data.events, options)
    columns: list[Column] = []
    state = data.units["adm1_pcode"]
    codes = units.index if not options.adm1 else units.index[state.reindex(units.index) == options.adm1]
    for name, spans in sorted(data.spans.items()):
        shown = shown_spans(where(spans, spans["adm3_pcode"].isin(codes)), days[1], known)
        columns += span_columns(name, shown, days[0], words=words.of_spans(), units=units, events=numbers)
    limit = days[1] if known is None else min(days[1], known)
    for name, claims in sorted(data.claims.items()):
        shown = where(claims, claims["adm3_pcode"].isin(codes) & (epoch_days(claims["opened_on"]) <= limit))
        two = (words.holders, words.statuses)
        columns += claim_columns(name, shown, days[0], words=two, units=units, events=numbers)
    sites = shown_sites(data.sites, codes, last=days[1], known=known, precision=options.max_precision)
    of_sites, names = site_columns(sites, data.site_places, units, first=days[0], words=words.of_spans())
    fresh = fresh_columns(data.bearing, units, codes, first=days[0], last=days[1], known=known)
    return [*columns, *of_sites, *fresh], names


def _choices(data: PageData, options: PageOptions) -> dict[str, Any]:
    return {
        "layers": _layers(data, options),
        "ruleSets": sorted(data.spans),
        "rules": options.rules or data.rules,
        "lang": options.lang,
        "delay": options.delay_days,
        "maxPrecision": options.max_precision,
        "adm1": options.adm1,
        "cutoff": _cutoff(data, options),
        "questions": data.questions,
        "refused": data.refused,
        "versions": dict(sorted(data.versions.items())),
        "credits": list(data.credits),
    }


def _layers(data: PageData, options: PageOptions) -> list[str]:
    """The layers that a reader can switch; lines only beside control, the assumption only where there is one as well."""
    held = [name for name in LAYERS if not options.only_layers or name in options.only_layers]
    beside = {"lines": True, "assumed": bool(data.assumption)}
    return [name for name in held if name not in beside or (beside[name] and options.holds("control"))]


def _alliances(data: PageData, holders: Words, days: tuple[int, int]) -> list[list[Any]]:
    """[actor, coalition, first day, last day] of each membership of the page's days that holders stand in, by any steps.

    Days count from the page's first; None where the membership has no such end.
    """
    memberships, _ = memberships_of(data.actors)
    waiting = sorted({actor for cell in holders.list() for actor in split_actors(cell)})
    rows: list[list[Any]] = []
    reached = set(waiting)
    for actor in waiting:  # grows while it is read
        for membership in memberships.get(actor, ()):
            start, end = (
                None if day is None else day.toordinal() - EPOCH - days[0] for day in (membership.start, membership.end)
            )
            if (start is None or start <= days[1] - days[0]) and (end is None or end >= 0):
                rows.append([actor, membership.of, start, end])
                waiting += [] if membership.of in reached else [membership.of]
                reached.add(membership.of)
    return rows


def _words(data: PageData, words: _Dictionaries) -> dict[str, Any]:
    return {
        "assumption": words.holders.number(data.assumption),  # 0: nobody is assumed to hold what is not assessed
        "types": list(EVENT_TYPES),
        "acts": list(ACTS),
        "modes": list(MODES),
        "placings": list(PLACINGS),
        "actorSets": words.actor_sets.list(),
        "actors": _actors(data.actors, [words.actor_sets, words.holders]),
        "holders": words.holders.list(),
        "sources": [[name, _sides(name, data.source_sides)] for name in words.sources.list()],
        "states": words.states.list(),
        "claimStatuses": words.statuses.list(),
        "confidences": words.confidences.list(),
        "parts": words.parts.list(),
        "freshDays": [FRESH_DAYS, AGEING_DAYS],
        "siteKinds": list(KINDS),
        "ruleLists": words.rule_lists.list(),
        "ruleLines": {name: list(lines) for name, lines in sorted(data.rule_lines.items())},
    }


def _sides(sources: str, sides: Mapping[str, str]) -> str:
    """Sides of a report's sources, separated by |; empty where one is not known."""
    return "|".join(sides.get(name.strip(), "") for name in sources.split("|"))


def _reported(data: PageData, options: PageOptions, last: int) -> dict[str, int]:
    spans = data.sites.get(options.rules or data.rules)
    return reported_places(spans, data.site_places, last=last, known=known_until(data.events, options))


def _counts(marks: Marks, shown: int, total: int) -> dict[str, int]:
    by_placing = np.bincount(marks.placing, minlength=len(PLACINGS)).tolist()
    return {"total": total, "events": shown, **dict(zip(PLACINGS, by_placing, strict=True))}


def _actors(actors: pd.DataFrame, named: Sequence[Words]) -> list[list[str]]:
    """[actor_id, name, name_my, kind, display group, colour] of each actor of the table, and of each that is named."""
    ids = {name for words in named for group in words.list() for name in group.split("|") if name}
    table = actors.fillna("").astype(str)
    spare = iter([*SPARE_COLOURS] * (1 + len(table) // len(SPARE_COLOURS)))
    rows = []
    for name, own, own_my, kind, group, colour in zip(
        *(table[key] for key in ("actor_id", "name", "name_my", "kind", "display_group", "colour")), strict=True
    ):
        if name in ids:
            rows.append([name, own, own_my, kind, group, colour or (next(spare) if kind in HOLDING_KINDS else "")])
    known = {row[0] for row in rows}
    return rows + [[name, name, "", "", "", ""] for name in sorted(ids - known)]


def _units(units: pd.DataFrame, data: PageData, reported: Mapping[str, int]) -> list[list[Any]]:
    """[pcode, name, name_my, adm1, adm2, sites known, places in the gazetteer] by number less one."""
    return [
        [
            pcode,
            row.name,
            row.name_my or "",
            row.adm1_pcode,
            row.adm2_pcode,
            reported.get(str(pcode), 0),
            data.places.get(str(pcode), 0),
        ]
        for pcode, row in zip(
            units.index, units.drop(columns="pcode", errors="ignore").itertuples(index=False), strict=True
        )
    ]


def _wider(data: PageData) -> dict[str, list[Any]]:
    """Names of states, regions and districts by P-code; of states and regions also where they are named."""
    rows = data.units[data.units["level"].isin([1, 2])].sort_index()
    middles = state_middles(data.topology, data.units["adm1_pcode"])
    return {
        str(pcode): [name, name_my or "", kind, *middles.get(str(pcode), ())]
        for pcode, name, name_my, kind in zip(rows.index, rows["name"], rows["name_my"], rows["kind"], strict=True)
    }


def _names(frame: pd.DataFrame) -> list[list[str]]:
    """[name, name_my] of each row; the second is left out where it is not known."""
    return [
        [name, name_my] if isinstance(name_my, str) and name_my else [name if isinstance(name, str) else ""]
        for name, name_my in zip(frame["name"], frame["name_my"], strict=True)
    ]


def _aliases(data: PageData) -> list[list[Any]]:
    """[pcode, or number of the town, further names ...] of each unit and town that has some; units first."""
    units = [[str(pcode), *data.aliases[str(pcode)]] for pcode in data.units.index if str(pcode) in data.aliases]
    towns = [
        [number, *data.aliases[str(place_id)]]
        for number, place_id in enumerate(data.towns.index)
        if str(place_id) in data.aliases
    ]
    return units + towns


def _cutoff(data: PageData, options: PageOptions) -> int:
    if options.cutoff:
        return int(np.datetime64(options.cutoff, "D").astype(np.int64))
    days = epoch_days(data.events["reported_on"])
    return int(days.max()) if len(days) else 0
