"""The page's data: what is drawn, what is left out, how it is packed; and its folium elements."""

from __future__ import annotations

import base64
import dataclasses
import datetime as dt
import hashlib
import json
import re
import zlib
from pathlib import Path
from typing import Any

import folium
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pagedata
from conflictmap.errors import ConflictmapError
from conflictmap.page import ConflictMap, ControlLayer, EventLayer, PageOptions, render_page
from conflictmap.page.blocks import make_blocks
from conflictmap.page.page_data import PLACINGS, place_marks, shown_events, shown_spans
from conflictmap.page.payload import column, html_text, pack, script_json
from conflictmap.page.state_pages import render_split_pages

GOLDEN = Path(__file__).parent / "data" / "payload" / "columns.json"


def inflate(text: str) -> bytes:
    return zlib.decompress(base64.b64decode(text), -15)


def meta_of(options: PageOptions | None = None, **changes: Any) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(
        inflate(make_blocks(pagedata.page_data(**changes), options or PageOptions()).meta)
    )
    return loaded


@pytest.mark.parametrize("case", json.loads(GOLDEN.read_text()), ids=lambda case: str(case["name"]))
def test_columns_are_packed_as_the_golden_file_says(case: dict[str, Any]) -> None:
    directory, body = pack([column(case["name"], case["values"], case["coding"])])
    assert body.hex() == case["bytes"]
    assert directory == [[case["name"], case["coding"], len(case["values"]), 0, case["bits"]]]


@given(st.lists(st.integers(-(2**30), 2**30 - 1)), st.sampled_from(["int", "delta"]))
def test_a_packed_column_is_read_back_as_it_was(values: list[int], coding: Any) -> None:
    _, body = pack([column("any", values, coding)])
    assert unpack(body, coding) == values


def unpack(body: bytes, coding: str) -> list[int]:
    """The reader told in docs/payload.md, written plainly."""
    out, value, shift, before = [], 0, 0, 0
    for octet in body:
        value |= (octet & 127) << shift
        shift += 7
        if octet < 128:
            whole = (value >> 1) ^ -(value & 1)
            before = before + whole if coding == "delta" else whole
            out.append(before)
            value, shift = 0, 0
    return out


def test_a_value_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="column x"):
        column("x", [-1], "uint")


def test_every_event_is_counted_once_by_how_it_is_placed() -> None:
    counts = meta_of()["counts"]
    assert counts == {"total": 12, "events": 12, "point": 8, "township": 1, "region": 1, "abroad": 1, "unplaced": 1}


def test_other_spellings_go_with_their_unit_or_the_number_of_their_town() -> None:
    towns = pagedata.page_data().towns
    aliases = {"XXR001000": ("Anann",), str(towns.index[1]): ("Old Name", "Older"), "elsewhere": ("Nowhere",)}
    data = dataclasses.replace(pagedata.page_data(), aliases=aliases)
    meta = json.loads(inflate(make_blocks(data, PageOptions()).meta))
    assert meta["aliases"] == [["XXR001000", "Anann"], [1, "Old Name", "Older"]]


def test_an_event_without_a_spot_has_no_mark() -> None:
    events = shown_events(pagedata.events(), PageOptions())
    marks = place_marks(events, pagedata.matches(), PageOptions())
    assert events["event_id"].iloc[marks.event].tolist() == [
        "E01", "E02", "E03", "E04", "E05", "E06", "E07", "E08", "E11"
    ]  # fmt: skip
    assert [PLACINGS[each] for each in marks.placing[-4:]] == ["abroad", "unplaced", "point", "region"]


def test_two_mentions_of_one_spot_are_one_mark() -> None:
    twice = pagedata.matches()
    twice = twice.loc[[0, *twice.index]].reset_index(drop=True)
    marks = place_marks(shown_events(pagedata.events(), PageOptions()), twice, PageOptions())
    assert np.bincount(marks.event)[0] == 1


def test_an_origin_is_not_drawn() -> None:
    matches = pagedata.matches()
    matches.loc[0, "role"] = "origin"
    marks = place_marks(shown_events(pagedata.events(), PageOptions()), matches, PageOptions())
    assert 0 not in marks.event
    assert PLACINGS[marks.placing[0]] == "unplaced"


