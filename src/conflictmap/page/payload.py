"""Pack a page's data: columns of small whole numbers, deflated, as text that is safe anywhere in HTML.
The one home of escaping. The layout is told in docs/payload.md; web/page/data/columns.js reads it."""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from conflictmap.cache.piece_store import PieceStore
from conflictmap.event_tables.distinct import numbered

FORMAT = 2
PIECE = 256_000  # bytes of columns that are packed for themselves: what one change costs, and 1/1000 of size
_END = b"\x03\x00"  # of a deflate stream: a last block, empty
TEXT_BLOCK = 512  # events: a block inflates in about a millisecond, and deflate finds what repeats
TEXT_LEVEL = 5  # of deflate: 6 takes three times as long for a sixteenth of size
WAITING = 8  # blocks of text that wait to be deflated at most
Coding = Literal["uint", "int", "delta"]
_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
_TABLE = str.maketrans(_ESCAPES)


@dataclass(frozen=True, slots=True)
class Column:
    """Whole numbers of 32 bits. "uint" as they are, "int" zigzag, "delta" zigzag of each less the one before."""

    name: str
    values: NDArray[np.int64]
    coding: Coding


def column(name: str, values: ArrayLike, coding: Coding = "uint") -> Column:
    """Return a column, checked: what does not fit is a fault of the program, not of the data."""
    whole = np.asarray(values, dtype=np.int64).ravel()
    low, high = (0, 2**32) if coding == "uint" else (-(2**31), 2**31)
    if len(whole) and not (low <= whole.min() and whole.max() < high):
        raise ValueError(f"column {name}: {whole.min()}..{whole.max()} does not fit {coding}")
    return Column(name, whole, coding)


def pack(columns: Sequence[Column]) -> tuple[list[list[Any]], bytes]:
    """Return the columns' directory ([name, coding, count, first byte, bits of the decoded values]) and their bytes."""
    directory: list[list[Any]] = []
    parts: list[bytes] = []
    offset = 0
    with ThreadPoolExecutor(2) as pool:  # numpy works without the interpreter
        bodies = list(pool.map(lambda each: _varint(_raw(each)), columns))
    for each, body in zip(columns, bodies, strict=True):
        directory.append([each.name, each.coding, len(each.values), offset, _bits(each)])
        parts.append(body)
        offset += len(body)
    return directory, b"".join(parts)


def deflate(content: bytes, level: int = 9) -> str:
    """Return raw deflate (RFC 1951), then base64: letters, digits, + / = only."""
    packer = zlib.compressobj(level, zlib.DEFLATED, -15)
    return base64.b64encode(packer.compress(content) + packer.flush()).decode("ascii")


def deflate_columns(directory: Sequence[Sequence[Any]], body: bytes, level: int, store: PieceStore) -> str:
    """Return the columns' bytes, as `pack` gives them, as `deflate`, in pieces of `PIECE` bytes or more that end on a column.

    Each piece is packed for itself, so that one that an earlier build packed is taken from the store.
    """
    pieces = _pieces([int(row[3]) for row in directory], body)
    if len(pieces) < 2:
        return deflate(body, level)
    names = [hashlib.sha256(piece).digest() for piece in pieces]
    key = hashlib.sha256(f"{zlib.ZLIB_RUNTIME_VERSION} {level}".encode()).digest()
    kept: dict[bytes, bytes] = store.read("columns", key) or {}
    missing = {name: piece for name, piece in zip(names, pieces, strict=True) if name not in kept}
    if missing:
        with ThreadPoolExecutor(2) as pool:
            made = pool.map(lambda piece: _packed_piece(piece, level), missing.values())
            kept |= dict(zip(missing, made, strict=True))
        store.write("columns", key, {name: kept[name] for name in names})
    return base64.b64encode(b"".join((*(kept[name] for name in names), _END))).decode("ascii")


def _pieces(starts: Sequence[int], body: bytes) -> list[bytes]:
    edges = [0]
    for start in starts:
        if start - edges[-1] >= PIECE:
            edges.append(start)
    return [body[first:last] for first, last in pairwise([*edges, len(body)])]


def _packed_piece(piece: bytes, level: int) -> bytes:
    packer = zlib.compressobj(level, zlib.DEFLATED, -15)
    return packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)


_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False, check_circular=False)


def json_text(value: Any) -> str:
    """Return compact JSON. Raises: ValueError, where a number is none; TypeError, of what JSON has no form for."""
    return _COMPACT.encode(value)


