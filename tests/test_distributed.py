"""Names resolved by a cluster of this machine: the answers of one process, whatever happens to a worker."""

from __future__ import annotations

import datetime as dt
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from conflictmap.cli.options import shared_by
from conflictmap.distributed import cluster, shared_matcher
from conflictmap.distributed.cluster import ClusterError
from conflictmap.distributed.partitions import by_month, joined, resolved
from conflictmap.distributed.shared_matcher import SharedMatcher
from conflictmap.model import Judgement, Match
from conflictmap.places.batch import geocode_frame
from conflictmap.places.gazetteer.units import Units
from conflictmap.places.mentions.location import make_mention
from conflictmap.places.resolution.event_matches import match_events
from conflictmap.places.resolution.matcher import Matcher
from conflictmap.project import find_project

pytestmark = [
    pytest.mark.loopback,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore:.*sending large graph.*:UserWarning"),
]
PROJECT = find_project(Path(__file__).parent)


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher.open(PROJECT)


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setattr(shared_matcher, "PART", 40)
    monkeypatch.setattr(shared_matcher, "WORTH", 80)
    with cluster.local(2) as client:
        yield client


def names_of(matcher: Matcher, count: int) -> list[str]:
    index = matcher.index
    return [f"{index.names[i]}, {index.units[index.adm3[i]]}" for i in range(0, len(index.names), 3)][:count]


def test_a_decision_about_one_event_reaches_no_other_on_a_cluster(client: Any, matcher: Matcher) -> None:
    # a hundred names, so that the cluster is asked; Loikaw is MMR002001, Mese MMR002007
    places = ["Loikaw", "Loikaw", "Loikaw", *names_of(matcher, 100)]
    ids = [f"E{number}" for number in range(1, len(places) + 1)]
    events = pd.DataFrame({"event_id": ids, "entry_id": ids, "location": places, "actor1": "PDF", "actor2": "SAC"})
    at = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
    for judged in ("E1", "E2"):
        decision = Judgement("J1", f"loikaw//@{judged}", "accepted", "MMR002007", None, "mya", at, "", "")
        own = Matcher(
            matcher.gazetteer, matcher.units, judgements={decision.mention_key: decision}, index=matcher.index
        )
        matches = match_events(events, SharedMatcher(own, client))
        placed = dict(zip(matches["event_id"], matches["adm3_pcode"], strict=True))
        assert {event: placed[event] for event in ("E1", "E2", "E3")} == {
            **dict.fromkeys(("E1", "E2", "E3"), "MMR002001"),
            judged: "MMR002007",
        }


def test_a_cluster_answers_as_one_process_does(client: Any, matcher: Matcher, shipped: Any) -> None:
    shared = SharedMatcher(matcher, client)
    events = shipped.inputs.events.iloc[:300]
    here, there = match_events(events, matcher), match_events(events, shared)
    pd.testing.assert_frame_equal(here, there)

    frame = pd.DataFrame({"toponym": names_of(matcher, 200) * 2})
    pd.testing.assert_frame_equal(geocode_frame(matcher, frame), geocode_frame(shared, frame))

    dask = pytest.importorskip("dask.dataframe")
    parts = dask.from_pandas(frame, npartitions=5)
    with client.as_current():
        far = resolved(parts, shared).compute()
    near = geocode_frame(matcher, frame)
    assert far["place_id"].tolist() == near["place_id"].tolist()
    assert far["status"].tolist() == near["status"].tolist()


def test_a_killed_worker_loses_nothing(client: Any, matcher: Matcher) -> None:
    mentions = [make_mention(name) for name in names_of(matcher, 240)]
    pids = list(client.run(os.getpid).values())
    killed = threading.Event()

    def tell(done: int, names: int) -> None:
        if not killed.is_set():
            killed.set()
            os.kill(pids[0], signal.SIGKILL)

    answers = SharedMatcher(matcher, client, tell=tell).match_all(mentions, explain=False)
    assert killed.is_set()
    assert [plain(match) for match in answers] == [plain(match) for match in matcher.match_all(mentions, explain=False)]


