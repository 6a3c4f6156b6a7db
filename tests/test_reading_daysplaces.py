"""On which day and where an event was, in the manner of many outlets: a test a kind, with its brothers and what looks the same and is not.

The sentences are the tests' own; names of places and actors are real, the events are not.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from conflictmap.chronicle.coding.coder import Coder
from conflictmap.chronicle.drafts import Draft
from conflictmap.chronicle.extraction.known_names import known_names
from conflictmap.chronicle.language.lexicon import Lexicon
from conflictmap.chronicle.text.entries import Chronicle, EntrySettings, read_entries
from conflictmap.project import Project

FRIDAY = dt.date(2024, 5, 24)


def article(text: str, lexicon: Lexicon, published: dt.date | None = FRIDAY) -> Chronicle:
    return read_entries(
        text, "text.txt", EntrySettings("X", year=published.year if published else 2024, published=published), lexicon
    )


def drafts(coder: Coder, text: str, published: dt.date = FRIDAY) -> list[Draft]:
    every = coder.code_chronicle(article(text, coder.lexicon, published))
    return [draft for draft in every if not draft.value("notes").startswith("Not read")]


def days(coder: Coder, text: str) -> list[str]:
    """The days of each event, month and day, ".." between first and last."""
    out = []
    for draft in drafts(coder, text):
        first, last = (draft.value(name)[5:] for name in ("event_date", "end_date"))
        out.append(first if first == last else f"{first}..{last}")
    return out


def places(coder: Coder, text: str) -> list[str]:
    return [draft.value("location") for draft in drafts(coder, text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("The army shelled Bhamo on Friday, May 17.", ["05-17"], id="weekday, then its day"),
        pytest.param("The army shelled Bhamo on Friday (May 17).", ["05-17"], id="its day in brackets"),
        pytest.param("The army shelled Bhamo on Friday 17th May.", ["05-17"], id="weekday and day without a comma"),
        pytest.param("The army shelled Bhamo on the morning of Wednesday, the 15th.", ["05-15"], id="weekday and a day alone"),
        pytest.param("The army shelled Bhamo on Wednesday.", ["05-22"], id="a weekday alone is the last one"),
        pytest.param("The army shelled Bhamo two nights ago.", ["05-22"], id="nights ago"),
        pytest.param("The army shelled Bhamo the night before last.", ["05-22"], id="the night before last"),
        pytest.param("The army shelled Bhamo last weekend.", ["05-18..05-19"], id="a weekend"),
        pytest.param("The army shelled Bhamo on Saturday and Sunday.", ["05-18..05-19"], id="two weekdays"),
        pytest.param("The army shelled Bhamo on Saturday and again on Monday.", ["05-18..05-20"], id="and again on"),
        pytest.param("The army shelled Bhamo from Saturday until Tuesday.", ["05-18..05-21"], id="from a weekday to another"),
        pytest.param("The army shelled Bhamo between May 3 and the evening of May 6.", ["05-03..05-06"], id="between a day and an evening"),
        pytest.param("The army shelled Bhamo for three days from 18 May.", ["05-18..05-20"], id="for days from a day"),
        pytest.param("The army shelled Bhamo from the 18th to the 20th.", ["05-18..05-20"], id="days of a month alone"),
        pytest.param("The army shelled Bhamo in the early hours of the 14th.", ["05-14"], id="the hours of a day alone"),
        pytest.param("The army shelled Bhamo on the 30th of last month.", ["04-30"], id="a day of last month"),
        pytest.param("The army shelled Bhamo on the 30th.", ["04-30"], id="a day that has not come is last month's"),
        pytest.param("On New Year's Eve the army shelled Bhamo.", ["12-31"], id="a feast"),
        pytest.param("The 14th Battalion shelled Bhamo on Monday.", ["05-20"], id="a battalion's number is no day"),
        pytest.param("The army shelled Bhamo with the 99th Light Infantry Division on Monday.", ["05-20"], id="nor is a division's"),
    ],
)  # fmt: skip
def test_the_day_is_read(coder: Coder, text: str, expected: list[str]) -> None:
    assert days(coder, text) == expected


@pytest.mark.parametrize(
    ("then", "expected"),
    [
        ("The following day", "05-21"), ("Next morning", "05-21"), ("Two days later", "05-22"), ("Two nights later", "05-22"), ("A week earlier", "05-13"),
        ("The previous day", "05-19"), ("Hours later", "05-20"), ("The same evening", "05-20"), ("A fortnight earlier", "05-06"),
        ("Three days earlier, on May 17,", "05-17"), ("Less than a week earlier, on May 15 and 16,", "05-15..05-16"),
    ],
)  # fmt: skip
def test_a_day_counts_from_the_one_just_told(coder: Coder, then: str, expected: str) -> None:
    text = f"On Monday the army shelled Bhamo. {then} the KIA captured Momauk."
    assert days(coder, text) == ["05-20", expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("The town of Mindat fell to the PDF on Saturday, and the following day they captured Kanpetlet.", ["05-18", "05-19"],
                     id="in one sentence, from a weekday"),
        pytest.param("A woman was killed by an airstrike on Mogok on May 4, residents said; the following day, Kyaukme was bombed twice.", ["05-04", "05-05"],
                     id="behind a semicolon, though a word of saying stands before it"),
        pytest.param("Three days after the KIA captured Momauk, the army shelled Bhamo on Monday.", ["05-20", "05-17"], id="days after, before the day it counts from"),
        pytest.param("The AA captured Minbya on Thursday. Villagers were shot in Minbya, a charge that the group denied on Wednesday. Late the same day, "
                     "jets bombed Sittwe.", ["05-23", "05-23", "05-23"], id="a word's day does not push out the deed's"),
        pytest.param("The KIA said on Tuesday that it had captured Momauk on Sunday.", ["05-19"], id="the day of the deed, not of the word"),
        pytest.param("In an audio message to media on Wednesday, the KIA said it had captured Momauk on Sunday.", ["05-19"], id="a message's day"),
        pytest.param("In a statement on Tuesday, the KIA said it captured Momauk two days earlier.", ["05-19"], id="counted from the statement"),
        pytest.param("The KIA said on Tuesday that it had captured Momauk.", ["05-21"], id="the word's day where there is no other"),
        pytest.param("By Thursday fighting had spread to Nanmekhon.", ["05-23"], id="the day by which it had come about"),
        pytest.param("The KIA opened an assault on Bhamo on 4 May and, by 13 May, had captured Artillery Battalion 366.", ["05-13"], id="begun and done"),
    ],
)  # fmt: skip
def test_each_deed_has_its_own_day(coder: Coder, text: str, expected: list[str]) -> None:
    assert sorted(days(coder, text)) == sorted(expected)


def test_what_goes_on_about_a_place_is_of_the_day_told_with_it(coder: Coder) -> None:
    carried = "Soldiers raided Myo Haung Village in Ye Township on Wednesday.\n\nThe troops burned two houses there before they left."
    assert days(coder, carried) == ["05-22", "05-22"]
    now = "The AA captured Minbya on Tuesday.\n\nIts fighters are now attacking the camp."
    assert days(coder, now)[-1] == "05-24", "what goes on today is of the day of the page"


def test_a_denial_is_of_the_day_of_what_is_denied(coder: Coder) -> None:
    text = "The KNLA captured Infantry Battalion 275 in Myawaddy on Monday.\n\nThe junta denied on Thursday that the battalion had been captured."
    told, denied = drafts(coder, text)
    assert (told.value("mode"), denied.value("mode")) == ("reported", "denied")
    assert denied.value("event_date") == told.value("event_date") == "2024-05-20"


@pytest.mark.parametrize(
    ("above", "expected"),
    [
        pytest.param("Some Media\n\nTown falls in the north\n\nFighters raise a flag over the captured post of Momauk. (Citizen Journalist)\n\n"
                     "Staff writers\nMay 20, 2024 14:05 JST", "2024-05-20", id="below a caption with its credit"),
        pytest.param("Home  News  Politics  Business  Opinion  Junta Watch  Ethnic Issues  War Against the Junta  In Person  Books  Donation  Photos\n\n"
                     "Town falls in the north\n\nMay 20, 2024\nin War Against the Junta", "2024-05-20", id="below navigation"),
        pytest.param("Town falls in the north\n\nIt is the first that the army lost there this year.\n\nBy FRONTIER\n\nMay 20", "2024-05-20", id="below a line under the headline"),
        pytest.param("**May 20** | *Love each other. Unite for freedom.*", "2024-05-20", id="in a line of parts, without its year"),
    ],
)  # fmt: skip
def test_the_day_of_the_page_stands_in_its_head(lexicon: Lexicon, above: str, expected: str) -> None:
    report = "The KIA captured the town of Momauk after a siege that had lasted for two months, residents of the town said by telephone. The army has not commented on it."
    found = article(f"{above}\n\n{report}\n\n{report}", lexicon, published=None)
    assert {entry.date.isoformat() for entry in found.entries} == {expected}
    assert {entry.entry_id for entry in found.entries} == found.by_page


def test_a_chronicle_of_many_days_has_no_day_of_its_page(lexicon: Lexicon) -> None:
    report = "The KIA captured the town of Momauk, residents of the town said by telephone."
    text = f"What happened in the north in a week of war.\n\nMay 20, 2024\n\n{report}\n\nMay 21, 2024\n\n{report}"
    found = article(text, lexicon, published=None)
    assert [entry.date.isoformat() for entry in found.entries][-2:] == ["2024-05-20", "2024-05-21"]
    assert not found.by_page


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("The column burned Thar Zin Village in Ye Township on Monday. On Tuesday the PDF ambushed soldiers in Thar Zin.",
                     ["Thar Zin Village, Ye Township", "Thar Zin, Ye Township"], id="a name told again keeps its township"),
        pytest.param("The PDF ambushed a column in Tilin Township on Monday.\n\nSoldiers burned the village of Shwe Khon on Tuesday.",
                     ["Tilin Township", "Shwe Khon, Tilin Township"], id="a village lies in the township told last"),
        pytest.param("In Salingyi, a mortar bomb killed three villagers in Kyweye Village on Monday.", ["Kyweye Village, Salingyi"], id="the town that opens the sentence"),
        pytest.param("The PDF ambushed a column in Tilin Township on Monday.\n\nA bomb went off in Mae Sot on Tuesday.",
                     ["Tilin Township", "Mae Sot"], id="a town beyond the border lies in no township"),
        pytest.param("On 18 May, the KIA captured the army's camp on Si Hat hill and on 19 May the Lone Khin police camp, both in Hpakant Township.",
                     ["camp, Si Hat hill, Hpakant Township", "camp, Lone Khin, Hpakant Township"], id="both in"),
        pytest.param("The AA seized the camp near Ge Laung and Lone Kauk villages of Ann township on Monday.",
                     ["camp, near Ge Laung Village, Ann township; Lone Kauk Village, Ann township"], id="two villages of one township"),
        pytest.param("The KIA seized the Infantry Battalion 123 base at Namhpakka, also in Kutkai Township, on Monday.",
                     ["Infantry Battalion 123, Namhpakka, Kutkai Township"], id="also in"),
        pytest.param("Jets bombed Nyaung Kone, a village located less than ten miles southwest of the town of Pale, on Monday.",
                     ["Nyaung Kone, Pale"], id="an apposition with a distance"),
        pytest.param("Drones of the PDF bombed the camp at the Alpha cement factory in Madaya Township on Monday.",
                     ["camp, Alpha cement factory, Madaya Township"], id="a site with an adjective and a noun"),
        pytest.param("Further south, in Kayin State, the army raided Lay Kay Kaw on Monday.", ["Lay Kay Kaw, Kayin State"], id="a state that opens the sentence"),
    ],
)  # fmt: skip
def test_a_site_has_its_township(coder: Coder, text: str, expected: list[str]) -> None:
    assert places(coder, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Shells fired from Mudon killed two villagers in Kawbein Village on Monday.", "Kawbein Village; origin: Mudon", id="shells from"),
        pytest.param("A mortar shell which came flying out of Maungdaw killed a man in Jalpaitali Village on Monday.", "Jalpaitali Village; origin: Maungdaw", id="out of"),
        pytest.param("About 200 troops from Pakokku and Yesagyo raided Yay Lel Kyun Village on Monday.", "Yay Lel Kyun Village; origin: Pakokku; origin: Yesagyo", id="troops from two towns"),
        pytest.param("The army withdrew from Momauk to Bhamo on Monday.", "Momauk; target: Bhamo", id="of a withdrawal what is left is the site"),
        pytest.param("The KIA, which captured Momauk on May 7, attacked Bhamo on Monday.", "Bhamo", id="the place of a relative clause is its own deed's"),
        pytest.param("A Shan shopkeeper was killed in an air raid on Namkham on Monday.", "Namkham", id="a people's name is no place"),
        pytest.param("The Kachin attacked a police station in Hpakant on Monday.", "police station, Hpakant", id="nor as a subject"),
        pytest.param("The PNLO, a signatory to the Nationwide Ceasefire Agreement, captured Hsihseng on Monday.", "Hsihseng", id="an agreement is no place"),
        pytest.param("Mogok, where fighting has raged since June, was shelled by the army on Monday.", "Mogok", id="a month is no place"),
        pytest.param("That Kawlin was captured by the PDF on Monday is certain.", "Kawlin", id="a word that opens the sentence is no part of a name"),
    ],
)  # fmt: skip
def test_the_place_of_the_deed_is_its_site(coder: Coder, text: str, expected: str) -> None:
    found = [draft for draft in drafts(coder, text) if draft.value("event_date") != "2024-05-07"]
    wanted, got = (sorted(value.split("; ")) for value in (expected, found[0].value("location")))
    assert got == wanted


def test_the_gazetteer_says_in_which_township_a_name_lies() -> None:
    root = Path(__file__).parents[1]
    known = known_names(Project(root, root / "data", root / "maps"))
    assert known is not None
    assert known("Mindat")
    assert known.is_unit("Mindat")
    assert not known.is_unit("Lay Kay Kaw")
    assert known.lies_in("Mindat", "Mindat")
    assert not known.lies_in("Mindat", "Bhamo")
    assert known.burmese_name("ဗန်းမော်က") == "ဗန်းမော်"
    assert known.burmese_name("ရွာက") == ""


def test_a_lead_and_its_detail_are_one_event(coder: Coder) -> None:
    text = (
        "Fighting broke out between the TNLA and the army in Kyaukme Township, residents said.\n\n"
        "Clashes broke out between the army and the TNLA near Taw Hpae village in Kyaukme Township on Monday."
    )
    [draft] = drafts(coder, text)
    assert (draft.value("event_date"), draft.value("location")) == (
        "2024-05-20",
        "near Taw Hpae village, Kyaukme Township",
    )


BURMESE = dt.date(2025, 5, 13)  # a Tuesday


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("ဒီပဲယင်းမြို့နယ် အိုးထိန်တွင်းရွာကို မနေ့ မနက်က ဂျက်လေယာဉ်နဲ့ ဗုံးကြဲခဲ့တယ်။", ["05-12"], id="yesterday morning"),
        pytest.param("ဗန်းမော်မြို့ကို ညက လေယာဉ်နဲ့ ဗုံးကြဲခဲ့တယ်။", ["05-12"], id="last night"),
        pytest.param("ဗန်းမော်မြို့ကို ဒီလ ၇ ရက်နေ့က လေယာဉ်နဲ့ ဗုံးကြဲခဲ့တယ်။", ["05-07"], id="the seventh of this month"),
        pytest.param("ဗန်းမော်မြို့ကို ပြီးခဲ့တဲ့လ ၃၀ ရက်က လေယာဉ်နဲ့ ဗုံးကြဲခဲ့တယ်။", ["04-30"], id="the thirtieth of last month"),
        pytest.param("ဗန်းမော်မြို့ကို မေလ ၅၊ ၆ နဲ့ ၇ ရက်က လေယာဉ်နဲ့ ဗုံးကြဲခဲ့တယ်။", ["05-05..05-07"], id="a row of days"),
        pytest.param("ဗန်းမော်မြို့ကို တနင်္ဂနွေနေ့က လေယာဉ်နဲ့ ဗုံးကြဲခဲ့တယ်။", ["05-11"], id="Sunday"),
        pytest.param("လိပ်ကျရွာကို ဧပြီ ၁၆ ရက်က ဗုံးကြဲခဲ့ပြီး နှစ်ရက်အကြာမှာ ရေထွက်ရွာကို ဗုံးကြဲခဲ့တယ်။", ["04-16", "04-18"], id="two days later, in one sentence"),
        pytest.param("KIA က ဧပြီ ၃ ရက်မှာ ဗန်းမော်မြို့ကို တိုက်ခိုက်ခဲ့တယ်။ နောက်တစ်နေ့မှာ မိုးမောက်မြို့ကို သိမ်းပိုက်ခဲ့တယ်။", ["04-03", "04-04"], id="the next day"),
        pytest.param("KIA က ဧပြီ ၃ ရက်မှာ ဗန်းမော်မြို့ကို တိုက်ခိုက်ခဲ့တယ်။\n\nအဲဒီညမှာ မိုးမောက်မြို့ကို လေယာဉ်နဲ့ ဗုံးကြဲခဲ့တယ်။", ["04-03", "04-03"], id="that night, in the next paragraph"),
        pytest.param("\"ဗုံးကြဲတာ ကြောက်တယ်\" လို့ သူက ဆိုပါတယ်။", [], id="a quotation is no event"),
        pytest.param("စစ်ကောင်စီက ဧပြီလဆန်းမှာ အပစ်ရပ်ကြောင်း ကြေညာခဲ့တယ်။", [], id="the beginning of a month is no day"),
    ],
)  # fmt: skip
def test_the_day_of_a_burmese_clause(coder: Coder, text: str, expected: list[str]) -> None:
    out = []
    for draft in drafts(coder, text, BURMESE):
        first, last = (draft.value(name)[5:] for name in ("event_date", "end_date"))
        out.append(first if first == last else f"{first}..{last}")
    assert out == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("KIA က ဧပြီ ၃ ရက်မှာ ဗန်းမော်ကို တိုက်ခိုက်ခဲ့တယ်။", [("KIA", "ဗန်းမော်")], id="a town without its word"),
        pytest.param("ဧပြီ ၂၇ ရက်က နတ်ချောင်း၊ သံဖိုရွာတွေကို လက်နက်ကြီးနဲ့ ပစ်ခဲ့တယ်။", [("SAC", "နတ်ချောင်း; သံဖိုရွာ")], id="a list of villages"),
        pytest.param("ဧပြီ ၇ ရက်မှာ ချင်းညီနောင်က ခလရ (၂၆၈) ကို သိမ်းပြီး ဖလမ်းမြို့ကို အပြီးသတ် ထိန်းချုပ်ခဲ့သလို၊ အင်းတော်မြို့ကို KIA နဲ့ PDF တို့က သိမ်းပိုက်ခဲ့တယ်။",
                     [("CB", "ခလရ (၂၆၈)"), ("CB", "ဖလမ်းမြို့"), ("KIA|PDF", "အင်းတော်မြို့")], id="what is taken clause by clause"),
        pytest.param("ဧပြီ ၂၇ ရက်က ကလေးမြို့နယ် ကံသာရွာမှာ စစ်ကြောင်းကို CNA၊ CDF နဲ့ PDF ပူးပေါင်းတပ်တွေက ခုခံတိုက်ခိုက်ခဲ့တယ်။",
                     [("CNF|CDF|PDF", "ကံသာရွာ, ကလေးမြို့နယ်")], id="a list of groups has one particle"),
        pytest.param("ဧပြီ ၁၆ ရက်က သပိတ်ကျင်းမြို့နယ် လိပ်ကျရွာကို ဗုံးကြဲခဲ့တယ်။ နောက်တစ်နေ့မှာ တစ်မြို့နယ်တည်းက ရေထွက်ရွာက ဆီဆိုင်ကို ဗုံးကြဲခဲ့တယ်။",
                     [("SAC", "လိပ်ကျရွာ, သပိတ်ကျင်းမြို့နယ်"), ("SAC", "ရေထွက်ရွာ, သပိတ်ကျင်းမြို့နယ်")], id="the same township, and a shop that is called as a town"),
    ],
)  # fmt: skip
def test_the_place_and_the_side_of_a_burmese_clause(coder: Coder, text: str, expected: list[tuple[str, str]]) -> None:
    assert [(each.value("actor1"), each.value("location")) for each in drafts(coder, text, BURMESE)] == expected
