"""mockauth's reasons on error pages, below Keycloak's own text."""

from collections.abc import Callable

import pytest
from demo import ADA, APP, AUTH, FORM, REALM, TOKEN
from flask.testing import FlaskClient
from unit.web.pages.reading import Reading

from mockauth.realms.files import load_text
from mockauth.state import State
from mockauth.web.app import Entry

Serve = Callable[..., FlaskClient]
HTML = {"Accept": "text/html"}
UNKNOWN_CLIENT = f"{REALM}/protocol/openid-connect/auth?client_id=nobody"


@pytest.mark.parametrize("path", [UNKNOWN_CLIENT, "/realms/dmeo", f"{REALM}/nothing", "/nothing"])
def test_an_error_page_shows_the_reason_of_the_log(http: FlaskClient, log: list[Entry], path: str) -> None:
    hint = Reading(http.get(path, headers=HTML).data).by_id("mockauth-hint")
    assert hint.text == f"mockauth: {log[0].reason}"


def test_a_page_with_a_message_shows_the_reason_too(state: State, http: FlaskClient, log: list[Entry]) -> None:
    state.realms = load_text(APP + ADA, "demo.toml", {}).realms
    login = Reading(http.get(AUTH).data)
    assert not [element for element in login.elements if element.attributes.get("id") == "mockauth-hint"]
    action = login.by_id("kc-form-login").attributes["action"]
    answer = http.post(action or "", data={"username": "ada", "password": "wrong-password"})
    assert log[-1].reason in Reading(answer.data).by_id("mockauth-hint").text
    assert "wrong-password" not in answer.text


@pytest.mark.parametrize("path", [UNKNOWN_CLIENT, "/realms/dmeo", "/nothing"])
def test_hints_can_be_switched_off(serve: Serve, path: str) -> None:
    assert 'id="mockauth-hint"' not in serve(hints=False).get(path, headers=HTML).text


@pytest.mark.parametrize("path", [UNKNOWN_CLIENT, "/realms/dmeo"])
def test_json_has_no_hint(http: FlaskClient, log: list[Entry], path: str) -> None:
    answer = http.get(path, headers={"Accept": "application/json"})
    assert answer.get_json().keys() == {"error"}
    assert log[0].reason not in answer.text


def test_api_errors_stay_keycloaks(serve: Serve) -> None:
    form = {**FORM, "client_secret": "wrong"}
    assert serve(hints=True).post(TOKEN, data=form, headers=HTML).data == serve(hints=False).post(TOKEN, data=form).data
