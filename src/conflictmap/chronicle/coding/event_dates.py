"""On which days a happening was, how precisely that is known, and when it became known.
Time precision is ACLED's: 1 the day, 2 the week (or a day that only the report has), 3 the month.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from conflictmap.chronicle.coding.attribution import Attribution, Citation
from conflictmap.chronicle.coding.event_mentions import TRANSFER_ACTS, EventMention, SentenceEvents
from conflictmap.chronicle.extraction.triggers import Trigger
from conflictmap.chronicle.text.dates import DatePhrase
from conflictmap.model import Entry

_OLD, _FAR = 62, 330  # days before the report: told as background; so far back that its year may be meant otherwise
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
    happening: EventMention,
    entry: Entry,
    word: Attribution,
    before: Sequence[SentenceEvents],
    above: Sequence[SentenceEvents] = (),
) -> Days:
    """The days of a happening: its own, those of its sentence, those last spoken of, those of the entry.

    Parameters: before, the paragraph; above, the one before it under the same date.
    """
    whens = _own(happening)
    if happening.listed:
        months = [when for when in (happening.teller or happening.scene).whens if when.kind == "month"]
        first = max(months[0].first, entry.date.replace(day=1)) if months else entry.date
        return Days(first, entry.end_date, 3, tuple(months), 0.6)
    day = [when for when in whens if when.kind in ("day", "range", "weekday", "relative", "after")]
    since = [when for when in whens if when.kind == "since" and when.precision == 1]
    until = [when for when in whens if when.kind == "until" and when.precision == 1]
    if since and not day and happening.main.code.code in TRANSFER_ACTS:
        return Days(
            since[0].first, since[0].last, 1, (since[0],), 0.75
        )  # "has been under the control of B since 6 July"
    if since and not day:
        last = max(entry.end_date, since[0].first)
        return Days(since[0].first, last, 2 if happening.main.code.code == "flight" else 1, (since[0],), 0.75)
    if day:
        return _with_end(day[0], until, happening, word, entry)
    earlier = [one for one in before if one.number <= happening.scene.number]
    return _undated(happening, entry, word, [*(above if _follows(happening) else ()), *earlier])


def reported_on(
    days: Days, entry: Entry, happening: EventMention, citations: Sequence[Citation]
) -> tuple[date, tuple[DatePhrase, ...]]:
    """The day on which it became known: the outlet's, the statement's, else the entry's last; never before the event."""
    cited = [one.day for one in citations if one.day is not None]
    if cited:
        return max(min(cited), days.last), ()
    said = [
        when
        for when in happening.scene.whens
        if _of_statement(when, happening.scene) and when.kind in ("day", "weekday")
    ]
    if said and said[0].first >= days.last:
        return said[0].first, (said[0],)
    return max(entry.end_date, days.last), ()


def _own(happening: EventMention) -> list[DatePhrase]:
    """The dates of the happening's sentences: its own clause first, without those that only date a statement."""
    scene = happening.scene
    whens = [when for when in scene.whens if not _of_statement(when, scene) or len(scene.whens) == 1]
    whens = [
        when for when in whens if when.kind not in ("relative", "after") or _dated_by(when, scene) in happening.deeds
    ]
    if happening.shared:
        deeds = [deed for deed in scene.deeds if deed.code.code != "statement"]
        leaning = [when for when in whens if when.kind == "after"]
        if leaning:
            return leaning
        whens = [when for when in whens if _nearest(when, scene, deeds) in happening.deeds] or (
            [when for when in whens if when.kind in ("day", "range")][:1]
        )
    others = [when for other in happening.scenes if other is not scene for when in other.whens]
    if (
        not whens
    ):  # "The attack took place on 22 September", "launched an operation on 4 August": its day stands beside it
        return [when for when in others if when.kind in ("day", "range", "weekday", "until")]
    return [*whens, *[when for when in others if when.kind == "until"]]


def _dated_by(when: DatePhrase, scene: SentenceEvents) -> Trigger | None:
    """The deed that a leaning date belongs to: the one behind "ten days after", else the nearest, told as background or not."""
    if when.kind == "after":
        starts = scene.marked.sentence.starts
        return next((deed for deed in scene.deeds if starts[deed.first] >= when.end), None)
    return _nearest(when, scene, [deed for deed in scene.deeds if deed.code.code != "statement"] or scene.deeds)


def _nearest(when: DatePhrase, scene: SentenceEvents, deeds: Sequence[Trigger]) -> Trigger | None:
    starts, ends = scene.marked.sentence.starts, scene.marked.sentence.ends

    def distance(deed: Trigger) -> tuple[int, int]:
        low, high = starts[deed.low], ends[deed.high - 1]
        first = starts[deed.first]
        inside = low <= when.start < high
        return (0 if inside else 1, abs(first - when.start))

    return min(deeds, key=distance, default=None)


def _of_statement(when: DatePhrase, scene: SentenceEvents) -> bool:
    """A date that stands right behind "said", "stated on", "in a statement on"."""
    starts = scene.marked.sentence.starts
    text, shift = scene.marked.sentence.text, scene.marked.sentence.start
    if re.match(r",? that\b", text[when.end - shift :]) and any(
        mode.payload[0] in ("says", "tells", "confirms") and starts[mode.first] < when.start
        for mode in scene.marked.found.get("mode", ())
    ):
        return True  # "announced at a press conference on Monday that"
    for mode in scene.marked.found.get("mode", ()):
        end = scene.marked.sentence.ends[mode.end - 1]
        if (
            mode.payload[0] in ("says", "tells", "confirms")
            and 0 <= when.start - end <= 25
            and starts[mode.first] < when.start
        ):
            return True
    return False


def _with_end(
    when: DatePhrase, until: Sequence[DatePhrase], happening: EventMention, word: Attribution, entry: Entry
) -> Days:
    last = max([when.last, *[one.last for one in until]])
    precision = when.precision if when.kind != "relative" or when.sure else 2
    if (
        when.kind == "relative"
        and len(happening.scene.marked.sentence.words)
        and "ago" in happening.scene.marked.sentence.words
    ):
        precision = 2
    if _of_statement(when, happening.scene) and word.mode == "claimed_by_party":
        precision = max(precision, 2)
    sure = 0.95 if when.sure else 0.81
    far = (entry.date - when.first).days
    if not -7 <= far <= _FAR:  # a day to come, or of a year that may be another
        sure = 0.5
    return Days(when.first, last, precision, (when, *until), sure if far <= _OLD else min(sure, 0.81))


def _follows(happening: EventMention) -> bool:
    """ "The column then raided the village": on the day of what was told before."""
    return bool({"then", "afterwards", "thereafter"} & set(happening.scene.marked.sentence.words))


def _undated(happening: EventMention, entry: Entry, word: Attribution, before: Sequence[SentenceEvents]) -> Days:
    """No date of its own: that of the entry where it is one day, else the day last spoken of in the paragraph."""
    told = 2 if word.mode in ("claimed_by_party", "denied") else 1
    if entry.date == entry.end_date and not _follows(happening):
        return Days(entry.date, entry.end_date, told, (), 0.9 if told == 1 else 0.8)
    earlier = [when for scene in before for when in scene.whens if when.kind in ("day", "range", "relative", "weekday")]
    later = [when for scene in happening.scenes for when in scene.whens if when.kind in ("day", "range", "weekday")]
    spoken = earlier[-1:] or later[:1]
    if spoken:
        return Days(spoken[0].first, spoken[0].last, told, tuple(spoken), 0.75)
    return Days(entry.date, entry.end_date, 2 if (entry.end_date - entry.date).days <= 7 else 3, (), 0.5)
