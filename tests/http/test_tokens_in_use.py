"""Tokens while time passes and their realm changes: userinfo, introspection, refresh, revocation."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from demo import ADA, APP, NOON, TOKEN
from flask.testing import FlaskClient

from mockauth.realms.files import load_text
from mockauth.realms.model import Client, Realm, User
from mockauth.realms.model.users import Users
from mockauth.state import State
from mockauth.state.clock import Clock
from mockauth.state.key_ring import KeyRing
from mockauth.web.app import Entry

OIDC = TOKEN.removesuffix("/token")
DESK = """
[realms.demo.clients.desk]
secret = "desk-secret"
attributes = { "allow.token.introspection.without.audience.check" = "true" }
"""
Tokens = dict[str, Any]
Change = Callable[..., None]


@pytest.fixture
def state(ring: KeyRing, clock: Clock) -> State:
    """The realm `demo` with a user, an application, and the client `desk` that introspects tokens."""
    return State(load_text(APP + DESK + ADA, "demo.toml", {}).realms, ring, clock)


@pytest.fixture
def change(state: State) -> Change:
    """Change the realm, its user or its client `app`, as an administrator would; None removes them."""

    def changed(realm: dict[str, Any] | None = None, user: Any = (), client: Any = ()) -> None:
        before: Realm = state.realms["demo"]
        users = [_changed(it, user) if it.username == "ada" else it for it in before.users]
        clients = {name: _changed(it, client) if name == "app" else it for name, it in before.clients.items()}
        after = replace(
            before,
            users=Users.from_users("demo", [it for it in users if it]),
            clients={name: it for name, it in clients.items() if it},
            **(realm or {}),
        )
        state.realms = {"demo": after}

    return changed


def _changed(found: User | Client, change: Any) -> Any:
    return None if change is None else replace(found, **dict(change))


def log_in(http: FlaskClient, scope: str = "openid") -> Tokens:
    form = {"grant_type": "password", "client_id": "app", "username": "ada", "password": "ada-password"}
    tokens: Tokens = http.post(TOKEN, data={**form, "scope": scope}).get_json()
    return tokens


def refresh(http: FlaskClient, tokens: Tokens) -> Tokens:
    form = {"grant_type": "refresh_token", "client_id": "app", "refresh_token": tokens["refresh_token"]}
    answer: Tokens = http.post(TOKEN, data=form).get_json()
    return answer


def revoke(http: FlaskClient, token: str) -> int:
    return http.post(f"{OIDC}/revoke", data={"client_id": "app", "token": token}).status_code


def userinfo(http: FlaskClient, tokens: Tokens) -> str:
    """Return the username, or the error description."""
    answer = http.get(f"{OIDC}/userinfo", headers={"Authorization": f"Bearer {tokens['access_token']}"})
    if answer.status_code == 200:
        return str(answer.get_json()["preferred_username"])
    return answer.headers["WWW-Authenticate"].rpartition('description="')[2].removesuffix('"')


def is_active(http: FlaskClient, tokens: Tokens, kind: str = "access_token") -> bool:
    form = {"client_id": "desk", "client_secret": "desk-secret", "token": tokens[kind]}
    answer: bool = http.post(f"{OIDC}/token/introspect", data=form).get_json()["active"]
    return answer


def test_an_access_token_is_valid_until_the_second_in_which_it_expires(http: FlaskClient, clock: Clock) -> None:
    tokens = log_in(http)
    clock.advance(300)
    assert (userinfo(http, tokens), is_active(http, tokens)) == ("ada", True)
    clock.advance(1)
    assert (userinfo(http, tokens), is_active(http, tokens)) == ("Token verification failed", False)


def test_an_expired_token_is_explained_in_the_log(http: FlaskClient, clock: Clock, log: list[Entry]) -> None:
    tokens = log_in(http)
    clock.advance(310)
    userinfo(http, tokens)
    assert (log[-1].error, log[-1].reason) == ("invalid_token", "the token expired 10 seconds ago")


def test_an_idle_session_expires_and_userinfo_does_not_extend_it(
    http: FlaskClient, clock: Clock, change: Change
) -> None:
    change(client={"attributes": {"access.token.lifespan": "86400"}})
    tokens = log_in(http)
    clock.advance(1799)
    assert (userinfo(http, tokens), is_active(http, tokens)) == ("ada", True)
    clock.advance(1)
    assert (userinfo(http, tokens), is_active(http, tokens)) == ("user_session_not_found", False)


def test_a_refresh_extends_a_session(http: FlaskClient, clock: Clock, change: Change) -> None:
    change(client={"attributes": {"access.token.lifespan": "86400"}})
    tokens = log_in(http)
    clock.advance(1700)
    refresh(http, tokens)
    clock.advance(1700)
    assert userinfo(http, tokens) == "ada"


def test_a_session_ends_at_its_maximum_lifespan_even_if_refreshed(http: FlaskClient, clock: Clock) -> None:
    tokens = log_in(http)
    for _ in range(20):
        clock.advance(1790)
        tokens = refresh(http, tokens)
    clock.advance(201)
    assert userinfo(http, tokens) == "Token verification failed"
    assert refresh(http, tokens)["error_description"] == "Token is not active"


def test_a_shorter_lifespan_ends_a_session(http: FlaskClient, clock: Clock, change: Change) -> None:
    tokens = log_in(http)
    clock.advance(100)
    change(client={"attributes": {"client.session.max.lifespan": "60"}})
    assert (userinfo(http, tokens), is_active(http, tokens)) == ("user_session_not_found", False)


def test_an_offline_session_outlives_the_others(http: FlaskClient, clock: Clock) -> None:
    tokens = log_in(http, "openid offline_access")
    clock.advance(7 * 86400)
    assert is_active(http, tokens, "refresh_token")
    assert userinfo(http, refresh(http, tokens)) == "ada"


CHANGES: dict[str, tuple[dict[str, Any], str]] = {
    "the user is disabled": ({"user": {"enabled": False}}, "User disabled"),
    "the user is gone": ({"user": None}, "user_session_not_found"),
    "the user was revoked": ({"user": {"not_before": NOON + 1}}, "User not valid"),
    "the client is disabled": ({"client": {"enabled": False}}, "Client disabled"),
    "the client is gone": ({"client": None}, "Token verification failed"),
    "the client was revoked": ({"client": {"not_before": NOON + 1}}, "Token verification failed"),
    "the realm was revoked": ({"realm": {"not_before": NOON + 1}}, "Token verification failed"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_token_after_a_change(http: FlaskClient, change: Change, what: str) -> None:
    tokens = log_in(http)
    of, error = CHANGES[what]
    change(**of)
    assert userinfo(http, tokens) == error
    assert not is_active(http, tokens)


def test_a_client_that_was_changed_to_saml(http: FlaskClient, change: Change) -> None:
    tokens = log_in(http)
    change(client={"protocol": "saml"})
    assert userinfo(http, tokens) == "Wrong client protocol"


def test_a_token_of_a_disabled_realm(http: FlaskClient, change: Change) -> None:
    tokens = log_in(http)
    change(realm={"enabled": False})
    assert userinfo(http, tokens) == "ada"
    assert revoke(http, tokens["access_token"]) == 403


def test_offline_access_that_a_client_no_longer_has(http: FlaskClient, change: Change) -> None:
    tokens = log_in(http, "openid offline_access")
    change(client={"optional_scopes": ()})
    assert userinfo(http, tokens) == "ada"
    assert not any(is_active(http, tokens, kind) for kind in ("access_token", "refresh_token", "id_token"))
    description = "Offline session invalid because offline access not granted anymore"
    assert refresh(http, tokens)["error_description"] == description


def test_userinfo_has_the_current_claims(http: FlaskClient, change: Change) -> None:
    tokens = log_in(http)
    change(user={"username": "countess"})
    assert userinfo(http, tokens) == "countess"


def test_a_revoked_access_token_is_remembered_until_it_expires(http: FlaskClient, clock: Clock, state: State) -> None:
    tokens = log_in(http)
    revoke(http, tokens["access_token"])
    kept = state.sessions_of("demo").revoked_tokens
    clock.advance(300)
    assert userinfo(http, tokens) == "Token verification failed"
    assert len(kept) == 1
    clock.advance(1)
    for number in range(256):
        kept.put(str(number), True, clock.now() + 1)
    assert len(kept) == 256


def test_revoking_an_access_token_leaves_the_session(http: FlaskClient) -> None:
    tokens = log_in(http)
    revoke(http, tokens["access_token"])
    assert userinfo(http, refresh(http, tokens)) == "ada"


def test_revoking_a_refresh_token_ends_the_session(http: FlaskClient, state: State) -> None:
    tokens = log_in(http)
    revoke(http, tokens["refresh_token"])
    assert len(state.sessions_of("demo").online) == 0
    assert refresh(http, tokens)["error_description"] == "Session not active"
