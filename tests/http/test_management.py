"""Keycloak's management interface: health and metrics, compared with what Keycloak answered (record_management.py)."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from contract.record_management import ANSWERS, REQUESTS, SERVERS
from demo import FORM, TOKEN
from flask.testing import FlaskClient
from werkzeug.test import Client

from mockauth.state import State
from mockauth.web.app import Settings, create_app
from mockauth.web.management import Observability, on_port
from mockauth.web.management import create_app as create_management
from mockauth.web.metrics import Metrics
from mockauth.web.request_log import Entry

RECORDED = json.loads(ANSWERS.read_text(encoding="utf-8"))
CASES = [(name, number) for name in SERVERS for number in range(len(REQUESTS))]
SAMPLE = re.compile(r"(\w+)(?:\{(.*)\})? (\S+)")


@pytest.fixture
def metrics(state: State) -> Metrics:
    return Metrics(lambda: {"demo": len(state.sessions_of("demo").online)})


@pytest.fixture
def main(state: State, metrics: Metrics) -> FlaskClient:
    """The main port, whose requests are counted."""
    observability = Observability(health=True, metrics=metrics, with_metrics=True)
    return create_app(state, Settings(log=metrics.observe, observability=observability)).test_client()


def samples(text: str) -> Mapping[tuple[str, str], float]:
    lines = [SAMPLE.fullmatch(line) for line in text.splitlines() if not line.startswith("#")]
    return {(line[1], line[2] or ""): float(line[3]) for line in lines if line}


@pytest.mark.parametrize(("name", "number"), CASES)
def test_the_port_answers_as_in_keycloak(name: str, number: int, metrics: Metrics) -> None:
    expected: dict[str, Any] = RECORDED[name][number]
    with_metrics = name == "prefix"
    observability = Observability(True, metrics if with_metrics else None, with_metrics)
    client = Client(create_management(observability, SERVERS[name][1]))
    headers = {"Accept": expected["accept"]} if expected["accept"] else {}
    answer = client.open(expected["path"], method=expected["method"], headers=headers)
    assert answer.status_code == expected["status"]
    assert {key: answer.headers[key] for key in expected["headers"]} == expected["headers"]
    if "body" in expected:
        assert answer.text == expected["body"]


@pytest.mark.parametrize("accept", ["text/plain", "*/*"])
def test_token_requests_are_counted_by_client_grant_and_error(main: FlaskClient, accept: str) -> None:
    main.post(TOKEN, data=FORM)
    main.post(TOKEN, data=FORM)
    main.post(TOKEN, data={**FORM, "client_secret": "wrong"})
    main.post(TOKEN, data={"grant_type": "my-secret", "client_id": "my-other-secret"})
    text = main.get("/metrics", headers={"Accept": accept}).text
    found = {
        labels: value for (name, labels), value in samples(text).items() if name == "mockauth_token_requests_total"
    }
    assert found == {
        'client_id="robot",error="",grant_type="client_credentials",realm="demo"': 2,
        'client_id="robot",error="unauthorized_client",grant_type="client_credentials",realm="demo"': 1,
        'client_id="",error="unsupported_grant_type",grant_type="",realm="demo"': 1,
    }
    assert "secret" not in text


def test_requests_are_measured_by_the_paths_that_keycloak_names(main: FlaskClient) -> None:
    for path in ("/health", "/realms/demo", "/realms/demo/.well-known/openid-configuration", "/nothing", "/realms/x"):
        main.get(path)
    main.post(TOKEN, data=FORM)
    found = samples(main.get("/metrics").text)
    token = 'method="POST",outcome="SUCCESS",status="200",uri="/realms/{realm}/protocol/{protocol}/token"'
    assert found["http_server_requests_seconds_count", token] == 1
    sum_, most = (found[f"http_server_requests_seconds_{it}", token] for it in ("sum", "max"))
    assert 0 < most == sum_ < 10
    uris = {found[1].rpartition("uri=")[2] for found in found if found[0] == "http_server_requests_seconds_count"}
    assert uris == {
        '"/health"',
        '"/realms/{realm}"',
        '"/realms/{realm}/.well-known/{alias}"',
        '"/realms/{realm}/protocol/{protocol}/token"',
        '"NOT_FOUND"',
    }


def test_clients_cannot_make_up_labels(metrics: Metrics) -> None:
    for number in range(20):
        metrics.observe(Entry(f"M{number}", f"/{number}", 400, 0.1))
        metrics.observe(Entry("GET", f"/realms/{number}/x/{number}", 404, 0.1))
    text = metrics.respond("/metrics", "", "text/plain")
    assert text
    assert len([it for it in samples(text.body.decode()) if it[0] == "http_server_requests_seconds_count"]) == 2


def test_sessions_are_counted(main: FlaskClient, state: State) -> None:
    assert samples(main.get("/metrics").text)["mockauth_sessions", 'realm="demo"'] == 0


def test_labels_are_escaped(metrics: Metrics) -> None:
    metrics.observe(Entry("POST", TOKEN, 200, 0.1, client='a"\\\n'))
    found = metrics.respond("/metrics", "", "")
    assert found
    assert b'client_id="a\\"\\\\\\n"' in found.body


def test_ports_have_applications_of_their_own() -> None:
    def named(name: str) -> Callable[..., list[bytes]]:
        def app(_environ: object, start_response: Any) -> list[bytes]:
            start_response("200 OK", [])
            return [name.encode()]

        return app

    client = Client(on_port(9000, named("management"), named("main")))
    assert client.get("/", base_url="http://localhost:9000").text == "management"
    assert client.get("/", base_url="http://localhost:8080").text == "main"


def test_without_monitoring_the_main_port_has_none(state: State) -> None:
    client = create_app(state, Settings(observability=Observability())).test_client()
    assert [client.get(path).status_code for path in ("/health", "/metrics")] == [404, 404]
