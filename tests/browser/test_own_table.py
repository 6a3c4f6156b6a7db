"""A table of the reader's own: dropped or chosen, joined in the page, drawn, saved with the page; bad files get a sentence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from test_hostile_text import assert_harmless, mixed

import pagedata

pytestmark = pytest.mark.browser

# Anan is the square 95-96 E, 19-20 N; Bado 96-97 E, 19-20 N
ACLED = """event_id_cnty,event_date,sub_event_type,location,latitude,longitude,notes
MMR1,03 October 2023,Armed clash,Upper,19.5,95.5,"Two men, one ""hurt"", at
the bridge"
MMR2,03 October 2023,Armed clash,Upper,19.5,95.5,again
MMR3,2023-10-09,Air/drone strike,Lower,19.5,96.5,late
MMR4,someday,Armed clash,Lower,19.5,96.5,no day
MMR5,03 October 2023,Armed clash,Nowhere,,,no point
MMR6,03 October 2023,Armed clash,Null,0,0,null island
MMR7,03 October 2023,Armed clash,Sea,5.0,80.0,at sea
MMR8,03 October 2023
"""


@pytest.fixture
def give(opened: Any, tmp_path: Path) -> Callable[[str, bytes], str]:
    """Choose a file of some bytes; the text of the panel after it."""

    def chosen(name: str, body: bytes) -> str:
        file = tmp_path / name
        file.write_bytes(body)
        opened.do("{panel: 'own'}")
        before = opened.page.evaluate("conflictmap.page.state().tables")
        opened.page.set_input_files("#cm-own-file", str(file))
        opened.until(f"conflictmap.page.state().tables > {before}")
        opened.settle()
        return str(opened.text(".cm-panel-body"))

    return chosen


def test_a_table_is_joined_to_townships_and_says_what_it_leaves_out(opened: Any, give: Any) -> None:
    text = give("mine.csv", ACLED.encode())
    assert "mine.csv: 4 of 8 rows are drawn" in text
    assert "Read as: ACLED" in text
    assert "Left out: 4" in text
    assert "without coordinates, or with (0, 0) 2" in text
    assert "outside every township 1" in text
    assert "with fewer cells than the heading 1" in text
    assert "1 with a date that cannot be read: drawn on every day" in text
    opened.do("{day: 3, window: 1}")  # the fourth day: only the row without a date
    assert "1 of them in the days shown" in opened.text(".cm-panel-body")
    opened.do("{day: 2}")
    assert "3 of them in the days shown" in opened.text(".cm-panel-body")
    rows = opened.page.locator(".cm-panel table tbody tr").all_inner_texts()
    assert [row.split("\t") for row in rows] == [["Anan", "2"], ["Bado", "1"]]
    assert opened.noise == []


def test_a_square_is_opened_by_a_click_and_shows_its_rows_as_they_were_written(opened: Any, give: Any) -> None:
    give("mine.csv", ACLED.encode())
    opened.do("{day: 2, window: 1, panel: ''}")
    x, y = opened.page.evaluate(
        "(() => { const box = conflictmap_map.getContainer().getBoundingClientRect();"
        " const { x, y } = conflictmap_map.latLngToContainerPoint([19.5, 95.5]); return [box.left + x, box.top + y]; })()"
    )
    opened.page.mouse.click(x, y)
    opened.settle()
    text = opened.text(".cm-panel-body")
    assert "Rows of your table here (2)" in text
    assert 'Two men, one "hurt", at the bridge' in text


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        pytest.param("a.csv", b"when,what\n1,2\n", "has no columns for latitude and longitude", id="no coordinates"),
        pytest.param("b.csv", b"lat,lon\n", "has no rows under its heading", id="no rows"),
        pytest.param("c.csv", b"lat,lon\n95.5,19.5\n", "None of the 1 rows", id="exchanged"),
        pytest.param("d.xlsx", b"PK\x03\x04rest", "is no table of text", id="workbook"),
        pytest.param("e.png", b"\x89PNG\x00\x01", "is no table of text", id="picture"),
        pytest.param("f.csv", b"", "has no rows under its heading", id="empty"),
    ],
)
def test_a_bad_file_gets_a_sentence_and_the_page_stays(
    opened: Any, give: Any, name: str, body: bytes, said: str
) -> None:
    give("good.csv", b"lat;lon\n19,5;95,5\n")
    text = give(name, body)
    assert said in text
    assert f"{name}" in text
    assert "good.csv: 1 of 1 rows are drawn" in text
    assert opened.noise == []


def test_a_file_of_500_megabytes_is_not_read(opened: Any) -> None:
    opened.page.evaluate(
        "conflictmap.page.own.take({ name: 'all.csv', size: 500e6, arrayBuffer: () => { throw new Error('read'); } })"
    )
    opened.settle()
    assert "all.csv has 500 MB. This page reads tables up to 200 MB" in opened.text(".cm-panel-body")


def test_a_dropped_file_is_read(opened: Any) -> None:
    opened.page.evaluate(
        "(() => { const data = new DataTransfer(); data.items.add(new File(['lat,lon\\n19.5,95.5\\n'], 'drop.csv'));"
        " for (const type of ['dragover', 'drop']) dispatchEvent(new DragEvent(type, { dataTransfer: data, cancelable: true })); })()"
    )
    opened.until("conflictmap.page.own.now() !== null")
    opened.settle()
    assert "drop.csv: 1 of 1 rows are drawn" in opened.text(".cm-panel-body")


def test_the_new_page_holds_the_table_and_asks_for_nothing(
    open_page: Callable[..., Any], opened: Any, give: Any, tmp_path: Path
) -> None:
    give("mine.csv", ACLED.encode())
    with opened.page.expect_download() as download:
        opened.page.get_by_role("button", name="Save a new page").click()
    download.value.save_as(tmp_path / "new.html")
    html = (tmp_path / "new.html").read_text(encoding="utf-8")
    again = open_page(html, fragment="#panel=own")
    assert "mine.csv: 4 of 8 rows are drawn" in again.text(".cm-panel-body")
    assert again.page.locator(".leaflet-pane.leaflet-map-pane").count() == 1
    assert again.page.evaluate("conflictmap.page.model.meta.units.length") == len(pagedata.NAMES)
    assert again.noise == []


def test_hostile_rows_are_text(opened: Any, give: Any) -> None:
    evil = ["<img src=x onerror=alert(1)>", "=cmd()", "</script><script>alert(2)</script>", "{{7*7}}"]
    rows = "".join(f'19.5,95.5,"{each}","{each}","{each}"\n' for each in evil)
    give("<b>evil</b>.csv".replace("/", "_"), f"lat,lon,type,place,notes\n{rows}".encode())
    opened.do("{ownRows: [0, 1, 2, 3]}")
    text = opened.text(".cm-panel-body")
    for each in evil:
        assert each in text
    assert opened.page.locator(".cm-panel-body img, .cm-panel-body script, .cm-panel-body b").count() == 0
    assert opened.noise == []


def test_a_thousand_hostile_rows_run_nothing(opened: Any, give: Any) -> None:
    """Each text stands in the place, type and notes of a row, quoted as RFC 4180 says; all are listed, as written."""
    texts: list[str] = []

    @settings(max_examples=1000, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(mixed())
    def collect(text: str) -> None:
        texts.append(text)

    collect()
    texts = (texts * 2)[:1000]
    assert len(set(texts)) > 500
    quoted = ['"' + text.replace("\0", "").replace("\r", "").replace('"', '""')[:150] + '"' for text in texts]
    rows = "".join(f"19.5,95.5,{text},{text},{text}\n" for text in quoted)
    give("evil.csv", f"lat,lon,type,place,notes\n{rows}".encode("utf-8", "replace"))
    assert opened.page.evaluate("conflictmap.page.own.now().total") == 1000
    for start in range(0, 1000, 60):
        opened.do(f"{{ownRows: {list(range(start, min(1000, start + 60)))}}}")
        assert opened.page.locator(".cm-own-rows li").count() == min(60, 1000 - start)
        assert opened.page.evaluate(
            "[...document.querySelectorAll('.cm-own-rows *')].every((each) => /^(LI|STRONG|DIV)$/.test(each.tagName))"
        )
    assert_harmless(opened)
