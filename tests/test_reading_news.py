"""What ordinary news prose brings: agency captions, lists whose items only name, highlights, outlets by name, how the war goes. A test a kind.

The sentences are the tests' own; names of places and actors are real, the events are not.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from conflictmap.chronicle.coding.coder import Coder
from conflictmap.chronicle.drafts import Draft
from conflictmap.chronicle.language.lexicon import Lexicon
from conflictmap.chronicle.text.entries import EntrySettings, read_entries

Rows = Callable[..., list[str]]


@pytest.fixture
def rows(coder: Coder, lexicon: Lexicon) -> Rows:
    """The drafts of a text as "day act side>side | place"."""

    def read(text: str, source: str = "X") -> list[str]:
        chronicle = read_entries(text, "text.txt", EntrySettings(source, year=2025), lexicon)
        drafts = [each for each in coder.code_chronicle(chronicle) if not each.value("notes").startswith("Not read")]
        return [_row(draft) for draft in drafts]

    return read


def _row(draft: Draft) -> str:
    value = draft.value
    sides = f"{value('actor1')}>{value('actor2')}"
    return f"{value('event_date')[5:]} {value('act')} {sides} | {value('location')}"


def dated(text: str) -> str:
    return f"August 13, 2025\n\n{text}"


def test_a_caption_with_a_day_is_not_the_day_of_the_page(rows: Rows) -> None:
    text = (
        "1 of 2 | In this photo handed out by the military, soldiers stand at a gate of Kyaukme, Oct. 1, 2025. (Army via AP)\n\n"
        "By The Associated Press\n\nUpdated 6:12 PM GMT+7, October 2, 2025\n\n"
        "BANGKOK (AP) — On Thursday, jets bombed Namtu and killed three civilians.\n\n"
        "The TNLA overran the town of Kyaukme on Aug. 5 last year. On Tuesday the army shelled Mantong."
    )
    assert [row.partition(" |")[0] for row in rows(text)] == [
        "10-02 remote_strike SAC>CIV", "08-05 capture TNLA>SAC", "09-30 remote_strike SAC>CIV",
    ]  # fmt: skip


def test_items_that_only_name_go_on_with_the_verb_of_the_item_before(rows: Rows) -> None:
    text = dated(
        "The army's operation went step by step:\n\n- Thabeikkyin Township was regained on 23 July\n"
        "- the Alpha cement factory, Madaya Township, four days later\n- Sidawgyi village on 7 August"
    )
    assert [row.split(" ")[:2] for row in rows(text)] == [
        ["07-23", "recapture"], ["07-27", "recapture"], ["08-07", "recapture"],
    ]  # fmt: skip
    assert rows(dated("- Thabeikkyin Township was regained on 23 July\n- a quiet week in Madaya Township")) == [
        "07-23 recapture SAC> | Thabeikkyin Township"
    ]


def test_highlights_without_a_day_are_left_to_their_sections(rows: Rows) -> None:
    text = dated(
        "## HIGHLIGHTS\n\n- Main roads are blocked by the army.\n- On 9 August the KIA attacked Bhamo.\n\n"
        "## OVERVIEW\n\nOn 10 August the army shelled Momauk."
    )
    assert [row[:5] for row in rows(text)] == ["08-09", "08-10"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "The PNLA took up arms at the end of January 2024. It captured Hsihseng town on January 27 of that year. Six days "
            "later a plane bombed the Zawanar monastery there.",
            ["2024-01-27", "2024-02-02"],
            id="of that year",
        ),
        pytest.param("It captured Hsihseng town on August 2.", ["2025-08-02"], id="of no year"),
    ],
)
def test_that_year_is_the_one_told_before(coder: Coder, lexicon: Lexicon, text: str, expected: list[str]) -> None:
    chronicle = read_entries(dated(text), "text.txt", EntrySettings("X", year=2025), lexicon)
    assert [draft.value("event_date") for draft in coder.code_chronicle(chronicle)] == expected


NOTHING = [
    "Fighting has spread from northern Shan to Rakhine.",
    "Clashes have since affected Hseni, Kutkai and Muse townships.",
    "At least 75 civilians have been killed and 94 injured.",
    "More than 3 million people are displaced by the war, the United Nations says.",
    "The junta's spokesperson counted more than 4,000 bomb attacks in Yangon since the coup.",
    "The fighters had blocked the road, arrested travellers and set fire to factories.",
    "The people of Mutraw know what such attacks mean.",
    "Critics at home and abroad call the vote a sham that keeps the generals in power.",
    '"Others were taken first," he told Khit Thit Media.',
]


@pytest.mark.parametrize("text", NOTHING)
def test_how_the_war_goes_is_no_happening(rows: Rows, text: str) -> None:
    assert rows(dated(text)) == []


ONE = [
    ("The Irrawaddy reported that the PDF attacked the police station of Min Ywar on 9 August.",
     "08-09 raid PDF>SAC | police station, Min Ywar"),
    ("On 9 August clashes broke out in the Irrawaddy delta near Bogale.", "08-09 clash UNK> | Irrawaddy; near Bogale"),
    ("On 9 August fighting spread to the Southeast and the army shelled Kawkareik.", "08-09 remote_strike SAC>CIV | Kawkareik"),
    ("Three villagers were killed on Tuesday when jets bombed Kyadet. His body was found the next day, shot through the head.",
     "08-12 remote_strike SAC>CIV | Kyadet"),
    ("Kyaukme was retaken from the TNLA on 9 August after 112 clashes in 21 days.", "08-09 recapture SAC>TNLA | Kyaukme"),
    ("In Momauk Township, a jet from Myitkyina bombed Myothit on 9 August.",
     "08-09 remote_strike SAC>CIV | origin: Myitkyina, Momauk Township; Myothit, Momauk Township"),
    ("On 9 August, raids by SAC troops on villages in Khin-U made 4,000 people leave.", "08-09 detention_arson SAC>CIV | Khin-U"),
    ("More than 3,000 residents fled after troops raided Kan Ni village in Myinmu Township on Thursday.",
     "08-07 detention_arson SAC>CIV | Kan Ni village, Myinmu Township"),
    ("On 9 August the alliance attacked bases across northern Shan.", "08-09 raid UNK> | northern Shan State"),
    ("Troops abandoned three camps along the Loikaw-Shadaw road on August 7 and retreated to Loikaw.",
     "08-07 withdrawal SAC> | Loikaw-Shadaw; target: Loikaw"),
    ("PDF members say that troops raided a site between Pale and Yinmarbin, Sagaing Region, on 9 August.",
     "08-09 detention_arson SAC>CIV | Pale; Yinmarbin; Sagaing Region"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ONE)
def test_one_happening_where_it_was(rows: Rows, text: str, expected: str) -> None:
    assert rows(dated(text)) == [expected]


SIDES = [
    ("Houses of Nawnghtaw were set on fire on 9 August by troops of the military and fighters of the PNO.", "SAC|PNO>CIV"),
    ("In Karenni State, local defence forces (KNDF, KA and others) attacked the army at Loikaw on 9 August.", "KNDF|KA>SAC"),
    ("The DKBA lost its security camp in Pha Lu village, south of Myawaddy, to the military on 9 August after three days.",
     "SAC>DKBA"),
    ("The Northern Command shelled Waingmaw on 9 August and killed two villagers.", "SAC>CIV"),
    ("Two bases at Khawmawi were overrun by local Chin defence forces on 9 August.", "CDF>SAC"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SIDES)
def test_sides_of_ordinary_prose(rows: Rows, text: str, expected: str) -> None:
    assert [row.split(" ")[2] for row in rows(dated(text))] == [expected]


def test_a_deed_of_the_next_day_is_one_of_its_own(rows: Rows) -> None:
    text = "On August 3, the PNLA attacked a PNO camp near Kyauktalone and captured it the next day."
    assert [row.split(" ")[:2] for row in rows(dated(text))] == [["08-03", "raid"], ["08-04", "capture"]]
    text = "On August 3, the PNLA attacked a PNO camp near Kyauktalone and killed two soldiers."
    assert [row.split(" ")[:2] for row in rows(dated(text))] == [["08-03", "raid"]]


@pytest.mark.parametrize(
    ("text", "dead"),
    [
        ("The administrator of Ward 5 in Shwepyithar Township was shot dead by two gunmen on Tuesday.", "1"),
        ("A soldier of Light Infantry Battalion 428 was killed in Loikaw on Saturday.", "1"),
        ("Three soldiers of LIB (428) were killed and eight wounded in Loikaw on Saturday.", "3"),
        ("In Ward 3 of Loikaw, 12 civilians were killed on Saturday.", "12"),
        ("Nine fighters of Brigade No. 6 were killed near Kawkareik on Saturday.", "9"),
    ],
)
def test_the_number_of_a_ward_or_a_battalion_is_no_number_of_dead(
    coder: Coder, lexicon: Lexicon, text: str, dead: str
) -> None:
    chronicle = read_entries(dated(text), "text.txt", EntrySettings("X", year=2025), lexicon)
    assert [draft.value("fatalities") for draft in coder.code_chronicle(chronicle)] == [dead]


def test_our_troops_are_those_of_the_party_that_reports(rows: Rows) -> None:
    text = dated("On August 9, when the military paraded in Naypyitaw, our troops took the Thee Mu Hta camp.")
    assert [row.split(" ")[1:3] for row in rows(text, "Karen National Union")] == [["capture", "KNLA>SAC"]]


BURMESE = [
    "တိုက်ပွဲတွေက နေ့တိုင်းလို ဖြစ်နေတာ ဖြစ်ပါတယ်။",
    "စစ်ကြောင်းတွေက ရွာတွေကို မီးရှို့တာလည်း ဒါပထမဆုံးအကြိမ် မဟုတ်ပါဘူး။",
    "ပုလောမှာ တိုက်ပွဲ ၅ ကြိမ်ထက်မနည်း ဖြစ်ခဲ့ပါတယ်။",
]


@pytest.mark.parametrize("text", BURMESE)
def test_what_happens_daily_or_is_counted_is_no_happening_in_burmese(rows: Rows, text: str) -> None:
    assert rows(f"၂၀၂၅ ခုနှစ် ဩဂုတ်လ ၁၃ ရက်\n\n{text}") == []
