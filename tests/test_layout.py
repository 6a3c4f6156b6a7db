"""A page as people copy it: what dates it, what reports, what is furniture; nothing is dropped without a word."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from typer.testing import CliRunner

from conflictmap.chronicle.language.lexicon import Lexicon
from conflictmap.chronicle.text.documents import open_document, read_document
from conflictmap.chronicle.text.entries import Chronicle, EntrySettings, read_entries
from conflictmap.chronicle.text.layout import blocks, furniture, reports
from conflictmap.chronicle.text.page_date import read_dateline, split_agency
from conflictmap.cli import app
from conflictmap.errors import DataError
from conflictmap.project import Project

ROOT = Path(__file__).parents[1]
BODY = "Soldiers burned twelve houses in the village and left in the evening."


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.open(Project(ROOT, ROOT / "data", ROOT / "maps"))


def read(text: str, lexicon: Lexicon, **given: object) -> Chronicle:
    return read_entries(text, "text.txt", EntrySettings("Mohinga Matters", **given), lexicon)


@pytest.mark.parametrize(
    ("line", "year", "day"),
    [
        ("Mandalay, 23 September", 2023, "2023-09-23"),
        ("Narinjara News, 18 May 2024", None, "2024-05-18"),
        ("By Staff Reporter, 27 September 2022", None, "2022-09-27"),
        ("Published on April 23, 2025 by Karen News", None, "2025-04-23"),
        ("Spring Daily News for 22 September 2022", None, "2022-09-22"),
        ("WEEKLY DISPATCH | Jan. 9, 2025", None, "2025-01-09"),
        ("2022 September 25", None, "2022-09-25"),
        ("2025.04.22", None, "2025-04-22"),
        ("18/9/2022", None, "2022-09-18"),
        ("EMG, YANGON JULY 18", 2025, "2025-07-18"),
        ("March 29, 2024 3 minutes read", None, "2024-03-29"),
        ("Situation update, 23 November to 6 December 2023", None, "2023-12-06"),
        ("ဖေဖော်ဝါရီ ၁၄၊ ၂၀၂၃", None, "2023-02-14"),
    ],
)
def test_a_dateline_gives_the_pages_day(lexicon: Lexicon, line: str, year: int | None, day: str) -> None:
    found = read_dateline(line, lexicon, None, year)
    assert found is not None
    assert found.day.isoformat() == day


@pytest.mark.parametrize(
    "line", [BODY, "The KIA captured a camp on 31 May 2024.", "Troops came on 3 June 2024 and left"]
)
def test_a_report_is_no_dateline(lexicon: Lexicon, line: str) -> None:
    assert read_dateline(line, lexicon, None, None) is None


def test_an_agencys_head_dates_and_is_no_part_of_the_report(lexicon: Lexicon) -> None:
    line, body = split_agency(f"YANGON, Aug. 5 (Xinhua) -- {BODY}", lexicon, None, 2024)
    assert body == BODY
    assert line is not None
    assert line.day == dt.date(2024, 8, 5)
    assert split_agency(f"BANGKOK (AP) — {BODY}", lexicon, None, 2024) == (None, BODY)
    assert split_agency(f"The village of A — {BODY}", lexicon, None, 2024)[1].startswith("The village")


def test_an_items_full_stop_is_not_needed(lexicon: Lexicon) -> None:
    found = read(
        "22 September 2022\n\n- The KIA captured a camp near Bhamo on 31 May\n- Yesterday it rained here\n", lexicon
    )
    assert [entry.text for entry in found.entries] == ["The KIA captured a camp near Bhamo on 31 May"]
    assert [(one.first, one.taken_for) for one in found.left_out] == [(1, "date"), (4, "heading")]


def test_every_line_is_an_entry_or_is_listed(lexicon: Lexicon) -> None:
    text = (
        f"Junta jets bomb a village\n\nBy Staff Reporter\n\nThaton, 23 September 2023\n\n{BODY}[8]\n\nPhoto: A village\n\n"
        "Related posts\nKIA opens a front\n\nLeave a Reply\n"
    )
    found = read(text, lexicon)
    assert [entry.text for entry in found.entries] == [BODY]
    assert found.entries[0].date == dt.date(2023, 9, 23)
    assert [(one.first, one.taken_for) for one in found.left_out] == [
        (1, "heading"), (3, "notice"), (5, "dateline"), (9, "notice"), (11, "notice"), (12, "links and notes"), (14, "notice"),
    ]  # fmt: skip
    assert found.dropped > 0.2


def test_the_day_a_page_was_visited_is_not_its_day(lexicon: Lexicon) -> None:
    found = read(f"Tuesday, September 17th 2024\n\nNarinjara News, 26 May 2024\n\n{BODY}\n", lexicon)
    assert found.entries[0].date == dt.date(2024, 5, 26)


def test_a_given_day_of_publication_counts_before_the_texts(lexicon: Lexicon) -> None:
    found = read(f"A headline\n\n{BODY}\n", lexicon, published=dt.date(2024, 5, 1))
    assert found.entries[0].date == dt.date(2024, 5, 1)


def test_a_bold_lead_is_a_heading_and_not_glued_to_a_place(lexicon: Lexicon) -> None:
    found = read(f"May 3, 2024\n\n**Fighting in Loikaw** {BODY}\n", lexicon)
    assert [entry.text for entry in found.entries] == [BODY]
    assert list(found.topics.values()) == ["Fighting in Loikaw"]


def test_short_lines_stand_for_themselves_and_wrapped_ones_are_joined() -> None:
    text = "Share this post\nHot News\n\n" + "x" * 70 + "\n" + "Y" * 30
    assert [block.text for block in blocks(text)] == ["Share this post", "Hot News", "x" * 70 + " " + "Y" * 30]


@pytest.mark.parametrize(
    "line", ["![A gate](gate.jpg)", "___", '8. ^ "Three towns". *The Irrawaddy*.', "(C) AAPP", "Filed under: Rights"]
)
def test_furniture_is_known(line: str) -> None:
    block = next(blocks(line))
    assert furniture(block) or not reports(block)


TABLE = "| Town | Captured | By | Retaken |\n|---|---|---|---|\n| Cikha | 19 May 2024 | CNA | |\n| Nawnghkio | 10 July 2024 | TNLA | 16 July 2025 |\n"


def test_a_row_is_a_happening_for_each_day_it_holds(lexicon: Lexicon) -> None:
    found = read(f"Towns of the war, retaken by the army\n\n{TABLE}", lexicon)
    assert [entry.text for entry in found.entries][:2] == [
        "CNA captured Cikha on 19 May 2024.",
        "TNLA captured Nawnghkio on 10 July 2024.",
    ]
    assert [entry.date.isoformat() for entry in found.entries][:2] == ["2024-05-19", "2024-07-10"]
    assert found.entries[2].text == "The military recaptured Nawnghkio from TNLA on 16 July 2025."


def test_a_table_states_its_years_itself(lexicon: Lexicon) -> None:
    found = read(f"Towns of the war, retaken by the army\n\n{TABLE}", lexicon, year=2025)
    assert [entry.date.year for entry in found.entries] == [2024, 2024, 2025]


def test_two_tables_of_a_page_are_both_read(tmp_path: Path, lexicon: Lexicon) -> None:
    rows = "<tr><th>Town</th><th>Captured</th><th>By</th></tr><tr><td>{}</td><td>{}</td><td>AA</td></tr><tr><td>{}</td><td>{}</td><td>AA</td></tr>"
    one = rows.format("Paletwa", "14 January 2024", "Pauktaw", "24 January 2024")
    two = rows.format("Minbya", "6 February 2024", "Kyauktaw", "7 February 2024")
    page = f"<html><body><div><p>Towns that fell, and their days, by an open encyclopedia.</p><h2>First</h2><table>{one}</table><h2>Then</h2><table>{two}</table></div></body></html>"
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    found = read(read_document(tmp_path / "page.html", lambda line: False), lexicon)
    assert len(found.entries) == 4


def test_a_csv_table_is_read(tmp_path: Path, lexicon: Lexicon) -> None:
    (tmp_path / "t.csv").write_text("town,captured,by\nPaletwa,14 January 2024,AA\n", encoding="utf-8")
    found = read(read_document(tmp_path / "t.csv", lambda line: False), lexicon)
    assert [entry.text for entry in found.entries] == ["AA captured Paletwa on 14 January 2024."]


def test_a_pages_metadata_give_its_day(tmp_path: Path) -> None:
    head = (
        '<head><title>News</title><meta property="article:published_time" content="2023-06-16T13:42:07+00:00"/></head>'
    )
    (tmp_path / "p.html").write_text(
        f"<html>{head}<body><article><p>{BODY * 5}</p></article></body></html>", encoding="utf-8"
    )
    assert open_document(tmp_path / "p.html", lambda line: False).published == dt.date(2023, 6, 16)


def test_a_cookie_wall_is_named(tmp_path: Path) -> None:
    wall = "<div class='x'>" + "We value your privacy and use cookies. Accept all. " * 40 + "</div>"
    (tmp_path / "p.html").write_text(
        f"<html><body>{wall}<article><p>Please wait.</p></article></body></html>", encoding="utf-8"
    )
    with pytest.raises(DataError, match=r"cookies|no running text"):
        open_document(tmp_path / "p.html", lambda line: False)


def test_a_word_document_is_read_in_its_order(tmp_path: Path, lexicon: Lexicon) -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.add_heading("Weekly brief", 1)
    document.add_paragraph("27 September 2022")
    document.add_paragraph("The KIA captured a camp near Bhamo on 26 September", style="List Bullet")
    table = document.add_table(rows=2, cols=3)
    for cell, text in zip(table._cells, ("Town", "Captured", "By", "Paletwa", "14 January 2022", "AA"), strict=True):
        cell.text = text
    document.save(str(tmp_path / "w.docx"))
    found = read(read_document(tmp_path / "w.docx", lambda line: False), lexicon)
    assert [entry.text for entry in found.entries] == [
        "The KIA captured a camp near Bhamo on 26 September", "AA captured Paletwa on 14 January 2022.",
    ]  # fmt: skip


def test_an_old_word_file_under_a_new_name_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 600)
    with pytest.raises(DataError, match="old office document"):
        open_document(tmp_path / "a.docx", lambda line: False)


def test_a_pdf_of_pictures_is_named(tmp_path: Path) -> None:
    pypdf = pytest.importorskip("pypdf")
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    with (tmp_path / "a.pdf").open("wb") as file:
        writer.write(file)
    with pytest.raises(DataError, match="PDF of pictures"):
        open_document(tmp_path / "a.pdf", lambda line: False)


def test_the_headline_that_an_extraction_drops_is_listed(tmp_path: Path, lexicon: Lexicon) -> None:
    more = "".join(
        f"<p>On {day} May the KIA captured a camp near Bhamo, and residents of the hills there fled to the town in the evening.</p>"
        for day in range(2, 9)
    )
    page = f"""<html><head><title>Base falls</title></head><body><div id="portal-globalnav">English | Burmese | Khmer | Lao</div>
    <div id="storypage"><h1>Base falls in the hills</h1><h2 class="subhead">It was the last of its kind in the district.</h2>
    <div id="dateline"><span id="byline">By A Reporter</span> <span id="story_date">2024.05.10</span></div><div class="social">Tweet - Share</div>
    <div id="headerimg"><img alt="hill" src="hill.jpg"><span class="caption">A hill.</span></div><p>{BODY}</p>{more}</div></body></html>"""
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    found = read(read_document(tmp_path / "a.html", lambda line: line == "2024.05.10"), lexicon)
    listed = " ".join(one.text for one in found.left_out)
    assert "Base falls in the hills" in listed
    assert "last of its kind" in listed


@pytest.mark.parametrize("text", ["[" * 300_000, "a. " * 100_000, "**a " * 50_000, "| a " * 50_000, "“" * 100_000])
def test_time_grows_with_the_text(lexicon: Lexicon, text: str) -> None:
    import time

    start = time.process_time()
    read(f"March 3, 2024\n\n{BODY}\n\n{text} left.", lexicon)
    assert time.process_time() - start < 5


def test_what_is_left_out_is_said_and_nothing_is_accepted_unasked(tmp_path: Path) -> None:
    text = "A headline of some length about the war\n\nBy A Reporter\n\nThaton, 23 September 2023\n\nThe KIA captured a base near Bhamo on 22 September.\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    result = CliRunner().invoke(app, ["ingest", str(tmp_path / "a.txt"), "--dry-run", "--published", "2023-09-23"])
    assert result.exit_code == 0
    assert "left out, line 1: heading: A headline" in result.output
    wrong = CliRunner().invoke(app, ["ingest", str(tmp_path / "a.txt"), "--dry-run", "--published", "yesterday"])
    assert "--published 'yesterday' is not a day" in str(wrong.exception)
