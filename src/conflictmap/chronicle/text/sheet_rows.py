"""Rows of a sheet whose columns say who, where, when and how many: "No | Date | Township | What happened | By | Against | Killed".
A row that says it is only expected gives nothing; no cell is guessed from another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from conflictmap.chronicle.language.lexicon import Lexicon
from conflictmap.chronicle.language.tokens import split_words
from conflictmap.chronicle.text.dates import written_dates

#: The words of a column's head by what the column holds, narrow places before wide ones.
_COLUMNS = {
    "date": r"date|day|when|date ?/ ?time|date and time|date of (?:event|incident)|event date|incident date|dates?|reported|reported date|date \(.*\)",
    "kind": r"type|kind|category|sub-?type|(?:event|incident|sub-?event|activity|attack) type|type of (?:event|incident|attack|activity)|nature|code",
    "text": r"what happened|what|events?|incidents?|(?:short |brief )?descriptions?|(?:incident|event) (?:description|details?|summary)|details?|summary"
    r"|narrative|information|activity|action|remarks|notes?|report|happening|description of (?:event|incident)|brief",
    "agents": r"by|who|by whom|actor ?1?|actors?|actors? involved|perpetrators?|attackers?|side a|groups?|parties|party|parties involved|initiator|responsible|responsible party"
    r"|armed groups?|armed actors?|attributed to|who did it|force|forces|belligerents?",
    "patients": r"against|actor ?2|targets?|victims?|opponent|side b|whom|against whom|vs\.?|affected|targeted",
    "dead": r"(?:no\.? of |number of |civilians? |civ\.? |people |enemy |soldiers? |sac |junta |military |villagers? )?(?:killed|deaths?|dead|fatalities|fatality|kia)(?: \(.*\))?|casualties",
    "village": r"villages?|places?|locations?|site|ward|where|village ?/ ?ward|ward ?/ ?village|village tract|exact location|area|locality|camp|spot",
    "town": r"town|city",
    "township": r"townships?|tsp|township name|admin ?3|adm3|ts|tshp",
    "district": r"district|admin ?2|adm2",
    "state": r"state|region|state ?/ ?region|region ?/ ?state|s ?/ ?r|division|admin ?1|adm1|state or region|province",
}
_UNIT_WORDS = {"village": "", "town": "", "township": "Township", "district": "District", "state": ""}
_NO_PLACE = re.compile(
    r"(?:town|downtown|town centre|village|villages|several|various|various villages|multiple|n/?[ak]|not known|unknown|-)",
    re.IGNORECASE,
)
_SHORT_DAY = re.compile(r"(?P<first>\d{1,2})(?:\s*(?:-|–|to)\s*(?P<last>\d{1,2}))?[/.](?P<month>\d{1,2})(?![/.\d])")
_NAMED_DAY = re.compile(
    r"\b(?P<day>\d{1,2})(?:st|nd|rd|th)?[-\s./]*(?P<month>[A-Za-z]{3,9})\.?(?:[-\s./,']+(?P<year>\d{4}|\d{2})\b)?"
)
_RANGE_BEGIN = re.compile(
    r"\s*(\d{1,2})(?:st|nd|rd|th)?\s*(?:-|–|—|to|and|&)\s*\d{1,2}(?:st|nd|rd|th)?[-\s./]*[A-Za-z]{3}"
)  # "9–11 June"
_DIGIT_DAY = re.compile(r"\b(?P<a>\d{1,4})(?P<cut>[-/.])(?P<b>\d{1,2})(?P=cut)(?P<c>\d{2,4})\b")
_AHEAD = re.compile(r"\b(?:exp|expected|planned|tbc|scheduled|forecast)\b", re.IGNORECASE)
_NOTHING = re.compile(
    r"\W*(?:no (?:incident|event|change|report)s?\b|nil\b|none\b|total|sub-?total|rumou?rs?\b|unconfirmed rumou?r|sum\b|n/a\b|quiet\b|calm\b)",
    re.IGNORECASE,
)
_OPEN = frozenset({"-", "–", "—", "n/k", "n/a", "na", "nk", "none", "nil", "?", "unk"})
_KILLED = re.compile(
    r"\b(\d{1,3}) (?:(?:civilians?|villagers?|people|persons?|soldiers?) )?(?:killed|dead|died)\b", re.IGNORECASE
)
_VERSUS = re.compile(r"\s+(?:vs?\.?|versus|against)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RowFacts:
    """What a row states in columns of its own, as written: "" where it does not. `place` is narrow to wide."""

    text: str
    days: tuple[date, date]  # inclusive
    agents: str = ""
    patients: str = ""
    dead: str = ""
    place: str = ""


def read_row(
    heads: Sequence[str], row: Sequence[str], lexicon: Lexicon, near: date | None, year: int | None
) -> RowFacts | None:
    """Read a row of a sheet; None where its columns are not those of one, or the row has no day or no text.

    Parameters: near, the page's day, for days without a year ("10/08"); year, where there is no such day.
    """
    columns = _columns(heads)
    if not {"text", "kind"} & columns.keys() or "date" not in columns or not _SAYING & columns.keys():
        return None
    values = {name: row[at] for name, at in columns.items() if at < len(row) and row[at].strip().lower() not in _OPEN}
    days = _days(values.get("date", ""), lexicon, near, year)
    text = _text(values, lexicon)
    if days is None or not text or _NOTHING.match(text) or _AHEAD.search(values.get("date", "")):
        return None
    dead = re.match(r"\D{0,12}?(\d+)", values.get("dead", "")) or next(filter(None, map(_KILLED.search, row)), None)
    agents, *patients = _VERSUS.split(values.get("agents", ""), maxsplit=1)
    return RowFacts(
        text if text.endswith((".", "!", "?")) else f"{text}.",
        days,
        agents,
        values.get("patients", "") or (patients[0] if patients else ""),
        dead[1] if dead else "",
        _place(values),
    )


#: What the kind of an event says, as a sentence, for rows whose own text has no word of the tables; the first that fits.
_KINDS = (
    ("non-state actor overtakes territory", "The place was captured."),
    ("government regains territory", "The army recaptured the place."),
    ("non-violent transfer of territory|withdrawals?", "Troops withdrew."),
    ("armed clash|armed engagements?|engagements?|battles?|combat|contact", "Fighting."),
    ("air ?/ ?drone strike|air ?strikes?|airstrikes?|aerial|drones?|jets?|paramotors?", "Air strike."),
    ("shelling|artillery|mortars?|heavy weapons?|indirect fire|missiles?|rockets?", "Shelling."),
    ("ied|landmines?|mines?|uxo|erw|explosi(?:on|ve)s?|bombs?|remote explosive", "A mine exploded."),
    ("grenades?", "Grenade attack."),
    ("arrests?|detentions?|detained", "People were arrested."),
    ("abductions?|forced disappearance|kidnapping|forced recruitment|conscription|porters?", "People were abducted."),
    ("arson|burnings?|burnt|property destruction|torching", "Houses were burned."),
    ("looting|robbery|extortion", "Houses were looted."),
    ("killings?|assassinations?|murders?|violence against civilians|execution|shooting", "People were killed."),
    ("displacement|idps|flight", "People fled."),
    ("protests?|demonstrations?|strike", "A protest."),
    ("surrenders?", "Soldiers surrendered."),
    ("road ?block|blockade", "The road was blocked."),
)


def _has_trigger(text: str, lexicon: Lexicon) -> bool:
    words = split_words(text)
    return any(code for match in lexicon.book.find(words, words).get("trigger", ()) for _, code in match.payload)


_SAYING = frozenset({"agents", "township", "state", "village", "town", "district"})


def _text(values: dict[str, str], lexicon: Lexicon) -> str:
    """What happened: the cell that tells it, behind the kind of event where the cell does not say that itself."""
    text, kind = values.get("text", ""), values.get("kind", "")
    if not _has_trigger(text, lexicon):
        meant = next(
            (sentence for words, sentence in _KINDS if re.search(rf"\b(?:{words})\b", f"{kind} {text}", re.IGNORECASE)),
            "",
        )
        return f"{meant} {text or kind}".strip()
    if not text or not kind or kind.lower() in text.lower() or kind.isdigit():
        return text or kind
    return f"{kind.rstrip('.')}: {text}"


def _columns(heads: Sequence[str]) -> dict[str, int]:
    """The number of each column by what it holds; of two for one thing the first."""
    columns: dict[str, int] = {}
    for at, head in enumerate(heads):
        for name, words in _COLUMNS.items():
            if name not in columns and re.fullmatch(rf"(?:{words})", head.strip(" ."), re.IGNORECASE):
                columns[name] = at
                break
    return columns


def _place(values: dict[str, str]) -> str:
    parts: list[str] = []
    for name, unit in _UNIT_WORDS.items():
        named = [part.strip() for part in values.get(name, "").split(",") if not _NO_PLACE.fullmatch(part.strip())]
        cell = ", ".join(dict.fromkeys(named))
        if name == "state":
            cell = re.sub(r"\s*\([^)]*\)$", "", cell)  # "Shan (N)"
        if cell and cell not in parts:
            parts.append(f"{cell} {unit}".strip() if unit and unit.lower() not in cell.lower() else cell)
    return ", ".join(parts)


def _days(cell: str, lexicon: Lexicon, near: date | None, year: int | None) -> tuple[date, date] | None:
    named = [day for match in _NAMED_DAY.finditer(cell) if (day := _named_day(match, lexicon, near, year))]
    if named:
        begin = _RANGE_BEGIN.match(cell)
        first = _day_or_none(named[0].year, named[0].month, int(begin[1])) if begin else None
        return (first, named[-1]) if first and first < named[-1] else (named[0], max(named[0], named[-1]))
    for phrase in written_dates(cell, lexicon, near, year=year):
        if phrase.kind in ("day", "range"):
            return phrase.first, phrase.last
    digits = [day for match in _DIGIT_DAY.finditer(cell) if (day := _digit_day(match, lexicon))]
    if digits:
        return digits[0], max(digits[0], digits[-1])
    match = _SHORT_DAY.search(cell)
    of_year = near.year if near else year
    if match is None or of_year is None:
        return None
    low, month = int(match["first"]), int(match["month"])
    low, month = (month, low) if (lexicon.month_first and low <= 12) or month > 12 else (low, month)
    try:
        first = date(of_year, month, low)
        last = date(of_year, month, int(match["last"] or low))
        if near and (first - near).days > 60:  # "28/12" on a page of January
            first, last = first.replace(year=of_year - 1), last.replace(year=of_year - 1)
    except ValueError:
        return None
    return first, max(first, last)


def _named_day(match: re.Match[str], lexicon: Lexicon, near: date | None, year: int | None) -> date | None:
    """ "25-Jun-24", "3 March": the year as written, else that of the page."""
    month = lexicon.months.get(match["month"].lower()) or lexicon.months.get(match["month"].lower()[:3])
    of_year = int(match["year"]) if match["year"] else (near.year if near else year)
    if month is None or of_year is None:
        return None
    return _day_or_none(of_year + 2000 * (of_year < 100), month, int(match["day"]))


def _digit_day(match: re.Match[str], lexicon: Lexicon) -> date | None:
    """ "2024/06/25", "25-06-2024", "25.6.24": the order that can be a date, else the reporter's, else the day first."""
    one, two, three = int(match["a"]), int(match["b"]), int(match["c"])
    if one > 31:
        return _day_or_none(one, two, three)
    month_first = two > 12 or (bool(lexicon.month_first) and one <= 12)
    day, month = (two, one) if month_first else (one, two)
    return _day_or_none(three + 2000 * (three < 100), month, day)


def _day_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
