"""The service: who may ask, what it answers, and that nothing asked wrongly is written or ends in a fault of its own."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import json
import random
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pandas as pd
import pytest
import uvicorn

from conflictmap.editor.http.app import WEB, make_app
from conflictmap.editor.http.guard import Door
from conflictmap.editor.http.socket import listening
from conflictmap.editor.session.desk import Desk
from november import november_project

pytestmark = pytest.mark.loopback
ROOT = Path(__file__).parents[1]
TOKEN = "t" * 24
HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Desk]]:
    project = november_project(tmp_path_factory.mktemp("review"))
    desk = Desk(project, lambda: dt.datetime.now(dt.UTC), by="mya")
    listener = listening("127.0.0.1", 0)
    port = listener.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(make_app(desk, Door(TOKEN, port)), log_level="critical", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{port}", desk
    server.should_exit = True
    thread.join(timeout=5)
    listener.close()


@pytest.fixture
def client(service: tuple[str, Desk]) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=service[0], headers={"x-conflictmap-token": TOKEN}, timeout=30) as client:
        yield client


@pytest.fixture
def unchanged(service: tuple[str, Desk]) -> Iterator[None]:
    store = service[1].store
    before = [path.read_bytes() for path in (store.path, store.places, store.aliases)]
    yield
    assert [path.read_bytes() for path in (store.path, store.places, store.aliases)] == before


def test_the_scripts_are_looked_for_where_the_bundler_puts_them() -> None:
    """Else the service has no scripts, and the tests in a browser pass themselves over."""
    assert (WEB.parent / "build.mjs").is_file()


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"host": "evil.example"}, 421),
        ({"host": "127.0.0.1.evil.example"}, 421),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"x-conflictmap-token": "wrong"}, 401),
        ({"x-conflictmap-token": ""}, 401),
    ],
)
def test_only_this_machine_this_page_and_the_token_may_ask(
    client: httpx.Client, headers: dict[str, str], status: int
) -> None:
    for method, path in (("GET", "/api/next"), ("POST", "/api/decisions"), ("POST", "/api/reload")):
        assert (
            client.request(method, path, headers=headers, json={} if method == "POST" else None).status_code == status
        )


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(
    "path",
    ["/assets/../app.py", "/assets/%2e%2e%2fapp.py", "/assets/..%5capp.py", "/assets//etc/passwd", "/../../etc/passwd",
     "/api/items/../session", "/assets/editor.js%00"],
)  # fmt: skip
def test_no_path_leads_out(service: tuple[str, Desk], path: str) -> None:
    import http.client

    connection = http.client.HTTPConnection(service[0].removeprefix("http://"))
    connection.request("GET", path, headers={"X-Conflictmap-Token": TOKEN})
    answer = connection.getresponse()
    body = answer.read()
    assert answer.status in (400, 404)
    assert b"root:" not in body
    connection.close()


@pytest.mark.usefixtures("unchanged")
def test_a_body_of_ten_megabytes_is_refused(client: httpx.Client) -> None:
    assert client.post("/api/decisions", content=b"x" * 10_000_000).status_code == 413

    def pieces() -> Iterator[bytes]:
        for _ in range(100):
            yield b"y" * 100_000

    with contextlib.suppress(httpx.TransportError):  # to hang up in the middle is a refusal too
        assert client.post("/reconcile", content=pieces()).status_code == 413


@pytest.mark.usefixtures("unchanged")
def test_what_is_asked_wrongly_is_a_4xx_and_writes_nothing(client: httpx.Client) -> None:
    """Every route of the OpenAPI page, with values of every wrong type, drawn with a fixed seed."""
    drawn = random.Random(11)
    junk: list[Any] = [
        None, True, 0, -1, 1e308, "", "x" * 3000, "\u0000", HOSTILE, "../../etc/passwd", [], {}, [[]], {"a": {}},
        "နေပြည်တော်", "\ud800", [None] * 300, "1e00b6a32939",
    ]  # fmt: skip
    schema = client.get("/openapi.json").json()
    for path, verbs in schema["paths"].items():
        if path == "/api/reload":
            continue  # takes no body: it reads the tables anew
        for verb, told in verbs.items():
            names = [one["name"] for one in told.get("parameters", [])]
            for _ in range(12):
                address = path.replace("{item}", "zz" + str(drawn.randrange(99)))
                if verb == "get":
                    query = {name: str(drawn.choice(junk)).encode("utf-8", "replace").decode() for name in names}
                    status = client.get(address, params=query).status_code
                    assert status < 500, (path, query)
                    continue
                fields = (
                    "item",
                    "verdict",
                    "place_id",
                    "judgement_id",
                    "name",
                    "lon",
                    "lat",
                    "source",
                    "also",
                    "versions",
                )
                body = drawn.choice([drawn.choice(junk), {name: drawn.choice(junk) for name in fields}])
                answer = client.post(address, content=json.dumps(body))
                wanted = (200, 400) if path == "/reconcile" else (404, 409, 422)
                assert answer.status_code in wanted, (path, body, answer.text)


def test_a_small_answer_does_not_wait_for_an_acknowledgement(client: httpx.Client) -> None:
    """Nagle's algorithm holds a body back for 40 ms where the socket is not told to send at once."""

    def seconds() -> float:
        begun = time.perf_counter()
        assert client.get("/api/summary").status_code == 200
        return time.perf_counter() - begun

    assert min(seconds() for _ in range(20)) < 0.03


