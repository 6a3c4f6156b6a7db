"""Place phrases as reporters write them: each kind that was once misread, in the words of other houses than the one that showed it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from conflictmap.places.gazetteer.gazetteer import Gazetteer
from conflictmap.places.gold_scores import gold_mention
from conflictmap.places.mentions.location import make_mention
from conflictmap.places.mentions.repairs import plain
from conflictmap.places.resolution.index_cache import open_index
from conflictmap.places.resolution.matcher import Matcher
from conflictmap.project import Project

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def core(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    empty = tmp_path_factory.mktemp("data")
    gazetteer = Gazetteer.open(Project(ROOT, ROOT / "data", ROOT / "maps"), data_dir=empty)
    return Matcher(gazetteer, index=open_index(gazetteer))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Mong Mu village track", "Mong Mu village tract"),
        ("Daw Ka Law Du village group", "Daw Ka Law Du village tract"),
        ("Hpakant Township. Mohnyin District", "Hpakant Township, Mohnyin District"),
        ("Launglon Township: Kyauknimaw", "Launglon Township, Kyauknimaw"),
        ("about 1,300 metres from Taungoo", "about 1300 metres from Taungoo"),
        ("in nearby Kyaukme", "in Kyaukme"),
        ("the road linking Ye-U and Taze", "between Ye-U and Taze"),
        ("at the border of Kale and Tamu townships", "between Kale and Tamu townships"),
        ("mile 65 of the Monywa-Kalewa road", "Monywa-Kalewa road"),
        ("12th battalion of the third brigade in Mansi", "12th battalion in Mansi"),
        ("Daw No Ku camp for internally displaced persons (IDPs)", "Daw No Ku IDP camp"),
        ("Light Infantry Battalion 115 outside the town", "Light Infantry Battalion 115"),
        ("desa Tayaw Kyin di Kotapraja Yinmarpin", "Tayaw Kyin village, Yinmarpin township"),
        ("markas Batalyon Infanteri Ringan 438 di desa Numlang", "LIB 438, Numlang village"),
        ("antara desa Kone Tar dan Let Pan", "between Kone Tar village and Let Pan"),
        ("Negara Bagian Kachin", "Kachin state"),
        ("près de Kawkareik", "near Kawkareik"),
        ("ကျွဲခြံရွာနှင့် မြင်းသာရွာအကြား", "between ကျွဲခြံရွာ and မြင်းသာရွာ"),
        ("ရွှေဘိုမြို့နယ်ရှိ ရွာများ", "ရွှေဘိုမြို့နယ်"),
        ("ပြည်မြို့မဈေး", "ပြည်မြို့ဈေး"),
        ("Bay of Bengal", "Bay of Bengal"),  # and what is sound stays
        ("Mile 6", "Mile 6"),
    ],
)
def test_a_phrase_is_put_into_the_words_that_are_read(written: str, meant: str) -> None:
    assert plain(written) == meant


@pytest.mark.parametrize(
    ("toponym", "name", "relation", "context"),
    [
        ("Chaung Son of Khin-U township", "Chaung Son", "", ("Khin-U township",)),
        ("in Chaung Son of Khin-U township", "Chaung Son", "", ("Khin-U township",)),
        ("near Pe Pyit Taw village Budalin township", "Pe Pyit Taw", "near", ("Budalin township",)),
        ("at the exit of Naung Gyi Aing village", "Naung Gyi Aing", "the exit of", ()),
        ("at the outskirt of Taungdwingyi town", "Taungdwingyi", "at the outskirt of", ()),
        ("400 meters in west of Kyauk Sa Kwe village", "Kyauk Sa Kwe", "400 meters in west of", ()),
        ("Thingandon village in eastern Dawei", "Thingandon", "", ("eastern Dawei",)),
        ("Sakhan Tha hill outside Kyaukme", "Sakhan Tha", "", ("outside Kyaukme",)),
        ("Lung Ja Bum (mountain) near Momauk", "Lung Ja Bum (mountain)", "", ("near Momauk",)),
        ("halfway between Kawkareik and Kyondoe", "Kawkareik and Kyondoe", "between", ()),
        ("မံစီမြို့နယ် မိုင်းခေါင်ရွာအနီး", "မိုင်းခေါင်", "near", ("မံစီမြို့နယ်",)),
    ],
)
def test_a_phrase_is_parted_as_it_is_meant(toponym: str, name: str, relation: str, context: tuple[str, ...]) -> None:
    mention = make_mention(toponym)
    assert (mention.toponym, mention.relation, mention.context) == (name, relation, context)


PLACED = [  # toponym, context, the township or wider unit
    ("Denko petrol station", "Hlaing Township;Yangon", "MMR013040"),
    ("the Pale-Gangaw Road of Pale township", "Sagaing", "MMR005019"),
    ("the Mile 34 of Gangaw township", "Magway", "MMR009023"),
    ("Yan Kin Ward", "Patheingyi Township", "MMR010007"),  # and not Yangon's township of the name
    ("between the villages of Grondar and Blanto", "about halfway between the towns of Myawaddy and Waw Lay", "MMR003005"),
    ("Second Friendship Bridge", "border township of Myawaddy and Thailand's Mae Sot district", "MMR003005"),
    ("Infantry Battalions 22 and 47", "Hpa-An Township", "MMR003001"),
    ("Grondar village", "Lamaing Township, Mon State", ""),
    ("Kani village", "Kyaikto Township", ""),  # a town of the name is no rival of a village
    ("Kyikto Township", "", "MMR011009"),
    ("Kulong township", "", "MMR015020"),
    ("လောပိတ ရဲကင်း", "ကယားပြည်နယ်(ကရင်နီ) လွိုင်ကော်မြို့နယ်", "MMR002001"),
    ("ကရင်ပြည်နယ်၊မြဝတီမြို့ရွှေကုက္ကိုမြို့သစ်", "", "MMR003005"),
    ("Mong Ko", "near Ruili, China", "MMR015009"),
    ("Batalyon Infanteri 237 dekat desa Grondar di Kotapraja Momauk", "", "MMR001012"),
    ("Grondar, Blanto, Trunk and Plover villages in southern Taze", "Sagaing Region", "MMR005011"),
]  # fmt: skip


@pytest.mark.parametrize(("toponym", "context", "expected"), PLACED)
def test_a_phrase_comes_to_its_township(core: Matcher, toponym: str, context: str, expected: str) -> None:
    match = core.match(gold_mention(toponym, context))
    accepted = match.status == "automatic"
    assert (accepted, str(core.describe(match)["adm3_pcode"]) if accepted else "") == (bool(expected), expected)


@pytest.mark.parametrize(
    ("toponym", "context", "status"),
    [
        ("Wantain", "People's Republic of China;close to Kyukoke", "outside"),
        ("Jiegao", "China;near Muse", "outside"),
        ("Nan Tien Men hills", "across the border from Nansan", "not_in_gazetteer"),  # no unit of Myanmar is stated
        ("Myawaddy-Grondar Asian Highway", "Karen State", "ambiguous"),  # one end alone says no township
        ("Halabja Township", "", "not_in_gazetteer"),
    ],
)
def test_a_phrase_is_refused_with_its_class(core: Matcher, toponym: str, context: str, status: str) -> None:
    match = core.match(gold_mention(toponym, context))
    assert (match.status, match.place_id) == (status, None)


def test_a_long_burmese_text_is_read_at_once() -> None:
    """Ten thousand unit words without a space took minutes: a search began anew at each letter."""
    start = time.process_time()
    plain("မြို့နယ်" * 10_000)
    assert time.process_time() - start < 5


def test_a_road_may_be_all_that_is_stated(core: Matcher) -> None:
    """It once ended the whole table with an IndexError."""
    match = core.match(gold_mention("between Pantha village and Tamu town", "Kale-Tamu road"))
    assert match.status in ("automatic", "ambiguous")
