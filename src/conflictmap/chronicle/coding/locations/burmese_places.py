"""The places that a clause in Burmese names, as written: by the word for their kind, or by the gazetteer where that word is left out.
Nothing here resolves a name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from conflictmap.chronicle.extraction.grammar.name_cues import Vocabulary

KINDS = (
    "စခန်း",
    "ရပ်ကွက်",
    "ကျေးရွာအုပ်စု",
    "ကျေးရွာ",
    "ရွာ",
    "မြို့နယ်",
    "မြို့",
    "ခရိုင်",
    "တိုင်းဒေသကြီး",
    "တိုင်း",
    "ပြည်နယ်",
)  # narrow to wide, longer first
_CAMP = KINDS[0]
_PARTICLES = "ကို|မှာတော့|မှာပဲ|မှာလည်း|မှာ|တွင်|၌|ကနေ|က|မှ|နဲ့|နှင့်|ရဲ့|၏|အတွင်းက|အတွင်း|ရှိ|အနီးက|အနီးမှာ|အနီး|နားက|နားမှာ|နား|ဘက်ကို|ဘက်|တွေမှာ|တွေကို|တွေက|တွေ|များကို|များမှာ|များ|ကိုလည်း|ကိုပါ|ကြား|အပြင်|အနောက်မြောက်က|အနောက်ဘက်|အရှေ့ဘက်|မြောက်ဘက်|တောင်ဘက်"
_PLACE = re.compile(rf"^([\u1000-\u109f]{{2,40}}?)({'|'.join(KINDS)})(?:{_PARTICLES})*$")
_BARE_END = re.compile(rf"^(?:{_PARTICLES})+$")
_PLURAL = re.compile(r"(?:ရွာ|မြို့|မြို့နယ်|ရပ်ကွက်|စခန်း)(?:တွေ|များ|တို့)")
_UNIT = re.compile(
    r"(?:ခလရ|ခမရ|အမြောက်တပ်ရင်း|စကခ|ဒကစ|တပ်မ|ခြေလျင်တပ်ရင်း|ခြေမြန်တပ်ရင်း|တပ်ရင်း)\s?[\(（]?\s?[၀-၉0-9]{1,4}\s?[\)）]?"
)
_SOURCE = ("ကနေ", "မှ")  # "from": where shells come from
_WORD = re.compile(r"([^\s၊။]+)([\s။]*(?:၊[\s။]*)?)")


def places_of_clause(
    clause: str, vocabulary: Vocabulary, is_side: Callable[[str], bool], *, taken: bool, fired: bool
) -> str:
    """Write the places of a clause in the grammar of `location`: narrow to wide where one lies in the other, else parted by ";".

    Parameters: is_side, whether letters name a side of the war, whose "camp" has no name of its own; taken, whether something was taken,
    so that a battalion is the place; fired, whether the action is fire, which comes from a place named with "from".
    """
    places: list[tuple[int, str]] = []
    for level, name, end in _names(clause, vocabulary, is_side):
        if fired and end in _SOURCE and places:
            continue
        if (level, name) not in places:
            places.append((level, name))
    unit = _UNIT.search(clause) if taken else None
    if unit is not None:
        places.insert(0, (-1, unit.group().strip()))
    narrow = min((level for level, _ in places), default=0)
    wide = [name for level, name in sorted(places, key=lambda place: place[0]) if level > narrow]
    return "; ".join(", ".join((name, *wide)) for level, name in places if level == narrow)


def _names(clause: str, vocabulary: Vocabulary, is_side: Callable[[str], bool]) -> Iterator[tuple[int, str, str]]:
    """The level, the name as written and the particle of each place, left to right."""
    words = [(match[1], "၊" in match[2]) for match in _WORD.finditer(clause)]
    narrow = False  # a village stood: what follows is no township, which stands before its villages
    for at, (token, listed) in enumerate(words):
        match = _PLACE.match(token)
        if match is not None and match[2] == _CAMP and is_side(match[1]):
            continue
        if match is not None and not is_side(match[1] + match[2]):
            narrow = narrow or KINDS.index(match[2]) < KINDS.index("မြို့နယ်")
            yield KINDS.index(match[2]), match[1] + match[2], token[match.end(2) :]
            continue
        name = vocabulary.burmese_name(token)
        following = words[at + 1][0] if listed and at + 1 < len(words) else ""
        if name and not narrow and (name == token or _BARE_END.match(token[len(name) :])):
            yield KINDS.index("မြို့"), name, token[len(name) :]
        elif following and (kind := _kind_of_list(token, following)) is not None and not is_side(token):
            yield kind, token, ""


def _kind_of_list(token: str, following: str) -> int | None:
    """ "A၊ B ရွာတွေ": the kind of a bare name in a list is the word behind the last, in the plural."""
    plural = _PLURAL.search(following)
    bare = re.fullmatch(r"[\u1000-\u109f]{2,20}", token) is not None
    if plural is None or not bare or token.endswith(("က", "ကို", "မှာ", "တွင်", "လို့", "ပြီး", "ခဲ့")):
        return None
    return KINDS.index(next(kind for kind in KINDS if plural.group().startswith(kind)))
