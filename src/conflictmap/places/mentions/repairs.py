"""Text of a place phrase as its writer meant it: entities, percent signs, Zawgyi and broken words mended.
Nothing here parts a phrase or knows a place; text that is sound comes back as it is, letter for letter.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache
from urllib.parse import unquote

from conflictmap.places.mentions.wordings import FOREIGN_WORD, in_burmese_words, in_chinese_words, in_english_words
from conflictmap.places.names.keys import is_shan, is_zawgyi
from conflictmap.places.names.zawgyi import ZAWGYI_FROM, probability, to_unicode

_BURMESE = re.compile("[\u1000-\u109f]")
_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-fA-F]{1,5}|[a-zA-Z]{2,8});")
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
# kind words that a reader of scanned pages parted ("Townsh ip") or that stand against their name ("MyaungTownship")
_PARTED = re.compile(
    r"\b(?:" + "|".join(" ?".join(word) for word in ("township", "district", "village", "region")) + r")\b", re.I
)
_GLUED = re.compile(r"(?<=[a-z])(?=(?:Township|District|Village|Region|State|Division|Town|Ward)(?![a-z]))")
_SIDES = {"n": "North", "s": "South", "e": "East", "w": "West"}
_SIDE_LETTER = re.compile(r"\(([NSEW])\.?\)", re.I)  # "Shan (S)"
_LETTER = re.compile(r"^([NSEW])/(?=[A-Z][a-z]{3})")  # "N/Okkalapa"
_STATE_SIDE = re.compile(r"\b(\w+) (State|Region|Division) \(((?:North|South|East|West)(?:ern)?)\)")
_BASED = re.compile(r"^\s*([A-Z][\w'’ ]*)-based\s+(\S.*)$")  # "Kalaw-based LIB 7"
_CENTRE = re.compile(r"^([A-Z][\w -]*)['’]s\s+(?:downtown|city cent(?:re|er))$")
_ALSO = re.compile(r"\((?:a\.?k\.?a\.?|also\s+(?:known\s+as|called)|formerly|or|known\s+as)\s+(?=[A-Z])")
_HELD = re.compile(r"(?<=\w)-(?:controlled|held|administered|run)\s+(?=territor|area|region|zone)")
_SIMPLE = re.compile(r"[A-Z][a-z]{1,20}(?: [A-Z][a-z]{0,20}){0,6}")
_KINDISH = re.compile(
    r"to ?w ?n|sh? ?i ?p\b|tr ?i ?c ?t|l ?a ?g ?e|g ?i ?o ?n|v ?i ?s ?i ?o ?n|w ?a ?r ?d|st ?a ?t ?e|near|road|border|artillery|"
    + FOREIGN_WORD,
    re.I,
)
_LINE_END = re.compile(r"(?<=\w-) (?=[a-z]{2,}\b)")  # "Hpa- an": a word broken at a line's end
_BURMESE_PARTED = tuple(
    (re.compile(r"\s*".join(re.escape(part) for part in parts)), "".join(parts))
    for parts in (
        ("မြို့", "နယ်"),
        ("တိုင်း", "ဒေသ", "ကြီး"),
        ("ပြည်", "နယ်"),
        ("ကျေး", "ရွာ"),
        ("ရပ်", "ကွက်"),
        ("အုပ်", "စု"),
    )
)


@lru_cache(maxsize=50_000)
def is_simple(text: str) -> bool:
    """Whether the text is words with one capital each and no kind word whole, glued or broken: nothing can be read into it."""
    return bool(_SIMPLE.fullmatch(text)) and not _KINDISH.search(text)


@lru_cache(maxsize=50_000)
def plain(text: str) -> str:
    """Return the phrase in Unicode with its entities, escapes and broken kind words mended.

    >>> plain("Mrauk&#45;U Township"), plain("Tada%20U"), plain("MyaungTownship"), plain("Hpa- an Townsh ip")
    ('Mrauk-U Township', 'Tada U', 'Myaung Township', 'Hpa-an Township')
    """
    if is_simple(text):
        return text
    if "&" in text and _ENTITY.search(text):
        text = html.unescape(text)
    if "%" in text and _PERCENT.search(text):
        text = unquote(text, errors="replace").replace("�", "")
    if _BURMESE.search(text):
        return _burmese(text)
    text = in_chinese_words(in_english_words(text))
    text = _PARTED.sub(lambda match: match.group().replace(" ", ""), text)
    text = _HELD.sub(" ", _ALSO.sub("(", text))
    text = _CENTRE.sub(r"downtown \1", text)
    text = _BASED.sub(r"\2, \1", text)
    if "(" in text:
        text = _STATE_SIDE.sub(r"\1 (\3) \2", _SIDE_LETTER.sub(lambda m: f"({_SIDES[m[1].lower()]})", text))
    text = _LETTER.sub(lambda match: _SIDES[match[1].lower()] + " ", text)
    return _LINE_END.sub("", _GLUED.sub(" ", text))


def _burmese(text: str) -> str:
    if is_zawgyi(text) or (not is_shan(text) and probability(text) >= ZAWGYI_FROM):
        text = to_unicode(text)
    for pattern, word in _BURMESE_PARTED:
        text = pattern.sub(word, text)
    return in_burmese_words(text)
