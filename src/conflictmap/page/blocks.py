"""Lay a page's data out as blocks: meta, columns, shapes, and texts that are inflated when asked for.
What each holds is told in docs/payload.md. Nothing here draws or escapes; `payload` packs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from conflictmap.page.layers import PLACINGS, Marks, PageData, epoch_days, page_days, place_marks, shown_events
from conflictmap.page.options import LAYERS, PageOptions
from conflictmap.page.payload import FORMAT, TEXT_BLOCK, Column, Words, column, deflate, json_bytes, pack, text_blocks
from conflictmap.schema import ACTS, EVENT_TYPES, MODES

DEGREE = 100_000  # coordinates are whole hundred-thousandths of a degree, about a metre
NO_POINT = -(2**30)  # "draw it at the middle of its township"
TOWN_RANKS = {"PPLC": 0, "PPLA": 1, "PPLA2": 2, "PPLA3": 3}  # by seat; other towns are 4
HOLDING_KINDS = ("state", "armed_group", "coalition")
# Where actors.csv names no colour: told apart also by the colour-blind (Okabe and Ito 2008, and three greys)
SPARE_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8c8c8c", "#5e5e5e", "#b3b3b3")


@dataclass(frozen=True, slots=True)
class Blocks:
    """The deflated, base64 text of each block; `texts` in order, TEXT_BLOCK events each."""

    meta: str
    columns: str
    shapes: str
    texts: tuple[str, ...]
    counts: Mapping[str, int]
    days: tuple[int, int]


def make_blocks(data: PageData, options: PageOptions) -> Blocks:
    """All blocks of one page. The same data and options give the same text."""
    events = shown_events(data.events, options)
    days = page_days(data, events, options)
    marks = place_marks(events, data.matches, options)
    units = data.units[data.units["level"] == 3].sort_index()
    unit_numbers = pd.Series(np.arange(1, len(units) + 1), index=units.index)
    actor_sets, holders = Words([""]), Words([""])
    sources, states, statuses = Words(), Words(["unknown"]), Words()
    rule_words, confidences = Words(), Words([""])
    columns = [
        *_event_columns(events, marks, days[0], actor_sets, sources),
        *_mark_columns(marks, unit_numbers),
    ]
    event_numbers = pd.Series(np.arange(len(events)), index=events["event_id"])
    for name, spans in sorted(data.spans.items()):
        words = (states, holders, confidences, rule_words)
        columns += _span_columns(name, spans, days[0], words=words, units=unit_numbers, events=event_numbers)
    for name, claims in sorted(data.claims.items()):
        columns += _claim_columns(
            name, claims, days[0], words=(holders, statuses), units=unit_numbers, events=event_numbers
        )
    columns += _town_columns(data.towns, unit_numbers)
    directory, body = pack(columns)
    counts = _counts(marks, len(events), len(data.events))
    meta = {
        "format": FORMAT,
        "days": list(days),
        "columns": directory,
        "counts": counts,
        "textBlock": TEXT_BLOCK,
        "layers": [name for name in LAYERS if not options.only_layers or name in options.only_layers],
        "types": list(EVENT_TYPES),
        "acts": list(ACTS),
        "modes": list(MODES),
        "placings": list(PLACINGS),
        "actorSets": actor_sets.list(),
        "sources": [[name, data.source_sides.get(name, "")] for name in sources.list()],
        "states": states.list(),
        "claimStatuses": statuses.list(),
        "confidences": confidences.list(),
        "ruleSets": sorted(data.spans),
        "ruleLists": rule_words.list(),
        "ruleLines": {name: list(lines) for name, lines in sorted(data.rule_lines.items())},
        "rules": options.rules or data.rules,
        "actors": _actors(data.actors, [actor_sets, holders]),
        "holders": holders.list(),
        "units": _units(units, data),
        "wider": _wider(data.units),
        "spotNames": _names(marks.spots),
        "spotIds": marks.spots["place_id"].tolist(),
        "townNames": _names(data.towns),
        "versions": dict(sorted(data.versions.items())),
        "credits": list(data.credits),
        "questions": data.questions,
        "cutoff": _cutoff(data, options),
        "lang": options.lang,
        "delay": options.delay_days,
        "maxPrecision": options.max_precision,
    }
    shapes = {"units": data.topology, "rivers": data.rivers}
    texts = text_blocks(_texts(events, data.matches, options))
    return Blocks(deflate(json_bytes(meta)), deflate(body), deflate(json_bytes(shapes)), tuple(texts), counts, days)


def _counts(marks: Marks, shown: int, total: int) -> dict[str, int]:
    by_placing = np.bincount(marks.placing, minlength=len(PLACINGS)).tolist()
    return {"total": total, "events": shown, **dict(zip(PLACINGS, by_placing, strict=True))}


def _event_columns(events: pd.DataFrame, marks: Marks, first: int, actors: Words, sources: Words) -> list[Column]:
    begin, end, known = (epoch_days(events[name]) for name in ("event_date", "end_date", "reported_on"))
    fatalities = events["fatalities"].astype("Float64").fillna(-1).to_numpy(dtype=float).astype(np.int64)
    sub_types = events["sub_event_type"].astype("category")
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
        column("event.sub", sub_types.cat.codes.to_numpy(dtype=np.int64)),
    ]


def _codes(values: pd.Series, words: Sequence[str]) -> NDArray[np.int64]:
    return pd.Categorical(values, categories=list(words)).codes.astype(np.int64)


def _mark_columns(marks: Marks, units: pd.Series) -> list[Column]:
    spots = marks.spots
    return [
        column("spot.x", _whole_degrees(spots["lon"]), "int"),
        column("spot.y", _whole_degrees(spots["lat"]), "int"),
        column("spot.precision", spots["precision"].to_numpy(dtype=np.int64)),
        column("spot.radius", np.round(spots["radius_km"].to_numpy(dtype=float) * 10).astype(np.int64)),
        column("spot.unit", _unit_numbers(spots["adm3_pcode"], units)),
        column("mark.event", marks.event, "delta"),
        column("mark.spot", marks.spot),
    ]


def _span_columns(
    rules: str,
    spans: pd.DataFrame,
    first: int,
    *,
    words: tuple[Words, Words, Words, Words],
    units: pd.Series,
    events: pd.Series,
) -> list[Column]:
    """The spans of one rule set. `length` 0 is open; `known` is days after the page's first, as `start` is."""
    states, holders, confidences, rule_lists = words
    spans = spans[spans["adm3_pcode"].isin(units.index)]
    start, end = epoch_days(spans["start"]), epoch_days(spans["end"])
    known = epoch_days(spans["known_since"])
    evidence = [[events[name] for name in names if name in events.index] for names in spans["evidence"]]
    return [
        column(f"{rules}.unit", _unit_numbers(spans["adm3_pcode"], units), "delta"),
        column(f"{rules}.start", start - first, "int"),
        column(f"{rules}.length", np.where(end < start, 0, end - start)),
        column(f"{rules}.state", states.numbers(spans["state"])),
        column(f"{rules}.holder", holders.numbers(spans["holder"].fillna(""))),
        column(f"{rules}.other", holders.numbers(spans["other"].fillna(""))),
        column(f"{rules}.confidence", confidences.numbers(spans["confidence"].fillna(""))),
        column(f"{rules}.rules", rule_lists.numbers(" ".join(rules) for rules in spans["rules"])),
        column(f"{rules}.known", np.where(known < -(2**31), start, known) - first, "int"),
        column(f"{rules}.evidenceCount", [len(each) for each in evidence]),
        column(f"{rules}.evidence", [number for each in evidence for number in each]),
    ]


