"""Deeds found once each, and changes of control: the kinds of sentences in which they were missed, told twice or invented.

The sentences are the tests' own; names of places and actors are real, the events are not.
"""

from __future__ import annotations

import datetime as dt

import pytest

from conflictmap.chronicle.coding.coder import Coder
from conflictmap.chronicle.drafts import Draft
from conflictmap.chronicle.language.lexicon import Lexicon
from conflictmap.chronicle.text.entries import EntrySettings, read_entries
from conflictmap.model import Entry

DAY = dt.date(2024, 5, 21)  # a Tuesday


def read(drafts: list[Draft]) -> list[Draft]:
    return [draft for draft in drafts if not draft.value("notes").startswith("Not read")]


def coded(coder: Coder, text: str) -> list[Draft]:
    return read(coder.code_entry(Entry("X-2024-05-21", DAY, DAY, text, "X")))


def acts(drafts: list[Draft]) -> list[str]:
    """The acts in the text's order, "!" before those that are denied."""
    return [("!" if draft.value("mode") == "denied" else "") + draft.value("act") for draft in drafts]


def places(drafts: list[Draft]) -> list[str]:
    return [draft.value("location") for draft in drafts]


def article(coder: Coder, lexicon: Lexicon, *paragraphs: str) -> list[Draft]:
    text = "\n\n".join(("May 21, 2024", *paragraphs))
    return read(coder.code_chronicle(read_entries(text, "text.txt", EntrySettings("X", year=2024), lexicon)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Since Friday the town of Shadaw has been in KNDF hands.",
            ["capture"],
            id="since a day, at the sentence's start",
        ),
        pytest.param(
            "Pinlebu has been entirely in resistance hands since Thursday.", ["capture"], id="entirely in their hands"
        ),
        pytest.param(
            "By nightfall on Sunday the KNLA was in full possession of the town of Kyaikdon.",
            ["capture"],
            id="in possession of",
        ),
        pytest.param("On Friday evening the hill near Sezin was theirs again.", ["recapture"], id="theirs again"),
        pytest.param(
            "The TNLA says that since Sunday Mongngaw is firmly under its control.",
            ["capture"],
            id="firmly under its control",
        ),
        pytest.param(
            "Government forces were back at the base in Thandaung on Monday.", ["recapture"], id="back at the base"
        ),
        pytest.param("The town of Mese has been in the hands of the KNDF for two years.", [], id="a state that lasts"),
        pytest.param(
            "The army said on Monday that Loikaw remains under its control.", [], id="what remains did not change"
        ),
        pytest.param("Muse's eastern half had been in the hands of the TNLA since May 2.", [], id="half of a town"),
        pytest.param("Villagers were back in the town on Monday.", [], id="villagers hold nothing"),
    ],
)
def test_who_holds_a_place_since_when(coder: Coder, text: str, expected: list[str]) -> None:
    assert acts(coded(coder, text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Kyaukme, seized on May 5, and Hsipaw, taken on May 14, are quiet.",
            ["2024-05-05", "2024-05-14"],
            id="participles behind a comma",
        ),
        pytest.param(
            "Kyaukme, seized by the TNLA last year, is quiet.", [], id="a participle without a day of its own"
        ),
        pytest.param(
            "He spoke of Paletwa, whose capture the AA announced on May 14.", ["2024-05-14"], id="whose capture"
        ),
        pytest.param(
            "The next aim is Loikaw, the recapture of which the army announced on May 7.",
            ["2024-05-07"],
            id="the recapture of which",
        ),
        pytest.param(
            "Hpasawng was the first to be captured by the KNDF, on May 3.",
            ["2024-05-03"],
            id="the first to be captured",
        ),
        pytest.param(
            "On May 6, a day which also saw the fall of Minbya, the AA rested.",
            ["2024-05-06"],
            id="a day which saw the fall of",
        ),
        pytest.param(
            "This is the first town of the region to be captured by the PDF.", [], id="a remark on what was told"
        ),
        pytest.param("The group is planning the capture of Sittwe.", [], id="a plan told as a noun"),
        pytest.param(
            "An analyst called the fall of the command a humiliating defeat.", [], id="a noun that only refers"
        ),
        pytest.param("The fall of Bhamo would be a blow to the army.", [], id="a fall that may come"),
        pytest.param(
            "Of the towns that have changed hands since 27 October, most are empty.",
            [],
            id="a sum in a relative clause",
        ),
    ],
)
def test_captures_told_aside_have_their_own_day(coder: Coder, text: str, expected: list[str]) -> None:
    drafts = [draft for draft in coded(coder, text) if draft.value("act") in ("capture", "recapture")]
    assert [draft.value("event_date") for draft in drafts] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("The army won back Nawnghkio on May 6; on May 10 Kyaukme followed, and Hsipaw went the same way on May 16.",
                     ["2024-05-06", "2024-05-10", "2024-05-16"], id="followed, went the same way"),
        pytest.param("The KIA overran Chipwi on May 15. Four days later it was the turn of Pangwa.", ["2024-05-15", "2024-05-19"], id="the turn of, in the next sentence"),
        pytest.param("The MNDAA seized Kunlong on May 13 and Hopang a week later.", ["2024-05-13", "2024-05-20"], id="a week later"),
        pytest.param("Soldiers entered Kyaukme on Friday. Villagers followed them to the river.", ["2024-05-17"], id="who follows somebody"),
    ],
)  # fmt: skip
def test_the_same_at_another_place(coder: Coder, text: str, expected: list[str]) -> None:
    drafts = coded(coder, text)
    assert [draft.value("event_date") for draft in drafts] == expected
    assert len({draft.value("act") for draft in drafts}) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("On 14 May the TNLA captured the camp of Battalion 22 and the town of Kutkai.", ["Battalion 22", "Kutkai"], id="a battalion and a town"),
        pytest.param("The 379th and 541st light infantry battalions were captured on 6 May.",
                     ["379th light infantry battalion", "541st light infantry battalion"], id="two battalions by their ordinals"),
        pytest.param("Namtu was seized on 12 May along with the hill of Light Infantry Battalion 324.", ["Namtu", "Light Infantry Battalion 324, Namtu"], id="along with"),
        pytest.param("In Minbya township LIB 379 and LIB 541 were captured on 6 May.", ["LIB 379, Minbya township", "LIB 541, Minbya township"], id="the place beside the list"),
        pytest.param("The KNDF seized three outposts in Demoso and Loikaw on Friday.", ["Demoso; Loikaw"], id="posts without a name"),
        pytest.param("The PNLA overran Hsihseng, the junction of the roads out of Loikaw and Taunggyi, on Friday.", ["Hsihseng; Loikaw; Taunggyi"], id="an aside is no list"),
    ],
)  # fmt: skip
def test_each_named_item_of_a_list_changes_hands(coder: Coder, text: str, expected: list[str]) -> None:
    assert places(coded(coder, text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("The KIA on Monday rejected reports that Hpakant had been entered by junta troops.", ["!other"], id="rejected reports that"),
        pytest.param("A report that the base at Falam had been lost on Sunday was dismissed by a Chin spokesman.", ["!capture"], id="a report was dismissed"),
        pytest.param("Channels said on Tuesday that Bhamo had been retaken. A KIA spokesman denied this.", ["!recapture"], id="a channel's word that is denied"),
        pytest.param("The army says it recaptured Demoso on Monday, but the KNDF dismissed this as propaganda.", ["recapture", "!recapture"], id="a party's claim and its denial"),
        pytest.param("More than 20 patients were shot in Lashio on Friday, a charge the MNDAA denied.", ["!other"], id="a charge as an aside"),
        pytest.param("A bridge near Hsipaw was blown up on Friday. The army accused the TNLA, which denied it.", ["!detention_arson"], id="laid to who denies it"),
        pytest.param("The regime called reports of an attack on Depayin on May 12 fabricated.", ["!clash"], id="called fabricated"),
        pytest.param("The AA said its troops did not burn any houses in Buthidaung on May 17.", ["!detention_arson"], id="a party says what it did not do"),
        pytest.param("The junta denied that Kawlin, captured by the PDF on May 6, had been bombed on Sunday.", ["capture", "!remote_strike"], id="an aside is not denied"),
        pytest.param("The army dismissed the commander of Lashio on Monday.", [], id="who is dismissed from office"),
        pytest.param("The regime has not conceded the loss of Lashio.", [], id="no word on it"),
        pytest.param("The KIA said it did not know who had bombed the camp.", [], id="what is not known"),
    ],
)  # fmt: skip
def test_denials_bear_on_what_they_name(coder: Coder, text: str, expected: list[str]) -> None:
    assert sorted(acts(coded(coder, text))) == sorted(expected)


