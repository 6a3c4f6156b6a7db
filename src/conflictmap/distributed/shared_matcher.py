"""A matcher whose names are resolved by the workers of a cluster, in parts that are tried again where a worker is lost.
The index goes to each worker once. The answers are those of the matcher it stands for, in the same order."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Iterable, Mapping, Sequence
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

    def __init__(self, matcher: Matcher, client: Any, *, tell: Tell = lambda done, names: None) -> None:
        """Parameters: client, as `cluster.connected` or `cluster.local` gives it; tell, for the progress."""
        super().__init__(matcher.gazetteer, matcher.units, judgements=matcher.judgements, index=matcher.index)
        self._client = client
        self._tell = tell
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
        if len(mentions) < WORTH or siblings is not None:
            return super().match_all(mentions, siblings=siblings, actors=actors, explain=explain)
        first, slots = distinct_names(mentions, actors, judged_events=self.judged_events)
        names = [mentions[at] for at in first]
        parties = [tuple(actors[at]) for at in first] if actors is not None else None
        matches = self._resolved(names, parties, explain)
        return [replace(matches[slot], mention=mention) for slot, mention in zip(slots, mentions, strict=True)]

    def _resolved(self, names: list[Mention], parties: list[tuple[str, ...]] | None, explain: bool) -> list[Match]:
        payload = self._sent()
        parts = [slice(at, at + PART) for at in range(0, len(names), PART)]
        futures = [
            self._client.submit(
                _resolve, self._digest, payload, names[part], parties[part] if parties is not None else None, explain,
                retries=RETRIES, pure=False,
            )
            for part in parts
        ]  # fmt: skip
        return [match for part in self._gathered(futures, len(names)) for match in part]

    def _gathered(self, futures: Sequence[Any], names: int) -> Iterable[list[Match]]:
        done: list[list[Match]] = []
        try:
            for future in futures:
                done.append(future.result())
                self._tell(min(len(done) * PART, names), names)
        except Exception as error:  # whatever the cluster died of: the work can be done without it
            self._client.cancel(list(futures))
            what = (str(error).splitlines() or [type(error).__name__])[0][:200]
            fix = "look at its dashboard and logs, or run it on this machine alone: leave --scheduler or --workers out"
            raise ClusterError(
                f"the cluster gave up after {len(done) * PART:,} of {names:,} names ({what}); {fix}"
            ) from None
        return done

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
