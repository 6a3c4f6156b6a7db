"""Mentions in running prose, English or Burmese, with kind word, stated units and relation.
Finds candidates for names by form alone; whether a place bears the name is settled in `matching`.

A name inside another name is no mention: what belongs to an organisation (Karenni Army), a person (General Soe Htut)
or a camp (Bangkok IDP camp) is covered first. A name counts if a kind word stands by it (Mese Township, village of Pan
Dein), or a preposition of place before it (in Laukkai), or a verb of taking (captured Kunlong).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from conflictmap.model import Mention
from conflictmap.places.mentions.phrase import RELATION
from conflictmap.places.names.keys import script
from conflictmap.places.names.kinds import (
    BURMESE_KINDS,
    KIND_WORDS,
    LINE_KINDS,
    RANK,
    UNIT_KINDS,
    is_generic,
    kind_of_word,
)

NameSpan = tuple[int, int, str, str]  # start, end, name, kind
_BURMESE_KIND = "|".join(sorted((w for words in BURMESE_KINDS.values() for w in words), key=len, reverse=True))
_KIND_BY_WORD = {word: kind for kind, words in BURMESE_KINDS.items() for word in words}
_BURMESE_NAME = re.compile(
    rf"(?P<name>[\u1000-\u1021\u1023-\u1049\u104e\u1050-\u109f()]{{2,60}}?)(?P<kind>{_BURMESE_KIND})"
)
_BURMESE_GROUP = re.compile("^(?:သား|သူ|တပ်မတော်|တပ်တော်|တပ်ဖွဲ့|ပြည်သူ့ကာကွယ်ရေး|လွှတ်တော်|အစိုးရ|ပါတီ|အဖွဲ့|ကော်မတီ|စစ်ရှောင်)")
_BURMESE_LEAD = re.compile("^(?:နှင့်|နဲ့|မှ|တွင်|မှာ|၌|သို့|က|ရှိ|ထဲက|ထဲရှိ|ကို|ရဲ့|၏|နေ့|များ|အနီးရှိ|နေ့က)+")


def burmese_mentions(event_id: str, text: str) -> list[Mention]:
    """Return Burmese goes from wide to narrow, so a unit is the context of the narrower one that follows it closely."""
    spans: list[NameSpan] = []
    for token in re.finditer(r"[^\s၊။,.;:!?“”\"]+", text):
        for match in _BURMESE_NAME.finditer(token.group()):
            if _BURMESE_GROUP.match(token.group()[match.end() :]):
                continue
            lead = _BURMESE_LEAD.match(match["name"])
            skip = lead.end() if lead and lead.end() < len(match["name"]) - 1 else 0
            start = token.start() + match.start() + skip
            spans.append((start, token.start() + match.end(), match["name"][skip:], _KIND_BY_WORD[match["kind"]]))
    mentions: list[Mention] = []
    for i, (start, end, name, kind) in enumerate(spans):
        inner = spans[i + 1] if i + 1 < len(spans) else None
        if inner and wider(inner, spans[i]) and inner[0] - end <= 12 and "။" not in text[end : inner[0]]:
            continue
        context: list[str] = []
        j = i - 1
        while j >= 0 and wider(spans[j + 1], spans[j]) and spans[j + 1][0] - spans[j][1] <= 12:
            context.append(text[spans[j][0] : spans[j][1]])
            j -= 1
        mentions.append(Mention(event_id, name, start, end, "site", kind, tuple(context)))
    return mentions


def wider(inner: NameSpan, outer: NameSpan) -> bool:
    """Whether the second can stand around the first."""
    return RANK.get(outer[3], -1) > RANK.get(inner[3], -1)


TEXT_LIMIT = 200_000  # characters; a longer text is read to here: a month's chronicle has 10,000

_WORD = r"(?:[A-ZÀ-Þ][\wÀ-ÿ'’]*(?:-[A-Za-zÀ-ÿ]+)*)"
_NAME = rf"{_WORD}(?:[ \t]+(?:\([A-Z][a-z]+\)|{_WORD})){{0,4}}"
_KIND = "|".join(
    re.escape(word).replace(r"\ ", r"[ \t]+")
    for word in sorted((w for words in KIND_WORDS.values() for w in words), key=len, reverse=True)
)
_UNIT_WORDS = "|".join(
    re.escape(word).replace(r"\ ", r"[ \t]+") for kind in UNIT_KINDS for word in KIND_WORDS.get(kind, ())
)
_ORGANISATION = re.compile(
    rf"{_WORD}(?:[ \t]+(?:of|and|for|the|{_WORD}))*?[ \t]+"
    r"(?:Army|Armies|Forces?|Front|Party|Union|Alliance|League|Council|Government|Hluttaw|Parliament(?:arians)?|Brigade|"
    r"Battalion|Division|Command|Ministry|Committees?|Organi[sz]ation|Association|Foundation|Media|News|Times|Post|Journal|"
    r"Movement|Group|Network|Militia|PDFs?|LDFs?|PDTs?|PDOs?|KNDF|EROs?|Guerrillas?|Column|Commission|Institute|Campaign|Cup|"
    r"Company|Limited|Corporation|Enterprise|Resources|Initiative|Coalition|Consortium|Police Force|Operation|"
    r"Declaration|Agreement|Accord|Conference)(?!\w)(?:[ \t]*\([^()]{1,40}\))?"
)
_PERSON = re.compile(
    rf"(?<![\w-])(?!Saw[ \t]+(?:Township|Town)\b)(?:(?:Lt|Brig|Maj|Gen|Col|Capt|Sgt|Dr|Mr|Mrs|Ms)\.?|General|Major|Colonel|Captain|Lieutenant|Brigadier|Sergeant|"
    rf"Minister|President|Chairman|Chair|Spokesperson|Spokesman|Commander|Sayadaw|Senior|Ko|U|Daw|Ma|Saw|Sai|Nang|Mahn|"
    rf"Padoh|Khun|Aung San|leader|commander|activist|spokesperson)(?:[ \t]+(?:{_WORD}\.?))+"
)
_OFFICE = re.compile(
    rf"\b(?:Chief Minister|Home Minister|Prime Minister|Minister|Ministry|Embassy|Embassies|Ambassador|Department)\b"
    rf"(?:[ \t]+(?:of|for|and|the|{_WORD}))*"
)
_COURT = re.compile(
    rf"(?:International|Supreme|High|Criminal)[ \t]+(?:{_WORD}[ \t]+)*Courts?(?:[ \t]+of[ \t]+{_WORD})*"
)
_CAMP = re.compile(
    rf"{_NAME}[ \t]+(?:IDP|refugee|displacement|internment|displaced persons?['’]?)[ \t]+(?:camps?|sites?)"
)
_OPERATION = re.compile(r"\bOperation[ \t]+\w+|[“\"‘][^”\"’]{1,60}[”\"’]")
_COMMON = (
    "the this that these those on in at of and or but as by for from to with after before during since until "
    "over under he she it they we you i his her its their our my a an no not local people's peoples government "
    "junta regime military army monday tuesday wednesday thursday friday saturday sunday january february "
    "march april may june july august september october november december myanmar burma burmese civilians "
    "residents villagers fighters troops soldiers resistance revolution revolutionary spring according however "
    "meanwhile both some many several most all while when where more than around near about state region "
    "township village town district ward city country border lt gen col amidst amid anti former video "
    "committees people international nug sac pdf pdfs aa kia kna knla tnla mndaa ndsc icj idp idps un asean us "
    "uk eu military-backed pro-military anti-regime security special envoy envoy's "
)
_NO_NAME = frozenset(_COMMON.split())
_BEFORE = re.compile(
    r"(?<![\w])(?:in|at|from|to|into|near|inside|outside|around|towards?|between|through|across|of|off|along|via|beyond|"
    r"entered|reached|captured|seized|occupied|attacked|shelled|bombed|raided|took|controls?|left|fled|fleeing|leaving|"
    r"surrounding|besieged|overran|recaptured|reclaimed|securing|capturing|seizing|on)[ \t]+(?:the[ \t]+)?$",
    re.IGNORECASE,
)
_KIND_BEFORE = re.compile(
    rf"(?<!\w)(?P<kind>{_UNIT_WORDS})[ \t]+(?:of|called|named)[ \t]+(?:the[ \t]+)?$", re.IGNORECASE
)
_KIND_AFTER = re.compile(rf"[ \t]+(?:\([^()\n]{{1,30}}\)[ \t]+)?(?P<kind>{_KIND})(?![\w-])", re.IGNORECASE)
_KIND_LAST = re.compile(rf"(?:^|[ \t])(?P<kind>{_KIND})$", re.IGNORECASE)
_RUN = re.compile(rf"{_WORD}(?:[ \t]+(?:\([A-Z][a-z]+\)|{_WORD}))*")
_OWNER = re.compile(r"(?<=\w)['’]s(?=[ \t])")
_KIND_INSIDE = re.compile(rf"(?<=[ \t])(?:{_KIND})(?=[ \t]|$)", re.IGNORECASE)
_ROAD = re.compile(
    rf"(?P<names>{_WORD}(?:[ \t]+{_WORD})?[ \t]*[-–—][ \t]*{_WORD}(?:[ \t]+{_WORD})?)[ \t]+"
    r"(?P<kind>[Rr]oad|[Hh]ighway|[Rr]ailway|[Rr]oute)"
)
_EACH = re.compile(r"[ \t]*,[ \t]*(?:and[ \t]+)?|[ \t]+(?:and|&|or|to)[ \t]+")
_JOIN = re.compile(
    r"^(?:,?[ \t\r\n]*(?:in|of|,|within|under)[ \t\r\n]+(?:the[ \t]+)?(?:(?:southern|northern|eastern|western|central)"
    r"[ \t]+(?:part[ \t]+of[ \t]+)?)?|,[ \t\r\n]*(?:along|near|on)[^,.;]{0,60},[ \t]*|\s*\n\s*"
    r"|,? (?:situated|located) in )$"
)
_BESIDE = re.compile(r"^(?:['’]s?[ \t]*|\s*\n\s*)$")
_BEFORE_COMMA = re.compile(r"^,[ \t]*(?:the[ \t]+)?$")


def find_mentions(event_id: str, text: str) -> list[Mention]:
    """Return the mentions of a text in either script, in its order.

    `start` and `end` are characters of `text`, half-open. A wider unit that only says where another mention is
    ("…, Mese Township") is that mention's context and no mention of its own.
    """
    text = text[:TEXT_LIMIT]
    if script(text) == "burmese":
        return burmese_mentions(event_id, text)
    return _with_context(event_id, text, _name_spans(text))


class _Spans:
    """Characters that are taken, so that a name is found once and never inside another."""

    def __init__(self, length: int) -> None:
        self.taken = bytearray(length)

    def free(self, start: int, end: int) -> bool:
        return not any(self.taken[start:end])

    def take(self, start: int, end: int) -> None:
        self.taken[start:end] = b"\x01" * (end - start)


def _name_spans(text: str) -> list[NameSpan]:
    spans = _Spans(len(text))
    for pattern in (_CAMP, _COURT, _OFFICE, _ORGANISATION, _PERSON, _OPERATION):
        for match in pattern.finditer(text):
            lead = re.match(r"(?:In|At|From|The|On|And|A)[ \t]+", match.group())
            spans.take(match.start() + (lead.end() if lead else 0), match.end())
    roads: list[NameSpan] = []
    for match in _ROAD.finditer(text):
        if spans.free(match.start(), match.end()):
            spans.take(match.start(), match.end())
            roads.append((match.start(), match.end(), match["names"], "road"))
    runs = [
        run for match in _RUN.finditer(text) for run in _runs(text, match.start(), match.end()) if spans.free(*run[:2])
    ]
    return sorted([*roads, *_accepted(text, _shared(text, runs))])


def _runs(text: str, start: int, end: int) -> Iterator[NameSpan]:
    """Part a run of capitalised words after each kind word in it, and take the kind word that follows the run."""
    inside = [*_KIND_INSIDE.finditer(text[start:end]), *_OWNER.finditer(text[start:end])]
    cuts = sorted(match.end() + start for match in inside)
    for stop in [*[cut for cut in cuts if cut < end], end]:
        begin, close = _trimmed(text, start, stop)
        start = stop + 1
        last = _KIND_LAST.search(text[begin:close])
        if begin >= close:
            continue
        if last and last.start() > 0:
            yield begin, close, _own_name(text[begin : begin + last.start()], _kind(last)), _kind(last)
            continue
        after = _KIND_AFTER.match(text, close)
        before = _KIND_BEFORE.search(text[max(0, begin - 60) : begin])
        kind = _kind(after) if after else _kind(before) if before else ""
        yield begin, after.end() if after else close, text[begin:close], kind


def _own_name(name: str, kind: str) -> str:
    """A site's name without its common words: "Pathein Southwest" (Military Headquarters) is Pathein."""
    words = name.split()
    while kind not in UNIT_KINDS and len(words) > 1 and is_generic(words[-1]):
        words.pop()
    return " ".join(words)


