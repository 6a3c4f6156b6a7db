"""On a Burmese screen no word is English, but in quotes that are marked as English, and in names, ids and addresses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import pagedata
from conflictmap.page import PageOptions, render_page

pytestmark = pytest.mark.browser

STATES = [
    "{}",
    "{day: 5, unit: 1}",
    "{day: 4, unit: 4}",
    "{unit: 3}",
    "{unit: 0, spots: [1], day: 9}",
    "{spots: [0, 1, 2]}",
    "{spots: null, event: 3}",
    "{event: null, panel: 'table'}",
    "{panel: 'about'}",
    "{panel: 'changes'}",
    "{panel: 'hidden'}",
    "{panel: 'filters'}",
    "{panel: 'save'}",
    "{panel: 'keys'}",
    "{panel: 'story', step: 0}",
    "{panel: 'story', step: 1}",
    "{panel: 'story', step: 11}",
    "{panel: 'feed', unit: 0}",
    "{panel: 'tiles'}",
    "{panel: 'ribbon'}",
    "{panel: 'compare', versus: 'day:0'}",
    "{panel: 'compare', versus: 'rules:strict', size: 'deaths'}",
    "{panel: 'found', versus: '', words: 'ရွာ'}",
    "{panel: 'own', versus: '', known: 3, adm1: 'XXR001', mode: 'reported'}",
]
# What stays as it is in any language: names of keys, formats and programs, rules' ids.
KEPT = {
    "conflictmap", "tab", "shift", "page", "up", "down", "home", "end", "space", "enter", "escape", "n", "p", "png", "csv",
    "acled", "ucdp", "ged", "html", "english", "latitude", "longitude", "x",
}  # fmt: skip
# Every text and every label that is reached; what is marked as English, and what has a name of its own, is left out.
WORDS = """() => {
  const named = '[lang=en], .cm-id, a[href], pre, kbd, script, style, input, [data-name]';
  const found = new Set();
  const take = (text, where) => {
    for (const word of (text ?? '').match(/[A-Za-z]+/g) ?? []) found.add(`${word} @ ${where}`);
  };
  const walk = document.createTreeWalker(document.getElementById('cm-app'), NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const element = node.nodeType === 3 ? node.parentElement : node;
    if (element.closest(named) || element.closest('.cm-old')) continue;
    const where = element.className || element.tagName;
    if (node.nodeType === 3) take(node.nodeValue, where);
    else for (const name of ['title', 'aria-label', 'aria-valuetext', 'placeholder']) take(node.getAttribute(name), `${where} ${name}`);
  }
  return [...found];
}"""


def test_no_state_of_a_burmese_page_shows_an_english_word(open_page: Callable[..., Any]) -> None:
    opened = open_page(render_page(pagedata.page_data(), PageOptions(lang="my")))
    # names that have no Burmese form in the tiny country's tables, sources, and ids
    own = {word.lower() for text in pagedata_names() for word in text.replace("|", " ").split()}
    wrong: dict[str, list[str]] = {}
    for state in STATES:
        opened.do(state)
        opened.page.fill("#cm-search", "a")  # names of every kind are offered
        opened.page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        opened.page.wait_for_timeout(120)  # the texts are inflated
        words = [each for each in opened.page.evaluate(WORDS) if each.split(" @ ")[0].lower() not in KEPT | own]
        if words:
            wrong[state] = words
    assert wrong == {}


def pagedata_names() -> list[str]:
    """Names and ids of the tiny country's data: they are nobody's words."""
    data = pagedata.page_data()
    frames = [data.actors, data.towns, data.units.reset_index(), data.site_places.reset_index(), data.matches]
    columns = ("name", "actor_id", "pcode", "place_id", "toponym", "index", "site_id")
    names = [str(each) for frame in frames for column in columns if column in frame for each in frame[column].dropna()]
    names += map(str, data.matches["country"].dropna())
    return [*names, *map(str, data.events["source"]), *map(str, data.events["location"].dropna()), *data.versions]