def _claim_columns(
    rules: str, claims: pd.DataFrame, first: int, *, words: tuple[Words, Words], units: pd.Series, events: pd.Series
) -> list[Column]:
    """What parties say of their gains. `claimLength` 0 is open still; `claimEvent` 0 is an event not in the page."""
    holders, statuses = words
    opened, resolved = epoch_days(claims["opened_on"]), epoch_days(claims["resolved_on"])
    return [
        column(f"{rules}.claimUnit", _unit_numbers(claims["adm3_pcode"], units)),
        column(f"{rules}.claimActor", holders.numbers(claims["actor"].fillna(""))),
        column(f"{rules}.claimOpened", opened - first, "int"),
        column(f"{rules}.claimLength", np.where(resolved < opened, 0, resolved - opened)),
        column(f"{rules}.claimStatus", statuses.numbers(claims["status"])),
        column(f"{rules}.claimEvent", (events.reindex(claims["event_id"]).fillna(-1).to_numpy() + 1).astype(np.int64)),
    ]


def _town_columns(towns: pd.DataFrame, units: pd.Series) -> list[Column]:
    rank = towns["feature_code"].map(TOWN_RANKS).fillna(4).to_numpy(dtype=np.int64)
    return [
        column("town.x", _whole_degrees(towns["lon"]), "int"),
        column("town.y", _whole_degrees(towns["lat"]), "int"),
        column("town.rank", rank),
        column("town.unit", _unit_numbers(towns["adm3_pcode"], units)),
    ]


