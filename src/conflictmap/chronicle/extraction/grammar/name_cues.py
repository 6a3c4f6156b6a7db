"""What tells the name of a place from another word in capitals: lists, kinds of sites, peoples, organisations.
Nothing here looks for a name; `placenames` does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from conflictmap.chronicle.language.tokens import Sentence
from conflictmap.places.names.kinds import RANK, UNIT_KINDS, is_generic, kind_of_word


class Known(Protocol):
    """What a gazetteer says of bare names."""

    def __call__(self, name: str, /) -> bool:
        """Test whether a name is one of a town or a unit."""

    def is_unit(self, name: str, /) -> bool:
        """Test whether a name is one of a township, a district, a state or a town."""

    def townships(self, name: str, /) -> frozenset[str]:
        """Return the P-codes of all townships in which a place of this name lies."""

    def burmese_name(self, text: str, /) -> str:
        """Return the longest Burmese name of a township or town that begins a text, "" where none does."""

    def lies_in(self, name: str, unit: str, /) -> bool:
        """Test whether a place of this name lies in the township or town that `unit` names."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What tells names of places from others: the classes of data/coding/names.csv, and whether the gazetteer has a name."""

    organisations: frozenset[str] = frozenset()
    offices: frozenset[str] = frozenset()
    placing: frozenset[str] = frozenset()
    known: Known | None = None
    abroad: frozenset[str] = frozenset()
    outlets: frozenset[str] = frozenset()

    def is_abroad(self, name: str) -> bool:
        """Test whether a name has a word of a country, or of a place beyond the border."""
        words = name.lower().replace("-", " ").split()
        return name.lower() in self.abroad or any(word in self.abroad for word in words)

    def knows(self, name: str) -> bool:
        return self.known is not None and self.known(name)

    def is_unit(self, name: str) -> bool:
        return self.known is not None and self.known.is_unit(name)

    def burmese_name(self, text: str) -> str:
        return self.known.burmese_name(text) if self.known is not None else ""

    def lies_in(self, name: str, unit: str) -> bool:
        return self.known is not None and self.known.lies_in(name, unit)

    def is_unique(self, name: str) -> bool:
        """Test whether all places of this name lie in one township, so that it needs no other name beside it."""
        return self.known is not None and len(self.known.townships(name)) == 1


SITES = frozenset({"police station", "base", "prison", "embassy", "market", "port", "airport", "court", "monastery",
                    "school", "hospital", "bridge", "gate", "border gate", "mine", "camp", "office", "junction"})  # fmt: skip


_UNITS_OF_ARMIES = frozenset(
    {"battalion", "battalions", "brigade", "brigades", "regiment", "division", "column", "unit", "lib", "ib"}
)


HILLS = frozenset({"mountain", "island", "lake", "area"})


@dataclass(frozen=True, slots=True)
class Toponym:
    """One written name: its tokens (half-open), the kind its kind word says, the word before it, and its relation."""

    text: str
    kind: str
    first: int
    end: int
    before: str
    relation: str = ""

    @property
    def level(self) -> int:
        """0 village .. 7 country; -1 where no unit is said."""
        return RANK.get(self.kind, -1)


def capital(raw: str) -> bool:
    return raw[:1].isupper() and (len(raw) > 1 or raw.isalpha())


def bare(name: str) -> str:
    """Strip a name's unit word: "Mese Township" -> "Mese"."""
    words = name.split()
    return " ".join(words[:-1]) if len(words) > 1 and kind_of_word(words[-1]) in UNIT_KINDS else name


_CALENDAR = frozenset({
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept",
    "oct", "nov", "dec", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "christmas", "easter", "eve", "new", "year", "year's", "day", "ramadan", "eid", "lent",
    "thingyan", "thadingyut", "tazaungdaing", "buddhist", "festival", "am", "pm", "gmt",
})  # fmt: skip
_NO_PLACES = frozenset({
    "agreement", "accord", "accords", "treaty", "pact", "act", "law", "festival", "eve", "award", "prize", "cup", "games", "charter", "convention", "declaration", "plan", "programme",
    "program", "project", "initiative", "index", "facebook", "telegram", "youtube", "conference", "summit",
})  # fmt: skip


_COMPASS = frozenset(
    {"north", "south", "east", "west", "northwest", "northeast", "southwest", "southeast", "centre", "center", "others"}
)


