"""Names that are no place: numbered units of the army, armed groups, operations, and words for nowhere.
Nothing here looks at a gazetteer. A unit's name ("LIB 143") says where only with a place beside it.
"""

from __future__ import annotations

import re
from functools import lru_cache

_SHORT = (
    r"L?IB|LIR|LID|MOC|TOC|ROC|DOC|SOC|BGF|BGP|IBs|LIBs|KhaLaYa|KhaMaYa|KaLaYa|SaKaKha|DaKaSa|YaMaKha|TaMaKha|"
    r"ခလရ|ခမရ|စကခ|တပခ|ဗျူဟာ"
)
_LONG = (
    r"(?:light\s+)?infantry\s+(?:battalion|division|regiment)|military\s+operations?\s+command|"
    r"(?:tactical|regional|special)\s+operations?\s+command|artillery\s+(?:battalion|command|operations?\s+command)|"
    r"border\s+guard\s+(?:force|police)(?:\s+battalion)?|air\s+defen[cs]e\s+battalion|armou?red\s+battalion|"
    r"engineer(?:ing)?\s+battalion|(?:supply\s+and\s+)?transport\s+battalion|signal\s+battalion|battalion|brigade|division"
)
_NUMBER = r"(?:#|no\.?|number|\()?\s*\d{1,4}(?:st|nd|rd|th)?\)?(?:\s*(?:,|/|-|and|&)\s*\d{1,4})*"
_POST = r"(?:\s+(?:base|camp|headquarters|hq|outpost|post|barracks|compound|station))?"
_ARMY = re.compile(
    rf"(?:(?:{_SHORT})[\s#.-]*{_NUMBER}|(?:{_LONG})[\s-]*{_NUMBER}|{_NUMBER}\s*(?:{_LONG}))(?:\s+battalion)?{_POST}",
    re.IGNORECASE,
)
_BURMESE_ARMY = re.compile(r"(?:ခလရ|ခမရ|စကခ|တပခ)\s*[-(]?\s*[\u1040-\u10490-9]{1,4}\)?")
_GROUP = re.compile(
    r"(?:[\w'’-]+\s+)+(?:army|armies|front|league|alliance|union|party|council|organi[sz]ation|militia|guerrillas?|"
    r"defen[cs]e forces?|liberation forces?|pdfs?|ldfs?|government)",
    re.IGNORECASE,
)
_OPERATION = re.compile(r"operations?\s+[\w-]+", re.IGNORECASE)
_NOWHERE = frozenset(
    [
        "online",
        "unknown",
        "undisclosed",
        "unspecified",
        "nationwide",
        "countrywide",
        "anyar",
        "anyathar",
        "anya-thar",
        "various",
        "abroad",
        "overseas",
        "somewhere",
        "elsewhere",
        "anywhere",
    ]
)
_COMMON = frozenset(
    [
        "a",
        "an",
        "the",
        "one",
        "some",
        "an",
        "undisclosed",
        "unspecified",
        "unknown",
        "remote",
        "secret",
        "location",
        "locations",
        "place",
        "places",
        "village",
        "villages",
        "town",
        "area",
        "areas",
        "jungle",
        "forest",
        "mountain",
        "mountains",
        "border",
        "in",
        "of",
        "at",
        "near",
        "region",
        "zone",
        "site",
        "unnamed",
        "liberated",
        "front",
        "line",
        "frontline",
        "battlefield",
        "hill",
        "hills",
        "myanmar",
        "thai",
        "thai-myanmar",
        "myanmar-thai",
        "china-myanmar",
        "myanmar-china",
    ]
)


def is_army_unit(text: str) -> bool:
    """Whether the text is a numbered unit of the army, with or without "base": "LIB 143", "130th Infantry Battalion"."""
    text = text.strip()
    return bool(_ARMY.fullmatch(text) or _BURMESE_ARMY.fullmatch(text))


@lru_cache(maxsize=50_000)
def is_no_place(text: str) -> bool:
    """Whether the text names no spot: a group, an operation, "online", "an undisclosed location", "the border area"."""
    words = re.findall(r"[\w'’-]+", text.lower())
    if not words or is_army_unit(text):
        return bool(words)
    if words[0] in _NOWHERE and len(words) == 1:
        return True
    group = _GROUP.fullmatch(text.strip()) and text[:1].isupper() and len(words) > 1
    return bool(group or _OPERATION.fullmatch(text.strip()) or all(word in _COMMON for word in words))


# Burmese for north, south, east, west, hill, stream, village ...: parts of half of all names, and none by themselves
_PARTS = frozenset(
    [
        "north",
        "south",
        "east",
        "west",
        "central",
        "upper",
        "lower",
        "northern",
        "southern",
        "eastern",
        "western",
        "taung",
        "myauk",
        "ashay",
        "anauk",
        "auk",
        "ahtet",
        "kone",
        "chaung",
        "ywa",
        "ywar",
        "ywarthit",
        "myo",
        "kyun",
        "inn",
        "kan",
        "taw",
        "htan",
        "tharyar",
        "new",
        "old",
        "middle",
        "တောင်",
        "မြောက်",
        "အရှေ့",
        "အနောက်",
        "အထက်",
        "အောက်",
        "ကုန်း",
        "ချောင်း",
        "ရွာ",
        "မြို့",
        "ကျွန်း",
        "အင်း",
        "ကန်",
        "တော",
        "အလယ်",
    ]
)


def is_common_word(text: str) -> bool:
    """Whether the text is a direction or a common noun of place names alone: "South", "Taung"."""
    return text.strip().lower() in _PARTS
