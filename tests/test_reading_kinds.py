"""Kinds of sentences and layouts met in the third set of texts and on pages of many outlets: a test a kind, and floors for the gold texts.

The sentences are the tests' own; names of places and actors are real, the events are not.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from pathlib import Path

import pytest

from conflictmap.chronicle import read_chronicle
from conflictmap.chronicle.coding.coder import Coder
from conflictmap.chronicle.drafts import Draft
from conflictmap.chronicle.language.lexicon import Lexicon
from conflictmap.chronicle.review.evaluation import score
from conflictmap.chronicle.text.dates import digit_order, written_dates
from conflictmap.chronicle.text.entries import Chronicle, EntrySettings, read_entries
from conflictmap.errors import DataError
from conflictmap.event_tables.event_table import as_rows
from conflictmap.model import Entry
from conflictmap.project import read_table
from conflictmap.schema import EVENTS

ROOT = Path(__file__).parents[1]
TEXTS = Path(__file__).parent / "gold_texts"
DAY = dt.date(2024, 5, 21)  # a Tuesday


def read(drafts: list[Draft]) -> list[Draft]:
    return [draft for draft in drafts if not draft.value("notes").startswith("Not read")]


def coded(coder: Coder, text: str, source: str = "X") -> list[Draft]:
    return read(coder.code_entry(Entry("X-2024-05-21", DAY, DAY, text, source)))


def sides(draft: Draft) -> str:
    return f"{draft.value('act')} {draft.value('actor1')}>{draft.value('actor2')}"


def chronicle(text: str, lexicon: Lexicon, source: str = "X") -> Chronicle:
    return read_entries(text, "text.txt", EntrySettings(source, year=2024), lexicon)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("The camp near Mawkanin was attacked and brought under control on the 20th by the KNLA and PDFs.",
                     ["capture KNLA|PDF>SAC"], id="joined passives have one agent"),
        pytest.param("The last soldiers of the SAC were driven out of Shadaw on Monday, leaving the town in the hands of the KNDF and the KA.",
                     ["capture KNDF|KA>SAC"], id="left in the hands of"),
        pytest.param("On May 10, before the army's re-entry, the TNLA set fire to an office in Kyaukme.",
                     ["detention_arson TNLA>CIV"], id="whom an opening phrase names is no subject"),
        pytest.param("Karenni resistance forces fighting the junta have retreated from a ward of Demoso.",
                     ["withdrawal KRF>SAC"], id="a participle shares its subject with the verb"),
        pytest.param("Fighting broke out between the military and the combined forces of the KA and the KNDF in Loikaw.",
                     ["clash SAC>KA|KNDF"], id="between one side and two of the other"),
        pytest.param("Fighting between the KNDF-led forces and the military went on in Loikaw on Monday.",
                     ["clash KNDF>SAC"], id="led by"),
        pytest.param("A vehicle of the army hit a mine laid by PDF fighters in Monywa.",
                     ["remote_strike PDF>SAC"], id="who laid the mine"),
        pytest.param("A soldier from the KNLA was shot dead by a regime sniper in Hpapun.", ["clash SAC>KNLA"], id="a fighter is no civilian"),
        pytest.param("Shells from Infantry Battalion 501 burst in a yard in Kyaukme and killed a woman.",
                     ["remote_strike SAC>CIV"], id="whose shells"),
        pytest.param("The military junta launched a reckless artillery attack on Nyaung Zin village.",
                     ["remote_strike SAC>CIV"], id="an attack by its means"),
        pytest.param("Lashio was handed back to the junta by the MNDAA on April 21.", ["handover MNDAA>SAC"], id="given back"),
        pytest.param("Soldiers and Pyu Saw Htee men dragged out the villagers in Myinmu and shot them.", ["other SAC|PYU>CIV"], id="them"),
        pytest.param("A combined force of the military column No. 18 Battalion of the KNLA captured a base in Kyainseikgyi.",
                     ["capture KNLA>SAC"], id="a unit of its owner"),
        pytest.param("Karenni fighters set fire to the camp at Kyauk Kyar.", ["detention_arson KRF>SAC"], id="a burned post is its garrison's"),
        pytest.param("The Arakan Army says that hundreds gave themselves up in Buthidaung.", ["surrender SAC>AA"], id="who gives up to whom"),
        pytest.param("Kawkareik has been under the control of joint forces of the KNLA and PDF since this morning.",
                     ["capture KNLA|PDF>SAC"], id="under the control of several"),
        pytest.param("Infantry Battalion 23 outside Hsipaw had fallen and more than 100 regime troops gave up on Sunday, the TNLA said.",
                     ["capture TNLA>SAC"], id="who stands behind 'and' took nothing"),
        pytest.param("While it was supposed to be in force, shells fell on the village of Kin Taung.", ["remote_strike SAC>CIV"], id="an aside with a plan"),
        pytest.param("Jets had struck the township of Demoso before.", [], id="an older action without a day"),
        pytest.param("Further fighting around Kyaukphyu, where ports are built, is likely.", [], id="likely"),
        pytest.param("Clashes between the CNF and the CB, which cost lives in Matupi, were not recorded in May.", [], id="nothing recorded"),
        pytest.param("Between 1 and 20 May our troops fought the army 122 times.", [], id="so many times"),
        pytest.param("Three towns were lost by the army over the week.", [], id="a sum over a period"),
        pytest.param("Attacking civilians constitutes a war crime.", [], id="the law"),
        pytest.param("The regime increased airstrikes in reply.", [], id="more of them"),
        pytest.param("Fighters opposed to Myanmar's junta overran the police station in Moebye on Sunday.", ["capture PDF>SAC"], id="opposed to whom"),
        pytest.param("The Naypyidaw PDF attacked a convoy in Pyinmana on Monday.", ["clash NAYPYITAWPDF>SAC"], id="a PDF by its town"),
        pytest.param("The TNLA overran what was left of the base in Kyaukme on Monday.", ["capture TNLA>SAC"], id="what was left of"),
        pytest.param("A bomb was spotted near the office in Homalin on Monday.", [], id="found, not dropped"),
        pytest.param("A soldier fled from his camp in Laihka on Monday with four guns.", ["other SAC>"], id="one man who flees deserts"),
        pytest.param("In Kalay, 20 soldiers deserted with their weapons on Monday.", ["other SAC>"], id="desertion"),
        pytest.param("The army turned back a charity group in Ann Township on Monday.", ["blockade SAC>"], id="turned back"),
        pytest.param("Two teachers were carried off by the CNDF in Falam on Monday.", ["detention_arson CNDF>CIV"], id="carried off"),
        pytest.param("Security forces arrested three PDF suspects with four grenades in Kalaymyo.", ["detention_arson SAC>PDF"], id="suspects of a group"),
        pytest.param("Terrorists hurled a grenade into the compound of No. 8 High School in Kalaymyo.", ["remote_strike PDF>CIV"], id="grounds of a school"),
        pytest.param("A teacher was shot dead by terrorists in Pauk. The terrorist army is to blame.", ["other SAC>CIV"], id="who calls whom terrorists"),
        pytest.param("The police station in Kyauktaw was abandoned by its garrison on Monday.", ["withdrawal SAC>"], id="by its garrison"),
        pytest.param("Thai immigration officers closed the bridge on Sunday.", ["blockade THA>"], id="a neighbour's officers"),
    ],
)  # fmt: skip
def test_constructions(coder: Coder, text: str, expected: list[str]) -> None:
    assert [sides(draft) for draft in coded(coder, text)] == expected


def test_country_names_take_no_town(coder: Coder) -> None:
    text = "Having shelved a truce that China had brokered, the town of Mongmit changed hands on Monday."
    assert [draft.value("actor1") for draft in coded(coder, text)] != ["CHN"]


def test_people_hit_from_afar_by_nobody_named_are_asked(coder: Coder) -> None:
    (draft,) = coded(coder, "Two children died when an artillery shell struck their home in Hpruso on Monday.")
    assert (sides(draft), draft.value("fatalities")) == ("remote_strike SAC>CIV", "2")
    assert draft.fields["actor1"].why.startswith("inferred")
    assert draft.fields["actor1"].confidence < 0.9


def test_a_strike_that_hurt_nobody_has_no_victim(coder: Coder) -> None:
    (draft,) = coded(coder, "A navy ship lobbed 25 shells at Ramree on Monday. No one was hurt.")
    assert (sides(draft), draft.value("fatalities")) == ("remote_strike SAC>", "0")


def test_a_rumour_that_is_denied_is_a_denial_only(coder: Coder) -> None:
    (draft,) = coded(coder, "It has been said on social media that the KNLA captured Hpapun on Monday. That is not so.")
    assert (draft.value("act"), draft.value("mode")) == ("capture", "denied")


def test_reports_that_are_rejected_are_denied(coder: Coder) -> None:
    (draft,) = coded(coder, "Asked about reports of a round of arrests in Khawzar on Monday, an officer rejected them.")
    assert draft.value("mode") == "denied"


def test_shooting_after_bombs_is_another_deed(coder: Coder) -> None:
    text = "Jets dropped bombs on Let Htoke Taw on Monday. Soldiers shot 31 villagers in the monastery."
    assert [sides(draft) for draft in coded(coder, text)] == ["remote_strike SAC>CIV", "other SAC>CIV"]


def test_an_earlier_day_counts_from_the_day_before_it(coder: Coder) -> None:
    text = "The KNDF took over Mawchi on January 28. A day earlier, the KA set fire to a camp in Hpasawng, which the army had left on January 26."
    assert [draft.value("event_date") for draft in coded(coder, text)][:2] == ["2024-01-28", "2024-01-27"]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("28-11-2023", "2023-11-28"), ("28 / 11 / 2023", "2023-11-28"), ("28/11/23", "2023-11-28"), ("28-Nov-2023", "2023-11-28"),
        ("11-28-2023", "2023-11-28"), ("November the 28th, 2023", "2023-11-28"), ("(28) November 2023", "2023-11-28"), ("၂၈-၁၁-၂၀၂၃", "2023-11-28"),
    ],
)  # fmt: skip
def test_days_as_reporters_write_them(lexicon: Lexicon, written: str, day: str) -> None:
    assert [str(phrase.first) for phrase in written_dates(written, lexicon, None)] == [day]


def test_days_joined_by_and(lexicon: Lexicon) -> None:
    text = "Four youths were held between August 20th and 22nd because of a picture."
    assert [(str(phrase.first), str(phrase.last)) for phrase in written_dates(text, lexicon, None, year=2021)] == [
        ("2021-08-20", "2021-08-22")
    ]


def test_a_day_belongs_to_the_verb_before_it(coder: Coder) -> None:
    text = "The army wrested the hill town of Mindat from the CDF on 15 May, having declared martial law on 13 May."
    assert coded(coder, text)[0].value("event_date") == "2024-05-15"


def test_a_quotation_does_not_move_the_day_spoken_of(coder: Coder) -> None:
    text = 'On Sunday the KNDF captured Shadaw. "Today we are happy," a man said. Jets bombed Demoso the same day.'
    assert [draft.value("event_date") for draft in coded(coder, text)] == ["2024-05-19", "2024-05-19"]


def test_the_order_of_dashed_days_is_the_reporters() -> None:
    assert digit_order("on 18-9-2022 and 8-9-2022", None) == (False, "")


def test_a_lone_day_above_an_article_is_that_of_the_page(lexicon: Lexicon) -> None:
    page = chronicle(
        "Shadaw Falls\n\nTuesday, May 21, 2024\n\nThe KNDF captured Shadaw on Monday after a battle of four weeks.\n",
        lexicon,
    )
    assert page.by_page == {entry.entry_id for entry in page.entries}


def test_notes_may_be_prose(lexicon: Lexicon) -> None:
    text = (
        "May 21, 2024\n\nThe KNLA fought the army near Hpapun on Monday.\n\n### Notes\n\n"
        "**Hkaw Pok base.** The base was shelled on Monday. Nobody was hurt in it, the brigade said on Tuesday.\n"
    )
    assert len(chronicle(text, lexicon).entries) == 2


def test_a_list_under_a_lead_sentence_is_read(coder: Coder, lexicon: Lexicon) -> None:
    text = (
        "21 May 2024\n\nIn the last ten days the following headquarters were seized from the army by the Arakan Army:\n"
        "(a) LIB 374, Kyauktaw – 30 April\n(b) LIB 378, Mrauk-U – 5 May, 11:50 p.m.\n"
    )
    drafts = read(coder.code_chronicle(chronicle(text, lexicon)))
    assert [(sides(draft), draft.value("event_date"), draft.value("location")) for draft in drafts] == [
        ("capture AA>SAC", "2024-04-30", "LIB 374, Kyauktaw"),
        ("capture AA>SAC", "2024-05-05", "LIB 378, Mrauk-U"),
    ]


def test_headlines_listed_above_their_sections_are_no_entries(lexicon: Lexicon) -> None:
    text = (
        "Posted: 21 May 2024\n\nIn this overview\n• Myanmar: Two bases fall to the Arakan Army\n• Thailand: Talks on the border begin\n\n"
        "Myanmar: Two bases fall to the Arakan Army\n\nThe Arakan Army captured two bases near Ann on Monday.\n"
    )
    page = chronicle(text, lexicon)
    assert [entry.text for entry in page.entries] == ["The Arakan Army captured two bases near Ann on Monday."]
    assert sum(left.taken_for == "headline told below" for left in page.left_out) == 2


def test_days_of_a_range_and_the_dead_of_other_columns_are_read(coder: Coder, lexicon: Lexicon) -> None:
    text = (
        "21 May 2024\n\n| Date | Township | What happened | Enemy killed | Villagers |\n|---|---|---|---|---|\n"
        "| 9–11 May | Dwe Lo | Army shells on Ma Htaw | – | 2 killed, 4 injured |\n"
    )
    (draft,) = read(coder.code_chronicle(chronicle(text, lexicon)))
    assert (draft.value("event_date"), draft.value("end_date"), draft.value("fatalities")) == (
        "2024-05-09",
        "2024-05-11",
        "2",
    )


def test_a_party_reports_in_its_own_word(coder: Coder) -> None:
    (draft,) = coded(
        coder, "Our fighters stormed the camp at Koe Tan Kauk. The AA lost nobody.", "Three Brotherhood Alliance"
    )
    assert draft.value("mode") == "claimed_by_party"
    assert draft.value("actor2") == "SAC"


def test_the_states_outlet_says_whom_it_accuses(coder: Coder) -> None:
    text = (
        "Terrorists shot dead an administrator in Taungdwingyi yesterday. Security forces arrested three men in Dala."
    )
    assert [sides(draft) for draft in coded(coder, text, "Myawady")] == ["other PDF>CIV", "detention_arson SAC>PDF"]


def test_a_wider_unit_of_another_sentence_does_not_break_the_evidence(coder: Coder) -> None:
    text = "Two homes burned in the ward after soldiers of the army came to the township of Ye on a long march by night. In the same township, jets bombed Kin Taung."
    assert all(
        low < high <= len(text) for draft in coded(coder, text) for low, high in draft.fields["location"].evidence
    )


def test_burmese_days_are_those_of_what_is_told(coder: Coder) -> None:
    text = "မေလ ၁၉ ရက်နေ့က ကလေးမြို့ကို စစ်ကောင်စီက ဗုံးကြဲခဲ့တယ်လို့ ဒီနေ့ ပြောပါတယ်။"
    (draft,) = coded(coder, text)
    assert draft.value("event_date") == "2024-05-19"


@pytest.mark.parametrize(
    ("part", "found", "invented", "date", "actors"),
    [("dev", 92, 6, 93, 81), ("dev2", 81, 6, 87, 71), ("dev3", 80, 11, 80, 63), ("dev5", 81, 14, 82, 72)],
)
def test_the_texts_developed_on_keep_their_figures(
    coder: Coder, part: str, found: float, invented: float, date: float, actors: float
) -> None:
    count: Counter[str] = Counter()
    for path in sorted(path for path in (TEXTS / part).iterdir() if path.suffix in (".txt", ".md", ".html")):
        meta = json.loads(path.with_name(f"{path.stem}.meta.json").read_text(encoding="utf-8"))
        page = read_chronicle(path, EntrySettings(meta["source"], year=meta["year"]), coder.lexicon)
        rows = [{**draft.row(""), "entry_id": "one"} for draft in read(coder.code_chronicle(page))]
        gold, _ = read_table(path.with_name(f"{path.stem}.gold.csv"), EVENTS)
        for name, figure in score(
            [{**row, "entry_id": "one"} for row in as_rows(gold)], rows, lambda row: ""
        ).figures.items():
            count[name] += figure.right
            count[f"{name} of"] += figure.of
    share = {name: 100 * count[name] / count[f"{name} of"] for name in ("found", "invented", "date", "actors")}
    assert share["found"] >= found
    assert share["invented"] <= invented
    assert share["date"] >= date
    assert share["actors"] >= actors


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("**MAY 24, 2024** | *Member newsletter. Was this forwarded to you? [Become a member](#)*", id="a newsletter's"),
        pytest.param("**Published:** 24 May 2024, 10:31 | by Naw Eh", id="a label and a byline"),
        pytest.param("24 May 2024 · 3 min read", id="time to read"),
        pytest.param("• FRIDAY, MAY 24, 2024 • Myanmar • 2 comments", id="bullets"),
        pytest.param("News Features Commentary Series Specials Video Stories Podcast Events About Us Contact Support Us Donate Our Team\n\n"
                     "Published: May 24, 2024 07:59 AM GMT\n\nTrending\n1\n\nA priest writes home\n\nMay 20, 2024", id="below a line of navigation"),
    ],
)  # fmt: skip
def test_weekdays_count_from_the_day_of_the_page(coder: Coder, lexicon: Lexicon, line: str) -> None:
    text = (
        f"The hills are burning\n\n{line}\n\nFighting in Paletwa began on January 11, when the Arakan Army captured a camp.\n\n"
        "On Tuesday the Arakan Army captured an artillery base in Minbya Township.\n"
    )
    drafts = read(coder.code_chronicle(chronicle(text, lexicon)))
    assert drafts[-1].value("event_date") == "2024-05-21"


def test_a_part_that_tells_something_is_no_dateline(lexicon: Lexicon) -> None:
    page = chronicle("May 20, 2024\n\nMay 21, 2024 | Did they win? The KNDF captured Shadaw.\n", lexicon)
    assert "captured Shadaw" in " ".join(entry.text for entry in page.entries)


def test_the_day_of_a_visit_above_a_text_of_another_year_is_left_out(coder: Coder, lexicon: Lexicon) -> None:
    text = (
        "30 June 2025 /\n\n[See today's news](#)\n\n**What happened in the week of May 19 – May 25, 2024?**\n\n"
        "- The KNDF captured Shadaw on May 21st\n"
    )
    page = chronicle(text, lexicon)
    assert next((left.first, left.taken_for) for left in page.left_out) == (1, "day of another year")
    assert [draft.value("event_date") for draft in read(coder.code_chronicle(page))] == ["2024-05-21"]
    assert page.entries[0].date == dt.date(2024, 5, 19)


@pytest.mark.parametrize(
    "text",
    [
        "30 June 2025\n\nThe KNDF captured Shadaw on June 21.\n",
        "30 June 2025\n\nThe KNDF captured Shadaw on June 21, 2025.\n",
    ],
)
def test_a_text_of_another_year_is_refused_as_before(lexicon: Lexicon, text: str) -> None:
    with pytest.raises(DataError, match="has dates of 2025"):
        chronicle(text, lexicon)


def test_a_date_before_its_line_is_listed(lexicon: Lexicon) -> None:
    page = chronicle("May 20, 2024\n\nMay 21: The KNDF captured the town of Shadaw.\n", lexicon)
    assert ("date", "May 21:") in [(left.taken_for, left.text) for left in page.left_out]
