"""Lists are read from whatever they come in; what is no list says what it is instead."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from conflictmap.errors import SourceError
from conflictmap.sources import table_files

LIST = "Tsp_Pcode,Village_Pcode,Village_Name_Eng,Village_Name_MMR\nT1,900003,One,တစ်\nT1,900004,Two,\n"
ROWS = [["T1", "900003", "One", "တစ်"], ["T1", "900004", "Two", ""]]


def _rows(path: Path, **asked: str) -> list[list[str]]:
    (sheet,) = table_files.sheets(path, **asked)
    return [[str(cell) for cell in row] for row in sheet.rows.to_numpy().tolist()]


def _workbook(path: Path, *, title: str = "_07_Village") -> Path:
    """As MIMU's: a title and a note above the header, numbers as numbers, other sheets beside it."""
    with pd.ExcelWriter(path) as book:
        pd.DataFrame([["Place codes"], ["Version 9.7"]]).to_excel(book, sheet_name="Readme", header=False, index=False)
        header = LIST.split("\n", 1)[0].split(",")
        table = [["Villages", None, None, None], [None] * 4, header]
        table += [["T1", 900003, "One", "တစ်"], ["T1", 900004, "Two", None]]
        pd.DataFrame(table).to_excel(book, sheet_name=title, header=False, index=False)
    return path


def test_the_same_list_in_every_form_gives_the_same_rows(tmp_path: Path) -> None:
    plain = tmp_path / "list.csv"
    plain.write_text(LIST, encoding="utf-8")
    (tmp_path / "bom.csv").write_bytes(b"\xef\xbb\xbf" + LIST.encode())
    (tmp_path / "tabs.txt").write_text(LIST.replace(",", "\t"), encoding="utf-8")
    (tmp_path / "list.csv.gz").write_bytes(gzip.compress(LIST.encode()))
    with zipfile.ZipFile(tmp_path / "list.zip", "w") as archive:
        archive.write(plain, "inner/list.csv")
        archive.writestr("readme.pdf", b"%PDF")
    _workbook(tmp_path / "book.xlsx")
    with gzip.open(tmp_path / "book.xlsx.gz", "wb") as file:
        file.write((tmp_path / "book.xlsx").read_bytes())
    for name in ("list.csv", "bom.csv", "tabs.txt", "list.csv.gz", "list.zip", "book.xlsx", "book.xlsx.gz"):
        assert _rows(tmp_path / name) == ROWS, name


def test_a_sheet_can_be_named(tmp_path: Path) -> None:
    path = _workbook(tmp_path / "book.xlsx", title="Villages")
    assert _rows(path, sheet="Villages") == ROWS


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        pytest.param("a.csv", b"", r"a.csv: the file is empty", id="empty"),
        pytest.param("a.csv", b"  \n\n", r"a.csv: the file is empty", id="blank"),
        pytest.param("a.csv", b"<!DOCTYPE html><html>Not found", r"a.csv: is a web page, not data", id="web page"),
        pytest.param("MM.zip", b"\n\n<html><body>503", r"MM.zip: is a web page", id="web page as zip"),
        pytest.param("a.csv", LIST.encode("utf-16"), r"a.csv: the text is UTF-16; save it as UTF-8", id="UTF-16"),
        pytest.param("a.csv", b"a,b\n1,caf\xe9\n", r"a.csv line 2: the byte 0xe9 is not UTF-8", id="latin-1"),
        pytest.param("a.csv", b"a,b\n\0\0\1", r"a.csv: is no text", id="binary"),
        pytest.param("a.csv", b'a,b\n1,"2\n3,4', r"a.csv: is not a table", id="open quote"),
        pytest.param("a.csv", b"a,b\n1,2,3\n", r"a.csv: has rows with more cells than its header", id="ragged"),
        pytest.param("a.csv.gz", gzip.compress(LIST.encode())[:-12], r"a.csv.gz: the gzip file is cut off", id="gzip"),
        pytest.param("a.zip", b"PK\x03\x04 and no more", r"a.zip: the zip file is cut off or damaged", id="zip"),
    ],
)
def test_what_is_no_list_is_named(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(SourceError, match=message):
        list(table_files.sheets(path))


def test_a_truncated_archive_of_real_size_is_named(tmp_path: Path) -> None:
    whole = tmp_path / "whole.zip"
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("MM.txt", "line\n" * 100_000)
    (tmp_path / "half.zip").write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    with pytest.raises(SourceError, match=r"half.zip: the zip file is cut off or damaged .*; download it again"):
        list(table_files.contents(tmp_path / "half.zip"))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file"):
        list(table_files.sheets(tmp_path / "nothing.csv"))


def test_a_file_of_two_gigabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(2_000_000_000)  # sparse: it takes no room
    with pytest.raises(SourceError, match=r"huge.csv: 2.0 GB is more than the 1 GB that a list may have"):
        list(table_files.sheets(path))


def test_an_archive_that_unpacks_to_too_much_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_files, "SIZE_LIMIT_MB", 1)
    for name, content in (("bomb.csv.gz", gzip.compress(b"0" * 2_000_000)),):
        (tmp_path / name).write_bytes(content)
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("MM.txt", b"0" * 2_000_000)
    for name in ("bomb.csv.gz", "bomb.zip"):
        with pytest.raises(SourceError, match=f"{name}: .* is more than"):
            list(table_files.sheets(tmp_path / name))


def test_a_workbook_without_the_sheet_names_those_it_has(tmp_path: Path) -> None:
    path = _workbook(tmp_path / "book.xlsx")
    with pytest.raises(
        SourceError, match=r"book.xlsx: sheet 'Wards' is not there; its sheets are: Readme, _07_Village"
    ):
        list(table_files.sheets(path, sheet="Wards"))
    pd.DataFrame({"a": [1]}).to_excel(tmp_path / "other.xlsx", sheet_name="Budget")
    with pytest.raises(SourceError, match=r"other.xlsx: no sheet has P-codes in it; its sheets are: Budget"):
        list(table_files.sheets(tmp_path / "other.xlsx"))


def test_a_truncated_workbook_is_named(tmp_path: Path) -> None:
    path = _workbook(tmp_path / "book.xlsx")
    path.write_bytes(path.read_bytes()[:3000])
    with pytest.raises(SourceError, match=r"book.xlsx: .*(cut off|cannot be read).*download it again"):
        list(table_files.sheets(path))
