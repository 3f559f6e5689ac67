"""The Account REST API with unusual and invalid requests."""

import json
from typing import Any

import pytest
from demo import ADA, APP, TOKEN
from flask.testing import FlaskClient

from mockauth.realms.files import load_text
from mockauth.state import State
from mockauth.state.clock import Clock
from mockauth.state.key_ring import KeyRing

GOOD = {"username": "ada", "email": "ada@example.org", "firstName": "Ada", "lastName": "Example"}


@pytest.fixture
def state(ring: KeyRing, clock: Clock) -> State:
    return State(load_text(APP + ADA, "demo.toml", {}).realms, ring, clock)


@pytest.fixture
def token(http: FlaskClient) -> str:
    form = {"grant_type": "password", "client_id": "app", "username": "ada", "password": "ada-password"}
    answer: Any = http.post(TOKEN, data=form).json
    return str(answer["access_token"])


def change(http: FlaskClient, token: str, body: bytes) -> Any:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    return http.post("/realms/demo/account", data=body, headers=headers)


@pytest.mark.parametrize(
    "profile",
    [
        {"firstName": 7},
        {"firstName": ["a", "b"]},
        {"firstName": {"a": 1}},
        {"firstName": True},
        {"email": []},
        {"username": ["x"]},
        {"attributes": []},
        {"attributes": {"a": "b", "c": [None, {}, []]}},
        {"attributes": {"username": ["bob"], "email": ["bob@example.org"]}},
        {"userProfileMetadata": "x"},
        {"": 1},
        {'"\\': 1},
    ],
    ids=str,
)
def test_values_of_the_wrong_type_are_handled(http: FlaskClient, token: str, profile: dict[str, Any]) -> None:
    answer = change(http, token, json.dumps({**GOOD, **profile}).encode())
    assert answer.status_code in (204, 400)


@pytest.mark.parametrize("body", [b"\xff\xfe", b"[" * 100_000, b"null", b'"x"', b"{", b'{"a":1,"a":2}', b"1e999"])
def test_a_body_that_is_not_an_object_is_refused(http: FlaskClient, token: str, body: bytes) -> None:
    assert change(http, token, body).status_code == 400


def test_a_changed_profile_is_returned(http: FlaskClient, token: str) -> None:
    assert change(http, token, json.dumps({**GOOD, "firstName": "Augusta"}).encode()).status_code == 204
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
    found: Any = http.get("/realms/demo/account", headers=headers).json
    assert found["firstName"] == "Augusta"


def test_people_are_told_that_the_console_is_not_there(http: FlaskClient) -> None:
    answer = http.get("/realms/demo/account", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.json["error"]) == (501, "not_implemented")  # type: ignore[index]
