"""Mentions to matches: a place, how precisely, how surely and why; or a refusal with its class.
Judgements come first and are obeyed. Nothing here reads a file or guesses a coordinate.

The way of one mention: stated units are read (`contexts`), candidates found (`candidates`), ranked by reasons
(`ranking`), and settled or refused (`decisions`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from conflictmap.model import UNLISTED, Candidate, Judgement, Match, Mention, Reason
from conflictmap.places.gazetteer.gazetteer import Gazetteer
from conflictmap.places.gazetteer.units import Units
from conflictmap.places.judgements import OF_EVENT, in_force, judged_events, mention_key, read_judgements
from conflictmap.places.mentions.chunks import reread
from conflictmap.places.mentions.phrase import read_part
from conflictmap.places.names.keys import NAME_LIMIT, is_zawgyi
from conflictmap.places.names.kinds import UNIT_KINDS
from conflictmap.places.resolution.actor_areas import areas_of
from conflictmap.places.resolution.candidates import Finder, Query
from conflictmap.places.resolution.context import ContextReader
from conflictmap.places.resolution.decisions import Decider
from conflictmap.places.resolution.index import Index
from conflictmap.places.resolution.index_cache import index_of, open_index
from conflictmap.places.resolution.placing import Decision
from conflictmap.places.resolution.ranking import Point, Ranked, Ranker
from conflictmap.places.resolution.stated.bounds import UNDERSTOOD, contradiction, understood
from conflictmap.places.resolution.stated.foreign import Abroad
from conflictmap.places.resolution.stated.heads import HeadReader
from conflictmap.places.resolution.stated.joint import WAYS, Joiner, members_of, mentions_of
from conflictmap.places.resolution.stated.surroundings import NOWHERE
from conflictmap.places.resolution.weights import ABSENT, WEIGHTS
from conflictmap.project import Project

TOP = 5
MEMBERS = 12  # names of one list that are looked up
LIKELY = 0.05  # the score below which a place here is no rival of one abroad
DESCRIBED = (
    "name", "name_my", "feature_code", "lon", "lat", "radius_km", "adm1_pcode", "adm2_pcode", "adm3_pcode",
)  # fmt: skip
BATCH = 4096  # mentions ranked at once: large enough for numpy, small enough for 100 MB of candidates
_OPEN = ("not_in_gazetteer", "not_locatable", "ambiguous")
_SETTLED = ("village", "ward", "village tract", "town")
_BESIDE = ("near", "nearby", "close to", "next to", "adjacent to", "in")  # of a village that a site stands by


class Matcher:
    """Resolves mentions against one gazetteer. Safe to use from several threads.

    `units` is kept for callers that join points; the gazetteer's own parents are used here. `judgements` are those in
    force, by mention_key (`judgements.in_force`).
    """

    def __init__(
        self,
        gazetteer: Any,
        units: Any = None,
        *,
        judgements: Mapping[str, Judgement] | None = None,
        index: Index | None = None,
    ) -> None:
        self.gazetteer = gazetteer
        self.units = units
        self.judgements = dict(judgements or {})
        self.index = index if index is not None else index_of(gazetteer)
        self.abroad = Abroad(getattr(gazetteer, "abroad", {}))
        self._contexts = ContextReader(self.index, self.abroad)
        self._finder = Finder(self.index)
        self._ranker = Ranker(self.index, WEIGHTS, ABSENT)
        stations = getattr(gazetteer, "stations", {})
        number = self.index.place_number
        self.decider = Decider(
            self.index, self.abroad, stations={unit: number[code] for unit, code in stations.items() if code in number}
        )
        self._heads = HeadReader(self.index, self._contexts, self.abroad)
        self._joiner = Joiner(self.index)
        self._queries: dict[tuple[Mention, frozenset[int]], Query] = {}

    @classmethod
    def open(cls, project: Project, *, data_dir: Path | None = None) -> Matcher:
        """Return a matcher over the project's gazetteer that obeys the judgements in force.

        `data_dir` is the folder of imported layers (the user's own by default). Raises: DataError, where the gazetteer
        cannot be read.
        """
        gazetteer = Gazetteer.open(project, data_dir=data_dir)
        path = project.table("gazetteer/judgements.csv")
        judgements = read_judgements(path, project.shown(path))[0] if path.is_file() else ()
        units = Units.open(project, data_dir=data_dir)
        return cls(gazetteer, units, judgements=in_force(judgements), index=open_index(gazetteer))

    def match(
        self,
        mention: Mention,
        *,
        siblings: Sequence[Match] = (),
        actors: Sequence[str] = (),
    ) -> Match:
        """Resolve one mention. `siblings` (matches of the same entry) and `actors` (actor_ids) are weak evidence."""
        points = [point for match in siblings if (point := self.point(match)) is not None]
        return self.match_all([mention], siblings=[points], actors=[actors])[0]

    def match_all(
        self,
        mentions: Sequence[Mention],
        *,
        siblings: Sequence[Sequence[Point]] | None = None,
        actors: Sequence[Sequence[str]] | None = None,
        explain: bool = True,
    ) -> list[Match]:
        """Resolve many mentions, in their order.

        For each: `siblings`, the (lon, lat) of its entry's other places; `actors`, the actor_ids of its event. Without
        `explain` only the chosen candidate comes with its reasons, which takes half the time.
        """
        matches: list[Match] = []
        for first in range(0, len(mentions), BATCH):
            part = slice(first, first + BATCH)
            areas = [self._areas(actor) for actor in actors[part]] if actors is not None else None
            matches += self._match_batch(
                mentions[part], siblings[part] if siblings is not None else None, areas, explain
            )
        return matches

    def forget(self) -> None:
        """Drop what was kept of the names asked so far, to be quick with the next: the answers stay the same."""
        self._queries.clear()
        self._finder = Finder(self.index)

    @property
    def judged_events(self) -> frozenset[str]:
        """The event_ids about which there is a decision that holds for that event alone."""
        return judged_events(self.judgements)

    def judgement_of(self, mention: Mention) -> Judgement | None:
        """Return the decision about this mention's event, else the one about its name, else None."""
        if not self.judgements:
            return None
        key = mention_key(mention)
        return self.judgements.get(f"{key}{OF_EVENT}{mention.event_id}") or self.judgements.get(key)

    def point(self, match: Match) -> Point | None:
        """Give the (lon, lat) of a match to a place; None for a wide unit or a refusal."""
        if match.place_id is None or match.geo_precision not in (1, 2):
            return None
        place = self.index.place_number[match.place_id]
        lon, lat = float(self.index.lon[place]), float(self.index.lat[place])
        return None if np.isnan(lon) else (lon, lat)

    def describe(self, match: Match) -> dict[str, Any]:
        """Name, codes, parents and point of what a match is drawn at; empty text and None where there is nothing.

        Name and feature code are the matched place's; point, radius and parents those of `drawn_at`.
        """
        index = self.index
        row: dict[str, Any] = dict.fromkeys(DESCRIBED, "") | dict.fromkeys(("lon", "lat", "radius_km"))
        if match.place_id is not None:
            place = index.place_number[match.place_id]
            row |= {"name": index.names[place], "name_my": index.names_my[place], "feature_code": index.codes[place]}
        if match.drawn_at is None:
            return row
        place = index.place_number[match.drawn_at]
        if not np.isnan(index.lon[place]):
            point = {"lon": index.lon, "lat": index.lat, "radius_km": index.radius_km}
            row |= {name: float(column[place]) for name, column in point.items()}
        parents = {"adm1_pcode": index.adm1, "adm2_pcode": index.adm2, "adm3_pcode": index.adm3}
        return row | {name: index.units[col[place]] for name, col in parents.items() if col[place] >= 0}

    def place(self, place_id: str) -> dict[str, Any]:
        """Return a place of the index as a row: place_id and the names of `DESCRIBED`."""
        match = Match(Mention("", "", 0, 0), place_id, None, "automatic", 1.0, drawn_at=place_id)
        return {"place_id": place_id, **self.describe(match)}

    def state_of(self, code: str) -> str:
        """Return the state or region of a unit's or place's code, "" where it is not known."""
        place = self.index.place_number.get(code, NOWHERE)
        return self.index.units[self.index.adm1[place]] if place != NOWHERE and self.index.adm1[place] >= 0 else ""

    def stated_township(self, mention: Mention) -> str:
        """Return the P-code of the township that a mention states, "" where it states none that is understood."""
        query = self.query(mention)
        place = NOWHERE if contradiction(query) else self.decider.around.township(query)
        return self.index.place_ids[place] if place != NOWHERE else ""

    def query(self, mention: Mention, areas: frozenset[int] = frozenset()) -> Query:
        """Return the mention as the index is asked: the part that is meant as its name, and its stated units read."""
        known = self._queries.get((mention, areas))
        if known is not None:
            return known
        meant = self._heads.settle(mention)
        name, stated = meant.toponym[:NAME_LIMIT], self._contexts.read(meant.context)
        query = Query(name, meant.kind, stated, meant.relation, areas)
        if len(self._queries) > 8 * BATCH:
            self._queries.clear()
        self._queries[mention, areas] = query
        return query

    def _areas(self, actors: Sequence[str]) -> frozenset[int]:
        number = self.index.unit_number
        return frozenset(number[code] for code in areas_of(actors) if code in number)

    def ranked(self, queries: Sequence[Query], siblings: Sequence[Sequence[Point]] | None = None) -> Ranked:
        """Return candidates of many queries with their features and scores (see `ranking.Ranked`)."""
        return self._ranker.rank(queries, self._finder.find(queries), siblings)

    def _match_batch(
        self,
        mentions: Sequence[Mention],
        siblings: Sequence[Sequence[Point]] | None,
        areas: Sequence[frozenset[int]] | None,
        explain: bool,
        *,
        twice: bool = False,
    ) -> list[Match]:
        where = areas if areas is not None else [frozenset[int]()] * len(mentions)
        queries = [self.query(mention, area) for mention, area in zip(mentions, where, strict=True)]
        ranked = self.ranked(queries, siblings)
        edges = np.searchsorted(ranked.pairs.query, np.arange(len(queries) + 1))
        matches = []
        for i, (mention, query) in enumerate(zip(mentions, queries, strict=True)):
            rows = np.arange(edges[i], edges[i + 1])
            decision = self._joint(mention, query) or self.decider.decide(
                query,
                ranked.pairs.place[rows],
                ranked.pairs.how[rows],
                ranked.score[rows],
                float(ranked.absent[i]),
                ranked.pairs.similarity[rows],
            )
            if decision.unlisted or decision.status == "not_in_gazetteer":
                decision = self._at_village(mention, query) or decision
            matches.append(self._match(mention, query, decision, ranked, rows, explain=explain))
        return matches if twice else self._read_again(mentions, matches, explain=explain)

    def _read_again(self, mentions: Sequence[Mention], matches: list[Match], *, explain: bool) -> list[Match]:
        """The matches, those that came to nothing by their names and the links between them, where that says more."""
        found = {
            i: other
            for i, match in enumerate(matches)
            if match.status in _OPEN and match.judgement_id is None and (other := reread(mentions[i])) is not None
        }
        if not found:
            return matches
        for i, match in zip(found, self._match_batch([*found.values()], None, None, explain, twice=True), strict=True):
            township = self.describe(match)["adm3_pcode"]  # of a wider unit it may be anywhere
            if match.status == "automatic" and township:
                matches[i] = replace(match, mention=mentions[i])
        return matches

    def _joint(self, mention: Mention, query: Query) -> Decision | None:
        """The answer of a mention of several places; None for one of one place."""
        members = members_of(mention)
        around = self.decider.around
        stated = around.township(query) if around.agreed(query) else NOWHERE
        if not members and (beside := self._heads.beside(mention)):
            rest = tuple(text for text in mention.context if text not in beside)
            members, stated = mentions_of(replace(mention, context=rest), beside), NOWHERE
        if not members:
            return None
        bounded = bool(understood(query, 2) or understood(query, 3))
        between = mention.kind in WAYS or mention.relation == "between"
        found = self._ends(members[:MEMBERS]) if between else self.match_all(members[:MEMBERS], explain=False)
        decision = self._joiner.joined(stated, found, bounded=bounded, between=between)
        return None if mention.kind in WAYS and decision.status != "automatic" else decision

    def _ends(self, members: list[Mention]) -> list[Match]:
        """The two ends of a way: one that is not settled by itself is looked for in the township of the other."""
        found = self.match_all(members, explain=False)
        known = [match for match in found if match.status == "automatic" and match.place_id is not None]
        if len(found) != 2 or len(known) != 1:
            return found
        township = self.describe(known[0])["adm3_pcode"]
        if not township:
            return found
        near = f"{self.place(township)['name']} Township"
        return [match if match in known else self._beside(match, near) for match in found]

    def _beside(self, match: Match, township: str) -> Match:
        """The match of one end with the other's township stated, where a place there bears its name; else as it was."""
        mention = replace(match.mention, context=(township, *match.mention.context))
        again = self.match_all([mention], explain=False)[0]
        settled = again.status == "automatic" and not any(reason.feature == UNLISTED for reason in again.reasons)
        return again if settled and match.status in _OPEN else match

    def _at_village(self, mention: Mention, query: Query) -> Decision | None:
        """A site that no list has, at the village or tract that stands after it: "Banna Dana Monastery, Mikathit"."""
        after = next((c.text for c in query.contexts if not (c.level or c.country or c.units)), "")
        relation, name, kind = read_part(after)
        if query.kind in UNIT_KINDS or not name or kind not in ("", *_SETTLED) or (not query.kind and not kind):
            return None
        if relation and not (kind and relation in _BESIDE):
            return None
        context = tuple(text for text in mention.context if text != after)
        inner = replace(mention, toponym=name, kind=kind or "village", context=context, relation="")
        match = self.match_all([inner], explain=False)[0]
        if match.status != "automatic" or match.place_id is None or match.geo_precision == 3:
            return None
        place = self.index.place_number[match.place_id]
        precision = max(2, match.geo_precision or 2)
        note = "its own name is not in the gazetteer; this is the village it is said to be in or near"
        return Decision("automatic", place, place, precision, match.score, note)

    def _match(
        self, mention: Mention, query: Query, decision: Decision, ranked: Ranked, rows: Any, *, explain: bool
    ) -> Match:
        judgement = self.judgement_of(mention)
        if decision.status == "outside":
            rows = rows[ranked.score[rows] >= LIKELY]
        candidates = self._candidates(ranked, rows, None if explain else decision.place)
        if judgement is not None:
            return self._judged(mention, judgement, candidates)
        place_id = self.index.place_ids[decision.place] if decision.place != NOWHERE else None
        reasons = self._why(mention, query, decision, candidates, place_id)
        return Match(
            mention,
            place_id,
            decision.geo_precision,
            decision.status,
            round(decision.score, 4),
            reasons,
            candidates,
            decision.country,
            drawn_at=self.index.place_ids[decision.where] if decision.where != NOWHERE else None,
        )

    def _candidates(self, ranked: Ranked, rows: Any, only: int | None) -> tuple[Candidate, ...]:
        """The best five, with reasons for all of them or for the place `only`."""
        pairs = ranked.pairs
        if not len(rows):
            return ()
        scores, places = ranked.score[rows].tolist(), pairs.place[rows].tolist()
        order = sorted(range(len(places)), key=lambda i: (-scores[i], places[i]))[:TOP]
        candidates = []
        for i in order:
            row, place = int(rows[i]), places[i]
            explained = only is None or only == place
            why = self._ranker.reasons(ranked.features[row], float(pairs.similarity[row])) if explained else ()
            candidates.append(Candidate(self.index.place_ids[place], round(scores[i], 4), why))
        return tuple(candidates)

    def _why(
        self,
        mention: Mention,
        query: Query,
        decision: Decision,
        candidates: tuple[Candidate, ...],
        place_id: str | None,
    ) -> tuple[Reason, ...]:
        said = UNLISTED if decision.unlisted else "decision"
        reasons = [Reason(said, round(decision.score, 4), 1.0, decision.note)] if decision.note else []
        if is_zawgyi(mention.toponym):
            reasons.append(Reason("script", 1.0, 0.0, "typed in Zawgyi; convert the text to Unicode"))
        lost = [
            c.text for c in query.contexts if not ((c.level and c.similarity >= UNDERSTOOD) or c.country or c.anchor)
        ]
        reasons += [Reason("context", 0.0, 0.0, f"the stated {text!r} is not known here") for text in lost]
        chosen = next((c for c in candidates if c.place_id == place_id), None)
        return (*reasons, *(chosen.reasons if chosen else ()))

    def _judged(self, mention: Mention, judgement: Judgement, candidates: tuple[Candidate, ...]) -> Match:
        detail = f"decided by {judgement.by} on {judgement.at:%Y-%m-%d}" + f": {judgement.note}" * bool(judgement.note)
        reasons = (Reason("judgement", 1.0, 1.0, detail),)
        match = Match(mention, None, None, "ambiguous", 1.0, reasons, candidates, judgement_id=judgement.judgement_id)
        if judgement.verdict == "accepted" and judgement.place_id in self.index.place_number:
            number = self.index.place_number[judgement.place_id]
            precision = judgement.geo_precision or self.decider.precision(number, mention.relation)
            return confirmed(match, judgement.place_id, precision)
        if judgement.verdict in ("not_in_gazetteer", "not_locatable", "outside"):
            return replace(match, status=judgement.verdict)
        return match


def confirmed(match: Match, place_id: str, precision: int) -> Match:
    """Return the match, placed where a person has said."""
    return replace(match, place_id=place_id, drawn_at=place_id, geo_precision=precision, status="confirmed")