def json_bytes(value: Any) -> bytes:
    """Return compact JSON in UTF-8; half of a surrogate pair, which UTF-8 cannot hold, stays as JSON's own escape."""
    return _utf8(json_text(value))


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")


def text_blocks(rows: Iterable[Sequence[str]], size: int = TEXT_BLOCK) -> list[str]:
    """Return rows of cells, each as JSON, deflated in blocks of `size` rows, to be inflated when one of them is asked for.

    A block is an array of the rows' columns: what stands beside each other is alike, so that it takes a fifteenth less
    room, at a third of the time.
    """
    coming = iter(rows)
    packed: list[Future[str]] = []
    with ThreadPoolExecutor(2) as pool:  # zlib lets go of the interpreter, so that the next rows are made meanwhile
        for chunk in iter(lambda: list(islice(coming, size)), []):
            if len(packed) >= WAITING:
                packed[-WAITING].result()  # else the rows of the whole page wait for it as text
            packed.append(pool.submit(deflate, _utf8(_as_columns(chunk)), TEXT_LEVEL))
    return [each.result() for each in packed]


def _as_columns(rows: Sequence[Sequence[str]]) -> str:
    columns = ",".join(f"[{','.join(cells)}]" for cells in zip(*rows, strict=True))
    return f"[{columns}]"


def script_json(value: Any) -> str:
    """Return JSON that may stand inside a script element: nothing in it can end the element or a line of JavaScript."""
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"), allow_nan=False).translate(_TABLE)


def html_text(text: str) -> str:
    """Return text as HTML text or as a quoted attribute's value; a null, which HTML cannot hold, becomes U+FFFD."""
    for raw, safe in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("'", "&#39;"), ("\0", "\ufffd")):
        text = text.replace(raw, safe)
    return text.encode("utf-8", "replace").decode("utf-8")


def ascii_html(html: str) -> str:
    """Return HTML without scripts or styles with references for letters beyond ASCII.

    A browser keeps a file that has one letter beyond Latin-1 in two bytes a letter, and its blocks of base64 with it.
    """
    return html.encode("ascii", "xmlcharrefreplace").decode("ascii")


class Words:
    """A dictionary of texts: each distinct one gets a number, in the order in which they come."""

    def __init__(self, first: Iterable[str] = ()) -> None:
        self._numbers: dict[str, int] = {}
        self.numbers(first)

    def number(self, word: str) -> int:
        """Return the number of one word."""
        return self._numbers.setdefault(word, len(self._numbers))

    def numbers(self, words: Iterable[str]) -> NDArray[np.int64]:
        """Return the numbers of many; each distinct word is looked up once."""
        many = words if isinstance(words, pd.Series) else np.array(list(words), dtype=object)
        codes, distinct = numbered(many, missing=False)
        known = np.array([self.number(word) for word in distinct.tolist()], dtype=np.int64)
        return known[codes] if len(codes) else np.zeros(0, dtype=np.int64)

    def list(self) -> list[str]:
        """Return the words by their numbers."""
        return list(self._numbers)


def _raw(each: Column) -> NDArray[np.uint64]:
    if each.coding == "uint":
        return each.values.astype(np.uint64)
    values = np.diff(each.values, prepend=0) if each.coding == "delta" else each.values
    return ((values << 1) ^ (values >> 63)).astype(np.uint64)


def _varint(values: NDArray[np.uint64]) -> bytes:
    """LEB128: seven bits a byte, least first, the high bit says that more follow."""
    if not len(values) or values.max() < 128:
        return values.astype(np.uint8).tobytes()
    width = (int(values.max()).bit_length() + 6) // 7
    shifts = (np.arange(width, dtype=np.uint64) * np.uint64(7))[np.newaxis, :]
    septets = values[:, np.newaxis] >> shifts
    used = septets > 0
    used[:, 0] = True
    more = np.zeros_like(used)
    more[:, :-1] = used[:, 1:]
    octets = (septets & np.uint64(127)).astype(np.uint8) | (more.astype(np.uint8) << 7)
    return octets[used].tobytes()


def _bits(each: Column) -> int:
    """8, 16 or 32 for unsigned values, -32 for signed ones: what array the reader takes."""
    if not len(each.values):
        return 8
    if each.values.min() < 0:
        return -32
    high = each.values.max()
    return 8 if high < 2**8 else 16 if high < 2**16 else 32