@pytest.mark.parametrize(
    ("options", "shown"),
    [
        pytest.param(PageOptions(start=pagedata.day(9)), ["E11", "E12"], id="from a day"),
        pytest.param(PageOptions(end=pagedata.day(1)), ["E01"], id="to a day"),
        pytest.param(
            PageOptions(start=pagedata.day(4), end=pagedata.day(4)), ["E03", "E05"], id="a range's last day counts"
        ),
        pytest.param(PageOptions(delay_days=8), ["E01", "E02"], id="a delay, from the latest day"),
        pytest.param(PageOptions(delay_days=8, cutoff=pagedata.day(9)), ["E01"], id="a delay, from the cut-off"),
    ],
)
def test_options_choose_the_events(options: PageOptions, shown: list[str]) -> None:
    assert shown_events(pagedata.events(), options)["event_id"].tolist() == shown


def test_a_limit_of_precision_takes_the_exact_spots_out_of_the_file() -> None:
    blocks = make_blocks(pagedata.page_data(), PageOptions(max_precision=3))
    whole = b"".join(inflate(text) for text in (blocks.meta, *blocks.texts)).decode()
    for told in ("Alpha", "Bravo", "P-Alpha", "as written", "What happened"):
        assert told not in whole
    meta = json.loads(inflate(blocks.meta))
    assert meta["counts"]["point"] == 0
    assert meta["counts"]["township"] == 9


def test_part_of_a_township_is_told_to_a_tenth_of_a_degree() -> None:
    options = PageOptions(max_precision=2)
    marks = place_marks(shown_events(pagedata.events(), options), pagedata.matches(), options)
    alpha = marks.spots[marks.spots["adm3_pcode"] == pagedata.CODES[0]].iloc[0]
    assert (alpha["lon"], alpha["lat"], alpha["radius_km"], alpha["precision"]) == (95.55, 19.55, 12.0, 2)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"lang": "de"}, "lang 'de' is not known; use one of: en, my"),
        ({"max_precision": 4}, "3 is the most careful"),
        ({"only_layers": ("rivres",)}, "layer 'rivres' is not known; use some of"),
        ({"start": dt.date(2023, 2, 1), "end": dt.date(2023, 1, 1)}, "swap them"),
        ({"tiles": "http://a.example/{z}/{x}/{y}.png"}, "is not an https address"),
        ({"tiles": "https://a.example/{z}.png"}, "lacks {z}, {x} or {y}"),
        ({"delay_days": -1}, "give 0 or more days"),
    ],
)
def test_a_wrong_option_says_what_is_right(options: dict[str, Any], message: str) -> None:
    with pytest.raises(ConflictmapError, match=re.escape(message)):
        PageOptions(**options)


def test_two_builds_give_the_same_bytes() -> None:
    assert render_page(pagedata.page_data(), PageOptions()) == render_page(pagedata.page_data(), PageOptions())


def test_the_order_of_the_rows_does_not_matter() -> None:
    events = pagedata.events()
    turned = events.iloc[::-1].reset_index(drop=True)
    assert render_page(pagedata.page_data(events=turned), PageOptions()) == render_page(
        pagedata.page_data(), PageOptions()
    )


def test_a_changed_note_changes_only_the_text_blocks() -> None:
    events = pagedata.events()
    events.loc[3, "notes"] = "Another note."
    before = make_blocks(pagedata.page_data(), PageOptions())
    after = make_blocks(pagedata.page_data(events=events), PageOptions())
    assert (before.meta, before.columns, before.shapes) == (after.meta, after.columns, after.shapes)
    assert before.texts != after.texts


def test_the_page_names_no_host_but_its_sources() -> None:
    page = render_page(pagedata.page_data(), PageOptions())
    markup = re.sub(r"<script.*?</script>|<style>.*?</style>", "", page, flags=re.DOTALL)
    assert "http" not in markup.replace('http-equiv="Content-Security-Policy"', "")
    assert not re.search(r"""(?:src|href)\s*=\s*["']?(?:https?:)?//""", markup)


def test_the_policy_admits_nothing_from_outside() -> None:
    page = render_page(pagedata.page_data(), PageOptions())
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy.replace("style-src 'unsafe-inline'", "")
    assert "http" not in policy
    scripts = re.findall(r"<script([^>]*)>(.*?)</script>", page, flags=re.DOTALL)
    digests = [hashlib.sha256(body.encode()).digest() for kind, body in scripts if "text/plain" not in kind]
    named = re.findall(r"'sha256-([^']*)'", policy)
    assert named == [base64.b64encode(digest).decode() for digest in digests]
    assert len(scripts) > len(named) > 1


