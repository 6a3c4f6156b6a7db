"""The names that wait for a person, in the order of what hangs on them, and why each is there.
First those that would change states of control, then those that many events hang on, then the smallest margins.

What a name would change is computed for each place that it could mean (`effects`). With many names that takes a
while, so it is done best first: those with the most acts that can change control, then the rest, in the background. A
name that is not worked out yet stands behind those known to change the map and before those known not to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from conflictmap.editor.session.effects import Effect, Effects, Placing
from conflictmap.editor.session.resolution import Resolution
from conflictmap.editor.storage.judgement_store import is_open
from conflictmap.model import UNLISTED, Judgement, Match

TRIES = 1  # names worked out before one is shown: 20 to 200 ms each with 300 events a township
SURE = 0.90  # an automatic match below this score was settled with little margin


@dataclass(slots=True)
class Waiting:
    """One name in the queue.

    `effect` is the largest of its candidates', None while nobody has worked it out; `by_place` has each candidate's;
    `stale` says that another decision has touched it since. `margin` 0-1 is the lead of the best candidate over the next one in
    another township (the match's score until the name is worked out), `acts` how
    many of its mentions are of acts that can change control.
    """

    key: str
    why: str
    events: int
    margin: float
    acts: int
    effect: Effect | None = None
    stale: bool = True
    by_place: dict[str, Effect] = field(default_factory=dict)

    @property
    def rank(self) -> tuple[int, int, int, float, str]:
        states = self.effect.states if self.effect is not None else 0
        unknown = self.effect is None and self.acts > 0
        return (-states, -int(unknown), -(self.acts if unknown else self.events), self.margin, self.key)


class Queue:
    """The open names of one resolution. `standing` are the latest decisions by mention_key."""

    def __init__(self, resolution: Resolution, effects: Effects, standing: Mapping[str, Judgement]) -> None:
        self._resolution = resolution
        self._effects = effects
        self.waiting: dict[str, Waiting] = {}
        self._by_township: dict[str, set[str]] = {}
        for key in resolution.mentions.by_key:
            self.put(key, standing.get(key))

    def put(self, key: str, judgement: Judgement | None, *, even_if_settled: bool = False) -> None:
        """Take a name into the queue, or out of it, as its match and its decision say now."""
        match = self._resolution.of_key(key)
        why = why_waiting(match)
        if not is_open(judgement) or not (why or even_if_settled):
            self.waiting.pop(key, None)
            return
        mentions = self._resolution.mentions
        reached = self._resolution.reached(key) or mentions.by_key[key]
        events = mentions.events_of(reached)
        acts = sum(self._effects.moves([mention]) for mention in reached)
        waiting = Waiting(key, why or "settled; you asked to see it", len(events), match.score, acts)
        if not acts:  # R1, R7: no place that it may be given changes who holds what
            waiting.effect, waiting.stale = Effect(len(events)), False
        self.waiting[key] = waiting

    def order(self) -> list[Waiting]:
        """Return all of them, the one with the largest effect first. The same table gives the same order."""
        return sorted(self.waiting.values(), key=lambda waiting: waiting.rank)

    def first(self, skip: Iterable[str] = ()) -> Waiting | None:
        """Return the name to decide next, worked out; None where none waits.

        At most `TRIES` names are worked out for it, so that an answer never takes long.
        """
        passed = set(skip)
        for _ in range(TRIES):
            order = [waiting for waiting in self.order() if waiting.key not in passed]
            if not order or not order[0].stale:
                break
            self.work_out(order[0])
        return next((waiting for waiting in self.order() if waiting.key not in passed and not waiting.stale), None)

    def next_unknown(self) -> Waiting | None:
        """Return the name to work out next, the most promising first; None where all are known."""
        stale = [waiting for waiting in self.waiting.values() if waiting.stale]
        return min(stale, key=lambda waiting: waiting.rank, default=None)

    def work_out(self, waiting: Waiting) -> None:
        """Compute what would change for each candidate, and keep the largest."""
        while waiting.stale:
            self.work_on(waiting)

    def work_on(self, waiting: Waiting) -> None:
        """Compute what would change for one candidate more; with the last of them the name is worked out.

        A candidate takes some 20 ms with 300 events a township, so that whoever asks in between need not wait longer.
        """
        match = self._resolution.full(waiting.key)
        left = [candidate.place_id for candidate in match.candidates if candidate.place_id not in waiting.by_place]
        for place_id in left[:1]:
            place = self._resolution.place(place_id)
            waiting.by_place[place_id] = self._effects.of({waiting.key: Placing(place_id)})
            self._by_township.setdefault(str(place["adm3_pcode"]) if place else "", set()).add(waiting.key)
        if len(left) > 1:
            return
        waiting.margin = margin_of(match, self._resolution)
        effects = [Effect(waiting.events), *waiting.by_place.values()]
        waiting.effect = max(effects, key=lambda effect: (effect.states, effect.events))
        waiting.stale = False

    def touch(self, townships: Iterable[str]) -> None:
        """Note that a decision has changed who is where in these townships."""
        for township in townships:
            for key in self._by_township.get(township, ()):
                if key in self.waiting:
                    self.waiting[key].stale = True
                    self.waiting[key].by_place.clear()


def why_waiting(match: Match) -> str:
    """Tell why a match is an editor's to see; "" where it is not."""
    if match.judgement_id is not None:
        return "rejected; its place is still open" if match.status == "ambiguous" else ""
    if match.status == "ambiguous":
        return "ambiguous: several places may be meant"
    if match.status == "not_in_gazetteer":
        return "not in the gazetteer: no place of this name is known there"
    if match.status == "automatic" and any(reason.feature == UNLISTED for reason in match.reasons):
        return "no list has it: it stands at the township stated"
    if match.status == "automatic" and match.score < SURE:
        return f"settled by itself with a score of {match.score:.2f}"
    return ""


def margin_of(match: Match, resolution: Resolution) -> float:
    """Return the lead of the best candidate over the next one in another township, 0 to 1; 0 without candidates."""
    if not match.candidates:
        return 0.0
    places = [resolution.place(candidate.place_id) or {} for candidate in match.candidates]
    rivals = [
        candidate.score
        for candidate, place in zip(match.candidates, places, strict=True)
        if place.get("adm3_pcode") != places[0].get("adm3_pcode")
    ]
    return max(0.0, match.candidates[0].score - max(rivals, default=0.0))
