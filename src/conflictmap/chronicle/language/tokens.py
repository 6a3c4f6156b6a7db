"""Sentences and their tokens, with the characters each came from.
Nothing here knows a word's meaning; `phrases` finds those of the tables."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_TOKEN = re.compile(
    r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:-[a-z]+)+|\d+(?:\.\d+)?|(?:[A-Za-z]\.){2,}|[^\W\d_][^\W\d_]*(?:['’](?!s\b)[^\W\d_]+)*(?:-(?!led\b|[Pp][Dd][Ff]s?\b)[^\W_]+)*"
    r"|['’]s?\b|[\u1000-\u109f]+|[^\w\s“”\"‘]"
)
# tokens; the longest honest sentence has 150. A longer one is read in pieces, so that time stays linear
SENTENCE_LIMIT = 400
_WORD_LIMIT = 60  # characters back from a full stop in which an abbreviation is looked for
_BREAK = re.compile(r"(?<![.!?။])[.!?။]+[\"”’)\]]*\s+(?=[\"“‘(\[]?[A-Z0-9\u1000-\u109f])|[။]\s*|\n+")
_CLOCKS = frozenset({"a.m", "p.m"})
_OPENERS = re.compile(
    r"(?:The|On|In|With|At|It|They|He|She|An?|This|That|These|Those|After|Before|According|Local|Residents|Meanwhile|However|But|No|Two|Three|Four|Five|"
    r"Several|Some|About|During|Since|As|When|While|Following|One|More|Then|Junta|Regime|Soldiers|Troops|Fighting|Clashes)\b"
)
_LAST_WORD = re.compile(r"([A-Za-z](?:[A-Za-z.]*[A-Za-z])?)\.$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an entry: its tokens in lower case and as written, and their characters in the entry's text."""

    text: str
    start: int
    words: tuple[str, ...]
    raw: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, first: int, end: int) -> tuple[int, int]:
        """Return the characters, half-open, of the tokens first..end (half-open)."""
        return self.starts[first], self.ends[end - 1]

    def text_of(self, first: int, end: int) -> str:
        """Return the text of the tokens first..end as written."""
        low, high = self.span(first, end)
        return self.text[low - self.start : high - self.start]


def read_sentences(text: str, *, abbreviations: frozenset[str], spellings: Mapping[str, str]) -> list[Sentence]:
    """Split an entry's text into sentences and tokens; a possessive 's is a token of its own."""
    sentences = []
    for start, end in _bounds(text, abbreviations):
        part = text[start:end]
        every = list(_TOKEN.finditer(part))
        for first in range(0, len(every), SENTENCE_LIMIT):
            after = first + SENTENCE_LIMIT
            low = every[first].start() if first else 0
            high = every[after].start() if after < len(every) else len(part)
            sentences.append(_sentence(part[low:high], start + low, every[first:after], start, spellings))
    return sentences


def _sentence(
    part: str, start: int, tokens: Sequence[re.Match[str]], origin: int, spellings: Mapping[str, str]
) -> Sentence:
    """A sentence of some tokens, which were found in the text that begins at the character `origin`."""
    raw = tuple(token.group() for token in tokens)
    lower = [word.lower().replace("’", "'") for word in raw]
    return Sentence(
        part,
        start,
        tuple(spellings.get(word, word) for word in lower),
        raw,
        tuple(origin + token.start() for token in tokens),
        tuple(origin + token.end() for token in tokens),
    )


def split_words(phrase: str) -> list[str]:
    """Split a phrase of the tables into tokens in lower case."""
    return [word.lower().replace("’", "'") for word in _TOKEN.findall(phrase)]


def _bounds(text: str, abbreviations: frozenset[str]) -> list[tuple[int, int]]:
    bounds, start = [], 0
    for stop in _BREAK.finditer(text):
        head = text[max(start, stop.start() - _WORD_LIMIT) : stop.start() + 1]
        last = _LAST_WORD.search(head)
        if last and last[1].lower() in _CLOCKS and _OPENERS.match(text, stop.end()):
            last = None  # "at 3 p.m. With the fall of ..."
        if last and "." in stop.group() and (last[1].lower() in abbreviations or len(last[1]) == 1):
            continue
        bounds.append((start, stop.start() + len(stop.group().rstrip())))
        start = stop.end()
    bounds.append((start, len(text.rstrip())))
    return [(low, high) for low, high in bounds if high > low]
