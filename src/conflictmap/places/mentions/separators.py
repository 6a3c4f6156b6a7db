"""A place phrase parted where its writer left out a comma: possessives, dashes, slashes, units in a row.
The text keeps its length, so characters still count. Nothing here knows a place.

Two marks come out: a comma between a place and what stands around it or beside it, and `OWNER` where what stands
before is wider than what follows ("Depayin's Let Yet Kone").
"""

from __future__ import annotations

import re

from conflictmap.places.mentions.phrase import RELATION, read_part
from conflictmap.places.names.armies import is_army_unit
from conflictmap.places.names.kinds import (
    BURMESE_KINDS,
    KIND_WORDS,
    RANK,
    UNIT_KINDS,
    is_generic,
    is_unnamed_many,
    split_kind,
    ward_number,
)

OWNER = "\x1e"
_SIDE = r"(?:(?:north|south|east|west|central|upper|lower)(?:[\s-]?(?:east|west))?(?:ern)?\s+(?:(?:part|side|end)\s+of\s+(?:the\s+)?)?)"
_INSIDE = re.compile(rf"(?<=\S)\s+(?:in|at|inside)\s+(?:the\s+)?(?={_SIDE}?[A-Z]|\d+[\s-][Mm]ile)")
_OF = re.compile(r"(?<=\S)\s+of\s+(?:the\s+)?(?=\w)", re.IGNORECASE)
_POSSESSIVE = re.compile(
    r"(?<=[A-Za-z)])['’]s\s+(?=(?:(?:north|south|east|west|central)(?:[\s-]?(?:east|west))?(?:ern)?\s+)?[A-Z]|(?:ward|quarter)\s+(?:no\.?\s*)?\d)"
)
_NO_OWNER = frozenset(
    [
        "people",
        "cox",  # Cox's Bazar
        "children",
        "women",
        "worker",
        "workers",
        "student",
        "students",
        "farmer",
        "king",
        "queen",
        "mother",
        "nation",
    ]
)
_BETWEEN = re.compile(r"(?<=\w)\s+[-–—]\s+(?=[A-Z])|(?<=[\w-]\w)\s*/\s*(?=[A-Z][a-z]{2})")
_LINE = re.compile(r"\b(?:road|highway|railway|route|street|border|bridge)s?\b", re.IGNORECASE)
_ROW = re.compile(r"(?<=\w)(?P<kind>\s+(?:Division|District|Township|Region|State))(?P<gap>\s+)(?=[A-Z])")
_GROUP = re.compile(
    r"\s*(?:Army|Armies|Forces?|Front|Party|Union|Government|Council|Police|Command|Administration|Parliament|PDF|Hospital)"
)
_BESIDE = (
    r"near|opposite(?:\s+of)?|outside|beside|close\s+to|next\s+to|adjacent\s+to|between|(?:just\s+)?across\s+(?:from|the)"
    r"|\d+\s(?:miles?|km|kilomet(?:er|re)s?)\s(?:\w+\s)?(?:of|from)"
)
_AFTER_RELATION = re.compile(
    rf"(?<=[\w)])(?P<gap>\s+)(?=(?:(?:situated|located|about|some|just)\s+)*(?:{_BESIDE})\s+(?:the\s+(?:town|village)\s+of\s+)?[A-Z])"
)
_SMALL_ROW = re.compile(r"(?<=\w)(?P<kind>\s+(?:[Vv]illage|[Tt]own|[Ww]ard|[Vv]illage\s[Tt]ract))(?P<gap>\s+)(?=[A-Z])")
_AHEAD = re.compile(r"^(?:(?:in|at|on|near|around|from|inside|outside|along|the)\s+)+", re.IGNORECASE)
_UNIT_WORDS = sorted(
    (word for kind in UNIT_KINDS[2:] for word in BURMESE_KINDS.get(kind, ())), key=len, reverse=True
)  # a tract and wider
_BURMESE_PART = "(?:\\s*\\((?:မြောက်|တောင်|အရှေ့|အနောက်)(?:ပိုင်း)?\\)|(?:မြောက်|တောင်|အရှေ့|အနောက်|အလယ်)(?:ပိုင်း|ခြမ်း|ဘက်))?"
_BURMESE_UNIT = re.compile(rf"(?:{'|'.join(_UNIT_WORDS)}|(?<=ရှမ်း)(?:မြောက်|တောင်|ရှေ့)){_BURMESE_PART}(?P<gap>\s+)")
_BURMESE_CLOSE = re.compile(
    rf"(?<=[\u1000-\u109f]{{2}})(?:{'|'.join(w for w in _UNIT_WORDS if w not in ('တိုင်း', 'မြို့', 'အုပ်စု', 'မြို့တော်'))})"
    rf"{_BURMESE_PART}(?=[\u1000-\u1021]{{1}}[\u1000-\u109f]{{2}})(?!(?:ခွဲ|သား|သူ|တပ်|ထဲ|အတွင်း|မြောက်|တောင်|အရှေ့|အနောက်|အလယ်|တဝန်း))"
)


