"""A sentence read, and an event: what one sentence or several tell of one event.
Nothing here computes but what they hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from conflictmap.chronicle.extraction.actors import is_armed
from conflictmap.chronicle.extraction.casualties import Toll, find_toll
from conflictmap.chronicle.extraction.grammar.leaving import is_unopposed
from conflictmap.chronicle.extraction.localities import Locality
from conflictmap.chronicle.extraction.sentences import AnnotatedSentence
from conflictmap.chronicle.extraction.triggers import Trigger
from conflictmap.chronicle.language.lexicon import Code, Lexicon
from conflictmap.chronicle.language.phrase_matcher import PhraseMatch
from conflictmap.chronicle.text.date_phrases import DatePhrase

TRANSFER_ACTS = frozenset({"capture", "recapture", "fallen", "lost", "handover", "withdrawal"})


VIOLENT = frozenset({"armed", "remote", "civil", "protest", "accident", "transfer"})
TAKEN = frozenset({"capture", "recapture", "fallen"})  # codes of a place that is taken
CHANGED_HANDS = TAKEN | {"lost"}

MINOR = frozenset({"statement", "seizure", "flight", "movement"})


SPOKEN_FAMILIES = frozenset({"statement", "talks", "measure"})

_OWN_DAYS = frozenset({"day", "weekday", "relative", "range"})
_BEHIND = 8  # tokens behind a verb in which its day stands


@dataclass(frozen=True, slots=True)
class SentenceEvents:
    """One sentence read: what it marks, its actions, its days, its dead."""

    number: int
    annotated: AnnotatedSentence
    triggers: tuple[Trigger, ...]
    dates: tuple[DatePhrase, ...]
    toll: Toll | None


@dataclass(frozen=True, slots=True)
class EventMention:
    """One event of a paragraph: its main action, the actions and sentences that belong to it, and where it plays."""

    main: Trigger
    sentence_events: SentenceEvents
    triggers: tuple[Trigger, ...]
    sentences: tuple[SentenceEvents, ...]
    localities: tuple[Locality, ...]
    tolls: tuple[Toll, ...] = ()
    denied: bool = False
    inherited: bool = False  # the place is that of the event before: "the village", "there"
    widened: bool = False  # the unit of its place is that which the text spoke of before
    listed: bool = False  # one of several named in a list: its day is that of the list
    shared: bool = False  # its sentence holds further events
    topic: str = ""  # the heading of its section that is no date
    day: DatePhrase | None = None  # its own day, where its sentence gives each of several events one
    source_sentence: SentenceEvents | None = (
        None  # the sentence that lists or denies it, where its action stands in an earlier one
    )

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(locality.key for locality in self.localities if locality.role != "context")


def nearest_trigger(
    date_phrase: DatePhrase, sentence_events: SentenceEvents, triggers: Sequence[Trigger]
) -> Trigger | None:
    """Find the action that a date belongs to: one in whose clause it stands, else the nearest."""
    starts, ends = sentence_events.annotated.sentence.starts, sentence_events.annotated.sentence.ends

    def distance(trigger: Trigger) -> tuple[int, int]:
        low, high = starts[trigger.low], ends[trigger.high - 1]
        first = starts[trigger.first]
        inside = low <= date_phrase.start < high
        ahead = first > date_phrase.start and _follows_a_verb(date_phrase, trigger, sentence_events, triggers)
        return (2 if ahead else 0 if inside else 1, abs(first - date_phrase.start))

    return min(triggers, key=distance, default=None)


def _follows_a_verb(
    date_phrase: DatePhrase, trigger: Trigger, sentence_events: SentenceEvents, triggers: Sequence[Trigger]
) -> bool:
    """ "had arrested in Gangaw on 10 November died": whether no comma parts the day from another verb before it."""
    sentence = sentence_events.annotated.sentence
    for other in triggers:
        low = sentence.ends[other.end - 1]
        if other is trigger or not low <= date_phrase.start:
            continue
        between = sentence.text[low - sentence.start : date_phrase.start - sentence.start]
        if not any(mark in between for mark in ",;–—") and " and " not in between:
            return True
    return False


def own_days(trigger: Trigger, sentence_events: SentenceEvents) -> list[DatePhrase]:
    """Find the days that stand in the clause of an action and belong to no other action of its sentence."""
    sentence = sentence_events.annotated.sentence
    low, high = sentence.span(trigger.low, max(trigger.high, min(trigger.end + _BEHIND, len(sentence.words))))
    return [
        phrase
        for phrase in sentence_events.dates
        if phrase.kind in _OWN_DAYS
        and low <= phrase.start < high
        and nearest_trigger(phrase, sentence_events, sentence_events.triggers) is trigger
    ]


def read_events(
    number: int,
    annotated: AnnotatedSentence,
    triggers: Sequence[Trigger],
    dates: Sequence[DatePhrase],
    lexicon: Lexicon,
) -> SentenceEvents:
    """Join a sentence's triggers and dates with the toll it states."""
    settled = [_settled(trigger, annotated, dates, lexicon) for trigger in triggers]
    kept = tuple(_entered(trigger, triggers, annotated, lexicon) for trigger in settled if trigger is not None)
    return SentenceEvents(number, annotated, kept, tuple(dates), find_toll(annotated, lexicon))


