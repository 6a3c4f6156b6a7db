"""Mentions in Burmese prose: names before their kind word, from the wide unit to the narrow one.
Finds by form alone, as `recognition` does for English; a name that goes on as a group's or a people's is none."""

from __future__ import annotations

import re

from conflictmap.model import Mention
from conflictmap.places.names.kinds import BURMESE_KINDS, UNIT_KINDS

Found = tuple[int, int, str, str]  # start, end, name, kind
_RANK = {kind: number for number, kind in enumerate(UNIT_KINDS)}
_BURMESE_KIND = "|".join(sorted((w for words in BURMESE_KINDS.values() for w in words), key=len, reverse=True))
_KIND_BY_WORD = {word: kind for kind, words in BURMESE_KINDS.items() for word in words}
_BURMESE_NAME = re.compile(
    rf"(?P<name>[\u1000-\u1021\u1023-\u1049\u104e\u1050-\u109f()]{{2,60}}?)(?P<kind>{_BURMESE_KIND})"
)
_BURMESE_GROUP = re.compile("^(?:သား|သူ|တပ်မတော်|တပ်တော်|တပ်ဖွဲ့|ပြည်သူ့ကာကွယ်ရေး|လွှတ်တော်|အစိုးရ|ပါတီ|အဖွဲ့|ကော်မတီ|စစ်ရှောင်)")
_BURMESE_LEAD = re.compile("^(?:နှင့်|နဲ့|မှ|တွင်|မှာ|၌|သို့|က|ရှိ|ထဲက|ထဲရှိ|ကို|ရဲ့|၏|နေ့|များ|အနီးရှိ|နေ့က)+")


def burmese_mentions(event_id: str, text: str) -> list[Mention]:
    """Burmese goes from wide to narrow, so a unit is the context of the narrower one that follows it closely."""
    found: list[Found] = []
    for token in re.finditer(r"[^\s၊။,.;:!?“”\"]+", text):
        for match in _BURMESE_NAME.finditer(token.group()):
            if _BURMESE_GROUP.match(token.group()[match.end() :]):
                continue
            lead = _BURMESE_LEAD.match(match["name"])
            skip = lead.end() if lead and lead.end() < len(match["name"]) - 1 else 0
            start = token.start() + match.start() + skip
            found.append((start, token.start() + match.end(), match["name"][skip:], _KIND_BY_WORD[match["kind"]]))
    mentions: list[Mention] = []
    for i, (start, end, name, kind) in enumerate(found):
        inner = found[i + 1] if i + 1 < len(found) else None
        if inner and wider(inner, found[i]) and inner[0] - end <= 12 and "။" not in text[end : inner[0]]:
            continue
        context: list[str] = []
        j = i - 1
        while j >= 0 and wider(found[j + 1], found[j]) and found[j + 1][0] - found[j][1] <= 12:
            context.append(text[found[j][0] : found[j][1]])
            j -= 1
        mentions.append(Mention(event_id, name, start, end, "site", kind, tuple(context)))
    return mentions


def wider(inner: Found, outer: Found) -> bool:
    """Whether the second can stand around the first."""
    return _RANK.get(outer[3], -1) > _RANK.get(inner[3], -1)
