"""Sentences in the manner of many outlets with coded answers: those that the word lists were widened on, and those they never saw.

`events` of a row is "acts actor1>actor2 @place ; ..."; acts that are alike are joined by "|". Names are real, the events are not.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections import Counter
from pathlib import Path

import pytest

from conflictmap.chronicle.coding.coder import Coder
from conflictmap.chronicle.drafts import Draft
from conflictmap.chronicle.language.lexicon import Lexicon
from conflictmap.chronicle.text.entries import EntrySettings, read_entries
from conflictmap.model import Entry

ROOT = Path(__file__).parents[1]
SENTENCES = ROOT / "tests" / "data" / "reading"
DAY = dt.date(2024, 5, 21)  # a Tuesday
LOG = (
    "No.\tDate\tState/Region\tTownship\tPlace\tWhat happened\tWho\tKilled\n"
    "1\t25-Jun-24\tShan (N)\tNawnghkio\ttown\tTown taken, group says\tTNLA vs SAC\tn/a\n"
    "2\t28-Jun to 29-Jun-24\tMandalay\tMogok\ttown, Ward 3\tArtillery\tSAC\t3 civ\n"
    "3\t29-Jun-24\tShan (N)\tMuse\ttown\tNO INCIDENT\t-\t-\n"
)


def drafts(coder: Coder, text: str) -> list[Draft]:
    coded = coder.code_entry(Entry("X-2024-05-21", DAY, DAY, text, "X"))
    return [draft for draft in coded if not draft.value("notes").startswith("Not read")]


def brief(draft: Draft) -> str:
    return f"{draft.value('event_date')} {draft.value('act')} {draft.value('actor1')}>{draft.value('actor2')}"


def figures(coder: Coder, name: str) -> dict[str, float]:
    """Shares in percent of a table's sentences: events found, drafts invented, both sides right."""
    count: Counter[str] = Counter()
    with (SENTENCES / f"{name}.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            left = drafts(coder, row["sentence"])
            count["drafts"] += len(left)
            for event in filter(None, row["events"].split(" ; ")):
                match = re.fullmatch(r"(\S+) ([^>]*)>(\S*) @(.*)", event)
                assert match is not None, event
                acts, one, two, place = match.groups()
                fitting = [draft for draft in left if draft.value("act") in acts.split("|")]
                fitting.sort(key=lambda draft: place.lower() not in draft.value("location").lower())
                count["events"] += 1
                if not fitting:
                    continue
                left.remove(fitting[0])
                count["found"] += 1
                sides = {one, two}, {fitting[0].value("actor1"), fitting[0].value("actor2")}
                count["actors"] += sides[0] == sides[1]
            count["invented"] += len(left)
    return {
        "found": 100 * count["found"] / count["events"],
        "invented": 100 * count["invented"] / count["drafts"],
        "actors": 100 * count["actors"] / count["found"],
    }


@pytest.mark.parametrize(
    ("name", "found", "invented", "actors"),
    [pytest.param("developed", 95, 6, 85, id="developed on"), pytest.param("unseen", 75, 10, 80, id="never seen")],
)
def test_sentences_of_many_outlets_are_read(
    coder: Coder, name: str, found: float, invented: float, actors: float
) -> None:
    measured = figures(coder, name)
    assert measured["found"] >= found
    assert measured["invented"] <= invented
    assert measured["actors"] >= actors


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Taken by the KIA on November 22, 2023, Mansi was given up by them on January 25 and won back on February 4.",
            ["2023-11-22 capture KIA>SAC", "2024-01-25 withdrawal KIA>SAC", "2024-02-04 capture KIA>SAC"],
            id="three verbs with a day each",
        ),
        pytest.param(
            "Some 200 soldiers who pulled out of their base in Myawaddy yesterday were still under the bridge.",
            ["2024-05-20 withdrawal SAC>"],
            id="the agent of a relative clause",
        ),
        pytest.param(
            "Karenni fighters from the KNDF attacked a camp in Loikaw.",
            ["2024-05-21 raid KNDF>SAC"],
            id="a common noun with whose it is",
        ),
        pytest.param(
            "The TNLA accused the military of shelling its positions in Kutkai.",
            ["2024-05-21 remote_strike SAC>TNLA"],
            id="whose positions",
        ),
        pytest.param(
            "Three camps in eastern Bago Region - Baw Ka Htar, Tone Ta Dar and Than Seik - were overrun by the KNU/KNLA.",
            ["2024-05-21 capture KNLA>SAC"],
            id="a party and its armed wing",
        ),
        pytest.param(
            "In Buthidaung, the AA, which took a headquarters on May 2, is now fighting for the base of Battalion 564.",
            ["2024-05-21 clash AA>SAC", "2024-05-02 capture AA>SAC"],
            id="a closed relative clause is stepped over",
        ),
        pytest.param("The public is asked to stay away from the road.", [], id="advice"),
        pytest.param("In Thailand, police fired rubber bullets at demonstrators in Bangkok.", [], id="another country"),
        pytest.param("An officer told the agency that talks about the men go on.", [], id="a word to a reporter"),
        pytest.param("How many people were killed is not known.", [], id="a question"),
    ],
)
def test_grammar_keeps_events_apart(coder: Coder, text: str, expected: list[str]) -> None:
    assert [brief(draft) for draft in drafts(coder, text)] == expected


def test_a_log_copied_from_a_spreadsheet_is_read(coder: Coder, lexicon: Lexicon) -> None:
    chronicle = read_entries(LOG, "log.txt", EntrySettings("X", year=2024), lexicon)
    coded = coder.code_chronicle(chronicle)
    assert [brief(draft) for draft in coded] == ["2024-06-25 capture TNLA>SAC", "2024-06-28 remote_strike SAC>CIV"]
    assert coded[0].value("location") == "Nawnghkio Township, Shan"
    assert coded[1].value("end_date") == "2024-06-29"


def test_the_town_is_the_town_named_before(coder: Coder, lexicon: Lexicon) -> None:
    text = "May 21, 2024\n\nThe AA captured Buthidaung on Friday.\n\nIn the village of Kin Taung ten people were killed.\n\nJets bombed the town on Sunday.\n"
    coded = coder.code_chronicle(read_entries(text, "text.txt", EntrySettings("X"), lexicon))
    assert coded[-1].value("location") == "Buthidaung"
