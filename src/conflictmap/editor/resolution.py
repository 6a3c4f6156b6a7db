"""What every mention resolves to now, under the decisions that stand, and again after each decision.
The same answer as `places.matching.match_events` gives, kept so that one decision costs one name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from conflictmap.editor.mentions import Mentions
from conflictmap.model import Judgement, Match
from conflictmap.places.judgements import mention_key
from conflictmap.places.kinds import place_class
from conflictmap.places.matching import Matcher

UNITS = ("township", "district", "state", "country")
LOCATED = ("confirmed", "automatic")


class Resolution:
    """Matches by mention. `minted` are places made since the gazetteer was opened, as rows like `Matcher.place`'s."""

    def __init__(
        self, mentions: Mentions, matcher: Matcher, minted: Mapping[str, dict[str, Any]] | None = None
    ) -> None:
        self.mentions = mentions
        self.matcher = matcher
        self.minted: dict[str, dict[str, Any]] = dict(minted or {})
        self._of_name: list[Match] = [self._settled(match) for match in matcher.match_all(mentions.names)]
        self._beside: dict[int, Match] = {}  # mentions settled by the entry's other places
        self._rows: dict[tuple[str, str | None], dict[str, Any]] = {}
        self._look_beside(range(len(mentions.written)))
        self.in_township: dict[str, set[int]] = {}
        self._township: list[str] = [""] * len(mentions.written)
        for mention in range(len(mentions.written)):
            self._file(mention)

    def match(self, mention: int) -> Match:
        """What a mention resolves to; its `mention` is the first one of the same name."""
        return self._beside.get(mention) or self._of_name[self.mentions.name_of[mention]]

    def of_key(self, key: str) -> Match:
        """The match of a key's first mention that is not settled, else of its first."""
        matches = [self.match(mention) for mention in self.mentions.by_key[key]]
        return next((match for match in matches if match.status not in LOCATED), matches[0])

    def township(self, mention: int) -> str:
        """The adm3_pcode that a mention is located in, "" where it is in none."""
        return self._township[mention]

    def place(self, place_id: str) -> dict[str, Any] | None:
        """A place as `Matcher.place` gives it, None where there is none of this id."""
        if place_id in self.minted:
            return self.minted[place_id]
        return self.matcher.place(place_id) if place_id in self.matcher.index.place_number else None

    def described(self, match: Match) -> dict[str, Any]:
        """`Matcher.describe`, for minted places too; remembered."""
        slot = (match.place_id or "", match.drawn_at)
        if slot not in self._rows:
            made = self.minted.get(match.place_id or "")
            self._rows[slot] = made if made is not None else self.matcher.describe(match)
        return self._rows[slot]

    def precision(self, place_id: str, relation: str) -> int:
        """The geo_precision of a place named with this relation: 1 itself, 2 near it, 3 a township or larger."""
        place = self.place(place_id)
        kind = place_class(place["feature_code"] if place else "")
        if kind in UNITS:
            return 3
        return 2 if kind == "village tract" or relation not in ("", "in") else 1

    def decide(self, key: str, judgement: Judgement | None) -> set[str]:
        """Obey a decision, or none, about a key; the townships (adm3_pcode) that mentions left or entered."""
        if judgement is None or judgement.verdict == "deferred":
            self.matcher.judgements.pop(key, None)
        else:
            self.matcher.judgements[key] = judgement
        for name in self.mentions.names_of(key):
            self._of_name[name] = self._settled(self.matcher.match(self.mentions.names[name]))
        mentions = self.mentions.by_key.get(key, [])
        for mention in mentions:
            self._beside.pop(mention, None)
        self._look_beside(mentions)
        before = {self._township[mention] for mention in mentions}
        for mention in mentions:
            self._file(mention)
        return (before | {self._township[mention] for mention in mentions}) - {""}

    def _settled(self, match: Match) -> Match:
        """A match whose decision names a minted place, which the matcher cannot know yet."""
        judgement = self.matcher.judgements.get(mention_key(match.mention)) if match.judgement_id else None
        if judgement is None or judgement.verdict != "accepted" or judgement.place_id not in self.minted:
            return match
        precision = judgement.geo_precision or self.precision(judgement.place_id, match.mention.relation)
        return replace(match, place_id=judgement.place_id, drawn_at=judgement.place_id, geo_precision=precision,
                       status="confirmed")  # fmt: skip

    def _look_beside(self, mentions: Iterable[int]) -> None:
        """Try ambiguous mentions again beside the places of their entry, once for each name and entry."""
        entries = self.mentions.columns["entry_id"]
        asked: dict[tuple[int, str], list[int]] = {}
        for mention in mentions:
            name = self.mentions.name_of[mention]
            if self._of_name[name].status == "ambiguous" and self._of_name[name].judgement_id is None:
                asked.setdefault((name, str(entries[self.mentions.event_of[mention]])), []).append(mention)
        near = {slot: self._points(slot[1]) for slot in asked}
        slots = [slot for slot in asked if near[slot]]
        wanted = [self.mentions.names[name] for name, _ in slots]
        found = self.matcher.match_all(wanted, siblings=[near[slot] for slot in slots])
        for slot, match in zip(slots, found, strict=True):
            self._beside |= dict.fromkeys(asked[slot], match)

    def _points(self, entry: str) -> list[tuple[float, float]]:
        events = self.mentions.by_entry[entry]
        mentions = [mention for event in events for mention in self.mentions.by_event.get(event, ())]
        matches = [self._of_name[self.mentions.name_of[mention]] for mention in mentions]
        known = [match for match in matches if match.place_id not in self.minted]
        return [point for match in known if (point := self.matcher.point(match))]

    def _file(self, mention: int) -> None:
        match = self.match(mention)
        township = self.described(match)["adm3_pcode"] if match.status in LOCATED and match.place_id else ""
        if township != self._township[mention]:
            self.in_township.get(self._township[mention], set()).discard(mention)
        self._township[mention] = township
        if township:
            self.in_township.setdefault(township, set()).add(mention)
