"""What went wrong, where, and what to do about it.
Nothing here prints or exits; `cli` does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of one cell, row or file, for a person to mend.

    `row` counts as a spreadsheet does: the header is row 1. None where the fault is the file's.
    `severity` is "error" (no build) or "question" (for an editor; the build goes on and counts it).
    """

    file: str
    message: str
    fix: str
    row: int | None = None
    column: str | None = None
    value: str | None = None
    severity: str = "error"

    def __str__(self) -> str:
        where = self.file
        if self.row is not None:
            where += f" row {self.row}"
        if self.column is not None:
            where += f", column {self.column}"
        value = "" if self.value is None else f" {_shorten(self.value)!r}"
        return f"{where}:{value} {self.message}; {self.fix}"


class ConflictmapError(Exception):
    """Anything the user can mend. The message says where, what, and what to do."""


class DataError(ConflictmapError):
    """One or more tables have faults; all of them are in `problems`."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class CrsError(ConflictmapError):
    """A frame is not in the coordinate reference system that the function needs."""


class UnknownPlaceError(ConflictmapError):
    """A place_id is not in the gazetteer."""


class SourceError(ConflictmapError):
    """A file to import, or its download, is not what it should be."""


class WriteError(ConflictmapError, OSError):
    """The system refuses to write a file. The file is as it was. `errno` is the system's, where there is one."""

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""


class NotUtf8Error(ValueError):
    """Bytes that are not UTF-8: `line` (the first is 1) and `byte` (as `0xe9`) of the first fault."""

    def __init__(self, line: int, byte: str) -> None:
        self.line, self.byte = line, byte
        super().__init__(f"has a byte that is not UTF-8 ({byte} in line {line})")


def decode_utf8(content: bytes) -> str:
    """Decode a file's bytes, without its byte-order mark. Raises: NotUtf8Error, with the line and the byte at fault."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise NotUtf8Error(line, f"{content[error.start]:#04x}") from None


def raise_if_errors(problems: Iterable[Problem]) -> None:
    """Raise DataError with every problem of severity "error", if there is any; questions alone pass."""
    if errors := [problem for problem in problems if problem.severity == "error"]:
        raise DataError(errors)


def _shorten(value: str, limit: int = 80) -> str:
    return value if len(value) <= limit else f"{value[: limit - 1]}…"
