"""Kinds of place phrases that reports write and lists do not: each with other names than those that showed it, and with what must stay refused.

Grondar, Blanto and Plover are no places; the towns and townships around them are real.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from conflictmap.editor.session.queue import why_waiting
from conflictmap.model import UNLISTED, Match
from conflictmap.places.gazetteer.gazetteer import Gazetteer
from conflictmap.places.gold_scores import Answer, gold_mention, score_gold
from conflictmap.places.mentions.chunks import chunks_of, reread
from conflictmap.places.mentions.location import make_mention
from conflictmap.places.mentions.repairs import plain
from conflictmap.places.names.armies import is_army_unit
from conflictmap.places.names.keys import is_zawgyi
from conflictmap.places.resolution.index_cache import open_index
from conflictmap.places.resolution.matcher import Matcher
from conflictmap.project import Project

ROOT = Path(__file__).parents[1]
Told = tuple[str, str | None, int | None]  # status, township, precision


@pytest.fixture(scope="module")
def core(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    gazetteer = Gazetteer.open(Project(ROOT, ROOT / "data", ROOT / "maps"), data_dir=tmp_path_factory.mktemp("data"))
    return Matcher(gazetteer, index=open_index(gazetteer))


def resolve(core: Matcher, toponym: str, context: str = "") -> Match:
    return core.match(gold_mention(toponym, context))


def township(core: Matcher, match: Match) -> str:
    return str(core.describe(match)["adm3_pcode"]) if match.status == "automatic" else ""


UNLISTED_PLACES = [  # what no list has, in the township that is stated
    ("Grondar ward", "Sanchaung Township, Yangon", "MMR013039"),
    ("Grondar monastery", "Plover village;Pauk Township", "MMR009021"),
    ("near Grondar village", "Mindat Township;Chin State", "MMR004006"),
    ("Grondar and Blanto villages", "Tamu Township", "MMR005030"),
    ("Grondar camp", "Mutraw District", "MMR003003"),  # which has one township
    ("the border with Kani Township", "Yinmarbin Township", "MMR005016"),  # beside it, in the one stated
]


@pytest.mark.parametrize(("toponym", "context", "code"), UNLISTED_PLACES)
def test_what_no_list_has_stands_at_the_township_stated(core: Matcher, toponym: str, context: str, code: str) -> None:
    match = resolve(core, toponym, context)
    assert (township(core, match), match.geo_precision) == (code, 3)


ABSENT = [  # a village or bare name is said to be absent, its township told
    ("Grondar village", "Kani Township;Sagaing Region", "MMR005017"),
    ("Grondar", "Falam Township", "MMR004001"),
    ("Grondar village, Blanto village tract, Hlaingbwe Township", "", "MMR003002"),
    ("Mindat Township's Grondar village", "Chin State", "MMR004006"),
    ("ဂရွန်ဒါကျေးရွာ", "ကလေးမြို့နယ်;စစ်ကိုင်းတိုင်း", "MMR005027"),
]


@pytest.mark.parametrize(("toponym", "context", "code"), ABSENT)
def test_an_absent_village_is_refused_and_its_township_told(
    core: Matcher, toponym: str, context: str, code: str
) -> None:
    mention = gold_mention(toponym, context)
    match = core.match(mention)
    assert (match.status, match.place_id, core.stated_township(mention)) == ("not_in_gazetteer", None, code)


def test_an_unlisted_place_is_told_as_one_and_waits_for_an_editor(core: Matcher) -> None:
    match = resolve(core, "Grondar ward", "Kani Township")
    assert match.reasons[0].feature == UNLISTED
    assert match.reasons[0].detail == "no list has this name; this is the township stated"
    assert why_waiting(match) == "no list has it: it stands at the township stated"
    assert why_waiting(resolve(core, "Kani", "Sagaing Region")) == ""


@pytest.mark.parametrize(
    ("toponym", "context"),
    [
        ("Grondar village", "Sagaing Region"),  # a region is too wide
        ("Grondar village", "Kyaukme District"),  # so is a district of several townships
        ("Grondar village", "Plover Township"),  # no township
        ("Grondar Township", "Kani Township"),  # a township is in none
        ("Grondar village", "Kani Township;Falam Township"),  # two that contradict
        ("Grondar village", "Kalay;Tamu"),  # two bare names of which neither holds the other
        ("Banmauk", "Hpa-An Township"),  # a town that lies elsewhere
        ("Grondar village", "Gangaw Township;Kachin State"),  # a state that does not hold it
        ("Grondar village", "near Laiza;Kachin State"),  # a village near a township's edge
        ("Grondar village", "60 miles from Kale"),  # too far to be in its township
    ],
)
def test_where_no_one_township_is_stated_it_is_refused(core: Matcher, toponym: str, context: str) -> None:
    assert resolve(core, toponym, context).place_id is None


WAYS = [  # between two townships: the one with the middle of the way, an area and neither end
    ("the Hakha-Falam road", "", {"MMR004001", "MMR004002"}),
    ("a convoy on the Gangaw–Kale highway", "", {"MMR009023", "MMR005027"}),
    ("the jungle between Kawlin and Wuntho", "Sagaing Region", {"MMR005024", "MMR005025"}),
    ("the border of Kani and Yinmarbin townships", "", {"MMR005017", "MMR005016"}),
    ("hamlets bordering Taze and Ye-U townships", "", {"MMR005011", "MMR005009"}),
    ("a bridge linking Momauk and Bhamo", "Kachin State", {"MMR001012", "MMR001010"}),
    ("the Demoso-Hpruso border area", "", {"MMR002002", "MMR002003"}),
    ("the Mindat–Matupi section of the national highway", "Chin State", {"MMR004006", "MMR004007"}),
    ("marching from Shwebo to Khin-U", "Sagaing", {"MMR005004", "MMR005005"}),
    ("the Shwebo to Ye-U road", "", {"MMR005004", "MMR005009"}),
    ("Grondar village", "between Kutkai and Muse", {"MMR015011", "MMR015009"}),
    ("ကလေး-တမူး လမ်းပိုင်း", "", {"MMR005027", "MMR005030"}),
]  # fmt: skip


@pytest.mark.parametrize(("toponym", "context", "codes"), WAYS)
def test_a_way_between_two_townships_is_in_one_of_them_as_an_area(
    core: Matcher, toponym: str, context: str, codes: set[str]
) -> None:
    match = resolve(core, toponym, context)
    assert township(core, match) in codes
    assert match.geo_precision == 3
    assert match.score <= 0.6  # an editor sees it


@pytest.mark.parametrize(
    ("toponym", "context"),
    [
        ("the Yangon-Mandalay highway", ""),  # through thirty townships
        ("the Kale-Grondar road", "Sagaing Region"),  # one end alone
        ("the China-Myanmar border", ""),
        ("areas next to Kachin State", ""),  # any neighbour of a whole state
        ("near Rakhine", ""),
        ("four Mandalay townships", ""),
        ("three townships in eastern Sagaing", "Kani, Pale and Tamu"),
    ],
)
def test_a_longer_way_and_a_whole_state_are_questions(core: Matcher, toponym: str, context: str) -> None:
    assert resolve(core, toponym, context).place_id is None


@pytest.mark.parametrize(
    ("text", "chunks"),
    [
        ("the Grondar dam about 12km from Magway town", ["Grondar lake", "Magway town"]),
        ("a Kani Township’s Plover village school", ["Kani township", "Plover village"]),
        ("the junta-held 77th Infantry Battalion outside Kale", ["77th Infantry Battalion", "Kale"]),
        ("Kalaw-based Light Infantry Battalion 7", ["Kalaw", "Light Infantry Battalion 7"]),
        ("fields along the highway connecting Taze with Kanbalu Township", ["Taze", "Kanbalu township"]),
        ("in southern Shan State", ["southern Shan state"]),
        ("soldiers of the Blanto Army", []),
    ],
)
def test_a_phrase_has_its_names_with_their_kinds(text: str, chunks: list[str]) -> None:
    assert [chunk.text for chunk in chunks_of(text)] == chunks


@pytest.mark.parametrize(
    ("toponym", "context", "code"),
    [
        ("the 77th infantry battalion based in Pakokku locality of Magway Region", "", "MMR009018"),
        ("a suspension bridge about 9km from Hakha town", "", "MMR004002"),
        ("the hamlets of Grondar and Blanto, two miles from Kani’s administrative centre", "", "MMR005017"),
        ("some 10 miles east of Putao Town on the road to the state capital of Grondar", "", "MMR001014"),
        ("a police outpost that stands outside of Demoso town", "", "MMR002002"),
        ("the 9th Light Infantry Regiment and Loikaw Prison", "", "MMR002001"),
        ("the fighting at Kani", "Sagaing Region", "MMR005017"),
        ("Grondar camp (Paletwa Township)", "Chin State", "MMR004009"),
        ("Grondar outpost", "Mone and Kyaukkyi Townships", "MMR007011"),  # the KNU's name of it and the state's
        ("Upper Kani Township", "Sagaing Region", "MMR005017"),
        ("ကနီမြောက်ဘက်က ဂရွန်ဒါစခန်း", "စစ်ကိုင်းတိုင်း", "MMR005017"),
        ("the No. 12 armoured battalion, some 3 miles from the town of Loikaw", "Kayah State", "MMR002001"),
        ("the waterfall in the east of Tachileik town", "", "MMR016009"),
        ("the rebel-held Grondar hill near the southern town of Kawthoung", "", "MMR006009"),
        ("a clinic in Grondar", "the northern part of Tonzang Township", "MMR004005"),
    ],
)  # fmt: skip
def test_a_phrase_that_came_to_nothing_is_read_by_its_names(
    core: Matcher, toponym: str, context: str, code: str
) -> None:
    assert township(core, resolve(core, toponym, context)) == code


@pytest.mark.parametrize("name", ["Ohn aWr", "Kale wa", "an Kaw Neuk", "Nat Tuang wYar Thit", "Grondar (Blanto)"])
def test_a_name_with_slips_is_no_phrase(name: str) -> None:
    assert reread(make_mention(name)) is None


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ("Kyaukrne Township", ""),  # Kyaukme or Kyaukse
        ("Mohnyn Township", "MMR001007"),
        ("Nawngkhoi", "MMR015013"),  # a bare name must be long
        ("Yinmabni Township", "MMR005016"),
        ("Thabeikkyn Township", "MMR010012"),
        ("Buthidaugn town", "MMR012010"),
        ("Kale Township", "MMR005027"),  # and not Kalaw
        ("Kalr", ""),  # of a short one nothing is sure
        ("Minhla Township", ""),  # two bear it
        ("Pearl Township", ""),
    ],
)
def test_a_slip_of_the_pen_in_a_stated_township_is_understood(core: Matcher, stated: str, code: str) -> None:
    assert township(core, resolve(core, "Grondar monastery", stated)) == code


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Ward-4 of Khampat", "Ward 4 of Khampat"),
        ("Namhkan No. 2 Ward", "Ward 2, Namhkan"),
        ("Blanto Ward (5)", "Ward 5, Blanto"),
        ("Grondar Quarter 6 of Pekon", "Quarter 6, Grondar, Pekon"),
        ("the villages of Grondar, Blanto and Plover", "Grondar, Blanto and Plover villages"),
        ("the Blanto–Plover section of Asian Highway 2", "the Blanto–Plover road"),
        ("Thai-Myanmar border", "Thai-Myanmar border"),
        ("Ward 4", "Ward 4"),
        ("Mile 6 village", "Mile 6 village"),
        ("တောင်ကြီးမြိုနယ်", "တောင်ကြီးမြို့နယ်"),
    ],
)
def test_wards_lists_and_sections_are_put_into_words_that_are_read(written: str, meant: str) -> None:
    assert plain(written) == meant


@pytest.mark.parametrize(
    ("toponym", "context", "code"),
    [
        ("Namhkan No. 2 Ward", "", "MMR015010"),
        ("Pyay Ward (3)", "Bago Region", "MMR008001"),
        ("Kutkai Myoma Ward", "", "MMR015011"),
        ("Grondar Ward 2 of Loikaw", "", "MMR002001"),
        ("the villages of Grondar, Blanto and Plover", "Homalin Township", "MMR005034"),
        ("northern Okkalapa", "Yangon", "MMR013012"),
        ("southern Dagon Township", "Yangon", "MMR013018"),
        ("Grondar monastery", "Blanto (Pinlaung) Township, southern Shan State", "MMR014009"),
        ("Grondar monastery", "Plover (ပၢင်လွင်း) Township", "MMR014009"),
    ],
)
def test_wards_and_sides_come_to_their_town(core: Matcher, toponym: str, context: str, code: str) -> None:
    assert township(core, resolve(core, toponym, context)) == code


def test_shan_letters_are_no_zawgyi() -> None:
    assert not is_zawgyi("ပၢင်လွင်း")
    assert is_zawgyi("ၿမဳိ႕")


@pytest.mark.parametrize(
    ("text", "army"),
    [
        ("the 77th light infantry battalion", True),
        ("the junta’s Infantry Battalion 12 base", True),
        ("rebel-held Light Infantry Battalion 422", True),
        ("a battalion", False),
        ("Battalion Hill", False),
    ],
)
def test_a_unit_of_the_army_may_have_words_before_it(text: str, army: bool) -> None:
    assert is_army_unit(text) is army


def test_the_township_stated_comes_before_the_station_of_a_unit(core: Matcher) -> None:
    stationed = resolve(core, "LIB 530", "Kayah State")
    assert township(core, stationed) == "MMR002006"
    assert township(core, resolve(core, "LIB 530", "Loikaw Township")) == "MMR002001"


@pytest.mark.parametrize(
    ("toponym", "note", "outcome"),
    [
        ("Falam District", "adm1:MMR004", "right"),
        ("Falam District", "adm1:MMR005", "wrong"),
        ("Falam District", "", "wrong"),
        ("Falam Township", "adm1:MMR004", "wrong"),  # narrower than the text says
    ],
)
def test_where_only_a_state_can_be_said_its_districts_are_right(
    core: Matcher, toponym: str, note: str, outcome: str
) -> None:
    import pandas as pd

    row = {"toponym": toponym, "context": "Chin State", "expected": "", "expected_place": "", "note": note}
    gold = pd.DataFrame([{**row, "expected_status": "ambiguous"}])
    assert score_gold(gold, core).rows["outcome"].tolist() == [outcome]
    assert Answer("").state == ""
