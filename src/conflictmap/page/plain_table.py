"""The latest state of each township as plain HTML, in both languages: what a browser shows that cannot run a page's scripts.
It tells nothing that the page itself does not hold."""

from __future__ import annotations

import datetime as dt
import functools
import json
from itertools import groupby
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from conflictmap.event_tables.actor_cells import split_actors
from conflictmap.page.document import web
from conflictmap.page.options import CONTROL_LAYERS, PageOptions
from conflictmap.page.page_data import PageData, epoch_days, known_until, shown_spans
from conflictmap.page.payload import ascii_html, html_text

_EPOCH = dt.date(1970, 1, 1)
# Events from which letters are written as references: they cost four bytes more each, 12 kB of a page, and spare a browser
# two bytes a letter of all the file, which for a small one is a few milliseconds.
_REFERENCES_FROM = 5_000
_PLAIN_STATES = ("controlled", "unknown", "not_assessed")  # told without their name: a holder, or a dash
# Without the scripts' mark on the document it is shown over the page; a script of the oldest kind takes it out of <noscript>.
_SHOW = (
    'addEventListener("load",function(){var d=document,n=d.getElementById("cm-plain"),b;'
    'if(!n||d.documentElement.hasAttribute("data-started"))return;'
    'b=d.createElement("div");b.innerHTML=n.textContent;d.body.appendChild(b)})'
)


def plain_html(data: PageData, options: PageOptions, days: tuple[int, int]) -> str:
    """Return the cure, which the page's style hides when scripts run, and, if the page holds control, a <noscript> with the
    table and the script that shows it where scripts run but those of the page cannot be read.

    Parameters: days, the page's first and last, since 1970; the table is that of the last.
    """
    words = _words()
    paragraphs = "".join(
        f'<p lang="{lang}">{html_text(words[lang]["WORDS"]["plainCure"])}</p>' for lang in ("en", "my")
    )
    letters = ascii_html if len(data.events) >= _REFERENCES_FROM else str
    cure = letters(f'<div class="cm-old">{paragraphs}</div>')
    if not options.holds(*CONTROL_LAYERS):
        return cure
    table = letters(_table(data, options, days))
    return f'{cure}<noscript id="cm-plain"><div class="cm-plain">{table}</div></noscript><script>{_SHOW}</script>'


def _table(data: PageData, options: PageOptions, days: tuple[int, int]) -> str:
    latest = _latest(data, options, days[1])
    columns = (data.units[name].tolist() for name in ("level", "name", "name_my", "adm1_pcode"))
    units = [(code, *(_text(cell) for cell in row)) for code, *row in zip(data.units.index, *columns, strict=True)]
    names = {code: (name, name_my) for code, _, name, name_my, _ in units}
    townships = [(state, name, name_my, code) for code, level, name, name_my, state in units if level == "3"]
    used: set[str] = set()
    bodies: list[str] = []
    for state, group in groupby(sorted(townships), key=lambda row: row[0]):
        if options.adm1 not in ("", state):
            continue
        rows = "".join(_row(name, name_my, latest.get(code), days[0], used) for _, name, name_my, code in group)
        bodies.append(f"<tbody><tr><th colspan=4>{_both(*names.get(state, ('', '')))}{rows}")
    head = "".join(f"<th>{_words_of(key)}" for key in ("township_", "language_my", "holder", "plainSince"))
    day = _iso(days[1])
    caption = " · ".join(
        f'<span lang="{lang}">{html_text(_words()[lang]["WORDS"]["plainTable"].replace("{day}", day))}</span>'
        for lang in ("en", "my")
    )
    return f"<table><caption>{caption}</caption><thead><tr>{head}</thead>{''.join(bodies)}</table>{_key(data, used)}"


def _row(name: str, name_my: str, span: _Span | None, first: int, used: set[str]) -> str:
    """A township's row; `used` gathers the actors that are named by their ids."""
    holder, since = "–", ""
    if span is not None:
        parties = [split_actors(cell) for cell in (span.holder, span.other) if cell]
        used.update(actor for party in parties for actor in party)
        holder = " / ".join(html_text(", ".join(party)) for party in parties) or "–"
        if span.state not in _PLAIN_STATES:
            holder += f" ({_state(span.state)})"
        since = _iso(span.day) if span.day > first and parties else ""
    return f"<tr><td>{html_text(name)}<td>{html_text(name_my)}<td>{holder}<td>{since}"


class _Span(NamedTuple):
    """A township's latest span: the day it began, since 1970."""

    day: int
    state: str
    holder: str
    other: str


def _latest(data: PageData, options: PageOptions, last: int) -> dict[str, _Span]:
    """The span of each township on a day, by its P-code, by the rule set that the page opens with."""
    shown = shown_spans(data.spans[options.rules or data.rules], last, known_until(data.events, options))
    start, end = epoch_days(shown["start"]), epoch_days(shown["end"])
    standing = np.flatnonzero((start <= last) & ((end > last) | shown["end"].isna().to_numpy()))
    rows = shown.iloc[standing]
    cells = zip(rows["adm3_pcode"], start[standing].tolist(), rows["state"], rows["holder"], rows["other"], strict=True)
    latest: dict[str, _Span] = {}
    for code, day, *told in cells:
        if code not in latest or latest[code].day <= day:
            latest[code] = _Span(day, *(_text(cell) for cell in told))
    return latest


def _text(cell: Any) -> str:
    """A cell as text; a missing one is empty."""
    return "" if cell is None or cell is pd.NA or cell != cell else str(cell)


def _key(data: PageData, used: set[str]) -> str:
    actors = data.actors[data.actors["actor_id"].isin(used)].fillna("").sort_values("actor_id")
    rows = "".join(
        f"<dt>{html_text(actor)}<dd>{_both(name, name_my)}"
        for actor, name, name_my in zip(actors["actor_id"], actors["name"], actors["name_my"], strict=True)
        if name != actor or name_my
    )
    return f"<dl>{rows}</dl>" if rows else ""


def _both(name: str, name_my: str) -> str:
    return html_text(name) + (f" · <span lang=my>{html_text(name_my)}</span>" if name_my else "")


def _words_of(key: str) -> str:
    """A word of the page in both languages; "language_my" is the language's own name."""
    if key == "language_my":
        return f'<span lang="my">{html_text(_words()["my"]["WORDS"]["township_"])}</span>'
    english, burmese = (_words()[lang]["WORDS"][key] for lang in ("en", "my"))
    return html_text(english) if key == "township_" else _both(english, burmese)


def _state(name: str) -> str:
    return _both(*(_words()[lang]["STATES"].get(name, name) for lang in ("en", "my")))


def _iso(day: int) -> str:
    return (_EPOCH + dt.timedelta(days=day)).isoformat()


@functools.cache
def _words() -> dict[str, Any]:
    """Words of the page by language, as the bundle wrote them: WORDS and STATES."""
    words: dict[str, Any] = json.loads(web("words.json"))
    return words
