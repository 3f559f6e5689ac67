"""The same realm as a registry and as an export: pair.json is Keycloak's export of pair.toml.

Keycloak 26.7.3 imported the output of `mockauth realm-json pair.toml`. The export has no keys, flows and generated
secrets.
"""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from mockauth.realms.files import load
from mockauth.realms.model import Realm

HERE = Path(__file__).parents[2] / "realms"
# What Keycloak adds on import without any effect, and the name of the file.
ADDED = {
    "client.secret.creation.time",
    "created",
    "clientOfflineSessionIdleTimeout",
    "clientOfflineSessionMaxLifespan",
    "clientSessionIdleTimeout",
    "clientSessionMaxLifespan",
    "post.logout.redirect.uris",
    "realm_client",
    "rep",
    "scimApiEnabled",
    "in_registry",
    "userinfo.token.claim",
}
# Lists whose order Keycloak does not preserve.
SETS = {"default_scopes", "optional_scopes", "redirect_uris", "web_origins", "mappers", "users"}


def comparable(value: Any, name: str = "") -> Any:
    if isinstance(value, Mapping):
        return {key: comparable(inside, str(key)) for key, inside in value.items() if key not in ADDED}
    if isinstance(value, tuple) and name in SETS:
        return sorted((comparable(item) for item in value), key=repr)
    if isinstance(value, (tuple, list)):
        return [comparable(item) for item in value]
    return value


def plain(realm: Realm) -> dict[str, Any]:
    """Return a realm and its users as dictionaries."""
    return {**asdict(realm), "users": tuple(asdict(user) for user in realm.users)}


@pytest.fixture(scope="module")
def pair() -> tuple[dict[str, Any], dict[str, Any]]:
    left, right = (load([HERE / name], {}).realms["pair"] for name in ("pair.toml", "pair.json"))
    return comparable(plain(left)), comparable(plain(right))


def test_a_registry_and_its_export_are_loaded_as_the_same_realm(pair: tuple[dict[str, Any], dict[str, Any]]) -> None:
    assert pair[0] == pair[1]


@pytest.mark.parametrize("part", ["clients", "scopes", "roles", "groups", "users"])
def test_no_compared_part_is_empty(pair: tuple[dict[str, Any], dict[str, Any]], part: str) -> None:
    assert pair[0][part]


@pytest.mark.parametrize("name", ["pair.toml", "pair.json", "workshop.json", "corners.json", "desk.json"])
def test_loading_a_file_twice_gives_the_same_realm(name: str) -> None:
    first, second = (load([HERE / name], {}) for _ in range(2))
    assert {name: plain(realm) for name, realm in first.realms.items()} == {
        name: plain(realm) for name, realm in second.realms.items()
    }
