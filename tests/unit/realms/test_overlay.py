"""A registry laid over a realm file of the same realm: it adds things and changes settings."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mockauth.realms.files import load
from mockauth.realms.model import Realm, RoleRef
from mockauth.realms.problems import ConfigError

Both = Callable[..., Realm]
FILE: dict[str, Any] = {
    "realm": "shop",
    "enabled": True,
    "displayName": "Shop",
    "roles": {"realm": [{"name": "buyer"}, {"name": "seller"}], "client": {"api": [{"name": "reads"}]}},
    "groups": [{"name": "staff", "realmRoles": ["seller"], "attributes": {"floor": ["2"]}}],
    "clients": [
        {"clientId": "api", "secret": "**********", "serviceAccountsEnabled": True, "attributes": {"a": "1"}},
        {"clientId": "web", "publicClient": True, "redirectUris": ["http://localhost:3000/*"]},
    ],
    "users": [
        {
            "username": "ada",
            "enabled": True,
            "email": "ada@example.org",
            "firstName": "Ada",
            "realmRoles": ["buyer"],
            "groups": ["/staff"],
            "credentials": [{"type": "password", "secretData": "{}", "credentialData": "{}"}],
        }
    ],
}


@pytest.fixture
def both(tmp_path: Path) -> Both:
    """Read the realm file and a registry with this text; `first`: whether the registry comes first."""

    def of(text: str, *, first: bool = True) -> Realm:
        registry, file = tmp_path / "mockauth.toml", tmp_path / "shop.json"
        registry.write_text(text, encoding="utf-8")
        file.write_text(json.dumps(FILE), encoding="utf-8")
        return load([registry, file] if first else [file, registry], {}).realms["shop"]

    return of


@pytest.mark.parametrize("first", [True, False])
def test_a_registry_replaces_a_masked_secret(both: Both, first: bool) -> None:
    realm = both('[realms.shop.clients.api]\nsecret = "real"', first=first)
    assert realm.clients["api"].secret == "real"


def test_settings_that_a_registry_does_not_mention_are_kept(both: Both) -> None:
    realm = both('[realms.shop.clients.api]\nsecret = "real"')
    assert realm.clients["api"].service_accounts
    assert realm.clients["api"].attributes["a"] == "1"
    assert realm.clients["web"].redirect_uris == ("http://localhost:3000/*",)
    assert realm.appearance.display_name == "Shop"


def test_attributes_are_added_to_those_of_the_file(both: Both) -> None:
    realm = both('[realms.shop.clients.api.attributes]\nb = "2"')
    assert {"a": "1", "b": "2"}.items() <= dict(realm.clients["api"].attributes).items()


def test_a_registry_replaces_a_password_hash(both: Both) -> None:
    user = both('[realms.shop.users.ada]\npassword = "p"').find_user("username", "ada")
    assert user is not None
    assert [it.plain for it in user.passwords] == ["p"]
    assert user.email == "ada@example.org"


def test_roles_and_groups_are_added_to_those_of_a_user(both: Both) -> None:
    user = both(
        '[realms.shop.users.ada]\nrealm_roles = ["seller"]\nclient_roles = {api = ["reads"]}\n'
        'groups = ["/new"]\n[realms.shop.groups.new]'
    ).find_user("username", "ada")
    assert user is not None
    assert user.roles == {RoleRef("", "buyer"), RoleRef("", "seller"), RoleRef("api", "reads")}
    assert user.groups == ("/staff", "/new")


def test_a_new_client_a_new_user_and_a_new_role_are_added(both: Both) -> None:
    realm = both(
        '[realms.shop]\nroles = ["guest"]\n[realms.shop.clients.robot]\nsecret = "s"\nservice_accounts_enabled = true\n'
        '[realms.shop.users.bob]\npassword = "p"\nrealm_roles = ["guest"]'
    )
    assert realm.clients["robot"].secret == "s"
    assert "robot" in realm.service_accounts
    assert realm.find_user("username", "bob") is not None
    assert RoleRef("", "guest") in realm.roles


def test_a_mapper_is_added_to_a_client(both: Both) -> None:
    text = (
        '[realms.shop.clients.web.protocol_mappers.team]\nprotocol_mapper = "oidc-hardcoded-claim-mapper"\n'
        '[realms.shop.clients.web.protocol_mappers.team.config]\n"claim.name" = "team"\n"claim.value" = "a"'
    )
    [mapper] = both(text).clients["web"].mappers
    assert mapper.options["claim.value"] == "a"


def test_a_secret_makes_a_public_client_confidential(both: Both) -> None:
    realm = both('[realms.shop.clients.web]\nsecret = "s"')
    assert not realm.clients["web"].public


def test_roles_and_subgroups_are_added_to_a_group(both: Both) -> None:
    realm = both('[realms.shop.groups.staff]\nrealm_roles = ["buyer"]\n[realms.shop.groups.staff.sub_groups.night]')
    assert realm.groups["/staff"].roles == {RoleRef("", "buyer"), RoleRef("", "seller")}
    assert realm.groups["/staff"].attributes == {"floor": ("2",)}
    assert "/staff/night" in realm.groups


def test_roles_are_added_to_a_service_account(both: Both) -> None:
    account = both('[realms.shop.clients.api]\nservice_account_roles = ["seller"]').service_accounts["api"]
    assert RoleRef("", "seller") in account.roles


def test_settings_of_the_realm_are_replaced(both: Both) -> None:
    assert both("[realms.shop]\naccess_token_lifespan = 60").lifespans.access_token == 60


def test_a_reference_to_something_in_neither_file_is_refused(both: Both) -> None:
    with pytest.raises(ConfigError, match=r'group "/staf" does not exist: did you mean "/staff"\?'):
        both('[realms.shop.users.ada]\ngroups = ["/staf"]')
