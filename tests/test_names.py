"""Keys: what they forgive, what they keep apart, and that a key of a key is the key."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflictmap.places.names.keys import burmese, deletions, fold, is_zawgyi, script, skeleton, sound

SAME = [
    ("Kyaukhpyu", "Kyauk Phyu"),
    ("Kun Long", "Kunlong"),
    ("Pan Dein", "Pan Tein"),
    ("Ngaputaw", "Ngapudaw"),
    ("Ayeyarwaddy", "Ayeyarwady"),
    ("Htilin", "Tilin"),
    ("Shwe Pyi Thar", "Shwepyithar"),
    ("Det Khi Na Thi Ri", "Detkhinathiri"),
    ("Mwaytaline", "Mway Ta Laing"),
    ("Kyaung Phyu", "Kyaungbyu"),
    ("Pinlon", "Pinlaung"),
]
APART = [
    ("Kalay", "Kalaw"),
    ("Hlaing", "Mahlaing"),
    ("Mongyang", "Mongyawng"),
    ("Myitta", "Myittha"),
    ("Manaung", "Myanaung"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_name_share_their_skeleton(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other) != ""


@pytest.mark.parametrize(("one", "other"), APART)
def test_neighbours_that_look_alike_keep_their_own_skeleton(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Mrauk-U", "mrauku"),
        ("  KUN  Long ", "kunlong"),
        ("Reh Khaw Dà", "rehkhawda"),
        ("", ""),
        ("🙂 — ", ""),
        ("ဝက်လက် ", "ဝက်လက်"),
    ],
)
def test_fold_keeps_letters_and_digits_only(written: str, folded: str) -> None:
    assert fold(written) == folded


@pytest.mark.parametrize(
    ("in_burmese", "as_reported"),
    [("လိုင်လင်းပီ", "Laing Lin Pi"), ("ရွှေပန်းကုန်း", "Shwe Pan Kone"), ("ကျောက်ဖြူ", "Kyaukphyu"), ("ပန်တိန်း", "Pan Dein")],
)
def test_a_burmese_name_sounds_as_reporters_romanise_it(in_burmese: str, as_reported: str) -> None:
    assert sound(in_burmese) == skeleton(as_reported)


def test_typing_variants_of_burmese_are_one() -> None:
    assert burmese("၀က်လက်") == burmese("ဝက်လက်")
    assert burmese("ရပ်ကွက် ၁") == burmese("ရပ်ကွက်1")


def test_zawgyi_is_told_from_unicode() -> None:
    assert is_zawgyi("ေရႊဘို")
    assert not is_zawgyi("ရွှေဘို")


@pytest.mark.parametrize(("text", "name"), [("Wetlet", "latin"), ("Wetlet ဝက်လက်", "burmese"), ("老街", ""), ("", "")])
def test_script(text: str, name: str) -> None:
    assert script(text) == name


@given(st.text(max_size=200))
def test_a_fold_is_its_own_fold(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="abcdefghiklmnoprstuwyAEIOU' -", max_size=40))
def test_case_spaces_at_the_ends_and_accents_do_not_change_a_skeleton(text: str) -> None:
    assert skeleton(f"  {text.upper()} ") == skeleton(text)


@given(st.text(max_size=300))
def test_keys_are_short_and_never_fail(text: str) -> None:
    assert len(skeleton(text)) <= 130
    assert len(deletions(skeleton(text))) <= 131


def test_names_one_letter_apart_share_a_deletion() -> None:
    assert deletions("welet") & deletions("wetlet")
    assert not deletions("kalo") & deletions("kale")
