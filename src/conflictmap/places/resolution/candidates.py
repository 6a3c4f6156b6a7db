"""For each name of a batch, the places that may bear it, and how each name was found.
Nothing here ranks or refuses; it must not lose the right place, and may well bring wrong ones.

Names are looked for by their fold, their skeleton, the skeleton less one letter, and, where a township is stated, by
likeness among that township's names only: within two hundred names a distant spelling is still safe.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from conflictmap.places.names.keys import deletions, fold, skeleton
from conflictmap.places.names.kinds import KIND_WORDS
from conflictmap.places.names.sounds import likeness
from conflictmap.places.resolution.context import Context, variants
from conflictmap.places.resolution.index import BURMESE, CLASSES, RECORD_KINDS, Index, traits
from conflictmap.places.resolution.lookup import Ints, hashes, key_hash

EXACT, ALIAS, SKELETON, NEAR = 0, 1, 2, 3
_OFFICIAL = tuple(RECORD_KINDS.index(kind) for kind in ("official", "script"))
_WIDE = tuple(CLASSES.index(kind) for kind in ("town", "township", "district", "state"))
_IN_TOWNSHIP = 50.0  # per cent of the skeleton's letters that put a name on the short list
_ANYWHERE = 74.0  # the same among towns and units of the whole country
_INITIALS = 3  # letters of a name that is one only with its kind word: KK Park
_SHORT_LIST = 8  # names whose sounds are compared
_REGIONS = 3  # Shan is three
_WIDE_KINDS = ("", "town", "township", "district", "state")
_LIKE = 0.5  # likeness under which two names share an ending and no more
_TURNED = 0.4  # taken off the likeness of two names when one has a direction that the other has not
_NONE: frozenset[int] = frozenset()
_LIMIT = 400  # places for one name; the commonest village name is borne 293 times


@dataclass(frozen=True)
class Query:
    """One name as it is looked for: the bare toponym, its kind word, its stated units, its relation.

    `areas` are the states, as units of the index, where the event's actors operate.
    """

    toponym: str
    kind: str = ""
    contexts: tuple[Context, ...] = ()
    relation: str = ""
    areas: frozenset[int] = frozenset()

    def units(self, level: int) -> frozenset[int]:
        """Return all units of a level that the text states; none where it states none of that level."""
        return self.by_level.get(level, _NONE)

    @cached_property
    def by_level(self) -> dict[int, frozenset[int]]:
        """Level -> all units of it that the text states."""
        if len(self.contexts) == 1:
            return {self.contexts[0].level: self.contexts[0].units} if self.contexts[0].level else {}
        by_level: dict[int, frozenset[int]] = {}
        for context in self.contexts:
            if context.level:
                by_level[context.level] = by_level.get(context.level, _NONE) | context.units
        return by_level


@dataclass(frozen=True, slots=True)
class Pairs:
    """Candidates of a batch: position of the query, place, how it was found, likeness 0-1; sorted by query, place."""

    query: Ints
    place: Ints
    how: NDArray[np.int8]
    similarity: NDArray[np.float64]


@dataclass
class Finder:
    """Finds candidates in one index; keeps the spellings of townships it has been asked about."""

    index: Index
    _of_township: dict[int, tuple[list[str], Ints]] = field(default_factory=dict)
    _of_region: dict[int, tuple[list[str], Ints]] = field(default_factory=dict)
    _of_country: tuple[list[str], Ints] | None = None

    def find(self, queries: Sequence[Query]) -> Pairs:
        """Return candidates of every query, in their order; a query may have none."""
        owners: list[Ints] = []
        records: list[Ints] = []
        hows: list[Ints] = []

        def add(owner: Ints, record: Ints, how: int) -> None:
            owners.append(owner)
            records.append(record)
            hows.append(np.full(len(owner), how, np.int32))

        spelled = [(i, form) for i, query in enumerate(queries) for form in spellings(query)]
        owner = np.array([i for i, _ in spelled], np.int32)
        folds = [fold(form) for _, form in spelled]
        keys = [skeleton(form) for _, form in spelled]
        asked, record = self.index.by_fold.find(hashes(folds))
        real = np.array([bool(key) for key in folds], bool)[asked] if len(asked) else np.empty(0, bool)
        add(owner[asked[real]], record[real], EXACT)
        asked, number = self.index.by_skeleton.find(hashes(keys))
        add(*self._records_of(owner[asked], number), SKELETON)
        here = {
            int(i)
            for i in np.unique(owners[0][self._stated(queries, owners[0], self.index.record_place[records[0]], 3)])
        }
        add(*self._near(owner, keys, queries, here), NEAR)
        add(*self._alike(queries, owner, keys, np.concatenate(owners), np.concatenate(records)), NEAR)
        return self._pairs(queries, np.concatenate(owners), np.concatenate(records), np.concatenate(hows))

    def _records_of(self, owner: Ints, number: Ints) -> tuple[Ints, Ints]:
        asked, record = self.index.skeleton_records.find(number.astype(np.uint64))
        return owner[asked], record

    def _near(self, owner: Ints, keys: list[str], queries: Sequence[Query], here: set[int]) -> tuple[Ints, Ints]:
        """Names one letter away, but for queries whose very name the stated township has (`here`)."""
        far = [
            i
            for i, (query, key) in enumerate(zip(owner.tolist(), keys, strict=True))
            if query not in here and len(key) >= 4
        ]
        cut = [(i, key_hash(part)) for i in far for part in deletions(keys[i])]
        asked, number = self.index.by_deletion.find(np.array([h for _, h in cut], np.uint64))
        who = owner[np.array([i for i, _ in cut], np.int32)[asked]] if len(asked) else np.empty(0, np.int32)
        who, record = self._records_of(who, number)
        # without a stated unit that holds it, a village that is only spelled alike is noise
        place = self.index.record_place[record]
        keep = np.isin(self.index.classes[place], _WIDE)
        keep |= self._stated(queries, who, place)
        return who[keep], record[keep]

    def _stated(self, queries: Sequence[Query], who: Ints, place: Ints, least: int = 1) -> NDArray[np.bool_]:
        """Which places lie in a unit that their query states, of the level `least` or narrower."""
        inside = np.zeros(len(who), bool)
        for level, column in ((3, self.index.adm3), (2, self.index.adm2), (1, self.index.adm1)):
            if level < least:
                break
            padded = padded_units(queries, level)
            inside |= (column[place][:, None] == padded[who]).any(axis=1) & (column[place] >= 0)
        return inside

    def _alike(
        self, queries: Sequence[Query], owner: Ints, keys: list[str], done: Ints, record: Ints
    ) -> tuple[Ints, Ints]:
        places = self.index.record_place[record]
        settled = {int(i) for i in done[self._stated(queries, done, places)]}
        anywhere = {int(i) for i in done}
        who: list[int] = []
        hits: list[int] = []
        for i, key in zip(owner.tolist(), keys, strict=True):
            if len(key) < 3 or i in settled:
                continue
            for choices, records, least in self._choices(queries[i], found=i in anywhere):
                for _, _, at in process.extract(key, choices, scorer=fuzz.ratio, score_cutoff=least, limit=_SHORT_LIST):
                    who.append(i)
                    hits.append(int(records[at]))
        return np.array(who, np.int32), np.array(hits, np.int32)

    def _choices(self, query: Query, *, found: bool) -> list[tuple[list[str], Ints, float]]:
        """Spellings among which a name that none of the units stated has is looked for, and the least likeness.

        All of the stated townships', else the towns' and units' of the stated regions, else those of the country, where
        no place at all has been `found`.
        """
        townships = query.units(3) or frozenset().union(*(context.inner for context in query.contexts))
        if townships:
            return [(*self._township(unit), _IN_TOWNSHIP) for unit in sorted(townships)[:4]]
        regions = query.units(2) or query.units(1)
        if query.kind not in _WIDE_KINDS:
            return []
        if regions and len(regions) <= _REGIONS:
            return [(*self._region(unit), _IN_TOWNSHIP) for unit in sorted(regions)]
        return [] if found else [(*self._country(), _ANYWHERE)]

    def _region(self, unit: int) -> tuple[list[str], Ints]:
        """The spellings of the towns and units of a district or state."""
        if unit not in self._of_region:
            place = self.index.record_place
            wide = np.isin(self.index.classes[place], _WIDE)
            inside = (self.index.adm2[place] == unit) | (self.index.adm1[place] == unit)
            self._of_region[unit] = self._spelled(np.flatnonzero(wide & inside).astype(np.int32))
        return self._of_region[unit]

    def _township(self, unit: int) -> tuple[list[str], Ints]:
        if unit not in self._of_township:
            _, records = self.index.by_township.find(np.array([unit], np.uint64))
            self._of_township[unit] = self._spelled(records)
        return self._of_township[unit]

    def _country(self) -> tuple[list[str], Ints]:
        if self._of_country is None:
            wide = np.isin(self.index.classes[self.index.record_place], _WIDE)
            self._of_country = self._spelled(np.flatnonzero(wide).astype(np.int32))
        return self._of_country

    def _spelled(self, records: Ints) -> tuple[list[str], Ints]:
        kept = records[self.index.record_skeleton[records] >= 0]
        return self.index.skeletons.take(self.index.record_skeleton[kept].tolist()), kept

    def _pairs(self, queries: Sequence[Query], owner: Ints, record: Ints, how: Ints) -> Pairs:
        index = self.index
        place = index.record_place[record]
        alias = (how == EXACT) & ~np.isin(index.record_kind[record], _OFFICIAL)
        how = np.where(alias, ALIAS, how)
        order = np.lexsort((record, how, place, owner))
        owner, record, how, place = owner[order], record[order], how[order], place[order]
        fresh = np.ones(len(owner), bool)
        fresh[1:] = (owner[1:] != owner[:-1]) | (place[1:] != place[:-1])
        similarity = self._similarity(queries, owner, record, how)
        group = np.cumsum(fresh) - 1
        best = np.zeros(int(group[-1]) + 1 if len(group) else 0)
        np.maximum.at(best, group, similarity)
        kept = (how[fresh] <= SKELETON) | (best >= _LIKE)
        return _capped(Pairs(owner[fresh][kept], place[fresh][kept], how[fresh][kept].astype(np.int8), best[kept]))

    def _similarity(self, queries: Sequence[Query], owner: Ints, record: Ints, how: Ints) -> NDArray[np.float64]:
        """1 for the same name; else the mean likeness of letters and of skeletons, skeletons alone across scripts."""
        index = self.index
        out = np.ones(len(owner))
        unlike = np.flatnonzero(how >= SKELETON)
        if not len(unlike):
            return out
        names = [fold(query.toponym) for query in queries]
        keys = [skeleton(query.toponym) for query in queries]
        mine = owner[unlike].tolist()
        numbers = index.record_skeleton[record[unlike]].tolist()
        bones = likeness([keys[i] for i in mine], index.skeletons.take(numbers))
        letters = _ratios([names[i] for i in mine], index.record_name.take(record[unlike].tolist()))
        apart = np.array([traits(name) for name in names], np.int8)[mine] ^ index.record_traits[record[unlike]]
        same_script = apart < BURMESE
        turned = same_script & (apart != 0)
        out[unlike] = np.where(same_script, (bones + letters) / 2, bones * 0.9) - _TURNED * turned
        return out


def spellings(query: Query) -> list[str]:
    """Return the forms under which one query is looked for; a site's or town's full name may be the gazetteer's own."""
    forms = variants(query.toponym)
    if query.kind and query.kind not in ("village", "township"):
        forms.append(f"{query.toponym} {query.kind}")
        if len(query.toponym) <= _INITIALS:
            forms += [f"{query.toponym} {word}" for word in KIND_WORDS.get(query.kind, ())]
    return forms


