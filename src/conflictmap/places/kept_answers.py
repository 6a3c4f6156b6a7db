"""What an earlier build read locations as and resolved names to: each name is looked up once for all builds.
The answers are a matcher's own, but for the reasons of candidates, which a page does not tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from conflictmap.cache.piece_store import PieceStore, digest_of, program_digest
from conflictmap.model import Candidate, Match, Mention, Reason
from conflictmap.places.mentions.location import parse_location
from conflictmap.places.resolution.actor_areas import areas_of
from conflictmap.places.resolution.matcher import Matcher
from conflictmap.places.resolution.ranking import Point

_FILE = "names"


class KeptAnswers:
    """A matcher's answers, kept in a store: `parsed` and `match_all` for `match_events`, then `keep`."""

    def __init__(self, matcher: Matcher, store: PieceStore) -> None:
        self._matcher = matcher
        self._store = store
        gazetteer = matcher.gazetteer
        self._key = digest_of(
            program_digest(), gazetteer.version, repr(sorted(gazetteer.abroad.items())),
            repr(sorted(gazetteer.stations.items())), repr(sorted(matcher.judgements.items())),
        )  # fmt: skip
        kept = store.read(_FILE, self._key) or {}
        self._known_mentions: dict[str, Any] = kept.get("mentions", {})
        self._known_matches: dict[Any, Any] = kept.get("matches", {})
        self._mentions: dict[str, Any] = {}
        self._matches: dict[Any, Any] = {}

    def parsed(self, location: str) -> list[Mention]:
        """Return the mentions of a location, without an event's id."""
        known = self._known_mentions.get(location)
        if known is None:
            mentions = parse_location("", location)
            self._mentions[location] = [_mention_row(mention) for mention in mentions]
            return mentions
        self._mentions[location] = known
        return [Mention("", *row) for row in known]

    def match_all(
        self,
        mentions: Sequence[Mention],
        *,
        siblings: Sequence[Sequence[Point]] | None = None,
        actors: Sequence[Sequence[str]] | None = None,
    ) -> list[Match]:
        """Resolve many mentions, in their order: those that are not known by the matcher, all in one call."""
        judged = self._matcher.judged_events
        keys = [
            (mention.toponym, mention.kind, mention.context, mention.relation,
             tuple(sorted(areas_of(actors[at]))) if actors is not None else (),
             mention.event_id if mention.event_id in judged else "",
             tuple(siblings[at]) if siblings is not None else None)
            for at, mention in enumerate(mentions)
        ]  # fmt: skip
        new = {key: at for at, key in reversed(list(enumerate(keys))) if key not in self._known_matches}
        asked = sorted(new.values())
        answers = self._matcher.match_all(
            [mentions[at] for at in asked],
            siblings=[siblings[at] for at in asked] if siblings is not None else None,
            actors=[actors[at] for at in asked] if actors is not None else None,
            explain=False,
        )
        self._known_matches |= {keys[at]: _match_row(match) for at, match in zip(asked, answers, strict=True)}
        self._matches |= {key: self._known_matches[key] for key in keys}
        made: dict[Any, Match] = {}
        for key, mention in zip(keys, mentions, strict=True):
            if key not in made:
                made[key] = _match(mention, self._known_matches[key])
        return [
            match if (match := made[key]).mention is mention else replace(match, mention=mention)
            for key, mention in zip(keys, mentions, strict=True)
        ]

    def keep(self) -> None:
        """Keep what was asked for, where it differs from what the store has."""
        if self._mentions.keys() != self._known_mentions.keys() or self._matches.keys() != self._known_matches.keys():
            self._store.write(_FILE, self._key, {"mentions": self._mentions, "matches": self._matches})


def _mention_row(mention: Mention) -> tuple[Any, ...]:
    return (mention.toponym, mention.start, mention.end, mention.role, mention.kind, mention.context, mention.relation)


def _match_row(match: Match) -> tuple[Any, ...]:
    reasons = tuple((each.feature, float(each.value), float(each.weight), each.detail) for each in match.reasons)
    candidates = tuple((each.place_id, float(each.score)) for each in match.candidates)
    precision = None if match.geo_precision is None else int(match.geo_precision)
    return (
        match.place_id, precision, match.status, float(match.score), reasons, candidates, match.country,
        match.judgement_id, match.drawn_at,
    )  # fmt: skip


def _match(mention: Mention, row: tuple[Any, ...]) -> Match:
    place_id, precision, status, score, reasons, candidates, country, judgement_id, drawn_at = row
    return Match(
        mention, place_id, precision, status, score, tuple(Reason(*each) for each in reasons),
        tuple(Candidate(*each) for each in candidates), country, judgement_id, drawn_at,
    )  # fmt: skip
