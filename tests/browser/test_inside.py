"""What a page tells of a township's inside: open transitions, parts of a confidence, sites; and pages of some layers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

import pagedata
from conflictmap.page import PageOptions, render_page

pytestmark = pytest.mark.browser
# colours of the control canvas within some pixels of a point
SHADES = """([lon, lat]) => { const at = conflictmap_map.latLngToContainerPoint([lat, lon]);
  const { x, y } = conflictmap.page.view.surface.toFrame(at);
  const canvas = document.querySelector('.cm-canvas-control'); const ratio = canvas.width / canvas.getBoundingClientRect().width;
  const [left, top] = [x - canvas.offsetLeft - 6, y - canvas.offsetTop - 6]; // the canvas is a part of the frame
  const data = canvas.getContext('2d').getImageData(left * ratio, top * ratio, 12 * ratio, 12 * ratio).data;
  const seen = new Set(); for (let at = 0; at < data.length; at += 4) seen.add(data.slice(at, at + 4).join());
  return [...seen]; }"""
TEXTURES = "all => all.map((each) => each.dataset.texture)"
DALA = (95.3, 20.3)  # [lon, lat], in the township, on no mark


def test_a_township_is_hatched_in_both_colours_while_its_change_is_open(opened: Any) -> None:
    """Dala, captured between the 3rd and the 7th, placed on the 6th: pale, crossed on four days, then dotted."""
    pictures = []
    for day in range(10):
        opened.do(f"{{day: {day}}}")
        pictures.append(sorted(opened.page.evaluate(SHADES, DALA)))
    assert [len(set(map(tuple, pictures[start:end]))) for start, end in ((0, 2), (2, 6), (6, 10))] == [1, 1, 1]
    assert len(pictures[0]) == 1, "one pale colour"
    assert len(pictures[2]) > 6, "two sets of lines on white"
    assert pictures[2] != pictures[6]
    opened.do("{day: 3, rules: 'strict'}")
    assert sorted(opened.page.evaluate(SHADES, DALA)) == pictures[0], "by the strict rules nothing changed"


def test_the_panel_and_the_strip_tell_of_the_interval(opened: Any) -> None:
    opened.do("{unit: 4, day: 4}")
    panel = opened.text(".cm-panel")
    assert "Government of Tinyland: held since before the first day or Old Guard: controlled · 5 October 2023" in panel
    assert "On this day both are possible" in panel
    assert "Since a day between 3 and 7 October 2023; known since 8 October 2023." in panel
    left, width = opened.page.evaluate(
        "(() => { const { style } = document.querySelector('.cm-strip-open'); return [style.left, style.width]; })()"
    )
    assert (left, width) == ("20%", "40%")
    names = opened.page.locator(".cm-strip button").evaluate_all("all => all.map((each) => each.ariaLabel)")
    assert names[1] == "3–7 October 2023: Old Guard: controlled"
    opened.do("{day: 7}")
    assert "both are possible" not in opened.text(".cm-panel")
    assert "Since a day between 3 and 7 October 2023" in opened.text(".cm-panel")


def test_the_legend_and_paper_have_the_sign_of_an_open_change(opened: Any) -> None:
    either = "either of two: the day is not known"
    assert either in opened.text(".cm-legend")
    opened.do("{day: 4}")
    opened.page.emulate_media(media="print")
    opened.settle()
    assert either in opened.text(".cm-paper-legend")


def test_every_party_whose_colour_can_be_drawn_is_in_the_legend(opened: Any) -> None:
    """REB|OLD fight for Bado and hold nothing: their colour is in its stripes. By the strict rules nobody is drawn but GOV."""
    listed = """[...document.querySelectorAll('[data-holder]')].map((cell) =>
      [conflictmap.page.model.meta.holders[Number(cell.dataset.holder)], Number(cell.textContent)])"""
    assert dict(opened.page.evaluate(listed)) == {"GOV": 6, "OLD": 1, "REB": 0, "REB|OLD": 0}
    opened.page.emulate_media(media="print")
    opened.settle()
    assert "Government of Tinyland against REB, OLD: contested" in opened.text(".cm-paper-legend")
    opened.page.emulate_media(media="screen")
    opened.do("{day: 4}")
    opened.page.emulate_media(media="print")
    opened.settle()
    assert "(Government of Tinyland and Old Guard)" in opened.text(".cm-paper-legend")
    opened.page.emulate_media(media="screen")
    opened.do("{rules: 'strict'}")
    assert dict(opened.page.evaluate(listed)) == {"GOV": 8}


def test_the_rings_around_marks_are_explained_where_they_stand(opened: Any) -> None:
    """On the 9th one event begins, at Alpha; in a window of that day alone it needs no ring."""
    fresh, chosen = "Black ring: an event that begins on the day itself", "Broad blue ring: the mark that was chosen"
    assert fresh in opened.text(".cm-legend")
    assert chosen in opened.text(".cm-legend")
    blue = """() => { const canvas = document.querySelector('.cm-canvas-marks');
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height); let sum = 0;
      for (let at = 0; at < data.length; at += 4) if (data[at] === 10 && data[at + 1] === 88 && data[at + 2] === 202) sum += 1;
      return sum; }"""
    told = []
    for patch in ("{day: 8}", "{day: 8, window: 1}", "{day: 8, spots: [0]}"):
        opened.do(patch)
        painted = opened.page.evaluate(blue) > 50
        opened.page.emulate_media(media="print")
        opened.settle()
        paper = opened.text(".cm-paper-legend")
        told.append((fresh in paper, chosen in paper, painted))
        opened.page.emulate_media(media="screen")
        opened.settle()
    assert told == [(True, False, False), (False, False, False), (False, True, True)]


def parts(opened: Any) -> dict[str, str]:
    names, values = (opened.page.locator(f".cm-parts {tag}").all_inner_texts() for tag in ("dt", "dd"))
    return dict(zip(names, values, strict=True))


def test_the_parts_of_a_confidence_are_told(opened: Any) -> None:
    opened.do("{unit: 1, day: 3}")
    assert parts(opened) == {
        "Independent reports": "2",
        "Best word for it": "an independent source",
        "Place": "the place itself",
        "Width of the date": "1 day",
        "Contradicted": "no",
        "Evidence in the township": "fresh: 90 days old or less",
    }
    assert "Confidence: high How sure it is who holds the seat" in opened.text(".cm-panel")
    opened.do("{day: 9}")
    told = parts(opened)
    assert (told["Independent reports"], told["Contradicted"]) == ("1", "yes")
    opened.do("{unit: 2, day: 6}")  # a report of 23 June, more than a hundred days before
    assert parts(opened)["Evidence in the township"] == "ageing: 365 days old or less"


def test_what_is_only_assumed_is_not_called_known_nor_fresh(opened: Any) -> None:
    """Anan's report of the 2nd is of its later holder: on the 1st nothing but the first day's assumption is known."""
    opened.do("{unit: 1, day: 0}")
    panel = opened.text(".cm-panel")
    assert "Assumed since 1 February 2021; no report says otherwise. Confidence: low B0" in panel
    assert "known since" not in panel
    assert opened.page.locator(".cm-parts").count() == 0
    opened.do("{lang: 'my'}")
    assert "2021 ဖေဖော်ဝါရီ 1 ရက် မှစ၍ ယူဆချက်" in opened.text(".cm-panel")


def split_page() -> str:
    """Insein, assumed at its seat, split from the 5th by what is told of other places of it."""
    spans = pagedata.spans()
    (old,) = spans.index[spans["adm3_pcode"] == pagedata.CODES[8]]
    split = spans.loc[[old]].assign(
        start=pagedata.day(5), start_low=pagedata.day(3), start_high=pagedata.day(5), known_since=pagedata.day(6),
        state="split", other="REB", rules=[("B0", "R2", "R14", "T1")], events=[("E07",)],
    )  # fmt: skip
    spans.loc[old, "end"] = pagedata.day(5)
    spans = pd.concat([spans.iloc[: old + 1], split, spans.iloc[old + 1 :]], ignore_index=True)
    return render_page(pagedata.page_data(spans={"standard": spans}), PageOptions())


def test_the_seats_parts_and_other_places_reports_are_told_apart(open_page: Callable[..., Any]) -> None:
    opened = open_page(split_page())
    opened.do("{unit: 9, day: 6}")
    panel = opened.text(".cm-panel")
    assert "Since a day between 3 and 5 October 2023; known since 6 October 2023. Confidence: low" in panel
    assert "How sure it is who holds the seat Assumed since 1 February 2021; no report says otherwise." in panel
    assert "rests on other places of the township too" in panel
    assert not {"Width of the date", "fresh"} & {each for each in ("Width of the date", "fresh") if each in panel}
    assert opened.page.locator(".cm-strip-fill").evaluate_all(TEXTURES) == ["pale", "split", "either"]
    opened.do("{unit: 1, day: 3}")
    assert "other places of the township" not in opened.text(".cm-panel")


def test_the_strip_is_filled_as_the_map_is(opened: Any) -> None:
    textures = {}
    for unit in (1, 2, 3, 4):
        opened.do(f"{{unit: {unit}}}")
        textures[unit] = opened.page.locator(".cm-strip-fill").evaluate_all(TEXTURES)
    assert textures == {1: ["pale", "solid", "solid"], 2: ["pale", "stripes"], 3: [], 4: ["pale", "dots", "either"]}
    opened.do("{unit: 2}")
    pale, striped = opened.page.locator(".cm-strip-fill").evaluate_all(
        "all => all.map((each) => { const { data } = each.getContext('2d').getImageData(0, 0, 60, 28); const seen = new Set();"
        "for (let at = 0; at < data.length; at += 4) seen.add(data.slice(at, at + 4).join()); return [...seen]; })"
    )
    assert len(pale) == 1
    assert len(striped) > 2, "two colours and what lies between"


def test_the_sites_of_a_township_are_told_with_their_states(opened: Any) -> None:
    opened.do("{unit: 1, day: 2}")
    rows = [" ".join(each.split()) for each in opened.page.locator(".cm-sites li").all_inner_texts()]
    assert rows == ["Anan Town seat Rebels of the Hills: controlled"]
    opened.do("{day: 6}")
    rows = [" ".join(each.split()) for each in opened.page.locator(".cm-sites li").all_inner_texts()]
    assert rows == [
        "Thirty Mile town or village Government of Tinyland against Rebels of the Hills: contested",
        "Old Fort (Thirty Mile) base Government of Tinyland, surrounded by Rebels of the Hills: besieged",
        "Anan Town seat Rebels of the Hills: controlled",
    ]
    opened.do("{rules: 'strict'}")
    assert opened.page.locator(".cm-sites").count() == 0


def test_fought_over_places_are_signs_of_their_own_on_the_map(opened: Any) -> None:
    """Thirty Mile, contested from the 4th, has a point and no event: the marks' canvas is empty there without the layer."""
    painted = """([lon, lat]) => { const { x, y } = conflictmap.page.view.surface.toFrame(conflictmap_map.latLngToContainerPoint([lat, lon]));
      const canvas = document.querySelector('.cm-canvas-marks'); const ratio = canvas.width / canvas.getBoundingClientRect().width;
      const [left, top] = [x - canvas.offsetLeft - 14, y - canvas.offsetTop - 14]; // the canvas is a part of the frame
      const data = canvas.getContext('2d').getImageData(left * ratio, top * ratio, 28 * ratio, 28 * ratio).data;
      let sum = 0; for (let at = 3; at < data.length; at += 4) if (data[at]) sum += 1; return sum; }"""
    opened.page.evaluate("conflictmap_map.setView([19.2, 95.3], 9, {animate: false})")
    layers = "layers: new Set(['control', 'events', 'contested'])"
    counts = []
    for patch in ("{day: 4}", f"{{day: 4, {layers}}}", "{day: 2}", "{day: 4, rules: 'strict'}"):
        opened.do(patch)
        counts.append(opened.page.evaluate(painted, [95.3, 19.2]))
    assert counts[0] == counts[2] == counts[3] == 0
    assert counts[1] > 100