def test_a_decision_a_conflict_and_its_undo(client: httpx.Client) -> None:
    item = client.get("/api/next").json()["item"]
    told = {"item": item["id"], "verdict": "accepted", "place_id": item["candidates"][0]["place_id"]}
    preview = client.post("/api/preview", json=told).json()
    assert preview["effect"]["events"] == 1
    first = client.post("/api/decisions", json={**told, "note": HOSTILE, "versions": {item["id"]: ""}})
    assert first.status_code == 200
    mine = first.json()["judgements"][0]
    assert mine["note"] == HOSTILE
    second = client.post(
        "/api/decisions", json={"item": item["id"], "verdict": "outside", "versions": {item["id"]: ""}}
    )
    assert second.status_code == 409
    assert second.json()["error"]["theirs"][item["key"]]["judgement_id"] == mine["judgement_id"]
    assert client.get("/api/summary").text == "1 decision, 1 event moved, 0 control states changed"
    assert client.get("/api/history").json()["decisions"][0]["judgement_id"] == mine["judgement_id"]
    assert client.post("/api/undo", json={"judgement_id": mine["judgement_id"]}).status_code == 200
    assert client.post("/api/undo", json={"judgement_id": mine["judgement_id"]}).status_code == 409
    assert client.get("/api/next").json()["item"]["id"] == item["id"]


def test_a_full_or_read_only_file_is_said_on_the_screen(service: tuple[str, Desk], client: httpx.Client) -> None:
    item = client.get("/api/next").json()["item"]
    path = service[1].store.path
    path.chmod(0o444)
    answer = client.post("/api/decisions", json={"item": item["id"], "verdict": "deferred"})
    path.chmod(0o644)
    assert answer.status_code == 409
    assert answer.json()["error"]["code"] == "unwritten"
    assert "nothing was changed" in answer.json()["error"]["message"]


