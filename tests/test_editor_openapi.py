"""The service against its own OpenAPI file: schemathesis draws requests, valid and not, for every operation in it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from conflictmap.editor.http.app import make_app
from conflictmap.editor.http.guard import Door
from conflictmap.editor.session.desk import Desk
from conflictmap.editor.session.mentions import item_id
from november import november_project

pytestmark = [pytest.mark.loopback, pytest.mark.filterwarnings("ignore")]  # the libraries' own warnings
ROOT = Path(__file__).parents[1]
TOKEN = "t" * 24
HEADERS = {"Host": "127.0.0.1:8765", "X-Conflictmap-Token": TOKEN}
KEPT = (
    not_a_server_error, checks.status_code_conformance, checks.content_type_conformance,
    checks.response_schema_conformance, checks.response_headers_conformance,
)  # fmt: skip
OPERATIONS = (
    "GET /api/session", "GET /api/queue", "GET /api/next", "GET /api/items/{item}", "GET /api/places",
    "GET /api/nearest", "GET /api/history", "GET /api/summary", "GET /api/shapes", "POST /api/preview",
    "POST /api/decisions", "POST /api/undo", "POST /api/places", "POST /api/reload", "GET /reconcile",
    "POST /reconcile", "GET /reconcile/suggest/entity", "GET /reconcile/suggest/type",
    "GET /reconcile/suggest/property", "GET /reconcile/properties", "GET /reconcile/preview", "GET /reconcile/flyout/{what}",
)  # fmt: skip
SLOW = {"POST /api/reload": 2, "GET /api/shapes": 2}  # reads everything anew; two megabytes


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The shipped gazetteer with the events of November 2023."""
    project = november_project(tmp_path_factory.mktemp("openapi"))
    return Desk(project, lambda: dt.datetime.now(dt.UTC), by="mya")


@pytest.fixture(scope="module")
def operations(desk: Desk) -> dict[str, Any]:
    app = make_app(desk, Door(TOKEN, 8765))
    schema = schemathesis.openapi.from_asgi("/openapi.json", app, headers=HEADERS)
    return {operation.ok().label: operation.ok() for operation in schema.get_all_operations()}


def test_every_operation_is_asked(operations: dict[str, Any]) -> None:
    assert set(operations) == set(OPERATIONS)


@pytest.mark.parametrize("label", OPERATIONS)
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_no_request_ends_in_a_fault_and_what_is_refused_writes_nothing(
    desk: Desk, operations: dict[str, Any], label: str, mode: Any
) -> None:
    store = desk.store
    known = [item_id(key) for key in desk.mentions.by_key]

    @settings(max_examples=SLOW.get(label, 8), deadline=None, database=None, derandomize=True,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(case=operations[label].as_strategy(generation_mode=mode), item=st.sampled_from(known), real=st.booleans())
    def ask(case: Any, item: str, real: bool) -> None:
        if real and mode == GenerationMode.POSITIVE:  # a name that there is
            if "{item}" in label:
                case.path_parameters = {"item": item}
            if isinstance(case.body, dict) and "item" in case.body:
                case.body = {**case.body, "item": item}
        before = [path.read_bytes() for path in (store.path, store.places, store.aliases)]
        answer = case.call(headers=HEADERS)
        after = [path.read_bytes() for path in (store.path, store.places, store.aliases)]
        case.validate_response(answer, checks=list(KEPT))
        assert before == after or answer.status_code == 200

    ask()