def test_a_denial_gives_another_version(coder: Coder) -> None:
    """Who denies one deed and tells another gets a row of each."""
    drafts = coded(
        coder,
        "Jets bombed a wedding in Monywa on Sunday. The army denied that a wedding had been hit, saying that aircraft had attacked fighters.",
    )
    assert acts(drafts) == ["remote_strike", "!remote_strike", "remote_strike"]


def test_a_denial_may_open_the_next_paragraph(coder: Coder, lexicon: Lexicon) -> None:
    drafts = article(
        coder,
        lexicon,
        "The MNDAA said it captured Lashio on Monday.",
        "But a junta spokesman told reporters the claim was not true.",
    )
    assert acts(drafts) == ["capture", "!capture"]
    assert [draft.value("event_date") for draft in drafts] == ["2024-05-20", "2024-05-20"]
    assert drafts[1].value("location") == "Lashio"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("At least 41 people were killed by a jet which bombed the market of Ramree.", ["remote_strike"], id="killed by a jet which bombed"),
        pytest.param("Two brothers were killed by a mine in Mindat on Monday.", ["remote_strike"], id="killed by a mine"),
        pytest.param("A woman was wounded by howitzer fire in Hpapun on Friday.", ["remote_strike"], id="by howitzer fire"),
        pytest.param("Warships opened fire on Pauktaw on May 3.", ["remote_strike"], id="ships that fire"),
        pytest.param("Artillery Battalion 317 fired six shells at Ye on Friday.", ["remote_strike"], id="a battalion's number counts nothing"),
        pytest.param("Troops used live ammunition in Pale on Monday.", [], id="live ammunition is no protest"),
        pytest.param("A junta sniper shot a KNLA soldier outside Hpapun on May 4, and a farmer stepped on a mine in Hlaingbwe.", ["clash", "remote_strike"], id="another subject and place"),
        pytest.param("On May 2 soldiers torched 40 houses in Kawlin and took away 12 villagers.", ["detention_arson", "detention_arson"], id="burned and taken"),
        pytest.param("Police detained 11 people in Loikaw on May 16. All but two were let go the following morning.", ["detention_arson", "other"], id="let go"),
        pytest.param("The junta and the MNDAA agreed on May 11 to halt the fighting.", ["agreement"], id="agreed to halt"),
        pytest.param("On Friday 60 soldiers went over to the AA with their weapons.", ["surrender"], id="over with their weapons"),
        pytest.param("Several hundred people waded across the river from Myawaddy on Saturday.", ["other"], id="flight through a river"),
    ],
)  # fmt: skip
def test_deeds_in_other_words(coder: Coder, text: str, expected: list[str]) -> None:
    assert acts(coded(coder, text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Junta troops left Kyaikdon on May 2.", ["withdrawal"], id="left"),
        pytest.param("The TNLA started to pull out of Momeik on Tuesday.", ["withdrawal"], id="started to pull out"),
        pytest.param("Soldiers streamed out of the base in Lashio on Saturday.", ["withdrawal"], id="streamed out"),
        pytest.param("Drones hit the trenches of the KIA in Bhamo on Sunday, and by dusk its fighters had pulled out of the base.",
                     ["remote_strike", "withdrawal"], id="a strike and what follows"),
        pytest.param("Residents left Kyaikdon on May 2.", [], id="residents hold nothing"),
        pytest.param("The fire left the town of Gwa in ruins on May 2.", [], id="left in ruins"),
    ],
)  # fmt: skip
def test_forces_that_leave(coder: Coder, text: str, expected: list[str]) -> None:
    assert [act for act in acts(coded(coder, text)) if act != "other"] == expected