def test_a_page_of_events_only_says_nothing_of_control(open_page: Callable[..., Any]) -> None:
    opened = open_page(render_page(pagedata.page_data(), PageOptions(only_layers=("events", "areas", "adm1"))))
    assert "townships" not in opened.text("#cm-side")
    assert opened.page.get_by_role("button", name="What changed").count() == 0
    for panel in ("table", "filters", "save", "about"):
        opened.do(f"{{panel: '{panel}'}}")
        assert not {"Rule set", "Holder", "Who holds"} & {
            each for each in ("Rule set", "Holder", "Who holds") if each in opened.text(".cm-panel")
        }
    opened.do("{panel: '', unit: 1}")
    assert "Why this colour" not in opened.text(".cm-panel")
    assert opened.page.locator(".cm-panel .cm-card").count() == 4
    assert opened.noise == []


def test_a_page_of_control_only_says_nothing_of_events(open_page: Callable[..., Any]) -> None:
    opened = open_page(render_page(pagedata.page_data(), PageOptions(only_layers=("control", "contested", "adm1"))))
    side = opened.text("#cm-side")
    assert "events drawn" not in side
    assert "Events" not in side
    opened.do("{unit: 1, day: 3}")
    assert "The reports are not in this file." in opened.text(".cm-panel")
    assert "Events here" not in opened.text(".cm-panel")
    opened.do("{panel: 'table', unit: 0}")
    assert opened.page.locator(".cm-panel table").count() == 1
    opened.page.emulate_media(media="print")
    opened.settle()
    assert opened.noise == []
