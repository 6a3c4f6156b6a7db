"""A paragraph's actions as events: what is one event, what is a second, what goes on about the first.
Nothing here decides a field of a row; `coding` does.

The rules, in the order they are asked, each with a test: a denial of a transfer stands for itself; a sentence that begins with
a continuing word or only counts the dead goes on; another family of action, another place or another day is a second event."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from conflictmap.chronicle.coding.deeds.denials import (
    DENIABLE,
    denial_of,
    denial_of_earlier,
    denied_in,
    denies_earlier,
    is_denial,
    is_laid_to_denier,
    is_rumour,
    version_at,
)
from conflictmap.chronicle.coding.deeds.echoes import with_echoes
from conflictmap.chronicle.coding.event_mentions import (
    MINOR,
    SPOKEN_FAMILIES,
    TRANSFER_ACTS,
    VIOLENT,
    EventMention,
    SentenceEvents,
)
from conflictmap.chronicle.coding.grouping import apart, groups_of, share_localities
from conflictmap.chronicle.coding.listed_events import separate
from conflictmap.chronicle.extraction.localities import Locality
from conflictmap.chronicle.extraction.triggers import Trigger
from conflictmap.chronicle.language.lexicon import Lexicon


def find_mentions(
    sentences: Iterable[SentenceEvents],
    lexicon: Lexicon,
    carried: Sequence[Locality] = (),
    told: EventMention | None = None,
) -> list[EventMention]:
    """Group a paragraph's triggers into event mentions, in its order.

    Parameters: carried, the places of the paragraph before, for "the town" and "there" in the first sentences; told, the last event
    of the paragraph before, for "denied the claim" in the first sentence.
    """
    out: list[EventMention] = []
    for read in sentences:
        sentence_events = with_echoes(read, out)
        if not out and told is not None and denies_earlier(sentence_events, told):
            out.append(denial_of_earlier(sentence_events, told))
            continue
        if out and is_denial(sentence_events, out[-1]) and not denied_in(sentence_events):
            denied = replace(
                out[-1], denied=True, source_sentence=sentence_events, sentences=(sentence_events,), tolls=()
            )
            if is_rumour(out[-1].sentence_events) or is_laid_to_denier(sentence_events, out[-1]):
                out.pop()  # nobody but the rumour says that it happened
            out.append(denied)
            if version := _other_version(sentence_events):
                _add_sentence(out, version, groups_of(version, lexicon), carried)
            continue
        if out and (listed := _listed(sentence_events, out)) is not None:
            out += listed
            continue
        _add_sentence(out, sentence_events, _groups(sentence_events, lexicon), carried)
    return out


def _other_version(sentence_events: SentenceEvents) -> SentenceEvents | None:
    """What a denial says happened instead: "denied that a wedding was hit, saying that aircraft attacked fighters"."""
    at = version_at(sentence_events)
    told = tuple(
        trigger for trigger in sentence_events.triggers if trigger.first >= at and trigger.code.family in _DEEDS
    )
    return replace(sentence_events, triggers=told) if told else None


_DEEDS = frozenset({"armed", "remote", "civil"})


def _groups(sentence_events: SentenceEvents, lexicon: Lexicon) -> list[list[Trigger]]:
    """The actions of a sentence by event, what it denies apart from what it says happened."""
    false = denied_in(sentence_events)
    parts = [
        tuple(trigger for trigger in sentence_events.triggers if (trigger.first in false) == denied)
        for denied in (False, True)
    ]
    if not all(parts):
        return groups_of(sentence_events, lexicon)
    groups = [group for part in parts for group in groups_of(replace(sentence_events, triggers=part), lexicon)]
    spoken = [group for group in groups if group[0].code.family not in SPOKEN_FAMILIES]
    return sorted(spoken, key=lambda group: group[0].first)


def _add_sentence(
    out: list[EventMention],
    sentence_events: SentenceEvents,
    groups: Sequence[Sequence[Trigger]],
    carried: Sequence[Locality],
) -> None:
    """Add a sentence's events; a sentence without any goes on about the last."""
    said_false = denied_in(sentence_events)
    for triggers, localities in zip(groups, share_localities(sentence_events, groups), strict=True):
        new = _mention(sentence_events, triggers, localities, len(groups) > 1)
        if carried and not new.localities and not any(mention.localities for mention in out) and _points_back(new):
            new = replace(new, localities=tuple(carried), inherited=True)
        if (new.main.state == "denied" or new.main.first in said_false) and new.main.code.family in DENIABLE:
            if said_false.get(new.main.first):  # "The army says it took A, but the KNDF denied this": its word as well
                _place(out, new)
            out.append(denial_of(new, out))
            continue
        for part in separate(new):
            _place(out, part)
    if not groups and out:
        at = _last_done(out)
        out[at] = _extended(out[at], sentence_events)


