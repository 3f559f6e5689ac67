"""How Keycloak converts a realm file on import: undefined roles, deprecated keys, migration, frontend URLs."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from mockauth.realms.files import Loaded
from mockauth.realms.model import Realm, RoleRef
from mockauth.realms.model.appearance import frontend_url

Made = Callable[..., Realm]
UMA = RoleRef("a", "uma_protection")
FLOW = {"alias": "browser", "providerId": "basic-flow", "topLevel": True, "authenticationExecutions": []}
PROFILE_PIECES = {
    "config-pieces-count": ["2"],
    "config-piece-0": ['{"attributes":[{"name"'],
    "config-piece-1": [':"x"}]}'],
}


@pytest.fixture
def made(read: Callable[..., Loaded]) -> Made:
    """Read a realm file with these keys."""

    def realm(**keys: Any) -> Realm:
        return read(json.dumps({"realm": "it", "enabled": True, **keys})).realms["it"]

    return realm


def default_composites(realm: Realm) -> frozenset[RoleRef]:
    return realm.roles[realm.default_role]


def test_deprecated_default_roles_become_composites_of_the_default_role(made: Made) -> None:
    realm = made(defaultRoles=["teller"], clients=[{"clientId": "a", "defaultRoles": ["open"]}])
    assert {RoleRef("", "teller"), RoleRef("a", "open")} <= default_composites(realm)
    assert {RoleRef("", "teller"), RoleRef("a", "open")} <= {*realm.roles}


def test_roles_and_clients_in_the_file_are_not_added_to_the_default_role(made: Made) -> None:
    realm = made(
        clientScopes=[{"name": "offline_access"}],
        roles={"realm": [{"name": "offline_access"}, {"name": "uma_authorization"}]},
        clients=[{"clientId": "account"}],
    )
    assert default_composites(realm) == frozenset()


def test_the_default_role_gets_another_name_if_its_name_is_taken(made: Made) -> None:
    realm = made(roles={"realm": [{"name": "default-roles-it"}]})
    assert realm.default_role == RoleRef("", "default-roles-it-1")


@pytest.mark.parametrize(
    "keys",
    [
        {"users": [{"username": "u", "clientRoles": {"a": [" made "]}}]},
        {"groups": [{"name": "g", "subGroups": [{"name": "h", "clientRoles": {"a": ["made"]}}]}]},
        {"clientScopeMappings": {"a": [{"client": "a", "roles": ["made"]}]}},
    ],
)
def test_an_undefined_role_is_created(made: Made, keys: dict[str, Any]) -> None:
    assert RoleRef("a", "made") in made(clients=[{"clientId": "a"}], **keys).roles


def test_a_created_service_account_joins_the_default_groups(made: Made) -> None:
    realm = made(
        groups=[{"name": "g"}], defaultGroups=["/g"], clients=[{"clientId": "a", "serviceAccountsEnabled": True}]
    )
    assert realm.service_accounts["a"].groups == ("/g",)


def test_a_created_service_account_gets_uma_protection_with_authorization_services(made: Made) -> None:
    client = {"clientId": "a", "serviceAccountsEnabled": True, "authorizationServicesEnabled": True}
    realm = made(clients=[client])
    assert UMA in realm.service_accounts["a"].roles
    listed = made(clients=[client], users=[{"username": "service-account-a", "serviceAccountClientId": "a"}])
    assert UMA not in listed.roles


def test_authorization_services_enable_the_service_account(made: Made) -> None:
    realm = made(clients=[{"clientId": "a", "authorizationServicesEnabled": True}])
    assert realm.clients["a"].service_accounts
    assert UMA in realm.roles
    assert UMA not in realm.service_accounts["a"].roles


def test_a_scope_added_by_migration_becomes_a_default_scope(made: Made) -> None:
    client = {"clientId": "a", "defaultClientScopes": ["acr"], "optionalClientScopes": ["basic"]}
    realm = made(clients=[client], clientScopes=[], keycloakVersion="17.0.0")
    assert (realm.clients["a"].default_scopes, realm.clients["a"].optional_scopes) == (("acr", "basic"), ())


def test_migration_adds_no_scopes_to_bearer_only_clients(made: Made) -> None:
    clients = [{"clientId": "a", "bearerOnly": True}, {"clientId": "b"}]
    realm = made(clients=clients, clientScopes=[], keycloakVersion="22.0.0")
    assert [realm.clients[name].default_scopes for name in "ab"] == [(), ("basic",)]


def test_a_user_profile_in_pieces_is_joined(made: Made) -> None:
    component = {"providerId": "declarative-user-profile", "config": PROFILE_PIECES}
    realm = made(
        keycloakVersion="22.0.0",
        attributes={"userProfileEnabled": "true"},
        components={"org.keycloak.userprofile.UserProfileProvider": [component]},
    )
    assert [attribute.name for attribute in realm.profile] == ["x"]


def test_applications_become_clients(made: Made) -> None:
    realm = made(
        applications=[{"name": "a", "directGrantsOnly": True}],
        oauthClients=[{"name": "b"}],
        roles={"application": {"a": [{"name": "r"}]}},
        users=[{"username": "u", "applicationRoles": {"a": ["r"]}}],
    )
    assert (realm.clients["a"].direct_access_grants, realm.clients["a"].standard_flow) == (True, False)
    assert realm.clients["b"].consent_required
    assert next(iter(realm.users)).roles == {RoleRef("a", "r")}


def test_a_client_template_becomes_a_client_scope(made: Made) -> None:
    realm = made(clientTemplates=[{"name": "shelf"}], clients=[{"clientId": "a", "clientTemplate": "shelf"}])
    assert {"shelf", "email"} <= {*realm.clients["a"].default_scopes}


def test_a_realm_attribute_overrides_the_setting(made: Made) -> None:
    spans = made(clientSessionIdleTimeout=350, attributes={"clientSessionIdleTimeout": "300"}).lifespans
    assert spans.client_idle == 300


@pytest.mark.parametrize(
    ("version", "flows", "works"),
    [
        ("4.5.0.Final", [], False),
        ("8.0.1", [{**FLOW, "alias": "direct grant"}], False),
        ("8.0.1", [FLOW], True),
        ("8.0.2", [], True),
        (None, [], True),
    ],
)
def test_the_browser_flow_of_old_exports_is_broken(made: Made, version: str | None, flows: Any, works: bool) -> None:
    assert made(keycloakVersion=version, authenticationFlows=flows).browser_flow_works is works


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("https://sso.example.org:443/auth/", "https://sso.example.org/auth"),
        ("http://sso.example.org:8080", "http://sso.example.org:8080"),
        ("ftp://sso.example.org", ""),
        ("sso.example.org", ""),
        ("http://sso.example.org:port", ""),
        ("", ""),
    ],
)
def test_the_frontend_url_is_normalised(written: str, url: str) -> None:
    assert frontend_url(written) == url
