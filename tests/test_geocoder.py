"""geopy's contract: None on a miss, a Location with raw, threads, RateLimiter, geopandas."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from geopandas.tools import geocode
from geopy.extra.rate_limiter import RateLimiter

from conflictmap.places.geocoder import MyanmarGazetteer
from conflictmap.places.resolution.matcher import Matcher
from small_country import SmallGazetteer

CODER = MyanmarGazetteer(Matcher(SmallGazetteer()))


def test_a_name_is_a_location_with_everything_in_raw() -> None:
    found = CODER.geocode("Pan Dein Village, Mese Township")
    assert (found.longitude, found.latitude) == (97.563, 18.653)
    assert found.address == "Pan Tein, Mese, Kayah"
    assert (found.raw["place_id"], found.raw["level"], found.raw["status"]) == ("V1", "PPL", "automatic")
    assert set(found.raw) >= {"score", "reasons", "alternatives", "geo_precision"}


@pytest.mark.parametrize(
    "miss", ["", "  ", "Grondar", "Nyaung Kone village", "Jakarta", "🙂", None, float("nan"), "x" * 1_000_000]
)
def test_a_miss_is_none_and_never_an_exception(miss: object) -> None:
    assert CODER.geocode(miss) is None


@pytest.mark.parametrize(
    ("query", "comma"),
    [
        ("Welet Township of Sagaing", "Welet Township, Sagaing"),
        ("Pan Dein village of Mese Township", "Pan Dein village, Mese Township"),
        ("Nyaung Kone village in Kanbalu Township", "Nyaung Kone village, Kanbalu Township"),
    ],
)
def test_of_and_in_state_the_unit_around_a_name_as_a_comma_does(query: str, comma: str) -> None:
    assert CODER.geocode(query) is not None
    assert CODER.geocode(query).raw == CODER.geocode(comma).raw


def test_several_answers_are_a_list_best_first() -> None:
    found = CODER.geocode("Wetlet", exactly_one=False)
    assert found[0].raw["place_id"] == "C1"
    assert "T1" in [place.raw["place_id"] for place in found]
    assert CODER.geocode("Grondar", exactly_one=False) is None


def test_a_point_gives_the_nearest_place_latitude_first() -> None:
    found = CODER.reverse((18.66, 97.56))
    assert found.raw["place_id"] == "V1"
    assert found.raw["distance_km"] == pytest.approx(0.84, abs=0.02)
    assert CODER.reverse("18.66, 97.56").raw["place_id"] == "V1"
    assert CODER.reverse((0.0, 0.0)) is None
    assert [place.raw["place_id"] for place in CODER.reverse((18.66, 97.56), exactly_one=False)] == ["V1", "C3", "P1"]


def test_a_query_that_is_no_point_raises_as_geopy_does() -> None:
    with pytest.raises(ValueError, match="Failed to create Point"):
        CODER.reverse("Wetlet")


def test_threads_get_the_same_answers() -> None:
    names = ["Wetlet", "Mese", "Welet Township, Sagaing", "Grondar", "Nyaung Kone village, Kanbalu Township"] * 40
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(MyanmarGazetteer(Matcher(SmallGazetteer())).geocode, names))
    assert [place and place.raw["place_id"] for place in found] == ["C1", "C3", "T1", None, "V3"] * 40


def test_a_rate_limiter_does_not_ask_again_for_a_miss() -> None:
    limited = RateLimiter(CODER.geocode, min_delay_seconds=0, swallow_exceptions=False)
    assert limited("Grondar") is None
    assert limited("Mese").raw["place_id"] == "C3"


def test_geopandas_takes_it_as_a_provider() -> None:
    frame = geocode(["Mese", "Grondar"], provider=MyanmarGazetteer, matcher=CODER.matcher)
    assert frame.geometry.iloc[0].x == 97.66
    assert frame.geometry.iloc[1].is_empty
    assert frame.crs == "EPSG:4326"
