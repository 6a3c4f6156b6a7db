"""What every mention resolves to now, under the decisions that stand, and again after each decision.
The same answer as `places.matching.match_events` gives, kept so that one decision costs one name.

Most names of a large table are settled and never looked at, so a match is kept without its candidates (`brief`); they are
found again, in a millisecond, for a name that is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from conflictmap.editor.session.match_cache import Remembered
from conflictmap.editor.session.mentions import Mentions
from conflictmap.model import Judgement, Match
from conflictmap.places.judgements import OF_EVENT
from conflictmap.places.names.kinds import place_class
from conflictmap.places.resolution.matcher import Matcher, confirmed
from conflictmap.places.resolution.placing import precision_of
from conflictmap.places.resolution.ranking import Point

UNITS = ("township", "district", "state", "country")
LOCATED = ("confirmed", "automatic")


@dataclass(frozen=True, slots=True)
class Moved:
    """What a decision touched: townships (adm3_pcode) that mentions left or entered, and the keys that resolve anew."""

    townships: frozenset[str]
    keys: frozenset[str]


class Resolution:
    """Matches by mention. `minted` are places made since the gazetteer was opened, as rows like `Matcher.place`'s."""

    def __init__(self, mentions: Mentions, matcher: Matcher, remembered: Remembered) -> None:
        self.mentions = mentions
        self.matcher = matcher
        self.minted: dict[str, dict[str, Any]] = {}
        self.in_township: dict[str, set[int]] = {}
        self._township: list[str] = [""] * len(mentions.written)
        self._rows: dict[tuple[str, str | None], dict[str, Any]] = {}
        self._full: dict[str, Match] = {}
        # what the program says by itself is the same each time, and is remembered; then the decisions are obeyed
        decided = dict(matcher.judgements)
        matcher.judgements.clear()
        self._of_name: list[Match] = remembered.matches(mentions, matcher)
        self._beside: dict[int, Match] = {}  # mentions settled by the entry's other places
        self._own: dict[int, Match] = {}  # mentions about whose event a person has decided alone
        self._look_beside(range(len(mentions.written)), remembered)
        self._obey(decided)
        self._file_all()

    def match(self, mention: int) -> Match:
        """Tell what a mention resolves to, in brief; its `mention` is the first one of the same name."""
        return self._own.get(mention) or self._beside.get(mention) or self._of_name[self.mentions.name_of[mention]]

    def is_own(self, mention: int) -> bool:
        """Whether a decision about this mention's event alone stands."""
        return mention in self._own

    def reached(self, key: str) -> list[int]:
        """Return the mentions that a decision under this key places: not those about whose event alone one stands."""
        mentions = self.mentions.of_key(key)
        return mentions if OF_EVENT in key else [mention for mention in mentions if mention not in self._own]

    def of_key(self, key: str) -> Match:
        """Return the match, in brief, of a key's first mention that is not settled, else of its first."""
        return self._chosen(key)[1]

    def full(self, key: str) -> Match:
        """Return `of_key` with candidates and reasons."""
        if key not in self._full:
            mention, _ = self._chosen(key)
            points = self._points(str(self.mentions.columns["entry_id"][self.mentions.event_of[mention]]))
            beside = [points] if mention in self._beside else None
            self._full[key] = self._settled(self._matched([self.mentions.name_of[mention]], beside)[0])
        return self._full[key]

    def unmake(self, place_id: str) -> None:
        """Forget a place that was minted and is gone again; no match may name it."""
        self.minted.pop(place_id, None)
        self._rows = {slot: row for slot, row in self._rows.items() if slot[0] != place_id}

    def township(self, mention: int) -> str:
        """Return the adm3_pcode that a mention is located in, "" where it is in none."""
        return self._township[mention]

    def place(self, place_id: str) -> dict[str, Any] | None:
        """Return a place as `Matcher.place` gives it, None where there is none of this id."""
        if place_id in self.minted:
            return self.minted[place_id]
        return self.matcher.place(place_id) if place_id in self.matcher.index.place_number else None

    def described(self, match: Match) -> dict[str, Any]:
        """Return `Matcher.describe`, for minted places too; remembered."""
        slot = (match.place_id or "", match.drawn_at)
        if slot not in self._rows:
            made = self.minted.get(match.place_id or "")
            self._rows[slot] = made if made is not None else self.matcher.describe(match)
        return self._rows[slot]

    def precision(self, place_id: str, relation: str) -> int:
        """Return the geo_precision of a place named with this relation, as the build will give it."""
        made = self.minted.get(place_id)
        if made is None:
            return self.matcher.decider.precision(self.matcher.index.place_number[place_id], relation)
        return precision_of(place_class(made["feature_code"]), made["radius_km"], relation)

    def decide(self, decisions: Mapping[str, Judgement | None]) -> Moved:
        """Obey decisions, or none, by key. Ambiguous names of the same entries are tried again beside them."""
        touched = self._obey(decisions)
        before = {self._township[mention] for mention in touched}
        for mention in touched:
            self._file(mention)
        keys = frozenset(self.mentions.keys[self.mentions.name_of[mention]] for mention in touched)
        for key in keys:
            self._full.pop(key, None)
        return Moved(frozenset(before | {self._township[mention] for mention in touched}) - {""}, keys)

    def _obey(self, decisions: Mapping[str, Judgement | None]) -> set[int]:
        """Match the names of these keys as decided, and what is unsure beside them; the mentions touched."""
        for key, judgement in decisions.items():
            if judgement is None or judgement.verdict == "deferred":
                self.matcher.judgements.pop(key, None)
            else:
                self.matcher.judgements[key] = judgement
        self._obey_of_events([key for key in decisions if OF_EVENT in key])
        names = [name for key in decisions for name in self.mentions.names_of(key)]
        for name, match in zip(names, self._matched(names), strict=True):
            self._of_name[name] = self._settled(match)
        touched: set[int] = set()
        for key in decisions:
            touched |= {*self.mentions.of_key(key), *self._unsure_beside(key)}
        for mention in touched:
            self._beside.pop(mention, None)
        self._look_beside(sorted(touched))
        return touched

    def _obey_of_events(self, keys: Iterable[str]) -> None:
        """Match the mentions of single events as decided; those about which no decision stands are of their name again."""
        for key in keys:
            for mention in self.mentions.of_key(key):
                name = self.mentions.name_of[mention]
                own = replace(self.mentions.written[mention], event_id=key.partition(OF_EVENT)[2])
                if key in self.matcher.judgements:
                    match = self.matcher.match_all([own], actors=[self.mentions.actors[name]])[0]
                    self._own[mention] = self._settled(match)
                else:
                    self._own.pop(mention, None)

    def _matched(self, names: Sequence[int], siblings: Sequence[Sequence[Point]] | None = None) -> list[Match]:
        wanted, actors = self.mentions.names, self.mentions.actors
        return self.matcher.match_all(
            [wanted[name] for name in names], siblings=siblings, actors=[actors[name] for name in names]
        )

    def _chosen(self, key: str) -> tuple[int, Match]:
        mentions = self.reached(key) or self.mentions.by_key[key]
        open_ = (mention for mention in mentions if self.match(mention).status not in LOCATED)
        mention = next(open_, mentions[0])
        return mention, self.match(mention)

    def _unsure_beside(self, key: str) -> set[int]:
        entries = {self.mentions.columns["entry_id"][self.mentions.event_of[m]] for m in self.mentions.of_key(key)}
        events = (event for entry in entries for event in self.mentions.by_entry[str(entry)])
        mentions = (mention for event in events for mention in self.mentions.by_event.get(event, ()))
        return {mention for mention in mentions if self._unsure(mention)}

    def _unsure(self, mention: int) -> bool:
        if mention in self._own:
            return False
        match = self._of_name[self.mentions.name_of[mention]]
        return match.status == "ambiguous" and match.judgement_id is None

    def _settled(self, match: Match) -> Match:
        """A match whose decision names a minted place, which the matcher cannot know yet."""
        judgement = self.matcher.judgement_of(match.mention) if match.judgement_id else None
        if judgement is None or judgement.verdict != "accepted" or judgement.place_id not in self.minted:
            return match
        precision = judgement.geo_precision or self.precision(judgement.place_id, match.mention.relation)
        return confirmed(match, judgement.place_id, precision)

    def _look_beside(self, mentions: Iterable[int], remembered: Remembered | None = None) -> None:
        """Try ambiguous mentions again beside the places of their entry, once for each name and entry."""
        entries = self.mentions.columns["entry_id"]
        asked: dict[tuple[int, str], list[int]] = {}
        for mention in mentions:
            if self._unsure(mention):
                slot = (self.mentions.name_of[mention], str(entries[self.mentions.event_of[mention]]))
                asked.setdefault(slot, []).append(mention)
        near = {slot: tuple(self._points(slot[1])) for slot in asked}
        slots = [slot for slot in asked if near[slot]]
        names, points = [name for name, _ in slots], [near[slot] for slot in slots]
        if remembered is not None:
            matches = remembered.beside(self.mentions, names, points, self.matcher)
        else:
            matches = self._matched(names, points)
        for slot, match in zip(slots, matches, strict=True):
            self._beside |= dict.fromkeys(asked[slot], match)

    def _points(self, entry: str) -> list[tuple[float, float]]:
        events = self.mentions.by_entry[entry]
        mentions = [mention for event in events for mention in self.mentions.by_event.get(event, ())]
        matches = [self._own.get(mention) or self._of_name[self.mentions.name_of[mention]] for mention in mentions]
        known = [match for match in matches if match.place_id not in self.minted]
        return [point for match in known if (point := self.matcher.point(match))]

    def _file_all(self) -> None:
        of_name = [self._held_by(match) for match in self._of_name]
        self._township = [of_name[name] for name in self.mentions.name_of]
        for mention, match in (self._beside | self._own).items():
            self._township[mention] = self._held_by(match)
        for mention, township in enumerate(self._township):
            if township:
                self.in_township.setdefault(township, set()).add(mention)

    def _file(self, mention: int) -> None:
        township = self._held_by(self.match(mention))
        if township == self._township[mention]:
            return
        self.in_township.get(self._township[mention], set()).discard(mention)
        self._township[mention] = township
        if township:
            self.in_township.setdefault(township, set()).add(mention)

    def _held_by(self, match: Match) -> str:
        located = match.status in LOCATED and match.place_id
        return str(self.described(match)["adm3_pcode"]) if located else ""
