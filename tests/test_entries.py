"""A chronicle's text comes apart into dated entries, whatever its headings; a date is never guessed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from conflictmap.chronicle.language.lexicon import Lexicon
from conflictmap.chronicle.language.tokens import read_sentences
from conflictmap.chronicle.text.date_phrases import Anchor
from conflictmap.chronicle.text.dates import find_dates, written_dates
from conflictmap.chronicle.text.documents import read_document
from conflictmap.chronicle.text.entries import Chronicle, EntrySettings, initials_of, read_entries, read_heading
from conflictmap.errors import DataError
from conflictmap.project import Project

ROOT = Path(__file__).parents[1]
BODY = "Soldiers burned twelve houses in the village and left in the evening."


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.open(Project(ROOT, ROOT / "data", ROOT / "maps"))


def entries(text: str, lexicon: Lexicon, *, year: int | None = None, source: str = "Mohinga Matters") -> Chronicle:
    return read_entries(text, "text.txt", EntrySettings(source, year=year), lexicon)


@pytest.mark.parametrize(
    ("line", "year", "first", "last"),
    [
        pytest.param("November 7, 2023", None, "2023-11-07", "2023-11-07", id="month first"),
        pytest.param("## November 7, 2023", None, "2023-11-07", "2023-11-07", id="Markdown"),
        pytest.param("**7 November 2023**", None, "2023-11-07", "2023-11-07", id="day first, bold"),
        pytest.param("Tuesday, 7 November 2023:", None, "2023-11-07", "2023-11-07", id="weekday and colon"),
        pytest.param("December 6", 2023, "2023-12-06", "2023-12-06", id="without a year"),
        pytest.param("Sept. 16", 2022, "2022-09-16", "2022-09-16", id="abbreviated"),
        pytest.param("2023-11-07", None, "2023-11-07", "2023-11-07", id="ISO"),
        pytest.param("November 13 to 15, 2023", None, "2023-11-13", "2023-11-15", id="range"),
        pytest.param("30 December 2022 - 5 January 2023", None, "2022-12-30", "2023-01-05", id="over New Year's Eve"),
        pytest.param("14 to 20 November 2022", None, "2022-11-14", "2022-11-20", id="week"),
        pytest.param("Day 143", None, "2021-06-23", "2021-06-23", id="day count"),
        pytest.param("Day 308 (5 December)", None, "2021-12-05", "2021-12-05", id="day count with its date"),
        pytest.param("Day 1124", None, "2024-02-29", "2024-02-29", id="a leap day counted"),
        pytest.param("Day 1124 - February 29", None, "2024-02-29", "2024-02-29", id="a leap day counted and written"),
        pytest.param(
            "Day 1124 - March 1, 2023", None, "2023-03-01", "2023-03-01", id="a leap day counted, not written"
        ),
        pytest.param("Day 1123 - February 28, 2023", None, "2024-02-28", "2024-02-28", id="another year written"),
        pytest.param("February 29, 2024", None, "2024-02-29", "2024-02-29", id="a leap day"),
        pytest.param("August 1 to March 5, 2024", None, "2023-08-01", "2024-03-05", id="over half a year"),
        pytest.param("30 December to 5 January 2023", None, "2022-12-30", "2023-01-05", id="one year for both"),
        pytest.param("August 1 to March 5", 2024, "2023-08-01", "2024-03-05", id="over half a year, its year given"),
        pytest.param("၂၀၂၃ ခုနှစ်၊ နိုဝင်ဘာလ ၇ ရက်", None, "2023-11-07", "2023-11-07", id="Burmese"),
        pytest.param("နိုဝင်ဘာ ၇ ရက်", 2023, "2023-11-07", "2023-11-07", id="Burmese without a year"),
    ],
)
def test_a_heading_dates_what_stands_below_it(
    lexicon: Lexicon, line: str, year: int | None, first: str, last: str
) -> None:
    heading = read_heading(line, lexicon, None, year=year)
    assert heading is not None
    assert (heading.first.isoformat(), heading.last.isoformat()) == (first, last)


@pytest.mark.parametrize(
    "line",
    ["Weekly Update: 094", "Armed conflict", "February 30, 2023", BODY, "On November 7, troops came.", "Sept. 16"],
)
def test_other_lines_are_no_headings(lexicon: Lexicon, line: str) -> None:
    assert read_heading(line, lexicon, None, year=None) is None


def test_a_counted_leap_day_that_does_not_fit_its_date_is_a_question(lexicon: Lexicon) -> None:
    heading = read_heading("Day 1124 - March 1, 2023", lexicon, None, year=None)
    assert heading is not None
    assert "is 2024-02-29, not 2023-03-01" in heading.doubt


@pytest.mark.parametrize("year", [None, 2022, 2023])
def test_a_leap_day_of_a_year_without_one_is_no_heading(lexicon: Lexicon, year: int | None) -> None:
    line = "February 29" if year is None else f"February 29, {year}"
    assert read_heading(line, lexicon, None, year=2023) is None


def test_a_weekday_that_does_not_fit_is_a_question(lexicon: Lexicon) -> None:
    heading = read_heading("Monday, November 7, 2023", lexicon, None, year=None)
    assert heading is not None
    assert "Tuesday" in heading.doubt


def test_paragraphs_of_one_day_get_numbers_and_the_footer_is_no_entry(lexicon: Lexicon) -> None:
    text = f"November 7, 2023\n\n{BODY}\n\nA second thing was reported from the capital.\n\n@2024 – Developed by X\n"
    found = entries(text, lexicon).entries
    assert [entry.entry_id for entry in found] == ["MM-2023-11-07", "MM-2023-11-07-2"]


def test_a_date_that_begins_its_paragraph_dates_it(lexicon: Lexicon) -> None:
    found = entries(f"Sept. 16: {BODY}\n\nSept. 17 – {BODY}", lexicon, year=2022).entries
    assert [(entry.date.isoformat(), entry.text) for entry in found] == [("2022-09-16", BODY), ("2022-09-17", BODY)]


def test_without_headings_a_paragraph_takes_its_own_first_date(lexicon: Lexicon) -> None:
    text = "On 14 November 2022 troops shelled a village.\n\nNo one was hurt in the second attack that followed."
    assert [entry.date.isoformat() for entry in entries(text, lexicon).entries] == ["2022-11-14", "2022-11-14"]


def test_the_year_turns_with_the_headings(lexicon: Lexicon) -> None:
    found = entries(f"December 31, 2023\n\n{BODY}\n\nJanuary 1\n\n{BODY}", lexicon).entries
    assert [entry.date.isoformat() for entry in found] == ["2023-12-31", "2024-01-01"]


@pytest.mark.parametrize(
    ("text", "year", "says"),
    [
        pytest.param(BODY, None, "no date that could be read with its year", id="no dates"),
        pytest.param(f"Sept. 16\n\n{BODY}", None, "--year", id="no year"),
        pytest.param(f"November 7, 2023\n\n{BODY}", 2021, "has dates of 2023, but --year 2021", id="another year"),
    ],
)
def test_a_text_whose_dates_cannot_be_told_is_refused(lexicon: Lexicon, text: str, year: int | None, says: str) -> None:
    with pytest.raises(DataError, match=says.replace("(", r"\(")):
        entries(text, lexicon, year=year)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("From November 13 to 15, the army arrested people.", [("2023-11-13", "2023-11-15", 1)]),
        ("Talks were held in Jakarta from November 20-22 with all.", [("2023-11-20", "2023-11-22", 1)]),
        ("They met on 16 and 17 November.", [("2023-11-16", "2023-11-17", 1)]),
        ("On November 5 and 12 people died.", [("2023-11-05", "2023-11-05", 1)]),
        ("He was shot the next morning.", [("2023-11-25", "2023-11-25", 1)]),
        ("They were held the previous day.", [("2023-11-23", "2023-11-23", 1)]),
        ("Shells fell this morning.", [("2023-11-24", "2023-11-24", 1)]),
        ("They took A ten days after taking B.", [("2023-11-14", "2023-11-14", 2)]),
        ("Two weeks later the base fell.", [("2023-12-08", "2023-12-08", 2)]),
        ("The KNU said so on Friday.", [("2023-11-24", "2023-11-24", 1)]),
        ("It was the third town in November.", [("2023-11-01", "2023-11-30", 3)]),
        ("In all 44 billion kyats and 14 passengers were lost.", []),
    ],
)
def test_dates_in_a_sentence_are_resolved_with_their_precision(
    lexicon: Lexicon, sentence: str, expected: list[tuple[str, str, int]]
) -> None:
    day = dt.date(2023, 11, 24)  # a Friday
    [read] = read_sentences(sentence, abbreviations=lexicon.abbreviations, spellings=lexicon.spellings)
    times = lexicon.book.find(read.words, read.raw).get("time", [])
    found = find_dates(read, times, lexicon, Anchor(day, day, day))
    assert [(when.first.isoformat(), when.last.isoformat(), when.precision) for when in found] == expected
    assert all(0 <= when.start < when.end <= len(sentence) for when in found)


@pytest.mark.parametrize(
    ("near", "text", "expected"),
    [
        ("2023-11-24", "February 29", ["2024-02-29/2024-02-29"]),
        ("2022-11-24", "February 29", []),
        ("2023-11-24", "from February 29 to August 5", ["2024-02-29/2024-08-05"]),
        ("2024-11-24", "from February 29 to August 5", ["2024-02-29/2024-08-05"]),
        ("2022-11-24", "from February 29 to August 5", []),
        ("2023-11-24", "from August 5 to February 29", ["2023-08-05/2024-02-29"]),
        ("2024-03-01", "from August 5 to February 29", ["2023-08-05/2024-02-29"]),
        ("2022-03-01", "from August 5 to February 29", []),
        ("2023-11-24", "from August 5 to February 29, 2024", ["2023-08-05/2024-02-29"]),
        ("2023-11-24", "from February 29 to August 5, 2023", []),
        ("2024-11-24", "from February 29 to March 2", ["2024-02-29/2024-03-02"]),
        ("2024-11-24", "from February 27 to 29", ["2024-02-27/2024-02-29"]),
        ("2023-11-24", "2024-02-29 to 2024-03-02", ["2024-02-29/2024-03-02"]),
        ("2023-11-24", "from November 1 to June 1", ["2022-11-01/2023-06-01"]),
        ("2023-06-15", "from January 2 to December 31", ["2022-01-02/2022-12-31"]),
        ("2023-06-15", "from August 5 to 3 February", ["2023-08-05/2023-08-05"]),
        ("2023-11-24", "from February 20 to January 5, 2024", ["2023-02-20/2024-01-05"]),
        ("2023-11-24", "from December 30, 2022 to January 5, 2023", ["2022-12-30/2023-01-05"]),
        ("2023-11-24", "from 30 December 2022 until 5 January 2023", ["2022-12-30/2023-01-05"]),
        ("2023-11-24", "November 7, 2023 and November 9, 2023", ["2023-11-07/2023-11-07", "2023-11-09/2023-11-09"]),
        ("2023-11-24", "October 27 until January 7", ["2023-10-27/2024-01-07"]),
        ("2023-11-24", "On November 15 to 3 villages", ["2023-11-15/2023-11-15"]),
        ("2023-11-24", "2023-11-10 to 2023-11-07", ["2023-11-10/2023-11-10"]),
    ],
)
def test_a_range_keeps_both_its_days(lexicon: Lexicon, near: str, text: str, expected: list[str]) -> None:
    found = written_dates(text, lexicon, dt.date.fromisoformat(near))
    assert [f"{when.first}/{when.last}" for when in found] == expected


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("year", [2021, 2022, 2023, 2024, 2025, 2100])
def test_no_range_with_a_leap_day_ends_the_program(lexicon: Lexicon, month: int, year: int) -> None:
    name, near = dt.date(year, month, 28).strftime("%B"), dt.date(year, 7, 1)
    for text in (f"from February 29 to {name} 28", f"from {name} 28 to February 29"):
        for stated in ("", f", {year}"):
            for when in written_dates(text + stated, lexicon, near):
                assert when.first <= when.last < when.first + dt.timedelta(days=367), (text, stated)
                days = [(day.month, day.day) for day in (when.first, when.last)]
                assert (2, 29) in days or month == 2, (text, stated)
    for line in (
        f"Day {(dt.date(2024, 2, 29) - dt.date(2021, 2, 1)).days + 1} - {name} 28, {year}",
        f"{name} 28, {year}",
    ):
        assert read_heading(line, lexicon, near, year=year) is not None, line


def test_titles_and_months_do_not_end_a_sentence(lexicon: Lexicon) -> None:
    text = "On Sept. 16 Lt. General X spoke. Brig. Gen. Y of the U.S. answered."
    found = read_sentences(text, abbreviations=lexicon.abbreviations, spellings=lexicon.spellings)
    assert [sentence.text for sentence in found] == [text[:32], text[33:]]


@pytest.mark.parametrize(("source", "expected"), [("Mohinga Matters", "MM"), ("Mizzima", "MIZ"), ("", "SRC")])
def test_initials_begin_an_entry_id(source: str, expected: str) -> None:
    assert initials_of(source) == expected


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        pytest.param("a.pdf", b"%PDF-1.7 ...", "is a PDF", id="pdf"),
        pytest.param("a.docx", b"PK\x03\x04....", "office document", id="docx"),
        pytest.param("a.txt", b"\x01\x02\x00\x03", "binary file", id="binary"),
        pytest.param(
            "a.txt", "November 7, 2023\nShwe Kokko café".encode("latin-1"), "not UTF-8 .*line 2", id="latin-1"
        ),
        pytest.param("a.txt", b"  \n", "is empty", id="empty"),
        pytest.param(
            "a.html", b"<html><body><script>draw()</script></body></html>", "no running text", id="script page"
        ),
    ],
)
def test_what_is_no_text_is_refused_with_a_cure(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(DataError, match=says):
        read_document(path, lambda line: False)


def test_a_file_that_is_absent_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"gone\.txt: does not exist"):
        read_document(tmp_path / "gone.txt", lambda line: False, "gone.txt")


PAGE = """<!doctype html><html><head><title>News</title></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/about">About</a></li></ul></nav><div id="cookie">We use cookies.</div>
<main><article><h1>November Timeline</h1>
<div class="accordion"><div class="title"><span>November 7, 2023</span></div><div><p>{body}</p></div></div>
<div class="accordion"><div class="title"><span>November 8, 2023</span></div><div><p>{body} Then they came back again.</p></div></div>
<div class="accordion"><div class="title"><span>November 9, 2023</span></div><div><p>{body} On the third day nobody came.</p></div></div>
</article></main><aside><p>Read also: what happened in 2022</p></aside><footer>@2024</footer></body></html>"""


def test_the_body_of_a_page_is_found_with_dates_in_any_tag(tmp_path: Path, lexicon: Lexicon) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE.format(body=BODY), encoding="utf-8")
    text = read_document(path, lambda line: read_heading(line, lexicon, None, year=None) is not None)
    found = entries(text, lexicon).entries
    assert [entry.date.isoformat() for entry in found] == ["2023-11-07", "2023-11-08", "2023-11-09"]
    assert "cookies" not in text
    assert "Read also" not in text
