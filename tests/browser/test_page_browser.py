"""What a viewer can do with a page, in a real browser that is cut off from the network."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import pagedata
from conflictmap.page import PageOptions, render_page

pytestmark = pytest.mark.browser
PHONE = (390, 844)
# pixels of a canvas that are neither clear nor bare ground: sea, land, and Myanmar where nobody's control is known
PAINTED = """name => { const canvas = document.querySelector('.cm-canvas-' + name);
  const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
  const bare = new Set([0xdbe6ec, 0xf1efe9, 0xfbfaf6]);
  let painted = 0;
  for (let at = 0; at < data.length; at += 4)
    if (data[at + 3] && !bare.has(data[at] * 65536 + data[at + 1] * 256 + data[at + 2])) painted += 1;
  return painted; }"""


def test_a_page_is_drawn_and_asks_for_nothing(opened: Any) -> None:
    assert opened.page.get_attribute("html", "data-state") == "drawn"
    for canvas in ("control", "lines", "marks"):
        assert opened.page.evaluate(PAINTED, canvas) > 100
    assert opened.noise == []


def test_the_first_view_says_what_it_is(opened: Any) -> None:
    assert opened.text("h1") == "The war in Myanmar, 1–10 October 2023"
    assert opened.text(".cm-day") == "10 October 2023"
    assert opened.text(".cm-shown") == "9 of 12 events drawn"
    assert opened.text(".cm-rest") == (
        "1 by township only, drawn as a ring · 1 known by state or district only · 1 abroad · 1 not placed"
    )
    assert "Government of Tinyland" in opened.text(".cm-legend")


def test_each_layer_has_its_switch(opened: Any) -> None:
    opened.page.evaluate("document.querySelectorAll('.cm-legend details').forEach((each) => { each.open = true; })")
    for layer, canvas in (
        ("control", "control"),
        ("events", "marks"),
        ("adm1", "lines"),
        ("adm3", "lines"),
        ("towns", "names"),
        ("rivers", "lines"),
    ):
        box = opened.page.locator(f"input[name=layer-{layer}]")
        before = opened.page.evaluate(PAINTED, canvas)
        box.uncheck()
        opened.settle()
        assert opened.page.evaluate(PAINTED, canvas) < before, layer
        box.check()
        opened.settle()
        assert opened.page.evaluate(PAINTED, canvas) == before, layer


def test_districts_can_be_switched_on(opened: Any) -> None:
    opened.page.evaluate("document.querySelectorAll('.cm-legend details').forEach((each) => { each.open = true; })")
    assert not opened.page.is_checked("input[name=layer-adm2]")
    opened.page.check("input[name=layer-adm2]")
    opened.settle()
    assert "adm2" in opened.state()["layers"]


def test_an_event_type_can_be_left_out(opened: Any) -> None:
    opened.page.uncheck("input[name=type-0]")  # battles: six of twelve, one of them without a spot
    opened.settle()
    assert opened.text(".cm-shown") == "4 of 6 events drawn"


def test_the_slider_moves_by_day_week_and_to_its_ends(opened: Any) -> None:
    handle = opened.page.locator(".cm-handle-day")
    handle.focus()
    assert handle.get_attribute("aria-valuetext") == "10 October 2023"
    for key, shown in (
        ("ArrowLeft", "9 October 2023"),
        ("Shift+ArrowLeft", "2 October 2023"),
        ("ArrowRight", "3 October 2023"),
        ("Home", "1 October 2023"),
        ("End", "10 October 2023"),
        ("PageDown", "1 October 2023"),
    ):
        opened.page.keyboard.press(key)
        opened.settle()
        assert handle.get_attribute("aria-valuetext") == shown, key
        assert opened.text(".cm-day") == shown
    assert opened.text(".cm-shown") == "1 of 1 events drawn"


def test_a_run_of_steps_says_the_day_at_once_and_counts_when_it_rests(opened: Any) -> None:
    opened.page.wait_for_timeout(450)
    day, counted = opened.page.evaluate(
        "(() => { const { store } = conflictmap.page; store.setNow({ day: 8 }); store.setNow({ day: 0 });"
        " return ['.cm-day', '.cm-shown'].map((name) => document.querySelector(name).textContent); })()"
    )
    assert day == "1 October 2023"
    assert counted == "9 of 11 events drawn"  # of the first step, which came alone
    opened.until("document.querySelector('.cm-shown').textContent === '1 of 1 events drawn'")


def test_the_buttons_step_by_a_day_a_week_and_a_month(opened: Any) -> None:
    steps = (("One week back", "3"), ("One day back", "2"), ("One week on", "9"), ("One day on", "10"))
    for name, shown in (*steps, ("One month back", "1"), ("One month on", "10")):
        opened.page.get_by_role("button", name=name).click()
        opened.settle()
        assert opened.text(".cm-day") == f"{shown} October 2023"


def test_play_runs_to_the_last_day_and_stops(opened: Any) -> None:
    opened.page.select_option(".cm-speed select", "60")
    opened.page.get_by_role("button", name="Play").click()
    opened.page.wait_for_timeout(1200)
    assert opened.state()["day"] == 9
    assert opened.state()["playing"] is False
    assert opened.page.get_by_role("button", name="Play").count() == 1


def test_the_timeline_is_moved_by_the_pointer(opened: Any) -> None:
    box = opened.page.locator(".cm-track").bounding_box()
    opened.page.mouse.click(box["x"] + box["width"] * 0.35, box["y"] + 20)
    opened.settle()
    assert opened.text(".cm-day") == "4 October 2023"


def test_control_follows_the_day_and_the_rule_set(opened: Any) -> None:
    """Anan, captured on the 2nd, taken back on the 9th; by the strict rules it never changed hands."""
    for day, rules, shown in (
        (0, "standard", "Government of Tinyland: held since before the first day"),
        (1, "standard", "Rebels of the Hills: controlled"),
        (7, "standard", "Rebels of the Hills: controlled"),
        (8, "standard", "Government of Tinyland: controlled"),
        (7, "strict", "Government of Tinyland: held since before the first day"),
    ):
        opened.do(f"{{day: {day}, rules: '{rules}', unit: 1}}")
        assert opened.text(".cm-state strong") == shown


def test_as_known_on_an_earlier_day(opened: Any) -> None:
    opened.do("{day: 5, unit: 1, known: 1}")  # the capture of the 2nd became known on the 3rd
    assert opened.text(".cm-state strong").startswith("Government of Tinyland")
    opened.do("{known: 2}")
    assert opened.text(".cm-state strong") == "Rebels of the Hills: controlled"


def test_events_that_became_known_later_are_not_told(opened: Any) -> None:
    """E03, of the 2nd to the 4th, became known on the 4th; on the 3rd three of the first four events were known."""
    opened.do("{day: 9, known: 2, panel: 'table'}")
    assert opened.text(".cm-shown") == "3 of 3 events drawn"
    assert opened.page.locator(".cm-events tbody tr").count() == 3
    types = opened.page.locator("[data-type]").evaluate_all("all => all.map((each) => Number(each.textContent))")
    assert sum(types) == 3
    opened.do("{known: 3}")
    assert opened.text(".cm-shown") == "5 of 5 events drawn"
    opened.do("{panel: 'filters'}")
    assert "Events that became known later are left out and not counted" in opened.text(".cm-panel")


def test_what_a_view_takes_otherwise_is_said_and_taken_back(opened: Any) -> None:
    assert opened.page.is_hidden(".cm-otherwise")
    opened.do("{known: 2, rules: 'strict', actor: 'REB', mode: 'reported', hidden: new Set([4])}")
    said = (
        "As known on 3 October 2023 · Rule set: strict · Only events of Rebels of the Hills · "
        "Without parties' claims · Without Riots"
    )
    assert opened.text(".cm-otherwise") == f"{said} Show all"
    opened.page.emulate_media(media="print")
    opened.settle()
    assert opened.text(".cm-otherwise") == said
    opened.page.emulate_media(media="screen")
    opened.do("{lang: 'my'}")
    assert "တောင်ပေါ် ၏ ဖြစ်ရပ်များသာ" in opened.text(".cm-otherwise")
    opened.do("{lang: 'en'}")
    opened.page.get_by_role("button", name="Show all").click()
    opened.settle()
    assert opened.page.is_hidden(".cm-otherwise")
    assert opened.text(".cm-shown") == "9 of 12 events drawn"
    assert opened.state()["rules"] == "standard"
    assert opened.noise == []


def centre_of(opened: Any, lon: float, lat: float) -> tuple[float, float]:
    at = opened.page.evaluate(
        "([lat, lon]) => { const p = conflictmap_map.latLngToContainerPoint([lat, lon]);"
        "const b = conflictmap_map.getContainer().getBoundingClientRect(); return [p.x + b.x, p.y + b.y]; }",
        [lat, lon],
    )
    return at[0], at[1]


def near(opened: Any) -> None:
    opened.page.evaluate("conflictmap_map.setView([20.5, 96.2], 7, {animate: false})")
    opened.settle()


def test_a_click_on_a_mark_traces_its_events_to_their_source(opened: Any) -> None:
    near(opened)
    opened.page.mouse.click(*centre_of(opened, 96.5, 20.5))
    opened.settle()
    assert opened.text(".cm-panel h2") == "Bravo ရွာ"
    assert opened.page.locator(".cm-card").count() == 2
    opened.page.locator(".cm-card summary").nth(1).click()
    opened.page.wait_for_selector(".cm-card[open] dl")
    card = opened.text(".cm-card[open]")
    assert "What happened in E04." in card
    assert "Bravo, as written" in card
    assert "matched automatically; the place itself" in card
    assert "E04 ← ENTRY-E04" in card
    link = opened.page.locator(".cm-card[open] a")
    assert link.get_attribute("href") == "https://gazette.example/E04"
    assert link.get_attribute("rel") == "noreferrer noopener"


def test_a_click_on_a_township_says_why_it_has_its_colour(opened: Any) -> None:
    opened.do("{day: 6}")
    near(opened)
    opened.page.mouse.click(*centre_of(opened, 95.2, 19.8))
    opened.settle()
    panel = opened.text(".cm-panel")
    assert panel.startswith("× Anan အမည်")
    assert "XXR001000" in panel
    assert "Rebels of the Hills: controlled" in panel
    assert "Since 2 October 2023; known since 3 October 2023. Confidence: high " in panel
    assert "R2 A capture counts if it was held." in panel
    opened.page.locator(".cm-panel-body > .cm-card summary").first.click()
    opened.page.wait_for_selector(".cm-card[open] dl")
    assert "What happened in E02." in opened.text(".cm-card[open]")


def test_an_unknown_township_says_that_silence_is_no_evidence(opened: Any) -> None:
    opened.do("{unit: 3}")
    assert "Silence is no evidence." in opened.text(".cm-panel")


def test_escape_closes_the_panel_and_gives_the_focus_back(opened: Any) -> None:
    opened.page.get_by_role("button", name="About").click()
    opened.settle()
    assert opened.page.evaluate("document.activeElement.id") == "cm-panel-title"
    opened.page.keyboard.press("Escape")
    opened.settle()
    assert opened.page.is_hidden(".cm-panel")
    assert opened.page.evaluate("document.activeElement.textContent") == "About"


def test_events_that_are_not_drawn_are_listed_by_why(opened: Any) -> None:
    opened.page.get_by_role("button", name="Events that are not drawn").click()
    opened.settle()
    assert opened.page.locator(".cm-panel h3").all_inner_texts() == [
        "known by state or district only (1)", "abroad (1)", "not placed (1)",
    ]  # fmt: skip


def test_about_counts_what_is_shown_and_what_is_not(open_page: Callable[..., Any]) -> None:
    opened = open_page(render_page(pagedata.page_data(refused=2), PageOptions(end=pagedata.day(8))))
    opened.do("{panel: 'about'}")
    names, counts = (opened.page.locator(f".cm-panel dl:first-of-type {tag}").all_inner_texts() for tag in ("dt", "dd"))
    told = dict(zip(names, counts, strict=True))
    assert (told["in the table"], told["not in this file"], told["drawn at their place"]) == ("12", "2", "7")
    assert (told["abroad"], told["not placed"], told["faulty, not used for control"]) == ("1", "1", "2")


def test_what_changed_lists_the_transitions(opened: Any) -> None:
    opened.page.get_by_role("button", name="What changed").click()
    opened.settle()
    rows = [" ".join(row.split()) for row in opened.page.locator(".cm-changes li").all_inner_texts()]
    assert rows[0].startswith(
        "Anan 9 October 2023 from Rebels of the Hills: controlled to Government of Tinyland: controlled"
    )
    assert rows[1].startswith("Dala between 3 and 7 October 2023 from Government of Tinyland: held since")
    assert len(rows) == 4


def test_the_text_table_tells_what_the_map_draws(opened: Any) -> None:
    """Holder and state of each township by the hand-made spans, on each of the ten days."""
    gov, reb = "Government of Tinyland", "Rebels of the Hills"
    start = f"{gov}: held since before the first day (low)"
    for day in range(10):
        opened.do(f"{{day: {day}, panel: 'table'}}")
        rows = opened.page.locator(".cm-panel table").nth(1).locator("tbody tr").all_inner_texts()
        told = {row.split("\t")[0]: row.split("\t")[2] for row in rows}
        anan = start if day < 1 else f"{reb}: controlled (high)" if day < 8 else f"{gov}: controlled (moderate)"
        bado = start if day < 4 else f"{gov} against {reb}, Old Guard: contested (low)"
        taken = "Old Guard: controlled"
        either = f"{gov}: held since before the first day or {taken}"  # between the 3rd and the 7th, placed on the 6th
        dala = start if day < 2 else f"{either} (low)" if day < 6 else f"{taken} (low)"
        wanted = dict.fromkeys(pagedata.NAMES, start)
        wanted |= {"Anan": anan, "Bado": bado, "Chaung": "not assessed", "Dala": dala}
        assert told == wanted, f"day {day}"


def test_burmese_is_one_button_away(opened: Any) -> None:
    opened.page.get_by_role("button", name="မြန်မာ").click()
    opened.settle()
    assert opened.page.get_attribute("html", "lang") == "my"
    assert opened.text(".cm-day") == "2023 အောက်တိုဘာ 10 ရက်"
    opened.page.get_by_label("မြန်မာဂဏန်း").check()
    opened.settle()
    assert opened.text(".cm-day") == "၂၀၂၃ အောက်တိုဘာ ၁၀ ရက်"
    assert "အစိုးရ" in opened.text(".cm-legend")
    assert opened.page.evaluate("document.fonts.check('12px Padauk', 'မြန်မာ')")


def test_a_state_survives_a_reload_and_can_be_gone_back_to(opened: Any) -> None:
    opened.do("{day: 3, unit: 2, rules: 'strict', lang: 'my'}")
    opened.page.wait_for_timeout(500)
    opened.do("{day: 6, unit: 0}")
    opened.page.wait_for_timeout(500)
    opened.page.go_back()
    opened.settle()
    assert (opened.state()["day"], opened.state()["unit"]) == (3, 2)
    opened.page.wait_for_timeout(600)  # the map has moved to the township by now, and its address is written
    opened.page.go_forward()
    opened.settle()
    assert opened.state()["day"] == 6
    opened.page.reload()
    opened.page.wait_for_selector("html[data-state]", state="attached")
    assert opened.state()["day"] == 6
    assert opened.state()["rules"] == "strict"
    assert opened.state()["lang"] == "my"
    assert opened.noise == []


VIEW = "(() => { const { lat, lng } = conflictmap_map.getCenter(); return [lat, lng, conflictmap_map.getZoom()]; })()"


def test_back_and_a_shared_address_bring_back_what_was_seen(open_page: Callable[..., Any], html: str) -> None:
    """From the first view, of which the address says nothing: a mark, Escape, back; then a view of the reader's own."""
    opened = open_page(html)
    for moved in (None, "conflictmap_map.setView([20.1, 96.0], 6.5, {animate: false})"):
        if moved:
            opened.page.evaluate(moved)
            opened.page.wait_for_timeout(450)
        seen = opened.page.evaluate(VIEW)
        opened.do("{spots: [0, 1]}")
        opened.page.wait_for_timeout(450)
        shared = opened.page.evaluate("location.hash")
        opened.page.keyboard.press("Escape")
        opened.page.wait_for_timeout(450)
        opened.page.go_back()
        opened.page.wait_for_timeout(450)
        assert opened.state()["spots"] == [0, 1]
        assert opened.page.evaluate(VIEW) == pytest.approx(seen, abs=1e-6)
        opened.page.go_forward()
        opened.page.wait_for_timeout(450)
        assert opened.state()["spots"] is None
        assert opened.page.evaluate(VIEW) == pytest.approx(seen, abs=1e-6)
        assert open_page(html, fragment=shared).page.evaluate(VIEW) == pytest.approx(seen, abs=2e-3)
    for _ in range(5):
        opened.page.go_back()
        opened.page.wait_for_timeout(450)
    assert opened.state()["spots"] is None
    assert opened.page.evaluate(VIEW) == pytest.approx(open_page(html).page.evaluate(VIEW), abs=1e-6), "the first view"


