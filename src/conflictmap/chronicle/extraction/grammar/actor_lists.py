"""Actors named together as one side: "the KIA and PDFs", "the AA, in cooperation with local PDFs", "troops of the A, the B and the C".
Nothing here says what they did.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from conflictmap.chronicle.extraction.actors import ActorSpan

_MEN = (
    r"(?:units?|fighters?|forces?|troops?|members?|soldiers?|columns?|groups?|battalions?|brigades?|guerrillas?|insurgents?|terrorists?|rebels?"
    r"|militants?|comrades|commandos|teams?|guards?|men|allies|ally|allied|partners?)"
)
_OWN_MEN = _MEN.replace("|allies|ally|allied|partners?", "")  # "an ally of the TNLA" is none of its men
_DESCRIBED = (
    r"(?:the|a|an|its|their|several|other|some|both|local|allied|joint|combined|armed|ethnic|various|so-called|many|two|three|four|five|rebel|resistance"
    r"|newly|formed|fellow|about|some|around|\d+|like-minded|\"|“|”|')"
)
_WITH = (
    r"(?:along with|together with|jointly with|alongside|side by side with|hand in hand with|as well as|combined with|in league with|allied (?:with|to)"
    r"|in (?:close )?(?:cooperation|co-operation|collaboration|coordination|co-ordination|alliance|conjunction|partnership|concert) with"
    r"|(?:jointly )?(?:fighting|operating|working|acting|attacking|marching|cooperating|collaborating) (?:alongside|together with|jointly with|with|beside)"
    r"|with(?: the)? (?:help|support|aid|assistance|backing|participation|cooperation) (?:of|from)"
    r"|(?:backed|supported|aided|assisted|joined|accompanied|reinforced|helped) by)"
)
_JOINED = re.compile(
    rf"(?:[)”\"] ?)?(?:{_DESCRIBED} )*(?:{_MEN} )?(?:{_MEN} (?:of|from|based in) (?:[\w'-]+ ){{1,4}}?(?:village|town|township|ward) )?(?:\) )?(?:,? ?(?:and|&|{_WITH})(?: also)?|,|/|\(|with)"
    rf"(?: {_DESCRIBED}| {_MEN}(?= ))*(?: {_OWN_MEN} (?:of|from))?(?: {_DESCRIBED})*"
)
_COMPANIONS = re.compile(rf"{_WITH}(?: {_DESCRIBED}| {_MEN})*(?: {_OWN_MEN} (?:of|from))?(?: {_DESCRIBED})*")
STARTS = frozenset({
    "along", "together", "jointly", "alongside", "side", "hand", "as", "combined", "in", "allied", "fighting", "operating", "working", "acting", "attacking",
    "marching", "cooperating", "collaborating", "with", "backed", "supported", "aided", "assisted", "joined", "accompanied", "reinforced", "helped",
})  # fmt: skip
_UNIT_WORDS = frozenset({
    ")", "the", "a", "its", "their", "local", "allied", "units", "unit", "fighters", "forces", "troops", "members", "soldiers", "columns",
    "column", "groups", "group", "several", "other", "some", "both",
})  # fmt: skip
_PARTING = frozenset({
    "to", "by", "'s", "’s", "from", "of", "under", "against", "on", "in", "at", "near", "after", "before", "during", "while", "when", "which", "who", "where",
    "formerly", "called", "known", "every", "last", "for", "that", "as",
})  # fmt: skip
_OF_THEM = frozenset({("of",), ("of", "the"), ("from", "the"), ("from",)})
_LONGEST_GAP = 4  # words between two names of a list, beside words for units
_LONGEST_LINK = 14  # tokens of "in close cooperation with fighters of the"


def list_from(named: Sequence[ActorSpan], words: Sequence[str]) -> ActorSpan:
    """Join the first of some actors with those of one list behind it."""
    first = named[0]
    ids, end, sure = list(first.ids), first.end, first.sure
    for span in named[1:]:
        if set(span.ids) == set(ids) and words[end : span.first] in _OF_THEM:
            end, sure = span.end, min(sure, span.sure)  # "troops of the military and fighters of the PNO"
            continue
        if not _are_joined(words[end : span.first]) or _owns(words, span):
            break
        ids += [each for each in span.ids if each not in ids]
        end, sure = span.end, min(sure, span.sure)
    return ActorSpan(tuple(ids), first.first, end, sure)


def _owns(words: Sequence[str], span: ActorSpan) -> bool:
    """ "taken by the KNLA, along with the junta's checkpoint": whether only a thing of an actor is named."""
    return words[span.end : span.end + 1] in (("'s",), ("’s",)) and words[span.end + 1 : span.end + 2] not in _OWN_UNITS


_OWN_UNITS = frozenset(
    (word,)
    for word in (
        "fighters",
        "troops",
        "forces",
        "soldiers",
        "units",
        "army",
        "brigade",
        "battalion",
        "members",
        "armed",
        "special",
    )
)


def _are_joined(between: Sequence[str]) -> bool:
    """Whether the words between two actors make them one list."""
    if "other" in between and {"of", "from"} & set(between):
        return False  # "the KNDO and other forces of the KNU": to whom the first belongs
    if len(between) <= _LONGEST_LINK and _JOINED.fullmatch(" ".join(between)):
        return True
    gap = tuple(word for word in between if word not in _UNIT_WORDS)
    apart = bool(_PARTING & set(gap)) or (",", "with") in pairwise(gap)
    return len(gap) <= _LONGEST_GAP and not apart and any(word in (",", "and", "(", "&", "/", "with") for word in gap)


def companions_in(actors: Sequence[ActorSpan], words: Sequence[str], low: int, high: int) -> list[ActorSpan]:
    """Find who is said to act with somebody else in the tokens low..high: "together with the PDF", each with those listed behind it."""
    out = []
    inside = [span for span in actors if low <= span.first and span.end <= high]
    for number, span in enumerate(inside):
        begin = max(low, span.first - _LONGEST_LINK)
        starts = (at for at in range(begin, span.first) if words[at] in STARTS)
        if _owns(words, span):
            continue
        if any(_COMPANIONS.fullmatch(" ".join(words[at : span.first])) for at in starts):
            out.append(list_from(inside[number:], words))
    return out