def test_what_is_wrong_with_the_files_is_said_and_the_work_goes_on(
    service: tuple[str, Desk], client: httpx.Client
) -> None:
    path = service[1].store.path
    whole = path.read_bytes()
    item = client.get("/api/next").json()["item"]
    path.write_bytes(whole + b"J1,a//,perhaps,,,zaw,2026-01-01T00:00:00Z,,,,\n")
    (said,) = [line for line in client.get("/api/session").json()["trouble"] if "perhaps" in line]
    assert "data/gazetteer/judgements.csv row" in said
    assert client.post("/api/decisions", json={"item": item["id"], "verdict": "deferred"}).status_code == 200
    path.write_bytes(b"judgement_id,verdict\nJ1,outside\n")
    answer = client.post("/api/decisions", json={"item": item["id"], "verdict": "outside"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "files")
    assert path.read_bytes() == b"judgement_id,verdict\nJ1,outside\n"
    path.write_bytes(whole)
    client.get("/api/session")
    assert client.get("/api/next").json()["item"]["id"] == item["id"]


def test_a_shared_service_asks_everybody_for_the_token_by_whatever_name(service: tuple[str, Desk]) -> None:
    transport = httpx.ASGITransport(make_app(service[1], Door(TOKEN, 80, shared=True)))

    async def ask(path: str, token: str = "") -> httpx.Response:
        async with httpx.AsyncClient(transport=transport, base_url="http://map.example") as client:
            return await client.get(path, headers={"x-conflictmap-token": token} if token else {})

    assert asyncio.run(ask("/reconcile")).status_code == 401
    assert asyncio.run(ask("/api/next")).status_code == 401
    assert asyncio.run(ask("/api/next", TOKEN)).status_code == 200
    told = asyncio.run(ask(f"/reconcile?token={TOKEN}")).json()
    path = told["suggest"]["entity"]["service_path"]
    assert asyncio.run(ask("/reconcile" + path.replace("?", "?prefix=Kawl&"))).json()["result"][0]["name"] == "Kawlin"


def test_the_pages_bear_a_policy_and_run_nothing_from_elsewhere(client: httpx.Client) -> None:
    for path in ("/", "/docs"):
        answer = client.get(path)
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")
        assert "http://" not in answer.text.replace("http://127.0.0.1", "")
        assert "https://" not in answer.text


def test_the_manifest_is_what_the_specification_asks(client: httpx.Client) -> None:
    """Reconciliation Service API 0.2, section 3: required members, and templates with their holes."""
    answer = client.get("/reconcile")
    told = answer.json()
    assert answer.headers["access-control-allow-origin"] == "*"
    assert told["versions"] == ["0.2"]
    assert all(isinstance(told[name], str) for name in ("name", "identifierSpace", "schemaSpace"))
    assert "{{id}}" in told["view"]["url"]
    assert "{{id}}" in told["preview"]["url"]
    assert {type(told["preview"][name]) for name in ("width", "height")} == {int}
    assert set(told["suggest"]) == {"entity", "type", "property"}
    for one in (*told["suggest"].values(), told["extend"]["propose_properties"]):
        assert client.get(one["service_url"] + one["service_path"]).status_code == 200


def test_queries_are_answered_by_get_and_by_form(client: httpx.Client) -> None:
    batch = {
        "q0": {"query": "Welet", "type": "township", "limit": 3, "properties": [{"pid": "adm1", "v": "Sagaing"}]},
        "q1": {"query": "Laukkai", "properties": [{"pid": "adm1", "v": {"id": "MMR015", "name": "Shan (North)"}}]},
        "q2": {"query": "Zzyzx"},
    }
    by_form = client.post(
        "/reconcile", data={"queries": json.dumps(batch)}, headers={"origin": "http://127.0.0.1:3333"}
    )
    assert by_form.json() == client.get("/reconcile", params={"queries": json.dumps(batch)}).json()
    found = by_form.json()
    assert set(found) == set(batch)
    best = found["q0"]["result"][0]
    assert (best["id"], best["name"], best["match"]) == ("MMR005006", "Wetlet", True)
    assert best["type"] == [{"id": "township", "name": "Township"}]
    assert {type(one["value"]) for one in best["features"]} <= {int, float, bool}
    assert found["q1"]["result"][0]["id"] == "MMR015022701"
    assert not any(one["match"] for one in found["q2"]["result"])
    for answer in found.values():
        for one in answer["result"]:
            assert isinstance(one["id"], str)
            assert isinstance(one["name"], str)
            assert 0 <= one["score"] <= 100


@pytest.mark.parametrize(
    "batch", ["[", "[]", '{"q0": 1}', '{"q0": {"query": 1}}', '{"q0": {"query": "a", "properties": 3}}']
)
def test_a_batch_that_is_none_is_refused(client: httpx.Client, batch: str) -> None:
    answer = client.post("/reconcile", data={"queries": batch})
    assert answer.status_code == 400
    assert answer.json()["status"] == "error"


def test_extension_suggestion_and_preview(client: httpx.Client) -> None:
    asked = {"ids": ["MMR005024701", "nowhere"], "properties": [{"id": "lon"}, {"id": "adm3"}, {"id": "name_my"}]}
    told = client.post("/reconcile", data={"extend": json.dumps(asked)}).json()
    assert told["meta"] == [
        {"id": "lon", "name": "Longitude, degrees"},
        {"id": "adm3", "name": "Township", "type": {"id": "township", "name": "Township"}},
        {"id": "name_my", "name": "Name in Burmese"},
    ]
    assert told["rows"] == {
        "MMR005024701": {
            "lon": [{"float": 95.68339}],
            "adm3": [{"id": "MMR005024", "name": "Kawlin"}],
            "name_my": [{"str": "ကောလင်း"}],
        },
        "nowhere": {"lon": [], "adm3": [], "name_my": []},
    }
    suggested = client.get("/reconcile/suggest/entity", params={"prefix": "Kawl"}).json()["result"]
    assert suggested[0]["name"] == "Kawlin"
    page = client.get("/reconcile/preview", params={"id": HOSTILE})
    assert "<img" not in page.text
    assert client.options("/reconcile", headers={"origin": "https://openrefine.example"}).status_code == 204


def test_flyouts_tell_of_places_types_and_properties(client: httpx.Client) -> None:
    """Version 0.2, section 6.2: a path with ${id} that answers {"id", "html"}."""
    for what, asked, wanted in (
        ("entity", "MMR005024701", "<b>Kawlin</b>"),
        ("type", "town", "<p>Town</p>"),
        ("property", "adm3", "<p>Township</p>"),
        ("entity", HOSTILE, "&lt;img"),
        ("type", HOSTILE, "&lt;img"),
    ):
        service = client.get("/reconcile").json()["suggest"][what]
        path = service["flyout_service_path"].replace("${id}", quote(asked))
        told = client.get(service["flyout_service_url"] + path).json()
        assert told["id"] == asked
        assert wanted in told["html"]
        assert "<img" not in told["html"]


@pytest.mark.parametrize(
    ("asked", "kinds"),
    [
        ({"type": "township"}, {"township"}),
        ({"type": ["town", "township"]}, {"town", "township"}),
        ({"type": ["town", "township"], "type_strict": "any"}, {"town", "township"}),
        ({"type": ["town", "township"], "type_strict": "all"}, set()),
        ({"type": "village", "type_strict": "should"}, {"town", "township", "district"}),
        ({"type": "town", "limit": 1}, {"town"}),
    ],
)
def test_types_narrow_as_strictly_as_is_asked(client: httpx.Client, asked: dict[str, Any], kinds: set[str]) -> None:
    batch = {"q0": {"query": "Kawlin", **asked}}
    result = client.post("/reconcile", data={"queries": json.dumps(batch)}).json()["q0"]["result"]
    assert {one["type"][0]["id"] for one in result if one["name"] == "Kawlin"} == kinds


@pytest.mark.filterwarnings("ignore")  # the client's own
def test_the_client_of_pypi_reconciles_a_column(service: tuple[str, Desk]) -> None:
    reconciler = pytest.importorskip("reconciler", reason="the PyPI client `reconciler` is not installed")
    column = pd.Series(["Kawlin", "Laukkai", "Kunlong"])
    found = reconciler.reconcile(column, type_id="town", reconciliation_endpoint=f"{service[0]}/reconcile")
    assert found.set_index("input_value")["id"].to_dict() == {
        "Kawlin": "MMR005024701", "Laukkai": "MMR015022701", "Kunlong": "MMR015020701",
    }  # fmt: skip