def is_no_name(text: str, kind: str) -> bool:
    """ "Ward", "Light Infantry Battalion", "NLD ward": no name of a place."""
    words = text.lower().split()
    if _CALENDAR.issuperset(words) or words[-1] in _NO_PLACES or _COMPASS.issuperset(words):
        return True  # "since June", "Christmas Eve", "the Nationwide Ceasefire Agreement"
    if (
        len(words) > 1
        and kind == "state"
        and all(is_people(word) or kind_of_word(word) == "state" for word in words)
        and words[0] in FOREIGN
    ):
        return True  # "the Indian state of Mizoram"
    initials = kind in UNIT_KINDS and is_short(bare(text)) and bare(text).isupper()
    return bool(kind_of_word(text)) or (kind == "base" and is_generic(text)) or initials


def is_organisation(words: Sequence[str], kind: str, vocabulary: Vocabulary, *, placed: bool) -> bool:
    """A word of an organisation makes a name none of a place, unless a site's own kind word ends it."""
    if words and words[-1] in _UNITS_OF_ARMIES:
        return True
    if not any(word in vocabulary.organisations for word in words):
        return False
    if not any(word in vocabulary.organisations - _SYLLABLES for word in words) and (kind in UNIT_KINDS or placed):
        return False  # "Day Pu Noe village", "Ma U Bin Village", "at Day Bu Noh"
    return not kind or (kind not in SITES and any(word in vocabulary.organisations for word in words[:-1]))


SITE_NOUNS = frozenset({
    "camp", "camps", "base", "bases", "outpost", "outposts", "station", "post", "hill", "gate", "garrison", "checkpoint", "headquarters", "bridge", "monastery",
    "airport", "airbase", "airfield", "compound", "police", "border", "road", "highway", "prison", "mine", "pagoda", "church", "junction", "strongpoint",
    "hilltop", "stronghold", "position", "positions",
})  # fmt: skip


FOREIGN = frozenset({"indian", "thai", "chinese", "bangladeshi"})


_PEOPLE_NAMES = frozenset({
    "karen", "karenni", "kachin", "chin", "rakhine", "shan", "mon", "kokang", "ta'ang", "palaung", "wa", "pa-o", "lahu", "naga", "lisu", "zomi", "bamar",
    "rohingya", "chinese", "thai", "indian", "bangladeshi", "burmese", "myanmar", "arakan", "arakanese", "asian", "british", "japanese", "russian", "buddhist",
    "muslim", "christian", "catholic", "baptist", "shanni", "kayan", "kayah", "kayin", "light", "infantry", "battalion",
})  # fmt: skip


_LISTED = frozenset(
    {
        "camps",
        "bases",
        "towns",
        "villages",
        "outposts",
        "posts",
        "battalions",
        "townships",
        "places",
        "hills",
        "stations",
        "positions",
        "wards",
    }
)


_REACH = 8  # tokens from "three camps in the east" to the dash that opens their list


def in_list(sentence: Sentence, first: int, end: int, before: Sequence[Toponym]) -> bool:
    """ "three camps - A, B and C - were overrun": a name that opens or goes on a list of what was just counted."""
    words = sentence.words
    if first and words[first - 1] in ("-", "–", "—", ":", "(") and _LISTED & set(words[max(0, first - _REACH) : first]):
        return words[end : end + 1] in ((",",), ("and",), (";",))
    gap = words[before[-1].end : first] if before else ()
    return gap in ((",",), (",", "and"), ("and",)) and before[-1].relation == "listed"


def is_people(word: str) -> bool:
    return word in _PEOPLE_NAMES


_SYLLABLES = frozenset({
    "day", "ko", "ma", "daw", "sayadaw", "lives", "matters", "spring", "human", "general", "major", "captain", "media", "times", "news",
    "myanmar", "burma", "mr", "dr", "prime", "cross", "save", "watch", "light", "air", "border", "guard", "red", "bank", "special", "force",
})  # fmt: skip


def is_short(text: str) -> bool:
    """Initials are no toponym."""
    return len(text) < 3 or (text.isupper() and len(text) < 6)


def names_border(sentence: Sentence, first: int, end: int) -> bool:
    """ "the Thai-Myanmar border" is no place."""
    words = (*sentence.words[first:end], *sentence.words[end : end + 1])
    return (
        words[-1] in ("border", "borders")
        or "border" in words
        or any("-" in word and word.split("-")[-1] in ("myanmar", "burma") for word in words)
    )
