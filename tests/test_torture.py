"""The bench of bad input in short: a part of its trials, in less than a minute; `make torture` runs all of them."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from torture.fuzzing import CORPUS, fuzz, replay
from torture.packed import PACKED, packed_files
from torture.parsers import Parsers
from torture.runs import run_trials
from torture.server import attack
from torture.trial import Journal

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the bench forks, kills and makes pipes")


def test_nothing_that_is_tried_ends_in_a_traceback_a_hang_or_a_loss(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    start, journal = time.process_time(), Journal()
    run_trials(tmp_path, journal, every=60, seconds=22, writers=6)
    fuzz(journal, 13, seconds=8)
    with capsys.disabled():
        print(f"\n{journal.result}")
    assert not journal.result.failed, str(journal.result)
    assert len(journal.result.tried) >= 45, "a kind of trial was left out"
    assert time.process_time() - start < 60


def test_no_input_that_once_failed_fails_again(tmp_path: Path) -> None:
    """The corpus of tests/data/fuzz: a folder a parser, a file a kind of failure."""
    parsers = Parsers(tmp_path)
    assert {path.name for path in CORPUS.iterdir()} <= set(parsers.all)
    assert sum(1 for _ in CORPUS.glob("*/*")) >= 5
    assert replay(parsers) == []


@pytest.mark.loopback
def test_the_editor_answers_nothing_with_a_fault_of_its_own() -> None:
    journal = Journal()
    attack(journal, 13, requests=80)
    assert not journal.result.failed, str(journal.result)


@pytest.mark.parametrize("name", PACKED)
def test_packed_files_are_refused_before_they_are_unpacked(tmp_path: Path, name: str) -> None:
    from conflictmap.errors import SourceError
    from conflictmap.sources import table_files
    from conflictmap.sources.unpacked import check_document

    assert set(packed_files()) == set(PACKED)
    path = tmp_path / name
    path.write_bytes(packed_files()[name])
    words = {
        "encrypted.zip": "encrypted", "method.zip": "method", "bomb.zip": "more than", "bomb.csv.gz": "more than",
        "far.xlsx": "17,179,869,184 cells", "long.xlsx": "characters", "binary.xlsx": "save it as .xlsx",
        "shared.xlsx": "900 MB of text",
    }  # fmt: skip
    if name == "empty.zip":
        assert list(table_files.sheets(path)) == []
        return
    if name == "bomb.docx":
        with pytest.raises(SourceError, match=r"bomb\.docx.*421 MB, which is more than the 100 MB"):
            check_document(name, path.read_bytes())
        return
    with pytest.raises(SourceError, match=f"^{name}.*{words.get(name, '')}"):
        list(table_files.sheets(path))


def test_a_fault_of_the_program_is_one_line_and_a_file(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from conflictmap.cli import faults

    def fault() -> None:
        raise ZeroDivisionError("a fault")

    monkeypatch.setattr("sys.argv", ["conflictmap"])
    with pytest.raises(SystemExit) as end:
        faults.run(fault)
    told = capsys.readouterr().err
    assert end.value.code == 1
    assert told.count("\n") == 1
    assert "ZeroDivisionError" in told
    path = Path(told.partition("details: ")[2].partition(";")[0])
    assert "Traceback" in path.read_text(encoding="utf-8")
    path.unlink()