def _entered(trigger: Trigger, triggers: Sequence[Trigger], annotated: AnnotatedSentence, lexicon: Lexicon) -> Trigger:
    """ "The army withdrew from the town and the PDF entered it": who enters when the others have left has the place."""
    into = ("territory", "place", "village", "it", "")
    match = PhraseMatch(trigger.first, trigger.end, ())
    if trigger.code.code in TAKEN and is_unopposed(annotated, match):
        return replace(trigger, code=_without_fight(trigger.code))
    enters = trigger.code.code == "movement" and trigger.object_class in into
    if not enters or trigger.agent is None:
        return trigger
    if is_unopposed(annotated, match) and all(is_armed(actor_id, lexicon) for actor_id in trigger.agent.ids):
        return replace(trigger, code=_without_fight(lexicon.codes["capture"]))
    gone = any(
        other.code.code == "withdrawal"
        and other.agent is not None
        and not set(other.agent.ids) & set(trigger.agent.ids)
        for other in triggers
    )
    return replace(trigger, code=_without_fight(lexicon.codes["capture"])) if gone else trigger


def _without_fight(code: Code) -> Code:
    """A capture of what nobody defended: a transfer without violence (ACLED), whose act stays what it is."""
    return replace(code, event_type="Strategic developments", sub_event_type="Non-violent transfer of territory")


def _is_announced(trigger: Trigger, words: Sequence[str]) -> bool:
    """ "announced that it controlled the town": a claim to have taken it; not one on a number of places."""
    news = _ANNOUNCED & set(words[: trigger.first])
    return (
        bool(news) and words[trigger.first] in ("controlled", "controls") and not _COUNTED & set(words[trigger.end :])
    )


_ANNOUNCED = frozenset({"announced", "declared", "claimed", "confirmed", "announces", "declares", "claims"})
_COUNTED = frozenset(
    {"percent", "per", "%", "most", "townships", "towns", "more", "all", "half", "parts", "areas", "territory"}
)


def _settled(
    trigger: Trigger, annotated: AnnotatedSentence, dates: Sequence[DatePhrase], lexicon: Lexicon
) -> Trigger | None:
    """ "The AA has held the airport since July 5": taken on that day; without one nothing happened."""
    words = annotated.sentence.words
    if trigger.code.code == "holding" and trigger.agent is not None and _is_announced(trigger, words):
        return replace(trigger, code=lexicon.codes["capture"])
    if trigger.code.code != "holding" or words[trigger.end - 1] != "held":
        return trigger
    since = next((at for at in range(trigger.end, len(words)) if words[at] == "since"), None)
    starts = annotated.sentence.starts
    near = since is not None and any(
        date_phrase.precision == 1 and 0 <= date_phrase.start - starts[since] <= len("since the ")
        for date_phrase in dates
    )
    return replace(trigger, code=lexicon.codes["capture"]) if near and trigger.agent is not None else None
