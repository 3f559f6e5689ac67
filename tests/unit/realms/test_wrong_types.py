"""A value of a wrong type anywhere in a realm file is coerced, or refused with file and place; never a traceback."""

import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from mockauth.realms import files
from mockauth.realms.files import Loaded
from mockauth.realms.importing.completion import complete
from mockauth.realms.importing.migration import migrate
from mockauth.realms.problems import ConfigError
from mockauth.realms.representation import parse
from mockauth.realms.validation import realm_name, remove_invalid

WRONG: list[Any] = [None, True, 5, "x", [], [None], [[]], [{}], {}, {"a": None}, {"a": 1}, {"a": {}}]
NUMBERS = [float("inf"), float("nan"), 10**400, 2**31, "--5", "", "five", "5" * 5000]
MAPPER = {
    "name": "m",
    "protocol": "openid-connect",
    "protocolMapper": "oidc-sub-mapper",
    "config": {"a": "b"},
}
ROLE = {"name": "r", "composite": True, "composites": {"realm": ["r"], "client": {"it": ["r"]}}}
GROUP = {"name": "g", "attributes": {"a": ["b"]}, "realmRoles": ["r"], "clientRoles": {"it": ["r"]}}
KEY = {"name": "k", "providerId": "rsa", "config": {"priority": ["100"], "privateKey": ["x"], "active": ["true"]}}
STEP = {"authenticator": "conditional-level-of-authentication", "authenticatorConfig": "c", "requirement": "REQUIRED"}
REALM: dict[str, Any] = {
    "id": "i",
    "realm": "it",
    "keycloakVersion": "4.0.0",
    "enabled": True,
    "notBefore": 0,
    "sslRequired": "external",
    "accessTokenLifespan": 300,
    "attributes": {"acr.loa.map": "{}"},
    "browserFlow": "browser",
    "browserSecurityHeaders": {"xFrameOptions": "DENY"},
    "defaultRole": {"name": "default-roles-it"},
    "roles": {"realm": [ROLE], "client": {"it": [ROLE], "realm-management": [{**ROLE, "name": "realm-admin"}]}},
    "groups": [{**GROUP, "subGroups": [GROUP]}],
    "users": [
        {"username": "u", "email": "u@example.org", "attributes": {"a": ["b"]}, "groups": ["/g"], "realmRoles": ["r"]},
        {"username": "s", "serviceAccountClientId": "it"},
    ],
    "scopeMappings": [{"client": "it", "roles": ["r"]}, {"clientScope": "s", "roles": ["r"]}],
    "clientScopeMappings": {"it": [{"client": "it", "roles": ["r"]}]},
    "clients": [
        {
            "id": "c",
            "clientId": "it",
            "enabled": True,
            "secret": "s",
            "protocol": "openid-connect",
            "serviceAccountsEnabled": True,
            "redirectUris": ["/"],
            "webOrigins": ["+"],
            "notBefore": 0,
            "attributes": {"a": "b"},
            "protocolMappers": [MAPPER],
            "defaultClientScopes": ["s"],
            "optionalClientScopes": ["s"],
        },
        {"clientId": "admin-cli", "attributes": {}},
    ],
    "clientScopes": [
        {"id": "s", "name": "s", "protocol": "openid-connect", "attributes": {"a": "b"}, "protocolMappers": [MAPPER]}
    ],
    "defaultDefaultClientScopes": ["s"],
    "defaultOptionalClientScopes": ["s-that-is-not-there"],
    "components": {"org.keycloak.keys.KeyProvider": [KEY]},
    "authenticationFlows": [{"alias": "browser", "providerId": "basic-flow", "authenticationExecutions": [STEP]}],
    "authenticatorConfig": [{"alias": "c", "config": {"loa-condition-level": "1"}}],
}
Place = tuple[str | int, ...]


def places(value: Any, at: Place = ()) -> Iterator[Place]:
    """Yield the place of a value and of all values in it."""
    yield at
    if isinstance(value, dict):
        for key, inside in value.items():
            yield from places(inside, (*at, key))
    elif isinstance(value, list):
        for number, inside in enumerate(value):
            yield from places(inside, (*at, number))


def changed(place: Place, value: Any) -> Any:
    """Return a copy of the realm with this value at this place."""
    value = copy.deepcopy(value)
    if not place:
        return value
    realm = copy.deepcopy(REALM)
    inside: Any = realm
    for key in place[:-1]:
        inside = inside[key]
    inside[place[-1]] = value
    return realm


def refusal(realm: Any) -> ConfigError | None:
    try:
        name = realm_name(realm, "realm.json")
        if problems := remove_invalid(realm, name, "realm.json"):
            return ConfigError(*problems)
        complete(realm)
        migrate(realm)
        parse(realm, "realm.json")
    except ConfigError as error:
        return error
    return None


@pytest.mark.parametrize("wrong", WRONG, ids=repr)
def test_a_value_of_a_wrong_type_is_read_or_refused_with_a_place(wrong: Any) -> None:
    errors = [refusal(changed(place, wrong)) for place in places(REALM)]
    problems = [problem for error in errors if error for problem in error.problems]
    assert all(problem.file == "realm.json" and problem.place and problem.what for problem in problems)


