"""On which days an event was, how precisely that is known, and when it became known.
Time precision is ACLED's: 1 the day, 2 the week (or a day that only the report has), 3 the month.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from conflictmap.chronicle.coding.attribution import Attribution, Citation
from conflictmap.chronicle.coding.days.spoken_days import SPOKEN_KINDS, of_statement, only_speaks
from conflictmap.chronicle.coding.event_mentions import (
    TRANSFER_ACTS,
    VIOLENT,
    EventMention,
    SentenceEvents,
    nearest_trigger,
    own_days,
)
from conflictmap.chronicle.extraction.triggers import Trigger
from conflictmap.chronicle.text.date_phrases import DatePhrase
from conflictmap.model import Entry

_OLD, _FAR = 62, 330  # days before the report: told as background; so far back that its year may be meant otherwise
_LONG = 31  # days before the report from which a month alone says that something is background
_SPANNING = frozenset({"flight", "blockade", "siege", "suspension"})


@dataclass(frozen=True, slots=True)
class Days:
    """First and last day, inclusive, precision, the dates that show it, and confidence."""

    first: date
    last: date
    precision: int
    shown: tuple[DatePhrase, ...]
    sure: float


def days_of(
    mention: EventMention,
    entry: Entry,
    word: Attribution,
    before: Sequence[SentenceEvents],
    above: Sequence[SentenceEvents] = (),
    *,
    page: bool = False,
    spoken: date | None = None,
) -> Days:
    """Return date an event: by its own date, its sentence's, the date last mentioned, or the entry's, in this order.

    Parameters: before, the paragraph; above, the one before it under the same date; page, whether the entry's day is only
    that of its page; spoken, the day that the text spoke of last before the paragraph.
    """
    dates = [mention.day] if mention.day is not None else _own(mention)
    if mention.listed:
        months = [
            date_phrase
            for date_phrase in (mention.source_sentence or mention.sentence_events).dates
            if date_phrase.kind == "month"
        ]
        first = max(months[0].first, entry.date.replace(day=1)) if months else entry.date
        return Days(first, entry.end_date, 3, tuple(months), 0.6)
    day = [date_phrase for date_phrase in dates if date_phrase.kind in ("day", "range", "weekday", "relative", "after")]
    since = [date_phrase for date_phrase in dates if date_phrase.kind == "since" and date_phrase.precision == 1]
    until = [
        date_phrase
        for date_phrase in dates
        if date_phrase.kind == "until" and date_phrase.precision == 1 and not _in_relative(date_phrase, mention)
    ]
    if since and not day and mention.main.code.code in TRANSFER_ACTS:
        return Days(
            since[0].first, since[0].last, 1, (since[0],), 0.75
        )  # "has been under the control of B since 6 July"
    reached = _reached(until, day, mention)
    if reached is not None:
        return Days(reached.last, reached.last, 1, (reached,), 0.6)  # "By 21 December it had taken the town"
    if since and not day:
        last = max(entry.end_date, since[0].first)
        return Days(since[0].first, last, 2 if mention.main.code.code == "flight" else 1, (since[0],), 0.75)
    if day:
        return _with_end(_of_main(day, mention), until, mention, word, entry)
    earlier = [
        sentence_events for sentence_events in before if sentence_events.number <= mention.sentence_events.number
    ]
    if page and entry.date == entry.end_date and not _follows(mention):
        return _by_clock(mention, [*above, *earlier]) or _undated_on_page(mention, entry, word, earlier, spoken)
    return _undated(mention, entry, word, [*(above if _follows(mention) else ()), *earlier])


_NOW = frozenset({"is", "are", "now", "still", "currently", "today"})


def _by_clock(mention: EventMention, told: Sequence[SentenceEvents]) -> Days | None:
    """ "It was seized at about 4.30am", in an article: on the day that the text just spoke of."""
    if not _CLOCK.search(_words_of(mention)):
        return None
    spoken = [
        date_phrase
        for sentence_events in told
        for date_phrase in sentence_events.dates
        if date_phrase.kind in ("day", "weekday", "relative") and not of_statement(date_phrase, sentence_events)
    ]
    return Days(spoken[-1].first, spoken[-1].last, 1, (spoken[-1],), 0.75) if spoken else None


_CLOCK = re.compile(r"\b\d{1,2}(?:[:.]\d\d)? ?[ap]\.?m\b|\b(?:noon|midnight|o'clock)\b|\b\d{1,2}:\d\d\b")


def _words_of(mention: EventMention) -> str:
    return mention.sentence_events.annotated.sentence.text


def _in_relative(date_phrase: DatePhrase, mention: EventMention) -> bool:
    """ "moved back into A, which the AA had left by 29 September": the day of what the relative clause tells."""
    sentence = mention.sentence_events.annotated.sentence
    behind = sentence.ends[mention.main.end - 1]
    between = sentence.text[max(0, behind - sentence.start) : max(0, date_phrase.start - sentence.start)]
    return bool(re.search(r"\b(?:which|who|where)\b", between))


def _of_main(days: Sequence[DatePhrase], mention: EventMention) -> DatePhrase:
    """Of several days of one event that of its main trigger: "reached the town on 15 October and took it on the 17th"."""
    leaning = [day for day in days if day.kind == "after" and _dated_by(day, mention.sentence_events) is mention.main]
    if leaning:
        return leaning[0]  # "the victory on Tuesday came two days after it captured a battalion"
    here = [trigger for trigger in mention.triggers if trigger in mention.sentence_events.triggers]
    own = [day for day in days if nearest_trigger(day, mention.sentence_events, here) is mention.main]
    if own and len(here) > 1:
        return own[0]
    sentence = mention.sentence_events.annotated.sentence
    behind = [day for day in days if day.start >= sentence.ends[mention.main.end - 1]] if len(days) > 1 else []
    if not behind or mention.main not in here or behind[0] is days[0]:
        return days[0]
    between = sentence.text[sentence.ends[mention.main.end - 1] - sentence.start : behind[0].start - sentence.start]
    return behind[0] if _STRAIGHT.fullmatch(between) and " and " not in between else days[0]


_STRAIGHT = re.compile(r"[\w' -]{0,40}")  # nothing but words between a verb and its day


def is_only_of_a_month(mention: EventMention, entry: Entry) -> bool:
    """ "Another strike, in May, killed 20": in an article of October, background without a day of its own."""
    own = mention.sentence_events.dates
    if mention.denied or not own or any(date_phrase.kind != "month" for date_phrase in own):
        return False
    # "in May", in an article of April: what was done then was done a year before
    return all(abs((entry.date - date_phrase.last).days) > _LONG for date_phrase in own)


def reported_on(
    days: Days, entry: Entry, mention: EventMention, citations: Sequence[Citation]
) -> tuple[date, tuple[DatePhrase, ...]]:
    """Find the day of first report: the outlet's, the statement's, else the entry's last; never before the event."""
    cited = [citation.day for citation in citations if citation.day is not None]
    if cited:
        return max(min(cited), days.last), ()
    stated = [
        date_phrase
        for date_phrase in mention.sentence_events.dates
        if of_statement(date_phrase, mention.sentence_events) and date_phrase.kind in ("day", "weekday")
    ]
    if stated and stated[0].first >= days.last:
        return stated[0].first, (stated[0],)
    return max(entry.end_date, days.last), ()


