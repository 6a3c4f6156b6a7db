"""Short chronicles, each with the spans that a person expects of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import narrative
from conflictmap.control import RULE_SETS

CASES = [
    pytest.param(path, expected, id=f"{path.stem}-{number}")
    for path in sorted(narrative.FOLDER.glob("*.toml"))
    for number, expected in enumerate(narrative.read(path)["expect"], 1)
]


def test_there_are_thirty_narratives_or_more():
    assert len(list(narrative.FOLDER.glob("*.toml"))) >= 30


@pytest.mark.parametrize(("path", "expected"), CASES)
def test_a_narrative_gives_the_spans_that_a_person_wrote(path: Path, expected: dict[str, Any]):
    chronicle = narrative.read(path)
    rules = expected.get("rules", "standard")
    control = narrative.resolve(
        chronicle["event"], ground=chronicle.get("baseline", ()), rules=[RULE_SETS[rules]], as_of=expected.get("as_of")
    )
    spans = narrative.told(control, expected["of"], rules)
    assert narrative.lines(spans) == expected["spans"]
    last = spans.iloc[-1]
    assert last["disputed"] == expected.get("disputed", False)
    if "interval" in expected:
        assert f"{last['start_low']} {last['start_high']}" == expected["interval"]
    if "claims" in expected:
        claims = control.by_rules[rules].claims
        shown = [f"{one.event_id} {one.status} {one.resolved_on or '-'}" for one in claims.itertuples()]
        assert shown == expected["claims"]
    messages = [str(problem) for problem in control.problems]
    for part in expected.get("problems", ()):
        assert any(part in message for message in messages)
    assert len(messages) == len(expected.get("problems", ()))
