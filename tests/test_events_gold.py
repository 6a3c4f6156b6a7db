"""Every mention of November 2023, against answers written by hand from the chronicle and the map."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from conflictmap.places.gazetteer.gazetteer import Gazetteer
from conflictmap.places.judgements import in_force, read_judgements
from conflictmap.places.resolution.event_matches import match_events
from conflictmap.places.resolution.index_cache import open_index
from conflictmap.places.resolution.matcher import Matcher
from conflictmap.project import Project, read_table
from conflictmap.schema import EVENTS

ROOT = Path(__file__).parents[1]
GOLD = pd.read_csv(Path(__file__).parent / "data" / "events_gold.csv", dtype=str, keep_default_na=False)


@pytest.fixture(scope="module")
def matches(november: Project, tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    gazetteer = Gazetteer.open(november, data_dir=tmp_path_factory.mktemp("none"))
    judgements, problems = read_judgements(november.table("gazetteer/judgements.csv"))
    assert problems == []
    matcher = Matcher(gazetteer, judgements=in_force(judgements), index=open_index(gazetteer))
    events, problems = read_table(november.table("events.csv"), EVENTS)
    assert problems == []
    return match_events(events, matcher).set_index(["event_id", "mention_no"], drop=False)


@pytest.mark.parametrize(
    "row", GOLD.to_dict("records"), ids=[f"{r.event_id}-{r.mention_no}-{r.toponym}" for r in GOLD.itertuples()]
)
def test_each_mention_of_the_month_is_where_the_chronicle_says(matches: pd.DataFrame, row: dict[str, str]) -> None:
    got = matches.loc[(row["event_id"], int(row["mention_no"]))]
    precision = "" if pd.isna(got["geo_precision"]) else str(int(got["geo_precision"]))
    found = (got["toponym"], got["status"], got["place_id"] or "", got["adm3_pcode"], precision, got["country"])
    expected = tuple(row[name] for name in ("toponym", "status", "place_id", "adm3_pcode", "geo_precision", "country"))
    assert found == expected


def test_the_gold_names_every_mention_and_no_other(matches: pd.DataFrame) -> None:
    wanted = {(row.event_id, int(row.mention_no)) for row in GOLD.itertuples()}
    assert set(matches.index) == wanted


def test_nearly_every_placeable_event_has_a_point(matches: pd.DataFrame) -> None:
    inside = matches[(matches["status"] != "outside") & (matches["role"] != "context")]
    placed = inside.groupby(level=0)["lon"].apply(lambda lon: lon.notna().any())
    assert placed.mean() >= 0.95
