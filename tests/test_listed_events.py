"""Lists, elided verbs, units, tables and pages changed later: what reporters not met before write, each in small.

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
from conflictmap.chronicle.text.entries import EntrySettings, read_entries
from conflictmap.project import Project

ROOT = Path(__file__).parents[1]
PAGE = "Daily Newsroom, 25 October 2025\n\n"  # a Saturday; the day of an article, in which events are older


@pytest.fixture(scope="module")
def coder() -> Coder:
    project = Project(ROOT, ROOT / "data", ROOT / "maps")
    return Coder.of(Lexicon.open(project), known_names(project))


def brief(draft: Draft) -> str:
    fields = (draft.value(name) for name in ("event_date", "act", "actor1", "actor2", "location"))
    return "{} {} {}>{} {}".format(*fields).rstrip()


def read(coder: Coder, text: str, **given: object) -> list[str]:
    chronicle = read_entries(text, "text.txt", EntrySettings("X", **given), coder.lexicon)
    coded = coder.code_chronicle(chronicle)
    return [brief(draft) for draft in coded if not draft.value("notes").startswith("Not read")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Thabeikkyin was regained on 23 July, the Alpha cement factory on 28 August, and Sedawgyi Village with its lake on 7 October.",
            [
                "2025-07-23 recapture SAC> Thabeikkyin",
                "2025-08-28 recapture SAC> Alpha cement factory",
                "2025-10-07 recapture SAC> Sedawgyi Village",
            ],
            id="a verb that is said once, each place with its day",
        ),
        pytest.param(
            "Jets bombed Mawchi on 3 October, Demoso on 4 October and Pekon on 6 October.",
            [
                "2025-10-03 remote_strike SAC>CIV Mawchi",
                "2025-10-04 remote_strike SAC>CIV Demoso",
                "2025-10-06 remote_strike SAC>CIV Pekon",
            ],
            id="strikes with a day each",
        ),
        pytest.param(
            "The TNLA captured LIB 501 and IB 502 on Monday.",
            ["2025-10-20 capture TNLA>SAC LIB 501", "2025-10-20 capture TNLA>SAC IB 502"],
            id="numbered units are the places taken",
        ),
        pytest.param(
            "The AA seized Light Infantry Battalions 601 and 602 on Friday.",
            [
                "2025-10-24 capture AA>SAC Light Infantry Battalion 601",
                "2025-10-24 capture AA>SAC Light Infantry Battalion 602",
            ],
            id="one kind, two numbers",
        ),
        pytest.param(
            "The KIA seized Mada Bum on Thursday. Bang Yau Bum and Shang Tai Bum, which lie close to China, fell the same day.",
            [
                "2025-10-23 capture KIA>SAC Mada Bum",
                "2025-10-23 capture KIA>SAC Bang Yau Bum",
                "2025-10-23 capture KIA>SAC Shang Tai Bum",
            ],
            id="who took the place before took the next",
        ),
        pytest.param("Demoso fell on Friday, before dawn.", ["2025-10-24 capture UNK> Demoso"], id="fell on a day"),
        pytest.param(
            "The AA has held the airport at Mazin since July 5.",
            ["2025-07-05 capture AA>SAC airport, Mazin"],
            id="held since a day is taken on that day",
        ),
        pytest.param("The AA has held Mrauk-U for a year.", [], id="held without a day is no event"),
        pytest.param(
            "Junta battalions have shelled Ponnagyun Township since October 14.",
            ["2025-10-14 remote_strike SAC>CIV Ponnagyun Township"],
            id="since, without a number, goes on",
        ),
        pytest.param("The army has carried out 140 air strikes on Demoso since July.", [], id="since, with a number"),
        pytest.param(
            "On Saturday last week an outpost which the junta had put up at Amyint Kyun only last month was raided by AA troops.",
            ["2025-10-18 raid AA>SAC outpost, Amyint Kyun"],
            id="the helper of a relative clause makes no sum",
        ),
        pytest.param(
            "Two men who did not stop were shot by soldiers at San Sai on Monday.",
            ["2025-10-20 other SAC>CIV San Sai"],
            id="the not of a relative clause denies nothing behind it",
        ),
        pytest.param(
            "Most of the town of Sumprabum has been taken by the KIA.",
            ["2025-10-25 clash KIA>SAC Sumprabum"],
            id="most of a town is no capture",
        ),
        pytest.param(
            "Twenty-four people were killed on Monday after an aircraft dropped two bombs on Chaung-U.",
            ["2025-10-20 remote_strike SAC>CIV Chaung-U"],
            id="the strike, not its toll, is the event",
        ),
        pytest.param(
            "The UWSA and the RCSS fought near Mong Ton on Monday.",
            ["2025-10-20 clash UWSA>RCSS near Mong Ton"],
            id="two armies under a ceasefire fight each other",
        ),
        pytest.param(
            "The AA took Paletwa on Monday, near the frontiers with India and Bangladesh.",
            ["2025-10-20 capture AA>SAC Paletwa"],
            id="a neighbour named loses nothing",
        ),
        pytest.param(
            "Eight weeks earlier, on August 22, bombs had fallen on Demoso.",
            ["2025-08-22 remote_strike SAC>CIV Demoso"],
            id="the day behind a count of weeks; bombs that fall are no town",
        ),
        pytest.param(
            "Another air strike, on Tabayin in May, killed 20 people.",
            [],
            id="a month alone, in an article, is background",
        ),
        pytest.param(
            "The army withdrew from Pinlebu on Monday and the PDF entered the town.",
            ["2025-10-20 withdrawal SAC>PDF Pinlebu", "2025-10-20 capture PDF>SAC Pinlebu"],
            id="who enters when the others have left",
        ),
    ],
)
def test_an_article_is_read(coder: Coder, text: str, expected: list[str]) -> None:
    assert read(coder, PAGE + text) == expected


def test_last_wednesday_on_a_wednesday_is_a_week_ago(coder: Coder) -> None:
    text = (
        "22 October 2025\nBy Staff Reporter\n\nKyaukme, on the road to China, was retaken last Wednesday from the TNLA."
    )
    assert read(coder, text) == ["2025-10-15 recapture SAC>TNLA Kyaukme"]


def test_round_bullets_of_word_are_items(coder: Coder) -> None:
    text = (
        "1 - 15 January 2023\n\n1.\tAir attacks\n\to\t7/1/2023 – Jets bombed Meh Thu village\n"
        "\to\t12/1/2023 – Jets bombed Lay Wah village\n"
    )
    assert read(coder, text) == [
        "2023-01-07 remote_strike SAC>CIV Meh Thu village",
        "2023-01-12 remote_strike SAC>CIV Lay Wah village",
    ]


def test_a_page_changed_in_a_later_year_is_read_by_its_own_days(coder: Coder) -> None:
    text = "On 7 July the MNDAA captured Kunlong.\n\nThis page was last edited on 2 May 2025, at 11:20 (UTC)."
    assert read(coder, text, year=2024) == ["2024-07-07 capture MNDAA>SAC Kunlong"]
    assert read(coder, text.replace(" (UTC).", ""), year=2024, metadata=dt.date(2025, 5, 2)) == [
        "2024-07-07 capture MNDAA>SAC Kunlong"
    ]


def test_a_cell_that_tells_of_a_town_given_back_is_an_event(coder: Coder) -> None:
    table = (
        "Towns that changed hands\n\n| Town | Captured | By | Status |\n|---|---|---|---|\n"
        "| Kawlin | 6 November 2023 | PDF | Retaken by the Tatmadaw on 12 February 2024 |\n"
        "| Lashio | 3 August 2024 | MNDAA | Handed back on 22 April 2025 under a deal brokered by China |\n"
        "| Paletwa | 14 January 2024 | AA | Held |\n"
    )
    assert read(coder, table) == [
        "2023-11-06 capture PDF>SAC Kawlin",
        "2024-02-12 recapture SAC>PDF Kawlin",
        "2024-08-03 capture MNDAA>SAC Lashio",
        "2025-04-22 handover MNDAA>SAC Lashio",
        "2024-01-14 capture AA>SAC Paletwa",
    ]
