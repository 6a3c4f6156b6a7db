"""Mentions: the grammar of a location, and names in prose, English and Burmese."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conflictmap.places.mentions.location import find_mentions, make_mention, parse_location

Read = list[tuple[str, str, tuple[str, ...], str, str]]

LOCATIONS: list[tuple[str, Read]] = [
    ("Kun Long", [("Kun Long", "", (), "", "site")]),
    ("Pan Dein Village, Mese Township", [("Pan Dein", "village", ("Mese Township",), "", "site")]),
    (
        "Chinshwehaw; target: 4 miles from Laukkai Town, Shan-north",
        [("Chinshwehaw", "", (), "", "site"), ("Laukkai", "town", ("Shan-north",), "4 miles from", "target")],
    ),
    ("military station, Pan Dein Village, Mese Township", [("Pan Dein", "village", ("Mese Township",), "in", "site")]),
    ("Myoma Police Station, Kawlin", [("Kawlin", "", (), "in", "site")]),
    (
        "Shwepankone Police Station, Welet Township, Sagaing Region",
        [("Shwepankone", "police station", ("Welet Township", "Sagaing Region"), "", "site")],
    ),
    ("outside Laukkai town gate", [("Laukkai", "town", (), "outside", "site")]),
    ("Reh Khaw Da Town, India-Myanmar Border", [("Reh Khaw Da", "town", (), "", "site")]),
    ("context: Karenni (Kayah) State", [("Karenni (Kayah)", "state", (), "", "context")]),
    (
        "Lanku and Madaung villages, Palaw Township",
        [
            ("Lanku", "village", ("Palaw Township",), "", "site"),
            ("Madaung", "village", ("Palaw Township",), "", "site"),
        ],
    ),
    ("ဝက်လက်မြို့နယ်၊ ရွှေပန်းကုန်းရွာ", [("ရွှေပန်းကုန်း", "village", ("ဝက်လက်မြို့နယ်",), "", "site")]),
    ("Kalay in Chin State", [("Kalay", "", ("Chin State",), "", "site")]),
    ("Pinlon Township of Southern Shan", [("Pinlon", "township", ("Southern Shan",), "", "site")]),
    ("Kawlin Township of Sagaing Region", [("Kawlin", "township", ("Sagaing Region",), "", "site")]),
    ("Welet Township of the Sagaing Region", [("Welet", "township", ("Sagaing Region",), "", "site")]),
    ("Kalay of Chin State", [("Kalay", "", ("Chin State",), "", "site")]),
    ("Kale in the Sagaing Region", [("Kale", "", ("Sagaing Region",), "", "site")]),
    (
        "Manpan village of Kutkai Township in Northern Shan",
        [("Manpan", "village", ("Kutkai Township", "Northern Shan"), "", "site")],
    ),
    ("near Manpan village of Kutkai", [("Manpan", "village", ("Kutkai",), "near", "site")]),
    ("4 miles from Manpan village of Kutkai", [("Manpan", "village", ("Kutkai",), "4 miles from", "site")]),
    ("market of Mese Town", [("Mese", "town", (), "in", "site")]),
    ("Three villages, Kawlin", [("Three villages", "village", ("Kawlin",), "", "site")]),
    ("near seven camps of Loikaw", [("seven camps", "base", ("Loikaw",), "near", "site")]),
    ("Three Pagodas Pass", [("Three Pagodas Pass", "", (), "", "site")]),
    ("village of Pan Dein, Mese Township", [("Pan Dein", "village", ("Mese Township",), "", "site")]),
    ("Township of Mese", [("Mese", "township", (), "", "site")]),
    ("north of Kawlin Township", [("Kawlin", "township", (), "north of", "site")]),
    ("outskirts of Laukkai Town", [("Laukkai", "town", (), "outskirts of", "site")]),
    ("Bay of Bengal", [("Bay of Bengal", "", (), "", "site")]),
    ("market in North Dagon Township", [("North Dagon", "township", (), "in", "site")]),
    ("between Shwebo and Ye-U", [("Shwebo", "", (), "between", "site"), ("Ye-U", "", (), "between", "site")]),
    ("market", [("market", "", (), "", "site")]),
    ("", []),
    (" ; ; ", []),
]

PROSE: list[tuple[str, list[tuple[str, str, tuple[str, ...], str]]]] = [
    (
        "took a post in Pan Dein Village, Mese Township, along the Thai-Myanmar border",
        [("Pan Dein", "village", ("Mese Township",), ""), ("Thai-Myanmar", "border", (), "along")],
    ),
    ("seven camps from eight townships in Sagaing and Magway", [("Sagaing", "", (), ""), ("Magway", "", (), "")]),
    ("Manpan village of Kutkai Township", [("Manpan", "village", ("Kutkai Township",), "")]),
    ("an ambush on the Mobye-Loikaw road", [("Mobye-Loikaw", "road", (), "")]),
    ("about 4 miles from Laukkai Town", [("Laukkai", "town", (), "4 miles from")]),
    (
        "Lanku and Madaung villages of Palaw Township",
        [("Lanku", "village", ("Palaw Township",), ""), ("Madaung", "village", ("Palaw Township",), "")],
    ),
    ("The Karenni Army and the Shan State Army met at Bangkok IDP camp in Namhkan.", [("Namhkan", "", (), "")]),
    ("General Soe Htut was seen in Naypyitaw", [("Naypyitaw", "", (), "")]),
    ("the Arakan Army and the Kachin Independence Army signed it", []),
    ("fighting in Shan-north", [("Shan-north", "", (), "")]),
    ("Sagaing Town's Poe Tan Ward", [("Poe Tan", "ward", ("Sagaing Town",), "")]),
    ("Ye-U Township\r\n\r\nYwar Maik Thar Village", [("Ywar Maik Thar", "village", ("Ye-U Township",), "")]),
    (
        "စစ်ကိုင်းတိုင်းဒေသကြီး၊ ဝက်လက်မြို့နယ်၊ ရွှေပန်းကုန်းရွာတွင်",
        [("ရွှေပန်းကုန်း", "village", ("ဝက်လက်မြို့နယ်", "စစ်ကိုင်းတိုင်းဒေသကြီး"), "")],
    ),
    ("ရှမ်းပြည်နယ်တပ်မတော်က လားရှိုးမြို့ကို", [("လားရှိုး", "town", (), "")]),
]


@pytest.mark.parametrize(("location", "expected"), LOCATIONS, ids=[text or "empty" for text, _ in LOCATIONS])
def test_a_location_is_read_by_its_grammar(location: str, expected: Read) -> None:
    read = [(m.toponym, m.kind, m.context, m.relation, m.role) for m in parse_location("E1", location)]
    assert read == expected


@pytest.mark.parametrize(("text", "expected"), PROSE, ids=[text[:30] for text, _ in PROSE])
def test_prose_gives_its_names_and_none_inside_another(
    text: str, expected: list[tuple[str, str, tuple[str, ...], str]]
) -> None:
    assert [(m.toponym, m.kind, m.context, m.relation) for m in find_mentions("E1", text)] == expected


@pytest.mark.parametrize(("location", "_expected"), [case for case in LOCATIONS if case[1]])
def test_characters_hold_the_toponym(location: str, _expected: Read) -> None:
    mentions = parse_location("E1", location)
    assert mentions
    for mention in mentions:
        assert mention.toponym.split(" (")[0] in location[mention.start : mention.end]


def test_a_row_of_a_table_is_one_mention_whatever_it_holds() -> None:
    assert make_mention("Kawlin; Wuntho", ("Sagaing Region",)).context == ("Sagaing Region",)
    assert make_mention("").toponym == ""


@settings(deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_read_without_an_exception(text: str) -> None:
    for mention in [*parse_location("E1", text), *find_mentions("E1", text)]:
        assert 0 <= mention.start <= mention.end <= len(text)


def test_a_megabyte_is_read_in_bounded_time() -> None:
    assert len(find_mentions("E1", "in Kawlin Town, Sagaing Region. " * 33_000)) > 1_000
    assert parse_location("E1", "(" * 100_000) == []
