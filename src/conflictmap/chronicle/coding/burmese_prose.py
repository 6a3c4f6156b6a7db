"""Paragraphs in Burmese: common verbs, actors and places found inside words that no space parts, sentence by sentence.
All that is drafted here is asked: Burmese is read by its particles ("က" behind who does, "ကို" behind whom), not by a grammar.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from conflictmap.chronicle.coding.days.burmese_days import Days, Told, days_of_clause, is_only_of_a_month, leans_on_day
from conflictmap.chronicle.coding.event_mentions import TAKEN
from conflictmap.chronicle.coding.locations.burmese_places import places_of_clause
from conflictmap.chronicle.drafts import Draft, Field
from conflictmap.chronicle.extraction.grammar.name_cues import Vocabulary
from conflictmap.chronicle.language.lexicon import Code, Lexicon
from conflictmap.chronicle.text.dates import burmese_to_ascii, written_dates
from conflictmap.model import Entry

_BURMESE = re.compile(r"[\u1000-\u109f]")
_SENTENCE = re.compile(r"[^။\n]+[။]?")
_PARTICLE = re.compile(r"(ကို|အား|ကမူ|ကတော့|က|သည်|မှ)(?=[\s၊။]|$)")
_CONTRASTED = ("ကမူ", "ကတော့")
_COUNT = re.compile(r"((?<!\d)\d{1,6}|တစ်|နှစ်|သုံး|လေး|ငါး|ခြောက်|ခုနစ်|ရှစ်|ကိုး|ဆယ်)\s*(?:ဦး|ပါး|ယောက်)")
_NUMBERS = {"တစ်": 1, "နှစ်": 2, "သုံး": 3, "လေး": 4, "ငါး": 5, "ခြောက်": 6, "ခုနစ်": 7, "ရှစ်": 8, "ကိုး": 9, "ဆယ်": 10}
_CASUALTY_SIDE = "ဘက်က"  # "on the side of": behind an actor who suffered
#: Where a clause ends inside a sentence: "and then", "as well as", "but".
_CLAUSE_END = re.compile(
    r"(?:ခဲ့ပြီးနောက်|ပြီးနောက်|ခဲ့ပြီး|လိုက်ပြီး|ပြီးတော့|ပြီး|ခဲ့သလို|သလို|ခဲ့ကာ|ကာ|ပေမယ့်|ပေမဲ့|သော်လည်း|တယ်(?=၊)|သည်(?=၊)|တာ(?=၊))[၊\s]+"
)
_MOST_CLAUSES = 12  # of one sentence
_QUOTES = ('"', "“", "‘", "'")
_SURE, _UNSURE = 0.6, 0.4
_LISTED = re.compile(r"\s*(?:၊|,|နဲ့|နှင့်|နှင့်အတူ|နဲ့အတူ|တို့နဲ့|တို့နှင့်)\s*(?:ဒေသခံ|မဟာမိတ်|ပူးပေါင်း)?\s*")  # ",", "and", "together with"
_LIVED_IN = (
    "ကျောင်း",
    "ရွာ",
    "ဆေးရုံ",
    "ဆေးခန်း",
    "နေအိမ်",
    "လူနေအိမ်",
    "ရပ်ကွက်",
    "ဈေး",
    "ဘုရားပွဲ",
)  # school, village, hospital, home, ward, market
_CAMP = "စခန်း"  # where soldiers live
_PROTESTER = "ဆန္ဒပြသူ"
_TOWNSHIP = "မြို့နယ်"
_SAME_TOWNSHIP = ("မြို့နယ်တည်း", "အဲဒီမြို့နယ်", "ထိုမြို့နယ်", "ယင်းမြို့နယ်", "အဆိုပါမြို့နယ်")
_PRESS_OFFICE = "ထုတ်ပြန်ရေး"  # of an office's name, which holds the word for "announced"
_AGREED = ("သဘောတူ", "လက်မှတ်", "ကြေညာ", "ရယူ")  # a ceasefire is agreed on, signed, declared
_REFUGE = "စစ်ဘေးရှောင်"
_REACH = 24  # characters behind an actor in which its particle stands


@dataclass(frozen=True, slots=True)
class BurmeseEvent:
    """A sentence read: its characters in the entry, its code, actors by role, places, day and dead (None: no number)."""

    span: tuple[int, int]
    code: Code
    agent: str
    patient: str
    location: str
    day: tuple[date, date]
    dated: bool
    dead: int | None
    refuge: bool = False  # whether people in flight, or civilians, were hit
    mode: str = "reported"
    lived_in: bool = False  # whether a place where people live or learn is named


def is_burmese(text: str) -> bool:
    """Whether most letters of a text are Burmese."""
    letters = sum(char.isalpha() for char in text)
    return len(_BURMESE.findall(text)) > letters / 2 > 0


def draft_burmese(
    entry: Entry,
    lexicon: Lexicon,
    unread: Draft,
    vocabulary: Vocabulary,
    *,
    spoken: date | None = None,
    place: str = "",
) -> list[Draft]:
    """Draft the events of an entry in Burmese; each sentence that cannot be read becomes a question made from `unread`.

    Parameters: spoken, the day that the text before spoke of, for "on that day"; place, where it was last, for "the village".
    """
    events: list[BurmeseEvent] = []
    left: list[Draft] = []
    here: Days | None = None  # the days last told in this paragraph
    for span in _clauses(entry.text, lexicon, vocabulary):
        sentence = entry.text[span[0] : span[1]]
        kinds = {kind for phrase, kind, _ in lexicon.burmese if phrase in sentence}
        told = Told(entry.date, entry.end_date, here[1] if here else spoken)
        event = _read(sentence, span, told, lexicon, vocabulary)
        if event is not None:
            goes_on = entry.text[: span[0]].rstrip()[-1:] not in ("။", "")  # a further clause of one sentence
            event = _in_context(event, sentence, here, events[-1] if events else None, place, goes_on=goes_on)
        here = days_of_clause(sentence, told, lexicon) or here
        if event is not None and events and _goes_on(event, events[-1]):
            events[-1] = _joined(events[-1], event)
        elif event is not None:
            events.append(_carried(event, events[-1]) if events else event)
            events += _denied_too(event, sentence, lexicon)
        elif sentence.strip() and not kinds & {"nodead"}:
            left.append(replace(unread, span=span))
        elif events:
            events[-1] = replace(events[-1], dead=0 if events[-1].dead is None else events[-1].dead)
    return [_draft(event, entry, unread, lexicon) for event in events] + left


def _in_context(
    event: BurmeseEvent, sentence: str, here: Days | None, last: BurmeseEvent | None, place: str, *, goes_on: bool
) -> BurmeseEvent:
    """An event with what its paragraph told before: the day, the place, the township, and the agent of the clause before it."""
    before = last.location if last is not None else place
    location = event.location or ("" if last is not None else place)
    township = next((part for part in before.split(", ") if part.endswith(_TOWNSHIP)), "")
    if township and township not in location and any(word in sentence for word in _SAME_TOWNSHIP):
        location = f"{location}, {township}" if location else township
    return replace(
        event,
        day=here if here is not None and not event.dated else event.day,
        location=location,
        agent=event.agent or (last.agent if goes_on and last is not None else ""),
    )


def _clauses(text: str, lexicon: Lexicon, vocabulary: Vocabulary) -> Iterator[tuple[int, int]]:
    """The characters of each sentence; one whose parts tell of several days, or of several sides and places, is several."""
    for match in _SENTENCE.finditer(text):
        low = match.start() + len(match.group()) - len(match.group().lstrip())
        for _ in range(_MOST_CLAUSES):
            cut = _cut(text[low : match.end()], lexicon, vocabulary)
            if not cut:
                break
            yield low, low + cut
            low += cut
        if match.end() > low:
            yield low, match.end()


def _cut(sentence: str, lexicon: Lexicon, vocabulary: Vocabulary) -> int:
    """Where the second clause with an action of its own begins, 0 where a sentence has but one."""
    for end in _CLAUSE_END.finditer(sentence):
        head, tail = sentence[: end.end()], sentence[end.end() :]
        if _acts(head, lexicon) and _acts(tail, lexicon) and _stands_apart(head, tail, lexicon, vocabulary):
            return end.end()
    return 0


def _acts(clause: str, lexicon: Lexicon) -> bool:
    return any(kind == "code" and phrase in clause for phrase, kind, _ in lexicon.burmese)


def _stands_apart(head: str, tail: str, lexicon: Lexicon, vocabulary: Vocabulary) -> bool:
    """Whether a clause is an event of its own: on another day, or at another place and by another side or with another thing taken."""
    end = _CLAUSE_END.search(tail)
    first = tail[: end.end()] if end is not None and _acts(tail[: end.end()], lexicon) else tail
    dated = next(iter(written_dates(first, lexicon, date(2000, 1, 1))), None) is not None
    if leans_on_day(first) or (dated and next(iter(written_dates(head, lexicon, date(2000, 1, 1))), None) is not None):
        return True
    here, there = (_location(clause, lexicon, vocabulary) for clause in (head, first))
    if not there or there == here:
        return False
    sides = [_sides(clause, lexicon)[0] for clause in (head, first)]
    taken = all(
        any(kind == "code" and value in TAKEN and phrase in clause for phrase, kind, value in lexicon.burmese)
        for clause in (head, first)
    )
    return taken or bool(sides[1] and sides[0] != sides[1])


def _carried(event: BurmeseEvent, last: BurmeseEvent) -> BurmeseEvent:
    """An event whose sentence names no agent, no place or no day has those of the one before."""
    passive = not event.agent and event.code.code in ("arson", "killing", "arrest", "mine", "airstrike", "shelling")
    return replace(
        event,
        agent=last.agent if passive and not event.location else event.agent,
        location=event.location or last.location,
        day=event.day if event.dated or event.location or event.day != (last.day[0], last.day[1]) else last.day,
    )


def _denied_too(event: BurmeseEvent, sentence: str, lexicon: Lexicon) -> list[BurmeseEvent]:
    """A claim and its denial in one sentence are two rows."""
    plain = sentence.replace(_PRESS_OFFICE, "")
    kinds = {kind for phrase, kind, _ in lexicon.burmese if phrase in plain}
    return [replace(event, mode="denied", dead=None)] if {"denies", "says"} <= kinds and event.mode != "denied" else []


def _read(
    sentence: str, span: tuple[int, int], told: Told, lexicon: Lexicon, vocabulary: Vocabulary
) -> BurmeseEvent | None:
    plain = sentence.replace(_PRESS_OFFICE, "")
    kinds = {kind for phrase, kind, _ in lexicon.burmese if phrase in plain}
    verbs = {phrase: value for phrase, kind, value in lexicon.burmese if kind == "code" and phrase in sentence}
    codes = [
        lexicon.codes[value]
        for phrase, value in verbs.items()
        if not any(phrase in longer for longer in verbs.keys() - {phrase})
    ]
    if not codes or kinds & {"sum", "plan"} or ("nodead" in kinds and len(codes) == 1) or sentence.startswith(_QUOTES):
        return None
    day = days_of_clause(sentence, told, lexicon)
    if day is None and is_only_of_a_month(sentence):
        return None  # told as background, without a day of its own
    code = max(codes, key=lambda name: name.rank)
    if code.code == "agreement" and not any(word in sentence for word in _AGREED):
        return None  # a ceasefire that is only spoken of
    agent, patient = _parted(code, *_sides(sentence, lexicon), lexicon)
    if code.code == "arrest" and _PROTESTER in sentence and not patient:
        patient = "PROT"
    if code.code == "attack" and not patient and "civilian" in kinds and kinds & {"dead"}:
        code = lexicon.codes["killing"]  # somebody shot, and no fighter was shot at
    if code.code == "flight" and agent:
        return None  # fighters who run: no flight of people
    mode = "denied" if "denies" in kinds and "says" not in kinds else ""
    ends = [sentence.find(phrase) for phrase, kind, _ in lexicon.burmese if kind == "dead" and phrase in sentence]
    dead = _dead(sentence[: max(ends)]) if ends else None
    return BurmeseEvent(
        span,
        code,
        agent,
        patient,
        _location(sentence, lexicon, vocabulary),
        day or (told.first, told.last),
        day is not None,
        dead,
        _REFUGE in sentence or "civilian" in kinds,
        mode or ("claimed_by_party" if "says" in kinds and _speaks(sentence, lexicon) else "reported"),
        any(word in sentence for word in _LIVED_IN) and "nodead" not in kinds and _CAMP not in sentence,
    )


def _speaks(sentence: str, lexicon: Lexicon) -> bool:
    """Whether a side of the war stands right before the word for saying."""
    words = [sentence.rfind(phrase) for phrase, kind, _ in lexicon.burmese if kind == "says" and phrase in sentence]
    return any(0 <= max(words) - end <= _REACH for _, _, end in _actors(sentence, lexicon)) if words else False


def _goes_on(event: BurmeseEvent, last: BurmeseEvent) -> bool:
    """Whether a sentence only counts the dead of the one before, or tells the same action again at no other place."""
    same = not event.location or event.location == last.location
    return same and not event.dated and (event.code.code in ("killing", "measure") or event.code.code == last.code.code)


def _joined(last: BurmeseEvent, event: BurmeseEvent) -> BurmeseEvent:
    dead = last.dead if event.dead is None else max(event.dead, last.dead or 0)
    return replace(last, span=(last.span[0], event.span[1]), dead=dead, agent=last.agent or event.agent)


def _sides(sentence: str, lexicon: Lexicon) -> tuple[str, str]:
    """The agent and the patient, "" where none is named, by the particle behind each."""
    agents: list[str] = []
    others: list[str] = []
    bare: list[str] = []  # named without a particle: "150 soldiers of the council entered and arrested"
    waiting: list[str] = []  # "the CNA, the CDF and", whose particle stands behind the last of them
    named = _with_short_names(sentence, _actors(sentence, lexicon))
    for number, (actor, _, end) in enumerate(named):
        following = named[number + 1][1] if number + 1 < len(named) else end
        if following > end and _LISTED.fullmatch(sentence[end:following]):
            waiting.append(actor)
            continue
        if sentence[end : end + 8].startswith(_CASUALTY_SIDE):
            others.append(actor)
            continue
        particle = _PARTICLE.search(sentence[end : end + _REACH])
        into = (
            others if particle is not None and particle[1] in ("ကို", "အား") else agents if particle is not None else []
        )
        if particle is not None and agents and _only_says(sentence[end + particle.end() :], lexicon):
            continue  # "the PDF took A, the KNU announced"
        if particle is not None and particle[1] in _CONTRASTED:
            bare.append(actor)  # "as for the army": the speaker, unless nobody else acts
            continue
        if particle is None:
            bare += [*waiting, actor]
        into += [each for each in dict.fromkeys((*waiting, actor)) if each not in into]
        waiting = []
    agents = agents or bare[:1]
    return "|".join(agents), "|".join(others)


def _with_short_names(sentence: str, actors: Iterable[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """Each side once, where its short name stands in brackets behind it."""
    out: list[tuple[str, int, int]] = []
    for actor, start, end in actors:
        bracketed = sentence[end : end + 1] == ")"
        if bracketed and out and out[-1][0] == actor and sentence[out[-1][2] : start].strip() == "(":
            out[-1] = (actor, out[-1][1], end + 1)
        else:
            out.append((actor, start, end))
    return out


def _only_says(behind: str, lexicon: Lexicon) -> bool:
    """Whether a word of saying stands right behind the particle of a side."""
    words = (phrase.removeprefix("က").strip() for phrase, kind, _ in lexicon.burmese if kind == "says")
    return behind.lstrip().startswith(tuple(word for word in words if word))


def _parted(code: Code, agent: str, patient: str, lexicon: Lexicon) -> tuple[str, str]:
    """ "From Battalion 115, which it took, the TNLA ...": of two sides that both seem to act, those who fight the State took what was its."""
    ids = agent.split("|")
    groups = {lexicon.actors[each].group for each in ids if each in lexicon.actors}
    if code.code != "capture" or groups != {"State", "Resistance"}:
        return agent, patient
    mine = [each for each in ids if lexicon.actors[each].group == "Resistance"]
    return "|".join(mine), patient or "|".join(each for each in ids if each not in mine)


def _actors(sentence: str, lexicon: Lexicon) -> Iterator[tuple[str, int, int]]:
    """Actors with the characters of their name, half-open, left to right; of names inside names the longest counts."""
    names = [(phrase, value) for phrase, kind, value in lexicon.burmese if kind == "actor" and value in lexicon.actors]
    names += [(name, actor) for actor, name in lexicon.burmese_names]
    pattern = "|".join(re.escape(name) for name, _ in sorted(names, key=lambda pair: -len(pair[0])))
    by_name = dict(names)
    for match in re.finditer(rf"(?<![A-Za-z])(?:{pattern})(?![A-Za-z])", sentence):
        yield by_name[match.group()], match.start(), match.end()


def _location(sentence: str, lexicon: Lexicon, vocabulary: Vocabulary) -> str:
    """The places of a clause as written; a side's "camp" without a name of its own is none."""
    codes = {value for phrase, kind, value in lexicon.burmese if kind == "code" and phrase in sentence}
    return places_of_clause(
        sentence,
        vocabulary,
        lambda letters: any(_actors(letters, lexicon)),
        taken=bool(codes & TAKEN),
        fired="shelling" in codes,
    )


