"""The defaults and built-in objects that Keycloak adds to a realm file on import."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from mockauth.realms.built_in import derived_id
from mockauth.realms.files import Loaded
from mockauth.realms.model import Realm, RoleRef

Made = Callable[..., Realm]


@pytest.fixture
def made(read: Callable[..., Loaded]) -> Made:
    """Read a realm file with these keys."""

    def realm(**keys: Any) -> Realm:
        return read(json.dumps({"realm": "it", **keys})).realms["it"]

    return realm


def test_a_realm_is_disabled_by_default(made: Made) -> None:
    assert [made().enabled, made(enabled=True).enabled] == [False, True]


def test_a_realm_without_scopes_gets_the_built_in_ones(made: Made) -> None:
    assert {"basic", "email", "roles", "service_account"} <= {*made().scopes}


def test_a_realm_with_scopes_gets_only_offline_access(made: Made) -> None:
    assert {*made(clientScopes=[{"name": "own"}]).scopes} == {"own", "offline_access"}


def test_an_empty_list_of_scopes_counts_as_scopes(made: Made) -> None:
    assert {*made(clientScopes=[]).scopes} == {"offline_access"}


def test_a_client_gets_the_default_scopes_of_the_realm(made: Made) -> None:
    client = made(clients=[{"clientId": "a"}]).clients["a"]
    assert "basic" in client.default_scopes
    assert "phone" in client.optional_scopes


def test_a_client_that_lists_its_scopes_gets_no_others(made: Made) -> None:
    client = made(clients=[{"clientId": "a", "defaultClientScopes": [], "optionalClientScopes": []}]).clients["a"]
    assert (client.default_scopes, client.optional_scopes) == ((), ())


def test_a_client_gets_only_scopes_of_its_protocol(made: Made) -> None:
    client = made(clients=[{"clientId": "a", "protocol": "saml"}]).clients["a"]
    assert "role_list" in client.default_scopes
    assert "basic" not in client.default_scopes


def test_the_built_in_clients_are_added(made: Made) -> None:
    clients = made(clients=[{"clientId": "a"}]).clients
    assert {"account", "admin-cli", "broker", "realm-management", "security-admin-console", "a"} <= {*clients}


def test_a_built_in_client_in_the_file_is_not_changed(made: Made) -> None:
    assert made(clients=[{"clientId": "account", "rootUrl": "http://a"}]).clients["account"].root_url == "http://a"


def test_the_default_role_is_added(made: Made) -> None:
    parts = made().roles[RoleRef("", "default-roles-it")]
    assert {RoleRef("", "offline_access"), RoleRef("account", "view-profile")} <= parts


def test_a_default_role_in_the_file_replaces_the_built_in_one(made: Made) -> None:
    own = {"name": "everybody", "composite": True}
    roles = made(defaultRole={"name": "everybody"}, roles={"realm": [own]}).roles
    assert RoleRef("", "default-roles-it") not in roles


def test_a_missing_service_account_is_created_with_the_default_role(made: Made) -> None:
    realm = made(clients=[{"clientId": "Robot", "serviceAccountsEnabled": True}])
    account = realm.service_accounts["Robot"]
    assert account.username == "service-account-robot"
    assert account.roles == {RoleRef("", "default-roles-it")}


def test_a_service_account_in_the_file_has_only_its_own_roles(made: Made) -> None:
    realm = made(
        clients=[{"clientId": "a", "serviceAccountsEnabled": True}],
        users=[{"username": "service-account-a", "serviceAccountClientId": "a", "enabled": True, "realmRoles": ["R"]}],
    )
    assert realm.service_accounts["a"].roles == {RoleRef("", "R")}


def test_a_confidential_client_without_a_secret_gets_the_same_secret_on_every_start(made: Made) -> None:
    first, second = (made(clients=[{"clientId": "a"}]).clients["a"].secret for _ in range(2))
    assert first
    assert first == second


def test_generated_secrets_differ_between_clients(made: Made) -> None:
    clients = made(clients=[{"clientId": "a"}, {"clientId": "b"}]).clients
    assert clients["a"].secret != clients["b"].secret


@pytest.mark.parametrize("kind", ["publicClient", "bearerOnly"])
def test_a_public_or_bearer_only_client_gets_no_secret(made: Made, kind: str) -> None:
    assert made(clients=[{"clientId": "a", kind: True}]).clients["a"].secret is None


def test_a_derived_id_is_a_uuid_that_depends_on_the_names() -> None:
    assert derived_id("demo", "users", "alice") == "3b5f7700-dde0-51cd-bd6b-1d2e98d56e5b"


@pytest.mark.parametrize("kind", ["clients", "scopes"])
def test_derived_ids_are_unique(made: Made, kind: str) -> None:
    ids = [item.id for item in getattr(made(clients=[{"clientId": "email"}]), kind).values()]
    assert len(ids) == len({*ids})


def test_a_realm_name_may_contain_quotes(read: Callable[..., Loaded]) -> None:
    name = 'a"b'
    assert RoleRef("", f"default-roles-{name}") in read(json.dumps({"realm": name})).realms[name].roles