def _kind(match: re.Match[str]) -> str:
    return kind_of_word(re.sub(r"\s+", " ", match["kind"]))


def _shared(text: str, runs: list[NameSpan]) -> list[NameSpan]:
    """A plural kind word at a list's end is every member's: "Lanku and Madaung villages"."""
    for i in reversed(range(1, len(runs))):
        start, end, name, kind = runs[i]
        gap = text[runs[i - 1][1] : start]
        ahead = text[max(0, runs[i - 1][0] - 60) : runs[i - 1][0]]
        plural = text[start:end].lower().endswith("s") or _KIND_BEFORE.search(ahead)
        if kind and not runs[i - 1][3] and plural and _EACH.fullmatch(gap):
            runs[i - 1] = (*runs[i - 1][:3], kind)
            runs[i] = (start, end, name, kind)
    for i in range(1, len(runs)):
        before = runs[i - 1]
        if before[3] and not runs[i][3] and _EACH.fullmatch(text[before[1] : runs[i][0]]):
            lead = _KIND_BEFORE.search(text[max(0, before[0] - 60) : before[0]])
            if lead and lead["kind"].lower().endswith("s"):
                runs[i] = (*runs[i][:3], before[3])
    return runs


def _accepted(text: str, runs: list[NameSpan]) -> list[NameSpan]:
    """Runs that the words around them make a place: a kind word, a preposition, or the list they stand in."""
    kept: list[NameSpan] = []
    for run in runs:
        start, _, name, kind = run
        if is_generic(name) or not _is_name(name):
            continue
        listed = bool(kept) and bool(_EACH.fullmatch(text[kept[-1][1] : start])) and kept[-1][3] not in LINE_KINDS
        if kind or listed or _BEFORE.search(text[max(0, start - 40) : start]):
            kept.append(run)
    return kept


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without common words in front ("On", "The") and without a possessive's ending."""
    while start < end:
        word = re.match(r"[\wÀ-ÿ'’.-]+[ \t]*", text[start:end])
        if not word or word.group().strip(" \t.").lower().replace("’", "'") not in _NO_NAME:
            break
        start += word.end()
    name = re.sub(r"['’]s?$", "", text[start:end])
    return start, start + len(name.rstrip())


