"""Names of places in a sentence, each with its kind word, the word before it and its relation.
A name counts where a kind word or a preposition of place stands by it, or the gazetteer knows it; nothing here resolves it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from conflictmap.chronicle.language.tokens import Sentence
from conflictmap.places.names.kinds import RANK, UNIT_KINDS, is_generic, kind_of_word

Known = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What tells names of places from others: the classes of data/coding/names.csv, and whether the gazetteer has a name."""

    organisations: frozenset[str] = frozenset()
    offices: frozenset[str] = frozenset()
    placing: frozenset[str] = frozenset()
    known: Known | None = None

    def knows(self, name: str) -> bool:
        return self.known is not None and self.known(name)


_PLACING = frozenset({
    "in", "at", "near", "from", "to", "into", "around", "outside", "towards", "toward", "inside", "along", "across",
    "beside", "between", "nearby", "neighbouring", "neighboring", "onto", "over", "through", "of", "on", "within", "throughout", "beyond", "surrounding",
})  # fmt: skip


JOINING = frozenset({
    ",", "in", "of", "'s", "'", "(", ")", "at", "the", "both", "all", "located", "situated", "part", "parts", "capital",
    "southern", "northern", "eastern", "western", "central", "upper", "lower",
    "north", "south", "east", "west", "northwest", "northeast", "southwest", "southeast",
})  # fmt: skip


RELATING = frozenset({"near", "outside", "around", "beside", "beyond", "surrounding"})


_SITES = frozenset({"police station", "base", "prison", "embassy", "market", "port", "airport", "court", "monastery",
                    "school", "hospital", "bridge", "gate", "border gate", "mine", "camp", "office", "junction"})  # fmt: skip


_UNITS_OF_ARMIES = frozenset(
    {"battalion", "battalions", "brigade", "brigades", "regiment", "division", "column", "unit", "lib", "ib"}
)


_ARMED = frozenset(
    {
        "army",
        "troops",
        "forces",
        "fighters",
        "soldiers",
        "rebels",
        "insurgents",
        "militia",
        "people",
        "civilians",
        "villagers",
        "refugees",
        "alliance",
        "coalition",
        "group",
        "groups",
        "armies",
        "leaders",
        "organisations",
        "communities",
    }
)


_INHABITANTS = frozenset(
    {"villagers", "civilians", "people", "refugees", "communities"}
)  # "Nyaunglebin villagers": where
_HILLS = frozenset({"mountain", "island", "lake", "area"})


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


def bare(name: str) -> str:
    """Strip a name's unit word: "Mese Township" -> "Mese"."""
    words = name.split()
    return " ".join(words[:-1]) if len(words) > 1 and kind_of_word(words[-1]) in UNIT_KINDS else name


def bare_key(name: str) -> str:
    """Return a name's bare letters."""
    return re.sub(r"[^a-z]", "", bare(name).lower())


def find_names(sentence: Sentence, taken: Sequence[tuple[int, int]], vocabulary: Vocabulary) -> list[Toponym]:
    """Find the written names of a sentence, left to right; `taken` tokens (half-open) name something else."""
    blocked = {index for low, high in taken for index in range(low, high)} | _in_titles(sentence, vocabulary.offices)
    names: list[Toponym] = []
    at = 0
    while at < len(sentence.words):
        end = _run_end(sentence, at, blocked)
        if end == at:
            at += 1
            continue
        names += _read_run(sentence, (at, end), names, vocabulary, blocked)
        at = end
    return names


def shared_kinds(names: Sequence[Toponym], sentence: Sentence) -> tuple[list[Toponym], dict[int, int]]:
    """Read lists of three and more names, "A, B, C and D townships": each a place of its own, of the kind that ends the list.

    Returns: the names, and for each name of a list (by its first token) the number of its list.
    """
    out, lists = list(names), {}
    out = [replace(name, relation="") if name.relation == "listed" else name for name in out]
    low = 0
    while low < len(out):
        high = low + 1
        while high < len(out) and _lists_on(out[high - 1], out[high], sentence):
            high += 1
        gaps = [sentence.words[out[at].end : out[at + 1].first] for at in range(low, high - 1)]
        if high - low >= 3 and any("and" in gap or ";" in gap for gap in gaps):
            last = sentence.words[out[high - 1].end - 1]
            kind = out[high - 1].kind if last.endswith("s") else ""
            written = last[:-1].capitalize() if kind and kind_of_word(last[:-1]) == kind else ""
            for at in range(low, high):
                lists[out[at].first] = low
                own = kind_of_word(out[at].text.split()[-1]) in UNIT_KINDS and at < high - 1
                if kind in UNIT_KINDS and out[at].kind in ("", kind) and not own:
                    name = bare(out[at].text) if at == high - 1 else out[at].text
                    out[at] = replace(out[at], kind=kind, text=f"{name} {written or kind.capitalize()}")
        low = high
    return out, lists


