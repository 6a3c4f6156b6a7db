"""From a mention to a place or a refusal, in a country small enough to reason about by hand."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conflictmap.model import Judgement, Match, Mention
from conflictmap.places.judgements import mention_key
from conflictmap.places.mentions.location import make_mention, parse_location
from conflictmap.places.resolution import actor_areas
from conflictmap.places.resolution.event_matches import match_events
from conflictmap.places.resolution.index import compile_index, load_index, name_parts, save_index
from conflictmap.places.resolution.matcher import Matcher
from conflictmap.project import find_project
from conflictmap.schema import MATCH_COLUMNS
from small_country import COLUMNS, ROWS, SmallGazetteer

MATCHER = Matcher(SmallGazetteer())

# location -> status, place_id, geo_precision, drawn_at, country
CASES = [
    ("Wetlet", "automatic", "C1", 1, "C1", ""),
    ("Wetlet Township", "automatic", "T1", 3, "T1", ""),
    ("Welet Township, Sagaing", "automatic", "T1", 3, "T1", ""),
    ("Wet Let town, Sagaing Region", "automatic", "C1", 1, "C1", ""),
    ("near Wetlet", "automatic", "C1", 2, "C1", ""),
    ("4 miles from Wetlet Town", "automatic", "C1", 2, "C1", ""),
    ("Karenni State", "automatic", "S2", 3, "S2", ""),
    ("Sagaing", "automatic", "S1", 3, "S1", ""),
    ("Pan Dein Village, Mese Township", "automatic", "V1", 1, "V1", ""),
    ("military station, Pan Dein Village, Mese Township", "automatic", "V1", 1, "V1", ""),
    ("Nyaung Gone village, Wetlet Township", "automatic", "V2", 1, "V2", ""),
    ("Nyaung Kone village, Kanbalu Township", "automatic", "V3", 1, "V3", ""),
    ("Nyaung Kone village", "ambiguous", None, None, None, ""),
    ("Shwepankone Police Station, Welet Township, Sagaing Region", "automatic", "V4", 2, "V4", ""),  # a namesake there
    ("Grondar Police Station, Welet Township, Sagaing Region", "automatic", "T1", 3, "T1", ""),
    ("Grondar Police Station, Sagaing Region", "not_in_gazetteer", None, None, None, ""),  # a state alone is too wide
    ("Mese Port", "automatic", "P1", 1, "P1", ""),
    ("Thit Seint village, Wetlet Township", "automatic", "V5", 3, "T1", ""),
    ("Grondar village, Kanbalu Township", "not_in_gazetteer", None, 3, "T2", ""),
    ("Grondar", "not_in_gazetteer", None, None, None, ""),
    ("military base", "not_locatable", None, None, None, ""),
    ("Thai-Myanmar border", "not_locatable", None, None, None, ""),
    ("on the Mese-Wetlet road", "not_locatable", None, None, None, ""),
    ("on the Mese-Wetlet road, Wetlet Township", "automatic", "T1", 3, "T1", ""),
    ("Wetlot village, Wetlet Township", "not_in_gazetteer", None, 3, "T1", ""),  # like Wetlet, and no town's name
    ("near Grondar village, Kanbalu Township", "automatic", "T2", 3, "T2", ""),  # no spot, but in the township
    ("Wetlat village, Kanbalu Township", "not_in_gazetteer", None, 3, "T2", ""),
    ("Jakarta, Indonesia", "outside", None, None, None, "ID"),
    ("The Hague", "outside", None, None, None, "NL"),
    ("Bangkok", "outside", None, None, None, "TH"),
    ("Bangkok village, Wetlet Township", "automatic", "V6", 1, "V6", ""),
    ("China", "outside", None, None, None, "CN"),
    ("ဝက်လက်မြို့နယ်၊ ညောင်ကုန်းရွာ", "automatic", "V2", 1, "V2", ""),
    ("老街", "not_in_gazetteer", None, None, None, ""),
]


def resolve(location: str, matcher: Matcher = MATCHER) -> Match:
    return matcher.match(parse_location("E1", location)[0])


@pytest.mark.parametrize(
    ("location", "status", "place_id", "precision", "drawn_at", "country"), CASES, ids=[c[0] for c in CASES]
)
def test_a_location_comes_to_its_place_or_its_refusal(
    location: str, status: str, place_id: str | None, precision: int | None, drawn_at: str | None, country: str
) -> None:
    match = resolve(location)
    assert (match.status, match.place_id, match.geo_precision, match.drawn_at, match.country) == (
        status, place_id, precision, drawn_at, country,
    )  # fmt: skip


def test_a_wrong_state_is_no_veto_but_leaves_the_place_to_an_editor() -> None:
    right, wrong = resolve("Wetlet town, Sagaing Region"), resolve("Wetlet town, Kayah State")
    assert (right.status, right.place_id) == ("automatic", "C1")
    assert (wrong.status, wrong.place_id, wrong.geo_precision, wrong.drawn_at) == ("ambiguous", None, None, None)
    assert wrong.score < right.score
    assert wrong.reasons[0].detail == "Wetlet lies outside the stated Kayah State"
    assert wrong.candidates[0].place_id == "C1"
    assert "lies outside the stated state or region" in [r.detail for r in wrong.candidates[0].reasons]


@pytest.mark.parametrize(
    ("location", "status", "place_id"),
    [
        ("Mese in Sagaing Region", "ambiguous", None),
        ("Mese Township, Sagaing Region", "ambiguous", None),
        ("Mese Port, Sagaing Region", "ambiguous", None),
        ("Grondar Police Station, Mese Township, Sagaing Region", "ambiguous", None),
        ("Mese, Karenni State", "automatic", "C3"),
        ("Mese, Grondar State", "automatic", "C3"),  # an unknown unit contradicts nothing
        ("Nyaung Kone village, Kanbalu Township, Kayah State", "automatic", "V3"),  # its township agrees
        ("Wetlet, Shwebo District, Kayah State", "automatic", "C1"),  # so does its district
    ],
)
def test_only_a_known_state_against_a_mere_name_asks_for_an_editor(
    location: str, status: str, place_id: str | None
) -> None:
    match = resolve(location)
    assert (match.status, match.place_id) == (status, place_id)


@pytest.mark.parametrize(
    ("location", "toponym", "place_id"),
    [
        ("Three villages, Shwebo", "Three villages", "T9"),
        ("seven camps in Shwebo", "seven camps", "T9"),
        ("several military outposts, Shwebo, Sagaing Region", "several military outposts", "T9"),
        ("Three villages, Shwebo District", "Three villages", "D1"),
        ("two villages of Mese Township", "two villages", "T3"),
        ("Grondar Police Station, Shwebo", "Grondar", "T9"),
    ],
)
def test_what_has_no_name_is_echoed_and_a_bare_unit_is_its_township(location: str, toponym: str, place_id: str) -> None:
    matcher = Matcher(SmallGazetteer([*ROWS, ("T9", "Shwebo", "", "ADM3", 95.7, 22.6, "S1", "D1", "T9", "")]))
    match = resolve(location, matcher)
    assert (match.mention.toponym, match.status, match.place_id, match.geo_precision, match.drawn_at) == (
        toponym, "automatic", place_id, 3, place_id,
    )  # fmt: skip


@pytest.mark.parametrize(("town", "shown"), [("Banmauk", []), ("Bangkock", ["C9"])])
def test_a_place_abroad_lists_no_unlikely_places_here(town: str, shown: list[str]) -> None:
    rows = [row for row in ROWS if row[1] != "Bangkok"]
    near = Matcher(SmallGazetteer([*rows, ("C9", town, "", "PPLA3", 95.0, 22.0, "S1", "D1", "T1", "")]))
    match = resolve("Bangkok", near)
    assert (match.status, match.country) == ("outside", "TH")
    assert [candidate.place_id for candidate in match.candidates] == shown


def test_what_has_no_name_and_no_unit_is_not_locatable() -> None:
    assert (resolve("Three villages").status, resolve("seven camps").place_id) == ("not_locatable", None)


def test_every_accepted_match_says_why_and_scores_sum_to_one_at_most() -> None:
    match = resolve("Pan Dein Village, Mese Township")
    assert "lies in the stated township" in [reason.detail for reason in match.reasons]
    assert sum(candidate.score for candidate in match.candidates) <= 1.001


@pytest.mark.parametrize(
    "text",
    ["", " ", "🙂🙂", "\u202eWetlet", "'; DROP TABLE places; --", "<script>alert(1)</script>", "x" * 1_000_000, "ေရႊဘို", "เมืองไทย",
     "nan", "\x00", "((((", "a,b;c", "Wetlet " * 50_000],
)  # fmt: skip
def test_hostile_text_gets_an_answer_and_never_an_exception(text: str) -> None:
    match = MATCHER.match(make_mention(text))
    assert match.status in ("automatic", "ambiguous", "not_in_gazetteer", "not_locatable", "outside")
    if match.status == "automatic":
        assert match.place_id in {row[0] for row in ROWS}


@pytest.mark.parametrize("location", [case[0] for case in CASES])
def test_the_order_of_the_gazetteer_does_not_matter(location: str) -> None:
    turned = Matcher(SmallGazetteer(list(reversed(ROWS))))
    assert resolve(location, turned) == resolve(location)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    name=st.sampled_from(["Wetlet", "Pan Tein", "Nyaung Kone", "Mese", "Grondar", "Pan Dein"]),
    lon=st.floats(92, 101),
    lat=st.floats(10, 28),
)
def test_a_far_place_never_moves_a_sure_match_to_another_township(name: str, lon: float, lat: float) -> None:
    far = [
        *ROWS,
        ("T9", "Farland", "", "ADM3", lon, lat, "S2", "", "T9", ""),
        ("V9", name, "", "PPL", lon, lat, "S2", "", "T9", "VT9"),
    ]
    more = Matcher(SmallGazetteer(far))
    for location in (
        "Wetlet Township, Sagaing",
        "Pan Dein Village, Mese Township",
        "Nyaung Kone village, Wetlet Township",
    ):
        before, after = resolve(location), resolve(location, more)
        assert before.status == "automatic"
        assert (after.status, after.place_id) == ("automatic", before.place_id)


def judged(location: str, verdict: str, place_id: str | None = None, precision: int | None = None) -> Matcher:
    key = mention_key(parse_location("E1", location)[0])
    at = dt.datetime(2023, 12, 1, tzinfo=dt.UTC)
    judgement = Judgement("J1", key, verdict, place_id, precision, "an editor", at, "by the map", "small")
    return Matcher(SmallGazetteer(), judgements={key: judgement})


def test_a_judgement_is_obeyed_and_named() -> None:
    match = resolve("Nyaung Kone village", judged("nyaung-kone village", "accepted", "V3", 2))
    assert (match.status, match.place_id, match.geo_precision, match.judgement_id) == ("confirmed", "V3", 2, "J1")
    assert match.reasons[0].detail == "decided by an editor on 2023-12-01: by the map"


@pytest.mark.parametrize("verdict", ["not_in_gazetteer", "not_locatable", "outside"])
def test_a_judgement_of_no_place_is_that_refusal(verdict: str) -> None:
    match = resolve("Wetlet", judged("Wetlet", verdict))
    assert (match.status, match.place_id) == (verdict, None)


def test_a_rejected_place_is_not_chosen_again() -> None:
    match = resolve("Wetlet Township", judged("Wetlet Township", "rejected", "T1"))
    assert match.place_id != "T1"


def test_another_context_is_another_key() -> None:
    one, other = parse_location("", "Minhla Township, Bago")[0], parse_location("", "Minhla Township, Magway")[0]
    assert mention_key(one) != mention_key(other)
    again = parse_location("", "MINHLA  township, Ba-go")[0]
    assert mention_key(again) == mention_key(one) == "minhla/township/bago"


def test_siblings_settle_what_the_name_alone_does_not() -> None:
    alone = resolve("Nyaung Kone village")
    beside = MATCHER.match(parse_location("E1", "Nyaung Kone village")[0], siblings=[resolve("Wetlet Town")])
    assert alone.status == "ambiguous"
    score = {c.place_id: c.score for c in beside.candidates}
    assert score["V2"] > score["V3"]


def test_the_actors_area_is_evidence_but_weak(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(actor_areas.AREAS, "KNDF", frozenset({"S2"}))
    mese = MATCHER.match(Mention("E1", "Mese", 0, 4), actors=["KNDF"])
    assert "where the event's actors operate" in [reason.detail for reason in mese.reasons]
    assert MATCHER.match(Mention("E1", "Grondar", 0, 7), actors=["KNDF"]).status == "not_in_gazetteer"
    assert actor_areas.areas_of(["SAC", "PDF"]) == frozenset()


def test_events_become_rows_in_their_order() -> None:
    events = pd.DataFrame(
        {"event_id": ["E2", "E1", "E3"], "entry_id": ["A", "A", "B"], "actor1": "", "actor2": "",
         "location": ["Wetlet; target: Mese", None, "Jakarta, Indonesia"]}
    )  # fmt: skip
    rows = match_events(events, MATCHER)
    assert list(rows.columns) == list(MATCH_COLUMNS)
    assert rows[["event_id", "mention_no", "role", "place_id"]].to_numpy().tolist() == [
        ["E2", 1, "site", "C1"], ["E2", 2, "target", "C3"], ["E3", 1, "site", None],
    ]  # fmt: skip
    assert rows["lon"].isna().tolist() == [False, False, True]


def test_no_events_are_an_empty_frame() -> None:
    empty = pd.DataFrame(columns=["event_id", "entry_id", "actor1", "actor2", "location"])
    assert list(match_events(empty, MATCHER).columns) == list(MATCH_COLUMNS)


def test_a_saved_index_answers_as_the_compiled_one(tmp_path) -> None:
    gazetteer = SmallGazetteer()
    save_index(compile_index(gazetteer.frame(), gazetteer.names()), tmp_path / "names.npz")
    loaded = Matcher(gazetteer, index=load_index(tmp_path / "names.npz"))
    assert [resolve(case[0], loaded) for case in CASES] == [resolve(case[0]) for case in CASES]


def test_a_gazetteer_of_no_places_refuses_everything() -> None:
    none = Matcher(SmallGazetteer([]))
    assert resolve("Wetlet Township, Sagaing", none).status == "not_in_gazetteer"


def test_a_name_is_also_found_without_its_kind_word_or_with_its_direction_first() -> None:
    assert name_parts("Dagon Myothit (North) Town") == {"Dagon Myothit (North)", "North Dagon Myothit"}
    assert name_parts("Pangsang (Panghkam)") == {"Pangsang", "Panghkam"}
    assert name_parts("Wetlet") == set()
    assert COLUMNS[0] == "place_id"


def test_a_name_is_answered_to_the_digit_alone_and_among_others() -> None:
    """Sums over a larger table may differ in their last binary digit: what is told of a name must not."""
    matcher = Matcher.open(find_project(Path(__file__).parent))
    index = matcher.index
    named = range(0, 720, 3)
    mentions = [make_mention(f"{index.names[i]}, {index.units[index.adm3[i]]}") for i in named]
    together = matcher.match_all(mentions, explain=False)
    apart = [
        match
        for at in range(0, len(mentions), 40)
        for match in matcher.match_all(mentions[at : at + 40], explain=False)
    ]
    assert together == apart
