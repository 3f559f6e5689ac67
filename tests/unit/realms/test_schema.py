"""The JSON schema of registries accepts the same keys and types as mockauth itself."""

import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from mockauth.realms import registry
from mockauth.realms.problems import ConfigError
from mockauth.realms.registry.keys import KEYS, all_keys
from mockauth.realms.registry.schema import schema
from mockauth.realms.source import SAMPLE

TOP = Path(__file__).parents[3]
SCHEMA = schema()
FILES = [TOP / "mockauth.toml", SAMPLE, *sorted((TOP / "tests" / "realms").glob("*.toml"))]


def uncommented(text: str) -> str:
    """Return the sample with its examples uncommented: comments that are not sentences."""
    lines = []
    for line in text.splitlines():
        inside = line.removeprefix("# ").removeprefix("#")
        is_example = line.startswith("#") and ("[realms." in inside[:8] or " = " in inside)
        lines.append(inside if is_example else line)
    return "\n".join(lines)


def fits(document: Any) -> bool:
    return not [*jsonschema.Draft202012Validator(SCHEMA).iter_errors(document)]


def test_the_schema_is_a_valid_json_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(
    "file", [TOP / "mockauth.toml", SAMPLE, *sorted((TOP / "tests/realms").glob("*.toml"))], ids=str
)
def test_the_registries_of_this_project_fit_the_schema(file: Path) -> None:
    assert fits(tomllib.loads(file.read_text(encoding="utf-8")))


def test_the_examples_of_the_sample_fit_the_schema_and_load() -> None:
    text = uncommented(SAMPLE.read_text(encoding="utf-8"))
    assert fits(tomllib.loads(text))
    [realm] = registry.representations(text, "sample.toml", {})
    assert {user["username"] for user in realm["users"]} >= {"alice", "service-account-billing"}


@pytest.mark.parametrize("kind", KEYS)
def test_every_key_is_described(kind: str) -> None:
    described = SCHEMA if kind == "registry" else SCHEMA["$defs"][kind]
    assert all(key["description"] for key in described["properties"].values())
    assert {*described["properties"]} == {*all_keys(kind)}


@pytest.mark.parametrize(
    "text",
    [
        "realms = 5",
        "[realm.demo]",
        "realms.demo = 'x'",
        "realms.demo.clients = ['x']",
        "realms.demo.clients.a = 5",
        "realms.demo.clients.a.secrets = 's'",
        "realms.demo.clients.a.secret = 5",
        "realms.demo.clients.a.enabled = 'true'",
        "realms.demo.clients.a.redirect_uris = 'x'",
        "realms.demo.clients.a.redirect_uris = [5]",
        "realms.demo.clients.a.root_url = 5",
        "realms.demo.clients.a.attributes = ['x']",
        "realms.demo.clients.a.attributes = {x = [1]}",
        "realms.demo.clients.a.attributes = {x = 1.5}",
        "realms.demo.clients.a.roles = 'x'",
        "realms.demo.clients.a.roles = [5]",
        "realms.demo.clients.a.protocol_mappers.m.protocol_mappers = 'x'",
        "realms.demo.access_token_lifespan = '60'",
        "realms.demo.access_token_lifespan = true",
        "realms.demo.access_token_lifespan = -2",
        "realms.demo.access_token_lifespan = 2147483648",
        "realms.demo.ssl_required = 'externl'",
        "realms.demo.groups.a.sub_groups.b.members = []",
        "realms.demo.users.a.attributes = {x = {y = 1}}",
        "realms.demo.account_theme = 5",
        "realms.demo.keycloak = 5",
    ],
)
def test_the_schema_and_mockauth_refuse_the_same(text: str) -> None:
    assert not fits(tomllib.loads(text))
    with pytest.raises(ConfigError):
        registry.representations(text, "demo.toml", {})


@pytest.mark.parametrize(
    "text",
    [
        "realms.demo = {}",
        "realms.demo.roles = ['x']",
        "realms.demo.roles.x.description = 'y'",
        "realms.demo.clients.a.attributes = {x = 1, y = true, z = 's'}",
        "realms.demo.users.a.attributes = {x = 1, y = ['s']}",
        "realms.demo.access_token_lifespan = -1",
        "realms.demo.clients.a.root_url = '${ROOT:http://localhost}'",
        "realms.demo.ssl_required = '${TLS:external}'",
        "realms.demo.account_theme = 'mine'",
        "realms.demo.quick_login_check_milli_seconds = 4294967296",
        "realms.demo.keycloak.identityProviders = [{alias = 'x', providerId = 'github'}]",
    ],
)
def test_the_schema_and_mockauth_accept_the_same(text: str) -> None:
    assert fits(tomllib.loads(text))
    assert registry.representations(text, "demo.toml", {})


def test_a_url_can_be_a_variable_in_editors_that_check_formats() -> None:
    checker = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())
    assert "format" not in str(SCHEMA)
    assert not [*checker.iter_errors({"realms": {"demo": {"clients": {"a": {"root_url": "${ROOT}"}}}}})]
