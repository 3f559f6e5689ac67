"""Migration of realm files from older versions of Keycloak."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from mockauth.realms.files import Loaded
from mockauth.realms.importing.migration import STEPS
from mockauth.realms.importing.versions import RealmVersion

CLIENTS = [{"clientId": "web", "publicClient": True}, {"clientId": "legacy", "protocol": "saml"}]


@pytest.fixture
def migrated(read: Callable[..., Loaded]) -> Callable[..., Loaded]:
    """Load a realm file from this version of Keycloak."""

    def of(version: str | None, **keys: Any) -> Loaded:
        rep = {"realm": "it", "clientScopes": [], "clients": CLIENTS, "keycloakVersion": version, **keys}
        return read(json.dumps(rep))

    return of


@pytest.mark.parametrize(
    ("version", "added"),
    [
        (
            "4.5.0.Final",
            {"roles", "web-origins", "microprofile-jwt", "acr", "basic", "service_account", "AuthnContextClassRef"},
        ),
        ("4.7.0.Final", {"microprofile-jwt", "acr", "basic", "service_account", "AuthnContextClassRef"}),
        ("6.0.0", {"acr", "basic", "service_account", "AuthnContextClassRef"}),
        ("17.0.1", {"acr", "basic", "service_account", "AuthnContextClassRef"}),
        ("18.0.0", {"basic", "service_account", "AuthnContextClassRef"}),
        ("24.0.5", {"basic", "service_account", "AuthnContextClassRef"}),
        ("25.0.0", {"service_account", "AuthnContextClassRef"}),
        ("26.0.8", {"service_account", "AuthnContextClassRef"}),
        ("26.1.0", {"AuthnContextClassRef"}),
        ("26.7.0", set()),
        ("26.7.3", set()),
        ("27.0.0", set()),
        (None, set()),
    ],
)
def test_migration_adds_the_scopes_of_later_versions(
    migrated: Callable[..., Loaded], version: str | None, added: set[str]
) -> None:
    assert {*migrated(version).realms["it"].scopes} == added | {"offline_access"}


def test_an_added_scope_is_assigned_to_all_clients_of_its_protocol(migrated: Callable[..., Loaded]) -> None:
    clients = migrated("24.0.0").realms["it"].clients
    assert ["basic" in clients[name].default_scopes for name in ("web", "legacy")] == [True, False]


def test_an_existing_scope_is_not_added_again(migrated: Callable[..., Loaded]) -> None:
    loaded = migrated("24.0.0", clientScopes=[{"name": "basic", "description": "mine"}])
    assert loaded.representations["it"]["clientScopes"][0]["description"] == "mine"
    assert not any('"basic"' in note.what for note in loaded.notes)


def test_the_service_account_scope_is_not_assigned_to_clients(migrated: Callable[..., Loaded]) -> None:
    robot = {"clientId": "robot", "serviceAccountsEnabled": True, "defaultClientScopes": []}
    assert "service_account" not in migrated("25.0.0", clients=[robot]).realms["it"].clients["robot"].default_scopes


def test_admin_cli_of_versions_before_26_gets_lightweight_tokens(migrated: Callable[..., Loaded]) -> None:
    attribute = "client.use.lightweight.access.token.enabled"
    old, new = (
        migrated(version, clients=[{"clientId": "admin-cli"}]).realms["it"].clients["admin-cli"].is_on(attribute)
        for version in ("25.0.0", "26.0.0")
    )
    assert (old, new) == (True, False)


def test_each_addition_is_noted_once(migrated: Callable[..., Loaded]) -> None:
    assert [note.what.rpartition("client scope ")[2] for note in migrated("25.0.6").notes] == [
        '"service_account" (not assigned to any client)',
        '"AuthnContextClassRef" (assigned to every saml client)',
    ]


def test_migrating_twice_changes_nothing(migrated: Callable[..., Loaded], read: Callable[..., Loaded]) -> None:
    once = migrated("4.0.0").representations["it"]
    assert read(json.dumps(once)).representations["it"] == once


@pytest.mark.parametrize("text", ["", "-", "--", "2147483648", "9" * 5000])
def test_texts_that_keycloak_cannot_read_as_versions(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not a version$"):
        RealmVersion(text)


def test_the_migration_steps_are_sorted_by_version() -> None:
    assert [before for before, _ in STEPS] == sorted(before for before, _ in STEPS)
