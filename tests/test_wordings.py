"""Place phrases of other languages, bases at villages, wards, Burmese locatives and lists: from the words to the unit.

The units are MIMU's codes, looked up by hand; the core that ships is asked.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from conflictmap.places.gold_scores import gold_mention
from conflictmap.places.mentions.location import make_mention
from conflictmap.places.mentions.repairs import plain
from conflictmap.places.resolution.matcher import Matcher
from conflictmap.project import find_project

WORDINGS = [
    ("Kotapraja Kani", "Kani township"),
    ("desa Let Yet Kone", "Let Yet Kone village"),
    ("w gminie Sagaing", "Sagaing township"),
    ("nel villaggio di Pazi Gyi", "Pazi Gyi village"),
    ("dans le village de Pazi Gyi", "Pazi Gyi village"),
    ("Nawngkhio Towship", "Nawngkhio Township"),
    ("Ka<wbr>nbalu", "Kanbalu"),
    ("Thant1ang", "Thantlang"),
    ("the village of Kyauk Ni Maw", "Kyauk Ni Maw village"),
    ("Phekon Township on the Karenni/Shan state border", "Phekon Township"),
    ("KNU Butho Township", "Butho Township"),
    ("KNU Brigade 2", "KNU Brigade 2"),
    ("Ye Town [Mon State]", "Ye Town (Mon State)"),
    ("S. Okkalapa", "South Okkalapa"),
    ("N. Shan", "Northern Shan"),
    ("蘭里鎮", "兰里"),
    ("ရမ်းဗြဲမြို့နယ်ထဲက ကျောက်နီမော်ကျေးရွာ", "ရမ်းဗြဲမြို့နယ် ကျောက်နီမော်ကျေးရွာ"),
    ("ယင်းမာပင်နှင့် ကနီမြို့နယ်များ", "ယင်းမာပင် and ကနီမြို့နယ်"),
]


@pytest.mark.parametrize(("written", "read"), WORDINGS)
def test_a_phrase_is_put_in_the_words_of_the_grammar(written: str, read: str) -> None:
    assert plain(written) == read


@pytest.mark.parametrize(
    "name",
    [
        "Kota",
        "Stan Kone",
        "Dorf",
        "Pantanaw",
        "State Market",
        "Stan Kone 2",
        "village development office",
        "Kota Kone 2",
    ],
)
def test_a_name_that_only_looks_like_a_foreign_kind_word_stays(name: str) -> None:
    assert plain(name) == name


PARSED = [
    ("536th light infantry battalion near Kha Naung Gyi", "Kha Naung Gyi", "near", ""),
    ("591st Light Infantry Battalion based in Kyaung Yaw", "Kyaung Yaw", "in", ""),
    ("Myin Hlut 9th border guard police battalion", "Myin Hlut", "", "base"),
    ("hilltop camp in the town of Shadaw", "Shadaw", "in", "town"),
    ("No (6) Ward of Pathein", "No 6", "", "ward"),
    ("Hlaing Tharyar's ward 13", "No 13", "", "ward"),
]


@pytest.mark.parametrize(("written", "name", "relation", "kind"), PARSED)
def test_a_base_is_the_village_it_is_at_and_a_ward_its_number(
    written: str, name: str, relation: str, kind: str
) -> None:
    mention = make_mention(written)
    assert (mention.toponym, mention.relation, mention.kind) == (name, relation, kind)


@pytest.fixture(scope="module")
def matcher(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    return Matcher.open(find_project(Path(__file__).parent), data_dir=tmp_path_factory.mktemp("no_layers"))


PLACED = [  # toponym, context, status, the unit it lies in or is
    ("hilltop camp in the town of Shadaw", "Karenni State", "automatic", "MMR002004"),
    ("Unheard Of Ward", "Ye Township;Mon State", "automatic", "MMR011006"),
    ("hilltop outpost in Unheard Of village", "Ann Township;Rakhine State", "automatic", "MMR012014"),
    ("Unheard Of village", "Ann Township;Rakhine State", "not_in_gazetteer", ""),
    ("Thar-baung Town", "Irrawaddy Division", "automatic", "MMR017003"),
    ("Muangdaw", "Arakan", "automatic", "MMR012009"),
    ("Paktao town", "Rakhine state", "automatic", "MMR012007"),
    ("the Kokang region", "", "automatic", "MMR015S002"),
    ("Special Region 4", "eastern Shan State", "automatic", "MMR016005"),
    ("KNU Brigade 4 territory", "Yebyu Township", "automatic", "MMR006004"),
    ("Unheard Of Port", "Ahlone;Monywa", "automatic", "MMR005012"),
    ("Unheard Of police station", "Gangaw and Pakokku District", "automatic", "MMR009023"),
    ("ယင်းမာပင်နှင့် ကနီမြို့နယ်များ", "စစ်ကိုင်း", "automatic", "MMR005D009"),
    ("ဒီးမော့ဆိုမြို့နယ် အရှေ့ပိုင်း", "", "automatic", "MMR002002"),
    ("ဝေဘာဂီဆေးရုံကြီး", "ရန်ကုန်မြို့၊ မြောက်ဥက္ကလာပမြို့နယ်", "automatic", "MMR013012"),
    ("兰里镇", "若开邦南部", "automatic", "MMR012013"),
    ("Meng Lien", "opposite Panghsang;China", "outside", ""),
    ("Tamu, across Moreh in Manipur", "Myanmar", "automatic", "MMR005030"),
    ("Kutupalong-Balukhali camp", "Cox's Bazar", "outside", ""),
    ("টেকনাফ সীমান্ত", "কক্সবাজার", "outside", ""),
    ("on the Taungoo-Leiktho road", "KNU Brigade 2", "automatic", "MMR007009"),
    ("Man Wein gate", "", "automatic", "MMR015009"),
]


@pytest.mark.parametrize(("toponym", "context", "status", "unit"), PLACED)
def test_a_phrase_comes_to_its_unit(matcher: Matcher, toponym: str, context: str, status: str, unit: str) -> None:
    match = matcher.match(gold_mention(toponym, context))
    place = matcher.describe(match)
    held = (place["adm3_pcode"], match.place_id) if match.status == "automatic" else ("",)
    assert match.status == status
    assert unit in held