def test_a_phone_shows_the_whole_country_and_needs_no_sideways_scroll(open_page: Callable[..., Any], html: str) -> None:
    opened = open_page(html, PHONE, has_touch=True)
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    assert opened.page.is_hidden("#cm-legend")
    opened.page.tap(".cm-more")
    assert opened.page.is_visible("#cm-legend")


def test_320_pixels_are_enough(open_page: Callable[..., Any], html: str) -> None:
    opened = open_page(html, (320, 640))
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= 320
    # the row of tools is wider, and moves sideways by itself
    assert opened.page.evaluate("document.querySelector('.cm-tools').getBoundingClientRect().right") <= 320
    boxes = opened.page.locator("button:not(.cm-tools button):visible, select:visible").evaluate_all(
        "all => all.map((each) => { const { left, right, width, height } = each.getBoundingClientRect();"
        " return [left, right, Math.min(width, height)]; })"
    )
    assert len(boxes) >= 9
    assert all(left >= 0 and right <= 320 and least >= 24 for left, right, least in boxes)


def test_a_file_that_is_cut_short_says_so(open_page: Callable[..., Any], html: str) -> None:
    start = html.index('id="cm-shapes"')
    end = html.index("</script>", start)
    opened = open_page(html[: start + 14] + html[end:])
    assert opened.page.is_visible("#cm-failure")
    assert "could not be drawn" in opened.text("#cm-failure")