def _own(mention: EventMention) -> list[DatePhrase]:
    """The dates of the event's sentences: its own clause first, without those that only date a statement."""
    sentence_events = mention.sentence_events
    dates = [
        date_phrase
        for date_phrase in sentence_events.dates
        if not of_statement(date_phrase, sentence_events) or (len(sentence_events.dates) == 1 and not mention.denied)
    ]
    dates = [
        date_phrase
        for date_phrase in dates
        if date_phrase.kind not in ("relative", "after") or _dated_by(date_phrase, sentence_events) in mention.triggers
    ]
    if mention.shared:
        triggers = [
            trigger
            for trigger in sentence_events.triggers
            if trigger.code.code != "statement" or trigger in mention.triggers
        ]
        leaning = [date_phrase for date_phrase in dates if date_phrase.kind == "after"]
        if leaning:
            return leaning
        dates = [
            date_phrase
            for date_phrase in dates
            if nearest_trigger(date_phrase, sentence_events, triggers) in mention.triggers
        ] or [day for day in dates if day.kind in ("day", "range") and not _of_another(day, mention)][:1]
    others = [date_phrase for other in mention.sentences if other is not sentence_events for date_phrase in other.dates]
    if (
        not dates
    ):  # "The attack took place on 22 September", "launched an operation on 4 August": its day stands beside it
        return [date_phrase for date_phrase in others if date_phrase.kind in ("day", "range", "weekday", "until")]
    return [*dates, *[date_phrase for date_phrase in others if date_phrase.kind == "until"]]


def _of_another(day: DatePhrase, mention: EventMention) -> bool:
    """ "the AA, which took the base on May 2, is now fighting": the day of what is told aside."""
    return any(
        trigger not in mention.triggers
        and trigger.state == "background"
        and day in own_days(trigger, mention.sentence_events)
        for trigger in mention.sentence_events.triggers
    )


def _dated_by(date_phrase: DatePhrase, sentence_events: SentenceEvents) -> Trigger | None:
    """The action that a leaning date belongs to: the one behind "ten days after", else the nearest, told as background or not."""
    if date_phrase.kind == "after":
        starts = sentence_events.annotated.sentence.starts
        return next((trigger for trigger in sentence_events.triggers if starts[trigger.first] >= date_phrase.end), None)
    return nearest_trigger(
        date_phrase,
        sentence_events,
        [trigger for trigger in sentence_events.triggers if trigger.code.code != "statement"]
        or sentence_events.triggers,
    )


