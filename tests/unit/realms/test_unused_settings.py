"""The parts of a realm file that mockauth ignores are named."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from mockauth.protocol.claims import MAPPERS
from mockauth.realms.files import Loaded
from mockauth.realms.problems.unused_settings import unused

Sentences = Callable[..., list[str]]
MAPPER = {"name": "m", "protocol": "openid-connect", "protocolMapper": "oidc-pairwise", "config": {}}
KEYSTORE = {"name": "hsm", "providerId": "java-keystore", "config": {}}


@pytest.fixture
def sentences(read: Callable[..., Loaded]) -> Sentences:
    """Return the sentences about a realm file with these keys."""

    def of(**keys: Any) -> list[str]:
        loaded = read(json.dumps({"realm": "it", "enabled": True, **keys}))
        return [*unused(loaded.realms["it"], loaded.representations["it"], {*MAPPERS})]

    return of


def test_nothing_is_said_if_nothing_is_ignored(sentences: Sentences) -> None:
    assert sentences() == []


def test_a_disabled_realm_is_pointed_out(sentences: Sentences) -> None:
    assert sentences(enabled=False) == [
        'the realm is disabled, so every request for a token fails: add "enabled": true'
    ]


def test_nothing_is_said_of_empty_sections(sentences: Sentences) -> None:
    assert sentences(identityProviders=[], smtpServer={}) == []


def test_ignored_sections_are_named(sentences: Sentences) -> None:
    assert sentences(
        identityProviders=[{"alias": "x", "providerId": "oidc"}],
        smtpServer={"host": "x", "from": "no-reply@example.org"},
    ) == [
        "ignored: identity providers (x)",
        "ignored: mail server: no mail is sent",
    ]


def test_a_mapper_that_is_not_implemented_is_named(sentences: Sentences) -> None:
    assert sentences(clients=[{"clientId": "a", "protocolMappers": [MAPPER]}]) == [
        'ignored: mapper "m" of "a": oidc-pairwise is not implemented'
    ]


def test_the_right_spelling_of_a_mapper_is_suggested(sentences: Sentences) -> None:
    misspelt = {**MAPPER, "protocolMapper": "oidc-hardcode-claim-mapper"}
    [sentence] = sentences(clients=[{"clientId": "a", "protocolMappers": [misspelt]}])
    assert sentence.endswith(
        'oidc-hardcode-claim-mapper is not implemented (did you mean "oidc-hardcoded-claim-mapper"?)'
    )


def test_nothing_is_said_of_a_saml_mapper(sentences: Sentences) -> None:
    assert sentences(clients=[{"clientId": "a", "protocolMappers": [{**MAPPER, "protocol": "saml"}]}]) == []


def test_a_key_provider_that_is_ignored_is_named(sentences: Sentences) -> None:
    assert sentences(components={"org.keycloak.keys.KeyProvider": [KEYSTORE]}) == [
        'ignored: key provider "hsm" (java-keystore)'
    ]


def test_a_masked_secret_is_pointed_out(sentences: Sentences) -> None:
    assert sentences(clients=[{"clientId": "a", "secret": "**********"}]) == [
        "the secret of a is masked: as in Keycloak, it is now ********** literally; to set the real one, add a registry"
        ' with realms.it.clients.a.secret = "…"'
    ]


def test_custom_flows_are_named_if_they_replace_built_in_ones(sentences: Sentences) -> None:
    flow = {"alias": "mine", "providerId": "basic-flow", "topLevel": True, "authenticationExecutions": []}
    assert sentences(authenticationFlows=[flow]) == []
    assert sentences(authenticationFlows=[flow], browserFlow="mine") == [
        "ignored: custom authentication flows: logins follow the built-in flows, except for one-time passwords (mine)"
    ]


def test_user_federation_and_permissions_are_named(sentences: Sentences) -> None:
    storage = {"org.keycloak.storage.UserStorageProvider": [{"name": "ldap", "providerId": "ldap", "config": {}}]}
    policy = {"name": "p", "type": "role", "config": {}}
    client = {"clientId": "a", "authorizationServicesEnabled": True, "authorizationSettings": {"policies": [policy]}}
    assert sentences(components=storage, clients=[client]) == [
        "ignored: user federation: only the users in the file exist (ldap)",
        "ignored: authorization policies and permissions (a)",
    ]


def test_nothing_is_said_of_the_masked_secret_of_a_built_in_client(sentences: Sentences) -> None:
    assert sentences(clients=[{"clientId": "broker", "secret": "**********"}]) == []