@pytest.mark.parametrize("wrong", NUMBERS, ids=lambda value: repr(value)[:12])
@pytest.mark.parametrize("key", ["notBefore", "accessTokenLifespan", "priority"])
def test_an_invalid_number_is_read_or_refused_with_its_place(key: str, wrong: Any) -> None:
    for place in places(REALM):
        error = refusal(changed(place, wrong)) if place and place[-1] == key else None
        assert error is None or all(key in problem.place for problem in error.problems)


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("clients", 5, "it.clients: expected a list, got a number"),
        ("clients", {"a": 1}, "it.clients: expected a list, got an object"),
        ("clients", ["web"], "it.clients.0: expected an object, got a string"),
        ("clients", [None], "it.clients.0: expected an object, got null"),
        (
            "clients",
            [{"clientId": "a", "redirectUris": "/"}],
            "it.clients.a.redirectUris: expected a list, got a string",
        ),
        (
            "clients",
            [{"clientId": "a", "redirectUris": [{}]}],
            "it.clients.a.redirectUris.0: expected a string, got an",
        ),
        (
            "clients",
            [{"clientId": "a", "enabled": "yes"}],
            "it.clients.a.enabled: expected true or false, got a string",
        ),
        ("clients", [{"clientId": "a"}, {"clientId": "a"}], 'it.clients.a: duplicate client "a"'),
        ("clients", [{"clientId": ["a"]}], "clientId: expected a string, got a list"),
        ("clientScopes", [{}], "it.clientScopes.0: the client scope has no name"),
        ("roles", [], "it.roles: expected an object, got a list"),
        ("roles", {"realm": {}}, "it.roles.realm: expected a list, got an object"),
        ("roles", {"realm": ["r"]}, "it.roles.realm.0: expected an object, got a string"),
        ("roles", {"realm": [{"name": "r"}, {"name": "r"}]}, 'it.roles.realm.r: duplicate role "r"'),
        ("users", {"a": 1}, "it.users: expected a list, got an object"),
        ("users", [{"username": "a"}, {"username": "A"}], 'duplicate username "a"'),
        ("accessTokenLifespan", "five", "it.accessTokenLifespan: expected a number, got a string"),
        ("accessTokenLifespan", 2**31, "it.accessTokenLifespan: the number does not fit into 32 bits"),
        ("enabled", 5.5, "it.enabled: expected true or false, got a number"),
        ("realm", [], "realm: the realm has no name: a realm file is an object with"),
        ("realm", "", "realm: the realm has no name: a realm file is an object with"),
        (
            "browserSecurityHeaders",
            {"xFrameOptions": "DENY\nSet-Cookie: a=b"},
            "it.browserSecurityHeaders.xFrameOptions: a header must be one line of Latin-1 characters",
        ),
        ("realm", "..", "realm: invalid realm name"),
        ("realm", "a/b", "realm: invalid realm name"),
    ],
)
def test_a_problem_is_reported_with_its_place(
    problems: Callable[..., list[str]], key: str, value: Any, message: str
) -> None:
    found = problems(json.dumps({"realm": "it", key: value}))
    assert any(problem.startswith("realm.json: ") and message in problem for problem in found), found


@pytest.mark.parametrize("key", [*REALM][3:])
def test_null_counts_as_absent(tmp_path: Path, key: str) -> None:
    absent, null = ({name: value for name, value in REALM.items() if name != key} for _ in range(2))
    null[key] = None
    file, found = tmp_path / "realm.json", []
    for realm in (absent, null):
        file.write_text(json.dumps(realm), encoding="utf-8")
        found.append(files.read([file], files.LoadOptions({}, lenient=True)).representations)
    assert found[0] == found[1] != {}


@pytest.mark.parametrize(
    ("written", "value"),
    [("true", True), ("TRUE", True), (" false ", False), ("", True), (0, False), (True, True), (None, True)],
)
def test_a_boolean_may_be_written_as_a_string(read: Callable[..., Loaded], written: Any, value: bool) -> None:
    loaded = read(json.dumps({"realm": "it", "clients": [{"clientId": "a", "enabled": written}]}))
    assert loaded.realms["it"].clients["a"].enabled is value


@pytest.mark.parametrize(("written", "value"), [("60", 60), (60.0, 60), (60, 60), ("-1", -1), (None, 300), (0, 0)])
def test_a_number_may_be_written_as_a_string(read: Callable[..., Loaded], written: Any, value: int) -> None:
    loaded = read(json.dumps({"realm": "it", "accessTokenLifespan": written}))
    assert loaded.realms["it"].lifespans.access_token == value


@pytest.mark.parametrize(("written", "value"), [(True, "true"), (0, "0"), (1.5, "1.5"), ("x", "x")])
def test_an_option_is_converted_to_a_string(read: Callable[..., Loaded], written: Any, value: str) -> None:
    loaded = read(json.dumps({"realm": "it", "clients": [{"clientId": "a", "attributes": {"o": written}}]}))
    assert loaded.realms["it"].clients["a"].attributes["o"] == value


def test_a_client_id_may_be_a_number(read: Callable[..., Loaded]) -> None:
    assert "5" in read('{"realm": "it", "clients": [{"clientId": 5}]}').realms["it"].clients
