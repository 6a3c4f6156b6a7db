"""Which of a sentence's days are those of what it tells, which those of a word about it, and which day it leaves in mind.
Nothing here dates an event; `event_dates` does.
"""

from __future__ import annotations

import re
from datetime import date

from conflictmap.chronicle.coding.event_mentions import SPOKEN_FAMILIES, SentenceEvents, nearest_trigger
from conflictmap.chronicle.text.date_phrases import DatePhrase

SPOKEN_KINDS = ("day", "range", "relative", "weekday")


def spoken_day(sentence_events: SentenceEvents, *, again: bool) -> date | None:
    """Find the day that a sentence leaves in mind, for "the next day": that of what it tells, before that of an aside or of a word.

    Parameters: again, whether the paragraph spoke of a day before, which a day of a mere word does not push out.
    """
    days = [date_phrase for date_phrase in sentence_events.dates if date_phrase.kind in SPOKEN_KINDS]
    told = [
        date_phrase
        for date_phrase in days
        if not of_statement(date_phrase, sentence_events) and not _is_of_word(date_phrase, sentence_events)
    ]
    main = [date_phrase for date_phrase in told if not _is_of_aside(date_phrase, sentence_events)]
    kept = main or told or ([] if again and not only_speaks(sentence_events) else days)
    return kept[-1].last if kept else None


def _is_of_word(date_phrase: DatePhrase, sentence_events: SentenceEvents) -> bool:
    """ "were shot there, a charge that the group denied on Sunday": whether a date goes with a word about what the sentence tells."""
    nearest = nearest_trigger(date_phrase, sentence_events, sentence_events.triggers)
    if nearest is None or nearest.code.family not in SPOKEN_FAMILIES or only_speaks(sentence_events):
        return False
    return sentence_events.annotated.sentence.starts[nearest.first] < date_phrase.start


def _is_of_aside(date_phrase: DatePhrase, sentence_events: SentenceEvents) -> bool:
    nearest = nearest_trigger(date_phrase, sentence_events, sentence_events.triggers)
    return nearest is not None and nearest.state == "background"


def of_statement(date_phrase: DatePhrase, sentence_events: SentenceEvents) -> bool:
    """Test whether a date is that of a word, not of what it tells: right behind "said", "denied", "stated on", "in a letter of"."""
    starts = sentence_events.annotated.sentence.starts
    text, shift = sentence_events.annotated.sentence.text, sentence_events.annotated.sentence.start
    modes = [mode for mode in sentence_events.annotated.phrases.get("mode", ()) if mode.payload[0] in _TELLING]
    if re.match(r"(?: (?:night|morning|evening|afternoon))?,? that\b", text[date_phrase.end - shift :]) and any(
        starts[mode.first] < date_phrase.start for mode in modes
    ):
        return True  # "announced at a press conference on Monday that"
    if modes and _IN_STATEMENT.search(text[: date_phrase.start - shift]):
        return True
    for mode in modes:
        end = sentence_events.annotated.sentence.ends[mode.end - 1]
        gap = text[max(0, end - shift) : max(0, date_phrase.start - shift)]
        behind = 0 <= date_phrase.start - end <= _BEHIND_WORD and starts[mode.first] < date_phrase.start
        if behind and not _CLAUSE_END.search(gap) and not _acts_between(mode.end, date_phrase, sentence_events):
            return True
    return False


def _acts_between(end: int, date_phrase: DatePhrase, sentence_events: SentenceEvents) -> bool:
    """ "Said it took A two days earlier": whether an action stands between the word and the date."""
    starts = sentence_events.annotated.sentence.starts
    return any(
        trigger.first >= end
        and starts[trigger.first] < date_phrase.start
        and trigger.code.family not in SPOKEN_FAMILIES
        for trigger in sentence_events.triggers
    )


_TELLING = ("says", "tells", "confirms", "denies")
_BEHIND_WORD = 25  # characters behind a word of saying in which its day stands
_CLAUSE_END = re.compile(r"[;:.!?–—]|\b(?:that|how|when|after|before)\b")
#: "In an audio message to media on Monday", "in a letter of 27 March".
_IN_STATEMENT = re.compile(
    r"\b(?:in|by|at|to|with|during|through|via) (?:an?|the|its|his|her|their|this|that|another) (?:[\w'-]+ ){0,3}?"
    r"(?:statement|letter|message|release|interview|conference|briefing|speech|address|broadcast|bulletin|announcement|communiqu[eé]|order|notice|directive"
    r"|(?:telegram|facebook|media) (?:post|page|channel|video))\b[^;:.,]{0,40}? (?:on|of|from|dated|late|early)(?: (?:the|late|early))?\s*$",
    re.IGNORECASE,
)


def only_speaks(sentence_events: SentenceEvents) -> bool:
    """Test whether a sentence tells of nothing but words."""
    return all(trigger.code.family in SPOKEN_FAMILIES for trigger in sentence_events.triggers)
