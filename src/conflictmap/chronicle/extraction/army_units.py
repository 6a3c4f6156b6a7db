"""The numbered units of the State's army that a sentence names, each as a name of the place where it lies.
Nothing here knows where a unit is stationed; resolution does.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from conflictmap.chronicle.extraction.grammar.name_cues import Toponym
from conflictmap.chronicle.language.tokens import Sentence

_KIND = (
    r"(?:(?:Light |Mechani[sz]ed )?Infantry|Artillery|Armou?red|Signals?|Engineer(?:ing)?|(?:Supply and )?Transport|Air Defen[cs]e"
    r"|Missile|Tank|Ordnance|Border Guard(?: Police| Force)?|(?:Border )?Police) (?:Battalion|Regiment|Division|Unit)"
    r"|(?:(?:Military|Regional|Tactical) )?Operations? Command|Battalion"
)
_SHORT = r"LIB|IB|LIR|LID|MOC"
_UNITS = re.compile(
    rf"\b(?P<kind>{_KIND}|{_SHORT})s?(?: \((?:{_SHORT}|AB|BGF|BGP)s?\))?[\s-]{{0,2}}(?:No\.? ?|\()?(?P<numbers>\d{{1,4}}\b(?:(?:, | and |, and | & )\d{{1,4}}\b)*)\)?"
    rf"|\b(?P<nths>\d{{1,4}}(?:st|nd|rd|th)(?:(?:, | and |, and )\d{{1,4}}(?:st|nd|rd|th))+) (?P<kinds>{_KIND})s\b"
    rf"|\b(?P<nth>\d{{1,4}}(?:st|nd|rd|th)?) (?P<kind_behind>{_KIND})s?\b",
    re.IGNORECASE,
)


def find_units(sentence: Sentence, low: int, high: int) -> list[Toponym]:
    """Find the numbered units named in the tokens low..high (half-open), left to right; "IBs 16 and 17" are two."""
    if low >= high:
        return []
    begin, end = sentence.span(low, high)
    units = []
    for match in _UNITS.finditer(sentence.text, begin - sentence.start, end - sentence.start):
        first = bisect_left(sentence.starts, match.start() + sentence.start)
        after = bisect_left(sentence.starts, match.end() + sentence.start)
        units += [Toponym(text, "", first, after, sentence.words[first - 1] if first else "") for text in _names(match)]
    return units


def is_unit(name: str) -> bool:
    """Test whether a name is that of a numbered unit."""
    return _UNITS.fullmatch(name) is not None


def _names(match: re.Match[str]) -> list[str]:
    if match["nths"]:
        return [f"{nth} {match['kinds']}" for nth in re.findall(r"\d+(?:st|nd|rd|th)", match["nths"])]
    if match["nth"]:
        return [f"{match['nth']} {match['kind_behind']}"]
    return [f"{match['kind']} {number}" for number in re.findall(r"\d+", match["numbers"])]
