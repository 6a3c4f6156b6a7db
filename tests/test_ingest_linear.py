"""Reading a chronicle takes time in proportion to its length, whatever its text: work is counted, not seconds."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from conflictmap.chronicle.coding.coder import Coder
from conflictmap.chronicle.language.lexicon import Lexicon
from conflictmap.chronicle.language.tokens import SENTENCE_LIMIT, read_sentences
from conflictmap.chronicle.text.entries import EntrySettings, read_entries
from conflictmap.project import find_project

CASES: dict[str, Callable[[int], str]] = {
    "an abbreviation": lambda n: "Mr. " * n,
    "spaces": lambda n: "The KIA" + " " * (10 * n) + "attacked an outpost near Bhamo.",
    "one run-on sentence": lambda n: "The KIA attacked Bhamo and " * (n // 4) + "left.",
    "names with commas": lambda n: "Bhamo, " * n + "fell.",
    "full stops": lambda n: "The KIA left Bhamo" + "." * (10 * n) + "!",
    "numbers": lambda n: "1," * n + " died in Bhamo.",
    "dates": lambda n: "On March 3 they left " * (n // 4) + "Bhamo.",
    "citations": lambda n: "The KIA attacked Bhamo (Irrawaddy). " * (n // 8),
    "links": lambda n: "He [x](y) " * n + "left Bhamo.",
    "brackets": lambda n: "The KIA " + "[" * (5 * n) + " left Bhamo.",
    "paragraphs": lambda n: "The KIA attacked an outpost near Bhamo.\n\n" * (n // 8),
    "Burmese": lambda n: "KIA မြို့" * n + "။",
}


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.open(find_project(Path(__file__)))


def seconds(text: str, lexicon: Lexicon) -> float:
    """The best of two: another process may have taken the first one's time."""
    coder, best = Coder.of(lexicon), float("inf")
    gc.collect()
    gc.disable()  # its own work grows with all that other tests have left in memory
    for _ in range(2):
        start = time.process_time()
        chronicle = read_entries(f"March 3, 2024\n\n{text}\n", "text", EntrySettings("T", year=2024), lexicon)
        coder.code_chronicle(chronicle)
        best = min(best, time.process_time() - start)
    gc.enable()
    return best


@pytest.mark.skipif(sys.gettrace() is not None, reason="a tracer takes time of its own")
@pytest.mark.parametrize("case", CASES)
def test_twice_the_text_takes_less_than_two_and_a_half_times_the_work(case: str, lexicon: Lexicon) -> None:
    make, length = CASES[case], 1000
    while (once := seconds(make(length), lexicon)) < 0.05 and length < 32_000:
        length *= 2
    for _ in range(3):  # a machine under load measures badly; a quadratic reader fails every time
        if (ratio := seconds(make(2 * length), lexicon) / max(once, 0.02)) < 2.5:
            return
        once = seconds(make(length), lexicon)
    raise AssertionError(f"{case}: {ratio:.1f} times the work for {2 * length}")


def test_a_long_sentence_is_read_in_pieces_and_every_token_keeps_its_characters() -> None:
    text = "Word " * (2 * SENTENCE_LIMIT) + "end."
    pieces = read_sentences(text, abbreviations=frozenset(), spellings={})
    assert [len(piece.raw) for piece in pieces] == [SENTENCE_LIMIT, SENTENCE_LIMIT, 2]
    for piece in pieces:
        for raw, start, end in zip(piece.raw, piece.starts, piece.ends, strict=True):
            assert text[start:end] == raw
        assert text[piece.start : piece.start + len(piece.text)] == piece.text
