"""One phrase that names a place, read: how the event stands to it, its bare name, its kind.
Nothing here knows where the phrase stood; `toponyms` reads tables with it and `recognition` prose."""

from __future__ import annotations

import re
from functools import lru_cache

from conflictmap.places.names.kinds import UNIT_KINDS, is_generic, is_unnamed_many, split_kind, ward_number

_NUMBER = r"(?:\d+(?:[.,]\d+)?|half(?:\s+an?)?|an?\s+half|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|several|a few)"
_UNIT = r"(?:miles?|kilomet(?:er|re)s?|kms?|met(?:er|re)s?|yards?|furlongs?)"
_SIDE = r"(?:(?:north|south|east|west)(?:[\s-]*(?:east|west))?(?:ern)?)"
RELATION = re.compile(
    rf"(?:(?:some|about|around|nearly|only|just|roughly|located|situated)\s+)*"
    rf"(?P<relation>(?:(?:within|less than)\s+)?{_NUMBER}[\s-]*{_UNIT}(?:\s+(?:away|(?:to|in|on|towards?)(?:\s+the)?))?(?:\s+{_SIDE})?"
    rf"\s+(?:from|of|outside|off)"
    rf"|(?:right\s+|just\s+)?outside(?:\s+of)?|near(?:by)?(?:\s+to)?|close\s+to|beside|in\s+front\s+of|next\s+to|adjacent\s+to|around|surrounding"
    rf"|in\s+the\s+(?:area|vicinity|outskirts)\s+of|(?:on|at|in)\s+the\s+outskirts?\s+of|outskirts?\s+of|vicinity\s+of"
    rf"|(?:the\s+)?(?:road|route|highway)\s+between|(?:(?:on|along)\s+the\s+)?[\w'-]+(?:\s[\w'-]+){{0,3}}\s(?:road|highway|route|railway)\s+(?:between|near)"
    rf"|(?:travell?ing|going|marching|moving)\s+from(?=\s+\S+(?:\s\S+)?\s+to\s)"
    rf"|(?:just\s+)?across\s+(?:the\s+[\w-]+\s+)?from|across(?=\s+[A-Z])|(?:up|down)stream\s+of|a?\s*suburbs?\s+of"
    rf"|(?:the\s+)?(?:entrance|entry|exit|edge|foot|foothills?|top|gates?)\s+(?:to|of)|off\s+the\s+coast\s+of|(?:{_SIDE}(?:ern)?\s+)?borders?\s+(?:of|with)|along|(?:half-?way\s+|midway\s+)?between|opposite(?:\s+(?:of|to))?|towards?|beyond|{_SIDE}\s+of|(?:the\s+)?{_SIDE}(?:ern)?\s+(?:part|side|areas?)\s+of|part\s+of|areas?\s+of)"
    rf"\s+(?:the\s+)?",
    re.IGNORECASE,
)
PART = re.compile(r"part of|side of|areas? of|\bin\b")  # of relations: inside what follows
_ON_RIVER = re.compile(r"(?<=\w)\s+(?:on|by|along)\s+the\s+[A-Z][\w -]*$")
_BRACKET = re.compile(r"(.+?)\s*\(([^()]+)\)")
_BURMESE_SIDE = re.compile(
    r"(?:(?<=နယ်)|(?<=ိုင်း)|(?<=ကြီး)|(?<=ြို့))\s*\(?(?P<side>မြောက်|တောင်|အရှေ့|အနောက်|အလယ်)(?:ပိုင်း|ဘက်ခြမ်း|ခြမ်း|ဘက်)?\)?$"
)
_BURMESE = re.compile("[\u1000-\u109f]")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")
_REGION_NAME = re.compile(
    r"\b(?:kachin|kaya|karen|kayin|chin\b|sagaing|tanin|tenass|bago|pegu|magw|mandalay|mon\b|rakh|arak|yang[oô]n|rangoon"
    r"|shan\b|ayey|irra|nay ?pyi|kawtho|delta|border)",
    re.IGNORECASE,
)
_HALVED = frozenset(["ရှမ်း", "ပဲခူး"])  # parted in MIMU's lists, as reports part them
_OF_SITES = (
    "Myoma",
    "Central",
    "General",
    "Artillery",
    "Infantry",
    "Military",
    "Police",
    "Army",
    "Militia",
    "Tactical",
    "Council",
)
_LEADING = 80  # characters in which a relation may stand behind common words
_LEAD = re.compile(r"(?:in|at|on|from|to|into|inside|of|[Tt]he)\s+")  # "In Taw" is a name