def _reached(until: Sequence[DatePhrase], days: Sequence[DatePhrase], mention: EventMention) -> DatePhrase | None:
    """ "By 21 December it had taken the town", "by Thursday fighting had spread to B": the day by which an action had come about."""
    if not until or mention.main.code.family != "armed":
        return None
    moves = mention.main.code.code in TRANSFER_ACTS
    if not days:
        opens = until[0].start < mention.sentence_events.annotated.sentence.starts[mention.main.first]
        return until[0] if moves or opens else None
    triggers = mention.sentence_events.triggers
    own = [phrase for phrase in until if nearest_trigger(phrase, mention.sentence_events, triggers) is mention.main]
    others = (nearest_trigger(day, mention.sentence_events, triggers) is mention.main for day in days)
    return own[0] if moves and own and not any(others) else None


def _with_end(
    date_phrase: DatePhrase, until: Sequence[DatePhrase], mention: EventMention, word: Attribution, entry: Entry
) -> Days:
    last = max([date_phrase.last, *[date_phrase.last for date_phrase in until]])
    precision = date_phrase.precision if date_phrase.kind != "relative" or date_phrase.sure else 2
    if (
        date_phrase.kind == "relative"
        and len(mention.sentence_events.annotated.sentence.words)
        and "ago" in mention.sentence_events.annotated.sentence.words
    ):
        precision = 2
    if of_statement(date_phrase, mention.sentence_events) and word.mode == "claimed_by_party":
        precision = max(precision, 2)
    sure = 0.95 if date_phrase.sure else 0.81
    far = (entry.date - date_phrase.first).days
    if not -7 <= far <= _FAR:  # a day to come, or of a year that may be another
        sure = 0.5
    return Days(date_phrase.first, last, precision, (date_phrase, *until), sure if far <= _OLD else min(sure, 0.81))


def _follows(mention: EventMention) -> bool:
    """ "The column then raided the village": on the day of what was precision before."""
    return bool({"then", "afterwards", "thereafter"} & set(mention.sentence_events.annotated.sentence.words))


def _undated_on_page(
    mention: EventMention,
    entry: Entry,
    word: Attribution,
    before: Sequence[SentenceEvents],
    spoken: date | None,
) -> Days:
    """No date of its own, in an article: the day of what the paragraph told before it, that of the place it is carried on from, else the page's."""
    precision = _precision_of(word)
    at = mention.sentence_events.annotated.sentence.starts[mention.main.first]
    dates = [
        date_phrase
        for sentence_events in before
        for date_phrase in sentence_events.dates
        if date_phrase.kind in SPOKEN_KINDS
        and date_phrase.start < at
        and not (sentence_events.triggers and only_speaks(sentence_events))
        and not of_statement(date_phrase, sentence_events)
    ]
    if dates:
        return Days(dates[-1].first, dates[-1].last, 2, (dates[-1],), 0.75)
    carried = _of_carried_place(mention, entry, word, spoken)
    return Days(carried, carried, 2, (), 0.6) if carried else Days(entry.date, entry.end_date, precision, (), 0.78)


def _of_carried_place(mention: EventMention, entry: Entry, word: Attribution, spoken: date | None) -> date | None:
    """ "Before they left, the soldiers burnt two shops": what goes on about a place of the text before, on the day told last."""
    words = mention.sentence_events.annotated.sentence.words
    opens = next((at + 1 for at in range(mention.main.first - 1, -1, -1) if words[at] in (",", ";")), 0)
    now = _NOW & set(words[opens : mention.main.end + 1])
    told = mention.inherited and not mention.denied and word.mode == "reported" and not now
    if not told or mention.main.code.family not in VIOLENT or spoken is None:
        return None
    return spoken if 0 <= (entry.date - spoken).days <= _OLD else None


def _precision_of(word: Attribution) -> int:
    """ACLED's time precision of an event without a day of its own: that of a party's word about it is a week."""
    return 2 if word.mode in ("claimed_by_party", "denied") else 1


def _undated(mention: EventMention, entry: Entry, word: Attribution, before: Sequence[SentenceEvents]) -> Days:
    """No date of its own: that of the entry where it is one day, else the day last spoken of in the paragraph."""
    precision = _precision_of(word)
    if entry.date == entry.end_date and not _follows(mention):
        return Days(entry.date, entry.end_date, precision, (), 0.9 if precision == 1 else 0.8)
    at = mention.sentence_events.annotated.sentence.starts[mention.main.first]
    earlier = [
        date_phrase
        for sentence_events in before
        for date_phrase in sentence_events.dates
        if date_phrase.kind in SPOKEN_KINDS
        and (sentence_events is not mention.sentence_events or date_phrase.start < at or not mention.shared)
    ]
    later = [
        date_phrase
        for sentence_events in mention.sentences
        for date_phrase in sentence_events.dates
        if date_phrase.kind in ("day", "range", "weekday") and not (mention.shared and earlier)
    ]
    spoken = earlier[-1:] or later[:1]
    if spoken:
        return Days(spoken[0].first, spoken[0].last, precision, tuple(spoken), 0.75)
    return Days(entry.date, entry.end_date, 2 if (entry.end_date - entry.date).days <= 7 else 3, (), 0.5)