def _is_name(name: str) -> bool:
    return (
        len(name) > 1
        and any(letter.islower() for letter in name)
        and not re.search(r"\d{4}|-(?:based|led|backed|made|style)$", name)
    )


def _with_context(event_id: str, text: str, spans: list[NameSpan]) -> list[Mention]:
    """Join what follows as a wider unit, and what stands before with a possessive, to the mention it belongs to."""
    used: set[int] = set()
    contexts: dict[int, list[str]] = {i: [] for i in range(len(spans))}
    for i in reversed(range(len(spans) - 1)):
        gap = text[spans[i][1] : spans[i + 1][0]]
        if len(gap) < 90 and _JOIN.match(gap) and _wider(spans[i], spans[i + 1]):
            for owner in _list_of(spans, i, text):
                contexts[owner] += [_phrase(text, spans[i + 1]), *contexts[i + 1]]
            used.add(i + 1)
        elif i + 1 not in used and _wider(spans[i + 1], spans[i]) and _stands_before(gap, spans[i + 1]):
            contexts[i + 1].append(_phrase(text, spans[i]))
            used.add(i)
    mentions = []
    for i, (start, end, name, kind) in enumerate(spans):
        if i in used:
            continue
        relation, begin = _relation(text, start)
        context = tuple(dict.fromkeys(contexts[i]))
        mentions.append(Mention(event_id, name, begin, end, "site", kind, context, relation))
    return mentions