def _lists_on(last: Toponym, name: Toponym, sentence: Sentence) -> bool:
    gap = sentence.words[last.end : name.first]
    if gap not in ((",",), (";",), ("and",), (",", "and"), (";", "and")):
        return False
    bare_last = last.kind not in last.text.lower().split() and sentence.words[last.end - 1] != last.kind
    own = bool(name.kind) and name.kind in name.text.lower()
    return bare_last and (not own or sentence.words[name.end - 1].endswith("s"))


def _in_titles(sentence: Sentence, offices: frozenset[str]) -> set[int]:
    """Tokens of names like "Ministry of Interior and Immigration": what follows the "of" is no place."""
    words, inside = sentence.words, set()
    for at, word in enumerate(words[:-2]):
        if word in offices and sentence.raw[at][:1].isupper() and words[at + 1] in ("of", "for"):
            end = at + 2
            while end < len(words) and (
                _capital(sentence.raw[end])
                or (
                    words[end] in ("and", "of", "for", "the")
                    and end + 1 < len(words)
                    and _capital(sentence.raw[end + 1])
                )
            ):
                end += 1
            inside |= set(range(at, end))
    return inside


def _run_end(sentence: Sentence, at: int, blocked: set[int]) -> int:
    """The end of the capitalised words that begin at `at`."""
    end = at
    while end < len(sentence.raw) and end not in blocked and _capital(sentence.raw[end]):
        if end > at and sentence.words[end] in ("the",):
            break
        end += 1
        end += 3 if _brackets(sentence, end, blocked) else 0
    return end


def _brackets(sentence: Sentence, end: int, blocked: set[int]) -> bool:
    """ "Karenni (Kayah) State": one name with the other in brackets."""
    words = sentence.words[end : end + 4]
    if len(words) < 4 or words[0] != "(" or words[2] != ")" or end + 1 in blocked:
        return False
    return _capital(sentence.raw[end + 1]) and kind_of_word(words[3]) in UNIT_KINDS


def _capital(raw: str) -> bool:
    return raw[:1].isupper() and (len(raw) > 1 or raw.isalpha())


def _read_run(
    sentence: Sentence, run: tuple[int, int], before: list[Toponym], vocabulary: Vocabulary, blocked: set[int]
) -> list[Toponym]:
    """The toponym that a run of capitalised words is, none where it is something else."""
    first, end = run
    words = sentence.words
    while first < end and first == 0 and words[0] in _LEADS:
        first += 1
    if first == end:
        return []
    kind, stop = _kind_after(sentence, first, end)
    text = sentence.text_of(first, stop)
    leading = _kind_before(sentence, first)
    placed_run = end - first > 1 and first > 0 and words[first - 1] in _AT
    short = _is_short(text) and not (len(text) == 2 and text.istitle() and vocabulary.knows(text))
    if _is_generic(text, kind) or _is_organisation(words[first:end], kind, vocabulary, placed=placed_run) or short:
        return []
    previous = words[first - 1] if first else ""
    if _names_border(sentence, first, end) or (not kind and _of_people(sentence, (first, end), previous, blocked)):
        return []
    if kind in UNIT_KINDS and stop in blocked and stop < len(words) and _is_local_force(sentence, stop, previous):
        return []  # "Battalion 3 of the Shwebo District PDF": part of the force's name
    if previous == "the" and first > 1:
        previous = words[first - 2]
    joined = bool(before) and _gap_joins(sentence, before[-1].end, first)
    placed = previous in _PLACING or previous in vocabulary.placing
    known = kind in UNIT_KINDS or bool(leading) or joined or placed or vocabulary.knows(bare(text))
    known = known or (
        end < len(words)
        and words[end] in _SITE_NOUNS
        and sentence.raw[end].islower()
        and not _is_people(words[end - 1])
    )
    known = known or _in_list(sentence, first, end, before)
    if not known and not _apposed(sentence, first, end) and not _is_taken(sentence, end, vocabulary):
        return []
    relation = "listed" if _in_list(sentence, first, end, before) else _relation(sentence, first)
    if kind == "state" and words[first - 1 : first] and words[first - 1] in _DIRECTIONS:
        text = f"{words[first - 1]} {text}"  # "southern Shan State"
        previous = words[first - 2] if first > 1 else ""
    return [Toponym(text, kind or leading, first, stop, previous, relation)]


