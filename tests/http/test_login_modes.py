"""`--login quick` and `--login auto`: log in without a password."""

from collections.abc import Callable

import pytest
from contract.html import parse
from demo import ADA, APP, AUTH
from flask.testing import FlaskClient

from mockauth.realms.files import load_text
from mockauth.state import State
from mockauth.state.clock import Clock
from mockauth.state.key_ring import KeyRing
from mockauth.web.app import Settings, create_app

_GONE = """
[realms.demo.users.gone]
enabled = false
"""
Browser = Callable[[str], FlaskClient]


@pytest.fixture
def browser(ring: KeyRing, clock: Clock) -> Browser:
    def made(login: str) -> FlaskClient:
        state = State(load_text(APP + ADA + _GONE, "demo.toml", {}).realms, ring, clock)
        return create_app(state, Settings(login=login)).test_client()

    return made


def actions(text: str) -> list[str]:
    return [it.attributes["action"] for it in parse(text).all() if it.name == "form"]


def buttons(text: str) -> list[str]:
    return [it.attributes["value"] for it in parse(text).all() if it.attributes.get("name") == "quick"]


def test_each_enabled_user_has_a_button(browser: Browser) -> None:
    assert buttons(browser("quick").get(AUTH).text) == ["ada"]


def test_a_button_logs_in(browser: Browser) -> None:
    http = browser("quick")
    found = actions(http.get(AUTH).text)
    answer = http.post(found[-1], data={"quick": "ada"})
    assert answer.location.startswith("http://localhost:3000/cb?session_state=")


def test_there_are_no_buttons_by_default(browser: Browser) -> None:
    assert buttons(browser("form").get(AUTH).text) == []


def test_the_field_of_a_button_is_ignored_by_default(browser: Browser) -> None:
    http = browser("form")
    found = actions(http.get(AUTH).text)
    answer = http.post(found[0], data={"quick": "ada"})
    assert "Invalid username or password." in answer.text


def test_a_disabled_user_cannot_log_in_by_a_button(browser: Browser) -> None:
    http = browser("quick")
    found = actions(http.get(AUTH).text)
    assert http.post(found[-1], data={"quick": "gone"}).status_code == 200


def test_a_login_hint_logs_in_without_a_page(browser: Browser) -> None:
    answer = browser("auto").get(f"{AUTH}&login_hint=ada")
    assert answer.location.startswith("http://localhost:3000/cb?session_state=")


@pytest.mark.parametrize("hint", ["", "&login_hint=nobody", "&login_hint=gone"])
def test_a_missing_or_unknown_login_hint_shows_the_login_page(browser: Browser, hint: str) -> None:
    assert browser("auto").get(f"{AUTH}{hint}").status_code == 200


@pytest.mark.parametrize("login", ["form", "quick"])
def test_a_login_hint_does_not_log_in_by_default(browser: Browser, login: str) -> None:
    assert browser(login).get(f"{AUTH}&login_hint=ada").status_code == 200