_BURMESE_SITE = re.compile(
    r"(?:ကျေးရွာ|ရပ်ကွက်|စခန်း|တပ်ရင်း|တံတား)(?P<gap>\s+)(?=[\u1000-\u109f]+(?:မြို့နယ်|မြို့|ခရိုင်|ပြည်နယ်|တိုင်း)(?:\s|$))"
)


# what any of these rules needs: a word without a capital, a sign, or a unit's word; a bare name with a bracket has none
_MEETING = re.compile(
    r"(?:^|\s)[a-z]|['’]s\s|/|\s[-–—]\s|\b(?:In|At|Of|Village|Town|Ward|Division|District|Township|Region|State)\b|[\u1000-\u109f]"
)


def with_commas(piece: str) -> str:
    """Return the piece with a comma or `OWNER` at every place where its parts meet; as long as before."""
    if not _MEETING.search(piece):
        return piece
    if re.search("[\u1000-\u109f]", piece):
        piece = _BURMESE_SITE.sub(lambda m: m.group()[: m.start("gap") - m.start()] + _comma_of(m["gap"]), piece)
        piece = _BURMESE_UNIT.sub(lambda m: m.group()[: m.start("gap") - m.start()] + _comma_of(m["gap"]), piece)
    piece = _INSIDE.sub(_comma, piece)
    piece = _OF.sub(lambda match: _comma(match) if _of_is_comma(piece, match) else match.group(), piece)
    piece = _POSSESSIVE.sub(lambda match: _owner(piece, match), piece)
    if not _LINE.search(piece):
        piece = _BETWEEN.sub(_comma, piece)
    piece = _AFTER_RELATION.sub(lambda match: _site_near(piece, match), piece)
    piece = _SMALL_ROW.sub(lambda match: _small_row(piece, match), piece)
    return _ROW.sub(lambda match: _row(piece, match), piece)


def burmese_units(piece: str) -> list[str]:
    """Return Burmese units that stand without a space, parted: each but the last ends with its unit word.

    >>> burmese_units("စစ်ကိုင်းတိုင်းဒေသကြီးရေဦးမြို့နယ်")
    ['စစ်ကိုင်းတိုင်းဒေသကြီး', 'ရေဦးမြို့နယ်']
    """
    units, start = [], 0
    for match in _BURMESE_CLOSE.finditer(piece):
        units.append(piece[start : match.end()])
        start = match.end()
    return [part for part in (*units, piece[start:]) if part.strip()]


def _comma(match: re.Match[str]) -> str:
    return _comma_of(match.group())


def _comma_of(text: str) -> str:
    return ",".ljust(len(text))


def _owner(piece: str, match: re.Match[str]) -> str:
    before = re.split(r"[,;၊]", piece[: match.start()])[-1].split()
    if not before or before[-1].lower() in _NO_OWNER:
        return match.group()
    return OWNER.ljust(len(match.group()))


def _site_near(piece: str, match: re.Match[str]) -> str:
    """A comma before "near X" where a name stands before it; "the road near X" has none, and is read whole."""
    before = re.split(r"[,;]", piece[: match.start()])[-1].strip()
    named = bool(re.search(r"[A-Z]", before)) and not RELATION.match(before)
    named = named or is_army_unit(before)
    return _comma(match) if named and not _LINE.search(before) else match.group()


def _row(piece: str, match: re.Match[str]) -> str:
    """Units one behind the other: "Magway Division Gangaw District San Myo village"."""
    ahead = re.split(r"[,;]", piece[match.end() :])[0]
    if _GROUP.match(ahead) or split_kind(ahead)[1] not in UNIT_KINDS or is_generic(ahead):
        return match.group()
    if re.match(rf"(?:{'|'.join(KIND_WORDS['township'] + KIND_WORDS['district'])})\b", ahead, re.IGNORECASE):
        return match.group()
    return match["kind"] + _comma_of(match["gap"])


def _small_row(piece: str, match: re.Match[str]) -> str:
    """A village before the unit around it: "Pe Pyit Taw village Budalin township"."""
    ahead = split_kind(re.split(r"[,;]", piece[match.end() :])[0])
    around = ahead[1] in UNIT_KINDS and RANK[ahead[1]] > RANK["village tract"] and not is_generic(ahead[0])
    return match["kind"] + _comma_of(match["gap"]) if around else match.group()


def _of_is_comma(piece: str, match: re.Match[str]) -> bool:
    """Whether "of" stands between a place and the unit around it: "Welet Township of Sagaing", "market of Mese Town".

    On its left a name with the kind word of a unit, or else, on its right, one, and a name or common nouns before it.
    """
    left = re.split(r"[,()၊]", piece[: match.start()])[-1].strip()
    right = re.split(r"[,()၊]", piece[match.end() :])[0].strip()
    relation = RELATION.match(f"{left} of X")
    if not left or (relation is not None and relation.end() > len(left)):
        return False
    _, name, kind = read_part(left)
    if kind in UNIT_KINDS and name and not is_generic(name):
        return True
    if ward_number(left) or re.fullmatch(r"section\s+(?:no\.?\s*)?\d+", left, re.IGNORECASE):
        return True
    led = _AHEAD.sub("", left) or left
    return is_unnamed_many(name) or (split_kind(right)[1] in UNIT_KINDS and (led[0].isupper() or is_generic(led)))
