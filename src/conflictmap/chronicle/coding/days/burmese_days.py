"""The days that a clause in Burmese names: written ones, days of a month alone, weekdays, and those that lean on the day told before.
Nothing here reads an event.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from conflictmap.chronicle.language.lexicon import Lexicon
from conflictmap.chronicle.text.date_phrases import DatePhrase
from conflictmap.chronicle.text.dates import burmese_to_ascii, written_dates

Days = tuple[date, date]  # first and last, inclusive

_TODAY = ("ယနေ့", "ဒီနေ့", "ဒီကနေ့", "ယခုနေ့", "ဒီမနက်", "ယခုနံနက်", "ယခုမနက်", "ဒီညနေ")
_YESTERDAY = ("မနေ့", "ယမန်နေ့")
_NIGHT = re.compile(r"(?:^|[\s၊။])(?:ညက|ညတုန်းက|ညကတည်းက)")  # "last night", with no day before it
_NEXT_DAY = ("နောက်တစ်ရက်", "နောက်တစ်နေ့", "နောက်ရက်", "နောက်နေ့", "နောက်တနေ့", "နောက်တရက်", "နောက်မနက်", "နောက်တစ်မနက်")
_DAY_BEFORE = ("အရင်တစ်ရက်", "အရင်တစ်နေ့", "ယခင်တစ်ရက်", "တစ်ရက်အလို", "မတိုင်မီတစ်ရက်", "ယင်းမတိုင်မီတစ်ရက်")
_THAT_DAY = (
    "ထိုနေ့", "အဲဒီနေ့", "အဲ့ဒီနေ့", "အဆိုပါနေ့", "ယင်းနေ့", "တစ်ရက်တည်း", "တစ်ရက်ထဲ", "တရက်တည်း", "တစ်နေ့တည်း", "တနေ့တည်း", "အဲဒီည", "အဲ့ဒီည", "ထိုည", "ယင်းည", "အဆိုပါည", "အဲဒီမနက်",
    "အဲဒီညနေ", "ထိုညနေ", "ထိုမနက်", "ယင်းညနေ", "အဲဒီရက်", "ထိုရက်",
)  # fmt: skip
_UNTIL = ("အထိ", "ထိ")  # "until", behind the last day of a range
_WEEKDAYS = ("တနင်္လာ", "အင်္ဂါ", "ဗုဒ္ဓဟူး", "ကြာသပတေး", "သောကြာ", "စနေ", "တနင်္ဂနွေ")  # Monday first
_WEEKDAY = re.compile(rf"(?P<last>(?:ပြီးခဲ့တဲ့|ပြီးခဲ့သည့်|လွန်ခဲ့တဲ့|လွန်ခဲ့သည့်)\s?)?(?P<day>{'|'.join(_WEEKDAYS)})\s?(?:နေ့|ည|မနက်)")
_NUMBERS = {"တစ်": 1, "တ": 1, "နှစ်": 2, "သုံး": 3, "လေး": 4, "ငါး": 5, "ခြောက်": 6, "ခုနစ်": 7, "ရှစ်": 8, "ကိုး": 9, "ဆယ်": 10}
_NUMBER = rf"(?P<number>\d{{1,2}}|{'|'.join(_NUMBERS)})\s*"
#: "Two days later", "a week later", "three nights later".
_LATER = re.compile(_NUMBER + r"(?P<unit>ရက်|နေ့|ည|ပတ်)\s?(?:အကြာ|ကြာပြီးနောက်|ကြာတဲ့အခါ|ကြာတော့|ပြီးနောက်|ကြာမြင့်ပြီးနောက်)")
_AGO = re.compile(r"(?:လွန်ခဲ့တဲ့|လွန်ခဲ့သည့်|ပြီးခဲ့တဲ့|ပြီးခဲ့သည့်)\s?" + _NUMBER + r"(?P<unit>ရက်|ပတ်)\s?(?:က|တုန်းက|ခန့်က|လောက်က)")
#: "On the 16th", "the 16th of this month": a day of a month that is not named.
_ALONE = re.compile(
    r"(?:(?P<this>ဒီလ|ယခုလ|ယင်းလ)|(?P<before>ပြီးခဲ့တဲ့လ|ပြီးခဲ့သည့်လ|လွန်ခဲ့တဲ့လ|ယမန်လ))?\s?(?<![\d.])(?P<day>\d{1,2})\s*ရက်(?P<end>နေ့|က(?=[\s၊။]))?(?!\s?(?:အကြာ|ကြာ|အတွင်း|တာ|ဆက်|စာ|ခန့်))"
)
#: "10, 11 and 12", behind a month.
_ROW = r"လ?\s*(?P<days>(?:\d{1,2}\s*(?:ရက်(?:နေ့)?)?\s*(?:၊|,|နဲ့|နှင့်)\s*){1,30}\d{1,2})\s*ရက်"
_MONTH_ONLY = re.compile(r"(?:လဆန်း|လလယ်|လကုန်|လနှောင်း|လအတွင်း|နှစ်ဆန်း|နှစ်ကုန်)")


@dataclass(frozen=True, slots=True)
class Told:
    """What a clause's days lean on: those that its entry stands under, and the day told last (None: none yet)."""

    first: date
    last: date
    spoken: date | None


