"""Older realm files: what is added to which version."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from mockauth.realms.files import Loaded
from mockauth.realms.importing.migration import STEPS
from mockauth.realms.importing.versions import version_of

CLIENTS = [{"clientId": "web", "publicClient": True}, {"clientId": "legacy", "protocol": "saml"}]


@pytest.fixture
def migrated(read: Callable[..., Loaded]) -> Callable[..., Loaded]:
    """Read a realm file that this version of Keycloak wrote."""

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
        ("4.6.0.Final", {"microprofile-jwt", "acr", "basic", "service_account", "AuthnContextClassRef"}),
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
        ("nightly", set()),
    ],
)
def test_a_version_lacks_the_scopes_that_came_after_it(
    migrated: Callable[..., Loaded], version: str | None, added: set[str]
) -> None:
    assert {*migrated(version).realms["it"].scopes} == added | {"offline_access"}


def test_a_scope_that_is_added_goes_to_every_client_of_its_protocol(migrated: Callable[..., Loaded]) -> None:
    clients = migrated("24.0.0").realms["it"].clients
    assert ["basic" in clients[name].default_scopes for name in ("web", "legacy")] == [True, False]


def test_a_scope_that_is_there_is_not_added_again(migrated: Callable[..., Loaded]) -> None:
    loaded = migrated("24.0.0", clientScopes=[{"name": "basic", "description": "mine"}])
    assert loaded.representations["it"]["clientScopes"][0]["description"] == "mine"
    assert not any('"basic"' in note.what for note in loaded.notes)


def test_the_scope_of_service_accounts_is_assigned_to_nobody(migrated: Callable[..., Loaded]) -> None:
    robot = {"clientId": "robot", "serviceAccountsEnabled": True, "defaultClientScopes": []}
    assert "service_account" not in migrated("25.0.0", clients=[robot]).realms["it"].clients["robot"].default_scopes


def test_the_consoles_get_lightweight_tokens_from_26_on(migrated: Callable[..., Loaded]) -> None:
    of = "client.use.lightweight.access.token.enabled"
    old, new = (
        migrated(version, clients=[{"clientId": "admin-cli"}]).realms["it"].clients["admin-cli"].is_on(of)
        for version in ("25.0.0", "26.0.0")
    )
    assert (old, new) == (True, False)


def test_what_is_added_is_said_once(migrated: Callable[..., Loaded]) -> None:
    assert [note.what.rpartition("client scope ")[2] for note in migrated("25.0.6").notes] == [
        '"service_account" (not assigned to any client)',
        '"AuthnContextClassRef" (assigned to every saml client)',
    ]


def test_a_migrated_realm_is_current(migrated: Callable[..., Loaded], read: Callable[..., Loaded]) -> None:
    once = migrated("4.0.0").representations["it"]
    assert read(json.dumps(once)).representations["it"] == once


@pytest.mark.parametrize(
    ("text", "version"),
    [("22.0.3", (22, 0, 3)), ("4.8.3.Final", (4, 8, 3)), ("26.7", (26, 7, 0)), ("x", None), (None, None), (26, None)],
)
def test_a_version_is_three_numbers(text: object, version: tuple[int, int, int] | None) -> None:
    assert version_of(text) == version


def test_the_steps_are_in_order() -> None:
    assert [before for before, _ in STEPS] == sorted(before for before, _ in STEPS)
