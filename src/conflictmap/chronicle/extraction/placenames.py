"""Names of places in a sentence, each with its kind word, the word before it and its relation.
A name counts where a kind word or a preposition of place stands by it, or the gazetteer knows it; nothing here resolves it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from conflictmap.chronicle.extraction.grammar.name_cues import (
    HILLS,
    SITE_NOUNS,
    SITES,
    Toponym,
    Vocabulary,
    bare,
    capital,
    in_list,
    is_no_name,
    is_organisation,
    is_people,
    is_short,
    names_border,
)
from conflictmap.chronicle.extraction.grammar.name_regions import ARMED, DIRECTIONS, is_outlet, part_of_state
from conflictmap.chronicle.language.tokens import Sentence
from conflictmap.places.names.kinds import UNIT_KINDS, is_generic, kind_of_word

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


_INHABITANTS = frozenset(
    {"villagers", "civilians", "people", "refugees", "communities"}
)  # "Nyaunglebin villagers": where


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
        part = part_of_state(sentence, at, end)
        names += [part] if part is not None else _read_run(sentence, (at, end), names, vocabulary, blocked)
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
        last = sentence.words[out[high - 1].end - 1]
        pair = high - low == 2 and last.endswith("s") and out[high - 1].kind in UNIT_KINDS  # "A and B villages of C"
        if (high - low >= 3 or pair) and any("and" in gap or ";" in gap for gap in gaps):
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
                capital(sentence.raw[end])
                or (
                    words[end] in ("and", "of", "for", "the")
                    and end + 1 < len(words)
                    and capital(sentence.raw[end + 1])
                )
            ):
                end += 1
            inside |= set(range(at, end))
    return inside


def _run_end(sentence: Sentence, at: int, blocked: set[int]) -> int:
    """The end of the capitalised words that begin at `at`."""
    end = at
    while end < len(sentence.raw) and end not in blocked and capital(sentence.raw[end]):
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
    return capital(sentence.raw[end + 1]) and kind_of_word(words[3]) in UNIT_KINDS


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
    text = sentence.text_of(first, stop).removesuffix("-based")
    leading = _kind_before(sentence, first)
    placed_run = end - first > 1 and first > 0 and words[first - 1] in _AT
    short = is_short(text) and not (len(text) == 2 and text.istitle() and vocabulary.knows(text))
    if is_no_name(text, kind) or is_organisation(words[first:end], kind, vocabulary, placed=placed_run) or short:
        return []
    previous = words[first - 1] if first else ""
    if (
        is_outlet(sentence, (first, end), text, kind, vocabulary)
        or names_border(sentence, first, end)
        or (not kind and _of_people(sentence, (first, end), previous, blocked))
    ):
        return []
    if kind in UNIT_KINDS and stop in blocked and stop < len(words) and _is_local_force(sentence, stop, previous):
        return []  # "Battalion 3 of the Shwebo District PDF": part of the force's name
    previous = words[first - 2] if previous == "the" and first > 1 else previous
    if not (kind in UNIT_KINDS or leading or _is_known(sentence, (first, end), text, before, previous, vocabulary)):
        return []
    relation = "listed" if in_list(sentence, first, end, before) else _relation(sentence, first)
    return [_with_direction(Toponym(text, kind or leading, first, stop, previous, relation), sentence)]


def _with_direction(name: Toponym, sentence: Sentence) -> Toponym:
    """ "southern Shan State": the part of a state that is meant."""
    at = name.first - 1
    if name.kind != "state" or at < 0 or sentence.words[at] not in DIRECTIONS:
        return name
    return replace(name, text=f"{sentence.words[at]} {name.text}", before=sentence.words[at - 1] if at else "")


def _is_known(
    sentence: Sentence,
    run: tuple[int, int],
    text: str,
    before: Sequence[Toponym],
    previous: str,
    vocabulary: Vocabulary,
) -> bool:
    """Whether the words around a name, or the gazetteer, say that it is a place."""
    first, end = run
    words = sentence.words
    if previous in _PLACING or previous in vocabulary.placing or vocabulary.knows(bare(text)):
        return True
    if before and _gap_joins(sentence, before[-1].end, first):
        return True
    named = _names_site(sentence, end)
    if named and not is_people(words[end - 1]):
        return True  # "the Palu outpost"
    return (
        in_list(sentence, first, end, before) or _apposed(sentence, first, end) or _is_taken(sentence, end, vocabulary)
    )


def _names_site(sentence: Sentence, end: int) -> bool:
    """Whether a noun of a site stands behind a name, in small letters: "the Palu outpost", "the Danya naval base"."""
    words, raw = sentence.words, sentence.raw
    for at in range(end, min(end + 3, len(words))):
        if not raw[at].islower():
            return False
        if words[at] in SITE_NOUNS or (at > end and kind_of_word(words[at]) in ("base", "plant", "airport")):
            return True
        if not is_generic(words[at]) and words[at] not in _SITE_ADJECTIVES:
            return False
    return False


_SITE_ADJECTIVES = frozenset(
    {"naval", "cement", "sugar", "gold", "jade", "copper", "ruby", "coal", "tin", "tactical", "refugee"}
)


def _of_people(sentence: Sentence, run: tuple[int, int], previous: str, blocked: set[int]) -> bool:
    """ "the Karen army", "Myingyan People's Defence Force": the name of a people, or part of an organisation's."""
    first, end = run
    behind = (
        end + 2
        if sentence.words[end : end + 1] == ("and",) and capital(" ".join(sentence.raw[end + 1 : end + 2]))
        else end
    )
    if end - first == 1 and behind < len(sentence.words) and sentence.words[behind] in ARMED:
        return sentence.words[behind] not in _INHABITANTS or behind in blocked or is_people(sentence.words[first])
    if end - first == 1 and is_people(sentence.words[first]) and not _is_region(sentence, end, previous):
        return True
    if sentence.words[end : end + 1] == ("'s",) and sentence.words[end + 1 : end + 2] in _OF_PERSONS:
        return True  # "from Aung San Suu Kyi's party"
    return end in blocked and previous not in _PLACING and capital(sentence.raw[end])