def _dead(sentence: str) -> int | None:
    if "ဒဏ်ရာ" in sentence:
        return None  # the wounded stand before the dead: which number is whose, a person says
    counts = [_NUMBERS.get(count, 0) or int(count) for count in _COUNT.findall(burmese_to_ascii(sentence))]
    return sum(counts) if counts else None


def _draft(event: BurmeseEvent, entry: Entry, unread: Draft, lexicon: Lexicon) -> Draft:
    code = event.code
    agent, patient = event.agent, event.patient
    state = next(
        (row.actor_id for row in lexicon.actors.values() if row.kind == "state" and row.lives(event.day[0])), ""
    )
    people = bool(event.dead) or event.refuge or event.lived_in
    if (code.code == "airstrike" or (code.code == "shelling" and people)) and not agent:
        agent = state
    fights = agent and all(lexicon.actors[each].group == "Resistance" for each in agent.split("|"))
    if code.family == "remote" and fights and not people:
        patient = patient or state
    against = "" if not agent else state if agent != state else _only_opponent(entry.text, lexicon)
    patient = patient or {"enemy": against, "civilians": "CIV", "none": ""}.get(
        code.patient,
        "CIV"
        if event.dead or event.refuge or (event.lived_in and code.family == "remote" and event.dead is None)
        else "",
    )
    code = lexicon.codes["recapture"] if code.code == "capture" and agent == state else code
    values = {
        "event_type": code.event_type, "sub_event_type": code.sub_event_type, "act": code.act, "actor1": _doer(code, agent),
        "actor2": patient, "location": event.location, "event_date": event.day[0].isoformat(),
        "end_date": event.day[1].isoformat(), "time_precision": "1", "mode": event.mode,
        "fatalities": "" if event.dead is None else str(event.dead), "reported_on": max(entry.end_date, event.day[1]).isoformat(),
        "source": unread.value("source"), "notes": f"Read from Burmese: {code.code.replace('_', ' ')}.",
    }  # fmt: skip
    evidence = (event.span,)
    fields = {
        name: Field(value, _SURE if value else _UNSURE, evidence, "read by its particles")
        for name, value in values.items()
    }
    return replace(unread, span=event.span, fields=fields)


def _only_opponent(text: str, lexicon: Lexicon) -> str:
    """The one group that an entry names as fighting the State, "" where it names none or several."""
    named = {actor for actor, _, _ in _actors(text, lexicon) if lexicon.actors[actor].group == "Resistance"}
    return named.pop() if len(named) == 1 else ""


def _doer(code: Code, named: str) -> str:
    return {"civilians": "CIV", "protesters": "PROT"}.get(code.agent, named or "UNK")
