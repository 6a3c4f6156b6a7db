"""The editor's desk: the queue, the decisions made at it, and what they changed.
One lock around all of it; `store` keeps the decisions, everything else can be worked out again."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from conflictmap.editor.session.effects import Effect, Effects, Placing
from conflictmap.editor.session.match_cache import Remembered
from conflictmap.editor.session.mentions import Mentions, same_name, seen_hash
from conflictmap.editor.session.place_search import Placebook, Row
from conflictmap.editor.session.queue import Queue
from conflictmap.editor.session.resolution import UNITS, Resolution
from conflictmap.editor.session.watch import Watch
from conflictmap.editor.storage.judgement_store import Clock, Ledger, NewJudgement, Store, StoreError, is_open
from conflictmap.editor.storage.minting import NewPlace, as_place, minted_row
from conflictmap.errors import ConflictmapError, DataError, Problem
from conflictmap.model import Judgement, Verdict
from conflictmap.pipeline import load
from conflictmap.places.event_points import without_located_names
from conflictmap.places.judgements import OF_EVENT
from conflictmap.project import Project

Tell = Callable[[str], None]


class AskedError(ConflictmapError):
    """What was asked cannot be done as it was asked; the message says what to do instead."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What an editor says of a name, and of further names `also` (bulk). `versions`: the judgement_ids seen, by key.

    `key` with "@" and an event_id after it (`judgements.OF_EVENT`) is a decision about that event alone.
    """

    key: str
    verdict: Verdict
    place_id: str | None = None
    geo_precision: int | None = None
    note: str = ""
    alias: bool = True
    also: tuple[str, ...] = ()
    versions: Mapping[str, str] | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        return (self.key, *self.also)


@dataclass(frozen=True, slots=True)
class Step:
    """One decision of this session as it was written, and what it changed. `undone` where it was taken back.

    `left` says what should have been written beside it (an alias) and could not be; the decision stands.
    """

    judgements: tuple[Judgement, ...]
    effect: Effect
    events: frozenset[int]
    alias: str = ""
    left: str = ""
    undone: bool = False


class Desk:
    """One project under review by `by`. Raises: DataError, where the project's tables have errors."""

    def __init__(self, project: Project, clock: Clock, *, by: str, tell: Tell = lambda step: None) -> None:
        self.by = by
        self.lock = threading.RLock()
        self.store = Store(project, clock)
        self.steps: list[Step] = []
        self.revision = 0
        self.project = project
        self.open(tell)

    def open(self, tell: Tell = lambda step: None) -> None:
        """Read everything anew; what was decided in this session stays in `steps`.

        Raises: DataError, where the tables have errors; what was read before stays as it was.
        """
        with self.lock:
            watch, inputs = Watch(self.project, self.store), load(self.project, tell=tell)
            self.watch, self.inputs = watch, inputs
            self.ledger = self.store.read()
            self.trouble: tuple[Problem, ...] = self.ledger.problems
            actors = self.inputs.actors
            self.actor_names = dict(zip(actors["actor_id"].tolist(), actors["name"].tolist(), strict=True))
            tell("Finding the places")
            self.mentions = Mentions.of(without_located_names(self.inputs.events, self.inputs.matcher.judged_events))
            self.resolution = Resolution(self.mentions, self.inputs.matcher, Remembered(self.inputs.gazetteer))
            self.places = Placebook(self.inputs.matcher, self.resolution.minted)
            self.effects = Effects(self.inputs, self.resolution)
            tell("Ordering the queue")
            self.queue = Queue(self.resolution, self.effects, self.ledger.standing)
            self.revision += 1

    def refresh(self) -> None:
        """Take in what others have written since: decisions and places. Sets `trouble` where a file is broken."""
        with self.lock:
            self._see_places()
            try:
                ledger = self.store.read()
            except DataError as error:
                self.trouble = error.problems
                return
            if ledger is not self.ledger:
                self._take(ledger)
            self._forget_places()
            self.trouble = (*ledger.problems, *self.watch.problems)

    def preview(self, decision: Decision) -> Effect:
        """Tell what a decision would change, without making it."""
        with self.lock:
            self._check(decision)
            return self.effects.of({key: self._placing(decision) for key in decision.keys})

    def decide(self, decision: Decision) -> Step:
        """Write a decision, one row a name, and bring the queue up to date.

        Raises: AskedError, where it cannot be as it is; SupersededError, where somebody decided in the meantime;
        StoreError or DataError, where it cannot be written. Nothing is written then.
        """
        with self.lock:
            self.refresh()
            self._stop_if_replaced()
            self._check(decision)
            effect = self.effects.of({key: self._placing(decision) for key in decision.keys})
            moved = frozenset(p for key in decision.keys for p in self.mentions.events_of(self.resolution.reached(key)))
            written = self.store.append([self._draft(decision, key) for key in decision.keys], self.by)
            alias = self._alias(decision)
            left = self._beside(lambda: self.store.add_alias(alias, written[0])) if alias else ""
            self._take(self.store.read())
            self.watch.own_write()
            step = Step(written, effect, moved if effect.events else frozenset(), "" if left else alias, left)
            self.steps.append(step)
            return step

    def undo(self, judgement_id: str) -> tuple[Judgement, str]:
        """Take any decision back; what stood before it stands again. Raises as `decide`.

        Returns: the row that undoes it, and what came of the decision (alias, place) and could not be removed.
        """
        with self.lock:
            self.refresh()
            self._stop_if_replaced()
            restored, wrong = self.store.undo(judgement_id, self.by)
            left = self._beside(lambda: self.store.forget_alias(wrong)) if wrong.verdict == "accepted" else ""
            if wrong.place_id is not None and wrong.place_id in self.resolution.minted:
                minted = wrong.place_id
                left = left or self._beside(lambda: self.store.unmint(minted))
            self._see_places()  # an undone undo brings its place back
            self._take(self.store.read())
            self.watch.own_write()
            self._forget_places()
            self.steps = [_without(step, judgement_id) for step in self.steps]
            return restored, left

    def _see_places(self) -> None:
        for row in self.watch.new_places(self.resolution.place):
            self.resolution.minted[row["place_id"]] = row

    def _forget_places(self) -> None:
        """Forget minted places that an undo, here or elsewhere, has taken out, where no decision names them."""
        named = {judgement.place_id for judgement in self.ledger.standing.values()}
        for place_id in [place_id for place_id in self.resolution.minted if place_id not in named]:
            if not self.watch.has_made(place_id):
                self.resolution.unmake(place_id)

    def _beside(self, write: Callable[[], None]) -> str:
        """Write what belongs to a decision that is on the disk already; "" or why it could not be."""
        try:
            write()
        except (StoreError, DataError) as error:
            return str(error).partition(": nothing was changed")[0]
        return ""

    def mint(self, new: NewPlace) -> Row:
        """Make a place; a decision that names it is still to be made. Raises: MintError, StoreError."""
        with self.lock:
            self._stop_if_replaced()
            row = minted_row(new, self.inputs.units)
            self.store.mint(row)
            self.resolution.minted[row["place_id"]] = as_place(row)
            self.watch.own_write()
            made = self.places.place(row["place_id"])
            assert made is not None
            return made

    def alike(self, key: str) -> list[str]:
        """Return other open names that say the same: another spelling, kind word or extent of the stated units."""
        with self.lock:
            if OF_EVENT in key:
                return []
            mention = self.mentions.names[self.mentions.names_of(key)[0]]
            names = {other: self.mentions.names[self.mentions.names_of(other)[0]] for other in self.queue.waiting}
            return sorted(other for other, name in names.items() if other != key and same_name(mention, name))

    def summary(self) -> str:
        """Sum up: "12 decisions, 40 events moved, 3 control states changed": of this session, without what was undone."""
        kept = [step for step in self.steps if not step.undone]
        decisions = sum(len(step.judgements) for step in kept)
        events = len(frozenset[int]().union(*(step.events for step in kept)))
        states = sum(step.effect.states for step in kept)
        return (
            f"{_counted(decisions, 'decision')}, {_counted(events, 'event')} moved, "
            f"{_counted(states, 'control state')} changed"
        )

    def _take(self, ledger: Ledger) -> None:
        old, new = self.ledger.standing, ledger.standing
        self.ledger = ledger
        changed = [key for key in sorted({*old, *new}) if old.get(key) != new.get(key) and self.mentions.of_key(key)]
        moved = self.resolution.decide({key: new.get(key) for key in changed})
        self.effects.forget(moved.townships)
        self.queue.touch(moved.townships)
        for key in sorted(moved.keys.union(changed) & self.mentions.by_key.keys()):
            undone = key in changed and new.get(key) is not None and is_open(new.get(key))
            self.queue.put(key, new.get(key), even_if_settled=undone)
        self.revision += 1

    def _check(self, decision: Decision) -> None:
        unknown = [key for key in decision.keys if not self.mentions.of_key(key)]
        if unknown:
            raise AskedError(f"no event names {unknown[0]!r}; reload the queue")
        if decision.verdict == "accepted" and not decision.place_id:
            raise AskedError("the verdict is accepted, but no place was chosen; choose one with 1 to 5, / or m")
        if decision.verdict not in ("accepted", "rejected") and decision.place_id:
            raise AskedError(f"a place stands beside the verdict {decision.verdict}; leave it out")
        if decision.place_id and self.resolution.place(decision.place_id) is None:
            raise AskedError(f"place_id {decision.place_id!r} is not in the gazetteer; search for the place again")

    def _stop_if_replaced(self) -> None:
        if self.watch.problems:
            raise DataError(self.watch.problems)

    def _placing(self, decision: Decision) -> Placing:
        return Placing(decision.place_id if decision.verdict == "accepted" else None, decision.geo_precision)

    def _draft(self, decision: Decision, key: str) -> NewJudgement:
        stands = self.ledger.standing.get(key)
        version = stands.judgement_id if stands else ""
        precision = decision.geo_precision if decision.verdict == "accepted" else None
        return NewJudgement(
            key, decision.verdict, decision.place_id, precision, decision.note, self.inputs.gazetteer.version,
            seen_hash(self.resolution.full(key.partition(OF_EVENT)[0])), (decision.versions or {}).get(key, version),
        )  # fmt: skip

    def _alias(self, decision: Decision) -> str:
        """The accepted spelling, where it is the place's own name and not a site in or near it; else ""."""
        if decision.verdict != "accepted" or not decision.alias or not decision.place_id or OF_EVENT in decision.key:
            return ""
        mention = self.mentions.names[self.mentions.names_of(decision.key)[0]]
        place = self.places.place(decision.place_id)
        if place is None or mention.relation or self.places.bears(decision.place_id, mention.toponym):
            return ""
        wider = decision.geo_precision and decision.geo_precision > self.resolution.precision(decision.place_id, "")
        site_in_unit = (
            mention.kind not in ("", "village", "ward", "village tract", "town", *UNITS) and place["kind"] != "site"
        )
        return "" if wider or site_in_unit else mention.toponym


def _without(step: Step, judgement_id: str) -> Step:
    if all(judgement.judgement_id != judgement_id for judgement in step.judgements):
        return step
    kept = tuple(judgement for judgement in step.judgements if judgement.judgement_id != judgement_id)
    return replace(step, judgements=kept, effect=step.effect if kept else Effect(), undone=not kept)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