def _relation(words: str) -> str:
    """A relation as one word or phrase: a road between two places is between them."""
    words = re.sub(r"\s+", " ", words.strip().lower())
    if words.endswith("between") or words.endswith("ing from"):
        return "between"
    return "near" if re.search(r"(?:road|highway|route|railway) near$", words) else words


@lru_cache(maxsize=50_000)
def read_part(text: str) -> tuple[str, str, str]:
    """Return relation, bare name and kind of one part: "near Laukkai Town" -> ("near", "Laukkai", "town").

    What has no name stays as written: "Three villages" -> ("", "Three villages", "village").
    """
    if ward := ward_number(text):
        return "", ward, "ward"
    relation = ""
    match = RELATION.match(text) or _after_common_words(text)
    if match:
        relation, text = _relation(match["relation"]), text[match.end() :]
    while lead := _LEAD.match(text):
        text = text[lead.end() :]
    text = _ON_RIVER.sub("", text)
    side = _BURMESE_SIDE.search(text)
    if side:
        name, kind = split_kind(text[: side.start()])
        return relation, name + (side["side"] if name in _HALVED else ""), kind
    return _named(relation, text)


def _after_common_words(text: str) -> re.Match[str] | None:
    """A relation behind words without capitals: "in the jungle near Loikaw", "the outskirts of Lashio town"."""
    match = RELATION.search(text, 0, _LEADING) if text[:1].islower() else None
    before = text[: match.start()] if match else ""
    return match if re.fullmatch(r"(?:[a-z]+\s+)+", before) else None


def _named(relation: str, text: str) -> tuple[str, str, str]:
    name, kind = split_kind(text)
    if kind == "state" and text.endswith(" region") and not _is_region(name):
        kind = "area"  # "Taung Dwin Chaung region"
    if is_unnamed_many(text):
        return relation, text, kind
    if kind in UNIT_KINDS and kind != "village":
        return relation, name, kind
    inner, inner_kind = split_kind(name)
    named_unit = inner_kind in UNIT_KINDS and bool(inner) and not is_generic(inner) and not _BURMESE.search(name)
    if kind == "village":  # "Pauktaw Township village": an unnamed one of it
        return (relation or "in", inner, inner_kind) if named_unit else (relation, name, kind)
    if kind and named_unit:
        return relation or f"{kind} of", inner, inner_kind  # "Laukkai town gate": the gate of a named town
    bracket = _BRACKET.fullmatch(name)
    if bracket and is_generic(bracket[1]):
        return relation, bracket[2], kind or "base"  # "number 10 border guard police battalion (Hla Phoe Khaung)"
    return relation, _own_name(name) if kind else name, kind


@lru_cache(maxsize=5_000)
def _is_region(name: str) -> bool:
    """Whether the name is, or has in it, that of a state or region: "northern Shan", "the Sagaing and Magway"."""
    return _REGION_NAME.search(name) is not None


def _own_name(name: str) -> str:
    """A site's name without the common words at its end: "Toh Thay Poo army" (camp) is Toh Thay Poo."""
    words = name.split()
    while (
        len(words) > 1
        and (is_generic(words[-1]) or _ORDINAL.fullmatch(words[-1]))
        and not words[-1].isdigit()
        and (words[-1].islower() or words[-1] in _OF_SITES)
    ):
        words.pop()
    while len(words) > 2 and [word.lower() for word in words[-2:]] in (
        ["burma", "army"],
        ["myanmar", "army"],
        ["military", "council"],
    ):
        words = words[:-2]
    return " ".join(words)
