"""One-time passwords of users with `totp_secret` in the registry."""

import re
from concurrent.futures import ThreadPoolExecutor
from html import unescape

import pytest
from demo import APP, AUTH, TOKEN
from flask.testing import FlaskClient

from mockauth.realms.files import load_text
from mockauth.realms.model.one_time_passwords import OtpCredential, decode_base32
from mockauth.state import State
from mockauth.state.clock import Clock
from mockauth.state.key_ring import KeyRing
from mockauth.web.app import Entry, Settings, create_app

_KEY = "JBSWY3DPEHPK3PXP"
_ALICE = """
[realms.demo]
otp_policy_digits = 6

[realms.demo.users.alice]
password = "alice-password"
totp_secret = "jbsw y3dp ehpk 3pxp"
first_name = "Alice"
last_name = "Example"
email = "alice@example.org"
"""
_TOGETHER = 16


def code(clock: Clock) -> str:
    return OtpCredential("", "", "totp", decode_base32(_KEY), "HmacSHA1", 6, 30).code(clock.now() // 30)


def server(ring: KeyRing, clock: Clock, settings: Settings | None = None) -> FlaskClient:
    return create_app(State(load_text(APP + _ALICE, "demo.toml", {}).realms, ring, clock), settings).test_client()


def action(text: str) -> str:
    return unescape(re.findall('action="([^"]*)"', text)[0])


def otp_form(http: FlaskClient) -> str:
    """Log in with the password; return the action URL of the page for the one-time password."""
    form = action(http.get(AUTH).text)
    return action(http.post(form, data={"username": "alice", "password": "alice-password"}).text)


def grant(http: FlaskClient, **more: str) -> int:
    form = {"grant_type": "password", "client_id": "app", "username": "alice", "password": "alice-password", **more}
    return http.post(TOKEN, data=form).status_code


def test_a_totp_secret_of_the_registry_works(ring: KeyRing, clock: Clock) -> None:
    http = server(ring, clock)
    assert "code=" in http.post(otp_form(http), data={"otp": code(clock)}).location


def test_concurrent_requests_use_a_code_once(ring: KeyRing, clock: Clock) -> None:
    http = server(ring, clock)
    with ThreadPoolExecutor(_TOGETHER) as pool:
        answers = list(pool.map(lambda _: grant(http.application.test_client(), otp=code(clock)), range(_TOGETHER)))
    assert sorted(answers) == [200, *[400] * (_TOGETHER - 1)]


@pytest.mark.parametrize("path", ["required-action", "consent", "registration", "authenticate"])
def test_no_other_page_skips_the_one_time_password(ring: KeyRing, clock: Clock, path: str) -> None:
    http = server(ring, clock)
    form = otp_form(http)
    answer = http.post(form.replace("/authenticate?", f"/{path}?"), data={"username": "alice", "accept": "Yes"})
    assert "code=" not in (answer.location or "")
    assert http.get(f"{AUTH}&prompt=none").location.count("error=login_required") == 1


def test_the_password_form_does_not_skip_the_one_time_password(ring: KeyRing, clock: Clock) -> None:
    http = server(ring, clock)
    first = action(http.get(AUTH).text)
    second = action(http.post(first, data={"username": "alice", "password": "alice-password"}).text)
    execution = re.findall("execution=[^&]*", first)[0]
    answer = http.post(re.sub("execution=[^&]*", execution, second), data={"password": "alice-password"})
    assert answer.location is None
    assert "code=" not in answer.text.partition("<main>")[2]


def test_quick_buttons_need_no_one_time_password(ring: KeyRing, clock: Clock) -> None:
    http = server(ring, clock, Settings(login="quick"))
    assert "code=" in http.post(action(http.get(AUTH).text), data={"quick": "alice"}).location


def test_the_log_explains_a_one_time_password_and_has_no_secret(ring: KeyRing, clock: Clock) -> None:
    entries: list[Entry] = []
    http = server(ring, clock, Settings(log=entries.append))
    assert grant(http) == grant(http, otp="000000") == 400
    without, wrong = (entry.reason for entry in entries)
    assert "send a one-time password" in without
    assert "wrong one-time password" in wrong
    assert _KEY not in str(entries)
