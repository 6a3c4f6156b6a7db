"""The queue in a terminal, for a server without a browser: the same names, keys and decisions.
Asks through a function that is given, and tells through another; prints nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from conflictmap.csv_bytes import one_line
from conflictmap.editor.session import present
from conflictmap.editor.session.desk import Decision, Desk, Step
from conflictmap.editor.storage.judgement_store import SupersededError
from conflictmap.editor.storage.minting import NewPlace
from conflictmap.errors import ConflictmapError
from conflictmap.model import Verdict
from conflictmap.places.judgements import OF_EVENT

VERDICTS: dict[str, Verdict] = {
    "n": "not_in_gazetteer", "l": "not_locatable", "o": "outside", "d": "deferred", "r": "rejected",
}  # fmt: skip
HELP = (
    "1-5 accept   n not in gazetteer   l not locatable   o outside   d defer   r rejected   p1 p2 p3 precision\n"
    "/name search   m mint   a all that say the same   u undo   s skip   t note   e this event only   w what is done   q stop"
)


class Terminal:
    """A session at the desk. `only_event` narrows it to the names of one event."""

    def __init__(self, desk: Desk, *, only_event: str = "") -> None:
        self._desk = desk
        self._only = desk.mentions.event_position.get(only_event) if only_event else None
        self._skipped: set[str] = set()

    def run(self, ask: Callable[[str], str | None], tell: Callable[[str], None]) -> None:
        """Go through the queue until it is empty, or `ask` gives None or "q"."""
        tell(HELP)
        while (key := self._next()) is not None:
            item = present.item_of(self._desk, key)
            choices = [
                (candidate["place_id"], line)
                for candidate, line in zip(item["candidates"], _candidates(item), strict=True)
            ]
            for line in _lines(self._desk, item):
                tell(line)
            if not self._settle(key, choices, ask, tell):
                return
        tell("Nothing waits.")

    def _settle(
        self, key: str, choices: list[tuple[str, str]], ask: Callable[[str], str | None], tell: Callable[[str], None]
    ) -> bool:
        """Decide one name; False to stop."""
        draft = Decision(key, "deferred", versions={key: self._version(key)})
        while True:
            for number, (_, line) in enumerate(choices[:5], start=1):
                tell(f" {number}  {line}")
            answer = (ask(">") or "q").strip() or "?"
            if answer == "q":
                return False
            try:
                done, draft, choices = self._obey(answer, draft, choices, ask, tell)
            except SupersededError as error:
                tell(str(error))
                return True  # the next round shows the name anew, if it still waits
            except ConflictmapError as error:
                tell(str(error))
                continue
            if done:
                return True

    def _obey(
        self, answer: str, draft: Decision, choices: list[tuple[str, str]], ask: Any, tell: Any
    ) -> tuple[bool, Decision, list[tuple[str, str]]]:
        """One key: whether the name is settled, and the decision and choices as they now are."""
        if answer.isdecimal() and len(answer) == 1 and 1 <= int(answer) <= len(choices[:5]):
            chosen = replace(draft, verdict="accepted", place_id=choices[int(answer) - 1][0])
            tell(_told(self._desk.decide(chosen), self._desk))
            return True, draft, choices
        if answer in VERDICTS:
            tell(_told(self._desk.decide(replace(draft, verdict=VERDICTS[answer], geo_precision=None)), self._desk))
            return True, draft, choices
        if answer[0] == "p" and answer[1:] in ("1", "2", "3"):
            return False, replace(draft, geo_precision=int(answer[1:])), choices
        if answer[0] == "/":
            matches = self._desk.places.search(answer[1:], 5)
            return False, draft, [(row["place_id"], _place(row)) for row, _ in matches]
        return self._other(answer, draft, choices, ask, tell)

    def _other(
        self, answer: str, draft: Decision, choices: list[tuple[str, str]], ask: Any, tell: Any
    ) -> tuple[bool, Decision, list[tuple[str, str]]]:
        if answer == "s":
            self._skipped.add(draft.key.partition(OF_EVENT)[0])
            return True, draft, choices
        if answer == "u":
            tell(self._undo())
            return True, draft, choices
        if answer == "a":
            draft = replace(draft, key=draft.key.partition(OF_EVENT)[0])
            alike = tuple(self._desk.alike(draft.key))
            for key in alike:
                tell(f"   also {key}")
            tell(f"The next verdict is for {len(alike) + 1} names.")
            versions = {key: self._version(key) for key in (draft.key, *alike)}
            return False, replace(draft, also=alike, versions=versions), choices
        if answer == "m":
            row = self._desk.mint(_new_place(draft.key.partition("/")[0], ask))
            return False, draft, [(row["place_id"], _place(row)), *choices]
        if answer == "e":
            return False, self._narrowed(draft, tell), choices
        if answer == "t":
            return False, replace(draft, note=one_line(ask("note:") or "")), choices
        tell(self._desk.summary() if answer == "w" else HELP)
        return False, draft, choices

    def _narrowed(self, draft: Decision, tell: Any) -> Decision:
        """The decision for the event that is shown first alone; for all events with the name again, where it was so."""
        name, _, event = draft.key.partition(OF_EVENT)
        if event:
            tell("The next verdict is for every event with this name.")
            return replace(draft, key=name, versions={name: self._version(name)})
        mentions = self._desk.mentions
        shown = self._desk.resolution.reached(name)[0] if self._only is None else mentions.by_event[self._only][0]
        event = mentions.columns["event_id"][mentions.event_of[shown]]
        tell(f"The next verdict is for event {event} alone.")
        key = f"{name}{OF_EVENT}{event}"
        return replace(draft, key=key, also=(), versions={key: self._version(key)})

    def _undo(self) -> str:
        kept = [judgement for step in self._desk.steps for judgement in step.judgements]
        if not kept:
            return "Nothing of this session is left to undo."
        self._skipped.discard(kept[-1].mention_key.partition(OF_EVENT)[0])
        left = self._desk.undo(kept[-1].judgement_id)[1]
        return f"Undone: {kept[-1].mention_key}. {self._desk.summary()}" + f"; but {left}" * bool(left)

    def _next(self) -> str | None:
        desk = self._desk
        desk.refresh()
        skip = set(self._skipped)
        if self._only is not None:
            here = desk.mentions.by_event.get(self._only, ())
            keys = {desk.mentions.keys[desk.mentions.name_of[m]] for m in here if not desk.resolution.is_own(m)}
            skip |= desk.queue.waiting.keys() - keys
        waiting = desk.queue.first(skip)
        return waiting.key if waiting else None

    def _version(self, key: str) -> str:
        stands = self._desk.ledger.standing.get(key)
        return stands.judgement_id if stands else ""


def _lines(desk: Desk, item: dict[str, Any]) -> Iterator[str]:
    yield ""
    yield f"{len(desk.queue.waiting)} wait. {item['name']} {item['kind']} ({', '.join(item['context'])}): {item['why']}"
    effect = item["effect"] or {"states": 0}
    yield f"{item['events']} events; up to {effect['states']} states of control hang on it"
    for event in item["shown"][:3]:
        start, end = event["location_mark"]
        text = event["location"]
        yield f"  {event['first']} {' / '.join(filter(None, event['actors']))}: {event['act']}, {event['source']}"
        yield f"    {one_line(text[:start])} [{one_line(text[start:end])}] {one_line(text[end:])}"
        yield f"    {one_line(event['notes'], 400)}"


def _candidates(item: dict[str, Any]) -> list[str]:
    return [
        f"{_place(candidate)}  {candidate['score']:.2f}  {candidate['effect']['states']} states  "
        + "; ".join(reason["detail"] for reason in candidate["reasons"][:3])
        for candidate in item["candidates"]
    ]


def _place(row: dict[str, Any]) -> str:
    return f"{row['name']} {row['name_my']} ({row['kind']}, {', '.join(row['path'])}) {row['place_id']}"


def _told(step: Step, desk: Desk) -> str:
    effect = step.effect
    return f"Kept: {effect.events} events moved, {effect.states} control states changed. {desk.summary()}" + (
        f"; without its alias: {step.left}" * bool(step.left)
    )


def _new_place(name: str, ask: Any) -> NewPlace:
    given = {what: (ask(f"{what}:") or "").strip() for what in ("name", "lon", "lat", "feature_code", "source")}
    try:
        lon, lat = float(given["lon"]), float(given["lat"])
    except ValueError:
        raise ConflictmapError("lon and lat are decimal degrees, for example 96.123 and 21.456") from None
    return NewPlace(given["name"] or name, lon, lat, given["source"], feature_code=given["feature_code"] or "PPL")
