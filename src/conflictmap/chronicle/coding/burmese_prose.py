"""Paragraphs in Burmese: common verbs, actors and places found inside words that no space parts, sentence by sentence.
All that is drafted here is asked: Burmese is read by its particles ("က" behind who does, "ကို" behind whom), not by a grammar.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from conflictmap.chronicle.drafts import Draft, Field
from conflictmap.chronicle.language.lexicon import Code, Lexicon
from conflictmap.chronicle.text.dates import burmese_to_ascii, written_dates
from conflictmap.model import Entry

_BURMESE = re.compile(r"[\u1000-\u109f]")
_SENTENCE = re.compile(r"[^။\n]+[။]?")
_PARTICLE = re.compile(r"(ကို|အား|ကမူ|ကတော့|က|သည်|မှ)(?=[\s၊။]|$)")
_CONTRASTED = ("ကမူ", "ကတော့")
_KINDS = ("စခန်း", "ကျေးရွာ", "ရွာ", "မြို့နယ်", "မြို့", "တိုင်းဒေသကြီး", "တိုင်း", "ပြည်နယ်")  # narrow to wide, longer first
_AFTER = "ကို|မှာ|တွင်|၌|ကနေ|က|မှ|နဲ့|နှင့်|ရဲ့|၏|အတွင်း|ရှိ|အနီး|နား|တွေမှာ|တွေ"
_PLACE = re.compile(rf"^([\u1000-\u109f]{{2,40}}?)({'|'.join(_KINDS)})(?:{_AFTER})*$")
_COUNT = re.compile(r"((?<!\d)\d{1,6}|တစ်|နှစ်|သုံး|လေး|ငါး|ခြောက်|ခုနစ်|ရှစ်|ကိုး|ဆယ်)\s*(?:ဦး|ပါး|ယောက်)")
_NUMBERS = {"တစ်": 1, "နှစ်": 2, "သုံး": 3, "လေး": 4, "ငါး": 5, "ခြောက်": 6, "ခုနစ်": 7, "ရှစ်": 8, "ကိုး": 9, "ဆယ်": 10}
_TODAY = ("ယနေ့", "ဒီနေ့", "ဒီကနေ့")
_NEXT_DAY = ("နောက်တစ်ရက်", "နောက်တစ်နေ့", "နောက်ရက်", "နောက်နေ့")
_THAT_DAY = ("ထိုနေ့", "အဲဒီနေ့", "အဲ့ဒီနေ့", "အဆိုပါနေ့", "ယင်းနေ့", "တစ်ရက်တည်း")
_UNTIL = "အထိ"  # "until", behind the last day of a range
_WEEKDAYS = ("တနင်္လာနေ့", "အင်္ဂါနေ့", "ဗုဒ္ဓဟူးနေ့", "ကြာသပတေးနေ့", "သောကြာနေ့", "စနေနေ့", "တနင်္ဂနွေနေ့")  # Monday first
_YESTERDAY = ("မနေ့", "ယမန်နေ့")
_CASUALTY_SIDE = "ဘက်က"  # "on the side of": behind an actor who suffered
_CLAUSE_ENDS = ("ကာ", "ပြီး", "ပြီးနောက်", "၊", "ပေမယ့်", "သော်လည်း")
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
_PROTESTER = "ဆန္ဒပြသူ"
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


def draft_burmese(entry: Entry, lexicon: Lexicon, unread: Draft, spoken: date | None = None) -> list[Draft]:
    """Draft the events of an entry in Burmese; each sentence that cannot be read becomes a question made from `unread`.

    Parameters: spoken, the day that the text before spoke of, for "on that day".
    """
    events: list[BurmeseEvent] = []
    left: list[Draft] = []
    for span in _clauses(entry.text, lexicon):
        sentence = entry.text[span[0] : span[1]]
        kinds = {kind for phrase, kind, _ in lexicon.burmese if phrase in sentence}
        event = _read(sentence, span, entry, lexicon)
        last_day = events[-1].day[1] if events else spoken
        if event is not None and not event.dated and last_day and any(word in sentence for word in _THAT_DAY):
            event = replace(event, day=(last_day, last_day), dated=True)
        if event is not None and events and not event.dated and any(word in sentence for word in _NEXT_DAY):
            following = events[-1].day[1] + timedelta(days=1)
            event = replace(event, day=(following, following), dated=True)
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


def _clauses(text: str, lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    """The characters of each sentence; one with two days and a verb beside each is two."""
    verbs = [phrase for phrase, kind, _ in lexicon.burmese if kind == "code"]
    for match in _SENTENCE.finditer(text):
        low = match.start() + len(match.group()) - len(match.group().lstrip())
        cut = _cut(text[low : match.end()], verbs, lexicon)
        if cut:
            yield low, low + cut
            yield low + cut, match.end()
        elif match.end() > low:
            yield low, match.end()


def _cut(sentence: str, verbs: Sequence[str], lexicon: Lexicon) -> int:
    """Where the second dated clause of a sentence begins, 0 where it has but one."""
    dates = list(written_dates(sentence, lexicon, date(2000, 1, 1)))
    for phrase in dates[1:]:
        head, tail = sentence[: phrase.start], sentence[phrase.start :]
        ends = any(head.rstrip().endswith(end) for end in _CLAUSE_ENDS)
        if ends and any(verb in head for verb in verbs) and any(verb in tail for verb in verbs):
            return phrase.start
    return 0


def _carried(event: BurmeseEvent, last: BurmeseEvent) -> BurmeseEvent:
    """An event whose sentence names no agent, no place or no day has those of the one before."""
    passive = not event.agent and event.code.code in ("arson", "killing", "arrest", "mine", "airstrike", "shelling")
    return replace(
        event,
        agent=last.agent if passive and not event.location else event.agent,
        location=event.location or last.location,
        day=event.day if event.dated or event.location else last.day,
    )


def _denied_too(event: BurmeseEvent, sentence: str, lexicon: Lexicon) -> list[BurmeseEvent]:
    """A claim and its denial in one sentence are two rows."""
    kinds = {kind for phrase, kind, _ in lexicon.burmese if phrase in sentence}
    return [replace(event, mode="denied", dead=None)] if {"denies", "says"} <= kinds and event.mode != "denied" else []


def _read(sentence: str, span: tuple[int, int], entry: Entry, lexicon: Lexicon) -> BurmeseEvent | None:
    kinds = {kind for phrase, kind, _ in lexicon.burmese if phrase in sentence}
    verbs = {phrase: value for phrase, kind, value in lexicon.burmese if kind == "code" and phrase in sentence}
    codes = [
        lexicon.codes[value]
        for phrase, value in verbs.items()
        if not any(phrase in longer for longer in verbs.keys() - {phrase})
    ]
    if not codes or kinds & {"sum", "plan"} or ("nodead" in kinds and len(codes) == 1):
        return None
    code = max(codes, key=lambda name: name.rank)
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
    day = _days(sentence, entry, lexicon)
    return BurmeseEvent(
        span,
        code,
        agent,
        patient,
        _location(sentence, lexicon),
        day or (entry.date, entry.end_date),
        day is not None,
        dead,
        _REFUGE in sentence or "civilian" in kinds,
        mode or ("claimed_by_party" if "says" in kinds and _speaks(sentence, lexicon) else "reported"),
        any(word in sentence for word in _LIVED_IN) and "nodead" not in kinds and _KINDS[0] not in sentence,
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
    named = list(_actors(sentence, lexicon))
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
        if particle is not None and particle[1] in _CONTRASTED:
            bare.append(actor)  # "as for the army": the speaker, unless nobody else acts
            continue
        if particle is None:
            bare += [*waiting, actor]
        into += [each for each in dict.fromkeys((*waiting, actor)) if each not in into]
        waiting = []
    agents = agents or bare[:1]
    return "|".join(agents), "|".join(others)


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


def _location(sentence: str, lexicon: Lexicon) -> str:
    """The places of a sentence, narrow to wide, as written; a side's "camp" without a name of its own is none."""
    places: list[tuple[int, str]] = []
    for token in re.split(r"[\s၊။]+", sentence):
        match = _PLACE.match(token)
        if match is not None and match[2] == _KINDS[0] and any(_actors(match[1], lexicon)):
            continue
        if match is not None and (level := _KINDS.index(match[2]), match[1] + match[2]) not in places:
            places.append((level, match[1] + match[2]))
    return ", ".join(name for _, name in sorted(places))


