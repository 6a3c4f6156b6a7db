"""How a command ends: done, with a message that a person can act on (exit code 2), or as a fault of the program (1).
A fault is one line, and a file with the details; no traceback is shown."""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path

import typer

from conflictmap import __version__
from conflictmap.errors import ConflictmapError

MISTAKE, FAULT = 2, 1


def run(command: Callable[[], None]) -> None:
    """Run the command line and end the process with its exit code.

    Readers and writers turn what the system and other libraries refuse into a ConflictmapError where they meet it; what
    comes here otherwise is a fault of the program, whatever it is.
    """
    try:
        _check_arguments()
        command()
    except ConflictmapError as error:
        _say(str(error))
        sys.exit(MISTAKE)
    except BrokenPipeError:  # the reader of standard output has enough, as `| head` has
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what is still to be flushed goes nowhere
        sys.exit(FAULT)
    except MemoryError:
        _say("the memory of this machine is used up; nothing was changed; close other programs, or give less at a time")
        sys.exit(MISTAKE)
    except Exception as error:
        _say(fault_line(error))
        sys.exit(FAULT)


def _check_arguments() -> None:
    """Raise ConflictmapError for an argument that is no text: nothing of it could be written to a table or shown."""
    for number, argument in enumerate(sys.argv[1:], start=1):
        if any("\ud800" <= letter <= "\udfff" for letter in argument) and not os.path.lexists(argument):
            shown = argument.encode("utf-8", "replace").decode()[:80]
            raise ConflictmapError(
                f"argument {number}, {shown!r}, has a byte that is not UTF-8; type it again in UTF-8"
            )


def fault_line(error: BaseException) -> str:
    """Keep the details of a fault in a file, and say in one line what it was and where they lie."""
    what = " ".join(f"{type(error).__name__}: {error}".split())[:200]
    return f"a fault of the program ({what}); details: {_kept(error)}; please report them, they hold no data but this"


def _kept(error: BaseException) -> Path | str:
    told = "".join(traceback.format_exception(error))[-100_000:]
    text = f"conflictmap {__version__}, Python {sys.version}\n{' '.join(sys.argv)}\n\n{told}"
    try:
        handle, name = tempfile.mkstemp(prefix="conflictmap-fault-", suffix=".txt")
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:
            file.write(text)
        return Path(name)
    except OSError:
        return "(could not be kept: no room)"


def _say(text: str) -> None:
    try:
        typer.secho(text.encode("utf-8", "replace").decode(), fg=typer.colors.RED, err=True)
    except OSError:  # standard error is closed: the exit code says it
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
