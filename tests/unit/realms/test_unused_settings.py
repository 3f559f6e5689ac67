"""What a realm file holds and mockauth does not use is said."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from mockauth.protocol.claims import MAPPERS
from mockauth.realms.files import Loaded
from mockauth.realms.unused_settings import unused

Said = Callable[..., list[str]]
MAPPER = {"name": "m", "protocol": "openid-connect", "protocolMapper": "oidc-pairwise", "config": {}}
KEYSTORE = {"name": "hsm", "providerId": "java-keystore", "config": {}}


@pytest.fixture
def said(read: Callable[..., Loaded]) -> Said:
    """Read a realm file with these keys, and give what is said of it."""

    def of(**keys: Any) -> list[str]:
        loaded = read(json.dumps({"realm": "it", "enabled": True, **keys}))
        return [*unused(loaded.realms["it"], loaded.representations["it"], {*MAPPERS})]

    return of


def test_a_realm_that_is_used_whole_needs_no_words(said: Said) -> None:
    assert said() == []


def test_a_realm_that_is_off_is_pointed_at(said: Said) -> None:
    assert said(enabled=False) == ['the realm is off, so it refuses every token: "enabled": true opens it']


def test_empty_sections_need_no_words(said: Said) -> None:
    assert said(identityProviders=[], smtpServer={}) == []


def test_sections_that_are_set_aside_are_named(said: Said) -> None:
    assert said(
        identityProviders=[{"alias": "x", "providerId": "oidc"}],
        smtpServer={"host": "x", "from": "no-reply@example.org"},
    ) == [
        "set aside: identity providers (x)",
        "set aside: the mail server: no mail is sent",
    ]


def test_a_mapper_that_is_not_known_is_named(said: Said) -> None:
    assert said(clients=[{"clientId": "a", "protocolMappers": [MAPPER]}]) == [
        'set aside: the mapper "m" of "a": oidc-pairwise adds nothing here'
    ]


def test_a_mapper_that_is_misspelt_is_named_with_the_nearest(said: Said) -> None:
    misspelt = {**MAPPER, "protocolMapper": "oidc-hardcode-claim-mapper"}
    [sentence] = said(clients=[{"clientId": "a", "protocolMappers": [misspelt]}])
    assert sentence.endswith(
        'oidc-hardcode-claim-mapper adds nothing here (did you mean "oidc-hardcoded-claim-mapper"?)'
    )


def test_a_mapper_of_saml_needs_no_words(said: Said) -> None:
    assert said(clients=[{"clientId": "a", "protocolMappers": [{**MAPPER, "protocol": "saml"}]}]) == []


def test_a_key_that_is_not_used_is_named(said: Said) -> None:
    assert said(components={"org.keycloak.keys.KeyProvider": [KEYSTORE]}) == [
        'set aside: the key provider "hsm" (java-keystore)'
    ]


def test_a_masked_secret_is_pointed_at(said: Said) -> None:
    assert said(clients=[{"clientId": "a", "secret": "**********"}]) == [
        "the secret of a is masked: ********** is taken literally, as Keycloak does; a registry beside the file sets"
        ' the real one: realms.it.clients.a.secret = "…"'
    ]


def test_flows_are_named_where_they_take_the_place_of_built_in_ones(said: Said) -> None:
    flow = {"alias": "mine", "providerId": "basic-flow", "topLevel": True, "authenticationExecutions": []}
    assert said(authenticationFlows=[flow]) == []
    assert said(authenticationFlows=[flow], browserFlow="mine") == [
        "set aside: authentication flows of your own: logins are as usual, but for one-time passwords (mine)"
    ]


def test_federations_and_permissions_are_named(said: Said) -> None:
    storage = {"org.keycloak.storage.UserStorageProvider": [{"name": "ldap", "providerId": "ldap", "config": {}}]}
    policy = {"name": "p", "type": "role", "config": {}}
    client = {"clientId": "a", "authorizationServicesEnabled": True, "authorizationSettings": {"policies": [policy]}}
    assert said(components=storage, clients=[client]) == [
        "set aside: federations of users: only the users in the file are there (ldap)",
        "set aside: permissions (a)",
    ]


def test_a_built_in_client_may_have_a_masked_secret(said: Said) -> None:
    assert said(clients=[{"clientId": "broker", "secret": "**********"}]) == []