def test_a_place_entered_without_a_fight_is_a_peaceful_transfer(coder: Coder) -> None:
    for text in (
        "Fighters of the Chin Brotherhood walked into Kanpetlet on Sunday without firing a shot.",
        "The AA marched into Gwa on Sunday after the soldiers had fled.",
    ):
        (draft,) = coded(coder, text)
        assert (draft.value("act"), draft.value("sub_event_type")) == ("capture", "Non-violent transfer of territory")
    (draft,) = coded(coder, "Troops entered Gwa on Sunday.")
    assert draft.value("act") == "other"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "The military has been conducting airstrikes even in areas without fighting.", id="running operations"
        ),
        pytest.param(
            "There have been frequent clashes between the KNLA and the army in Hlaingbwe.", id="frequent clashes"
        ),
        pytest.param("Soldiers have carried out killings of villagers across the country.", id="across the country"),
        pytest.param(
            "The AA released a video showing soldiers who surrendered with white flags.", id="what a video shows"
        ),
        pytest.param("The army sent troops to repel expected AA attacks.", id="expected attacks"),
        pytest.param(
            "Almost all camps in the township of Rathedaung have been captured by the Arakan Army.",
            id="almost all have been captured",
        ),
        pytest.param("The KIA has lost one of its last bases.", id="one of its bases"),
        pytest.param(
            '"They shelled us and burned our houses," a woman told the agency.', id="words in straight quotation marks"
        ),
    ],
)
def test_what_is_no_single_deed(coder: Coder, text: str) -> None:
    assert not [draft for draft in coded(coder, text) if draft.value("act") not in ("statement", "other")]


def test_a_capture_told_twice_is_one(coder: Coder, lexicon: Lexicon) -> None:
    drafts = article(
        coder,
        lexicon,
        "The Arakan Army (AA) seized another battalion base in Rakhine State.",
        "AA forces took the headquarters of LIB 540 in Mrauk-U at 11.45 pm on Monday.",
        "The KNLA captured Kyaikdon on Sunday.",
        "Kyaikdon was taken by the KNLA on Sunday after a week of fighting.",
        "The army recaptured Kyaikdon on Monday.",
    )
    assert acts(drafts) == ["capture", "capture", "recapture"]
    assert drafts[0].value("event_date") == "2024-05-20"
    assert "540" in drafts[0].value("location")
