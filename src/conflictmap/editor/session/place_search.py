"""Places as the editor and reconciliation show them: names in both scripts, the path of units, searches, neighbours.
Reads the compiled index; nothing here matches a mention or decides."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np

from conflictmap.geo import distance_km
from conflictmap.model import Mention
from conflictmap.places.mentions.location import make_mention
from conflictmap.places.names.keys import fold
from conflictmap.places.names.kinds import place_class
from conflictmap.places.resolution.matcher import Matcher

Row = dict[str, Any]
WIDE = ("ADM1", "ADM2", "ADM3")
LEVELS = ("adm3_pcode", "adm2_pcode", "adm1_pcode")


class Placebook:
    """The places of one matcher. `minted` are rows of places made since, by place_id; it may grow."""

    def __init__(self, matcher: Matcher, minted: Mapping[str, Row]) -> None:
        self._matcher = matcher
        self._index = matcher.index
        self._minted = minted

    def prepare(self) -> None:
        """Sort the names now, so that the first search or alias does not wait for it."""
        _ = self._sorted_names

    def place(self, place_id: str) -> Row | None:
        """Return a place with its `kind` (village, town, ...) and `path`, the names of its units from narrow to wide.

        None where there is no place of this id. lon, lat are degrees, None where not known.
        """
        if place_id in self._minted:
            row = self._minted[place_id]
        elif place_id in self._index.place_number:
            row = self._matcher.place(place_id)
        else:
            return None
        units = [row[level] for level in LEVELS if row[level] and row[level] != place_id]
        path = [self.unit_name(pcode) for pcode in units]
        return {**row, "kind": place_class(row["feature_code"]), "path": [name for name in path if name]}

    def unit_name(self, pcode: str) -> str:
        """Return the name of a township, district or state, "" where it has none."""
        number = self._index.place_number.get(pcode)
        return self._index.names[number] if number is not None else ""

    def search(self, text: str, limit: int = 10) -> list[tuple[Row, float]]:
        """Return places whose names are like the text (units after commas narrow it), best first, with scores 0 to 1."""
        mention = make_mention(*_split(text))
        scores = dict(self.ranked([mention], limit)[0])
        for place_id in self.beginning(text, limit):
            scores.setdefault(place_id, 0.0)
        rows = [(self.place(place_id), score) for place_id, score in scores.items()]
        return [(row, score) for row, score in rows if row is not None][:limit]

    def ranked(self, mentions: list[Mention], limit: int) -> list[list[tuple[str, float]]]:
        """Return (place_id, score) of the best candidates of each mention, beyond the five that a match keeps."""
        ranked = self._matcher.ranked([self._matcher.query(mention) for mention in mentions])
        edges = np.searchsorted(ranked.pairs.query, np.arange(len(mentions) + 1))
        answers = []
        for first, last in pairwise(edges):
            order = np.lexsort((ranked.pairs.place[first:last], -ranked.score[first:last]))[:limit] + first
            ids = [self._index.place_ids[int(ranked.pairs.place[row])] for row in order]
            answers.append(list(zip(ids, ranked.score[order].round(4).tolist(), strict=True)))
        return answers

    def beginning(self, text: str, limit: int = 10) -> list[str]:
        """Return place_ids of which a name begins with the text, minted ones first, then towns before villages."""
        wanted = fold(text)
        if not wanted:
            return []
        minted = [place_id for place_id, row in self._minted.items() if fold(row["name"]).startswith(wanted)]
        names, records = self._sorted_names
        first = bisect_left(names, wanted)
        last = bisect_left(names, wanted + "\U0010ffff")
        places = {int(self._index.record_place[record]) for record in records[first : first + min(last - first, 400)]}
        order = sorted(places, key=lambda place: (self._narrow(place), self._index.names[place], place))
        return [*minted, *(self._index.place_ids[place] for place in order)][:limit]

    def nearest(self, lon: float, lat: float, limit: int = 8) -> list[tuple[Row, float]]:
        """Return settlements and sites nearest to a point, with their distance in km."""
        apart = distance_km(self._index.lon, self._index.lat, lon, lat)
        apart = np.where(self._is_point, apart, np.inf)
        near = [(self._index.place_ids[int(i)], float(apart[i])) for i in np.argsort(apart, kind="stable")[:limit]]
        near += [
            (place_id, float(distance_km(row["lon"], row["lat"], lon, lat))) for place_id, row in self._minted.items()
        ]
        rows = ((self.place(place_id), km) for place_id, km in sorted(near, key=lambda pair: pair[1])[:limit])
        return [(row, round(km, 2)) for row, km in rows if row is not None and np.isfinite(km)]

    def bears(self, place_id: str, name: str) -> bool:
        """Whether a place is already known under a name, whatever its case and signs."""
        key = fold(name)
        if place_id in self._minted:
            return key == fold(self._minted[place_id]["name"])
        names, records = self._sorted_names
        first = bisect_left(names, key)
        while first < len(names) and names[first] == key:
            if self._index.place_ids[int(self._index.record_place[records[first]])] == place_id:
                return True
            first += 1
        return False

    def _narrow(self, place: int) -> int:
        order = ("town", "township", "state", "district", "village tract", "village", "ward", "site", "country")
        return order.index(place_class(self._index.codes[place]))

    @cached_property
    def _is_point(self) -> Any:
        codes = self._index.codes
        wide = np.array([codes[i] in WIDE for i in range(len(self._index))], bool)
        return ~wide & np.isfinite(self._index.lon)

    @cached_property
    def _sorted_names(self) -> tuple[list[str], list[int]]:
        names = self._index.record_name.take(list(range(len(self._index.record_name))))
        records = sorted(range(len(names)), key=names.__getitem__)
        return [names[record] for record in records], records


def _split(text: str) -> tuple[str, tuple[str, ...]]:
    name, *context = [part.strip() for part in text[:400].split(",")]
    return name, tuple(part for part in context if part)
