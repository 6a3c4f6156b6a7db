"""Where the phrases of the tables occur in a sentence: one pass for all tables at once.
Nothing here says what a phrase means; the table that named it does.

A phrase is words; `capture*` stands for all forms of the verb, `airstrike+` for one and several, `<aircraft>` for any word of
a class of word_classes.csv, `~` for up to three words that may stand between.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

_GAP = 3  # words: "took full and lasting control of"
_CLOSED = frozenset(
    {";", ":", "!", "?", "(", ")", "which", "who", "whose", "while", "when", "where", "but", "because"}
)  # no gap reaches over these; a stop inside a sentence is an abbreviation's
_VOWELS = "aeiou"
_DOUBLING = re.compile(r"[^aeiou]{0,3}[aeiou][bdgklmnprt]")  # a short verb of one syllable


@dataclass(frozen=True, slots=True)
class PhraseMatch:
    """A phrase in a sentence: its tokens, half-open, and what its table says of it."""

    first: int
    end: int
    payload: Any


Element = str | frozenset[str]  # of a pattern: a word, "~", or the words of a class


@dataclass(frozen=True, slots=True)
class _Pattern:
    words: tuple[Element, ...]
    kind: str
    payload: Any
    upper: bool  # written in capitals: "AA", "US"


class PhraseBook:
    """All phrases of all tables, found in one pass over a sentence."""

    def __init__(
        self,
        forms: Mapping[str, Sequence[str]],
        spellings: Mapping[str, str],
        classes: Mapping[str, str] | None = None,
    ) -> None:
        """Learn how words are inflected, spelt and grouped.

        Parameters: forms, the irregular forms of a verb by its lemma; spellings, as `words.read_sentences` uses; classes, the
        words of each class, single words with `*` or `+`, parted by "|".
        """
        self._forms = forms
        self._spellings = spellings
        self._classes = {name: self._words_of(cell) for name, cell in (classes or {}).items()}
        self._by_first: dict[str, list[_Pattern]] = defaultdict(list)
        self._by_pair: dict[
            str, dict[str, tuple[_Pattern, ...]]
        ] = {}  # by the first word, then by the second, "" for any
        self._payloads: dict[tuple[str, tuple[Element, ...], bool], list[Any]] = {}

    def add(self, phrase: str, kind: str, payload: Any) -> None:
        """Learn a phrase of one kind; a phrase added again gathers its payloads in order."""
        bare = "".join(phrase.split())
        upper = bare.replace(".", "").isalnum() and bare.isupper() and bare.isascii()
        for words in self._expand(phrase):
            key = (kind, words, upper)
            if key in self._payloads:
                self._payloads[key].append(payload)
                continue
            self._payloads[key] = [payload]
            pattern = _Pattern(words, kind, self._payloads[key], upper)
            for first in [words[0]] if isinstance(words[0], str) else sorted(words[0]):
                self._by_first[first].append(pattern)

    def close(self) -> None:
        """Sort the phrases of each first word by their second, longer before shorter; called once, when all are learnt."""
        for first, patterns in self._by_first.items():
            patterns.sort(key=lambda pattern: (-len(pattern.words), not pattern.upper, pattern.words.count("~")))
            seconds = {_second(pattern) for pattern in patterns}
            self._by_pair[first] = {
                second: tuple(pattern for pattern in patterns if _second(pattern) in ("", second))
                for second in (*seconds, "")
            }

    def find(self, words: Sequence[str], raw: Sequence[str]) -> dict[str, list[PhraseMatch]]:
        """Find phrases by kind, in order, leftmost and longest first; those of one kind never overlap."""
        matches: dict[str, list[PhraseMatch]] = defaultdict(list)
        free: dict[str, int] = {}
        present = frozenset(words)
        for at, word in enumerate(words):
            pairs = self._by_pair.get(word)
            if pairs is None:
                continue
            following = words[at + 1] if at + 1 < len(words) else ""
            for pattern in pairs.get(following) or pairs[""]:
                if free.get(pattern.kind, 0) > at or (pattern.upper and not raw[at].isupper()):
                    continue
                elements = pattern.words
                if len(elements) == 1:
                    end = at + 1
                else:
                    last = elements[-1]
                    if last not in present if type(last) is str else present.isdisjoint(last):
                        continue
                    end = _match(elements, words, at)
                if end:
                    matches[pattern.kind].append(PhraseMatch(at, end, pattern.payload))
                    free[pattern.kind] = end
        return matches

    def _words_of(self, cell: str) -> frozenset[str]:
        words = (word.lower() for word in cell.split("|") if word)
        return frozenset(
            self._spellings.get(form, form)
            for word in words
            for form in (inflect(word[:-1], self._forms) if word.endswith("*") else several(word[:-1]) if word.endswith("+") else [word])
        )  # fmt: skip

    def _expand(self, phrase: str) -> Iterator[tuple[Element, ...]]:
        choices: list[Iterable[Element]] = []
        for word in phrase.lower().replace("’", "'").split():
            if word.startswith("<"):
                choices.append((self._classes[word.strip("<>")],))
            elif word.endswith("*"):
                choices.append(inflect(word[:-1], self._forms))
            elif word.endswith("+"):
                choices.append(several(word[:-1]))
            elif word == "~":
                choices.append(("~",))
            else:
                choices.extend((self._spellings.get(part, part),) for part in _tokens(word))
        yield from product(*choices)


def _second(pattern: _Pattern) -> str:
    """The word that must stand second in a phrase, "" where several may."""
    second = pattern.words[1] if len(pattern.words) > 1 else "~"
    return second if isinstance(second, str) and second != "~" else ""


def inflect(lemma: str, forms: Mapping[str, Sequence[str]]) -> list[str]:
    """List all forms of an English verb: "seize" -> seize, seizes, seized, seizing."""
    if lemma in forms:
        return list(forms[lemma])
    if lemma.endswith("e"):
        return [lemma, f"{lemma}s", f"{lemma}d", f"{lemma[:-1]}ing"]
    if lemma.endswith("y") and lemma[-2] not in _VOWELS:
        return [lemma, f"{lemma[:-1]}ies", f"{lemma[:-1]}ied", f"{lemma}ing"]
    if _DOUBLING.fullmatch(lemma):  # "slam" -> slammed; "enter" and "open" are longer
        return [lemma, f"{lemma}s", f"{lemma}ed", f"{lemma}{lemma[-1]}ed", f"{lemma}{lemma[-1]}ing", f"{lemma}ing"]
    third = f"{lemma}es" if lemma.endswith(("s", "sh", "ch", "x")) else f"{lemma}s"
    return [lemma, third, f"{lemma}ed", f"{lemma}ing"]


def several(noun: str) -> list[str]:
    """List a noun's singular and plural: "outpost" -> outpost, outposts."""
    if noun.endswith("y") and noun[-2:-1] not in _VOWELS:
        return [noun, f"{noun[:-1]}ies"]
    if noun.endswith(("s", "sh", "ch", "x")):
        return [noun, f"{noun}es"]
    return [noun, f"{noun}s"]


def _tokens(word: str) -> list[str]:
    from conflictmap.chronicle.language.tokens import split_words

    return split_words(word)


def _match(pattern: Sequence[Element], words: Sequence[str], at: int) -> int:
    """The end of the pattern that begins at `at`, 0 if it does not stand there."""
    here = at
    number = 0
    while number < len(pattern):
        element = pattern[number]
        if element == "~":
            return _after_gap(pattern[number + 1 :], words, here)
        if here >= len(words):
            return 0
        if words[here] != element if isinstance(element, str) else words[here] not in element:
            return 0
        number, here = number + 1, here + 1
    return here


def _after_gap(rest: Sequence[Element], words: Sequence[str], here: int) -> int:
    for skip in range(_GAP + 1):
        if skip and here + skip <= len(words) and words[here + skip - 1] in _CLOSED:
            return 0
        end = _match(rest, words, here + skip)
        if end:
            return end
    return 0