def test_points_are_joined_and_counted_as_by_one_process(client: Any) -> None:
    dask = pytest.importorskip("dask.dataframe")
    units = Units.open(PROJECT)
    random = np.random.default_rng(4)
    frame = pd.DataFrame(
        {"lon": random.uniform(93, 99, 500), "lat": random.uniform(12, 26, 500),
         "event_date": pd.date_range("2023-11-01", periods=500, freq="12h").strftime("%Y-%m-%d"),
         "fatalities": random.integers(0, 5, 500)}
    )  # fmt: skip
    frame.loc[0, ["lon", "lat"]] = [0.0, 0.0]
    with client.as_current():
        parts = joined(dask.from_pandas(frame, npartitions=4), units)
        far, counts = parts.compute(), by_month(parts)
    wanted = [pcode or "" for pcode in units.join(frame["lon"].to_numpy(), frame["lat"].to_numpy())]
    assert far["adm3_pcode"].tolist() == wanted
    assert int(counts["events"].sum()) == 500
    assert int(counts["fatalities"].sum()) == int(frame["fatalities"].sum())
    assert counts.loc[counts["adm3_pcode"] == "", "events"].sum() == wanted.count("")
    assert set(counts["month"]) == set(frame["event_date"].str[:7])


def test_a_scheduler_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "WAIT_S", 1)
    began = time.monotonic()
    wanted = r"no scheduler answers there .*this machine alone gives the same answer"
    with pytest.raises(ClusterError, match=wanted), cluster.connected("tcp://127.0.0.1:9"):
        pass
    assert time.monotonic() - began < 15


def test_a_worker_of_another_version_is_refused(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "identity", lambda: ("0.0.1", "2.7"))
    monkeypatch.setattr(client, "run", lambda task: {"tcp://127.0.0.1:1": ("0.0.2", "2.7")})
    with pytest.raises(ClusterError, match=r"worker tcp://127.0.0.1:1 has conflictmap 0.0.2 .* here are 0.0.1"):
        cluster._same_versions(client, "--scheduler X")


def test_a_cluster_that_dies_is_said_with_how_far_it_came(matcher: Matcher) -> None:
    class Gone:
        def scatter(self, content: bytes, **_: Any) -> bytes:
            return content

        def submit(self, *_: Any, **__: Any) -> Any:
            return self

        def result(self) -> list[Match]:
            raise RuntimeError("lost all workers")

        def cancel(self, futures: list[Any]) -> None:
            self.cancelled = len(futures)

    gone = Gone()
    mentions = [make_mention(f"Village {number}") for number in range(shared_matcher.WORTH)]
    with pytest.raises(ClusterError, match=r"gave up after 0 of 4,000 names \(lost all workers\)"):
        SharedMatcher(matcher, gone).match_all(mentions)
    assert gone.cancelled == 2


def plain(match: Match) -> Match:
    return replace(match, mention=replace(match.mention, event_id=""))


def test_what_a_lost_cluster_left_is_done_here(matcher: Matcher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared_matcher, "PART", 40)
    monkeypatch.setattr(shared_matcher, "WORTH", 80)
    mentions = [make_mention(name) for name in names_of(matcher, 240)]
    scheduler, worker, address = machines()
    said: list[str] = []

    def tell(done: int, names: int) -> None:
        scheduler.kill()

    try:
        with cluster.connected(address) as client:
            shared = SharedMatcher(matcher, client, tell=tell, lost=lambda error: said.append(str(error)))
            answers = shared.match_all(mentions, explain=False)
            again = shared.match_all(mentions, explain=False)
    finally:
        for process in (scheduler, worker):
            process.kill()
            process.wait()
    wanted = [plain(match) for match in matcher.match_all(mentions, explain=False)]
    assert [plain(match) for match in answers] == [plain(match) for match in again] == wanted
    assert len(said) == 1
    assert "the cluster gave up after " in said[0]


def machines() -> tuple[subprocess.Popen[bytes], subprocess.Popen[bytes], str]:
    """A scheduler and a worker in processes of their own, and the scheduler's address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    dask = [sys.executable, "-m", "dask"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    scheduler = subprocess.Popen(
        [*dask, "scheduler", "--host", "127.0.0.1", "--port", address.rpartition(":")[2], "--no-dashboard"], **quiet
    )
    worker = subprocess.Popen([*dask, "worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard"], **quiet)
    return scheduler, worker, address


def test_a_command_without_its_scheduler_says_so_and_answers(
    matcher: Matcher, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cluster, "WAIT_S", 1)
    with shared_by(matcher, "tcp://127.0.0.1:9", 0, tell=lambda step: None) as own:
        assert own is matcher
    assert re.search(r"no scheduler answers there .*This machine goes on alone", capsys.readouterr().err, re.DOTALL)