def _whole_degrees(values: pd.Series) -> NDArray[np.int64]:
    degrees = values.to_numpy(dtype=float)
    return np.where(np.isnan(degrees), NO_POINT, np.round(np.nan_to_num(degrees) * DEGREE)).astype(np.int64)


def _unit_numbers(pcodes: pd.Series, units: pd.Series) -> NDArray[np.int64]:
    return units.reindex(pcodes.fillna("")).fillna(0).to_numpy(dtype=np.int64)


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


def _units(units: pd.DataFrame, data: PageData) -> list[list[Any]]:
    """[pcode, name, name_my, adm1, adm2, sites known, places in the gazetteer] by number less one."""
    return [
        [pcode, row.name, row.name_my or "", row.adm1_pcode, row.adm2_pcode, *data.known_sites.get(str(pcode), (0, 0))]
        for pcode, row in zip(
            units.index, units.drop(columns="pcode", errors="ignore").itertuples(index=False), strict=True
        )
    ]


def _wider(units: pd.DataFrame) -> dict[str, list[str]]:
    """Names of states, regions and districts by P-code."""
    rows = units[units["level"].isin([1, 2])].sort_index()
    return {
        str(pcode): [name, name_my or "", kind]
        for pcode, name, name_my, kind in zip(rows.index, rows["name"], rows["name_my"], rows["kind"], strict=True)
    }


def _names(frame: pd.DataFrame) -> list[list[str]]:
    """[name, name_my] of each row; the second is left out where it is not known."""
    return [
        [name, name_my] if isinstance(name_my, str) and name_my else [name if isinstance(name, str) else ""]
        for name, name_my in zip(frame["name"], frame["name_my"], strict=True)
    ]


def _cutoff(data: PageData, options: PageOptions) -> int:
    if options.cutoff:
        return int(np.datetime64(options.cutoff, "D").astype(np.int64))
    days = epoch_days(data.events["reported_on"])
    return int(days.max()) if len(days) else 0


def _texts(events: pd.DataFrame, matches: pd.DataFrame, options: PageOptions) -> list[list[Any]]:
    """[event_id, location, notes, url, sub-event type, mentions, entry_id] of each event.

    Where the page may not be as exact as its data, what would tell the spot in words is left out too.
    """
    columns = ["event_id", "location", "notes", "source_url", "sub_event_type", "entry_id"]
    if options.max_precision > 1:
        rows = zip(*(events[name] for name in columns), strict=True)
        return [[name, "", "", url, sub, [], entry] for name, _, _, url, sub, entry in rows]
    mentions: dict[str, list[list[Any]]] = {}
    names = ("event_id", "toponym", "role", "status", "name", "name_my", "geo_precision", "country", "reasons")
    for event_id, *mention, reasons in zip(*(matches[name] for name in names), strict=True):
        lines = [reason.detail for reason in reasons] if isinstance(reasons, (tuple, list)) else []
        mentions.setdefault(event_id, []).append([*map(_plain, mention), lines])
    rows = zip(*(events[name] for name in columns), strict=True)
    return [[*row[:5], mentions.get(row[0], []), row[5]] for row in rows]


def _plain(value: Any) -> Any:
    """A cell as JSON has it: missing is an empty text, a whole number is one."""
    if isinstance(value, str):
        return value
    return "" if pd.isna(value) else int(value)