def _place(out: list[EventMention], new: EventMention) -> None:
    """Add an event, or join it to the one before."""
    at = _last_done(out) if out else -1
    version = (
        out and out[at].denied and out[at].source_sentence is new.sentence_events
    )  # what is said instead of what is denied
    if out and not version and _goes_on(out[at], new):
        out[at] = _joined(out[at], new)
        return
    if (
        out
        and out[-1].sentence_events is new.sentence_events
        and {out[-1].main.code.code, new.main.code.code} <= TRANSFER_ACTS
        and not new.main.object_class
    ):
        main = replace(new.main, object_class=out[-1].main.object_class, object_tokens=out[-1].main.object_tokens)
        new = replace(new, main=main)  # "took a post, but lost it": the same post
    if (
        out
        and new.source_sentence is None
        and new.main.code.family in ("holding", "transfer", "armed")
        and _opens(new.sentence_events)
    ):
        new = replace(
            new, source_sentence=out[-1].source_sentence or out[-1].sentence_events
        )  # "This gives it control of X": still its own word
    freed = (
        new.main.code.code == "amnesty"
        and bool(out)
        and out[-1].main.code.code in ("arrest", "abduction", "taken_prisoner")
    )
    if out and not new.localities and (freed or _points_back(new) or _opens(new.sentence_events)):
        new = replace(new, localities=out[-1].localities, inherited=True)
    if out and not new.localities and new.main.object_class in _UNNAMED:
        places = next((mention.localities for mention in reversed(out) if mention.localities), ())
        new = replace(new, localities=places, inherited=bool(places))
    out.append(new)


_UNNAMED = frozenset({"post", "garrison", "building"})  # what was struck has no name: it lies where the text just was


def _last_done(out: Sequence[EventMention]) -> int:
    """The event that a following sentence goes on about: the last that is no mere item of a list or aside."""
    return next(
        (at for at in range(len(out) - 1, -1, -1) if not out[at].listed and out[at].main.state == "done"), len(out) - 1
    )


def _opens(sentence_events: SentenceEvents) -> bool:
    if sentence_events.annotated.sentence.words[:3] in _SAME_TIME and sentence_events.annotated.localities:
        return False  # "The same day, a shell struck a home in B"
    if sentence_events.annotated.sentence.words[:1] == ("another",) and any(
        trigger.first in (1, 2) for trigger in sentence_events.triggers
    ):
        return False  # "Another air strike": not the one before
    return any(cue.first == 0 for cue in sentence_events.annotated.cues("continuation"))


_SAME_TIME = frozenset(
    ("the", "same", time) for time in ("day", "morning", "evening", "night", "afternoon", "week", "time")
)


def _mention(
    sentence_events: SentenceEvents, triggers: Sequence[Trigger], localities: Sequence[Locality], shared: bool
) -> EventMention:
    only_spoken = all(trigger.code.family in SPOKEN_FAMILIES for trigger in triggers)
    main = triggers[0] if only_spoken else max(triggers, key=lambda trigger: (trigger.code.rank, -trigger.first))
    tolls = (sentence_events.toll,) if sentence_events.toll is not None else ()
    return EventMention(
        main, sentence_events, tuple(triggers), (sentence_events,), tuple(localities), tolls, shared=shared
    )