def _is_generic(text: str, kind: str) -> bool:
    """ "Ward", "Light Infantry Battalion", "NLD ward": no name of a place."""
    words = text.lower().split()
    if (
        len(words) > 1
        and kind == "state"
        and all(_is_people(word) or kind_of_word(word) == "state" for word in words)
        and words[0] in _FOREIGN
    ):
        return True  # "the Indian state of Mizoram"
    initials = kind in UNIT_KINDS and _is_short(bare(text)) and bare(text).isupper()
    return bool(kind_of_word(text)) or (kind == "base" and is_generic(text)) or initials


def _of_people(sentence: Sentence, run: tuple[int, int], previous: str, blocked: set[int]) -> bool:
    """ "the Karen army", "Myingyan People's Defence Force": the name of a people, or part of an organisation's."""
    first, end = run
    behind = (
        end + 2
        if sentence.words[end : end + 1] == ("and",) and _capital(" ".join(sentence.raw[end + 1 : end + 2]))
        else end
    )
    if end - first == 1 and behind < len(sentence.words) and sentence.words[behind] in _ARMED:
        return sentence.words[behind] not in _INHABITANTS or behind in blocked or _is_people(sentence.words[first])
    return end in blocked and previous not in _PLACING and _capital(sentence.raw[end])


def _is_taken(sentence: Sentence, end: int, vocabulary: Vocabulary) -> bool:
    """ "Tawng Hla, Soung Hee and Pale Oo, three smaller posts, were captured": names that a passive of place follows."""
    words, at = sentence.words, end
    while at < len(words) and (words[at] in (",", "and", ";") or _capital(sentence.raw[at])):
        at += 1
    if words[at - 1 : at] == (",",):  # an apposition up to the next comma
        comma = next((near for near in range(at, min(len(words), at + _APPOSED)) if words[near] == ","), at)
        at = comma + 1 if comma > at else at
    if words[at : at + 1] == ("fell",):
        return True
    if words[at : at + 1] not in (("was",), ("were",), ("has",), ("have",), ("had",)):
        return False
    verb = next(
        (word for word in words[at + 1 : at + 4] if not word.endswith("ly") and word not in ("not", "been")), ""
    )
    return verb in vocabulary.placing or verb == "fallen"


def _is_local_force(sentence: Sentence, at: int, previous: str) -> bool:
    """Whether a unit's name and the force behind it are one name: "by the Tamu District PDF", not "in Wetlet Township soldiers"."""
    return sentence.raw[at][:1].isupper() and previous not in ("in", "at", "near", "from", "to", "into", "around")


def _apposed(sentence: Sentence, first: int, end: int) -> bool:
    """ "Kyin San Kyawt, a border gate near Muse": what a name is, behind a comma, is a kind of place."""
    words = sentence.words
    if words[end : end + 1] != (",",) or words[end + 1 : end + 2] not in (("a",), ("an",), ("the",)):
        return False
    kinds = (kind_of_word(word) for word in words[end + 2 : end + 5])
    return any(kind in UNIT_KINDS or kind in _SITES or kind in _HILLS for kind in kinds)


def _is_organisation(words: Sequence[str], kind: str, vocabulary: Vocabulary, *, placed: bool) -> bool:
    """A word of an organisation makes a name none of a place, unless a site's own kind word ends it."""
    if words and words[-1] in _UNITS_OF_ARMIES:
        return True
    if not any(word in vocabulary.organisations for word in words):
        return False
    if not any(word in vocabulary.organisations - _SYLLABLES for word in words) and (kind in UNIT_KINDS or placed):
        return False  # "Day Pu Noe village", "Ma U Bin Village", "at Day Bu Noh"
    return not kind or (kind not in _SITES and any(word in vocabulary.organisations for word in words[:-1]))


_DIRECTIONS = frozenset({"northern", "southern", "eastern", "western", "central"})
_AT = frozenset({"at", "near", "on", "in", "outside", "around"})
_SITE_NOUNS = frozenset({
    "camp", "camps", "base", "bases", "outpost", "outposts", "station", "post", "hill", "gate", "garrison", "checkpoint", "headquarters", "bridge", "monastery",
    "airport", "airbase", "airfield", "compound", "police", "border", "road", "highway", "prison", "mine", "pagoda", "church", "junction", "strongpoint",
    "hilltop", "stronghold", "position", "positions",
})  # fmt: skip
_FOREIGN = frozenset({"indian", "thai", "chinese", "bangladeshi"})
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