def test_tiles_are_admitted_from_their_host_only() -> None:
    page = render_page(pagedata.page_data(), PageOptions(tiles="https://tiles.example/{z}/{x}/{y}.png"))
    assert "img-src data: blob: https://tiles.example;" in page


def test_a_title_is_text() -> None:
    page = render_page(pagedata.page_data(), PageOptions(title="</title><script>alert(1)</script>"))
    assert "<script>alert(1)" not in page
    assert "<title>&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;</title>" in page


@given(st.text())
def test_no_text_can_leave_its_place_in_html(text: str) -> None:
    assert not set(html_text(text)) & set("<>\"'\0")
    assert not re.search(r"[<>&\u2028\u2029]", script_json([text]))


def test_conflict_map_takes_any_folium_layer_and_asks_for_nothing() -> None:
    page = ConflictMap(location=(19.0, 96.0), zoom_start=7)
    folium.CircleMarker([19.1, 96.2], radius=4).add_to(page)
    text = page.get_root().render()
    assert "L.circleMarker(" in text
    assert not re.search(r"""<(?:script|link)[^>]*(?:src|href)=""", text)


@pytest.mark.parametrize("layer", [ControlLayer, EventLayer])
def test_layers_can_be_added_to_somebody_elses_map(layer: Any) -> None:
    page = folium.Map(location=[20, 96], zoom_start=7)
    layer(pagedata.page_data()).add_to(page)
    text = page.get_root().render()
    assert re.search(rf"conflictmap\.{layer.kind}\(\s*{page.get_name()},", text)
    assert f'id="cm-{layer.kind}-meta"' in text


def test_a_delay_takes_late_changes_of_control_out_of_the_file() -> None:
    """Anan was taken back on the 9th, Dala's capture was known on the 8th; a page that ends on the 6th holds neither."""
    meta = meta_of(PageOptions(delay_days=4))
    entries = {entry[0]: entry[2] for entry in meta["columns"]}
    assert entries["standard.unit"] == len(pagedata.spans()) - 2


def test_the_span_before_one_that_is_left_out_stays_open() -> None:
    kept = shown_spans(pagedata.spans(), last=10**6, known=int(np.datetime64("2023-10-08").astype(int)))
    anan = kept[kept["adm3_pcode"] == pagedata.CODES[0]]
    assert anan["start"].tolist()[-1] == pagedata.day(2)
    assert anan["end"].tolist()[-1] is None


def columns_of(options: PageOptions, **changes: Any) -> dict[str, list[int]]:
    """The columns of a page by name, read as docs/payload.md tells."""
    blocks = make_blocks(pagedata.page_data(**changes), options)
    body = inflate(blocks.columns)
    found = {}
    for name, coding, count, offset, _ in json.loads(inflate(blocks.meta))["columns"]:
        whole = unpack(body[offset:], "int" if coding == "uint" else coding)[:count]
        found[name] = [(value << 1) ^ (value >> 31) if coding == "uint" else value for value in whole]
    return found


def test_a_transition_that_is_an_interval_keeps_both_its_ends() -> None:
    """Dala, captured between the 3rd and the 7th, placed on the 6th; no other span is wider than its day."""
    columns = columns_of(PageOptions())
    rows = zip(
        columns["standard.unit"],
        columns["standard.start"],
        columns["standard.early"],
        columns["standard.late"],
        strict=True,
    )
    assert [row for row in rows if row[2] or row[3]] == [(4, 5, 3, 1)]


def test_a_span_that_may_have_begun_by_the_last_day_is_in_the_page() -> None:
    """The page ends on the 4th; Dala may have been captured on the 3rd already."""
    columns = columns_of(PageOptions(end=pagedata.day(4)))
    rows = [*zip(columns["standard.unit"], columns["standard.start"], strict=True)]
    assert (4, 5) in rows
    assert columns_of(PageOptions(end=pagedata.day(2)))["standard.unit"].count(4) == 1


