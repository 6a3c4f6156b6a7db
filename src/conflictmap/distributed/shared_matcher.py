"""A matcher whose names are resolved by the workers of a cluster, in parts that are tried again where a worker is lost.
The index goes to each worker once. The answers are those of the matcher it stands for, in the same order."""

from __future__ import annotations

import contextlib
import hashlib
import pickle
from asyncio import CancelledError
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from conflictmap.distributed.cluster import ClusterError
from conflictmap.model import Judgement, Match, Mention
from conflictmap.places.resolution.event_matches import distinct_names
from conflictmap.places.resolution.index import Index
from conflictmap.places.resolution.matcher import Matcher
from conflictmap.places.resolution.ranking import Point

PART = 2_000  # names: about a second of one worker, which is what a lost worker costs
WORTH = 2 * PART  # names; fewer are resolved here, as fast as they could be sent
RETRIES = 3  # of a part whose worker is gone
Tell = Callable[[int, int], None]  # is called with the names done and all

_OWN: dict[str, Matcher] = {}  # in a worker's process: its matchers, by the digest of what they were made of


@dataclass(frozen=True, slots=True)
class Beside:
    """What a worker's matcher asks of the gazetteer beside its index: the names abroad, and the army's stations."""

    abroad: Any
    stations: Any


class SharedMatcher(Matcher):
    """A `Matcher` that leaves `match_all` of many names to a cluster."""

    def __init__(
        self,
        matcher: Matcher,
        client: Any,
        *,
        tell: Tell = lambda done, names: None,
        lost: Callable[[ClusterError], None] | None = None,
    ) -> None:
        """Parameters: client, as `cluster.connected` or `cluster.local` gives it; tell, for the progress.

        lost is told why the cluster gave up, where it does; what it had not done is then done here, and all that comes
        after. Without it the fault is raised.
        """
        super().__init__(matcher.gazetteer, matcher.units, judgements=matcher.judgements, index=matcher.index)
        self._client = client
        self._tell = tell
        self._lost = lost
        self._payload: Any = None
        self._digest = ""

    def shared(self, table: Any) -> Any:
        """Return a table on every worker, sent once, to be given to tasks."""
        return self._client.scatter(table, broadcast=True)

    def match_all(
        self,
        mentions: Sequence[Mention],
        *,
        siblings: Sequence[Sequence[Point]] | None = None,
        actors: Sequence[Sequence[str]] | None = None,
        explain: bool = True,
    ) -> list[Match]:
        """Resolve many mentions as `Matcher.match_all` does. Raises: ClusterError, where a part fails on every worker that tried it."""
        if len(mentions) < WORTH or siblings is not None or self._client is None:
            return super().match_all(mentions, siblings=siblings, actors=actors, explain=explain)
        first, slots = distinct_names(mentions, actors, judged_events=self.judged_events)
        names = [mentions[at] for at in first]
        parties = [tuple(actors[at]) for at in first] if actors is not None else None
        matches = self._resolved(names, parties, explain)
        return [replace(matches[slot], mention=mention) for slot, mention in zip(slots, mentions, strict=True)]

    def _resolved(self, names: list[Mention], parties: list[tuple[str, ...]] | None, explain: bool) -> list[Match]:
        done: list[list[Match]] = []
        try:
            self._gather(names, parties, explain, done)
        except ClusterError as error:
            if self._lost is None:
                raise
            self._lost(error)
            self._client = None
            rest = slice(len(done) * PART, None)
            done.append(super().match_all(names[rest], actors=parties[rest] if parties else None, explain=explain))
        return [match for part in done for match in part]

    def _gather(
        self, names: list[Mention], parties: list[tuple[str, ...]] | None, explain: bool, done: list[list[Match]]
    ) -> None:
        """Add to `done` the answers of one part after the other. Raises: ClusterError."""
        parts = [slice(at, at + PART) for at in range(0, len(names), PART)]
        futures: list[Any] = []
        try:
            payload = self._sent()
            futures += self._submitted(payload, names, parties, explain, parts)
            for future in futures:
                done.append(future.result())
                self._tell(min(len(done) * PART, len(names)), len(names))
        except (Exception, CancelledError) as error:  # whatever the cluster died of: the work can be done without it
            with contextlib.suppress(Exception):
                self._client.cancel(futures)
            what = (str(error).splitlines() or [type(error).__name__])[0][:200]
            fix = "look at its dashboard and logs, or run it on this machine alone: leave --scheduler or --workers out"
            raise ClusterError(
                f"the cluster gave up after {len(done) * PART:,} of {len(names):,} names ({what}); {fix}"
            ) from None

    def _submitted(
        self,
        payload: Any,
        names: list[Mention],
        parties: list[tuple[str, ...]] | None,
        explain: bool,
        parts: list[slice],
    ) -> list[Any]:
        return [
            self._client.submit(
                _resolve, self._digest, payload, names[part], parties[part] if parties is not None else None, explain,
                retries=RETRIES, pure=False,
            )
            for part in parts
        ]  # fmt: skip

    def _sent(self) -> Any:
        """The matcher as bytes, on every worker; sent once."""
        if self._payload is None:
            beside = Beside(getattr(self.gazetteer, "abroad", {}), getattr(self.gazetteer, "stations", {}))
            content = pickle.dumps((self.index, self.judgements, beside), protocol=5)
            self._digest = hashlib.sha256(content).hexdigest()
            self._payload = self._client.scatter(content, broadcast=True, hash=True)
        return self._payload


def _resolve(
    digest: str, content: bytes, names: list[Mention], parties: list[tuple[str, ...]] | None, explain: bool
) -> list[Match]:
    """A part, in a worker's process."""
    matcher = _OWN.get(digest)
    if matcher is None:
        index, judgements, beside = _read(content)
        _OWN.clear()
        matcher = _OWN[digest] = Matcher(beside, judgements=judgements, index=index)
    return matcher.match_all(names, actors=parties, explain=explain)


def _read(content: bytes) -> tuple[Index, Mapping[str, Judgement], Beside]:
    index, judgements, beside = pickle.loads(
        content
    )  # made by the caller of this very cluster, which runs its code anyway
    return index, judgements, beside