def _in_list(sentence: Sentence, first: int, end: int, before: Sequence[Toponym]) -> bool:
    """ "three camps - A, B and C - were overrun": a name that opens or goes on a list of what was just counted."""
    words = sentence.words
    if first and words[first - 1] in ("-", "–", "—", ":", "(") and _LISTED & set(words[max(0, first - _REACH) : first]):
        return words[end : end + 1] in ((",",), ("and",), (";",))
    gap = words[before[-1].end : first] if before else ()
    return gap in ((",",), (",", "and"), ("and",)) and before[-1].relation == "listed"


def _is_people(word: str) -> bool:
    return word in _PEOPLE_NAMES


_SYLLABLES = frozenset({
    "day", "ko", "ma", "daw", "sayadaw", "lives", "matters", "spring", "human", "general", "major", "captain", "media", "times", "news",
    "myanmar", "burma", "mr", "dr", "prime", "cross", "save", "watch", "light", "air", "border", "guard", "red", "bank", "special", "force",
})  # fmt: skip


def _is_short(text: str) -> bool:
    """Initials are no toponym."""
    return len(text) < 3 or (text.isupper() and len(text) < 6)


def _names_border(sentence: Sentence, first: int, end: int) -> bool:
    """ "the Thai-Myanmar border" is no place."""
    words = (*sentence.words[first:end], *sentence.words[end : end + 1])
    return (
        words[-1] in ("border", "borders")
        or "border" in words
        or any("-" in word and word.split("-")[-1] in ("myanmar", "burma") for word in words)
    )


_APPOSED = 10  # words of an apposition
_LEADS = frozenset({
    "in", "at", "on", "the", "from", "near", "a", "an", "after", "two", "three", "four", "five", "one", "both",
    "some", "many", "several", "meanwhile", "during",
})  # fmt: skip


def _kind_after(sentence: Sentence, first: int, end: int) -> tuple[str, int]:
    """The kind word that ends the run, or stands behind it in small letters, and the end of the name with it."""
    if end < len(sentence.words) and sentence.words[end] not in (",", "and"):
        for length in range(min(2, len(sentence.words) - end), 0, -1):
            kind = kind_of_word(" ".join(sentence.words[end : end + length]))
            if kind in UNIT_KINDS or kind in _HILLS or kind in ("port", "prison", "bridge"):
                return kind, end + length
    if end - first > 1:
        for length in (2, 1):
            if end - first > length:
                kind = kind_of_word(" ".join(sentence.words[end - length : end]))
                if kind:
                    return kind, end
    return _shared_kind(sentence, end), end


def _shared_kind(sentence: Sentence, end: int) -> str:
    """ "Salingyi and Yinmabin townships": the kind of the first name is the word behind the second."""
    words, raw = sentence.words, sentence.raw
    if end + 2 >= len(words) or words[end] != "and" or not _capital(raw[end + 1]):
        return ""
    at = end + 1
    while at < len(words) and _capital(raw[at]):
        at += 1
    kind = kind_of_word(words[at]) if at < len(words) else ""
    return kind if kind in UNIT_KINDS and words[at].endswith("s") else ""


def _kind_before(sentence: Sentence, first: int) -> str:
    """ "the villages of X", "the town of X"."""
    if first >= 2 and sentence.words[first - 1] == "of":
        return kind_of_word(sentence.words[first - 2])
    return ""


def _gap_joins(sentence: Sentence, low: int, high: int) -> bool:
    gap = sentence.words[low:high]
    return len(gap) <= 5 and all(word in JOINING or word in RELATING or word == "and" for word in gap)


def _relation(sentence: Sentence, first: int) -> str:
    """How the place stands to the name: "near", "within four miles of"."""
    words = sentence.words
    low = first - 1 if first and words[first - 1] != "the" else first - 2
    if low >= 0 and words[low] in RELATING:
        return words[low]
    tail = " ".join(words[max(0, low - 6) : low + 1])
    match = re.search(
        r"(?:(?:within|some|about|just) )?(?:[a-z]+|\d+) (?:miles?|kilometres?|kilometers?|km) (?:from|of|outside|[a-z]+ of)$",
        tail,
    )
    if match:
        return match.group()
    match = re.search(r"(?:right )?outside(?: of)?$|on the outskirts of$|on the edge of$", tail)
    return match.group() if match else ""