def test_the_parts_of_each_confidence_are_in_the_page() -> None:
    meta, columns = meta_of(), columns_of(PageOptions())
    told = [meta["parts"][number] for number in columns["standard.parts"]]
    assert told[:3] == ["0 assumed 0 1 0", "2 independent 1 1 0", "1 independent 1 1 1"]
    assert meta["freshDays"] == [90, 365]


def test_reports_less_than_ninety_days_apart_are_one_stretch_of_fresh_evidence() -> None:
    columns = columns_of(PageOptions())
    assert [columns[f"fresh.{name}"] for name in ("unit", "from", "last")] == [[1, 2], [1, -100], [7, 0]]


@pytest.mark.parametrize(
    ("options", "sites"),
    [
        pytest.param(PageOptions(), ["Anan Town", "Thirty Mile", "Old Fort (Thirty Mile)", "Bado Town"], id="all"),
        pytest.param(PageOptions(delay_days=3), ["Anan Town", "Thirty Mile", "Bado Town"], id="a siege known too late"),
        pytest.param(PageOptions(end=pagedata.day(3)), ["Anan Town", "Bado Town"], id="before the fights"),
        pytest.param(PageOptions(max_precision=2), [], id="no exact places"),
        pytest.param(PageOptions(only_layers=("events", "claims")), [], id="events and claims only"),
        pytest.param(PageOptions(adm1="XXR002"), [], id="another state"),
    ],
)
def test_a_page_names_only_the_sites_it_may_tell_of(options: PageOptions, sites: list[str]) -> None:
    blocks = make_blocks(pagedata.page_data(), options)
    assert [names[0] for names in json.loads(inflate(blocks.meta))["siteNames"]] == sites
    assert len(columns_of(options)["site.x"]) == len(sites)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        pytest.param(PageOptions(), [2, 9], id="the seat and a village; the base is no place of the gazetteer"),
        pytest.param(PageOptions(end=pagedata.day(3)), [1, 9], id="before the village was fought over"),
        pytest.param(PageOptions(delay_days=7), [1, 9], id="what is delayed is not counted"),
        pytest.param(PageOptions(max_precision=3), [2, 9], id="a number names no place"),
        pytest.param(PageOptions(rules="strict"), [0, 9], id="by rules that know of no site"),
        pytest.param(PageOptions(only_layers=("events",)), [0, 0], id="without control"),
    ],
)
def test_places_with_a_report_are_those_the_page_may_tell_of(options: PageOptions, told: list[int]) -> None:
    assert meta_of(options)["units"][0][5:] == told


ONLY_EVENTS, ONLY_CONTROL = ("events", "areas", "adm1"), ("control", "adm1")


def everything(only: tuple[str, ...]) -> tuple[str, dict[str, list[int]]]:
    """All words of a page of some layers only, and its columns."""
    blocks = make_blocks(pagedata.page_data(), PageOptions(only_layers=only))
    words = b"".join(inflate(text) for text in (blocks.meta, blocks.shapes, *blocks.texts)).decode()
    return words, columns_of(PageOptions(only_layers=only))


def test_a_page_of_events_only_holds_nothing_of_control() -> None:
    words, columns = everything(ONLY_EVENTS)
    assert len(columns["event.day"]) == 12
    spans = [name for name in columns if name.startswith(("standard.", "strict.", "site.", "fresh."))]
    assert {name: columns[name] for name in spans if columns[name]} == {}
    for told in ("contested", "besieged", "Thirty Mile", "A capture counts", "B0", "Long River"):
        assert told not in words
    assert "Falam" in words, "as a township"
    assert len(columns["town.x"]) == 0


def test_lines_are_a_layer_beside_control_only() -> None:
    """Who is of which coalition on the page's days (1 to 10 October) goes with it, and no other membership."""
    actors = pagedata.actors()
    actors.loc[actors["actor_id"] == "REB", "member_of"] = "HILLS@2023-10-08|PAST@..2023-09-30|LATER@2023-10-11"
    actors.loc[actors["actor_id"] == "OLD", "member_of"] = "VALE@..2023-10-01"
    actors.loc[actors["actor_id"] == "CIV", "member_of"] = "HILLS"  # holds nothing
    for only, layers, rows in (
        (("control", "lines"), ["control", "lines"], [["OLD", "VALE", None, 0], ["REB", "HILLS", 7, None]]),
        (("events", "lines"), ["events"], []),
    ):
        blocks = make_blocks(pagedata.page_data(actors=actors), PageOptions(only_layers=only))
        meta = json.loads(inflate(blocks.meta))
        assert (meta["layers"], meta["alliances"]) == (layers, rows)


