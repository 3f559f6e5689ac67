"""Hints spell settings as in the file that the realm comes from."""

import json
from pathlib import Path

import pytest

from mockauth.realms.files import load, load_text
from mockauth.realms.model import Realm
from mockauth.realms.problems.setting import setting

REGISTRY = '[realms.demo.clients.web]\nredirect_uris = ["http://localhost/*"]'


@pytest.fixture
def of_registry() -> Realm:
    return load_text(REGISTRY, "mockauth.toml").realms["demo"]


@pytest.fixture
def of_realm_file(tmp_path: Path) -> Realm:
    file = tmp_path / "realm.json"
    file.write_text(json.dumps({"realm": "demo", "enabled": True}), encoding="utf-8")
    return load([file]).realms["demo"]


def test_a_registry_has_snake_case_keys(of_registry: Realm) -> None:
    assert setting(of_registry, "directAccessGrantsEnabled", True) == "direct_access_grants_enabled = true"


def test_a_realm_file_has_camel_case_keys(of_realm_file: Realm) -> None:
    assert setting(of_realm_file, "directAccessGrantsEnabled", True) == '"directAccessGrantsEnabled": true'


def test_an_attribute_of_a_registry_is_in_a_table(of_registry: Realm) -> None:
    assert setting(of_registry, "pkce.code.challenge.method", "S256") == (
        'attributes = { "pkce.code.challenge.method" = "S256" }'
    )


def test_an_attribute_of_a_realm_file_is_in_an_object(of_realm_file: Realm) -> None:
    assert setting(of_realm_file, "use.refresh.tokens", "true") == '"attributes": { "use.refresh.tokens": "true" }'
