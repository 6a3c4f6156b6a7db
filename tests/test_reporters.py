"""Names as reporters write them: each small input that once failed, and the gold of reporters' mentions as a whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from conflictmap.model import Match
from conflictmap.places.gazetteer.gazetteer import Gazetteer
from conflictmap.places.gold_scores import alternatives, gold_mention, read_gold, score_gold
from conflictmap.places.mentions.location import make_mention, parse_location
from conflictmap.places.mentions.repairs import plain
from conflictmap.places.names.armies import is_army_unit, is_no_place
from conflictmap.places.resolution.context import distance_of
from conflictmap.places.resolution.index_cache import open_index
from conflictmap.places.resolution.matcher import Matcher
from conflictmap.places.resolution.stated.border_units import border_names
from conflictmap.places.resolution.stated.bounds import former
from conflictmap.places.resolution.stated.former_districts import FORMER
from conflictmap.project import Project

ROOT = Path(__file__).parents[1]
GOLD = ROOT / "tests" / "data" / "gold_reporters.csv"


@pytest.fixture(scope="module")
def core(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    empty = tmp_path_factory.mktemp("data")
    gazetteer = Gazetteer.open(Project(ROOT, ROOT / "data", ROOT / "maps"), data_dir=empty)
    return Matcher(gazetteer, index=open_index(gazetteer))


def resolve(matcher: Matcher, toponym: str, context: str = "") -> Match:
    return matcher.match(gold_mention(toponym, context))


def township(matcher: Matcher, match: Match) -> str:
    return str(matcher.describe(match)["adm3_pcode"])


PLACED = [  # toponym, context, the township or wider unit
    ("Narhpawt", "Laiza area", "MMR001002"),  # a village that says where
    ("Rikhawdar", "Zokhawthar; Myanmar; Tiau River", "MMR004001"),  # the text says the country
    ("Mong Yaw region", "Lashio District; west side of the Salween River", "MMR015001"),
    ("Taung Dwin Chaung region", "area of Mingin", "MMR005029"),
    ("Myaynigone overpass", "Yangon's central Sanchaung township", "MMR013039"),
    ("Ywar Htaung station", "Sagaing city's", "MMR005001"),
    ("bridge linking Hlaingkwe and Taungkyarinn", "Kyondoe-Kawkareik road", "MMR003006"),  # both ends in one township
    ("near Huay Pu Lawng on the eastern side of the Salween River", "Shardaw Township", "MMR002004"),
    ("San Pya 6 Mile", "Demoso Township", "MMR002002"),
    ("San Pya Chauk Maing", "Demoso Township", "MMR002002"),
    ("Section 2 of Hpapun Town", "Bu Tho Township", "MMR003003"),
    ("kindergarten in Hka Nan", "Momauk", "MMR001012"),
    ("Khuntaunggyi Pyu Saw Hte Village", "ShweBo District", "MMR005004"),
    ("ကံသာယာ ပျူစောထီးရွာ", "ကလေးမြို့နယ်;စစ်ကိုင်းတိုင်း", "MMR005027"),
    ("ရာစုသစ် ဟိုတယ် ( ၂ )", "ကွတ်ခိုင်မြို့;ရှမ်းမြောက်", "MMR015011"),
    ("အနန့်ပါကျေးရွာ", "ကချင်ပြည်နယ်;ဖားကန့်မြို့နား", "MMR001009"),
    ("Mway Taung, Ya Nge Village", "Thayetchaung Township", "MMR006003"),
    ("Laiza", "", "MMR001002"),
    ("Inn Din camp", "Rakhine State", "MMR012009"),  # near the village that it is named after
    ("Yangon, Insein Township", "", "MMR013001"),
    ("ရန်ကုန်၊ အင်းစိန်မြို့နယ်", "", "MMR013001"),
    ("ရှမ်းပြည်နယ်မြောက်ပိုင်း၊ ကွတ်ခိုင်မြို့", "", "MMR015011"),
    ("ရှမ်းပြည်နယ်(တောင်ပိုင်း)၊ ကလောမြို့", "", "MMR014005"),
    ("Mandalay", "Chanayethazan Township, Mandalay", "MMR010002"),
    ("Mandalay, Madaya", "", "MMR010009"),
    ("Kayah (Loikaw)", "", "MMR002001"),
    ("Thandaunggyi (Kayin)", "", "MMR003004"),
    ("Kachin/Hpakant", "", "MMR001009"),
    ("မုံရွာ", "", "MMR005012"),
    ("Kaw bridge", "Taung Kyaing village tract, Paung Township", "MMR011008"),
    ("Kaw bridge", "Myauk Kyain village tract, Paung Township", "MMR011008"),
    ("Let Yet Kone village", "Sagaing Region's Depayin Township", "MMR005010"),
    ("Let Yet Kone village", "north of Depayin Township", "MMR005010"),
    ("Let Yet Kone village", "near Depayin", "MMR005010"),
    ("လက်ယက်ကုန်းရွာ", "စစ်ကိုင်းတိုင်း ဒီပဲယင်းမြို့နယ်", "MMR005010"),
    ("လပြတၱာၿမဳိ႕", "", "MMR017016"),
    ("ဒီပဲယင်း မြို့ နယ်", "စစ် ကိုင်း", "MMR005010"),
    ("Rikhawdar", "", "MMR004001"),
    ("Myat Ye village", "Mone Township, Bago Region", "MMR007011"),  # the Karen National Union's Mone is Kyaukkyi
    ("outside Laukkaing", "northern Shan State", "MMR015022"),
    ("opposite Mae Sot", "Karen State", "MMR003005"),
    ("a suburb of Lashio", "Shan State", "MMR015001"),
    ("LIB 143", "Kunlong Township", "MMR015020"),
    ("Kalaw-based LIB 7", "", "MMR014005"),
    ("Mindat prison", "Chin State", "MMR004006"),
    ("Bu Tho and Dwe Lo Townships", "", "MMR003003"),
    ("N/Okkalapa Tsp", "Yangon", "MMR013012"),
    ("Pekon T/S", "Shan (S)", "MMR014010"),
    ("木姐", "缅甸掸邦", "MMR015009"),
    ("缅甸掸邦果敢老街", "", "MMR015022"),
    ("เมียวดี", "รัฐกะเหรี่ยง", "MMR003005"),
]


@pytest.mark.parametrize(("toponym", "context", "expected"), PLACED)
def test_a_phrase_comes_to_its_township(core: Matcher, toponym: str, context: str, expected: str) -> None:
    match = resolve(core, toponym, context)
    assert (match.status, township(core, match)) == ("automatic", expected)


UNITS = [  # the whole of a district, zone or state
    ("Kokang", "", "MMR015S002"),
    ("Kokang Self-Administered Zone", "northern Shan State", "MMR015S002"),
    ("Wa Self-Administered Division", "Shan State", "MMR015"),
    ("KNU Brigade 5 area", "", "MMR003D004"),
    ("Mu Traw (Hpapun) District", "", "MMR003D004"),
    ("between Shwebo and Ye-U", "Sagaing", "MMR005004"),  # with the middle of the way, and neither town
    ("on the Muse-Namkham road", "", "MMR015009"),
    ("Tamwe, Thingangyun", "Yangon Region", "MMR013D002"),
    ("Buthidaung and Maungdaw townships", "", "MMR012D002"),
    ("Northern Rakhine", "", "MMR012"),
    ("Shan State (East)", "", "MMR016"),
    ("on the outskirts of Mandalay", "", "MMR010D001"),
]


@pytest.mark.parametrize(("toponym", "context", "expected"), UNITS)
def test_a_described_unit_is_that_unit_and_no_point_in_it(
    core: Matcher, toponym: str, context: str, expected: str
) -> None:
    match = resolve(core, toponym, context)
    assert (match.status, match.place_id, match.geo_precision) == ("automatic", expected, 3)


REFUSED = [
    ("Nowhere Known camp", "Rakhine State", "not_in_gazetteer"),  # a state alone is no answer for a site
    ("Somewhere", "Longding district", "outside"),
    ("Somewhere", "Umphang district", "outside"),
    ("Somewhere", "Mae Sai district", "outside"),
    ("Somewhere", "Mangshi city", "outside"),
    ("Oting, Mon district", "Nagaland", "outside"),
    ("瑞丽市畹町镇", "云南", "outside"),
    ("บ้านแม่โกนเกน ต.มหาวัน อ.แม่สอด", "", "outside"),
    ("ရွှေလီမြို့", "တရုတ်နိုင်ငံ", "outside"),
    ("South", "", "not_locatable"),
    ("Taung", "", "not_locatable"),
    ("LIB 143", "", "not_locatable"),
    ("online", "", "not_locatable"),
    ("an undisclosed location", "", "not_locatable"),
    ("Danu People's Liberation Front", "", "not_locatable"),
    ("Grondar village", "Kutkai Township, Falam Township", "ambiguous"),
    ("Falam and Thantlang", "Chin State", "ambiguous"),
    ("Gangaw", "Chin State", "ambiguous"),
]


@pytest.mark.parametrize(("toponym", "context", "status"), REFUSED)
def test_a_phrase_is_refused_with_its_class_and_no_place(
    core: Matcher, toponym: str, context: str, status: str
) -> None:
    match = resolve(core, toponym, context)
    assert (match.status, match.place_id) == (status, None)


@pytest.mark.parametrize("context", ["Longding district", "Umphang district", "Mone Township, Bago Region", ""])
def test_no_township_is_told_that_is_not_stated(core: Matcher, context: str) -> None:
    match = resolve(core, "Grondar village", context)
    assert township(core, match) == ("MMR007011" if "Mone" in context else "")


def test_two_townships_that_contradict_are_both_named(core: Matcher) -> None:
    match = resolve(core, "Grondar village", "Kutkai Township, Falam Township")
    assert match.reasons[0].detail == "Kutkai Township and Falam Township are two townships that contradict"


def test_a_stated_unit_that_nobody_knows_is_said(core: Matcher) -> None:
    match = resolve(core, "Let Yet Kone village", "Grondar Township, Sagaing Region")
    assert "the stated 'Grondar Township' is not known here" in [reason.detail for reason in match.reasons]
    assert match.status != "automatic" or match.score < resolve(core, "Let Yet Kone village", "Sagaing Region").score


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Mrauk&#45;U Township", "Mrauk-U Township"),
        ("Tada%20U%20Township", "Tada U Township"),
        ("MyaungTownship", "Myaung Township"),
        ("Hpa- an Townsh ip", "Hpa-an Township"),
        ("Shan State (East)", "Shan (East) State"),
        ("Yangon's downtown", "downtown Yangon"),
        ("ဒီပဲယင္းၿမိဳ႕နယ္", "ဒီပဲယင်းမြို့နယ်"),
        ("Ye-U, Sagaing & Shwebo", "Ye-U, Sagaing & Shwebo"),  # sound text stays
        ("100% of Kawlin", "100% of Kawlin"),
    ],
)
def test_broken_text_is_mended_and_sound_text_stays(written: str, meant: str) -> None:
    assert plain(written) == meant


@pytest.mark.parametrize(
    ("toponym", "name", "context"),
    [
        ("Depayin's Let Yet Kone", "Let Yet Kone", ("Depayin",)),
        ("Magway Division Gangaw District San Myo village", "San Myo", ("Gangaw District", "Magway Division")),
        ("Kachin State, Momauk Township, Myo Thit", "Myo Thit", ("Momauk Township", "Kachin State")),
        ("စစ်ကိုင်းတိုင်းဒေသကြီးရေဦးမြို့နယ်", "ရေဦး", ("စစ်ကိုင်းတိုင်းဒေသကြီး",)),
        ("ဖားကန့်မြို့နယ် အနန်ပါ", "အနန်ပါ", ("ဖားကန့်မြို့နယ်",)),
        ("IB 60, Kyauk Kyi", "Kyauk Kyi", ()),
        ("Infantry Battalion 258 base near Fulon village", "Fulon", ()),
        ("Munglai Hkyet, near Laiza", "Munglai Hkyet", ("near Laiza",)),
        ("Danu People's Liberation Front", "Danu People's Liberation Front", ()),
    ],
)
def test_a_phrase_is_parted_where_its_writer_left_out_a_comma(
    toponym: str, name: str, context: tuple[str, ...]
) -> None:
    mention = make_mention(toponym)
    assert (mention.toponym, mention.context) == (name, context)


def test_a_list_is_several_mentions_of_a_location_and_one_of_a_table() -> None:
    names = [
        mention.toponym for mention in parse_location("E1", "Hpasawng, Mese, and Ywar Thit townships, Kayah State")
    ]
    assert names == ["Hpasawng", "Mese", "Ywar Thit"]
    mention = make_mention("Hpasawng, Mese, and Ywar Thit townships", ("Kayah State",))
    assert (mention.toponym, mention.relation) == ("Hpasawng and Mese and Ywar Thit", "all of")


def test_units_of_the_army_and_groups_are_no_places() -> None:
    for text in ("LIB 143", "IB-148 base", "130th Infantry Battalion", "MOC #8", "KhaLaYa-73", "TOC #2"):
        assert is_army_unit(text)
    assert is_no_place("Karenni Army")
    assert not is_no_place("Kyauktaw")
    assert not is_army_unit("Ward 12")


def test_the_border_has_some_hundred_names_and_none_of_a_township(core: Matcher) -> None:
    names = border_names()
    assert len(names) >= 400
    assert set(names.values()) == {"TH", "CN", "IN", "BD", "LA"}
    towns = [name for name in names if resolve(core, name).status == "automatic"]
    assert not towns


def test_alternatives_stand_in_the_note() -> None:
    assert alternatives("split in 2020; alt:MMR013046|MMR013047") == (("MMR013046", "MMR013047"), False)
    assert alternatives("alt: refuse") == ((), True)
    assert alternatives("") == ((), False)


@pytest.mark.parametrize("text", ["x" * 1_000_000, "မြို့နယ်" * 10_000, "(" * 5_000 + ")" * 5_000, "'s " * 10_000])
def test_a_hostile_context_is_answered(core: Matcher, text: str) -> None:
    assert resolve(core, "Kawlin", text).status
    assert resolve(core, text[:2_000], "Sagaing Region").status


def test_twenty_nested_units_are_answered(core: Matcher) -> None:
    stated = "; ".join(["Kawlin Township", "Kawlin District", "Sagaing Region"] * 7)
    assert township(core, resolve(core, "Grondar village", stated)) == "MMR005024"


def test_the_core_alone_keeps_its_figures_on_the_mentions_of_reporters(core: Matcher) -> None:
    frame = read_gold(GOLD)
    assert len(frame) >= 890
    assert frame["reporter"].nunique() >= 60
    share = {name: part / whole for name, (part, whole) in score_gold(frame, core).figures.items()}
    assert share["with a township: accepted, and the right one"] >= 0.89
    assert share["the same, or refused with the township told rightly"] >= 0.945
    assert share["wrong accepted, of all"] <= 0.003
    assert share["no place of Myanmar: said to be absent, abroad or nowhere"] >= 0.98


@pytest.mark.parametrize(
    ("toponym", "context"),
    [
        ("Grondar", "50 miles from Mongton"),  # too far to be in its township
        ("Grondar Bum", "near Laiza; Kachin State"),  # a village near a township's edge
        ("Kon Nit Maing (7 Miles) army camp", "Thandaunggyi Township;Toungoo Town"),  # in neither for sure
        ("Thantlang town", "Hakha Township"),  # and not the village that is spelled alike
        ("Nyaungshwe", "Chin State"),
    ],
)
def test_what_the_stated_units_do_not_settle_is_no_acceptance(core: Matcher, toponym: str, context: str) -> None:
    assert resolve(core, toponym, context).place_id is None


def test_a_stated_distance_is_read_in_kilometres() -> None:
    assert distance_of("about 32 km northwest of") == 32.0
    assert round(distance_of("fifty miles from")) == 80
    assert distance_of("on the outskirts of") == 0.0


def test_a_district_of_old_maps_holds_what_was_in_it(core: Matcher) -> None:
    """UCDP and reports of 1990's districts put Kani in Monywa District; it is in Yinmarbin's now."""
    assert township(core, resolve(core, "Kani", "Monywa District")) == "MMR005017"
    index = core.index
    every = former(index, frozenset(range(len(index.units))))
    assert len(every) == len({code for codes in FORMER.values() for code in codes})
    assert all(index.units[unit] in index.place_number for unit in every)


def test_another_administrations_township_lends_its_name_to_no_town(core: Matcher) -> None:
    """The Karen National Union's Mone Township is Kyaukkyi; the town of Mone lies in it, 25 km from its seat."""
    match = resolve(core, "Mone town", "Kyaukkyi Township")
    assert match.place_id != "MMR007011701"