def test_a_page_of_control_only_holds_nothing_of_events() -> None:
    words, columns = everything(ONLY_CONTROL)
    assert len(columns["standard.unit"]) == len(pagedata.spans())
    held = [name for name in columns if name.startswith(("event.", "mark.", "spot.")) or "evidence" in name]
    assert {name: columns[name] for name in held if any(columns[name])} == {}
    for told in ("E02", "What happened", "as written", "Bravo", "gazette.example", "Long River"):
        assert told not in words
    assert "Gazette of Tinyland" in words, "whose reports control rests on"


def test_neighbours_that_are_left_out_are_not_in_the_file() -> None:
    whole, less = (render_page(pagedata.page_data(), PageOptions(only_layers=each)) for each in ((), ONLY_CONTROL))
    base = [re.findall(r'id="cm-base">([^<]*)', page)[0] for page in (whole, less)]
    assert len(base[0]) > 5000
    assert inflate(base[1]) == b"null"


def test_a_layer_for_somebody_elses_map_brings_no_other_data() -> None:
    control, events = (layer(pagedata.page_data()).data.blocks.counts["events"] for layer in (ControlLayer, EventLayer))
    assert (control, events) == (0, 12)


def test_a_state_has_a_page_of_its_own() -> None:
    pages = render_split_pages(pagedata.page_data(), PageOptions())
    assert sorted(pages) == ["XXR001.html", "XXR002.html", "index.html"]
    assert '<a href="XXR001.html">South</a>' in pages["index.html"]
    assert meta_of(PageOptions(adm1="XXR002"))["counts"]["events"] == 0
    assert meta_of(PageOptions(adm1="XXR001"))["counts"]["events"] == 10


def _plain(options: PageOptions) -> str:
    page = render_page(pagedata.page_data(), options)
    part = page[page.find('<div class="cm-old">') : page.find("<script", page.find('<div class="cm-old">'))]
    return re.sub(r"&#(\d{3,});", lambda letter: chr(int(letter[1])), part)


def test_every_letter_of_a_large_page_is_one_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    """With one that is not, a browser keeps all of the file in two bytes a letter."""
    monkeypatch.setattr("conflictmap.page.plain_table._REFERENCES_FROM", 10)
    page = render_page(pagedata.page_data(), PageOptions(title="မြန်မာ – a map", lang="my"))
    assert page.isascii()
    assert "<title>&#4" in page


def test_the_table_of_a_small_page_is_in_its_own_letters() -> None:
    page = render_page(pagedata.page_data(), PageOptions(lang="my"))
    assert "<td>&#4" not in page
    assert "မြို့နယ်" in page


def test_a_page_without_scripts_tells_of_no_day_that_it_does_not_hold() -> None:
    assert "<tr><td>Anan<td>အမည်<td>GOV<td>2023-10-09" in _plain(PageOptions())
    earlier = _plain(PageOptions(end=pagedata.day(4)))
    assert "Who holds each township on 2023-10-04" in earlier
    assert "<tr><td>Anan<td>အမည်<td>REB<td>2023-10-02" in earlier
    delayed = _plain(PageOptions(delay_days=3, cutoff=pagedata.day(10)))
    assert "2023-10-09" not in delayed


def test_a_page_without_scripts_has_the_townships_of_its_state_and_no_table_without_control() -> None:
    state = _plain(PageOptions(adm1="XXR002"))
    assert "<tr><td>Insein" in state
    assert "<tr><td>Anan" not in state
    alone = _plain(PageOptions(only_layers=("events",)))
    assert "<table>" not in alone
    assert "Firefox 90" in alone


def test_names_are_text_in_the_page_without_scripts() -> None:
    data = pagedata.page_data()
    units = data.units.assign(name=data.units["name"].mask(data.units.index == pagedata.CODES[0], "<b>&'\"</noscript>"))
    page = render_page(dataclasses.replace(data, units=units), PageOptions())
    assert "<tr><td>&lt;b&gt;&amp;&#39;&quot;&lt;/noscript&gt;<td>" in page
