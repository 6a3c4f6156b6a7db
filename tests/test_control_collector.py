"""The garbage collector rests while control is worked out, and works again afterwards."""

from __future__ import annotations

import gc

import pytest

from conflictmap.control.collector import collector_at_rest


@collector_at_rest()
def divide() -> float:
    assert not gc.isenabled()
    return 1 / 0


@pytest.mark.parametrize("working", [True, False])
def test_the_collector_is_afterwards_as_it_was_also_after_an_error(working: bool) -> None:
    before = gc.isenabled()
    (gc.enable if working else gc.disable)()
    try:
        with pytest.raises(ZeroDivisionError):
            divide()
        assert gc.isenabled() is working
    finally:
        (gc.enable if before else gc.disable)()
