"""Names that are no single place: the part of a state that a direction tells of, and the names of those who report.
Nothing here looks a name up."""

from __future__ import annotations

from conflictmap.chronicle.extraction.grammar.name_cues import Toponym, Vocabulary
from conflictmap.chronicle.language.tokens import Sentence
from conflictmap.places.names.kinds import kind_of_word

DIRECTIONS = frozenset({"northern", "southern", "eastern", "western", "central"})
ARMED = frozenset(
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
_STATES = dict.fromkeys(
    ("shan", "chin", "kachin", "kayah", "karenni", "kayin", "karen", "mon", "rakhine", "arakan"), "State"
) | dict.fromkeys(("bago", "sagaing", "magway", "mandalay", "tanintharyi", "ayeyarwady"), "Region")
_WATERS = frozenset({"river", "delta", "basin", "valley", "bank", "banks"})


def part_of_state(sentence: Sentence, first: int, end: int) -> Toponym | None:
    """ "Across northern Shan", "in eastern Bago": a bare name behind a direction is that part of the state or region."""
    words = sentence.words
    unit = _STATES.get(words[first], "") if end - first == 1 and first else ""
    behind = words[end] if end < len(words) else ""
    if not unit or words[first - 1] not in DIRECTIONS or behind in ARMED or kind_of_word(behind):
        return None
    text = f"{words[first - 1]} {sentence.raw[first]} {unit}"
    return Toponym(text, "state", first, end, words[first - 2] if first > 1 else "", "")


def is_outlet(sentence: Sentence, run: tuple[int, int], text: str, kind: str, vocabulary: Vocabulary) -> bool:
    """ "The Irrawaddy reported", "told Khit Thit": a paper's name, which a river, a delta or a region may have too."""
    if kind or text.lower() not in vocabulary.outlets:
        return False
    first, end = run
    behind = sentence.words[end] if end < len(sentence.words) else ""
    return behind not in _WATERS and (
        first == 0 or sentence.words[first - 1] not in ("in", "near", "at", "along", "across")
    )
