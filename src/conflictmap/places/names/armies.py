"""Names that are no place: numbered units of the army, armed groups, operations, and words for nowhere.
Nothing here looks at a gazetteer. A unit's name ("LIB 143") says where only with a place beside it.
"""

from __future__ import annotations

import re
from functools import lru_cache

_SHORT = (
    r"L?IB|AB|LIR|LID|MOC|TOC|ROC|DOC|SOC|BGF|BGP|IBs|LIBs|KhaLaYa|KhaMaYa|KaLaYa|SaKaKha|DaKaSa|YaMaKha|TaMaKha|"
    r"ခလရ|ခမရ|စကခ|တပခ|ဗျူဟာ"
)
_LONG = (
    r"(?:light\s+)?infantry\s+(?:battalions?|divisions?|regiments?)|military\s+operations?\s+command|"
    r"(?:tactical|regional|special)\s+operations?\s+command|artillery\s+(?:battalion|command|unit|operations?\s+command)|(?:bgf|bgp)\s+battalion|"
    r"border\s+guard\s+(?:force|police)(?:\s+battalion)?|air\s+defen[cs]e\s+battalion|armou?red\s+battalion|"
    r"engineer(?:ing)?\s+battalion|(?:supply\s+and\s+)?transport\s+battalion|signal\s+battalion|battalion|brigade|division"
)
_NUMBER = r"(?:#|no\.?|number|\()?\s*\d{1,4}(?:st|nd|rd|th)?\)?(?:\s*(?:,|/|-|and|&)\s*\d{1,4})*"
_POST = r"(?:\s+(?:base|camp|headquarters|hq|outpost|post|barracks|compound|station))?"
_ARMY = re.compile(
    rf"(?:(?:{_SHORT})[\s#.-]*{_NUMBER}|(?:{_LONG})[\s-]*{_NUMBER}|{_NUMBER}\s*(?:{_LONG}))(?:\s+battalion)?{_POST}",
    re.IGNORECASE,
)
_WHOSE = re.compile(
    r"^(?:(?:the|a|an|one|its|local|nearby|another|junta|regime|military|Burma Army|Myanmar Army|SAC|BA)(?:['’]s?)?\s+"
    r"|\w+['’]s?\s+(?=No|\d|[LI]|Light|Infantry|Artillery|Police)|[\w]+-(?:held|occupied|controlled|run|backed|aligned)\s+)+",
    re.IGNORECASE,
)
_ARMY_INSIDE = re.compile(rf"(?<![A-Za-z0-9])(?:{_ARMY.pattern})(?!\w)", re.IGNORECASE)
_NUMBERED = re.compile("[0-9\u1040-\u1049]")
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
    if not _NUMBERED.search(text):
        return False
    text = _WHOSE.sub("", text.strip())
    return bool(_ARMY.fullmatch(text) or _BURMESE_ARMY.fullmatch(text))


def find_army_unit(text: str, start: int = 0) -> re.Match[str] | None:
    """Return the first numbered unit of the army within a text from `start` on, None where there is none."""
    return _ARMY_INSIDE.search(text, start) if _NUMBERED.search(text, start) else None


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


# Burmese digits, and the ways to write a kind of unit; the longest first, so that light infantry is no infantry
_DIGITS = {0x1040 + digit: str(digit) for digit in range(10)}
_UNIT_KINDS = (
    ("LIB", r"light\s+infantry\s+(?:battalion|regiment)|LIB|LIR|KhaMaYa|ခမရ"),
    ("LID", r"light\s+infantry\s+division|LID|TaMaKha|တပခ"),
    ("IB", r"infantry\s+(?:battalion|regiment)|IB|KhaLaYa|KaLaYa|ခလရ"),
    ("MOC", r"military\s+operations?\s+command|MOC|SaKaKha|စကခ"),
    ("ROC", r"regional\s+operations?\s+command|ROC|DaKaSa"),
    ("TOC", r"tactical\s+operations?\s+command|TOC"),
    ("BGF", r"border\s+guard\s+force(?:\s+battalion)?|BGF"),
    ("BGP", r"border\s+guard\s+police(?:\s+battalion)?|BGP"),
    ("AB", r"artillery\s+battalion|AB"),
)
_UNIT = [(short, re.compile(rf"(?<![A-Za-z])(?:{words})(?![a-z])", re.IGNORECASE)) for short, words in _UNIT_KINDS]


@lru_cache(maxsize=20_000)
def army_unit(text: str) -> str:
    """Return the one numbered unit of the army that a text is, in its short form; "" for several, for none, and for a name.

    >>> army_unit("143rd Light Infantry Battalion base"), army_unit("ခမရ ၁၄၃"), army_unit("LIBs 143 and 144")
    ('LIB 143', 'LIB 143', '')
    """
    plain = text.translate(_DIGITS).strip()
    numbers = re.findall(r"\d+", plain)
    if len(numbers) != 1 or not (_ARMY.fullmatch(plain) or _BURMESE_ARMY.fullmatch(text.strip())):
        return ""
    short = next((short for short, pattern in _UNIT if pattern.search(plain)), "")
    return f"{short} {int(numbers[0])}" if short else ""
