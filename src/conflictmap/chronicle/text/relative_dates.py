"""Days that lean on another: "on Friday", "yesterday", "two weeks earlier", "last Wednesday".
Nothing here reads a written date.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from conflictmap.chronicle.language.lexicon import Lexicon
from conflictmap.chronicle.language.phrase_matcher import PhraseMatch
from conflictmap.chronicle.language.tokens import Sentence
from conflictmap.chronicle.text.date_phrases import Anchor, DatePhrase

_TOLD = frozenset({
    "fight", "fighting", "attack", "attacks", "battle", "clash", "clashes", "raid", "ambush", "strike", "airstrike", "incident", "shelling", "bombing",
    "explosion", "massacre", "capture", "seizure", "arrest", "arrests",
})  # fmt: skip
_FARTHEST = 40_000  # days, weeks or months: what is said to lie further off is no date


def relative_day(
    sentence: Sentence, time: PhraseMatch, lexicon: Lexicon, anchor: Anchor, spoken: date
) -> DatePhrase | None:
    """Read a word of the table of times, counted from the page's day or the day spoken of."""
    kind, value = time.payload[0]
    low, high = sentence.span(time.first, time.end)
    if kind == "weekday":
        day = _weekday(int(value), anchor.last)
        if day == anchor.last and sentence.words[time.first - 1 : time.first] == ("last",):
            day -= timedelta(days=7)  # "last Wednesday", written on a Wednesday
        return DatePhrase(low, high, day, day, 1, "weekday", sure=False)
    if kind == "now":  # "today", "yesterday": counted from the day of the page, whatever was spoken of before
        day = anchor.last + timedelta(days=int(value))
        return DatePhrase(low, high, day, day, 1, "relative", sure=True)
    if kind in ("day", "same"):
        day = spoken if kind == "same" else spoken + timedelta(days=int(value))
        return DatePhrase(low, high, day, day, 1, "relative", sure=int(value) == 0)
    if kind == "week":
        monday = anchor.first + timedelta(days=7 * int(value) - anchor.first.weekday())
        return DatePhrase(low, high, monday, monday + timedelta(days=6), 2, "relative", sure=False)
    if kind == "weekend":
        sunday = _weekday(6, anchor.last)
        return DatePhrase(low, high, sunday - timedelta(days=1), sunday, 1, "range", sure=False)
    if kind == "unit":
        return _counted(sentence, time, lexicon, spoken, anchor)
    return None


def is_explained(relative: DatePhrase, sentence: Sentence, phrases: Sequence[DatePhrase]) -> bool:
    """Test whether the day itself stands behind a date that leans on another: "Eight weeks earlier, on June 22"."""
    if relative.kind not in ("relative", "after"):
        return False
    behind = (
        sentence.text[relative.end - sentence.start : phrase.start - sentence.start]
        for phrase in phrases
        if phrase.start >= relative.end and phrase.kind == "day"
    )
    return any(gap.strip() in (", on", ",", "on", "(", ", (") for gap in behind)


def _counted(
    sentence: Sentence, time: PhraseMatch, lexicon: Lexicon, spoken: date, anchor: Anchor
) -> DatePhrase | None:
    """ "ten days after X", "two weeks earlier": a number before the unit and a direction behind it."""
    words = sentence.words
    if time.first == 0 or time.end >= len(words):
        return None
    before = words[time.first - 1]
    number = lexicon.numbers.get(before) or (int(before) if before.isdecimal() and len(before) <= 4 else 0)
    after = words[time.end]
    if not 0 < number <= _FARTHEST or after not in ("after", "later", "earlier", "before", "ago"):
        return None
    # "ten days after taking B, they took A": B lies ten days before the day spoken of; "ten days later" moves on from it
    shift = timedelta(days=number * int(time.payload[0][1]))
    behind = words[time.end + 1 : time.end + 3]
    if after == "after" and len(behind) == 2 and behind[0] in ("the", "that", "this") and behind[1] in _TOLD:
        after = "later"  # "three days after the fight": it was told before
    spoken = anchor.last if after == "ago" and anchor.page else spoken  # "two days ago" counts from the page's day
    day = spoken + shift if after == "later" else spoken - shift
    low, high = sentence.span(time.first - 1, time.end + 1)
    exact = int(time.payload[0][1]) == 1
    return DatePhrase(low, high, day, day, 2, "after" if after == "after" else "relative", sure=exact)


def _weekday(number: int, last: date) -> date:
    """The last such weekday up to and with `last`: a report speaks of the week behind it."""
    return last - timedelta(days=(last.weekday() - number) % 7)
