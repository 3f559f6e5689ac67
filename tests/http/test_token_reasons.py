"""Reasons in the log for inactive and refused tokens, and for refused grants."""

from dataclasses import replace
from typing import Any

import pytest
from demo import ADA, NOON, REALM, TOKEN, StandingClock
from flask.testing import FlaskClient

from mockauth.realms.files import load_text
from mockauth.state import State
from mockauth.state.clock import Clock
from mockauth.state.key_ring import KeyRing
from mockauth.web.app import Entry

OIDC = f"{REALM}/protocol/openid-connect"
REGISTRY = """
[realms.demo.clients.app]
direct_access_grants_enabled = true
redirect_uris = ["http://localhost:3000/*"]

[realms.demo.clients.desk]
secret = "desk-secret"

[realms.demo.clients.exchange]
secret = "exchange-secret"
attributes = { "standard.token.exchange.enabled" = "true" }

[realms.other.clients.app]
direct_access_grants_enabled = true
"""
EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token"
Tokens = dict[str, Any]


@pytest.fixture
def state(ring: KeyRing, clock: Clock) -> State:
    """The realm `demo` with a user, an application, and clients that ask about its tokens; and another realm."""
    return State(load_text(REGISTRY + ADA + ADA.replace("demo", "other"), "demo.toml", {}).realms, ring, clock)


@pytest.fixture
def desk(state: State) -> None:
    """Let the client `desk` introspect tokens for any audience."""
    _change_client(state, "desk", attributes={"allow.token.introspection.without.audience.check": "true"})


def _change_client(state: State, client_id: str, **keys: Any) -> None:
    realm = state.realms["demo"]
    clients = {**realm.clients, client_id: replace(realm.clients[client_id], **keys)}
    state.realms = {**state.realms, "demo": replace(realm, clients=clients)}


def log_in(http: FlaskClient, realm: str = "demo") -> Tokens:
    form = {"grant_type": "password", "client_id": "app", "username": "ada", "password": "ada-password"}
    tokens: Tokens = http.post(TOKEN.replace("demo", realm), data={**form, "scope": "openid"}).get_json()
    return tokens


def introspect(http: FlaskClient, token: str, **more: str) -> None:
    form = {"client_id": "desk", "client_secret": "desk-secret", "token": token, **more}
    assert http.post(f"{OIDC}/token/introspect", data=form).json == {"active": False}


def userinfo(http: FlaskClient, token: str) -> None:
    assert http.get(f"{OIDC}/userinfo", headers={"Authorization": f"Bearer {token}"}).status_code == 401


def refresh(http: FlaskClient, token: str) -> None:
    form = {"grant_type": "refresh_token", "client_id": "app", "refresh_token": token}
    assert http.post(TOKEN, data=form).status_code == 400


def revoke(http: FlaskClient, token: str) -> None:
    http.post(f"{OIDC}/revoke", data={"client_id": "app", "token": token})


def exchange(http: FlaskClient, token: str, **more: str) -> None:
    form = {"grant_type": EXCHANGE, "subject_token": token, "subject_token_type": ACCESS_TOKEN}
    form |= {"client_id": "exchange", "client_secret": "exchange-secret", **more}
    assert http.post(TOKEN, data=form).status_code in (400, 403)


def test_introspection_outside_the_audience_names_the_setting(http: FlaskClient, log: list[Entry]) -> None:
    introspect(http, log_in(http)["access_token"])
    assert log[-1].reason == (
        'inactive: client "desk" is not in the audience of the token (account): add an audience mapper '
        'to client "app", or set attributes = { "allow.token.introspection.without.audience.check" = "true" } '
        'for client "desk"'
    )


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("ask", [introspect, userinfo, exchange])
def test_an_expired_access_token_is_reported(
    http: FlaskClient, log: list[Entry], clock: StandingClock, ask: Any
) -> None:
    tokens = log_in(http)
    clock.advance(310)
    ask(http, tokens["access_token"])
    assert log[-1].reason.endswith("the token expired 10 seconds ago")