def days_of_clause(clause: str, told: Told, lexicon: Lexicon) -> Days | None:
    """Find the days of a clause, None where it names none."""
    return (
        _in_row(clause, told, lexicon)
        or _written(clause, told, lexicon)
        or _leaning(clause, told)
        or _from_page(clause, told)
        or _alone(clause, told)
        or _weekday(clause, told.last)
    )


def leans_on_day(clause: str) -> bool:
    """Test whether a clause has a day that leans on the one told before: "the next day", "two days later"."""
    words = (*_NEXT_DAY, *_THAT_DAY, *_DAY_BEFORE)
    return any(word in clause for word in words) or bool(_LATER.search(burmese_to_ascii(clause)))


def is_only_of_a_month(clause: str) -> bool:
    """Test whether a clause says no more than a part of a month: "at the beginning of April"."""
    return bool(_MONTH_ONLY.search(clause))


def _written(clause: str, told: Told, lexicon: Lexicon) -> Days | None:
    dates = [phrase for phrase in written_dates(clause, lexicon, told.last) if phrase.kind in ("day", "range")]
    if not dates:
        return None
    if len(dates) > 1 and _is_until(clause, dates[1]) and dates[0].first < dates[1].last:
        return dates[0].first, dates[1].last
    return dates[0].first, dates[0].last  # "taken on 26 June, the group said today": the day of what is told


def _in_row(clause: str, told: Told, lexicon: Lexicon) -> Days | None:
    """ "On 5, 6 and 7 May": the first and the last of a row of days behind a month's name."""
    names = [name for name in lexicon.months if not name.isascii()]
    match = re.search(rf"(?P<month>{'|'.join(map(re.escape, names))}){_ROW}", burmese_to_ascii(clause))
    if match is None:
        return None
    numbers = [int(number) for number in re.findall(r"\d+", match["days"])]
    month = lexicon.months[match["month"]]
    for year in (told.last.year, told.last.year - 1):
        with suppress(ValueError):  # 31 June
            first, last = date(year, month, min(numbers)), date(year, month, max(numbers))
            if first <= told.last:
                return first, last
    return None


def _is_until(clause: str, phrase: DatePhrase) -> bool:
    return clause[phrase.end :].lstrip().startswith(_UNTIL)


def _leaning(clause: str, told: Told) -> Days | None:
    if told.spoken is None:
        return None
    later = _LATER.search(burmese_to_ascii(clause))
    shift = None
    if later is not None:
        shift = _number(later["number"]) * (7 if later["unit"] == "ပတ်" else 1)
    elif any(word in clause for word in _NEXT_DAY):
        shift = 1
    elif any(word in clause for word in _DAY_BEFORE):
        shift = -1
    elif any(word in clause for word in _THAT_DAY):
        shift = 0
    if shift is None:
        return None
    day = told.spoken + timedelta(days=shift)
    return day, day


def _from_page(clause: str, told: Told) -> Days | None:
    bare = clause
    for word in _THAT_DAY:  # "that day" holds the letters of "this day"
        bare = bare.replace(word, "")
    ago = _AGO.search(burmese_to_ascii(bare))
    back = None
    if ago is not None:
        back = _number(ago["number"]) * (7 if ago["unit"] == "ပတ်" else 1)
    elif any(word in bare for word in _YESTERDAY) or _NIGHT.search(bare):
        back = 1
    elif any(word in bare for word in _TODAY):
        back = 0
    if back is None:
        return None
    day = told.last - timedelta(days=back)
    return day, day


def _alone(clause: str, told: Told) -> Days | None:
    days = list(_days_alone(burmese_to_ascii(clause), told))
    return (days[0], days[-1]) if days and days[0] <= days[-1] else None


def _days_alone(plain: str, told: Told) -> Iterator[date]:
    for match in _ALONE.finditer(plain):
        number = int(match["day"])
        if not (match["end"] or match["this"] or match["before"]) or not 1 <= number <= 31:
            continue
        last = told.last.replace(day=1) - timedelta(days=1) if match["before"] else told.last
        days = (last - timedelta(days=back) for back in range(62))
        found = next((day for day in days if day.day == number), None)
        if found is not None:
            yield found


def _weekday(clause: str, last: date) -> Days | None:
    """The last such weekday up to and with `last`, the day of the page."""
    match = _WEEKDAY.search(clause)
    if match is None:
        return None
    day = last - timedelta(days=(last.weekday() - _WEEKDAYS.index(match["day"])) % 7)
    if day == last and match["last"]:
        day -= timedelta(days=7)
    return day, day


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else _NUMBERS[word]
