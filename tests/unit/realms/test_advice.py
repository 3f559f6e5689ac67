"""Advice names what does not work as expected in a realm file, and how to fix it."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from mockauth.realms.files import Loaded
from mockauth.realms.problems.advice import advice

Sentences = Callable[..., list[str]]
ADA = {
    "username": "ada",
    "enabled": True,
    "email": "ada@example.org",
    "firstName": "Ada",
    "lastName": "Lovelace",
    "credentials": [{"type": "password", "value": "p"}],
}


@pytest.fixture
def sentences(read: Callable[..., Loaded]) -> Sentences:
    """Return the advice on a realm file with these keys."""

    def of(**keys: Any) -> list[str]:
        loaded = read(json.dumps({"realm": "it", "enabled": True, **keys}))
        return [*advice(loaded.realms["it"], loaded.representations["it"])]

    return of


def without(key: str) -> dict[str, Any]:
    return {name: value for name, value in ADA.items() if name != key}


def test_a_realm_without_surprises_needs_no_advice(sentences: Sentences) -> None:
    client = {"clientId": "web", "publicClient": True}
    assert sentences(clients=[client, {"clientId": "robot", "secret": "s"}], users=[ADA]) == []


@pytest.mark.parametrize(
    ("uri", "words"),
    [
        ("localhost:3000/*", "web: no http URL matches the redirect URIs localhost:3000/*: add http:// in front"),
        (
            "app.example.org/in",
            "web: no http URL matches the redirect URIs app.example.org/in: add http:// in front",
        ),
        (
            "http://localhost/*/in",
            "web: * is a wildcard only at the end of a URI, not in http://localhost/*/in",
        ),
    ],
)
def test_a_redirect_uri_that_never_matches_is_named(sentences: Sentences, uri: str, words: str) -> None:
    assert sentences(clients=[{"clientId": "web", "publicClient": True, "redirectUris": [uri]}]) == [words]


@pytest.mark.parametrize("uri", ["http://localhost:3000/*", "/in/*", "*", "org.example.app:/in", "app://in", "+"])
def test_redirect_uris_that_match_need_no_advice(sentences: Sentences, uri: str) -> None:
    assert sentences(clients=[{"clientId": "web", "publicClient": True, "redirectUris": [uri]}]) == []


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({"users": [without("enabled")]}, 'ada: login fails (Account disabled): add "enabled": true'),
        ({"users": [without("email")]}, "ada: the password grant fails (Account is not fully set up)"),
        ({"users": [without("credentials")]}, 'set one in a registry: realms.it.users.ada.password = "…"'),
        (
            {"users": [{**ADA, "credentials": [{"type": "password", "value": "p", "temporary": True}]}]},
            "ada: passwords need no change",
        ),
        (
            {"clients": [{"clientId": "robot", "secret": "s", "clientAuthenticatorType": "client-jtw"}]},
            'robot: client authenticator "client-jtw" does not exist in Keycloak, so the client gets no tokens: did',
        ),
        (
            {"clients": [{"clientId": "web", "publicClient": True, "defaultClientScopes": ["profile"]}]},
            'web: access tokens of users have no "sub"',
        ),
        (
            {"clients": [{"clientId": "web", "publicClient": True, "optionalClientScopes": ["openid"]}]},
            "web: unknown client scope openid, ignored as in Keycloak: remove it: openid is not a client scope",
        ),
        ({"clients": [{"clientId": "robot"}]}, "robot: confidential, but without a secret"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_surprise_is_explained(sentences: Sentences, keys: dict[str, Any], words: str) -> None:
    assert any(words in sentence for sentence in sentences(**keys))


def test_a_client_with_its_own_sub_mapper_needs_no_advice(sentences: Sentences) -> None:
    mapper = {"name": "sub", "protocol": "openid-connect", "protocolMapper": "oidc-sub-mapper", "config": {}}
    client = {"clientId": "web", "publicClient": True, "defaultClientScopes": ["profile"]}
    assert sentences(clients=[{**client, "protocolMappers": [mapper]}]) == []