@pytest.mark.parametrize("ask", [introspect, userinfo, refresh, revoke, exchange])
@pytest.mark.parametrize(
    ("token", "reason"),
    [
        ("nonsense", "the token is not a JWT: expected three parts separated by dots"),
        ("a.b.c", "the token is not a JWT: its parts are not JSON in base64url"),
        ("eyJhbGciOiJub25lIn0.e30.", "the token is not signed (alg: none)"),
        (
            "eyJhbGciOiJSUzI1NiIsImtpZCI6IngifQ.e30.AAAA",
            "the token was signed with a key that the realm does not have",
        ),
    ],
)
def test_an_unknown_token_is_reported(http: FlaskClient, log: list[Entry], ask: Any, token: str, reason: str) -> None:
    ask(http, token)
    assert log[-1].reason.endswith(reason)


@pytest.mark.parametrize("ask", [introspect, userinfo, revoke, exchange])
def test_a_token_of_another_realm_is_reported(http: FlaskClient, log: list[Entry], ask: Any) -> None:
    ask(http, log_in(http, "other")["access_token"])
    assert log[-1].reason.endswith('the token was issued by realm "other", not by realm "demo"')


def test_a_token_of_another_host_name_is_reported_with_the_fix(http: FlaskClient, log: list[Entry]) -> None:
    token = log_in(http)["access_token"]
    http.get(f"http://elsewhere{OIDC}/userinfo", headers={"Authorization": f"Bearer {token}"})
    assert log[-1].reason == (
        "the token was issued by http://localhost/realms/demo, not by http://elsewhere/realms/demo: "
        "use the same host name in all URLs, or pin it with --hostname"
    )


@pytest.mark.usefixtures("desk")
def test_a_revoked_token_is_reported(http: FlaskClient, log: list[Entry]) -> None:
    token = log_in(http)["access_token"]
    revoke(http, token)
    introspect(http, token)
    assert log[-1].reason == "inactive: the token was revoked"


@pytest.mark.parametrize("ask", [introspect, userinfo, exchange])
def test_a_token_whose_session_has_ended_is_reported(http: FlaskClient, log: list[Entry], ask: Any) -> None:
    tokens = log_in(http)
    http.post(f"{OIDC}/logout", data={"client_id": "app", "refresh_token": tokens["refresh_token"]})
    ask(http, tokens["access_token"])
    assert "the session of the token has ended" in log[-1].reason


@pytest.mark.parametrize("ask", [introspect, userinfo, exchange])
def test_a_disabled_client_of_a_token_is_reported(http: FlaskClient, log: list[Entry], state: State, ask: Any) -> None:
    token = log_in(http)["access_token"]
    _change_client(state, "app", enabled=False)
    ask(http, token)
    assert 'client "app"' in log[-1].reason
    assert "is disabled" in log[-1].reason


@pytest.mark.parametrize("ask", [introspect, userinfo, exchange])
def test_a_not_before_time_is_reported(http: FlaskClient, log: list[Entry], state: State, ask: Any) -> None:
    token = log_in(http)["access_token"]
    _change_client(state, "app", not_before=NOON + 1)
    ask(http, token)
    assert log[-1].reason.endswith('the token was issued before the not-before time of client "app"')


@pytest.mark.parametrize(
    ("kind", "more", "reason"),
    [
        ("refresh_token", {}, "inactive: this is a refresh token: introspect it with token_type_hint=refresh_token"),
        (
            "refresh_token",
            {"token_type_hint": "refresh_token"},
            'inactive: the refresh token was issued to client "app", not to "desk"',
        ),
        (
            "access_token",
            {"token_type_hint": "refresh_token"},
            "inactive: this is an access token, not a refresh token",
        ),
    ],
)
def test_the_type_of_an_introspected_token_is_reported(
    http: FlaskClient, log: list[Entry], kind: str, more: dict[str, str], reason: str
) -> None:
    introspect(http, log_in(http)[kind], **more)
    assert log[-1].reason == reason


def test_an_active_token_has_no_reason_in_the_log(http: FlaskClient, log: list[Entry], state: State) -> None:
    _change_client(state, "desk", attributes={"allow.token.introspection.without.audience.check": "true"})
    form = {"client_id": "desk", "client_secret": "desk-secret", "token": log_in(http)["access_token"]}
    answer: Any = http.post(f"{OIDC}/token/introspect", data=form).json
    assert answer["active"]
    assert log[-1].reason == ""


