"""Draft event rows from a chronicle's text. Nothing here asks a person or writes a table.

The command line and the benchmarks call `read_chronicle` and `open_coder`; both import what they need when they are called, so
that `conflictmap --help` reads no word list.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conflictmap.chronicle.coding.coder import Coder
    from conflictmap.chronicle.language.lexicon import Lexicon
    from conflictmap.chronicle.text.entries import Chronicle, EntrySettings
    from conflictmap.project import Project

__all__ = ["open_coder", "read_chronicle"]


def open_coder(project: Project, lexicon: Lexicon, *, syntax: bool = True) -> Coder:
    """Open a coder that knows the names of towns and units in the project's gazetteer, if it has one.

    Parameters: syntax, whether sentences are also parsed, where the extra `nlp` is installed.

    Raises: DataError, if the project has a gazetteer that cannot be read.
    """
    from conflictmap.chronicle.coding.coder import Coder
    from conflictmap.chronicle.extraction.known_names import known_names
    from conflictmap.chronicle.extraction.syntax import open_syntax

    return Coder.of(lexicon, known_names(project), open_syntax() if syntax else None)


def read_chronicle(path: Path, settings: EntrySettings, lexicon: Lexicon) -> Chronicle:
    """Read a file and cut it into dated entries.

    The day of publication that the file's metadata state is used where `settings` has none.
    Raises: DataError, if the file cannot be read as text, or nothing in it has a date.
    """
    from dataclasses import replace
    from datetime import date

    from conflictmap.chronicle.text.date_headings import read_heading
    from conflictmap.chronicle.text.documents import open_document
    from conflictmap.chronicle.text.entries import read_entries

    def is_heading(line: str) -> bool:
        return read_heading(line, lexicon, date(settings.year or 2000, 1, 1), year=settings.year) is not None

    document = open_document(path, is_heading, str(path))
    return read_entries(document.text, str(path), replace(settings, metadata=document.published), lexicon)
