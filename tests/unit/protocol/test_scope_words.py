"""Scopes: what is remembered, and how a refusal is explained. (The answers themselves are the contract tests'.)"""

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


def test_an_unknown_scope_is_named_with_those_there_are(realm: Realm, robot: Client) -> None:
    said = why(realm, robot, "openid nonsense")
    assert said.startswith("client \"robot\" has no client scope 'nonsense'; it may ask for: acr, address, basic")


@pytest.mark.parametrize("scope", [" openid", "email  profile"])
def test_an_empty_word_is_explained(realm: Realm, robot: Client, scope: str) -> None:
    assert why(realm, robot, scope) == (
        "the scope parameter has an empty word in it (two spaces, or a space before the first)"
    )


@pytest.mark.parametrize("scope", [None, "openid", "openid ", "email", "openid phone", "organization:*"])
def test_what_a_client_may_ask_for_is_given_back(realm: Realm, robot: Client, scope: str | None) -> None:
    assert scopes.validated(realm, robot, scope) == scope


def test_a_grant_is_worked_out_once(realm: Realm, robot: Client) -> None:
    user = realm.service_accounts["robot"]
    assert scopes.granted(realm, robot, user, "openid") is scopes.granted(realm, robot, user, "openid")


def test_a_grant_of_a_realm_that_was_read_again_is_worked_out_anew() -> None:
    def granted(lifespan: int) -> scopes.Grant:
        text = (
            f"[realms.demo]\naccess_token_lifespan = {lifespan}\n"
            "[realms.demo.clients.a]\nsecret = 's'\nservice_accounts_enabled = true"
        )
        realm = load_text(text, "demo.toml", {}).realms["demo"]
        return scopes.granted(realm, realm.clients["a"], realm.service_accounts["a"], None)

    assert granted(1) is not granted(2)
