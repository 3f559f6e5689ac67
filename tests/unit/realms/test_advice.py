"""What surprises people in a realm file is said, with what happens and what mends it."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from mockauth.realms.advice import advice
from mockauth.realms.files import Loaded

Said = Callable[..., list[str]]
ADA = {
    "username": "ada",
    "enabled": True,
    "email": "ada@example.org",
    "firstName": "Ada",
    "lastName": "Lovelace",
    "credentials": [{"type": "password", "value": "p"}],
}


@pytest.fixture
def said(read: Callable[..., Loaded]) -> Said:
    """Read a realm file with these keys, and give the advice."""

    def of(**keys: Any) -> list[str]:
        loaded = read(json.dumps({"realm": "it", "enabled": True, **keys}))
        return [*advice(loaded.realms["it"], loaded.representations["it"])]

    return of


def without(key: str) -> dict[str, Any]:
    return {name: value for name, value in ADA.items() if name != key}


def test_nothing_is_said_of_a_realm_without_surprises(said: Said) -> None:
    client = {"clientId": "web", "publicClient": True}
    assert said(clients=[client, {"clientId": "robot", "secret": "s"}], users=[ADA]) == []


@pytest.mark.parametrize(
    ("uri", "words"),
    [
        ("localhost:3000/*", "web: no http URL matches the redirect URIs localhost:3000/*: begin them with http://"),
        (
            "app.example.org/in",
            "web: no http URL matches the redirect URIs app.example.org/in: begin them with http://",
        ),
        ("http://localhost/*/in", "web: * stands for anything only at the end, not in http://localhost/*/in"),
    ],
)
def test_a_redirect_uri_that_matches_nothing_is_named(said: Said, uri: str, words: str) -> None:
    assert said(clients=[{"clientId": "web", "publicClient": True, "redirectUris": [uri]}]) == [words]


@pytest.mark.parametrize("uri", ["http://localhost:3000/*", "/in/*", "*", "org.example.app:/in", "app://in", "+"])
def test_nothing_is_said_of_redirect_uris_that_match(said: Said, uri: str) -> None:
    assert said(clients=[{"clientId": "web", "publicClient": True, "redirectUris": [uri]}]) == []


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({"users": [without("enabled")]}, "ada: nobody logs in as them (Account disabled)"),
        ({"users": [without("email")]}, "ada: the password grant is refused (Account is not fully set up)"),
        ({"users": [without("credentials")]}, 'registry beside gives one: realms.it.users.ada.password = "…"'),
        (
            {"users": [{**ADA, "credentials": [{"type": "password", "value": "p", "temporary": True}]}]},
            "ada: temporary passwords do not have to be changed",
        ),
        (
            {"clients": [{"clientId": "robot", "secret": "s", "clientAuthenticatorType": "client-jtw"}]},
            'robot: Keycloak has no client authenticator "client-jtw", so this client gets no token: did you mean',
        ),
        (
            {"clients": [{"clientId": "web", "publicClient": True, "defaultClientScopes": ["profile"]}]},
            'web: access tokens of users have no "sub"',
        ),
        (
            {"clients": [{"clientId": "web", "publicClient": True, "optionalClientScopes": ["openid"]}]},
            "web: there is no client scope openid, and Keycloak passes over it: openid needs none",
        ),
        ({"clients": [{"clientId": "robot"}]}, "robot: confidential, but the file has no secret"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_surprise_is_explained(said: Said, keys: dict[str, Any], words: str) -> None:
    assert any(words in sentence for sentence in said(**keys))


def test_a_client_with_a_mapper_of_its_own_has_a_subject(said: Said) -> None:
    mapper = {"name": "sub", "protocol": "openid-connect", "protocolMapper": "oidc-sub-mapper", "config": {}}
    client = {"clientId": "web", "publicClient": True, "defaultClientScopes": ["profile"]}
    assert said(clients=[{**client, "protocolMappers": [mapper]}]) == []
