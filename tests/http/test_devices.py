"""The device grant where recordings cannot test it: races, seeds, time, and invalid settings."""

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from demo import ADA, REALM, StandingClock
from flask.testing import FlaskClient

from mockauth.realms.files import load_text
from mockauth.state import State
from mockauth.state.clock import Clock
from mockauth.state.ids import Ids
from mockauth.state.key_ring import KeyRing
from mockauth.web.app import create_app

REGISTRY = """
[realms.demo]
oauth2_device_code_lifespan = 100
oauth2_device_polling_interval = 7

[realms.demo.clients.tv]
public_client = true
attributes = { "oauth2.device.authorization.grant.enabled" = "true", "oauth2.device.polling.interval" = "0" }

[realms.demo.clients.radio]
public_client = true
attributes = { "oauth2.device.authorization.grant.enabled" = "true" }

[realms.demo.clients.odd]
public_client = true
attributes = { "oauth2.device.authorization.grant.enabled" = "true", "oauth2.device.code.lifespan" = "soon" }
"""
OIDC = f"{REALM}/protocol/openid-connect"
GRANT = "urn:ietf:params:oauth:grant-type:device_code"
Codes = dict[str, Any]


@pytest.fixture
def state(ring: KeyRing, clock: Clock) -> State:
    return State(load_text(REGISTRY + ADA, "demo.toml", {}).realms, ring, clock)


def codes(http: FlaskClient, client: str = "tv") -> Codes:
    found: Any = http.post(f"{OIDC}/auth/device", data={"client_id": client}).json
    return {**found}


def approve(http: FlaskClient, device: Codes) -> None:
    page = http.get(f"{REALM}/device?user_code={device['user_code']}", follow_redirects=True)
    form = {"username": "ada", "password": "ada-password"}
    page = http.post(action(page.text), data=form, follow_redirects=True)
    end = http.post(action(page.text), data={"accept": "Yes"}, follow_redirects=True)
    assert "Device Login Successful" in end.text


def action(page: str) -> str:
    [found] = re.findall(r'<form[^>]* action="([^"]*)"', page)
    return str(found).replace("&amp;", "&")


def poll(http: FlaskClient, device: Codes, client: str = "tv") -> Any:
    form = {"grant_type": GRANT, "client_id": client, "device_code": device["device_code"]}
    return http.post(f"{OIDC}/token", data=form).json


def test_a_code_is_redeemed_once_by_concurrent_requests(state: State) -> None:
    app = create_app(state)
    device = codes(app.test_client())
    approve(app.test_client(), device)
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: poll(app.test_client(), device), range(64)))
    assert len([it for it in answers if "access_token" in it]) == 1
    assert {it["error"] for it in answers if "error" in it} == {"invalid_grant"}


def test_one_of_many_concurrent_polls_is_allowed(state: State) -> None:
    app = create_app(state)
    device = codes(app.test_client(), "radio")
    with ThreadPoolExecutor(16) as pool:
        errors = list(pool.map(lambda _: poll(app.test_client(), device, "radio")["error"], range(64)))
    assert sorted(set(errors)) == ["authorization_pending", "slow_down"]
    assert errors.count("authorization_pending") == 1


def test_lifespans_of_the_registry(http: FlaskClient) -> None:
    device = codes(http, "radio")
    assert (device["expires_in"], device["interval"]) == (100, 7)


def test_an_expired_code_is_reported_as_expired_for_a_while(http: FlaskClient, clock: StandingClock) -> None:
    device = codes(http, "radio")
    clock.advance(101)
    assert poll(http, device, "radio")["error"] == "expired_token"
    clock.advance(16)
    assert poll(http, device, "radio")["error"] == "invalid_grant"


def test_a_lifespan_that_is_not_a_number_is_refused(http: FlaskClient) -> None:
    assert codes(http, "odd")["error"] == "invalid_request"


def test_the_same_seed_gives_the_same_codes(ring: KeyRing, clock: Clock) -> None:
    def first() -> Codes:
        state = State(load_text(REGISTRY + ADA, "demo.toml", {}).realms, ring, clock, Ids(7))
        return codes(create_app(state).test_client())

    assert first() == first()


@pytest.mark.parametrize("typed", ["<script>alert(1)</script>", "%00", "a" * 10000, "'\"&", "🦉"])
def test_user_input_is_never_echoed(http: FlaskClient, typed: str) -> None:
    for answer in (
        http.get(f"{REALM}/device", query_string={"user_code": typed}),
        http.post(f"{REALM}/device", data={"device_user_code": typed}, headers={"Accept": "text/html"}),
        http.get(f"{REALM}/device/status", query_string={"error": typed}),
    ):
        assert answer.status_code == 200
        assert typed not in answer.text


def test_the_pages_never_redirect_to_another_site(http: FlaskClient) -> None:
    device = codes(http)
    query = {"user_code": device["user_code"], "redirect_uri": "http://evil.example.org"}
    location = http.get(f"{REALM}/device", query_string=query).headers["Location"]
    assert location.startswith(f"http://localhost{REALM}/login-actions/authenticate?")


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("application/json;q=much, text/html", "text/html;charset=utf-8"),
        ("text/html;q=NaN, application/json", "application/json"),
        (";;,,", "text/html;charset=utf-8"),
    ],
)
def test_invalid_weights_of_an_accept_header_count_as_zero(http: FlaskClient, accept: str, kind: str) -> None:
    assert http.post(f"{REALM}/device", headers={"Accept": accept}).content_type == kind