def _listed(sentence_events: SentenceEvents, out: Sequence[EventMention]) -> list[EventMention] | None:
    """ "the third town seized after A and B": each further place of a transfer just known_keys is an event of its own."""
    last = next((mention for mention in reversed(out) if mention.main.code.code in TRANSFER_ACTS), None)
    opens = _opens(sentence_events)
    taken = [trigger for trigger in sentence_events.triggers if trigger.code.code in TRANSFER_ACTS and trigger.passive]
    if last is None or not opens or not taken:
        return None
    known_keys = frozenset(key for mention in out for key in mention.keys)
    fresh = [locality for locality in sentence_events.annotated.localities if locality.key not in known_keys]
    return [
        replace(
            last,
            source_sentence=sentence_events,
            sentences=(sentence_events,),
            localities=(locality,),
            tolls=(),
            listed=True,
        )
        for locality in fresh
    ]


def _points_back(new: EventMention) -> bool:
    words = new.sentence_events.annotated.sentence.words
    pairs = {
        ("the", word)
        for word in (
            "village",
            "town",
            "city",
            "camp",
            "base",
            "outpost",
            "station",
            "area",
            "site",
            "post",
            "villages",
        )
    }
    return any(pair in pairs for pair in pairwise(words)) or bool({"there", "nearby"} & set(words))


def _goes_on(last: EventMention, new: EventMention) -> bool:
    """Whether a sentence's action only says more of the event before. The first rule that has an answer gives it."""
    if last.sentence_events is new.sentence_events or (
        any(date_phrase.kind in ("day", "range") for date_phrase in new.sentence_events.dates)
        and not _dates_it(last, new)
    ):
        return False
    if new.main.code.family in VIOLENT and _on_day_after(last, new):
        return False
    fresh_place = bool(new.keys) and not new.keys <= last.keys
    for rule in (_begins_operation, _opens_on, _more_of_violence, _talks_on):
        answer = rule(last, new, fresh_place)
        if answer is not None:
            return answer
    trigger, family = new.main, new.main.code.family
    if fresh_place or apart(last.main, trigger):
        return False
    if family == last.main.code.family:
        return bool(new.keys) or trigger.code.code == last.main.code.code
    return family in MINOR


def _on_day_after(last: EventMention, new: EventMention) -> bool:
    """ "took seven villagers on February 4. The following day they shot six": a relative day that is another than the one before."""
    before = {date_phrase.first for date_phrase in last.sentence_events.dates if date_phrase.kind in _SINGLE}
    own = [date_phrase for date_phrase in new.sentence_events.dates if date_phrase.kind == "relative"]
    return bool(before and own) and own[0].first not in before


_SINGLE = ("day", "weekday", "relative")


def _dates_it(last: EventMention, new: EventMention) -> bool:
    """ "The attack took place on 22 September": it says when the event before was, of which no day is told yet."""
    words = new.sentence_events.annotated.sentence.words
    took = ("took", "place") in pairwise(words[:6]) or bool({"happened", "occurred", "came", "began"} & set(words[:6]))
    return (
        took
        and _opens(new.sentence_events)
        and not any(date_phrase.kind in ("day", "range") for date_phrase in last.sentence_events.dates)
    )


def _begins_operation(last: EventMention, new: EventMention, fresh_place: bool) -> bool | None:
    """ "launched Operation X": the fighting told next is what it came to."""
    return True if last.main.code.code == "launch" and new.main.code.family == "armed" else None


def _opens_on(last: EventMention, new: EventMention, fresh_place: bool) -> bool | None:
    """A sentence that begins with a continuing word: "They", "This", "The cause", "Similarly"."""
    if not _opens(new.sentence_events):
        return None
    families = {new.main.code.family, last.main.code.family}
    if families == {"flight", "civil"}:
        return not fresh_place
    if not (new.main.code.family in SPOKEN_FAMILIES | MINOR or len(families) == 1 or families <= VIOLENT):
        return None
    if fresh_place and apart(last.main, new.main):
        return None
    return new.main.code.code != "surrender" or last.main.code.code == "surrender"


