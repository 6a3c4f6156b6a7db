"""What the program says of each name by itself, kept in the gazetteer's cache folder between two starts.
A cache that is missing, broken or of other rules is made again; it is never needed for the answer to be right.

100,000 events have some 15,000 distinct names; to match them takes about half a millisecond each. A place that an
editor made, or a spelling that was accepted, bears on few of them (`reached`): only those are matched again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, cast

from rapidfuzz import fuzz

from conflictmap import places
from conflictmap.editor.session.mentions import Mentions
from conflictmap.model import Match, Mention, Status
from conflictmap.places.gazetteer.gazetteer import MADE_PREFIX, Gazetteer
from conflictmap.places.mentions.phrase import read_part
from conflictmap.places.names.keys import deletions, fold, skeleton
from conflictmap.places.resolution.candidates import spellings
from conflictmap.places.resolution.context import variants, without_direction
from conflictmap.places.resolution.index import name_parts
from conflictmap.places.resolution.matcher import Matcher
from conflictmap.places.resolution.ranking import Point
from conflictmap.writing import write_atomic

IN_TOWNSHIP, ANYWHERE = 62.0, 74.0  # per cent of the skeleton's letters from which `candidates` looks at a name
Addition = tuple[str, str, str]  # place_id, a written form of it, its township


def additions(gazetteer: Gazetteer) -> tuple[Addition, ...]:
    """Tell what editors added to a gazetteer, sorted."""
    names = gazetteer.added[1]
    townships = gazetteer.frame()["adm3_pcode"].reindex(names["place_id"]).fillna("").tolist()
    return tuple(sorted(zip(names["place_id"].tolist(), names["name"].tolist(), townships, strict=True)))


def reached(names: Sequence[Mention], changed: Iterable[Addition], matcher: Matcher) -> list[int]:
    """Return the positions of the names whose match these additions, come or gone, can change.

    Those that are found as one of them is, less a letter or so, or have a stated unit that is; those that are like one
    in their township, or anywhere where they state none; and those in the township of a place that was made, where
    villages are one more.
    """
    reach = _Reach(list(changed), matcher)
    return [at for at, name in enumerate(names) if reach.to(name)] if reach.added else []


class _Reach:
    """What additions lead to: keys with a letter left out, and by likeness their townships (numbers of units)."""

    def __init__(self, changed: list[Addition], matcher: Matcher) -> None:
        unit = matcher.index.unit_number
        forms = [(form, unit.get(pcode, -1)) for _, name, pcode in changed for form in (name, *name_parts(name))]
        self.added = [(skeleton(form), township) for form, township in forms]
        self._matcher = matcher
        self._keys = {part for key, _ in self.added for part in deletions(key)} - {""}
        self._folds = {fold(form) for form, _ in forms}
        self._made = {unit.get(pcode, -1) for place_id, _, pcode in changed if place_id.startswith(MADE_PREFIX)}

    def to(self, name: Mention) -> bool:
        query = self._matcher.query(name)
        stated, forms = query.units(3), spellings(query)
        if stated & self._made or any(self._found(form) for form in (*forms, *_units(name))):
            return True
        for key, township in self.added:
            if township in stated if stated else True:
                least = IN_TOWNSHIP if stated else ANYWHERE
                if any(fuzz.ratio(key, skeleton(form), score_cutoff=least) for form in forms):
                    return True
        return False

    def _found(self, form: str) -> bool:
        return fold(form) in self._folds or not self._keys.isdisjoint(deletions(skeleton(form)))


def _units(name: Mention) -> Iterator[str]:
    """The forms under which stated units are looked for."""
    for text in name.context:
        unit = read_part(text)[1]
        yield from (*variants(unit), without_direction(unit))


WORTH = 500  # names; fewer are matched as fast as a file is read
END = "\n"  # of the name in a slot; JSON has no bare one


class Remembered:
    """Matches in brief (no candidates, no reasons) of a gazetteer's version; obeys no decision."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._folder = gazetteer.cache_dir
        self._added = additions(gazetteer)
        self._lost: dict[frozenset[Addition], set[str]] = {}

    def matches(self, mentions: Mentions, matcher: Matcher) -> list[Match]:
        """Return the match of each distinct name, in their order."""
        return self._kept("names", mentions, range(len(mentions.names)), None, matcher)

    def beside(
        self, mentions: Mentions, names: Sequence[int], points: Sequence[Sequence[Point]], matcher: Matcher
    ) -> list[Match]:
        """Return the match of each of these names beside its entry's other places."""
        return self._kept("beside", mentions, names, points, matcher)

    def _kept(
        self,
        what: str,
        mentions: Mentions,
        names: Sequence[int],
        points: Sequence[Sequence[Point]] | None,
        matcher: Matcher,
    ) -> list[Match]:
        near = [None] * len(names) if points is None else [tuple(at) for at in points]
        slots = [_slot(mentions.names[name], mentions.actors[name], at) for name, at in zip(names, near, strict=True)]
        known = self._read(what, mentions, matcher) if len(names) >= WORTH else {}
        new = [at for at, slot in enumerate(slots) if slot not in known]
        matches = matcher.match_all(
            [mentions.names[names[at]] for at in new],
            siblings=None if points is None else [points[at] for at in new],
            actors=[mentions.actors[names[at]] for at in new],
            explain=False,
        )
        known |= {slots[at]: _row(match) for at, match in zip(new, matches, strict=True)}
        if len(new) >= WORTH / 10:
            self._write(what, {slot: known[slot] for slot in slots})
        return [_match(mentions.names[name], known[slot]) for name, slot in zip(names, slots, strict=True)]

    def _read(self, what: str, mentions: Mentions, matcher: Matcher) -> dict[str, list[Any]]:
        """The rows that hold for the gazetteer as it is now."""
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            kept = json.loads((self._folder / f"review-{what}.json").read_bytes())
            if kept["rules"] == _rules():
                changed = frozenset(tuple(pair) for pair in kept["added"]) ^ frozenset(self._added)
                lost = self._reached(mentions, cast("frozenset[Addition]", changed), matcher)
                rows = cast("dict[str, list[Any]]", kept["rows"])
                return {slot: row for slot, row in rows.items() if slot.partition(END)[0] not in lost} if lost else rows
        return {}

    def _reached(self, mentions: Mentions, changed: frozenset[Addition], matcher: Matcher) -> set[str]:
        if changed not in self._lost:  # the same for both files, as a rule
            self._lost[changed] = {_name(mentions.names[at]) for at in reached(mentions.names, changed, matcher)}
        return self._lost[changed]

    def _write(self, what: str, rows: dict[str, list[Any]]) -> None:
        with contextlib.suppress(OSError):  # a read-only home costs time, not the answer
            content = json.dumps({"rules": _rules(), "added": self._added, "rows": rows}).encode()
            write_atomic(self._folder / f"review-{what}.json", content)


def _slot(mention: Mention, actors: tuple[str, ...], near: Any) -> str:
    return f"{_name(mention)}{END}{json.dumps([actors, near])}"


def _name(mention: Mention) -> str:
    return json.dumps([mention.toponym, mention.kind, mention.context, mention.relation])


def _row(match: Match) -> list[Any]:
    return [match.place_id, match.geo_precision, match.status, match.score, match.country, match.drawn_at]


def _match(mention: Mention, row: list[Any]) -> Match:
    place_id, precision, status, score, country, drawn_at = row
    return Match(mention, place_id, precision, cast(Status, status), score, country=country, drawn_at=drawn_at)


@cache
def _rules() -> str:
    return rules_of(Path(places.__file__).parent)


def rules_of(folder: Path) -> str:
    """Return a hash of the code that matches: another release, or a line changed, forgets what was remembered."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
