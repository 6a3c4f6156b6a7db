"""How a decision would change the map: worked out by the rules of control, not guessed.
Reads the tables through `Resolution`; nothing here changes what a mention resolves to.

Each township is worked out alone (`control.assess`), so a place that a name could mean costs the township it is in and
the one that the name is in now. A state is counted once: a span of a township's timeline, under the standard rules,
that is there with the decision and not without it, or the reverse where spans only vanish.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from conflictmap.control import RULE_SETS, seats_of
from conflictmap.control.alliances import Alliances
from conflictmap.control.assertions import read_assertions
from conflictmap.control.baseline import Baseline
from conflictmap.control.evidence import RuleContext
from conflictmap.control.township import State, Township
from conflictmap.editor.session.mentions import Mentions
from conflictmap.editor.session.resolution import LOCATED, Resolution
from conflictmap.model import Assertion, Match
from conflictmap.pipeline import Inputs
from conflictmap.schema import MATCH_COLUMNS

# R1 and R7: by these acts nobody's holding changes, whatever place they are given.
STILL = frozenset({"raid", "ambush", "detention_arson", "remote_strike", "statement", "other"})


@dataclass(frozen=True, slots=True)
class Effect:
    """What one decision would change: `events` that get another place, `states` of control, in which `townships`."""

    events: int = 0
    states: int = 0
    townships: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Placing:
    """Where a decision would put the mentions of a key; `place_id` None takes them off the map."""

    place_id: str | None
    geo_precision: int | None = None


class Effects:
    """Answers what a decision would change, against the resolution as it is now."""

    def __init__(self, inputs: Inputs, resolution: Resolution) -> None:
        self._inputs = inputs
        self._resolution = resolution
        self._mentions: Mentions = resolution.mentions
        self._seats = seats_of(inputs.units.table)
        self._before: dict[str, Township] = {}
        self._rule_context = RuleContext(RULE_SETS["standard"], Alliances(inputs.actors, inputs.sources))
        self._ground = Baseline(inputs.baseline, self._rule_context.alliances, self._seats)
        self._acts = self._mentions.columns["act"]
        self._corrections = self._corrected_by()
        self._corrects = {later: event for event, rows in self._corrections.items() for later in rows}

    def forget(self, townships: Iterable[str]) -> None:
        """Drop what is remembered of townships in which a mention's place has changed."""
        for pcode in townships:
            self._before.pop(pcode, None)

    def moves(self, mentions: Sequence[int]) -> bool:
        """Whether any of the mentions is of an act by which holding can change (not R1's, not R7's)."""
        return any(self._acts[self._mentions.event_of[mention]] not in STILL for mention in mentions)

    def of(self, placings: Mapping[str, Placing]) -> Effect:
        """Tell what would change if these keys were decided so, together."""
        moved: dict[int, Placing] = {}
        for key, placing in placings.items():
            for mention in self._resolution.reached(key):
                if not self._stays(mention, placing):
                    moved[mention] = placing
        if not moved:
            return Effect()
        events = len(self._mentions.events_of(list(moved)))
        if not self.moves(list(moved)):
            return Effect(events)
        touched = {self._resolution.township(mention) for mention in moved}
        touched |= {self._township(placing.place_id) for placing in placings.values() if placing.place_id}
        for event in self._mentions.events_of(list(moved)):  # a correction counts where the corrected row is (R16)
            corrected = self._mentions.by_event.get(self._corrects.get(event, -1), ())
            touched |= {self._resolution.township(mention) for mention in corrected}
        changed = {pcode: self._changed(pcode, moved) for pcode in sorted(touched - {""}) if pcode in self._seats}
        return Effect(events, sum(changed.values()), tuple(pcode for pcode, count in changed.items() if count))

    def _changed(self, pcode: str, moved: Mapping[int, Placing]) -> int:
        before = self._before.get(pcode)
        if before is None:
            before = self._before[pcode] = self._worked_out(pcode)
        after = self._with(before, moved)
        return max(len(after - before.states), len(before.states - after))

    def _worked_out(self, pcode: str) -> Township:
        """A township as it is now, every site of it."""
        here = set(self._resolution.in_township.get(pcode, ()))
        for event in self._mentions.events_of(list(here)):  # what corrects a row may be placed elsewhere (R16)
            for later in self._corrections.get(event, ()):
                here |= set(self._mentions.by_event.get(later, ()))
        reading = self._read(dict.fromkeys(here))
        return Township(pcode, self._seats[pcode], self._ground, self._rule_context, reading)

    def _with(self, township: Township, moved: Mapping[int, Placing]) -> frozenset[State]:
        """The states of a township if these mentions were placed so."""
        gone = {self._assertion_id(mention) for mention in moved}
        come = [
            mention
            for mention, placing in moved.items()
            if self._township(placing.place_id) == township.pcode or self._mentions.event_of[mention] in self._corrects
        ]
        return township.changed(gone, self._read({mention: moved[mention] for mention in come}))

    def _read(self, placed: Mapping[int, Placing | None]) -> list[Assertion]:
        rows = [self._row(mention, placing) for mention, placing in sorted(placed.items())]
        events = self._inputs.events.iloc[self._mentions.events_of(list(placed))]
        matches = pd.DataFrame(rows, columns=list(MATCH_COLUMNS))
        return list(read_assertions(events, matches, self._rule_context.alliances, self._seats).all_assertions())

    def _assertion_id(self, mention: int) -> str:
        event = self._mentions.columns["event_id"][self._mentions.event_of[mention]]
        return f"{event}.{self._mentions.number_of[mention]}"

    def _row(self, mention: int, placing: Placing | None) -> tuple[Any, ...]:
        mentions, match = self._mentions, self._resolution.match(mention)
        written = mentions.written[mention]
        place = self._resolution.described(match)
        status, place_id, precision = match.status, match.place_id, match.geo_precision
        if placing is not None and placing.place_id is not None:
            place = self._resolution.place(placing.place_id) or place
            status, place_id = "confirmed", placing.place_id
            precision = placing.geo_precision or self._resolution.precision(placing.place_id, written.relation)
        cells: dict[str, Any] = dict.fromkeys(MATCH_COLUMNS)
        cells |= {name: place[name] for name in ("name", "name_my", "feature_code", "lon", "lat", "adm3_pcode")}
        cells |= {
            "event_id": mentions.columns["event_id"][mentions.event_of[mention]],
            "mention_no": mentions.number_of[mention], "toponym": written.toponym, "start": written.start,
            "end": written.end, "role": written.role, "kind": written.kind, "relation": written.relation,
            "status": status, "place_id": place_id, "geo_precision": precision, "score": match.score,
        }  # fmt: skip
        return tuple(cells.values())

    def _stays(self, mention: int, placing: Placing) -> bool:
        match: Match = self._resolution.match(mention)
        now = match.place_id if match.status in LOCATED else None
        if placing.place_id is None or now is None:
            return placing.place_id == now
        precision = placing.geo_precision or self._resolution.precision(placing.place_id, match.mention.relation)
        return (now, match.geo_precision) == (placing.place_id, precision)

    def _township(self, place_id: str | None) -> str:
        place = self._resolution.place(place_id) if place_id else None
        return str(place["adm3_pcode"]) if place else ""

    def _corrected_by(self) -> dict[int, list[int]]:
        """An event's position -> the positions of the rows that correct it (R16)."""
        positions: dict[int, list[int]] = {}
        for position, target in enumerate(self._mentions.columns.get("supersedes", ())):
            if isinstance(target, str) and target in self._mentions.event_position:
                positions.setdefault(self._mentions.event_position[target], []).append(position)
        return positions