def _more_of_violence(last: EventMention, new: EventMention, fresh_place: bool) -> bool | None:
    """A count of the dead at no other place; attackers who go again, which is nobody's withdrawal from a place held."""
    if {last.main.code.family, new.main.code.family} == {"remote"} and _only_hurt(new):
        return True  # "A strike hit the clinic. Some villagers were hit by shrapnel"
    if last.main.code.family == "remote" and _on_foot(new):
        return False  # "Drones dropped bombs. Villagers were dragged out and shot": another deed
    if new.main.code.code == "killing" and last.main.code.family in VIOLENT:
        return not fresh_place
    if new.main.code.code in ("arson", "destruction") and new.main.agent is None and not new.keys:
        return last.main.code.family == "remote" or None  # "Jets bombed A. A school was burned"
    if new.main.code.code == "surrender" and new.main.agent is None and not new.keys:
        return last.main.code.family == "armed" or None  # "Six died and two surrendered"
    if new.main.code.code == "withdrawal" and new.main.agent is None and last.main.code.family == "armed":
        return True
    return None


def _only_hurt(new: EventMention) -> bool:
    words = new.sentence_events.annotated.sentence.words
    return (
        new.main.agent is None
        and not new.keys
        and bool({"shrapnel", "splinters", "debris"} & set(words[new.main.first : new.main.end + 1]))
    )


def _on_foot(new: EventMention) -> bool:
    """Whether an action against people is one that no bomb or shell does."""
    sentence = new.sentence_events.annotated.sentence
    first = sentence.words[new.main.first]
    return new.main.code.family == "civil" and (
        first in _BY_HAND or first.startswith(("torch", "execut", "behead", "stab", "loot"))
    )


_BY_HAND = frozenset({"shot", "shoot", "shooting", "tortured", "raped", "arrested", "detained", "abducted", "slit"})


def _speaks_anew(new: EventMention) -> bool:
    """An organisation that the tables do not know opens the sentence and speaks: a statement of its own."""
    if new.main.code.family not in SPOKEN_FAMILIES or new.main.agent is not None:
        return False
    raw = new.sentence_events.annotated.sentence.raw[: new.main.first]
    return sum(word[:1].isupper() for word in raw[1:]) >= 2


def _talks_on(last: EventMention, new: EventMention, fresh_place: bool) -> bool | None:
    """A statement after something told: it goes on, unless another party speaks for itself."""
    if new.main.code.code not in ("statement", "warning", "meeting", "measure"):
        return None
    if _speaks_anew(new):
        return False
    reacts = any(
        mode.payload[0] in ("reacts", "denies", "confirms")
        for mode in new.sentence_events.annotated.phrases.get("mode", ())
    )
    if reacts or new.sentence_events.toll is not None or new.main.agent is None:
        return not (fresh_place and new.main.agent is not None)
    involved = {
        actor for trigger in last.triggers for named in (trigger.agent, trigger.patient) if named for actor in named.ids
    }
    return bool(involved & set(new.main.agent.ids)) and last.main.code.family in SPOKEN_FAMILIES


def _extended(last: EventMention, sentence_events: SentenceEvents) -> EventMention:
    tolls = (*last.tolls, sentence_events.toll) if sentence_events.toll is not None else last.tolls
    return replace(last, sentences=(*last.sentences, sentence_events), tolls=tolls)


def _joined(last: EventMention, new: EventMention) -> EventMention:
    """The two as one; the weightier action leads, and a place is taken over only where there was none."""
    triggers = (*last.triggers, *new.triggers)
    main = last.main
    if (
        new.main.code.rank > main.code.rank
        and (new.main.code.family == main.code.family or main.code.family == "flight")
    ) or main.code.code == "launch":
        main = new.main
    sentence_events = new.sentence_events if main is new.main else last.sentence_events
    places = last.localities if last.keys and last.main.code.code != "launch" else (*new.localities, *last.localities)
    tolls = (*last.tolls, *new.tolls)
    return replace(
        last,
        main=main,
        sentence_events=sentence_events,
        triggers=triggers,
        sentences=(*last.sentences, new.sentence_events),
        localities=places,
        tolls=tolls,
    )
