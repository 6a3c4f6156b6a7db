"""Sentences become happenings: who did what to whom, where and when, by whose word, with evidence for every field.

The sentences are the tests' own; names of places and actors are real, the events are not.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from conflictmap.chronicle.coding.coder import Coder
from conflictmap.chronicle.drafts import ASKED, Draft
from conflictmap.chronicle.extraction.known_names import known_names
from conflictmap.chronicle.language.lexicon import Lexicon
from conflictmap.chronicle.review.evaluation import score
from conflictmap.chronicle.text.entries import EntrySettings, read_entries
from conflictmap.errors import DataError
from conflictmap.event_tables.event_table import as_rows
from conflictmap.model import Entry
from conflictmap.places.gazetteer.gazetteer import FRAME_COLUMNS
from conflictmap.project import Project, read_table
from conflictmap.schema import EVENTS, SUB_EVENT_TYPES

ROOT = Path(__file__).parents[1]
CHRONICLES = Path(__file__).parent / "data" / "chronicles"
DAY = dt.date(2023, 11, 24)


@pytest.fixture(scope="module")
def project() -> Project:
    return Project(ROOT, ROOT / "data", ROOT / "maps")


@pytest.fixture(scope="module")
def coder(project: Project) -> Coder:
    return Coder.of(Lexicon.open(project), known_names(project))


def test_the_coder_knows_the_names_of_imported_layers(tmp_path: Path, project: Project) -> None:
    shutil.copytree(ROOT / "data" / "gazetteer", tmp_path / "data" / "gazetteer")
    folder = tmp_path / ".conflictmap" / "layers" / "mine"
    folder.mkdir(parents=True)
    rows = {"MMR999": ("Zedland", "ADM3"), "990001": ("Zedville", "PPL"), "990002": ("Zedtown", "PPLA3")}
    places = pd.DataFrame(
        [{"place_id": key, "name": name, "feature_code": code} for key, (name, code) in rows.items()]
    ).reindex(columns=["place_id", *FRAME_COLUMNS], fill_value="").assign(lon=np.nan, lat=np.nan, radius_km=0.0)  # fmt: skip
    names = pd.DataFrame({"place_id": ["990002", "990001"], "name": ["Zedton", "Zedhamlet"]})
    names = names.assign(kind="spelling", source="s", start=None, end=None)
    places.set_index("place_id").to_parquet(folder / "places.parquet")
    names.to_parquet(folder / "names.parquet")
    layer = {"name": "mine", "kind": "table", "folder": "layers/mine", "version": "v", "credit": "", "licence": "",
             "source": "", "rows": 3}  # fmt: skip
    kept = {"layers": [layer], "boundaries": None}
    (tmp_path / ".conflictmap" / "layers.json").write_text(json.dumps(kept), encoding="utf-8")
    known = known_names(Project(tmp_path, tmp_path / "data", tmp_path / "maps"))
    core = known_names(project)
    assert known is not None
    assert core is not None
    assert [known(name) for name in ("Zedland", "Zedton", "Wetlet", "Mobye")] == [True] * 4
    assert not any(known(name) for name in ("Zedville", "Zedhamlet", "Northern", ""))
    assert not core("Zedland")


@pytest.mark.parametrize(
    ("name", "broken", "said"),
    [
        ("aliases", b"alias,kind\nA,former\n", "column is missing"),
        ("aliases", b"caf\xe9\n", "not UTF-8"),
        ("units", None, "does not exist"),
    ],
)
def test_a_broken_gazetteer_stops_the_coder(tmp_path: Path, name: str, broken: bytes | None, said: str) -> None:
    shutil.copytree(ROOT / "data" / "gazetteer", tmp_path / "data" / "gazetteer")
    (tmp_path / ".conflictmap").mkdir()
    project = Project(tmp_path, tmp_path / "data", tmp_path / "maps")
    path = project.table(f"gazetteer/{name}.csv")
    path.unlink() if broken is None else path.write_bytes(broken)
    with pytest.raises(DataError, match=said):
        known_names(project)


def test_a_project_without_a_gazetteer_knows_no_names(tmp_path: Path) -> None:
    assert known_names(Project(tmp_path, tmp_path / "data", tmp_path / "maps")) is None


def code(coder: Coder, text: str, first: dt.date = DAY, last: dt.date | None = None) -> list[Draft]:
    return coder.code_entry(Entry("X-2023-11-24", first, last or first, text, "Mizzima"))


def told(drafts: list[Draft]) -> list[tuple[str, str, str]]:
    return [(draft.value("act"), draft.value("actor1"), draft.value("actor2")) for draft in drafts]


@pytest.mark.parametrize(
    ("text", "act", "sub_event", "actor1", "actor2", "location"),
    [
        ("The MNDAA seized an outpost near Kunlong.", "capture", "Non-state actor overtakes territory", "MNDAA", "SAC", "outpost, near Kunlong"),
        ("Kunlong fell to the MNDAA.", "capture", "Non-state actor overtakes territory", "MNDAA", "SAC", "Kunlong"),
        ("The regime lost its last base in Minbya to the Arakan Army.", "capture", "Non-state actor overtakes territory", "AA", "SAC", "base, Minbya"),
        ("Regime troops recaptured Kawlin Town, Sagaing Region.", "recapture", "Government regains territory", "SAC", "", "Kawlin Town, Sagaing Region"),
        ("The army withdrew from its camp at Pauktaw.", "withdrawal", "Non-violent transfer of territory", "SAC", "", "camp, Pauktaw"),
        ("Soldiers surrendered to the TNLA in Namhsan.", "surrender", "Change to group/activity", "SAC", "TNLA", "Namhsan"),
        ("MNDAA troops surrounded Laukkai.", "siege", "Armed clash", "MNDAA", "SAC", "Laukkai"),
        ("The SAC has blocked the road between Kawkareik and Myawaddy.", "blockade", "Other", "SAC", "", "origin: Kawkareik; target: Myawaddy"),
        ("Clashes broke out between the KNLA and regime troops in Kawkareik Township.", "clash", "Armed clash", "KNLA", "SAC", "Kawkareik Township"),
        ("The KNDF ambushed a military convoy near Hpasawng.", "ambush", "Armed clash", "KNDF", "SAC", "near Hpasawng"),
        ("PDFs attacked a police station in Tamu.", "raid", "Armed clash", "PDF", "SAC", "police station, Tamu"),
        ("Fighter jets bombed Thay Baw Boe Village, killing three villagers.", "remote_strike", "Air/drone strike", "SAC", "CIV", "Thay Baw Boe Village"),
        ("The military shelled Moe Sit Village in Shwegu Township.", "remote_strike", "Shelling/artillery/missile attack", "SAC", "CIV", "Moe Sit Village, Shwegu Township"),
        ("Two people were hurt by a landmine in Hpruso.", "remote_strike", "Remote explosive/landmine/IED", "UNK", "CIV", "Hpruso"),
        ("Junta troops arrested ten residents of Ngapali, Rakhine State.", "detention_arson", "Arrests", "SAC", "CIV", "Ngapali, Rakhine State"),
        ("Soldiers burned 40 houses in Sagaing's Khin-U Township.", "detention_arson", "Looting/property destruction", "SAC", "CIV", "Khin-U Township, Sagaing"),
        ("Unknown gunmen shot dead an administrator in Taungtha.", "other", "Attack", "UNK", "CIV", "Taungtha"),
        ("Students staged a protest in Dawei.", "other", "Peaceful protest", "PROT", "", "Dawei"),
        ("Police opened fire on protesters in Dawei.", "other", "Excessive force against protesters", "SAC", "PROT", "Dawei"),
        ("The KNU and the regime signed a ceasefire agreement in Naypyitaw.", "agreement", "Agreement", "KNU", "SAC", "Naypyitaw"),
        ("Thousands of residents fled Kyaukphyu Township.", "other", "Other", "CIV", "", "Kyaukphyu Township"),
    ],
)  # fmt: skip
def test_one_sentence_is_coded(
    coder: Coder, text: str, act: str, sub_event: str, actor1: str, actor2: str, location: str
) -> None:
    [draft] = code(coder, text)
    assert told([draft]) == [(act, actor1, actor2)]
    assert (draft.value("sub_event_type"), draft.value("location")) == (sub_event, location)


@pytest.mark.parametrize(
    "text",
    [
        "Resistance forces failed to capture Kyaikdon.",
        "The MNDAA aims to seize Laukkai.",
        "The PDF plans to capture Monywa before the rains.",
        "The TNLA tried to take the town of Lashio but was repelled.",
        "The regime has not lost the town of Loikaw, its spokesman said.",
        "If the AA captured Ann, the road would be cut.",
        "The KNLA overran a camp near Hlaingbwe and afterwards left.",
        "Residents returned to the captured town of Kawlin.",
        "The KIA seized ammunition near Bhamo.",
        "The PDF captured two soldiers in Pale Township.",
        "More than 2,000 soldiers have defected since the coup, the NUG said.",
        "The Arakan Army was close to taking Mrauk-U.",
    ],
)
def test_no_capture_is_invented(coder: Coder, text: str) -> None:
    transfers = {"capture", "recapture", "handover", "surrender", "withdrawal"}
    assert not transfers & {draft.value("act") for draft in code(coder, text)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "The KNLA overran an outpost near Taung Ni Village, but troops recaptured it.",
            [("capture", "KNLA", "SAC"), ("recapture", "SAC", "KNLA")],
            id="there and back in one sentence",
        ),
        pytest.param(
            "The AA seized Paletwa. The regime's Central Bank warned people against withdrawing cash.",
            [("capture", "AA", "SAC"), ("statement", "SAC", "CIV")],
            id="another party, another thing",
        ),
        pytest.param(
            "Troops arrested 12 men in Mese. They were later sent to take military training.",
            [("detention_arson", "SAC", "CIV")],
            id="They goes on",
        ),
        pytest.param(
            "PDFs ambushed troops near Moe Sit Village. Later in the day the army shelled the village, killing a woman.",
            [("ambush", "PDF", "SAC"), ("remote_strike", "SAC", "CIV")],
            id="the village points back",
        ),
        pytest.param(
            "The AA announced that it had captured a base in Maungdaw Township. A spokesman of the regime denied this.",
            [("capture", "AA", "SAC"), ("capture", "AA", "SAC")],
            id="a denial stands for itself",
        ),
    ],
)
def test_happenings_of_a_paragraph_are_told_apart(
    coder: Coder, text: str, expected: list[tuple[str, str, str]]
) -> None:
    assert told(code(coder, text)) == expected


def test_a_spot_is_handed_on_to_what_points_back(coder: Coder) -> None:
    drafts = code(
        coder, "PDFs ambushed troops near Moe Sit Village, Shwegu Township. Later the army shelled the village."
    )
    assert [draft.value("location") for draft in drafts] == ["near Moe Sit Village, Shwegu Township"] * 2


def test_a_heading_that_names_a_region_places_what_stands_below_it(coder: Coder) -> None:
    entry = Entry(
        "X-2023-11-24", DAY, DAY, "PDFs attacked a camp at Kan Thar Village. Troops shelled Ye-U Township.", "Mizzima"
    )
    drafts = coder.code_entry(entry, "Sagaing Region")
    assert [draft.value("location") for draft in drafts] == [
        "camp, Kan Thar Village, Sagaing Region",
        "Ye-U Township, Sagaing Region",
    ]


def test_a_denial_has_its_mode(coder: Coder) -> None:
    text = "The AA announced that it had captured a base in Maungdaw Township. A spokesman of the regime denied this."
    assert [draft.value("mode") for draft in code(coder, text)] == ["claimed_by_party", "denied"]


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("The MNDAA declared that it had taken the town of Kunlong.", "claimed_by_party"),
        ("Kunlong was captured by the MNDAA, local media said.", "reported"),
        ("The regime admitted that the town of Kunlong had fallen to the MNDAA.", "confirmed"),
    ],
)
def test_the_mode_says_whose_word_it_is(coder: Coder, text: str, mode: str) -> None:
    assert [draft.value("mode") for draft in code(coder, text)] == [mode]


@pytest.mark.parametrize(
    ("text", "dead"),
    [
        ("Airstrikes on Kani killed seven people, including three children.", "7"),
        ("Nine soldiers and two villagers were killed in fighting in Kani.", "11"),
        ("Shells hit Kani, killing one man and wounding three.", "1"),
        ("A 23-year-old woman was killed when a shell hit Kani.", "1"),
        ("A teacher and his son were shot dead in Kani.", "2"),
        ("An airstrike on Kani wounded twelve people.", ""),
        ("An airstrike on Kani killed several villagers.", ""),
        ("An airstrike hit Kani. No casualties were reported.", "0"),
        ("At least 1,200 houses were burned in Kani.", ""),
    ],
)
def test_fatalities_are_counted_and_missing_is_not_zero(coder: Coder, text: str, dead: str) -> None:
    [draft] = code(coder, text)
    assert draft.value("fatalities") == dead


def test_a_region_decides_who_the_unnamed_resistance_is(coder: Coder) -> None:
    assert told(code(coder, "Local resistance forces in Chin State seized the town of Rezua.")) == [
        ("capture", "CDF", "SAC")
    ]
    assert told(code(coder, "Local resistance forces in Sagaing seized the town of Maukkadaw.")) == [
        ("capture", "PDF", "SAC")
    ]


def test_an_alliance_is_its_members_only_while_it_is_one(coder: Coder) -> None:
    text = "The Three Brotherhood Alliance captured the town of Hopang."
    [later] = code(coder, text)
    assert later.value("actor1") == "MNDAA|TNLA|AA"
    [before] = code(coder, text, dt.date(2015, 11, 24))
    assert before.value("actor1") == "3BHA"
    assert before.fields["actor1"].confidence < 0.5  # the table does not know it for that day


def test_a_party_that_the_tables_do_not_name_is_never_guessed(coder: Coder) -> None:
    [draft] = code(coder, "Rebels seized the airport in Myitkyina, local media reported, but the junta denied it.")
    assert draft.value("actor1") == "UNK"
    assert draft.confidence < 0.5


def test_an_outlet_in_brackets_is_the_source_with_its_day(coder: Coder) -> None:
    drafts = code(coder, "Troops shelled Kani. (Mizzima 11/25) A bomb exploded in Dawei. (DVB, 26 Nov.)")
    assert [(draft.value("source"), draft.value("reported_on")) for draft in drafts] == [
        ("Mizzima", "2023-11-25"),
        ("DVB", "2023-11-26"),
    ]


def test_every_field_of_every_draft_is_valid_and_shows_where_it_was_read(coder: Coder) -> None:
    text = "On November 22 the KNDF seized a base in Mese Township, killing 14 soldiers, it said. The day after, jets bombed the village."
    drafts = code(coder, text)
    assert len(drafts) == 2
    for draft in drafts:
        assert set(draft.fields) == set(ASKED)
        assert draft.value("sub_event_type") in SUB_EVENT_TYPES[draft.value("event_type")]
        for field in draft.fields.values():
            assert 0 <= field.confidence <= 1
            assert all(0 <= low < high <= len(text) for low, high in field.evidence)
    first = code(coder, text)[0]
    shown = {
        name: [text[low:high] for low, high in first.fields[name].evidence]
        for name in ("act", "actor1", "event_date", "fatalities")
    }
    assert shown == {"act": ["seized"], "actor1": ["KNDF"], "event_date": ["November 22"], "fatalities": ["14"]}


def test_a_note_is_in_no_sources_words(coder: Coder) -> None:
    [draft] = code(coder, "The MNDAA triumphantly overran a heavily fortified outpost near Kunlong.")
    assert draft.value("notes").startswith(
        "Myanmar National Democratic Alliance Army took outpost, near Kunlong from State"
    )


def test_a_paragraph_without_a_known_word_is_kept_as_a_question(coder: Coder) -> None:
    [draft] = code(coder, "India began fencing its long border in the hills.")
    assert draft.value("act") == "other"
    assert draft.confidence <= 0.3


@pytest.mark.parametrize(
    "text",
    [
        "(((((((",
        "¡¿§ 12 ….",
        "က ခ ဂ။",
        "A" * 5000,
        "the the the. " * 400,
        "\u202eevil\u0000 text here.",
        "in In In In, of",
    ],
)
def test_strange_text_breaks_nothing(coder: Coder, text: str) -> None:
    assert isinstance(code(coder, text), list)


def test_an_editor_extends_the_word_lists_without_code(tmp_path: Path, project: Project) -> None:
    (tmp_path / "data" / "coding").mkdir(parents=True)
    for name in ("events.csv", "actors.csv"):
        (tmp_path / "data" / name).write_bytes((project.data / name).read_bytes())
    words = (project.data / "coding" / "triggers.csv").read_text(encoding="utf-8")
    (tmp_path / "data" / "coding" / "triggers.csv").write_text(
        words + "gobble* up,territory|place,capture\n", encoding="utf-8"
    )
    own = Project(tmp_path, tmp_path / "data", tmp_path / "maps")
    assert told(code(Coder.of(Lexicon.open(own)), "The AA gobbled up the town of Ann.")) == [("capture", "AA", "SAC")]


def test_a_word_list_with_an_unknown_code_is_named(tmp_path: Path, project: Project) -> None:
    (tmp_path / "data" / "coding").mkdir(parents=True)
    (tmp_path / "data" / "events.csv").write_bytes((project.data / "events.csv").read_bytes())
    (tmp_path / "data" / "coding" / "triggers.csv").write_text(
        "phrase,object,code\nseize*,place,grab\n", encoding="utf-8"
    )
    with pytest.raises(DataError, match=r"triggers.csv row 2, column code: 'grab' is no code"):
        Lexicon.open(Project(tmp_path, tmp_path / "data", tmp_path / "maps"))


def no_township(row: object) -> str:
    return ""


@pytest.mark.parametrize(
    ("name", "source", "year", "least"),
    [
        # developed on: the figures the issue asks for
        (
            "daily-2022-09.txt",
            "DN",
            2022,
            {"found": 95, "date": 98, "event_type": 90, "sub_event_type": 80, "act": 90, "actors": 90},
        ),
        (
            "weekly-094.md",
            "WU",
            None,
            {"found": 95, "date": 98, "event_type": 90, "sub_event_type": 80, "act": 90, "actors": 90},
        ),
        # held out: what was measured when the rules were frozen, so that it cannot get worse unseen
        (
            "daybook-2021-12.txt",
            "DB",
            None,
            {"found": 94, "date": 98, "event_type": 87, "sub_event_type": 80, "act": 75, "actors": 68},
        ),
    ],
)
def test_the_texts_with_gold_are_read_as_well_as_the_docs_say(
    coder: Coder, name: str, source: str, year: int | None, least: dict[str, int]
) -> None:
    path = CHRONICLES / name
    chronicle = read_entries(path.read_text(encoding="utf-8"), name, EntrySettings(source, year=year), coder.lexicon)
    gold, _ = read_table(path.with_name(f"{path.stem}.gold.csv"), EVENTS)
    result = score(as_rows(gold), [draft.row("") for draft in coder.code_chronicle(chronicle)], no_township)
    assert {
        figure: result.figures[figure].percent for figure in least if result.figures[figure].percent < least[figure]
    } == {}
    assert result.figures["transfers invented"].right == 0


def test_the_months_chronicle_is_read_as_the_issue_asks(coder: Coder, november: Project) -> None:
    path = ROOT.parent / "shared" / "chronicles" / "2023-11-mohinga-matters.txt"
    if not path.is_file():
        pytest.skip("the chronicle's text is not on this machine")
    chronicle = read_entries(
        path.read_text(encoding="utf-8"), path.name, EntrySettings("Mohinga Matters"), coder.lexicon
    )
    gold = [
        row
        for row in as_rows(read_table(november.table("events.csv"), EVENTS)[0])
        if row["entry_id"].startswith("MM-2023-11")
    ]
    figures = score(gold, [draft.row("") for draft in coder.code_chronicle(chronicle)], no_township).figures
    least = {"found": 95, "date": 98, "event_type": 90, "sub_event_type": 80, "act": 90, "actors": 90}
    assert {name: figures[name].percent for name in least if figures[name].percent < least[name]} == {}
    assert figures["invented"].percent <= 5
    assert figures["transfers invented"].right == 0
