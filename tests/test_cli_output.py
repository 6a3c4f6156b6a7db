"""How a table of rows is printed: drawn in a terminal, tab-separated in a pipe."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys

import pytest

from conflictmap.cli.output import print_problems
from conflictmap.errors import Problem

ROWS = """
from conflictmap.cli.output import print_rows
print_rows([{"adm3_pcode": "MMR1", "note": "two\\tcells\\nor one"}, {"adm3_pcode": "MMR2", "note": None}],
           as_json=False, title="Held")
print_rows([], as_json=False, title="Lost")
"""


@pytest.fixture
def in_terminal() -> str:
    """What a terminal of 40 columns receives."""
    ours, theirs = pty.openpty()
    environ = os.environ | {"COLUMNS": "40", "TERM": "dumb"}
    with subprocess.Popen([sys.executable, "-c", ROWS], stdout=theirs, stderr=theirs, env=environ):
        os.close(theirs)
        told = b""
        try:
            while part := os.read(ours, 4096):
                told += part
        except OSError:  # Linux: the other end is closed
            pass
    os.close(ours)
    return told.decode()


def test_a_pipe_gets_a_header_and_tabs_and_the_titles_stay_out_of_it():
    done = subprocess.run([sys.executable, "-c", ROWS], capture_output=True, text=True, check=True)
    assert done.stdout == "adm3_pcode\tnote\nMMR1\ttwo cells or one\nMMR2\t\n"
    assert done.stderr == "Held\nLost: none\n"


def test_a_terminal_gets_a_table_of_its_width(in_terminal):
    lines = in_terminal.splitlines()
    assert lines[0].strip() == "Held"
    assert any("adm3 pcode" in line for line in lines)
    assert max(map(len, lines)) <= 40
    assert "\t" not in in_terminal
    assert lines[-1].strip() == "Lost: none"


def test_columns_is_the_width_of_prose_in_a_pipe():
    code = "from conflictmap.cli.output import out; out.print('word ' * 30)"
    environ = os.environ | {"COLUMNS": "50"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environ)
    assert 40 < max(map(len, done.stdout.splitlines())) <= 50


def test_many_rows_that_say_the_same_are_counted_and_json_lists_them(capsys: pytest.CaptureFixture[str]) -> None:
    many = [
        Problem("data/events/big.csv", f"big:{row}: is before the baseline", "mend it", row=row, column="event_date",
                value="1990-01-01", severity="question")
        for row in range(2, 2002)
    ]  # fmt: skip
    few = [Problem("data/events.csv", f"E{row}: is before the baseline", "mend it", row=row) for row in range(2, 22)]
    print_problems([*many, *few], as_json=False)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3 + 1 + 20
    assert lines[3].startswith(
        "question data/events/big.csv: 1,997 more rows say the same (is before the baseline); mend it"
    )
    print_problems(many, as_json=True)
    assert len(json.loads(capsys.readouterr().out)) == 2000
