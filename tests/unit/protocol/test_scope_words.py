"""Scopes: reasons for refusals, and the cache of grants. (The contract tests check the responses.)"""

import pytest

from mockauth.protocol import scopes
from mockauth.protocol.errors import InvalidScope
from mockauth.realms.files import load_text
from mockauth.realms.model import Client, Realm
from mockauth.state import State


@pytest.fixture
def realm(state: State) -> Realm:
    """The realm demo."""
    return state.realms["demo"]


@pytest.fixture
def robot(realm: Realm) -> Client:
    """A client with the default scopes."""
    return realm.clients["robot"]


def why(realm: Realm, client: Client, scope: str) -> str:
    with pytest.raises(InvalidScope) as refused:
        scopes.validated(realm, client, scope)
    return refused.value.reason


def test_an_unknown_scope_is_reported_with_the_known_ones(realm: Realm, robot: Client) -> None:
    reason = why(realm, robot, "openid nonsense")
    assert reason.startswith('client "robot" has no client scope "…"; it may request: acr, address, basic')


@pytest.mark.parametrize("scope", [" openid", "email  profile"])
def test_an_extra_space_is_explained(realm: Realm, robot: Client, scope: str) -> None:
    assert why(realm, robot, scope) == (
        "the scope parameter has an extra space (two spaces in a row, or one at the start)"
    )


@pytest.mark.parametrize("scope", [None, "openid", "openid ", "email", "openid phone", "organization:*"])
def test_a_valid_scope_is_returned_unchanged(realm: Realm, robot: Client, scope: str | None) -> None:
    assert scopes.validated(realm, robot, scope) == scope


def test_a_grant_is_cached(realm: Realm, robot: Client) -> None:
    user = realm.service_accounts["robot"]
    assert scopes.granted(realm, robot, user, "openid") is scopes.granted(realm, robot, user, "openid")


def test_a_reloaded_realm_has_a_new_cache_of_grants() -> None:
    def granted(lifespan: int) -> scopes.Grant:
        text = (
            f"[realms.demo]\naccess_token_lifespan = {lifespan}\n"
            "[realms.demo.clients.a]\nsecret = 's'\nservice_accounts_enabled = true"
        )
        realm = load_text(text, "demo.toml", {}).realms["demo"]
        return scopes.granted(realm, realm.clients["a"], realm.service_accounts["a"], None)

    assert granted(1) is not granted(2)