class _Padded:
    """The tables of the batch asked last: every feature of the stated units asks for them."""

    last: tuple[Sequence[Query], dict[int, Ints]] = ((), {})


def padded_units(queries: Sequence[Query], level: int) -> Ints:
    """Return stated units of a level as a table, a row a query, padded with -2."""
    batch, tables = _Padded.last
    if batch is not queries:
        tables = {}
        _Padded.last = (queries, tables)
    if level not in tables:
        tables[level] = _padded(queries, level)
    return tables[level]


def _padded(queries: Sequence[Query], level: int) -> Ints:
    stated = [(i, sorted(units)[:8]) for i, query in enumerate(queries) if (units := query.by_level.get(level))]
    table = np.full((len(queries), max((len(row) for _, row in stated), default=1)), -2, np.int32)
    for i, row in stated:
        table[i, : len(row)] = row
    return table


def _ratios(first: list[str], second: list[str]) -> NDArray[np.float64]:
    return np.asarray(process.cpdist(first, second, scorer=fuzz.ratio), np.float64) / 100


def _capped(pairs: Pairs) -> Pairs:
    rank = np.arange(len(pairs.query)) - np.searchsorted(pairs.query, pairs.query)
    keep = rank < _LIMIT
    if keep.all():
        return pairs
    return Pairs(pairs.query[keep], pairs.place[keep], pairs.how[keep], pairs.similarity[keep])