def _stands_before(gap: str, inner: NameSpan) -> bool:
    """A wider unit that leads: "Belin's Daukyat village", "Ye-U Township / Ywar Meik Thar Village"."""
    return bool(_BESIDE.match(gap)) or (bool(inner[3]) and bool(_BEFORE_COMMA.match(gap)))


def _list_of(spans: list[NameSpan], last: int, text: str) -> list[int]:
    """The mentions of one list ("Lanku and Madaung villages of …") that ends at `last`."""
    owners = [last]
    while owners[0] > 0:
        before = owners[0] - 1
        gap = text[spans[before][1] : spans[owners[0]][0]]
        if not _EACH.fullmatch(gap) or spans[before][3] != spans[last][3]:
            break
        owners.insert(0, before)
    return owners


def _wider(inner: NameSpan, outer: NameSpan) -> bool:
    if outer[3] in LINE_KINDS:
        return False
    # a bare name is a town or narrower when it stands inside, a township or wider when it stands around
    return RANK.get(outer[3], 4 if not outer[3] else -1) > RANK.get(inner[3], 3 if not inner[3] else -1)


def _phrase(text: str, span: NameSpan) -> str:
    return re.sub(r"\s+", " ", text[span[0] : span[1]])


def _relation(text: str, start: int) -> tuple[str, int]:
    for match in RELATION.finditer(text, max(0, start - 90), start):
        if match.end() == start:
            return re.sub(r"\s+", " ", match["relation"].lower()), match.start("relation")
    return "", start
