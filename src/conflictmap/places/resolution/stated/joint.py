"""One answer for a mention of several places: a list, "between A and B", a road with its two ends.
The unit that holds them all, or a question; never one of them for the others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from conflictmap.model import Match, Mention, Status
from conflictmap.places.mentions.lists import ALL_OF
from conflictmap.places.mentions.phrase import read_part
from conflictmap.places.names.kinds import UNIT_KINDS
from conflictmap.places.resolution.index import CLASSES, Index
from conflictmap.places.resolution.placing import Decision
from conflictmap.places.resolution.stated.middle import SURE, middle
from conflictmap.places.resolution.stated.surroundings import NOWHERE

WAYS = ("road", "border")  # of two places, by their names: in both
_AND = re.compile(r"\s+(?:and|&|to)\s+")
_AHEAD = re.compile(r"^(?:[^A-Z\s]\S*\s+)+(?=[A-Z])")  # the strategic Falam-Hakha road
_WAY = re.compile(r"\s*[-–—]\s*(?!U\b)|\s+to\s+")
_WIDE = tuple(CLASSES.index(kind) for kind in ("district", "state"))


def members_of(mention: Mention) -> list[Mention]:
    """Return the mentions that one of several places stands for; none where it is of one place."""
    if mention.kind in WAYS:
        names = [part for part in _WAY.split(_AHEAD.sub("", mention.toponym)) if len(part) > 1]
    elif mention.kind == "bridge" and " - " in mention.toponym:
        names = mention.toponym.split(" - ")
    elif mention.relation in (ALL_OF, "between"):
        names = _AND.split(mention.toponym)
    else:
        return []
    if len(names) < 2:
        return []
    return mentions_of(mention, names)


def mentions_of(mention: Mention, names: Sequence[str]) -> list[Mention]:
    """Return a mention each of several names, with the kind word they share and what is stated around them all."""
    kind = "" if mention.kind in (*WAYS, "bridge") else mention.kind
    return [_member(mention, name, kind) for name in names]


def _member(mention: Mention, name: str, kind: str) -> Mention:
    _, bare, own = read_part(name)
    own = own if own in UNIT_KINDS else kind
    context = tuple(text for text in mention.context if text != name)
    return replace(mention, toponym=bare, kind=own, relation="", context=context)


@dataclass(frozen=True)
class Joiner:
    """Finds the unit around several matches in one index."""

    index: Index

    def joined(
        self, stated: int, matches: Sequence[Match], *, bounded: bool = False, between: bool = False
    ) -> Decision:
        """Return the township, else the district, that holds every accepted match; `stated`: the stated township, or NOWHERE.

        One end of a road alone says no township, for the other may lie in another, unless a district is stated (`bounded`).
        What lies `between` two townships is in the one with the middle of the way.
        """
        index = self.index
        places = [index.place_number[match.place_id] for match in matches if match.place_id is not None]
        score = min((match.score for match in matches if match.place_id is not None), default=0.0)
        townships = {int(index.adm3[place]) for place in places}
        if not places or -1 in townships:
            return self._unfound(stated, matches)
        near = bounded or any(match.mention.kind == "village" for match in matches)  # villages told together are near
        if len(townships) == 1 and (len(places) == len(matches) or near):
            return self._unit(townships.pop(), score, "the township of the places named")
        through = middle(index, places) if between and len(places) == len(matches) else NOWHERE
        if through != NOWHERE:
            return self._unit(through, min(score, SURE), "through two townships; this one has the middle of the way")
        districts = {int(index.adm2[place]) for place in places}
        if len(places) == len(matches) and len(districts) == 1 and -1 not in districts:
            return self._unit(districts.pop(), score, "the district that holds the places named")
        names = ", ".join(index.names[place] for place in places)
        return Decision("ambiguous", NOWHERE, NOWHERE, None, score, f"several places: {names}")

    def _unfound(self, stated: int, matches: Sequence[Match]) -> Decision:
        if stated != NOWHERE:
            return Decision("automatic", stated, stated, 3, 1.0, "several places; this is the township stated")
        score = max((match.score for match in matches), default=0.0)
        gone = all(match.status in ("not_in_gazetteer", "not_locatable") for match in matches)
        status: Status = "not_in_gazetteer" if gone else "outside" if _abroad(matches) else "ambiguous"
        country = matches[0].country if status == "outside" else ""
        return Decision(status, NOWHERE, NOWHERE, None, score, "several places, none settled", country)

    def _unit(self, unit: int, score: float, note: str) -> Decision:
        place = self.index.unit_place.get(unit, NOWHERE)
        if place == NOWHERE:
            return Decision("ambiguous", NOWHERE, NOWHERE, None, score, note)
        return Decision("automatic", place, place, 3, score, note)


def _abroad(matches: Sequence[Match]) -> bool:
    return all(match.status == "outside" for match in matches)