def _days(sentence: str, entry: Entry, lexicon: Lexicon) -> tuple[date, date] | None:
    dates = [
        date_phrase
        for date_phrase in written_dates(sentence, lexicon, entry.date)
        if date_phrase.kind in ("day", "range")
    ]
    if len(dates) > 1 and sentence[dates[1].end :].lstrip().startswith(_UNTIL) and dates[0].first < dates[1].last:
        return dates[0].first, dates[1].last
    if dates:  # "taken on 26 June, the group said today": the day of what is told
        return dates[0].first, dates[0].last
    bare = sentence
    for word in _THAT_DAY:  # "that day" holds the letters of "this day"
        bare = bare.replace(word, "")
    if any(word in bare for word in _YESTERDAY):
        return entry.end_date - timedelta(days=1), entry.end_date - timedelta(days=1)
    if any(word in bare for word in _TODAY):
        return entry.end_date, entry.end_date
    return _weekday(sentence, entry.end_date)


def _weekday(sentence: str, last: date) -> tuple[date, date] | None:
    """The last such weekday up to and with `last`, the day of the page."""
    number = next((number for number, name in enumerate(_WEEKDAYS) if name in sentence), None)
    if number is None:
        return None
    day = last - timedelta(days=(last.weekday() - number) % 7)
    return day, day


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