def test_an_access_token_instead_of_a_refresh_token_is_reported(http: FlaskClient, log: list[Entry]) -> None:
    refresh(http, log_in(http)["access_token"])
    assert log[-1].reason == "this is an access token, not a refresh token"


def test_a_client_that_may_not_exchange_tokens_is_reported_with_the_setting(
    http: FlaskClient, log: list[Entry]
) -> None:
    exchange(http, log_in(http)["access_token"], client_id="desk", client_secret="desk-secret")
    assert log[-1].reason == (
        'client "desk" may not exchange tokens: set attributes = { "standard.token.exchange.enabled" = "true" }'
    )


def test_a_token_exchange_outside_the_audience_is_reported(http: FlaskClient, log: list[Entry]) -> None:
    exchange(http, log_in(http)["access_token"])
    assert log[-1].reason == (
        'client "exchange" is not in the audience of the subject_token (account): '
        'add an audience mapper to client "app"'
    )


@pytest.mark.parametrize(
    ("form", "reason"),
    [
        (
            {"grant_type": "client_credentials", "client_id": "desk", "client_secret": "desk-secret"},
            'client "desk" has no service account: set service_accounts_enabled = true',
        ),
        (
            {"grant_type": "password", "client_id": "desk", "client_secret": "desk-secret"},
            'client "desk" may not use the password grant: set direct_access_grants_enabled = true',
        ),
        (
            {"grant_type": "urn:ietf:params:oauth:grant-type:device_code", "client_id": "app"},
            'client "app" may not use the device grant: '
            'set attributes = { "oauth2.device.authorization.grant.enabled" = "true" }',
        ),
        ({"grant_type": "authorization_code", "client_id": "app", "code": "x"}, "unknown authorization code"),
    ],
)
def test_a_refused_grant_names_the_setting(
    http: FlaskClient, log: list[Entry], form: dict[str, str], reason: str
) -> None:
    http.post(TOKEN, data=form)
    assert log[-1].reason == reason


def test_a_realm_file_gets_the_setting_in_json(http: FlaskClient, log: list[Entry], state: State) -> None:
    state.realms = {"demo": replace(state.realms["demo"], in_registry=False)}
    http.post(TOKEN, data={"grant_type": "password", "client_id": "desk", "client_secret": "desk-secret"})
    assert log[-1].reason.endswith('set "directAccessGrantsEnabled": true')


@pytest.mark.parametrize(
    ("method", "path", "reason"),
    [
        ("POST", "clients-registrations/default", "dynamic client registration needs a token, and is not implemented"),
        ("POST", "protocol/openid-connect/ext/ciba/auth", 'client "desk" may not use CIBA (oidc.ciba.grant.enabled)'),
        ("GET", "authz/protection/resource_set", "the request has no bearer token"),
        ("GET", "broker/google/token", "the request has no bearer token"),
        ("GET", "account", "the request has no bearer token"),
    ],
)
def test_a_refusal_of_an_endpoint_that_is_not_implemented_has_a_reason(
    http: FlaskClient, log: list[Entry], method: str, path: str, reason: str
) -> None:
    body: dict[str, Any] = {"json": {}} if "registrations" in path else {}
    if "ciba" in path:
        body = {"data": {"client_id": "desk", "client_secret": "desk-secret"}}
    answer = http.open(f"{REALM}/{path}", method=method, headers={"Accept": "application/json"}, **body)
    assert answer.status_code in (400, 401, 403)
    assert log[-1].reason.startswith(reason)


@pytest.mark.parametrize("ask", [introspect, userinfo, refresh, revoke, exchange])
def test_no_reason_contains_the_token(http: FlaskClient, log: list[Entry], clock: StandingClock, ask: Any) -> None:
    token = log_in(http)["refresh_token" if ask is refresh else "access_token"]
    clock.advance(86400)
    ask(http, token)
    assert token not in str(log)
    assert token.rpartition(".")[2] not in str(log)