def _is_region(sentence: Sentence, end: int, previous: str) -> bool:
    """ "In Kachin and Shan", not "a Shan shopkeeper", "the Kachin had attacked": whether a people's name stands for its state."""
    behind = sentence.words[end] if end < len(sentence.words) else "."
    alone = not behind[:1].isalpha() or behind in _AFTER_NAMES or sentence.raw[end][:1].isupper()
    return alone and (previous in _PLACING or previous in ("and", ",", "or"))


_AFTER_NAMES = frozenset({
    "and", "or", "was", "were", "is", "are", "has", "have", "had", "since", "on", "after", "where", "which", "who", "when", "while", "as", "by", "with", "in", "at", "from", "to",
    "for", "but", "during", "until", "before", "over", "last", "this", "alone", "state", "states", "itself", "killed", "left", "that",
})  # fmt: skip
_OF_PERSONS = frozenset((noun,) for noun in (
    "party", "government", "lawyer", "lawyers", "son", "wife", "husband", "daughter", "father", "mother", "brother", "family", "house", "home", "order", "orders", "regime", "body", "death",
    "supporters", "administration", "office", "men", "words", "visit", "forces", "troops",
))  # fmt: skip


def _is_taken(sentence: Sentence, end: int, vocabulary: Vocabulary) -> bool:
    """ "Tawng Hla, Soung Hee and Pale Oo, three smaller posts, were captured": names that a passive of place follows."""
    words, at = sentence.words, end
    while at < len(words) and (words[at] in (",", "and", ";") or capital(sentence.raw[at])):
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
    return any(kind in UNIT_KINDS or kind in SITES or kind in HILLS for kind in kinds)


_AT = frozenset({"at", "near", "on", "in", "outside", "around"})


_APPOSED = 10  # words of an apposition
#: Words in capitals that open a sentence and are no part of a name.
_LEADS = frozenset({
    "in", "at", "on", "the", "from", "near", "a", "an", "after", "two", "three", "four", "five", "one", "both", "some", "many", "several", "meanwhile", "during",
    "that", "this", "these", "those", "when", "while", "although", "though", "as", "since", "because", "if", "but", "and", "or", "then", "there", "where", "with", "by", "for",
    "its", "their", "his", "her", "our", "all", "another", "other", "more", "most", "no", "only", "also", "however", "elsewhere", "earlier", "later", "over", "under", "until",
    "before", "further", "such", "it", "he", "she", "they", "we", "yet", "so", "once", "besides", "around", "between", "across", "throughout", "outside", "inside", "above", "along",
})  # fmt: skip


def _kind_after(sentence: Sentence, first: int, end: int) -> tuple[str, int]:
    """The kind word that ends the run, or stands behind it in small letters, and the end of the name with it."""
    if end < len(sentence.words) and sentence.words[end] not in (",", "and"):
        for length in range(min(2, len(sentence.words) - end), 0, -1):
            kind = kind_of_word(" ".join(sentence.words[end : end + length]))
            if kind in UNIT_KINDS or kind in HILLS or kind in ("port", "prison", "bridge"):
                return kind, end + length
    inside = _site_behind(sentence, end) or _kind_inside(sentence, first, end)
    return inside or (_shared_kind(sentence, end), end)


def _kind_inside(sentence: Sentence, first: int, end: int) -> tuple[str, int] | None:
    """The kind word that ends a run of capitals, "Thar Zin Village"."""
    lengths = [length for length in (2, 1) if end - first > length]
    kinds = (kind_of_word(" ".join(sentence.words[end - length : end])) for length in lengths)
    return next(((kind, end) for kind in kinds if kind), None)


def _site_behind(sentence: Sentence, end: int) -> tuple[str, int] | None:
    """The kind of a site and the end of its name: "the Alpha cement factory", "the Danya naval base", "the Lonkhin jade mine"."""
    words, raw = sentence.words, sentence.raw
    if (
        end + 1 >= len(words)
        or words[end] not in _SITE_ADJECTIVES
        or not (raw[end].islower() and raw[end + 1].islower())
    ):
        return None
    kind = kind_of_word(words[end + 1])
    return (kind, end + 2) if kind in _SITE_KINDS and not words[end + 1].endswith("s") else None


_SITE_KINDS = frozenset({"base", "plant", "office", "mine", "airport", "camp", "hospital", "school", "bridge", "gate"})


def _shared_kind(sentence: Sentence, end: int) -> str:
    """ "Salingyi and Yinmabin townships": the kind of the first name is the word behind the second."""
    words, raw = sentence.words, sentence.raw
    if end + 2 >= len(words) or words[end] != "and" or not capital(raw[end + 1]):
        return ""
    at = end + 1
    while at < len(words) and capital(raw[at]):
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
        r"(?:(?:within|some|about|just) )?(?:[a-z]+|\d+) (?:miles?|kilometres?|kilometers?|km|met(?:re|er)s?|yards?|feet) (?:from|of|outside|[a-z]+ of)$",
        tail,
    )
    if match:
        return match.group()
    match = re.search(r"(?:right )?outside(?: of)?$|on the outskirts of$|on the edge of$", tail)
    return match.group() if match else ""
