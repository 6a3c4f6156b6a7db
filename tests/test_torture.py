"""The bench of bad input in short: a part of its trials, in less than a minute; `make torture` runs all of them."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

import torture

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the bench forks, kills and makes pipes")


def test_nothing_that_is_tried_ends_in_a_traceback_a_hang_or_a_loss(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    start = time.monotonic()
    result = torture.torture(tmp_path, every=80, seconds=22)
    more = torture.fuzz(5, seed=13)
    both = torture.Result(result.tried + more.tried, result.failed + more.failed)
    with capsys.disabled():
        print(f"\n{both}")
    assert not both.failed, str(both)
    assert len(both.tried) >= 15, "a kind of trial was left out"
    assert time.monotonic() - start < 60


@pytest.mark.parametrize("name", torture.PACKED)
def test_packed_files_are_refused_before_they_are_unpacked(tmp_path: Path, name: str) -> None:
    from conflictmap.errors import SourceError
    from conflictmap.sources import table_files

    assert set(torture.packed_files()) == set(torture.PACKED)
    path = tmp_path / name
    path.write_bytes(torture.packed_files()[name])
    words = {
        "encrypted.zip": "encrypted", "method.zip": "method", "bomb.zip": "more than", "bomb.csv.gz": "more than",
        "far.xlsx": "17,179,869,184 cells", "long.xlsx": "characters", "binary.xlsx": "save it as .xlsx",
    }  # fmt: skip
    if name == "empty.zip":
        assert list(table_files.sheets(path)) == []
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
